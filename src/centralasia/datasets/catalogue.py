"""The catalogue: which data sets ship, and each of them as records, rows, a CSV or a frame."""

import csv
from collections.abc import Callable, Mapping
from functools import cache
from io import StringIO
from types import MappingProxyType
from typing import Any, Final, final

import attrs

from centralasia.claims import Claim
from centralasia.datasets.farming import (
    farm_deals,
    farm_statements,
    farm_targets,
    farm_trade_flows,
    grain_flows,
    trade_measures,
)
from centralasia.datasets.lending import (
    eib_eligibility_rules,
    eib_memoranda,
    eib_operations,
    eib_statements,
    global_gateway_claims,
    payme_points,
)
from centralasia.datasets.projects import Project, projects
from centralasia.datasets.remittances import remittance_flows, remittance_reports, remittance_statements
from centralasia.datasets.routes import Route, oil_routes, power_lines
from centralasia.financing import EligibilityRule, FinancingOperation, Memorandum
from centralasia.records import columns_of, to_frame, to_row
from centralasia.records.frames import Backend
from centralasia.reference.sources import look_up
from centralasia.remittances import RemittanceFlow
from centralasia.trade import Target, TradeDeal, TradeFlow, TradeMeasure

__all__ = ["DataSet", "dataset", "datasets"]

_SETS: Final[tuple[tuple[Callable[[], tuple[Any, ...]], type[Any], str], ...]] = (
    (eib_eligibility_rules, EligibilityRule, "what the European Investment Bank finances directly"),
    (eib_memoranda, Memorandum, "memoranda of the European Investment Bank in the region, 2024 and 2025"),
    (eib_operations, FinancingOperation, "operations of the European Investment Bank in Kyrgyzstan, May 2024"),
    (eib_statements, Claim, "amounts stated of the European Investment Bank and its memoranda"),
    (farm_deals, TradeDeal, "farm deals of Kazakhstan with Chinese companies, November 2024"),
    (farm_statements, Claim, "farm output, exports and trade of Kazakhstan as stated"),
    (farm_targets, Target, "farm exports that Kazakhstan aims at"),
    (farm_trade_flows, TradeFlow, "farm trade of Kazakhstan with China, first half of 2024"),
    (global_gateway_claims, Claim, "the Global Gateway and the part of it that is stated"),
    (grain_flows, TradeFlow, "grain from Kazakhstan to China, 2023 and 2024"),
    (oil_routes, Route, "ways of Kazakhstan's oil to the west"),
    (payme_points, FinancingOperation, "points and trees of users of Payme, 2024"),
    (power_lines, Route, "the transmission line CASA-1000"),
    (projects, Project, "projects under discussion at the end of 2024"),
    (remittance_flows, RemittanceFlow, "remittance flows as reported, 2013 to 2024"),
    (remittance_reports, Claim, "remittances as shares, growth and net flows, as institutions stated them"),
    (remittance_statements, Claim, "remittances from Russia in 2023 as a politician stated them"),
    (trade_measures, TradeMeasure, "bans on farm goods of 2024, and sanctions"),
)


@final
@attrs.frozen(kw_only=True)
class DataSet:
    """A data set that ships.

    Attributes:
        name: The name of its function.
        title: What is in it.
        cls: The record class of its facts.

    Example:
        >>> dataset("grain_flows").cls.__name__
        'TradeFlow'
    """

    name: str
    title: str
    cls: type[Any]
    _records: Callable[[], tuple[Any, ...]] = attrs.field(repr=False, eq=False)

    def records(self) -> tuple[Any, ...]:
        """Give its facts as records.

        Example:
            >>> dataset("grain_flows").records()[0].product
            'grain'
        """
        return self._records()

    def rows(self) -> tuple[dict[str, str], ...]:
        """Give its facts as rows: header to text, with all that is known of their sources.

        Example:
            >>> row = dataset("grain_flows").rows()[0]
            >>> row["period"], row["quantity"], row["quantity_unit"], row["source_publisher"]
            ('2023', '1.4', 'Mt', 'The Astana Times')
        """
        return tuple([to_row(each) for each in self.records()])

    def to_csv(self) -> str:
        """Write its facts as a CSV, which `validation.read_records` reads back.

        Example:
            >>> dataset("grain_flows").to_csv().splitlines()[0][:31]
            'reporter,partner,period,flow,co'
        """
        written = StringIO()
        writer = csv.DictWriter(written, [each.name for each in columns_of(self.cls)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.rows())
        return written.getvalue()

    def to_frame(self, backend: Backend = "pyarrow") -> Any:  # noqa: ANN401 - the class belongs to the library named
        """Give its facts as a frame, one row a fact, all cells as text so that no figure is changed.

        Args:
            backend: "pyarrow", "pandas" or "polars".

        Raises:
            MissingExtraError: The extra `frames`, or the library named, is not installed.

        Example:
            >>> dataset("eib_operations").to_frame("polars")["amount"].to_list()
            ['22000000', '70000000', '20000000']
        """
        rows = self.rows()
        names = [each.name for each in columns_of(self.cls)]
        return to_frame({name: [row[name] for row in rows] for name in names}, backend=backend)


@cache
def datasets() -> Mapping[str, DataSet]:
    """Give all data sets by name.

    Example:
        >>> for name, each in datasets().items():
        ...     if name.startswith("farm"):
        ...         print(f"{name}: {each.title}")
        farm_deals: farm deals of Kazakhstan with Chinese companies, November 2024
        farm_statements: farm output, exports and trade of Kazakhstan as stated
        farm_targets: farm exports that Kazakhstan aims at
        farm_trade_flows: farm trade of Kazakhstan with China, first half of 2024
    """
    made = [DataSet(name=give.__name__, title=title, cls=cls, records=give) for give, cls, title in _SETS]
    return MappingProxyType({each.name: each for each in made})


def dataset(name: str) -> DataSet:
    """Look a data set up by its name.

    Raises:
        UnknownCodeError: No such name; near misses are suggested.
        WrongTypeError: The name is no text.

    Example:
        >>> dataset("oil_routes").title
        "ways of Kazakhstan's oil to the west"
        >>> dataset("oil_route")
        Traceback (most recent call last):
        centralasia.errors.UnknownCodeError: 'oil_route' is not in the table of data sets; did you mean 'oil_routes'?
    """
    return look_up(datasets(), name, title="data sets")
