"""Lending and giving: the European Investment Bank in the region, the Global Gateway, and points for trees."""

from functools import cache

from centralasia.claims import Claim
from centralasia.datasets.tables import read
from centralasia.financing import EligibilityRule, FinancingOperation, Memorandum

__all__ = [
    "eib_eligibility_rules",
    "eib_memoranda",
    "eib_operations",
    "eib_statements",
    "global_gateway_claims",
    "payme_points",
]


@cache
def eib_operations() -> tuple[FinancingOperation, ...]:
    """Give the three operations of the European Investment Bank in Kyrgyzstan, as they stood in May 2024.

    The top-up of CASA-1000 was requested then, and so is no part of the total.

    Units:
        Euros as signed; what was paid out is that of 3 May 2024.

    Source:
        The ministry of finance of Kyrgyzstan for the amounts, the bank for the days; sectors are set by this library.

    Example:
        >>> from centralasia.financing import total
        >>> sum([total(each) for each in eib_operations()][1:], total(eib_operations()[0]))
        Money.of('112000000', 'EUR')
        >>> print(total(eib_operations()[1]), total(eib_operations()[1], with_top_ups=True))
        70000000 EUR 79000000 EUR
    """
    return read(FinancingOperation, "eib_operations")


@cache
def eib_memoranda() -> tuple[Memorandum, ...]:
    """Give the memoranda of January 2024 and of April 2025, each set of four as one row.

    The own amount is in what is to be mobilised; the amounts of single memoranda are in `eib_statements`.

    Units:
        Euros, as printed.

    Source:
        News of the bank's announcements.

    Example:
        >>> from centralasia.financing import mobilisation_ratio
        >>> for each in eib_memoranda():
        ...     print(each.reference, f"{mobilisation_ratio(each).high:.2f} times at most")
        eib-mou-2024-01 2.39 times at most
        eib-mou-2025-04 2.74 times at most
    """
    return read(Memorandum, "eib_memoranda")


@cache
def eib_eligibility_rules() -> tuple[EligibilityRule, ...]:
    """Give which projects the European Investment Bank says it finances directly, and which through others.

    Source:
        The bank's page on project loans; days of validity are not known.

    Example:
        >>> print(eib_eligibility_rules()[0])
        European Investment Bank: direct loan where total_cost is above 25000000 EUR
    """
    return read(EligibilityRule, "eib_eligibility_rules")


@cache
def eib_statements() -> tuple[Claim, ...]:
    """Give what was stated of the European Investment Bank in Kyrgyzstan, and of single memoranda.

    Source:
        An interview with the bank's vice-president, the ministry of finance, and the bank.

    Example:
        >>> [str(each.amount) for each in eib_statements() if each.source.key == "S-EIB4"]
        ['90000000 EUR']
    """
    return read(Claim, "eib_statements")


@cache
def global_gateway_claims() -> tuple[Claim, ...]:
    """Give what was stated of the Global Gateway and of the part that the European Investment Bank is to support.

    Source:
        The bank, the Commission and the press; the goal was raised in October 2025, and a share is one of its own goal.

    Example:
        >>> [str(each.amount) for each in global_gateway_claims() if each.source.key == "S-GG2"]
        ['over 400000000000 EUR']
    """
    return read(Claim, "global_gateway_claims")


@cache
def payme_points() -> tuple[FinancingOperation, ...]:
    """Give the points that users of Payme gave for trees in Navoi, and the trees.

    Points are no money: no price of one is stated, and without a stated one there is no value.

    Source:
        A news page only.

    Example:
        >>> points, trees = payme_points()
        >>> print(points.in_kind, "|", trees.in_kind, "|", points.amount)
        1000000000 point | over 1000 tree | None
    """
    return read(FinancingOperation, "payme_points")
