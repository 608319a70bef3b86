"""The one way from publishers to rates."""

import os
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from threading import Event
from typing import TYPE_CHECKING, Final

import attrs

from centralasia.errors import InvalidValueError, UnknownCodeError, WrongTypeError
from centralasia.feeds.endpoints import Endpoint, Wanted
from centralasia.feeds.findings import RunFindings
from centralasia.feeds.manners import Manners
from centralasia.feeds.publishers import ENDPOINTS
from centralasia.numbers import shortened
from centralasia.periods import as_date
from centralasia.rates import ExchangeRate, RateTable
from centralasia.reference import Currency, currency, near
from centralasia.validation import Problem, Report, Severity

if TYPE_CHECKING:
    from centralasia.feeds.runs import Job, Keeper

__all__ = ["fetch"]

_A_DAY: Final = timedelta(1)
_EARLIEST: Final = date(1900, 1, 1)
_LATEST: Final = date(9998, 12, 31)  # what comes before and after a day must be days too
_MANNERS: Final = Manners()
_FOR_GOOD: Final = ("read", "no-bulletin")
_Span = tuple[date, date]


def fetch(  # noqa: PLR0913 - one keyword a choice, and all but the first have a default
    publishers: str | Iterable[str],
    *,
    on: date | str | None = None,
    since: date | str | None = None,
    until: date | str | None = None,
    currencies: Iterable[Currency | str] | None = None,
    store: "Keeper | None" = None,
    keep_documents: bool = False,
    again: bool = False,
    endpoints: Mapping[str, Endpoint] = ENDPOINTS,
    manners: Manners = _MANNERS,
    timeout: float | None = None,
    ca_certs: "str | os.PathLike[str] | None" = None,
    progress: Callable[[str, int, int], object] | None = None,
    cancel: Event | None = None,
    today: date | str | None = None,
) -> tuple[RateTable, Report]:
    """Fetch official rates from their publishers, over the network.

    Every quote is filed under the day for which its document says it holds, whatever day was asked for; where the two
    differ, that is a finding. An outage, half an answer or a day without a bulletin is a finding too, and what came is
    kept. Publishers are asked at the same time, each one request after the other with pauses between.

    With a store, all that comes is put there at once, and days that are answered for good are not asked for again: the
    same call goes on where it was broken off, by `cancel`, by Ctrl-C or by an outage. Without `on` and `since`, the
    latest bulletin there is is fetched.

    Args:
        publishers: Whom to ask, such as ``"nbk"`` or ``["nbk", "nbkr"]``.
        on: One day.
        since: The first day of a span.
        until: The first day no longer wanted; today is the last when not given.
        currencies: Only these, each priced in the money of the publisher; a store gets all that comes.
        store: Where to keep what comes: a `Store`.
        keep_documents: Whether the store keeps the documents as well.
        again: Ask for days that are answered already, too.
        endpoints: Where publishers answer, by name; put another one in for a mirror or a proxy of your own.
        manners: How long to wait, how often to try, and how much to take.
        timeout: Seconds to wait for a connection and each piece of an answer, instead of that of `manners`.
        ca_certs: A file of certificates to trust instead of those of the system, instead of that of `manners`.
        progress: Is called in this thread with a publisher, how much of it is done, and how much there is.
        cancel: Set it from another thread to end the call early.
        today: The day on which it is asked; that of the clock, in UTC, when not given.

    Returns:
        The quotes that came with this call, and the report. The counts of each publisher are among its facts, such as
        ``nbk.documents``; of a kind of finding that is met often, the first are listed, and all are counted.

    Raises:
        UnknownCodeError: No such publisher or currency; near misses are suggested.
        InvalidValueError: The days make no span, or `ca_certs` is no file of certificates.
        MissingExtraError: The extra ``feeds`` is not installed.

    Example:
        >>> from threading import Event
        >>> changed_my_mind = Event()
        >>> changed_my_mind.set()
        >>> table, report = fetch("nbk", since="2024-03-01", until="2024-03-11", cancel=changed_my_mind)
        >>> print(report.problems[0].message)
        nbk: cancelled; 10 of 10 are left
    """
    from centralasia.feeds.runs import Keeper, Run  # noqa: PLC0415 - brings the extra, for which all else does not ask

    asked_on = _today(today)
    days = _days(on, since, until, asked_on)
    if store is not None and not isinstance(store, Keeper):
        raise WrongTypeError("store", store, "a Store", "open one with centralasia.store.Store(path)")
    chosen = _chosen(publishers, endpoints)
    codes = None if currencies is None else tuple(dict.fromkeys([currency(each).code for each in currencies]))
    findings = RunFindings()
    wanted = Wanted(days=days, today=asked_on, currencies=codes, known=_known(None if again else store))
    jobs = _jobs(chosen, wanted, findings)
    run = Run(jobs, findings, store=store, keep_documents=keep_documents, today=asked_on)
    run.ask(_with(manners, timeout, ca_certs), progress=progress, cancel=cancel)
    names = tuple([each.publisher for each in chosen])
    local = {each.publisher: each.currency for each in chosen}
    table = RateTable.of(_of_currencies(run.rates, codes, local), name=f"fetched from {', '.join(names)}")
    return table, findings.report(publishers=names, quotes=len(table))


def _with(manners: Manners, timeout: float | None, ca_certs: "str | os.PathLike[str] | None") -> Manners:
    return attrs.evolve(
        manners,
        timeout=manners.timeout if timeout is None else timeout,
        ca_certs=manners.ca_certs if ca_certs is None else ca_certs,
    )


def _today(today: date | str | None) -> date:
    """Give the day on which it is asked; no clock shows one that is not near ours."""
    if today is None:
        return datetime.now(tz=UTC).date()
    day = as_date(today, "today")
    if not _EARLIEST <= day <= _LATEST:
        raise InvalidValueError("today", day.isoformat(), f"a day from {_EARLIEST} to {_LATEST}")
    return day


def _days(
    on: date | str | None, since: date | str | None, until: date | str | None, today: date
) -> tuple[date, date] | None:
    """Give the first and the last day that are wanted; None for the latest."""
    if on is not None:
        if since is not None or until is not None:
            raise InvalidValueError("on", str(on), "given without since and until")
        day = as_date(on)
        return day, day
    if since is None:
        if until is not None:
            raise InvalidValueError("until", str(until), "given with since", "say from which day on with since=")
        return None
    first = as_date(since, "since")
    end = today + _A_DAY if until is None else as_date(until, "until")
    if end <= first:
        raise InvalidValueError("since", first.isoformat(), f"a day before {end}, the first that is not wanted")
    return first, end - _A_DAY


def _chosen(publishers: str | Iterable[str], endpoints: Mapping[str, Endpoint]) -> list[Endpoint]:
    names = [publishers] if isinstance(publishers, str) else list(publishers)
    if not names:
        raise InvalidValueError("publishers", names, f"at least one of {', '.join(endpoints)}")
    chosen: dict[str, Endpoint] = {}
    for name in names:
        if not isinstance(name, str):
            raise WrongTypeError("publishers", name, "names of publishers, such as 'nbk'")
        if name not in endpoints:
            hint = f"there are: {', '.join(endpoints)}"
            raise UnknownCodeError(str(shortened(name)), "endpoints", near(name, endpoints), hint)
        endpoint = endpoints[name]
        if not isinstance(endpoint, Endpoint):
            raise WrongTypeError("endpoints", endpoint, "an Endpoint", f"as in ENDPOINTS[{name!r}].at('https://…/')")
        if chosen.setdefault(endpoint.publisher, endpoint) is not endpoint:
            raise InvalidValueError("publishers", name, "one endpoint of each publisher")
    return list(chosen.values())


def _known(store: "Keeper | None") -> Callable[[str], frozenset[date]]:
    """Give a way to ask a store for the days of a topic that are answered for good."""

    def known(topic: str) -> frozenset[date]:
        if store is None:
            return frozenset()
        return frozenset[date]().union(*[store.asked(topic, outcome=outcome) for outcome in _FOR_GOOD])

    return known


def _jobs(chosen: Iterable[Endpoint], wanted: Wanted, findings: RunFindings) -> "list[Job]":
    """Make a plan for each publisher; one that need not be asked for anything gets none."""
    from centralasia.feeds.runs import Job  # noqa: PLC0415 - as above

    jobs = []
    for endpoint in chosen:
        days = None if wanted.days is None else _that_can_be(endpoint, wanted.days, wanted.today, findings)
        if wanted.days is not None and days is None:
            continue
        plan = endpoint.plan(endpoint, attrs.evolve(wanted, days=days))
        if plan.not_offered:
            message = f"no address is known for {', '.join(plan.not_offered)}"
            told = Problem(code="not-offered", severity=Severity.WARNING, message=message)
            findings.note(endpoint.publisher, told)
        if plan.total:
            jobs.append(Job(endpoint, plan))
    return jobs


def _that_can_be(endpoint: Endpoint, days: _Span, today: date, findings: RunFindings) -> _Span | None:
    """Leave out the days before the archive, and those that are still to come."""
    first, last = days
    if endpoint.begins is not None and first < endpoint.begins:
        first = endpoint.begins
        message = f"its archive begins on {first}, and days before are not asked for"
        told = Problem(code="before-archive", severity=Severity.INFO, value=days[0].isoformat(), message=message)
        findings.note(endpoint.publisher, told)
    latest = today + endpoint.ahead * _A_DAY
    if last > latest:
        last = latest
        message = f"days after {latest} are still to come, and are not asked for"
        told = Problem(code="still-to-come", severity=Severity.INFO, value=days[1].isoformat(), message=message)
        findings.note(endpoint.publisher, told)
    return None if first > last else (first, last)


def _of_currencies(
    rates: Iterable[ExchangeRate], codes: tuple[str, ...] | None, local: Mapping[str, str]
) -> list[ExchangeRate]:
    """Leave out quotes of other currencies than those that are wanted and the publisher's own."""
    if codes is None:
        return list(rates)
    return [
        rate for rate in rates if {rate.base.code, rate.quote.code} <= {*codes, local.get(rate.source, rate.quote.code)}
    ]
