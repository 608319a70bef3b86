import pickle
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from importlib import import_module
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import (
    CentralAsiaError,
    CurrencyMismatchError,
    InvalidValueError,
    PeriodMismatchError,
    UnknownCodeError,
    WrongTypeError,
)
from centralasia.money import Money, MoneyEstimate, add_up
from centralasia.numbers import Estimate
from centralasia.periods import Period, period
from centralasia.records import evolve, to_row
from centralasia.reference import country, currency
from centralasia.remittances import Corridor, CorridorMatrix, RemittanceFlow, Reporter, bulk, corridor_matrix
from centralasia.testing import remittance_flows

pa: Any = import_module("pyarrow")  # has no stubs

FACTS: dict[str, Any] = {"period": "2022", "measure": "money_transfer_systems", "source": "made up"}
Rows = dict[str, list[Any]]


def usd(amount: int | str) -> Money:
    return Money.of(amount, "USD")


def a_flow(origin: str, destination: str, amount: Any = "1", **changes: Any) -> RemittanceFlow:
    money = amount if isinstance(amount, Money | MoneyEstimate) else usd(amount)
    return RemittanceFlow(**FACTS | {"origin": origin, "destination": destination, "amount": money} | changes)


FLOWS = [a_flow("RU", "GE", 2068), a_flow("IT", "GE", 430), a_flow("RU", "AM", 3600), a_flow("W0", "GE", 4373)]


class TestOfRecords:
    def test_cells_rows_columns_and_total(self) -> None:
        matrix = corridor_matrix(FLOWS)
        assert [str(each) for each in matrix.origins] == ["IT", "RU"]
        assert [str(each) for each in matrix.destinations] == ["AM", "GE"]
        assert matrix["RU", "GE"] == usd(2068)
        assert (matrix.row("RU"), matrix.column(country("GE")), matrix.total) == (usd(5668), usd(2498), usd(6098))
        assert len(matrix) == 3

    def test_what_is_stated_for_the_world_is_in_no_sum(self) -> None:
        matrix = corridor_matrix(FLOWS)
        assert matrix["W0", "GE"] == usd(4373)
        assert [str(each) for each in matrix.stated] == ["W0-GE"]

    def test_it_says_of_what_it_is(self) -> None:
        matrix = corridor_matrix([a_flow("RU", "GE", period="2022-01"), a_flow("RU", "GE", period="2022-02")])
        assert (matrix.measure.value, matrix.reporter.value, matrix.basis.value) == (
            "money_transfer_systems",
            "receiver",
            "gross",
        )
        assert matrix.currency is currency("USD")
        assert repr(matrix) == (
            "<CorridorMatrix: USD money_transfer_systems, gross, by receiver, 2022-01 to 2022-02: "
            "1 origins, 1 destinations>"
        )
        assert ", 2022: " in repr(corridor_matrix(FLOWS))

    def test_a_corridor_without_a_flow_is_not_zero(self) -> None:
        matrix = corridor_matrix(FLOWS)
        assert matrix.find("IT", "AM") is None
        with pytest.raises(
            UnknownCodeError, match="'IT-AM' is not in the table of corridors of the matrix; no flow is"
        ):
            matrix["IT", "AM"]
        with pytest.raises(
            UnknownCodeError, match="'KZ' is not in the table of origins of the matrix; there are IT, RU"
        ):
            matrix.row("KZ")
        with pytest.raises(UnknownCodeError, match="'ZZ' is not in the table of countries"):
            matrix.column("ZZ")

    @pytest.mark.parametrize("place", ["RU", "RU-GE", 3, ("RU",), ("RU", "GE", "AM")])
    def test_a_place_is_an_origin_and_a_destination(self, place: Any) -> None:
        with pytest.raises(WrongTypeError, match=r"corridor must be an origin and a destination, as in matrix\['RU'"):
            corridor_matrix(FLOWS)[place]

    @pytest.mark.parametrize(
        ("place", "way_out"),
        [
            ("RU-GE", "ask for matrix['RU', 'GE']"),
            ("RU", "matrix.row('RU') is what it sends, matrix.column('RU') what it receives"),
            (country("RU"), "matrix.row('RU') is what it sends, matrix.column('RU') what it receives"),
            (3, "as in matrix['RU', 'KG'], got 3 of type int"),
        ],
    )
    def test_whoever_asks_for_no_pair_is_told_how(self, place: Any, way_out: str) -> None:
        matrix: Any = corridor_matrix(FLOWS)
        for ask in (matrix.__getitem__, matrix.__contains__, matrix.get):
            with pytest.raises(WrongTypeError) as caught:
                ask(place)
            assert str(caught.value).endswith(way_out)

    def test_it_is_a_mapping_of_single_corridors_to_amounts(self) -> None:
        matrix = corridor_matrix(FLOWS)
        assert isinstance(matrix, Mapping)
        assert [str(each) for each in matrix] == ["IT-GE", "RU-AM", "RU-GE"]
        assert dict(matrix) == {corridor: cell.amount for corridor, cell in matrix.cells.items()}
        assert add_up(matrix.values()) == matrix.total

    def test_it_holds_what_can_be_asked_for(self) -> None:
        matrix = corridor_matrix(FLOWS)
        assert ("RU", "GE") in matrix
        assert (country("RU"), "AM") in matrix
        assert ("W0", "GE") in matrix
        assert ("GE", "RU") not in matrix
        assert ("RU", "ZZ") not in matrix

    def test_it_gives_another_value_where_nothing_is_known(self) -> None:
        matrix = corridor_matrix(FLOWS)
        assert (matrix.get(("RU", "GE")), matrix.get(("GE", "RU"))) == (usd(2068), None)
        assert matrix.get(("GE", "RU"), usd(0)) == usd(0)

    def test_shares_are_of_the_destination(self) -> None:
        assert corridor_matrix(FLOWS).share("IT", "GE") == Fraction(215, 1249)

    def test_of_the_world_only_the_total_is_nothing(self) -> None:
        assert corridor_matrix(FLOWS[3:]).total == Money.zero("USD")

    def test_a_corridor_that_lacks_a_period_is_named(self) -> None:
        flows = [a_flow("RU", code, period=f"2022-0{month}") for code in ("GE", "AM") for month in (1, 2)]
        assert corridor_matrix(flows).incomplete == ()
        assert corridor_matrix(flows[:3]).incomplete == (Corridor(country("RU"), country("AM")),)

    def test_estimates_add_up_too(self) -> None:
        about = MoneyEstimate.of(Estimate.at_least(3), "USD")
        matrix = corridor_matrix([a_flow("RU", "GE", about), a_flow("IT", "GE", 2)])
        assert matrix.column("GE") == MoneyEstimate.of(Estimate.at_least(5), "USD")

    @pytest.mark.parametrize(
        ("only", "total"),
        [
            ({"period": "2022"}, 1 + 2),
            ({"period": "2022-01"}, 1),
            ({"measure": "bank transfers", "period": period("2023")}, 4),
            ({"reporter": "sender"}, 8),
            ({"reporter": Reporter.SENDER}, 8),
            ({"basis": "net"}, 16),
            ({"currency": "EUR"}, 32),
            ({"vintage": "old"}, 64),
        ],
    )
    def test_only_what_is_wanted_is_added_up(self, only: dict[str, Any], total: int) -> None:
        flows = [
            a_flow("RU", "GE", 1, period="2022-01"),
            a_flow("RU", "GE", 2, period="2022-02"),
            a_flow("RU", "GE", 4, period="2023", measure="bank_transfers"),
            a_flow("RU", "GE", 8, period="2021", reporter="sender"),
            a_flow("RU", "GE", 16, period="2020", basis="net"),
            a_flow("RU", "GE", Money.of(32, "EUR"), period="2019"),
            a_flow("RU", "GE", 64, period="2018", vintage="old"),
        ]
        assert corridor_matrix(flows, **only).total == Money.of(total, only.get("currency", "USD"))
        assert corridor_matrix(frame_of(flows), **only) == corridor_matrix(flows, **only)

    @pytest.mark.parametrize(
        ("flows", "error", "message"),
        [
            ([], InvalidValueError, "flows must be one flow at least, got 0; is one of the keywords too narrow?"),
            ([1], WrongTypeError, "flow must be a RemittanceFlow, got 1 of type int"),
            (FLOWS[0], WrongTypeError, "flows must be several of them, such as a list, got RemittanceFlow("),
            (None, WrongTypeError, "flows must be several of them, such as a list, got None of type NoneType"),
            (
                [*FLOWS, a_flow("US", "GE", Money.of(1, "EUR"))],
                CurrencyMismatchError,
                "expected USD, got EUR; convert_flows brings flows to one currency",
            ),
            (
                [*FLOWS, a_flow("US", "GE", measure="bank_transfers")],
                InvalidValueError,
                "measure must be money_transfer_systems, as of the flows before, got 'bank_transfers'",
            ),
            ([*FLOWS, a_flow("US", "GE", reporter="sender")], InvalidValueError, "reporter must be receiver"),
            ([*FLOWS, a_flow("US", "GE", basis="net")], InvalidValueError, "basis must be gross"),
            (
                [*FLOWS, a_flow("US", "GE", period="2022-01")],
                PeriodMismatchError,
                "expected periods that do not overlap, got 2022-01 and 2022",
            ),
            (
                [*FLOWS, a_flow("RU", "GE", source="another")],
                InvalidValueError,
                "flows must be a corridor that comes once in a period, got 'RU-GE'",
            ),
        ],
    )
    def test_what_must_not_be_added_up_is_refused(self, flows: Any, error: type[Exception], message: str) -> None:
        with pytest.raises(error) as caught:
            corridor_matrix(flows)
        assert message in str(caught.value)

    @pytest.mark.parametrize(
        ("only", "error", "message"),
        [
            (
                {"measure": "gifts"},
                InvalidValueError,
                "measure must be one of personal_remittances, personal_transfers",
            ),
            ({"measure": 5}, WrongTypeError, "measure must be a RemittanceMeasure, got 5 of type int"),
            ({"money": "USD"}, InvalidValueError, "keyword must be one of period, measure, reporter, basis, currency"),
            ({"vintage": 2024}, WrongTypeError, "vintage must be a text, got 2024 of type int"),
            ({"currency": "USX"}, UnknownCodeError, "'USX' is not in the table of currencies"),
            ({"columns": {}}, WrongTypeError, "flows must be a frame, since it is said what its columns are"),
        ],
    )
    def test_a_keyword_that_says_nothing_is_refused(
        self, only: dict[str, Any], error: type[Exception], message: str
    ) -> None:
        with pytest.raises(error) as caught:
            corridor_matrix(FLOWS, **only)
        assert message in str(caught.value)


PARTS = [a_flow("RU", "GE", 1), a_flow("RU", "GE", 2), a_flow("IT", "GE", 4), a_flow("RU", "GE", 8, period="2023")]


class TestOfParts:
    """Where rows are parts of a flow, a corridor comes several times in a period."""

    def test_parts_are_added_up_where_they_may_be(self) -> None:
        matrix = corridor_matrix(PARTS, repeated=True)
        assert (matrix["RU", "GE"], matrix.total, matrix.cells[PARTS[0].corridor].flows) == (usd(11), usd(15), 3)
        frame = frame_of(PARTS).with_columns(source=pl.lit("made up"))
        assert corridor_matrix(frame, repeated=True) == matrix
        assert corridor_matrix(frame.drop("source", "vintage"), repeated=True) == matrix

    @pytest.mark.parametrize("make", [list, lambda flows: pl.DataFrame([to_row(flow) for flow in flows])])
    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"vintage": "2024"}, "vintage must be blank, as of the flows before, got '2024'; what is added up within"),
            ({"source": "another"}, "source must be made up, as of the flows before, got 'another'"),
        ],
    )
    def test_parts_of_two_releases_are_refused(
        self, make: Callable[[Any], Any], changes: dict[str, str], message: str
    ) -> None:
        with pytest.raises(InvalidValueError) as caught:
            corridor_matrix(make([*PARTS, a_flow("RU", "GE", 1, **changes)]), repeated=True)
        assert message in str(caught.value)

    def test_periods_must_not_overlap_for_all_that(self) -> None:
        with pytest.raises(PeriodMismatchError, match="expected periods that do not overlap"):
            corridor_matrix([*PARTS, a_flow("RU", "GE", 1, period="2022-01")], repeated=True)

    def test_parts_go_record_by_record_where_they_must(self) -> None:
        frame = frame_of(PARTS).with_columns(pl.Series("origin", ["RU", "RUS", "IT", "RU"]))
        assert corridor_matrix(frame, repeated=True) == corridor_matrix(PARTS, repeated=True)


class TestToFrame:
    def test_long_it_has_a_row_a_corridor(self) -> None:
        rows = corridor_matrix(FLOWS).to_frame("polars").rows(named=True)
        assert rows[0] == {
            "origin": "IT",
            "destination": "GE",
            "amount": Decimal(430),
            "amount_currency": "USD",
            "amount_low": Decimal(430),
            "amount_high": Decimal(430),
            "amount_qualifier": "exact",
            "flows": 1,
        }
        assert [row["origin"] for row in rows] == ["IT", "RU", "RU", "W0"]

    def test_long_it_has_estimates_too(self) -> None:
        matrix = corridor_matrix([a_flow("RU", "GE", MoneyEstimate.of(Estimate.over(3), "USD"))])
        [row] = matrix.to_frame("pyarrow").to_pylist()
        assert (row["amount"], row["amount_low"], row["amount_high"]) == (None, 3, None)
        assert row["amount_qualifier"] == "over"

    def test_wide_it_has_a_column_a_destination(self) -> None:
        frame = corridor_matrix(FLOWS).to_frame("polars", shape="wide")
        assert frame.columns == ["origin", "AM", "GE", "total"]
        assert frame.rows() == [("IT", None, 430, 430), ("RU", 3600, 2068, 5668), ("total", 3600, 2498, 6098)]

    def test_wide_it_has_exact_money_only(self) -> None:
        matrix = corridor_matrix([a_flow("RU", "GE", MoneyEstimate.of(Estimate.over(3), "USD"))])
        with pytest.raises(InvalidValueError, match="amount must be exact money, got 'over 3 USD'; to_frame"):
            matrix.to_frame(shape="wide")

    def test_another_shape_is_refused(self) -> None:
        shape: Any = "square"
        with pytest.raises(InvalidValueError, match="shape must be one of long, wide, got 'square'"):
            corridor_matrix(FLOWS).to_frame(shape=shape)


class TestEquality:
    def test_matrices_are_equal_by_their_cells(self) -> None:
        assert corridor_matrix(FLOWS) == corridor_matrix(reversed(FLOWS))
        assert corridor_matrix(FLOWS) != corridor_matrix(FLOWS[:2])
        assert corridor_matrix(FLOWS) != FLOWS

    def test_a_matrix_has_no_hash(self) -> None:
        with pytest.raises(TypeError):
            hash(corridor_matrix(FLOWS))

    @pytest.mark.parametrize("flows", [FLOWS, pl.DataFrame([to_row(flow) for flow in FLOWS])])
    def test_a_matrix_pickles(self, flows: Any) -> None:
        matrix = corridor_matrix(flows)
        assert pickle.loads(pickle.dumps(matrix)) == matrix


def rows_of(flows: Iterable[RemittanceFlow], amounts: Callable[[Any], Any] = Decimal) -> Rows:
    """Give the columns that bulk reads, with the amounts as a type that a frame may have them in."""
    rows = [to_row(flow) for flow in flows]
    names = ("origin", "destination", "period", "amount_currency", "measure", "reporter", "basis", "vintage")
    columns: Rows = {name: [row[name] for row in rows] for name in names}
    columns["amount"] = [amounts(row["amount"]) for row in rows]
    return columns


def frame_of(flows: Iterable[RemittanceFlow]) -> pl.DataFrame:
    return pl.DataFrame(rows_of(flows))


def arrow(columns: Rows) -> Any:
    return pa.table(columns)


def lazy(columns: Rows) -> pl.LazyFrame:
    return pl.LazyFrame(columns)


def duck(columns: Rows) -> duckdb.DuckDBPyRelation:
    return duckdb.from_arrow(pa.table(columns))


def arrow_backed(columns: Rows) -> pd.DataFrame:
    frame: pd.DataFrame = pa.table(columns).to_pandas(types_mapper=pd.ArrowDtype)
    return frame


BACKENDS: list[Callable[[Rows], Any]] = [pl.DataFrame, lazy, pd.DataFrame, arrow_backed, arrow, duck]
backends = pytest.mark.parametrize("make", BACKENDS, ids=lambda make: make.__name__)


def refuse_records(_: object) -> RemittanceFlow:
    raise AssertionError


@pytest.fixture
def no_records(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing go record by record."""
    monkeypatch.setattr("centralasia.remittances.matrices._records", refuse_records)


MONTHS = [
    a_flow(origin, destination, f"{place}.{month:02}", period=f"2022-{month:02}")
    for place, (origin, destination) in enumerate([("RU", "GE"), ("IT", "GE"), ("RU", "AM"), ("W0", "AM")], 1)
    for month in range(1, 13)
]


@pytest.mark.usefixtures("no_records")
class TestOfFrames:
    @backends
    @pytest.mark.parametrize("amounts", [Decimal, str], ids=["decimals", "texts"])
    def test_every_library_gives_what_records_give(self, make: Callable[[Rows], Any], amounts: Any) -> None:
        assert corridor_matrix(make(rows_of(MONTHS, amounts))) == corridor_matrix(MONTHS)

    @backends
    def test_whole_numbers_are_exact(self, make: Callable[[Rows], Any]) -> None:
        flows = [a_flow("RU", code, 2**53 + 1) for code in ("GE", "AM")]
        assert corridor_matrix(make(rows_of(flows, int))) == corridor_matrix(flows)

    @pytest.mark.parametrize("dtype", [pl.Int8, pl.Int32, pl.UInt8, pl.UInt64])
    def test_small_whole_numbers_do_not_overflow(self, dtype: Any) -> None:
        flows = [a_flow("RU", "GE", 120, period=f"2022-{month:02}") for month in range(1, 13)]
        frame = pl.DataFrame(rows_of(flows, int)).with_columns(pl.col("amount").cast(dtype))
        assert corridor_matrix(frame).total == usd(1440)

    def test_more_periods_than_bits_are_counted_too(self) -> None:
        flows = [a_flow("RU", "GE", period=str(each)) for each in Period(period("2000").start, period("2005").end)]
        assert corridor_matrix(frame_of(flows)) == corridor_matrix(flows)
        with pytest.raises(InvalidValueError, match="comes once in a period, got 'RU-AM'"):
            corridor_matrix(
                frame_of([*flows, *[a_flow("RU", "AM", source=str(each), period="2000-01") for each in "ab"]])
            )

    def test_columns_may_be_called_otherwise(self) -> None:
        columns = rows_of(FLOWS)
        frame = pl.DataFrame({{"origin": "from", "amount": "value"}.get(name, name): columns[name] for name in columns})
        assert corridor_matrix(frame, columns={"origin": "from", "amount": "value"}) == corridor_matrix(FLOWS)

    def test_other_columns_are_left_alone(self) -> None:
        frame = frame_of(FLOWS).with_columns(pl.lit("x").alias("remark"))
        assert corridor_matrix(frame) == corridor_matrix(FLOWS)

    def test_what_has_no_column_is_said_once(self) -> None:
        frame = frame_of(FLOWS).select("origin", "destination", "amount")
        said: Any = {"period": "2022", "measure": "money_transfer_systems", "currency": "USD"}
        assert corridor_matrix(frame, **said) == corridor_matrix(FLOWS)
        by_senders = corridor_matrix(frame, **said, reporter="sender", basis="net")
        assert (by_senders.reporter.value, by_senders.basis.value) == ("sender", "net")

    def test_blank_cells_take_defaults(self) -> None:
        blank = pl.lit(None, dtype=pl.String)
        frame = frame_of(FLOWS).with_columns(blank.alias("reporter"), blank.alias("basis"), blank.alias("vintage"))
        assert corridor_matrix(frame, vintage="", reporter="receiver") == corridor_matrix(FLOWS)

    @backends
    def test_what_nobody_wants_is_not_there(self, make: Callable[[Rows], Any]) -> None:
        with pytest.raises(InvalidValueError, match="flows must be one flow at least, got 0; is one of the keywords"):
            corridor_matrix(make(rows_of(FLOWS)), currency="EUR")

    @backends
    def test_only_blank_cells_may_be_wanted(self, make: Callable[[Rows], Any]) -> None:
        frame = make(rows_of(FLOWS) | {"vintage": [None, "2024", None, None]})
        assert corridor_matrix(frame, vintage="") == corridor_matrix([FLOWS[0], *FLOWS[2:]])

    def test_blank_cells_are_wanted_or_not_as_what_they_stand_for(self) -> None:
        frame = frame_of(FLOWS).with_columns(pl.Series("reporter", [None, "sender", None, ""]))
        assert corridor_matrix(frame, reporter="receiver") == corridor_matrix([FLOWS[0], *FLOWS[2:]])
        assert corridor_matrix(frame, reporter="sender").total == usd(430)

    def test_codes_are_read_as_records_read_them(self) -> None:
        frame = frame_of(FLOWS).with_columns(
            pl.Series("measure", ["Money Transfer Systems", "money_transfer_systems"] * 2).cast(pl.Categorical)
        )
        assert corridor_matrix(frame) == corridor_matrix(FLOWS)

    def test_alpha_3_codes_come_in_the_order_of_alpha_2(self) -> None:
        flows = [a_flow("KZ", "UZ"), a_flow("KG", "UZ"), a_flow("AT", "UZ"), a_flow("AU", "UZ")]
        codes = {code: country(code).alpha3 for code in ("KZ", "KG", "AT", "AU", "UZ")}
        frame = frame_of(flows).with_columns(
            pl.col("origin").replace_strict(codes), pl.col("destination").replace_strict(codes)
        )
        matrix = corridor_matrix(frame)
        assert matrix == corridor_matrix(flows)
        assert list(matrix.cells) == list(corridor_matrix(flows).cells)

    @pytest.mark.parametrize(
        "make",
        [
            lambda columns: pl.DataFrame(columns).with_columns(
                pl.col("origin", "destination").cast(pl.Enum(["W0", "RU", "IT", "GE", "AM"]))
            ),
            lambda columns: pl.DataFrame(columns).with_columns(
                pl.col("origin", "period", "measure").cast(pl.Categorical)
            ),
            lambda columns: pd.DataFrame(columns).astype("category"),
            lambda columns: pa.table({name: pa.array(column).dictionary_encode() for name, column in columns.items()}),
        ],
        ids=["polars Enum", "polars Categorical", "pandas", "pyarrow"],
    )
    def test_categories_are_texts(self, make: Callable[[Rows], Any]) -> None:
        matrix = corridor_matrix(make(rows_of(FLOWS, str)))
        assert matrix == corridor_matrix(FLOWS)
        assert list(matrix.cells) == list(corridor_matrix(FLOWS).cells)

    def test_the_exact_word_is_no_estimate(self) -> None:
        words = pl.Series("amount_qualifier", ["", "exact", None, ""])
        assert corridor_matrix(frame_of(FLOWS).with_columns(words)) == corridor_matrix(FLOWS)

    @backends
    @pytest.mark.parametrize(
        ("changes", "error", "message"),
        [
            ({"origin": ["RU", "IT", "RUX"]}, UnknownCodeError, "'RUX' is not in the table of countries"),
            ({"origin": ["RU", None, "IT"]}, InvalidValueError, "origin must be given: the column is never blank, got"),
            (
                {"origin": ["GE", "IT", "RU"]},
                InvalidValueError,
                "destination must be another country than the origin GE, got 'GE'; validation.read_records finds",
            ),
            (
                {"amount": [1.5, 2.0, 3.0]},
                WrongTypeError,
                "amount must be of whole numbers, decimals or texts, got 1.5",
            ),
            ({"amount": ["1", "2", "1 000"]}, InvalidValueError, "amount must be an int, a Decimal or a text"),
            ({"amount": [Decimal(-1), Decimal(2), Decimal(3)]}, InvalidValueError, "amount must be not negative, got "),
            (
                {"amount_currency": ["USD", "EUR", "USD"]},
                CurrencyMismatchError,
                "expected USD, got EUR; choose with currency=, or convert_flows to one",
            ),
            (
                {"amount_currency": [None] * 3},
                InvalidValueError,
                "amount_currency must be a text that is never blank, got None",
            ),
            (
                {"measure": ["bank_transfers", "money_transfer_systems", "bank_transfers"]},
                InvalidValueError,
                "measure must be bank_transfers, as of the flows before, got 'money_transfer_systems'; choose with",
            ),
            ({"reporter": ["sender", "receiver", "sender"]}, InvalidValueError, "reporter must be sender, as of"),
            ({"basis": ["net", "gross", "net"]}, InvalidValueError, "basis must be net, as of the flows before"),
            ({"basis": ["clean"] * 3}, InvalidValueError, "basis must be one of gross, net, got 'clean'"),
            ({"period": ["2022", "2022-01", "2022"]}, PeriodMismatchError, "expected periods that do not overlap"),
            ({"period": ["2022", "soon", "2022"]}, CentralAsiaError, "expected a "),
            (
                {"period": [2022] * 3},
                InvalidValueError,
                "period must be a text that is never blank, got 2022; cast the column to text",
            ),
            (
                {"origin": ["RU", "RU", "IT"], "destination": ["GE", "GE", "AM"]},
                InvalidValueError,
                "flows must be a corridor that comes once in a period, got 'RU-GE'",
            ),
            (
                {
                    "origin": ["RU", "RU", "IT"],
                    "destination": ["GE", "GE", "AM"],
                    "period": ["2022-01", "2022-01", "2022-02"],
                },
                InvalidValueError,
                "flows must be a corridor that comes once in a period, got 'RU-GE'",
            ),
        ],
    )
    def test_what_must_not_be_added_up_is_refused(
        self, make: Callable[[Rows], Any], changes: Rows, error: type[Exception], message: str
    ) -> None:
        frame = make(rows_of(FLOWS[:3]) | changes)
        with pytest.raises(error) as caught:
            corridor_matrix(frame)
        assert message in str(caught.value)

    @pytest.mark.parametrize(
        ("drop", "only", "message"),
        [
            ("origin", {}, "origin must be one of the columns there are: destination, period"),
            ("amount", {}, "amount must be one of the columns there are"),
            ("measure", {}, "measure must be given: there is no such column, got None; say what all rows are with"),
            ("period", {}, "period must be given: there is no such column, got None"),
            ("amount_currency", {}, "currency must be given: there is no such column, got None"),
            ("vintage", {"columns": {"period": "month"}}, "period must be one of the columns there are"),
            ("vintage", {"columns": {"month": "month"}}, "columns must be of the fields origin, destination, period"),
            ("vintage", {"period": "2021"}, "flows must be one flow at least, got 0"),
        ],
    )
    def test_what_is_not_there_is_asked_for(self, drop: str, only: Any, message: str) -> None:
        with pytest.raises(InvalidValueError) as caught:
            corridor_matrix(frame_of(FLOWS).drop(drop), **only)
        assert message in str(caught.value)

    def test_a_column_that_holds_anything_is_refused(self) -> None:
        columns = rows_of(FLOWS) | {"measure": ["bank_transfers", {"bank_transfers"}, 5, None]}
        for frame in (
            pd.DataFrame(columns),
            pl.DataFrame(columns, strict=False, schema_overrides={"measure": pl.Object}),
        ):
            with pytest.raises(InvalidValueError, match="measure must be a column of texts, got 'objects'; cast the"):
                corridor_matrix(frame)

    @pytest.mark.parametrize(
        ("frame", "message"),
        [
            (pd.DataFrame([["RU", "RU"]], columns=["origin", "origin"]), "got 'DataFrame'; Expected unique column"),
            (pa.RecordBatch.from_pydict(rows_of(FLOWS, str)), "got 'RecordBatch'; Unsupported dataframe type"),
        ],
    )
    def test_a_frame_that_cannot_be_read_is_refused(self, frame: Any, message: str) -> None:
        with pytest.raises(InvalidValueError) as caught:
            corridor_matrix(frame)
        assert f"flows must be a frame that can be read, {message}" in str(caught.value)

    def test_an_empty_frame_is_refused(self) -> None:
        with pytest.raises(InvalidValueError, match="flows must be one flow at least, got 0"):
            corridor_matrix(frame_of(FLOWS).head(0))
        with pytest.raises(InvalidValueError, match="flows must be one flow at least, got 0"):
            corridor_matrix(frame_of(FLOWS).head(0), currency="USD")


class TestLeftToRecords:
    """What no engine adds up exactly, or at all."""

    @pytest.fixture(autouse=True)
    def by_record(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def grouped(*args: Any, repeated: bool) -> None:
            assert bulk.group(*args, repeated=repeated) is None

        monkeypatch.setattr("centralasia.remittances.matrices.group", grouped)

    def test_estimates(self) -> None:
        flows = [a_flow("RU", "GE", MoneyEstimate.of(Estimate.printed("1.5"), "USD")), a_flow("IT", "GE", 2)]
        frame = pl.DataFrame([to_row(flow) for flow in flows]).with_columns(pl.lit("x").alias("remark"))
        assert corridor_matrix(frame) == corridor_matrix(flows)

    def test_estimates_in_columns_called_otherwise(self) -> None:
        flows = [a_flow("RU", "GE", MoneyEstimate.of(Estimate.over(3), "USD"))]
        frame = pl.DataFrame([to_row(flow) for flow in flows]).rename({"amount_low": "more than"})
        assert corridor_matrix(frame, columns={"amount_low": "more than"}) == corridor_matrix(flows)

    def test_a_blank_amount(self) -> None:
        with pytest.raises(InvalidValueError, match="amount"):
            corridor_matrix(frame_of(FLOWS).with_columns(pl.lit(None).alias("amount")))

    def test_a_country_under_two_codes(self) -> None:
        months = [a_flow("RU", "GE", 1, period="2022-01"), a_flow("RU", "GE", 2, period="2022-02")]
        frame = frame_of(months).with_columns(pl.Series("origin", ["RU", "RUS"]))
        assert corridor_matrix(frame, vintage="").total == usd(3)

    def test_a_period_in_two_ways(self) -> None:
        frame = frame_of(FLOWS[:2]).with_columns(pl.Series("period", ["2022-Q1", "2022-01/2022-03"]))
        assert corridor_matrix(frame).periods == (period("2022-Q1"),)

    @pytest.mark.parametrize(
        ("amounts", "kind", "dtype"),
        [
            (["9e37", "9e37"], Decimal, pl.Decimal(38, 0)),
            (["9000000000000000000", "9000000000000000000"], int, pl.Int64),
            (["9000000000000000000", "9000000000000000000"], int, pl.UInt64),
            (["9e18", "9e18"], str, pl.String),
            (["1e-30", "1"], str, pl.String),
            (["1e300", "1"], str, pl.String),
        ],
    )
    def test_sums_that_could_be_too_large(self, amounts: list[str], kind: Any, dtype: Any) -> None:
        flows = [a_flow("RU", code, amount) for code, amount in zip(("GE", "AM"), amounts, strict=True)]
        column = pl.Series("amount", [kind(amount) for amount in amounts]).cast(dtype)
        assert corridor_matrix(pl.DataFrame(rows_of(flows, str)).with_columns(column)) == corridor_matrix(flows)


def shuffled(flows: list[RemittanceFlow]) -> st.SearchStrategy[list[RemittanceFlow]]:
    return st.permutations(flows)


some_flows = (
    st.lists(
        remittance_flows(currencies="USD", bases="net", exact=True, period="2023-05"),
        min_size=1,
        max_size=12,
        unique_by=lambda flow: flow.corridor,
    )
    .map(lambda flows: [evolve(flow, measure="bank_transfers", reporter="sender") for flow in flows])
    .map(lambda flows: [evolve(flow, period=month) for month in ("2023-05", "2023-06") for flow in flows])
)


class TestLaws:
    @given(some_flows.flatmap(lambda flows: st.tuples(st.just(flows), shuffled(flows))))
    def test_a_matrix_is_the_same_in_any_order(self, both: tuple[list[RemittanceFlow], list[RemittanceFlow]]) -> None:
        assert corridor_matrix(both[0]) == corridor_matrix(both[1])

    @given(some_flows)
    def test_rows_and_columns_add_up_to_the_total(self, flows: list[RemittanceFlow]) -> None:
        matrix = corridor_matrix(flows)
        for parts in (matrix.rows, matrix.columns):
            assert add_up([*parts.values(), Money.zero("USD")]) == matrix.total
        assert add_up([*(cell.amount for cell in matrix.cells.values()), Money.zero("USD")]) == matrix.total

    @backends
    @given(flows=some_flows, amounts=st.sampled_from([Decimal, str]))
    def test_bulk_equals_scalar(
        self, make: Callable[[Rows], Any], flows: list[RemittanceFlow], amounts: Callable[[str], Any]
    ) -> None:
        assert corridor_matrix(make(rows_of(flows, amounts))) == corridor_matrix(flows)

    @given(some_flows)
    def test_a_long_frame_gives_the_matrix_back(self, flows: list[RemittanceFlow]) -> None:
        matrix: CorridorMatrix = corridor_matrix(flows)
        frame = matrix.to_frame("polars")
        said: Any = {"period": "2023", "measure": "bank_transfers", "reporter": "sender", "basis": "net"}
        again = corridor_matrix(frame, **said)
        assert {each: cell.amount for each, cell in again.cells.items()} == {
            each: cell.amount for each, cell in matrix.cells.items()
        }
