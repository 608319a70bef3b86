"""The Bank for International Settlements: rates of the US dollar, the dataflow ``WS_XRU``, in SDMX-CSV.

Its figures are units of the local money for one US dollar, compiled by the BIS. They share their layout, and what of it
is not verified, with those of other agencies: see `centralasia.readers.sdmx`.
"""

from typing import Final

from centralasia.readers.sdmx import BIS

__all__ = ["READER", "parse"]

READER: Final = BIS
parse = READER.parse
