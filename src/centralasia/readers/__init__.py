"""Readers of bulletins and tickers: documents as they are published become rates, and a report of all that was found.

A document is recognised by its contents, never by its name. `READERS` lists what can be read.
"""

from centralasia.readers.reading import read_rates
from centralasia.readers.registry import READERS, Reader

__all__ = ["READERS", "Reader", "read_rates"]
