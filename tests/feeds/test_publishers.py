"""Every publisher, as it behaves: which requests it gets, and what is made of its answers.

Figures are made up, in the layouts and with the habits of the publishers. Today is Wednesday, 11 March 2026.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit
from zipfile import ZipFile

import attrs
import pytest

from centralasia.feeds import Manners, fetch
from centralasia.rates import RateTable
from centralasia.store import Store
from centralasia.validation import Report

if TYPE_CHECKING:
    from tests.feeds.conftest import Asked, Reply, Server

Fetch = Callable[..., tuple[RateTable, Report]]
TODAY = date(2026, 3, 11)
SATURDAY, SUNDAY = 5, 6
A_DAY = timedelta(1)


@pytest.fixture
def fetched(server: "Server", quick: Manners) -> Fetch:
    """Fetch from a publisher whose place the server has taken."""

    def fetched_from(name: str, **wanted: Any) -> tuple[RateTable, Report]:
        options = {"manners": quick, "endpoints": {name: server.at(name)}, "today": TODAY}
        return fetch(name, **{**options, **wanted})

    return fetched_from


def of(day: int, month: int = 3) -> date:
    return date(2026, month, day)


def days_of(table: Iterable[Any]) -> list[date]:
    return sorted({rate.on for rate in table})


def back_to(day: date, closed: tuple[int, ...]) -> date:
    """Step back to the last day on which a publisher works."""
    while day.weekday() in closed:
        day -= A_DAY
    return day


def asked_day(asked: "Asked", pattern: str, order: str = "dmy") -> date:
    found = re.search(pattern, unquote(asked.path))
    assert found is not None, asked.path
    parts = dict(zip(order, map(int, found.groups()), strict=True))
    return date(parts["y"], parts["m"], parts["d"])


class TestKazakhstan:
    def test_it_answers_for_every_day(self, server: "Server", fetched: Fetch, kazakhstan: Any) -> None:
        server.behaves(kazakhstan)
        table, report = fetched("nbk", since="2026-03-06", until="2026-03-10")
        assert days_of(table) == [of(6), of(7), of(8), of(9)]
        assert server.paths[0] == "/get_rates.cfm?fdate=09.03.2026"
        assert len(server.paths) == 4
        assert report.ok
        assert (report.facts["nbk.documents"], report.facts["quotes"]) == (4, 8)

    def test_the_latest_is_asked_for_without_a_day(
        self, server: "Server", fetched: Fetch, bulletin: Callable[..., bytes]
    ) -> None:
        server.answers(server.reply(body=bulletin(of(12))))
        table, report = fetched("nbk")
        assert (days_of(table), server.paths, len(report)) == ([of(12)], ["/get_rates.cfm"], 0)

    def test_what_is_still_to_come_is_not_asked_for(self, server: "Server", fetched: Fetch, kazakhstan: Any) -> None:
        server.behaves(kazakhstan)
        table, report = fetched("nbk", since="2026-03-11", until="2026-04-01")
        assert days_of(table) == [of(11), of(12)]
        assert report.counts == {"still-to-come": 1}
        table, report = fetched("nbk", on="2026-04-01")
        assert (len(table), report.counts) == (0, {"still-to-come": 1})


def kyrgyz_list(name: str, day: date, code: str, value: str) -> bytes:
    valid = "<ValidFor>7</ValidFor>" if name == "Weekly" else ""
    return (
        f'<?xml version="1.0" encoding="windows-1251" ?>\n<CurrencyRates Name="{name} Exchange Rates"'
        f' Date="{day:%d.%m.%Y}">\n<Currency ISOCode="{code}">\n<Nominal>1</Nominal>\n{valid}<Value>{value}</Value>\n'
        "</Currency>\n</CurrencyRates>\n\n"
    ).encode("cp1251")


def kyrgyzstan(asked: "Asked", reply: "Callable[..., Reply]") -> "Reply":
    if "XML" in asked.path:
        name = "Weekly" if "weekly" in asked.path else "Daily"
        return reply(
            body=kyrgyz_list(name, of(7) if name == "Weekly" else TODAY, "UZS" if name == "Weekly" else "USD", "0,0072")
        )
    query = {name: values[0] for name, values in parse_qs(urlsplit(asked.path).query).items()}
    first, last = (date(*(int(query[f"{end}_{part}"]) for part in ("year", "month", "day"))) for end in ("beg", "end"))
    rows = []
    day = last
    while day >= first:
        if day.weekday() not in {SUNDAY, SATURDAY}:
            rows.append(
                f"<tr><td><!--date-->{day:%d.%m.%Y}<!--date--></td><td><!--value-->87,4{day.day:03}<!--value--></td></tr>"
            )
        day -= A_DAY
    page = f"<!DOCTYPE html>\n<html><body><table>{''.join(rows)}</table></body></html>"
    return reply(body=page.encode(), headers={"Content-Type": "text/html; charset=utf-8"})


class TestKyrgyzstan:
    def test_history_comes_in_pages_of_a_currency_and_a_year(self, server: "Server", fetched: Fetch) -> None:
        server.behaves(lambda asked: kyrgyzstan(asked, server.reply))
        table, report = fetched("nbkr", since="2025-01-01", until="2026-03-01", currencies=["USD", "KGS", "JPY"])
        assert [parse_qs(urlsplit(path).query)["valuta_id"][0] for path in server.paths] == ["15", "15", "36", "36"]
        assert {(rate.base.code, rate.nominal) for rate in table} == {("USD", 1), ("JPY", 10)}
        assert days_of(table)[0] <= of(1, 1).replace(year=2025)
        assert days_of(table)[-1] == of(27, 2)
        assert report.of_severity("error") == ()
        assert "weekends among them" in next(each.message for each in report if each.code == "no-bulletin")

    def test_a_week_before_is_asked_for_as_well(self, server: "Server", fetched: Fetch) -> None:
        server.behaves(lambda asked: kyrgyzstan(asked, server.reply))
        table, _ = fetched("nbkr", on="2026-03-08", currencies=["USD"])
        assert days_of(table) == [of(2), of(3), of(4), of(5), of(6)]

    def test_money_that_was_not_in_use_is_not_asked_for(self, server: "Server", fetched: Fetch) -> None:
        server.behaves(lambda asked: kyrgyzstan(asked, server.reply))
        table, _ = fetched("nbkr", on="2026-03-02")
        codes = {rate.base.code for rate in table}
        assert {"USD", "TMT", "BYN", "TJS"} <= codes
        assert not {"TJR", "RUR", "BYR", "TRL", "AZM"} & codes

    def test_the_latest_is_two_lists(self, server: "Server", fetched: Fetch) -> None:
        server.behaves(lambda asked: kyrgyzstan(asked, server.reply))
        table, _ = fetched("nbkr")
        assert [(rate.base.code, rate.on, rate.until) for rate in table] == [
            ("USD", TODAY, None),
            ("UZS", of(7), of(14)),
        ]
        assert server.paths == ["/XML/daily.xml", "/XML/weekly.xml"]

    def test_a_currency_without_an_address_is_told(self, server: "Server", fetched: Fetch) -> None:
        table, report = fetched("nbkr", on="2026-03-02", currencies=["KRW"])
        assert (len(table), server.paths) == (0, [])
        (problem,) = report
        assert (problem.code, problem.message) == ("not-offered", "nbkr: no address is known for KRW")

    def test_a_page_without_rows_is_not_taken_for_an_answer(self, server: "Server", fetched: Fetch) -> None:
        server.answers(server.reply(body=b"<html><form><select name='valuta_id'></select></form>no data</html>"))
        table, report = fetched("nbkr", on="2026-03-02")
        assert len(table) == 0
        assert set(report.counts) == {"unreadable-answer"}
        assert len(server.paths) > 10  # an empty page of one currency says nothing about the next

    @pytest.mark.parametrize(
        "page",
        [
            b"<html><body>maintenance</body></html>",
            b"<html><body>/index1.jsp?item=1562&valuta_id=15 is out of order</body></html>",
        ],
    )
    def test_pages_about_maintenance_are_failures_and_soon_given_up(
        self, server: "Server", fetched: Fetch, page: bytes
    ) -> None:
        server.answers(server.reply(body=page))
        _, report = fetched("nbkr", since="2021-01-01")
        assert len(server.paths) == 3
        assert report.counts == {"gave-up": 1, "unreadable-answer": 3}

    def test_what_was_before_the_archive_is_not_asked_for(self, server: "Server", fetched: Fetch) -> None:
        _, report = fetched("nbkr", since="1993-05-10", until="1999-01-01")
        (problem,) = report
        assert problem.code == "before-archive"
        assert server.paths == []


def tajik(day: date) -> bytes:
    return f"""<?xml version="1.0" encoding="utf-8" ?>
<ValCurs Date="{day}" name="Foreign Currency Market">
<Valute ID="840"><CharCode>USD</CharCode><Nominal>1</Nominal><Name>US Dollar</Name><Value>9.5120</Value></Valute>
<Valute ID="860"><CharCode>UZS</CharCode><Nominal>100</Nominal><Name>Sum</Name><Value>0.0741</Value></Valute>
</ValCurs>""".encode()


class TestTajikistan:
    def behave(self, asked: "Asked", reply: "Callable[..., Reply]") -> "Reply":
        day = asked_day(asked, r"date=(\d+)-(\d+)-(\d+)", "ymd")
        return reply(body=tajik(day if of(3) <= day <= TODAY else TODAY))

    def test_it_answers_for_the_days_it_has(self, server: "Server", fetched: Fetch) -> None:
        server.behaves(lambda asked: self.behave(asked, server.reply))
        table, report = fetched("nbt", since="2026-03-07", until="2026-03-10")
        assert days_of(table) == [of(7), of(8), of(9)]
        assert report.ok
        assert server.paths[-1] == "/export_xml.php?date=2026-03-07&export=xmlout"

    def test_the_table_of_today_is_filed_under_no_other_day(self, server: "Server", fetched: Fetch) -> None:
        server.behaves(lambda asked: self.behave(asked, server.reply))
        table, report = fetched("nbt", since="2026-03-01", until="2026-03-05")
        assert days_of(table) == [of(3), of(4), TODAY]
        assert report.counts == {"wrong-day": 2}
        assert not report.ok
        assert report.problems[0].message == (
            "nbt: 2026-03-02: the answer is of 2026-03-11; its quotes are kept under their own days, and none under"
            f" 2026-03-02, at {server.url}export_xml.php?date=2026-03-02&export=xmlout"
        )

    def test_the_archive_is_not_searched_for_ever(self, server: "Server", fetched: Fetch) -> None:
        server.behaves(lambda asked: self.behave(asked, server.reply))
        table, report = fetched("nbt", since="2025-01-01")
        assert days_of(table) == [of(day) for day in range(3, 12)]
        assert report.facts["nbt.wrong-day"] == 31
        gave_up = next(each for each in report if each.code == "gave-up")
        assert gave_up.message == (
            "nbt: no bulletin on 31 days in a row, and no more is asked; 395 of 435 are left, from 2026-01-30 on"
        )

    def test_tomorrow_is_not_today(self, server: "Server", quick: Manners) -> None:
        server.behaves(lambda asked: self.behave(asked, server.reply))
        endpoint = attrs.evolve(server.at("nbt"), ahead=1)
        table, report = fetch("nbt", on="2026-03-12", endpoints={"nbt": endpoint}, manners=quick, today=TODAY)
        assert days_of(table) == [TODAY]
        assert report.counts == {"wrong-day": 1}


class TestTurkmenistan:
    def behave(self, asked: "Asked", reply: "Callable[..., Reply]") -> "Reply":
        day = asked_day(asked, r"/(?:\d{4})/(\d{2})(\d{2})(\d{4}).xml")
        if day.weekday() == SUNDAY or day > of(12):
            return reply(404, b"<html><body>404 Not Found</body></html>", headers={"Content-Type": "text/html"})
        lines = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
            '<cbt_currency_rate name="CBT Currency XML">',
            f"\t<date>{day:%d.%m.%Y}</date>",
            '\t<rate code="USD"><name>ABŞ-NYŇ DOLLARY</name><rate_usd>1</rate_usd>',
            "\t\t<multiplier>1</multiplier><rate_tmt>3.5</rate_tmt><checksum>0</checksum></rate>",
            "</cbt_currency_rate>",
        )
        return reply(body="\r\n".join(lines).encode())

    def test_a_day_without_a_file_is_no_error(self, server: "Server", fetched: Fetch) -> None:
        server.behaves(lambda asked: self.behave(asked, server.reply))
        table, report = fetched("cbt", since="2026-03-06", until="2026-03-10")
        assert days_of(table) == [of(6), of(7), of(9)]
        assert report.ok
        (problem,) = report
        assert (problem.code, problem.value) == ("no-bulletin", "2026-03-08")
        assert server.paths[0] == "/2026/09032026.xml"

    def test_the_latest_is_looked_for_from_tomorrow_on(self, server: "Server", fetched: Fetch) -> None:
        server.behaves(lambda asked: self.behave(asked, server.reply))
        table, _ = fetched("cbt", today=of(15))
        assert days_of(table) == [of(12)]
        assert len(server.paths) == 5

    def test_the_latest_is_not_looked_for_for_ever(self, server: "Server", fetched: Fetch) -> None:
        server.answers(server.reply(404))
        _, report = fetched("cbt")
        assert (len(server.paths), report.facts["cbt.no-bulletin"]) == (10, 10)

    def test_a_refusal_is_told_with_a_way_out(self, server: "Server", fetched: Fetch) -> None:
        server.answers(server.reply(403))
        table, report = fetched("cbt", on="2026-03-06")
        (problem,) = report
        assert (len(table), problem.code) == (0, "refused")
        assert "it refuses this program, which says what it is: centralasia/" in str(problem.cause)
        assert "read_rates" in str(problem.fix)


class TestUzbekistan:
    def behave(self, asked: "Asked", reply: "Callable[..., Reply]") -> "Reply":
        """Answer with the table in force, which changes on Tuesdays here."""
        day = asked_day(asked, r"all/(\d+)-(\d+)-(\d+)/", "ymd")
        while day.weekday() != 1:
            day -= A_DAY
        rows = ",".join(
            f'{{"id":69,"Code":"{number}","Ccy":"{code}","CcyNm_RU":"x","CcyNm_UZ":"x","CcyNm_UZC":"x","CcyNm_EN":"x",'
            f'"Nominal":"1","Rate":"{rate}","Diff":"10.5","Date":"{on:%d.%m.%Y}"}}'
            for number, code, rate, on in (("840", "USD", "12500.00", day), ("643", "RUB", "155.20", day - A_DAY))
        )
        return reply(body=f"[{rows}]".encode(), headers={"Content-Type": "application/json"})

    def test_days_for_which_a_table_held_on_are_not_asked_for(self, server: "Server", fetched: Fetch) -> None:
        server.behaves(lambda asked: self.behave(asked, server.reply))
        table, report = fetched("cbu", since="2026-02-26", until="2026-03-10", currencies=["USD"])
        assert days_of(table) == [of(24, 2), of(3)]
        assert server.paths == ["/all/2026-03-09/", "/all/2026-03-02/"]
        assert report.counts == {"other-day": 2}
        assert report.ok

    def test_rows_keep_their_own_days(self, server: "Server", fetched: Fetch) -> None:
        server.behaves(lambda asked: self.behave(asked, server.reply))
        table, _ = fetched("cbu", on="2026-03-03")
        assert {(rate.base.code, rate.on) for rate in table} == {("USD", of(3)), ("RUB", of(2))}


class TestRussia:
    def behave(self, asked: "Asked", reply: "Callable[..., Reply]") -> "Reply":
        day = asked_day(asked, r"date_req=(\d+)/(\d+)/(\d+)") if "date_req" in asked.path else of(12)
        day = back_to(day, (SUNDAY, 0))
        body = (
            f'<?xml version="1.0" encoding="windows-1251"?><ValCurs Date="{day:%d.%m.%Y}" name="Foreign Currency'
            ' Market"><Valute ID="R01335"><NumCode>398</NumCode><CharCode>KZT</CharCode><Nominal>100</Nominal>'
            "<Name>Тенге</Name><Value>16,5000</Value><VunitRate>0,165</VunitRate></Valute></ValCurs>"
        )
        return reply(body=body.encode("cp1251"))

    def test_a_bulletin_is_filed_under_its_own_day(self, server: "Server", fetched: Fetch) -> None:
        server.behaves(lambda asked: self.behave(asked, server.reply))
        table, report = fetched("cbr", since="2026-03-02", until="2026-03-11")
        assert days_of(table) == [of(28, 2), *(of(day) for day in (3, 4, 5, 6, 7, 10))]
        assert len(server.paths) == 7  # 8 March is known with the bulletin of the 7th, for which the 9th was asked
        assert report.counts == {"other-day": 2}

    def test_the_latest_may_be_of_tomorrow(self, server: "Server", fetched: Fetch) -> None:
        server.behaves(lambda asked: self.behave(asked, server.reply))
        table, report = fetched("cbr")
        assert (days_of(table), len(report)) == ([of(12)], 0)

    def test_a_sentence_instead_of_a_bulletin_is_told(self, server: "Server", fetched: Fetch) -> None:
        server.answers(server.reply(body=b'<?xml version="1.0"?><ValCurs>Error in parameters</ValCurs>'))
        table, report = fetched("cbr", on="2026-03-03")
        assert (len(table), report.counts) == (0, {"unreadable-answer": 1})


class TestTheEuroArea:
    def table(self, *, days: int) -> dict[str, str]:
        found = (TODAY - n * A_DAY for n in range(days))
        return {day.isoformat(): f"1.1{day.day:03}" for day in found if day.weekday() not in {SATURDAY, SUNDAY}}

    def behave(self, asked: "Asked", reply: "Callable[..., Reply]") -> "Reply":
        if asked.path.endswith(".zip"):
            lines = ["Date,USD,JPY,", *[f"{day},{rate},N/A," for day, rate in self.table(days=800).items()]]
            file = BytesIO()
            with ZipFile(file, "w") as archive:
                archive.writestr("eurofxref-hist.csv", "\n".join(lines))
            return reply(body=file.getvalue(), headers={"Content-Type": "application/zip"})
        days = self.table(days=90 if "90d" in asked.path else 1)
        cubes = "".join(f"<Cube time='{day}'><Cube currency='USD' rate='{rate}'/></Cube>" for day, rate in days.items())
        body = (
            '<?xml version="1.0" encoding="UTF-8"?>\n<gesmes:Envelope'
            ' xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"'
            f' xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref"><Cube>{cubes}</Cube></gesmes:Envelope>'
        )
        return reply(body=body.encode())

    @pytest.mark.parametrize(
        ("since", "file", "count"),
        [("2026-03-02", "eurofxref-hist-90d.xml", 8), ("2024-09-02", "eurofxref-hist.zip", 398)],
    )
    def test_one_file_has_all_days(
        self, server: "Server", fetched: Fetch, *, since: str, file: str, count: int
    ) -> None:
        server.behaves(lambda asked: self.behave(asked, server.reply))
        table, report = fetched("ecb", since=since)
        assert server.paths == [f"/{file}"]
        assert (len(table), days_of(table)[0].isoformat()) == (count, since)
        assert report.ok
        assert report.counts["no-bulletin"] == 1

    def test_a_day_without_rates_is_no_error(self, server: "Server", fetched: Fetch) -> None:
        server.behaves(lambda asked: self.behave(asked, server.reply))
        table, report = fetched("ecb", on="2026-03-08")
        assert (len(table), report.counts) == (0, {"no-bulletin": 1})

    def test_the_latest_is_a_file_of_its_own(self, server: "Server", fetched: Fetch) -> None:
        server.behaves(lambda asked: self.behave(asked, server.reply))
        table, _ = fetched("ecb")
        assert (days_of(table), server.paths) == ([TODAY], ["/eurofxref-daily.xml"])


class TestTurkey:
    def behave(self, asked: "Asked", reply: "Callable[..., Reply]") -> "Reply":
        day = TODAY if "today" in asked.path else asked_day(asked, r"/\d{6}/(\d{2})(\d{2})(\d{4}).xml")
        if day.weekday() in {SATURDAY, SUNDAY}:
            return reply(404)
        body = (
            '<?xml version="1.0" encoding="UTF-8"?>\n<?xml-stylesheet type="text/xsl" href="isokur.xsl"?>\n'
            f'<Tarih_Date Tarih="{day:%d.%m.%Y}" Date="{day:%m/%d/%Y}" Bulten_No="2026/50">'
            '<Currency CrossOrder="0" Kod="USD" CurrencyCode="USD"><Unit>1</Unit><Isim>ABD DOLARI</Isim>'
            "<CurrencyName>US DOLLAR</CurrencyName><ForexBuying>43.1</ForexBuying><ForexSelling>43.2</ForexSelling>"
            "<BanknoteBuying/><BanknoteSelling> </BanknoteSelling><CrossRateUSD/><CrossRateOther/></Currency>"
            "</Tarih_Date>"
        )
        return reply(body=body.encode())

    def test_weekends_have_no_file(self, server: "Server", fetched: Fetch) -> None:
        server.behaves(lambda asked: self.behave(asked, server.reply))
        table, report = fetched("tcmb", since="2026-03-06", until="2026-03-10")
        assert days_of(table) == [of(6), of(9)]
        assert report.facts["tcmb.no-bulletin"] == 2
        assert server.paths[-1] == "/202603/06032026.xml"
        assert days_of(fetched("tcmb")[0]) == [TODAY]
        assert server.paths[-1] == "/today.xml"


class TestGeorgia:
    def behave(self, asked: "Asked", reply: "Callable[..., Reply]") -> "Reply":
        day = asked_day(asked, r"date=(\d+)-(\d+)-(\d+)", "ymd")
        if day.month == 2:
            return reply(body=b"[]", headers={"Content-Type": "application/json"})
        day = back_to(day, (SUNDAY, 0))
        body = (
            f'[{{"date":"{day}T00:00:00.000Z","currencies":[{{"code":"KZT","quantity":100,"rateFormated":"0.5512",'
            f'"diffFormated":"0.0009","rate":0.5512,"name":"Kazakhstan Tenge","diff":-0.0009,'
            f'"date":"{day - A_DAY}T17:01:05.000Z","validFromDate":"{day}T00:00:00.000Z"}}]}}]'
        )
        return reply(body=body.encode())

    def test_it_steps_back_and_has_days_without_data(self, server: "Server", fetched: Fetch) -> None:
        server.behaves(lambda asked: self.behave(asked, server.reply))
        table, report = fetched("nbg", since="2026-02-27", until="2026-03-10")
        assert days_of(table) == [of(28, 2), *(of(day) for day in range(3, 8))]
        assert report.counts == {"no-bulletin": 1, "other-day": 2}
        assert server.paths[0] == "/en/json/?date=2026-03-09"

    def test_the_latest_is_asked_for_as_that_of_tomorrow(self, server: "Server", fetched: Fetch) -> None:
        server.behaves(lambda asked: self.behave(asked, server.reply))
        assert days_of(fetched("nbg")[0]) == [of(12)]


class TestAzerbaijan:
    def behave(self, asked: "Asked", reply: "Callable[..., Reply]") -> "Reply":
        day = back_to(asked_day(asked, r"/(\d+)\.(\d+)\.(\d+)\.xml"), (SATURDAY, SUNDAY))
        body = f"""<?xml version="1.0" encoding="UTF-8"?>
<ValCurs Date="{day:%d.%m.%Y}" Name="AZN məzənnələri" Description="bülleten"><ValType Type="Bank metalları">
<Valute Code="XAU"><Nominal>1 t.u.</Nominal><Name>Qızıl</Name><Value>7000.5</Value></Valute></ValType>
<ValType Type="Xarici valyutalar"><Valute Code="USD"><Nominal>1</Nominal><Name>1 ABŞ dolları</Name>
<Value>1.7</Value></Valute></ValType></ValCurs>"""
        return reply(body=body.encode())

    def test_it_steps_back_over_weekends(self, server: "Server", fetched: Fetch) -> None:
        server.behaves(lambda asked: self.behave(asked, server.reply))
        table, report = fetched("cbar", since="2026-03-06", until="2026-03-10")
        assert days_of(table) == [of(6), of(9)]
        assert report.facts["cbar.other-day"] == 1
        assert report.ok
        metal = next(each for each in report if each.code == "metal")
        assert metal.message.endswith(f", in {server.url}09.03.2026.xml")


class TestArmenia:
    def behave(self, asked: "Asked", reply: "Callable[..., Reply]") -> "Reply":
        sent = asked.body.decode()
        assert asked.method == "POST"
        if "ExchangeRatesLatest" in sent:
            result = (
                '<ExchangeRatesLatestResponse xmlns="http://www.cba.am/"><ExchangeRatesLatestResult>'
                "<CurrentDate>2026-03-11T00:00:00</CurrentDate><Rates><ExchangeRate><ISO>USD</ISO><Amount>1</Amount>"
                "<Rate>387.25</Rate><Difference>-0.18</Difference></ExchangeRate></Rates></ExchangeRatesLatestResult>"
                "</ExchangeRatesLatestResponse>"
            )
        else:
            first, last = (date.fromisoformat(text) for text in re.findall(r"<Date(?:From|To)>(.{10})T00:00:00<", sent))
            codes = re.findall(r"<ISOCodes>(.*)</ISOCodes>", sent)[0].split(",")
            days = [first + n * A_DAY for n in range((last - first).days + 1)]
            rows = "".join(
                f"<ExchangeRatesByRange><Rate>387.43</Rate><Amount>1</Amount><ISO>{code}</ISO><Diff>-0.22</Diff>"
                f"<RateDate>{day}T00:00:00+04:00</RateDate></ExchangeRatesByRange>"
                for day in days
                if day.weekday() not in {SATURDAY, SUNDAY}
                for code in codes
            )
            result = (
                '<ExchangeRatesByDateRangeByISOResponse xmlns="http://www.cba.am/">'
                "<ExchangeRatesByDateRangeByISOResult><diffgr:diffgram"
                ' xmlns:diffgr="urn:schemas-microsoft-com:xml-diffgram-v1">'
                f'<DocumentElement xmlns="">{rows}</DocumentElement></diffgr:diffgram>'
                "</ExchangeRatesByDateRangeByISOResult></ExchangeRatesByDateRangeByISOResponse>"
            )
        body = (
            '<?xml version="1.0" encoding="utf-8"?><soap:Envelope'
            f' xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>{result}</soap:Body></soap:Envelope>'
        )
        return reply(body=body.encode(), headers={"Content-Type": "text/xml; charset=utf-8"})

    def test_a_span_is_one_question(self, server: "Server", fetched: Fetch) -> None:
        server.behaves(lambda asked: self.behave(asked, server.reply))
        table, report = fetched("cba", since="2026-03-02", until="2026-03-10", currencies=["USD", "AMD"])
        assert days_of(table) == [of(2), of(3), of(4), of(5), of(6), of(9)]
        (asked,) = server.asked
        assert asked.path == "/exchangerates.asmx"
        assert asked.headers["SOAPAction"] == '"http://www.cba.am/ExchangeRatesByDateRangeByISO"'
        assert asked.body.startswith(b'<?xml version="1.0" encoding="utf-8"?><soap:Envelope')
        assert report.of_severity("error") == ()

    def test_some_currencies_are_asked_for_where_none_are_named(self, server: "Server", fetched: Fetch) -> None:
        server.behaves(lambda asked: self.behave(asked, server.reply))
        table, _ = fetched("cba", on="2026-03-03")
        assert {"KGS", "KZT", "TJS", "UZS", "USD", "EUR", "RUB"} <= {rate.base.code for rate in table}

    def test_only_its_own_money_is_nothing_to_ask_for(self, server: "Server", fetched: Fetch) -> None:
        assert len(fetched("cba", on="2026-03-03", currencies=["AMD"])[0]) == 0
        assert server.asked == []

    def test_the_latest_is_another_question(self, server: "Server", fetched: Fetch) -> None:
        server.behaves(lambda asked: self.behave(asked, server.reply))
        assert days_of(fetched("cba")[0]) == [TODAY]


class TestChina:
    def behave(self, asked: "Asked", reply: "Callable[..., Reply]") -> "Reply":
        query = {name: values[0] for name, values in parse_qs(urlsplit(asked.path).query).items()}
        first, last = (date.fromisoformat(query[name]) for name in ("startDate", "endDate"))
        days = [last - n * A_DAY for n in range((last - first).days + 1)]
        working = [day for day in days if day.weekday() not in {SATURDAY, SUNDAY}]
        page, size = int(query["pageNum"]), int(query["pageSize"])
        records = ",".join(
            f'{{"date":"{day}","values":["6.9012","4.5931","11.1612"]}}'
            for day in working[(page - 1) * size : page * size]
        )
        pages = -(-len(working) // size)
        body = (
            '{"head":{"version":"2.0","rep_code":"200","rep_message":""},"data":{"head":["USD/CNY","100JPY/CNY",'
            f'"CNY/RUB"],"total":{len(working)},"pageTotal":{pages},"pageNum":{page}}},"records":[{records}]}}'
        )
        return reply(body=body.encode())

    def test_it_goes_through_all_pages(self, server: "Server", fetched: Fetch) -> None:
        server.behaves(lambda asked: self.behave(asked, server.reply))
        table, report = fetched("cfets", since="2025-10-01", until="2026-03-10")
        assert len(days_of(table)) == 114
        assert [parse_qs(urlsplit(path).query)["pageNum"][0] for path in server.paths] == ["1", "2", "3"]
        assert {each.method for each in server.asked} == {"POST"}
        assert report.counts == {"no-bulletin": 1}

    @pytest.mark.parametrize("empty", [1, 2, 3])
    @pytest.mark.parametrize("bare", [True, False])
    def test_a_page_that_lost_its_days_settles_nothing_and_does_not_end_the_search(
        self, server: "Server", fetched: Fetch, tmp_path: Path, empty: int, *, bare: bool
    ) -> None:
        def behave(asked: "Asked") -> "Reply":
            whole = self.behave(asked, server.reply)
            if f"pageNum={empty}&" not in asked.path:
                return whole
            without = re.sub(rb'"records":.*', b'"records":[]}', whole.body)
            return server.reply(body=b"{}" if bare and empty > 1 else without)

        server.behaves(behave)
        with Store(tmp_path / "rates.db") as store:
            table, report = fetched("cfets", since="2025-10-01", until="2026-03-10", store=store)
            assert len(server.paths) == 3
            assert len(days_of(table)) == 114 - (14 if empty == 3 else 50)
            assert report.counts == {"unreadable-answer": 1}
            if not bare or empty == 1:
                assert "the publisher says that there are quotes on this page" in report.problems[0].message
            assert store.asked("cfets") == frozenset()

    @pytest.mark.parametrize("name", ["cfets", "cba", "ecb", "imf"])
    def test_a_bare_nothing_settles_no_span(self, server: "Server", fetched: Fetch, tmp_path: Path, name: str) -> None:
        server.answers(server.reply(body=b"{}"))
        with Store(tmp_path / "rates.db") as store:
            _, report = fetched(name, since="2026-01-05", until="2026-01-20", store=store, currencies=["USD"])
            assert report.counts == {"unreadable-answer": 1}
            assert store.asked(name) == store.asked(f"{name}/USD") == frozenset()

    def test_the_latest_is_among_the_last_days(self, server: "Server", fetched: Fetch) -> None:
        server.behaves(lambda asked: self.behave(asked, server.reply))
        assert days_of(fetched("cfets")[0])[-1] == TODAY
        assert len(server.paths) == 1

    def test_pages_without_end_come_to_an_end(self, server: "Server", fetched: Fetch) -> None:
        server.answers(
            server.reply(
                body=b'{"head":{"rep_code":"200"},"data":{"head":["USD/CNY"],"total":1,"pageTotal":1000000000,'
                b'"pageNum":1},"records":[{"date":"2026-03-03","values":["6.9012"]}]}'
            )
        )
        fetched("cfets", since="2026-03-02", until="2026-03-05")
        assert len(server.paths) == 3


class TestTheFund:
    def behave(self, asked: "Asked", reply: "Callable[..., Reply]") -> "Reply":
        day = asked_day(asked, r"SelectDate=(\d+)-(\d+)-(\d+)", "ymd")
        header = f"Currency\t{day.replace(day=3):%B %d, %Y}\t{day.replace(day=4):%B %d, %Y}"
        body = (
            f"Representative Exchange Rates for Selected Currencies for {day:%B %Y}\n\n{header}\n"
            "Chinese yuan\t6.914200\t6.920800\nEuro(1)\t1.173300\tNA\n\n"
        )
        return reply(body=body.encode(), headers={"Content-Type": "application/vnd.ms-excel"})

    def test_there_is_a_table_for_each_month(self, server: "Server", fetched: Fetch) -> None:
        server.behaves(lambda asked: self.behave(asked, server.reply))
        table, report = fetched("imf", since="2026-01-15")
        assert [re.findall(r"SelectDate=([\d-]+)&", path)[0] for path in server.paths] == [
            "2026-03-11",
            "2026-02-28",
            "2026-01-31",
        ]
        assert days_of(table) == [of(3, 1), of(4, 1), of(3, 2), of(4, 2), of(3), of(4)]
        assert report.of_severity("error") == ()

    def test_the_latest_is_the_table_of_this_month(self, server: "Server", fetched: Fetch) -> None:
        server.behaves(lambda asked: self.behave(asked, server.reply))
        assert days_of(fetched("imf")[0]) == [of(3), of(4)]


class TestTheBankForInternationalSettlements:
    def behave(self, asked: "Asked", reply: "Callable[..., Reply]") -> "Reply":
        found = re.fullmatch(
            r"/M\.(..)\.\.(A|E)\?c\[TIME_PERIOD\]=ge:(\d{4}-\d{2})\+le:(\d{4}-\d{2})", unquote(asked.path)
        )
        assert found is not None, asked.path
        area, collection, first, _ = found.groups()
        body = (
            "DATAFLOW,FREQ,REF_AREA,CURRENCY,COLLECTION,TIME_PERIOD,OBS_VALUE,UNIT_MULT,DECIMALS,AVAILABILITY,TITLE,"
            f"OBS_STATUS,OBS_PRE_BREAK,OBS_CONF\nBIS:WS_XRU(1.0),M,{area},{area}T,{collection},{first},501.237,0,4,K,"
            '" made up",A,,F\n'
        )
        return reply(body=body.encode(), headers={"Content-Type": "application/vnd.sdmx.data+csv"})

    def test_averages_and_ends_of_months_come_by_currency(self, server: "Server", fetched: Fetch) -> None:
        server.behaves(lambda asked: self.behave(asked, server.reply))
        table, report = fetched("bis", since="2025-02-10", until="2025-05-01", currencies=["KZT", "EUR", "USD"])
        assert sorted((str(rate.on), rate.kind.value) for rate in table) == [
            ("2025-02", "average"),
            ("2025-02", "end_of_period"),
        ]
        assert server.asked[0].headers["Accept"] == "application/vnd.sdmx.data+csv;version=1.0.0"
        assert "bis: no address is known for EUR" in [each.message for each in report]

    def test_the_latest_is_among_the_last_months(self, server: "Server", fetched: Fetch) -> None:
        server.behaves(lambda asked: self.behave(asked, server.reply))
        table, _ = fetched("bis", currencies=["KZT"])
        assert {str(rate.on) for rate in table} == {"2025-09"}
        assert len(server.paths) == 2
