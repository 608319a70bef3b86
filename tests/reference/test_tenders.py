from datetime import date, timedelta
from itertools import combinations

import pytest

from centralasia.errors import UnknownCodeError, WrongTypeError
from centralasia.reference import country, currencies, currency
from centralasia.reference.sources import table
from centralasia.reference.tenders import REGION, Tender, money_of, tenders_by_country, tenders_by_currency

# Territory: currency, first day, first day as the only tender, first day after, last day of exchange.
CHAINS = {
    "KZ": ["SUR 1961-01-01 - 1993-11-15 -", "KZT 1993-11-15 1993-11-15 - -"],
    "KG": ["SUR 1961-01-01 - 1993-05-15 1993-05-15", "KGS 1993-05-10 1993-05-15 - -"],
    "TJ": [
        "SUR 1961-01-01 - 1994-01-08 -",
        "RUR 1994-01-01 1994-01-08 1995-05-15 -",
        "TJR 1995-05-10 1995-05-15 2001-04-01 2001-04-01",
        "TJS 2000-10-30 2001-04-01 - -",
    ],
    "TM": [
        "SUR 1961-01-01 - 1993-11-01 -",
        "TMM 1993-11-01 1993-11-01 2010-01-01 2010-12-31",
        "TMT 2009-01-01 2010-01-01 - -",
    ],
    "UZ": [
        "SUR 1961-01-01 - 1994-07-01 -",
        "sum-coupon 1993-11-15 - 1994-08-01 1994-08-01",
        "UZS 1994-07-01 1994-08-01 - -",
    ],
    "RU": [
        "SUR 1961-01-01 - 1993-07-26 -",
        "RUR 1991-12-25 1993-07-26 1999-01-01 2002-12-31",
        "RUB 1998-01-01 1999-01-01 - -",
    ],
    "AZ": [
        "SUR 1961-01-01 - 1994-01-01 -",
        "AZM 1992-08-15 1994-01-01 2007-01-01 2006-12-31",
        "AZN 2006-01-01 2007-01-01 - -",
    ],
    "GE": [
        "SUR 1961-01-01 - 1993-08-20 -",
        "GEK 1993-04-05 1993-08-20 1995-10-02 -",
        "GEL 1995-10-02 1995-10-02 - -",
    ],
    "AM": ["SUR 1961-01-01 - 1993-11-22 -", "AMD 1993-11-22 1993-11-22 - -"],
    "TR": ["TRL 1922-11-01 - 2006-01-01 2005-12-31", "TRY 2005-01-01 2006-01-01 - -"],
    "AF": ["AFA 1927-03-14 - 2003-01-03 2003-01-02", "AFN 2002-10-07 2003-01-03 - -"],
    "CN": ["CNY 1953-03-01 - - -"],
    "EU": ["XEU 1979-01-01 - 1999-01-01 -", "EUR 1999-01-01 2002-03-01 - -"],
    "US": ["USD 1792-01-01 - - -"],
    "MN": ["MNT 1925-12-09 - - -"],
    "PK": ["INR 1835-08-17 - 1947-08-16 -", "PKR 1948-04-01 - - -"],
    "IR": ["IRR 1932-05-13 - - -"],
}


@pytest.mark.parametrize(("territory", "chain"), CHAINS.items(), ids=CHAINS)
def test_the_chains_of_the_seventeen_territories(territory: str, chain: list[str]) -> None:
    rows = money_of(territory)
    ends = [(row.valid_from, row.sole_from, row.valid_until, row.exchangeable_until) for row in rows]
    shown = [" ".join([row.currency, *(str(end or "-") for end in of)]) for row, of in zip(rows, ends, strict=True)]
    assert shown == chain
    assert set(REGION) == set(CHAINS)


def test_a_territory_may_be_named_by_its_country() -> None:
    assert money_of(country("KZ")) is money_of("KZ") is tenders_by_country()["KZ"]


def test_an_unknown_territory_is_refused() -> None:
    with pytest.raises(UnknownCodeError, match="'KQ' is not in the table of territories"):
        money_of("KQ")
    with pytest.raises(WrongTypeError):
        money_of(7)  # type: ignore[arg-type]  # what is refused


def test_a_unit_of_account_is_no_tender() -> None:
    (row,) = tenders_by_currency()["XEU"]
    assert not row.tender
    assert not currency("XEU").is_tender("1990-01-01")
    assert currency("XEU").is_valid("1990-01-01")


@pytest.mark.parametrize(
    ("code", "on", "territory", "expected"),
    [
        ("TMM", "2009-12-31", None, True),
        ("TMM", "2010-01-01", None, False),
        ("TMT", "2008-12-31", None, False),
        ("TJR", "2000-10-29", "TJ", True),
        ("TJR", "2001-04-01", "TJ", False),
        ("RUR", "1996-01-01", "TJ", False),
        ("RUR", "1996-01-01", "RU", True),
        ("RUR", "1996-01-01", None, True),
        ("RUB", "1998-01-01", "RU", True),
        ("SUR", "1994-03-01", "UZ", True),
        ("SUR", "1994-03-01", "RU", False),
        ("sum-coupon", "1994-01-01", "UZ", True),
        ("XDR", "2020-01-01", None, False),
        ("USD", "2020-01-01", "PA", True),
        ("DDM", "1980-01-01", "DD", True),
    ],
)
def test_legal_tender_by_day_and_territory(code: str, on: str, territory: str | None, *, expected: bool) -> None:
    assert currency(code).is_tender(on, territory) is expected
    assert currency(code).is_tender(date.fromisoformat(on), territory) is expected


class TestLaws:
    def test_validity_spans_of_one_money_never_overlap(self) -> None:
        for territory, rows in tenders_by_country().items():
            for one, other in combinations(rows, 2):
                if one.currency == other.currency:
                    assert one.valid_until is not None, territory
                    assert other.valid_from is not None, territory
                    assert one.valid_until <= other.valid_from, territory

    def test_a_tender_is_a_currency_valid_on_all_its_days(self) -> None:
        for row in table(Tender, "tenders"):
            money = currencies()[row.currency]
            for day in (row.valid_from, row.sole_from, row.valid_until and row.valid_until - timedelta(days=1)):
                assert day is None or (row.is_on(day) and money.is_valid(day)), row

    def test_old_money_ends_when_the_new_one_is_the_only_tender(self) -> None:
        for territory in set(REGION) - {"EU"}:
            for row in money_of(territory):
                if row.sole_from is not None:
                    others = [each for each in money_of(territory) if each is not row]
                    assert not any(each.is_on(row.sole_from) for each in others), row

    def test_days_are_in_order(self) -> None:
        for row in table(Tender, "tenders"):
            days = [day for day in (row.valid_from, row.sole_from, row.valid_until) if day is not None]
            assert days == sorted(days), row

    def test_every_row_is_found_from_both_sides(self) -> None:
        rows = table(Tender, "tenders")
        for index in (tenders_by_country(), tenders_by_currency()):
            assert sum(map(len, index.values())) == len(rows)
