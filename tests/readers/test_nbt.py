from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, ReaderError
from centralasia.rates import ExchangeRate, RateKind, Side
from centralasia.readers import cbar, cbr
from centralasia.readers.nbt import READER, parse
from centralasia.validation import Report, Severity

# Every figure here, and in the fixtures, is made up; the layouts are those of the bank.
FIXTURES = Path(__file__).parent / "fixtures" / "nbt"
DAY = (FIXTURES / "day.xml").read_bytes()
OLD_DAY = (FIXTURES / "day-2015.xml").read_bytes()
SPAN = (FIXTURES / "span.xml").read_bytes()
OLD_SPAN = (FIXTURES / "span-2000.xml").read_bytes()
HELP = (FIXTURES / "help.html").read_bytes()

VALENTINE = date(2030, 2, 14)
DOLLAR = "<CharCode>USD</CharCode><Nominal>1</Nominal><Name>US Dollar</Name><Value>9.5120</Value>"


def by_code(data: bytes) -> dict[str, ExchangeRate]:
    return {rate.base.code: rate for rate in parse(data)[0]}


def codes(report: Report) -> dict[str, int]:
    return dict(report.counts)


def day_of(*valutes: str, on: str = "2030-02-14") -> bytes:
    inside = "".join(f'<Valute ID="840">{each}</Valute>' for each in valutes)
    return f'<?xml version="1.0" encoding="utf-8" ?>\n<ValCurs Date="{on}" name="Market">{inside}</ValCurs>'.encode()


def span_of(*records: tuple[str, str]) -> bytes:
    inside = "".join(f'<Record Date="{on}" Id="840">{each}</Record>' for on, each in records)
    return f'<?xml version="1.0" encoding="windows-1251" ?><ValCurs ID="840">{inside}</ValCurs>'.encode("cp1251")


class TestOneDay:
    @pytest.mark.parametrize(
        ("code", "value", "nominal"),
        [
            ("USD", "9.5120", 1),
            ("RUB", "0.1180", 1),
            ("UZS", "0.0741", 100),
            ("KGS", "1.0877", 10),
            ("IRR", "0.0095", 1_000),
            ("AUD", "6.6421", 1),
        ],
    )
    def test_a_quote_is_kept_as_printed(self, code: str, value: str, nominal: int) -> None:
        rate = by_code(DAY)[code]
        assert (str(rate.value), rate.nominal, rate.decimals) == (value, nominal, None)
        assert (rate.quote.code, rate.inverted, rate.on, rate.until) == ("TJS", False, VALENTINE, None)
        assert (rate.kind, rate.side, rate.source, rate.change) == (RateKind.OFFICIAL, Side.MID, "nbt", None)

    def test_all_are_there_in_their_order_without_a_finding(self) -> None:
        rates, report = parse(DAY)
        assert len(rates) == 36
        assert [rate.base.code for rate in rates][:5] == ["USD", "EUR", "CNY", "CHF", "RUB"]
        assert not report
        assert report.facts["form"] == "rates of one day, XML"

    @pytest.mark.parametrize(
        ("code", "value", "nominal"),
        [("USD", "5.5230", 1), ("AUD", "4.2251", 1), ("AMD", "1.1566", 100), ("RUB", "0.0893", 1)],
    )
    def test_the_form_of_2015_has_commas_and_days_with_slashes(self, code: str, value: str, nominal: int) -> None:
        rate = by_code(OLD_DAY)[code]
        assert (str(rate.value), rate.nominal, rate.on) == (value, nominal, date(2015, 3, 17))

    def test_the_form_of_2015_is_in_windows_1251(self) -> None:
        rates, report = parse(OLD_DAY)
        assert (len(rates), report.facts["encoding"], codes(report)) == (8, "windows-1251", {})

    def test_the_table_of_another_day_than_asked_is_told(self) -> None:
        rates, report = parse(DAY, on=date(1999, 1, 1))
        assert {rate.on for rate in rates} == {VALENTINE}
        assert codes(report) == {"other-day": 1}

    def test_a_day_that_is_missing_can_be_said(self) -> None:
        data = day_of(DOLLAR).replace(b' Date="2030-02-14"', b"")
        with pytest.raises(ReaderError, match=r"bytes, Date: no day is stated; say which with on="):
            parse(data)
        rates, report = parse(data, on=VALENTINE)
        assert ({rate.on for rate in rates}, codes(report)) == ({VALENTINE}, {"day-by-caller": 1})

    def test_a_bulletin_without_records_is_recognised_by_the_way_it_is_dated(self) -> None:
        for on, own in (("2030-02-14", True), ("14/02/2030", True), ("14.02.2030", False)):
            assert READER.detect(day_of(on=on)) is own
        rates, report = parse(day_of())
        assert (rates, codes(report)) == ([], {"no-rates": 1})


class TestASpan:
    def test_quotes_are_kept_as_printed_and_put_in_order(self) -> None:
        rates, report = parse(SPAN)
        assert [(rate.on.isoformat(), str(rate.value)) for rate in rates if isinstance(rate.on, date)] == [
            ("2030-02-14", "0.1899"),
            ("2030-02-15", "0.1899"),
            ("2030-02-16", "0.1903"),
            ("2030-02-17", "0.1903"),
            ("2030-02-18", "0.1903"),
        ]
        assert {(rate.base.code, rate.quote.code, rate.nominal, rate.source) for rate in rates} == {
            ("KZT", "TJS", 10, "nbt")
        }
        assert not report

    def test_what_was_asked_for_is_a_fact(self) -> None:
        facts = parse(SPAN)[1].facts
        assert (facts["form"], facts["encoding"]) == ("rates of one currency over a span, XML", "windows-1251")
        assert (facts["asked_since"], facts["asked_through"]) == ("2030-02-14", "2030-02-18")

    def test_old_money_under_the_new_code_is_flagged(self) -> None:
        rates, report = parse(OLD_SPAN)
        assert [(rate.quote.code, str(rate.value)) for rate in rates] == [
            ("TJS", "2401.0000"),
            ("TJS", "2401.0000"),
            ("TJS", "2.4010"),
            ("TJS", "2.4025"),
        ]
        found = next(each for each in report.problems if each.code == "old-money")
        assert (found.severity, found.row, found.fix) == (Severity.WARNING, 1, "normalize=True takes it as TJR")
        assert found.message == "TJS was not in use on 2000-10-28, when the money was TJR, and 1 more like it"

    def test_old_money_is_put_under_its_own_code_when_asked(self) -> None:
        rates, report = parse(OLD_SPAN, normalize=True)
        assert [rate.quote.code for rate in rates] == ["TJR", "TJR", "TJS", "TJS"]
        assert [each.severity for each in report.problems] == [Severity.INFO]

    def test_records_without_a_day_are_found(self) -> None:
        data = span_of(("14.02.2030", DOLLAR), ("soon", DOLLAR)).replace(b"<ValCurs", b"<ValCurs DateRange1='?'")
        data = data.replace(b"</ValCurs>", f"<Record Id='840'>{DOLLAR}</Record></ValCurs>".encode())
        rates, report = parse(data)
        assert (len(rates), codes(report)) == (1, {"unreadable-day": 1, "missing-field": 1})
        assert "asked_since" not in report.facts

    def test_a_day_printed_twice_is_counted_and_a_conflict_is_told(self) -> None:
        other = DOLLAR.replace("9.5120", "9.5121")
        rates, report = parse(span_of(("14.02.2030", DOLLAR), ("14.02.2030", DOLLAR), ("14.02.2030", other)))
        assert (len(rates), report.facts["duplicates"], codes(report)) == (1, 1, {"conflicting-quotes": 1})


@pytest.mark.parametrize(
    ("record", "found"),
    [
        (DOLLAR.replace("9.5120", "0.0000"), {"no-rate": 1, "no-rates": 1}),
        (DOLLAR.replace("9.5120", " "), {"no-rate": 1, "no-rates": 1}),
        (DOLLAR.replace("9.5120", "soon"), {"unreadable-value": 1, "no-rates": 1}),
        (DOLLAR.replace("<Value>9.5120</Value>", ""), {"missing-field": 1, "no-rates": 1}),
        (DOLLAR.replace("<CharCode>USD</CharCode>", ""), {"missing-field": 1, "no-rates": 1}),
        (DOLLAR.replace("<Nominal>1<", "<Nominal>ten<"), {"unreadable-nominal": 1, "no-rates": 1}),
        (DOLLAR.replace("USD", "ZZZ"), {"unknown-code": 1, "no-rates": 1}),
        (DOLLAR + "<NumCode>840</NumCode>", {"unknown-field": 1}),
    ],
)
def test_what_is_wrong_with_a_record_is_found(record: str, found: dict[str, int]) -> None:
    assert codes(parse(day_of(record))[1]) == found
    assert codes(parse(span_of(("14.02.2030", record)))[1]) == found


class TestWhatIsRecognised:
    @pytest.mark.parametrize("data", [DAY, OLD_DAY, SPAN, OLD_SPAN], ids=["day", "2015", "span", "2000"])
    def test_neither_indentation_nor_ends_of_lines_matter(self, data: bytes) -> None:
        count = len(parse(data)[0])
        spread = data.replace(b">\r\n<", b">\n<").replace(b">\n<", b">\n\n \t<")
        for other in (
            spread,
            data.replace(b"\n", b"\r\n"),
            b"\xef\xbb\xbf" + spread.replace(b"windows-1251", b"utf-8"),
        ):
            assert READER.detect(other)
        assert len(parse(spread)[0]) == count

    def test_the_order_of_attributes_does_not_matter(self) -> None:
        turned = SPAN.replace(b'ID="398"  DateRange1="14/02/2030"', b'DateRange1="14/02/2030" ID="398"')
        assert turned != SPAN
        assert len(parse(turned)[0]) == 5

    def test_a_span_without_an_id_at_its_top_is_told_by_its_records(self) -> None:
        data = span_of(("14.02.2030", DOLLAR)).replace(b' ID="840"', b"")
        assert len(parse(data)[0]) == 1

    @pytest.mark.parametrize(
        "data",
        [
            b"<ValCurs Date='14.02.2030' name='Foreign Currency Market'><Valute ID='R01335'></Valute></ValCurs>",
            b"<ValCurs ID='R01335' DateRange1='14.02.2030'><Record Date='14.02.2030' Id='R01335'/></ValCurs>",
            b"<ValCurs Date='14/02/2030'><ValType Type='x'><Valute Code='KZT'></Valute></ValType></ValCurs>",
            b"<ValCurs>Error in parameters</ValCurs>",
            b"<rates><date>14.02.2030</date></rates>",
            b"<!DOCTYPE html><html><p>another bank</p></html>",
            b"",
        ],
    )
    def test_documents_of_others_are_left_to_them(self, data: bytes) -> None:
        assert not READER.detect(data)

    def test_no_other_bank_with_the_same_root_takes_its_documents(self) -> None:
        for data in (DAY, OLD_DAY, SPAN, OLD_SPAN):
            assert not cbr.READER.detect(data)
            assert not cbar.READER.detect(data)

    def test_the_page_of_help_is_refused_with_the_way_out(self) -> None:
        assert READER.detect(HELP)
        with pytest.raises(ReaderError, match=r"a page in HTML, such as the bank answers .*; ask for the XML"):
            parse(HELP)


def test_findings_name_the_fields_of_the_document() -> None:
    wrong = DAY.replace(b"<Nominal>1</Nominal>", b"", 1).replace(b"<CharCode>EUR</CharCode>", b"")
    found = {each.column for each in parse(wrong)[1].problems if each.severity is Severity.ERROR}
    assert found == {"Nominal", "CharCode"}


class TestLaws:
    @given(
        st.decimals(Decimal("0.0001"), 10_000, places=4),
        st.sampled_from((1, 10, 100, 1_000)),
        st.sampled_from(("KZT", "RUB", "IRR", "XDR")),
        st.dates(date(2001, 1, 1), date(2099, 12, 31)),
        st.sampled_from((".", ",")),
    )
    def test_a_printed_figure_comes_back_in_every_form(
        self, value: Decimal, nominal: int, code: str, on: date, mark: str
    ) -> None:
        shown = str(value).replace(".", mark)
        record = f"<CharCode>{code}</CharCode><Nominal>{nominal}</Nominal><Value>{shown}</Value>"
        documents = [day_of(record, on=on.isoformat()), day_of(record, on=on.strftime("%d/%m/%Y"))]
        for data in (*documents, span_of((on.strftime("%d.%m.%Y"), record))):
            (rate,) = parse(data)[0]
            assert str(rate.value) == str(value)
            assert (rate.nominal, rate.base.code, rate.quote.code, rate.on) == (nominal, code, "TJS", on)

    @given(st.permutations(range(6)))
    def test_the_order_of_the_records_of_a_span_does_not_matter(self, order: list[int]) -> None:
        days = [VALENTINE + timedelta(each) for each in order]
        rates, _ = parse(span_of(*((day.strftime("%d.%m.%Y"), DOLLAR) for day in days)))
        assert [rate.on for rate in rates] == sorted(days)

    @given(st.binary(max_size=200))
    def test_whatever_stands_in_a_record_raises_only_our_errors(self, inside: bytes) -> None:
        for data in (day_of("@@"), span_of(("14.02.2030", "@@"))):
            with suppress(CentralAsiaError):
                parse(data.replace(b"@@", inside))

    @pytest.mark.parametrize("data", [DAY[:900], OLD_DAY[:700], SPAN, HELP], ids=["day", "2015", "span", "help"])
    def test_what_is_cut_short_anywhere_is_read_or_refused(self, data: bytes) -> None:
        for end in range(len(data)):
            with suppress(CentralAsiaError):
                parse(data[:end])
