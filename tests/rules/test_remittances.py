"""Rules about remittances: what each of them finds, what it names as the cause, and what it lets pass."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from centralasia.datasets import remittance_flows as shipped_flows
from centralasia.money import Money
from centralasia.periods import period
from centralasia.records import evolve, to_row
from centralasia.reference import WORLD, country, currency
from centralasia.remittances import RemittanceFlow, cumulate_flows
from centralasia.rules import validate
from centralasia.rules.data import Context, Data
from centralasia.rules.hits import Told
from centralasia.rules.kinds import KINDS
from centralasia.rules.remittances import RULES
from centralasia.rules.remittances_gdp import LocalRates, own_currency
from centralasia.rules.remittances_series import cumulative_years
from centralasia.rules.validating import gathered
from centralasia.tables import matched, opened
from centralasia.testing import REMITTANCE_CORRUPTIONS, remittance_datasets, remittance_flows
from centralasia.validation import Problem, Report

TODAY = "2026-06-01"
USUAL = {
    "origin": "RU",
    "destination": "TJ",
    "period": "2023",
    "amount": "100000000",
    "amount_currency": "USD",
    "measure": "money_transfer_systems",
    "source": "made up",
}
ALL = {"origin": "W0", "measure": "personal_remittances"}
CODES = [rule.code for rule in RULES]

Row = dict[str, str]


def a_row(**cells: object) -> Row:
    return USUAL | {name: str(cell) for name, cell in cells.items()}


def months(*amounts: object, year: int = 2023, **cells: Any) -> list[Row]:
    """Make the rows of the first months of a year."""
    return [a_row(period=f"{year}-{month:02}", amount=each, **cells) for month, each in enumerate(amounts, 1)]


def years(*amounts: object, since: int = 2012, **cells: object) -> list[Row]:
    return [a_row(period=since + place, amount=each, **cells) for place, each in enumerate(amounts)]


def mn(*figures: float) -> list[str]:
    return [f"{Decimal(str(each)) * 1_000_000:.0f}" for each in figures]


def found(rows: Iterable[Mapping[str, str] | RemittanceFlow], code: str, **more: Any) -> list[Problem]:
    return list(validate(list(rows), "remittances", today=TODAY, only=[code], most=99, **more))


def rows_with(rows: Iterable[Mapping[str, str]], code: str, **more: Any) -> list[int | None]:
    return [each.row for each in found(rows, code, **more)]


def told(rows: list[Row], code: str, **more: Any) -> dict[int, Told]:
    """Hold one rule against rows, and give what it says with the changes, by the number of the row."""
    kind = KINDS["remittances"]
    source = opened(rows)
    data: Data = gathered(source, kind, matched(source.headers, kind.cls), constants={})
    context = Context(today=period("2026-06").start, more=more)
    [rule] = [each for each in RULES if each.code == code]
    return {
        row + 1: hits.tell(place) for hits in rule.check(data, context) for place, row in enumerate(hits.rows.tolist())
    }


class TestWrongSign:
    def test_the_minus_is_taken_off(self) -> None:
        said = told([a_row(), a_row(period=2022, amount="-5.50")], "wrong-sign")
        assert said[2].change == {"amount": Decimal("5.50")}
        assert "and no flow is less than nothing" in said[2].message

    @pytest.mark.parametrize(
        "rows",
        [
            [a_row(amount="-5", basis="net")],
            [a_row(amount="-5", basis="net"), a_row(period=2022, basis="gross")],
            [{**{key: cell for key, cell in a_row().items() if key != "amount"}, "amount_low": "5"}],
        ],
    )
    def test_a_net_flow_may_be_negative(self, rows: list[Row]) -> None:
        assert not rows_with(rows, "wrong-sign")

    def test_a_net_flow_is_inflow_less_outflow(self) -> None:
        both = [a_row(amount=100, destination="AM"), a_row(origin="AM", destination="RU", amount=30, reporter="sender")]
        net = a_row(destination="AM", basis="net", amount="-70")
        assert not told([*both, {**net, "amount": "70"}], "wrong-sign")
        assert not told([*both, {**net, "amount": "60"}], "wrong-sign")
        assert not told([both[0], net], "wrong-sign")
        said = told([*both, net], "wrong-sign")
        assert said[3].change == {"amount": Decimal(70)}
        assert said[3].message == "inflow 100 USD less outflow 30 USD is 70 USD, and the net flow is -70 USD"

    def test_of_an_estimate_no_change_is_known(self) -> None:
        both = [a_row(amount=100, destination="AM"), a_row(origin="AM", destination="RU", amount=30, reporter="sender")]
        net = a_row(destination="AM", basis="net", amount="-70", amount_low="-75", amount_high="-65")
        assert told([*both, {**net, "amount_qualifier": "range"}], "wrong-sign")[3].change is None


class TestCumulative:
    sums = mn(120, 246, 377, 505, 640, 773, 910)

    def test_all_but_the_first_are_told_and_relabelled(self) -> None:
        said = told(months(*self.sums), "cumulative-as-monthly")
        assert list(said) == [2, 3, 4, 5, 6, 7]
        assert said[7].change == {"period": period("2023-01/2023-07")}

    @pytest.mark.parametrize(
        "rows",
        [
            months(*sums[:5]),  # five may rise by chance
            months(*mn(120, 126, 131, 128, 135, 133)),
            months(*[*sums[:-1], "0"]),
            years(*mn(1, 3, 5, 8, 12, 17, 23)),
            [a_row(period=f"2023-01-{day:02}", amount=amount) for day, amount in enumerate(sums, 1)],
            [a_row(period=f"2023-Q{place}", amount=amount) for place, amount in enumerate(mn(1, 2, 3, 4), 1)],
            [a_row(period=f"2023-{month:02}", amount=amount) for month, amount in zip(range(3, 10), sums, strict=True)],
        ],
    )
    def test_what_is_no_sum_passes(self, rows: list[Row]) -> None:
        assert not rows_with(rows, "cumulative-as-monthly")

    def test_quarters_of_several_years_are_judged_together(self) -> None:
        rows = [
            a_row(period=f"{year}-Q{quarter}", amount=amount)
            for year in (2022, 2023)
            for quarter, amount in enumerate(mn(90, 200, 310, 400), 1)
        ]
        assert rows_with(rows, "cumulative-as-monthly") == [2, 3, 4, 6, 7, 8]

    def test_years_may_begin_in_another_month(self) -> None:
        rows = [
            a_row(period=f"2023-{month:02}", amount=each) for month, each in zip(range(4, 11), self.sums, strict=True)
        ]
        assert rows_with(rows, "cumulative-as-monthly", starts_month=4) == [2, 3, 4, 5, 6, 7]

    def test_a_month_that_is_there_twice_is_left_alone(self) -> None:
        rows = months(*self.sums)
        assert not rows_with([*rows, rows[-1]], "cumulative-as-monthly")

    def test_vintages_are_series_of_their_own(self) -> None:
        old, new = (months(*self.sums, vintage=vintage) for vintage in ("2024-01", "2024-06"))
        assert len(rows_with([*old, *new], "cumulative-as-monthly")) == 12

    def test_no_series_has_no_years(self) -> None:
        assert cumulative_years([]) == []


class TestMeasure:
    def test_the_first_flow_of_another_measure_is_told(self) -> None:
        rows = [*years(1, 2, 3), *years(4, 5, since=2015, measure="bank_transfers")]
        [problem] = found(rows, "measure-changed")
        assert (problem.row, problem.column, problem.value) == (4, "measure", "bank_transfers")
        assert problem.message.startswith("the series has bank transfers from 2015 on (4 USD), and money transfer")

    def test_going_back_is_no_other_change(self) -> None:
        rows = [*years(1, 2), *years(3, since=2014, measure="bank_transfers"), *years(4, since=2015)]
        assert rows_with(rows, "measure-changed") == [3]

    @pytest.mark.parametrize(
        "rows",
        [
            [*years(1, 2, 3), *years(1, 2, 3, measure="bank_transfers")],
            [*years(1, 2), *years(1, 2, 3, measure="bank_transfers")],
            [*years(1, 2), *years(3, since=2014, measure="bank_transfers", source="another")],
            [*years(1, 2), *months(3, measure="bank_transfers")],
        ],
    )
    def test_two_series_side_by_side_pass(self, rows: list[Row]) -> None:
        assert not rows_with(rows, "measure-changed")


class TestScale:
    usual = mn(100, 104, 111, 108, 115, 121, 118, 126)

    @pytest.mark.parametrize(("power", "size"), [(3, "1,000"), (-3, "1,000"), (6, "1,000,000"), (-9, "1,000,000,000")])
    @pytest.mark.parametrize("place", [0, 3, 7])
    def test_a_slip_among_neighbours(self, place: int, power: int, size: str) -> None:
        amounts = list(self.usual)
        amounts[place] = str(Decimal(amounts[place]).scaleb(power))
        said = told(years(*amounts, destination="KZ"), "scale-slip")
        assert list(said) == [place + 1]
        assert f"{size} times too {'large' if power > 0 else 'small'}" in str(said[place + 1].cause)
        assert said[place + 1].change == {"amount": Decimal(self.usual[place])}

    @pytest.mark.parametrize("wrong", [range(3), range(3, 7), range(6, 8)])
    def test_a_run_of_slips(self, wrong: range) -> None:
        amounts = [str(Decimal(each).scaleb(-3)) if place in wrong else each for place, each in enumerate(self.usual)]
        assert rows_with(years(*amounts), "scale-slip") == [place + 1 for place in wrong]

    @pytest.mark.parametrize(
        "amounts",
        [
            usual,
            mn(100, 90, 520, 480, 210, 190),  # a real crisis
            mn(1, 30, 2, 45, 1, 60, 3),  # nothing is usual
            mn(100, 100000, 100),  # too few
            mn(100, 101, 102, 3_000_000, 103, 99),  # no slip goes as far
            ["0", "0", *usual[:3]],
        ],
    )
    def test_what_varies_passes(self, amounts: list[str]) -> None:
        assert not rows_with(years(*amounts, destination="KZ"), "scale-slip")

    def test_a_year_of_sums_is_another_fault(self) -> None:
        rows = [*months(*mn(*[100] * 12), year=2022), *months(*mn(*range(100, 1300, 100)))]
        assert not [each for code in ("scale-slip", "currency-mislabelled") for each in rows_with(rows, code)]

    def test_published_figures_tell_where_no_series_does(self) -> None:
        [problem] = found([a_row(**ALL, amount="4634")], "scale-slip")
        assert "is far from 4,634,000,000 USD: published are 37.84458 % of GDP (DDF-WDI)" in problem.message
        assert problem.cause is not None
        assert problem.cause.startswith("1,000,000 times too small")

    def test_another_measure_is_only_held_against_decades(self) -> None:
        assert not rows_with([a_row(origin="W0", amount="15000000000")], "scale-slip")
        assert rows_with([a_row(origin="W0", amount="7000000000000")], "scale-slip") == [1]

    def test_a_series_that_is_wrong_throughout_is_told_throughout(self) -> None:
        rows = years("3.2e9", "3.7e9", "3.4e9", "2.3e9", "1.9e9", "2.2e9", since=2012, **ALL)
        plain = [{**row, "amount": str(int(Decimal(row["amount"])) // 1000)} for row in rows]
        plain[2] = rows[2] | {"amount": "3400000000"}
        assert rows_with(plain, "scale-slip") == [1, 2, 4, 5, 6]

    def test_no_flow_is_more_than_a_gdp(self) -> None:
        [problem] = found([a_row(period=2022, amount=3_200_000_000_000)], "scale-slip")
        assert problem.message.startswith(
            "3200000000000 USD in 2022 is more than the GDP of TJ in 2022, 10713525200.4 USD"
        )
        assert problem.cause is not None
        assert problem.cause.startswith("1,000 times too large")

    def test_a_rate_that_is_not_enough_is_no_cause(self) -> None:
        assert rows_with([a_row(period="2022-03", amount="99999999999999")], "scale-slip") == [1]

    @pytest.mark.parametrize(
        "cells",
        [
            {"amount": "9" * 30},  # by no power of ten
            {"amount": "1" * 20, "origin": "FR", "destination": "DE"},  # no GDP is known
            {"amount": "-5", "basis": "net"},
            {"amount": "1" * 20, "basis": "net"},
            {"amount": "1" * 20, "amount_currency": "EUR", "period": 1950},
            {"amount": "5000000", "destination": "W0"},
        ],
    )
    def test_what_cannot_be_told_passes(self, cells: Mapping[str, object]) -> None:
        assert not rows_with([a_row(**cells)], "scale-slip")

    def test_two_causes_are_told_where_both_would_do(self) -> None:
        said = told([a_row(origin="W0", destination="AM", amount="870000000000")], "currency-mislabelled")
        assert said[1].cause is not None
        assert said[1].cause.startswith("an amount in AMD or 1,000 times too large")
        assert said[1].change is None


class TestCurrency:
    @pytest.mark.parametrize(("place", "rate"), [(0, "8.55"), (3, "10.32"), (5, "11.03")])
    def test_local_money_among_dollars(self, place: int, rate: str) -> None:
        amounts = [Decimal(each) for each in mn(100, 104, 111, 108, 115, 121, 118)]
        amounts[place] *= Decimal(rate)
        said = told(years(*amounts, since=2017), "currency-mislabelled")
        assert list(said) == [place + 1]
        assert said[place + 1].change == {"amount_currency": currency("TJS")}
        assert said[place + 1].cause == "an amount in TJS"

    def test_dollars_among_local_money(self) -> None:
        amounts = [Decimal(each) for each in mn(1000, 1040, 1110, 1080, 1150, 1210, 1180)]
        amounts[3] /= Decimal("10.32")
        rows = years(*[round(each) for each in amounts], amount_currency="TJS", since=2017)
        assert [(each.row, each.cause) for each in found(rows, "currency-mislabelled")] == [(4, "an amount in USD")]

    def test_the_money_of_the_other_side(self) -> None:
        amounts = [Decimal(each) for each in mn(100, 104, 111, 108, 115, 121, 118)]
        amounts[3] *= Decimal("72.1")
        assert [each.cause for each in found(years(*amounts, since=2017), "currency-mislabelled")] == [
            "an amount in RUB"
        ]

    def test_a_small_rate_needs_a_quiet_series(self) -> None:
        quiet = mn(100, 101, 103, 102, 105, 104, 106, 105)
        quiet[4] = mn(105 * 3.22)[0]
        assert rows_with(years(*quiet, destination="GE", since=2017), "currency-mislabelled") == [5]
        loud = mn(100, 200, 90, 180, 85 * 3.1, 190, 95, 170)
        assert not rows_with(years(*loud, destination="GE", since=2017), "currency-mislabelled")

    def test_published_figures_tell_where_no_series_does(self) -> None:
        assert rows_with([a_row(**ALL, amount="50255000000")], "currency-mislabelled") == [1]
        assert not rows_with([a_row(**ALL, amount="50255000000", amount_currency="TJS")], "currency-mislabelled")

    def test_a_country_whose_money_is_the_dollar_is_never_mislabelled(self) -> None:
        rows = years(*mn(1, 1, 1, 30_000, 1, 1), origin="US", destination="EC")
        assert not [each for code in ("scale-slip", "currency-mislabelled") for each in rows_with(rows, code)]

    def test_the_world_has_no_money(self) -> None:
        assert own_currency(WORLD, period("2023")) is None

    def test_a_rate_of_a_year_before_will_do(self) -> None:
        rates = LocalRates(None)
        pair = currency("USD"), currency("TJS")
        assert rates.log(*pair, period("2026-03")) == rates.log(*pair, period("2024"))
        assert rates.log(*pair, period("1990")) is None
        assert rates.log(*pair, period("0001")) is None


class TestShareOfGdp:
    @pytest.mark.parametrize(
        ("amount", "cause"),
        [
            ("463375422230", "a share in percent that was taken for a fraction"),
            ("46337542", "a share in percent that was divided by 100 twice"),
            ("4633754", "thousands left out, or the like"),
            ("50255000000", "an amount in TJS that is labelled USD"),
            ("5700000000", "another measure, year or release, or a wrong figure"),
            ("0", "nothing, or a bound, where an amount should be"),
        ],
    )
    def test_the_cause_is_named(self, amount: str, cause: str) -> None:
        [problem] = found([a_row(**ALL, amount=amount)], "share-of-gdp")
        assert problem.cause == cause
        assert "of the GDP (WDI-2026-05)" in problem.message
        assert "of the GDP (WDI-2024-10-24)" in problem.message

    @pytest.mark.parametrize(
        "cells",
        [
            {"amount": "4634000000"},
            {"amount": "5050000000"},  # within a tenth
            {"amount": "50255000000", "amount_currency": "TJS"},
            {"amount": "5e9", "amount_currency": "XAU"},
            {"amount": "5000000", "origin": "RU"},
            {"amount": "5000000", "period": "2023-Q1"},
            {"amount": "5000000", "measure": "personal_transfers"},
            {"amount": "5", "reporter": "sender"},
            {"amount": "5", "basis": "net"},
            {"amount": "5", "destination": "TM"},
            {"amount": "5", "destination": "W0", "origin": "TJ"},
            {"amount": "5", "period": "2022/2023"},
            {"amount": "5", "measure": "bank_transfers"},
        ],
    )
    def test_what_fits_or_cannot_be_told_passes(self, cells: Mapping[str, object]) -> None:
        assert not rows_with([a_row(**(ALL | dict(cells)))], "share-of-gdp")

    def test_an_amount_in_local_money_is_not_labelled_wrongly(self) -> None:
        [problem] = found([a_row(**ALL, amount="5025500000", amount_currency="TJS")], "share-of-gdp")
        assert problem.cause == "another measure, year or release, or a wrong figure"

    def test_a_part_is_never_more_than_the_whole(self) -> None:
        [problem] = found([a_row(**(ALL | {"origin": "RU"}), period="2023-Q1", amount="9000000000")], "share-of-gdp")
        assert problem.message.endswith("for all of the year and from all origins")
        assert problem.cause == "more than the whole of which it is a part"

    def test_the_tolerance_can_be_given(self) -> None:
        row = a_row(**ALL, amount="4700000000")
        assert not rows_with([row], "share-of-gdp")
        assert rows_with([row], "share-of-gdp", tolerance="0.001") == [1]

    def test_shipped_flows_differ_where_the_claims_say(self) -> None:
        report = validate(list(shipped_flows()), "remittances", today=TODAY)
        assert dict(report.counts) == {"share-of-gdp": 2}
        assert [shipped_flows()[(each.row or 0) - 1].destination.alpha2 for each in report] == ["TJ", "TJ"]


class TestYear:
    def test_the_year_it_is_of(self) -> None:
        said = told([a_row(**ALL, amount="5345546873.55")], "year-shifted")
        assert said[1].change == {"period": period("2022")}

    @pytest.mark.parametrize("amount", ["5346000000", "6801890973", "2901000000"])
    def test_four_digits_are_enough(self, amount: str) -> None:
        is_known = amount != "2901000000"
        assert rows_with([a_row(**ALL, amount=amount)], "year-shifted") == ([1] if is_known else [])

    @pytest.mark.parametrize(
        "cells",
        [
            {"amount": "5300000000"},  # two digits
            {"amount": "4634000000"},
            {"amount": "5345546873.55", "origin": "RU"},
            {"amount": "5345546873.55", "amount_currency": "EUR"},
            {"amount": "5345546873.55", "destination": "TM"},
            {
                "amount": "5300000000",
                "amount_low": "5200000000",
                "amount_high": "5400000000",
                "amount_qualifier": "about",
            },
        ],
    )
    def test_what_cannot_be_told_passes(self, cells: Mapping[str, object]) -> None:
        assert not rows_with([a_row(**(ALL | dict(cells)))], "year-shifted")

    def test_an_estimate_may_be_narrow_enough(self) -> None:
        ends = {"amount": "5346000000", "amount_low": "5345500000", "amount_high": "5346500000"}
        assert rows_with([a_row(**ALL, **ends, amount_qualifier="range")], "year-shifted") == [1]

    def test_a_round_figure_that_was_published_so(self) -> None:
        assert rows_with([a_row(**ALL, destination="KG", period=2022, amount="2850000000")], "year-shifted") == [1]

    def test_a_long_figure_does_not_come_again(self) -> None:
        assert rows_with(years(123456, 123456, 99), "year-shifted") == [2]
        assert not rows_with(years(1234, 1234, 0, 0), "year-shifted")

    def test_the_published_one_of_two_is_right(self) -> None:
        rows = years("5345546873.55", "5345546873.55", since=2022, **ALL)
        assert rows_with(rows, "year-shifted") == [2]
        rows = years("4633754222.3", "4633754222.3", since=2022, **ALL)
        assert rows_with(rows, "year-shifted") == [1]

    def test_months_repeat_in_runs_of_three(self) -> None:
        before, same = months(11, 12, 13, 14, year=2022), months(11, 12, 13, 19)
        assert rows_with([*before, *same], "year-shifted") == [5, 6, 7]
        assert rows_with([*before, *months(11, 12, 13, 14)], "year-shifted") == [5, 6, 7, 8]
        assert not rows_with([*before, *months(11, 12, 19, 14)], "year-shifted")

    def test_the_first_year_of_all_has_none_before(self) -> None:
        assert not rows_with(months(5, year=1) and [a_row(period="0001-01")], "year-shifted")


class TestOrigin:
    russia = mn(120, 126, 131, 128, 135, 133)
    kazakhstan = mn(31, 32, 34, 33, 36, 35)

    def test_two_origins_with_each_others_amounts(self) -> None:
        one, other = list(self.russia), list(self.kazakhstan)
        one[2], other[2] = other[2], one[2]
        said = told([*months(*one), *months(*other, origin="KZ")], "origin-mixed-up")
        assert list(said) == [3, 9]
        assert said[3].change == {"amount": Decimal(self.russia[2])}
        assert said[3].cause == "the amounts of RU and KZ have changed places"

    def test_a_slip_of_both_is_no_exchange(self) -> None:
        one, other = list(self.russia), list(self.kazakhstan)
        one[2], other[2] = "9", "900000000000"
        assert not rows_with([*months(*one), *months(*other, origin="KZ")], "origin-mixed-up")

    def test_an_exchange_is_no_slip(self) -> None:
        korea = mn(11.1, 11.9, 12.0, 11.7, 12.2, 12.1)
        one, other = list(self.russia), list(korea)
        one[2], other[2] = other[2], one[2]
        rows = [*months(*one), *months(*other, origin="KR")]
        assert rows_with(rows, "origin-mixed-up") == [3, 9]
        assert not rows_with(rows, "currency-mislabelled")

    def test_the_amount_of_all_origins(self) -> None:
        total = a_row(origin="W0", amount=123456)
        rows = [total, a_row(amount=123456), a_row(origin="KZ", amount=999)]
        [problem] = found(rows, "origin-mixed-up")
        assert problem.row == 2
        assert problem.message == "123456 USD from RU is, to the digit, what row 1 has of all origins"
        assert not rows_with(rows[:2], "origin-mixed-up")  # the only origin there is

    def test_two_origins_with_one_amount(self) -> None:
        rows = [a_row(amount=123456), a_row(origin="KZ", amount=123456)]
        assert rows_with(rows, "origin-mixed-up") == [2]
        assert not rows_with([{**row, "amount": "1200000"} for row in rows], "origin-mixed-up")

    def test_the_one_far_from_its_neighbours_has_the_others(self) -> None:
        one, other = list(self.russia), list(self.kazakhstan)
        one[2] = other[2] = "34123456"
        assert rows_with([*months(*one), *months(*other, origin="KZ")], "origin-mixed-up") == [3]

    def test_estimates_are_not_compared_to_the_digit(self) -> None:
        about = {"amount": "123456", "amount_low": "123450", "amount_high": "123460", "amount_qualifier": "about"}
        assert not rows_with([a_row(**about), a_row(**about, origin="KZ")], "origin-mixed-up")


class TestMirror:
    received = mn(120, 126, 131, 128, 135, 133)
    sent = mn(118, 123, 129, 126, 132, 131)

    def rows(self, sent: list[str], **more: Any) -> list[Row]:
        return [*months(*self.received), *months(*sent, reporter="sender", **more)]

    def test_the_report_that_left_its_series_is_blamed(self) -> None:
        sent = [*self.sent[:3], "202000000", *self.sent[4:]]
        [problem] = found(self.rows(sent), "mirror-gap")
        assert problem.row == 10
        assert "1.578 times the other, and 1.016 times as a rule" in problem.message
        received = [*self.received[:3], "202000000", *self.received[4:]]
        assert rows_with([*months(*received), *months(*self.sent, reporter="sender")], "mirror-gap") == [4]

    def test_a_gap_that_is_always_there_is_told_once(self) -> None:
        assert not rows_with(self.rows(mn(100, 105, 108, 107, 110, 111)), "mirror-gap")
        [problem] = found(self.rows(mn(40, 42, 44, 42, 45, 44)), "mirror-gap")
        assert "times the other, as a rule" in problem.message

    @pytest.mark.parametrize(("amount", "times", "is_told"), [(45, 2, True), (60, 2, False), (60, 1.5, True)])
    def test_without_a_history_twice_as_much_is_told(self, amount: int, times: float, *, is_told: bool) -> None:
        rows = [a_row(amount=100), a_row(amount=amount, reporter="sender")]
        assert rows_with(rows, "mirror-gap", mirror_times=times) == ([2] if is_told else [])

    @pytest.mark.parametrize(
        "other",
        [
            a_row(amount=10, reporter="sender", amount_currency="EUR"),
            a_row(amount=10, reporter="sender", measure="bank_transfers"),
            a_row(amount=0, reporter="sender"),
            a_row(amount=10, amount_low=1, amount_high=200, amount_qualifier="about", reporter="sender"),
        ],
    )
    def test_what_cannot_be_compared_passes(self, other: Row) -> None:
        assert not rows_with([a_row(amount=100), other], "mirror-gap")

    def test_the_last_vintage_of_a_source_is_looked_at(self) -> None:
        old, new = (a_row(amount=amount, reporter="sender", vintage=v) for amount, v in ((10, "2024"), (99, "2025")))
        assert not rows_with([a_row(amount=100), old, new], "mirror-gap")
        assert not rows_with([a_row(amount=100), new, old], "mirror-gap")

    def test_three_sources_of_a_side_are_looked_at(self) -> None:
        many = [a_row(amount=10, reporter="sender", source=f"source {number}") for number in range(5)]
        assert rows_with([a_row(amount=100), *many], "mirror-gap") == [2, 3, 4]


class TestTotal:
    parts = (a_row(amount=99), a_row(origin="KZ", amount=31))

    @pytest.mark.parametrize(("total", "is_told"), [(130, False), (128, False), (127, True), (200, False)])
    def test_parts_are_no_more_than_rounding_above_the_total(self, total: int, *, is_told: bool) -> None:
        rows = [a_row(origin="W0", amount=total), *self.parts, a_row(origin="US", amount="0")]
        assert rows_with(rows, "parts-exceed-total") == ([1] if is_told else [])

    def test_the_largest_part_is_named(self) -> None:
        [problem] = found([a_row(origin="W0", amount=99), *self.parts], "parts-exceed-total")
        assert problem.message == (
            "2 origins add up to 130 USD in 2023, 31 USD more than the total of 99 USD; "
            "the largest is RU-TJ with 99 USD"
        )

    def test_totals_of_an_origin_have_destinations(self) -> None:
        rows = [a_row(destination="W0", amount=99), a_row(amount=99), a_row(destination="KG", amount=31)]
        [problem] = found(rows, "parts-exceed-total")
        assert problem.message.startswith("2 destinations add up to 130 USD")

    def test_parts_of_the_same_source_and_vintage_count(self) -> None:
        others = [{**row, "source": "another"} for row in self.parts]
        total = a_row(origin="W0", amount=99)
        assert rows_with([total, *others], "parts-exceed-total") == [1]
        assert not rows_with([total, a_row(amount=50), *others], "parts-exceed-total")
        twice = [{**row, "vintage": vintage} for row in self.parts for vintage in ("2024", "2025")]
        assert not rows_with([a_row(origin="W0", amount=130), *twice], "parts-exceed-total")

    def test_a_total_without_parts_passes(self) -> None:
        assert not rows_with([a_row(origin="W0", amount=99)], "parts-exceed-total")
        assert not rows_with(self.parts, "parts-exceed-total")

    def test_estimates_carry_their_own_bounds(self) -> None:
        about = {"amount": "99", "amount_low": "80", "amount_high": "135", "amount_qualifier": "about"}
        assert not rows_with([a_row(origin="W0", **about), *self.parts], "parts-exceed-total")


class TestLaws:
    @settings(max_examples=5)
    @given(remittance_datasets())
    def test_a_clean_data_set_has_no_finding(self, flows: tuple[RemittanceFlow, ...]) -> None:
        assert dict(validate(flows, "remittances", today=TODAY).counts) == {}

    @pytest.mark.parametrize("code", CODES)
    @settings(max_examples=4, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(data=st.data(), flows=remittance_datasets())
    def test_a_corrupted_one_has_that_of_its_name(
        self, code: str, data: st.DataObject, flows: tuple[RemittanceFlow, ...]
    ) -> None:
        corruption = REMITTANCE_CORRUPTIONS[code]
        given = corruption.taken(flows)
        if not any(corruption.way(given).choices(place) for place in range(len(given))):
            return
        wrong: Any = data.draw(corruption(flows))
        report: Report = validate(wrong.data, "remittances", today=TODAY, only=[code], most=999)
        assert {(each.row or 0) - 1 for each in report} & set(wrong.places)

    @settings(max_examples=12)
    @given(st.lists(remittance_flows(), max_size=12))
    def test_whatever_the_flows_there_is_a_report(self, flows: list[RemittanceFlow]) -> None:
        assert isinstance(validate(flows, "remittances", today=TODAY), Report)

    @settings(max_examples=4)
    @given(remittance_datasets(), st.randoms(use_true_random=False))
    def test_the_order_of_rows_changes_no_finding(self, flows: tuple[RemittanceFlow, ...], random: Any) -> None:
        wrong = [evolve(flow, amount=flow.amount * 1000) if place == 40 else flow for place, flow in enumerate(flows)]
        codes = {each.code for each in validate(wrong, "remittances", today=TODAY)}
        random.shuffle(wrong)
        assert {each.code for each in validate(wrong, "remittances", today=TODAY)} == codes

    def test_cumulated_flows_are_found_to_be_cumulative_when_they_are_labelled_as_months(self) -> None:
        flows = [RemittanceFlow(**_fields(row)) for row in months(*mn(120, 126, 131, 128, 135, 133))]
        sums = cumulate_flows(flows)
        rows = [{**to_row(total), "period": str(flow.period)} for flow, total in zip(flows, sums, strict=True)]
        assert rows_with(rows, "cumulative-as-monthly") == [2, 3, 4, 5, 6]
        assert not rows_with([to_row(total) for total in sums], "cumulative-as-monthly")


def _fields(row: Row) -> dict[str, Any]:
    rest = {name: cell for name, cell in row.items() if not name.startswith("amount")}
    return {**rest, "amount": Money.of(row["amount"], row["amount_currency"])}


def test_countries_are_known_by_their_statistics() -> None:
    assert country("TJ").currency("2023-01-01").code == "TJS"
