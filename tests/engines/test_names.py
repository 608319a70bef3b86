"""Names of columns in engines that ignore the case of letters: a column that has a new name gives its place up."""

from typing import Any

import duckdb
import ibis
import narwhals as nw
import pyarrow as pa
import pytest

from centralasia import ExchangeRate, RateTable
from centralasia.engines.eager import Asked
from centralasia.engines.names import respelled, small_letters
from centralasia.errors import InvalidValueError
from centralasia.frames import convert
from centralasia.numbers import Rounding

DAY = "2024-03-01"
RATES = RateTable.of([ExchangeRate(base="USD", quote="KZT", value=500, on=DAY, source="made up")])
ASKED: dict[str, Any] = {"amount": "a", "currency": "c", "to": "KZT", "on": DAY, "rates": RATES}
ROWS = pa.table({"a": [100.0], "c": ["USD"], "Converted": [42.0], "CONVERTED_Rate": [43.0], "Сумма": ["x"]})


def made(engine: str, table: pa.Table = ROWS) -> Any:
    if engine == "ibis":
        return ibis.memtable(table)
    connection = duckdb.connect()
    connection.register("given", table)
    return connection.table("given")


def read(frame: Any) -> dict[str, Any]:
    """Give the one row of a frame, by the names of its columns."""
    table = nw.from_native(frame).lazy().collect("pyarrow").to_native()
    (row,) = table.to_pylist()
    assert list(row) == table.column_names
    return {name: float(cell) if not isinstance(cell, str) else cell for name, cell in row.items()}


@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize("engine", ["duckdb", "ibis"])
class TestLaws:
    def test_an_old_column_is_never_passed_off_as_the_result(self, engine: str, *, exact: bool) -> None:
        found = read(convert(made(engine), **ASKED, exact=exact))
        assert found == {"a": 100, "c": "USD", "converted": 50_000, "CONVERTED_Rate": 43, "Сумма": "x"}
        found = read(convert(made(engine), **ASKED, exact=exact, details=["rate"]))
        assert found == {"a": 100, "c": "USD", "converted": 50_000, "converted_rate": 500, "Сумма": "x"}

    def test_a_column_that_is_read_may_be_the_one_that_is_replaced(self, engine: str, *, exact: bool) -> None:
        found = read(convert(made(engine), **ASKED, exact=exact, name="A"))
        assert found == {"A": 50_000, "c": "USD", "Converted": 42, "CONVERTED_Rate": 43, "Сумма": "x"}
        found = read(convert(made(engine), **ASKED, exact=exact, name="C"))
        assert found == {"a": 100, "C": 50_000, "Converted": 42, "CONVERTED_Rate": 43, "Сумма": "x"}

    def test_letters_beyond_ascii_are_told_apart(self, engine: str, *, exact: bool) -> None:
        found = read(convert(made(engine), **ASKED, exact=exact, name="сумма"))
        assert (found["Сумма"], found["сумма"]) == ("x", 50_000)

    def test_a_column_that_a_report_needs_for_itself_stays(self, engine: str, *, exact: bool) -> None:
        for name in ("converted_problem", "CONVERTED_PROBLEM"):
            rows = ROWS.append_column(name, [["mine"]])
            found, report = convert(made(engine, rows), **ASKED, exact=exact, on_problem="report")
            assert (read(found)[name], report.ok) == ("mine", True)

    def test_columns_of_one_name_are_refused(self, engine: str, *, exact: bool) -> None:
        if engine == "ibis":
            frame = ibis.memtable(pa.table({"a": [1.0], "A": [2.0], "c": ["USD"]}))
        else:
            frame = made(engine).select('a, c, "Converted" AS "A"')
        with pytest.raises(InvalidValueError, match=r"columns of different names, got \['a', 'A'\]; case alone"):
            convert(frame, **ASKED, exact=exact)


def test_a_column_is_not_read_under_the_code_of_a_currency() -> None:
    rows = pa.table({"a": [1.0], "usd": ["KZT"]})
    with pytest.raises(InvalidValueError, match="name must be another name than that of a currency"):
        convert(made("duckdb", rows), **ASKED | {"currency": "usd"}, name="USD")
    found = convert(made("duckdb", rows), **ASKED | {"currency": "KZT"}, name="USD")
    assert read(found) == {"a": 1, "USD": 1}


def test_what_is_equal_needs_no_other_spelling() -> None:
    names = {"amount": "a", "currency": "c", "to": "KZT", "on": DAY, "name": "Converted", "locale": None}
    asked = Asked(**names, exact=False, rounding=Rounding.HALF_EVEN, places=None, details=[])  # type: ignore[arg-type]
    given = nw.from_native(ROWS).lazy()
    assert respelled(given, asked, small_letters) == (given, asked)
    assert respelled(given, asked, str) == (given, asked)
