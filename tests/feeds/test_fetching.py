"""Whole runs: what comes, what is kept, what is remembered, and what is said about it."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from threading import Barrier, Event, get_ident
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, cast

import attrs
import pytest

from centralasia.errors import InvalidValueError, UnknownCodeError, WrongTypeError
from centralasia.feeds import ENDPOINTS, Endpoint, Manners, fetch, judging
from centralasia.feeds.answers import Answer
from centralasia.feeds.endpoints import Question
from centralasia.feeds.judging import judged
from centralasia.rates import ExchangeRate, RateTable
from centralasia.store import Store
from centralasia.validation import Report

if TYPE_CHECKING:
    from tests.feeds.conftest import Asked, Reply, Server

Fetch = Callable[..., tuple[RateTable, Report]]
TODAY = date(2026, 3, 11)


@pytest.fixture
def fetched(server: "Server", quick: Manners) -> Fetch:
    def fetched_from(names: str | Iterable[str] = "nbk", **wanted: Any) -> tuple[RateTable, Report]:
        endpoints = {name: server.at(name) for name in ENDPOINTS}
        return fetch(names, **{"manners": quick, "endpoints": endpoints, "today": TODAY, **wanted})

    return fetched_from


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "rates.db") as one:
        yield one


def of(day: int) -> date:
    return date(2026, 3, day)


def days_of(table: Iterable[ExchangeRate]) -> list[int]:
    return sorted({rate.on.day for rate in table if isinstance(rate.on, date)})


def asked_for(server: "Server") -> list[int]:
    return [int(path.partition("fdate=")[2][:2]) for path in server.paths]


def wait_until(holds: Callable[[], bool]) -> None:
    end = monotonic() + 5
    while not holds() and monotonic() < end:
        sleep(0.005)
    assert holds()


class TestWhatIsWanted:
    @pytest.mark.parametrize(
        ("wanted", "error", "message"),
        [
            ({"on": "2026-03-01", "since": "2026-03-01"}, InvalidValueError, "on must be given without since"),
            ({"on": "2026-03-01", "until": "2026-03-01"}, InvalidValueError, "on must be given without since"),
            ({"until": "2026-03-01"}, InvalidValueError, "until must be given with since"),
            (
                {"since": "2026-03-02", "until": "2026-03-02"},
                InvalidValueError,
                "since must be a day before 2026-03-02",
            ),
            ({"since": "2026-03-12"}, InvalidValueError, "since must be a day before 2026-03-12"),
            ({"on": "01.03.2026"}, InvalidValueError, "on must be a day written YYYY-MM-DD"),
            ({"names": "nkb"}, UnknownCodeError, "'nkb' is not in the table of endpoints; did you mean 'nbk'"),
            ({"names": []}, InvalidValueError, "publishers must be at least one of nbk, nbkr"),
            ({"names": [1]}, WrongTypeError, "publishers must be names of publishers, such as 'nbk'"),
            ({"currencies": ["KTZ"]}, UnknownCodeError, "'KTZ' is not in the table of currencies"),
            ({"store": "rates.db"}, WrongTypeError, "store must be a Store, got 'rates.db'"),
            ({"on": "9999-12-31", "today": "9999-12-31"}, InvalidValueError, "today must be a day from 1900-01-01 to"),
            ({"names": "cfets", "today": "0001-01-01"}, InvalidValueError, "today must be a day from 1900-01-01 to"),
            ({"timeout": 0}, InvalidValueError, "timeout must be more than 0 seconds"),
            ({"ca_certs": "no/such.pem"}, InvalidValueError, "ca_certs must be a file of certificates"),
        ],
    )
    def test_what_makes_no_sense_is_told_before_anybody_is_asked(
        self, server: "Server", fetched: Fetch, wanted: Any, error: type[Exception], message: str
    ) -> None:
        with pytest.raises(error) as caught:
            fetched(**wanted)
        assert str(caught.value).startswith(message)
        assert server.asked == []

    @pytest.mark.parametrize("name", ENDPOINTS)
    @pytest.mark.parametrize("today", ["1900-01-01", "9998-12-31"])
    @pytest.mark.parametrize(
        "wanted", [{}, {"since": "0001-01-01", "until": "0001-01-03"}, {"since": "9998-12-30"}, {"on": "9999-12-31"}]
    )
    def test_no_day_is_too_early_or_too_late_to_be_told_from(
        self, server: "Server", fetched: Fetch, name: str, today: str, wanted: dict[str, str]
    ) -> None:
        if wanted == {"since": "9998-12-30"} and today == "1900-01-01":
            wanted = {**wanted, "until": "9999-12-31"}
        server.answers(server.reply(404))
        endpoints = {name: attrs.evolve(server.at(name), begins=None)}
        table, _ = fetched(name, today=today, endpoints=endpoints, currencies=["XDR", "USD", "KZT"], **wanted)
        assert len(table) == 0

    def test_two_endpoints_of_one_publisher_are_refused(self, server: "Server", fetched: Fetch) -> None:
        endpoints = {"nbk": server.at("nbk"), "mirror": server.at("nbk").at("https://mirror.example/")}
        with pytest.raises(InvalidValueError, match="publishers must be one endpoint of each publisher, got 'mirror'"):
            fetched(["nbk", "mirror"], endpoints=endpoints)

    def test_an_address_is_no_endpoint(self, fetched: Fetch) -> None:
        with pytest.raises(WrongTypeError, match=r"endpoints must be an Endpoint.*as in ENDPOINTS\['nbk'\].at"):
            fetched(endpoints={"nbk": "https://mirror.example/"})

    def test_a_publisher_named_twice_is_asked_once(self, server: "Server", fetched: Fetch, kazakhstan: Any) -> None:
        server.behaves(kazakhstan)
        _, report = fetched(["nbk", "nbk"], on="2026-03-02")
        assert report.facts["publishers"] == ("nbk",)
        assert len(server.asked) == 1

    def test_other_currencies_are_left_out_of_the_table_but_not_of_the_store(
        self, server: "Server", fetched: Fetch, kazakhstan: Any, store: Store
    ) -> None:
        server.behaves(kazakhstan)
        table, _ = fetched(on="2026-03-02", currencies=["USD"], store=store)
        assert [rate.base.code for rate in table] == ["USD"]
        assert len(store) == 2

    def test_the_day_of_the_clock_is_taken_where_none_is_told(
        self, server: "Server", fetched: Fetch, kazakhstan: Any
    ) -> None:
        server.behaves(kazakhstan)
        table, _ = fetched(since=date.today(), today=None)  # noqa: DTZ011 - a day earlier or later makes no difference
        assert len(table) in {0, 2, 4}


class TestSeveralPublishers:
    def test_they_are_asked_at_the_same_time_and_each_on_its_own(
        self, server: "Server", other_server: "Server", quick: Manners, bulletin: Callable[..., bytes]
    ) -> None:
        both = Barrier(2, timeout=5)
        russian = (
            '<?xml version="1.0" encoding="windows-1251"?><ValCurs Date="02.03.2026" name="Foreign Currency Market">'
            '<Valute ID="R01335"><NumCode>398</NumCode><CharCode>KZT</CharCode><Nominal>100</Nominal><Name>T</Name>'
            "<Value>16,5000</Value></Valute></ValCurs>"
        )

        def once_both_are_there(body: bytes) -> Callable[["Asked"], "Reply"]:
            def behave(_: "Asked") -> "Reply":
                both.wait()
                return server.reply(body=body)

            return behave

        server.behaves(once_both_are_there(bulletin(of(2))))
        other_server.behaves(once_both_are_there(russian.encode("cp1251")))
        endpoints = {"nbk": server.at("nbk"), "cbr": other_server.at("cbr")}
        table, report = fetch(["nbk", "cbr"], on="2026-03-02", endpoints=endpoints, manners=quick, today=TODAY)
        assert table.publishers == ("cbr", "nbk")
        assert table.name == "fetched from nbk, cbr"
        assert report.ok

    def test_an_outage_of_one_leaves_the_other_alone(
        self, server: "Server", other_server: "Server", quick: Manners, kazakhstan: Any
    ) -> None:
        server.behaves(kazakhstan)
        other_server.answers(other_server.reply(reset=True))
        endpoints = {"nbk": server.at("nbk"), "cbu": other_server.at("cbu")}
        table, report = fetch(["nbk", "cbu"], since="2026-03-02", endpoints=endpoints, manners=quick, today=TODAY)
        assert days_of(table) == list(range(2, 12))
        assert report.counts == {"gave-up": 1, "outage": 3}
        assert (report.facts["cbu.outage"], report.facts["nbk.documents"]) == (3, 10)


class TestProgress:
    def test_it_is_told_in_the_thread_of_the_caller(self, server: "Server", fetched: Fetch, kazakhstan: Any) -> None:
        server.behaves(kazakhstan)
        told: list[tuple[str, int, int]] = []
        threads: set[int] = set()

        def progress(publisher: str, done: int, total: int) -> None:
            told.append((publisher, done, total))
            threads.add(get_ident())

        fetched(since="2026-03-09", progress=progress)
        assert told == [("nbk", 0, 3), ("nbk", 1, 3), ("nbk", 2, 3), ("nbk", 3, 3)]
        assert threads == {get_ident()}

    def test_what_it_raises_ends_the_run(self, server: "Server", fetched: Fetch, kazakhstan: Any) -> None:
        server.behaves(kazakhstan)

        def progress(*_: object) -> None:
            raise LookupError

        with pytest.raises(LookupError):
            fetched(since="2026-01-01", progress=progress)
        assert len(server.asked) < 60


class TestStores:
    def test_what_is_answered_for_good_is_not_asked_for_again(
        self, server: "Server", fetched: Fetch, kazakhstan: Any, store: Store
    ) -> None:
        server.behaves(kazakhstan)
        _, report = fetched(since="2026-03-05", store=store)
        assert (report.facts["nbk.new"], report.facts["nbk.revised"]) == (14, 0)
        assert asked_for(server) == [11, 10, 9, 8, 7, 6, 5]
        assert store.asked("nbk", outcome="read") == {of(5), of(6), of(7), of(8)}
        server.asked.clear()
        table, report = fetched(since="2026-03-04", store=store)
        assert asked_for(server) == [11, 10, 9, 4]  # answers of the last three days may still change
        assert (days_of(table), report.facts["nbk.new"]) == ([4, 9, 10, 11], 2)

    def test_it_is_asked_for_again_on_demand(
        self, server: "Server", fetched: Fetch, bulletin: Callable[..., bytes], store: Store
    ) -> None:
        server.answers(server.reply(body=bulletin(of(2))))
        fetched(on="2026-03-02", store=store)
        server.answers(server.reply(body=bulletin(of(2), "502.7")))
        assert fetched(on="2026-03-02", store=store)[1].facts["quotes"] == 0
        _, report = fetched(on="2026-03-02", store=store, again=True)
        assert report.facts["nbk.revised"] == 1

    def test_documents_are_kept_where_they_are_wanted(
        self, server: "Server", fetched: Fetch, bulletin: Callable[..., bytes]
    ) -> None:
        kept: list[tuple[bytes | None, str]] = []

        class Keeping:
            def add(self, rates: Iterable[ExchangeRate], *, document: bytes | None = None, title: str = "") -> int:
                kept.append((document, title))
                return len(list(rates))

            def remember(self, *_: object, **__: object) -> None: ...

            def asked(self, *_: object, **__: object) -> frozenset[date]:
                return frozenset()

        server.answers(server.reply(body=bulletin(of(2))))
        url = f"{server.url}get_rates.cfm?fdate=02.03.2026"
        fetched(on="2026-03-02", store=Keeping(), keep_documents=True)
        _, report = fetched(on="2026-03-02", store=Keeping())
        assert kept == [(bulletin(of(2)), url), (None, url)]
        assert report.facts["nbk.new"] == 0

    def test_days_without_a_bulletin_are_remembered_too(self, server: "Server", fetched: Fetch, store: Store) -> None:
        server.answers(server.reply(404))
        fetched("cbt", since="2026-03-06", store=store)
        assert store.asked("cbt", outcome="no-bulletin") == {of(6), of(7), of(8)}
        server.asked.clear()
        fetched("cbt", since="2026-03-06", store=store)
        assert len(server.asked) == 3

    def test_failures_are_remembered_as_such_and_asked_for_again(
        self, server: "Server", fetched: Fetch, kazakhstan: Any, store: Store
    ) -> None:
        server.answers(server.reply(500))
        fetched(on="2026-03-02", store=store)
        assert store.asked("nbk", outcome="failed") == {of(2)}
        server.behaves(kazakhstan)
        table, _ = fetched(on="2026-03-02", store=store)
        assert days_of(table) == [2]
        assert store.asked("nbk", outcome="failed") == frozenset()

    def test_a_span_is_remembered_once_all_of_it_came(self, server: "Server", fetched: Fetch, store: Store) -> None:
        page = (
            '{"head":{"rep_code":"200"},"data":{"head":["USD/CNY"],"total":51,"pageTotal":2,"pageNum":%d},'
            '"records":[{"date":"2026-03-0%d","values":["6.9012"]}]}'
        )
        first, second = (server.reply(body=(page % (number, 5 - number)).encode()) for number in (1, 2))
        server.answers(first, server.reply(500))
        fetched("cfets", since="2026-03-03", until="2026-03-06", store=store)
        assert store.asked("cfets") == frozenset()
        server.answers(first, second)
        _, report = fetched("cfets", since="2026-03-03", until="2026-03-06", store=store)
        assert store.asked("cfets", outcome="read") == {of(3), of(4)}
        assert store.asked("cfets", outcome="no-bulletin") == {of(5)}
        assert report.counts == {"no-bulletin": 1}
        server.asked.clear()
        fetched("cfets", since="2026-03-03", until="2026-03-06", store=store)
        assert server.asked == []

    def test_currencies_are_remembered_one_by_one(self, server: "Server", fetched: Fetch, store: Store) -> None:
        page = "<html><body><!--date-->02.03.2026<!--date--><!--value-->87,4512<!--value--></body></html>"
        server.answers(server.reply(body=page.encode()))
        for codes in (["USD"], ["USD", "EUR"], ["EUR"]):
            fetched("nbkr", on="2026-03-02", currencies=codes, store=store)
        assert len(server.asked) == 2
        assert store.asked("nbkr/USD") == store.asked("nbkr/EUR") == {of(2)}

    def test_a_file_of_all_days_is_not_asked_for_where_all_are_known(
        self, server: "Server", fetched: Fetch, store: Store
    ) -> None:
        body = (
            '<?xml version="1.0"?><gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"'
            ' xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref"><Cube><Cube time="2026-03-02">'
            '<Cube currency="USD" rate="1.1"/></Cube></Cube></gesmes:Envelope>'
        )
        server.answers(server.reply(body=body.encode()))
        for _ in range(2):
            fetched("ecb", since="2026-03-01", until="2026-03-04", store=store)
        assert len(server.asked) == 1
        assert store.asked("ecb", outcome="read") == {of(2)}


class TestBadAnswers:
    def test_a_page_instead_of_a_document_is_told(self, server: "Server", fetched: Fetch, store: Store) -> None:
        server.answers(
            server.reply(body=b"<!DOCTYPE html><html>maintenance</html>", headers={"Content-Type": "text/html"})
        )
        table, report = fetched(on="2026-03-02", store=store)
        (problem,) = report
        assert (len(table), problem.code, problem.value) == (0, "wrong-content", "2026-03-02")
        assert "it is said to be 'text/html'" in problem.message
        assert store.asked("nbk", outcome="failed") == {of(2)}

    def test_a_document_counts_for_what_it_is_and_not_for_what_it_is_called(
        self, server: "Server", fetched: Fetch, bulletin: Callable[..., bytes]
    ) -> None:
        server.answers(server.reply(body=bulletin(of(2)), headers={"Content-Type": "text/html"}))
        table, report = fetched(on="2026-03-02")
        assert (len(table), len(report)) == (2, 0)

    def test_half_a_document_gives_what_it_has_and_is_asked_for_again(
        self, server: "Server", fetched: Fetch, bulletin: Callable[..., bytes], store: Store
    ) -> None:
        whole = bulletin(of(2))
        half = whole[: whole.index(b"4.11")]
        server.answers(server.reply(body=half, missing=len(whole) - len(half)))
        table, report = fetched(on="2026-03-02", store=store)
        assert [rate.base.code for rate in table] == ["USD"]
        assert {"half-answer", "cut-short"} <= set(report.counts)
        assert len(store) == 1
        assert store.asked("nbk", outcome="read") == frozenset()
        server.answers(server.reply(body=whole))
        assert len(fetched(on="2026-03-02", store=store)[0]) == 2
        assert store.asked("nbk", outcome="read") == {of(2)}

    def test_half_a_document_that_cannot_be_read_says_both(self, server: "Server", fetched: Fetch) -> None:
        server.answers(server.reply(body=b'[{"id":69,"Ccy":"USD","CcyNm_EN":"x","Rate', missing=50))
        _, report = fetched("cbu", on="2026-03-02")
        (problem,) = report
        assert problem.code == "unreadable-answer"
        assert "it broke off after 42 bytes; asked 3 times" in problem.message

    def test_a_document_that_is_cut_by_its_publisher_is_not_remembered(
        self, server: "Server", fetched: Fetch, bulletin: Callable[..., bytes], store: Store
    ) -> None:
        whole = bulletin(of(2))
        server.answers(server.reply(body=whole[: whole.index(b"4.11")]))
        _, report = fetched(on="2026-03-02", store=store)
        assert "cut-short" in report.counts
        assert "half-answer" not in report.counts
        assert store.asked("nbk", outcome="failed") == {of(2)}

    def test_a_document_with_nothing_but_errors_is_a_failure(self, server: "Server", fetched: Fetch) -> None:
        server.answers(server.reply(body=b"<rates><date>02.03.2026</date><item><title>USD</title></item></rates>"))
        table, report = fetched(on="2026-03-02")
        assert len(table) == 0
        assert not report.ok
        assert "no-bulletin" not in report.counts

    def test_a_document_without_quotes_says_that_there_are_none(self, server: "Server", fetched: Fetch) -> None:
        server.answers(server.reply(body=b"<rates><date>08.03.2026</date></rates>"))
        _, report = fetched(on="2026-03-08")
        assert report.counts == {"no-bulletin": 1}

    @pytest.mark.parametrize("day", ["12.03.2026", "01.01.2026"])
    def test_a_bulletin_that_cannot_be_meant_answers_for_no_other_day(
        self, server: "Server", fetched: Fetch, bulletin: Callable[..., bytes], store: Store, day: str
    ) -> None:
        found = date(int(day[6:]), int(day[3:5]), int(day[:2]))
        server.answers(server.reply(body=bulletin(found)))
        table, report = fetched(on="2026-03-05", store=store)
        assert {rate.on for rate in table} == {found}
        assert report.counts == {"wrong-day": 1}
        assert store.asked("nbk", outcome="failed") == {of(5)}

    def test_other_errors_of_a_reader_are_told_like_its_own(self) -> None:
        def read(*_: object) -> Any:
            raise InvalidValueError("units", 0, "at least 1")

        question = Question(url="https://x.example/", about="a test", read=read)
        found = judged(ENDPOINTS["nbkr"], question, Answer(b"<html>"), today=TODAY)
        assert "units must be at least 1, got 0" in found.problems[0].message

    def test_two_figures_for_one_day_are_told(
        self, server: "Server", fetched: Fetch, bulletin: Callable[..., bytes]
    ) -> None:
        server.answers(server.reply(body=bulletin(of(2))), server.reply(body=bulletin(of(2), "502.7")))
        endpoints = {"nbk": attrs.evolve(server.at("nbk"), day="{day}")}
        table, report = fetched(since="2026-02-28", until="2026-03-04", endpoints=endpoints)
        conflicts = [each for each in report if each.code == "conflicting-quotes"]
        assert [(str(rate.value), rate.on) for rate in table if rate.base.code == "USD"] == [("501.2", of(2))]
        assert conflicts[0].value == "502.7"


class TestGivingUp:
    def test_a_publisher_that_is_down_is_not_asked_for_every_day(
        self, server: "Server", fetched: Fetch, store: Store
    ) -> None:
        server.answers(server.reply(503))
        _, report = fetched(since="2020-01-01", store=store)
        assert len(server.asked) == 9
        assert report.counts == {"gave-up": 1, "outage": 3}
        (problem,) = [each for each in report if each.code == "gave-up"]
        assert problem.message == (
            "nbk: nothing of use came 3 times in a row, and no more is asked; 2,259 of 2,262 are left,"
            " from 2026-03-08 on"
        )
        assert problem.fix == judging.ASK_AGAIN

    def test_one_answer_in_between_is_enough_to_go_on(self, server: "Server", fetched: Fetch, kazakhstan: Any) -> None:
        def behave(asked: "Asked") -> "Reply":
            is_third = int(asked.path.partition("fdate=")[2][:2]) % 3 == 0
            return cast("Reply", kazakhstan(asked)) if is_third else server.reply(404)

        server.behaves(behave)
        table, report = fetched(since="2026-03-01")
        assert days_of(table) == [3, 6, 9]
        assert report.facts["nbk.outage"] == 8

    def test_a_long_report_stays_short(self, server: "Server", fetched: Fetch) -> None:
        server.behaves(
            lambda asked: server.reply(
                body=f"<rates><date>{asked.path[-10:]}</date><item><title>USD</title><description>501</description>"
                "<quant>1</quant><colour>red</colour></item></rates>".encode()
            )
        )
        _, report = fetched(since="2025-12-01")
        assert (report.counts["unknown-field"], report.facts["nbk.unknown-field"]) == (5, 101)
        assert report.problems[4].message.endswith("; 96 more of this kind not listed")


class TestEndingEarly:
    def test_a_call_that_is_cancelled_keeps_what_came_and_can_go_on(
        self, server: "Server", fetched: Fetch, kazakhstan: Any, store: Store
    ) -> None:
        server.behaves(kazakhstan)
        cancel = Event()

        def progress(_: str, done: int, __: int) -> None:
            if done == 5:
                cancel.set()

        table, report = fetched(since="2026-02-01", store=store, progress=progress, cancel=cancel)
        assert len(table) == len(store) >= 10
        assert report.counts == {"cancelled": 1}
        assert str(report.problems[0].message).startswith("nbk: cancelled; ")
        rest, _ = fetched(since="2026-02-01", store=store)
        assert len(store) == 78
        assert len(rest) < 78

    def test_it_is_cancelled_while_nobody_answers(
        self, server: "Server", fetched: Fetch, quick: Manners, stopwatch: Callable[[], float]
    ) -> None:
        cancel = Event()

        def behave(_: "Asked") -> "Reply":
            cancel.set()
            return server.reply(silent=5)

        server.behaves(behave)
        patient = attrs.evolve(quick, timeout=10, deadline=20)
        _, report = fetched(since="2026-03-01", cancel=cancel, manners=patient)
        assert report.counts == {"cancelled": 1}
        assert stopwatch() < 4

    def test_nobody_is_asked_where_it_is_cancelled_before(self, server: "Server", fetched: Fetch) -> None:
        cancel = Event()
        cancel.set()
        _, report = fetched(["nbk", "cbr"], since="2026-03-01", cancel=cancel)
        assert report.counts == {"cancelled": 2}
        assert server.asked == []

    def test_an_interrupt_leaves_what_came_in_the_store(
        self, server: "Server", fetched: Fetch, kazakhstan: Any, store: Store
    ) -> None:
        server.behaves(kazakhstan)

        def progress(_: str, done: int, __: int) -> None:
            if done == 5:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            fetched(since="2026-02-01", store=store, progress=progress)
        came = len(store)
        assert 10 <= came < 78
        fetched(since="2026-02-01", store=store)
        assert len(store) == 78

    def test_an_error_of_the_caller_leaves_what_came_in_the_store(
        self, server: "Server", fetched: Fetch, kazakhstan: Any, store: Store
    ) -> None:
        server.behaves(kazakhstan)

        def progress(_: str, done: int, __: int) -> None:
            if done == 1:
                wait_until(lambda: len(server.asked) >= 6)
                raise BrokenPipeError

        with pytest.raises(BrokenPipeError):
            fetched(since="2026-02-01", store=store, progress=progress)
        assert len(store) >= 2 * 5

    def test_an_error_of_one_publisher_leaves_what_came_of_the_others_in_the_store(
        self,
        server: "Server",
        fetched: Fetch,
        kazakhstan: Any,
        store: Store,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        server.behaves(lambda asked: kazakhstan(asked) if "fdate" in asked.path else server.reply(body=b"[]"))

        def broken_for_one(endpoint: Endpoint, *args: Any, **more: Any) -> Any:
            if endpoint.publisher == "nbg":
                raise ZeroDivisionError
            return judged(endpoint, *args, **more)

        def progress(publisher: str, _: int, __: int) -> None:
            if publisher == "nbg":  # its end is put down before anything else is taken
                wait_until(lambda: sum("fdate" in path for path in server.paths) >= 6)

        monkeypatch.setattr("centralasia.feeds.runs.judged", broken_for_one)
        with pytest.raises(ZeroDivisionError):
            fetched(["nbg", "nbk"], since="2026-02-01", store=store, progress=progress)
        assert len(store) >= 2 * 5

    def test_one_error_of_a_store_costs_one_document_and_settles_no_span(
        self, server: "Server", fetched: Fetch, store: Store
    ) -> None:
        page = (
            '{"head":{"rep_code":"200"},"data":{"head":["USD/CNY"],"total":51,"pageTotal":2,"pageNum":%d},'
            '"records":[{"date":"2025-0%d-03","values":["6.9012"]}]}'
        )
        server.behaves(
            lambda asked: server.reply(body=(page % ((1, 3) if "pageNum=1&" in asked.path else (2, 2))).encode())
        )

        def add(*_: Any, **__: Any) -> Any:
            monkey.undo()
            wait_until(lambda: len(server.asked) >= 5)
            raise OSError(5, "input/output error")

        with pytest.MonkeyPatch.context() as monkey:
            monkey.setattr(Store, "add", add)
            with pytest.raises(OSError, match="input/output error"):
                fetched("cfets", since="2022-01-01", store=store)
        assert len(store) == 2
        assert store.asked("cfets") == frozenset()

    def test_a_store_that_is_full_is_not_tried_for_ever(
        self, server: "Server", fetched: Fetch, kazakhstan: Any, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        server.behaves(kazakhstan)
        tried: list[int] = []

        def add(*_: Any, **__: Any) -> Any:
            wait_until(lambda: len(server.asked) >= 6)
            tried.append(len(tried))
            raise OSError(28, f"no space left at attempt {len(tried)}")

        monkeypatch.setattr(Store, "add", add)
        with pytest.raises(OSError, match="no space left at attempt 1"):
            fetched(since="2026-02-01", store=store)
        assert tried == [0, 1]

    def test_an_error_of_a_store_ends_the_run(self, server: "Server", fetched: Fetch, kazakhstan: Any) -> None:
        server.behaves(kazakhstan)

        class Full:
            def add(self, *_: object, **__: object) -> None:
                raise OSError(28, "no space left")

            def remember(self, *_: object, **__: object) -> None: ...

            def asked(self, *_: object, **__: object) -> frozenset[date]:
                return frozenset()

        with pytest.raises(OSError, match="no space left"):
            fetched(since="2026-01-01", store=Full())

    def test_an_error_in_a_thread_comes_out(
        self, server: "Server", fetched: Fetch, kazakhstan: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        server.behaves(kazakhstan)

        def broken(*_: object, **__: object) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr("centralasia.feeds.runs.judged", broken)
        with pytest.raises(ZeroDivisionError):
            fetched(since="2026-01-01")


def test_a_publisher_that_cannot_be_reached_at_first_is_left_alone() -> None:
    nobody = ENDPOINTS["nbk"].at("http://127.0.0.1:9/", pause=0)
    _, report = fetch(
        "nbk",
        since="2024-03-01",
        until="2024-03-11",
        endpoints={"nbk": nobody},
        manners=Manners(retries=0),
        today="2024-03-20",
    )
    assert report.counts == {"outage": 1, "gave-up": 1}
    assert "it could not be reached, and no more is asked; 9 of 10 are left" in str(report)
