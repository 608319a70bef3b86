"""Measures that hinder or steer trade: bans, quotas, duties, sanctions, and on which days they are in force."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Final, final

import attrs

from centralasia.errors import InvalidValueError
from centralasia.periods import as_date
from centralasia.quantities import Quantity, UnitPrice
from centralasia.records import column, record
from centralasia.reference import WORLD, Country, Source, as_source, country
from centralasia.trade.flows import all_of, check_amounts
from centralasia.trade.harmonised import HSCode, hs_code, several_codes

__all__ = ["Direction", "MeasureKind", "MeasuresFound", "TradeMeasure", "find_measures"]


class MeasureKind(StrEnum):
    """What a measure does.

    Example:
        >>> MeasureKind("tariff_quota").has_quota, MeasureKind("ban").has_rate
        (True, False)
    """

    BAN = "ban"
    QUOTA = "quota"
    TARIFF_QUOTA = "tariff_quota"
    """A quota within which, or beyond which, another duty is paid."""
    DUTY = "duty"
    LICENSING = "licensing"
    SANCTION = "sanction"

    @property
    def has_rate(self) -> bool:
        """Whether a rate in percent, or so much for each unit, can belong to it."""
        return self in {MeasureKind.DUTY, MeasureKind.TARIFF_QUOTA}

    @property
    def has_quota(self) -> bool:
        """Whether a quantity can belong to it."""
        return self in {MeasureKind.QUOTA, MeasureKind.TARIFF_QUOTA}


class Direction(StrEnum):
    """Which trade of the imposer a measure is about.

    Example:
        >>> Direction("imports")
        <Direction.IMPORTS: 'imports'>
    """

    IMPORTS = "imports"
    EXPORTS = "exports"
    BOTH = "both"


_AGAINST: Final = {True: Direction.IMPORTS, False: Direction.EXPORTS}


def _target(value: object) -> object:
    return WORLD if value is None else value


@final
@record(key=("imposer", "kind", "direction", "target", "product", "valid_from", "products", "source"))
class TradeMeasure:
    """A ban, quota, duty, sanction or the like: who imposed it, on what, against whom, and from when until when.

    A day that is None is not known, and the answers say so. A measure that stands until it is revoked says that
    with `until_revoked`.

    Units:
        `rate_percent` is percent of the customs value; `rate_per_unit` and `quota` carry their units.

    Args:
        kind: What the measure does.
        imposer: The country that imposed it.
        target: The country it is against; all of them when not given.
        direction: Whether it is about the imposer's imports, its exports or both.
        products: The goods by code: one, several, or a text such as "1001|1003".
        product: The goods in words; where there are codes too, those decide.
        rate_percent: The rate of a duty by value.
        rate_per_unit: What a duty by weight or number comes to.
        quota: The quantity of a quota.
        valid_from: The first day in force.
        valid_until: The first day no longer in force.
        until_revoked: Whether it was imposed without a last day.
        source: Where it is said.
        note: What the fields do not say.

    Raises:
        InvalidValueError: The imposer as its own target, or the world as imposer; a span without days; a rate or quota
            that is negative, or for another kind of measure; a code twice.

    Example:
        >>> ban = TradeMeasure(kind="ban", imposer="KZ", direction="imports", products=("1001",),
        ...     valid_from="2030-04-11", source="made up")
        >>> ban.target, ban.covers("100199")
        (country('W0'), True)
        >>> ban.is_in_force("2030-04-10"), ban.is_in_force("2030-05-01")
        (False, None)
    """

    kind: MeasureKind = column(title="what the measure does")
    imposer: Country = column(title="country that imposed it", unit="ISO 3166-1 alpha-2")
    target: Country = column(
        title="country it is against, W0 for all", unit="ISO 3166-1 alpha-2", default=WORLD, converter=_target
    )
    direction: Direction = column(title="imports or exports of the imposer, or both")
    products: tuple[HSCode, ...] = column(title="goods by code", unit="HS", default=(), converter=several_codes)
    product: str = column(title="goods in words", default="")
    rate_percent: Decimal | None = column(title="rate of the duty", unit="percent", minimum=0, default=None)
    rate_per_unit: UnitPrice | None = column(title="duty for each unit", default=None)
    quota: Quantity | None = column(title="quantity of the quota", default=None)
    valid_from: date | None = column(title="first day in force, blank when not known", default=None)
    valid_until: date | None = column(title="first day no longer in force, blank when not known", default=None)
    until_revoked: bool = column(title="imposed without a last day", default=False)
    source: Source = column(title="source", converter=as_source)
    note: str = column(title="what the columns do not say", default="")

    if TYPE_CHECKING:  # what the converters take, which checkers cannot see for themselves

        def __init__(  # noqa: PLR0913, D107 - one argument a field
            self,
            *,
            kind: MeasureKind | str,
            imposer: Country | str,
            target: Country | str | None = None,
            direction: Direction | str,
            products: "HSCode | str | Iterable[HSCode | str]" = (),
            product: str = "",
            rate_percent: Decimal | int | str | None = None,
            rate_per_unit: UnitPrice | None = None,
            quota: Quantity | None = None,
            valid_from: date | str | None = None,
            valid_until: date | str | None = None,
            until_revoked: bool = False,
            source: Source | str,
            note: str = "",
        ) -> None: ...

    def __attrs_post_init__(self) -> None:
        """Check what no single field can."""
        if self.imposer is WORLD or self.imposer is self.target:
            raise InvalidValueError("imposer", self.imposer.alpha2, "one country, and another one than the target")
        if len(set(self.products)) < len(self.products):
            raise InvalidValueError("products", tuple(map(str, self.products)), "different codes", "name each once")
        for name, rate in (("rate_percent", self.rate_percent), ("rate_per_unit", self.rate_per_unit)):
            if rate is not None and not self.kind.has_rate:
                raise InvalidValueError(name, str(rate), f"left out for a {self.kind.value}")
        if self.quota is not None and not self.kind.has_quota:
            raise InvalidValueError("quota", str(self.quota), f"left out for a {self.kind.value}")
        check_amounts(rate_per_unit=self.rate_per_unit, quota=self.quota)
        _check_span(self)

    def is_in_force(self, on: date | str) -> bool | None:
        """Tell whether the measure is in force on a day; None where the days that decide it are not known.

        Example:
            >>> ban = TradeMeasure(kind="ban", imposer="KZ", direction="both", valid_from="2030-04-11",
            ...     until_revoked=True, product="wheat", source="made up")
            >>> ban.is_in_force("2040-01-01")
            True
        """
        day = as_date(on, "on")
        if self.valid_from is not None and day < self.valid_from:
            return False
        if self.valid_until is not None and day >= self.valid_until:
            return False
        known = self.valid_from is not None and (self.valid_until is not None or self.until_revoked)
        return True if known else None

    def covers(self, commodity: HSCode | str) -> bool | None:
        """Tell whether goods of a code are among its products; None where that cannot be told.

        That is so where the products are named in words only, where they are a part of the goods asked for, and where
        the codes are of two revisions of the nomenclature. A measure that names no goods at all covers all of them.

        Raises:
            UnknownCodeError: No such code.

        Example:
            >>> ban = TradeMeasure(kind="ban", imposer="KZ", direction="imports", product="farm goods",
            ...     source="made up")
            >>> ban.covers("1001") is None
            True
        """
        code = hs_code(commodity)
        if not self.products:
            return None if self.product else True
        alike = [each for each in self.products if _is_comparable(each, code)]
        if any(each.contains(code) for each in alike):
            return True
        told = len(alike) == len(self.products) and not any(code.contains(each) for each in alike)
        return False if told else None

    def concerns(self, *, importer: Country | str, exporter: Country | str) -> bool:
        """Tell whether trade between two countries is what it is about.

        Raises:
            UnknownCodeError: No such country.

        Example:
            >>> ban = TradeMeasure(kind="ban", imposer="KZ", target="KG", direction="imports", source="made up")
            >>> ban.concerns(importer="KZ", exporter="KG"), ban.concerns(importer="KG", exporter="KZ")
            (True, False)
        """
        buyer, seller = country(importer), country(exporter)
        for state, partner in ((buyer, seller), (seller, buyer)):
            if state is self.imposer and self.target in {partner, WORLD}:
                return self.direction in {Direction.BOTH, _AGAINST[state is buyer]}
        return False


@final
@attrs.frozen(kw_only=True)
class MeasuresFound:
    """The measures that concern some trade on a day.

    Attributes:
        in_force: Those that are in force and cover the goods.
        not_known: Those of which one or the other is not known.

    Example:
        >>> MeasuresFound(in_force=(), not_known=()).in_force
        ()
    """

    in_force: tuple[TradeMeasure, ...]
    not_known: tuple[TradeMeasure, ...]


def find_measures(
    measures: Iterable[TradeMeasure],
    commodity: HSCode | str,
    *,
    importer: Country | str,
    exporter: Country | str,
    on: date | str,
) -> MeasuresFound:
    """Find the measures that concern a commodity on its way from one country to another on a day.

    Args:
        measures: The measures to look through.
        commodity: The goods.
        importer: Where they go.
        exporter: Where they come from.
        on: The day.

    Returns:
        Those that are in force, and apart from them those of which that is not known.

    Raises:
        UnknownCodeError: No such code or country.
        InvalidValueError: No such day.

    Example:
        >>> ban = TradeMeasure(kind="ban", imposer="KZ", direction="imports", products=("1001",),
        ...     valid_from="2030-04-11", valid_until="2030-10-11", source="made up")
        >>> find_measures([ban], "1001", importer="KZ", exporter="RU", on="2030-06-01").in_force == (ban,)
        True
    """
    code, buyer, seller, day = hs_code(commodity), country(importer), country(exporter), as_date(on, "on")
    in_force, not_known = [], []
    for each in all_of(measures, TradeMeasure):
        if each.concerns(importer=buyer, exporter=seller):
            answers = {each.covers(code), each.is_in_force(day)}
            if answers == {True}:
                in_force.append(each)
            elif False not in answers:
                not_known.append(each)
    return MeasuresFound(in_force=tuple(in_force), not_known=tuple(not_known))


def _is_comparable(one: HSCode, other: HSCode) -> bool:
    return one.revision is None or other.revision is None or one.revision is other.revision


def _check_span(measure: TradeMeasure) -> None:
    until = measure.valid_until
    if until is None:
        return
    if measure.until_revoked:
        hint = "leave the last day out, or say until_revoked=False"
        raise InvalidValueError("valid_until", until.isoformat(), "left out for a measure until revoked", hint)
    if measure.valid_from is not None and until <= measure.valid_from:
        raise InvalidValueError("valid_until", until.isoformat(), f"after {measure.valid_from}, the first day in force")
