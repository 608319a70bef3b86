import random
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia import read_rates
from centralasia.errors import ReaderError
from centralasia.rates import RateTable
from centralasia.rates.series import PrintedQuotes
from centralasia.readers.contents import Document
from centralasia.readers.documents import LIMIT
from centralasia.readers.ecb import _BY_CELLS, READER, parse
from centralasia.readers.lines import level
from centralasia.reference import currency

FIXTURES = Path(__file__).parent / "fixtures" / "ecb"
HISTORY = (FIXTURES / "history.csv").read_bytes()


def zipped(data: bytes, *names: str, by: int = zipfile.ZIP_DEFLATED) -> bytes:
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w", by) as archive:
        for name in names or ("eurofxref-hist.csv",):
            archive.writestr(name, data)
    return whole.getvalue()


def by_cells(data: bytes) -> RateTable:
    rates, _ = _BY_CELLS.read(Document(data))
    return RateTable.of(rates)


class TestXml:
    def test_a_day_is_read_to_the_digit(self) -> None:
        table, report = read_rates(FIXTURES / "daily.xml")
        assert [str(rate) for rate in table] == [
            "7.9000 CNY per 1 EUR (official, 2030-02-14, ecb)",
            "17501.20 IDR per 1 EUR (official, 2030-02-14, ecb)",
            "160.10 JPY per 1 EUR (official, 2030-02-14, ecb)",
            "1450 KRW per 1 EUR (official, 2030-02-14, ecb)",
            "1.1000 USD per 1 EUR (official, 2030-02-14, ecb)",
        ]
        assert report.ok
        assert (report.facts["publisher"], report.facts["form"]) == ("ecb", "reference rates, XML")

    def test_the_history_has_many_days(self) -> None:
        table, _ = read_rates(FIXTURES / "history.xml")
        assert [(str(rate.on), str(rate.value)) for rate in table.series("EUR", "USD")] == [
            ("2030-02-13", "1.0985"),
            ("2030-02-14", "1.1000"),
        ]

    def test_days_and_codes_that_are_wrong_are_findings(self) -> None:
        text = (FIXTURES / "daily.xml").read_text()
        _, report = parse(text.replace("2030-02-14", "2030-02-31").encode())
        assert report.counts == {"unreadable-day": 1, "no-rates": 1}
        rates, report = parse(text.replace("currency='USD' ", "").replace(" rate='160.10'", "").encode())
        assert len(rates) == 3
        assert [(each.code, each.row, each.column) for each in report] == [
            ("missing-field", 1, "currency"),
            ("missing-field", 2, "value"),
        ]
        rates, report = parse(text.replace("'USD'", "''").encode())
        assert len(rates) == 4
        assert report.counts == {"unknown-code": 1}

    @pytest.mark.parametrize(
        ("old", "new"), [(' time="2030-02-13"', ""), (' time="2030-02-13"><Cube currency="USD"', "><Cube")]
    )
    def test_a_day_without_its_time_is_a_finding(self, old: str, new: str) -> None:
        text = (FIXTURES / "history.xml").read_text()
        assert old in text
        rates, report = parse(text.replace(old, new).encode())
        assert {rate.on for rate in rates} == {date(2030, 2, 14)}
        (found,) = report
        assert (found.code, found.row, found.column) == ("missing-field", 3, "time")
        assert found.message == "the rates from record 3 on have no 'time', and are not taken"


class TestCsv:
    @pytest.mark.parametrize(
        "data", [HISTORY, zipped(HISTORY), HISTORY.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + HISTORY]
    )
    def test_the_history_is_read_by_its_columns(self, data: bytes) -> None:
        rates, report = parse(data)
        assert isinstance(rates, RateTable)
        assert len(rates) == 23
        assert rates == by_cells(HISTORY)
        assert str(rates.lookup("EUR", "TRL", on="2004-12-30").value) == "1842900"
        assert str(rates.lookup("RUB", "EUR", on="2005-01-03").per_unit) == "500/18723"
        assert (report.facts["first_day"], report.facts["last_day"]) == ("2004-12-30", "2022-03-02")
        assert [each.message for each in report if each.column == "RUB"] == [
            "no rate for RUB on 1 of 5 days; there are rates from 2004-12-30 to 2022-03-01"
        ]

    def test_rates_are_made_when_they_are_asked_for(self) -> None:
        rates, _ = parse(HISTORY)
        assert isinstance(rates, RateTable)
        (series,) = [each for key, each in rates._series.items() if key.quote.code == "USD"]
        assert isinstance(series.rates, PrintedQuotes)
        assert [str(rate.value) for rate in series.rates[1:3]] == ["1.3507", "1.3365"]
        assert series.rates.values[-2:] == ["1.1162", "1.1106"]
        assert series.rates[-1].on == date(2022, 3, 2)
        assert rates.lookup("EUR", "JPY", on="2005-01-03").decimals == 2
        assert series.lasts is series.days

    def test_days_without_a_rate_in_between_are_counted(self) -> None:
        _, report = parse(HISTORY.replace(b"1.3365", b"N/A"))
        assert [each.message for each in report if each.column == "USD"] == [
            "no rate for USD on 1 of 5 days; there are rates from 2004-12-30 to 2022-03-02, on all days but 1"
        ]
        rates, report = parse(b"Date,USD,EEK,\n2030-02-14,1.1,N/A,\n")
        assert len(rates) == 1
        assert [each.message for each in report] == ["no rate for EEK on 1 of 1 days"]

    def test_the_short_file_writes_its_day_in_words(self) -> None:
        table, report = read_rates(FIXTURES / "short.csv")
        assert [rate.on for rate in table] == [date(2030, 1, 2)] * 3
        assert report.ok

    @pytest.mark.parametrize(
        ("old", "new", "finding"),
        [
            ("1.3365", "", "no-rate"),
            ("1.3365", "0.0000", "no-rate"),
            ("1.3365", "0", "no-rate"),
            ("1.3365", ".", "unreadable-value"),
            ("1.3365", "one", "unreadable-value"),
            ("1.3365", "-1.3365", "impossible-value"),
            ("USD", "ZZZ", "unknown-code"),
            ("2005-01-04", "2005-01-44", "unreadable-day"),
            ("2005-01-04", "January 2005", "unreadable-day"),
            ("2005-01-04", "2004-01-04", None),
            ("2022-03-02,", "2022-03-01,", "conflicting-quotes"),
            ("TRL,TRY", "TRY,TRL", "old-money"),
            ("\n2005-01-04", "\n\n2005-01-04", None),
        ],
    )
    def test_what_is_out_of_the_ordinary_is_read_cell_by_cell(self, old: str, new: str, finding: str | None) -> None:
        data = HISTORY.decode().replace(old, new, 1).encode()
        rates, report = parse(data)
        assert not isinstance(rates, RateTable)
        assert finding is None or finding in report.counts
        assert RateTable.of(rates)

    @pytest.mark.parametrize("cell", ["0.000", "N/A"])
    def test_lines_need_not_end_in_a_comma(self, cell: str) -> None:
        rates, _ = parse(f"Date,USD,JPY\n2030-02-15,1.1,160.1\n2030-02-14,1.1,{cell}".encode())
        assert len(rates) == 3
        rates, _ = parse(b"Date,USD,JPY\n2030-02-14,1.1,160.1\n2030-02-15,1.1,161.1\n")
        assert isinstance(rates, RateTable)
        assert len(rates) == 4

    @pytest.mark.parametrize(
        "line",
        [
            "2005-01-03,1.3507,139,",
            "2005-01-03,1.3507,139.26,1.8,,",
            "2005-01-03,1.3507,",
            "2005-01-03,1.3507",
            "2005-01-03",
            "no day,1.3507",
        ],
    )
    def test_nothing_is_taken_of_a_line_with_other_cells_than_the_header(self, line: str) -> None:
        data = f"Date,USD,JPY,TRL,\n2005-01-04,1.3365,139.41,N/A,\n{line}\n2004-12-30,1.3604,139.42,1842900,\n"
        rates, report = parse(data.encode())
        assert {rate.on for rate in rates} == {date(2005, 1, 4), date(2004, 12, 30)}
        (found,) = [each for each in report if each.code != "no-rate"]
        assert (found.code, found.severity.value, found.row) == ("ragged-line", "error", 3)
        assert found.message.endswith("where the header has 5; the line is not taken")

    def test_a_comma_may_be_missing_at_the_end_of_a_line_but_not_at_the_end_of_all(self) -> None:
        data = b"Date,USD,JPY,\n2030-02-15,1.1,160.12\n2030-02-14,1.1,160.12"
        rates, report = parse(data + b"\n")
        assert len(rates) == 4
        assert report.ok
        for cut in (data, data[:-1], data[:-3]):
            rates, report = parse(cut)
            assert {rate.on for rate in rates} == {date(2030, 2, 15)}
            assert [each.message for each in report if each.code == "ragged-line"] == [
                "the last line has neither its comma nor an end: its last figure may lack digits, and it is not taken"
            ]

    @pytest.mark.parametrize("data", [b"Date,USD,USD,\n2030-02-14,1.1,1.2,\n", b"Date,USD, JPY,USD \n"])
    def test_a_column_that_stands_there_twice_is_refused(self, data: bytes) -> None:
        with pytest.raises(ReaderError) as caught:
            parse(data)
        assert str(caught.value) == "bytes, line 1: the column 'USD' stands there twice"

    @pytest.mark.parametrize("inverted", ["flag", "refuse"])
    def test_what_looks_inverted_is_found(self, inverted: Any) -> None:
        data = HISTORY.replace(b"7.0189", b"0.1425")
        rates, report = parse(data, inverted=inverted)
        assert len(rates) == (23 if inverted == "flag" else 22)
        assert report.counts["looks-inverted"] == 1

    def test_the_day_that_was_asked_for_is_looked_for(self) -> None:
        assert parse(HISTORY, on=date(2022, 3, 2))[1].counts.get("other-day", 0) == 0
        assert parse(HISTORY, on=date(2020, 1, 1))[1].counts["other-day"] == 1

    def test_a_header_alone_has_no_rates(self) -> None:
        rates, report = parse(b"Date,USD,JPY,\n")
        assert (len(rates), report.counts) == (0, {"no-rates": 1})

    def test_when_old_money_is_to_be_put_right_cells_are_looked_at(self) -> None:
        rates, _ = parse(HISTORY, normalize=True)
        assert not isinstance(rates, RateTable)


class TestTheArchive:
    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            (zipped(HISTORY, "a.csv", "b.csv"), "one table in CSV expected, and there are 2"),
            (zipped(HISTORY, "a.txt"), "one table in CSV expected, and there are 0"),
            (zipped(b"", "a.txt")[-22:], "damaged, or not to be opened: "),
            (b"PK\x05\x06" + bytes(18), "one table in CSV expected, and there are 0"),
            (b"PK\x03\x04 and no more", "damaged, or not to be opened: File is not a zip file"),
            (zipped(HISTORY)[:-30], "damaged, or not to be opened: File is not a zip file"),
            (zipped(HISTORY, by=zipfile.ZIP_BZIP2), "compressed otherwise than by deflate; unpack it first"),
            (zipped(HISTORY, by=zipfile.ZIP_LZMA), "compressed otherwise than by deflate; unpack it first"),
            (zipped(b"", *map(str, range(1001))), "more than 1,000 files in it; one table in CSV expected"),
            (zipped(b"Day,Rate\n2030-02-14,1\n"), "its table is none of reference rates; unpack it first"),
        ],
        ids=range(10),
    )
    def test_what_is_no_archive_of_a_table_is_refused(self, data: bytes, reason: str) -> None:
        for read in (parse, read_rates):
            with pytest.raises(ReaderError) as caught:
                read(data)
            assert str(caught.value).startswith(f"bytes, archive: {reason}")

    def test_text_and_workbooks_are_no_archives(self) -> None:
        assert not READER.detect(b"some text")
        assert not READER.detect(zipped(b"<a/>", "[Content_Types].xml", "xl/workbook.xml"))
        assert not READER.detect(zipped(b"<a/>", "[Content_Types].xml", "xl/workbook.xml")[:-30])

    def test_a_table_that_is_not_compressed_is_read(self) -> None:
        rates, _ = read_rates(zipped(HISTORY, by=zipfile.ZIP_STORED))
        assert rates == by_cells(HISTORY)

    @pytest.mark.parametrize("limit", [LIMIT, 1_000, 27, 65_536])
    def test_a_bomb_is_not_unpacked(self, limit: int) -> None:
        bomb = zipped(b"Date,USD,\n2030-02-14,1.1,\n" + b" " * 100_000_000)
        assert len(bomb) < 200_000
        with pytest.raises(ReaderError, match=f"archive: larger than {limit:,} bytes when unpacked; pass limit= to"):
            parse(bomb, limit=limit)

    def test_the_limit_bounds_what_is_unpacked_and_can_be_raised(self) -> None:
        table = b"Date,USD,\n2030-02-14,1.1,\n"
        small = zipped(table + b"\n" * 1_000)
        with pytest.raises(ReaderError, match="bytes, archive: larger than 1,025 bytes when unpacked"):
            read_rates(small, limit=len(table) + 999)
        assert len(read_rates(small, limit=len(table) + 1_000)[0]) == 1
        large = zipped(table + b" " * LIMIT)
        with pytest.raises(ReaderError, match="larger than 67,108,864 bytes when unpacked"):
            read_rates(large)
        assert len(read_rates(large, limit=2 * LIMIT)[0]) == 1

    def test_a_damaged_archive_is_refused(self) -> None:
        data = bytearray(zipped(random.Random(1).randbytes(100_000).hex().encode()))  # noqa: S311 (no secret)
        data[50_000] ^= 0xFF
        for read in (parse, read_rates):
            with pytest.raises(ReaderError, match="bytes, archive: damaged, or not to be opened"):
                read(bytes(data))


class TestLaws:
    @given(
        st.lists(st.sampled_from(["USD", "JPY", "CNY", "TRY", "GBP"]), min_size=1, unique=True),
        st.integers(1, 12),
        st.randoms(use_true_random=False),
        st.booleans(),
    )
    def test_columns_and_cells_say_the_same(
        self, codes: list[str], days: int, random: random.Random, first: Any
    ) -> None:
        def cell(code: str) -> str:
            known = level(currency("EUR"), currency(code), date(2030, 2, 14).toordinal() >> 7) or 1.0
            figure = Decimal(round(known * random.randint(800, 1_200))).scaleb(-3)
            return "N/A" if random.random() < 0.2 else f"{figure.normalize():f}"

        lines = [
            ",".join([(date(2030, 2, 14) + timedelta(day)).isoformat(), *(cell(code) for code in codes), ""])
            for day in range(days)
        ]
        if first:
            lines.reverse()
        data = "\n".join([",".join(["Date", *codes, ""]), *lines, ""]).encode()
        rates, _ = parse(data)
        assert isinstance(rates, RateTable)
        assert rates == by_cells(data)
        assert [rate.value for rate in rates] == [rate.value for rate in by_cells(data)]
        for rate in rates:
            assert rates.lookup(rate.base, rate.quote, on=rate.on) == rate
