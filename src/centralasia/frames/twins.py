"""Twins of scalar functions that look at one row at a time: old money restated, averages, shares of GDP."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, Literal, TypeAlias, get_args

import attrs
import pyarrow as pa

from centralasia.arrays.details import Detail
from centralasia.engines.eager import attach, beside, cell_of
from centralasia.engines.figures import Figures, Quotient, places_of, read_column, terms_of, times
from centralasia.errors import CentralAsiaError, InvalidValueError, UnknownCodeError
from centralasia.frames.answers import Answer, OnProblem, ProblemDetail, RowProblem, Terms, told
from centralasia.frames.functions import UnconvertedWarning, convert, in_memory
from centralasia.frames.keys import Keys, distinct, keys_of, pairs_of, period_reader, picked, read_day, texts_of
from centralasia.money.restating import restated
from centralasia.numbers import Rounding, shortened
from centralasia.periods import Frequency, Period, as_frequency
from centralasia.rates import Policy, RateKind, RateTable
from centralasia.records.frames import narwhals
from centralasia.reference import Country, Currency, Indicator, indicator, indicators, vintages
from centralasia.reference import country as country_by_code
from centralasia.reference import currency as currency_by_code
from centralasia.validation import Report

__all__ = ["restate", "shares_of_gdp", "to_period_average"]

ShareDetail: TypeAlias = Literal["gdp", "vintage", "problem"]

_GDP: Final = "NY.GDP.MKTP.CD"
_DOLLAR: Final = "USD"
_EXACTLY: Final = Fraction(1)


def restate(  # noqa: PLR0913 - those of `Money.restate`, and the columns
    frame: Any,  # noqa: ANN401 - of any library
    *,
    amount: str,
    currency: str | Currency,
    on: str | date,
    country: str | Country | None = None,
    exact: bool = False,
    name: str = "restated",
    details: Sequence[ProblemDetail] = (),
    on_problem: OnProblem = "null",
    locale: str | None = None,
) -> Any:  # noqa: ANN401 - of the same library
    """Express amounts in the units that were current on a day, row by row as `Money.restate` does.

    The column `name` has the amounts, that of `name` and ``_currency`` their units.

    Args:
        frame: A frame in memory of pandas, polars or pyarrow.
        amount: The column of amounts.
        currency: The column of currencies, or a code.
        on: The column of days, or one of them.
        country: The column of countries, where cells may be empty, or a code: for currencies with several successors.
        exact: Give decimals, none of which is rounded, instead of floats.
        name: The name of the new column.
        details: ``("problem",)`` for a column with the reason where there is no result.
        on_problem: What to do about rows without a result: leave them ``"null"`` and warn, ``"raise"``, or give frame
            and ``"report"``.
        locale: The locale of amounts that are texts.

    Raises:
        InvalidValueError: No such column, a lazy frame, or a keyword out of range.
        ValidationFailedError: A row has no result, with ``on_problem="raise"``.

    Example:
        >>> import polars
        >>> frame = polars.DataFrame({"manat": ["5000", "2.50"], "unit": ["TMM", "TMT"]})
        >>> restate(frame, amount="manat", currency="unit", on="2010-01-01", exact=True).rows()
        [('5000', 'TMM', Decimal('1.000000'), 'TMT'), ('2.50', 'TMT', Decimal('2.500000'), 'TMT')]
    """
    terms = Terms.of(name=name, exact=exact, details=details, on_problem=on_problem)
    given = in_memory(frame)
    moneys = keys_of(given, currency, currency_by_code, field="currency")
    days = keys_of(given, on, read_day, field="on")
    places = keys_of(given, country, _country_or_none, field="country")
    figures = read_column(given, amount, "amount", exact=exact, locale=locale)
    answer = Answer(given, name, terms, {"amount": amount, "currency": currency, "on": on, "country": country})
    answer.find_figures(figures)
    moneys.note(answer, RowProblem.MISSING_CURRENCY, RowProblem.UNKNOWN_CURRENCY)
    days.note(answer, RowProblem.MISSING_DATE, RowProblem.UNREADABLE_DATE)
    answer.find(RowProblem.UNKNOWN_COUNTRY, ~places.there & ~places.missing)
    _put_restated(answer, figures, moneys, days, places)
    return told(answer.given(), on_problem)


def _country_or_none(code: Any) -> Country | None:  # noqa: ANN401 - whatever stands in a cell
    return None if code is None else country_by_code(code)


def _put_restated(
    answer: Answer, figures: Figures, moneys: Keys[Currency], days: Keys[date], places: Keys[Country | None]
) -> None:
    """Look the unit of each currency on each day up, once, and restate the amounts."""
    pairs, found = pairs_of(moneys.codes, days.codes, len(days.values) + 1)
    codes, triples = pairs_of(pairs, places.codes, len(places.values) + 1)
    ways: list[tuple[Fraction, Currency] | None] = []
    for pair, place in triples:
        money, day = found[pair]
        is_known = money < len(moneys.values) and day < len(days.values)
        where = places.values[place] if place < len(places.values) else None
        ways.append(_restated(moneys.values[money], days.values[day], where) if is_known else None)
    answer.find(RowProblem.NO_UNIT, picked([way is None for way in ways], codes))
    factors = [_EXACTLY if way is None else way[0] for way in ways]
    units = ["" if way is None else way[1].code for way in ways]
    above, below = terms_of(factors, codes)
    finer = max((places_of(factor) for factor in factors), default=0)
    found_amounts = Quotient(times(figures.values, above), times(below, 10**figures.scale))
    answer.put("", found_amounts, places=figures.scale + finer)
    answer.put_picks("currency", codes, pa.array(units, pa.string()))


def _restated(money: Currency, day: date, place: Country | None) -> tuple[Fraction, Currency] | None:
    try:
        return restated(money, day, country=place)
    except CentralAsiaError:
        return None


def to_period_average(  # noqa: PLR0913 - those of `convert`
    frame: Any,  # noqa: ANN401 - of any library
    *,
    amount: str,
    currency: str | Currency,
    period: str | Period,
    to: str | Currency,
    frequency: Frequency | str | None = None,
    rates: RateTable | None = None,
    policy: Policy | None = None,
    kind: RateKind | str | None = None,
    exact: bool = False,
    rounding: Rounding | str | None = None,
    places: int | None = None,
    name: str = "converted",
    details: Sequence[Detail] = (),
    on_problem: OnProblem = "null",
    locale: str | None = None,
) -> Any:  # noqa: ANN401 - of the same library
    """Convert flows at the average rates of their periods, row by row as `RateTable.convert` does for a period.

    A published average of the very period answers, and otherwise the mean of the daily rates of all its days.

    Args:
        frame: A frame in memory. For a lazy one `convert` with a column of periods as `on` does the same.
        amount: The column of amounts.
        currency: The column of currencies, or a code.
        period: The column of periods, or one of them. Whole numbers are years.
        to: The column of currencies to convert to, or a code.
        frequency: Of which period the average counts where a cell is a day: ``"M"``, ``"Q"``, ``"A"``. A column of
            days needs it; without it, a text of a day is a period of one day.
        rates: The table; `rates.embedded_rates()`, with official averages of years, when not given.
        policy: As for `convert`.
        kind: As for `convert`.
        exact: As for `convert`.
        rounding: As for `convert`.
        places: As for `convert`.
        name: As for `convert`.
        details: As for `convert`.
        on_problem: As for `convert`.
        locale: As for `convert`.

    Raises:
        InvalidValueError: No such column, days without a frequency, or a keyword out of range.
        ValidationFailedError: A row could not be converted, with ``on_problem="raise"``.

    Example:
        >>> import polars
        >>> frame = polars.DataFrame({"sent": [1_000_000], "year": [2023]})
        >>> to_period_average(frame, amount="sent", currency="KZT", period="year", to="USD", exact=True).row(0)
        (1000000, 2023, Decimal('2192.19'))
    """
    each = None if frequency is None else as_frequency(frequency)
    asked = {
        "amount": amount,
        "currency": currency,
        "to": to,
        "rates": rates,
        "policy": policy,
        "kind": kind,
        "exact": exact,
        "rounding": rounding,
        "places": places,
        "name": name,
        "details": details,
        "locale": locale,
    }
    return told(_averaged(frame, period, each, asked), on_problem, warning=UnconvertedWarning)


def _averaged(frame: Any, period: str | Period, frequency: Frequency | None, asked: dict[str, Any]) -> Any:  # noqa: ANN401 - frame and report
    """Convert with periods as texts, as `convert` takes them, and put the column back as it was."""
    given = in_memory(frame)
    if not isinstance(period, str) or period not in given.columns:
        on = period if frequency is None else period_reader(frequency)(period)
        return convert(frame, on=on, on_problem="report", **asked)
    codes, cells = distinct(given[period], "period")
    if frequency is None and any(isinstance(cell, date) for cell in cells):
        hint = "say of which period the average counts with frequency='M', 'Q' or 'A'"
        raise InvalidValueError("period", period, "a column of periods, and not of days", hint)
    read = period_reader(frequency)
    texts = [None if cell is None else _text_of(cell, read) for cell in cells]
    with_texts = attach(given, {period: texts_of(texts, codes)})
    found, report = convert(with_texts.to_native(), on=period, on_problem="report", **asked)
    if asked["name"] != period:
        found = beside(narwhals().from_native(found), {period: given[period].to_native()}).to_native()
    return found, _with_cells(report, given, period)


def _with_cells(report: Report, given: Any, period: str) -> Report:  # noqa: ANN401 - of narwhals
    """Show the cells of a column as they stand in the frame, and not as the texts that they were read as."""
    shown = [
        attrs.evolve(each, value=str(shortened(cell_of(given, period, each.row - 1))))  # type: ignore[misc]  # a record
        if each.column == period and each.value is not None and each.row is not None
        else each
        for each in report.problems
    ]
    return attrs.evolve(report, problems=tuple(shown))


def _text_of(cell: object, read: Callable[[Any], Period]) -> str:
    """Write a cell as a period; one that cannot be read stays as it is, to be reported."""
    try:
        return str(read(cell))
    except CentralAsiaError:
        return str(cell)


def shares_of_gdp(  # noqa: PLR0913 - those of the scalar function, and the columns
    frame: Any,  # noqa: ANN401 - of any library
    *,
    amount: str,
    country: str | Country,
    period: str | Period,
    currency: str | Currency = "USD",
    vintage: str | None = None,
    frequency: Frequency | str | None = None,
    exact: bool = False,
    places: int | None = None,
    rounding: Rounding | str | None = None,
    name: str = "share",
    details: Sequence[ShareDetail] = (),
    on_problem: OnProblem = "null",
    locale: str | None = None,
) -> Any:  # noqa: ANN401 - of the same library
    """Give amounts as shares of GDP, row by row as `remittances.shares_of_gdp` does for one vintage of the GDP.

    Units:
        Pure numbers: 0.48 is 48 %.

    Source:
        The World Bank's NY.GDP.MKTP.CD, GDP in current US dollars, by the vintages that ship with the package.

    Args:
        frame: A frame in memory of pandas, polars or pyarrow.
        amount: The column of amounts, in US dollars.
        country: The column of countries whose GDP it is, or a code.
        period: The column of calendar years, or one of them.
        currency: The column of currencies, or a code; only US dollars have a share.
        vintage: The vintage of the GDP, or the day of its release; the latest of each observation when not given.
        frequency: ``"A"`` where a day stands for its year.
        exact: Give decimals, each rounded once, instead of the floats that are nearest.
        places: The decimals of exact shares, 6 when not given.
        rounding: How they are rounded, half even when not given.
        name: The name of the new column.
        details: ``"gdp"`` and ``"vintage"`` for columns of the GDP used, ``"problem"`` for the reason where there is
            no result.
        on_problem: As for `restate`.
        locale: The locale of amounts that are texts.

    Raises:
        InvalidValueError: No such column, a lazy frame, or a keyword out of range.
        ValidationFailedError: A row has no result, with ``on_problem="raise"``.

    Example:
        >>> import polars
        >>> frame = polars.DataFrame({"usd": [14_500_000_000], "to": ["UZ"], "year": [2023]})
        >>> asked = {"amount": "usd", "country": "to", "period": "year", "exact": True, "places": 3}
        >>> shares_of_gdp(frame, **asked, details=("vintage",)).row(0)[3:]
        (Decimal('0.141'), 'WDI-2026-05')
        >>> shares_of_gdp(frame, **asked, vintage="WDI-2024-10-24")["share"][0]
        Decimal('0.160')
    """
    terms = Terms.of(
        name=name,
        exact=exact,
        places=places,
        rounding=rounding,
        details=details,
        on_problem=on_problem,
        known=get_args(ShareDetail),
    )
    _check_vintage(vintage)
    given = in_memory(frame)
    read = period_reader(None if frequency is None else as_frequency(frequency))
    whose = keys_of(given, country, country_by_code, field="country")
    years = keys_of(given, period, read, field="period")
    moneys = keys_of(given, currency, currency_by_code, field="currency")
    figures = read_column(given, amount, "amount", exact=exact, locale=locale)
    roles = {"amount": amount, "currency": currency, "country": country, "period": period}
    answer = Answer(given, name, terms, roles)
    answer.find_figures(figures)
    _note_what_has_no_share(answer, moneys, whose, years)
    _put_shares(answer, figures, whose, years, vintage=vintage)
    return told(answer.given(), on_problem)


def _note_what_has_no_share(answer: Answer, moneys: Keys[Currency], whose: Keys[Country], years: Keys[Period]) -> None:
    moneys.note(answer, RowProblem.MISSING_CURRENCY, RowProblem.UNKNOWN_CURRENCY)
    whose.note(answer, RowProblem.MISSING_COUNTRY, RowProblem.UNKNOWN_COUNTRY)
    years.note(answer, RowProblem.MISSING_PERIOD, RowProblem.UNREADABLE_PERIOD)
    answer.find(RowProblem.OTHER_CURRENCY, ~moneys.where(lambda money: money.code == _DOLLAR))
    answer.find(RowProblem.NO_YEAR, ~years.where(lambda year: year.frequency is Frequency.ANNUAL))


def _check_vintage(vintage: str | None) -> None:
    """Refuse a vintage that there is not, or that has no GDP, and name those that have."""
    near: tuple[str, ...] = ()
    if vintage is None:
        return
    try:
        if indicators(_GDP, vintage=vintage):
            return
    except UnknownCodeError as error:
        near = error.near
    rows = indicators(_GDP)
    known = {each.vintage: None for row in rows for each in vintages(_GDP, row.country, row.period)}
    near = tuple(each for each in near if each in known)
    raise UnknownCodeError(vintage, "vintages of the GDP", near, f"known are {', '.join(known)}")


def _put_shares(
    answer: Answer, figures: Figures, whose: Keys[Country], years: Keys[Period], *, vintage: str | None
) -> None:
    """Look the GDP of each country and year up, once, and divide by it."""
    codes, pairs = pairs_of(whose.codes, years.codes, len(years.values) + 1)
    known = [place < len(whose.values) and year < len(years.values) for place, year in pairs]
    rows = [
        _gdp_of(whose.values[place], years.values[year], vintage) if is_known else None
        for (place, year), is_known in zip(pairs, known, strict=True)
    ]
    answer.find(RowProblem.NO_GDP, picked([row is None for row in rows], codes))
    figures_of_gdp = [Decimal(1) if row is None else row.value for row in rows]
    above, below = terms_of([1 / Fraction(each) for each in figures_of_gdp], codes)
    shares = Quotient(times(figures.values, above), times(below, 10**figures.scale))
    answer.put("", shares, places=answer.terms.places)
    if "gdp" in answer.terms.details:
        finest = max((places_of(Fraction(each)) for each in figures_of_gdp), default=0)
        answer.put_picks("gdp", codes, pa.array(figures_of_gdp, pa.decimal128(38, finest)))
    if "vintage" in answer.terms.details:
        answer.put_picks("vintage", codes, pa.array(["" if row is None else row.vintage for row in rows], pa.string()))


def _gdp_of(place: Country, year: Period, vintage: str | None) -> Indicator | None:
    try:
        return indicator(_GDP, place, year, vintage=vintage)
    except CentralAsiaError:
        return None
