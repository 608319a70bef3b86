"""What comes back from the twins: new columns, and for each row without a result the reason."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final, Literal, NamedTuple, TypeAlias, final, get_args
from warnings import warn

import attrs
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from centralasia.arrays.conversion import as_array
from centralasia.arrays.problems import no_figure
from centralasia.engines.eager import attach, cell_of
from centralasia.engines.figures import Figures, Quotient, decimals_of, quotients
from centralasia.errors import CentralAsiaWarning, InvalidValueError, UnknownCodeError
from centralasia.frames.functions import OnProblem, check_choice, check_details, check_exact, check_name
from centralasia.numbers import Rounding, shortened
from centralasia.numbers import rounding as rounding_named
from centralasia.reference import country, currency
from centralasia.validation import Problem, Report, Severity

__all__ = [
    "Answer",
    "NoResultWarning",
    "OnProblem",
    "ProblemDetail",
    "RowProblem",
    "Terms",
    "told",
]

ProblemDetail: TypeAlias = Literal["problem"]

_SHOWN: Final = 20  # rows of each problem that a report names
_PLACES: Final = 6
_MOST_PLACES: Final = 18


_Column: TypeAlias = tuple[pa.Array, NDArray[np.bool_] | None]
"""A column, and the rows whose results are too large for it."""


class NoResultWarning(CentralAsiaWarning):
    """Some rows of a frame have no result."""


class RowProblem(StrEnum):
    """Why a row has no result.

    Example:
        >>> RowProblem("no-gdp").name
        'NO_GDP'
    """

    NONE = ""
    MISSING_AMOUNT = "missing-amount"
    UNREADABLE_AMOUNT = "unreadable-amount"
    NEGATIVE_AMOUNT = "negative-amount"
    MISSING_CURRENCY = "missing-currency"
    UNKNOWN_CURRENCY = "unknown-currency"
    OTHER_CURRENCY = "other-currency"
    MISSING_COUNTRY = "missing-country"
    UNKNOWN_COUNTRY = "unknown-country"
    SAME_COUNTRY = "same-country"
    MISSING_DATE = "missing-date"
    UNREADABLE_DATE = "unreadable-date"
    MISSING_PERIOD = "missing-period"
    UNREADABLE_PERIOD = "unreadable-period"
    PERIOD_TWICE = "period-twice"
    NO_YEAR = "no-year"
    NO_UNIT = "no-unit"
    NO_GDP = "no-gdp"
    BAD_BASE = "bad-base"
    BASE_NOT_POSITIVE = "base-not-positive"
    NOT_FROM_START = "not-from-start"
    GAP = "gap"
    FALLS = "falls"
    MISSING_REPORTER = "missing-reporter"
    UNKNOWN_REPORTER = "unknown-reporter"
    SEVERAL_REPORTS = "several-reports"
    BAD_MIRROR = "bad-mirror"
    TOO_LARGE = "too-large"
    NO_BASE = "no-base"
    NO_MIRROR = "no-mirror"


_ALL: Final = tuple(RowProblem)
_PLACE: Final = {problem: place for place, problem in enumerate(_ALL)}
_NO_FAULT: Final = (RowProblem.NO_BASE, RowProblem.NO_MIRROR)
"""What is no fault of the row: there is nothing to compare it with."""
_COMPARED: Final = (RowProblem.BAD_BASE, RowProblem.BAD_MIRROR)
"""What is the fault of another row."""


class _Text(NamedTuple):
    role: str
    message: str
    fix: str | None = None


_TEXTS: Final = {
    RowProblem.MISSING_AMOUNT: _Text("amount", "there is no figure"),
    RowProblem.UNREADABLE_AMOUNT: _Text("amount", "this is no figure"),  # with the fix of `no_figure`
    RowProblem.NEGATIVE_AMOUNT: _Text("amount", "the figure is negative", "only net flows can be"),
    RowProblem.MISSING_CURRENCY: _Text("currency", "there is no currency"),
    RowProblem.UNKNOWN_CURRENCY: _Text("currency", "no currency has this code"),
    RowProblem.OTHER_CURRENCY: _Text("currency", "this is another currency than that of what it is held against",
                                     "convert the amounts to one currency first"),
    RowProblem.MISSING_COUNTRY: _Text("country", "there is no country"),
    RowProblem.UNKNOWN_COUNTRY: _Text("country", "no country has this code"),
    RowProblem.SAME_COUNTRY: _Text("country", "this is the way from a country to itself"),
    RowProblem.MISSING_DATE: _Text("on", "there is no day"),
    RowProblem.UNREADABLE_DATE: _Text("on", "this is no day", "write days as 2024-03-01"),
    RowProblem.MISSING_PERIOD: _Text("period", "there is no period"),
    RowProblem.UNREADABLE_PERIOD: _Text("period", "this is no period", "write periods as 2024, 2024-Q1 or 2024-01"),
    RowProblem.PERIOD_TWICE: _Text("period", "the group has several figures of this period",
                                   "keep one of them, add them up, or name with by= what tells them apart"),
    RowProblem.NO_YEAR: _Text("period", "this is no calendar year", "add the parts up, or annualise the figure"),
    RowProblem.NO_UNIT: _Text("currency", "no unit of this money is known for the day",
                              "name the country of a currency with several successors"),
    RowProblem.NO_GDP: _Text("country", "no GDP of this country, year and vintage is known"),
    RowProblem.BAD_BASE: _Text("period", "the figure it would be compared with cannot be used", "mend that row first"),
    RowProblem.BASE_NOT_POSITIVE: _Text("amount", "the figure it is compared with is not greater than zero"),
    RowProblem.NOT_FROM_START: _Text("period", "this is no part of a year from its beginning on",
                                     "say starts_month= if years do not begin in January"),
    RowProblem.GAP: _Text("period", "the sum before it, which is one step shorter, is not there or cannot be used",
                          "give every sum, or say the frequency of those there are"),
    RowProblem.FALLS: _Text("amount", "the sum is less than the one before it, or that one is",
                            "compare revisions of one day only, or pass signed=True for net flows"),
    RowProblem.MISSING_REPORTER: _Text("reporter", "it is not said who reports"),
    RowProblem.UNKNOWN_REPORTER: _Text("reporter", "this is neither the sender nor the receiver"),
    RowProblem.SEVERAL_REPORTS: _Text("reporter", "a side has several reports of this flow",
                                      "keep one source and vintage, or name with by= what tells them apart"),
    RowProblem.BAD_MIRROR: _Text("reporter", "the other side's report of this flow cannot be used",
                                 "mend that row first"),
    RowProblem.TOO_LARGE: _Text("amount", "the result is too large"),
    RowProblem.NO_BASE: _Text("period", "the group has no figure of the period it would be compared with"),
    RowProblem.NO_MIRROR: _Text("reporter", "the other side has no report of this flow"),
}  # fmt: skip


@final
@attrs.frozen(kw_only=True)
class Terms:
    """How results are given.

    Attributes:
        exact: As decimals, rounded once, and not as floats.
        rounding: How to round.
        places: The decimals of exact results.
        details: What else is wanted.
    """

    exact: bool
    rounding: Rounding = Rounding.HALF_EVEN
    places: int = _PLACES
    details: Sequence[str] = ()

    @classmethod
    def of(
        cls,
        *,
        name: str,
        exact: bool,
        on_problem: OnProblem,
        details: Sequence[str],
        places: int | None = None,
        rounding: Rounding | str | None = None,
        known: Sequence[str] = ("problem",),
    ) -> "Terms":
        """Put together how results are given, with what is usual where nothing is said.

        Args:
            name: With what the names of new columns begin.
            exact: As decimals.
            on_problem: How the caller wants to hear of problems.
            details: What else is wanted.
            places: The decimals of exact results.
            rounding: How to round.
            known: The details that there are.

        Raises:
            InvalidValueError: One of them cannot be.
        """
        check_name(name)
        check_choice("on_problem", on_problem, get_args(OnProblem))
        check_details(details, known)
        count = _PLACES if places is None else places
        if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count <= _MOST_PLACES:
            raise InvalidValueError("places", shortened(count), f"a whole number of decimals from 0 to {_MOST_PLACES}")
        mode = rounding_named(Rounding.HALF_EVEN if rounding is None else rounding)
        check_exact(exact=exact, rounding=rounding, places=places)
        return cls(exact=exact, rounding=mode, places=count, details=details)


@final
class Answer:
    """The new columns of a frame while they are made, and the first problem of each row.

    Args:
        frame: A frame of narwhals.
        name: With what the names of new columns begin.
        terms: How results are given.
        columns: The columns by what they stand for: amount, currency, period and so on.
    """

    def __init__(self, frame: Any, name: str, terms: Terms, columns: Mapping[str, object]) -> None:  # noqa: ANN401 - of narwhals
        """Begin with a frame all of whose rows may have a result."""
        self.frame, self.terms, self._name, self._columns = frame, terms, name, columns
        self._kinds = np.zeros(len(frame), np.int8)
        self._causes: NDArray[Any] = self._kinds
        self._locale: str | None = None
        self._blamed: list[tuple[NDArray[np.bool_], str]] = []
        self._makers: dict[str, Callable[[], _Column]] = {}

    @property
    def there(self) -> NDArray[np.bool_]:
        """The rows without a problem so far."""
        return np.asarray(self._kinds == 0)

    def find(self, problem: RowProblem, rows: NDArray[np.bool_], *, column: str = "") -> None:
        """Note a problem of rows that have none yet.

        Args:
            problem: The problem.
            rows: The rows.
            column: The column that is to blame, where it is not the usual one.
        """
        found = rows & self.there
        self._kinds[found] = _PLACE[problem]
        if column:
            self._blamed.append((found, column))

    def having(self, *problems: RowProblem) -> NDArray[np.bool_]:
        """Give the rows that have one of some problems.

        Args:
            problems: The problems.
        """
        return np.isin(self._kinds, [_PLACE[problem] for problem in problems])

    def find_bad(self, problem: RowProblem, others: NDArray[np.integer[Any]]) -> None:
        """Note rows that would be compared with another one, which has a problem of its own.

        Args:
            problem: The problem.
            others: The row that each would be compared with; below zero for none.
        """
        self._causes = np.where(others < 0, 0, self._kinds[others])
        self.find(problem, self._causes > 0)

    def find_figures(self, figures: Figures, *, positive: bool = False, column: str = "") -> None:
        """Note where figures are missing or none.

        Args:
            figures: The figures.
            positive: Whether they may not be negative.
            column: Their column, where it is not the usual one.
        """
        self._locale = figures.locale
        self.find(RowProblem.MISSING_AMOUNT, figures.missing, column=column)
        self.find(RowProblem.UNREADABLE_AMOUNT, figures.unreadable, column=column)
        if positive:
            self.find(RowProblem.NEGATIVE_AMOUNT, np.asarray(figures.values < 0, bool), column=column)

    def put(self, suffix: str, found: Quotient, *, places: int, there: NDArray[np.bool_] | None = None) -> None:
        """Make a column of results.

        Args:
            suffix: What its name has after that of the others; nothing for the column of that name.
            found: The results.
            places: The decimals of exact ones.
            there: The rows that have one, where not all without a problem do.
        """
        terms = self.terms

        def make() -> _Column:
            rows = self.there if there is None else self.there & there
            if terms.exact:
                return decimals_of(found, rows, places=places, rounding=terms.rounding)
            return quotients(found, rows)

        self._makers[suffix] = make

    def put_picks(self, suffix: str, codes: NDArray[np.integer[Any]], values: pa.Array) -> None:
        """Make a column of few values.

        Args:
            suffix: What its name has after that of the others.
            codes: The place of the value of each row without a problem.
            values: The values.
        """
        given = values.dictionary_encode() if pa.types.is_string(values.type) else values

        def make() -> _Column:
            return given.take(pa.array(codes, mask=~self.there)), None

        self._makers[suffix] = make

    def given(self) -> tuple[Any, Report]:
        """Give the frame with the new columns in the library of the caller, and the report."""
        made = self._columns_made()
        if "problem" in self.terms.details:
            places = as_array(pa.int8(), self._kinds, np.flatnonzero(self.there))
            made["problem"] = pa.DictionaryArray.from_arrays(places, pa.array(list(map(str, _ALL)), pa.string()))
        named = {f"{self._name}_{suffix}" if suffix else self._name: column for suffix, column in made.items()}
        return attach(self.frame, named).to_native(), self.report()

    def _columns_made(self) -> dict[str, pa.Array]:
        """Make the columns; a row of which one result is too large has none at all."""
        while True:
            found = {suffix: make() for suffix, make in self._makers.items()}
            before = int(self.there.sum())
            for _, too_large in found.values():
                if too_large is not None:
                    self.find(RowProblem.TOO_LARGE, too_large)
            if int(self.there.sum()) == before:
                return {suffix: column for suffix, (column, _) in found.items()}

    def report(self) -> Report:
        """Count the rows of each problem, and show the first of them."""
        counts = np.bincount(self._kinds, minlength=len(_ALL)).tolist()
        found = {problem: count for problem, count in zip(_ALL, counts, strict=True) if count and problem}
        more = {str(problem): count - _SHOWN for problem, count in found.items() if count > _SHOWN}
        problems = [
            self._problem(problem, row)
            for problem in found
            for row in np.flatnonzero(self._kinds == _PLACE[problem])[:_SHOWN].tolist()
        ]
        errors = sum(count for problem, count in found.items() if problem not in _NO_FAULT)
        return Report.sampled(problems, more, rows=len(self._kinds), unconverted=errors)

    def _problem(self, problem: RowProblem, row: int) -> Problem:
        role, message, fix = _TEXTS[problem]
        column, value = self._cell(role, row)
        if problem is RowProblem.UNREADABLE_AMOUNT:
            message, fix = no_figure(value, self._locale, message)
        if problem in _COMPARED:
            message = f"{message}: {_TEXTS[_ALL[self._causes[row]]].message}"
        return Problem(
            code=str(problem),
            severity=Severity.INFO if problem in _NO_FAULT else Severity.ERROR,
            row=row + 1,
            column=column,
            value=None if value is None else str(shortened(value)),
            message=message,
            fix=_near(problem, value) or fix,
        )

    def _cell(self, role: str, row: int) -> tuple[str | None, object]:
        """Give the name of the column that is to blame for a row, and what stands there."""
        usual = self._columns.get(role)
        name = next((column for rows, column in self._blamed if rows[row]), usual)
        if not isinstance(name, str) or name not in self.frame.columns:
            return None, name
        return name, cell_of(self.frame, name, row)


_CODES: Final[Mapping[RowProblem, Callable[[str], object]]] = {
    RowProblem.UNKNOWN_CURRENCY: currency,
    RowProblem.UNKNOWN_COUNTRY: country,
}


def _near(problem: RowProblem, value: object) -> str | None:
    """Say what was probably meant by a code that there is not."""
    try:
        _CODES.get(problem, str)(str(value))
    except UnknownCodeError as error:
        return f"did you mean {error.near[0]}?" if error.near else None
    return None


def told(
    found: tuple[Any, Report], on_problem: OnProblem, *, warning: type[CentralAsiaWarning] = NoResultWarning
) -> Any:  # noqa: ANN401 - as the caller has it
    """Give a frame as the caller wants to hear of its problems.

    Args:
        found: The frame and its report.
        on_problem: How.
        warning: The class of the warning that there are rows without a result.

    Raises:
        ValidationFailedError: Some row has an error, and the caller wants that raised.
    """
    frame, report = found
    if on_problem == "report":
        return found
    if on_problem == "raise":
        report.raise_if_any("error")
    elif not report.ok:
        errors = report.where(severity="error")
        counts = ", ".join(f"{count:,} {code}" for code, count in errors.counts.items())
        text = f"{errors.total:,} of {report.facts['rows']:,} rows have no result: {counts}"
        warn(text, warning, stacklevel=3)
    return frame
