"""Columns of amounts: as floats for the quick way, as whole numbers of a scale for the exact one."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any, Final, TypeAlias, final

import attrs
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from centralasia.arrays.columns import codes_of, is_missing, is_text, numbers_of, plain_of, read_all
from centralasia.arrays.kernels import BLOCK, Read, ReadWholes
from centralasia.errors import InvalidValueError, ParseError, WrongTypeError
from centralasia.numbers import as_decimal, marks, parse_number

__all__ = ["Amounts", "amounts_of"]

_WHOLE: Final = 2.0**53
Wholes: TypeAlias = tuple[NDArray[np.int64], NDArray[np.bool_] | None]
_MOST: Final = 2**63
_EXACT_POWERS: Final = 22  # powers of ten that are floats
_DIGITS: Final = 38  # of the widest decimal that is read as it lies in memory
_WHOLES: Final = "[0-9]{1,15}"  # of a text that is read with all others at once
_SPACE: Final = "[ \u00a0\u202f]"
_GROUPED: Final = f"[0-9]{{1,3}}({_SPACE}[0-9]{{3}}){{1,4}}"
_PLACES: Final = 6  # its most decimals
_FINER: Final = (4, 6)  # decimals to try for floats that have more than the usual ones


@final
@attrs.frozen(eq=False, kw_only=True)
class Amounts:
    """A column of amounts.

    Attributes:
        floats: Reads them as floats, or as whole numbers that become floats; anything where there is none.
        wholes: Reads them as whole numbers of `scale` decimals, and tells which are none; `exactly` may know more.
        scale: The decimals of `wholes`.
        exactly: Gives one of them exactly, None where there is none.
        missing: The rows without an amount, None for none.
        unreadable: The rows whose text or number is no amount, None for none.
        nan_is_missing: Whether a float that is no number stands for a missing amount, as pandas has it.
    """

    floats: Read
    wholes: ReadWholes
    scale: int
    exactly: Callable[[int], Fraction | None]
    missing: NDArray[np.bool_] | None = None
    unreadable: NDArray[np.bool_] | None = None
    nan_is_missing: bool = False


@np.errstate(over="ignore", invalid="ignore")
def amounts_of(array: pa.ChunkedArray, *, scale: int, locale: str | None, nan_is_missing: bool) -> Amounts:
    """Read a column of amounts.

    Whole numbers and decimals are what they are. For exact work a float stands for the decimal of at most fifteen
    digits whose nearest float it is (six digits for floats of 32 bits, three for those of 16), or for the whole number
    that it is; any other float is unreadable there. Texts are numerals as Python writes them, or those of a locale.

    Args:
        array: Numbers or texts.
        scale: Decimals that most floats have; more are read as well, and slower.
        locale: The locale of texts.
        nan_is_missing: Whether a float that is no number is a missing one.

    Raises:
        WrongTypeError: Truth values, days or anything else that is no amount.
        UnknownCodeError: No such locale.
    """
    array = plain_of(array)
    kind = array.type
    if pa.types.is_null(kind):
        return _of_values([None], np.zeros(len(array), np.int8))
    if pa.types.is_floating(kind):
        return attrs.evolve(_of_floats(array, scale), nan_is_missing=nan_is_missing)
    if pa.types.is_integer(kind):
        narrow = _cast(array, pa.int64()) if pa.types.is_uint64(kind) else array
        return _of_list(array) if narrow is None else _of_integers(narrow)
    if pa.types.is_decimal(kind):
        fits = 0 <= kind.scale <= _EXACT_POWERS
        is_plain = pa.types.is_decimal128(kind)  # of any number of digits
        narrow = array if fits and is_plain else _cast(array, pa.decimal128(_DIGITS, kind.scale)) if fits else None
        return _of_list(array) if narrow is None else _of_decimals(narrow)
    plain = _of_texts(array, locale) if is_text(kind) else None
    if plain is not None:
        return plain
    try:
        codes, values = codes_of(array)
    except WrongTypeError:
        raise WrongTypeError("amount", str(kind), "a column of numbers, decimals or texts") from None
    return _of_values([_parsed(value, locale) for value in values], codes(0, len(array)))


def _cast(array: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray | None:
    """Give numbers as those of another type, None where some do not fit it."""
    try:
        return array.cast(kind)
    except pa.ArrowInvalid:
        return None


def _of_list(array: pa.ChunkedArray) -> Amounts:
    return _of_values(array.to_pylist(), np.arange(len(array)))


def _parsed(text: str | None, locale: str | None) -> Decimal | str | None:
    """Read a text; what is no number stays one, and a blank one is none."""
    if text is None or not text.strip():
        return None
    try:
        return as_decimal(text.strip(), "amount") if locale is None else parse_number(text, locale)
    except (InvalidValueError, ParseError):
        return text


def _of_texts(array: pa.ChunkedArray, locale: str | None) -> Amounts | None:
    """Read plain digits all at once, and what else there is one by one; None where that is most of it."""
    texts, mark = array.cast(pa.large_string()), "." if locale is None else marks(locale).decimal
    if not mark:
        return None
    whole = _WHOLES if locale is None else f"({_WHOLES}|{_GROUPED})"
    pattern = rf"^-?{whole}({re.escape(mark)}[0-9]{{1,{_PLACES}}})?$"
    plain = pc.if_else(pc.match_substring_regex(texts, pattern), texts, pa.scalar(None, texts.type))
    odd = np.flatnonzero(pc.and_not(texts.is_valid(), plain.is_valid()).to_numpy())
    if len(odd) * 2 > len(array):
        return None
    if locale is not None:
        plain = pc.replace_substring_regex(plain, _SPACE, "")
    place = pc.find_substring(plain, mark)
    decimals = pc.if_else(pc.less(place, 0), 0, pc.subtract(pc.subtract(pc.binary_length(plain), place), 1))
    kind = pa.decimal128(_DIGITS, pc.max(decimals).as_py() or 0)
    base = _of_decimals(pc.replace_substring(plain, mark, ".").cast(kind))
    return _with_odd(base, odd, [_parsed(text, locale) for text in texts.take(odd).to_pylist()]) if len(odd) else base


def _with_odd(base: Amounts, rows: NDArray[np.intp], values: Sequence[Decimal | str | None]) -> Amounts:
    """Put amounts, or what is none, in the place of rows that have been missing so far."""
    odd = _of_values(values, np.arange(len(values)))
    places = {row: place for place, row in enumerate(rows.tolist())}
    missing = np.zeros(0, bool) if base.missing is None else base.missing.copy()
    unreadable = np.zeros_like(missing)
    missing[rows] = [value is None for value in values]
    unreadable[rows] = [isinstance(value, str) for value in values]

    def floats(start: int, stop: int) -> NDArray[Any]:
        low, high = np.searchsorted(rows, (start, stop)).tolist()
        found = base.floats(start, stop)
        if low < high:
            found = found.copy()
            found[rows[low:high] - start] = odd.floats(low, high)
        return found

    return attrs.evolve(
        base,
        floats=floats,
        exactly=lambda row: odd.exactly(places[row]) if row in places else base.exactly(row),
        missing=missing,
        unreadable=unreadable,
    )


def _of_floats(array: pa.ChunkedArray, usual: int) -> Amounts:
    kind = array.type.to_pandas_dtype()
    plain, missing, most = numbers_of(array, kind), is_missing(array), 10.0 ** np.finfo(kind).precision

    def floats(start: int, stop: int) -> NDArray[np.float64]:
        return plain(start, stop).astype(np.float64, copy=False)

    def counts(start: int, stop: int, scale: int) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """Count units of the last decimal, and tell which amounts are no such number of them."""
        written = floats(start, stop)
        found = np.rint(written * 10.0**scale)
        nearest = (found / 10.0**scale).astype(kind, copy=False)
        return found, ~((np.abs(found) < most) & (nearest == written))

    sample = min(len(array), BLOCK)
    scale = next((each for each in (usual, *_FINER) if not counts(0, sample, each)[1].any()), usual)

    def wholes(start: int, stop: int) -> Wholes:
        found, odd = counts(start, stop, scale)
        if missing is not None:
            odd |= missing[start:stop]
        found[odd] = 0
        return found.astype(np.int64), odd if odd.any() else None

    return Amounts(
        floats=floats,
        wholes=wholes,
        scale=scale,
        exactly=lambda row: _exact_float(plain(row, row + 1)[0]),
        missing=missing,
    )


def _exact_float(amount: np.floating[Any]) -> Fraction | None:
    """Give the decimal that a float stands for, None where it has more digits than floats are sure of."""
    kind = np.finfo(amount.dtype)
    if not np.isfinite(amount):
        return None
    if amount == np.rint(amount) and abs(amount) < 2.0 ** (kind.nmant + 1):
        return Fraction(int(amount))
    written = Decimal(str(amount))
    digits = "".join(map(str, written.as_tuple().digits)).rstrip("0")
    return Fraction(written) if len(digits) <= kind.precision else None


def _of_integers(array: pa.ChunkedArray) -> Amounts:
    read, missing = numbers_of(array, array.type.to_pandas_dtype()), is_missing(array)
    return Amounts(
        floats=read,
        wholes=lambda start, stop: (read(start, stop).astype(np.int64, copy=False), _some(missing, start, stop)),
        scale=0,
        exactly=lambda row: Fraction(int(read(row, row + 1)[0])),
        missing=missing,
    )


def _of_decimals(array: pa.ChunkedArray) -> Amounts:
    scale = array.type.scale
    halves = read_all([_halves(chunk) for chunk in array.chunks] or [np.empty((0, 2), np.int64)])
    power, missing = 10.0**scale, is_missing(array)

    def floats(start: int, stop: int) -> NDArray[Any]:
        low, high = halves(start, stop).T
        if (np.abs(low) < _WHOLE).all() and (high == low >> 63).all():
            return np.asarray(low / power)
        return np.array([int(_joined(*pair)) / 10**scale for pair in halves(start, stop).tolist()])

    def wholes(start: int, stop: int) -> Wholes:
        low, high = halves(start, stop).T
        odd = _some(missing, start, stop)
        wide = low >> 63 != high
        if wide.any():
            odd = wide if odd is None else odd | wide
        return np.ascontiguousarray(low), odd

    def exactly(row: int) -> Fraction:
        return Fraction(_joined(*halves(row, row + 1)[0].tolist()), 10**scale)

    return Amounts(
        floats=floats,
        wholes=wholes,
        scale=scale,
        exactly=exactly,
        missing=missing,
    )


def _halves(chunk: pa.Array) -> NDArray[np.int64]:
    """Give the lower and the upper 64 bits of decimals."""
    buffer = chunk.buffers()[1]
    if buffer is None:
        return np.empty((0, 2), np.int64)
    return np.frombuffer(buffer, np.int64).reshape(-1, 2)[chunk.offset : chunk.offset + len(chunk)]


def _joined(low: int, high: int) -> int:
    return (high << 64) | (low & 0xFFFFFFFFFFFFFFFF)


def _some(flags: NDArray[np.bool_] | None, start: int, stop: int) -> NDArray[np.bool_] | None:
    """Give the flags of some rows, None where none is set."""
    if flags is None or not flags[start:stop].any():
        return None
    return flags[start:stop]


def _of_values(values: Sequence[Any], codes: NDArray[Any]) -> Amounts:
    """Read amounts of which each row has one of a list: decimals, whole numbers, None, or texts that are none."""
    figures = [Fraction(value) if isinstance(value, int | Decimal) else None for value in values]
    places = max((-int(value.as_tuple().exponent) for value in values if isinstance(value, Decimal)), default=0)
    scale = min(max(0, places), 18)
    counts = [Fraction(0) if figure is None else figure * 10**scale for figure in figures]
    fits = [count.denominator == 1 and abs(count) < _MOST for count in counts]
    floats = np.array([0.0 if figure is None else _float(figure) for figure in figures])
    wholes = np.array([int(count) if fit else 0 for count, fit in zip(counts, fits, strict=True)], np.int64)
    pick = partial(_picked, codes)
    missing, unreadable = pick([value is None for value in values]), pick([isinstance(value, str) for value in values])
    odd = pick([not fit or figure is None for fit, figure in zip(fits, figures, strict=True)])
    return Amounts(
        floats=lambda start, stop: floats[codes[start:stop]],
        wholes=lambda start, stop: (wholes[codes[start:stop]], _some(odd, start, stop)),
        scale=scale,
        exactly=lambda row: figures[int(codes[row])],
        missing=missing,
        unreadable=unreadable,
    )


def _float(figure: Fraction) -> float:
    try:
        return float(figure)
    except OverflowError:
        return np.inf if figure > 0 else -np.inf


def _picked(codes: NDArray[Any], flags: list[bool]) -> NDArray[np.bool_] | None:
    found = np.array(flags, bool)
    return found[codes] if found.any() else None
