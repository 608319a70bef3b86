"""Codes as bulletins print them, and the currencies that they stand for."""

from typing import Final, NamedTuple, final

from centralasia.rates import RateKind, Side
from centralasia.readers.findings import SHOWN, Findings
from centralasia.readers.lines import METALS, Line, in_use
from centralasia.reference import Currency, currencies, near
from centralasia.validation import Severity

__all__ = ["Codes"]

_ALIASES: Final = {"SDR": "XDR"}
_MOST_GUESSES: Final = 20  # what was meant by an unknown code; each takes a millisecond


class _Why(NamedTuple):
    """The finding that tells why there is no series."""

    code: str
    about: str


@final
class Codes:
    """Codes that are not plainly those of ISO 4217: other names, metals, unknown ones, each found out once.

    Example:
        >>> findings = Findings("bytes")
        >>> line = Codes(findings, "cbar", "AZN").line(1, " SDR ", None, RateKind.OFFICIAL, Side.MID)
        >>> line.key.base.code, [each.code for each in findings.told()]
        ('XDR', ['code-alias'])
    """

    def __init__(self, findings: Findings, source: str, local: str) -> None:
        """Begin with none.

        Args:
            findings: Takes what is found.
            source: The publisher, as rates are to carry it.
            local: The currency of prices for which no other is said.
        """
        self._findings = findings
        self._source = source
        self._local = local
        self._lines: dict[tuple[object, ...], Line | _Why] = {}
        self._unknown = 0

    def line(self, row: int, code: str, quote: str | None, kind: RateKind, side: Side) -> Line | None:
        """Find the series of a code that is not written as ISO 4217 has it, or say why there is none."""
        wanted = (code, quote, kind, side)
        known = self._lines.get(wanted)
        if known is None:
            known = self._lines[wanted] = self._found(row, code, quote or self._local, kind=kind, side=side)
        elif isinstance(known, _Why):
            self._findings.count(*known)
        return None if isinstance(known, _Why) else known

    def _found(self, row: int, code: str, quote: str, *, kind: RateKind, side: Side) -> "Line | _Why":
        base, other = self._currency(row, code), self._currency(row, quote)
        if isinstance(base, _Why):
            return base
        if isinstance(other, _Why):
            return other
        if base is not other:
            return in_use(base, other, kind, side, self._source)
        told = f"{base} is priced in itself"
        self._findings.note(
            "impossible-value", Severity.ERROR, told, about=code, row=row, column="currency", value=code
        )
        return _Why("impossible-value", code)

    def _currency(self, row: int, code: str) -> "Currency | _Why":
        bare = code.strip()
        if bare in _ALIASES:
            known = _ALIASES[bare]
            message = f"{bare!r} is taken for {known}, the code of ISO 4217"
            self._findings.note(
                "code-alias", Severity.INFO, message, about=code, row=row, column="currency", value=bare
            )
            bare = known
        if bare in METALS:
            message = f"{bare} is a metal, priced by weight, and is left out"
            self._findings.note("metal", Severity.INFO, message, about=code, row=row, column="currency", value=bare)
            return _Why("metal", code)
        found = currencies().get(bare)
        if found is None:
            self._unknown += 1
            likely = near(bare, currencies()) if self._unknown <= _MOST_GUESSES else ()
            message = f"{bare[:SHOWN]!r} is no code of a currency, and its quotes are not taken"
            fix = f"did you mean {' or '.join(likely)}?" if likely else None
            self._findings.note(
                "unknown-code", Severity.ERROR, message, about=code, row=row, column="currency", value=bare, fix=fix
            )
            return _Why("unknown-code", code)
        return found
