"""Numerals: how a whole column of figures is written, so that one that can be read in two ways is read in one."""

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final, final

import attrs
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from centralasia.errors import AmbiguousNumberError, ParseError
from centralasia.numbers import marks, parse_number

__all__ = ["Numerals", "plain_numbers", "read_numerals"]

_PLAIN: Final = re.compile(r"-?[0-9]{1,40}(?:\.[0-9]{1,40})?")
_TWO_READINGS: Final = re.compile(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}")
_VOTE: Final = re.compile(r"[.,]")
_GROUPS: Final = re.compile(r"[0-9\u0660-\u0669\u06f0-\u06f9]([^0-9\u0660-\u0669\u06f0-\u06f9])")
_OTHER: Final = {".": ",", ",": "."}
_LOCALES: Final = {".": "en", ",": "de"}  # in which the other mark parts groups
_UNKNOWN: Final = "und"
_SPACES: Final = frozenset(" \u00a0\u2007\u2009\u202f'\u2019\u02bc")
_NO: Final = False
_MINUS, _POINT, _ZERO = b"-.0"
_ALLOWED: Final = np.isin(np.arange(256), list(b"0123456789.-"))
_PLAIN_PATTERN: Final = r"^-?[0-9]+(\.[0-9]+)?$"
_SHORTEST, _LONGEST = 5, 7  # bytes of a number with one to three digits, a point, and three more


@final
@attrs.frozen(kw_only=True)
class Numerals:
    """The figures of a column.

    Attributes:
        values: The figures, None where there is none, or none that can be read.
        decimal: The mark before decimals, as unambiguous members show; None where none does, or they contradict.
        groups: What parts groups of three digits, each with how many members have it.
        ambiguous: The places of those that have two readings, between which nothing decides.
        unreadable: The places of those that are no figures.

    Example:
        >>> read_numerals(["1.234", "501.20"]).values
        [Decimal('1.234'), Decimal('501.20')]
        >>> read_numerals(["1.234", "501,20"]).values
        [Decimal('1234'), Decimal('501.20')]
        >>> read_numerals(["1.234", "2.345"]).ambiguous
        [0, 1]
    """

    values: list[Decimal | None]
    decimal: str | None
    groups: dict[str, int] = attrs.field(factory=dict)
    ambiguous: list[int] = attrs.field(factory=list)
    unreadable: list[int] = attrs.field(factory=list)


def read_numerals(distinct: Sequence[str], *, locale: str | None = None) -> Numerals:
    """Read the figures of a column together.

    A figure with both marks, with one of them twice, or with other than three digits behind it, says which mark is
    decimal, and so decides for those that do not. Spaces of all kinds and apostrophes part groups; digits may be those
    of Arabic and Persian.

    Args:
        distinct: Texts, each once; blank ones are no figure, and nothing is wrong with them.
        locale: The locale, where it is known; it decides what the column itself does not.

    Raises:
        UnknownCodeError: No such locale.

    Example:
        >>> found = read_numerals(["1 234,5", "12", "n/a"])
        >>> found.values, found.decimal, found.groups, found.unreadable
        ([Decimal('1234.5'), Decimal('12'), None], ',', {' ': 1}, [2])
    """
    values: list[Decimal | None] = []
    ambiguous, unreadable = list[int](), list[int]()
    votes: Counter[str] = Counter()
    groups: Counter[str] = Counter()
    if locale is not None:
        marks(locale)
    for place, text in enumerate(distinct):
        value, is_known = _read(text)
        values.append(value)
        if value is not None:
            _vote(text, value, votes, groups)
        elif is_known:
            ambiguous.append(place)
        elif text.strip():
            unreadable.append(place)
    decimal = _decided(votes)
    convention = _LOCALES.get(decimal or "") or locale
    if convention is not None:
        for place in ambiguous:
            values[place] = _in(distinct[place], convention)
        ambiguous = [place for place in ambiguous if values[place] is None]
    return Numerals(values=values, decimal=decimal, groups=dict(groups), ambiguous=ambiguous, unreadable=unreadable)


def _read(text: str) -> tuple[Decimal | None, bool]:
    """Read a figure that has one reading; tell of the others whether they have two."""
    if _PLAIN.fullmatch(text) and not _TWO_READINGS.fullmatch(text):
        return Decimal(text), True
    if not text.strip():
        return None, False
    try:
        return parse_number(text, _UNKNOWN), True
    except AmbiguousNumberError:
        return None, True
    except ParseError:
        return None, False


def _in(text: str, locale: str) -> Decimal | None:
    try:
        return parse_number(text, locale)
    except ParseError:
        return None


def _vote(text: str, value: Decimal, votes: Counter[str], groups: Counter[str]) -> None:
    """Count what a figure with one reading tells of the marks."""
    seen = _VOTE.findall(text)
    if not seen:
        if not text.isdigit():
            groups.update({mark for mark in _GROUPS.findall(text) if mark in _SPACES})
        return
    last = seen[-1]
    exponent = value.as_tuple().exponent
    is_group = seen.count(last) > 1 or (isinstance(exponent, int) and exponent >= 0 and "e" not in text.lower())
    votes[_OTHER[last] if is_group else last] += 1
    if is_group or len(set(seen)) > 1:
        groups[last if is_group else _OTHER[last]] += 1
    groups.update({mark for mark in _GROUPS.findall(text) if mark in _SPACES})


def _decided(votes: Counter[str]) -> str | None:
    """Give the decimal mark for which all votes are."""
    return next(iter(votes)) if len(votes) == 1 else None


def plain_numbers(array: pa.ChunkedArray | pa.Array) -> NDArray[np.bool_]:
    """Tell which texts of a column are plain numbers: digits, with a point before decimals, and of one reading only.

    They can be cast by Arrow as they are. One such as "1.234", which may be a thousand and more where a comma is
    decimal, is for `read_numerals`, with the others.

    Args:
        array: Texts.

    Example:
        >>> plain_numbers(pa.array(["501.20", "-12", "1.234", "0.123", "1 234", None, ""])).tolist()
        [True, True, False, True, False, False, False]
    """
    chunks = array.chunks if isinstance(array, pa.ChunkedArray) else [array]
    found = [_plain_in(chunk) for chunk in chunks if len(chunk)]
    return np.concatenate(found) if found else np.zeros(0, bool)


def _plain_in(chunk: pa.Array) -> NDArray[np.bool_]:
    if not (pa.types.is_string(chunk.type) or pa.types.is_large_string(chunk.type)):
        chunk = chunk.cast(pa.large_string())
    kind = np.int64 if pa.types.is_large_string(chunk.type) else np.int32
    _, lengths, data = chunk.buffers()
    offsets = np.frombuffer(lengths, kind)[chunk.offset : chunk.offset + len(chunk) + 1]
    letters = np.frombuffer(data or b"", np.uint8)
    plain: NDArray[np.bool_] = chunk.is_valid().to_numpy(zero_copy_only=False)
    if not (_ALLOWED[letters[offsets[0] : offsets[-1]]].all() and _all_cast(chunk)):
        fits = pc.match_substring_regex(chunk, _PLAIN_PATTERN).fill_null(_NO)
        plain = plain & fits.to_numpy(zero_copy_only=False)
    return plain & ~_with_two_readings(letters, offsets)


def _all_cast(chunk: pa.Array) -> bool:
    """Tell whether texts of digits, points and hyphens are all numbers; Arrow alone tells it four times as fast."""
    try:
        pc.cast(chunk, pa.float64())
    except pa.ArrowInvalid:
        return False
    return not pc.any(pc.or_(pc.starts_with(chunk, "."), pc.ends_with(chunk, "."))).as_py()


def _with_two_readings(letters: NDArray[np.uint8], offsets: NDArray[Any]) -> NDArray[np.bool_]:
    """Tell which texts have one to three digits, the first no zero, a point, and three more digits."""
    if not len(letters):
        return np.zeros(len(offsets) - 1, bool)
    starts, ends = offsets[:-1], offsets[1:]
    first = letters.take(starts, mode="clip")
    starts = starts + (first == _MINUS)
    sizes = ends - starts
    found = (sizes >= _SHORTEST) & (sizes <= _LONGEST) & (letters.take(ends - 4, mode="clip") == _POINT)
    result: NDArray[np.bool_] = found & (letters.take(starts, mode="clip") != _ZERO)
    return result
