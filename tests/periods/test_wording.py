"""Periods as people write them."""

from contextlib import suppress
from datetime import date

import pytest
from babel.dates import get_month_names
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, ParseError
from centralasia.languages import LANGUAGES
from centralasia.periods import Period, period
from centralasia.periods.lexicon import lexicon
from centralasia.periods.wording import _forms, parse_wording


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # years
        ("2024 г.", "2024"),
        ("2024 год", "2024"),
        ("2024 йил", "2024"),
        ("2024-yil", "2024"),
        ("2024-жыл", "2024"),
        ("2024 жыл", "2024"),
        ("2024 ж.", "2024"),
        ("соли 2024", "2024"),
        ("2024 ýyl", "2024"),
        ("in 2024", "2024"),
        ("2019–2023", "2019/2023"),
        ("2019-2023 гг.", "2019/2023"),
        ("2019 г. – 2023 г.", "2019/2023"),
        ("from 2019 to 2023", "2019/2023"),
        # months and ranges of months
        ("сентябрь 2024", "2024-09"),
        ("в сентябре 2024 года", "2024-09"),
        ("September, 2024", "2024-09"),
        ("Sept. 2024", "2024-09"),
        ("Sep-2024", "2024-09"),
        ("2024-Sep", "2024-09"),
        ("2024 жылғы қыркүйек", "2024-09"),
        ("моҳи сентябри соли 2024", "2024-09"),
        ("2024-жылдын сентябрь айы", "2024-09"),
        ("09.2024", "2024-09"),
        ("09/2024", "2024-09"),
        ("Jan–Sep 2024", "2024-01/2024-09"),
        ("Jan-Sep 2024", "2024-01/2024-09"),
        ("Jan—Sep\u00a02024", "2024-01/2024-09"),
        ("Jan − Sep\u202f2024", "2024-01/2024-09"),
        ("JAN-SEP 2024", "2024-01/2024-09"),
        ("January to September 2024", "2024-01/2024-09"),
        ("from January through September 2024", "2024-01/2024-09"),
        ("янв.-сен. 2024", "2024-01/2024-09"),
        ("с января по сентябрь 2024 года", "2024-01/2024-09"),
        ("в январе–сентябре 2024 г.", "2024-01/2024-09"),
        ("қаңтар-қыркүйек 2024", "2024-01/2024-09"),
        ("2024 ж. қаң.–қыр.", "2024-01/2024-09"),
        ("2024-yil yanvar-sentabr", "2024-01/2024-09"),
        ("2024 йил январ-сентябр ойларида", "2024-01/2024-09"),
        ("январи–сентябри соли 2024", "2024-01/2024-09"),
        ("ýanwar–sentýabr 2024", "2024-01/2024-09"),
        ("yanwar-sentyabr 2024", "2024-01/2024-09"),
        ("маи\u0306 2024", "2024-05"),  # й in two characters
        ("October 2023 – March 2024", "2023-10/2024-03"),
        ("2023 ж. қазан – 2024 ж. наурыз", "2023-10/2024-03"),
        ("Jan-Mar 2024", "2024-Q1"),
        # months counted from January
        ("9 мес. 2024", "2024-01/2024-09"),
        ("9 месяцев 2024 года", "2024-01/2024-09"),
        ("за девять месяцев 2024 года", "2024-01/2024-09"),
        ("первые 9 месяцев 2024 г.", "2024-01/2024-09"),
        ("9M 2024", "2024-01/2024-09"),
        ("9m2024", "2024-01/2024-09"),
        ("2024 9M", "2024-01/2024-09"),
        ("9м2024", "2024-01/2024-09"),
        ("first nine months of 2024", "2024-01/2024-09"),
        ("nine months of 2024", "2024-01/2024-09"),
        ("2024 жылдың 9 айы", "2024-01/2024-09"),
        ("2024-yilning 9 oyi", "2024-01/2024-09"),
        ("2024 йилнинг 9 ойи", "2024-01/2024-09"),
        ("9 моҳи соли 2024", "2024-01/2024-09"),
        ("1 месяц 2024", "2024-01"),
        ("6 мес. 2024", "2024-S1"),
        ("12 months of 2024", "2024"),
        # quarters and halves
        ("Q3 2024", "2024-Q3"),
        ("3Q 2024", "2024-Q3"),
        ("3q2024", "2024-Q3"),
        ("2024 Q3", "2024-Q3"),
        ("2024_3Q", "2024-Q3"),
        ("III кв. 2024", "2024-Q3"),
        ("ІІІ тоқсан 2024", "2024-Q3"),
        ("3 квартал 2024", "2024-Q3"),
        ("3-й квартал 2024", "2024-Q3"),
        ("в 3-м квартале 2024 г.", "2024-Q3"),
        ("третий квартал 2024", "2024-Q3"),
        ("third quarter of 2024", "2024-Q3"),
        ("the 3rd quarter, 2024", "2024-Q3"),
        ("2024 жылдың 3-тоқсаны", "2024-Q3"),
        ("2024-жылдын III чейреги", "2024-Q3"),
        ("2024-yil 3-chorak", "2024-Q3"),
        ("семоҳаи 3 соли 2024", "2024-Q3"),
        ("Q1-Q3 2024", "2024-01/2024-09"),
        ("Q1–3 2024", "2024-01/2024-09"),
        ("I-III кварталы 2024", "2024-01/2024-09"),
        ("2024 г., 1-3 кв.", "2024-01/2024-09"),
        ("2024 Q1-Q3", "2024-01/2024-09"),
        ("Q4 2023 – Q1 2024", "2023-10/2024-03"),
        ("Q1 2023 – H1 2024", "2023-01/2024-06"),
        ("H2 2023 – Q3 2024", "2023-07/2024-09"),
        ("H1–H2 2024", "2024"),
        ("H1 2024", "2024-S1"),
        ("1H2024", "2024-S1"),
        ("I полугодие 2024", "2024-S1"),
        ("второе полугодие 2024 года", "2024-S2"),
        ("1 п/г 2024", "2024-S1"),
        ("first half-year of 2024", "2024-S1"),
        ("2-yarim yillik 2024", "2024-S2"),
        # days
        ("15 September 2024", "2024-09-15"),
        ("September 15, 2024", "2024-09-15"),
        ("15th of September 2024", "2024-09-15"),
        ("15-Sep-2024", "2024-09-15"),
        ("15 сентября 2024 года", "2024-09-15"),
        ("15-го сентября 2024", "2024-09-15"),
        ("2024-yil 15-sentabr", "2024-09-15"),
        ("2024 ж. 15 қыркүйек", "2024-09-15"),
        ("2024-ж., 15-сентябрь", "2024-09-15"),
        ("2024 Sep 15", "2024-09-15"),
        ("15.09.2024", "2024-09-15"),
        ("15.09.2024 г.", "2024-09-15"),
        ("2024.09.15", "2024-09-15"),
        ("2024/09/15", "2024-09-15"),
        ("15/04/2024", "2024-04-15"),
        ("04/15/2024", "2024-04-15"),
        ("04/04/2024", "2024-04-04"),
        ("15–17 September 2024", "2024-09-15/2024-09-17"),
        ("September 15–17, 2024", "2024-09-15/2024-09-17"),
        ("с 15 по 17 сентября 2024", "2024-09-15/2024-09-17"),
        ("28 Feb – 3 Mar 2024", "2024-02-28/2024-03-03"),
        ("28 Feb 2023 – 3 Mar 2024", "2023-02-28/2024-03-03"),
        ("Feb 28, 2023 – Mar 3, 2024", "2023-02-28/2024-03-03"),
        ("01.02.2024-15.02.2024", "2024-02-01/2024-02-15"),
        ("с 01.02.2024 по 15.02.2024", "2024-02-01/2024-02-15"),
        ("01.02–15.02.2024", "2024-02-01/2024-02-15"),
        # fiscal years
        ("2024/25", "2024-07/2025-06"),
        ("1999/00", "1999-07/2000-06"),
        ("FY 2024/25", "2024-07/2025-06"),
        ("MY2024/25", "2024-07/2025-06"),
        ("MY 2008/09", "2008-07/2009-06"),
        ("2024/25 marketing year", "2024-07/2025-06"),
        ("FY 2024/2025", "2024-07/2025-06"),
        ("сезон 2024/25", "2024-07/2025-06"),
        ("2024/25 г.", "2024-07/2025-06"),
        ("FY2024", "2024"),
        ("fiscal year 2024", "2024"),
        ("2024 финансовый год", "2024"),
        # years with the ending of an ordinal, and in every case that publications have
        ("2024-nji ýyl", "2024"),
        ("2024-й год", "2024"),
        ("в 2024-м году", "2024"),
        ("2024-ж.", "2024"),
        ("2019–2023-nji ýyllarda", "2019/2023"),
        ("2024-yildagi 9 oy", "2024-01/2024-09"),
        ("2024-njy ýylyň 9 aýy", "2024-01/2024-09"),
        ("2024-nji ýylyň ýanwar–sentýabr aýlary", "2024-01/2024-09"),
        ("2024-nji ýylyň ýanwar-sentýabr aýlarynda", "2024-01/2024-09"),
        ("2023-nji ýylyň 29-njy dekabry", "2023-12-29"),
        ("2024-nji ýylyň 7-nji sentýabrynda", "2024-09-07"),
        ("2024-nji ýylyň 6-7-nji sentýabrynda", "2024-09-06/2024-09-07"),
        # months written in figures after the year
        ("2024.09", "2024-09"),
        ("2024.01–2024.09", "2024-01/2024-09"),
        ("01.2024-09.2024", "2024-01/2024-09"),
        ("с 01.2024 по 09.2024", "2024-01/2024-09"),
        ("01/2024–09/2024", "2024-01/2024-09"),
        # a slash or a point before the year
        ("Q3/2024", "2024-Q3"),
        ("III кв./2024", "2024-Q3"),
        ("2024/Q3", "2024-Q3"),
        ("2024.Q3", "2024-Q3"),
        ("H1/2024", "2024-S1"),
        ("Q4/2023–Q1/2024", "2023-10/2024-03"),
        ("Sep/2024", "2024-09"),
        ("2024/Sep", "2024-09"),
        ("15/Sep/2024", "2024-09-15"),
        ("15.сен.2024", "2024-09-15"),
        # halves and quarters, abbreviated and in other cases
        ("1 пол. 2024", "2024-S1"),
        ("1 п.г. 2024", "2024-S1"),
        ("первая половина 2024 года", "2024-S1"),
        ("в третьем квартале 2024 г.", "2024-Q3"),
        ("III тқс. 2024", "2024-Q3"),
        ("3-чей. 2024", "2024-Q3"),
        ("third-quarter 2024", "2024-Q3"),
        ("квартал III 2024", "2024-Q3"),
        ("семоҳаи 3-юми соли 2024", "2024-Q3"),
        ("семоҳаҳои якум–сеюми соли 2024", "2024-01/2024-09"),
        ("2024 жылдың бірінші – үшінші тоқсандары", "2024-01/2024-09"),
        # months from January on, announced
        ("за 9 месяцев 2024 года", "2024-01/2024-09"),
        ("по итогам 9 месяцев 2024 года", "2024-01/2024-09"),
        ("По\u00a0итогам 9 месяцев 2024 года", "2024-01/2024-09"),
        ("итоги 9 месяцев 2024 г.", "2024-01/2024-09"),
        ("по результатам первого полугодия 2024 года", "2024-S1"),
        ("в течение первых девяти месяцев 2024 года", "2024-01/2024-09"),
        ("за январь-сентябрь 2024 г.", "2024-01/2024-09"),
        ("in the first nine months of 2024", "2024-01/2024-09"),
        ("2024 жылдың алғашқы тоғыз айында", "2024-01/2024-09"),
        ("2024-yilning to‘qqiz oyi", "2024-01/2024-09"),
        ("дар нӯҳ моҳи соли 2024", "2024-01/2024-09"),
        ("2024-nji ýylyň dokuz aýynda", "2024-01/2024-09"),
        ("2024 жылдың он бір айы", "2024-01/2024-11"),
        ("2024-yilning o'n ikki oyi", "2024"),
        ("первых двенадцати месяцев 2024 г.", "2024"),
        # words that mean something else elsewhere
        ("2024 ж. 15 қыр.", "2024-09-15"),
        ("2024-ж., сен.", "2024-09"),
        ("1-yarim 2024-yil", "2024-S1"),
        ("2024/25 crop year", "2024-07/2025-06"),
        ("финансовый год 2024/25", "2024-07/2025-06"),
        ("сельскохозяйственный год 2024/25", "2024-07/2025-06"),
        ("2024 жылғы мамырында", "2024-05"),
        ("1 п / г 2024", "2024-S1"),
    ],
)
def test_what_people_write_is_read(text: str, expected: str) -> None:
    assert parse_wording(text) == period(text) == period(expected)


PERIOD = "a period such as '2024-09', 'Jan-Sep 2024', 'Q3 2024' or '9 мес. 2024'"
FOUR_DIGITS = "write the year with four digits"
FIGURES = "a year of four digits, or a number of one or two"
HYPHENS = "write year, month and day with hyphens between"


@pytest.mark.parametrize(
    ("text", "position", "expected", "hint"),
    [
        # nothing of the kind
        ("", 0, PERIOD, ""),
        ("garbage", 0, PERIOD, ""),
        ("2024 and more", 5, PERIOD, ""),
        ("2024?", 4, PERIOD, ""),
        ("2024-09-15T12:00", 10, PERIOD, ""),
        ("½ 2024", 0, PERIOD, ""),
        ("٢٠٢٤", 0, PERIOD, ""),
        ("of", 0, PERIOD, ""),
        ("2024 of", 0, PERIOD, ""),
        ("2024,", 0, PERIOD, ""),
        (",2024", 0, PERIOD, ""),
        ("from 2024", 0, PERIOD, ""),
        ("2024 2024", 0, PERIOD, ""),
        ("15 2024", 0, PERIOD, ""),
        ("2019 / 2023", 0, PERIOD, ""),
        ("MY2024", 0, PERIOD, ""),
        ("Q² 2024", 0, PERIOD, ""),
        ("2024²", 4, PERIOD, ""),
        # a part of a calendar, and words that say since when or until when
        ("2024/25 учебный год", 8, PERIOD, ""),
        ("academic year 2024/25", 0, PERIOD, ""),
        ("2024 жылдан", 5, PERIOD, ""),
        ("2024-yilgacha", 5, PERIOD, ""),
        ("2024-yil maygacha", 9, PERIOD, ""),
        ("2024-жылдын май айынан", 16, PERIOD, ""),
        # two readings
        ("03/04/2024", 0, "a date whose day and month cannot change places", "write '2024-04-03' or '2024-03-04'"),
        ("M9 2024", 0, PERIOD, ""),
        ("2024-yil 9-oy", 0, PERIOD, ""),
        ("Sep 24", 0, PERIOD, FOUR_DIGITS),
        ("3Q24", 0, PERIOD, FOUR_DIGITS),
        ("Q3'24", 2, PERIOD, ""),
        ("15.09.24", 0, PERIOD, FOUR_DIGITS),
        ("Q3/24", 0, PERIOD, FOUR_DIGITS),
        ("III/2024", 0, PERIOD, ""),  # a quarter, or a month in Roman numerals
        ("01-09.2024", 0, PERIOD, ""),  # nine months, or 1 September
        ("2024.1", 5, "a month of two digits", "write '2024-01', or '2024-10' if a spreadsheet dropped a zero"),
        ("2024.9", 5, "a month of two digits", "write '2024-09'"),
        ("2024.01-2024.9", 13, "a month of two digits", "write '2024-09'"),
        ("по 2024", 0, PERIOD, ""),
        ("квартал 3 месяца 2024", 0, PERIOD, ""),
        ("итогам 2024", 0, PERIOD, ""),
        ("2024 по итогам", 0, PERIOD, ""),
        ("24/25", 0, PERIOD, FOUR_DIGITS),
        (
            "2008/09",
            5,
            "a fiscal year that cannot be taken for a month",
            "write '2008-09' for a month, or pass fiscal_start= for a fiscal year",
        ),
        # what the calendar has not
        ("2024/12", 5, "the year after the first", "write '2024-12' for a month"),
        ("2024/26", 5, "the year after the first", "write two whole years for a longer span"),
        ("FY 2024/2026", 8, "the year after the first", "write two whole years for a longer span"),
        ("Sep–Jan 2024", 0, "a range that does not run backwards", "write the year of both ends"),
        ("2024–2019", 0, "a range that does not run backwards", "write the year of both ends"),
        ("Q3 0000", 3, "a year from 1 to 9999", ""),
        ("0 мес. 2024", 0, "a month from 1 to 12", ""),
        ("13 мес. 2024", 0, "a month from 1 to 12", ""),
        ("13/2024", 0, "a month from 1 to 12", ""),
        ("Q0 2024", 1, "a quarter from 1 to 4", ""),
        ("Q5 2024", 1, "a quarter from 1 to 4", ""),
        ("Q1 2023 – H3 2024", 11, "a half from 1 to 2", ""),
        ("III полугодие 2024", 0, "a half from 1 to 2", ""),
        ("31.02.2024", 0, "a day from 1 to 29 in 2024-02", ""),
        ("2024.13", 5, "a month from 1 to 12", ""),
        ("2024 жылдың үшінші жартыжылдығы", 12, "a half from 1 to 2", ""),
        ("15/13/2024", 3, "a month from 1 to 12", ""),
        ("Feb 28–30, 2023", 7, "a day from 1 to 28 in 2023-02", ""),
        ("9999/00", 0, "a year from 1 to 9999", ""),
        ("second nine months of 2024", 0, "months counted from January, such as 'first nine months of 2024'", ""),
        # figures run together
        ("202403", 0, FIGURES, HYPHENS),
        ("20240315", 0, FIGURES, HYPHENS),
        ("Q32024", 1, FIGURES, HYPHENS),
        ("Q3 024", 3, FIGURES, ""),
        ("1" * 200, 0, FIGURES, HYPHENS),
    ],
)
def test_everything_else_is_refused(text: str, position: int, expected: str, hint: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse_wording(text)
    assert (caught.value.position, caught.value.expected, caught.value.hint) == (position, expected, hint)


@pytest.mark.parametrize(
    ("text", "month", "expected"),
    [
        ("2024/25", 8, "2024-08/2025-07"),
        ("2008/09", 4, "2008-04/2009-03"),
        ("FY 2024/2025", 4, "2024-04/2025-03"),
        ("FY2024", 1, "2024"),
        ("Jan-Sep 2024", 8, "2024-01/2024-09"),
    ],
)
def test_a_fiscal_start_decides(text: str, month: int, expected: str) -> None:
    assert parse_wording(text, month) == period(expected)


@pytest.mark.parametrize(
    ("text", "month", "message"),
    [
        ("2024/25", 1, "expected one calendar year, since fiscal_start is January at position 5 of '2024/25'"),
        (
            "FY2024",
            7,
            "expected a fiscal year that says where it begins at position 2 of 'FY2024'; write '2023/24' or '2024/25'",
        ),
    ],
)
def test_a_fiscal_start_may_contradict(text: str, month: int, message: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse_wording(text, month)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "text",
    [
        "k" * 200,
        "Y-" * 100,
        "2024 " * 40,
        "1-" * 100,
        "q" * 200,
        "2024-г" * 33,
        "of " * 66,
        "I" * 200,
        "." * 200,
        "-" * 200,
        "по" + " " * 198,
        "по " * 66,
        "o'" * 100,
    ],
)
def test_long_repetitions_are_refused_at_once(text: str) -> None:
    with pytest.raises(ParseError):
        parse_wording(text)


# An alphabet of what periods are made of, so that chance comes near them.
pieces = st.sampled_from(
    ["2024", "2025", "15", "9", "0", "-", "–", "/", ".", ",", " ", "'", "of", "т", "по"]
) | st.sampled_from(sorted(lexicon()))


class TestLaws:
    @given(
        st.sampled_from(LANGUAGES),
        st.sampled_from(["wide", "abbreviated"]),
        st.sampled_from(["format", "stand-alone"]),
        st.integers(1, 12),
        st.integers(1, 12),
        st.integers(1, 9999),
    )
    def test_months_written_in_any_language_come_back(
        self, language: str, width: str, context: str, one: int, other: int, year: int
    ) -> None:
        names = get_month_names(width, context, language.replace("-", "_"))  # type: ignore[arg-type] # the words are Babel's own
        first, last = sorted([one, other])
        expected = period(f"{year:04}-{first:02}/{year:04}-{last:02}")
        for dash in "-–—−":
            assert parse_wording(f"{names[first]}{dash}{names[last]} {year:04}") == expected
            assert parse_wording(f"{year:04} {names[first]} {dash} {names[last]}") == expected
        if first == last:
            assert parse_wording(f"{names[first]} {year:04}") == expected

    @given(st.sampled_from(LANGUAGES), st.dates())
    def test_days_written_in_any_language_come_back(self, language: str, day: date) -> None:
        name = get_month_names("wide", "format", language.replace("-", "_"))[day.month]
        assert parse_wording(f"{day.day} {name} {day.year:04}") == Period(day, day)
        assert parse_wording(f"{day:%d.%m.}{day.year:04}") == Period(day, day)

    @given(st.data())
    def test_no_shape_has_two_forms(self, data: st.DataObject) -> None:
        form, _ = data.draw(st.sampled_from(_forms()))
        shape = data.draw(st.from_regex(form, fullmatch=True))
        assert [each.pattern for each, _ in _forms() if each.fullmatch(shape)] == [form.pattern]

    @given(
        st.lists(pieces, max_size=9).map(" ".join) | st.lists(pieces, max_size=9).map("".join) | st.text(max_size=30)
    )
    def test_any_text_gives_a_period_or_our_error(self, text: str) -> None:
        found = None
        with suppress(CentralAsiaError):
            found = parse_wording(text)
        assert found is None or period(str(found)) == found
