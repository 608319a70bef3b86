from datetime import date
from time import perf_counter
from typing import Any

import pytest

from centralasia.errors import ReferenceDataError
from centralasia.records import column, read_csv, record


@record(key=("code", "valid_from"))
class Fact:
    code: str = column(title="code", pattern="[A-Z]{3}")
    valid_from: date | None = column(title="first day")
    valid_until: date | None = column(title="first day after")
    note: str = column(title="note", default="")
    source: str | None = column(title="source")


@record
class Free:
    code: str = column(title="code")
    count: int = column(title="count")


HEADER = "code,valid_from,valid_until,note,source\n"


def test_a_right_table_is_read() -> None:
    text = HEADER + 'KZT,1993-11-15,,"a, ""b""\nc",s1\nTMM,,1993-11-01,,s1\nTMM,1993-11-01,2009-01-01,,s2\n'
    facts = read_csv(Fact, text.encode(), table="facts")
    assert facts == read_csv(Fact, text, table="facts")
    assert [fact.code for fact in facts] == ["KZT", "TMM", "TMM"]
    assert facts[0].note == 'a, "b"\nc'


BAD: list[tuple[str | bytes, int, str]] = [
    ("", 1, "no column 'code'"),
    ("kode,valid_from,valid_until,note,source\n", 1, "unknown column 'kode'"),
    ("code,valid_from,valid_until,note\n", 1, "no column 'source'"),
    (
        "valid_from,code,valid_until,note,source\n",
        1,
        "expected the columns code,valid_from,valid_until,note,source in this order, each once",
    ),
    (HEADER + "KZT,1993-11-15,,s\n", 2, "expected 5 cells, got 4"),
    (HEADER + "KZT,,,,s\n\nTMM,,,,s\n", 3, "expected 5 cells, got 0"),
    (HEADER + "KZT,,,,s\nkzt,,,,s\n", 3, "code must be a text that fits [A-Z]{3}, got 'kzt'"),
    (HEADER + 'KZT,,,"a\nb",s\nKZT,,,,s\n', 4, "the key KZT, blank stands in an earlier row too"),
    (HEADER + "TMM,,,,s\nKZT,,,,s\n", 3, "the key KZT, blank belongs before TMM, blank"),
    (HEADER + "KZT,,,,\n", 2, "source is blank: every fact has one"),
    (HEADER + "KZT,2009-01-01,2009-01-01,,s\n", 2, "the span from 2009-01-01 until 2009-01-01 is empty"),
    (
        HEADER + "KZT,1991-01-01,1994-01-01,,s\nKZT,1993-11-15,,,s\n",
        3,
        "the span from 1993-11-15 overlaps that of line 2",
    ),
    (HEADER + "KZT,,,,s\nKZT,1993-11-15,,,s\n", 3, "the span from 1993-11-15 overlaps that of line 2"),
    (HEADER + "KZT,,,,s\r\n", 2, "a carriage return does not belong here"),
    ("\ufeff" + HEADER, 1, "a byte order mark does not belong here"),
    (HEADER.encode() + b"KZT,,,\xff,s\n", 2, "expected UTF-8"),
    (HEADER + 'KZT,,,"a"b,s\n', 2, "',' expected after '\"'"),
]


@pytest.mark.parametrize(("data", "line", "reason"), BAD, ids=[reason for _, _, reason in BAD])
def test_whatever_is_wrong_is_refused_with_its_line(data: str | bytes, line: int, reason: str) -> None:
    with pytest.raises(ReferenceDataError) as caught:
        read_csv(Fact, data, table="facts")
    assert (caught.value.table, caught.value.line, caught.value.reason) == ("facts", line, reason)


def test_a_table_may_have_no_key() -> None:
    assert [row.count for row in read_csv(Free, "code,count\nb,1\nb,1\na,2\n", table="free")] == [1, 1, 2]


def test_a_key_may_be_named_and_the_order_free() -> None:
    text = "code,count\nb,1\na,2\n"
    assert len(read_csv(Free, text, table="free", key=("code",), in_order=False)) == 2
    with pytest.raises(ReferenceDataError, match="free, line 3: the key a belongs before b"):
        read_csv(Free, text, table="free", key=("code",))
    with pytest.raises(ReferenceDataError, match="free, line 4: the key b stands in an earlier row too"):
        read_csv(Free, text + "b,3\n", table="free", key=("code",), in_order=False)


def test_spans_may_be_let_overlap() -> None:
    text = HEADER + "KZT,1991-01-01,1994-01-01,,s\nKZT,1993-11-15,,,s\n"
    assert len(read_csv(Fact, text, table="facts", span=None)) == 2


@pytest.mark.benchmark
def test_a_table_of_four_thousand_rows_is_read_in_thirty_milliseconds() -> None:
    rows = [f"{number:04d},{number}\n" for number in range(4_000)]
    text = "code,count\n" + "".join(rows)
    best = min(_seconds(text) for _ in range(5))
    assert best < 0.03


def _seconds(text: str) -> float:
    start = perf_counter()
    found: tuple[Any, ...] = read_csv(Free, text, table="free", key=("code",))
    assert len(found) == 4_000
    return perf_counter() - start
