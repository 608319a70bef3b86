from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, InvalidValueError, ReaderError, UnknownCodeError, WrongTypeError
from centralasia.rates import RateTable
from centralasia.readers import READERS, Columns, Reader, read_rates
from centralasia.readers.contents import Document
from centralasia.readers.registry import reader, recognize
from centralasia.validation import Report

FIXTURES = Path(__file__).parent / "fixtures"

# For every reader its specimens, made up in the layout of its publisher. A reader without one fails the contract.
SPECIMENS = {
    "nbk": ["day.xml", "rates_all.xml", "rates_all-2016.xml", "report.csv"],
    "nbkr": ["daily.xml", "daily-2019.xml", "weekly.xml", "weekly-2022.xml"],
    "nbt": ["day.xml", "day-2015.xml", "span.xml", "span-2000.xml"],
    "cbt": ["day.xml", "day-2021.xml"],
    "cbu": ["table.json", "one-currency.json", "range.json", "table.xml", "history.csv", "history.tsv"],
    "cbr": ["day.xml", "day-2021.xml", "day-english.xml", "span.xml", "span-1997.xml"],
    "ecb": ["daily.xml", "history.xml", "history.csv", "short.csv"],
    "tcmb": ["bulletin-iso-8859-9.xml", "bulletin-utf-8.xml", "bulletin-old-lira.xml", "evds.json"],
    "nbg": ["table.json", "table-2020.json", "tables.json"],
    "cbar": ["compact.xml", "spacious.xml"],
    "cba": ["latest.xml", "by-date.xml", "range.xml"],
    "cfets": ["parity.json", "some-pairs.json"],
    "imf": ["representative.tsv", "sdrs-per-unit.tsv", "units-per-sdr.tsv"],
    "bis": ["rates.csv", "labelled.csv"],
    "sdmx": ["own.csv", "ecb.csv"],
    "table": ["own.csv", "own.json", "own.jsonl"],
    "ticker": ["news-page.txt"],
}
# What is recognised and holds no rate: a refusal of the publisher, or metals.
WITHOUT_RATES = {
    "nbkr": ["history.html"],
    "nbt": ["help.html"],
    "cbr": ["metals.xml", "span-empty.xml", "currencies.xml", "error.xml"],
    "cba": ["fault.xml"],
}

readers = pytest.mark.parametrize("each", READERS, ids=lambda each: each.name)
specimens = pytest.mark.parametrize(
    ("each", "data"),
    [
        pytest.param(reader(name), (FIXTURES / name / file).read_bytes(), id=f"{name}-{file}")
        for name, files in SPECIMENS.items()
        for file in files
    ],
)


class TestTheTicker:
    def test_a_path_and_its_contents_are_read_alike(self) -> None:
        path = FIXTURES / "ticker" / "news-page.txt"
        table, report = read_rates(path)
        assert len(table) == 5
        assert table.publishers == ("ticker",)
        assert table.lookup("KGS", "USD", on="2031-03-14").value == Decimal("0.01127")
        assert report.facts["document"] == str(path)
        again, facts = read_rates(path.read_bytes(), "ticker")
        assert again == table
        assert (facts.facts["document"], facts.facts["recognized"]) == ("bytes", False)

    def test_what_it_was_taken_for_is_said(self) -> None:
        _, report = read_rates(FIXTURES / "ticker" / "news-page.txt")
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
        (b"some text", {}, ReaderError, "bytes, document: in no form that is known; known are: nbk (National Bank of"),
        (
            b"some text",
            {"publisher": "ticker"},
            ReaderError,
            "bytes, document: in no form of tickers of news pages; kn",
        ),
        (b"<html>", {}, ReaderError, "bytes, document: a page of HTML, and no bulletin; save what its link for data"),
        *(
            (data, {"publisher": each}, ReaderError, "bytes, document: a page of HTML, and no bulletin; save what")
            for data in (b"<html>", b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN">')
            for each in ("nbk", "ecb", "cbu", None)
        ),
        *(
            (b"\x1f\x8b\x08\0\0", {"publisher": each}, ReaderError, "bytes, document: compressed by gzip; unpack it fi")
            for each in ("nbk", None)
        ),
        ("<rates/>", {}, ReaderError, "<rates/>, source: that is a text, not a path; pass its bytes"),
        (
            b"some text",
            {"publisher": "nbk", "columns": Columns()},
            InvalidValueError,
            "publisher must be left out where",
        ),
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


def test_a_table_of_ones_own_is_read_by_its_columns() -> None:
    data = "Дата;Валюта;Курс\n14.02.2030;USD;501,20\n".encode()
    columns = Columns(on="Дата", base="Валюта", value="Курс", constants={"quote": "KZT", "source": "made up"})
    table, report = read_rates(data, columns=columns)
    assert [str(rate) for rate in table] == ["501.20 KZT per 1 USD (official, 2030-02-14, made up)"]
    assert (report.facts["publisher"], report.facts["recognized"]) == ("table", False)


def test_what_is_in_no_known_form_gets_its_ways_out() -> None:
    with pytest.raises(ReaderError) as caught:
        read_rates(b"some text")
    assert str(caught.value).endswith(
        "; a publisher is named with publisher=, and a table of your own is read with columns=Columns(...)"
    )


class TestTheContract:
    """What holds for every reader; a new one is tested by being registered, once it has specimens."""

    def test_names_are_keys(self) -> None:
        names = [each.name for each in READERS]
        assert len(set(names)) == len(names)
        assert set(SPECIMENS) == set(names)
        for each in READERS:
            assert reader(each.name) is each

    @pytest.mark.parametrize("name", SPECIMENS)
    def test_every_reader_has_specimens_and_takes_no_others(self, name: str) -> None:
        assert SPECIMENS[name]
        for file in [*SPECIMENS[name], *WITHOUT_RATES.get(name, [])]:
            data = (FIXTURES / name / file).read_bytes()
            assert [each.name for each in READERS if each.detect(data)] == [name], file
            assert recognize(Document(data, file))[0].name == name

    @specimens
    def test_printed_figures_stand_in_the_document(self, each: Reader, data: bytes) -> None:
        rates, report = each.parse(data)
        printed = Document(data).decoded.text
        assert rates
        assert isinstance(report, Report)
        assert report.facts["form"] in [form.title for form in each.forms]
        assert len(RateTable.of(rates)) == len(rates)
        for rate in rates:
            figure = f"{rate.value:f}"
            assert any(text in printed for text in (figure, figure.replace(".", ","), f"{rate.value:,}")), str(rate)

    @specimens
    def test_a_document_cut_short_anywhere_is_read_or_refused(self, each: Reader, data: bytes) -> None:
        whole = {(rate.key, rate.on): rate.per_unit for rate in each.parse(data)[0]}
        for end in range(len(data)):
            try:
                rates, report = each.parse(data[:end], on=date(2030, 2, 14))
            except CentralAsiaError:
                continue
            wrong = [rate for rate in rates if whole.get((rate.key, rate.on), rate.per_unit) != rate.per_unit]
            assert not wrong or report.problems, (end, wrong)

    @specimens
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1251", "cp866", "latin-1"])
    def test_another_encoding_is_read_or_refused(self, each: Reader, data: bytes, encoding: str) -> None:
        wrong = Document(data).decoded.text.encode(encoding, "replace")
        for document in (wrong, b"\xff" + data, data.replace(b"0", b"\xff", 1)):
            try:
                each.parse(document)
            except CentralAsiaError:
                continue

    @specimens
    def test_bombs_and_outside_entities_are_refused(self, each: Reader, data: bytes) -> None:
        root = Document(data).tag
        if not root:
            return
        place = data.index(b"<" if b"<?" not in data else b"?>") + (2 if b"<?" in data else 0)
        bomb = b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
        for read in (each.parse, read_rates):
            with pytest.raises(ReaderError, match="a document type declaration, which may carry entities"):
                read(data[:place] + bomb + data[place:])

    @specimens
    @pytest.mark.parametrize("more", [b"[", b'{"a":', b"<a>", b",", b"\n", b"1", b" "])
    def test_depth_and_breadth_do_no_harm(self, each: Reader, data: bytes, more: bytes) -> None:
        for place in (data.rindex(b"1"), len(data)):
            try:
                each.parse(data[:place] + more * 50_000 + data[place:])
            except CentralAsiaError:
                continue

    @specimens
    def test_what_was_damaged_by_chance_is_read_or_refused(self, each: Reader, data: bytes) -> None:
        chance = Random(len(data))  # noqa: S311 (the same for ever)
        for _ in range(100):
            damaged = bytearray(data)
            for _ in range(chance.randint(1, 5)):
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            try:
                each.parse(bytes(damaged), on=date(2030, 2, 14), inverted="refuse", normalize=True)
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

    @readers
    def test_what_is_no_bytes_is_refused(self, each: Reader) -> None:
        for call in (each.detect, each.parse):
            with pytest.raises(WrongTypeError, match="data must be the bytes of a document"):
                call("text")  # type: ignore[arg-type]  # which is the point

    def test_a_hundred_megabytes_are_refused_by_the_limit(self, tmp_path: Path) -> None:
        path = tmp_path / "large"
        with path.open("wb") as file:
            file.truncate(100_000_000)
        with pytest.raises(ReaderError, match="larger than the limit of 67,108,864 bytes"):
            read_rates(path)
