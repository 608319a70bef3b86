"""The grammar of figures over tokens: numbers, units, ranges, lists, hedges and prices, in eight languages."""

from centralasia.grammar.figures import Figure, read_figure
from centralasia.grammar.hedges import qualify
from centralasia.grammar.joins import join
from centralasia.grammar.prices import price
from centralasia.grammar.tokens import Token, tokenize

__all__ = ["Figure", "Token", "join", "price", "qualify", "read_figure", "tokenize"]
