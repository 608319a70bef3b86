"""What goes wrong in the figure, the nominal, the day or the code of a single quote."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

import centralasia as ca

__all__ = ["CHANGES", "Change", "moved", "price_of", "with_figure"]

_FAR: Final = 2  # times: an inverted quote nearer to parity cannot be told from the quote itself
_DIGITS: Final = 6  # significant digits of a reciprocal
_JUMPS: Final = (Fraction(2), Fraction(3), Fraction(7, 5), Fraction(1, 2), Fraction(1, 3))
_OFF_PEG: Final = (Fraction(51, 50), Fraction(11, 10), Fraction(9, 10))
_LEAST_JUMP: Final = Fraction(1, 5)
_DECADES: Final = (1, -1, 2, -2, 3, -3, 4, -4)
_MONTHS: Final = 12

_Side = Literal["quote", "base"]
_SIDES: Final[tuple[_Side, ...]] = ("quote", "base")
Change: TypeAlias = Callable[["ca.ExchangeRate"], "ca.ExchangeRate | None"]
"""What makes a wrong quote of a right one; None where nobody could notice."""


def with_figure(rate: "ca.ExchangeRate", value: Decimal, nominal: int | None = None) -> "ca.ExchangeRate":
    """Give a rate another figure, and nothing that was said of the one before.

    Example:
        >>> dollar = ca.ExchangeRate(base="USD", quote="KZT", value="400", decimals=2, on="2019-03-04")
        >>> with_figure(dollar, Decimal("4.125")).decimals is None
        True
    """
    units = rate.nominal if nominal is None else nominal
    return ca.records.evolve(rate, value=value, nominal=units, decimals=None, margin=None, change=None)


def price_of(rate: "ca.ExchangeRate") -> Fraction:
    """Give what is printed for one unit, in whatever direction.

    Example:
        >>> price_of(ca.ExchangeRate(base="KRW", quote="KZT", value="30.69", nominal=100, on="2026-04-01"))
        Fraction(3069, 10000)
    """
    return Fraction(rate.value) / rate.nominal


def moved(rate: "ca.ExchangeRate", factor: Fraction) -> "ca.ExchangeRate | None":
    """Move a figure, in the digits it is printed with; None where these are too few to show it.

    Example:
        >>> dollar = ca.ExchangeRate(base="USD", quote="KZT", value="400.00", on="2019-03-04")
        >>> moved(dollar, Fraction(51, 50)).value
        Decimal('408.00')
    """
    places = max(0, -int(rate.value.as_tuple().exponent))
    value = ca.numbers.round_fraction(Fraction(rate.value) * factor, places, ca.Rounding.HALF_EVEN)
    return with_figure(rate, value) if value > 0 and value != rate.value else None


def _inverted(rate: "ca.ExchangeRate") -> "ca.ExchangeRate | None":
    price = price_of(rate)
    if Fraction(1, _FAR) <= price <= _FAR:
        return None
    places = 0
    while 10**places < 10 ** (_DIGITS - 1) * price:
        places += 1
    return with_figure(rate, ca.numbers.round_fraction(1 / price, places, ca.Rounding.HALF_EVEN), 1)


def _nominal_lost(rate: "ca.ExchangeRate") -> "ca.ExchangeRate | None":
    return ca.records.evolve(rate, nominal=1)


def _nominal_twice(rate: "ca.ExchangeRate") -> "ca.ExchangeRate | None":
    value = ca.numbers.exact_decimal(price_of(rate))
    return None if value is None else with_figure(rate, value)


def _redenominated(rate: "ca.ExchangeRate", *, side: _Side, newer: bool) -> "ca.ExchangeRate | None":
    """Scale the price as if one side were counted in the units before, or in those after."""
    money = rate.quote if side == "quote" else rate.base
    ratio = _ratio(money.predecessor, money) if newer else _ratio(money, money.successor)
    if ratio is None:
        return None
    factor = Fraction(ratio) if newer == (side == "quote") else Fraction(1, ratio)
    value = ca.numbers.exact_decimal(Fraction(rate.value) * (1 / factor if rate.inverted else factor))
    return None if value is None else with_figure(rate, value)


def _ratio(old: "ca.Currency | None", new: "ca.Currency | None") -> int | None:
    """Give how many units of old money became one of new, where the one came after the other."""
    return new.ratio if old is not None and new is not None and old.successor is new else None


def _without_comma(rate: "ca.ExchangeRate") -> "ca.ExchangeRate":
    return with_figure(rate, Decimal(f"{rate.value:f}".replace(".", "")))


def _shifted(rate: "ca.ExchangeRate", *, decades: int) -> "ca.ExchangeRate | None":
    """Shift the decimal mark, unless that is what a lost nominal, a comma or a redenomination comes to as well."""
    if abs(decades) == _places(rate) or 10 ** abs(decades) in {rate.nominal, *_ratios(rate)}:
        return None
    return with_figure(rate, Decimal(f"{ca.numbers.EXACT.scaleb(rate.value, decades):f}"))


def _places(rate: "ca.ExchangeRate") -> int:
    written = max(0, -int(rate.value.as_tuple().exponent))
    return written if rate.decimals is None else max(written, rate.decimals)


def _ratios(rate: "ca.ExchangeRate") -> Iterator[int]:
    for money in (rate.base, rate.quote):
        for ratio in (_ratio(money.predecessor, money), _ratio(money, money.successor)):
            if ratio is not None:
                yield ratio


def _one_digit(rate: "ca.ExchangeRate") -> "ca.ExchangeRate | None":
    places = -rate.value.adjusted()
    if places < 0:
        return None
    value = ca.numbers.round_fraction(Fraction(rate.value), places, ca.Rounding.HALF_EVEN)
    return with_figure(rate, value) if value.adjusted() == -places else None


def _jumped(rate: "ca.ExchangeRate", *, factor: Fraction) -> "ca.ExchangeRate | None":
    wrong = moved(rate, factor)
    return wrong if wrong is not None and abs(wrong.value - rate.value) >= _LEAST_JUMP * Fraction(rate.value) else None


def _off_peg(rate: "ca.ExchangeRate", *, factor: Fraction) -> "ca.ExchangeRate | None":
    """Move an official rate away from what it was held at on that day."""
    if rate.kind is not ca.rates.RateKind.OFFICIAL or not isinstance(rate.on, date):
        return None
    for peg in ca.reference.pegs(rate.on):
        if {peg.currency, peg.per} == {rate.base, rate.quote}:
            held = Fraction(peg.value) if rate.quote is peg.currency else 1 / Fraction(peg.value)
            low, high = rate.limits()
            return moved(rate, factor) if low <= held <= high else None
    return None


def _swapped_day(rate: "ca.ExchangeRate") -> "ca.ExchangeRate | None":
    on = rate.on
    if not isinstance(on, date) or on.day > _MONTHS:
        return None
    read = date(on.year, on.day, on.month)
    until = rate.until if rate.until is None or rate.until > read else None
    return ca.records.evolve(rate, on=read, until=until)


def _old_code(rate: "ca.ExchangeRate", *, side: _Side) -> "ca.ExchangeRate | None":
    money, other = (rate.quote, rate.base) if side == "quote" else (rate.base, rate.quote)
    old = money.predecessor
    day = rate.on if isinstance(rate.on, date) else rate.on.start
    if old is None or old.successor is not money or old is other or old.is_valid(day):
        return None
    return ca.records.evolve(rate, **{side: old})


CHANGES: Final[Mapping[str, tuple[Change, ...]]] = MappingProxyType(
    {
        "day-month-swapped": (_swapped_day,),
        "decimal-comma-as-group": (_without_comma,),
        "decimal-shifted": tuple([partial(_shifted, decades=decades) for decades in _DECADES]),
        "inverted": (_inverted,),
        "nominal-lost": (_nominal_lost,),
        "nominal-twice": (_nominal_twice,),
        "peg-violated": tuple([partial(_off_peg, factor=factor) for factor in _OFF_PEG]),
        "redenominated": tuple(
            [partial(_redenominated, side=side, newer=newer) for side in _SIDES for newer in (True, False)]
        ),
        "spike": tuple([partial(_jumped, factor=factor) for factor in _JUMPS]),
        "too-few-significant-digits": (_one_digit,),
        "withdrawn-code": tuple([partial(_old_code, side=side) for side in _SIDES]),
    }
)
"""The ways in which a single quote goes wrong, by code."""
