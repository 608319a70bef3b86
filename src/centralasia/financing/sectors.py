"""Sectors of aid and lending by the purpose codes of the OECD, which IATI and the lenders use too.

A code is a text of five digits for a purpose, or of three for a category of purposes.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, final

import attrs

from centralasia.errors import UnknownCodeError, WrongTypeError
from centralasia.periods import as_date
from centralasia.records import column, read_csv, record, register
from centralasia.reference.sources import Certainty, near

__all__ = ["DACSector", "dac_sector", "dac_sectors"]

_DATA: Final = Path(__file__).parent / "data"
_LONGEST: Final = 64
_CATEGORY_DIGITS: Final = 3
_HINT: Final = "purposes that the OECD added after 2019 may be missing"


@record(key=("code",))
class DACSectorRow:
    """A row of ``dac_sectors.csv``; a `DACSector` stands on one."""

    code: str = column(title="purpose or category", unit="DAC", pattern="[0-9]{3}|[0-9]{5}")
    name: str = column(title="name in English")
    valid_from: date | None = column(title="first day, blank when unknown", default=None)
    valid_until: date | None = column(title="first day after, blank while valid or when unknown", default=None)
    withdrawn: bool = column(title="whether it is withdrawn")
    source: str = column(title="keys of the sources, separated by semicolons")
    certainty: Certainty = column(title="how far the row is certain")


@final
@attrs.frozen(eq=False, repr=False, order=False)
class DACSector:
    """A purpose or category of purposes: one object per code, so that two are the same exactly when identical.

    Look one up with `dac_sector`. Pickles and copies give the same object back. They are ordered by their codes.

    Source:
        ``dac_sectors.csv``: the code lists of IATI as of 2020, which replicate those of the OECD.

    Example:
        >>> remittances = dac_sector("24050")
        >>> remittances.name, remittances.valid_from
        ('Remittance facilitation, promotion and optimisation', datetime.date(2017, 1, 1))
    """

    code: str
    """Five digits, or three for a category, as text."""
    _row: DACSectorRow

    def __repr__(self) -> str:
        return f"dac_sector({self.code!r})"

    def __str__(self) -> str:
        return self.code

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return dac_sector, (self.code,)

    def __lt__(self, other: "DACSector") -> bool:
        return self.code < other.code if isinstance(other, DACSector) else NotImplemented

    @property
    def name(self) -> str:
        """Its name in English."""
        return self._row.name

    @property
    def is_category(self) -> bool:
        """Whether it is a category, and not a purpose."""
        return len(self.code) == _CATEGORY_DIGITS

    @property
    def category(self) -> "DACSector":
        """The category of a purpose; a category gives itself."""
        return dac_sectors()[self.code[:_CATEGORY_DIGITS]]

    @property
    def parent(self) -> "DACSector | None":
        """What it belongs to: a purpose to its category, a category to a wider one where there is one.

        Example:
            >>> dac_sector("23220").parent, dac_sector("232").parent, dac_sector("230").parent
            (dac_sector('232'), dac_sector('230'), None)
        """
        if not self.is_category:
            return self.category
        wider = f"{self.code[:2]}0"
        return None if wider == self.code else dac_sectors().get(wider)

    @property
    def children(self) -> tuple["DACSector", ...]:
        """The purposes and narrower categories that belong to it, in the order of their codes."""
        return tuple([each for each in dac_sectors().values() if each.parent is self])

    @property
    def valid_from(self) -> date | None:
        """The first day; None when the source states none."""
        return self._row.valid_from

    @property
    def valid_until(self) -> date | None:
        """The first day after; None while it is valid, or when the source states none."""
        return self._row.valid_until

    @property
    def is_withdrawn(self) -> bool:
        """Whether it is withdrawn: it stands in old data, and is no more to be used."""
        return self._row.withdrawn

    def is_active(self, on: date | str) -> bool | None:
        """Whether it was in use on a day; None where it is withdrawn and the source does not say since when.

        A first day that is unknown does not shut a day out.

        Args:
            on: The day.

        Example:
            >>> dac_sector("41050").is_active("2017-12-31"), dac_sector("41050").is_active("2018-01-01")
            (True, False)
            >>> dac_sector("23065").is_active("2010-06-01") is None
            True
        """
        day = as_date(on)
        if self.valid_from is not None and day < self.valid_from:
            return False
        if self.valid_until is not None:
            return day < self.valid_until
        return None if self.is_withdrawn else True

    def contains(self, other: "DACSector | str") -> bool:
        """Whether another code is this one, or belongs to it.

        Raises:
            UnknownCodeError: No such code.

        Example:
            >>> dac_sector("230").contains("23220"), dac_sector("23220").contains("230")
            (True, False)
        """
        found: DACSector | None = dac_sector(other)
        while found is not None and found is not self:
            found = found.parent
        return found is self


_by_code: Final[dict[str, DACSector]] = {}


@cache
def dac_sectors() -> Mapping[str, DACSector]:
    """Give all purposes and categories by code, in use and withdrawn, in the order of their codes.

    Example:
        >>> dac_sectors()["21020"].name
        'Road transport'
    """
    for row in read_csv(DACSectorRow, (_DATA / "dac_sectors.csv").read_bytes(), table="dac_sectors.csv"):
        _by_code.setdefault(row.code, DACSector(row.code, row))  # two threads must not make two objects of one code
    return MappingProxyType(_by_code)


def dac_sector(code: DACSector | str) -> DACSector:
    """Look a purpose or category up by its code.

    Args:
        code: Five digits, or three for a category, as text; or a sector, which is given back.

    Raises:
        UnknownCodeError: No such code; near misses are suggested.
        WrongTypeError: The code is no text.

    Source:
        ``dac_sectors.csv``.

    Example:
        >>> dac_sector("21020").category.name
        'Transport and storage'
        >>> dac_sector("23220") is dac_sector("23220")
        True
    """
    if isinstance(code, DACSector):
        return code
    if not isinstance(code, str):
        raise WrongTypeError("DAC sector", code, "a text such as '21020'", "codes are texts, as in the code lists")
    known = dac_sectors()
    found = known.get(code) or known.get(code[:_LONGEST].strip())
    if found is None:
        kin = [each for each in known if each.startswith(code[:_CATEGORY_DIGITS])]
        raise UnknownCodeError(code[:_LONGEST], "DAC sectors", near(code, kin) or near(code, known), _HINT)
    return found


register(
    DACSector,
    to_text=str,
    from_text=dac_sector,
    ready=dac_sector,
    title="the code of a DAC sector, such as '21020'",
    codes=dac_sectors,
)
