"""A local store of rates in one file: nothing is lost, nothing overwritten, and it is known what was learnt when."""

from centralasia.store.additions import Added
from centralasia.store.files import StoreError
from centralasia.store.revisions import Revision
from centralasia.store.stores import Store

__all__ = ["Added", "Revision", "Store", "StoreError"]
