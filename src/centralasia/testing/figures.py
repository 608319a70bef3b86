"""Exact figures: decimals, amounts and money, estimates, and numerals as people write them."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache, partial
from math import ceil, floor
from typing import Final

import centralasia as ca
from centralasia.testing.extra import shown_as_called, st
from centralasia.testing.reference import chosen, favouring_first, locales, members, with_minor_unit

__all__ = [
    "amounts",
    "decimals",
    "estimates",
    "marks",
    "money",
    "money_estimates",
    "money_ranges",
    "numerals",
    "ratios",
]

_ANY_PLACES: Final = tuple(range(7))
_PLACES_WITHOUT_UNIT: Final = (0, 2, 4)  # of amounts in gold, special drawing rights and the like
_MOST_PLACES: Final = 1_000
_GROUP: Final = 3  # digits
_PARTING: Final = ("\u00a0", " ", "\u202f", "\u2009", "\u2007", "'", "\u2019")
_SIGNS: Final = (("", ""), ("-", ""), ("\u2212", ""), ("+", ""), ("- ", ""), ("\u2013", ""), ("(", ")"), ("", "-"))
_ZEROS: Final = ("0", "\u06f0", "\u0660", "\uff10")
_OTHER_LOCALES: Final = ("de", "de-CH", "en-IN", "und")  # with what no locale of the region has
_BLANKS: Final = ("", " ", "\u00a0", "\n")


@shown_as_called
def decimals(
    *,
    min_value: int | str | Decimal | None = None,
    max_value: int | str | Decimal | None = None,
    places: int | None = None,
) -> st.SearchStrategy[Decimal]:
    """Generate exact decimals: finite, of any size, whole numbers first.

    Args:
        min_value: The least figure.
        max_value: The greatest figure.
        places: The decimal places that each figure is written with; any number up to 6 when not given.

    Raises:
        InvalidValueError: No figure with so many places lies between the two.

    Example:
        >>> from hypothesis import find
        >>> find(decimals(min_value="0.5", places=2), lambda figure: figure % 1 != 0)
        Decimal('0.50')
    """
    return _decimals(_bound(min_value, "min_value"), _bound(max_value, "max_value"), _places(places, _ANY_PLACES))


@shown_as_called
def amounts(
    currency: "ca.Currency | str | None" = None,
    *,
    min_value: int | str | Decimal | None = None,
    max_value: int | str | Decimal | None = None,
    places: int | None = None,
) -> st.SearchStrategy[Decimal]:
    """Generate amounts of a currency: whole ones, and such as have the decimals of its minor unit.

    Args:
        currency: The currency; without one, as for money that has no minor unit, there are up to four decimals.
        min_value: The least amount.
        max_value: The greatest amount.
        places: The decimals of every amount instead.

    Raises:
        InvalidValueError: No amount lies between the two.
        UnknownCodeError: No such currency.

    Example:
        >>> from hypothesis import find
        >>> find(amounts("KZT", min_value=1), lambda amount: amount % 1 != 0)
        Decimal('1.01')
    """
    unit = None if currency is None else ca.currency(currency).minor_unit
    usual = _PLACES_WITHOUT_UNIT if unit is None else tuple(dict.fromkeys((0, unit)))
    return _decimals(_bound(min_value, "min_value"), _bound(max_value, "max_value"), _places(places, usual))


@shown_as_called
def money(
    *,
    currencies: "Iterable[ca.Currency | str] | ca.Currency | str | None" = None,
    min_value: int | str | Decimal | None = None,
    max_value: int | str | Decimal | None = None,
    places: int | None = None,
) -> "st.SearchStrategy[ca.Money]":
    """Generate money.

    Args:
        currencies: The currency or currencies; when not given, every one with an ISO code and a minor unit.
        min_value: The least amount.
        max_value: The greatest amount.
        places: The decimals of every amount; whole amounts and such in minor units come when not given.

    Raises:
        InvalidValueError: No amount lies between the two, or there is no currency.
        UnknownCodeError: No such currency.

    Example:
        >>> from hypothesis import find
        >>> find(money(currencies=["KZT", "USD"], min_value=1), lambda each: each.currency.code == "USD")
        Money.of('1', 'USD')
    """
    pool = chosen(currencies) or with_minor_unit()
    by_currency = {
        each: amounts(each, min_value=min_value, max_value=max_value, places=places).map(partial(_money, each))
        for each in pool
    }
    return favouring_first(pool).flatmap(by_currency.__getitem__)


@shown_as_called
def money_ranges(
    *, currencies: "Iterable[ca.Currency | str] | ca.Currency | str | None" = None
) -> "st.SearchStrategy[ca.rates.MoneyRange]":
    """Generate the least and the most an amount can be, both of one currency.

    Args:
        currencies: The currency or currencies, as for `money`.

    Raises:
        InvalidValueError: There is no currency.
        UnknownCodeError: No such currency.

    Example:
        >>> from hypothesis import find
        >>> find(money_ranges(currencies="KZT"), lambda ends: ends.low < ends.high)
        MoneyRange(low=Money.of('0', 'KZT'), high=Money.of('1', 'KZT'))
    """
    pool = chosen(currencies) or with_minor_unit()

    def of_one(currency: "ca.Currency") -> "st.SearchStrategy[ca.rates.MoneyRange]":
        return st.builds(partial(_money_range, currency), amounts(currency), amounts(currency))

    return favouring_first(pool).flatmap(of_one)


@shown_as_called
def money_estimates(
    *,
    currencies: "Iterable[ca.Currency | str] | ca.Currency | str | None" = None,
    min_value: int | str | Decimal | None = None,
    max_value: int | str | Decimal | None = None,
) -> "st.SearchStrategy[ca.MoneyEstimate]":
    """Generate estimates of amounts, exact ones among them.

    Args:
        currencies: The currency or currencies, as for `money`.
        min_value: The least amount that is stated; an interval around it may reach lower.
        max_value: The greatest amount that is stated.

    Raises:
        InvalidValueError: There is no currency, or no amount lies between the two.
        UnknownCodeError: No such currency.

    Example:
        >>> from hypothesis import given
        >>> @given(money_estimates(currencies="KZT"))
        ... def it_can_be_itself(amount: ca.MoneyEstimate) -> None:
        ...     assert amount.meets(amount)
        >>> it_can_be_itself()
    """
    stated = estimates(min_value=min_value, max_value=max_value)
    return st.builds(ca.MoneyEstimate, stated, favouring_first(chosen(currencies) or with_minor_unit()))


@shown_as_called
def ratios() -> "st.SearchStrategy[ca.numbers.Ratio]":
    """Generate ratios to multiply amounts with.

    Example:
        >>> from hypothesis import given
        >>> @given(ratios())
        ... def nothing_stays_nothing(ratio: ca.numbers.Ratio) -> None:
        ...     assert ratio.times(Decimal(0), "ROUND_UP") == 0
        >>> nothing_stays_nothing()
    """
    return st.builds(ca.numbers.Ratio, decimals(), decimals().filter(bool), places=st.sampled_from(_ANY_PLACES))


@shown_as_called
def marks() -> "st.SearchStrategy[ca.numbers.Marks]":
    """Generate the marks that locales part decimals and groups with, those of the region first.

    Example:
        >>> from hypothesis import find
        >>> find(marks(), lambda each: each.lakh)
        Marks(decimal='.', group=',', lakh=True)
    """
    return (locales() | st.sampled_from(_OTHER_LOCALES)).map(ca.numbers.marks)


@shown_as_called
def estimates(
    *,
    qualifiers: "Iterable[ca.numbers.Qualifier | str] | str | None" = None,
    min_value: int | str | Decimal | None = None,
    max_value: int | str | Decimal | None = None,
) -> "st.SearchStrategy[ca.Estimate]":
    """Generate estimates with every hedge, exact ones first.

    Args:
        qualifiers: The hedges wanted; all when not given.
        min_value: The least figure that is stated; an interval around it may reach lower.
        max_value: The greatest figure that is stated.

    Raises:
        InvalidValueError: No such hedge, or no figure lies between the two.

    Example:
        >>> from hypothesis import find
        >>> print(find(estimates(qualifiers=["range"], min_value=1), lambda each: each.high > 3))
        1 to 4
    """
    by_qualifier = _by_qualifier(decimals(min_value=min_value, max_value=max_value))
    return st.one_of([by_qualifier[each] for each in members(ca.numbers.Qualifier, qualifiers, "qualifiers")])


@shown_as_called
def numerals(locale: str) -> st.SearchStrategy[tuple[str, Decimal]]:
    """Generate numerals as people of a locale write them, each with the figure it stands for.

    They have groups or none, parted as the locale parts them or by any space or apostrophe; any sign or the brackets
    of accountants; blanks around; digits of four scripts. Each has one reading in the locale: what is ambiguous there
    does not come.

    Args:
        locale: The locale; ``und`` for texts with one reading wherever they stand.

    Raises:
        UnknownCodeError: No such locale.

    Example:
        >>> from hypothesis import given
        >>> @given(numerals("ru"))
        ... def the_figure_is_read(written: tuple[str, Decimal]) -> None:
        ...     text, figure = written
        ...     assert ca.numbers.parse_number(text, "ru") == figure
        >>> the_figure_is_read()
    """
    convention = ca.numbers.marks(locale)
    marks = [(mark, group) for mark in _marks(convention.decimal) for group in ("", *_PARTING)]
    if convention.group:
        marks.insert(1, (convention.decimal, convention.group))
    marks.append(("\u066b", "\u066c"))
    whole = st.integers(0, 10**6) | st.integers(min_value=0)
    decided = {convention.decimal, "\u066b"} - {""}
    return st.builds(
        partial(_numeral, decided),
        whole,
        st.none() | st.text("1234567890", min_size=1, max_size=5),
        marks=st.sampled_from(marks),
        around=st.tuples(st.sampled_from(_SIGNS), st.sampled_from(_BLANKS)),
        zero=st.sampled_from(_ZEROS),
    )


def _bound(value: int | str | Decimal | None, field: str) -> Decimal | None:
    return None if value is None else ca.numbers.as_decimal(value, field)


def _places(places: int | None, usual: tuple[int, ...]) -> tuple[int, ...]:
    if places is None:
        return usual
    if type(places) is not int or not 0 <= places <= _MOST_PLACES:
        raise ca.InvalidValueError("places", places, f"a whole number from 0 to {_MOST_PLACES:,}")
    return (places,)


@lru_cache(maxsize=256)
def _decimals(low: Decimal | None, high: Decimal | None, places: tuple[int, ...]) -> st.SearchStrategy[Decimal]:
    usable = []
    for each in places:
        least = None if low is None else ceil(Fraction(low) * 10**each)
        most = None if high is None else floor(Fraction(high) * 10**each)
        if least is None or most is None or least <= most:
            usable.append(st.integers(least, most).map(partial(_with_places, each)))
    if not usable:
        shown = " or ".join(map(str, places))
        raise ca.InvalidValueError("max_value", high, f"reached from {low} by a figure of {shown} decimal places")
    return st.one_of(usable)


def _with_places(places: int, count: int) -> Decimal:
    return ca.numbers.EXACT.scaleb(Decimal(count), -places)


def _money(currency: "ca.Currency", amount: Decimal) -> "ca.Money":
    return ca.Money(amount, currency)


def _money_range(currency: "ca.Currency", one: Decimal, other: Decimal) -> "ca.rates.MoneyRange":
    low, high = sorted([one, other])
    return ca.rates.MoneyRange(_money(currency, low), _money(currency, high))


def _by_qualifier(
    stated: st.SearchStrategy[Decimal],
) -> "Mapping[ca.numbers.Qualifier, st.SearchStrategy[ca.Estimate]]":
    estimate, hedge = ca.Estimate, ca.numbers.Qualifier
    reach = decimals(min_value="0.000001", max_value=10**9)
    two = st.tuples(stated, stated).filter(lambda pair: pair[0] != pair[1])
    return {
        hedge.EXACT: stated.map(estimate.exactly),
        hedge.PRINTED: stated.map(estimate.printed),
        hedge.APPROX: st.builds(estimate.about, stated, within=reach)
        | st.builds(estimate.nearly, stated, within=reach),
        hedge.OVER: stated.map(estimate.over),
        hedge.AT_LEAST: stated.map(estimate.at_least),
        hedge.UNDER: stated.map(estimate.under),
        hedge.AT_MOST: stated.map(estimate.at_most),
        hedge.RANGE: st.builds(
            _range, two, inside=st.none() | st.integers(1, 7), low_open=st.booleans(), high_open=st.booleans()
        ),
    }


def _range(two: tuple[Decimal, Decimal], *, inside: int | None, low_open: bool, high_open: bool) -> "ca.Estimate":
    """Make an interval, perhaps with a best value some eighths of the way up."""
    low, high = sorted(map(Fraction, two))
    best = None if inside is None else low + (high - low) * inside / 8
    return ca.Estimate.spanning(low, high, best=best, low_open=low_open, high_open=high_open)


def _marks(decimal: str) -> tuple[str, ...]:
    """Put the decimal mark of a locale first; the other one is read too, unless three digits follow."""
    return (".", ",") if decimal in {".", ""} else (",", ".")


def _numeral(
    decided: set[str],
    whole: int,
    fraction: str | None,
    *,
    marks: tuple[str, str],
    around: tuple[tuple[str, str], str],
    zero: str,
) -> tuple[str, Decimal]:
    """Write a numeral; a mark that the locale does not decide never stands before exactly three digits."""
    mark, group = marks
    if fraction is not None and len(fraction) == _GROUP and mark not in decided:
        fraction += "5"
    digits = f"{whole:,}".replace(",", group)
    text = digits if fraction is None else f"{digits}{mark}{fraction}"
    (before, after), blank = around
    native = text.translate({ord("0") + digit: ord(zero) + digit for digit in range(10)})
    sign = "-" if before not in {"", "+"} or after else ""
    figure = ca.numbers.EXACT.create_decimal(f"{sign}{whole}.{fraction or ''}")
    return f"{blank}{before}{native}{after}{blank}", figure
