from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import InvalidValueError, UnknownCodeError, WrongTypeError
from centralasia.periods import period
from centralasia.rates import ExchangeRate, RateTable
from centralasia.reference import publication_calendar
from centralasia.store import Store
from centralasia.validation import Severity, missing_bulletins


def rate(day: str, source: str = "ecb") -> ExchangeRate:
    return ExchangeRate(base="EUR", quote="USD", value="1.08", on=day, source=source)


class TestGaps:
    def test_a_gap_is_an_information_with_all_of_its_days(self) -> None:
        report = missing_bulletins(["2024-04-26", "2024-04-30", "2024-05-06"], "ecb")
        assert [(found.code, found.severity, found.message) for found in report] == [
            ("no-bulletin", Severity.INFO, "no bulletin of ecb of 2024-04-29, where one is expected"),
            ("no-bulletin", Severity.INFO, "no bulletin of ecb from 2024-05-02 to 2024-05-03, where 2 are expected"),
        ]
        assert report.ok
        assert report.facts == {
            "publisher": "ecb",
            "since": "2024-04-26",
            "until": "2024-05-07",
            "days_missing": 3,
            "days_not_known": 0,
        }

    def test_only_rates_of_the_publisher_count(self) -> None:
        average = ExchangeRate(
            base="EUR", quote="USD", value="1.08", on=period("2024-04"), kind="average", source="ecb"
        )
        table = RateTable.of([rate("2024-04-29"), rate("2024-04-30", "nbk"), rate("2024-05-02"), average])
        assert missing_bulletins(table, "ecb").facts["days_missing"] == 1

    def test_a_rate_stands_for_all_days_of_its_validity(self) -> None:
        weekly = ExchangeRate(base="TJS", quote="KGS", value="8.1", on="2026-08-01", until="2026-08-08", source="nbkr")
        assert missing_bulletins([weekly], "nbkr", until="2026-08-10").facts["days_missing"] == 2

    def test_a_store_is_asked_for_the_publisher(self, tmp_path: Path) -> None:
        with Store(tmp_path / "rates.db") as store:
            store.add([rate("2024-04-29"), rate("2024-04-30", "nbk"), rate("2024-05-02")])
            assert missing_bulletins(store, "ecb").facts["days_missing"] == 1

    def test_days_that_are_not_known_are_no_gaps(self) -> None:
        report = missing_bulletins([], "cbr", since="1999-06-01", until="1999-06-11")
        assert (len(report), report.facts["days_not_known"]) == (0, 10)

    def test_what_cannot_be_asked_is_refused(self) -> None:
        with pytest.raises(InvalidValueError, match="have must be something at hand"):
            missing_bulletins([], "ecb")
        with pytest.raises(UnknownCodeError):
            missing_bulletins([], "ecbb", since="2024-01-01", until="2024-02-01")
        with pytest.raises(WrongTypeError, match="have must be made of rates or days"):
            missing_bulletins([3], "ecb")  # type: ignore[list-item]  # which is the point


class TestLaws:
    @given(st.sets(st.integers(0, 60)))
    def test_what_is_missing_and_what_is_at_hand_are_all_that_is_expected(self, numbers: set[int]) -> None:
        have = [date(2024, 3, 1) + timedelta(number) for number in numbers]
        report = missing_bulletins(have, "ecb", since="2024-03-01", until="2024-05-01")
        expected = set(publication_calendar("ecb").days("2024-03-01", "2024-05-01"))
        assert report.facts["days_missing"] == len(expected - set(have))
