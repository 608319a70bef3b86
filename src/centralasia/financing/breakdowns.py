"""Breakdowns: sums by country, sector, lender and the like, with what is in them and what is not."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, final

import attrs

from centralasia.financing.operations import FinancingOperation, stage_of
from centralasia.financing.shares import with_rest
from centralasia.financing.stages import total_of
from centralasia.money import Amount, Money, MoneyEstimate, as_money_estimate
from centralasia.records import column, columns_of, record, to_frame, to_row
from centralasia.records.frames import Backend
from centralasia.reference import Currency

__all__ = ["By", "PortfolioLine", "PortfolioTable"]

Keyed = Iterable[tuple[str | None, Amount]]
"""Amounts, each with the key of the line it belongs to; None where that is not stated."""


class By(StrEnum):
    """What the lines of a table stand for.

    Example:
        >>> By("sector")
        <By.SECTOR: 'sector'>
    """

    COUNTRY = "country"
    SECTOR = "sector"
    LENDER = "lender"
    INSTRUMENT = "instrument"
    STAGE = "stage"
    CURRENCY = "currency"
    PROJECT = "project"


@record(key=("key", "amount_currency"))
class PortfolioLine:
    """A line of a table.

    Units:
        `amount` is exact money where all that is in it is exact and unconverted.

    Example:
        >>> PortfolioLine(key="KG", amount=Money.of(70, "EUR"), operations=("demo-1",)).operations
        ('demo-1',)
    """

    key: str | None = column(title="country, sector, lender …, blank where it is not stated", default=None)
    amount: Amount = column(title="sum")
    operations: tuple[str, ...] = column(title="references of what is in it")


@final
@attrs.frozen(kw_only=True)
class PortfolioTable:
    """Sums by one thing, and what is in them and what is not.

    Attributes:
        title: What was added up.
        lines: One a key and currency, in the order of both.
        left_out: Reference to the reason, for every operation that is in no line.
        remarks: What the sums include and exclude besides.

    Example:
        >>> line = PortfolioLine(key="KG", amount=Money.of(70, "EUR"), operations=("demo-1",))
        >>> table = PortfolioTable(title="committed by country", lines=(line,), left_out={"demo-2": "not signed"})
        >>> table.totals["EUR"], len(table)
        (Money.of('70', 'EUR'), 1)
    """

    title: str
    lines: tuple[PortfolioLine, ...]
    left_out: Mapping[str, str] = attrs.field(factory=dict)
    remarks: tuple[str, ...] = ()

    @property
    def totals(self) -> Mapping[str, Amount]:
        """The sum of all lines, by the code of their currency."""
        codes = sorted({line.amount.currency.code for line in self.lines})
        return {code: sum_of(line.amount for line in self.lines if line.amount.currency.code == code) for code in codes}

    def __len__(self) -> int:
        return len(self.lines)

    def explain(self) -> str:
        """Say what was added up, what it came to, and what is not in it.

        Example:
            >>> print(PortfolioTable(title="committed", lines=(), left_out={"demo-2": "not signed"}).explain())
            committed: nothing
            left out: demo-2 (not signed)
        """
        sums = ", ".join(map(str, self.totals.values())) or "nothing"
        counted = sorted({reference for line in self.lines for reference in line.operations})
        said = [f"{self.title}: {sums}", *([f"counted: {', '.join(counted)}"] if counted else []), *self.remarks]
        said += [f"left out: {reference} ({reason})" for reference, reason in self.left_out.items()]
        return "\n".join(said)

    def to_frame(self, backend: Backend = "pyarrow") -> Any:  # noqa: ANN401 - the class belongs to the library named
        """Give the lines as a frame of the library named, figures as text so that none is changed.

        Raises:
            MissingExtraError: The extra `frames` is not installed.

        Example:
            >>> line = PortfolioLine(key="KG", amount=Money.of(70, "EUR"), operations=("demo-1",))
            >>> PortfolioTable(title="demo", lines=(line,)).to_frame("polars")["amount"].to_list()
            ['70']
        """
        rows = [to_row(line) for line in self.lines]
        names = [spec.name for spec in columns_of(PortfolioLine)]
        return to_frame(
            {name: [row[name] or None for row in rows] for name in names},
            backend=backend,
            types=dict.fromkeys(names, str),
        )


class Lines:
    """The lines of a table in the making."""

    def __init__(self) -> None:
        self._found: dict[tuple[str | None, Currency], tuple[list[Amount], list[str]]] = {}

    def add(self, references: Iterable[str], amounts: Keyed) -> None:
        for key, amount in amounts:
            parts, counted = self._found.setdefault((key, amount.currency), ([], []))
            parts.append(amount)
            counted += references

    def table(self, title: str, left_out: Mapping[str, str], remarks: Iterable[str]) -> PortfolioTable:
        ordered = sorted(self._found.items(), key=lambda item: (item[0][0] is None, item[0][0] or "", item[0][1].code))
        lines = [
            PortfolioLine(key=key, amount=sum_of(parts), operations=tuple(names))
            for (key, _), (parts, names) in ordered
        ]
        return PortfolioTable(title=title, lines=tuple(lines), left_out=left_out, remarks=tuple(remarks))


def sum_of(amounts: Iterable[Amount]) -> Amount:
    """Add up what is not empty."""
    found: Any = total_of(amounts)
    added: Amount = found
    return added


def keyed(operation: FinancingOperation, amount: Amount, by: By) -> Keyed:
    """Give an amount to the lines it belongs to."""
    if by is By.COUNTRY:
        return _shared(amount, [(each.country.alpha2, each.percent) for each in operation.countries])
    if by is By.SECTOR:
        return _shared(amount, [(each.sector.code, each.percent) for each in operation.sectors])
    stage = stage_of(operation)
    keys = {
        By.LENDER: operation.lender,
        By.INSTRUMENT: operation.instrument.value,
        By.STAGE: stage and stage.value,
        By.CURRENCY: amount.currency.code,
        By.PROJECT: operation.project or None,
    }
    return [(keys[by], amount)]


def _shared(amount: Amount, shares: list[tuple[str, Decimal | None]]) -> Keyed:
    """Share an amount out; what nobody's share is stated for stands without a key."""
    percents, rest = with_rest(percent for _, percent in shares)
    stated = [(key, percent) for (key, _), percent in zip(shares, percents, strict=True) if percent is not None]
    every: list[tuple[str | None, Decimal]] = [*stated, *([(None, rest)] if rest else [])]
    if len(every) == 1:
        return [(every[0][0], amount)]
    if isinstance(amount, Money):
        parts: Iterable[Amount] = amount.allocate([percent for _, percent in every])
    else:
        parts = [amount * (Fraction(percent) / 100) for _, percent in every]
    return list(zip([key for key, _ in every], parts, strict=True))


def agreed(costs: list[Amount]) -> Amount | None:
    """Give what several statements of one cost allow; None where they contradict each other or cannot be compared."""
    common = as_money_estimate(costs[0]).estimate
    for cost in costs[1:]:
        both = common & as_money_estimate(cost).estimate
        if both is None or cost.currency is not costs[0].currency:
            return None
        common = both
    exact = (cost for cost in costs if isinstance(cost, Money))
    return next(exact, MoneyEstimate(common, costs[0].currency))
