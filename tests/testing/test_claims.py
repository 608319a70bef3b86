from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given

from centralasia.claims import Claim, Denominator, Subject
from centralasia.errors import InvalidValueError, UnknownCodeError
from centralasia.reference import WORLD, country
from centralasia.testing import claims


@pytest.mark.parametrize("subject", list(Subject))
def test_every_subject_comes(subject: Subject, reached: Callable[..., object]) -> None:
    reached(claims(), lambda claim: claim.subject is subject)


@pytest.mark.parametrize("denominator", list(Denominator))
def test_every_denominator_comes(denominator: Denominator, reached: Callable[..., object]) -> None:
    reached(claims(), lambda claim: claim.denominator is denominator)


@pytest.mark.parametrize("figure", ["amount", "quantity", "share", "growth", "fold", "denominator_amount"])
def test_every_figure_comes(figure: str, reached: Callable[..., object]) -> None:
    reached(claims(), lambda claim: getattr(claim, figure) is not None)


@pytest.mark.parametrize(
    "condition",
    [
        lambda claim: claim.period is None,
        lambda claim: claim.counterpart is not WORLD,
        lambda claim: claim.measure is not None,
        lambda claim: claim.item and claim.note,
    ],
)
def test_claims_of_every_sort_come(condition: Callable[[Any], object], reached: Callable[..., object]) -> None:
    reached(claims(), condition)


def test_what_no_claim_can_be_of_is_refused() -> None:
    with pytest.raises(UnknownCodeError, match="'XX' is not in the table of countries"):
        claims(about="XX")
    with pytest.raises(InvalidValueError, match="subjects must be some of"):
        claims(subjects="weather")


@given(claims(about="TJ", subjects="gdp"))
def test_claims_are_what_is_asked_for(claim: Claim) -> None:
    assert (claim.about, claim.subject) == (country("TJ"), Subject.GDP)
