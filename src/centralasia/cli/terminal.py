"""Tables and progress on a terminal, drawn by rich."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from rich.box import SIMPLE
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

__all__ = ["bars", "draw"]


def draw(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Draw a table on standard output, as wide as the terminal; what cells hold is text, not markup."""
    table = Table(*columns, box=SIMPLE)
    for row in rows:
        table.add_row(*map(Text, row))
    Console().print(table)


@contextmanager
def bars() -> Iterator[Callable[[str, int, int], None]]:
    """Show a bar for each thing that is told of: its name, how much is done, how much there is."""
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True)) as shown:
        tasks = {}

        def told(name: str, done: int, total: int) -> None:
            if name not in tasks:
                tasks[name] = shown.add_task(name, total=total)
            shown.update(tasks[name], completed=done, total=total)

        yield told
