"""What stands beside the digits of an amount, and what it means in a locale: currencies and words of scale."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, localcontext
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, final

import attrs

from centralasia.errors import ParseError
from centralasia.money.formatting import name_texts, symbol_text
from centralasia.money.patterns import unquoted
from centralasia.numbers.exact import EXACT
from centralasia.numbers.numerals import parse_number, parse_strict
from centralasia.reference import Currency, currencies, currency, find_currency
from centralasia.reference.names import find_locale, find_territory
from centralasia.reference.tenders import tenders_by_country

if TYPE_CHECKING:
    from babel import Locale

__all__ = ["Lexicon", "Meaning", "lexicon", "plain"]

_REGIONAL_LANGUAGES: Final = frozenset(("az", "en", "kk", "ky", "ru", "tg", "tk", "uz"))

# Marks of direction say nothing; every space is a space and every minus a minus.
_PLAIN: Final = str.maketrans(dict.fromkeys("\u200e\u200f\u061c", "") | dict.fromkeys("\u2212\u2013\uff0d", "-"))


@final
@attrs.frozen
class Meaning:
    """What was read: a currency, a power of ten, both or neither."""

    currency: Currency | None
    power: int


@final
@attrs.frozen
class Lexicon:
    """The texts of one locale; without a locale, only what means one thing everywhere.

    Attributes:
        tag: The locale for reading numerals as people write them.
        territory: The country that decides between names such as "manat": that of the tag, else that of the language.
        codes: The code of each symbol and name of CLDR, as printed and with letters folded.
        scales: Words of scale with their powers of ten, the longest first.
        marks: The decimal mark and the mark between groups.
        sizes: The sizes of groups the locale uses: of the last and of those before.
    """

    tag: str
    territory: str | None
    codes: Mapping[str, str]
    scales: Mapping[str, int]
    marks: tuple[str, str] | None
    sizes: tuple[tuple[int, int], ...]

    def numeral(self, text: str) -> Decimal:
        """Read digits with marks: as the locale prints them, else as people may write them.

        Raises:
            ParseError: The text is no numeral.
        """
        if self.marks is not None:
            decimal, group = self.marks
            for sizes in self.sizes:
                try:
                    return parse_strict(text, decimal=decimal, group=group, sizes=sizes)
                except ParseError:
                    continue
        return parse_number(text, self.tag)

    def meanings(self, text: str) -> tuple[Meaning, ...]:
        """Read one side of an amount: a currency, a word of scale, or both in either order.

        The same letter may be both: K is kwacha and thousand in Zambia, which prints ``K5K``.
        """
        if not text:
            return (Meaning(None, 0),)
        found = self.currency(text)
        readings = [] if found is None else [Meaning(found, 0)]
        for rest, power in self._without_scale(text):
            found = self.currency(rest)
            if found is not None or not rest:
                return (*readings, Meaning(found, power))
        return tuple(readings)

    def currency(self, text: str) -> Currency | None:
        """Find the currency a text stands for in this locale, or None."""
        code = self.codes.get(text) or self.codes.get(text.casefold())
        if code:
            return currency(code)
        is_scale = text.casefold() in self.scales
        return find_currency(text, country=self.territory) if text and not is_scale else None

    def _without_scale(self, text: str) -> Iterator[tuple[str, int]]:
        """Take a word of scale away from either end."""
        folded = text.casefold()
        for word, power in self.scales.items():
            if word not in folded:
                continue
            for cut in (len(word), len(text) - len(word)):
                first, last = text[: max(cut, 0)], text[max(cut, 0) :]
                if cut == len(word) and first.casefold() == word and not _run_together(first, last):
                    yield last.strip(), power
                elif last.casefold() == word and not _run_together(first, last):
                    yield first.strip(), power


def plain(text: str) -> str:
    """Bring a text to the form in which a lexicon has it: single spaces, hyphens for minus, no marks of direction."""
    return " ".join(text.translate(_PLAIN).split())


@lru_cache(maxsize=64)
def lexicon(name: str | None) -> Lexicon:
    """Compile the lexicon of a locale.

    Raises:
        UnknownCodeError: No such locale.
    """
    if name is None:
        return Lexicon("und", None, {}, _longest_first(_regional_scales()), None, ())
    locale, territory = find_locale(name), find_territory(name)
    symbols = locale.number_symbols["latn"]
    patterns = (
        locale.currency_formats["standard"],
        locale.currency_formats["accounting"],
        locale.decimal_formats[None],
    )
    with localcontext(EXACT):  # Babel calculates in the ambient context
        codes = {plain(text): code for code in currencies() for text in _texts(locale, code)}
    return Lexicon(
        "-".join(part for part in (locale.language, locale.script, locale.territory) if part),
        territory if territory in tenders_by_country() else None,
        {text.casefold(): code for text, code in codes.items()} | codes,
        _longest_first(_scales_of(locale)),
        (symbols["decimal"], symbols["group"]),
        tuple(dict.fromkeys(pattern.grouping for pattern in patterns)),
    )


def _texts(locale: "Locale", code: str) -> Iterator[str]:
    yield symbol_text(locale, code)
    for before, after in name_texts(locale, code).values():
        yield before + after


def _scales_of(locale: "Locale") -> Mapping[str, int]:
    """Give the words of scale CLDR has, and those of the region in its languages, where CLDR does not have them."""
    words = list(_words_of_scale(locale))
    regional = _regional_scales() if locale.language in _REGIONAL_LANGUAGES else {}
    theirs = {word for word, _ in words}
    return {word: power for word, power in regional.items() if word not in theirs} | _of_one_power(words)


@cache
def _regional_scales() -> Mapping[str, int]:
    """Give the words of scale of all languages of the region, with and without a point.

    Single letters are left out: they stand for other things elsewhere, and for currencies.

    Source:
        The tables of `centralasia.languages`, without what they call not verified.
    """
    from centralasia.languages.lexicons import LANGUAGES, rows_of  # noqa: PLC0415 - loads with the first lexicon

    rows = [row for tag in LANGUAGES for row in rows_of(tag, {"scale"}) if row.certainty != "not-verified"]
    forms = [(form, int(row.sense.value)) for row in rows for form in row.forms if not form.startswith("=")]
    return _of_one_power((form + point, power) for form, power in forms for point in ("", "."))


def _of_one_power(words: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Leave out the words that have two meanings."""
    found: dict[str, set[int]] = {}
    for word, power in words:
        found.setdefault(word, set()).add(power)
    return {word: min(powers) for word, powers in found.items() if len(powers) == 1}


def _words_of_scale(locale: "Locale") -> Iterator[tuple[str, int]]:
    forms = [locale.compact_currency_formats["short"], *locale.compact_decimal_formats.values()]
    for since, pattern in ((since, p) for form in forms for rows in form.values() for since, p in rows.items()):
        power = len(since) - pattern.number_pattern.count("0")
        for affix in (pattern.prefix[0], pattern.suffix[0]):
            word = plain(unquoted(affix).replace("¤", "")).casefold()
            if word and power:
                yield word, power


def _longest_first(scales: Mapping[str, int]) -> Mapping[str, int]:
    return dict(sorted(scales.items(), key=lambda scale: -len(scale[0])))


def _run_together(first: str, last: str) -> bool:
    """Tell whether two words have no border: letters of a script that has capitals are parted by a space."""
    end, start = first[-1:], last[:1]
    return end.isalpha() and start.isalpha() and end.upper() != end.lower() and start.upper() != start.lower()
