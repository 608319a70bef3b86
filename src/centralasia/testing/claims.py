"""Claims, as somebody could have stated them."""

from collections.abc import Iterable
from typing import Any, Final

import centralasia as ca
from centralasia.testing.calendar import periods
from centralasia.testing.extra import shown_as_called, st
from centralasia.testing.figures import estimates, money, money_estimates
from centralasia.testing.quantities import quantities
from centralasia.testing.reference import countries, favouring_first, members

__all__ = ["claims"]

_CURRENCIES: Final = ("USD", "EUR", "KZT", "UZS")
_SOURCES: Final = ("a news page", "WDI-2025-07-01")
_ITEMS: Final = ("", "", "grain")
_NOTES: Final = ("", "", "as quoted")
_UNITS: Final = ("t", "Mt")
_YEARS: Final = tuple([str(year) for year in range(2023, 1999, -1)])
_MOST: Final = 10**14


@shown_as_called
def claims(
    *, about: "ca.Country | str | None" = None, subjects: "Iterable[ca.claims.Subject | str] | str | None" = None
) -> "st.SearchStrategy[ca.claims.Claim]":
    """Generate claims: with any of their figures, hedged or not, of any year, origin and measure.

    Args:
        about: The country whose figure it is; any when not given.
        subjects: What it is of; anything when not given.

    Raises:
        InvalidValueError: No such subject.
        UnknownCodeError: No such country.

    Example:
        >>> from hypothesis import given
        >>> @given(claims(about="TJ", subjects="gdp"))
        ... def a_share_is_of_something(claim: ca.Claim) -> None:
        ...     assert claim.share is None or claim.denominator is not None
        >>> a_share_is_of_something()
    """
    return st.builds(
        _claim,
        st.fixed_dictionaries(
            {
                "about": countries() if about is None else st.just(ca.country(about)),
                "subject": favouring_first(members(ca.claims.Subject, subjects, "subjects")),
                "item": st.sampled_from(_ITEMS),
                "period": st.none() | st.sampled_from(_YEARS).map(ca.period) | periods(),
                "source": st.sampled_from(_SOURCES),
                "note": st.sampled_from(_NOTES),
            }
        ),
        st.none() | countries(),
        st.none() | st.sampled_from(list(ca.remittances.RemittanceMeasure)),
        figures=_figures(),
    )


def _figures() -> st.SearchStrategy[dict[str, Any]]:
    amounts = money(currencies=_CURRENCIES, min_value=0, max_value=_MOST) | money_estimates(currencies=_CURRENCIES)
    shares = st.fixed_dictionaries(
        {
            "share": estimates(min_value=0, max_value=1).filter(lambda share: share.low <= 1 and share.high >= 0),
            "denominator": st.sampled_from(list(ca.claims.Denominator)),
        },
        optional={"denominator_amount": money(currencies=_CURRENCIES, min_value=1, max_value=_MOST)},
    )
    growth = estimates(min_value=-1, max_value=100).filter(lambda growth: growth.high >= -1)
    fold = estimates(min_value=0, max_value=100).filter(lambda fold: fold.high >= 0)
    figures: dict[str, st.SearchStrategy[Any]] = {
        "amount": amounts,
        "quantity": quantities(units=_UNITS, min_value=0, max_value=_MOST),
        "growth": growth,
        "fold": fold,
    }
    nothing: dict[str, st.SearchStrategy[Any]] = {}
    single = st.fixed_dictionaries(nothing, optional=figures)
    both = st.builds(lambda one, other: {**one, **other}, single, st.just({}) | shares)
    return both.filter(bool)


def _claim(
    fields: dict[str, Any],
    counterpart: "ca.Country | None",
    measure: "ca.remittances.RemittanceMeasure | None",
    *,
    figures: dict[str, Any],
) -> "ca.claims.Claim":
    """Leave out a counterpart that is the country itself, and a measure where the claim is not of remittances."""
    if counterpart is not None and counterpart is not fields["about"]:
        fields = {**fields, "counterpart": counterpart}
    if measure is not None and fields["subject"].is_remittances:
        fields = {**fields, "measure": measure.value}
    return ca.claims.Claim(**fields, **figures)
