"""Figures in their one form: digits with a point before decimals, no groups, and words of scale counted.

A word of scale stands beside a figure, or over a whole column: "Сумма, млн долл.".
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple, final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from centralasia.arrays.columns import is_text
from centralasia.errors import CentralAsiaError
from centralasia.money.lexicons import lexicon
from centralasia.money.parsing import parse_money
from centralasia.normalization.asked import Asked
from centralasia.normalization.cells import currency_named
from centralasia.normalization.drafts import Draft, Places, figure_text, plain, text_of
from centralasia.normalization.scaling import times
from centralasia.quantities import find_unit
from centralasia.records import Column, columns_of
from centralasia.reference import Currency, currency
from centralasia.rules.columns import Judged
from centralasia.tables import Matched, plain_numbers, read_numerals
from centralasia.tables.headers import said_besides
from centralasia.validation import Problem, Severity

__all__ = ["HEADER_UNIT", "HeaderUnit", "header_units", "put_figures", "put_header_units"]

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
    return draft.data.judged("quote" if draft.kind.name == "rates" else f"{_stem(name)}_currency")


def _stem(name: str) -> str:
    return name.removesuffix("_low").removesuffix("_high")


HEADER_UNIT: Final = "header-unit"
_KEPT: Final = "header-unit-kept"
_IN: Final = frozenset({"в", "in"})
_PERCENT: Final = frozenset({"%", "percent"})
_RUN_ON: Final = re.compile(r"(?<=[а-я]{2})\.(?=[^\W\d])", re.IGNORECASE)  # "млн.долл."
_DIGITS: Final = re.compile(r"[0-9]([0-9\s.,'\u2019]*[0-9])?")


@final
class HeaderUnit(NamedTuple):
    """What the header of a column says of all figures in it.

    Attributes:
        field: The column.
        power: The power of ten by which they are multiplied, 0 for none.
        beside: The column of their currency or unit; None where the header does not say that.
        unit: The code that stands there.
        is_new: Whether there is no such column.
        rows: The rows that have a figure without a scale of its own.
    """

    field: str
    power: int
    beside: str | None
    unit: str | None
    is_new: bool
    rows: Places


def header_units(
    found: Matched, columns: Mapping[str, pa.ChunkedArray], asked: Asked, constants: Mapping[str, object]
) -> tuple[list[HeaderUnit], list[Problem]]:
    """Read the units in headers; give those that can be applied, and a finding for each that cannot.

    A column of the latter is to be left alone: once its header is the plain name of a field, nobody sees any more that
    its figures are millions.

    Args:
        found: Which header is which field.
        columns: The columns, by header.
        asked: How the table is to be normalised.
        constants: What stands in all rows, read.
    """
    reader = _Headers(found, columns, asked, constants)
    units, problems = list[HeaderUnit](), list[Problem]()
    for field, header in found.fields.items():
        text = said_besides(header)
        read = reader.read(field, header, text) if text else None
        if isinstance(read, HeaderUnit):
            units.append(read)
        elif read is not None:
            message = f"{header!r} is left alone, as {field}: {read[0]}"
            problem = Problem(code=_KEPT, severity=Severity.ERROR, column=header, message=message, fix=read[1])
            problems.append(problem)
    return units, problems


@final
class _Headers:
    """Reads what headers say besides the name of a field."""

    def __init__(
        self,
        found: Matched,
        columns: Mapping[str, pa.ChunkedArray],
        asked: Asked,
        constants: Mapping[str, object],
    ) -> None:
        self._found, self._columns, self._asked = found, columns, asked
        self._specs = {spec.name: spec for spec in columns_of(asked.kind.cls)}
        self._doubted = {problem.column for problem in found.problems if problem.code == "header-with-unit"}
        self._said = {name: {text_of(self._specs[name], value)} for name, value in constants.items()}

    def read(self, field: str, header: str, text: str) -> HeaderUnit | tuple[str, str] | None:
        """Read what a header says; tell why it cannot be applied, and the way out. None where nothing is to be."""
        spec = self._specs[field]
        if spec.kind.cls not in (Decimal, int) or (spec.unit == "percent" and text in _PERCENT):
            return None
        beside = self._beside(field)
        said = self._scale_and_unit(beside, text)
        if said is None:
            return self._unknown(field, header, text) if spec.kind.cls is Decimal and header in self._doubted else None
        power, unit = said
        if spec.kind.cls is int:
            return ("whole numbers have no scale", f"leave {text!r} out") if power else None
        against = self._against(beside, unit) if unit is not None else None
        if against is not None:
            return f"the header says {unit}, and {against}", "put the header right, or the column"
        rows = self._rows(header, is_scaled=power != 0)
        if isinstance(rows, str):
            return f"{rows!r} may be in {text} or not", "write the column in one way, or say locale="
        is_new = unit is not None and beside not in self._said and beside not in self._found.fields
        if is_new:
            self._said[str(beside)] = {unit}
        return HeaderUnit(field, power, None if unit is None or beside == "quote" else beside, unit, is_new, rows)

    def _unknown(self, field: str, header: str, text: str) -> tuple[str, str]:
        fix = f"if the figures may stay as they are, say columns={{{field!r}: {header!r}}}"
        return f"{text!r} is no unit that can be applied", fix

    def _beside(self, field: str) -> str | None:
        """Name the column that says what the figures of another are of."""
        if self._asked.kind.name == "rates":
            return "quote"
        names = (f"{_stem(field)}_currency", f"{_stem(field)}_unit")
        return next((name for name in names if name in self._specs), None)

    def _scale_and_unit(self, beside: str | None, text: str) -> tuple[int, str | None] | None:
        """Read a scale and the name of a unit, or one of them, in either order."""
        words = _RUN_ON.sub(". ", text).split()
        words = words[1:] if words[0].casefold() in _IN else words
        for cut in range(1, len(words) + 1):  # a scale first: thousands of tonnes are tonnes, not kilotonnes
            for first, last in ((words[:cut], words[cut:]), (words[cut:], words[:cut])):
                power, unit = _power_of(" ".join(first)), self._unit(beside, " ".join(last))
                if power is not None and (unit is not None or not last):
                    return power, unit
        return None

    def _unit(self, beside: str | None, cell: object) -> str | None:
        """Read the name or the code of a currency or a unit; give its code."""
        if beside is None or not isinstance(cell, str) or not cell.strip():
            return None
        if self._specs[beside].kind.cls is Currency:
            return currency_named(cell.strip(), None, self._asked.country)
        unit = find_unit(cell)
        return None if unit is None else text_of(self._specs[beside], unit)

    def _against(self, beside: str | None, unit: str) -> str | None:
        """Tell what contradicts a unit: a price may be in either money, and is of one that its row has."""
        names = ("base", "quote") if self._asked.kind.name == "rates" else (str(beside),)
        if any(name in self._found.ambiguous for name in names):
            return "several columns may say so"
        moneys = {name: self._codes(name) for name in names}
        if len(names) > 1:
            return None if {unit} in moneys.values() else "prices are not in that money, or of it, in all rows"
        other = next((code for code in sorted(moneys[names[0]]) if code != unit), None)
        return None if other is None else f"{names[0]} has {other}"

    def _codes(self, name: str) -> set[str]:
        """Give the codes that stand in a column, or in all rows, as far as they can be read."""
        if name not in self._found.fields:
            return {code for code in self._said.get(name, ()) if code}
        cells = plain(self._columns[self._found.fields[name]], is_figure=False).unique().to_pylist()
        return {code for cell in cells if (code := self._unit(name, cell))}

    def _rows(self, header: str, *, is_scaled: bool) -> Places | str:
        """Give the rows with a figure to be multiplied; or a cell that may have a scale of its own, or not."""
        column = plain(self._columns[header], is_figure=True)
        if not is_text(column.type) or not is_scaled:
            return np.flatnonzero(column.is_valid().to_numpy())
        coded = column.combine_chunks().dictionary_encode()
        texts: list[str] = coded.dictionary.to_pylist()
        values = read_numerals(texts, locale=self._asked.locale).values
        plain_ones = []
        for text, value in zip(texts, values, strict=True):
            is_plain = value is not None or _READ.fullmatch(text.strip()) is not None
            if not is_plain and _DIGITS.search(text) and not _has_scale(text, self._asked.locale):
                return text
            plain_ones.append(is_plain)
        codes = coded.indices.fill_null(len(texts)).to_numpy(zero_copy_only=False)
        return np.flatnonzero(np.array([*plain_ones, False], bool)[codes])


def _power_of(text: str) -> int | None:
    """Give the power of ten of a word of scale, 0 for no word; None for another."""
    found = lexicon(None).meanings(text)
    return found[0].power if found and found[0].currency is None else None


def _has_scale(text: str, locale: str | None) -> bool:
    """Tell whether there is a word of scale beside a figure."""
    found = _scaled(_DIGITS.sub("1 ", text, count=1), locale)
    return found is not None and abs(found[0]) != 1


def put_header_units(draft: Draft, units: Sequence[HeaderUnit]) -> None:
    """Multiply the figures of columns by what their headers say, and fill in the currency or unit.

    Args:
        draft: The table, of which figures are in their one form.
        units: What the headers say.
    """
    for unit in units:
        if unit.power:
            _multiply(draft, unit)
        if unit.beside in draft.columns and not unit.is_new:
            there = draft.columns[unit.field].is_valid().to_numpy()
            blank = np.flatnonzero(draft.columns[unit.beside].is_null().to_numpy() & there)
            draft.put(unit.beside, blank, pa.array([unit.unit] * len(blank), pa.string()), HEADER_UNIT)


def _multiply(draft: Draft, unit: HeaderUnit) -> None:
    data, factor = draft.data, Fraction(10) ** unit.power
    cells = [(row, data.value(unit.field, row)) for row in unit.rows.tolist()]
    found = [(row, None if value is None else times(value, factor)) for row, value in cells]
    done = [(row, after) for row, after in found if after is not None]
    draft.put(unit.field, np.array([row for row, _ in done], np.intp), [after for _, after in done], HEADER_UNIT)
