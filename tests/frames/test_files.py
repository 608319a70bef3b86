"""Tables in files: what `convert_file` writes is what `convert` gives of the whole, whatever stands in the batches."""

import gzip
import random
import weakref
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyarrow import csv, feather, ipc

from centralasia import ExchangeRate, RateTable
from centralasia.arrays.amounts import amounts_of
from centralasia.arrays.details import Detail
from centralasia.engines import eager
from centralasia.errors import (
    CentralAsiaError,
    InvalidValueError,
    ReaderError,
    UnknownCodeError,
    ValidationFailedError,
    WrongTypeError,
)
from centralasia.frames import UnconvertedWarning, convert, convert_file, formats
from centralasia.frames.functions import OnProblem

FIRST = date(2024, 1, 1)
RATES = RateTable.of(
    [
        ExchangeRate(base="USD", quote=code, value=f"{price + day * 0.37:.2f}", on=FIRST + timedelta(day), source="nbk")
        for code, price in (("KZT", 450), ("KGS", 89), ("KWD", 3), ("JPY", 150))
        for day in range(60)
    ]
)
ASKED: dict[str, Any] = {"amount": "amount", "currency": "money", "to": "USD", "on": "day", "rates": RATES}
DETAILS: tuple[Detail, ...] = ("rate", "rate_on", "age", "legs", "low", "high", "problem")
SUFFIXES = (".parquet", ".arrow", ".feather", ".ipc", ".csv", ".csv.gz")
TABLE = pa.table({"amount": ["451.50", "2"], "money": ["KZT", "USD"], "day": ["2024-01-05", "2024-01-06"]})


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes batches so small that every table has several."""
    monkeypatch.setattr(formats, "BATCH", 16)
    monkeypatch.setattr(formats, "_BLOCK", 512)


def dirty(rows: int = 160) -> pa.Table:
    """A table with everything that can be wrong, and more of it in some batches than in others."""
    chance = random.Random(6)  # noqa: S311 - no secret

    def column(*cells: object) -> list[object]:
        return [chance.choice(cells) for _ in range(rows)]

    money = pa.array(column("USD", "KZT", "KZT", "KGS", "XQX", "usd", "", None))
    return pa.table(
        {
            "row": list(map(str, range(rows))),
            "amount": [*column("1.50", "abc", None, "7", "100000.25", "1e3", "12,5")[: rows - 20], *["nonsense"] * 20],
            "money": pa.concat_arrays([money[:40], pa.nulls(20, pa.string()), money[60:]]).dictionary_encode(),
            "to": [*column("USD", "JPY", "KZT", None, "QQQ")[: rows - 1], "KWD"],
            "day": column("2024-01-05", "2024-02-25", "2024-03-20", "2024-01", "someday", None),
            "note": column("a,b", 'say "so"', "two\nlines", None, "plain", "NA"),
        }
    )


def write(table: pa.Table, path: Path) -> Path:
    """Writes a table without any help of ours."""
    plain = pa.table({name: pa.chunked_array([_plain(table[name].combine_chunks())]) for name in table.column_names})
    match path.suffix:
        case ".parquet":
            pq.write_table(table, path, row_group_size=50)
        case ".csv":
            csv.write_csv(plain, path)
        case ".gz":
            with gzip.open(path, "wb") as file:
                csv.write_csv(plain, file)
        case _:
            feather.write_feather(table.combine_chunks(), str(path), chunksize=50)
    return path


def _plain(column: Any) -> Any:
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


def read(path: Path, like: pa.Schema | None = None) -> pa.Table:
    """Reads a table without any help of ours; a CSV with the types of another one, or as texts."""
    if path.suffix == ".parquet":
        return pq.read_table(path)
    if path.suffix not in {".csv", ".gz"}:
        return feather.read_table(path)
    names = csv.open_csv(path).schema.names
    types = {field.name: _plain(pa.array([], field.type)).type for field in like or ()}
    return csv.read_csv(
        path,
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types={name: types.get(name, pa.string()) for name in names},
            null_values=[""],
            strings_can_be_null=True,
        ),
    )


def cells(table: pa.Table, *, blank: bool) -> dict[str, list[Any]]:
    """The cells of a table; as a CSV has them, in which a blank text is none."""
    found = {name: table[name].to_pylist() for name in table.column_names}
    return {name: [None if blank and each == "" else each for each in values] for name, values in found.items()}


def left_in(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


class TestTheWhole:
    @pytest.mark.parametrize("exact", [False, True])
    @pytest.mark.parametrize("source", SUFFIXES)
    def test_a_file_is_converted_as_a_frame_is(self, tmp_path: Path, source: str, *, exact: bool) -> None:
        asked = ASKED | {"to": "to", "exact": exact, "details": DETAILS, "on_problem": "report"}
        whole, expected = convert(dirty(), **asked)
        path = write(dirty(), tmp_path / f"in{source}")
        for target in SUFFIXES if source == ".parquet" else (".feather", ".csv"):
            report = convert_file(path, tmp_path / f"out{target}", **asked)
            found = read(tmp_path / f"out{target}", whole.schema)
            assert report.facts == expected.facts
            assert [each.row for each in report] == [each.row for each in expected]
            assert [str(each) for each in report] == [str(each) for each in expected]
            is_text = "csv" in source + target
            assert cells(found, blank=is_text) == cells(whole, blank=is_text)
            if not is_text:
                assert found.schema.equals(whole.schema)

    def test_decimals_are_those_of_the_finest_target_of_all_batches(self, tmp_path: Path) -> None:
        found = dirty()["to"].to_pylist()
        assert "KWD" not in found[:-1]
        convert_file(
            write(dirty(), tmp_path / "in.parquet"),
            tmp_path / "out.parquet",
            **ASKED | {"to": "to", "exact": True, "on_problem": "report"},
        )
        assert pq.read_schema(tmp_path / "out.parquet").field("converted").type == pa.decimal128(38, 3)

    def test_decimals_that_are_asked_for_are_those_of_all_batches(self, tmp_path: Path) -> None:
        asked = ASKED | {"to": "to", "exact": True, "on_problem": "report", "places": 1, "rounding": "up"}
        convert_file(write(dirty(), tmp_path / "in.parquet"), tmp_path / "out.parquet", **asked)
        assert pq.read_table(tmp_path / "out.parquet").equals(convert(dirty(), **asked)[0])

    def test_targets_of_which_none_is_known_have_no_decimals(self, tmp_path: Path) -> None:
        table = TABLE.append_column("to", [["QQQ", None]])
        asked = ASKED | {"to": "to", "exact": True, "on_problem": "report"}
        report = convert_file(write(table, tmp_path / "in.parquet"), tmp_path / "out.parquet", **asked)
        assert report == convert(table, **asked)[1]
        assert pq.read_schema(tmp_path / "out.parquet").field("converted").type == pa.decimal128(38, 0)

    def test_days_moments_and_numbers_of_typed_files(self, tmp_path: Path) -> None:
        count = 60
        table = pa.table(
            {
                "amount": pa.array([Decimal(each) / 4 for each in range(count)], pa.decimal128(12, 2)),
                "money": ["KZT", "KGS"] * (count // 2),
                "day": pa.array([datetime(2024, 1, 1, tzinfo=UTC) + timedelta(each) for each in range(count)]),
                "of": pa.array([[1]] * count),
            }
        )
        asked = ASKED | {"exact": True, "details": ["low", "high"]}
        convert_file(write(table, tmp_path / "in.parquet"), tmp_path / "out.parquet", **asked)
        assert pq.read_table(tmp_path / "out.parquet").equals(convert(table, **asked))

    def test_what_stands_for_all_rows(self, tmp_path: Path) -> None:
        asked: dict[str, Any] = {
            "amount": "amount",
            "currency": "KZT",
            "to": "USD",
            "on": FIRST,
            "rates": RATES,
            "locale": "ru",
        }
        table = pa.table({"amount": ["1 234,50", "x", None] * 30})
        report = convert_file(write(table, tmp_path / "in.csv"), tmp_path / "out.parquet", on_problem="report", **asked)
        whole, expected = convert(table, on_problem="report", **asked)
        assert report == expected
        assert pq.read_table(tmp_path / "out.parquet")["converted"].equals(whole["converted"])

    def test_a_table_of_one_column_keeps_its_blank_rows(self, tmp_path: Path) -> None:
        (tmp_path / "in.csv").write_text("amount\n2\n\n3\n")
        asked: dict[str, Any] = {
            "amount": "amount",
            "currency": "USD",
            "to": "USD",
            "on": FIRST,
            "name": "amount",
            "exact": True,
        }
        report = convert_file(tmp_path / "in.csv", tmp_path / "out.csv", on_problem="report", **asked)
        assert report.counts == {"missing-amount": 1}
        assert (tmp_path / "out.csv").read_text() == 'amount\n2.00\n""\n3.00\n'

    def test_a_column_of_the_name_is_replaced(self, tmp_path: Path) -> None:
        source, target = write(TABLE, tmp_path / "in.parquet"), tmp_path / "out.parquet"
        convert_file(source, target, name="amount", details=["age"], **ASKED)
        found = pq.read_table(target)
        assert found.column_names == ["amount", "money", "day", "amount_age"]
        assert found["amount"].to_pylist() == [pytest.approx(1.0, rel=1e-3), 2.0]

    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_a_table_without_rows_gets_its_columns(self, tmp_path: Path, suffix: str) -> None:
        source = write(TABLE[:0], tmp_path / f"in{suffix}")
        report = convert_file(source, tmp_path / "out.parquet", details=DETAILS, exact=True, **ASKED)
        found = pq.read_table(tmp_path / "out.parquet")
        assert (report.ok, report.facts["rows"], found.num_rows) == (True, 0, 0)
        assert found.schema == convert(TABLE[:0], details=DETAILS, exact=True, **ASKED).schema

    def test_metadata_of_the_columns_go_on(self, tmp_path: Path) -> None:
        table = TABLE.replace_schema_metadata({"from": "here"})
        convert_file(write(table, tmp_path / "in.parquet"), tmp_path / "out.parquet", **ASKED)
        assert pq.read_schema(tmp_path / "out.parquet").metadata[b"from"] == b"here"


class TestMemory:
    def test_no_more_than_a_few_batches_are_alive(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        seen: list[Any] = []
        alive: list[int] = []

        def watched(column: pa.ChunkedArray, **extra: Any) -> Any:
            seen.append(weakref.ref(column))
            alive.append(sum(each() is not None for each in seen))
            return amounts_of(column, **extra)

        monkeypatch.setattr(eager, "amounts_of", watched)
        rows = 16 * 70
        table = pa.table({"amount": range(rows), "money": ["KZT", "USD"] * (rows // 2), "day": ["2024-01-05"] * rows})
        for suffix in (".parquet", ".feather", ".csv"):
            convert_file(write(table, tmp_path / f"in{suffix}"), tmp_path / "out.parquet", **ASKED)
        assert len(seen) > 200
        assert max(alive) <= 3

    def test_fewer_rows_of_wide_tables_and_long_texts_are_taken(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(formats, "BATCH", 100_000)
        monkeypatch.setattr(formats, "_BYTES", 1 << 22)
        rows = 50_000
        narrow = {"amount": range(rows)}
        wide = narrow | {f"column {place}": [None] * rows for place in range(19)}
        long = narrow | {"note": [f"{place:0200}" for place in range(rows)]}
        longest = narrow | {"note": [f"{place:0900}" for place in range(rows)]}
        for columns, sizes in (
            (narrow, {rows}),
            (wide, {40_000, 10_000}),
            (long, {20_000, 10_000}),
            (longest, {16_384}),
        ):
            pq.write_table(pa.table(columns), tmp_path / "in.parquet", use_dictionary=False)
            table = formats.opened(tmp_path / "in.parquet", formats.Text())
            found = {len(batch.rows) for batch in table.batches()}
            assert {round(each, -3) for each in found} >= {round(each, -3) for each in sizes}
            if columns is wide:
                feather.write_feather(pa.table(columns), str(tmp_path / "in.arrow"), chunksize=rows)
                table = formats.opened(tmp_path / "in.arrow", formats.Text())
                assert {len(batch.rows) for batch in table.batches()} == sizes

    def test_a_report_shows_the_first_rows_of_each_trouble_and_counts_all(self, tmp_path: Path) -> None:
        amounts = ["1", "x"] * 100 + ["1"] * 100 + [None, "1"] * 15
        rows = len(amounts)
        table = pa.table({"amount": amounts, "money": ["KZT"] * rows, "day": ["2024-01-05"] * rows})
        report = convert_file(write(table, tmp_path / "in.parquet"), tmp_path / "out.csv", on_problem="report", **ASKED)
        assert report.facts == {"rows": rows, "unconverted": 115}
        assert report.counts == {"missing-amount": 15, "unreadable-amount": 100}
        shown = [(each.code, each.row) for each in report]
        assert shown == [("unreadable-amount", 2 * each) for each in range(1, 21)] + [
            ("missing-amount", 301 + 2 * each) for each in range(15)
        ]


class TestDictionaries:
    def test_one_file_of_arrow_has_all_values_of_all_batches(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(formats, "BATCH", 2)
        batches = [
            pa.table(
                {**{name: TABLE[name] for name in ("amount", "day")}, "money": pa.array(money).dictionary_encode()}
            )
            for money in (["KZT", "USD"], ["USD", "KGS"], [None, "KWD"], ["KZT", "KZT"])
        ]
        source, target = tmp_path / "in.parquet", tmp_path / "out.arrow"
        with pq.ParquetWriter(source, batches[0].schema) as file:
            for batch in batches:
                file.write_table(batch)
        convert_file(source, target, details=["problem"], on_problem="report", **ASKED)
        found = feather.read_table(target)
        assert found["money"].to_pylist() == ["KZT", "USD", "USD", "KGS", None, "KWD", "KZT", "KZT"]
        assert {str(each.type) for each in found["money"].chunks} == {
            "dictionary<values=string, indices=int32, ordered=0>"
        }
        assert found["converted_problem"].to_pylist() == [None] * 4 + ["missing-currency"] + [None] * 3


class TestCsv:
    def convert(self, tmp_path: Path, text: str | bytes, **extra: Any) -> str:
        source = tmp_path / "in.csv"
        source.write_bytes(text if isinstance(text, bytes) else text.encode())
        convert_file(source, tmp_path / "out.csv", **ASKED | {"on_problem": "report", "exact": True} | extra)
        return (tmp_path / "out.csv").read_text("utf-8")

    def test_what_is_no_number_of_ours_goes_on_as_it_came(self, tmp_path: Path) -> None:
        head = "amount,money,day,country,zeros,when"
        rows = "451.50,KZT,2024-01-05,NA,007,1/2/24", "abc,KZT,2024-01-05,null,1.50,nan"
        found = self.convert(tmp_path, "\n".join([head, *rows, ""]))
        assert found == f"{head},converted\n{rows[0]},1.00\n{rows[1]},\n"

    def test_only_what_needs_quotes_has_them(self, tmp_path: Path) -> None:
        text = 'amount,money,day,"no,te"\n"2",USD,2024-01-05,"a,b"\n3,USD,2024-01-05,"say ""so"""\n"4","USD",,"x\ny"\n'
        assert self.convert(tmp_path, text) == (
            'amount,money,day,"no,te",converted\n'
            '2,USD,2024-01-05,"a,b",2.00\n3,USD,2024-01-05,"say ""so""",3.00\n4,USD,,"x\ny",\n'
        )

    def test_cells_longer_than_a_line_come_whole(self, tmp_path: Path) -> None:
        note = "\n".join(["a line"] * 40)
        rows = f'2,USD,2024-01-05,"{note}"\n' * 30
        found = self.convert(tmp_path, "amount,money,day,note\n" + rows)
        assert found.count(f'"{note}",2.00\n') == 30

    def test_cells_may_be_parted_otherwise(self, tmp_path: Path) -> None:
        text = "amount;money;day\n1 234,50;USD;2024-01-05\n"
        found = self.convert(tmp_path, text, delimiter=";", locale="ru")
        assert found == "amount;money;day;converted\n1 234,50;USD;2024-01-05;1234.50\n"

    def test_another_encoding_is_named(self, tmp_path: Path) -> None:
        text = "amount,money,day,имя\n2,USD,2024-01-05,Әсем\n".replace("Ә", "А")
        found = self.convert(tmp_path, text.encode("windows-1251"), encoding="windows-1251")
        assert found == "amount,money,day,имя,converted\n2,USD,2024-01-05,Асем,2.00\n"

    def test_a_byte_order_mark_is_no_part_of_a_name(self, tmp_path: Path) -> None:
        assert self.convert(tmp_path, "\ufeffamount,money,day\n2,USD,2024-01-05\n").startswith("amount,")

    def test_columns_that_no_cell_can_hold_are_refused_before_a_row_is_read(self, tmp_path: Path) -> None:
        for of in ([[1], [2]], [b"\xff", b""]):
            source = write(TABLE.append_column("of", [of]), tmp_path / "in.parquet")
            with pytest.raises(InvalidValueError, match=r"a form that has columns of .*, such as 'of', got 'CSV'"):
                convert_file(source, tmp_path / "out.csv", **ASKED)
        assert left_in(tmp_path) == ["in.parquet"]

    @pytest.mark.parametrize("sign", ["", ",,", "a", "1", ".", "-", '"', "\n", " ", "é"])
    def test_some_signs_cannot_part_cells(self, tmp_path: Path, sign: str) -> None:
        with pytest.raises(InvalidValueError, match="delimiter must be one character of ASCII"):
            self.convert(tmp_path, "", delimiter=sign)

    def test_an_encoding_that_is_none(self, tmp_path: Path) -> None:
        with pytest.raises(InvalidValueError, match="encoding must be the name of an encoding"):
            self.convert(tmp_path, "", encoding="windows-9999")


class TestFolders:
    def folder(self, tmp_path: Path) -> Path:
        """Three files, of which one has no row and one nothing but nulls in a column that has no type for it."""
        folder = tmp_path / "in"
        folder.mkdir()
        nulls = TABLE.append_column("note", [pa.nulls(2)])
        texts = TABLE.append_column("note", [["x", "y"]])
        pq.write_table(nulls, folder / "a.parquet")
        feather.write_feather(texts.set_column(0, "amount", [["1", "bad"]]), str(folder / "b.feather"))
        csv.write_csv(texts[:0], folder / "c.csv")
        (folder / "_SUCCESS").touch()
        (folder / ".hidden.csv").touch()
        return folder

    def test_a_folder_becomes_one_file(self, tmp_path: Path) -> None:
        folder, target = self.folder(tmp_path), tmp_path / "out.parquet"
        told: list[tuple[str, int, int]] = []
        report = convert_file(folder, target, on_problem="report", progress=lambda *each: told.append(each), **ASKED)
        found = pq.read_table(target)
        assert found["note"].to_pylist() == [None, None, "x", "y"]
        assert found["converted"].to_pylist()[1:] == [2.0, 1 / 451.48, None]
        (problem,) = report
        assert str(problem).startswith("row 2, amount 'bad': this is no amount of money, in b.feather; fix: write ")
        assert (report.facts["rows"], report.facts["unconverted"]) == (4, 1)
        size = sum((folder / name).stat().st_size for name in ("a.parquet", "b.feather", "c.csv"))
        assert told[-1] == ("in", size - (folder / "c.csv").stat().st_size, size)

    def test_a_folder_becomes_a_folder(self, tmp_path: Path) -> None:
        folder, target = self.folder(tmp_path), tmp_path / "out"
        target.mkdir()
        report = convert_file(folder, target, on_problem="report", **ASKED)
        assert left_in(target) == ["a.parquet", "b.feather", "c.csv"]
        assert report.facts["rows"] == 4
        found = [read(target / name) for name in left_in(target)]
        assert [table["note"].to_pylist() for table in found] == [[None, None], ["x", "y"], []]
        assert [table.column_names[-1] for table in found] == ["converted"] * 3

    def test_a_file_is_its_only_part(self, tmp_path: Path) -> None:
        table = formats.opened(write(TABLE, tmp_path / "in.csv"), formats.Text())
        assert [*formats.parts_of(table)] == [table]

    def test_a_folder_that_fails_leaves_nothing(self, tmp_path: Path) -> None:
        with pytest.raises(ValidationFailedError):
            convert_file(self.folder(tmp_path), tmp_path / "out", on_problem="raise", **ASKED)
        assert left_in(tmp_path) == ["in"]

    @pytest.mark.parametrize(
        ("name", "content", "message"),
        [
            (
                "readme.txt",
                b"",
                "in, files: files of tables are read, whose names end in .*; readme.txt is none: move it",
            ),
            ("d.csv", b"amount,day\n", "d.csv, columns: not those of a.parquet, but amount, day"),
            ("d.csv", b"", "d.csv, file: Empty CSV file"),
        ],
    )
    def test_files_that_do_not_belong(self, tmp_path: Path, name: str, content: bytes, message: str) -> None:
        folder = self.folder(tmp_path)
        (folder / name).write_bytes(content)
        with pytest.raises(ReaderError, match=message):
            convert_file(folder, tmp_path / "out.csv", **ASKED)

    def test_columns_of_other_types(self, tmp_path: Path) -> None:
        folder = self.folder(tmp_path)
        other = TABLE.append_column("note", [["x", "y"]]).set_column(0, "amount", [[1.0, 2.0]])
        pq.write_table(other, folder / "d.parquet")
        with pytest.raises(ReaderError, match=r"in, columns: .*string vs double"):
            convert_file(folder, tmp_path / "out.csv", **ASKED)

    def test_a_folder_in_a_folder_and_an_empty_one(self, tmp_path: Path) -> None:
        folder = self.folder(tmp_path)
        (folder / "z.parquet").mkdir()
        with pytest.raises(
            ReaderError, match=r"in, files: z\.parquet is a folder; what is inside of folders is not read"
        ):
            convert_file(folder, tmp_path / "out.csv", **ASKED)
        with pytest.raises(ReaderError, match="there is none in it"):
            convert_file(folder / "z.parquet", tmp_path / "out.csv", **ASKED)

    def test_folders_by_the_values_of_a_column_are_named_as_such(self, tmp_path: Path) -> None:
        (tmp_path / "in" / "y=2024").mkdir(parents=True)
        write(TABLE, tmp_path / "in" / "y=2024" / "in.csv")
        with pytest.raises(ReaderError, match=r"in, files: y=2024 is a folder; .* name the one with the files"):
            convert_file(tmp_path / "in", tmp_path / "out.csv", **ASKED)
        assert convert_file(tmp_path / "in" / "y=2024", tmp_path / "out.csv", **ASKED).ok


@pytest.mark.parametrize("suffix", [".csv", ".csv.gz"])
@pytest.mark.parametrize("blank", ["", "\n", '"'])
def test_a_row_that_is_cut_off_has_the_number_that_findings_have(tmp_path: Path, suffix: str, blank: str) -> None:
    good = f'"451.50\n",KZT,2024-01-05\n{blank}' if blank == "\n" else "451.50,KZT,2024-01-05\n"
    rows = "amount,money,day\n" + good * 700 + "bad,KZT,2024-01-05\n" + good * 2
    opened = gzip.open if suffix.endswith("gz") else open
    source = tmp_path / f"in{suffix}"
    with opened(source, "wt") as file:
        file.write(rows)
    report = convert_file(source, tmp_path / "out.csv", on_problem="report", **ASKED)
    (bad,) = [problem for problem in report if problem.value == "bad"]
    with opened(source, "wt") as file:
        file.write(rows.replace("bad,KZT,", "bad,"))
    with pytest.raises(ReaderError, match=rf"row {bad.row} below the header: there are 2 cells, and 3 columns"):
        convert_file(source, tmp_path / "out.csv", **ASKED)


def test_progress_is_that_of_the_rows_that_are_written(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("amount,money,day\n" + "451.50,KZT,2024-01-05\n" * 70)
    told: list[tuple[int, int]] = []
    convert_file(
        tmp_path / "in.csv", tmp_path / "out.parquet", progress=lambda _, *each: told.append(each), **ASKED,
        on_problem="report",
    )  # fmt: skip
    size = (tmp_path / "in.csv").stat().st_size
    assert [done for done, _ in told] == [512, 1024, 1536, size]
    assert told == sorted(told)
    assert told[-1] == (size, size)


@pytest.mark.parametrize("field", ["source", "target"])
@pytest.mark.parametrize("path", [5, None, "a\0b", b"in.csv"])
def test_what_is_no_path_is_refused(tmp_path: Path, field: str, path: Any) -> None:
    paths = {"source": write(TABLE, tmp_path / "in.csv"), "target": tmp_path / "out.csv"} | {field: path}
    with pytest.raises(WrongTypeError, match=f"{field} must be the path of a file or folder"):
        convert_file(**paths, **ASKED)


def test_an_open_file_is_none(tmp_path: Path) -> None:
    with write(TABLE, tmp_path / "in.csv").open() as file, pytest.raises(WrongTypeError, match="name the file"):
        convert_file(file, tmp_path / "out.csv", **ASKED)  # type: ignore[arg-type]


class TestTheTarget:
    def test_what_could_not_be_converted_is_told_as_the_caller_wants(self, tmp_path: Path) -> None:
        source, target = write(dirty(), tmp_path / "in.parquet"), tmp_path / "out.csv"
        with pytest.warns(UnconvertedWarning, match=r"of 160 rows could not be converted: .* missing-amount") as warned:
            report = convert_file(source, target, **ASKED)
        assert warned[0].filename == __file__
        assert report == convert_file(source, target, on_problem="report", **ASKED)
        before = target.read_bytes()
        with pytest.raises(ValidationFailedError) as caught:
            convert_file(source, target, name="other", on_problem="raise", **ASKED)
        assert caught.value.report == report
        assert (target.read_bytes(), left_in(tmp_path)) == (before, ["in.parquet", "out.csv"])

    def test_nothing_is_told_where_nothing_is_wrong(self, tmp_path: Path) -> None:
        source = write(TABLE, tmp_path / "in.csv")
        for each in get_args(OnProblem):
            report = convert_file(source, tmp_path / "o.csv", on_problem=each, **ASKED)
            assert (report.ok, report.facts) == (True, {"rows": 2, "unconverted": 0})

    @pytest.mark.parametrize("target", ["out.parquet", "out.csv", "out.arrow", "out.csv.gz"])
    @pytest.mark.parametrize("stop", [KeyboardInterrupt, OSError(28, "No space left on device")])
    def test_an_interruption_leaves_what_was_there(self, tmp_path: Path, target: str, stop: BaseException) -> None:
        source = write(dirty(), tmp_path / "in.parquet")
        (tmp_path / target).write_text("old")

        def interrupt(_: str, done: int, __: int) -> None:
            if done > 50:
                raise stop

        with pytest.raises(type(stop) if isinstance(stop, OSError) else KeyboardInterrupt):
            convert_file(source, tmp_path / target, progress=interrupt, **ASKED)
        assert left_in(tmp_path) == sorted(["in.parquet", target])
        assert (tmp_path / target).read_text() == "old"

    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_progress_ends_where_all_is_read(self, tmp_path: Path, suffix: str) -> None:
        told: list[tuple[str, int, int]] = []
        source = write(dirty(), tmp_path / f"in{suffix}")
        convert_file(source, tmp_path / "o.csv", on_problem="report", progress=lambda *each: told.append(each), **ASKED)
        assert len(told) > 4
        assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)
        assert told[-1] == (source.name, told[0][2], told[0][2])

    def test_the_input_is_never_overwritten(self, tmp_path: Path) -> None:
        source = write(TABLE, tmp_path / "in.csv")
        (tmp_path / "link.csv").symlink_to(source)
        (tmp_path / "hard.csv").hardlink_to(source)
        for source_, target in (
            ("in.csv", "in.csv"),
            ("in.csv", "link.csv"),
            ("link.csv", "in.csv"),
            ("in.csv", "hard.csv"),
            (".", "out.csv"),
            (".", "."),
        ):
            with pytest.raises(InvalidValueError, match="target must be another place than that which is read"):
                convert_file(tmp_path / source_, tmp_path / target, **ASKED)
        assert left_in(tmp_path) == ["hard.csv", "in.csv", "link.csv"]

    def test_places_that_cannot_be(self, tmp_path: Path) -> None:
        source, folder = write(TABLE, tmp_path / "in.csv"), tmp_path / "folder"
        (folder / "out.csv").mkdir(parents=True)
        other = tmp_path / "other"
        other.mkdir()
        write(TABLE, other / "in.csv")
        for source_, target, message in (
            (source, tmp_path / "nowhere" / "out.csv", "in a folder that there is"),
            (source, folder / "out.csv", "a file, and not a folder"),
            (source, tmp_path / "out.xlsx", "named by its form, as .parquet, .*"),
            (source, tmp_path / "new", "named by its form, as .parquet, .*"),
            (other, folder, "a folder that is new or empty"),
            (other, tmp_path / "in.csv" / "x", "in a folder that there is"),
        ):
            with pytest.raises(InvalidValueError, match=f"target must be {message}"):
                convert_file(source_, target, **ASKED)

    def test_a_folder_is_not_put_in_the_place_of_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "in").mkdir()
        write(TABLE, tmp_path / "in" / "in.csv")
        (tmp_path / "out").write_text("here")
        with pytest.raises(InvalidValueError, match="a folder that is new or empty"):
            convert_file(tmp_path / "in", tmp_path / "out", **ASKED)


class TestBadInput:
    @pytest.mark.parametrize(
        ("name", "content", "message"),
        [
            ("in.csv", b"", "in.csv, file: Empty CSV file"),
            (
                "in.csv",
                b"amount,money,day\n1,2\n",
                "in.csv, row 1 below the header: there are 2 cells, and 3 columns",
            ),
            (
                "in.csv",
                b"amount,money,day\n" + b"1,USD,2024-01-05\n" * 900 + b"1,2,3,4\n",
                "in.csv, row 901 below the header: there are 4 cells, and 3 columns",
            ),
            ("in.csv", b"amount,money,day,amount\n", "in.csv, columns: two are called 'amount'"),
            ("in.csv", b"amount,money,day\n\xff\xfe,USD,2024-01-05\n", "in.csv, file: .*; name its encoding"),
            ("in.csv", b"\x89PNG\r\n\x1a\n\x00\x00", "in.csv, file: .*"),
            ("in.csv.gz", b"amount,money,day\n1,USD,2024-01-05\n", "in.csv.gz, file: .*zlib.*"),
            ("in.parquet", b"amount,money,day\n", "in.parquet, file: .*"),
            ("in.parquet", b"", "in.parquet, file: .*"),
            ("in.arrow", b"amount,money,day\n", "in.arrow, file: Not an Arrow file"),
            ("in.feather", b"", "in.feather, file: .*"),
        ],
    )
    def test_files_that_are_not_what_their_names_say(
        self, tmp_path: Path, name: str, content: bytes, message: str
    ) -> None:
        (tmp_path / name).write_bytes(content)
        with pytest.raises(ReaderError, match=message):
            convert_file(tmp_path / name, tmp_path / "out.csv", **ASKED)
        assert left_in(tmp_path) == [name]

    def test_a_file_that_breaks_off(self, tmp_path: Path) -> None:
        for suffix in (".parquet", ".feather"):
            source = write(pa.concat_tables([dirty()] * 5), tmp_path / f"in{suffix}")
            data = bytearray(source.read_bytes())
            data[200:2_000] = bytes(1_800)
            source.write_bytes(data)
            with pytest.raises(ReaderError, match=f"in{suffix}, file: "):
                convert_file(source, tmp_path / "out.csv", **ASKED | {"on_problem": "report"})
            assert not (tmp_path / "out.csv").exists()

    def test_there_is_no_file(self, tmp_path: Path) -> None:
        with pytest.raises(ReaderError, match=r"in\.csv, file: there is none"):
            convert_file(tmp_path / "in.csv", tmp_path / "out.csv", **ASKED)

    def test_a_name_that_tells_no_form(self, tmp_path: Path) -> None:
        (tmp_path / "in.txt").touch()
        with pytest.raises(InvalidValueError, match="source must be a folder, or a file whose name ends in"):
            convert_file(tmp_path / "in.txt", tmp_path / "out.csv", **ASKED)

    @pytest.mark.parametrize(
        ("argument", "error", "message"),
        [
            ({"amount": "sum"}, InvalidValueError, "amount must be one of the columns there are: amount, money, day"),
            ({"currency": "code"}, InvalidValueError, "currency must be the code of a currency, or one of the columns"),
            ({"to": "usd"}, InvalidValueError, "to must be the code of a currency, or one of the columns"),
            ({"on": "date"}, InvalidValueError, "on must be a day, a period, or one of the columns"),
            ({"details": ["raet"]}, InvalidValueError, "details must be"),
            ({"on_problem": "ignore"}, InvalidValueError, "on_problem must be"),
            ({"rates": []}, WrongTypeError, "rates must be"),
            ({"locale": "xx"}, UnknownCodeError, "'xx' is not in the table of locales"),
            ({"amount": "row"}, WrongTypeError, "amount must be a column of numbers, decimals or texts"),
        ],
    )
    def test_arguments_are_checked_before_a_row_is_read(
        self, tmp_path: Path, argument: dict[str, Any], error: type[CentralAsiaError], message: str
    ) -> None:
        table = TABLE if argument != {"amount": "row"} else TABLE.append_column("row", [[True, False]])
        with pytest.raises(error, match=message):
            convert_file(write(table, tmp_path / "in.parquet"), tmp_path / "out.csv", **ASKED | argument)
        assert left_in(tmp_path) == ["in.parquet"]

    def test_an_interruption_within_arrow_is_one(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def cancelled(*_: object, **__: object) -> Callable[[], None]:
            raise pa.ArrowCancelled("Operation cancelled")

        source = write(TABLE, tmp_path / "in.arrow")
        monkeypatch.setattr(ipc, "open_file", cancelled)
        with pytest.raises(KeyboardInterrupt):
            convert_file(source, tmp_path / "out.csv", **ASKED)
