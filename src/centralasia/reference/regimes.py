"""Exchange-rate regimes: breaks, pegs and what was seen beside the official rate."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from centralasia.numbers import Estimate
from centralasia.periods import Period, as_date
from centralasia.records import column, record
from centralasia.reference.countries import Country
from centralasia.reference.countries import country as as_country
from centralasia.reference.currencies import Currency
from centralasia.reference.currencies import currency as as_currency
from centralasia.reference.sources import Certainty, look_up, table

__all__ = ["Peg", "Regime", "RegimeKind", "pegs", "regimes"]


class RegimeKind(StrEnum):
    """What happened to an exchange rate or its regime.

    Example:
        >>> RegimeKind("feed-error").is_observation
        True
    """

    APPRECIATION = "appreciation"
    ARTICLE_VIII = "article-viii"
    CAPITAL_CONTROLS = "capital-controls"
    CRISIS = "crisis"
    DE_FACTO_PEG = "de-facto-peg"
    DE_FACTO_STABILISED = "de-facto-stabilised"
    DEPRECIATION = "depreciation"
    DEVALUATION = "devaluation"
    DUAL_RATE = "dual-rate"
    FEED_ARTEFACT = "feed-artefact"
    FEED_BREAK = "feed-break"
    FEED_ERROR = "feed-error"
    FIXING_METHOD = "fixing-method"
    FLOAT = "float"
    INTRODUCTION = "introduction"
    OFFICIAL_RATE = "official-rate"
    PARALLEL_OBSERVATION = "parallel-observation"
    REDENOMINATION = "redenomination"
    RESTRICTION = "restriction"
    REVALUATION = "revaluation"
    STRESS = "stress"
    UNIFICATION = "unification"

    @property
    def is_observation(self) -> bool:
        """Whether it only says what was seen, on a street or in a data feed: nothing changed by it."""
        return self.value.startswith(("feed-", "parallel-"))


_KINDS: Final = MappingProxyType({each.value: each for each in RegimeKind})


@record(key=("country", "currency", "period", "kind"))
class Regime:
    """A break in an exchange-rate regime, or an observation beside the official rate.

    Units:
        Rates are units of the currency per US dollar. `dollar_change_percent` is the change of the price of a dollar:
        the currency itself fell by less than the dollar rose.

    Source:
        See the row; `certainty` and `note` say what of it is not verified.

    Example:
        >>> row = regimes("KZT", on="2016-01-01")[0]
        >>> str(row.period), row.kind.value, row.official_after
        ('2015-08-20', 'float', Decimal('255.26'))
    """

    country: Country = column(title="country", unit="ISO 3166-1 alpha-2")
    currency: Currency = column(title="currency", unit="ISO 4217")
    period: Period | None = column(title="day, month or year, as exactly as known; blank when unknown", default=None)
    kind: RegimeKind = column(title="what happened")
    before: str = column(title="regime before", default="")
    after: str = column(title="regime after", default="")
    official_before: Decimal | None = column(title="official rate before", unit="per USD", default=None)
    official_after: Decimal | None = column(title="official rate after", unit="per USD", default=None)
    dollar_change_percent: Decimal | None = column(
        title="change of the price of a dollar", unit="percent", default=None
    )
    parallel: str = column(title="parallel rate as stated", unit="per USD", default="")
    parallel_low: Decimal | None = column(title="lowest parallel rate stated", unit="per USD", default=None)
    parallel_high: Decimal | None = column(title="highest parallel rate stated", unit="per USD", default=None)
    parallel_note: str = column(title="where and when the parallel rate was seen", default="")
    source: str = column(title="keys of the sources, separated by semicolons")
    certainty: Certainty = column(title="how far the row is certain")
    note: str = column(title="what the columns do not say", default="")

    @property
    def parallel_rate(self) -> Estimate | None:
        """The parallel rate, as exactly as it was stated; None where none was.

        Units:
            Units of the currency per US dollar.

        Example:
            >>> print(regimes("TMT", on="2018-12-28")[-1].parallel_rate)
            18 to 18.5
        """
        if self.parallel_low is None or self.parallel_high is None:
            return None
        if self.parallel_low != self.parallel_high:
            return Estimate.between(self.parallel_low, self.parallel_high)
        return (Estimate.about if self.parallel.startswith("about") else Estimate.exactly)(self.parallel_low)


def regimes(
    currency: Currency | str | None = None,
    *,
    country: Country | str | None = None,
    on: date | str | None = None,
    kind: RegimeKind | str | None = None,
) -> tuple[Regime, ...]:
    """Give breaks and observations, oldest first within a currency, and last those whose day is not known.

    Args:
        currency: Only those of a currency.
        country: Only those of a country.
        on: Only what holds on a day: for each currency the last break on or before it, and observations made on it.
            What is known to a month or year counts from its first day.
        kind: Only those of a kind.

    Raises:
        UnknownCodeError: No such currency, country or kind.

    Example:
        >>> [str(each.period) for each in regimes("KZT", kind="devaluation")]
        ['2009-02-04', '2014-02-11']
    """
    rows = sorted(
        table(Regime, "regimes"), key=lambda each: (each.country.alpha2, each.currency.code, each.period is None)
    )
    if currency is not None:
        rows = [each for each in rows if each.currency is as_currency(currency)]
    if country is not None:
        rows = [each for each in rows if each.country is as_country(country)]
    if kind is not None:
        rows = [each for each in rows if each.kind is look_up(_KINDS, kind, title="kinds of breaks")]
    return tuple(rows if on is None else _holding(rows, as_date(on)))


def _holding(rows: list[Regime], day: date) -> list[Regime]:
    """Keep the last break of each currency on or before a day, and the observations of the day; rows are in order."""
    begun = [each for each in rows if each.period is not None and each.period.start <= day]
    last = {(each.country, each.currency): each for each in begun if not each.kind.is_observation}
    seen = [each for each in begun if each.kind.is_observation and each.period is not None and day in each.period]
    return [each for each in begun if each in seen or last.get((each.country, each.currency)) is each]


@record(key=("currency", "per", "valid_from"))
class Peg:
    """An official rate that was held constant; what money changed hands for may differ.

    The first day is included and `valid_until` is not; blank is in force as far as the source knows.

    Units:
        `value` is units of `currency` for one unit of `per`.

    Source:
        The announcements and seeds named in the row; `confirmed_until` is the last day on which the rate was seen.

    Example:
        >>> [(each.currency.code, each.value) for each in pegs(on="2020-01-01")]
        [('TMT', Decimal('3.50'))]
    """

    currency: Currency = column(title="currency that is pegged", unit="ISO 4217")
    per: Currency = column(title="currency it is pegged to", unit="ISO 4217")
    valid_from: date = column(title="first day")
    valid_until: date | None = column(title="first day after, blank while in force", default=None)
    value: Decimal = column(title="official rate", unit="units of the currency per unit", exclusive_minimum=0)
    confirmed_until: date = column(title="last day on which the rate was seen")
    source: str = column(title="keys of the sources, separated by semicolons")
    certainty: Certainty = column(title="how far the row is certain")
    note: str = column(title="what the columns do not say", default="")


def pegs(on: date | str | None = None) -> tuple[Peg, ...]:
    """Give the official rates that were held constant, on a day or ever.

    Example:
        >>> [(each.value, each.valid_until) for each in pegs()][0]
        (Decimal('2.85'), datetime.date(2015, 1, 1))
    """
    rows = table(Peg, "pegs")
    if on is None:
        return rows
    day = as_date(on)
    return tuple(row for row in rows if row.valid_from <= day and (row.valid_until is None or day < row.valid_until))
