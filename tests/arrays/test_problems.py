"""What keeps rows from being converted, and how it is told."""

from datetime import UTC, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from centralasia import ExchangeRate, LastKnown, RateTable, currency, period
from centralasia.arrays.amounts import amounts_of
from centralasia.arrays.calendars import Question
from centralasia.arrays.kernels import BLOCK
from centralasia.arrays.problems import ALL, Cell, Trouble, Troubles, Way, report_of, troubles_of, values_at
from centralasia.arrays.rows import Work, moneys_of, times_of

DAY = "2024-03-01"
RATES = RateTable.of([ExchangeRate(base="USD", quote="KZT", value="450.12", on=DAY, source="nbk")])


def kinds_of(
    amount: Any = 1.0, source: Any = "KZT", target: Any = "USD", on: Any = DAY, *, exact: bool = False, **more: Any
) -> Trouble:
    """The trouble of one row, whether or not there is any."""
    question = Question(rates=RATES, policy=LastKnown(), kind=None)
    columns = [pa.chunked_array([pa.array([each])]) for each in (source, target, on)]
    work = Work(question, 1, moneys_of(columns[0]), moneys_of(columns[1]), times_of(columns[2], 1))
    amounts = amounts_of(
        pa.chunked_array([pa.array([amount])]), scale=2, locale=None, nan_is_missing=more.pop("nan_is_missing", False)
    )
    (found,) = troubles_of(work, amounts, np.array([0]), exact=exact, **more).tolist()
    return list(Trouble)[int(found)]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"amount": None}, Trouble.MISSING_AMOUNT),
        ({"amount": float("nan"), "nan_is_missing": True}, Trouble.MISSING_AMOUNT),
        ({"amount": float("nan")}, Trouble.UNREADABLE_AMOUNT),
        ({"amount": float("inf")}, Trouble.UNREADABLE_AMOUNT),
        ({"amount": "x"}, Trouble.UNREADABLE_AMOUNT),
        ({"amount": 0.1 + 0.2, "exact": True}, Trouble.UNREADABLE_AMOUNT),
        ({"amount": "1E400"}, Trouble.TOO_LARGE),
        ({"source": None}, Trouble.MISSING_CURRENCY),
        ({"source": " "}, Trouble.MISSING_CURRENCY),
        ({"source": "kzt"}, Trouble.UNKNOWN_CURRENCY),
        ({"target": None}, Trouble.MISSING_TARGET),
        ({"target": "US"}, Trouble.UNKNOWN_TARGET),
        ({"on": None}, Trouble.MISSING_DATE),
        ({"on": ""}, Trouble.MISSING_DATE),
        ({"on": "yesterday"}, Trouble.UNREADABLE_DATE),
        ({"source": "TMM", "on": "2009-12-31"}, Trouble.NO_RATE),
        ({"source": "TMM", "on": "2010-01-01"}, Trouble.WITHDRAWN_CURRENCY),
        ({"source": "TMM", "on": "2010-Q1"}, Trouble.WITHDRAWN_CURRENCY),
        ({"source": "UZS"}, Trouble.NO_RATE),
        ({"target": "XAU", "unrounded": [True, False]}, Trouble.NO_RATE),
        ({"source": "XAU", "target": "XAU", "exact": True, "unrounded": [True, False]}, Trouble.NO_MINOR_UNIT),
        ({"amount": None, "source": "x", "target": None, "on": "x"}, Trouble.MISSING_AMOUNT),
        ({"amount": "x", "source": "x", "target": None, "on": "x"}, Trouble.UNREADABLE_AMOUNT),
        ({"source": None, "target": None, "on": "x"}, Trouble.MISSING_CURRENCY),
        ({"source": "x", "target": None, "on": "x"}, Trouble.UNKNOWN_CURRENCY),
        ({"target": "x", "on": None}, Trouble.UNKNOWN_TARGET),
        ({}, Trouble.TOO_LARGE),  # what is left where nothing else stands in the way
    ],
    ids=str,
)
def test_the_first_reason_that_holds(row: dict[str, Any], expected: Trouble) -> None:
    assert kinds_of(**row) == expected


def test_nothing_is_asked_of_no_rows() -> None:
    assert values_at(np.arange, np.empty(0, np.intp)).tolist() == []


def test_rows_are_read_block_by_block() -> None:
    read: list[tuple[int, int]] = []

    def reading(start: int, stop: int) -> Any:
        read.append((start, stop))
        return np.arange(start, stop) * 2

    rows = np.array([0, 5, BLOCK - 1, 3 * BLOCK, 3 * BLOCK + 7])
    assert values_at(reading, rows).tolist() == (rows * 2).tolist()
    assert read == [(0, BLOCK), (3 * BLOCK, 3 * BLOCK + 8)]


def test_counts_and_columns() -> None:
    troubles = Troubles(np.array([1, 3]), np.array([1, ALL.index(Trouble.NO_RATE)], np.int8))
    assert troubles.counts == {"missing-amount": 1, "no-rate": 1}
    assert [ALL[each] for each in troubles.column(4).tolist()] == ["", "missing-amount", "", "no-rate"]


def cells(**values: Any) -> dict[str, Cell]:
    shown = {"amount": "10", "currency": "KZT", "to": "USD", "on": DAY} | values
    return {role: Cell(f"the {role}", ([value] * 1_000).__getitem__) for role, value in shown.items()}


def reported(trouble: Trouble, *, exact: bool = False, locale: str | None = None, **values: Any) -> str:
    troubles = Troubles(np.array([4]), np.array([ALL.index(trouble)], np.int8))
    (problem,) = report_of(troubles, cells(**values), Way(exact=exact, locale=locale), rows=9)
    assert problem.code == trouble
    return str(problem)


@pytest.mark.parametrize(
    ("trouble", "values", "expected"),
    [
        (Trouble.MISSING_AMOUNT, {"amount": float("nan")}, "row 5, the amount: there is no amount"),
        (
            Trouble.UNREADABLE_AMOUNT,
            {"amount": "1,5"},
            "row 5, the amount '1,5': this is no amount of money; fix: write di",
        ),
        (
            Trouble.UNKNOWN_CURRENCY,
            {"currency": "kzt"},
            "row 5, the currency 'kzt': no currency has this code; fix: did you mean KZT?",
        ),
        (Trouble.UNKNOWN_TARGET, {"to": "\x07" * 999}, "row 5, the to "),
        (
            Trouble.NO_RATE,
            {},
            "row 5, the on '2024-03-01': no chain of rates leads from KZT to USD on this day; fix: give",
        ),
        (Trouble.TOO_LARGE, {"amount": 10**5000}, "row 5, the amount 'an int of 16610 bits': the result is too large"),
        (
            Trouble.NO_MINOR_UNIT,
            {"to": "XAU"},
            "row 5, the to 'XAU': the target has no minor unit to round to; fix: say how many decimals with places=",
        ),
    ],
    ids=lambda each: each if isinstance(each, Trouble) else "",
)
def test_a_finding_names_the_cell(trouble: Trouble, values: dict[str, Any], expected: str) -> None:
    found = reported(trouble, **values)
    assert len(found) < 500
    assert found.startswith(expected)


@pytest.mark.parametrize("trouble", list(Trouble)[1:])
def test_each_trouble_can_be_told(trouble: Trouble) -> None:
    assert reported(trouble).startswith("row 5, the ")


@pytest.mark.parametrize(
    ("amount", "locale", "expected"),
    [
        (float("inf"), None, "this is no finite number"),
        (float("-inf"), "ru", "this is no finite number"),
        ("NaN", None, "this is no finite number"),
        (0.1 + 0.2, None, "this has more digits than can be relied on; fix: give decimals, or round to the digits"),
        ("0.30000000000000004", None, "this has more digits than can be relied on; fix: give decimals, or round"),
        (0.1 + 0.2, "ru", "this has more digits than can be relied on; fix: give decimals, or round"),
        ("USD 5", None, "this is no amount of money; fix: write digits with a point and nothing else, or name the l"),
        ("1.5", "ru", "this is no amount of money; fix: write digits as the locale ru has them and nothing else, or"),
    ],
)
def test_an_unreadable_amount_has_a_fix_of_its_own(amount: object, locale: str | None, expected: str) -> None:
    found = reported(Trouble.UNREADABLE_AMOUNT, amount=amount, locale=locale)
    assert found.partition(": ")[2].startswith(expected)


@pytest.mark.parametrize("on", ["2024", "2024-Q1", "2024-03-04/2024-03-09", period("2024")])
def test_what_a_period_lacks_is_said_of_a_period(on: object) -> None:
    assert "over this period; fix: give an average of this period" in reported(Trouble.NO_RATE, on=on)


@pytest.mark.parametrize("on", [DAY, "2024-03-01", "01.03.2024", datetime(2024, 3, 1, 12, tzinfo=UTC), None])
def test_and_what_a_day_lacks_of_a_day(on: object) -> None:
    assert "on this day; fix: give rates of this day" in reported(Trouble.NO_RATE, on=on)


def test_decimals_are_what_may_be_too_many_of_exact_results() -> None:
    assert reported(Trouble.TOO_LARGE, exact=True).endswith("38 digits; fix: ask for fewer decimals with places=")
    assert reported(Trouble.TOO_LARGE).endswith("the result is too large")


def test_braces_in_a_cell_are_braces() -> None:
    assert "from {x} to {to}" in reported(Trouble.NO_RATE, currency="{x}", to="{to}")


def test_a_report_shows_some_rows_and_counts_all() -> None:
    count = 1_000
    kinds = np.full(count, ALL.index(Trouble.NO_RATE), np.int8)
    kinds[:3] = ALL.index(Trouble.MISSING_DATE)
    report = report_of(Troubles(np.arange(count), kinds), cells(), Way(exact=False, locale=None), rows=5_000)
    assert report.counts == {"missing-date": 3, "no-rate": 997}
    assert (report.facts["rows"], report.facts["unconverted"]) == (5_000, 1_000)
    assert (report.total, len(report)) == (1_000, 23)
    assert currency("KZT").code in str(report)
