"""What every table obeys; a new one is tested by being registered here."""

import csv
import re
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from centralasia.errors import ReferenceDataError
from centralasia.rates import embedded_rates
from centralasia.records import columns_of, to_row
from centralasia.reference import Grouping, Indicator, Membership, Peg, Regime, Source, sources
from centralasia.reference.calendars import PublicationRule
from centralasia.reference.countries import CountryRow
from centralasia.reference.currencies import CurrencyRow
from centralasia.reference.indicators import Gap
from centralasia.reference.names import CountryForms, CurrencyForms
from centralasia.reference.sources import DATA, Overlay, table
from centralasia.reference.tenders import Tender

TABLES: dict[str, type[Any]] = {
    "calendars": PublicationRule,
    "countries": CountryRow,
    "country_aliases": CountryForms,
    "currencies": CurrencyRow,
    "currency_names": CurrencyForms,
    "gaps": Gap,
    "groupings": Grouping,
    "indicators": Indicator,
    "memberships": Membership,
    "overlay": Overlay,
    "pegs": Peg,
    "regimes": Regime,
    "sources": Source,
    "tenders": Tender,
}

tables = pytest.mark.parametrize(("name", "cls"), TABLES.items(), ids=TABLES)


def test_every_file_is_registered() -> None:
    assert {path.stem for path in DATA.iterdir()} == set(TABLES)
    assert {path.suffix for path in DATA.iterdir()} == {".csv"}


@tables
def test_a_table_is_small_text_with_line_feeds(name: str, cls: type[Any]) -> None:
    content = (DATA / f"{name}.csv").read_bytes()
    assert content.decode().endswith("\n")
    assert b"\r" not in content
    assert len(content) < 1_000_000
    assert columns_of(cls)


@tables
def test_a_table_is_read_once_and_gives_its_own_lines_back(name: str, cls: type[Any]) -> None:
    rows = table(cls, name)
    assert rows
    assert table(cls, name) is rows
    names = [column.name for column in columns_of(cls)]
    written = StringIO()
    writer = csv.DictWriter(written, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(to_row(row) for row in rows)
    assert written.getvalue() == (DATA / f"{name}.csv").read_text("utf-8")


@tables
def test_every_source_is_in_the_table_of_sources(name: str, cls: type[Any]) -> None:
    if cls is not Source:
        assert {key for row in table(cls, name) for key in row.source.split("; ")} <= set(sources())


@tables
def test_every_fact_has_a_certainty(name: str, cls: type[Any]) -> None:
    if cls is not Source:
        assert "certainty" in {column.name for column in columns_of(cls)}
        assert all(row.certainty for row in table(cls, name))


def test_every_source_is_used() -> None:
    tables_of_all_rooms = [path for path in DATA.parents[1].rglob("data/*.csv") if path != DATA / "sources.csv"]
    used = {key for path in tables_of_all_rooms for key in re.findall(r"[\w-]+", path.read_text("utf-8"))}
    assert set(sources()) <= used | {rate.source for rate in embedded_rates()}


GOOD = "key,title,publisher,link,retrieved,licence,note,day,locator,certainty\nA,,,,,,,,,\nB,,,,,,,,,\n"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (GOOD.replace("note", "remark"), 1, "unknown column 'remark'"),
        (GOOD.replace("A,", "C,"), 3, "the key B belongs before C"),
        (GOOD.replace("A,", "B,"), 3, "the key B stands in an earlier row too"),
        (GOOD.replace("A,,,,,", "A,,,,1999-13-01,"), 2, "retrieved must be"),
        (GOOD.replace("\n", "\r\n"), 1, "a carriage return"),
        ("", 1, "no column 'key'"),
    ],
)
def test_a_damaged_table_is_refused_with_its_line(
    text: str, line: int, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules[table.__module__], "DATA", tmp_path)
    (tmp_path / "damaged.csv").write_bytes(text.encode())
    with pytest.raises(ReferenceDataError) as caught:
        table(Source, "damaged")
    assert (caught.value.table, caught.value.line) == ("damaged.csv", line)
    assert reason in caught.value.reason
