import pickle
from contextlib import suppress
from copy import deepcopy
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, InvalidValueError, ParseError, UnknownCodeError, WrongTypeError
from centralasia.records import column, from_row, json_schema, read_csv, record, to_row
from centralasia.trade import harmonised
from centralasia.trade.harmonised import TOTAL, HSCode, HSLevel, hs_code, hs_sections, revisions_of
from centralasia.trade.revisions import HSRow, Revision, as_revision, listed_revisions

DATA = Path(harmonised.__file__).parent / "data"
MEGABYTE = 1_000_000


@record
class Parcel:
    goods: HSCode = column(title="goods")
    others: tuple[HSCode, ...] = column(title="other goods", default=())


class TestReading:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("10", "10"),
            ("1001", "1001"),
            ("10.01", "1001"),
            ("1001.19", "100119"),
            ("10.01.19", "100119"),
            ("1001 19", "100119"),
            ("HS 1001", "1001"),
            ("hs1001.19", "100119"),
            ("HS: 1001", "1001"),
            ("HS2002", "2002"),
            ("  1001\t", "1001"),
            ("8458 11 410 9", "8458114109"),
            ("8458.11.410.9", "8458114109"),
            ("8458\u00a011\u202f410\u20099", "8458114109"),
            ("8458 11 41", "84581141"),
            ("84581141", "84581141"),
            ("H6:1001", "H6:1001"),
            ("h6 : 10.01", "H6:1001"),
            ("HS2022:1001.19", "H6:100119"),
            ("HS 2017: 0101 21", "H5:010121"),
            ("total", "TOTAL"),
            ("HS TOTAL", "TOTAL"),
            ("H6:TOTAL", "H6:TOTAL"),
            ("9801", "9801"),
            ("99999999", "99999999"),
        ],
    )
    def test_a_code_is_read_however_it_is_printed(self, text: str, expected: str) -> None:
        assert str(hs_code(text)) == expected

    @pytest.mark.parametrize(
        ("text", "position"),
        [
            ("abc", 0),
            ("", 0),
            ("HS", 2),
            ("10:", 0),
            ("1.001", 0),
            ("100 119", 0),
            ("1001x", 4),
            ("10-01", 2),
            ("۱۰۰۱", 0),
        ],
    )
    def test_what_has_not_the_form_of_a_code_is_refused_at_its_place(self, text: str, position: int) -> None:
        expected = ParseError if text != "10:" else UnknownCodeError
        with pytest.raises(expected) as caught:
            hs_code(text)
        if isinstance(caught.value, ParseError):
            assert caught.value.position == position

    @pytest.mark.parametrize(
        ("text", "hint"),
        [
            ("0", ""),
            ("1", "chapters 01 to 09 keep their zero: '01'"),
            ("101", "chapters 01 to 09 keep their zero: '0101'"),
            ("10121", "chapters 01 to 09 keep their zero: '010121'"),
            ("101210009", "chapters 01 to 09 keep their zero: '0101210009'"),
            ("771", ""),
            ("845811410", ""),
            ("84581141091", ""),
        ],
    )
    def test_a_length_that_no_code_has_is_refused_and_a_lost_zero_named(self, text: str, hint: str) -> None:
        with pytest.raises(InvalidValueError, match="a code of 2, 4, 6, 8 or 10 digits") as caught:
            hs_code(text)
        assert caught.value.hint == hint

    @pytest.mark.parametrize("value", [1001, 101, Decimal(1001), 10.01, None, b"1001", ["1001"]])
    def test_codes_are_texts(self, value: object) -> None:
        for read in (hs_code, revisions_of):
            with pytest.raises(WrongTypeError, match="chapters 01 to 09 lose their zero in a number"):
                read(value)  # type: ignore[arg-type]  # what is no text is the case at hand

    def test_a_long_text_is_refused_before_it_is_read(self) -> None:
        with pytest.raises(ParseError, match="at most ten digits"):
            hs_code("1" * 5000)

    def test_the_revision_may_stand_beside_the_code(self) -> None:
        assert hs_code("1001.19", "HS2022") is hs_code("H6:100119")
        assert hs_code(hs_code("1001"), Revision.H6) is hs_code("H6:1001", "H6")

    @pytest.mark.parametrize("code", ["H6:1001", hs_code("H6:1001")])
    def test_two_revisions_of_one_code_are_refused(self, code: HSCode | str) -> None:
        with pytest.raises(InvalidValueError, match="revision must be H6, which the code 'H6:1001' states, got 'H5'"):
            hs_code(code, "H5")


class TestChecking:
    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("1009", "'1009' is not in the table of HS codes; did you mean '1001' or '1002' or '1003'?"),
            ("H6:1009", "'1009' is not in the table of HS codes of H6; did you mean '1001' or '1002' or '1003'?"),
            (
                "H3:100119",
                "'100119' is not in the table of HS codes of H3; did you mean '100110' or '100190'?; 100119 is in H4, ",
            ),
            ("H6:8548.10", "'854810' is not in the table of HS codes of H6; did you mean '854800'?; 854810 is in "),
            ("7701", "'7701' is not in the table of HS codes; chapter 77 is kept for the future"),
            ("00", "'00' is not in the table of HS codes"),
            ("8458 99 999 9", None),
            ("8458 98 999 9", "'8458989999' is not in the table of HS codes; did you mean '845819' or"),
        ],
    )
    def test_a_code_that_does_not_exist_is_refused_with_its_neighbours(self, text: str, message: str | None) -> None:
        if message is None:
            assert hs_code(text).subheading is hs_code("845899")
            return
        with pytest.raises(UnknownCodeError) as caught:
            hs_code(text)
        assert str(caught.value).startswith(message)

    def test_a_revision_that_is_not_listed_is_refused_and_not_guessed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(harmonised, "listed_revisions", lambda: (Revision.H6,))
        expected = (
            "revision must be one whose codes are listed: H6, got 'H2'; without a revision the digits are checked"
        )
        with pytest.raises(InvalidValueError, match=expected):
            hs_code("9999", "H2")

    def test_the_chapters_of_national_use_are_taken_as_they_are(self) -> None:
        code = hs_code("H6:9950 00 000 0")
        assert code.is_national_use
        assert (code.section, revisions_of(code), code.chapter) == (None, (), hs_code("H6:99"))
        assert not hs_code("9701").is_national_use

    @pytest.mark.parametrize(
        ("revision", "headings", "subheadings"),
        [
            (Revision.H2, 1244, 5223),
            (Revision.H3, 1221, 5052),
            (Revision.H4, 1224, 5205),
            (Revision.H5, 1222, 5387),
            (Revision.H6, 1228, 5612),
        ],
    )
    def test_the_table_has_every_code_of_a_revision(self, revision: Revision, headings: int, subheadings: int) -> None:
        chapters = hs_code("TOTAL", revision).children
        found = [heading for chapter in chapters for heading in chapter.children]
        assert (len(chapters), len(found)) == (96, headings)
        assert sum(len(heading.children) for heading in found) == subheadings

    @pytest.mark.parametrize(
        ("code", "first", "last"),
        [
            ("100119", "H4", "H6"),  # durum wheat apart from its seed
            ("850760", "H4", "H6"),  # lithium-ion accumulators
            ("271012", "H4", "H6"),  # light oils, 2710.11 before
            ("870380", "H5", "H6"),  # electric cars
            ("854149", "H6", "H6"),
            ("851713", "H6", "H6"),  # smartphones
        ],
    )
    def test_revisions_are_those_in_which_the_goods_had_the_code(self, code: str, first: str, last: str) -> None:
        found = revisions_of(code)
        assert (found[0].value, found[-1].value) == (first, last)
        assert revisions_of(f"{code}0000") == found
        assert Revision("HS2007") not in found

    @pytest.mark.parametrize("code", ["100110", "271011", "851712", "8469", "010110"])
    def test_a_code_that_is_gone_is_known_by_the_revisions_that_had_it(self, code: str) -> None:
        assert revisions_of(code)
        assert Revision.H6 not in revisions_of(code)

    def test_all_goods_exist_in_every_revision(self) -> None:
        assert revisions_of(TOTAL) == listed_revisions()
        assert revisions_of("7799") == ()


class TestHierarchy:
    def test_a_national_code_has_all_levels_above_it(self) -> None:
        code = hs_code("8458 11 410 9")
        assert [each.level.value for each in (code, *code.ancestors)] == [
            "national 10",
            "national 8",
            "subheading",
            "heading",
            "chapter",
            "total",
        ]
        assert (code.digits, code.section, code.national) == (10, "XVI", "8458 11 410 9")
        assert (code.subheading, code.heading, code.chapter) == (hs_code("845811"), hs_code("8458"), hs_code("84"))
        assert code.children == ()

    def test_all_goods_stand_above_everything(self) -> None:
        assert (TOTAL.parent, TOTAL.heading, TOTAL.section, TOTAL.digits) == (None, None, None, 0)
        assert (TOTAL.national, TOTAL.level, str(TOTAL)) == ("TOTAL", HSLevel.TOTAL, "TOTAL")
        assert hs_code("TOTAL") is TOTAL
        assert TOTAL.contains("H6:1001")

    def test_children_without_a_revision_are_those_of_all(self) -> None:
        wheat = [each.code for each in hs_code("1001").children]
        assert wheat == ["100110", "100111", "100119", "100190", "100191", "100199"]
        assert [each.code for each in hs_code("H3:1001").children] == ["100110", "100190"]
        assert hs_code("99").children == hs_code("100119").children == ()

    def test_codes_of_two_revisions_are_not_compared(self) -> None:
        assert hs_code("H6:1001").contains("100119")
        assert hs_code("1001").contains("H6:100119")
        assert not hs_code("H6:1001").contains("H6:1002")
        with pytest.raises(
            InvalidValueError, match=r"a code of H6, or of no revision, got 'H5:100119'; .*hs_code\('1001'\)"
        ):
            hs_code("H6:1001").contains("H5:100119")

    def test_codes_are_in_the_order_of_their_digits_with_all_goods_first(self) -> None:
        codes = [hs_code(text) for text in ("TOTAL", "0101", "10", "1001", "H5:1001", "H6:1001", "100119")]
        shuffled = [codes[4], codes[0], *codes[5:], *codes[1:4]]
        assert sorted(shuffled) == codes
        with pytest.raises(TypeError):
            assert codes[0] < "1001"  # type: ignore[operator]  # the case at hand

    @pytest.mark.parametrize(
        ("code", "title"),
        [
            ("10", "Cereals"),
            ("H6:52", "Cotton"),
            ("1701", "Cane or beet sugar and chemically pure sucrose, in solid form"),
            ("170112", None),
            ("TOTAL", None),
            ("99", None),
        ],
    )
    def test_chapters_have_titles_and_codes_without_a_source_have_none(self, code: str, title: str | None) -> None:
        assert hs_code(code).title == title

    def test_the_sections_part_the_chapters(self) -> None:
        sections = hs_sections()
        assert list(sections)[0::20] == ["I", "XXI"]
        assert [each.code for each in sections["XV"]] == [
            "72",
            "73",
            "74",
            "75",
            "76",
            "78",
            "79",
            "80",
            "81",
            "82",
            "83",
        ]
        assert [chapter for section in sections.values() for chapter in section] == list(TOTAL.children)


class TestRevisions:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("H5", "H5"),
            ("h5", "H5"),
            ("HS2017", "H5"),
            ("HS 17", "H5"),
            ("hs-2022", "H6"),
            ("2012", "H4"),
            ("HS1988/92", "H0"),
            ("HS88", "H0"),
            ("HS 1992", "H0"),
            ("HS96", "H1"),
        ],
    )
    def test_a_revision_is_known_by_its_code_and_year(self, text: str, expected: str) -> None:
        assert as_revision(text) is Revision(text) is Revision[expected]

    @pytest.mark.parametrize("text", ["H7", "HS2018", "", "HS", "S3", "5"])
    def test_another_revision_is_refused(self, text: str) -> None:
        with pytest.raises(UnknownCodeError, match="revisions of the HS"):
            as_revision(text)

    def test_a_near_miss_is_suggested(self) -> None:
        with pytest.raises(UnknownCodeError, match="did you mean 'HS20"):
            as_revision("HS2016")

    def test_a_year_is_a_text_too(self) -> None:
        with pytest.raises(WrongTypeError, match="a revision such as 'H5' or 'HS2017'"):
            as_revision(2017)  # type: ignore[arg-type]  # the case at hand

    def test_years_are_in_the_order_of_the_codes(self) -> None:
        assert [revision.year for revision in Revision] == [1988, 1996, 2002, 2007, 2012, 2017, 2022]


class TestRecords:
    def test_a_column_takes_codes_and_their_texts(self) -> None:
        parcel = Parcel(goods="HS 10.01", others=["0101", "H6:TOTAL"])  # type: ignore[arg-type]  # texts are read
        assert parcel.goods is hs_code("1001")
        assert from_row(Parcel, to_row(parcel)) == parcel
        assert to_row(parcel)["goods"] == "1001"

    def test_a_bad_code_names_its_column(self) -> None:
        with pytest.raises(InvalidValueError, match="goods must be an HS code such as '1001' or 'H6:100119'"):
            Parcel(goods="1009")  # type: ignore[arg-type]  # texts are read

    def test_the_schema_has_the_form_of_the_text(self) -> None:
        assert "TOTAL" in str(json_schema(Parcel))


class TestTables:
    def test_the_tables_are_small_and_in_order(self) -> None:
        for name in ("hs_codes.csv", "hs_titles.csv"):
            assert (DATA / name).stat().st_size < MEGABYTE

    def test_runs_of_one_code_neither_touch_nor_overlap(self) -> None:
        rows = read_csv(HSRow, (DATA / "hs_codes.csv").read_bytes(), table="hs_codes.csv")
        order = list(Revision)
        assert all(row.first <= row.last for row in rows)
        for before, after in pairwise(rows):
            if before.code == after.code:
                assert order.index(after.first) > order.index(before.last) + 1

    def test_every_heading_with_a_title_exists(self) -> None:
        for line in (DATA / "hs_titles.csv").read_text(encoding="utf-8").splitlines()[1:]:
            assert hs_code(line.split(",")[0]).title


def every_code() -> list[str]:
    chapters = TOTAL.children
    headings = [heading for chapter in chapters for heading in chapter.children]
    return [each.code for each in (*chapters, *headings, *[code for heading in headings for code in heading.children])]


codes = st.deferred(lambda: st.sampled_from(every_code()))
national = st.builds(
    "".join, st.tuples(codes.filter(lambda code: len(code) == 6), st.from_regex(r"([0-9]{2}){0,2}", fullmatch=True))
)
any_code = st.one_of(codes, national, st.just("TOTAL"), st.from_regex(r"9[89]([0-9]{2}){0,4}", fullmatch=True))
separators = st.sampled_from([" ", ".", "\u00a0", "\u202f", ""])


class TestLaws:
    @given(any_code)
    def test_reading_what_was_written_gives_the_same_object(self, text: str) -> None:
        code = hs_code(text)
        assert hs_code(str(code)) is code
        assert hs_code(code.national) is code
        assert hs_code(code) is code
        assert eval(repr(code)) is code  # noqa: S307 - the repr is ours
        assert pickle.loads(pickle.dumps(code)) is deepcopy(code) is code

    @given(codes, st.sampled_from(Revision))
    def test_a_code_exists_in_a_revision_or_is_refused_there(self, text: str, revision: Revision) -> None:
        assume(revision in listed_revisions())
        if revision in revisions_of(text):
            code = hs_code(text, revision)
            assert code.revision is revision
            assert str(code) == f"{revision.value}:{text}"
            assert hs_code(str(code)) is code
        else:
            with pytest.raises(UnknownCodeError) as caught:
                hs_code(text, revision)
            assert caught.value.hint == f"{text} is in {', '.join(revisions_of(text))}" or len(text) == 6

    @given(any_code)
    def test_every_ancestor_exists_and_contains_what_is_below(self, text: str) -> None:
        code = hs_code(text)
        for above in code.ancestors:
            assert hs_code(str(above)) is above
            assert above.contains(code)
            assert not code.contains(above)
        assert code.contains(code)
        assert len(code.ancestors) == code.digits // 2

    @given(codes, st.sampled_from([None, *Revision]))
    def test_every_child_has_its_parent(self, text: str, revision: Revision | None) -> None:
        assume(revision is None or revision in revisions_of(text))
        code = hs_code(text, revision)
        assert all(child.parent is code and child.revision is revision for child in code.children)
        parent = code.parent
        assert parent is not None
        assert code in parent.children

    @given(codes)
    def test_a_code_exists_wherever_one_below_it_does(self, text: str) -> None:
        code = hs_code(text)
        below = {revision for child in code.children for revision in revisions_of(child)}
        assert below == set(revisions_of(code)) or not code.children

    @given(any_code, st.lists(separators, min_size=4, max_size=4))
    def test_separators_between_the_levels_do_not_matter(self, text: str, between: list[str]) -> None:
        assume(text != "TOTAL")
        parts = [text[start : start + 2] for start in range(0, len(text), 2)]
        printed = "".join(part + separator for part, separator in zip(parts, [*between, ""], strict=False))
        assert hs_code(f" {printed.rstrip('.')} ") is hs_code(text)

    @given(st.one_of(st.text(), st.text(alphabet="0123456789 .:HSTOALhs\u00a0", max_size=16)))
    def test_any_text_gives_a_code_or_one_of_our_errors(self, text: str) -> None:
        for read in (hs_code, revisions_of, as_revision):
            with suppress(CentralAsiaError):
                read(text)

    @given(codes)
    def test_subheadings_of_the_chapters_belong_to_one_section(self, text: str) -> None:
        code = hs_code(text)
        assert code.chapter in hs_sections()[str(code.section)]
