"""Law 12 for the twins: what each says of a row is what its scalar function says, on every library in memory."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import inf, isclose, nan
from typing import Any, TypeAlias

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import centralasia as ca
from centralasia import Estimate, ExchangeRate, Money, RateTable, frames, period, remittances, series
from centralasia.errors import (
    CentralAsiaError,
    InvalidValueError,
    UnknownCodeError,
    ValidationFailedError,
    WrongTypeError,
)
from centralasia.frames import NoResultWarning, RowProblem, UnconvertedWarning
from centralasia.numbers import Rounding, round_fraction
from centralasia.periods import Period
from centralasia.reference import country
from centralasia.remittances import RemittanceFlow
from centralasia.trade import CIF_FOB

Columns: TypeAlias = dict[str, list[Any]]
Rows: TypeAlias = list[dict[str, Any]]

LIBRARIES = ("pandas", "polars", "pyarrow")
laws = settings(max_examples=settings().max_examples // 4)  # each is worked out in three libraries

# Cells of a column of figures with what they mean; None for a cell that means nothing.
TEXTS = ("5000", "2.50", "-3", "0", "1e3", " 7 ", "123456789012345678901234567890.12", "0.000000000001", "9" * 37)
BAD_TEXTS = ("x", "1,5", "NaN", None, "")
DECIMALS = ("5000.00", "2.50", "-3.00", "0.00", "99999999999999999999.99")
INTEGERS = (5000, 3, 0, -7, 2**53 + 1, 2**63 - 1, -(2**63))
FLOATS = ("5000", "2.5", "-3.25", "0", "0.1", "1234567.891")


def as_frame(library: str, columns: Mapping[str, Any]) -> Any:
    table = pa.table(dict(columns))
    whole = {pa.int64(): pd.Int64Dtype()}.get  # else a gap makes floats of whole numbers, and loses digits
    if library == "pandas":
        return table.to_pandas(types_mapper=whole)
    return pl.from_arrow(table) if library == "polars" else table


def rows_of(frame: Any) -> Rows:
    """The rows, with None for what is missing."""
    if isinstance(frame, pl.DataFrame):
        return frame.to_dicts()
    if isinstance(frame, pd.DataFrame):
        names = list(frame.columns)
        return [
            dict(zip(names, map(_plain, row), strict=True))
            for row in zip(*(frame[name] for name in names), strict=True)
        ]
    rows: Rows = frame.to_pylist()
    return rows


def _plain(cell: Any) -> Any:
    return None if cell is pd.NA or (isinstance(cell, float) and cell != cell) else cell  # noqa: PLR0124 - NaN


def asked(function: Callable[..., Any], frame: Any, **keywords: Any) -> tuple[Rows, Any]:
    found, report = function(frame, **keywords, on_problem="report")
    assert type(found) is type(frame)
    return rows_of(found), report


Figures: TypeAlias = tuple[pa.Array, list[Decimal | None]]


@st.composite
def figure_columns(draw: st.DrawFn, count: int, *, low: int = -(10**30)) -> Figures:
    """A column of figures of one type, and what each cell means."""

    def cells(values: Sequence[Any], bad: Sequence[Any]) -> list[Any]:
        each = st.sampled_from([*(value for value in values if Decimal(str(value)) >= low), *bad])
        return draw(st.lists(each, min_size=count, max_size=count))

    kind = draw(st.sampled_from(("text", "decimal", "integer", "float")))
    if kind == "text":
        texts = cells(TEXTS, BAD_TEXTS)
        return pa.array(texts, pa.string()), [None if text in BAD_TEXTS else Decimal(text) for text in texts]
    if kind == "decimal":
        found = [None if cell is None else Decimal(cell) for cell in cells(DECIMALS, (None,))]
        return pa.array(found, pa.decimal128(30, 2)), found
    if kind == "integer":
        whole = cells(INTEGERS, (None,))
        return pa.array(whole, pa.int64()), [None if cell is None else Decimal(cell) for cell in whole]
    written = cells(FLOATS, (None,))
    floats = [draw(st.sampled_from((None, nan, inf))) if cell is None else float(cell) for cell in written]
    return pa.array(floats, pa.float64(), from_pandas=False), [
        None if cell is None else Decimal(cell) for cell in written
    ]


def check(
    found: object, wanted: Fraction | None, figures: pa.Array, *, places: int | None, rounding: str = "half_even"
) -> None:
    """Hold a result to the exact one: rounded once as a decimal, the nearest float, or near it where floats came in."""
    if wanted is None:
        assert found is None
    elif isinstance(found, Decimal):
        assert found == (wanted if places is None else round_fraction(wanted, places, rounding))
    elif pa.types.is_floating(figures.type):
        assert isinstance(found, float)
        assert isclose(found, wanted, rel_tol=2**-50, abs_tol=2**-30)
    else:
        assert found == wanted.numerator / wanted.denominator


def fits(wanted: Fraction | None, places: int) -> Fraction | None:
    """What a decimal of 38 digits can hold."""
    return wanted if wanted is not None and abs(wanted) * 10**places < 10**38 else None


def or_none(function: Callable[..., Any], *arguments: Any, **keywords: Any) -> Any:
    """What a function says, or None where it refuses."""
    try:
        return function(*arguments, **keywords)
    except CentralAsiaError:
        return None


def restated(amount: Any, money: Any, day: Any, place: Any) -> Money:
    return Money.of(amount, money).restate(day, country=country(place) if place else None)


def averaged(amount: Any, money: Any, span: Any) -> ca.Conversion:
    return RATES.convert(Money.of(amount, money), "USD", on=period(span))


def sample(values: Sequence[Any], count: int) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(values), min_size=count, max_size=count)


COUNT = 7
MONEYS = ("TMM", "TMT", "TJR", "TJS", "SUR", "RUR", "RUB", "KZT", "AZM", "USD", "XXQ", None)
DAYS = ("1992-06-01", "1993-06-01", "1998-01-01", "2000-10-30", "2009-01-01", "2024-02-29", "2024", "soon", None)
PLACES = ("KZ", "TJ", "TJK", "AZ", "QQ", None)
GDP_PLACES = ("UZ", "KAZ", "KZ", "TJ", "TM", "W0", "QQ", None)
GDP_YEARS = ("2010", "2022", "2023", "2024", "1950", "2023-01", "2023-01/2023-12", "then", None)
MONTHS = ("2023-01", "2024-01", "Jan 2024", "2024-02", "2023-02", "2024-03", "2024-Q1", "2023-Q1", "0001-01", "x", None)
SUMS = (
    "2024-01",
    "2024-01/2024-02",
    "2024-Q1",
    "2024-01/2024-04",
    "2024-S1",
    "2025-01",
    "2024-02",
    "2024-01-01/2024-01-09",
)


class TestLaws:
    @laws
    @given(data=st.data(), exact=st.booleans(), is_placed=st.booleans())
    def test_restate_says_of_each_row_what_money_says(
        self, *, data: st.DataObject, exact: bool, is_placed: bool
    ) -> None:
        figures, meant = data.draw(figure_columns(COUNT))
        moneys, days, places = (data.draw(sample(each, COUNT)) for each in (MONEYS, DAYS, PLACES))
        columns = {"amount": figures, "money": moneys, "day": days, "place": places}
        more = {"country": "place"} if is_placed else {}
        for library in LIBRARIES:
            frame = as_frame(library, columns)
            rows, report = asked(
                frames.restate,
                frame,
                amount="amount",
                currency="money",
                on="day",
                exact=exact,
                details=("problem",),
                **more,
            )
            for row, amount, money, day, place in zip(rows, meant, moneys, days, places, strict=True):
                named = place if is_placed else None
                wanted = or_none(restated, amount, money, day, named)
                is_there = row["restated"] is not None
                assert is_there is (row["restated_problem"] is None) is (row["restated_currency"] is not None)
                if is_there or row["restated_problem"] != "too-large":
                    check(row["restated"], None if wanted is None else Fraction(wanted.amount), figures, places=None)
                    assert row["restated_currency"] == (None if wanted is None else wanted.currency.code)
            assert report.facts["rows"] == COUNT
            assert sum(report.counts.values()) == sum(row["restated_problem"] is not None for row in rows)

    @laws
    @given(data=st.data(), exact=st.booleans(), rounding=st.sampled_from(list(Rounding)), vintage=st.booleans())
    def test_shares_of_gdp_are_those_of_flows(
        self,
        *,
        data: st.DataObject,
        exact: bool,
        rounding: Rounding,
        vintage: bool,
    ) -> None:
        figures, meant = data.draw(figure_columns(COUNT))
        places, years = (data.draw(sample(each, COUNT)) for each in (GDP_PLACES, GDP_YEARS))
        moneys = data.draw(sample(("USD", "USD", "USD", "KZT", "usd", None), COUNT))
        columns = {"amount": figures, "place": places, "year": years, "money": moneys}
        release = "WDI-2024-10-24" if vintage else None

        def wanted(amount: Decimal | None, place: str, year: str, money: str) -> Fraction | None:
            flow = RemittanceFlow(
                origin="RU", destination="UZ", period=year, measure="personal_remittances", source="made up",
                amount=Money.of(amount, money), basis="net",  # type: ignore[arg-type]
            )  # fmt: skip
            shares = remittances.shares_of_gdp(flow, of=country(place))
            chosen = [each.share for each in shares if release in (None, each.vintage)]
            return chosen[0] if chosen else None  # type: ignore[return-value]  # of exact figures

        for library in LIBRARIES:
            rows, _ = asked(
                frames.shares_of_gdp, as_frame(library, columns), amount="amount", country="place", period="year",
                currency="money", vintage=release, exact=exact, places=4 if exact else None,
                rounding=rounding if exact else None, details=("gdp", "vintage", "problem"),
            )  # fmt: skip
            for row, *cells in zip(rows, meant, places, years, moneys, strict=True):
                share = or_none(wanted, *cells)
                check(row["share"], fits(share, 4), figures, places=4, rounding=rounding)
                others = (row["share_problem"] is None, row["share_gdp"] is not None, row["share_vintage"] is not None)
                assert {*others} == {row["share"] is not None}

    @laws
    @given(data=st.data(), exact=st.booleans(), over=st.sampled_from(("year_ago", "previous")))
    def test_growth_is_that_on_the_earlier_figure_of_the_group(
        self,
        *,
        data: st.DataObject,
        exact: bool,
        over: Any,
    ) -> None:
        figures, meant = data.draw(figure_columns(COUNT))
        groups, months = data.draw(sample(("a", "b", None), COUNT)), data.draw(sample(MONTHS, COUNT))
        spans = [or_none(period, month) for month in months]
        keys = list(zip(groups, spans, strict=True))
        usable = [key for key, amount in zip(keys, meant, strict=True) if amount is not None and key[1] is not None]
        known = {
            key: amount
            for key, amount in zip(keys, meant, strict=True)
            if amount is not None and usable.count(key) == 1
        }

        def earlier(span: Period) -> Period:
            return span.year_ago() if over == "year_ago" else span.previous()

        def wanted(key: tuple[str, Period]) -> Fraction:
            group, span = key
            return series.growth(known[group, earlier(span)], known[key])

        for library in LIBRARIES:
            rows, report = asked(
                frames.growth, as_frame(library, {"v": figures, "g": groups, "m": months}), value="v", period="m",
                by="g", over=over, exact=exact, details=("problem",),
            )  # fmt: skip
            for row, key in zip(rows, keys, strict=True):
                try:
                    change = wanted(key)
                except (CentralAsiaError, KeyError, AttributeError):
                    change = None
                check(row["growth"], fits(change, 6), figures, places=6)
                assert (row["growth"] is None) is (row["growth_problem"] is not None)
                if row["growth_problem"] in ("bad-base", "no-base"):
                    base = key[0], or_none(earlier, key[1])
                    cells = [figures[i].as_py() for i, each in enumerate(keys) if each == base and base[1] is not None]
                    is_there = any(_stands(cell, library) for cell in cells)
                    assert row["growth_problem"] == ("bad-base" if is_there else "no-base")
            assert report.ok is all(row["growth_problem"] in (None, "no-base") for row in rows)
            self._check_series(rows, keys, known, over=over, exact=exact)

    @staticmethod
    def _check_series(rows: Rows, keys: list[Any], known: dict[Any, Decimal], *, over: str, exact: bool) -> None:
        """Where all of a group is sound, its growth is the whole answer of the scalar function."""
        for group in {key[0] for key in keys}:
            own = [(row, key) for row, key in zip(rows, keys, strict=True) if key[0] == group]
            if over == "year_ago" and exact and all(key in known for _, key in own):
                figures = {key[1]: known[key] for _, key in own}
                wanted = or_none(series.year_on_year, figures)
                found = {key[1]: row["growth"] for row, key in own if row["growth"] is not None}
                if wanted is not None:
                    rounded = {span: round_fraction(each, 6, "half_even") for span, each in wanted.items()}
                    assert found == {span: each for span, each in rounded.items() if abs(each) < 10**32}

    @laws
    @given(data=st.data(), exact=st.booleans(), signed=st.booleans(), monthly=st.sampled_from((None, None, "M", "Q")))
    def test_decumulate_takes_apart_what_can_be(
        self,
        *,
        data: st.DataObject,
        exact: bool,
        signed: bool,
        monthly: str | None,
    ) -> None:
        count = 9
        figures, meant = data.draw(figure_columns(count))
        groups, names = data.draw(sample(("a", "a", "b"), count)), data.draw(sample((*SUMS, "x", None), count))
        spans = [or_none(period, name) for name in names]
        for library in LIBRARIES:
            rows, _ = asked(
                frames.decumulate, as_frame(library, {"v": figures, "g": groups, "m": names}), value="v", period="m",
                by=["g"], signed=signed, frequency=monthly, exact=exact, details=("problem",),
            )  # fmt: skip
            for group in "ab":
                own = [place for place in range(count) if groups[place] == group]
                sums = {spans[place]: meant[place] for place in own if spans[place] and meant[place] is not None}
                is_sound = len(sums) == len(own) > 0
                scalar = or_none(series.decumulate, sums, signed=signed, frequency=monthly)
                wanted = scalar if is_sound else None
                found = {rows[place]["single_period"]: rows[place]["single"] for place in own}
                if wanted is not None:
                    assert {str(span) for span in wanted} == {*found}
                    for span, single in wanted.items():
                        check(found[str(span)], Fraction(single), figures, places=None)
                elif own:
                    assert any(rows[place]["single_problem"] for place in own)
                self._check_steps([(rows[place], spans[place], meant[place]) for place in own], figures)

    @staticmethod
    def _check_steps(own: list[tuple[dict[str, Any], Any, Decimal | None]], figures: pa.Array) -> None:
        """Also in a series that is refused, each single figure is a difference of two sums that are there."""
        sums = {span: amount for _, span, amount in own if span is not None and amount is not None}
        for row, span, amount in own:
            assert (row["single"] is None) is (row["single_problem"] is not None)
            if row["single"] is not None:
                step = period(row["single_period"])
                before = Fraction(0)
                if step != span:
                    before = Fraction(sums[Period(span.start, step.start.fromordinal(step.start.toordinal() - 1))])
                assert amount is not None
                check(row["single"], Fraction(amount) - before, figures, places=None)

    @laws
    @given(data=st.data(), exact=st.booleans(), factor=st.sampled_from((1, CIF_FOB, Decimal("0.5"), Fraction(4, 3))))
    def test_a_mirror_compares_the_two_reports_of_a_row(
        self,
        *,
        data: st.DataObject,
        exact: bool,
        factor: Any,
    ) -> None:
        (one, sent), (other, received) = (data.draw(figure_columns(COUNT)) for _ in range(2))
        is_float = pa.types.is_floating(one.type) or pa.types.is_floating(other.type)
        kind = pa.array([0.0]) if is_float else one
        for library in LIBRARIES:
            rows, _ = asked(
                frames.mirror, as_frame(library, {"e": one, "i": other}), sender_report="e", receiver_report="i",
                factor=factor, exact=exact, places=5 if exact else None, details=("problem",),
            )  # fmt: skip
            for row, *reports in zip(rows, sent, received, strict=True):
                wanted = or_none(series.mirror, *reports, factor=factor)
                assert (row["mirror_gap"] is None) is (row["mirror_problem"] is not None)
                if row["mirror_problem"] == "too-large":
                    continue
                for name in ("adjusted", "gap", "ratio", "asymmetry"):
                    figure = None if wanted is None else getattr(wanted, name)
                    places = _places_of(row[f"mirror_{name}"]) if name in ("adjusted", "gap") else 5
                    check(row[f"mirror_{name}"], None if figure is None else Fraction(figure), kind, places=places)

    @laws
    @given(data=st.data(), exact=st.booleans())
    def test_mirror_flows_finds_the_pairs_of_the_scalar_function(self, *, data: st.DataObject, exact: bool) -> None:
        count = 8
        figures, meant = data.draw(figure_columns(count, low=0))
        ends = [data.draw(sample(("RU", "KG", "KGZ", "QQ", None)[:3] * 3 + ("QQ", None), count)) for _ in range(2)]
        sides = data.draw(sample(("sender", "receiver", "sender", "receiver", "both", None), count))
        years, moneys = (
            data.draw(sample(("2022", "2022", "2023", "x"), count)),
            data.draw(sample(("USD",) * 5 + ("EUR", "q"), count)),
        )
        measures = data.draw(sample(("bank_transfers", "personal_remittances"), count))
        columns = {"v": figures, "o": ends[0], "d": ends[1], "r": sides, "y": years, "c": moneys, "m": measures}

        def flow(row: int) -> RemittanceFlow:
            return RemittanceFlow(
                origin=ends[0][row], destination=ends[1][row], reporter=sides[row], period=years[row],
                measure=measures[row], source=f"source {row}", amount=Money.of(meant[row], moneys[row]),  # type: ignore[arg-type]
            )  # fmt: skip

        def opposes(row: int, other: int) -> bool:
            """Tell whether a row is the report of the other side, but for its amount."""
            same = all(country(each[row]) == or_none(country, each[other]) for each in ends)
            is_other_side = {sides[row], sides[other]} == {"sender", "receiver"}
            return same and is_other_side and years[row] == years[other] and measures[row] == measures[other]

        flows = [or_none(flow, row) for row in range(count)]
        for library in LIBRARIES:
            rows, _ = asked(
                frames.mirror_flows, as_frame(library, columns), amount="v", origin="o", destination="d", reporter="r",
                period="y", currency="c", by="m", exact=exact, details=("problem",),
            )  # fmt: skip
            for place, (row, own) in enumerate(zip(rows, flows, strict=True)):
                pairs = self._mirrors_of(own, flows)
                problem = row["mirror_problem"]
                if own is None:
                    assert problem not in (None, "no-mirror", "several-reports", "other-currency")
                elif not pairs:
                    theirs = [figures[other].as_py() for other in range(count) if opposes(place, other)]
                    assert problem == ("bad-mirror" if any(_stands(cell, library) for cell in theirs) else "no-mirror")
                elif isinstance(pairs, str):
                    assert problem == pairs
                elif problem != "too-large":
                    assert problem is None
                    [pair] = pairs
                    other = pair.sent if pair.received is own else pair.received
                    check(row["mirror_report"], Fraction(other.amount.amount), figures, places=None)
                    check(row["mirror_gap"], Fraction(pair.mirror.gap.amount), figures, places=None)
                    check(row["mirror_ratio"], pair.mirror.ratio, figures, places=6)
                    check(row["mirror_asymmetry"], pair.mirror.asymmetry, figures, places=6)

    @staticmethod
    def _mirrors_of(own: Any, flows: list[Any]) -> Any:
        """The pairs in which a flow is, or why the bulk function gives none."""
        if own is None:
            return None
        same = [each for each in flows if each is not None and _place(each) == _place(own)]
        try:
            pairs = [each for each in remittances.mirror_flows(same).pairs if own in (each.sent, each.received)]
        except CentralAsiaError:
            return "other-currency" if len(same) == 2 else "several-reports"
        return "several-reports" if pairs and len(same) > 2 else pairs

    @laws
    @given(data=st.data(), shape=st.sampled_from(("long", "wide")))
    def test_a_matrix_is_that_of_the_flows_that_there_are(self, *, data: st.DataObject, shape: Any) -> None:
        texts = data.draw(sample(("5", "2.50", "0", "x", None, "-1"), COUNT))
        ends = [data.draw(sample(("RU", "KG", "KGZ", "W0", "QQ", None), COUNT)) for _ in range(2)]
        years = data.draw(sample(("2022", "2023", "x", None), COUNT))
        columns = {"v": pa.array(texts, pa.string()), "o": ends[0], "d": ends[1], "y": pa.array(years, pa.string())}

        def flow(row: int) -> RemittanceFlow:
            return RemittanceFlow(
                origin=ends[0][row], destination=ends[1][row], period=years[row], measure="bank_transfers",
                source="made up", amount=Money.of(texts[row], "USD"),
            )  # fmt: skip

        flows = [each for row in range(COUNT) if (each := or_none(flow, row)) is not None]
        wanted = or_none(remittances.corridor_matrix, flows, repeated=True)
        for library in LIBRARIES:
            frame = as_frame(library, columns)
            keywords: dict[str, Any] = {"amount": "v", "origin": "o", "destination": "d", "period": "y"}
            keywords |= {"currency": "USD", "measure": "bank_transfers", "repeated": True, "shape": shape}
            if wanted is None:
                with pytest.raises(CentralAsiaError):
                    frames.corridor_matrix(frame, **keywords, on_problem="report")
                continue
            rows, report = asked(frames.corridor_matrix, frame, **keywords)
            assert rows == rows_of(wanted.to_frame(library, shape=shape))
            assert sum(report.counts.values()) == COUNT - len(flows)

    @laws
    @given(data=st.data(), exact=st.booleans())
    def test_averages_are_those_of_the_table(self, *, data: st.DataObject, exact: bool) -> None:
        figures, meant = data.draw(figure_columns(COUNT))
        moneys = data.draw(sample(("KZT", "USD", "UZS", "QQQ", None), COUNT))
        spans = data.draw(sample(("2024-01", "2024-Q1", "2023", "2024-02-01", "x", None), COUNT))
        for library in LIBRARIES:
            rows, report = asked(
                frames.to_period_average, as_frame(library, {"v": figures, "c": moneys, "p": spans}), amount="v",
                currency="c", period="p", to="USD", rates=RATES, exact=exact, details=("problem",),
            )  # fmt: skip
            for row, amount, money, span in zip(rows, meant, moneys, spans, strict=True):
                done = or_none(averaged, amount, money, span)
                assert (row["converted"] is None) is (row["converted_problem"] is not None)
                assert row["p"] == span
                if exact and row["converted_problem"] != "too-large":
                    assert row["converted"] == (None if done is None else done.money.amount)
                elif not exact:
                    assert (row["converted"] is None) is (done is None)
                    assert done is None or isclose(row["converted"], done.exact, rel_tol=2**-50)
            assert report.facts["unconverted"] == sum(row["converted"] is None for row in rows)


def _stands(cell: object, library: str) -> bool:
    """Tell whether something stands in a cell; NaN is nothing in pandas."""
    return cell not in (None, "") and not (library == "pandas" and cell != cell)  # noqa: PLR0124 - NaN


def _places_of(found: object) -> int | None:
    return -int(found.as_tuple().exponent) if isinstance(found, Decimal) else None


def _place(flow: RemittanceFlow) -> tuple[object, ...]:
    return flow.corridor, flow.period, flow.measure


RATES = RateTable.of(
    [
        *(
            ExchangeRate(base="USD", quote="KZT", value=f"45{day % 7}.25", on=date(2024, 1, day), source="nbk")
            for day in range(1, 32)
        ),
        ExchangeRate(base="USD", quote="UZS", value="12500", on=period("2024-01"), kind="average", source="cbu"),
        ExchangeRate(base="USD", quote="KZT", value="456.2", on=period("2023"), kind="average", source="nbk"),
    ]
)


GOOD = {"amount": ["5000", "2.50"], "money": ["TMM", "TMT"], "day": ["2010-01-01", "2010-01-01"]}
OLD: dict[str, Any] = {"amount": "amount", "currency": "money", "on": "day"}
REPORTS = {
    "origin": ["RU", "RU", "KZ"],
    "destination": ["KG", "KG", "KG"],
    "reporter": ["sender", "receiver", "receiver"],
    "v": ["2500", "2600", "12"],
}
CORRIDORS: dict[str, Any] = {"amount": "v", "origin": "origin", "destination": "destination"}


class TestAsking:
    @pytest.mark.parametrize(
        ("function", "keywords", "error", "message"),
        [
            (frames.restate, OLD | {"amount": "sum"}, InvalidValueError, "amount must be one of the columns there are"),
            (frames.restate, OLD | {"on": "sometime"}, InvalidValueError, "on must be"),
            (frames.restate, OLD | {"currency": "QQQ"}, UnknownCodeError, "'QQQ' is not in the table of currencies"),
            (frames.restate, OLD | {"country": "QQ"}, UnknownCodeError, "'QQ' is not in the table of countries"),
            (frames.restate, OLD | {"details": "problem"}, InvalidValueError, r"pass \['problem'\]"),
            (frames.restate, OLD | {"details": ["rate"]}, InvalidValueError, "details must be some of problem"),
            (frames.restate, OLD | {"on_problem": "stop"}, InvalidValueError, "one of null, raise, report"),
            (
                frames.shares_of_gdp,
                {"amount": "amount", "country": "UZ", "period": "2023", "places": -1},
                InvalidValueError,
                "a whole number of decimals from 0 to 18",
            ),
            (
                frames.shares_of_gdp,
                {"amount": "amount", "country": "UZ", "period": "2023", "vintage": "WDI-1066"},
                UnknownCodeError,
                "'WDI-1066' is not in the table of vintages of the GDP; did you mean 'WDI.*; known are WDI-2026-05",
            ),
            (
                frames.shares_of_gdp,
                {"amount": "amount", "country": "UZ", "period": "2023", "vintage": "official"},
                UnknownCodeError,
                "'official' is not in the table of vintages of the GDP; known are WDI-2026-05, WDI-",
            ),
            (
                frames.growth,
                {"value": "amount", "period": "day", "over": "decade"},
                InvalidValueError,
                "over must be one of year_ago, previous",
            ),
            (frames.growth, {"value": "amount", "period": "day", "by": "who"}, InvalidValueError, "by must be one of"),
            (frames.growth, {"value": "amount", "period": "day", "by": 5}, InvalidValueError, "by must be one of"),
            (frames.growth, {"value": "amount", "period": "month"}, InvalidValueError, "period must be one of"),
            (
                frames.growth,
                {"value": "amount", "period": "day", "frequency": "fortnightly"},
                InvalidValueError,
                "frequency must be one of",
            ),
            (
                frames.decumulate,
                {"value": "amount", "period": "day", "labels": "first"},
                InvalidValueError,
                "labels must be one of whole, last",
            ),
            (
                frames.decumulate,
                {"value": "amount", "period": "day", "starts_month": 13},
                InvalidValueError,
                "starts_month must be from 1 to 12",
            ),
            (
                frames.mirror,
                {"sender_report": "amount", "receiver_report": "amount", "factor": Estimate.between(1, 2)},
                WrongTypeError,
                "factor must be an exact number",
            ),
            (
                frames.mirror,
                {"sender_report": "amount", "receiver_report": "amount", "factor": 0},
                InvalidValueError,
                "factor must be certainly greater than zero",
            ),
            (
                frames.mirror,
                {"sender_report": "amount", "receiver_report": "amount", "factor": "1.06"},
                WrongTypeError,
                "factor must be an exact number, got '1.06' of type str; wrap the text in Decimal or Fraction",
            ),
            (
                frames.mirror,
                {"sender_report": "amount", "receiver_report": "amount", "factor": 1.06},
                WrongTypeError,
                r"factor must be an exact number, got 1.06 of type float; pass Decimal\('1.06'\)",
            ),
            (
                frames.mirror,
                {"sender_report": "amount", "receiver_report": "amount", "factor": Decimal("1e-30")},
                InvalidValueError,
                "a fraction of numbers below",
            ),
        ],
    )
    def test_what_cannot_be_asked_is_refused(
        self, function: Callable[..., Any], keywords: dict[str, Any], error: type[Exception], message: str
    ) -> None:
        with pytest.raises(error, match=message):
            function(pl.DataFrame(GOOD), **keywords)

    @pytest.mark.parametrize(
        ("frame", "error", "message"),
        [
            (pl.LazyFrame(GOOD), InvalidValueError, "collect it first"),
            ([1, 2], WrongTypeError, "a frame of pandas, polars or pyarrow"),
            (pd.DataFrame([[1, 2]], columns=["amount", "amount"]), InvalidValueError, "columns of different names"),
            (pa.table([[1], [2]], names=["amount", "amount"]), InvalidValueError, "columns of different names"),
            (pl.DataFrame(GOOD | {"amount": [True, False]}), WrongTypeError, "a column of numbers, decimals or texts"),
            (
                pl.DataFrame(GOOD | {"money": [["TMM"], ["TMT"]]}),
                WrongTypeError,
                "currency must be a column of one type",
            ),
        ],
    )
    def test_what_is_no_such_frame_is_refused(self, frame: Any, error: type[Exception], message: str) -> None:
        with pytest.raises(error, match=message):
            frames.restate(frame, **OLD)

    def test_bad_rows_are_counted_in_a_warning_that_points_here(self) -> None:
        bad = pl.DataFrame(GOOD | {"amount": ["x", None]})
        counted = "2 of 2 rows have no result: 1 missing-amount, 1 unreadable-amount"
        with pytest.warns(NoResultWarning, match=counted) as caught:
            frames.restate(bad, **OLD)
        assert caught[0].filename == __file__
        with pytest.warns(UnconvertedWarning, match="1 of 1 rows have no result: 1 no-rate") as caught:
            frames.to_period_average(pl.DataFrame({"v": [1]}), amount="v", currency="KZT", period="1950", to="USD")
        assert caught[0].filename == __file__

    def test_bad_rows_can_raise(self) -> None:
        with pytest.raises(ValidationFailedError, match="row 1, amount 'x': this is no figure") as caught:
            frames.restate(pl.DataFrame(GOOD | {"amount": ["x", "1"]}), **OLD, on_problem="raise")
        assert caught.value.report.facts["rows"] == 2

    def test_good_rows_neither_warn_nor_raise(self) -> None:
        for on_problem in ("null", "raise"):
            found = frames.restate(pl.DataFrame(GOOD), **OLD, on_problem=on_problem, exact=True)
            assert found["restated"].to_list() == [Decimal(1), Decimal("2.5")]

    def test_a_report_names_the_cell_that_is_to_blame(self) -> None:
        frame = pl.DataFrame({"sent": ["1", "2", "-3"], "got": ["x", "4", "5"]})
        _, report = frames.mirror(frame, sender_report="sent", receiver_report="got", on_problem="report")
        assert [(each.row, each.column, each.value, each.code) for each in report] == [
            (1, "got", "x", "unreadable-amount"),
            (3, "sent", "-3", "negative-amount"),
        ]

    def test_a_report_says_which_code_was_meant(self) -> None:
        frame = pl.DataFrame({"amount": [1, 1], "money": ["KTZ", "\N{SNOWMAN}"]})
        _, report = frames.restate(frame, amount="amount", currency="money", on="2010-01-01", on_problem="report")
        assert [each.fix for each in report] == ["did you mean KZT?", None]

    def test_what_is_the_same_in_all_rows_has_no_column(self) -> None:
        asked_of = {"amount": "amount", "country": "W0", "period": "2023"}
        _, report = frames.shares_of_gdp(pl.DataFrame({"amount": [1]}), **asked_of, on_problem="report")  # type: ignore[arg-type]
        [problem] = report
        assert (problem.code, problem.column, problem.value) == ("no-gdp", None, "W0")

    def test_a_report_shows_twenty_rows_of_a_problem(self) -> None:
        frame = pl.DataFrame({"amount": ["x"] * 30})
        _, report = frames.restate(frame, amount="amount", currency="TMM", on="2010-01-01", on_problem="report")
        assert (len(report), report.counts) == (20, {"unreadable-amount": 30})

    def test_every_problem_says_what_it_is(self) -> None:
        from centralasia.frames.answers import _TEXTS  # noqa: PLC0415 - of no other concern

        assert {*_TEXTS} == {*RowProblem} - {RowProblem.NONE}


class TestColumns:
    @pytest.mark.parametrize("library", LIBRARIES)
    @pytest.mark.parametrize(
        ("function", "columns", "keywords"),
        [
            (frames.restate, GOOD, OLD),
            (frames.shares_of_gdp, GOOD, {"amount": "amount", "country": "money", "period": "day"}),
            (frames.growth, GOOD, {"value": "amount", "period": "day", "by": "money"}),
            (frames.decumulate, GOOD, {"value": "amount", "period": "day", "by": "money"}),
            (frames.mirror, GOOD, {"sender_report": "amount", "receiver_report": "amount"}),
            (frames.mirror_flows, REPORTS, CORRIDORS | {"reporter": "reporter", "period": "2022"}),
            (frames.to_period_average, GOOD, {"amount": "amount", "currency": "money", "period": "day", "to": "USD"}),
        ],
    )
    @pytest.mark.parametrize("exact", [True, False])
    def test_an_empty_frame_gets_empty_columns(
        self, library: str, function: Callable[..., Any], columns: Columns, keywords: dict[str, Any], *, exact: bool
    ) -> None:
        empty = as_frame(library, {name: pa.array([], pa.string()) for name in columns})
        found = function(empty, **keywords, exact=exact, details=("problem",))
        assert len(found) == 0
        more = list(found.column_names if library == "pyarrow" else found.columns)
        assert more[: len(columns)] == list(columns)
        assert len(more) > len(columns) + 1

    def test_empty_floats_are_floats(self) -> None:
        frame = pl.DataFrame({"v": pl.Series([], dtype=pl.Float64), "m": pl.Series([], dtype=pl.Date)})
        assert frames.growth(frame, value="v", period="m", frequency="M").schema["growth"] == pl.Float64

    def test_an_index_is_kept_and_a_column_of_the_name_replaced(self) -> None:
        frame = pd.DataFrame(GOOD | {"restated": ["", ""]}, index=[7, 3])
        found = frames.restate(frame, **OLD)
        assert found.index.tolist() == [7, 3]
        assert found["restated"].tolist() == [1.0, 2.5]
        assert frame["restated"].tolist() == ["", ""]

    def test_categories_are_read(self) -> None:
        frame = pl.DataFrame(GOOD).with_columns(pl.col("money").cast(pl.Enum(["TMT", "TMM", "USD"])))
        assert frames.restate(frame, **OLD)["restated_currency"].to_list() == ["TMT", "TMT"]
        arrow = pa.table({"amount": [5000], "money": pa.array(["TMM"]).dictionary_encode(), "day": ["2010-01-01"]})
        assert frames.restate(arrow, **OLD)["restated"].to_pylist() == [1.0]

    def test_chunks_are_read(self) -> None:
        one = pa.table({"m": ["2023", "2024"], "v": [4, 5]})
        found = frames.growth(pa.concat_tables([one.slice(1), one.slice(0, 1)]), value="v", period="m")
        assert found["growth"].to_pylist() == [0.25, None]

    def test_figures_of_many_decimals_keep_them_up_to_eighteen(self) -> None:
        frame = pl.DataFrame({"v": ["0.123456789012345678", "1", "0.1234567890123456789"], "m": ["2024"] * 3})
        rows, _ = asked(frames.mirror, frame, sender_report="v", receiver_report="v", exact=True, details=["problem"])
        assert [row["mirror_adjusted"] for row in rows] == [Decimal("0.123456789012345678"), Decimal(1), None]
        assert rows[2]["mirror_problem"] == "unreadable-amount"

    def test_results_that_no_column_holds_are_too_large(self) -> None:
        wide = pl.DataFrame({"v": ["9" * 38, "9" * 30], "w": ["9" * 38, "9" * 30]})
        rows, _ = asked(frames.mirror, wide, sender_report="v", receiver_report="w", exact=True, details=["problem"])
        assert [row["mirror_problem"] for row in rows] == [None, None]
        wide = pl.DataFrame({"v": ["1", "1"], "w": ["9" * 38, "9" * 30]})
        rows, _ = asked(frames.mirror, wide, sender_report="v", receiver_report="w", exact=True, details=["problem"])
        assert [(row["mirror_problem"], row["mirror_gap"] is None) for row in rows] == [
            ("too-large", True),
            (None, False),
        ]
        rows, _ = asked(frames.mirror, wide, sender_report="v", receiver_report="w")
        assert [row["mirror_ratio"] for row in rows] == [1e38, 1e30]
        huge = pl.DataFrame({"v": ["1", "1"], "w": ["9e400", "2"]})
        rows, _ = asked(frames.mirror, huge, sender_report="v", receiver_report="w", details=["problem"])
        assert [(row["mirror_problem"], row["mirror_gap"]) for row in rows] == [("too-large", None), (None, 1.0)]

    def test_floats_and_decimals_are_compared_as_floats(self) -> None:
        frame = pl.DataFrame({"v": ["1", "2.5", "9e400", "1e30"], "w": [1.5, 5.0, 1.0, 2e30]})
        rows, _ = asked(frames.mirror, frame, sender_report="v", receiver_report="w", details=["problem"])
        assert [row["mirror_ratio"] for row in rows] == [1.5, 2.0, None, 2.0]
        assert [row["mirror_problem"] for row in rows] == [None, None, "too-large", None]

    def test_floats_that_grow_too_large_are_told(self) -> None:
        frame = pl.DataFrame({"y": [2023, 2024, 2025], "v": [1e-300, 1e300, 1e308]})
        rows, _ = asked(frames.growth, frame, value="v", period="y", details=["problem"])
        assert [(row["growth"], row["growth_problem"]) for row in rows] == [
            (None, "no-base"),
            (None, "too-large"),
            (1e8 - 1, None),
        ]


class TestPeriods:
    def test_days_stand_for_their_periods(self) -> None:
        days = [date(2023, 1, 31), date(2024, 1, 30), None]
        frame = pl.DataFrame({"d": days, "v": [4, 5, 6]})
        found = frames.growth(frame, value="v", period="d", frequency="M", exact=True, places=2, on_problem="report")[0]
        assert found["growth"].to_list() == [None, Decimal("0.25"), None]
        moments = pd.DataFrame({"d": pd.to_datetime(["2023-12-31 23:30", "2024-12-31 08:00"]), "v": [4, 5]})
        assert frames.growth(moments, value="v", period="d", frequency="A")["growth"].tolist()[1] == 0.25

    def test_days_of_no_calendar_are_reported(self) -> None:
        far = pa.table({"d": pa.array([0, 10**7], pa.int32()).cast(pa.date32()), "v": [1, 2]})
        found, report = frames.growth(far, value="v", period="d", on_problem="report")
        assert report.counts == {"unreadable-period": 1, "no-base": 1}
        assert found["growth"].to_pylist() == [None, None]
        assert {problem.value for problem in report} == {"1970-01-01", "a day that no calendar has"}

    @pytest.mark.parametrize("library", LIBRARIES)
    def test_columns_of_other_types_are_read(self, library: str) -> None:
        days = pa.array([date(2023, 1, 31), date(2024, 1, 30)])
        for column in (pa.array([2023, 2024], pa.uint16()), days, days.dictionary_encode(), days.cast(pa.date64())):
            if library != "polars" or not pa.types.is_dictionary(column.type):
                frame = as_frame(library, {"d": column, "v": [4, 5]})
                rows, _ = asked(frames.growth, frame, value="v", period="d", frequency="M")
                assert [row["growth"] for row in rows] == [None, 0.25]
        empty = as_frame(library, {"d": pa.nulls(2), "v": [4, 5]})
        _, report = asked(frames.growth, empty, value="v", period="d")
        assert report.counts == {"missing-period": 2}

    def test_periods_of_pandas_are_read(self) -> None:
        for frequency in "MQ":
            frame = pd.DataFrame({"p": pd.period_range("2023-01", periods=13, freq=frequency), "v": range(4, 17)})
            growth = frames.growth(frame, value="v", period="p")["growth"].tolist()
            assert growth[-1] == (3.0 if frequency == "M" else 1 / 3)

    def test_whole_numbers_are_years_and_truth_values_are_not(self) -> None:
        found = frames.growth(pl.DataFrame({"y": [2023, 2024], "v": [4, 5]}), value="v", period="y")
        assert found["growth"].to_list() == [None, 0.25]
        _, report = frames.growth(pl.DataFrame({"y": [True], "v": [4]}), value="v", period="y", on_problem="report")
        assert report.counts == {"unreadable-period": 1}

    def test_sums_may_go_by_their_last_part(self) -> None:
        frame = pl.DataFrame(
            {"m": ["2023-07", "2023-08", "2024-06", "2024-07", "2024-05/2024-08"], "v": [5, 12, 99, 4, 1]}
        )
        rows, _ = asked(
            frames.decumulate, frame, value="v", period="m", labels="last", starts_month=7, details=["problem"]
        )
        assert [(row["single"], row["single_period"], row["single_problem"]) for row in rows] == [
            (5.0, "2023-07", None),
            (7.0, "2023-08", None),
            (None, None, "gap"),
            (4.0, "2024-07", None),
            (None, None, "not-from-start"),
        ]

    def test_a_fall_leaves_two_months_open(self) -> None:
        frame = pl.DataFrame({"m": ["2024-01", "2024-02", "2024-03", "2024-04", "2025-01"], "v": [5, 12, 3, 20, -1]})
        rows, _ = asked(frames.decumulate, frame, value="v", period="m", labels="last", details=["problem"])
        assert [row["single_problem"] for row in rows] == [None, None, "falls", "falls", "negative-amount"]

    def test_an_average_is_that_of_the_period_around_a_day(self) -> None:
        frame = pl.DataFrame({"d": [date(2023, 3, 1), None], "v": [4562, 1]})
        flows: dict[str, Any] = {"amount": "v", "currency": "KZT", "to": "USD", "rates": RATES, "exact": True}
        with pytest.raises(InvalidValueError, match="say of which period the average counts"):
            frames.to_period_average(frame, **flows, period="d")
        found, report = frames.to_period_average(frame, **flows, period="d", frequency="A", on_problem="report")
        assert found["converted"].to_list() == [Decimal("10.00"), None]
        assert found["d"].to_list() == [date(2023, 3, 1), None]
        assert report.counts == {"missing-date": 1}
        for constant in ("2023", "2023-03-01"):
            found = frames.to_period_average(frame.head(1), **flows, period=constant, frequency="A")
            assert found["converted"].to_list() == [Decimal("10.00")]
        replaced = frames.to_period_average(frame.head(1), **flows, period="d", frequency="A", name="d")
        assert replaced["d"].to_list() == [Decimal("10.00")]


class TestFlows:
    def test_all_amounts_may_be_of_one_money(self) -> None:
        found = frames.mirror_flows(
            pl.DataFrame(REPORTS), **CORRIDORS, reporter="reporter", period="2022", exact=True, factor=CIF_FOB, places=2
        )
        assert found["mirror_report"].to_list() == [Decimal(2600), Decimal(2500), None]
        assert found["mirror_adjusted"].to_list() == [Decimal("2452.83"), Decimal("2452.83"), None]

    def test_a_matrix_refuses_bad_rows_unless_told_otherwise(self) -> None:
        frame = pl.DataFrame(REPORTS | {"v": ["1", "2", "x"], "reporter": ["receiver"] * 3})
        keywords: dict[str, Any] = CORRIDORS | {"period": "2022", "currency": "USD", "measure": "bank_transfers"}
        with pytest.raises(ValidationFailedError, match="this is no figure"):
            frames.corridor_matrix(frame, **keywords, repeated=True)
        with pytest.warns(NoResultWarning, match="1 of 3 rows have no result") as caught:
            found = frames.corridor_matrix(frame, **keywords, repeated=True, on_problem="null")
        assert caught[0].filename == __file__
        assert found["amount"].to_list() == [Decimal(3)]

    def test_a_matrix_takes_its_facts_from_columns(self) -> None:
        frame = pl.DataFrame(REPORTS).with_columns(
            y=pl.Series([2022, 2022, 2022]),
            c=pl.lit("USD"),
            m=pl.lit("bank_transfers"),
            b=pl.lit("net"),
            v=pl.lit("-2"),
        )
        found = frames.corridor_matrix(
            frame.slice(1), **CORRIDORS, period="y", currency="c", measure="m", basis="b", reporter="reporter"
        )
        assert found["amount"].to_list() == [Decimal(-2), Decimal(-2)]
        with pytest.raises(ValidationFailedError, match="the figure is negative"):
            frames.corridor_matrix(frame.slice(1), **CORRIDORS, period="y", currency="c", measure="m")
