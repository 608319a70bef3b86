"""What sending money costs: the fee, and the margin of the rate offered below the middle rate of the market."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final, final

import attrs

from centralasia.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from centralasia.money import Money
from centralasia.numbers import Estimate, as_fraction, multiply
from centralasia.periods import Period
from centralasia.records import column, record
from centralasia.reference import WORLD, Certainty, Country, Currency, Source, as_source

__all__ = [
    "G20_GOAL",
    "SDG_AVERAGE_GOAL",
    "SDG_CORRIDOR_GOAL",
    "CostGoal",
    "SendingCost",
    "TransferQuote",
    "average_percent",
]


@final
@attrs.frozen(kw_only=True)
class CostGoal:
    """What sending is to cost at most, in percent of the amount sent.

    Example:
        >>> SDG_AVERAGE_GOAL.percent, SDG_AVERAGE_GOAL.is_met_by(3), G20_GOAL.is_met_by(5)
        (Decimal('3'), False, True)
    """

    name: str
    percent: Decimal
    included: bool
    """Whether the percentage itself meets the goal."""
    certainty: Certainty

    def is_met_by(self, total_percent: Decimal | Fraction | int) -> bool:
        """Whether a cost is low enough.

        Raises:
            WrongTypeError: A float.
        """
        total = as_fraction(total_percent, "total_percent")
        return total <= self.percent if self.included else total < self.percent


SDG_AVERAGE_GOAL: Final = CostGoal(
    name="Sustainable Development Goal 10.c: the average cost",
    percent=Decimal(3),
    included=False,
    certainty=Certainty.WELL_KNOWN,
)
"""Less than 3 % by 2030, on average."""

SDG_CORRIDOR_GOAL: Final = CostGoal(
    name="Sustainable Development Goal 10.c: each corridor",
    percent=Decimal(5),
    included=True,
    certainty=Certainty.WELL_KNOWN,
)
"""No corridor that costs more than 5 % by 2030."""

G20_GOAL: Final = CostGoal(
    name="5x5 objective of the G8 and G20: the average cost",
    percent=Decimal(5),
    included=True,
    certainty=Certainty.WELL_KNOWN,
)
"""5 % on average; it was to be reached by 2014."""


@final
@record
class SendingCost:
    """What one service asks for sending one amount.

    The rates are units of what is paid out for one unit of what is sent, both read the same way round. They are None
    where nothing is exchanged; where something is and a rate is not disclosed, the margin is unknown, not zero.

    Units:
        Percentages are of the amount sent. The margin is the share of the middle rate that the sender does not get; it
        is negative where the service pays more than the middle rate.

    Source:
        The method of the World Bank's Remittance Prices Worldwide, for the goals of the G8: the fee in percent of the
        amount, plus the margin of the exchange rate in percent.

    Args:
        amount: What is sent, without the fee.
        fee: What is asked besides, in the same currency.
        payout: The currency in which it is paid out; when not given, that in which it is sent.
        rate: The exchange rate offered.
        mid_rate: The middle rate of the market at the same time.

    Raises:
        InvalidValueError: An amount or rate that is not greater than zero, a negative fee, a rate where nothing is
            exchanged.
        CurrencyMismatchError: A fee in another currency.

    Example:
        >>> from decimal import Decimal
        >>> cost = SendingCost(amount=Money.of(18_000, "RUB"), fee=Money.of(180, "RUB"), payout="KGS",
        ...     rate=Decimal("0.95"), mid_rate=Decimal("0.97"))
        >>> cost.fee_percent, cost.margin_percent, round(float(cost.total_percent), 2)
        (Fraction(1, 1), Fraction(200, 97), 3.06)
        >>> cost.received
        Money.of('17100.00', 'KGS')
    """

    amount: Money = column(title="amount sent, without the fee")
    fee: Money = column(title="fee, in the currency sent")
    payout: Currency | None = column(title="currency paid out, blank if that sent", unit="ISO 4217", default=None)
    rate: Decimal | None = column(
        title="rate offered", unit="paid out per unit sent", default=None, exclusive_minimum=0
    )
    mid_rate: Decimal | None = column(
        title="middle rate of the market", unit="paid out per unit sent", default=None, exclusive_minimum=0
    )

    if TYPE_CHECKING:  # what the columns take besides, which checkers cannot see for themselves

        def __init__(  # noqa: D107 - one argument a field
            self,
            *,
            amount: Money,
            fee: Money,
            payout: Currency | str | None = None,
            rate: Decimal | int | str | None = None,
            mid_rate: Decimal | int | str | None = None,
        ) -> None: ...

    def __attrs_post_init__(self) -> None:
        """Check what no single field can."""
        if self.amount.amount <= 0:
            raise InvalidValueError("amount", str(self.amount), "greater than zero")
        if self.fee.currency is not self.amount.currency:
            hint = "state the fee in the currency that is sent"
            raise CurrencyMismatchError(self.amount.currency.code, self.fee.currency.code, hint)
        if self.fee.amount < 0:
            raise InvalidValueError("fee", str(self.fee), "not negative", "a better rate is a negative margin")
        for field in ("rate", "mid_rate"):
            if not self.is_exchanged and getattr(self, field) is not None:
                expected = "left out where nothing is exchanged"
                raise InvalidValueError(field, getattr(self, field), expected, "say what is paid out with payout=")

    @property
    def is_exchanged(self) -> bool:
        """Whether another currency is paid out than is sent."""
        return self.payout is not None and self.payout is not self.amount.currency

    @property
    def fee_percent(self) -> Fraction:
        """The fee in percent of the amount, exactly."""
        return self.fee / self.amount * 100

    @property
    def margin_percent(self) -> Fraction | None:
        """How far the rate offered is below the middle rate, in percent of the latter; None where it is unknown."""
        if not self.is_exchanged:
            return Fraction(0)
        if self.rate is None or self.mid_rate is None:
            return None
        return (1 - Fraction(self.rate) / Fraction(self.mid_rate)) * 100

    @property
    def total_percent(self) -> Fraction | None:
        """Fee and margin, taking the rates as exact; None where the margin is unknown."""
        margin = self.margin_percent
        return None if margin is None else self.fee_percent + margin

    @property
    def total_bounds(self) -> Estimate | None:
        """Fee and margin, with what the printed digits of the two rates leave open; None where it is unknown.

        Example:
            >>> cost = SendingCost(amount=Money.of(200, "USD"), fee=Money.of(2, "USD"), payout="KGS", rate="86.9",
            ...     mid_rate="87.45")
            >>> print(f"{cost.total_bounds.low:.2f} to {cost.total_bounds.high:.2f} %")
            1.57 to 1.69 %
        """
        if self.rate is None or self.mid_rate is None:
            total = self.total_percent
            return None if total is None else Estimate.spanning(total, total)
        part = Estimate.printed(self.rate) / Estimate.printed(self.mid_rate)
        return 100 - part * 100 + self.fee_percent

    @property
    def received(self) -> Money | None:
        """What is paid out, before any rounding by the service; None where the rate is unknown."""
        if not self.is_exchanged:
            return self.amount
        if self.rate is None or self.payout is None:
            return None
        return Money(multiply(self.amount.amount, self.rate), self.payout)

    def meets(self, goal: CostGoal) -> bool | None:
        """Tell whether the total is as low as a goal has it; None where it is unknown.

        Example:
            >>> SendingCost(amount=Money.of(200, "USD"), fee=Money.of(10, "USD")).meets(G20_GOAL)
            True
        """
        total = self.total_percent
        return None if total is None else goal.is_met_by(total)


@final
@record(key=("service", "origin", "destination", "on", "source"))
class TransferQuote:
    """What one service asked on a day, for sending the equivalents of 200 and of 500 US dollars.

    Source:
        The two amounts are those of Remittance Prices Worldwide. There a service that does not disclose its rate has a
        margin of 0, and a rate of 1 stands for one that cannot be compared: leave the rate out for both.

    Args:
        service: Who offers it.
        origin: The country it is sent from, or its code.
        destination: The country it is sent to, or its code.
        on: The day, or the quarter of the survey.
        at_200: The cost of sending the equivalent of 200 US dollars.
        at_500: The cost of sending the equivalent of 500 US dollars.
        source: Where the quote comes from.
        note: What the columns do not say.

    Raises:
        InvalidValueError: The same country twice or no single country, or neither of the two costs.

    Example:
        >>> quote = TransferQuote(service="made up", origin="RU", destination="KG", on="2024-Q3", source="made up",
        ...     at_200=SendingCost(amount=Money.of(18_000, "RUB"), fee=Money.of(0, "RUB"), payout="KGS",
        ...         rate="0.945", mid_rate="0.96"))
        >>> quote.at_200.total_percent, quote.at_500
        (Fraction(25, 16), None)
    """

    service: str = column(title="who offers it")
    origin: Country = column(title="country the money is sent from", unit="ISO 3166-1")
    destination: Country = column(title="country the money is sent to", unit="ISO 3166-1")
    on: date | Period = column(title="day, or quarter of the survey")
    at_200: SendingCost | None = column(title="cost of sending the equivalent of 200 US dollars", default=None)
    at_500: SendingCost | None = column(title="cost of sending the equivalent of 500 US dollars", default=None)
    source: Source = column(title="source", converter=as_source)
    note: str = column(title="what the columns do not say", default="")

    if TYPE_CHECKING:  # what the columns take besides, which checkers cannot see for themselves

        def __init__(  # noqa: PLR0913, D107 - one argument a field
            self,
            *,
            service: str,
            origin: Country | str,
            destination: Country | str,
            on: date | Period | str,
            at_200: SendingCost | None = None,
            at_500: SendingCost | None = None,
            source: Source | str,
            note: str = "",
        ) -> None: ...

    def __attrs_post_init__(self) -> None:
        """Check what no single field can."""
        for field in ("origin", "destination"):
            if getattr(self, field) is WORLD:
                raise InvalidValueError(field, "W0", "a single country")
        if self.origin is self.destination:
            code = self.origin.alpha2
            raise InvalidValueError("destination", code, f"another country than the origin {code}")
        if self.at_200 is None and self.at_500 is None:
            raise InvalidValueError("at_200", None, "given, or at_500")


def average_percent(
    costs: Iterable[SendingCost], *, weights: Sequence[Decimal | Fraction | int] | None = None, known_only: bool = False
) -> Fraction:
    """Average the total cost over services, exactly.

    Args:
        costs: What each service asks.
        weights: The weight of each, such as its share of the market; all the same when not given.
        known_only: Leave out costs that are unknown for want of a rate, as averages of Remittance Prices Worldwide do.

    Raises:
        InvalidValueError: No costs, an unknown one, weights that are negative, all zero or of another number.
        WrongTypeError: A float among the weights; something that is no cost.

    Example:
        >>> costs = [SendingCost(amount=Money.of(200, "USD"), fee=Money.of(fee, "USD")) for fee in (2, 8)]
        >>> average_percent(costs), average_percent(costs, weights=[3, 1])
        (Fraction(5, 2), Fraction(7, 4))
    """
    given = list(costs)
    shares = [Fraction(1)] * len(given) if weights is None else [as_fraction(each, "weight") for each in weights]
    if len(shares) != len(given):
        raise InvalidValueError("weights", len(shares), f"as many as there are costs, {len(given)}")
    if any(each < 0 for each in shares):
        raise InvalidValueError("weights", min(shares), "not negative")
    total, weight = Fraction(0), Fraction(0)
    for cost, part in zip(given, shares, strict=True):
        if not isinstance(cost, SendingCost):
            raise WrongTypeError("cost", cost, "a SendingCost", "a TransferQuote has two: at_200 and at_500")
        percent = cost.total_percent
        if percent is not None:
            total, weight = total + percent * part, weight + part
        elif not known_only:
            raise InvalidValueError("total_percent", None, "known", "known_only=True leaves unknown costs out")
    if not weight:
        raise InvalidValueError("costs", len(given), "one at least that is known and has a weight")
    return total / weight
