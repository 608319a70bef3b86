"""Make ``src/centralasia/rates/data/ecb_annual.csv`` from the history of the ECB's reference rates.

    python scripts/ecb_averages.py eurofxref-hist.csv

takes the file of that name that the European Central Bank publishes, and averages each complete year over the days on
which it published: US dollars per euro, and units of the other currencies per US dollar, the cross of each day first.
"""

import csv
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

COLUMNS = ["base", "quote", "on", "value", "decimals", "margin", "kind", "change", "source", "certainty", "note"]
CURRENCIES = ("CNY", "TRY", "GBP", "JPY", "CHF")
FIRST, PLACES = 2000, 6
TARGET = Path(__file__).parent.parent / "src" / "centralasia" / "rates" / "data" / "ecb_annual.csv"
LONGEST_GAP = 7

Interval = tuple[Fraction, Fraction, Fraction]


def decimals(text: str) -> int:
    """Count the decimals of a printed rate."""
    return len(text.partition(".")[2])


def days(file: Path) -> Iterator[tuple[date, dict[str, Interval]]]:
    """Read the rows of the history, each rate as its least, stated and greatest value.

    The file drops final zeros, so that the decimals of a rate are the most its currency shows in that year.
    """
    with file.open(encoding="utf-8", newline="") as lines:
        rows = [(row["Date"], {code: row[code] for code in ("USD", *CURRENCIES)}) for row in csv.DictReader(lines)]
    places: defaultdict[tuple[str, str], int] = defaultdict(int)
    for day, texts in rows:
        for code, text in texts.items():
            if text != "N/A":
                places[day[:4], code] = max(places[day[:4], code], decimals(text))
    for day, texts in rows:
        halves = {code: Fraction(1, 2 * 10 ** places[day[:4], code]) for code in texts}
        values = {code: Fraction(text) for code, text in texts.items() if text != "N/A"}
        rates = {code: (value - halves[code], value, value + halves[code]) for code, value in values.items()}
        yield date.fromisoformat(day), rates


def complete(year: int, found: Sequence[date]) -> bool:
    """Say whether the days of a year leave no gap longer than the longest holidays."""
    line = [date(year - 1, 12, 31), *sorted(found), date(year, 12, 31)]
    return all((later - earlier).days <= LONGEST_GAP for earlier, later in pairwise(line))


def rounded(value: Fraction, *, up: bool = False) -> Decimal:
    """Write a fraction with six decimals."""
    wide = Decimal(value.numerator) / Decimal(value.denominator)
    unit = Decimal(1).scaleb(-PLACES)
    return wide.quantize(unit, rounding=ROUND_CEILING) if up else wide.quantize(unit)


def main(file: Path) -> None:
    """Average and write."""
    years: defaultdict[tuple[str, str, int], dict[date, Interval]] = defaultdict(dict)
    for day, rates in days(file):
        if "USD" not in rates or day.year < FIRST:
            continue
        low, stated, high = dollar = rates["USD"]
        years["EUR", "USD", day.year][day] = dollar
        for code in CURRENCIES:
            if code in rates:
                least, there, most = rates[code]
                years["USD", code, day.year][day] = least / high, there / stated, most / low
    with TARGET.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        for (base, quote, year), values in sorted(years.items()):
            if not complete(year, list(values)):
                continue
            count = len(values)
            value = rounded(sum((mid for _, mid, _ in values.values()), Fraction(0)) / count)
            widest = sum((max(high - mid, mid - low) for low, mid, high in values.values()), Fraction(0)) / count
            margin = rounded(widest + Fraction(1, 2 * 10**PLACES), up=True)
            source, note = "ecb-eurofxref-hist", f"mean of {count} days"
            writer.writerow((base, quote, year, value, "", margin, "average", "", source, "computed", note))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
