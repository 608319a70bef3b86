"""How often a figure is published: the frequencies of SDMX."""

from enum import StrEnum
from typing import final

from centralasia.errors import InvalidValueError, WrongTypeError

__all__ = ["Frequency", "as_frequency"]


@final
class Frequency(StrEnum):
    """A frequency of observation, with its SDMX code as the value.

    Source:
        The codes A, S, Q, M, W and D of the SDMX cross-domain code list CL_FREQ.

    Example:
        >>> Frequency("Q")
        <Frequency.QUARTERLY: 'Q'>
        >>> Frequency.QUARTERLY.months_each
        3
    """

    ANNUAL = "A"
    HALF_YEARLY = "S"
    QUARTERLY = "Q"
    MONTHLY = "M"
    WEEKLY = "W"
    DAILY = "D"

    @property
    def months_each(self) -> int:
        """The months in one period; 0 for weeks and days, which are no number of months."""
        return _MONTHS_EACH[self]

    @property
    def label(self) -> str:
        """The name as messages print it."""
        return self.name.lower().replace("_", "-")


def as_frequency(value: Frequency | str, field: str = "frequency") -> Frequency:
    """Read a frequency: a member, its SDMX code or its name, in either case.

    Args:
        value: The frequency.
        field: The name of what is being read, for the message.

    Returns:
        The member.

    Raises:
        InvalidValueError: No frequency has this code or name.
        WrongTypeError: The value is no text.

    Example:
        >>> as_frequency("quarterly")
        <Frequency.QUARTERLY: 'Q'>
        >>> as_frequency("fortnightly")
        Traceback (most recent call last):
            ...
        centralasia.errors.InvalidValueError: frequency must be one of A S Q M W D, got 'fortnightly'
    """
    if isinstance(value, Frequency):
        return value
    if not isinstance(value, str):
        raise WrongTypeError(field, value, f"one of {_CODES}")
    try:
        return _BY_NAME[value.upper()]
    except KeyError:
        raise InvalidValueError(field, value[:80], f"one of {_CODES}") from None


_MONTHS_EACH = {
    Frequency.ANNUAL: 12,
    Frequency.HALF_YEARLY: 6,
    Frequency.QUARTERLY: 3,
    Frequency.MONTHLY: 1,
    Frequency.WEEKLY: 0,
    Frequency.DAILY: 0,
}
_CODES = " ".join(Frequency)
_BY_NAME = {name: member for member in Frequency for name in (member.value, member.name)}
