"""A report on a terminal, drawn by rich."""

from collections.abc import Sequence
from typing import Final

from rich.box import SIMPLE
from rich.console import Group, RenderableType
from rich.table import Column, Table
from rich.text import Text

from centralasia.numbers import shortened
from centralasia.validation.problems import Problem, Severity, visible
from centralasia.validation.samples import Tally, headline, kinds_of

__all__ = ["drawn"]

_STYLES: Final = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_COLUMNS: Final = ("row", "column", "value", "message", "cause", "fix")
_SHOWN: Final = 5  # findings of a kind, for more there are other forms


def drawn(problems: Sequence[Problem], tallies: Sequence[Tally]) -> RenderableType:
    """Draw what rich prints: a heading, and for each kind of finding the first in a table.

    Args:
        problems: The findings.
        tallies: How many there are of each kind.
    """
    if not tallies:
        return Text("no problems", style="green")
    parts: list[RenderableType] = [Text(headline(tallies), style="bold")]
    for tally, found in kinds_of(problems, tallies):
        parts.append(_table(tally, found[:_SHOWN]))
        left = tally.count - min(_SHOWN, len(found))
        if left:
            parts.append(Text(f"  … and {left:,} more", style="dim"))
    return Group(*parts)


def _table(tally: Tally, found: Sequence[Problem]) -> Table:
    """Draw findings of a kind; columns of which nothing is known are left out."""
    columns = [name for name in _COLUMNS if any(getattr(each, name) is not None for each in found)]
    title = Text.assemble((f"{tally.severity} ", _STYLES[tally.severity]), f"{tally.code}, {tally.count:,}×")
    headers = [Column(name, overflow="fold") for name in columns]
    table = Table(*headers, box=SIMPLE, title=title, title_justify="left", title_style="")
    for problem in found:
        table.add_row(*[_cell(getattr(problem, name)) for name in columns])
    return table


def _cell(value: object) -> Text:
    """Write a cell as text, never as markup, without what controls a terminal."""
    return Text("" if value is None else visible(str(shortened(value))))
