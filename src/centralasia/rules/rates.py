"""Rules about exchange rates: what a quote's own digits, its neighbours, other quotes and known facts say of it."""

from collections.abc import Callable
from typing import Final

from centralasia.diagnosis import Cause, Verdicts
from centralasia.rules.rates_checks import (
    check_cause,
    check_digits,
    check_duplicates,
    check_gaps,
    check_judged,
    check_kinds,
    check_nominals,
    check_pegs,
    check_range,
    check_records,
    check_stale,
    check_withdrawn,
)
from centralasia.rules.rules import Rule
from centralasia.rules.verdicts import Judged
from centralasia.validation import Severity

__all__ = ["RULES"]

_RATES: Final = ("rates",)


def _of_neighbours(
    cause: Cause,
    title: str,
    why: str,
    *,
    severity: Severity = Severity.ERROR,
    fix: str | None = None,
    choose: Callable[[Judged], Verdicts] | None = None,
) -> Rule:
    return Rule(
        code=cause.code,
        title=title,
        severity=severity,
        kinds=_RATES,
        why=why,
        source="the quotes beside it in its own series, the printed digits, and the changes of money that are known",
        check=check_cause(cause) if choose is None else check_judged(choose),
        fix=fix,
    )


RULES: Final[tuple[Rule, ...]] = (
    Rule(
        code="impossible-record",
        title="cells that are right one by one do not go together",
        severity=Severity.ERROR,
        kinds=_RATES,
        why="A currency has no price in itself, and an average holds for no single day.",
        source="the checks of `ExchangeRate`",
        check=check_records,
    ),
    Rule(
        code="duplicate-with-other-value",
        title="two rows are about the same and say something else",
        severity=Severity.ERROR,
        kinds=_RATES,
        why="One of the two is wrong, and which one is used depends on the order of rows.",
        source="pair, day, kind, side and publisher",
        check=check_duplicates,
    ),
    Rule(
        code="unusual-nominal",
        title="a price of so many units as nobody publishes",
        severity=Severity.WARNING,
        kinds=_RATES,
        why="Whatever stands in the column of nominals divides the price.",
        source="the bulletins that are read here, whose nominals are powers of ten",
        check=check_nominals,
    ),
    Rule(
        code="out-of-range",
        title="a price that no pair of currencies has",
        severity=Severity.WARNING,
        kinds=_RATES,
        why="An amount, a serial number or a day in the column of prices converts like one.",
        source="10^10 to one: hundreds of thousands of times beyond the furthest pair of the averages that ship",
        check=check_range,
        instead_of=(Cause.SPIKE.code, Cause.DOUBTFUL.code, Cause.FAR_FROM_REFERENCE.code),
    ),
    Rule(
        code="withdrawn-code",
        title="a currency that was not in use on the day",
        severity=Severity.ERROR,
        kinds=_RATES,
        why="5,000 old manats are one new: under the wrong code a figure is off by the ratio.",
        source="ISO 4217 and the acts by which money was replaced, as the table of currencies has them",
        check=check_withdrawn,
        fix="with fix='suspected' the code that was valid on the day",
    ),
    Rule(
        code="too-few-significant-digits",
        title="a figure with a single significant digit",
        severity=Severity.WARNING,
        kinds=_RATES,
        why="UZS at five decimals is 0.00008: six percent to either side.",
        source="half a unit of the last printed digit",
        check=check_digits,
    ),
    _of_neighbours(
        Cause.INVERTED,
        "the price the other way round",
        "Amounts converted with it are off by the square of the price.",
        fix="with fix='suspected' it is marked as printed the other way round",
    ),
    _of_neighbours(
        Cause.NOMINAL_LOST,
        "the price of ten, a hundred or a thousand units as that of one",
        "Banks price won, yen and soum per 10, 100 or 1,000: without the nominal every amount is as many times off.",
        fix="with fix='suspected' the nominal, or the figure for one unit",
    ),
    _of_neighbours(
        Cause.NOMINAL_TWICE,
        "a price that was divided by its nominal twice",
        "A reader divided by the nominal and kept it, and the next one divided again.",
        fix="with fix='suspected' the nominal, or the figure for so many units",
    ),
    _of_neighbours(
        Cause.REDENOMINATED,
        "old money under the code of the new, or the reverse",
        "Money was replaced at a ratio of 5,000, 1,000 or 10,000, and histories keep the figures under one code.",
        fix="with fix='suspected' the figure at the legal ratio",
    ),
    _of_neighbours(
        Cause.DECIMAL_COMMA_AS_GROUP,
        "a decimal comma that was read as if it parted groups",
        "512,34 becomes 51,234: a hundred times more.",
        fix="with fix='suspected' the figure with its decimals",
    ),
    _of_neighbours(
        Cause.DECIMAL_SHIFTED,
        "a figure that is off by a power of ten",
        "A slip of the decimal mark, or a nominal that nobody wrote down.",
        fix="with fix='suspected' the figure at its level",
    ),
    _of_neighbours(
        Cause.WRONG_CURRENCY,
        "the figure of another currency",
        "A row that slipped in a bulletin: the som's price under the code of the dollar.",
        severity=Severity.ERROR,
    ),
    _of_neighbours(
        Cause.SWAPPED_COLUMNS,
        "two currencies in each other's place",
        "Columns were exchanged in a bulletin, on a day or from some day on.",
        fix="with fix='suspected' the figures change places",
    ),
    _of_neighbours(
        Cause.SIDES_SWAPPED,
        "a dealer who pays more than he takes",
        "Bid and ask were exchanged.",
        fix="with fix='suspected' the figures change places",
    ),
    _of_neighbours(
        Cause.DAY_MONTH_SWAPPED,
        "a day whose day and month were exchanged",
        "4 March read as 3 April: the price of one day stands on another.",
        fix="with fix='suspected' the day on which it fits",
    ),
    _of_neighbours(
        Cause.INVERSE_PAIR_INCONSISTENT,
        "a pair and its inverse that cannot both be true",
        "By the printed digits of the two no price satisfies both: one of them is wrong.",
        choose=lambda judged: judged.inverses,
    ),
    _of_neighbours(
        Cause.TRIANGLE_INCONSISTENT,
        "a quote that contradicts the crosses of its day",
        "The same publisher's other quotes of the day leave no room for it, by their printed digits.",
        choose=lambda judged: judged.triangles,
    ),
    _of_neighbours(
        Cause.LOOK_AHEAD,
        "figures that were published after the day they stand on",
        "Whoever uses them in a study knows the future.",
    ),
    _of_neighbours(
        Cause.FAR_FROM_REFERENCE,
        "a series that is far from what its pair was worth",
        "A series that is wrong from its first day to its last looks right to itself.",
        severity=Severity.WARNING,
    ),
    _of_neighbours(
        Cause.SPIKE,
        "a quote that jumps and comes back",
        "It may be the market, and it may be a typing error: nothing names it.",
        severity=Severity.WARNING,
    ),
    _of_neighbours(
        Cause.LEVEL_SHIFT,
        "a level that changes and stays, and no break is known",
        "A devaluation that nobody has told us of looks like a change of the source, or of the unit.",
        severity=Severity.WARNING,
    ),
    _of_neighbours(
        Cause.DOUBTFUL,
        "a jump on the first or the last days of a series",
        "Whether it stays or comes back is to be seen.",
        severity=Severity.WARNING,
    ),
    _of_neighbours(
        Cause.REGIME_BREAK,
        "a jump that is a known break of a regime",
        "It is right: the tenge floated on 20 August 2015, the soum was unified on 5 September 2017.",
        severity=Severity.INFO,
    ),
    Rule(
        code="stale-run",
        title="a figure that stands still where its series moves",
        severity=Severity.WARNING,
        kinds=_RATES,
        why="A feed that stopped looks like a calm market.",
        source="how long the series stands still else; pegs, and days on which the publisher rests, do not count",
        check=check_stale,
    ),
    Rule(
        code="no-bulletin",
        title="a day of which the publisher has a bulletin and the table has none",
        severity=Severity.INFO,
        kinds=_RATES,
        why="A hole is filled with an older rate, and nobody sees it.",
        source="the publication calendars of the reference tables (extra `calendars`)",
        check=check_gaps,
    ),
    Rule(
        code="kinds-mixed",
        title="the official figure in a series of another kind",
        severity=Severity.ERROR,
        kinds=_RATES,
        why="Official and market rates were up to eleven times apart: a series of both says nothing.",
        source="the official series of the same pair in the same table",
        check=check_kinds,
    ),
    Rule(
        code="peg-violated",
        title="an official rate that is not the peg",
        severity=Severity.ERROR,
        kinds=_RATES,
        why="Turkmenistan's official rate has been 3.50 since 2015; what moves is another market.",
        source="the pegs of the reference tables, each with its source",
        check=check_pegs,
    ),
)
