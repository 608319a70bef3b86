from contextlib import suppress
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, ReaderError
from centralasia.periods import period
from centralasia.rates import ExchangeRate, RateKind, RateTable
from centralasia.readers.contents import Document
from centralasia.readers.gatherings import Gathering
from centralasia.readers.sdmx import BIS, READER, parse, parse_bis
from centralasia.validation import Report

# Every figure here, and in the fixtures, is made up; the layouts are those of the publishers.
FIXTURES = Path(__file__).parent / "fixtures"
OF_BIS = [FIXTURES / "bis" / name for name in ("rates.csv", "labelled.csv")]
OF_EXR = [FIXTURES / "sdmx" / name for name in ("ecb.csv", "own.csv", "semicolons.csv")]

HEADER = "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,CURRENCY,CURRENCY_DENOM,EXR_TYPE,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE"


def exr(*records: str, more: str = "", header: str = HEADER) -> bytes:
    lines = [f"dataflow,CA:EXR(1.0.0),M,{record}" for record in records] if header is HEADER else records
    return "\n".join([header + more, *lines, ""]).encode()


def printed(data: bytes) -> list[str]:
    return [str(rate) for rate in parse(data)[0]]


def messages(report: Report, code: str) -> list[str]:
    return [problem.message for problem in report if problem.code == code]


def test_the_rates_of_the_bis_are_local_money_for_a_dollar() -> None:
    rates, report = parse_bis(OF_BIS[0].read_bytes())
    assert [str(rate) for rate in rates] == [
        "501.237 KZT per 1 USD (average, 2030-02, bis)",
        "503.1 KZT per 1 USD (end_of_period, 2030-02, bis)",
        "502.25 KZT per 1 USD (average, 2030-Q1, bis)",
        "509.4 KZT per 1 USD (end_of_period, 2030, bis)",
        "3.5 TMT per 1 USD (end_of_period, 2030-02, bis)",
        "10.91 TJS per 1 USD (average, 2030-02, bis)",
        "12500.5 UZS per 1 USD (average, 2030-02, bis)",
        "87.45 KGS per 1 USD (market, 2030-02-14, bis)",
        "0.909 EUR per 1 USD (average, 2030-02, bis)",
        "90.25 RUB per 1 USD (average, 2030-02, bis)",
    ]
    assert {rate.decimals for rate in rates} == {4}
    assert dict(report.counts) == {"left-out": 2, "no-rate": 2, "observation-status": 1}
    assert messages(report, "left-out") == [
        "REF_AREA 'DE' is a member of the euro area; ask for the euro of XM; it is left out",
        "CURRENCY 'USD' is the dollar in itself; it is left out",
    ]
    assert messages(report, "no-rate") == [
        "no rate for UZS: NaN is printed; the record is not taken",
        "no rate for KGS: nothing is printed; the record is not taken",
    ]
    facts = report.facts
    assert (facts["sdmx_csv"], facts["first_day"], facts["last_day"]) == ("1.0", "2030-01-01", "2030-12-31")


def test_a_growth_rate_of_the_bis_is_left_out() -> None:
    header = "FREQ,REF_AREA,CURRENCY,COLLECTION,TIME_PERIOD,OBS_VALUE"
    rates, report = parse_bis(f"{header}\nM,KZ,KZT,P,2030-02,1.5\nM,KZ,KZT,A,2030-02,501.25\n".encode())
    assert [str(rate) for rate in rates] == ["501.25 KZT per 1 USD (average, 2030-02, bis)"]
    assert dict(report.counts) == {"left-out": 1}


def test_codes_are_read_without_their_labels() -> None:
    rates, report = parse_bis(OF_BIS[1].read_bytes())
    assert [str(rate) for rate in rates] == [
        "501.237 KZT per 1 USD (average, 2030-02, bis)",
        "505.1 KZT per 1 USD (end_of_period, 2030-S1, bis)",
    ]
    assert messages(report, "left-out") == ["ACTION 'D' is a record to be deleted, which has no rate; it is left out"]
    assert report.facts["sdmx_csv"] == "2.x"


def test_the_rates_of_the_ecb_are_foreign_money_for_a_euro() -> None:
    rates, report = parse(OF_EXR[0].read_bytes())
    assert [str(rate) for rate in rates] == [
        "1.1 USD per 1 EUR (official, 2030-02-14, ecb)",
        "1.1043 USD per 1 EUR (official, 2030-02-15, ecb)",
        "7.9 CNY per 1 EUR (official, 2030-02-14, ecb)",
        "1.10215 USD per 1 EUR (average, 2030-02, ecb)",
        "1.1012 USD per 1 EUR (end_of_period, 2030-02, ecb)",
        "1.1033 USD per 1 EUR (average, 2030-Q1, ecb)",
        "1.1044 USD per 1 EUR (average, 2030-S1, ecb)",
        "1.105 USD per 1 EUR (average, 2030, ecb)",
        "1.1022 USD per 1 EUR (average, 2030-W07, ecb)",
    ]
    assert [rate.decimals for rate in rates] == [4, 4, 4, 5, 4, 4, 4, 4, 4]
    assert dict(report.counts) == {"left-out": 4, "no-rate": 2, "observation-status": 1}
    assert [problem.value for problem in report if problem.code == "left-out"] == ["P", "R", "EN00", "ERC0"]


def test_rates_of_other_agencies_carry_the_agency() -> None:
    rates, report = parse(OF_EXR[1].read_bytes())
    assert [str(rate) for rate in rates] == [
        "501.2 KZT per 1 USD (official, 2030-02-14, ca)",
        "12500.00 UZS per 1 USD (official, 2030-02-14, ca)",
        "501.25 KZT per 1 USD (average, 2030-02, ca)",
        "502 KZT per 1 USD (market, 2030-02-14, ca)",
    ]
    assert messages(report, "left-out") == [
        "EXR_TYPE 'F03M' is no price of one money in another for now; it is left out"
    ]


def test_a_multiplier_is_exact_and_adds_no_digits() -> None:
    rates, report = parse(OF_EXR[2].read_bytes())
    assert [(str(rate.value), rate.kind, str(rate.on), rate.source) for rate in rates] == [
        ("501.20", RateKind.OFFICIAL, "2030-02-14", "nb.stat"),
        ("1.25E+4", RateKind.END_OF_PERIOD, "2030-02", "nb.stat"),
        ("87.45", RateKind.AVERAGE, "2030-02", "nb.stat"),
    ]
    assert [rate.half_width() for rate in rates] == [Decimal("0.005"), 50, Decimal("0.00005")]
    assert report.facts["delimiter"] == ";"
    assert dict(report.counts) == {"left-out": 1, "unknown-field": 1}


@pytest.mark.parametrize(
    ("figure", "power", "decimals", "value", "half"),
    [
        ("12.5", "3", "5", "12500", "0.005"),
        ("12.5", "3", "3", "12500", "0.5"),
        ("12.5", "3", "2", "1.25E+4", "50"),
        ("12.5", "3", "1", "1.25E+4", "50"),
        ("12.5001", "3", "5", "12500.1", "0.005"),
        ("12.500123", "3", "5", "12500.123", "0.0005"),
        ("50120", "-2", "0", "501.20", "0.005"),
        ("50120", "-2", "1", "501.20", "0.0005"),
        ("501.2", "0", "4", "501.2", "0.00005"),
        ("12.5", "3", "many", "1.25E+4", "50"),
    ],
)
def test_decimals_are_those_of_the_figure_before_it_is_multiplied(
    figure: str, power: str, decimals: str, value: str, half: str
) -> None:
    money = "UZS" if power == "3" else "KZT"
    data = exr(f"D,{money},USD,OF00,A,2030-02-14,{figure},{power},{decimals}", more=",UNIT_MULT,DECIMALS")
    (rate,), report = parse(data)
    assert str(rate.value) == value
    assert rate.half_width() == Fraction(half)
    assert not report.problems


def test_fields_are_named_as_in_the_document() -> None:
    _, report = parse(exr("D,KZT,USD,OF00,A,2030-02-14,many", "D,KZT,USD,OF00,A,2030-02,501.2"))
    found = {each.code: (each.column, each.cause) for each in report.problems if each.row}
    assert found == {
        "unreadable-value": ("OBS_VALUE", "another layout, or a damaged document"),
        "unreadable-day": ("TIME_PERIOD", "a slip in FREQ or TIME_PERIOD, or a damaged document"),
    }


def test_a_name_column_after_each_code_is_known() -> None:
    header = (
        "DATAFLOW,FREQ,Frequency,CURRENCY,Currency,CURRENCY_DENOM,Denominator,EXR_TYPE,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE"
    )
    data = exr("ECB.DISS:EXR(1.0),D,Daily,USD,US dollar,EUR,Euro,SP00,A,2030-02-14,1.1", header=header)
    rates, report = parse(data)
    assert [str(rate) for rate in rates] == ["1.1 USD per 1 EUR (official, 2030-02-14, ecb)"]
    assert dict(report.counts) == {}


@pytest.mark.parametrize(
    ("more", "cell", "source", "found"),
    [
        (",SOURCE_AGENCY", ",4F0", "ecb", {}),
        (",SOURCE_AGENCY", ",5U2", "sdmx", {"no-publisher": 1}),
        ("", "", "sdmx", {"no-publisher": 1}),
    ],
)
def test_a_publisher_that_is_not_stated_is_not_made_up(
    more: str, cell: str, source: str, found: dict[str, int]
) -> None:
    header = "FREQ,CURRENCY,CURRENCY_DENOM,EXR_TYPE,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE"
    rates, report = parse(exr(f"D,USD,EUR,SP00,A,2030-02-14,1.1{cell}", more=more, header=header))
    assert [rate.source for rate in rates] == [source]
    assert dict(report.counts) == found


@pytest.mark.parametrize(
    ("record", "code"),
    [
        ("D,KZT,USD,OF00,A,2030-02,501.2", "unreadable-day"),
        ("M,KZT,USD,OF00,A,2030-02-14,501.2", "unreadable-day"),
        ("M,KZT,USD,OF00,A,2030-Q1,501.2", "unreadable-day"),
        ("M,KZT,USD,OF00,A,2030-M13,501.2", "unreadable-day"),
        ("M,KZT,USD,OF00,A,soon,501.2", "unreadable-day"),
        ("N,KZT,USD,OF00,A,2030-02-14T12:00:00,501.2", "unreadable-day"),
        ("D,KZT,USD,OF00,A,2030-02-14,#N/A", "no-rate"),
        ("D,KZT,USD,OF00,A,2030-02-14,0", "no-rate"),
        ("D,KZT,USD,OF00,A,2030-02-14,-1", "impossible-value"),
        ("D,KZT,USD,OF00,A,2030-02-14,many", "unreadable-value"),
        ("D,ZZZ,USD,OF00,A,2030-02-14,1", "unknown-code"),
        ("D,~,USD,OF00,A,2030-02-14,1", "unknown-code"),
        ("D,,USD,OF00,A,2030-02-14,1", "unknown-code"),
        ("D,KZT,,OF00,A,2030-02-14,1", "unknown-code"),
        ("D,KZT,USD,CR00,A,2030-02-14,1", "left-out"),
        ("D,KZT,USD,OF00,P,2030-02-14,1", "left-out"),
        ("D,KZT,USD,OF00,A,2030-02-14", "ragged-line"),
    ],
)
def test_what_is_no_rate_is_a_finding(record: str, code: str) -> None:
    rates, report = parse(exr(record))
    assert not rates
    assert set(report.counts) == {code, "no-rates"}
    assert [problem.row for problem in report if problem.code == code] == [2]


def test_a_multiplier_that_is_none_leaves_the_record_out() -> None:
    rates, report = parse(exr("D,KZT,USD,OF00,A,2030-02-14,501.2,many", more=",UNIT_MULT"))
    assert not rates
    assert messages(report, "unreadable-multiplier") == ["expected a power of ten; the record is not taken"]
    assert printed(exr("D,KZT,USD,OF00,A,2030-02-14,501.2,", more=",UNIT_MULT")) == [
        "501.2 KZT per 1 USD (official, 2030-02-14, ca)"
    ]
    with_a_word = parse(exr("D,KZT,USD,OF00,A,2030-02-14,much,3", more=",UNIT_MULT"))[1]
    assert set(with_a_word.counts) == {"unreadable-value", "no-rates"}


def test_old_money_under_a_new_code_is_told_and_restated_when_asked() -> None:
    data = exr("M,TJS,USD,OF00,A,2000-06,1750.5", "D,TJS,USD,OF00,A,2000-06-14,1750.5")
    rates, report = parse(data)
    assert [rate.quote.code for rate in rates] == ["TJS", "TJS"]
    assert report.counts["old-money"] == 1
    assert [rate.quote.code for rate in parse(data, normalize=True)[0]] == ["TJR", "TJR"]


def test_two_figures_for_one_period_are_a_finding_and_periods_that_end_together_are_not() -> None:
    same = "M,KZT,USD,OF00,A,2030-03,501.2"
    rates, report = parse(exr(same, same, "M,KZT,USD,OF00,A,2030-03,501.3", "Q,KZT,USD,OF00,A,2030-Q1,502"))
    assert [str(rate.on) for rate in rates] == ["2030-03", "2030-Q1"]
    assert (report.facts["duplicates"], dict(report.counts)) == (1, {"conflicting-quotes": 1})


def test_a_quote_that_looks_inverted_is_refused_when_asked() -> None:
    data = exr("M,KZT,USD,OF00,A,2024-12,0.0019")
    assert len(parse(data)[0]) == 1
    rates, report = parse(data, inverted="refuse")
    assert not rates
    assert report.counts["looks-inverted"] == 1


def test_a_dimension_that_is_missing_is_named() -> None:
    header = "KEY,CURRENCY,CURRENCY_DENOM,TIME_PERIOD,OBS_VALUE"
    with pytest.raises(ReaderError) as caught:
        parse(exr(header=header))
    assert str(caught.value) == "bytes, line 1: no column EXR_SUFFIX and no column EXR_TYPE and no column FREQ"


def test_documents_are_told_apart_by_their_dimensions() -> None:
    for path in OF_BIS:
        assert (BIS.detect(path.read_bytes()), READER.detect(path.read_bytes())) == (True, False)
    for path in OF_EXR:
        assert (BIS.detect(path.read_bytes()), READER.detect(path.read_bytes())) == (False, True)
    for other in (b"", b"\n\n", b"<a CURRENCY=''/>", b'["CURRENCY"]', b"Date,USD,", b"1x,2x"):
        assert not BIS.detect(other)
        assert not READER.detect(other)


def test_there_are_not_more_publishers_than_a_document_has() -> None:
    gathering = Gathering(Document(b"", "a file"))
    for number in range(1_000):
        gathering.take(number, "USD", "501.2", quote="KZT", on=date(2030, 2, 14), source=f"agency {number}")
    with pytest.raises(
        ReaderError, match="a file, record 7: more than 1,000 publishers and lengths of period up to here"
    ):
        gathering.take(7, "USD", "501.2", quote="KZT", on=date(2030, 2, 14), source="one more")


@pytest.mark.parametrize("path", [*OF_BIS, *OF_EXR], ids=lambda path: path.name)
def test_every_beginning_of_a_document_is_read_or_refused(path: Path) -> None:
    data = path.read_bytes()
    for end in range(len(data)):
        for reader in (BIS, READER):
            with suppress(CentralAsiaError):
                reader.parse(data[:end])


MONTHS = st.builds("{:04}-{:02}".format, st.integers(2020, 2029), st.integers(1, 12))
FIGURES = st.decimals("400", "600", places=2)


class TestLaws:
    @given(st.dictionaries(MONTHS, FIGURES, min_size=1), st.sampled_from([",", ";", "\t"]))
    def test_every_figure_comes_back_for_its_month(self, figures: dict[str, Decimal], delimiter: str) -> None:
        text = exr(*(f"M,KZT,USD,OF00,A,{month},{value}" for month, value in figures.items())).decode()
        rates, report = parse(text.replace(",", delimiter).encode())
        assert {str(rate.on): rate.value for rate in rates} == figures
        assert report.ok

    @given(st.binary())
    def test_any_bytes_after_a_header_are_read_or_refused(self, data: bytes) -> None:
        for header in (HEADER, "FREQ,REF_AREA,CURRENCY,COLLECTION,TIME_PERIOD,OBS_VALUE"):
            for reader in (BIS, READER):
                with suppress(CentralAsiaError):
                    reader.parse(header.encode() + b"\n" + data)

    @given(MONTHS, FIGURES, st.integers(-6, 6))
    def test_a_multiplier_multiplies(self, month: str, value: Decimal, power: int) -> None:
        (rate,) = RateTable.of(
            parse(exr(f"M,XYZ,USD,OF00,A,{month},{value},{power}".replace("XYZ", "KZT"), more=",UNIT_MULT"))[0]
        )
        assert isinstance(rate, ExchangeRate)
        assert rate.per_unit == value * Decimal(10) ** power
        assert rate.on == period(month)
