from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import (
    CurrencyMismatchError,
    InvalidValueError,
    PeriodMismatchError,
    RateNotFoundError,
    UnknownCodeError,
    WrongTypeError,
)
from centralasia.money import Money, MoneyEstimate, as_money_estimate
from centralasia.numbers import Estimate
from centralasia.rates import ExchangeRate, RateTable, convert_estimate
from centralasia.records import evolve
from centralasia.reference import indicators, vintages
from centralasia.remittances import (
    Basis,
    RemittanceFlow,
    Reporter,
    convert_flows,
    mirror_flows,
    net_flow,
    net_flows,
    shares_of_gdp,
)
from centralasia.series import whole_from_share
from centralasia.testing import remittance_flows

FACTS: dict[str, Any] = {
    "origin": "RU",
    "destination": "UZ",
    "period": "2023",
    "measure": "money_transfer_systems",
    "source": "made up",
}


def a_flow(amount: int | str | Money | MoneyEstimate | Estimate = 1, **changes: Any) -> RemittanceFlow:
    if isinstance(amount, int | str):
        amount = Money.of(amount, "USD")
    elif isinstance(amount, Estimate):
        amount = MoneyEstimate.of(amount, "USD")
    return RemittanceFlow(**FACTS | {"amount": amount} | changes)


def the_way_back(amount: int | Money | Estimate, **changes: Any) -> RemittanceFlow:
    return a_flow(amount, **{"origin": "UZ", "destination": "RU", "reporter": "sender"} | changes)


class TestConversion:
    def test_the_average_of_the_period_answers(self) -> None:
        [flow] = convert_flows([a_flow(Money.of(1_000_000, "KZT"))], "USD")
        assert flow.amount == convert_estimate(Money.of(1_000_000, "KZT"), "USD", on=flow.period)
        assert flow.note == "converted from KZT at average rates (WDI-2025-07-01)"
        assert flow == evolve(a_flow(), amount=flow.amount, note=flow.note)

    def test_the_note_that_was_there_stays(self) -> None:
        [flow] = convert_flows([a_flow(Money.of(1, "KZT"), note="table 4")], "USD")
        assert flow.note == "table 4; converted from KZT at average rates (WDI-2025-07-01)"

    def test_own_rates_of_a_month_answer(self) -> None:
        rates = RateTable.of(
            [ExchangeRate(base="USD", quote="KZT", value="450", margin=0, on="2024-01", kind="average", source="own")]
        )
        [flow] = convert_flows([a_flow(Money.of(900, "KZT"), period="2024-01")], "USD", rates=rates, kind="average")
        assert as_money_estimate(flow.amount).contains(Money.of(2, "USD"))
        assert flow.note == "converted from KZT at average rates (own)"

    def test_a_way_over_a_third_currency_names_every_source_of_rates_once(self) -> None:
        quotes = [
            ExchangeRate(base="USD", quote=code, value=value, on="2023", kind="average", source=source)
            for code, value, source in (("KZT", "450", "one"), ("UZS", "11700", "two"))
        ]
        [flow] = convert_flows([a_flow(Money.of(1, "KZT"))], "UZS", rates=RateTable.of(quotes))
        assert flow.note == "converted from KZT at average rates (one, two)"

    def test_a_flow_in_the_currency_wanted_stays_as_it_is(self) -> None:
        flow = a_flow()
        assert convert_flows([flow], "USD")[0] is flow

    @pytest.mark.parametrize(
        ("flow", "to", "error"),
        [
            (a_flow(Money.of(1, "KZT"), period="1950"), "USD", RateNotFoundError),
            (a_flow(), "USX", UnknownCodeError),
            ("flow", "USD", WrongTypeError),
        ],
    )
    def test_what_cannot_be_converted_is_refused(self, flow: Any, to: str, error: type[Exception]) -> None:
        with pytest.raises(error):
            convert_flows([flow], to)


class TestNet:
    """The bank transfers of Armenia in 2023: 5.7 billion in, over 4 out, 1.7 net, as a report has them."""

    def test_the_opposite_flow_is_taken_off(self) -> None:
        net = net_flow(
            a_flow(Estimate.printed("5.7")), the_way_back(Estimate.over(4), source="another", vintage="2024")
        )
        assert net.amount == MoneyEstimate.of(Estimate.printed("5.7") - Estimate.over(4), "USD")
        assert (net.corridor, net.basis, net.reporter) == (a_flow().corridor, Basis.NET, Reporter.RECEIVER)
        assert (net.source.key, net.vintage) == ("made up; another", "2024")

    @pytest.mark.parametrize(
        ("outflow", "error", "message"),
        [
            (a_flow(), InvalidValueError, "outflow must be the way back of RU-UZ, UZ-RU, got 'RU-UZ'"),
            (the_way_back(1, period="2022"), PeriodMismatchError, "expected the period of the inflow, 2023, got 2022"),
            (
                the_way_back(1, measure="bank_transfers"),
                InvalidValueError,
                "measure must be that of the inflow, money_transfer_systems, got 'bank_transfers'",
            ),
            (the_way_back(1, basis="net"), InvalidValueError, "basis must be gross, got 'net'; the opposite flow is"),
            (
                the_way_back(Money.of(1, "RUB")),
                CurrencyMismatchError,
                "expected USD, got RUB; convert_flows brings flows to one currency",
            ),
            (1, WrongTypeError, "flow must be a RemittanceFlow"),
        ],
    )
    def test_what_is_no_opposite_is_refused(self, outflow: Any, error: type[Exception], message: str) -> None:
        with pytest.raises(error) as caught:
            net_flow(a_flow(), outflow)
        assert message in str(caught.value)

    def test_the_statistics_of_two_countries_are_not_mixed(self) -> None:
        outflow = the_way_back(1, reporter="receiver")
        with pytest.raises(InvalidValueError) as caught:
            net_flow(a_flow(5), outflow)
        assert str(caught.value) == (
            "reporter must be UZ, which reports the inflow, as sender of the outflow, got 'RU, as receiver'; "
            "two_reporters=True mixes the statistics of both countries"
        )
        with pytest.raises(InvalidValueError, match="reporter must be RU, which reports the inflow, as receiver of"):
            net_flow(a_flow(5, reporter="sender"), the_way_back(1))

    def test_two_reporters_are_named_where_they_are_wanted(self) -> None:
        net = net_flow(a_flow(5, note="table 4"), the_way_back(1, reporter="receiver"), two_reporters=True)
        assert (net.amount, net.note) == (Money.of(4, "USD"), "table 4; inflow as UZ reports it, outflow as RU does")
        assert net_flow(a_flow(5), the_way_back(1), two_reporters=True).note == ""

    def test_a_country_has_a_net_flow_with_each_partner(self) -> None:
        flows = [
            a_flow(9),
            the_way_back(2),
            a_flow(4, origin="KZ"),  # nothing is known of the way back
            a_flow(5, period="2022"),
            the_way_back(6, period="2022"),
            a_flow(7, basis="net", vintage="2"),
            the_way_back(3, reporter="receiver"),  # what the partner says
            a_flow(8, reporter="sender"),
        ]
        assert [(str(each.period), each.amount) for each in net_flows(flows, "UZ").flows] == [
            ("2023", Money.of(7, "USD")),
            ("2022", Money.of(-1, "USD")),
        ]

    def test_what_has_no_opposite_is_named(self) -> None:
        one_way = [
            a_flow(4, origin="KZ"),
            the_way_back(2, period="2022"),
            a_flow(7, basis="net"),
            a_flow(8, reporter="sender"),
        ]
        found = net_flows([*one_way, a_flow(9), the_way_back(2), a_flow(1, destination="KZ")], "UZ")
        assert (len(found.flows), found.alone) == (1, tuple(one_way))
        assert net_flows([], "UZ").alone == ()

    def test_an_inflow_that_comes_twice_is_refused(self) -> None:
        with pytest.raises(InvalidValueError, match="flows must be an inflow that comes once in 2023, got 'RU-UZ'"):
            net_flows([a_flow(9), the_way_back(2), a_flow(9, vintage="2024")], "UZ")

    def test_an_outflow_that_comes_twice_is_refused(self) -> None:
        with pytest.raises(InvalidValueError, match="flows must be an outflow that comes once in 2023, got 'UZ-RU'"):
            net_flows([a_flow(9), the_way_back(2), the_way_back(3, source="another")], "UZ")

    def test_only_flows_have_opposites(self) -> None:
        flows: Any = [1]
        with pytest.raises(WrongTypeError, match="flow must be a RemittanceFlow"):
            net_flows(flows, "UZ")


class TestMirror:
    def test_the_reports_of_both_sides_are_set_beside_each_other(self) -> None:
        [pair] = mirror_flows([a_flow(12, reporter="sender"), a_flow(Estimate.over("14.5"))]).pairs
        assert (pair.sent.reporter, pair.received.reporter) == (Reporter.SENDER, Reporter.RECEIVER)
        assert not pair.mirror.meets
        assert pair.mirror.gap == MoneyEstimate.of(Estimate.over("2.5"), "USD")

    def test_reports_that_can_both_be_true_meet(self) -> None:
        [pair] = mirror_flows([a_flow("14.7", reporter="sender"), a_flow(Estimate.over("14.5"))]).pairs
        assert pair.mirror.meets

    def test_each_report_of_one_side_is_set_beside_each_of_the_other(self) -> None:
        flows = [a_flow(1, reporter="sender"), a_flow(2), a_flow(3, source="another"), a_flow(4, vintage="2024")]
        assert [pair.mirror.ratio for pair in mirror_flows(flows).pairs] == [2, 3, 4]

    def test_what_one_side_only_reports_is_named(self) -> None:
        sent = a_flow(1, reporter="sender")
        others = [a_flow(period="2022"), a_flow(measure="bank_transfers"), a_flow(origin="KZ"), a_flow(basis="net")]
        found = mirror_flows([sent, *others])
        assert (found.pairs, found.alone) == ((), (sent, *others))

    def test_a_report_that_comes_twice_is_mirrored_once(self) -> None:
        flows = [a_flow(1, reporter="sender"), a_flow(2), a_flow(2), a_flow(1, reporter="sender")]
        found = mirror_flows(flows)
        assert [(pair.sent, pair.received) for pair in found.pairs] == [(flows[0], flows[1])]
        assert mirror_flows([a_flow(2), a_flow(2)]).alone == (flows[1],)

    @pytest.mark.parametrize(
        ("flows", "error", "message"),
        [
            (
                [a_flow(Money.of(1, "RUB"), reporter="sender"), a_flow()],
                CurrencyMismatchError,
                "expected RUB, got USD; convert_flows brings flows to one currency",
            ),
            (
                [a_flow(1, reporter="sender"), a_flow(2), a_flow(3)],
                InvalidValueError,
                "flows must be of one amount by one source and vintage, got 'RU-UZ 2023: 3 USD (",
            ),
            ([1], WrongTypeError, "flow must be a RemittanceFlow"),
        ],
    )
    def test_what_cannot_be_compared_is_refused(self, flows: list[Any], error: type[Exception], message: str) -> None:
        with pytest.raises(error) as caught:
            mirror_flows(flows)
        assert message in str(caught.value)


class TestShares:
    """Uzbekistan, over $14.5 billion and 12 to 15 % of GDP: right by the later GDP only."""

    def test_there_is_a_share_by_each_vintage(self) -> None:
        later, earlier = shares_of_gdp(a_flow(Estimate.over("14.5e9")))
        assert [share.vintage for share in (later, earlier)] == ["WDI-2026-05", "WDI-2024-10-24"]
        stated = Estimate.between(12, 15)
        assert [as_percent(share.percent).meets(stated) for share in (later, earlier)] == [True, False]

    def test_of_money_a_share_is_exact(self) -> None:
        gdp = vintages("NY.GDP.MKTP.CD", "TJ", 2023)
        shares = shares_of_gdp(a_flow(5_700_000_000, destination="TJ"))
        assert [share.share for share in shares] == [Fraction(5_700_000_000) / Fraction(row.value) for row in gdp]
        assert shares[0].gdp is gdp[0]
        assert shares[0].percent == shares[0].share * 100

    def test_the_gdp_is_that_of_the_side_that_reports(self) -> None:
        by_sender = a_flow(1, origin="UZ", destination="KZ", reporter="sender")
        assert {share.gdp.country.alpha2 for share in shares_of_gdp(by_sender)} == {"UZ"}
        assert {share.gdp.country.alpha2 for share in shares_of_gdp(by_sender, of="KZ")} == {"KZ"}

    @pytest.mark.parametrize(
        ("flow", "of", "error", "message"),
        [
            (
                a_flow(destination="W0"),
                None,
                InvalidValueError,
                "of must be a country, got 'W0'; say whose GDP with of=",
            ),
            (
                a_flow(period="2023-Q1"),
                None,
                PeriodMismatchError,
                "expected a calendar year, got 2023-Q1; add the parts up, or annualise the amount and say so",
            ),
            (a_flow(Money.of(1, "UZS")), None, CurrencyMismatchError, "expected USD, got UZS; convert_flows brings"),
            (a_flow(period="1900"), None, UnknownCodeError, "'1900' is not in the table of periods of NY.GDP"),
            (a_flow(), "XX", UnknownCodeError, "'XX' is not in the table of countries"),
            (1, None, WrongTypeError, "flow must be a RemittanceFlow"),
        ],
    )
    def test_what_has_no_share_is_refused(
        self, flow: Any, of: str | None, error: type[Exception], message: str
    ) -> None:
        with pytest.raises(error) as caught:
            shares_of_gdp(flow, of=of)
        assert message in str(caught.value)


def as_percent(percent: Fraction | Estimate) -> Estimate:
    return percent if isinstance(percent, Estimate) else Estimate.spanning(percent, percent)


def as_told_apart(flow: RemittanceFlow) -> tuple[Any, ...]:
    return (*flow.corridor, flow.period, flow.measure, flow.basis, flow.reporter, flow.vintage, flow.source)


usd_flows = remittance_flows(currencies="USD", bases="gross")


class TestLaws:
    @given(usd_flows, usd_flows)
    def test_the_net_flow_of_the_opposite_is_its_negative(self, one: RemittanceFlow, other: RemittanceFlow) -> None:
        back = evolve(other, origin=one.destination, destination=one.origin, period=one.period, measure=one.measure)
        there, here = (net_flow(*each, two_reporters=True).amount for each in ((one, back), (back, one)))
        assert there == -here

    @given(st.sampled_from(indicators("NY.GDP.MKTP.CD")), usd_flows)
    def test_the_share_times_gdp_encloses_the_amount(self, gdp: Any, flow: RemittanceFlow) -> None:
        origin = "RU" if gdp.country.alpha2 != "RU" else "KZ"
        flow = evolve(flow, origin=origin, destination=gdp.country, period=gdp.period, reporter="receiver")
        stated = as_money_estimate(flow.amount).estimate
        for share in shares_of_gdp(flow):
            product = as_percent(share.share) * share.gdp.value
            assert (product | stated).low == product.low
            assert (product | stated).high == product.high

    @given(st.lists(usd_flows, max_size=6, unique_by=as_told_apart))
    def test_every_report_is_in_a_pair_or_alone(self, flows: list[RemittanceFlow]) -> None:
        found = mirror_flows(flows)
        paired = [each for pair in found.pairs for each in (pair.sent, pair.received)]
        assert all(each in paired or each in found.alone for each in flows)
        assert not any(each in paired for each in found.alone)

    @given(st.lists(usd_flows, max_size=6, unique_by=as_told_apart))
    def test_mirrors_change_their_sign_with_their_sides(self, flows: list[RemittanceFlow]) -> None:
        both = {Reporter.SENDER: "receiver", Reporter.RECEIVER: "sender"}
        turned = [evolve(flow, reporter=both[flow.reporter]) for flow in flows]
        gaps = [as_money_estimate(pair.received.amount) - pair.sent.amount for pair in mirror_flows(flows).pairs]
        back = [as_money_estimate(pair.sent.amount) - pair.received.amount for pair in mirror_flows(turned).pairs]
        assert sorted(map(str, gaps)) == sorted(map(str, back))

    @given(usd_flows)
    def test_conversion_into_the_own_currency_changes_nothing(self, flow: RemittanceFlow) -> None:
        assert convert_flows([flow], "USD") == (flow,)


def test_a_stated_share_implies_a_gdp() -> None:
    implied = whole_from_share(as_money_estimate(Money.of("14.5", "USD")), Estimate.between("0.12", "0.15"))
    assert isinstance(implied, MoneyEstimate)
    assert f"{implied.estimate.low:.1f} to {implied.estimate.high:.1f}" == "96.7 to 120.8"
