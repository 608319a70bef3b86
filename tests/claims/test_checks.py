"""Claims of a news page and of its neighbours, against the figures that ship and flows given as records."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.claims import Claim, Denominator, Subject, check_claim, check_claims
from centralasia.claims.evidence import Evidence
from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.money import Money, MoneyEstimate
from centralasia.numbers import Estimate
from centralasia.quantities import Quantity
from centralasia.rates import ExchangeRate, RateTable
from centralasia.records import evolve
from centralasia.reference import Source, indicator, indicators, vintages
from centralasia.remittances import RemittanceFlow
from centralasia.testing import claims
from centralasia.validation import Report, Severity

RECEIVED = Subject.REMITTANCES_RECEIVED


def billions(figure: Estimate | str, currency: str = "USD") -> MoneyEstimate:
    estimate = figure if isinstance(figure, Estimate) else Estimate.printed(figure)
    return MoneyEstimate.of(estimate * 10**9, currency)


def a_claim(about: str = "TJ", subject: Subject | str = RECEIVED, **fields: Any) -> Claim:
    return Claim(**{"about": about, "subject": subject, "period": "2023", "source": "a news page", **fields})


def a_flow(
    destination: str, period: str, figure: Estimate | str, origin: str = "RU", measure: str = "money_transfer_systems"
) -> RemittanceFlow:
    return RemittanceFlow(
        origin=origin,
        destination=destination,
        period=period,
        amount=billions(figure),
        measure=measure,
        source="a central bank",
    )


def codes_of(report: Report, column: str) -> list[str]:
    return [problem.code for problem in report if problem.column == column]


def the_message(report: Report, code: str) -> str:
    (problem,) = [problem for problem in report if problem.code == code]
    return problem.message


TAJIKISTAN = a_claim(counterpart="RU", amount=billions("5.7"), share=Estimate.nearly("0.5"), denominator="gdp")
QUOTED_2024 = RemittanceFlow(
    origin="W0",
    destination="TJ",
    period="2023",
    amount=billions("5.7"),
    measure="personal remittances",
    source=Source(key="S-REM-TJ1", publisher="Asian Development Bank", day=date(2024, 4, 11)),
)
KYRGYZSTAN = a_claim("KG", counterpart="RU", share=Estimate.about("0.333"), denominator="gdp")
UZBEKISTAN = a_claim(
    "UZ",
    counterpart="RU",
    amount=billions(Estimate.over("14.5")),
    share=Estimate.between("0.12", "0.15"),
    denominator="gdp",
)
GEORGIA = a_claim("GE", counterpart="RU", amount=billions(Estimate.over(2)))
ARMENIA = a_claim("AM", counterpart="RU", amount=billions(Estimate.over(3)))
FROM_RUSSIA: tuple[Evidence, ...] = (
    a_flow("UZ", "2022", "14.5"),
    a_flow("GE", "2022", "2.068"),
    a_flow("GE", "2023", Estimate.at_most("1.63")),
    a_flow("AM", "2022", "3.6", measure="bank_transfers"),
    a_flow("AM", "2023", "4.7", measure="bank_transfers"),
    QUOTED_2024,
)


class TestRemittancesOf2023:
    def test_the_share_of_tajikistan_fits_its_gdp_in_both_vintages(self) -> None:
        report = check_claim(TAJIKISTAN, flows=FROM_RUSSIA)
        assert report.facts["share"] == "consistent"
        message = the_message(report, "claim-consistent")
        assert "47.26 (46.84 to 47.68) % of 12.06 bn USD (2023, WDI-2024-10-24)" in message
        assert "46.55 (46.14 to 46.97) % of 12.24 bn USD (2023, WDI-2026-05)" in message

    def test_the_amount_of_tajikistan_is_of_all_origins_and_was_revised_away(self) -> None:
        report = check_claim(TAJIKISTAN, flows=FROM_RUSSIA)
        assert report.facts["verdict"] == "belongs to another origin or measure"
        assert report.facts["origins"] == ("W0",)
        assert codes_of(report, "amount") == ["claim-other-origin", "claim-revised"]
        assert "4.634 bn USD" in the_message(report, "claim-revised")
        assert "37.84 % of 12.24 bn USD (2023, WDI-2026-05)" in the_message(report, "claim-revised")
        assert report.ok

    def test_said_of_all_origins_it_is_right_in_the_earlier_release_only(self) -> None:
        report = check_claim(evolve(TAJIKISTAN, counterpart="W0"), flows=FROM_RUSSIA)
        assert report.facts["verdict"] == "consistent only with vintage S-REM-TJ1"
        assert codes_of(report, "amount") == ["claim-revised"]

    def test_without_the_earlier_release_a_part_is_above_its_whole(self) -> None:
        report = check_claim(TAJIKISTAN)
        assert report.facts["amount"] == "inconsistent"
        (problem,) = report.of_severity("error")
        assert problem.message == (
            "5.7 (5.65 to 5.75) bn USD is above 4.634 bn USD (all countries, personal remittances, 2023, "
            "WDI-2025-07-01), 37.84 % of 12.24 bn USD (2023, WDI-2026-05)"
        )
        assert problem.cause == "a part cannot be above its whole; false as personal remittances"
        assert problem.fix == "if it rests on another release or measure, give that as flows="

    def test_its_growth_fits_the_year_before(self) -> None:
        claim = evolve(TAJIKISTAN, counterpart="W0", growth=Estimate.printed("0.066"))
        report = check_claim(claim, flows=FROM_RUSSIA)
        assert report.facts["growth"] == "consistent"

    @pytest.mark.parametrize(("around", "years"), [(3, ("2020", "2021")), (6, ("2017", "2018", "2020", "2021"))])
    def test_the_third_of_kyrgyzstan_is_stale(self, around: int, years: tuple[str, ...]) -> None:
        report = check_claim(KYRGYZSTAN, years_around=around)
        assert report.facts["verdict"] == "belongs to another year"
        assert report.facts["years"] == years
        assert "18.77 %" in the_message(report, "claim-other-year")

    def test_a_wider_third_covers_all_of_2017_to_2021(self) -> None:
        claim = evolve(KYRGYZSTAN, share=Estimate.about("0.333", relative="0.15"))
        assert check_claim(claim, years_around=6).facts["years"] == ("2017", "2018", "2019", "2020", "2021")

    def test_the_share_of_uzbekistan_needs_the_later_gdp(self) -> None:
        report = check_claim(UZBEKISTAN, flows=FROM_RUSSIA)
        assert report.facts["share"] == "consistent only with vintage WDI-2026-05"
        assert report.facts["vintages"] == ("WDI-2026-05",)
        message = the_message(report, "claim-vintage")
        assert "over 14.12 % of 102.6 bn USD" in message
        assert "over 15.95 % of 90.89 bn USD" in message
        assert message.endswith("12 to 15 % needs over 96.66 bn USD")

    def test_the_amount_of_uzbekistan_is_that_of_2022_from_russia(self) -> None:
        report = check_claim(UZBEKISTAN, flows=FROM_RUSSIA)
        assert report.facts["amount"] == report.facts["verdict"] == "belongs to another year"
        assert report.facts["years"] == ("2022",)
        assert "origins" not in report.facts

    def test_without_flows_it_is_that_of_2022_from_everywhere(self) -> None:
        report = check_claim(UZBEKISTAN)
        assert report.facts["years"] == ("2022",)
        assert report.facts["origins"] == ("W0",)

    def test_the_amount_of_georgia_is_true_of_2022(self) -> None:
        report = check_claim(GEORGIA, flows=FROM_RUSSIA)
        assert report.facts["verdict"] == "belongs to another year"
        assert report.facts["years"] == ("2022",)

    def test_without_flows_georgia_cannot_be_checked(self) -> None:
        report = check_claim(GEORGIA)
        assert report.facts["verdict"] == "cannot be checked"
        assert "it is bounded by 4.201 bn USD" in the_message(report, "claim-unchecked")

    def test_reports_of_its_own_source_are_left_out_and_counted(self) -> None:
        claim = a_claim("GE", counterpart="RU", amount=billions("1.6"), measure="money_transfer_systems")
        same = evolve(a_flow("GE", "2023", "1.6"), source="a news page")
        for flows, told in (
            ([same], "1 report left out: it is of the same source as the claim and has the same figure"),
            ([same, same], "2 reports left out: they are of the same source as the claim and have the same figure"),
        ):
            report = check_claim(claim, flows=flows)
            (problem,) = report
            assert problem.code == "claim-unchecked"
            assert problem.message.endswith(f"; {told}")
            assert report.facts == check_claim(claim).facts

    def test_what_contradicts_a_claim_tells_of_them_too_and_what_agrees_does_not(self) -> None:
        claim = a_claim("GE", counterpart="RU", amount=billions("1.6"), measure="money_transfer_systems")
        same = evolve(a_flow("GE", "2023", "1.6"), source="a news page")
        other = check_claim(claim, flows=[same, a_flow("GE", "2023", "1.2")])
        assert "1 report left out" in the_message(other, "claim-inconsistent")
        agreeing = check_claim(claim, flows=[same, a_flow("GE", "2023", "1.6")])
        assert "left out" not in the_message(agreeing, "claim-consistent")

    def test_a_report_left_out_that_ships_is_compared_all_the_same(self) -> None:
        row = indicator("BX.TRF.PWKR.CD.DT", "TJ", 2023)
        claim = a_claim(amount=Money.of(row.value, "USD"), measure="personal_remittances", source=row.vintage)
        claim = evolve(claim, source=Source(key=row.vintage, day=row.released))
        assert check_claim(claim, flows=[row]) == check_claim(claim)
        alone = check_claim(claim, flows=[row], indicators=[])
        assert "1 report left out" in the_message(alone, "claim-unchecked")

    def test_a_denominator_of_its_own_source_is_counted_for_the_share(self) -> None:
        claim = a_claim(
            subject="exports",
            item="wheat",
            share=Estimate.printed("0.4"),
            denominator="exports",
            denominator_amount=billions("2"),
        )
        same = a_claim(subject="exports", amount=billions("2"))
        report = check_claim(claim, flows=[same], indicators=[])
        assert [problem.code for problem in report] == ["claim-unchecked"] * 2
        assert all("; 1 report left out: " in problem.message for problem in report)

    def test_the_share_of_russia_in_what_georgia_receives_can_be_checked(self) -> None:
        claim = a_claim(
            "GE",
            period="2022",
            counterpart="RU",
            amount=billions("2.068"),
            share=Estimate.printed("0.4729"),
            denominator="total_inflow",
        )
        total = a_flow("GE", "2022", "4.373", origin="W0")
        report = check_claim(claim, flows=[total, *FROM_RUSSIA], indicators=[])
        assert report.facts["verdict"] == "consistent"

    @pytest.mark.parametrize("measure", [None, "personal remittances"])
    def test_the_amount_of_armenia_holds_as_bank_transfers_only(self, measure: str | None) -> None:
        report = check_claim(evolve(ARMENIA, measure=measure), flows=FROM_RUSSIA)
        assert report.facts["verdict"] == "belongs to another origin or measure"
        assert report.facts["measures"] == ("bank_transfers",)
        assert codes_of(report, "amount") == ["claim-other-measure"]
        assert "1.452 bn USD" in the_message(report, "claim-other-measure")

    def test_said_as_bank_transfers_it_is_right(self) -> None:
        report = check_claim(evolve(ARMENIA, measure="bank-transfers"), flows=FROM_RUSSIA)
        assert report.facts["verdict"] == "consistent"

    def test_net_flows_are_another_measure(self) -> None:
        net = evolve(a_flow("AM", "2023", "3.1"), basis="net")
        report = check_claim(ARMENIA, flows=[net], indicators=[])
        assert report.facts["measures"] == ("net money_transfer_systems",)

    def test_the_sender_s_side_can_be_claimed_too(self) -> None:
        claim = a_claim("RU", "remittances_sent", counterpart="UZ", period="2022", amount=billions("14.5"))
        assert check_claim(claim, flows=FROM_RUSSIA).facts["verdict"] == "consistent"


class TestOtherFigures:
    def test_a_unit_error_exceeds_the_whole_economy(self) -> None:
        claim = a_claim(
            "KZ", "trade", item="farm goods", counterpart="CN", period="2024-01/2024-09", amount=billions("941")
        )
        report = check_claim(claim)
        (problem,) = report
        assert problem.code == "claim-exceeds-gdp"
        assert problem.severity is Severity.ERROR
        assert "3.228 (3.226 to 3.231) times the GDP, 291.5 bn USD (2024, WDI-2026-05)" in problem.message
        assert problem.fix == "divided by 1,000 it is 0.3228 (0.3226 to 0.3231) % of GDP"
        assert report.facts == {"verdict": "inconsistent", "amount": "inconsistent"}

    def test_trade_may_exceed_gdp_as_a_whole_but_not_ten_times(self) -> None:
        claim = a_claim("KG", "trade", amount=billions("15.7"))
        assert check_claim(claim).facts["verdict"] == "cannot be checked"
        assert check_claim(evolve(claim, amount=billions("15700"))).facts["verdict"] == "inconsistent"

    def test_trade_with_one_partner_may_exceed_gdp_too_since_goods_pass_through(self) -> None:
        claim = a_claim("KG", "imports", counterpart="CN", amount=billions("19"))
        assert check_claim(claim).facts["verdict"] == "cannot be checked"

    def test_what_no_factor_explains_has_no_way_out(self) -> None:
        (problem,) = check_claim(a_claim("KG", "output", amount=billions(Estimate.exactly(10**20))))
        assert problem.cause is problem.fix is None

    def test_one_currency_for_another_is_recognised(self) -> None:
        neighbour = a_claim("KZ", "trade", item="Farm goods", counterpart="CN", amount=billions("1.3"), source="above")
        claim = evolve(neighbour, amount=billions("1.3", "KZT"), source="below")
        report = check_claim(claim, flows=[neighbour])
        (problem,) = report
        assert (problem.code, problem.cause) == ("claim-unit-slip", "one currency stands for another")

    @pytest.mark.parametrize(
        ("figure", "fix"),
        [("2850", "divided by 1,000 it fits 2.85 bn USD"), ("0.00285", "multiplied by 1,000 it fits 2.85 bn USD")],
    )
    def test_thousand_million_and_billion_are_told_apart(self, figure: str, fix: str) -> None:
        report = check_claim(a_claim("KG", amount=billions(figure)))
        (problem,) = [each for each in report if each.code == "claim-unit-slip"]
        assert problem.fix is not None
        assert problem.fix.startswith(fix)

    def test_an_output_in_tenge_belongs_to_the_year_in_which_it_was_as_many_dollars(self) -> None:
        fields = {"item": "agriculture", "source": "ministry"}
        known = [
            a_claim("KZ", "output", period="2022", amount=billions("9300", "KZT"), **fields),
            a_claim("KZ", "output", period="2024", amount=billions("8250", "KZT"), **fields),
        ]
        claim = a_claim("KZ", "output", item="agriculture", period="2024", amount=billions(Estimate.about(20)))
        report = check_claim(claim, flows=known)
        assert (report.facts["verdict"], report.facts["years"]) == ("belongs to another year", ("2022",))

    def test_what_has_no_rate_is_not_compared(self) -> None:
        known = a_claim("KZ", "output", amount=billions("9300", "KZT"), source="ministry")
        claim = a_claim("KZ", "output", amount=billions("20"))
        none = RateTable.of([])
        (problem,) = check_claim(claim, flows=[known], rates=none)
        assert (problem.code, problem.fix) == ("claim-unchecked", "give rates=")
        assert problem.message.endswith(
            "; no rate of the period is known for 9.3 (9.2995 to 9.3005) trn KZT (all countries, 2023, ministry)"
        )
        average = ExchangeRate(base="USD", quote="KZT", value=465, on="2023", kind="average", source="own")
        given_rates = RateTable.of([average])
        assert check_claim(claim, flows=[known], rates=given_rates).facts["verdict"] == "consistent"

    @pytest.mark.parametrize(("whole", "verdict"), [(300, "consistent"), (400, "inconsistent")])
    def test_a_third_is_tied_to_its_denominator(self, whole: int, verdict: str) -> None:
        claim = a_claim(
            "EU",
            "financing",
            item="Global Gateway, by the EIB",
            period=None,
            amount=Money.of(100 * 10**9, "EUR"),
            share=Estimate.about("0.3333"),
            denominator="target",
            denominator_amount=Money.of(whole * 10**9, "EUR"),
        )
        report = check_claim(claim)
        assert report.facts["verdict"] == report.facts["share"] == verdict
        unchecked = [problem for problem in report if problem.code == "claim-unchecked"]
        assert [problem.column for problem in unchecked] == ["denominator_amount", "amount"]
        assert unchecked[1].message.startswith("100 bn EUR has nothing")
        assert {problem.fix for problem in unchecked} == {"state the period"}

    def test_a_stated_denominator_in_another_currency_is_converted(self) -> None:
        stated = Money.of(12 * 10**9, "USD")
        claim = a_claim(
            amount=billions("60", "TJS"), share=Estimate.about("0.46"), denominator="gdp", denominator_amount=stated
        )
        report = check_claim(claim)
        assert codes_of(report, "share") == ["claim-consistent", "claim-consistent"]
        assert codes_of(report, "denominator_amount") == ["claim-inconsistent"]
        unknown = check_claim(claim, rates=RateTable.of([]))
        assert "no rate is known for the period" in next(each.message for each in unknown if each.column == "share")

    def test_a_stated_gdp_is_compared_with_the_known_ones(self) -> None:
        claim = a_claim(
            "AM",
            share=Estimate.printed("0.041"),
            amount=billions("1.7"),
            denominator="gdp",
            denominator_amount=billions("24.2"),
        )
        report = check_claim(claim)
        assert codes_of(report, "share") == ["claim-inconsistent", "claim-inconsistent"]
        assert report.facts["denominator_amount"] == "consistent"

    def test_the_gdp_of_a_year_is_not_that_of_half_a_year(self) -> None:
        claim = a_claim(
            period="2023-H1",
            share=Estimate.about("0.4"),
            amount=billions("2"),
            denominator="gdp",
            denominator_amount=billions("5"),
        )
        report = check_claim(claim)
        assert report.facts["denominator_amount"] == "cannot be checked"
        assert report.facts["verdict"] == "consistent"

    def test_a_fold_without_a_year_before_says_what_it_needs(self) -> None:
        grain = Quantity.of(Estimate.printed("1.4"), "Mt")
        claim = a_claim("KZ", "exports", item="grain", counterpart="CN", quantity=grain, fold=Estimate.printed("5.5"))
        report = check_claim(claim)
        assert report.facts["verdict"] == "cannot be checked"
        (problem,) = [each for each in report if each.column == "fold"]
        assert "it needs 0.2545 (0.2432 to 0.2661) Mt then" in problem.message

    @pytest.mark.parametrize(
        ("change", "verdict"),
        [
            ({"fold": Estimate.printed("5.5")}, "consistent"),
            ({"fold": Estimate.printed("6.5")}, "inconsistent"),
            ({"growth": Estimate.printed("4.5")}, "consistent"),
            ({"growth": Estimate.printed("5.5")}, "consistent on another base"),
            ({"growth": Estimate.printed("7.5")}, "inconsistent"),
        ],
    )
    def test_a_ratio_is_no_growth(self, change: dict[str, Estimate], verdict: str) -> None:
        fields = {"item": "grain", "counterpart": "CN"}
        before = a_claim("KZ", "exports", period="2022", quantity=Quantity.of(255_000, "t"), source="customs", **fields)
        grain = Quantity.of(Estimate.printed("1.4"), "Mt")
        report = check_claim(a_claim("KZ", "exports", quantity=grain, **fields, **change), flows=[before])
        assert report.facts[next(iter(change))] == verdict

    @pytest.mark.parametrize(
        ("growth", "verdict"),
        [
            ("-0.133", "consistent"),
            ("0.066", "inconsistent"),
            ("-0.154", "consistent on another base"),
            ("0.154", "consistent on another base"),
        ],
    )
    def test_growth_alone_is_checked_within_one_release(self, growth: str, verdict: str) -> None:
        report = check_claim(a_claim(growth=Estimate.printed(growth)))
        assert report.facts["growth"] == verdict

    def test_a_growth_told_as_a_ratio_is_recognised(self) -> None:
        report = check_claim(a_claim(period="2022", fold=Estimate.printed("0.83")))
        (problem,) = report
        assert (problem.code, problem.cause) == ("claim-other-base", "a growth stated as a ratio")

    def test_a_stale_growth_is_that_of_another_year(self) -> None:
        report = check_claim(a_claim("UZ", growth=Estimate.printed("0.67")))
        assert (report.facts["verdict"], report.facts["years"]) == ("belongs to another year", ("2022",))
        assert check_claim(a_claim("UZ", growth=Estimate.printed("0.67")), years_around=0).facts["verdict"] == (
            "inconsistent"
        )

    def test_a_growth_that_does_not_fit_says_what_it_needs(self) -> None:
        report = check_claim(a_claim(period="2024", amount=billions("5.8"), growth=Estimate.printed("0.27")))
        message = next(each.message for each in report if each.column == "growth")
        assert message.endswith("; it needs 4.567 (4.509 to 4.625) bn USD then")

    @pytest.mark.parametrize(
        ("subject", "growth", "verdict"),
        [
            ("gdp", "0.139", "consistent only with vintage WDI-2026-05"),
            ("gdp", "0.063", "cannot be checked"),
            ("remittances_received", "0.063", "inconsistent"),
        ],
    )
    def test_growth_of_gdp_may_be_at_constant_prices(self, subject: str, growth: str, verdict: str) -> None:
        report = check_claim(a_claim("UZ", subject, growth=Estimate.printed(growth)))
        assert report.facts["growth"] == verdict
        if verdict == "cannot be checked":
            assert "13.93 % from 90.1 bn USD" in the_message(report, "claim-unchecked")
            assert "at current prices" in the_message(report, "claim-unchecked")

    def test_growth_from_nothing_is_not_checked(self) -> None:
        before = a_claim("KZ", "exports", period="2022", amount=Money.zero("USD"), source="customs")
        claim = a_claim("KZ", "exports", amount=billions("1"), growth=Estimate.over(-2), fold=Estimate.about(2))
        report = check_claim(claim, flows=[before])
        assert report.facts["growth"] == report.facts["fold"] == "cannot be checked"
        assert "needs" not in next(each.message for each in report if each.column == "growth")

    def test_growth_without_a_period_wants_one(self) -> None:
        (problem,) = check_claim(a_claim(period=None, fold=Estimate.about(2)))
        assert problem.fix == "state the period"

    def test_gdp_and_population_are_claims_too(self) -> None:
        assert check_claim(a_claim("UZ", "gdp", amount=billions("90.9"))).facts["verdict"] == (
            "consistent only with vintage WDI-2024-10-24"
        )
        people = Quantity.of(Estimate.printed("20.3") * 10**6, "person")
        assert check_claim(a_claim("KZ", "population", quantity=people)).facts["verdict"] == "consistent"

    def test_a_gdp_of_the_older_release_was_revised(self) -> None:
        report = check_claim(a_claim("UZ", "gdp", amount=billions("90.9")))
        assert codes_of(report, "amount") == ["claim-revised"]

    def test_a_share_of_what_is_not_above_zero_is_not_computed(self) -> None:
        nothing = a_claim("KZ", "output", amount=Money.zero("USD"), source="one")
        some = a_claim("KZ", "output", amount=billions("2"), source="two")
        claim = a_claim("KZ", "exports", share=Estimate.about("0.5"), denominator="output")
        known = a_claim("KZ", "exports", amount=billions("1"), source="three")
        assert check_claim(claim, flows=[nothing, known]).facts["share"] == "cannot be checked"
        assert check_claim(claim, flows=[some, nothing, known]).facts["share"] == "consistent"
        with_amount = evolve(claim, amount=billions("1"))
        assert check_claim(with_amount, flows=[nothing, known]).facts["share"] == "cannot be checked"
        assert check_claim(with_amount, flows=[nothing, some]).facts["share"] == "consistent"

    def test_half_a_year_says_nothing_of_a_year(self) -> None:
        half = [
            a_claim("KZ", subject, period="2023-H1", amount=billions("1"), source="s")
            for subject in ("exports", "output")
        ]
        claim = a_claim("KZ", "exports", share=Estimate.about("0.5"), denominator="output")
        assert check_claim(claim, flows=half).facts["share"] == "cannot be checked"

    def test_a_total_is_not_below_one_of_its_parts(self) -> None:
        report = check_claim(a_claim("UZ", period="2019", amount=billions("8.5")), flows=[a_flow("UZ", "2019", "9.9")])
        assert report.facts["measures"] == ("personal_remittances",)
        assert "9.9 (9.85 to 9.95) bn USD (RU" in the_message(report, "claim-other-measure")

    def test_a_whole_below_its_part_is_said_to_be(self) -> None:
        flows = [evolve(a_flow("UZ", "2019", "9.9"), measure="bank_transfers")]
        claim = a_claim("UZ", period="2019", measure="bank transfers", amount=billions("8.5"))
        (problem,) = check_claim(claim, flows=flows, indicators=[])
        assert problem.message.startswith("8.5 (8.45 to 8.55) bn USD is below 9.9 (9.85 to 9.95) bn USD (RU, ")
        assert problem.cause == "a whole cannot be below its part; false as bank transfers"

    @pytest.mark.parametrize("amount", [Estimate.under(3), Estimate.between("0.5", 3), Estimate.at_least("0.5")])
    def test_a_wide_part_is_not_taken_for_its_whole(self, amount: Estimate) -> None:
        report = check_claim(a_claim("GE", period="2020", counterpart="RU", amount=billions(amount)))
        assert report.facts["verdict"] == "cannot be checked"

    def test_a_figure_hedged_downward_is_no_slip_of_units(self) -> None:
        (problem,) = check_claim(a_claim("KG", amount=billions(Estimate.under("2.5"))))
        assert problem.code == "claim-inconsistent"
        assert problem.message.endswith("2023, WDI-2025-07-01, estimated)")

    def test_a_converted_figure_is_told_in_both_currencies(self) -> None:
        (problem,) = check_claim(a_claim(amount=billions("50.3", "TJS")))
        assert problem.code == "claim-consistent"
        assert problem.message.endswith("2023, WDI-2025-07-01), which is 50.25 (50.25 to 50.26) bn TJS")

    def test_a_quantity_is_checked_as_a_share_too(self) -> None:
        fields = {"item": "grain", "source": "customs"}
        total = a_claim("KZ", "exports", quantity=Quantity.of(10, "Mt"), **fields)
        claim = a_claim(
            "KZ",
            "exports",
            counterpart="CN",
            quantity=Quantity.of(Estimate.printed("1.4"), "Mt"),
            share=Estimate.printed("0.5"),
            denominator="total_inflow",
            **fields,
        )
        report = check_claim(claim, flows=[total])
        assert report.facts["share"] == "inconsistent"
        assert "14 (13.5 to 14.5) % of 10 Mt" in the_message(report, "claim-inconsistent")
        assert "needs 2.8 (2.454 to 3.223) Mt" in the_message(report, "claim-inconsistent")

    def test_a_share_that_is_stale_says_what_it_would_be(self) -> None:
        message = the_message(check_claim(KYRGYZSTAN), "claim-other-year")
        assert message.endswith("% of 15.18 bn USD (2023, WDI-2026-05) is 5.055 (4.549 to 5.561) bn USD")

    def test_a_share_of_the_wrong_gdp_says_so(self) -> None:
        claim = a_claim(
            "KG", period="2024", amount=billions("3.0"), share=Estimate.between("0.24", "0.25"), denominator="gdp"
        )
        (problem,) = [each for each in check_claim(claim) if each.column == "share"]
        assert (problem.code, problem.cause) == ("claim-other-year", "the denominator is that of 2022")

    def test_a_total_and_its_part_are_taken_from_one_source(self) -> None:
        claim = a_claim("UZ", counterpart="RU", share=Estimate.printed("0.78"), denominator="total_inflow")
        one = [a_flow("UZ", "2023", "11.4", origin="W0"), a_flow("UZ", "2023", "8.9")]
        other = evolve(a_flow("UZ", "2023", "20.0", origin="W0"), source="another bank")
        assert check_claim(claim, flows=[*one, other]).facts["share"] == "consistent"
        assert check_claim(claim, flows=[one[1], other]).facts["share"] == "inconsistent"

    def test_measures_of_trade_are_read_in_any_case(self) -> None:
        known = a_claim("KZ", "exports", measure="fob", amount=billions("78"), source="customs")
        claim = a_claim("KZ", "exports", measure="FOB", amount=billions("78"))
        assert check_claim(claim, flows=[known]).facts["verdict"] == "consistent"

    def test_a_stated_denominator_of_which_nothing_is_known_is_said_to_be_unchecked(self) -> None:
        claim = a_claim(
            "KZ",
            "exports",
            quantity=Quantity.of(1, "Mt"),
            share=Estimate.about("0.5"),
            denominator="target",
            denominator_amount=billions("2"),
        )
        report = check_claim(claim)
        assert [each.column for each in report] == ["share", "denominator_amount", "quantity"]
        assert report.facts["verdict"] == "cannot be checked"

    def test_many_readings_are_counted(self) -> None:
        known = [a_claim("KZ", "output", amount=billions(str(figure)), source=f"s{figure}") for figure in range(3, 12)]
        report = check_claim(a_claim("KZ", "output", amount=billions("100")), flows=known)
        assert "and 3 more" in the_message(report, "claim-inconsistent")

    def test_another_measure_of_another_year_is_named(self) -> None:
        claim = a_claim("AM", measure="personal_remittances", amount=billions("3.6"), counterpart="RU")
        report = check_claim(claim, flows=FROM_RUSSIA)
        assert (report.facts["years"], report.facts["measures"]) == (("2022",), ("bank_transfers",))
        assert next(each.cause for each in report) == "it is that of 2022; it is of bank transfers"


class TestManyClaims:
    def test_findings_name_the_row(self) -> None:
        report = check_claims([TAJIKISTAN, KYRGYZSTAN, UZBEKISTAN, GEORGIA, ARMENIA], flows=FROM_RUSSIA)
        assert report.facts == {
            "claims": 5,
            "verdicts": (
                "belongs to another origin or measure",
                "belongs to another year",
                "belongs to another year",
                "belongs to another year",
                "belongs to another origin or measure",
            ),
        }
        assert [problem.row for problem in report] == [1, 1, 1, 2, 3, 3, 4, 5]


class TestBadInput:
    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ({"claim": "5.7 bn"}, "claim must be a Claim, got '5.7 bn' of type str"),
            ({"flows": "RU"}, "flows must be an iterable of records, got 'RU' of type str"),
            ({"flows": 5}, "flows must be an iterable of records, got 5 of type int"),
            (
                {"flows": ["RU"]},
                "flows must be records of type RemittanceFlow, TradeFlow, Claim or Indicator, got 'RU'",
            ),
            ({"indicators": b"x"}, "indicators must be an iterable of records"),
            ({"years_around": "3"}, "years_around must be a whole number of years, got '3' of type str"),
            ({"years_around": True}, "years_around must be a whole number of years, got True"),
            ({"rates": []}, "rates must be a RateTable, got .* of type list; make one with RateTable.of"),
        ],
    )
    def test_what_is_of_the_wrong_type_is_refused(self, arguments: dict[str, Any], message: str) -> None:
        with pytest.raises(WrongTypeError, match=message):
            check_claim(**{"claim": TAJIKISTAN, **arguments})

    @pytest.mark.parametrize("years", [-1, 201])
    def test_years_around_have_bounds(self, years: int) -> None:
        with pytest.raises(InvalidValueError, match=f"years_around must be from 0 to 200, got {years}"):
            check_claim(TAJIKISTAN, years_around=years)

    def test_claims_are_an_iterable_of_claims(self) -> None:
        with pytest.raises(WrongTypeError, match="claims must be an iterable of records"):
            check_claims(TAJIKISTAN)  # type: ignore[arg-type]  # the mistake under test
        with pytest.raises(WrongTypeError, match="claim must be a Claim"):
            check_claims([None])  # type: ignore[list-item]  # the mistake under test


RECEIPTS = [
    row
    for row in indicators("BX.TRF.PWKR.CD.DT")
    if row.value > 0 and any(each.period == row.period for each in indicators("NY.GDP.MKTP.CD", country=row.country))
]
observations = st.sampled_from(RECEIPTS)
ORDER = ["cannot be checked", "consistent", "consistent only with", "belongs to another", "inconsistent"]


def wider(estimate: Estimate, reach: Decimal) -> Estimate:
    """Reach farther to both sides, the best value the same."""
    return estimate | (estimate + Estimate.between(-reach, reach))


class TestLaws:
    @given(observations, st.data())
    def test_a_claim_made_of_an_indicator_is_consistent_with_its_vintage(self, row: Any, data: st.DataObject) -> None:
        gdp = data.draw(st.sampled_from(vintages("NY.GDP.MKTP.CD", row.country, row.period)))
        fraction = Fraction(row.value) / Fraction(gdp.value)
        claim = a_claim(
            row.country.alpha2,
            period=row.period,
            amount=Money.of(row.value, "USD"),
            share=Estimate.spanning(fraction, fraction, best=fraction),
            denominator=Denominator.GDP,
        )
        report = check_claim(claim)
        assert report.facts["amount"] == "consistent"
        assert report.facts["share"] in {"consistent", f"consistent only with vintage {gdp.vintage}"}

    @given(observations, st.sampled_from([-9, -6, -3, 3, 6, 9]))
    def test_a_thousand_times_more_or_less_is_never_consistent(self, row: Any, power: int) -> None:
        amount = MoneyEstimate.of(Estimate.printed(str(row.value)) * Decimal(10) ** power, "USD")
        report = check_claim(a_claim(row.country.alpha2, period=row.period, amount=amount))
        assert report.facts["verdict"] == "inconsistent"
        assert "claim-unit-slip" in report.counts

    @given(claims(about="TJ"), st.integers(0, 10**10))
    def test_what_is_consistent_stays_so_when_it_is_widened(self, claim: Claim, reach: int) -> None:
        self._widen(claim, Decimal(reach))

    @given(
        st.sampled_from([TAJIKISTAN, KYRGYZSTAN, UZBEKISTAN, GEORGIA, ARMENIA]),
        st.sampled_from(["W0", "RU"]),
        st.sampled_from(["2021", "2022", "2023"]),
        st.integers(0, 10**10),
    )
    def test_nor_does_it_for_claims_of_the_news(self, claim: Claim, counterpart: str, period: str, reach: int) -> None:
        self._widen(evolve(claim, counterpart=counterpart, period=period), Decimal(reach))

    def _widen(self, claim: Claim, reach: Decimal) -> None:
        fractions = {
            name: wider(getattr(claim, name), reach / 10**10)
            for name in ("share", "growth", "fold")
            if getattr(claim, name) is not None
        }
        amount = claim.amount
        if amount is not None:
            narrow = amount if isinstance(amount, MoneyEstimate) else MoneyEstimate.of(amount.amount, amount.currency)
            amount = MoneyEstimate(wider(narrow.estimate, reach), narrow.currency)
        before = check_claim(claim, flows=FROM_RUSSIA)
        after = check_claim(evolve(claim, amount=amount, **fractions), flows=FROM_RUSSIA)
        for aspect in before.facts.keys() & {"verdict", "amount", "share", "growth", "fold"}:
            if before.facts[aspect] == "consistent":
                assert after.facts[aspect] == "consistent"

    @given(claims(about="TJ") | st.sampled_from([TAJIKISTAN, UZBEKISTAN, GEORGIA, ARMENIA]), st.data())
    def test_the_order_of_flows_makes_no_difference(self, claim: Claim, data: st.DataObject) -> None:
        flows = data.draw(st.permutations([*FROM_RUSSIA, *FROM_RUSSIA]))
        assert check_claim(claim, flows=flows) == check_claim(claim, flows=FROM_RUSSIA)

    @given(claims(), st.lists(claims(), max_size=4))
    def test_any_claim_has_a_verdict_and_the_same_one_again(self, claim: Claim, others: list[Claim]) -> None:
        report = check_claim(claim, flows=others)
        assert report == check_claim(claim, flows=others)
        assert any(report.facts["verdict"].startswith(text) for text in ORDER)
        assert len(report) >= 1

    @given(claims())
    def test_a_claim_is_no_evidence_for_itself(self, claim: Claim) -> None:
        report, alone = check_claim(claim, flows=[claim]), check_claim(claim)
        assert report.facts == alone.facts
        assert [each.code for each in report] == [each.code for each in alone]

    @given(st.lists(claims(), max_size=3))
    def test_many_are_checked_as_each_is(self, many: list[Claim]) -> None:
        report = check_claims(many, flows=FROM_RUSSIA)
        singly = [check_claim(claim, flows=FROM_RUSSIA) for claim in many]
        assert report.facts["verdicts"] == tuple(each.facts["verdict"] for each in singly)
        assert [evolve(each, row=None) for each in report] == [each for one in singly for each in one]
