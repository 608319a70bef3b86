from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given

from centralasia.datasets import DataSet, Project, Route
from centralasia.errors import InvalidValueError, UnknownCodeError
from centralasia.financing import DACSector
from centralasia.financing import dac_sectors as all_sectors
from centralasia.loans import DiscountRate
from centralasia.numbers import marks
from centralasia.quantities import Bridge, Condition
from centralasia.rates import Side
from centralasia.reference import Conflict, Country, Currency, Fact, Peg, countries, currency, pegs
from centralasia.reference import currencies as all_currencies
from centralasia.remittances import G20_GOAL, SDG_AVERAGE_GOAL, SDG_CORRIDOR_GOAL, CostGoal
from centralasia.testing import countries as any_country
from centralasia.testing import currencies, dac_sectors, days, locales, shipped
from centralasia.testing.reference import chosen, favouring_first, members, of_the_region, tender_on, with_minor_unit


@pytest.mark.parametrize("code", ["KZT", "TMM", "SUR", "UZS"])
def test_the_money_of_the_region_comes(code: str, reached: Callable[..., object]) -> None:
    reached(currencies(region=True), lambda each: each.code == code)


@pytest.mark.parametrize(
    "condition",
    [
        lambda each: each.minor_unit == 0,
        lambda each: each.minor_unit == 3,
        lambda each: each.minor_unit is None,
        lambda each: each.withdrawn is not None,
        lambda each: each.code == "ZWR",
    ],
)
def test_every_sort_of_currency_comes(condition: object, reached: Callable[..., object]) -> None:
    assert callable(condition)
    reached(currencies(), condition)


def test_money_without_a_code_comes_when_asked_for(reached: Callable[..., object]) -> None:
    reached(currencies(iso_only=False, region=True), lambda each: each.code == "sum-coupon")


def test_no_money_on_a_day_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="active_on must be a day on which such a currency was legal tender"):
        currencies(active_on="0500-01-01", region=True)


def test_active_on_is_a_day() -> None:
    with pytest.raises(InvalidValueError, match="active_on must be a day written YYYY-MM-DD, got '2024'"):
        currencies(active_on="2024")


@pytest.mark.parametrize("alpha2", ["KZ", "KG", "TJ", "TM", "UZ", "RU", "ZW"])
def test_every_country_comes(alpha2: str, reached: Callable[..., object]) -> None:
    reached(any_country(), lambda each: each.alpha2 == alpha2)


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        (None, None),
        ("KZT", ("KZT",)),
        (currency("KZT"), ("KZT",)),
        (["KZT", currency("USD"), "KZT"], ("KZT", "USD")),
    ],
)
def test_currencies_are_chosen(given_: list[Currency | str] | str | None, expected: tuple[str, ...] | None) -> None:
    assert chosen(given_) == (None if expected is None else tuple(map(currency, expected)))


def test_no_currency_is_no_choice() -> None:
    with pytest.raises(InvalidValueError, match="currencies must be at least one currency"):
        chosen([])
    with pytest.raises(UnknownCodeError, match="'KZR' is not in the table of currencies"):
        chosen(["KZR"])


@pytest.mark.parametrize(
    ("values", "expected"),
    [(None, tuple(Side)), ("bid", (Side.BID,)), ([Side.ASK, "bid", "ask"], (Side.ASK, Side.BID))],
)
def test_members_are_chosen(values: list[Side | str] | str | None, expected: tuple[Side, ...]) -> None:
    assert members(Side, values, "sides") == expected


@pytest.mark.parametrize("values", ["middle", [], ["bid", "offer"]])
def test_members_that_are_none(values: list[Side | str] | str) -> None:
    with pytest.raises(InvalidValueError, match="sides must be some of mid, bid, ask"):
        members(Side, values, "sides")


@pytest.mark.parametrize("row", pegs())
def test_every_shipped_row_comes(row: Peg, reached: Callable[..., object]) -> None:
    reached(shipped(Peg), lambda each: each is row)


def test_what_sources_disagree_on_comes(reached: Callable[..., object]) -> None:
    reached(shipped(Fact), lambda fact: fact.conflicts)
    reached(shipped(Fact), lambda fact: not fact.conflicts)
    reached(shipped(Conflict), lambda conflict: conflict.source == "CLDR")


@pytest.mark.parametrize("goal", [G20_GOAL, SDG_AVERAGE_GOAL, SDG_CORRIDOR_GOAL])
def test_every_goal_comes(goal: CostGoal, reached: Callable[..., object]) -> None:
    reached(shipped(CostGoal), lambda each: each is goal)


def test_rows_of_other_rooms_come(reached: Callable[..., object]) -> None:
    reached(shipped(Bridge), lambda bridge: (bridge.kind, bridge.name) == ("blend", "CPC"))
    reached(shipped(Condition), lambda condition: condition.code == "slaughter")
    reached(shipped(DiscountRate), lambda rate: rate.group is None)
    reached(shipped(Project), lambda project: project.candidates)
    reached(shipped(Route), lambda route: route.kind.value != "pipeline")
    reached(shipped(DataSet), lambda each: each.name == "oil_routes")


@pytest.mark.parametrize("cls", [int, type("Peg", (), {})])
def test_a_class_without_shipped_rows_is_refused(cls: type) -> None:
    with pytest.raises(InvalidValueError, match="cls must be one of Bridge, Candidate, Condition, Conflict, CostGoal"):
        shipped(cls)


@pytest.mark.parametrize(
    "condition",
    [
        lambda each: each.is_category,
        lambda each: each.is_withdrawn,
        lambda each: each.is_active("2010-06-01") is None,
        lambda each: each.code == "24050",
    ],
)
def test_every_sort_of_sector_comes(condition: object, reached: Callable[..., object]) -> None:
    reached(dac_sectors(), condition)


def test_sectors_are_active_on_a_day() -> None:
    with pytest.raises(InvalidValueError, match="active_on must be a day written YYYY-MM-DD, got '2024'"):
        dac_sectors(active_on="2024")


def test_the_first_are_favoured_and_the_last_come_too(reached: Callable[..., object]) -> None:
    reached(favouring_first(tuple(range(500))), lambda each: each == 499)
    assert of_the_region()[:5] == tuple(map(currency, ("KZT", "KGS", "TJS", "TMT", "UZS")))


class TestLaws:
    @given(currencies())
    def test_a_currency_has_a_code_of_iso_4217(self, each: Currency) -> None:
        assert each.is_iso
        assert all_currencies()[each.code] is each

    @given(currencies(active_on="2005-06-01"))
    def test_a_currency_active_on_a_day_was_tender_then(self, each: Currency) -> None:
        assert each.is_tender("2005-06-01")

    @given(currencies(region=True, active_on=date(1994, 6, 1)))
    def test_both_conditions_hold_at_once(self, each: Currency) -> None:
        assert each in of_the_region()
        assert each.is_tender("1994-06-01")

    @given(days())
    def test_tender_is_what_the_table_says(self, day: date) -> None:
        tender = {each for each in all_currencies().values() if each.is_tender(day)}
        assert set(tender_on(day, iso_only=False)) == tender
        assert set(tender_on(day)) == {each for each in tender if each.is_iso}

    @given(any_country())
    def test_a_country_is_in_the_table(self, each: Country) -> None:
        assert countries()[each.alpha2] is each

    @given(dac_sectors(active_on="2010-06-01"))
    def test_a_sector_active_on_a_day_was_in_use_then(self, each: DACSector) -> None:
        assert each.is_active("2010-06-01")
        assert all_sectors()[each.code] is each

    @given(locales())
    def test_a_locale_says_how_numbers_are_written(self, locale: str) -> None:
        assert marks(locale).decimal

    def test_what_has_a_minor_unit_is_money_with_a_code(self) -> None:
        assert all(each.is_iso and each.minor_unit is not None for each in with_minor_unit())
