import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.benchmark
def test_every_limit_is_met() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--check"],
        check=False,
        cwd=Path(__file__).parents[1],
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout
