"""Which mark means what, by locale."""

import pytest
from babel import Locale, localedata

from centralasia.errors import UnknownCodeError, WrongTypeError
from centralasia.numbers import Marks, marks
from centralasia.numbers.marks import _BY_TAG

REGION = ["ru", "kk", "ky", "uz", "uz-Latn", "uz-Cyrl", "tg", "tk"]


@pytest.mark.parametrize(
    ("locale", "decimal", "group"),
    [
        ("en", ".", ","),
        ("EN_us", ".", ","),
        ("en-KZ", ".", ","),
        ("en-DE", ",", "."),
        ("kk_KZ", ",", ""),
        ("kk-Cyrl-KZ", ",", ""),
        ("uz_Cyrl_UZ", ",", ""),
        ("ru-UZ", ",", ""),
        ("tr_TR", ",", "."),
        ("az-Latn-AZ", ",", "."),
        ("az_Cyrl", ".", ","),
        ("de-CH", ".", ""),
        ("zh_Hans_CN", ".", ","),
        ("und", "", ""),
        ("it-IT", ",", "."),  # from here on CLDR's data is asked
        ("es", ",", "."),
        ("pl_PL", ",", ""),
        ("ko", ".", ","),
    ],
)
def test_a_locale_has_its_marks(locale: str, decimal: str, group: str) -> None:
    assert marks(locale) == Marks(decimal, group)


@pytest.mark.parametrize("locale", REGION)
def test_in_the_region_commas_are_decimal_and_points_mean_nothing_certain(locale: str) -> None:
    assert marks(locale) == Marks(",", "")


def test_lakh_are_grouped_in_india_only() -> None:
    assert marks("en-IN").lakh
    assert not marks("en-GB").lakh


@pytest.mark.parametrize(
    ("locale", "near"),
    [
        ("kz", "kk"),
        ("uzb_Cyrl", "uz"),
        ("russian", ""),
        ("", ""),
        ("xx-YY", ""),
        ("kk-KZ-x-y-z", ""),
        ("k" * 1_000_000, ""),
        ("қаз", ""),
    ],
)
def test_an_unknown_locale_is_refused(locale: str, near: str) -> None:
    with pytest.raises(UnknownCodeError, match="is not in the table of locales") as caught:
        marks(locale)
    assert not near or any(tag.startswith(near) for tag in caught.value.near)
    assert len(str(caught.value)) < 300


def test_a_locale_is_text() -> None:
    with pytest.raises(WrongTypeError, match="locale must be a text such as 'kk'"):
        marks(["kk"])  # type: ignore[arg-type]  # the point of the test


def languages() -> set[str]:
    return {tag.partition("-")[0] for tag in _BY_TAG} - {"und"}


@pytest.mark.parametrize("language", sorted(languages()))
def test_the_table_says_what_cldr_says(language: str) -> None:
    for identifier in localedata.locale_identifiers():
        locale = Locale.parse(identifier)
        if locale.language == language:
            symbols = locale.number_symbols["latn"]
            group = symbols["group"] if symbols["group"] in {".", ","} else ""
            assert (marks(identifier).decimal, marks(identifier).group) == (symbols["decimal"], group), identifier
