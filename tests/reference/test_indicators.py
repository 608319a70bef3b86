from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, InvalidValueError, UnknownCodeError, WrongTypeError
from centralasia.periods import period
from centralasia.reference import Indicator, ObservationStatus, country, currency, indicator, indicators, vintages
from centralasia.reference.sources import table

TM_2010 = "'2010' is not in the table of periods of BX.TRF.PWKR.CD.DT of TM"


@pytest.mark.parametrize(
    ("code", "of", "year", "value", "unit"),
    [
        ("PA.NUS.FCRF", "KZ", 2023, "456.165", "KZT per USD"),
        ("PA.NUS.FCRF", "TM", 2001, "5200", "TMM per USD"),
        ("NY.GDP.MKTP.CD", "KAZ", "2023", "261840101059.92", "current USD"),
        ("BX.TRF.PWKR.CD.DT", "ARM", 2000, "182160000", "current USD"),
        ("official-peg", "TM", 2010, "2.85", "TMT per USD"),
    ],
)
def test_observations(code: str, of: str, year: int | str, value: str, unit: str) -> None:
    found = indicator(code, of, year)
    assert (found.value, found.unit, found.country) == (Decimal(value), unit, country(of))
    assert found is indicator(code, country(of), period(str(year)))
    assert found.status is ObservationStatus.NORMAL


def test_the_latest_vintage_answers_and_says_which_it_is() -> None:
    latest, earlier = vintages("NY.GDP.MKTP.CD", "UZ", 2023)
    assert (latest.vintage, earlier.vintage) == ("WDI-2026-05", "WDI-2024-10-24")
    assert indicator("NY.GDP.MKTP.CD", "UZ", 2023) is latest
    assert indicator("NY.GDP.MKTP.CD", "UZ", 2023, vintage="WDI-2024-10-24") is earlier
    assert indicator("NY.GDP.MKTP.CD", "UZ", 2023, vintage="2024-10-24") is earlier
    assert latest.value != earlier.value


def test_a_vintage_without_a_day_is_found_by_its_name() -> None:
    found = indicator("BX.TRF.PWKR.DT.GD.ZS", "TJ", 2010, vintage="DDF-WDI")
    assert found.released is None
    assert indicator("BX.TRF.PWKR.DT.GD.ZS", "TJ", 2010) is found


def test_an_unknown_vintage_is_refused_with_what_there_is() -> None:
    with pytest.raises(UnknownCodeError) as caught:
        indicator("NY.GDP.MKTP.CD", "UZB", 2023, vintage="WDI-2024")
    assert caught.value.table == "vintages of NY.GDP.MKTP.CD of UZ in 2023"
    assert "WDI-2024-10-24" in caught.value.near
    with pytest.raises(UnknownCodeError, match=r"known are WDI-2026-05, WDI-2024-10-24$"):
        indicator("NY.GDP.MKTP.CD", "UZ", 2023, vintage="2024")
    with pytest.raises(UnknownCodeError, match=r"is not in the table of vintages.*known are .*WDI-2025-07-01"):
        indicators(vintage="WDI-1066")


@pytest.mark.parametrize(
    ("code", "of", "when", "message"),
    [
        (
            "PA.NUS.FCRF",
            "TM",
            2010,
            "'2010' is not in the table of periods of PA.NUS.FCRF of TM; known are 2000 to 2001, 2 periods",
        ),
        (
            "PA.NUS.FCRF",
            "US",
            2010,
            "'2010' is not in the table of periods of PA.NUS.FCRF of US; none is known of this country",
        ),
        ("PA.NUS.FCRX", "KZ", 2010, "'PA.NUS.FCRX' is not in the table of indicators; did you mean 'PA.NUS.FCRF'?"),
        ("PA.NUS.FCRF", "kz", 2010, "'kz' is not in the table of countries; did you mean 'KZ'?"),
        (
            "PA.NUS.FCRF",
            "KZ",
            "2023-Q1",
            "'2023-Q1' is not in the table of periods of PA.NUS.FCRF of KZ; known are 2000 to 2024, 25 periods",
        ),
        (
            "BX.TRF.PWKR.CD.DT",
            "TM",
            2010,
            f"{TM_2010}; none is known of this country; WDI-2025-07-01 prints 0 for want of a report",
        ),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(code: str, of: str, when: int | str, message: str) -> None:
    for ask in (indicator, vintages):
        with pytest.raises(UnknownCodeError) as caught:
            ask(code, of, when)
        assert str(caught.value) == message


@pytest.mark.parametrize("year", [True, 2023.0, None, b"2023"])
def test_a_period_is_a_period_a_text_or_a_year(year: object) -> None:
    with pytest.raises(WrongTypeError, match="period must be a period, its text, or a year"):
        indicator("PA.NUS.FCRF", "KZ", year)  # type: ignore[arg-type]  # what is refused


@pytest.mark.parametrize("year", [0, -1, 10_000, 10**5000], ids=["0", "-1", "10000", "huge"])
def test_a_year_is_in_the_calendar(year: int) -> None:
    with pytest.raises(InvalidValueError, match="period must be a year from 1 to 9999"):
        indicator("PA.NUS.FCRF", "KZ", year)


def test_observations_are_chosen_by_indicator_country_and_vintage() -> None:
    rates = indicators("PA.NUS.FCRF")
    assert len(rates) == 189
    assert {each.country.alpha2 for each in rates} == {"KZ", "KG", "TJ", "TM", "UZ", "RU", "AM", "AZ", "GE"}
    assert [each.unit for each in indicators("PA.NUS.FCRF", country="TKM")] == ["TMM per USD"] * 2
    assert {each.vintage for each in indicators("NY.GDP.MKTP.CD")} == {"WDI-2026-05"}
    assert len(indicators("NY.GDP.MKTP.CD", vintage="WDI-2024-10-24")) == 21
    assert indicators("NY.GDP.MKTP.CD", vintage="2024-10-24") == indicators("NY.GDP.MKTP.CD", vintage="WDI-2024-10-24")
    assert indicators(country="US") == ()
    with pytest.raises(UnknownCodeError, match=r"did you mean 'PA\.NUS\.FCRF'"):
        indicators("PA.NUS.FCRX")


def test_means_of_a_free_feed_say_so() -> None:
    (row,) = indicators("daily-feed-mean", country="GE", vintage="vemines")[2:3]
    assert row.certainty.value == "derived"
    assert "calendar days" in row.note


class TestLaws:
    def test_a_zero_for_want_of_a_report_is_no_value(self) -> None:
        assert all(each.value > 0 for each in table(Indicator, "indicators"))

    def test_a_rate_names_its_two_currencies(self) -> None:
        for each in indicators():
            if each.indicator in {"PA.NUS.FCRF", "daily-feed-mean", "official-peg"}:
                money, per = each.unit.split(" per ")
                assert currency(money).is_valid(each.period.end) or each.note.startswith("restated")
                assert per == "USD"

    def test_every_observation_is_found_by_its_key(self) -> None:
        for each in table(Indicator, "indicators"):
            assert indicator(each.indicator, each.country, each.period, vintage=each.vintage) is each

    def test_the_latest_vintages_are_one_for_each_period(self) -> None:
        keys = [(each.indicator, each.country, each.period) for each in indicators()]
        assert len(keys) == len(set(keys))
        assert set(keys) == {(each.indicator, each.country, each.period) for each in table(Indicator, "indicators")}

    @given(st.text(), st.text(), st.one_of(st.text(), st.integers(), st.floats(), st.none()))
    def test_garbage_raises_only_our_errors(self, code: str, of: str, when: object) -> None:
        with pytest.raises(CentralAsiaError):
            indicator(code, of, when)  # type: ignore[arg-type]  # garbage
        with pytest.raises(CentralAsiaError):
            indicator("PA.NUS.FCRF", "QQ", when)  # type: ignore[arg-type]  # garbage
