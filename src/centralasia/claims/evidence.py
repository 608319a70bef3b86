"""What is known: figures of reference indicators, flows and other claims, all in one form to compare a claim with."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from functools import cache, cached_property
from typing import Final, TypeAlias, final

import attrs

from centralasia.claims.figures import DIGITS, said
from centralasia.claims.statements import Claim, Denominator, Subject
from centralasia.errors import InvalidValueError, RateNotFoundError, WrongTypeError
from centralasia.money import MoneyEstimate, as_money_estimate
from centralasia.numbers import Estimate
from centralasia.periods import Period
from centralasia.quantities import Quantity
from centralasia.rates import RateTable, convert_estimate
from centralasia.reference import WORLD, Country, Indicator, ObservationStatus, Source, indicators, vintages
from centralasia.remittances import Basis, RemittanceFlow, RemittanceMeasure
from centralasia.trade import TradeFlow

__all__ = [
    "Evidence",
    "Known",
    "Magnitude",
    "by_country",
    "denominators",
    "expressed",
    "known_of",
    "left_out",
    "of_subject",
    "own_of",
    "relevant",
    "stated_figures",
]

Magnitude: TypeAlias = MoneyEstimate | Quantity
"""How much, in a currency or a unit, known within bounds."""

Evidence: TypeAlias = Claim | Indicator | RemittanceFlow | TradeFlow
"""A record that a claim can be compared with."""

_INDICATORS: Final = {
    "NY.GDP.MKTP.CD": (Subject.GDP, "", "USD"),
    "BX.TRF.PWKR.CD.DT": (Subject.REMITTANCES_RECEIVED, RemittanceMeasure.PERSONAL_REMITTANCES.value, "USD"),
    "SP.POP.TOTL": (Subject.POPULATION, "", "person"),
}
"""The indicators that are whole figures: what they are of, in which sense, and the currency or unit."""

_SUBJECT_OF: Final = {
    Denominator.GDP: Subject.GDP,
    Denominator.EXPORTS: Subject.EXPORTS,
    Denominator.IMPORTS: Subject.IMPORTS,
    Denominator.TRADE: Subject.TRADE,
    Denominator.OUTPUT: Subject.OUTPUT,
}


@final
@attrs.frozen(kw_only=True)
class Known:
    """One figure that a claim is compared with.

    Attributes:
        subject: What it is of.
        about: Whose it is.
        counterpart: Origin, destination or partner.
        measure: In which sense, "" where that is not said.
        item: What exactly, "" where the subject says all.
        period: When.
        figure: How much.
        name: The release or source that has it so.
        released: When that came out, where it is known.
        is_estimated: Whether its publisher marks it as an estimate.
    """

    subject: Subject
    about: Country
    counterpart: Country = WORLD
    measure: str = ""
    item: str = ""
    period: Period
    figure: Magnitude
    name: str
    released: date | None = None
    is_estimated: bool = False

    @cached_property
    def order(self) -> tuple[str, ...]:
        """A total order: nothing depends on the order in which records are given."""
        released = self.released.isoformat() if self.released else ""
        where = (self.subject, self.counterpart.alpha2, self.measure, self.item)
        return (*where, str(self.period), self.name, released, repr(self.figure))

    def is_share_of(self, whole: "Known") -> bool:
        """Whether it can be a part of another figure: of the same thing it must be in the same sense."""
        return self.subject is not whole.subject or "" in {self.measure, whole.measure} or self.measure == whole.measure

    def told(self, digits: int = DIGITS) -> str:
        """Say what it is."""
        partner = "all countries" if self.counterpart is WORLD else self.counterpart.alpha2
        origin = [] if self.subject in {Subject.GDP, Subject.POPULATION} else [partner]
        measure = [self.measure.replace("_", " ")] if self.measure else []
        status = ["estimated"] if self.is_estimated else []
        return f"{said(self.figure, digits)} ({', '.join([*origin, *measure, str(self.period), self.name, *status])})"


def known_of(given: object) -> Iterator[Known]:
    """Give what a record says.

    Raises:
        WrongTypeError: It is no record that a claim can be compared with.

    Example:
        >>> from centralasia.reference import indicator
        >>> next(known_of(indicator("NY.GDP.MKTP.CD", "TJ", 2023))).told()
        '12.24 bn USD (2023, WDI-2026-05)'
    """
    match given:
        case Claim():
            yield from _of_claim(given)
        case Indicator():
            yield from _of_indicator(given)
        case RemittanceFlow():
            yield from _of_remittances(given)
        case TradeFlow():
            yield from _of_trade(given)
        case _:
            raise WrongTypeError("flows", given, "records of type RemittanceFlow, TradeFlow, Claim or Indicator")


def stated_figures(claim: Claim) -> list[tuple[str, Magnitude]]:
    """Give the stated amount and quantity, each with the field it is from."""
    amount = [("amount", as_money_estimate(claim.amount))] if claim.amount is not None else []
    return [*amount, *([("quantity", claim.quantity)] if claim.quantity is not None else [])]


def own_of(claim: Claim) -> list[Known]:
    """Give the stated amount and quantity as if they were known; none where no period is stated."""
    if claim.period is None:
        return []
    return [
        Known(
            subject=claim.subject,
            about=claim.about,
            counterpart=claim.counterpart,
            measure=(claim.measure or "").casefold(),
            item=claim.item.casefold(),
            period=claim.period,
            figure=figure,
            name=_name(claim.source),
            released=claim.source.day,
        )
        for _, figure in stated_figures(claim)
    ]


def _of_claim(claim: Claim) -> Iterator[Known]:
    yield from own_of(claim)
    subject = _SUBJECT_OF.get(claim.denominator or Denominator.OTHER)
    if claim.denominator_amount is not None and claim.period is not None and subject is not None:
        yield Known(
            subject=subject,
            about=claim.about,
            period=claim.period,
            figure=as_money_estimate(claim.denominator_amount),
            name=_name(claim.source),
            released=claim.source.day,
        )


def _of_indicator(row: Indicator) -> Iterator[Known]:
    if row.indicator in _INDICATORS:
        subject, measure, unit = _INDICATORS[row.indicator]
        yield Known(
            subject=subject,
            about=row.country,
            measure=measure,
            period=row.period,
            figure=Quantity.of(row.value, unit) if unit == "person" else MoneyEstimate.of(row.value, unit),
            name=row.vintage,
            released=row.released,
            is_estimated=row.status is ObservationStatus.ESTIMATED,
        )


def _of_remittances(flow: RemittanceFlow) -> Iterator[Known]:
    ends = (flow.origin, flow.destination)
    sides = ((Subject.REMITTANCES_RECEIVED, *ends[::-1]), (Subject.REMITTANCES_SENT, *ends))
    for subject, about, counterpart in sides:
        yield Known(
            subject=subject,
            about=about,
            counterpart=counterpart,
            measure=flow.measure.value if flow.basis is Basis.GROSS else f"{flow.basis} {flow.measure}",
            period=flow.period,
            figure=as_money_estimate(flow.amount),
            name=flow.vintage or _name(flow.source),
            released=flow.source.day,
        )


_DIRECTIONS: Final = {"export": Subject.EXPORTS, "import": Subject.IMPORTS}


def _of_trade(flow: TradeFlow) -> Iterator[Known]:
    subject = _DIRECTIONS.get(flow.flow.value)
    if subject is None:
        return
    for figure in (flow.value, flow.quantity):
        if figure is not None:
            yield Known(
                subject=subject,
                about=flow.reporter,
                counterpart=flow.partner,
                measure=flow.valuation.value if flow.valuation and figure is flow.value else "",
                item="" if flow.is_total else flow.goods.casefold(),
                period=flow.period,
                figure=figure if isinstance(figure, Quantity) else as_money_estimate(figure),
                name=flow.vintage or _name(flow.source),
                released=flow.source.day,
            )


def _name(source: Source) -> str:
    return source.key or str(source)


def by_country(records: Iterable[object]) -> dict[Country, list[Known]]:
    """Give what records say, by the country whose figure it is.

    Raises:
        WrongTypeError: There is something among them that a claim cannot be compared with.
    """
    found: dict[Country, list[Known]] = {}
    for record in records:
        for known in known_of(record):
            found.setdefault(known.about, []).append(known)
    return found


def relevant(
    claim: Claim, given: Mapping[Country, Iterable[Known]], *, shipped: bool, around: int
) -> tuple[Known, ...]:
    """Give what is known of the country, the subjects and the years of a claim, in an order of its own, each once.

    Args:
        claim: The claim, which is no evidence for itself.
        given: What is known, by country.
        shipped: Whether the indicators that ship count too.
        around: How many years to both sides matter; growth wants one more.
    """
    if claim.period is None:
        return ()
    year, reach = claim.period.start.year, around + 1
    wanted = {claim.subject, Subject.GDP, _SUBJECT_OF.get(claim.denominator or Denominator.OTHER, claim.subject)}

    def near(every: Iterable[Known]) -> dict[tuple[str, ...], Known]:
        found = [each for each in every if each.subject in wanted and abs(each.period.start.year - year) <= reach]
        return {each.order: each for each in found}

    itself = {each.order for each in known_of(claim)}
    others = {order: each for order, each in near(given.get(claim.about, ())).items() if order not in itself}
    found = others | near(_shipped(claim.about) if shipped else ())
    return tuple([found[order] for order in sorted(found)])


def left_out(claim: Claim, given: Mapping[Country, Iterable[Known]], known: Iterable[Known]) -> list[Known]:
    """Give what is no evidence for a claim because its own source says it, and the same.

    Args:
        claim: The claim.
        given: What is known, by country.
        known: What the claim is compared with all the same, because it ships.
    """
    itself = {each.order for each in known_of(claim)} - {each.order for each in known}
    return [each for each in given.get(claim.about, ()) if each.order in itself]


def of_subject(claim: Claim, known: Iterable[Known]) -> list[Known]:
    """Give what is known of the very thing that a claim is about, of whatever period, origin and measure."""
    item = claim.item.casefold()
    return [each for each in known if each.subject is claim.subject and each.item == item]


def denominators(claim: Claim, known: Iterable[Known]) -> list[Known]:
    """Give what is known, in any year, of what a claim states a share of."""
    if claim.denominator is Denominator.TOTAL_INFLOW:
        wanted = of_subject(claim, known)
    else:
        subject = _SUBJECT_OF.get(claim.denominator or Denominator.OTHER)
        wanted = [each for each in known if each.subject is subject and not each.item]
    return [each for each in wanted if each.counterpart is WORLD]


@cache
def _shipped(about: Country) -> tuple[Known, ...]:
    """Give all vintages of all observations of a country."""
    latest = [row for code in _INDICATORS for row in indicators(code, country=about)]
    rows = [each for row in latest for each in vintages(row.indicator, about, row.period)]
    return tuple([known for row in rows for known in known_of(row)])


def expressed(known: Known, like: Magnitude, rates: RateTable | None) -> Estimate | None:
    """Give a known figure in the unit of another one, or None where that cannot be done.

    An amount is converted at the average rate of its period.

    Args:
        known: The figure.
        like: A figure in the unit wanted.
        rates: The rates; those that ship where it is None.
    """
    figure = known.figure
    if isinstance(figure, MoneyEstimate) and isinstance(like, MoneyEstimate):
        if figure.currency is like.currency:
            return figure.estimate
        with suppress(RateNotFoundError):
            return convert_estimate(figure, like.currency, on=known.period, rates=rates).estimate
    if isinstance(figure, Quantity) and isinstance(like, Quantity):
        with suppress(InvalidValueError):
            return figure.to(like.unit).estimate
    return None
