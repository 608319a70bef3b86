"""Figures as people write them. One reading of numerals serves the whole library, and stands here for its users."""

from centralasia.numbers import parse_number

__all__ = ["parse_number"]
