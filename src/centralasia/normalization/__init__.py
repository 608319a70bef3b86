"""Tables brought to one form: `normalize`, and the log of every change it made (extra ``frames``)."""

from centralasia.normalization.intake import replay
from centralasia.normalization.logs import Change, Log
from centralasia.normalization.normalizing import log_of, normalize

__all__ = ["Change", "Log", "log_of", "normalize", "replay"]
