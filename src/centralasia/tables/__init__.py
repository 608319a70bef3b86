"""Tables: any input as columns with lines of the file, headers matched, figures and days read (extra ``frames``)."""

from centralasia.tables.days import Days, read_days
from centralasia.tables.headers import Matched, matched
from centralasia.tables.inputs import opened
from centralasia.tables.numerals import Numerals, plain_numbers, read_numerals
from centralasia.tables.sources import Part, Source

__all__ = [
    "Days",
    "Matched",
    "Numerals",
    "Part",
    "Source",
    "matched",
    "opened",
    "plain_numbers",
    "read_days",
    "read_numerals",
]
