import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from centralasia.errors import InvalidValueError, ParseError, WrongTypeError
from centralasia.numbers import Estimate
from centralasia.records import column, from_dict, from_json, record, to_dict, to_json


@record
class Part:
    name: str = column(title="name")
    share: Decimal = column(title="share", minimum=0)


@record
class Operation:
    signed: date | None = column(title="day of signature", default=None)
    amount: Estimate = column(title="amount")
    count: int = column(title="count", default=1)
    sure: bool = column(title="sure", default=True)
    tags: tuple[str, ...] = column(title="tags", default=())
    first: Part | None = column(title="first part", default=None)
    parts: tuple[Part, ...] = column(title="parts", default=())


OPERATION = Operation(
    signed=date(2025, 11, 28),
    amount=Estimate.at_least(112),
    tags=("қазақ",),
    first=Part(name="EIB", share=Decimal("70.50")),
    parts=(Part(name="EIB", share=Decimal(70)), Part(name="EU", share=Decimal(22))),
)
DOCUMENT: dict[str, Any] = {
    "signed": "2025-11-28",
    "amount": {
        "best": None,
        "low": "112",
        "high": None,
        "low_open": False,
        "high_open": True,
        "qualifier": "at_least",
    },
    "count": 1,
    "sure": True,
    "tags": ["қазақ"],
    "first": {"name": "EIB", "share": "70.50"},
    "parts": [{"name": "EIB", "share": "70"}, {"name": "EU", "share": "22"}],
}


def test_a_record_is_a_dictionary_of_plain_values() -> None:
    assert to_dict(OPERATION) == DOCUMENT
    assert from_dict(Operation, DOCUMENT) == OPERATION


def test_letters_are_written_as_they_are_and_figures_as_texts() -> None:
    text = to_json(OPERATION)
    assert json.loads(text) == DOCUMENT
    assert "қазақ" in text
    assert to_json(OPERATION, indent=2).startswith('{\n  "signed"')


def test_several_records_are_an_array() -> None:
    text = to_json(part for part in OPERATION.parts)
    assert text == '[{"name": "EIB", "share": "70"}, {"name": "EU", "share": "22"}]'
    assert from_json(Part, text, many=True) == OPERATION.parts
    assert from_json(Part, "[]", many=True) == ()


def test_a_composite_is_a_document_too() -> None:
    assert from_dict(Estimate, to_dict(OPERATION.amount)) == OPERATION.amount
    assert from_json(Estimate, to_json([OPERATION.amount]), many=True) == (OPERATION.amount,)


def test_what_has_a_default_may_be_left_out() -> None:
    assert from_dict(Operation, {"amount": DOCUMENT["amount"]}) == Operation(amount=Estimate.at_least(112))


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"signed": "28.11.2025"}, "signed must be a day written YYYY-MM-DD, got '28.11.2025'"),
        ({"signed": 20251128}, "signed must be a text, got 20251128 of type int; write '20251128'"),
        ({"count": "1"}, "count must be a whole number, got '1' of type str"),
        ({"count": True}, "count must be a whole number, got True of type bool"),
        ({"count": None}, "count must be a whole number, got None of type NoneType"),
        ({"sure": 1}, "sure must be True or False, got 1 of type int"),
        ({"tags": "a"}, "tags must be a list, got 'a' of type str"),
        ({"tags": ["a", True]}, "tags[1].tags must be a text, got True of type bool"),
        ({"first": []}, "first.Part must be an object with the fields name, share, got [] of type list"),
        ({"first": {"name": "EIB"}}, "first.share must be given: the object has no such field, got None"),
        ({"first": {"name": "EIB", "share": 0.5}}, "first.share must be a text, got 0.5 of type float; write '0.5'"),
        ({"first": {"name": "EIB", "share": "-1"}}, "first.share must be at least zero, got Decimal('-1')"),
        ({"parts": None}, "parts must be a list, got None of type NoneType"),
        ({"parts": [DOCUMENT["first"], 5]}, "parts[1].Part must be an object with the fields name, share, got 5"),
        (
            {"parts": [{"nmae": "EIB", "share": "1"}]},
            "parts[0].field must be one of name, share, got 'nmae'; did you mean 'name'?",
        ),
        (
            {"parts": [{"name": "EIB", "share": "1", "shaer": "1"}]},
            "parts[0].field must be one of name, share, got 'shaer'; did you mean 'share'?",
        ),
        ({"amount": {**DOCUMENT["amount"], "low": "x"}}, "amount.low must be an int, a Decimal or a text"),
        ({"amount": None}, "amount.EstimateColumns must be an object with the fields best, low"),
        ({"": 5}, "field must be one of signed, amount, count, sure, tags, first, parts, got ''"),
        ({5: 5}, "field must be one of signed"),
    ],
)
def test_an_error_names_the_path(changed: dict[Any, Any], message: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        from_dict(Operation, {**DOCUMENT, **changed})
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("text", "position", "expected"),
    [
        ("", 0, "JSON (Expecting value)"),
        ('{"name": "a"', 12, "JSON (Expecting ',' delimiter)"),
        ('{"name": "a", "name": "b"}', 1, "the key 'name' once only"),
        ('{"name": NaN}', 9, "no NaN and no Infinity"),
        ('{"name": -Infinity}', 9, "no NaN and no Infinity"),
        ("[" * 100_000, 0, "JSON that is nested less deeply"),
        ("1" * 5_000, 0, "at most 3900 digits"),
        (b'{"name": "\xff"}', 10, "UTF-8"),
    ],
    ids=repr,
)
def test_bad_json_is_refused_with_its_place(text: str | bytes, position: int, expected: str) -> None:
    with pytest.raises(ParseError) as caught:
        from_json(Part, text)
    assert (caught.value.position, caught.value.expected) == (position, expected)


def test_an_array_is_no_record_and_a_record_no_array() -> None:
    with pytest.raises(WrongTypeError, match=r"Part must be an object with the fields name, share, got \[\]"):
        from_json(Part, "[]")
    with pytest.raises(WrongTypeError, match="Part must be a list, got"):
        from_json(Part, "{}", many=True)
    with pytest.raises(WrongTypeError, match=r"Part\[1\].Part must be an object"):
        from_json(Part, '[{"name": "a", "share": "1"}, 1]', many=True)


def test_strangers_are_refused() -> None:
    text: Any = 5
    with pytest.raises(WrongTypeError, match="cls must be a class declared with @record"):
        to_dict({"name": "a"})
    with pytest.raises(WrongTypeError, match="cls must be a class declared with @record"):
        to_json([{"name": "a"}])
    with pytest.raises(WrongTypeError, match="cls must be a class declared with @record"):
        from_dict(dict, {})
    with pytest.raises(WrongTypeError, match="text must be a text or bytes, got 5 of type int"):
        from_json(Part, text)
