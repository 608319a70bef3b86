"""Rules about remittances.

Keywords of `validate` that they know: `tolerance` (by how much releases of one figure differ, as a part of it; a
tenth), `starts_month` (the month in which years begin), and `mirror_times` (how many times the other the report of one
side has to be where no history says what is usual; two).
"""

from typing import Any, Final

from centralasia.rules.remittances_gdp import check_share, check_year
from centralasia.rules.remittances_levels import check_currency, check_scale
from centralasia.rules.remittances_pairs import check_mirror, check_origin, check_total
from centralasia.rules.remittances_series import check_cumulative, check_measure, check_sign
from centralasia.rules.rules import Example, Rule
from centralasia.validation import Severity

__all__ = ["RULES"]

_KINDS: Final = ("remittances",)
_USUAL: Final = {
    "origin": "RU",
    "destination": "TJ",
    "period": "2023",
    "amount": "100000000",
    "amount_currency": "USD",
    "measure": "money_transfer_systems",
    "source": "made up",
}
_ALL_OF_2023: Final = {"origin": "W0", "measure": "personal_remittances", "amount": "4633754222.3"}


def _shown(*rows: dict[str, str], **given: Any) -> Example:  # noqa: ANN401 - what `validate` takes
    """Show flows of which most is as usual."""
    return Example(rows=tuple([_USUAL | row for row in rows]), given=given)


def _months(*amounts: str, **more: str) -> list[dict[str, str]]:
    """Give the rows of the first months of a year, in millions."""
    return [
        {"period": f"2023-{month:02}", "amount": f"{amount}000000", **more} for month, amount in enumerate(amounts, 1)
    ]


_RUSSIAN: Final = _months("120", "126", "131", "128", "135", "133")
_KAZAKH: Final = _months("31", "32", "34", "33", "36", "35", origin="KZ")
_SENT: Final = _months("118", "123", "129", "126", "132", "131", reporter="sender")

RULES: Final = (
    Rule(
        code="wrong-sign",
        instead_of=("impossible-record",),
        title="a gross flow is below zero, or a net one has the sign of the opposite",
        severity=Severity.ERROR,
        kinds=_KINDS,
        why="A debit printed with a minus takes off from a sum what belongs to it.",
        source="the definition of gross and net flows; inflow and outflow where the table has both",
        check=check_sign,
        bad=_shown({"amount": "-100000000"}),
        good=_shown({"amount": "-100000000", "basis": "net"}),
        fix="the sign is turned round",
    ),
    Rule(
        code="cumulative-as-monthly",
        title="sums since the beginning of the year stand as flows of single periods",
        severity=Severity.WARNING,
        kinds=_KINDS,
        why="Added up, such months make six times the year; central banks of the region publish both forms.",
        source="the shape of sums: they never fall, and end at n times the first after n periods",
        check=check_cumulative,
        bad=_shown(*_months("120", "246", "377", "505", "640", "773")),
        good=_shown(*_RUSSIAN),
        fix="the period is made that from the beginning of the year on",
    ),
    Rule(
        code="measure-changed",
        title="a series goes on with another measure",
        severity=Severity.WARNING,
        kinds=_KINDS,
        why="Transfers through operators and personal remittances differ by a fifth and more; the step is no growth.",
        source="the measures of the sixth edition of the Balance of Payments Manual, and of central banks",
        check=check_measure,
        bad=_shown({"period": "2022"}, {"period": "2023", "measure": "personal_remittances"}),
        good=_shown({"period": "2022"}, {"period": "2023"}),
    ),
    Rule(
        code="scale-slip",
        title="thousand, million and billion are mistaken for one another",
        severity=Severity.ERROR,
        kinds=_KINDS,
        why="One such row is more than all others together.",
        source="the neighbours in the series; personal remittances and GDP of the World Bank, by vintage",
        check=check_scale,
        bad=_shown(_ALL_OF_2023 | {"amount": "4634"}),
        good=_shown(_ALL_OF_2023),
        fix="the decimal mark is shifted",
    ),
    Rule(
        code="currency-mislabelled",
        title="an amount in local money is labelled as of another currency, or the reverse",
        severity=Severity.ERROR,
        kinds=_KINDS,
        why="The figure looks plausible for a larger country, and is off by the exchange rate.",
        source="the neighbours in the series; what the World Bank publishes, at the average rate of the year",
        check=check_currency,
        bad=_shown(_ALL_OF_2023 | {"amount": "50255000000"}),
        good=_shown(_ALL_OF_2023 | {"amount": "50255000000", "amount_currency": "TJS"}),
        fix="the other currency is written there",
    ),
    Rule(
        code="share-of-gdp",
        title="no published share of any vintage of the GDP makes the amount",
        severity=Severity.WARNING,
        kinds=_KINDS,
        why="Vintages of one year differ by a tenth and more, so a figure is wrong only if it fits none of them.",
        source="BX.TRF.PWKR.DT.GD.ZS, BX.TRF.PWKR.CD.DT and NY.GDP.MKTP.CD of the World Bank, by vintage",
        check=check_share,
        bad=_shown(_ALL_OF_2023 | {"amount": "5700000000"}),
        good=_shown(_ALL_OF_2023 | {"amount": "4600000000"}),
    ),
    Rule(
        code="year-shifted",
        title="the figure is that of another year",
        severity=Severity.ERROR,
        kinds=_KINDS,
        why="Figures of the year before are quoted until new ones come, with the new year beside them.",
        source="BX.TRF.PWKR.CD.DT of the World Bank, by vintage; long figures that a series has twice",
        check=check_year,
        bad=_shown(_ALL_OF_2023 | {"amount": "5345546873.55"}),
        good=_shown(_ALL_OF_2023 | {"amount": "5345546873.55", "period": "2022"}),
        fix="the period is made that of the other year",
    ),
    Rule(
        code="origin-mixed-up",
        title="the amount is that of another origin, or of all origins",
        severity=Severity.ERROR,
        kinds=_KINDS,
        why="What came from Russia and what came in all are often quoted for each other.",
        source="the neighbours of each origin in its series",
        check=check_origin,
        bad=_shown(
            *_RUSSIAN[:3],
            {**_RUSSIAN[3], "amount": "33000000"},
            *_RUSSIAN[4:],
            *_KAZAKH[:3],
            {**_KAZAKH[3], "amount": "128000000"},
            *_KAZAKH[4:],
        ),
        good=_shown(*_RUSSIAN, *_KAZAKH),
        fix="the two amounts are exchanged",
    ),
    Rule(
        code="mirror-gap",
        title="sender and receiver report amounts that are farther apart than usual",
        severity=Severity.WARNING,
        kinds=_KINDS,
        why="Two statistics rarely count alike, but the difference between them rarely jumps.",
        source="the reports of the same corridor in other periods",
        check=check_mirror,
        bad=_shown(*_RUSSIAN, *_SENT[:3], {**_SENT[3], "amount": "202000000"}, *_SENT[4:]),
        good=_shown(*_RUSSIAN, *_SENT),
    ),
    Rule(
        code="parts-exceed-total",
        title="the parts of a total are more than it is",
        severity=Severity.ERROR,
        kinds=_KINDS,
        why="Something is counted twice, or the total is of another time or sense.",
        source="arithmetic: a sum, with half a unit of the last printed digit for each figure",
        check=check_total,
        bad=_shown({"origin": "W0", "amount": "120000000"}, {}, {"origin": "KZ", "amount": "31000000"}),
        good=_shown({"origin": "W0", "amount": "140000000"}, {}, {"origin": "KZ", "amount": "31000000"}),
    ),
)
"""The rules, in the order in which they are held against a table."""
