"""The HTTP client: the one module that imports urllib3, or says how to get it.

One client speaks to one publisher, over connections that stay open, from one thread.
"""

import random
import socket
import ssl
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from threading import Event, Timer
from time import monotonic
from typing import Final, final
from urllib.parse import urljoin

import attrs

from centralasia.errors import MissingExtraError
from centralasia.feeds.answers import Answer, Body, BodyError, Fault
from centralasia.feeds.endpoints import Endpoint, Question
from centralasia.feeds.manners import Manners

try:
    import urllib3
    from urllib3 import exceptions
    from urllib3.connection import HTTPConnection, HTTPSConnection
except ModuleNotFoundError as error:
    raise MissingExtraError("feeds", error.name or "urllib3") from error

__all__ = ["Client", "user_agent"]

_PIECE: Final = 65_536  # bytes
_PASSED_OVER: Final = 1_048_576  # bytes beside a status that are read, so that the connection can go on
_REDIRECTIONS: Final = 5
_LONGEST_CONNECT: Final = 10.0  # seconds
_SHOWN: Final = 200  # characters of an address in a message
_SHOWN_OF_A_HEADER: Final = 60
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_FINE: Final = 200
_MISSING: Final = frozenset({404, 410})
_REFUSED: Final = frozenset({401, 403, 451})
_BUSY: Final = frozenset({408, 425, 429, 500, 502, 503, 504})


_CANCELLED: Final = Fault("cancelled", "cancelled")


def user_agent() -> str:
    """Say who asks: this library by its name, and no browser.

    Example:
        >>> user_agent().startswith("centralasia/")
        True
    """
    try:
        ours = version("centralasia")
    except PackageNotFoundError:  # run from a folder that was never installed
        ours = "unreleased"
    return f"centralasia/{ours} (Python library for official exchange rates; urllib3/{version('urllib3')})"


@final
class Client:
    """Speaks to one publisher: one request at a time, with pauses between them, and never longer than agreed."""

    def __init__(self, endpoint: Endpoint, manners: Manners, stop: Event) -> None:
        """Prepare; nothing is sent.

        Args:
            endpoint: Whom to speak to.
            manners: How.
            stop: Ends all waiting once it is set.
        """
        self._endpoint = endpoint
        self._manners = manners
        self._stop = stop
        self._sockets: list[socket.socket] = []
        self._headers = {"User-Agent": user_agent(), "Accept-Encoding": "gzip", "Accept": "*/*"}
        self._manager = urllib3.PoolManager(
            maxsize=1,
            cert_reqs="CERT_REQUIRED",
            ca_certs=manners.ca_certs,
        )
        self._manager.pool_classes_by_scheme = _pools(self._sockets)
        self._free_at = 0.0

    def ask(self, question: Question) -> Answer | Fault:
        """Ask until there is an answer, or no hope of one."""
        wait = max(0.0, self._free_at - monotonic())
        end = monotonic() + wait + self._manners.deadline
        attempt = 0
        while True:
            if self._stop.wait(wait):
                return _CANCELLED
            found = self._follow(question, end)
            self._free_at = monotonic() + self._endpoint.pause
            if isinstance(found, Answer):
                return found
            wait = self._before_the_next(attempt, found)
            attempt += 1
            if not found.again or attempt > self._manners.retries or wait > self._longest(end):
                return _given_up(found, attempt)

    def abort(self) -> None:
        """Break the connections off, from another thread: what waits for an answer waits no longer."""
        for each in tuple(self._sockets):
            with suppress(OSError):
                socket.socket.shutdown(each, socket.SHUT_RDWR)  # that of TLS is not made for two threads

    def close(self) -> None:
        """Close all connections."""
        self._manager.clear()

    def _before_the_next(self, attempt: int, fault: Fault) -> float:
        """Say how many seconds to wait before the next attempt: longer each time, and not all at the same moment."""
        manners = self._manners
        jitter = random.uniform(0.5, 1.5)  # noqa: S311 - no secret is made of it
        doubled = min(manners.wait * 2.0 ** min(attempt, 64) * jitter, manners.longest_wait)
        return max(doubled if fault.wait is None else fault.wait, self._endpoint.pause)

    def _longest(self, end: float) -> float:
        return min(max(self._manners.longest_wait, self._endpoint.pause), end - monotonic())

    def _follow(self, question: Question, end: float) -> Answer | Fault:
        """Ask once, and go where the answer points to, within the publisher."""
        url = question.url
        for _ in range(_REDIRECTIONS + 1):
            found = self._watched(question, url, end)
            if not isinstance(found, str):
                return found
            try:
                url = urljoin(url, found)
            except ValueError:
                url = found  # no address at all
            if not self._endpoint.may_redirect_to(url):
                cause = "its address has moved, or somebody else answers in its place"
                return Fault("redirected", f"it points to {url[:_SHOWN]!r}, which is not followed", cause)
        return Fault("redirected", f"it points from one place to another more than {_REDIRECTIONS} times")

    def _watched(self, question: Question, url: str, end: float) -> Answer | Fault | str:
        """Ask at one address; an answer that trickles is broken off when its time is over."""
        watch = Timer(max(0.0, end - monotonic()), self.abort)
        watch.daemon = True
        watch.start()
        try:
            found = self._exchange(question, url)
        except exceptions.HTTPError as error:
            found = _fault_of(error, self._manners.timeout)
        finally:
            watch.cancel()
        if self._stop.is_set():
            return _CANCELLED
        if monotonic() >= end:
            return Fault("outage", f"no whole answer within {self._manners.deadline:g} seconds")
        return found

    def _exchange(self, question: Question, url: str) -> Answer | Fault | str:
        manners = self._manners
        response = self._manager.urlopen(
            "GET" if question.body is None else "POST",
            url,
            body=question.body,
            headers={**self._headers, **question.headers},
            timeout=urllib3.Timeout(connect=min(manners.timeout, _LONGEST_CONNECT), read=manners.timeout),
            retries=False,
            redirect=False,
            preload_content=False,
            decode_content=False,
        )
        if response.status == _FINE:
            return _document(response, manners.limit)
        _pass_over(response)
        target = response.headers.get("Location")
        return target if response.status in _MOVED and target else self._of_status(response)

    def _of_status(self, response: urllib3.BaseHTTPResponse) -> Answer | Fault:
        status = response.status
        reason = "".join(filter(str.isprintable, response.reason or ""))[:_SHOWN_OF_A_HEADER]
        told = f"it answers {status}" + (f" ({reason})" if reason else "")
        if status in _MISSING:
            if self._endpoint.missing_is_404:
                return Answer(None)
            return Fault("outage", told, "its address has moved, or what was asked for is outside of its archive")
        if status in _REFUSED:
            cause = f"it refuses this program, which says what it is: {user_agent()}"
            return Fault("refused", told, cause)
        wait = _asked_to_wait(response.headers.get("Retry-After", ""))
        if wait is not None and wait > self._manners.longest_wait:
            told += f" and asks to wait {wait:,.0f} seconds"
        return Fault("outage", told, again=status in _BUSY, wait=wait)


def _pools(sockets: list[socket.socket]) -> dict[str, type[urllib3.HTTPConnectionPool]]:
    """Make connections that put their sockets down, so that they can be broken off."""

    def put_down(connection: HTTPConnection) -> None:
        sockets[:] = [*(each for each in sockets if each.fileno() >= 0), connection.sock]

    class Plain(HTTPConnection):
        def connect(self) -> None:
            super().connect()
            put_down(self)

    class Secure(HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            put_down(self)

    class PlainPool(urllib3.HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(urllib3.HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


def _document(response: urllib3.BaseHTTPResponse, limit: int) -> Answer | Fault:
    try:
        body = Body(response.headers.get("Content-Encoding", ""), limit)
        broken = _read(response, body)
    except BodyError as error:
        response.close()  # what is left of it is not wanted
        return Fault(*error.args)
    return _of_body(body, broken, response.headers.get("Content-Type", "")[:_SHOWN_OF_A_HEADER])


def _pass_over(response: urllib3.BaseHTTPResponse) -> None:
    """Read what comes beside a status, which says it all: however it is packed, it is not unpacked."""
    try:
        _read(response, Body("", _PASSED_OVER))
    except BodyError:
        response.close()


def _read(response: urllib3.BaseHTTPResponse, body: Body) -> str:
    """Read all there is into a body, and say how it broke off, if it did."""
    try:
        for piece in response.stream(_PIECE, decode_content=False):
            body.feed(piece)
    except exceptions.HTTPError:
        return f"it broke off after {len(body.data):,} bytes"
    return "" if body.is_whole else f"it ends before what is packed in it does, after {len(body.data):,} bytes"


def _of_body(body: Body, broken: str, content_type: str) -> Answer | Fault:
    if broken:
        return Fault("outage", broken, again=True, part=body.data)
    if not body.data:
        return Fault("outage", "it answers with nothing", again=True)
    return Answer(body.data, content_type)


def _given_up(fault: Fault, attempts: int) -> Answer | Fault:
    """Take what there is of half an answer; else tell how often was asked."""
    if attempts > 1:
        fault = attrs.evolve(fault, message=f"{fault.message}; asked {attempts} times")
    return Answer(fault.part, half=fault.message) if fault.part else fault


def _fault_of(error: exceptions.HTTPError, timeout: float) -> Fault:
    """Say in words what went wrong before there was an answer."""
    if isinstance(error, exceptions.SSLError) and isinstance(error.args[0], ssl.SSLCertVerificationError):
        why = error.args[0].verify_message or "its name is another one"
        cause = "somebody else answers in its place, or its certificate is not in order"
        return Fault("untrusted", f"its certificate is not to be trusted: {why.lower()}", cause)
    if isinstance(error, exceptions.NameResolutionError):
        return Fault(
            "outage",
            "the name of its host cannot be resolved",
            "no network, or the name is gone",
            again=True,
            unreached=True,
        )
    if isinstance(error, exceptions.NewConnectionError):
        why = getattr(error.__cause__, "strerror", None) or "for a reason unknown"
        return Fault("outage", f"no connection: {why.lower()}", again=True, unreached=True)
    if isinstance(error, exceptions.TimeoutError):
        return Fault("outage", f"no answer within {timeout:g} seconds", again=True)
    return Fault("outage", "the connection broke off", again=True)


def _asked_to_wait(header: str) -> float | None:
    """Read for how many seconds the publisher asks to be left alone: a number, or a moment."""
    if not header:
        return None
    try:
        return urllib3.Retry().parse_retry_after(header)
    except (exceptions.InvalidHeader, ValueError, OverflowError):
        return None
