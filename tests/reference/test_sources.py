import pytest

from centralasia.errors import UnknownCodeError
from centralasia.records import to_row
from centralasia.reference import Certainty, currencies, currency, source, sources
from centralasia.reference.currencies import CurrencyRow
from centralasia.reference.sources import overlays, table


def test_a_source_has_what_is_known_of_it() -> None:
    found = source("WDI-2025-07-01")
    assert (found.publisher, found.licence, found.retrieved) == ("World Bank", "CC-BY-4.0", None)
    assert sources()["WDI-2025-07-01"] is found


def test_an_unknown_source_is_refused() -> None:
    with pytest.raises(
        UnknownCodeError, match="'WDI-2025-07-10' is not in the table of sources; did you mean 'WDI-2025-07-01'"
    ):
        source("WDI-2025-07-10")


def test_only_what_was_read_in_the_source_is_verified() -> None:
    assert [each for each in Certainty if each.is_verified] == [Certainty.VERIFIED]


@pytest.mark.parametrize(
    ("code", "field", "used", "others"),
    [
        ("KZT", "introduced", "1993-11-15", {"CLDR": "1993-11-05"}),
        ("TJS", "introduced", "2000-10-30", {"CLDR": "2000-10-26"}),
        ("RUB", "introduced", "1998-01-01", {"CLDR": "1999-01-01"}),
        ("AZM", "introduced", "1992-08-15", {"CLDR": "1993-11-22"}),
        ("GEL", "introduced", "1995-10-02", {"CLDR": "1995-09-23"}),
        ("MNT", "introduced", "1925-12-09", {"CLDR": "1915-03-01"}),
        ("SUR", "withdrawn", "1994-07-01", {"ISO4217-A3": "1990-12", "CLDR": "1991-12-25"}),
        ("IRR", "minor_unit", "2", {"CLDR": "0"}),
        ("AFN", "minor_unit", "2", {"CLDR": "0"}),
        ("TMM", "minor_unit", "2", {"CLDR": "0"}),
        ("AMD", "cash_increment", "10", {"CLDR": "1"}),
        ("UZS", "cash_increment", "50", {"CLDR": "1"}),
        ("AMD", "ratio", "200", {}),
    ],
)
def test_disagreements_of_the_sources_are_kept(code: str, field: str, used: str, others: dict[str, str]) -> None:
    fact = currency(code).facts(field)
    assert str(fact.value) == used
    assert {each.source: each.value for each in fact.conflicts} == others


def test_a_fact_without_an_overlay_has_the_source_of_its_row() -> None:
    fact = currency("KZT").facts("numeric")
    assert (fact.value, fact.certainty, fact.conflicts) == ("398", Certainty.VERIFIED, ())
    assert fact.source.startswith("ISO4217-A1")


def test_what_is_only_well_known_says_so() -> None:
    assert currency("AMD").facts("ratio").certainty is Certainty.WELL_KNOWN
    assert currency("EUR").facts("cash_increment").note == "0.05 in members that round cash"
    assert currency("TJR").facts("ratio").conflicts[0].value == "another ratio for bank balances"


def test_an_overlay_speaks_of_a_field_that_exists_and_differs() -> None:
    rows = {row.code: to_row(row) for row in table(CurrencyRow, "currencies")}
    for (code, field), said in overlays().items():
        assert code in currencies()
        assert all(each.other != rows[code][field] for each in said)
        assert rows[code][field]
