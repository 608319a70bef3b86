"""Headers: which column is which field, in the languages of the region."""

import csv
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia import ExchangeRate, RemittanceFlow, TradeFlow
from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.languages import LANGUAGES
from centralasia.records import column, columns_of, record
from centralasia.tables import headers, matched
from centralasia.tables.headers import is_known

TABLE = Path(headers.__file__).with_name("headers.csv")


def fields(names: list[str], cls: type) -> dict[str, str]:
    return dict(matched(names, cls).fields)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("value", "value"),
        ("Value", "value"),
        ("VALUE ", "value"),
        ("Курс", "value"),
        ("курс", "value"),
        ("Официальный курс", "value"),
        ("Бағам", "value"),
        ("Kurs", "value"),
        ("Қурб", "value"),
        ("Дата", "on"),
        ("Күні", "on"),
        ("Күнү", "on"),
        ("Sana", "on"),
        ("Сана", "on"),
        ("Senesi", "on"),
        ("Номинал", "nominal"),
        ("Единиц", "nominal"),
        ("Кол-во единиц", "nominal"),
        ("Базовая валюта", "base"),
        ("Quote currency", "quote"),
        ("Источник", "source"),
        ("Manba", "source"),
        ("Вид курса", "kind"),
    ],
)
def test_a_header_of_rates(header: str, field: str) -> None:
    assert fields([header], ExchangeRate) == {field: header}


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Сумма", "amount"),
        ("Сомасы", "amount"),
        ("Summa", "amount"),
        ("Маблағ", "amount"),
        ("Валюта", "amount_currency"),
        ("Valyuta", "amount_currency"),
        ("Walýuta", "amount_currency"),
        ("Асъор", "amount_currency"),
        ("amountCurrency", "amount_currency"),
        ("amount-currency", "amount_currency"),
        ("Amount Currency", "amount_currency"),
        ("Период", "period"),
        ("Год", "period"),
        ("Дата", "period"),
        ("Jo‘natuvchi davlat", "origin"),
        ("Jo'natuvchi davlat", "origin"),
        ("Страна получателя", "destination"),
        ("Показатель", "measure"),
    ],
)
def test_a_header_of_remittances(header: str, field: str) -> None:
    assert fields([header], RemittanceFlow) == {field: header}


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("HS code", "commodity"),
        ("Код ТН ВЭД", "commodity"),
        ("Стоимость", "value"),
        ("Страна-партнер", "partner"),
        ("Reporter", "reporter"),
        ("Единица измерения", "quantity_unit"),
        ("Вес нетто", "quantity"),
        ("Товар", "product"),
    ],
)
def test_a_header_of_trade(header: str, field: str) -> None:
    assert fields([header], TradeFlow) == {field: header}


class TestWays:
    def test_the_name_itself_goes_before_a_word(self) -> None:
        found = matched(["Дата", "on"], ExchangeRate)
        assert found.fields["on"] == "on"
        assert found.unknown == ("Дата",)

    def test_an_alias_of_the_declaration(self) -> None:
        @record
        class Price:
            paid: int = column(title="price", aliases=("Уплачено",))

        assert fields(["УПЛАЧЕНО"], Price) == {"paid": "УПЛАЧЕНО"}

    def test_a_price_of_goods_is_no_rate(self) -> None:
        assert fields(["Стоимость"], ExchangeRate) == {}

    def test_a_unit_beside_the_name_is_said(self) -> None:
        found = matched(["Сумма (тыс. долл.)", "Курс, тенге"], RemittanceFlow)
        assert found.fields["amount"] == "Сумма (тыс. долл.)"
        assert [each.code for each in found.problems if each.column == "Сумма (тыс. долл.)"] == ["header-with-unit"]
        assert fields(["value [KZT]"], ExchangeRate) == {"value": "value [KZT]"}

    def test_two_headers_for_one_field_are_both_left(self) -> None:
        found = matched(["Дата", "Sana", "base", "Источник", "Manba"], ExchangeRate, constants=["quote", "value"])
        assert found.ambiguous == {"on": ("Дата", "Sana"), "source": ("Источник", "Manba")}
        assert "on" not in found.fields
        assert found.unknown == ()
        shown = {each.column: each for each in found.problems if each.code == "ambiguous-header"}
        assert shown["on"].severity == "error"
        assert str(shown["on"].fix) == "say which with columns={'on': 'Дата'}"

    def test_two_headers_for_a_field_that_need_not_be_are_a_warning(self) -> None:
        found = matched(["Номинал", "Единиц"], ExchangeRate)
        assert [each.severity for each in found.problems if each.code == "ambiguous-header"] == ["warning"]

    def test_the_callers_word_holds(self) -> None:
        found = matched(["Дата", "Валюта", "Курс"], ExchangeRate, columns={"base": "Валюта"}, constants=["quote"])
        assert dict(found.fields) == {"base": "Валюта", "value": "Курс", "on": "Дата"}
        assert found.missing == ()

    def test_a_currency_beside_a_rate_may_be_either(self) -> None:
        found = matched(["Дата", "Валюта", "Курс", "source"], ExchangeRate)
        assert found.missing == ("base", "quote")
        first = found.problems[0]
        assert (first.code, first.severity, first.column) == ("missing-column", "error", "base")
        assert first.cause == "the column 'Валюта' may be the base or the quote"
        assert first.fix == "say which, such as columns={'base': 'Валюта'} and constants={'quote': 'KZT'}"

    def test_what_is_missing_names_what_is_there(self) -> None:
        found = matched([f"h{number}" for number in range(40)], ExchangeRate)
        missing = [each for each in found.problems if each.code == "missing-column"]
        assert [each.column for each in missing] == ["base", "quote", "value", "on"]
        assert missing[0].message.endswith("'h29', …")
        assert matched([], ExchangeRate).problems[0].message == "there is no column for base; there are: none"

    def test_parts_of_a_field_that_may_be_left_out_are_not_missing(self) -> None:
        assert matched(["reporter", "partner", "period", "flow"], TradeFlow).missing == ()

    def test_a_near_miss_is_suggested(self) -> None:
        found = matched(["nominall", "zzzz", "column 3"], ExchangeRate)
        unknown = [each for each in found.problems if each.code == "unknown-column"]
        assert [each.fix for each in unknown] == ["did you mean 'nominal'? say so with columns=", None]
        assert [each.severity for each in unknown] == ["info", "info"]

    @pytest.mark.parametrize(
        ("given", "message"),
        [
            ({"columns": {"vallue": "a"}}, "columns must be of the fields base, .*did you mean 'value'"),
            ({"columns": {"value": "b"}}, "columns must be a header of the table, for value, got 'b'$"),
            ({"columns": {"value": "aa"}}, "got 'aa'; did you mean 'a'"),
            ({"constants": ["qqqqq"]}, "constants must be of the fields .* got 'qqqqq'$"),
        ],
    )
    def test_what_cannot_be_is_refused(self, given: dict[str, Any], message: str) -> None:
        with pytest.raises(InvalidValueError, match=message):
            matched(["a"], ExchangeRate, **given)

    def test_a_class_that_is_no_record(self) -> None:
        with pytest.raises(WrongTypeError):
            matched(["a"], int)

    def test_many_headers_take_little_time(self) -> None:
        assert len(matched([f"x {number}" for number in range(2_000)] + ["y" * 10_000], ExchangeRate).unknown) == 2_001


ROWS = list(csv.DictReader(TABLE.read_text("utf-8").splitlines()))


class TestTheTable:
    def test_all_languages_have_words_for_what_rates_and_flows_need(self) -> None:
        for language in LANGUAGES:
            there = {row["field"] for row in ROWS if row["language"] == language}
            assert {"date", "currency", "rate", "nominal", "amount", "country", "quantity", "value"} <= there

    def test_it_knows_no_other_languages(self) -> None:
        assert {row["language"] for row in ROWS} == {*LANGUAGES}

    def test_a_word_is_known_and_a_figure_is_not(self) -> None:
        assert is_known("Курс (тенге)")
        assert not is_known("501,20")


class TestLaws:
    @given(st.permutations([spec.name for spec in columns_of(ExchangeRate)]))
    def test_the_names_of_fields_are_always_found(self, names: list[str]) -> None:
        found = matched(names, ExchangeRate)
        assert dict(found.fields) == {name: name for name in names}
        assert found.problems == ()

    @given(st.lists(st.text(max_size=12), unique=True, max_size=6))
    def test_a_header_is_a_field_or_doubtful_or_unknown(self, names: list[str]) -> None:
        found = matched(names, ExchangeRate)
        doubtful = [name for several in found.ambiguous.values() for name in several]
        assert sorted([*found.fields.values(), *doubtful, *found.unknown]) == sorted(names)
