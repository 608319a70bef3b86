"""Stages: how far an operation has come, and what was agreed and paid out in pieces on the way."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, Any, Final, TypeVar, final

import attrs

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.money import Amount, Money, MoneyEstimate, add_up, as_money_estimate
from centralasia.numbers import Estimate, certainly_less
from centralasia.periods import Period
from centralasia.records import column, record

__all__ = ["Position", "Stage", "StageEvent", "TopUp", "Tranche"]

T = TypeVar("T")
_NOTHING: Final = Estimate.exactly(0)
_NOT_BELOW: Final = Estimate.at_least(0)


def total_of(amounts: Iterable[Amount]) -> Amount | None:
    """Add amounts of one currency up; None where there are none."""
    found = list(amounts)
    return add_up(found) if found else None


def less(amount: Amount, other: Amount) -> Amount:
    """Subtract; of what cannot be below nothing the part of the interval below it is cut off."""
    if isinstance(amount, Money) and isinstance(other, Money):
        return amount - other
    left = as_money_estimate(amount) - other
    kept = left.estimate & _NOT_BELOW
    return left if kept is None else MoneyEstimate(kept, left.currency)


def exceeds(amount: Amount, limit: Amount) -> bool:
    """Tell whether an amount is greater than another one wherever within their bounds the truths lie."""
    return certainly_less(as_money_estimate(limit).estimate, as_money_estimate(amount).estimate)


def not_negative(_: object, attribute: Any, value: Amount | None) -> None:  # noqa: ANN401 - attrs has no plain type
    """Refuse an amount that is certainly below zero."""
    if value is not None and certainly_less(as_money_estimate(value).estimate, _NOTHING):
        raise InvalidValueError(attribute.name, str(value), "zero or more", "record a correction as a new amount")


def several(field: str, items: object, cls: type[T]) -> Iterator[T]:
    """Go through records of a class, and refuse one alone, which looks as if it were several."""
    if isinstance(items, str) or not isinstance(items, Iterable):
        raise WrongTypeError(field, items, f"several {cls.__name__} records", "put one in a list: [one]")
    for item in items:
        if not isinstance(item, cls):
            raise WrongTypeError(field, item, f"made of {cls.__name__} records")
        yield item


def listed(field: str, value: object, cls: type[Any], example: str) -> object:
    """Refuse what is no list of records, and show the shape that a cell has."""
    if not isinstance(value, tuple | list):
        raise WrongTypeError(field, value, f"{cls.__name__} records, in a cell a JSON array such as [{example}]")
    return value


def as_tranches(value: object) -> object:
    """Leave lists to the checks of the column."""
    return listed("tranches", value, Tranche, '{"number": 1, "amount": {"amount": "20", "currency": "EUR"}}')


def as_top_ups(value: object) -> object:
    """Leave lists to the checks of the column."""
    return listed("top_ups", value, TopUp, '{"stage": "proposed", "amount": {"amount": "20", "currency": "EUR"}}')


def first_day(on: date | Period) -> date:
    """Give the first day on which it can have been."""
    return on.start if isinstance(on, Period) else on


def last_day(on: date | Period) -> date:
    """Give the last day on which it can have been."""
    return on.end if isinstance(on, Period) else on


class Stage(StrEnum):
    """How far an operation has come; the order of the members is that of time.

    In the ActivityStatus list of IATI the first three are Pipeline (1), `EFFECTIVE` and `DISBURSING` Implementation
    (2), `COMPLETED` Closed (4) and `CANCELLED` Cancelled (5); `SIGNED` is where TransactionType has its Outgoing
    Commitment (2).

    Example:
        >>> Stage.APPROVED.is_binding, Stage.SIGNED.is_binding, Stage.CANCELLED.is_last
        (False, True, True)
    """

    PROPOSED = "proposed"
    IDENTIFIED = "identified"
    APPROVED = "approved"
    SIGNED = "signed"
    EFFECTIVE = "effective"
    DISBURSING = "disbursing"
    COMPLETED = "completed"
    CANCELLED = "cancelled"

    @property
    def rank(self) -> int:
        """The place in the order of stages."""
        return list(Stage).index(self)

    @property
    def is_binding(self) -> bool:
        """Whether it is reached by a signed agreement only."""
        return Stage.SIGNED.rank <= self.rank < Stage.CANCELLED.rank

    @property
    def is_last(self) -> bool:
        """Whether nothing comes after it."""
        return self in {Stage.COMPLETED, Stage.CANCELLED}


@record
class StageEvent:
    """A stage that an operation reached, when, and with which amount.

    Units:
        `amount` is what was proposed, approved, signed … at the stage; at `DISBURSING` and `COMPLETED` it is what had
        been paid out by then, at `CANCELLED` what was withdrawn.

    Example:
        >>> StageEvent(stage="signed", on="2015-03").on
        period('2015-03')
    """

    stage: Stage = column(title="stage reached")
    on: date | Period | None = column(title="day or period, blank where not known", default=None)
    amount: Amount | None = column(title="amount at the stage", default=None, validator=not_negative)
    source: str = column(title="source, where it is not that of the operation", default="")
    note: str = column(title="what the columns do not say", default="")

    if TYPE_CHECKING:  # what the columns take, which checkers cannot see for themselves

        def __init__(  # noqa: D107 - one argument a field
            self,
            *,
            stage: Stage | str,
            on: date | Period | str | None = None,
            amount: Amount | None = None,
            source: str = "",
            note: str = "",
        ) -> None: ...


@record
class Tranche:
    """A part of an operation that is signed, made available or paid out on its own.

    Units:
        `amount` is what is committed; `disbursed` and `cancelled` are what of it was paid out and withdrawn. All are of
        one currency. None stands for what is not known, zero is stated.

    Raises:
        InvalidValueError: Amounts of several currencies, more disbursed and cancelled than there is, days out of
            order, or neither number nor title.

    Example:
        >>> from centralasia.money import Money
        >>> first = Tranche(number=1, amount=Money.of(20, "EUR"), disbursed=Money.of(2, "EUR"))
        >>> Tranche(number=1, amount=Money.of(20, "EUR"), disbursed=Money.of(21, "EUR"))
        Traceback (most recent call last):
        centralasia.errors.InvalidValueError: disbursed must be at most the 20 EUR committed and not cancelled, \
got '21 EUR'; a larger commitment is a top-up
    """

    number: int | None = column(title="number", minimum=1, default=None)
    title: str = column(title="title", default="")
    amount: Amount | None = column(title="amount committed", default=None, validator=not_negative)
    signed_on: date | Period | None = column(title="day of signature", default=None)
    available_on: date | Period | None = column(title="first day on which it can be drawn", default=None)
    disbursed_on: date | Period | None = column(title="day or period of disbursement", default=None)
    disbursed: Amount | None = column(title="amount paid out", default=None, validator=not_negative)
    cancelled: Amount | None = column(title="amount withdrawn", default=None, validator=not_negative)
    source: str = column(title="source, where it is not that of the operation", default="")
    note: str = column(title="what the columns do not say", default="")

    if TYPE_CHECKING:  # what the columns take, which checkers cannot see for themselves

        def __init__(  # noqa: PLR0913, D107 - one argument a field
            self,
            *,
            number: int | None = None,
            title: str = "",
            amount: Amount | None = None,
            signed_on: date | Period | str | None = None,
            available_on: date | Period | str | None = None,
            disbursed_on: date | Period | str | None = None,
            disbursed: Amount | None = None,
            cancelled: Amount | None = None,
            source: str = "",
            note: str = "",
        ) -> None: ...

    def __attrs_post_init__(self) -> None:
        """Check the name, the currencies, the days and the balance."""
        if self.number is None and not self.title:
            raise InvalidValueError("number", None, "given where there is no title")
        amounts = {name: getattr(self, name) for name in ("amount", "disbursed", "cancelled")}
        currency = next((each.currency for each in amounts.values() if each is not None), None)
        for name, amount in amounts.items():
            check_currency(name, amount, currency)
        check_days({name: getattr(self, name) for name in ("signed_on", "available_on", "disbursed_on")})
        check_balance(self.amount, self.disbursed, cancelled=self.cancelled)


@record
class TopUp:
    """An addition to an operation: part of its amount once it is signed, and not before.

    Example:
        >>> from centralasia.money import Money
        >>> asked = TopUp(stage="proposed", amount=Money.of(9_000_000, "EUR"))
        >>> asked.stage.is_binding
        False
    """

    stage: Stage = column(title="how far it has come")
    amount: Amount = column(title="amount", validator=not_negative)
    on: date | Period | None = column(title="day or period on which it came so far", default=None)
    source: str = column(title="source, where it is not that of the operation", default="")
    note: str = column(title="what the columns do not say", default="")

    if TYPE_CHECKING:  # what the columns take, which checkers cannot see for themselves

        def __init__(  # noqa: D107 - one argument a field
            self,
            *,
            stage: Stage | str,
            amount: Amount,
            on: date | Period | str | None = None,
            source: str = "",
            note: str = "",
        ) -> None: ...


@final
@attrs.frozen(kw_only=True)
class Position:
    """How an operation stands, in its own currency: what was committed is paid out, withdrawn, or still to come.

    Attributes:
        reference: The operation.
        amount: Its amount, with the top-ups that are signed.
        with_top_ups: Its amount, with all top-ups that were not cancelled.
        committed: What is signed; None before, and where the amount is not known.
        disbursed: What was paid out, as stated.
        cancelled: What was withdrawn: as stated, all that was not paid out once the operation is cancelled, and
            nothing otherwise.
        undisbursed: What of `committed` is neither; None where one of them is not known.

    Units:
        All are in the currency of the operation. With estimates the parts enclose the whole.

    Example:
        >>> from centralasia.money import Money
        >>> whole, paid, rest, gone = (Money.of(each, "USD") for each in (50, 30, 15, 5))
        >>> stands = Position(reference="demo-2", amount=whole, with_top_ups=whole, committed=whole, disbursed=paid,
        ...     undisbursed=rest, cancelled=gone)
        >>> print(stands.explain())
        demo-2: 50 USD committed = 30 USD disbursed + 15 USD undisbursed + 5 USD cancelled
    """

    reference: str
    amount: Amount | None
    with_top_ups: Amount | None
    committed: Amount | None
    disbursed: Amount | None
    cancelled: Amount | None
    undisbursed: Amount | None

    def explain(self) -> str:
        """Say in a line how the figures go together."""
        parts = " + ".join(
            [f"{_said(getattr(self, name))} {name}" for name in ("disbursed", "undisbursed", "cancelled")]
        )
        return f"{self.reference}: {_said(self.committed)} committed = {parts}"


def _said(amount: Amount | None) -> str:
    return "unknown" if amount is None else str(amount)


def check_currency(name: str, amount: Amount | None, currency: object) -> None:
    """Refuse an amount of another currency than the operation has."""
    if amount is not None and amount.currency is not currency:
        hint = "convert it first, or record an operation of its own"
        raise InvalidValueError(name, str(amount), f"an amount in {currency}, as the others", hint)


def check_days(days: Mapping[str, date | Period | None]) -> None:
    """Refuse a day that is certainly before an earlier one of the mapping."""
    latest: tuple[date, str] = (date.min, "")
    for name, on in days.items():
        if on is not None:
            if last_day(on) < latest[0]:
                raise InvalidValueError(name, str(on), f"no earlier than {latest[1]}", "look for swapped days")
            latest = max(latest, (first_day(on), f"{name}, {on}"))


def check_balance(committed: Amount | None, disbursed: Amount | None, *, cancelled: Amount | None) -> None:
    """Refuse more paid out than was committed and not withdrawn: law 17."""
    if committed is None:
        return
    if cancelled is not None and exceeds(cancelled, committed):
        raise InvalidValueError("cancelled", str(cancelled), f"at most the {committed} committed")
    left = committed if cancelled is None else committed - cancelled
    if disbursed is not None and exceeds(disbursed, left):
        expected = f"at most the {left} committed and not cancelled"
        raise InvalidValueError("disbursed", str(disbursed), expected, "a larger commitment is a top-up")


def check_history(history: tuple[StageEvent, ...]) -> None:
    """Refuse stages out of their order, a stage twice, anything after the end, and days that run backwards."""
    for earlier, event in pairwise(history):
        if earlier.stage.is_last or event.stage.rank <= earlier.stage.rank:
            after = f"nothing after {earlier.stage.value}" if earlier.stage.is_last else f"after {earlier.stage.value}"
            order = "stages go " + " → ".join(Stage)
            raise InvalidValueError("stages", event.stage.value, f"{after}, each stage once", order)
    check_days({f"the day of {event.stage.value}": event.on for event in history})


def check_unsigned(history: tuple[StageEvent, ...], disbursed: Iterable[tuple[str, Amount]]) -> None:
    """Refuse that something was paid out before anything was signed."""
    last = _unsigned(history)
    for place, amount in disbursed if last else ():
        if exceeds(amount, Money.zero(amount.currency)):
            expected = f"zero or left out while the last stage is {last}"
            raise InvalidValueError(place, str(amount), expected, "add the signed stage, or leave stages out")


def check_parts(history: tuple[StageEvent, ...], tranches: tuple[Tranche, ...], top_ups: tuple[TopUp, ...]) -> None:
    """Refuse a number of tranches twice, and a top-up that is signed before its operation."""
    seen: set[int] = set()
    for each in tranches:
        if each.number in seen:
            hint = "leave out the numbers that are not known, and give titles"
            raise InvalidValueError("tranches", each.number, "of a number each", hint)
        seen |= set() if each.number is None else {each.number}
    last = _unsigned(history)
    until_signed = takewhile(lambda event: event.stage.rank <= Stage.SIGNED.rank, history)
    days = {f"the day of {event.stage.value}": event.on for event in until_signed}
    for index, top_up in enumerate(top_ups):
        if top_up.stage.is_binding:
            if last:
                expected = f"no further than proposed, identified or approved while the operation is {last}"
                hint = "add the signed stage, or leave stages out"
                raise InvalidValueError(f"top_ups[{index}].stage", top_up.stage.value, expected, hint)
            check_days({**days, f"top_ups[{index}].on": top_up.on})


def _unsigned(history: tuple[StageEvent, ...]) -> str:
    """Give the last stage where it is before the signature; an empty text where it is not, or there is none."""
    last = history[-1].stage if history else Stage.SIGNED
    return last.value if last.rank < Stage.SIGNED.rank else ""
