from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, ReaderError
from centralasia.rates import ExchangeRate, RateKind
from centralasia.readers.tickers import detect, parse
from centralasia.reference import currency
from centralasia.validation import Problem, Report, Severity

PAGE = (Path(__file__).parent / "fixtures" / "ticker" / "news-page.txt").read_bytes()
DAY = date(2031, 3, 14)


def read(text: str, on: date | None = DAY) -> tuple[dict[str, ExchangeRate], Report]:
    rates, report = parse(text.encode(), on=on)
    return {f"{rate.base}/{rate.quote}": rate for rate in rates}, report


def only_problem(text: str) -> Problem:
    rates, report = read(text)
    assert "KGS/USD" in rates, "the other lines are read"
    (found,) = report.problems
    return found


class TestThePage:
    """The fixture, whose figures are made up, in the layout of a real page."""

    def test_it_is_recognised(self) -> None:
        assert detect(PAGE)

    def test_it_has_five_rates_as_printed(self) -> None:
        rates, _ = parse(PAGE)
        assert [(rate.base.code, rate.quote.code, str(rate.value), rate.change) for rate in rates] == [
            ("KGS", "USD", "0.01127", "0%"),
            ("KZT", "USD", "0.00201", "-0%"),
            ("TJS", "USD", "0.10502", "-0%"),
            ("UZS", "USD", "0.00007", "0%"),
            ("TMT", "USD", "0.28571", "0.28%"),
        ]
        assert {(rate.on, rate.kind, rate.source, rate.decimals, rate.nominal) for rate in rates} == {
            (DAY, RateKind.MARKET, "ticker", 5, 1)
        }

    def test_the_printed_digits_are_the_bounds(self) -> None:
        sum_ = next(rate for rate in parse(PAGE)[0] if rate.base is currency("UZS"))
        assert (sum_.bounds.low, sum_.bounds.high) == (Decimal("0.000065"), Decimal("0.000075"))

    def test_it_has_exactly_two_findings(self) -> None:
        _, report = parse(PAGE)
        assert [(found.code, found.severity, found.row) for found in report] == [
            ("too-few-significant-digits", Severity.WARNING, 4),
            ("change-on-peg", Severity.WARNING, 5),
        ]
        assert report.problems[0].message.startswith("one significant digit stands for 13,333 to 15,385 UZS per USD")

    def test_what_was_merged_and_left_alone_is_counted(self) -> None:
        assert parse(PAGE)[1].facts == {
            "form": "ticker of a news page",
            "encoding": "utf-8",
            "day": "2031-03-14",
            "day_stated": "line 41",
            "lines_read": 40,
            "duplicates": 35,
            "lines_left_alone": 16,
        }

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1251"])
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_it_is_the_same_in_other_encodings(self, encoding: str, end: str) -> None:
        text = PAGE.decode().replace("\n", end)
        rates, report = parse(text.encode(encoding))
        assert rates == parse(PAGE)[0]
        assert report.counts == parse(PAGE)[1].counts
        assert report.facts["lines_left_alone"] == 16


@pytest.mark.parametrize(
    ("line", "code", "column", "value", "message"),
    [
        ("• KZT/USD = 0.0O194 -0%", "garbled-line", "value", "0.0O194", "expected the end of the numeral at char"),
        ("• KZT/USD =", "garbled-line", "value", "=", "expected a digit at character 12"),
        ("• KZT/USD 0.00194 -0%", "garbled-line", "pair", "KZT/USD", "expected '=' after the pair at character 10"),
        ("• KZT USD = 0.00194", "garbled-line", "pair", "•", "expected a pair of currencies, such as KZT/USD, at char"),
        ("• XQZ/USD = 0.00194", "unknown-code", "pair", "XQZ", "'XQZ' is no code of a currency"),
        ("• KZT/USD = -0.00194", "impossible-value", "value", "-0.00194", "expected a value that is greater than zero"),
        ("• KZT/USD = 0.00000", "impossible-value", "value", "0.00000", "expected a value that is greater than zero"),
        ("• 0 KZT/USD = 0.1", "impossible-value", "nominal", "0", "expected a nominal that is at least 1"),
        ("• KGS/USD = 0.01128", "conflicting-quotes", "value", "0.01128", "KGS/USD is 0.01127 on line 1, and that"),
    ],
)
def test_a_garbled_line_is_reported_and_the_others_are_read(
    line: str, code: str, column: str, value: str, message: str
) -> None:
    found = only_problem(f"• KGS/USD = 0.01127 0%\n• TJS/USD = 0.10502\n{line}\n14 March 2031\n")
    assert (found.code, found.severity, found.row) == (code, Severity.ERROR, 3)
    assert (found.column, found.value) == (column, value)
    assert found.message.startswith(message)


def test_a_near_miss_of_a_code_is_suggested() -> None:
    assert only_problem("• KGS/USD = 0.01127\n• KZR/USD = 0.00201").fix == "did you mean KZT or PKR or KHR?"


def test_a_figure_with_two_readings_is_refused() -> None:
    rates, report = read("USD/KZT = 515,464\nUSD/KGS = 87,45 0,5%\n")
    assert (rates["USD/KZT"].value, rates["USD/KGS"].value) == (Decimal("515.464"), Decimal("87.45"))
    assert report.ok
    rates, report = read("USD/KZT = 515,464\nUSD/KGS = 87.45\n")
    assert (rates["USD/KZT"].value, rates["USD/KGS"].value) == (Decimal(515464), Decimal("87.45"))
    rates, report = read("USD/KZT = 515,464\n")
    assert rates == {}
    assert [(found.code, found.cause) for found in report] == [
        ("ambiguous-number", "it is 515464 if the mark parts groups, 515.464 if it is decimal")
    ]


def test_a_line_garbled_in_every_run_is_one_finding() -> None:
    found = only_problem("• KGS/USD = 0.01127\n• KZT/USD = O.1\n" * 3)
    assert (found.row, found.message[-9:]) == (2, ", 3 times")


def test_a_change_that_differs_is_a_warning() -> None:
    rates, report = read("• KGS/USD = 0.01127 0%\n• KGS/USD = 0.01127 0.1%\n" * 2)
    assert rates["KGS/USD"].change == "0%"
    assert [(found.code, found.severity, found.row, found.value) for found in report] == [
        ("conflicting-changes", Severity.WARNING, 2, "0.1%")
    ]
    assert report.facts["duplicates"] == 3


def test_the_same_figure_for_more_units_is_a_duplicate() -> None:
    rates, report = read("KZT/USD = 0.00201\n100 KZT/USD = 0.201")
    assert rates["KZT/USD"].nominal == 1
    assert (report.ok, report.facts["duplicates"]) == (True, 1)


def test_decimals_are_those_of_the_column() -> None:
    rates, report = read("KGS/USD = 0.01127\nKZT/USD = 0.002\nUSD/KZT = 497.51\nUSD/KGS = 88.7")
    assert [rate.decimals for rate in rates.values()] == [5, 5, 2, 1]
    assert [(found.code, found.severity, found.row, found.message) for found in report] == [
        (
            "fewer-decimals",
            Severity.INFO,
            2,
            "the column has 5 decimals and this figure 3; it is taken as ending in zeros",
        )
    ]


def test_a_figure_that_is_cut_through_is_not_taken() -> None:
    found = only_problem("KGS/USD = 0.01127\nKZT/USD = 0.002")
    assert (found.code, found.severity, found.row, found.cause) == (
        "cut-short",
        Severity.ERROR,
        2,
        "the page is cut short",
    )
    assert len(read("KGS/USD = 0.01127\nKZT/USD = 0.002")[0]) == 1
    assert len(read("KGS/USD = 0.01127\nKZT/USD = 0.002 0%")[0]) == 2


def test_units_are_kept() -> None:
    rates, _ = read("100 KZT/USD = 0.201 ▲ 0.1%")
    tenge = rates["KZT/USD"]
    assert (tenge.nominal, tenge.value, tenge.change) == (100, Decimal("0.201"), "▲ 0.1%")


class TestTheDay:
    def test_the_page_states_it(self) -> None:
        rates, report = read("• KGS/USD = 0.01127\n\n14 March 2031\n\nOn November 5, 2030", on=None)
        assert rates["KGS/USD"].on == DAY
        assert report.facts["day_stated"] == "line 3"

    @pytest.mark.parametrize(
        "after", ["", "\nOn November 5, 2030, nothing happened", "\n".join([*"abcd", "14 March 2031"]), "March 2031"]
    )
    def test_a_day_in_an_article_is_not_that_of_the_ticker(self, after: str) -> None:
        with pytest.raises(ReaderError) as caught:
            read(f"• KGS/USD = 0.01127\n{after}", on=None)
        assert str(caught.value) == "bytes, line 1: no day is stated beside the ticker; say which with on="

    def test_a_day_whose_month_is_not_sure_is_said_by_the_caller(self) -> None:
        page = "• KGS/USD = 0.01127\n03/04/2031\n"
        with pytest.raises(ReaderError) as caught:
            read(page, on=None)
        message = "bytes, line 2: the day '03/04/2031' is 2031-04-03 or 2031-03-04; say which with on="
        assert str(caught.value) == message
        assert read(page, on=date(2031, 4, 3))[0]["KGS/USD"].on == date(2031, 4, 3)

    def test_the_caller_says_it_where_the_page_does_not(self) -> None:
        rates, report = read("• KGS/USD = 0.01127", on=date(2030, 1, 2))
        assert rates["KGS/USD"].on == date(2030, 1, 2)
        assert report.facts["day_stated"] == "by the caller"

    def test_another_day_than_that_asked_for_is_a_finding(self) -> None:
        rates, report = read("• KGS/USD = 0.01127\n14 March 2031", on=date(2031, 3, 15))
        assert rates["KGS/USD"].on == DAY
        assert [(found.code, found.row, found.message) for found in report] == [
            ("other-day", 2, "the page is of 2031-03-14, not of 2031-03-15 as was asked; its own day is taken")
        ]

    def test_two_days_are_a_finding(self) -> None:
        rates, report = read("Friday, 14 March 2031\n13 March 2031\n• KGS/USD = 0.01127\n14 March 2031")
        assert rates["KGS/USD"].on == DAY
        assert [(found.code, found.row, found.value) for found in report] == [("conflicting-days", 2, "2031-03-13")]

    def test_a_page_of_nothing_but_garbled_lines_needs_none(self) -> None:
        rates, report = read("• KGS/USD = O.01127", on=None)
        assert rates == {}
        assert (report.counts, report.facts["day"]) == ({"garbled-line": 1}, None)


def test_small_letters_are_read_and_said() -> None:
    rates, report = read("kgs/usd = 0.01127\nKZT/usd = 0.00201\n14 March 2031")
    assert list(rates) == ["KGS/USD", "KZT/USD"]
    assert [(found.code, found.severity, found.row, found.fix) for found in report] == [
        ("lower-case-code", Severity.INFO, 1, "write KGS/USD"),
        ("lower-case-code", Severity.INFO, 2, "write KZT/USD"),
    ]


class TestOneLine:
    LINE = "• KGS/USD = 0.01127 0% • KZT/USD = 0.00201 -0% • KGS/USD = 0.01127 0%"

    @pytest.mark.parametrize("mark", [" • ", " | ", "; ", ", ", " "])
    def test_a_ticker_on_one_line_is_read(self, mark: str) -> None:
        rates, report = read(self.LINE.removeprefix("• ").replace(" • ", mark))
        assert {pair: str(rate.value) for pair, rate in rates.items()} == {"KGS/USD": "0.01127", "KZT/USD": "0.00201"}
        assert (len(report), report.facts["duplicates"]) == (0, 1)

    @pytest.mark.parametrize("day", ["14 March 2031", "\n14 March 2031", "• 14 March 2031"])
    def test_the_day_stands_after_it(self, day: str) -> None:
        rates, report = read(f"{self.LINE} {day}", on=None)
        assert {rate.on for rate in rates.values()} == {DAY}
        assert len(report) == 0

    def test_only_the_last_figure_can_be_cut_through(self) -> None:
        rates, report = read("• KGS/USD = 0.0112 • KZT/USD = 0.00201 • TJS/USD = 0.105")
        assert list(rates) == ["KGS/USD", "KZT/USD"]
        assert [(found.code, found.value) for found in report] == [("fewer-decimals", "0.0112"), ("cut-short", "0.105")]

    def test_what_nothing_parts_is_garbled(self) -> None:
        rates, report = read("KGS/USD = 0.01127 KZT/USD = 0.00201\nTJS/USD = 0.10502")
        assert list(rates) == ["TJS/USD"]
        assert report.counts == {"garbled-line": 1}


def test_bytes_that_cannot_be_read_are_said() -> None:
    text = "• KGS/USD = 0.01127 0%\n• TJS/USD = 0.10502\n• KZT/USD = 0.0".encode() + b"\xff201\n14 March 2031"
    rates, report = parse(text)
    assert [rate.base.code for rate in rates] == ["KGS", "TJS"]
    assert [(found.code, found.row) for found in report] == [("unreadable-bytes", 3), ("garbled-line", 3)]
    assert report.problems[0].message == "cannot be read as utf-8, here and in 0 more places"


def test_a_document_without_a_ticker_is_refused() -> None:
    assert not detect(b"a news page")
    with pytest.raises(ReaderError, match=r"bytes, document: no ticker at the top, such as '• KGS/USD = 0\.01144 0%'"):
        parse(b"a news page")


def test_a_page_broken_beyond_use_is_refused() -> None:
    text = "\n".join(f"• KGS/USD = 0.0{row:05}" for row in range(1, 1100))
    with pytest.raises(ReaderError, match="line 1002: more than 1,000 different lines of the ticker"):
        read(text)


def test_a_binary_document_is_not_a_ticker() -> None:
    assert not detect("• KGS/USD = 0.01127\0".encode())


class TestLaws:
    @given(st.binary())
    def test_any_bytes_are_read_or_refused(self, data: bytes) -> None:
        for document in (data, "• KGS/USD = ".encode() + data):
            assert detect(document) in (True, False)
            with suppress(CentralAsiaError):
                parse(document, on=DAY)

    def test_a_page_cut_anywhere_is_read_or_refused(self) -> None:
        whole = {(rate.base, rate.value) for rate in parse(PAGE)[0]}
        for end in range(len(PAGE)):
            try:
                rates, _ = parse(PAGE[:end], on=DAY)
            except ReaderError:
                continue
            if len(rates) > 1:
                assert {(rate.base, rate.value) for rate in rates} <= whole, "what was cut through is not taken"

    def test_a_page_with_any_byte_changed_is_read_or_refused(self) -> None:
        random = Random(7)  # noqa: S311 - repeatable, not secret
        for _ in range(300):
            data = bytearray(PAGE[:1200])
            data[random.randrange(len(data))] = random.randrange(256)
            try:
                parse(bytes(data), on=DAY)
            except ReaderError:
                continue

    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["KGS", "KZT", "TJS", "UZS", "RUB", "CNY"]),
                st.decimals(min_value="0.00010", max_value="0.99999", places=5),
            ),
            min_size=1,
            unique_by=lambda each: each[0],
        ),
        st.integers(1, 9),
        st.sampled_from([".", ","]),
    )
    def test_printed_figures_come_back(self, printed: list[tuple[str, Decimal]], times: int, mark: str) -> None:
        lines = [f"• {code}/USD = {value:f} 0.1%".replace(".", mark) for code, value in printed]
        rates, report = read("\n".join([*lines * times, "14 March 2031"]), on=None)
        assert [(rate.base.code, str(rate.value)) for rate in rates.values()] == [
            (code, f"{value:f}") for code, value in printed
        ]
        assert report.facts["duplicates"] == len(printed) * (times - 1)
        assert report.counts.keys() <= {"too-few-significant-digits"}

    @pytest.mark.parametrize(
        "piece",
        ["• KGS/USD = 0.01127 0%\n", "• ", "•\n", "KGS/USD = ", "\n", "• KGS/USD = 0.01127\nRates\n", "\r", "= 0.1 "],
    )
    def test_five_megabytes_of_anything_take_linear_time(self, piece: str) -> None:
        document = ("• KZT/USD = 0.00201\n" + piece * (5_000_000 // len(piece))).encode()
        rates, _ = parse(document, on=DAY)
        assert len(rates) <= 2
