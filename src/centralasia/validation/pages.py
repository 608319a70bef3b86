"""A report as a page for people: self-contained HTML without a script, every text in it escaped."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Final

from centralasia.numbers import shortened
from centralasia.validation.problems import Problem, RuleText, Severity, in_order, visible
from centralasia.validation.samples import Tally, how_many, in_turns, kinds_of

__all__ = ["page"]

_COLUMNS: Final = ("row", "column", "value", "message", "cause", "fix")
_CAUSES: Final = 6  # named above the findings of a kind
_NO_YEAR: Final = 10_000
_NOUNS: Final = {Severity.ERROR: "errors", Severity.WARNING: "warnings", Severity.INFO: "information"}

_STYLE: Final = """\
:root {
  color-scheme: light dark;
  --ink: #1c2430; --soft: #5b6675; --line: #dfe3e8; --ground: #f6f7f9; --sheet: #fff; --link: #1a56b0;
  --error: #b3261e; --error-ground: #fdecea; --warning: #8a5300; --warning-ground: #fdf1dc;
  --info: #1a56b0; --info-ground: #e8f0fc; --fix: #1e6b3a;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ink: #e4e8ee; --soft: #9aa5b4; --line: #333c49; --ground: #12161c; --sheet: #1a2029; --link: #8ab4f8;
    --error: #ff9d94; --error-ground: #451d1a; --warning: #f5bf6b; --warning-ground: #40300f;
    --info: #8ab4f8; --info-ground: #1b3050; --fix: #82d8a0;
  }
}
* { box-sizing: border-box; }
body {
  background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  margin: 0 auto; max-width: 80rem; padding: 2rem 1.5rem 4rem;
}
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 1rem; overflow-wrap: anywhere; }
h2 { font-size: 1.05rem; margin: 2rem 0 .6rem; }
a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }
code { font: .92em/1.4 ui-monospace, "SF Mono", Consolas, "Noto Sans Mono", monospace; }
p { margin: 0 0 .75rem; }
.verdict { color: var(--fix); font-size: 1.1rem; font-weight: 600; }
.cards { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); max-width: 40rem; }
.card { border-left: 4px solid; border-radius: 6px; padding: .6rem .9rem; }
.card b { display: block; font-size: 1.6rem; font-variant-numeric: tabular-nums; line-height: 1.2; }
.card.none { background: var(--sheet); border-color: var(--line); color: var(--soft); }
.error { background: var(--error-ground); color: var(--error); }
.warning { background: var(--warning-ground); color: var(--warning); }
.info { background: var(--info-ground); color: var(--info); }
.left { color: var(--soft); margin: .75rem 0 0; }
dl, details, .wide { background: var(--sheet); border: 1px solid var(--line); border-radius: 8px; }
dl { display: grid; gap: .5rem 2rem; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); margin: 0;
  padding: .8rem 1rem; }
dt { color: var(--soft); font-size: .82rem; } dd { margin: 0; overflow-wrap: anywhere; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th { color: var(--soft); font-size: .82rem; font-weight: 500; }
th, td { border-bottom: 1px solid var(--line); padding: .4rem .8rem; text-align: left; vertical-align: top; }
tbody tr:last-child td { border-bottom: 0; }
td { overflow-wrap: break-word; } td.message, td.cause, td.fix { min-width: 11rem; }
td.value { min-width: 8rem; }
td.value code { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; }
td.fix { color: var(--fix); }
.number { font-variant-numeric: tabular-nums; text-align: right; white-space: nowrap; width: 1%; }
td.bar { min-width: 7rem; vertical-align: middle; width: 22%; }
td.bar i { background: currentColor; border-radius: 3px; display: block; height: .55rem; min-width: 3px; }
em { border-radius: 4px; display: inline-block; font-size: .82rem; font-style: normal; font-weight: 600;
  padding: 0 .45rem; }
details { margin-top: 1rem; padding: 0 1rem; }
details[open] { padding-bottom: 1rem; }
summary { cursor: pointer; font-weight: 600; padding: .7rem 0; }
summary span { font-weight: 400; } summary b { color: var(--soft); float: right; font-variant-numeric: tabular-nums; }
.why { max-width: 60rem; } .why small { color: var(--soft); }
.causes { display: flex; flex-wrap: wrap; gap: .4rem; list-style: none; margin: 0 0 .75rem; padding: 0; }
.causes li { border: 1px solid var(--line); border-radius: 1rem; font-size: .88rem; padding: .05rem .7rem; }
@media (max-width: 45rem) { td.bar, th:last-child:empty { display: none; } }
@media print {
  :root { color-scheme: light; }
  body { background: none; font-size: 10pt; max-width: none; padding: 0; }
  td.message, td.cause, td.fix, td.bar { min-width: 0; } td.value { min-width: 6rem; }
  details, dl, .wide { border-color: #bbb; } .wide { overflow: visible; }
  details::details-content { content-visibility: visible; }
  tr, .card { break-inside: avoid; } thead { display: table-header-group; } summary { break-after: avoid; }
  * { print-color-adjust: exact; }
}
"""


def page(
    problems: Sequence[Problem],
    tallies: Sequence[Tally],
    *,
    title: str,
    facts: Mapping[str, object],
    rules: Iterable[RuleText],
    most: int,
) -> str:
    """Write the page of a report.

    Args:
        problems: The findings in their order.
        tallies: How many there are of each kind.
        title: What it is called.
        facts: What the input was taken for.
        rules: What is known of the codes.
        most: The most findings to list.

    Example:
        >>> "<dd>3 &lt; 4</dd>" in page([], [], title="Findings", facts={"rule": "3 < 4"}, rules=[], most=10)
        True
    """
    texts = {rule.code: rule for rule in rules}
    listed = in_turns(problems)[: max(most, 0)]
    kinds = kinds_of(in_order(listed), tallies)
    body = "".join(
        [
            _header(title, tallies, len(listed)),
            _facts(facts),
            _overview(tallies, kinds, texts),
            *[_section(tally, found, texts.get(tally.code)) for tally, found in kinds],
        ]
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{_text(title)}</title>\n'
        f"<style>\n{_STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )


def _header(title: str, tallies: Sequence[Tally], listed: int) -> str:
    """Write the title, how many findings there are, and how many of them the page lists."""
    counts = how_many(tallies)
    cards = "".join(
        [
            f'<div class="card {severity if count else "none"}"><b>{count:,}</b> {_noun(severity, count)}</div>'
            for severity, count in counts.items()
        ]
    )
    total = sum(counts.values())
    verdict = "" if total else '<p class="verdict">No findings</p>\n'
    left = total - listed
    said = f"This page lists {listed:,} of {total:,} findings; {left:,} more {_are(left)} not listed."
    partly = f'<p class="left">{said}</p>\n' if left else ""
    return f'<header>\n<h1>{_text(title)}</h1>\n{verdict}<div class="cards">{cards}</div>\n{partly}</header>\n'


def _facts(facts: Mapping[str, object]) -> str:
    if not facts:
        return ""
    pairs = "".join(
        [f"<div><dt>{_text(name.replace('_', ' '))}</dt><dd>{_fact(fact)}</dd></div>\n" for name, fact in facts.items()]
    )
    return f"<h2>Input</h2>\n<dl>\n{pairs}</dl>\n"


def _overview(
    tallies: Sequence[Tally], kinds: Sequence[tuple[Tally, Sequence[Problem]]], texts: Mapping[str, RuleText]
) -> str:
    """Write a table of the kinds of findings with a bar for how often each came."""
    if not tallies:
        return ""
    most = max([tally.count for tally in tallies])
    rows = [
        f'<td><a href="#{_anchor(tally)}">{tally.code}</a></td><td>{_badge(tally.severity)}</td>'
        f"<td>{_text(texts[tally.code].title) if tally.code in texts else ''}</td>"
        f'<td class="number">{tally.count:,}</td>'
        f'<td class="bar"><i class="{tally.severity}" style="width: {100 * tally.count / most:.4g}%"></i></td>'
        for tally, _ in kinds
    ]
    return f"<h2>Findings by code</h2>\n{_table(('code', 'severity', 'what is wrong', 'count', ''), rows)}"


def _section(tally: Tally, found: Sequence[Problem], text: RuleText | None) -> str:
    """Write what is known of a kind of finding, and the findings of it."""
    columns = [name for name in _COLUMNS if any(getattr(each, name) is not None for each in found)]
    table = _table(columns, ["".join([_cell(problem, name) for name in columns]) for problem in found])
    left = tally.count - len(found)
    title = "" if text is None else f" <span>{_text(text.title)}</span>"
    why = "" if text is None else f'<p class="why">{_text(text.why)}{_source(text)}</p>\n'
    more = f'<p class="left">{left:,} more {_are(left)} not listed.</p>\n' if left else ""
    return (
        f'<details open id="{_anchor(tally)}">\n<summary>{_badge(tally.severity)} <code>{tally.code}</code>{title} '
        f"<b>{tally.count:,}</b></summary>\n{why}{_causes(found)}{table if found else ''}{more}</details>\n"
    )


def _source(text: RuleText) -> str:
    return f" <small>Source: {_text(text.source)}</small>" if text.source else ""


def _causes(found: Sequence[Problem]) -> str:
    """Say which causes are named how often, where they are several."""
    causes = Counter([problem.cause for problem in found if problem.cause])
    if len(causes) < 2 or len(causes) == len(found):  # noqa: PLR2004 - one is in every row
        return ""
    items = "".join([f"<li>{_text(cause)} <b>{count:,}×</b></li>" for cause, count in causes.most_common(_CAUSES)])
    return f'<ul class="causes">{items}</ul>\n'


def _table(header: Sequence[str], rows: Sequence[str]) -> str:
    head = "".join([f'<th class="{"number" if name in {"row", "count"} else "text"}">{name}</th>' for name in header])
    body = "\n".join([f"<tr>{row}</tr>" for row in rows])
    return f'<div class="wide"><table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table></div>\n'


def _cell(problem: Problem, name: str) -> str:
    content = getattr(problem, name)
    if name == "row":
        return f'<td class="number">{_text(content)}</td>'
    if name == "value" and content is not None:
        return f'<td class="value"><code>{_text(shortened(content))}</code></td>'
    return f'<td class="{name}">{_text(content)}</td>'


def _badge(severity: Severity) -> str:
    return f'<em class="{severity}">{severity}</em>'


def _anchor(tally: Tally) -> str:
    return f"{tally.code}.{tally.severity}"


def _noun(severity: Severity, count: int) -> str:
    return str(severity) if count == 1 and severity is not Severity.INFO else _NOUNS[severity]


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _text(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join([f"{_text(name)}: {_text(one)}" for name, one in value.items()])
    if isinstance(value, list | tuple):
        return ", ".join([_text(one) for one in value])
    return "" if value is None else escape(visible(str(value)))


def _fact(value: object) -> str:
    """Write a fact; numbers too large to be years in groups of three digits."""
    is_large = isinstance(value, int) and abs(value) >= _NO_YEAR
    return f"{value:,}" if is_large else _text(value)
