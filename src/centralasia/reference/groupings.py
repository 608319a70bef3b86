"""Groupings: organisations and agreements, and who took part in them when."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Final

from centralasia.periods import Period, as_date, period
from centralasia.records import column, record, register
from centralasia.reference.countries import Country, country
from centralasia.reference.sources import Certainty, look_up, table

__all__ = ["Grouping", "Membership", "Precision", "Status", "grouping", "groupings", "memberships_of"]


class Status(StrEnum):
    """How a country stands to an organisation or agreement.

    Example:
        >>> Status("observer").takes_part
        False
    """

    MEMBER = "member"
    PARTY = "party"
    BENEFICIARY = "beneficiary"
    IN_FORCE = "in-force"
    ASSOCIATE = "associate"
    OBSERVER = "observer"
    ASSEMBLY_OBSERVER = "observer-PA"
    """Observer at the parliamentary assembly only."""
    DIALOGUE_PARTNER = "dialogue-partner"
    GUEST = "guest"
    ACCESSION = "accession"
    FREE_TRADE = "fta"
    """A free-trade agreement with the organisation."""
    INTERIM_FREE_TRADE = "fta-interim"
    INTERIM_FREE_TRADE_SIGNED = "fta-interim-signed"
    NEGOTIATING = "negotiating"
    SIGNED = "signed"
    SIGNED_NOT_IN_FORCE = "signed-not-in-force"

    @property
    def takes_part(self) -> bool:
        """Whether the country is in it in full: a member, party or beneficiary, or bound by the agreement."""
        return self in {Status.MEMBER, Status.PARTY, Status.BENEFICIARY, Status.IN_FORCE}


_STATUSES: Final = MappingProxyType({each.value: each for each in Status})


class Precision(StrEnum):
    """How exactly a first day is known.

    Example:
        >>> Precision("month").value
        'month'
    """

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@record(key=("code",))
class Grouping:
    """An organisation, agreement or arrangement that countries take part in.

    Example:
        >>> grouping("EAEU").name
        'Eurasian Economic Union'
    """

    code: str = column(title="code")
    name: str = column(title="name in English", eq=False)
    aliases: tuple[str, ...] = column(title="other codes", eq=False, default=())
    source: str = column(title="keys of the sources, separated by semicolons", eq=False, repr=False)
    certainty: Certainty = column(title="how far the row is certain", eq=False, repr=False)

    def __str__(self) -> str:
        return self.code

    def memberships(self, on: date | str | None = None) -> "tuple[Membership, ...]":
        """Give the relations of all countries to it, on a day or ever.

        Example:
            >>> [(each.country.alpha2, each.status.value) for each in grouping("EAEU").memberships("2021-01-01")][-1]
            ('UZ', 'observer')
        """
        return tuple(each for each in _on(on) if each.grouping == self)

    def members(self, on: date | str, *, status: Status | str | None = None) -> tuple[Country, ...]:
        """Give the countries in it on a day.

        Args:
            on: The day. Where only the year or month of a start is known, it counts from its first day.
            status: A status; those that take part in full when not given.

        Raises:
            UnknownCodeError: No such status.

        Source:
            ``memberships.csv``: the region and its partners; other members, such as Belarus, are not in the table.

        Example:
            >>> [each.alpha2 for each in grouping("EAEU").members("2016-01-01")]
            ['AM', 'KG', 'KZ', 'RU']
            >>> grouping("EAEU").members("2021-01-01", status="observer")
            (country('UZ'),)
        """
        wanted = None if status is None else look_up(_STATUSES, status, title="statuses")
        rows = self.memberships(on)
        there = [each for each in rows if each.status is wanted or (wanted is None and each.status.takes_part)]
        return tuple(dict.fromkeys(each.country for each in there))

    def contains(self, of: Country | str, on: date | str) -> bool:
        """Whether a country takes part in full on a day: as a member, party or beneficiary.

        Args:
            of: The country or its code.
            on: The day.

        Raises:
            UnknownCodeError: No such country.

        Example:
            >>> grouping("EAEU").contains("KG", "2015-08-11"), grouping("EAEU").contains("KG", "2015-08-12")
            (False, True)
        """
        return country(of) in self.members(on)


@cache
def groupings() -> Mapping[str, Grouping]:
    """Give all groupings by code.

    Example:
        >>> [code for code in groupings() if code.startswith("C")]
        ['CAREC', 'CIS', 'CIS-FTA-1994', 'CISFTA-2011', 'CST', 'CSTO']
    """
    return MappingProxyType({each.code: each for each in table(Grouping, "groupings")})


@cache
def _by_code() -> Mapping[str, Grouping]:
    aliases = {alias: each for each in groupings().values() for alias in each.aliases}
    return MappingProxyType({**aliases, **groupings()})


def grouping(code: str | Grouping) -> Grouping:
    """Look a grouping up by its code.

    Raises:
        UnknownCodeError: No such code; near misses are suggested.
        WrongTypeError: The code is no text.

    Example:
        >>> grouping("WTO").name
        'World Trade Organization'
        >>> grouping("EEAU")
        Traceback (most recent call last):
        centralasia.errors.UnknownCodeError: 'EEAU' is not in the table of groupings; did you mean 'EAEU'?
    """
    return code if isinstance(code, Grouping) else look_up(_by_code(), code, title="groupings")


register(
    Grouping,
    to_text=str,
    from_text=grouping,
    title="the code of a grouping, such as 'EAEU'",
    codes=groupings,
)


@record(key=("grouping", "country", "status", "valid_from"))
class Membership:
    """How one country stood to one grouping, for one span of days.

    The first day is included and `valid_until` is not. No last day: in force as far as the source knows.

    Example:
        >>> row = country("CN").memberships("2020-01-01")[0]
        >>> row.grouping.code, row.status.value, str(row.since), row.certainty.value
        ('CAREC', 'member', '1997', 'mixed')
    """

    grouping: Grouping = column(title="organisation or agreement")
    country: Country = column(title="country", unit="ISO 3166-1 alpha-2")
    status: Status = column(title="how the country stands to it")
    valid_from: date = column(title="first day, or first day of the month or year known")
    valid_until: date | None = column(title="first day after, blank while in force", default=None)
    precision: Precision = column(title="how exactly the first day is known")
    source: str = column(title="keys of the sources, separated by semicolons")
    certainty: Certainty = column(title="how far the row is certain")
    note: str = column(title="what the columns do not say", default="")

    @property
    def since(self) -> Period:
        """The day, month or year of the start, as exactly as it is known."""
        text = self.valid_from.isoformat()
        return period({Precision.DAY: text, Precision.MONTH: text[:7], Precision.YEAR: text[:4]}[self.precision])


def memberships_of(of: Country, on: date | str | None) -> tuple[Membership, ...]:
    """Give the relations of one country to all groupings, on a day or ever.

    Example:
        >>> [str(each.grouping) for each in memberships_of(country("US"), "2020-01-01")]
        ['WTO']
    """
    return tuple(each for each in _on(on) if each.country is of)


def _on(on: date | str | None) -> list[Membership]:
    rows = table(Membership, "memberships")
    if on is None:
        return list(rows)
    day = as_date(on)
    return [each for each in rows if each.valid_from <= day and (each.valid_until is None or day < each.valid_until)]
