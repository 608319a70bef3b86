"""Legal tender: which money circulated where, from which day until which."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, Final, Protocol

from centralasia.records import column, record
from centralasia.reference.sources import Certainty, look_up, table

__all__ = ["REGION", "Placed", "Tender", "money_of", "tenders_by_country", "tenders_by_currency"]

REGION: Final = ("KZ", "KG", "TJ", "TM", "UZ", "RU", "AZ", "GE", "AM", "TR", "AF", "CN", "EU", "US", "MN", "PK", "IR")
"""The territories whose money is compared with national sources: the region, and whom it pays and borrows from."""


class Placed(Protocol):
    """A country, or whatever else has the code of one."""

    @property
    def alpha2(self) -> str:
        """The alpha-2 code of ISO 3166-1."""


@record(key=("country", "currency", "valid_from"))
class Tender:
    """A currency as the money of one territory, for one span of days.

    The first day is included and `valid_until` is not. While old and new money circulate side by side, both have a
    span; the new one is the only tender from `sole_from`.

    Source:
        Acts and the press for the seventeen territories of the region and its partners, CLDR for all others; see the
        row. CLDR knows territories that have since been dissolved, such as SU and DD.

    Example:
        >>> [(each.currency, each.valid_until) for each in tenders_by_country()["TM"]][1]
        ('TMM', datetime.date(2010, 1, 1))
    """

    country: str = column(title="territory", unit="ISO 3166-1 alpha-2, or CLDR for dissolved ones")
    currency: str = column(title="currency", unit="ISO 4217, or the key of a currency without a code")
    valid_from: date | None = column(title="first day as tender, blank when unknown", default=None)
    valid_until: date | None = column(title="first day on which it was tender no more, blank while it is", default=None)
    sole_from: date | None = column(title="first day as the only tender", default=None)
    exchangeable_until: date | None = column(title="last day on which banks exchanged it", default=None)
    tender: bool = column(title="false for a unit of account that nobody had to accept")
    source: str = column(title="keys of the sources, separated by semicolons")
    certainty: Certainty = column(title="how far the row is certain")
    note: str = column(title="what the columns do not say", default="")

    def is_on(self, on: date) -> bool:
        """Whether a day lies in the span.

        Example:
            >>> tenders_by_country()["TM"][1].is_on(date(2009, 12, 31))
            True
        """
        started = self.valid_from is None or self.valid_from <= on
        return started and (self.valid_until is None or on < self.valid_until)


@cache
def tenders_by_country() -> Mapping[str, tuple[Tender, ...]]:
    """Give the money of each territory, oldest first.

    Example:
        >>> [each.currency for each in tenders_by_country()["UZ"]]
        ['SUR', 'sum-coupon', 'UZS']
    """
    found: dict[str, list[Tender]] = {}
    for each in sorted(table(Tender, "tenders"), key=lambda row: row.valid_from or date.min):
        found.setdefault(each.country, []).append(each)
    return MappingProxyType({country: tuple(rows) for country, rows in found.items()})


@cache
def tenders_by_currency() -> Mapping[str, tuple[Tender, ...]]:
    """Give the territories of each currency, in the order of their codes.

    Example:
        >>> [each.country for each in tenders_by_currency()["TJR"]]
        ['TJ']
    """
    found: dict[str, list[Tender]] = {}
    for each in table(Tender, "tenders"):
        found.setdefault(each.currency, []).append(each)
    return MappingProxyType({currency: tuple(rows) for currency, rows in found.items()})


def money_of(country: str | Placed) -> tuple[Tender, ...]:
    """Give the money of one territory, oldest first.

    Args:
        country: A country or its alpha-2 code.

    Raises:
        UnknownCodeError: No such territory, or one without money of any kind.
        WrongTypeError: Neither a country nor a text.

    Example:
        >>> [each.currency for each in money_of("TJ")]
        ['SUR', 'RUR', 'TJR', 'TJS']
    """
    code: Any = getattr(country, "alpha2", country)
    return look_up(tenders_by_country(), code, title="territories")
