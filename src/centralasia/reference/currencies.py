"""Currencies, of today and withdrawn: their codes, days, predecessors and names."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, final

import attrs

from centralasia.errors import UnknownCodeError, WrongTypeError
from centralasia.periods import Period, as_date
from centralasia.records import column, columns_of, record, register
from centralasia.reference.names import Use, currency_forms, find_locale, fold, name_in
from centralasia.reference.sources import Certainty, Conflict, Fact, look_up, near, overlays, table
from centralasia.reference.tenders import REGION, Placed, money_of, tenders_by_country, tenders_by_currency

if TYPE_CHECKING:
    from babel import Locale

__all__ = ["Currency", "CurrencyRow", "currencies", "currencies_of", "currency", "predecessors"]

_A_DAY: Final = timedelta(days=1)


@record(key=("code",))
class CurrencyRow:
    """A row of ``currencies.csv``; a `Currency` stands on one.

    Example:
        >>> table(CurrencyRow, "currencies")[0].code
        'ADP'
    """

    code: str = column(title="code, or key where there is none", unit="ISO 4217", pattern="[A-Z]{3}|[a-z-]+")
    numeric: str | None = column(title="numeric code", unit="ISO 4217", pattern="[0-9]{3}", default=None)
    minor_unit: int | None = column(title="decimals of the minor unit", minimum=0, maximum=4, default=None)
    cash_increment: Decimal | None = column(title="least amount in cash", exclusive_minimum=0, default=None)
    introduced: date | None = column(title="first day", default=None)
    withdrawn: date | None = column(title="day named for its end", default=None)
    iso_withdrawn: Period | None = column(title="when ISO 4217 withdrew the code", default=None)
    exchangeable_until: date | None = column(title="last day on which banks exchanged it", default=None)
    predecessor_code: str | None = column(title="currency it replaced", unit="ISO 4217", default=None)
    ratio: int | None = column(title="units of the predecessor for one", minimum=1, default=None)
    successor_code: str | None = column(title="currency that replaced it", unit="ISO 4217", default=None)
    source: str = column(title="keys of the sources, separated by semicolons")
    certainty: Certainty = column(title="how far the row is certain")
    note: str = column(title="what the columns do not say", default="")


_FACTS: Final = MappingProxyType(
    {spec.name.removesuffix("_code"): spec.name for spec in columns_of(CurrencyRow)[1:-3]}  # without code and origin
)


@final
@attrs.frozen(eq=False, repr=False, order=False)
class Currency:
    """A currency: one object per code, so that two are the same exactly when they are identical.

    Look one up with `currency`. Pickles and copies give the same object back. Currencies are ordered by their codes.

    Source:
        ISO 4217, acts and the press for the region and its partners, CLDR for the days of all others; `facts` names
        the source of each field, and what other sources say.

    Example:
        >>> manat = currency("TMT")
        >>> manat.predecessor, manat.ratio
        (currency('TMM'), 5000)
    """

    code: str
    """The ISO 4217 code, or the key of the one currency that never had a code, the Uzbek sum-coupon."""
    _row: CurrencyRow

    def __repr__(self) -> str:
        return f"currency({self.code!r})"

    def __str__(self) -> str:
        return self.code

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return currency, (self.code,)

    def __lt__(self, other: "Currency") -> bool:
        return self.code < other.code if isinstance(other, Currency) else NotImplemented

    @property
    def numeric(self) -> str | None:
        """The numeric code as text, such as "051"; None where ISO 4217 gave none."""
        return self._row.numeric

    @property
    def minor_unit(self) -> int | None:
        """The decimals of the minor unit as ISO 4217 has them; None where there is none, as for gold and the SDR."""
        return self._row.minor_unit

    @property
    def cash_increment(self) -> Decimal | None:
        """The least amount in use in cash; None where nothing but the minor unit is known."""
        return self._row.cash_increment

    @property
    def introduced(self) -> date | None:
        """The first day; None when unknown."""
        return self._row.introduced

    @property
    def withdrawn(self) -> date | None:
        """The day that its sources name for its end, None while it lives or when unknown.

        For some that is the last day of its circulation (TMM, 2009-12-31), for others the day on which another money
        took its place, beside which it circulated on (TJR, 2000-10-30). `valid_until` means the same for all. Money of
        several territories has the last of their days; `facts` says so, and `is_tender` knows each.
        """
        return self._row.withdrawn

    @property
    def iso_withdrawn(self) -> Period | None:
        """The month, or longer period, in which ISO 4217 withdrew the code."""
        return self._row.iso_withdrawn

    @property
    def exchangeable_until(self) -> date | None:
        """The last day on which banks exchanged it; None when unknown."""
        return self._row.exchangeable_until

    @property
    def ratio(self) -> int | None:
        """Units of the predecessor that became one unit; None without a predecessor."""
        return self._row.ratio

    @property
    def predecessor(self) -> "Currency | None":
        """The currency it replaced, at `ratio` units to one."""
        return None if self._row.predecessor_code is None else currency(self._row.predecessor_code)

    @property
    def successor(self) -> "Currency | None":
        """The currency that replaced it; None too where several did, each in its country, as for SUR."""
        return None if self._row.successor_code is None else currency(self._row.successor_code)

    @property
    def is_iso(self) -> bool:
        """Whether ISO 4217 has, or had, this code."""
        return self.code.isupper()

    @property
    def valid_from(self) -> date | None:
        """The first day on which it was the money of some territory; None when unknown."""
        return self._row.introduced

    @property
    def valid_until(self) -> date | None:
        """The first day on which it was the money of no territory any more; None while it is, or when unknown."""
        if self._row.withdrawn is None:
            return None if self._row.iso_withdrawn is None else self._row.iso_withdrawn.until
        ends = [each.valid_until for each in tenders_by_currency().get(self.code, ()) if each.valid_until is not None]
        return max(ends, default=self._row.withdrawn + _A_DAY)

    def is_valid(self, on: date | str) -> bool:
        """Whether it was the money of some territory, or in use as a unit of account, on a day.

        A first or last day that is unknown does not shut a day out.

        Example:
            >>> currency("TMM").is_valid("2009-12-31"), currency("TMM").is_valid("2010-01-01")
            (True, False)
        """
        day, first, until = as_date(on), self.valid_from, self.valid_until
        return (first is None or first <= day) and (until is None or day < until)

    def is_tender(self, on: date | str, country: str | Placed | None = None) -> bool:
        """Whether it was legal tender on a day: in one territory, or in any.

        Old money counts for as long as it circulated beside the new.

        Args:
            on: The day.
            country: A country or its alpha-2 code; any territory when not given.

        Raises:
            UnknownCodeError: No such territory.

        Example:
            >>> currency("RUR").is_tender("1994-06-01", "TJ"), currency("RUR").is_tender("1996-01-01", "TJ")
            (True, False)
        """
        day = as_date(on)
        rows = tenders_by_currency().get(self.code, ()) if country is None else money_of(country)
        return any(each.currency == self.code and each.tender and each.is_on(day) for each in rows)

    def symbol(self, locale: "str | Locale") -> str:
        """Give the symbol that a locale uses, or the code where it has none.

        Args:
            locale: A tag such as kk_KZ, kk-KZ or uz-Cyrl.

        Raises:
            UnknownCodeError: No such locale.

        Source:
            CLDR, through Babel.

        Example:
            >>> currency("KZT").symbol("kk"), currency("KZT").symbol("en")
            ('₸', 'KZT')
        """
        return str(find_locale(locale).currency_symbols.get(self.code, self.code))

    def name(self, locale: "str | Locale", *, count: int | Decimal | None = None) -> str:
        """Give the name in a language, or the code where it has none.

        Args:
            locale: A tag such as kk_KZ, kk-KZ or uz-Cyrl.
            count: An amount, for the form that goes with it.

        Raises:
            UnknownCodeError: No such locale.

        Source:
            CLDR, through Babel.

        Example:
            >>> currency("KZT").name("ru"), currency("KZT").name("ru", count=5)
            ('казахский тенге', 'казахских тенге')
        """
        from babel.numbers import get_currency_name  # noqa: PLC0415 - babel loads on first use

        tongue = find_locale(locale)
        return get_currency_name(self.code, count, tongue) if self.is_iso else name_in(self.code, tongue)

    def facts(self, field: str) -> Fact:
        """Give a field with its own source and certainty, and what other sources say.

        Args:
            field: One of numeric, minor_unit, cash_increment, introduced, withdrawn, iso_withdrawn,
                exchangeable_until, predecessor, ratio, successor.

        Raises:
            UnknownCodeError: No such field.

        Example:
            >>> fact = currency("RUB").facts("introduced")
            >>> fact.value, fact.source
            (datetime.date(1998, 1, 1), 'S-RUB1; S-RUB2')
            >>> [(each.source, each.value) for each in fact.conflicts]
            [('CLDR', '1999-01-01')]
        """
        rows = overlays().get((self.code, look_up(_FACTS, field, title="facts of a currency")), ())
        origin = rows[0] if rows else self._row
        return Fact(
            field=field,
            value=getattr(self, field),
            source=origin.source,
            certainty=origin.certainty,
            note=rows[0].note if rows and not rows[0].other else "",
            conflicts=tuple(
                Conflict(value=row.other, source=row.other_source, note=row.note) for row in rows if row.other
            ),
        )


_by_code: dict[str, Currency] = {}


def currencies() -> Mapping[str, Currency]:
    """Give all currencies by code, active and withdrawn, in the order of their codes.

    Example:
        >>> len(currencies()) > 300
        True
    """
    return MappingProxyType(_interned())


@cache
def _interned() -> dict[str, Currency]:
    for row in table(CurrencyRow, "currencies"):
        _by_code.setdefault(row.code, Currency(row.code, row))
    return _by_code


def currency(code: str | Currency, on: date | str | None = None) -> Currency:
    """Look a currency up by its code.

    Args:
        code: A code of ISO 4217 in capitals, of today or withdrawn; or a currency, which is given back.
        on: A day on which it must have been valid.

    Raises:
        UnknownCodeError: No such code, or not on that day; near misses are suggested.
        WrongTypeError: The code is no text.

    Example:
        >>> currency("KZT")
        currency('KZT')
        >>> currency("kzt")
        Traceback (most recent call last):
        centralasia.errors.UnknownCodeError: 'kzt' is not in the table of currencies; did you mean 'KZT'?
    """
    try:
        found = _by_code[code]  # type: ignore[index]  # a currency is no key, and goes the way of all misses
    except (KeyError, TypeError):
        found = _missed(code)
    return found if on is None else _valid(found, as_date(on))


def currencies_of(codes: Iterable[str | Currency] | str | Currency) -> frozenset[Currency]:
    """Give the currencies of several codes, or of one.

    Raises:
        UnknownCodeError: One of them is no currency.

    Example:
        >>> currencies_of(["KZT", "KZT"]) == currencies_of("KZT")
        True
    """
    return frozenset(map(currency, [codes] if isinstance(codes, str | Currency) else codes))


def _missed(code: str | Currency) -> Currency:
    if isinstance(code, Currency):
        return code
    if not isinstance(code, str):
        raise WrongTypeError("currency", code, "a code such as 'KZT'")
    found = currencies().get(code)
    if found is None:
        raise UnknownCodeError(code[:80], "currencies", _near(code))
    return found


def _near(code: str) -> tuple[str, ...]:
    """Suggest what was meant: the code in other letters, a name, the money of a country, the nearest codes."""
    known, upper = currencies(), code[:80].strip().upper()
    rows = [row for row in currency_forms().get(fold(code), ()) if row.use is not Use.PART]
    rows.sort(key=lambda row: row.country != "")
    named = [each for row in rows for each in row.currencies[: None if row.use is Use.SUGGEST else 1]]
    local = [each.currency for each in tenders_by_country().get(upper, ()) if each.valid_until is None]
    likely = [each for each in (upper, *named, *local) if each in known]
    if not likely:
        ranked = sorted(known.values(), key=lambda each: (each.valid_until is not None, not _is_regional(each)))
        likely = list(near(code, [each.code for each in ranked]))
    return tuple(dict.fromkeys(likely))[:3]


def _is_regional(each: Currency) -> bool:
    return any(row.country in REGION for row in tenders_by_currency().get(each.code, ()))


def _valid(found: Currency, day: date) -> Currency:
    if found.is_valid(day):
        return found
    kin = [each for each in _kin(found) if each.is_valid(day)]
    span = [f"{word} {end}" for word, end in (("from", found.valid_from), ("until", found.valid_until)) if end]
    hint = f"{found} is valid {' '.join(span)}"
    raise UnknownCodeError(found.code, f"currencies valid on {day}", tuple(map(str, kin)), hint)


def _kin(found: Currency) -> Iterator[Currency]:
    """Give the units of one money that came after a currency, and those before it."""
    after = found.successor
    while after is not None:
        yield after
        after = after.successor
    yield from predecessors(found)


def predecessors(found: Currency) -> Iterator[Currency]:
    """Give the units that a currency replaced, latest first.

    Example:
        >>> list(predecessors(currency("TJS")))
        [currency('TJR'), currency('RUR'), currency('SUR')]
    """
    while found.predecessor is not None:
        found = found.predecessor
        yield found


register(
    Currency,
    to_text=str,
    from_text=currency,
    ready=currency,
    title="the code of a currency, such as 'KZT'",
    codes=currencies,
)
