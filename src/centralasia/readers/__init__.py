"""Readers of bulletins and tickers: documents as they are published become rates, and a report of all that was found.

A document is recognised by its contents, never by its name. `READERS` lists what can be read.
"""

from centralasia.readers.forms import Form, Reader
from centralasia.readers.mapped import Columns
from centralasia.readers.reading import read_rates
from centralasia.readers.registry import READERS

__all__ = ["READERS", "Columns", "Form", "Reader", "read_rates"]
