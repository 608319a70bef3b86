from typing import Any

import pytest

from centralasia.errors import InvalidValueError
from centralasia.numbers import Estimate
from centralasia.records import column, columns_of, from_json, from_row, record, to_json, to_row


@record
class Share:
    percent: Estimate = column(title="share of GDP", unit="percent")


EXAMPLES = [
    (Estimate.exactly("14.5"), ["14.5", "14.5", "14.5", "false", "false", "exact"]),
    (Estimate.over("14.5"), ["", "14.5", "", "true", "true", "over"]),
    (Estimate.at_most(3), ["", "", "3", "true", "false", "at_most"]),
    (Estimate.between(12, 15), ["", "12", "15", "false", "false", "range"]),
    (Estimate.printed("0.50"), ["0.50", "0.495", "0.505", "false", "false", "printed"]),
]


@pytest.mark.parametrize(("estimate", "cells"), EXAMPLES)
def test_an_estimate_stands_in_six_columns(estimate: Estimate, cells: list[str]) -> None:
    share = Share(percent=estimate)
    assert list(to_row(share).values()) == cells
    assert from_row(Share, to_row(share)) == from_json(Share, to_json(share)) == share


def test_the_best_value_takes_the_name_of_the_field() -> None:
    assert [spec.name for spec in columns_of(Share)] == [
        "percent",
        "percent_low",
        "percent_high",
        "percent_low_open",
        "percent_high_open",
        "percent_qualifier",
    ]
    assert [spec.unit for spec in columns_of(Share)] == ["percent"] * 3 + [None] * 3


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"percent_low": "x"}, "percent_low must be an int, a Decimal or a text"),
        ({"percent_low": "16"}, "interval must be not empty"),
        ({"percent_qualifier": "exact"}, "percent_qualifier must be 'exact' if and only if both ends are equal"),
        ({"percent_qualifier": "rnge"}, "percent_qualifier must be one of exact, approx"),
        ({"percent": "99"}, "percent must be a value of the interval 12 to 15"),
    ],
)
def test_an_error_names_the_column(changed: dict[str, Any], message: str) -> None:
    row = to_row(Share(percent=Estimate.between(12, 15)))
    with pytest.raises(InvalidValueError) as caught:
        from_row(Share, {**row, **changed})
    assert str(caught.value).startswith(message)
