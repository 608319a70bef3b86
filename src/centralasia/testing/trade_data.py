"""Clean data sets of trade: flows with values and weights, mirrors, chapters and totals, deals and targets."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from random import Random
from typing import Any, Final

import centralasia as ca
from centralasia.testing.extra import DataSet, shown_as_called, st
from centralasia.testing.faults import grouped

__all__ = ["clean_trade", "trade_datasets"]

_REPORTERS: Final = ("KZ", "UZ", "TJ")
_HUB: Final = "KG"
_PARTNERS: Final = {"CN": 5, "TR": 3, "RU": 2}  # how much of each good goes there
_GOODS: Final = {  # US dollars a tonne, and thousand tonnes a month for a part
    "H6:100199": (240, 30),
    "H6:110100": (330, 14),
    "H6:270900": (570, 60),
    "H6:520100": (1750, 3),
    "H6:740311": (8600, 2),
}
_MIRRORED: Final = ("H6:270900", "H6:740311")
_CLOTHES: Final = "H6:620462", 14_000, Fraction(3, 2)
_POULTRY: Final = 1_650  # US dollars a tonne
_FREIGHT: Final = Fraction(106, 100)
_YEAR: Final = "2023"
_MONTHS: Final = 12
_KILO: Final = 1000
_CHAPTER: Final = 2
_SOURCE: Final = "made up"
_SEEDS: Final = st.integers(0, 2**16)


@shown_as_called
def trade_datasets() -> "st.SearchStrategy[tuple[ca.TradeFlow | ca.TradeDeal | ca.trade.Target, ...]]":
    """Generate clean data sets of trade, as `clean_trade` makes them, for each of three countries.

    Example:
        >>> from hypothesis import given
        >>> @given(trade_datasets())
        ... def both_sides_agree(records: tuple[ca.TradeFlow | ca.TradeDeal | ca.trade.Target, ...]) -> None:
        ...     flows = [each for each in records if isinstance(each, ca.TradeFlow)]
        ...     for pair in ca.trade.mirrors_of(flows).pairs:
        ...         assert 0.95 < pair.imported.value / pair.exported.value / ca.trade.CIF_FOB < 1.05
        >>> both_sides_agree()
    """
    return st.builds(clean_trade, st.sampled_from(_REPORTERS), seed=_SEEDS)


def clean_trade(
    reporter: "ca.Country | str" = "KZ", *, seed: int = 0
) -> "tuple[ca.TradeFlow | ca.TradeDeal | ca.trade.Target, ...]":
    """Make a data set of what a country sells, in which nothing is wrong: the same one for the same seed.

    It has monthly exports of five goods to three partners, with values and weights whose ratios hold; what the partners
    report of two of the goods; the exports of the year and of the one before by chapter and in all; clothes that go
    from China to Kyrgyzstan, by both reports, and on from there; deals, and targets from the year on. All is made up.

    Units:
        US dollars, exports FOB and imports CIF; tonnes.

    Args:
        reporter: The country that sells; neither Kyrgyzstan nor one of the partners, which are China, Türkiye and
            Russia.
        seed: What the figures depend on.

    Raises:
        UnknownCodeError: No such country.
        InvalidValueError: It is one of the others.

    Example:
        >>> records = clean_trade("KZ")
        >>> len(records), str(records[0].period), str(records[-1].goal_quantity)
        (281, '2023-01', '... t')
    """
    country = ca.country(reporter)
    if country.alpha2 in {_HUB, *_PARTNERS}:
        raise ca.InvalidValueError("reporter", country.alpha2, f"none of {', '.join([_HUB, *_PARTNERS])}")
    random = Random(seed)  # noqa: S311 - figures, no secrets
    sold = list(_sold(country, random))
    bought = [
        _mirror(flow, random) for flow in sold if str(flow.commodity) in _MIRRORED and flow.partner.alpha2 != "RU"
    ]
    yearly = list(_yearly(sold))
    records: list[Any] = [*sold, *bought, *yearly, *_through_the_hub(random), *_deals(country), *_targets(yearly, sold)]
    return DataSet.of(records, f"clean_trade({country.alpha2!r}, seed={seed})")


def _sold(country: "ca.Country", random: Random) -> "Iterator[ca.TradeFlow]":
    """Make monthly exports, whose prices walk by a fiftieth a month and differ by partner."""
    for code, (price, volume) in _GOODS.items():
        premium = {partner: _about(random, 60) for partner in _PARTNERS}
        walk = Fraction(price)
        for month in range(_MONTHS):
            walk *= _about(random, 20)
            for partner, part in _PARTNERS.items():
                tonnes = round(volume * part * _KILO * _about(random, 200))
                yield _flow(
                    (country.alpha2, partner),
                    "export",
                    month,
                    goods=(code, tonnes, walk * premium[partner] * _about(random, 15)),
                )


def _about(random: Random, thousandths: int) -> Fraction:
    return 1 + Fraction(random.randint(-thousandths, thousandths), 1000)


def _flow(pair: tuple[str, str], flow: str, month: int, *, goods: tuple[str, int, Fraction]) -> "ca.TradeFlow":
    code, tonnes, price = goods
    return ca.TradeFlow(
        reporter=pair[0],
        partner=pair[1],
        period=ca.period(f"{_YEAR}-01").shift(month),
        flow=flow,
        commodity=code,
        value=ca.Money.of(round(tonnes * price / _KILO) * _KILO, "USD"),
        valuation="cif" if flow == "import" else "fob",
        quantity=ca.quantities.Quantity.of(tonnes, "t"),
        source=_SOURCE,
    )


def _mirror(flow: "ca.TradeFlow", random: Random) -> "ca.TradeFlow":
    """Make the report of the other side: a little less or more, with freight."""
    value: Any = flow.value
    quantity: Any = flow.quantity
    tonnes = round(Fraction(quantity.value) * _about(random, 20))
    price = Fraction(value.amount) / Fraction(quantity.value) * _FREIGHT * _about(random, 20)
    month = flow.period.start.month - 1
    return _flow(
        (flow.partner.alpha2, flow.reporter.alpha2), "import", month, goods=(flow.commodity.code, tonnes, price)
    )


def _yearly(sold: "Sequence[ca.TradeFlow]") -> "Iterator[ca.TradeFlow]":
    """Make the exports to all partners by chapter and in all: a fifth more than to those there are."""
    chapters = {
        code: sum(_dollars(sold[place]) for place in places) * 6 // 5
        for code, places in grouped(sold, lambda flow: flow.commodity.code[:_CHAPTER]).items()
    }
    for year, tenths in ((int(_YEAR) - 1, 9), (int(_YEAR), 10)):
        values = {f"H6:{code}": amount * tenths // 10 for code, amount in chapters.items()}
        for code, amount in {**values, "TOTAL": sum(values.values())}.items():
            yield ca.TradeFlow(
                reporter=sold[0].reporter,
                partner="W0",
                period=str(year),
                flow="export",
                commodity=code,
                value=ca.Money.of(amount, "USD"),
                valuation="fob",
                source=_SOURCE,
            )


def _dollars(flow: "ca.TradeFlow") -> int:
    value: Any = flow.value
    return int(value.amount)


def _through_the_hub(random: Random) -> "Iterator[ca.TradeFlow]":
    """Make what China sells to Kyrgyzstan, by both reports, and two thirds of it on the way to Russia."""
    code, price, volume = _CLOTHES
    for month in range(_MONTHS):
        tonnes = round(volume * _KILO * _about(random, 150))
        sold = _flow(("CN", _HUB), "export", month, goods=(code, tonnes, price * _about(random, 20)))
        yield sold
        yield _mirror(sold, random)
        yield _flow((_HUB, "RU"), "re_export", month, goods=(code, tonnes * 2 // 3, price * _about(random, 20)))


def _deals(country: "ca.Country") -> "Iterator[ca.TradeDeal]":
    said: dict[str, Any] = {"seller": country, "buyer": "CN", "product": "poultry meat", "source": _SOURCE}
    yield ca.TradeDeal(
        title="farm deals", kind="framework", value=ca.Money.of(400_000_000, "USD"), signed="2023-05-18", **said
    )
    for title, tonnes, signed in (("spring", 40_000, "2023-05-18"), ("autumn", 25_000, "2023-10-17")):
        yield ca.TradeDeal(
            title=f"poultry, {title}",
            kind="contract",
            commodities="H6:0207",
            value=ca.Money.of(tonnes * _POULTRY, "USD"),
            quantity=ca.quantities.Quantity.of(tonnes, "t"),
            signed=signed,
            delivery="2024",
            part_of="farm deals",
            **said,
        )


def _targets(yearly: "Sequence[ca.TradeFlow]", sold: "Sequence[ca.TradeFlow]") -> "Iterator[ca.trade.Target]":
    """Make targets that are half as much again, and twice as much."""
    base = _dollars(yearly[-1])
    grain: Any = [flow.quantity for flow in sold if flow.commodity.code == "100199"]
    tonnes = int(sum(each.value for each in grain))
    yield ca.trade.Target(
        title="exports",
        subject="all exports",
        baseline_value=ca.Money.of(base, "USD"),
        baseline_period=_YEAR,
        goal_value=ca.Money.of(base * 3 // 2, "USD"),
        by="2028",
        source=_SOURCE,
    )
    yield ca.trade.Target(
        title="grain",
        subject="exports of wheat",
        baseline_quantity=ca.quantities.Quantity.of(tonnes, "t"),
        baseline_period=_YEAR,
        goal_quantity=ca.quantities.Quantity.of(tonnes * 2, "t"),
        by="2030",
        source=_SOURCE,
    )
