"""What kept the rows of a lazy frame from being converted: one aggregate, with counts and a few rows of each trouble.

Rows of an engine have no numbers. A finding about them names the cell, and the rows that are shown of a trouble are the
first and the last by the text of their cells.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import attrs
import narwhals as nw
import numpy as np

from centralasia.arrays.problems import Cell, Trouble, Troubles, report_of
from centralasia.engines.eager import Asked
from centralasia.engines.presence import CURRENCY, DAY, TARGET, Found, answer_of
from centralasia.validation import Report

__all__ = ["findings_of", "tally", "with_problem"]

_BETWEEN: Final = "\x1f"
_NONE: Final = "\x1e"
"""Characters of ASCII for what is between cells and for what is not there, which no code or day has."""


def with_problem(asked: Asked) -> Asked:
    """Ask for the reason why a row has no result, too.

    Args:
        asked: What is wanted.
    """
    return attrs.evolve(asked, details=[*dict.fromkeys([*asked.details, "problem"])])


def tally(given: "nw.LazyFrame[Any]", asked: Asked, found: Found) -> list[dict[str, Any]]:
    """Count the rows of each trouble, and give the cells of two of them.

    Args:
        given: The frame with its new columns, of which one tells the problem.
        asked: The columns.
        found: The same, found in the frame.
    """
    problem = nw.col(f"{asked.name}_problem")
    cells = [*found.keys.values(), nw.col(asked.amount)]
    texts = [cell.cast(nw.String).fill_null(_NONE) for cell in cells]
    text = nw.concat_str(*texts, separator=_BETWEEN) if len(texts) > 1 else texts[0]
    rows = given.select(problem=problem, text=nw.when(~problem.is_null()).then(text))
    first, last = nw.col("text").min().alias("first"), nw.col("text").max().alias("last")
    counts = rows.group_by("problem").agg(nw.len().alias("rows"), first, last)
    answer: list[dict[str, Any]] = answer_of(counts).to_pylist()
    return answer


def findings_of(tallies: Iterable[Mapping[str, Any]], asked: Asked, found: Found) -> Report:
    """Make a report of one tally, or of several, one after the other.

    Args:
        tallies: What `tally` gives.
        asked: The columns.
        found: The same, found in the frame.
    """
    counts, texts = Counter[str](), dict[str, list[str]]()
    converted = 0
    for row in tallies:
        if row["problem"] is None:
            converted += row["rows"]
        else:
            counts[row["problem"]] += row["rows"]
            texts.setdefault(row["problem"], []).extend((row["first"], row["last"]))
    troubles = [trouble for trouble in Trouble if trouble in counts]
    shown = [(trouble, text) for trouble in troubles for text in sorted({min(texts[trouble]), max(texts[trouble])})]
    kinds = np.array([list(Trouble).index(trouble) for trouble, _ in shown], np.int8)
    cells = _cells([text.split(_BETWEEN) for _, text in shown], asked, found)
    examples = report_of(Troubles(np.arange(len(shown)), kinds), cells, asked.way, rows=len(shown)).problems
    return Report.sampled(
        (attrs.evolve(each, row=None) for each in examples),  # type: ignore[misc]  # a record is an attrs class
        counts - Counter([str(trouble) for trouble, _ in shown]),
        rows=converted + counts.total(),
        unconverted=counts.total(),
    )


def _cells(rows: Sequence[Sequence[str]], asked: Asked, found: Found) -> dict[str, Cell]:
    """Read the cells of the rows that are shown."""
    columns = [*found.keys, "amount"]

    def cell(role: str, key: str, name: object) -> Cell:
        if not isinstance(name, str):
            return Cell(role, lambda _row: str(name))
        place = columns.index(key)
        return Cell(name, _reader(rows, place))

    return {
        "amount": cell("amount", "amount", asked.amount),
        "currency": cell("currency", CURRENCY, found.source),
        "to": cell("to", TARGET, found.target),
        "on": cell("on", DAY, found.time),
    }


def _reader(rows: Sequence[Sequence[str]], place: int) -> Callable[[int], object]:
    return lambda row: None if rows[row][place] == _NONE else rows[row][place]
