"""How figures found in a text compare with the ones that are there: pure functions over items.

An item is a mapping with the fields of a mention: `kind`, `value` or `low` and `high`, `currency` or `unit`,
`qualifier`, `surface`, `start`, `end`.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from itertools import starmap
from typing import Any, Literal, final

import attrs

Item = Mapping[str, Any]
Level = Literal["detection", "value", "unit", "full"]
Verdict = Literal["right", "refused", "silent fault"]

LEVELS: tuple[Level, ...] = ("detection", "value", "unit", "full")
DATES = ("date_period",)
AMOUNTS = ("money", "rate", "percent", "ratio", "multiple", "quantity")
KINDS = (*AMOUNTS, *DATES)
REFUSALS = ("ambiguous", "invalid")


@final
@attrs.frozen(kw_only=True)
class Pairing:
    """A gold item and what was found in its place; without `found` it was missed, without `gold` it is spurious.

    >>> sum_of_money = {"kind": "money", "value": "5", "currency": "USD", "qualifier": "exact", "start": 0, "end": 2}
    >>> [pairing] = pair([sum_of_money], [sum_of_money | {"value": "6"}])
    >>> sorted(pairing.levels)
    ['detection', 'unit']
    """

    gold: Item | None
    found: Item | None

    @property
    def levels(self) -> frozenset[Level]:
        """In what respects the two agree."""
        if self.gold is None or self.found is None:
            return frozenset()
        levels: set[Level] = {"detection"}
        if same_value(self.found, self.gold):
            levels.add("value")
        if measure_of(self.found) == measure_of(self.gold):
            levels.add("unit")
        if levels >= {"value", "unit"} and self.found.get("qualifier") == self.gold.get("qualifier"):
            levels.add("full")
        return frozenset(levels)

    @property
    def place(self) -> int:
        """Where it begins in the text."""
        item = self.gold or self.found or {}
        return int(item["start"])


@final
@attrs.frozen(kw_only=True)
class Counts:
    """How many items there are, how many were found, and how many of these are right.

    >>> counts = Counts(gold=4, found=5, right=3)
    >>> f"{counts.precision:.2f} {counts.recall:.2f} {counts.f1:.2f}"
    '0.60 0.75 0.67'
    """

    gold: int
    found: int
    right: int

    @property
    def precision(self) -> float | None:
        """The share of what was found that is right; None where nothing was found."""
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """The share of what is there that was found right; None where nothing is there."""
        return self.right / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both; None where nothing is there and nothing was found."""
        return 2 * self.right / (self.gold + self.found) if self.gold + self.found else None


@final
@attrs.frozen(kw_only=True)
class Trust:
    """How far a value that was found can be relied on.

    Spurious items stand apart: they have no gold value that theirs could be held against.

    >>> Trust(matched=4, right=3, spurious=1).value_precision
    0.75
    """

    matched: int
    right: int
    spurious: int

    @property
    def value_precision(self) -> float | None:
        """The share of matched items whose value is right; None where none is matched."""
        return self.right / self.matched if self.matched else None


def pair(found: Sequence[Item], gold: Sequence[Item]) -> list[Pairing]:
    """Pair the items of one text, those that overlap most first, and give all in order of place.

    >>> five, six = {"start": 0, "end": 5}, {"start": 3, "end": 9}
    >>> [(each.gold, each.found) == (six, six) for each in pair([five, six], [six])]
    [False, True]
    """
    overlaps = sorted(
        (-overlap, gold_at, found_at)
        for gold_at, there in enumerate(gold)
        for found_at, here in enumerate(found)
        if (overlap := _overlap(there, here)) > 0
    )
    found_of: dict[int, int] = {}
    taken: set[int] = set()
    for _, gold_at, found_at in overlaps:
        if gold_at not in found_of and found_at not in taken:
            found_of[gold_at] = found_at
            taken.add(found_at)
    pairings = [
        Pairing(gold=there, found=found[found_of[at]] if at in found_of else None) for at, there in enumerate(gold)
    ]
    pairings += [Pairing(gold=None, found=here) for at, here in enumerate(found) if at not in taken]
    return sorted(pairings, key=lambda pairing: pairing.place)


def count(pairings: Iterable[Pairing], level: Level, *, kinds: Collection[str] = KINDS) -> Counts:
    """Count what is right at a level among items of some kinds; a pair counts when both of it are of these kinds.

    >>> money = {"kind": "money", "value": "5", "currency": "USD", "qualifier": "exact", "start": 0, "end": 2}
    >>> count(pair([money], [money | {"qualifier": "over"}]), "value")
    Counts(gold=1, found=1, right=1)
    >>> count(pair([money], [money | {"qualifier": "over"}]), "full", kinds=["money"])
    Counts(gold=1, found=1, right=0)
    """
    gold = found = right = 0
    for pairing in pairings:
        there = _is_of(pairing.gold, kinds)
        here = _is_of(pairing.found, kinds)
        gold += there
        found += here
        right += there and here and level in pairing.levels
    return Counts(gold=gold, found=found, right=right)


def trust(pairings: Iterable[Pairing], kinds: Collection[str] = KINDS) -> Trust:
    """Count, among items of some kinds that were found, right values, wrong ones, and items that nothing is under.

    >>> money = {"kind": "money", "value": "5", "currency": "USD", "qualifier": "exact", "start": 0, "end": 2}
    >>> trust(pair([money, money | {"start": 7, "end": 9}], [money]))
    Trust(matched=1, right=1, spurious=1)
    """
    ours = [pairing for pairing in pairings if _is_of(pairing.found, kinds)]
    matched = [pairing for pairing in ours if pairing.gold is not None]
    right = sum("value" in pairing.levels for pairing in matched)
    return Trust(matched=len(matched), right=right, spurious=len(ours) - len(matched))


def same_value(found: Item, gold: Item) -> bool:
    """Tell whether two items are of one kind and say the same number, range or period.

    >>> same_value({"kind": "ratio", "value": "0.33333"}, {"kind": "ratio", "value": "0.3333"})
    True
    >>> same_value({"kind": "money", "value": "5"}, {"kind": "rate", "value": "5"})
    False
    """
    if found.get("kind") != gold.get("kind"):
        return False
    is_range = gold.get("value") is None
    ends = [_number(found, field) == _number(gold, field) for field in ("value", "low", "high")]
    flags = [found.get(flag, True) == gold.get(flag, True) for flag in ("low_inclusive", "high_inclusive")]
    return all(ends) and (all(flags) or not is_range)


def measure_of(item: Item) -> str | None:
    """Give the currency or the unit of an item.

    >>> measure_of({"currency": "KZT"}), measure_of({"unit": "kg"}), measure_of({"unit": None})
    ('KZT', 'kg', None)
    """
    return item.get("currency") or item.get("unit")


def judge(answer: Decimal | str | None, expected: Decimal | str) -> Verdict:
    """Judge what a reader made of an isolated number.

    Args:
        answer: A number, or "ambiguous" or "invalid", or None from a reader that refuses without saying why.
        expected: A number, "ambiguous" or "invalid".

    Returns:
        "right"; "refused" when the reader gave no number where there is one, or a wrong reason; "silent fault" when
        it gave a number that is wrong, or one where there is none.

    >>> judge(Decimal("1.5"), Decimal("1.50")), judge(None, "ambiguous"), judge(Decimal(1234), "ambiguous")
    ('right', 'right', 'silent fault')
    """
    if answer is None:
        return "right" if expected in REFUSALS else "refused"
    if answer == expected:
        return "right"
    return "refused" if answer in REFUSALS else "silent fault"


def judge_all(
    read: Callable[[str, str], Decimal | str | None], numbers: Iterable[tuple[str, str, Decimal | str]]
) -> Counter[Verdict]:
    """Judge a reader over isolated numbers, each with its locale and what it should give.

    >>> judge_all(lambda text, locale: Decimal(text), [("1.5", "en", Decimal("1.5")), ("1.234", "ru", "ambiguous")])
    Counter({'right': 1, 'silent fault': 1})
    """
    return Counter(starmap(judge, ((read(text, locale), expected) for text, locale, expected in numbers)))


def _overlap(left: Item, right: Item) -> int:
    return int(min(left["end"], right["end"]) - max(left["start"], right["start"]))


def _is_of(item: Item | None, kinds: Collection[str]) -> bool:
    return item is not None and item["kind"] in kinds


def _number(item: Item, field: str) -> Decimal | str | None:
    value = item.get(field)
    if value is None or item["kind"] in DATES:
        return None if value is None else str(value)
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    return round(number, 4) if item["kind"] == "ratio" else number
