"""Texts with their figures marked: a page of HTML that needs nothing else, and figures in words for people."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Final

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.text.blocks import Passage
from centralasia.text.mentions import Mention

__all__ = ["KINDS", "in_parts", "iter_html", "to_html", "unit_of", "value_of"]

_HUES: Final[Mapping[str, int]] = {
    "money": 130,
    "rate": 175,
    "percent": 215,
    "ratio": 265,
    "multiple": 310,
    "quantity": 30,
    "date_period": 55,
    "count": 0,
}
KINDS: Final = tuple(_HUES)
"""The kinds of figures, in the order in which legends list them."""

_TITLE: Final = "Figures in a text"
# Control characters and halves of pairs are not allowed in a page; line breaks, tabs and form feeds are.
_NOT_ALLOWED: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_UNREADABLE: Final = "\N{REPLACEMENT CHARACTER}"

# The legend has counts, so it comes last in the page; the order of the boxes puts it above the text.
_STYLE: Final = """\
:root { color-scheme: light dark; --tint: 80% 86%; --line: 60% 34%; }
@media (prefers-color-scheme: dark) { :root { --tint: 40% 22%; --line: 55% 65%; } }
body { display: flex; flex-direction: column; max-width: 50rem; margin: 0 auto; padding: 1rem;
  font: 1rem/1.7 system-ui, sans-serif; background: Canvas; color: CanvasText; }
h1 { font-size: 1.25rem; margin: 0; overflow-wrap: anywhere; }
footer { position: sticky; top: 0; padding: .5rem 0; background: Canvas; border-bottom: 1px solid GrayText; }
footer > span { display: inline-block; margin-right: 1rem; }
main { order: 1; padding-top: 1rem; white-space: pre-wrap; overflow-wrap: anywhere; }
mark, footer span > span { color: inherit; background: hsl(var(--hue, 0) var(--tint));
  border-bottom: 2px solid hsl(var(--hue, 0) var(--line)); border-radius: 2px; padding: 0 .1em; }
mark { cursor: help; box-decoration-break: clone; -webkit-box-decoration-break: clone; }
"""
_HEAD: Final = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<h1>{title}</h1>
<main lang="" dir="auto">"""


def value_of(mention: Mention) -> str:
    """Write the figure of a mention for people: its value with groups of digits, both ends of a range, or a date.

    Example:
        >>> from centralasia.text import find_mentions
        >>> [value_of(mention) for mention in find_mentions("7 to 9% of GDP, or $3.6 bn, in April 2023", "en")]
        ['7 to 9', '3,600,000,000', '2023-04']
    """
    if mention.low is not None and mention.high is not None:
        return f"{mention.low:,f} to {mention.high:,f}"
    return mention.when if mention.value is None else f"{mention.value:,f}"


def unit_of(mention: Mention) -> str:
    """Give the currency or the unit of a mention, a blank text where it has none.

    Example:
        >>> from centralasia.text import find_mentions
        >>> [unit_of(mention) for mention in find_mentions("$3.6 bn, or 9% of GDP, in April 2023", "en")]
        ['USD', '%GDP', '']
    """
    return mention.currency or mention.unit or ""


def in_parts(passage: Passage) -> Iterator[tuple[str, Mention | None]]:
    """Take a passage apart: its figures, each with its mention, and what is written between them.

    Raises:
        InvalidValueError: A mention is not of the passage, or lies before the end of another.

    Example:
        >>> from centralasia.text import iter_passages
        >>> [passage] = iter_passages(["Exports rose by 5% in 2023."], "en")
        >>> [part for part, _ in in_parts(passage)]
        ['Exports rose by ', '5%', ' in ', '2023', '.']
    """
    here = 0
    for mention in passage.mentions:
        start, end = mention.start - passage.start, mention.end - passage.start
        if start < here or passage.text[start:end] != mention.surface:
            hint = "pass the text in which it was found, and mentions in order"
            raise InvalidValueError("mentions", mention.surface, f"written at {mention.start} of the text", hint)
        yield passage.text[here:start], None
        yield mention.surface, mention
        here = end
    yield passage.text[here:], None


def to_html(text: str, mentions: Iterable[Mention], *, title: str = _TITLE) -> str:
    """Write a text as a page of HTML on which its figures are marked by their kind.

    The page stands alone: it loads nothing and runs nothing. Pointing at a figure shows what was read. Above the text
    stands how many figures of each kind there are. Characters that a page must not hold are replaced by U+FFFD.

    Args:
        text: The text.
        mentions: Figures of this text, in order, such as `find_mentions` gives: all of them, or some.
        title: The heading of the page.

    Raises:
        InvalidValueError: A mention is not of this text, or lies before the end of another.
        WrongTypeError: No text.

    Example:
        >>> from centralasia.text import find_mentions
        >>> text = "Exports & imports rose by 5%."
        >>> page = to_html(text, find_mentions(text, "en"))
        >>> print(page[page.index("Exports") : page.index("</main>")])
        Exports &amp; imports rose by <mark class="percent" title="percent: 5 %, exact">5%</mark>.
    """
    if not isinstance(text, str):
        raise WrongTypeError("text", text, "text")
    return "".join(iter_html([Passage(start=0, text=text, mentions=tuple(mentions))], title=title))


def iter_html(passages: Iterable[Passage], *, title: str = _TITLE) -> Iterator[str]:
    """Write the page of `to_html` for a text of any size, in pieces.

    Args:
        passages: The text with its figures, such as `iter_passages` gives.
        title: The heading of the page.

    Yields:
        The pieces of the page, to be written one after the other.

    Raises:
        InvalidValueError: A mention is not of its passage, or lies before the end of another.

    Example:
        >>> from centralasia.text import iter_passages
        >>> "".join(iter_html(iter_passages(["Exports rose ", "by 5%."], "en"))).count("<mark")
        1
    """
    yield _HEAD.format(title=_escaped(title), style=_STYLE + "".join(map(_rule, KINDS)))
    counts: Counter[str] = Counter()
    for passage in passages:
        yield from _marked(passage)
        counts.update(mention.kind for mention in passage.mentions)
    yield f"</main>\n<footer>{_legend(counts)}</footer>\n</body>\n</html>\n"


def _marked(passage: Passage) -> Iterator[str]:
    for part, mention in in_parts(passage):
        written = _escaped(part)
        if mention is not None:
            kind, says = _escaped(mention.kind), _escaped(_says(mention))
            written = f'<mark class="{kind}" title="{says}">{written}</mark>'
        yield written


def _says(mention: Mention) -> str:
    """Say what was read, in a line."""
    figure = f"{value_of(mention)} {unit_of(mention)}".rstrip()
    others = f", can mean {' or '.join(mention.candidates)}" if mention.candidates else ""
    return f"{_named(mention.kind)}: {figure}, {mention.qualifier}{others}"


def _legend(counts: Mapping[str, int]) -> str:
    kinds = [*KINDS, *sorted(counts.keys() - {*KINDS})]
    entries = [
        f'<span><span class="{_escaped(kind)}">{_escaped(_named(kind))}</span> {counts[kind]:,}</span>'
        for kind in kinds
        if kind in counts
    ]
    return "\n".join(entries) or "No figures"


def _named(kind: str) -> str:
    return kind.replace("_", " ")


def _rule(kind: str) -> str:
    return f".{kind} {{ --hue: {_HUES[kind]}; }}\n"


def _escaped(text: str) -> str:
    return escape(_NOT_ALLOWED.sub(_UNREADABLE, text))
