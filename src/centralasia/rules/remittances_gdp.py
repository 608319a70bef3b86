"""Rules that hold remittances against what is known of the receiving country: shares of GDP, and other years."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import pairwise
from math import log10
from operator import attrgetter
from typing import Any, Final, NamedTuple, final

from centralasia.errors import RateNotFoundError, UnknownCodeError
from centralasia.money import Money, MoneyEstimate
from centralasia.numbers import DEFAULT_TOLERANCE, Estimate, add, as_decimal, multiply, relative_half_width, subtract
from centralasia.periods import Frequency, Period, period_of
from centralasia.rates import RateTable, convert, convert_estimate
from centralasia.reference import WORLD, Country, Currency, Indicator, vintages
from centralasia.remittances import Basis, RemittanceFlow, RemittanceMeasure, Reporter
from centralasia.rules.data import Context, Data, Located
from centralasia.rules.found import found_in
from centralasia.rules.hits import Hits, Told
from centralasia.rules.magnitudes import digits_of, magnitude_of, step_of
from centralasia.rules.remittances_series import series_of
from centralasia.series import share
from centralasia.series.figures import as_estimate
from centralasia.series.words import briefly, percent

__all__ = [
    "LocalRates",
    "Receipts",
    "check_share",
    "check_year",
    "gdp_near",
    "own_currency",
    "receipts_of",
    "reporter_of",
]

_RECEIVED: Final = "BX.TRF.PWKR.CD.DT"
_SHARE: Final = "BX.TRF.PWKR.DT.GD.ZS"
_GDP: Final = "NY.GDP.MKTP.CD"
_DOLLAR: Final = "USD"
_PARTS: Final = frozenset({RemittanceMeasure.PERSONAL_TRANSFERS, RemittanceMeasure.COMPENSATION_OF_EMPLOYEES})
_YEARS_BACK: Final = 3
_AROUND: Final = 3  # years
_DIGITS: Final = 4  # that a figure of another year has to share
_DIGITS_REPEATED: Final = 5  # that are not the same in two years by chance
_FEWEST_MONTHS: Final = 3  # that repeat those of the year before
_NARROW: Final = Decimal("0.0005")  # of a figure: the fourth digit is known
_FIT: Final = 0.1  # decimals by which a slip may miss, as vintages differ by a tenth and more
_SLIPS: Final = {
    2: "a share in percent that was taken for a fraction",
    -2: "a share in percent that was divided by 100 twice",
    3: "thousands taken for single units, or the like",
    -3: "thousands left out, or the like",
    6: "millions taken for single units",
    -6: "millions left out",
    9: "billions taken for single units",
    -9: "billions left out",
}


@final
class Receipts(NamedTuple):
    """What is published of the personal remittances that a country receives in a year.

    Units:
        US dollars.

    Attributes:
        stated: The amounts as published, each with its vintage.
        shares: The shares of GDP as published, each with its vintage.
        low: The least that any of them says, by any vintage of the GDP.
        high: The most.
    """

    stated: tuple[Indicator, ...]
    shares: tuple[Indicator, ...]
    low: Decimal
    high: Decimal

    def explain(self) -> str:
        """Say what is published, and where."""
        shares = [f"{each.value} % of GDP ({each.vintage})" for each in self.shares]
        return ", ".join([*shares, *[f"{each.value} USD ({each.vintage})" for each in self.stated]])


@cache
def receipts_of(country: Country, year: int) -> Receipts | None:
    """Give what is published of the remittances that a country receives in a year; None where nothing is.

    Source:
        The World Bank's BX.TRF.PWKR.CD.DT, and BX.TRF.PWKR.DT.GD.ZS of every vintage of NY.GDP.MKTP.CD that ships.

    Args:
        country: The country.
        year: The year.

    Example:
        >>> from centralasia.reference import country
        >>> print(receipts_of(country("TJ"), 2023).explain())
        37.84458 % of GDP (DDF-WDI), 4633754222.3 USD (WDI-2025-07-01)
    """
    stated, shares, gdps = (_vintages(code, country, year) for code in (_RECEIVED, _SHARE, _GDP))
    figures = [each.value for each in stated]
    figures += [multiply(multiply(each.value, gdp.value), Decimal("0.01")) for each in shares for gdp in gdps]
    positive = [each for each in figures if each > 0]
    return Receipts(stated, shares, min(positive), max(positive)) if positive else None


def _vintages(code: str, country: Country, year: int) -> tuple[Indicator, ...]:
    try:
        return vintages(code, country, year)
    except UnknownCodeError:
        return ()


@cache
def gdp_near(country: Country, year: int) -> Indicator | None:
    """Give the largest GDP of a country that any vintage has of a year, or else of one of the three before.

    Args:
        country: The country.
        year: The year.

    Example:
        >>> from centralasia.reference import country
        >>> gdp_near(country("UZ"), 2023).vintage, gdp_near(country("UZ"), 1950)
        ('WDI-2026-05', None)
    """
    for each in range(year, max(0, year - _YEARS_BACK - 1), -1):
        found = _vintages(_GDP, country, each)
        if found:
            return max(found, key=attrgetter("value"))
    return None


@final
class LocalRates:
    """What the money of countries is worth, as averages of years.

    Source:
        The rates given, or else the official averages that ship.
    """

    def __init__(self, rates: RateTable | None) -> None:
        """Take the rates."""
        self._rates = rates
        self._known: dict[tuple[Currency, Currency, int], float | None] = {}

    def log(self, one: Currency, other: Currency, period: Period) -> float | None:
        """Give the decimal logarithm of how much of another currency one unit is, None where no rate is known.

        Where none of the year is, that of one of the three years before counts.

        Args:
            one: The currency.
            other: The other one.
            period: The period, of which the year of its end counts.
        """
        key = one, other, period.end.year
        if key not in self._known:
            self._known[key] = next((log for year in _years_to(period) if (log := self._of(one, other, year))), None)
        return self._known[key]

    def _of(self, one: Currency, other: Currency, year: Period) -> float | None:
        try:
            made = convert(Money.of(1, one), other, on=year, rates=self._rates, places=0)
        except RateNotFoundError:
            return None
        return magnitude_of(made.exact)


def _years_to(period: Period) -> Iterator[Period]:
    year = period_of(period.end, Frequency.ANNUAL)
    yield from (year - back for back in range(min(_YEARS_BACK + 1, year.start.year)))


def reporter_of(flow: RemittanceFlow) -> Country:
    """Give the country whose statistics a flow is from.

    Args:
        flow: The flow.
    """
    return flow.origin if flow.reporter is Reporter.SENDER else flow.destination


def own_currency(country: Country, period: Period) -> Currency | None:
    """Give the money of a country in a period, None for the world and where none is known.

    Args:
        country: The country.
        period: The period, of which the last day counts.

    Example:
        >>> from centralasia.periods import period
        >>> from centralasia.reference import country
        >>> own_currency(country("TM"), period("2008")), own_currency(WORLD, period("2008"))
        (currency('TMM'), None)
    """
    try:
        return country.currency(period.end)
    except UnknownCodeError:
        return None


def check_share(data: Data, context: Context) -> Iterator[Hits]:
    """Find personal remittances that no published share of any vintage of the GDP makes.

    What a country receives from all others in a year has to be one of the published figures; what it receives from one
    of them, in a part of the year, or as a part of that measure must not be more.

    Args:
        data: The table.
        context: May have `tolerance`, by how much releases differ, as a part of the figure: a tenth by default.
    """
    tolerance = as_decimal(context.more.get("tolerance", DEFAULT_TOLERANCE), "tolerance")
    found = [(each.row, told) for each in data.records if (told := _judged(each.record, tolerance, context.rates))]
    yield from found_in(found, "amount")


def _judged(flow: RemittanceFlow, tolerance: Decimal, rates: RateTable | None) -> Told | None:
    known = _about(flow)
    if known is None:
        return None
    is_whole = _is_whole(flow)
    low = multiply(known.low, subtract(Decimal(1), tolerance)) if is_whole else Decimal(0)
    allowed = Estimate.between(low, multiply(known.high, add(Decimal(1), tolerance)))
    amount = _in_dollars(flow, rates)
    if amount is None or as_estimate(amount).meets(allowed):
        return None
    gdps = ", ".join(_shares(flow, amount))
    message = f"{briefly(flow.amount)}{gdps and f' is {gdps},'} and published are {known.explain()}"
    if not is_whole:
        message = f"{message}, for all of the year and from all origins"
        return Told(message, "more than the whole of which it is a part", "look at unit, currency and period")
    return Told(message, _cause(flow, amount, known, rates), "look at unit, currency, year and measure")


def _about(flow: RemittanceFlow) -> Receipts | None:
    is_received = flow.reporter is Reporter.RECEIVER and flow.basis is Basis.GROSS and flow.destination is not WORLD
    is_counted = flow.measure in _PARTS or flow.measure is RemittanceMeasure.PERSONAL_REMITTANCES
    year = flow.period.start.year
    if not is_received or not is_counted or year != flow.period.end.year:
        return None
    return receipts_of(flow.destination, year)


def _is_whole(flow: RemittanceFlow) -> bool:
    is_all = flow.origin is WORLD and flow.measure is RemittanceMeasure.PERSONAL_REMITTANCES
    return is_all and flow.period.frequency is Frequency.ANNUAL


def _in_dollars(flow: RemittanceFlow, rates: RateTable | None) -> Money | MoneyEstimate | None:
    if flow.amount.currency.code == _DOLLAR:
        return flow.amount
    try:
        return convert_estimate(flow.amount, _DOLLAR, on=period_of(flow.period.end, Frequency.ANNUAL), rates=rates)
    except RateNotFoundError:
        return None


def _shares(flow: RemittanceFlow, amount: Money | MoneyEstimate) -> Iterator[str]:
    for gdp in _vintages(_GDP, flow.destination, flow.period.start.year):
        yield f"{percent(share(amount, Money(gdp.value, amount.currency)))} of the GDP ({gdp.vintage})"


def _cause(flow: RemittanceFlow, amount: Money | MoneyEstimate, known: Receipts, rates: RateTable | None) -> str:
    """Name the slips that bring a figure to the published ones, the nearest first."""
    log = magnitude_of(amount)
    if log is None:
        return "nothing, or a bound, where an amount should be"
    off = log - log10(known.high)
    causes = [(abs(off - power), told) for power, told in _SLIPS.items()]
    labelled, local = flow.amount.currency, own_currency(flow.destination, flow.period)
    rate = LocalRates(rates).log(labelled, local, flow.period) if local else None
    if rate:
        causes.append((abs(off - rate), f"an amount in {local} that is labelled {labelled}"))
    near = [told for miss, told in sorted(causes) if miss <= _FIT]
    return " or ".join(near) or "another measure, year or release, or a wrong figure"


def check_year(data: Data, _: Context) -> Iterator[Hits]:
    """Find figures that are those of another year.

    That is told by what is published of the other year, or by figures of one series that come again a year later.

    Args:
        data: The table.
    """
    told = {each.row: told for each in data.records if (told := _of_other_year(each.record))}
    again = [hit for series in series_of(data) for hit in _repeated(data, series, told)]
    yield from found_in([*told.items(), *again], "period")


def _of_other_year(flow: RemittanceFlow) -> Told | None:
    if not _is_whole(flow) or flow.amount.currency.code != _DOLLAR or (known := _about(flow)) is None:
        return None
    printed = _printed(flow.amount)
    if (printed or as_estimate(flow.amount)).meets(Estimate.between(known.low, known.high)):
        return None
    year = flow.period.start.year
    for other in sorted(range(year - _AROUND, year + _AROUND + 1), key=lambda each: abs(each - year)):
        for each in _vintages(_RECEIVED, flow.destination, other):
            is_same = flow.amount == Money(each.value, flow.amount.currency)
            if is_same or (printed is not None and printed.contains(each.value)):
                return _tell_year(flow, each, known)
    return None


def _printed(amount: Money | MoneyEstimate) -> Estimate | None:
    """Give what a figure can be by the digits that are printed, None where these are too few to know it by."""
    if isinstance(amount, Money):
        enough = digits_of(amount.amount) >= _DIGITS
        return Estimate.printed(amount.amount, decimals=-step_of([amount.amount])) if enough else None
    return amount.estimate if relative_half_width(amount.estimate) <= _NARROW else None


def _tell_year(flow: RemittanceFlow, other: Indicator, known: Receipts) -> Told:
    return Told(
        f"{briefly(flow.amount)} is what {flow.destination} received in {other.period} ({other.vintage}); "
        f"of {flow.period} are published {known.explain()}",
        "the figure of another year",
        f"make the period {other.period}, or look the figure of {flow.period} up",
        change={"period": other.period},
    )


def _repeated(data: Data, series: list[Located], known: dict[int, Told]) -> list[tuple[int, Told]]:
    """Find figures that come again a year later: long ones, and of months several in a row."""
    if len(series) > 1 and series[0].record.period.frequency is Frequency.ANNUAL:
        pairs = [(one, other) for one, other in pairwise(series) if _is_again(one, other, _DIGITS_REPEATED)]
        told = [(one, other) for one, other in pairs if one.row not in known]
        return [(other.row, _tell_again(data, one, other)) for one, other in told]
    earlier = {each.record.period: each for each in series}
    found: list[tuple[int, Told]] = []
    run: list[tuple[Any, Located]] = []
    for each in [*series, None]:
        before = None if each is None else earlier.get(_year_before(each.record.period))
        if each is not None and before is not None and _is_again(before, each, 1):
            run.append((before, each))
            continue
        if len(run) >= _FEWEST_MONTHS:
            found += [(other.row, _tell_again(data, one, other)) for one, other in run]
        run = []
    return found


def _year_before(period: Period) -> Period | None:
    return period.year_ago() if period.start.year > 1 else None


def _is_again(one: Located, other: Located, digits: int) -> bool:
    first, second = one.record.amount, other.record.amount
    is_exact = isinstance(first, Money) and isinstance(second, Money) and first == second
    return is_exact and first.amount != 0 and digits_of(first.amount) >= digits


def _tell_again(data: Data, one: Located, other: Located) -> Told:
    return Told(
        f"{briefly(other.record.amount)} is the figure of {one.record.period} (row {data.line(one.row)}), to the digit",
        "one of the two figures is of the other's year",
        f"look the figures of {one.record.period} and {other.record.period} up",
    )
