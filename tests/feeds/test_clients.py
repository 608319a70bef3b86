"""The client against servers that fail in every way that servers do."""

import gzip
import ssl
import sys
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from threading import Event, Timer
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from urllib3 import exceptions
from urllib3.connection import HTTPConnection

from centralasia import feeds
from centralasia.errors import MissingExtraError
from centralasia.feeds import Endpoint, Manners, clients
from centralasia.feeds.answers import Answer, Fault
from centralasia.feeds.clients import Client, user_agent
from centralasia.feeds.endpoints import Question

if TYPE_CHECKING:
    from tests.feeds.conftest import Server

Ask = Callable[..., Answer | Fault]
REFUSING = "127.0.0.1:9"  # nobody listens on the port of `discard`


def asked_at(endpoint: Endpoint, manners: Manners, **question: Any) -> Answer | Fault:
    client = Client(endpoint, manners, Event())
    try:
        return client.ask(Question(about="a test", **{"url": endpoint.base + "day", **question}))
    finally:
        client.close()


@pytest.fixture
def ask(server: "Server", quick: Manners) -> Ask:
    """Ask the server once, with changes to the manners or the endpoint."""

    def ask_it(name: str = "nbk", *, question: Any = None, **changes: Any) -> Answer | Fault:
        return asked_at(server.at(name), attrs.evolve(quick, **changes), **(question or {}))

    return ask_it


class TestWhatIsSent:
    def test_a_document_comes_as_it_is(self, server: "Server", ask: Ask) -> None:
        server.answers(server.reply(body=b"\xff\x00<rates/>", headers={"Content-Type": "text/xml"}))
        assert ask() == Answer(b"\xff\x00<rates/>", "text/xml")
        assert [(each.method, each.path) for each in server.asked] == [("GET", "/day")]

    def test_it_says_what_it_is_and_pretends_nothing(self, server: "Server", ask: Ask) -> None:
        server.answers(server.reply(body=b"x"))
        ask()
        agent = server.asked[0].headers["User-Agent"]
        assert agent == user_agent()
        assert agent.startswith("centralasia/")
        assert "Mozilla" not in agent

    def test_a_version_that_is_not_installed_is_told_as_unreleased(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def version(name: str) -> str:
            if name == "centralasia":
                raise PackageNotFoundError(name)
            return "2.2"

        monkeypatch.setattr(clients, "version", version)
        assert user_agent() == "centralasia/unreleased (Python library for official exchange rates; urllib3/2.2)"

    def test_a_body_is_posted_with_its_headers(self, server: "Server", ask: Ask) -> None:
        server.answers(server.reply(body=b"x"))
        ask(question={"body": b"<soap/>", "headers": {"SOAPAction": '"it"'}})
        (asked,) = server.asked
        assert (asked.method, asked.body, asked.headers["SOAPAction"]) == ("POST", b"<soap/>", '"it"')

    def test_one_connection_serves_for_all_requests(self, server: "Server", quick: Manners) -> None:
        server.answers(server.reply(body=b"x"), server.reply(404), server.reply(503), server.reply(body=b"x"))
        client = Client(server.at("cbt"), quick, Event())
        for _ in range(30):
            client.ask(Question(url=server.url, about="a test"))
        client.close()
        assert len(server.asked) == 31
        assert len({each.connection for each in server.asked}) == 1

    def test_there_is_a_pause_between_two_requests(
        self, server: "Server", quick: Manners, stopwatch: Callable[[], float]
    ) -> None:
        server.answers(server.reply(body=b"x"))
        client = Client(attrs.evolve(server.at("nbk"), pause=0.1), quick, Event())
        for _ in range(3):
            client.ask(Question(url=server.url, about="a test"))
        client.close()
        assert 0.2 <= stopwatch() < 4


class TestOutages:
    def test_errors_of_the_server_are_asked_again_until_it_answers(self, server: "Server", ask: Ask) -> None:
        server.answers(server.reply(500), server.reply(502), server.reply(body=b"at last"))
        assert ask() == Answer(b"at last")
        assert len(server.asked) == 3

    def test_a_server_that_never_recovers_is_left_alone(self, server: "Server", ask: Ask) -> None:
        server.answers(server.reply(500))
        found = ask()
        assert isinstance(found, Fault)
        assert (found.code, found.message) == ("outage", "it answers 500 (Internal Server Error); asked 3 times")
        assert len(server.asked) == 3

    @pytest.mark.parametrize(
        ("status", "code", "message"),
        [
            (404, "outage", "it answers 404 (Not Found)"),
            (403, "refused", "it answers 403 (Forbidden)"),
            (401, "refused", "it answers 401 (Unauthorized)"),
            (418, "outage", "it answers 418 (I'm a Teapot)"),
            (204, "outage", "it answers 204 (No Content)"),
            (302, "outage", "it answers 302 (Found)"),
        ],
    )
    def test_an_answer_that_time_does_not_change_is_asked_once(
        self, server: "Server", ask: Ask, status: int, code: str, message: str
    ) -> None:
        server.answers(server.reply(status))
        found = ask()
        assert isinstance(found, Fault)
        assert (found.code, found.message, found.again) == (code, message, False)
        assert len(server.asked) == 1

    def test_what_a_server_says_of_itself_is_shown_without_tricks(self, server: "Server", ask: Ask) -> None:
        server.answers(server.reply(599, reason="\x1b[2J" + "x" * 1_000))
        found = ask()
        assert isinstance(found, Fault)
        assert found.message == f"it answers 599 ([2J{'x' * 57})"

    def test_a_refusal_says_by_what_name_was_asked(self, server: "Server", ask: Ask) -> None:
        server.answers(server.reply(403))
        found = ask()
        assert isinstance(found, Fault)
        assert user_agent() in str(found.cause)

    def test_404_is_no_outage_where_it_says_that_there_is_no_bulletin(self, server: "Server", ask: Ask) -> None:
        server.answers(server.reply(404, b"<html>not found</html>"))
        assert ask("cbt") == Answer(None)

    @pytest.mark.parametrize(
        ("name", "status", "code"), [("cbt", 404, ""), ("nbk", 404, "outage"), ("nbk", 403, "refused")]
    )
    def test_the_status_counts_before_how_the_body_is_packed(
        self, server: "Server", ask: Ask, name: str, status: int, code: str
    ) -> None:
        server.answers(server.reply(status, b"not packed at all", headers={"Content-Encoding": "br"}))
        found = ask(name)
        assert (found.code if isinstance(found, Fault) else "") == code

    def test_the_body_beside_a_status_is_passed_over_however_large(self, server: "Server", ask: Ask) -> None:
        server.answers(server.reply(404, b"x" * 3_000_000))
        assert ask("cbt", limit=1_000) == Answer(None)

    def test_the_body_beside_a_status_may_break_off(self, server: "Server", ask: Ask) -> None:
        server.answers(server.reply(404, b"half", missing=4))
        assert ask("cbt") == Answer(None)

    def test_an_empty_answer_is_asked_for_again(self, server: "Server", ask: Ask) -> None:
        server.answers(server.reply())
        found = ask()
        assert isinstance(found, Fault)
        assert found.message == "it answers with nothing; asked 3 times"

    def test_nobody_listens(self, quick: Manners, server: "Server") -> None:
        found = asked_at(server.at("nbk").at(f"http://{REFUSING}/"), quick)
        assert isinstance(found, Fault)
        assert (found.code, found.message) == ("outage", "no connection: connection refused; asked 3 times")

    def test_a_connection_that_is_thrown_away_is_made_again(self, server: "Server", ask: Ask) -> None:
        server.answers(server.reply(reset=True), server.reply(body=b"x"))
        assert ask() == Answer(b"x")
        server.answers(server.reply(reset=True))
        found = ask()
        assert isinstance(found, Fault)
        assert found.message == "the connection broke off; asked 3 times"

    def test_a_server_that_says_nothing_is_not_waited_for(
        self, server: "Server", ask: Ask, stopwatch: Callable[[], float]
    ) -> None:
        server.answers(server.reply(body=b"x", silent=5))
        found = ask(timeout=0.1)
        assert isinstance(found, Fault)
        assert found.message == "no answer within 0.1 seconds; asked 3 times"
        assert stopwatch() < 4


class TestSlowness:
    @pytest.mark.parametrize("slow_head", [False, True])
    def test_a_trickle_ends_with_its_time(
        self, server: "Server", ask: Ask, stopwatch: Callable[[], float], *, slow_head: bool
    ) -> None:
        server.answers(server.reply(body=b"x" * 1_000, trickle=0.02, slow_head=slow_head))
        found = ask(deadline=0.4)
        assert found == Fault("outage", "no whole answer within 0.4 seconds")
        assert stopwatch() < 4

    def test_a_trickle_without_a_length_does_not_pass_for_a_document(self, server: "Server", ask: Ask) -> None:
        server.answers(
            server.reply(body=b"x" * 1_000, trickle=0.02, headers={"Content-Length": "", "Connection": "close"})
        )
        assert ask(deadline=0.3) == Fault("outage", "no whole answer within 0.3 seconds")

    def test_no_attempt_begins_after_the_time_is_over(
        self, server: "Server", ask: Ask, stopwatch: Callable[[], float]
    ) -> None:
        server.answers(server.reply(503))
        found = ask(wait=0.2, longest_wait=10, deadline=0.5, retries=50)
        assert isinstance(found, Fault)
        assert found.code == "outage"
        assert stopwatch() < 4
        assert 1 <= len(server.asked) <= 4


class TestWaiting:
    def test_a_publisher_that_asks_for_patience_gets_it(
        self, server: "Server", ask: Ask, stopwatch: Callable[[], float]
    ) -> None:
        server.answers(server.reply(429, headers={"Retry-After": "1"}), server.reply(body=b"x"))
        assert ask(longest_wait=2) == Answer(b"x")
        assert 1 <= stopwatch() < 4

    def test_one_that_asks_for_too_much_of_it_is_left_alone(self, server: "Server", ask: Ask) -> None:
        server.answers(server.reply(429, headers={"Retry-After": "3600"}))
        found = ask()
        assert isinstance(found, Fault)
        assert found.message == "it answers 429 (Too Many Requests) and asks to wait 3,600 seconds"
        assert len(server.asked) == 1

    def test_a_moment_is_understood_as_well(self, server: "Server", ask: Ask) -> None:
        moment = format_datetime(datetime.now(tz=UTC) - timedelta(hours=1), usegmt=True)
        server.answers(server.reply(503, headers={"Retry-After": moment}), server.reply(body=b"x"))
        assert ask() == Answer(b"x")

    @pytest.mark.parametrize("header", ["soon", "9" * 5_000, "-1", "Wed, 99 Foo 2030 99:99:99 GMT"])
    def test_what_is_no_time_is_passed_over(self, server: "Server", ask: Ask, header: str) -> None:
        server.answers(server.reply(503, headers={"Retry-After": header}), server.reply(body=b"x"))
        assert isinstance(ask(), Answer | Fault)

    def test_waits_grow_and_are_never_the_same(self, server: "Server", quick: Manners) -> None:
        client = Client(server.at("nbk"), attrs.evolve(quick, wait=1.0, longest_wait=60), Event())
        fault = Fault("outage", "it is down")
        waits = [[client._before_the_next(attempt, fault) for _ in range(20)] for attempt in range(8)]
        for attempt, each in enumerate(waits):
            assert all(min(0.5 * 2**attempt, 60) <= wait <= min(1.5 * 2**attempt, 60) for wait in each)
        assert len(set(waits[0])) > 1
        assert client._before_the_next(5_000, fault) == 60


class TestHalfAnswers:
    def test_a_body_that_breaks_off_is_asked_for_again(self, server: "Server", ask: Ask) -> None:
        server.answers(server.reply(body=b"half", missing=4), server.reply(body=b"the whole"))
        assert ask() == Answer(b"the whole")

    def test_half_is_better_than_nothing(self, server: "Server", ask: Ask) -> None:
        server.answers(server.reply(body=b"half", missing=4, headers={"Content-Type": "text/xml"}))
        assert ask() == Answer(b"half", half="it broke off after 4 bytes; asked 3 times")

    def test_nothing_is_no_half(self, server: "Server", ask: Ask) -> None:
        server.answers(server.reply(missing=4))
        found = ask()
        assert isinstance(found, Fault)
        assert found.message == "it broke off after 0 bytes; asked 3 times"


class TestPacking:
    def test_what_is_packed_is_unpacked(self, server: "Server", ask: Ask) -> None:
        packed = gzip.compress(b"one ") + gzip.compress(b"two")
        server.answers(server.reply(body=packed, headers={"Content-Encoding": "gzip"}))
        assert ask() == Answer(b"one two")
        assert server.asked[0].headers["Accept-Encoding"] == "gzip"

    def test_a_bomb_is_refused_while_it_is_small(self, server: "Server", ask: Ask) -> None:
        bomb = gzip.compress(b"\0" * 20_000_000)
        server.answers(server.reply(body=bomb, headers={"Content-Encoding": "gzip"}))
        assert ask(limit=1_000_000) == Fault("too-large", "larger than the limit of 1,000,000 bytes")
        assert len(server.asked) == 1

    def test_so_is_a_document_that_is_too_large(self, server: "Server", ask: Ask) -> None:
        server.answers(server.reply(body=b"x" * 1_001))
        assert ask(limit=1_000) == Fault("too-large", "larger than the limit of 1,000 bytes")
        assert ask(limit=1_001) == Answer(b"x" * 1_001)

    def test_packed_half_is_half(self, server: "Server", ask: Ask) -> None:
        packed = zlib.compressobj(wbits=31)
        body = packed.compress(b"half of it") + packed.flush(zlib.Z_SYNC_FLUSH)
        server.answers(server.reply(body=body, headers={"Content-Encoding": "gzip"}))
        found = ask()
        assert isinstance(found, Answer)
        assert (found.data, found.half) == (
            b"half of it",
            "it ends before what is packed in it does, after 10 bytes; asked 3 times",
        )

    @pytest.mark.parametrize(
        ("encoding", "message"),
        [("gzip", "packed with gzip, and damaged"), ("br", "packed as 'br', which was not asked for")],
    )
    def test_what_cannot_be_unpacked_is_told(self, server: "Server", ask: Ask, encoding: str, message: str) -> None:
        server.answers(server.reply(body=b"not packed at all", headers={"Content-Encoding": encoding}))
        assert ask() == Fault("wrong-content", message)


class TestRedirections:
    def test_it_follows_within_the_publisher(self, server: "Server", ask: Ask) -> None:
        server.answers(server.reply(301, headers={"Location": "/kurs/new?x=1"}), server.reply(body=b"x"))
        assert ask() == Answer(b"x")
        assert server.paths == ["/day", "/kurs/new?x=1"]

    def test_it_does_not_follow_elsewhere(self, server: "Server", other_server: "Server", ask: Ask) -> None:
        server.answers(server.reply(302, headers={"Location": other_server.url + "day"}))
        found = ask()
        assert isinstance(found, Fault)
        assert (found.code, found.message) == (
            "redirected",
            f"it points to '{other_server.url}day', which is not followed",
        )
        assert other_server.asked == []

    def test_it_does_not_follow_for_ever(self, server: "Server", ask: Ask) -> None:
        server.answers(server.reply(307, headers={"Location": "/day"}))
        assert ask() == Fault("redirected", "it points from one place to another more than 5 times")
        assert len(server.asked) == 6

    def test_what_is_no_address_is_not_followed(self, server: "Server", ask: Ask) -> None:
        server.answers(server.reply(302, headers={"Location": "http://[::1"}))
        found = ask()
        assert isinstance(found, Fault)
        assert found.code == "redirected"


class TestCertificates:
    def test_a_certificate_that_nobody_vouches_for_is_refused(self, tls_server: "Server", quick: Manners) -> None:
        tls_server.answers(tls_server.reply(body=b"x"))
        found = asked_at(tls_server.at("nbk"), quick)
        assert isinstance(found, Fault)
        assert found.code == "untrusted"
        assert found.message.startswith("its certificate is not to be trusted: ")
        assert tls_server.asked == []

    def test_one_is_accepted_where_the_caller_vouches(
        self, tls_server: "Server", quick: Manners, certificates: Path
    ) -> None:
        tls_server.answers(tls_server.reply(body=b"x"))
        assert asked_at(tls_server.at("nbk"), attrs.evolve(quick, ca_certs=certificates)) == Answer(b"x")

    def test_one_for_another_name_is_refused(self, tls_server: "Server", quick: Manners, certificates: Path) -> None:
        elsewhere = tls_server.url.replace("127.0.0.1", "localhost")
        found = asked_at(tls_server.at("nbk").at(elsewhere), attrs.evolve(quick, ca_certs=certificates))
        assert isinstance(found, Fault)
        assert found.code == "untrusted"

    def test_a_trickle_over_tls_ends_with_its_time(
        self, tls_server: "Server", quick: Manners, certificates: Path, stopwatch: Callable[[], float]
    ) -> None:
        tls_server.answers(tls_server.reply(body=b"x" * 1_000, trickle=0.02))
        found = asked_at(tls_server.at("nbk"), attrs.evolve(quick, ca_certs=certificates, deadline=0.4))
        assert found == Fault("outage", "no whole answer within 0.4 seconds")
        assert stopwatch() < 4


class TestStopping:
    def test_it_waits_no_longer(self, server: "Server", quick: Manners, stopwatch: Callable[[], float]) -> None:
        server.answers(server.reply(503))
        stop = Event()
        client = Client(server.at("nbk"), attrs.evolve(quick, wait=30, longest_wait=60, deadline=100), stop)
        Timer(0.1, stop.set).start()
        assert client.ask(Question(url=server.url, about="a test")) == Fault("cancelled", "cancelled")
        assert stopwatch() < 4

    def test_it_does_not_even_wait_for_an_answer(
        self, server: "Server", quick: Manners, stopwatch: Callable[[], float]
    ) -> None:
        server.answers(server.reply(body=b"x", silent=5))
        stop = Event()
        client = Client(server.at("nbk"), attrs.evolve(quick, timeout=5, deadline=100), stop)

        def end() -> None:
            stop.set()
            client.abort()

        Timer(0.1, end).start()
        assert client.ask(Question(url=server.url, about="a test")) == Fault("cancelled", "cancelled")
        assert stopwatch() < 4
        client.close()
        client.abort()  # of what is closed nothing is left to break off


class TestWords:
    @pytest.mark.parametrize(
        ("error", "message"),
        [
            (
                exceptions.NameResolutionError("nbk.invalid", HTTPConnection("nbk.invalid"), OSError()),  # type: ignore[arg-type]  # any error will do
                "the name of its host cannot be resolved",
            ),
            (exceptions.NewConnectionError(HTTPConnection("x"), "?"), "no connection: for a reason unknown"),
            (exceptions.SSLError(ssl.SSLEOFError()), "the connection broke off"),
        ],
    )
    def test_every_failure_has_its_words(self, error: exceptions.HTTPError, message: str) -> None:
        assert clients._fault_of(error, 1.0).message == message


class TestTheExtra:
    def test_it_is_named_where_it_is_missing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("centralasia.feeds.clients", "centralasia.feeds.runs"):
            monkeypatch.delitem(sys.modules, name, raising=False)
        monkeypatch.setitem(sys.modules, "urllib3", None)
        with pytest.raises(MissingExtraError) as caught:
            feeds.fetch("nbk")
        assert str(caught.value) == "urllib3 is not installed; pip install 'centralasia[feeds]'"
