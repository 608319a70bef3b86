"""Simple units: the rows of the table, with scale words and conditions, found by every way of writing them."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import cache
from math import prod
from types import MappingProxyType
from typing import Final, TypeAlias, final

import attrs

from centralasia.errors import UnknownCodeError
from centralasia.quantities.tables import Condition, Exactness, UnitFact, conditions, refusals, unit_facts
from centralasia.reference import Certainty

__all__ = [
    "TABLE",
    "Atom",
    "Dimension",
    "Provenance",
    "as_refusal",
    "atoms",
    "by_size",
    "find_atom",
    "find_condition",
    "fold",
    "from_pint",
    "joined",
    "spellings",
]

Dimension: TypeAlias = tuple[tuple[str, int], ...]
"""The bases a unit is made of, by code, each with its exponent; sorted, none of them zero."""

TABLE: Final = "units"
_SCALES: Final = {
    "thousand": (1_000, "1000 thousands тыс тысяча тысячи тысяч мың миң ming минг ҳазор müň"),
    "million": (10**6, "millions mln mn млн миллион миллиона миллионов миллиондук миллиону"),
    "billion": (10**9, "billions bln bn млрд миллиард миллиарда миллиардов mlrd milliard"),
    "trillion": (10**12, "trillions trn tn трлн триллион триллиона триллионов trln trillion"),
}
_SCALE_OF: Final = {word: name for name, (_, words) in _SCALES.items() for word in (name, *words.split())}
_BASES: Final[Mapping[str, Dimension]] = {"m3": (("m", 3),), "kg": (("kg", 1),)}  # what conditions are put on
_FIRST_OF_GAS: Final = "20C"  # the base: what is measured under other conditions is counted in it
_LONGEST_SYMBOL: Final = 4
_at = re.compile(r" ?@ ?| at | при ").split
_times = re.compile("[·⋅∙•×]")  # the signs that people multiply units with
_raised = re.compile(r"(?<=\w) ?(?:\^|\*\*) ?(?=[23](?!\d))")  # m^3 is m3, the way m³ comes out
_pint_name = re.compile("[a-z][a-z_]{3,39}").fullmatch


@final
@attrs.frozen
class Provenance:
    """Where a factor comes from and what kind of figure it is.

    Example:
        >>> atoms()["pood"].provenance[0].exactness.value
        'agreed'
    """

    subject: str
    exactness: Exactness
    certainty: Certainty
    source: str
    note: str = ""

    def __str__(self) -> str:
        """Name all of it in a line."""
        note = f"; {self.note}" if self.note else ""
        return f"{self.subject}: {self.exactness}, {self.certainty}, source {self.source}{note}"


@final
@attrs.frozen(eq=False)
class Atom:
    """A unit that is not made of others: a row of the table, perhaps with a scale word and a condition.

    `basis` is the name in pint's registry, and how many of these one unit has.
    """

    code: str
    title: str
    factor: Fraction
    dimension: Dimension
    basis: tuple[Fraction, str]
    provenance: tuple[Provenance, ...]
    scaled: "tuple[str, Atom] | None" = None


def joined(parts: Iterable[tuple[Dimension, int]]) -> Dimension:
    """Multiply dimensions, each raised to a power."""
    found: dict[str, int] = {}
    for dimension, exponent in parts:
        for base, power in dimension:
            found[base] = found.get(base, 0) + power * exponent
    return tuple(sorted((base, power) for base, power in found.items() if power))


@cache
def atoms() -> Mapping[str, Atom]:
    """Give the units of the table by code."""
    facts = unit_facts()
    made: dict[str, Atom] = {}

    def make(fact: UnitFact) -> Atom:
        if fact.code not in made:
            of, dimension = (Fraction(1), ((fact.code, 1),)) if not fact.of else _measured(fact.of, find)
            said = Provenance(fact.code, fact.exactness, fact.certainty, fact.source, fact.note)
            basis = Fraction(1), fact.name
            made[fact.code] = Atom(fact.code, fact.title, fact.factor * of, dimension, basis, (said,))
        return made[fact.code]

    def find(code: str) -> Atom:
        return make(facts[code])

    for fact in facts.values():
        make(fact)
    return MappingProxyType({code: made[code] for code in facts})


def _measured(text: str, find: Callable[[str], Atom]) -> tuple[Fraction, Dimension]:
    """Measure what a row of the table is a multiple of: codes with powers and slashes, or a code with a condition."""
    base, _, at = text.partition("@")
    if at:
        under = conditions()[at]
        return find(base).factor * under.factor, ((f"{under.of}@{_FIRST_OF_GAS}", 1),)
    terms = []
    for place, part in enumerate(text.split("/")):
        for term in part.split("*"):
            code, _, power = term.partition("^")
            terms.append((find(code), int(power or 1) * (-1 if place else 1)))
    factor = prod((atom.factor**exponent for atom, exponent in terms), start=Fraction(1))
    return factor, joined((atom.dimension, exponent) for atom, exponent in terms)


@cache
def by_size() -> Mapping[tuple[Fraction, Dimension], str]:
    """Give the codes of the table by how much a unit is: no two rows are the same unit."""
    return MappingProxyType({(atom.factor, atom.dimension): atom.code for atom in atoms().values()})


def fold(text: str) -> str:
    """Bring a text to the form in which units are looked up: compatible characters, single spaces, no full stops.

    Example:
        >>> fold(" тыс. м³ "), fold("кВт·ч")
        ('тыс м3', 'кВт*ч')
    """
    plain = _times.sub("*", unicodedata.normalize("NFKC", text)).replace(".", " ")
    plain = _raised.sub("", plain)
    return " ".join(plain.replace(" * ", "*").split())


@cache
def _aliases() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Give the codes by every way of writing, and by those in lower case that only one unit has."""
    exact: dict[str, str] = {}
    for fact in unit_facts().values():
        exact |= dict.fromkeys(map(fold, (fact.code, *fact.aliases)), fact.code)
    loose: dict[str, set[str]] = {}
    for alias, code in exact.items():
        loose.setdefault(_loosened(alias), set()).add(code)
    return exact, {alias: codes.pop() for alias, codes in loose.items() if len(codes) == 1}


def _loosened(text: str) -> str:
    """Put in lower case, but for the first letter of a symbol in m: a thousandth is no million."""
    kept = 1 if len(text) <= _LONGEST_SYMBOL and text[:1] in "mMмМ" else 0
    return text[:kept] + text[kept:].casefold()


def spellings() -> Iterable[str]:
    """Give every way of writing a unit, for near misses."""
    return _aliases()[0]


def as_refusal(kind: str, text: str) -> str:
    """Say why a word is not read, and what to write instead; empty where nothing is known against it."""
    known = refusals()
    row = known.get((kind, text)) or known.get((kind, text.casefold()))
    return row.way_out if row else ""


def find_atom(text: str) -> Atom | None:
    """Find the simple unit that a folded text names.

    Raises:
        UnknownCodeError: The word has several readings.
    """
    exact, loose = _aliases()
    way_out = "" if text in exact else as_refusal("unit", text)
    if way_out:
        raise UnknownCodeError(text, TABLE, (), f"it has several readings: {way_out}")
    code = exact.get(text) or loose.get(_loosened(text))
    if code is not None:
        return atoms()[code]
    base, *rest = _at(text, maxsplit=1)
    if rest:
        found, at = find_atom(base), find_condition(rest[0])
        return _conditioned(found, at) if found and at else None
    word, _, of = text.partition(" ")
    if word.casefold() in _SCALE_OF and of:
        found = find_atom(of)
        return _scaled(_SCALE_OF[word.casefold()], found) if found and not found.scaled else None
    return from_pint(text) if _pint_name(text) else None


def _canonical(atom: Atom) -> Atom:
    named = by_size().get((atom.factor, atom.dimension))
    return atoms()[named] if named else atom


def _scaled(word: str, atom: Atom) -> Atom:
    count = _SCALES[word][0]
    scaled = attrs.evolve(
        atom,
        code=f"{word} {atom.code}",
        title=f"{atom.title}, in {word}s",
        factor=atom.factor * count,
        basis=(atom.basis[0] * count, atom.basis[1]),
        scaled=(word, atom),
    )
    return _canonical(scaled)


@cache
def _conditions() -> Mapping[str, Condition]:
    return {_plain(name): row for row in conditions().values() for name in (row.code, *row.aliases)}


def _plain(text: str) -> str:
    return fold(text).casefold().replace(" ", "").replace("°", "").replace("с", "c")  # a Cyrillic с stands for Celsius


def find_condition(text: str) -> Condition | None:
    """Find a condition of gas, or a basis of weight, by any way of writing it.

    Example:
        >>> find_condition("20 °C").code, find_condition("убойный вес").code
        ('20C', 'slaughter')
    """
    return _conditions().get(_plain(text))


def _conditioned(atom: Atom, at: Condition) -> Atom | None:
    """Put a unit under a condition, where it is one of volume or of weight as the condition asks."""
    if atom.scaled:
        word, inner = atom.scaled
        found = _conditioned(inner, at)
        return _scaled(word, found) if found else None
    if atom.dimension != _BASES[at.of]:
        return None
    first = _FIRST_OF_GAS if at.kind == "gas" else at.code
    said = Provenance(f"{at.of}@{at.code}", at.exactness, at.certainty, at.source, at.note)
    made = Atom(
        code=f"{atom.code}@{at.code}",
        title=f"{atom.title}, {at.title}",
        factor=atom.factor * at.factor,
        dimension=((f"{at.of}@{first}", 1),),
        basis=(atom.factor, f"{unit_facts()[at.of].name}_at_{at.name}"),
        provenance=(*atom.provenance, said),
    )
    return _canonical(made)


def from_pint(text: str) -> Atom | None:
    """Find a unit that only pint knows, by its full name: abbreviations mean too many things."""
    from centralasia.quantities.registries import find_in_pint  # noqa: PLC0415 - it stands on this module

    found = find_in_pint(text)
    if found is None:
        return None
    name, factor, dimension = found
    said = Provenance(name, Exactness.DEFINED, Certainty.VERIFIED, "PINT")
    return Atom(name, name.replace("_", " "), factor, dimension, (Fraction(1), name), (said,))
