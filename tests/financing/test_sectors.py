import pickle
from contextlib import suppress
from copy import deepcopy
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, InvalidValueError, UnknownCodeError, WrongTypeError
from centralasia.financing import sectors
from centralasia.financing.sectors import DACSector, DACSectorRow, dac_sector, dac_sectors
from centralasia.records import column, from_row, read_csv, record, to_row
from centralasia.reference import Certainty

TABLE = Path(sectors.__file__).parent / "data" / "dac_sectors.csv"


@record
class Grant:
    sector: DACSector = column(title="sector")


@pytest.mark.parametrize(
    ("code", "name", "category"),
    [
        ("21020", "Road transport", "Transport and storage"),
        ("24050", "Remittance facilitation, promotion and optimisation", "Banking and financial services"),
        ("33120", "Trade facilitation", "Trade Policies and Regulations"),
        ("51010", "General budget support-related aid", "General Budget Support"),
        ("99810", "Sectors not specified", "Unallocated / Unspecified"),
        ("236", "Energy distribution", "Energy distribution"),
    ],
)
def test_a_purpose_has_its_name_and_category(code: str, name: str, category: str) -> None:
    found = dac_sector(code)
    assert (found.name, found.category.name) == (name, category)
    assert found.is_category is (len(code) == 3)


@pytest.mark.parametrize(
    ("code", "parents"),
    [("23220", ["232", "230"]), ("21020", ["210"]), ("11110", ["111", "110"]), ("730", []), ("33210", ["332", "330"])],
)
def test_categories_nest(code: str, parents: list[str]) -> None:
    found, above = dac_sector(code), []
    while found.parent is not None:
        found = found.parent
        above.append(found.code)
    assert above == parents


def test_children_are_purposes_and_narrower_categories() -> None:
    assert [each.code for each in dac_sector("232").children][:3] == ["23210", "23220", "23230"]
    assert dac_sector("235") in dac_sector("230").children
    assert dac_sector("21020").children == ()


@pytest.mark.parametrize(
    ("code", "on", "active"),
    [
        ("24050", "2016-12-31", False),
        ("24050", date(2017, 1, 1), True),
        ("41050", "2017-12-31", True),
        ("41050", "2018-01-01", False),
        ("920", "2020-02-28", True),
        ("920", "2020-02-29", False),
        ("21020", "1990-01-01", True),
        ("23065", "2010-06-01", None),
    ],
)
def test_use_on_a_day_is_told_where_the_source_tells_it(code: str, on: str | date, *, active: bool | None) -> None:
    assert dac_sector(code).is_active(on) is active


@pytest.mark.parametrize(
    ("code", "withdrawn", "since", "until"),
    [("23065", True, None, None), ("41050", True, None, date(2018, 1, 1)), ("24050", False, date(2017, 1, 1), None)],
)
def test_validity_is_what_the_source_states(
    code: str, since: date | None, until: date | None, *, withdrawn: bool
) -> None:
    found = dac_sector(code)
    assert (found.is_withdrawn, found.valid_from, found.valid_until) == (withdrawn, since, until)


@pytest.mark.parametrize(
    ("outer", "inner", "expected"),
    [("230", "23220", True), ("232", "23220", True), ("233", "23220", False), ("23220", "232", False)],
)
def test_a_category_contains_its_purposes(outer: str, inner: str, *, expected: bool) -> None:
    assert dac_sector(outer).contains(inner) is expected


@pytest.mark.parametrize(
    ("code", "near"),
    [
        ("12264", ("12240", "12261", "12262")),
        ("51020", ("51010", "510")),
        ("94010", ("14010", "24010", "41010")),
        ("x", ()),
    ],
)
def test_an_unknown_code_has_near_misses_and_a_reason(code: str, near: tuple[str, ...]) -> None:
    with pytest.raises(UnknownCodeError) as caught:
        dac_sector(code)
    assert caught.value.near == near
    assert caught.value.hint == "purposes that the OECD added after 2019 may be missing"


@pytest.mark.parametrize("value", [21020, 210, 21020.0, None, b"21020"])
def test_codes_are_texts(value: object) -> None:
    with pytest.raises(WrongTypeError, match="DAC sector must be a text such as '21020'"):
        dac_sector(value)  # type: ignore[arg-type]  # what is no text is the case at hand


def test_blanks_around_a_code_do_not_matter() -> None:
    assert dac_sector(" 21020 ") is dac_sector("21020")


def test_a_column_takes_codes_and_refuses_others_by_its_name() -> None:
    grant = Grant(sector="21020")  # type: ignore[arg-type]  # texts are read
    assert from_row(Grant, to_row(grant)) == grant
    with pytest.raises(InvalidValueError, match="sector must be the code of a DAC sector, such as '21020'"):
        Grant(sector="21025")  # type: ignore[arg-type]  # texts are read


def test_every_row_is_sound() -> None:
    rows = read_csv(DACSectorRow, TABLE.read_bytes(), table=TABLE.name)
    assert {row.code for row in rows} == set(dac_sectors())
    assert {row.certainty for row in rows} == {Certainty.VERIFIED}
    assert all(row.withdrawn for row in rows if row.valid_until is not None)
    assert all(row.name and row.code[:3] in dac_sectors() for row in rows)


codes = st.sampled_from(sorted(dac_sectors()))


class TestLaws:
    @given(codes)
    def test_reading_what_was_written_gives_the_same_object(self, code: str) -> None:
        found = dac_sector(code)
        assert dac_sector(str(found)) is dac_sector(found) is found
        assert eval(repr(found)) is found  # noqa: S307 - the repr is ours
        assert pickle.loads(pickle.dumps(found)) is deepcopy(found) is found

    @given(codes)
    def test_every_parent_contains_its_children(self, code: str) -> None:
        found = dac_sector(code)
        assert found.contains(found)
        assert all(child.parent is found and found.contains(child) for child in found.children)
        if found.parent is not None:
            assert found in found.parent.children
            assert not found.contains(found.parent)

    @given(st.lists(codes))
    def test_sectors_are_ordered_by_their_codes(self, some: list[str]) -> None:
        assert [each.code for each in sorted(map(dac_sector, some))] == sorted(some)
        with pytest.raises(TypeError):
            assert dac_sector("210") < "210"  # type: ignore[operator]  # the case at hand

    @given(st.one_of(st.text(), st.text(alphabet="0123456789 ", max_size=7)))
    def test_any_text_gives_a_sector_or_one_of_our_errors(self, text: str) -> None:
        with suppress(CentralAsiaError):
            assert dac_sector(text).code == text.strip()
