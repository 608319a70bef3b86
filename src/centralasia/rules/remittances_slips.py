"""Slips of a single amount: which of them is named by what is published of the country that receives or sends it."""

from collections.abc import Iterable
from math import log10
from operator import attrgetter, itemgetter
from typing import Final, NamedTuple, final

from centralasia.periods import Frequency
from centralasia.reference import WORLD, Currency, currency
from centralasia.remittances import Basis, RemittanceFlow, RemittanceMeasure, Reporter
from centralasia.rules.magnitudes import magnitude_of, said
from centralasia.rules.remittances_gdp import LocalRates, Receipts, gdp_near, own_currency, receipts_of, reporter_of

__all__ = ["POWERS", "Slip", "is_published", "slip_by_country"]

POWERS: Final = (3, -3, 6, -6, 9, -9)
"""The powers of ten between thousand, million and billion."""

_FIT: Final = 0.25  # of the size of a slip: by how much an amount may miss it
_SAME: Final = 0.15  # decimals between releases of one figure
_ROUGH: Final = 0.7  # decimals between measures of one inflow
_FAR: Final = 1.4  # decimals of a rate above which it cannot be taken for another measure
_NO_SLIPS: Final = (0, 2, -2)  # a share in percent that was taken for a fraction is told elsewhere
_DOLLAR: Final = "USD"
_HALF_A_YEAR: Final = 183


@final
class Slip(NamedTuple):
    """What may have happened to an amount.

    Attributes:
        flow: The flow.
        power: The power of ten it was multiplied by; None where it is in another currency.
        currency: That currency.
        told: What does not go with it, in words.
        others: What else would make the same figure.
    """

    flow: RemittanceFlow
    power: int | None
    currency: Currency | None
    told: str
    others: tuple[str, ...]

    @classmethod
    def of(cls, flow: RemittanceFlow, way: int | Currency, told: str, others: Iterable[int | Currency]) -> "Slip":
        """Take a power of ten or a currency, and those that would do as well.

        Args:
            flow: The flow.
            way: What happened to it.
            told: What does not go with it.
            others: What else may have happened.
        """
        is_power = isinstance(way, int)
        power, money = (way, None) if is_power else (None, way)
        return cls(flow, power, money, told, tuple([_explained(each) for each in others]))  # type: ignore[arg-type]

    @property
    def cause(self) -> str:
        """What it is, in words."""
        return _explained(self.currency if self.power is None else self.power)


def _explained(way: int | Currency | None) -> str:
    if isinstance(way, int):
        size = f"{10 ** abs(way):,} times too {'large' if way > 0 else 'small'}"
        return f"{size}, as when thousand, million and billion are mistaken for one another"
    return f"an amount in {way}"


def slip_by_country(flow: RemittanceFlow, rates: LocalRates) -> Slip | None:
    """Find the slip that brings an amount to what is published of its country, None where it may well be right.

    What a country receives from all others in a year is held against its personal remittances: those differ from other
    measures of the same inflow, but by no factor of a thousand. Any other flow is held against the GDP of its
    countries, which it cannot exceed.

    Source:
        The World Bank's indicators, in the vintages that ship.

    Args:
        flow: The flow.
        rates: What money is worth.
    """
    log = magnitude_of(flow.amount)
    if log is None or flow.basis is not Basis.GROSS:
        return None
    dollar = currency(_DOLLAR)
    rate = 0.0 if flow.amount.currency is dollar else rates.log(flow.amount.currency, dollar, flow.period)
    if rate is None:
        return None
    known = _published(flow)
    if known is None:
        return _above_gdp(flow, log + rate, rates)
    expected = log10(known.high)
    ways = _ways(flow, rates, is_same=is_published(flow))
    off = log + rate - expected
    near = sorted((abs(off - size), place) for place, (_, size, fit) in enumerate(ways) if abs(off - size) <= fit)
    chosen = [ways[place][0] for _, place in near]
    if not chosen or chosen[0] in _NO_SLIPS:
        return None
    told = f"is far from {said(expected, _DOLLAR)}: published are {known.explain()}"
    return Slip.of(flow, chosen[0], told, [way for way in chosen[1:] if way not in _NO_SLIPS])


def is_published(flow: RemittanceFlow) -> bool:
    """Tell whether a flow is what the World Bank publishes of the country and year.

    Args:
        flow: The flow.
    """
    return flow.measure is RemittanceMeasure.PERSONAL_REMITTANCES and _published(flow) is not None


def _published(flow: RemittanceFlow) -> Receipts | None:
    is_all = flow.origin is WORLD and flow.reporter is Reporter.RECEIVER and flow.basis is Basis.GROSS
    is_all = is_all and flow.period.frequency is Frequency.ANNUAL
    return receipts_of(flow.destination, flow.period.start.year) if is_all else None


def _ways(flow: RemittanceFlow, rates: LocalRates, *, is_same: bool) -> list[tuple[int | Currency, float, float]]:
    """List what an amount may be: each with its size in decimals, and how far the amount may miss it."""
    fit = _SAME if is_same else _ROUGH
    found: list[tuple[int | Currency, float, float]] = [(0, 0.0, fit)]
    found += [(way, float(way), fit) for way in (2, -2) if is_same]
    found += [(power, float(power), _ROUGH) for power in POWERS]
    local = own_currency(flow.destination, flow.period)
    size = None if local is None else rates.log(flow.amount.currency, local, flow.period)
    if local is not None and size and (is_same or abs(size) >= _FAR):
        found.append((local, size, min(fit, _FIT * abs(size))))
    return found


def _above_gdp(flow: RemittanceFlow, log: float, rates: LocalRates) -> Slip | None:
    """Find what brings an amount below the GDP of every country that sends or receives it."""
    a_year = log + log10(max(1.0, _HALF_A_YEAR / flow.period.days))  # what comes in half a year at that pace
    gdps = [each for side in flow.corridor if (each := gdp_near(side, flow.period.start.year)) is not None]
    if not gdps:
        return None
    least = min(gdps, key=attrgetter("value"))
    over = a_year - log10(least.value)
    if over <= 0:
        return None
    powers = [power for power in sorted(POWERS) if power >= over]
    enough: list[tuple[float, int | Currency]] = [*[(float(power), power) for power in powers[:1]]]
    local = own_currency(reporter_of(flow), flow.period)
    size = None if local is None else rates.log(flow.amount.currency, local, flow.period)
    if local is not None and size is not None and size >= over:
        enough.append((size, local))
    if not enough:
        return None
    ways = [way for _, way in sorted(enough, key=itemgetter(0))]
    told = f"in {flow.period} is more than the GDP of {least.country} in {least.period}, {least.value} USD"
    return Slip.of(flow, ways[0], f"{told} ({least.vintage})", ways[1:])
