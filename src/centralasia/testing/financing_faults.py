"""Corruptions of financing: what goes wrong in operations, and in the schedule of a loan."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import Any, Final, TypeAlias

import centralasia as ca
from centralasia.testing.faults import Fault, RecordCorruption, Way, by_code, grouped, of_cells, rows_of
from centralasia.testing.scaling import scaled

__all__ = ["FINANCING_CORRUPTIONS", "schedule_rows"]

_Records: TypeAlias = "tuple[Any, ...]"
_Rows: TypeAlias = Sequence[Mapping[str, str]]
_Part: TypeAlias = dict[str, Any]

_OFF_STAGE: Final = (Fraction(10), Fraction(3, 2))
_OFF_WHOLE: Final = (-10, 10)  # percent
_CURRENCIES: Final = ("USD", "EUR", "KZT")
_UNKNOWN: Final = ("99999", "00000")  # sectors
_AMOUNTS: Final = ("opening", "drawn", "interest", "capitalised", "principal", "payment", "closing")
_TRANCHE_DAYS: Final = ("signed_on", "available_on", "disbursed_on")


def _stage_order(rows: _Rows) -> Way:
    """Exchange the names of two stages that follow each other."""

    def cells(row: Mapping[str, str]) -> list[dict[str, str]]:
        return _exchanged(row, "stages", "stage", lambda one, other: one != other)

    return of_cells(rows, cells)


def _date_order(rows: _Rows) -> Way:
    """Exchange the days of two stages that follow each other, or the first and the last day of a tranche."""

    def cells(row: Mapping[str, str]) -> list[dict[str, str]]:
        found = _exchanged(row, "stages", "on", _is_before)
        for place, tranche in enumerate(_read(row["tranches"])):
            days = [name for name in _TRANCHE_DAYS if tranche[name]]
            if len(days) > 1 and _is_before(tranche[days[0]], tranche[days[-1]]):
                turned = {days[0]: tranche[days[-1]], days[-1]: tranche[days[0]]}
                found.append(_with_part(row, "tranches", place, turned))
        return found

    return of_cells(rows, cells)


def _shares_not_whole(rows: _Rows) -> Way:
    """Let shares of countries or of sectors come to ten percent more or less than all."""

    def cells(row: Mapping[str, str]) -> list[dict[str, str]]:
        found = []
        for header in ("countries", "sectors"):
            parts = _read(row[header])
            if not parts or any(part["percent"] is None for part in parts):
                continue
            largest = max(range(len(parts)), key=lambda place: Decimal(parts[place]["percent"]))
            percent = Decimal(parts[largest]["percent"])
            if percent > max(_OFF_WHOLE):
                found += [_with_part(row, header, largest, {"percent": str(percent + off)}) for off in _OFF_WHOLE]
        return found

    return of_cells(rows, cells)


def _tranche_currency(rows: _Rows) -> Way:
    """Print the amount of a tranche in another currency than that of its operation."""

    def cells(row: Mapping[str, str]) -> list[dict[str, str]]:
        return [
            _with_part(row, "tranches", place, {"amount": tranche["amount"] | {"currency": code}})
            for place, tranche in enumerate(_read(row["tranches"]))
            if tranche["amount"] is not None and row["amount_currency"]
            for code in _CURRENCIES
            if code != row["amount_currency"]
        ]

    return of_cells(rows, cells)


def _sector_unknown(rows: _Rows) -> Way:
    """Print a sector that the list does not have: two digits exchanged, or a number that is none."""
    known = ca.financing.dac_sectors()

    def cells(row: Mapping[str, str]) -> list[dict[str, str]]:
        found = []
        for place, part in enumerate(_read(row["sectors"])):
            code = part["sector"]
            turned = [code[:at] + code[at + 1] + code[at] + code[at + 2 :] for at in range(len(code) - 1)]
            wrong = [each for each in dict.fromkeys([*turned, *_UNKNOWN]) if each not in known]
            found += [_with_part(row, "sectors", place, {"sector": each}) for each in wrong]
        return found

    return of_cells(rows, cells)


def _stage_amounts(given: _Records) -> Way:
    """Let what was signed be ten times the amount of the operation, or half as much again."""
    signed = ca.financing.Stage.SIGNED

    def changes(place: int) -> list[Any]:
        operation = given[place]
        amount = _amount_of(operation)
        if amount is None or not any(each.stage is signed and each.amount == amount for each in operation.stages):
            return []
        return _possible([partial(_signed_for, operation, scaled(amount, factor)) for factor in _OFF_STAGE])

    return Way.of_changes(changes)


def _top_up_twice(given: _Records) -> Way:
    """Count an addition twice: in the amount as well, or listed once more."""

    def changes(place: int) -> list[Any]:
        operation = given[place]
        amount = _amount_of(operation)
        if amount is None:
            return []
        binding = [each for each in operation.top_ups if each.stage.is_binding and isinstance(each.amount, ca.Money)]
        changed = partial(ca.records.evolve, operation)
        ways: list[Callable[[], Any]] = []
        for each in filter(lambda top_up: top_up.amount.amount, binding):
            ways.append(partial(changed, amount=amount + each.amount))
            ways.append(partial(changed, top_ups=(*operation.top_ups, each)))
        return _possible(ways)

    return Way.of_changes(changes)


def _co_financing_twice(given: _Records) -> Way:
    """Let one of several lenders to a project give all that it costs."""
    operations = [place for place, each in enumerate(given) if _amount_of(each) is not None and each.project]
    projects = grouped(operations, lambda place: (given[place].project, given[place].amount.currency))
    shared = {operations[each] for places in projects.values() if len(places) > 1 for each in places}

    def changes(place: int) -> list[Any]:
        if place not in shared:
            return []
        operation = given[place]
        cost = operation.total_cost
        is_more = isinstance(cost, ca.Money) and cost.currency is operation.amount.currency
        if not is_more or cost <= operation.amount:
            return []
        stages = [
            ca.records.evolve(each, amount=cost) if each.amount == operation.amount else each
            for each in operation.stages
        ]
        changed = partial(ca.records.evolve, operation)
        return _possible([partial(changed, amount=cost, stages=stages, contributions=())])

    return Way.of_changes(changes)


def _memorandum_as_commitment(given: _Records) -> Way:
    """Count what a memorandum expects as signed: an operation of that amount stands right after it."""
    known = {each.reference for each in given if isinstance(each, ca.financing.FinancingOperation)}

    def choices(place: int) -> list[Any]:
        hopes = given[place]
        if not isinstance(hopes, ca.financing.Memorandum) or hopes.amount is None or not hopes.countries:
            return []
        if hopes.reference in known:
            return []
        signed = ca.financing.StageEvent(stage="signed", on=hopes.signed, amount=hopes.amount)
        return [
            ca.financing.FinancingOperation(
                reference=hopes.reference,
                title=hopes.title,
                lender=hopes.lender,
                countries=[each.alpha2 for each in hopes.countries],
                instrument="loan",
                stages=[signed],
                amount=hopes.amount,
                source=hopes.source,
            )
        ]

    def fault(place: int, operation: Any) -> Fault[Any]:  # noqa: ANN401 - an operation
        return {place: (given[place], operation)}

    return Way(choices, fault)


def _schedule_not_repaying(rows: _Rows) -> Way:
    """Halve a repayment, and what is left with it not; or leave the last payment out."""

    def halved(row: Mapping[str, str]) -> dict[str, str]:
        principal, payment = Decimal(row["principal"]), Decimal(row["payment"])
        exponent = int(principal.as_tuple().exponent)
        half = ca.numbers.round_fraction(Fraction(principal) / 2, -exponent, ca.Rounding.DOWN)
        paid = ca.numbers.subtract(payment, ca.numbers.subtract(principal, half))
        return {"principal": f"{half:f}", "payment": f"{paid:f}"}

    def choices(place: int) -> list[Any]:
        repays = Decimal(rows[place]["principal"]) > 0
        found: list[Any] = [halved(rows[place])] if repays else []
        if place and place == len(rows) - 1 and repays:
            found.append(None)
        return found

    def fault(place: int, cells: dict[str, str] | None) -> Fault[Any]:
        if cells is None:
            return {place - 1: (dict(rows[place - 1]),), place: ()}
        return {place: (dict(rows[place]) | cells,)}

    return Way(choices, fault)


def schedule_rows(schedule: "Iterable[object]") -> "list[dict[str, str]]":
    """Write the payments of a loan as rows of texts, with the columns of the frame of a schedule.

    Example:
        >>> terms = ca.loans.LoanTerms(principal=ca.Money.of(1000, "USD"), rate_percent=6, start="2024-01-15", years=1,
        ...     repayment="bullet")
        >>> [row["principal"] for row in schedule_rows(ca.loans.schedule(terms))]
        ['0.00', '1000.00']
    """
    rows = []
    for each in schedule:
        if isinstance(each, ca.loans.Instalment):
            days = {name: getattr(each, name).isoformat() for name in ("due", "start", "end")}
            amounts = {name: f"{getattr(each, name).amount:f}" for name in _AMOUNTS}
            rows.append({"number": str(each.number), **days, **amounts, "currency": each.opening.currency.code})
    return rows


FINANCING_CORRUPTIONS: Final[Mapping[str, RecordCorruption]] = by_code(
    RecordCorruption(
        code="stage-order",
        title="two stages with each other's names, in rows of texts",
        way=_stage_order,
        as_rows=lambda records: rows_of(records, ca.financing.FinancingOperation),
    ),
    RecordCorruption(
        code="date-order",
        title="days of stages or of a tranche that run backwards, in rows of texts",
        way=_date_order,
        as_rows=lambda records: rows_of(records, ca.financing.FinancingOperation),
    ),
    RecordCorruption(
        code="shares-not-whole",
        title="shares of countries or sectors of 90 or 110 percent in all, in rows of texts",
        way=_shares_not_whole,
        as_rows=lambda records: rows_of(records, ca.financing.FinancingOperation),
    ),
    RecordCorruption(
        code="tranche-currency",
        title="a tranche in another currency than its operation, in rows of texts",
        way=_tranche_currency,
        as_rows=lambda records: rows_of(records, ca.financing.FinancingOperation),
    ),
    RecordCorruption(
        code="sector-unknown",
        title="a sector that the list does not have, in rows of texts",
        way=_sector_unknown,
        as_rows=lambda records: rows_of(records, ca.financing.FinancingOperation),
    ),
    RecordCorruption(
        code="stage-amounts",
        title="another amount at the signature than that of the operation",
        way=_stage_amounts,
    ),
    RecordCorruption(
        code="top-up-twice",
        title="a signed addition that the amount contains already, or that is listed twice",
        way=_top_up_twice,
    ),
    RecordCorruption(
        code="co-financing-twice",
        title="one of several lenders that gives all that their project costs",
        way=_co_financing_twice,
    ),
    RecordCorruption(
        code="memorandum-as-commitment",
        title="an operation signed for what a memorandum expects, put in after it",
        way=_memorandum_as_commitment,
    ),
    RecordCorruption(
        code="schedule-not-repaying",
        title="a repayment halved or the last one left out, in rows of the payments of a loan",
        way=_schedule_not_repaying,
        as_rows=schedule_rows,
    ),
)
"""All corruptions of financing by the code of the finding that they have to cause."""


def _read(cell: str) -> list[_Part]:
    found: list[_Part] = json.loads(cell) if cell else []
    return found


def _written(parts: Iterable[_Part]) -> str:
    return json.dumps(list(parts), ensure_ascii=False)


def _with_part(row: Mapping[str, str], header: str, place: int, change: _Part) -> dict[str, str]:
    """Give the cell of a list in which one part is changed."""
    parts = _read(row[header])
    parts[place] |= change
    return {header: _written(parts)}


def _exchanged(
    row: Mapping[str, str], header: str, field: str, differ: Callable[[Any, Any], bool]
) -> list[dict[str, str]]:
    """Give the cells of a list in which two parts that follow each other have exchanged a field."""

    def cells() -> Iterator[dict[str, str]]:
        parts = _read(row[header])
        for place, (one, other) in enumerate(pairwise(parts)):
            if differ(one[field], other[field]):
                pair = [one | {field: other[field]}, other | {field: one[field]}]
                yield {header: _written([*parts[:place], *pair, *parts[place + 2 :]])}

    return list(cells())


def _is_before(one: str | None, other: str | None) -> bool:
    """Tell whether a day or period ends before another one begins."""
    return bool(one and other) and ca.period(one or "").end < ca.period(other or "").start


def _amount_of(operation: object) -> "ca.Money | None":
    """Give the amount of an operation where it is exact and more than nothing."""
    amount = operation.amount if isinstance(operation, ca.financing.FinancingOperation) else None
    return amount if isinstance(amount, ca.Money) and amount.amount > 0 else None


def _signed_for(operation: Any, amount: "ca.Money") -> Any:  # noqa: ANN401 - an operation
    """Give an operation that was signed for another amount."""
    signed = ca.financing.Stage.SIGNED
    stages = [ca.records.evolve(each, amount=amount) if each.stage is signed else each for each in operation.stages]
    return ca.records.evolve(operation, stages=stages)


def _possible(ways: Iterable[Callable[[], Any]]) -> list[Any]:
    """Make what can be made: an operation refuses some faults itself."""
    found = []
    for make in ways:
        try:
            found.append(make())
        except ca.InvalidValueError:
            continue
    return found
