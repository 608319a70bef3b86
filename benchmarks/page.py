"""The page of results."""

import platform
from collections.abc import Iterable, Iterator
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.cases import Result

_PEERS = (
    "attrs",
    "babel",
    "cattrs",
    "CurrencyConverter",
    "dataframely",
    "dateparser",
    "duckdb",
    "natasha",
    "numpy",
    "numpy-financial",
    "pandas",
    "pandera",
    "polars",
    "price-parser",
    "py-moneyed",
    "pyarrow",
    "quantulum3",
    "recognizers-text-suite",
)


HEAD = """\
| what | ours | beside | theirs | figure | limit | |
| --- | ---: | --- | ---: | ---: | ---: | --- |"""


def row(result: Result) -> str:
    """Lay a result out as a row of a Markdown table."""
    case = result.case
    limit, verdict = ("", "") if case.limit is None else (f"{case.limit:g}", "met" if result.met else "**missed**")
    ours, theirs = _shown(result.ours, case.unit), _shown(result.peer, case.unit)
    return f"| {case.name} | {ours} | {case.against} | {theirs} | {result.figure:.2f} | {limit} | {verdict} |"


def write(path: Path, results: Iterable[Result], sections: Iterable[str], *, today: date) -> None:
    """Write the page: what was measured, when, on what; then the sections that suites add."""
    peers = ", ".join(_installed())
    rows = "\n".join([HEAD, *map(row, results)])
    added = "".join(f"\n{section}\n" for section in sections)
    path.write_text(
        f"""# Benchmarks

Measured on {today.isoformat()} with `python3 -m benchmarks`, which rewrites this page.
{platform.system()} on {platform.machine()}, {platform.python_implementation()} {platform.python_version()}; {peers}.

Both sides of a row are measured in turns within one run; the times are medians, and the figure is their ratio.
For the memory of an amount it is a difference in bytes.
On a machine shared with others, differences below a factor of about 1.2 mean nothing.

{rows}
{added}""",
        "utf-8",
    )


def _installed() -> Iterator[str]:
    for name in _PEERS:
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:  # a suite leaves out what is not there
            continue


def _shown(value: float, unit: str) -> str:
    if unit == "bytes":
        return f"{value:,.0f} B" if value < 1e5 else f"{value / 1e6:,.1f} MB"  # noqa: PLR2004 (where MB reads better)
    scale, name = next(
        (scale, name) for scale, name in ((1, "s"), (1e-3, "ms"), (1e-6, "µs"), (0, "ns")) if value >= scale
    )
    return f"{value / (scale or 1e-9):,.3g} {name}"
