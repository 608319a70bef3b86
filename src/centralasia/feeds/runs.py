"""A run: a thread for each publisher asks, and the thread of the caller takes what comes, keeps it and tells of it."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Any, Final, Protocol, final, runtime_checkable

import attrs

from centralasia.feeds.answers import Fault
from centralasia.feeds.clients import Client
from centralasia.feeds.endpoints import Endpoint, Outcome, Plan, Question
from centralasia.feeds.findings import RunFindings
from centralasia.feeds.judging import ASK_AGAIN, Found, judged, settled_days
from centralasia.feeds.manners import Manners
from centralasia.periods import Period
from centralasia.rates import ExchangeRate
from centralasia.rates.quotes import SeriesKey
from centralasia.validation import Problem, Severity

__all__ = ["Job", "Keeper", "Run"]

_NOTHING_IN_A_ROW: Final = 31  # days; no holidays are longer, and archives begin somewhere
_LOOK: Final = 0.1  # seconds between looks whether the caller wants no more
_GRACE: Final = 2.0  # seconds for a thread to end; its connection is broken off already


@runtime_checkable
class Keeper(Protocol):
    """What keeps quotes and knows what was asked: a `Store`, or anything like it."""

    def add(self, rates: Iterable[ExchangeRate], *, document: bytes | None = None, title: str = "") -> Any:  # noqa: ANN401 - `Added`, of a room beside
        """Keep quotes, and say how many were new, known and revised."""

    def remember(self, publisher: str, asked: Iterable[date], *, outcome: Outcome) -> None:
        """Note how it ended to ask for some days."""

    def asked(self, publisher: str, *, outcome: Outcome | None = None) -> frozenset[date]:
        """Give the days that were asked for."""


@final
@attrs.frozen
class Job:
    """What one publisher is asked."""

    endpoint: Endpoint
    plan: Plan


@final
@attrs.frozen
class _Came:
    publisher: str
    found: Found


@final
@attrs.frozen
class _Step:
    publisher: str
    done: int


@final
@attrs.frozen
class _Ended:
    """How the thread of a publisher ended: with all asked, or not, and why not."""

    publisher: str
    complete: bool = False
    problem: Problem | None = None
    error: Exception | None = None


_Events = SimpleQueue[_Came | _Step | _Ended]


@final
class _Worker(Thread):
    """Asks one publisher, question by question."""

    def __init__(self, job: Job, manners: Manners, events: _Events, *, stop: Event, today: date) -> None:
        super().__init__(name=f"centralasia-fetch-{job.endpoint.publisher}", daemon=True)
        self._job = job
        self._manners = manners
        self._events = events
        self._stop_asking = stop
        self._today = today
        self.client = Client(job.endpoint, manners, stop)

    def run(self) -> None:
        publisher = self._job.endpoint.publisher
        try:
            ended = self._ask_all(publisher)
        except Exception as error:  # noqa: BLE001 - handed to the thread of the caller, which raises it
            ended = _Ended(publisher, error=error)
        finally:
            self.client.close()
        self._events.put(ended)

    def _ask_all(self, publisher: str) -> _Ended:
        plan, failures, nothing, unreached = self._job.plan, 0, 0, True
        question = next(plan.questions)
        while True:
            self._events.put(_Step(publisher, question.done))
            answer = self.client.ask(question)
            if isinstance(answer, Fault) and self._stop_asking.is_set():
                return _Ended(publisher)
            found = judged(self._job.endpoint, question, answer, today=self._today)
            self._events.put(_Came(publisher, found))
            outcome = found.verdict.outcome
            failures = failures + 1 if outcome == "failed" else 0
            unreached = unreached and isinstance(answer, Fault) and answer.unreached
            nothing = nothing + 1 if outcome == "no-bulletin" and question.on is not None else 0
            try:
                question = plan.questions.send(found.verdict)
            except StopIteration:
                break
            problem = self._reason_to_give_up(question, failures, nothing, unreached=unreached)
            if problem is not None:
                return _Ended(publisher, problem=problem)
        self._events.put(_Step(publisher, plan.total))
        return _Ended(publisher, complete=True)

    def _reason_to_give_up(self, question: Question, failures: int, nothing: int, *, unreached: bool) -> Problem | None:
        left = (
            f"{self._job.plan.total - question.done:,} of {self._job.plan.total:,} are left, from {question.about} on"
        )
        if unreached:
            message = f"it could not be reached, and no more is asked; {left}"
            return Problem(code="gave-up", severity=Severity.ERROR, message=message, fix=ASK_AGAIN)
        if failures >= self._manners.give_up_after:
            message = f"nothing of use came {failures} times in a row, and no more is asked; {left}"
            return Problem(code="gave-up", severity=Severity.ERROR, message=message, fix=ASK_AGAIN)
        if nothing >= _NOTHING_IN_A_ROW:
            message = f"no bulletin on {nothing} days in a row, and no more is asked; {left}"
            cause = "the archive begins later than the days that are wanted"
            fix = "ask for the days before by themselves, with until="
            return Problem(code="gave-up", severity=Severity.WARNING, message=message, cause=cause, fix=fix)
        return None


@final
@attrs.define
class _Group:
    """The answers about one span, which is settled once all of them have come."""

    question: Question
    rates: list[ExchangeRate] = attrs.field(factory=list)
    whole: bool = True

    def has(self, question: Question) -> bool:
        return (self.question.span, self.question.topics) == (question.span, question.topics)


@final
class Run:
    """Takes what comes from all publishers, in the thread of the caller."""

    def __init__(
        self,
        jobs: Iterable[Job],
        findings: RunFindings,
        *,
        store: Keeper | None,
        keep_documents: bool,
        today: date,
    ) -> None:
        """Prepare; nothing is asked yet.

        Args:
            jobs: Whom to ask, and what.
            findings: Takes what is found.
            store: Keeps what comes.
            keep_documents: Whether it keeps the documents too.
            today: The day on which it is asked.
        """
        self._jobs = {job.endpoint.publisher: job for job in jobs}
        self._findings = findings
        self._store = store
        self._keep_documents = keep_documents
        self._today = today
        self._events: _Events = SimpleQueue()
        self._stop = Event()
        self._workers: list[_Worker] = []
        self._left = dict.fromkeys(self._jobs, 0)  # units done, of those that have not ended
        self._groups: dict[str, _Group] = {}
        self._rates: dict[tuple[SeriesKey, date | Period], ExchangeRate] = {}
        self._has_all = True  # of what came, nothing is lost

    @property
    def rates(self) -> Iterable[ExchangeRate]:
        """The quotes that came, each once."""
        return self._rates.values()

    def ask(
        self, manners: Manners, *, progress: Callable[[str, int, int], object] | None, cancel: Event | None
    ) -> None:
        """Ask all publishers at the same time, until all are asked or the caller wants no more.

        Args:
            manners: How to speak to them.
            progress: Is told the publisher, how much is done and how much there is.
            cancel: Is set where the caller wants no more.
        """
        if cancel is not None and cancel.is_set():
            self._stop.set()
        try:
            for job in self._jobs.values():
                worker = _Worker(job, manners, self._events, stop=self._stop, today=self._today)
                worker.start()
                self._workers.append(worker)
            self._take_all(progress, cancel)
            self._end()
            self._take_what_came()
        except BaseException:
            self._end()
            self._save_what_came()
            raise
        for publisher, done in self._left.items():
            total = self._jobs[publisher].plan.total
            message = f"cancelled; {total - done:,} of {total:,} are left"
            told = Problem(code="cancelled", severity=Severity.WARNING, message=message, fix=ASK_AGAIN)
            self._findings.note(publisher, told)

    def _take_all(self, progress: Callable[[str, int, int], object] | None, cancel: Event | None) -> None:
        while self._left and not (cancel is not None and cancel.is_set()):
            try:
                event = self._events.get(timeout=_LOOK)
            except Empty:  # pragma: no cover - comes when a publisher is slow
                continue
            self._take(event)
            if progress is not None and isinstance(event, _Step):
                progress(event.publisher, event.done, self._jobs[event.publisher].plan.total)

    def _take_what_came(self) -> None:
        while not self._events.empty():
            self._take(self._events.get())

    def _save_what_came(self) -> None:
        """Keep what is left after an error, of which the caller is told; one of the store itself ends this too.

        What was being kept when it happened may be lost, so that no span is settled any more.
        """
        self._has_all = False
        with suppress(Exception):
            while not self._events.empty():
                event = self._events.get()
                if isinstance(event, _Came):
                    self._keep(event.publisher, event.found)

    def _end(self) -> None:
        """End all threads. What they wait for is broken off; one that cannot be reached ends with its time-out."""
        self._stop.set()
        for worker in self._workers:
            worker.client.abort()
        for worker in self._workers:
            worker.join(_GRACE)

    def _take(self, event: _Came | _Step | _Ended) -> None:
        if isinstance(event, _Step):
            self._left[event.publisher] = event.done
        elif isinstance(event, _Came):
            self._keep(event.publisher, event.found)
        else:
            self._close(event)

    def _close(self, ended: _Ended) -> None:
        if ended.error is not None:
            raise ended.error
        if ended.complete:
            self._settle(ended.publisher)
        if ended.complete or ended.problem is not None:
            del self._left[ended.publisher]
        if ended.problem is not None:
            self._findings.note(ended.publisher, ended.problem)

    def _keep(self, publisher: str, found: Found) -> None:
        """Put down what came of one question: findings, quotes, and what need not be asked again."""
        question = found.question
        for problem in found.problems:
            self._findings.note(publisher, problem)
        self._findings.of_document(publisher, question.url, found.of_reader)
        if found.rates:
            self._add(publisher, found)
        for outcome in dict.fromkeys([outcome for _, outcome in found.settled]):
            self._remember(question.topics, [day for day, each in found.settled if each == outcome], outcome)
        if question.span is not None:
            group = self._groups.get(publisher)
            if group is None or not group.has(question):
                self._settle(publisher)
                group = self._groups[publisher] = _Group(question)
            group.rates += found.rates
            group.whole = group.whole and found.whole

    def _add(self, publisher: str, found: Found) -> None:
        self._findings.count(publisher, "documents")
        if self._store is not None:
            document = found.data if self._keep_documents else None
            added = self._store.add(found.rates, document=document, title=found.question.url)
            for what in ("new", "revised"):
                self._findings.count(publisher, what, getattr(added, what, 0))
        for rate in found.rates:
            before = self._rates.setdefault((rate.key, rate.on), rate)
            if before is not rate and before.per_unit != rate.per_unit:
                self._tell_of_conflict(publisher, found.question, before, rate)

    def _tell_of_conflict(self, publisher: str, question: Question, first: ExchangeRate, second: ExchangeRate) -> None:
        message = f"{first}, and {second.value} per {second.nominal} too, at {question.url}; the first is in the table"
        cause = "two documents that differ, or a correction while they were asked for"
        told = Problem(
            code="conflicting-quotes", severity=Severity.ERROR, value=f"{second.value:f}", message=message, cause=cause
        )
        self._findings.note(publisher, told)

    def _settle(self, publisher: str) -> None:
        """Put down the days of a span of which all answers have come whole."""
        group = self._groups.pop(publisher, None)
        if group is None or not (group.whole and self._has_all) or group.question.span is None:
            return
        final = date.fromordinal(self._today.toordinal() - self._jobs[publisher].endpoint.settles)
        days = settled_days(group.question.span, group.rates, final)
        for outcome in ("read", "no-bulletin"):
            self._remember(group.question.topics, [day for day, each in days if each == outcome], outcome)
        without = sum(outcome == "no-bulletin" for _, outcome in days)
        if without and group.rates:
            message = f"{group.question.about}: no bulletin on {without:,} of {len(days):,} days, weekends among them"
            told = Problem(code="no-bulletin", severity=Severity.INFO, value=group.question.about, message=message)
            self._findings.note(publisher, told)

    def _remember(self, topics: Iterable[str], days: list[date], outcome: Outcome) -> None:
        if self._store is not None and days:
            for topic in topics:
                self._store.remember(topic, days, outcome=outcome)
