from datetime import date, timedelta
from typing import Any

import narwhals as nw
import pyarrow as pa
import pytest

from centralasia import ExactDay, ExchangeRate, LastKnown, NextKnown, Published, RateTable, currency
from centralasia.arrays.calendars import Question
from centralasia.engines.eager import Asked
from centralasia.engines.presence import Found
from centralasia.engines.spans import SHIFT, Kin, kin_of, spans_of, whole_calendar
from centralasia.numbers import Rounding
from centralasia.rates import RateKind
from centralasia.rates.policies import Policy
from centralasia.reference import Currency

USD = currency("USD")
FIRST = date(2024, 2, 26)


def rates(*codes: str, days: int = 10) -> RateTable:
    return RateTable.of(
        ExchangeRate(base="USD", quote=code, value=f"{number + 1}", on=FIRST + timedelta(number), source="made-up")
        for code in codes
        for number in range(days)
    )


def question(table: RateTable, policy: Policy = LastKnown(2), kind: RateKind | None = None) -> Question:  # noqa: B008 - frozen
    return Question(rates=table, policy=policy, kind=kind)


def found(source: str | Currency = "code", target: str | Currency = USD, *, has_days: bool = True) -> Found:
    keys = {"day": nw.col("day")} | ({"currency": nw.col("code")} if isinstance(source, str) else {})
    return Found(source, target, "day", keys, has_days=has_days, is_moment=False)


def asked(*details: Any) -> Asked:
    return Asked(
        amount="amount",
        currency="code",
        to="USD",
        on="day",
        name="converted",
        exact=False,
        rounding=Rounding.HALF_EVEN,
        places=None,
        details=details,
        locale=None,
    )


def cells_of(table: pa.Table, name: str) -> dict[tuple[Any, date], Any]:
    """What an engine finds for a currency and a day."""
    return {
        (row.get("currency"), date(1970, 1, 1) + timedelta((row["span"] << SHIFT) + place)): cell
        for row in table.to_pylist()
        for place, cell in enumerate(row[name])
        if cell is not None
    }


@pytest.mark.parametrize(
    ("policy", "before", "after"),
    [(LastKnown(2), 0, 2), (NextKnown(3), 3, 0), (ExactDay(), 0, 0), (Published(), 0, 0)],
)
def test_all_days_that_a_rate_can_answer_are_there(policy: Policy, before: int, after: int) -> None:
    calendar = whole_calendar(found(), asked(), question(rates("KZT"), policy))
    assert calendar is not None
    assert calendar.slots[0] == FIRST - timedelta(before)
    assert calendar.slots[-1] == FIRST + timedelta(9 + after)
    assert (calendar.legs[:-1, :-1] == 1).all()


@pytest.mark.parametrize(
    ("columns", "details", "policy", "kind"),
    [
        (found(target="to"), (), LastKnown(), None),
        (found(has_days=False), (), LastKnown(), None),
        (found(), ("high",), LastKnown(), None),
        (found(), (), LastKnown(skew=1), None),
        (found(), (), LastKnown(), RateKind.AVERAGE),
        (found(), (), LastKnown(3_000_000), None),
    ],
)
def test_what_must_be_looked_for_has_no_whole_calendar(
    columns: Found, details: tuple[str, ...], policy: Policy, kind: RateKind | None
) -> None:
    table = rates("KZT", "UZS", "KGS", "TJS")
    assert whole_calendar(columns, asked(*details), question(table, policy, kind)) is None


def test_a_policy_of_somebodys_own_has_none() -> None:
    class Mine:
        skew = None

        def pick(self, line: object, on: int) -> None: ...

    assert whole_calendar(found(), asked(), question(rates("KZT"), Mine())) is None


def test_spans_have_the_cells_of_the_calendar() -> None:
    calendar = whole_calendar(found(), asked(), question(rates("KZT", "UZS")))
    assert calendar is not None
    table = spans_of(calendar, found(), asked("rate", "rate_on", "age", "legs"))
    assert table.column_names == ["span", "currency", "factor", "rate_on", "age", "legs"]
    days = [FIRST + timedelta(number) for number in range(12)]
    assert {code for code, _ in cells_of(table, "factor")} == {"KZT", "UZS", "sum-coupon"}  # which has a legal ratio
    table = table.filter([code != "sum-coupon" for code in table["currency"].to_pylist()])
    expected = {(code, day): 1 / min(number + 1, 10) for code in ("KZT", "UZS") for number, day in enumerate(days)}
    assert cells_of(table, "factor") == expected
    assert cells_of(table, "rate_on")["UZS", days[11]] == days[9]
    assert cells_of(table, "age")["UZS", days[11]] == 2
    assert set(cells_of(table, "legs").values()) == {1}


def test_days_before_1970_have_spans_of_their_own() -> None:
    old = ExchangeRate(base="USD", quote="TRL", value="9", on="1969-12-31", source="made-up")
    new = ExchangeRate(base="USD", quote="TRL", value="10", on="1970-01-01", source="made-up")
    calendar = whole_calendar(found(), asked(), question(RateTable.of([old, new]), ExactDay()))
    assert calendar is not None
    table = spans_of(calendar, found(), asked())
    assert sorted(set(table["span"].to_pylist())) == [-1, 0]
    assert cells_of(table, "factor")["TRL", date(1969, 12, 31)] == 1 / 9
    assert cells_of(table, "factor")["TRL", date(1970, 1, 1)] == 1 / 10


def test_one_currency_for_all_rows_needs_no_key() -> None:
    columns = found(currency("KZT"))
    calendar = whole_calendar(columns, asked(), question(rates("KZT", "UZS")))
    assert calendar is not None
    table = spans_of(calendar, columns, asked())
    assert table.column_names == ["span", "factor"]
    assert len(cells_of(table, "factor")) == 12


def test_rates_of_periods_alone_make_no_spans() -> None:
    average = ExchangeRate(base="USD", quote="KZT", value="456.2", on="2023", kind=RateKind.AVERAGE, source="made-up")
    calendar = whole_calendar(found(), asked(), question(RateTable.of([average])))
    assert calendar is not None
    assert calendar.slots == []
    assert spans_of(calendar, found(), asked("age")).num_rows == 0


def test_old_money_is_kin_of_the_new() -> None:
    assert kin_of(USD, question(rates("KZT"))) == [Kin(USD, 1.0, 0)]
    manats = kin_of(currency("TMT"), question(rates("KZT")))
    assert {each.money.code: (each.factor, each.legs) for each in manats} == {"TMT": (1.0, 0), "TMM": (1 / 5000, 1)}
