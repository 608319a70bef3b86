"""Sources: parts, findings and facts of a table."""

import numpy as np
import pyarrow as pa

from centralasia.tables import Part, Source, opened
from centralasia.tables.sources import SHOWN, Findings
from centralasia.validation import Severity


def test_the_number_of_a_row() -> None:
    columns = {"a": pa.chunked_array([["x", "y"]])}
    assert Part(columns, 5, None).number(1) == 7
    assert Part(columns, 5, np.array([9, 12])).number(1) == 12
    assert len(Part({}, 0, None)) == 0


class TestFindings:
    def test_examples_are_bounded_and_counts_are_not(self) -> None:
        findings = Findings()
        for row in range(1, 100):
            findings.note("a-code", Severity.ERROR, "wrong", row=row)
        assert (len(findings.examples), findings.counts["a-code"]) == (SHOWN, 99)
        findings.note_rows("other", Severity.INFO, "so", range(1, 31), lambda row: {"row": row})
        findings.note_rows("other", Severity.INFO, "so", [1], lambda row: {"row": row})
        assert (len(findings.examples), findings.counts["other"]) == (2 * SHOWN, 31)

    def test_a_copy_goes_its_own_way(self) -> None:
        findings = Findings()
        findings.copy().note("a-code", Severity.ERROR, "wrong")
        assert not findings.counts

    def test_long_values_are_cut(self) -> None:
        findings = Findings()
        findings.note("a-code", Severity.ERROR, "wrong", value="x" * 10_000)
        assert len(findings.examples[0].value or "") < 1_000


class TestSource:
    def source(self) -> Source:
        return opened(b"a,a\n1,2\n3\n")

    def test_what_is_known_before_it_is_read(self) -> None:
        source = self.source()
        assert source.counts == {"duplicate-header": 1}
        assert "rows" not in source.facts
        assert repr(source) == "Source(name='bytes', headers=('a', 'a (2)'))"

    def test_what_is_known_afterwards(self) -> None:
        source = self.source()
        parts = source.parts()
        assert source.facts["rows"] == 0
        assert len(list(parts)) == 1
        assert source.counts == {"duplicate-header": 1, "ragged-row": 1}
        assert (source.facts["rows"], source.facts["rows_left_out"]) == (1, 1)

    def test_readings_do_not_mix(self) -> None:
        source = self.source()
        first, second = source.parts(), source.parts()
        list(second)
        list(first)
        assert source.counts == {"duplicate-header": 1, "ragged-row": 1}

    def test_columns_of_categories_are_left_alone(self) -> None:
        source = opened(pa.table({"a": pa.array(["=1", "x"]).dictionary_encode()}))
        assert len(list(source.parts())) == 1
        assert source.counts == {}
