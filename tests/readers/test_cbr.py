from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, ReaderError
from centralasia.rates import ExchangeRate, RateKind, Side
from centralasia.readers import cbar, cbr, nbt
from centralasia.readers.cbr import READER, parse
from centralasia.reference import currencies
from centralasia.validation import Report, Severity

# Every figure here, and in the fixtures, is made up; the layouts are those of the bank.
FIXTURES = Path(__file__).parent / "fixtures" / "cbr"
DAY = (FIXTURES / "day.xml").read_bytes()
OLD_DAY = (FIXTURES / "day-2021.xml").read_bytes()
ENGLISH_DAY = (FIXTURES / "day-english.xml").read_bytes()
SPAN = (FIXTURES / "span.xml").read_bytes()
OLD_SPAN = (FIXTURES / "span-1997.xml").read_bytes()
EMPTY_SPAN = (FIXTURES / "span-empty.xml").read_bytes()
METALS = (FIXTURES / "metals.xml").read_bytes()
CURRENCIES = (FIXTURES / "currencies.xml").read_bytes()
ERROR = (FIXTURES / "error.xml").read_bytes()
ALL = (DAY, OLD_DAY, ENGLISH_DAY, SPAN, OLD_SPAN, EMPTY_SPAN, METALS, CURRENCIES, ERROR)

VALENTINE = date(2030, 2, 14)
TENGE = "<NumCode>398</NumCode><CharCode>KZT</CharCode><Nominal>100</Nominal><Name>Тенге</Name><Value>16,1575</Value>"


def by_code(data: bytes) -> dict[str, ExchangeRate]:
    return {rate.base.code: rate for rate in parse(data)[0]}


def codes(report: Report) -> dict[str, int]:
    return dict(report.counts)


def unit(printed: str) -> str:
    return f"<VunitRate>{printed}</VunitRate>"


def day_of(*valutes: str, on: str = "14.02.2030") -> bytes:
    inside = "".join(f'<Valute ID="R01335">{each}</Valute>' for each in valutes)
    top = f'<?xml version="1.0" encoding="windows-1251"?><ValCurs Date="{on}" name="Foreign Currency Market">'
    return f"{top}{inside}</ValCurs>".encode("cp1251")


def span_of(*records: tuple[str, str, str], known_as: str = "R01335") -> bytes:
    inside = "".join(
        f'<Record Date="{on}" Id="{known_as}"><Nominal>{nominal}</Nominal><Value>{value}</Value></Record>'
        for on, nominal, value in records
    )
    return f'<?xml version="1.0" encoding="windows-1251"?><ValCurs ID="{known_as}">{inside}</ValCurs>'.encode("cp1251")


class TestOneDay:
    @pytest.mark.parametrize(
        ("code", "value", "nominal"),
        [
            ("USD", "80.7875", 1),
            ("AUD", "56.4400", 1),
            ("KZT", "16.1575", 100),
            ("TJS", "84.9321", 10),
            ("TMT", "23.0821", 1),
            ("UZS", "62.9311", 10_000),
            ("IRR", "80.6867", 1_000_000),
            ("XDR", "110.4331", 1),
        ],
    )
    def test_a_quote_is_kept_as_printed(self, code: str, value: str, nominal: int) -> None:
        rate = by_code(DAY)[code]
        assert (str(rate.value), rate.nominal, rate.decimals) == (value, nominal, None)
        assert (rate.quote.code, rate.inverted, rate.on, rate.until) == ("RUB", False, VALENTINE, None)
        assert (rate.kind, rate.side, rate.source, rate.change) == (RateKind.OFFICIAL, Side.MID, "cbr", None)

    def test_all_are_there_without_a_finding(self) -> None:
        rates, report = parse(DAY)
        assert (len(rates), codes(report)) == (17, {})
        facts = report.facts
        assert (facts["form"], facts["encoding"]) == ("rates of one day, XML", "windows-1251")

    def test_bulletins_without_the_price_of_one_unit_are_read_too(self) -> None:
        rates, report = parse(OLD_DAY)
        assert b"VunitRate" not in OLD_DAY
        assert (len(rates), codes(report), {rate.on for rate in rates}) == (16, {}, {date(2021, 2, 13)})
        assert by_code(OLD_DAY)["IRR"].nominal == 10_000

    def test_names_in_english_make_no_difference(self) -> None:
        rates, report = parse(ENGLISH_DAY)
        assert (len(rates), codes(report), {rate.on for rate in rates}) == (17, {}, {date(2030, 2, 15)})

    def test_another_day_than_asked_is_told(self) -> None:
        rates, report = parse(DAY, on=date(2030, 2, 16))
        assert ({rate.on for rate in rates}, codes(report)) == ({VALENTINE}, {"other-day": 1})

    def test_a_day_that_is_missing_can_be_said(self) -> None:
        data = DAY.replace(b' Date="14.02.2030"', b"")
        with pytest.raises(ReaderError, match=r"bytes, Date: no day is stated; say which with on="):
            parse(data)
        rates, report = parse(data, on=VALENTINE)
        assert ({rate.on for rate in rates}, codes(report)) == ({VALENTINE}, {"day-by-caller": 1})

    def test_a_bulletin_without_records_is_recognised_by_its_name_and_the_way_it_is_dated(self) -> None:
        rates, report = parse(day_of())
        assert (rates, codes(report)) == ([], {"no-rates": 1})
        assert not READER.detect(day_of(on="2030-02-14"))
        assert not READER.detect(day_of().replace(b"Foreign", b"Home"))

    def test_old_money_under_the_new_code_is_flagged_and_put_under_its_own_when_asked(self) -> None:
        data = day_of(TENGE.replace("16,1575", "7887,5000"), on="31.12.1997")
        assert parse(data)[1].counts["old-money"] == 1
        (rate,) = parse(data, normalize=True)[0]
        assert (rate.quote.code, str(rate.value)) == ("RUR", "7887.5000")


class TestThePriceOfOneUnit:
    @pytest.mark.parametrize("printed", ["0,161575", "0,16158", "0,2", "1,61575E-01", "0.1615750", "", " ", "-"])
    def test_what_rounds_to_its_digits_agrees(self, printed: str) -> None:
        assert not parse(day_of(TENGE + unit(printed)))[1]

    @pytest.mark.parametrize("printed", ["0,161576", "0,1617", "16,1575", "1,61575E-02", "soon"])
    def test_what_does_not_is_a_warning_and_the_value_stands(self, printed: str) -> None:
        (rate,), report = parse(day_of(TENGE + unit(printed)))
        assert (str(rate.value), rate.nominal) == ("16.1575", 100)
        (found,) = report.problems
        assert (found.code, found.severity) == ("unit-rate-disagrees", Severity.WARNING)
        assert (found.row, found.column, found.value) == (1, "VunitRate", printed)
        assert found.message == "16.1575 for 100 KZT makes 0.161575 for one"

    def test_a_tiny_one_is_read_in_scientific_notation(self) -> None:
        rial = TENGE.replace("KZT", "IRR").replace(">100<", ">1000000<").replace("16,1575", "80,6867")
        assert not parse(day_of(rial + unit("8,06867E-05")))[1]
        assert codes(parse(day_of(rial + unit("8,06868E-05")))[1]) == {"unit-rate-disagrees": 1}

    def test_one_beside_a_value_that_is_not_taken_is_left_alone(self) -> None:
        assert codes(parse(day_of(TENGE.replace("16,1575", "0,0000") + unit("5")))[1]) == {"no-rate": 1, "no-rates": 1}

    def test_it_is_compared_in_a_span_too(self) -> None:
        data = SPAN.replace(b"0,92503", b"9,2503")
        assert codes(parse(data)[1]) == {"unit-rate-disagrees": 1}


class TestASpan:
    def test_units_are_those_of_each_record(self) -> None:
        rates, report = parse(SPAN)
        assert [(str(rate.on), str(rate.value), rate.nominal) for rate in rates] == [
            ("2030-02-12", "9.2410", 10),
            ("2030-02-13", "9.2503", 10),
            ("2030-02-14", "92.3814", 100),
            ("2030-02-15", "92.1107", 100),
            ("2030-02-16", "92.0590", 100),
            ("2030-02-19", "92.2003", 100),
        ]
        assert {(rate.base.code, rate.quote.code, rate.source) for rate in rates} == {("KGS", "RUB", "cbr")}
        assert not report

    def test_what_was_asked_for_is_a_fact(self) -> None:
        facts = parse(SPAN)[1].facts
        assert facts["form"] == "rates of one currency over a span, XML"
        assert (facts["asked_since"], facts["asked_through"]) == ("2030-02-12", "2030-02-19")

    def test_an_empty_one_is_read(self) -> None:
        rates, report = parse(EMPTY_SPAN)
        assert (rates, codes(report), report.facts["asked_since"]) == ([], {"no-rates": 1}, "2030-02-03")

    def test_old_money_under_the_new_code_is_flagged(self) -> None:
        rates, report = parse(OLD_SPAN)
        assert [(rate.quote.code, str(rate.value)) for rate in rates] == [
            ("RUB", "5955.0000"),
            ("RUB", "5959.0000"),
            ("RUB", "5.9600"),
            ("RUB", "5.9625"),
        ]
        found = next(each for each in report.problems if each.code == "old-money")
        assert (found.severity, found.fix) == (Severity.WARNING, "normalize=True takes it as RUR")

    def test_old_money_is_put_under_its_own_code_when_asked(self) -> None:
        rates, report = parse(OLD_SPAN, normalize=True)
        assert [rate.quote.code for rate in rates] == ["RUR", "RUR", "RUB", "RUB"]
        assert [(each.code, each.severity) for each in report.problems] == [("old-money", Severity.INFO)]

    @pytest.mark.parametrize(
        ("known_as", "code"),
        [
            ("R01235", "USD"),
            ("R01239", "EUR"),
            ("R01335", "KZT"),
            ("R01370", "KGS"),
            ("R01670", "TJS"),
            ("R01717", "UZS"),
            ("R01710A", "TMT"),
            ("R01375", "CNY"),
            ("R01700J", "TRY"),
            ("R01020A", "AZN"),
            ("R01060", "AMD"),
            ("R01210", "GEL"),
            ("R01090B", "BYN"),
            ("R01589", "XDR"),
            ("R01335   ", "KZT"),
        ],
    )
    def test_the_currency_is_told_by_the_id(self, known_as: str, code: str) -> None:
        assert list(by_code(span_of(("14.02.2030", "1", "5,0000"), known_as=known_as))) == [code]

    def test_every_id_stands_for_money_that_is_known(self) -> None:
        assert set(cbr._CURRENCIES.values()) <= set(currencies())

    def test_the_id_of_the_whole_stands_in_for_that_of_a_record(self) -> None:
        data = span_of(("14.02.2030", "100", "16,1575")).replace(b' Id="R01335"', b"")
        assert list(by_code(data)) == ["KZT"]

    @pytest.mark.parametrize("known_as", ["R99999", "R01335B"])
    def test_an_id_that_is_not_known_is_refused_by_name(self, known_as: str) -> None:
        with pytest.raises(ReaderError) as caught:
            parse(span_of(("14.02.2030", "1", "5,0000"), known_as=known_as))
        assert str(caught.value) == (
            f"bytes, record 1: the ID '{known_as}' is none that is known, and it alone tells the currency;"
            " read the bulletins of single days, which print codes"
        )

    def test_records_without_a_day_are_found(self) -> None:
        rates, report = parse(span_of(("soon", "100", "16,1575"), ("14.02.2030", "100", "16,1575")))
        assert (len(rates), codes(report)) == (1, {"unreadable-day": 1})

    def test_records_out_of_order_are_put_in_order(self) -> None:
        rates, _ = parse(span_of(("15.02.2030", "100", "16,1575"), ("14.02.2030", "100", "16,1575")))
        assert [str(rate.on) for rate in rates] == ["2030-02-14", "2030-02-15"]

    def test_unknown_fields_are_left_alone(self) -> None:
        data = SPAN.replace(b"</Record>", b"<Name>som</Name></Record>")
        rates, report = parse(data)
        assert (len(rates), codes(report)) == (6, {"unknown-field": 1})


class TestWhatIsNoBulletin:
    def test_metals_are_left_out_with_a_finding_each(self) -> None:
        rates, report = parse(METALS.replace(b'Code="4"', b'Code="9"'))
        assert (rates, codes(report)) == ([], {"metal": 4, "no-rates": 1})
        assert report.facts["form"] == "prices of metals, XML"
        told = [each.message for each in report.problems if each.code == "metal"]
        assert told[0] == "gold is a metal, priced by weight, and is left out, and 1 more like it"
        assert told[3].startswith("what is priced here is a metal")

    def test_a_list_of_currencies_is_refused(self) -> None:
        with pytest.raises(ReaderError, match="bytes, document: a list of currencies, and no bulletin"):
            parse(CURRENCIES)

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            (ERROR, "'Error in parameters'"),
            (ERROR.replace(b"<ValCurs>", b"<ValCurs name='x'>\n  "), "'Error in parameters'"),
            (ERROR.replace(b"Error in parameters", "Ошибка".encode("cp1251")), "'Ошибка'"),
            (ERROR.replace(b"Error", b"x" * 200), f"'{'x' * 80}'"),
        ],
    )
    def test_a_sentence_in_place_of_a_bulletin_is_handed_on(self, data: bytes, sentence: str) -> None:
        with pytest.raises(ReaderError, match=f"bytes, document: no bulletin; the bank answers {sentence}$"):
            parse(data)


@pytest.mark.parametrize(
    ("record", "found"),
    [
        (TENGE.replace("16,1575", "0,0000"), {"no-rate": 1, "no-rates": 1}),
        (TENGE.replace("16,1575", ""), {"no-rate": 1, "no-rates": 1}),
        (TENGE.replace("16,1575", "soon"), {"unreadable-value": 1, "no-rates": 1}),
        (TENGE.replace("<Value>16,1575</Value>", ""), {"missing-field": 1, "no-rates": 1}),
        (TENGE.replace("<CharCode>KZT</CharCode>", ""), {"missing-field": 1, "no-rates": 1}),
        (TENGE.replace("<Nominal>100</Nominal>", ""), {"missing-field": 1, "no-rates": 1}),
        (TENGE.replace("KZT", "ZZZ"), {"unknown-code": 1, "no-rates": 1}),
        (TENGE.replace("KZT", "XAU"), {"metal": 1, "no-rates": 1}),
        (TENGE + "<Change>1</Change>", {"unknown-field": 1}),
    ],
)
def test_what_is_wrong_with_a_record_is_found(record: str, found: dict[str, int]) -> None:
    assert codes(parse(day_of(record))[1]) == found


class TestWhatIsRecognised:
    @pytest.mark.parametrize(("data", "count"), [(DAY, 17), (OLD_DAY, 16), (SPAN, 6)], ids=["day", "2021", "span"])
    def test_blanks_between_elements_and_single_quotes_do_not_matter(self, data: bytes, count: int) -> None:
        for other in (data.replace(b"><", b">\r\n\r\n  <"), data.replace(b'"', b"'"), data.replace(b'"?>', b'" ?>')):
            assert READER.detect(other)
            assert len(parse(other)[0]) == count

    def test_the_order_of_attributes_does_not_matter(self) -> None:
        turned = DAY.replace(
            b'Date="14.02.2030" name="Foreign Currency Market"', b'name="Foreign Currency Market" Date="14.02.2030"'
        )
        assert turned != DAY
        assert len(parse(turned)[0]) == 17
        turned = EMPTY_SPAN.replace(b'ID="R01335" DateRange1="03.02.2030"', b'DateRange1="03.02.2030" ID="R01335"')
        assert turned != EMPTY_SPAN
        assert READER.detect(turned)

    @pytest.mark.parametrize(
        "data",
        [
            b"<ValCurs Date='2030-02-14' name='Foreign Currency Market'><Valute ID='36'></Valute></ValCurs>",
            b"<ValCurs Date='14.02.2030' name='Foreign Currency Market'><Valute ID='36'></Valute></ValCurs>",
            b"<ValCurs ID='398' DateRange1='14/02/2030'><Record Date='14.02.2030' Id='398'/></ValCurs>",
            b"<ValCurs Date='14.02.2030' Name='x'><ValType Type='x'><Valute Code='KZT'></Valute></ValType></ValCurs>",
            b"<ValCurs/>",
            b"<rates><date>14.02.2030</date></rates>",
            b"<!DOCTYPE html><html><p>ValCurs</p></html>",
            b"",
        ],
    )
    def test_documents_of_others_are_left_to_them(self, data: bytes) -> None:
        assert not READER.detect(data)

    def test_no_other_bank_with_the_same_root_takes_its_documents(self) -> None:
        for data in ALL:
            assert READER.detect(data)
            assert not nbt.READER.detect(data)
            assert not cbar.READER.detect(data)


def test_findings_name_the_fields_of_the_document() -> None:
    wrong = DAY.replace(b"<Nominal>100</Nominal>", b"", 1).replace(b">56,4400<", b">many<")
    found = {each.column for each in parse(wrong)[1].problems if each.severity is Severity.ERROR}
    assert found == {"Nominal", "Value"}


class TestLaws:
    @given(
        st.decimals(Decimal("0.0001"), 100_000, places=4),
        st.sampled_from((1, 10, 100, 10_000, 1_000_000)),
        st.sampled_from(("KZT", "TRY", "IRR", "XDR")),
        st.dates(date(2005, 1, 1), date(2099, 12, 31)),
    )
    def test_a_printed_figure_comes_back_and_agrees_with_the_price_of_one(
        self, value: Decimal, nominal: int, code: str, on: date
    ) -> None:
        one = (value / nominal).normalize()
        printed = (f"{one:E}" if one < Decimal("0.0001") else f"{one:f}").replace(".", ",")
        record = f"<CharCode>{code}</CharCode><Nominal>{nominal}</Nominal><Value>{str(value).replace('.', ',')}</Value>"
        (rate,), report = parse(day_of(record + unit(printed), on=on.strftime("%d.%m.%Y")))
        assert (str(rate.value), rate.nominal, rate.base.code, rate.on) == (str(value), nominal, code, on)
        assert "unit-rate-disagrees" not in report.counts

    @given(
        st.lists(
            st.tuples(
                st.dates(date(2005, 1, 1), date(2099, 12, 31)),
                st.sampled_from((1, 10, 100)),
                st.decimals(Decimal("0.01"), 1_000, places=4),
            ),
            unique_by=lambda each: each[0],
            max_size=8,
        )
    )
    def test_a_span_comes_back_record_by_record(self, records: list[tuple[date, int, Decimal]]) -> None:
        printed = [(on.strftime("%d.%m.%Y"), str(units), str(value).replace(".", ",")) for on, units, value in records]
        rates, _ = parse(span_of(*printed))
        assert [(rate.on, rate.nominal, str(rate.value)) for rate in rates] == [
            (on, units, str(value)) for on, units, value in sorted(records)
        ]

    @given(st.binary(max_size=200))
    def test_whatever_stands_in_a_record_raises_only_our_errors(self, inside: bytes) -> None:
        for data in (day_of("@@"), day_of(TENGE + unit("@@")), span_of(("14.02.2030", "@@", "@@"))):
            with suppress(CentralAsiaError):
                parse(data.replace(b"@@", inside))

    @pytest.mark.parametrize(
        "data", [DAY[:900], SPAN, METALS, CURRENCIES, ERROR], ids=["day", "span", "metals", "currencies", "error"]
    )
    def test_what_is_cut_short_anywhere_is_read_or_refused(self, data: bytes) -> None:
        for end in range(len(data)):
            with suppress(CentralAsiaError):
                parse(data[:end])
