"""Rules about trade: flows, deals, measures and targets.

Keywords of `validate` that they know: `deals` (the deals beside flows, as records), `cif_fob` (the value of imports
with freight for one of exports without; 1.06), and `mirror_times` (how many times the other the report of one side has
to be where no history says what is usual; two).
"""

from typing import Any, Final

from centralasia.money import Money
from centralasia.rules.rules import Example, Rule
from centralasia.rules.trade_deals import check_deal, check_target
from centralasia.rules.trade_goods import check_chapters, check_codes, check_mass, check_unit_values
from centralasia.rules.trade_mirrors import check_mirror, check_partner, check_re_export
from centralasia.trade import TradeDeal
from centralasia.validation import Severity

__all__ = ["RULES"]

_FLOWS: Final = ("trade",)
_USUAL: Final = {
    "reporter": "KZ",
    "partner": "CN",
    "period": "2023",
    "flow": "export",
    "commodity": "1001",
    "value": "2400000",
    "value_currency": "USD",
    "source": "made up",
}
_WHEAT: Final = {"quantity": "10000", "quantity_unit": "t"}
_TARGET: Final = {
    "title": "farm exports, doubled",
    "subject": "exports of farm goods",
    "baseline_value": "5400000000",
    "baseline_value_currency": "USD",
    "goal_value": "10800000000",
    "goal_value_currency": "USD",
    "source": "made up",
}
_DEAL: Final = TradeDeal(
    title="poultry",
    kind="framework",
    seller="KZ",
    buyer="CN",
    value=Money.of(100_000_000, "USD"),
    signed="2024-11-30",
    source="made up",
)


def _shown(*rows: dict[str, str], **given: Any) -> Example:  # noqa: ANN401 - what `validate` takes
    """Show flows of which most is as usual."""
    return Example(rows=tuple([_USUAL | row for row in rows]), given=given)


def _weighed(*tonnes: str) -> list[dict[str, str]]:
    """Give the rows of months in which so much wheat was sold, at 240 dollars."""
    return [
        {"period": f"2023-{month:02}", "value": str(240 * 10_000 + month * 9_000), **_WHEAT, "quantity": each}
        for month, each in enumerate(tonnes, 1)
    ]


def _both(exported: str, imported: str, **more: str) -> tuple[dict[str, str], ...]:
    """Give the rows of the two reports of one flow to Kyrgyzstan."""
    clothes = {"commodity": "620462", **more}
    return (
        {**clothes, "reporter": "CN", "partner": "KG", "value": exported},
        {**clothes, "reporter": "KG", "partner": "CN", "flow": "import", "value": imported},
    )


_SENT_ON: Final = {"reporter": "KG", "partner": "RU", "flow": "re_export", "commodity": "620462"}

RULES: Final = (
    Rule(
        code="hs-not-valid",
        instead_of=("unreadable-value", "unknown-code"),
        title="a code of goods was not valid then, or never",
        severity=Severity.ERROR,
        kinds=("trade", "deals", "measures"),
        why="The same digits mean other goods in another revision, and a chapter without its zero is another chapter.",
        source="the Harmonized System in the revisions that are listed, each from the year of its name on",
        check=check_codes,
        bad=_shown({"commodity": "H6:100110"}, {"commodity": "H6:100119", "period": "2019"}),
        good=_shown({"commodity": "H6:100119"}, {"commodity": "H5:100119", "period": "2019"}),
    ),
    Rule(
        code="partner-is-reporter",
        instead_of=("impossible-record",),
        title="both sides are the same country, or the same company",
        severity=Severity.ERROR,
        kinds=("trade", "deals", "measures"),
        why="Trade has two sides; a partner that is the reporter is a slip, or a special code of the source.",
        source="the definition of a partner",
        check=check_partner,
        bad=_shown({"partner": "KZ"}),
        good=_shown({"partner": "UZ"}),
    ),
    Rule(
        code="mass-unit-slip",
        title="kilograms and tonnes, or thousands, are mistaken for one another",
        severity=Severity.ERROR,
        kinds=_FLOWS,
        why="A unit value a thousand times too high makes a price index of its own.",
        source="the median unit value of the good, in units of the distance between its quartiles",
        check=check_mass,
        bad=_shown(*_weighed("10000", "10100", "9900", "10000000", "10200", "10000", "10100")),
        good=_shown(*_weighed("10000", "10100", "9900", "10000", "10200", "10000", "10100")),
        fix="the figure that is off in its own series is brought back; where neither is, nothing is done",
    ),
    Rule(
        code="unit-value-outlier",
        title="value and quantity do not go together",
        severity=Severity.WARNING,
        kinds=_FLOWS,
        why="A wrong value shows beside its quantity when it does not show in a sum.",
        source="the median unit value of the good, in units of the distance between its quartiles",
        check=check_unit_values,
        bad=_shown(*_weighed("10000", "10100", "9900", "2500", "10200", "10000", "10100")),
        good=_shown(*_weighed("10000", "10100", "9900", "9500", "10200", "10000", "10100")),
    ),
    Rule(
        code="chapters-exceed-total",
        title="the parts of some goods are worth more than the goods",
        severity=Severity.ERROR,
        kinds=_FLOWS,
        why="Something is counted twice; what is confidential makes parts less than their total, never more.",
        source="arithmetic: a sum, with half a unit of the last printed digit for each figure",
        check=check_chapters,
        bad=_shown(
            {"commodity": "TOTAL"}, {"commodity": "10", "value": "1900000"}, {"commodity": "27", "value": "700000"}
        ),
        good=_shown(
            {"commodity": "TOTAL"}, {"commodity": "10", "value": "1700000"}, {"commodity": "27", "value": "700000"}
        ),
    ),
    Rule(
        code="mirror-gap",
        title="exporter and importer report values that are farther apart than usual",
        severity=Severity.WARNING,
        kinds=_FLOWS,
        why="Freight makes imports a little more than exports; the rest of a gap has another reason.",
        source="the reports of the same goods in other periods; 1.06 for CIF to FOB as the IMF has it since about 2017",
        check=check_mirror,
        bad=_shown(*_both("1000000", "3180000")),
        good=_shown(*_both("1000000", "1070000")),
    ),
    Rule(
        code="re-export-asymmetry",
        title="the two sides report goods differently that one of them sends on",
        severity=Severity.INFO,
        kinds=_FLOWS,
        why="What is in transit is an export of one country and no import of the next: the gap may be lawful.",
        source="re-exports that the table itself has of the same goods",
        check=check_re_export,
        bad=_shown(*_both("3180000", "1000000"), _SENT_ON),
        good=_shown(*_both("1000000", "1070000"), _SENT_ON),
    ),
    Rule(
        code="target-arithmetic",
        title="baseline, goal and growth of a target do not go together",
        severity=Severity.ERROR,
        kinds=("targets",),
        why="A plan is quoted by its growth, and the growth by the plan: one slip makes both wrong.",
        source="arithmetic: the multiple and the growth a year that lead from baseline to goal",
        check=check_target,
        bad=Example(rows=(_TARGET | {"goal_value": "16200000000"},)),
        good=Example(rows=(_TARGET,)),
    ),
    Rule(
        code="deal-as-flow",
        title="a flow is what was signed, and not what was shipped",
        severity=Severity.WARNING,
        kinds=_FLOWS,
        why="A framework of a thousand million is not a thousand million shipped.",
        source="the deals given with deals=, and what product and note say",
        check=check_deal,
        bad=_shown({"commodity": "0207", "value": "100000000", "period": "2024"}, deals=(_DEAL,)),
        good=_shown({"commodity": "0207", "value": "7300000", "period": "2024"}, deals=(_DEAL,)),
    ),
)
"""The rules, in the order in which they are held against a table."""
