import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from benchmarks import mentions
from benchmarks.scoring import AMOUNTS, DATES, KINDS, LEVELS, Counts, Item, Trust, count, judge, judge_all, pair, trust
from hypothesis import given
from hypothesis import strategies as st

DOLLARS: Item = {
    "kind": "money",
    "value": "3600000000",
    "currency": "USD",
    "qualifier": "approx",
    "surface": "about $3.6 bn",
    "start": 10,
    "end": 23,
}
SHARE: Item = {
    "kind": "percent",
    "low": "7",
    "high": "9",
    "low_inclusive": True,
    "high_inclusive": True,
    "unit": "%",
    "qualifier": "range",
    "surface": "7-9%",
    "start": 30,
    "end": 34,
}
YEAR: Item = {
    "kind": "date_period",
    "value": "2023",
    "unit": None,
    "qualifier": "exact",
    "surface": "2023",
    "start": 40,
    "end": 44,
}


def changed(item: Item, **fields: object) -> dict[str, Any]:
    return {**item, **fields}


def without(item: Item, *fields: str) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name not in fields}


def span(start: int, end: int) -> dict[str, Any]:
    return {"kind": "money", "value": "1", "currency": "USD", "qualifier": "exact", "start": start, "end": end}


def levels(found: Item, gold: Item) -> set[str]:
    (pairing,) = pair([found], [gold])
    return set(pairing.levels)


class TestPairs:
    def test_nothing_of_nothing(self) -> None:
        assert pair([], []) == []

    def test_spans_that_only_touch_do_not_overlap(self) -> None:
        missed, spurious = pair([span(5, 9)], [span(0, 5)])
        assert (missed.found, spurious.gold) == (None, None)

    def test_the_greatest_overlap_goes_first(self) -> None:
        left, right, long = span(0, 4), span(5, 20), span(2, 20)
        first, second = pair([long], [left, right])
        assert (first.gold, first.found) == (left, None)
        assert (second.gold, second.found) == (right, long)

    def test_what_is_left_of_two_goes_to_the_next_best(self) -> None:
        gold = [span(0, 10), span(10, 14)]
        found = [span(0, 9), span(9, 14)]
        assert [(each.gold, each.found) for each in pair(found, gold)] == list(zip(gold, found, strict=True))

    def test_one_found_twice_is_once_spurious(self) -> None:
        done = pair([span(0, 5), span(0, 5)], [span(0, 5)])
        assert [each.gold for each in done] == [span(0, 5), None]

    def test_they_stand_in_order_of_place(self) -> None:
        found = [span(30, 35), span(0, 3)]
        assert [each.place for each in pair(found, [span(10, 14)])] == [0, 10, 30]

    @given(
        *[
            st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8)).map(lambda ends: span(ends[0], sum(ends))))
            for _ in range(2)
        ]
    )
    def test_everything_is_in_one_pairing(self, found: list[Item], gold: list[Item]) -> None:
        done = pair(found, gold)
        for side, items in (("gold", gold), ("found", found)):
            kept = [getattr(each, side) for each in done]
            assert sorted(map(repr, filter(None, kept))) == sorted(map(repr, items))


class TestLevels:
    def test_the_same_is_right_at_all(self) -> None:
        for item in (DOLLARS, SHARE, YEAR):
            assert levels(item, item) == set(LEVELS)

    @pytest.mark.parametrize(
        ("found", "lost"),
        [
            (changed(DOLLARS, value="3.6"), {"value", "full"}),
            (changed(DOLLARS, value="3.6E+9"), set()),
            (changed(DOLLARS, value=Decimal("3600000000.0")), set()),
            (changed(DOLLARS, value="much"), {"value", "full"}),
            (changed(DOLLARS, currency="CAD"), {"unit", "full"}),
            (changed(without(DOLLARS, "currency"), unit="USD"), set()),
            (without(DOLLARS, "currency"), {"unit", "full"}),
            (changed(DOLLARS, qualifier="exact"), {"full"}),
            (changed(DOLLARS, kind="rate"), {"value", "full"}),
            (changed(without(DOLLARS, "value"), low="1", high="3600000000"), {"value", "full"}),
            (changed(DOLLARS, start=12, surface="$"), set()),
        ],
    )
    def test_of_an_amount(self, found: Item, lost: set[str]) -> None:
        assert levels(found, DOLLARS) == set(LEVELS) - lost

    @pytest.mark.parametrize(
        ("found", "lost"),
        [
            (changed(SHARE, low="7.0"), set()),
            (without(SHARE, "low_inclusive", "high_inclusive"), set()),
            (changed(SHARE, high="8"), {"value", "full"}),
            (changed(SHARE, high_inclusive=False), {"value", "full"}),
            (changed(without(SHARE, "low", "high"), value="7"), {"value", "full"}),
        ],
    )
    def test_of_a_range(self, found: Item, lost: set[str]) -> None:
        assert levels(found, SHARE) == set(LEVELS) - lost

    @pytest.mark.parametrize(("said", "same"), [("0.33333333", True), ("0.33336", False), ("0.333", False)])
    def test_a_ratio_is_held_to_four_digits(self, said: str, same: bool) -> None:  # noqa: FBT001 (a case at hand)
        third = changed(YEAR, kind="ratio", value="0.3333")
        assert ("value" in levels(changed(third, value=said), third)) is same

    def test_a_period_is_a_text(self) -> None:
        assert "value" not in levels(changed(YEAR, value="2023.0"), YEAR)
        assert "value" in levels(changed(YEAR, value="XXXX-04"), changed(YEAR, value="XXXX-04"))


class TestCounts:
    GOLD = (DOLLARS, SHARE, YEAR)
    FOUND = (changed(DOLLARS, value="1"), changed(SHARE, kind="quantity"), YEAR, span(60, 62))

    def test_of_all_kinds(self) -> None:
        done = pair(self.FOUND, self.GOLD)
        assert [count(done, level).right for level in LEVELS] == [3, 1, 3, 1]
        assert count(done, "value") == Counts(gold=3, found=4, right=1)

    @pytest.mark.parametrize(
        ("kinds", "expected"),
        [
            (AMOUNTS, Counts(gold=2, found=3, right=2)),
            (DATES, Counts(gold=1, found=1, right=1)),
            (["percent"], Counts(gold=1, found=0, right=0)),
            (["quantity"], Counts(gold=0, found=1, right=0)),
        ],
    )
    def test_of_some(self, kinds: Sequence[str], expected: Counts) -> None:
        assert count(pair(self.FOUND, self.GOLD), "detection", kinds=kinds) == expected

    def test_kinds_are_amounts_and_dates(self) -> None:
        assert (*AMOUNTS, *DATES) == KINDS

    @pytest.mark.parametrize(
        ("counts", "shares"),
        [
            (Counts(gold=4, found=2, right=1), (0.5, 0.25, 1 / 3)),
            (Counts(gold=0, found=2, right=0), (0, None, 0)),
            (Counts(gold=2, found=0, right=0), (None, 0, 0)),
            (Counts(gold=0, found=0, right=0), (None, None, None)),
        ],
    )
    def test_shares(self, counts: Counts, shares: tuple[float | None, ...]) -> None:
        assert (counts.precision, counts.recall, counts.f1) == shares

    def test_trust(self) -> None:
        done = pair(self.FOUND, self.GOLD)
        assert trust(done) == Trust(matched=3, right=1, spurious=1)
        assert trust(done, DATES).value_precision == 1
        assert trust([], DATES).value_precision is None


class TestIsolatedNumbers:
    @pytest.mark.parametrize(
        ("answer", "expected", "verdict"),
        [
            (Decimal("1.50"), Decimal("1.5"), "right"),
            (Decimal(1500), Decimal("1.5"), "silent fault"),
            (Decimal(1234), "ambiguous", "silent fault"),
            (Decimal(12), "invalid", "silent fault"),
            ("ambiguous", "ambiguous", "right"),
            ("invalid", "ambiguous", "refused"),
            ("ambiguous", Decimal(1234), "refused"),
            (None, Decimal(1234), "refused"),
            (None, "ambiguous", "right"),
            (None, "invalid", "right"),
        ],
    )
    def test_a_verdict(self, answer: Decimal | str | None, expected: Decimal | str, verdict: str) -> None:
        assert judge(answer, expected) == verdict

    def test_all_of_them(self) -> None:
        numbers: list[tuple[str, str, Decimal | str]] = [
            ("1.5", "en", Decimal("1.5")),
            ("1,5", "en", Decimal(15)),
            ("x", "en", "invalid"),
        ]
        verdicts = judge_all(lambda text, _: Decimal(text) if text == "1.5" else None, numbers)
        assert verdicts == {"right": 2, "refused": 1}


class TestMisses:
    TEXT = f"{'Exports:':10}about $3.6 bn{'':7}7-9%{'':6}2023 and 5 others"

    @pytest.fixture
    def gold(self, tmp_path: Path) -> Path:
        line = {"id": "en-train-001", "lang": "en", "text": self.TEXT, "items": [DOLLARS, SHARE, YEAR]}
        (tmp_path / "en-train.jsonl").write_text(f"{json.dumps(line)}\n", "utf-8")
        return tmp_path

    def test_each_is_said_with_what_is_wrong(self, gold: Path) -> None:
        found = [changed(DOLLARS, value="3.6", qualifier="exact"), YEAR, changed(span(53, 54), surface="5")]
        (text,) = mentions.sentences(gold=gold)
        assert text.items == (DOLLARS, SHARE, YEAR)
        assert list(mentions.misses(lambda _text, _lang: found, [text])) == [
            f"en-train-001: {self.TEXT!r}",
            "    WRONG value, qualifier",
            "        gold  money 3600000000 USD approx 10:23 'about $3.6 bn'",
            "        found money 3.6 USD exact 10:23 'about $3.6 bn'",
            "    MISSED   percent [7 .. 9] % range 30:34 '7-9%'",
            "    SPURIOUS money 1 USD exact 53:54 '5'",
        ]

    def test_nothing_is_said_of_what_is_right(self, gold: Path) -> None:
        texts = mentions.sentences(["en", "ru"], ["train"], gold=gold)
        assert list(mentions.misses(lambda _text, _lang: [DOLLARS, SHARE, YEAR], texts)) == []

    def test_the_command_prints_them_of_the_training_part(
        self, gold: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (gold / "en-check.jsonl").write_text((gold / "en-train.jsonl").read_text("utf-8").replace("train", "check"))
        monkeypatch.setattr(mentions, "find", lambda _text, _lang: [DOLLARS, SHARE])
        assert mentions.main(["--misses", "en", "--gold", str(gold)]) == 0
        assert capsys.readouterr().out.splitlines() == [
            f"en-train-001: {self.TEXT!r}",
            "    MISSED   date_period 2023 exact 40:44 '2023'",
        ]

    def test_the_command_prints_scores_of_every_part(
        self, gold: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(mentions, "find", lambda _text, _lang: [DOLLARS, changed(SHARE, low="6")])
        assert mentions.main(["--gold", str(gold)]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert [line for line in lines if "sentences" in line] == [
            f"{part}: {count} sentences" for part, count in zip(mentions.PARTS, (1, 0, 0), strict=True)
        ]
        (amounts,) = (line.split() for line in lines if line.startswith("en, amounts"))
        assert amounts[2:] == ["2", *["100.0"] * 3, *["50.0"] * 3, *["100.0"] * 3, *["50.0"] * 3, "50.0", "0"]


class TestTheGoldSet:
    @pytest.mark.parametrize("part", mentions.PARTS)
    def test_each_item_says_where_it_stands(self, part: str) -> None:
        for sentence in mentions.sentences(parts=[part]):
            ends = [0]
            for item in sentence.items:
                assert sentence.text[item["start"] : item["end"]] == item["surface"], sentence.id
                assert item["kind"] in KINDS, sentence.id
                assert ("value" in item) is not ("low" in item and "high" in item), sentence.id
                assert ends[-1] <= item["start"] < item["end"], sentence.id
                ends.append(item["end"])

    def test_no_sentence_is_in_two_parts(self) -> None:
        texts = [each.text for each in mentions.sentences()]
        assert len(texts) == len(set(texts))

    def test_no_name_is_used_twice(self) -> None:
        names = [each.id for each in mentions.sentences()]
        assert len(names) == len(set(names))
