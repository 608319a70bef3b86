import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.feeds.answers import Body, BodyError


def packed(data: bytes) -> bytes:
    return zlib.compress(data, wbits=31)


def test_a_body_is_what_was_fed() -> None:
    body = Body("", 10)
    body.feed(b"one")
    body.feed(b"two")
    assert (body.data, body.is_whole) == (b"onetwo", True)


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", " GZIP "])
def test_a_packed_body_is_unpacked_piece_by_piece(encoding: str) -> None:
    body = Body(encoding, 100)
    for byte in packed(b"one") + packed(b"two"):
        body.feed(bytes([byte]))
    assert (body.data, body.is_whole) == (b"onetwo", True)


@pytest.mark.parametrize("encoding", ["br", "deflate", "gzip, gzip", "x" * 1_000])
def test_what_was_not_asked_for_is_refused(encoding: str) -> None:
    with pytest.raises(BodyError, match="which was not asked for") as caught:
        Body(encoding, 10)
    assert caught.value.args[0] == "wrong-content"
    assert len(caught.value.args[1]) < 100


def test_padding_that_unpacks_to_nothing_is_bounded_too() -> None:
    packer = zlib.compressobj(wbits=31)
    body = Body("gzip", 10_000)
    padding = packer.flush(zlib.Z_FULL_FLUSH) + b"\x00\x00\x00\xff\xff" * 2_500
    with pytest.raises(BodyError, match=r"larger than the limit of 10,000 bytes"):
        body.feed(padding)
    assert body.data == b""


class TestLaws:
    @given(st.binary(max_size=2_000), st.integers(1, 300), st.sampled_from(["gzip", "identity"]))
    def test_how_it_is_cut_makes_no_difference(self, data: bytes, size: int, encoding: str) -> None:
        sent = packed(data) if encoding == "gzip" else data
        body = Body(encoding, max(len(data), len(sent)))
        for at in range(0, len(sent), size):
            body.feed(sent[at : at + size])
        assert (body.data, body.is_whole) == (data, True)

    @given(st.binary(max_size=500), st.integers(0, 500))
    def test_garbage_gives_an_error_of_ours_or_a_body(self, data: bytes, limit: int) -> None:
        body = Body("gzip", limit)
        try:
            body.feed(data)
        except BodyError:
            return
        assert len(body.data) <= limit
