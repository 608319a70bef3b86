"""Codes of goods: the Harmonized System, its revisions, and the national digits that tariffs add to it.

A code is a text: chapters 01 to 09 lose their zero in a number. What six digits mean may change with the revision, so
that a code says its revision where one is known ("H6:100119"), and is compared by its digits alone where none is.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from itertools import takewhile
from threading import RLock
from types import MappingProxyType
from typing import Final, final
from weakref import WeakValueDictionary

import attrs

from centralasia.errors import InvalidValueError, ParseError, UnknownCodeError, WrongTypeError
from centralasia.records import register
from centralasia.reference.sources import near
from centralasia.trade.revisions import (
    Revision,
    as_revision,
    is_listed,
    listed_codes,
    listed_revisions,
    narrower_codes,
    title_rows,
)

__all__ = ["TOTAL", "HSCode", "HSLevel", "hs_code", "hs_sections", "revisions_of", "several_codes"]

_ALL: Final = "TOTAL"
_LONGEST: Final = 64
_HS_DIGITS: Final = 6
_NATIONAL_CHAPTERS: Final = ("98", "99")
_LENGTHS: Final = (2, 4, 6, 8, 10)
_SPACES: Final = dict.fromkeys(map(ord, "\t\u00a0\u2007\u2009\u202f"), " ")
_PATTERN: Final = r"(H[0-6]:)?(TOTAL|([0-9]{2}){1,5})"
_HINT: Final = "chapters 01 to 09 lose their zero in a number"
_is_grouped = re.compile(  # separators stand between the levels, or as the tariffs of the region print ten digits
    r"[0-9]{2}(?:[ .]?[0-9]{2}(?:[ .]?[0-9]{2}(?:[ .]?[0-9]{2}(?:[ .]?[0-9]{2})?)?)?)?"
    r"|[0-9]{4}[ .][0-9]{2}[ .][0-9]{3}[ .][0-9]"
).fullmatch


class HSLevel(StrEnum):
    """How far a code goes into the nomenclature: to no, two, four, six, eight or ten digits.

    Six are the same in all countries; eight are those of the EU, ten those of the EAEU (TN VED).

    Example:
        >>> hs_code("8458 11 410 9").level
        <HSLevel.NATIONAL_10: 'national 10'>
    """

    TOTAL = "total"
    CHAPTER = "chapter"
    HEADING = "heading"
    SUBHEADING = "subheading"
    NATIONAL_8 = "national 8"
    NATIONAL_10 = "national 10"


_LEVELS: Final = dict(zip((0, *_LENGTHS), HSLevel, strict=True))


@final
@attrs.frozen(eq=False, repr=False, order=False)
class HSCode:
    """A code of the Harmonized System: one object per code and revision, so that two are the same when identical.

    Look one up with `hs_code`. Pickles and copies give the same object back. Codes are ordered by their digits.

    Source:
        ``hs_codes.csv`` and ``hs_titles.csv``, each row with its source.

    Example:
        >>> durum = hs_code("H6:100119")
        >>> durum.parent, durum.chapter, durum.section
        (hs_code('H6:1001'), hs_code('H6:10'), 'II')
    """

    code: str
    """The digits as text, or "TOTAL"."""
    revision: Revision | None
    """The revision stated; None where none was."""

    def __repr__(self) -> str:
        return f"hs_code({str(self)!r})"

    def __str__(self) -> str:
        return self.code if self.revision is None else f"{self.revision.value}:{self.code}"

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return hs_code, (str(self),)

    def __lt__(self, other: "HSCode") -> bool:
        return self._order < other._order if isinstance(other, HSCode) else NotImplemented

    @property
    def _order(self) -> tuple[str, str]:
        return self.code if self.digits else "", self.revision or ""

    @property
    def digits(self) -> int:
        """The number of digits: 2, 4, 6, 8 or 10, and 0 for all goods."""
        return 0 if self.code == _ALL else len(self.code)

    @property
    def level(self) -> HSLevel:
        """How far it goes into the nomenclature."""
        return _LEVELS[self.digits]

    @property
    def section(self) -> str | None:
        """The section by its Roman numeral; None for all goods and for the national chapters 98 and 99."""
        row = title_rows().get(self.code[:2])
        return None if row is None else row.section

    @property
    def chapter(self) -> "HSCode | None":
        """The chapter it belongs to, or is; None for all goods."""
        return self._cut(2)

    @property
    def heading(self) -> "HSCode | None":
        """The heading it belongs to, or is; None for chapters and all goods."""
        return self._cut(4)

    @property
    def subheading(self) -> "HSCode | None":
        """The six digits it begins with, or is; None above them."""
        return self._cut(_HS_DIGITS)

    def _cut(self, digits: int) -> "HSCode | None":
        return _made(self.code[:digits], self.revision) if self.digits >= digits else None

    @property
    def parent(self) -> "HSCode | None":
        """The code one level up, of the same revision; all goods for a chapter, None for all goods."""
        return _made(self.code[:-2] or _ALL, self.revision) if self.digits else None

    @property
    def ancestors(self) -> tuple["HSCode", ...]:
        """All codes above it, the nearest first."""
        parent = self.parent
        return () if parent is None else (parent, *parent.ancestors)

    @property
    def children(self) -> tuple["HSCode", ...]:
        """The codes one level down: those of the revision, or of any that is listed where none is stated.

        None below subheadings, where each country goes on for itself, nor in the national chapters 98 and 99.

        Example:
            >>> [each.code for each in hs_code("H6:1001").children]
            ['100111', '100119', '100191', '100199']
        """
        codes = narrower_codes().get(self.code if self.digits else "", ())
        return tuple([_made(code, self.revision) for code in codes if is_listed(code, self.revision)])

    @property
    def title(self) -> str | None:
        """What it covers, in English; None where no title with an open licence is known, as for all subheadings."""
        row = title_rows().get(self.code)
        return None if row is None else row.title

    @property
    def national(self) -> str:
        """The digits in the groups of the tariffs of the EAEU, such as "8458 11 410 9"."""
        groups = (self.code[:4], self.code[4:6], self.code[6:9], self.code[9:]) if self.digits else (self.code,)
        return " ".join(filter(None, groups))

    @property
    def is_national_use(self) -> bool:
        """Whether it is of chapter 98 or 99, which each country fills as it likes."""
        return self.code.startswith(_NATIONAL_CHAPTERS)

    def contains(self, other: "HSCode | str") -> bool:
        """Whether another code is this one, or one below it.

        All goods contain everything. Where one of the two states no revision, the digits decide.

        Raises:
            InvalidValueError: The codes are of two revisions: their digits may mean different goods.
            UnknownCodeError: No such code.

        Example:
            >>> hs_code("10").contains("1001.19"), hs_code("1001").contains("10")
            (True, False)
        """
        code = hs_code(other)
        if self.digits == 0:
            return True
        if self.revision and code.revision and self.revision is not code.revision:
            hint = f"to compare the digits alone state no revision: hs_code({self.code!r})"
            raise InvalidValueError("other", str(code), f"a code of {self.revision.value}, or of no revision", hint)
        return code.code.startswith(self.code)


@cache
def hs_sections() -> Mapping[str, tuple[HSCode, ...]]:
    """Give the chapters of each section, by its Roman numeral.

    Example:
        >>> [each.code for each in hs_sections()["XVII"]]
        ['86', '87', '88', '89']
    """
    found: dict[str, list[HSCode]] = {}
    for row in filter(lambda row: row.section, title_rows().values()):
        found.setdefault(row.section, []).append(hs_code(row.code))
    return MappingProxyType({section: tuple(chapters) for section, chapters in found.items()})


_interned: Final[dict[str, HSCode]] = {}
_national: Final[WeakValueDictionary[str, HSCode]] = WeakValueDictionary()  # tariffs have too many to keep
_making: Final = RLock()  # two threads must not make two objects of which there is to be one


def hs_code(code: HSCode | str, revision: Revision | str | None = None) -> HSCode:
    """Look a code up.

    The first six digits must exist: in the revision stated, or in any that is listed. The digits after them are each
    country's own and are not checked, nor is anything in chapters 98 and 99.

    Args:
        code: Such as "1001", "10.01", "HS 1001.19", "8458 11 410 9", "H6:1001" or "TOTAL"; or a code.
        revision: The revision, such as "H6" or "HS2022", where the code does not state it.

    Raises:
        ParseError: No code at all.
        InvalidValueError: A length that no code has, a revision that is not listed, or two revisions stated.
        UnknownCodeError: No such code; near misses are suggested, and the revisions in which it does exist.
        WrongTypeError: The code is no text: chapters 01 to 09 lose their zero in a number.

    Example:
        >>> hs_code("HS 10.01"), hs_code("1001.19", "HS2022")
        (hs_code('1001'), hs_code('H6:100119'))
        >>> hs_code("H6:5201.10")
        Traceback (most recent call last):
        centralasia.errors.UnknownCodeError: '520110' is not in the table of HS codes of H6; did you mean '520100'?
    """
    if revision is None and type(code) is str and (found := _interned.get(code)) is not None:
        return found
    stated = None if revision is None else as_revision(revision)
    digits, own = _parsed(code)
    if stated and own and stated is not own:
        raise InvalidValueError(
            "revision", stated.value, f"{own.value}, which the code {str(code)[:_LONGEST]!r} states"
        )
    return _made(digits, stated or own)


def several_codes(given: object) -> object:
    """Put one code into a tuple, and take a text of several apart; anything else is left to the checks of a column.

    Example:
        >>> several_codes("5205|5201"), several_codes("")
        (('5205', '5201'), ())
    """
    if isinstance(given, str):
        return tuple(given.split("|")) if given else ()
    return (given,) if isinstance(given, HSCode) else given


def _parsed(code: HSCode | str) -> tuple[str, Revision | None]:
    if isinstance(code, HSCode):
        return code.code, code.revision
    if not isinstance(code, str):
        raise WrongTypeError("HS code", code, "a text such as '1001'", _HINT)
    if len(code) > _LONGEST:
        raise ParseError(code, _LONGEST, "an HS code of at most ten digits")
    head, colon, tail = code.translate(_SPACES).rpartition(":")
    head, digits = head.strip().upper(), tail.strip()
    if not colon and digits[:2].upper() == "HS":
        head, digits = "HS", digits[2:].strip()
    revision = as_revision(head) if colon and head != "HS" else None
    if digits.upper() == _ALL:
        return _ALL, revision
    if not _is_grouped(digits):
        raise _misshapen(code, digits)
    return digits.replace(" ", "").replace(".", ""), revision


def _misshapen(text: str, digits: str) -> InvalidValueError | ParseError:
    """Say what is wrong with a text that has not the form of a code."""
    bare = digits.replace(" ", "").replace(".", "")
    if bare.isascii() and bare.isdigit() and len(bare) not in _LENGTHS:
        whole = f"0{bare}"
        hint = f"chapters 01 to 09 keep their zero: {whole!r}" if is_listed(whole[:_HS_DIGITS], None) else ""
        return InvalidValueError("HS code", text, "a code of 2, 4, 6, 8 or 10 digits", hint)
    good = len(list(takewhile("0123456789 .".__contains__, digits)))
    position = len(text.rstrip()) - len(digits) + (good if good < len(digits) else 0)
    return ParseError(text, max(position, 0), "an HS code such as '1001', '1001.19' or '8458 11 410 9'")


def _made(code: str, revision: Revision | None) -> HSCode:
    """Give the one object of a code and revision; it is checked when it is made."""
    text = code if revision is None else f"{revision.value}:{code}"
    kept: dict[str, HSCode] | WeakValueDictionary[str, HSCode] = _interned if len(code) <= _HS_DIGITS else _national
    found = kept.get(text)
    if found is None:
        _check(code, revision)
        with _making:
            found = kept.setdefault(text, HSCode(code, revision))
    return found


def _check(code: str, revision: Revision | None) -> None:
    if revision is not None and revision not in listed_revisions():
        expected = f"one whose codes are listed: {', '.join(listed_revisions())}"
        hint = "without a revision the digits are checked against all of them"
        raise InvalidValueError("revision", revision.value, expected, hint)
    if code == _ALL or code.startswith(_NATIONAL_CHAPTERS):
        return
    for digits in range(2, min(len(code), _HS_DIGITS) + 1, 2):
        if not is_listed(code[:digits], revision):
            raise _unknown(code, code[:digits], revision)


def _unknown(code: str, part: str, revision: Revision | None) -> UnknownCodeError:
    """Name the codes of the same parent that are nearest, and the revisions in which the code does exist."""
    siblings = [each for each in narrower_codes().get(part[:-2], ()) if is_listed(each, revision)]
    elsewhere = ", ".join(sorted(listed_codes().get(part, ())))
    hint = f"{part} is in {elsewhere}" if elsewhere else "chapter 77 is kept for the future" * (part == "77")
    table = "HS codes" if revision is None else f"HS codes of {revision.value}"
    return UnknownCodeError(code, table, near(part, siblings), hint)


def revisions_of(code: HSCode | str) -> tuple[Revision, ...]:
    """Give the revisions in which the first six digits of a code exist, of those whose codes are listed here.

    Raises:
        ParseError, InvalidValueError: It has not the form of a code.

    Example:
        >>> Revision.H6 in revisions_of("854231"), revisions_of("7701")
        (True, ())
    """
    digits, _ = _parsed(code)
    return listed_revisions() if digits == _ALL else tuple(sorted(listed_codes().get(digits[:_HS_DIGITS], ())))


register(
    HSCode,
    to_text=str,
    from_text=hs_code,
    ready=hs_code,
    title="an HS code such as '1001' or 'H6:100119'",
    pattern=_PATTERN,
)
TOTAL: Final = HSCode(_ALL, None)
"""All goods."""
_interned[_ALL] = TOTAL
