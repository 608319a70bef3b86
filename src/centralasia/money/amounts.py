"""`Money`: an exact amount of one currency."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, final, overload

import attrs

from centralasia.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from centralasia.money.allocation import MAX_PARTS, Ratio, Remainder, as_weights, shares
from centralasia.money.arithmetic import NUMBERS, Factor, as_divisor, as_factor, exactly, product, rounded
from centralasia.money.formatting import Style, writer, written_by_spec
from centralasia.money.parsing import parse_money
from centralasia.money.restating import restated
from centralasia.numbers.exact import add, as_decimal, subtract
from centralasia.numbers.rounding import Rounding, round_to_step
from centralasia.reference import Currency
from centralasia.reference import currency as _by_code
from centralasia.reference.tenders import Placed

__all__ = ["Money", "make_money"]

_ZERO: Final = Decimal(0)
_CONVERT: Final = "convert one of them first"


@final
@attrs.frozen(weakref_slot=False, repr=False)
class Money:
    """An exact amount of one currency.

    The initialiser takes a ready `Decimal` and `Currency`; texts and whole numbers go through `Money.of`. Whatever is
    calculated is exact at any size, or an error: nothing is rounded unasked, and the ambient decimal context has no
    influence. Equal amounts have equal hashes, however many zeros they end in. Zero has no sign.

    Units:
        `amount` is in major units of `currency`.

    Example:
        >>> price = Money.of("1250.50", "USD")
        >>> price * 3 - Money.of(1, "USD")
        Money.of('3750.50', 'USD')
        >>> sum([price, price])
        Money.of('2501.00', 'USD')
    """

    amount: Decimal
    currency: Currency

    def __init__(self, amount: Decimal, currency: Currency) -> None:
        """Take a ready amount and currency; written out, for what attrs would generate is slower."""
        if type(amount) is not Decimal:
            raise WrongTypeError("amount", amount, "a Decimal", "Money.of takes an int or a text too")
        if type(currency) is not Currency:
            raise WrongTypeError("currency", currency, "a Currency", "Money.of takes a code too")
        figure = as_decimal(amount, "amount")
        _set_amount(self, figure or figure.copy_abs())
        _set_currency(self, currency)

    @classmethod
    def of(cls, amount: int | str | Decimal, currency: Currency | str) -> "Money":
        """Make money of an exact figure and a currency or its code.

        Args:
            amount: The figure as it stands: ``"1250.50"`` keeps its zero. Texts as people write them go to `parse`.
            currency: A currency or its code.

        Raises:
            WrongTypeError: A float, a bool or a Fraction as amount.
            InvalidValueError: A text that is no plain numeral, NaN, Infinity, or a figure beyond 10^100,000.
            UnknownCodeError: No such currency; near misses are suggested.

        Example:
            >>> Money.of("1250.50", "USD")
            Money.of('1250.50', 'USD')
        """
        figure = as_decimal(amount, "amount")
        money: Any = _Draft()  # as `make_money`, without the price of a call: this is how most money begins
        money.amount = figure or figure.copy_abs()
        money.currency = currency if type(currency) is Currency else _by_code(currency)
        money.__class__ = Money
        return money  # type: ignore[no-any-return]  # it has just become one

    @classmethod
    def zero(cls, currency: Currency | str) -> "Money":
        """Make nothing of a currency: the start of a sum that may be empty.

        Example:
            >>> sum([], start=Money.zero("KZT"))
            Money.of('0', 'KZT')
        """
        return make_money(_ZERO, _by_code(currency))

    @classmethod
    def parse(
        cls,
        text: str,
        locale: str | None = None,
        *,
        currency: Currency | str | None = None,
        style: Style | None = None,
    ) -> "Money":
        """Read an amount as people write it.

        Whatever `format` prints in this locale is read back exactly; of the compact style, what it says. The currency
        may stand before or after, as code, symbol or name, with any spaces, native digits, any minus, brackets of
        accountants and words of scale.

        Args:
            text: The amount, such as ``"1 234,50 ₸"``.
            locale: What decides the meaning of marks, symbols and words. Without it only what has one meaning
                everywhere is read.
            currency: The currency it must be of; the text need not name it then.
            style: The style it must have been printed in, to the letter.

        Raises:
            ParseError: The text is no amount; `position` says where it stops being one.
            AmbiguousNumberError: The number has two readings, such as ``"1,234"`` without a locale.
            UnknownCodeError: An unknown currency code, or an unknown locale.
            CurrencyMismatchError: The text names another currency than `currency`.

        Example:
            >>> Money.parse("1 234,50 ₸", locale="kk_KZ")
            Money.of('1234.50', 'KZT')
            >>> Money.parse("1,2 млрд ₸", locale="ru_KZ")
            Money.of('1200000000', 'KZT')
        """
        wanted = None if currency is None else _by_code(currency)
        return make_money(*parse_money(text, locale, currency=wanted, style=style))

    def format(self, locale: str, *, style: Style = "symbol", digits: int = 1) -> str:
        r"""Write the amount as people of a locale do, with all its decimals.

        The bytes are those of Babel's ``format_currency`` (for ``"name"`` and ``"accounting"`` of the `format_type` of
        that name), as long as the amount has no more decimals than CLDR shows for the currency. Where it has more,
        Babel rounds; here they are all printed. Only ``"compact"`` rounds, half to even. Where CLDR's symbol is read as
        another currency, as that of RUR in Russian, the code stands instead.

        Args:
            locale: A locale such as ``"kk_KZ"`` or ``"uz_Cyrl"``.
            style: ``"symbol"`` (₸), ``"code"`` (KZT), ``"name"`` (Kazakhstani tenge), ``"accounting"`` (brackets for
                negatives where the locale has them) or ``"compact"`` (1.2 млрд ₸).
            digits: The decimals ``"compact"`` keeps at most.

        Raises:
            UnknownCodeError: No such locale.
            InvalidValueError: No such style, or `digits` is not from 0 to 30.

        Example:
            >>> Money.of("1234.5", "KZT").format("kk_KZ")
            '1\xa0234,50\xa0₸'
            >>> Money.of("1234567890", "KZT").format("kk_KZ", style="compact")
            '1,2\xa0млрд\xa0₸'
        """
        return writer(locale, self.currency.code, style=style, digits=digits)(self.amount)

    def round(
        self, places: int | None = None, *, mode: Rounding | str = Rounding.HALF_EVEN, cash: bool = False
    ) -> "Money":
        """Round to the minor unit, to a number of decimals, or to what can be paid in cash.

        Args:
            places: The decimals to keep; by default those of the minor unit in ISO 4217. Negative for tens, hundreds.
            mode: One of the eight modes of `Rounding`, or its name.
            cash: Round to the smallest amount that can be paid in cash instead.

        Raises:
            InvalidValueError: The currency has no minor unit, or no cash increment, in the tables; `places` and
                `cash` both given; no such mode.

        Example:
            >>> Money.of("1234.565", "KZT").round(), Money.of("1234.565", "KZT").round(1, mode="up")
            (Money.of('1234.56', 'KZT'), Money.of('1234.6', 'KZT'))
            >>> Money.of("1233", "KZT").round(cash=True)
            Money.of('1235', 'KZT')
        """
        if not cash:
            return make_money(rounded(Fraction(self.amount), self._places(places), mode), self.currency)
        increment = self.currency.cash_increment
        if places is not None:
            raise InvalidValueError("places", places, "left out when rounding to cash")
        if increment is None:
            expected = "a currency whose smallest cash amount is in the tables"
            raise InvalidValueError("currency", self.currency.code, expected, "round to places instead")
        return Money(round_to_step(Fraction(self.amount), increment, mode), self.currency)

    def divide(
        self, divisor: Factor, *, places: int | None = None, mode: Rounding | str = Rounding.HALF_EVEN
    ) -> "Money":
        """Divide and round once.

        Args:
            divisor: The divisor.
            places: The decimals to keep; by default those of the minor unit.
            mode: One of the eight modes of `Rounding`, or its name.

        Raises:
            InvalidValueError: Division by zero; the currency has no minor unit; no such mode.

        Example:
            >>> Money.of(100, "KZT").divide(3)
            Money.of('33.33', 'KZT')
        """
        quotient = Fraction(self.amount) / as_divisor(divisor)
        return make_money(rounded(quotient, self._places(places), mode), self.currency)

    def allocate(
        self, ratios: Iterable[Ratio], *, remainder: Remainder = "largest", places: int | None = None
    ) -> "tuple[Money, ...]":
        """Share the amount out in proportion to ratios; the parts always add up to it.

        Shares are whole increments: minor units, or units of the amount's own last decimal where that is finer. Every
        part differs from its fair share by less than one increment, and a ratio of zero gets nothing.

        Args:
            ratios: The ratios, none negative, not all zero, a million at most.
            remainder: Who gets the increments left over: the parts with the ``"largest"`` remainders (the earlier
                first among equals), the ``"first"`` or the ``"last"`` of the parts that come out short, or parts
                ``"spread"`` evenly along the line.
            places: The decimals of an increment, from -1,000 to 1,000.

        Raises:
            InvalidValueError: A negative ratio, no ratio above zero, too many of them or of `places`, or no such rule.
            RoundingNeededError: The amount is no whole number of increments of `places`.

        Example:
            >>> [str(part) for part in Money.of("100", "KZT").allocate([1, 1, 1])]
            ['33.34 KZT', '33.33 KZT', '33.33 KZT']
        """
        return self._shared(as_weights(ratios), remainder, places)

    def split(self, parts: int, *, remainder: Remainder = "largest", places: int | None = None) -> "tuple[Money, ...]":
        """Share the amount out equally; the parts always add up to it.

        Args:
            parts: How many, a million at most.
            remainder: Who gets the increments left over, as in `allocate`.
            places: The decimals of an increment, as in `allocate`.

        Raises:
            InvalidValueError: `parts` is less than one or too many, or there is no such rule.
            RoundingNeededError: The amount is no whole number of increments of `places`.

        Example:
            >>> [str(part) for part in Money.of("-0.05", "USD").split(2, remainder="last")]
            ['-0.02 USD', '-0.03 USD']
        """
        if type(parts) is not int:
            raise WrongTypeError("parts", parts, "an int")
        if not 1 <= parts <= MAX_PARTS:
            raise InvalidValueError("parts", parts, f"from 1 to {MAX_PARTS:,}")
        return self._shared([1] * parts, remainder, places)

    def restate(self, on: date | str, *, country: str | Placed | None = None) -> "Money":
        """Express the amount in the unit that was current on a day, at the legal ratios of the redenominations.

        It works along the chain of a currency, forwards to its successors and back to its predecessors, from the day
        the later unit was introduced.

        Args:
            on: The day.
            country: The country or its ISO 3166 code, where a currency had several successors, such as the Soviet
                rouble.

        Raises:
            InvalidValueError: Several successors and no country; no unit known for that day.
            RoundingNeededError: The result has no finite decimal form.

        Example:
            >>> old = Money.of(5000, "TMM")
            >>> old.restate("2010-01-01"), old.restate("2010-01-01").restate("2005-01-01") == old
            (Money.of('1', 'TMT'), True)
        """
        factor, current = restated(self.currency, on, country=country)
        if current is self.currency:
            return self
        return make_money(exactly(Fraction(self.amount) * factor, self.amount), current)

    def __add__(self, other: "Money") -> "Money":
        if type(other) is not Money:
            return NotImplemented
        if other.currency is not self.currency:
            raise CurrencyMismatchError(self.currency.code, other.currency.code, _CONVERT)
        return make_money(add(self.amount, other.amount), self.currency)

    def __radd__(self, other: int) -> "Money":
        """Let `sum` begin with its zero; any other number is no money."""
        return self if type(other) is int and other == 0 else NotImplemented

    def __sub__(self, other: "Money") -> "Money":
        if type(other) is not Money:
            return NotImplemented
        if other.currency is not self.currency:
            raise CurrencyMismatchError(self.currency.code, other.currency.code, _CONVERT)
        return make_money(subtract(self.amount, other.amount), self.currency)

    def __mul__(self, factor: Factor) -> "Money":
        if type(factor) is int or type(factor) is Decimal:
            return make_money(product(self.amount, factor), self.currency)
        if not isinstance(factor, NUMBERS):
            return NotImplemented
        return make_money(exactly(Fraction(self.amount) * as_factor(factor), self.amount), self.currency)

    __rmul__ = __mul__

    @overload
    def __truediv__(self, divisor: "Money") -> Fraction: ...
    @overload
    def __truediv__(self, divisor: Factor) -> "Money": ...
    def __truediv__(self, divisor: "Money | Factor") -> "Fraction | Money":
        if type(divisor) is Money:
            return Fraction(self.amount) / as_divisor(self._amount_of(divisor))
        if not isinstance(divisor, NUMBERS):
            return NotImplemented
        return make_money(exactly(Fraction(self.amount) / as_divisor(divisor), self.amount), self.currency)

    def __neg__(self) -> "Money":
        return make_money(self.amount.copy_negate(), self.currency) if self.amount else self

    def __pos__(self) -> "Money":
        return self

    def __abs__(self) -> "Money":
        return make_money(self.amount.copy_abs(), self.currency)

    def __bool__(self) -> bool:
        return bool(self.amount)

    def __lt__(self, other: "Money") -> bool:
        return NotImplemented if type(other) is not Money else self.amount < self._amount_of(other)

    def __le__(self, other: "Money") -> bool:
        return NotImplemented if type(other) is not Money else self.amount <= self._amount_of(other)

    def __gt__(self, other: "Money") -> bool:
        return NotImplemented if type(other) is not Money else self.amount > self._amount_of(other)

    def __ge__(self, other: "Money") -> bool:
        return NotImplemented if type(other) is not Money else self.amount >= self._amount_of(other)

    def __str__(self) -> str:
        return f"{self.amount:f} {self.currency.code}"

    def __repr__(self) -> str:
        return f"Money.of('{self.amount}', '{self.currency.code}')"

    def __format__(self, spec: str) -> str:
        """Write it as a format specification asks: ``f"{m:,.2f}"`` (refusing to round) or ``f"{m:kk_KZ:name}"``."""
        return written_by_spec(self.amount, self.currency.code, spec) if spec else str(self)

    def _amount_of(self, other: "Money") -> Decimal:
        if other.currency is not self.currency:
            raise CurrencyMismatchError(self.currency.code, other.currency.code, _CONVERT)
        return other.amount

    def _places(self, places: int | None) -> int:
        if places is None:
            places = self.currency.minor_unit
            if places is None:
                expected = "a currency with a minor unit in ISO 4217"
                raise InvalidValueError("currency", self.currency.code, expected, "name the places")
        elif type(places) is not int:
            raise WrongTypeError("places", places, "an int")
        return places

    def _shared(self, weights: Sequence[int], remainder: Remainder, places: int | None) -> "tuple[Money, ...]":
        places = None if places is None else self._places(places)
        parts = shares(self.amount, weights, remainder=remainder, places=places, minor_unit=self.currency.minor_unit)
        return tuple(make_money(part, self.currency) for part in parts)


_set_amount: Final[Callable[[Money, Decimal], None]] = Money.__dict__["amount"].__set__
_set_currency: Final[Callable[[Money, Currency], None]] = Money.__dict__["currency"].__set__


class _Draft:
    """The layout of `Money` without the lock: setting its fields takes a tenth of what a frozen class needs."""

    __slots__ = ("amount", "currency")

    amount: Decimal
    currency: Currency


def make_money(amount: Decimal, currency: Currency) -> Money:
    """Build money from values that are known to be good, past the initialiser and its checks.

    Example:
        >>> from centralasia.reference import currency
        >>> make_money(Decimal("2.50"), currency("KGS"))
        Money.of('2.50', 'KGS')
    """
    money: Any = _Draft()
    money.amount = amount
    money.currency = currency
    money.__class__ = Money
    return money  # type: ignore[no-any-return]  # it has just become one
