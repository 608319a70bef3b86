"""Headers: which column of a table is which field of a record, by its name in the languages of the region."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, final
from unicodedata import normalize

import attrs

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.languages import fold
from centralasia.numbers import shortened
from centralasia.records import Column, column, columns_of, declaration_of, read_csv, record
from centralasia.validation import Problem, Severity

__all__ = ["Matched", "is_known", "matched", "said_besides"]

_TABLE: Final = Path(__file__).parent / "headers.csv"
_DROPPED: Final = re.compile(r"[\s'_./:;,№#*-]+")
_IN_BRACKETS: Final = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*|\s*,.*", re.DOTALL)
_PUNCTUATION: Final = str.maketrans(dict.fromkeys("()[],", " "))
_MADE_UP: Final = re.compile(r"column [0-9]+")
_LONGEST: Final = 200  # characters of a header; longer ones are none
_SHOWN: Final = 30  # headers in a message
_MOST_COMPARED: Final = 500  # unknown headers for which near misses are looked for

# What each concept of the table of headers is called in records; the first that a record has, and no other header
# has taken by its own name, is meant. A name with a class before it is meant in that class only.
_CONCEPTS: Final[Mapping[str, tuple[str, ...]]] = {
    "amount": ("amount",),
    "base": ("base",),
    "borrower": ("borrower",),
    "buyer": ("buyer",),
    "commodity": ("commodity", "commodities", "products"),
    "country": ("country", "about", "countries"),
    "currency": ("amount_currency", "value_currency", "currency"),
    "date": ("on", "period", "signed"),
    "destination": ("destination",),
    "disbursed": ("disbursed",),
    "flow": ("flow", "direction"),
    "instrument": ("instrument",),
    "kind": ("kind",),
    "lender": ("lender",),
    "measure": ("measure",),
    "nominal": ("nominal",),
    "note": ("note",),
    "origin": ("origin",),
    "partner": ("partner",),
    "period": ("period", "on"),
    "product": ("product",),
    "quantity": ("quantity",),
    "quote": ("quote",),
    "rate": ("ExchangeRate.value",),
    "reference": ("reference",),
    "reporter": ("reporter",),
    "sector": ("sector", "sectors"),
    "seller": ("seller",),
    "side": ("side",),
    "source": ("source",),
    "stage": ("stage", "stages"),
    "title": ("title",),
    "unit": ("quantity_unit",),
    "value": ("value",),
}


@final
@record(key=("field", "header", "language"))
class HeaderWord:
    """A word that stands over a column.

    Source:
        General knowledge of the languages, as `certainty` says.
    """

    field: str = column(title="concept, of a closed list", codes=tuple(_CONCEPTS))
    header: str = column(title="what stands over the column")
    language: str = column(title="language", unit="BCP 47")
    certainty: str = column(title="how far it is certain")


@final
@attrs.frozen(kw_only=True)
class Matched:
    """Which columns of a table are which fields of a record.

    Attributes:
        fields: The header of each field that has one, by the name of its column in the declaration.
        unknown: Headers that are none of the fields.
        missing: Columns that must be there and are not.
        ambiguous: The headers that may be a field, where there are several; none of them is taken.
        problems: All of this as findings.

    Example:
        >>> from centralasia import ExchangeRate
        >>> found = matched(["Дата", "Базовая валюта", "Курс", "Note"], ExchangeRate, constants=["quote", "source"])
        >>> dict(found.fields), found.unknown, found.missing
        ({'base': 'Базовая валюта', 'value': 'Курс', 'on': 'Дата'}, ('Note',), ())
    """

    fields: Mapping[str, str]
    unknown: tuple[str, ...]
    missing: tuple[str, ...]
    ambiguous: Mapping[str, tuple[str, ...]]
    problems: tuple[Problem, ...]


def matched(
    headers: Sequence[str],
    cls: type,
    *,
    columns: Mapping[str, str] | None = None,
    constants: Collection[str] = (),
    left: Collection[str] = (),
) -> Matched:
    """Find the columns of a record class among the headers of a table.

    A header is the name of a field; or the same in other letters, with spaces, hyphens or underscores; or an alias of
    its declaration; or a word for it in one of the languages of the region; or one of these with something in brackets
    or after a comma, which is said, since a unit there is not applied. The first of these ways that tells counts.

    Args:
        headers: The headers.
        cls: The record class.
        columns: Field to its header, by the caller's word.
        constants: Fields whose value is the same in all rows, and which have no column.
        left: Headers that are left alone, although they are fields.

    Raises:
        InvalidValueError: A field of `columns` or `constants` is none, or there is no such header.
        WrongTypeError: The class is no record, or `columns` no mapping.

    Example:
        >>> from centralasia import RemittanceFlow
        >>> found = matched(["Sana", "Summa", "Valyuta", "Jo‘natuvchi davlat"], RemittanceFlow)
        >>> dict(found.fields)
        {'origin': 'Jo‘natuvchi davlat', 'period': 'Sana', 'amount': 'Summa', 'amount_currency': 'Valyuta'}
        >>> found.missing
        ('destination', 'measure')
    """
    specs = columns_of(cls)
    _check_types(columns, constants)
    given = dict(columns or {})
    _check(headers, [spec.name for spec in specs], given, constants)
    free = [header for header in headers if header not in given.values()]
    open_ = [spec for spec in specs if spec.name not in given and spec.name not in constants]
    found, ambiguous, decorated = _found(free, open_, cls)
    found, given = ({name: header for name, header in each.items() if header not in left} for each in (found, given))
    fields = {spec.name: ({**found, **given})[spec.name] for spec in specs if spec.name in found or spec.name in given}
    doubtful = {header for several in ambiguous.values() for header in several}
    taken = {*fields.values(), *doubtful, *left}
    unknown = tuple(header for header in headers if header not in taken)
    hidden = _found(unknown, [spec for spec in specs if spec.name in constants], cls)[0]
    missing = tuple(_missing(cls, fields, constants))
    problems = [
        *_of_missing(missing, ambiguous, headers, unknown),
        *(_of_ambiguous(name, several, is_needed=name in missing) for name, several in ambiguous.items()),
        *(_of_decorated(name, found[name]) for name in decorated if name in found),
        *(_of_hidden(name, header) for name, header in hidden.items()),
        *_of_unknown(
            [header for header in unknown if header not in hidden.values()],
            [spec.name for spec in specs if spec.name not in fields],
        ),
    ]
    return Matched(
        fields=MappingProxyType(fields),
        unknown=unknown,
        missing=missing,
        ambiguous=MappingProxyType(ambiguous),
        problems=tuple(problems),
    )


def _check_types(columns: object, constants: object) -> None:
    for keyword, said, kind in (("columns", columns or {}, Mapping), ("constants", constants, Collection)):
        if isinstance(said, str) or not isinstance(said, kind):
            raise WrongTypeError(keyword, said, "a mapping that has the names of fields")


def is_known(header: str) -> bool:
    """Tell whether a text is a word that stands over columns, in any of the languages.

    Example:
        >>> is_known("Курс"), is_known("501,20")
        (True, False)
    """
    return _key(header) in _words() or _key(_bare(header)) in _words()


def _check(headers: Sequence[str], known: Sequence[str], given: Mapping[str, str], constants: Collection[str]) -> None:
    for keyword, fields in (("columns", given), ("constants", constants)):
        for field in fields:
            if field not in known:
                near = get_close_matches(str(field)[:64], known, n=2)
                hint = f"did you mean {' or '.join(map(repr, near))}?" if near else ""
                raise InvalidValueError(keyword, shortened(field), f"of the fields {', '.join(known)}", hint)
    for field, header in given.items():
        if header not in headers:
            near = get_close_matches(str(header)[:64], headers, n=2)
            hint = f"did you mean {' or '.join(map(repr, near))}?" if near else ""
            raise InvalidValueError("columns", shortened(header), f"a header of the table, for {field}", hint)


@lru_cache(maxsize=20_000)
def _key(header: str) -> str:
    """Bring spellings of one header together: letters and digits only, small, and Turkmen ý as y."""
    if len(header) > _LONGEST:
        return header
    return _DROPPED.sub("", fold(normalize("NFC", header))).replace("ý", "y")


def _bare(header: str) -> str:
    """Leave out what stands in brackets or after a comma."""
    return _IN_BRACKETS.sub(" ", header).strip() if len(header) <= _LONGEST else header


def said_besides(header: str) -> str:
    """Give what a header says in brackets or after a comma.

    Args:
        header: The header.

    Example:
        >>> said_besides("Сумма (млн), долл."), said_besides("Сумма")
        ('млн долл.', '')
    """
    found = _IN_BRACKETS.findall(header) if len(header) <= _LONGEST else []
    return " ".join(" ".join(found).translate(_PUNCTUATION).split())


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    """Give the concepts that each word may stand for."""
    words: dict[str, set[str]] = defaultdict(set)
    for row in read_csv(HeaderWord, _TABLE.read_bytes(), table="headers.csv"):
        words[_key(row.header)].add(row.field)
    return {word: tuple(sorted(concepts)) for word, concepts in words.items()}


_WAYS: Final = 5  # to tell what a header is, the surest first; the last two leave out what stands in brackets
_BARE: Final = 3
_BY_WORD: Final = (2, 4)


def _fields_of(header: str, way: int, folded: Mapping[str, Sequence[str]], cls: type) -> Collection[str]:
    """Give the fields that a header is by one of the ways."""
    names = {name for several in folded.values() for name in several}
    if way == 0:
        return names & {header}
    if way >= _BARE and _bare(header) == header:
        return ()
    key = _key(header if way < _BARE else _bare(header))
    if way not in _BY_WORD:
        return folded.get(key, ())
    return {name for concept in _words().get(key, ()) if (name := _meant(concept, names, cls))}


def _folded(specs: Sequence[Column]) -> Mapping[str, Sequence[str]]:
    """Give the fields by their names and aliases as they are compared."""
    folded: dict[str, list[str]] = defaultdict(list)
    for spec in specs:
        for key in dict.fromkeys(map(_key, (spec.name, *spec.aliases))):
            folded[key].append(spec.name)
    return folded


def _meant(concept: str, names: Collection[str], cls: type) -> str | None:
    if concept == "value" and cls.__name__ == "ExchangeRate":
        return None  # a price of goods is none of money
    listed = [name.removeprefix(f"{cls.__name__}.") for name in _CONCEPTS[concept]]
    return next((name for name in listed if name in names), None)


def _found(
    headers: Sequence[str], specs: Sequence[Column], cls: type
) -> tuple[dict[str, str], dict[str, tuple[str, ...]], list[str]]:
    """Give the header of each field, those of which several may be it, and the fields found without their brackets."""
    found: dict[str, str] = {}
    ambiguous: dict[str, tuple[str, ...]] = {}
    decorated: list[str] = []
    left = list(specs)
    for way in range(_WAYS):
        folded = _folded(left)
        taken = {*found.values(), *(each for several in ambiguous.values() for each in several)}
        candidates: dict[str, list[str]] = defaultdict(list)
        for header in headers:
            fields = () if header in taken else _fields_of(header, way, folded, cls)
            if len(fields) == 1:
                candidates[next(iter(fields))].append(header)
        for name, several in candidates.items():
            if len(several) > 1:
                ambiguous[name] = tuple(several)
            else:
                found[name] = several[0]
                decorated += [name] if way >= _BARE else []
        left = [spec for spec in left if spec.name not in candidates]
    return found, ambiguous, decorated


def _missing(cls: type, fields: Mapping[str, str], constants: Collection[str]) -> Iterator[str]:
    """Give the columns without a header that have no default; all parts of a field that has one may be left out."""
    spared = {field.name for field in declaration_of(cls).fields if field.default is not attrs.NOTHING}
    for spec in columns_of(cls):
        there = spec.name in fields or spec.name in constants
        if not there and spec.default is attrs.NOTHING and spec.path[0] not in spared:
            yield spec.name


def _of_missing(
    missing: Sequence[str], ambiguous: Mapping[str, object], headers: Sequence[str], unknown: Sequence[str]
) -> Iterator[Problem]:
    shown = ", ".join(map(repr, headers[:_SHOWN])) + (", …" if len(headers) > _SHOWN else "")
    money = next((header for header in unknown if "currency" in _words().get(_key(header), ())), None)
    for name in missing:
        if name in ambiguous:
            continue  # which says so already
        cause = None
        fix = f"say with columns= which it is, or its value in all rows with constants={{{name!r}: …}}"
        if money is not None and name in ("base", "quote"):
            cause = f"the column {money!r} may be the base or the quote"
            fix = f"say which, such as columns={{'base': {money!r}}} and constants={{'quote': 'KZT'}}"
        yield Problem(
            code="missing-column",
            severity=Severity.ERROR,
            column=name,
            message=f"there is no column for {name}; there are: {shown or 'none'}",
            cause=cause,
            fix=fix,
        )


def _of_ambiguous(name: str, headers: Sequence[str], *, is_needed: bool) -> Problem:
    return Problem(
        code="ambiguous-header",
        severity=Severity.ERROR if is_needed else Severity.WARNING,
        column=name,
        message=f"{', '.join(map(repr, headers))} may each be {name}; none of them is taken",
        fix=f"say which with columns={{{name!r}: {headers[0]!r}}}",
    )


def _of_decorated(name: str, header: str) -> Problem:
    return Problem(
        code="header-with-unit",
        severity=Severity.WARNING,
        column=header,
        message=f"{header!r} is taken for {name}; what else it says, such as a unit, is not applied",
        fix="normalize applies scales, currencies and units; else see that figures are in the unit that the field has",
    )


def _of_hidden(name: str, header: str) -> Problem:
    return Problem(
        code="constant-over-column",
        severity=Severity.WARNING,
        column=header,
        message=f"{header!r} is not looked at, since constants= says what {name} is in all rows",
        fix="leave out the constant, or the column",
    )


def _of_unknown(unknown: Sequence[str], names: Sequence[str]) -> Iterator[Problem]:
    keys = {_key(name): name for name in names}
    for place, header in enumerate(unknown):
        near = get_close_matches(_key(header)[:64], keys, n=1) if place < _MOST_COMPARED else []
        if _MADE_UP.fullmatch(header):
            continue  # it had no name, and that is a finding of its own
        yield Problem(
            code="unknown-column",
            severity=Severity.INFO,
            column=header,
            message=f"{str(shortened(header))!r} is no column that is known; it is left alone",
            fix=f"did you mean {keys[near[0]]!r}? say so with columns=" if near else None,
        )
