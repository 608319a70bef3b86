import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, ReaderError
from centralasia.rates import ExchangeRate, RateKind, Side
from centralasia.readers.cfets import READER, parse
from centralasia.validation import Report

FIXTURES = Path(__file__).parent / "fixtures" / "cfets"
PAIRS = ["USD/CNY", "100JPY/CNY", "CNY/RUB"]
DAY = {"date": "2030-02-14", "values": ["6.9030", "4.6010", "11.1480"]}


def answer(records: object, *, head: object = None, **data: object) -> bytes:
    """Make an answer up."""
    stated = {"rep_code": "200", "rep_message": ""} if head is None else head
    return json.dumps({"head": stated, "data": {"head": PAIRS, **data}, "records": records}).encode()


def rows(rates: Any) -> list[str]:
    return [f"{rate.value:f} {rate.quote} per {rate.nominal} {rate.base} {rate.on}" for rate in rates]


def codes(report: Report) -> list[str]:
    return sorted(report.counts)


class TestTheParity:
    def test_pairs_are_read_in_the_direction_and_for_the_units_of_their_names(self) -> None:
        rates, report = parse((FIXTURES / "parity.json").read_bytes())
        assert rows(rates)[:7] == [
            "6.9012 CNY per 1 USD 2030-02-15",
            "8.0467 CNY per 1 EUR 2030-02-15",
            "4.5931 CNY per 100 JPY 2030-02-15",
            "0.88290 CNY per 1 HKD 2030-02-15",
            "11.1612 RUB per 1 CNY 2030-02-15",
            "210.35 KRW per 1 CNY 2030-02-15",
            "6.35210 TRY per 1 CNY 2030-02-15",
        ]
        assert len(rates) == 23
        assert {(rate.kind, rate.side, rate.source) for rate in rates} == {(RateKind.OFFICIAL, Side.MID, "cfets")}
        assert (report.facts["first_day"], report.facts["last_day"]) == ("2030-02-13", "2030-02-15")
        assert codes(report) == ["no-rate"]

    def test_figures_follow_the_pairs_that_were_asked_for(self) -> None:
        rates, report = parse((FIXTURES / "some-pairs.json").read_bytes())
        assert rows(rates) == [
            "6.9030 CNY per 1 USD 2030-02-14",
            "210.40 KRW per 1 CNY 2030-02-14",
            "4.6010 CNY per 100 JPY 2030-02-14",
        ]
        assert (report.facts["page"], report.facts["pages"], codes(report)) == (1, 2, ["more-pages"])

    def test_figures_of_all_pairs_follow_the_head_where_the_list_of_what_was_asked_for_is_shorter(self) -> None:
        rates, _ = parse(answer([DAY], searchlist=["USD/CNY"]))
        assert rows(rates)[1] == "4.6010 CNY per 100 JPY 2030-02-14"


@pytest.mark.parametrize(
    ("records", "count", "found"),
    [
        ([DAY], 3, []),
        ([], 0, ["no-rates"]),
        ([DAY, DAY], 3, []),
        ([{**DAY, "values": ["---", None, "0"]}], 0, ["no-rate", "no-rates"]),
        ([{**DAY, "values": ["", "—", "-0.5"]}], 0, ["impossible-value", "no-rate", "no-rates"]),
        ([{**DAY, "values": [6, True, {}]}], 1, ["too-few-significant-digits", "unreadable-value"]),
        ([{**DAY, "values": ["6.9030", "4.6010"]}], 0, ["misaligned-values", "no-rates"]),
        ([{**DAY, "values": "6.9030"}], 0, ["missing-field", "no-rates"]),
        ([{"values": ["6.9030", "4.6010", "11.1480"]}], 0, ["missing-field", "no-rates"]),
        ([{**DAY, "date": 7}], 0, ["no-rates", "unreadable-day"]),
        ([{**DAY, "tradeType": "x"}], 3, ["unknown-field"]),
        (["a day"], 0, ["missing-field", "no-rates"]),
    ],
)
def test_records_are_read_or_found(records: object, count: int, found: list[str]) -> None:
    rates, report = parse(answer(records))
    assert (len(rates), codes(report)) == (count, found)


def test_a_stroke_is_shown_as_printed_under_the_name_of_its_field() -> None:
    _, report = parse(answer([{**DAY, "values": ["---", "4.6010", "11.1480"]}]))
    (found,) = report.problems
    assert (found.code, found.column, found.value) == ("no-rate", "values", "---")
    assert found.message == "no rate in CNY per USD: '---'; the record is not taken"


@pytest.mark.parametrize(
    ("pair", "found"),
    [
        ("USD-CNY", "unreadable-pair"),
        ("CNY/100JPY", "unreadable-pair"),
        ("ZZZ/CNY", "unknown-code"),
        ("CNY/CNY", "impossible-value"),
        ("0USD/CNY", "unreadable-nominal"),
        (7, "unreadable-pair"),
    ],
)
def test_a_pair_that_is_none_leaves_the_others_alone(pair: object, found: str) -> None:
    rates, report = parse(answer([DAY], head=None, searchlist=[pair, *PAIRS[1:]]))
    assert (len(rates), codes(report)) == (2, [found])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            answer(None, head={"rep_code": "500", "rep_message": " system\nbusy "}),
            "bytes, head: the publisher answers with an error: 500 system busy",
        ),
        (
            answer([], flagMessage="只提供一年历史数据查询及下载"),
            "bytes, data.flagMessage: the publisher answers with an error: 只提供一年历史数据查询及下载",
        ),
        (answer(None), "bytes, records: expected a list of days with their rates"),
        (b'{"head":{"rep_code":"200"},"data":{},"records":[]}', "bytes, data.head: expected a list of pairs"),
        (b'{"head":{"rep_code":"200"},"data":null,"records":[]}', "bytes, data.head: expected a list of pairs"),
        (b'[{"rep_code":"200"}]', "bytes, document: expected an object with 'data' and 'records'"),
    ],
)
def test_an_answer_without_rates_is_refused_with_its_own_words(data: bytes, message: str) -> None:
    with pytest.raises(ReaderError) as caught:
        parse(data)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("data", "is_one"),
    [
        (answer([]), True),
        (b'{"data":{"searchlist":[],"pageTotal":1},"records":[]}', True),
        (b'{"records":[]}', False),
        (b'"rep_code"', False),
        (b"", False),
    ],
)
def test_its_documents_are_recognised(data: bytes, *, is_one: bool) -> None:
    assert READER.detect(data) is is_one


class TestLaws:
    @given(
        days=st.lists(st.dates(date(2015, 1, 1), date(2099, 12, 31)), min_size=1, max_size=4, unique=True),
        figures=st.lists(st.decimals(Decimal("0.00001"), 9_999, places=5), min_size=3, max_size=3),
        units=st.sampled_from(["", "10", "100"]),
    )
    def test_an_answer_comes_back_figure_by_figure(self, days: list[date], figures: list[Decimal], units: str) -> None:
        pairs = ["USD/CNY", f"{units}JPY/CNY", "CNY/RUB"]
        printed = [f"{each:f}" for each in figures]
        rates, _ = parse(answer([{"date": str(day), "values": printed} for day in days], searchlist=pairs))
        assert [(rate.on, f"{rate.value:f}") for rate in rates] == [(day, each) for day in days for each in printed]
        assert {rate.nominal for rate in rates if rate.base.code == "JPY"} == {int(units or 1)}

    @pytest.mark.parametrize("name", sorted(path.name for path in FIXTURES.iterdir()))
    def test_a_document_cut_anywhere_is_refused(self, name: str) -> None:
        data = (FIXTURES / name).read_bytes()
        for end in range(len(data)):
            with pytest.raises(CentralAsiaError):
                parse(data[:end])

    @given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
    def test_any_records_are_read_or_refused(self, records: object) -> None:
        try:
            rates, _ = parse(answer(records))
        except ReaderError:
            return
        assert all(isinstance(rate, ExchangeRate) for rate in rates)
