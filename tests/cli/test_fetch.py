import json
import sys
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import attrs
import pytest
from click.testing import Result

from centralasia.cli.output import progress_bars
from centralasia.feeds import ENDPOINTS, Manners, fetch
from centralasia.store import Store

Run = Callable[..., Result]

DAY = """<?xml version="1.0" encoding="utf-8"?>
<rates><date>{day}</date><item><fullname>ДОЛЛАР США</fullname><title>USD</title><description>{figure}</description>
<quant>1</quant><index></index><change>0.00</change></item></rates>"""


class _Bank(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)["fdate"][0]
        body = DAY.format(day=asked, figure=f"45{asked[1]}.10").encode()
        status = 500 if asked.startswith("05") else 200
        self.send_response(status)
        self.send_header("Content-Type", "text/xml; charset=UTF-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@pytest.fixture
def bank(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """The National Bank of Kazakhstan, in this machine; its server fails for the fifth of a month."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Bank)
    Thread(target=server.serve_forever, daemon=True).start()
    here = attrs.evolve(ENDPOINTS["nbk"], base=f"http://127.0.0.1:{server.server_port}/", pause=0)
    quick = partial(fetch, endpoints={**ENDPOINTS, "nbk": here}, manners=Manners(retries=0), today="2024-03-10")
    monkeypatch.setattr("centralasia.cli.fetch.fetch_rates", quick)
    monkeypatch.chdir(tmp_path)
    yield
    server.shutdown()
    server.server_close()


@pytest.mark.usefixtures("bank")
class TestFetch:
    def test_rates_are_fetched_looked_at_and_converted_with(self, run: Run) -> None:
        result = run("fetch", "nbk", "--since", "2024-03-01", "--until", "2024-03-05")
        assert (result.stderr, result.exit_code) == ("", 0)
        assert result.stdout.splitlines() == [
            "publisher  documents  new  revised  in the store",
            "nbk        4          4    0        2024-03-01 to 2024-03-04",
        ]
        with Store("rates.db") as store:
            assert [rate.on for rate in store.table()] == [date(2024, 3, day) for day in range(1, 5)]
        assert "USD/KZT, 4 quotes" in run("rates", "--store", "rates.db", "USD/KZT").stdout
        assert run("convert", "100 USD", "KZT", "--on", "2024-03-04", "--store", "rates.db").exit_code == 0

    def test_an_outage_says_what_there_is_and_how_to_go_on(self, run: Run) -> None:
        result = run("fetch", "nbk", "--since", "2024-03-04", "--until", "2024-03-07", "--store", "mine.db")
        assert result.exit_code == 1
        assert "nbk        2          2    0        2024-03-04 to 2024-03-06" in result.stdout
        lines = result.stderr.splitlines()
        assert lines[0].startswith("centralasia: error: ")
        assert lines[-1] == (
            "centralasia: the store mine.db has nbk of 2024-03-04 to 2024-03-06: convert and rates work from it with "
            "--store mine.db; the same command goes on where this one ended"
        )
        again = run("fetch", "nbk", "--since", "2024-03-04", "--until", "2024-03-07", "--store", "mine.db", "--json")
        assert json.loads(again.stdout)["ok"] is False

    def test_without_anything_in_the_store_that_is_said(self, run: Run) -> None:
        result = run("fetch", "nbk", "--on", "2024-03-05")
        assert result.stderr.splitlines()[-1] == (
            "centralasia: the store rates.db is empty; the same command goes on where this one ended"
        )

    def test_an_interruption_says_how_to_go_on(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupted(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("centralasia.cli.fetch.fetch_rates", interrupted)
        result = run("fetch", "nbk")
        assert (
            "centralasia: interrupted; what came is in rates.db, and the same command goes on from there"
            in result.stderr
        )
        assert result.exit_code == 130

    def test_an_unknown_publisher_is_told(self, run: Run) -> None:
        result = run("fetch", "nbkk")
        assert result.stderr.startswith("centralasia: 'nbkk' is not in the table of endpoints; did you mean 'nbk'")
        assert result.exit_code == 1
        assert not Path("rates.db").exists()


class TestProgress:
    def test_people_see_bars(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        with progress_bars() as nothing:
            assert nothing is None
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
        with progress_bars() as told:
            assert told is not None
            told("nbk", 1, 3)
            told("nbk", 3, 3)
        assert "nbk" in capsys.readouterr().err

    def test_bars_need_their_extra(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
        monkeypatch.setitem(sys.modules, "centralasia.cli.terminal", None)
        with pytest.raises(ImportError, match=r"centralasia\[cli\]"), progress_bars():
            pass


def test_every_publisher_is_named_in_the_help(run: Run) -> None:
    shown: Any = run("fetch", "--help").stdout
    assert all(name in shown for name in ENDPOINTS)
