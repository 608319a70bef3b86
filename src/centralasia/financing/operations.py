"""Financing operations: loans, grants and the like, from proposal to the last disbursement."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.financing.sectors import DACSector
from centralasia.financing.shares import (
    Contribution,
    CountryShare,
    SectorShare,
    as_contributions,
    as_parts,
    check_contributions,
    check_shares,
)
from centralasia.financing.stages import (
    Position,
    Stage,
    StageEvent,
    TopUp,
    Tranche,
    as_top_ups,
    as_tranches,
    check_balance,
    check_currency,
    check_history,
    check_parts,
    check_unsigned,
    exceeds,
    less,
    not_negative,
    total_of,
)
from centralasia.money import Amount, Money
from centralasia.quantities import Quantity, UnitPrice
from centralasia.records import column, record
from centralasia.reference import Country, Currency, Source, as_source

__all__ = [
    "FinancingOperation",
    "Instrument",
    "position",
    "stage_of",
    "total",
    "value_of_points",
]

_REFERENCE: Final = "[^|]+"  # the bar separates references in the cell of a list


class Instrument(StrEnum):
    """What is given.

    In the FinanceType list of IATI grants, and technical assistance that is given, are of group 100, loans of group
    400 (421 is the standard loan), equity of group 500 and guarantees of group 1100; the last two have no group.

    Example:
        >>> Instrument("loan").is_money, Instrument.LOYALTY_POINTS.is_money
        (True, False)
    """

    LOAN = "loan"
    GRANT = "grant"
    EQUITY = "equity"
    GUARANTEE = "guarantee"
    TECHNICAL_ASSISTANCE = "technical_assistance"
    IN_KIND = "in_kind"
    LOYALTY_POINTS = "loyalty_points"

    @property
    def is_money(self) -> bool:
        """Whether it is money that is given, and not goods, services or points."""
        return self not in {Instrument.IN_KIND, Instrument.LOYALTY_POINTS}


@record(key=("reference",))
class FinancingOperation:
    """What a lender, investor or donor finances, or means to finance, and how far it has come.

    Whatever is not known is None: no amount is made up. What was proposed, identified or approved may be in another
    currency; from the signature on there is one currency, that of the operation.

    Units:
        `amount` is what the lender finances itself, without top-ups; `disbursed` and `cancelled` are what was paid
        out and withdrawn in all, where that is stated beside or without tranches; `total_cost` is that of the whole
        project, in any currency; `amount` and the amounts of contributions in that currency are at most that.
        `in_kind` counts things or points.

    Args:
        reference: An identifier of your own, such as "eib-casa-1000-kg".
        title: What is financed.
        lender: Who gives it.
        borrower: Who takes it.
        countries: A country, or several; with their shares as a mapping ``{"KG": 60, "TJ": 40}``, a text
            "KG 60|TJ 40" or `CountryShare` records.
        sectors: DAC purpose codes, with shares or without, as the countries.
        instrument: What is given.
        stages: The history, as a stage, a mapping ``{"approved": "2014", "signed": "2015-03"}``, a text
            "approved 2014|signed 2015-03" or `StageEvent` records.
        amount: The amount.
        disbursed: All that was paid out.
        cancelled: All that was withdrawn.
        in_kind: What is given that is no money.
        total_cost: What the project costs.
        contributions: What others bring in.
        tranches: Its parts.
        top_ups: Additions, signed or not.
        project: The name of the project that several lenders co-finance; alike in all their operations.
        part_of: The reference of the operation of which this is a part.
        source: Where it stands.
        note: What the fields do not say.

    Raises:
        InvalidValueError: Shares above 100 percent, stages out of order, more disbursed than committed, or anything
            before the signature, more brought in than the project costs, money for points, and the like.

    Example:
        >>> water = FinancingOperation(
        ...     reference="demo-1", title="Water supply", lender="Demo Bank", countries="KG", sectors="14030",
        ...     instrument="loan", amount=Money.of(20_000_000, "EUR"), disbursed=Money.of(2_000_000, "EUR"),
        ...     stages={"signed": "2016"}, source="made up",
        ... )
        >>> position(water).undisbursed
        Money.of('18000000', 'EUR')
    """

    reference: str = column(title="identifier of the operation", pattern=_REFERENCE)
    title: str = column(title="what is financed")
    lender: str = column(title="lender, investor or donor")
    borrower: str = column(title="borrower or recipient", default="")
    countries: tuple[CountryShare, ...] = column(
        title="countries and their shares", converter=lambda value: as_parts(CountryShare, "countries", value)
    )
    sectors: tuple[SectorShare, ...] = column(
        title="sectors and their shares", default=(), converter=lambda value: as_parts(SectorShare, "sectors", value)
    )
    instrument: Instrument = column(title="what is given")
    stages: tuple[StageEvent, ...] = column(
        title="stages reached", default=(), converter=lambda value: as_parts(StageEvent, "stages", value)
    )
    amount: Amount | None = column(title="amount, without top-ups", default=None, validator=not_negative)
    disbursed: Amount | None = column(title="amount paid out in all", default=None, validator=not_negative)
    cancelled: Amount | None = column(title="amount withdrawn in all", default=None, validator=not_negative)
    in_kind: Quantity | None = column(title="what is given that is no money", default=None)
    total_cost: Amount | None = column(title="cost of the whole project", default=None, validator=not_negative)
    contributions: tuple[Contribution, ...] = column(
        title="what others bring in", default=(), converter=as_contributions
    )
    tranches: tuple[Tranche, ...] = column(title="tranches", default=(), converter=as_tranches)
    top_ups: tuple[TopUp, ...] = column(title="additions", default=(), converter=as_top_ups)
    project: str = column(title="project that several lenders co-finance", default="")
    part_of: str = column(title="reference of the operation of which it is a part", default="")
    source: Source = column(title="source", converter=as_source)
    note: str = column(title="what the columns do not say", default="")

    if TYPE_CHECKING:  # what the converters take, which checkers cannot see for themselves

        def __init__(  # noqa: PLR0913, D107 - one argument a field
            self,
            *,
            reference: str,
            title: str,
            lender: str,
            borrower: str = "",
            countries: "Country | str | tuple[Any, ...] | list[Any] | Mapping[str, Any]",
            sectors: "DACSector | str | tuple[Any, ...] | list[Any] | Mapping[str, Any]" = (),
            instrument: Instrument | str,
            stages: "Stage | str | tuple[Any, ...] | list[Any] | Mapping[Any, Any]" = (),
            amount: Amount | None = None,
            disbursed: Amount | None = None,
            cancelled: Amount | None = None,
            in_kind: Quantity | None = None,
            total_cost: Amount | None = None,
            contributions: tuple[Contribution, ...] | list[Contribution] = (),
            tranches: tuple[Tranche, ...] | list[Tranche] = (),
            top_ups: tuple[TopUp, ...] | list[TopUp] = (),
            project: str = "",
            part_of: str = "",
            source: Source | str,
            note: str = "",
        ) -> None: ...

    def __attrs_post_init__(self) -> None:
        """Check what no single field can."""
        _check_shares(self)
        check_history(self.stages)
        _check_kind(self)
        currency = currency_of(self)
        for place, amount in _own_amounts(self):
            check_currency(place, amount, currency)
        if self.part_of == self.reference:
            raise InvalidValueError("part_of", self.part_of, "the reference of another operation")
        check_unsigned(self.stages, [each for each in _own_amounts(self) if each[0].endswith("disbursed")])
        check_parts(self.stages, self.tranches, self.top_ups)
        _check_balance(self)


def position(operation: FinancingOperation) -> Position:
    """Work out how an operation stands.

    What was committed is the amount at its signature, or when it took effect, or else its `amount`; and the top-ups
    that are signed. What was disbursed is what the operation states in all, or else at its last stage, or else the
    sum of its tranches where all of them state it.

    Example:
        >>> asked = FinancingOperation(reference="demo-3", title="Lines", lender="Demo Bank", countries="KG",
        ...     instrument="loan", amount=Money.of(70, "EUR"), stages="signed", source="made up",
        ...     top_ups=[TopUp(stage="proposed", amount=Money.of(9, "EUR"))])
        >>> stands = position(asked)
        >>> str(stands.committed), str(stands.with_top_ups), stands.undisbursed
        ('70 EUR', '79 EUR', None)
    """
    check_operation(operation)
    signed = [each.amount for each in operation.top_ups if each.stage.is_binding]
    hoped = [each.amount for each in operation.top_ups if each.stage is not Stage.CANCELLED]
    base, amount = base_commitment(operation), operation.amount
    committed = None if base is None else total_of([base, *signed])
    disbursed = _disbursed(operation)
    cancelled = _cancelled(operation, committed, disbursed)
    return Position(
        reference=operation.reference,
        amount=None if amount is None else total_of([amount, *signed]),
        with_top_ups=None if amount is None else total_of([amount, *hoped]),
        committed=committed,
        disbursed=disbursed,
        cancelled=cancelled,
        undisbursed=_undisbursed(committed, disbursed, cancelled),
    )


def total(operation: FinancingOperation, *, with_top_ups: bool = False) -> Amount | None:
    """Give the amount of an operation; None where it is not known.

    Args:
        operation: The operation.
        with_top_ups: Whether additions that are not signed yet count too; those that are signed always do, those that
            were cancelled never.

    Example:
        >>> asked = FinancingOperation(reference="demo-3", title="Lines", lender="Demo Bank", countries="KG",
        ...     instrument="loan", amount=Money.of(70, "EUR"), source="made up",
        ...     top_ups=[TopUp(stage="proposed", amount=Money.of(9, "EUR"))])
        >>> total(asked), total(asked, with_top_ups=True)
        (Money.of('70', 'EUR'), Money.of('79', 'EUR'))
    """
    stands = position(operation)
    return stands.with_top_ups if with_top_ups else stands.amount


def stage_of(operation: FinancingOperation) -> Stage | None:
    """Give the last stage reached; None where the history is empty.

    Example:
        >>> plant = FinancingOperation(reference="demo-4", title="Power plant", lender="Demo Bank", countries="KZ",
        ...     instrument="loan", stages="proposed", source="made up")
        >>> stage_of(plant).value, plant.amount
        ('proposed', None)
    """
    check_operation(operation)
    return operation.stages[-1].stage if operation.stages else None


def value_of_points(operation: FinancingOperation, unit_price: UnitPrice) -> Amount:
    """Value what is given in kind at a price that somebody states: points, trees and the like have none of their own.

    Raises:
        InvalidValueError: The operation has nothing in kind, or the price is for another unit.
        WrongTypeError: The price is none: an amount does not say what it is for.

    Example:
        >>> trees = FinancingOperation(reference="demo-5", title="Trees for points", lender="Demo Shop",
        ...     countries="UZ", instrument="loyalty points", in_kind=Quantity.of(1_000_000, "point"),
        ...     source="made up")
        >>> value_of_points(trees, UnitPrice.of(Money.of("0.5", "UZS"), per="point"))
        Money.of('500000', 'UZS')
    """
    check_operation(operation)
    if not isinstance(unit_price, UnitPrice):
        raise WrongTypeError(
            "unit_price", unit_price, "a UnitPrice", "such as UnitPrice.of(Money.of(1, 'UZS'), per='point')"
        )
    if operation.in_kind is None:
        raise InvalidValueError("in_kind", None, "a quantity to be valued", "the operation is of money, see its amount")
    value: Amount = unit_price * operation.in_kind
    return value


def check_operation(operation: object) -> None:
    """Refuse what is no operation."""
    if not isinstance(operation, FinancingOperation):
        raise WrongTypeError("operation", operation, "a FinancingOperation", "for several there is Portfolio.of([…])")


def currency_of(operation: FinancingOperation) -> Currency | None:
    """Give the own currency of an operation; None where nothing of it is stated."""
    return next((amount.currency for _, amount in _own_amounts(operation)), None)


def _own_amounts(operation: FinancingOperation) -> Iterator[tuple[str, Amount]]:
    """List the amounts that have to be of one currency, with their places."""
    for name in ("amount", "disbursed", "cancelled"):
        yield from _stated(name, getattr(operation, name))
    for event in operation.stages:
        if event.stage.is_binding or event.stage.is_last:
            yield from _stated(f"the amount of {event.stage.value}", event.amount)
    for index, tranche in enumerate(operation.tranches):
        for name in ("amount", "disbursed", "cancelled"):
            yield from _stated(f"tranches[{index}].{name}", getattr(tranche, name))
    for index, top_up in enumerate(operation.top_ups):
        yield f"top_ups[{index}].amount", top_up.amount


def _stated(place: str, amount: Amount | None) -> Iterator[tuple[str, Amount]]:
    if amount is not None:
        yield place, amount


def _first(*amounts: Amount | None) -> Amount | None:
    return next((amount for amount in amounts if amount is not None), None)


def _at(operation: FinancingOperation, *stages: Stage) -> Amount | None:
    """Give the amount of the first of these stages that has one."""
    amounts = {event.stage: event.amount for event in operation.stages}
    return _first(*[amounts.get(stage) for stage in stages])


def base_commitment(operation: FinancingOperation) -> Amount | None:
    if not any(event.stage.is_binding for event in operation.stages):
        return None
    return _first(_at(operation, Stage.SIGNED, Stage.EFFECTIVE), operation.amount)


def _disbursed(operation: FinancingOperation) -> Amount | None:
    known = [each.disbursed for each in operation.tranches if each.disbursed is not None]
    of_tranches = total_of(known) if len(known) == len(operation.tranches) else None
    return _first(operation.disbursed, _at(operation, Stage.COMPLETED, Stage.DISBURSING), of_tranches)


def _cancelled(operation: FinancingOperation, committed: Amount | None, disbursed: Amount | None) -> Amount | None:
    stated = _first(operation.cancelled, _at(operation, Stage.CANCELLED))
    if stated is not None:
        return stated
    if stage_of(operation) is Stage.CANCELLED:
        return None if committed is None or disbursed is None else less(committed, disbursed)
    currency = currency_of(operation)
    nothing = None if currency is None else Money.zero(currency)
    return _first(total_of([each.cancelled for each in operation.tranches if each.cancelled is not None]), nothing)


def _undisbursed(committed: Amount | None, disbursed: Amount | None, cancelled: Amount | None) -> Amount | None:
    if committed is None or disbursed is None or cancelled is None:
        return None
    return less(less(committed, disbursed), cancelled)


def _check_shares(operation: FinancingOperation) -> None:
    if not operation.countries:
        hint = "list the countries of a region without their shares"
        raise InvalidValueError("countries", (), "at least one country", hint)
    check_shares("countries", operation.countries, name="country")
    check_shares("sectors", operation.sectors, name="sector")
    check_contributions(operation.contributions, operation.amount, total_cost=operation.total_cost)


def _check_kind(operation: FinancingOperation) -> None:
    instrument = operation.instrument
    if instrument is Instrument.LOYALTY_POINTS:
        for place, amount in _own_amounts(operation):
            hint = "give in_kind, and value it by value_of_points at a price that is stated"
            raise InvalidValueError(place, str(amount), "left out, since points are no money", hint)
    if operation.in_kind is not None and instrument.is_money and instrument is not Instrument.TECHNICAL_ASSISTANCE:
        expected = f"left out of what is a {instrument.value}"
        raise InvalidValueError("in_kind", str(operation.in_kind), expected, "the instrument may be 'in_kind'")


def _check_balance(operation: FinancingOperation) -> None:
    """Refuse more paid out, withdrawn or cut into tranches than there is: law 17."""
    stands = position(operation)
    limit = _first(stands.committed, stands.with_top_ups)
    paid, withdrawn, parts = [
        total_of([amount for each in operation.tranches if (amount := getattr(each, name)) is not None])
        for name in ("disbursed", "cancelled", "amount")
    ]
    for name, amount, where in (
        ("disbursed", paid, "the tranches"),
        ("disbursed", _at(operation, Stage.DISBURSING), "stage disbursing"),
        ("disbursed", _at(operation, Stage.COMPLETED), "stage completed"),
        ("cancelled", withdrawn, "the tranches"),
        ("cancelled", _at(operation, Stage.CANCELLED), "stage cancelled"),
    ):
        stated = getattr(stands, name)
        if amount is not None and stated is not None and exceeds(amount, stated):
            raise InvalidValueError(name, str(stated), f"at least the {amount} of {where}")
    check_balance(limit, _first(stands.disbursed, paid), cancelled=None)
    check_balance(limit, _first(stands.disbursed, paid), cancelled=stands.cancelled)
    if limit is not None and parts is not None and exceeds(parts, limit):
        raise InvalidValueError("tranches", str(parts), f"at most {limit} in all", "a larger commitment is a top-up")
