"""Prices in one direction and for one unit, and amounts in the money that replaced theirs: exactly, or not at all."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, DecimalException
from fractions import Fraction
from typing import Any, Final, NamedTuple, final

import numpy as np
from numpy.typing import NDArray

from centralasia.errors import CentralAsiaError
from centralasia.money.restating import restated
from centralasia.normalization.drafts import Draft, Places
from centralasia.numbers import EXACT, exact_decimal
from centralasia.rates import Side
from centralasia.rates.quotes import places_of
from centralasia.reference import Currency
from centralasia.rules.columns import Judged
from centralasia.rules.data import Data

__all__ = ["put_direction", "put_one_nominal", "put_restated"]

_ONE: Final = Decimal(1)
_HALF: Final = Fraction(1, 2)
_MOST_PLACES: Final = 40


@final
class _Printed(NamedTuple):
    """A figure with how precisely it is known, as the columns of a rate say it."""

    value: Decimal
    decimals: int | None
    margin: Decimal | None

    def times(self, factor: Fraction, *, is_text: bool) -> "_Printed | None":
        """Multiply it; None where that is no finite decimal. What it is known to stays what it was."""
        value, half = times(self.value, factor), _exact(self._half() * factor)
        if value is None or half is None:
            return None
        if self.margin is not None:
            return _Printed(value, None if self.decimals is None else max(self.decimals, _places(value)), half)
        if not is_text and self.decimals is None:
            return _Printed(value, None, None)  # a float does not say how it was printed
        if _is_half(half, _places(value)):
            return _Printed(value, None if self.decimals is None else _places(value), None)
        decimals = next((places for places in range(_places(value), _MOST_PLACES) if _is_half(half, places)), None)
        return _Printed(value, decimals, half if decimals is None else None)

    def _half(self) -> Fraction:
        if self.margin is not None:
            return Fraction(self.margin)
        return Fraction(10) ** -max(places_of(self.value), self.decimals or places_of(self.value)) * _HALF


def _is_half(half: Decimal, places: int) -> bool:
    return Fraction(half) == Fraction(10) ** -places * _HALF


def _places(value: Decimal) -> int:
    return max(0, places_of(value))


def times(value: Decimal, factor: Fraction) -> Decimal | None:
    """Multiply a figure; by a power of ten its digits stay as they are printed. None for what is no finite decimal.

    Args:
        value: The figure.
        factor: What it is multiplied by.

    Example:
        >>> times(Decimal("450.10"), Fraction(1, 100)), times(Decimal("0.57"), Fraction(5000))
        (Decimal('4.5010'), Decimal('2850'))
        >>> times(Decimal("450.10"), Fraction(1, 3)) is None
        True
    """
    power = _power(factor)
    if power is None:
        return _exact(Fraction(value) * factor)
    try:
        moved = EXACT.scaleb(value, power)
        return moved if int(moved.as_tuple().exponent) <= 0 else EXACT.quantize(moved, _ONE)
    except DecimalException:  # too large
        return None


def _exact(value: Fraction) -> Decimal | None:
    try:
        return exact_decimal(value)
    except CentralAsiaError:  # too large
        return None


def _power(factor: Fraction) -> int | None:
    """Give the power of ten that a factor is, None where it is none."""
    text = str(max(factor.numerator, factor.denominator))
    if 1 not in (factor.numerator, factor.denominator) or text.strip("0") != "1":
        return None
    return (len(text) - 1) * (1 if factor.denominator == 1 else -1)


def put_one_nominal(draft: Draft) -> list[int]:
    """Write prices for one unit; give the places of the rows for which that is no finite decimal.

    Args:
        draft: A table of rates.
    """
    data = draft.data
    column = data.judged("nominal")
    if column is None or data.numbers("value") is None:
        return []
    rows = np.flatnonzero(column.where(lambda nominal: nominal != 1) & data.sound)
    factors = [Fraction(1, column.value(row)) for row in rows.tolist()]
    done, left = _put_printed(draft, data, rows, factors, rule="nominal")
    draft.put("nominal", done, [1] * len(done), "nominal")
    return left


def _put_printed(
    draft: Draft, data: Data, rows: Places, factors: Sequence[Fraction], *, rule: str
) -> tuple[Places, list[int]]:
    """Multiply the figures of rates, and say how precisely they are known; give the rows done and those left."""
    done, left, made = [], list[int](), list[_Printed]()
    for row, factor in zip(rows.tolist(), factors, strict=True):
        before = _Printed(data.value("value", row), data.value("decimals", row), data.value("margin", row))
        cell = data.columns["value"].cell(row)
        after = before.times(factor, is_text=not isinstance(cell, float))
        if after is None:
            left.append(row)
        else:
            done.append(row)
            made.append(after)
    places = np.array(done, np.intp)
    draft.put("value", places, [each.value for each in made], rule)
    for field, values in (("decimals", [each.decimals for each in made]), ("margin", [each.margin for each in made])):
        if field in draft.columns or any(value is not None for value in values):
            draft.put(field, places, values, rule)
    return places, left


def put_restated(draft: Draft, on: date) -> None:
    """Write amounts in the money that was current on a day, at the legal ratio.

    Args:
        draft: The table.
        on: The day.
    """
    for name, spec in draft.specs.items():
        column = draft.data.judged(name)
        if column is None or spec.kind.cls is not Currency:
            continue
        factors = [_factor(money, on) for money in column.values]
        rows = np.flatnonzero(np.array([found is not None for found in factors], bool)[column.codes])
        if len(rows):
            _restate(draft, name, column, rows, factors=factors)


def _factor(money: Currency | None, on: date) -> tuple[Fraction, str] | None:
    """Find what to multiply by, and the code that is current; None where it is current, or has no one successor."""
    if money is None:
        return None
    try:
        factor, current = restated(money, on)
    except CentralAsiaError:
        return None
    return None if current is money else (factor, current.code)


def _restate(
    draft: Draft, name: str, column: Judged, rows: Places, *, factors: Sequence[tuple[Fraction, str] | None]
) -> None:
    data = draft.data
    found: list[Any] = [factors[int(column.codes[row])] for row in rows]
    ratios = np.array([factor for factor, _ in found], object)
    if draft.kind.name == "rates":
        rows = rows[_priced(data, name, rows, factors=[factors[int(code)] for code in column.codes[rows]])]
        ratios = np.array([_of_price(data, name, int(row), factors[int(column.codes[row])]) for row in rows], object)
        rows, _ = _put_printed(draft, data, rows, list(ratios), rule="restated")
    else:
        stem = name.removesuffix("_currency")
        fields = [field for field in (stem, f"{stem}_low", f"{stem}_high") if field in draft.columns]
        rows, ratios = _all_exact(data, fields, rows, ratios)
        for field in fields:
            values = [_times(data.value(field, row), ratio) for row, ratio in zip(rows.tolist(), ratios, strict=True)]
            there = np.array([value is not None for value in values], bool)
            draft.put(field, rows[there], [value for value in values if value is not None], "restated")
    codes: list[Any] = [factors[int(column.codes[row])] for row in rows]
    draft.put(name, rows, [code for _, code in codes], "restated")


def _priced(data: Data, name: str, rows: Places, *, factors: Sequence[Any]) -> NDArray[np.bool_]:
    """Tell which rows have a price, and keep two currencies: one of manats in manats would be none."""
    other = "quote" if name == "base" else "base"
    found = []
    for row, (_, code) in zip(rows.tolist(), factors, strict=True):
        money = data.value(other, row)
        found.append(data.value("value", row) is not None and money is not None and money.code != code)
    return np.array(found, bool)


def _of_price(data: Data, name: str, row: int, found: Any) -> Fraction:  # noqa: ANN401 - a factor and a code
    """Say what a price is multiplied by when one of its two currencies is restated."""
    factor: Fraction = found[0]
    is_priced = (name == "base") != bool(data.value("inverted", row))
    return 1 / factor if is_priced else factor


def _times(value: Decimal | None, ratio: Fraction) -> Decimal | None:
    return None if value is None else times(value, ratio)


def _all_exact(data: Data, fields: Sequence[str], rows: Places, ratios: Any) -> tuple[Places, Any]:  # noqa: ANN401 - an array of fractions
    """Leave the rows out of which a figure would be no finite decimal, or cannot be read."""
    keep = []
    for row, ratio in zip(rows.tolist(), ratios, strict=True):
        cells = [(data.columns[field].cell(row), data.value(field, row)) for field in fields]
        known = [(value is not None and times(value, ratio) is not None) for cell, value in cells if cell is not None]
        keep.append(all(known))
    return rows[keep], ratios[keep]


_OTHER: Final = {Side.BID: Side.ASK, Side.ASK: Side.BID}


def put_direction(draft: Draft, direction: Currency | None) -> None:
    """Write prices in one direction.

    Args:
        draft: A table of rates.
        direction: The currency that prices are to be in; None for the one in which each was printed.
    """
    data = draft.data
    base, quote, inverted = data.judged("base"), data.judged("quote"), data.judged("inverted")
    if base is None or quote is None:
        return
    if direction is None:
        turned = np.zeros(len(draft), bool) if inverted is None else inverted.where(bool)
        turned &= base.where(lambda _: True) & quote.where(lambda _: True)
    else:
        turned = base.where(lambda money: money is direction) & quote.where(lambda money: money is not direction)
        if inverted is not None:
            turned[inverted.faulty] = False
    rows = np.flatnonzero(turned)
    if not len(rows):
        return
    bases, quotes = ([column.value(row).code for row in rows.tolist()] for column in (base, quote))
    was = np.zeros(len(rows), bool) if inverted is None else inverted.where(bool)[rows]
    draft.put("base", rows, quotes, "direction")
    draft.put("quote", rows, bases, "direction")
    draft.put("inverted", rows, [not each for each in was.tolist()], "direction")
    side = data.judged("side")
    if side is not None:
        values = [(row, _OTHER.get(side.value(row))) for row in rows.tolist()]
        sided = [(row, value) for row, value in values if value is not None]
        draft.put("side", np.array([row for row, _ in sided], np.intp), [value for _, value in sided], "direction")
