"""What an answer means: of which day it is, what it settles, and what is to be said about it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Final, final

import attrs

from centralasia.errors import CentralAsiaError, ReaderError
from centralasia.feeds.answers import Answer, Fault
from centralasia.feeds.endpoints import Endpoint, Outcome, Question, Verdict
from centralasia.periods import Period
from centralasia.rates import ExchangeRate
from centralasia.readers.contents import Document
from centralasia.readers.forms import Readout
from centralasia.readers.registry import reader
from centralasia.validation import Problem, Report, Severity

__all__ = ["ASK_AGAIN", "Found", "judged", "settled_days"]

ASK_AGAIN: Final = "ask again with the same call: of what a store has, nothing is asked for twice"
_ANOTHER_WAY: Final = "get the documents in another way, and read them with read_rates"
_A_DAY: Final = timedelta(1)
_LONGEST_HOLIDAYS: Final = timedelta(31)  # no bulletin holds on for longer
_EMPTY: Final = frozenset({b"[]", b"{}", b"null"})  # says that a day has no bulletin, and nothing about a span
_FOLLOWED: Final = frozenset({"more-pages"})  # findings of readers that are dealt with here
_FOR_GOOD: Final = frozenset({"refused", "untrusted", "redirected"})  # faults that time does not mend


@final
@attrs.frozen(kw_only=True)
class Found:
    """What came of one question.

    Attributes:
        question: What was asked.
        verdict: What the plan is told.
        rates: The quotes that came.
        problems: What is to be said, beside what the reader says.
        of_reader: What the reader says.
        data: The document.
        settled: How it ended for days, where the answer itself settles them.
        whole: Whether the answer can settle the days of its span.
    """

    question: Question
    verdict: Verdict
    rates: Collection[ExchangeRate] = ()
    problems: tuple[Problem, ...] = ()
    of_reader: tuple[Problem, ...] = ()
    data: bytes | None = None
    settled: tuple[tuple[date, Outcome], ...] = ()
    whole: bool = False


def judged(endpoint: Endpoint, question: Question, answer: Answer | Fault, *, today: date) -> Found:
    """Judge an answer.

    Args:
        endpoint: Who answers.
        question: What was asked.
        answer: What came.
        today: The day on which it was asked.
    """
    if isinstance(answer, Fault):
        fix = _ANOTHER_WAY if answer.code in _FOR_GOOD else ASK_AGAIN
        return _failed(question, answer.code, answer.message, cause=answer.cause, fix=fix)
    if answer.data is None or (question.span is None and answer.data.strip() in _EMPTY):
        return _nothing(endpoint, question, today)
    if endpoint.page is None and Document(answer.data).is_html:
        message = f"a page of HTML came, where a document was expected; it is said to be {answer.content_type!r}"
        cause = "a page about an error or about maintenance, or one that keeps programs out"
        return _failed(question, "wrong-content", message, cause=cause, fix=ASK_AGAIN)
    return _of_document(endpoint, question, answer, answer.data, today)


def _of_document(endpoint: Endpoint, question: Question, answer: Answer, data: bytes, today: date) -> Found:
    """Judge an answer that looks like a document."""
    try:
        rates, report = (question.read or _by_name(endpoint))(data, question.url)
    except CentralAsiaError as error:
        reason = f"{error.place}: {error.reason}" if isinstance(error, ReaderError) else str(error)
        return _unreadable(endpoint, question, answer, reason)
    if question.keep is not None:
        first, last = question.keep[0].toordinal(), question.keep[1].toordinal()
        rates = [rate for rate in rates if first <= rate.day <= last]
    cut = bool(answer.half) or "cut-short" in report.counts
    if not rates and not cut and report.ok:
        return _nothing(endpoint, question, today, report.facts)
    found = _came(question, answer, rates, report)
    if question.on is None:
        return found
    if not found.whole:
        return attrs.evolve(found, settled=((question.on, "failed"),))
    return _of_day(endpoint, found, question.on, max([rate.day for rate in rates]), today=today)


def settled_days(span: tuple[date, date], rates: Iterable[ExchangeRate], final: date) -> list[tuple[date, Outcome]]:
    """Say of each day of a span whether there are quotes of it, up to the last day on which that is final."""
    seen: set[int] = set()
    for rate in rates:
        last = rate.on.end.toordinal() if isinstance(rate.on, Period) else rate.day
        seen.update(range(rate.day, last + 1))
    days = range(span[0].toordinal(), min(span[1], final).toordinal() + 1)
    return [(date.fromordinal(day), "read" if day in seen else "no-bulletin") for day in days]


def _by_name(endpoint: Endpoint) -> Callable[[bytes, str], Readout]:
    found = reader(endpoint.publisher)
    return lambda data, name: found.parse(data, name=name)


def _came(question: Question, answer: Answer, rates: Collection[ExchangeRate], report: Report) -> Found:
    told: tuple[Problem, ...] = ()
    if answer.half:
        told = (_problem(question, "half-answer", Severity.ERROR, f"{answer.half}; what came is kept", fix=ASK_AGAIN),)
    return Found(
        question=question,
        verdict=Verdict(outcome="read" if rates else "failed", facts=report.facts),
        rates=rates,
        problems=told,
        of_reader=tuple([each for each in report.problems if each.code not in _FOLLOWED]),
        data=answer.data,
        whole=bool(rates) and not answer.half and "cut-short" not in report.counts,
    )


def _of_day(endpoint: Endpoint, found: Found, on: date, ordinal: int, *, today: date) -> Found:
    """Compare the day that was asked for with the one that the answer is of."""
    day = date.fromordinal(ordinal)
    if day > on or on - day > _LONGEST_HOLIDAYS or (day != on and endpoint.answers_today):
        message = f"the answer is of {day}; its quotes are kept under their own days, and none under {on}"
        cause = "the day is outside of what the publisher has, and it answers with another one"
        told = _problem(found.question, "wrong-day", Severity.ERROR, message, cause=cause)
        verdict = Verdict(outcome="no-bulletin")
        return attrs.evolve(
            found, problems=(*found.problems, told), verdict=verdict, settled=((on, "failed"),), whole=False
        )
    settled = [(each, "read" if each == day else outcome) for each, outcome in _final(endpoint, (day, on), today)]
    told_of = found.problems
    if day != on:
        message = f"the bulletin of {day} answers, which still held"
        told_of = (*told_of, _problem(found.question, "other-day", Severity.INFO, message))
    verdict = attrs.evolve(found.verdict, answered=day)
    return attrs.evolve(found, problems=told_of, verdict=verdict, settled=tuple(settled))


def _final(endpoint: Endpoint, span: tuple[date, date], today: date) -> list[tuple[date, Outcome]]:
    return settled_days(span, (), today - endpoint.settles * _A_DAY)


def _nothing(
    endpoint: Endpoint, question: Question, today: date, facts: Mapping[str, Any] = MappingProxyType({})
) -> Found:
    """Say that the publisher has no bulletin, which is no error unless it has said that it has some."""
    if question.announced or facts.get("pages", 1) > 1:
        message = "the publisher says that there are quotes on this page, and none came"
        found = _failed(question, "unreadable-answer", message, fix=ASK_AGAIN)
        return attrs.evolve(found, verdict=attrs.evolve(found.verdict, facts=facts))
    return Found(
        question=question,
        verdict=Verdict(outcome="no-bulletin"),
        problems=(_problem(question, "no-bulletin", Severity.INFO, "there is no bulletin"),),
        settled=() if question.on is None else tuple(_final(endpoint, (question.on, question.on), today)),
        whole=True,
    )


def _unreadable(endpoint: Endpoint, question: Question, answer: Answer, reason: str) -> Found:
    """Say that an answer cannot be read. A page of the publisher without quotes is no sign that it is out of order."""
    message = f"what came cannot be read: {reason}" + (f"; {answer.half}" if answer.half else "")
    found = _failed(question, "unreadable-answer", message, fix=ASK_AGAIN)
    is_empty = endpoint.page is not None and not answer.half and endpoint.page.search(answer.data or b"") is not None
    return attrs.evolve(found, verdict=Verdict(outcome="no-bulletin")) if is_empty else found


def _failed(question: Question, code: str, message: str, *, cause: str | None = None, fix: str | None = None) -> Found:
    return Found(
        question=question,
        verdict=Verdict(outcome="failed"),
        problems=(_problem(question, code, Severity.ERROR, message, cause=cause, fix=fix),),
        settled=() if question.on is None else ((question.on, "failed"),),
    )


def _problem(
    question: Question, code: str, severity: Severity, message: str, *, cause: str | None = None, fix: str | None = None
) -> Problem:
    told = f"{question.about}: {message}, at {question.url}"
    return Problem(code=code, severity=severity, value=question.about, message=told, cause=cause, fix=fix)
