"""Corridor matrices: what went from each origin to each destination, with totals."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import chain
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, TypeAlias, Unpack, cast, final, get_args

import attrs

from centralasia.errors import InvalidValueError, UnknownCodeError, WrongTypeError
from centralasia.money import Amount, Money, add_up
from centralasia.money.amounts import make_money
from centralasia.numbers import Estimate
from centralasia.periods import Period
from centralasia.records import EstimateColumns, columns_of, to_frame
from centralasia.records.frames import Backend
from centralasia.records.intake import Tabular, records_of
from centralasia.reference import WORLD, Country, Currency, Source, country
from centralasia.remittances.bulk import Grouped, group, is_frame, open_frame
from centralasia.remittances.choices import Choice, Only
from centralasia.remittances.flows import (
    Basis,
    Corridor,
    RemittanceFlow,
    RemittanceMeasure,
    Reporter,
    Sense,
    each_flow,
    pair_of,
)
from centralasia.remittances.totals import check_once, check_periods, check_releases, refuse_mixed
from centralasia.series.figures import as_estimate, ratio

__all__ = ["Cell", "CorridorMatrix", "corridor_matrix"]

Shape: TypeAlias = Literal["long", "wide"]


class Cell(NamedTuple):
    """What went through one corridor, and how many flows say so.

    Example:
        >>> Cell(Money.of(5, "USD"), 2).flows
        2
    """

    amount: Amount
    flows: int


@final
@attrs.frozen(kw_only=True, eq=False, repr=False)
class CorridorMatrix(Mapping[tuple[Country | str, Country | str], Amount]):
    """Amounts by origin and destination: of one currency, measure, reporter and basis, over periods without overlap.

    It is a mapping of the corridors between single countries to amounts. Those from or to all countries together are
    apart in `stated`, found by ``matrix["W0", "GE"]`` too, and in no sum. A corridor without a flow has no cell, which
    does not mean that nothing was sent. Of a frame, cells leave its library when one is first asked for.

    Units:
        Major units of `currency`, for all of `periods` together.

    Example:
        >>> facts = {"measure": "money_transfer_systems", "period": "2022", "source": "made up"}
        >>> matrix = corridor_matrix(RemittanceFlow(origin=one, destination=other, amount=Money.of(amount, "USD"),
        ...     **facts) for one, other, amount in (("RU", "GE", 2068), ("IT", "GE", 430), ("RU", "AM", 3600)))
        >>> matrix["RU", "GE"], matrix.row("RU"), matrix.column("GE"), matrix.total
        (Money.of('2068', 'USD'), Money.of('5668', 'USD'), Money.of('2498', 'USD'), Money.of('6098', 'USD'))
    """

    sense: Sense
    periods: tuple[Period, ...]
    """The periods that are added up, in order."""
    _load: Callable[[], Mapping[Corridor, Cell]]

    @property
    def measure(self) -> RemittanceMeasure:
        """What is counted."""
        return self.sense.measure

    @property
    def reporter(self) -> Reporter:
        """Whose statistics it is."""
        return self.sense.reporter

    @property
    def basis(self) -> Basis:
        """Gross or net."""
        return self.sense.basis

    @property
    def currency(self) -> Currency:
        """The currency of all amounts."""
        return self.sense.currency

    @cached_property
    def _all(self) -> Mapping[Corridor, Cell]:
        return self._load()

    @cached_property
    def cells(self) -> Mapping[Corridor, Cell]:
        """The corridors between single countries, in the order of their codes."""
        return MappingProxyType({each: cell for each, cell in self._all.items() if WORLD not in each})

    @cached_property
    def stated(self) -> Mapping[Corridor, Cell]:
        """What was stated for all origins or destinations together, and is in no sum."""
        return MappingProxyType({each: cell for each, cell in self._all.items() if WORLD in each})

    @property
    def origins(self) -> tuple[Country, ...]:
        """The countries of the rows, in the order of their codes."""
        return tuple(self.rows)

    @property
    def destinations(self) -> tuple[Country, ...]:
        """The countries of the columns, in the order of their codes."""
        return tuple(self.columns)

    @cached_property
    def rows(self) -> Mapping[Country, Amount]:
        """The total of each origin."""
        return self._totals(0)

    @cached_property
    def columns(self) -> Mapping[Country, Amount]:
        """The total of each destination."""
        return self._totals(1)

    @cached_property
    def total(self) -> Amount:
        """The sum of all corridors between single countries."""
        amounts = [cell.amount for cell in self.cells.values()]
        return add_up(amounts) if amounts else Money.zero(self.currency)

    @property
    def incomplete(self) -> tuple[Corridor, ...]:
        """The corridors with fewer flows than there are periods: their amounts are of less than the whole time.

        Example:
            >>> facts = {"origin": "RU", "measure": "bank_transfers", "source": "made up", "amount": Money.of(1, "USD")}
            >>> [str(each) for each in corridor_matrix([RemittanceFlow(destination="KG", period="2024-01", **facts),
            ...     RemittanceFlow(destination="KG", period="2024-02", **facts),
            ...     RemittanceFlow(destination="TJ", period="2024-02", **facts)]).incomplete]
            ['RU-TJ']
        """
        return tuple([each for each, cell in self._all.items() if cell.flows < len(self.periods)])

    def _totals(self, side: int) -> Mapping[Country, Amount]:
        parts: dict[Country, list[Amount]] = {}
        for corridor, cell in self.cells.items():
            parts.setdefault(corridor[side], []).append(cell.amount)
        return MappingProxyType({each: add_up(parts[each]) for each in sorted(parts)})

    def row(self, origin: Country | str) -> Amount:
        """Give what one country sends.

        Raises:
            UnknownCodeError: No such country, or none of its flows is here.
        """
        return self._one(self.rows, origin, "origins")

    def column(self, destination: Country | str) -> Amount:
        """Give what one country receives.

        Raises:
            UnknownCodeError: No such country, or none of its flows is here.
        """
        return self._one(self.columns, destination, "destinations")

    def _one(self, totals: Mapping[Country, Amount], code: Country | str, title: str) -> Amount:
        found = totals.get(country(code))
        if found is None:
            raise UnknownCodeError(str(code), f"{title} of the matrix", (), f"there are {', '.join(map(str, totals))}")
        return found

    def __getitem__(self, corridor: tuple[Country | str, Country | str]) -> Amount:
        """Give what one country sends another; with `reference.WORLD` what was stated for all.

        Raises:
            UnknownCodeError: No such country, or no flow between the two.
            WrongTypeError: It is no pair.
        """
        found = self.find(*pair_of(corridor))
        if found is None:
            place = Corridor(*map(country, corridor))
            raise UnknownCodeError(str(place), "corridors of the matrix", (), "no flow is known, which is not zero")
        return found

    def __contains__(self, corridor: object) -> bool:
        """Whether the amount of a corridor is known; False of codes that are no country's."""
        return self.get(corridor) is not None

    def __iter__(self) -> Iterator[Corridor]:
        """Give the corridors between single countries, in the order of their codes."""
        return iter(self.cells)

    def get(self, corridor: object, default: Any = None) -> Any:  # noqa: ANN401 - as that of a Mapping
        """Give what one country sends another, or another value where nothing is known."""
        try:
            return self[cast("Corridor", corridor)]
        except UnknownCodeError:
            return default

    def find(self, origin: Country | str, destination: Country | str) -> Amount | None:
        """Give what one country sends another, or None where nothing is known.

        Raises:
            UnknownCodeError: No such country.
        """
        cell = self._all.get(Corridor(country(origin), country(destination)))
        return None if cell is None else cell.amount

    def share(self, origin: Country | str, destination: Country | str) -> Fraction | Estimate:
        """Give the part of the total of the destination that comes from one origin.

        Raises:
            UnknownCodeError: No such country, or no flow between the two.
            InvalidValueError: The total is, or can be, zero.

        Example:
            >>> facts = {"destination": "GE", "measure": "bank_transfers", "period": "2022", "source": "made up"}
            >>> corridor_matrix([RemittanceFlow(origin="RU", amount=Money.of(3, "USD"), **facts),
            ...     RemittanceFlow(origin="IT", amount=Money.of(1, "USD"), **facts)]).share("RU", "GE")
            Fraction(3, 4)
        """
        return ratio(self[origin, destination], self.column(destination))

    def to_frame(self, backend: Backend = "pyarrow", *, shape: Shape = "long") -> Any:  # noqa: ANN401 - theirs
        """Give the matrix as a frame of the library named.

        Long, it has a row a corridor, those from or to W0 as stated; wide, a row an origin and a column a destination,
        the column and the row ``total`` last, and a blank where there is no cell.

        Raises:
            InvalidValueError: No such shape, or a wide frame of amounts that are no exact money.
            MissingExtraError: The library is not installed.
        """
        if shape not in get_args(Shape):
            raise InvalidValueError("shape", shape, f"one of {', '.join(get_args(Shape))}")
        types = dict.fromkeys(("amount", "amount_low", "amount_high"), Decimal) | {"amount_qualifier": str}
        return to_frame(self._long() if shape == "long" else self._wide(), backend=backend, types=types)

    def _long(self) -> dict[str, list[Any]]:
        items = list(self._all.items())
        parts = [_parts(cell.amount) for _, cell in items]
        return {
            "origin": [corridor.origin.alpha2 for corridor, _ in items],
            "destination": [corridor.destination.alpha2 for corridor, _ in items],
            "amount": [part.best for part in parts],
            "amount_currency": [self.currency.code] * len(items),
            "amount_low": [part.low for part in parts],
            "amount_high": [part.high for part in parts],
            "amount_qualifier": [part.qualifier.value for part in parts],
            "flows": [cell.flows for _, cell in items],
        }

    def _wide(self) -> dict[str, list[Any]]:
        columns: dict[str, list[Any]] = {"origin": [*map(str, self.origins), "total"]}
        for each in self.destinations:
            cells = [self.cells.get(Corridor(origin, each)) for origin in self.origins]
            amounts = [None if cell is None else _exact(cell.amount) for cell in cells]
            columns[each.alpha2] = [*amounts, _exact(self.columns[each])]
        columns["total"] = [*map(_exact, self.rows.values()), _exact(self.total)]
        return columns

    def __len__(self) -> int:
        """Count the corridors between single countries."""
        return len(self.cells)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CorridorMatrix):
            return NotImplemented
        return (self.sense, self.periods, self._all) == (other.sense, other.periods, other._all)

    __hash__ = None  # type: ignore[assignment]  # equal by its cells, which can be tens of thousands

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel with the cells, whatever they came from."""
        return _restored, (self.sense, self.periods, dict(self._all))

    def __repr__(self) -> str:
        span = f"{self.periods[0]}" if len(self.periods) == 1 else f"{self.periods[0]} to {self.periods[-1]}"
        size = f"{len(self.origins)} origins, {len(self.destinations)} destinations"
        return f"<CorridorMatrix: {self.currency} {self.measure}, {self.basis}, by {self.reporter}, {span}: {size}>"


def _restored(sense: Sense, periods: tuple[Period, ...], cells: dict[Corridor, Cell]) -> CorridorMatrix:
    return CorridorMatrix(sense=sense, periods=periods, load=lambda: cells)


def _parts(amount: Amount) -> EstimateColumns:
    estimate = as_estimate(amount)
    low, high = (end if end.is_finite() else None for end in (estimate.low, estimate.high))
    return EstimateColumns(best=estimate.best, low=low, high=high, qualifier=estimate.qualifier)


def _exact(amount: Amount) -> Decimal:
    if not isinstance(amount, Money):
        raise InvalidValueError("amount", str(amount), "exact money", "to_frame(shape='long') has estimates too")
    return amount.amount


def corridor_matrix(
    flows: Iterable[RemittanceFlow] | Tabular,
    *,
    columns: Mapping[str, str] | None = None,
    repeated: bool = False,
    **only: Unpack[Only],
) -> CorridorMatrix:
    """Add flows up by origin and destination.

    A frame of pandas, polars, pyarrow, DuckDB or another library that narwhals knows has the columns of a
    `RemittanceFlow`; others are left alone. It is grouped in its own library wherever that adds up exactly, and record
    by record where not: estimates, and one country under two codes. What is lazy is collected. The result is the same.

    Args:
        flows: The flows, as records or as a frame.
        columns: Field to the header of its column in the frame, where that is not the name of the field.
        repeated: Whether a corridor may come several times in a period, as it does where rows are parts of a flow, by
            bank or transfer by transfer. All of them must then be of one source and vintage.
        only: Which flows are wanted: a `period` that theirs lie in, `measure`, `reporter`, `basis`, `currency`,
            `vintage`; where a frame has no such column, what all of its rows are.

    Raises:
        InvalidValueError: No flows, several measures, reporters or bases, a corridor twice in a period.
        CurrencyMismatchError: Several currencies.
        PeriodMismatchError: Periods that overlap, such as months and the cumulative months they are in.
        UnknownCodeError: No such country.
        WrongTypeError: Amounts in floats, which have lost their digits.
        MissingExtraError: A frame, and narwhals is not installed.

    Example:
        >>> import polars
        >>> frame = polars.DataFrame({"origin": ["RU", "RU", "KZ"], "destination": ["KG", "TJ", "KG"],
        ...     "amount": ["20.5", "33", "1.25"]})
        >>> matrix = corridor_matrix(frame, measure="money_transfer_systems", currency="USD", period="2024-01")
        >>> matrix.column("KG"), matrix.total
        (Money.of('21.75', 'USD'), Money.of('54.75', 'USD'))
    """
    choice = Choice.of(only)
    if not is_frame(flows):
        if columns is not None:
            raise WrongTypeError("flows", flows, "a frame, since it is said what its columns are")
        return _of_records(cast("Iterable[RemittanceFlow]", flows), choice, repeated=repeated)
    grouped = group(flows, choice, columns or {}, repeated=repeated)
    if grouped is None:
        return _of_records(_records(flows, choice, columns or {}), choice, repeated=repeated)
    return CorridorMatrix(sense=grouped.sense, periods=grouped.periods, load=lambda: _cells(grouped))


def _cells(grouped: Grouped) -> dict[Corridor, Cell]:
    money = grouped.sense.currency
    cells = {place: Cell(make_money(amount, money), count) for place, amount, count in grouped.cells()}
    in_order = all(code == each.alpha2 for code, each in grouped.codes.items())  # by the engine, which sorts texts
    return cells if in_order else _in_order(cells)


def _in_order(cells: dict[Corridor, Cell]) -> dict[Corridor, Cell]:
    """Put cells in the order of codes; by texts, for countries are compared in Python code."""
    return dict(sorted(cells.items(), key=lambda item: (item[0].origin.alpha2, item[0].destination.alpha2)))


def _records(data: Any, choice: Choice, columns: Mapping[str, str]) -> Iterable[RemittanceFlow]:  # noqa: ANN401 - a frame
    """Make records of a frame that its library cannot add up."""
    there = open_frame(data).collect_schema().names()
    headers = {spec.name: columns.get(spec.name, spec.name) for spec in columns_of(RemittanceFlow)}
    stated = {"source": "unstated", **choice.stated()}
    constants = {name: value for name, value in stated.items() if headers[name] not in there}
    besides = set(there) - set(headers.values())
    return records_of(RemittanceFlow, data, columns=columns, constants=constants, besides=besides)


def _of_records(flows: Iterable[RemittanceFlow], choice: Choice, *, repeated: bool) -> CorridorMatrix:
    sense: Sense | None = None
    parts: dict[Corridor, tuple[list[Amount], list[Period]]] = {}
    releases: dict[tuple[str, Source], None] = {}
    for flow in each_flow(flows):
        if not choice.takes(flow):
            continue
        own = flow.measure, flow.reporter, flow.basis, flow.amount.currency
        if own != sense:
            sense = Sense(*own) if sense is None else refuse_mixed(sense, Sense(*own))
        amounts, times = parts.setdefault(Corridor(flow.origin, flow.destination), ([], []))
        amounts.append(flow.amount)
        times.append(flow.period)
        if repeated:
            releases[flow.vintage, flow.source] = None
    if sense is None:
        raise InvalidValueError("flows", 0, "one flow at least", "is one of the keywords too narrow?")
    ordered = check_periods(chain.from_iterable(times for _, times in parts.values()))
    if repeated:
        check_releases(list(releases))
    else:
        check_once((corridor, time) for corridor, (_, times) in parts.items() for time in times)
    cells = {corridor: Cell(add_up(amounts), len(amounts)) for corridor, (amounts, _) in parts.items()}
    return _restored(sense, ordered, _in_order(cells))
