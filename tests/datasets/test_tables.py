from pathlib import Path

import pytest

from centralasia.datasets import dataset, tables
from centralasia.datasets.tables import DATA, read
from centralasia.errors import ReferenceDataError
from centralasia.reference import Certainty
from centralasia.trade import TradeFlow

GRAIN = (DATA / "grain_flows.csv").read_text("utf-8")


def damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> ReferenceDataError:
    monkeypatch.setattr(tables, "DATA", tmp_path)
    (tmp_path / "damaged.csv").write_text(text, "utf-8")
    with pytest.raises(ReferenceDataError) as caught:
        read(TradeFlow, "damaged")
    return caught.value


def test_a_row_takes_from_the_table_of_sources_what_it_does_not_say_itself() -> None:
    source = read(TradeFlow, "grain_flows")[0].source
    assert (source.key, source.publisher) == ("S-KZ-CN1", "The Astana Times")
    assert source.day is not None
    assert source.day.isoformat() == "2024-12-02"
    assert source.certainty is Certainty.VERIFIED


def test_a_row_keeps_its_own_day_and_place_in_the_source() -> None:
    july = next(each for each in dataset("remittance_flows").records() if str(each.period) == "2023-07")
    assert july.source.day.isoformat() == "2023-08-15"
    assert dataset("payme_points").records()[0].source.locator == "article on Payme and trees in Navoi"


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("S-KZ-CN1", "S-KZ-CN0", 2, "expected a source of sources.csv, got 'S-KZ-CN0'"),
        ("verified-in-source", "", 2, "source_certainty is blank: every fact says how far it is certain"),
        ("S-KZ-CN1", "", 2, "source must be a source with a key, title, publisher or link"),
        ("verified-in-source", "certain", 2, "source_certainty must be"),
        ("source_locator", "locator", 1, "unknown column 'locator'"),
        ("KZ,CN,2023", "KZ,CN,2025", 3, "belongs before"),
        ("KZ,CN", "KZ,KZ", 2, "partner must be another country than the reporter"),
    ],
)
def test_a_damaged_table_is_refused_with_its_line(
    old: str, new: str, line: int, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = damaged(tmp_path, monkeypatch, GRAIN.replace(old, new, 1))
    assert (error.table, error.line) == ("damaged.csv", line)
    assert reason in error.reason


def test_the_line_of_a_later_row_is_named_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _, rest = GRAIN.rpartition("S-KZ-CN1")
    assert damaged(tmp_path, monkeypatch, f"{first}S-KZ-CN0{rest}").line == 3
