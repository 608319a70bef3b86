"""Frames converted batch by batch, with the kernels of frames in memory: exactly, and where amounts are texts."""

from collections import Counter
from collections.abc import Sequence
from threading import Lock
from typing import Any, Final, final

import attrs
import pyarrow as pa

from centralasia.arrays.calendars import Calendar, Pair, Question, Slot, Used
from centralasia.arrays.columns import arrow_of
from centralasia.arrays.kept import Kept
from centralasia.arrays.problems import Counts, Troubles
from centralasia.arrays.rows import Moneys, Work
from centralasia.engines.eager import Asked, amounts_in, asked_in, attach, converted, roles_of
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
        return self._asked.names

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
            self._roles = roles_of(self._asked, columns)
        return self._roles

    def __call__(self, batch: Any) -> Any:  # noqa: ANN401 - of any library
        """Convert a batch.

        Args:
            batch: A frame in memory of any library.
        """
        return self._converted(batch)[0]

    def _converted(self, batch: Any) -> tuple[Any, Troubles]:  # noqa: ANN401 - of any library
        frame = narwhals().from_native(batch, eager_only=True)
        asked, roles, count = self._asked, self._found(frame.columns), len(frame)

        def column(name: str) -> pa.ChunkedArray:
            return arrow_of(frame[name])

        is_nan_missing = frame.implementation.is_pandas_like()
        amounts = amounts_in(roles, column, scale=_DECIMALS, locale=asked.locale, nan_is_missing=is_nan_missing)
        sources, targets, times = asked_in(roles, column, count)
        targets = self._with_finest(targets, roles["to"])
        work = Work(self._question, count, sources, targets, times, self._compile, self._limit)
        done, made = converted(work, amounts, asked)
        problem = f"{asked.name}_problem"
        if problem in made:
            made[problem] = made[problem].cast(pa.string())  # not categories, which differ from batch to batch
        return attach(frame, made).to_native(), done.troubles

    def table(self, reader: pa.RecordBatchReader) -> tuple[pa.Table, Counts]:
        """Convert what a reader of Arrow gives, and hold the results in memory.

        Args:
            reader: The reader.

        Returns:
            The rows, and how many of them have no result.
        """
        made, counts = [self(reader.schema.empty_table())], Counter[str]()
        for batch in reader:
            rows, troubles = self._converted(pa.Table.from_batches([batch]))
            made.append(rows)
            counts.update(troubles.counts)
        table = pa.concat_tables(made)
        return table, Counts(len(table), counts)

    def _with_finest(self, targets: Moneys, name: object) -> Moneys:
        """Add to targets that differ one that gives all batches the same decimals."""
        if not (self._asked.exact and isinstance(name, str)):
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
