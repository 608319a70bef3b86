import pickle
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, UnknownCodeError
from centralasia.records import column, from_row, record
from centralasia.reference import Certainty, Grouping, Membership, Status, countries, country, grouping, groupings
from centralasia.reference.sources import table


def test_the_groupings() -> None:
    assert " ".join(groupings()) == (
        "CAREC CIS CIS-FTA-1994 CISFTA-2011 CST CSTO EAEU ECO EU-CEPA EU-CU EU-DCFTA EU-EBA EU-EPCA EU-GSP EU-GSP+ "
        "EU-PCA EurAsEC EurAsEC-CU OTS SCO WTO"
    )


def test_a_grouping_is_looked_up_by_code_or_alias() -> None:
    found = grouping("CISFTA-2011")
    assert grouping("CISFTA") is grouping(found) is found
    assert str(found) == "CISFTA-2011"
    assert pickle.loads(pickle.dumps(found)) == found
    with pytest.raises(UnknownCodeError, match="'EAEUU' is not in the table of groupings; did you mean 'EAEU'"):
        grouping("EAEUU")


@pytest.mark.parametrize(
    ("code", "on", "members"),
    [
        ("EAEU", "2014-12-31", ""),
        ("EAEU", "2015-01-01", "KZ RU"),
        ("EAEU", "2015-01-02", "AM KZ RU"),
        ("EAEU", "2015-08-12", "AM KG KZ RU"),
        ("CIS", "1991-12-10", "RU"),
        ("CIS", "2005-08-25", "AM AZ GE KG KZ RU TJ TM UZ"),
        ("CIS", "2005-08-26", "AM AZ GE KG KZ RU TJ UZ"),
        ("CIS", "2020-01-01", "AM AZ KG KZ RU TJ UZ"),
        ("CISFTA", "2013-12-31", "AM KZ RU"),
        ("CISFTA", "2014-01-01", "AM KG KZ RU"),
        ("SCO", "2024-01-01", "CN IR KG KZ PK RU TJ UZ"),
        ("OTS", "2022-01-01", "AZ KG KZ TR UZ"),
        ("CSTO", "2012-01-01", "AM KG KZ RU TJ UZ"),
        ("CSTO", "2013-01-01", "AM KG KZ RU TJ"),
        ("EU-GSP+", "2021-12-31", "AM KG MN PK UZ"),
        ("EU-GSP+", "2022-01-01", "KG MN PK UZ"),
        ("WTO", "2016-07-29", "AF AM CN EU GE KG KZ MN PK RU TJ TR US"),
    ],
)
def test_who_took_part_on_a_day(code: str, on: str, members: str) -> None:
    found = grouping(code).members(on)
    assert " ".join(map(str, found)) == members
    assert grouping(code).members(date.fromisoformat(on)) == found
    assert all(grouping(code).contains(each, on) and grouping(code).contains(each.alpha2, on) for each in found)


def test_other_relations_are_asked_for_by_status() -> None:
    assert grouping("EAEU").members("2021-01-01", status="observer") == (country("UZ"),)
    assert grouping("EAEU").members("2021-01-01", status=Status.INTERIM_FREE_TRADE) == (country("IR"),)
    assert grouping("EAEU").members("2021-01-01", status="member") == grouping("EAEU").members("2021-01-01")
    with pytest.raises(UnknownCodeError, match="'observr' is not in the table of statuses; did you mean 'observer'"):
        grouping("EAEU").members("2021-01-01", status="observr")


def test_a_day_keeps_the_precision_with_which_it_is_known() -> None:
    since = {each.country.alpha2: str(each.since) for each in grouping("CAREC").memberships()}
    assert (since["CN"], since["TM"]) == ("1997", "2010-11")
    assert str(grouping("EAEU").memberships("2016-01-01")[1].since) == "2015-08-12"


def test_the_conflict_about_kyrgyzstan_is_kept() -> None:
    (row,) = [each for each in grouping("EAEU").memberships() if each.country is country("KG")]
    assert row.certainty is Certainty.MIXED
    assert "6 August 2015" in row.note


def test_an_unknown_country_is_refused() -> None:
    with pytest.raises(UnknownCodeError, match="'QQ' is not in the table of countries"):
        grouping("EAEU").contains("QQ", "2020-01-01")
    assert not grouping("EAEU").contains("CN", "2020-01-01")


def test_a_grouping_stands_in_a_column() -> None:
    @record
    class Club:
        of: Grouping = column(title="club")

    assert from_row(Club, {"of": "SCO"}).of is grouping("SCO")


class TestLaws:
    def test_spans_of_one_relation_never_overlap(self) -> None:
        seen: dict[object, date | None] = {}
        for row in table(Membership, "memberships"):
            key = (row.grouping.code, row.country, row.status)
            until = seen.get(key, date.min)
            assert until is not None, row
            assert until <= row.valid_from, row
            seen[key] = row.valid_until

    def test_a_span_begins_in_its_period(self) -> None:
        assert all(row.since.start == row.valid_from for row in table(Membership, "memberships"))

    @given(st.sampled_from(list(groupings())), st.sampled_from(list(countries())), st.dates())
    def test_both_sides_agree(self, code: str, alpha2: str, on: date) -> None:
        club, member = grouping(code), country(alpha2)
        assert club.contains(member, on) is (member in club.members(on)) is (club in member.groupings(on))

    @given(st.one_of(st.text(), st.integers(), st.none(), st.binary()))
    def test_garbage_raises_only_our_errors(self, code: object) -> None:
        with pytest.raises(CentralAsiaError):
            grouping(code)  # type: ignore[arg-type]  # garbage
