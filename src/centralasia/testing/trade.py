"""Trade: flows, deals, agreements, measures and targets, each as somebody could have stated it."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any, Final

import centralasia as ca
from centralasia.testing.calendar import days, periods
from centralasia.testing.extra import shown_as_called, st
from centralasia.testing.figures import money
from centralasia.testing.quantities import quantities, unit_prices
from centralasia.testing.reference import countries, favouring_first, members

__all__ = ["hs_codes", "targets", "trade_agreements", "trade_deals", "trade_flows", "trade_measures"]

_CODES: Final = (
    "TOTAL",
    "10",
    "1001",
    "100119",
    "0207",
    "27",
    "2709",
    "52",
    "5201",
    "8703",
    "H6:1003",
    "84581141",
    "8458114109",
)
_PRODUCTS: Final = ("", "", "grain", "poultry meat", "farm goods")
_TITLES: Final = ("farm deals", "wheat", "poultry", "oil", "cotton", "machines")
_UNITS: Final = ("t", "kt", "Mt", "kg")
_SOURCES: Final = ("made up", "ministry", "news page")
_VINTAGES: Final = ("", "", "2030-01", "2030-07")
_NOTES: Final = ("", "", "from a table", "for nine months")
_MOST: Final = 10**12


@shown_as_called
def hs_codes() -> "st.SearchStrategy[ca.trade.HSCode]":
    """Generate codes of goods: all goods, chapters, headings, subheadings and national codes, with a revision or not.

    Example:
        >>> from hypothesis import find
        >>> find(hs_codes(), lambda code: code.digits == 6)
        hs_code('100119')
    """
    return _codes()


@shown_as_called
def trade_flows(
    *,
    reporter: "ca.Country | str | None" = None,
    partner: "ca.Country | str | None" = None,
    period: "ca.Period | str | None" = None,
    flows: "Iterable[ca.trade.Flow | str] | str | None" = None,
    currency: "ca.Currency | str | None" = None,
) -> "st.SearchStrategy[ca.trade.TradeFlow]":
    """Generate trade flows: with a country or the world, of all goods or some, by value, by quantity or both.

    Args:
        reporter: The reporting country; any when not given.
        partner: The partner, W0 for all of them; any when not given.
        period: The period; any when not given.
        flows: The flow or flows; all four when not given.
        currency: The currency; several when not given. With one, every flow has an exact value in it.

    Raises:
        InvalidValueError: A country with itself, or no such flow.
        UnknownCodeError: No such country or currency.

    Example:
        >>> from hypothesis import given
        >>> @given(trade_flows(reporter="KZ", flows="export", currency="USD"))
        ... def what_is_exported_leaves_the_reporter(flow: ca.TradeFlow) -> None:
        ...     assert flow.exporter is ca.country("KZ") is not flow.importer
        >>> what_is_exported_leaves_the_reporter()
    """
    fixed = tuple([None if code is None else ca.country(code) for code in (reporter, partner)])
    if fixed[0] is not None and fixed[0] is fixed[1]:
        raise ca.InvalidValueError("partner", fixed[1].alpha2, f"another country than the reporter {fixed[0]}")
    spans = periods() if period is None else st.just(ca.period(period))
    return _flows(
        _pairs(*fixed),
        spans,
        st.sampled_from(members(ca.trade.Flow, flows, "flows")),
        amounts=_amounts() if currency is None else _with_value(money(currencies=currency, min_value=0)),
    )


@shown_as_called
def trade_deals(*, part_of: str = "") -> "st.SearchStrategy[ca.trade.TradeDeal]":
    """Generate deals: contracts, intents and frameworks, with and without a value, a quantity, days and goods.

    Args:
        part_of: The title of a deal that they are all part of.

    Example:
        >>> from hypothesis import given
        >>> @given(trade_deals(part_of="frame"))
        ... def a_single_deal_is_counted(deal: ca.TradeDeal) -> None:
        ...     assert ca.trade.total_of_deals([deal]).amount == deal.value
        >>> a_single_deal_is_counted()
    """
    return _deals(st.sampled_from([each for each in _TITLES if each != part_of]), st.just(part_of))


@shown_as_called
def trade_agreements() -> "st.SearchStrategy[ca.trade.TradeAgreement]":
    """Generate agreements between two to five countries, with and without the days on which they began and ended.

    Example:
        >>> from hypothesis import given
        >>> @given(trade_agreements())
        ... def nobody_else_is_bound(agreement: ca.TradeAgreement) -> None:
        ...     assert agreement.binds("AQ", "2020-01-01") is not True or ca.country("AQ") in agreement.parties
        >>> nobody_else_is_bound()
    """
    spans = st.tuples(*[st.none() | st.integers(0, 4_000)] * 2)
    return st.builds(
        _agreement,
        title=st.sampled_from(_TITLES),
        kind=st.sampled_from(tuple(ca.trade.AgreementKind)),
        parties=st.lists(countries(), min_size=2, max_size=5, unique=True).map(tuple),
        signed=st.none() | days(),
        spans=spans,
        grouping=st.none() | favouring_first(tuple(ca.reference.groupings())),
        said=_said(),
    )


@shown_as_called
def trade_measures() -> "st.SearchStrategy[ca.trade.TradeMeasure]":
    """Generate measures: bans, quotas, duties and sanctions, whose days are known or not.

    Example:
        >>> from hypothesis import given
        >>> @given(trade_measures())
        ... def only_duties_have_rates(measure: ca.TradeMeasure) -> None:
        ...     assert measure.rate_percent is None or measure.kind.has_rate
        >>> only_duties_have_rates()
    """
    return st.builds(
        _measure,
        kind=st.sampled_from(tuple(ca.trade.MeasureKind)),
        pair=_pairs(None, None),
        direction=st.sampled_from(tuple(ca.trade.Direction)),
        goods=st.tuples(_code_lists(), st.sampled_from(_PRODUCTS)),
        amounts=st.tuples(
            st.none() | st.integers(0, 800),
            st.none() | unit_prices(per=_UNITS, currencies=("EUR", "USD"), min_value=0),
            st.none() | _quantities(),
        ),
        span=st.tuples(st.none() | days(), st.none() | st.integers(1, 4_000), st.booleans()),
        said=_said(),
    )


@shown_as_called
def targets() -> "st.SearchStrategy[ca.trade.Target]":
    """Generate targets by value or by quantity, with and without a baseline and a date.

    Example:
        >>> from hypothesis import find
        >>> find(targets(), lambda each: each.by is None and each.baseline_period is not None).by is None
        True
    """
    return st.builds(
        _target,
        title=st.sampled_from(_TITLES),
        goal=_amount_pairs(),
        has_baseline=st.booleans(),
        period=st.none() | periods(frequency="A", until="2040-01-01"),
        by=st.none() | st.integers(1, 9),
        said=_said(),
    )


@lru_cache(maxsize=256)
def _pairs(one: "ca.Country | None", other: "ca.Country | None") -> "st.SearchStrategy[tuple[ca.Country, ca.Country]]":
    """Generate a country and another one, or the world, that it deals with."""
    world = ca.reference.WORLD
    first = countries() if one is None else st.just(one)
    second = countries() | st.just(world) if other is None else st.just(other)
    return st.tuples(first, second).filter(lambda pair: pair[0] is not pair[1])


@cache
def _codes() -> "st.SearchStrategy[ca.trade.HSCode]":
    return favouring_first(tuple([ca.trade.hs_code(each) for each in _CODES]))


@cache
def _code_lists() -> "st.SearchStrategy[tuple[ca.trade.HSCode, ...]]":
    return st.lists(_codes(), max_size=3, unique=True).map(tuple)


@cache
def _quantities() -> "st.SearchStrategy[ca.quantities.Quantity]":
    """Generate quantities of goods that can be weighed, none of which can be negative."""
    return quantities(units=_UNITS, qualifiers=("exact", "over", "at_least", "range"), min_value=0, max_value=_MOST)


@cache
def _values() -> "st.SearchStrategy[ca.Money | ca.MoneyEstimate]":
    exact = money(currencies=("USD", "EUR", "KZT", "CNY"), min_value=0)
    return exact | exact.map(lambda each: ca.MoneyEstimate(ca.Estimate.at_least(each.amount), each.currency))


def _with_value(values: "st.SearchStrategy[Any]") -> "st.SearchStrategy[tuple[Any, Any]]":
    return st.tuples(values, st.none() | _quantities())


@cache
def _amounts() -> "st.SearchStrategy[tuple[Any, Any]]":
    """Generate a value, a quantity or both."""
    return _with_value(_values()) | st.tuples(st.none(), _quantities())


def _amount_pairs() -> "st.SearchStrategy[tuple[Any, Any]]":
    """Generate two values of one currency, or two quantities of one unit."""
    figures = st.tuples(st.integers(1, _MOST), st.integers(1, _MOST))
    value: st.SearchStrategy[Any] = st.builds(
        lambda both, code: tuple([ca.Money.of(each, code) for each in both]), figures, st.sampled_from(("USD", "EUR"))
    )
    quantity: st.SearchStrategy[Any] = st.builds(
        lambda both, unit: tuple([ca.quantities.Quantity.of(each, unit) for each in both]),
        figures,
        st.sampled_from(_UNITS),
    )
    return value | quantity


def _said() -> st.SearchStrategy[dict[str, str]]:
    """Generate what any record says besides: where it is from, and a note."""
    return st.fixed_dictionaries({"source": st.sampled_from(_SOURCES), "note": st.sampled_from(_NOTES)})


@st.composite
def _flows(
    draw: st.DrawFn,
    pairs: "st.SearchStrategy[tuple[ca.Country, ca.Country]]",
    spans: "st.SearchStrategy[ca.Period]",
    flows: "st.SearchStrategy[ca.trade.Flow]",
    *,
    amounts: "st.SearchStrategy[tuple[Any, Any]]",
) -> "ca.trade.TradeFlow":
    (reporter, partner), (value, quantity) = draw(pairs), draw(amounts)
    valued = st.sampled_from((None, *ca.trade.Valuation))
    return ca.trade.TradeFlow(
        reporter=reporter,
        partner=partner,
        period=draw(spans),
        flow=draw(flows),
        commodity=draw(_codes()),
        product=draw(st.sampled_from(_PRODUCTS)),
        value=value,
        valuation=None if value is None else draw(valued),
        quantity=quantity,
        vintage=draw(st.sampled_from(_VINTAGES)),
        **draw(_said()),
    )


@st.composite
def _deals(draw: st.DrawFn, titles: st.SearchStrategy[str], wholes: st.SearchStrategy[str]) -> "ca.trade.TradeDeal":
    seller, buyer = draw(_pairs(None, None).filter(lambda pair: pair[1] is not ca.reference.WORLD))
    value, quantity = draw(_amounts() | st.just((None, None)))
    signed = draw(st.none() | days())
    delivery = draw(st.none() | periods())
    if signed is not None and delivery is not None and delivery.end < signed:
        delivery = None
    names = st.sampled_from(("", "a trading house", "a mill"))
    return ca.trade.TradeDeal(
        title=draw(titles),
        kind=draw(st.sampled_from(tuple(ca.trade.DealKind))),
        seller=seller,
        buyer=buyer,
        seller_name=draw(names),
        buyer_name=draw(names),
        commodities=draw(_code_lists()),
        product=draw(st.sampled_from(_PRODUCTS)),
        value=value,
        quantity=quantity,
        signed=signed,
        delivery=delivery,
        incoterm=draw(st.none() | st.sampled_from(tuple(ca.trade.Incoterm))),
        part_of=draw(wholes),
        **draw(_said()),
    )


def _later(day: date | None, lasting: int | None) -> date | None:
    return None if day is None or lasting is None else day + timedelta(days=lasting)


def _agreement(
    *,
    title: str,
    kind: "ca.trade.AgreementKind",
    parties: "tuple[ca.Country, ...]",
    signed: date | None,
    spans: tuple[int | None, int | None],
    grouping: str | None,
    said: dict[str, str],
) -> "ca.trade.TradeAgreement":
    in_force = _later(signed, spans[0])
    ended = _later(in_force, None if spans[1] is None else spans[1] + 1)
    return ca.trade.TradeAgreement(
        title=title,
        kind=kind,
        parties=parties,
        signed=signed,
        in_force=in_force,
        ended=ended,
        grouping=grouping,
        **said,
    )


def _measure(
    *,
    kind: "ca.trade.MeasureKind",
    pair: "tuple[ca.Country, ca.Country]",
    direction: "ca.trade.Direction",
    goods: "tuple[tuple[ca.trade.HSCode, ...], str]",
    amounts: "tuple[int | None, ca.quantities.UnitPrice | None, ca.quantities.Quantity | None]",
    span: tuple[date | None, int | None, bool],
    said: dict[str, str],
) -> "ca.trade.TradeMeasure":
    valid_from, lasting, for_good = span
    return ca.trade.TradeMeasure(
        kind=kind,
        imposer=pair[0],
        target=pair[1],
        direction=direction,
        products=goods[0],
        product=goods[1],
        rate_percent=amounts[0] if kind.has_rate else None,
        rate_per_unit=amounts[1] if kind.has_rate else None,
        quota=amounts[2] if kind.has_quota else None,
        valid_from=valid_from,
        valid_until=None if for_good else _later(valid_from, lasting),
        until_revoked=for_good,
        **said,
    )


def _target(
    *,
    title: str,
    goal: tuple[Any, Any],
    has_baseline: bool,
    period: "ca.Period | None",
    by: int | None,
    said: dict[str, str],
) -> "ca.trade.Target":
    sort = "value" if isinstance(goal[0], ca.Money) else "quantity"
    amounts: dict[str, Any] = {f"goal_{sort}": goal[0]} | ({f"baseline_{sort}": goal[1]} if has_baseline else {})
    return ca.trade.Target(
        title=title,
        subject="what is sold abroad",
        baseline_period=period,
        by=None if period is None or by is None else period.shift(by),
        **amounts | said,
    )
