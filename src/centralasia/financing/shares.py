"""Shares: which countries and sectors an operation is for, and what others contribute to its project."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from functools import reduce
from typing import TYPE_CHECKING, Any, Final, TypeVar

import attrs

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.financing.sectors import DACSector
from centralasia.financing.stages import exceeds, listed, not_negative, total_of
from centralasia.money import Amount
from centralasia.numbers import add, subtract
from centralasia.records import column, record
from centralasia.reference import Country

__all__ = ["Contribution", "CountryShare", "OrganisationRole", "SectorShare"]

T = TypeVar("T")
_WHOLE: Final = Decimal(100)


class OrganisationRole(StrEnum):
    """What an organisation does in an operation: the OrganisationRole list of IATI, where these are 1 to 4.

    Example:
        >>> [role.value for role in OrganisationRole]
        ['funding', 'accountable', 'extending', 'implementing']
    """

    FUNDING = "funding"
    ACCOUNTABLE = "accountable"
    EXTENDING = "extending"
    IMPLEMENTING = "implementing"


@record(key=("country",))
class CountryShare:
    """A country an operation is for, and its share.

    Units:
        `percent` is of the amount of the operation.

    Example:
        >>> CountryShare(country="KG", percent="60").country.name("en")
        'Kyrgyzstan'
    """

    country: Country = column(title="country", unit="ISO 3166-1 alpha-2")
    percent: Decimal | None = column(
        title="share, blank where not stated", unit="percent", exclusive_minimum=0, maximum=100, default=None
    )

    if TYPE_CHECKING:  # what the columns take, which checkers cannot see for themselves

        def __init__(self, *, country: Country | str, percent: Decimal | int | str | None = None) -> None: ...  # noqa: D107 - fields


@record(key=("sector",))
class SectorShare:
    """A sector an operation is for, and its share.

    Units:
        `percent` is of the amount of the operation.

    Example:
        >>> SectorShare(sector="21020").sector.code
        '21020'
    """

    sector: DACSector = column(title="sector", unit="DAC purpose code")
    percent: Decimal | None = column(
        title="share, blank where not stated", unit="percent", exclusive_minimum=0, maximum=100, default=None
    )

    if TYPE_CHECKING:  # what the columns take, which checkers cannot see for themselves

        def __init__(self, *, sector: DACSector | str, percent: Decimal | int | str | None = None) -> None: ...  # noqa: D107 - fields


@record
class Contribution:
    """What a co-financier brings into the project of an operation.

    Units:
        `percent` is of the total cost of the project.

    Raises:
        InvalidValueError: Neither an amount nor a share is given: a co-financier of whom nothing is known is named in
            a note.

    Example:
        >>> Contribution(financier="World Bank", percent="45").role.value
        'funding'
    """

    financier: str = column(title="who contributes")
    amount: Amount | None = column(title="amount", default=None, validator=not_negative)
    percent: Decimal | None = column(title="share", unit="percent", exclusive_minimum=0, maximum=100, default=None)
    role: OrganisationRole = column(title="role", unit="IATI OrganisationRole", default=OrganisationRole.FUNDING)
    source: str = column(title="source, where it is not that of the operation", default="")
    note: str = column(title="what the columns do not say", default="")

    if TYPE_CHECKING:  # what the columns take, which checkers cannot see for themselves

        def __init__(  # noqa: D107 - one argument a field
            self,
            *,
            financier: str,
            amount: Amount | None = None,
            percent: Decimal | int | str | None = None,
            role: OrganisationRole | str = OrganisationRole.FUNDING,
            source: str = "",
            note: str = "",
        ) -> None: ...

    def __attrs_post_init__(self) -> None:
        """Refuse a contribution that says nothing."""
        if self.amount is None and self.percent is None:
            raise InvalidValueError("amount", None, "given where no percent is", "name the financier in the note")


def as_contributions(value: object) -> object:
    """Leave lists to the checks of the column."""
    example = '{"financier": "Demo Fund", "amount": {"amount": "20", "currency": "EUR"}}'
    return listed("contributions", value, Contribution, example)


def as_parts(cls: type[T], field: str, value: object) -> tuple[T, ...]:
    """Read countries or sectors with their shares, or stages with their days: records by their first two fields.

    Args:
        cls: What they are.
        field: The field they are for, named in errors.
        value: A code; a text such as "KG 60|TJ 40"; several codes; a mapping such as ``{"KG": 60}``; or ready parts.

    Example:
        >>> [(each.country.alpha2, str(each.percent)) for each in as_parts(CountryShare, "countries", "KG 60|TJ 40")]
        [('KG', '60'), ('TJ', '40')]
    """
    make: Any = cls
    name, other = [each.name for each in attrs.fields(make)[:2]]

    def made(code: object, said: object) -> T:
        try:
            found: T = make(**{name: code, other: said})
        except InvalidValueError as error:
            raise type(error)(f"{field}.{error.field}", error.value, error.expected, error.hint) from error
        return found

    def read(part: object) -> T:
        if isinstance(part, cls):
            return part
        code, _, said = part.strip().partition(" ") if isinstance(part, str) else (part, "", "")
        return made(code, said.strip() or None)

    if isinstance(value, Mapping):
        return tuple([made(code, said) for code, said in value.items()])
    if isinstance(value, str):
        value = value.split("|")
    elif isinstance(value, Country | DACSector | cls):
        value = (value,)
    if not isinstance(value, tuple | list):
        raise WrongTypeError(field, value, f"a code, several codes, or {cls.__name__} records")
    return tuple([read(part) for part in value])


def check_shares(field: str, shares: Iterable[Any], *, name: str) -> None:
    """Refuse a country or sector twice, shares above 100 percent, and stated ones that leave a rest."""
    stated: list[Decimal] = []
    seen: set[object] = set()
    open_ends = 0
    for share in shares:
        if getattr(share, name) in seen:
            raise InvalidValueError(field, str(getattr(share, name)), f"each {name} once", "add its shares up")
        seen.add(getattr(share, name))
        if share.percent is None:
            open_ends += 1
        else:
            stated.append(share.percent)
    if not stated:
        return
    total = reduce(add, stated)
    if total > _WHOLE or (total == _WHOLE and open_ends):
        expected = "shares of less than 100 percent beside one that is not stated" if open_ends else "100 percent"
        raise InvalidValueError(field, f"{total} percent", f"{expected} in total")
    if total < _WHOLE and not open_ends:
        hint = f"leave the share of one {name} out, or of all"
        raise InvalidValueError(field, f"{total} percent", "100 percent in total", hint)


def with_rest(percents: Iterable[Decimal | None]) -> tuple[list[Decimal | None], Decimal]:
    """Complete shares: the one that is not stated takes the rest; of several the rest is nobody's, and given apart."""
    stated = list(percents)
    rest = reduce(subtract, [each for each in stated if each is not None], _WHOLE)
    if stated.count(None) == 1:
        return [rest if each is None else each for each in stated], Decimal(0)
    return stated, rest


def check_contributions(
    contributions: Iterable[Contribution], amount: Amount | None, *, total_cost: Amount | None
) -> None:
    """Refuse shares of co-financiers above 100 percent, and more in all than the project costs."""
    total = reduce(add, [each.percent for each in contributions if each.percent is not None], Decimal(0))
    if total > _WHOLE:
        raise InvalidValueError("contributions", f"{total} percent", "at most 100 percent in total")
    if total_cost is not None:
        _check_cost([amount, *[each.amount for each in contributions]], total_cost)


def _check_cost(amounts: list[Amount | None], total_cost: Amount) -> None:
    """Refuse more than a project costs, of what is stated in the currency of its cost: the own amount, then others."""
    hint = "total_cost is that of the whole project, whoever finances it"
    own, *others = [each if each is not None and each.currency is total_cost.currency else None for each in amounts]
    if own is not None and exceeds(own, total_cost):
        raise InvalidValueError("amount", str(own), f"at most the total_cost of {total_cost}", hint)
    together = total_of([each for each in (own, *others) if each is not None])
    if together is not None and exceeds(together, total_cost):
        expected = f"at most the total_cost of {total_cost}, amount included"
        raise InvalidValueError("contributions", str(together), expected, hint)
