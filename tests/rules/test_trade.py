"""Rules about trade: what each of them finds, what it names as the cause, and what it lets pass."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from centralasia.datasets import dataset
from centralasia.errors import WrongTypeError
from centralasia.money import Money
from centralasia.periods import period
from centralasia.quantities import Quantity
from centralasia.rules import validate
from centralasia.rules.data import Context, Data
from centralasia.rules.hits import Told
from centralasia.rules.kinds import KINDS
from centralasia.rules.trade import RULES
from centralasia.rules.validating import gathered
from centralasia.tables import matched, opened
from centralasia.testing import TRADE_CORRUPTIONS, trade_datasets, trade_flows
from centralasia.trade import Target, TradeDeal, TradeFlow
from centralasia.trade.revisions import Revision, is_listed, listed_codes
from centralasia.validation import Problem, Report

TODAY = "2026-06-01"
USUAL = {
    "reporter": "KZ",
    "partner": "CN",
    "period": "2023",
    "flow": "export",
    "commodity": "1001",
    "value": "2400000",
    "value_currency": "USD",
    "source": "made up",
}
CODES = [rule.code for rule in RULES]

Row = dict[str, str]


def a_row(**cells: object) -> Row:
    return USUAL | {name: str(cell) for name, cell in cells.items()}


def found(rows: Sequence[Mapping[str, str]], code: str, kind: str = "trade", **more: Any) -> list[Problem]:
    return list(validate(list(rows), kind, today=TODAY, only=[code], most=99, **more))


def rows_with(rows: Sequence[Mapping[str, str]], code: str, kind: str = "trade", **more: Any) -> list[int | None]:
    return [each.row for each in found(rows, code, kind, **more)]


def told(rows: Sequence[Mapping[str, str]], code: str, **more: Any) -> dict[int, Told]:
    """Hold one rule against rows, and give what it says with the changes, by the number of the row."""
    kind = KINDS["trade"]
    source = opened(list(rows))
    data: Data = gathered(source, kind, matched(source.headers, kind.cls), constants={})
    context = Context(today=period("2026-06").start, more=more)
    [rule] = [each for each in RULES if each.code == code]
    return {
        row + 1: hits.tell(place) for hits in rule.check(data, context) for place, row in enumerate(hits.rows.tolist())
    }


class TestCodes:
    @pytest.mark.parametrize(
        ("code", "message", "cause"),
        [
            ("H6:100110", "the digits are in H2, H3", "a code of another revision than is stated"),
            ("770199", "is no code of any revision", "a misspelt code"),
            ("20712", "20712 is no code, and 020712 is one", "chapters 01 to 09 lose their zero"),
            ("wheat", "is no code of any revision", "a misspelt code"),
            ("1234567890123", "is no code of any revision", "a misspelt code"),
        ],
    )
    def test_what_is_wrong_with_a_code_that_cannot_be_read(self, code: str, message: str, cause: str) -> None:
        [problem] = found([a_row(commodity=code)], "hs-not-valid")
        assert message in problem.message
        assert problem.cause is not None
        assert problem.cause.startswith(cause)

    def test_codes_come_with_their_revision(self) -> None:
        [problem] = found(
            [a_row(commodity="H6:100119", period=2019), a_row(commodity="H5:100119", period=2019)], "hs-not-valid"
        )
        assert problem.row == 1
        assert problem.message == "H6:100119 is a code of H6, from 2022 on, and the period is 2019"
        assert rows_with([a_row(commodity="100119", period=2005)], "hs-not-valid") == [1]  # of H4 and later

    @pytest.mark.parametrize(
        "cells",
        [
            {"commodity": "TOTAL"},
            {"commodity": "10", "period": 2003},
            {"commodity": "9901"},
            {"commodity": "100119", "period": 1995},  # no revision of that time is listed
            {"commodity": "", "product": "grain"},
        ],
    )
    def test_what_cannot_be_told_passes(self, cells: Mapping[str, object]) -> None:
        assert not rows_with([a_row(**cells)], "hs-not-valid")

    def test_one_code_of_another_revision_among_many(self) -> None:
        six = [code for code in sorted(listed_codes()) if len(code) == 6]
        new = [code for code in six if is_listed(code, Revision.H6) and not is_listed(code, Revision.H5)]
        old = next(code for code in six if is_listed(code, Revision.H2) and not is_listed(code, Revision.H5))
        rows = [a_row(commodity=code, period=2023) for code in new[:30]]
        [problem] = found([*rows, a_row(commodity=old)], "hs-not-valid")
        assert problem.row == 31
        assert "and not in H6, as 30 of 31 codes are" in problem.message
        assert not rows_with([*rows[:15], a_row(commodity=old)], "hs-not-valid")

    def test_deals_and_measures_have_codes_too(self) -> None:
        deal = {"title": "poultry", "kind": "contract", "seller": "KZ", "buyer": "CN", "source": "made up"}
        assert rows_with([deal | {"commodities": "770199"}], "hs-not-valid", "deals") == [1]
        assert not rows_with([deal | {"commodities": "0207"}, deal | {"title": "b"}], "hs-not-valid", "deals")
        assert not rows_with([deal], "hs-not-valid", "deals")
        ban = {"kind": "ban", "imposer": "KZ", "direction": "imports", "source": "made up"}
        assert rows_with([ban | {"products": "20712"}], "hs-not-valid", "measures") == [1]


class TestPartner:
    def test_both_sides_are_one_country(self) -> None:
        [problem] = found([a_row(), a_row(partner="KAZ")], "partner-is-reporter")
        assert (problem.row, problem.column, problem.value) == (2, "partner", "KAZ")
        assert problem.message == "reporter and partner are both KZ"

    def test_a_constant_may_be_the_other_side(self) -> None:
        rows = [
            {name: cell for name, cell in a_row(partner=code).items() if name != "reporter"} for code in ("CN", "KZ")
        ]
        assert rows_with(rows, "partner-is-reporter", constants={"reporter": "KZ"}) == [2]

    def test_unknown_codes_are_no_countries(self) -> None:
        assert not rows_with([a_row(reporter="??", partner="??")], "partner-is-reporter")

    def test_companies_do_not_sell_to_themselves(self) -> None:
        deal = {"title": "a", "kind": "contract", "seller": "KZ", "buyer": "CN", "source": "made up"}
        same = deal | {"title": "b", "seller_name": "Aitas", "buyer_name": "Aitas"}
        assert rows_with([deal, same], "partner-is-reporter", "deals") == [2]
        assert not rows_with([deal], "partner-is-reporter", "deals")
        ban = {"kind": "ban", "imposer": "KZ", "target": "KZ", "direction": "imports", "source": "made up"}
        assert rows_with([ban], "partner-is-reporter", "measures") == [1]


def weighed(*tonnes: object, price: int = 240, unit: str = "t", **cells: object) -> list[Row]:
    """Make the rows of months in which so much was sold."""
    return [
        a_row(
            period=f"2023-{month:02}",
            value=price * (10_000 + 40 * month),
            quantity=each,
            quantity_unit=unit,
            **cells,
        )
        for month, each in enumerate(tonnes, 1)
    ]


class TestUnitValues:
    usual = (10_000, 10_100, 9_900, 10_000, 10_200, 10_000, 10_100)

    @pytest.mark.parametrize(("wrong", "way"), [(2_500, "high"), (40_000, "low")])
    def test_a_price_that_nothing_explains(self, wrong: int, way: str) -> None:
        rows = weighed(*self.usual[:3], wrong, *self.usual[4:])
        [problem] = found(rows, "unit-value-outlier")
        assert problem.row == 4
        assert problem.cause is not None
        assert f"times too {way}" in problem.cause
        assert "and the median of 7 flows of HS 1001 is 0.24" in problem.message
        assert not rows_with(rows, "mass-unit-slip")

    @pytest.mark.parametrize(("wrong", "size"), [("10", "small"), ("10000000", "large")])
    def test_kilograms_and_tonnes(self, wrong: str, size: str) -> None:
        said = told(weighed(*self.usual[:3], wrong, *self.usual[4:]), "mass-unit-slip")
        assert list(said) == [4]
        assert said[4].cause == f"the quantity is 1,000 times too {size}: kilograms taken for tonnes, or the reverse"
        assert said[4].change == {"quantity": Decimal(10_000)}
        assert said[4].column == "quantity"

    def test_the_value_may_be_wrong(self) -> None:
        rows = weighed(*self.usual)
        rows[3]["value"] = f"{rows[3]['value']}000"
        said = told(rows, "mass-unit-slip")
        assert said[4].change == {"value": Decimal(240 * 10_160)}
        assert said[4].column == "value"
        assert said[4].cause == "the value is 1,000 times too large: thousands taken for single units, or the reverse"

    def test_without_a_series_both_causes_are_told(self) -> None:
        rows = [
            row | {"partner": code}
            for row, code in zip(weighed(*self.usual), ["CN", "RU", "TR", "IR", "AF", "IT", "DE"], strict=True)
        ]
        rows[3]["quantity"] = "10"
        said = told(rows, "mass-unit-slip")
        assert said[4].change is None
        assert " or the value is 1,000 times too large" in str(said[4].cause)
        assert " or the value divided by 1,000 fits" in str(said[4].fix)

    def test_masses_are_brought_to_one_unit(self) -> None:
        rows = [*weighed(*self.usual[:4]), *weighed(*[each * 1000 for each in self.usual[4:]], unit="kg")]
        assert not [each for code in ("unit-value-outlier", "mass-unit-slip") for each in rows_with(rows, code)]

    @pytest.mark.parametrize(
        "rows",
        [
            weighed(1, 10_000, 10_000, 10_000, 10_000),  # too few
            weighed(10, 10_000, 10_000, 10_000, 10_000, 10_000, commodity="TOTAL"),
            weighed(0, 10_000, 10_000, 10_000, 10_000, 10_000),
            [*weighed(*usual), a_row(), a_row(period=2022, value="", value_currency="", quantity=5, quantity_unit="t")],
            [*weighed(*usual), *weighed(5, unit="m3")],
        ],
    )
    def test_what_cannot_be_compared_passes(self, rows: list[Row]) -> None:
        assert not [each for code in ("unit-value-outlier", "mass-unit-slip") for each in rows_with(rows, code)]

    def test_other_units_have_their_own_prices(self) -> None:
        [problem] = found(weighed(*self.usual[:3], 2_500, *self.usual[4:], unit="m3"), "unit-value-outlier")
        assert "USD/m3" in problem.message


class TestChapters:
    def rows(self, total: object, *parts: tuple[str, object], **more: object) -> list[Row]:
        return [
            a_row(commodity="TOTAL", value=total, **more),
            *[a_row(commodity=code, value=value, **more) for code, value in parts],
        ]

    def test_chapters_are_no_more_than_all_goods(self) -> None:
        [problem] = found(self.rows(2002, ("10", 1500), ("27", 702)), "chapters-exceed-total")
        assert (problem.row, problem.column) == (1, "value")
        assert problem.message == (
            "the 2 parts of all goods (10, 27) are worth 200 USD more in 2023 than the whole, 2002 USD"
        )
        assert not rows_with(self.rows(2200, ("10", 1500), ("27", 700)), "chapters-exceed-total")

    def test_a_long_list_is_cut_short(self) -> None:
        parts = [(f"{code}", 700) for code in (10, 11, 12, 15)]
        assert "(10, 11, 12, …)" in found(self.rows(2000, *parts), "chapters-exceed-total")[0].message

    def test_headings_are_part_of_chapters(self) -> None:
        rows = self.rows(2200, ("10", 1000), ("1001", 700), ("1003", 500), ("27", 700))
        assert rows_with(rows, "chapters-exceed-total") == [2]

    def test_the_nearest_level_counts(self) -> None:
        rows = self.rows(1200, ("10", 1000), ("1001", 700), ("270900", 600))
        assert not rows_with(rows, "chapters-exceed-total")
        assert rows_with(self.rows(1201, ("1001", 701), ("2709", 603)), "chapters-exceed-total") == [1]

    def test_what_is_not_of_one_sense_is_not_added_up(self) -> None:
        rows = self.rows(1000, ("10", 900), ("27", 900))
        for cells in ({"product": "grain"}, {"value_currency": "EUR"}, {"vintage": "2024"}, {"valuation": "fob"}):
            assert not rows_with([rows[0], rows[1], rows[2] | cells], "chapters-exceed-total")
        assert not rows_with(
            [a_row(), a_row(value="", value_currency="", quantity=5, quantity_unit="t")], "chapters-exceed-total"
        )

    def test_an_estimate_carries_its_own_bounds(self) -> None:
        rows = self.rows(2000, ("10", 1500), ("27", 700))
        rows[0] |= {"value_low": "1500", "value_high": "2300", "value_qualifier": "range"}
        assert not rows_with(rows, "chapters-exceed-total")


def both(exported: object, imported: object, **more: object) -> list[Row]:
    """Make the two reports of one flow from China to Kyrgyzstan."""
    return [
        a_row(reporter="CN", partner="KG", value=exported, **more),
        a_row(reporter="KG", partner="CN", flow="import", value=imported, **more),
    ]


SENT_ON = a_row(reporter="KG", partner="RU", flow="re_export", commodity="10", value=5)


class TestMirrors:
    def history(self, *imported: object) -> list[Row]:
        return [row for month, each in enumerate(imported, 1) for row in both(100, each, period=f"2023-{month:02}")]

    def test_without_a_history_twice_as_much_is_told(self) -> None:
        [problem] = found(both(100, 318), "mirror-gap")
        assert problem.row == 2
        assert "(row 1), and KG 318 USD bought: freight aside, one is 3 times the other" in problem.message
        assert not rows_with(both(100, 200), "mirror-gap")
        assert rows_with(both(100, 200), "mirror-gap", mirror_times=1.5) == [2]
        assert not rows_with(both(100, 318), "mirror-gap", cif_fob=Decimal("1.8"))

    def test_a_history_tells_what_is_usual(self) -> None:
        rows = self.history(106, 107, 105, 160, 106, 108)
        [problem] = found(rows, "mirror-gap")
        assert problem.row == 8
        assert "one is 1.509 times the other, and 1.005 times as a rule" in problem.message
        assert not rows_with(self.history(160, 161, 159, 162, 160, 158), "mirror-gap")

    def test_a_gap_that_is_always_there_is_told_once(self) -> None:
        assert rows_with(self.history(400, 401, 399, 402, 400, 398), "mirror-gap") == [2]

    @pytest.mark.parametrize("sent_on", [SENT_ON, SENT_ON | {"commodity": "1001"}, SENT_ON | {"reporter": "CN"}])
    def test_goods_that_are_sent_on_are_another_matter(self, sent_on: Row) -> None:
        rows = [*both(318, 100), sent_on]
        assert not rows_with(rows, "mirror-gap")
        [problem] = found(rows, "re-export-asymmetry")
        assert problem.severity.value == "info"
        assert problem.cause is not None
        assert problem.cause.startswith(f"goods that {sent_on['reporter']} sends on")

    def test_other_goods_are_no_reason(self) -> None:
        rows = [*both(318, 100), SENT_ON | {"commodity": "27"}]
        assert rows_with(rows, "mirror-gap") == [2]
        assert not rows_with(rows, "re-export-asymmetry")

    @pytest.mark.parametrize(
        "cells",
        [
            {"value_currency": "EUR"},
            {"value": "0"},
            {"value_low": "50", "value_high": "500", "value_qualifier": "range"},
            {"period": "2022"},
            {"commodity": "H6:1001"},
        ],
    )
    def test_what_cannot_be_compared_passes(self, cells: Row) -> None:
        one, other = both(100, 318)
        other = other | cells
        assert not rows_with([one | {"commodity": "H5:1001"} if "commodity" in cells else one, other], "mirror-gap")

    def test_quantities_are_compared_where_there_are_no_values(self) -> None:
        bare = {"value": "", "value_currency": ""}
        one, other = both(1, 1)
        one, other = (
            one | bare | {"quantity": "100", "quantity_unit": "t"},
            other | bare | {"quantity": "300", "quantity_unit": "t"},
        )
        [problem] = found([one, other], "mirror-gap")
        assert "CN reports 100 t of HS 1001 sold" in problem.message
        assert not rows_with([one, other | {"quantity_unit": "m3"}], "mirror-gap")
        assert not rows_with([one, other | {"quantity": "300000", "quantity_unit": "m3"}], "mirror-gap")


TARGET = {
    "title": "farm exports",
    "subject": "exports of farm goods",
    "baseline_value": "5400000000",
    "baseline_value_currency": "USD",
    "baseline_period": "2023",
    "goal_value": "10800000000",
    "goal_value_currency": "USD",
    "by": "2028",
    "source": "made up",
}
GRAIN = {
    "title": "grain",
    "subject": "grain to China",
    "baseline_quantity": "1.4",
    "baseline_quantity_unit": "Mt",
    "goal_quantity": "2000",
    "goal_quantity_unit": "kt",
    "source": "made up",
}


class TestTargets:
    def problems(self, row: Mapping[str, str]) -> list[Problem]:
        return found([row], "target-arithmetic", "targets")

    @pytest.mark.parametrize(
        "title", ["farm exports", "to double farm exports", "2-fold", "рост в 2 раза", "by 14.9 % a year"]
    )
    def test_what_fits_passes(self, title: str) -> None:
        assert not self.problems(TARGET | {"title": title})

    @pytest.mark.parametrize(
        ("title", "message"),
        [
            ("farm exports, tripled", "'tripled' is stated, and from 5400000000 USD to 10800000000 USD is 2 times"),
            ("by 10 % a year", "'10 % a year' is stated, and from 5400000000 USD to 10800000000 USD is 14.9 % a year"),
        ],
    )
    def test_a_multiple_or_growth_that_does_not_lead_there(self, title: str, message: str) -> None:
        [problem] = self.problems(TARGET | {"title": title})
        assert problem.message == message
        assert problem.column == "goal_value"

    @pytest.mark.parametrize(
        ("cells", "fix"),
        [
            ({"goal_value": "10800000"}, "goal 10800000000, or the baseline accordingly"),
            ({"goal_value": "10800000000000"}, "goal 10800000000, or the baseline accordingly"),
            ({"baseline_value": "5400"}, "goal 10800, or the baseline accordingly"),
        ],
    )
    def test_thousands_between_baseline_and_goal(self, cells: Row, fix: str) -> None:
        [problem] = self.problems(TARGET | cells)
        assert problem.fix == fix
        assert problem.cause is not None
        assert problem.cause.startswith("thousand, million and billion mistaken")

    def test_a_goal_that_is_no_single_figure(self) -> None:
        cells = {"goal_value": "", "goal_value_low": "10000000000000", "goal_value_high": "11000000000000"}
        [problem] = self.problems(TARGET | cells | {"goal_value_qualifier": "range"})
        assert problem.fix == "look both figures up"

    def test_a_goal_too_far_for_any_slip(self) -> None:
        [problem] = self.problems(TARGET | {"goal_value": "9" * 22})
        assert problem.cause == "a wrong figure, or two units"

    def test_quantities_in_two_units(self) -> None:
        assert not self.problems(GRAIN)
        [problem] = self.problems(GRAIN | {"goal_quantity_unit": "t"})
        assert (problem.column, problem.value) == ("goal_quantity", "2000")

    @pytest.mark.parametrize(
        "row",
        [
            GRAIN | {"title": "tripled, 3-fold", "baseline_quantity": "", "baseline_quantity_unit": ""},
            TARGET | {"title": "10 % a year", "by": ""},
            TARGET | {"title": "by 30 %"},
            TARGET | {"baseline_value": "0"},
        ],
    )
    def test_what_cannot_be_told_passes(self, row: Row) -> None:
        assert not self.problems(row)

    def test_shipped_targets_fit(self) -> None:
        assert not validate(list(dataset("farm_targets").records()), "targets", today=TODAY).problems


def a_deal(**more: Any) -> TradeDeal:
    fields: dict[str, Any] = {
        "title": "poultry",
        "kind": "framework",
        "seller": "KZ",
        "buyer": "CN",
        "value": Money.of(100_000_000, "USD"),
        "signed": "2024-11-30",
        "source": "made up",
    }
    return TradeDeal(**(fields | more))


class TestDeals:
    row = a_row(commodity="0207", value="100000000", period=2024)

    def test_a_flow_that_is_a_deal(self) -> None:
        [problem] = found([self.row, a_row()], "deal-as-flow", deals=[a_deal()])
        assert problem.row == 1
        assert problem.message == (
            "100000000 USD from KZ to CN in 2024 is what the framework 'poultry' is about, signed on 2024-11-30"
        )

    @pytest.mark.parametrize(
        ("cells", "deal"),
        [
            ({}, a_deal(value=Money.of(99, "USD"))),
            ({}, a_deal(value=None)),
            ({}, a_deal(value=Money.of(0, "USD"))),
            ({}, a_deal(value=Money.of(100_000_000, "EUR"))),
            ({}, a_deal(buyer="UZ")),
            ({"period": 2023}, a_deal()),
            ({"period": 2023}, a_deal(delivery="2025")),
            ({"flow": "import"}, a_deal()),
        ],
    )
    def test_what_is_another_flow_passes(self, cells: Row, deal: TradeDeal) -> None:
        assert not found([self.row | cells], "deal-as-flow", deals=[deal])

    def test_delivery_counts_as_well_as_signature(self) -> None:
        assert rows_with([self.row | {"period": "2025-03"}], "deal-as-flow", deals=[a_deal(delivery="2025")]) == [1]
        assert rows_with([self.row], "deal-as-flow", deals=[a_deal(signed=None)]) == [1]

    def test_quantities_too(self) -> None:
        deal = a_deal(value=None, quantity=Quantity.of(20, "kt"), signed=None)
        rows = [a_row(value="", value_currency="", quantity=20_000, quantity_unit="t")]
        [problem] = found(rows, "deal-as-flow", deals=[deal])
        assert problem.column == "quantity"
        assert problem.message == "20000 t from KZ to CN in 2023 is what the framework 'poultry' is about"

    @pytest.mark.parametrize(
        ("cells", "word"),
        [
            ({"note": "under the memorandum of May"}, "memorandum"),
            ({"product": "пшеница по контракту"}, "контракту"),
            ({"note": "oldi-sotdi shartnomasi"}, "shartnomasi"),
        ],
    )
    def test_words_that_speak_of_a_deal(self, cells: Row, word: str) -> None:
        [problem] = found([self.row | cells], "deal-as-flow")
        assert repr(word) in problem.message
        assert problem.column == next(iter(cells))

    @pytest.mark.parametrize("note", ["under the free trade agreement", "the economy contracted", "соглашение", ""])
    def test_other_words_pass(self, note: str) -> None:
        assert not found([self.row | {"note": note}], "deal-as-flow")

    def test_deals_are_records(self) -> None:
        with pytest.raises(WrongTypeError, match="a TradeDeal"):
            found([self.row], "deal-as-flow", deals=[self.row])


def checked(records: Sequence[Any], **more: Any) -> dict[str, set[int]]:
    """Hold the records of a data set against the rules of their kinds: the places of findings by code."""
    deals = [each for each in records if isinstance(each, TradeDeal)]
    places: dict[str, set[int]] = {}
    for kind, cls in (("trade", TradeFlow), ("targets", Target), ("deals", TradeDeal)):
        own = [place for place, each in enumerate(records) if isinstance(each, cls)]
        report = validate([records[place] for place in own], kind, today=TODAY, most=999, deals=deals, **more)
        for problem in report:
            places.setdefault(problem.code, set()).add(own[(problem.row or 0) - 1])
    return places


class TestLaws:
    @settings(max_examples=4)
    @given(trade_datasets())
    def test_a_clean_data_set_has_no_finding(self, records: tuple[Any, ...]) -> None:
        assert checked(records) == {}

    @pytest.mark.parametrize("code", CODES)
    @settings(max_examples=3, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(data=st.data(), records=trade_datasets())
    def test_a_corrupted_one_has_that_of_its_name(
        self, code: str, data: st.DataObject, records: tuple[Any, ...]
    ) -> None:
        wrong: Any = data.draw(TRADE_CORRUPTIONS[code](records))
        if isinstance(wrong.data[0], dict):
            rows = validate(wrong.data, "trade", today=TODAY, only=[code], most=999)
            assert {(each.row or 0) - 1 for each in rows} & set(wrong.places)
        else:
            assert checked(wrong.data)[code] & set(wrong.places)

    @settings(max_examples=12)
    @given(st.lists(trade_flows(), max_size=12))
    def test_whatever_the_flows_there_is_a_report(self, flows: list[TradeFlow]) -> None:
        assert isinstance(validate(flows, "trade", today=TODAY), Report)
