"""The registry of pint: the same units, the same factors, and nothing but fractions."""

import subprocess
import sys
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import InvalidValueError, UnknownCodeError, WrongTypeError
from centralasia.quantities import Quantity, registry, unit, units
from centralasia.quantities.atoms import atoms
from centralasia.quantities.registries import find_in_pint


def test_pint_loads_on_first_use_only() -> None:
    program = (
        "import sys; from centralasia.quantities import Quantity; from centralasia.money import Money\n"
        "Quantity.of('1.4', 'млн т').to('bbl', blend='CPC'); print('pint' in sys.modules)\n"
        "Quantity.of(1, 'furlong'); print('pint' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, encoding="utf-8")
    assert done.stdout.split() == ["False", "True"]


def test_the_registry_is_made_once() -> None:
    assert registry() is registry()


@pytest.mark.parametrize("code", sorted(atoms()))
def test_every_unit_is_in_the_registry_with_the_same_factor(code: str) -> None:
    atom = atoms()[code]
    factor, _ = registry().get_base_units(atom.basis[1])
    assert isinstance(factor, int | Fraction)
    assert factor == atom.factor


@pytest.mark.parametrize(
    ("text", "to", "magnitude"),
    [
        ("1 pound", "kilogram", Fraction(45359237, 100_000_000)),
        ("1 bbl", "gallon", Fraction(42)),
        ("1 cal", "joule", Fraction(41868, 10_000)),
        ("1 centner / hectare", "metric_ton / hectare", Fraction(1, 10)),
        ("1 billion_cubic_meters", "oil_barrel", 10**9 / Fraction("0.158987294928")),
        ("1 cubic_meter_at_20_celsius", "cubic_meter_at_0_celsius", Fraction(27315, 29315)),
    ],
)
def test_the_registry_reads_the_units_of_the_region(text: str, to: str, magnitude: Fraction) -> None:
    count, _, of = text.partition(" ")
    assert registry().Quantity(Fraction(count), of).to(to).magnitude == magnitude


@pytest.mark.parametrize(("one", "other"), [("kilogram", "kilogram_at_live_weight"), ("meter**3", "cotton_bale")])
def test_the_registry_keeps_dimensions_apart(one: str, other: str) -> None:
    with pytest.raises(pint.DimensionalityError):
        registry().Quantity(Fraction(1), one).to(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("furlong", ("furlong", Fraction(792_000, 3_937), (("m", 1),))),
        ("furlongs", ("furlong", Fraction(792_000, 3_937), (("m", 1),))),
        ("fur", None),
        ("kelvin", ("kelvin", Fraction(1), (("kelvin", 1),))),
        ("degree_Celsius", None),
        ("statcoulomb", None),
        ("planck_length", None),
        ("percent", None),
        ("nothing_like_it", None),
    ],
)
def test_units_of_pint_are_found_by_their_full_names(text: str, expected: object) -> None:
    assert find_in_pint(text) == expected


def test_quantities_go_to_pint_and_come_back() -> None:
    there = Quantity.of("1.5", "million bbl/d").to_pint()
    assert there.magnitude == Fraction(3, 2)
    assert str(there.units) == "million_oil_barrels / day"
    assert Quantity.from_pint(there) == Quantity.of("1.5", "million bbl/d")
    assert Quantity.from_pint(there).unit == unit("million bbl/d")
    assert Quantity.of(2, "thousand ha").to_pint() == registry().Quantity(2000, "hectare")
    assert Quantity.from_pint(pint.UnitRegistry().Quantity(3, "metric_ton")) == Quantity.of(3, "t")
    assert Quantity.from_pint(registry().Quantity(3, "fathom")).unit == unit("fathom")


def test_what_is_not_exact_does_not_come_from_pint() -> None:
    with pytest.raises(WrongTypeError, match=r"got 1\.5 of type float"):
        Quantity.from_pint(pint.UnitRegistry().Quantity(1.5, "meter"))
    with pytest.raises(InvalidValueError, match="unit must be of whole powers"):
        Quantity.from_pint(registry().Quantity(2, registry().Unit("meter") ** Fraction(1, 2)))
    strange: pint.UnitRegistry[Any] = pint.UnitRegistry()
    strange.define("dastarkhan = [dastarkhan]")
    with pytest.raises(UnknownCodeError, match="'dastarkhan' is not in the table of units"):
        Quantity.from_pint(strange.Quantity(2, "dastarkhan"))


def test_only_quantities_of_pint_come_from_pint() -> None:
    with pytest.raises(WrongTypeError, match="quantity must be a quantity of pint"):
        Quantity.from_pint(SimpleNamespace(magnitude=1))  # type: ignore[arg-type]  # wrong on purpose


codes = st.sampled_from([*sorted(units()), "thousand ha", "bcm@15C", "scf", "kt@live", "centner/ha", "m/s^2"])


class TestLaws:
    @given(st.fractions(max_denominator=10**6), codes)
    def test_to_pint_and_back_is_the_same_quantity(self, value: Fraction, code: str) -> None:
        quantity = Quantity.of(value, code)
        assert Quantity.from_pint(quantity.to_pint()) == quantity

    @given(st.fractions(max_denominator=10**6), codes, st.data())
    def test_pint_converts_as_we_do(self, value: Fraction, code: str, data: st.DataObject) -> None:
        other = data.draw(st.sampled_from([each for each in units() if unit(code).converts_to(each)] or [code]))
        ours = Quantity.of(value, code).to(other)
        theirs: Any = Quantity.of(value, code).to_pint().to(Quantity.of(1, other).to_pint().units)
        assert theirs.magnitude == ours.to_pint().magnitude
