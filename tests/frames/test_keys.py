"""Columns of periods as they come: of pandas, with any year's end, and as floats where one is missing."""

import warnings
from math import nan
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from centralasia import ExchangeRate, RateTable, frames, period
from centralasia.arrays.columns import arrow_of
from centralasia.frames.keys import period_reader
from centralasia.records.frames import narwhals

RATES = RateTable.of(
    [
        ExchangeRate(base="USD", quote="KZT", value=value, on=period(on), kind="average", source="made up")
        for on, value in (("2023", "400"), ("2022", "500"), ("2023-Q2", "410"), ("2024-Q1", "420"), ("2023-02", "430"))
    ]
)
FLOWS: dict[str, Any] = {"amount": "v", "currency": "USD", "to": "KZT", "period": "p", "rates": RATES, "exact": True}
MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
FREQUENCIES = ["D", "M", "2M", "W-SUN", "W-WED", *(f"{each}-{month}" for each in "QY" for month in MONTHS)]


def read(column: pd.Series) -> Any:
    (cell,) = arrow_of(narwhals().from_native(column, series_only=True)).to_pylist()
    return period_reader(None)(cell)


class TestPeriodsOfPandas:
    def test_a_quarter_of_a_year_that_ends_in_march_is_not_one_of_the_calendar(self) -> None:
        frame = pd.DataFrame({"p": pd.PeriodIndex(["2024Q1"], freq="Q-MAR"), "v": [1]})
        found = frames.to_period_average(frame, **FLOWS)
        assert found["converted"].tolist() == [410]
        assert found["p"].equals(frame["p"])
        asked = {field: value for field, value in FLOWS.items() if field != "period"}
        assert frames.convert(frame, **asked, on="p")["converted"].tolist() == [410]

    def test_a_year_that_ends_in_march_is_none(self) -> None:
        frame = pd.DataFrame({"p": pd.PeriodIndex(["2023", None], freq="Y-MAR"), "v": [1, 1]})
        _, report = frames.to_period_average(frame, **FLOWS, on_problem="report")
        assert report.counts == {"no-rate": 1, "missing-date": 1}
        assert {each.value for each in report} == {"2023", None}
        _, report = frames.shares_of_gdp(frame, amount="v", country="UZ", period="p", on_problem="report")
        assert report.counts == {"no-year": 1, "missing-period": 1}

    @pytest.mark.parametrize(
        ("cell", "frequency", "expected"),
        [("2024-03-01 10:00", "h", "2024-03-01"), ("2024-03-01 10:00:07", "s", "2024-03-01"), ("9999", "Y", "9999")],
    )
    def test_what_is_inside_of_a_day_is_the_day(self, cell: str, frequency: str, expected: str) -> None:
        assert read(pd.Series(pd.PeriodIndex([cell], freq=frequency))) == period(expected)

    def test_what_is_no_number_of_days_is_no_period(self) -> None:
        odd = pd.Series([pd.Period("2024-03-01", freq="36h"), pd.Period(ordinal=20_000, freq="Y")], dtype=object)
        frame = pd.DataFrame({"p": odd, "v": [1, 1]})
        _, report = frames.to_period_average(frame, **FLOWS, on_problem="report")
        assert report.counts == {"unreadable-date": 2}


class TestFloatsOfYears:
    def test_whole_ones_are_years_and_nan_is_missing(self) -> None:
        frame = pd.DataFrame({"p": [2023, None], "v": [1, 2]})
        found, report = frames.to_period_average(frame, **FLOWS, on_problem="report")
        assert found["converted"].tolist()[0] == 400
        assert report.counts == {"missing-date": 1}
        assert found["p"].equals(frame["p"])

    @pytest.mark.parametrize("library", [pd.DataFrame, pl.DataFrame, pa.table])
    def test_other_floats_are_none(self, library: Any) -> None:
        frame = library({"p": [2022.0, 2023.0, 2023.5, nan], "v": [4, 5, 6, 7]})
        found, report = frames.growth(frame, value="v", period="p", on_problem="report")
        odd = {"missing-period": 1, "unreadable-period": 1} if library is pd.DataFrame else {"unreadable-period": 2}
        assert report.counts == {"no-base": 1} | odd
        assert narwhals().from_native(found)["growth"].to_list()[1] == 0.25


class TestWhatAReportShows:
    def test_is_the_cell_and_not_what_it_was_read_as(self) -> None:
        days = pd.DataFrame({"p": pd.to_datetime(["2022-01-01", "2023-02-01"]), "v": [1, 1]})
        _, report = frames.to_period_average(days, **FLOWS, frequency="M", on_problem="report")
        assert [(each.code, each.value) for each in report] == [("no-rate", "2022-01-01 00:00:00")]

    @pytest.mark.parametrize("missing", [None, nan, pd.NA])
    def test_of_a_missing_text_is_nothing(self, missing: Any) -> None:
        frame = pd.DataFrame({"v": [1.0], "c": [missing], "d": [missing]})
        _, report = frames.restate(frame, amount="v", currency="c", on="2020-01-01", on_problem="report")
        assert [(each.code, each.value) for each in report] == [("missing-currency", None)]
        _, report = frames.growth(frame, value="v", period="d", on_problem="report")
        assert [(each.code, each.value) for each in report] == [("missing-period", None)]


class TestLaws:
    @settings(max_examples=40)
    @given(frequency=st.sampled_from(FREQUENCIES), ordinal=st.integers(-1_000, 3_000), as_object=st.booleans())
    def test_a_period_of_pandas_stands_for_its_days(self, frequency: str, ordinal: int, *, as_object: bool) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            cell = pd.Period(ordinal=ordinal, freq=frequency)
        found = read(pd.Series([cell], dtype=object if as_object else None))
        assert (found.start, found.end) == (cell.start_time.date(), cell.end_time.date())
