"""Facts that go with findings: put together, written plainly, and the file they tell of."""

from collections.abc import Mapping
from os import PathLike, fspath
from typing import Any

from centralasia.errors import WrongTypeError

__all__ = ["file_of", "merged", "plain"]


def plain(fact: object) -> object:
    """Write a fact in JSON: whole numbers, truth values, None, lists and mappings as they are, all else as a text.

    Args:
        fact: Anything.
    """
    if isinstance(fact, Mapping):
        return {str(name): plain(one) for name, one in fact.items()}
    if isinstance(fact, tuple | list):
        return [plain(one) for one in fact]
    return fact if fact is None or type(fact) in {bool, int, str} else str(fact)


def merged(left: Mapping[str, Any], right: Mapping[str, Any]) -> dict[str, Any]:
    """Put facts together; where both state one differently, both stand in a tuple.

    Args:
        left: The first.
        right: The others.
    """
    both = dict(left)
    for name, fact in right.items():
        if name not in both:
            both[name] = fact
        elif both[name] != fact:
            both[name] = (*_several(both[name]), *_several(fact))
    return both


def _several(fact: object) -> tuple[Any, ...]:
    return fact if isinstance(fact, tuple) else (fact,)


def file_of(file: str | PathLike[str] | None, facts: Mapping[str, Any]) -> str | None:
    """Find what findings are about: what the caller says, or the fact `file` if it is one path.

    Args:
        file: A path, or None.
        facts: Those of a report.

    Raises:
        WrongTypeError: The caller says something else.

    Example:
        >>> file_of(None, {"file": "rates.csv"})
        'rates.csv'
    """
    if file is None:
        known = facts.get("file")
        return fspath(known) if isinstance(known, str | PathLike) else None
    if not isinstance(file, str | PathLike):
        raise WrongTypeError("file", file, "a path, or None")
    return fspath(file)
