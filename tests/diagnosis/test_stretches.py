"""Stretches: the cheapest way through the pieces of a series."""

import numpy as np
import pytest

from centralasia.diagnosis.stretches import FREE, OK, Pieces, States, cheapest

STEP = float(np.log(100))
STATES = States(np.array([1.0, 1.0, -1.0, 1.0]), np.array([0.0, 0.0, 0.0, STEP]))
INVERSE, MOVED = 2, 3


def pieces(levels: list[float], counts: list[int]) -> Pieces:
    ends = np.array(levels)
    return Pieces(ends, ends, np.array(counts), np.full(len(counts), 0.004))


WAYS = [
    ([6.1], [9], [OK]),
    ([6.1, 6.4], [90, 90], [OK, OK]),  # it stays there
    ([6.1, 6.1 + STEP, 6.1], [90, 5, 90], [OK, MOVED, OK]),
    ([6.1, 6.1 + STEP], [90, 30], [OK, MOVED]),
    ([6.1, 6.1 + STEP], [30, 90], [OK, MOVED]),  # no market moves by just a hundred
    ([6.1, -6.1, 6.1], [9, 3, 9], [OK, INVERSE, OK]),
    ([-6.1, 6.1], [3, 9], [INVERSE, OK]),
    ([6.1, 6.9, 6.1], [90, 5, 90], [OK, FREE, OK]),
    ([6.1, 6.9, 6.1], [90, 30, 90], [OK, OK, OK]),  # too long for a slip
    ([6.1, 6.9], [90, 5], [OK, OK]),  # it may yet stay
    ([6.9, 6.1], [5, 90], [OK, OK]),
    ([6.1, 6.13, 6.10], [90, 5, 90], [OK, OK, OK]),  # moves of a restless time
]


@pytest.mark.parametrize(("levels", "counts", "way"), WAYS)
def test_the_cheapest_way(levels: list[float], counts: list[int], way: list[int]) -> None:
    able = np.ones((len(levels), 4), bool)
    assert cheapest(pieces(levels, counts), STATES, able) == way


def test_a_piece_is_only_what_it_is_able_to_be() -> None:
    able = np.ones((3, 4), bool)
    able[1, MOVED] = False
    assert cheapest(pieces([6.1, 6.1 + STEP, 6.1], [90, 5, 90]), STATES, able) == [OK, FREE, OK]
