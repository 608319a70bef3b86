import string
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, UnknownCodeError, WrongTypeError
from centralasia.records import to_row
from centralasia.reference import Certainty, currencies, currency, near, source, sources
from centralasia.reference.currencies import CurrencyRow
from centralasia.reference.sources import look_up, overlays, table

CODES = ["KGS", "KZT", "TJS", "TMT", "UZS"]


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("KZR", ("KZT",)),
        ("kzt", ("KZT",)),
        ("KTZ", ("KZT",)),
        ("KZTT", ("KZT",)),
        ("KZ", ("KZT",)),
        ("TMS", ("TJS", "TMT")),
        ("XXX", ()),
        ("", ()),
    ],
)
def test_near_misses(text: str, expected: tuple[str, ...]) -> None:
    assert near(text, CODES) == expected


def test_as_many_as_asked_for_the_nearest_first() -> None:
    assert near("TJS", [*CODES, "TJS"], limit=1) == ("TJS",)
    assert near("TMS", CODES, limit=1) == ("TJS",)
    assert near("TMS", CODES, limit=0) == near("TMS", CODES, limit=-1) == ()


def test_letters_in_another_order_are_not_near_enough() -> None:
    assert near("abcd", ["dcba"]) == ()


def test_a_long_text_takes_no_longer() -> None:
    started = time.perf_counter()
    assert near("K" * 1_000_000, CODES * 100) == ()
    assert time.perf_counter() - started < 2


def test_a_code_is_looked_up_or_refused_with_what_is_near() -> None:
    rows = {"CIF": 1, "FOB": 2}
    assert look_up(rows, "FOB", title="terms") == 2
    with pytest.raises(UnknownCodeError) as caught:
        look_up(rows, "FOC", title="terms")
    assert (caught.value.code, caught.value.table, caught.value.near) == ("FOC", "terms", ("FOB",))
    with pytest.raises(UnknownCodeError, match=r"did you mean 'FOB'\?; known are two$"):
        look_up(rows, "FOC", title="terms", hint="known are two")
    with pytest.raises(WrongTypeError, match="terms must be looked up by a code, which is a text, got 5 of type int"):
        look_up(rows, 5, title="terms")  # type: ignore[arg-type]  # what is refused


class TestLaws:
    @given(st.text(), st.lists(st.text(), max_size=20), st.integers(0, 5))
    def test_suggestions_are_choices_and_no_more_than_asked_for(
        self, text: str, choices: list[str], limit: int
    ) -> None:
        found = near(text, choices, limit=limit)
        assert len(found) <= limit
        assert set(found) <= set(choices)

    @given(st.sampled_from(CODES), st.integers(0, 2), st.sampled_from(string.ascii_uppercase))
    def test_a_code_with_one_wrong_letter_is_suggested(self, code: str, place: int, letter: str) -> None:
        assert code in near(code[:place] + letter + code[place + 1 :], CODES, limit=5)

    @given(st.one_of(st.text(), st.integers(), st.none(), st.binary(), st.lists(st.text())))
    def test_garbage_raises_only_our_errors(self, code: object) -> None:
        with pytest.raises(CentralAsiaError):
            look_up({"no such code at all": 1}, code, title="rows")  # type: ignore[arg-type]  # garbage
