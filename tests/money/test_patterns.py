"""CLDR's patterns as string operations."""

from decimal import Decimal, localcontext

import pytest
from babel.localedata import locale_identifiers
from hypothesis import given
from hypothesis import strategies as st

from centralasia.money.patterns import Layout, Template, plural_rule, plural_samples, unquoted
from centralasia.reference.names import find_locale

WESTERN = Layout(",", ".", 3, 3)
INDIAN = Layout(",", ".", 3, 2)
RUSSIAN = Layout("\u00a0", ",", 3, 3)
UNGROUPED = Layout(",", ".", 1000, 1000)


@pytest.mark.parametrize(
    ("layout", "amount", "places", "expected"),
    [
        (WESTERN, "1234567.5", 2, "1,234,567.50"),
        (WESTERN, "-1234567.5", 2, "1,234,567.50"),  # the sign belongs to the template
        (RUSSIAN, "1234567.5", 2, "1\u00a0234\u00a0567,50"),
        (INDIAN, "123456789", 0, "12,34,56,789"),
        (INDIAN, "1234567", 0, "12,34,567"),
        (INDIAN, "123", 0, "123"),
        (INDIAN, "12345", 0, "12,345"),
        (UNGROUPED, "1234567.5", 0, "1234567.5"),
        (WESTERN, "0.125", 2, "0.125"),
        (WESTERN, "0.1200", 2, "0.12"),
        (WESTERN, "5.000", 0, "5"),
        (WESTERN, "0E+5", 2, "0.00"),
        (WESTERN, "12E+5", 0, "1,200,000"),
        (WESTERN, "1E-7", 2, "0.0000001"),
    ],
)
def test_digits_are_set_out(layout: Layout, amount: str, places: int, expected: str) -> None:
    assert layout.write(Decimal(amount), places) == expected


def test_a_template_has_both_signs() -> None:
    template = Template(WESTERN, 2, ("$", ""), ("($", ")"))
    assert [template.write(Decimal(amount)) for amount in ("5", "-5", "-0")] == ["$5.00", "($5.00)", "($0.00)"]
    assert template.within("a ", " b").write(Decimal(-1)) == "a ($1.00) b"


@pytest.mark.parametrize(("affix", "expected"), [("тыс'.' ¤", "тыс. ¤"), ("''", "'"), ("x", "x"), ("'a''b'", "ab")])
def test_quotes_of_a_pattern(affix: str, expected: str) -> None:
    assert unquoted(affix) == expected


@pytest.mark.parametrize(
    ("locale", "amount", "form"),
    [
        ("ru", "1", "one"),
        ("ru", "1.00", "other"),
        ("ru", "2", "few"),
        ("ru", "11", "many"),
        ("ru", "9" * 40 + "1", "one"),
        ("ru", "1" + "0" * 5000, "many"),
        ("en", "1." + "0" * 5000, "other"),
        ("en", "1", "one"),
        ("lv", "0." + "0" * 30 + "1", "one"),
        ("lv", "0." + "1" * 30 + "0", "other"),
        ("lv", "0.11", "zero"),
        ("fr", "1e6", "many"),
        ("zh", "1", "other"),
    ],
)
def test_plural_forms_go_by_what_is_written(locale: str, amount: str, form: str) -> None:
    with localcontext(prec=1):
        assert plural_rule(find_locale(locale))(Decimal(amount)) == form


@pytest.mark.parametrize("name", sorted({name.split("_")[0] for name in locale_identifiers()}))
def test_every_plural_form_of_a_language_has_a_sample(name: str) -> None:
    locale = find_locale(name)
    samples = plural_samples(locale)
    assert set(samples) == {*locale.plural_form.tags, "other"}
    assert all(locale.plural_form(number) == form for form, number in samples.items())


class TestLaws:
    @given(
        st.sampled_from(["ru", "lv", "is", "mk", "ar", "fr", "pl", "tk", "kk"]),
        st.decimals(-(10**14), 10**14, places=2) | st.decimals(-(10**6), 10**6, places=7),
    )
    def test_plural_forms_are_those_of_babel(self, name: str, amount: Decimal) -> None:
        locale = find_locale(name)
        assert plural_rule(locale)(amount) == locale.plural_form(amount)

    @given(st.integers(-(10**40), 10**40), st.integers(0, 20), st.integers(0, 4))
    def test_digits_lose_nothing(self, count: int, places: int, shown: int) -> None:
        amount = Decimal(f"{count}E-{places}")
        for layout in (WESTERN, INDIAN, UNGROUPED):
            assert Decimal(layout.write(amount, shown).replace(",", "")) == amount.copy_abs()
