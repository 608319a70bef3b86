"""Trade deals: contracts, intents and frameworks, and totals of them that count nothing twice."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, final

import attrs

from centralasia.errors import InvalidValueError
from centralasia.money import Amount
from centralasia.periods import Period
from centralasia.quantities import Quantity
from centralasia.records import column, record
from centralasia.reference import WORLD, Country, Source, as_source
from centralasia.series.figures import as_estimate
from centralasia.trade.flows import AmountKind, added, all_of, amount_of, check_amounts, stated_amount
from centralasia.trade.harmonised import HSCode, several_codes

__all__ = ["DealKind", "DealTotal", "Incoterm", "TradeDeal", "total_of_deals", "total_within"]


class DealKind(StrEnum):
    """How firm a deal is.

    Example:
        >>> DealKind("intent").is_firm, DealKind("contract").is_firm
        (False, True)
    """

    CONTRACT = "contract"
    INTENT = "intent"
    FRAMEWORK = "framework"

    @property
    def is_firm(self) -> bool:
        """Whether goods are owed by it; intents and frameworks are plans."""
        return self is DealKind.CONTRACT


class Incoterm(StrEnum):
    """A term of delivery of Incoterms 2020.

    Source:
        International Chamber of Commerce, Incoterms 2020 (well known, not verified); DPU has taken the place of DAT.

    Example:
        >>> Incoterm("FCA").at_sea_only, Incoterm("FOB").at_sea_only
        (False, True)
    """

    EXW = "EXW"
    FCA = "FCA"
    CPT = "CPT"
    CIP = "CIP"
    DAP = "DAP"
    DPU = "DPU"
    DDP = "DDP"
    FAS = "FAS"
    FOB = "FOB"
    CFR = "CFR"
    CIF = "CIF"

    @property
    def at_sea_only(self) -> bool:
        """Whether the term is meant for carriage by sea and inland waterway only, and so not for rail or road."""
        return self in {Incoterm.FAS, Incoterm.FOB, Incoterm.CFR, Incoterm.CIF}


@final
@record(key=("title",))
class TradeDeal:
    """A contract, a signed intent or a framework between a seller and a buyer. It says what was signed, not shipped.

    Units:
        `value` is in its own currency, `quantity` carries its unit; both for the whole delivery span.

    Args:
        title: What it is called; `part_of` of others refers to it.
        kind: Contract, intent or framework.
        seller: The country of the seller.
        buyer: The country of the buyer.
        seller_name: The seller.
        buyer_name: The buyer.
        commodities: The goods by code: one, several, or a text such as "5205|5201".
        product: The goods in words.
        value: The value.
        quantity: The quantity.
        signed: The day of signature.
        delivery: The span in which the goods are to be delivered.
        incoterm: The term of delivery, of Incoterms 2020.
        part_of: The title of the deal that includes this one.
        source: Where it is said.
        note: What the fields do not say.

    Raises:
        InvalidValueError: No such country or code, the same country twice, a code twice, a value or quantity that is
            negative, a deal that is part of itself, delivery that ends before signature.

    Example:
        >>> from centralasia import Money
        >>> poultry = TradeDeal(title="poultry", kind="framework", seller="KZ", buyer="CN", product="poultry meat",
        ...     value=Money.of(100_000_000, "USD"), signed="2024-11-30", part_of="farm deals of November 2024",
        ...     source="S-KZ-CN1")
        >>> print(poultry)
        framework poultry: KZ to CN, 100000000 USD
    """

    title: str = column(title="what the deal is called")
    kind: DealKind = column(title="how firm it is")
    seller: Country = column(title="country of the seller", unit="ISO 3166-1 alpha-2")
    buyer: Country = column(title="country of the buyer", unit="ISO 3166-1 alpha-2")
    seller_name: str = column(title="seller", default="")
    buyer_name: str = column(title="buyer", default="")
    commodities: tuple[HSCode, ...] = column(title="goods by code", unit="HS", default=(), converter=several_codes)
    product: str = column(title="goods in words", default="")
    value: Amount | None = column(title="value", default=None)
    quantity: Quantity | None = column(title="quantity", default=None)
    signed: date | None = column(title="day of signature, blank when not known", default=None)
    delivery: Period | None = column(title="span of delivery, blank when not known", default=None)
    incoterm: Incoterm | None = column(title="term of delivery", unit="Incoterms 2020", default=None)
    part_of: str = column(title="deal that includes this one", default="")
    source: Source = column(title="source", converter=as_source)
    note: str = column(title="what the columns do not say", default="")

    if TYPE_CHECKING:  # what the converters take, which checkers cannot see for themselves

        def __init__(  # noqa: PLR0913, D107 - one argument a field
            self,
            *,
            title: str,
            kind: DealKind | str,
            seller: Country | str,
            buyer: Country | str,
            seller_name: str = "",
            buyer_name: str = "",
            commodities: "HSCode | str | Iterable[HSCode | str]" = (),
            product: str = "",
            value: Amount | None = None,
            quantity: Quantity | None = None,
            signed: date | str | None = None,
            delivery: Period | str | None = None,
            incoterm: Incoterm | str | None = None,
            part_of: str = "",
            source: Source | str,
            note: str = "",
        ) -> None: ...

    def __attrs_post_init__(self) -> None:
        """Check what no single field can."""
        if self.seller is self.buyer or WORLD in {self.seller, self.buyer}:
            raise InvalidValueError("buyer", self.buyer.alpha2, f"one country, and another one than {self.seller}")
        if len(set(self.commodities)) < len(self.commodities):
            raise InvalidValueError("commodities", tuple(map(str, self.commodities)), "different codes")
        if self.part_of == self.title:
            raise InvalidValueError("part_of", self.part_of, "the title of another deal")
        if self.delivery is not None and self.signed is not None and self.delivery.end < self.signed:
            expected = f"a span that ends on or after {self.signed}, when it was signed"
            raise InvalidValueError("delivery", str(self.delivery), expected)
        check_amounts(value=self.value, quantity=self.quantity)

    def __str__(self) -> str:
        """Say it for people."""
        amounts = ", ".join(str(each) for each in (self.value, self.quantity) if each is not None)
        return f"{self.kind.value} {self.title}: {self.seller} to {self.buyer}, {amounts or 'no amount stated'}"


@final
@attrs.frozen(kw_only=True)
class DealTotal:
    """What deals add up to.

    Attributes:
        amount: The total; None where no deal states the figure.
        counted: The deals that were added up.
        included: Those that are part of one that was, and so not added again.
        not_stated: Those that state no such figure.
        exceeded: Those whose parts come to more than they state themselves. The total has what the whole states; one
            of the figures is wrong, or more was signed under a framework than it was announced with.

    Example:
        >>> total_of_deals([]).amount is None
        True
    """

    amount: Amount | Quantity | None
    counted: tuple[TradeDeal, ...]
    included: tuple[TradeDeal, ...]
    not_stated: tuple[TradeDeal, ...]
    exceeded: tuple[TradeDeal, ...]


def total_of_deals(deals: Iterable[TradeDeal], measured: AmountKind = "value") -> DealTotal:
    """Add up deals, none of them twice: a part is left out where a deal that includes it states the figure.

    Args:
        deals: The deals. A `part_of` that names none of them is no reason to leave a deal out.
        measured: Which of their figures.

    Raises:
        InvalidValueError: Two deals of one title, or deals that are part of each other in a circle.
        CurrencyMismatchError: Values in several currencies; convert them first.

    Example:
        >>> from centralasia import Money
        >>> whole = TradeDeal(title="farm deals", kind="framework", seller="KZ", buyer="CN",
        ...     value=Money.of(1_000_000_000, "USD"), source="S-KZ-CN1")
        >>> part = TradeDeal(title="poultry", kind="framework", seller="KZ", buyer="CN", part_of="farm deals",
        ...     value=Money.of(100_000_000, "USD"), source="S-KZ-CN1")
        >>> print(total_of_deals([part, whole]).amount)
        1000000000 USD
    """
    given = all_of(deals, TradeDeal)
    return total_within(given, among=given, measured=measured)


def total_within(deals: Sequence[TradeDeal], *, among: Sequence[TradeDeal], measured: AmountKind) -> DealTotal:
    """Add up some of the deals, which may be parts of each other by way of the others.

    Args:
        deals: What is added up.
        among: All the deals, these included.
        measured: Which of their figures.

    Raises:
        InvalidValueError: As for `total_of_deals`.
        CurrencyMismatchError: Values in several currencies.

    Example:
        >>> total_within([], among=[], measured="value").counted
        ()
    """
    by_title: dict[str, TradeDeal] = {}
    for each in among:
        if each.title in by_title:
            raise InvalidValueError("title", each.title, "a title that no other deal has", "give each deal once")
        by_title[each.title] = each
    stated = {each.title: each for each in deals if amount_of(each, measured) is not None}
    counted, included = [], []
    parts: dict[str, list[TradeDeal]] = {}
    for each in stated.values():
        parts.setdefault(each.part_of, []).append(each)
        if any(whole.title in stated for whole in _wholes(each, by_title)):
            included.append(each)
        else:
            counted.append(each)
    return DealTotal(
        amount=added(amount_of(each, measured) for each in counted),
        counted=tuple(counted),
        included=tuple(included),
        not_stated=tuple([each for each in deals if each.title not in stated]),
        exceeded=tuple([each for each in stated.values() if _is_exceeded(each, parts.get(each.title, ()), measured)]),
    )


def _is_exceeded(whole: TradeDeal, parts: Iterable[TradeDeal], measured: AmountKind) -> bool:
    """Whether parts certainly come to more; those in another currency or dimension cannot be compared."""
    limit = stated_amount(whole, measured)
    amounts = [stated_amount(each, measured) for each in parts]
    total = added(each for each in amounts if _is_alike(each, limit))
    return total is not None and as_estimate(total - limit).low > 0


def _is_alike(one: Any, other: Any) -> bool:  # noqa: ANN401 - money or quantities, both of one sort
    return one.unit.converts_to(other.unit) if isinstance(one, Quantity) else one.currency is other.currency


def _wholes(deal: TradeDeal, by_title: Mapping[str, TradeDeal]) -> list[TradeDeal]:
    """List the deals that include a deal, from the nearest."""
    found: dict[str, TradeDeal] = {}
    while (whole := by_title.get(deal.part_of)) is not None:
        if whole.title in found:
            raise InvalidValueError("part_of", deal.part_of, "the title of a deal that is not part of this one")
        found[whole.title] = deal = whole
    return list(found.values())
