"""The facts: every row as the sources have it, and every figure that a source prints beside it."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from centralasia.errors import ReferenceDataError
from centralasia.numbers import Estimate
from centralasia.quantities import Exactness, Quantity, bridges, conditions, tables, unit, units
from centralasia.quantities.atoms import as_refusal, atoms, find_condition, fold, spellings
from centralasia.quantities.tables import Refusal, refusals, unit_facts
from centralasia.records import read_csv

Printed = tuple[str, str, dict[str, str], str]

# what the sources print, to the digits in which they print it
PRINTED: list[Printed] = [
    ("1 bbl", "m3", {}, "0.158987294928"),
    ("1 m3", "bbl", {}, "6.28981"),
    ("1 m3", "bbl", {}, "6.2898"),
    ("1 pood", "kg", {}, "16.3804964"),
    ("1 pood", "kg", {}, "16.38"),
    ("1 berkovets", "kg", {}, "163.805"),
    ("12 ц/га", "t/ha", {}, "1.2"),
    ("1 ц/га", "g/m2", {}, "10"),
    ("1 desyatina", "ha", {}, "1.0925"),
    ("1 sotka", "ha", {}, "0.01"),
    ("1 t", "bbl", {"blend": "world"}, "7.33"),
    ("1 t", "m3", {"blend": "world"}, "1.165"),
    ("1 m3", "t", {"blend": "world"}, "0.8581"),
    ("1 t", "bbl", {"blend": "diesel"}, "7.46"),
    ("1 t", "bbl", {"blend": "gasoline"}, "8.35"),
    ("1 t", "bbl", {"blend": "kerosene"}, "7.88"),
    ("1 t", "bbl", {"blend": "fuel oil"}, "6.35"),
    ("1 t", "bbl", {"blend": "LPG"}, "11.60"),
    ("1 m3@20C", "m3@0C", {}, "0.93178"),
    ("1 m3@0C", "m3@20C", {}, "1.07322"),
    ("1 m3@20C", "m3@15C", {}, "0.98294"),
    ("1 m3@15C", "m3@20C", {}, "1.01735"),
    ("1 bcm@15C", "bcm@20C", {}, "1.017"),
    ("1 m3@20C", "m3@60F", {}, "0.98484"),
    ("690.5 bcm@20C", "bcm@60F", {}, "680.0"),
    ("727.6 bcm@20C", "bcm@60F", {}, "716.6"),
    ("1 m3@60F", "scf", {}, "35.3147"),
    ("1 m3@20C", "scf", {}, "34.779"),
    ("1 bcm@15C", "PJ", {"convention": "EI"}, "36"),
    ("1 bcm@15C", "trillion Btu", {"convention": "EI"}, "34.121"),
    ("1 bcm@15C", "Mtoe", {"convention": "EI"}, "0.860"),
    ("1 m3@15C", "MJ", {"convention": "EI gross"}, "40"),
    ("1 bcm@15C", "PJ", {"convention": "IEA Russia"}, "38.2"),
    ("1 bcm@15C", "PJ", {"convention": "IEA Qatar"}, "41.4"),
    ("1 thousand m3@20C", "tce", {"convention": "Gazprom"}, "1.154"),
    ("1 thousand m3@20C", "GJ", {"convention": "Gazprom"}, "33.82"),
    ("1 tce", "GJ", {}, "29.3076"),
    ("1 tce", "Gcal", {}, "7"),
    ("1 Gcal", "GJ", {}, "4.1868"),
    ("1 GWh", "TJ", {}, "3.6"),
    ("1 млрд кВт·ч", "TWh", {}, "1"),
    ("1 bale", "kg", {"bale": "statistical"}, "217.7243"),
    ("1 t", "bale", {"bale": "statistical"}, "4.593"),
    ("1 bale", "kg", {"bale": "India"}, "170"),
    ("1 oz t", "g", {}, "31.1034768"),
    ("1 t", "oz t", {}, "32150.7466"),
    ("1 tU", "lb U3O8", {}, "2599.8"),
    ("1 lb U3O8", "kgU", {}, "0.38465"),
    ("1 t U3O8", "tU", {}, "0.84800"),
    ("1 short ton U3O8", "tU", {}, "0.7693"),
    ("1 bu", "kg", {"crop": "wheat"}, "27.2155"),
    ("1 t", "bu", {"crop": "soybeans"}, "36.7437"),
    ("1 bu", "kg", {"crop": "maize"}, "25.4012"),
    ("1 t", "bu", {"crop": "rye"}, "39.368"),
    ("1 t", "bu", {"crop": "flax"}, "39.368"),
    ("1 t", "bu", {"crop": "sorghum"}, "39.368"),
    ("1 bu", "kg", {"crop": "barley"}, "21.7724"),
    ("1 t", "bu", {"crop": "barley"}, "45.9296"),
    ("1 bu", "kg", {"crop": "oats US"}, "14.5150"),
    ("1 t", "bu", {"crop": "oats Canada"}, "64.842"),
    ("1 dal", "L", {}, "10"),
]


@pytest.mark.parametrize(("quantity", "to", "context", "printed"), PRINTED)
def test_a_factor_comes_out_as_it_is_printed(quantity: str, to: str, context: Any, printed: str) -> None:
    found = Quantity.parse(quantity).to(to, **context)
    # a source may cut or round off the last digit it prints, so one unit of it is allowed
    last = Decimal((0, (1,), int(Decimal(printed).as_tuple().exponent)))
    assert found.exact is not None
    assert abs(found.exact - Fraction(printed)) <= Fraction(last) / (1 if "." in printed else 2)


def test_the_check_of_the_source_for_sixty_fahrenheit_is_met_to_its_rounding() -> None:
    for russian, published in (("690.5", "679.9"), ("727.6", "716.4")):
        found = Quantity.of(russian, "bcm@20C").to("bcm@60F")
        assert found.exact is not None
        assert abs(found.exact / Fraction(published) - 1) < Fraction(3, 10_000)


@pytest.mark.parametrize(
    ("blend", "low", "high"),
    [("CPC", "7.85", "7.90"), ("Urals", "7.225", "7.235"), ("Kazakhstan average", "7.5", "7.7")],
)
def test_a_blend_that_is_a_range_gives_a_range(blend: str, low: str, high: str) -> None:
    barrels = Quantity.of(1, "t").to("bbl", blend=blend)
    assert (barrels.low, barrels.high) == (Decimal(low), Decimal(high))


def test_what_differs_by_lot_is_a_range() -> None:
    grain = Quantity.of(1, "t@flour").to("t@grain-equivalent", convention="flour extraction")
    fibre = Quantity.of(1, "t@raw-cotton").to("t@fibre", convention="ginning")
    pakistan = Quantity.of(1, "bale").to("kg", bale="Pakistan")
    gross = Quantity.of(1, "bale").to("kg", bale="US gross")
    assert (grain.estimate, fibre.estimate) == (Estimate.between("1.33", "1.43"), Estimate.between("0.32", "0.36"))
    assert [pakistan.low, pakistan.high, pakistan.best] == [155, 170, 170]
    assert gross.meets(Quantity.of("226.8", "kg"))
    assert fibre.estimate.contains("0.33")


def test_a_pound_is_exactly_what_the_law_says() -> None:
    assert Quantity.of(1, "lb").to("kg").value == Decimal("0.45359237")


def test_the_mass_of_uranium_agrees_with_every_usual_set_of_atomic_weights() -> None:
    pounds = Quantity.of(1, "tU").to("lb U3O8").exact
    assert pounds is not None
    assert Fraction("2599.77") < pounds < Fraction("2599.795")


@pytest.mark.parametrize(
    ("code", "exactness"),
    [
        ("centner", Exactness.DEFINED),
        ("pood", Exactness.AGREED),
        ("berkovets", Exactness.COMPUTED),
        ("lb U3O8", Exactness.COMPUTED),
    ],
)
def test_a_unit_says_what_kind_of_figure_it_is(code: str, exactness: Exactness) -> None:
    assert unit(code).provenance[0].exactness is exactness


def test_the_provenance_of_a_unit_is_a_line() -> None:
    assert (
        str(unit("desyatina").provenance[0]) == "desyatina: agreed, verified-in-source, source S-UNIT-OLD; historical"
    )
    assert str(unit("kg").provenance[0]) == "kg: defined, verified-in-source, source PINT"


class TestLaws:
    def test_no_two_rows_are_the_same_unit(self) -> None:
        sizes = [(atom.factor, atom.dimension) for atom in atoms().values()]
        assert len(set(sizes)) == len(sizes)

    def test_no_alias_belongs_to_two_units(self) -> None:
        aliases = [fold(alias) for row in unit_facts().values() for alias in {*row.aliases, row.code}]
        assert sorted(aliases) == sorted({*aliases})

    def test_no_alias_of_a_condition_or_context_belongs_to_two(self) -> None:
        for row in conditions().values():
            assert {find_condition(alias) for alias in (row.code, *row.aliases)} == {row}
        names = [(row.kind, fold(name).casefold()) for row in bridges().values() for name in (row.name, *row.aliases)]
        assert len(names) == len(set(names))

    def test_every_way_of_writing_a_unit_leads_to_it(self) -> None:
        for row in unit_facts().values():
            assert {unit(alias).code for alias in (row.code, *row.aliases)} == {row.code}
        assert set(spellings()) >= set(units())

    def test_no_refused_word_is_the_name_of_something(self) -> None:
        for kind, text in refusals():
            assert as_refusal(kind, text)
            assert kind != "unit" or fold(text) not in set(spellings())
            assert (kind, text) not in bridges()

    def test_every_fact_names_sources_by_their_keys(self) -> None:
        rows: list[Any] = [*unit_facts().values(), *conditions().values(), *bridges().values()]
        keys = {key for row in rows for key in row.source.split("; ")}
        assert all(re.fullmatch(r"S-[A-Z0-9-]+|PINT|well-known", key) for key in keys)

    def test_ends_are_in_order(self) -> None:
        for row in bridges().values():
            assert row.low <= (row.best or row.low) <= row.high
            assert row.best is not None or row.low < row.high


def test_a_damaged_table_is_refused_with_its_line() -> None:
    with pytest.raises(ReferenceDataError, match="refusals, line 3: the key unit, mcm stands in an earlier row too"):
        read_csv(Refusal, "kind,text,way_out\nunit,mcm,a\nunit,mcm,b\n", table="refusals")


def test_the_tables_are_read_once() -> None:
    assert tables.unit_facts() is tables.unit_facts()
