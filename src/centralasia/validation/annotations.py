"""Findings for those who check changes: SARIF 2.1.0, and the annotations of GitHub."""

import json
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from centralasia.validation.problems import Problem, RuleText, Severity
from centralasia.validation.samples import Tally, in_turns, unshown

__all__ = ["annotations", "sarif"]

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final[Mapping[Severity, str]] = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_COMMANDS: Final[Mapping[Severity, str]] = {**_LEVELS, Severity.INFO: "notice"}
_ESCAPES: Final = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTIES: Final = {**_ESCAPES, ":": "%3A", ",": "%2C"}


def sarif(problems: Sequence[Problem], tallies: Iterable[Tally], *, file: str | None, rules: Iterable[RuleText]) -> str:
    """Write findings as a log in the Static Analysis Results Interchange Format.

    Args:
        problems: The findings.
        tallies: How many there are of each kind.
        file: What they are about; without it they have no place but what their message says.
        rules: What is known of their codes.

    Example:
        >>> json.loads(sarif([], [], file=None, rules=[]))["version"]
        '2.1.0'
    """
    tallies = list(tallies)
    texts = {rule.code: rule for rule in rules}
    levels: dict[str, Severity] = {}
    for each in tallies:  # the gravest comes first
        levels.setdefault(each.code, each.severity)
    places = {code: place for place, code in enumerate(levels)}
    uri = None if file is None else _uri(file)
    driver = {
        "name": "centralasia",
        **_version(),
        "rules": [_rule(code, severity, texts.get(code)) for code, severity in levels.items()],
    }
    notes = [{"level": _LEVELS[note.severity], "message": {"text": note.message}} for note in unshown(tallies)]
    run = {
        "tool": {"driver": driver},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notes}],
        "results": [_result(problem, places[problem.code], uri) for problem in problems],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _version() -> dict[str, str]:
    try:
        return {"version": version("centralasia")}
    except PackageNotFoundError:
        return {}


def _rule(code: str, severity: Severity, text: RuleText | None) -> dict[str, Any]:
    rule: dict[str, Any] = {"id": code, "defaultConfiguration": {"level": _LEVELS[severity]}}
    if text is not None:
        rule["shortDescription"] = {"text": _said(text.title)}
        rule["fullDescription"] = {"text": _said(text.why)}
        if text.source:
            rule["help"] = {"text": _said(f"Source: {text.source}")}
    return rule


def _result(problem: Problem, place: int, uri: str | None) -> dict[str, Any]:
    cell = {name: getattr(problem, name) for name in ("row", "column", "value", "cause", "fix")}
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": place,
        "level": _LEVELS[problem.severity],
        "message": {"text": _said(str(problem))},
        "properties": {name: part for name, part in cell.items() if part is not None},
    }
    if uri is not None:
        where: dict[str, Any] = {"artifactLocation": {"uri": uri}}
        if problem.row is not None:
            where["region"] = {"startLine": problem.row}
        result["locations"] = [{"physicalLocation": where}]
    return result


def _said(text: str) -> str:
    """Double braces, which stand for arguments in SARIF where they are single."""
    return text.replace("{", "{{").replace("}", "}}")


def _uri(file: str) -> str:
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def annotations(problems: Sequence[Problem], tallies: Iterable[Tally], *, file: str | None) -> str:
    """Write findings as commands that a workflow of GitHub prints, one a line.

    GitHub shows ten of each severity, so the first of each code come first.

    Args:
        problems: The findings.
        tallies: How many there are of each kind.
        file: What they are about, as a path in the repository.

    Example:
        >>> gap = Problem(code="gap", severity=Severity.WARNING, row=7, message="no bulletin, 50% of the week")
        >>> print(annotations([gap], [], file="rates.csv"), end="")
        ::warning file=rates.csv,line=7,title=gap::row 7: no bulletin, 50%25 of the week
    """
    path = None if file is None else Path(file).as_posix()
    lines = [_command(problem, path) for problem in (*in_turns(problems), *unshown(tallies))]
    return "".join([f"{line}\n" for line in lines])


def _command(problem: Problem, path: str | None) -> str:
    properties: dict[str, object] = {}
    if path is not None:
        properties["file"] = path
        if problem.row is not None:
            properties["line"] = problem.row
    properties["title"] = problem.code
    named = ",".join([f"{name}={_escaped(str(each), _IN_PROPERTIES)}" for name, each in properties.items()])
    return f"::{_COMMANDS[problem.severity]} {named}::{_escaped(str(problem), _ESCAPES)}"


def _escaped(text: str, escapes: Mapping[str, str]) -> str:
    return "".join([escapes.get(sign, sign) for sign in text])
