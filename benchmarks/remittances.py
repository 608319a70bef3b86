"""Remittances: flows made of rows beside bare cattrs, and a corridor matrix beside the group-by of polars."""

import gc
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import chain, repeat
from typing import Any

import attrs
import polars as pl
from cattrs import Converter

import centralasia as ca
from benchmarks.cases import Case, seconds
from centralasia.records.intake import records_of
from centralasia.remittances import Basis, RemittanceFlow, RemittanceMeasure, Reporter, corridor_matrix

_COUNT = 1_000_000
_DISTINCT = 100_000  # rows, each given ten times: a million dictionaries would fill the memory of a small machine
_REGION = ("KZ", "KG", "TJ", "TM", "UZ", "GE", "AM", "AZ")
_FOR_MIXING = ("measure", "reporter", "basis", "amount_currency")


def cases() -> Iterator[Case]:
    """Compare with cattrs on a class of the same fields without checks, and with polars alone."""
    yield from _building()
    yield from _adding_up()


@attrs.frozen(kw_only=True)
class BareMoney:
    """The fields of `Money`."""

    amount: Decimal
    currency: ca.Currency


@attrs.frozen(kw_only=True)
class BareSource:
    """The one field of `Source` that a table of flows has."""

    key: str


@attrs.frozen(kw_only=True)
class BareFlow:
    """The fields of `RemittanceFlow`."""

    origin: ca.Country
    destination: ca.Country
    period: ca.Period
    amount: BareMoney
    measure: RemittanceMeasure
    reporter: Reporter = Reporter.RECEIVER
    basis: Basis = Basis.GROSS
    source: BareSource
    vintage: str = ""
    note: str = ""


def _bare() -> Callable[[Iterable[Mapping[str, Any]]], list[BareFlow]]:
    """Structure with cattrs as it comes, with nothing but what reads the texts of each type."""
    converter = Converter()
    converter.register_structure_hook(Decimal, lambda text, _: Decimal(text))
    converter.register_structure_hook(ca.Country, lambda code, _: ca.country(code))
    converter.register_structure_hook(ca.Currency, lambda code, _: ca.currency(code))
    converter.register_structure_hook(ca.Period, lambda text, _: ca.period(text))
    structure = converter.get_structure_hook(BareFlow)
    return lambda rows: [structure(row, BareFlow) for row in rows]


def _rows() -> Iterator[dict[str, str]]:
    """Make up the rows of a table of flows, with the columns that one has."""
    chance = random.Random(1)  # noqa: S311 - figures to measure with
    origins = list(ca.reference.countries())
    for place in range(_DISTINCT):
        destination = _REGION[place % len(_REGION)]
        yield {
            "origin": chance.choice([code for code in origins[:60] if code != destination]),
            "destination": destination,
            "period": f"{2000 + place % 25}-{1 + place % 12:02}",
            "amount": f"{chance.randrange(10**10)}e-2",
            "amount_currency": "USD",
            "measure": chance.choice(list(RemittanceMeasure)).value,
            "reporter": "receiver",
            "basis": "gross",
            "source": "WDI-2025-07-01",
            "vintage": "2025-07-01",
        }


def _nested(row: Mapping[str, str]) -> dict[str, Any]:
    """Give a row the form that cattrs structures by itself."""
    rest = {name: row[name] for name in ("origin", "destination", "period", "measure", "reporter", "basis", "vintage")}
    amount = {"amount": row["amount"], "currency": row["amount_currency"]}
    return {**rest, "amount": amount, "source": {"key": row["source"]}}


def _building() -> Iterator[Case]:
    rows = list(_rows())
    nested, bare = [_nested(row) for row in rows], _bare()
    times = _COUNT // _DISTINCT
    gc.freeze()  # the rows are not what is measured
    yield Case(
        name="flows of 1,000,000 rows",
        against="cattrs, the same class without checks",
        ours=seconds(lambda: list(records_of(RemittanceFlow, chain.from_iterable(repeat(rows, times)))), calls=_COUNT),
        peer=seconds(lambda: bare(chain.from_iterable(repeat(nested, times))), calls=_COUNT),
        limit=1.5,
        rounds=5,
    )
    gc.unfreeze()


def _frame() -> pl.DataFrame:
    """Make up a bilateral table: months of all corridors between 214 countries, in no order."""
    chance = random.Random(1)  # noqa: S311 - figures to measure with
    codes = list(ca.reference.countries())[:214]
    corridors = [(one, other) for one in codes for other in codes if one != other]
    months = [f"{2022 + month // 12}-{1 + month % 12:02}" for month in range(_COUNT // len(corridors) + 1)]
    places = list(range(_COUNT))
    chance.shuffle(places)
    made = [corridors[place % len(corridors)] for place in places]
    columns: dict[str, list[Any]] = {
        "origin": [one for one, _ in made],
        "destination": [other for _, other in made],
        "period": [months[place // len(corridors)] for place in places],
        "measure": ["personal_remittances"] * _COUNT,
        "reporter": ["receiver"] * _COUNT,
        "basis": ["gross"] * _COUNT,
        "amount_currency": ["USD"] * _COUNT,
        "vintage": [""] * _COUNT,
    }
    amount = pl.Series("amount", [chance.randrange(10**9) for _ in range(_COUNT)]).cast(pl.Decimal(38, 2))
    return pl.DataFrame(columns).with_columns(amount)


def _adding_up() -> Iterator[Case]:
    frame = _frame()
    total = pl.col("amount").sum()
    gc.freeze()  # the frame is not what is measured
    yield Case(
        name="a corridor matrix of 1,000,000 rows, all columns of a flow",
        against="polars, group-by of what must not be mixed, periods counted",
        ours=seconds(lambda: corridor_matrix(frame)),
        peer=seconds(
            lambda: frame.group_by("origin", "destination", *_FOR_MIXING).agg(total, pl.col("period").n_unique())
        ),
        limit=1.2,
    )
    yield Case(
        name="the same",
        against="polars, group-by of origin and destination, whatever is added up",
        ours=seconds(lambda: corridor_matrix(frame)),
        peer=seconds(lambda: frame.group_by("origin", "destination").agg(total)),
        limit=None,
    )
    yield Case(
        name="the same, rows taken as parts of flows",
        against="polars, group-by of what must not be mixed",
        ours=seconds(lambda: corridor_matrix(frame, repeated=True)),
        peer=seconds(lambda: frame.group_by("origin", "destination", *_FOR_MIXING).agg(total)),
        limit=None,
    )
    yield Case(
        name="the same, rows taken as parts of flows",
        against="polars, group-by of origin and destination, whatever is added up",
        ours=seconds(lambda: corridor_matrix(frame, repeated=True)),
        peer=seconds(lambda: frame.group_by("origin", "destination").agg(total)),
        limit=None,
    )
    yield Case(
        name="the same, and every cell taken out",
        against="the same group-by, taken out as a dictionary",
        ours=seconds(lambda: corridor_matrix(frame).total),
        peer=seconds(lambda: _taken_out(frame.group_by("origin", "destination").agg(total))),
        limit=None,
        rounds=11,
    )
    gc.unfreeze()


def _taken_out(grouped: pl.DataFrame) -> dict[tuple[str, str], Decimal]:
    return {(origin, destination): amount for origin, destination, amount in grouped.iter_rows()}
