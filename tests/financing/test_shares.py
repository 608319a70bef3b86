"""Shares of countries and sectors, and contributions of others."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.financing import Contribution, CountryShare, OrganisationRole, SectorShare, Stage, StageEvent
from centralasia.financing.shares import as_parts, check_contributions, check_shares, with_rest
from centralasia.money import Money
from centralasia.records import from_json, from_row, to_json, to_row
from centralasia.reference import country
from centralasia.testing import contributions

KG, TJ = CountryShare(country="KG"), CountryShare(country="TJ")


@pytest.mark.parametrize(
    ("given_as", "expected"),
    [
        ("KG", (KG,)),
        (country("KG"), (KG,)),
        (KG, (KG,)),
        (["KG", country("TJ")], (KG, TJ)),
        ((KG, "TJ"), (KG, TJ)),
        ({"KG": 60, "TJ": None}, (CountryShare(country="KG", percent=60), TJ)),
        ("KG 60|TJ", (CountryShare(country="KG", percent=60), TJ)),
        (["KG 60", " TJ "], (CountryShare(country="KG", percent=60), TJ)),
        ((), ()),
    ],
)
def test_shares_are_given_in_many_ways(given_as: object, expected: object) -> None:
    assert as_parts(CountryShare, "countries", given_as) == expected


@pytest.mark.parametrize(
    "given_as",
    [
        {"approved": "2014", "signed": "2015-03-01"},
        {Stage.APPROVED: "2014", Stage.SIGNED: "2015-03-01"},
        "approved 2014|signed 2015-03-01",
        ["approved 2014", StageEvent(stage="signed", on="2015-03-01")],
    ],
)
def test_histories_are_given_in_as_many_ways(given_as: object) -> None:
    told = (StageEvent(stage="approved", on="2014"), StageEvent(stage="signed", on="2015-03-01"))
    assert as_parts(StageEvent, "stages", given_as) == told


@pytest.mark.parametrize("given_as", [{"KG", "TJ"}, 398, None])
def test_what_has_no_order_is_no_list_of_shares(given_as: object) -> None:
    with pytest.raises(WrongTypeError, match="countries must be a code, several codes, or CountryShare records"):
        as_parts(CountryShare, "countries", given_as)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("KG, TJ", "countries.country must be the code of a country, such as 'KZ', got 'KG,'"),
        ("KG|", "countries.country must be the code of a country, such as 'KZ', got ''"),
        ("KG sixty", "countries.percent must be"),
        ("KG 60 40", "countries.percent must be"),
    ],
)
def test_texts_that_are_no_shares(text: str, message: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        as_parts(CountryShare, "countries", text)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("cls", "fields", "message"),
    [
        (CountryShare, {"country": "KGR"}, "country must be the code of a country, such as 'KZ', got 'KGR'"),
        (CountryShare, {"country": "KG", "percent": 0}, "percent must be greater than zero, got Decimal('0')"),
        (CountryShare, {"country": "KG", "percent": 101}, "percent must be at most 100, got Decimal('101')"),
        (CountryShare, {"country": "KG", "percent": 0.5}, "percent must be"),
        (SectorShare, {"sector": "99999"}, "sector must be"),
        (SectorShare, {"sector": 21020}, "sector must be"),
        (Contribution, {"financier": "WB"}, "amount must be given where no percent is, got None; name the financier"),
        (Contribution, {"financier": "WB", "percent": 10, "role": "boss"}, "role must be one of funding, accountable"),
    ],
)
def test_parts_that_cannot_be(cls: Any, fields: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        cls(**fields)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("percents", "message"),
    [
        ({"KG": 60, "TJ": 50}, "countries must be 100 percent in total, got '110 percent'"),
        (
            {"KG": 60, "TJ": 30},
            "countries must be 100 percent in total, got '90 percent'; leave the share of one country out, or of all",
        ),
        (
            {"KG": 60, "TJ": 40, "UZ": None},
            (
                "countries must be shares of less than 100 percent beside one that is not stated in total, "
                "got '100 percent'"
            ),
        ),
    ],
)
def test_shares_that_do_not_add_up(percents: dict[str, int | None], message: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        check_shares("countries", as_parts(CountryShare, "countries", percents), name="country")
    assert str(caught.value) == message


def test_a_country_counts_once() -> None:
    with pytest.raises(InvalidValueError, match="countries must be each country once, got 'KG'; add its shares up"):
        check_shares("countries", [KG, TJ, KG], name="country")


@pytest.mark.parametrize(
    ("stated", "completed"),
    [
        ([], ([], Decimal(100))),
        ([None], ([Decimal(100)], Decimal(0))),
        ([Decimal(60), None], ([Decimal(60), Decimal(40)], Decimal(0))),
        ([Decimal(60), None, None], ([Decimal(60), None, None], Decimal(40))),
        ([None, None], ([None, None], Decimal(100))),
    ],
)
def test_the_one_share_that_is_not_stated_takes_the_rest(stated: list[Decimal | None], completed: object) -> None:
    assert with_rest(stated) == completed


def test_others_cannot_bring_more_than_all() -> None:
    several = [Contribution(financier=each, percent=60) for each in ("WB", "ADB")]
    with pytest.raises(InvalidValueError, match="contributions must be at most 100 percent in total, got '120 percent"):
        check_contributions(several, None, total_cost=None)
    check_contributions(several[:1], None, total_cost=None)
    check_contributions([Contribution(financier="WB", amount=Money.of(5, "USD"))], None, total_cost=None)


class TestLaws:
    @given(st.lists(st.integers(1, 60), min_size=2, max_size=5))
    def test_stated_shares_pass_only_if_they_make_a_hundred(self, percents: list[int]) -> None:
        codes = ["KG", "TJ", "UZ", "KZ", "TM"]
        shares = [CountryShare(country=code, percent=each) for code, each in zip(codes, percents, strict=False)]
        if sum(percents) == 100:
            check_shares("countries", shares, name="country")
        else:
            with pytest.raises(InvalidValueError, match="100 percent in total"):
                check_shares("countries", shares, name="country")

    @given(contributions())
    def test_a_contribution_is_written_and_read_again(self, contribution: Contribution) -> None:
        assert from_row(Contribution, to_row(contribution)) == contribution
        assert from_json(Contribution, to_json(contribution)) == contribution
        assert contribution.role in OrganisationRole
