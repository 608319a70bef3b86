"""Clauses: where a sentence turns from one country to another, which part each country plays, and what is spoken of."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import dropwhile, pairwise
from typing import Final

from centralasia.grammar.hedges import VERB_LAST
from centralasia.grammar.tokens import ABLATIVE, DASH, DATIVE, WORD, Token
from centralasia.reference import find_country
from centralasia.text.sentences import Clause, Place, Said, Sentence, Topic, leads_to

__all__ = ["GOODS", "clauses_of", "goods_of", "is_beside", "owner_of", "roles_of", "whole_of"]

_NEAR: Final = 2  # tokens between a country and the noun it belongs to
_FILLERS: Final = 4  # tokens between "of" and the whole of a share
_LIST: Final = 2  # tokens that make a list of goods: "and" and the next of them
_PREPOSITIONS: Final = ("from", "to", "in", "with", "between", "by")
_CASES: Final = {"gen": "own", "posgen": "own", "loc": "in", "posloc": "in", "ins": "with"} | (
    dict.fromkeys(ABLATIVE, "from") | dict.fromkeys(DATIVE, "to")
)
_IN_OR_TO: Final = frozenset({"в", "во", "на"})
_OWNERS: Final = frozenset({"own", "by"})
_OTHERS: Final = ("in", "from", "to", "with")
_WIDER: Final = {"exports": ("trade",), "imports": ("trade",)}
"""Subjects that are parts of another: of trade with China, the exports go to China."""
_IDLE: Final = frozenset({"adjective", "owner", "source"})
_NO_WHOLE: Final = frozenset({"", "acc", "posacc", "other"})
_BEFORE_OWNER: Final = frozenset({"ru", "tg"})
"""Languages in which a noun stands before what it belongs to."""
_VERBS: Final = ("ed", "produce", "produces")
_ADJECTIVES: Final = (*_VERBS, "ing")
GOODS: Final = frozenset({"exports", "imports", "output", "trade"})
"""Subjects that are of goods."""


def clauses_of(sentence: Sentence) -> list[Clause]:
    """Part a sentence where it turns to another country after a figure of the one before.

    Args:
        sentence: The sentence.

    Returns:
        The parts in order.
    """
    bases = {said.start: base for said in sentence.said if (base := _gdp_of(sentence, said)) is not None}
    topics = _topics(sentence, bases)
    places = _places(sentence, topics, bases)
    parts = _parts(sentence)
    return [
        Clause(
            sentence=sentence,
            start=start,
            end=end,
            said=[said for said in sentence.said if start <= said.start < end],
            places=[place for place in places if start <= place.start < end],
            topics=[topic for topic in topics if start <= topic.start < end],
            bases=bases,
            is_part=any(part <= start for part in parts),
        )
        for start, end in pairwise([*_cuts(sentence, places, parts), sentence.end])
    ]


def _parts(sentence: Sentence) -> list[int]:
    """Find where parts of a figure begin: "of which $3 bn", "78% of them"."""
    figures = [said for said in sentence.said if not said.is_date]
    found: list[int] = []
    for start, _ in sentence.find("part"):
        before = [said for said in figures if said.end <= start]
        is_after = bool(before) and not sentence.between(before[-1].end, start)
        if before and not sentence.mention_at(start):
            found.append(before[-1].start if is_after else start)
    return found


def _cuts(sentence: Sentence, places: Sequence[Place], parts: Sequence[int]) -> list[int]:
    """Find where a sentence turns: after a figure to another country, at a semicolon, and to a part of a figure."""
    figures = [said.start for said in sentence.said if not said.is_date]
    marks = {token.start for token in sentence.tokens if token.text == ";"}.union(parts)
    turning = {place.start: place for place in places if place.role not in _IDLE}
    cuts, held, has_figure = [sentence.start], dict[str, str](), False
    for start in sorted(marks.union(turning, figures)):
        place = turning.get(start)
        if start in marks or (place and has_figure and _is_new(place, held) and start < figures[-1]):
            cuts.append(start)
            held, has_figure = {}, False
        if place is not None:
            held[_side(place)] = place.code
        has_figure = has_figure or start in figures
    return cuts


def _is_new(place: Place, held: Mapping[str, str]) -> bool:
    return held.get(_side(place), place.code) != place.code


def _side(place: Place) -> str:
    return "own" if place.role in {*_OWNERS, "in"} else place.role


def is_beside(sentence: Sentence, end: int, start: int) -> bool:
    """Tell whether few words and no mark lie between the end of one thing and the start of another."""
    if end > start:
        return False
    gap = sentence.between(end, start)
    return len(gap) <= _NEAR and all(token.kind == WORD for token in gap)


def _several(sentence: Sentence, end: int) -> str | None:
    """Give the goods that begin at a place, blank for none; None if there are several: "wheat and barley"."""
    following = list(dropwhile(lambda token: sentence.is_a("whole", [token]), sentence.after(end, 2 * _NEAR + _LIST)))
    nouns = _nouns(sentence, following[:_NEAR])
    behind = [token for token in following if token.text not in nouns.split()][:_LIST]
    is_list = len(behind) == _LIST and (behind[0].text == "," or behind[0].has("and"))
    return None if nouns and is_list and _nouns(sentence, behind[1:]) else nouns


def _nouns(sentence: Sentence, tokens: Sequence[Token], *, is_before: bool = False) -> str:
    """Give those of some tokens, the nearest first, that are plain words: no names, nothing that plays another part."""
    found: list[Token] = []
    for token in tokens:
        is_name = sentence.written[token.start].isupper() and token is not sentence.tokens[0]
        if token.kind != WORD or token.senses or is_name or sentence.is_a("back", [token]):
            break
        found.append(token)
    words = list(dropwhile(lambda token: sentence.is_a("whole", [token]), found[::-1] if is_before else found))
    plain = " ".join(token.text for token in words)
    return plain.removesuffix("и") if sentence.tag == "tg" else plain  # izofat


def _gdp_of(sentence: Sentence, said: Said) -> tuple[int, int] | None:
    """Find the GDP of which a mention is a share."""
    mention = said.mention
    if mention.unit == "%GDP":
        return said.start, said.end
    if mention.kind == "ratio" or mention.unit == "%":
        whole = whole_of(sentence, said, "gdp")
        return None if whole is None else (whole.start, whole.end)
    return None


def whole_of(sentence: Sentence, said: Said, role: str) -> Token | None:
    """Find the whole of which a mention is a part: after it, "a third of its exports", or before it in the genitive.

    Args:
        sentence: The sentence.
        said: The mention.
        role: What the whole is, ``gdp`` or ``subject``.
    """
    if sentence.tag not in {"en", *_BEFORE_OWNER}:
        before = sentence.before(said.start, _NEAR)
        return next(
            (token for token in before if token.has(role) and (token.case or token.senses[role].case) not in _NO_WHOLE),
            None,
        )
    following = sentence.after(said.end, _FILLERS + 1)
    if sentence.tag == "en" and not (following and following[0].has("of")):
        return None
    for token in following:
        if token.has(role):
            return token
        if token.kind != WORD or token.has("and", "change") or sentence.mention_at(token.start):
            return None
    return None


def _topics(sentence: Sentence, bases: Mapping[int, tuple[int, int]]) -> list[Topic]:
    found: list[Topic] = []
    for place, token in enumerate(sentence.tokens):
        if not token.has("subject", "gdp") or sentence.mention_at(token.start):
            continue
        if not any(start <= token.start < end for start, end in bases.values()):
            found += _topic(sentence, place)
    if not any(topic.value == "remittances" for topic in found) and sentence.has_word("sender"):
        found += [Topic(*sent, "remittances") for sent in sentence.find("sent")[:1]]  # what migrants send
    return sorted([*found, *_weighed(sentence, found)])


def _weighed(sentence: Sentence, topics: Sequence[Topic]) -> list[Topic]:
    """Find the verbs of production and harvest that no noun stands for: "жиналды"."""
    return [
        Topic(start, end, "output", is_weighed=True)
        for start, end in sentence.find("output")
        if not any(topic.start < end and start < topic.end for topic in topics)
    ]


def _topic(sentence: Sentence, place: int) -> list[Topic]:
    token = sentence.tokens[place]
    following = sentence.tokens[place + 1 : place + 2]
    if any(start <= token.start < end for start, end in sentence.find("received")):
        return []  # "ворид шуд" is no import
    if token.text in {"export", "import"} and following and following[0].kind == WORD and not following[0].senses:
        return []  # "export agreements" are no exports
    for beside in (token, *following, *sentence.before(token.start)):
        if sentence.has("balance", beside.start, beside.end):
            start, end = min(beside.start, token.start), max(beside.end, token.end)
            return [Topic(start, end, "other", sentence.text[start:end])]
    if token.has("gdp"):
        return [Topic(token.start, token.end, "gdp")]
    value = token.value_of("subject") or ""
    if value == "gdp":
        return [Topic(token.start, token.end, value, is_growth=True)]
    return [Topic(token.start, token.end, value, _goods(sentence, token) if value in GOODS else "")]


def _goods(sentence: Sentence, token: Token) -> str | None:
    """Find the goods beside "exports": "grain exports", "exports of grain", "экспорт зерна", "астық экспорты"."""
    if sentence.tag in _BEFORE_OWNER:
        has_more = sentence.tag == "ru" or token.text.endswith("и")
        return _several(sentence, token.end) if has_more else ""
    if sentence.tag == "en":
        following = sentence.after(token.end)
        has_of, is_verb = bool(following) and following[0].has("of"), token.text.endswith(_VERBS)
        after = _several(sentence, following[0].end if has_of else token.end) if has_of or is_verb else ""
        if after != "" or token.text.endswith(_ADJECTIVES):
            return after
    elif not (token.case or token.senses["subject"].case).startswith("pos"):
        return ""
    return _nouns(sentence, sentence.before(token.start, _NEAR), is_before=True)


def _places(sentence: Sentence, topics: Sequence[Topic], bases: Mapping[int, tuple[int, int]]) -> list[Place]:
    found: list[Place] = []
    for token in sentence.tokens:
        code = token.value_of("country")
        following = sentence.after(token.end)
        if not code or find_country(code) is None or (following and _is_money(following[0])):
            continue
        inside = sentence.mention_at(token.start)
        if inside is not None and inside.mention.unit != "%GDP":
            continue
        owned = inside.start if inside is not None else _owned(sentence, token, bases)
        role = _role(sentence, token, found) if owned is None else "owner"
        if sentence.leads("before_country_source", token.start):
            role = "source"
        elif role == "adjective" and _belongs(sentence, token, topics):
            role = "own"
        found.append(Place(token.start, token.end, code, role, -1 if owned is None else owned))
    return [place._replace(role="own") if place.role == "between" else place for place in found]


def _is_money(token: Token) -> bool:
    """Tell whether a country before a word belongs to the name of a currency: "US dollars", but not "Uzbekistan $5"."""
    return token.kind == WORD and token.has("currency") and not token.upper


def _owned(sentence: Sentence, token: Token, bases: Mapping[int, tuple[int, int]]) -> int | None:
    """Give the start of the mention that is a share of the GDP beside a country, if there is one."""
    for at, (start, end) in bases.items():
        if token.end <= start and (start > at or sentence.tag in VERB_LAST):
            owns = not sentence.between(token.end, start)
        else:
            gap = sentence.between(end, token.start)
            has_preposition = len(gap) == 1 and (gap[0].has("of") or sentence.is_a("before_country_in", gap))
            owns = end <= token.start and (has_preposition or (not gap and sentence.tag in _BEFORE_OWNER))
        if owns:
            return at
    return None


def _role(sentence: Sentence, token: Token, found: list[Place]) -> str:
    """Find the part that a country plays: by its preposition, its ending, or what it is joined to."""
    if token.case == "adj" or sentence.is_a("adjective", [token]):
        return "adjective"
    before = [each for each in sentence.before(token.start, 2) if each.text != "the"][:1]
    for role in _PREPOSITIONS:
        if sentence.is_a(f"before_country_{role}", before):
            is_in = sentence.tag == "ru" and before[0].text in _IN_OR_TO and token.text.endswith(("е", "и"))
            return "in" if is_in else role
    following = sentence.after(token.end, 2)
    if sentence.is_a("after_country_between", following):
        found[-1:] = [place._replace(role="own") for place in found[-1:]]
        return "with"
    if sentence.is_a("after_country_with", following) and not following[-1].has("country"):
        return "with"
    goes_on = bool(following) and (following[0].has("and") or following[0].text == ",")
    if found and before and (before[0].has("and") or (before[0].text == "," and goes_on)):
        last = found[-1]
        if len(sentence.between(last.end, token.start)) <= _NEAR:
            return "with" if last.role == "between" else last.role
    return _CASES.get(token.case, "own")


def _belongs(sentence: Sentence, token: Token, topics: Sequence[Topic]) -> bool:
    """Tell whether the adjective of a country belongs to what the sentence speaks of: "Kazakh grain exports"."""
    beside = (*sentence.before(token.start), *sentence.after(token.end))
    if any(each.kind == DASH for each in beside):
        return False  # "Kazakh-Chinese trade" is of both
    return any(is_beside(sentence, token.end, topic.start) for topic in topics)


def goods_of(clause: Clause, said: Said, topic: Topic) -> str | None:
    """Find the goods of a figure; None if there are several."""
    if topic.item or topic.value not in GOODS:
        return topic.item
    own = _goods_after(clause.sentence, said)
    if own or topic.item is None:
        return own or None
    others = {goods for other in clause.said if (goods := _goods_after(clause.sentence, other))}
    return None if len(others) > 1 else "".join(others)


def _goods_after(sentence: Sentence, said: Said) -> str:
    """Find the goods right after a quantity: "1.1 million tons of grain", "1,1 млн тонн зерна"."""
    if said.mention.kind not in {"quantity", "money"}:
        return ""
    following = sentence.after(said.end, 3)
    if sentence.tag == "en":
        has_goods = bool(following) and (following[0].has("of") or sentence.is_a("before_country_in", following))
        return _nouns(sentence, following[1:]) if has_goods else ""
    if said.mention.kind == "money":
        return ""
    return _nouns(sentence, following[: 2 if sentence.tag in {"ru", "tg"} else 1])


def roles_of(clauses: Sequence[Clause], here: int, said: Said, topic: Topic) -> dict[str, list[str]]:
    """Give the countries around a figure, by the part they play."""
    clause = clauses[here]
    sentence = clause.sentence
    found: dict[str, list[str]] = {"own": _own(clause, said)}
    elliptic = [each for each in clauses[:here] if each.start <= topic.start < each.end]
    for role in _OTHERS:
        every = [
            place
            for each in (clause, *elliptic)
            for place in each.places
            if place.role == role and _topic_of(each, place, topic).value in {topic.value, *_WIDER.get(topic.value, ())}
        ]
        nearest = [place for place in every if place in clause.places] or every
        codes = _distinct(place.code for place in nearest)
        if len(codes) > 1:
            beside = [place for place in nearest if leads_to(sentence, said.end, place.start)][:1]
            codes = [place.code for place in beside if not _is_listed(sentence, place, nearest)] or codes
        found[role] = codes
    return found


def _topic_of(clause: Clause, place: Place, otherwise: Topic) -> Topic:
    """Find of what a country is the partner: of the last noun before it, or where the noun comes last, the next one."""
    before = [topic for topic in clause.topics if topic.start < place.start][-1:]
    following = [topic for topic in clause.topics if topic.start > place.start][:1]
    has_noun_last = clause.sentence.tag not in {"en", *_BEFORE_OWNER}
    found = following or before if has_noun_last else before or following
    return found[0] if found else otherwise


def _own(clause: Clause, said: Said) -> list[str]:
    """Give whose a figure can be: a country before it, else after it; of several the one that is beside the noun."""
    places = [place for place in clause.places if place.role in _OWNERS]
    places = [place for place in places if place.start < said.start] or places
    codes = _distinct(place.code for place in places)
    if len(codes) < 2:  # noqa: PLR2004
        return codes
    sentence = clause.sentence
    words = [(topic.start, topic.end) for topic in clause.topics]
    words += [*sentence.find("received"), *sentence.find("sent")]
    beside = [
        place
        for place in places
        if any(is_beside(sentence, place.end, start) or is_beside(sentence, end, place.start) for start, end in words)
    ]
    is_list = any(_is_listed(sentence, place, places) for place in beside)
    return codes if is_list or not beside else _distinct(place.code for place in beside)


def _is_listed(sentence: Sentence, place: Place, others: Iterable[Place]) -> bool:
    """Tell whether a country is one of several in a row: "China, Uzbekistan and Iran"."""
    for other in others:
        if other.code != place.code:
            first, last = sorted((place, other))
            gap = sentence.between(first.end, last.start)
            if len(gap) <= _NEAR and all(token.text == "," or token.has("and") for token in gap):
                return True
    return False


def _distinct(codes: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(codes))


def owner_of(clause: Clause, said: Said) -> str:
    """Give the country of the GDP of which a figure is a share, blank if it is not said."""
    return next((place.code for place in clause.places if place.owned == said.start), "")
