"""A rule: what is wrong with some rows, why it matters, and how to find them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias, final

import attrs

from centralasia.rules.data import Context, Data
from centralasia.rules.hits import Hits
from centralasia.validation import Severity

__all__ = ["Check", "Example", "Rule"]

Check: TypeAlias = Callable[[Data, Context], Iterable[Hits]]
"""Looks for the rows of a fault in a whole table."""


@final
@attrs.frozen(kw_only=True)
class Example:
    """Rows that show a rule.

    Attributes:
        rows: The rows as texts, field to cell.
        given: What `validate` takes besides.

    Example:
        >>> Example(rows=({"base": "USD", "quote": "USD"},)).given
        {}
    """

    rows: tuple[Mapping[str, str], ...]
    given: Mapping[str, Any] = attrs.field(factory=dict)


@final
@attrs.frozen(kw_only=True)
class Rule:
    """A rule of the catalogue.

    Attributes:
        code: The code of its findings.
        title: What it looks for, in a few words.
        severity: How much a finding weighs.
        kinds: The kinds of data it applies to.
        why: Why it matters.
        source: Where the rule comes from, or what it is measured against.
        check: Looks for it in a whole table.
        bad: Rows that have a finding.
        good: Rows that are alike and have none.
        fix: What `normalize` does about it, None for nothing.
        sure: Whether it is done without being asked for, because nothing else can be meant.
        instead_of: Codes of findings that say less of the same row, and are left out where this one is found.

    Example:
        >>> from centralasia.rules import RULES
        >>> RULES["rates"]["nominal-lost"].severity
        <Severity.ERROR: 'error'>
    """

    code: str
    title: str
    severity: Severity
    kinds: tuple[str, ...]
    why: str
    source: str
    check: Check = attrs.field(eq=False, repr=False)
    bad: Example | None = attrs.field(default=None, repr=False)
    good: Example | None = attrs.field(default=None, repr=False)
    fix: str | None = None
    sure: bool = False
    instead_of: tuple[str, ...] = ()
