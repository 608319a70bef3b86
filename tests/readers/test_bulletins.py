from datetime import date
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import XML

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia import testing
from centralasia.errors import ReaderError
from centralasia.rates import RateKind, RateTable, Side
from centralasia.readers.bulletins import Bulletin
from centralasia.readers.contents import Document
from centralasia.readers.findings import Findings
from centralasia.validation import Report, Severity

DAY = date(2030, 2, 14)


def bulletin(data: bytes = b"<a/>", **wanted: Any) -> Bulletin:
    return Bulletin(Document(data, **wanted), "nbk", "KZT")


def report_of(filled: Bulletin) -> Report:
    return filled.result("an example")[1]


class TestTaking:
    def test_a_record_becomes_the_quote_it_prints(self) -> None:
        filled = bulletin()
        filled.take(
            1, "USD", "501,2", units="1", on=DAY, kind=RateKind.CASH, side=Side.BID, decimals=2, change="+0.35",
            until=date(2030, 2, 21),
        )  # fmt: skip
        (rate,), report = filled.result("an example", pages=1)
        assert (rate.base.code, rate.quote.code, str(rate.value), rate.nominal) == ("USD", "KZT", "501.2", 1)
        assert (rate.on, rate.until, rate.kind, rate.side) == (DAY, date(2030, 2, 21), RateKind.CASH, Side.BID)
        assert (rate.source, rate.decimals, rate.change, rate.inverted) == ("nbk", 2, "+0.35", False)
        assert report.ok
        assert report.facts == {
            "form": "an example",
            "encoding": "utf-8",
            "duplicates": 0,
            "first_day": "2030-02-14",
            "last_day": "2030-02-14",
            "pages": 1,
        }

    def test_decimals_are_never_fewer_than_printed(self) -> None:
        filled = bulletin()
        filled.take(1, "USD", "501.123", units="1", on=DAY, decimals=2)
        assert filled.rates[0].decimals == 3

    def test_another_quote_currency_can_be_said(self) -> None:
        filled = bulletin()
        filled.take(1, "EUR", "1.1000", units=1, on=DAY, quote="USD")
        assert str(filled.rates[0]) == "1.1000 USD per 1 EUR (official, 2030-02-14, nbk)"

    @pytest.mark.parametrize(
        ("code", "figure", "units", "finding", "message"),
        [
            (None, "1", "1", "missing-field", "record 7 has no 'currency', and is not taken"),
            ("USD", None, "1", "missing-field", "record 7 has no 'value', and is not taken"),
            ("USD", "500", None, "missing-field", "record 7 has no 'nominal', and is not taken"),
            ("ZZZ", "1", "1", "unknown-code", "'ZZZ' is no code of a currency, and its quotes are not taken"),
            ("KZT", "1", "1", "impossible-value", "KZT is priced in itself"),
            ("XAU", "1", "1", "metal", "XAU is a metal, priced by weight, and is left out"),
            ("USD", "", "1", "no-rate", "no rate in KZT per USD: 'an empty field'; the record is not taken"),
            ("USD", " N/A ", "1", "no-rate", "no rate in KZT per USD: 'N/A'; the record is not taken"),
            ("USD", "0.0000", "1", "no-rate", "no rate in KZT per USD: '0.0000'; the record is not taken"),
            (
                "USD",
                "-5",
                "1",
                "impossible-value",
                "expected a figure above zero, KZT per USD; the record is not taken",
            ),
            (
                "USD",
                "-x",
                "1",
                "unreadable-value",
                "expected a figure above zero, KZT per USD; the record is not taken",
            ),
            ("USD", "five", "1", "unreadable-value", "expected a figure above zero, KZT per USD; the record is not t"),
            (
                "USD",
                "500",
                "0",
                "unreadable-nominal",
                "expected how many USD the figure is for; the record is not taken",
            ),
            (
                "USD",
                "500",
                "1 t.u.",
                "unreadable-nominal",
                "expected how many USD the figure is for; the record is not",
            ),
        ],
    )
    def test_what_is_no_quote_is_a_finding(
        self, code: str | None, figure: str | None, units: str | None, finding: str, message: str
    ) -> None:
        filled = bulletin()
        filled.take(7, code, figure, units=units, on=DAY)
        rates, report = filled.result("an example")
        assert rates == []
        first = report.problems[-1]
        assert (first.code, first.row) == (finding, 7)
        assert first.message.startswith(message)
        assert report.counts == {finding: 1, "no-rates": 1}

    def test_two_faults_of_one_record_are_both_told(self) -> None:
        filled = bulletin()
        filled.take(1, "USD", None, units=None, on=DAY)
        filled.take(2, "USD", "x", units="y", on=DAY)
        assert report_of(filled).counts == {
            "missing-field": 2,
            "unreadable-value": 1,
            "unreadable-nominal": 1,
            "no-rates": 1,
        }

    def test_what_is_found_again_is_counted(self) -> None:
        filled = bulletin()
        for row in (1, 2, 3):
            filled.take(row, "ZZZ", "1", units="1", on=DAY)
            filled.take(row, "XAU", "1", units="1", on=DAY)
            filled.take(row, "USD", "", units="1", on=DAY)
            filled.take(row, None, "", units="1", on=DAY)
        messages = [each.message for each in report_of(filled)]
        assert len(messages) == 7
        assert sum(each.endswith(", and 2 more like it") for each in messages) == 3

    def test_other_names_of_a_code_are_taken_and_told(self) -> None:
        filled = bulletin()
        filled.take(1, " SDR ", "660.00", units="1", on=DAY)
        assert filled.rates[0].base.code == "XDR"
        assert report_of(filled).counts == {"code-alias": 1}


class TestRepetition:
    def test_a_quote_printed_again_is_one(self) -> None:
        filled = bulletin()
        filled.take(1, "UZS", "4.11", units="100", on=DAY)
        filled.take(2, "UZS", "0.0411", units="1", on=DAY)
        rates, report = filled.result("an example")
        assert (len(rates), report.facts["duplicates"], report.ok) == (1, 1, True)

    def test_a_quote_printed_otherwise_is_an_error(self) -> None:
        filled = bulletin()
        filled.take(1, "USD", "501.20", units="1", on=DAY)
        filled.take(2, "USD", "502.20", units="1", on=DAY)
        rates, report = filled.result("an example")
        assert [str(rate.value) for rate in rates] == ["501.20"]
        assert report.problems[0].message == "USD/KZT of 2030-02-14 is 501.20 per 1 before, and that is kept"

    def test_another_validity_is_told(self) -> None:
        filled = bulletin()
        filled.take(1, "USD", "501.20", units="1", on=DAY, until=date(2030, 2, 21))
        filled.take(2, "USD", "501.20", units="1", on=DAY, until=date(2030, 2, 28))
        assert report_of(filled).counts == {"conflicting-validity": 1}
        assert filled.rates[0].until == date(2030, 2, 21)

    def test_days_and_sides_are_apart(self) -> None:
        filled = bulletin()
        filled.take(1, "USD", "501.20", units="1", on=DAY)
        filled.take(2, "USD", "502.20", units="1", on=date(2030, 2, 15))
        filled.take(3, "USD", "503.20", units="1", on=DAY, side=Side.ASK)
        assert len(filled.rates) == 3


class TestMoneyOfItsTime:
    @pytest.mark.parametrize(
        ("code", "figure", "day", "older"),
        [("TJS", "0.10", date(2000, 10, 29), "TJR"), ("RUB", "0.0135", date(1997, 12, 31), "RUR")],
    )
    def test_an_old_money_under_the_new_code_is_told_and_put_right_when_asked(
        self, code: str, figure: str, day: date, older: str
    ) -> None:
        filled = bulletin()
        filled.take(1, code, figure, units="1", on=day)
        rates, report = filled.result("an example")
        assert rates[0].base.code == code
        (found,) = [each for each in report if each.code == "old-money"]
        assert found.severity is Severity.WARNING
        assert found.fix == f"normalize=True takes it as {older}"
        filled = bulletin(normalize=True)
        filled.take(1, code, figure, units="1", on=day)
        filled.take(2, code, figure, units="1", on=day)
        rates, report = filled.result("an example")
        assert rates[0].base.code == older
        assert str(rates[0].value) == figure
        assert report.facts["duplicates"] == 1
        (found,) = [each for each in report if each.code == "old-money"]
        assert found.severity is Severity.INFO

    def test_the_money_of_the_bulletin_is_looked_at_too(self) -> None:
        filled = Bulletin(Document(b"<a/>", normalize=True), "cbr", "RUB")
        filled.take(1, "USD", "5960.0000", units="1", on=date(1997, 12, 31))
        assert str(filled.rates[0]) == "5960.0000 RUR per 1 USD (official, 1997-12-31, cbr)"
        table = RateTable.of(filled.rates)
        assert table.lookup("USD", "RUR", on="1997-12-31").value == Decimal("5960.0000")

    def test_nothing_is_said_of_prices_that_are_restated_in_the_money_of_today(self) -> None:
        for normalize in (True, False):
            filled = Bulletin(Document(b"<a/>", normalize=normalize), "tcmb", "TRY")
            filled.restated = True
            filled.take(1, "USD", "1.3421", units="1", on=date(2004, 12, 31))
            filled.take(2, "TJS", "0.1", units="1", on=date(2000, 6, 14))
            rates, report = filled.result("an example")
            assert [rate.quote.code for rate in rates] == ["TRY", "TRY"]
            assert [found.value for found in report if found.code == "old-money"] == ["TJS"]

    def test_a_dead_money_is_told_and_kept(self) -> None:
        for normalize in (True, False):
            filled = bulletin(normalize=normalize)
            filled.take(1, "BYR", "2.50", units="100", on=DAY)
            rates, report = filled.result("an example")
            assert rates[0].base.code == "BYR"
            assert report.counts["currency-not-valid"] == 1


class TestAgainstWhatIsKnown:
    def test_an_inverted_quote_is_kept_or_refused_as_asked(self) -> None:
        for inverted, kept in (("flag", 1), ("refuse", 0)):
            filled = bulletin(inverted=inverted)
            filled.take(1, "USD", "0.00216", units="1", on=date(2024, 3, 1))
            rates, report = filled.result("an example")
            assert len(rates) == kept
            assert report.counts["looks-inverted"] == 1

    def test_a_lost_unit_is_a_warning(self) -> None:
        filled = bulletin()
        filled.take(1, "UZS", "3.60", units="1", on=date(2024, 3, 1))
        filled.take(2, "UZS", "3.61", units="1", on=date(2024, 3, 2))
        (found,) = report_of(filled)
        assert (found.code, found.severity) == ("far-from-reference", Severity.WARNING)
        assert found.message.endswith(", and 1 more like it")

    def test_a_price_that_moved_much_but_not_too_much_passes(self) -> None:
        filled = bulletin()
        filled.take(1, "USD", "1501.20", units="1", on=date(2024, 3, 1))
        assert report_of(filled).problems == ()


class TestDigits:
    def test_one_digit_is_a_warning(self) -> None:
        filled = bulletin()
        filled.take(1, "UZS", "0.04", units="1", on=date(2024, 3, 1))
        assert report_of(filled).counts == {"too-few-significant-digits": 1}

    @pytest.mark.parametrize(("figures", "warned"), [(("4", "4.12"), 0), (("4", "4"), 1)])
    def test_zeros_that_the_series_drops_count(self, figures: tuple[str, str], warned: int) -> None:
        filled = bulletin()
        for day, figure in enumerate(figures, 1):
            filled.take(day, "UZS", figure, units="100", on=date(2024, 3, day))
        assert report_of(filled).counts.get("too-few-significant-digits", 0) == warned


class TestDays:
    def test_the_day_of_a_document_is_its_own(self) -> None:
        assert bulletin(on=DAY).day_of_document("2030-02-14", "date") == DAY
        filled = bulletin(on=date(2030, 2, 16))
        assert filled.day_of_document("14.02.2030", "date") == DAY
        (found,) = [each for each in report_of(filled) if each.code == "other-day"]
        assert found.message == "the document is of 2030-02-14, not of 2030-02-16 as was asked; its own day is taken"

    @pytest.mark.parametrize(("asked", "told"), [(DAY, 0), (date(2030, 2, 15), 0), (date(2030, 2, 16), 1)])
    def test_records_with_days_of_their_own_are_held_against_the_day_asked(self, asked: date, told: int) -> None:
        filled = bulletin(on=asked)
        filled.take(1, "USD", "501.20", units="1", on=DAY)
        filled.take(2, "USD", "501.20", units="1", on=date(2030, 2, 15))
        assert report_of(filled).counts.get("other-day", 0) == told

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            (None, "no day is stated; say which with on="),
            (" ", "no day is stated; say which with on="),
            ("someday", "'someday' is no day; say which with on="),
        ],
    )
    def test_without_one_the_caller_is_asked(self, text: str | None, reason: str) -> None:
        with pytest.raises(ReaderError) as caught:
            bulletin().day_of_document(text, "date")
        assert str(caught.value) == f"bytes, date: {reason}"
        filled = bulletin(on=DAY)
        assert filled.day_of_document(text, "date") == DAY
        assert report_of(filled).counts["day-by-caller"] == 1

    def test_the_day_of_a_record_is_read_or_a_finding(self) -> None:
        filled = bulletin()
        assert filled.day(1, "14.02.2030", "Date") == DAY
        assert filled.day(2, None, "Date") is None
        assert filled.day(3, "31.02.2030", "Date") is None
        assert [(each.code, each.row) for each in report_of(filled)][1:] == [
            ("missing-field", 2),
            ("unreadable-day", 3),
        ]


class TestTheReport:
    def test_unknown_fields_are_told_once(self) -> None:
        filled = bulletin()
        for row in (1, 2):
            filled.knows(row, {"title": "USD", "mood": "good"}, frozenset({"title"}))
        _, found = report_of(filled)
        assert str(found) == ("row 1, mood 'good': the field 'mood' is not known and left alone, and 1 more like it")

    def test_damage_is_told(self) -> None:
        filled = bulletin(b'<?xml version="1.0" encoding="utf-8"?>\n<a>\xff')
        assert filled.document.root is not None
        assert report_of(filled).counts == {"cut-short": 1, "unreadable-bytes": 1, "no-rates": 1}

    def test_there_is_an_end_to_findings(self) -> None:
        findings = Findings("bytes")
        for row in range(1, 10_001):
            findings.note("missing-field", Severity.ERROR, "missing", row=row)
        with pytest.raises(ReaderError, match=r"record 10001: more than 10,000 findings up to here"):
            findings.note("missing-field", Severity.ERROR, "missing", row=10_001)

    def test_fields_are_the_texts_of_children(self) -> None:
        filled = bulletin()
        found = filled.fields(1, XML("<a><b>1</b><c/><b>2</b><d>x</d></a>"), frozenset("bc"))
        assert found == {"b": "2", "c": "", "d": "x"}
        assert report_of(filled).counts == {"repeated-field": 1, "unknown-field": 1, "no-rates": 1}

    def test_what_stands_among_the_records_is_told(self) -> None:
        filled = bulletin()
        root = XML("<a><head/><item/><thing>1</thing><item/><thing/></a>")
        assert [row for row, _ in filled.records(root, "item", frozenset({"head"}))] == [1, 2]
        _, found = report_of(filled)
        assert (found.code, found.row, found.column) == ("unknown-field", 2, "thing")
        assert found.message.endswith("and what it holds is not read, and 1 more like it")

    def test_messages_name_fields_as_the_layout_does(self) -> None:
        filled = bulletin()
        filled.findings.names = {"value": "Value"}
        filled.take(1, "USD", None, units="1", on=DAY)
        assert report_of(filled).problems[-1].message == "record 1 has no 'Value', and is not taken"

    @pytest.mark.parametrize(
        ("figure", "units", "code", "column"),
        [
            ("", "1", "no-rate", "Value"),
            ("five", "1", "unreadable-value", "Value"),
            ("-5", "1", "impossible-value", "Value"),
            ("5", "many", "unreadable-nominal", "nominal"),
        ],
    )
    def test_columns_are_named_as_the_layout_does_where_it_names_them(
        self, figure: str, units: str, code: str, column: str
    ) -> None:
        filled = bulletin()
        filled.findings.names = {"value": "Value"}
        filled.take(1, "USD", figure, units=units, on=DAY)
        (found,) = [each for each in report_of(filled) if each.code != "no-rates"]
        assert (found.code, found.column) == (code, column)

    def test_the_same_fault_in_two_columns_of_a_record_is_told_of_each(self) -> None:
        filled = bulletin()
        for name in ("Buying", "Selling"):
            filled.findings.names = {"value": name}
            filled.take(1, "USD", "five", units="1", on=DAY)
        assert [each.column for each in report_of(filled)][1:] == ["Buying", "Selling"]

    def test_what_cannot_be_read_has_a_probable_cause(self) -> None:
        filled = bulletin()
        filled.take(1, "USD", "five", units="many", on=DAY)
        filled.day(1, "someday", "Date")
        causes = {each.code: each.cause for each in report_of(filled) if each.code.startswith("unreadable")}
        assert causes == dict.fromkeys(
            ("unreadable-value", "unreadable-nominal", "unreadable-day"), "another layout, or a damaged document"
        )

    def test_a_whole_column_is_taken_of_its_kind_and_side(self) -> None:
        filled = bulletin()
        records = [(1, "USD", "501.2", "1", DAY, None, None), (2, "EUR", "1.1", "1", DAY, None, None)]
        filled.take_all(records[:1], kind=RateKind.CASH, side=Side.BID, decimals=2)
        filled.take_all(records[1:], kind=RateKind.MARKET, quote="USD")
        filled.take_all([(4, "KGS", "87", 1, DAY, None, None)], kind=RateKind.MARKET, quote="USD", turned=True)
        filled.take_all([(5, None, "87", 1, DAY, None, None)], kind=RateKind.MARKET, quote="USD", turned=True)
        filled.take_all([(3, " SDR ", "1.36", "1", DAY, None, None)], kind=RateKind.MARKET, quote="USD")
        assert [str(rate) for rate in filled.rates] == [
            "501.2 KZT per 1 USD (cash, 2030-02-14, nbk)",
            "1.1 USD per 1 EUR (market, 2030-02-14, nbk)",
            "87 KGS per 1 USD (market, 2030-02-14, nbk)",
            "1.36 USD per 1 XDR (market, 2030-02-14, nbk)",
        ]
        assert [(rate.side, rate.decimals) for rate in filled.rates] == [(Side.BID, 2), *[(Side.MID, None)] * 3]
        assert report_of(filled).counts == {"code-alias": 1, "missing-field": 1}


class TestLaws:
    @given(testing.exchange_rates())
    def test_any_daily_rate_comes_back_as_printed(self, rate: Any) -> None:
        figure = str(rate.value)
        if not isinstance(rate.on, date) or rate.inverted or len(figure) > 40 or not set(figure) <= set("0123456789."):
            return
        filled = Bulletin(Document(b"<a/>"), rate.source, rate.quote.code)
        filled.take(
            1, rate.base.code, figure, units=rate.nominal, on=rate.on, kind=rate.kind, side=rate.side,
            until=rate.until, decimals=rate.decimals, change=rate.change,
        )  # fmt: skip
        if rate.base.code not in {"XAU", "XAG", "XPT", "XPD"}:
            assert filled.rates == [rate]
            assert (str(filled.rates[0].value), filled.rates[0].change) == (figure, rate.change)

    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["USD", "EUR", "RUB", "SDR", "ZZZ", "KZT", None]),
                st.sampled_from(["501.2", "501,20", "0", "5.", ".5", "1.2,3", "9.99", "\N{SUPERSCRIPT TWO}", None])
                | st.text(max_size=8),
                st.sampled_from(["1", "100", "0", "x", None, 10]),
                st.dates(date(1997, 12, 30), date(1998, 1, 2)),
            ),
            max_size=12,
        ),
        st.sampled_from([RateKind.OFFICIAL, RateKind.CASH]),
        st.sampled_from(list(Side)),
        st.booleans(),
    )
    def test_records_are_taken_together_as_one_by_one(
        self, records: list[tuple[Any, Any, Any, date]], kind: RateKind, side: Side, turned: Any
    ) -> None:
        one, together = bulletin(), bulletin()
        for row, (code, figure, units, on) in enumerate(records, 1):
            base, quote = ("KZT", code) if turned and code is not None else (code, "KZT")
            one.take(row, base, figure, units=units, on=on, quote=quote, kind=kind, side=side, decimals=2)
        rows = [(row, *record, None, None) for row, record in enumerate(records, 1)]
        together.take_all(rows, kind=kind, side=side, decimals=2, turned=turned)
        assert [*together.rates] == [*one.rates]
        assert [rate.decimals for rate in together.rates] == [rate.decimals for rate in one.rates]
        assert report_of(together) == report_of(one)

    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["USD", "EUR", "TJS", "BYR", "XAU", "SDR", "ZZZ", "", None]),
                st.sampled_from(["501.2", "0", "", "x", "-1", "0.0001", "1e30", None]) | st.text(max_size=8),
                st.sampled_from(["1", "100", "0", "", "x", None, 10]),
                st.dates(),
            ),
            max_size=12,
        ),
        st.booleans(),
    )
    def test_every_record_is_a_quote_a_duplicate_or_a_finding(
        self, records: list[tuple[Any, Any, Any, date]], normalize: Any
    ) -> None:
        filled = bulletin(normalize=normalize)
        for row, (code, figure, units, day) in enumerate(records, 1):
            before = len(filled.rates), filled.duplicates, str(list(filled.findings.told()))
            filled.take(row, code, figure, units=units, on=day)
            assert (len(filled.rates), filled.duplicates, str(list(filled.findings.told()))) != before
        rates, report = filled.result("an example")
        assert len(RateTable.of(rates)) == len(rates)
        assert str(report)
