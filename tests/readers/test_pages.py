from datetime import date

import pytest

from centralasia.readers.pages import cut, day_of, days_stated, days_undecided

KGS = "• KGS/USD = 0.01127 0%"
KZT = "• KZT/USD = 0.00201 -0%"
UZS = "• UZS/USD = 0.00007 0%"


@pytest.mark.parametrize(
    ("lines", "ticker", "beside", "last", "rows"),
    [
        ([KGS], [(1, KGS, 1)], [], 1, 1),
        (["", KGS, f"  {KZT}", "", KGS], [(2, KGS, 2), (3, KZT, 1)], [], 5, 5),
        (["Rates", KGS, "", "9 May 2031", "", "Text", "", "Text", KZT, ""], [(2, KGS, 1)], [4, 6, 8, 1], 2, 10),
        ([KGS, "Rates", KGS], [(1, KGS, 2)], [2], 3, 3),
        ([KGS, "Rates", "9 May 2031", KZT, "End"], [(1, KGS, 1), (4, KZT, 1)], [5, 2, 3], 4, 5),
        ([KGS, "KZT USD = 0.00201", KZT], [(1, KGS, 1), (2, "KZT USD = 0.00201", 1), (3, KZT, 1)], [], 3, 3),
        ([*"abcde", KGS], [(6, KGS, 1)], [5, 4, 3], 6, 6),
        ([KGS, "KZT USD = 0.00201", "Text"], [(1, KGS, 1)], [2, 3], 1, 3),
        ([KGS, "• KZT USD = 0.00201"], [(1, KGS, 1), (2, "• KZT USD = 0.00201", 1)], [], 2, 2),
        ([KGS, "", "• KZT USD = 0.00201"], [(1, KGS, 1)], [3], 1, 3),
        (["• KZT = 0.00201", KGS], [(1, "• KZT = 0.00201", 1), (2, KGS, 1)], [], 2, 2),
        (["• KZT = 0.00201", "", KGS], [(3, KGS, 1)], [1], 3, 3),
        (["• Home", KGS], [(2, KGS, 1)], [1], 2, 2),
        ([f"{KGS} {KZT} {UZS}"], [(1, KGS, 1), (1, KZT, 1), (1, UZS, 1)], [], 1, 1),
        ([f"Rates: {KGS} | {KZT}", "9 May 2031"], [(1, KGS, 1), (1, KZT, 1)], [2, 1], 1, 2),
        (["", f"{KGS}; {KZT}; 9 May 2031"], [(2, KGS, 1), (2, KZT, 1)], [2], 2, 2),
        ([KGS.replace(" = ", "  =\t"), KGS], [(1, KGS.replace(" = ", "  =\t"), 2)], [], 2, 2),
    ],
    ids=range(17),
)
def test_a_page_is_cut(
    lines: list[str], ticker: list[tuple[int, str, int]], beside: list[int], last: int, rows: int
) -> None:
    page = cut("\n".join(lines) + "\n")
    assert page is not None
    assert [(each.row, each.text, each.times) for each in page.ticker.values()] == ticker
    assert [line.row for line in page.beside] == beside
    assert (page.last, page.rows) == (last, rows)


@pytest.mark.parametrize(
    "lines",
    [[""], ["A news page", "with text"], [KGS.replace(" =", "")], [*["Text"] * 21, KGS], ["• Home", "• News"]],
)
def test_a_page_without_a_ticker_at_its_top_is_none(lines: list[str]) -> None:
    assert cut("\n".join(lines)) is None


def test_captions_without_end_are_not_kept() -> None:
    page = cut(f"{KGS}\nRates\n" * 50)
    assert page is not None
    assert [line.row for line in page.beside] == [100, 2, 4, 6]


@pytest.mark.parametrize(
    "line",
    [
        "09 December 2025",
        "9 Dec 2025",
        "December 9, 2025",
        "Tuesday, December 9, 2025",
        "Tuesday, 9 December 2025, 14:30",
        "Almaty, 9 December 2025",
        "Updated: 9 December 2025 | 14:30 GMT+5",
        "As of 9 December 2025",
        "На 09.12.2025",
        "2025-12-09",
        "2025-12-09T14:30:00Z",
        "09.12.2025",
        "2025/12/09",
        "9 декабря 2025 г.",
        "вторник, 9 декабря 2025 года",
        "2025 жылғы 9 желтоқсан",
        "9-dekabr 2025",
        "9th December 2025",
        "• 9 December 2025",
    ],
)
def test_a_day_is_read_as_pages_write_it(line: str) -> None:
    assert day_of(line) == date(2025, 12, 9)


@pytest.mark.parametrize(
    "line",
    [
        "A headline",
        "On November 27, 2024, somebody came on a visit to the capital, as was said",
        "December 2025",
        "31 November 2025",
        "09/12/2025",
        "9 December",
        "Prices of 9 December 2025 in three cities",
        "2025",
        "9 December 2025 to 11 December 2025",
    ],
)
def test_a_line_that_states_no_one_day_states_none(line: str) -> None:
    assert day_of(line) is None


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("09/12/2025", [(2, "09/12/2025", ("2025-12-09", "2025-09-12"))]),
        ("Updated: 9/12/2025, 14:30", [(2, "9/12/2025", ("2025-12-09", "2025-09-12"))]),
        ("12/12/2025", []),
        ("13/12/2025", []),
        ("9 December 2025", []),
        ("109/12/2025", []),
    ],
)
def test_a_day_whose_day_and_month_may_change_places_is_found(
    line: str, found: list[tuple[int, str, tuple[str, str]]]
) -> None:
    page = cut(f"{KGS}\n{line}\nText")
    assert page is not None
    assert list(days_undecided(page)) == found


def test_the_day_after_the_ticker_comes_first() -> None:
    page = cut(f"Rates of the day\n8 May 2031\n{KGS}\n\nA headline\n9 May 2031\n10 May 2031\n11 May 2031\n{UZS}")
    assert page is not None
    assert days_stated(page) == [(6, date(2031, 5, 9)), (7, date(2031, 5, 10)), (2, date(2031, 5, 8))]
