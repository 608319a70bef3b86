"""Figures as people write them: found in texts of eight languages, with their units, hedges and places."""

from centralasia.numbers import parse_number
from centralasia.text.blocks import Passage, iter_mentions, iter_passages
from centralasia.text.linking import FoundClaim, FoundClaims, Reason, Untied, find_claims
from centralasia.text.markup import KINDS, iter_html, to_html
from centralasia.text.mentions import Mention, find_mentions

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
