import re
from html.parser import HTMLParser
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

import centralasia as ca
from centralasia.validation import Problem, Report


class Text(NamedTuple):
    """What a rule knows of a code."""

    code: str
    title: str
    why: str
    source: str = ""


def a_problem(**changed: Any) -> Problem:
    given = {"code": "bad-date", "severity": "error", "message": "no day", **changed}
    return Problem(**given)


FEW = a_problem(code="few-digits", severity="warning", row=9, column="value", value="0.00008", message="one digit")
PEGGED = a_problem(code="pegged", severity="info", message="held at 3.5")
REPORT = Report.of(
    [a_problem(row=12), FEW, a_problem(row=7, column="on", value="31.02", fix="write 2024-02-29"), PEGGED],
    publisher="nbk",
    days=("2024-09-15", "1.50"),
    rows=1_000_000,
    year=2024,
    columns={"on": "Күні"},
    not_known=None,
)
RULES = [
    Text("bad-date", "no such day", "a rate without its day is of no use", "ISO 8601"),
    Text("pegged", "peg", "is"),
]


class Tags(HTMLParser):
    """What a browser would see: elements, those still open, the text, and whether anything is fetched or run."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert tag not in {"script", "img", "link", "iframe", "object", "form"}
        assert given.keys() <= {"lang", "charset", "class", "id", "href", "open", "name", "content", "style"}
        assert re.fullmatch(r"(width: [0-9.]+%)?", given.get("style") or "")
        self.seen.append(tag)
        self.ids += [str(given["id"])] if "id" in given else []
        self.links += [str(given["href"])] if "href" in given else []
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def seen_in(page: str) -> Tags:
    tags = Tags()
    tags.feed(page)
    tags.close()
    assert tags.open == []
    assert {f"#{name}" for name in tags.ids} == {*tags.links}
    assert len(tags.ids) == len({*tags.ids})
    return tags


class TestThePage:
    def test_shows_facts_counts_and_findings(self) -> None:
        page = seen_in(REPORT.to_html())
        text = " ".join(page.text)
        assert (page.seen.count("table"), page.seen.count("details")) == (4, 3)
        for shown in ("2  errors", "1  warning", "nbk", "2024-09-15, 1.50", "few-digits", "0.00008", "held at 3.5"):
            assert shown in text
        for fact in ("1,000,000", "2024", "on: Күні", "not known"):
            assert fact in page.text

    def test_lists_the_gravest_first_and_what_came_most_often(self) -> None:
        often = [a_problem(code="unknown-code", row=row) for row in range(1, 5)]
        page = seen_in(Report.of([*REPORT, *often]).to_html())
        assert page.ids == ["unknown-code.error", "bad-date.error", "few-digits.warning", "pegged.info"]

    def test_tells_what_is_known_of_a_code(self) -> None:
        page = seen_in(REPORT.to_html(title="Rates of 2024", rules=RULES))
        assert page.text.count("Rates of 2024") == 2
        assert page.text.count("no such day") == 2
        assert "a rate without its day is of no use" in "".join(page.text)
        assert page.text.count("Source: ISO 8601") == 1
        assert page.seen.count("small") == 1

    def test_leaves_out_columns_of_which_nothing_is_known(self) -> None:
        page = seen_in(Report.of([a_problem(row=7)]).to_html())
        assert [name for name in ("row", "column", "value", "message", "cause", "fix") if name in page.text] == [
            "row",
            "message",
        ]

    def test_counts_causes_where_they_are_several(self) -> None:
        swapped, comma = a_problem(cause="sides swapped"), a_problem(cause="comma read as group")
        assert "causes" in Report.of([swapped, swapped, comma]).to_html().partition("</style>")[2]
        for found in ([swapped, swapped], [swapped, comma], [PEGGED]):
            assert "causes" not in Report.of(found).to_html().partition("</style>")[2]

    def test_says_when_there_is_nothing(self) -> None:
        page = seen_in(Report().to_html())
        assert "No findings" in page.text
        assert not {"table", "dl", "details"} & {*page.seen}
        assert "No findings" not in REPORT.to_html()

    def test_says_how_many_findings_it_leaves_out(self) -> None:
        many = Report.of([a_problem(row=row) for row in range(1, 1_501)])
        page = many.to_html()
        assert "This page lists 1,000 of 1,500 findings; 500 more are not listed." in page
        assert page.count("500 more are not listed.") == 2
        assert page.count("<tr>") == 1 + 1 + 1 + 1_000
        assert "not listed" not in REPORT.to_html()
        assert "4 more are not listed." in REPORT.to_html(most=0)
        assert "1 more is not listed." in REPORT.to_html(most=3)

    def test_lists_some_of_each_code_first(self) -> None:
        many = Report.of([*(a_problem(row=row) for row in range(1, 100)), FEW, PEGGED])
        text = " ".join(seen_in(many.to_html(most=5)).text)
        assert "one digit" in text
        assert "held at 3.5" in text
        assert "96 more are not listed." in text

    def test_says_what_a_sample_does_not_show(self) -> None:
        page = Report.sampled([FEW], {"few-digits": 1_999}).to_html()
        assert "This page lists 1 of 2,000 findings; 1,999 more are not listed." in page
        assert "<b>2,000</b> warnings" in page

    def test_escapes_every_text(self) -> None:
        nasty = "<script>alert('x')</script>&\""
        report = Report.of(
            [a_problem(column=nasty, value=nasty, message=nasty, cause=nasty, fix=nasty)], **{nasty: nasty}
        )
        page = report.to_html(title=nasty, rules=[Text("bad-date", nasty, nasty, nasty)])
        assert "<script>" not in page
        assert sum(text.count(nasty) for text in seen_in(page).text) == 7 + 2 + 4

    @pytest.mark.parametrize(
        ("value", "shown"),
        [("1\u00a0000", "1\\xa0000"), ("\u202e1", "\\u202e1"), ("\x00", "\\x00"), ("a\tb", "a\\tb"), ("ʻў ₸", "ʻў ₸")],
    )
    def test_shows_what_cannot_be_seen(self, value: str, shown: str) -> None:
        assert shown in seen_in(Report.of([a_problem(value=value)]).to_html()).text

    def test_cuts_what_is_too_long_for_a_cell(self) -> None:
        assert len(Report.of([a_problem(value="x" * 10**6)]).to_html()) < 10_000


class TestLaws:
    @given(
        st.lists(ca.testing.problems(), max_size=4),
        st.dictionaries(st.text(min_size=1, max_size=9).filter(lambda name: name != "cls"), st.text(max_size=9)),
    )
    def test_whatever_was_found_makes_a_page(self, found: list[Problem], facts: dict[str, str]) -> None:
        page = seen_in(Report.of(found, **facts).to_html())
        assert page.seen.count("details") == len({(problem.code, problem.severity) for problem in found})
