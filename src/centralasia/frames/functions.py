"""The one call that converts a frame, wherever it is."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any, Final, Literal, TypeAlias, get_args
from warnings import warn

import pyarrow as pa

from centralasia.arrays.calendars import Question
from centralasia.arrays.details import DETAILS, Detail
from centralasia.arrays.problems import Counts, Trouble
from centralasia.engines.eager import Asked, convert_frame
from centralasia.errors import CentralAsiaWarning, InvalidValueError, ValidationFailedError, WrongTypeError
from centralasia.numbers import Rounding, shortened
from centralasia.numbers import rounding as rounding_named
from centralasia.periods import Period
from centralasia.rates import RateKind, RateTable, embedded_rates
from centralasia.rates.policies import Policy, policy_or_usual
from centralasia.rates.quotes import rate_kind
from centralasia.records.frames import narwhals
from centralasia.reference import Currency
from centralasia.validation import Report

__all__ = [
    "OnProblem",
    "UnconvertedWarning",
    "asked_of",
    "check_choice",
    "check_details",
    "check_exact",
    "check_flag",
    "check_name",
    "convert",
    "in_memory",
    "question_of",
    "summary_of",
    "taken",
]

OnProblem: TypeAlias = Literal["null", "raise", "report"]

_PLACES: Final = range(-18, 39)  # what whole numbers of 64 bits and decimals of 38 digits have room for


class UnconvertedWarning(CentralAsiaWarning):
    """Some rows of a frame could not be converted; the message counts them by their troubles.

    `convert` with ``on_problem="report"`` or ``"raise"`` does not warn, and nor does it of rows that an engine converts
    later.

    Example:
        >>> import polars, warnings
        >>> paid = polars.DataFrame({"amount": [1, 2], "currency": ["USD", "usd"]})
        >>> with warnings.catch_warnings(record=True, action="always") as caught:
        ...     _ = convert(paid, amount="amount", currency="currency", to="USD", on="2023")
        >>> print(caught[0].message)
        1 of 2 rows could not be converted: 1 unknown-currency
    """


def convert(  # noqa: PLR0913 - those of `RateTable.convert`, and the columns
    frame: Any,  # noqa: ANN401 - of any library
    *,
    amount: str,
    currency: str | Currency,
    to: str | Currency,
    on: str | date | Period,
    rates: RateTable | None = None,
    policy: Policy | None = None,
    exact: bool = False,
    kind: RateKind | str | None = None,
    rounding: Rounding | str | None = None,
    places: int | None = None,
    name: str = "converted",
    details: Sequence[Detail] = (),
    on_problem: OnProblem = "null",
    locale: str | None = None,
) -> Any:  # noqa: ANN401 - of the same library
    """Convert the amounts of a frame, row by row as `RateTable.convert` does.

    A policy is asked once for each pair of currencies and day, and not once for each row, so that ten million rows take
    a fraction of a second. Frames in memory (pandas, polars, pyarrow) are worked on at once. Of lazy and distributed
    ones, polars, Dask and Ray convert each batch with the same code when it is asked for; for floats in DuckDB, Ibis
    and Spark the rates become a table that the engine joins, and exact results are made of its batches: in DuckDB and
    Ibis at once, and held in memory.

    Without `exact` the results are floats that are not rounded to money: an amount times the factor as the nearest
    floats, off by less than 2^-52 of the exact product, which makes them the nearest float to it or the one beside;
    amounts that are decimals, texts or whole numbers beyond 2^53 become floats first, which adds up to half as much.
    With `exact` they are decimals, and equal those of `RateTable.convert` in every row, at any size of up to 38 digits.

    Args:
        frame: A frame of any of these libraries; a record batch of pyarrow is taken for a table. Its rows keep their
            order, unless DuckDB, Ibis or Spark join; a frame of pandas keeps its index, its class and its `attrs`.
        amount: The column of amounts: whole numbers, decimals, floats, or texts of numerals. For exact results a float
            stands for the decimal of at most 15 digits that it is the nearest float to (6 digits if it has 32 bits, 3
            if it has 16), or for the whole number that it is, below 2^53 (2^24, 2^11).
        currency: The column of their currencies, as texts or categories; or the currency of all rows. A code is the
            currency, even where a column is called so. Codes are in capitals and without spaces, as everywhere.
        to: The column of currencies to convert to, or the one for all rows, likewise.
        on: The column of days, of moments (whose day is that of their own time zone) or of texts, such as 2024-03-01
            for days and 2024-Q1 for periods, or of periods of pandas, which stand for their days; or the day or period
            of all rows. A column comes before a text of its name.
        rates: The rates; `embedded_rates()` when not given.
        policy: Which rate answers for a day without one; `LastKnown(days=7)` when not given.
        exact: Whether results are exact decimals, rounded once; each has the decimals of the minor unit of its target,
            and the column those of the target that has most.
        kind: Only rates of this kind; official before market before cash when not given, and averages for periods.
        rounding: How exact results are rounded, half even when not given.
        places: The decimals of exact results instead of those of the minor unit, from -18 to 38.
        name: The name of the new column. A column that has this name, or that of a detail, is replaced; in DuckDB, Ibis
            and Spark, for which the case of letters makes no other name, also where it is written otherwise.
        details: What else is wanted, each as a column whose name begins with `name`: ``rate`` (the factor as a float),
            ``rate_on`` (the day of the least fresh rate; null where no rate of a day was used), ``age`` (its days),
            ``legs`` (how many rates were used), ``low`` and ``high`` (what the amount can be by the printed digits
            of the rates, rounded outward) and ``problem`` (why there is no amount: one of `arrays.Trouble`).
        on_problem: What is to be done about rows that cannot be converted, whose results are null (NaN in a float
            column of pandas): ``"null"`` warns and counts them, ``"raise"`` raises, and ``"report"`` gives the frame
            and a report, which shows the first 20 rows of each trouble and has the number of all in its facts. Of a
            frame that is converted later nothing can be counted, so that ``"null"`` is silent; the others go through
            all of its rows once, and show two of each trouble.
        locale: The locale of amounts that are texts, such as ``ru``; digits with a point when not given.

    Returns:
        A frame of the same library, with the new columns behind the others; with ``on_problem="report"`` that frame and
        a `Report`.

    Raises:
        InvalidValueError: No such column, two columns of one name, or another argument that cannot be.
        WrongTypeError: No frame, or a column that holds nothing of the kind, such as truth values for amounts.
        UnknownCodeError: No such locale.
        ValidationFailedError: A row cannot be converted, and `on_problem` is "raise"; the error has the report.
        MissingExtraError: The extra `frames` is not installed.

    Warns:
        UnconvertedWarning: A row cannot be converted, and `on_problem` is "null"; not of what is converted later.

    Example:
        >>> import polars
        >>> from centralasia import ExchangeRate, RateTable
        >>> rates = RateTable.of([ExchangeRate(base="USD", quote="KZT", value="501.20", on="2024-03-01", source="nbk")])
        >>> paid = polars.DataFrame({"amount": ["1000.50", "250"], "currency": ["KZT", "USD"], "day": "2024-03-02"})
        >>> found = convert(paid, amount="amount", currency="currency", to="USD", on="day", rates=rates, exact=True,
        ...     details=["age"])
        >>> found.select("converted", "converted_age").rows()
        [(Decimal('2.00'), 1), (Decimal('250.00'), 0)]
    """
    check_choice("on_problem", on_problem, get_args(OnProblem))
    question = question_of(rates, policy, kind)
    asked = asked_of(
        amount=amount,
        currency=currency,
        to=to,
        on=on,
        name=name,
        exact=exact,
        rounding=rounding,
        places=places,
        details=details,
        locale=locale,
    )
    given = taken(frame)
    lazily = _lazily(given)
    if lazily is not None:
        return _told(lazily(given, asked, question, reports=on_problem != "null"), on_problem)
    found, report = convert_frame(given, asked, question)
    return _told((found.to_native(), report), on_problem)


def _lazily(given: Any) -> Callable[..., Any] | None:  # noqa: ANN401 - of narwhals, Dask or Ray
    """Give what converts frames of engines, None for those in memory."""
    nw = narwhals()
    if isinstance(given, nw.DataFrame):
        return None
    if isinstance(given, nw.LazyFrame):
        from centralasia.engines.lazy import convert_lazy  # noqa: PLC0415 - for engines alone

        return convert_lazy
    if _is_of_ray(given):  # pragma: no cover - run with the tests of Ray
        from centralasia.engines.ray import convert_dataset  # noqa: PLC0415 - for Ray alone

        return convert_dataset
    from centralasia.engines.partitions import convert_partitions  # noqa: PLC0415 - for Dask alone

    return convert_partitions


def _is_of_ray(frame: object) -> bool:
    """Tell whether this is a dataset of Ray, which narwhals does not know, without importing Ray."""
    return any(each.__module__.startswith("ray.data") for each in type(frame).__mro__)


def taken(frame: Any, libraries: str = "pandas, polars, pyarrow or another library") -> Any:  # noqa: ANN401 - of narwhals
    """Take a frame of any library; a batch of rows of pyarrow is a table.

    Args:
        frame: The frame.
        libraries: Those that it may be of, named in errors.

    Raises:
        WrongTypeError: It is none.
        InvalidValueError: Two columns have one name.
        MissingExtraError: narwhals is not installed.
    """
    nw = narwhals()
    native = nw.to_native(frame, pass_through=True)
    if isinstance(native, pa.RecordBatch):
        frame = native = pa.Table.from_batches([native])
    if nw.dependencies.is_dask_dataframe(native) or _is_of_ray(native):  # with packages of their own
        return native
    try:
        given = nw.from_native(frame)
        given.columns  # noqa: B018 - read now, since two of one name are found out here
    except TypeError:
        raise WrongTypeError("frame", type(frame), f"a frame of {libraries}") from None
    except nw.exceptions.DuplicateError:
        names = native.column_names if isinstance(native, pa.Table) else [*native.columns]
        twice = [name for name, count in Counter(names).items() if count > 1]
        raise InvalidValueError("frame", twice, "a frame with columns of different names") from None
    return given


def in_memory(frame: object) -> Any:  # noqa: ANN401 - of narwhals
    """Take a frame of pandas, polars or pyarrow.

    Args:
        frame: The frame.

    Raises:
        WrongTypeError: It is none.
        InvalidValueError: It is a lazy one, or two columns have one name.
        MissingExtraError: narwhals is not installed.
    """
    given = taken(frame, "pandas, polars or pyarrow")
    if not isinstance(given, narwhals().DataFrame):
        hint = "collect it first, for rows are compared with one another"
        raise InvalidValueError("frame", type(frame).__name__, "a frame in memory", hint)
    return given


def question_of(rates: RateTable | None, policy: Policy | None, kind: RateKind | str | None) -> Question:
    """Put together what is asked of rates, with what is usual where nothing is said.

    Args:
        rates: The rates.
        policy: Which rate answers for a day without one.
        kind: Only rates of this kind.

    Raises:
        WrongTypeError: Other things than rates.
        InvalidValueError: No such kind.
    """
    table = embedded_rates() if rates is None else rates
    if not isinstance(table, RateTable):
        raise WrongTypeError("rates", rates, "a RateTable", "make one with RateTable.of(rates)")
    return Question(rates=table, policy=policy_or_usual(policy), kind=None if kind is None else rate_kind(kind))


def asked_of(
    *,
    name: str,
    exact: bool,
    rounding: Rounding | str | None,
    places: int | None,
    details: Sequence[Detail],
    **columns: Any,  # noqa: ANN401 - names, and what stands for all rows
) -> Asked:
    """Put together what is asked of a frame.

    Args:
        name: The name of the new column.
        exact: Whether results are exact decimals.
        rounding: How exact results are rounded.
        places: The decimals of exact results.
        details: What else is wanted.
        columns: The columns, and the locale of amounts.

    Raises:
        InvalidValueError: One of them cannot be.
    """
    check_name(name)
    check_details(details, DETAILS)
    whole = isinstance(places, int) and not isinstance(places, bool)
    if places is not None and not (whole and places in _PLACES):
        raise InvalidValueError("places", places, f"a whole number from {_PLACES.start} to {_PLACES.stop - 1}")
    mode = rounding_named(Rounding.HALF_EVEN if rounding is None else rounding)
    check_exact(exact=exact, rounding=rounding, places=places)
    return Asked(name=name, exact=exact, rounding=mode, places=places, details=details, **columns)


def check_name(name: object) -> None:
    """Refuse what cannot be the name of a column.

    Args:
        name: The name.

    Raises:
        InvalidValueError: It is no text, or an empty one.
    """
    if not isinstance(name, str) or not name.strip():
        raise InvalidValueError("name", shortened(name), "the name of the new column, a text that is not empty")


def check_flag(field: str, value: object) -> None:
    """Refuse what is neither true nor false, since any text would count as true.

    Args:
        field: What it stands for.
        value: The value.

    Raises:
        InvalidValueError: It is neither.
    """
    if not isinstance(value, bool):
        raise InvalidValueError(field, shortened(value), "True or False")


def check_exact(*, exact: object, rounding: object, places: object) -> None:
    """Refuse rounding where nothing is rounded.

    Args:
        exact: Whether results are exact decimals.
        rounding: How they are rounded, None where it is not said.
        places: Their decimals, likewise.

    Raises:
        InvalidValueError: Floats are to be rounded, or it is not clear what is wanted.
    """
    check_flag("exact", exact)
    for field, value in (("places", places), ("rounding", rounding)):
        if not exact and value is not None:
            hint = "floats are not rounded to decimals"
            raise InvalidValueError(field, shortened(value), "left out, since it goes with exact=True", hint)


def check_details(details: Sequence[str], known: Sequence[str]) -> None:
    """Refuse details that there are none of.

    Args:
        details: What else is wanted.
        known: What there is.

    Raises:
        InvalidValueError: There is no such detail, or a text stands for several.
    """
    is_one = isinstance(details, str) or not isinstance(details, Collection)
    for each in [details] if is_one else details:
        if each not in known:
            raise InvalidValueError("details", shortened(each), f"some of {', '.join(known)}")
    if is_one:
        raise InvalidValueError("details", details, "several of them", f"pass [{details!r}]")


def check_choice(field: str, value: object, choices: Sequence[str]) -> None:
    """Refuse what is none of a few words.

    Args:
        field: What it stands for.
        value: The word.
        choices: The words there are.

    Raises:
        InvalidValueError: It is none of them.
    """
    if value not in choices:
        raise InvalidValueError(field, shortened(value), f"one of {', '.join(choices)}")


def _told(outcome: tuple[Any, Report | Counts | None], on_problem: OnProblem) -> Any:  # noqa: ANN401 - as the caller has it
    """Give a frame as the caller wants to hear of its troubles."""
    frame, found = outcome
    if on_problem == "report":
        return outcome
    counts = Counts(found.facts["rows"], found.counts) if isinstance(found, Report) else found
    if counts is not None and counts.counts:
        if on_problem == "raise":
            raise ValidationFailedError(found)
        warn(_summary(counts), UnconvertedWarning, stacklevel=3)
    return frame


def summary_of(report: Report) -> str:
    """Count the rows of each trouble, in one line.

    Args:
        report: What kept rows from being converted.
    """
    return _summary(Counts(report.facts["rows"], report.counts))


def _summary(found: Counts) -> str:
    counts = ", ".join(f"{found.counts[code]:,} {code}" for code in Trouble if code in found.counts)
    return f"{sum(found.counts.values()):,} of {found.rows:,} rows could not be converted: {counts}"
