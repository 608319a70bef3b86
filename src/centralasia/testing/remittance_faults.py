"""Corruptions of remittances: what goes wrong in the flows of a data set."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import accumulate
from typing import Any, Final, TypeAlias

import centralasia as ca
from centralasia.testing.faults import Fault, RecordCorruption, Way, by_code, grouped, of_cells, rows_of
from centralasia.testing.scaling import are_apart, are_near, scaled, shifted

__all__ = ["REMITTANCE_CORRUPTIONS"]

_Flows: TypeAlias = "tuple[ca.RemittanceFlow, ...]"
_Fault: TypeAlias = "Fault[ca.RemittanceFlow]"

_SHARE: Final = "BX.TRF.PWKR.DT.GD.ZS"
_GDP: Final = "NY.GDP.MKTP.CD"
_RATE: Final = "PA.NUS.FCRF"
_DOLLAR: Final = "USD"
_OFF_SHARE: Final = (Fraction(7, 4), Fraction(2, 5), Fraction(100), Fraction(1, 100))
_OFF_MIRROR: Final = (Fraction(8, 5), Fraction(5, 8))
_LESS: Final = (Fraction(17, 20), Fraction(9, 10))  # of what parts add up to
_SCALES: Final = (3, -3, 6, -6)  # powers of ten between thousand, million and billion
_APART: Final = Fraction(11, 10)  # times: two years nearer to each other cannot be told apart
_FAR: Final = Fraction(2)
_OTHER_SLIPS: Final = tuple([Fraction(10) ** power for power in (0, 2, 3, 6, 9)])  # none, percent, thousand and so on
_FEWEST: Final = 4  # flows of a series that say what is usual in it
_MONTHS: Final = 12


def _share_of_gdp(given: _Flows) -> Way:
    """Move yearly flows away from what their share of GDP says, though to no other year's and by no other slip."""
    years = grouped(given, _series_of)

    def changes(place: int) -> "list[ca.RemittanceFlow]":
        flow = given[place]
        expected = _by_share(flow)
        if expected is None or not are_near(_figure(flow), expected):
            return []
        rate = _local_rate(flow)
        others = [_figure(given[each]) for each in years[_series_of(flow)] if _is_exact(given[each])]
        factors = [each for each in _OFF_SHARE if rate is None or not are_near(max(each, 1 / each), [rate])]
        wrong = [_times(flow, factor) for factor in factors]
        return [each for each in wrong if not are_near(_figure(each), others)]

    return Way.of_changes(changes)


def _year_shifted(given: _Flows) -> Way:
    """Take the amount of the year before or after."""
    known = {(_series_of(flow), flow.period): flow for flow in given if flow.period.frequency is _yearly()}

    def changes(place: int) -> "list[ca.RemittanceFlow]":
        flow = given[place]
        if flow.period.frequency is not _yearly() or not _is_exact(flow):
            return []
        beside = [known.get((_series_of(flow), flow.period.shift(step))) for step in (-1, 1)]
        found = [each for each in beside if each is not None and _is_exact(each)]
        return [
            ca.records.evolve(flow, amount=each.amount)
            for each in found
            if are_apart(_figure(flow), _figure(each), _APART)
        ]

    return Way.of_changes(changes)


def _origin_mixed_up(given: _Flows) -> Way:
    """Exchange the amounts of two origins in a period."""
    lengths = {key: len(places) for key, places in grouped(given, _series_of).items()}
    groups = grouped(given, lambda flow: (flow.period, flow.destination, *_series_of(flow)[2:]))
    after = {each: places[at + 1 :] for places in groups.values() for at, each in enumerate(places)}

    def can_be_one(place: int) -> bool:
        flow = given[place]
        is_known = lengths[_series_of(flow)] >= _FEWEST
        return is_known and flow.origin is not ca.reference.WORLD and _is_exact(flow) and _figure(flow) > 0

    def choices(place: int) -> list[int]:
        if not can_be_one(place):
            return []
        others = filter(can_be_one, after[place])
        return [each for each in others if are_apart(_figure(given[place]), _figure(given[each]), _FAR)]

    def fault(place: int, other: int) -> _Fault:
        one, two = given[place], given[other]
        return {
            place: (ca.records.evolve(one, amount=two.amount),),
            other: (ca.records.evolve(two, amount=one.amount),),
        }

    return Way(choices, fault)


def _cumulative_as_monthly(given: _Flows) -> Way:
    """Give the months of a year what came since January."""
    months = {(_series_of(flow), flow.period): place for place, flow in enumerate(given) if _is_exact(flow)}

    def year_from(place: int) -> list[int]:
        flow = given[place]
        if flow.period.frequency is not ca.periods.Frequency.MONTHLY or flow.period.start.month != 1:
            return []
        found = [months.get((_series_of(flow), flow.period.shift(step))) for step in range(_MONTHS)]
        return [each for each in found[: found.index(None) if None in found else None] if each is not None]

    def choices(place: int) -> tuple[int, ...]:
        places = year_from(place)
        if len(places) < _FEWEST or any(_figure(given[each]) <= 0 for each in places):
            return ()
        sums = accumulate(_figure(given[each]) for each in places)
        series = {given[each].period: total for each, total in zip(places, sums, strict=True)}
        return (0,) if ca.series.looks_cumulative(series) else ()

    def fault(place: int, _: int) -> _Fault:
        places = year_from(place)
        sums = list(accumulate([given[each].amount for each in places]))
        return {
            each: (ca.records.evolve(given[each], amount=total),)
            for each, total in zip(places[1:], sums[1:], strict=True)
        }

    return Way(choices, fault)


def _scale_slip(given: _Flows) -> Way:
    """Take thousands, millions and billions for one another."""
    lengths = {key: len(places) for key, places in grouped(given, _series_of).items()}

    def changes(place: int) -> "list[ca.RemittanceFlow]":
        flow = given[place]
        if lengths[_series_of(flow)] < _FEWEST or not _is_exact(flow) or _figure(flow) <= 0:
            return []
        amount: Any = flow.amount
        return [ca.records.evolve(flow, amount=shifted(amount, power)) for power in _SCALES]

    return Way.of_changes(changes)


def _mirror_gap(given: _Flows) -> Way:
    """Move what senders report away from what receivers do."""
    sides = ca.remittances.Reporter
    received = grouped(given, lambda flow: (flow.reporter, *_mirrored_by(flow)))

    def changes(place: int) -> "list[ca.RemittanceFlow]":
        flow = given[place]
        if flow.reporter is not sides.SENDER or not _is_exact(flow):
            return []
        beside = [given[each] for each in received.get((sides.RECEIVER, *_mirrored_by(flow)), ())]
        agree = [each for each in beside if _is_exact(each) and are_near(_figure(flow), [_figure(each)])]
        return [_times(flow, factor) for factor in _OFF_MIRROR] if agree else []

    return Way.of_changes(changes)


def _parts_exceed_total(given: _Flows) -> Way:
    """Let a total be less than its parts."""
    periods = grouped(given, lambda flow: flow.period)

    def changes(place: int) -> "list[ca.RemittanceFlow]":
        flow = given[place]
        if ca.reference.WORLD not in flow.corridor or not _is_exact(flow):
            return []
        same = [given[each] for each in periods[flow.period]]
        singles = [each for each in same if ca.reference.WORLD not in each.corridor]
        checks = ca.remittances.check_totals([flow, *singles])
        parts = [check.sum for check in checks if len(check.parts) > 1]
        sums = [each for each in parts if isinstance(each, ca.Money) and 0 < each.amount <= _figure(flow)]
        return [ca.records.evolve(flow, amount=scaled(each, factor)) for each in sums for factor in _LESS]

    return Way.of_changes(changes)


def _wrong_sign(rows: Sequence[Mapping[str, str]]) -> Way:
    """Print a gross flow as less than nothing, as outflows are in a balance of payments."""

    def cells(row: Mapping[str, str]) -> list[dict[str, str]]:
        amount = row["amount"]
        is_gross = row["basis"] == ca.remittances.Basis.GROSS.value
        is_plain = amount and not row["amount_qualifier"] and Fraction(amount) > 0
        return [{"amount": f"-{amount}"}] if is_gross and is_plain else []

    return of_cells(rows, cells)


def _measure_changed(given: _Flows) -> Way:
    """Count something else from some period on, as the label says; the figures go on as before."""
    series = grouped(given, _series_of)
    ordered = {key: sorted(places, key=lambda place: given[place].period) for key, places in series.items()}
    at = {place: (key, index) for key, places in ordered.items() for index, place in enumerate(places)}

    def choices(place: int) -> "list[ca.remittances.RemittanceMeasure]":
        key, index = at[place]
        if not _FEWEST // 2 <= index <= len(ordered[key]) - _FEWEST // 2:
            return []
        others = [each for each in ca.remittances.RemittanceMeasure if each is not given[place].measure]
        return [each for each in others if (*key[:2], each, *key[3:]) not in series]

    def fault(place: int, measure: object) -> _Fault:
        key, index = at[place]
        return {each: (ca.records.evolve(given[each], measure=measure),) for each in ordered[key][index:]}

    return Way(choices, fault)


def _currency_mislabelled(given: _Flows) -> Way:
    """Print an amount in local money as if it were dollars."""

    def changes(place: int) -> "list[ca.RemittanceFlow]":
        flow = given[place]
        rate = _local_rate(flow) if _is_exact(flow) and flow.amount.currency.code == _DOLLAR else None
        if rate is None or are_near(rate, _OTHER_SLIPS):
            return []  # as good as the same, or it may be a slip of the scale or the percent sign as well
        return [_times(flow, rate)] if _figure(flow) > 0 else []

    return Way.of_changes(changes)


REMITTANCE_CORRUPTIONS: Final[Mapping[str, RecordCorruption]] = by_code(
    RecordCorruption(
        code="share-of-gdp", title="a yearly flow that its share of the GDP does not make", way=_share_of_gdp
    ),
    RecordCorruption(
        code="year-shifted", title="a yearly flow with the amount of the year before or after", way=_year_shifted
    ),
    RecordCorruption(code="origin-mixed-up", title="two origins with each other's amounts", way=_origin_mixed_up),
    RecordCorruption(
        code="cumulative-as-monthly",
        title="sums since January as the flows of single months",
        way=_cumulative_as_monthly,
    ),
    RecordCorruption(
        code="scale-slip", title="thousands, millions and billions taken for one another", way=_scale_slip
    ),
    RecordCorruption(code="mirror-gap", title="a sender's report far from that of the receiver", way=_mirror_gap),
    RecordCorruption(code="parts-exceed-total", title="a total that is less than its parts", way=_parts_exceed_total),
    RecordCorruption(
        code="wrong-sign",
        title="a gross flow below zero, in rows of texts",
        way=_wrong_sign,
        as_rows=lambda records: rows_of(records, ca.RemittanceFlow),
    ),
    RecordCorruption(
        code="measure-changed", title="another measure from some period of a series on", way=_measure_changed
    ),
    RecordCorruption(
        code="currency-mislabelled", title="an amount in local money labelled as dollars", way=_currency_mislabelled
    ),
)
"""All corruptions of remittances by the code of the finding that they have to cause."""


def _yearly() -> "ca.periods.Frequency":
    return ca.periods.Frequency.ANNUAL


def _series_of(flow: "ca.RemittanceFlow") -> tuple[Any, ...]:
    said = flow.measure, flow.reporter, flow.basis, flow.amount.currency, flow.source, flow.vintage
    return flow.origin, flow.destination, *said


def _mirrored_by(flow: "ca.RemittanceFlow") -> tuple[Any, ...]:
    return flow.corridor, flow.period, flow.measure, flow.basis, flow.amount.currency


def _is_exact(flow: "ca.RemittanceFlow") -> bool:
    return isinstance(flow.amount, ca.Money)


def _figure(flow: "ca.RemittanceFlow") -> Fraction:
    amount: Any = flow.amount
    return Fraction(amount.amount)


def _times(flow: "ca.RemittanceFlow", factor: Fraction) -> "ca.RemittanceFlow":
    amount: Any = flow.amount
    return ca.records.evolve(flow, amount=scaled(amount, factor))


def _by_share(flow: "ca.RemittanceFlow") -> list[Fraction] | None:
    """Give what the share of GDP makes of the GDP of each vintage; None where that is not known."""
    is_received = flow.origin is ca.reference.WORLD and flow.reporter is ca.remittances.Reporter.RECEIVER
    is_wide = flow.measure is ca.remittances.RemittanceMeasure.PERSONAL_REMITTANCES
    in_dollars = _is_exact(flow) and flow.amount.currency.code == _DOLLAR
    if not (is_received and is_wide and in_dollars and flow.period.frequency is _yearly()):
        return None
    try:
        share = ca.reference.indicator(_SHARE, flow.destination, flow.period).value
        return [Fraction(share) * Fraction(each.value) / 100 for each in _vintages(flow)]
    except ca.UnknownCodeError:
        return None


def _vintages(flow: "ca.RemittanceFlow") -> "tuple[ca.reference.Indicator, ...]":
    return ca.reference.vintages(_GDP, flow.destination, flow.period)


def _local_rate(flow: "ca.RemittanceFlow") -> Fraction | None:
    """Give the local money for a dollar, where the receiving country has its own and the year is known."""
    try:
        row = ca.reference.indicator(_RATE, flow.destination, flow.period.start.year)
    except ca.UnknownCodeError:
        return None
    return Fraction(row.value)
