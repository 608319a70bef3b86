"""The revisions of the Harmonized System, and the codes and titles of each."""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from centralasia.errors import UnknownCodeError, WrongTypeError
from centralasia.records import column, read_csv, record
from centralasia.reference.sources import Certainty, near

__all__ = [
    "HSRow",
    "HSTitle",
    "Revision",
    "as_revision",
    "is_listed",
    "listed_codes",
    "listed_revisions",
    "narrower_codes",
    "title_rows",
]

_DATA: Final = Path(__file__).parent / "data"
_LONGEST: Final = 64  # no name of a revision is as long


class Revision(StrEnum):
    """A revision of the Harmonized System, by the code that UN Comtrade gives it.

    Countries move to a revision in the year of its name or later, so that the year of a flow does not tell it.

    Example:
        >>> Revision("HS2017"), Revision.H5.year
        (<Revision.H5: 'H5'>, 2017)
    """

    H0 = "H0"
    """HS 1988, with the changes of 1992."""
    H1 = "H1"
    H2 = "H2"
    H3 = "H3"
    H4 = "H4"
    H5 = "H5"
    H6 = "H6"

    @property
    def year(self) -> int:
        """The year of its name: the first in which it was in force."""
        return _YEARS[self]

    @classmethod
    def _missing_(cls, value: object) -> "Revision | None":
        form = re.sub(r"[\s_-]", "", str(value)[:_LONGEST]).upper().removeprefix("HS")
        return cls.__members__.get(form) or _BY_YEAR.get(form)


_YEARS: Final = dict(zip(Revision, (1988, 1996, 2002, 2007, 2012, 2017, 2022), strict=True))
_BY_YEAR: Final = {
    **{str(year): revision for revision, year in _YEARS.items()},
    **{str(year)[2:]: revision for revision, year in _YEARS.items()},
    **dict.fromkeys(("1992", "92", "1988/92", "1988/1992"), Revision.H0),
}


def as_revision(value: Revision | str) -> Revision:
    """Give the revision that a text names: "H5", "HS2017", "HS 17" or "2017".

    Raises:
        UnknownCodeError: No such revision.
        WrongTypeError: No text.

    Example:
        >>> as_revision("HS 1988/92")
        <Revision.H0: 'H0'>
    """
    if not isinstance(value, str):
        raise WrongTypeError("revision", value, "a revision such as 'H5' or 'HS2017'")
    try:
        return Revision(value)
    except ValueError:
        named = tuple(f"HS{year}" for year in _YEARS.values())
        raise UnknownCodeError(value[:_LONGEST], "revisions of the HS", near(value, named), "H0 to H6") from None


@record(key=("code", "first"))
class HSRow:
    """A row of ``hs_codes.csv``: a subheading, and a run of revisions in which it stands."""

    code: str = column(title="subheading", unit="HS", pattern="[0-9]{6}")
    first: Revision = column(title="first revision of the run")
    last: Revision = column(title="last revision of the run")
    source: str = column(title="keys of the sources, separated by semicolons")
    certainty: Certainty = column(title="how far the row is certain")


@record(key=("code",))
class HSTitle:
    """A row of ``hs_titles.csv``: a chapter or heading with its title, and a chapter with its section."""

    code: str = column(title="chapter or heading", unit="HS", pattern="[0-9]{2}|[0-9]{4}")
    section: str = column(title="section, for chapters", default="")
    title: str = column(title="title in English")
    source: str = column(title="keys of the sources, separated by semicolons")
    certainty: Certainty = column(title="how far the row is certain")


@cache
def listed_codes() -> Mapping[str, frozenset[Revision]]:
    """Give the revisions of each subheading, heading and chapter."""
    order = tuple(Revision)
    found: dict[str, set[Revision]] = {}
    for row in read_csv(HSRow, (_DATA / "hs_codes.csv").read_bytes(), table="hs_codes.csv"):
        run = order[order.index(row.first) : order.index(row.last) + 1]
        for digits in (2, 4, 6):
            found.setdefault(row.code[:digits], set()).update(run)
    return {code: frozenset(revisions) for code, revisions in found.items()}


@cache
def listed_revisions() -> tuple[Revision, ...]:
    """Give the revisions whose codes are listed here; a code that is stated to be of another is refused.

    Source:
        ``hs_codes.csv``.

    Example:
        >>> Revision.H6 in listed_revisions()
        True
    """
    return tuple(sorted(frozenset().union(*listed_codes().values())))


def is_listed(code: str, revision: Revision | None) -> bool:
    """Whether a code exists in a revision, or in any without one."""
    revisions = listed_codes().get(code)
    return revisions is not None and (revision is None or revision in revisions)


@cache
def narrower_codes() -> Mapping[str, tuple[str, ...]]:
    """Give the codes one level below each, in their order, and the chapters below the blank text."""
    found: dict[str, list[str]] = {}
    for code in sorted(listed_codes()):
        found.setdefault(code[:-2], []).append(code)
    return {parent: tuple(codes) for parent, codes in found.items()}


@cache
def title_rows() -> Mapping[str, HSTitle]:
    """Give the titles of chapters and of some headings."""
    return {row.code: row for row in read_csv(HSTitle, (_DATA / "hs_titles.csv").read_bytes(), table="hs_titles.csv")}
