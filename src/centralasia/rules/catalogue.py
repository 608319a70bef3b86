"""The catalogue: every rule there is, by the kind of data it applies to."""

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Final

import attrs

from centralasia.rules import financing, rates, remittances, trade
from centralasia.rules.kinds import KINDS
from centralasia.rules.rates_examples import EXAMPLES
from centralasia.rules.rules import Example, Rule
from centralasia.rules.structure import check_cells, check_date_forms, check_future, check_keys, check_records
from centralasia.validation import Severity

__all__ = ["RULES"]

_ALL: Final = tuple(KINDS)
_BUT_RATES: Final = tuple(name for name in KINDS if name != "rates")  # which has checks of its own
_DECLARED: Final = "the declaration of the column, which the reference page of its record lists"

_QUOTE: Final = {"base": "USD", "quote": "KZT", "on": "2024-03-01", "value": "450.12"}
_EURO: Final = {"base": "EUR", "quote": "USD"}
_FLOW: Final = {
    "origin": "RU",
    "destination": "KG",
    "period": "2023",
    "amount": "2100",
    "amount_currency": "USD",
    "measure": "personal_remittances",
    "source": "made up",
}


def _quotes(*cells: Mapping[str, str], **given: str) -> Example:
    """Show quotes of which most is as usual."""
    return Example(rows=tuple([{**_QUOTE, **row} for row in cells]), given=given)


_STRUCTURE: Final = (
    Rule(
        code="missing-value",
        title="a cell is blank that may not be",
        severity=Severity.ERROR,
        kinds=_ALL,
        why="Without it nobody can say what the row is about; a default that is filled in would be an invention.",
        source=_DECLARED,
        check=check_cells("missing-value"),
        bad=_quotes({"value": ""}),
        good=_quotes({}),
    ),
    Rule(
        code="unknown-code",
        title="there is no such code",
        severity=Severity.ERROR,
        kinds=_ALL,
        why="A misspelt code joins with nothing, or with the wrong thing.",
        source="ISO 4217, ISO 3166-1 and the other code lists that the columns name",
        check=check_cells("unknown-code"),
        bad=_quotes({"quote": "KZZ"}),
        good=_quotes({}),
    ),
    Rule(
        code="unreadable-value",
        title="a cell is not what its column holds",
        severity=Severity.ERROR,
        kinds=_ALL,
        why="What cannot be read one way only is not read at all.",
        source=_DECLARED,
        check=check_cells("unreadable-value"),
        bad=_quotes({"value": "about 450"}),
        good=_quotes({}),
    ),
    Rule(
        code="ambiguous-number",
        title="a figure can be read in two ways",
        severity=Severity.ERROR,
        kinds=_ALL,
        why="1.234 is a little more than one in Almaty's English reports and a thousand in its Russian ones.",
        source="the other figures of the column, of which none tells which it is",
        check=check_cells("ambiguous-number"),
        bad=_quotes({**_EURO, "value": "1,084"}),
        good=_quotes({**_EURO, "value": "1,084"}, {**_EURO, "on": "2024-03-04", "value": "1,0846"}),
        fix="name the locale of the figures with locale=",
    ),
    Rule(
        code="unreadable-day",
        title="a cell is no day or period",
        severity=Severity.ERROR,
        kinds=_ALL,
        why="A row without a day answers for none.",
        source="ISO 8601 and SDMX time periods",
        check=check_cells("unreadable-day"),
        bad=_quotes({"on": "2024-02-30"}),
        good=_quotes({"on": "2024-02-29"}),
    ),
    Rule(
        code="ambiguous-date",
        title="a day can be read in two ways",
        severity=Severity.ERROR,
        kinds=_ALL,
        why="3/4/2024 is in March or in April.",
        source="the other days of the column, of which none tells which it is",
        check=check_cells("ambiguous-date"),
        bad=_quotes({"on": "03/04/2024"}),
        good=_quotes({"on": "2024-04-03"}),
        fix="write days as 2024-03-04",
    ),
    Rule(
        code="unit-of-account",
        title="a unit of account where a currency should stand",
        severity=Severity.ERROR,
        kinds=_ALL,
        why="SDR is no code, and whoever looks it up finds nothing; points are no money.",
        source="ISO 4217: XDR",
        check=check_cells("unit-of-account"),
        bad=_quotes({"base": "SDR", "value": "597.21"}),
        good=_quotes({"base": "XDR", "value": "597.21"}),
        fix="SDR becomes XDR",
        sure=True,
    ),
    Rule(
        code="mixed-date-forms",
        title="days are written in several ways",
        severity=Severity.WARNING,
        kinds=_ALL,
        why="Where two sources were put together, day and month may have been exchanged in one of them.",
        source="the days of the column",
        check=check_date_forms,
        bad=_quotes({"on": "20240301"}, {"on": "25.03.2024"}),
        good=_quotes({}, {"on": "2024-03-25"}),
        fix="all days are written as 2024-03-04",
        sure=True,
    ),
    Rule(
        code="impossible-value",
        title="a value is outside of what its column can hold",
        severity=Severity.ERROR,
        kinds=_ALL,
        why="A rate of zero, or one below it, is the price of nothing.",
        source=_DECLARED,
        check=check_cells("impossible-value"),
        bad=_quotes({"value": "-450.12"}),
        good=_quotes({}),
    ),
    Rule(
        code="impossible-record",
        title="cells that are right one by one do not go together",
        severity=Severity.ERROR,
        kinds=_BUT_RATES,
        why="Amounts in two currencies have no sum, and a deal is not delivered before it is signed.",
        source="the checks of the record that the row stands for",
        check=check_records,
        bad=Example(rows=({**_FLOW, "origin": "W0", "destination": "W0"},)),
        good=Example(rows=(_FLOW,)),
    ),
    Rule(
        code="future-day",
        title="a day that had not come when the table was looked at",
        severity=Severity.ERROR,
        kinds=("rates", "remittances", "trade", "costs"),
        why="What has not happened yet was not measured: the year is a slip, or the row a forecast.",
        source="the day given with today=",
        check=check_future,
        bad=_quotes({"on": "2024-06-02"}, today="2024-06-01"),
        good=_quotes({"on": "2024-05-31"}, today="2024-06-01"),
    ),
    Rule(
        code="duplicate-with-other-value",
        title="two rows are about the same and say something else",
        severity=Severity.ERROR,
        kinds=_BUT_RATES,
        why="One of the two is wrong, and which one is used depends on the order of rows.",
        source="the key of the record",
        check=partial(check_keys, same=False),
        bad=Example(rows=(_FLOW, {**_FLOW, "amount": "2200"})),
        good=Example(rows=(_FLOW, {**_FLOW, "period": "2022", "amount": "2200"})),
    ),
    Rule(
        code="duplicate-row",
        title="two rows are about the same and say the same",
        severity=Severity.WARNING,
        kinds=_ALL,
        why="A sum counts it twice.",
        source="the key of the record",
        check=partial(check_keys, same=True),
        bad=_quotes({}, {}),
        good=_quotes({}, {"on": "2024-03-04"}),
        fix="the later row is left out",
        sure=True,
    ),
)


def _with_example(rule: Rule) -> Rule:
    """Give a rule the example that stands apart, since series are long; the rule itself where there is none."""
    bad, good = EXAMPLES.get(rule.code, (rule.bad, rule.good))
    return attrs.evolve(rule, bad=bad, good=good)


def _by_kind() -> dict[str, Mapping[str, Rule]]:
    every = (*_STRUCTURE, *map(_with_example, rates.RULES), *remittances.RULES, *trade.RULES, *financing.RULES)
    return {name: MappingProxyType({rule.code: rule for rule in every if name in rule.kinds}) for name in KINDS}


RULES: Final[Mapping[str, Mapping[str, Rule]]] = MappingProxyType(_by_kind())
"""All rules by kind of data and code, in the order in which they are held against a table."""
