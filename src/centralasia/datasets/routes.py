"""Routes of oil and of power: how much they can carry, how long they are, and what they carried."""

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Final

from centralasia.datasets.tables import read
from centralasia.errors import InvalidValueError
from centralasia.numbers import Estimate, certainly_less
from centralasia.periods import Period
from centralasia.quantities import Quantity
from centralasia.records import column, record
from centralasia.reference import Country, Source, as_source

__all__ = ["Route", "RouteKind", "RouteStage", "oil_routes", "power_lines"]


class RouteKind(StrEnum):
    """What carries the goods.

    Example:
        >>> RouteKind("sea crossing".replace(" ", "_")).name
        'SEA_CROSSING'
    """

    PIPELINE = "pipeline"
    SEA_CROSSING = "sea_crossing"
    """Barges and tankers between two ports."""
    TRANSMISSION_LINE = "transmission_line"


class RouteStage(StrEnum):
    """How far a route has come.

    Example:
        >>> [each.value for each in RouteStage]
        ['proposed', 'under_construction', 'built', 'operating']
    """

    PROPOSED = "proposed"
    UNDER_CONSTRUCTION = "under_construction"
    BUILT = "built"
    """Built, and not said to operate."""
    OPERATING = "operating"


_LENGTH: Final = "km"
_CAPACITIES: Final = {
    RouteKind.PIPELINE: ("Mt/y", "bbl/d"),
    RouteKind.SEA_CROSSING: ("Mt/y", "bbl/d"),
    RouteKind.TRANSMISSION_LINE: ("MW",),
}


@record(key=("name", "vintage"))
class Route:
    """A way for oil or power, as a source describes it: whatever that leaves out is None, and not known.

    Units:
        `capacity` is so much a time of oil (Mt/y, million bbl/d) or a power (MW), as the source has it; tonnes and
        barrels are tied by a blend alone, see `Quantity.to`. `carried` is what went through in all of `carried_in`.

    Args:
        name: What it is called; a part has a name of its own.
        kind: What carries the goods.
        commodity: What is carried.
        countries: The countries it runs through, from its beginning to its end.
        stage: How far it has come.
        capacity: What it can carry.
        length: How long it is.
        carried: What it did carry.
        carried_in: In which period.
        part_of: The name of the route of which it is a part.
        source: Where it is said.
        vintage: As of when: capacities change.
        note: What the fields do not say.

    Raises:
        InvalidValueError: No country, or one twice; a capacity, length or amount of another dimension or below zero; an
            amount without its period, or a period without an amount; a part of itself.

    Example:
        >>> line = Route(name="demo line", kind="transmission_line", commodity="electricity", countries=("KG", "TJ"),
        ...     stage="built", capacity=Quantity.of(1300, "MW"), source="made up")
        >>> print(line)
        demo line (KG, TJ): 1300 MW, length not known
        >>> Route(name="demo line", kind="transmission_line", commodity="electricity", countries=("KG", "TJ"),
        ...     stage="built", capacity=Quantity.of(67, "Mt/y"), source="made up")
        Traceback (most recent call last):
        centralasia.errors.InvalidValueError: capacity must be in a unit like MW, got '67 Mt/y'
    """

    name: str = column(title="what the route is called")
    kind: RouteKind = column(title="what carries the goods")
    commodity: str = column(title="what is carried")
    countries: tuple[Country, ...] = column(title="countries it runs through", unit="ISO 3166-1 alpha-2")
    stage: RouteStage = column(title="how far it has come")
    capacity: Quantity | None = column(title="capacity, blank when not known", default=None)
    length: Quantity | None = column(title="length, blank when not known", default=None)
    carried: Quantity | None = column(title="amount carried, blank when not known", default=None)
    carried_in: Period | None = column(title="period of the amount carried", default=None)
    part_of: str = column(title="route of which it is a part", default="")
    source: Source = column(title="source", converter=as_source)
    vintage: str = column(title="as of when, blank when not stated", default="")
    note: str = column(title="what the columns do not say", default="")

    if TYPE_CHECKING:  # what the columns take besides, which checkers cannot see for themselves

        def __init__(  # noqa: PLR0913, D107 - one argument a field
            self,
            *,
            name: str,
            kind: RouteKind | str,
            commodity: str,
            countries: tuple[Country | str, ...],
            stage: RouteStage | str,
            capacity: Quantity | None = None,
            length: Quantity | None = None,
            carried: Quantity | None = None,
            carried_in: Period | str | None = None,
            part_of: str = "",
            source: Source | str,
            vintage: str = "",
            note: str = "",
        ) -> None: ...

    def __attrs_post_init__(self) -> None:
        """Check what no single field can."""
        shown = tuple([each.alpha2 for each in self.countries])
        if not shown or len(set(shown)) < len(shown):
            raise InvalidValueError("countries", shown, "one country at least, and each once")
        _check("capacity", self.capacity, _CAPACITIES[self.kind])
        _check("length", self.length, (_LENGTH,))
        _check("carried", self.carried, ("TWh",) if self.kind is RouteKind.TRANSMISSION_LINE else ("Mt", "bbl"))
        if (self.carried is None) != (self.carried_in is None):
            shown_period = None if self.carried_in is None else str(self.carried_in)
            raise InvalidValueError("carried_in", shown_period, "given together with what was carried, or not at all")
        if self.part_of == self.name:
            raise InvalidValueError("part_of", self.part_of, "the name of another route")

    def __str__(self) -> str:
        """Say it for people."""
        capacity = "capacity not known" if self.capacity is None else str(self.capacity)
        length = "length not known" if self.length is None else str(self.length)
        return f"{self.name} ({', '.join([each.alpha2 for each in self.countries])}): {capacity}, {length}"


def _check(name: str, amount: Quantity | None, units: tuple[str, ...]) -> None:
    """Refuse a quantity of another dimension, and one that is certainly below zero."""
    if amount is None:
        return
    if not any(amount.unit.converts_to(each) for each in units):
        raise InvalidValueError(name, str(amount), f"in a unit like {' or '.join(units)}")
    if certainly_less(amount.estimate, Estimate.exactly(0)):
        raise InvalidValueError(name, str(amount), "zero or more")


@cache
def oil_routes() -> tuple[Route, ...]:
    """Give the ways of Kazakhstan's oil to the west: the CPC, the BTC, and the crossing of the Caspian to reach it.

    What the crossing could carry is not known: what it did carry is stated.

    Units:
        Million tonnes a year for the CPC, million barrels a day for the BTC, as each is published.

    Source:
        The row says it; a capacity that was raised is a row of its own, by its vintage.

    Example:
        >>> [(each.name, str(each.capacity)) for each in oil_routes() if each.vintage == "2014"]
        [('BTC, Baku-Tbilisi-Ceyhan', '1.2 million bbl/d')]
    """
    return read(Route, "oil_routes")


@cache
def power_lines() -> tuple[Route, ...]:
    """Give CASA-1000, the line that is to carry power from Kyrgyzstan and Tajikistan to Afghanistan and Pakistan.

    Source:
        The row says it.

    Example:
        >>> print(power_lines()[0])
        CASA-1000 (KG, TJ, AF, PK): 1300 MW, 1387 km
    """
    return read(Route, "power_lines")
