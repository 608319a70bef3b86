"""The words of each language: that the tables are sound, and how words are found in them."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import ReferenceDataError, UnknownCodeError
from centralasia.languages import LANGUAGES, as_language, fold, lexicon, lexicons
from centralasia.languages.folding import APOSTROPHES, DASHES, SPACES
from centralasia.languages.lexicons import words_of

DATA = Path(lexicons.__file__).parent / "data"
HEADER = "role,value,forms,endings,position,certainty,note"
EVERYWHERE = """
    and between change clock country currency each equals every from function gdp hedge id minor month months
    number ordinal ordinal_ending part_noun per per_year percent plus_half points quarter rate ratio
    ratio_word scale subject times to unit year
"""
SOMEWHERE = """
    alone article counter ending fiscal_year forecast half half_year hundred interest joiner light_verb many
    marketing_year minus multiple of one_in part per_time size
"""
OF_CLAIMS = """
    adjective after_country_between after_country_with back balance base base_after before_country_between
    before_country_by before_country_from before_country_in before_country_source before_country_to
    before_country_with by_how_much doubled down elsewhen from_all growth not not_when not_when_after only open_end
    output part per_head plan received sender sent up whole year_on_year
"""
HEDGES = {"approx", "nearly", "over", "under", "at_least", "at_most"}
POSITIONS = {"", "before", "after", "after_abl", "after_dat", "verb_before", "verb_after", "period"}
CASES = """
    abl dat gen acc loc ins adj poss posabl posdat posgen posacc posloc plural to approx other
"""
SUBJECTS = {"remittances", "exports", "imports", "trade", "gdp", "investment", "financing", "population", "output"}
VALUES = {
    "scale": {"3", "6", "9", "12"},
    "change": {"", "noun", "reached", "either"},
    "clock": {"s", "min", "h", "d"},
    "alone": {"3", "6", "9", "12"},
    "hedge": HEDGES,
    "month": set(map(str, range(1, 13))),
    "points": {"pp", "bp"},
    "subject": SUBJECTS,
}

languages = pytest.mark.parametrize("tag", LANGUAGES)


def rows(tag: str) -> Iterator[dict[str, str]]:
    with (DATA / f"{tag}.csv").open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


@languages
class TestTheTables:
    def test_load(self, tag: str) -> None:
        words = lexicon(tag)
        assert words.tag == tag
        assert words.senses("2024") == {}
        assert all(phrase.rest for phrases in words.phrases.values() for phrase in phrases)

    def test_have_roles_of_the_closed_list_and_all_that_every_language_has(self, tag: str) -> None:
        roles = {row["role"] for row in rows(tag)}
        of_claims = {f"claim_{role}" for role in OF_CLAIMS.split()}
        assert roles - {*EVERYWHERE.split(), *SOMEWHERE.split(), *of_claims} == set()
        assert set(EVERYWHERE.split()) - roles == set()

    def test_have_values_of_their_roles(self, tag: str) -> None:
        for row in rows(tag):
            allowed = VALUES.get(row["role"])
            assert allowed is None or row["value"] in allowed, row

    def test_have_forms_in_small_letters_with_single_spaces(self, tag: str) -> None:
        wrong = [
            form
            for row in rows(tag)
            for form in row["forms"].split("|")
            if form != " ".join(form.split()) or (not form.startswith("=") and form != form.lower())
        ]
        assert wrong == []

    def test_have_positions_and_cases_of_the_closed_lists(self, tag: str) -> None:
        assert {row["position"] for row in rows(tag)} <= POSITIONS
        cases = {row["value"].partition(".")[2] for row in rows(tag) if row["role"] == "ending"}
        assert cases - set(CASES.split()) == set()

    def test_name_endings_that_exist(self, tag: str) -> None:
        classes = {row["value"].partition(".")[0] for row in rows(tag) if row["role"] == "ending"}
        named = {row["endings"] for row in rows(tag)} - {""}
        assert named - classes == set()
        assert classes == set(lexicon(tag).endings)

    def test_know_the_scales_months_and_closed_words(self, tag: str) -> None:
        values = {(row["role"], row["value"]) for row in rows(tag)}
        assert {("scale", each) for each in VALUES["scale"]} <= values
        assert {("month", each) for each in VALUES["month"]} <= values
        assert sum(len(row["forms"].split("|")) for row in rows(tag) if row["role"] == "function") >= 60

    def test_are_the_same_read_row_by_row(self, tag: str) -> None:
        words = lexicon(tag)
        for sense, endings, forms in words_of(tag):
            if not endings and sense.role != "ending":
                key = f"{sense.role}:{sense.position}" if sense.position else sense.role
                assert all(key in words.senses(form) for form in forms if re.fullmatch(r"[^\W\d_]+", form))

    def test_no_word_is_found_by_how_it_begins(self, tag: str) -> None:
        words = lexicon(tag)
        assert all(words.senses(f"{form}ққэ") == {} for _, _, forms in words_of(tag) for form in forms[:3])


@pytest.mark.parametrize(
    ("tag", "word", "role", "value", "case"),
    [
        ("en", "billion", "scale", "9", ""),
        ("en", "Thousands", "scale", "3", ""),
        ("ru", "МИЛЛИАРДОВ", "scale", "9", ""),
        ("kk", "теңгеден", "currency", "KZT", "abl"),
        ("kk", "пайызға", "percent", "", "dat"),
        ("ky", "сомго", "currency", "KGS", "dat"),
        ("uz-Latn", "so‘mdan", "currency", "UZS", "abl"),
        ("uz-Latn", "soʼm'ga", "currency", "UZS", "dat"),
        ("uz-Cyrl", "сўмга", "currency", "UZS", "dat"),
        ("tg", "сомонӣ", "currency", "TJS", ""),
        ("tk", "manatdan", "currency", "TMT", "abl"),
        ("tk", "teňňe", "minor", "TMT", ""),
    ],
)
def test_what_a_word_means(tag: str, word: str, role: str, value: str, case: str) -> None:
    sense = lexicon(tag).senses(word)[role]
    assert (sense.value, sense.case) == (value, case)


@pytest.mark.parametrize(
    ("tag", "word"),
    [
        ("ru", "сомнение"),
        ("ru", "сомкнуть"),
        ("ky", "сомнение"),
        ("uz-Latn", "sumka"),
        ("uz-Latn", "somsa"),
        ("kk", "теңгерім"),
        ("tk", "manatçylar"),
        ("tk", "teňňele"),
        ("en", "summary"),
    ],
)
def test_money_inside_other_words_is_none(tag: str, word: str) -> None:
    assert not {"currency", "minor"} & lexicon(tag).senses(word).keys()


def of_table(*written: str, tag: str = "xx") -> lexicons.Lexicon:
    """The lexicon of a table in which these rows stand."""
    return lexicons._compiled(tag, tuple(lexicons._rows(f"{tag}.csv", "\n".join([HEADER, *written, ""]))))


class TestFinding:
    words = of_table(
        "ending,noun.abl,дан|ден,,,well-known,",
        "ending,noun.dat,ға,,,well-known,",
        "ending,verb.other,лды,,,well-known,",
        "scale,9,млрд|bn,,,well-known,",
        "unit,MW,=MW|=МВт,,,well-known,",
        "unit,L,=L,,,well-known,",
        "currency,KZT,теңге,noun,,well-known,",
        "currency,UZS,so'm,noun,,well-known,",
        "hedge,over,аса,,before,well-known,",
        "hedge,approx,аса,,after,well-known,",
        "hedge,at_least,кем емес|аз емес екен,,after_abl,well-known,",
        "unit,m3,текше метр|=куб М,noun,,well-known,",
        "percent,,пайыз|пайызға,,,well-known,",
        "change,,көбейту,,,well-known,",
        "change,,көбей,verb,,well-known,",
        "year,,жыл,noun,,well-known,",
        "year,,жылға,,,well-known,",
        "subject,gdp,жыл,verb,,well-known,",
    )

    @pytest.mark.parametrize(
        ("word", "keys"),
        [
            ("млрд", {"scale"}),
            ("МЛРД", {"scale"}),
            ("млр", set()),
            ("mw", set()),
            ("MW", {"unit"}),
            ("МВт", {"unit"}),
            ("l", set()),
            ("теңгедан", {"currency"}),
            ("теңге'ден", {"currency"}),
            ("теңгеның", set()),
            ("аса", {"hedge:before", "hedge:after"}),
            ("көбейлды", {"change"}),
            ("көбейдан", set()),
            ("bn'ға", {"scale"}),
            ("MW'ға", {"unit"}),
            ("bn'на", set()),
            ("жыллды", {"subject"}),
            ("жыл", {"year", "subject"}),
            ("ө" * 61, set()),
            ("", set()),
        ],
    )
    def test_a_word_is_found_whole_or_with_an_ending_of_its_class(self, word: str, keys: set[str]) -> None:
        assert self.words.senses(word).keys() == keys
        assert self.words.senses(word) is self.words.senses(word)

    def test_an_ending_shows_the_case(self) -> None:
        cases = {word: self.words.senses(word)["currency"].case for word in ("теңге", "теңгеден", "Soʻmға")}
        assert cases == {"теңге": "", "теңгеден": "abl", "Soʻmға": "dat"}
        assert self.words.senses("bn'ден")["scale"].case == "abl"
        assert self.words.ending("дан", "noun") == "abl"
        assert self.words.ending("дан", "verb") is None
        assert self.words.ending("", "") == ""

    def test_a_form_that_is_listed_has_the_case_of_its_ending(self) -> None:
        assert self.words.senses("пайызға")["percent"].case == "dat"
        assert self.words.senses("жылға")["year"].case == "dat"

    def test_phrases_stand_under_their_first_word_the_longest_first(self) -> None:
        assert [phrase.rest for phrase in self.words.phrases["аз"]] == [("емес", "екен")]
        assert self.words.phrases["текше"][0].endings == "noun"
        assert self.words.phrases["куб"][0].rest == ("м",)
        several = of_table("hedge,over,a b|a b c,,before,CLDR,")
        assert [phrase.rest for phrase in several.phrases["a"]] == [("b", "c"), ("b",)]

    def test_what_attaches_to_figures_is_the_class_of_nouns(self) -> None:
        assert dict(self.words.attachable) == {"дан": "abl", "ден": "abl", "ға": "dat"}
        assert of_table().attachable == {}

    def test_words_are_kept_up_to_a_number(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(lexicons, "_MOST_KEPT", 2)
        words = of_table("scale,9,bn,,,CLDR,")
        for word in ("a", "b", "bn", "c"):
            words.senses(word)
        assert words._known.keys() == {"bn", "c"}

    def test_one_form_may_have_several_senses(self) -> None:
        words = of_table("scale,6,m,,,CLDR,", "unit,m,m|=M,,,CLDR,", "points,pp,=M,,,CLDR,")
        assert words.senses("m").keys() == {"scale", "unit"}
        assert words.senses("M").keys() == {"scale", "unit", "points"}


@pytest.mark.parametrize(
    ("written", "line", "expected"),
    [
        (["scale,9,bn"], 2, "7 cells are needed, there are 3"),
        (["scale,9,bn,,,CLDR,", "scale,9,bn,,,CLDR,,"], 3, "7 cells are needed, there are 8"),
        (["", "scale,9,bn,,,CLDR,"], 2, "7 cells are needed, there are 0"),
        ([",9,bn,,,CLDR,"], 2, "a row needs a role, forms and a certainty"),
        (["scale,9,,,,CLDR,"], 2, "a row needs a role, forms and a certainty"),
        (["scale,9,bn,,,perhaps,"], 2, "a row needs a role, forms and a certainty"),
        (["scale,9,bn,,,CLDR,", "scale,9,tn,verb,,CLDR,"], 3, "no class of endings is called 'verb'"),
        ([f'scale,9,"{"x" * 200_000}",,,CLDR,'], 2, "field larger than field limit"),
    ],
)
def test_a_damaged_table_is_refused_with_the_line(written: list[str], line: int, expected: str) -> None:
    with pytest.raises(ReferenceDataError, match=re.escape(expected)) as caught:
        of_table(*written)
    assert (caught.value.table, caught.value.line) == ("xx.csv", line)


@pytest.mark.parametrize("text", ["", "role,value,forms", f"{HEADER},more", HEADER.upper()])
def test_other_columns_are_refused(text: str) -> None:
    with pytest.raises(ReferenceDataError, match="the columns must be role, value, forms, endings") as caught:
        list(lexicons._rows("xx.csv", text))
    assert caught.value.line == 1


@pytest.mark.parametrize(
    ("written", "tag"),
    [("en", "en"), ("RU", "ru"), ("uz", "uz-Latn"), ("UZ", "uz-Latn"), ("uz_cyrl", "uz-Cyrl"), ("uz-Cyrl", "uz-Cyrl")],
)
def test_tags_may_be_written_otherwise(written: str, tag: str) -> None:
    assert as_language(written) == tag
    assert lexicon(written) is lexicon(tag)


@pytest.mark.parametrize("written", ["", "de", "kaz", "en-GB", "uz-Arab"])
def test_other_languages_are_refused(written: str) -> None:
    for refuse in (as_language, lexicon, lambda tag: list(words_of(tag))):
        with pytest.raises(UnknownCodeError, match="is not in the table of languages"):
            refuse(written)


class TestFolding:
    @pytest.mark.parametrize(
        ("text", "folded"),
        [
            ("Soʻm", "so'm"),
            ("О‘ЗБЕК", "о'збек"),
            ("ЁЛКА ёж", "елка еж"),
            ("İSTANBUL", "istanbul"),
            ("10\u202f000\u00a0км²", "10 000 км2"),
            ("–5 — 7", "-5 - 7"),
            ("ҚАЗАҚСТАН", "қазақстан"),
            ("м³ ５％", "м3 ５%"),
            ("Ѳнүм", "өнүм"),
        ],
    )
    def test_spellings_of_one_word_become_one(self, text: str, folded: str) -> None:
        assert fold(text) == folded

    def test_all_marks_of_a_kind_become_one(self) -> None:
        assert set(fold(APOSTROPHES)) == {"'"}
        assert set(fold(SPACES)) == {" "}
        assert set(fold(DASHES)) == {"-"}

    @given(st.text())
    def test_places_stay_and_twice_is_once(self, text: str) -> None:
        assert len(fold(text)) == len(text)
        assert fold(fold(text)) == fold(text)
