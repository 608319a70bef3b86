"""Dialects: delimiters, headers and records of delimited texts."""

import csv

import pytest

from centralasia.errors import InvalidValueError
from centralasia.tables.dialects import Records, check_delimiter, check_header, dialect_of, heading_of, named
from centralasia.tables.sources import Findings


def lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("a,b\n1,2,3\n4,5,6\n", 1),
        ("a,b,c\n1,2,3,4,5\n4,5,6,7,8\n", 2),
        ("a,b\n1,2,\n4,5,\n", 0),
        ("a,b,\n1,2,3\n4,5,6\n", 0),
        ("a,b\n1,2\n4,5\n", 0),
    ],
)
def test_cells_beyond_the_header_are_counted(text: str, added: int) -> None:
    assert dialect_of(lines(text), ",").heading.added == added
    assert dialect_of(lines(text), ",", header=1).heading.added == added


@pytest.mark.parametrize(
    ("text", "delimiter", "line", "names"),
    [
        ("a,b\n1,2\n", ",", 1, ("a", "b")),
        ("a;b\n1,5;2,5\n3,5;4,5\n", ";", 1, ("a", "b")),
        ("a\tb\n1\t2\n", "\t", 1, ("a", "b")),
        ("a|b\n1|2\n", "|", 1, ("a", "b")),
        ("a\n1\n", ",", 1, ("a",)),
        ("sep=;\na;b\n1;2\n", ";", 2, ("a", "b")),
        ("sep=#\na,b\n1,2\n", ",", 2, ("a", "b")),
        (
            "Курсы, на 1 марта\n\nдата;код;курс\n01.03.2024;USD;501,20\n02.03.2024;USD;501,20\n",
            ";",
            3,
            ("дата", "код", "курс"),
        ),
        ("Курсы,,,\ndate,code,value,note\n2024-03-01,USD,501.20,\n", ",", 2, ("date", "code", "value", "note")),
        ('"a\nb",c\n1,2\n', ",", 1, ("a\nb", "c")),
        ("область,2023,2024\nАлматы,1,2\n", ",", 1, ("область", "2023", "2024")),
        ("country,2023,2024\nKZ,1,2\n", ",", 1, ("country", "2023", "2024")),
        ("курс,01.03.2024,02.03.2024\nUSD,1,2\n", ",", 1, ("курс", "01.03.2024", "02.03.2024")),
        ("2024-03-01,USD,501.20\n2024-03-02,USD,501.20\n", ",", None, ("column 1", "column 2", "column 3")),
        ("a,b\n1,2,\n3,4,\n", ",", 1, ("a", "b", "")),
        ("a,b,,\n1,2\n3,4\n", ",", 1, ("a", "b")),
        ("a,b,c\n1,2\n3,4\n", ",", 1, ("a", "b", "c")),
        ("", ",", None, ()),
        ("\n\n", ",", None, ()),
    ],
)
def test_a_dialect(text: str, delimiter: str, line: int | None, names: tuple[str, ...]) -> None:
    found = dialect_of(lines(text))
    assert (found.delimiter, found.line, found.heading.names) == (delimiter, line, names)


def test_the_header_may_run_over_lines() -> None:
    assert dialect_of(lines('"a\nb",c\n1,2\n')).last == 2
    assert dialect_of(lines("a,b\r\n1,2\r\n")).last == 1


def test_what_is_declared_holds() -> None:
    text = lines("a,b;c\n1,2;3\n")
    assert dialect_of(text, "|").heading.names == ("a,b;c",)
    assert dialect_of(text, ",", 2).heading.names == ("1", "2;3")
    assert dialect_of(text, ",", 0).heading.names == ("column 1", "column 2")


@pytest.mark.parametrize("header", [-1, True, "1", 3])
def test_a_header_that_cannot_be(header: int) -> None:
    with pytest.raises(InvalidValueError, match="header must be"):
        dialect_of(lines("a,b\n1,2\n"), None, header)


def test_a_header_of_nothing() -> None:
    with pytest.raises(InvalidValueError, match="a line of the table, from 1 to 0"):
        dialect_of([], None, 1)
    assert dialect_of([], None, 0).heading.names == ()


def test_a_delimiter_that_cannot_be() -> None:
    check_delimiter(None)
    check_header(0)
    with pytest.raises(InvalidValueError, match="delimiter must be a comma"):
        check_delimiter(":")


def test_a_heading_of_rows() -> None:
    assert heading_of([["Курсы"], [], ["Дата", "Курс"], ["01.03.2024", "501"]]).place == 2


class TestNames:
    def test_each_is_made_the_only_one(self) -> None:
        findings = Findings()
        assert named(["a", "a", "a (2)", "", "", "a"], 3, findings) == (
            "a",
            "a (2)",
            "a (2) (2)",
            "column 4",
            "column 5",
            "a (3)",
        )
        assert findings.counts == {"duplicate-header": 3, "blank-header": 2}
        assert findings.examples[0].row == 3

    def test_many_alike_take_little_time(self) -> None:
        assert len(named(["a"] * 10_000, 1, Findings())) == 10_000


class TestRecords:
    def read(self, text: str, width: int = 0) -> tuple[list[tuple[int, list[str] | None]], Findings]:
        findings = Findings()
        records = Records(lines(text), ",", line=1, findings=findings, width=width)
        return [(record.line, record.cells) for record in records], findings

    def test_cells_over_lines(self) -> None:
        found, findings = self.read('"a\nb",c\n1,2\n', 2)
        assert found == [(1, ["a\nb", "c"]), (3, ["1", "2"])]
        assert not findings.counts

    def test_quotes_that_are_never_closed_to_the_end(self) -> None:
        found, findings = self.read('1,"2\n3,4\n5,6')
        assert found == [(1, ["1", '"2']), (2, ["3", "4"]), (3, ["5", "6"])]
        assert findings.counts == {"unclosed-quote": 1}

    def test_quotes_that_are_closed_far_away(self) -> None:
        text = '1,"2\n' + "3,4\n" * 1_500 + '5,"6"\n'
        found, findings = self.read(text)
        assert len(found) == 1_502
        assert findings.counts == {"unclosed-quote": 1}

    def test_quotes_that_close_within_another_cell(self) -> None:
        found, findings = self.read('1,"2\n3,"4\n', 2)
        assert found == [(1, ["1", '"2']), (2, ["3", '"4'])]
        assert findings.counts == {"unclosed-quote": 2}

    def test_quotes_that_hold_rows(self) -> None:
        found, findings = self.read('1,"2\n3,4\n5,"\n', 2)
        assert [cells for _, cells in found] == [["1", '"2'], ["3", "4"], ["5", '"']]
        assert findings.counts == {"unclosed-quote": 2}

    @pytest.mark.parametrize("limit", [131_072, 100_000_000])
    def test_a_cell_too_long_for_the_csv_module(self, limit: int) -> None:
        before = csv.field_size_limit(limit)  # other libraries set it for the whole process
        try:
            self.check_long_cells()
        finally:
            csv.field_size_limit(before)

    def check_long_cells(self) -> None:
        long = "x" * 200_000
        found, findings = self.read(f"1,{long}\n3,4\n")
        assert found == [(1, None), (2, ["3", "4"])]
        assert findings.counts == {"garbled-row": 1}
        found, findings = self.read(f'1,"{long[:100_000]}\n2,{long}\n3,4\n')
        assert found[-1] == (3, ["3", "4"])
        found, findings = self.read('"' + '""' * 70_000 + "\n3,4\n")
        assert found == [(1, None), (2, ["3", "4"])]
        assert findings.counts == {"garbled-row": 1}
