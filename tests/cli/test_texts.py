import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from centralasia.cli.program import program
from centralasia.cli.texts import Source, opened, pieces_of
from centralasia.errors import ReaderError

TEXT = "Өсімі: 5 млрд теңге, «болды».\r\nИтого 3%"
PLAIN = "Рост: 5 млрд тенге.\r\nИтого 3%"


def read(data: bytes, encoding: str | None = None) -> str:
    return "".join(pieces_of(Source("text.txt", io.BytesIO(data), len(data)), encoding, None))


def command(data: bytes, *arguments: str) -> Result:
    return CliRunner().invoke(program, ["mentions", "-", "--json", *arguments], input=data, prog_name="centralasia")


class TestEncodings:
    @pytest.mark.parametrize(
        "data",
        [
            TEXT.encode(),
            TEXT.encode("utf-8-sig"),
            TEXT.encode("utf-16"),
            b"\xff\xfe" + TEXT.encode("utf-16-le"),
            b"\xfe\xff" + TEXT.encode("utf-16-be"),
        ],
    )
    def test_utf_is_found_out(self, data: bytes, capsys: pytest.CaptureFixture[str]) -> None:
        assert read(data) == TEXT
        assert capsys.readouterr().err == ""

    @pytest.mark.parametrize("before", ["", "x" * 65_535, "x" * 65_536, "x" * 200_000])
    def test_windows_1251_is_found_out_and_told(self, before: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert read((before + PLAIN).encode("cp1251")) == before + PLAIN
        said = "centralasia: text.txt: not in UTF-8, read as windows-1251; another encoding is named with --encoding\n"
        assert capsys.readouterr().err == said

    @pytest.mark.parametrize(
        "before", ["x" * 65_535, "x" * 65_536, "ә" * 32_767 + "x", "x" + "ә" * 70_000, "€" * 50_000]
    )
    def test_characters_are_not_cut(self, before: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert read((before + TEXT).encode()) == before + TEXT
        assert capsys.readouterr().err == ""

    def test_an_encoding_can_be_named(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert read(PLAIN.encode("cp866"), "cp866") == PLAIN
        assert read(TEXT.encode("utf-16-le"), "utf-16-le") == TEXT
        assert read(TEXT.encode("utf-8-sig"), "utf-8") == TEXT
        assert capsys.readouterr().err == ""

    @pytest.mark.parametrize("data", [b"", "\ufeff".encode(), b"plain", b"x" * 200_000])
    def test_ascii_is_every_encoding(self, data: bytes, capsys: pytest.CaptureFixture[str]) -> None:
        assert read(data).encode() == data.removeprefix("\ufeff".encode())
        assert capsys.readouterr().err == ""

    def test_a_text_that_is_damaged_in_places_stays_utf8(self, capsys: pytest.CaptureFixture[str]) -> None:
        data = TEXT.encode().replace(b":", b"\xff") + TEXT.encode().replace(b",", b"\xff")
        assert read(data) == TEXT.replace(":", "\ufffd") + TEXT.replace(",", "\ufffd")
        said = "centralasia: text.txt: 2 places cannot be read, the first at character 6; is --encoding right?\n"
        assert capsys.readouterr().err == said

    def test_what_was_lost_before_is_told_too(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert read("a\ufffdb".encode()) == "a\ufffdb"
        assert "text.txt: 1 place cannot be read, the first at character 2; " in capsys.readouterr().err

    def test_the_wrong_encoding_is_told(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert read(("x" * 70_000 + TEXT).encode(), "ascii").count("\ufffd") > 20
        assert "the first at character 70,001; is --encoding right?" in capsys.readouterr().err

    @pytest.mark.parametrize(("data", "place"), [(b"\x89PNG\0", "5"), (TEXT[:6].encode("utf-16-le"), "12")])
    def test_what_is_no_text_is_refused(self, data: bytes, place: str) -> None:
        with pytest.raises(ReaderError, match=rf"^text\.txt, character {place}: binary, or in another encoding: "):
            read(data)

    @pytest.mark.parametrize("name", ["utf-9", "hex", "idna", "undefined", "rot13", "a\0b", ""])
    def test_a_name_of_no_encoding_is_refused(self, name: str) -> None:
        result = command(b"5%", "--encoding", name)
        assert result.stderr.startswith("centralasia: Invalid value for '--encoding': ")
        assert "is no encoding of a text; say utf-8, utf-16, windows-1251 or the like." in result.stderr
        assert (result.stdout, result.exit_code) == ("", 2)


def test_places_are_those_of_the_text() -> None:
    text = "Рост\r\n\r\n5%\r\nили 6%"
    found = json.loads(command(text.encode("utf-16")).stdout)["mentions"]
    assert [(each["start"], each["line"], each["column"]) for each in found] == [(8, 3, 1), (16, 4, 5)]
    (one,) = json.loads(command("Рост 5%".encode("cp866"), "--encoding", "cp866").stdout)["mentions"]
    assert one["surface"] == "5%"


def test_how_far_a_text_is_read_is_told() -> None:
    told: list[tuple[str, int, int]] = []

    def note(name: str, done: int, total: int) -> None:
        told.append((name, done, total))

    source = Source("text.txt", io.BytesIO(b"x" * 150_000), 140_000)
    assert sum(map(len, pieces_of(source, None, note))) == 150_000
    assert told == [("text.txt", 65_536, 140_000), ("text.txt", 131_072, 140_000), ("text.txt", 150_000, 150_000)]


def test_a_file_is_closed_and_has_a_size(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes(b"12345")
    with opened(str(path)) as source:
        assert source.size == 5
    assert source.file.closed


def test_no_more_is_read_than_is_asked_for() -> None:
    """A stream that does not end is read as it comes."""

    class Endless(io.RawIOBase):
        def read(self, size: int = -1, /) -> bytes:
            assert 0 < size <= 65_536
            return "ө".encode() * (size // 2)

    pieces: Iterator[str] = pieces_of(Source("-", Endless(), 0), None, None)  # type: ignore[arg-type]
    assert all(len(next(pieces)) <= 65_536 for _ in range(20))
