"""What the tests of the strategies share: whether a strategy reaches what it is said to make."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, settings
from hypothesis.strategies import SearchStrategy


@pytest.fixture(scope="session")
def reached() -> Callable[..., object]:
    """Find an example, not the simplest one, or fail with NoSuchExample."""
    tries = settings(
        max_examples=2_000,
        phases=[Phase.generate],
        database=None,
        derandomize=True,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )

    def reached_in(strategy: SearchStrategy[Any], condition: Callable[[Any], object]) -> object:
        return find(strategy, lambda example: bool(condition(example)), settings=tries)

    return reached_in
