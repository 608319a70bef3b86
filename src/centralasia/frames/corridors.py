"""Twins of scalar functions over flows between two countries: mirrors of reports, and corridor matrices."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final, TypeAlias, TypeVar, get_args

import numpy as np
from numpy.typing import NDArray

from centralasia.engines.eager import attach, column_named
from centralasia.engines.figures import Figures, Numbers, Quotient, minus, plus, read_column, times, together
from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.frames.answers import Answer, OnProblem, ProblemDetail, RowProblem, Terms, told
from centralasia.frames.functions import check_choice, check_flag, in_memory
from centralasia.frames.keys import Codes, Keys, group_of, joined, keys_of, period_reader, texts_of
from centralasia.numbers import Estimate, Rounding, shortened
from centralasia.periods import Period
from centralasia.records.frames import Backend, narwhals
from centralasia.records.kinds import as_scalar
from centralasia.reference import Currency
from centralasia.reference import country as country_by_code
from centralasia.reference import currency as currency_by_code
from centralasia.remittances import Basis, RemittanceMeasure, Reporter
from centralasia.remittances import corridor_matrix as corridor_matrix_of
from centralasia.remittances.matrices import Shape
from centralasia.series.figures import Number, checked_rate, positive

__all__ = ["corridor_matrix", "mirror", "mirror_flows"]

T = TypeVar("T")
Flags: TypeAlias = NDArray[np.bool_]

_WHOLE: Final = 2**53
_KEYWORDS: Final = {"amount_currency": "currency"}


def mirror(  # noqa: PLR0913 - those of the scalar function, and the columns
    frame: Any,  # noqa: ANN401 - of any library
    *,
    sender_report: str,
    receiver_report: str,
    factor: Number = 1,
    exact: bool = False,
    places: int | None = None,
    rounding: Rounding | str | None = None,
    name: str = "mirror",
    details: Sequence[ProblemDetail] = (),
    on_problem: OnProblem = "null",
    locale: str | None = None,
) -> Any:  # noqa: ANN401 - of the same library
    """Set two reports of one flow beside each other, row by row as `series.mirror` does.

    Four columns come behind the others. ``mirror_adjusted`` is the receiver's report divided by the factor,
    ``mirror_gap`` that less the sender's, ``mirror_ratio`` the one divided by the other (none where the sender reports
    zero), and ``mirror_asymmetry`` the gap divided by the mean of both, from -2 to 2 (none where both are zero).

    Units:
        Adjusted report and gap are in the unit of the reports, which is the same for both; the others are pure numbers.

    Args:
        frame: A frame in memory of pandas, polars or pyarrow.
        sender_report: The column of what sending sides report: exports, or remittances paid out.
        receiver_report: The column of what receiving sides report: imports, or remittances received.
        factor: What the receiver's report is divided by: the ratio of CIF to FOB, such as `trade.CIF_FOB`.
        exact: Give decimals, each rounded once, instead of the floats that are nearest.
        places: The decimals of exact ratios, 6 when not given. Exact amounts have those of the reports, and with a
            factor at least these.
        rounding: How they are rounded, half even when not given.
        name: With what the names of the new columns begin.
        details: ``("problem",)`` for a column with the reason where there is no result.
        on_problem: What to do about rows without a result: leave them ``"null"`` and warn, ``"raise"``, or give frame
            and ``"report"``.
        locale: The locale of figures that are texts.

    Raises:
        InvalidValueError: No such column, a lazy frame, or a keyword out of range.
        ValidationFailedError: A row has no result, with ``on_problem="raise"``.

    Example:
        >>> import polars
        >>> frame = polars.DataFrame({"exports": [900], "imports": [1060]})
        >>> asked = {"sender_report": "exports", "receiver_report": "imports", "factor": Fraction("1.06")}
        >>> mirror(frame, **asked, exact=True, places=3).row(0)[2:]
        (Decimal('1000.000'), Decimal('100.000'), Decimal('1.111'), Decimal('0.105'))
    """
    terms = Terms.of(name=name, exact=exact, places=places, rounding=rounding, details=details, on_problem=on_problem)
    divisor = _divisor(factor)
    given = in_memory(frame)
    sent = read_column(given, sender_report, "sender_report", exact=exact, locale=locale)
    received = read_column(given, receiver_report, "receiver_report", exact=exact, locale=locale)
    answer = Answer(given, name, terms, {"amount": sender_report})
    answer.find_figures(sent, positive=True)
    answer.find_figures(received, positive=True, column=receiver_report)
    _put_mirror(answer, together(sent, received), divisor)
    return told(answer.given(), on_problem)


def _divisor(factor: Number) -> Fraction:
    try:
        found = positive(checked_rate(factor, "factor"), "factor")
    except WrongTypeError as error:
        given: object = factor
        hint = "wrap the text in Decimal or Fraction" if isinstance(given, str) else error.hint
        raise WrongTypeError("factor", shortened(given), "an exact number", hint) from None
    if isinstance(found, Estimate):
        raise WrongTypeError("factor", str(found), "an exact number", "mirror with each end of it")
    if max(found.numerator, found.denominator) >= _WHOLE:
        raise InvalidValueError("factor", str(found), "a fraction of numbers below 2^53")
    return found


def _put_mirror(answer: Answer, reports: tuple[Numbers, Numbers, int], divisor: Fraction) -> None:
    """Make the columns of a mirror; all are quotients of sums of both reports times whole numbers."""
    sent, received, scale = reports
    places = answer.terms.places
    sent, received = times(sent, divisor.numerator), times(received, divisor.denominator)
    unit = divisor.numerator * 10**scale
    finer = scale if divisor == 1 else max(scale, places)
    gap, both = minus(received, sent), plus(received, sent)
    answer.put("adjusted", Quotient(received, unit), places=finer)
    answer.put("gap", Quotient(gap, unit), places=finer)
    answer.put("ratio", Quotient(received, sent), places=places, there=np.asarray(sent > 0, bool))
    answer.put("asymmetry", Quotient(times(gap, 2), both), places=places, there=np.asarray(both > 0, bool))


def mirror_flows(  # noqa: PLR0913 - those of the scalar functions, and the columns
    frame: Any,  # noqa: ANN401 - of any library
    *,
    amount: str,
    origin: str,
    destination: str,
    reporter: str,
    period: str | Period,
    currency: str | Currency | None = None,
    by: str | Sequence[str] = (),
    factor: Number = 1,
    exact: bool = False,
    places: int | None = None,
    rounding: Rounding | str | None = None,
    name: str = "mirror",
    details: Sequence[ProblemDetail] = (),
    on_problem: OnProblem = "null",
    locale: str | None = None,
) -> Any:  # noqa: ANN401 - of the same library
    """Find what the other side reports of each flow, and compare, as `remittances.mirror_flows` does.

    Rows are of one flow where origin, destination, period and the columns of `by` agree. Both of its rows get what the
    other side reports as ``mirror_report``, and the same four columns as by `mirror`. A row that the other side has no
    report of has none of them, which is no error: its problem is ``no-mirror``, an information. Where that report is
    there and has an error itself, the problem is ``bad-mirror``.

    Args:
        frame: A frame in memory of pandas, polars or pyarrow.
        amount: The column of amounts.
        origin: The column of the countries that send, by their codes.
        destination: The column of those that receive.
        reporter: The column that says whether the ``"sender"`` or the ``"receiver"`` reports.
        period: The column of periods, or one of them. Whole numbers are years.
        currency: The column of currencies, or a code; nothing where all amounts are of one.
        by: The columns of what else must agree: measure, basis, commodity.
        factor: As for `mirror`.
        exact: As for `mirror`.
        places: As for `mirror`.
        rounding: As for `mirror`.
        name: As for `mirror`.
        details: As for `mirror`.
        on_problem: As for `mirror`.
        locale: As for `mirror`.

    Raises:
        InvalidValueError: No such column, a lazy frame, or a keyword out of range.
        ValidationFailedError: A row has an error, with ``on_problem="raise"``.

    Example:
        >>> import polars
        >>> frame = polars.DataFrame({"origin": ["RU", "RU", "KZ"], "destination": ["KG", "KG", "KG"],
        ...     "reporter": ["sender", "receiver", "receiver"], "mn_usd": [2500, 2600, 12]})
        >>> found = mirror_flows(frame, amount="mn_usd", origin="origin", destination="destination",
        ...     reporter="reporter", period="2022", exact=True, places=2)
        >>> found.select("mirror_report", "mirror_gap", "mirror_ratio").rows()[:2]
        [(Decimal('2600'), Decimal('100'), Decimal('1.04')), (Decimal('2500'), Decimal('100'), Decimal('1.04'))]
    """
    terms = Terms.of(name=name, exact=exact, places=places, rounding=rounding, details=details, on_problem=on_problem)
    divisor = _divisor(factor)
    given = in_memory(frame)
    figures = read_column(given, amount, "amount", exact=exact, locale=locale)
    roles = {"amount": amount, "country": destination, "period": period, "reporter": reporter, "currency": currency}
    answer = Answer(given, name, terms, roles)
    answer.find_figures(figures, positive=True)
    ends = _note_ends(answer, origin, destination)
    spans = keys_of(given, period, period_reader(None), field="period")
    spans.note(answer, RowProblem.MISSING_PERIOD, RowProblem.UNREADABLE_PERIOD)
    sides = _noted(answer, column_named(reporter, given.columns, "reporter"), _reporter, "reporter")
    moneys = None if currency is None else _noted(answer, currency, currency_by_code, "currency")
    others = _others(answer, joined(ends, spans.codes, group_of(given, by)), sides, moneys)
    _put_reports(answer, figures, _is_sent(sides), others, divisor)
    return told(answer.given(), on_problem)


def _reporter(cell: object) -> Reporter:
    return as_scalar(Reporter, cell, "reporter")


_MISSING: Final = {
    "country": (RowProblem.MISSING_COUNTRY, RowProblem.UNKNOWN_COUNTRY),
    "currency": (RowProblem.MISSING_CURRENCY, RowProblem.UNKNOWN_CURRENCY),
    "period": (RowProblem.MISSING_PERIOD, RowProblem.UNREADABLE_PERIOD),
    "reporter": (RowProblem.MISSING_REPORTER, RowProblem.UNKNOWN_REPORTER),
}


def _noted(answer: Answer, name: object, read: Callable[[Any], T], field: str) -> Keys[T]:
    """Read a column, and note the cells that are none of its values."""
    keys = keys_of(answer.frame, name, read, field=field)
    keys.note(answer, *_MISSING[field], column=name if isinstance(name, str) else "")
    return keys


def _note_ends(answer: Answer, origin: str, destination: str) -> Codes:
    """Number the corridors of rows, and note where there is none."""
    names = [
        column_named(name, answer.frame.columns, field)
        for name, field in ((origin, "origin"), (destination, "destination"))
    ]
    one, other = (_noted(answer, name, country_by_code, "country") for name in names)
    places = {place: number for number, place in enumerate(one.values)}
    same = np.array([*(places.get(place, -1) for place in other.values), -1], np.int64)[other.codes]
    answer.find(RowProblem.SAME_COUNTRY, np.asarray(same == one.codes), column=destination)
    return joined(one.codes, other.codes)


_NO_REPORT: Final = (
    RowProblem.UNREADABLE_AMOUNT,
    RowProblem.NEGATIVE_AMOUNT,
    RowProblem.MISSING_CURRENCY,
    RowProblem.UNKNOWN_CURRENCY,
)
"""What makes a report one that nothing can be compared with."""


def _is_sent(sides: Keys[Reporter]) -> Flags:
    return sides.where(lambda side: side is Reporter.SENDER)


def _others(answer: Answer, flows: Codes, sides: Keys[Reporter], moneys: Keys[Currency] | None) -> Codes:
    """Find for each row that of the other side."""
    is_sent = _is_sent(sides)
    own, opposite, there = flows * 2 + is_sent, flows * 2 + ~is_sent, np.flatnonzero(answer.there)
    size = 2 * (int(flows.max(initial=0)) + 1)
    counts = np.bincount(own[there], minlength=size)
    rows, doubtful = np.zeros(size, np.int64), np.full(size, -1)
    rows[own[there]] = there
    bad = np.flatnonzero(answer.having(*_NO_REPORT) & sides.there)
    doubtful[own[bad]] = bad
    answer.find_bad(RowProblem.BAD_MIRROR, np.where(counts[opposite] == 0, doubtful[opposite], -1))
    answer.find(RowProblem.NO_MIRROR, np.asarray(counts[opposite] == 0))
    answer.find(RowProblem.SEVERAL_REPORTS, np.asarray(counts[own] + counts[opposite] > len(Reporter)))
    others = rows[opposite]
    if moneys is not None:
        answer.find(RowProblem.OTHER_CURRENCY, np.asarray(moneys.codes != moneys.codes[others]))
    return others


def _put_reports(answer: Answer, figures: Figures, is_sent: Flags, others: Codes, divisor: Fraction) -> None:
    own, reported = figures.values, figures.values[others]
    sent, received = np.where(is_sent, own, reported), np.where(is_sent, reported, own)
    answer.put("report", Quotient(reported, 10**figures.scale), places=figures.scale)
    _put_mirror(answer, (sent, received, figures.scale), divisor)


def corridor_matrix(  # noqa: PLR0913 - those of the scalar function, and the columns
    frame: Any,  # noqa: ANN401 - of any library
    *,
    amount: str,
    origin: str,
    destination: str,
    period: str | Period | None = None,
    currency: str | Currency | None = None,
    measure: str | RemittanceMeasure | None = None,
    reporter: str | Reporter | None = None,
    basis: str | Basis | None = None,
    vintage: str | None = None,
    repeated: bool = False,
    shape: Shape = "long",
    on_problem: OnProblem = "raise",
) -> Any:  # noqa: ANN401 - of the same library
    """Add flows up by origin and destination, as `remittances.corridor_matrix` does, into a frame.

    Other keywords than the first three are the name of a column, or what is wanted and, where there is no such column,
    what all rows are: as the keywords of the scalar function. Rows that cannot be a flow raise an error unless it is
    said otherwise, because sums without them are no longer those of the whole.

    Args:
        frame: A frame in memory of pandas, polars or pyarrow.
        amount: The column of amounts: whole numbers, decimals or texts.
        origin: The column of the countries that send, by their codes.
        destination: The column of those that receive.
        period: The periods.
        currency: The currencies.
        measure: What is counted.
        reporter: Whose statistics it is.
        basis: Gross or net.
        vintage: The vintages.
        repeated: Whether a corridor may come several times in a period.
        shape: ``"long"``, a row a corridor, or ``"wide"``, a row an origin and a column a destination.
        on_problem: What to do about rows that cannot be a flow: ``"raise"``, leave them out and warn (``"null"``), or
            give frame and ``"report"``.

    Raises:
        InvalidValueError: No such column, a lazy frame, or flows that must not be added up.
        ValidationFailedError: A row cannot be a flow, unless it is to be left out.

    Example:
        >>> import polars
        >>> frame = polars.DataFrame({"from": ["RU", "RU", "KZ"], "to": ["KG", "TJ", "KG"], "mn": ["20.5", "33", "1"]})
        >>> asked = {"amount": "mn", "origin": "from", "destination": "to", "currency": "USD", "period": "2024-01"}
        >>> corridor_matrix(frame, **asked, measure="money_transfer_systems", shape="wide").rows()
        [('KZ', Decimal('1.0'), None, Decimal('1.0')), ('RU', Decimal('20.5'), Decimal('33.0'), Decimal('53.5')), \
('total', Decimal('21.5'), Decimal('33.0'), Decimal('54.5'))]
    """
    check_choice("on_problem", on_problem, get_args(OnProblem))
    check_flag("repeated", repeated)
    given = in_memory(frame)
    said: dict[str, Any] = {"period": period, "amount_currency": currency, "measure": measure, "reporter": reporter}
    said = {field: value for field, value in (said | {"basis": basis, "vintage": vintage}).items() if value is not None}
    named = {field: value for field, value in said.items() if isinstance(value, str) and value in given.columns}
    only: Any = {_KEYWORDS.get(field, field): value for field, value in said.items() if field not in named}
    columns = {"amount": amount, "origin": origin, "destination": destination} | named
    answer, flows = _flows_of(given, columns, is_net="basis" in named or only.get("basis", "gross") != "gross")
    told((None, answer.report()), on_problem)
    matrix = corridor_matrix_of(flows, repeated=repeated, **only).to_frame(_library_of(given), shape=shape)
    return (matrix, answer.report()) if on_problem == "report" else matrix


def _flows_of(frame: Any, columns: Mapping[str, str], *, is_net: bool) -> tuple[Answer, Any]:  # noqa: ANN401 - of narwhals
    """Give the rows that can be a flow, under the names of fields, and the problems of the others."""
    answer = Answer(frame, "", Terms(exact=True), {"amount": columns["amount"]})
    figures = read_column(frame, columns["amount"], "amount", exact=True, locale=None)
    answer.find_figures(figures, positive=not is_net)
    _note_ends(answer, columns["origin"], columns["destination"])
    if "amount_currency" in columns:
        _noted(answer, columns["amount_currency"], currency_by_code, "currency")
    nw, renamed = narwhals(), [narwhals().col(header).alias(field) for field, header in columns.items()]
    found = frame.select(renamed)
    if "period" in columns:
        spans = _noted(answer, columns["period"], period_reader(None), "period")
        found = attach(found, {"period": texts_of([*map(str, spans.values), None], spans.codes)})
    there = nw.new_series("there", answer.there.tolist(), nw.Boolean, backend=frame.implementation)
    return answer, found.filter(there).to_native()


def _library_of(frame: Any) -> Backend:  # noqa: ANN401 - of narwhals
    if frame.implementation.is_polars():
        return "polars"
    return "pyarrow" if frame.implementation.is_pyarrow() else "pandas"
