"""Every error this library raises, under one base.

Each error also derives from the builtin a caller would expect and keeps its facts as fields, so that a program reads
the fields and a person reads the message. Fields are positional: such errors pickle.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import attrs

__all__ = [
    "AmbiguousNumberError",
    "CentralAsiaError",
    "CentralAsiaWarning",
    "CurrencyMismatchError",
    "InvalidValueError",
    "MissingExtraError",
    "ParseError",
    "PeriodMismatchError",
    "RateNotFoundError",
    "ReaderError",
    "ReferenceDataError",
    "RoundingNeededError",
    "UnknownCodeError",
    "ValidationFailedError",
    "WrongTypeError",
]


_LONGEST = 200  # characters of a value that an error shows
_WINDOW = 80  # characters of a text around the place that does not fit


class CentralAsiaError(Exception):
    """The base of all errors of this library."""


class CentralAsiaWarning(UserWarning):
    """The base of all warnings of this library; one subclass per cause."""


def _shown(value: object, write: Callable[[object], str] = repr) -> str:
    """Write a value, cut to what a line can hold; Python itself refuses to print integers of over 4,300 digits."""
    try:
        text = write(value)
    except ValueError:
        return f"a {type(value).__name__} of more digits than can be shown"
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _with_hint(message: str, hint: str) -> str:
    return f"{message}; {hint}" if hint else message


@attrs.define
class InvalidValueError(CentralAsiaError, ValueError):
    """A value cannot be what its field stands for."""

    field: str
    value: object = attrs.field(repr=_shown)
    expected: str
    hint: str = ""

    def __str__(self) -> str:
        """Say what was expected, what came, and the way out where there is one."""
        return _with_hint(f"{self.field} must be {self.expected}, got {_shown(self.value)}", self.hint)


@attrs.define
class WrongTypeError(InvalidValueError, TypeError):
    """A value is of a type that cannot stand for an exact figure, such as a float where money is meant."""

    def __str__(self) -> str:
        """Name the type as well as the value."""
        got = f"{_shown(self.value)} of type {type(self.value).__name__}"
        return _with_hint(f"{self.field} must be {self.expected}, got {got}", self.hint)


@attrs.define
class ParseError(CentralAsiaError, ValueError):
    """A text cannot be read; `position` is the offset of the first character that does not fit."""

    text: str
    position: int
    expected: str
    hint: str = ""

    def __str__(self) -> str:
        """Show the place; long texts are cut around it."""
        shown = self.text if len(self.text) <= _WINDOW else self.text[max(0, self.position - 30) :][:60] + "…"
        return _with_hint(f"expected {self.expected} at position {self.position} of {shown!r}", self.hint)


@attrs.define
class AmbiguousNumberError(ParseError):
    """A numeral has two readings and nothing decides between them."""


@attrs.define
class UnknownCodeError(CentralAsiaError, LookupError):
    """A code is in none of the rows of a table; `near` holds what was probably meant."""

    code: str
    table: str
    near: tuple[str, ...] = ()
    hint: str = ""

    def __str__(self) -> str:
        """Suggest the near misses."""
        near = f"did you mean {' or '.join(repr(code) for code in self.near)}?" if self.near else ""
        return _with_hint(_with_hint(f"{_shown(self.code)} is not in the table of {self.table}", near), self.hint)


@attrs.define
class RateNotFoundError(CentralAsiaError, LookupError):
    """No rate, and no chain of rates, answers for this pair and day; `hint` says what exists nearby."""

    pair: str
    on: object
    source: str
    hint: str = ""

    def __str__(self) -> str:
        """Say what exists nearby and how to go on."""
        on = self.on.isoformat() if isinstance(self.on, date) else str(self.on)
        return _with_hint(f"no rate for {self.pair} on {on} in {self.source}", self.hint)


@attrs.define
class CurrencyMismatchError(CentralAsiaError, ValueError):
    """Two amounts of different currencies met where one currency is needed."""

    expected: str
    actual: str
    hint: str = ""

    def __str__(self) -> str:
        """Name both currencies."""
        return _with_hint(f"expected {self.expected}, got {self.actual}", self.hint)


@attrs.define
class PeriodMismatchError(CentralAsiaError, ValueError):
    """Two periods, or a period and a frequency, do not fit together."""

    expected: str
    actual: str
    hint: str = ""

    def __str__(self) -> str:
        """Name both sides."""
        return _with_hint(f"expected {self.expected}, got {self.actual}", self.hint)


@attrs.define
class RoundingNeededError(CentralAsiaError, ArithmeticError):
    """A result has no finite decimal form, or too many places, and no rounding was named."""

    value: object = attrs.field(repr=_shown)
    places: int | None = None
    hint: str = ""

    def __str__(self) -> str:
        """Say what would not fit and where."""
        where = "a finite decimal" if self.places is None else f"{self.places} decimal places"
        return _with_hint(f"{_shown(self.value, str)} does not fit {where} exactly", self.hint)


@attrs.define
class ReferenceDataError(CentralAsiaError, RuntimeError):
    """A table that ships with the package is damaged."""

    table: str
    line: int
    reason: str

    def __str__(self) -> str:
        """Point at the line."""
        return f"{self.table}, line {self.line}: {self.reason}"


@attrs.define
class ReaderError(CentralAsiaError, ValueError):
    """A document cannot be read at all; what is wrong with one row only is a finding instead."""

    source: str
    place: str
    reason: str

    def __str__(self) -> str:
        """Point at the place inside the document."""
        return f"{self.source}, {self.place}: {self.reason}"


@attrs.define
class ValidationFailedError(CentralAsiaError, ValueError):
    """Findings stand where none were to be left; `report` has them all."""

    report: Any

    def __str__(self) -> str:
        """Summarise the report."""
        return str(self.report)


@attrs.define
class MissingExtraError(CentralAsiaError, ImportError):
    """An optional library is not installed; the extra that brings it is named, where there is one."""

    extra: str
    library: str = ""

    def __str__(self) -> str:
        """Say how to install the extra."""
        needed = f"{self.library} is not installed" if self.library else "an optional library is not installed"
        wanted = f"'centralasia[{self.extra}]'" if self.extra else self.library
        return f"{needed}; pip install {wanted}"
