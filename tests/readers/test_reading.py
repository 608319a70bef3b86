from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, InvalidValueError, ReaderError, UnknownCodeError, WrongTypeError
from centralasia.rates import RateTable
from centralasia.readers import READERS, Reader, read_rates
from centralasia.readers.registry import reader, recognize
from centralasia.validation import Report

FIXTURES = Path(__file__).parent / "fixtures"

# For every reader its specimens, made up in the layout of its publisher. A reader without one fails the contract.
SPECIMENS = {"ticker": ["news-page.txt"]}

readers = pytest.mark.parametrize("each", READERS, ids=lambda each: each.name)


class TestTheTicker:
    def test_a_path_and_its_contents_are_read_alike(self) -> None:
        path = FIXTURES / "news-page.txt"
        table, report = read_rates(path)
        assert len(table) == 5
        assert table.publishers == ("ticker",)
        assert table.lookup("KGS", "USD", on="2031-03-14").value == Decimal("0.01127")
        assert report.facts["document"] == str(path)
        again, facts = read_rates(path.read_bytes(), "ticker")
        assert again == table
        assert (facts.facts["document"], facts.facts["recognized"]) == ("bytes", False)

    def test_what_it_was_taken_for_is_said(self) -> None:
        _, report = read_rates(FIXTURES / "news-page.txt")
        shown = ("publisher", "taken_for", "recognized", "encoding")
        assert [report.facts[each] for each in shown] == ["ticker", "ticker of a news page", True, "utf-8"]

    def test_the_day_can_be_said(self) -> None:
        table, _ = read_rates(b"KGS/USD = 0.01127", on="2031-03-14")
        assert [rate.on for rate in table] == [date(2031, 3, 14)]
        with pytest.raises(ReaderError, match="say which with on="):
            read_rates(b"KGS/USD = 0.01127")

    def test_an_inverted_quote_is_left_out_or_kept_as_asked(self) -> None:
        page = "• KGS/USD = 87.41\n• USD/KZT = 515.46\n9 December 2025\n".encode()
        table, report = read_rates(page, inverted="refuse")
        assert [str(rate.value) for rate in table] == ["515.46"]
        assert (report.counts, report.ok) == ({"looks-inverted": 1}, False)
        for asked in (read_rates(page), read_rates(page, inverted="flag")):
            table, report = asked
            assert len(table) == 2
            assert (report.counts["looks-inverted"], report.ok) == (1, False)


@pytest.mark.parametrize(
    ("source", "keywords", "error", "message"),
    [
        ("nowhere.txt", {}, ReaderError, "nowhere.txt, file: no such file"),
        (b"", {}, ReaderError, "bytes, document: empty"),
        (b"\0\1\2", {}, ReaderError, "bytes, document: binary: there are null characters in it"),
        (b"some text", {}, ReaderError, "bytes, document: in no form that is known; known are: ticker"),
        (b"some text", {"publisher": "ticker"}, ReaderError, "bytes, document: no ticker at the top"),
        (b"some text", {"publisher": "tickers"}, UnknownCodeError, "'tickers' is not in the table of publishers; d"),
        (b"some text", {"publisher": 3}, WrongTypeError, "publisher must be the name of a reader"),
        (b"some text", {"on": "14 March 2031"}, InvalidValueError, "on must be a day written YYYY-MM-DD"),
        (b"some text", {"inverted": "warn"}, InvalidValueError, "inverted must be 'refuse' or 'flag', got 'warn'"),
        ("• KGS/USD = 0.01144\n", {}, ReaderError, "• KGS/USD = 0.01144, source: that is a text, not a path; pass its"),
        (b"some text", {"limit": 3}, ReaderError, "bytes, document: larger than the limit of 3 bytes"),
        (3, {}, WrongTypeError, "source must be a path as text or PathLike"),
    ],
)
def test_what_cannot_be_read_is_refused(
    source: str | bytes, keywords: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught:
        read_rates(source, **keywords)
    assert str(caught.value).startswith(message)


class TestTheContract:
    """What holds for every reader; a new one is tested by being registered, once it has specimens."""

    def test_names_are_keys(self) -> None:
        names = [each.name for each in READERS]
        assert len(set(names)) == len(names)
        assert set(SPECIMENS) == set(names)
        for each in READERS:
            assert reader(each.name) is each

    @readers
    def test_only_its_own_specimens_are_recognised(self, each: Reader) -> None:
        for owner, files in SPECIMENS.items():
            for file in files:
                data = (FIXTURES / file).read_bytes()
                assert each.detect(data) is (owner == each.name)
                assert recognize(data, file).name == owner

    @readers
    def test_printed_figures_stand_in_the_document(self, each: Reader) -> None:
        for file in SPECIMENS[each.name]:
            data = (FIXTURES / file).read_bytes()
            rates, report = each.parse(data)
            assert rates
            assert isinstance(report, Report)
            assert len(RateTable.of(rates)) == len(rates)
            for rate in rates:
                assert str(rate.value).encode() in data

    @readers
    def test_a_document_cut_short_is_read_or_refused(self, each: Reader) -> None:
        for file in SPECIMENS[each.name]:
            data = (FIXTURES / file).read_bytes()
            for end in range(0, len(data), 7):
                assert each.detect(data[:end]) in (True, False)
                try:
                    each.parse(data[:end])
                except CentralAsiaError:
                    continue

    @readers
    def test_another_encoding_is_read_or_refused(self, each: Reader) -> None:
        for file in SPECIMENS[each.name]:
            text = (FIXTURES / file).read_text("utf-8")
            for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1251", "cp866", "latin-1"):
                try:
                    each.parse(text.encode(encoding, "replace"))
                except CentralAsiaError:
                    continue

    @readers
    @given(data=st.binary())
    def test_any_bytes_are_read_or_refused(self, each: Reader, data: bytes) -> None:
        assert each.detect(data) in (True, False)
        try:
            each.parse(data)
        except CentralAsiaError:
            return

    def test_a_hundred_megabytes_are_refused_by_the_limit(self, tmp_path: Path) -> None:
        path = tmp_path / "large"
        with path.open("wb") as file:
            file.truncate(100_000_000)
        with pytest.raises(ReaderError, match="larger than the limit of 67,108,864 bytes"):
            read_rates(path)
