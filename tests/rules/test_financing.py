"""Rules about financing: what each of them finds, what it names as the cause, and what it lets pass."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from centralasia.errors import WrongTypeError
from centralasia.financing import (
    CountryShare,
    FinancingOperation,
    Memorandum,
    StageEvent,
    Tranche,
)
from centralasia.loans import LoanTerms, schedule
from centralasia.money import Money, MoneyEstimate
from centralasia.numbers import Estimate
from centralasia.rates import ExchangeRate, RateTable
from centralasia.records import to_json, to_row
from centralasia.rules import validate
from centralasia.rules.data import Context, Data
from centralasia.rules.financing import RULES
from centralasia.rules.financing_rows import drafts
from centralasia.rules.hits import Told
from centralasia.rules.kinds import KINDS
from centralasia.rules.validating import gathered
from centralasia.tables import matched, opened
from centralasia.testing import FINANCING_CORRUPTIONS, financing_datasets, financing_operations, memoranda
from centralasia.validation import Problem, Report

USUAL = {"reference": "demo", "title": "Water", "lender": "Demo Bank", "instrument": "loan", "source": "made up"}
KG = '[{"country": "KG"}]'
TODAY = "2026-01-01"


def eur(amount: object, currency: str = "EUR") -> dict[str, str]:
    return {"amount": str(amount), "currency": currency}


def a_row(**cells: Any) -> dict[str, str]:
    """Make a row; lists become JSON, and two cells of an amount in euro come from `amount=20`."""
    row: dict[str, str] = {**USUAL, "countries": KG}
    for name, cell in cells.items():
        if isinstance(cell, int):
            row |= {name: str(cell), f"{name}_currency": "EUR"}
        else:
            row[name] = cell if isinstance(cell, str) else json.dumps(cell)
    return row


def reached(**days: Any) -> list[dict[str, Any]]:
    """Make the cell of stages: a day, an amount, or nothing for each."""
    events = []
    for stage, said in days.items():
        events.append(
            {"stage": stage} | ({"on": said} if isinstance(said, str) else {"amount": eur(said)} if said else {})
        )
    return events


def reported(*rows: Any, kind: str = "financing", **more: Any) -> Report:
    return validate(rows, kind, **{"today": TODAY, **more})


def problems(code: str, *rows: dict[str, str], **more: Any) -> list[Problem]:
    return [each for each in reported(*rows, **more) if each.code == code]


def the_one(code: str, *rows: dict[str, str], **more: Any) -> Problem:
    (found,) = problems(code, *rows, **more)
    return found


def table_of(*rows: dict[str, str], kind: str = "financing") -> Data:
    source = opened(rows)
    return gathered(source, KINDS[kind], matched(source.headers, KINDS[kind].cls), constants={})


def told(code: str, *rows: dict[str, str], kind: str = "financing", **more: Any) -> Told:
    """Give what the rule itself tells, with the change that it proposes."""
    (rule,) = [each for each in RULES if each.code == code]
    (hits,) = rule.check(table_of(*rows, kind=kind), Context(today=date.fromisoformat(TODAY), more=more))
    return hits.tell(0)


SIGNED = reached(signed=None)
FIRST = {"number": 1, "amount": eur(30)}

BAD: list[tuple[str, dict[str, Any], str, str, str | None]] = [
    # code, cells, column, part of the message, part of the cause
    ("stage-order", {"stages": reached(signed="2017", approved="2016")}, "stages", "after signed", "another order"),
    (
        "stage-order",
        {"stages": reached(proposed="2015", signed="2016", approved="2017")},
        "stages",
        "after signed",
        "the names of signed and approved are exchanged",
    ),
    (
        "stage-order",
        {"stages": reached(signed="2017", approved="2018", proposed="2016")},
        "stages",
        "after signed",
        "a stage is a slip",
    ),
    ("stage-order", {"stages": [{"stage": "signed"}, {"stage": "signed"}]}, "stages", "each stage once", "a slip"),
    ("stage-order", {"stages": "signed 2017|approved 2016"}, "stages", "after signed", "another order"),
    ("date-order", {"stages": reached(approved="2017", signed="2016")}, "stages", "no earlier than", "exchanged"),
    (
        "date-order",
        {"stages": reached(proposed="2017", approved="2016", signed="2015")},
        "stages",
        "no earlier than",
        "the days of proposed and signed are exchanged",
    ),
    (
        "date-order",
        {"stages": reached(approved="2017-06", signed="2016-03", effective="2016-09")},
        "stages",
        "2017-06",
        "a day or a year is a slip",
    ),
    ("stage-amounts", {"stages": SIGNED, "amount": 20, "disbursed": 21}, "disbursed", "at most the 20 EUR", None),
    (
        "stage-amounts",
        {"stages": SIGNED, "amount": 20, "disbursed": 9_000_000},
        "disbursed",
        "at most the 20 EUR",
        "20 EUR may be meant in millions",
    ),
    ("stage-amounts", {"stages": SIGNED, "amount": 20, "disbursed": 9_000_000_000_000}, "disbursed", "20 EUR", None),
    (
        "stage-amounts",
        {"stages": SIGNED, "amount": 20, "disbursed": 15, "cancelled": 6},
        "disbursed",
        "at most the 14 EUR",
        None,
    ),
    ("stage-amounts", {"stages": reached(approved=None), "disbursed": 5}, "disbursed", "zero or left out", None),
    ("stage-amounts", {"stages": SIGNED, "amount": 20, "cancelled": 30}, "cancelled", "at most the 20 EUR", None),
    (
        "stage-amounts",
        {"stages": reached(signed=20, disbursing=30)},
        "disbursed",
        "at most the 20 EUR committed",
        None,
    ),
    ("stage-amounts", {"stages": SIGNED, "amount": 20, "tranches": [FIRST]}, "tranches", "at most 20 EUR", None),
    (
        "stage-amounts",
        {"stages": reached(approved=None), "tranches": [FIRST | {"disbursed": eur(5)}]},
        "tranches",
        "zero or left out",
        None,
    ),
    (
        "stage-amounts",
        {"stages": SIGNED, "tranches": [FIRST | {"disbursed": eur(31)}]},
        "tranches",
        "at most the 30 EUR",
        None,
    ),
    ("stage-amounts", {"stages": reached(approved=70, signed=79)}, "stages", "79 EUR signed is more than the 70", None),
    (
        "stage-amounts",
        {"stages": reached(approved=70, signed=90), "top_ups": [{"stage": "signed", "amount": eur(9)}]},
        "stages",
        "90 EUR signed is more than the 70 EUR approved and the 9 EUR of top-ups",
        None,
    ),
    ("stage-amounts", {"stages": reached(signed=70), "amount": 50}, "amount", "is 50 EUR, and 70 EUR was signed", None),
    (
        "stage-amounts",
        {"stages": reached(effective=70_000), "amount": 70},
        "amount",
        "70000 EUR was effective",
        "70 EUR may be meant in thousands",
    ),
    (
        "top-up-twice",
        {"stages": reached(signed=70), "amount": 79, "top_ups": [{"stage": "signed", "amount": eur(9)}]},
        "amount",
        "amount is 79 EUR, which has the top-up of 9 EUR in it: signed is 70 EUR",
        "counts twice",
    ),
    (
        "top-up-twice",
        {"stages": reached(signed=70), "amount": 79, "top_ups": [{"stage": "proposed", "amount": eur(9)}]},
        "amount",
        "signed is 70 EUR",
        "counts twice",
    ),
    (
        "top-up-twice",
        {"stages": reached(effective=70), "amount": 88, "top_ups": [{"stage": "signed", "amount": eur(9)}]},
        "amount",
        "effective is 70 EUR",
        "counts three times",
    ),
    (
        "top-up-twice",
        {"stages": reached(approved=70, signed=79), "top_ups": [{"stage": "signed", "amount": eur(9)}]},
        "stages",
        "signed is 79 EUR, which has the top-up of 9 EUR in it: approved is 70 EUR",
        "counts twice",
    ),
    (
        "top-up-twice",
        {"stages": reached(signed=79), "amount": 70, "top_ups": [{"stage": "signed", "amount": eur(9)}]},
        "stages",
        "signed is 79 EUR, which has the top-up of 9 EUR in it: amount is 70 EUR",
        "counts twice",
    ),
    (
        "top-up-twice",
        {
            "stages": SIGNED,
            "amount": 39,
            "tranches": [FIRST, {"number": 2, "amount": eur(9), "signed_on": "2018-03"}],
            "top_ups": [{"stage": "signed", "amount": eur(9), "on": "2018"}],
        },
        "amount",
        "tranche 2 is the top-up of 9 EUR of 2018, and is in the amount of 39 EUR",
        "counts twice",
    ),
    (
        "top-up-twice",
        {"stages": SIGNED, "amount": 70, "top_ups": [{"stage": "signed", "amount": eur(9), "on": "2018"}] * 2},
        "top_ups",
        "listed twice",
        "entered twice",
    ),
    (
        "co-financing-twice",
        {
            "amount": 100,
            "total_cost": 100,
            "contributions": [{"financier": "Demo Fund", "amount": eur(40)}],
        },
        "amount",
        "at most the total_cost of 100 EUR, amount included, got '140 EUR'",
        "the amount is that of the whole project",
    ),
    (
        "co-financing-twice",
        {
            "amount": 60,
            "total_cost": 100,
            "contributions": [
                {"financier": name, "amount": eur(part)} for name, part in (("demo bank", 60), ("F", 40))
            ],
        },
        "contributions",
        "got '160 EUR'",
        "the amount of Demo Bank is among the contributions of others",
    ),
    (
        "co-financing-twice",
        {
            "amount": 90,
            "total_cost": 100,
            "contributions": [{"financier": name, "amount": eur(60)} for name in ("demo bank", "Demo Fund")],
        },
        "contributions",
        "got '210 EUR'",
        None,
    ),
    ("co-financing-twice", {"amount": 120, "total_cost": 100}, "amount", "at most the total_cost of 100 EUR", None),
    (
        "co-financing-twice",
        {"contributions": [{"financier": name, "percent": "60"} for name in ("A", "B")]},
        "contributions",
        "at most 100 percent in total, got '120 percent'",
        None,
    ),
    (
        "co-financing-twice",
        {"amount": 100, "total_cost": 100, "contributions": [{"financier": "Demo Fund", "percent": "45"}]},
        "amount",
        "100 EUR and what Demo Fund contribute",
        "the amount is that of the whole project",
    ),
    (
        "co-financing-twice",
        {"amount": 90, "total_cost": 100, "contributions": [{"financier": "Demo Fund", "percent": "45"}]},
        "amount",
        "of a total cost of 100 EUR",
        "others are in the amount too",
    ),
    ("memorandum-as-commitment", {"title": "MoU on water", "amount": 9}, "title", "by its title", "as an operation"),
    (
        "memorandum-as-commitment",
        {"title": "«Меморандум о взаимопонимании»", "stages": SIGNED, "disbursed": 0},
        "title",
        "by its title",
        "as an operation",
    ),
    (
        "memorandum-as-commitment",
        {"stages": '[{"stage": "memorandum", "on": "2024"}]'},
        "stages",
        "no stage",
        "as an operation",
    ),
    (
        "shares-not-whole",
        {"countries": [{"country": code, "percent": "60"} for code in ("KG", "TJ")]},
        "countries",
        "got '120 percent'",
        "a share is a slip",
    ),
    ("shares-not-whole", {"sectors": [{"sector": "21020", "percent": "60"}]}, "sectors", "60 percent", "missing"),
    (
        "shares-not-whole",
        {"countries": [{"country": code, "percent": part} for code, part in (("KG", "0.6"), ("TJ", "0.4"))]},
        "countries",
        "got '1.0 percent'",
        "fractions",
    ),
    (
        "shares-not-whole",
        {"countries": [{"country": code, "percent": "33.3"} for code in ("KG", "TJ", "UZ")]},
        "countries",
        "got '99.9 percent'",
        "33.3 + 33.3 + 33.3 is 100 within their last digits",
    ),
    (
        "shares-not-whole",
        {"countries": [{"country": "KG", "percent": "60"}, {"country": "KG", "percent": "40"}]},
        "countries",
        "each country once",
        None,
    ),
    ("shares-not-whole", {"countries": [{"country": "KG"}, {"country": "KG"}]}, "countries", "each country once", None),
    ("shares-not-whole", {"countries": "KG 60|TJ 50"}, "countries", "got '110 percent'", "a share is a slip"),
    (
        "shares-not-whole",
        {"countries": [{"country": "KG", "percent": "160"}, {"country": "TJ", "percent": "-60"}]},
        "countries",
        "a share is 160 percent, and the shares are 100 percent in total",
        "a slip",
    ),
    (
        "tranche-currency",
        {"stages": SIGNED, "amount": 50, "tranches": [FIRST, {"number": 2, "amount": eur(20, "USD")}]},
        "tranches",
        "20 USD in tranches of an operation in EUR",
        "the label is wrong: as EUR the tranches add up to 50 EUR",
    ),
    (
        "tranche-currency",
        {"stages": SIGNED, "amount": 60, "tranches": [FIRST, {"number": 2, "amount": eur(20, "USD")}]},
        "tranches",
        "20 USD in tranches of an operation in EUR",
        "or a wrong label",
    ),
    (
        "tranche-currency",
        {"stages": SIGNED, "amount": 60, "top_ups": [{"stage": "proposed", "amount": eur(9, "USD")}]},
        "top_ups",
        "9 USD in top_ups",
        "or a wrong label",
    ),
    (
        "tranche-currency",
        {"stages": SIGNED, "amount": 60, "disbursed": "5", "disbursed_currency": "USD"},
        "disbursed",
        "5 USD in disbursed",
        "or a wrong label",
    ),
    (
        "tranche-currency",
        {"stages": SIGNED, "tranches": [FIRST | {"disbursed": eur(20, "USD")}]},
        "tranches",
        "amounts of one tranche are in EUR and USD",
        "a wrong label",
    ),
    ("sector-unknown", {"sectors": [{"sector": "14039"}]}, "sectors", "no sector '14039'", "slip of a digit"),
    ("sector-unknown", {"sectors": [{"sector": "14030.0"}]}, "sectors", "no sector '14030.0'", "spreadsheet"),
    ("sector-unknown", {"sectors": "21020 60|ZZZZZ"}, "sectors", "no sector 'ZZZZZ'", "slip of a digit"),
    (
        "sector-unknown",
        {"sectors": [{"sector": "23030"}], "stages": reached(approved="2022", signed="2023")},
        "sectors",
        "sector 23030 (Power generation/renewable sources) was withdrawn by 2021-01-01; the operation began 2022-01-01",
        "an old list",
    ),
    (
        "sector-unknown",
        {"sectors": [{"sector": "74010"}], "stages": reached(signed="2019")},
        "sectors",
        "was withdrawn by 2018-01-01",
        "an old list",
    ),
    (
        "date-order",
        {"tranches": [FIRST | {"signed_on": "2018", "available_on": "2017"}]},
        "tranches",
        "available_on must be no earlier than signed_on",
        "swapped",
    ),
    (
        "date-order",
        {"stages": reached(signed="2016-05-04"), "tranches": [FIRST | {"disbursed_on": "2015"}]},
        "tranches",
        "tranche 1 has disbursed_on 2015, before the operation was signed, 2016-05-04",
        "swapped",
    ),
    (
        "date-order",
        {"stages": reached(signed="2016", completed="2018"), "tranches": [{"title": "last", "signed_on": "2019"}]},
        "tranches",
        "tranche last has signed_on 2019, after the operation was completed, 2018",
        "swapped",
    ),
    (
        "date-order",
        {"stages": reached(signed="2016"), "top_ups": [{"stage": "signed", "amount": eur(9), "on": "2015"}]},
        "top_ups",
        "a top-up of 9 EUR was signed 2015, before the operation was signed, 2016",
        "swapped",
    ),
    (
        "date-order",
        {
            "stages": reached(signed="2016", cancelled="2018"),
            "top_ups": [{"stage": "signed", "amount": eur(9), "on": "2019"}],
        },
        "top_ups",
        "after the operation was cancelled, 2018",
        "swapped",
    ),
    ("date-order", {"stages": reached(signed="2026-03")}, "stages", "had not come on 2026-01-01", "a plan"),
    (
        "date-order",
        {"tranches": [FIRST | {"disbursed": eur(3), "disbursed_on": "2027"}]},
        "tranches",
        "tranche 1 was paid out 2027, which had not come",
        "a plan",
    ),
    (
        "date-order",
        {"stages": reached(signed="2016"), "source_day": "2015-03-01"},
        "stages",
        "signed 2016, and the source that says so is of 2015-03-01",
        "a plan",
    ),
]


@pytest.mark.parametrize(("code", "cells", "column", "message", "cause"), BAD)
def test_what_is_wrong_is_found_and_explained(
    code: str, cells: dict[str, Any], column: str, message: str, cause: str | None
) -> None:
    found = the_one(code, a_row(**cells))
    assert (found.row, found.column) == (1, column)
    assert message in found.message
    assert found.cause == cause if cause is None else cause in str(found.cause)


GOOD: list[dict[str, Any]] = [
    {"stages": reached(approved="2016", signed="2016-03")},  # a period holds the day
    {"stages": reached(approved=79, signed=70)},  # less was signed than approved
    {"stages": reached(proposed=50, approved=79, signed=79), "amount": 79},  # proposals are no limit
    {"stages": reached(approved=None, signed=None), "amount": 20, "disbursed": 20},
    {"stages": reached(approved=70, signed=79), "top_ups": [{"stage": "approved", "amount": eur(12)}]},
    {"stages": reached(signed=70), "amount": 64, "cancelled": 6},
    {"stages": reached(signed=70), "amount": 70, "top_ups": [{"stage": "signed", "amount": eur(0)}]},
    {"stages": reached(signed=70), "amount": 70, "top_ups": [{"stage": "cancelled", "amount": eur(9)}]},
    {"stages": [{"stage": "approved", "amount": eur(99, "USD")}, {"stage": "signed", "amount": eur(120)}]},
    {  # two tranches of an amount, and a top-up of another day that is as large as one of them
        "stages": SIGNED,
        "amount": 39,
        "tranches": [FIRST | {"signed_on": "2017"}, {"number": 2, "amount": eur(9), "signed_on": "2017"}],
        "top_ups": [{"stage": "signed", "amount": eur(9), "on": "2018"}],
    },
    {
        "stages": SIGNED,
        "amount": 39,
        "tranches": [FIRST, {"number": 2}],
        "top_ups": [{"stage": "signed", "amount": eur(9)}],
    },
    {"stages": SIGNED, "amount": 70, "top_ups": [{"stage": "signed", "amount": eur(9)}] * 2},  # of unknown days
    {  # the tranche of a top-up, which the amount leaves out
        "stages": SIGNED,
        "amount": 30,
        "tranches": [FIRST, {"number": 2, "amount": eur(9), "signed_on": "2018"}],
        "top_ups": [{"stage": "signed", "amount": eur(9), "on": "2018"}],
    },
    {"amount": 60, "total_cost": 100, "contributions": [{"financier": "Demo Fund", "percent": "40"}]},
    {"amount": 667, "total_cost": 1000, "contributions": [{"financier": "Demo Fund", "percent": "33.3"}]},
    {
        "amount": 60,
        "total_cost": "100",
        "total_cost_currency": "USD",
        "contributions": [{"financier": "A", "percent": "50"}],
    },
    {"amount": 60, "total_cost": 99, "contributions": [{"financier": "A", "amount": eur(50, "USD")}]},
    {"title": "Loan after the memorandum of 2020", "stages": SIGNED, "amount": 60},
    {"title": "Memorandum on water", "stages": reached(proposed=None)},  # nobody counts it
    {"title": "Memorandum on water", "stages": reached(signed=None, disbursing=None), "amount": 60},
    {"title": "Memorandum on water", "stages": SIGNED, "amount": 60, "disbursed": 5},
    {"countries": [{"country": "KG", "percent": "60"}, {"country": "TJ"}]},
    {"sectors": [{"sector": "23030"}], "stages": reached(signed="2009")},  # was in use
    {"sectors": [{"sector": "23030"}], "stages": reached(signed=None)},
    {"sectors": [{"sector": "24050"}], "stages": reached(signed="2009")},  # codes are given anew
    {"sectors": ""},
    {"stages": reached(signed="2016", completed="2018"), "tranches": [FIRST | {"disbursed_on": "2019"}]},
    {"stages": reached(signed="2016"), "source_day": "2016-03-01"},
]


@pytest.mark.parametrize("cells", GOOD)
def test_what_can_be_passes(cells: dict[str, Any]) -> None:
    assert reported(a_row(**cells)).counts == {}


OTHER: list[dict[str, Any]] = [  # what is wrong in a way that is another rule's
    {"stages": '["approved"'},
    {"stages": '[["approved"]]'},
    {"stages": '{"stage": "approved"}'},
    {"stages": "[" * 100_000},
    {"stages": "planned 2016"},
    {"countries": '[{"country": "XX"}]'},
    {"countries": '[{"country": "XX", "percent": 60}]'},
    {"countries": '[{"country": "XX", "percent": "sixty"}]'},
    {"countries": '[{"country": "XX", "percent": "NaN"}]'},
    {"sectors": '[{"sector": 21020}]'},
    {"sectors": '[{"sector": "21020", "percent": "0"}]'},
    {"tranches": '[{"amount": {"amount": "20", "currency": "EUR"}}]'},
    {"tranches": '[{"number": 1, "signed_on": "soon", "available_on": "2015"}]'},
    {"tranches": '[{"number": 1, "amount": "20"}]'},
    {"tranches": '[{"number": "one", "amount": 20}]'},
    {"tranches": [FIRST, FIRST]},
    {"part_of": "demo"},
    {"instrument": "loyalty_points", "amount": 20},
    {"amount": "20"},
    {"disbursed": "5", "disbursed_currency": ""},
]


@pytest.mark.parametrize("cells", OTHER)
def test_what_another_rule_tells_is_not_told_again(cells: dict[str, Any]) -> None:
    named = {rule.code for rule in RULES} - {"shares-not-whole"}
    counts = reported(a_row(**cells)).counts
    assert counts
    assert not named & counts.keys()


def test_exchanged_days_names_and_listings_are_put_right() -> None:
    right = [StageEvent(stage="approved", on="2016"), StageEvent(stage="signed", on="2017")]
    first = [StageEvent(stage="proposed", on="2015")]
    for code, stages, better in (
        ("date-order", reached(approved="2017", signed="2016"), right),
        ("stage-order", reached(signed="2017", approved="2016"), right),
        ("stage-order", reached(proposed="2015", signed="2016", approved="2017"), first + right),
        ("date-order", reached(approved="2017-06", signed="2016-03", effective="2016-09"), None),
    ):
        change = told(code, a_row(stages=stages)).change
        assert change == (None if better is None else {"stages": tuple(better)})


def test_rounded_shares_and_fractions_are_put_right() -> None:
    thirds = a_row(countries=[{"country": code, "percent": "33.3"} for code in ("KG", "TJ", "UZ")])
    halves = a_row(sectors=[{"sector": code, "percent": "0.5"} for code in ("21020", "14030")])
    open_end = [CountryShare(country="KG"), *(CountryShare(country=code, percent="33.3") for code in ("TJ", "UZ"))]
    assert told("shares-not-whole", thirds).change == {"countries": tuple(open_end)}
    better = told("shares-not-whole", halves).change
    assert better is not None
    assert [str(each.percent) for each in better["sectors"]] == ["50.0", "50.0"]  # type: ignore[attr-defined]


def test_labels_are_put_right_where_the_figures_add_up() -> None:
    cells = {"stages": SIGNED, "amount": 50, "disbursed": 10}
    second = {"number": 2, "amount": eur(20, "USD"), "disbursed": eur(5, "USD")}
    better = told("tranche-currency", a_row(**cells, tranches=[FIRST | {"disbursed": eur(5)}, second])).change
    assert better is not None
    tranches: Any = better["tranches"]
    assert tranches[1] == Tranche(number=2, amount=Money.of(20, "EUR"), disbursed=Money.of(5, "EUR"))
    hedged = Tranche(number=2, amount=MoneyEstimate.of(Estimate.exactly(20), "USD"))
    row = a_row(**cells, tranches=to_json([Tranche(number=1, amount=Money.of(30, "EUR")), hedged]))
    assert told("tranche-currency", row).change is not None


def test_a_part_is_valued_where_there_are_rates() -> None:
    rates = RateTable.of(
        [ExchangeRate(base="EUR", quote="USD", value="1.25", on="2018-03-01", kind="official", source="made up")]
    )
    top_up = {"stage": "proposed", "amount": eur(50, "USD")}
    for on, worth in (("2018-03-01", ": on 2018-03-01 it was worth 40 EUR"), ("2019-03-01", ""), (None, "")):
        row = a_row(amount=60, top_ups=[top_up | ({"on": on} if on else {})])
        fix = the_one("tranche-currency", row, rates=rates).fix
        assert fix == f"convert it into EUR at a rate that is named, or record an operation of its own{worth}"


def a_project(*amounts: int, **more: Any) -> list[dict[str, str]]:
    """Make the rows of operations that pay for one project."""
    return [
        a_row(reference=f"demo-{number}", lender=f"Lender {number}", project="Lines", amount=amount, **more)
        for number, amount in enumerate(amounts, 1)
    ]


def test_the_cost_of_a_project_is_no_amount_of_one_lender() -> None:
    found = the_one("co-financing-twice", *a_project(100, 40, total_cost=100))
    assert (found.row, found.column) == (1, "amount")
    assert found.message == "100 EUR is the total cost of project Lines, as demo-1 states it; demo-2 pays 40 EUR"
    both = problems("co-financing-twice", *a_project(100, 100, total_cost=100))
    assert [each.row for each in both] == [1, 2]


def test_the_whole_may_stand_in_another_row() -> None:
    own, other = a_project(60, 100)
    own["contributions"] = json.dumps([{"financier": "Lender 2", "amount": eur(40)}])
    found = the_one("co-financing-twice", own, other)
    assert found.row == 2
    assert "100 EUR is the amount and all contributions of project Lines, as demo-1 states it" in found.message


@pytest.mark.parametrize(
    "rows",
    [
        a_project(60, 40, total_cost=100),
        a_project(70, 70),  # equal parts
        a_project(100, total_cost=100),  # pays all
        [*a_project(100, total_cost=100), a_row(reference="part", project="Lines", amount=40, part_of="demo-1")],
        [*a_project(100, total_cost=100), a_row(reference="later", project="Lines")],
        [*a_project(100, total_cost=100), a_row(reference="nothing", project="Lines", amount=0)],
        [*a_project(100, total_cost=100), a_row(reference="other", project="Road", amount=40)],
        [*a_project(100, total_cost=100), a_row(reference="usd", project="Lines", amount="40", amount_currency="USD")],
    ],
)
def test_a_project_that_adds_up_passes(rows: list[dict[str, str]]) -> None:
    assert reported(*rows).counts == {}


def test_a_contribution_in_another_money_says_nothing_of_the_whole() -> None:
    own, other = a_project(60, 100)
    own["contributions"] = json.dumps([{"financier": "Lender 2", "amount": eur(40, "USD")}])
    assert reported(own, other).counts == {}


def test_a_top_up_that_is_an_operation_too_counts_twice() -> None:
    base, again = a_project(70, 9)
    base |= {"lender": "Demo Bank", "top_ups": json.dumps([{"stage": "signed", "amount": eur(9), "on": "2018"}])}
    again |= {"lender": "Demo Bank", "stages": json.dumps(reached(signed="2018-03"))}
    found = the_one("top-up-twice", base, again)
    assert (found.row, found.cause) == (2, "the top-up is recorded twice")
    assert found.message == "is the top-up of 9 EUR of 2018 that demo-1 states, too"
    for other in (
        again | {"part_of": "demo-1"},
        again | {"stages": ""},
        again | {"amount": "8"},
        again | {"lender": "Demo Fund"},
        again | {"stages": json.dumps(reached(signed="2019"))},
    ):
        assert reported(base, other).counts == {}


def a_memorandum(**fields: Any) -> Memorandum:
    usual: dict[str, Any] = {"reference": "mou", "title": "Water", "lender": "demo  bank", "source": "made up"}
    return Memorandum(**usual | fields)


HOPES = a_memorandum(
    amount=Money.of(150, "EUR"), mobilised=Money.of(400, "EUR"), mobilised_includes_own=True, signed="2024-01-26"
)

RECORDED: list[tuple[dict[str, Any], str | None]] = [
    ({"reference": "mou", "amount": 20}, "has the same reference as memorandum mou"),
    ({"stages": reached(signed="2024-01"), "amount": 150}, "has the same amount, 150 EUR, and day, 2024-01-26,"),
    ({"stages": SIGNED, "amount": 150}, "has the same amount, 150 EUR, and title as memorandum mou"),
    ({"amount": 150}, "has the same amount, 150 EUR, and title"),
    ({"stages": SIGNED, "amount": 150, "title": "Hydropower"}, None),
    ({"stages": reached(signed="2024-12"), "amount": 150}, None),  # became a contract
    ({"stages": SIGNED, "amount": 140}, None),
    ({"stages": SIGNED, "amount": 150, "lender": "Demo Fund"}, None),
    ({"stages": reached(signed=None, effective=None), "reference": "mou", "amount": 150}, None),
    ({"stages": reached(approved=None), "amount": 150}, None),
]


@pytest.mark.parametrize(("cells", "message"), RECORDED)
def test_an_operation_is_held_against_memoranda(cells: dict[str, Any], message: str | None) -> None:
    found = problems("memorandum-as-commitment", a_row(**cells), memoranda=[HOPES])
    assert [message in each.message for each in found if message] == [True] * bool(message)
    assert len(found) == bool(message)


def test_a_memorandum_is_held_against_operations() -> None:
    usual: dict[str, Any] = {**USUAL, "countries": "KG", "amount": Money.of(150, "EUR")}
    recorded, other = FinancingOperation(**usual), FinancingOperation(**usual | {"title": "Road"})
    going = FinancingOperation(**usual, stages="signed|disbursing")
    row = to_row(HOPES)
    found = the_one("memorandum-as-commitment", row, kind="memoranda", operations=[other, going, recorded])
    assert (found.row, found.column) == (1, "amount")
    assert found.message.startswith("has the same amount, 150 EUR, and title as operation demo, of which nothing is")
    assert reported(row, kind="memoranda", operations=[other, going]).counts == {}
    assert reported(row, kind="memoranda").counts == {}


def test_what_is_mobilised_is_no_amount_of_one_lender() -> None:
    found = the_one("co-financing-twice", a_row(amount=400), memoranda=[HOPES])
    assert found.message == "400 EUR is the total that memorandum mou expects from all"
    assert found.fix == "state what the lender itself finances: 150 EUR there"
    total = a_memorandum(mobilised=Money.of(400, "EUR"), mobilised_includes_own=False)
    assert (
        the_one("co-financing-twice", a_row(amount=400), memoranda=[total]).fix
        == "state what the lender itself finances"
    )
    alone = a_memorandum(amount=Money.of(400, "EUR"), mobilised=Money.of(400, "EUR"), mobilised_includes_own=True)
    assert reported(a_row(amount=400, stages=reached(approved=None)), memoranda=[alone]).counts == {}
    assert reported(a_row(amount=150, title="Road"), memoranda=[HOPES]).counts == {}


def test_one_figure_is_not_the_own_amount_and_what_others_bring() -> None:
    row = to_row(a_memorandum(amount=Money.of(9, "EUR"), mobilised=Money.of(9, "EUR"), mobilised_includes_own=False))
    found = the_one("co-financing-twice", row, kind="memoranda")
    assert found.message == "9 EUR are mobilised from others, and the own amount is 9 EUR"
    assert reported(to_row(HOPES), kind="memoranda").counts == {}


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"signed": "2026-02"}, "the memorandum was signed 2026-02, which had not come on 2026-01-01"),
        ({"signed": "2024-02"}, None),
        ({"signed": "2025-12"}, "the memorandum was signed 2025-12, and the source that says so is of 2024-02-26"),
        ({}, None),
    ],
)
def test_days_of_memoranda_are_looked_at(fields: dict[str, Any], message: str | None) -> None:
    row = to_row(a_memorandum(**fields)) | {"source_day": "2024-02-26"}
    found = problems("date-order", row, kind="memoranda")
    assert [str(message) in each.message for each in found] == [True] * bool(message)


TERMS = LoanTerms(
    principal=Money.of(20, "EUR"),
    rate_percent=6,
    start="2019-01-15",
    years=2,
    repayment="equal principal",
    grace_years=1,
    grace_interest="capitalised",
)
DONE = {"stages": reached(completed=None), "amount": 20, "disbursed": 20}
PLANS: list[tuple[dict[str, Any], Any, str | None, str | None]] = [
    (DONE, schedule(TERMS), None, None),
    (DONE, list(schedule(TERMS)), None, None),
    (DONE, [{"principal": 10}, {"principal": "10.00"}], None, None),
    (
        DONE,
        [{"principal": Money.of(10, "EUR")}, {"principal": MoneyEstimate.of(Estimate.about(11), "EUR")}],
        None,
        None,
    ),
    (DONE, [], None, None),
    (DONE, [{"interest": 10}], None, None),
    ({}, [{"principal": 10}], None, None),
    ({"stages": SIGNED, "amount": 20, "disbursed": 5}, [{"principal": 20}], None, None),  # not all is paid out yet
    ({"stages": SIGNED, "amount": 20, "disbursed": 5}, [{"principal": 5}], None, None),
    ({"amount": 20}, [{"principal": 15}], "repays 15 EUR, and 20 EUR is the amount", None),
    (DONE, [{"principal": 15}, {"principal": 5}, {"principal": 5}], "repays 25 EUR, and 20 EUR was", "there twice"),
    (DONE, [{"principal": 10}], "repays 10 EUR", "a payment is missing"),
    (DONE, [{"principal": 11}], "repays 11 EUR", None),
    (DONE, [{"principal": 21, "interest": 2}, {"principal": 2, "interest": 1}], "repays 23 EUR", "interest is in the"),
    (
        {"stages": reached(completed=None), "amount": 20, "disbursed": 15},
        [{"principal": 20}],
        "repays 20 EUR, and 15 EUR was paid out",
        "the schedule is of what was committed",
    ),
    (
        {"stages": SIGNED, "amount": 20, "disbursed": 24, "top_ups": [{"stage": "signed", "amount": eur(4)}]},
        [{"principal": 8}, {"principal": 12}],
        "repays 20 EUR",
        "before the top-up",
    ),
    (
        DONE | {"top_ups": [{"stage": "proposed", "amount": eur(4)}]},
        [{"principal": 8}, {"principal": 16}],
        "repays 24 EUR",
        "the top-up is in the schedule twice, or is not signed",
    ),
    (DONE, [{"principal": Money.of(20, "USD")}], "repays 20 USD, and the operation is in EUR", "wrong label"),
    (DONE, [{"principal": 20, "closing": 1}], "1 EUR is owed after the last payment", "a payment is missing"),
    (DONE, [{"principal": 10, "closing": 10}, {"principal": 10, "closing": ""}], None, None),
    (DONE, [{"principal": 10, "closing": 10}, {"principal": 10, "closing": 0}], None, None),
]


@pytest.mark.parametrize(("cells", "plan", "message", "cause"), PLANS)
def test_a_schedule_repays_what_was_paid_out(
    cells: dict[str, Any], plan: Any, message: str | None, cause: str | None
) -> None:
    found = problems("schedule-not-repaying", a_row(**cells), schedules={"demo": plan, "other": None})
    assert len(found) == bool(message)
    for each in found:
        assert str(message) in each.message
        assert each.cause == cause if cause is None else cause in str(each.cause)


@pytest.mark.parametrize("given", [{"schedules": [1]}, {"schedules": {"demo": "20"}}, {"schedules": {"demo": 20}}])
def test_schedules_are_mappings_of_payments(given: dict[str, Any]) -> None:
    with pytest.raises(WrongTypeError, match="schedules must be"):
        reported(a_row(**DONE), **given)


def test_memoranda_are_records() -> None:
    with pytest.raises(WrongTypeError, match="made of Memorandum records"):
        reported(a_row(), memoranda=[{"reference": "mou"}])


def test_an_amount_that_is_none_leaves_no_draft() -> None:
    assert drafts(table_of(a_row(amount="20", countries="[]"))) == []
    (draft,) = drafts(table_of(a_row(amount=20, part_of="demo")))
    assert draft.record.amount == Money.of(20, "EUR")
    assert draft.record.disbursed is None


def test_a_table_without_a_column_costs_nothing() -> None:
    assert reported(a_row()).counts == {}
    assert reported(to_row(HOPES), kind="memoranda").facts["kind"] == "memoranda"


EVERY = st.lists(financing_operations(), min_size=1, max_size=3, unique_by=lambda operation: operation.reference)


def found_in(wrong: Any) -> Report:
    """Look at a corrupted data set: operations and memoranda, rows of operations, or the payments of a loan."""
    if wrong.code == "schedule-not-repaying":
        return reported(a_row(**DONE), schedules={"demo": wrong.data})
    operations = [each for each in wrong.data if not isinstance(each, Memorandum)]
    hopes = [each for each in wrong.data if isinstance(each, Memorandum)]
    return reported(*operations, memoranda=hopes)


class TestLaws:
    @settings(max_examples=10)
    @given(financing_datasets())
    def test_a_clean_data_set_has_no_finding(self, records: Any) -> None:
        hopes = [each for each in records if isinstance(each, Memorandum)]
        operations = [each for each in records if isinstance(each, FinancingOperation)]
        assert reported(*operations, memoranda=hopes).counts == {}
        assert reported(*hopes, kind="memoranda", operations=operations).counts == {}

    @pytest.mark.parametrize("code", FINANCING_CORRUPTIONS)
    @settings(max_examples=4)
    @given(data=st.data())
    def test_each_corruption_has_the_finding_of_its_name(self, code: str, data: st.DataObject) -> None:
        of_loan = code == "schedule-not-repaying"
        clean = schedule(TERMS) if of_loan else data.draw(financing_datasets())
        wrong: Any = data.draw(FINANCING_CORRUPTIONS[code](clean))
        rows = {problem.row for problem in found_in(wrong).problems if problem.code == code}
        operations = [each for each in wrong.data if not isinstance(each, Memorandum)]
        expected = {1} if of_loan else {operations.index(wrong.data[place]) + 1 for place in wrong.places}
        assert rows == expected

    @settings(max_examples=10)
    @given(EVERY)
    def test_no_operation_is_too_odd_to_be_looked_at(self, operations: list[FinancingOperation]) -> None:
        counts = reported(*map(to_row, operations)).counts
        assert counts.keys() <= {rule.code for rule in RULES}

    @settings(max_examples=10)
    @given(
        financing_operations(), st.text(max_size=20), st.sampled_from(["stages", "tranches", "countries", "sectors"])
    )
    def test_no_cell_is_too_odd_to_be_looked_at(self, operation: FinancingOperation, text: str, field: str) -> None:
        reported(to_row(operation) | {field: text})

    @settings(max_examples=10)
    @given(st.lists(memoranda(), max_size=3, unique_by=lambda memorandum: memorandum.reference))
    def test_no_memorandum_is_too_odd_to_be_looked_at(self, hopes: list[Memorandum]) -> None:
        reported(*map(to_row, hopes), kind="memoranda")
