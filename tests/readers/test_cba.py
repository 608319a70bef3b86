from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, ReaderError
from centralasia.readers.cba import READER, parse
from centralasia.validation import Severity

FIXTURES = Path(__file__).parent / "fixtures" / "cba"
SPECIMENS = sorted(FIXTURES.iterdir())
ANSWER = (
    '<Envelope xmlns="http://www.w3.org/2003/05/soap-envelope"><Body><ExchangeRatesLatestResponse'
    ' xmlns="http://www.cba.am/"><ExchangeRatesLatestResult><CurrentDate>2030-02-14T00:00:00</CurrentDate>'
    "<Rates>{}</Rates></ExchangeRatesLatestResult></ExchangeRatesLatestResponse></Body></Envelope>"
)
SPAN = (FIXTURES / "range.xml").read_text("utf-8")


def an_answer(*rates: str) -> bytes:
    return ANSWER.format("".join(rates)).encode()


def a_rate(code: str, amount: str, rate: str, change: str = "0") -> str:
    fields = {"ISO": code, "Amount": amount, "Rate": rate, "Difference": change}
    return f"<ExchangeRate>{''.join(f'<{name}>{text}</{name}>' for name, text in fields.items())}</ExchangeRate>"


@pytest.mark.parametrize("name", ["latest.xml", "by-date.xml"])
def test_an_answer_for_one_day_is_read_to_the_digit(name: str) -> None:
    rates, report = parse((FIXTURES / name).read_bytes())
    assert [f"{each}: {each.change}" for each in rates] == [
        "387.25 AMD per 1 USD (official, 2030-02-14, cba): -0.18",
        "420.11 AMD per 1 EUR (official, 2030-02-14, cba): 0.34",
        "4.72 AMD per 1 RUB (official, 2030-02-14, cba): 0.01",
        "7.53 AMD per 10 KZT (official, 2030-02-14, cba): 0",
        "0.31 AMD per 10 UZS (official, 2030-02-14, cba): 0",
        "25.38 AMD per 10 JPY (official, 2030-02-14, cba): -0.06",
        "0.09 AMD per 100 IRR (official, 2030-02-14, cba): None",
        "4.42 AMD per 1 KGS (official, 2030-02-14, cba): 0.01",
        "36.30 AMD per 1 TJS (official, 2030-02-14, cba): -0.02",
    ]
    assert report.counts == {"metal": 2, "no-rate": 1, "too-few-significant-digits": 1}
    assert (report.facts["form"], {each.until for each in rates}) == ("rates of one day, SOAP", {None})


def test_a_span_with_its_schema_is_read_to_the_digit() -> None:
    rates, report = parse(SPAN.encode())
    assert [f"{each}: {each.change}" for each in rates] == [
        "387.43 AMD per 1 USD (official, 2030-02-13, cba): -0.22",
        "387.25 AMD per 1 USD (official, 2030-02-14, cba): -0.18",
        "387.90 AMD per 1 USD (official, 2030-02-15, cba): 0.65",
        "7.53 AMD per 10 KZT (official, 2030-02-14, cba): 0",
        "7.55 AMD per 10 KZT (official, 2030-02-15, cba): 0.02",
    ]
    assert (report.counts, report.facts["form"]) == ({"metal": 1}, "rates of a span, SOAP")


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ((FIXTURES / "fault.xml").read_text(), "Fault: the service answers with a fault: Server was unable to process"),
        ("<e:Envelope xmlns:e='e'><e:Body><e:Fault/></e:Body></e:Envelope>", "a fault: it does not say which"),
        (
            '<E:Envelope xmlns:E="e"><E:Fault><E:Reason><E:Text>No\n day</E:Text></E:Reason></E:Fault></E:Envelope>',
            "a fault: No day",
        ),
    ],
)
def test_a_fault_is_an_error_with_its_words(fault: str, message: str) -> None:
    with pytest.raises(ReaderError, match=message):
        parse(fault.encode())


@pytest.mark.parametrize(
    ("rate", "code", "severity"),
    [
        (a_rate("USD", "1", "0"), "no-rate", Severity.INFO),
        (a_rate("USD", "one", "387.25"), "unreadable-nominal", Severity.ERROR),
        (a_rate("USD", "1", "-387.25"), "impossible-value", Severity.ERROR),
        (a_rate("QQQ", "1", "387.25"), "unknown-code", Severity.ERROR),
        ("<ExchangeRate><ISO>USD</ISO><Amount>1</Amount></ExchangeRate>", "missing-field", Severity.ERROR),
        ("<ExchangeRate><Rate>387.25</Rate><Amount>1</Amount></ExchangeRate>", "missing-field", Severity.ERROR),
    ],
)
def test_a_rate_that_cannot_be_taken_is_a_finding(rate: str, code: str, severity: Severity) -> None:
    rates, report = parse(an_answer(rate))
    found = {each.code: each.severity for each in report.problems}
    assert (rates, found[code]) == ([], severity)


def test_a_row_of_a_span_without_a_day_is_a_finding() -> None:
    rates, report = parse(SPAN.replace("<RateDate>2030-02-13T00:00:00+04:00</RateDate>", "").encode())
    assert (len(rates), report.counts) == (4, {"missing-field": 1, "metal": 1})


def test_unknown_fields_are_told_and_left_alone() -> None:
    _, report = parse(an_answer(a_rate("USD", "1", "387.25").replace("<ISO>", "<Name>dollar</Name><ISO>")))
    assert [(each.code, each.column) for each in report.problems] == [("unknown-field", "Name")]
    _, report = parse(SPAN.replace("<ISO>USD", "<Name>dollar</Name><ISO>USD").encode())
    assert report.counts == {"unknown-field": 1, "metal": 1}


def test_a_change_of_blanks_is_none() -> None:
    (rate,), _ = parse(an_answer(a_rate("USD", "1", "387.25", "\n ")))
    assert rate.change is None
    rates, _ = parse(SPAN.replace("<Diff>0.65</Diff>", "<Diff> </Diff>").encode())
    assert [each.change for each in rates] == ["-0.22", "-0.18", None, "0", "0.02"]


def test_a_day_that_was_not_asked_is_told() -> None:
    _, report = parse(an_answer(a_rate("USD", "1", "387.25")), on=date(2030, 2, 15))
    assert report.counts == {"other-day": 1}
    assert parse(SPAN.encode(), on=date(2030, 2, 14))[1].counts == {"metal": 1}
    assert parse(SPAN.encode(), on=date(2030, 2, 16))[1].counts == {"other-day": 1, "metal": 1}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (ANSWER.replace("<Rates>{}</Rates>", ""), "document: no rates in it: the answer to another question"),
        (ANSWER.replace("<CurrentDate>2030-02-14T00:00:00</CurrentDate>", ""), "CurrentDate: no day is stated"),
        ("<Envelope xmlns='http://www.cba.am/'", "document: not well-formed"),
    ],
)
def test_an_answer_that_cannot_be_read_is_refused(data: str, message: str) -> None:
    with pytest.raises(ReaderError, match=message):
        parse(data.encode())


@pytest.mark.parametrize("data", [b"<Envelope xmlns='urn:x'/>", b"<rates/>", b"[]", b"", b"http://www.cba.am/"])
def test_documents_of_others_are_not_claimed(data: bytes) -> None:
    assert not READER.detect(data)


def test_findings_name_the_fields_of_the_document() -> None:
    wrong = an_answer(a_rate("USD", "many", "387.25"), a_rate("EUR", "1", "soon"))
    found = {each.column for each in parse(wrong)[1].problems if each.severity is Severity.ERROR}
    assert found == {"Amount", "Rate"}
    span = SPAN.replace("<Amount>1</Amount>", "", 1).encode()
    assert "Amount" in {each.column for each in parse(span)[1].problems if each.code == "missing-field"}


class TestLaws:
    @given(st.integers(1, 1000), st.integers(1, 10**9), st.integers(0, 5), st.integers(-(10**6), 10**6))
    def test_printed_figures_come_back(self, amount: int, value: int, places: int, change: int) -> None:
        text = f"{value:0{places + 1}d}"
        figure = f"{text[: len(text) - places]}.{text[len(text) - places :]}" if places else text
        (rate,), _ = parse(an_answer(a_rate("MNT", str(amount), figure, str(change))))
        assert (f"{rate.value:f}", rate.nominal, rate.change) == (figure, amount, str(change))

    @pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda each: each.name)
    def test_an_answer_cut_anywhere_is_read_as_far_as_it_goes_or_refused(self, specimen: Path) -> None:
        data = specimen.read_bytes()
        for end in range(len(data)):
            with suppress(CentralAsiaError):
                parse(data[:end])
