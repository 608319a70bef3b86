"""As-of policies: which published quote answers for a day on which nothing was published.

A policy picks one quote of one series for one day and says how old the answer is. A quote whose publisher states a
validity (a weekly list, a fixed official rate) has age 0 on every day of it, until a newer quote of its series takes
its place. Only `NextKnown` looks ahead.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final, Protocol, final

import attrs

from centralasia.errors import InvalidValueError, WrongTypeError

__all__ = ["ExactDay", "LastKnown", "NextKnown", "Policy", "Published", "policy_or_usual"]


class Timeline(Protocol):
    """What a policy needs to know of a series: day numbers in rising order, and what the publisher states."""

    @property
    def days(self) -> Sequence[int]:
        """Day numbers (proleptic Gregorian ordinals) of the quotes, strictly rising."""

    @property
    def lasts(self) -> Sequence[int]:
        """The last day on which each quote is valid by its publisher's own word; its own day when nothing is said."""


class Policy(Protocol):
    """Picks a quote for a day. Any object with these members serves.

    Example:
        >>> policies: list[Policy] = [LastKnown(days=3), ExactDay(), NextKnown(), Published()]
        >>> [policy.skew for policy in policies]
        [None, None, None, None]
    """

    @property
    def skew(self) -> int | None:
        """The most days that may lie between the quotes of one chain; None for no limit of its own."""

    def pick(self, line: Timeline, on: int) -> tuple[int, int] | None:
        """Give the place of the quote in the series and its age in days, or None."""


def _days(instance: object, attribute: "attrs.Attribute[int]", value: object) -> None:  # noqa: ARG001 (attrs' shape)
    if isinstance(value, bool) or not isinstance(value, int):
        field = attribute.name
        raise WrongTypeError(field, value, "a whole number of days")
    if value < 0:
        raise InvalidValueError(attribute.name, value, "zero or more days")


def _optional_days(instance: object, attribute: "attrs.Attribute[int | None]", value: object) -> None:
    if value is not None:
        _days(instance, attribute, value)  # type: ignore[arg-type]  # the attribute serves for its name


def _in_force(line: Timeline, on: int) -> int | None:
    place = bisect_right(line.days, on) - 1
    return place if place >= 0 and line.lasts[place] >= on else None


@final
@attrs.frozen(cache_hash=True)
class LastKnown:
    """The latest quote on or before the day, at most `days` old; the quotes of a chain at most `skew` days apart.

    Units:
        `days` are calendar days after the last day on which the quote was valid by its publisher's own word.

    Example:
        >>> LastKnown(days=3)
        LastKnown(days=3, skew=None)
    """

    days: int = attrs.field(default=7, validator=_days)
    skew: int | None = attrs.field(default=None, validator=_optional_days, kw_only=True)

    def pick(self, line: Timeline, on: int) -> tuple[int, int] | None:
        """Give the place of the quote in the series and its age in days, or None."""
        place = bisect_right(line.days, on) - 1
        if place < 0:
            return None
        age = max(0, on - line.lasts[place])
        return (place, age) if age <= self.days else None


@final
@attrs.frozen(cache_hash=True)
class ExactDay:
    """Only a quote published for this very day, or one that its publisher states to be valid on it.

    Example:
        >>> ExactDay()
        ExactDay()
    """

    @property
    def skew(self) -> int | None:
        """None: all quotes are of one day anyway."""
        return None

    def pick(self, line: Timeline, on: int) -> tuple[int, int] | None:
        """Give the place of the quote in the series and its age in days, or None."""
        place = _in_force(line, on)
        return None if place is None else (place, 0)


@final
@attrs.frozen(cache_hash=True)
class NextKnown:
    """The first quote on or after the day, at most `days` ahead. This looks into the future of the day asked.

    Units:
        `days` are calendar days.

    Example:
        >>> NextKnown(days=2)
        NextKnown(days=2, skew=None)
    """

    days: int = attrs.field(default=7, validator=_days)
    skew: int | None = attrs.field(default=None, validator=_optional_days, kw_only=True)

    def pick(self, line: Timeline, on: int) -> tuple[int, int] | None:
        """Give the place of the quote in the series and how many days ahead it is, or None."""
        now = _in_force(line, on)
        if now is not None:
            return now, 0
        place = bisect_left(line.days, on)
        if place == len(line.days) or line.days[place] - on > self.days:
            return None
        return place, line.days[place] - on


@final
@attrs.frozen(cache_hash=True)
class Published:
    """The quote in force on the day by the source's own calendar.

    A stated validity holds as stated. Without one a quote stays in force until the next quote of its series, as over
    a weekend; the last quote of a series is in force on its own day only, since nothing shows how long it held.

    Example:
        >>> Published()
        Published(skew=None)
    """

    skew: int | None = attrs.field(default=None, validator=_optional_days, kw_only=True)

    def pick(self, line: Timeline, on: int) -> tuple[int, int] | None:
        """Give the place of the quote in the series and its age in days, or None."""
        place = bisect_right(line.days, on) - 1
        if place < 0:
            return None
        age = max(0, on - line.lasts[place])
        if age == 0:
            return place, 0
        states_until = getattr(line, "states_until", None)  # where a line of somebody's own has none, its lasts tell
        stated = line.lasts[place] > line.days[place] if states_until is None else states_until(place)
        return None if stated or place + 1 == len(line.days) else (place, age)


_USUAL: Final = LastKnown()


def policy_or_usual(policy: Policy | None) -> Policy:
    """Give a policy, or the usual one for None.

    Args:
        policy: Any object with the members of `Policy`, or None.

    Raises:
        WrongTypeError: It is no policy.

    Example:
        >>> policy_or_usual(None)
        LastKnown(days=7, skew=None)
    """
    if policy is None:
        return _USUAL
    if isinstance(policy, type) or not (callable(getattr(policy, "pick", None)) and hasattr(policy, "skew")):
        raise WrongTypeError("policy", policy, "a policy such as LastKnown(days=7)")
    return policy
