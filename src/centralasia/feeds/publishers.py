"""The endpoints there are, as a literal table: a new publisher is a row here, and a reader."""

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from centralasia.feeds.endpoints import Endpoint
from centralasia.feeds.plans import bis_series, cba_spans, cfets_pages, each_day, ecb_files, imf_months, nbkr_pages

__all__ = ["ENDPOINTS"]

_ROWS: Final = (
    Endpoint(
        publisher="nbk",
        currency="KZT",
        base="https://nationalbank.kz/rss/",
        hosts=("www.nationalbank.kz",),
        plan=each_day,
        day="get_rates.cfm?fdate={day:%d.%m.%Y}",
        latest="get_rates.cfm",
        ahead=1,
        note="answers for every calendar day, values carried over weekends; the address without a day is not verified",
    ),
    Endpoint(
        publisher="nbkr",
        currency="KGS",
        base="https://www.nbkr.kg/",
        hosts=("nbkr.kg",),
        plan=nbkr_pages,
        pause=2.0,
        begins=date(1999, 1, 1),
        page=re.compile(rb"""\bname\s{0,9}=\s{0,9}["']?(?:valuta_id|beg_day)\b""", re.IGNORECASE),
        note="the lists are seen, the pages of history known from code that uses them; that a page without rows has"
        " the form by which it is asked for is not verified; closes the connection after about 20 fresh ones in a row,"
        " so that one is kept open",
    ),
    Endpoint(
        publisher="nbt",
        currency="TJS",
        base="https://www.nbt.tj/en/kurs/",
        hosts=("nbt.tj",),
        plan=each_day,
        day="export_xml.php?date={day:%Y-%m-%d}&export=xmlout",
        begins=date(2001, 1, 1),
        answers_today=True,
        note="asks to be named as www.nbt.tj; answers with the table of today for a day that it has not",
    ),
    Endpoint(
        publisher="cbt",
        currency="TMT",
        base="https://cbt.tm/kurs/",
        hosts=("www.cbt.tm",),
        plan=each_day,
        day="{day:%Y}/{day:%d%m%Y}.xml",
        begins=date(2020, 4, 17),
        ahead=1,
        missing_is_404=True,
        note="often not to be reached from abroad, and it refuses some programs with 403; its archive begins on"
        " 2020-04-17 by one account and on 2024-01-02 by another, with gaps",
    ),
    Endpoint(
        publisher="cbu",
        currency="UZS",
        base="https://cbu.uz/en/arkhiv-kursov-valyut/json/",
        hosts=("www.cbu.uz",),
        plan=each_day,
        day="all/{day:%Y-%m-%d}/",
        begins=date(1994, 7, 1),
        note="answers with the table in force, which may be of an earlier day",
    ),
    Endpoint(
        publisher="cbr",
        currency="RUB",
        base="https://www.cbr.ru/scripts/",
        hosts=("cbr.ru",),
        plan=each_day,
        day="XML_daily.asp?date_req={day:%d/%m/%Y}",
        latest="XML_daily.asp",
        ahead=1,
        note="answers with the bulletin in force, that of Saturday on Sunday and Monday; the latest is that of tomorrow"
        " from the afternoon on",
    ),
    Endpoint(
        publisher="ecb",
        currency="EUR",
        base="https://www.ecb.europa.eu/stats/eurofxref/",
        plan=ecb_files,
        latest="eurofxref-daily.xml",
        begins=date(1999, 1, 4),
        note="working days only; all days come in one file",
    ),
    Endpoint(
        publisher="tcmb",
        currency="TRY",
        base="https://www.tcmb.gov.tr/kurlar/",
        hosts=("tcmb.gov.tr",),
        plan=each_day,
        day="{day:%Y%m}/{day:%d%m%Y}.xml",
        latest="today.xml",
        missing_is_404=True,
        certainty="used",
        note="no file on weekends and holidays",
    ),
    Endpoint(
        publisher="nbg",
        currency="GEL",
        base="https://nbg.gov.ge/gw/api/ct/monetarypolicy/currencies/",
        hosts=("www.nbg.gov.ge",),
        plan=each_day,
        day="en/json/?date={day:%Y-%m-%d}",
        ahead=1,
        note="answers with the bulletin in force; an empty list for days without data",
    ),
    Endpoint(
        publisher="cbar",
        currency="AZN",
        base="https://www.cbar.az/currencies/",
        hosts=("cbar.az",),
        plan=each_day,
        day="{day:%d.%m.%Y}.xml",
        begins=date(1995, 1, 4),
        note="answers with the bulletin before on days without one",
    ),
    Endpoint(
        publisher="cba",
        currency="AMD",
        base="https://api.cba.am/",
        plan=cba_spans,
        note="SOAP; business days only; which currencies there are is not verified",
    ),
    Endpoint(
        publisher="cfets",
        currency="CNY",
        base="https://www.chinamoney.com.cn/ags/ms/cm-u-bk-ccpr/",
        hosts=("chinamoney.com.cn",),
        plan=cfets_pages,
        note="business days only, in pages of 50 days",
    ),
    Endpoint(
        publisher="imf",
        currency="USD",
        base="https://www.imf.org/external/np/fin/data/",
        hosts=("imf.org",),
        plan=imf_months,
        day="rms_mth.aspx?SelectDate={day:%Y-%m-%d}&reportType=REP&tsvflag=Y",
        settles=10,
        note="one table a month; which day of it is named makes no difference, as far as is known",
    ),
    Endpoint(
        publisher="bis",
        currency="USD",
        base="https://stats.bis.org/api/v2/data/dataflow/BIS/WS_XRU/1.0/",
        plan=bis_series,
        settles=100,
        note="monthly averages and ends of months; that all others than `E` are asked for alike is not verified",
    ),
)

ENDPOINTS: Final[Mapping[str, Endpoint]] = MappingProxyType({each.publisher: each for each in _ROWS})
"""Where each publisher answers, by the name of its reader.

How an address is known stands in its `certainty`, what is not verified of it in its `note`. Pauses are this library's
own choice: no publisher is known to state a limit.

Source:
    Recorded answers, documentation of the publishers, and public code that uses these addresses, up to 2026.

Example:
    >>> ENDPOINTS["cbu"].base, ENDPOINTS["tcmb"].certainty
    ('https://cbu.uz/en/arkhiv-kursov-valyut/json/', 'used')
"""
