"""The page of the catalogue, and the examples on it: each rule finds its own, and lets what is alike pass."""

from pathlib import Path

import attrs
import pytest

from centralasia.rules import KINDS, RULES, Example, Rule, pages, validate
from centralasia.rules.pages import catalogue_page

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "rules.md"
EVERY = list({id(rule): rule for rules in RULES.values() for rule in rules.values()}.values())
rules = pytest.mark.parametrize("rule", EVERY, ids=lambda rule: f"{rule.kinds[0]}-{rule.code}")


def counts_of(rule: Rule, example: Example | None) -> dict[str, int]:
    assert example is not None, f"{rule.code} has no example"
    return dict(validate(example.rows, rule.kinds[0], **example.given).counts)


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == catalogue_page(), "run scripts/rules_page.py"


def test_every_rule_and_every_kind_is_on_the_page() -> None:
    headings = [line.removeprefix("### ") for line in catalogue_page().splitlines() if line.startswith("### ")]
    assert sorted(headings) == sorted(rule.code for rule in EVERY)
    assert all(f"| `{kind}` |" in catalogue_page() for kind in KINDS)


def test_a_rule_without_an_example_is_on_the_page_too(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = attrs.evolve(RULES["financing"]["stage-order"], bad=None)
    monkeypatch.setattr(pages, "RULES", {kind: {} for kind in KINDS} | {"financing": {bare.code: bare}})
    assert "### stage-order" in catalogue_page()
    assert "Found" not in catalogue_page()


@rules
def test_a_rule_finds_its_example(rule: Rule) -> None:
    assert rule.code in counts_of(rule, rule.bad)


@rules
def test_a_rule_lets_pass_what_is_alike(rule: Rule) -> None:
    assert rule.code not in counts_of(rule, rule.good)


@rules
def test_what_is_alike_has_no_other_finding(rule: Rule) -> None:
    assert counts_of(rule, rule.good) == {}


@rules
def test_a_rule_says_why_and_by_what(rule: Rule) -> None:
    for text in (rule.title, rule.source, rule.fix or "x"):
        assert text
        assert not text.endswith(".")
    assert rule.why.endswith(".")
    assert not rule.why[0].islower()
