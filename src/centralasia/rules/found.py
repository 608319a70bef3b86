"""What was found row by row, put in order: one fault may be found on the way to another."""

from collections.abc import Iterable, Iterator
from operator import itemgetter

from centralasia.rules.hits import Hits, Told, hits_of

__all__ = ["found_in"]


def found_in(told: Iterable[tuple[int, Told]], column: str | None = None) -> Iterator[Hits]:
    """Give the hits of what is said of rows, in the order of rows and each once; none where nothing is said.

    Args:
        told: The place of each row, from 0, and what is said of it; of a row that comes twice the first counts.
        column: The field to blame.

    Example:
        >>> [hits] = found_in([(7, Told("there twice")), (2, Told("too small")), (7, Told("too large"))])
        >>> hits.rows.tolist(), hits.tell(1).message
        ([2, 7], 'there twice')
        >>> list(found_in([]))
        []
    """
    first: dict[int, Told] = {}
    for row, each in told:
        first.setdefault(row, each)
    if first:
        yield hits_of(sorted(first.items(), key=itemgetter(0)), column)
