import re
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.text import KINDS, Mention, find_mentions, iter_html, iter_passages, to_html
from centralasia.text.markup import unit_of, value_of

TEXT = """Exports <b>rose</b> by 5% & earned "$3.6 bn", 7 to 9% of GDP.\n\nRate: 1 USD = 510 KZT."""


class Page(HTMLParser):
    """Reads a page: its text, its marks, and its legend; what is opened must be closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = self.legend = ""
        self.marks: list[tuple[str, str, str]] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "mark":
            said = dict(attrs)
            self.marks.append((str(said["class"]), str(said["title"]), ""))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "main" in self.open:
            self.text += data
        if "footer" in self.open:
            self.legend += data
        if "mark" in self.open:
            kind, says, surface = self.marks[-1]
            self.marks[-1] = (kind, says, surface + data)


def mention(**facts: Any) -> Mention:
    return Mention(**{"kind": "quantity", "surface": "5", "start": 0, "end": 1, "language": "en", **facts})


class TestPage:
    def test_figures_are_marked_with_what_was_read(self) -> None:
        page = Page(to_html(TEXT, find_mentions(TEXT, "en")))
        assert page.text == TEXT
        assert page.marks == [
            ("percent", "percent: 5 %, exact", "5%"),
            ("money", "money: 3,600,000,000 USD, exact", "$3.6 bn"),
            ("percent", "percent: 7 to 9 %GDP, range", "7 to 9% of GDP"),
            ("rate", "rate: 510 KZT per USD, exact", "1 USD = 510 KZT"),
        ]
        assert page.legend == "money 1\nrate 1\npercent 2"

    def test_a_page_loads_nothing_and_runs_nothing(self) -> None:
        page = to_html("<script>5%</script><img>", find_mentions("", "en"), title="</title><i>")
        assert not re.search(r"<(script|img|i)\b|\b(src|href)=|url\(|@import", page)
        assert "default-src 'none'" in page

    def test_all_kinds_have_a_colour(self) -> None:
        page = to_html("", [])
        assert all(f".{kind} {{ --hue: " in page for kind in KINDS)
        assert Page(page).legend == "No figures"

    def test_what_comes_from_elsewhere_is_escaped(self) -> None:
        odd = mention(kind='"><i>', unit='"&', candidates=("KGS", "<UZS>"))
        page = Page(to_html("5", [odd, attrs.evolve(odd, surface="", start=1)]))
        assert page.marks[0] == ('"><i>', '"><i>:  "&, exact, can mean KGS or <UZS>', "5")
        assert page.legend == '"><i> 2'

    @given(st.text(st.characters(codec=None)))
    def test_a_page_can_be_written_whatever_the_text(self, text: str) -> None:
        page = to_html(text, [])
        assert not re.search(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]", page)
        read = Page(page.encode().decode()).text
        assert len(read) == len(text)
        assert all(one in {other, "\ufffd"} for one, other in zip(read, text, strict=True))

    def test_a_page_is_written_in_pieces(self) -> None:
        lines = [f"Line {line % 900} of a text: 5 kg.\n\n" for line in range(3_000)]
        page = Page("".join(iter_html(iter_passages(lines, "en"))))
        assert page.text == "".join(lines)
        assert page.legend == "quantity 3,000"

    @pytest.mark.parametrize(
        "wrong",
        [
            [mention(surface="6")],
            [mention(surface="rose", start=1, end=5)],
            [mention(surface="5 k", end=3), mention(surface="k", start=2, end=3)],
            [mention(surface="k", start=2, end=3), mention()],
        ],
    )
    def test_mentions_are_of_the_text_and_in_order(self, wrong: list[Mention]) -> None:
        with pytest.raises(InvalidValueError, match="pass the text in which it was found, and mentions in order"):
            to_html("5 kg", wrong)

    def test_a_page_is_made_of_text(self) -> None:
        wrong: Any = b"5%"
        with pytest.raises(WrongTypeError, match="text must be text"):
            to_html(wrong, [])


class TestFigures:
    @pytest.mark.parametrize(
        ("facts", "value", "unit"),
        [
            ({"value": Decimal("1234567.50"), "unit": "t"}, "1,234,567.50", "t"),
            ({"value": Decimal(-5), "currency": "KZT"}, "-5", "KZT"),
            ({"value": Decimal("0.2")}, "0.2", ""),
            ({"low": Decimal(7), "high": Decimal(9)}, "7 to 9", ""),
            ({"when": "2023-02/2023-08"}, "2023-02/2023-08", ""),
        ],
    )
    def test_figures_are_written_for_people(self, facts: dict[str, Any], value: str, unit: str) -> None:
        assert (value_of(mention(**facts)), unit_of(mention(**facts))) == (value, unit)
