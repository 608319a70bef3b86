"""Findings as texts, for people and for programs: a summary, JSON, JSON lines, CSV."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from centralasia.records import columns_of, to_dict
from centralasia.validation.facts import plain
from centralasia.validation.problems import Problem, Severity
from centralasia.validation.samples import Tally, counts_of, headline, how_many, more_by_code, unshown

__all__ = ["cells_of", "csv_text", "json_lines", "json_text", "summary"]

_FORMULA: Final = re.compile(r"[=+\-@\t\r\n＝＋－＠]")  # the wide ones are formulas, too
_QUOTED: Final = re.compile(r'[",\r\n]')
_FIGURE: Final = re.compile(r"[+-][0-9]+([.,][0-9]+)?")


def summary(problems: Sequence[Problem], tallies: Sequence[Tally]) -> str:
    """Write for people how many findings there are, and the first of each code.

    Args:
        problems: The findings.
        tallies: How many there are of each kind.
    """
    if not problems:
        return "no problems"
    first = {problem.code: problem for problem in reversed(problems)}
    counts = counts_of(tallies)
    lines = [f"  {code} ({first[code].severity}, {count:,}×): {first[code]}" for code, count in counts.items()]
    return "\n".join([headline(tallies), *lines])


def json_text(
    problems: Iterable[Problem],
    tallies: Sequence[Tally],
    *,
    facts: Mapping[str, Any],
    indent: int | None,
) -> str:
    """Write a report as one JSON document.

    Args:
        problems: The findings.
        tallies: How many there are of each kind.
        facts: What goes with them.
        indent: How far to indent; all in one line when not given.
    """
    more = more_by_code(tallies)
    document = {
        "ok": not how_many(tallies)[Severity.ERROR],
        "counts": counts_of(tallies),
        **({"more": more} if more else {}),
        "facts": {name: plain(fact) for name, fact in facts.items()},
        "problems": [to_dict(problem) for problem in problems],
    }
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=indent)


def json_lines(problems: Iterable[Problem], tallies: Iterable[Tally]) -> str:
    """Write one finding a line, each as a JSON object.

    Args:
        problems: The findings.
        tallies: How many there are of each kind.
    """
    found = (*problems, *unshown(tallies))
    return "".join([json.dumps(to_dict(each), ensure_ascii=False, allow_nan=False) + "\n" for each in found])


def csv_text(problems: Iterable[Problem], tallies: Iterable[Tally]) -> str:
    """Write findings as CSV, in which no cell is a formula.

    Args:
        problems: The findings.
        tallies: How many there are of each kind.
    """
    cells = cells_of(problems, tallies)
    rows = zip(*cells.values(), strict=True)
    lines = [",".join(cells), *[",".join([_csv_cell(cell) for cell in row]) for row in rows]]
    return "".join([f"{line}\n" for line in lines])


def cells_of(problems: Iterable[Problem], tallies: Iterable[Tally]) -> dict[str, list[Any]]:
    """Give the columns of `Problem`, each with its cells.

    Args:
        problems: The findings.
        tallies: How many there are of each kind.
    """
    found = (*problems, *unshown(tallies))
    return {column.name: [getattr(each, column.name) for each in found] for column in columns_of(Problem)}


def _csv_cell(cell: object) -> str:
    """Write a cell, with a quote before what a spreadsheet would run; plain figures stay.

    The `csv` of Python before 3.13 leaves a lone carriage return unquoted, which begins a row for most who read it.
    """
    text = "" if cell is None else str(cell)
    if _FORMULA.match(text) and not _FIGURE.fullmatch(text):
        text = f"'{text}"
    if not _QUOTED.search(text):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
