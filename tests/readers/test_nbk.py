from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, ReaderError
from centralasia.rates import ExchangeRate, RateKind, Side
from centralasia.readers import read_rates
from centralasia.readers.nbk import READER, parse
from centralasia.validation import Report, Severity

# Every figure here, and in the fixtures, is made up; the layouts are those of the bank.
FIXTURES = Path(__file__).parent / "fixtures" / "nbk"
DAY = (FIXTURES / "day.xml").read_bytes()
FEED = (FIXTURES / "rates_all.xml").read_bytes()
OLD_FEED = (FIXTURES / "rates_all-2016.xml").read_bytes()
REPORT = (FIXTURES / "report.csv").read_bytes()

VALENTINE = date(2030, 2, 14)
DOLLAR = "<title>USD</title><description>501.2</description><quant>1</quant>"


def by_code(data: bytes) -> dict[str, ExchangeRate]:
    return {rate.base.code: rate for rate in parse(data)[0]}


def codes(report: Report) -> dict[str, int]:
    return dict(report.counts)


def day_of(*items: str, on: str = "14.02.2030") -> bytes:
    inside = "".join(f"<item>{each}</item>" for each in items)
    return f'<?xml version="1.0" encoding="utf-8"?>\n<rates><date>{on}</date>{inside}</rates>'.encode()


def feed_of(*items: str) -> bytes:
    inside = "".join(f"<item>{each}</item>" for each in items)
    return f"<rss><channel><link>www.nationalbank.kz</link>{inside}</channel></rss>".encode()


class TestOneDay:
    @pytest.mark.parametrize(
        ("code", "value", "nominal", "change"),
        [
            ("USD", "501.2", 1, "+0.35"),
            ("PLN", "138", 1, "+0.24"),
            ("CAD", "360.9", 1, "-2.13"),
            ("RUB", "6.2", 1, "-0.03"),
            ("AMD", "13.1", 10, "+0.02"),
            ("KRW", "35.02", 100, "-0.06"),
            ("UZS", "4.11", 100, "0.00"),
            ("IRR", "0.48", 1_000, "-0.01"),
        ],
    )
    def test_a_quote_is_kept_as_printed(self, code: str, value: str, nominal: int, change: str) -> None:
        rate = by_code(DAY)[code]
        assert (str(rate.value), rate.nominal, rate.change) == (value, nominal, change)
        assert (rate.quote.code, rate.inverted, rate.on, rate.until) == ("KZT", False, VALENTINE, None)
        assert (rate.kind, rate.side, rate.source, rate.decimals) == (RateKind.OFFICIAL, Side.MID, "nbk", 2)

    def test_all_are_there_in_the_order_of_their_russian_names_without_a_finding(self) -> None:
        rates, report = parse(DAY)
        assert len(rates) == 39
        assert [rate.base.code for rate in rates][:3] == ["AUD", "AZN", "AMD"]
        assert not report
        assert report.facts["form"] == "rates of one day, XML"

    def test_dropped_zeros_do_not_widen_what_a_figure_stands_for(self) -> None:
        bounds = by_code(DAY)["PLN"].bounds
        assert (bounds.low, bounds.high) == (Decimal("137.995"), Decimal("138.005"))

    def test_it_is_recognised_whatever_its_indentation_and_ends_of_lines(self) -> None:
        for data in (DAY, DAY.replace(b"\n", b"\r\n"), DAY.replace(b"\n", b"\n\n\t"), DAY.replace(b"\n", b"")):
            table, report = read_rates(data)
            assert (len(table), report.facts["publisher"], report.facts["recognized"]) == (39, "nbk", True)

    def test_an_empty_change_is_none(self) -> None:
        rates, _ = parse(day_of(DOLLAR + "<index/><change></change>"))
        assert [rate.change for rate in rates] == [None]

    def test_a_zero_rate_is_no_rate(self) -> None:
        rates, report = parse(day_of(DOLLAR, "<title>EUR</title><description>0</description><quant>1</quant>"))
        assert len(rates) == 1
        assert codes(report) == {"no-rate": 1}

    def test_a_field_that_is_not_known_is_told_and_left_alone(self) -> None:
        data = day_of(DOLLAR + "<colour>red</colour>").replace(b"<date>", b"<weather>snow</weather><date>")
        rates, report = parse(data)
        assert len(rates) == 1
        assert [(each.code, each.column, each.value) for each in report] == [
            ("unknown-field", "weather", "snow"),
            ("unknown-field", "colour", "red"),
        ]

    @pytest.mark.parametrize("lost", ["title", "description", "quant"])
    def test_a_record_without_a_field_that_it_needs_is_not_taken(self, lost: str) -> None:
        rates, report = parse(day_of(DOLLAR.replace(f"<{lost}>", "<index>").replace(f"</{lost}>", "</index>")))
        assert not rates
        assert codes(report) == {"missing-field": 1, "no-rates": 1}

    def test_another_day_than_asked_for_is_told_and_none_is_by_the_caller(self) -> None:
        asked = date(2030, 2, 17)
        rates, report = parse(DAY, on=asked)
        assert ({rate.on for rate in rates}, codes(report)) == ({VALENTINE}, {"other-day": 1})
        rates, report = parse(day_of(DOLLAR, on=""), on=asked)
        assert ({rate.on for rate in rates}, codes(report)) == ({asked}, {"day-by-caller": 1})

    @pytest.mark.parametrize("on", ["", "soon", "31.02.2030"])
    def test_a_document_without_a_day_is_refused(self, on: str) -> None:
        with pytest.raises(ReaderError, match=r"bytes, date: .*; say which with on="):
            parse(day_of(DOLLAR, on=on))

    def test_old_codes_are_told(self) -> None:
        tmm = "<title>TMM</title><description>1.05</description><quant>100</quant>"
        _, report = parse(day_of(tmm))
        assert "currency-not-valid" in codes(report)


class TestTheFeed:
    def test_each_item_has_its_own_day(self) -> None:
        rates = by_code(OLD_FEED)
        assert {code: rates[code].on for code in ("USD", "LVL", "EEK", "TRL")} == {
            "USD": date(2016, 3, 11),
            "LVL": date(2013, 12, 31),
            "EEK": date(2010, 12, 31),
            "TRL": date(2005, 1, 5),
        }
        assert (rates["TRL"].nominal, str(rates["TRL"].value), rates["TRL"].decimals) == (1_000, "0.1", 2)
        assert (rates["UZS"].nominal, str(rates["UZS"].value), rates["UZS"].change) == (100, "11.93", "-0.07")

    def test_it_may_be_one_line(self) -> None:
        assert b"\n" not in OLD_FEED
        rates, report = parse(OLD_FEED)
        assert len(rates) == 11
        assert not report
        assert (report.facts["first_day"], report.facts["last_day"]) == ("2005-01-05", "2016-03-11")
        assert report.facts["form"] == "rates of all currencies, RSS"

    def test_years_may_have_four_digits(self) -> None:
        rates = by_code(FEED)
        assert (rates["USD"].on, rates["TRL"].on) == (VALENTINE, date(2005, 1, 5))
        assert not parse(FEED)[1]

    def test_it_is_recognised_by_its_units_or_by_the_bank(self) -> None:
        assert READER.detect(FEED)
        assert READER.detect(FEED.replace(b"nationalbank", b"bank"))
        assert READER.detect(FEED[:350])
        assert not READER.detect(b"<rss><channel><title>News</title></channel></rss>")

    @pytest.mark.parametrize(
        ("printed", "finding"), [("", "missing-field"), ("<pubDate>Thursday</pubDate>", "unreadable-day")]
    )
    def test_an_item_without_a_day_is_not_taken(self, printed: str, finding: str) -> None:
        good = DOLLAR.replace("USD", "EUR") + "<pubDate>14.02.30</pubDate>"
        rates, report = parse(feed_of(DOLLAR + printed, good))
        assert [rate.base.code for rate in rates] == ["EUR"]
        assert codes(report) == {finding: 1}

    def test_without_a_channel_it_is_refused(self) -> None:
        with pytest.raises(ReaderError, match="bytes, rss: no channel in it"):
            parse(b"<rss><!-- nationalbank.kz --></rss>")


class TestTheReport:
    def test_every_pair_of_columns_is_a_currency(self) -> None:
        rates, report = parse(REPORT)
        assert [(rate.base.code, rate.nominal, str(rate.value), str(rate.on)) for rate in rates][:5] == [
            ("USD", 1, "501.2", "2030-02-14"),
            ("EUR", 1, "585.07", "2030-02-14"),
            ("RUB", 1, "6.2", "2030-02-14"),
            ("UZS", 100, "4.11", "2030-02-14"),
            ("USD", 1, "502.04", "2030-02-15"),
        ]
        assert {(rate.quote.code, rate.kind, rate.decimals, rate.change) for rate in rates} == {
            ("KZT", RateKind.OFFICIAL, 2, None)
        }
        assert report.facts["form"] == "report over a span, CSV"

    def test_an_empty_pair_is_a_day_without_a_rate(self) -> None:
        rates, report = parse(REPORT)
        assert len(rates) == 15
        assert [(each.code, each.severity, each.row) for each in report] == [("no-rate", Severity.INFO, 4)]

    def test_figures_without_units_are_not_taken(self) -> None:
        rates, report = parse(b"Date,USD_quant,USD\n2030-02-14,,501.2\n")
        assert (rates, codes(report)) == ([], {"no-rates": 1, "unreadable-nominal": 1})

    @pytest.mark.parametrize(
        "data",
        [
            b"\xef\xbb\xbf" + REPORT,
            REPORT.replace(b"\n", b"\r\n"),
            REPORT.replace(b"\n", b"\n\n"),
            b"\n"
            + REPORT.replace(b",", b'","').replace(b"\n", b'"\n').replace(b"2030", b'"2030').replace(b"Da", b'"Da'),
            REPORT.decode().encode("utf-16"),
        ],
    )
    def test_marks_quotes_and_blank_lines_change_nothing(self, data: bytes) -> None:
        assert parse(data)[0] == parse(REPORT)[0]
        assert read_rates(data)[1].facts["publisher"] == "nbk"

    @pytest.mark.parametrize("line", ["2030-02-15,1", "2030-02-15,1,501,20", "an error"])
    def test_a_line_with_more_or_fewer_fields_is_told(self, line: str) -> None:
        rates, report = parse(f"Date,USD_quant,USD\n2030-02-14,1,501.2\n{line}\n{line}\n".encode())
        assert len(rates) == 1
        (found,) = report
        assert (found.code, found.row, found.value) == ("garbled-line", 3, line)
        assert "expected 3 fields" in found.message
        assert found.message.endswith("and 1 more like it")

    def test_a_line_without_a_day_is_told(self) -> None:
        rates, report = parse(b"Date,USD_quant,USD\n2030-02-31,1,501.2\n2030-03-01,1,501.2\n")
        assert (len(rates), codes(report)) == (1, {"unreadable-day": 1})

    @pytest.mark.parametrize(
        ("header", "lost"), [("USD_quant,EUR_quant,EUR", "USD"), ("USD,EUR_quant,EUR", "USD_quant")]
    )
    def test_half_a_pair_of_columns_is_told(self, header: str, lost: str) -> None:
        rates, report = parse(f"Date,{header}\n2030-02-14,1,1,585.07\n".encode())
        assert [rate.base.code for rate in rates] == ["EUR"]
        assert [(each.code, each.column) for each in report] == [("missing-field", lost)]

    def test_a_column_that_is_not_known_is_told(self) -> None:
        rates, report = parse(b"Date,USD_quant,USD,title,\n2030-02-14,1,501.2,a note,\n")
        assert (len(rates), codes(report)) == (1, {"unknown-field": 1})

    @pytest.mark.parametrize("header", ["Date,USD_quant,USD,USD", "Date,USD_quant" + ",x" * 1_000])
    def test_a_field_named_twice_is_refused(self, header: str) -> None:
        with pytest.raises(ReaderError, match="bytes, line 1: a field named twice, or more than 1,000 of them"):
            parse(f"{header}\n".encode())

    def test_a_line_of_many_fields_costs_no_more_than_it_is_long(self) -> None:
        rates, report = parse(b"Date,USD_quant,USD\n" + b"," * 3_000_000)
        assert (rates, codes(report)) == ([], {"garbled-line": 1, "no-rates": 1})


printed = st.decimals(Decimal("0.01"), Decimal(9_999), places=2, allow_nan=False).map(
    lambda value: f"{value.normalize():f}"
)
bulletins = st.dictionaries(
    st.sampled_from(sorted(by_code(DAY))), st.tuples(printed, st.sampled_from([1, 10, 100, 1_000])), min_size=1
)
days = st.dates(date(2026, 1, 1), date(2060, 1, 1))


@pytest.mark.parametrize(
    ("wrong", "columns"),
    [
        (DAY.replace(b"<quant>1</quant>", b"", 1), {"quant"}),
        (FEED.replace(b"<quant>1</quant>", b"<quant>many</quant>", 1), {"quant"}),
        (REPORT.replace(b",501.2,1,", b",many,some,"), {"USD", "EUR_quant"}),
    ],
)
def test_findings_name_the_fields_of_the_document(wrong: bytes, columns: set[str]) -> None:
    found = {each.column for each in parse(wrong)[1].problems if each.severity is Severity.ERROR}
    assert found == columns


class TestLaws:
    @given(bulletin=bulletins, on=days)
    def test_a_bulletin_comes_back_figure_by_figure(self, bulletin: dict[str, tuple[str, int]], on: date) -> None:
        items = [
            f"<fullname/><title>{code}</title><description>{value}</description><quant>{units}</quant><index/>"
            for code, (value, units) in bulletin.items()
        ]
        rates, _ = parse(day_of(*items, on=f"{on:%d.%m.%Y}"))
        assert {rate.base.code: (str(rate.value), rate.nominal) for rate in rates} == bulletin
        assert {rate.on for rate in rates} == {on}
        dated, _ = parse(feed_of(*(f"{each}<pubDate>{on:%d.%m.%y}</pubDate>" for each in items)))
        assert dated == rates

    @given(bulletin=bulletins, on=days, rows=st.integers(1, 4))
    def test_a_report_says_what_its_days_say(self, bulletin: dict[str, tuple[str, int]], on: date, rows: int) -> None:
        header = ",".join(f"{code}_quant,{code}" for code in bulletin)
        cells = ",".join(f"{units},{value}" for value, units in bulletin.values())
        lines = [f"{on + timedelta(each)},{cells}" for each in range(rows)]
        rates, _ = parse("\n".join([f"Date,{header}", *lines]).encode())
        assert len(rates) == rows * len(bulletin)
        assert {rate.base.code: (str(rate.value), rate.nominal) for rate in rates} == bulletin

    @pytest.mark.parametrize("data", [DAY, FEED, OLD_FEED, REPORT], ids=["day", "feed", "old feed", "report"])
    def test_what_is_cut_short_is_read_or_refused_and_no_other_figure_comes_of_it(self, data: bytes) -> None:
        whole = {str(rate) for rate in parse(data)[0]}
        for end in range(0, len(data), 13):
            with suppress(CentralAsiaError):
                rates, _ = parse(data[:end])
                assert len({str(rate) for rate in rates} - whole) <= (data is REPORT)  # its last figure may be cut

    @given(data=st.binary(), start=st.sampled_from([b"<rates>", b"<rss>nationalbank.kz", b"Date,USD_quant,USD\n"]))
    def test_garbage_is_read_or_refused(self, data: bytes, start: bytes) -> None:
        with suppress(CentralAsiaError):
            parse(start + data)
