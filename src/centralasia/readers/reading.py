"""The one way from a document to rates."""

import os
from datetime import date
from typing import get_args

from centralasia.errors import InvalidValueError
from centralasia.periods import as_date
from centralasia.rates import RateTable
from centralasia.rates.inversions import InvertedQuotes
from centralasia.readers import mapped
from centralasia.readers.contents import Document
from centralasia.readers.documents import LIMIT, load
from centralasia.readers.mapped import Columns
from centralasia.readers.registry import reader, recognize
from centralasia.validation import Report

__all__ = ["read_rates"]


def read_rates(
    source: "str | os.PathLike[str] | bytes",
    publisher: str | None = None,
    *,
    on: date | str | None = None,
    columns: Columns | None = None,
    inverted: InvertedQuotes = "flag",
    normalize: bool = False,
    limit: int = LIMIT,
) -> tuple[RateTable, Report]:
    r"""Read the exchange rates of a bulletin or a ticker, as published.

    Nothing is dropped in silence: what could not be read, and what should be known before the rates are used, stands
    in the report as a finding with its line; what the document was taken for, its encoding and all counts are
    facts of the report. Rates that could be read are in the table all the same.

    Each quote is compared with the nearest of the `embedded_rates`, crossed once where needed. One that looks inverted
    is an error, and in the table as printed unless it is to be refused; one that is 20 times more or less than a rate
    at most three years away is a warning. Pairs that the package knows no rate of pass. Of a long history in CSV, whose
    cells become quotes only when they are asked for, the first, a middle and the last quote of each currency are
    compared, and all of them where one of these is not near to what is known.

    Args:
        source: A path, as text or PathLike; or the contents, as bytes.
        publisher: Whose document it is, such as ``"ticker"``; found out from the contents when not given.
        on: The day of the rates, for documents that state none. Where a document states its day, that day is taken,
            and another one here is a finding.
        columns: What the columns are of a table of your own, in CSV, TSV or JSON; then the document is read as one.
        inverted: What to do with a quote that looks inverted: "flag" keeps it as printed, "refuse" leaves it out.
        normalize: Put quotes in an old money that are printed under the code of the new one, such as TJS before 30
            October 2000, under the old one, TJR, from which a conversion restates them at the legal ratio. They are a
            finding either way.
        limit: The most bytes the document may have, as it is and unpacked from an archive.

    Returns:
        The rates, and the report.

    Raises:
        ReaderError: There is no such file; it is empty, binary, too large or in no form that is known; or the
            document states no day and `on` is not given.
        UnknownCodeError: No such publisher; near misses are suggested.
        InvalidValueError: `on` is no day, `inverted` is neither word, or the limit is below 1.

    Example:
        >>> page = "• KGS/USD = 0.01131 0%\n• UZS/USD = 0.00007 0.4%\n07 May 2031\n".encode()  # made up
        >>> rates, report = read_rates(page)
        >>> [str(rate) for rate in rates]
        ['0.01131 USD per 1 KGS (market, 2031-05-07, ticker)', '0.00007 USD per 1 UZS (market, 2031-05-07, ticker)']
        >>> [finding.code for finding in report.problems]
        ['too-few-significant-digits']
    """
    day = None if on is None else as_date(on, "on")
    if inverted not in get_args(InvertedQuotes):
        raise InvalidValueError("inverted", inverted, "'refuse' or 'flag'")
    data, name = load(source, limit)
    document = Document(data, name, day, inverted, normalize, limit)
    if columns is not None:
        if publisher not in (None, mapped.READER.name):
            raise InvalidValueError("publisher", publisher, "left out where columns are given", "a table is of anybody")
        found, (rates, report) = mapped.READER, mapped.read_table(document, columns)
    else:
        found, form = recognize(document) if publisher is None else (reader(publisher), None)
        rates, report = found.read(document) if form is None else form.read(document)
    taken: dict[str, object] = {
        "document": name,
        "publisher": found.name,
        "taken_for": report.facts.get("form", found.title),
        "recognized": publisher is None and columns is None,
    }
    return RateTable.of(rates, name=f"{name} ({found.title})"), Report.of(report.problems, **taken, **report.facts)
