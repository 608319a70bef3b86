"""What the tests of crashes and of many at once run in processes of their own: additions, each told once it is kept."""

import sys
from datetime import date, timedelta
from pathlib import Path

from centralasia.rates import ExchangeRate
from centralasia.store import Store

_FIRST = date(2000, 1, 1)
_CODES = ("KZT", "KGS", "UZS", "TJS", "TMT", "RUB", "CNY", "TRY", "GEL", "AZN")


def quotes(first: int, count: int) -> list[ExchangeRate]:
    """Quotes by number: each is of another series or day, and its figure tells the number."""
    return [
        ExchangeRate(
            base="USD",
            quote=_CODES[number % len(_CODES)],
            value=f"{number}.50",
            on=_FIRST + timedelta(number // len(_CODES)),
            source="made up",
        )
        for number in range(first, first + count)
    ]


def tell(line: str) -> None:
    """Print at once, and whole."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(path: Path, first: int, count: int, at_once: int) -> None:
    """Add quotes, so many at a time; tell after each addition how many were new, and how many are there to be read."""
    waiting = quotes(first, count)
    tell("ready")
    with Store(path) as store:
        for place in range(0, count, at_once):
            done = store.add(waiting[place : place + at_once])
            tell(f"{done.new} {len(store)}")
            last = waiting[place]
            found = store.lookup(last.base, last.quote, on=str(last.on))
            if found != last:
                tell(f"{found} is not {last}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
