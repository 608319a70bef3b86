from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import InvalidValueError, UnknownCodeError, WrongTypeError
from centralasia.records import from_json, from_row, to_json, to_row
from centralasia.reference import Country, country, grouping
from centralasia.testing import countries, days, trade_agreements
from centralasia.trade import AgreementKind, TradeAgreement, shared_agreements

MADE_UP = "made up"


def an_agreement(**changed: object) -> TradeAgreement:
    fields: dict[str, object] = {"title": "pact", "kind": "treaty", "parties": ("KZ", "UZ"), "source": MADE_UP}
    return TradeAgreement(**(fields | changed))  # type: ignore[arg-type]  # tables of fields, good and bad


def test_the_facts_of_an_agreement_are_kept() -> None:
    union = an_agreement(
        title="Treaty on the Eurasian Economic Union",
        kind="Customs union",
        parties=("KZ", country("KG"), "RUS"),
        signed="2014-05-29",
        in_force=date(2015, 1, 1),
        scope="goods, services, capital, labour",
        grouping=grouping("EAEU"),
    )
    assert union.kind is AgreementKind.CUSTOMS_UNION
    assert [each.alpha2 for each in union.parties] == ["KZ", "KG", "RU"]
    assert union.grouping is grouping("EAEU")
    assert an_agreement(grouping="EAEU").grouping is grouping("EAEU")
    assert str(union) == "Treaty on the Eurasian Economic Union (KZ, KG, RU)"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"parties": ("KZ",)}, "parties must be two countries at least, got ('KZ',)"),
        ({"parties": ("KZ", "UZ", "KAZ")}, "parties must be different countries, got ('KZ', 'UZ', 'KZ'); name each"),
        ({"parties": ("KZ", "W0")}, "parties must be single countries, got ('KZ', 'W0'); the world is no party"),
        ({"parties": ("KZ", "XX")}, "parties must be the code of a country"),
        ({"signed": "2020-01-02", "in_force": "2020-01-01"}, "in_force must be on or after 2020-01-02, when it was"),
        ({"signed": "2020-01-02", "ended": "2020-01-01"}, "ended must be on or after 2020-01-02, when it was signed"),
        ({"in_force": "2020-01-02", "ended": "2020-01-02"}, "ended must be after 2020-01-02, when it came into force"),
        ({"kind": "alliance"}, "kind must be one of treaty, free_trade_area, customs_union, framework, mou"),
        ({"grouping": "EEAU"}, "did you mean 'EAEU'?"),
        ({"title": ""}, "title must be a text that is not empty"),
        ({"source": ""}, "source must be"),
    ],
)
def test_an_agreement_that_cannot_be_is_refused(changed: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        an_agreement(**changed)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("signed", "in_force", "ended", "on", "expected"),
    [
        (None, None, None, "2020-01-01", None),
        ("2020-01-01", None, None, "2019-12-31", False),
        ("2020-01-01", None, None, "2020-01-01", None),
        ("2019-01-01", "2020-01-01", None, "2019-12-31", False),
        (None, "2020-01-01", None, "2020-01-01", True),
        (None, "2020-01-01", None, "2099-01-01", True),
        (None, "2020-01-01", "2021-01-01", "2020-12-31", True),
        (None, "2020-01-01", "2021-01-01", "2021-01-01", False),
        (None, None, "2021-01-01", "2020-01-01", None),
        (None, None, "2021-01-01", "2021-01-01", False),
    ],
)
def test_what_is_not_known_of_days_stays_unknown(
    signed: str | None, in_force: str | None, ended: str | None, on: str, *, expected: bool | None
) -> None:
    assert an_agreement(signed=signed, in_force=in_force, ended=ended).is_in_force(on) is expected


@pytest.mark.parametrize(
    ("party", "on", "expected"),
    [
        ("KG", "2014-12-31", False),
        ("KG", "2015-08-11", False),
        ("KG", "2015-08-12", True),
        ("BY", "2015-01-01", True),
        ("UZ", "2020-01-01", False),
    ],
)
def test_a_party_is_bound_while_it_is_in_the_grouping(party: str, on: str, *, expected: bool) -> None:
    union = an_agreement(parties=("BY", "KG", "KZ"), in_force="2015-01-01", grouping="EAEU")
    assert union.binds(party, on) is expected


@pytest.mark.parametrize(
    ("first", "second", "on", "codes"),
    [
        ("KZ", "CN", "2024-11-30", ["CAREC", "SCO", "WTO"]),
        ("KZ", "CN", "2015-11-29", ["CAREC", "SCO"]),
        ("KZ", "KG", "2015-08-11", ["CAREC", "CIS", "CISFTA-2011", "CST", "CSTO", "ECO", "OTS", "SCO"]),
        ("KZ", "KG", "2015-08-12", ["CAREC", "CIS", "CISFTA-2011", "CST", "CSTO", "EAEU", "ECO", "OTS", "SCO"]),
        ("KZ", "IR", "2019-10-26", ["ECO"]),
        ("KZ", "IR", "2019-10-27", ["EAEU", "ECO"]),
        ("UZ", "EU", "2021-04-09", []),
        ("EU", "UZ", "2021-04-10", ["EU-GSP+"]),
        ("UZ", "KG", "2021-04-10", ["CAREC", "CIS", "CISFTA-2011", "ECO", "OTS", "SCO"]),
    ],
)
def test_the_shipped_groupings_say_who_shares_what(first: str, second: str, on: str, codes: list[str]) -> None:
    assert [each.code for each in shared_agreements(first, second, on=on).groupings] == codes


def test_agreements_in_force_are_parted_from_those_not_known() -> None:
    in_force = an_agreement(title="one", in_force="2000-01-01")
    signed = an_agreement(title="two", signed="2000-01-01")
    ended = an_agreement(title="three", in_force="2000-01-01", ended="2001-01-01")
    other = an_agreement(title="four", parties=("KZ", "TJ"), in_force="2000-01-01")
    shared = shared_agreements("KZ", "UZ", on="2010-01-01", agreements=[in_force, signed, ended, other])
    assert shared.agreements == (in_force,)
    assert shared.not_known == (signed,)
    assert str(shared) == "KZ and UZ on 2010-01-01: CAREC, CIS, CSTO, ECO, SCO, one; not known: two"


def test_nothing_shared_is_false_and_says_so() -> None:
    shared = shared_agreements("TM", "US", on="2010-01-01")
    assert not shared
    assert str(shared) == "TM and US on 2010-01-01: nothing known"
    assert shared_agreements("KZ", "CN", on="2010-01-01")


@pytest.mark.parametrize(("first", "second"), [("KZ", "KZ"), ("KZ", "W0")])
def test_only_two_single_countries_can_share_something(first: str, second: str) -> None:
    with pytest.raises(InvalidValueError, match="countries"):
        shared_agreements(first, second, on="2020-01-01")


def test_an_unknown_country_is_an_unknown_code() -> None:
    with pytest.raises(UnknownCodeError):
        shared_agreements("KZ", "XX", on="2020-01-01")


def test_only_agreements_are_looked_through() -> None:
    with pytest.raises(WrongTypeError, match="record must be a TradeAgreement, got 'EAEU'"):
        shared_agreements("KZ", "KG", on="2030-01-01", agreements=["EAEU"])  # type: ignore[list-item]  # the mistake


class TestLaws:
    @given(trade_agreements())
    def test_an_agreement_comes_back_from_a_row_and_from_json(self, agreement: TradeAgreement) -> None:
        assert from_row(TradeAgreement, to_row(agreement)) == agreement
        assert from_json(TradeAgreement, to_json(agreement)) == agreement

    @given(countries(), countries(), days(), st.lists(trade_agreements(), max_size=3))
    def test_sharing_is_mutual(
        self, first: Country, second: Country, on: date, agreements: list[TradeAgreement]
    ) -> None:
        if first is not second:
            one = shared_agreements(first, second, on=on, agreements=agreements)
            other = shared_agreements(second, first, on=on, agreements=agreements)
            assert (one.groupings, one.agreements, one.not_known) == (
                other.groupings,
                other.agreements,
                other.not_known,
            )

    @given(trade_agreements(), days())
    def test_whom_an_agreement_binds_is_a_party_of_one_in_force(self, agreement: TradeAgreement, on: date) -> None:
        for party in agreement.parties:
            assert not agreement.binds(party, on) or agreement.is_in_force(on)
