"""The page of the catalogue: every rule with what it is for, what it finds and what it says."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from centralasia.rules.catalogue import RULES
from centralasia.rules.kinds import KINDS
from centralasia.rules.rules import Example, Rule
from centralasia.rules.validating import validate

__all__ = ["catalogue_page"]

_HEAD: Final = """\
# Rules

What {py:func}`~centralasia.rules.validate` looks for, and how it tells of what it finds.

```{eval-rst}
.. automodule:: centralasia.rules
   :members:
   :undoc-members:
   :exclude-members: Example, Kind, Rule

.. autoclass:: centralasia.rules.Rule
   :members:

.. autoclass:: centralasia.rules.Example
   :members:

.. autoclass:: centralasia.rules.Kind
   :members:
```

## Kinds of data

A rule applies to one kind of data or to several, and its code is the same in all of them.
"""
_EVERY: Final = "every kind"
_FAMILIES: Final = (
    ("Of every table", frozenset({_EVERY})),
    ("Of rates", frozenset({"rates"})),
    ("Of remittances", frozenset({"remittances", "costs"})),
    ("Of trade", frozenset({"trade", "deals", "agreements", "measures", "targets"})),
    ("Of financing", frozenset({"financing", "memoranda"})),
)
_MOST_SAID: Final = 300  # characters of a keyword


def catalogue_page() -> str:
    """Write the catalogue of all rules in Markdown, as it stands in the reference.

    Each rule has an example that is found, with what is said of it, and one that passes. Both are held against the
    rules while the page is written.

    Example:
        >>> page = catalogue_page()
        >>> page.splitlines()[0], "### top-up-twice" in page
        ('# Rules', True)
    """
    return "\n".join([_HEAD, *_kinds(), *_families()]).rstrip("\n") + "\n"


def _kinds() -> Iterator[str]:
    yield "| kind | row | rules beside those of every table |"
    yield "| --- | --- | --- |"
    for name, kind in KINDS.items():
        own = [code for code, rule in RULES[name].items() if not _is_general(rule)]
        links = ", ".join([f"`{code}`" for code in own])
        yield f"| `{name}` | {{py:class}}`~{kind.cls.__module__.rpartition('.')[0]}.{kind.cls.__name__}` | {links} |"


def _is_general(rule: Rule) -> bool:
    """Tell whether a rule looks at what all families have."""
    return len(_families_of(rule)) > 1


def _families_of(rule: Rule) -> set[str]:
    return {title for title, kinds in _FAMILIES if kinds & set(rule.kinds)}


def _families() -> Iterator[str]:
    rules = list({id(rule): rule for kind in RULES.values() for rule in kind.values()}.values())
    for title, kinds in _FAMILIES:
        yield f"\n## {title}\n"
        chosen = [rule for rule in rules if (_is_general(rule) if _EVERY in kinds else _families_of(rule) == {title})]
        for rule in chosen:
            yield from _rule(rule)


def _rule(rule: Rule) -> Iterator[str]:
    kinds = _EVERY if set(rule.kinds) == set(KINDS) else ", ".join(rule.kinds)
    yield f"### {rule.code}\n"
    yield f"{rule.title[0].upper()}{rule.title[1:]}: {_article(rule.severity.value)}, for {kinds}.\n"
    yield f"{rule.why}\n"
    yield f"Held against: {rule.source}.\n"
    if rule.fix:
        yield f"Put right: {rule.fix}.\n"
    if rule.bad is not None and rule.good is not None:
        yield from _examples(rule, rule.bad, rule.good)


def _article(severity: str) -> str:
    return {"error": "an error", "warning": "a warning", "info": "an information"}[severity]


def _examples(rule: Rule, bad: Example, good: Example) -> Iterator[str]:
    """Show what is found and what passes: the cells in which rows differ, and once those in which they do not."""
    rows = [*bad.rows, *good.rows]
    fields = list(dict.fromkeys(field for row in rows for field in row))
    same = {field: rows[0][field] for field in fields if len({row.get(field, "") for row in rows}) == 1}
    others = [field for field in fields if field not in same] or fields[:1]
    report = validate(bad.rows, rule.kinds[0], **bad.given)
    told = [problem for problem in report if problem.code == rule.code]
    at = {problem.row or 1 for problem in told}
    yield f"Found{_given(bad.given)}:\n"
    yield from _table(bad.rows, others, at)
    yield f"\n> {_escaped(str(told[0]))}\n"
    yield f"Passes{_given(good.given)}:\n"
    yield from _table(good.rows, others, at)
    beside = [f"{field} {_cell(value)}" for field, value in same.items() if value and field not in others]
    yield f"\nIn all of these rows: {', '.join(beside)}.\n" if beside else ""


def _given(given: Mapping[str, Any]) -> str:
    said = [f"{name}={text if len(text := repr(value)) <= _MOST_SAID else '…'}" for name, value in given.items()]
    return f" with {', '.join(map(_cell, said))}" if said else ""


def _table(rows: Sequence[Mapping[str, str]], fields: list[str], at: set[int]) -> Iterator[str]:
    yield f"| row | {' | '.join(fields)} |"
    yield "| --- |" + " --- |" * len(fields)
    before = 0
    for number in _near(len(rows), at):
        if number > before + 1:
            yield "| … |" + " |" * len(fields)
        yield f"| {number} | {' | '.join(_cell(rows[number - 1].get(field, '')) for field in fields)} |"
        before = number
    if before < len(rows):
        yield "| … |" + " |" * len(fields)


def _near(count: int, at: set[int]) -> list[int]:
    """Choose the rows that are shown: those around what is found, or all where they are few."""
    if count <= _MOST_SHOWN:
        return list(range(1, count + 1))
    near = [number for number in range(1, count + 1) if any(abs(number - each) <= _AROUND for each in at)]
    return near[:_MOST_SHOWN] or list(range(1, _AROUND + 1))


_MOST_SHOWN: Final = 12
_AROUND: Final = 2


def _cell(text: str) -> str:
    mark = "``" if "`" in text else "`"
    return f"{mark}{text}{mark}".replace("|", r"\|") if text else ""


def _escaped(text: str) -> str:
    """Leave no mark of Markdown in a text."""
    return "".join([f"\\{mark}" if mark in _MARKS else mark for mark in text])


_MARKS: Final = frozenset("\\`*_{}[]<>#|$~^")
