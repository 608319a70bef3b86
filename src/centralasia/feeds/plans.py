"""Plans: the questions that lead from what is wanted to documents, by the ways in which publishers answer.

What is looked up in a store is looked up when a plan is made; its questions are asked later, in another thread.
"""

from collections.abc import Generator, Iterable, Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

import attrs

from centralasia.feeds.endpoints import Endpoint, Plan, Question, Verdict, Wanted
from centralasia.periods.days import last_of_month, month_index
from centralasia.readers import nbkr
from centralasia.reference import currency

__all__ = ["bis_series", "cba_spans", "cfets_pages", "each_day", "ecb_files", "imf_months", "nbkr_pages"]

_A_DAY: Final = timedelta(1)
_STEPS_BACK: Final = 10  # days in which the latest bulletin is looked for; the longest holidays are shorter
_90_DAYS: Final = timedelta(80)  # that the file of 90 days has for certain
_A_YEAR: Final = 358  # days; with the week before them a year, the most that NBKR gives at once
_A_WEEK_BEFORE: Final = timedelta(6)  # a weekly list of that day is still valid
_PAGE: Final = 50  # days
_MONTHS_BACK: Final = 6  # in which the latest month of the BIS is looked for
_CBA_CURRENCIES: Final = ("EUR", "IRR", "JPY", "KGS", "KZT", "RUB", "TJS", "USD", "UZS")
_AREAS: Final = MappingProxyType(
    {
        "AMD": "AM",
        "AZN": "AZ",
        "CNY": "CN",
        "GEL": "GE",
        "KGS": "KG",
        "KZT": "KZ",
        "RUB": "RU",
        "TJS": "TJ",
        "TMT": "TM",
        "TRY": "TR",
        "UZS": "UZ",
    }
)
_ENVELOPE: Final = (
    '<?xml version="1.0" encoding="utf-8"?>'
    '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>'
    '<{operation} xmlns="http://www.cba.am/">{parameters}</{operation}>'
    "</soap:Body></soap:Envelope>"
)

_Questions = Generator[Question, Verdict, None]
_Span = tuple[date, date]


def each_day(endpoint: Endpoint, wanted: Wanted) -> Plan:
    """Ask for one day after the other, the latest first; days for which an older bulletin still held are not asked."""
    if wanted.days is None:
        return Plan(total=1, questions=_latest(endpoint, wanted.today))
    missing = wanted.missing(endpoint.publisher)
    return Plan(total=len(missing), questions=_days(endpoint, missing))


def _days(endpoint: Endpoint, missing: list[date]) -> _Questions:
    done = 0
    while done < len(missing):
        verdict = yield _of_day(endpoint, missing[done], done)
        done += 1
        while verdict.answered is not None and done < len(missing) and missing[done] >= verdict.answered:
            done += 1


def _latest(endpoint: Endpoint, today: date) -> _Questions:
    if endpoint.latest:
        yield Question(url=endpoint.address(endpoint.latest), about="the latest")
        return
    for back in range(_STEPS_BACK):
        verdict = yield _of_day(endpoint, today + (endpoint.ahead - back) * _A_DAY, 0)
        if verdict.outcome != "no-bulletin":
            return


def _of_day(endpoint: Endpoint, day: date, done: int) -> Question:
    url = endpoint.address(endpoint.day.format(day=day))
    return Question(url=url, about=day.isoformat(), done=done, on=day, topics=(endpoint.publisher,))


def ecb_files(endpoint: Endpoint, wanted: Wanted) -> Plan:
    """Take one file: the latest day, the last 90 days, or all days there are, whichever is enough."""
    if wanted.days is None:
        return Plan(total=1, questions=_latest(endpoint, wanted.today))
    missing = wanted.missing(endpoint.publisher)
    if not missing:
        return Plan(total=0, questions=_one_after_another([]))
    span = missing[-1], missing[0]
    file = "eurofxref-hist-90d.xml" if span[0] >= wanted.today - _90_DAYS else "eurofxref-hist.zip"
    question = Question(
        url=endpoint.address(file), about=_shown(span), span=span, keep=span, topics=(endpoint.publisher,)
    )
    return Plan(total=1, questions=_one_after_another([question]))


def nbkr_pages(endpoint: Endpoint, wanted: Wanted) -> Plan:
    """Take the daily and the weekly list for the latest; pages of history, by currency and year, for days before."""
    if wanted.days is None:
        lists = [Question(url=endpoint.address(f"XML/{name}.xml"), about=name) for name in ("daily", "weekly")]
        return Plan(total=len(lists), questions=_one_after_another(lists))
    known = [code for code in nbkr.CURRENCIES if _is_money_in(code, wanted.days)]
    codes, not_offered = _offered(endpoint, wanted, known)
    questions = [_nbkr_page(endpoint, code, span) for code in codes for span in _years(wanted.missing(f"nbkr/{code}"))]
    return Plan(total=len(questions), questions=_one_after_another(questions), not_offered=not_offered)


def _nbkr_page(endpoint: Endpoint, code: str, span: _Span) -> Question:
    number, units = nbkr.CURRENCIES[code]
    first, last = span[0] - min(_A_WEEK_BEFORE, span[0] - date.min), span[1]
    rest = (
        f"index1.jsp?item=1562&lang=ENG&valuta_id={number}"
        f"&beg_day={first:%d}&beg_month={first:%m}&beg_year={first:%Y}"
        f"&end_day={last:%d}&end_month={last:%m}&end_year={last:%Y}"
    )
    return Question(
        url=endpoint.address(rest),
        about=f"{code}, {_shown(span)}",
        span=span,
        topics=(f"nbkr/{code}",),
        read=lambda data, name: nbkr.history(data, code, units=units, name=name),
    )


def cba_spans(endpoint: Endpoint, wanted: Wanted) -> Plan:
    """Ask the service of Armenia for a span of some currencies, or for the latest of all."""
    if wanted.days is None:
        latest = _soap(endpoint, "ExchangeRatesLatest", {})
        return Plan(total=1, questions=_one_after_another([latest]))
    codes = _foreign(endpoint, wanted) if wanted.currencies else _CBA_CURRENCIES
    topics = tuple([f"cba/{code}" for code in codes])
    questions = [
        attrs.evolve(
            _soap(
                endpoint,
                "ExchangeRatesByDateRangeByISO",
                {
                    "ISOCodes": ",".join(codes),
                    "DateFrom": f"{span[0]}T00:00:00",
                    "DateTo": f"{span[1]}T00:00:00",
                },
            ),
            about=_shown(span),
            span=span,
            topics=topics,
        )
        for span in (_years(wanted.missing(*topics)) if topics else ())
    ]
    return Plan(total=len(questions), questions=_one_after_another(questions))


def _soap(endpoint: Endpoint, operation: str, parameters: Mapping[str, str]) -> Question:
    written = "".join([f"<{name}>{value}</{name}>" for name, value in parameters.items()])
    headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": f'"http://www.cba.am/{operation}"'}
    return Question(
        url=endpoint.address("exchangerates.asmx"),
        about="the latest",
        body=_ENVELOPE.format(operation=operation, parameters=written).encode(),
        headers=MappingProxyType(headers),
    )


def cfets_pages(endpoint: Endpoint, wanted: Wanted) -> Plan:
    """Go through the pages of a span, as many as the publisher says there are."""
    if wanted.days is None:
        spans = [(wanted.today - _STEPS_BACK * _A_DAY, wanted.today)]
        return Plan(total=1, questions=_pages(endpoint, spans, topics=()))
    spans = list(_years(wanted.missing(endpoint.publisher)))
    return Plan(total=len(spans), questions=_pages(endpoint, spans, topics=(endpoint.publisher,)))


def _pages(endpoint: Endpoint, spans: list[_Span], *, topics: tuple[str, ...]) -> _Questions:
    for done, span in enumerate(spans):
        page, pages = 1, 1
        while page <= pages:
            first, last = span
            rest = f"CcprHisNew?startDate={first}&endDate={last}&currency=&pageNum={page}&pageSize={_PAGE}"
            about = _shown(span) if page == 1 else f"{_shown(span)}, page {page}"
            verdict = yield Question(
                url=endpoint.address(rest),
                about=about,
                done=done,
                span=span,
                topics=topics,
                body=b"",
                announced=page > 1,
            )
            if page == 1:  # a page has a day at least, so that more pages than days cannot be
                pages = min(int(verdict.facts.get("pages", 1)), (last - first).days + 1)
            page += 1


def imf_months(endpoint: Endpoint, wanted: Wanted) -> Plan:
    """Take the table of each month, the latest first."""
    if wanted.days is None:
        return Plan(total=1, questions=_one_after_another([_imf_month(endpoint, wanted.today, "the latest")]))
    months: dict[int, list[date]] = {}
    for day in wanted.missing(endpoint.publisher):
        months.setdefault(month_index(day), []).append(day)
    questions = [
        attrs.evolve(
            _imf_month(endpoint, min(last_of_month(month), wanted.today), f"{days[0]:%Y-%m}"),
            span=(days[-1], days[0]),
            topics=(endpoint.publisher,),
        )
        for month, days in months.items()
    ]
    return Plan(total=len(questions), questions=_one_after_another(questions))


def _imf_month(endpoint: Endpoint, day: date, about: str) -> Question:
    return Question(url=endpoint.address(endpoint.day.format(day=day)), about=about)


def bis_series(endpoint: Endpoint, wanted: Wanted) -> Plan:
    """Take the monthly averages and ends of months of each currency."""
    codes, not_offered = _offered(endpoint, wanted, _AREAS)
    days = wanted.days
    if days is None:
        first = last_of_month(month_index(wanted.today) - _MONTHS_BACK)
        spans = [(code, (first, wanted.today)) for code in codes]
        questions = [_bis(endpoint, code, span, each) for code, span in spans for each in "AE"]
    else:
        wholes = [(code, wanted.missing(f"bis/{code}")) for code in codes]
        questions = [
            attrs.evolve(_bis(endpoint, code, span, each), span=span, topics=(f"bis/{code}",))
            for code, span in [(code, (missing[-1], missing[0])) for code, missing in wholes if missing]
            for each in "AE"
        ]
    return Plan(total=len(questions), questions=_one_after_another(questions), not_offered=not_offered)


def _bis(endpoint: Endpoint, code: str, span: _Span, collection: str) -> Question:
    first, last = span
    rest = f"M.{_AREAS[code]}..{collection}?c%5BTIME_PERIOD%5D=ge:{first:%Y-%m}+le:{last:%Y-%m}"
    kind = {"A": "averages", "E": "ends of months"}[collection]
    return Question(
        url=endpoint.address(rest),
        about=f"{code}, {kind}, {_shown(span)}",
        headers=MappingProxyType({"Accept": "application/vnd.sdmx.data+csv;version=1.0.0"}),
    )


def _one_after_another(questions: Iterable[Question]) -> _Questions:
    for done, question in enumerate(questions):
        yield attrs.evolve(question, done=done)


def _offered(endpoint: Endpoint, wanted: Wanted, known: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part the currencies that are wanted into those with a known address, and those without."""
    there = tuple(known)
    if wanted.currencies is None:
        return there, ()
    codes = _foreign(endpoint, wanted)
    return tuple([code for code in codes if code in there]), tuple([code for code in codes if code not in there])


def _foreign(endpoint: Endpoint, wanted: Wanted) -> tuple[str, ...]:
    return tuple([code for code in wanted.currencies or () if code != endpoint.currency])


def _is_money_in(code: str, span: _Span) -> bool:
    money, (first, last) = currency(code), span
    return (money.valid_from is None or money.valid_from <= last) and (
        money.valid_until is None or money.valid_until > first
    )


def _years(missing: list[date]) -> Iterator[_Span]:
    """Part days, which come the latest first, into spans of a year at most."""
    place = 0
    while place < len(missing):
        last = missing[place]
        start = place
        while place < len(missing) and (last - missing[place]).days < _A_YEAR:
            place += 1
        yield missing[place - 1], missing[start]


def _shown(span: _Span) -> str:
    first, last = span
    return first.isoformat() if first == last else f"{first} to {last}"
