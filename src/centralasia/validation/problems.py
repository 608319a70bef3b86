"""One finding: what is wrong with which row, why it probably is, and the way out."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Protocol, final

from centralasia import records
from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.numbers import shortened

__all__ = ["Problem", "RuleText", "Severity", "in_order", "severity_of", "visible"]


class Severity(StrEnum):
    """How much a finding weighs.

    An error is a value that is wrong or missing, a warning one that is doubtful or of limited use, and an information
    one that is right and should be known.

    Example:
        >>> Severity("warning").is_at_least(Severity.INFO)
        True
    """

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    def is_at_least(self, other: "Severity") -> bool:
        """Tell whether this weighs as much as another severity, or more."""
        order = list(Severity)
        return order.index(self) <= order.index(other)


def severity_of(value: Severity | str) -> Severity:
    """Read a severity by its name.

    Raises:
        InvalidValueError: There is none of this name.

    Example:
        >>> severity_of("error")
        <Severity.ERROR: 'error'>
    """
    try:
        return Severity(value)
    except ValueError:
        raise InvalidValueError("severity", value, f"one of {', '.join(Severity)}") from None


def _printable(text: object) -> object:
    """Escape what UTF-8 cannot write: a finding about broken text must not break itself."""
    return text.encode(errors="backslashreplace").decode() if isinstance(text, str) else text


def _printable_or_none(text: object) -> object:
    return None if text == "" else _printable(text)


@final
@records.record
class Problem:
    """A finding of a reader, a validator or a check.

    Example:
        >>> problem = Problem(code="too-few-digits", severity=Severity.WARNING, row=3, column="value", value="0.00008",
        ...     message="one significant digit is not fit for conversion", fix="quote it per 1,000 units")
        >>> print(problem)
        row 3, value '0.00008': one significant digit is not fit for conversion; fix: quote it per 1,000 units
    """

    code: str = records.column(title="kind of finding, of a closed list", pattern=r"[a-z][a-z0-9]*([-_][a-z0-9]+)*")
    severity: Severity = records.column(title="how much it weighs")
    row: int | None = records.column(
        title="line of the file, counted from 1; none for the whole of it", default=None, minimum=1
    )
    column: str | None = records.column(title="column or field", default=None, converter=_printable_or_none)
    value: str | None = records.column(
        title="text as found; none where it is blank", default=None, converter=_printable_or_none
    )
    message: str = records.column(title="what is wrong, in words", converter=_printable)
    cause: str | None = records.column(title="what probably led to it", default=None, converter=_printable_or_none)
    fix: str | None = records.column(title="what to do about it", default=None, converter=_printable_or_none)

    def __str__(self) -> str:
        """Write the finding for people, in one line."""
        row = [] if self.row is None else [f"row {self.row}"]
        cell = [part for part in (self.column, self.value and repr(shortened(self.value))) if part]
        place = ", ".join([*row, " ".join(cell)] if cell else row)
        more = [f"{word}: {text}" for word, text in (("cause", self.cause), ("fix", self.fix)) if text]
        return "; ".join([f"{place}: {self.message}" if place else self.message, *more])


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Put findings in order: first those about the whole, then by row.

    Args:
        problems: The findings.

    Raises:
        WrongTypeError: What is given as a finding is none.
    """
    found = list(problems)
    for problem in found:
        if not isinstance(problem, Problem):
            raise WrongTypeError("problems", problem, "findings of type Problem")
    return tuple(sorted(found, key=place_of))


def place_of(problem: Problem) -> int:
    """Give the row, 0 for the whole."""
    return problem.row or 0


class RuleText(Protocol):
    """What is known of a code, to be told beside findings: any rule has it.

    Example:
        >>> from collections import namedtuple
        >>> from centralasia.validation import Report
        >>> Text = namedtuple("Text", "code, title, why, source")
        >>> gap: RuleText = Text("gap", "bulletin missing", "averages of the month are off", "the bank's calendar")
        >>> "bulletin missing" in Report.of([Problem(code="gap", severity=Severity.INFO, message="none")]).to_html(
        ...     rules=[gap])
        True
    """

    @property
    def code(self) -> str:
        """The code of the findings."""

    @property
    def title(self) -> str:
        """What is wrong, in a few words."""

    @property
    def why(self) -> str:
        """Why it matters."""

    @property
    def source(self) -> str:
        """Where that can be read; blank where it needs no source."""


def visible(text: str) -> str:
    r"""Write what cannot be seen, or would change how the rest is seen, as an escape.

    Args:
        text: From outside.

    Example:
        >>> print(visible(f"1{chr(0x202E)}000 ₸"))
        1\u202e000 ₸
    """
    return text if text.isprintable() else "".join([_seen(sign) for sign in text])


def _seen(sign: str) -> str:
    return sign if sign.isprintable() else sign.encode("unicode_escape").decode()
