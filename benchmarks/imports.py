"""What a bare import costs."""

import subprocess
import sys
from collections.abc import Iterator

from benchmarks.cases import Case, Sample


def _import(name: str) -> Sample:
    program = f"import time; t = time.perf_counter(); import {name}; print(time.perf_counter() - t)"

    def sample() -> float:
        done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, encoding="utf-8")
        return float(done.stdout)

    return sample


def cases() -> Iterator[Case]:
    """Compare with the one library that is loaded first of all."""
    yield Case(
        name="`import centralasia`",
        against="`import attrs`",
        ours=_import("centralasia"),
        peer=_import("attrs"),
        limit=1.5,
    )
