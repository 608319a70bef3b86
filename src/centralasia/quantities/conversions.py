"""What a conversion between units did: the factors, in order, and where each comes from."""

from typing import TYPE_CHECKING, final

import attrs

from centralasia.quantities.contexts import Step
from centralasia.quantities.figures import Figure

if TYPE_CHECKING:
    from centralasia.quantities.amounts import Quantity

__all__ = ["UnitConversion"]


@final
@attrs.frozen(kw_only=True)
class UnitConversion:
    """A quantity in another unit, with everything needed to defend it.

    Attributes:
        original: The quantity that was converted.
        quantity: The same in the other unit.
        factor: How many of the other unit one unit is: a fraction where it is exact, else an estimate.
        steps: The contexts used, then the units, each with its source.

    Example:
        >>> from centralasia.quantities import Quantity
        >>> done = Quantity.of(2, "t").conversion("bbl", blend="CPC")
        >>> print(done.quantity, done.steps[0].provenance[0].exactness, sep=", ")
        15.7 to 15.8 bbl, computed
    """

    original: "Quantity"
    quantity: "Quantity"
    factor: Figure
    steps: tuple[Step, ...]

    def explain(self) -> str:
        """Say in words which factors were used, and how far each is certain."""
        lines = [f"{self.original} is {self.quantity}", *(f"  {step}" for step in self.steps)]
        return "\n".join(lines if self.steps else [*lines, "  the same unit: no factor was used"])

    def __str__(self) -> str:
        """Explain."""
        return self.explain()
