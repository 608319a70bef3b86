"""A server on loopback that does to a client what the servers of publishers do, good and bad."""

import socket
import ssl
import struct
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

import attrs
import pytest
import trustme

from centralasia.feeds import ENDPOINTS, Endpoint, Manners


@attrs.frozen(kw_only=True)
class Reply:
    """What the server does with a request."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = attrs.field(factory=dict)
    missing: int = 0  # bytes that are announced and never come
    trickle: float = 0.0  # seconds between two bytes
    slow_head: bool = False  # whether it is the head of the answer that trickles
    reset: bool = False  # whether the connection is thrown away instead
    silent: float = 0.0  # seconds before anything happens
    reason: str | None = None


@attrs.frozen(kw_only=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    connection: int


Behaviour = Callable[[Asked], Reply]


class Listener(ThreadingHTTPServer):
    """Listens, and knows for whom."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, owner: "Server") -> None:
        self.owner = owner
        super().__init__(("127.0.0.1", 0), Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Print nothing: a client that breaks off is what is tested."""


class Server:
    """A server; `behave` says what it does, `asked` what came."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.asked: list[Asked] = []
        self.closing = Event()
        self._behave: Behaviour = lambda _: Reply(status=404)
        self._http = Listener(self)
        if tls is not None:
            self._http.socket = tls.wrap_socket(self._http.socket, server_side=True)
        self.url = f"{'http' if tls is None else 'https'}://127.0.0.1:{self._http.server_port}/"
        Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def answers(self, *replies: Reply) -> None:
        """Give these replies one after the other, the last of them for ever."""
        left = list(replies)
        self.behaves(lambda _: left.pop(0) if len(left) > 1 else left[0])

    def behaves(self, behave: Behaviour) -> None:
        self._behave = behave

    def reply_to(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        return self._behave(asked)

    @property
    def paths(self) -> list[str]:
        return [each.path for each in self.asked]

    def close(self) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()

    def at(self, name: str) -> Endpoint:
        """Give the endpoint of a publisher, with this server in its place and without pauses."""
        return ENDPOINTS[name].at(self.url, pause=0)

    @staticmethod
    def reply(status: int = 200, body: bytes = b"", **more: Any) -> Reply:
        return Reply(status=status, body=body, **more)


class Handler(BaseHTTPRequestHandler):
    """Does with one request what the server says."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        asked = Asked(
            method=self.command,
            path=self.path,
            headers=dict(self.headers),
            body=body,
            connection=self.client_address[1],
        )
        assert isinstance(self.server, Listener)
        try:
            self._reply(self.server.owner.reply_to(asked), self.server.owner.closing)
        except OSError:
            self.close_connection = True  # the client has gone, as it should

    def do_POST(self) -> None:
        self.do_GET()

    def _reply(self, reply: Reply, closing: Event) -> None:
        closing.wait(reply.silent)
        if reply.reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            self.close_connection = True
            return
        self.send_response(reply.status, reply.reason)
        if reply.slow_head:
            self.flush_headers()
            self._trickle(b"X-Slow: " + b"x" * 1_000, reply.trickle, closing)
        for name, value in {"Content-Length": str(len(reply.body) + reply.missing), **reply.headers}.items():
            if value:
                self.send_header(name, value)
        self.end_headers()
        self._trickle(reply.body, reply.trickle, closing)
        if reply.missing:
            self.close_connection = True

    def _trickle(self, data: bytes, pause: float, closing: Event) -> None:
        if not pause:
            self.wfile.write(data)
            return
        for byte in data:
            self.wfile.write(bytes([byte]))
            if closing.wait(pause):
                break

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the method it replaces
        """Print nothing."""


def nbk(day: date, usd: str = "501.2") -> bytes:
    """A bulletin of Kazakhstan in its layout, made up."""
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rates><generator>Alternate RSS Builder</generator><date>{day:%d.%m.%Y}</date>
<item><fullname>ДОЛЛАР США</fullname><title>USD</title><description>{usd}</description><quant>1</quant>
<index>UP</index><change>+0.35</change></item>
<item><fullname>УЗБЕКСКИХ СУМОВ</fullname><title>UZS</title><description>4.11</description><quant>100</quant>
<index></index><change>0.00</change></item></rates>""".encode()


def nbk_behaves(asked: Asked) -> Reply:
    """Answer for every day, as Kazakhstan does."""
    text = asked.path.partition("fdate=")[2]
    day, month, year = map(int, text.split("."))
    return Reply(body=nbk(date(year, month, day)), headers={"Content-Type": "text/xml; charset=UTF-8"})


@pytest.fixture
def server() -> Iterator[Server]:
    one = Server()
    yield one
    one.close()


@pytest.fixture
def other_server() -> Iterator[Server]:
    one = Server()
    yield one
    one.close()


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def tls_server(authority: trustme.CA) -> Iterator[Server]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    one = Server(context)
    yield one
    one.close()


@pytest.fixture
def certificates(authority: trustme.CA, tmp_path: Path) -> Path:
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(path)
    return path


@pytest.fixture
def quick() -> Manners:
    """Manners for tests: the same, in no time."""
    return Manners(wait=0.001, longest_wait=0.05, timeout=2, deadline=5, retries=2)


@pytest.fixture
def bulletin() -> Callable[..., bytes]:
    return nbk


@pytest.fixture
def kazakhstan() -> Behaviour:
    return nbk_behaves


@pytest.fixture
def stopwatch() -> Callable[[], float]:
    """Seconds since the test began."""
    start = time.monotonic()
    return lambda: time.monotonic() - start
