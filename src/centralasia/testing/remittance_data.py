"""Clean data sets of remittances: yearly flows that ship, and monthly ones with their totals and mirrors."""

from collections.abc import Iterator
from fractions import Fraction
from random import Random
from typing import Final

import centralasia as ca
from centralasia.testing.extra import DataSet, shown_as_called, st

__all__ = ["clean_remittances", "remittance_datasets"]

_RECEIVED: Final = "BX.TRF.PWKR.CD.DT"
_DESTINATIONS: Final = ("TJ", "KG", "UZ", "AM", "GE")
_ORIGINS: Final = {"RU": 58, "KZ": 16, "US": 12, "TR": 9, "KR": 5}  # percent of the whole
_MIRRORED: Final = ("RU", "KZ")
_SEASONS: Final = (78, 84, 95, 99, 101, 104, 107, 111, 107, 105, 101, 108)  # percent of the mean of a year
_CHANNEL: Final = Fraction(4, 5)  # of what a country receives goes through transfer systems
_DIGIT: Final = 10_000  # dollars that a printed figure is rounded to
_YEARS: Final = 8
_MONTHS: Final = 24
_SEEDS: Final = st.integers(0, 2**16)


@shown_as_called
def remittance_datasets() -> "st.SearchStrategy[tuple[ca.RemittanceFlow, ...]]":
    """Generate clean data sets of remittances, as `clean_remittances` makes them, for each of five countries.

    Example:
        >>> from hypothesis import given
        >>> @given(remittance_datasets())
        ... def parts_make_totals(flows: tuple[ca.RemittanceFlow, ...]) -> None:
        ...     assert {each.verdict.value for each in ca.remittances.check_totals(flows)} == {"met"}
        >>> parts_make_totals()
    """
    return st.builds(clean_remittances, st.sampled_from(_DESTINATIONS), seed=_SEEDS)


def clean_remittances(destination: "ca.Country | str" = "TJ", *, seed: int = 0) -> "tuple[ca.RemittanceFlow, ...]":
    """Make a data set of what a country receives, in which nothing is wrong: the same one for the same seed.

    It has the personal remittances of eight years as they ship with the package, which agree with its shares of GDP;
    transfers of 24 months from five origins and in all, made up, with the seasons of the year; and what two of the
    origins report of the same transfers, two percent apart.

    Units:
        US dollars; monthly flows are rounded to ten thousand.

    Source:
        The World Bank's BX.TRF.PWKR.CD.DT for yearly flows; all else is made up.

    Args:
        destination: The country, of which yearly flows have to ship.
        seed: What the figures that are made up depend on.

    Raises:
        UnknownCodeError: No such country.
        InvalidValueError: No yearly flows of it ship.

    Example:
        >>> flows = clean_remittances("TJ")
        >>> len(flows), str(flows[6].amount), str(flows[8])
        (200, '4633754222.3 USD', 'W0-TJ 2023-01: ...')
    """
    place = ca.country(destination)
    rows = ca.reference.indicators(_RECEIVED, country=place)[-_YEARS:]
    if len(rows) < _YEARS:
        raise ca.InvalidValueError("destination", place.alpha2, f"a country of which {_RECEIVED} ships")
    yearly = [
        ca.RemittanceFlow(
            origin="W0",
            destination=place,
            period=row.period,
            amount=ca.Money.of(row.value, "USD"),
            measure="personal_remittances",
            source=row.source,
            vintage=row.vintage,
        )
        for row in rows
    ]
    monthly = list(_monthly(place, rows[-2], Random(seed)))  # noqa: S311 - figures, no secrets
    flows = [*yearly, *_by_reporter(monthly, "receiver"), *_by_reporter(monthly, "sender")]
    return DataSet.of(flows, f"clean_remittances({place.alpha2!r}, seed={seed})")


def _monthly(place: "ca.Country", first: "ca.reference.Indicator", random: Random) -> "Iterator[ca.RemittanceFlow]":
    """Make the transfers of each month: in all, by origin, and as senders report them."""
    level = Fraction(first.value) * _CHANNEL / len(_SEASONS)
    trend = Fraction(random.randint(-5, 12), 1000)  # a month
    for month in range(_MONTHS):
        period = ca.period(f"{first.period.start.year}-01").shift(month)
        mean = level * (1 + trend * month) * _SEASONS[month % len(_SEASONS)] / 100
        parts = {
            code: _rounded(mean * percent / 100 * (1 + Fraction(random.randint(-40, 40), 1000)))
            for code, percent in _ORIGINS.items()
        }
        yield _flow("W0", place, period, amount=sum(parts.values()))
        for code, amount in parts.items():
            yield _flow(code, place, period, amount=amount)
        for code in _MIRRORED:
            off = 1 - Fraction(random.randint(5, 35), 1000)  # senders count less
            yield _flow(code, place, period, amount=_rounded(parts[code] * off), reporter="sender")


def _by_reporter(flows: "list[ca.RemittanceFlow]", reporter: str) -> "list[ca.RemittanceFlow]":
    return [flow for flow in flows if flow.reporter == reporter]


def _rounded(amount: Fraction) -> int:
    return round(amount / _DIGIT) * _DIGIT


def _flow(
    origin: str, place: "ca.Country", period: "ca.Period", *, amount: int, reporter: str = "receiver"
) -> "ca.RemittanceFlow":
    return ca.RemittanceFlow(
        origin=origin,
        destination=place,
        period=period,
        amount=ca.Money.of(amount, "USD"),
        measure="money_transfer_systems",
        reporter=reporter,
        source="made up" if reporter == "receiver" else f"made up by {origin}",
    )
