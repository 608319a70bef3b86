import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import InvalidValueError, ReaderError, WrongTypeError
from centralasia.numbers import shortened
from centralasia.readers.documents import LIMIT, Text, decode, load, one_ending

A_TEXT = "source: that is a text, not a path; pass its bytes: text.encode()"
TEXT = "• KGS/USD = 0.01127\nкурс\n"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"plain", Text("plain", "utf-8", 0)),
        (TEXT.encode(), Text(TEXT, "utf-8", 0)),
        (TEXT.encode("utf-8-sig"), Text(TEXT, "utf-8", 0)),
        (TEXT.encode("utf-16"), Text(TEXT, "utf-16-le", 0)),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), Text(TEXT, "utf-16-be", 0)),
        (TEXT.encode("cp1251"), Text(TEXT, "windows-1251", 0)),
        (TEXT.encode()[:-2], Text(TEXT[:-2] + "\ufffd", "utf-8", 1)),
        ("•• 0.01\ufffd".encode(), Text("•• 0.01\ufffd", "utf-8", 0)),
        (b"\xef\xbb\xbf0.01\xff", Text("0.01\ufffd", "utf-8", 1)),
        (TEXT.encode("utf-16")[:-1], Text(TEXT[:-1] + "\ufffd", "utf-16-le", 1)),
    ],
)
def test_a_text_is_decoded_and_its_encoding_said(data: bytes, expected: Text) -> None:
    assert decode(data) == expected


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04\0\0", "page, document: binary: there are null characters in it"),
        (TEXT.encode("utf-32"), "page, document: binary: there are null characters in it"),
        (b"\xc0\x98", "page, byte 2: neither UTF-8 nor windows-1251"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(ReaderError) as caught:
        decode(data, "page")
    assert str(caught.value) == message


def test_contents_and_paths_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(b"content")
    assert load(b"content") == (b"content", "bytes")
    assert load(str(path)) == load(path) == (b"content", str(shortened(str(path))))


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("nowhere/page.txt", "nowhere/page.txt, file: no such file"),
        ("• KGS/USD = 1\n", f"• KGS/USD = 1, {A_TEXT}"),
        ("• KGS/USD = 1\n\n9 May 2031", f"• KGS/USD = 1 9 May 2031, {A_TEXT}"),
        ("KGS/USD = 1 " * 100, f"{'KGS/USD = 1 ' * 6}KGS/USD …, {A_TEXT}"),
        ("<rates/>", f"<rates/>, {A_TEXT}"),
        ('  {"rate": 1}', f'{{"rate": 1}}, {A_TEXT}'),
        ('[{"Ccy": "USD"}]', f'[{{"Ccy": "USD"}}], {A_TEXT}'),
        (Path("<rates/>"), f"{Path('<rates/>')}, file: no such file"),
        (Path("no\nwhere"), "no\nwhere, file: no such file"),
        (Path("x" * 5000), "x" * 80 + "…, file: file name too long"),
        ("pa\0ge", "pa\0ge, file: no name of a file; contents are passed as bytes"),
        ("x" * 300, "x" * 80 + f"…, {A_TEXT}"),
        (os.curdir, "., file: a directory, not a file"),
        (b"", "bytes, document: empty"),
        (b"12345678901", "bytes, document: larger than the limit of 10 bytes; pass limit= to raise it"),
        (__file__, f"{__file__}, document: larger than the limit of 10 bytes; pass limit= to raise it"),
    ],
    ids=range(16),
)
def test_what_cannot_be_taken_is_refused(source: str | bytes | Path, message: str) -> None:
    with pytest.raises(ReaderError) as caught:
        load(source, 10)
    assert str(caught.value).replace(__file__[:80] + "…", __file__) == message


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty"
    path.touch()
    with pytest.raises(ReaderError, match="empty, document: empty"):
        load(path)


@pytest.mark.parametrize("source", [3, None, ["page.txt"], bytearray(b"page")])
def test_a_source_is_a_path_or_bytes(source: object) -> None:
    with pytest.raises(WrongTypeError, match="source must be a path as text or PathLike, or the contents as bytes"):
        load(source)  # type: ignore[arg-type]  # what is tested


def test_a_limit_is_a_positive_whole_number() -> None:
    assert LIMIT == 67_108_864
    with pytest.raises(InvalidValueError, match="limit must be at least 1 byte, got 0"):
        load(b"x", 0)
    with pytest.raises(WrongTypeError, match="limit must be a whole number of bytes"):
        load(b"x", limit=True)


def test_lines_end_as_editors_count_them() -> None:
    assert one_ending("a\r\nb\rc\n\nd\u2028\x0be") == "a\nb\nc\n\nd\u2028\x0be"


class TestLaws:
    @given(st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
    def test_text_in_utf_comes_back(self, text: str) -> None:
        for encoding in ("utf-8-sig", "utf-16"):
            assert decode(text.encode(encoding)).text == text

    @given(st.text(alphabet="абвгдежзийклмнопрстуфхцчшщъыьэюя ,0123456789", min_size=1))
    def test_words_in_windows_1251_come_back(self, text: str) -> None:
        assert decode(text.encode("cp1251")).text == text

    @given(st.binary())
    def test_any_bytes_are_text_or_refused(self, data: bytes) -> None:
        try:
            decoded = decode(data)
        except ReaderError:
            return
        assert decoded.unreadable == 0 or "\ufffd" in decoded.text
