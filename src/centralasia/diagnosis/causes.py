"""Causes: what may have happened to a quote, how each moves it, and which of them the figures speak for."""

from collections.abc import Iterable
from enum import IntEnum
from typing import Any, Final, NamedTuple, final

import attrs
import numpy as np
from numpy.typing import NDArray

from centralasia.diagnosis.breaks import Steps
from centralasia.diagnosis.series import Bools, Floats, Places, Series

__all__ = ["Cause", "Named", "Verdicts", "hypotheses", "name", "no_steps"]

DECADE: Final = float(np.log(10.0))
_MOST_DECADES: Final = 4
_FIT: Final = 0.25  # of the size of a step: by how much a quote may miss it
_SOON: Final = 2 * 365  # days around a redenomination on which both units are written
PARITY: Final = float(np.log(2.0))  # a price between a half and two is too near to its inverse to be told from it
_GROUP: Final = 3  # digits that a mark parts


@final
class Cause(IntEnum):
    """What a quote was found to be.

    Example:
        >>> Cause.NOMINAL_LOST.code, Cause.NOMINAL_LOST.is_named, Cause.SPIKE.is_named
        ('nominal-lost', True, False)
    """

    OK = 0
    NOMINAL_LOST = 1
    NOMINAL_TWICE = 2
    DECIMAL_COMMA_AS_GROUP = 3
    REDENOMINATED = 4
    INVERTED = 5
    DECIMAL_SHIFTED = 6
    SPIKE = 7
    LEVEL_SHIFT = 8
    REGIME_BREAK = 9
    DOUBTFUL = 10
    STALE_RUN = 11
    WRONG_CURRENCY = 12
    SWAPPED_COLUMNS = 13
    SIDES_SWAPPED = 14
    DAY_MONTH_SWAPPED = 15
    LOOK_AHEAD = 16
    TRIANGLE_INCONSISTENT = 17
    INVERSE_PAIR_INCONSISTENT = 18
    FAR_FROM_REFERENCE = 19

    @property
    def code(self) -> str:
        """The code of the finding."""
        return self.name.lower().replace("_", "-")

    @property
    def is_named(self) -> bool:
        """Whether it says what happened to the figure, so that the figure can be put right."""
        return Cause.NOMINAL_LOST <= self <= Cause.DECIMAL_SHIFTED

    @property
    def bit(self) -> int:
        """The bit that stands for it in a set of causes."""
        return 1 << self


@final
@attrs.frozen(kw_only=True, eq=False)
class Verdicts:
    """What was found about some quotes, each quote once and in order; of all others nothing was.

    Units:
        `corrected` and `expected` are logarithms, as those of the quotes.

    Attributes:
        rows: The places of the quotes.
        causes: The `Cause` of each, as its number.
        also: Other causes that would give the same figure, as a set of bits.
        corrected: What the quote is without its fault, NaN where that is not known.
        expected: What its neighbours, or what it is compared with, let one expect; NaN where there is nothing.
        events: The place in `Events.facts` of the break that explains it, -1 where none does.
        links: The place of the other quote that it was mixed up or compared with, -1 where there is none.

    Example:
        >>> verdicts = Verdicts.of([3], Cause.INVERTED, corrected=[6.1], expected=[6.09])
        >>> verdicts.having(Cause.INVERTED).rows.tolist(), len(verdicts.having(Cause.SPIKE).rows)
        ([3], 0)
    """

    rows: Places
    causes: NDArray[np.int8]
    also: NDArray[np.int32]
    corrected: Floats
    expected: Floats
    events: Places
    links: Places

    @classmethod
    def of(
        cls,
        rows: object,
        causes: object,
        *,
        also: object = 0,
        corrected: object = np.nan,
        expected: object = np.nan,
        events: object = -1,
        links: object = -1,
    ) -> "Verdicts":
        """Make verdicts of arrays, or of one value for all rows; they are put in order.

        Example:
            >>> Verdicts.of([4, 2], [Cause.SPIKE, Cause.DOUBTFUL]).causes.tolist()
            [10, 7]
        """
        places = np.asarray(rows, np.intp)
        order = np.argsort(places, kind="stable")

        def filled(values: object, kind: type) -> NDArray[np.generic]:
            return np.broadcast_to(np.asarray(values, kind), places.shape)[order]

        return cls(
            rows=places[order],
            causes=filled(causes, np.int8),  # type: ignore[arg-type]
            also=filled(also, np.int32),  # type: ignore[arg-type]
            corrected=filled(corrected, np.float64),  # type: ignore[arg-type]
            expected=filled(expected, np.float64),  # type: ignore[arg-type]
            events=filled(events, np.intp),  # type: ignore[arg-type]
            links=filled(links, np.intp),  # type: ignore[arg-type]
        )

    @classmethod
    def joined(cls, parts: "Iterable[Verdicts]") -> "Verdicts":
        """Join many, of which a later one holds where several speak of one row.

        Example:
            >>> Verdicts.joined([Verdicts.of([7], Cause.SPIKE), Verdicts.of([2, 7], Cause.INVERTED)]).causes.tolist()
            [5, 5]
        """
        given = list(parts)
        if not given:
            return cls.of([], Cause.OK)
        columns = {
            field.name: np.concatenate([getattr(each, field.name) for each in given]) for field in attrs.fields(cls)
        }
        _, last = np.unique(columns["rows"][::-1], return_index=True)
        kept = len(columns["rows"]) - 1 - last
        return cls(**{name: values[kept] for name, values in columns.items()})

    def __len__(self) -> int:
        return len(self.rows)

    def where(self, mask: Bools) -> "Verdicts":
        """Keep some of them.

        Example:
            >>> Verdicts.of([2, 4], Cause.SPIKE).where(np.array([False, True])).rows.tolist()
            [4]
        """
        return Verdicts(**{field.name: getattr(self, field.name)[mask] for field in attrs.fields(Verdicts)})

    def having(self, *causes: Cause) -> "Verdicts":
        """Keep those of some causes.

        Example:
            >>> len(Verdicts.of([2, 4], Cause.SPIKE).having(Cause.INVERTED))
            0
        """
        return self.where(np.isin(self.causes, causes))

    def under(self, others: "Verdicts") -> "Verdicts":
        """Add others, which hold where both speak of one row.

        Example:
            >>> both = Verdicts.of([2, 4], Cause.SPIKE).under(Verdicts.of([4], Cause.WRONG_CURRENCY))
            >>> both.rows.tolist(), both.causes.tolist()
            ([2, 4], [7, 12])
        """
        return Verdicts.joined([self, others]) if len(others) else self

    def put_right(self, series: Series) -> Series:
        """Give series in which these quotes are what they should be.

        Example:
            >>> series = Series(days=[0, 1], logs=[6.1, 10.7], half=[0, 0], starts=[0])
            >>> Verdicts.of([1], Cause.DECIMAL_SHIFTED, corrected=[6.1]).put_right(series).logs.tolist()
            [6.1, 6.1]
        """
        if not len(self):
            return series
        logs = series.logs.copy()
        logs[self.rows] = self.corrected
        return attrs.evolve(series, logs=logs)


@final
class Named(NamedTuple):
    """Causes of some quotes: the best, others that fit as well, and the quotes put right. OK stands for none."""

    causes: NDArray[np.int8]
    also: NDArray[np.int32]
    corrected: Floats


@final
class Hypotheses(NamedTuple):
    """What each of some quotes may be.

    Attributes:
        steps: By how much each cause would move each quote; NaN where it cannot be.
        scores: How strongly nominal and printed digits speak for it.
        causes: The cause of each column. The last is the inverse, of which the step depends on the level.
    """

    steps: Floats
    scores: Floats
    causes: NDArray[np.int8]


def no_steps() -> Steps:
    """Give the steps of series whose currencies are not known.

    Example:
        >>> len(no_steps().logs)
        0
    """
    return Steps(owners=np.empty(0, np.intp), days=np.empty(0, np.int32), logs=np.empty(0), older=np.empty(0, bool))


def hypotheses(series: Series, rows: Places, steps: Steps) -> Hypotheses:
    """List what some quotes may be, by their nominals, their printed digits and the currencies of their series.

    Args:
        series: The series.
        rows: The places of the quotes.
        steps: The ratios of older and newer units.

    Example:
        >>> won = Series(days=[0, 1], logs=[-1.18, 3.42], half=[0, 0], starts=[0], nominals=[100, 1])
        >>> found = hypotheses(won, np.array([1]), no_steps())
        >>> [Cause(cause).code for cause in found.causes[np.isclose(found.steps[0], np.log(100))]]
        ['nominal-lost', 'decimal-shifted']
    """
    owners = series.owners_of(rows)
    columns: list[tuple[Cause, Floats, Floats]] = []
    _add_nominals(columns, series, rows, owners)
    _add_digits(columns, series, rows, owners)
    ranks = range(int(np.bincount(steps.owners).max(initial=0)))
    for rank in ranks:
        ratio, day = (_step_of(steps, each, rank, len(series.starts))[owners] for each in (steps.logs, steps.days))
        soon = np.abs(series.days[rows] - day) < _SOON
        columns.append((Cause.REDENOMINATED, ratio, np.where(soon, 4.5, 2.5)))
    powers = (*range(-_MOST_DECADES, 0), *range(1, _MOST_DECADES + 1))
    columns += [(Cause.DECIMAL_SHIFTED, _all(rows, power * DECADE), _all(rows, 1.0)) for power in powers]
    columns.append((Cause.INVERTED, _all(rows, 0.0), _all(rows, 2.0)))
    return Hypotheses(
        np.column_stack([step for _, step, _ in columns]),
        np.column_stack([score for _, _, score in columns]),
        np.array([cause for cause, _, _ in columns], np.int8),
    )


def name(logs: Floats, levels: Floats, known: Hypotheses, *, tolerance: Floats, noise: Floats) -> Named:
    """Name what moved quotes away from what they should be.

    Args:
        logs: The quotes.
        levels: What each should be, as several guesses in columns; NaN for none.
        known: What each may be.
        tolerance: By how much a quote may miss a step.
        noise: What differences between misses tell nothing.

    Example:
        >>> dollar = Series(days=[0], logs=[-6.1], half=[0], starts=[0])
        >>> known = hypotheses(dollar, np.array([0]), no_steps())
        >>> small = np.array([0.03])
        >>> found = name(dollar.logs, np.array([[6.11]]), known, tolerance=small, noise=small)
        >>> Cause(found.causes[0]).code, found.corrected.tolist()
        ('inverted', [6.1])
    """
    off = logs[:, None] - levels
    misses, sizes = np.full(known.steps.shape, np.inf), np.abs(known.steps)
    for guess in range(levels.shape[1]):
        misses = np.fmin(misses, np.abs(off[:, guess, None] - known.steps))
    misses[:, -1] = np.fmin.reduce(np.abs(logs[:, None] + levels), axis=1)
    sizes[:, -1] = np.abs(2 * logs)
    fits = misses <= np.minimum(tolerance[:, None], _FIT * sizes)
    fits[:, -1] &= np.abs(logs) > PARITY
    misses[~fits] = np.inf
    best = misses.min(axis=1, initial=np.inf)
    near = fits & (misses <= (best + noise)[:, None])
    chosen = np.where(near, known.scores - misses * 1e-6, -np.inf).argmax(axis=1)
    some, each = near.any(axis=1), np.arange(len(logs))
    causes = np.where(some, known.causes[chosen], Cause.OK).astype(np.int8)
    bits = np.where(near, np.left_shift(1, known.causes.astype(np.int32)), 0)
    also = np.bitwise_or.reduce(bits, axis=1) & ~np.left_shift(1, causes.astype(np.int32))
    right = np.where(causes == Cause.INVERTED, -logs, logs - known.steps[each, chosen])
    return Named(causes, also.astype(np.int32), np.where(some, right, np.nan))


def _all(rows: Places, value: float) -> Floats:
    return np.full(len(rows), value)


def _step_of(steps: Steps, values: NDArray[Any], rank: int, count: int) -> Floats:
    """Give what is said of the so many'th step of each series, NaN where there are not so many."""
    found = np.full(count, np.nan)
    wanted = np.arange(len(steps.owners)) - np.searchsorted(steps.owners, steps.owners) == rank
    found[steps.owners[wanted]] = values[wanted]
    return found


_Columns = list[tuple[Cause, Floats, Floats]]


def _add_nominals(columns: _Columns, series: Series, rows: Places, owners: Places) -> None:
    """Add what a nominal that is lost, or divided by twice, does."""
    if series.nominals is None or series.usual_nominals is None:
        return
    here = np.log(series.nominals[rows].astype(np.float64))
    usual = np.log(series.usual_nominals[owners].astype(np.float64))
    lost, none = usual - here, np.nan
    signs = series.signs[owners]
    columns += [
        (Cause.NOMINAL_LOST, signs * np.where(lost > 0, lost, none), _all(rows, 5.0)),
        (Cause.NOMINAL_TWICE, signs * np.where(lost < 0, lost, none), _all(rows, 5.0)),
        # With the nominal still in its place the figure alone was multiplied, or divided, by it.
        (Cause.NOMINAL_LOST, signs * np.where(here > 0, here, none), _all(rows, 3.0)),
        (Cause.NOMINAL_TWICE, signs * np.where(here > 0, -here, none), _all(rows, 4.5)),
    ]


def _add_digits(columns: _Columns, series: Series, rows: Places, owners: Places) -> None:
    """Add what a mark that was read as another does."""
    if series.decimals is None or series.usual_decimals is None:
        return
    here, usual, none = series.decimals[rows], series.usual_decimals[owners], np.nan
    signs = series.signs[owners]
    before = series.decimals[np.maximum(rows - 1, series.starts[owners])]
    after = series.decimals[np.minimum(rows + 1, series.ends[owners] - 1)]
    for places, score in ((usual, 4.0), (before, 3.9), (after, 3.9)):  # which may differ as prices have fewer digits
        grouped = np.where((here == 0) & (places > 0), places * DECADE, none)
        columns.append((Cause.DECIMAL_COMMA_AS_GROUP, signs * grouped, _all(rows, score)))
    parted = np.where((here > 0) & (here <= _GROUP) & (usual == 0), -_GROUP * DECADE, none)
    columns.append((Cause.DECIMAL_COMMA_AS_GROUP, signs * parted, np.where(here == _GROUP, 4.0, 2.0)))
