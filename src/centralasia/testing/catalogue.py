"""The register of all corruptions of rates, and their choice by code."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Final, Protocol

import centralasia as ca
from centralasia.testing import consistency, corruptions, mixups
from centralasia.testing.changes import CHANGES
from centralasia.testing.extra import shown_as_called, st
from centralasia.testing.faults import Corrupted, Way
from centralasia.testing.mixups import Rates

__all__ = ["CORRUPTIONS", "WAYS", "Corruption", "corrupted"]


class Corruption(Protocol):
    """What corrupts rates.

    Example:
        >>> def harmless(rates: "Iterable[ca.ExchangeRate]") -> st.SearchStrategy[Corrupted]:
        ...     return st.just(Corrupted(rates=tuple(rates), rows=(), code="harmless"))
        >>> corruption: Corruption = harmless
    """

    def __call__(self, rates: "Iterable[ca.ExchangeRate]", /) -> st.SearchStrategy[Corrupted]:
        """Give a strategy for corrupted copies, which is empty where none can be corrupted."""


@shown_as_called
def corrupted(
    rates: "Iterable[ca.ExchangeRate]", *, codes: Iterable[str] | None = None
) -> st.SearchStrategy[Corrupted]:
    """Corrupt rates in any way that they can be corrupted.

    Args:
        rates: The rates.
        codes: The codes of the corruptions to choose from; all of `CORRUPTIONS` when not given.

    Raises:
        UnknownCodeError: There is no such corruption; near misses are suggested.

    Example:
        >>> from hypothesis import given, strategies as st
        >>> from centralasia.testing import rate_tables
        >>> @given(st.data(), rate_tables())
        ... def the_figures_differ(data: st.DataObject, table: ca.RateTable) -> None:
        ...     wrong = data.draw(corrupted(table))
        ...     assert wrong.code in CORRUPTIONS and wrong.rates != tuple(table)
        >>> the_figures_differ()
    """
    wanted = list(CORRUPTIONS) if codes is None else list(codes)
    for code in wanted:
        if code not in CORRUPTIONS:
            raise ca.UnknownCodeError(code, "corruptions", ca.reference.near(code, CORRUPTIONS))
    given = tuple(rates)
    return st.one_of([CORRUPTIONS[code](given) for code in wanted])


CORRUPTIONS: Final[Mapping[str, Corruption]] = MappingProxyType(
    {
        corruption.__name__.replace("_", "-"): corruption
        for corruption in (
            corruptions.day_month_swapped,
            corruptions.decimal_comma_as_group,
            corruptions.decimal_shifted,
            mixups.duplicate_with_other_value,
            consistency.inverse_pair_inconsistent,
            corruptions.inverted,
            consistency.kinds_mixed,
            mixups.look_ahead,
            consistency.no_bulletin,
            corruptions.nominal_lost,
            corruptions.nominal_twice,
            corruptions.peg_violated,
            corruptions.redenominated,
            mixups.sides_swapped,
            corruptions.spike,
            mixups.stale_run,
            mixups.swapped_columns,
            corruptions.too_few_significant_digits,
            consistency.triangle_inconsistent,
            corruptions.withdrawn_code,
            mixups.wrong_currency,
        )
    }
)
"""All corruptions of rates by the code of the finding that they have to cause, which is their name with hyphens."""


def _regardless(way: Callable[[Rates], Way]) -> Callable[[Rates, int], Way]:
    """Leave the length of runs aside, where a fault is none."""
    return lambda rates, _: way(rates)


WAYS: Final[Mapping[str, Callable[[Rates, int], Way]]] = MappingProxyType(
    {
        **{code: _regardless(partial(corruptions.changed_quotes, code=code)) for code in CHANGES},
        "duplicate-with-other-value": _regardless(mixups.doubled_quotes),
        "inverse-pair-inconsistent": _regardless(consistency.inconsistent_pairs),
        "kinds-mixed": _regardless(consistency.official_quotes),
        "look-ahead": mixups.premature_quotes,
        "no-bulletin": _regardless(consistency.missing_bulletins),
        "sides-swapped": _regardless(mixups.exchanged_sides),
        "stale-run": mixups.stale_quotes,
        "swapped-columns": mixups.exchanged_columns,
        "triangle-inconsistent": _regardless(consistency.inconsistent_triangles),
        "wrong-currency": _regardless(mixups.foreign_quotes),
    }
)
"""The ways of the corruptions by code; where a fault is a run of quotes, it is of the length that is asked for."""
