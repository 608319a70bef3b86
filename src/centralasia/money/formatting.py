"""Amounts as people of a locale write them, in five styles."""

import re
from collections.abc import Callable, Mapping
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, final, get_args

import attrs

from centralasia.errors import InvalidValueError, RoundingNeededError
from centralasia.money.patterns import Template, plural_rule, plural_samples, template
from centralasia.numbers.exact import EXACT, divide_to_unit
from centralasia.numbers.rounding import Rounding, round_fraction
from centralasia.reference import currencies, currency, find_currency
from centralasia.reference.currencies import predecessors
from centralasia.reference.names import find_locale

if TYPE_CHECKING:
    from babel import Locale

__all__ = ["MAX_COMPACT_DIGITS", "Style", "Writer", "name_texts", "symbol_text", "writer", "written_by_spec"]

Style = Literal["symbol", "code", "name", "accounting", "compact"]
"""How the currency is written, and how much of the amount: all but ``"compact"`` keep every digit."""

Writer = Callable[[Decimal], str]

MAX_COMPACT_DIGITS: Final = 30
"""The most decimals the compact style can be asked to keep."""

_NO_BREAK_SPACE: Final = "\u00a0"
_SPEC: Final = re.compile(
    r"(?:(?P<fill>.)?(?P<align>[<>^]))?(?P<width>[0-9]{1,4})?(?P<group>[,_])?(?:\.(?P<places>[0-9]{1,5}))?f?", re.DOTALL
)
_LOCALE_SPEC: Final = re.compile(r"([A-Za-z]{2,8}(?:[-_][A-Za-z0-9]+)*)(?::([a-z]+))?")


@lru_cache(maxsize=4096)
def writer(locale: str, code: str, *, style: Style, digits: int = 1) -> Writer:
    r"""Compile the writing of one currency in one locale and style.

    Args:
        locale: A locale such as ``"kk_KZ"``.
        code: The code of a currency.
        style: The style.
        digits: The decimals the compact style keeps at most.

    Raises:
        UnknownCodeError: No such locale.
        InvalidValueError: No such style, or `digits` is out of bounds.

    Example:
        >>> writer("ru_RU", "KZT", style="code")(Decimal("1234.5"))
        '1\xa0234,50\xa0KZT'
    """
    data = find_locale(locale)
    with localcontext(EXACT):  # Babel calculates in the ambient context
        match style:
            case "symbol":
                return _with_symbol(data, code, "standard").write
            case "accounting":
                return _with_symbol(data, code, "accounting").write
            case "code":
                return _with_code(data, code).write
            case "name":
                return _with_name(data, code)
            case "compact":
                return _Compact.of(data, code, digits).write
    raise InvalidValueError("style", style, "one of " + ", ".join(get_args(Style)))


def symbol_text(locale: "Locale", code: str) -> str:
    """Give CLDR's symbol of a currency, or its code where CLDR has none.

    A symbol that is another currency is not used: CLDR's Chinese writes ILR as ``ILS``, and its Russian RUR as ``р.``,
    which everybody reads as the rouble of today.
    """
    symbol = locale.currency_symbols.get(code, code)
    return code if symbol in currencies() or _names_a_successor(symbol, code) else symbol


def _names_a_successor(symbol: str, code: str) -> bool:
    unit = currency(code)
    named = find_currency(symbol) if unit.successor is not None else None
    return named is not None and unit in predecessors(named)


def name_texts(locale: "Locale", code: str) -> Mapping[str, tuple[str, str]]:
    """Give what CLDR puts before and after the digits to name a currency, for each plural form."""
    from babel.numbers import get_currency_name, get_currency_unit_pattern  # noqa: PLC0415  # on first use

    texts = {}
    for form, sample in plural_samples(locale).items():
        name = get_currency_name(code, count=sample, locale=locale)
        before, _, after = get_currency_unit_pattern(code, count=sample, locale=locale).partition("{0}")
        name = code if name in currencies() else name
        texts[form] = (before.replace("{1}", name), after.replace("{1}", name))
    return texts


def _with_symbol(locale: "Locale", code: str, pattern: str) -> Template:
    return template(locale, locale.currency_formats[pattern], currency=symbol_text(locale, code), places=_places(code))


def _with_code(locale: "Locale", code: str) -> Template:
    """Write the code where the symbol would stand; CLDR wants a space between letters and digits."""
    pattern = locale.currency_formats["standard"]
    text = code + _NO_BREAK_SPACE if pattern.prefix[0].endswith("¤") else code
    text = _NO_BREAK_SPACE + text if pattern.suffix[0].startswith("¤") else text
    return template(locale, pattern, currency=text, places=_places(code))


def _with_name(locale: "Locale", code: str) -> Writer:
    bare = template(locale, locale.decimal_formats[None], currency="", places=_places(code))
    forms = {form: bare.within(*texts) for form, texts in name_texts(locale, code).items()}
    if all(form == forms["other"] for form in forms.values()):
        return forms["other"].write
    form_of = plural_rule(locale)
    return lambda amount: forms[form_of(amount)].write(amount)


def _places(code: str) -> int:
    from babel.numbers import get_currency_precision  # noqa: PLC0415  # loads on first use, as all of Babel

    return get_currency_precision(code)


@final
@attrs.frozen
class _Scale:
    """One row of CLDR's compact forms: from which magnitude, divided by what, written how for each plural form."""

    since: Decimal
    divisor: Decimal
    forms: Mapping[str, Template]


@final
@attrs.frozen
class _Compact:
    """The compact style: rounded, with a word for thousands, millions and so on."""

    form_of: Callable[[Decimal], str]
    unit: Decimal
    scales: tuple[_Scale, ...]
    small: Template

    @classmethod
    def of(cls, locale: "Locale", code: str, digits: int) -> "_Compact":
        from babel.numbers import parse_pattern  # noqa: PLC0415  # loads on first use, as all of Babel

        if type(digits) is not int or not 0 <= digits <= MAX_COMPACT_DIGITS:
            raise InvalidValueError("digits", digits, f"an int from 0 to {MAX_COMPACT_DIGITS}")
        patterns = locale.compact_currency_formats["short"]
        symbol = symbol_text(locale, code)
        scales = []
        for since, pattern in sorted(((int(since), p.pattern) for since, p in patterns["other"].items()), reverse=True):
            if "¤" not in pattern:
                continue
            forms = {
                form: template(locale, scaled[str(since)], currency=symbol, places=0)
                for form, scaled in patterns.items()
                if str(since) in scaled
            }
            if all(form == forms["other"] for form in forms.values()):
                forms = {"other": forms["other"]}
            scales.append(_Scale(Decimal(since), Decimal(since // 10 ** (pattern.count("0") - 1)), forms))
        # Below the first scale stand the digits alone, between the same signs and spaces.
        plain = next(p.pattern for p in patterns["other"].values() if "¤" in p.pattern).partition(";")[0]
        plain = re.sub(r"(\s)\s+", r"\1", re.sub(r"[^0\s¤]", "", plain)).strip()
        return cls(
            plural_rule(locale),
            Decimal(1).scaleb(-digits),
            tuple(scales),
            template(locale, parse_pattern(plain), currency=symbol, places=0),
        )

    def write(self, amount: Decimal) -> str:
        magnitude = amount.copy_abs()
        scale = next((scale for scale in self.scales if magnitude >= scale.since), None)
        if scale is None:
            return self.small.write(amount)
        form = self._form(amount, scale) if len(scale.forms) > 1 else "other"
        rounded = divide_to_unit(amount, scale.divisor, self.unit, Rounding.HALF_EVEN)
        return scale.forms.get(form, scale.forms["other"]).write(rounded)

    def _form(self, amount: Decimal, scale: _Scale) -> str:
        # A power of ten divides without needing more digits than there are.
        digits = len(amount.as_tuple().digits) + 1
        number = Context(prec=digits, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[]).divide(amount, scale.divisor)
        return self.form_of(number)


def written_by_spec(amount: Decimal, code: str, spec: str) -> str:
    """Write an amount as a format specification asks: that of a number, or a locale and a style.

    Raises:
        InvalidValueError: No such specification.
        RoundingNeededError: The amount has more decimals than asked for.

    Example:
        >>> written_by_spec(Decimal("1250.5"), "USD", ",.2f"), written_by_spec(Decimal("1250.5"), "USD", "en_US:name")
        ('1,250.50 USD', '1,250.50 US dollars')
    """
    number = _SPEC.fullmatch(spec)
    if number is not None:
        return _aligned(f"{_with_places(amount, number)} {code}", number)
    locale = _LOCALE_SPEC.fullmatch(spec)
    if locale is None:
        expected = "such as '', ',', ',.2f', '>20', 'kk_KZ' or 'kk_KZ:name'"
        raise InvalidValueError("format specification", spec, expected)
    return writer(locale[1], code, style=locale[2] or "symbol")(amount)


def _with_places(amount: Decimal, spec: re.Match[str]) -> str:
    if spec["places"] is not None:
        places = int(spec["places"])
        exact = round_fraction(Fraction(amount), places, Rounding.HALF_EVEN)
        if exact != amount:
            raise RoundingNeededError(amount, places, "round it first")
        amount = exact
    number = f"{amount:,f}" if spec["group"] else f"{amount:f}"
    return number.replace(",", spec["group"] or "")


def _aligned(text: str, spec: re.Match[str]) -> str:
    return f"{text:{spec['fill'] or ' '}{spec['align'] or '<'}{spec['width'] or ''}}"
