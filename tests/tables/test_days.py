"""Days: a whole column decides how its members are read."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia import period
from centralasia.errors import InvalidValueError
from centralasia.periods import Period
from centralasia.tables import read_days
from centralasia.tables.days import Order

DAY = date(2024, 4, 3)


@pytest.mark.parametrize(
    ("text", "value", "form"),
    [
        ("2024-04-03", DAY, "Y-m-d"),
        (" 2024-04-03 ", DAY, "Y-m-d"),
        ("2024/04/03", DAY, "Y/m/d"),
        ("2024.04.03", DAY, "Y.m.d"),
        ("20240403", DAY, "Ymd"),
        ("03.04.2024", DAY, "d.m.Y"),
        ("3.4.2024", DAY, "d.m.Y"),
        ("2024-04-03T00:00:00", DAY, "Y-m-d"),
        ("2024-04-03 00:00", DAY, "Y-m-d"),
        ("03.04.2024 00:00:00", DAY, "d.m.Y"),
        ("23/04/2024", date(2024, 4, 23), "d/m/Y"),
        ("04/23/2024", date(2024, 4, 23), "m/d/Y"),
        ("23-04-2024", date(2024, 4, 23), "d-m-Y"),
        ("04/04/2024", date(2024, 4, 4), "d/m/Y"),
        ("3 апреля 2024", DAY, "words or periods"),
        ("3 сәуір 2024", DAY, "words or periods"),
        ("3-aprel 2024", DAY, "words or periods"),
        ("2024-Q3", period("2024-Q3"), "words or periods"),
        ("9 мес. 2024", period("2024-01/2024-09"), "words or periods"),
        ("2024", period("2024"), "words or periods"),
    ],
)
def test_a_day_that_has_one_reading(text: str, value: date | Period, form: str) -> None:
    found = read_days([text])
    assert found.values == [value]
    assert dict(found.forms) == {form: 1}
    assert found.ambiguous == found.unreadable == []


@pytest.mark.parametrize(
    "text",
    [
        "2024-13-01",
        "31.02.2024",
        "32/13/2024",
        "13/13/2024",
        "03.04.24",
        "tomorrow",
        "2024-04-03 14:30",
        "20240231",
        "45000",
        "2024-04-003",
    ],
)
def test_what_is_no_day(text: str) -> None:
    found = read_days([text])
    assert (found.values, found.unreadable, dict(found.forms)) == ([None], [0], {})


def test_blank_is_nothing_wrong() -> None:
    found = read_days(["", "  "])
    assert (found.values, found.unreadable, found.ambiguous) == ([None, None], [], [])


@pytest.mark.parametrize(
    ("teller", "order", "value"), [("14/04/2024", "dmy", DAY), ("04/14/2024", "mdy", date(2024, 3, 4))]
)
def test_members_with_one_reading_decide(teller: str, order: str, value: date) -> None:
    found = read_days(["03/04/2024", teller])
    assert (found.values[0], found.order) == (value, order)
    assert len(found.forms) == 1


def test_members_that_contradict_decide_nothing() -> None:
    found = read_days(["03/04/2024", "14/04/2024", "04/14/2024"])
    assert (found.values[0], found.order, found.ambiguous) == (None, None, [0])


def test_the_callers_word_decides() -> None:
    assert read_days(["03/04/2024"], order="mdy").values == [date(2024, 3, 4)]
    assert read_days(["03-04-2024"], order="dmy").forms == {"d-m-Y": 1}


def test_an_order_that_is_none() -> None:
    wrong: Order = "ymd"  # type: ignore[assignment]
    with pytest.raises(InvalidValueError, match="order must be 'dmy' or 'mdy'"):
        read_days([], order=wrong)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("45000", date(2023, 3, 15)),
        ("45000.0", date(2023, 3, 15)),
        ("61", date(1900, 3, 1)),
        ("60", None),
        ("9999999", None),
    ],
)
def test_serials_are_read_when_they_are_declared(text: str, value: date | None) -> None:
    assert read_days([text], serials=True).values == [value]


def test_findings() -> None:
    texts = [
        "2024-04-03",
        "03.04.2024",
        "03/04/2024",
        *[f"0{month}/0{day}/2024" for month in range(1, 10) for day in range(1, 4)],
    ]
    found = read_days(texts)
    problems = found.problems(texts, "on", row_of=lambda place: place + 2)
    assert [problem.code for problem in problems[:2]] == ["mixed-date-forms", "ambiguous-date"]
    assert problems[0].message == "days are written in 3 forms: Y-m-d (1), d.m.Y (1), d/m/Y (3)"
    assert (problems[1].row, problems[1].value, problems[1].column) == (4, "03/04/2024", "on")
    assert len(problems) == 21
    assert read_days(["2024-04-03"]).problems(["2024-04-03"], "on") == []


class TestLaws:
    @given(st.dates(min_value=date(1900, 1, 1)), st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%Y%m%d"]))
    def test_a_form_with_one_order_reads_as_what_it_was(self, day: date, form: str) -> None:
        if form == "%Y%m%d" and day.year > 2099:
            return
        assert read_days([day.strftime(form)]).values == [day]

    @given(
        st.lists(st.dates(min_value=date(1900, 1, 1)), min_size=1, max_size=6),
        st.sampled_from(["%d/%m/%Y", "%m/%d/%Y"]),
    )
    def test_no_day_is_read_as_another(self, days: list[date], form: str) -> None:
        found = read_days([day.strftime(form) for day in days])
        for day, value in zip(days, found.values, strict=True):
            assert value in (day, None)

    @given(st.lists(st.text("0123456789./- TQ", max_size=12), max_size=5))
    def test_every_text_is_a_day_or_doubtful_or_none(self, texts: list[str]) -> None:
        found = read_days(texts)
        for place, (text, value) in enumerate(zip(texts, found.values, strict=True)):
            said = (value is not None) + (place in found.ambiguous) + (place in found.unreadable)
            assert said == bool(text.strip())
