"""Mirror statistics: what two sides report of one flow, set beside each other."""

from fractions import Fraction
from typing import Any, Generic, final, overload

import attrs

from centralasia.money import Amount
from centralasia.numbers import Estimate
from centralasia.series.figures import (
    F,
    Figure,
    M,
    Rate,
    as_estimate,
    checked,
    checked_rate,
    divided,
    minus,
    not_negative,
    positive,
    proportion,
    ratio,
)
from centralasia.series.words import briefly, percent

__all__ = ["Mirror", "mirror"]


@final
@attrs.frozen(kw_only=True)
class Mirror(Generic[F]):
    """Two reports of one flow, and how they stand to each other.

    Attributes:
        sender_report: What the sending side reports, as reported: exports, usually FOB, or remittances paid out.
        receiver_report: What the receiving side reports, as reported: imports, usually CIF, or remittances received.
        factor: What the receiver's report is divided by before it is compared.
        adjusted: The receiver's report after that.

    Units:
        All figures are of one currency or unit.

    Example:
        >>> grain = mirror(900, 1060, factor=Fraction("1.06"))
        >>> grain.adjusted, grain.gap, grain.ratio, grain.asymmetry, grain.meets
        (Fraction(1000, 1), Fraction(100, 1), Fraction(10, 9), Fraction(2, 19), False)
        >>> print(grain.explain())
        the sender reports 900, the receiver 1060, which is 1000 when divided by 1.06
          gap 100, asymmetry 10.5 % of the mean, ratio 111.1 %
          the reports contradict each other
    """

    sender_report: F
    receiver_report: F
    factor: Fraction | Estimate
    adjusted: F

    @property
    def gap(self) -> F:
        """The receiver's adjusted report less the sender's."""
        return minus(self.adjusted, self.sender_report)

    @property
    def ratio(self) -> Fraction | Estimate | None:
        """The receiver's adjusted report divided by the sender's; None where the latter may be zero."""
        return None if as_estimate(self.sender_report).contains(0) else ratio(self.adjusted, self.sender_report)

    @property
    def asymmetry(self) -> Fraction | Estimate | None:
        """The gap divided by the mean of both, from -2 to 2; None where both may be zero.

        Its sign changes when the reports change sides (and the factor is 1), its size does not.
        """
        part = proportion(self.adjusted, self.sender_report)
        return None if part is None else 4 * part - 2

    @property
    def meets(self) -> bool:
        """Whether both reports, adjusted, can be true at once."""
        return as_estimate(self.gap).contains(0)

    def explain(self) -> str:
        """Say in words what is reported, and how far apart it is."""
        reports = f"the sender reports {briefly(self.sender_report)}, the receiver {briefly(self.receiver_report)}"
        if self.factor != 1:
            reports += f", which is {briefly(self.adjusted)} when divided by {briefly(self.factor)}"
        figures = [f"gap {briefly(self.gap)}"]
        if self.asymmetry is not None:
            figures.append(f"asymmetry {percent(self.asymmetry)} of the mean")
        if self.ratio is not None:
            figures.append(f"ratio {percent(self.ratio)}")
        verdict = "the reports can both be true" if self.meets else "the reports contradict each other"
        return f"{reports}\n  {', '.join(figures)}\n  {verdict}"


@overload
def mirror(sender_report: Rate, receiver_report: Rate, *, factor: Rate = ...) -> Mirror[Rate]: ...
@overload
def mirror(sender_report: Amount, receiver_report: Amount, *, factor: Rate = ...) -> Mirror[Amount]: ...
@overload
def mirror(sender_report: M, receiver_report: M, *, factor: Rate = ...) -> Mirror[M]: ...
def mirror(sender_report: Figure, receiver_report: Figure, *, factor: Rate = 1) -> Mirror[Any]:
    """Set two reports of one flow beside each other.

    In trade the receiver reports imports with freight and insurance (CIF), the sender exports without (FOB). The
    receiver's report is divided by `factor` for that reason. Remittances have no such factor. Other causes of a gap
    remain: timing, transit and re-export, country of origin against country of consignment, valuation.

    Units:
        Both reports are of one currency or unit; the factor is a pure number.

    Source:
        For the factor: 1.06 in the mirror figures of the IMF since about 2017 (from documentation), 1.10 in older
        practice (well known, not verified); landlocked routes cost more. An `Estimate` covers both.

    Args:
        sender_report: The figure of the sending side, zero or more.
        receiver_report: The figure of the receiving side, zero or more.
        factor: The ratio of CIF to FOB, greater than zero.

    Raises:
        InvalidValueError: A report may be negative, or the factor zero or less.
        CurrencyMismatchError: Amounts of different currencies.
        WrongTypeError: Floats, texts, or figures of different kinds.

    Example:
        >>> print(mirror(900, 1060, factor=Estimate.between("1.06", "1.10")).adjusted)
        963.6363636363636363636363636363636 to 1000
    """
    not_negative(checked(sender_report, "sender_report"), "sender_report")
    not_negative(checked(receiver_report, "receiver_report", ("sender_report", sender_report)), "receiver_report")
    divisor = positive(checked_rate(factor, "factor"), "factor")
    made: Mirror[Figure] = Mirror(
        sender_report=sender_report,
        receiver_report=receiver_report,
        factor=divisor,
        adjusted=receiver_report if divisor == 1 else divided(receiver_report, divisor),
    )
    _ = made.gap  # amounts of two currencies are refused at once
    return made
