"""The gate: every check of this project in one command, the same for you and for CI.

``python gate.py`` runs all steps and sums up; ``python gate.py types tests`` runs the steps you name.
"""

import re
import shutil
import subprocess
import sys
import sysconfig
import time
import venv
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent
JAVA = 17  # the oldest that Spark 4 runs on
SMOKE = """
import sys
import centralasia as ca

answer = ca.convert(ca.Money.of("1000000", "KZT"), "UZS", on="2023")
assert answer.money.currency is ca.currency("UZS") and answer.legs, answer
libraries = {"click", "holidays", "hypothesis", "narwhals", "pyarrow", "python_calamine", "rich", "urllib3"}
extras = libraries & sys.modules.keys()
assert not extras, f"the core loads {extras}"
"""


class SkippedError(Exception):
    """A step cannot be run here."""


def run(*command: str | Path, cwd: Path = ROOT) -> None:
    """Run a command and let its output through; `subprocess.CalledProcessError` when it fails."""
    subprocess.run(command, check=True, cwd=cwd)


def lint() -> None:
    """Look for faults and for layout that is not the formatter's."""
    run(sys.executable, "-m", "ruff", "check", ".")
    run(sys.executable, "-m", "ruff", "format", "--check", ".")


def types() -> None:
    """Check types, strictly."""
    run(sys.executable, "-m", "mypy")


def layers() -> None:
    """Check that rooms import downwards only."""
    run(sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-logo")


def docs() -> None:
    """Build the pages; a warning is an error."""
    with TemporaryDirectory() as out:
        run(sys.executable, "-m", "sphinx", "--fail-on-warning", "--keep-going", "--quiet", "docs", out)


def wheel() -> None:
    """Build the wheel from the source archive and use it where nothing else is installed."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        run(sys.executable, "-m", "build", "--outdir", folder, ".")
        (built,) = folder.glob("*.whl")
        venv.create(folder / "empty", with_pip=True)
        scripts = Path(sysconfig.get_path("scripts", "venv", {"base": str(folder / "empty")}))
        python = scripts / "python"
        install = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
        run(*install, built, cwd=folder)
        run(python, "-I", "-c", SMOKE, cwd=folder)
        run(*install, f"{built}[cli]", cwd=folder)
        run(scripts / "centralasia", "convert", "1,000,000 KZT", "UZS", "--on", "2023", cwd=folder)


def tests() -> None:
    """Run tests and examples: warnings are errors, every line and branch is run."""
    run(sys.executable, "-m", "pytest", "-q", "-n", "auto", "--dist", "loadscope", "--cov")


def spark() -> None:
    """Convert frames in a real Spark and in Ray, and run the pages about them; every line and branch is run."""
    java = java_version()
    if java < JAVA:
        found = f"Java {java}" if java else "no Java"
        raise SkippedError(f"there is {found} here, and Spark needs Java {JAVA} or later")
    cover = ("--cov", "--cov-config=tests/spark/coverage.toml")
    run(sys.executable, "-m", "pytest", "-q", "-m", "spark", "tests/spark", "docs/how-to", *cover)


def java_version() -> int:
    """Tell which Java would be started, 0 for none."""
    java = shutil.which("java")
    if java is None:
        return 0
    said = subprocess.run((java, "-version"), check=False, capture_output=True, encoding="utf-8").stderr
    version = re.search(r'version "(?:1\.)?(\d+)', said)
    return int(version[1]) if version else 0


STEPS: dict[str, Callable[[], None]] = {
    step.__name__: step for step in (lint, types, layers, docs, wheel, tests, spark)
}


def main(names: list[str]) -> int:
    """Run the steps named, or all; a failed step does not hide what the next one finds."""
    unknown = set(names) - STEPS.keys()
    if unknown:
        print(f"no such step: {', '.join(sorted(unknown))}; there are {', '.join(STEPS)}")
        return 2
    results = {}
    for name in names or STEPS:
        print(f"== {name}: {STEPS[name].__doc__}", flush=True)
        started = time.monotonic()
        try:
            STEPS[name]()
        except subprocess.CalledProcessError:
            results[name] = "FAILED"
        except SkippedError as reason:
            results[name] = f"SKIPPED ({reason})"
        else:
            results[name] = "passed"
        print(f"== {name} {results[name]} in {time.monotonic() - started:.0f} s", flush=True)
    print("gate: " + ", ".join(f"{name} {result}" for name, result in results.items()))
    return int("FAILED" in results.values())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
