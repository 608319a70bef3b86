"""A claim: a figure about a country that somebody states, with all that the statement says of it."""

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from centralasia.errors import InvalidValueError
from centralasia.money import Amount
from centralasia.numbers import Estimate
from centralasia.periods import Period
from centralasia.quantities import Quantity
from centralasia.records import column, record
from centralasia.records.kinds import as_scalar
from centralasia.reference import WORLD, Country, Source, as_source
from centralasia.remittances import RemittanceMeasure
from centralasia.series.figures import positive

__all__ = ["Claim", "Denominator", "Subject"]


class Subject(StrEnum):
    """What a claim is about.

    Example:
        >>> Subject("remittances_received").is_remittances
        True
    """

    REMITTANCES_RECEIVED = "remittances_received"
    REMITTANCES_SENT = "remittances_sent"
    EXPORTS = "exports"
    IMPORTS = "imports"
    TRADE = "trade"
    """Exports and imports together."""
    GDP = "gdp"
    OUTPUT = "output"
    INVESTMENT = "investment"
    FINANCING = "financing"
    POPULATION = "population"
    OTHER = "other"
    """Whatever `Claim.item` says."""

    __hash__ = str.__hash__

    @property
    def is_remittances(self) -> bool:
        """Whether it is one of the two directions of remittances."""
        return self in {Subject.REMITTANCES_RECEIVED, Subject.REMITTANCES_SENT}

    @property
    def most_of_gdp(self) -> int:
        """How many times the GDP of its country it can be: trade can exceed it, since goods pass through.

        That no trade of a country comes near ten times its GDP is well known, not verified.
        """
        return 10 if self in {Subject.EXPORTS, Subject.IMPORTS, Subject.TRADE} else 1


class Denominator(StrEnum):
    """Of what a share is a share.

    Example:
        >>> Denominator("total_inflow").name
        'TOTAL_INFLOW'
    """

    GDP = "gdp"
    TOTAL_INFLOW = "total_inflow"
    """What comes from all origins together, or goes to all partners together: the same subject, for the world."""
    EXPORTS = "exports"
    IMPORTS = "imports"
    TRADE = "trade"
    OUTPUT = "output"
    TARGET = "target"
    """A goal, whose amount is to be stated."""
    OTHER = "other"
    """Something else, whose amount is to be stated."""

    __hash__ = str.__hash__


_FIGURES: Final = ("amount", "quantity", "share", "growth", "fold")
_MOST_OF_TARGET: Final = 10  # targets are exceeded, but hardly tenfold


@record(key=("about", "subject", "item", "counterpart", "measure", "period", "source"))
class Claim:
    """A figure about a country as somebody states it: how much of what, when, from or with whom, what share and growth.

    Units:
        `amount` and `denominator_amount` are for the whole period, in their currency. `share` and `growth` are
        fractions, 0.12 for 12 %; `fold` is a ratio, 5.5 for "up 5.5-fold".

    Source:
        Who states it: `source`. Of a figure in the news take what was printed, ``Estimate.printed("5.7") * 10**9``,
        and what hedges it, ``Estimate.nearly("0.5")``; a bare `Money` is exact to the last unit.

    Args:
        about: The country whose figure it is, such as the receiver of remittances; or its code.
        subject: What the figure is of.
        item: What exactly, where the subject leaves it open: a product, a project.
        amount: The amount.
        quantity: The quantity.
        share: The part of the denominator.
        denominator: Of what it is a share.
        denominator_amount: How much that is, where it is stated.
        period: The period, or its text.
        counterpart: The origin, destination or partner, or its code; W0 for all together.
        measure: In which sense: of remittances a `RemittanceMeasure`; None where it is not stated.
        growth: The change against the same period a year earlier.
        fold: The ratio to the same period a year earlier.
        source: Who states it: a `Source`, the key of one that ships, or any text that names it.
        note: What the fields do not say.

    Raises:
        InvalidValueError: No figure at all, a share without a denominator or above the whole, a fall of more than all.
        UnknownCodeError: No such country.
        ParseError: The period cannot be read.

    Example:
        >>> from centralasia.money import MoneyEstimate
        >>> from centralasia.numbers import Estimate
        >>> claim = Claim(about="TJ", subject="remittances received", counterpart="RU", period="2023",
        ...     amount=MoneyEstimate.of(Estimate.printed("5.7") * 10**9, "USD"),
        ...     share=Estimate.nearly("0.5"), denominator="gdp", source="a news page")
        >>> claim.subject, claim.share.contains("0.473")
        (<Subject.REMITTANCES_RECEIVED: 'remittances_received'>, True)
    """

    about: Country = column(title="country whose figure it is", unit="ISO 3166-1")
    subject: Subject = column(title="what the figure is of")
    item: str = column(title="what exactly, blank where the subject says all", default="")
    amount: Amount | None = column(title="amount of the whole period", default=None)
    quantity: Quantity | None = column(title="quantity of the whole period", default=None)
    share: Estimate | None = column(title="part of the denominator", unit="fraction", default=None)
    denominator: Denominator | None = column(title="of what it is a share", default=None)
    denominator_amount: Amount | None = column(title="how much the denominator is", default=None)
    period: Period | None = column(title="period, blank when not stated", unit="SDMX time period", default=None)
    counterpart: Country = column(title="origin, destination or partner, W0 for all", unit="ISO 3166-1", default=WORLD)
    measure: str | None = column(title="sense of the figure, blank when not stated", default=None)
    growth: Estimate | None = column(title="change against a year earlier", unit="fraction", default=None)
    fold: Estimate | None = column(title="ratio to a year earlier", default=None)
    source: Source = column(title="who states it", converter=as_source)
    note: str = column(title="what the columns do not say", default="")

    if TYPE_CHECKING:  # what the columns take besides, which checkers cannot see for themselves

        def __init__(  # noqa: PLR0913, D107 - one argument a field
            self,
            *,
            about: Country | str,
            subject: Subject | str,
            item: str = "",
            amount: Amount | None = None,
            quantity: Quantity | None = None,
            share: Estimate | None = None,
            denominator: Denominator | str | None = None,
            denominator_amount: Amount | None = None,
            period: Period | str | None = None,
            counterpart: Country | str = WORLD,
            measure: str | None = None,
            growth: Estimate | None = None,
            fold: Estimate | None = None,
            source: Source | str,
            note: str = "",
        ) -> None: ...

    def __attrs_post_init__(self) -> None:
        """Check what no single field can."""
        if all(getattr(self, name) is None for name in _FIGURES):
            raise InvalidValueError("claim", None, f"one with a figure: {', '.join(_FIGURES)}")
        if self.about is self.counterpart:
            raise InvalidValueError("counterpart", self.counterpart.alpha2, f"another country than {self.about.alpha2}")
        if self.measure is not None and self.subject.is_remittances:
            object.__setattr__(self, "measure", as_scalar(RemittanceMeasure, self.measure, "measure").value)
        self._check_share()
        for name, least in (("growth", -1), ("fold", 0)):
            change = getattr(self, name)
            if change is not None and change.high < least:
                hint = "a fraction: -0.12 for a fall of 12 %" if name == "growth" else ""
                raise InvalidValueError(name, str(change), f"{least} or more somewhere", hint)

    def _check_share(self) -> None:
        stated = self.denominator_amount
        if self.share is None:
            if self.denominator is not None or stated is not None:
                raise InvalidValueError("share", None, "given, since there is a denominator")
            return
        if self.denominator is None:
            raise InvalidValueError("denominator", None, "given, since there is a share", "such as 'gdp'")
        most = {Denominator.GDP: self.subject.most_of_gdp, Denominator.TARGET: _MOST_OF_TARGET}.get(self.denominator, 1)
        if self.share.low > most or self.share.high < 0:
            hint = "it is a fraction: 0.12 for 12 %"
            raise InvalidValueError("share", str(self.share), f"from 0 to {most} somewhere", hint)
        if stated is not None:
            positive(stated, "denominator_amount")
