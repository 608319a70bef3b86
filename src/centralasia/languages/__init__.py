"""Languages of the region: the words with which figures are written, as data, and which language a text is in."""

from centralasia.languages.detection import detect_language, split_by_language
from centralasia.languages.folding import fold
from centralasia.languages.lexicons import LANGUAGES, Lexicon, as_language, lexicon

__all__ = [
    "LANGUAGES",
    "Lexicon",
    "as_language",
    "detect_language",
    "fold",
    "lexicon",
    "split_by_language",
]
