"""Hypothesis, or the one error that says how to get it; and how strategies show themselves."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache, wraps
from reprlib import repr as shortened
from typing import Any, ParamSpec, TypeVar, final

import centralasia as ca

try:
    from hypothesis import strategies as st
except ModuleNotFoundError as error:
    raise ca.MissingExtraError("testing", error.name or "hypothesis") from error

__all__ = ["DataSet", "shown", "shown_as_called", "st"]

P = ParamSpec("P")
T = TypeVar("T")


def shown_as_called(make: Callable[P, st.SearchStrategy[T]]) -> Callable[P, st.SearchStrategy[T]]:
    """Let the strategies that a function makes show as the call, not as the hundreds of parts they are made of.

    Example:
        >>> from centralasia.testing import money
        >>> money(currencies=["KZT"], min_value=0)
        money(currencies=['KZT'], min_value=0)
    """

    @wraps(make)
    def called(*args: P.args, **options: P.kwargs) -> st.SearchStrategy[T]:
        return shown(make(*args, **options), make.__name__, args, options)

    return called


def shown(
    strategy: st.SearchStrategy[T], name: str, args: tuple[object, ...], options: Mapping[str, object]
) -> st.SearchStrategy[T]:
    """Let a strategy show as a call; one that is empty shows as that.

    Example:
        >>> shown(st.just(1), "one", (), {"of": "many"})
        one(of='many')
    """
    return strategy if strategy.is_empty else _drawing_as(name)(_Call(strategy, args, options))


@final
class DataSet(tuple[T, ...]):  # noqa: SLOT001 - a tuple can have no slots
    """Things of which there are too many to be shown: what shows is the call that makes them again.

    Example:
        >>> DataSet.of([1, 2, 3], "range(1, 4)")
        range(1, 4)
    """

    call: str

    @classmethod
    def of(cls, things: Iterable[T], call: str) -> "DataSet[T]":
        """Take things, and the call."""
        found = cls(things)
        found.call = call
        return found

    def __repr__(self) -> str:
        return self.call

    def _repr_pretty_(self, printer: Any, _: bool) -> None:  # noqa: ANN401, FBT001 - what Hypothesis calls
        printer.text(self.call)


@cache
def _drawing_as(name: str) -> "Callable[[_Call], st.SearchStrategy[Any]]":
    def drawn(draw: st.DrawFn, call: _Call) -> object:
        return draw(call.strategy)

    drawn.__name__ = name
    return st.composite(drawn)


class _Call:
    """A strategy and the arguments it was made with, which are all that it shows."""

    def __init__(
        self, strategy: st.SearchStrategy[Any], args: tuple[object, ...], options: Mapping[str, object]
    ) -> None:
        self.strategy = strategy
        self._shown = [*map(shortened, args), *(f"{name}={shortened(value)}" for name, value in options.items())]

    def __repr__(self) -> str:
        return ", ".join(self._shown)
