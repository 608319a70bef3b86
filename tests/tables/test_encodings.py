"""Encodings: told by marks, by trying, or by evidence."""

from io import BytesIO

import pytest

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.tables.encodings import Scan, blocks_of, codec_named, scan

TABLE = "Дата;Валюта;Курс\n01.03.2024;доллар США;501,20\n02.03.2024;российский рубль;5,47\n"
TITLED = "Официальные курсы валют\n" + TABLE


def scanned(data: bytes, encoding: str | None = None) -> Scan:
    return scan(lambda: BytesIO(data), encoding)


def text_of(data: bytes, encoding: str | None = None) -> str:
    return b"".join(blocks_of(lambda: BytesIO(data), scanned(data, encoding))).decode()


@pytest.mark.parametrize(
    ("data", "encoding", "told_by"),
    [
        (b"", "utf-8", "bytes"),
        (b"a,b\n", "utf-8", "bytes"),
        (TABLE.encode(), "utf-8", "bytes"),
        (TABLE.encode("utf-8-sig"), "utf-8", "mark"),
        (TABLE.encode("utf-16"), "utf-16-le", "mark"),
        (b"\xfe\xff" + TABLE.encode("utf-16-be"), "utf-16-be", "mark"),
        (b"date,value\n".decode().encode("utf-16-le"), "utf-16-le", "bytes"),
        (b"date,value\n".decode().encode("utf-16-be"), "utf-16-be", "bytes"),
        (TITLED.encode("cp1251"), "windows-1251", "letters"),
        (TITLED.encode("koi8-r"), "koi8-r", "letters"),
        (TITLED.encode("cp866"), "cp866", "letters"),
        ("Дата;Курс\n".encode("cp1251"), "windows-1251", "bytes"),
        ("Дата;Курс\n".encode("koi8-r"), "windows-1251", "bytes"),
        (TITLED.upper().encode("cp1251"), "windows-1251", "letters"),
    ],
)
def test_a_text_in_an_encoding(data: bytes, encoding: str, told_by: str) -> None:
    found = scanned(data)
    assert (found.encoding, found.told_by, found.binary) == (encoding, told_by, None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r", "cp866"])
def test_the_text_comes_out(encoding: str) -> None:
    assert text_of(TITLED.encode(encoding)) == TITLED


def test_the_callers_word_holds() -> None:
    assert scanned("Дата".encode("koi8-r"), "KOI8-R").encoding == "koi8-r"
    assert text_of("Дата".encode("koi8-r"), "koi8-r") == "Дата"
    assert text_of("Дата".encode("cp1251"), "utf-8") == "\ufffd" * 4
    assert text_of("Дата".encode("utf-8-sig"), "utf-8") == "Дата"


def test_a_few_lines_in_another_encoding_leave_a_text_what_it_is() -> None:
    data = TABLE.encode() * 5 + "рубль\n".encode("cp1251")
    found = scanned(data)
    assert (found.encoding, found.damaged) == ("utf-8", True)


def test_a_byte_that_no_encoding_has() -> None:
    data = TITLED.encode("cp1251") + b"\x98\n"
    assert scanned(data).encoding == "windows-1251"
    assert text_of(data).endswith("\ufffd\n")


def test_quotes_are_counted() -> None:
    assert scanned(b'"a","b"\n').quotes == 4
    assert scanned('"а"\n'.encode("utf-16")).quotes == 2


def test_characters_across_blocks() -> None:
    text = "a" + "Ж" * (1 << 20)
    assert scanned(text.encode()) == Scan("utf-8", "bytes")
    assert text_of(text.encode()) == text
    assert scanned(text.encode()[:-1]).damaged
    lines = "\nжили\n" * (1 << 18)
    assert scanned(lines.encode("cp1251")).encoding == "windows-1251"
    assert text_of(lines.encode("cp1251")) == lines
    assert scanned(text.encode("cp1251")).encoding == "windows-1251"


@pytest.mark.parametrize(("data", "line"), [(bytes(range(256)) * 4, 1), (b"a,b\n" + b"\x01\x02" * 9, 2)])
def test_what_is_no_text(data: bytes, line: int) -> None:
    assert scanned(data).binary == line


def test_a_null_character_alone_is_damage() -> None:
    found = scanned(b"a,b\n" * 100 + b"\0\n")
    assert (found.binary, found.damaged) == (None, True)


@pytest.mark.parametrize("encoding", ["utf-99", "hex", ""])
def test_an_encoding_that_is_none(encoding: str) -> None:
    with pytest.raises(InvalidValueError, match="encoding must be the name of an encoding"):
        codec_named(encoding)


def test_an_encoding_that_is_no_text() -> None:
    with pytest.raises(WrongTypeError):
        codec_named(1)
