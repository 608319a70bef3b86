import pytest

from centralasia.claims import Claim, check_claim, check_share, check_sum
from centralasia.datasets import remittance_flows, remittance_reports, remittance_statements
from centralasia.money import add_up, as_money_estimate
from centralasia.numbers import Estimate
from centralasia.rates import convert_estimate
from centralasia.reference import WORLD, Certainty
from centralasia.remittances import RemittanceFlow, net_flow
from centralasia.validation import Report


def statement(about: str) -> Claim:
    return next(each for each in remittance_statements() if each.about.alpha2 == about)


def checked(about: str, years_around: int = 3) -> Report:
    return check_claim(statement(about), flows=remittance_flows(), years_around=years_around)


def report_of(about: str, key: str, period: str, counterpart: str = "W0") -> Report:
    claim = next(
        each
        for each in remittance_reports()
        if (each.about.alpha2, each.source.key, str(each.period), each.counterpart.alpha2)
        == (about, key, period, counterpart)
        and each.subject.is_remittances
    )
    return check_claim(claim, flows=remittance_flows())


def flow(corridor: str, period: str, basis: str = "gross") -> RemittanceFlow:
    return next(
        each
        for each in remittance_flows()
        if str(each.corridor) == corridor and str(each.period) == period and each.basis == basis
    )


def estimate(corridor: str, period: str, basis: str = "gross") -> Estimate:
    return as_money_estimate(flow(corridor, period, basis).amount).estimate


def test_all_five_statements_are_of_one_speaker_one_year_and_one_origin() -> None:
    assert [each.about.alpha2 for each in remittance_statements()] == ["AM", "GE", "KG", "TJ", "UZ"]
    for each in remittance_statements():
        assert (str(each.period), each.counterpart.alpha2, each.source.key) == ("2023", "RU", "S-TCA1")
        assert each.measure is None


def test_tajikistan_is_consistent_but_of_all_origins_and_revised() -> None:
    report = checked("TJ")
    assert report.facts["share"] == "consistent"
    assert report.facts["verdict"] == "belongs to another origin or measure"
    assert report.facts["origins"] == ("W0",)
    assert [problem.code for problem in report] == ["claim-consistent", "claim-other-origin", "claim-revised"]


def test_kyrgyzstan_is_stale() -> None:
    report = checked("KG", years_around=6)
    assert report.facts["verdict"] == "belongs to another year"
    assert report.facts["years"] == ("2017", "2018", "2020", "2021")


def test_uzbekistan_is_consistent_only_with_the_later_gdp_and_the_amount_is_that_of_2022() -> None:
    report = checked("UZ")
    assert report.facts["share"] == "consistent only with vintage WDI-2026-05"
    assert report.facts["amount"] == "belongs to another year"
    assert report.facts["years"] == ("2022",)


def test_georgia_is_true_of_2022() -> None:
    report = checked("GE")
    assert report.facts["verdict"] == "belongs to another year"
    assert report.facts["years"] == ("2022",)


def test_armenia_holds_as_bank_transfers_only() -> None:
    report = checked("AM")
    assert report.facts["measures"] == ("bank_transfers",)
    assert [problem.code for problem in report] == ["claim-other-measure"]


@pytest.mark.parametrize(
    ("about", "key", "period", "counterpart", "aspect", "verdict"),
    [
        ("UZ", "S-REM-UZ3", "2024-01/2024-09", "W0", "growth", "inconsistent"),
        ("UZ", "S-REM-UZ3", "2024-01/2024-09", "RU", "share", "consistent"),
        ("UZ", "S-REM-UZ4", "2024-S1", "RU", "share", "consistent"),
        ("UZ", "S-REM-UZ5", "2023", "RU", "share", "consistent"),
        ("UZ", "S-REM-UZ6", "2024", "W0", "growth", "consistent"),
        ("UZ", "S-REM-WB1", "2024", "W0", "share", "consistent"),
        ("GE", "S-REM-GE1", "2022", "RU", "share", "consistent"),
        ("GE", "S-REM-GE1", "2022-12", "RU", "share", "inconsistent"),
        ("GE", "S-REM-GE3", "2023-09", "RU", "share", "consistent"),
        ("AM", "S-REM-AM2", "2023", "W0", "growth", "consistent"),
        ("TJ", "S-REM-TJ1", "2023", "W0", "growth", "consistent"),
        ("TJ", "S-REM-TJ1", "2023", "W0", "share", "inconsistent"),
        ("KG", "S-REM-KG1", "2024", "W0", "share", "belongs to another year"),
    ],
)
def test_what_institutions_reported_is_right_or_wrong(
    about: str, key: str, period: str, counterpart: str, aspect: str, verdict: str
) -> None:
    assert report_of(about, key, period, counterpart).facts[aspect] == verdict


def test_the_net_inflow_of_armenia_is_no_four_percent_of_its_gdp() -> None:
    claim = next(each for each in remittance_reports() if not each.subject.is_remittances)
    assert check_claim(claim).facts["share"] == "inconsistent"


def test_the_share_of_russia_in_georgia_fits_in_the_year_and_not_in_december() -> None:
    assert check_share(estimate("RU-GE", "2022"), Estimate.printed("4.373") * 10**9, stated="0.4729").ok
    assert check_share(estimate("RU-GE", "2022-12"), estimate("W0-GE", "2022-12"), stated="0.593").ok


def test_the_known_months_of_georgia_make_a_thousand_million_and_bound_the_year() -> None:
    known = ["2023-Q1", "2023-06", "2023-07", "2023-08", "2023-09"]
    total = sum((estimate("RU-GE", each) for each in known), Estimate.exactly(0))
    assert total.contains(1_001_300_000)
    most = total + estimate("RU-GE", "2023-03") * 2 + estimate("RU-GE", "2023-09") * 3
    assert most.contains(1_627_000_000)
    assert estimate("RU-GE", "2023").meets(most)
    assert estimate("RU-GE", "2023").high <= 1_630_000_000


def test_the_origins_of_armenia_leave_nothing_for_others() -> None:
    parts = [estimate(f"{origin}-AM", "2023") for origin in ("RU", "US", "CH", "DE", "GB")]
    assert sum(parts, Estimate.exactly(0)).contains(5_683_000_000)
    assert check_sum(parts, stated=estimate("W0-AM", "2023")).facts["verdict"] == "consistent"


def test_net_flows_are_what_inflows_and_outflows_leave() -> None:
    for country in ("AM", "KG"):
        net = net_flow(flow(f"W0-{country}", "2023"), flow(f"{country}-W0", "2023"))
        assert as_money_estimate(net.amount).estimate.meets(estimate(f"W0-{country}", "2023", "net"))


def test_what_is_derived_agrees_with_what_it_is_derived_from() -> None:
    derived = [each for each in remittance_flows() if each.source.certainty is Certainty.DERIVED]
    assert {str(each.corridor) for each in derived} == {"RU-GE", "RU-UZ", "W0-UZ"}
    year = estimate("W0-UZ", "2024") / (1 + Estimate.nearly("0.30"))
    assert year.meets(estimate("W0-UZ", "2023"))
    assert (year * Estimate.printed("0.78")).meets(estimate("RU-UZ", "2023"))
    assert (estimate("RU-GE", "2023-07") / (1 - Estimate.printed("0.429"))).meets(estimate("RU-GE", "2023-06"))


def test_no_part_is_above_its_total() -> None:
    totals = {
        (each.destination, each.period, each.measure): each.amount
        for each in remittance_flows()
        if each.origin is WORLD and each.basis == "gross"
    }
    for each in remittance_flows():
        whole = totals.get((each.destination, each.period, each.measure))
        if whole is not None and each.basis == "gross":
            assert as_money_estimate(each.amount).estimate.low <= as_money_estimate(whole).estimate.high


def test_flows_add_up_and_convert_at_the_average_of_the_year() -> None:
    named = [flow(f"{origin}-UZ", "2024-01/2024-09") for origin in ("RU", "KZ", "KR", "US", "TR", "GB", "PL")]
    total = as_money_estimate(add_up(each.amount for each in named)).estimate
    assert total.contains(10_642_000_000)
    assert total.high <= estimate("W0-UZ", "2024-01/2024-09").high
    somoni = convert_estimate(flow("W0-TJ", "2023").amount, "TJS", on="2023")
    assert somoni.estimate.contains(61_813_792_500)
