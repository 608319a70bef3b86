"""Near misses: what was probably meant by a code or name that is in no table."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from centralasia.errors import UnknownCodeError, WrongTypeError

__all__ = ["look_up", "near"]

T = TypeVar("T")

_LONGEST = 64  # longer texts are cut: no code or name is as long, and the time stays bounded
_LIKE_ENOUGH = 0.6  # one wrong letter of three leaves two thirds


def near(text: str, choices: Iterable[str], *, limit: int = 3) -> tuple[str, ...]:
    """Suggest the choices nearest to a text, best first.

    Upper and lower case count as the same. Of two choices equally near the earlier comes first.

    Args:
        text: What was given.
        choices: What could have been given.
        limit: The most suggestions to make.

    Returns:
        At most `limit` choices; none when nothing is near.

    Example:
        >>> near("KZR", ["KGS", "KZT", "USD"])
        ('KZT',)
    """
    from difflib import SequenceMatcher  # noqa: PLC0415 - only a miss needs it

    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(text[:_LONGEST].casefold())
    scored = []
    for choice in choices:
        matcher.set_seq1(choice[:_LONGEST].casefold())
        if matcher.real_quick_ratio() >= _LIKE_ENOUGH and matcher.quick_ratio() >= _LIKE_ENOUGH:
            scored.append((matcher.ratio(), choice))
    scored.sort(key=lambda found: -found[0])
    return tuple(choice for ratio, choice in scored[: max(limit, 0)] if ratio >= _LIKE_ENOUGH)


def look_up(rows: Mapping[str, T], code: str, *, title: str, hint: str = "") -> T:
    """Give the row with this code.

    Args:
        rows: The rows by code.
        code: The code.
        title: What the rows are, in the plural.
        hint: What else the error says.

    Raises:
        UnknownCodeError: No such code; near misses are suggested.
        WrongTypeError: The code is no text.

    Example:
        >>> look_up({"CIF": "cost, insurance, freight", "FOB": "free on board"}, "FOB", title="terms")
        'free on board'
        >>> look_up({"CIF": "cost, insurance, freight", "FOB": "free on board"}, "FOC", title="terms")
        Traceback (most recent call last):
        centralasia.errors.UnknownCodeError: 'FOC' is not in the table of terms; did you mean 'FOB'?
    """
    if not isinstance(code, str):
        raise WrongTypeError(title, code, "looked up by a code, which is a text")
    if code in rows:
        return rows[code]
    raise UnknownCodeError(code[:_LONGEST], title, near(code, rows), hint)
