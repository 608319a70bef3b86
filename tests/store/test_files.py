"""Opening: new files, older and newer forms, and everything that is no store."""

import os
import pickle
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from centralasia.errors import CentralAsiaError, InvalidValueError, WrongTypeError
from centralasia.rates import ExchangeRate
from centralasia.store import Added, Store, StoreError, files
from centralasia.store.files import APPLICATION_ID, STEPS, StoreFile

QUOTE = ExchangeRate(base="USD", quote="KZT", value="450.10", on="2024-03-01", source="made up")


@contextmanager
def database(path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def without_privileges() -> Iterator[Path]:
    """Give a directory to somebody who is not above permissions, as the superuser is."""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        root = os.geteuid() == 0
        if root:
            os.chown(place, 65_534, 65_534)
            os.seteuid(65_534)
        try:
            yield Path(place)
        finally:
            if root:
                os.seteuid(0)
            Path(place).chmod(0o755)


def test_a_store_is_made_and_found_again(tmp_path: Path) -> None:
    path = tmp_path / "rates.db"
    with Store(path) as store:
        store.add([QUOTE])
        assert (store.path, repr(store), bool(store)) == (path, f"Store({str(path)!r})", True)
    with Store(str(path)) as store:
        assert list(store.table()) == [QUOTE]
        assert store.check().ok
    with database(path) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert connection.execute("PRAGMA user_version").fetchone() == (len(STEPS),)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert [each.name for each in tmp_path.iterdir()] == ["rates.db"]


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    path = tmp_path / "rates.db"
    path.touch()
    with Store(path) as store:
        assert len(store) == 0
        assert store.span("made up") is None


def test_an_older_form_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with database(path) as connection:
        for statement in STEPS[0]:
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 1")
        connection.execute("INSERT INTO addition (learnt, title) VALUES (1709294400000000, 'old')")
        connection.execute(
            "INSERT INTO series (base, quote, inverted, kind, side, source, places)"
            " VALUES ('USD', 'KZT', 0, 'official', 'mid', 'made up', 2)"
        )
        connection.execute(
            "INSERT INTO quote VALUES (1, 738946, 1, 1709294400000000, 1, '450.10', 1, NULL, NULL, NULL, NULL)"
        )
    with Store(path) as store:
        assert store.lookup("USD", "KZT", on="2024-03-01") == QUOTE
        assert [each.title for each in store.revisions("USD", "KZT")] == ["old"]
        store.remember("made up", ["2024-03-01"], outcome="read")
        assert store.check().ok


def test_a_form_that_another_process_has_just_brought_up_to_date_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "rates.db"
    read = files._version_of
    asked: list[int] = []

    def overtaken(connection: sqlite3.Connection) -> int | None:
        found = read(connection)
        if not asked:
            asked.append(1)
            with database(path) as other:
                files.migrate(other, 0)
        return found

    monkeypatch.setattr(files, "_version_of", overtaken)
    with Store(path) as store:
        assert store.add([QUOTE]) == Added(new=1)


def test_a_newer_form_is_refused_with_the_way_out(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    Store(path).close()
    with database(path) as connection:
        connection.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    with pytest.raises(StoreError) as caught:
        Store(path)
    assert str(caught.value) == (
        f"{path}: made by a newer release: its form is {len(STEPS) + 1}, the newest known here is {len(STEPS)};"
        " upgrade centralasia"
    )


def test_a_database_of_something_else_is_left_alone(tmp_path: Path) -> None:
    for name, statement in (
        ("a", "CREATE TABLE mine (x)"),
        ("b", "PRAGMA user_version = 7"),
        ("c", "PRAGMA application_id = 7"),
    ):
        with database(tmp_path / name) as connection:
            connection.execute(statement)
        before = (tmp_path / name).read_bytes()
        with pytest.raises(StoreError, match="an SQLite database of something else, no store of rates; choose another"):
            Store(tmp_path / name)
        assert (tmp_path / name).read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"date,rate\n2024-03-01,450.10\n", b"SQLite format 3\0" + b"\7" * 4096, b"\0" * 512]
)
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "rates.csv"
    path.write_bytes(content)
    with pytest.raises(StoreError):
        Store(path)
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("", "'': a directory, not a file; name a file in it, such as rates.db"),
        ("/", "/: a directory, not a file"),
        ("/no-such-place/rates.db", "/no-such-place/rates.db: there is no directory /no-such-place; make it first"),
        ("/etc/hostname/rates.db", "/etc/hostname/rates.db: there is no directory /etc/hostname"),
        ("/tmp/a\0b", "embedded null"),  # noqa: S108 - nothing is written there
        ("/tmp/\ud800", "can't encode character '\\ud800'"),  # noqa: S108 - nothing is written there
        ("/tmp/" + "x" * 300, "file name too long"),  # noqa: S108 - nothing is written there
    ],
)
def test_a_path_that_leads_nowhere_is_refused(path: str, message: str) -> None:
    with pytest.raises(StoreError) as caught:
        Store(path)
    assert message in str(caught.value)


@pytest.mark.parametrize("path", [None, 5, b"rates.db", ["rates.db"]])
def test_only_a_path_is_a_path(path: object) -> None:
    with pytest.raises(WrongTypeError, match="path must be a path as text or PathLike"):
        Store(path)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wait", "error"),
    [(-1, InvalidValueError), (10**9, InvalidValueError), (True, WrongTypeError), (1.5, WrongTypeError)],
)
def test_a_wait_is_a_whole_number_of_seconds(tmp_path: Path, wait: int, error: type[Exception]) -> None:
    with pytest.raises(error, match="wait must be"):
        Store(tmp_path / "rates.db", wait=wait)


def test_a_place_that_may_not_be_written_is_named() -> None:
    with without_privileges() as place:
        place.chmod(0o555)
        with pytest.raises(StoreError, match="it cannot be opened; keep it in a directory and on a disk that you may"):
            Store(place / "rates.db")


def test_a_file_that_may_not_be_written_can_be_read() -> None:
    with without_privileges() as place:
        path = place / "rates.db"
        with Store(path) as store:
            store.add([QUOTE])
        path.chmod(0o444)
        with Store(path) as store:
            assert store.lookup("USD", "KZT", on="2024-03-01") == QUOTE
            with pytest.raises(StoreError, match="it cannot be written; keep it in a directory"):
                store.add([QUOTE])
        path.chmod(0o000)
        with pytest.raises(StoreError, match="it cannot be opened"):
            Store(path)


def test_a_directory_that_may_not_be_entered_is_named() -> None:
    with without_privileges() as place:
        (place / "closed").mkdir(mode=0o000)
        with pytest.raises(StoreError, match="permission denied"):
            Store(place / "closed" / "inner" / "rates.db")


def test_a_store_that_another_process_keeps_locked_is_given_up_in_time(tmp_path: Path) -> None:
    path = tmp_path / "rates.db"
    with Store(path, wait=0) as store, database(path) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another process kept it locked for too long; try again, or open it with"):
            store.add([QUOTE])
        assert len(store) == 0
        other.execute("COMMIT")
        assert store.add([QUOTE]) == Added(new=1)


def test_a_trouble_of_another_kind_is_told_as_it_is(store: Store) -> None:
    with database(store.path) as connection:
        connection.execute("DROP TABLE quote")
    with pytest.raises(StoreError, match=f"{store.path}: no such table: quote"):
        len(store)


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = Store(tmp_path / "rates.db")
    store.close()
    store.close()
    with pytest.raises(StoreError, match=r"the store is closed; open it again with Store\(path\)"):
        store.table()


def test_a_connection_that_is_in_use_is_closed_when_it_comes_back(tmp_path: Path) -> None:
    file = StoreFile(tmp_path / "rates.db", 5)
    with file.lent() as connection:
        file.close()
        connection.execute("SELECT 1")
    with pytest.raises(sqlite3.ProgrammingError):
        connection.execute("SELECT 1")


def test_what_was_begun_is_undone_when_something_goes_wrong(store: Store) -> None:
    def half() -> None:
        with store._file.writing() as connection:
            connection.execute("INSERT INTO addition (learnt, title) VALUES (1, 'half')")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert store.check().facts["additions"] == 0


def test_a_store_travels_as_its_path(store: Store) -> None:
    store.add([QUOTE])
    with pickle.loads(pickle.dumps(store)) as twin:
        assert twin.path == store.path
        assert len(twin) == 1


def test_a_store_survives_a_fork(store: Store) -> None:
    store.add([QUOTE])
    store._file._process = -1  # as a child process sees it
    assert len(store) == 1
    assert store._file._process == os.getpid()
    assert store.add([QUOTE]) == Added(known=1)
    files._LEFT_BEHIND.pop().pop().close()


def test_threads_share_a_store(store: Store) -> None:
    def work(source: int) -> None:
        for day in range(1, 11):
            store.add([ExchangeRate(base="USD", quote="KZT", value=day, on=f"2024-03-{day:02}", source=f"s{source}")])
            found.append(store.lookup("USD", "KZT", on=f"2024-03-{day:02}").value)

    found: list[object] = []
    threads = [Thread(target=work, args=[number]) for number in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(found) == len(store) == 40
    assert store.check().ok


def test_a_store_that_is_not_closed_complains_of_nothing(tmp_path: Path) -> None:
    program = f"from centralasia.store import Store; store = Store({str(tmp_path / 'rates.db')!r}); print(len(store))"
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-c", program], check=True, capture_output=True, encoding="utf-8"
    )
    assert (done.stdout, done.stderr) == ("0\n", "")
    assert [each.name for each in tmp_path.iterdir()] == ["rates.db"]


def test_an_error_of_a_store_is_one_of_ours() -> None:
    error = StoreError("rates.db", "the disk is full", "make room")
    assert isinstance(error, CentralAsiaError)
    assert isinstance(error, RuntimeError)
    assert str(pickle.loads(pickle.dumps(error))) == "rates.db: the disk is full; make room"
    assert str(StoreError("rates.db", "gone")) == "rates.db: gone"
