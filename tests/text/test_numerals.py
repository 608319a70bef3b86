from decimal import Decimal

import centralasia as ca


def test_the_numerals_of_texts_are_those_of_the_library() -> None:
    assert ca.text.parse_number("1 234,5", locale="ru") == Decimal("1234.5")
    assert ca.text.parse_number is ca.numbers.parse_number
