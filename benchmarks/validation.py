"""A million rates with a tenth of a percent of bad rows: structure beside two validators, then all that we look for.

Five publishers, 250 series, 4,000 days each; the figures are made up. The rows that are bad are of eleven kinds, ninety
of each.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache, partial
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

import centralasia as ca
from benchmarks.cases import Case, seconds
from benchmarks.validation_peers import KEY, NOMINALS, by_dataframely, by_pandera

_DAYS: Final = 4_000
_FIRST: Final = date(2010, 1, 4)
_TODAY: Final = "2026-01-01"
_OF_EACH: Final = 90
_COPIES: Final = 10  # of the million rows in the file
_ALLOWED: Final = 10**9  # bytes for the file
_STRUCTURE: Final = (
    "missing-value",
    "unknown-code",
    "unreadable-value",
    "unreadable-day",
    "ambiguous-number",
    "ambiguous-date",
    "impossible-value",
    "unusual-nominal",
    "out-of-range",
    "future-day",
    "duplicate-with-other-value",
    "duplicate-row",
    "impossible-record",
    "withdrawn-code",
    "inverse-pair-inconsistent",
)
_BANKS: Final[Mapping[str, str]] = {"kase": "KZT", "cba": "AMD", "cbar": "AZN", "tcmb": "TRY"}
_PRICED: Final = (
    *("USD", "EUR", "GBP", "CHF", "CNY", "JPY", "KRW", "INR", "CAD", "AUD", "SEK", "NOK", "DKK"),
    *("CZK", "HUF", "PLN", "HKD", "SGD", "THB", "MYR", "IDR", "ILS", "ZAR", "MXN", "BRL", "NZD"),
)
_CROSSED: Final = ("USD", "EUR", "GBP", "CHF", "CNY", "JPY", "SEK")
_DIGITS: Final = 6
_HALF: Final = 182  # days of a year


def cases() -> Iterator[Case]:
    """Compare time and memory."""
    given = frame()
    _agree(given)
    ours = seconds(partial(structure, given))
    for against, peer, limit in (
        ("dataframely, Schema.filter", by_dataframely, 1.2),
        ("pandera on polars, lazy", by_pandera, 1.0),
    ):
        yield Case(
            name="structure of 1,000,000 rates",
            against=against,
            ours=ours,
            peer=seconds(partial(peer, given)),
            limit=limit,
            rounds=9,
        )
    yield Case(
        name="all rules on 1,000,000 rates",
        against="structure alone",
        ours=seconds(partial(everything, given)),
        peer=ours,
        limit=2.5,
        rounds=9,
    )
    with TemporaryDirectory() as place:
        file = Path(place, "rates.arrow")
        given.write_ipc_stream(file)
        for against, name in (("dataframely", "by_dataframely"), ("pandera on polars", "by_pandera")):
            yield Case(
                name="peak above the frame, structure of 1,000,000 rates",
                against=against,
                ours=partial(_lifted, "structure", file),
                peer=partial(_lifted, name, file),
                limit=0.6,
                unit="bytes",
                rounds=3,
            )
        yield from _from_a_file(Path(place, "rates.csv"))


def structure(given: pl.DataFrame | Path) -> ca.validation.Report:
    """Hold the rules of structure against a table."""
    return ca.validate(given, "rates", only=structural(), today=_TODAY)


def everything(given: pl.DataFrame | Path) -> ca.validation.Report:
    """Hold all rules against a table."""
    return ca.validate(given, "rates", today=_TODAY)


def structural() -> list[str]:
    """Give the codes of the rules of structure."""
    return [code for code in _STRUCTURE if code in ca.rules.RULES["rates"]]


def _agree(given: pl.DataFrame) -> None:
    """Hold what all three count against each other, where they mean the same.

    Of two rows with one key we count the later, and the others both. Of quotes that contradict each other we tell the
    one that is to blame.
    """
    ours, theirs = structure(given).counts, by_dataframely(given)
    also = by_pandera(given)
    twice = ours["duplicate-with-other-value"]
    for mine, *others in (
        (ours["unknown-code"], theirs["base|check"] + theirs["quote|check"]),
        (ours["missing-value"], theirs["rate|nullability"] + theirs["quote|nullability"], also["not_nullable"]),
        (ours["unreadable-day"], theirs["is_day"], also["is_day"]),
        (ours["future-day"], theirs["is_past"], also["is_past"]),
        (ours["impossible-value"], theirs["rate|min_exclusive"], also["greater_than(0)"]),
        (ours["unusual-nominal"], theirs["nominal|is_in"], also["isin((1, 10, 100, 1000))"]),
        (ours["out-of-range"], theirs["rate|max"], also["less_than_or_equal_to(10000000.0)"]),
        (2 * twice, theirs["primary_key"], also["multiple_fields_uniqueness"]),
    ):
        if {mine} != set(others):
            raise AssertionError(ours, theirs, also)


def _from_a_file(file: Path) -> Iterator[Case]:
    """Write a CSV of ten times as many rows, and hold all rules against it in a process of its own."""
    with file.open("wb") as written:
        for copy in range(_COPIES):
            part = frame().with_columns(pl.col("source") + f"-{copy}")
            part.write_csv(written, include_header=not copy)
    taken: dict[str, float] = {}

    def once() -> float:
        taken["peak"], taken["time"] = _run(_ALONE.format(str(file), today=_TODAY))
        return taken["peak"]

    yield Case(
        name=f"peak of the process, all rules on a CSV of {_COPIES * len(frame()):,} rates",
        against="1,000 MB",
        ours=once,
        peer=partial(float, _ALLOWED),
        limit=1,
        unit="bytes",
        rounds=1,
    )
    yield Case(
        name="the same, its time",
        against="all rules on 1,000,000 rates in a frame",
        ours=lambda: taken["time"],
        peer=seconds(partial(everything, frame())),
        limit=None,
        rounds=1,
    )


_ALONE: Final = """
from pathlib import Path
from time import perf_counter
import centralasia as ca

start = perf_counter()
ca.validate({!r}, "rates", today={today!r})
spent = perf_counter() - start
lines = Path("/proc/self/status").read_text("ascii").splitlines()
print(next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), spent)
"""
"""Prints the most memory that the process ever had, in bytes, and the seconds; it loads none of the peers."""


def _run(program: str) -> list[float]:
    """Run a program in a process of its own, and give the figures that it prints."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program], check=True, capture_output=True, cwd=Path(__file__).parents[1]
    )
    return [float(each) for each in done.stdout.split()]


def _lifted(name: str, file: Path) -> float:
    return _run(f"from benchmarks.validation import lifted; print(lifted({name!r}, {str(file)!r}))")[0]


def lifted(name: str, file: str) -> int:
    """Give how far a validation lifts the memory of this process at most, in bytes; on Linux."""
    work: Callable[[pl.DataFrame], object] = globals()[name]
    given = pl.read_ipc_stream(file)
    work(given.head(1000))
    Path("/proc/self/clear_refs").write_text("5", "ascii")  # from here on the peak is counted anew
    before = _status("VmRSS")
    work(given)
    return _status("VmHWM") - before


def _status(name: str) -> int:
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))


@cache
def frame() -> pl.DataFrame:
    """Give the rows as texts and figures, with those that are bad."""
    return _spoilt(clean())


@cache
def clean() -> pl.DataFrame:
    """Make up rates in which nothing is wrong, day by day.

    Six digits of a price are printed at least; both directions of a pair agree by what is printed, and so do crosses.
    """
    codes = list(dict.fromkeys((*_PRICED, *_BANKS.values())))
    in_dollars = dict(zip(codes, _prices(codes), strict=True))
    named = [
        (source, *pair) for source, home in _BANKS.items() for code in _PRICED for pair in ((code, home), (home, code))
    ]
    named += [("market", *pair) for one, other in combinations(_CROSSED, 2) for pair in ((one, other), (other, one))]
    figures, nominals = zip(*[_printed(in_dollars[quote] / in_dollars[base]) for _, base, quote in named], strict=True)
    wide = {"source": 0, "base": 1, "quote": 2}
    return pl.DataFrame(
        {
            "date": _repeated([day.isoformat() for day in _days()], np.repeat(np.arange(_DAYS), len(named))),
            **{
                name: _repeated([each[place] for each in named], np.tile(np.arange(len(named)), _DAYS))
                for name, place in wide.items()
            },
            "rate": np.stack(figures, axis=1).reshape(-1),
            "nominal": np.tile(np.array(nominals, np.int64), _DAYS),
        }
    ).select("date", "base", "quote", "rate", "nominal", "source")


@cache
def _days() -> list[date]:
    return [_FIRST + timedelta(days=7 * week + day) for week in range(_DAYS // 5) for day in range(5)]


def _prices(codes: Sequence[str]) -> NDArray[np.float64]:
    """Make up what a dollar costs: near the yearly averages that ship, or near one; changed by 0.4 percent a day."""
    chance = np.random.default_rng(1)
    steps = chance.normal(0, 0.004, (_DAYS, len(codes)))
    off = np.zeros_like(steps)
    for day in range(1, _DAYS):
        off[day] = 0.99 * off[day - 1] + steps[day]
    found = np.exp(off.T + [_usual(code) for code in codes])
    found[codes.index("USD")] = 1
    return found


def _usual(code: str) -> NDArray[np.float64]:
    """Give the logarithms of a dollar's usual prices, as far as the package knows."""
    known = {rate.day + _HALF: float(rate.per_unit) for rate in _averages(code)}
    if not known:
        return np.zeros(_DAYS)
    days = [day.toordinal() for day in _days()]
    return np.interp(days, list(known), np.log([*known.values()]))


def _averages(code: str) -> list[ca.ExchangeRate]:
    return [] if code == "USD" else list(ca.embedded_rates().series("USD", code, kind="average"))


def _repeated(texts: Sequence[str], places: NDArray[np.intp]) -> pl.Series:
    return pl.Series(texts).gather(places)


def _printed(prices: NDArray[np.float64]) -> tuple[NDArray[np.float64], int]:
    """Give figures of so many digits, for as many units as it takes to have some before the point."""
    least = float(prices.min())
    nominal = next((each for each in NOMINALS if each * least >= 1), NOMINALS[-1])
    places = _DIGITS - 1 - int(np.floor(np.log10(least * nominal)))
    return np.round(prices * nominal, max(0, places)), nominal


def _spoilt(rates: pl.DataFrame) -> pl.DataFrame:
    """Make rows bad that have good ones on both sides."""
    chance = np.random.default_rng(2)
    rows = 3 * chance.choice(np.arange(1, len(rates) // 3), _OF_EACH * len(_KINDS), replace=False)
    for place, change in enumerate(_KINDS):
        bad = np.sort(rows[place * _OF_EACH : (place + 1) * _OF_EACH])
        at = pl.int_range(pl.len()).is_in(bad.tolist())
        rates = rates.with_columns(
            [pl.when(at).then(then).otherwise(pl.col(name)).alias(name) for name, then in change.items()]
        )
    return rates


_KINDS: Final[tuple[Mapping[str, pl.Expr], ...]] = (
    {"base": pl.lit("XQZ")},
    {"quote": pl.lit("KZZ")},
    {"quote": pl.lit(None)},
    {"rate": -pl.col("rate")},
    {"rate": pl.lit(None)},
    {"rate": pl.lit(1e14)},
    {"rate": pl.col("rate") * 1.05},
    {"nominal": pl.lit(7)},
    {"date": pl.col("date").str.replace(r"-\d\d-", "-13-")},
    {"date": pl.col("date").str.replace("^20", "21")},
    {name: pl.col(name).shift(1) for name in (*KEY, "nominal")} | {"rate": pl.col("rate").shift(1) * 1.0001},
)
