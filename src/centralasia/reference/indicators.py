"""Annual indicators by country, each value with its vintage: figures are revised, and an answer says which it is."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import TypeAlias

from centralasia.errors import InvalidValueError, UnknownCodeError, WrongTypeError
from centralasia.numbers import shortened
from centralasia.periods import Period
from centralasia.periods import period as as_period
from centralasia.records import column, record
from centralasia.reference.countries import Country
from centralasia.reference.countries import country as as_country
from centralasia.reference.sources import Certainty, look_up, table

__all__ = ["Gap", "Indicator", "ObservationStatus", "indicator", "indicators", "vintages"]


class ObservationStatus(StrEnum):
    """What kind of value an observation is.

    Example:
        >>> ObservationStatus("estimated").value
        'estimated'
    """

    NORMAL = "normal"
    ESTIMATED = "estimated"
    """A round figure, or one computed from others."""


@record(key=("indicator", "country", "period", "vintage"))
class Indicator:
    """One observation: an indicator of a country in a period, as one vintage of its source has it.

    Units:
        See `unit`; exchange rates say it as "KZT per USD". Amounts and rates are not restated: the old-manat years of
        Turkmenistan stay in TMM.

    Source:
        See the row.

    Example:
        >>> rate = indicator("PA.NUS.FCRF", "TM", 2001)
        >>> rate.value, rate.unit, rate.vintage
        (Decimal('5200'), 'TMM per USD', 'WDI-2025-07-01')
    """

    indicator: str = column(title="indicator", unit="World Bank code, or our own key")
    country: Country = column(title="country", unit="ISO 3166-1")
    period: Period = column(title="period", unit="SDMX time period")
    vintage: str = column(title="vintage: the release that has the value so")
    released: date | None = column(title="day of the release, blank when unknown", default=None)
    value: Decimal = column(title="value")
    unit: str = column(title="unit of the value")
    status: ObservationStatus = column(title="kind of value")
    source: str = column(title="keys of the sources, separated by semicolons")
    certainty: Certainty = column(title="how far the row is certain")
    note: str = column(title="what the columns do not say", default="")


@record(key=("indicator", "country", "period", "vintage"))
class Gap:
    """A span of periods in which a source prints something where nothing was reported.

    Example:
        >>> row = table(Gap, "gaps")[0]
        >>> row.country.alpha2, str(row.period), row.printed
        ('TM', '2005/2023', '0')
    """

    indicator: str = column(title="indicator", unit="World Bank code, or our own key")
    country: Country = column(title="country", unit="ISO 3166-1")
    period: Period = column(title="first and last period", unit="SDMX time period")
    vintage: str = column(title="vintage: the release that has it so")
    printed: str = column(title="what the source prints")
    source: str = column(title="keys of the sources, separated by semicolons")
    certainty: Certainty = column(title="how far the row is certain")
    note: str = column(title="what the columns do not say", default="")


_Series: TypeAlias = Mapping[Period, tuple[Indicator, ...]]


@cache
def _series() -> Mapping[tuple[str, Country], _Series]:
    """Give the vintages of each observation, latest first, by indicator and country and then by period."""
    found: dict[tuple[str, Country], dict[Period, list[Indicator]]] = {}
    for row in sorted(table(Indicator, "indicators"), key=lambda row: row.released or date.min, reverse=True):
        found.setdefault((row.indicator, row.country), {}).setdefault(row.period, []).append(row)
    return MappingProxyType(
        {key: MappingProxyType({when: tuple(rows) for when, rows in by.items()}) for key, by in found.items()}
    )


def indicator(
    code: str, /, country: Country | str, period: Period | str | int, *, vintage: str | None = None
) -> Indicator:
    """Look one observation up.

    Args:
        code: The code of the indicator.
        country: The country or one of its codes.
        period: The period; a year may be a number.
        vintage: A vintage, as `vintages` lists them, or the day of its release; the latest when not given. The answer
            names its vintage.

    Raises:
        UnknownCodeError: No such indicator, country, vintage or observation; the periods that exist are named, and it
            is said where a source prints a zero for want of a report.

    Example:
        >>> gdp = indicator("NY.GDP.MKTP.CD", "UZ", 2023)
        >>> gdp.vintage, indicator("NY.GDP.MKTP.CD", "UZ", 2023, vintage="WDI-2024-10-24").value < gdp.value
        ('WDI-2026-05', True)
    """
    rows = _observations(code, as_country(country), _as_year(period))
    if vintage is None:
        return rows[0]
    known = {name: row for row in rows for name in _vintage_names(row)}
    title = f"vintages of {code} of {rows[0].country} in {rows[0].period}"
    return look_up(known, vintage, title=title, hint=_known_vintages(rows))


def vintages(code: str, /, country: Country | str, period: Period | str | int) -> tuple[Indicator, ...]:
    """Give all vintages of one observation, latest first.

    Raises:
        UnknownCodeError: No such indicator, country or observation; the periods that exist are named.

    Example:
        >>> [each.vintage for each in vintages("NY.GDP.MKTP.CD", "UZ", 2023)]
        ['WDI-2026-05', 'WDI-2024-10-24']
    """
    return _observations(code, as_country(country), _as_year(period))


def indicators(
    code: str | None = None, *, country: Country | str | None = None, vintage: str | None = None
) -> tuple[Indicator, ...]:
    """Give observations in the order of indicator, country and period.

    Args:
        code: Only those of an indicator.
        country: Only those of a country.
        vintage: Only those of a vintage, or of a day of release; the latest of each observation when not given.

    Raises:
        UnknownCodeError: No such indicator, country or vintage.

    Example:
        >>> [str(each.period) for each in indicators("PA.NUS.FCRF", country="TM")]
        ['2000', '2001']
    """
    rows = table(Indicator, "indicators")
    if code is not None:
        look_up(dict.fromkeys(row.indicator for row in rows), code, title="indicators")
        rows = tuple(row for row in rows if row.indicator == code)
    if country is not None:
        wanted = as_country(country)
        rows = tuple(row for row in rows if row.country is wanted)
    if vintage is None:
        return tuple(row for row in rows if _series()[row.indicator, row.country][row.period][0] is row)
    every = table(Indicator, "indicators")
    known = dict.fromkeys(name for row in every for name in _vintage_names(row))
    look_up(known, vintage, title="vintages", hint=_known_vintages(every))
    return tuple(row for row in rows if vintage in _vintage_names(row))


def _vintage_names(row: Indicator) -> tuple[str, ...]:
    return (row.vintage,) if row.released is None else (row.vintage, row.released.isoformat())


def _known_vintages(rows: Iterable[Indicator]) -> str:
    return "known are " + ", ".join(dict.fromkeys(row.vintage for row in rows))


def _observations(code: str, of: Country, when: Period) -> tuple[Indicator, ...]:
    look_up(dict.fromkeys(code for code, _ in _series()), code, title="indicators")
    series = _series().get((code, of), {})
    rows = series.get(when, ())
    if rows:
        return rows
    years = sorted(series)
    hints = [f"known are {years[0]} to {years[-1]}, {len(years)} periods" if years else "none is known of this country"]
    gaps = [gap for gap in table(Gap, "gaps") if gap.indicator == code and gap.country is of]
    hints += [f"{gap.vintage} prints {gap.printed} for want of a report" for gap in gaps if when.start in gap.period]
    raise UnknownCodeError(str(when), f"periods of {code} of {of}", (), "; ".join(hints))


def _as_year(value: Period | str | int) -> Period:
    if isinstance(value, bool) or not isinstance(value, Period | str | int):
        raise WrongTypeError("period", value, "a period, its text, or a year")
    if not isinstance(value, int):
        return as_period(value)
    if not date.min.year <= value <= date.max.year:
        raise InvalidValueError("period", shortened(value), f"a year from {date.min.year} to {date.max.year}")
    return as_period(f"{value:04}")
