"""Units: what a text names, in one canonical form, with an exact factor to the base of its dimension."""

import re
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import cache, lru_cache
from math import prod
from types import MappingProxyType
from typing import Any, Final, TypeAlias, final

import attrs

from centralasia.errors import InvalidValueError, UnknownCodeError, WrongTypeError
from centralasia.quantities.atoms import (
    TABLE,
    Atom,
    Dimension,
    Provenance,
    atoms,
    by_size,
    find_atom,
    fold,
    joined,
    spellings,
)
from centralasia.quantities.tables import conditions
from centralasia.records import register
from centralasia.reference import currencies, near

__all__ = ["Unit", "find_unit", "unit", "units"]

_LONGEST: Final = 64
_MOST_TERMS: Final = 8
_MOST: Final = 9  # the greatest power
_IDIOMS: Final = {  # short for what its parts are not short for
    "s/ga": "centner/ha",  # a sentner of the Turkic languages, and not a second
    "с/га": "centner/ha",
    "г/т": "g/t",
    "b/d": "bbl/d",
    "bpd": "bbl/d",
    "bopd": "bbl/d",
}
_split = re.compile(r" ?/ ?| (?:per|a|на|за|в|с) (?:1 )?").split
_power = re.compile(r"(.+?)(?: ?(?:\^|\*\*) ?)?(-?[1-9])").fullmatch

Terms: TypeAlias = tuple[tuple[Atom, int], ...]


@final
@attrs.frozen(init=False, repr=False)
class Unit:
    """A unit, simple (t, bcm@20C, lb U3O8) or made of others (centner/ha, GJ/m3@20C).

    Made by `unit`. What has a name of its own goes by it. Two units are equal if they are written in the same way;
    `converts_to` tells whether one can be turned into the other without a context.

    Attributes:
        code: The one way the library writes the unit; `unit` reads it back.
        factor: How many of the base units it is.
        dimension: The base units, by code, each with its exponent.

    Example:
        >>> unit("ц/га").code, unit("ц/га").dimension, unit("ц/га").factor
        ('centner/ha', (('kg', 1), ('m', -2)), Fraction(1, 100))
    """

    code: str
    terms: Terms = attrs.field(eq=False)
    factor: Fraction = attrs.field(eq=False)
    dimension: Dimension = attrs.field(eq=False)

    def __init__(self, terms: Iterable[tuple[Atom, int]]) -> None:
        """Take ready terms; texts go through `unit`."""
        written = _in_order(terms)
        code = _written(written)
        if len(code) > _LONGEST or len(written) > _MOST_TERMS or any(abs(power) > _MOST for _, power in written):
            limits = f"a unit has at most {_MOST_TERMS} parts, powers up to {_MOST} and {_LONGEST} characters"
            raise UnknownCodeError(code[:_LONGEST], TABLE, (), limits)
        factor = prod((atom.factor**exponent for atom, exponent in written), start=Fraction(1))
        dimension = joined((atom.dimension, exponent) for atom, exponent in written)
        named = by_size().get((factor, dimension))  # kW*h is kWh, however it came about
        if named is not None:
            code, written = named, ((atoms()[named], 1),)
        made: Any = self
        made.__attrs_init__(code, written, factor, dimension)

    @property
    def title(self) -> str:
        """What it is, in words."""
        if len(self.terms) == 1 and self.terms[0][1] == 1:
            return self.terms[0][0].title
        return self.code

    @property
    def provenance(self) -> tuple[Provenance, ...]:
        """Where the factors of its parts come from."""
        return tuple(dict.fromkeys(each for atom, _ in self.terms for each in atom.provenance))

    def converts_to(self, other: "Unit | str") -> bool:
        """Tell whether it measures the same as another unit.

        Example:
            >>> unit("t").converts_to("lb"), unit("t").converts_to("bbl"), unit("bcm").converts_to("bcm@20C")
            (True, False, False)
        """
        return self.dimension == unit(other).dimension

    def __str__(self) -> str:
        return self.code

    def __repr__(self) -> str:
        return f"unit({self.code!r})"

    def __reduce__(self) -> "tuple[Callable[[Unit | str], Unit], tuple[str]]":
        return unit, (self.code,)


def _in_order(terms: Iterable[tuple[Atom, int]]) -> Terms:
    """Bring like terms together, in the order in which they are written."""
    found: dict[str, tuple[Atom, int]] = {}
    for atom, exponent in terms:
        found[atom.code] = atom, found.get(atom.code, (atom, 0))[1] + exponent
    kept = [(atom, exponent) for atom, exponent in found.values() if exponent]
    return tuple(sorted(kept, key=lambda term: (term[1] < 0, term[0].code)))


def _written(terms: Terms) -> str:
    above = [_raised(atom.code, exponent) for atom, exponent in terms if exponent > 0]
    below = [_raised(atom.code, -exponent) for atom, exponent in terms if exponent < 0]
    return "/".join(["*".join(above) or "1", *below])


def _raised(code: str, exponent: int) -> str:
    return code if exponent == 1 else f"{code}^{exponent}"


def unit(text: Unit | str) -> Unit:
    """Find the unit that a text names, as people of the region write it; a unit is given back.

    The table knows codes, names and abbreviations in the languages of the region; scale words ("тыс. т", "million
    bbl"), powers (m^3, м³), products and quotients ("ц/га", "USD" apart), and conditions behind an @ ("bcm@20C",
    "t@live"). What it does not know may be a full name of a unit of pint, such as "furlong".

    Raises:
        UnknownCodeError: No such unit, with near misses; or a word with several readings, such as "mcm" and "ton".
        WrongTypeError: No text.

    Source:
        ``units.csv`` and ``conditions.csv``; a row each, with its source.

    Example:
        >>> [unit(text).code for text in ("тонна", "ц/га", "млрд кВт·ч", "т у.т.", "тыс. м³", "барр./сут")]
        ['t', 'centner/ha', 'TWh', 'tce', 'thousand m3', 'bbl/d']
        >>> unit("tone")
        Traceback (most recent call last):
        centralasia.errors.UnknownCodeError: 'tone' is not in the table of units; did you mean 'tonne' or ...
    """
    if isinstance(text, Unit):
        return text
    if not isinstance(text, str):
        raise WrongTypeError("unit", text, "a Unit, or a text that names one")
    if len(text) > _LONGEST:
        raise UnknownCodeError(f"{text[:_LONGEST]}…", TABLE)
    return _read(text)


def find_unit(text: str) -> Unit | None:
    """Find the unit that a text names, or None where it names none, or has several readings.

    Raises:
        WrongTypeError: No text.

    Example:
        >>> find_unit("центнеров"), find_unit("mcm") is None
        (unit('centner'), True)
    """
    try:
        return unit(text)
    except UnknownCodeError:
        return None


@cache
def units() -> Mapping[str, Unit]:
    """Give the units of the table by code.

    Example:
        >>> units()["t"].title, len(units()) > 70
        ('tonne', True)
    """
    return MappingProxyType({code: Unit([(atom, 1)]) for code, atom in atoms().items()})


@lru_cache(maxsize=4096)
def _read(text: str) -> Unit:
    folded = fold(text)
    scale, space, of = folded.rpartition(" ")
    folded = f"{scale}{space}{_IDIOMS.get(of.casefold(), of)}"
    whole = find_atom(folded)
    if whole is not None:
        return Unit([(whole, 1)])
    parts = [(term, -1 if place else 1) for place, part in enumerate(_split(folded)) for term in part.split("*")]
    return Unit([_raise(_read_term(term, text), sign) for term, sign in parts if (term, sign) != ("1", 1)])


def _raise(term: tuple[Atom, int], sign: int) -> tuple[Atom, int]:
    atom, exponent = term
    return atom, exponent * sign


def _read_term(term: str, text: str) -> tuple[Atom, int]:
    atom = find_atom(term)
    if atom is not None:
        return atom, 1
    powered = _power(term)
    base = find_atom(powered[1]) if powered else None
    if powered and base:
        return base, int(powered[2])
    raise _unknown(term, text)


def _unknown(term: str, text: str) -> UnknownCodeError:
    if term.upper() in currencies():
        way_out = "money is no unit: state a price, as in UnitPrice.of(Money.of(400, 'USD'), per='t') * quantity"
        return UnknownCodeError(term, TABLE, (), way_out)
    if "@" in term:
        return UnknownCodeError(term, TABLE, (), f"behind the @ stands one of {', '.join(conditions())}")
    return UnknownCodeError(term, TABLE, near(term, spellings()), "" if term == text else f"in {text!r}")


def _in_cell(text: Unit | str) -> Unit:
    """Read a unit for a record, whose errors name the column: what the table says stays as the way out."""
    try:
        return unit(text)
    except UnknownCodeError as error:
        raise InvalidValueError("unit", error.code, "a unit, such as 't' or 'bcm@20C'", str(error)) from None


register(
    Unit,
    to_text=str,
    from_text=_in_cell,
    ready=_in_cell,
    title="a unit, such as 't' or 'bcm@20C'",
)
