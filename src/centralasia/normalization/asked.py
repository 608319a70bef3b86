"""What is asked of a normalisation, checked."""

from datetime import date, datetime
from typing import Any, Final, final, get_args

import attrs

from centralasia.errors import InvalidValueError
from centralasia.normalization.fixing import Duplicates, Fix
from centralasia.numbers import marks, shortened
from centralasia.periods import as_date
from centralasia.reference import Currency, country, currency
from centralasia.rules.data import Context
from centralasia.rules.kinds import Kind, kind_named
from centralasia.rules.rules import Rule
from centralasia.rules.validating import chosen

__all__ = ["Asked"]

_AS_PRINTED: Final = "base"


@final
@attrs.frozen(kw_only=True)
class Asked:
    """How a table is to be normalised.

    Attributes:
        kind: What its rows are.
        rules: The rules it is held against.
        context: What is known besides.
        fix: How far to go.
        duplicates: Which of several rows about the same to keep.
        is_turned: Whether prices are brought into one direction.
        direction: The currency that prices are to be in, None for the one in which each was printed.
        is_one: Whether prices are to be those of one unit.
        restate: The day whose money amounts are to be in, None for the money they are in.
        country: The country that decides on names of money.
        locale: How figures that are texts are written.
        most: How many findings of a kind are shown.
    """

    kind: Kind
    rules: tuple[Rule, ...]
    context: Context
    fix: Fix
    duplicates: Duplicates
    is_turned: bool
    direction: Currency | None
    is_one: bool
    restate: date | None
    country: str | None
    locale: str | None
    most: int

    @classmethod
    def of(cls, kind: str, **given: Any) -> "Asked":  # noqa: ANN401 - as `normalize` has them
        """Read what the caller says.

        Args:
            kind: The name of the kind.
            given: The keywords of `normalize` that do not tell how the table is read.

        Raises:
            InvalidValueError: A word that there is none of, or what only rates have is asked of something else.
            UnknownCodeError: There is no such rule, currency, country or locale.
        """
        of = kind_named(kind)
        _check_word("fix", given["fix"], Fix)
        _check_word("duplicates", given["duplicates"], Duplicates)
        direction, nominal = given["direction"], given["nominal"]
        if nominal not in (None, 1) or isinstance(nominal, bool):
            raise InvalidValueError("nominal", shortened(nominal), "1, or None for the nominal as published")
        for name in ("direction", "nominal"):
            if given[name] is not None and of.name != "rates":
                raise InvalidValueError(name, shortened(given[name]), f"left out: rates have one, {of.name} have not")
        if given["locale"] is not None:
            marks(given["locale"])
        today = given["today"]
        day = datetime.now().astimezone().date() if today is None else as_date(today, "today")
        return cls(
            kind=of,
            rules=tuple(chosen(of, given["only"], given["skip"])),
            context=Context.of(today=day, rates=given["rates"], more=given["more"]),
            fix=given["fix"],
            duplicates=given["duplicates"],
            is_turned=direction is not None,
            direction=None if direction in (None, _AS_PRINTED) else currency(direction),
            is_one=nominal is not None,
            restate=_day_of(given["restate"], day),
            country=None if given["country"] is None else country(given["country"]).alpha2,
            locale=given["locale"],
            most=given["most"],
        )


def _check_word(name: str, value: object, words: Any) -> None:  # noqa: ANN401 - a Literal
    if value not in get_args(words):
        raise InvalidValueError(name, shortened(value), f"one of {', '.join(map(repr, get_args(words)))}")


def _day_of(restate: bool | date | str, today: date) -> date | None:  # noqa: FBT001 - as the caller says it
    if isinstance(restate, bool):
        return today if restate else None
    return as_date(restate, "restate")
