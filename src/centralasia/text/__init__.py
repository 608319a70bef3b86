"""Figures as people write them: found in texts of eight languages, with their units, hedges and places."""

from typing import TYPE_CHECKING

from centralasia.numbers import parse_number
from centralasia.text.blocks import Passage, iter_mentions, iter_passages
from centralasia.text.markup import KINDS, iter_html, to_html
from centralasia.text.mentions import Mention, find_mentions

if TYPE_CHECKING:
    from centralasia.text.linking import FoundClaim, FoundClaims, Reason, Untied, find_claims

__all__ = [
    "KINDS",
    "FoundClaim",
    "FoundClaims",
    "Mention",
    "Passage",
    "Reason",
    "Untied",
    "find_claims",
    "find_mentions",
    "iter_html",
    "iter_mentions",
    "iter_passages",
    "parse_number",
    "to_html",
]

_OF_CLAIMS = frozenset({"FoundClaim", "FoundClaims", "Reason", "Untied", "find_claims"})


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Load what ties figures to claims on first use: the rooms of trade and remittances come with it."""
        if name not in _OF_CLAIMS:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name)
        from centralasia.text import linking  # noqa: PLC0415 - as said

        return getattr(linking, name)
