"""Projects that are talked about: who might build them, and no amount that nobody stated."""

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from centralasia.datasets.tables import read
from centralasia.errors import InvalidValueError
from centralasia.financing import DACSector, Stage
from centralasia.money import Money, MoneyEstimate
from centralasia.periods import Period
from centralasia.records import column, record
from centralasia.reference import Country, Source, as_source

__all__ = ["Candidate", "Project", "projects"]


@record(key=("name",))
class Candidate:
    """A company that might take part in a project.

    Example:
        >>> print(Candidate(name="Demo Atom", country="FR"))
        Demo Atom (FR)
    """

    name: str = column(title="company")
    country: Country = column(title="its country", unit="ISO 3166-1 alpha-2")
    role: str = column(title="what for, blank when not stated", default="")
    source: str = column(title="source, where it is not that of the project", default="")
    note: str = column(title="what the columns do not say", default="")

    if TYPE_CHECKING:  # what the columns take besides, which checkers cannot see for themselves

        def __init__(  # noqa: D107 - one argument a field
            self, *, name: str, country: Country | str, role: str = "", source: str = "", note: str = ""
        ) -> None: ...

    def __str__(self) -> str:
        """Name it for people."""
        return f"{self.name} ({self.country.alpha2})"


@record(key=("reference",))
class Project:
    """A project that nobody has signed yet: where, how far talked about, and with whom.

    Once something is signed it is a `financing.FinancingOperation`.

    Units:
        `amount` is what the project is said to cost; None where nobody said it.

    Args:
        reference: An identifier of your own.
        title: What is to be built.
        countries: The countries it is for.
        sector: The DAC purpose code.
        stage: Proposed, identified or approved.
        on: The day or period of that stage.
        amount: The cost.
        candidates: Who might build or supply it.
        source: Where it is said.
        note: What the fields do not say.

    Raises:
        InvalidValueError: No country, or one twice; a company twice; a stage at which something binds.

    Example:
        >>> plant = Project(reference="demo", title="Demo plant", countries=("KZ",), stage="proposed",
        ...     candidates=(Candidate(name="Demo Atom", country="FR"),), source="made up")
        >>> plant.stage.is_binding, plant.amount
        (False, None)
        >>> Project(reference="demo", title="Demo plant", countries=("KZ",), stage="signed", source="made up")
        Traceback (most recent call last):
        centralasia.errors.InvalidValueError: stage must be one before anything is signed, got 'signed'; record a ...
    """

    reference: str = column(title="identifier of the project", pattern="[^|]+")
    title: str = column(title="what is to be built")
    countries: tuple[Country, ...] = column(title="countries it is for", unit="ISO 3166-1 alpha-2")
    sector: DACSector | None = column(title="sector", unit="DAC purpose code", default=None)
    stage: Stage = column(title="how far it has come")
    on: date | Period | None = column(title="day or period of that, blank when not known", default=None)
    amount: Money | MoneyEstimate | None = column(title="cost, blank when nobody stated one", default=None)
    candidates: tuple[Candidate, ...] = column(title="who might build or supply it", default=())
    source: Source = column(title="source", converter=as_source)
    note: str = column(title="what the columns do not say", default="")

    if TYPE_CHECKING:  # what the columns take besides, which checkers cannot see for themselves

        def __init__(  # noqa: PLR0913, D107 - one argument a field
            self,
            *,
            reference: str,
            title: str,
            countries: tuple[Country | str, ...],
            sector: DACSector | str | None = None,
            stage: Stage | str,
            on: date | Period | str | None = None,
            amount: Money | MoneyEstimate | None = None,
            candidates: tuple[Candidate, ...] = (),
            source: Source | str,
            note: str = "",
        ) -> None: ...

    def __attrs_post_init__(self) -> None:
        """Check what no single field can."""
        shown = tuple([each.alpha2 for each in self.countries])
        if not shown or len(set(shown)) < len(shown):
            raise InvalidValueError("countries", shown, "one country at least, and each once")
        names = tuple([each.name for each in self.candidates])
        if len(set(names)) < len(names):
            raise InvalidValueError("candidates", names, "each company once")
        if self.stage.is_binding or self.stage.is_last:
            hint = "record a FinancingOperation, with who lends and how much"
            raise InvalidValueError("stage", self.stage.value, "one before anything is signed", hint)


@cache
def projects() -> tuple[Project, ...]:
    """Give two projects as they were talked about at the end of 2024: an oil pipeline and a nuclear plant.

    Source:
        A news page, and the press for who was on the list of suppliers.

    Example:
        >>> for each in projects():
        ...     print(each.title, each.stage.value, each.amount, len(each.candidates))
        first nuclear power plant of Kazakhstan proposed None 5
        Trans-Caspian oil pipeline proposed None 0
    """
    return read(Project, "projects")
