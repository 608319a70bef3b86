"""The rates that ship with the package, and conversion at them."""

from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files

from centralasia.errors import WrongTypeError
from centralasia.money import Money, MoneyEstimate, as_money_estimate
from centralasia.numbers import Estimate, Rounding
from centralasia.periods import Period
from centralasia.rates.conversions import Conversion
from centralasia.rates.policies import Policy
from centralasia.rates.quotes import ExchangeRate, RateKind
from centralasia.rates.tables import RateTable
from centralasia.records import column, read_csv, record
from centralasia.reference import Currency, Indicator, indicators, pegs

__all__ = ["convert", "convert_estimate", "embedded_rates"]

_OFFICIAL_AVERAGE = "PA.NUS.FCRF"


@record(key=("base", "quote", "on", "source"))
class ShippedRate:
    """A row of ``ecb_annual.csv`` or ``printed_quotes.csv``."""

    base: Currency = column(title="currency that is priced")
    quote: Currency = column(title="currency of the price")
    on: date | Period = column(title="day or period")
    value: Decimal = column(title="figure", unit="quote per base", exclusive_minimum=0)
    decimals: int | None = column(title="printed decimals of the column", minimum=0)
    margin: Decimal | None = column(title="most by which the printed digits let it be off", minimum=0)
    kind: RateKind = column(title="kind of rate")
    change: str | None = column(title="change as printed")
    source: str = column(title="source")
    certainty: str = column(title="certainty")
    note: str = column(title="note", default="")


@cache
def embedded_rates() -> RateTable:
    """Give the rates that ship with the package.

    Annual averages of official rates against the US dollar for the region and its neighbours, annual averages of the
    euro, yuan, lira, pound, yen and franc from the reference rates of the European Central Bank, and the fixed
    official rate of the Turkmen manat, which ages from the last day on which it was confirmed. Of daily rates only the
    ticker that a newspaper printed on 9 December 2025, to five decimals, which are too few for the sum: read a
    bulletin with `read_rates` for more.

    Units:
        Units of the quote currency per unit of the base, as the source prints them.

    Source:
        ``indicators.csv`` and ``pegs.csv`` of the reference room, ``ecb_annual.csv`` and ``printed_quotes.csv`` beside
        this module, each row with its own source and certainty.

    Example:
        >>> embedded_rates().lookup("USD", "KZT", on="2023").value
        Decimal('456.165')
    """
    shipped = [
        ExchangeRate(
            base=row.base,
            quote=row.quote,
            value=row.value,
            decimals=row.decimals,
            margin=row.margin,
            on=row.on,
            kind=row.kind,
            change=row.change,
            source=row.source,
        )
        for name in ("ecb_annual.csv", "printed_quotes.csv")
        for row in _rows(name)
    ]
    fixed = [
        ExchangeRate(
            base=peg.per,
            quote=peg.currency,
            value=peg.value,
            on=peg.valid_from,
            until=peg.valid_until or peg.confirmed_until + timedelta(1),
            source=peg.source.partition(";")[0],
            margin=Decimal(0),
        )
        for peg in pegs()
    ]
    official = [_official(each) for each in indicators(_OFFICIAL_AVERAGE)]
    return RateTable.of([*official, *shipped, *fixed], name="the rates that ship with centralasia")


def _rows(table: str) -> tuple[ShippedRate, ...]:
    text = files("centralasia.rates").joinpath("data", table).read_text(encoding="utf-8")
    return read_csv(ShippedRate, text, table=table, key=("base", "quote", "on", "source"))


def _official(row: Indicator) -> ExchangeRate:
    code, _, per = row.unit.partition(" per ")
    return ExchangeRate(base=per, quote=code, value=row.value, on=row.period, kind=RateKind.AVERAGE, source=row.vintage)


def convert(  # noqa: PLR0913 - those of `RateTable.convert`, and the table
    money: Money,
    to: Currency | str,
    *,
    on: date | str | Period,
    rates: RateTable | None = None,
    policy: Policy | None = None,
    kind: RateKind | str | None = None,
    rounding: Rounding | str | None = Rounding.HALF_EVEN,
    places: int | None = None,
) -> Conversion:
    """Convert an amount at a table of rates, by default at `embedded_rates()`, which are annual averages.

    Args:
        money: The amount.
        to: The currency wanted.
        on: The day or the period. Averages answer for their own period; for a day only with ``kind="average"``.
        rates: The table to use.
        policy: Which quote answers for a day without one; `LastKnown(days=7)` when not given.
        kind: Only rates of this kind.
        rounding: How to round to the minor unit; None for an exact result or `RoundingNeededError`.
        places: Decimal places instead of those of the minor unit.

    Raises:
        RateNotFoundError: no chain of rates answers; the message says what there is and how to get daily rates.
        UnknownCodeError: no such currency.

    Example:
        >>> print(convert(Money.of("1000000", "KZT"), "UZS", on="2023").money)
        25724975.44 UZS
    """
    table = embedded_rates() if rates is None else rates
    if not isinstance(table, RateTable):
        raise WrongTypeError("rates", rates, "a RateTable", "make one with RateTable.of(rates)")
    return table.convert(money, to, on=on, policy=policy, kind=kind, rounding=rounding, places=places)


def convert_estimate(
    amount: Money | MoneyEstimate,
    to: Currency | str,
    *,
    on: date | str | Period,
    rates: RateTable | None = None,
    policy: Policy | None = None,
    kind: RateKind | str | None = None,
) -> MoneyEstimate:
    """Convert an amount with all that is uncertain of it: its own bounds, and those of the printed digits of the rates.

    Args:
        amount: The amount, or an estimate of it.
        to: The currency wanted.
        on: The day, or the period for a flow over it, for which averages answer.
        rates: The table to use; `embedded_rates()` when not given.
        policy: Which quote answers for a day without one; `LastKnown(days=7)` when not given.
        kind: Only rates of this kind.

    Raises:
        RateNotFoundError: no chain of rates answers; the message says what there is and how to get daily rates.
        UnknownCodeError: no such currency.

    Example:
        >>> from centralasia.numbers import Estimate
        >>> over = MoneyEstimate.of(Estimate.over(1_000_000), "KZT")
        >>> print(convert_estimate(over, "USD", on="2023").low)
        2192.189227371467311859231515066662 USD
    """
    stated = as_money_estimate(amount)
    # a unit of money, for the way it takes: places=0 asks for no minor unit, which some currencies have not
    route = convert(Money.of(1, stated.currency), to, on=on, rates=rates, policy=policy, kind=kind, places=0).route
    low, high = route.limits
    return MoneyEstimate(stated.estimate * Estimate.spanning(low, high, best=route.factor), route.target)
