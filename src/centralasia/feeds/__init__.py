"""Fetching: official rates from their publishers over the network, politely, with a report of all that went wrong.

It needs the extra ``feeds``. Whatever comes is read by the readers, and can be kept in a store at once.
"""

from centralasia.feeds.endpoints import Endpoint
from centralasia.feeds.fetching import fetch
from centralasia.feeds.manners import Manners
from centralasia.feeds.publishers import ENDPOINTS

__all__ = ["ENDPOINTS", "Endpoint", "Manners", "fetch"]
