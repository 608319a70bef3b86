from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from centralasia.errors import InvalidValueError
from centralasia.money import Money, MoneyEstimate
from centralasia.numbers import Estimate
from centralasia.records import evolve, from_row
from centralasia.remittances import RemittanceFlow, check_totals, flow_series, mirror_flows, shares_of_gdp
from centralasia.series import looks_cumulative
from centralasia.testing import REMITTANCE_CORRUPTIONS, clean_remittances, remittance_datasets, remittance_flows
from centralasia.testing.faults import CorruptedRecords, CorruptedRows

TAJIKISTAN = clean_remittances("TJ", seed=1)


def a_flow(**options: Any) -> RemittanceFlow:
    facts: dict[str, Any] = {
        "origin": "RU",
        "destination": "TJ",
        "period": "2023-01",
        "amount": Money.of(120_000_000, "USD"),
        "measure": "money_transfer_systems",
        "source": "made up",
    }
    return RemittanceFlow(**facts | options)


def vaguely(amount: int) -> MoneyEstimate:
    return MoneyEstimate.of(Estimate.about(amount), "USD")


def yearly(figure: str, year: int = 2023, **options: Any) -> RemittanceFlow:
    facts = {"origin": "W0", "period": str(year), "measure": "personal_remittances", "amount": Money.of(figure, "USD")}
    return a_flow(**facts | options)


def outcomes(code: str, flows: Iterable[RemittanceFlow]) -> list[tuple[list[str], tuple[int, ...]]]:
    """All amounts that a corruption can give, each list of them once, with the places."""
    corruption = REMITTANCE_CORRUPTIONS[code]
    given_ = corruption.taken(flows)
    strategy: Any = corruption(given_)
    found = set()
    if not strategy.is_empty:

        @given(strategy)
        def collect(wrong: CorruptedRecords[RemittanceFlow]) -> None:
            found.add((tuple(str(flow.amount) for flow in wrong.records), wrong.places))

        collect()
    return sorted((list(amounts), places) for amounts, places in found)


MONTHS = [a_flow(period=f"2023-{month:02}", amount=Money.of(100 + month % 3, "USD")) for month in range(1, 6)]


def test_a_yearly_flow_leaves_its_share() -> None:
    alone = [yearly("4633754222.3")]
    assert [amounts for amounts, _ in outcomes("share-of-gdp", alone)] == [
        ["1853501688.92 USD"],
        ["46337542.22 USD"],
        ["463375422230 USD"],
        ["8109069889.02 USD"],
    ]
    beside = yearly("8109069889", 2022)  # not beside a year of which it could be taken for
    assert ["8109069889.02 USD", str(beside.amount)] not in [
        each[0] for each in outcomes("share-of-gdp", [*alone, beside])
    ]


@pytest.mark.parametrize(
    "options",
    [
        {"amount": Money.of(1, "USD")},
        {"amount": Money.of(50_000_000_000, "TJS")},
        {"amount": vaguely(4_633_754_222)},
        {"origin": "RU"},
        {"destination": "TM"},
        {"reporter": "sender"},
        {"period": "2023-Q1"},
        {"measure": "bank_transfers"},
    ],
)
def test_what_has_no_share_is_left_alone(options: dict[str, Any]) -> None:
    assert outcomes("share-of-gdp", [yearly("4633754222.3", **options)]) == []


def test_a_year_takes_the_amount_of_the_next_or_last() -> None:
    years = [yearly("100", 2020), yearly("150", 2021), yearly("151", 2022)]
    assert outcomes("year-shifted", years) == [
        (["100 USD", "100 USD", "151 USD"], (1,)),
        (["150 USD", "150 USD", "151 USD"], (0,)),
    ]
    assert outcomes("year-shifted", MONTHS) == []
    vague = yearly("1", 2021, amount=vaguely(150))
    assert outcomes("year-shifted", [years[0], vague]) == []


def test_two_origins_exchange_their_amounts() -> None:
    others = [evolve(flow, origin="KZ", amount=flow.amount * 3) for flow in MONTHS]
    found = outcomes("origin-mixed-up", [*MONTHS, *others])
    assert sorted(places for _, places in found) == [(place, place + 5) for place in range(5)]
    near = [evolve(flow, origin="KZ") for flow in MONTHS]
    assert outcomes("origin-mixed-up", [*MONTHS, *near]) == []
    assert outcomes("origin-mixed-up", [*MONTHS[:3], *others[:3]]) == []
    assert outcomes("origin-mixed-up", [*MONTHS, *[evolve(flow, origin="W0") for flow in others]]) == []


def test_months_become_sums_since_january() -> None:
    assert outcomes("cumulative-as-monthly", MONTHS) == [
        (["101 USD", "203 USD", "303 USD", "404 USD", "506 USD"], (1, 2, 3, 4))
    ]
    assert outcomes("cumulative-as-monthly", MONTHS[1:]) == []
    assert outcomes("cumulative-as-monthly", MONTHS[:3]) == []
    assert outcomes("cumulative-as-monthly", [MONTHS[0], *MONTHS[2:]]) == []
    dry = [evolve(MONTHS[0], amount=Money.of(0, "USD")), *MONTHS[1:]]
    assert outcomes("cumulative-as-monthly", dry) == []
    falling = [evolve(flow, amount=Money.of(10 ** (9 - at), "USD")) for at, flow in enumerate(MONTHS)]
    assert outcomes("cumulative-as-monthly", falling) == []


def test_a_scale_slips_among_others_of_the_series() -> None:
    assert outcomes("scale-slip", MONTHS[:3]) == []
    amounts = {each[0][0] for each in outcomes("scale-slip", MONTHS) if each[1] == (0,)}
    assert amounts == {"101000 USD", "0.101 USD", "101000000 USD", "0.000101 USD"}


def test_a_sender_reports_something_else() -> None:
    sent = a_flow(reporter="sender", amount=Money.of(118_000_000, "USD"))
    assert outcomes("mirror-gap", [a_flow(), sent]) == [
        (["120000000 USD", "188800000 USD"], (1,)),
        (["120000000 USD", "73750000 USD"], (1,)),
    ]
    assert outcomes("mirror-gap", [a_flow(), evolve(sent, amount=Money.of(80_000_000, "USD"))]) == []
    assert outcomes("mirror-gap", [sent]) == []


def test_a_total_is_less_than_its_parts() -> None:
    parts = [a_flow(amount=Money.of(60, "USD")), a_flow(origin="KZ", amount=Money.of(40, "USD"))]
    whole = a_flow(origin="W0", amount=Money.of(110, "USD"))
    assert outcomes("parts-exceed-total", [whole, *parts]) == [
        (["85 USD", "60 USD", "40 USD"], (0,)),
        (["90 USD", "60 USD", "40 USD"], (0,)),
    ]
    assert outcomes("parts-exceed-total", [whole, parts[0]]) == []
    assert outcomes("parts-exceed-total", [evolve(whole, amount=Money.of(99, "USD")), *parts]) == []


def test_gross_flows_get_a_sign() -> None:
    net = a_flow(basis="net")
    vague = a_flow(amount=vaguely(5))
    strategy: Any = REMITTANCE_CORRUPTIONS["wrong-sign"]([net, vague, a_flow()])

    @given(strategy)
    def less_than_nothing(wrong: CorruptedRows) -> None:
        assert wrong.places == (2,)
        assert wrong.rows[2]["amount"] == "-120000000"
        with pytest.raises(InvalidValueError, match="amount must be not negative"):
            from_row(RemittanceFlow, wrong.rows[2])

    less_than_nothing()
    assert REMITTANCE_CORRUPTIONS["wrong-sign"]([net, vague]).is_empty


def test_something_else_is_counted_from_some_month_on() -> None:
    way = REMITTANCE_CORRUPTIONS["measure-changed"].way(tuple(MONTHS))
    assert [len(way.choices(place)) for place in range(5)] == [0, 0, 4, 4, 0]
    banks = [evolve(flow, measure="bank_transfers") for flow in MONTHS]
    with_banks = REMITTANCE_CORRUPTIONS["measure-changed"].way((*MONTHS, *banks))
    assert len(with_banks.choices(2)) == 3
    fault = way.fault(3, way.choices(3)[0])
    assert sorted(fault) == [3, 4]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"destination": "UZ"}, 1),
        ({"destination": "TJ"}, 1),
        ({"destination": "KG"}, 0),  # 87.9 som are nearly a hundred
        ({"destination": "TM"}, 0),
        ({"amount": Money.of(5, "EUR")}, 0),
        ({"amount": Money.of(0, "USD")}, 0),
        ({"origin": "US", "destination": "W0"}, 0),
    ],
)
def test_local_money_is_labelled_as_dollars(options: dict[str, Any], expected: int) -> None:
    flow = a_flow(**options)
    found = outcomes("currency-mislabelled", [flow])
    assert len(found) == expected
    for amounts, _ in found:
        assert Decimal(amounts[0].removesuffix(" USD")) > flow.amount.amount * 10  # type: ignore[union-attr]


def noticed(code: str, clean: tuple[RemittanceFlow, ...], wrong: CorruptedRecords[RemittanceFlow]) -> bool:
    """Whether a function of the library has something else to say of the corrupted records."""
    before: Any = clean[wrong.places[0]]
    after: Any = wrong.records[wrong.places[0]]
    if code in {"share-of-gdp", "year-shifted"}:
        pairs: Any = zip(shares_of_gdp(before), shares_of_gdp(after), strict=True)
        return all(abs(two.share / one.share - 1) > Fraction(9, 100) for one, two in pairs)
    if code == "cumulative-as-monthly":
        series = [list(each.items()) for each in flow_series(wrong.records).values() if len(each) == 24]
        return any(looks_cumulative(dict(each[start : start + 12])) for each in series for start in (0, 12))
    if code == "mirror-gap":
        ratios: Any = [pair.mirror.ratio for pair in mirror_flows(wrong.records).pairs]
        return any(not Fraction(3, 4) < ratio < Fraction(4, 3) for ratio in ratios)
    if code == "parts-exceed-total":
        return "exceeded" in {check.verdict for check in check_totals(wrong.records)}
    if code == "measure-changed":
        return len(flow_series(wrong.records)) > len(flow_series(clean))
    ratio = Fraction(after.amount.amount) / Fraction(before.amount.amount)
    return not Fraction(1, 2) < ratio < 2


class TestLaws:
    @pytest.mark.parametrize("code", sorted(set(REMITTANCE_CORRUPTIONS) - {"wrong-sign"}))
    def test_a_corruption_of_a_clean_set_can_be_noticed(self, code: str) -> None:
        strategy: Any = REMITTANCE_CORRUPTIONS[code](TAJIKISTAN)

        @given(strategy)
        @settings(max_examples=15)
        def is_noticed(wrong: CorruptedRecords[RemittanceFlow]) -> None:
            assert wrong.code == code
            assert noticed(code, TAJIKISTAN, wrong)

        is_noticed()

    @given(remittance_datasets())
    @settings(max_examples=10)
    def test_a_clean_set_has_nothing_to_be_noticed(self, flows: tuple[RemittanceFlow, ...]) -> None:
        assert {check.verdict.value for check in check_totals(flows)} == {"met"}
        assert not any(looks_cumulative(series) for series in flow_series(flows).values() if len(series) == 24)
        ratios: Any = [pair.mirror.ratio for pair in mirror_flows(flows).pairs]
        assert all(Fraction(24, 25) < ratio < Fraction(26, 25) for ratio in ratios)

    @given(remittance_datasets())
    @settings(max_examples=5)
    def test_every_corruption_can_happen_to_a_data_set(self, flows: tuple[RemittanceFlow, ...]) -> None:
        missing = {code for code, corruption in REMITTANCE_CORRUPTIONS.items() if corruption(flows).is_empty}
        assert missing == set()
        assert eval(repr(flows), {"clean_remittances": clean_remittances}) == flows  # noqa: S307 - our own text

    @given(st.lists(remittance_flows(), max_size=6), st.sampled_from(sorted(REMITTANCE_CORRUPTIONS)), st.data())
    def test_flows_of_any_sort_are_corrupted_or_nothing_comes(
        self, flows: list[RemittanceFlow], code: str, data: st.DataObject
    ) -> None:
        flows = list({(flow.corridor, flow.period): flow for flow in flows}.values())
        strategy: Any = REMITTANCE_CORRUPTIONS[code](flows)
        if not strategy.is_empty:
            wrong = data.draw(strategy)
            assert wrong.code == code
            assert wrong.places


def test_countries_without_yearly_flows_have_no_data_set() -> None:
    with pytest.raises(InvalidValueError, match="destination must be a country of which"):
        clean_remittances("TM")


@pytest.mark.parametrize("code", sorted(REMITTANCE_CORRUPTIONS))
def test_every_corruption_comes(code: str, reached: Callable[..., object]) -> None:
    reached(REMITTANCE_CORRUPTIONS[code](clean_remittances("UZ")), lambda wrong: wrong.code == code)
