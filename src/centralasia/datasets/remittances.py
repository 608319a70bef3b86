"""Remittances: what was stated of the year 2023, and what central banks and others report of it and other years."""

from functools import cache

from centralasia.claims import Claim
from centralasia.datasets.tables import read
from centralasia.remittances import RemittanceFlow

__all__ = ["remittance_flows", "remittance_reports", "remittance_statements"]


@cache
def remittance_statements() -> tuple[Claim, ...]:
    """Give what a member of Russia's State Duma said migrants had sent home from Russia in 2023.

    Five countries are stated with a figure; Kazakhstan was named without one. The measure is not stated.

    Source:
        A news page; each row says what became of it elsewhere.

    Example:
        >>> [each.about.alpha2 for each in remittance_statements()]
        ['AM', 'GE', 'KG', 'TJ', 'UZ']
    """
    return read(Claim, "remittance_statements")


@cache
def remittance_reports() -> tuple[Claim, ...]:
    """Give what institutions stated of remittances as shares, growth and net flows, right or wrong.

    Source:
        News of what the World Bank, the Asian Development Bank and central banks said.

    Example:
        >>> from centralasia.claims import check_claim
        >>> nine_months = remittance_reports()[-2]
        >>> str(nine_months.period), check_claim(nine_months, flows=remittance_flows()).facts["growth"]
        ('2024-01/2024-09', 'inconsistent')
    """
    return read(Claim, "remittance_reports")


@cache
def remittance_flows() -> tuple[RemittanceFlow, ...]:
    """Give reported flows by origin, destination, period and measure: totals, from Russia, by month and year, net.

    Personal remittances of the World Bank are not among them: they ship as an indicator, in every vintage, and
    `claims.check_claim` knows them anyway.

    Units:
        As printed: 5.7 billion stands for anything that is rounded to it.

    Source:
        Mostly news of what central banks published; the row says it, and which figures are derived from others.

    Example:
        >>> [str(each.amount.best) for each in remittance_flows()
        ...     if each.destination.alpha2 == "GE" and each.origin.alpha2 == "RU" and str(each.period) == "2022"]
        ['2068000000 USD']
    """
    return read(RemittanceFlow, "remittance_flows")
