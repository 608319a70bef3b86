from collections.abc import Iterable, Iterator
from io import BytesIO, StringIO
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import InvalidValueError, UnknownCodeError, WrongTypeError
from centralasia.text import find_mentions, iter_mentions, iter_passages
from centralasia.text.blocks import _AROUND, _passages, read_blocks

SENTENCE = "Экспорт муки вырос на 7,5% и составил более 14,5 млрд\nдолларов, или от 40 до 55 тыс. тонн. "
WITHOUT_BREAKS = SENTENCE.replace("\n", " ")


def cut(text: str, *, every: int) -> Iterator[str]:
    return (text[place : place + every] for place in range(0, len(text), every))


class TestBlocks:
    @given(st.text("ab \r\n", max_size=300), st.integers(1, 40), st.integers(1, 50))
    def test_the_stretches_are_the_text_and_none_is_too_long(self, text: str, most: int, every: int) -> None:
        there = 0
        padded = f"{text}{'x' * _AROUND}{text}"
        for start, held, first, last in read_blocks(cut(padded, every=every), most):
            assert start + first == there
            assert 0 < last - first <= most or start + len(held) == len(padded)
            assert held == padded[start : start + len(held)]
            there = start + last
        assert there == len(padded)

    def test_what_stands_around_is_there(self) -> None:
        blocks = [*read_blocks(["x" * 50_000], 7_000)]
        assert all(block.first == min(_AROUND, block.start + block.first) for block in blocks)
        assert all(len(block.text) - block.last >= _AROUND for block in blocks[:-1])

    @pytest.mark.parametrize(
        ("text", "end"),
        [
            (f"{'a' * 60}\n\n{'b' * 10}\n{'c' * 3000}", 62),
            (f"{'a' * 60}\r\n\r\n{'b' * 10}\n{'c' * 3000}", 64),
            (f"{'a' * 60}\n\n{'b' * 10}\r\n\r\n{'c' * 3000}", 76),
            (f"{'a' * 20}\n\n{'b' * 50}\n{'c' * 3000}", 73),
            (f"{'a' * 20}\n\n{'b' * 3000}", 100),
        ],
    )
    def test_a_block_ends_with_a_paragraph_else_a_line_else_where_it_is_full(self, text: str, end: int) -> None:
        assert next(read_blocks([text], 100)).last == end

    def test_no_more_is_held_than_a_block_and_what_is_around_it(self) -> None:
        read = 0

        def endless() -> Iterator[str]:
            nonlocal read
            while True:
                read += 1_000
                yield "a" * 1_000

        for block in islice(read_blocks(endless(), 5_000), 100):
            assert read <= block.start + block.last + _AROUND + 1_000
            assert len(block.text) <= 2 * _AROUND + 5_000 + 1_000

    def test_a_file_of_one_line_is_read_by_its_size(self) -> None:
        class Asked(StringIO):
            def read(self, size: int | None = -1, /) -> str:
                assert size == 100
                return super().read(size)

        assert len([*read_blocks(Asked("x" * 5_000), 100)]) > 20

    def test_nothing_has_no_blocks(self) -> None:
        assert [*read_blocks([])] == [*read_blocks(["", ""])] == []
        assert [*iter_passages([])] == []

    @pytest.mark.parametrize("most", [0, -1, True, "5", 2.5])
    def test_a_size_is_a_positive_number(self, most: Any) -> None:
        with pytest.raises(InvalidValueError, match="most must be a positive number of characters"):
            next(read_blocks(["text"], most))

    @pytest.mark.parametrize("stream", [BytesIO(b"5%"), [b"5%"], b"5%"])
    def test_bytes_are_no_text(self, stream: Any) -> None:
        with pytest.raises(WrongTypeError, match="stream must be a stream of text"):
            next(iter_mentions(stream))


class TestMentions:
    @pytest.mark.parametrize("most", [101, 1_000, 65_536])
    @pytest.mark.parametrize("lang", ["ru", None])
    @pytest.mark.parametrize("sentence", [SENTENCE, WITHOUT_BREAKS, SENTENCE + "\n\n"])
    def test_blocks_cut_no_figure(self, most: int, lang: str | None, sentence: str) -> None:
        text = sentence * 25
        expected = find_mentions(text, lang)
        assert len(expected) == 75
        passages = [*_passages(cut(text, every=113), lang, counts=False, most=most)]
        assert [found for passage in passages for found in passage.mentions] == expected
        assert "".join(passage.text for passage in passages) == text
        for passage in passages:
            assert text.startswith(passage.text, passage.start)
            for found in passage.mentions:
                place = found.start - passage.start
                assert passage.text[place:].startswith(found.surface)
                assert place >= 0

    def test_what_decides_between_currencies_is_seen_across_blocks(self) -> None:
        text = "In Azerbaijan the price was set anew. " + "It rose to 5 manat. " * 3
        (first, *_) = expected = find_mentions(text, "en")
        assert first.currency == "AZN"
        found = [each for passage in _passages([text], "en", counts=False, most=10) for each in passage.mentions]
        assert found == expected

    def test_files_pieces_and_texts_are_streams(self, tmp_path: Path) -> None:
        path = tmp_path / "text.txt"
        path.write_bytes(f"{SENTENCE}\r\n{SENTENCE}".encode())
        text = path.read_bytes().decode()
        expected = find_mentions(text, "ru")
        streams: list[Iterable[str]] = [StringIO(text, newline=""), text.splitlines(keepends=True), text]
        with path.open(encoding="utf-8", newline="") as file:
            for stream in (file, *streams):
                assert [*iter_mentions(stream, "ru")] == expected

    def test_counts_are_given_where_asked_for(self) -> None:
        text = ["More than a thousand ", "trees for $5."]
        assert [found.kind for found in iter_mentions(text, "en")] == ["money"]
        assert [found.kind for found in iter_mentions(text, "en", counts=True)] == ["count", "money"]

    @pytest.mark.parametrize("stream", [5, None, Path("text.txt")])
    def test_what_is_no_stream_is_told_before_anything_is_read(self, stream: Any) -> None:
        for read in (iter_mentions, iter_passages):
            with pytest.raises(WrongTypeError, match="a stream of text"):
                read(stream)

    def test_an_unknown_language_is_told_before_anything_is_read(self) -> None:
        with pytest.raises(UnknownCodeError):
            iter_mentions([], "de")
