"""Frequencies: codes of SDMX, read by code or name."""

import pickle

import pytest

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.periods import Frequency, as_frequency


@pytest.mark.parametrize(
    ("member", "code", "months", "label"),
    [
        (Frequency.ANNUAL, "A", 12, "annual"),
        (Frequency.HALF_YEARLY, "S", 6, "half-yearly"),
        (Frequency.QUARTERLY, "Q", 3, "quarterly"),
        (Frequency.MONTHLY, "M", 1, "monthly"),
        (Frequency.WEEKLY, "W", 0, "weekly"),
        (Frequency.DAILY, "D", 0, "daily"),
    ],
)
def test_a_frequency_is_its_sdmx_code(member: Frequency, code: str, months: int, label: str) -> None:
    assert (member, member.months_each, member.label) == (code, months, label)
    assert member is Frequency(code)
    assert pickle.loads(pickle.dumps(member)) is member
    for written in (member, code, code.lower(), member.name, member.name.lower()):
        assert as_frequency(written) is member


def test_there_are_no_others() -> None:
    assert "".join(Frequency) == "ASQMWD"


@pytest.mark.parametrize("value", ["", "H", "T", "fortnightly", "MM", "m" * 1000])
def test_an_unknown_frequency_is_refused(value: str) -> None:
    with pytest.raises(InvalidValueError, match=r"^frequency must be one of A S Q M W D, got '") as caught:
        as_frequency(value)
    assert len(str(caught.value)) < 150


def test_a_frequency_is_text() -> None:
    with pytest.raises(WrongTypeError, match="by must be one of A S Q M W D, got 3 of type int"):
        as_frequency(3, "by")  # type: ignore[arg-type] # what a type checker would stop
