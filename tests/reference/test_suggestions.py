import string
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, UnknownCodeError, WrongTypeError
from centralasia.reference import near
from centralasia.reference.suggestions import look_up

CODES = ["KGS", "KZT", "TJS", "TMT", "UZS"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("KZR", ("KZT",)),
        ("kzt", ("KZT",)),
        ("KTZ", ("KZT",)),
        ("KZTT", ("KZT",)),
        ("KZ", ("KZT",)),
        ("TMS", ("TJS", "TMT")),
        ("XXX", ()),
        ("", ()),
    ],
)
def test_near_misses(text: str, expected: tuple[str, ...]) -> None:
    assert near(text, CODES) == expected


def test_as_many_as_asked_for_the_nearest_first() -> None:
    assert near("TJS", [*CODES, "TJS"], limit=1) == ("TJS",)
    assert near("TMS", CODES, limit=1) == ("TJS",)
    assert near("TMS", CODES, limit=0) == near("TMS", CODES, limit=-1) == ()


def test_letters_in_another_order_are_not_near_enough() -> None:
    assert near("abcd", ["dcba"]) == ()


def test_a_long_text_takes_no_longer() -> None:
    started = time.perf_counter()
    assert near("K" * 1_000_000, CODES * 100) == ()
    assert time.perf_counter() - started < 2


def test_a_code_is_looked_up_or_refused_with_what_is_near() -> None:
    rows = {"CIF": 1, "FOB": 2}
    assert look_up(rows, "FOB", title="terms") == 2
    with pytest.raises(UnknownCodeError) as caught:
        look_up(rows, "FOC", title="terms")
    assert (caught.value.code, caught.value.table, caught.value.near) == ("FOC", "terms", ("FOB",))
    with pytest.raises(UnknownCodeError, match=r"did you mean 'FOB'\?; known are two$"):
        look_up(rows, "FOC", title="terms", hint="known are two")
    with pytest.raises(WrongTypeError, match="terms must be looked up by a code, which is a text, got 5 of type int"):
        look_up(rows, 5, title="terms")  # type: ignore[arg-type]  # what is refused


class TestLaws:
    @given(st.text(), st.lists(st.text(), max_size=20), st.integers(0, 5))
    def test_suggestions_are_choices_and_no_more_than_asked_for(
        self, text: str, choices: list[str], limit: int
    ) -> None:
        found = near(text, choices, limit=limit)
        assert len(found) <= limit
        assert set(found) <= set(choices)

    @given(st.sampled_from(CODES), st.integers(0, 2), st.sampled_from(string.ascii_uppercase))
    def test_a_code_with_one_wrong_letter_is_suggested(self, code: str, place: int, letter: str) -> None:
        assert code in near(code[:place] + letter + code[place + 1 :], CODES, limit=5)

    @given(st.one_of(st.text(), st.integers(), st.none(), st.binary(), st.lists(st.text())))
    def test_garbage_raises_only_our_errors(self, code: object) -> None:
        with pytest.raises(CentralAsiaError):
            look_up({"no such code at all": 1}, code, title="rows")  # type: ignore[arg-type]  # garbage
