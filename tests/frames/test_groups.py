"""Growth and de-cumulation of groups: what is said of a row whose earlier figure cannot be used."""

from typing import Any

import polars as pl
import pytest

from centralasia import frames
from centralasia.errors import InvalidValueError, ValidationFailedError
from centralasia.frames import NoResultWarning

ASKED: dict[str, Any] = {"value": "v", "period": "p", "details": ["problem"]}


def problems(values: list[Any], periods: list[Any]) -> tuple[list[str | None], list[str]]:
    found, report = frames.growth(pl.DataFrame({"v": values, "p": periods}), **ASKED, on_problem="report")
    return found["growth_problem"].to_list(), [each.message for each in report if each.code == "bad-base"]


class TestAnEarlierFigure:
    def test_that_is_there_twice_is_an_error_of_the_later_one(self) -> None:
        codes, messages = problems(["1", "2", "3"], [2023, 2023, 2024])
        assert codes == ["period-twice", "period-twice", "bad-base"]
        text = "the figure it would be compared with cannot be used: the group has several figures of this period"
        assert messages == [text]

    def test_that_cannot_be_read_is_one_too(self) -> None:
        codes, messages = problems(["x", "3"], [2023, 2024])
        assert codes == ["unreadable-amount", "bad-base"]
        assert messages == ["the figure it would be compared with cannot be used: this is no figure"]

    def test_that_is_missing_is_none(self) -> None:
        assert problems([None, "3"], [2023, 2024])[0] == ["missing-amount", "no-base"]

    def test_that_can_be_read_once_is_taken(self) -> None:
        assert problems(["x", "2", "3"], [2023, 2023, 2024])[0] == ["unreadable-amount", "no-base", None]

    def test_is_asked_for_in_its_own_group_alone(self) -> None:
        frame = pl.DataFrame({"v": ["x", "3"], "p": [2023, 2024], "g": ["a", "b"]})
        found, _ = frames.growth(frame, **ASKED, by="g", on_problem="report")
        assert found["growth_problem"].to_list() == ["unreadable-amount", "no-base"]

    def test_warns_and_raises(self) -> None:
        frame = pl.DataFrame({"v": [1, 2, 3], "p": [2023, 2023, 2024]})
        with pytest.warns(NoResultWarning, match="3 of 3 rows have no result: 1 bad-base, 2 period-twice"):
            frames.growth(frame, value="v", period="p")
        with pytest.raises(ValidationFailedError, match="cannot be used"):
            frames.growth(frame, value="v", period="p", on_problem="raise")


def test_a_report_counts_rows_with_errors() -> None:
    frame = pl.DataFrame({"v": ["1", "x", "3"], "p": [2022, 2023, 2024]})
    _, report = frames.growth(frame, value="v", period="p", on_problem="report")
    assert report.counts == {"bad-base": 1, "no-base": 1, "unreadable-amount": 1}
    assert dict(report.facts) == {"rows": 3, "unconverted": 2}


def test_an_unreadable_figure_has_a_fix_by_its_locale() -> None:
    frame = pl.DataFrame({"v": ["USD 1"], "p": [2022]})
    _, report = frames.growth(frame, value="v", period="p", locale="ru", on_problem="report")
    assert [(each.message, str(each.fix)[:33]) for each in report] == [
        ("this is no figure", "write digits as the locale ru has")
    ]


@pytest.mark.parametrize(
    ("function", "more", "message"),
    [
        (frames.growth, {"places": 2}, "places must be left out, since it goes with exact=True"),
        (frames.growth, {"rounding": "up"}, "rounding must be left out, since it goes with exact=True"),
        (frames.growth, {"exact": "yes"}, "exact must be True or False, got 'yes'"),
        (frames.growth, {"name": ""}, "name must be the name of the new column"),
        (frames.decumulate, {"signed": "no"}, "signed must be True or False, got 'no'"),
        (frames.decumulate, {"exact": 1}, "exact must be True or False, got 1"),
        (frames.decumulate, {"name": None}, "name must be the name of the new column"),
        (frames.growth, {"value": "p"}, r"value must be a column of numbers, .*Column\(name='p', type='bool'\)"),
    ],
)
def test_what_cannot_be_asked(function: Any, more: dict[str, Any], message: str) -> None:
    frame = pl.DataFrame({"v": [1], "p": [True]})
    with pytest.raises(InvalidValueError, match=message):
        function(frame, **{"value": "v", "period": "p"} | more)


@pytest.mark.parametrize(
    ("function", "columns"),
    [
        (frames.shares_of_gdp, {"amount": "v", "country": "UZ", "period": "2023"}),
        (frames.mirror, {"sender_report": "v", "receiver_report": "v"}),
        (
            frames.mirror_flows,
            {"amount": "v", "origin": "v", "destination": "v", "reporter": "v", "period": "2023"},
        ),
        (frames.to_period_average, {"amount": "v", "currency": "KZT", "to": "USD", "period": "2023"}),
    ],
)
def test_floats_are_not_rounded_anywhere(function: Any, columns: dict[str, Any]) -> None:
    for more in ({"places": 2}, {"rounding": "up"}):
        with pytest.raises(InvalidValueError, match="must be left out, since it goes with exact=True"):
            function(pl.DataFrame({"v": [1]}), **columns, **more)
