"""Endpoints: where a publisher answers, how it is to be treated, and what its answers mean."""

import re
from collections.abc import Callable, Generator, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Final, Literal, final
from urllib.parse import urlsplit

import attrs

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.feeds.manners import check_seconds
from centralasia.readers.forms import Readout

__all__ = ["Certainty", "Endpoint", "Outcome", "Plan", "Question", "Verdict", "Wanted"]

Certainty = Literal["seen", "used", "documented", "memory"]
"""How an address is known: from a recorded answer, from code that uses it, from documentation, or from memory."""

Outcome = Literal["read", "no-bulletin", "failed"]
"""What came of a question: quotes, the word that there are none, or nothing that can be used."""

_PORTS: Final = {"http": 80, "https": 443}
_AN_ADDRESS: Final = "an address that begins with https:// or http://, names a host and ends with /"


@final
@attrs.frozen(kw_only=True)
class Question:
    """One request to a publisher.

    Attributes:
        url: Where to.
        about: What is asked for, for people.
        done: How many units of work were done before it.
        on: The day that is asked for; None where it is a span, or the latest.
        span: The days that are settled by this and all questions after it about the same span and topics, first and
            last; None where the answer itself tells which days it settles.
        keep: The days of which quotes are wanted, of an answer that has many more; None where all are.
        topics: Under which names a store remembers what was answered.
        body: What is sent, for a POST.
        headers: What is sent beside it.
        read: How the answer is read; None for the reader of the publisher.
        announced: Whether the publisher has said that there are quotes, so that an answer without is a failure.
    """

    url: str
    about: str
    done: int = 0
    on: date | None = None
    span: tuple[date, date] | None = None
    keep: tuple[date, date] | None = None
    topics: tuple[str, ...] = ()
    body: bytes | None = None
    headers: Mapping[str, str] = MappingProxyType({})
    read: Callable[[bytes, str], Readout] | None = None
    announced: bool = False


@final
@attrs.frozen(kw_only=True)
class Verdict:
    """What a plan is told of an answer.

    Attributes:
        outcome: Whether quotes came, or the publisher has none, or something failed.
        answered: The day that the answer is of; None where it is of another day than it may be.
        facts: The facts of its report.
    """

    outcome: Outcome
    answered: date | None = None
    facts: Mapping[str, Any] = MappingProxyType({})


@final
@attrs.frozen(kw_only=True)
class Plan:
    """The questions that lead to what is wanted of one publisher; each is asked once the answer before it is judged.

    Attributes:
        total: How many units of work they are, for a progress bar.
        questions: The questions.
        not_offered: Currencies that are wanted, and for which no address is known.
    """

    total: int
    questions: Generator[Question, Verdict, None]
    not_offered: tuple[str, ...] = ()


@final
@attrs.frozen(kw_only=True)
class Wanted:
    """What is wanted of one publisher.

    Attributes:
        days: The first and the last day; None for the latest there is.
        today: The day on which it is asked.
        currencies: Codes; None for what the publisher has.
        known: Tells which days of a topic need not be asked again.
    """

    days: tuple[date, date] | None
    today: date
    currencies: tuple[str, ...] | None = None
    known: Callable[[str], frozenset[date]] = lambda _: frozenset()

    def missing(self, *topics: str) -> list[date]:
        """Give the days of the span that are not known of all of these topics, the latest first."""
        if self.days is None:
            return []
        first, last = self.days
        known = frozenset.intersection(*map(self.known, topics))
        days = [last - timedelta(back) for back in range((last - first).days + 1)]
        return [day for day in days if day not in known]


def _address(_: object, field: "attrs.Attribute[str]", value: object) -> None:
    if not isinstance(value, str):
        raise WrongTypeError(field.name, value, "an address as text")
    try:
        parts = urlsplit(value)
        host, _port = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if parts.scheme not in {"http", "https"} or not host or not parts.path.endswith("/"):
        raise InvalidValueError(field.name, value, _AN_ADDRESS)


@final
@attrs.frozen(kw_only=True)
class Endpoint:
    """Where one publisher answers, how it is to be treated, and what its answers mean.

    Attributes:
        publisher: The name of its reader.
        currency: The currency in which it prices others.
        base: What its addresses begin with.
        plan: Makes the questions of what is wanted.
        day: What follows `base` for one day, with ``{day:%d.%m.%Y}`` in it.
        latest: What follows `base` for the latest bulletin; empty where the one of today is asked for instead.
        pause: Seconds between the end of one request and the next.
        hosts: Hosts beside that of `base` to which it may redirect.
        begins: The first day of its archive; None where that is not known.
        ahead: How many days before its day a bulletin appears.
        missing_is_404: Whether 404 says that there is no bulletin of a day; it is an outage otherwise.
        answers_today: Whether it answers with the table of today for days that it has not.
        settles: After how many days an answer is taken to be final.
        page: What its pages of HTML have in them even where they have no quotes; None where it answers with none.
        certainty: How the address is known.
        note: What else should be known, such as terms.

    Example:
        >>> from centralasia.feeds import ENDPOINTS
        >>> ENDPOINTS["nbk"].at("https://mirror.example/nbk/").address("get_rates.cfm")
        'https://mirror.example/nbk/get_rates.cfm'
    """

    publisher: str
    currency: str
    base: str = attrs.field(validator=_address)
    plan: "Callable[[Endpoint, Wanted], Plan]"
    day: str = ""
    latest: str = ""
    pause: float = attrs.field(default=1.0, validator=check_seconds)
    hosts: tuple[str, ...] = ()
    begins: date | None = None
    ahead: int = 0
    missing_is_404: bool = False
    answers_today: bool = False
    settles: int = 3
    page: "re.Pattern[bytes] | None" = None
    certainty: Certainty = "seen"
    note: str = ""

    def at(self, base: str, *, pause: float | None = None) -> "Endpoint":
        """Give this endpoint at another address: a mirror, a proxy of one's own, a server for tests.

        It may redirect within the host of that address only.

        Args:
            base: What the addresses begin with, instead of the publisher's.
            pause: Seconds between requests; as before when not given.

        Raises:
            InvalidValueError: It is no address that can be asked.

        Example:
            >>> from centralasia.feeds import ENDPOINTS
            >>> ENDPOINTS["cbr"].at("http://127.0.0.1:8000/cbr/", pause=0).base
            'http://127.0.0.1:8000/cbr/'
        """
        return attrs.evolve(self, base=base, hosts=(), pause=self.pause if pause is None else pause)

    def address(self, rest: str) -> str:
        """Give the whole address."""
        return self.base + rest

    def may_redirect_to(self, url: str) -> bool:
        """Tell whether an address is one of this publisher, and as safe as `base`.

        Example:
            >>> from centralasia.feeds import ENDPOINTS
            >>> nbk = ENDPOINTS["nbk"]
            >>> [nbk.may_redirect_to(f"{scheme}://www.nationalbank.kz/") for scheme in ("https", "http")]
            [True, False]
        """
        try:
            ours, theirs = urlsplit(self.base), urlsplit(url)
            port = theirs.port
        except ValueError:
            return False
        schemes = {"https"} if ours.scheme == "https" else {"http", "https"}
        hosts, ports = {ours.hostname, *self.hosts}, {None, ours.port, _PORTS.get(theirs.scheme)}
        return theirs.scheme in schemes and theirs.hostname in hosts and port in ports
