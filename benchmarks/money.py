"""Amounts: made, added, multiplied, formatted, parsed, held."""

import operator
from collections.abc import Iterator
from decimal import Decimal

import moneyed
from babel.numbers import format_currency, format_decimal, parse_decimal

import centralasia as ca
from benchmarks.cases import Case, held_bytes, seconds

_LOCALES = {
    "kk_KZ": "KZT",
    "ky_KG": "KGS",
    "ru_KZ": "KZT",
    "tg_TJ": "TJS",
    "tk_TM": "TMT",
    "uz_Latn_UZ": "UZS",
}
# All different, of either sign and of any size: nothing is gained by remembering them.
_AMOUNTS = tuple(Decimal((-1) ** index * (7919 * index + 31 ** (index % 9))).scaleb(-2) for index in range(1_000))
_COUNT = len(_AMOUNTS)


def cases() -> Iterator[Case]:
    """Compare arithmetic with py-moneyed, text with Babel."""
    yield from _arithmetic()
    yield from _text()
    yield Case(
        name="memory of a Money, beyond its Decimal",
        against="a Decimal",
        ours=held_bytes(lambda index: ca.Money.of(Decimal(index), "KZT")),
        peer=held_bytes(Decimal),
        limit=57,
        unit="bytes",
        compare=operator.sub,
        rounds=3,
    )


def _arithmetic() -> Iterator[Case]:
    left, right, tenge = Decimal("1250.50"), Decimal("3.25"), ca.currency("KZT")
    for made in ("of(left, tenge)", "of('1250.50', 'KZT')"):
        yield Case(
            name=f"make and check: `{made.replace('of', 'Money.of')}`",
            against="a Decimal multiplication",
            ours=seconds(made, of=ca.Money.of, left=left, tenge=tenge),
            peer=seconds("left * right", left=left, right=right),
            limit=14,
        )
    for name, statement in (
        ("add", "left + other"),
        ("multiply by an integer", "left * 3"),
        ("multiply by a Decimal", "left * right"),
    ):
        yield Case(
            name=name,
            against="py-moneyed",
            ours=seconds(statement, left=ca.Money.of(left, tenge), other=ca.Money.of(right, tenge), right=right),
            peer=seconds(statement, left=moneyed.Money(left, "KZT"), other=moneyed.Money(right, "KZT"), right=right),
            limit=1.0,
        )


def _text() -> Iterator[Case]:
    for locale, code in _LOCALES.items():
        yield _formatting(locale, code)
    for locale, code in _LOCALES.items():
        yield _parsing(locale, code)


def _formatting(locale: str, code: str) -> Case:
    def ours() -> list[str]:
        return [amount.format(locale=locale) for amount in amounts]

    def babel() -> list[str]:
        return [format_currency(amount, code, locale=locale) for amount in _AMOUNTS]

    amounts = [ca.Money.of(amount, code) for amount in _AMOUNTS]
    _same(ours(), babel())
    return Case(
        name=f"format, {locale}",
        against="Babel, the same bytes",
        ours=seconds(ours, calls=_COUNT),
        peer=seconds(babel, calls=_COUNT),
        limit=0.3,
    )


def _parsing(locale: str, code: str) -> Case:
    def ours() -> list[ca.Money]:
        return [ca.Money.parse(text, locale=locale) for text in texts]

    def babel() -> list[Decimal]:
        return [parse_decimal(number, locale=locale, strict=True) for number in numbers]

    texts = [ca.Money.of(amount, code).format(locale=locale) for amount in _AMOUNTS]
    numbers = [format_decimal(amount, locale=locale) for amount in _AMOUNTS]
    _same([money.amount for money in ours()], babel())
    return Case(
        name=f"parse an amount with its currency, {locale}",
        against="Babel, strictly, the number alone",
        ours=seconds(ours, calls=_COUNT),
        peer=seconds(babel, calls=_COUNT),
        limit=1.0,
    )


def _same(ours: object, theirs: object) -> None:
    if ours != theirs:
        message = f"the two sides do not do the same: {ours!r} and {theirs!r}"
        raise ValueError(message)
