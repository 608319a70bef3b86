"""Tables, texts with coloured figures, and progress on a terminal, drawn by rich."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

from rich.box import SIMPLE
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

__all__ = ["bars", "draw", "draw_parts"]

_STYLES: Final[Mapping[str, str]] = {
    "money": "bold green",
    "rate": "bold cyan",
    "percent": "bold blue",
    "ratio": "bold magenta",
    "multiple": "magenta",
    "quantity": "bold yellow",
    "date_period": "cyan",
    "count": "bold red",
}


def draw(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Draw a table on standard output, as wide as the terminal; what cells hold is text, not markup."""
    table = Table(*columns, box=SIMPLE)
    for row in rows:
        table.add_row(*map(Text, row))
    Console().print(table)


def draw_parts(parts: Iterable[tuple[str, str | None]]) -> None:
    """Write a text on standard output, what has a kind in the colour of its kind, and below it what the colours mean.

    Args:
        parts: The text in parts, each with the kind of the figure that it is, None where it is none.
    """
    console = Console(highlight=False)
    counts: Counter[str] = Counter()
    end = "\n"
    for part, kind in parts:
        if kind is not None:
            counts[kind] += 1
        console.print(Text(part, style=_style(kind), end=""), end="", soft_wrap=True)
        end = part[-1:] or end
    if end != "\n":
        console.print()
    legend = [Text(f"{kind.replace('_', ' ')} {count:,}", _style(kind)) for kind, count in sorted(counts.items())]
    console.print()
    console.print(Text(", ").join(legend) if legend else "no figures")


def _style(kind: str | None) -> str:
    return "" if kind is None else f"{_STYLES.get(kind, 'bold')} underline"


@contextmanager
def bars() -> Iterator[Callable[[str, int, int], None]]:
    """Show a bar for each thing that is told of: its name, how much is done, how much there is."""
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    # What is printed meanwhile goes to standard output, wherever that leads, not through the bar to the terminal.
    with Progress(*columns, console=Console(stderr=True), redirect_stdout=False) as shown:
        tasks = {}

        def told(name: str, done: int, total: int) -> None:
            if name not in tasks:
                tasks[name] = shown.add_task(name, total=total)
            shown.update(tasks[name], completed=done, total=total)

        yield told
