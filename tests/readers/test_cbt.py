from contextlib import suppress
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, ReaderError
from centralasia.rates import ExchangeRate, RateKind, Side
from centralasia.readers.cbt import READER, parse
from centralasia.validation import Report, Severity

# Every figure here, and in the fixtures, is made up; the layouts are those of the bank.
FIXTURES = Path(__file__).parent / "fixtures" / "cbt"
DAY = (FIXTURES / "day.xml").read_bytes()
OLD_DAY = (FIXTURES / "day-2021.xml").read_bytes()

VALENTINE = date(2030, 2, 14)
DOLLAR_NAME, EURO_NAME, TENGE_NAME = "ABŞ-NYŇ DOLLARY", "ÝEWRO / ABŞ-NYŇ DOLLARY", "GAZAK TEŇŇESI"


def record(code: str, name: str, price: str, units: str, manat: str) -> str:
    fields = (("name", name), ("rate_usd", price), ("multiplier", units), ("rate_tmt", manat))
    return f'<rate code="{code}">' + "".join(f"<{tag}>{text}</{tag}>" for tag, text in fields) + "</rate>"


DOLLAR = record("USD", DOLLAR_NAME, "1", "1", "3.5")
EURO = record("EUR", EURO_NAME, "1.1", "1", "3.85")
TENGE = record("KZT", TENGE_NAME, "500", "100", "0.7")


def day_of(*records: str, on: str = "14.02.2030") -> bytes:
    top = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<cbt_currency_rate name="CBT Currency XML">'
    return f"{top}\r\n\t<date>{on}</date>\r\n\t{''.join(records)}\r\n</cbt_currency_rate>".encode()


def official(data: bytes) -> dict[str, ExchangeRate]:
    return {rate.base.code: rate for rate in parse(data)[0] if rate.kind is RateKind.OFFICIAL}


def market(data: bytes) -> dict[str, ExchangeRate]:
    """Give the prices in dollars by the other currency."""
    found = [rate for rate in parse(data)[0] if rate.kind is RateKind.MARKET]
    return {(rate.quote if rate.base.code == "USD" else rate.base).code: rate for rate in found}


def codes(report: Report) -> dict[str, int]:
    return dict(report.counts)


class TestOneDay:
    @pytest.mark.parametrize(
        ("code", "value", "nominal"),
        [
            ("USD", "3.5", 1),
            ("AED", "0.9529", 1),
            ("DKK", "0.544", 1),
            ("KZT", "0.7", 100),
            ("UZS", "0.2726", 1_000),
            ("IRR", "0.035", 10_000),
            ("EUR", "3.85", 1),
            ("XDR", "4.7843", 1),
            ("MRU", "0.8787", 10),
        ],
    )
    def test_manat_are_a_rate_of_the_bank_kept_as_printed(self, code: str, value: str, nominal: int) -> None:
        rate = official(DAY)[code]
        assert (str(rate.value), rate.nominal, rate.decimals) == (value, nominal, 4)
        assert (rate.quote.code, rate.inverted, rate.on, rate.until) == ("TMT", False, VALENTINE, None)
        assert (rate.side, rate.source, rate.change) == (Side.MID, "cbt", None)

    @pytest.mark.parametrize(
        ("code", "base", "quote", "value"),
        [
            ("KZT", "USD", "KZT", "500"),
            ("UZS", "USD", "UZS", "12837.4"),
            ("IRR", "USD", "IRR", "1001250"),
            ("TJS", "USD", "TJS", "9.512"),
            ("EUR", "EUR", "USD", "1.1"),
            ("GBP", "GBP", "USD", "1.335"),
            ("AUD", "AUD", "USD", "0.698"),
            ("XDR", "XDR", "USD", "1.36694"),
        ],
    )
    def test_dollars_are_of_the_market_in_the_direction_that_the_name_tells(
        self, code: str, base: str, quote: str, value: str
    ) -> None:
        rate = market(DAY)[code]
        assert (rate.base.code, rate.quote.code, str(rate.value), rate.nominal) == (base, quote, value, 1)
        assert (rate.inverted, rate.side, rate.on, rate.source) == (False, Side.MID, VALENTINE, "cbt")
        assert rate.decimals is None

    def test_every_record_gives_both_but_the_dollar_and_there_is_no_finding(self) -> None:
        rates, report = parse(DAY)
        assert len(rates) == 2 * 26 - 1
        assert "USD" not in market(DAY)
        assert not report
        assert (report.facts["form"], report.facts["encoding"]) == ("rates of one day, XML", "utf-8")

    def test_dropped_zeros_do_not_widen_what_a_figure_in_manat_stands_for(self) -> None:
        bounds = official(DAY)["KZT"].bounds
        assert (bounds.low, bounds.high) == (Decimal("0.0069995"), Decimal("0.0070005"))

    def test_days_before_2024_are_written_the_other_way(self) -> None:
        rates, report = parse(OLD_DAY)
        assert {rate.on for rate in rates} == {date(2021, 2, 12)}
        assert (len(rates), str(official(OLD_DAY)["KZT"].value), codes(report)) == (7, "0.8372", {})

    def test_another_day_than_asked_is_told(self) -> None:
        rates, report = parse(DAY, on=date(2030, 2, 13))
        assert ({rate.on for rate in rates}, codes(report)) == ({VALENTINE}, {"other-day": 1})

    @pytest.mark.parametrize("stated", ["<date>tomorrow</date>", "<date/>", ""])
    def test_a_day_that_is_missing_can_be_said(self, stated: str) -> None:
        data = DAY.replace(b"<date>14.02.2030</date>", stated.encode())
        with pytest.raises(ReaderError, match=r"bytes, date: .*; say which with on="):
            parse(data)
        rates, report = parse(data, on=VALENTINE)
        assert ({rate.on for rate in rates}, codes(report)) == ({VALENTINE}, {"day-by-caller": 1})

    def test_old_money_under_the_new_code_is_flagged_and_put_under_its_own_when_asked(self) -> None:
        data = day_of(
            record("USD", DOLLAR_NAME, "1", "1", "14250"),
            record("EUR", EURO_NAME, "1.4", "1", "19950"),
            on="2008-12-30",
        )
        rates, report = parse(data)
        assert [rate.quote.code for rate in rates] == ["TMT", "TMT", "USD"]
        assert report.counts["old-money"] == 1
        rates, report = parse(data, normalize=True)
        assert [rate.quote.code for rate in rates] == ["TMM", "TMM", "USD"]
        found = next(each for each in report.problems if each.code == "old-money")
        assert found.severity is Severity.INFO
        assert "cross-disagrees" not in report.counts


class TestWhatIsCompared:
    def test_prices_in_manat_and_in_dollars_that_disagree_are_a_warning(self) -> None:
        rates, report = parse(day_of(DOLLAR, EURO, TENGE.replace("0.7<", "0.7002<")))
        assert len(rates) == 5
        (found,) = report.problems
        assert (found.code, found.severity, found.row, found.column, found.value) == (
            "cross-disagrees",
            Severity.WARNING,
            3,
            "rate_tmt",
            "0.7002",
        )
        assert found.message == "0.7002 for 100 KZT is not 0.7, as 500 in rate_usd makes"
        assert not found.cause

    @pytest.mark.parametrize(("manat", "findings"), [("0.9528", 1), ("0.9529", 0), ("0.953", 1)])
    def test_half_a_unit_of_the_fourth_decimal_passes(self, manat: str, findings: int) -> None:
        report = parse(day_of(DOLLAR, record("AED", "ARAP DIRHEMI", "3.673", "1", manat)))[1]
        assert len(report.problems) == findings

    def test_a_dollar_that_costs_more_makes_all_cost_more(self) -> None:
        dollar = record("USD", DOLLAR_NAME, "1", "100", "285")
        rates, report = parse(day_of(EURO.replace("3.85", "3.135"), dollar, on="2014-12-30"))
        assert (len(rates), codes(report)) == (3, {})

    @pytest.mark.parametrize("code", ["AUD", "EUR", "GBP", "XDR"])
    @pytest.mark.parametrize("records", [[DOLLAR], []], ids=["beside the dollar", "alone"])
    def test_four_currencies_are_priced_in_dollars_whatever_their_name(self, code: str, records: list[str]) -> None:
        rates, report = parse(day_of(*records, EURO.replace("EUR", code).replace(EURO_NAME, "ÝEWRO")))
        assert [*map(str, rates)][-1] == f"1.1 USD per 1 {code} (market, 2030-02-14, cbt)"
        assert (len(rates), codes(report)) == (2 + len(records), {})

    @pytest.mark.parametrize("records", [[DOLLAR], []], ids=["by the dollar of the day", "by the peg"])
    @pytest.mark.parametrize(
        ("wrong", "told"),
        [
            (record("KWD", "KUWEÝT DINARY", "3.25", "1", "11.375"), "dollars for a unit"),
            (TENGE.replace(TENGE_NAME, "TEŇŇE / ABŞ DOLL."), "units for a dollar"),
            (record("EUR", EURO_NAME, "0.9", "1", "3.8889"), "units for a dollar"),
        ],
    )
    def test_a_price_in_dollars_in_the_wrong_direction_is_left_out(
        self, wrong: str, told: str, records: list[str]
    ) -> None:
        rates, report = parse(day_of(wrong, *records))
        assert [rate.kind for rate in rates] == [RateKind.OFFICIAL] * (1 + len(records))
        (found,) = report.problems
        assert (found.code, found.severity, found.row) == ("cross-disagrees", Severity.WARNING, 1)
        assert found.cause == f"rate_usd is {told} here, which is not its usual direction"
        assert found.message.endswith("in rate_usd makes; the price in dollars is not taken")

    def test_where_neither_the_dollar_nor_a_peg_is_known_both_prices_are_taken(self) -> None:
        wrong = record("EUR", EURO_NAME, "0.9", "1", "15833")
        rates, report = parse(day_of(wrong, on="2008-12-30"))
        assert ([rate.kind for rate in rates], "cross-disagrees" in report.counts) == (
            [RateKind.OFFICIAL, RateKind.MARKET],
            False,
        )

    def test_without_the_dollar_or_without_both_prices_nothing_is_compared(self) -> None:
        wrong = TENGE.replace("0.7<", "0.9<")
        assert not parse(day_of(wrong))[1]
        assert codes(parse(day_of(DOLLAR, wrong.replace("500", "")))[1]) == {"no-rate": 1}
        assert codes(parse(day_of(DOLLAR, wrong.replace("0.9", "0")))[1]) == {"no-rate": 1}


@pytest.mark.parametrize(
    ("wrong", "taken", "found"),
    [
        (TENGE.replace("0.7<", "0<"), 1, {"no-rate": 1}),
        (TENGE.replace("500<", " <"), 1, {"no-rate": 1}),
        (TENGE.replace("500<", "0.0000<"), 1, {"no-rate": 1}),
        (TENGE.replace("0.7<", "soon<"), 1, {"unreadable-value": 1}),
        (TENGE.replace("500<", "soon<"), 1, {"unreadable-value": 1}),
        (TENGE.replace("<rate_tmt>0.7</rate_tmt>", ""), 1, {"missing-field": 1}),
        (TENGE.replace("<rate_usd>500</rate_usd>", ""), 1, {"missing-field": 1}),
        (TENGE.replace(f"<name>{TENGE_NAME}</name>", ""), 1, {"missing-field": 1}),
        (TENGE.replace("<multiplier>100</multiplier>", ""), 1, {"missing-field": 1}),
        (TENGE.replace(">100<", ">many<"), 1, {"unreadable-nominal": 1}),
        (TENGE.replace(' code="KZT"', ""), 0, {"missing-field": 1}),
        (TENGE.replace("KZT", "ZZZ"), 0, {"unknown-code": 1}),
        (TENGE.replace("KZT", " KZT "), 2, {}),
        (EURO.replace("EUR", "SDR"), 2, {"code-alias": 1}),
        (TENGE.replace("</rate>", "<rate_eur>1</rate_eur></rate>"), 2, {"unknown-field": 1}),
        (TENGE + TENGE, 2, {}),
        (TENGE + TENGE.replace("0.7<", "0.8<"), 2, {"conflicting-quotes": 1}),
    ],
)
def test_what_is_wrong_with_a_record_is_found(wrong: str, taken: int, found: dict[str, int]) -> None:
    rates, report = parse(day_of(DOLLAR, wrong))
    assert (len(rates) - 1, codes(report)) == (taken, found)


def test_findings_name_the_fields_of_the_document() -> None:
    wrong = TENGE.replace(">100<", ">many<").replace("0.7<", "soon<").replace("500<", "0<")
    found = {each.code: each.column for each in parse(day_of(DOLLAR, wrong))[1].problems}
    assert found == {"unreadable-value": "rate_tmt", "unreadable-nominal": "multiplier", "no-rate": "rate_usd"}


def test_fields_that_are_missing_are_named() -> None:
    report = parse(
        day_of(TENGE.replace(f"<name>{TENGE_NAME}</name>", ""), EURO.replace("<rate_usd>1.1</rate_usd>", ""))
    )[1]
    assert [(each.row, each.column) for each in report.problems] == [(1, "name"), (2, "rate_usd")]
    assert report.problems[0].message == "record 1 has no 'name', and its price in dollars is not taken"


class TestWhatIsRecognised:
    def test_ends_of_lines_indentation_and_attributes_do_not_matter(self) -> None:
        compact = DAY.replace(b"\r\n", b"").replace(b"\t", b"")
        for data in (DAY.replace(b"\r\n", b"\n"), compact, DAY.replace(b'standalone="yes"', b"")):
            assert (READER.detect(data), len(parse(data)[0])) == (True, 51)

    def test_documents_of_others_are_left_to_them(self) -> None:
        for data in (b"<rates><date>14.02.2030</date></rates>", b"<ValCurs/>", b"<html>cbt_currency_rate</html>", b""):
            assert not READER.detect(data)


class TestLaws:
    @given(
        st.decimals(Decimal("0.01"), 100_000, places=4),
        st.sampled_from((1, 10, 100, 1_000, 10_000)),
        st.sampled_from(("BIR", "BIR / ABŞ DOLL.")),
        st.sampled_from(("CHF", "XDR")),
        st.dates(date(2015, 1, 1), date(2099, 12, 31)),
    )
    def test_a_bulletin_made_as_the_bank_makes_it_comes_back_without_a_disagreement(
        self, price: Decimal, units: int, name: str, code: str, on: date
    ) -> None:
        priced = "/" in name or code == "XDR"
        exact = Fraction(7, 2) * units * (Fraction(price) if priced else 1 / Fraction(price))
        scaled = Decimal(int(exact * 10_000 + Fraction(1, 2)))
        manat = (scaled / 10_000).quantize(Decimal("0.0001"), ROUND_HALF_UP)
        shown = f"{price:f}".rstrip("0").rstrip(".")
        data = day_of(DOLLAR, record(code, name, shown, str(units), f"{manat:f}"), on=on.strftime("%d.%m.%Y"))
        rates, report = parse(data)
        assert "cross-disagrees" not in report.counts
        if manat:
            assert (official(data)[code].value, official(data)[code].nominal) == (manat, units)
        assert str(market(data)[code].value) == shown
        assert market(data)[code].base.code == (code if priced else "USD")
        assert {rate.on for rate in rates} == {on}

    @given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
    @example("1E-99", "999999999999999", "9E99")
    @example("9E999", "1", "1E-999")
    def test_whatever_stands_in_a_record_raises_only_our_errors(self, price: str, units: str, manat: str) -> None:
        with suppress(CentralAsiaError):
            parse(day_of(DOLLAR, record("KZT", TENGE_NAME, price, units, manat)))

    @pytest.mark.parametrize("data", [DAY[:900], OLD_DAY], ids=["day", "2021"])
    def test_what_is_cut_short_anywhere_is_read_or_refused(self, data: bytes) -> None:
        for end in range(len(data)):
            with suppress(CentralAsiaError):
                parse(data[:end])
