"""The registry of pint with the units of the region: the only module that imports pint, and that on first use."""

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from centralasia.errors import InvalidValueError, UnknownCodeError, WrongTypeError
from centralasia.quantities.atoms import TABLE, Atom, Dimension, atoms, find_atom, from_pint
from centralasia.quantities.tables import conditions, unit_facts
from centralasia.quantities.units import Unit

if TYPE_CHECKING:
    import pint

__all__ = ["find_in_pint", "in_pint", "registry", "unit_from_pint"]

_OURS: Final[Mapping[str, str]] = {"kilogram": "kg", "meter": "m", "second": "s", "ampere": "A"}
_REDEFINED: Final = (  # pint has a barrel of 31.5 gallons and the thermochemical calorie; the region has neither
    "barrel = 42 * gallon = bbl",
    "calorie = 4.1868 * joule = cal",
)


@cache
def registry() -> "pint.UnitRegistry[Any]":
    """Give a registry of pint that knows the units of the region, by the names of ``units.csv``; it is exact.

    Its magnitudes are fractions: what is converted is neither rounded nor a float. A barrel is one of oil and a calorie
    that of the international table.

    Example:
        >>> ureg = registry()
        >>> ureg.Quantity(1, "pound").to("kilogram").magnitude
        Fraction(45359237, 100000000)
        >>> ureg.Quantity(2, "centner / hectare").to("metric_ton / hectare").magnitude
        Fraction(1, 5)
    """
    import pint  # noqa: PLC0415 - loads where it is needed only

    made: pint.UnitRegistry[Any] = pint.UnitRegistry(non_int_type=Fraction, on_redefinition="ignore")
    for line in _REDEFINED:
        made.define(line)
    for name in _bases():
        made.define(f"{name} = [{name}]")
    for row in conditions().values():
        if row.kind == "gas" and row.code != "20C":
            made.define(f"{_named_at(row.code)} = {row.factor} * {_named_at('20C')}")
    for atom in atoms().values():
        if atom.basis[1] not in made:
            of = [(_base_name(base), power) for base, power in atom.dimension]
            made.define(f"{atom.basis[1]} = {atom.factor} * {' * '.join(f'{base}**{power}' for base, power in of)}")
    return made


def _bases() -> list[str]:
    """Name the bases that pint lacks: counts, and volumes and weights under a condition."""
    used = {base for atom in atoms().values() for base, _ in atom.dimension}
    used |= {f"{row.of}@{row.code}" for row in conditions().values() if row.kind == "basis" or row.code == "20C"}
    return sorted({_base_name(base) for base in used} - set(_OURS))


def _base_name(base: str) -> str:
    of, _, at = base.partition("@")
    return _named_at(at) if at else unit_facts()[of].name


def _named_at(condition: str) -> str:
    row = conditions()[condition]
    return f"{unit_facts()[row.of].name}_at_{row.name}"


def find_in_pint(text: str) -> tuple[str, Fraction, Dimension] | None:
    """Find a unit by its full name in pint: its name, and how many of our bases it is.

    Scales whose zero lies elsewhere, such as degrees Celsius and decibels, have no factor and are not found.

    Example:
        >>> find_in_pint("furlongs")
        ('furlong', Fraction(792000, 3937), (('m', 1),))
    """
    import pint  # noqa: PLC0415 - loads where it is needed only

    ureg = registry()
    try:
        name = ureg.get_name(text)
        one = ureg.Quantity(Fraction(1), name)
        _ = one * one  # refused where zero lies elsewhere, as on the scale of degrees Celsius, and of logarithms
    except (pint.UndefinedUnitError, pint.OffsetUnitCalculusError):
        return None
    factor, of = ureg.get_base_units(name)
    if name not in {text, text.removesuffix("s")} or not isinstance(factor, int | Fraction):
        return None
    names = {_base_name(base): base for atom in atoms().values() for base, _ in atom.dimension}
    powers = [(_OURS.get(base) or names.get(base, base), power) for base, power in _powers(ureg.Quantity(1, of))]
    if not powers or any(power.denominator != 1 for _, power in powers):
        return None
    return name, Fraction(factor), tuple(sorted((base, int(power)) for base, power in powers))


def _powers(quantity: "pint.Quantity[Any]") -> list[tuple[str, Fraction]]:
    return [(name, Fraction(str(power))) for name, power in quantity.unit_items()]


def in_pint(figure: Fraction, unit: Unit) -> "pint.Quantity[Any]":
    """Give so many of a unit as a quantity of pint, which has no scale words."""
    ureg = registry()
    made = ureg.Quantity(figure, "")
    for atom, exponent in unit.terms:
        count, name = atom.basis
        made = made * ureg.Quantity(count**exponent, ureg.Unit(name) ** exponent)
    return made


def unit_from_pint(quantity: "pint.Quantity[Any]") -> Unit:
    """Read the unit of a quantity of pint, by the full names of what it is made of."""
    import pint  # noqa: PLC0415 - loads where it is needed only

    if not isinstance(quantity, pint.Quantity):
        raise WrongTypeError("quantity", quantity, "a quantity of pint")
    terms: list[tuple[Atom, int]] = []
    for name, power in _powers(quantity):
        if power.denominator != 1:
            raise InvalidValueError("unit", f"{name} ** {power}", "of whole powers")
        atom = _by_name().get(name) or from_pint(name)
        if atom is None:
            raise UnknownCodeError(name, TABLE)
        terms.append((atom, int(power)))
    return Unit(terms)


@cache
def _by_name() -> Mapping[str, Atom]:
    made = {atom.basis[1]: atom for atom in atoms().values()}
    conditioned = [find_atom(f"{row.of}@{row.code}") for row in conditions().values()]
    return made | {atom.basis[1]: atom for atom in conditioned if atom}
