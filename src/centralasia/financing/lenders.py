"""What lenders announce and require: memoranda of understanding, and rules of what they finance."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, final

import attrs

from centralasia.errors import InvalidValueError, RateNotFoundError, WrongTypeError
from centralasia.financing.operations import FinancingOperation, check_operation, total
from centralasia.financing.stages import exceeds, not_negative, several
from centralasia.money import Amount, as_money_estimate
from centralasia.numbers import Estimate, certainly_less
from centralasia.periods import Period, as_date
from centralasia.rates import Policy, RateTable, convert_estimate
from centralasia.records import column, record
from centralasia.reference import Country, Source, as_source

__all__ = [
    "Comparison",
    "Criterion",
    "Eligibility",
    "EligibilityRule",
    "EligibilityVerdict",
    "Memorandum",
    "check_eligibility",
    "mobilisation_ratio",
]


def _several(value: object) -> object:
    return (value,) if isinstance(value, str | Country) else value


@record(key=("reference",))
class Memorandum:
    """A memorandum of understanding: what somebody expects to finance, and binds nobody to.

    It is never counted as a commitment. The text of an announcement often leaves open whether the total that is to be
    mobilised has the lender's own amount in it; `mobilised_includes_own` has to say so.

    Units:
        `amount` and `mobilised` are of one currency; hedges such as "about" and "up to" stand in a `MoneyEstimate`.

    Args:
        reference: An identifier of your own.
        title: What it is about.
        lender: Who means to finance.
        parties: Who signed.
        countries: The countries it is for.
        signed: The day or period.
        amount: The lender's own amount.
        mobilised: The total expected from all.
        mobilised_includes_own: Whether `amount` is in it; has to be said where there is a total.
        part_of: The reference of the memorandum of which this is one and in whose amount it is.
        source: Where it stands.
        note: What the fields do not say.

    Raises:
        InvalidValueError: A total without a word on what is in it, a total less than the own amount in it, two
            currencies, or a part of itself.

    Example:
        >>> from centralasia.money import Money
        >>> hopes = Memorandum(reference="demo-mou", title="Demo", lender="Demo Bank", parties=["Demo Bank", "KG"],
        ...     amount=Money.of("1.47", "EUR"), mobilised=Money.of(3, "EUR"), mobilised_includes_own=True,
        ...     source="made up")
        >>> f"{mobilisation_ratio(hopes).best:.2f}"
        '2.04'
    """

    reference: str = column(title="identifier of the memorandum", pattern="[^|]+")
    title: str = column(title="what it is about")
    lender: str = column(title="who means to finance")
    parties: tuple[str, ...] = column(title="who signed", default=(), converter=_several)
    countries: tuple[Country, ...] = column(
        title="countries it is for", unit="ISO 3166-1 alpha-2", default=(), converter=_several
    )
    signed: date | Period | None = column(title="day or period of signature", default=None)
    amount: Amount | None = column(title="own amount expected", default=None, validator=not_negative)
    mobilised: Amount | None = column(title="total expected from all", default=None, validator=not_negative)
    mobilised_includes_own: bool | None = column(title="whether the own amount is in the total", default=None)
    part_of: str = column(title="reference of the memorandum in whose amount it is", default="")
    source: Source = column(title="source", converter=as_source)
    note: str = column(title="what the columns do not say", default="")

    if TYPE_CHECKING:  # what the converters take, which checkers cannot see for themselves

        def __init__(  # noqa: PLR0913, D107 - one argument a field
            self,
            *,
            reference: str,
            title: str,
            lender: str,
            parties: str | tuple[str, ...] | list[str] = (),
            countries: Country | str | tuple[Country | str, ...] | list[Country | str] | list[str] = (),
            signed: date | Period | str | None = None,
            amount: Amount | None = None,
            mobilised: Amount | None = None,
            mobilised_includes_own: bool | None = None,
            part_of: str = "",
            source: Source | str,
            note: str = "",
        ) -> None: ...

    def __attrs_post_init__(self) -> None:
        """Check what no single field can."""
        if self.part_of == self.reference:
            raise InvalidValueError("part_of", self.part_of, "the reference of another memorandum")
        if (self.mobilised is None) != (self.mobilised_includes_own is None):
            expected = "True or False where there is a total that is mobilised, and nothing where there is none"
            raise InvalidValueError("mobilised_includes_own", self.mobilised_includes_own, expected)
        if self.amount is None or self.mobilised is None:
            return
        if self.mobilised.currency is not self.amount.currency:
            expected = f"in {self.amount.currency}, as the own amount"
            raise InvalidValueError("mobilised", str(self.mobilised), expected, "convert one of them first")
        if self.mobilised_includes_own and exceeds(self.amount, self.mobilised):
            expected = f"at least the {self.amount} that is in it"
            raise InvalidValueError(
                "mobilised", str(self.mobilised), expected, "or does it not include the own amount?"
            )


def mobilisation_ratio(what: Memorandum | FinancingOperation, *, including_own: bool = True) -> Estimate | None:
    """Say how many times the own amount is mobilised; None where one of the two is not known.

    Of an operation the own amount is that with signed top-ups, and what is mobilised is the total cost of its project.

    Args:
        what: The memorandum or operation.
        including_own: Whether the own amount counts as mobilised. Without it the ratio is less by one.

    Raises:
        InvalidValueError: The own amount may be nothing.
        CurrencyMismatchError: The total cost of an operation is in another currency than its amount.

    Example:
        >>> from centralasia.money import Money
        >>> dairy = FinancingOperation(reference="demo-6", title="Dairy", lender="Demo Bank", countries="KG",
        ...     instrument="loan", amount=Money.of(20, "EUR"), total_cost=Money.of(50, "EUR"), source="made up")
        >>> print(mobilisation_ratio(dairy), mobilisation_ratio(dairy, including_own=False))
        2.5 1.5
    """
    if not isinstance(what, Memorandum | FinancingOperation):
        raise WrongTypeError("what", what, "a Memorandum or a FinancingOperation")
    own, mobilised = (what.amount, what.mobilised) if isinstance(what, Memorandum) else (total(what), what.total_cost)
    if own is None or mobilised is None:
        return None
    ratio = as_money_estimate(mobilised) / own
    is_inside = not isinstance(what, Memorandum) or what.mobilised_includes_own
    return ratio + (int(including_own) - int(bool(is_inside)))


class Criterion(StrEnum):
    """Which amount of an operation a rule looks at.

    Example:
        >>> Criterion("total_cost")
        <Criterion.TOTAL_COST: 'total_cost'>
    """

    TOTAL_COST = "total_cost"
    AMOUNT = "amount"


class Comparison(StrEnum):
    """How a rule compares the amount with its threshold.

    Example:
        >>> [each.value for each in Comparison]
        ['above', 'at_least', 'below', 'at_most']
    """

    ABOVE = "above"
    AT_LEAST = "at_least"
    BELOW = "below"
    AT_MOST = "at_most"


class EligibilityVerdict(StrEnum):
    """What comes out when an operation is held against a rule.

    Example:
        >>> EligibilityVerdict.NOT_KNOWN.value
        'not_known'
    """

    MET = "met"
    NOT_MET = "not_met"
    NOT_KNOWN = "not_known"
    NOT_IN_FORCE = "not_in_force"


@record(key=("lender", "criterion", "comparison", "consequence", "valid_from"))
class EligibilityRule:
    """A rule of a lender: what follows where an amount is above or below a threshold.

    Units:
        `threshold` is an amount of the operation, compared at the rate of the day where currencies differ.

    Example:
        >>> from centralasia.money import Money
        >>> rule = EligibilityRule(lender="Demo Bank", criterion="total cost", comparison="above",
        ...     threshold=Money.of(25_000_000, "EUR"), consequence="direct", source="made up")
        >>> print(rule)
        Demo Bank: direct where total_cost is above 25000000 EUR
    """

    lender: str = column(title="whose rule it is")
    criterion: Criterion = column(title="amount that is looked at")
    comparison: Comparison = column(title="how it is compared")
    threshold: Amount = column(title="threshold", validator=not_negative)
    consequence: str = column(title="what follows where it is met, such as direct or through intermediary")
    valid_from: date | None = column(title="first day of validity", default=None)
    valid_until: date | None = column(title="first day no longer valid", default=None)
    source: Source = column(title="source", converter=as_source)
    note: str = column(title="what the columns do not say", default="")

    if TYPE_CHECKING:  # what the converters take, which checkers cannot see for themselves

        def __init__(  # noqa: PLR0913, D107 - one argument a field
            self,
            *,
            lender: str,
            criterion: Criterion | str,
            comparison: Comparison | str,
            threshold: Amount,
            consequence: str,
            valid_from: date | str | None = None,
            valid_until: date | str | None = None,
            source: Source | str,
            note: str = "",
        ) -> None: ...

    def __attrs_post_init__(self) -> None:
        """Refuse a validity that ends before it begins."""
        if self.valid_from and self.valid_until and self.valid_until <= self.valid_from:
            raise InvalidValueError("valid_until", str(self.valid_until), f"a day after {self.valid_from}")

    def __str__(self) -> str:
        comparison = self.comparison.value.replace("_", " ")
        return f"{self.lender}: {self.consequence} where {self.criterion.value} is {comparison} {self.threshold}"


@final
@attrs.frozen(kw_only=True)
class Eligibility:
    """What a rule says of an operation.

    Example:
        >>> from centralasia.money import Money
        >>> rule = EligibilityRule(lender="Demo Bank", criterion="total cost", comparison="above",
        ...     threshold=Money.of(25_000_000, "EUR"), consequence="direct", source="made up")
        >>> print(Eligibility(reference="demo", rule=rule, verdict=EligibilityVerdict.MET, why="30000000 EUR"))
        demo: met, 30000000 EUR; Demo Bank: direct where total_cost is above 25000000 EUR
    """

    reference: str
    """The operation."""
    rule: EligibilityRule
    """The rule."""
    verdict: EligibilityVerdict
    """Whether it is met."""
    why: str
    """The amount that was compared, or why none could be."""

    def __str__(self) -> str:
        return f"{self.reference}: {self.verdict.value.replace('_', ' ')}, {self.why}; {self.rule}"


def check_eligibility(
    operation: FinancingOperation,
    rules: Iterable[EligibilityRule],
    *,
    on: date | str | None = None,
    rates: RateTable | None = None,
    policy: Policy | None = None,
) -> tuple[Eligibility, ...]:
    """Hold an operation against rules, its own lender's or anybody's.

    A rule is met, or not met, where that is so wherever within their bounds the truths lie. It is not known where the
    bounds leave both open, and where the amount is not stated or cannot be converted.

    Args:
        operation: The operation.
        rules: The rules.
        on: The day on which it is asked: of the validity of rules, which is not looked at without it, and of rates.
        rates: Rates for thresholds in another currency; those that ship with the library when not given.
        policy: Which quote answers for a day without one.

    Returns:
        One finding a rule, in the order of the rules.

    Example:
        >>> from centralasia.money import Money, MoneyEstimate
        >>> rule = EligibilityRule(lender="Demo Bank", criterion="total cost", comparison="above",
        ...     threshold=Money.of(25, "EUR"), consequence="direct", source="made up")
        >>> def of_cost(cost: Estimate) -> FinancingOperation:
        ...     return FinancingOperation(reference="demo", title="Dairy", lender="Demo Bank", countries="KG",
        ...         instrument="loan", total_cost=MoneyEstimate.of(cost, "EUR"), source="made up")
        >>> for cost in (Estimate.over(25), Estimate.about(25), Estimate.at_most(25)):
        ...     print(check_eligibility(of_cost(cost), [rule])[0].verdict.value)
        met
        not_known
        not_met
    """
    check_operation(operation)
    day = None if on is None else as_date(on, "on")
    found = []
    for rule in several("rules", rules, EligibilityRule):
        verdict, why = _judged(operation, rule, day, {"rates": rates, "policy": policy})
        found.append(Eligibility(reference=operation.reference, rule=rule, verdict=verdict, why=why))
    return tuple(found)


def _judged(
    operation: FinancingOperation, rule: EligibilityRule, on: date | None, options: dict[str, Any]
) -> tuple[EligibilityVerdict, str]:
    if on is not None and ((rule.valid_from or on) > on or (rule.valid_until is not None and rule.valid_until <= on)):
        return EligibilityVerdict.NOT_IN_FORCE, f"asked for {on}"
    amount = operation.total_cost if rule.criterion is Criterion.TOTAL_COST else total(operation)
    if amount is None:
        return EligibilityVerdict.NOT_KNOWN, f"{rule.criterion.value} is not stated"
    if amount.currency is not rule.threshold.currency:
        if on is None:
            return EligibilityVerdict.NOT_KNOWN, f"{amount} is in another currency, and no day is named to convert it"
        try:
            amount = convert_estimate(amount, rule.threshold.currency, on=on, **options)
        except RateNotFoundError as error:
            return EligibilityVerdict.NOT_KNOWN, str(error)
    return _compared(as_money_estimate(amount).estimate, rule), str(amount)


def _compared(figure: Estimate, rule: EligibilityRule) -> EligibilityVerdict:
    threshold = as_money_estimate(rule.threshold).estimate
    match rule.comparison:
        case Comparison.ABOVE:
            met, failed = certainly_less(threshold, figure), figure.high <= threshold.low
        case Comparison.AT_LEAST:
            met, failed = figure.low >= threshold.high, certainly_less(figure, threshold)
        case Comparison.BELOW:
            met, failed = certainly_less(figure, threshold), figure.low >= threshold.high
        case _:  # at most
            met, failed = figure.high <= threshold.low, certainly_less(threshold, figure)
    return EligibilityVerdict.MET if met else EligibilityVerdict.NOT_MET if failed else EligibilityVerdict.NOT_KNOWN
