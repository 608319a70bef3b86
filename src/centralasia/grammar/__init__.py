"""The grammar of figures over tokens: numbers, units, ranges, lists, hedges and prices, in eight languages."""

from centralasia.grammar.tokens import tokenize

__all__ = ["tokenize"]
