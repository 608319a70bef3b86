"""What all tests share: every example of the pages and docstrings runs, and Hypothesis is told how hard to try."""

import os
import shlex
import subprocess
import sys
from doctest import ELLIPSIS
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sybil import Example, Sybil
from sybil.parsers.myst import CodeBlockParser, PythonCodeBlockParser
from sybil.parsers.rest import DocTestParser, SkipParser

ROOT = Path(__file__).parent

# The everyday run repeats the same examples, so that a failure is the change's and nobody else's; new ones are looked
# for with `pytest --hypothesis-profile deep`. No deadlines: a shared machine stalls now and then, and speed is measured
# in benchmarks/.
settings.register_profile("everyday", max_examples=60, deadline=None, derandomize=True, database=None)
settings.register_profile("deep", max_examples=2_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("everyday")


def run_command(example: Example) -> str | None:
    """Run the `$ centralasia …` lines of a console block and compare what they print, errors included."""
    for block in f"\n{example.parsed}".split("\n$ ")[1:]:
        line, _, expected = block.partition("\n")
        program, *arguments = shlex.split(line)
        if program != "centralasia":
            return f"only centralasia is run in a console block, not {program}"
        done = subprocess.run(
            [sys.executable, "-X", "utf8", "-m", program, *arguments],
            cwd=ROOT,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        if done.stdout.rstrip() != expected.rstrip():
            return f"$ {line}\nexpected:\n{expected}\nprinted:\n{done.stdout}"
    return None


# White space counts: a no-break space is part of what is formatted.
pages = Sybil([PythonCodeBlockParser(doctest_optionflags=ELLIPSIS), CodeBlockParser("console", run_command)], "*.md")
docstrings = Sybil([DocTestParser(ELLIPSIS), SkipParser()], "*.py", path="src")

pytest_collect_file = (pages + docstrings).pytest()


os.environ["PYSPARK_PYTHON"] = sys.executable  # for the workers of Spark; or they take what is first on the path
PAGES = ROOT / "docs" / "how-to"
CLUSTERS = (ROOT / "tests" / "spark", PAGES / "convert-with-spark.md", PAGES / "convert-with-ray.md")
THEIRS = ("ignore:PySpark does not yet fully support pandas:FutureWarning", "ignore::DeprecationWarning:ray[.]")


@pytest.hookimpl(tryfirst=True)  # before pytest leaves out what has the marker
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs Spark or Ray, pages included, and let them warn of themselves and of newer libraries."""
    for item in items:
        if any(item.path.is_relative_to(place) for place in CLUSTERS):
            item.add_marker("spark")
            for warning in THEIRS:
                item.add_marker(pytest.mark.filterwarnings(warning))
