"""Names of columns in engines for which those that differ only in the case of their letters are one and the same."""

from collections import Counter
from collections.abc import Callable, Sequence
from string import ascii_lowercase, ascii_uppercase
from typing import Any, Final, TypeAlias

import attrs
import narwhals as nw

from centralasia.engines.eager import Asked, roles_of
from centralasia.errors import InvalidValueError
from centralasia.reference import Currency

__all__ = ["Fold", "respelled", "small_letters"]

Fold: TypeAlias = Callable[[str], str]
"""Gives the same text for all names that are one."""

_SMALL: Final = str.maketrans(ascii_uppercase, ascii_lowercase)


def small_letters(name: str) -> str:
    """Write a name in small letters, but for letters beyond ASCII, whose case makes a difference to DuckDB.

    Args:
        name: The name.
    """
    return name.translate(_SMALL)


def respelled(given: "nw.LazyFrame[Any]", asked: Asked, fold: Fold) -> "tuple[nw.LazyFrame[Any], Asked]":
    """Spell columns as the new ones that take their place, since an engine would have both and find only one.

    Args:
        given: The frame.
        asked: The columns, and what is wanted.
        fold: Writes names alike that are one for the engine.

    Raises:
        InvalidValueError: Two columns of the frame have one name; or one that is read would, as it is asked for, be
            called like a currency.
    """
    names = given.collect_schema().names()
    _refuse_twins(names, fold)
    wanted = {fold(name): name for name in asked.names}
    spelled = {name: wanted[fold(name)] for name in names if wanted.get(fold(name), name) != name}
    if not spelled:
        return given, asked
    read: dict[str, Any] = {role: spelled[name] for role, name in roles_of(asked, names).items() if name in spelled}
    anew: Asked = attrs.evolve(asked, **read)
    roles = roles_of(anew, [spelled.get(name, name) for name in names])
    if any(isinstance(roles[role], Currency) for role in read):
        raise InvalidValueError("name", asked.name, "another name than that of a currency, since a column is called so")
    return given.rename(spelled), anew


def _refuse_twins(names: Sequence[str], fold: Fold) -> None:
    """Refuse columns of which an engine would find only one."""
    counts = Counter(map(fold, names))
    twins = [name for name in names if counts[fold(name)] > 1]
    if twins:
        raise InvalidValueError("frame", twins, "a frame with columns of different names", "case alone makes none here")
