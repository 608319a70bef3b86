"""Tables of quotes: immutable, merged, ordered, and quick to ask at any size."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import Any, Literal, Self, final, get_args

import attrs

from centralasia.errors import InvalidValueError, RateNotFoundError, WrongTypeError
from centralasia.money import Money
from centralasia.numbers import Rounding
from centralasia.periods import Period, as_date, day_or_period
from centralasia.rates.conversions import Conversion, converted
from centralasia.rates.crosses import Finder, Request
from centralasia.rates.inversions import InvertedQuotes, check_direction
from centralasia.rates.policies import Policy, policy_or_usual
from centralasia.rates.quotes import ExchangeRate, RateKind, SeriesKey, rate_kind, with_decimals
from centralasia.rates.routes import Route
from centralasia.rates.series import CheckedQuotes, Conflicts, LaterSeries, Series
from centralasia.records.intake import Rows, records_of
from centralasia.reference import Currency, currency
from centralasia.reference.currencies import currencies_of

__all__ = ["RateTable"]

_ROUTES_KEPT = 65_536
_LEFT_ALONE = frozenset({"learnt"})  # a column of what a store exports, which no quote has


@final
@attrs.frozen(eq=False, repr=False)
class RateTable:
    """Exchange rates of any number of publishers, pairs and days. Nothing in it changes once it is made.

    Two quotes that say the same are one; the order of what went in makes no difference to anything that comes out.

    Example:
        >>> from centralasia import ExchangeRate, Money
        >>> table = RateTable.of([
        ...     ExchangeRate(base="USD", quote="KZT", value="501.2", on="2024-03-01", source="nbk"),
        ...     ExchangeRate(base="USD", quote="UZS", value="12500.00", on="2024-03-01", source="cbu"),
        ... ])
        >>> table.convert(Money.of("1000000", "KZT"), "UZS", on="2024-03-02").money
        Money.of('24940143.66', 'UZS')
    """

    _series: Mapping[SeriesKey, Series]
    name: str = ""
    """What the table is, where it should be said in explanations and errors."""
    finder: Finder = attrs.field(init=False)
    """Answers requests, for bulk work."""
    _routes: dict[tuple[Any, ...], Route] = attrs.field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        """Prepare the graph of pairs, which is built on the first question."""
        object.__setattr__(self, "finder", Finder(self._series))

    @classmethod
    def of(
        cls,
        rates: Iterable[ExchangeRate] | Rows,
        *,
        columns: Mapping[str, str] | None = None,
        constants: Mapping[str, Any] | None = None,
        conflicts: Conflicts = "refuse",
        reference: "RateTable | None" = None,
        inverted: InvertedQuotes = "refuse",
        name: str = "",
    ) -> Self:
        """Make a table of quotes, or of the rows of a frame, a query or a database, with the columns of a quote.

        Args:
            rates: The quotes, in any order; or a frame or lazy frame of pandas, polars or pyarrow, a relation of
                DuckDB, a cursor after its query, or mappings. Their figures are texts, decimals or whole numbers.
            columns: Field of `ExchangeRate` to the column it is in, where that has another name.
            constants: Field of `ExchangeRate` to its value, where it has no column and is the same in all rows.
            conflicts: What to do when one series has two different figures for one day.
            reference: Rates to compare the direction of each quote with, such as `embedded_rates()`.
            inverted: What to do with a quote that looks inverted against the reference: refuse it, or keep it and
                warn (`InvertedRateWarning`).
            name: What the table is, to be said in explanations and errors.

        Raises:
            InvalidValueError: two figures for one day, a quote that looks inverted, a column that is missing or not
                known, or a cell that cannot be read, whose row is named.
            WrongTypeError: something in `rates` is no rate, or a float.
            MissingExtraError: a frame, and the extra `frames` is not installed.
        """
        _check_choice("conflicts", conflicts, get_args(Conflicts))
        _check_choice("inverted", inverted, get_args(InvertedQuotes))
        if reference is None and columns is None and constants is None:
            if isinstance(rates, RateTable):
                return cls(rates._series, name or rates.name)  # noqa: SLF001 - of its own class, and it never changes
            if isinstance(rates, CheckedQuotes):
                return cls(LaterSeries(rates.frozen()), name)
        groups: defaultdict[SeriesKey, list[ExchangeRate]] = defaultdict(list)
        found = records_of(ExchangeRate, rates, columns=columns, constants=constants, besides=_LEFT_ALONE)
        if not isinstance(found, Iterable):
            raise WrongTypeError("rates", rates, "made of ExchangeRate")
        last = None
        for rate in found:
            try:
                key = rate.key
            except AttributeError:
                raise WrongTypeError("rates", rate, "made of ExchangeRate") from None
            if key is not last:  # series mostly come in one piece
                last, append = key, groups[key].append
            append(rate)
        series = {key: Series.of(key, group, conflicts) for key, group in groups.items()}
        table = cls.of_series(series.values(), name)
        if reference is not None:
            check_direction(table, reference, inverted)
        return table

    @classmethod
    def of_series(cls, series: Iterable[Series], name: str = "") -> Self:
        """Make a table of series that are in order already, at most one of a key.

        Example:
            >>> RateTable.of_series([], "nothing")
            <RateTable: 0 quotes, 0 currencies>
        """
        ordered = sorted(series, key=lambda each: each.key.order)
        return cls({each.key: each for each in ordered}, name)

    def __len__(self) -> int:
        """Count the quotes."""
        return sum(len(series.rates) for series in self._series.values())

    def __iter__(self) -> Iterator[ExchangeRate]:
        """Go through the quotes, series by series in order of their codes, each in order of days."""
        for series in self._series.values():
            yield from series.rates

    def __contains__(self, rate: object) -> bool:
        """Say whether this very quote is in the table."""
        if not isinstance(rate, ExchangeRate) or rate.key not in self._series:
            return False
        return rate in self._series[rate.key].of_day(rate.day)

    def __eq__(self, other: object) -> bool:
        """Equal tables hold equal quotes."""
        if not isinstance(other, RateTable):
            return NotImplemented
        return len(self) == len(other) and all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # equal by contents, and contents can be millions

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel as quotes; what was prepared for look-ups stays behind."""
        return _restored, (list(self), self.name)

    def __repr__(self) -> str:
        """Say how much there is of what."""
        span = f", {min(self._first())} to {max(self._last())}" if self._series else ""
        return f"<RateTable: {len(self):,} quotes, {len(self.currencies)} currencies{span}>"

    def _first(self) -> Iterator[date]:
        return (date.fromordinal(series.days[0]) for series in self._series.values())

    def _last(self) -> Iterator[date]:
        return (date.fromordinal(series.days[-1]) for series in self._series.values())

    def __add__(self, other: "RateTable") -> "RateTable":
        """Give a table with the quotes of both; a figure that differs for the same series and day is refused."""
        if not isinstance(other, RateTable):
            return NotImplemented
        return RateTable.of([*self, *other])

    @property
    def currencies(self) -> tuple[Currency, ...]:
        """Every currency that is quoted, in order of codes."""
        found = {each for key in self._series for each in (key.base, key.quote)}
        return tuple(sorted(found, key=lambda each: each.code))

    @property
    def publishers(self) -> tuple[str, ...]:
        """Every source, in order of names."""
        return tuple(sorted({key.source for key in self._series}))

    def series(
        self, base: Currency | str, quote: Currency | str, *, kind: RateKind | str | None = None
    ) -> tuple[ExchangeRate, ...]:
        """Give every quote of a pair, read as `quote` per `base`, in order of days."""
        pair = currency(base), currency(quote)
        wanted = None if kind is None else rate_kind(kind)
        found: list[ExchangeRate] = []
        for key, series in self._series.items():
            if wanted is not None and key.kind is not wanted:
                continue
            if {key.base, key.quote} == {*pair}:
                found.extend(map(series.with_decimals, series.rates))
        read = [rate if rate.base is pair[0] else rate.inverse() for rate in found]
        return tuple(sorted(read, key=lambda rate: (rate.day, rate.key.order)))

    def filter(
        self,
        *,
        currencies: Iterable[Currency | str] | str | None = None,
        since: date | str | None = None,
        until: date | str | None = None,
        kind: RateKind | str | None = None,
        source: str | None = None,
    ) -> "RateTable":
        """Give a table of only those quotes that fit everything that is said.

        Args:
            currencies: Both currencies of a quote must be among these.
            since: The first day, included; a quote that was made before and still held on it stays.
            until: The first day no longer wanted.
            kind: One kind of rate.
            source: One publisher.
        """
        codes = None if currencies is None else currencies_of(currencies)
        wanted = None if kind is None else rate_kind(kind)
        low = 1 if since is None else as_date(since, "since").toordinal()
        high = date.max.toordinal() + 1 if until is None else as_date(until, "until").toordinal()
        kept: dict[SeriesKey, Series] = {}
        for key, series in self._series.items():
            if (
                (codes is None or {key.base, key.quote} <= codes)
                and (wanted is None or key.kind is wanted)
                and (source is None or key.source == source)
            ):
                rates = series.within(low, high)
                if rates:
                    kept[key] = Series(key, rates, array("i", (rate.day for rate in rates)))
        return RateTable(kept, self.name)

    def lookup(
        self,
        base: Currency | str,
        quote: Currency | str,
        *,
        on: date | str | Period,
        policy: Policy | None = None,
        kind: RateKind | str | None = None,
    ) -> ExchangeRate:
        """Give the quote of this very pair that answers for a day or period, without crossing.

        A quote printed the other way round comes inverted. What the series shows of its printed decimals is filled in.

        Args:
            base: The currency that is priced.
            quote: The currency in which it is priced.
            on: The day or period.
            policy: Which quote answers for a day without one; `LastKnown(days=7)` when not given.
            kind: Only this kind; official before market before cash when not given.

        Raises:
            RateNotFoundError: nothing answers; the message says what there is.
        """
        wanted = Request(currency(base), currency(quote), day_or_period(on), policy_or_usual(policy), _kind(kind))
        leg = self.finder.direct(wanted)
        if leg is None:
            raise RateNotFoundError(
                wanted.pair, wanted.on, self.name or repr(self), self.finder.hint(wanted, self.finder.direct)
            )
        rate = with_decimals(leg.rate, leg.decimals)
        return rate if leg.forward else rate.inverse()

    def convert(
        self,
        money: Money,
        to: Currency | str,
        *,
        on: date | str | Period,
        policy: Policy | None = None,
        kind: RateKind | str | None = None,
        rounding: Rounding | str | None = Rounding.HALF_EVEN,
        places: int | None = None,
    ) -> Conversion:
        """Convert an amount at the rates of a day or period: one exact product, one division, one rounding.

        A chain of quotes is chosen by its least fresh leg, then by the number of legs, then by name. Amounts of an
        old currency are restated at the legal ratio, which is a leg like any other.

        Args:
            money: The amount.
            to: The currency wanted.
            on: The day, or the period for a flow over it.
            policy: Which quote answers for a day without one; `LastKnown(days=7)` when not given.
            kind: Only rates of this kind. When not given: official, else market, else both in one chain, else cash;
                never parallel, and an average only for its own period.
            rounding: How to round to the minor unit; None for an exact result or `RoundingNeededError`.
            places: Decimal places instead of those of the minor unit.

        Raises:
            RateNotFoundError: no chain of quotes answers; the message says what there is.
            UnknownCodeError: no such currency.
            RoundingNeededError: rounding is None and the result has no finite decimal form.
        """
        try:
            route = self._routes.get((money.currency, to, on, policy, kind))
        except (AttributeError, TypeError):
            route = None
        if route is None:
            route = self._route(money, to, on, policy, kind)
        return converted(money, route, rounding, places)

    def _route(
        self,
        money: object,
        to: Currency | str,
        on: date | str | Period,
        policy: Policy | None,
        kind: RateKind | str | None,
    ) -> Route:
        if not isinstance(money, Money):
            raise WrongTypeError("money", money, "Money", "make it with Money.of(amount, currency)")
        wanted = Request(money.currency, currency(to), day_or_period(on), policy_or_usual(policy), _kind(kind))
        route = self.finder.route(wanted, self.name)
        if route is None:
            raise RateNotFoundError(
                wanted.pair, wanted.on, self.name or repr(self), self.finder.hint(wanted, self.finder.route)
            )
        if len(self._routes) >= _ROUTES_KEPT:
            self._routes.clear()
        with suppress(TypeError):  # a policy of somebody's own need not be hashable
            self._routes[money.currency, to, on, policy, kind] = route
        return route

    def to_frame(self, backend: Literal["pyarrow", "pandas", "polars"] = "pyarrow") -> Any:  # noqa: ANN401 - theirs
        """Give the quotes as a frame of the library named, one row a quote, figures as text so that none is changed.

        Raises:
            MissingExtraError: the extra `frames` is not installed.
        """
        from centralasia.records import columns_of, to_frame, to_row  # noqa: PLC0415 (an extra, only when asked)

        rows = [to_row(rate) for rate in self]
        return to_frame(
            {each.name: [row[each.name] for row in rows] for each in columns_of(ExchangeRate)}, backend=backend
        )


def _restored(rates: list[ExchangeRate], name: str) -> RateTable:
    return RateTable.of(rates, name=name)


def _check_choice(field: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise InvalidValueError(field, value, "one of " + ", ".join(choices))


def _kind(kind: RateKind | str | None) -> RateKind | None:
    return None if kind is None else rate_kind(kind)
