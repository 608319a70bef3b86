from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, ReaderError
from centralasia.rates import ExchangeRate
from centralasia.readers.tcmb import READER, parse
from centralasia.validation import Report, Severity

FIXTURES = Path(__file__).parent / "fixtures" / "tcmb"

USD = '<Currency CurrencyCode="USD"><Unit>1</Unit><ForexBuying>43.8</ForexBuying><ForexSelling>43.9</ForexSelling>'


def read(name: str, *, normalize: bool = False) -> tuple[list[ExchangeRate], Report]:
    rates, report = parse((FIXTURES / name).read_bytes(), normalize=normalize)
    return list(rates), report


def bulletin(days: str, currencies: str = USD + "</Currency>") -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<Tarih_Date {days}>{currencies}</Tarih_Date>'.encode()


def row(rate: ExchangeRate) -> str:
    return f"{rate.value:f} {rate.quote} per {rate.nominal} {rate.base} {rate.kind} {rate.side} {rate.on}"


def findings(report: Report, code: str) -> list[str]:
    return [each.message for each in report.problems if each.code == code]


class TestTheBulletin:
    def test_the_form_of_2013_in_iso_8859_9_is_read_to_the_digit(self) -> None:
        rates, report = read("bulletin-iso-8859-9.xml")
        assert [row(rate) for rate in rates if "EUR" in row(rate) or "JPY" in row(rate)] == [
            "2.3105 TRY per 1 EUR official bid 2013-04-03",
            "1.9287 TRY per 100 JPY official bid 2013-04-03",
            "2.3216 TRY per 1 EUR official ask 2013-04-03",
            "1.9415 TRY per 100 JPY official ask 2013-04-03",
            "2.3089 TRY per 1 EUR cash bid 2013-04-03",
            "1.9216 TRY per 100 JPY cash bid 2013-04-03",
            "2.3251 TRY per 1 EUR cash ask 2013-04-03",
            "1.9489 TRY per 100 JPY cash ask 2013-04-03",
            "93.44 JPY per 1 USD market mid 2013-04-03",
            "1.2821 USD per 1 EUR market mid 2013-04-03",
        ]
        assert (len(rates), report.ok) == (27, True)
        assert (report.facts["encoding"], report.facts["bulletin"]) == ("iso-8859-9", "2013/64")
        assert {rate.source for rate in rates} == {"tcmb"}

    def test_blank_fields_are_told_once_for_each_column(self) -> None:
        _, report = read("bulletin-iso-8859-9.xml")
        assert findings(report, "no-rate") == [
            "no BanknoteBuying for IRR, and 2 more like it",
            "no BanknoteSelling for IRR, and 2 more like it",
            "no ForexSelling for XDR",
        ]

    def test_final_zeros_of_prices_in_lira_are_dropped_and_do_not_widen_what_they_stand_for(self) -> None:
        rates, _ = read("bulletin-utf-8.xml")
        assert {rate.decimals for rate in rates if rate.quote.code == "TRY"} == {4, 5}
        assert {rate.decimals for rate in rates if rate.quote.code != "TRY"} == {None}
        assert [str(rate.half_width()) for rate in rates if row(rate).startswith("43.9 TRY")] == ["1/20000"]
        old, _ = read("bulletin-old-lira.xml")
        assert {rate.decimals for rate in old if rate.quote.code == "TRY"} == {None}

    def test_findings_name_the_column_of_the_document_and_the_currency(self) -> None:
        _, report = read("bulletin-utf-8.xml")
        found = [(each.column, each.message) for each in report.problems if each.value in ("0.0000", "N/A")]
        assert found == [
            ("BanknoteBuying", "no rate in TRY per AZN: '0.0000'; the record is not taken"),
            ("BanknoteSelling", "no rate in TRY per AZN: 'N/A'; the record is not taken"),
        ]

    def test_a_record_without_a_code_is_told_once_and_none_is_no_currency(self) -> None:
        blank = "<Currency><Unit>1</Unit><ForexBuying/><ForexSelling/><BanknoteBuying/></Currency>"
        _, report = parse(bulletin('Tarih="03.04.2030"', blank))
        found = next(each for each in report.problems if each.row is not None)
        assert (found.row, found.column) == (1, "CurrencyCode")
        assert found.message == "record 1 has no 'CurrencyCode', and is not taken"
        assert dict(report.counts) == {"missing-field": 1, "no-rates": 1}

    def test_the_form_of_today_in_utf_8_is_read_with_all_that_is_wrong_in_it(self) -> None:
        rates, report = read("bulletin-utf-8.xml")
        assert [row(rate) for rate in rates if rate.base.code in ("KZT", "XDR") or rate.quote.code == "KZT"] == [
            "0.08791 TRY per 1 KZT official bid 2030-02-14",
            "59.7011 TRY per 1 XDR official bid 2030-02-14",
            "0.0893 TRY per 1 KZT official ask 2030-02-14",
            "497.9 KZT per 1 USD market mid 2030-02-14",
            "1.36151 USD per 1 XDR market mid 2030-02-14",
        ]
        assert len(rates) == 27
        assert dict(report.counts) == {"no-rate": 7, "unknown-field": 1}

    def test_the_old_lira_stands_under_the_code_of_the_new_one(self) -> None:
        rates, report = read("bulletin-old-lira.xml")
        assert row(rates[0]) == "1321450 TRY per 1 USD official bid 2004-03-05"
        (found,) = (each for each in report.problems if each.code == "old-money")
        assert found.severity is Severity.WARNING

    def test_the_old_lira_is_put_under_its_own_code_when_normalized(self) -> None:
        rates, report = read("bulletin-old-lira.xml", normalize=True)
        assert [row(rate) for rate in rates if rate.base.code == "JPY"] == [
            "1190112 TRL per 100 JPY official bid 2004-03-05",
            "1198005 TRL per 100 JPY official ask 2004-03-05",
            "1185708 TRL per 100 JPY cash bid 2004-03-05",
            "1202557 TRL per 100 JPY cash ask 2004-03-05",
        ]
        assert dict(report.counts) == {"old-money": 1}

    @pytest.mark.parametrize(
        ("days", "on", "codes"),
        [
            ('Tarih="03.04.2030" Date="04/03/2030"', "2030-04-03", []),
            ('Date="04/03/2030" Tarih="03.04.2030"', "2030-04-03", []),
            ('Tarih="03.04.2030"', "2030-04-03", []),
            ('Date="04/03/2030"', "2030-04-03", []),
            ('Tarih="soon" Date="04/03/2030"', "2030-04-03", []),
            ('Tarih="03.04.2030" Date="soon"', "2030-04-03", []),
            ('Tarih="03.04.2030" Date="03/04/2030"', "2030-04-03", ["conflicting-days"]),
        ],
    )
    def test_the_day_is_taken_from_tarih_then_from_date(self, days: str, on: str, codes: list[str]) -> None:
        rates, report = parse(bulletin(days))
        assert {str(rate.on) for rate in rates} == {on}
        assert list(report.counts) == codes

    def test_both_days_are_named_where_they_differ(self) -> None:
        _, report = parse(bulletin('Tarih="03.04.2030" Date="03/04/2030"'))
        assert findings(report, "conflicting-days") == [
            "the document states 2030-04-03 and 2030-03-04; the first, its Tarih, is taken"
        ]

    def test_a_bulletin_without_a_day_needs_one_from_the_caller(self) -> None:
        with pytest.raises(ReaderError, match="say which with on="):
            parse(bulletin('Bulten_No="2030/1"'))
        rates, _ = parse(bulletin('Bulten_No="2030/1"'), on=date(2030, 4, 3))
        assert {rate.on for rate in rates} == {date(2030, 4, 3)}

    @pytest.mark.parametrize(
        ("currencies", "rows", "codes"),
        [
            (
                '<Currency Kod="USD"><Unit>1</Unit><ForexBuying>43.8</ForexBuying><ForexSelling/></Currency>',
                1,
                ["no-rate"],
            ),
            ("<Currency><Unit>1</Unit></Currency>", 0, ["missing-field", "no-rates"]),
            (USD.replace("<Unit>1</Unit>", "") + "</Currency>", 0, ["missing-field", "no-rates"]),
            (USD.replace("43.8", "about 43") + "</Currency>", 1, ["unreadable-value"]),
            (USD + "<CrossRateUSD>1.0000</CrossRateUSD></Currency>", 2, []),
            (
                USD.replace('"USD"', '""') + "<CrossRateUSD>1.5</CrossRateUSD></Currency>",
                0,
                ["missing-field", "no-rates"],
            ),
            (
                USD.replace("USD", "ZZZ") + "<CrossRateUSD>1.5</CrossRateUSD></Currency>",
                0,
                ["no-rates", "unknown-code"],
            ),
            ("", 0, ["no-rates"]),
        ],
    )
    def test_records_out_of_the_ordinary(self, currencies: str, rows: int, codes: list[str]) -> None:
        rates, report = parse(bulletin('Tarih="03.04.2030"', currencies))
        assert (len(rates), sorted(report.counts)) == (rows, codes)


class TestEvds:
    def test_series_are_read_to_the_digit(self) -> None:
        rates, report = read("evds.json")
        assert [row(rate) for rate in rates if rate.on == date(2030, 2, 14)] == [
            "43.82110000 TRY per 1 USD official bid 2030-02-14",
            "43.90000000 TRY per 1 USD official ask 2030-02-14",
            "29.17020000 TRY per 100 JPY official bid 2030-02-14",
            "29.36340000 TRY per 100 JPY official ask 2030-02-14",
            "0.08791000 TRY per 1 KZT official bid 2030-02-14",
            "0.08930000 TRY per 1 KZT official ask 2030-02-14",
            "43.79040000 TRY per 1 USD cash bid 2030-02-14",
        ]
        assert report.ok

    def test_units_that_are_not_printed_are_said(self) -> None:
        _, report = read("evds.json")
        assert findings(report, "units-assumed") == [
            "EVDS prints no units; quotes in USD, KZT are taken for 1",
            "EVDS prints no units; quotes in JPY are taken for 100",
        ]

    def test_a_day_without_any_rate_is_told_once(self) -> None:
        _, report = read("evds.json")
        assert findings(report, "no-rate")[-1] == (
            "no rate on 2030-02-16 in TP_DK_USD_A_YTL or any other series, as on days without a bulletin"
        )
        assert report.counts["no-rate"] == 4

    def test_a_series_without_a_rate_is_named(self) -> None:
        _, report = read("evds.json")
        found = next(each for each in report.problems if each.code == "no-rate")
        assert (found.column, found.message) == (
            "TP_DK_KZT_A_YTL",
            "no rate in TRY per KZT: 'an empty field'; the record is not taken",
        )

    @pytest.mark.parametrize("normalize", [False, True])
    def test_years_of_the_old_lira_stay_in_new_lira(self, *, normalize: bool) -> None:
        rates, report = read("evds.json", normalize=normalize)
        assert row(rates[0]) == "1.34210000 TRY per 1 USD official bid 2004-12-31"
        (found,) = findings(report, "restated-by-publisher")
        assert found.startswith("4 quotes are of days before 2005-01-01")
        assert "old-money" not in report.counts

    @pytest.mark.parametrize(
        ("items", "rows", "codes"),
        [
            ("[]", 0, ["no-rates"]),
            ("[7]", 0, ["missing-field", "no-rates"]),
            ('[{"TP_DK_USD_A_YTL":"43.8"}]', 0, ["missing-field", "no-rates"]),
            ('[{"Tarih":"2030-2","TP_DK_USD_A_YTL":"43.8"}]', 0, ["no-rates", "unreadable-day"]),
            ('[{"Tarih":"14-02-2030","TP_DK_USD_A_YTL":43.8}]', 1, ["units-assumed"]),
            ('[{"Tarih":"14-02-2030","TP_DK_USD_A_YTL":true}]', 0, ["no-rates", "unreadable-value"]),
            ('[{"Tarih":"14-02-2030","TP_DK_USD_A_YTL-1":"0.3"}]', 0, ["no-rates", "unknown-field"]),
        ],
    )
    def test_items_out_of_the_ordinary(self, items: str, rows: int, codes: list[str]) -> None:
        rates, report = parse(f'{{"totalCount":1,"items":{items}}}'.encode())
        assert (len(rates), sorted(report.counts)) == (rows, codes)

    @pytest.mark.parametrize("answer", [b'{"totalCount":0,"items":{}}', b'[{"totalCount":0,"items":[]}]'])
    def test_an_answer_without_items_is_refused(self, answer: bytes) -> None:
        with pytest.raises(ReaderError, match="bytes, items: expected a list of days with their rates"):
            parse(answer)


@pytest.mark.parametrize(
    ("data", "is_one"),
    [
        (b"<Tarih_Date/>", True),
        (b'<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="isokur.xsl"?>\n<Tarih_Date Tarih="1"/>', True),
        (b'{"totalCount":0,"items":[]}', True),
        (b'{ "items": [{"Tarih": "14-02-2030", "TP_DK_EUR_S_YTL": null}]}', True),
        (b"<ValCurs/>", False),
        (b'{"items":[]}', False),
        (b"Tarih_Date", False),
        (b"", False),
    ],
)
def test_its_documents_are_recognised(data: bytes, *, is_one: bool) -> None:
    assert READER.detect(data) is is_one


class TestLaws:
    @given(
        on=st.dates(date(2005, 1, 1), date(2099, 12, 31)),
        figures=st.lists(st.decimals(Decimal("0.00001"), 99_999, places=5), min_size=4, max_size=4),
        units=st.sampled_from([1, 10, 100, 1_000]),
    )
    def test_a_bulletin_comes_back_figure_by_figure(self, on: date, figures: list[Decimal], units: int) -> None:
        tags = ("ForexBuying", "ForexSelling", "BanknoteBuying", "BanknoteSelling")
        fields = "".join(f"<{tag}>{figure:f}</{tag}>" for tag, figure in zip(tags, figures, strict=True))
        currency = f'<Currency CurrencyCode="KZT"><Unit>{units}</Unit>{fields}</Currency>'
        rates, _ = parse(bulletin(f'Tarih="{on:%d.%m.%Y}" Date="{on:%m/%d/%Y}"', currency))
        assert [f"{rate.value:f}" for rate in rates] == [f"{figure:f}" for figure in figures]
        assert {(rate.nominal, rate.on) for rate in rates} == {(units, on)}

    @pytest.mark.parametrize("name", sorted(path.name for path in FIXTURES.iterdir()))
    def test_a_document_cut_anywhere_is_read_or_refused(self, name: str) -> None:
        data = (FIXTURES / name).read_bytes()
        whole = {(rate.key, rate.day): rate for rate in parse(data)[0]}
        for end in range(len(data)):
            try:
                rates, _ = parse(data[:end])
            except CentralAsiaError:
                continue
            for rate in rates:
                assert rate == whole[rate.key, rate.day]

    @given(st.text(max_size=60))
    def test_any_figure_is_read_or_found(self, figure: str) -> None:
        shown = "".join(f"&#{ord(each)};" for each in figure if each.isprintable())
        field = USD.replace("43.8", shown)
        rates, report = parse(bulletin('Tarih="03.04.2030"', field + "</Currency>"))
        assert len(rates) == 2 or report.problems
