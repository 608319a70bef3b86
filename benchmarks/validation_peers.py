"""The same structural rules in dataframely and in pandera on polars, each written as its users would."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import dataframely as dy
import pandera.polars as pa
import polars as pl

import centralasia as ca

__all__ = ["KEY", "NOMINALS", "by_dataframely", "by_pandera"]

KEY: Final = ("date", "base", "quote", "source")
NOMINALS: Final = (1, 10, 100, 1000)
_CODES: Final = sorted(code for code in ca.reference.currencies() if len(code) == 3)  # noqa: PLR2004 - of ISO
_TODAY: Final = date(2026, 1, 1)
_MOST: Final = 1e7
_APART: Final = 0.01


def _day() -> pl.Expr:
    return pl.col("date").str.to_date("%Y-%m-%d", strict=False)


def _pair() -> tuple[str, str, pl.Expr, pl.Expr]:
    """Give what quotes of the same two currencies share, whichever way round they are."""
    return "date", "source", pl.min_horizontal("base", "quote"), pl.max_horizontal("base", "quote")


def _agrees() -> pl.Expr:
    """Hold a price against that of the same pair the other way round."""
    log = (pl.col("rate") / pl.col("nominal")).log().fill_nan(None)
    signed = pl.when(pl.col("base") < pl.col("quote")).then(log).otherwise(-log)
    return (signed.max().over(_pair()) - signed.min().over(_pair()) <= _APART).fill_null(value=True)


class Rates(dy.Schema):  # type: ignore[misc]
    """Rates as dataframely has them."""

    date = dy.String(primary_key=True)
    base = dy.String(primary_key=True, check=lambda codes: codes.is_in(_CODES))
    quote = dy.String(primary_key=True, check=lambda codes: codes.is_in(_CODES))
    source = dy.String(primary_key=True)
    rate = dy.Float64(min_exclusive=0, max=_MOST)
    nominal = dy.Int64(is_in=NOMINALS)

    @dy.rule()  # type: ignore[untyped-decorator]
    def is_day(cls) -> pl.Expr:  # noqa: N805 - as dataframely has it
        """Want a day that there is."""
        return _day().is_not_null()

    @dy.rule()  # type: ignore[untyped-decorator]
    def is_past(cls) -> pl.Expr:  # noqa: N805 - as above
        """Want a day that has come."""
        return _day() <= _TODAY

    @dy.rule()  # type: ignore[untyped-decorator]
    def agrees(cls) -> pl.Expr:  # noqa: N805 - as above
        """Want a pair that is consistent both ways."""
        return _agrees()


def by_dataframely(frame: pl.DataFrame) -> Mapping[str, int]:
    """Validate a frame, and count the rows of each rule."""
    failed: Any = Rates.filter(frame)[1]
    return dict(failed.counts())


def _holds(expression: pl.Expr) -> Any:  # noqa: ANN401 - pandera takes any function
    return lambda data: data.lazyframe.select(expression)


def _check(expression: pl.Expr, name: str) -> pa.Check:
    return pa.Check(_holds(expression), name=name)


_SCHEMA: Final = pa.DataFrameSchema(
    {
        "date": pa.Column(
            pl.String,
            [_check(_day().is_not_null(), "is_day"), _check((_day() <= _TODAY).fill_null(value=True), "is_past")],
        ),
        "base": pa.Column(pl.String, pa.Check.isin(_CODES)),
        "quote": pa.Column(pl.String, pa.Check.isin(_CODES)),
        "source": pa.Column(pl.String),
        "rate": pa.Column(pl.Float64, [pa.Check.gt(0), pa.Check.le(_MOST)]),
        "nominal": pa.Column(pl.Int64, pa.Check.isin(NOMINALS)),
    },
    checks=_check(_agrees(), "agrees"),
    unique=list(KEY),
)


def by_pandera(frame: pl.DataFrame) -> Mapping[str, int]:
    """Validate a frame, and count the rows of each check."""
    try:
        _SCHEMA.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        return Counter(errors.failure_cases["check"])
    return {}
