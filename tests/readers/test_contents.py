import time
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, ReaderError
from centralasia.readers.contents import Document

BOMB = b'<?xml version="1.0"?><!DOCTYPE rates [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><rates>&b;</rates>'
OUTSIDE = b'<!DOCTYPE rates [<!ENTITY passwords SYSTEM "file:///etc/passwd">]><rates>&passwords;</rates>'


class TestWhatItIs:
    @pytest.mark.parametrize(
        ("data", "tag"),
        [
            (b"<rates/>", "rates"),
            (b'\xef\xbb\xbf<?xml version="1.0"?>\r\n<!-- a > b -->\n<?style x?><ValCurs Date="">', ""),
            (b'<?xml version="1.0"?>\n<!-- a comment --><?style x?>\n<ValCurs Date="">', "ValCurs"),
            (b'<gesmes:Envelope xmlns:gesmes="x">', "Envelope"),
            ('\ufeff<?xml version="1.0" encoding="utf-16"?><rates/>'.encode("utf-16-le"), "rates"),
            (b'\xef\xbb\xbf \r\n<?xml version="1.0"?>\n<ValCurs Date="">', "ValCurs"),
            (b"<!DOCTYPE html><html>", ""),
            (b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml">', ""),
            (b"<HTML>", ""),
            (b"rates", ""),
            (b"", ""),
        ],
    )
    def test_the_root_is_told_by_the_beginning(self, data: bytes, tag: str) -> None:
        assert Document(data).tag == tag

    def test_json_is_told_by_its_first_bracket(self) -> None:
        assert Document(b' \n [{"a": 1}]').is_json
        assert Document(b"\xef\xbb\xbf{}").is_json
        assert not Document(b"rates").is_json

    def test_a_page_of_html_is_told_apart(self) -> None:
        assert Document(b"<!-- hello --><!doctype HTML><p>").is_html
        assert not Document(b"<htmlish/>").is_html

    @pytest.mark.parametrize(
        "data",
        [
            b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x">',
            b"<?xml version='1.0'?><!-- hello --> <?style x?><html xmlns='x'>",
        ],
    )
    def test_html_in_xml_is_html(self, data: bytes) -> None:
        assert Document(data).is_html
        with pytest.raises(ReaderError, match="bytes, document: a page of HTML, and no bulletin; save what its link"):
            Document(data).refuse_others()


class TestItsText:
    @pytest.mark.parametrize(
        ("encoding", "declared"),
        [("cp1251", "windows-1251"), ("cp1251", "Windows-1251"), ("iso8859-9", "ISO-8859-9"), ("utf-8", "UTF-8")],
    )
    def test_it_is_decoded_as_declared(self, encoding: str, declared: str) -> None:
        letter = "ş" if encoding == "iso8859-9" else "т"
        data = f"<?xml version='1.0' encoding='{declared}' ?><a>{letter}</a>".encode(encoding)
        document = Document(data)
        assert document.root.text == letter
        assert document.decoded.encoding == declared.lower()

    @pytest.mark.parametrize("blanks", [b"\n", b" \t\r\n\n"])
    def test_blanks_may_stand_before_the_declaration(self, blanks: bytes) -> None:
        data = blanks + '<?xml version="1.0" encoding="windows-1251"?>\n<a><b>тенге</b><c>'.encode("cp1251")
        document = Document(data + b"</c></a>")
        assert document.root.findtext("b") == "тенге"
        assert (document.tag, document.decoded.encoding, document.cut) == ("a", "windows-1251", None)
        document = Document(data)
        assert document.root.findtext("b") == "тенге"
        lines = data.count(b"\n") + 1
        assert document.cut == f"not well-formed at line {lines}, character 19: no element found"

    def test_a_byte_order_mark_knows_better_than_the_declaration(self) -> None:
        data = '\ufeff<?xml version="1.0" encoding="windows-1251"?><a>тенге</a>'.encode("utf-16-le")
        assert Document(data).root.text == "тенге"
        data = '\ufeff<?xml version="1.0" encoding="windows-1251"?><a>тенге</a>'.encode()
        assert Document(data).root.text == "тенге"

    def test_without_a_declaration_it_is_found_out(self) -> None:
        assert Document("<a>тенге</a>".encode("cp1251")).root.text == "тенге"

    def test_bytes_that_are_no_letters_are_counted(self) -> None:
        document = Document(b'<?xml version="1.0" encoding="utf-8"?><a>\xff</a>')
        assert document.root.text == "\N{REPLACEMENT CHARACTER}"
        assert document.decoded.unreadable == 1

    @pytest.mark.parametrize("declared", ["utf-7", "rot13", "hex", "idna", "no-such", "utf-16", "utf-32"])
    def test_other_encodings_are_refused(self, declared: str) -> None:
        with pytest.raises(ReaderError, match=f"bytes, line 1: declared as '{declared}', which is no encoding of a"):
            _ = Document(f'<?xml version="1.0" encoding="{declared}"?><a/>'.encode()).root

    def test_null_characters_are_refused(self) -> None:
        with pytest.raises(ReaderError, match="binary: there are null characters"):
            _ = Document(b'<?xml version="1.0" encoding="utf-8"?><a>\0</a>').root


def test_too_many_lines_are_refused() -> None:
    with pytest.raises(ReaderError, match="more than 1,000,000 lines in it"):
        _ = Document(b"\n" * 1_000_001).decoded


def test_a_parquet_file_is_told_from_a_bulletin() -> None:
    with pytest.raises(ReaderError, match=r"a Parquet file; read it into a data frame and pass that to RateTable\.of"):
        Document(b"PAR1...").refuse_others()


class TestHostileXml:
    @pytest.mark.parametrize("data", [BOMB, OUTSIDE, BOMB.decode().encode("utf-16")])
    def test_bombs_and_entities_from_outside_are_refused_unread(self, data: bytes) -> None:
        started = time.monotonic()
        with pytest.raises(ReaderError, match="line 1: a document type declaration, which may carry entities"):
            _ = Document(data).root
        assert time.monotonic() - started < 1

    def test_declarations_of_a_page_are_refused_too(self) -> None:
        with pytest.raises(ReaderError, match="line 1: a document type declaration, which may carry entities"):
            _ = Document(BOMB.replace(b"DOCTYPE rates", b"DOCTYPE html")).root

    def test_what_others_have_inside_is_left_to_readers(self) -> None:
        Document(b"text with <!DOCTYPE html> in it").refuse_others()

    def test_comments_are_no_declarations(self) -> None:
        assert Document(b"<!-- a --><a><![CDATA[x]]></a>").root.text == "x"

    def test_too_many_tags_are_refused(self) -> None:
        with pytest.raises(ReaderError, match=r"1,000,002 tags in it, more than 1,000,000"):
            _ = Document(b"<a>" + b"<b/>" * 1_000_000 + b"</a>").root

    def test_length_alone_does_no_harm(self) -> None:
        assert Document(b"<a>" + b" " * 1_000_001 + b"</a>").root.tag == "a"

    def test_depth_does_no_harm(self) -> None:
        document = Document(b"<a>" * 200_000)
        assert document.root.tag == "a"
        assert document.cut is not None


class TestXmlThatBreaksOff:
    def test_what_came_before_is_there_and_the_element_it_breaks_off_in_is_not(self) -> None:
        document = Document(b"<r><item><code>USD</code><value>501.2</value></item><item><code>EUR</code><value>54")
        assert [[child.tag for child in item] for item in document.root] == [["code", "value"], ["code"]]
        assert document.cut == "not well-formed at line 1, character 84: no element found"

    def test_a_document_that_says_nothing_is_refused(self) -> None:
        with pytest.raises(
            ReaderError, match="bytes, document: not well-formed at line 1, character 1: unclosed token"
        ):
            _ = Document(b"<").root
        assert Document(b"<a").tag == "a"

    def test_damage_in_the_middle_ends_it(self) -> None:
        document = Document(b"<r>\n<a>1</a>\n<b>R & D</b>\n<c>3</c></r>")
        assert [each.tag for each in document.root] == ["a"]
        assert str(document.cut).startswith("not well-formed at line 3, character 7")


class TestJson:
    def test_figures_keep_their_digits(self) -> None:
        assert Document(b'{"rate": 0.5510, "small": 1e-7, "count": 100}').json == {
            "rate": "0.5510",
            "small": "1e-7",
            "count": 100,
        }

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            (b"[1, 2", "line 1, character 6: not JSON: expecting ',' delimiter"),
            (b"[NaN]", "document: NaN in it, which is no JSON"),
            (b"[" * 100_000, "document: nested deeper than any bulletin"),
            (b"[" + b"1" * 5_000 + b"]", "document: an integer of thousands of digits in it"),
            (b"[" + b"1," * 1_000_001 + b"1]", "document: 1,000,002 values in it, more than 1,000,000"),
            (b"\0", "document: binary: there are null characters in it"),
        ],
    )
    def test_what_is_no_json_is_refused(self, data: bytes, message: str) -> None:
        with pytest.raises(ReaderError) as caught:
            _ = Document(data).json
        assert str(caught.value) == f"bytes, {message}"


class TestLaws:
    @given(st.binary(), st.sampled_from([b"", b"<", b"<?xml encoding='utf-8'?>", b"[", b"\xff\xfe"]))
    def test_any_bytes_have_faces_or_are_refused(self, data: bytes, start: bytes) -> None:
        document = Document(start + data, "a", date(2030, 2, 14))

        def face(name: str) -> Any:
            try:
                return getattr(document, name)
            except CentralAsiaError:
                return None

        for name in ("tag", "is_html", "is_json", "decoded", "root", "json"):
            face(name)
