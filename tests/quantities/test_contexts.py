"""Contexts: what has to be stated, what is refused, and how a conversion explains itself."""

from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia import testing
from centralasia.errors import CentralAsiaError, InvalidValueError, UnknownCodeError, WrongTypeError
from centralasia.numbers import Estimate
from centralasia.quantities import Quantity, bridges

OIL = Quantity.of(1, "Mt")

STATED: list[tuple[str, str, dict[str, Any], str]] = [
    ("1 Mt", "million bbl", {"blend": "world"}, "7.33 million bbl"),
    ("1 Mt", "million bbl", {"blend": "World average"}, "7.33 million bbl"),
    ("1 Mt", "million bbl", {"blend": "CPC Blend"}, "7.85 to 7.9 million bbl"),
    ("1 Mt", "million bbl", {"blend": "КТК"}, "7.85 to 7.9 million bbl"),
    ("1 Mt", "million bbl", {"blend": "Urals"}, "about 7.23 (7.225 to 7.235) million bbl"),
    ("733 bbl", "t", {"blend": "world"}, "100 t"),
    ("733 bbl/d", "t/d", {"blend": "world"}, "100 t/d"),
    ("1 t", "bbl", {"blend": Quantity.of("7.6", "bbl/t")}, "7.6 bbl"),
    ("1 t", "bbl", {"blend": "7.6 bbl/t"}, "7.6 bbl"),
    ("1 t", "m3", {"blend": "0.8 t/m3"}, "1.25 m3"),
    ("1 t", "m3", {"blend": Quantity.of(Estimate.between("0.8", 1), "t/m3")}, "1 to 1.25 m3"),
    ("2 bu", "lb", {"crop": "пшеница"}, "120 lb"),
    ("2 bu", "lb", {"crop": "oats US"}, "64 lb"),
    ("2 bu", "lb", {"crop": "oats-Canada"}, "68 lb"),
    ("2 bu", "lb", {"crop": Quantity.of(50, "lb")}, "100 lb"),
    ("2 bu", "lb", {"crop": "50 lb/bu"}, "100 lb"),
    ("10 bu/acre", "lb/acre", {"crop": "barley"}, "480 lb/acre"),
    ("2 bale", "lb", {"bale": "480 lb"}, "960 lb"),
    ("2 bale", "kg", {"bale": "India"}, "340 kg"),
    ("2 кипы", "kg", {"bale": "215 kg"}, "430 kg"),
    ("2 kip", "kg", {"bale": Quantity.of(Estimate.between(200, 220), "kg")}, "400 to 440 kg"),
    ("430 kg", "bale", {"bale": "215 kg/bale"}, "2 bale"),
    ("10 bcm@15C", "PJ", {"convention": "EI"}, "360 PJ"),
    ("360 PJ", "bcm@15C", {"convention": "BP"}, "10 bcm@15C"),
    ("10 bcm", "PJ", {"convention": "IEA Russia", "gas": "15C"}, "382 PJ"),
    ("1 thousand m3", "tce", {"convention": "Газпром", "gas": "20 °C"}, "1.154 tce"),
    ("2 m3@20C", "MJ", {"convention": "37.5 MJ/m3@20C"}, "75 MJ"),
    ("2 bcm", "bcm@20C", {"gas": "ГОСТ"}, "2 bcm@20C"),
    ("2 bcm@20C", "bcm", {"gas": "20C"}, "2 bcm"),
    ("2 t", "t@live", {"basis": "живой вес"}, "2 t@live"),
    ("2 t@clean", "centner", {"basis": "clean"}, "20 centner"),
    ("100 t@flour", "t@grain-equivalent", {"convention": "flour extraction"}, "133 to 143 t@grain-equivalent"),
    ("100 t@raw-cotton", "t@fibre", {"convention": "ginning"}, "32 to 36 t@fibre"),
    ("100 t@raw-cotton", "t@fibre", {"convention": "0.33 t@fibre/t@raw-cotton"}, "33 t@fibre"),
    ("100 t", "t@fibre", {"convention": "0.33 t@fibre/t@raw-cotton", "basis": "raw-cotton"}, "33 t@fibre"),
    ("100 t@live", "t@slaughter", {"convention": "0.55 t@slaughter/t@live"}, "55 t@slaughter"),
    ("100 t@live", "kg@slaughter", {"convention": Quantity.of("0.55", "kg@slaughter/kg@live")}, "55000 kg@slaughter"),
    ("733000 bbl/d", "Mt/y", {"blend": "world", "convention": "365 d/y"}, "36.5 Mt/y"),
    ("2 t", "kg", {"blend": "CPC", "crop": None}, "2000 kg"),
]


@pytest.mark.parametrize(("quantity", "to", "context", "expected"), STATED)
def test_what_is_stated_leads_to_the_other_unit(quantity: str, to: str, context: dict[str, Any], expected: str) -> None:
    assert str(Quantity.parse(quantity).to(to, **context)) == expected


REFUSED: list[tuple[str, str, dict[str, Any], type[CentralAsiaError], str]] = [
    ("1 Mt", "bbl", {}, InvalidValueError, "state blend= as one of 'CPC', 'Kazakhstan average', 'LPG', 'Urals'"),
    ("1 Mt", "bbl", {}, InvalidValueError, "or your own, as in blend=Quantity.of('7.6', 'bbl/t')"),
    ("1 bu", "t", {}, InvalidValueError, "state crop= as one of 'barley', 'flax', 'maize', 'oats Canada', 'oats US'"),
    ("1 bu", "t", {"crop": "oats"}, InvalidValueError, "34 lb in Canada: say 'oats US' or 'oats Canada'"),
    ("1 кипа", "t", {}, InvalidValueError, "since a kip of Uzbekistan or Turkmenistan has no fixed weight"),
    ("1 kip", "t", {"bale": "Uzbek kip"}, InvalidValueError, "has no fixed weight (about 200 to 220 kg, not verified)"),
    ("1 kip", "t", {"bale": "kip"}, InvalidValueError, "bale must be one that settles the factor, got 'kip'"),
    ("1 bcm", "bcm@20C", {}, InvalidValueError, "state gas= as one of '0C', '15C', '20C', '60F'"),
    ("1 bcm", "PJ", {}, InvalidValueError, "state convention= as one of 'EI', 'EI gross', 'Gazprom'"),
    ("1 bcm", "PJ", {"convention": "EI"}, InvalidValueError, "; state gas= as one of '0C', '15C', '20C', '60F'"),
    ("1 bcm@20C", "PJ", {"convention": "IEA"}, InvalidValueError, "say 'IEA Russia' or 'IEA Qatar'"),
    ("1 t@flour", "t@grain-equivalent", {}, InvalidValueError, "; state convention= as one of 'flour extraction'"),
    ("1 t@live", "t@slaughter", {}, InvalidValueError, "no factor is known: state one of your own, of t@slaughter per"),
    ("1 t", "bbl", {"convention": "7 bbl"}, InvalidValueError, "; state blend="),
    ("1 Mt/y", "kt/d", {}, InvalidValueError, "no factor is known"),
    ("1 t", "t@live", {}, InvalidValueError, "; state basis= as one of 'live'"),
    ("1 t", "bcm@20C", {}, InvalidValueError, "no factor is known"),
    ("1 point", "t", {}, InvalidValueError, "no factor is known"),
    ("1 point", "UZS", {}, UnknownCodeError, "money is no unit: state a price, as in UnitPrice.of"),
    ("1 t", "bbl", {"blend": "Ural"}, UnknownCodeError, "'Ural' is not in the table of blends; did you mean 'Urals'?"),
    ("1 t", "bbl", {"blend": "x" * 10_000}, UnknownCodeError, "known are 'CPC'"),
    ("1 t", "bbl", {"blend": "crude oil"}, InvalidValueError, "has from 6 to 8 barrels by its density"),
    ("1 t", "bbl", {"blend": "7.6"}, UnknownCodeError, "'7.6' is not in the table of blends"),
    ("1 t", "bbl", {"blend": "7,6 bbl/t"}, InvalidValueError, "blend must be an int"),
    ("1 t", "bbl", {"blend": "7.6 kg"}, InvalidValueError, "blend must be a blend by name, or a factor, got '7.6 kg'"),
    ("1 t", "bbl", {"blend": "0 bbl/t"}, InvalidValueError, "blend must be greater than zero"),
    ("1 t", "bbl", {"blend": "-1 bbl/t"}, UnknownCodeError, "'-1 bbl/t' is not in the table of blends"),
    ("1 t", "bbl", {"blend": Quantity.of(Estimate.under(8), "bbl/t")}, InvalidValueError, "greater than zero"),
    ("1 t", "bbl", {"blend": Quantity.of(Estimate.at_least(0), "bbl/t")}, InvalidValueError, "greater than zero"),
    ("1 t", "bbl", {"blend": 7}, WrongTypeError, "blend must be a name, or a quantity, got 7 of type int; such as"),
    ("1 bcm", "bcm@20C", {"gas": 20}, WrongTypeError, "gas must be a name, got 20 of type int"),
    ("1 bcm", "bcm@20C", {"gas": "21C"}, UnknownCodeError, "'21C' is not in the table of conditions of gas"),
    ("1 bcm", "bcm@20C", {"gas": "live"}, UnknownCodeError, "known are '0C', '15C', '20C', '60F'"),
    ("1 bcm", "bcm@20C", {"gas": "1 kg"}, InvalidValueError, "gas must be a gas by name, or a factor, got '1 kg'; one"),
    ("1 t", "kg", {"colour": "red"}, InvalidValueError, "context must be one of blend, crop, bale, convention, gas"),
]


@pytest.mark.parametrize(("quantity", "to", "context", "error", "message"), REFUSED)
def test_what_is_missing_or_wrong_is_refused_with_the_way_out(
    quantity: str, to: str, context: dict[str, Any], error: type[CentralAsiaError], message: str
) -> None:
    with pytest.raises(error) as caught:
        Quantity.parse(quantity).to(to, **context)
    assert message in str(caught.value)


def test_a_conversion_explains_itself() -> None:
    done = Quantity.of(10, "bcm@20C").conversion("PJ", convention="IEA Russia")
    assert done.original == Quantity.of(10, "bcm@20C")
    assert done.quantity.exact == Fraction("382") * 28815 / 29315
    assert done.factor == Fraction("38.2") * 28815 / 29315
    assert [(step.kind, step.name) for step in done.steps] == [
        ("convention", "IEA Russia"),
        ("unit", "bcm"),
        ("unit", "m3@20C"),
        ("unit", "PJ"),
    ]
    first, second = done.explain().splitlines()[:2]
    assert first.startswith("10 bcm@20C is 375.484")
    assert second.startswith("  convention IEA Russia: 1 bcm@15C is 38.2 PJ (IEA Russia: agreed, verified-in-source")
    assert str(done) == done.explain()


def test_a_conversion_says_what_the_user_stated() -> None:
    done = Quantity.of(2, "bale").conversion("t", bale=Quantity.of(215, "kg"))
    assert "  bale as stated: 215 kg to the bale (as stated)" in done.explain()
    plain = Quantity.of(2, "bcm").conversion("bcm@20C", gas="20C")
    assert "  gas 20C: plain m3 are m3@20C (m3@20C: defined, mixed" in plain.explain()


def test_a_conversion_into_the_same_unit_used_nothing() -> None:
    done = OIL.conversion("млн т", blend="CPC")
    assert (done.quantity, done.factor, done.steps) == (OIL, Fraction(1), ())
    assert done.explain() == "1 Mt is 1 Mt\n  the same unit: no factor was used"


NAMED = sorted((row.kind, row.name) for row in bridges().values() if row.low == row.high)


class TestLaws:
    @given(st.sampled_from(NAMED), testing.decimals(min_value=-(10**9), max_value=10**9))
    def test_an_exact_context_leads_there_and_back(self, named: tuple[str, str], value: Decimal) -> None:
        row = bridges()[named]
        quantity = Quantity.of(value, row.one)
        context: Any = {row.kind: row.name}
        assert quantity.to(row.other, **context).to(row.one, **context).exact == Fraction(value)

    @given(st.sampled_from(sorted(bridges())), testing.decimals(min_value=0, max_value=10**9))
    def test_a_range_encloses_all_that_it_can_be(self, named: tuple[str, str], value: Decimal) -> None:
        row = bridges()[named]
        context: Any = {row.kind: row.name}
        found = Quantity.of(value, row.one).to(row.other, **context)
        for factor in (row.low, row.high):
            assert found.estimate.contains(Fraction(value) * Fraction(factor))

    @given(st.text(max_size=30), st.sampled_from(["blend", "crop", "bale", "convention", "gas", "basis"]))
    def test_any_text_is_a_context_or_one_of_our_errors(self, text: str, kind: str) -> None:
        context: Any = {kind: text}
        with suppress(CentralAsiaError):
            assert OIL.to("t", **context) == OIL
