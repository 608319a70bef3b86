import copy
import pickle
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, InvalidValueError, UnknownCodeError, WrongTypeError
from centralasia.records import column, from_row, record, to_row
from centralasia.reference import Country, countries, country, currency


@pytest.mark.parametrize(
    ("alpha2", "alpha3", "numeric", "name", "russian"),
    [
        ("KZ", "KAZ", "398", "Kazakhstan", "Казахстан"),
        ("KG", "KGZ", "417", "Kyrgyzstan", "Киргизия"),
        ("TJ", "TJK", "762", "Tajikistan", "Таджикистан"),
        ("TM", "TKM", "795", "Turkmenistan", "Туркменистан"),
        ("UZ", "UZB", "860", "Uzbekistan", "Узбекистан"),
        ("AM", "ARM", "051", "Armenia", "Армения"),
        ("AF", "AFG", "004", "Afghanistan", "Афганистан"),
        ("EU", None, None, "European Union", "Европейский союз"),
        ("XK", "XKX", None, "Kosovo", "Косово"),
    ],
)
def test_codes_and_names(alpha2: str, alpha3: str | None, numeric: str | None, name: str, russian: str) -> None:
    found = country(alpha2)
    assert (found.alpha2, found.alpha3, found.numeric) == (alpha2, alpha3, numeric)
    assert (found.name("en"), found.name("ru")) == (name, russian)
    assert all(country(code) is found for code in (alpha3, numeric) if code is not None)


def test_names_in_the_languages_of_the_region() -> None:
    names = [country("KG").name(tag) for tag in ("kk", "ky", "uz", "uz-Cyrl", "tg", "tk")]
    assert names == ["Қырғызстан", "Кыргызстан", "Qirgʻiziston", "Қирғизистон", "Қирғизистон", "Gyrgyzystan"]


def test_a_country_is_one_object() -> None:
    found = country("KZ")
    assert country(found) is found
    assert copy.copy(found) is copy.deepcopy(found) is pickle.loads(pickle.dumps(found)) is found
    assert (repr(found), str(found)) == ("country('KZ')", "KZ")
    assert sorted([country("UZ"), found]) == [found, country("UZ")]
    with pytest.raises(TypeError):
        found < "UZ"  # noqa: B015 - what is refused


def test_the_first_look_up_reads_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    found = country("KZ")
    monkeypatch.setattr(sys.modules[country.__module__], "_by_code", {})
    assert country("KZ") is country("KAZ") is found


@pytest.mark.parametrize(
    ("code", "near"),
    [
        ("kz", ("KZ",)),
        ("UK", ("GB",)),
        ("Kazakhstan", ("KZ",)),
        ("Kazakstn", ("KZ",)),
        ("Кыргызстон", ("KG", "TJ")),
        ("KAZZ", ("KAZ", "KZ", "AZ")),
        ("", ()),
        ("?" * 500, ()),
    ],
)
def test_an_unknown_code_gets_near_misses(code: str, near: tuple[str, ...]) -> None:
    with pytest.raises(UnknownCodeError) as caught:
        country(code)
    assert (caught.value.code, caught.value.table) == (code[:80], "countries")
    assert set(caught.value.near[:1]) == set(near[:1])


@pytest.mark.parametrize("code", [398, None, b"KZ", ["KZ"]])
def test_what_is_no_text_is_refused(code: object) -> None:
    with pytest.raises(
        WrongTypeError, match=r"country must be a code such as 'KZ', got .*; numeric codes are texts too"
    ):
        country(code)  # type: ignore[arg-type]  # what is refused


@pytest.mark.parametrize(
    ("code", "on", "expected"),
    [
        ("TM", "2005-06-01", "TMM"),
        ("TM", "2009-06-01", "TMT TMM"),
        ("TM", None, "TMT"),
        ("TJ", "1994-01-05", "RUR SUR"),
        ("TJ", "2000-12-01", "TJS TJR"),
        ("UZ", "1994-01-01", "sum-coupon SUR"),
        ("UZ", "1994-07-15", "UZS sum-coupon"),
        ("RU", "1998-06-01", "RUB RUR"),
        ("DE", "2000-01-01", "EUR DEM"),
        ("BG", "2026-01-15", "EUR BGN"),
        ("BG", None, "EUR"),
        ("EU", None, "EUR"),
        ("PA", None, "PAB USD"),
        ("HT", None, "HTG USD"),
        ("BT", None, "BTN INR"),
        ("PS", None, "ILS JOD"),
        ("ZW", None, "ZWG USD"),
        ("AQ", None, ""),
        ("KZ", "1900-01-01", ""),
    ],
)
def test_the_money_of_a_country(code: str, on: str | None, expected: str) -> None:
    found = country(code).currencies(on)
    assert " ".join(map(str, found)) == expected
    if found:
        assert country(code).currency(on) is found[0]


def test_a_day_may_be_a_date() -> None:
    assert country("TM").currency(date(2005, 6, 1)) is currency("TMM")
    with pytest.raises(InvalidValueError, match="on must be a day"):
        country("TM").currency("2005")


def test_money_that_is_not_known_is_named_for_other_days() -> None:
    with pytest.raises(UnknownCodeError) as caught:
        country("KZ").currency("1900-01-01")
    assert str(caught.value) == (
        "'KZ' is not in the table of legal tender on 1900-01-01; "
        "known are SUR from 1961-01-01 until 1993-11-15; KZT from 1993-11-15"
    )
    with pytest.raises(UnknownCodeError) as caught:
        country("AQ").currency()
    assert str(caught.value) == "'AQ' is not in the table of legal tender at present"


def test_a_unit_of_account_is_not_the_money_of_a_country() -> None:
    assert country("EU").currencies("1990-01-01") == ()


def test_a_country_stands_in_a_column() -> None:
    @record
    class Flow:
        sender: Country = column(title="sender")

    assert to_row(Flow(sender=country("RU"))) == {"sender": "RU"}
    assert from_row(Flow, {"sender": "RUS"}).sender is country("RU")


@pytest.mark.parametrize(
    ("code", "on", "inside", "outside"),
    [
        ("KZ", "2016-01-01", "CIS CSTO EAEU SCO OTS WTO CAREC ECO CISFTA-2011", "EurAsEC EU-GSP"),
        ("KZ", "2014-12-31", "EurAsEC EurAsEC-CU", "EAEU WTO"),
        ("UZ", "2021-01-01", "CIS OTS CISFTA-2011", "EAEU WTO CSTO"),
        ("TM", "2000-01-01", "CIS", "CSTO"),
        ("TM", "2010-01-01", "CIS-FTA-1994", "CIS"),
        ("IR", "2025-06-01", "SCO ECO", "EAEU WTO"),
        ("GE", "2009-08-18", "CIS", ""),
        ("GE", "2009-08-19", "WTO", "CIS"),
    ],
)
def test_the_groupings_of_a_country(code: str, on: str, inside: str, outside: str) -> None:
    found = {each.code for each in country(code).groupings(on)}
    assert set(inside.split()) <= found
    assert not set(outside.split()) & found


def test_all_relations_of_a_country() -> None:
    rows = {each.grouping.code: each.status.value for each in country("UZ").memberships("2021-01-01")}
    assert (rows["EAEU"], rows["WTO"], rows["CIS"]) == ("observer", "accession", "member")
    assert len(country("UZ").memberships()) > len(rows)


class TestLaws:
    def test_every_code_round_trips(self) -> None:
        assert list(countries()) == sorted(countries())
        for code, each in countries().items():
            assert country(code) is each
            assert pickle.loads(pickle.dumps(each)) is each

    def test_codes_are_unique(self) -> None:
        codes = [code for each in countries().values() for code in (each.alpha2, each.alpha3, each.numeric) if code]
        assert len(codes) == len(set(codes))

    @given(st.sampled_from(list(countries())), st.dates() | st.none())
    def test_money_that_circulates_is_legal_tender(self, code: str, on: date | None) -> None:
        found = country(code).currencies(on)
        assert len(set(found)) == len(found)
        assert all(on is None or each.is_tender(on, code) for each in found)

    @given(st.one_of(st.text(), st.integers(), st.none(), st.binary()))
    def test_garbage_raises_only_our_errors(self, code: object) -> None:
        try:
            found = country(code)  # type: ignore[arg-type]  # garbage
        except CentralAsiaError:
            return
        assert isinstance(found, Country)
