"""The tokens of texts: words, numerals and marks in their places, endings and phrases joined."""

from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.grammar import tokenize
from centralasia.grammar.tokens import BREAK, DASH, MARK, NUMBER, WORD, Token
from centralasia.languages import LANGUAGES, lexicon


def tokens(tag: str, text: str) -> list[Token]:
    return tokenize(text, lexicon(tag))


def texts(tag: str, text: str) -> list[str]:
    return [token.text for token in tokens(tag, text)]


class TestNumerals:
    @pytest.mark.parametrize(
        ("tag", "written", "value"),
        [
            ("en", "1,234", "1234"),
            ("en", "1,234.5", "1234.5"),
            ("en", ".25", "0.25"),
            ("en", "2½", "2.5"),
            ("en", "½", "0.5"),
            ("en", "1.5e9", "1.5e9"),
            ("en", "2E-3", "0.002"),
            ("ru", "1 234 567,89", "1234567.89"),
            ("ru", "1\u00a0234\u202f567", "1234567"),
            ("ru", "1\n234", "1234"),
            ("kk", "3'500’000", "3500000"),
            ("tk", "0,918", "0.918"),
            ("tg", "۱۲٫۵", "12.5"),
            ("uz-Latn", "１２", "12"),
        ],
    )
    def test_are_read_as_the_language_writes_them(self, tag: str, written: str, value: str) -> None:
        token, word = tokens(tag, f"{written} x")
        assert (token.kind, token.value, token.start, token.end) == (NUMBER, Decimal(value), 0, len(written))
        assert (word.kind, word.text) == (WORD, "x")

    @pytest.mark.parametrize(
        ("tag", "written"),
        [("ru", "1.234"), ("kk", "1.234"), ("en", "12,34,567"), ("en", "1.2.3"), ("en", "9" * 41)],
    )
    def test_with_two_readings_or_none_have_no_value(self, tag: str, written: str) -> None:
        assert [(token.kind, token.value) for token in tokens(tag, written)] == [(NUMBER, None)]

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("6,2млн", ["6,2", "млн"]),
            ("KZT3bn", ["kzt", "3", "bn"]),
            ("2024 150", ["2024", "150"]),
            ("10 2023", ["10", "2023"]),
            ("5e", ["5", "e"]),
            ("5e3x", ["5", "e", "3", "x"]),
            ("7-9%", ["7", "-", "9", "%"]),
            ("100 м3", ["100", "м3"]),
            ("US$5", ["us$", "5"]),
        ],
    )
    def test_end_where_words_and_other_numerals_begin(self, text: str, expected: list[str]) -> None:
        assert texts("en", text) == expected


class TestPlaces:
    @pytest.mark.parametrize("text", ["İstanbul 5 км", "Iİ 5 км", "ẞ ΑΣ K 5 км", "ǅ ŉ 5 км"])
    def test_are_kept_by_letters_that_grow_in_small(self, text: str) -> None:
        *_, number, unit = tokens("ru", text)
        assert (text[number.start : number.end], text[unit.start : unit.end]) == ("5", "км")

    @pytest.mark.parametrize("tag", LANGUAGES)
    def test_letters_with_marks_of_their_own_are_other_words(self, tag: str) -> None:
        text = "5 тыи\u0306ын"
        *_, last = tokens(tag, text)
        assert text[last.start : last.end] == "ын"

    @given(text=st.text("5 ,.%-'\nаkİм\u0306$½e٫", max_size=30), tag=st.sampled_from(LANGUAGES))
    def test_follow_each_other_in_any_text(self, text: str, tag: str) -> None:
        end = 0
        for token in tokens(tag, text):
            assert end <= token.start < token.end <= len(text)
            end = token.end


class TestMarks:
    def test_have_their_kinds(self) -> None:
        kinds = [token.kind for token in tokens("en", "$5 – a\n\n• b & _")]
        assert kinds == [MARK, NUMBER, DASH, WORD, BREAK, BREAK, WORD, MARK, MARK]

    def test_say_what_they_mean(self) -> None:
        percent, wide, euro = tokens("en", "%％€")
        assert percent.has("percent")
        assert wide.has("percent")
        assert euro.value_of("currency") == "EUR"
        assert not euro.has("percent", "unit")
        assert euro.value_of("unit") is None

    def test_words_in_capitals_are_marked(self) -> None:
        assert [token.upper for token in tokens("en", "USD bn")] == [True, False]

    def test_codes_in_capitals_are_currencies_and_nothing_else(self) -> None:
        codes = tokens("en", "TRY try ALL all")
        assert [token.value_of("currency") for token in codes] == ["TRY", None, "ALL", None]
        assert list(codes[0].senses) == ["currency"]

    def test_names_of_currencies_keep_what_else_they_mean(self) -> None:
        sums, _ = tokens("en", "pound 5")
        assert sums.value_of("currency") == "GBP"


class TestSentences:
    @pytest.mark.parametrize(
        ("tag", "text", "number"),
        [
            ("ru", "Рост. Падение", 1),
            ("ru", "5 млрд. Далее", 1),
            ("ru", "5 млрд. Казахстанских тенге", 0),
            ("ru", "5 млрд. далее", 0),
            ("en", "J. Smith", 0),
            ("en", "up 5 . Then", 1),
            ("en", "Really! Yes? No", 2),
            ("en", "v.2", 0),
            ("en", "One\n\nTwo", 1),
            ("en", "One\n- two\n- three", 2),
        ],
    )
    def test_end_with_a_mark_before_a_capital_but_not_after_an_abbreviation(
        self, tag: str, text: str, number: int
    ) -> None:
        assert tokens(tag, text)[-1].sentence == number

    def test_the_point_of_an_abbreviation_is_noted_and_no_token(self) -> None:
        number, scale, unit = tokens("ru", "5 млн. тонн")
        assert (number.dot, scale.dot, unit.dot) == (False, True, False)


class TestEndings:
    @pytest.mark.parametrize(
        ("tag", "text", "expected"),
        [
            ("kk", "7%-дан", [("7", ""), ("%", "abl")]),
            ("kk", "15 млрд.-тан", [("15", ""), ("млрд", "abl")]),
            ("kk", "15-ке", [("15", "dat")]),
            ("ky", "38 ден", [("38", "abl")]),
            ("uz-Latn", "USD'ga", [("usd'ga", "dat")]),
            ("uz-Latn", "usd'ga", [("usd'ga", "")]),
            ("uz-Latn", "USD-ga", [("usd", "dat")]),
            ("uz-Latn", "100gacha", [("100", "to")]),
            ("uz-Cyrl", "5 фоиз дан", [("5", ""), ("фоиз", "abl")]),
            ("tk", "20-den", [("20", "abl")]),
            ("kk", "дан", [("дан", "")]),
            ("kk", "15-", [("15", ""), ("-", "")]),
            ("kk", "15-ке-ден", [("15", "dat"), ("-", ""), ("ден", "")]),
            ("kk", "15 – ке", [("15", ""), ("-", ""), ("ке", "")]),
            ("en", "5-s", [("5", ""), ("-", ""), ("s", "")]),
        ],
    )
    def test_belong_to_the_figure_before_them(self, tag: str, text: str, expected: list[tuple[str, str]]) -> None:
        assert [(token.text, token.case) for token in tokens(tag, text)] == expected

    def test_belong_to_the_place_of_the_figure(self) -> None:
        _, percent = tokens("kk", "7%-дан")
        assert (percent.start, percent.end) == (1, 6)


class TestPhrases:
    @pytest.mark.parametrize(
        ("tag", "text", "role", "value"),
        [
            ("en", "no less than", "hedge:before", "at_least"),
            ("ru", "не менее чем", "hedge:before", "at_least"),
            ("ru", "процентных пунктов", "points", "pp"),
            ("kk", "пайыздық тармаққа", "points", "pp"),
            ("ky", "АКШ долларына", "currency", "USD"),
            ("uz-Latn", "foiz bandiga", "points", "pp"),
            ("uz-Cyrl", "АҚШ долларидан", "currency", "USD"),
            ("tg", "доллари ИМА", "currency", "USD"),
            ("tk", "ABŞ-nyň dollary", "currency", "USD"),
        ],
    )
    def test_are_one_token(self, tag: str, text: str, role: str, value: str) -> None:
        found = next(token for token in tokens(tag, text) if token.has(role))
        assert found.value_of(role) == value
        assert text[found.start : found.end].endswith(text[-4:])

    @pytest.mark.parametrize(
        ("tag", "text", "case"),
        [("ky", "АКШ долларына", "posdat"), ("uz-Latn", "AQSh dollari", "poss"), ("kk", "АҚШ доллары", "poss")],
    )
    def test_show_their_case_even_where_the_form_is_listed_whole(self, tag: str, text: str, case: str) -> None:
        (found,) = tokens(tag, text)
        assert (found.case, found.senses["currency"].case) == (case, case)

    @pytest.mark.parametrize("text", ["не", "не менеех", "не менее"[:-1] + "5", "доллар", "не 5"])
    def test_are_none_without_all_their_words(self, text: str) -> None:
        assert not any(" " in token.text for token in tokens("ru", text))

    @pytest.mark.parametrize("text", ["ц в пересчете", "ц в пересчете или гектар", "ц с одного пункта"])
    def test_are_not_begun_without_their_end(self, text: str) -> None:
        assert texts("ru", text)[0] == "ц"

    def test_the_longest_is_taken(self) -> None:
        assert texts("ru", "не менее чем 5") == ["не менее чем", "5"]
        assert texts("en", "new zealand dollars 5") == ["new zealand dollars", "5"]

    @pytest.mark.parametrize(
        ("tag", "piece"), [("ru", "не "), ("tg", "аз "), ("tg", "аз сад "), ("en", "is not "), ("kk", "а" * 60 + " ")]
    )
    def test_of_frequent_words_take_time_in_proportion_to_the_text(self, tag: str, piece: str) -> None:
        start = process_time()
        tokens(tag, piece * 10_000)
        assert process_time() - start < 3  # seconds of the processor, on a slow machine
