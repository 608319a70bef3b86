from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.feeds import ENDPOINTS
from centralasia.feeds.endpoints import Outcome, Question, Verdict, Wanted
from centralasia.feeds.plans import _years

TODAY = date(2026, 3, 11)
A_DAY = timedelta(1)
dates = st.dates(date(2024, 1, 1), TODAY)
spans = st.tuples(dates, dates).map(lambda pair: (min(pair), max(pair)))


def asked(name: str, wanted: Wanted, outcome: Outcome = "read") -> list[Question]:
    """Go through a plan whose questions all end alike."""
    plan = ENDPOINTS[name].plan(ENDPOINTS[name], wanted)
    questions: list[Question] = []
    try:
        question = next(plan.questions)
        while True:
            questions.append(question)
            question = plan.questions.send(Verdict(outcome=outcome))
    except StopIteration:
        return questions


@pytest.mark.parametrize("name", ENDPOINTS)
def test_the_latest_is_asked_for_with_few_questions(name: str) -> None:
    wanted = Wanted(days=None, today=TODAY, currencies=("KZT",) if name == "bis" else None)
    questions = asked(name, wanted)
    assert 1 <= len(questions) <= 2
    assert all(question.url.startswith(ENDPOINTS[name].base) for question in questions)
    assert all(question.topics == () or question.on is not None for question in questions)


@pytest.mark.parametrize("name", ENDPOINTS)
def test_nothing_is_asked_where_all_is_known(name: str) -> None:
    days = date(2026, 3, 1), date(2026, 3, 5)
    every = frozenset(days[0] + n * A_DAY for n in range(5))
    wanted = Wanted(days=days, today=TODAY, known=lambda _: every)
    plan = ENDPOINTS[name].plan(ENDPOINTS[name], wanted)
    assert (plan.total, list(plan.questions)) == (0, [])


@pytest.mark.parametrize("name", ENDPOINTS)
def test_what_is_done_grows_up_to_the_total(name: str) -> None:
    wanted = Wanted(days=(date(2024, 6, 1), date(2026, 3, 5)), today=TODAY)
    done = [question.done for question in asked(name, wanted)]
    assert done == sorted(done)
    assert done[0] == 0
    assert done[-1] < ENDPOINTS[name].plan(ENDPOINTS[name], wanted).total


class TestLaws:
    @given(spans, st.sets(dates), st.integers(0, 9))
    def test_every_day_is_known_or_asked_for_or_answered_by_a_later_question(
        self, days: tuple[date, date], known: set[date], back: int
    ) -> None:
        wanted = Wanted(days=days, today=TODAY, known=lambda _: frozenset(known))
        plan = ENDPOINTS["cbr"].plan(ENDPOINTS["cbr"], wanted)
        settled = set(known)
        question = next(plan.questions, None)
        while question is not None:
            assert question.on is not None
            assert question.on not in settled
            answered = question.on - timedelta(question.on.toordinal() % (back + 1))
            settled.update(answered + n * A_DAY for n in range((question.on - answered).days + 1))
            try:
                question = plan.questions.send(Verdict(outcome="read", answered=answered))
            except StopIteration:
                question = None
        assert settled >= {days[0] + n * A_DAY for n in range((days[1] - days[0]).days + 1)}

    @given(st.sets(dates))
    def test_years_have_every_missing_day_and_none_is_longer(self, missing: set[date]) -> None:
        chunks = list(_years(sorted(missing, reverse=True)))
        assert all(0 <= (last - first).days < 358 for first, last in chunks)
        assert all(any(first <= day <= last for first, last in chunks) for day in missing)
        assert [last for _, last in chunks] == sorted((last for _, last in chunks), reverse=True)

    @given(spans, st.sampled_from(["ecb", "cfets", "imf", "nbkr", "cba", "bis"]))
    def test_spans_settle_every_day_that_is_wanted(self, days: tuple[date, date], name: str) -> None:
        questions = asked(name, Wanted(days=days, today=TODAY))
        by_topic: dict[tuple[str, ...], set[date]] = {}
        for question in questions:
            assert question.span is not None
            first, last = question.span
            settled = by_topic.setdefault(question.topics, set())
            settled.update(first + n * A_DAY for n in range((last - first).days + 1))
        every = {days[0] + n * A_DAY for n in range((days[1] - days[0]).days + 1)}
        assert by_topic
        assert all(settled == every for settled in by_topic.values())
