from array import array
from collections.abc import Sequence

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.rates import ExactDay, LastKnown, NextKnown, Policy, Published
from centralasia.rates.policies import policy_or_usual


@attrs.frozen
class Line:
    days: Sequence[int]
    lasts: Sequence[int]


def daily(*days: int) -> Line:
    return Line(array("l", days), array("l", days))


WEEKLY = Line([10, 20], [16, 26])


@pytest.mark.parametrize(
    ("policy", "line", "on", "expected"),
    [
        (LastKnown(3), daily(10, 11), 9, None),
        (LastKnown(3), daily(10, 11), 10, (0, 0)),
        (LastKnown(3), daily(10, 11), 14, (1, 3)),
        (LastKnown(3), daily(10, 11), 15, None),
        (LastKnown(0), WEEKLY, 16, (0, 0)),
        (LastKnown(0), WEEKLY, 17, None),
        (LastKnown(2), WEEKLY, 18, (0, 2)),
        (LastKnown(), daily(), 18, None),
        (ExactDay(), daily(10, 12), 11, None),
        (ExactDay(), daily(10, 12), 12, (1, 0)),
        (ExactDay(), daily(10, 12), 1, None),
        (ExactDay(), WEEKLY, 15, (0, 0)),
        (NextKnown(2), daily(10, 12), 8, (0, 2)),
        (NextKnown(2), daily(10, 12), 7, None),
        (NextKnown(2), daily(10, 12), 12, (1, 0)),
        (NextKnown(2), daily(10, 12), 13, None),
        (NextKnown(2), WEEKLY, 13, (0, 0)),
        (NextKnown(3), WEEKLY, 17, (1, 3)),
        (Published(), daily(10, 13), 9, None),
        (Published(), daily(10, 13), 10, (0, 0)),
        (Published(), daily(10, 13), 12, (0, 2)),
        (Published(), daily(10, 13), 13, (1, 0)),
        (Published(), daily(10, 13), 14, None),
        (Published(), WEEKLY, 16, (0, 0)),
        (Published(), WEEKLY, 17, None),
    ],
)
def test_a_policy_picks(policy: Policy, line: Line, on: int, expected: tuple[int, int] | None) -> None:
    assert policy.pick(line, on) == expected


def test_the_usual_policy_stands_in_for_none() -> None:
    assert policy_or_usual(None) == LastKnown(days=7)
    assert policy_or_usual(ExactDay()) == ExactDay()
    for other in (7, LastKnown):
        with pytest.raises(WrongTypeError, match="policy must be a policy such as LastKnown"):
            policy_or_usual(other)  # type: ignore[arg-type]  # no policy


def test_days_are_whole_and_not_negative() -> None:
    with pytest.raises(InvalidValueError, match="days must be zero or more days, got -1"):
        LastKnown(days=-1)
    with pytest.raises(WrongTypeError, match=r"days must be a whole number of days, got 1\.5 of type float"):
        NextKnown(days=1.5)  # type: ignore[arg-type]
    with pytest.raises(WrongTypeError):
        LastKnown(days=True)


DAYS = st.lists(st.integers(1, 400), unique=True).map(sorted)


class TestLaws:
    @given(DAYS, st.integers(1, 400), st.integers(0, 30))
    def test_the_last_known_never_looks_ahead_and_never_gets_too_old(self, days: list[int], on: int, most: int) -> None:
        found = LastKnown(most).pick(daily(*days), on)
        if found is None:
            assert not any(on - most <= day <= on for day in days)
        else:
            place, age = found
            assert days[place] == max(day for day in days if day <= on)
            assert age == on - days[place] <= most

    @given(DAYS, st.integers(1, 400))
    def test_what_is_published_never_looks_ahead(self, days: list[int], on: int) -> None:
        found = Published().pick(daily(*days), on)
        assert found is None or days[found[0]] <= on

    @given(DAYS, st.integers(1, 400), st.integers(0, 30))
    def test_the_next_known_never_looks_back(self, days: list[int], on: int, most: int) -> None:
        found = NextKnown(most).pick(daily(*days), on)
        if found is None:
            assert not any(on <= day <= on + most for day in days)
        else:
            assert 0 <= days[found[0]] - on == found[1] <= most
