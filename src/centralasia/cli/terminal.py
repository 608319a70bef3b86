"""Tables on a terminal, drawn by rich."""

from collections.abc import Iterable, Sequence

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

__all__ = ["draw"]


def draw(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Draw a table on standard output, as wide as the terminal; what cells hold is text, not markup."""
    table = Table(*columns, box=SIMPLE)
    for row in rows:
        table.add_row(*map(Text, row))
    Console().print(table)
