import time

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, UnknownCodeError, WrongTypeError
from centralasia.reference import find_locale
from centralasia.reference.names import (
    LOCALES,
    CurrencyForms,
    Use,
    cldr_country_forms,
    cldr_currency_forms,
    country_forms,
    currency_forms,
    find_territory,
    fold,
    fold_country,
)
from centralasia.reference.sources import table

APOSTROPHES = "\u02bb\u2018\u0027\u2019\u02bc"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        (" Теңге ", "теңге"),
        ("доллар\u00a0\u202fСША", "доллар сша"),
        ("рублём", "рублем"),
        ("\uff04", "$"),
        ("ABŞ  dollary", "abş dollary"),
        ("\ufeffKZT\u200b", "kzt"),
        ("", ""),
        ("x" * 201, ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize("apostrophe", APOSTROPHES, ids=lambda sign: f"U+{ord(sign):04X}")
def test_all_five_apostrophes_are_one(apostrophe: str) -> None:
    assert fold(f"so{apostrophe}m") == fold(f"SO{apostrophe}M") == "so'm"


@pytest.mark.parametrize(
    ("tag", "language", "script", "territory"),
    [
        ("kk", "kk", None, None),
        ("kk_KZ", "kk", None, "KZ"),
        ("kk-KZ", "kk", None, "KZ"),
        ("uz-Cyrl", "uz", "Cyrl", None),
        ("uz_Latn_UZ", "uz", "Latn", "UZ"),
        ("tg_TJ", "tg", None, "TJ"),
    ],
)
def test_tags_of_locales(tag: str, language: str, script: str | None, territory: str | None) -> None:
    found = find_locale(tag)
    assert (found.language, found.script, found.territory) == (language, script, territory)
    assert find_locale(found) is found


@pytest.mark.parametrize(
    ("tag", "near"),
    [
        ("kz", ("ru", "kk")),
        ("uz_Cyrrl", ("uz_Cyrl",)),
        ("", ()),
        ("../../etc/passwd", ()),
        ("ru_RU.UTF-8", ()),
        ("xx_XX", ()),
        ("k" * 1000, ()),
    ],
)
def test_an_unknown_locale_gets_near_misses(tag: str, near: tuple[str, ...]) -> None:
    with pytest.raises(UnknownCodeError) as caught:
        find_locale(tag)
    assert (caught.value.code, caught.value.near) == (tag[:200], near)


def test_what_is_no_tag_is_refused() -> None:
    with pytest.raises(WrongTypeError, match="locale must be a tag such as 'kk_KZ', got 7 of type int"):
        find_locale(7)  # type: ignore[arg-type]  # what is refused


def test_cldr_forms_have_plurals_and_symbols() -> None:
    forms = cldr_currency_forms()
    assert forms["российских рублей"] == ("RUB",)
    assert forms["ca$"] == ("CAD",)
    assert "¤" not in forms
    assert cldr_country_forms()[fold_country("Täjigistan")] == ("TJ",)


class TestLaws:
    @given(st.text())
    def test_folding_twice_is_folding_once(self, text: str) -> None:
        assert fold(fold(text)) == fold(text)

    @given(st.text())
    def test_folding_a_country_twice_is_folding_it_once(self, text: str) -> None:
        assert fold_country(fold_country(text)) == fold_country(text)

    @given(st.text(max_size=150))
    def test_case_does_not_matter(self, text: str) -> None:
        assert fold(text.casefold()) == fold(text)

    def test_folding_is_linear(self) -> None:
        started = time.perf_counter()
        assert fold("\u0344" * 3_000_000) == ""
        assert time.perf_counter() - started < 1

    @given(st.text())
    def test_garbage_raises_only_our_errors(self, tag: str) -> None:
        try:
            found = find_locale(tag)
        except CentralAsiaError:
            return
        assert isinstance(found, Locale)

    def test_no_form_means_two_currencies_of_two_moneys_anywhere(self) -> None:
        for form, rows in currency_forms().items():
            heads = {row.currencies[0] for row in rows if row.use is Use.FIND and not row.country}
            heads -= {"AFA"} if "AFN" in heads else set()
            assert len(heads) <= 1, form

    def test_no_name_means_two_countries(self) -> None:
        assert {form: codes for form, codes in country_forms().items() if len(codes) > 1} == {}

    def test_a_list_of_forms_has_each_once(self) -> None:
        for row in table(CurrencyForms, "currency_names"):
            assert len(set(row.forms)) == len(row.forms)
            assert all(form == form.strip() for form in row.forms)

    @pytest.mark.parametrize("tag", LOCALES)
    def test_each_language_has_forms_of_the_money_of_the_region(self, tag: str) -> None:
        language = {"uz": "uz-Latn", "uz_Cyrl": "uz-Cyrl"}.get(tag, tag)
        rows = [row for row in table(CurrencyForms, "currency_names") if row.language == language]
        known = {code for row in rows for code in row.currencies}
        assert {"KZT", "KGS", "TJS", "TMT", "UZS", "RUB", "USD", "EUR", "CNY"} <= known


@pytest.mark.parametrize(
    ("tag", "taken"), [("ru_UZ", "ru"), ("uz-Cyrl-KZ", "uz_Cyrl"), ("en_KZ", "en"), ("ru_001", "ru")]
)
def test_a_territory_without_data_takes_those_of_the_language(tag: str, taken: str) -> None:
    assert find_locale(tag) == find_locale(taken)


@pytest.mark.parametrize(
    ("tag", "territory"),
    [
        ("ru_AZ", "AZ"),
        ("ru_az", "AZ"),
        ("ru_TM", "TM"),
        ("uz_Cyrl_KZ", "KZ"),
        ("az", "AZ"),
        ("uz-Cyrl", "UZ"),
        ("ur", "PK"),
        ("ru", None),
        ("en_001", "001"),
        (Locale("tk"), "TM"),
        (Locale("ca", "ES", variant="VALENCIA"), "ES"),
    ],
)
def test_the_tag_and_then_the_language_name_a_territory(tag: str | Locale, territory: str | None) -> None:
    assert find_territory(tag) == territory


@pytest.mark.parametrize("tag", ["ru_QQ", "xx_KZ", "ru_Cyrrl"])
def test_a_territory_or_language_that_is_none_is_refused(tag: str) -> None:
    with pytest.raises(UnknownCodeError):
        find_locale(tag)
