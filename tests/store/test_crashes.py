"""Processes that are killed while they add, and many that add and read at once.

``CENTRALASIA_ROUNDS`` says how often each is tried, a few times when it is not set.
"""

import os
import subprocess
import sys
import time
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

from centralasia.store import Added, Store

ADDING = Path(__file__).parent / "adding.py"
ROUNDS = int(os.environ.get("CENTRALASIA_ROUNDS", "3"))
COUNT = 100_000
WINDOW = 0.6  # seconds in which 100,000 quotes are mostly written, and the process killed


def quotes(first: int, count: int) -> Any:
    spec = spec_from_file_location("adding", ADDING)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.quotes(first, count)


def adding(path: Path, first: int, count: int, at_once: int) -> subprocess.Popen[str]:
    command = [sys.executable, str(ADDING), str(path), str(first), str(count), str(at_once)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.mark.parametrize("number", range(ROUNDS))
def test_a_process_that_is_killed_loses_nothing_and_leaves_nothing_half_done(tmp_path: Path, number: int) -> None:
    path = tmp_path / "rates.db"
    at_once = (COUNT, 10_000, 1_000)[number % 3]
    process = adding(path, 0, COUNT, at_once)
    time.sleep(WINDOW * (number * 37 % 101) / 101)  # spread evenly, and another moment in every round
    process.kill()
    told, complaint = process.communicate()
    assert (process.returncode, complaint) in {(-9, ""), (0, "")}
    kept = [int(line.split()[0]) for line in told.splitlines(keepends=True) if line.endswith("\n")]
    with Store(path) as store:
        count = len(store)
        assert count % at_once == 0
        assert count - sum(kept) in {0, at_once}  # what was told is there, and at most what was just being told
        assert store.check().ok
        assert {int(rate.value) for rate in store.table()} == set(range(count))
        assert store.add(quotes(0, 2 * at_once)) == Added(
            known=min(count, 2 * at_once), new=max(0, 2 * at_once - count)
        )


@pytest.mark.parametrize("number", range(ROUNDS))
def test_processes_that_add_and_read_at_once_get_along(tmp_path: Path, number: int) -> None:
    path = tmp_path / "rates.db"
    spread, count = 20 * (number % 8), 200
    processes = [adding(path, spread * each, count, 10 + each) for each in range(4)]
    new, seen = 0, 0
    for process in processes:
        told, complaint = process.communicate()
        assert (process.returncode, complaint) == (0, "")
        counts = [tuple(map(int, line.split())) for line in told.splitlines()]
        there = [count for _, count in counts]
        assert there == sorted(there)  # nobody sees a store shrink
        new, seen = new + sum(each for each, _ in counts), max(seen, there[-1])
    expected = quotes(0, 3 * spread + count)
    with Store(path) as store:
        assert new == seen == len(store) == len(expected)
        assert set(store.table()) == set(expected)
        report = store.check()
        assert report.ok
        assert report.facts["versions"] == len(expected)
