"""Words of code lists in the languages of the region."""

from typing import Any

import pytest

from centralasia.financing import Instrument
from centralasia.normalization import log_of, normalize, replay
from centralasia.normalization.cells import _WORDS, CodeWord, _words
from centralasia.rates import RateKind, Side
from centralasia.records import columns_of, read_csv
from centralasia.rules import KINDS
from centralasia.rules.columns import reader_of

TODAY = "2026-06-01"
ROWS: dict[str, dict[str, Any]] = {
    "rates": {"base": "USD", "quote": "KZT", "on": "2024-03-01", "value": "450.12"},
    "trade": {"reporter": "KZ", "partner": "CN", "period": "2023", "value": "5", "value_currency": "USD"},
    "financing": {"reference": "a", "title": "b", "lender": "c"},
    "measures": {"kind": "duty", "imposer": "KZ"},
}
ALL = tuple(read_csv(CodeWord, _WORDS.read_bytes(), table="words.csv"))


class TestAWord:
    @pytest.mark.parametrize(
        ("kind", "field", "cell", "after"),
        [
            ("trade", "flow", "экспорт", "export"),
            ("trade", "flow", "Импорт ", "import"),
            ("trade", "flow", "eksport", "export"),
            ("trade", "flow", "содирот", "export"),
            ("trade", "commodity", "Всего", "TOTAL"),
            ("trade", "commodity", "ALL", "TOTAL"),
            ("measures", "direction", "воридот", "imports"),
            ("rates", "kind", "Официальный", "official"),
            ("rates", "kind", "o‘rtacha", "average"),
            ("rates", "kind", "oʻrtacha", "average"),
            ("rates", "kind", "нарықтық", "market"),
            ("rates", "side", "покупка", "bid"),
            ("rates", "side", "Sotish", "ask"),
            ("financing", "instrument", "кредит", "loan"),
            ("financing", "instrument", "техникалык жардам", "technical_assistance"),
        ],
    )
    def test_becomes_its_code(self, kind: str, field: str, cell: str, after: str) -> None:
        rows = [ROWS[kind] | {field: cell}]
        found, report = normalize(rows, kind, today=TODAY)
        assert found[0][field] == after
        assert replay(rows, log_of(report)).to_pylist()[0][field] == after
        assert len(log_of(normalize(found, kind, today=TODAY)[1])) == 0

    @pytest.mark.parametrize("cell", ["экспортный", "экспорт и импорт", "официальный", "whatever"])
    def test_of_no_list_or_of_another_stays(self, cell: str) -> None:
        found, report = normalize([ROWS["trade"] | {"flow": cell}], "trade", today=TODAY)
        assert found[0]["flow"] == cell
        assert report.counts["unknown-code"] == 1


class TestTheTable:
    def test_has_codes_of_lists_that_records_have(self) -> None:
        specs = {
            getattr(spec.kind.cls, "__name__", ""): spec for kind in KINDS.values() for spec in columns_of(kind.cls)
        }
        for row in ALL:
            read = reader_of(specs[row.codes])(row.code)
            assert str(read[0] if isinstance(read, tuple) else read) == row.code

    def test_has_one_code_for_a_word_of_a_list_in_small_letters(self) -> None:
        assert len({(row.codes, row.word, row.code) for row in ALL}) == len(_words())
        assert [row for row in ALL if row.word != row.word.strip().casefold()] == []

    def test_has_the_commonest_codes_in_all_languages(self) -> None:
        for code in (RateKind.OFFICIAL, RateKind.AVERAGE, Side.BID, Side.ASK, Instrument.LOAN):
            there = {row.language for row in ALL if (row.codes, row.code) == (type(code).__name__, code)}
            assert there >= {"ru", "kk", "ky", "uz-Latn", "uz-Cyrl", "tg", "tk"}
