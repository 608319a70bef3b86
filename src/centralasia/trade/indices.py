"""Measures of a country's trade: shares, concentration, comparative advantage, balance, unit values."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final, Literal, TypeAlias, Unpack, overload

from centralasia.errors import InvalidValueError
from centralasia.money import Amount, as_money_estimate
from centralasia.numbers import Estimate, as_fraction, shortened
from centralasia.quantities import Quantity, Unit, UnitPrice, money_per
from centralasia.quantities.contexts import Context
from centralasia.reference import WORLD, Country, country
from centralasia.series import Figure, share
from centralasia.series.figures import Known, Number, Rate, checked_rate
from centralasia.trade.comtrade import Flow
from centralasia.trade.deals import TradeDeal
from centralasia.trade.flows import AmountKind, TradeFlow, added, stated_amount, validate_disjoint
from centralasia.trade.harmonised import TOTAL, HSCode, hs_code

__all__ = [
    "By",
    "balassa",
    "concentration",
    "herfindahl",
    "revealed_advantage",
    "shares",
    "symmetric_advantage",
    "trade_balance",
    "unit_value",
]

By: TypeAlias = Literal["partner", "commodity", "goods"]
"""What flows are told apart by: the partner, the code of the goods, or the goods with their product in words."""

_KEYS: Final[Mapping[str, Callable[[TradeFlow], str]]] = MappingProxyType(
    {
        "partner": lambda flow: flow.partner.alpha2,
        "commodity": lambda flow: flow.commodity.code,
        "goods": lambda flow: flow.goods,
    }
)
_FEWEST: Final = 2
_PARTS: Final = "a total on one side and a part of it on the other cannot be compared"


def unit_value(item: TradeFlow | TradeDeal, per: Unit | str = "t", **stated: "Unpack[Context]") -> UnitPrice:
    """Give the value per unit of quantity of a flow or a deal.

    Args:
        item: The flow or deal.
        per: The unit of quantity.
        stated: The contexts that lead to that unit, such as the blend for barrels, as in `Quantity.to`.

    Raises:
        InvalidValueError: Value or quantity is not stated, the quantity may be zero, or nothing leads to the unit.
        UnknownCodeError: No such unit or context.

    Example:
        >>> from centralasia import Money
        >>> grain = TradeFlow(reporter="KZ", partner="CN", period="2030", flow="export", product="grain",
        ...     value=Money.of(250_000, "USD"), quantity=Quantity.of(1_000, "t"), source="made up")
        >>> print(unit_value(grain))
        250 USD/t
    """
    value, quantity = item.value, item.quantity
    if value is None or quantity is None:
        name = "value" if value is None else "quantity"
        raise InvalidValueError(name, None, "stated, to give a value per unit")
    return money_per(value, quantity, unit=per, **stated)


def shares(flows: Iterable[TradeFlow], *, by: By = "partner", measured: AmountKind = "value") -> dict[str, Fraction]:
    """Give the part that each partner, or each good, has in the trade of one country; the parts add up to one.

    Args:
        flows: Flows of one country in one direction that do not contain each other.
        by: Partners by their codes, goods by their codes, or goods in words.
        measured: Whether by value or by quantity.

    Returns:
        The exact shares, in the order in which they first come.

    Raises:
        InvalidValueError: Flows that contain each other, of several countries or directions, or with all partners or
            of all goods together where these are told apart; a figure not stated or not exact; nothing but zeros.
        CurrencyMismatchError: Values in several currencies; convert them first.

    Example:
        >>> from centralasia import Money
        >>> sold = [TradeFlow(reporter="KZ", partner=partner, period="2030", flow="export", source="made up",
        ...     value=Money.of(amount, "USD")) for partner, amount in (("CN", 3), ("UZ", 1))]
        >>> shares(sold)
        {'CN': Fraction(3, 4), 'UZ': Fraction(1, 4)}
    """
    figures = _by(flows, by, measured)
    total = _total(figures.values())
    return {key: figure / total for key, figure in figures.items()}


def concentration(
    flows: Iterable[TradeFlow], *, by: By = "partner", measured: AmountKind = "value", normalised: bool = False
) -> Fraction:
    """Give the Herfindahl-Hirschman index of a country's trade over its partners or its goods.

    Args:
        flows: As for `shares`.
        by: As for `shares`.
        measured: As for `shares`.
        normalised: As for `herfindahl`.

    Raises:
        InvalidValueError: As for `shares` and `herfindahl`.
        CurrencyMismatchError: Values in several currencies; convert them first.

    Example:
        >>> from centralasia import Money
        >>> sold = [TradeFlow(reporter="KZ", partner=partner, period="2030", flow="export", source="made up",
        ...     value=Money.of(amount, "USD")) for partner, amount in (("CN", 3), ("UZ", 1))]
        >>> concentration(sold), concentration(sold, normalised=True)
        (Fraction(5, 8), Fraction(1, 4))
    """
    return herfindahl(_by(flows, by, measured).values(), normalised=normalised)


def herfindahl(parts: "Iterable[int | Decimal | Fraction]", *, normalised: bool = False) -> Fraction:
    """Give the sum of squared shares of the parts in their sum: 1/n where all are equal, 1 where there is one only.

    Args:
        parts: Amounts or shares, on any scale; those of zero count as parts.
        normalised: Put it on a scale from 0, where all are equal, to 1: (H - 1/n) / (1 - 1/n).

    Raises:
        InvalidValueError: A negative part, none above zero, or a single one where the index is normalised.
        WrongTypeError: A float.

    Example:
        >>> herfindahl([50, 30, 20]), herfindahl([1, 1, 1, 1], normalised=True)
        (Fraction(19, 50), Fraction(0, 1))
    """
    figures = [as_fraction(part, "part") for part in parts]
    _check_some("parts", figures, "one at least")
    for figure in figures:
        if figure < 0:
            raise InvalidValueError("part", figure, "zero or more")
    total, count = _total(figures), len(figures)
    index = sum((figure * figure for figure in figures), Fraction(0)) / total**2
    if not normalised:
        return index
    if count < _FEWEST:
        raise InvalidValueError("parts", count, "two at least, to be normalised")
    least = Fraction(1, count)
    return (index - least) / (1 - least)


@overload
def balassa(own: Known, own_total: Known, *, world: Known, world_total: Known) -> Fraction: ...
@overload
def balassa(own: Figure, own_total: Figure, *, world: Figure, world_total: Figure) -> Fraction | Estimate: ...
def balassa(own: Figure, own_total: Figure, *, world: Figure, world_total: Figure) -> Fraction | Estimate:
    """Give the revealed comparative advantage of Balassa: the share of a good at home over its share in the world.

    Args:
        own: What the country exports of the good.
        own_total: What it exports in all.
        world: What all countries export of the good, this one included.
        world_total: What all countries export in all.

    Returns:
        Above 1 where the country is specialised in the good; exact where the figures are.

    Raises:
        InvalidValueError: A part that is greater than its whole, or a whole of zero.
        CurrencyMismatchError: Amounts of several currencies; convert them first.

    Source:
        B. Balassa, Trade Liberalisation and Revealed Comparative Advantage, 1965 (well known, not verified).

    Example:
        >>> balassa(2, 10, world=50, world_total=1000)
        Fraction(4, 1)
    """
    at_home = _share("own", own, own_total)
    abroad = _share("world", world, world_total)
    _share("own", own, world)
    _share("own_total", own_total, world_total)
    return at_home / abroad


@overload
def symmetric_advantage(advantage: Number) -> Fraction: ...
@overload
def symmetric_advantage(advantage: Estimate) -> Estimate: ...
@overload
def symmetric_advantage(advantage: Rate) -> Fraction | Estimate: ...
def symmetric_advantage(advantage: Rate) -> Fraction | Estimate:
    """Put an index of Balassa on a scale from -1 to 1, with 0 where there is neither advantage nor disadvantage.

    Raises:
        InvalidValueError: A negative index.
        WrongTypeError: A float, or no number at all.

    Source:
        (RCA - 1) / (RCA + 1), after K. Laursen, 1998 (well known, not verified).

    Example:
        >>> symmetric_advantage(Fraction(4)), symmetric_advantage(Fraction(1, 4))
        (Fraction(3, 5), Fraction(-3, 5))
    """
    index = checked_rate(advantage, "advantage")
    if (index.low if isinstance(index, Estimate) else index) < 0:
        raise InvalidValueError("advantage", str(advantage), "zero or more")
    return 1 - 2 / (index + 1)


def revealed_advantage(
    flows: Iterable[TradeFlow], *, of: Country | str, commodity: HSCode | str, measured: AmountKind = "value"
) -> Fraction:
    """Give the index of Balassa for a country and a good from the exports of many countries.

    Args:
        flows: Exports of all countries of the comparison, `of` among them, in one set of periods; together they are
            the world. Other directions are not looked at. Where totals are at hand instead, use `balassa`.
        of: The country.
        commodity: The good.
        measured: Whether by value or by quantity.

    Raises:
        InvalidValueError: Flows that contain each other, countries with different periods, exports of some to the
            world and of others to single countries, goods that are not told apart as finely as `commodity`, a figure
            not stated or not exact, nothing exported.
        UnknownCodeError: No such country or commodity.
        CurrencyMismatchError: Values in several currencies; convert them first.

    Example:
        >>> from centralasia import Money
        >>> sold = [TradeFlow(reporter=reporter, partner="W0", period="2030", flow="export", commodity=code,
        ...     value=Money.of(amount, "USD"), source="made up")
        ...     for reporter, code, amount in (("KZ", "10", 1), ("KZ", "27", 1), ("CN", "10", 1), ("CN", "27", 5))]
        >>> revealed_advantage(sold, of="KZ", commodity="10")
        Fraction(2, 1)
    """
    state, good = country(of), hs_code(commodity)
    exports = validate_disjoint(each for each in flows if each.flow is Flow.EXPORT)
    _check_some("flows", exports, "one export at least")
    _check_world(exports, good)
    figures = _exact(exports, measured)
    pairs = list(zip(exports, figures, strict=True))
    mine = [(each, figure) for each, figure in pairs if each.reporter is state]
    own, world = (_sum_of(each, good) for each in (mine, pairs))
    return balassa(own, _sum_of(mine), world=world, world_total=_sum_of(pairs))


def trade_balance(flows: Iterable[TradeFlow]) -> Amount:
    """Give exports less imports of one country, with one partner or several, as it reports them.

    Imports are mostly reckoned with freight and exports without, and the balance of customs statistics has them so.

    Args:
        flows: Exports and imports of one country that do not contain each other, both of the same periods, with all
            partners or single ones, and of all goods or some.

    Raises:
        InvalidValueError: Flows of several countries, that contain each other, or of one direction only; re-exports or
            re-imports, which are parts of exports and imports; a value that is not stated.
        CurrencyMismatchError: Values in several currencies; convert them first.

    Units:
        The currency of the flows.

    Example:
        >>> from centralasia import Money
        >>> print(trade_balance([TradeFlow(reporter="KZ", partner="CN", period="2030", flow=flow, source="made up",
        ...     value=Money.of(amount, "USD")) for flow, amount in (("export", 5), ("import", 7))]))
        -2 USD
    """
    given = validate_disjoint(flows)
    _check_one("reporter", [each.reporter.alpha2 for each in given])
    sides: dict[Flow, list[TradeFlow]] = {Flow.EXPORT: [], Flow.IMPORT: []}
    for each in given:
        if each.flow not in sides:
            raise InvalidValueError("flow", each.flow.value, "an export or an import", "the others are parts of these")
        sides[each.flow].append(each)
    _check_alike(*sides.values())
    sold, bought = (added(_amounts(side, "value")) for side in sides.values())
    balance: Amount = sold - bought
    return balance


def _check_alike(sold: Sequence[TradeFlow], bought: Sequence[TradeFlow]) -> None:
    """Refuse to take off what is known to cover something else."""
    periods = [{each.period for each in side} for side in (sold, bought)]
    if periods[0] != periods[1]:
        shown = tuple([tuple(map(str, sorted(each))) for each in periods])
        hint = "where there was no trade give a flow of zero"
        raise InvalidValueError("period", shown, "the same for exports and imports", hint)
    first, other = sold[0], bought[0]
    if (first.partner is WORLD) is not (other.partner is WORLD):
        raise _uneven("partner", (first.partner.alpha2, other.partner.alpha2))
    if first.is_total is not other.is_total:
        raise _uneven("commodity", (first.goods, other.goods))


def _uneven(name: str, shown: tuple[str, str]) -> InvalidValueError:
    return InvalidValueError(name, shown, "a total for both exports and imports, or for neither", _PARTS)


def _by(flows: Iterable[TradeFlow], by: By, measured: AmountKind) -> Mapping[str, Fraction]:
    """Add up the exact figures of flows that agree in what they are told apart by."""
    if by not in tuple(_KEYS):  # compared, not hashed: anything may come
        raise InvalidValueError("by", shortened(by), "one of " + ", ".join(_KEYS))
    given = validate_disjoint(flows)
    _check_one("reporter", [each.reporter.alpha2 for each in given])
    _check_one("flow", [each.flow.value for each in given])
    for each in given:
        if each.partner is WORLD if by == "partner" else each.is_total:
            hint = "a total is no share of itself; give flows of its parts"
            raise InvalidValueError(by, _KEYS[by](each), "told apart in every flow", hint)
    found: dict[str, Fraction] = {}
    for each, figure in zip(given, _exact(given, measured), strict=True):
        key = _KEYS[by](each)
        found[key] = found.get(key, Fraction(0)) + figure
    return found


def _check_some(name: str, given: Sequence[object], expected: str) -> None:
    if not given:
        raise InvalidValueError(name, (), expected)


def _check_one(name: str, values: Sequence[str]) -> None:
    _check_some("flows", values, "one flow at least")
    different = sorted(set(values))
    if len(different) > 1:
        raise InvalidValueError(name, tuple(different), "one for all flows")


def _amounts(flows: Iterable[TradeFlow], measured: AmountKind) -> list[Any]:
    return [stated_amount(each, measured) for each in flows]


def _exact(flows: Sequence[TradeFlow], measured: AmountKind) -> list[Fraction]:
    """Give exact figures in one currency or unit."""
    amounts = _amounts(flows, measured)
    added(amounts)  # refuses what is of several currencies or dimensions
    figures = [_figure(each, amounts[0]) for each in amounts]
    for each, figure in zip(amounts, figures, strict=True):
        if figure is None:
            hint = "make flows of the best values, or of the ends, and compare the results"
            raise InvalidValueError(measured, str(each), "exact", hint)
    return [figure for figure in figures if figure is not None]


def _figure(amount: Amount | Quantity, like: Any) -> Fraction | None:  # noqa: ANN401 - an amount too
    """Give the exact figure of an amount, a quantity in the unit of another one; None where it is not exact."""
    if isinstance(amount, Quantity):
        return amount.to(like.unit).exact
    estimate = as_money_estimate(amount).estimate
    return Fraction(estimate.low) if estimate.low == estimate.high else None


def _total(figures: Iterable[Fraction]) -> Fraction:
    total = sum(figures, Fraction(0))
    if not total:
        raise InvalidValueError("parts", str(total), "more than zero together")
    return total


def _share(name: str, part: Figure, whole: Figure) -> Fraction | Estimate:
    found = share(part, whole)
    least, most = (found.low, found.high) if isinstance(found, Estimate) else (found, found)
    if most < 0 or least > 1:
        raise InvalidValueError(name, str(part), f"from zero to {whole}, of which it is a part")
    return found


def _check_world(exports: Sequence[TradeFlow], good: HSCode) -> None:
    periods: dict[Country, set[str]] = {}
    for each in exports:
        periods.setdefault(each.reporter, set()).add(str(each.period))
        if each.product or (each.commodity != good and each.commodity.contains(good)):
            hint = f"flows of {good} itself, or finer ones, are needed"
            raise InvalidValueError("commodity", each.goods, f"as fine as {good}", hint)
    several = {tuple(sorted(each)) for each in periods.values()}
    if len(several) > 1:
        raise InvalidValueError("period", tuple(sorted(several)), "the same for all countries")
    partners = {each.partner.alpha2 for each in exports}
    if len(partners) > 1 and WORLD.alpha2 in partners:
        raise InvalidValueError("partner", WORLD.alpha2, "that of all countries, or of none", _PARTS)


def _sum_of(pairs: "Iterable[tuple[TradeFlow, Fraction]]", good: HSCode = TOTAL) -> Fraction:
    return sum((figure for flow, figure in pairs if good.contains(flow.commodity)), Fraction(0))
