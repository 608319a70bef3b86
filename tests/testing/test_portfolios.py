from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given

from centralasia.errors import UnknownCodeError
from centralasia.financing import ConversionBasis, Measure, Moment, Portfolio
from centralasia.money import Money
from centralasia.periods import Period
from centralasia.testing import conversion_bases, portfolios


@pytest.mark.parametrize(
    "condition",
    [
        lambda each: not each.operations and not each.memoranda,
        lambda each: len(each.operations) == 4,
        lambda each: any(operation.part_of for operation in each.operations),
        lambda each: len(each.operations) > 1 and not any(operation.part_of for operation in each.operations),
        lambda each: len(each.memoranda) == 2,
        lambda each: len(each.table().lines) > 1,
    ],
)
def test_portfolios_of_every_sort_come(condition: Callable[[Any], object], reached: Callable[..., object]) -> None:
    reached(portfolios(), condition)


@pytest.mark.parametrize("moment", list(Moment))
def test_every_moment_comes(moment: Moment, reached: Callable[..., object]) -> None:
    reached(conversion_bases(), lambda basis: basis.at is moment and basis.policy is not None)


def test_reports_are_of_days_and_periods(reached: Callable[..., object]) -> None:
    reached(conversion_bases(), lambda basis: isinstance(basis.on, Period))
    reached(conversion_bases(), lambda basis: basis.on is not None and not isinstance(basis.on, Period))


def test_a_currency_that_is_none_is_refused() -> None:
    with pytest.raises(UnknownCodeError, match="'USX' is not in the table of currencies"):
        conversion_bases(to="USX")


class TestLaws:
    @given(portfolios(max_size=2, exact=True))
    def test_a_portfolio_is_what_is_asked_for(self, portfolio: Portfolio) -> None:
        assert len(portfolio.operations) <= 2
        assert all(
            operation.amount is None or isinstance(operation.amount, Money) for operation in portfolio.operations
        )

    @given(portfolios(), conversion_bases(to="EUR"))
    def test_a_table_is_in_the_currency_asked_for(self, portfolio: Portfolio, basis: ConversionBasis) -> None:
        table = portfolio.table("country", measure=Measure.DISBURSED, basis=basis)
        assert {line.amount.currency.code for line in table.lines} <= {"EUR"}
