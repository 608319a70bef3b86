"""Dates and periods in a text: what its words and numerals do in a date, and which orders of them are one.

Each token becomes a letter (see `centralasia.text.spans`), each form is a pattern over letters, and the longest form
that makes sense at a place is taken. No pattern repeats without bound, so that the time is linear in the text.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from centralasia.grammar.tokens import BREAK, DASH, MARK, NUMBER, WORD, Token
from centralasia.text import spans
from centralasia.text.spans import Dated, Form, Read, Row

__all__ = ["Dated", "find_dates"]

_MAY: Final = 5
_ROUND: Final = 100
_MOST_LISTED: Final = 8  # years one after another
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_ROLES: Final = {
    "half_year": "h",
    "quarter": "q",
    "months": "m",
    "ordinal": "o",
    "number": "n",
    "to:before": "t",
    "and": "&",
    "between": "b",
    "from:after_abl": "F",
    "of": "e",
    "half": "g",
    "article": "a",
}
_FIXED: Final = {"the": "A", "по": "t"}
_UNITS: Final = ("scale", "currency", "unit")
_AMOUNT: Final = (*_UNITS, "percent", "points", "minor", "times", "hundred")

_UNSURE: Final[Mapping[str, frozenset[int]]] = {
    "en": frozenset({3, _MAY}),  # march, may
    "kk": frozenset({6, 10}),  # маусым is a season, қазан a kettle and a city
    **dict.fromkeys(("ky", "uz-Latn", "uz-Cyrl", "tg", "tk"), frozenset({_MAY})),  # майда is small, май is oil and wine
}
"""Months whose names mean something else: they need something of a date beside them."""
_UNSURE_BARE: Final = frozenset({"наурыз", "мамыр", "март", "mart"})
"""Names of months that mean something else where they have no ending; not so in Russian."""
_SMALL: Final = frozenset({"майда", "mayda", "maýda"})
"""Words for "small": "15 mayda korxona" are fifteen firms, "15-mayda" is a day."""
_DATING: Final = re.compile(
    r"(?:.* )?(?:in|by|since|of|from|until|till|before|after|during|through|for|between|late|early|mid|end|this|last"
    r"|next|each|every)"
)
"""English words that make a month of May and March."""
_BEFORE_MONTH: Final = {
    "": re.compile(r"(?:[NY]|[NY]-|N-?s-?|[kme]|M[-~,&t])$"),
    "ky": re.compile(r"(?:N|N-|N-?s-?|m|M[-~,&t])$"),  # "2024-жылы май" may be oil
}
_BEFORE_SMALL: Final = re.compile(r"(?:N-|N-?s-?|k|M[-~,&t])$")
_AFTER_MONTH: Final = {
    "": re.compile(r"m|Y|[-~,&t]M"),
    "en": re.compile(r"N|,?e?A?k?Y|[-~,&t]M"),
    "tg": re.compile(r"[mkKY]|[-~,&t]M"),
}
"""What makes a month of an unsure name, in letters."""
_TIME: Final[Mapping[str, frozenset[str]]] = {
    "en": frozenset({"in", "by", "since", "until", "till", "before", "after", "during", "through", "from", "of"}),
    "ru": frozenset({"в", "во", "с", "со", "к", "ко", "до", "по", "на", "за", "после", "от"}),
    "tg": frozenset({"дар", "аз", "то", "барои", "баъди"}),
}
"""Prepositions that make a year of a number."""
_SURE_TIME: Final = frozenset({"in", "since", "until", "till", "during"})
"""Those that do so even for a round number, such as 2000."""
_BEFORE_YEAR: Final = frozenset({"mid", "end", "early", "late"})
_JOINED_YEARS: Final = re.compile(r"[Y~t&A-]+")
_NEXT_YEAR: Final = re.compile(r"[,&t~-]Y")
_OPENERS: Final = frozenset("([{«“„”\"'*|,;…")
_BINDERS: Final = frozenset("/\\_=@#&+^:")


def find_dates(tokens: Sequence[Token], tag: str) -> list[Dated]:
    """Find dates, periods, and other stretches of time.

    Args:
        tokens: The text.
        tag: Its language.

    Returns:
        The stretches in order, none overlapping. The value is blank for what is time and no date, such as 14:30 or
        "six months", so that nobody else reads its numbers.

    Example:
        >>> from centralasia.languages import lexicon
        >>> from centralasia.grammar.tokens import tokenize
        >>> find_dates(tokenize("Exports fell in January–September 2024.", lexicon("en")), "en")
        [Dated(first=3, last=6, value='2024-01/2024-09')]
    """
    row, (anywhere, forms) = _row(tokens, tag), _forms(tag)
    found: list[Dated] = []
    place = 0
    while match := anywhere.search(row.letters, place):
        items = _read_at(row, forms, match.start(), tag)
        found += items
        place = items[-1].last + 1 if items else match.start() + 1
    return found


def _read_at(row: Row, forms: Sequence[Form], place: int, tag: str) -> Sequence[Dated]:
    """Read the longest form that begins at a place and makes sense there."""
    matches = [(match, form) for form in forms if (match := form.pattern.match(row.letters, place))]
    matches.sort(key=lambda pair: -pair[0].end())
    for match, form in matches:
        if _stands(row, match.start(), match.end() - 1, tag):
            items = form.read(row, match)
            if items:
                return items
    return ()


# Letters --------------------------------------------------------------------------------------------------------------


def _row(tokens: Sequence[Token], tag: str) -> Row:
    pairs = [_letter(tokens, place, tag) for place in range(len(tokens))]
    letters = "".join(letter for letter, _ in pairs)
    sure = list(letters)
    for place, letter in enumerate(letters):
        if letter == "M":
            before = place - 1 - (letters[place - 1] == "-")
            if not _is_month(tokens[place], tokens[before] if before >= 0 else None, letters, place, tag):
                sure[place] = "w"
    return Row(tokens, "".join(sure), [value for _, value in pairs])


def _letter(tokens: Sequence[Token], place: int, tag: str) -> tuple[str, int]:
    token = tokens[place]
    if token.kind == NUMBER:
        return spans.numeral(token.text)
    if token.kind == WORD:
        return _word(tokens, place, tag)
    if token.kind == DASH:
        return ("-" if _is_inside(tokens, place) else "~"), 0
    if token.kind == MARK and (token.text in ",'" or (token.text in "/:" and _is_inside(tokens, place))):
        return token.text, 0
    return "w", 0


def _is_inside(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a mark has no space on either side."""
    return _is_glued(tokens, place) and _is_glued(tokens, place + 1)


def _is_glued(tokens: Sequence[Token], place: int) -> bool:
    touches = 0 < place < len(tokens) and tokens[place - 1].end == tokens[place].start
    return touches and BREAK not in {tokens[place].kind, tokens[place - 1].kind}


def _word(tokens: Sequence[Token], place: int, tag: str) -> tuple[str, int]:
    token = tokens[place]
    text, senses = token.text, token.senses
    if text in _ROMAN or text.replace("і", "i") in _ROMAN:
        return "R", _ROMAN[text.replace("і", "i")]
    if _is_glued(tokens, place):
        letter = _ending(tokens, place, tag)
        if letter:
            return letter, 0
    if text in _FIXED or not senses:
        return _FIXED.get(text, "w"), 0
    if "month" in senses:
        return "M", int(senses["month"].value)
    if "year" in senses and not text.startswith("the "):
        return ("K" if token.has(*_UNITS) else "k"), 0
    return _other_word(token)


def _other_word(token: Token) -> tuple[str, int]:
    for role, letter in _ROLES.items():
        sense = token.senses.get(role)
        if sense is None or sense.value == "point" or (role == "months" and token.has(*_UNITS)):
            continue
        return letter, int(sense.value) if role in {"number", "ordinal"} and sense.value.isdecimal() else 0
    return "w", 0


def _ending(tokens: Sequence[Token], place: int, tag: str) -> str:
    """Give the letter of what is written on to a numeral: 15th, 2023-го, 1990s, 9M; blank for anything else."""
    token, before = tokens[place], tokens[place - 1]
    if token.text in {"m", "м"} and before.kind == NUMBER and place + 1 < len(tokens):
        following = tokens[place + 1]
        if following.kind == NUMBER and spans.numeral(following.text)[0] == "Y":
            return "m"
    if token.text == "s" and tag == "en":
        return "S"
    if before.kind == DASH and _is_glued(tokens, place - 1):
        before = tokens[place - 2]
    return "s" if before.kind == NUMBER and token.has("ordinal_ending") and not token.has("year") else ""


def _is_month(token: Token, before: Token | None, letters: str, place: int, tag: str) -> bool:
    """Tell whether the name of a month means the month here: some need something of a date beside them."""
    text, month = token.text, int(token.senses["month"].value)
    is_short = month != _MAY and len(text) <= len("jan") + (text == "sept")
    is_unsure = month in _UNSURE.get(tag, ()) or (tag != "ru" and text in _UNSURE_BARE)
    if " " in text or not (is_short or is_unsure):
        return True
    if tag == "en" and before is not None and _DATING.fullmatch(before.text):
        return True
    near_before = _BEFORE_SMALL if text in _SMALL else _BEFORE_MONTH.get(tag, _BEFORE_MONTH[""])
    near_after = _AFTER_MONTH.get(tag, _AFTER_MONTH[""])
    return bool(near_before.search(letters[max(0, place - 3) : place]) or near_after.match(letters, place + 1))


# What stands beside ---------------------------------------------------------------------------------------------------


def _stands(row: Row, first: int, last: int, tag: str) -> bool:
    """Tell whether what stands beside a form lets it be a date."""
    tokens, inner = row.tokens, row.letters[first : last + 1]
    return (
        all(_goes_on(tokens, place) for place in range(first, last))
        and (inner[0] not in "YNVDdzx" or _is_free_before(tokens, first))
        and (inner[-1] not in "YNVDdzx" or _is_free_after(tokens, last))
        and (not _JOINED_YEARS.fullmatch(inner) or _is_year_alone(row, first, last, tag))
    )


def _goes_on(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether the next token is of the same sentence; the point of "Sept. 15" and "кв. 2024" ends none."""
    if not 0 <= place < len(tokens) - 1:
        return False
    token = tokens[place]
    is_short = token.kind == WORD and token.dot and len(token.text) <= len("sept")
    return is_short or token.sentence == tokens[place + 1].sentence


def _is_free_before(tokens: Sequence[Token], first: int) -> bool:
    """Tell whether a numeral is no part of a name, a number or an amount that begins before it."""
    if not first:
        return True
    before = tokens[first - 1]
    if before.text in {"№", "#", "+"} or (before.kind == MARK and before.has("currency")):
        return False
    if tokens[first].start > before.end + before.dot:
        return True
    if before.kind == DASH:
        return _is_glued(tokens, first - 1) and tokens[first - 2].text in _BEFORE_YEAR
    return before.kind not in {WORD, NUMBER} and (before.kind != MARK or before.text in _OPENERS)


def _is_free_after(tokens: Sequence[Token], last: int) -> bool:
    """Tell whether a numeral is no part of a name, a number or an amount that goes on after it."""
    token, following = tokens[last], last + 1
    if following >= len(tokens):
        return True
    after = tokens[following]
    if after.kind in {WORD, NUMBER} and after.start <= token.end + token.dot:
        return False
    if (after.kind == DASH or after.text in _BINDERS) and _is_inside(tokens, following):
        return False
    return bool(token.case) or token.sentence != after.sentence or not _is_counted(tokens, following)


def _is_counted(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a word or sign makes an amount of the number before it, and not of the number after it."""
    token = tokens[place]
    if not token.has(*_AMOUNT):
        return False
    is_sign = token.kind == MARK or (len(token.text) == len("USD") and token.text.isascii())
    belongs_on = token.has("currency") and is_sign and place + 1 < len(tokens) and tokens[place + 1].kind == NUMBER
    return not belongs_on


def _is_year_alone(row: Row, first: int, last: int, tag: str) -> bool:
    """Tell whether a number without any word for a date is a year."""
    return _is_year_before(row, first, last, tag) and _is_year_after(row, last, tag)


def _is_year_before(row: Row, first: int, last: int, tag: str) -> bool:
    """Tell whether what stands before a bare number lets it be a year."""
    tokens, times = row.tokens, _TIME.get(tag, frozenset())
    before = tokens[first - 1] if _goes_on(tokens, first - 1) else None
    timed = before is not None and before.text in times
    beside = {each for each in (first - 2, last + 2) if 0 <= each < len(tokens) and row.letters[each] == "Y"}
    is_listed = any(tokens[each].sentence == tokens[first].sentence for each in beside)
    is_round = first == last and row.values[first] % _ROUND == 0
    if is_round and not (is_listed or tokens[first].case or (before is not None and before.text in _SURE_TIME)):
        return False
    if before is None:
        return True
    further = tokens[first - 2] if first > 1 else before
    if before.has("to:before") and further.has("change"):
        return False
    if timed:
        return True
    if before.has("hedge:before"):
        return further.text in times
    is_code = before.has("currency") and len(before.text) == len("USD") and before.text.isascii()
    is_named = before.has("id", "minus") or is_code or (before.text == ":" and further.has("id"))
    return not is_named and (before.kind != NUMBER or row.letters[first - 1] == "Y")


def _is_year_after(row: Row, last: int, tag: str) -> bool:
    """Tell whether what stands after a bare number, and after others in a list with it, lets it be a year."""
    tokens, letters, here = row.tokens, row.letters, last
    for _ in range(_MOST_LISTED):
        if not _NEXT_YEAR.match(letters, here + 1):
            break
        here += 2
    if not _goes_on(tokens, here):
        return True
    after = tokens[here + 1]
    if after.has("hedge:after", "hedge:after_abl") or (here > last and _is_counted(tokens, here + 1)):
        return False
    is_number = after.kind == NUMBER and letters[here + 1] != "Y" and not tokens[here].case
    return not is_number or (last > 0 and tokens[last - 1].text in _TIME.get(tag, ()))


# Forms ----------------------------------------------------------------------------------------------------------------

_DAY: Final = "N(?:-?s)?"
_ORDINAL: Final = f"(?:{_DAY}|R|o)"
_COUNT: Final = "(?:N|n{1,2})(?:-?s)?"
_PART: Final = f"(?:{_ORDINAL}-?[qh]k?|[qh]{_ORDINAL})"
_SEVERAL: Final = f"(?:{_PART}{spans.UP_TO}{_PART}|{_ORDINAL}{spans.UP_TO}{_ORDINAL}-?[qh]|q{_ORDINAL}{spans.UP_TO}N)"
_DASHES: Final = "[-~]"
_AFTER_BETWEEN: Final = "(?:(?<=b)|(?<=bA))"
_YEARS: Final = {
    "en": "(?:k-?)?Y(?:k(?!-))?",
    "ru": "k?Y(?:-?s)?(?:-?[kK])?",
    "tg": "(?:k|(?<![NVn])K)?Y(?:-?s)?",
}
_MONTHS: Final = {"en": "M", "tg": "m?M"}


@cache
def _forms(tag: str) -> tuple[re.Pattern[str], Sequence[Form]]:
    """Give the forms of a language, and one pattern that finds where any of them may begin."""
    own = _year_last(tag) if tag in _YEARS else _year_first()
    sources = [*own, *spans.shared_forms()]
    anywhere = "|".join(source for source, _ in sources)
    forms = [Form(re.compile(source), read) for source, read in sources]
    return re.compile(f"(?=[YNVDdzxMmkKqhgnoR])(?:{anywhere})"), forms


def _year_last(tag: str) -> Iterator[tuple[str, Read]]:
    """Give the forms of English, Russian and Tajik: day, month, year."""
    year, month = _YEARS[tag], _MONTHS.get(tag, "Mm?")
    then = f",?e?A?{year}" if tag == "en" else year
    day = f"{_DAY}e?{month}"
    either = f"(?:{day}|MA?{_DAY})" if tag == "en" else day
    yield year, spans.whole(spans.years)
    for lead, to in (("", spans.UP_TO), (_AFTER_BETWEEN, "&A?")):
        yield f"{lead}{year}{to}{year}", spans.whole(spans.years)
        yield f"{lead}{month}{then}{to}{month}{then}", spans.whole(spans.months)
        yield f"{lead}{either}{then}{to}{either}{then}", spans.whole(spans.days)
        for end in ("", then):
            yield f"{lead}{month}{to}{month}{end}", spans.whole(spans.months)
            yield f"{lead}{_DAY}{to}{day}{end}", spans.whole(spans.days)
            yield f"{lead}{either}{to}{either}{end}", spans.whole(spans.days)
            if tag == "en":
                yield f"{lead}MA?{_DAY}{to}{_DAY}{end}", spans.whole(spans.days)
    for end in ("", then):
        yield f"{month}{end}", spans.whole(spans.months)
        yield f"{either}{end}", spans.whole(spans.days)
        yield f"{_DAY}(?:,{_DAY}){{0,4}},?&{day}{end}", spans.listed("N", kind="day")
    yield f"{month}(?:,{month}){{0,10}},?&{month}{then}", spans.listed("M", kind="month")
    yield f"{either},?&{either}{then}", spans.listed("N", kind="day")
    if tag == "en":
        yield f"MA?{_DAY}(?:,{_DAY}){{0,4}},?&{_DAY}{then}", spans.listed("N", kind="day")
    yield f"o?{_COUNT}-?mo?{then}", spans.whole(spans.counted)
    yield f"o{_COUNT}-?q{then}", spans.whole(spans.counted_quarters)
    yield f"{_PART}{then}", spans.whole(spans.parts)
    yield f"{_SEVERAL}{then}", spans.whole(spans.parts)
    yield f"(?:{_ORDINAL}|{_PART})&{_PART}{then}", spans.listed("NRo", kind="part")


def _year_first() -> Iterator[tuple[str, Read]]:
    """Give the forms of the Turkic languages: year, month, day; ends of a range may show in endings alone."""
    year, month = "Y(?:-?s)?(?:-?[kK])?", "Mm?"
    day = f"{_DAY}-?{month}"
    yield year, spans.whole(spans.years)
    for one, read in ((year, spans.years), (f"{year}{month}", spans.months), (f"{year}{day}", spans.days)):
        yield f"{one}{_DASHES}{one}", spans.whole(read)
        yield f"({one})F?{one}", spans.moving(read)
    yield f"{year}&{year}(?=b)", spans.whole(spans.years)
    for start in ("", year):
        yield f"{start}{month}", spans.whole(spans.months)
        yield f"{start}{day}", spans.whole(spans.days)
        yield f"{start}{month}{_DAY}", spans.whole(spans.day_of_month)
        yield f"{start}{_DAY}(?:,{_DAY}){{0,4}}&{day}", spans.listed("N", kind="day")
        for one, last, read in ((month, month, spans.months), (_DAY, day, spans.days), (day, day, spans.days)):
            yield f"{start}{one}{_DASHES}{last}", spans.whole(read)
            yield f"({start}{one})F?{last}", spans.moving(read)
            yield f"{start}{one}&{last}(?=b)", spans.whole(read)
    yield f"(?:{month}|{day}|{_DAY}{_DASHES}{day}|{month}{_DASHES}{month}){year}", spans.whole(spans.before_year)
    yield f"{year}{month}(?:,{month}){{0,10}}&{month}", spans.listed("M", kind="month")
    yield f"{year}o?{_COUNT}-?m", spans.whole(spans.counted)
    yield f"{year}{_PART}|{_PART}{year}", spans.whole(spans.parts)
    yield f"{year}{_SEVERAL}|{_SEVERAL}{year}", spans.whole(spans.parts)
    yield f"{year}(?:{_ORDINAL}|{_PART})&{_PART}", spans.listed("NRo", kind="part")
