"""Contexts: what has to be stated before one dimension becomes another, and the way from unit to unit."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cache, lru_cache
from itertools import combinations, product
from typing import Any, Final, NamedTuple, Protocol, TypedDict, final

import attrs

from centralasia.errors import InvalidValueError, UnknownCodeError, WrongTypeError
from centralasia.numbers import as_fraction
from centralasia.quantities.atoms import Dimension, Provenance, as_refusal, find_condition, fold, joined
from centralasia.quantities.figures import Figure, as_estimate, as_figure, quotient, times
from centralasia.quantities.tables import Condition, bridges, conditions
from centralasia.quantities.units import Unit, unit
from centralasia.reference import near

__all__ = ["KINDS", "Context", "Link", "Measured", "Step", "find_steps", "links_of"]

KINDS: Final = ("blend", "crop", "bale", "convention", "gas", "basis")
"""The contexts that can be stated."""

_OWN: Final = {
    "blend": "Quantity.of('7.6', 'bbl/t')",
    "crop": "Quantity.of(60, 'lb')",
    "bale": "Quantity.of(215, 'kg')",
    "convention": "Quantity.of('37.5', 'MJ/m3@20C')",
}
_TOO: Final = {"bale": ", since a kip of Uzbekistan or Turkmenistan has no fixed weight"}
_ANY: Final = "convention"  # a factor stated for it may lead from anything to anything: its unit says where
_PLURAL: Final = {"gas": "conditions of gas", "basis": "bases of weight"} | {kind: f"{kind}s" for kind in KINDS[:4]}
_LONGEST: Final = 64
_EACH: Final = {"crop": "bu", "bale": "bale"}  # a weight stated for these is that of one


@final
@attrs.frozen(kw_only=True)
class Step:
    """One factor of a conversion between units.

    Attributes:
        kind: "units" where the table of units decides, else the kind of context.
        name: What the context is called, or the unit.
        statement: The factor in words.
        provenance: Where it comes from; nothing where the user stated it.

    Example:
        >>> from centralasia.quantities import Quantity
        >>> step = Quantity.of(1, "t").conversion("bbl", blend="world").steps[0]
        >>> step.kind, step.name, step.statement
        ('blend', 'world', '1 t is 7.33 bbl')
    """

    kind: str
    name: str
    statement: str
    provenance: tuple[Provenance, ...] = ()

    def __str__(self) -> str:
        """Say it in a line."""
        said = "; ".join(str(each) for each in self.provenance) or "as stated"
        return f"{self.kind} {self.name}: {self.statement} ({said})"


@final
@attrs.frozen(kw_only=True)
class Link:
    """A factor between bases: it changes the dimension by `delta`."""

    figure: Figure
    delta: Dimension
    step: Step


class Measured(Protocol):
    """A quantity, as far as contexts need to know it."""

    @property
    def figure(self) -> Figure:
        """The figure."""

    @property
    def unit(self) -> Unit:
        """The unit."""


class Context(TypedDict, total=False):
    """What can be stated of a conversion: each by its name in the tables, or as a factor of one's own.

    A factor of one's own is a quantity, or its text: ``blend="7.6 bbl/t"``, ``bale="215 kg"``.
    """

    blend: str | Measured
    """The oil or fuel, for barrels and tonnes: "CPC", "Urals", "world", "diesel" …"""
    crop: str | Measured
    """The crop, for bushels: "wheat", "barley", "oats US", "oats Canada" …"""
    bale: str | Measured
    """The weight of a bale of cotton: "statistical", "India" …"""
    convention: str | Measured
    """The convention for the energy of gas ("EI", "IEA Russia", "Gazprom"), the grain in flour, the fibre in cotton; or
    any factor of one's own, such as "0.55 t@slaughter/t@live" and "365 d/y"."""
    gas: str
    """The reference condition of the volume that names none: "20C", "15C", "0C", "60F"."""
    basis: str
    """The basis of the weight that names none: "live", "slaughter", "clean", "bunker" …"""


class _Use(NamedTuple):
    link: Link
    sign: int


def _change(one: Unit, other: Unit) -> Dimension:
    return joined([(other.dimension, 1), (one.dimension, -1)])


@cache
def _links() -> Mapping[tuple[str, str], Link]:
    """Give all links of the tables by kind and folded name."""
    found: dict[tuple[str, str], Link] = {}
    for row in bridges().values():
        one, other = unit(row.one), unit(row.other)
        said = Provenance(row.name, row.exactness, row.certainty, row.source, row.note)
        step = Step(kind=row.kind, name=row.name, statement=f"1 {one} is {row.factor} {other}", provenance=(said,))
        figure = times(as_figure(row.factor), other.factor / one.factor)
        link = Link(figure=figure, delta=_change(one, other), step=step)
        found |= {(row.kind, fold(name).casefold()): link for name in (row.name, *row.aliases)}
    return found


def _names(kind: str) -> list[str]:
    if kind in {"gas", "basis"}:
        return [row.code for row in conditions().values() if row.kind == kind]
    return [name for of, name in bridges() if of == kind]


def links_of(stated: Mapping[str, Any]) -> dict[str, Link]:
    """Read what was stated, by kind of context; None is nothing.

    Raises:
        InvalidValueError: No such kind; a name that does not settle the factor; a factor of the wrong dimension.
        UnknownCodeError: No context of that name.
        WrongTypeError: Neither a name nor a quantity.
    """
    found = {}
    for kind, value in stated.items():
        if kind not in KINDS:
            raise InvalidValueError("context", kind, f"one of {', '.join(KINDS)}")
        if isinstance(value, str):
            found[kind] = _link_named(kind, value)
        elif isinstance(getattr(value, "unit", None), Unit):
            found[kind] = _link_of(kind, value.figure, value.unit)
        elif value is not None:
            example = f"such as {_OWN[kind]}" if kind in _OWN else ""
            raise WrongTypeError(kind, value, "a name, or a quantity" if example else "a name", example)
    return found


def _link_named(kind: str, name: str) -> Link:
    found = _known(kind, name)
    if found is not None:
        return found
    way_out = as_refusal(kind, fold(name))
    if way_out:
        raise InvalidValueError(kind, name, "one that settles the factor", way_out)
    figure, _, of = name.strip().partition(" ")
    if figure[:1].isdigit() and of:
        return _link_of(kind, as_fraction(figure, kind), unit(of))
    names = _names(kind)
    raise UnknownCodeError(name[:_LONGEST], _PLURAL[kind], near(name, names), f"known are {_listed(names)}")


def _known(kind: str, name: str) -> Link | None:
    if kind not in {"gas", "basis"}:
        return _links().get((kind, fold(name[:_LONGEST]).casefold()))
    row = find_condition(name[:_LONGEST])
    return _link_at(row) if row and row.kind == kind else None


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(repr, names))


def _link_at(row: Condition) -> Link:
    plain, at = unit(row.of), unit(f"{row.of}@{row.code}")
    said = Provenance(at.code, row.exactness, row.certainty, row.source, row.note)
    step = Step(kind=row.kind, name=row.code, statement=f"plain {plain} are {at}", provenance=(said,))
    return Link(figure=at.factor, delta=_change(plain, at), step=step)


def _link_of(kind: str, figure: Figure, unit_of: Unit) -> Link:
    """Take a factor that the user states: a quantity such as 7.6 bbl/t, or the weight of one bale or bushel.

    Raises:
        InvalidValueError: It is of no dimension that this kind of context bridges, or it is not greater than zero.
    """
    least = figure if isinstance(figure, Fraction) else Fraction(figure.low) if figure.low.is_finite() else Fraction(-1)
    shown = f"{as_estimate(figure)} {unit_of}"
    if least <= 0:
        raise InvalidValueError(kind, shown, "greater than zero")
    delta, per = unit_of.dimension, ""
    if kind in _EACH and delta == unit("kg").dimension:
        delta, per = joined([(delta, 1), (unit(_EACH[kind]).dimension, -1)]), f" to the {_EACH[kind]}"
    known = {each for one in _deltas(kind) for each in (one, joined([(one, -1)]))}
    if kind not in _OWN or (kind != _ANY and delta not in known):
        example = f"such as {_OWN[kind]}" if kind in _OWN else f"one of {_listed(_names(kind))}"
        raise InvalidValueError(kind, shown, f"a {kind} by name, or a factor", example)
    step = Step(kind=kind, name="as stated", statement=f"{shown}{per}")
    return Link(figure=times(figure, unit_of.factor), delta=delta, step=step)


@cache
def _deltas(kind: str) -> frozenset[Dimension]:
    return frozenset(_link_named(kind, name).delta for name in _names(kind))


def find_steps(one: Unit, other: Unit, stated: Mapping[str, Link]) -> tuple[Figure, tuple[Step, ...]]:
    """Find how many of another unit one unit is, by the units alone or with the fewest of the contexts stated.

    Raises:
        InvalidValueError: Nothing stated leads there; the message says what has to be.
    """
    if one.dimension == other.dimension:
        return _by_units(one, other)
    for uses in _combined(list(stated.values())):
        if _delta_of(uses) == _change(one, other):
            figure: Figure = one.factor / other.factor
            for link, sign in uses:
                figure = times(figure, link.figure) if sign > 0 else quotient(figure, link.figure)
            steps = [link.step for link, _ in uses]
            return figure, (*steps, *_unit_steps(one, other))
    raise InvalidValueError("unit", other.code, f"one of the same dimension as {one}", _way_out(one, other, stated))


@lru_cache(maxsize=1024)
def _by_units(one: Unit, other: Unit) -> tuple[Figure, tuple[Step, ...]]:
    return one.factor / other.factor, tuple(_unit_steps(one, other))


def _unit_steps(one: Unit, other: Unit) -> Iterator[Step]:
    for each in dict.fromkeys((one, other)) if one != other else ():
        for said in each.provenance:
            yield Step(kind="unit", name=said.subject, statement=each.title, provenance=(said,))


def _combined(links: list[Link]) -> Iterator[tuple[_Use, ...]]:
    """Give all ways of using some of the links, up or down, the fewest first."""
    for count in range(1, len(links) + 1):
        for chosen in combinations(links, count):
            for signs in product((1, -1), repeat=count):
                yield tuple(_Use(link, sign) for link, sign in zip(chosen, signs, strict=True))


def _delta_of(uses: tuple[_Use, ...]) -> Dimension:
    return joined((link.delta, sign) for link, sign in uses)


def _way_out(one: Unit, other: Unit, stated: Mapping[str, Link]) -> str:
    """Say which contexts would lead from one unit to the other."""
    change = _change(one, other)
    for count in (1, 2):
        for kinds in combinations(KINDS, count):
            if count > 1 and "convention" not in kinds:
                continue  # oil that becomes gas, a bale that becomes bushels: no question that anybody asks
            links = [[_any(delta) for delta in sorted(_deltas(kind))] for kind in kinds]
            for chosen in product(*links):
                if any(_delta_of(uses) == change for uses in _combined(list(chosen)) if len(uses) == count):
                    missing = [kind for kind in kinds if kind not in stated] or list(kinds)
                    deltas = dict(zip(kinds, (link.delta for link in chosen), strict=True))
                    return "state " + " and ".join(_asked(kind, deltas[kind]) for kind in missing)
    own = f"as in {_ANY}=Quantity.of('0.55', 't@slaughter/t@live')"
    return f"no factor is known: state one of your own, of {other} per {one}, {own}"


def _any(delta: Dimension) -> Link:
    return Link(figure=Fraction(1), delta=delta, step=Step(kind="", name="", statement=""))


def _asked(kind: str, delta: Dimension) -> str:
    fitting = [name for name in _names(kind) if _link_named(kind, name).delta == delta]
    has_own = kind in _OWN and (kind != "convention" or any(base == "m3@20C" for base, _ in delta))
    own = f", or your own, as in {kind}={_OWN[kind]}{_TOO.get(kind, '')}" if has_own else ""
    return f"{kind}= as one of {_listed(fitting)}{own}"
