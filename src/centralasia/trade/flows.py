"""Trade flows: what one country reports to have bought from or sold to another in a period."""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from itertools import pairwise
from operator import add
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias, TypeVar, final

from centralasia.errors import InvalidValueError, RoundingNeededError, WrongTypeError
from centralasia.money import Amount, Money
from centralasia.numbers import shortened
from centralasia.periods import Period
from centralasia.quantities import Quantity, UnitPrice
from centralasia.records import column, record
from centralasia.reference import WORLD, Country, Source, as_source
from centralasia.trade.comtrade import COMTRADE, Flow, Valuation, read_comtrade
from centralasia.trade.harmonised import TOTAL, HSCode

__all__ = [
    "AmountKind",
    "TradeFlow",
    "added",
    "all_of",
    "amount_of",
    "check_amounts",
    "check_revisions",
    "stated_amount",
    "validate_disjoint",
]

T = TypeVar("T")

AmountKind: TypeAlias = Literal["value", "quantity"]
"""Which figure of a flow or deal is meant."""


class Stated(Protocol):
    """What states a value, a quantity or both: a flow or a deal."""

    @property
    def value(self) -> Amount | None:
        """The value."""

    @property
    def quantity(self) -> Quantity | None:
        """The quantity."""


@final
@record(key=("reporter", "partner", "period", "flow", "commodity", "product", "vintage", "source"))
class TradeFlow:
    """What one country reports of its trade with another, or with all others, in a period.

    Units:
        `value` is in its own currency, reckoned as `valuation` says; `quantity` carries its unit.

    Args:
        reporter: The country whose figure it is.
        partner: The country it trades with; W0 for all of them together.
        period: The period.
        flow: Import, export, re-import or re-export, as the reporter sees it.
        commodity: The goods; all of them when not given.
        product: Goods within `commodity` that are named without a code of their own.
        value: The value.
        valuation: What the value includes; None where that is not stated.
        quantity: The quantity.
        vintage: The edition of the figures, where they are revised.
        source: Where the figure comes from.
        note: What the fields do not say.

    Raises:
        InvalidValueError: No such country or commodity, a country with itself, the world as reporter, neither value nor
            quantity, or a negative one.

    Example:
        >>> grain = TradeFlow(reporter="KZ", partner="CN", period="2023", flow="export", product="grain",
        ...     quantity=Quantity.of("1.4", "Mt"), source="S-KZ-CN1")
        >>> print(grain)
        export of grain from KZ to CN in 2023: 1.4 Mt
        >>> grain.is_total, grain.valuation is None
        (False, True)
    """

    reporter: Country = column(title="country whose figure it is", unit="ISO 3166-1 alpha-2")
    partner: Country = column(title="country it trades with, W0 for all", unit="ISO 3166-1 alpha-2")
    period: Period = column(title="period")
    flow: Flow = column(title="way the goods go, as the reporter sees it")
    commodity: HSCode = column(title="goods by code, TOTAL for all", unit="HS", default=TOTAL)
    product: str = column(title="goods within the commodity that have no code of their own", default="")
    value: Amount | None = column(title="value", default=None)
    valuation: Valuation | None = column(title="what the value includes, blank when not stated", default=None)
    quantity: Quantity | None = column(title="quantity", default=None)
    vintage: str = column(title="edition of the figures", default="")
    source: Source = column(title="source", converter=as_source)
    note: str = column(title="what the columns do not say", default="")

    if TYPE_CHECKING:  # what the converters take, which checkers cannot see for themselves

        def __init__(  # noqa: PLR0913, D107 - one argument a field
            self,
            *,
            reporter: Country | str,
            partner: Country | str,
            period: Period | str,
            flow: Flow | str,
            commodity: HSCode | str = TOTAL,
            product: str = "",
            value: Amount | None = None,
            valuation: Valuation | str | None = None,
            quantity: Quantity | None = None,
            vintage: str = "",
            source: Source | str,
            note: str = "",
        ) -> None: ...

    def __attrs_post_init__(self) -> None:
        """Check what no single field can."""
        if self.reporter is WORLD:
            hint = "a total over partners has the world as its partner"
            raise InvalidValueError("reporter", self.reporter.alpha2, "one country", hint)
        if self.reporter is self.partner:
            raise InvalidValueError(
                "partner", self.partner.alpha2, f"another country than the reporter {self.reporter}"
            )
        if self.value is None and self.quantity is None:
            raise InvalidValueError("value", None, "given where there is no quantity")
        if self.valuation is not None and self.value is None:
            raise InvalidValueError("valuation", self.valuation.value, "left out where there is no value")
        check_amounts(value=self.value, quantity=self.quantity)

    @classmethod
    def from_comtrade(
        cls, record: Mapping[str, Any], *, source: Source | str = COMTRADE, vintage: str = ""
    ) -> "TradeFlow":
        """Read one record of UN Comtrade.

        Args:
            record: One item of the ``data`` of an answer, read with ``json.loads(text, parse_float=Decimal)``.
            source: Where it was taken from.
            vintage: The edition, such as the day of the query.

        Raises:
            InvalidValueError: A key is missing or its value is none that the API gives; services, another
                classification than HS; a part of a flow by second partner, customs procedure or mode of transport;
                neither value nor quantity.
            UnknownCodeError: No such country or commodity.
            WrongTypeError: A figure is a float; a commodity code is a number.

        Units:
            US dollars, imports CIF and exports FOB; kilograms where the net weight is stated.

        Source:
            Records of the API v1, read; the record below is made up in their form.

        Example:
            >>> flow = TradeFlow.from_comtrade({"period": "203003", "reporterCode": 398, "partnerCode": 0,
            ...     "flowCode": "X", "classificationCode": "H6", "cmdCode": "1001", "primaryValue": 2500,
            ...     "netWgt": 10000})
            >>> print(flow)
            export of HS 1001 from KZ to the world in 2030-03: 2500 USD, 10000 kg
            >>> flow.valuation
            <Valuation.FOB: 'fob'>
        """
        read: dict[str, Any] = read_comtrade(record)
        return cls(**read, source=source, vintage=vintage)

    @property
    def is_total(self) -> bool:
        """Whether it is about all goods together."""
        return self.commodity.digits == 0 and not self.product

    @property
    def goods(self) -> str:
        """The goods in words: the product, the code, or "all goods"."""
        coded = "all goods" if self.commodity.digits == 0 else f"HS {self.commodity.code}"
        return self.product or coded

    @property
    def exporter(self) -> Country:
        """The country the goods leave."""
        return self.partner if self.flow.is_inward else self.reporter

    @property
    def importer(self) -> Country:
        """The country the goods enter."""
        return self.reporter if self.flow.is_inward else self.partner

    def __str__(self) -> str:
        """Say it for people."""
        sides = ["the world" if each is WORLD else each.alpha2 for each in (self.exporter, self.importer)]
        amounts = ", ".join(str(each) for each in (self.value, self.quantity) if each is not None)
        way = f"{self.flow.value.replace('_', '-')} of {self.goods} from {sides[0]} to {sides[1]}"
        return f"{way} in {self.period}: {amounts}"


def check_amounts(**amounts: "Amount | Quantity | UnitPrice | None") -> None:
    """Refuse amounts that are certainly less than zero; "under 3 bn" is not.

    Raises:
        InvalidValueError: One is, and is named.

    Example:
        >>> check_amounts(value=Money.of(-1, "USD"), quantity=None)
        Traceback (most recent call last):
        centralasia.errors.InvalidValueError: value must be zero or more, got '-1 USD'
    """
    for name, amount in amounts.items():
        if amount is not None and _is_negative(amount):
            raise InvalidValueError(name, str(amount), "zero or more")


def _is_negative(amount: "Amount | Quantity | UnitPrice") -> bool:
    if isinstance(amount, Money):
        return amount.amount < 0
    if isinstance(amount, Quantity):
        try:
            return amount.value < 0  # an estimate made of each would take as long as reading a row
        except (InvalidValueError, RoundingNeededError):
            pass
    high = amount.estimate.high
    return high < 0 or (not high and amount.estimate.high_open)


def all_of(records: Iterable[T], cls: type[T]) -> tuple[T, ...]:
    """Give records of one class as a tuple, and refuse anything else among them.

    Raises:
        WrongTypeError: Something else.

    Example:
        >>> all_of([1], TradeFlow)
        Traceback (most recent call last):
        centralasia.errors.WrongTypeError: record must be a TradeFlow, got 1 of type int
    """
    given = tuple(records)
    for each in given:
        if not isinstance(each, cls):
            raise WrongTypeError("record", shortened(each), f"a {cls.__name__}")
    return given


def amount_of(item: Stated, measured: AmountKind = "value") -> Amount | Quantity | None:
    """Give the value or the quantity of a flow or a deal; None where it is not stated.

    Args:
        item: The flow or deal.
        measured: Which of the two.

    Raises:
        InvalidValueError: `measured` is neither.

    Example:
        >>> grain = TradeFlow(reporter="KZ", partner="CN", period="2030", flow="export", source="made up",
        ...     quantity=Quantity.of(2, "Mt"))
        >>> print(amount_of(grain), amount_of(grain, "quantity"))
        None 2 Mt
    """
    if measured == "quantity":
        return item.quantity
    if measured != "value":
        raise InvalidValueError("measured", shortened(measured), "'value' or 'quantity'")
    return item.value


def stated_amount(item: Stated, measured: AmountKind) -> Amount | Quantity:
    """Give the value or the quantity of a flow or a deal.

    Raises:
        InvalidValueError: It is not stated, or `measured` is neither.

    Example:
        >>> grain = TradeFlow(reporter="KZ", partner="CN", period="2030", flow="export", source="made up",
        ...     quantity=Quantity.of(2, "Mt"))
        >>> stated_amount(grain, "value")
        Traceback (most recent call last):
        centralasia.errors.InvalidValueError: value must be stated, as it is not for the export of all goods from KZ ...
    """
    found = amount_of(item, measured)
    if found is None:
        raise InvalidValueError(measured, None, f"stated, as it is not for the {item}")
    return found


def added(amounts: Iterable[Any]) -> Any:  # noqa: ANN401 - money or quantities, all of one sort
    """Add up amounts of one sort; None where there are none.

    Raises:
        CurrencyMismatchError: Amounts of several currencies; convert them first.

    Example:
        >>> added([Money.of(1, "USD"), Money.of(2, "USD")])
        Money.of('3', 'USD')
    """
    found = list(amounts)
    return reduce(add, found) if found else None


def validate_disjoint(flows: Iterable[TradeFlow]) -> tuple[TradeFlow, ...]:
    """Refuse flows that contain each other: added up, some goods would be counted twice.

    Per reporter and direction these must not stand side by side: the world and single partners; a code and one inside
    it, or all goods and some; goods in words and a code that may be theirs; periods that overlap; the same flow twice.
    Goods in different words are taken for different goods; case is no difference.

    Args:
        flows: The flows.

    Returns:
        The same flows.

    Raises:
        InvalidValueError: Some contain others; both are named.
        WrongTypeError: Something that is no flow.

    Example:
        >>> year = TradeFlow(reporter="KZ", partner="CN", period="2030", flow="export", quantity=Quantity.of(2, "Mt"),
        ...     source="made up")
        >>> month = TradeFlow(reporter="KZ", partner="CN", period="2030-03", flow="export",
        ...     quantity=Quantity.of(1, "Mt"), source="made up")
        >>> validate_disjoint([year, month])
        Traceback (most recent call last):
        centralasia.errors.InvalidValueError: period must be one that no other overlaps, got '2030'; it overlaps ...
    """
    given = all_of(flows, TradeFlow)
    groups: dict[tuple[Country, Flow], list[TradeFlow]] = {}
    for each in given:
        groups.setdefault((each.reporter, each.flow), []).append(each)
    for group in groups.values():
        _check_partners(group)
        _check_periods(sorted({each.period for each in group}))
        _check_goods(group)
        _check_once(group)
    return given


def _check_partners(flows: Sequence[TradeFlow]) -> None:
    partners = {each.partner for each in flows}
    if WORLD in partners and len(partners) > 1:
        hint = f"it contains {min(partners - {WORLD})}; leave out the total or its parts"
        raise InvalidValueError("partner", WORLD.alpha2, "left out beside single countries", hint)


def _check_periods(periods: Sequence[Period]) -> None:
    for one, other in pairwise(periods):
        if one.overlaps(other):
            hint = f"it overlaps {other}; leave out the whole or its parts, or ask for each apart"
            raise InvalidValueError("period", str(one), "one that no other overlaps", hint)


def check_revisions(flows: Iterable[TradeFlow]) -> None:
    """Refuse codes of two revisions: the same digits may mean other goods, and other digits the same.

    Raises:
        InvalidValueError: There are two.

    Example:
        >>> check_revisions([])
    """
    revisions = {each.commodity.revision.value for each in flows if each.commodity.revision is not None}
    if len(revisions) > 1:
        hint = "digits may mean other goods; where they do not, leave the revision out: evolve(flow, commodity='1001')"
        raise InvalidValueError("commodity", tuple(sorted(revisions)), "codes of one revision", hint)


def _check_goods(flows: Sequence[TradeFlow]) -> None:
    check_revisions(flows)
    wholes = {each.commodity.code: each for each in flows if not each.product}
    named = {each.commodity.code: each for each in flows if each.product}
    for part in {each.commodity: each for each in flows}.values():
        for above in part.commodity.ancestors:
            if above.code in wholes:
                raise _contained(wholes[above.code], part)
            if above.code in named:
                hint = f"it may be the same as {part.goods}; give it a code"
                raise InvalidValueError("product", named[above.code].product, "known to be no other flow's goods", hint)
    for part in named.values():
        if part.commodity.code in wholes:
            raise _contained(wholes[part.commodity.code], part)


def _contained(whole: TradeFlow, part: TradeFlow) -> InvalidValueError:
    hint = f"these contain {part.goods}; leave out the whole or its parts"
    return InvalidValueError("commodity", whole.goods, "left out beside its parts", hint)


def _check_once(flows: Sequence[TradeFlow]) -> None:
    seen: dict[tuple[Any, ...], TradeFlow] = {}
    for each in flows:
        key = (each.partner, each.period, each.commodity.code, each.product.casefold())
        if key in seen:
            expected = "a flow that is there once"
            raise InvalidValueError("flow", str(each), expected, "keep one source and one vintage of it")
        seen[key] = each
