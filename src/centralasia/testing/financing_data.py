"""Clean data sets of financing: operations with their stages, tranches, additions and co-financiers, and memoranda."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any, Final

import centralasia as ca
from centralasia.testing.extra import DataSet, shown_as_called, st

__all__ = ["clean_financing", "financing_datasets"]

_PROJECTS: Final = (
    ("Power lines", "23630", {"KG": 60, "TJ": 40}),
    ("Water supply", "14020", {"KG": None}),
    ("Road", "21020", {"KZ": 55, "UZ": 45}),
    ("Dairy", "31163", {"UZ": None}),
    ("Health insurance", "12110", {"TJ": None}),
)
_LENDERS: Final = ("Demo Bank", "Demo Fund")
_CURRENCIES: Final = ("EUR", "USD")
_OTHER: Final = "43010"  # a sector
_MILLION: Final = 1_000_000
_FIRST: Final = date(2014, 3, 3)
_SOURCE: Final = "made up"
_SEEDS: Final = st.integers(0, 2**16)


@shown_as_called
def financing_datasets() -> "st.SearchStrategy[tuple[ca.financing.FinancingOperation | ca.financing.Memorandum, ...]]":
    """Generate clean data sets of financing, as `clean_financing` makes them.

    Example:
        >>> from hypothesis import given
        >>> @given(financing_datasets())
        ... def a_project_costs_no_less_than_its_parts(
        ...     records: tuple[ca.financing.FinancingOperation | ca.financing.Memorandum, ...],
        ... ) -> None:
        ...     for each in records:
        ...         if isinstance(each, ca.financing.FinancingOperation):
        ...             assert each.amount <= each.total_cost
        >>> a_project_costs_no_less_than_its_parts()
    """
    return st.builds(clean_financing, seed=_SEEDS)


def clean_financing(*, seed: int = 0) -> "tuple[ca.financing.FinancingOperation | ca.financing.Memorandum, ...]":
    """Make a data set of financing in which nothing is wrong: the same one for the same seed.

    It has five projects, each of two lenders in one currency, whose operations have a history with amounts, tranches,
    shares of countries and sectors, and what the other lender brings in; one of the two has an addition that is
    signed; and two memoranda. All is made up.

    Units:
        Euros or US dollars, whole ones.

    Args:
        seed: What the figures and days depend on.

    Example:
        >>> operation, *others, memorandum = clean_financing()
        >>> print(ca.financing.position(operation).explain())
        demo-1: ... EUR committed = ... EUR disbursed + ... EUR undisbursed + 0 EUR cancelled
        >>> len(others), memorandum.reference
        (10, 'demo-mou-2')
    """
    random = Random(seed)  # noqa: S311 - figures, no secrets
    operations = [each for place in range(len(_PROJECTS)) for each in _project(place, random)]
    records: list[Any] = [*operations, *[_memorandum(number, random) for number in (1, 2)]]
    return DataSet.of(records, f"clean_financing(seed={seed})")


def _project(place: int, random: Random) -> "Iterator[ca.financing.FinancingOperation]":
    """Make what two lenders give for a project, of which a fifth is left to its country."""
    currency = _CURRENCIES[place % len(_CURRENCIES)]
    added = random.randint(2, 9)
    amounts = [random.randrange(20, 90, 2), random.randrange(20, 90, 2)]
    cost = (sum(amounts) + added) * 5 // 4 + 1

    def money(millions: int) -> "ca.Money":
        return ca.Money.of(millions * _MILLION, currency)

    for at, lender in enumerate(_LENDERS):
        title, sector, countries = _PROJECTS[place]
        other = amounts[1 - at] + (added if at else 0)
        days = _days(random)
        yield ca.financing.FinancingOperation(
            reference=f"demo-{2 * place + at + 1}",
            title=title,
            lender=lender,
            borrower="Demo Ministry",
            countries=countries,
            sectors={sector: 70, _OTHER: 30},
            instrument="grant" if at and place % 2 else "loan",
            **_parts(money, amounts[at], days, random=random),
            total_cost=money(cost),
            contributions=[ca.financing.Contribution(financier=_LENDERS[1 - at], amount=money(other))],
            top_ups=[] if at else [ca.financing.TopUp(stage="signed", amount=money(added), on=days[-1] + _after(90))],
            project=title,
            source=_SOURCE,
        )


def _days(random: Random) -> list[date]:
    """Give the days of five stages, some months apart."""
    days = [_FIRST + _after(random.randint(0, 1_500))]
    for _ in range(4):
        days.append(days[-1] + _after(random.randint(60, 300)))
    return days


def _after(count: int) -> timedelta:
    return timedelta(days=count)


def _parts(money: Any, amount: int, days: list[date], *, random: Random) -> dict[str, Any]:  # noqa: ANN401 - a function
    """Make what an operation states of its amount: by stage, by tranche and in all."""
    halves = amount // 2, amount - amount // 2
    paid = halves[0], random.randint(1, halves[1] - 1)
    stages = ("proposed", "approved", "signed", "effective", "disbursing")
    stated = dict(zip(stages, (amount, amount, amount, amount, sum(paid)), strict=True))
    return {
        "stages": [
            ca.financing.StageEvent(stage=stage, on=day, amount=money(stated[stage]))
            for stage, day in zip(stages, days, strict=True)
        ],
        "amount": money(amount),
        "disbursed": money(sum(paid)),
        "tranches": [
            ca.financing.Tranche(
                number=number,
                amount=money(half),
                disbursed=money(drawn),
                signed_on=days[2],
                available_on=days[3],
                disbursed_on=days[4] + _after(30 * number),
            )
            for number, (half, drawn) in enumerate(zip(halves, paid, strict=True), 1)
        ],
    }


def _memorandum(number: int, random: Random) -> "ca.financing.Memorandum":
    own = random.randrange(1_001, 1_999, 2)  # millions, and no amount of an operation
    return ca.financing.Memorandum(
        reference=f"demo-mou-{number}",
        title=f"Understanding {number}",
        lender=_LENDERS[0],
        parties=[_LENDERS[0], "Demo Ministry"],
        countries=["KZ", "UZ"],
        signed=_FIRST + _after(random.randint(2_000, 3_000)),
        amount=ca.Money.of(own * _MILLION, "EUR"),
        mobilised=ca.Money.of(own * 2 * _MILLION, "EUR"),
        mobilised_includes_own=True,
        source=_SOURCE,
    )
