"""Cells in their one form: codes for names, days and periods as ISO 8601 and SDMX have them, words of code lists.

Each distinct cell of a column is judged once.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final, final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from centralasia.arrays.columns import is_text
from centralasia.errors import CentralAsiaError
from centralasia.normalization.drafts import Draft, text_of
from centralasia.periods import Period
from centralasia.records import Column, Scalar, column, read_csv, record
from centralasia.reference import Country, Currency, find_country, find_currency
from centralasia.rules.columns import Judged, is_day, reader_of
from centralasia.rules.data import Data

__all__ = ["canonical_of", "currency_named", "put_codes", "put_currencies", "trim"]

_TRUE: Final = frozenset({"true", "yes", "1", "1.0", "да", "y", "t"})
_FALSE: Final = frozenset({"false", "no", "0", "0.0", "нет", "n", "f"})
_PARTS: Final = re.compile(r"\s*[|;,]\s*")
_INVISIBLE: Final = "\u200b\u200e\u200f\u2060\ufeff"
# Where names of money such as som, manat and rouble are used for more than one.
_REGION: Final = ("KZ", "KG", "TJ", "TM", "UZ", "AZ", "RU")
_DAYS: Final = ("on", "period", "signed", "valid_from")
_WORDS: Final = Path(__file__).parent / "words.csv"
_APOSTROPHES: Final = str.maketrans(dict.fromkeys("\u2018\u2019\u02bb\u02bc`", "'"))


@final
@record(key=("codes", "word", "language"))
class CodeWord:
    """A word for a code of a list.

    Source:
        General knowledge of the languages, as `certainty` says.
    """

    codes: str = column(title="the list, by the name of its class")
    code: str = column(title="code")
    word: str = column(title="word for it, in small letters")
    language: str = column(title="language", unit="BCP 47")
    certainty: str = column(title="how far it is certain")


def trim(draft: Draft) -> None:
    """Take blanks around texts away; where nothing is left, nothing stands there.

    Args:
        draft: The table.
    """
    for name, cells in draft.texts():
        trimmed = pc.utf8_trim(pc.utf8_trim_whitespace(cells), _INVISIBLE)
        trimmed = pc.utf8_trim_whitespace(trimmed)
        places = np.flatnonzero(pc.not_equal(trimmed, cells).fill_null(False).to_numpy())  # noqa: FBT003 - of Arrow
        if len(places):
            found = trimmed.take(pa.array(places)).combine_chunks()
            draft.put(name, places, pc.if_else(pc.equal(found, ""), None, found), "blanks")


def rule_of(spec: Column) -> str | None:
    """Name the rule by which a column is written in one form; None for a text, which is left as it is.

    Args:
        spec: The declaration.
    """
    cls = spec.kind.cls
    if not isinstance(spec.kind, Scalar) or cls is str:
        return None
    if is_day(spec):
        return "day"
    if isinstance(cls, type) and issubclass(cls, StrEnum):
        return "code-list"
    return _RULES.get(cls.__name__, "code")


_RULES: Final[Mapping[str, str | None]] = {
    "Currency": "currency-code",
    "Country": "country-code",
    "Unit": "unit",
    "HSCode": "product-code",
    "bool": "truth-value",
    "Decimal": None,
    "int": None,
    "Fraction": None,
}


def put_codes(draft: Draft, data: Data) -> None:
    """Write what stands in columns of codes, days and words of code lists in its one form.

    Args:
        draft: The table.
        data: What was read of it.
    """
    for name in draft.names:
        column, spec = data.judged(name), draft.specs[name]
        rule = rule_of(spec)
        if column is None or rule is None:
            continue
        after = [
            canonical_of(spec, cell, value, is_read=fault is None)
            for cell, value, fault in zip(column.cells, column.values, column.faults, strict=True)
        ]
        if any(text is not None for text in after):
            _put(draft, column, name, after, rule)


def _put(draft: Draft, column: Judged, name: str, after: Sequence[str | None], rule: str) -> None:
    if not is_text(draft.columns[name].type):
        draft.retype(name, pa.string())
    moved = np.array([text is not None for text in after], bool)
    places = np.flatnonzero(moved[column.codes])
    texts = pa.array(after, pa.string()).take(pa.array(column.codes[places]))
    draft.put(name, places, texts, rule)


def canonical_of(spec: Column, cell: Any, value: Any, *, is_read: bool) -> str | None:  # noqa: ANN401 - of any column
    """Give the one form of a cell; None where it stands in it, or cannot be told.

    Args:
        spec: The declaration of the column.
        cell: The cell as found.
        value: The value, read.
        is_read: Whether it could be read.
    """
    if cell is None or (is_read and not isinstance(cell, str)):
        return None
    if not is_read:
        value = _repaired(spec, cell)
    text = None if value is None else text_of(spec, value)
    return None if text == cell else text


def _repaired(spec: Column, cell: Any) -> Any:  # noqa: ANN401 - of any column
    """Read what the declaration does not; None where nobody can, or where it may be several things."""
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    repair = _REPAIRS.get(spec.kind.cls)
    if spec.many:
        found = [_one(spec, repair, part) for part in _PARTS.split(text) if part]
        return tuple(found) if found and None not in found else None
    return _one(spec, repair, text)


def _one(spec: Column, repair: Callable[[str], Any] | None, text: str) -> Any:  # noqa: ANN401 - of any column
    found = repair(text) if repair is not None else None
    if found is not None:
        return found
    word = text.strip().casefold().translate(_APOSTROPHES)
    try:
        read = reader_of(spec)(_words().get((getattr(spec.kind.cls, "__name__", ""), word), text))
    except CentralAsiaError:
        return None
    return read[0] if spec.many else read


@cache
def _words() -> Mapping[tuple[str, str], str]:
    """Give the codes of words, by the name of their list and the word."""
    rows = read_csv(CodeWord, _WORDS.read_bytes(), table=_WORDS.name)
    return {(row.codes, row.word): row.code for row in rows}


def _currency(text: str) -> Currency | None:
    """Read a code in any letters; names are for `put_currencies`, since days and countries decide on some."""
    found = find_currency(text)
    return found if found is not None and found.code == text.strip().upper() else None


def _truth(text: str) -> bool | None:
    word = text.strip().casefold()
    return True if word in _TRUE else False if word in _FALSE else None


_REPAIRS: Final[Mapping[Any, Callable[[str], Any]]] = {Currency: _currency, Country: find_country, bool: _truth}


def put_currencies(draft: Draft, data: Data, country: str | None) -> None:
    """Write codes for the names of currencies; a name that stands for several is left alone.

    Args:
        draft: The table.
        data: What was read of it.
        country: The country that decides on names such as som and manat, by its alpha-2 code.
    """
    times = next((found for each in _DAYS if (found := data.judged(each)) is not None), None)
    for name in draft.names:
        column = data.judged(name)
        if draft.specs[name].kind.cls is Currency and column is not None and len(column.faulty):
            _put_named(draft, name, column, times, country=country)


def _put_named(draft: Draft, name: str, column: Judged, times: Judged | None, *, country: str | None) -> None:
    places = column.faulty
    codes = column.codes[places].astype(np.int64)
    days = np.zeros(len(places), np.int64) if times is None else times.codes[places].astype(np.int64)
    width = 1 if times is None else len(times.values)
    pairs, groups = np.unique(codes * width + days, return_inverse=True)
    found: list[str | None] = []
    for pair in pairs.tolist():
        cell, day = column.cells[pair // width], None if times is None else times.values[pair % width]
        found.append(currency_named(cell, day, country))
    told = np.array([code is not None for code in found], bool)[groups.reshape(-1)]
    texts = pa.array(found, pa.string()).take(pa.array(groups.reshape(-1)[told]))
    if told.any():
        draft.put(name, places[told], texts, "currency-code")


def currency_named(cell: object, day: date | Period | None, country: str | None) -> str | None:
    """Find the code of the one currency that a name stands for on a day, or on the first and the last of a period.

    Args:
        cell: The name.
        day: The day or period, None for today's money.
        country: The country that decides, None where all of the region have to agree.
    """
    if not isinstance(cell, str):
        return None
    days = (day.start, day.end) if isinstance(day, Period) else (day,)
    places = _REGION if country is None else (country,)
    found = {find_currency(cell, on=on, country=place) for on in days for place in places}
    if country is None and None in found:  # a unit that is none somewhere, such as tenge in Turkmenistan
        found.discard(None)
    return None if len(found) != 1 or None in found else found.pop().code  # type: ignore[union-attr]
