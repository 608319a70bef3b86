"""Type checkers see mixed use before it runs: every remark below is needed, or mypy says that it is not."""

from fractions import Fraction
from typing import assert_type

import pytest

from centralasia.money import Money

money = Money.of("1.50", "KZT")


def test_what_fits() -> None:
    assert_type(money + money, Money)
    assert_type(money * 3, Money)
    assert_type(3 * money, Money)
    assert_type(money / 2, Money)
    assert_type(money / money, Fraction)
    assert_type(sum([money], start=money), Money)
    assert_type(money.split(2), tuple[Money, ...])
    assert_type(money < 2 * money, bool)


def test_what_does_not() -> None:
    with pytest.raises(TypeError):
        money + 1.5  # type: ignore[operator]
    with pytest.raises(TypeError):
        money + 1  # type: ignore[operator]
    with pytest.raises(TypeError):
        1.5 + money  # type: ignore[operator]
    with pytest.raises(TypeError):
        money * 1.5  # type: ignore[operator]
    with pytest.raises(TypeError):
        1.5 * money  # type: ignore[operator]
    with pytest.raises(TypeError):
        money * "2"  # type: ignore[operator]
    with pytest.raises(TypeError):
        money * money  # type: ignore[operator]
    with pytest.raises(TypeError):
        money / 1.5  # type: ignore[operator]
    with pytest.raises(TypeError):
        assert money < 5  # type: ignore[operator]
    with pytest.raises(TypeError):
        assert money >= 1.5  # type: ignore[operator]
    with pytest.raises(TypeError):
        Money.of(1.5, "USD")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        money.allocate([0.5, 0.5])  # type: ignore[list-item]
    with pytest.raises(ValueError, match="remainder must be one of"):
        money.split(2, remainder="middle")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="style must be one of"):
        money.format("kk_KZ", style="long")  # type: ignore[arg-type]
