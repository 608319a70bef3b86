"""CLDR's number patterns, compiled once into plain string operations.

Babel reads a pattern anew for every number it writes. Here a pattern becomes a `Template` once; writing an amount
is then a matter of joining strings. Digits are Latin, as Babel writes them. Babel is imported on first use.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, localcontext
from functools import lru_cache
from typing import TYPE_CHECKING, Final, final

import attrs

from centralasia.numbers.exact import EXACT

if TYPE_CHECKING:
    from babel import Locale
    from babel.numbers import NumberPattern

__all__ = ["Layout", "Template", "layout", "plural_rule", "plural_samples", "template", "unquoted"]

_UNGROUPED: Final = 1000  # what Babel gives as the size of a group where a pattern has none
_ENOUGH: Final = 12  # digits: twice what any rule of plurals looks at
_QUOTED: Final = re.compile(r"'([^']*)'")


@final
@attrs.frozen
class Layout:
    """How a locale sets out the digits: its marks, and the sizes of the last group and of those before."""

    group: str
    decimal: str
    last: int
    others: int

    def write(self, amount: Decimal, places: int) -> str:
        """Write the magnitude of an amount with at least `places` decimals and as many more as it has."""
        if self.last == self.others == 3:  # noqa: PLR2004  # what Python's own grouping knows
            whole, _, fraction = f"{amount:,f}".lstrip("-").partition(".")
            if self.group != ",":
                whole = whole.replace(",", self.group)
        else:
            whole, _, fraction = f"{amount:f}".lstrip("-").partition(".")
            whole = self._grouped(whole)
        if len(fraction) > places:
            fraction = fraction[:places] + fraction[places:].rstrip("0")
        else:
            fraction = fraction.ljust(places, "0")
        return f"{whole}{self.decimal}{fraction}" if fraction else whole

    def _grouped(self, whole: str) -> str:
        if self.last >= _UNGROUPED or len(whole) <= self.last:
            return whole
        end = len(whole) - self.last
        first = end % self.others
        groups = [whole[:first]] if first else []
        groups += [whole[start : start + self.others] for start in range(first, end, self.others)]
        return self.group.join([*groups, whole[end:]])


@final
@attrs.frozen
class Template:
    """A pattern with the currency filled in: what stands before and after the digits, and how these are set out."""

    layout: Layout
    places: int
    plus: tuple[str, str]
    minus: tuple[str, str]

    def write(self, amount: Decimal) -> str:
        """Write an amount."""
        before, after = self.minus if amount.is_signed() else self.plus
        return before + self.layout.write(amount, self.places) + after

    def within(self, before: str, after: str) -> "Template":
        """Put more text around it, sign included."""
        return attrs.evolve(
            self,
            plus=(before + self.plus[0], self.plus[1] + after),
            minus=(before + self.minus[0], self.minus[1] + after),
        )


def layout(locale: "Locale", pattern: "NumberPattern") -> Layout:
    """Take the marks of a locale and the grouping of a pattern."""
    symbols = locale.number_symbols["latn"]
    last, others = pattern.grouping
    return Layout(symbols["group"], symbols["decimal"], last, others)


def template(locale: "Locale", pattern: "NumberPattern", *, currency: str, places: int) -> Template:
    """Compile a pattern; `currency` takes the place of its currency sign."""
    plus, minus = (
        tuple(unquoted(affix).replace("¤", currency) for affix in affixes)
        for affixes in zip(pattern.prefix, pattern.suffix, strict=True)
    )
    return Template(layout(locale, pattern), places, (plus[0], plus[1]), (minus[0], minus[1]))


def unquoted(affix: str) -> str:
    """Resolve the quotes of a pattern: ``тыс'.'`` is ``тыс.``."""
    return _QUOTED.sub(lambda match: match[1] or "'", affix)


def plural_rule(locale: "Locale") -> Callable[[Decimal], str]:
    """Give the function that names the plural form a number takes, as written: ``1`` and ``1.00`` may differ."""
    rule = locale.plural_form
    if not rule.tags:
        return lambda _: "other"

    def form(amount: Decimal) -> str:
        whole, _, fraction = f"{amount:f}".lstrip("-").partition(".")
        # The rules look at the last six digits and the last two decimals; an integer spares them the decimals.
        whole = "1" + whole[-11:] if len(whole) > _ENOUGH else whole
        if not fraction:
            return rule(int(whole))
        if len(fraction) > _ENOUGH:
            significant = fraction.rstrip("0")
            fraction = significant[-6:] + fraction[len(significant) :][:6]
        with localcontext(EXACT):  # the rules calculate, and would do so in the ambient context
            return rule(Decimal(f"{whole}.{fraction}"))

    return form


@lru_cache(maxsize=256)
def plural_samples(locale: "Locale") -> Mapping[str, Decimal]:
    """Give one number for each plural form a locale has."""
    numbers = [*map(Decimal, range(121)), Decimal(1_000_000), *(Decimal(f"{n // 10}.{n % 10}") for n in range(121))]
    form = plural_rule(locale)
    samples: dict[str, Decimal] = {}
    for number in numbers:
        samples.setdefault(form(number), number)
    return samples
