"""Inputs: what a caller hands over, told apart."""

import gzip
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, InvalidValueError, ReaderError, WrongTypeError
from centralasia.tables import inputs, opened


def all_of(data: Any, **declared: Any) -> list[dict[str, list[Any]]]:
    return [
        {name: values.to_pylist() for name, values in part.columns.items()} for part in opened(data, **declared).parts()
    ]


def workbook() -> bytes:
    openpyxl = pytest.importorskip("openpyxl", reason="writes the workbooks of these tests")
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = "Курсы"
    for row in (["Дата", "Курс"], [date(2024, 3, 1), 501.2], [], [date(2024, 3, 2), "=1+1"]):
        sheet.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


class TestNoTables:
    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            (b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
            (b"\n<!DOCTYPE html><html><table>", "a page of HTML"),
            (b"<table border=1><tr><td>1</td></tr></table>", "a page of HTML"),
        ],
    )
    def test_what_has_no_table_is_called_by_its_name(self, data: bytes, reason: str) -> None:
        with pytest.raises(ReaderError, match=reason):
            opened(data)

    def test_an_archive_is_no_workbook(self) -> None:
        file = BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("rates.csv", "a;b\n1;2\n")
        with pytest.raises(ReaderError, match="an archive; unpack it first"):
            opened(file.getvalue())

    def test_no_path_is_no_folder(self) -> None:
        with pytest.raises(InvalidValueError, match="the path of a file"):
            opened("")


class TestTexts:
    @pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.txt", "a"])
    def test_by_path(self, tmp_path: Path, name: str) -> None:
        path = tmp_path / name
        path.write_bytes(b"a;b\n1;2\n")
        assert all_of(path) == all_of(str(path)) == [{"a": ["1"], "b": ["2"]}]
        assert opened(path).name == name

    def test_contents(self) -> None:
        for data in (b"a;b\n1;2\n", bytearray(b"a;b\n1;2\n"), memoryview(b"a;b\n1;2\n"), gzip.compress(b"a;b\n1;2\n")):
            assert all_of(data) == [{"a": ["1"], "b": ["2"]}]

    def test_what_is_unpacked_may_be_closed_twice(self) -> None:
        data = gzip.compress(b"a")
        file = inputs._File("a.gz", lambda: BytesIO(data), len(data)).unpacked()
        file.close()
        file.close()

    def test_what_is_declared_holds(self) -> None:
        source = opened("ж;б\n1;2\n".encode("koi8-r"), encoding="koi8-r", delimiter=";", header=1)
        assert source.headers == ("ж", "б")
        assert (source.facts["encoding_told_by"], source.facts["header_told_by"]) == ("declared", "declared")

    def test_an_empty_file(self) -> None:
        source = opened(b"")
        assert (source.headers, list(source.parts()), dict(source.counts)) == ((), [], {"empty-table": 1})

    def test_a_header_alone(self) -> None:
        source = opened(b"a,b\n")
        assert (source.headers, list(source.parts())) == (("a", "b"), [])
        assert [(each.code, each.severity) for each in source.problems] == [("empty-table", "warning")]

    def test_no_header(self) -> None:
        assert opened(b"1,2\n3,4\n").counts == {"no-header": 1}

    def test_cells_beyond_the_header(self) -> None:
        source = opened(b"day,rate\n2024-03-04,450,12\n2024-03-05,451,33\n")
        assert source.counts == {"blank-header": 1, "narrow-header": 1}
        problem = next(each for each in source.problems if each.code == "narrow-header")
        assert problem.message.startswith("rows have 3 cells and the header 2: what stands beyond it is in 'column 3'")
        assert opened(b"1,2\n3,4\n", header=0).counts == {}
        assert all_of(b"1,2\n3,4\n") == [{"column 1": ["1", "3"], "column 2": ["2", "4"]}]

    def test_binary(self) -> None:
        source = opened(bytes(range(256)) * 10)
        assert list(source.parts()) == []
        assert [(each.code, each.row) for each in source.problems] == [("binary-content", 1), ("empty-table", None)]

    def test_too_many_columns(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(inputs, "_MOST_COLUMNS", 10)
        with pytest.raises(ReaderError, match="more than 10 columns"):
            opened(b"a," * 20)

    def test_progress(self, tmp_path: Path) -> None:
        told: list[tuple[str, int, int]] = []
        path = tmp_path / "a.csv.gz"
        path.write_bytes(gzip.compress(b"a,b\n" + b"1,2\n" * 100_000))
        size = path.stat().st_size
        for _ in opened(path, progress=lambda *each: told.append(each)).parts():
            pass
        assert told[-1] == ("a.csv.gz", size, size)
        told.clear()
        assert list(opened(b'{"a": 1}\n', progress=lambda *each: told.append(each)).parts())
        assert told[-1] == ("bytes", 9, 9)

    def test_a_large_array_of_json(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(inputs, "_LONGEST_JSON", 0)
        with pytest.raises(ReaderError, match="write JSON lines"):
            opened(b'[{"a": 1}]')


class TestWorkbooks:
    def test_the_first_sheet(self) -> None:
        source = opened(workbook())
        (part,) = source.parts()
        assert part.columns["Дата"].to_pylist() == ["2024-03-01", "2024-03-02"]
        assert part.lines is not None
        assert part.lines.tolist() == [3, 5]
        assert source.facts["form"] == "workbook"
        assert source.facts["header_line"] == 2
        assert source.counts == {"blank-row": 1}

    def test_packed(self) -> None:
        assert opened(gzip.compress(workbook())).headers == ("Дата", "Курс")

    def test_too_large(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(inputs, "LIMIT", 10)
        with pytest.raises(ReaderError, match="larger than 10 bytes"):
            opened(workbook())

    def test_another_sheet(self) -> None:
        with pytest.raises(InvalidValueError, match="sheet must be one of 'Sheet'"):
            opened(workbook(), sheet="b")

    def test_damaged(self) -> None:
        with pytest.raises(ReaderError):
            opened(workbook()[:500])


class TestWhatIsNone:
    @pytest.mark.parametrize(
        ("data", "message"),
        [
            ("/nowhere/a.csv", "/nowhere/a.csv, file: there is no such file"),
            ("a,b\n1,2\n", "a,b 1,2, file: that is a text, not a path"),
            ('{"a": 1}', "that is a text, not a path"),
            ("a\0b", "there is no such file"),
        ],
    )
    def test_a_path(self, data: str, message: str) -> None:
        with pytest.raises(ReaderError, match=message):
            opened(data)

    def test_a_file_that_may_not_be_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(_: Path) -> bool:
            raise PermissionError

        monkeypatch.setattr(Path, "is_dir", refuse)
        with pytest.raises(ReaderError, match="it may not be read"):
            opened("a.csv")

    def test_a_file_that_breaks_off(self) -> None:
        with pytest.raises(ReaderError, match="bytes, file: it cannot be read"):
            opened(gzip.compress(b"a,b\n1,2\n" * 1_000)[:-10])

    @pytest.mark.parametrize("data", [5, None, {"a": 1}, object()])
    def test_something_else(self, data: object) -> None:
        with pytest.raises(WrongTypeError, match="data must be a path, bytes, a frame"):
            opened(data)

    @pytest.mark.parametrize("declared", [{"delimiter": "x"}, {"encoding": "utf-99"}, {"header": -1}, {"header": 99}])
    def test_what_cannot_be(self, declared: dict[str, Any]) -> None:
        with pytest.raises(InvalidValueError):
            opened(b"a,b\n1,2\n", **declared)


class TestLaws:
    @settings(max_examples=100)
    @given(st.binary(max_size=80))
    def test_any_bytes_are_read_or_refused_by_an_error_of_ours(self, data: bytes) -> None:
        for contents in (data, b"\x1f\x8b" + data, b"{" + data, b"\xff\xfe" + data):
            try:
                source = opened(contents)
                rows = sum(map(len, source.parts()))
            except CentralAsiaError:
                continue
            assert source.facts["rows"] == rows
            assert set(source.counts) == {problem.code for problem in source.problems}
