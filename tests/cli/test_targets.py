from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from centralasia.cli.targets import check_places, check_targets, is_same
from centralasia.errors import InvalidValueError
from centralasia.store import Store

Run = Callable[..., Result]

TABLE = "base,quote,on,value\nUSD,KZT,2024-03-01,450.12\n"
RATES = "base,quote,value,on,source\nUSD,KZT,450.00,2024-03-02,mine\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table, a link to it, rates, and a folder with a table, in the current folder."""
    monkeypatch.chdir(tmp_path)
    Path("in.csv").write_text(TABLE, "utf-8")
    Path("link.csv").symlink_to("in.csv")
    Path("rates.csv").write_text(RATES, "utf-8")
    Path("parts").mkdir()
    Path("parts/one.csv").write_text(TABLE, "utf-8")


@pytest.mark.parametrize(
    ("path", "other", "same"),
    [
        ("in.csv", "./in.csv", True),
        ("in.csv", "link.csv", True),
        ("in.csv", "rates.csv", False),
        ("new.csv", "parts/../new.csv", True),
        ("new.csv", "in.csv", False),
        ("in.csv", None, False),
        (None, None, False),
    ],
)
def test_one_file_has_several_paths(*, path: str | None, other: str | None, same: bool) -> None:
    assert (is_same(path, other), is_same(other, path)) == (same, same)


def test_a_file_that_is_not_there_yet_has_several_paths_through_links() -> None:
    Path("later.csv").symlink_to("new.csv")
    Path("loop.csv").symlink_to("loop.csv")
    assert is_same("later.csv", "new.csv")
    assert not is_same("loop.csv", "new.csv")


@pytest.mark.parametrize(
    ("targets", "said"),
    [
        ({"OUT": "in.csv"}, "OUT must be another file than that which is read, got 'in.csv'"),
        ({"OUT": "x.csv", "--log": "link.csv"}, "--log must be another file than that which is read, got 'link.csv'"),
        ({"OUT": "parts/x.csv"}, "OUT must be in another folder than that which is read, got 'parts/x.csv'"),
        ({"OUT": "x.csv", "--log": "./x.csv"}, "--log must be another file than that of OUT, got './x.csv'"),
    ],
)
def test_nothing_is_written_over_what_is_read_or_written(targets: dict[str, str], said: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        check_targets(targets, ["in.csv", "parts", None])
    assert str(caught.value) == said


@pytest.mark.parametrize(
    ("place", "said"), [("no/x", "in a folder that there is"), ("parts", "a file, and not a folder")]
)
def test_a_file_needs_a_place(place: str, said: str) -> None:
    with pytest.raises(InvalidValueError, match=said):
        check_places({"OUT": place})


def test_all_else_goes() -> None:
    targets = {"OUT": "x.csv", "--log": "y.csv", "--report": None}
    check_places(targets)
    check_targets(targets, ["in.csv", "parts", None])


OF_RATES = ("--kind", "rates", "--today", "2026-06-01")
CONVERT = ("--amount", "value", "--currency", "base", "--to", "KZT", "--on", "on")


def _contents() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path().iterdir() if path.is_file()}


class TestCommands:
    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("validate", "in.csv", *OF_RATES, "--report", "in.csv"), "--report must be another file than that which"),
            (("validate", "in.csv", *OF_RATES, "--sarif", "link.csv"), "--sarif must be another file than that which"),
            (
                ("validate", "in.csv", *OF_RATES, "--report", "q.html", "--sarif", "q.html"),
                "--sarif must be another file than that of --report, got 'q.html'",
            ),
            (
                ("validate", "in.csv", *OF_RATES, "--rates", "rates.csv", "--report", "rates.csv"),
                "--report must be another file than that which is read",
            ),
            (("validate", "in.csv", *OF_RATES, "--report", "no/x.html"), "--report must be in a folder that there is"),
            (("validate", "in.csv", *OF_RATES, "--sarif", "parts"), "--sarif must be a file, and not a folder"),
            (
                ("normalize", "in.csv", "out.csv", *OF_RATES, "--log", "out.csv"),
                "--log must be another file than that of OUT, got 'out.csv'",
            ),
            (
                ("normalize", "in.csv", "out.csv", *OF_RATES, "--log", "in.csv"),
                "--log must be another file than that which is read, got 'in.csv'",
            ),
            (
                ("normalize", "in.csv", "rates.csv", *OF_RATES, "--rates", "rates.csv"),
                "OUT must be another file than that which is read, got 'rates.csv'",
            ),
            (
                ("convert-table", "in.csv", "rates.csv", *CONVERT, "--rates", "rates.csv"),
                "OUT must be another file than that which is read, got 'rates.csv'",
            ),
            (
                ("convert-table", "in.csv", "link.csv", *CONVERT),
                "target must be another place than that which is read, got 'link.csv'",
            ),
            (
                ("rates", "--store", "rates.db.csv", "--export", "rates.db.csv"),
                "--export would overwrite the store; name another FILE.",
            ),
        ],
    )
    def test_refuse_before_anything_is_written(self, run: Run, arguments: tuple[str, ...], said: str) -> None:
        with Store("rates.db.csv"):
            pass
        before = _contents()
        result = run(*arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith(f"centralasia: {said}"), result.stderr
        assert len(result.stderr.splitlines()) == 1
        assert _contents() == before
