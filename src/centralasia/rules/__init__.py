"""Rules about data of the region, and `validate`, which holds them against a table (extra ``frames``)."""

from centralasia.rules.catalogue import RULES
from centralasia.rules.kinds import KINDS, Kind
from centralasia.rules.rules import Example, Rule
from centralasia.rules.validating import validate

__all__ = ["KINDS", "RULES", "Example", "Kind", "Rule", "validate"]
