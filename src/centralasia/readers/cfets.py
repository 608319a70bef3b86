"""China Foreign Exchange Trade System: the central parity of the renminbi, in JSON.

Units:
    The name of a pair says them, and its direction: 100JPY/CNY is renminbi for 100 yen, CNY/RUB roubles for one
    renminbi.

Source:
    Layout seen in recorded answers of 2026; that the figures follow `searchlist` where only some pairs were asked for,
    and how a refusal reads, in code that uses the feed. Not verified: that a parity, set in the morning, holds for
    that same day, since the day is taken as stated.
"""

import re
from collections.abc import Sequence
from typing import Any, Final

from centralasia.errors import ReaderError
from centralasia.readers.bulletins import Bulletin
from centralasia.readers.contents import Document
from centralasia.readers.forms import Reader, filled
from centralasia.validation import Severity

__all__ = ["READER", "parse"]

_Pair = tuple[str, str, str]  # units, base, quote

_PAIR: Final = re.compile(r"([0-9]{0,9})([A-Z]{3})/([A-Z]{3})")
_FIELDS: Final = frozenset({"date", "values"})
_FINE: Final = "200"
_SHOWN: Final = 200


def _is_parity(document: Document) -> bool:
    head = document.head
    return document.is_json and ('"rep_code"' in head or ('"searchlist"' in head and '"pageTotal"' in head))


def _parity(bulletin: Bulletin) -> None:
    name = bulletin.document.name
    answer = bulletin.document.json
    if not isinstance(answer, dict):
        raise ReaderError(name, "document", "expected an object with 'data' and 'records'")
    head, data, records = _object(answer, "head"), _object(answer, "data"), answer.get("records")
    code = str(head.get("rep_code", _FINE))
    if code != _FINE:
        raise ReaderError(name, "head", f"the publisher answers with an error: {code} {_words(head, 'rep_message')}")
    words = _words(data, "flagMessage")
    if words and not records:
        raise ReaderError(name, "data.flagMessage", f"the publisher answers with an error: {words}")
    if not isinstance(records, list):
        raise ReaderError(name, "records", "expected a list of days with their rates")
    lists = [_pairs(bulletin, data[field], field) for field in ("searchlist", "head") if _is_list(data.get(field))]
    if not lists:
        raise ReaderError(name, "data.head", "expected a list of pairs")
    _tell_of_pages(bulletin, data)
    for row, record in enumerate(records, 1):
        _record(bulletin, row, record, lists)


def _object(answer: dict[str, Any], field: str) -> dict[str, Any]:
    found = answer.get(field)
    return found if isinstance(found, dict) else {}


def _words(found: dict[str, Any], field: str) -> str:
    return " ".join(str(found.get(field) or "")[:_SHOWN].split())


def _is_list(found: object) -> bool:
    return isinstance(found, list) and bool(found)


def _pairs(bulletin: Bulletin, names: Sequence[object], field: str) -> list[_Pair | None]:
    """Read names of pairs; None for one that cannot be read."""
    pairs: list[_Pair | None] = []
    for name in names:
        found = _PAIR.fullmatch(str(name))
        if found is None:
            message = f"expected a pair as in 100JPY/CNY, got {str(name)[:_SHOWN]!r}; its quotes are not taken"
            shown = str(name)
            bulletin.note("unreadable-pair", Severity.ERROR, message, about=shown, column=f"data.{field}", value=shown)
            pairs.append(None)
        else:
            units, base, quote = found.groups()
            pairs.append((units or "1", base, quote))
    return pairs


def _record(bulletin: Bulletin, row: int, record: object, lists: Sequence[Sequence[_Pair | None]]) -> None:
    if not isinstance(record, dict):
        bulletin.missing(row, "date")
        return
    bulletin.knows(row, record, _FIELDS)
    stated, values = record.get("date"), record.get("values")
    on = bulletin.day(row, None if stated is None else str(stated), "date")
    if on is None:
        return
    if not isinstance(values, list):
        bulletin.missing(row, "values")
        return
    pairs = next((pairs for pairs in lists if len(pairs) == len(values)), None)
    if pairs is None:
        message = f"{len(values)} figures for {len(lists[0])} pairs; the record is not taken"
        bulletin.note("misaligned-values", Severity.ERROR, message, row=row, column="values")
        return
    for pair, value in zip(pairs, values, strict=True):
        if pair is not None:
            units, base, quote = pair
            figure = "" if value is None else str(value)
            bulletin.take(row, base, figure, units=units, on=on, quote=quote)


def _tell_of_pages(bulletin: Bulletin, data: dict[str, Any]) -> None:
    page, pages = data.get("pageNum"), data.get("pageTotal")
    if not isinstance(pages, int) or pages <= 1:
        return
    bulletin.facts["page"], bulletin.facts["pages"] = page, pages
    message = f"page {page} of {pages:,}: more days of what was asked for stand on the others"
    bulletin.note("more-pages", Severity.INFO, message, column="data.pageTotal", value=str(pages))


READER: Final = Reader(
    name="cfets",
    title="China Foreign Exchange Trade System",
    forms=(
        filled(
            "cfets",
            "CNY",
            "central parity of the renminbi, JSON",
            detect=_is_parity,
            fill=_parity,
            names={"value": "values"},
        ),
    ),
)
parse = READER.parse
