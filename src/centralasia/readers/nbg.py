"""The National Bank of Georgia: tables of days in JSON.

Figures are lari for the quantity printed, as texts of four decimals; the number beside a text stands in where there is
none, and where the two differ, a finding says so. A table holds from its own day on, which it states as midnight of
UTC; a row that states another one is taken at that, with a finding. The change is the number, since its text has lost
the sign.

Not verified: that a day without a table is answered with an empty array.
"""

from datetime import date
from fractions import Fraction
from typing import Final

from centralasia.rates.quotes import places_of
from centralasia.readers.answers import compare_days, error_answer, picker, printed, records_of, stated, texts_of
from centralasia.readers.bulletins import Bulletin
from centralasia.readers.contents import Document
from centralasia.readers.figures import read_day, read_figure
from centralasia.readers.forms import Reader, Readout, filled
from centralasia.validation import Severity

__all__ = ["READER", "parse"]

_SOURCE: Final = "nbg"
_LOCAL: Final = "GEL"
_DECIMALS: Final = 4
_FIELDS: Final = frozenset(
    {"code", "quantity", "rateFormated", "diffFormated", "rate", "name", "diff", "date", "validFromDate"}
)
_TABLE_FIELDS: Final = frozenset({"date", "currencies"})
_NULL: Final = "null"

_NAMES: Final = {"currency": "code", "value": "rateFormated", "nominal": "quantity"}

_texts: Final = picker("code", "rateFormated", "validFromDate", "rate")


def _is_tables(document: Document) -> bool:
    return document.is_json and '"currencies"' in document.head and '"quantity"' in document.head


def _tables(bulletin: Bulletin) -> None:
    before = 0
    for number, table in records_of(bulletin, bulletin.document.json, "document"):
        if not table.keys() <= _TABLE_FIELDS:
            bulletin.knows(number, texts_of(table), _TABLE_FIELDS)
        text = printed(table, "date")
        day = None if text is None else read_day(text)
        for row, record in records_of(bulletin, table.get("currencies"), "currencies", before + 1):
            if not record.keys() <= _FIELDS:
                bulletin.knows(row, texts_of(record), _FIELDS)
            code, figure, own, plain = _texts(record)
            on = day if own is None or own == text else _own_day(bulletin, row, own, day)
            if on is None:
                bulletin.day(row, text, "date")
                continue
            is_text = figure is not None and figure != _NULL
            if figure is not None and plain is not None and figure.rstrip("0").rstrip(".") != plain:
                _compare(bulletin, row, figure, plain)
            bulletin.take(
                row,
                code,
                figure if is_text else plain,
                units=printed(record, "quantity"),
                on=on,
                decimals=None if is_text else _DECIMALS,
                change=stated(record, "diff"),
            )
        before += len(table["currencies"])
    compare_days(bulletin)


def _compare(bulletin: Bulletin, row: int, figure: str, number: str) -> None:
    """Tell where the number beside a text is more than half a unit of the last digit of the text away from it."""
    text, value = read_figure(figure), read_figure(number)
    if text is None or value is None or abs(Fraction(text) - Fraction(value)) * 2 * 10 ** places_of(text) <= 1:
        return
    message = f"{figure} as a text and {number} as a number, which are not the same; the text is taken"
    cause, fix = "a slip of the publisher", "compare it with another source before it is used"
    bulletin.note(
        "conflicting-figures", Severity.WARNING, message, row=row, column="rate", value=number, cause=cause, fix=fix
    )


def _own_day(bulletin: Bulletin, row: int, own: str, day: date | None) -> date | None:
    """Read the day of a row, and tell where it is not that of its table."""
    on = read_day(own) or day
    if on is not None and day is not None and on != day:
        message = f"the row holds from {on}, its table from {day}; the row is taken at its own day"
        bulletin.note(
            "other-day-in-row", Severity.WARNING, message, about=on, row=row, column="validFromDate", value=own
        )
    return on


def _otherwise(document: Document) -> Readout | None:
    if not document.is_json:
        return None
    if document.json != []:
        raise error_answer(document)
    bulletin = Bulletin(document, _SOURCE, _LOCAL)
    bulletin.note("no-bulletin", Severity.INFO, "the answer is empty: there is no table for the day that was asked")
    return bulletin.result("no table, JSON")


READER: Final = Reader(
    name=_SOURCE,
    title="National Bank of Georgia",
    forms=(filled(_SOURCE, _LOCAL, "tables of days, JSON", detect=_is_tables, fill=_tables, names=_NAMES),),
    otherwise=_otherwise,
)
parse = READER.parse
