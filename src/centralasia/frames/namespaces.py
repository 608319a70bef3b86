"""Namespaces: the functions of this room as methods of pandas and polars frames, for those who ask for it.

Nothing is attached unless `register` is called, and no library is loaded that its caller has neither loaded nor named.
"""

import sys
from collections.abc import Callable
from importlib import import_module
from types import MethodType
from typing import Any, Concatenate, Final, Generic, Literal, ParamSpec, TypeAlias, TypeVar, final, get_args, overload

import attrs

from centralasia.errors import InvalidValueError, MissingExtraError
from centralasia.frames import corridors, functions, groups, twins

__all__ = ["FrameNamespace", "Library", "register"]

Library: TypeAlias = Literal["pandas", "polars"]

P = ParamSpec("P")
R = TypeVar("R")

_NAME: Final = "centralasia"


@final
class _Method(Generic[P, R]):
    """A function that takes a frame first, as a method of that frame.

    It is bound as a method is, with no call in between, so that warnings point at the line of the caller.
    """

    def __init__(self, function: Callable[Concatenate[Any, P], R]) -> None:
        self._function = function

    @overload
    def __get__(self, instance: None, owner: type) -> Callable[Concatenate[Any, P], R]: ...

    @overload
    def __get__(self, instance: "FrameNamespace", owner: type) -> Callable[P, R]: ...

    def __get__(self, instance: "FrameNamespace | None", owner: type) -> Callable[..., R]:
        return self._function if instance is None else MethodType(self._function, instance.frame)


@final
@attrs.frozen(eq=False)
class FrameNamespace:
    """What `frame.centralasia` is after `register`: the functions of this room, on that frame.

    Attributes:
        frame: The frame.

    Example:
        >>> import centralasia as ca
        >>> import polars as pl
        >>> frame = pl.DataFrame({"amount": [1000], "money": ["KZT"], "year": ["2023"]})
        >>> FrameNamespace(frame).convert(amount="amount", currency="money", to="UZS", on="year", exact=True).row(0)
        (1000, 'KZT', '2023', Decimal('25724.98'))
    """

    frame: Any

    convert = _Method(functions.convert)
    corridor_matrix = _Method(corridors.corridor_matrix)
    decumulate = _Method(groups.decumulate)
    growth = _Method(groups.growth)
    mirror = _Method(corridors.mirror)
    mirror_flows = _Method(corridors.mirror_flows)
    restate = _Method(twins.restate)
    shares_of_gdp = _Method(twins.shares_of_gdp)
    to_period_average = _Method(twins.to_period_average)


def register(*libraries: Library) -> tuple[Library, ...]:
    """Give data frames the attribute `centralasia`, whose methods are the functions of this room.

    It lasts as long as the process. A library that has the attribute already is left as it is. Type checkers do not
    know what is attached while a program runs; they do know `frame.pipe(ca.frames.convert, …)`, which needs no
    registration.

    Args:
        libraries: "pandas" or "polars", which are then loaded; those that are loaded already when none is named.

    Returns:
        The libraries whose frames have the attribute now.

    Raises:
        InvalidValueError: Another library, or none is named and neither is loaded.
        MissingExtraError: A library is not installed.

    Example:
        >>> import centralasia as ca
        >>> import polars as pl
        >>> ca.frames.register("polars")
        ('polars',)
        >>> frame = pl.DataFrame({"amount": ["1500.50"], "day": ["2023"]})
        >>> frame.centralasia.convert(amount="amount", currency="USD", to="KZT", on="day", exact=True).row(0)
        ('1500.50', '2023', Decimal('684475.58'))
    """
    known: tuple[Library, ...] = get_args(Library)
    for each in libraries:
        if each not in known:
            raise InvalidValueError(
                "libraries", each, "pandas or polars", "hand other frames to the functions of centralasia.frames"
            )
    chosen = libraries or tuple(each for each in known if each in sys.modules)
    if not chosen:
        expected = "pandas or polars, or left out where one of them is imported"
        raise InvalidValueError("libraries", chosen, expected, 'import it first, or name it: register("pandas")')
    for each in chosen:
        _REGISTRATIONS[each](_loaded(each))
    return chosen


def _loaded(library: Library) -> Any:  # noqa: ANN401 - a module
    try:
        return import_module(library)
    except ModuleNotFoundError as error:
        raise MissingExtraError("", error.name or library) from error


def _register_pandas(pandas: Any) -> None:  # noqa: ANN401 - a module
    _attach(pandas.DataFrame, pandas.api.extensions.register_dataframe_accessor)


def _register_polars(polars: Any) -> None:  # noqa: ANN401 - a module
    _attach(polars.DataFrame, polars.api.register_dataframe_namespace)
    _attach(polars.LazyFrame, polars.api.register_lazyframe_namespace)


def _attach(frames: type, registers: Callable[[str], Callable[[type], type]]) -> None:
    """Attach the namespace to a class of frames, once: a second time makes either library warn."""
    if getattr(frames, _NAME, None) is not FrameNamespace:
        registers(_NAME)(FrameNamespace)


_REGISTRATIONS: Final[dict[Library, Callable[[Any], None]]] = {"pandas": _register_pandas, "polars": _register_polars}
