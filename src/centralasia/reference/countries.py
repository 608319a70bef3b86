"""Countries: their codes, names, money and groupings."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, final

import attrs

from centralasia.errors import UnknownCodeError, WrongTypeError
from centralasia.periods import as_date
from centralasia.records import column, record, register
from centralasia.reference.currencies import Currency, currency
from centralasia.reference.names import cldr_country_forms, country_forms, find_locale, fold_country
from centralasia.reference.sources import Certainty, near, table
from centralasia.reference.tenders import Tender, tenders_by_country

if TYPE_CHECKING:
    from babel import Locale

    from centralasia.reference.groupings import Grouping, Membership

__all__ = ["WORLD", "Country", "CountryRow", "countries", "countries_by_code", "country"]


@record(key=("alpha2",))
class CountryRow:
    """A row of ``countries.csv``; a `Country` stands on one.

    Example:
        >>> table(CountryRow, "countries")[0].alpha3
        'AND'
    """

    alpha2: str = column(title="alpha-2 code", unit="ISO 3166-1", pattern="[A-Z]{2}|W0")
    alpha3: str | None = column(title="alpha-3 code", unit="ISO 3166-1", pattern="[A-Z]{3}", default=None)
    numeric: str | None = column(title="numeric code", unit="ISO 3166-1", pattern="[0-9]{3}", default=None)
    source: str = column(title="keys of the sources, separated by semicolons")
    certainty: Certainty = column(title="how far the row is certain")
    note: str = column(title="what the columns do not say", default="")


@final
@attrs.frozen(eq=False, repr=False, order=False)
class Country:
    """A country or territory: one object per code, so that two are the same exactly when they are identical.

    Look one up with `country`. Pickles and copies give the same object back. Countries are ordered by their codes. The
    European Union is one of them, since it joins organisations, trades and lends.

    Source:
        ISO 3166-1, and CLDR for the names.

    Example:
        >>> country("KZ").alpha3, country("KZ").name("kk")
        ('KAZ', 'Қазақстан')
    """

    alpha2: str
    """The alpha-2 code."""
    _row: CountryRow

    def __repr__(self) -> str:
        return f"country({self.alpha2!r})"

    def __str__(self) -> str:
        return self.alpha2

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return country, (self.alpha2,)

    def __lt__(self, other: "Country") -> bool:
        return self.alpha2 < other.alpha2 if isinstance(other, Country) else NotImplemented

    @property
    def alpha3(self) -> str | None:
        """The alpha-3 code; None for the European Union."""
        return self._row.alpha3

    @property
    def numeric(self) -> str | None:
        """The numeric code as text, such as "051"; None for the European Union and Kosovo."""
        return self._row.numeric

    def name(self, locale: "str | Locale") -> str:
        """Give the name in a language, or the alpha-2 code where it has none.

        Args:
            locale: A tag such as kk_KZ, kk-KZ or uz-Cyrl.

        Raises:
            UnknownCodeError: No such locale.

        Source:
            CLDR, through Babel.

        Example:
            >>> country("KG").name("en"), country("KG").name("uz-Cyrl")
            ('Kyrgyzstan', 'Қирғизистон')
        """
        key = _M49_WORLD if self is WORLD else self.alpha2
        return str(find_locale(locale).territories.get(key, self.alpha2))

    def currency(self, on: date | str | None = None) -> Currency:
        """Give the money of the country, on a day or, without one, at present.

        Where several circulated, that is the one that stayed: the new one in a changeover, the country's own beside a
        foreign one. `currencies` has them all.

        Raises:
            UnknownCodeError: None is known; what there was on other days is named.

        Example:
            >>> country("TM").currency("2005-06-01"), country("TM").currency("2009-06-01"), country("TM").currency()
            (currency('TMM'), currency('TMT'), currency('TMT'))
        """
        found = self.currencies(on)
        if found:
            return found[0]
        day = "at present" if on is None else f"on {as_date(on)}"
        known = "; ".join(map(_shown, tenders_by_country().get(self.alpha2, ())))
        raise UnknownCodeError(self.alpha2, f"legal tender {day}", (), known and f"known are {known}")

    def currencies(self, on: date | str | None = None) -> tuple[Currency, ...]:
        """Give all money that circulated on a day or, without one, circulates at present; the one that stayed first.

        Example:
            >>> country("RU").currencies("1998-06-01"), country("PA").currencies()
            ((currency('RUB'), currency('RUR')), (currency('PAB'), currency('USD')))
        """
        rows = [each for each in tenders_by_country().get(self.alpha2, ()) if each.tender]
        if on is None:
            there = [each for each in rows if each.valid_until is None]
        else:
            day = as_date(on)
            there = [each for each in rows if each.is_on(day)]
        return tuple(currency(each.currency) for each in sorted(there, key=_staying))

    def groupings(self, on: date | str) -> "tuple[Grouping, ...]":
        """Give the organisations and agreements in which the country took part on a day, as `Grouping.contains` has it.

        Observers, candidates and the like are among the `memberships` only.

        Example:
            >>> [each.code for each in country("KG").groupings("2016-06-01")][:4]
            ['CAREC', 'CIS', 'CISFTA-2011', 'CST']
        """
        rows = [each for each in self.memberships(on) if each.status.takes_part]
        return tuple(dict.fromkeys(each.grouping for each in rows))

    def memberships(self, on: date | str | None = None) -> "tuple[Membership, ...]":
        """Give all relations to organisations and agreements, on a day or ever.

        Example:
            >>> [(each.grouping.code, each.status.value) for each in country("UZ").memberships("2021-01-01")][3:5]
            [('EAEU', 'observer'), ('ECO', 'member')]
        """
        from centralasia.reference.groupings import memberships_of  # noqa: PLC0415 - groupings stand on countries

        return memberships_of(self, on)


def _staying(each: Tender) -> tuple[bool, bool, int]:
    """Put first what circulates still, then the country's own, then the oldest; of what has gone, the newest."""
    gone, start = each.valid_until is not None, each.valid_from or date.min
    return (
        gone,
        not gone and not each.currency.startswith(each.country),
        -start.toordinal() if gone else start.toordinal(),
    )


def _shown(each: Tender) -> str:
    span = [f"{word} {end}" for word, end in (("from", each.valid_from), ("until", each.valid_until)) if end]
    return " ".join([each.currency, *span])


_M49_WORLD: Final = "001"

WORLD: Final = Country(
    "W0",
    CountryRow(
        alpha2="W0",
        numeric=_M49_WORLD,
        source="SDMX code list of reference areas",
        certainty=Certainty.WELL_KNOWN,
        note="all countries together; W00 in UN Comtrade, and no country of ISO 3166",
    ),
)
"""All countries together, as the origin, destination or partner of a total; `countries` does not list it."""

_by_code: dict[str, Country] = dict.fromkeys(("W0", "W00"), WORLD)


@cache
def countries() -> Mapping[str, Country]:
    """Give all countries by alpha-2 code, in the order of their codes.

    Example:
        >>> len(countries()) > 249
        True
    """
    return MappingProxyType(
        {code: each for code, each in countries_by_code().items() if code == each.alpha2 and each is not WORLD}
    )


@cache
def countries_by_code() -> Mapping[str, Country]:
    """Give all countries, and the world, by each of their codes: alpha-2, alpha-3 and numeric.

    Example:
        >>> countries_by_code()["398"]
        country('KZ')
    """
    for row in table(CountryRow, "countries"):
        each = _by_code.setdefault(row.alpha2, Country(row.alpha2, row))
        _by_code.update({code: each for code in (row.alpha3, row.numeric) if code is not None})
    return MappingProxyType(_by_code)


def country(code: str | Country) -> Country:
    """Look a country up by its code.

    Args:
        code: The alpha-2, alpha-3 or numeric code of ISO 3166-1 as text, or W0 for all countries together; or a
            country, which is given back.

    Raises:
        UnknownCodeError: No such code; near misses are suggested.
        WrongTypeError: The code is no text.

    Example:
        >>> country("KZ"), country("KAZ"), country("398")
        (country('KZ'), country('KZ'), country('KZ'))
    """
    try:
        return _by_code[code]  # type: ignore[index]  # a country is no key, and goes the way of all misses
    except (KeyError, TypeError):
        return _missed(code)


def _missed(code: str | Country) -> Country:
    if isinstance(code, Country):
        return code
    if not isinstance(code, str):
        raise WrongTypeError("country", code, "a code such as 'KZ'", "numeric codes are texts too")
    found = countries_by_code().get(code)
    if found is None:
        raise UnknownCodeError(code[:80], "countries", _near(code))
    return found


def _near(code: str) -> tuple[str, ...]:
    """Suggest what was meant: the code in other letters, a name, the nearest codes, the nearest names."""
    known, upper, form = countries_by_code(), code[:80].strip().upper(), fold_country(code)
    names = {**cldr_country_forms(), **country_forms()}
    likely = [upper, *names.get(form, ())]
    if not any(each in known for each in likely):
        likely = [*near(code, known), *(each for name in near(form, names) for each in names[name])]
    return tuple(dict.fromkeys(each for each in likely if each in known))[:3]


def _codes() -> Mapping[str, Country]:
    return {**countries(), WORLD.alpha2: WORLD}


register(
    Country,
    to_text=str,
    from_text=country,
    ready=country,
    title="the code of a country, such as 'KZ'",
    codes=_codes,
)
