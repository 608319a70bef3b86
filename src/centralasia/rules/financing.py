"""Rules about financing: operations and memoranda.

Keywords of `validate` that they know: `memoranda` (of the same lenders, beside operations), `operations` (beside
memoranda), and `schedules` (reference to the schedule of an operation).
"""

from collections.abc import Mapping
from typing import Any, Final

from centralasia.rules.financing_amounts import check_stage_amounts, check_top_ups, check_tranche_currency
from centralasia.rules.financing_memoranda import check_memoranda
from centralasia.rules.financing_projects import check_co_financing
from centralasia.rules.financing_schedules import check_schedules
from centralasia.rules.financing_shares import check_sectors, check_shares_whole
from centralasia.rules.financing_stages import check_date_order, check_stage_order
from centralasia.rules.rules import Example, Rule
from centralasia.validation import Severity

__all__ = ["RULES"]

_USUAL: Final = {
    "reference": "demo-1",
    "title": "Water supply",
    "lender": "Demo Bank",
    "countries": '[{"country": "KG"}]',
    "instrument": "loan",
    "source": "made up",
}


def _shown(*rows: Mapping[str, str], **given: Any) -> Example:  # noqa: ANN401 - what `validate` takes
    """Show operations of which most is as usual."""
    return Example(rows=tuple([{**_USUAL, **row} for row in rows]), given=given)


def _of(amount: str, currency: str = "EUR") -> str:
    return f'{{"amount": "{amount}", "currency": "{currency}"}}'


def _eur(**amounts: str) -> dict[str, str]:
    """Give the cells of amounts in euro."""
    return {name: cell for field, amount in amounts.items() for name, cell in _cells(field, amount)}


def _cells(field: str, amount: str) -> tuple[tuple[str, str], ...]:
    return (field, amount), (f"{field}_currency", "EUR")


def _reached(**days: str) -> dict[str, str]:
    """Give the cell of stages."""
    return {"stages": "[" + ", ".join(f'{{"stage": "{stage}", "on": "{on}"}}' for stage, on in days.items()) + "]"}


def _in_tranches(*amounts: str) -> dict[str, str]:
    """Give the cell of tranches."""
    tranches = [f'{{"number": {number}, "amount": {amount}}}' for number, amount in enumerate(amounts, 1)]
    return {"tranches": f"[{', '.join(tranches)}]"}


_SIGNED: Final = {"stages": '[{"stage": "signed"}]'}
_TOP_UP: Final = {"top_ups": f'[{{"stage": "signed", "amount": {_of("9000000")}}}]'}
_PROJECT: Final = {"project": "Power lines", **_eur(total_cost="100000000")}

RULES: Final = (
    Rule(
        code="stage-order",
        instead_of=("impossible-record", "unreadable-value"),
        title="stages are not in their order, or one is there twice",
        severity=Severity.ERROR,
        kinds=("financing",),
        why="The last stage says what an operation is: out of their order, an approval passes for a contract.",
        source="the order proposed, identified, approved, signed, effective, disbursing, completed or cancelled",
        check=check_stage_order,
        bad=_shown(_reached(signed="2016-11-20", approved="2016-05-04")),
        good=_shown(_reached(approved="2016-05-04", signed="2016-11-20")),
        fix="where putting them in order, or exchanging two names, puts the days in order too, that is done",
    ),
    Rule(
        code="stage-amounts",
        instead_of=("impossible-record", "unreadable-value"),
        title="more was paid out than committed, or committed than approved",
        severity=Severity.ERROR,
        kinds=("financing",),
        why="What is committed is paid out, withdrawn or to come: a larger figure is a slip, or a top-up is left out.",
        source="commitments = disbursed + undisbursed + cancelled, in the currency of the operation",
        check=check_stage_amounts,
        bad=_shown(_SIGNED | _eur(amount="20", disbursed="2000000")),
        good=_shown(_SIGNED | _eur(amount="20000000", disbursed="2000000")),
    ),
    Rule(
        code="top-up-twice",
        title="a top-up is in the amount and added to it again",
        severity=Severity.ERROR,
        kinds=("financing",),
        why="An amount is without top-ups: 79 million with a top-up of 9 in it become 88.",
        source="the amounts at the stages, the tranches, and the other operations of the project",
        check=check_top_ups,
        bad=_shown(
            {"stages": f'[{{"stage": "signed", "amount": {_of("70000000")}}}]'} | _eur(amount="79000000") | _TOP_UP
        ),
        good=_shown(
            {"stages": f'[{{"stage": "signed", "amount": {_of("70000000")}}}]'} | _eur(amount="70000000") | _TOP_UP
        ),
        fix="the amount without the top-up is put in its place",
    ),
    Rule(
        code="co-financing-twice",
        instead_of=("impossible-record", "unreadable-value"),
        title="the amount of one lender is that of the whole project",
        severity=Severity.ERROR,
        kinds=("financing", "memoranda"),
        why="Two lenders of a project of 100 million, each with its whole cost, add up to 200.",
        source="the total cost, the contributions, the other operations of the project, and `memoranda`",
        check=check_co_financing,
        bad=_shown(
            {"reference": "demo-1", "lender": "Demo Bank"} | _PROJECT | _eur(amount="100000000"),
            {"reference": "demo-2", "lender": "Demo Fund"} | _PROJECT | _eur(amount="40000000"),
        ),
        good=_shown(
            {"reference": "demo-1", "lender": "Demo Bank"} | _PROJECT | _eur(amount="60000000"),
            {"reference": "demo-2", "lender": "Demo Fund"} | _PROJECT | _eur(amount="40000000"),
        ),
        fix="where the contributions of others are stated, what they leave of the cost is put in its place",
    ),
    Rule(
        code="memorandum-as-commitment",
        instead_of=("unreadable-value",),
        title="a memorandum is recorded as an operation",
        severity=Severity.ERROR,
        kinds=("financing", "memoranda"),
        why="A memorandum of understanding binds nobody: what it expects is no commitment.",
        source="the title and the stages, and `memoranda` or `operations` of the same lender",
        check=check_memoranda,
        bad=_shown({"title": "Memorandum of understanding on water"} | _SIGNED | _eur(amount="150000000")),
        good=_shown({"title": "Water supply, after the memorandum of 2023"} | _SIGNED | _eur(amount="20000000")),
    ),
    Rule(
        code="shares-not-whole",
        instead_of=("impossible-record", "unreadable-value"),
        title="shares of countries or sectors are not 100 percent",
        severity=Severity.ERROR,
        kinds=("financing",),
        why="A table by country gives each its share: what is missing falls to nobody, what is too much counts twice.",
        source="the sum of the shares; with the last digit of each, where they were rounded",
        check=check_shares_whole,
        bad=_shown({"countries": '[{"country": "KG", "percent": "60"}, {"country": "TJ", "percent": "50"}]'}),
        good=_shown({"countries": '[{"country": "KG", "percent": "60"}, {"country": "TJ", "percent": "40"}]'}),
        fix="fractions become percents; of shares that were rounded the largest is left open and takes the rest",
    ),
    Rule(
        code="tranche-currency",
        instead_of=("impossible-record", "unreadable-value"),
        title="a part of an operation is in another currency, without a rate",
        severity=Severity.ERROR,
        kinds=("financing",),
        why="Parts in two currencies have no sum, and what is left to pay out cannot be told.",
        source="the currency of the amount, and the sum of the tranches",
        check=check_tranche_currency,
        bad=_shown(_SIGNED | _eur(amount="50000000") | _in_tranches(_of("30000000"), _of("20000000", "USD"))),
        good=_shown(_SIGNED | _eur(amount="50000000") | _in_tranches(_of("30000000"), _of("20000000"))),
        fix="where the tranches add up to the amount as they stand, they get its currency",
    ),
    Rule(
        code="schedule-not-repaying",
        title="a schedule repays something else than was paid out",
        severity=Severity.ERROR,
        kinds=("financing",),
        why="A schedule repays exactly the principal: the difference is a payment that is missing or counted twice.",
        source="`schedules`, against what was paid out, or committed while not all is paid out",
        check=check_schedules,
        bad=_shown(
            _reached(completed="2019") | _eur(amount="20000000", disbursed="20000000"),
            schedules={"demo-1": ({"principal": "10000000"}, {"principal": "5000000"})},
        ),
        good=_shown(
            _reached(completed="2019") | _eur(amount="20000000", disbursed="20000000"),
            schedules={"demo-1": ({"principal": "10000000"}, {"principal": "10000000"})},
        ),
    ),
    Rule(
        code="sector-unknown",
        instead_of=("unreadable-value", "unknown-code"),
        title="a sector that is none, or was withdrawn before the operation began",
        severity=Severity.ERROR,
        kinds=("financing",),
        why="An operation without a purpose that exists is in no line of a table by sector.",
        source="purpose codes of the DAC as IATI lists them, state of 2020",
        check=check_sectors,
        bad=_shown({"sectors": '[{"sector": "14039"}]'}),
        good=_shown({"sectors": '[{"sector": "14030"}]'}),
    ),
    Rule(
        code="date-order",
        instead_of=("impossible-record", "unreadable-value"),
        title="days run backwards, or are of what had not happened yet",
        severity=Severity.ERROR,
        kinds=("financing", "memoranda"),
        why="The day of signature decides the year of a commitment and the rate at which it is converted.",
        source="the days of stages, tranches, top-ups and source, and the day given with today=",
        check=check_date_order,
        bad=_shown(_reached(approved="2017-05-04", signed="2016-11-20")),
        good=_shown(_reached(approved="2016-05-04", signed="2016-11-20")),
        fix="where exchanging the days of two stages puts them in order, that is done",
    ),
)
"""The rules about financing."""
