"""A report as a page: self-contained HTML, every text in it escaped."""

from collections.abc import Mapping, Sequence
from html import escape

from centralasia.records import columns_of
from centralasia.validation.problems import Problem, Severity

__all__ = ["page"]

_STYLE = """\
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 76rem; padding: 0 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid #8885; padding: .35rem .6rem; text-align: left; vertical-align: top; }
td { overflow-wrap: anywhere; } td.number { font-variant-numeric: tabular-nums; text-align: right; }
.error { color: #c62828; font-weight: 600; } .warning { color: #b26a00; font-weight: 600; } .info { color: #1565c0; }
@media (prefers-color-scheme: dark) {
  .error { color: #ff8a80; } .warning { color: #ffb74d; } .info { color: #90caf9; }
}"""


def page(problems: Sequence[Problem], counts: Mapping[str, int], facts: Mapping[str, object], most: int) -> str:
    """Write the page of a report.

    Args:
        problems: The findings in their order.
        counts: How many there are of each code.
        facts: What the input was taken for.
        most: The most findings to list.

    Example:
        >>> "<td>3 &lt; 4</td>" in page([], {}, {"rule": "3 < 4"}, 10)
        True
    """
    severities = {problem.code: problem.severity for problem in problems}
    sections = [
        f"<h1>{_headline(problems)}</h1>",
        _section(
            "Input", ("fact", "value"), [f"<td>{_text(name)}</td><td>{_text(facts[name])}</td>" for name in facts]
        ),
        _section(
            "Findings by code",
            ("code", "severity", "count"),
            [f"<td>{_text(code)}</td>{_severity(severities[code])}{_number(count)}" for code, count in counts.items()],
        ),
        _section(
            "Findings", [spec.name for spec in columns_of(Problem)], [_row(problem) for problem in problems[:most]]
        ),
        f"<p>{len(problems) - most:,} more are not listed.</p>\n" if len(problems) > most else "",
    ]
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Findings</title>\n'
        f"<style>\n{_STYLE}\n</style>\n</head>\n<body>\n{''.join(sections)}</body>\n</html>\n"
    )


def _headline(problems: Sequence[Problem]) -> str:
    if not problems:
        return "No findings"
    counts = {severity: sum(problem.severity is severity for problem in problems) for severity in Severity}
    said = ", ".join([f'<span class="{severity}">{count:,} {severity}</span>' for severity, count in counts.items()])
    return f"Findings: {said}"


def _section(title: str, header: Sequence[str], rows: Sequence[str]) -> str:
    if not rows:
        return ""
    head = "".join([f"<th>{name}</th>" for name in header])
    body = "\n".join([f"<tr>{row}</tr>" for row in rows])
    return f"\n<h2>{title}</h2>\n<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n"


def _row(problem: Problem) -> str:
    cells = {spec.name: f"<td>{_text(getattr(problem, spec.name))}</td>" for spec in columns_of(Problem)}
    cells["severity"] = _severity(problem.severity)
    if problem.row is not None:
        cells["row"] = _number(problem.row)
    return "".join(cells.values())


def _severity(severity: Severity) -> str:
    return f'<td class="{severity}">{severity}</td>'


def _number(number: int) -> str:
    return f'<td class="number">{number:,}</td>'


def _text(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join([_text(one) for one in value])
    return "" if value is None else escape(str(value))
