import pytest

from centralasia.claims import Claim, check_claim, check_fold, check_share, check_sum
from centralasia.datasets import (
    farm_deals,
    farm_statements,
    farm_targets,
    farm_trade_flows,
    grain_flows,
    trade_measures,
)
from centralasia.money import Money, MoneyEstimate, as_money_estimate
from centralasia.numbers import Estimate
from centralasia.rates import convert_estimate
from centralasia.reference import country
from centralasia.series import annualise, growth
from centralasia.trade import (
    DealKind,
    MeasureKind,
    Target,
    TradeMeasure,
    deals_against_flows,
    find_measures,
    flow_before,
    target_progress,
    total_of_deals,
)


def target(title: str) -> Target:
    return next(each for each in farm_targets() if each.title == title)


def said(key: str, subject: str = "trade", period: str = "") -> Claim:
    return next(
        each
        for each in farm_statements()
        if (each.source.key, each.subject.value) == (key, subject)
        and (not period or (each.period is not None and str(each.period) == period))
    )


def amount_of(claim: Claim) -> MoneyEstimate:
    assert claim.amount is not None
    return as_money_estimate(claim.amount)


def test_the_poultry_is_a_tenth_of_the_thousand_million_and_not_added_to_it() -> None:
    deals = total_of_deals(farm_deals())
    assert deals.amount == Money.of(1_000_000_000, "USD")
    assert [each.title for each in deals.included] == ["poultry, Aitas"]
    framework, poultry = farm_deals()
    assert (framework.kind, poultry.kind) == (DealKind.FRAMEWORK, DealKind.CONTRACT)
    assert {str(each.signed) for each in farm_deals()} == {"2024-11-30"}
    assert check_share(Money.of(10**8, "USD"), Money.of(10**9, "USD"), stated="0.1").ok


def test_signed_is_not_shipped() -> None:
    compared = deals_against_flows(farm_deals(), farm_trade_flows(), over="2024")
    assert compared.plans.signed.amount == Money.of(1_000_000_000, "USD")
    assert compared.everything.shipped is not None
    assert as_money_estimate(compared.everything.shipped).contains(Money.of(460_000_000, "USD"))  # type: ignore[arg-type]  # values were asked for


def test_grain_of_2022_was_243_to_266_thousand_tonnes() -> None:
    times = said("S-KZ-CN1", "exports", "2023").fold
    assert times is not None
    before = flow_before(grain_flows()[0], times)
    assert str(before.period) == "2022"
    assert before.quantity is not None
    assert f"{before.quantity.estimate.low:.3f} to {before.quantity.estimate.high:.3f}" == "0.243 to 0.266"


def test_nine_months_of_grain_are_a_pace_of_1467_thousand_tonnes_a_year() -> None:
    year, months = grain_flows()
    assert year.quantity is not None
    assert months.quantity is not None
    pace = annualise(months.quantity, months.period)
    assert f"{pace.estimate.best:.3f}" == "1.467"
    change = growth(year.quantity.estimate, pace.estimate)
    assert isinstance(change, Estimate)
    assert change.contains("0.048")


def test_the_goal_of_grain_needs_nine_hundred_thousand_tonnes_in_a_quarter_if_meant_for_2024() -> None:
    goal = target("grain to China")
    assert goal.by is None
    progress = target_progress(goal, grain_flows()[1])
    assert progress.remaining is not None
    assert progress.remaining.needed.estimate.contains("0.9")
    assert "the goal has no date" in progress.explain()


def test_exports_have_to_grow_by_13_percent_a_year() -> None:
    needed = target("farm exports, plan of 2024").required_growth()
    assert isinstance(needed, Estimate)
    assert needed.contains("0.131")
    times = target("farm exports, plan of 2024").fold()
    assert isinstance(times, Estimate)
    assert times.contains("1.852")


def test_the_plan_of_2023_was_no_tripling() -> None:
    assert check_fold("3.5", "9.9", stated="3.0").facts["verdict"] == "inconsistent"
    assert check_fold("3.5", "9.9", stated="2.83").ok


def test_the_half_year_adds_up() -> None:
    parts = [each.value for each in farm_trade_flows() if each.value is not None]
    whole = said("S-KZ-CN2", period="2024-S1").amount
    assert whole is not None
    assert check_sum(parts, stated=whole).facts["verdict"] == "consistent"


@pytest.mark.parametrize(
    ("key", "period", "year", "billions"),
    [("S-KZ-AG1", "2022", "2022", "20.2"), ("S-KZ-AG3", "2024", "2024", "17.6")],
)
def test_farm_output_in_dollars_is_that_of_the_average_rate(key: str, period: str, year: str, billions: str) -> None:
    dollars = convert_estimate(amount_of(said(key, "output", period)), "USD", on=year).estimate
    assert dollars.meets(Estimate.printed(billions) * 10**9)


def test_about_twenty_thousand_million_fits_2022_and_not_2024() -> None:
    page = amount_of(said("S-TCA1", "output")).estimate
    years = {year: amount_of(said(key, "output", year)) for key, year in (("S-KZ-AG1", "2022"), ("S-KZ-AG3", "2024"))}
    fits = {year: convert_estimate(each, "USD", on=year).estimate.meets(page) for year, each in years.items()}
    assert fits == {"2022": True, "2024": False}


@pytest.mark.parametrize(("key", "period", "code"), [("S-KZ-CN3", "2024-01/2024-09", "claim-exceeds-gdp")])
def test_a_page_with_slips_of_unit_is_caught(key: str, period: str, code: str) -> None:
    report = check_claim(said(key, period=period), flows=farm_statements())
    assert code in {problem.code for problem in report}
    tenge = amount_of(said("S-KZ-CN3", period="2013"))
    dollars = amount_of(said("S-KZ-CN2", period="2023"))
    assert tenge.currency is not dollars.currency


def measure(product: str, imposer: str = "RU") -> TradeMeasure:
    return next(
        each for each in trade_measures() if (each.imposer.alpha2, each.product[: len(product)]) == (imposer, product)
    )


@pytest.mark.parametrize(
    ("product", "imposer", "on", "in_force"),
    [
        ("wheat, lentils", "RU", "2024-10-16", False),
        ("wheat, lentils", "RU", "2024-10-17", None),
        ("farm goods", "RU", "2024-10-17", None),
        ("cut flowers", "RU", "2024-10-20", False),
        ("wheat, by all", "KZ", "2024-08-21", True),
        ("wheat, by all", "KZ", "2025-01-01", False),
        ("wheat", "KZ", "2024-04-11", False),
        ("goods on its lists", "EU", "2024-11-30", None),
    ],
)
def test_a_measure_is_in_force_only_where_the_days_are_known(
    product: str, imposer: str, on: str, *, in_force: bool | None
) -> None:
    assert measure(product, imposer).is_in_force(on) is in_force


def test_no_day_is_made_up() -> None:
    unknown = {(each.imposer.alpha2, each.product) for each in trade_measures() if each.valid_from is None}
    assert unknown == {
        ("RU", "farm goods"),
        ("EU", "goods on its lists"),
        ("GB", "goods on its lists"),
        ("US", "goods on its lists"),
        ("GB", "named companies of Kazakhstan"),
    }


def test_kazakhstan_has_no_sanction_on_russia() -> None:
    russia = country("RU")
    sanctions = [each for each in trade_measures() if each.kind is MeasureKind.SANCTION]
    assert {each.imposer.alpha2 for each in sanctions if each.target is russia} == {"EU", "GB", "US"}
    assert not [each for each in sanctions if each.imposer.alpha2 == "KZ"]


def test_wheat_from_kazakhstan_to_russia_is_found_as_not_known_after_october() -> None:
    before = find_measures(trade_measures(), "1001", importer="RU", exporter="KZ", on="2024-09-30")
    after = find_measures(trade_measures(), "1001", importer="RU", exporter="KZ", on="2024-11-30")
    assert not before.in_force
    assert "wheat, lentils and linseed" in {each.product for each in after.not_known}
    assert "wheat, lentils and linseed" not in {each.product for each in before.not_known}
