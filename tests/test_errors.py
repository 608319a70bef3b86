import copy
import pickle
import pkgutil
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from importlib import import_module

import attrs
import pytest

import centralasia
from centralasia import errors
from centralasia.errors import CentralAsiaError
from centralasia.store import StoreError

# One of each, with what it says.
EXAMPLES: list[tuple[CentralAsiaError, type[Exception], str]] = [
    (StoreError("rates.db", "the disk is full", "make room"), RuntimeError, "rates.db: the disk is full; make room"),
    (CentralAsiaError("as told"), Exception, "as told"),
    (errors.InvalidValueError("nominal", 0, "at least 1"), ValueError, "nominal must be at least 1, got 0"),
    (
        errors.InvalidValueError("mode", "up?", "a rounding mode", "did you mean 'up'?"),
        ValueError,
        "mode must be a rounding mode, got 'up?'; did you mean 'up'?",
    ),
    (
        errors.WrongTypeError("amount", 1.5, "an exact number", "pass Decimal('1.5') or the text '1.5'"),
        TypeError,
        "amount must be an exact number, got 1.5 of type float; pass Decimal('1.5') or the text '1.5'",
    ),
    (errors.ParseError("1.2.3", 3, "a digit"), ValueError, "expected a digit at position 3 of '1.2.3'"),
    (
        errors.AmbiguousNumberError("1,234", 1, "one reading", "name a locale"),
        ValueError,
        "expected one reading at position 1 of '1,234'; name a locale",
    ),
    (errors.UnknownCodeError("KTZ", "currencies"), LookupError, "'KTZ' is not in the table of currencies"),
    (
        errors.UnknownCodeError("KTZ", "currencies", ("KZT", "KGS"), "see currencies()"),
        LookupError,
        "'KTZ' is not in the table of currencies; did you mean 'KZT' or 'KGS'?; see currencies()",
    ),
    (
        errors.RateNotFoundError("KZT/UZS", date(1993, 1, 1), "embedded rates", "the first is of 1993-11-15"),
        LookupError,
        "no rate for KZT/UZS on 1993-01-01 in embedded rates; the first is of 1993-11-15",
    ),
    (errors.RateNotFoundError("KZT/UZS", "1993", "a table"), LookupError, "no rate for KZT/UZS on 1993 in a table"),
    (errors.CurrencyMismatchError("KZT", "UZS"), ValueError, "expected KZT, got UZS"),
    (errors.PeriodMismatchError("months", "2024-W05"), ValueError, "expected months, got 2024-W05"),
    (errors.RoundingNeededError("1/3"), ArithmeticError, "1/3 does not fit a finite decimal exactly"),
    (
        errors.RoundingNeededError("0.125", 2, "name a rounding mode"),
        ArithmeticError,
        "0.125 does not fit 2 decimal places exactly; name a rounding mode",
    ),
    (errors.ReferenceDataError("currencies", 7, "blank source"), RuntimeError, "currencies, line 7: blank source"),
    (errors.ReaderError("ticker", "line 3", "no figure"), ValueError, "ticker, line 3: no figure"),
    (errors.ValidationFailedError("2 errors"), ValueError, "2 errors"),
    (
        errors.MissingExtraError("cli", "click"),
        ImportError,
        "click is not installed; pip install 'centralasia[cli]'",
    ),
    (
        errors.MissingExtraError("frames"),
        ImportError,
        "an optional library is not installed; pip install 'centralasia[frames]'",
    ),
]
examples = pytest.mark.parametrize(("error", "builtin", "message"), EXAMPLES, ids=lambda value: type(value).__name__)


def kinds_under(base: type[Exception]) -> Iterator[type[Exception]]:
    yield base
    for kind in base.__subclasses__():
        yield from kinds_under(kind)


@examples
def test_an_error_says_what_was_expected(error: CentralAsiaError, builtin: type[Exception], message: str) -> None:
    assert str(error) == message
    assert isinstance(error, builtin)
    assert not message.endswith(".")


@examples
def test_an_error_survives_pickling_and_copying(
    error: CentralAsiaError, builtin: type[Exception], message: str
) -> None:
    kind = type(error)
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert type(twin) is kind
        assert isinstance(twin, builtin)
        assert str(twin) == message
        assert twin.args == error.args
        for field in attrs.fields(kind) if attrs.has(kind) else ():
            assert getattr(twin, field.name) == getattr(error, field.name)


def test_a_long_text_is_shown_around_the_place() -> None:
    shown = str(errors.ParseError("9" * 200 + "x" + "9" * 200, 200, "a digit"))
    assert shown == f"expected a digit at position 200 of {'9' * 30 + 'x' + '9' * 29 + '…'!r}"


def test_every_error_of_every_room_stands_in_the_examples() -> None:
    for module in pkgutil.walk_packages(centralasia.__path__, "centralasia."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    kinds = {kind for kind in kinds_under(CentralAsiaError) if kind.__module__.startswith("centralasia")}
    assert kinds == {type(error) for error, _, _ in EXAMPLES}


def test_errors_and_warnings_are_told_apart_by_their_bases() -> None:
    assert issubclass(errors.CentralAsiaWarning, UserWarning)
    assert not issubclass(errors.CentralAsiaWarning, CentralAsiaError)


def test_a_value_of_any_size_can_be_shown() -> None:
    huge = 10**5_000
    assert str(errors.InvalidValueError("count", huge, "small")).endswith("got a int of more digits than can be shown")
    assert str(errors.RoundingNeededError(Fraction(1, huge))).startswith("a Fraction of more digits than can be shown")
    assert len(str(errors.UnknownCodeError("K" * 10**6, "currencies"))) < 300


@pytest.mark.parametrize(
    "error",
    [errors.InvalidValueError("figure", 10**5_000, "small"), errors.RoundingNeededError(10**5_000)],
    ids=["value", "rounding"],
)
def test_an_error_about_a_number_too_long_to_print_can_be_printed(error: Exception) -> None:
    assert "of more digits than can be shown" in repr(error)
    assert "of more digits than can be shown" in str(error)
