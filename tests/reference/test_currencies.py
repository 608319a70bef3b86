import copy
import pickle
import string
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest
from babel.core import get_global
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, InvalidValueError, UnknownCodeError, WrongTypeError
from centralasia.records import column, from_row, record, to_row
from centralasia.reference import Currency, currencies, currency
from centralasia.reference.currencies import predecessors
from centralasia.reference.tenders import REGION, money_of, tenders_by_currency

CODES = list(currencies())
REGIONAL = sorted({row.currency for territory in REGION for row in money_of(territory)})

# Code: numeric, minor unit, cash increment, introduced, withdrawn, exchangeable until, predecessor, ratio, successor.
FACTS = """
AFA        004 2 -     1927-03-14 2003-01-02 2003-01-02 -          -       AFN
AFN        971 2 1     2002-10-07 -          -          AFA        1000    -
AMD        051 2 10    1993-11-22 -          -          SUR        200     -
AZM        031 2 -     1992-08-15 2006-01-01 2006-12-31 SUR        10      AZN
AZN        944 2 0.01  2006-01-01 -          -          AZM        5000    -
CNY        156 2 0.1   1953-03-01 -          -          -          -       -
EUR        978 2 0.01  1999-01-01 -          -          XEU        1       -
GEK        268 0 -     1993-04-05 1995-10-02 -          SUR        1       GEL
GEL        981 2 0.05  1995-10-02 -          -          GEK        1000000 -
INR        356 2 -     1835-08-17 -          -          -          -       -
IRR        364 2 10000 1932-05-13 -          -          -          -       -
KGS        417 2 1     1993-05-10 -          -          SUR        200     -
KZT        398 2 5     1993-11-15 -          -          SUR        500     -
MNT        496 2 20    1925-12-09 -          -          -          -       -
PKR        586 2 1     1948-04-01 -          -          INR        1       -
RUB        643 2 0.10  1998-01-01 -          -          RUR        1000    -
RUR        810 2 -     1991-12-25 1998-12-31 2002-12-31 SUR        1       RUB
SUR        810 2 -     1961-01-01 1994-07-01 -          -          -       -
TJR        762 0 -     1995-05-10 2000-10-30 2001-04-01 RUR        100     TJS
TJS        972 2 0.05  2000-10-30 -          -          TJR        1000    -
TMM        795 2 -     1993-11-01 2009-12-31 2010-12-31 SUR        500     TMT
TMT        934 2 0.01  2009-01-01 -          -          TMM        5000    -
TRL        792 0 -     1922-11-01 2004-12-31 2005-12-31 -          -       TRY
TRY        949 2 0.05  2005-01-01 -          -          TRL        1000000 -
USD        840 2 0.01  1792-01-01 -          -          -          -       -
UZS        860 2 50    1994-07-01 -          -          sum-coupon 1000    -
XEU        954 2 -     1979-01-01 1998-12-31 -          -          -       EUR
sum-coupon -   0 -     1993-11-15 1994-07-01 1994-08-01 SUR        1       UZS
"""


@pytest.mark.parametrize("line", FACTS.split("\n")[1:-1])
def test_the_facts_of_the_seventeen_territories(line: str) -> None:
    each = currency(line.split(maxsplit=1)[0])
    values = (
        each.numeric,
        each.minor_unit,
        each.cash_increment,
        each.introduced,
        each.withdrawn,
        each.exchangeable_until,
        each.predecessor,
        each.ratio,
        each.successor,
    )
    assert [each.code, *("-" if value is None else str(value) for value in values)] == line.split()


def test_the_facts_cover_all_their_money() -> None:
    assert [line.split()[0] for line in FACTS.split("\n")[1:-1]] == REGIONAL


@pytest.mark.parametrize(
    ("code", "minor_unit", "iso_withdrawn"),
    [
        ("JPY", 0, None),
        ("KWD", 3, None),
        ("CLF", 4, None),
        ("XDR", None, None),
        ("XAU", None, None),
        ("DEM", 2, "2002-03"),
        ("HRK", 2, "2023-01"),
        ("BGN", 2, "2026-01"),
        ("GWE", 2, "1978/1981"),
        ("ZWL", 2, "2024-09"),
        ("XFU", None, "2013-11"),
    ],
)
def test_minor_units_are_those_of_iso(code: str, minor_unit: int | None, iso_withdrawn: str | None) -> None:
    found = currency(code)
    assert found.minor_unit == minor_unit
    assert str(found.iso_withdrawn) == str(iso_withdrawn)


def test_a_numeric_code_keeps_its_zeros() -> None:
    assert currency("AMD").numeric == "051"
    assert all(each.numeric is None or len(each.numeric) == 3 for each in currencies().values())


def test_the_sum_coupon_has_its_place_without_a_code() -> None:
    coupon = currency("sum-coupon")
    assert (coupon.is_iso, coupon.numeric, str(coupon)) == (False, None, "sum-coupon")
    assert [each.code for each in currencies().values() if not each.is_iso] == ["sum-coupon"]
    assert coupon.name("ru") == "сум-купон"
    assert coupon.name("uz_Latn_UZ") == coupon.name("uz") == "soʻm-kupon"
    assert coupon.name("uz-Cyrl") == "сўм-купон"
    assert coupon.name("kk") == coupon.symbol("kk") == "sum-coupon"


def test_a_currency_is_one_object() -> None:
    tenge = currency("KZT")
    assert currency(tenge) is tenge
    assert {tenge: 1}[currency("KZT")] == 1
    assert (repr(tenge), str(tenge), f"{tenge}") == ("currency('KZT')", "KZT", "KZT")
    with pytest.raises(AttributeError):
        tenge.code = "KGS"  # type: ignore[misc]  # what is refused
    assert copy.copy(tenge) is copy.deepcopy(tenge) is pickle.loads(pickle.dumps(tenge)) is tenge
    assert not hasattr(tenge, "__dict__")


def test_currencies_are_ordered_by_their_codes() -> None:
    assert sorted([currency("UZS"), currency("KZT")]) == [currency("KZT"), currency("UZS")]
    assert max(currencies().values()).code == "sum-coupon"
    with pytest.raises(TypeError):
        currency("KZT") < "UZS"  # type: ignore[operator]  # noqa: B015 - what is refused


def test_all_currencies_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        currencies()["AAA"] = currency("KZT")  # type: ignore[index]  # what is refused


def test_the_first_look_up_reads_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    tenge = currency("KZT")
    monkeypatch.setattr(sys.modules[currency.__module__], "_by_code", {})
    assert currency("KZT") is tenge


def test_threads_see_the_same_objects() -> None:
    program = (
        "from concurrent.futures import ThreadPoolExecutor as Pool\n"
        "from centralasia.reference import currency\n"
        "with Pool(8) as pool:\n"
        "    print(len({id(each) for each in pool.map(currency, ['KZT'] * 64)}))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, encoding="utf-8")
    assert done.stdout == "1\n"
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(currency, ["KZT"] * 16)) == {currency("KZT")}


@pytest.mark.parametrize(
    ("code", "near"),
    [
        ("kzt", ("KZT",)),
        (" KZT ", ("KZT",)),
        ("tenge", ("KZT",)),
        ("teňňe", ()),
        ("som", ("KGS", "UZS")),
        ("manat", ("TMT", "AZN", "SUR")),
        ("KZ", ("KZT",)),
        ("PA", ("PAB", "USD")),
        ("SDR", ("XDR",)),
        ("CNH", ("CNY",)),
        ("RMB", ("CNY", "RUB")),
        ("UZC", ("sum-coupon", "UZS")),
        ("₸", ("KZT",)),
        ("", ()),
        ("1234567", ()),
    ],
)
def test_an_unknown_code_gets_near_misses(code: str, near: tuple[str, ...]) -> None:
    with pytest.raises(UnknownCodeError) as caught:
        currency(code)
    assert (caught.value.code, caught.value.table, caught.value.near) == (code, "currencies", near)


def test_the_message_says_what_was_probably_meant() -> None:
    with pytest.raises(UnknownCodeError) as caught:
        currency("kzt")
    assert str(caught.value) == "'kzt' is not in the table of currencies; did you mean 'KZT'?"


@pytest.mark.parametrize("code", [398, 1.5, None, b"KZT", ["KZT"], {"KZT": 1}])
def test_what_is_no_text_is_refused(code: object) -> None:
    with pytest.raises(WrongTypeError, match="currency must be a code such as 'KZT', got"):
        currency(code)  # type: ignore[arg-type]  # what is refused


@pytest.mark.parametrize(
    ("code", "on", "message"),
    [
        ("TMT", "2005-06-01", "'TMM'?; TMT is valid from 2009-01-01"),
        ("TMM", "2012-01-01", "'TMT'?; TMM is valid from 1993-11-01 until 2010-01-01"),
        ("RUB", "1992-06-01", "'RUR' or 'SUR'?; RUB is valid from 1998-01-01"),
        ("RUR", "2000-01-01", "'RUB'?; RUR is valid from 1991-12-25 until 1999-01-01"),
        ("sum-coupon", "2020-01-01", "'UZS'?; sum-coupon is valid from 1993-11-15 until 1994-08-01"),
    ],
)
def test_a_code_that_was_not_valid_on_the_day_is_refused(code: str, on: str, message: str) -> None:
    with pytest.raises(UnknownCodeError) as caught:
        currency(code, on)
    assert str(caught.value) == f"{code!r} is not in the table of currencies valid on {on}; did you mean {message}"


def test_a_code_that_was_valid_on_the_day_is_found() -> None:
    assert currency("TMM", on=date(2005, 6, 1)) is currency("TMM", on="2009-06-01") is currency("TMM")
    with pytest.raises(InvalidValueError, match="on must be a day"):
        currency("TMM", on="2005")


@pytest.mark.parametrize(
    ("code", "on", "expected"),
    [
        ("TMM", "1993-10-31", False),
        ("TMM", "1993-11-01", True),
        ("TMM", "2009-12-31", True),
        ("TMM", "2010-01-01", False),
        ("TJR", "2001-03-31", True),
        ("TJR", "2001-04-01", False),
        ("XAU", "1066-01-01", True),
        ("ARY", "1989-01-01", True),
        ("ARY", "1991-01-01", False),
        ("USS", "2014-03-01", True),
        ("USS", "2014-03-02", False),
    ],
)
def test_validity(code: str, on: str, *, expected: bool) -> None:
    assert currency(code).is_valid(on) is expected


@pytest.mark.parametrize(
    ("code", "locale", "symbol", "name"),
    [
        ("KZT", "kk_KZ", "₸", "Қазақстан теңгесі"),
        ("KZT", "kk-KZ", "₸", "Қазақстан теңгесі"),
        ("KGS", "ky", "сом", "Кыргызстан сому"),
        ("RUB", "ru", "₽", "российский рубль"),
        ("USD", "en", "$", "US Dollar"),
        ("UZS", "uz-Cyrl", "сўм", "Ўзбекистон сўм"),
        ("ZWN", "en", "ZWN", "ZWN"),
    ],
)
def test_symbols_and_names_come_from_cldr(code: str, locale: str, symbol: str, name: str) -> None:
    assert (currency(code).symbol(locale), currency(code).name(locale)) == (symbol, name)


def test_a_name_goes_with_a_count() -> None:
    names = [currency("RUB").name("ru", count=count) for count in (1, 2, 5, Decimal("1.5"))]
    assert names == ["российский рубль", "российских рубля", "российских рублей", "российского рубля"]


def test_an_unknown_locale_is_refused() -> None:
    for ask in (currency("KZT").name, currency("KZT").symbol):
        with pytest.raises(UnknownCodeError, match="'kz' is not in the table of locales; did you mean 'ru' or 'kk'"):
            ask("kz")


def test_an_unknown_field_has_no_facts() -> None:
    with pytest.raises(UnknownCodeError, match="did you mean 'introduced'"):
        currency("KZT").facts("introducd")
    assert currency("TMT").facts("predecessor").value is currency("TMM")


@pytest.mark.parametrize(("code", "last", "others"), [("SUR", "Uzbekistan", 2), ("RUR", "Russia", 1)])
def test_an_end_that_differs_by_territory_says_so(code: str, last: str, others: int) -> None:
    fact = currency(code).facts("withdrawn")
    assert fact.value == currency(code).withdrawn
    assert fact.note == f"it ended by territory, see tenders.csv; this is the last of the days, that of {last}"
    assert len(fact.conflicts) == others


def test_a_currency_stands_in_a_column() -> None:
    @record
    class Price:
        money: Currency = column(title="currency")

    assert to_row(Price(money=currency("KZT"))) == {"money": "KZT"}
    assert from_row(Price, {"money": "KZT"}).money is currency("KZT")
    with pytest.raises(InvalidValueError, match="money must be the code of a currency, such as 'KZT', got 'KZX'"):
        from_row(Price, {"money": "KZX"})


class TestLaws:
    def test_every_code_round_trips(self) -> None:
        for code, each in currencies().items():
            assert (each.code, currency(code)) == (code, each)
            assert pickle.loads(pickle.dumps(each)) is copy.deepcopy(each) is each

    def test_a_chain_comes_to_an_end_and_its_links_hold(self) -> None:
        for each in currencies().values():
            assert len(list(predecessors(each))) < 5
            assert (each.predecessor is None) == (each.ratio is None)
            if each.successor is not None:
                assert each.successor.predecessor is each
                assert each.valid_until is not None

    def test_a_predecessor_came_before(self) -> None:
        for each in currencies().values():
            if each.predecessor is not None:
                assert each.introduced is not None
                assert each.predecessor.introduced is not None
                assert each.predecessor.introduced < each.introduced

    def test_what_is_withdrawn_has_an_end_after_its_beginning(self) -> None:
        for each in currencies().values():
            assert (each.valid_until is None) == (each.withdrawn is None and each.iso_withdrawn is None), each
            assert each.valid_from is None or each.valid_until is None or each.valid_from < each.valid_until, each
            open_rows = [row for row in tenders_by_currency().get(each.code, ()) if row.valid_until is None]
            assert each.valid_until is None or not open_rows, each

    def test_every_currency_of_cldr_that_circulates_is_known(self) -> None:
        rows = [row for rows in get_global("territory_currencies").values() for row in rows]
        assert {code for code, _, until, tender in rows if tender and until is None} - {"BGN"} <= set(CODES)

    @given(
        st.sampled_from([code for code in REGIONAL if code.isupper() and currency(code).valid_until is None]),
        st.integers(0, 2),
        st.sampled_from(string.ascii_uppercase),
    )
    def test_a_regional_code_with_one_wrong_letter_is_suggested(self, code: str, place: int, letter: str) -> None:
        typo = code[:place] + letter + code[place + 1 :]
        if typo in CODES:
            assert currency(typo).code == typo
            return
        with pytest.raises(UnknownCodeError) as caught:
            currency(typo)
        assert code in caught.value.near

    @given(st.one_of(st.text(), st.integers(), st.none(), st.binary(), st.lists(st.text())))
    def test_garbage_raises_only_our_errors(self, code: object) -> None:
        try:
            found = currency(code)  # type: ignore[arg-type]  # garbage
        except CentralAsiaError:
            return
        assert isinstance(found, Currency)

    @given(st.sampled_from(CODES), st.dates())
    def test_legal_tender_is_valid(self, code: str, on: date) -> None:
        assert currency(code).is_valid(on) or not currency(code).is_tender(on)
