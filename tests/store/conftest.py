"""What the tests of the store share: an open store, and quotes that are made up."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from centralasia.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "rates.db") as opened:
        yield opened
