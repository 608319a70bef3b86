"""Portfolios: sums of operations by country, sector, lender and the like, that count nothing twice and say so."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar, final

import attrs

from centralasia.errors import InvalidValueError, RateNotFoundError, WrongTypeError
from centralasia.financing.breakdowns import By, Lines, PortfolioTable, agreed, keyed, sum_of
from centralasia.financing.lenders import Memorandum
from centralasia.financing.operations import FinancingOperation, base_commitment, position, stage_of
from centralasia.financing.stages import Stage, several, total_of
from centralasia.money import Amount, Money
from centralasia.periods import Period, day_or_period
from centralasia.rates import Policy, RateKind, RateTable, convert_estimate
from centralasia.records.kinds import as_scalar
from centralasia.reference import Currency, currency

__all__ = ["ConversionBasis", "Measure", "Moment", "Portfolio"]

T = TypeVar("T", FinancingOperation, Memorandum)


class Measure(StrEnum):
    """Which amount of each operation is added up: an attribute of its `Position`.

    Example:
        >>> [each.value for each in Measure]
        ['amount', 'with_top_ups', 'committed', 'disbursed', 'undisbursed', 'cancelled']
    """

    AMOUNT = "amount"
    WITH_TOP_UPS = "with_top_ups"
    COMMITTED = "committed"
    DISBURSED = "disbursed"
    UNDISBURSED = "undisbursed"
    CANCELLED = "cancelled"


class Moment(StrEnum):
    """Whose day's rates amounts are converted at: of each signature, of each disbursement, or of one report.

    Example:
        >>> Moment("signing")
        <Moment.SIGNING: 'signing'>
    """

    SIGNING = "signing"
    DISBURSEMENT = "disbursement"
    REPORT = "report"


_MEANT: Final = {
    Measure.AMOUNT: "amounts as agreed, with top-ups that are signed",
    Measure.WITH_TOP_UPS: "amounts with all top-ups, signed or not, that were not cancelled",
    Measure.COMMITTED: "what is signed, top-ups included",
    Measure.DISBURSED: "what was paid out",
    Measure.UNDISBURSED: "what is signed, and neither paid out nor withdrawn",
    Measure.CANCELLED: "what was signed and withdrawn",
}
_Pieces = list[tuple[Amount, date | Period | None]]


def _operations(items: Iterable[FinancingOperation]) -> tuple[FinancingOperation, ...]:
    return _once_each(items, FinancingOperation)


def _memoranda(items: Iterable[Memorandum]) -> tuple[Memorandum, ...]:
    return _once_each(items, Memorandum)


def _moment(value: Moment | str) -> Moment:
    return as_scalar(Moment, value, "at")


def _on(value: date | Period | str | None) -> date | Period | None:
    return None if value is None else day_or_period(value)


@final
@attrs.frozen(kw_only=True)
class ConversionBasis:
    """In which currency a table is, and at which rates.

    Args:
        to: The currency.
        at: The moment of each amount. Top-ups are signed on days of their own, tranches paid out on theirs.
        on: The day of the report; for that moment only.
        rates: The table to use; the rates that ship with the library when not given.
        policy: Which quote answers for a day without one.
        kind: Only rates of this kind.

    Raises:
        InvalidValueError: A day where each operation has its own, or none for a report.
        UnknownCodeError: No such currency.

    Example:
        >>> ConversionBasis(to="USD", at="report", on="2024-06-28").on
        datetime.date(2024, 6, 28)
    """

    to: Currency = attrs.field(converter=currency)
    at: Moment = attrs.field(converter=_moment)
    on: date | Period | None = attrs.field(default=None, converter=_on)
    rates: RateTable | None = None
    policy: Policy | None = None
    kind: RateKind | str | None = None

    def __attrs_post_init__(self) -> None:
        """Check that there is a day exactly where one is needed."""
        if (self.on is None) is (self.at is Moment.REPORT):
            expected = "the day of the report" if self.on is None else f"left out at the day of each {self.at.value}"
            raise InvalidValueError("on", None if self.on is None else str(self.on), expected)


@final
@attrs.frozen
class Portfolio:
    """Operations that are looked at together, each once.

    A part of another operation of the portfolio is not counted beside it, unless the amount of the whole is not known.
    Amounts are those of the lender itself, so that a project which several co-finance is the sum of its operations;
    its total cost comes once, by `costs`. Memoranda are no commitments, and apart, by `expectations`.

    Raises:
        InvalidValueError: A reference twice, or what is a part of itself, over others.
        WrongTypeError: Something else among them.

    Example:
        >>> from centralasia.financing.stages import TopUp
        >>> lines = FinancingOperation(reference="a", title="Lines", lender="Demo Bank", countries="KG",
        ...     stages="signed", instrument="loan", amount=Money.of(70, "EUR"), source="made up",
        ...     top_ups=[TopUp(stage="proposed", amount=Money.of(9, "EUR"))])
        >>> water = FinancingOperation(reference="b", title="Water", lender="Demo Bank", countries={"KG": 60, "TJ": 40},
        ...     stages="signed", instrument="loan", amount=Money.of(20, "EUR"), source="made up")
        >>> portfolio = Portfolio.of([lines, water])
        >>> print(portfolio.table("country").explain())
        amount by country: 90.00 EUR
        counted: a, b
        stages: 2 signed
        amounts as agreed, with top-ups that are signed
        without 9 EUR that would top a up and is not signed
        >>> [(line.key, str(line.amount)) for line in portfolio.table("country", measure="with top ups").lines]
        [('KG', '91.00 EUR'), ('TJ', '8.00 EUR')]
    """

    operations: tuple[FinancingOperation, ...] = attrs.field(converter=_operations)
    memoranda: tuple[Memorandum, ...] = attrs.field(converter=_memoranda, default=())

    @classmethod
    def of(cls, operations: Iterable[FinancingOperation], *, memoranda: Iterable[Memorandum] = ()) -> "Portfolio":
        """Take operations and memoranda in any order."""
        return cls(operations, memoranda)

    def table(
        self,
        by: By | str = By.CURRENCY,
        *,
        measure: Measure | str = Measure.AMOUNT,
        basis: ConversionBasis | None = None,
    ) -> PortfolioTable:
        """Add the operations up.

        Args:
            by: What a line stands for. Countries and sectors get their shares, to the minor unit; where shares are not
                stated the amount stands in a line without a key.
            measure: Which amount of each operation.
            basis: The currency and the rates, to convert all; each currency by itself when not given.

        Raises:
            InvalidValueError: No such measure or thing to group by; a conversion at disbursement of something else
                than what was disbursed.
            WrongTypeError: The basis is none.

        Example:
            >>> grant = FinancingOperation(reference="a", title="Fund", lender="Demo Fund", countries="TJ",
            ...     instrument="grant", sectors="24010", source="made up")
            >>> print(Portfolio.of([grant]).table("sector", measure="committed").explain())
            committed by sector: nothing
            stages: 1 not stated
            what is signed, top-ups included
            left out: a (committed is not known)
        """
        wanted, dimension = as_scalar(Measure, measure, "measure"), as_scalar(By, by, "by")
        if not isinstance(basis, ConversionBasis | None):
            raise WrongTypeError("basis", basis, "a ConversionBasis", "such as ConversionBasis(to='USD', at='signing')")
        if basis is not None and basis.at is Moment.DISBURSEMENT and wanted is not Measure.DISBURSED:
            expected = "signing or report: only what was disbursed has a day of disbursement"
            raise InvalidValueError("at", basis.at.value, f"{expected}, for {wanted.value}")
        counted, left_out = _counted(
            self.operations, {each.reference: _amount(each, wanted, basis) for each in self.operations}
        )
        lines = Lines()
        for operation, amount in counted:
            lines.add([operation.reference], keyed(operation, amount, dimension))
        title = f"{wanted.value} by {dimension.value}" + (f", in {basis.to} at {basis.at.value}" if basis else "")
        return lines.table(title, left_out, self._remarks(wanted, [operation for operation, _ in counted]))

    def costs(self) -> PortfolioTable:
        """Give the total cost of each project once, however many operations co-finance it.

        An operation without a project is one of its own, and a part is not counted beside its whole. Where operations
        of one project state costs of one currency that can be true at once, the narrowest counts; where they cannot,
        none does, and each is left out.

        Example:
            >>> two = [FinancingOperation(reference=each, title="Lines", lender=each, countries="KG", project="lines",
            ...     instrument="loan", total_cost=Money.of(100, "USD"), source="made up") for each in ("a", "b")]
            >>> Portfolio.of(two).costs().totals
            {'USD': Money.of('100', 'USD')}
        """
        stated: dict[str, list[Amount]] = {}
        for each in self.operations:
            if each.total_cost is not None:
                stated.setdefault(_project(each), []).append(each.total_cost)
        costs = {project: agreed(found) for project, found in stated.items()}
        counted, left_out = _counted(
            self.operations, {each.reference: _cost(each, costs.get(_project(each))) for each in self.operations}
        )
        together: dict[str, tuple[list[str], Amount]] = {}
        for operation, cost in counted:
            together.setdefault(_project(operation), ([], cost))[0].append(operation.reference)
        lines = Lines()
        for project, (references, cost) in together.items():
            lines.add(references, [(project, cost)])
        return lines.table("total cost by project", left_out, ("includes what others finance",))

    def expectations(self) -> PortfolioTable:
        """Give the own amounts that memoranda expect, by lender: nothing of it is committed.

        A part of another memorandum of the portfolio is not counted beside it.

        Example:
            >>> hopes = Memorandum(reference="m", title="Demo", lender="Demo Bank", amount=Money.of(150, "EUR"),
            ...     source="made up")
            >>> print(Portfolio.of([], memoranda=[hopes]).expectations().explain())
            expected by lender: 150 EUR
            counted: m
            binds nobody: no commitment
        """
        counted, left_out = _counted(
            self.memoranda,
            {each.reference: "amount is not known" if each.amount is None else each.amount for each in self.memoranda},
        )
        lines = Lines()
        for memorandum, amount in counted:
            lines.add([memorandum.reference], [(memorandum.lender, amount)])
        return lines.table("expected by lender", left_out, ("binds nobody: no commitment",))

    def _remarks(self, measure: Measure, counted: Iterable[FinancingOperation]) -> Iterator[str]:
        reached = Counter(stage_of(each) for each in self.operations)
        said = [
            f"{reached[stage]} {stage.value if stage else 'not stated'}" for stage in (*Stage, None) if reached[stage]
        ]
        yield f"stages: {', '.join(said) or 'none'}"
        yield _MEANT[measure]
        for operation in counted if measure in {Measure.AMOUNT, Measure.COMMITTED} else ():
            hoped = total_of([each.amount for each in operation.top_ups if each.stage.rank < Stage.SIGNED.rank])
            if hoped is not None:
                yield f"without {hoped} that would top {operation.reference} up and is not signed"
        if self.memoranda:
            named = "memorandum, which binds" if len(self.memoranda) == 1 else "memoranda, which bind"
            yield f"without {len(self.memoranda)} {named} nobody"


def _once_each(items: Iterable[T], cls: type[T]) -> tuple[T, ...]:
    """Put items in the order of their references, so that no sum depends on another order."""
    found: dict[str, T] = {}
    for item in several("portfolio", items, cls):
        reference: str = item.reference
        if reference in found:
            raise InvalidValueError("reference", reference, "once in a portfolio", "merge what is one")
        found[reference] = item
    _refuse_circles({each.reference: each.part_of for each in found.values()})
    return tuple(dict(sorted(found.items())).values())


def _refuse_circles(wholes: Mapping[str, str]) -> None:
    clear: set[str] = set()
    for part in wholes:
        path: set[str] = set()
        reference = part
        while reference in wholes and reference not in clear:
            if reference in path:
                raise InvalidValueError("part_of", reference, "no part of itself, over others neither")
            path.add(reference)
            reference = wholes[reference]
        clear |= path


def _counted(items: Iterable[T], amounts: Mapping[str, Amount | str]) -> tuple[list[tuple[T, Amount]], dict[str, str]]:
    """Tell what counts, with its amount, from what does not, with the reason: no amount, or a part of what counts."""
    wholes = {each.reference: each.part_of for each in items}
    known = {reference for reference, amount in amounts.items() if not isinstance(amount, str)}
    counted: list[tuple[T, Amount]] = []
    left_out: dict[str, str] = {}
    for item in items:
        amount, whole = amounts[item.reference], _whole_of(item.reference, wholes, known)
        if whole is not None:
            left_out[item.reference] = f"a part of {whole}, which is counted"
        elif isinstance(amount, str):
            left_out[item.reference] = amount
        else:
            counted.append((item, amount))
    return counted, left_out


def _whole_of(reference: str, wholes: Mapping[str, str], known: Collection[str]) -> str | None:
    """Find the operation in the portfolio that is counted and of which this one is a part."""
    whole = wholes[reference]
    while whole in wholes:
        if whole in known:
            return whole
        whole = wholes[whole]
    return None


def _project(operation: FinancingOperation) -> str:
    return operation.project or operation.reference


def _cost(operation: FinancingOperation, agreed_on: Amount | None) -> Amount | str:
    if operation.total_cost is None:
        return "total_cost is not known"
    if agreed_on is None:
        return f"costs of {_project(operation)} differ: {operation.total_cost} here"
    return agreed_on


def _amount(operation: FinancingOperation, measure: Measure, basis: ConversionBasis | None) -> Amount | str:
    """Give the amount, in the currency wanted, or the reason why it cannot be."""
    whole: Amount | None = getattr(position(operation), measure.value)
    if whole is None:
        return f"{measure.value} is not known"
    if basis is None or whole.currency is basis.to:
        return whole
    found: list[Amount] = []
    for amount, on in _pieces(operation, whole, measure, basis):
        if isinstance(amount, Money) and not amount:
            continue
        if on is None:
            return f"the day of {basis.at.value} of {amount} is not known"
        try:
            found.append(
                convert_estimate(amount, basis.to, on=on, rates=basis.rates, policy=basis.policy, kind=basis.kind)
            )
        except RateNotFoundError as error:
            return str(error)
    return sum_of(found) if found else Money.zero(basis.to)


def _pieces(operation: FinancingOperation, whole: Amount, measure: Measure, basis: ConversionBasis) -> _Pieces:
    """Cut an amount into what was signed, or paid out, on one day each."""
    if basis.at is Moment.REPORT:
        return [(whole, basis.on)]
    if basis.at is Moment.DISBURSEMENT:
        paid = [(each.disbursed, each.disbursed_on) for each in operation.tranches if each.disbursed is not None]
        return paid if paid and total_of([amount for amount, _ in paid]) == whole else [(whole, None)]
    signed = next((event.on for event in operation.stages if event.stage is Stage.SIGNED), None)
    if measure in {Measure.DISBURSED, Measure.UNDISBURSED, Measure.CANCELLED}:
        return [(whole, signed)]
    hoped = measure is Measure.WITH_TOP_UPS
    base = base_commitment(operation) if measure is Measure.COMMITTED else operation.amount
    pieces = [(each.amount, each.on) for each in operation.top_ups if each.stage.is_binding]
    pieces += [(each.amount, None) for each in operation.top_ups if hoped and each.stage.rank < Stage.SIGNED.rank]
    return pieces if base is None else [(base, signed), *pieces]
