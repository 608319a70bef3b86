import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, InvalidValueError, ParseError, UnknownCodeError, WrongTypeError
from centralasia.money import Money
from centralasia.quantities import Quantity
from centralasia.records import from_row, to_row
from centralasia.reference import WORLD, country
from centralasia.trade import Flow, TradeFlow, Valuation

# Made up, in the form of an answer of the API v1: all 47 keys.
RECORD = """{"typeCode": "C", "freqCode": "M", "refPeriodId": 20300301, "refYear": 2030, "refMonth": 3,
"period": "203003", "reporterCode": 156, "reporterISO": "CHN", "reporterDesc": "China", "flowCode": "M",
"flowDesc": "Import", "partnerCode": 398, "partnerISO": "KAZ", "partnerDesc": "Kazakhstan", "partner2Code": 0,
"partner2ISO": "W00", "partner2Desc": "World", "classificationCode": "H6", "classificationSearchCode": "HS",
"isOriginalClassification": true, "cmdCode": "1001", "cmdDesc": "Wheat and meslin", "aggrLevel": 4, "isLeaf": false,
"customsCode": "C00", "customsDesc": "TOTAL CPC", "mosCode": "0", "motCode": 0, "motDesc": "TOTAL MOT",
"qtyUnitCode": 8, "qtyUnitAbbr": "kg", "qty": 1500000, "isQtyEstimated": false, "altQtyUnitCode": 8,
"altQtyUnitAbbr": "kg", "altQty": 1500000, "isAltQtyEstimated": false, "netWgt": 1500000, "isNetWgtEstimated": false,
"grossWgt": 0, "isGrossWgtEstimated": false, "cifvalue": 375000.25, "fobvalue": null, "primaryValue": 375000.25,
"legacyEstimationFlag": 0, "isReported": true, "isAggregate": false}"""


def a_record(**changed: object) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(RECORD, parse_float=Decimal)
    return {key: value for key, value in (read | changed).items() if value is not ...}


@pytest.mark.parametrize(
    ("code", "flow"),
    [("M", Flow.IMPORT), ("X", Flow.EXPORT), ("RM", Flow.RE_IMPORT), ("RX", Flow.RE_EXPORT)],
)
def test_the_letters_of_comtrade_name_the_flows_both_ways(code: str, flow: Flow) -> None:
    assert Flow.from_comtrade(code) is flow
    assert flow.comtrade == code


@pytest.mark.parametrize("code", ["DX", "m", "", "import", None, 1])
def test_other_letters_are_refused_with_the_way_out(code: object) -> None:
    with pytest.raises(
        InvalidValueError, match=r"flowCode must be M, X, RM or RX, got .*; flows under special customs"
    ):
        Flow.from_comtrade(code)  # type: ignore[arg-type]  # what JSON may hold


def test_imports_come_in() -> None:
    assert [flow.value for flow in Flow if flow.is_inward] == ["import", "re_import"]


def test_the_partner_reports_an_export_as_an_import() -> None:
    assert Flow.EXPORT.mirrored is Flow.IMPORT
    assert Flow.IMPORT.mirrored is Flow.EXPORT


@pytest.mark.parametrize("flow", [Flow.RE_EXPORT, Flow.RE_IMPORT])
def test_goods_that_come_back_or_go_on_have_no_mirror(flow: Flow) -> None:
    with pytest.raises(InvalidValueError, match="an import or an export"):
        _ = flow.mirrored


def test_a_record_is_read() -> None:
    flow = TradeFlow.from_comtrade(a_record(), vintage="2030-06-01")
    assert (flow.reporter, flow.partner, flow.flow) == (country("CN"), country("KZ"), Flow.IMPORT)
    assert str(flow.period) == "2030-03"
    assert str(flow.commodity) == "H6:1001"
    assert flow.value == Money.of("375000.25", "USD")
    assert flow.valuation is Valuation.CIF
    assert flow.quantity == Quantity.of(1500, "t")
    assert (flow.vintage, flow.note, flow.source.title) == ("2030-06-01", "", "UN Comtrade")


def test_a_flow_that_was_read_comes_back_from_a_row_with_its_source() -> None:
    flow = TradeFlow.from_comtrade(a_record())
    assert from_row(TradeFlow, to_row(flow)) == flow


@pytest.mark.parametrize(
    ("changed", "field", "expected"),
    [
        ({"partnerCode": 0, "partnerISO": "W00"}, "partner", WORLD),
        ({"partnerCode": "051", "partnerISO": "ARM"}, "partner", country("AM")),
        ({"partnerCode": 51, "partnerISO": None}, "partner", country("AM")),
        ({"partnerCode": 842, "partnerISO": ...}, "partner", country("US")),
        ({"partnerCode": 699, "partnerISO": "IND"}, "partner", country("IN")),
        ({"partnerCode": 381, "partnerISO": "ITA"}, "partner", country("IT")),
        ({"period": "2030"}, "period", "2030"),
        ({"period": 203012}, "period", "2030-12"),
        ({"cmdCode": "TOTAL"}, "commodity", "TOTAL"),
        ({"cmdCode": "02", "classificationCode": "HS"}, "commodity", "02"),
        ({"cmdCode": "0207", "classificationCode": ...}, "commodity", "0207"),
        ({"flowCode": "X", "fobvalue": None, "cifvalue": None}, "valuation", "fob"),
        ({"flowCode": "RX", "fobvalue": 5, "cifvalue": None, "primaryValue": 5}, "valuation", "fob"),
        ({"flowCode": "RM", "fobvalue": None, "cifvalue": None}, "valuation", "cif"),
        ({"cifvalue": None, "fobvalue": 5, "primaryValue": 5}, "valuation", "fob"),
        ({"cifvalue": 6, "fobvalue": 5, "primaryValue": 6}, "valuation", "cif"),
        ({"cifvalue": 6, "fobvalue": 5, "primaryValue": 5}, "valuation", "fob"),
        ({"cifvalue": 0, "fobvalue": 5, "primaryValue": 5}, "valuation", "fob"),
        ({"cifvalue": 5, "fobvalue": 5, "primaryValue": 5}, "valuation", "cif"),
        ({"cifvalue": 6, "fobvalue": 4, "primaryValue": 5}, "valuation", "cif"),
        ({"primaryValue": None}, "valuation", "None"),
        ({"primaryValue": None}, "value", "None"),
        ({"netWgt": None}, "quantity", "1500000 kg"),
        ({"netWgt": 0, "qty": 0}, "quantity", "None"),
        ({"netWgt": 0, "qty": 12, "qtyUnitAbbr": "u"}, "quantity", "None"),
        ({"netWgt": 0, "qty": 12, "qtyUnitAbbr": "u"}, "note", "quantity not kept: 12 u"),
        ({"netWgt": 0, "qty": 12, "qtyUnitAbbr": None}, "note", "quantity not kept: 12 None"),
        ({"netWgt": 0, "qty": 3, "qtyUnitAbbr": "1000 kWh"}, "quantity", "3 MWh"),
        ({"netWgt": 0, "qty": 3, "qtyUnitAbbr": "m³"}, "quantity", "3 m3"),
        ({"netWgt": 0, "qty": 3, "qtyUnitAbbr": "l"}, "quantity", "3 L"),
        ({"isNetWgtEstimated": True}, "note", "net weight estimated by UN Comtrade"),
        ({"netWgt": 0, "isQtyEstimated": True}, "note", "quantity estimated by UN Comtrade"),
    ],
)
def test_what_a_record_says_in_other_ways_is_read(changed: dict[str, object], field: str, expected: object) -> None:
    found = getattr(TradeFlow.from_comtrade(a_record(**changed)), field)
    assert found is expected or str(found) == expected


@pytest.mark.parametrize("edition", ["H3", "H5"])
def test_a_code_keeps_its_edition(edition: str) -> None:
    assert str(TradeFlow.from_comtrade(a_record(classificationCode=edition)).commodity) == f"{edition}:1001"


def test_codes_of_an_edition_that_is_not_listed_are_read_without_it_and_that_is_said() -> None:
    flow = TradeFlow.from_comtrade(a_record(classificationCode="H1"))
    assert str(flow.commodity) == "1001"
    assert flow.note == "commodity code of H1"


@pytest.mark.parametrize(
    ("changed", "error", "message"),
    [
        ({"primaryValue": 1.5}, WrongTypeError, "json.loads(text, parse_float=Decimal)"),
        ({"netWgt": 1.5}, WrongTypeError, "netWgt must be an exact figure, got 1.5 of type float"),
        ({"cmdCode": 1001}, WrongTypeError, "cmdCode must be a text such as '01', got 1001 of type int; as a number"),
        ({"cmdCode": None}, InvalidValueError, "cmdCode must be given in a record of UN Comtrade, got None"),
        ({"cmdCode": ...}, InvalidValueError, "cmdCode must be given"),
        ({"cmdCode": "1009"}, UnknownCodeError, "did you mean '1001'"),
        ({"classificationCode": "S4"}, InvalidValueError, "classificationCode must be HS or one of its editions"),
        ({"classificationCode": 6}, InvalidValueError, "classificationCode must be HS or one of its editions"),
        ({"typeCode": "S"}, InvalidValueError, "typeCode must be C, for goods, got 'S'; services have no HS code"),
        ({"partner2Code": 643}, InvalidValueError, "partner2Code must be 0, for the whole of the flow, got 643; ask"),
        ({"customsCode": "C01"}, InvalidValueError, "customsCode must be C00, for the whole of the flow, got 'C01'"),
        ({"motCode": "3100"}, InvalidValueError, "motCode must be 0, for the whole of the flow"),
        ({"motCode": True}, InvalidValueError, "motCode must be 0, for the whole of the flow"),
        ({"flowCode": "DX"}, InvalidValueError, "flowCode must be M, X, RM or RX, got 'DX'; flows under special"),
        ({"period": "2030Q1"}, InvalidValueError, "period must be a year such as '2024' or a month such as '202403'"),
        ({"period": "203013"}, InvalidValueError, "period must be a month from 1 to 12, got '2030-13'"),
        ({"period": -2030}, InvalidValueError, "period must be a year such as"),
        ({"partnerCode": 999, "partnerISO": None}, UnknownCodeError, "'999' is not in the table of countries"),
        (
            {"partnerCode": 490, "partnerISO": "S19"},
            UnknownCodeError,
            "'490' is not in the table of countries; areas that are no country, such as 899 (not specified), stand in",
        ),
        ({"partnerCode": 9999, "partnerISO": "W00"}, UnknownCodeError, "'9999' is not in the table of countries"),
        (
            {"partnerCode": 398, "partnerISO": "RUS"},
            InvalidValueError,
            "partnerISO must be that of KZ, since partnerCode is 398, got 'RUS'",
        ),
        ({"partnerCode": 0}, InvalidValueError, "partnerISO must be that of W0, since partnerCode is 0, got 'KAZ'"),
        (
            {"classificationCode": "H1", "cmdCode": "010111"},
            UnknownCodeError,
            "'010111' is not in the table of HS codes; the codes of H1 are not listed here, and no edition that is has",
        ),
        ({"cmdCode": "AG2"}, ParseError, "expected an HS code such as '1001'"),
        (
            {"partnerCode": []},
            InvalidValueError,
            "partnerCode must be the number of a country such as 398, or 0 for all",
        ),
        (
            {"partnerCode": 156, "partnerISO": "CHN"},
            InvalidValueError,
            "partner must be another country than the reporter CN",
        ),
        (
            {"reporterCode": 0, "reporterISO": "W00"},
            InvalidValueError,
            "reporter must be one country, got 'W0'; a total over partners",
        ),
        ({"primaryValue": None, "netWgt": None, "qty": None}, InvalidValueError, "value must be given where there is"),
        ({"primaryValue": -5}, InvalidValueError, "value must be zero or more, got '-5 USD'"),
        ({"primaryValue": "1e999999999"}, InvalidValueError, "primaryValue"),
    ],
)
def test_what_cannot_be_read_says_why(changed: dict[str, object], error: type[CentralAsiaError], message: str) -> None:
    with pytest.raises(error) as caught:
        TradeFlow.from_comtrade(a_record(**changed))
    assert message in str(caught.value)


@pytest.mark.parametrize("record", [None, [], "text", 5])
def test_only_a_mapping_is_a_record(record: Any) -> None:
    with pytest.raises(WrongTypeError, match="record must be a mapping"):
        TradeFlow.from_comtrade(record)


SCALARS: st.SearchStrategy[object] = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.just({}) | st.just([])
)


class TestLaws:
    @given(st.dictionaries(st.sampled_from(sorted(json.loads(RECORD))), SCALARS))
    def test_whatever_stands_in_a_record_it_is_read_or_refused_by_an_error_of_ours(
        self, changed: Mapping[str, Any]
    ) -> None:
        try:
            flow = TradeFlow.from_comtrade(a_record(**changed))
        except CentralAsiaError:
            return
        assert flow.value is not None or flow.quantity is not None
