"""What a measurement is: two figures taken in turns, and how the first may compare with the second."""

import gc
import operator
import tracemalloc
from collections.abc import Callable
from statistics import median
from timeit import Timer
from typing import Literal, TypeVar, final

import attrs

Sample = Callable[[], float]
T = TypeVar("T")

_SHORTEST = 0.005  # seconds; below that the clock and the scheduler show


@final
@attrs.frozen(kw_only=True)
class Case:
    """Our figure beside a peer's.

    Each of `ours` and `peer` takes one measurement, in `unit`. `compare` makes of the two medians the figure that has
    to stay within `limit`; without a limit the row informs only.
    """

    name: str
    against: str
    ours: Sample
    peer: Sample
    limit: float | None
    unit: Literal["s", "bytes"] = "s"
    compare: Callable[[float, float], float] = operator.truediv
    rounds: int = 31


@final
@attrs.frozen(kw_only=True)
class Result:
    """The medians of one case."""

    case: Case
    ours: float
    peer: float

    @property
    def figure(self) -> float:
        """What is held against the limit."""
        return self.case.compare(self.ours, self.peer)

    @property
    def met(self) -> bool:
        """Whether the limit is kept, or none is set."""
        return self.case.limit is None or self.figure <= self.case.limit


def measure(case: Case, rounds: int | None = None) -> Result:
    """Take both figures in turns, changing who goes first, and give the medians."""
    ours: list[float] = []
    peer: list[float] = []
    turns = [(ours, case.ours), (peer, case.peer)]
    for _ in range(rounds or case.rounds):
        for figures, sample in turns:
            figures.append(sample())
        turns.reverse()
    return Result(case=case, ours=median(ours), peer=median(peer))


def seconds(work: str | Callable[[], object], *, calls: int = 1, **names: object) -> Sample:
    """Time one call of `work`, which itself makes `calls`, as often as it takes to be measurable.

    What takes less than a call of a function is given as a statement, with the `names` it uses.
    """
    timer = Timer(work, globals=names)
    repeats, spent = 1, timer.timeit(1)
    while spent < _SHORTEST:
        repeats *= 2
        spent = timer.timeit(repeats)
    return lambda: timer.timeit(repeats) / repeats / calls


def seconds_once(prepare: Callable[[], T], work: Callable[[T], object], *, calls: int = 1) -> Sample:
    """Time `work` on something new each time, whose preparation does not count."""

    def once() -> float:
        prepared = prepare()
        return Timer(lambda: work(prepared)).timeit(1) / calls

    return once


def peak_bytes(work: Callable[[], object]) -> Sample:
    """Trace the most memory that `work` and its result hold at a time."""

    def traced() -> float:
        gc.collect()
        tracemalloc.start()
        result = work()
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        del result
        return float(peak)

    return traced


def held_bytes(make: Callable[[int], object], count: int = 100_000) -> Sample:
    """Trace what one of `count` things made by `make` holds once all are made."""

    def traced() -> float:
        kept: list[object] = [None] * count
        gc.collect()
        tracemalloc.start()
        for index in range(count):
            kept[index] = make(index)
        held, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return held / count

    return traced
