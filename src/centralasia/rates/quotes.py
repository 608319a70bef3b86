"""An exchange rate as its publisher printed it."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, final

import attrs

from centralasia.errors import InvalidValueError
from centralasia.numbers import Estimate
from centralasia.periods import Period
from centralasia.records import column, evolve, record
from centralasia.reference import Currency, currency

__all__ = [
    "ExchangeRate",
    "QuoteParts",
    "RateKind",
    "SeriesKey",
    "Side",
    "checked_already",
    "most_places",
    "parts_of",
    "places_of",
    "rate_kind",
    "series_key",
    "with_decimals",
]


class RateKind(StrEnum):
    """What a rate is a price of.

    Example:
        >>> rate_kind("end of period")
        <RateKind.END_OF_PERIOD: 'end_of_period'>
    """

    OFFICIAL = "official"
    MARKET = "market"
    CASH = "cash"
    PARALLEL = "parallel"
    AVERAGE = "average"
    END_OF_PERIOD = "end_of_period"

    __hash__ = str.__hash__  # an Enum hashes in Python code, and a table hashes one kind per quote


class Side(StrEnum):
    """Which side of the market a price is: `bid` is what a dealer pays for the base, `ask` what he takes for it.

    Example:
        >>> ExchangeRate(base="USD", quote="KZT", value=499, side="bid", on="2024-03-01").inverse().side
        <Side.ASK: 'ask'>
    """

    MID = "mid"
    BID = "bid"
    ASK = "ask"

    __hash__ = str.__hash__


OVER_A_PERIOD = frozenset({RateKind.AVERAGE, RateKind.END_OF_PERIOD})


def rate_kind(value: RateKind | str) -> RateKind:
    """Read a kind of rate by its name, in any case, with spaces, hyphens or underscores.

    Raises:
        InvalidValueError: there is no such kind.
    """
    try:
        return RateKind(value)
    except ValueError:
        name = str(value).strip().lower().replace(" ", "_").replace("-", "_")
        if name in set(RateKind):
            return RateKind(name)
    raise InvalidValueError("kind", value, "one of " + ", ".join(RateKind))


@final
@attrs.frozen(eq=False)
class SeriesKey:
    """What the quotes of one series share. Interned: equal keys are one object, so that a table groups by identity."""

    base: Currency
    quote: Currency
    inverted: bool
    kind: RateKind
    side: Side
    source: str
    over_period: bool
    order: tuple[str, str, bool, str, str, str] = attrs.field(init=False)
    """A total order that does not depend on how a table was put together."""

    def __attrs_post_init__(self) -> None:
        """Put down what is asked for often."""
        order = self.base.code, self.quote.code, self.inverted, self.kind, self.side, self.source
        object.__setattr__(self, "order", order)

    def __reduce__(self) -> tuple[Any, ...]:
        """Come back from a pickle or copy as the one object."""
        return series_key, attrs.astuple(self, recurse=False)[:-1]


_KEYS: dict[tuple[Any, ...], SeriesKey] = {}


def series_key(*identity: Any) -> SeriesKey:  # noqa: ANN401 - as the fields of a key are
    """Give the one key with these fields, which are given in their order and are not checked."""
    found = _KEYS.get(identity)
    return _KEYS.setdefault(identity, SeriesKey(*identity)) if found is None else found


def _kind(value: RateKind | str) -> RateKind:
    return value if type(value) is RateKind else rate_kind(value)


@final
@record
class ExchangeRate:
    """A price of one currency in another, kept as its publisher printed it.

    Two rates are equal when the same publisher printed the same figure for the same thing; how precisely the figure
    is known (`decimals`, `margin`) and the `change` printed beside it describe it and do not identify it.

    Units:
        `value` is the amount of `quote` paid for `nominal` units of `base`; with `inverted` it is the amount of
        `base` paid for `nominal` units of `quote`.

    Args:
        base: The currency that is priced, or its code.
        quote: The currency in which it is priced, or its code.
        value: The printed figure.
        nominal: How many units the figure is for.
        on: The day for which the rate holds, or the period for an average or an end-of-period rate.
        kind: What it is a price of.
        side: Mid, or the side of the market.
        source: The publisher or series.
        decimals: Printed decimals of the series; those of `value` when not given. Bulletins drop trailing zeros.
        until: The first day on which the rate no longer holds by its publisher's own word.
        margin: The most by which `value` can be off where that is not half a unit of its last decimal; 0 for a rate
            that is fixed by an act and not rounded from anything.
        change: The change column exactly as printed.
        inverted: The figure was printed the other way round.

    Raises:
        InvalidValueError: not greater than zero, a nominal below 1, the same currency twice, fewer decimals stated
            than printed, a period for a daily rate or a day for an average.
        UnknownCodeError: no such currency.

    Example:
        >>> from decimal import Decimal
        >>> won = ExchangeRate(base="KRW", quote="KZT", value=Decimal("30.69"), nominal=100, on="2026-04-01",
        ...     source="nbk")
        >>> won.per_unit
        Fraction(3069, 10000)
        >>> won.inverse().per_unit
        Fraction(10000, 3069)
    """

    base: Currency = column(title="currency that is priced", unit="ISO 4217", converter=currency)
    quote: Currency = column(title="currency of the price", unit="ISO 4217", converter=currency)
    value: Decimal = column(title="printed figure", exclusive_minimum=0)
    nominal: int = column(default=1, title="units of the base the figure is for", minimum=1)
    on: date | Period = column(title="day or period for which the rate holds")
    kind: RateKind = column(default=RateKind.OFFICIAL, title="kind of rate", converter=_kind)
    side: Side = column(default=Side.MID, title="side of the market")
    source: str = column(default="unstated", title="publisher or series")
    decimals: int | None = column(
        default=None, title="printed decimals of the series", minimum=0, maximum=1_000, eq=False
    )
    until: date | None = column(default=None, title="first day no longer valid")
    margin: Decimal | None = column(default=None, title="most by which the figure can be off", minimum=0, eq=False)
    change: str | None = column(default=None, title="change as printed", eq=False)
    inverted: bool = column(default=False, title="printed the other way round")
    key: SeriesKey = attrs.field(init=False, repr=False, eq=False)
    day: int = attrs.field(init=False, repr=False, eq=False)

    if TYPE_CHECKING:  # what the converters take, which checkers cannot see for themselves

        def __init__(  # noqa: PLR0913, D107 - one argument a field
            self,
            *,
            base: Currency | str,
            quote: Currency | str,
            value: Decimal | int | str,
            nominal: int = 1,
            on: date | str | Period,
            kind: RateKind | str = RateKind.OFFICIAL,
            side: Side | str = Side.MID,
            source: str = "unstated",
            decimals: int | None = None,
            until: date | str | None = None,
            margin: Decimal | int | str | None = None,
            change: str | None = None,
            inverted: bool = False,
        ) -> None: ...

    def __attrs_post_init__(self) -> None:
        """Check what no single field can."""
        _check(self)
        over_period = isinstance(self.on, Period)
        key = series_key(self.base, self.quote, self.inverted, self.kind, self.side, self.source, over_period)
        first = self.on.start if isinstance(self.on, Period) else self.on
        object.__setattr__(self, "key", key)
        object.__setattr__(self, "day", first.toordinal())

    @property
    def per_unit(self) -> Fraction:
        """Units of `quote` for one unit of `base`, exactly as printed."""
        figure = Fraction(self.value)
        return self.nominal / figure if self.inverted else figure / self.nominal

    @property
    def bounds(self) -> Estimate:
        """Every price of one unit of `base` that would have been printed like this.

        Units:
            Units of `quote` for one unit of `base`.
        """
        low, high = self.limits()
        return Estimate.spanning(low, high, best=self.per_unit)

    def limits(self, decimals: int | None = None) -> tuple[Fraction, Fraction]:
        """Give the ends of `bounds` as exact fractions; `decimals` stands in when the rate itself states none."""
        half = self.half_width(decimals)
        low, high = Fraction(self.value) - half, Fraction(self.value) + half
        return (self.nominal / high, self.nominal / low) if self.inverted else (low / self.nominal, high / self.nominal)

    def half_width(self, decimals: int | None = None) -> Fraction:
        """Give the most by which `value` can be off: `margin`, or half a unit of the last printed decimal."""
        if self.margin is not None:
            return Fraction(self.margin)
        stated = self.decimals if self.decimals is not None else decimals
        places = places_of(self.value)
        return Fraction(10) ** -(places if stated is None else max(places, stated)) / 2

    def inverse(self) -> "ExchangeRate":
        """Give the same printed figure read from the other side; the inverse of the inverse is the rate itself."""
        key, parts = self.key, parts_of(self)[1:]
        side = {Side.BID: Side.ASK, Side.ASK: Side.BID}.get(self.side, Side.MID)
        turned = series_key(key.quote, key.base, not key.inverted, key.kind, side, key.source, key.over_period)
        return checked_already(turned, *parts)

    def __str__(self) -> str:
        """Write the rate for people: what one pays for what, and when."""
        paid, for_ = (self.base, self.quote) if self.inverted else (self.quote, self.base)
        return f"{self.value} {paid} per {self.nominal} {for_} ({self.kind}, {self.on}, {self.source})"


def _setter(field: str) -> Callable[[ExchangeRate, Any], None]:
    setter: Callable[[ExchangeRate, Any], None] = getattr(ExchangeRate, field).__set__
    return setter


_SET_BASE, _SET_QUOTE, _SET_VALUE, _SET_NOMINAL = map(_setter, ("base", "quote", "value", "nominal"))
_SET_ON, _SET_KIND, _SET_SIDE, _SET_SOURCE = map(_setter, ("on", "kind", "side", "source"))
_SET_DECIMALS, _SET_UNTIL, _SET_MARGIN = map(_setter, ("decimals", "until", "margin"))
_SET_CHANGE, _SET_INVERTED, _SET_KEY, _SET_DAY = map(_setter, ("change", "inverted", "key", "day"))
_NEW = ExchangeRate.__new__
_DECIMALS = re.compile(r"\.(\d+)")


def checked_already(  # noqa: PLR0913, PLR0917 - one argument a field, by place: names take a quarter of the time
    key: SeriesKey,
    on: date | Period,
    day: int,
    value: Decimal,
    nominal: int = 1,
    decimals: int | None = None,
    until: date | None = None,
    margin: Decimal | None = None,
    change: str | None = None,
) -> ExchangeRate:
    """Make a rate of parts that its caller has checked by the same rules, several times faster than by checking them.

    For readers, which check what they read and say what is wrong with it, and for stores of what was checked once.

    Args:
        key: What the rate shares with its series.
        on: The day, or the period where the key says so.
        day: The number of the day, or of the first one of the period.
        value: As of `ExchangeRate`, and so the others.
        nominal: Units.
        decimals: Printed decimals of the series.
        until: First day no longer valid.
        margin: Most by which the figure can be off.
        change: The change as printed.
    """
    rate = _NEW(ExchangeRate)
    _SET_BASE(rate, key.base)
    _SET_QUOTE(rate, key.quote)
    _SET_VALUE(rate, value)
    _SET_NOMINAL(rate, nominal)
    _SET_ON(rate, on)
    _SET_KIND(rate, key.kind)
    _SET_SIDE(rate, key.side)
    _SET_SOURCE(rate, key.source)
    _SET_DECIMALS(rate, decimals)
    _SET_UNTIL(rate, until)
    _SET_MARGIN(rate, margin)
    _SET_CHANGE(rate, change)
    _SET_INVERTED(rate, key.inverted)
    _SET_KEY(rate, key)
    _SET_DAY(rate, day)
    return rate


QuoteParts = tuple[SeriesKey, date | Period, int, Decimal, int, int | None, date | None, Decimal | None, str | None]
"""The arguments of `checked_already`."""


def parts_of(rate: ExchangeRate) -> QuoteParts:
    """Take a rate apart, so that `checked_already` makes it again."""
    return (
        rate.key,
        rate.on,
        rate.day,
        rate.value,
        rate.nominal,
        rate.decimals,
        rate.until,
        rate.margin,
        rate.change,
    )


def places_of(value: Decimal) -> int:
    """Count the decimals a figure was written with; 5E+2 is written to the hundred and has -2."""
    text = str(value)  # three times as fast as its tuple, and read for every quote there is
    return len(text.partition(".")[2]) if "E" not in text else -int(value.as_tuple().exponent)


def most_places(values: Iterable[Decimal]) -> int:
    """Count the most decimals that any of some figures was written with.

    Args:
        values: The figures; all are written in one text, which takes a third of the time.
    """
    text = ",".join(map(str, values))
    if "E" in text:
        return max(map(places_of, map(Decimal, text.split(","))))
    return max(map(len, _DECIMALS.findall(text)), default=0)


def with_decimals(rate: ExchangeRate, decimals: int | None) -> ExchangeRate:
    """Fill printed decimals in that the figure itself does not show."""
    if decimals is None or decimals <= max(places_of(rate.value), -1):
        return rate
    return evolve(rate, decimals=decimals)


def _check(rate: ExchangeRate) -> None:
    if rate.base is rate.quote:
        raise InvalidValueError("quote", rate.quote.code, f"another currency than the base {rate.base.code}")
    if (rate.kind in OVER_A_PERIOD) is not isinstance(rate.on, Period):
        raise InvalidValueError(
            "on",
            str(rate.on),
            "a period" if rate.kind in OVER_A_PERIOD else "a day",
            f"a rate of kind {rate.kind.value} is of the other sort",
        )
    if rate.decimals is not None and rate.decimals < places_of(rate.value):
        raise InvalidValueError("decimals", rate.decimals, f"at least the {places_of(rate.value)} of {rate.value}")
    if rate.margin is not None and rate.margin >= rate.value:
        raise InvalidValueError("margin", rate.margin, f"less than the value {rate.value}")
    if rate.until is not None and (isinstance(rate.on, Period) or rate.until <= rate.on):
        raise InvalidValueError("until", rate.until, f"a day after {rate.on}")
