"""Corruptions of single quotes: what goes wrong in the figure, the nominal, the day or the code of one row.

A corruption takes valid rates and gives a strategy for `Corrupted` copies. Where none of the rates can be corrupted
like that in a way that anybody could notice, the strategy is empty, as ``hypothesis.strategies.nothing()`` is.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

import centralasia as ca
from centralasia.testing.changes import CHANGES, Change
from centralasia.testing.extra import shown_as_called, st
from centralasia.testing.faults import Corrupted, Fault, Way, grouped, with_faults

__all__ = [
    "changed_quotes",
    "day_month_swapped",
    "decimal_comma_as_group",
    "decimal_shifted",
    "inverted",
    "nominal_lost",
    "nominal_twice",
    "peg_violated",
    "redenominated",
    "series_of",
    "spike",
    "too_few_significant_digits",
    "withdrawn_code",
]


@shown_as_called
def inverted(rates: "Iterable[ca.ExchangeRate]", *, rows: int = 1) -> st.SearchStrategy[Corrupted]:
    """Print the price the other way round under the same pair: 0.0022 KZT per USD for 456.

    Prices between a half and two are left alone: beside parity nobody can tell.

    Args:
        rates: The rates.
        rows: The most quotes to corrupt; more than one are consecutive quotes of one series.

    Example:
        >>> from hypothesis import find
        >>> dollar = ca.ExchangeRate(base="USD", quote="KZT", value="400.00", on="2019-03-01")
        >>> find(inverted([dollar]), lambda _: True).rates[0].value
        Decimal('0.00250000')
    """
    return _in_place(rates, "inverted", rows)


@shown_as_called
def nominal_lost(rates: "Iterable[ca.ExchangeRate]", *, rows: int = 1) -> st.SearchStrategy[Corrupted]:
    """Take a figure for one unit that is for ten, a hundred or a thousand.

    Args:
        rates: The rates.
        rows: The most quotes to corrupt; more than one are consecutive quotes of one series.

    Example:
        >>> from hypothesis import find
        >>> won = ca.ExchangeRate(base="KRW", quote="KZT", value="30.69", nominal=100, on="2026-04-01")
        >>> print(find(nominal_lost([won]), lambda _: True).rates[0])
        30.69 KZT per 1 KRW (official, 2026-04-01, unstated)
    """
    return _in_place(rates, "nominal-lost", rows)


@shown_as_called
def nominal_twice(rates: "Iterable[ca.ExchangeRate]", *, rows: int = 1) -> st.SearchStrategy[Corrupted]:
    """Divide a figure by its nominal and keep the nominal, so that whoever reads it divides again.

    Args:
        rates: The rates.
        rows: The most quotes to corrupt; more than one are consecutive quotes of one series.

    Example:
        >>> from hypothesis import find
        >>> won = ca.ExchangeRate(base="KRW", quote="KZT", value="30.69", nominal=100, on="2026-04-01")
        >>> print(find(nominal_twice([won]), lambda _: True).rates[0])
        0.3069 KZT per 100 KRW (official, 2026-04-01, unstated)
    """
    return _in_place(rates, "nominal-twice", rows)


@shown_as_called
def redenominated(rates: "Iterable[ca.ExchangeRate]", *, rows: int = 1) -> st.SearchStrategy[Corrupted]:
    """Print the price of old money under the code of the new, or the reverse: 14,250 TMT per USD for 2.85.

    Args:
        rates: The rates.
        rows: The most quotes to corrupt; more than one are consecutive quotes of one series.

    Example:
        >>> from hypothesis import find
        >>> manat = ca.ExchangeRate(base="USD", quote="TMT", value="2.85", on="2009-03-01")
        >>> print(find(redenominated([manat]), lambda _: True).rates[0])
        14250 TMT per 1 USD (official, 2009-03-01, unstated)
    """
    return _in_place(rates, "redenominated", rows)


@shown_as_called
def decimal_comma_as_group(rates: "Iterable[ca.ExchangeRate]", *, rows: int = 1) -> st.SearchStrategy[Corrupted]:
    """Read a decimal comma as if it parted groups, as readers do that strip commas: 51234 for 512,34.

    Args:
        rates: The rates.
        rows: The most quotes to corrupt; more than one are consecutive quotes of one series.

    Example:
        >>> from hypothesis import find
        >>> dollar = ca.ExchangeRate(base="USD", quote="KZT", value="512.34", on="2025-03-01")
        >>> find(decimal_comma_as_group([dollar]), lambda _: True).rates[0].value
        Decimal('51234')
    """
    return _in_place(rates, "decimal-comma-as-group", rows)


@shown_as_called
def decimal_shifted(rates: "Iterable[ca.ExchangeRate]", *, rows: int = 1) -> st.SearchStrategy[Corrupted]:
    """Shift the decimal mark by one place to four, either way: 4563.1 for 456.31.

    What a lost nominal, a comma read as parting groups or a redenomination would come to as well is left alone.

    Args:
        rates: The rates.
        rows: The most quotes to corrupt; more than one are consecutive quotes of one series.

    Example:
        >>> from hypothesis import find
        >>> dollar = ca.ExchangeRate(base="USD", quote="KZT", value="456.31", on="2023-05-01")
        >>> find(decimal_shifted([dollar]), lambda _: True).rates[0].value
        Decimal('4563.1')
    """
    return _in_place(rates, "decimal-shifted", rows)


@shown_as_called
def too_few_significant_digits(rates: "Iterable[ca.ExchangeRate]", *, rows: int = 1) -> st.SearchStrategy[Corrupted]:
    """Round a figure below ten to a single significant digit: 0.01 for 0.01144.

    Args:
        rates: The rates.
        rows: The most quotes to corrupt; more than one are consecutive quotes of one series.

    Example:
        >>> from hypothesis import find
        >>> som = ca.ExchangeRate(base="KGS", quote="USD", value="0.01144", on="2025-12-09")
        >>> find(too_few_significant_digits([som]), lambda _: True).rates[0].value
        Decimal('0.01')
    """
    return _in_place(rates, "too-few-significant-digits", rows)


@shown_as_called
def spike(rates: "Iterable[ca.ExchangeRate]") -> st.SearchStrategy[Corrupted]:
    """Let one quote jump, to something from a third to three times its price, and back on the next day.

    Example:
        >>> from hypothesis import find
        >>> dollar = ca.ExchangeRate(base="USD", quote="KZT", value="400.00", on="2019-03-01")
        >>> find(spike([dollar]), lambda _: True).rates[0].value
        Decimal('800.00')
    """
    return _in_place(rates, "spike", 1)


@shown_as_called
def peg_violated(rates: "Iterable[ca.ExchangeRate]", *, rows: int = 1) -> st.SearchStrategy[Corrupted]:
    """Move an official rate by two percent or ten away from what it is held at by its peg.

    Source:
        The pegs are those of `centralasia.reference.pegs`; a rate that is not at its peg is left alone.

    Args:
        rates: The rates.
        rows: The most quotes to corrupt; more than one are consecutive quotes of one series.

    Example:
        >>> from hypothesis import find
        >>> manat = ca.ExchangeRate(base="USD", quote="TMT", value="3.5000", on="2024-03-01")
        >>> find(peg_violated([manat]), lambda _: True).rates[0].value
        Decimal('3.5700')
    """
    return _in_place(rates, "peg-violated", rows)


@shown_as_called
def day_month_swapped(rates: "Iterable[ca.ExchangeRate]", *, rows: int = 1) -> st.SearchStrategy[Corrupted]:
    """Read the day of a date as its month and the month as its day: 3 April for 4 March.

    Args:
        rates: The rates.
        rows: The most quotes to corrupt; more than one are consecutive quotes of one series.

    Example:
        >>> from hypothesis import find
        >>> dollar = ca.ExchangeRate(base="USD", quote="KZT", value="400.00", on="2019-03-04")
        >>> find(day_month_swapped([dollar]), lambda _: True).rates[0].on
        datetime.date(2019, 4, 3)
    """
    return _in_place(rates, "day-month-swapped", rows)


@shown_as_called
def withdrawn_code(rates: "Iterable[ca.ExchangeRate]", *, rows: int = 1) -> st.SearchStrategy[Corrupted]:
    """Print new money under the code of the old, when that is no longer in use: TJR for TJS in 2024.

    Args:
        rates: The rates.
        rows: The most quotes to corrupt; more than one are consecutive quotes of one series.

    Example:
        >>> from hypothesis import find
        >>> somoni = ca.ExchangeRate(base="USD", quote="TJS", value="10.93", on="2024-03-01")
        >>> print(find(withdrawn_code([somoni]), lambda _: True).rates[0])
        10.93 TJR per 1 USD (official, 2024-03-01, unstated)
    """
    return _in_place(rates, "withdrawn-code", rows)


def series_of(rates: "Sequence[ca.ExchangeRate]") -> list[list[int]]:
    """Give the places of the quotes of each series, in the order of their days.

    Example:
        >>> days = ["2019-03-02", "2019-03-04", "2019-03-01"]
        >>> series_of([ca.ExchangeRate(base="USD", quote="KZT", value="400", on=day) for day in days])
        [[2, 0, 1]]
    """
    series = grouped(rates, lambda rate: rate.key).values()
    return [sorted(places, key=lambda place: rates[place].day) for places in series]


def changed_quotes(rates: "Sequence[ca.ExchangeRate]", code: str) -> Way:
    """Give the way in which single quotes go wrong.

    Example:
        >>> dollar = ca.ExchangeRate(base="USD", quote="KZT", value="400.00", on="2019-03-04")
        >>> [str(wrong.value) for wrong in changed_quotes([dollar], "spike").choices(0)]
        ['800.00', '1200.00', '560.00', '200.00', '133.33']
    """

    def changes(place: int) -> "list[ca.ExchangeRate]":
        rate = rates[place]
        found = [change(rate) for change in CHANGES[code]]
        return [new for new in found if new is not None and new != rate]

    return Way.of_changes(changes)


def _in_place(rates: "Iterable[ca.ExchangeRate]", code: str, rows: int) -> st.SearchStrategy[Corrupted]:
    """Corrupt one quote, or several consecutive ones of a series, of those that can be."""
    if type(rows) is not int or rows < 1:
        raise ca.InvalidValueError("rows", rows, "a whole number, 1 or more")
    given = tuple(rates)
    return st.one_of([_runs(given, code, change, rows) for change in CHANGES[code]])


def _runs(given: "tuple[ca.ExchangeRate, ...]", code: str, change: Change, rows: int) -> st.SearchStrategy[Corrupted]:
    """Corrupt consecutive quotes in one way."""
    changed = {place: new for place, rate in enumerate(given) if (new := change(rate)) is not None and new != rate}
    if not changed:
        return st.nothing()
    runs: list[list[int]] = []
    for places in series_of(given):
        for eligible, run in groupby(places, changed.__contains__):
            if eligible:
                found = list(run)
                runs += [found[start : start + rows] for start in range(len(found))]
    runs.sort()

    def corrupted(run: list[int]) -> Corrupted:
        fault: Fault[ca.ExchangeRate] = {place: (changed[place],) for place in run}
        found, places = with_faults(given, [fault])
        return Corrupted(rates=found, rows=places, code=code)

    starts = st.sampled_from(runs)
    return starts.flatmap(lambda run: st.integers(1, len(run)).map(lambda length: corrupted(run[:length])))
