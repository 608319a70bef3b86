"""Facts: what a figure says, how much, what share or what growth, and of what; or why it says none of these."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Final, NamedTuple, TypeAlias, cast, final

import attrs

from centralasia.grammar.hedges import VERB_LAST
from centralasia.grammar.tokens import ABLATIVE, DATIVE, NUMBER, WORD, Token
from centralasia.money import Amount, MoneyEstimate
from centralasia.numbers import Estimate, Qualifier
from centralasia.numbers.exact import EXACT
from centralasia.quantities import Quantity
from centralasia.text.clauses import GOODS, goods_of, whole_of
from centralasia.text.mentions import Mention
from centralasia.text.sentences import Clause, Said, Sentence, Topic

__all__ = ["Fact", "Reason", "Subject", "read_fact", "subject_of"]

_PERCENT: Final = Decimal("0.01")
_POWERS: Final = tuple(Decimal(10) ** power for power in range(19))
_UNITS: Final = frozenset({"t", "kg", "kWh", "MWh", "GWh", "TWh", "m3", "L", "bbl", "c", "oz", "g", "Gcal"})
"""Units in which goods are counted over a period; MW, km or tonnes a year are a size or a pace."""
_NEVER_SHARES: Final = frozenset({"gdp", "population"})
_IDLE: Final = frozenset({"function", "of"})
_GAP: Final = 3  # tokens between a figure and the noun that follows it
_LONGEST: Final = 6  # words that say what another figure is of
_VERB_FIRST: Final = frozenset({"en", "ru"})
_CASELESS: Final = frozenset({"en", "ru", "tg"})
"""Languages that show with words before a figure what others show with its ending."""


class Reason(StrEnum):
    """Why a figure is tied to nothing.

    Example:
        >>> Reason("plan").name
        'PLAN'
    """

    KIND = "kind"
    """It is a rate, a price, percentage points, a figure per head or the like."""
    CURRENCY = "currency"
    """Its currency can be one of several."""
    PLAN = "plan"
    """It is planned, expected or agreed."""
    DENIED = "denied"
    """It is said not to be so: "did not receive $6 bn"."""
    EARLIER = "earlier"
    """It is what another figure is compared with: "from $5.3 bn", "against 2 million tonnes"."""
    CHANGE = "change"
    """It says by how much something changed, not how much it is, or in which direction is not clear."""
    SPAN = "span"
    """It is a growth against another time than a year earlier, or not said to be against that."""
    WHOLE = "whole"
    """Of what it is a share is not said, or whose; or it is a part of a figure before, "of which $3 bn"."""
    SUBJECT = "subject"
    """What it is a figure of is not said, or not one thing."""
    COUNTRY = "country"
    """No country is named."""
    COUNTRIES = "countries"
    """Several countries are named, and which one is meant is not clear."""
    TWICE = "twice"
    """There is another figure for the same."""
    SENTENCE = "sentence"
    """What it stands in is too long for a sentence."""
    REFUSED = "refused"
    """A claim cannot be so, such as a share of more than the whole."""

    __hash__ = str.__hash__


@final
@attrs.frozen(kw_only=True)
class Fact:
    """What a figure says.

    Attributes:
        field: The field of a claim: amount, quantity, share, growth or fold.
        value: Its value.
        of_gdp: Whether it is a share of GDP.
        whole: What else it is a share of.
    """

    field: str
    value: Amount | Quantity | Estimate
    of_gdp: bool = False
    whole: Token | None = None


_Reader: TypeAlias = Callable[[Clause, Said], Fact | Reason]


def read_fact(clause: Clause, said: Said) -> Fact | Reason:
    """Tell what a figure says.

    Args:
        clause: Where it stands.
        said: The figure.
    """
    reader = _READERS.get(said.mention.kind)
    if reader is None or (said.mention.kind == "percent" and said.mention.unit not in {"%", "%GDP"}):
        return Reason.KIND
    if clause.sentence.denies(said):
        return Reason.DENIED
    if _is_planned(clause, said):
        return Reason.PLAN
    if _is_compared(clause.sentence, said):
        return Reason.EARLIER
    return reader(clause, said)


def _is_planned(clause: Clause, said: Said) -> bool:
    sentence = clause.sentence
    if sentence.tag not in _VERB_FIRST:  # the verb comes last, and governs all
        return sentence.has_word("plan")
    if sentence.has("plan", sentence.start, said.end):
        return True
    end = said.end
    for token in sentence.between(said.end, clause.end):
        if token.kind != WORD or token.has("and") or sentence.mention_at(token.start):
            break
        end = token.end
    return sentence.has("plan", said.end, end)


def _is_compared(sentence: Sentence, said: Said) -> bool:
    """Tell whether a figure is only what another one is compared with."""
    if sentence.tag in _CASELESS:
        return sentence.leads("base", said.start)
    is_from = said.mention.qualifier == "exact" and _case(sentence, said) in ABLATIVE
    return is_from or sentence.is_a("base_after", sentence.after(said.end))


def _case(sentence: Sentence, said: Said) -> str:
    return sentence.before(said.end)[0].case


def _amount(clause: Clause, said: Said) -> Fact | Reason:
    mention = said.mention
    if clause.has("per_head"):
        return Reason.KIND
    if _is_difference(clause, said):
        return Reason.CHANGE
    if mention.kind == "quantity":
        quantity = mention.quantity
        if quantity is None:
            return Reason.KIND
        return Fact(field="quantity", value=Quantity.of(_estimate(clause.sentence, said), quantity.unit))
    money, printed = mention.money, _printed(clause.sentence, said)
    if money is None or mention.candidates:
        return Reason.CURRENCY
    if printed is not None and printed[1]:  # all the digits of an amount without a scale are there
        money = MoneyEstimate.of(_estimate(clause.sentence, said), money.currency)
    return Fact(field="amount", value=money)


def _is_difference(clause: Clause, said: Said) -> bool:
    """Tell whether an amount is what something rose or fell by."""
    sentence = clause.sentence
    if sentence.tag in _CASELESS:
        return sentence.leads("by_how_much", said.start) and any(_directions(clause, said))
    following = sentence.after(said.end)
    if _case(sentence, said) not in DATIVE or (following and following[0].has("to:after_dat")):
        return False
    side = said.end, _region(clause, said)[1]
    return sentence.has("up", *side) or sentence.has("down", *side)


def _share(clause: Clause, said: Said) -> Fact | Reason:
    value = _fraction(clause.sentence, said)
    if said.start in clause.bases:
        return Fact(field="share", value=value, of_gdp=True)
    whole = whole_of(clause.sentence, said, "subject")
    if whole is not None:
        return Fact(field="share", value=value, whole=whole)
    return Reason.WHOLE if said.mention.kind == "ratio" else _growth(clause, said, value)


def _growth(clause: Clause, said: Said, value: Estimate) -> Fact | Reason:
    sentence = clause.sentence
    up, down = _directions(clause, said)
    if _is_level(sentence, said):  # "growth slowed to 5%", but not "fell to 5%"
        up, down = sentence.has("growth", *_region(clause, said)), False
    if up == down:
        return Reason.CHANGE
    return Fact(field="growth", value=value if up else -value)


def _is_level(sentence: Sentence, said: Said) -> bool:
    """Tell whether a percentage is what something came to."""
    before, following = sentence.before(said.start), sentence.after(said.end)
    if before and before[0].has("to:before"):
        return True
    return _case(sentence, said) == "to" or (bool(following) and following[0].has("to:after_dat"))


def _fold(clause: Clause, said: Said) -> Fact | Reason:
    sentence = clause.sentence
    up, down = _directions(clause, said)
    if down or not (up or sentence.has("doubled", said.start, said.end)):
        return Reason.CHANGE
    return Fact(field="fold", value=_estimate(sentence, said))


_READERS: Final[Mapping[str, _Reader]] = (
    dict.fromkeys(("money", "quantity"), _amount) | dict.fromkeys(("ratio", "percent"), _share) | {"multiple": _fold}
)


def _region(clause: Clause, said: Said) -> tuple[int, int]:
    """Give the stretch between the figures before and after one."""
    figures = [other for other in clause.said if not other.is_date]
    before = [other.end for other in figures if other.end <= said.start]
    following = [other.start for other in figures if other.start >= said.end]
    return max(before, default=clause.start), min(following, default=clause.end)


def _directions(clause: Clause, said: Said) -> tuple[bool, bool]:
    """Tell whether something rises, and whether something falls, by the words near a figure."""
    sentence = clause.sentence
    start, end = _region(clause, said)
    sides = [(start, said.start), (said.end, end)]
    if sentence.tag not in _VERB_FIRST:
        sides.reverse()
    for side in sides:
        found = sentence.has("up", *side), sentence.has("down", *side)
        if any(found):
            return found
    return False, False


def _fraction(sentence: Sentence, said: Said) -> Estimate:
    """Give a share or a growth as a fraction."""
    mention = said.mention
    if mention.kind != "percent":
        return _estimate(sentence, said)
    printed = _printed(sentence, said)
    if printed is not None:
        return Estimate.printed(EXACT.multiply(printed[0], _PERCENT))
    ends = (mention.value, mention.low, mention.high)
    value, low, high = (None if end is None else EXACT.multiply(end, _PERCENT) for end in ends)
    return _known(attrs.evolve(mention, value=value, low=low, high=high))


def _estimate(sentence: Sentence, said: Said) -> Estimate:
    """Give a figure as it is printed or hedged."""
    printed = _printed(sentence, said)
    if printed is None:
        return _known(said.mention)
    digits, power = printed
    return Estimate.printed(digits) * _POWERS[power] if power else Estimate.printed(digits)


def _known(mention: Mention) -> Estimate:
    return cast(Estimate, mention.estimate)  # only dates have none


def _printed(sentence: Sentence, said: Said) -> tuple[Decimal, int] | None:
    """Give the digits of an exact figure as they are printed, and the power of ten that goes with them.

    None for what has a hedge or several numerals, and for words, such as "half", that print no digits.
    """
    mention = said.mention
    if mention.qualifier is not Qualifier.EXACT or mention.value is None:
        return None
    tokens = sentence.between(said.start, said.end)
    numerals = [token.value for token in tokens if token.kind == NUMBER and token.value is not None]
    scales = [int(scale) for token in tokens if (scale := token.value_of("scale"))]
    if numerals or not scales:
        return _scaled(numerals[0], mention.value) if len(numerals) == 1 else None
    return Decimal(f"{EXACT.scaleb(mention.value, -scales[-1]).normalize():f}"), scales[-1]


def _scaled(digits: Decimal, value: Decimal) -> tuple[Decimal, int] | None:
    """Find the power of ten between the digits that are printed and the figure."""
    signed = digits.copy_sign(value)
    power = next((power for power, scale in enumerate(_POWERS) if EXACT.multiply(signed, scale) == value), None)
    return None if power is None else (signed, power)


class Subject(NamedTuple):
    """What a figure is of.

    Attributes:
        topic: The noun or verb that says it.
        item: What exactly, blank where the subject says all.
        denominator: Of what it is a share, blank if it is none.
        is_carried: Whether an earlier sentence says it.
        whole: The noun of which it is a partner's share.
    """

    topic: Topic
    item: str
    denominator: str = ""
    is_carried: bool = False
    whole: Topic | None = None


def subject_of(clauses: Sequence[Clause], here: int, *, said: Said, fact: Fact, before: str) -> Subject | Reason:
    """Find what a figure is of; `before` is what the last claim was of, for who else receives, receives the same."""
    clause = clauses[here]
    if fact.whole is not None:
        return _subject_of_part(clause, said, fact, fact.whole)
    denominator = "gdp" if fact.of_gdp else ""
    topic = _topic_of(clauses, here, said, fact)
    if topic is not None:
        item = goods_of(clause, said, topic)
        return Reason.SUBJECT if item is None else Subject(topic, item, denominator)
    if before.startswith("remittances") and clause.sentence.has_word("received"):
        return Subject(Topic(said.start, said.end, "remittances"), "", denominator, is_carried=True)
    item = _words_before(clause, said) if fact.field in {"amount", "share"} else ""
    return Subject(Topic(said.start, said.end, "other"), item, denominator) if item else Reason.SUBJECT


def _subject_of_part(clause: Clause, said: Said, fact: Fact, whole: Token) -> Subject | Reason:
    """Tell whether a share of exports and the like is that of a partner, or of something else beside them."""
    value = whole.value_of("subject") or ""
    before = [topic for topic in clause.topics if topic.start < said.start and _fits(topic, said, fact)]
    if before:
        return _of_part(before[-1], value) if value in GOODS else Reason.WHOLE
    own = [topic for topic in clause.topics if topic.start <= whole.start < topic.end]
    if not own or value not in {"remittances", *GOODS}:
        return Reason.WHOLE
    return _of_part(own[0], "total_inflow", own[0])


def _of_part(topic: Topic, denominator: str, whole: Topic | None = None) -> Subject | Reason:
    return Reason.SUBJECT if topic.item is None else Subject(topic, topic.item, denominator, whole=whole)


def _topic_of(clauses: Sequence[Clause], here: int, said: Said, fact: Fact) -> Topic | None:
    """Find the noun of a figure: the one right after it, else the last before it, else what follows."""
    sentence = clauses[here].sentence
    fitting = [[topic for topic in clause.topics if _fits(topic, said, fact)] for clause in clauses]
    own = fitting[here]
    beside = [topic for topic in own if topic.start >= said.end and _follows(sentence, said.end, topic.start)]
    before = [topic for topic in own if topic.start < said.start]
    earlier = [topic for every in fitting[:here] for topic in every]
    later = [topic for every in fitting[here + 1 :] for topic in every] if sentence.tag in VERB_LAST else []
    for found in (beside[:1], before[-1:], own[:1], earlier[-1:], later[:1]):
        if found:
            return found[0]
    return None


def _fits(topic: Topic, said: Said, fact: Fact) -> bool:
    """Tell whether a fact can be one of a subject."""
    is_whole = fact.whole is not None and topic.start <= fact.whole.start < topic.end
    if is_whole or (topic.is_weighed and fact.field != "quantity"):
        return False
    match fact.field:
        case "growth" | "fold":
            return topic.value != "other"
        case "share":
            return topic.value not in _NEVER_SHARES
        case "quantity" if topic.value == "population":
            return said.mention.unit == "person"
        case "quantity":
            return topic.value in GOODS and said.mention.unit in _UNITS
        case _:
            return topic.value != "population" and not topic.is_growth


def _follows(sentence: Sentence, end: int, start: int) -> bool:
    """Tell whether a noun belongs to the figure before it: "$5.7 billion in remittances", "a 5% rise in exports"."""
    gap = sentence.between(end, start)
    plain = 0
    for token in gap:
        if token.kind != WORD or token.has("and") or sentence.mention_at(token.start):
            return False
        if not (token.has("of", "change") or sentence.is_a("before_country_in", [token])):
            plain += 1
            if token.senses:
                return False
    return len(gap) <= _GAP and plain <= 1


def _words_before(clause: Clause, said: Said) -> str:
    """Give the words that say what a figure is of, where no subject does: "budget deficit" in "… was 3% of GDP"."""
    sentence, found = clause.sentence, list[Token]()
    last = [token for token in sentence.before(said.start) if not sentence.is_a("whole", [token])]
    if sentence.tag in _VERB_FIRST and last and last[0].kind == WORD and not last[0].senses:
        return ""  # a verb, whatever it is: "gave $5 billion"
    for token in reversed(sentence.between(clause.start, said.start)):
        inside = sentence.mention_at(token.start)
        if inside is not None and inside.is_date and not found:
            continue
        if token.kind != WORD or inside is not None or len(found) == _LONGEST:
            break
        is_idle = bool(token.senses) or sentence.is_a("whole", [token])
        if not is_idle or (found and token.senses.keys() <= _IDLE):
            found.append(token)
        elif found:
            break
    while found and found[-1].senses:
        found.pop()
    return " ".join(token.text for token in reversed(found))
