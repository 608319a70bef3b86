from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, ReaderError
from centralasia.readers.cbar import READER, parse
from centralasia.validation import Severity

FIXTURES = Path(__file__).parent / "fixtures" / "cbar"
SPECIMENS = sorted(FIXTURES.iterdir())
HEAD = '<?xml version="1.0" encoding="UTF-8"?><ValCurs Date="14.02.2030"><ValType Type="Xarici valyutalar">'
TAIL = "</ValType></ValCurs>"


def a_bulletin(*valutes: str, head: str = HEAD) -> bytes:
    return f"{head}{''.join(valutes)}{TAIL}".encode()


def a_valute(code: str, nominal: str, value: str) -> str:
    return f'<Valute Code="{code}"><Nominal>{nominal}</Nominal><Name>{nominal} …</Name><Value>{value}</Value></Valute>'


def test_todays_bulletin_full_of_blank_lines_is_read_to_the_digit() -> None:
    rates, report = parse((FIXTURES / "spacious.xml").read_bytes())
    assert [str(each) for each in rates] == [
        "1.7 AZN per 1 USD (official, 2030-02-14, cbar)",
        "1.8479 AZN per 1 EUR (official, 2030-02-14, cbar)",
        "0.3391 AZN per 100 KZT (official, 2030-02-14, cbar)",
        "0.0194 AZN per 1 KGS (official, 2030-02-14, cbar)",
        "2.0712 AZN per 100 RUB (official, 2030-02-14, cbar)",
        "0.0136 AZN per 100 UZS (official, 2030-02-14, cbar)",
        "1.1145 AZN per 100 JPY (official, 2030-02-14, cbar)",
        "2.2904 AZN per 1 XDR (official, 2030-02-14, cbar)",
    ]
    assert {(each.decimals, each.change, each.until) for each in rates} == {(4, None, None)}
    assert report.counts == {"metal": 4, "no-rate": 1}
    assert report.facts["form"] == "rates of one day, XML"


def test_the_compact_bulletin_of_2020_with_its_sdr_is_read_to_the_digit() -> None:
    rates, report = parse((FIXTURES / "compact.xml").read_bytes())
    assert [(each.base.code, str(each.value), each.nominal) for each in rates] == [
        ("USD", "1.7", 1),
        ("EUR", "2.0182", 1),
        ("KZT", "0.004", 1),
        ("RUB", "0.0225", 1),
        ("TJS", "0.165", 1),
        ("TMT", "0.4857", 1),
        ("UZS", "0.0165", 100),
        ("XDR", "2.4051", 1),
    ]
    assert {each.on for each in rates} == {date(2020, 9, 15)}
    assert report.counts == {"metal": 4, "code-alias": 1}
    assert "XAU is a metal" in str(report.problems[0])


def test_the_old_manat_is_told_and_restated_when_asked() -> None:
    data = a_bulletin(a_valute("USD", "1", "4593"), head=HEAD.replace("14.02.2030", "14.02.2005"))
    (kept,), report = parse(data)
    assert (kept.quote.code, report.counts["old-money"]) == ("AZN", 1)
    (restated,), _ = parse(data, normalize=True)
    assert str(restated) == "4593 AZM per 1 USD (official, 2005-02-14, cbar)"


def test_the_bulletin_before_is_told_where_another_day_was_asked() -> None:
    rates, report = parse(a_bulletin(a_valute("USD", "1", "1.7")), on=date(2030, 2, 16))
    assert [each.on for each in rates] == [date(2030, 2, 14)]
    assert report.counts == {"other-day": 1}


@pytest.mark.parametrize(
    ("valute", "code", "severity"),
    [
        (a_valute("USD", "1 t.u.", "1.7"), "unreadable-nominal", Severity.ERROR),
        (a_valute("USD", "", "1.7"), "unreadable-nominal", Severity.ERROR),
        (a_valute("USD", "1", "0.0000"), "no-rate", Severity.INFO),
        (a_valute("USD", "1", "N/A"), "no-rate", Severity.INFO),
        (a_valute("QQQ", "1", "1.7"), "unknown-code", Severity.ERROR),
        ('<Valute Code="USD"><Nominal>1</Nominal></Valute>', "missing-field", Severity.ERROR),
        ('<Valute Code="USD"><Value>1.7</Value></Valute>', "missing-field", Severity.ERROR),
        ("<Valute><Nominal>1</Nominal><Value>1.7</Value></Valute>", "missing-field", Severity.ERROR),
    ],
)
def test_a_valute_that_cannot_be_taken_is_a_finding(valute: str, code: str, severity: Severity) -> None:
    rates, report = parse(a_bulletin(valute))
    found = {each.code: each.severity for each in report.problems}
    assert (rates, found[code]) == ([], severity)


def test_an_unknown_field_is_told_and_left_alone() -> None:
    valute = a_valute("USD", "1", "1.7").replace("<Value>", "<Buy>1.6</Buy><Value>")
    rates, report = parse(a_bulletin(valute))
    assert (len(rates), report.counts) == (1, {"unknown-field": 1})


def test_a_bulletin_without_a_day_asks_for_one() -> None:
    data = a_bulletin(a_valute("USD", "1", "1.7"), head=HEAD.replace(' Date="14.02.2030"', ""))
    with pytest.raises(ReaderError, match="say which with on="):
        parse(data)
    (rate,), report = parse(data, on=date(2030, 2, 14))
    assert (rate.on, report.counts) == (date(2030, 2, 14), {"day-by-caller": 1})


@pytest.mark.parametrize(
    "data",
    [
        b'<ValCurs Date="2030-02-14" name="x"><Valute ID="840"><CharCode>USD</CharCode></Valute></ValCurs>',
        b'<ValCurs Date="14.02.2030" name="Foreign Currency Market"><Valute ID="R01235"></Valute></ValCurs>',
        b"<html><body>404</body></html>",
        b"[]",
        b"",
    ],
)
def test_bulletins_of_others_are_not_claimed(data: bytes) -> None:
    assert not READER.detect(data)


def test_findings_name_the_fields_of_the_document() -> None:
    wrong = a_bulletin(a_valute("USD", "many", "1.7"), a_valute("EUR", "1", "soon"))
    found = {each.column for each in parse(wrong)[1].problems if each.severity is Severity.ERROR}
    assert found == {"Nominal", "Value"}


class TestLaws:
    @given(st.lists(st.tuples(st.integers(1, 10**6), st.integers(1, 10**8), st.integers(0, 4)), min_size=1, max_size=5))
    def test_printed_figures_come_back(self, figures: list[tuple[int, int, int]]) -> None:
        codes = ("AFN", "MNT", "GEL", "AMD", "KGS")
        printed = [
            (code, nominal, f"{value / 10**places:.{places}f}")
            for code, (nominal, value, places) in zip(codes, figures, strict=False)
        ]
        data = a_bulletin(*(a_valute(code, str(nominal), text) for code, nominal, text in printed))
        rates, _ = parse(data)
        assert [(each.base.code, each.nominal, f"{each.value:f}") for each in rates] == [
            each for each in printed if float(each[2])
        ]

    @pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda each: each.name)
    def test_a_bulletin_cut_anywhere_is_read_as_far_as_it_goes_or_refused(self, specimen: Path) -> None:
        data = specimen.read_bytes()
        for end in range(len(data)):
            with suppress(CentralAsiaError):
                parse(data[:end])
