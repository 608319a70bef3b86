"""Measure everything, print the table, rewrite the page.

``python -m benchmarks`` measures all; ``python -m benchmarks money`` only one file's cases, and ``--check`` leaves the
page alone. What needs more than Python runs only when it is named: ``python -m benchmarks spark``. The exit code is 1
when a limit is missed.
"""

import argparse
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from benchmarks.cases import Result, measure
from benchmarks.page import HEAD, row, write

SUITES = (
    *("imports", "money", "rates", "readers", "store", "remittances", "loans", "mentions", "frames"),
    *("validation", "diagnosis"),
)
BY_NAME = ("spark",)
PAGE = Path(__file__).parents[1] / "docs" / "reference" / "benchmarks.md"


def main() -> int:
    """Run the suites asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "suites", nargs="*", metavar="suite", choices=[*SUITES, *BY_NAME, []], help=", ".join((*SUITES, *BY_NAME))
    )
    parser.add_argument("--check", action="store_true", help="leave the page alone")
    parser.add_argument("--rounds", type=int, help="measure each case so many times")
    asked = parser.parse_args()
    results: list[Result] = []
    sections: list[str] = []
    print(HEAD, flush=True)
    for suite in asked.suites or SUITES:
        module = import_module(f"benchmarks.{suite}")
        for case in module.cases():
            results.append(measure(case, asked.rounds))
            print(row(results[-1]), flush=True)
        if hasattr(module, "tables"):
            sections.append("\n".join(module.tables()))
            print("", sections[-1], sep="\n", flush=True)
    if not (asked.suites or asked.check):
        write(PAGE, results, sections, today=datetime.now(UTC).date())
    return int(not all(result.met for result in results))


if __name__ == "__main__":
    sys.exit(main())
