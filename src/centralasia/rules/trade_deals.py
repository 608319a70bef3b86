"""Rules about what is planned and signed: targets whose figures do not fit, and deals that are counted as trade."""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, Final

from centralasia.errors import CentralAsiaError
from centralasia.numbers import Estimate
from centralasia.reference import Country
from centralasia.rules.data import Context, Data
from centralasia.rules.found import found_in
from centralasia.rules.hits import Hits, Told
from centralasia.rules.magnitudes import magnitude_of, said, scaled_cells
from centralasia.series.figures import as_estimate
from centralasia.series.words import briefly, percent
from centralasia.text import find_mentions
from centralasia.trade import Target, TradeDeal, TradeFlow
from centralasia.trade.flows import AmountKind, all_of

__all__ = ["check_deal", "check_target"]

_MEASURED: Final[tuple[AmountKind, ...]] = ("value", "quantity")
_POWERS: Final = (3, -3, 6, -6)  # of ten, between thousand, million and billion
_FAR: Final = 2.0  # decimals: no target is a hundred times what there is, or a hundredth
_NEAR: Final = 1.5
_PLACES: Final = {"%pa": -2, None: 0}  # by which a printed growth or multiple is shifted
_signs_of_deals: Final = re.compile(
    r"\b(?:memorand(?:a|um|ums)|mou|contracts?|framework|letters? of intent)\b"
    r"|\b(?:меморандум|контракт|рамочн\w* соглашен|келісімшарт|шартнома|созишнома)\w*"
    r"|\b(?:shartnoma|şertnama|ähtinama)\w*",
    re.IGNORECASE,
)


def check_target(data: Data, _: Context) -> Iterator[Hits]:
    """Find targets of which baseline, goal, and growth or multiple do not go together.

    Growth and multiples are those that title and subject name: "2.5-fold", "by 10 % a year".

    Args:
        data: The table.
    """
    found = []
    for row, target in data.records:
        for measured in _MEASURED:
            told = _tell_scale(data, row, target, measured=measured) or _tell_growth(target, measured)
            found += [] if told is None else [(row, told)]
    yield from found_in(found)


def _tell_scale(data: Data, row: int, target: Target, *, measured: AmountKind) -> Told | None:
    """Name a thousand or a million between baseline and goal."""
    baseline, goal = (getattr(target, f"{name}_{measured}") for name in ("baseline", "goal"))
    logs = [None if each is None else magnitude_of(_alike(each, goal)) for each in (baseline, goal)]
    if logs[0] is None or logs[1] is None or abs(fold := logs[1] - logs[0]) < _FAR:
        return None
    powers = [power for power in _POWERS if abs(fold - power) <= _NEAR]
    times = f"{said(fold)} times the baseline of {briefly(baseline)}"
    message = f"the goal of {briefly(goal)} is {times}"
    if not powers:
        return Told(message, "a wrong figure, or two units", "look both figures up", column=f"goal_{measured}")
    [power] = powers[:1]
    other = scaled_cells([(f"goal_{measured}", data.value(f"goal_{measured}", row))], -power)
    return Told(
        message,
        f"thousand, million and billion mistaken in one of the two, by {10 ** abs(power):,}",
        f"goal {other[f'goal_{measured}']:f}, or the baseline accordingly" if other else "look both figures up",
        column=f"goal_{measured}",
    )


def _alike(figure: Any, other: Any) -> Any:  # noqa: ANN401 - money or quantities
    """Bring a quantity to the unit of another one."""
    return figure.to(other.unit) if hasattr(figure, "unit") else figure


def _tell_growth(target: Target, measured: AmountKind) -> Told | None:
    """Hold a multiple or a growth that is stated in words against the figures."""
    stated = list(_stated(f"{target.title}; {target.subject}"))
    for unit, known in _reckoned(target, measured).items() if stated else ():
        alike = [(figure, surface) for kind, figure, surface in stated if kind == unit]
        if alike and not any(figure.meets(as_estimate(known)) for figure, _ in alike):
            words = f"{alike[0][1]!r} is stated"
            figures = f"from {briefly(target.baseline(measured))} to {briefly(target.goal(measured))}"
            reckoned = f"{percent(known)} a year" if unit == "%pa" else f"{briefly(known)} times"
            cause = "a goal, baseline, year or growth of another plan, or a slip in one of them"
            return Told(
                f"{words}, and {figures} is {reckoned}", cause, "look all of them up", column=f"goal_{measured}"
            )
    return None


def _stated(text: str) -> Iterator[tuple[str | None, Estimate, str]]:
    """Give the multiples and the growth a year that a text names, as exactly as they are printed."""
    for mention in find_mentions(text):
        unit = mention.unit if mention.kind == "percent" else None
        figure = mention.estimate.best if mention.kind in {"multiple", "percent"} and mention.estimate else None
        if figure is not None and (mention.kind == "multiple" or unit in _PLACES):
            yield unit, Estimate.printed(figure) * Fraction(10) ** _PLACES[unit], mention.surface


def _reckoned(target: Target, measured: AmountKind) -> Mapping[str | None, Fraction | Estimate]:
    """Give multiple and growth a year by the figures, as far as these are stated."""
    found: dict[str | None, Fraction | Estimate] = {}
    for unit, reckon in ((None, target.fold), ("%pa", target.required_growth)):
        try:
            found[unit] = reckon(measured)
        except CentralAsiaError:  # no baseline, or no date
            continue
    return found


def check_deal(data: Data, context: Context) -> Iterator[Hits]:
    """Find flows that are what was signed, and not what was shipped.

    A flow is, whose value or quantity is that of a deal between the same countries, for the year of its signature or
    the span of its delivery; or one of which product or note speak of a memorandum or a contract.

    Args:
        data: The table.
        context: May have `deals`, the deals there are.
    """
    deals: dict[tuple[Country, Country], list[TradeDeal]] = {}
    for deal in all_of(context.more.get("deals", ()), TradeDeal):
        deals.setdefault((deal.seller, deal.buyer), []).append(deal)
    found = []
    for row, flow in data.records:
        same = [deal for deal in deals.get((flow.exporter, flow.importer), ()) if _is_of(flow, deal)]
        told = _tell_deal(flow, same[0]) if same else _tell_words(flow)
        found += [] if told is None else [(row, told)]
    yield from found_in(found, "value")


def _is_of(flow: TradeFlow, deal: TradeDeal) -> bool:
    spans = [deal.delivery is not None and deal.delivery.overlaps(flow.period)]
    spans.append(
        deal.signed is not None and deal.signed.year in range(flow.period.start.year, flow.period.end.year + 1)
    )
    is_then = any(spans) or (deal.delivery is None and deal.signed is None)
    return is_then and any(_is_same(getattr(flow, each), getattr(deal, each)) for each in _MEASURED)


def _is_same(figure: Any, signed: Any) -> bool:  # noqa: ANN401 - money or quantities, stated or not
    """Tell whether two figures are one: as stated, and more than nothing."""
    if figure is None or signed is None or magnitude_of(signed) is None:
        return False
    return bool(figure == signed)


def _tell_deal(flow: TradeFlow, deal: TradeDeal) -> Told:
    both = [(getattr(flow, each), getattr(deal, each)) for each in _MEASURED]
    figures = " and ".join(briefly(one) for one, other in both if _is_same(one, other))
    signed = f", signed on {deal.signed}" if deal.signed else ""
    return Told(
        f"{figures} from {flow.exporter} to {flow.importer} in {flow.period} is what the {deal.kind} {deal.title!r} is "
        f"about{signed}",
        "a deal that was entered as trade: it says what was signed, not what was shipped",
        "keep it among the deals, and take the flow from customs statistics",
        column="value" if _is_same(flow.value, deal.value) else "quantity",
    )


def _tell_words(flow: TradeFlow) -> Told | None:
    for field in ("product", "note"):
        found = _signs_of_deals.search(getattr(flow, field))
        if found is not None:
            return Told(
                f"a flow of which the {field} speaks of a {found[0]!r}",
                "a deal that was entered as trade: it says what was signed, not what was shipped",
                "look up whether the goods were shipped",
                column=field,
            )
    return None
