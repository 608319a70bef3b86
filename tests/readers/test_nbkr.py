from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, InvalidValueError, ReaderError, UnknownCodeError, WrongTypeError
from centralasia.rates import ExchangeRate, Published, RateKind, RateTable, Side
from centralasia.readers import read_rates
from centralasia.readers.nbkr import CURRENCIES, READER, history, parse
from centralasia.reference import currency
from centralasia.validation import Report, Severity

# Every figure here, and in the fixtures, is made up; the layouts are those of the bank.
FIXTURES = Path(__file__).parent / "fixtures" / "nbkr"
DAILY = (FIXTURES / "daily.xml").read_bytes()
OLD_DAILY = (FIXTURES / "daily-2019.xml").read_bytes()
WEEKLY = (FIXTURES / "weekly.xml").read_bytes()
OLD_WEEKLY = (FIXTURES / "weekly-2022.xml").read_bytes()
PAGE = (FIXTURES / "history.html").read_bytes()

DOLLAR = "<Nominal>1</Nominal><Value>87,4512</Value>"
VALID = "<ValidFor>7</ValidFor>"


def by_code(data: bytes) -> dict[str, ExchangeRate]:
    return {rate.base.code: rate for rate in parse(data)[0]}


def codes(report: Report) -> dict[str, int]:
    return dict(report.counts)


def list_of(records: dict[str, str], name: str = "Daily", on: str = "17.02.2030") -> bytes:
    inside = "".join(f'<Currency ISOCode="{code}">{each}</Currency>' for code, each in records.items())
    head = '<?xml version="1.0" encoding="windows-1251" ?>'
    return f'{head}\n<CurrencyRates Name="{name} Exchange Rates" Date="{on}">{inside}</CurrencyRates>\n\n'.encode()


def page_of(*rows: tuple[str, str]) -> bytes:
    cells = (f"<tr><td><!--date-->{day}<!--date-->\n<td><!--value-->{value}<!--value-->" for day, value in rows)
    return f"<html>{''.join(cells)}</html>".encode()


class TestTheDailyList:
    def test_its_quotes_are_kept_as_printed(self) -> None:
        rates, report = parse(DAILY)
        assert [(rate.base.code, str(rate.value), rate.nominal) for rate in rates] == [
            ("USD", "87.4512", 1),
            ("EUR", "102.0818", 1),
            ("CNY", "12.4530", 1),
            ("KZT", "0.1745", 1),
            ("RUB", "1.0816", 1),
        ]
        assert {(rate.quote.code, rate.on, rate.until, rate.kind, rate.side, rate.source) for rate in rates} == {
            ("KGS", date(2030, 2, 17), None, RateKind.OFFICIAL, Side.MID, "nbkr")
        }
        assert {(rate.inverted, rate.decimals, rate.change) for rate in rates} == {(False, None, None)}
        assert not report
        assert (report.facts["form"], report.facts["encoding"]) == ("daily list, XML", "windows-1251")

    def test_its_day_may_be_a_sunday(self) -> None:
        assert date(2030, 2, 17).weekday() == 6
        assert by_code(DAILY)["USD"].on == date(2030, 2, 17)

    def test_the_yuan_was_in_the_weekly_list_before(self) -> None:
        assert "CNY" not in by_code(OLD_DAILY)
        older, newer = by_code(OLD_WEEKLY)["CNY"], by_code(DAILY)["CNY"]
        assert (older.until, newer.until) == (date(2022, 3, 19), None)
        assert older.key is newer.key

    def test_it_ends_in_a_blank_line_and_declares_its_encoding_before_a_blank(self) -> None:
        assert b'windows-1251" ?>' in DAILY
        assert DAILY.endswith(b"\n\n")
        assert READER.detect(DAILY)
        assert len(parse(DAILY)[0]) == 5

    @pytest.mark.parametrize(
        "data",
        [
            DAILY.replace(b'Name="Daily Exchange Rates" Date="17.02.2030"', b"Date='17.02.2030'  Name='Daily'"),
            DAILY.replace(b"\n", b"\r\n"),
            DAILY.replace(b"\n", b""),
            DAILY.replace(b"<Nominal>", b"\n\n<Nominal> ").replace(b"</Value>", b"\n</Value>"),
        ],
    )
    def test_blanks_and_the_order_of_attributes_change_nothing(self, data: bytes) -> None:
        assert parse(data)[0] == parse(DAILY)[0]

    @pytest.mark.parametrize("lost", ["Nominal", "Value"])
    def test_a_record_without_a_field_that_it_needs_is_not_taken(self, lost: str) -> None:
        rates, report = parse(list_of({"USD": DOLLAR.replace(lost, "Name"), "EUR": DOLLAR}))
        assert [rate.base.code for rate in rates] == ["EUR"]
        assert codes(report) == {"missing-field": 1, "unknown-field": 1}

    def test_a_record_without_a_code_is_not_taken(self) -> None:
        rates, report = parse(DAILY.replace(b'ISOCode="USD"', b""))
        assert (len(rates), codes(report)) == (4, {"missing-field": 1})

    def test_what_is_not_known_is_told(self) -> None:
        data = list_of({"USD": DOLLAR + VALID}).replace(b"</CurrencyRates>", b"<Note>snow</Note></CurrencyRates>")
        rates, report = parse(data)
        assert [rate.until for rate in rates] == [None]
        assert [(each.column, each.value) for each in report] == [("ValidFor", "7"), ("Note", "snow")]

    @pytest.mark.parametrize("on", ["", "today", "2030"])
    def test_a_list_without_a_day_is_refused(self, on: str) -> None:
        with pytest.raises(ReaderError, match=r"bytes, Date of CurrencyRates: .* say which with on="):
            parse(list_of({"USD": DOLLAR}, on=on))
        rates, report = parse(list_of({"USD": DOLLAR}, on=on), on=date(2030, 2, 18))
        assert [rate.on for rate in rates] == [date(2030, 2, 18)]
        assert codes(report) == {"day-by-caller": 1}


class TestTheWeeklyList:
    def test_a_quote_holds_from_its_day_for_as_many_days_as_it_says(self) -> None:
        rates, report = parse(WEEKLY)
        assert len(rates) == 40
        assert {(rate.on, rate.until) for rate in rates} == {(date(2030, 2, 16), date(2030, 2, 23))}
        assert report.facts["form"] == "weekly list, XML"
        table = RateTable.of(rates)
        assert table.lookup("GBP", "KGS", on="2030-02-22", policy=Published()).value == Decimal("117.1430")
        with pytest.raises(CentralAsiaError):
            table.lookup("GBP", "KGS", on="2030-02-23", policy=Published())

    @pytest.mark.parametrize(
        ("code", "value", "nominal"),
        [
            ("JPY", "5.6705", 10),
            ("AMD", "2.2856", 10),
            ("IDR", "0.0522", 10),
            ("BYR", "0.2938", 100),
            ("BYN", "29.3711", 1),
            ("UZS", "0.0072", 1),
            ("TMT", "24.9860", 1),
        ],
    )
    def test_units_are_read(self, code: str, value: str, nominal: int) -> None:
        rate = by_code(WEEKLY)[code]
        assert (str(rate.value), rate.nominal) == (value, nominal)

    def test_few_digits_and_the_old_rouble_beside_the_new_one_are_told(self) -> None:
        _, report = parse(WEEKLY)
        assert [(each.code, each.severity, each.row) for each in report] == [
            ("currency-not-valid", Severity.WARNING, 12),
            ("too-few-significant-digits", Severity.WARNING, 30),
        ]
        uzs = by_code(WEEKLY)["UZS"].bounds
        assert (uzs.low, uzs.high) == (Decimal("0.00715"), Decimal("0.00725"))

    @pytest.mark.parametrize("printed", ["", "<ValidFor/>", "<ValidFor>0</ValidFor>", "<ValidFor>a week</ValidFor>",
                                         "<ValidFor>367</ValidFor>"])  # fmt: skip
    def test_a_validity_that_cannot_be_read_is_told_once_and_the_quotes_are_taken_without(self, printed: str) -> None:
        rates, report = parse(list_of({"GBP": DOLLAR + printed, "AUD": DOLLAR + printed}, "Weekly"))
        assert [rate.until for rate in rates] == [None, None]
        (found,) = report
        assert (found.code, found.severity, found.row, found.column) == (
            "unknown-validity",
            Severity.WARNING,
            1,
            "ValidFor",
        )

    def test_the_last_day_there_is_has_no_day_after(self) -> None:
        rates, report = parse(list_of({"GBP": DOLLAR + VALID}, "Weekly", "31.12.9999"))
        assert [rate.until for rate in rates] == [None]
        assert codes(report) == {"unknown-validity": 1}

    @pytest.mark.parametrize("figure", ["0,0000", "", " ", "N/A"])
    def test_no_rate_is_told(self, figure: str) -> None:
        record = f"<Nominal>1</Nominal>{VALID}<Value>{figure}</Value>"
        rates, report = parse(list_of({"UZS": record, "GBP": DOLLAR + VALID}, "Weekly"))
        assert [rate.base.code for rate in rates] == ["GBP"]
        assert codes(report) == {"no-rate": 1}


class TestAPageOfHistory:
    def test_its_rows_are_kept_as_printed(self) -> None:
        rates, report = history(PAGE, "USD", units=1)
        assert [(str(rate.on), str(rate.value)) for rate in rates] == [
            ("2030-02-17", "87.4512"),
            ("2030-02-16", "87.4512"),
            ("2030-02-15", "87.4030"),
            ("2030-02-14", "87.3908"),
        ]
        assert {(rate.base.code, rate.quote.code, rate.nominal, rate.until, rate.source) for rate in rates} == {
            ("USD", "KGS", 1, None, "nbkr")
        }
        assert (report.facts["currency"], report.facts["units"], report.facts["encoding"]) == ("USD", 1, "utf-8")

    def test_it_is_told_that_the_units_are_not_printed(self) -> None:
        _, report = history(PAGE, "USD", units=1)
        (found,) = report
        assert (found.code, found.severity, found.value) == ("units-assumed", Severity.WARNING, "1")
        assert "1 USD are taken as told" in found.message
        assert "known for it" not in found.message

    def test_units_beside_the_table_are_told(self) -> None:
        rates, report = history(page_of(("14.02.2030", "5,6705")), "JPY", units=1)
        assert [rate.nominal for rate in rates] == [1]
        assert [each.message for each in report.problems if each.code == "units-assumed"] == [
            "the page prints neither its currency nor its units; 1 JPY are taken as told, while 10 are known for it"
        ]

    @pytest.mark.parametrize("read", [parse, read_rates])
    def test_it_is_not_read_without_a_currency_and_how_to_read_it_is_said(
        self, read: Callable[[bytes], object]
    ) -> None:
        with pytest.raises(ReaderError) as caught:
            read(PAGE)
        how = "names neither its currency nor its units; read it with centralasia.readers.nbkr.history(data, "
        assert how in str(caught.value)

    def test_another_page_is_not_taken_for_one(self) -> None:
        assert READER.detect(PAGE)
        assert not READER.detect(b"<html><!--date-->today<!--date--><!--value-->1<!--value--></html>")

    @pytest.mark.parametrize(
        ("page", "words"),
        [
            (b"", "nothing is marked with <!--date--> in it"),
            (b"<html><title>Busy,\n try  again</title></html>", "in it; it is titled 'Busy, try again'"),
            (b"<html><!--date-->14.02.2030", "nothing is marked with <!--date--> in it"),
        ],
    )
    def test_a_page_without_rows_is_refused(self, page: bytes, words: str) -> None:
        with pytest.raises(ReaderError) as caught:
            history(page, "USD", units=1, name="a page")
        assert str(caught.value).startswith("a page, document: no page of history: ")
        assert str(caught.value).endswith(words)

    def test_a_page_cut_short_is_told(self) -> None:
        rates, report = history(PAGE[: PAGE.index(b"</table>")], "USD", units=1)
        assert (len(rates), codes(report)) == (4, {"cut-short": 1, "units-assumed": 1})
        rates, report = history(PAGE[: PAGE.index(b"87,3908") + 4], "USD", units=1)
        assert (len(rates), codes(report)) == (3, {"cut-short": 1, "missing-field": 1, "units-assumed": 1})

    @pytest.mark.parametrize("lost", ["<!--date-->", "<!--value-->"])
    @pytest.mark.parametrize("which", range(2))
    def test_a_lost_mark_costs_its_row_and_no_other(self, lost: str, which: int) -> None:
        text = page_of(("16.02.2030", "87,1"), ("15.02.2030", "87,2"), ("14.02.2030", "87,3")).decode()
        place = -1
        for _ in range(3 + which):
            place = text.index(lost, place + 1)
        rates, report = history((text[:place] + text[place + len(lost) :]).encode(), "USD", units=1)
        assert [(str(rate.on), str(rate.value)) for rate in rates] == [("2030-02-16", "87.1"), ("2030-02-14", "87.3")]
        assert codes(report) == {"missing-field": 1, "units-assumed": 1}

    def test_a_day_that_is_none_is_told(self) -> None:
        rates, report = history(page_of(("31.02.2030", "87,1"), ("14.02.2030", "87,3")), "USD", units=1)
        assert (len(rates), codes(report)) == (1, {"units-assumed": 1, "unreadable-day": 1})

    @pytest.mark.parametrize(
        ("said", "error", "message"),
        [
            ({"data": "text"}, WrongTypeError, "data must be the page as bytes"),
            ({"currency": "USX"}, UnknownCodeError, "'USX' is not in the table of currencies"),
            ({"currency": "KGS"}, InvalidValueError, "currency must be another one than KGS, in which the bank prices"),
            ({"units": 0}, InvalidValueError, "units must be at least 1, got 0"),
            ({"units": True}, WrongTypeError, "units must be a whole number of units, got True of type bool"),
            ({"units": "1"}, WrongTypeError, "units must be a whole number of units, got '1' of type str"),
        ],
    )
    def test_what_cannot_be_is_refused(self, said: dict[str, Any], error: type[Exception], message: str) -> None:
        with pytest.raises(error) as caught:
            history(**{"data": PAGE, "currency": "USD", "units": 1, **said})
        assert str(caught.value).startswith(message)

    def test_the_table_has_known_currencies_with_numbers_of_their_own(self) -> None:
        numbers = [number for number, _ in CURRENCIES.values()]
        assert len(set(numbers)) == len(numbers)
        assert all(currency(code).code == code for code in CURRENCIES)
        assert list(CURRENCIES) == sorted(CURRENCIES)
        assert {units for _, units in CURRENCIES.values()} == {1, 10, 100, 1_000}

    def test_a_page_of_marks_costs_no_more_than_it_is_long(self) -> None:
        _, report = history(b"<!--date-->14.02.2030<!--date-->" + b"<!--date--><!--value-->" * 100_000, "USD", units=1)
        assert codes(report) == {"cut-short": 1, "missing-field": 1, "no-rates": 1, "units-assumed": 1}


def printed(value: Decimal) -> str:
    return f"{value:.4f}".replace(".", ",")


values = st.decimals(Decimal("0.0001"), Decimal(9_999), places=4, allow_nan=False).map(printed)
bulletins = st.dictionaries(
    st.sampled_from(sorted(by_code(WEEKLY))), st.tuples(values, st.sampled_from([1, 10, 100])), min_size=1
)
days = st.dates(date(2026, 1, 1), date(2060, 1, 1))


def test_findings_name_the_fields_of_the_document() -> None:
    wrong = DAILY.replace(b"<Nominal>1</Nominal>", b"", 1).replace(b">102,0818<", b">many<")
    found = {each.column for each in parse(wrong)[1].problems if each.severity is Severity.ERROR}
    assert found == {"Nominal", "Value"}


class TestLaws:
    @given(bulletin=bulletins, on=days, valid=st.integers(1, 366))
    def test_a_list_comes_back_figure_by_figure(
        self, bulletin: dict[str, tuple[str, int]], on: date, valid: int
    ) -> None:
        records = {
            code: f"<Nominal>{units}</Nominal><ValidFor>{valid}</ValidFor><Value>{value}</Value>"
            for code, (value, units) in bulletin.items()
        }
        for name, until in (("Daily", None), ("Weekly", on + timedelta(valid))):
            rates, _ = parse(list_of(records, name, f"{on:%d.%m.%Y}"))
            assert {rate.base.code: (str(rate.value).replace(".", ","), rate.nominal) for rate in rates} == bulletin
            assert {(rate.on, rate.until) for rate in rates} == {(on, until)}

    @given(rows=st.dictionaries(days, values, min_size=1), units=st.integers(1, 1_000))
    def test_a_page_of_history_comes_back_row_by_row(self, rows: dict[date, str], units: int) -> None:
        rates, _ = history(page_of(*((f"{on:%d.%m.%Y}", value) for on, value in rows.items())), "XDR", units=units)
        assert {rate.on: str(rate.value).replace(".", ",") for rate in rates} == rows
        assert {rate.nominal for rate in rates} == {units}

    @pytest.mark.parametrize("data", [DAILY, OLD_DAILY, WEEKLY, OLD_WEEKLY])
    def test_what_is_cut_short_is_read_or_refused_and_no_other_figure_comes_of_it(self, data: bytes) -> None:
        whole = set(parse(data)[0])
        for end in range(0, len(data), 13):
            with suppress(CentralAsiaError):
                rates, _ = parse(data[:end])
                assert set(rates) <= whole

    def test_a_page_cut_short_is_read_or_refused_and_no_other_figure_comes_of_it(self) -> None:
        whole = set(history(PAGE, "USD", units=1)[0])
        for end in range(len(PAGE)):
            with suppress(CentralAsiaError):
                rates, _ = history(PAGE[:end], "USD", units=1)
                assert set(rates) <= whole

    @given(data=st.binary(), start=st.sampled_from([b"<CurrencyRates", b'<CurrencyRates Name="Weekly">', b"<html>"]))
    def test_garbage_is_read_or_refused(self, data: bytes, start: bytes) -> None:
        for read in (parse, lambda page: history(page, "USD", units=1)):
            with suppress(CentralAsiaError):
                read(start + data)

    @given(pieces=st.lists(st.sampled_from(["<!--date-->", "<!--value-->", "14.02.2030", "87,4", " "])))
    def test_no_row_is_made_of_two(self, pieces: list[str]) -> None:
        with suppress(ReaderError):
            rates, _ = history("".join(pieces).encode(), "USD", units=1)
            assert len(rates) <= 1
