"""Frames of flows, grouped by corridor in the library they belong to: exactly, or not at all.

An engine adds 64-bit integers and 128-bit decimals up without a word when they overflow, and pandas knows no decimals.
So figures of any other type become whole numbers of their last decimal first, and it is made sure that no sum can be
too large. What cannot be grouped so is left to the records.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final, final

import attrs

from centralasia.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from centralasia.numbers import EXACT, as_decimal, shortened
from centralasia.periods import Period
from centralasia.records import columns_of
from centralasia.records.frames import narwhals
from centralasia.reference import Country, country
from centralasia.remittances.choices import DEFAULTS, HEADERS, READ, Choice
from centralasia.remittances.flows import Basis, Corridor, RemittanceFlow, Sense
from centralasia.remittances.totals import check_periods, refuse_other, refuse_twice

__all__ = ["Grouped", "group", "is_frame", "open_frame"]

_MOST: Final = {"Int64": 2**63 - 1, "Decimal": 10**38 - 1}
_CAST: Final = "cast the column to text or decimal in the query, or read it with dtype=str; a float has lost its digits"
_FIND: Final = "validation.read_records finds the rows"
_AS_TEXT: Final = "cast the column to text and fill it in the query; validation.read_records finds the rows"
_ORIGIN, _DESTINATION, _AMOUNT, _PERIOD = "origin", "destination", "amount", "period"
_FIELDS: Final = {header: field for field, header in HEADERS.items()}
_SUM, _COUNT, _MARKS = "sum", "count", "marks"  # of one corridor, once grouped
_PARTS: Final = ("vintage", "source")  # what parts of one flow share besides
_BITS: Final = 56  # periods whose marks add up in 64 bits


@final
@attrs.frozen(kw_only=True)
class Grouped:
    """The sums of all corridors of a frame, still in its library."""

    sense: Sense
    periods: tuple[Period, ...]
    codes: Mapping[str, Country]
    places: int
    frame: Any

    def cells(self) -> Iterator[tuple[Corridor, Decimal, int]]:
        """Give each corridor with its sum, and how many flows are in it, in the order of codes."""
        frame = self.frame.sort(_ORIGIN, _DESTINATION)
        origins, destinations, sums, counts = (frame[name].to_list() for name in (_ORIGIN, _DESTINATION, _SUM, _COUNT))
        codes, places = self.codes, self.places
        if places:
            scaled = EXACT.scaleb
            sums = [scaled(Decimal(each), -places) for each in sums]
        elif sums and type(sums[0]) is int:
            sums = list(map(Decimal, sums))
        corridors = map(Corridor, map(codes.__getitem__, origins), map(codes.__getitem__, destinations))
        return zip(corridors, sums, counts, strict=True)


def is_frame(data: object) -> bool:
    """Tell whether rows come as a frame, and not one by one."""
    return hasattr(type(data), "columns") or hasattr(type(data), "__arrow_c_stream__")


def open_frame(data: object) -> Any:  # noqa: ANN401 - of narwhals
    """Take a frame of any library that narwhals knows, lazy or not.

    Raises:
        InvalidValueError: It is none of them, or has two columns of one name.
        MissingExtraError: narwhals is not installed.
    """
    nw = narwhals()
    try:
        return nw.from_native(data)
    except (TypeError, nw.exceptions.NarwhalsError) as error:
        raise InvalidValueError("flows", type(data).__name__, "a frame that can be read", str(error)) from error


def group(
    data: Any,  # noqa: ANN401 - a frame of any library
    choice: Choice,
    columns: Mapping[str, str],
    *,
    repeated: bool = False,
) -> Grouped | None:
    """Group a frame, or give None where only records can be added up: estimates, codes of several lists, huge figures.

    Args:
        data: The frame.
        choice: The flows wanted.
        columns: Field to the header of its column, where that is not the name of the field.
        repeated: Whether a corridor may come several times in a period.

    Raises:
        InvalidValueError: A column is missing, or flows are mixed that must not be added up.
    """
    nw = narwhals()
    frame = _selected(nw, open_frame(data), columns)
    if "amount_qualifier" in frame.columns:
        if set(_distinct(frame, "amount_qualifier")) - {None, "", "exact"}:
            return None
        frame = frame.drop("amount_qualifier")
    frame = _narrowed(nw, frame, choice)
    if not len(frame):
        raise InvalidValueError("flows", 0, "one flow at least", "is one of the keywords too narrow?")
    facts, ready = _facts(frame, choice), _with_whole_amounts(nw, frame)
    if facts is None or ready is None:
        return None
    (sense, periods), (frame, places, least) = facts, ready
    if sense.basis is Basis.GROSS and least < 0:
        raise InvalidValueError("amount", least, "not negative", f"only a net flow is, with basis='net'; {_FIND}")
    if repeated:
        _check_parts(frame)
    found = _grouped(nw, frame, {} if repeated else periods)
    codes = _codes(found)
    if len(set(codes.values())) < len(codes):
        return None  # one country under two codes: two groups for one corridor
    if not repeated:
        _check_once(found, len(periods))
    return Grouped(sense=sense, periods=check_periods(periods.values()), codes=codes, places=places, frame=found)


def _selected(nw: Any, frame: Any, columns: Mapping[str, str]) -> Any:  # noqa: ANN401 - of narwhals
    """Take the columns needed, under the names of their fields; what is lazy is collected."""
    there = frame.collect_schema().names()
    known = [spec.name for spec in columns_of(RemittanceFlow)]
    for name in columns:
        if name not in known:
            raise InvalidValueError("columns", shortened(name), f"of the fields {', '.join(known)}")
    names = [_ORIGIN, _DESTINATION, _AMOUNT, "amount_qualifier", *[HEADERS.get(name, name) for name in READ], "source"]
    headers = {name: columns.get(name, name) for name in names}
    for name, header in headers.items():
        if header not in there and (name in columns or name in {_ORIGIN, _DESTINATION, _AMOUNT}):
            expected = f"one of the columns there are: {', '.join(map(str, there))}"
            raise InvalidValueError(name, header, expected, "say with columns= which")
    found = frame.select([nw.col(header).alias(name) for name, header in headers.items() if header in there])
    return found.collect() if isinstance(found, nw.LazyFrame) else found


def _narrowed(nw: Any, frame: Any, choice: Choice) -> Any:  # noqa: ANN401 - of narwhals
    """Keep the rows wanted."""
    for header, wanted in choice.stated().items():
        if header in frame.columns:
            by_cell = _read_cells(frame, header)
            kept = [cell for cell, value in by_cell.items() if _is_wanted(value, wanted)]
            if len(kept) < len(by_cell):
                frame = frame.filter(_among(nw, header, kept)) if kept else frame.head(0)
    return frame


def _among(nw: Any, header: str, cells: list[Any]) -> Any:  # noqa: ANN401 - of narwhals
    texts = [cell for cell in cells if cell is not None]
    if not texts:
        return nw.col(header).is_null()  # pyarrow cannot look among no texts
    among = nw.col(header).is_in(texts)
    return among if len(texts) == len(cells) else among | nw.col(header).is_null()


def _is_wanted(value: object, wanted: object) -> bool:
    return value in wanted if isinstance(wanted, Period) and isinstance(value, Period) else value == wanted


def _facts(frame: Any, choice: Choice) -> tuple[Sense, dict[str, Period]] | None:  # noqa: ANN401 - of narwhals
    """Say what all rows share, and the periods by their texts; None where one period is written in two ways."""
    facts: dict[str, Any] = {}
    for field in Sense._fields:
        header = HEADERS.get(field, field)
        if header in frame.columns:
            values = list(dict.fromkeys(_read_cells(frame, header).values()))
            if len(values) > 1:
                _refuse_mixed(field, values)
            facts[field] = values[0]
        else:
            facts[field] = _stated(field, choice)
    if _PERIOD not in frame.columns:
        return Sense(**facts), {"": _stated(_PERIOD, choice)}
    periods = _read_cells(frame, _PERIOD)
    found = check_periods(periods.values())
    return (Sense(**facts), periods) if len(found) == len(periods) else None


def _stated(field: str, choice: Choice) -> Any:  # noqa: ANN401 - as the field has it
    """Give what a frame has no column of."""
    wanted = getattr(choice, field)
    known = DEFAULTS.get(field) if wanted is None else wanted
    if known is None:
        raise InvalidValueError(field, None, "given: there is no such column", f"say what all rows are with {field}=")
    return known


def _read_cells(frame: Any, header: str) -> dict[Any, Any]:  # noqa: ANN401 - of narwhals
    """Give the values of a column by the cells they are written as."""
    read = READ[_FIELDS.get(header, header)]
    found = {}
    for cell in _distinct(frame, header):
        if isinstance(cell, str) and (cell or header == "vintage"):
            found[cell] = read(cell)
        elif header in DEFAULTS and not cell:
            found[cell] = DEFAULTS[header]
        else:
            raise InvalidValueError(header, cell, "a text that is never blank", _AS_TEXT)
    return found


def _refuse_mixed(field: str, values: list[Any]) -> None:
    if field == "currency":
        hint = "choose with currency=, or convert_flows to one"
        raise CurrencyMismatchError(values[0].code, values[1].code, hint)
    raise InvalidValueError(field, str(values[1]), f"{values[0]}, as of the flows before", f"choose with {field}=")


def _distinct(frame: Any, name: str) -> list[Any]:  # noqa: ANN401 - of narwhals
    """Give the values of a column, each once; most columns have one only, which is told many times faster."""
    values = frame[name]
    if not len(values):
        return []
    first = values[0]
    is_text = type(first) is str and str(values.dtype) == "String"
    if is_text and first == values[-1] and not values.null_count() and (values == first).all():
        return [first]
    if str(values.dtype) == "Object":  # of several types, or of any that the library does not know
        raise InvalidValueError(name, "objects", "a column of texts", _AS_TEXT)
    found = list(values.drop_nulls().unique(maintain_order=True).to_list())
    return [*found, None] if values.null_count() else found


def _with_whole_amounts(nw: Any, frame: Any) -> tuple[Any, int, Decimal] | None:  # noqa: ANN401 - of narwhals
    """Bring amounts to a type that adds up exactly: the frame, the decimals shifted off, the least amount.

    None where a sum could be too large for it.
    """
    values = frame[_AMOUNT]
    dtype = str(values.dtype).partition("(")[0]
    if values.dtype.is_float():
        raise WrongTypeError(_AMOUNT, float(values[0]), "of whole numbers, decimals or texts", _CAST)
    if values.null_count():
        return None  # estimates have no amount, or somebody forgot one; records tell them apart
    whole = values.dtype.is_integer()
    if whole or (dtype == "Decimal" and not frame.implementation.is_pandas_like()):
        least, most = (Decimal(int(end) if whole else end) for end in (values.min(), values.max()))
        places = -int(least.as_tuple().exponent)
        if not _fits(max(-least, most), places, len(values), "Int64" if whole else dtype):
            return None
        return (frame.with_columns(nw.col(_AMOUNT).cast(nw.Int64)) if whole else frame), 0, least
    return _shifted(nw, frame, [as_decimal(value, _AMOUNT) for value in values.to_list()])


def _fits(most: Decimal, places: int, count: int, dtype: str) -> bool:
    """Whether a sum of so many figures cannot be too large."""
    return EXACT.multiply(EXACT.scaleb(most, places), Decimal(count)) <= _MOST[dtype]


def _shifted(nw: Any, frame: Any, figures: list[Decimal]) -> tuple[Any, int, Decimal] | None:  # noqa: ANN401 - of narwhals
    """Count amounts in units of their last decimal."""
    places = max(0, -min(int(figure.as_tuple().exponent) for figure in figures))
    least, most = min(figures), max(figures)
    if places > len(str(_MOST["Int64"])) or not _fits(max(-least, most), places, len(figures), "Int64"):
        return None
    units = [int(EXACT.scaleb(figure, places)) for figure in figures]
    column = nw.new_series(_AMOUNT, units, nw.Int64, backend=frame.implementation)
    return frame.with_columns(column), places, least


def _check_parts(frame: Any) -> None:  # noqa: ANN401 - of narwhals
    """Refuse parts of two flows: of two releases the sum would count the same money twice."""
    for field in _PARTS:
        values = list(dict.fromkeys(cell or "" for cell in _distinct(frame, field))) if field in frame.columns else ()
        if len(values) > 1:
            refuse_other(field, *values[:2])


def _grouped(nw: Any, frame: Any, periods: dict[str, Period]) -> Any:  # noqa: ANN401 - of narwhals
    aggregates = [nw.col(_AMOUNT).sum().alias(_SUM), nw.len().alias(_COUNT)]
    if len(periods) > 1:
        frame, marks = _with_marks(nw, frame, periods)
        aggregates.append(marks)
    found = frame.group_by(_ORIGIN, _DESTINATION).agg(*aggregates)
    categories = [name for name in (_ORIGIN, _DESTINATION) if found[name].dtype in (nw.Categorical, nw.Enum)]
    return found.with_columns(nw.col(*categories).cast(nw.String)) if categories else found  # which sort as texts


def _codes(found: Any) -> dict[str, Country]:  # noqa: ANN401 - of narwhals
    """Look the codes up, and refuse flows from a country to itself."""
    codes: dict[str, Country] = {}
    for side in (_ORIGIN, _DESTINATION):
        for code in found[side].unique().to_list():
            if not isinstance(code, str):
                raise InvalidValueError(side, code, "given: the column is never blank", _FIND)
            codes[code] = country(code)
    same = found.filter(found[_ORIGIN] == found[_DESTINATION])
    if len(same):
        code = same[_ORIGIN][0]
        raise InvalidValueError(_DESTINATION, code, f"another country than the origin {code}", _FIND)
    return codes


def _with_marks(nw: Any, frame: Any, periods: dict[str, Period]) -> tuple[Any, Any]:  # noqa: ANN401 - of narwhals
    """Prepare what tells whether a corridor has a period twice.

    Each period gets a bit of its own. As many of them as there are flows are set in the sum if and only if no period
    comes twice, since any two equal bits carry. That takes half of the time of counting distinct texts in each group,
    which remains for more periods than there are bits.
    """
    if len(periods) > _BITS:
        return frame, nw.col(_PERIOD).n_unique().alias(_MARKS)
    bits = [1 << place for place in range(len(periods))]
    marks = frame[_PERIOD].replace_strict(list(periods), bits, return_dtype=nw.Int64)
    return frame.with_columns(marks.alias(_MARKS)), nw.col(_MARKS).sum()


def _check_once(found: Any, periods: int) -> None:  # noqa: ANN401 - of narwhals
    """Refuse a corridor that comes twice in a period."""
    counts = found[_COUNT]
    twice = (counts > periods).arg_true().to_list()  # first, since then no sum of marks can be too large
    if not twice and periods > 1:
        marks: list[int] = found[_MARKS].to_list()
        different = marks if periods > _BITS else list(map(int.bit_count, marks))
        if different != counts.to_list():
            twice = [place for place, count in enumerate(counts.to_list()) if different[place] < count]
    if twice:
        refuse_twice("-".join(found[side][twice[0]] for side in (_ORIGIN, _DESTINATION)))
