"""Clean bulletins of quotes, made up, and ways to spoil them: what the tests of diagnosis share."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from centralasia.diagnosis import Series, day_number

Floats = NDArray[np.float64]
Places = NDArray[np.intp]

NOMINALS = (1, 1, 1, 10, 100, 1000)


class Table:
    """Quotes as they are printed, in series of the same days."""

    def __init__(self, days: NDArray[Any], columns: Sequence[tuple[Floats, int, int]]) -> None:
        """Print prices of one unit, each column for its nominal and with its decimals."""
        self.length = len(days)
        self.days = np.tile(days, len(columns)).astype(np.int32)
        self.nominals = np.repeat([nominal for _, nominal, _ in columns], self.length)
        self.decimals = np.repeat([decimals for _, _, decimals in columns], self.length)
        self.values = np.concatenate([np.round(price * nominal, decimals) for price, nominal, decimals in columns])
        self.starts = np.arange(len(columns)) * self.length

    def copy(self) -> "Table":
        new = object.__new__(Table)
        vars(new).update({name: value.copy() if name != "length" else value for name, value in vars(self).items()})
        return new

    def put(self, rows: Places, values: Floats, decimals: Any, nominals: Any = None) -> "Table":
        """Print other figures in some rows of a copy."""
        new = self.copy()
        new.values[rows], new.decimals[rows] = values, decimals
        if nominals is not None:
            new.nominals[rows] = nominals
        return new

    def series(self) -> Series:
        half = 0.5 * 10.0**-self.decimals / self.values
        return Series(
            days=self.days,
            logs=np.log(self.values / self.nominals),
            half=half,
            starts=self.starts,
            nominals=self.nominals,
            decimals=self.decimals,
        )


def weekdays(count: int, first: date = date(2010, 1, 4)) -> NDArray[np.int64]:
    days = np.arange(2 * count) + day_number(first)
    working = days[(days + 3) % 7 < 5]
    return np.asarray(working[:count], np.int64)


def walk(random: np.random.Generator, count: int, volatility: float) -> Floats:
    """The logarithm of a price that goes up and down, with a few large days as there are in markets."""
    return np.asarray(np.cumsum(random.standard_t(5, count) * volatility / 1.3), np.float64)


def bulletins(count: int, length: int, seed: int = 1, *, volatility: tuple[float, float] = (0.001, 0.01)) -> Table:
    random = np.random.default_rng(seed)
    columns = []
    for _ in range(count):
        middle = random.uniform(np.log(0.01), np.log(12_000.0))
        price = np.exp(middle + walk(random, length, random.uniform(*volatility)))
        nominal = int(random.choice(NOMINALS)) if middle < np.log(30.0) else 1
        digits = int(random.integers(4, 7))
        decimals = int(np.clip(digits - 1 - np.floor(np.log10(np.median(price) * nominal)), 0, 8))
        columns.append((price, nominal, decimals))
    return Table(weekdays(length), columns)


@pytest.fixture(scope="session")
def made_up() -> Callable[..., Table]:
    return bulletins


@pytest.fixture(scope="session")
def table_of() -> type[Table]:
    return Table
