"""Figures in their one form: digits with a point before decimals, no groups, and words of scale counted."""

import re
from decimal import Decimal
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from centralasia.errors import CentralAsiaError
from centralasia.money.parsing import parse_money
from centralasia.normalization.drafts import Draft, figure_text
from centralasia.records import Column
from centralasia.reference import Currency, currency
from centralasia.rules.columns import Judged
from centralasia.tables import plain_numbers, read_numerals

__all__ = ["put_figures"]

_READ: Final = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_WHOLE: Final = r"^[+-]?[0-9]+$"
_LOCALES: Final = {".": "en", ",": "ru"}  # of which the mark is the decimal one
_NO_MONEY: Final = "XXX"
_LONGEST: Final = 200


def put_figures(draft: Draft) -> None:
    """Write the figures of a table as digits with a point.

    A column is read as a whole: figures that can be read in one way tell how the others are meant, and those of which
    none tells are left as they are.

    Args:
        draft: The table.
    """
    for name, column in draft.texts():
        spec = draft.specs[name]
        if spec.kind.cls in (Decimal, int) and not spec.many:
            _put(draft, name, spec, column)


def _put(draft: Draft, name: str, spec: Column, column: pa.ChunkedArray) -> None:
    places = _doubtful(spec, column)
    if not len(places):
        return
    coded = column.take(pa.array(places)).combine_chunks().dictionary_encode()
    texts: list[str] = coded.dictionary.to_pylist()
    if draft.locale is None and spec.kind.cls is Decimal and all(map(_READ.fullmatch, texts)):
        return
    codes = coded.indices.to_numpy()
    found = read_numerals(texts, locale=draft.locale)
    after: list[str | None] = [
        None if value is None else _written(spec, text, value) for text, value in zip(texts, found.values, strict=True)
    ]
    _apply(draft, name, places, codes, after=after, rule="numeral")
    left = {place for place in (*found.unreadable, *found.ambiguous) if len(texts[place]) <= _LONGEST}
    if left:
        locale = draft.locale or _LOCALES.get(found.decimal or "")
        unread = [text if place in left else None for place, text in enumerate(texts)]
        _put_scaled(draft, name, places, codes.copy(), texts=unread, locale=locale)


def _doubtful(spec: Column, column: pa.ChunkedArray) -> NDArray[np.intp]:
    """Give the rows whose figure is not written as it will be, or may be read in two ways."""
    if spec.kind.cls is int:
        plain = pc.match_substring_regex(column, _WHOLE).fill_null(True).to_numpy()  # noqa: FBT003 - of Arrow
    else:
        plain = plain_numbers(column) | column.is_null().to_numpy()
    return np.flatnonzero(~plain & pc.not_equal(column, "").fill_null(False).to_numpy())  # noqa: FBT003 - of Arrow


def _written(spec: Column, text: str, value: Decimal) -> str | None:
    """Write a figure; None where it can be read as it is."""
    if spec.kind.cls is int:
        return f"{value:.0f}" if value == value.to_integral_value() else None
    if _READ.fullmatch(text) and Decimal(text) == value:
        return None
    return figure_text(value)


def _apply(
    draft: Draft, name: str, places: NDArray[np.intp], codes: NDArray[np.int32], *, after: list[str | None], rule: str
) -> None:
    moved = np.array([text is not None for text in after], bool)[codes]
    if moved.any():
        draft.put(name, places[moved], pa.array(after, pa.string()).take(pa.array(codes[moved])), rule)


def _put_scaled(
    draft: Draft,
    name: str,
    places: NDArray[np.intp],
    codes: NDArray[np.int32],
    *,
    texts: list[str | None],
    locale: str | None,
) -> None:
    """Read figures with a word of scale; one with a currency only where it is that of its row."""
    spec = draft.specs[name]
    read = [None if text is None else _scaled(text, locale) for text in texts]
    after = [
        None if found is None else _written(spec, str(text), found[0]) for text, found in zip(texts, read, strict=True)
    ]
    moneys = [None if found is None else found[1] for found in read]
    if any(money is not None for money in moneys):
        column = _money_of(draft, name)
        for row, (place, code) in enumerate(zip(places.tolist(), codes.tolist(), strict=True)):
            money = moneys[code]
            if money is not None and (column is None or column.value(place) is not money):
                codes[row] = -1
        places, codes = places[codes >= 0], codes[codes >= 0]
    _apply(draft, name, places, codes, after=after, rule="scale-word")


def _scaled(text: str, locale: str | None) -> tuple[Decimal, Currency | None] | None:
    """Read a figure with a word of scale, a currency, or both."""
    try:
        return parse_money(text, locale)
    except CentralAsiaError:
        pass
    try:
        return parse_money(text, locale, currency=currency(_NO_MONEY))[0], None
    except CentralAsiaError:
        return None


def _money_of(draft: Draft, name: str) -> Judged | None:
    """Give the column that says in which currency a figure is."""
    stem = name.removesuffix("_low").removesuffix("_high")
    return draft.data.judged("quote" if draft.kind.name == "rates" else f"{stem}_currency")
