"""Farm trade: Kazakhstan's deals and flows with China, its targets, and the bans of 2024."""

from functools import cache

from centralasia.claims import Claim
from centralasia.datasets.tables import read
from centralasia.trade import Target, TradeDeal, TradeFlow, TradeMeasure

__all__ = [
    "farm_deals",
    "farm_statements",
    "farm_targets",
    "farm_trade_flows",
    "grain_flows",
    "trade_measures",
]


@cache
def farm_deals() -> tuple[TradeDeal, ...]:
    """Give the farm deals of Kazakhstan with ten Chinese companies of 30 November 2024.

    Units:
        Dollars as announced: the poultry is in the total, and neither is shipped yet.

    Source:
        The ministry of agriculture of Kazakhstan, in the press.

    Example:
        >>> from centralasia.trade import total_of_deals
        >>> print(total_of_deals(farm_deals()).amount)
        1000000000 USD
    """
    return read(TradeDeal, "farm_deals")


@cache
def grain_flows() -> tuple[TradeFlow, ...]:
    """Give Kazakhstan's grain exports to China as its minister stated them: 2023, and nine months of 2024.

    Units:
        Million tonnes, as printed; which crops count as grain is not stated.

    Source:
        The ministry of agriculture of Kazakhstan, in the press.

    Example:
        >>> from centralasia.numbers import Estimate
        >>> from centralasia.trade import flow_before
        >>> year = grain_flows()[0]
        >>> print(flow_before(year, Estimate.printed("5.5")).period, year.quantity)
        2022 1.4 (1.35 to 1.45) Mt
    """
    return read(TradeFlow, "grain_flows")


@cache
def farm_trade_flows() -> tuple[TradeFlow, ...]:
    """Give Kazakhstan's farm exports to and imports from China in the first half of 2024.

    Units:
        Dollars, as printed; whether CIF or FOB is not stated.

    Source:
        The ministry of agriculture of Kazakhstan, in the press.

    Example:
        >>> [(each.flow.value, str(each.value.best)) for each in farm_trade_flows()]
        [('export', '460000000 USD'), ('import', '188000000 USD')]
    """
    return read(TradeFlow, "farm_trade_flows")


@cache
def farm_statements() -> tuple[Claim, ...]:
    """Give what was stated of Kazakhstan's farm output, farm exports, grain and two-way farm trade with China.

    Two of them have the slips of the page they are from, and fail their checks: 941 billion dollars for 941 million,
    and 2013 and tenge for 2023 and dollars.

    Source:
        The row says it.

    Example:
        >>> from centralasia.claims import check_claim
        >>> slip = next(each for each in farm_statements() if each.source.key == "S-KZ-CN3" and each.growth)
        >>> [problem.code for problem in check_claim(slip) if problem.severity == "error"]
        ['claim-exceeds-gdp']
    """
    return read(Claim, "farm_statements")


@cache
def farm_targets() -> tuple[Target, ...]:
    """Give what Kazakhstan means to export: grain to China, and farm goods to all.

    Source:
        The row says it; the grain has no date but "the near future".

    Example:
        >>> [each.title for each in farm_targets()]
        ['farm exports, plan of 2023', 'farm exports, plan of 2024', 'grain to China']
    """
    return read(Target, "farm_targets")


@cache
def trade_measures() -> tuple[TradeMeasure, ...]:
    """Give the bans on farm goods of 2024 between Russia and Kazakhstan, and who has sanctions in force.

    Kazakhstan imposes none on Russia, which is why there is no such row. Days that are not known are None.

    Source:
        The row says it.

    Example:
        >>> from centralasia.trade import find_measures
        >>> found = find_measures(trade_measures(), "1001", importer="KZ", exporter="RU", on="2024-11-30")
        >>> [each.valid_from.isoformat() for each in found.in_force]
        ['2024-08-21']
    """
    return read(TradeMeasure, "trade_measures")
