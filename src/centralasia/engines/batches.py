"""Frames converted batch by batch, with the kernels of frames in memory: exactly, and where amounts are texts."""

from collections.abc import Sequence
from threading import Lock
from typing import Any, Final, final

import attrs
import pyarrow as pa

from centralasia.arrays.amounts import amounts_of
from centralasia.arrays.calendars import Calendar, Pair, Question, Slot, Used
from centralasia.arrays.columns import arrow_of
from centralasia.arrays.kept import Kept
from centralasia.arrays.rows import Moneys, Work, moneys_of, times_of
from centralasia.engines.eager import Asked, attach, column_named, converted, money_named, time_named
from centralasia.records.frames import narwhals
from centralasia.reference import currencies

__all__ = ["BATCH", "Batches"]

BATCH: Final = 262_144
"""Rows of a batch: enough to make little of what a batch costs, few enough for any memory."""
_DECIMALS: Final = 2  # that most floats have


@final
class Batches:
    """Converts batches of a frame, each by itself, in any order and in any number of threads.

    It can be pickled, and then starts without what it has worked out.
    """

    def __init__(self, asked: Asked, question: Question) -> None:
        """Begin with nothing worked out.

        Args:
            asked: The columns, and what is wanted.
            question: The rates, and how they answer.
        """
        self._asked, self._question = asked, question
        self._kept, self._lock = Kept(), Lock()
        self._roles: dict[str, Any] | None = None

    def __reduce__(self) -> tuple[type["Batches"], tuple[Asked, Question]]:
        """Send what is asked, not what was found."""
        return type(self), (self._asked, self._question)

    @property
    def names(self) -> list[str]:
        """The names of the new columns."""
        return [self._asked.name, *(f"{self._asked.name}_{name}" for name in dict.fromkeys(self._asked.details))]

    def reads(self, columns: Sequence[str]) -> list[str]:
        """Give the names of the columns that decide what a row is converted to.

        Args:
            columns: The columns there are, the same for all batches.

        Raises:
            InvalidValueError: One is not there.
        """
        return [*dict.fromkeys(name for name in self._found(columns).values() if isinstance(name, str))]

    def _found(self, columns: Sequence[str]) -> dict[str, Any]:
        """Find the columns, once: to see that a name is no currency takes as long as to convert many rows."""
        if self._roles is None:
            asked = self._asked
            self._roles = {
                "amount": column_named(asked.amount, columns, "amount"),
                "currency": money_named(asked.currency, columns, "currency"),
                "to": money_named(asked.to, columns, "to"),
                "on": time_named(asked.on, columns),
            }
        return self._roles

    def __call__(self, batch: Any) -> Any:  # noqa: ANN401 - of any library
        """Convert a batch.

        Args:
            batch: A frame in memory of any library.
        """
        frame = narwhals().from_native(batch, eager_only=True)
        asked, found, count = self._asked, self._found(frame.columns), len(frame)

        def column(role: str) -> Any:  # noqa: ANN401 - a column, or what stands for all rows
            name = found[role]
            return arrow_of(frame[name]) if isinstance(name, str) else name

        amounts = amounts_of(
            column("amount"),
            scale=_DECIMALS,
            locale=asked.locale,
            nan_is_missing=frame.implementation.is_pandas_like(),
        )
        work = Work(
            self._question,
            count,
            moneys_of(column("currency")),
            self._targets(column("to")),
            times_of(column("on"), count),
            self._compile,
            self._limit,
        )
        _, made = converted(work, amounts, asked)
        problem = f"{asked.name}_problem"
        if problem in made:
            made[problem] = made[problem].cast(pa.string())  # not categories, which differ from batch to batch
        return attach(frame, made).to_native()

    def table(self, reader: pa.RecordBatchReader) -> pa.Table:
        """Convert what a reader of Arrow gives, and hold the results in memory.

        Args:
            reader: The reader.
        """
        made = [self(reader.schema.empty_table())]
        made.extend(self(pa.Table.from_batches([batch])) for batch in reader)
        return pa.concat_tables(made)

    def _targets(self, column: Any) -> Moneys:  # noqa: ANN401 - a currency or a column
        """Read the targets; where they differ, with one more that gives all batches the same decimals."""
        targets = moneys_of(column)
        if not (self._asked.exact and isinstance(column, pa.ChunkedArray)):
            return targets
        finest = max(currencies().values(), key=lambda each: each.minor_unit or 0)
        return attrs.evolve(targets, known=[*targets.known, finest], missing=[*targets.missing, False])

    def _compile(self, asked: Question, pairs: Sequence[Pair], *, slots: Sequence[Slot], used: Used) -> Calendar:
        with self._lock:
            return self._kept.calendar(asked, pairs, slots=slots, used=used)

    def _limit(
        self, asked: Question, pairs: Sequence[Pair], *, slots: Sequence[Slot], used: Used
    ) -> tuple[Calendar, Calendar]:
        with self._lock:
            return self._kept.limits(asked, pairs, slots=slots, used=used)
