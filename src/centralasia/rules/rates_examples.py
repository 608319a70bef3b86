"""Examples of the rules about rates: for most of them a fortnight of quotes, of which one is wrong.

All figures are made up, near to what the currencies were worth.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from centralasia.rates import ExchangeRate, RateTable
from centralasia.rules.rules import Example

__all__ = ["EXAMPLES"]


def _figures(text: str) -> list[str]:
    return text.split()


_TENGE: Final = _figures("449.12 450.03 450.87 451.20 450.44 449.95 450.61 451.38 452.02 451.57 450.89 451.43")
_EURO: Final = _figures("487.03 487.92 488.75 489.31 488.12 487.66 488.10 489.02 489.85 489.40 488.77 489.28")
_FLOATED: Final = _figures("188.38 188.35 188.20 188.38 197.28 255.26 245.00 234.99 237.60 234.41 236.22 238.10")
_WON: Final = _figures("33.72 33.81 33.77 33.69 33.75 33.84 33.90 33.86 33.79 33.73 33.80 33.88")
_SOM: Final = _figures(
    "89.4512 89.4370 89.4481 89.4603 89.4555 89.4420 89.4387 89.4466 89.4532 89.4590 89.4511 89.4478"
)
_SOUM: Final = _figures(
    "3601.42 3604.18 3608.77 3611.30 3615.02 3618.94 3622.11 3626.53 3629.87 3633.40 3637.22 3641.05"
)
_MARKET: Final = _figures("7350 7360 7340 7380 7400 7390 7410 7430 7420 7450 7460 7440")
_RISING: Final = [f"{440 + 2 * number + number % 3 / 4:.2f}" for number in range(26)]
_MARCH: Final = date(2024, 3, 4)
_PARALLEL: Final = date(2017, 3, 27)
_PLACE: Final = 6
_FRIDAY: Final = 4


def _row(pair: str, on: date, value: str, **cells: str) -> dict[str, str]:
    base, quote = pair.split("/")
    return {"base": base, "quote": quote, "on": on.isoformat(), "value": value, **cells}


def _series(
    pair: str,
    values: Iterable[str],
    *,
    since: date = _MARCH,
    changed: Mapping[int, Mapping[str, str]] | None = None,
    **cells: str,
) -> tuple[dict[str, str], ...]:
    """Make quotes of working days, some of them with other cells."""
    rows, on = [], since
    for number, value in enumerate(values):
        rows.append(_row(pair, on, value, **cells) | dict((changed or {}).get(number, {})))
        on += timedelta(days=3 if on.weekday() == _FRIDAY else 1)
    return tuple(rows)


def _one_wrong(pair: str, values: list[str], value: str, **cells: Any) -> tuple[Example, Example]:  # noqa: ANN401 - cells
    """Show a series with another figure in one place, and without."""
    wrong = _series(pair, values, changed={_PLACE: {"value": value}}, **cells)
    return Example(rows=wrong), Example(rows=_series(pair, values, **cells))


def _sides(swapped: Iterable[int]) -> tuple[dict[str, str], ...]:
    """Make what a dealer pays and takes, on some days exchanged."""
    higher = [f"{Decimal(each) + 2:.2f}" for each in _TENGE]
    pays = {place: {"value": higher[place]} for place in swapped}
    takes = {place: {"value": _TENGE[place]} for place in swapped}
    return (
        *_series("USD/KZT", _TENGE, changed=pays, side="bid", kind="cash"),
        *_series("USD/KZT", higher, changed=takes, side="ask", kind="cash"),
    )


def _crosses(euro: str) -> tuple[dict[str, str], ...]:
    """Make the quotes of one publisher for a day, with a price of the euro in dollars."""
    pairs = {"USD/KZT": "450.61", "EUR/KZT": "488.10", "EUR/USD": euro, "USD/KGS": "89.4387", "EUR/KGS": "96.8800"}
    return tuple([_row(pair, _MARCH, value) for pair, value in {**pairs, "KGS/KZT": "5.0382"}.items()])


_OFFICIAL: Final = _series("USD/UZS", _SOUM, kind="official", since=_PARALLEL)
_PUBLISHED: Final = _series("USD/KZT", _TENGE[:5], source="nbk", kind="official")
_REFERENCE: Final = RateTable.of(
    [
        ExchangeRate(base="USD", quote="KZT", value=row["value"], on=row["on"], kind="official", source="made up")
        for row in _series("USD/KZT", _TENGE)
    ]
)

EXAMPLES: Final[Mapping[str, tuple[Example, Example]]] = {
    "impossible-record": (
        Example(rows=(_row("KZT/KZT", _MARCH, "1.00"),)),
        Example(rows=(_row("USD/KZT", _MARCH, "449.12"),)),
    ),
    "duplicate-with-other-value": (
        Example(rows=(_row("USD/KZT", _MARCH, "449.12"), _row("USD/KZT", _MARCH, "450.03"))),
        Example(rows=_series("USD/KZT", _TENGE[:2])),
    ),
    "unusual-nominal": (
        Example(rows=(_row("USD/KZT", _MARCH, "2245.60", nominal="5"),)),
        Example(rows=(_row("USD/KZT", _MARCH, "4491.20", nominal="10"),)),
    ),
    "out-of-range": (
        Example(rows=(_row("USD/KZT", _MARCH, "20240304000449.12"),)),
        Example(rows=(_row("USD/KZT", _MARCH, "449.12"),)),
    ),
    "withdrawn-code": (
        Example(rows=(_row("USD/TMM", _MARCH, "17500"),)),
        Example(rows=(_row("USD/TMT", _MARCH, "3.50"),)),
    ),
    "too-few-significant-digits": (
        Example(rows=(_row("UZS/USD", _MARCH, "0.00008"),)),
        Example(rows=(_row("UZS/USD", _MARCH, "0.00007971"),)),
    ),
    "inverted": _one_wrong("USD/KZT", _TENGE, "0.002219"),
    "nominal-lost": (
        Example(rows=_series("KRW/KZT", _WON, changed={_PLACE: {"nominal": "1"}}, nominal="100")),
        Example(rows=_series("KRW/KZT", _WON, nominal="100")),
    ),
    "nominal-twice": _one_wrong("KRW/KZT", _WON, "0.3390", nominal="100"),
    "redenominated": _one_wrong("USD/TJS", [f"{10 + n / 100:.4f}" for n in range(12)], "10060"),
    "decimal-comma-as-group": _one_wrong("USD/KGS", _SOM, "894387"),
    "decimal-shifted": _one_wrong("USD/KZT", _TENGE, "4506.1"),
    "spike": _one_wrong("USD/KZT", _TENGE, "520.61"),
    "wrong-currency": (
        Example(
            rows=(*_series("USD/KZT", _TENGE, changed={_PLACE: {"value": _EURO[_PLACE]}}), *_series("EUR/KZT", _EURO))
        ),
        Example(rows=(*_series("USD/KZT", _TENGE), *_series("EUR/KZT", _EURO))),
    ),
    "swapped-columns": (
        Example(
            rows=(
                *_series("USD/KZT", _TENGE, changed={_PLACE: {"value": _EURO[_PLACE]}}),
                *_series("EUR/KZT", _EURO, changed={_PLACE: {"value": _TENGE[_PLACE]}}),
            )
        ),
        Example(rows=(*_series("USD/KZT", _TENGE), *_series("EUR/KZT", _EURO))),
    ),
    "sides-swapped": (
        Example(rows=_sides({_PLACE})),
        Example(rows=_sides(set())),
    ),
    "inverse-pair-inconsistent": (
        Example(rows=(_row("USD/KZT", _MARCH, "450.61"), _row("KZT/USD", _MARCH, "0.002319"))),
        Example(rows=(_row("USD/KZT", _MARCH, "450.61"), _row("KZT/USD", _MARCH, "0.002219"))),
    ),
    "triangle-inconsistent": (Example(rows=_crosses("1.1832")), Example(rows=_crosses("1.0832"))),
    "far-from-reference": (
        Example(rows=_series("USD/KZT", [f"{Decimal(each) / 10:.3f}" for each in _TENGE])),
        Example(rows=_series("USD/KZT", _TENGE)),
    ),
    "level-shift": (
        Example(rows=_series("USD/KZT", [*_TENGE[:6], *(f"{Decimal(each) * 5 / 4:.2f}" for each in _TENGE[6:])])),
        Example(rows=_series("USD/KZT", _TENGE)),
    ),
    "doubtful": (
        Example(rows=_series("USD/KZT", [*_TENGE[:-1], "520.43"])),
        Example(rows=_series("USD/KZT", _TENGE)),
    ),
    "regime-break": (
        Example(rows=_series("USD/KZT", _FLOATED, since=date(2015, 8, 13))),
        Example(rows=_series("USD/KZT", _TENGE)),
    ),
    "stale-run": (
        Example(rows=_series("USD/KZT", [*_TENGE, *[_TENGE[-1]] * 12, *_TENGE])),
        Example(rows=_series("USD/KZT", [*_TENGE, *_TENGE[::-1], *_TENGE])),
    ),
    "kinds-mixed": (
        Example(
            rows=(
                *_OFFICIAL,
                *_series(
                    "USD/UZS", _MARKET, since=_PARALLEL, changed={_PLACE: {"value": _SOUM[_PLACE]}}, kind="parallel"
                ),
            )
        ),
        Example(rows=(*_OFFICIAL, *_series("USD/UZS", _MARKET, since=_PARALLEL, kind="parallel"))),
    ),
    "no-bulletin": (
        Example(rows=tuple([row for number, row in enumerate(_PUBLISHED) if number != 1])),
        Example(rows=_PUBLISHED),
    ),
    "look-ahead": (
        Example(rows=_series("USD/KZT", _TENGE[1:]), given={"rates": _REFERENCE}),
        Example(rows=_series("USD/KZT", _TENGE), given={"rates": _REFERENCE}),
    ),
    "day-month-swapped": (
        Example(rows=_series("USD/KZT", _RISING, since=date(2024, 4, 1), changed={4: {"on": "2024-05-04"}})),
        Example(rows=_series("USD/KZT", _RISING, since=date(2024, 4, 1))),
    ),
    "peg-violated": (
        Example(rows=(_row("USD/TMT", _MARCH, "3.60", kind="official"),)),
        Example(rows=(_row("USD/TMT", _MARCH, "3.50", kind="official"),)),
    ),
}
"""What is found, and what passes, by the code of the rule."""
