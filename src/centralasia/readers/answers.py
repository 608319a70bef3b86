"""Answers of interfaces in JSON: their records, the fields of these as texts, and their days beside the one asked."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import Any, Final

from centralasia.errors import ReaderError
from centralasia.readers.bulletins import Bulletin
from centralasia.readers.contents import Document
from centralasia.validation import Severity

__all__ = ["compare_days", "error_answer", "picker", "printed", "records_of", "stated", "texts_of"]


_MOST_WORDS: Final = 200  # characters
_BARE: Final = frozenset({"", "null", "[…]", "{…}"})


def printed(record: Mapping[str, Any], field: str) -> str | None:
    """Give a field of a record as it is printed, without the quotes of a text; None where it is missing.

    Example:
        >>> record = {"Rate": "12500.00", "id": 69, "Diff": None}
        >>> [printed(record, field) for field in ("Rate", "id", "Diff", "Date")]
        ['12500.00', '69', 'null', None]
    """
    try:
        value = record[field]
    except KeyError:
        return None
    return value if type(value) is str else _written(value)


def stated(record: Mapping[str, Any], field: str) -> str | None:
    """Give a field of a record as it is printed; None where it is missing, null or empty.

    Example:
        >>> record = {"diff": 0, "rateFormated": None}
        >>> [stated(record, field) for field in ("diff", "rateFormated", "name")]
        ['0', None, None]
    """
    return None if record.get(field) in (None, "") else printed(record, field)


def picker(*fields: str) -> Callable[[Mapping[str, Any]], Sequence[str | None]]:
    """Make a function that gives several fields of a record as `printed` does, at once where all of them are texts.

    Args:
        fields: Their names, two or more.

    Example:
        >>> picker("Ccy", "Nominal", "Diff")({"Ccy": "USD", "Nominal": 1})
        ['USD', '1', None]
    """
    pick, texts = itemgetter(*fields), [str] * len(fields)

    def picked(record: Mapping[str, Any]) -> Sequence[str | None]:
        try:
            found: tuple[str, ...] = pick(record)
        except KeyError:
            found = ()
        return found if [*map(type, found)] == texts else [printed(record, field) for field in fields]

    return picked


def texts_of(record: Mapping[str, Any]) -> dict[str, str]:
    """Give all fields of a record as they are printed.

    Example:
        >>> texts_of({"Ccy": "USD", "id": 69, "names": ["dollar"]})
        {'Ccy': 'USD', 'id': '69', 'names': '[…]'}
    """
    return {field: value if type(value) is str else _written(value) for field, value in record.items()}


def _written(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, list | dict):  # they may be deep
        return "[…]" if isinstance(value, list) else "{…}"
    return str(value).lower()


def records_of(bulletin: Bulletin, array: object, place: str, first: int = 1) -> Iterator[tuple[int, dict[str, Any]]]:
    """Give the records of an array with their numbers; what is no record in it is a finding.

    Args:
        bulletin: Where findings go.
        array: What stands where the array is expected.
        place: Where that is.
        first: The number of the first record.

    Raises:
        ReaderError: It is no array.
    """
    if not isinstance(array, list):
        raise ReaderError(bulletin.document.name, place, f"expected an array of records, got {_written(array)[:80]}")
    for row, record in enumerate(array, first):
        if isinstance(record, dict):
            yield row, record
        else:
            message = f"expected a record with fields; record {row} is not taken"
            bulletin.note("unreadable-record", Severity.ERROR, message, row=row, value=_written(record))


def error_answer(document: Document) -> ReaderError:
    """Make an error of an answer that holds no records, with the words that it has for it.

    Args:
        document: JSON.

    Example:
        >>> str(error_answer(Document(b'{"status": 404, "message": "Not found"}')))
        'bytes, document: an answer without records: 404, Not found'
    """
    answer = document.json
    texts = [text for text in texts_of(answer).values() if text not in _BARE] if isinstance(answer, dict) else []
    words = " ".join(", ".join(texts).split())[:_MOST_WORDS]
    return ReaderError(document.name, "document", f"an answer without records: {words or 'it does not say why'}")


def compare_days(bulletin: Bulletin) -> None:
    """Compare the day asked for with those of the rates: a publisher may answer with the table then in force.

    Args:
        bulletin: What was taken.
    """
    asked = bulletin.document.on
    days = {*bulletin.rates.days()}
    if asked is not None and days and asked.toordinal() not in days:
        bulletin.day_of_document(date.fromordinal(max(days)).isoformat(), "document")
