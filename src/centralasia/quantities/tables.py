"""The facts of the room: units, reference conditions, what bridges two dimensions, and words with several readings."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar

from centralasia.numbers import Estimate
from centralasia.records import column, read_csv, record
from centralasia.reference import Certainty

__all__ = [
    "Bridge",
    "Condition",
    "Exactness",
    "Refusal",
    "UnitFact",
    "bridges",
    "conditions",
    "refusals",
    "unit_facts",
]

T = TypeVar("T")

_DATA: Final = Path(__file__).parent / "data"


class Exactness(StrEnum):
    """What kind of figure a factor is.

    Example:
        >>> unit_facts()["lb"].exactness.value, unit_facts()["pood"].exactness.value
        ('defined', 'agreed')
    """

    DEFINED = "defined"
    """Exact by definition."""
    COMPUTED = "computed"
    """Computed from constants, which the note names."""
    AGREED = "agreed"
    """A convention: exact for those who keep to it."""
    TYPICAL = "typical"
    """Differs from lot to lot."""


@record(key=("code",))
class UnitFact:
    """A unit as a multiple of another one.

    Units:
        One unit is `factor` times `of`; without `of` it is the base of a dimension of its own.

    Source:
        ``units.csv``, see the row.

    Example:
        >>> bbl = unit_facts()["bbl"]
        >>> bbl.factor, bbl.of, bbl.source
        (Fraction(42, 1), 'US gal', 'S-UNIT-BP')
    """

    code: str = column(title="code, the one way the library writes the unit")
    name: str = column(title="name in the registry of pint", pattern="[A-Za-z0-9_]+")
    factor: Fraction = column(title="how many of the other unit")
    of: str = column(title="other unit, blank for the base of a dimension", default="")
    title: str = column(title="what it is")
    exactness: Exactness = column(title="kind of figure the factor is")
    certainty: Certainty = column(title="how far the factor is certain")
    source: str = column(title="keys of the sources, separated by semicolons")
    note: str = column(title="what the columns do not say", default="")
    aliases: tuple[str, ...] = column(title="other ways in which people write it", default=())


@record(key=("code",))
class Condition:
    """What has to be known of a volume of gas, or of a weight, to compare it: written behind the unit, as in m3@20C.

    Units:
        One unit `of` under this condition is `factor` units under the first condition of its kind for gas (20 °C), and
        a quantity of its own kind for weights, where the factor is 1.

    Source:
        ``conditions.csv``, see the row.

    Example:
        >>> conditions()["15C"].factor
        Fraction(5863, 5763)
    """

    code: str = column(title="code, written behind the @")
    name: str = column(title="name in the registry of pint", pattern="[a-z0-9_]+")
    kind: str = column(title="gas or basis", codes=("gas", "basis"))
    of: str = column(title="unit it is a condition of")
    factor: Fraction = column(title="ratio to the base of the kind")
    title: str = column(title="what it is")
    exactness: Exactness = column(title="kind of figure the factor is")
    certainty: Certainty = column(title="how far the factor is certain")
    source: str = column(title="keys of the sources, separated by semicolons")
    note: str = column(title="what the columns do not say", default="")
    aliases: tuple[str, ...] = column(title="other ways in which people write it", default=())


@record(key=("kind", "name"))
class Bridge:
    """A factor between two dimensions that holds in a context only: for one blend, crop, bale or convention.

    Units:
        One unit `one` is `low` to `high` units `other`.

    Source:
        ``bridges.csv``, see the row.

    Example:
        >>> print(bridges()["blend", "CPC"].factor)
        7.85 to 7.90
    """

    kind: str = column(title="context: blend, crop, bale or convention", codes=("bale", "blend", "convention", "crop"))
    name: str = column(title="what the context is called")
    one: str = column(title="unit of which there is one")
    other: str = column(title="unit of which there are as many as the factor says")
    low: Decimal = column(title="least factor", exclusive_minimum=0)
    high: Decimal = column(title="greatest factor", exclusive_minimum=0)
    best: Decimal | None = column(title="factor itself, blank where only a range is known", default=None)
    exactness: Exactness = column(title="kind of figure the factor is")
    certainty: Certainty = column(title="how far the factor is certain")
    source: str = column(title="keys of the sources, separated by semicolons")
    note: str = column(title="what the columns do not say", default="")
    aliases: tuple[str, ...] = column(title="other ways in which people write it", default=())

    @property
    def factor(self) -> Estimate:
        """How many of the other unit there are."""
        if self.best is None or self.low == self.high:
            return Estimate.between(self.low, self.high)
        return Estimate.spanning(Fraction(self.low), Fraction(self.high), best=Fraction(self.best))


@record(key=("kind", "text"))
class Refusal:
    """A word that is not read, for it has several readings.

    Example:
        >>> refusals()["unit", "mcm"].way_out
        "a thousand cubic metres or a million: write 'thousand m3' or 'million m3'"
    """

    kind: str = column(title="unit, or the context for which it would be a name")
    text: str = column(title="the word")
    way_out: str = column(title="its readings, and what to write instead")


def _read(cls: type[T], name: str) -> tuple[T, ...]:
    path = _DATA / f"{name}.csv"
    return read_csv(cls, path.read_bytes(), table=path.name)


def _by(rows: tuple[T, ...], *names: str) -> Mapping[Any, T]:
    if len(names) == 1:
        return MappingProxyType({getattr(row, names[0]): row for row in rows})
    return MappingProxyType({tuple(getattr(row, name) for name in names): row for row in rows})


@cache
def unit_facts() -> Mapping[str, UnitFact]:
    """Give the units of the table by code.

    Example:
        >>> unit_facts()["centner"].factor, unit_facts()["centner"].of
        (Fraction(100, 1), 'kg')
    """
    return _by(_read(UnitFact, "units"), "code")


@cache
def conditions() -> Mapping[str, Condition]:
    """Give the conditions by code.

    Example:
        >>> sorted(row.code for row in conditions().values() if row.kind == "gas")
        ['0C', '15C', '20C', '60F']
    """
    return _by(_read(Condition, "conditions"), "code")


@cache
def bridges() -> Mapping[tuple[str, str], Bridge]:
    """Give the factors that hold in a context, by kind of context and name.

    Example:
        >>> bridges()["bale", "statistical"].factor.best
        Decimal('480')
    """
    return _by(_read(Bridge, "bridges"), "kind", "name")


@cache
def refusals() -> Mapping[tuple[str, str], Refusal]:
    """Give the words that are not read, by kind and word.

    Example:
        >>> ("crop", "oats") in refusals()
        True
    """
    return _by(_read(Refusal, "refusals"), "kind", "text")
