"""Agreements on trade, and which of them two countries share on a day."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final, final

import attrs

from centralasia.errors import InvalidValueError
from centralasia.periods import as_date
from centralasia.records import column, record
from centralasia.records.kinds import named
from centralasia.reference import (
    WORLD,
    Country,
    Grouping,
    Membership,
    Source,
    Status,
    as_source,
    country,
    grouping,
)
from centralasia.trade.flows import all_of

__all__ = ["AgreementKind", "SharedAgreements", "TradeAgreement", "shared_agreements"]

_FEWEST: Final = 2
_AMONG_ALL: Final = frozenset({Status.MEMBER, Status.PARTY})
_WITH_THE_WHOLE: Final = frozenset({Status.FREE_TRADE, Status.INTERIM_FREE_TRADE})
_WITH_THE_UNION: Final = frozenset({Status.IN_FORCE, Status.BENEFICIARY})


class AgreementKind(StrEnum):
    """What sort of agreement it is.

    Example:
        >>> AgreementKind("mou").name
        'MOU'
    """

    TREATY = "treaty"
    FREE_TRADE_AREA = "free_trade_area"
    CUSTOMS_UNION = "customs_union"
    FRAMEWORK = "framework"
    MOU = "mou"


def _as_grouping(value: object) -> object:
    return named(grouping, "the code of a grouping, such as 'EAEU'", value, "grouping") if value is not None else None


@final
@record(key=("title",))
class TradeAgreement:
    """An agreement between countries, and the days on which it was signed, came into force and ended.

    A day that is None is not known, and the answers say so: nothing is assumed to be in force.

    Args:
        title: What it is called.
        kind: Treaty, free-trade area, customs union, framework or memorandum of understanding.
        parties: The countries, two at least.
        signed: The day of signature.
        in_force: The first day in force.
        ended: The first day no longer in force.
        scope: What it covers.
        grouping: The grouping whose memberships say since when each party is in it, such as "EAEU".
        source: Where it is said.
        note: What the fields do not say.

    Raises:
        InvalidValueError: Fewer than two parties, one twice or the world; days in the wrong order; no such grouping.

    Example:
        >>> treaty = TradeAgreement(title="Treaty on the Eurasian Economic Union", kind="customs union",
        ...     parties=("AM", "KG", "KZ", "RU"), signed="2014-05-29", in_force="2015-01-01", grouping="EAEU",
        ...     source="S-EAEU1")
        >>> treaty.is_in_force("2014-12-31"), treaty.is_in_force("2015-01-01")
        (False, True)
        >>> treaty.binds("KG", "2015-08-11"), treaty.binds("KG", "2015-08-12")
        (False, True)
    """

    title: str = column(title="what the agreement is called")
    kind: AgreementKind = column(title="sort of agreement")
    parties: tuple[Country, ...] = column(title="countries that agreed", unit="ISO 3166-1 alpha-2")
    signed: date | None = column(title="day of signature, blank when not known", default=None)
    in_force: date | None = column(title="first day in force, blank when not known", default=None)
    ended: date | None = column(title="first day no longer in force, blank when not known", default=None)
    scope: str = column(title="what it covers", default="")
    grouping: Grouping | None = column(
        title="grouping whose memberships say who is in it when", default=None, converter=_as_grouping
    )
    source: Source = column(title="source", converter=as_source)
    note: str = column(title="what the columns do not say", default="")

    if TYPE_CHECKING:  # what the converters take, which checkers cannot see for themselves

        def __init__(  # noqa: PLR0913, D107 - one argument a field
            self,
            *,
            title: str,
            kind: AgreementKind | str,
            parties: "Iterable[Country | str]",
            signed: date | str | None = None,
            in_force: date | str | None = None,
            ended: date | str | None = None,
            scope: str = "",
            grouping: Grouping | str | None = None,
            source: Source | str,
            note: str = "",
        ) -> None: ...

    def __attrs_post_init__(self) -> None:
        """Check the parties and the order of the days."""
        _check_parties(self.parties)
        _check_order("in_force", self.in_force, "signed", self.signed)
        _check_order("ended", self.ended, "signed", self.signed)
        if self.ended is not None and self.in_force is not None and self.ended <= self.in_force:
            raise InvalidValueError("ended", self.ended.isoformat(), f"after {self.in_force}, when it came into force")

    def is_in_force(self, on: date | str) -> bool | None:
        """Tell whether it is in force on a day; None where that is not known.

        Without a last day an agreement stays in force, as treaties do. Without a first day it was not in force before
        its signature, and afterwards nothing is known.

        Example:
            >>> mou = TradeAgreement(title="memorandum", kind="mou", parties=("KZ", "CN"), signed="2024-11-30",
            ...     source="made up")
            >>> mou.is_in_force("2024-11-29"), mou.is_in_force("2025-06-01")
            (False, None)
        """
        day = as_date(on, "on")
        if self.ended is not None and day >= self.ended:
            return False
        if self.in_force is not None:
            return day >= self.in_force
        return False if self.signed is not None and day < self.signed else None

    def binds(self, party: Country | str, on: date | str) -> bool | None:
        """Tell whether a country is bound on a day; None where that is not known.

        Where the agreement is that of a grouping, a party is bound while it is in the grouping, as far as the shipped
        memberships know the party; a start of which only the month or year is known counts from its first day.

        Raises:
            UnknownCodeError: No such country.

        Example:
            >>> pact = TradeAgreement(title="pact", kind="treaty", parties=("KZ", "UZ"), in_force="2000-01-01",
            ...     source="made up")
            >>> pact.binds("UZ", "2010-01-01"), pact.binds("TJ", "2010-01-01")
            (True, False)
        """
        state, of = country(party), self.is_in_force(on)
        if state not in self.parties:
            return False
        if of is not False and self.grouping is not None:
            is_listed = any(each.country is state for each in self.grouping.memberships())
            if is_listed and not self.grouping.contains(state, on):
                return False
        return of

    def __str__(self) -> str:
        """Name it for people."""
        return f"{self.title} ({', '.join(each.alpha2 for each in self.parties)})"


@final
@attrs.frozen(kw_only=True)
class SharedAgreements:
    """What binds two countries to each other on a day.

    Attributes:
        countries: The two.
        on: The day.
        agreements: Those of the given agreements that are in force between them.
        not_known: Those of which it is not known whether they are in force.
        groupings: The groupings of the shipped tables that tie them: both are members or parties, one is a member of
            an organisation with which the other has a free-trade agreement in force, or one is the European Union and
            the other has an agreement or an arrangement with it.

    Example:
        >>> shared = shared_agreements("KZ", "CN", on="2024-11-30")
        >>> [each.code for each in shared.groupings]
        ['CAREC', 'SCO', 'WTO']
    """

    countries: tuple[Country, Country]
    on: date
    agreements: tuple[TradeAgreement, ...]
    not_known: tuple[TradeAgreement, ...]
    groupings: tuple[Grouping, ...]

    def __bool__(self) -> bool:
        """Tell whether there is anything that is known to bind them."""
        return bool(self.agreements or self.groupings)

    def __str__(self) -> str:
        """Say it for people."""
        parts = [each.code for each in self.groupings] + [each.title for each in self.agreements]
        unsure = f"; not known: {', '.join(each.title for each in self.not_known)}" if self.not_known else ""
        first, second = self.countries
        return f"{first} and {second} on {self.on}: {', '.join(parts) or 'nothing known'}{unsure}"


def shared_agreements(
    first: Country | str, second: Country | str, *, on: date | str, agreements: Iterable[TradeAgreement] = ()
) -> SharedAgreements:
    """Find which agreements two countries share on a day.

    Two countries that each have an agreement with the European Union do not share one by that. A membership of which
    only the month or year is known counts from the first day of it.

    Args:
        first: One country.
        second: The other.
        on: The day.
        agreements: Agreements to look through besides the groupings that the package ships.

    Raises:
        InvalidValueError: The same country twice, or the world.
        UnknownCodeError: No such country.

    Source:
        ``memberships.csv``: the region and its partners, each row with its own certainty.

    Example:
        >>> print(shared_agreements("KZ", "IR", on="2025-06-01"))
        KZ and IR on 2025-06-01: EAEU, ECO, SCO
        >>> [each.code for each in shared_agreements("UZ", "EU", on="2025-06-01").groupings]
        ['EU-GSP+']
    """
    pair, day = (country(first), country(second)), as_date(on, "on")
    _check_parties(pair)
    in_force, not_known = [], []
    for each in all_of(agreements, TradeAgreement):
        bound = {each.binds(state, day) for state in pair}
        if bound == {True}:
            in_force.append(each)
        elif False not in bound:
            not_known.append(each)
    return SharedAgreements(
        countries=pair,
        on=day,
        agreements=tuple(in_force),
        not_known=tuple(not_known),
        groupings=_shared_groupings(*pair, day),
    )


def _shared_groupings(first: Country, second: Country, on: date) -> tuple[Grouping, ...]:
    """Give the groupings that tie two countries, in the order of their codes."""
    one, other = first.memberships(on), second.memberships(on)
    found = {left.grouping.code for left in one for right in other if _ties(left, right)}
    for state, rows in ((first, other), (second, one)):
        if state.alpha2 == "EU":
            found |= {each.grouping.code for each in rows if each.status in _WITH_THE_UNION}
    return tuple([grouping(code) for code in sorted(found)])


def _ties(left: Membership, right: Membership) -> bool:
    if left.grouping != right.grouping:
        return False
    statuses = {left.status, right.status}
    return statuses <= _AMONG_ALL or (bool(statuses & _AMONG_ALL) and bool(statuses & _WITH_THE_WHOLE))


def _check_parties(parties: tuple[Country, ...]) -> None:
    shown = tuple([each.alpha2 for each in parties])
    if len(parties) < _FEWEST:
        raise InvalidValueError("parties", shown, "two countries at least")
    if len(set(parties)) < len(parties):
        raise InvalidValueError("parties", shown, "different countries", "name each once")
    if WORLD in parties:
        raise InvalidValueError("parties", shown, "single countries", "the world is no party; name the countries")


def _check_order(later: str, then: date | None, earlier: str, day: date | None) -> None:
    if then is not None and day is not None and then < day:
        hint = "swap the two, or leave out the one that is not known"
        raise InvalidValueError(later, then.isoformat(), f"on or after {day}, when it was {earlier}", hint)
