"""A remittance flow: who sent how much to whom in which period, by whose report and in which sense."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.money import Amount, Money, MoneyEstimate
from centralasia.numbers import Estimate, Qualifier, Rounding, certainly_less
from centralasia.periods import Period
from centralasia.records import column, record
from centralasia.reference import Country, Currency, Source, as_source

__all__ = [
    "Basis",
    "Corridor",
    "RemittanceFlow",
    "RemittanceMeasure",
    "Reporter",
    "Sense",
    "check_flow",
    "each_flow",
    "pair_of",
    "sense_of",
]

_LONGEST: Final = len("KAZ-KGZ")  # of codes of countries
_NOTHING: Final = Estimate.exactly(0)


class RemittanceMeasure(StrEnum):
    """What is counted as a remittance; figures of two measures are never added up or compared unasked.

    Source:
        The first three are items of the sixth edition of the Balance of Payments and International Investment
        Position Manual (BPM6), here in our own words; the last two are what central banks of the region publish.

    Example:
        >>> RemittanceMeasure("personal_transfers")
        <RemittanceMeasure.PERSONAL_TRANSFERS: 'personal_transfers'>
    """

    PERSONAL_REMITTANCES = "personal_remittances"
    """Personal transfers, plus what workers who stay abroad for less than a year earn there net of taxes, travel and
    living costs, plus capital transfers between households. The World Bank's BX.TRF.PWKR.CD.DT."""
    PERSONAL_TRANSFERS = "personal_transfers"
    """All current transfers, in money or kind, between resident and foreign households, whatever the sender lives on
    and whether or not the two are related."""
    COMPENSATION_OF_EMPLOYEES = "compensation_of_employees"
    """What seasonal, border and other short-term workers earn in an economy where they are not resident, and residents
    earn with foreign employers, before anything is deducted."""
    MONEY_TRANSFER_SYSTEMS = "money_transfer_systems"
    """Transfers of individuals through money transfer systems and operators: only this channel, whatever it was for."""
    BANK_TRANSFERS = "bank_transfers"
    """Transfers of individuals through banks; payments for goods and own funds are in it, so it is wider than
    remittances."""

    __hash__ = str.__hash__  # an Enum hashes in Python code, and a matrix hashes one per flow


class Reporter(StrEnum):
    """Whose statistics a flow is taken from.

    Example:
        >>> Reporter("sender").name
        'SENDER'
    """

    SENDER = "sender"
    """The country the money leaves."""
    RECEIVER = "receiver"
    """The country the money comes to."""

    __hash__ = str.__hash__


class Basis(StrEnum):
    """Whether the opposite flow is taken off.

    Example:
        >>> Basis("net").name
        'NET'
    """

    GROSS = "gross"
    """The flow itself."""
    NET = "net"
    """The flow less what went the other way; it may be negative."""

    __hash__ = str.__hash__


class Corridor(NamedTuple):
    """From where to where money goes; `reference.WORLD` stands for all countries together.

    Example:
        >>> from centralasia.reference import country
        >>> print(Corridor(country("RU"), country("TJ")))
        RU-TJ
    """

    origin: Country
    destination: Country

    def __str__(self) -> str:
        return f"{self.origin}-{self.destination}"


class Sense(NamedTuple):
    """What two amounts must share before they may be added up.

    Example:
        >>> from centralasia.reference import currency
        >>> Sense(RemittanceMeasure.BANK_TRANSFERS, Reporter.RECEIVER, Basis.GROSS, currency("USD")).basis.value
        'gross'
    """

    measure: RemittanceMeasure
    reporter: Reporter
    basis: Basis
    currency: Currency


@record(key=("origin", "destination", "period", "measure", "reporter", "basis", "vintage", "source"))
class RemittanceFlow:
    """What was sent from one country to another in a period, as one source states it.

    "All origins" is `reference.WORLD` (code W0), never a blank; it is no country, and is never added to any.

    Units:
        `amount` is the flow of the whole period, not a yearly rate; cumulative months are a period such as
        ``"2024-01/2024-09"``.

    Source:
        `source`, in the release named by `vintage`.

    Args:
        origin: The country the money is sent from, or its code.
        destination: The country it is sent to, or its code.
        period: The period, or its text.
        amount: The amount, exact or estimated.
        measure: What is counted.
        reporter: Whose statistics it is.
        basis: Gross, or less the opposite flow.
        source: Where the figure comes from: a `Source`, the key of one that ships, or any text that names it.
        vintage: The release that has the figure so: flows are revised.
        note: What the columns do not say.

    Raises:
        InvalidValueError: An unknown code, a period that cannot be read or ends before it begins, the same country
            twice, a negative amount that is not net.
        WrongTypeError: An amount that is no money, such as a float.

    Example:
        >>> from centralasia.numbers import Estimate
        >>> flow = RemittanceFlow(origin="RU", destination="UZ", period="2022", measure="money transfer systems",
        ...     amount=MoneyEstimate.of(Estimate.over(14_500_000_000), "USD"), source="a news page")
        >>> print(flow)
        RU-UZ 2022: over 14500000000 USD (money transfer systems, gross, by the receiver; a news page)
    """

    origin: Country = column(title="country the money is sent from, W0 for all", unit="ISO 3166-1")
    destination: Country = column(title="country the money is sent to, W0 for all", unit="ISO 3166-1")
    period: Period = column(title="period of the flow", unit="SDMX time period")
    amount: Money | MoneyEstimate = column(title="amount of the whole period")
    measure: RemittanceMeasure = column(title="what is counted", source="BPM6, and central banks of the region")
    reporter: Reporter = column(title="whose statistics it is", default=Reporter.RECEIVER)
    basis: Basis = column(title="gross, or less the opposite flow", default=Basis.GROSS)
    source: Source = column(title="source", converter=as_source)
    vintage: str = column(title="release that has the figure so, blank when unknown", default="")
    note: str = column(title="what the columns do not say", default="")

    if TYPE_CHECKING:  # what the columns take besides, which checkers cannot see for themselves

        def __init__(  # noqa: PLR0913, D107 - one argument a field
            self,
            *,
            origin: Country | str,
            destination: Country | str,
            period: Period | str,
            amount: Money | MoneyEstimate,
            measure: RemittanceMeasure | str,
            reporter: Reporter | str = Reporter.RECEIVER,
            basis: Basis | str = Basis.GROSS,
            source: Source | str,
            vintage: str = "",
            note: str = "",
        ) -> None: ...

    def __attrs_post_init__(self) -> None:
        """Check what no single field can."""
        if self.origin is self.destination:
            raise InvalidValueError(
                "destination", self.destination.alpha2, f"another country than the origin {self.origin.alpha2}"
            )
        if self.basis is Basis.GROSS and _is_negative(self.amount):
            raise InvalidValueError("amount", str(self.amount), "not negative", "only a net flow is, with basis='net'")

    @property
    def corridor(self) -> Corridor:
        """From where to where.

        Example:
            >>> flow = RemittanceFlow(origin="RU", destination="TJ", period="2023", measure="bank_transfers",
            ...     amount=Money.of(5, "USD"), source="made up")
            >>> flow.corridor.destination
            country('TJ')
        """
        return Corridor(self.origin, self.destination)

    def __str__(self) -> str:
        measure = self.measure.replace("_", " ")
        told = f"{measure}, {self.basis}, by the {self.reporter}; {self.source}"
        vintage = f", {self.vintage}" if self.vintage else ""
        return f"{self.corridor} {self.period}: {_for_people(self.amount)} ({told}{vintage})"


def sense_of(flow: RemittanceFlow) -> Sense:
    """Tell what other flows must share with this one before they may be added to it.

    Example:
        >>> flow = RemittanceFlow(origin="RU", destination="TJ", period="2023", measure="bank_transfers",
        ...     amount=Money.of(5, "USD"), source="made up")
        >>> sense_of(flow).currency
        currency('USD')
    """
    return Sense(flow.measure, flow.reporter, flow.basis, flow.amount.currency)


def check_flow(flow: object) -> None:
    """Refuse what is no flow.

    Raises:
        WrongTypeError: It is none.

    Example:
        >>> check_flow({"origin": "RU"})
        Traceback (most recent call last):
        centralasia.errors.WrongTypeError: flow must be a RemittanceFlow, got {'origin': 'RU'} of type dict; \
validation.read_records makes them of rows
    """
    if not isinstance(flow, RemittanceFlow):
        raise WrongTypeError("flow", flow, "a RemittanceFlow", "validation.read_records makes them of rows")


def each_flow(flows: Iterable[RemittanceFlow]) -> Iterator[RemittanceFlow]:
    """Give flows one by one, and refuse what is none.

    Raises:
        WrongTypeError: A single flow, or anything else that does not hold flows; something that is no flow among them.

    Example:
        >>> list(each_flow([]))
        []
    """
    if not isinstance(flows, Iterable):
        raise WrongTypeError("flows", flows, "several of them, such as a list")
    for flow in flows:
        check_flow(flow)
        yield flow


def pair_of(corridor: Any) -> tuple[Any, Any]:  # noqa: ANN401 - whatever somebody asks for
    """Refuse what is no corridor, with what was probably meant.

    Example:
        >>> pair_of("RU-KG")
        Traceback (most recent call last):
        centralasia.errors.WrongTypeError: corridor must be an origin and a destination, as in matrix['RU', 'KG'], \
got 'RU-KG' of type str; ask for matrix['RU', 'KG']
    """
    if isinstance(corridor, tuple) and len(corridor) == len(Corridor._fields):
        return corridor
    hint = ""
    if isinstance(corridor, Country | str) and len(text := str(corridor)) <= _LONGEST:
        origin, dash, destination = text.partition("-")
        both = f"matrix.row({text!r}) is what it sends, matrix.column({text!r}) what it receives"
        hint = f"ask for matrix[{origin!r}, {destination!r}]" if dash else both
    raise WrongTypeError("corridor", corridor, "an origin and a destination, as in matrix['RU', 'KG']", hint)


def _for_people(amount: Amount) -> Amount:
    """Round an estimate to the minor unit, its ends outward; money is as it was stated."""
    if isinstance(amount, Money) or amount.currency.minor_unit is None:
        return amount
    stated, best = amount.estimate, _to_minor_unit(amount.best, Rounding.HALF_EVEN)
    if best is not None and stated.qualifier is Qualifier.EXACT:
        return Money(best, amount.currency)
    low, high = _to_minor_unit(amount.low, Rounding.FLOOR), _to_minor_unit(amount.high, Rounding.CEILING)
    rounded = Estimate(
        low=stated.low if low is None else low,
        high=stated.high if high is None else high,
        best=best,
        low_open=stated.low_open and (best is None or low != best),
        high_open=stated.high_open and (best is None or high != best),
        qualifier=stated.qualifier,
    )
    return MoneyEstimate(rounded, amount.currency)


def _to_minor_unit(money: Money | None, mode: Rounding) -> Decimal | None:
    """Round a figure that has more decimals than the minor unit."""
    if money is None:
        return None
    exponent, places = money.amount.as_tuple().exponent, money.currency.minor_unit or 0
    return money.amount if int(exponent) >= -places else money.round(mode=mode).amount


def _is_negative(amount: Amount) -> bool:
    """Whether an amount is certainly below zero; "under 3 bn" is not."""
    if isinstance(amount, Money):
        return amount.amount < 0
    return certainly_less(amount.estimate, _NOTHING)
