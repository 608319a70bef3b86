"""Delimited texts: rows with their lines, and what is wrong with them."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from centralasia.tables import Source, delimited, opened
from centralasia.tables.encodings import lines_of


def rows_of(source: Source) -> list[tuple[Any, ...]]:
    """All rows, each with its line in front."""
    rows: list[tuple[Any, ...]] = []
    for part in source.parts():
        columns = [column.to_pylist() for column in part.columns.values()]
        assert part.lines is not None
        assert part.lines.dtype == np.int64
        assert part.first == len(rows)
        rows += list(zip(part.lines.tolist(), *columns, strict=True))
    return rows


def read(text: str | bytes, **declared: Any) -> tuple[list[tuple[Any, ...]], Source]:
    source = opened(text.encode() if isinstance(text, str) else text, **declared)
    return rows_of(source), source


def codes(source: Source) -> list[tuple[str, int | None]]:
    return [(problem.code, problem.row) for problem in source.problems]


class TestRows:
    def test_plain(self) -> None:
        rows, source = read("a,b\n1,2\n3,\n")
        assert rows == [(2, "1", "2"), (3, "3", None)]
        assert dict(source.facts) == {
            "encoding": "utf-8",
            "encoding_told_by": "bytes",
            "form": "delimited text",
            "delimiter": ",",
            "header_line": 1,
            "header_told_by": "rows",
            "rows": 2,
            "rows_left_out": 0,
        }
        assert source.problems == ()

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    @pytest.mark.parametrize("last", ["", "\n"])
    def test_ends_of_lines(self, end: str, last: str) -> None:
        rows, _ = read(f"a,b{end}1,2{end}3,4{last and end}")
        assert rows == [(2, "1", "2"), (3, "3", "4")]

    def test_cells_keep_their_text(self) -> None:
        rows, _ = read('a;b\n 01 ;"x ""y"""\nNA;null\n')
        assert rows == [(2, " 01 ", 'x "y"'), (3, "NA", "null")]

    def test_lines_are_those_of_the_file_after_cells_over_several(self) -> None:
        rows, _ = read('a,b\n"1\r\n1",2\n3,"\n\n"\n"5\r5",6\n7,8\n')
        assert [row[0] for row in rows] == [2, 4, 7, 9]
        rows, _ = read('"a\nb",c\n1,2\n')
        assert rows == [(3, "1", "2")]

    def test_titles_before_the_header(self) -> None:
        rows, source = read("Курсы\n\nДата,Курс\n2024-03-01,501\n2024-03-02,502\n")
        assert rows[0] == (4, "2024-03-01", "501")
        assert source.facts["header_line"] == 3

    def test_one_column_may_have_blank_rows(self) -> None:
        rows, source = read("a\n1\n\n2\n")
        assert rows == [(2, "1"), (3, None), (4, "2")]
        assert not source.counts
        rows, _ = read('a\n1\n\n"2\n')
        assert rows == [(2, "1"), (3, None), (4, '"2')]

    def test_it_can_be_read_again(self) -> None:
        source = opened(b"a,b\n1,2\n3\n")
        assert rows_of(source) == rows_of(source) == [(2, "1", "2")]
        assert source.counts == {"ragged-row": 1}

    def test_utf_16(self) -> None:
        assert read("a,b\n1,ж\n".encode("utf-16"))[0] == [(2, "1", "ж")]

    def test_ten_thousand_columns(self) -> None:
        names = [f"c{place}" for place in range(10_000)]
        rows, source = read("\n".join([",".join(names), ",".join(map(str, range(10_000))), "1,2"]))
        assert rows == [(2, *map(str, range(10_000)))]
        assert codes(source) == [("ragged-row", 3)]

    def test_many_blocks(self) -> None:
        lines = [f"{number},x" if number % 1_000 else f'{number},"y\nz"' for number in range(1, 400_001)]
        lines[199_999] = "200000"
        rows, source = read("a,b\n" + "\n".join(lines))
        assert len(rows) == 399_999
        assert rows[-1] == (400_001 + 399 - 1, "400000", "y\nz")
        assert codes(source) == [("ragged-row", 200_001 + 199)]


class TestRagged:
    def test_short_rows(self) -> None:
        rows, source = read("a,b,c,d\n1,2,3,4\n1,2,3\n1,2\n1\n5,6,7,8\n")
        assert rows == [(2, *"1234"), (3, *"123", None), (4, *"12", None, None), (6, *"5678")]
        assert [(each.row, each.severity) for each in source.problems] == [(3, "warning"), (4, "warning"), (5, "error")]
        assert source.facts["rows_left_out"] == 1
        assert source.problems[2].message == "1 cell where there are 4 headers; the row is left out"

    def test_long_rows(self) -> None:
        rows, source = read("a,b\n1,2\n3,4,,\n5,6,7\n")
        assert rows == [(2, "1", "2"), (3, "3", "4")]
        assert codes(source) == [("ragged-row", 4)]
        assert source.problems[0].cause == "a delimiter inside of a cell that is not quoted"

    def test_blank_rows(self) -> None:
        rows, source = read("a,b\n1,2\n\n  \n,\n3,4\n\n")
        assert rows == [(2, "1", "2"), (6, "3", "4")]
        assert sorted(codes(source)) == [("blank-row", 3), ("blank-row", 4), ("blank-row", 5), ("blank-row", 7)]

    def test_after_the_last_good_row(self) -> None:
        rows, source = read("a,b,c\n1,2,3\n1,2,3\n1,2,3\n4\n5,6\n")
        assert rows[-1] == (6, "5", "6", None)
        assert codes(source) == [("ragged-row", 5), ("ragged-row", 6)]

    def test_nothing_but_ragged_rows(self) -> None:
        rows, source = read("a,b,c\n1\n2\n3\n", header=1, delimiter=",")
        assert rows == []
        assert source.facts["rows_left_out"] == 3
        assert "empty-table" not in source.counts

    def test_examples_are_bounded_and_counts_are_not(self) -> None:
        _, source = read("a,b\n" + "1,2\n" * 90 + "1\n\n" * 50)
        assert source.counts == {"ragged-row": 50, "blank-row": 50}
        assert len(source.problems) == 40


class TestQuotes:
    def test_one_that_is_never_closed(self) -> None:
        rows, source = read('a,b\n1,"2\n3,4\n')
        assert rows == [(2, "1", '"2'), (3, "3", "4")]
        assert codes(source) == [("unclosed-quote", 2)]

    def test_two_that_close_each_other_far_away(self) -> None:
        rows, source = read('a,b,c\n1,"2,3\n' + "4,5,6\n" * 5_000 + '7,"8,9\n')
        assert len(rows) == 5_002
        assert rows[-1] == (5_003, "7", '"8', "9")
        assert source.counts == {"unclosed-quote": 2}

    def test_two_in_rows_that_do_not_fit(self) -> None:
        rows, source = read('a,b,c\n1,2,3\n1,"2,3\n4,5"6,7\n8,9,10\n')
        assert rows == [(2, *"123"), (3, "1", '"2', "3"), (4, "4", '5"6', "7"), (5, "8", "9", "10")]
        assert source.counts == {"unclosed-quote": 1}

    def test_a_ragged_row_over_several_lines(self) -> None:
        rows, source = read('a,b,c\n1,2,3\n1,2,3\n"x\ny"\n4,5,6\n')
        assert rows[-1] == (6, *"456")
        assert codes(source) == [("ragged-row", 4)]

    def test_a_row_longer_than_a_block(self) -> None:
        good = "1,2\n" * 1_000
        rows, source = read("a,b\n" + good + '3,"' + "x" * 5_000_000 + '"\n' + good)
        assert len(rows) == 2_000
        assert rows[-1][0] == 2_002
        assert codes(source) == [("garbled-row", 1_002)]
        assert source.facts["rows_left_out"] == 1

    def test_a_row_of_another_width_with_a_cell_too_long(self) -> None:
        rows, source = read("a,b\n1,2," + "x" * 200_000 + "\n3,4\n")
        assert rows == [(3, "3", "4")]
        assert codes(source) == [("garbled-row", 2)]

    def test_many_rows_are_given_in_parts(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(delimited, "_CELLS", 8)
        source = opened(b'a,b\n1,"2\n' + b"3,4\n" * 10)
        assert [len(part) for part in source.parts()] == [4, 4, 3]


class TestCells:
    @pytest.mark.parametrize("cell", ["=1+1", "+A1", "-A1", "@SUM(A1)", "=", "-2+3+cmd|' /C calc'!A0", "+1;2"])
    def test_formulas(self, cell: str) -> None:
        rows, source = read(f'a,b\n1,"{cell}"\n')
        assert rows == [(2, "1", cell)]
        assert [(each.code, each.row, each.column, each.value) for each in source.problems] == [
            ("formula", 2, "b", cell)
        ]

    @pytest.mark.parametrize(
        "cell", ["-1", "+1.5", "-1 234,5", "-1'000", "-5%", "- 5", "-", "--", "-1e-5", "", "x=1", "-(5)"]
    )
    def test_no_formulas(self, cell: str) -> None:
        assert not read(f'a,b\n1,"{cell}"\n')[1].counts

    def test_formulas_are_counted(self) -> None:
        _, source = read("a,b\n" + "=1,-A\n" * 30)
        assert source.counts == {"formula": 60}
        assert len(source.problems) == 20

    def test_bytes_of_another_encoding(self) -> None:
        good = "Дата,валюта\n" + "2024-03-01,доллар\n" * 5
        rows, source = read(good.encode() + "2024-03-02,рубль\n".encode("cp1251"))
        assert rows[-1] == (7, "2024-03-02", "\ufffd" * 5)
        assert [(each.code, each.row, each.column) for each in source.problems] == [("undecodable-bytes", 7, "валюта")]

    def test_null_characters(self) -> None:
        rows, source = read(b"a,b\n" * 2 + b"1,2\n" * 100 + b"1,\0\n")
        assert rows[-1] == (103, "1", "\0")
        assert codes(source) == [("null-character", 103)]


def test_lines_across_blocks() -> None:
    assert list(lines_of([b"a\r", b"\nb", b"", b"c\n\xd0", b"\x96"])) == ["a\r\n", "bc\n", "Ж"]


def test_headers_across_blocks() -> None:
    names = ",".join(f"{place:0103}" for place in range(10_082))
    names += "y" * ((1 << 20) - 1 - len(names))
    for end in ("\r\n", "\r", "\n"):
        rows, _ = read(f"{names}{end}" + f"{',' * 10_081}1{end}" * 2, header=1)
        assert [(row[0], row[-1]) for row in rows] == [(2, "1"), (3, "1")]


plain_cells = st.text(
    st.characters(codec="utf-8", min_codepoint=32, exclude_characters='",\r\n\0=+-@\ufffd\ufeff'), max_size=4
)
tables = st.lists(st.lists(plain_cells, min_size=3, max_size=3), max_size=6)


class TestLaws:
    @settings(max_examples=40)
    @given(tables, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
    def test_what_was_written_is_read(self, table: list[list[str]], encoding: str) -> None:
        text = "a,b,c\n" + "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in table)
        rows, source = read(text.encode(encoding))
        there = [(line, *(cell or None for cell in row)) for line, row in enumerate(table, 2) if any(row)]
        assert rows == there
        assert source.counts.get("blank-row", 0) == len(table) - len(there)

    @settings(max_examples=60)
    @given(st.lists(st.sampled_from(['"', ",", "\n", "1", "x", "\r", ";", "=", "\u0416"]), max_size=30).map("".join))
    def test_no_line_is_lost(self, text: str) -> None:
        rows, source = read("a,b\n1,2\n" + text, delimiter=",", header=1)
        assert rows[0][:2] == (2, "1")
        lines = [row[0] for row in rows]
        assert lines == sorted(set(lines))
        assert source.facts["rows"] == len(rows)

    @settings(max_examples=60)
    @given(st.binary(max_size=60))
    def test_bytes_are_read_or_found_wanting(self, data: bytes) -> None:
        source = opened(b"a,b\n1,2\n" + data)
        for part in source.parts():
            assert all(len(column) == len(part) for column in part.columns.values())
