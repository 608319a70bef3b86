"""Claims in a text: the figures of a sentence tied to each other, to a country, a subject and a period."""

from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple, final

import attrs

from centralasia.claims import Claim
from centralasia.errors import CentralAsiaError
from centralasia.reference import WORLD, Country, Source, as_source, country
from centralasia.text.clauses import clauses_of, is_beside, owner_of, roles_of
from centralasia.text.facts import Fact, Reason, Subject, read_fact, subject_of
from centralasia.text.mentions import Mention, find_mentions
from centralasia.text.sentences import Clause, Said, Sentence, Topic, When, is_yearly, read_sentences, when_of

__all__ = ["FoundClaim", "FoundClaims", "Reason", "Untied", "find_claims"]

_OWNERS: Final = frozenset({"own", "by"})
_PARTS: Final = frozenset({"own", "by", "from", "to", "with"})


@final
@attrs.frozen(kw_only=True)
class FoundClaim:
    """A claim that a text makes, and where.

    Attributes:
        claim: What is said.
        mentions: The figures of which it is made, and the time they are of, in order.
        carried: The fields that another sentence says, before the one in which the figures stand.
        start, end: Where that sentence stands in the text.

    Example:
        >>> text = "In 2024 GDP of Kazakhstan reached $291.5 billion."
        >>> (found,) = find_claims(text, "en", source="a news page").found
        >>> [mention.surface for mention in found.mentions]
        ['2024', '$291.5 billion']
    """

    claim: Claim
    mentions: tuple[Mention, ...]
    carried: frozenset[str] = frozenset()
    start: int
    end: int


@final
@attrs.frozen(kw_only=True)
class Untied:
    """A figure that is tied to nothing.

    Attributes:
        mention: The figure.
        reason: Why.

    Example:
        >>> (untied,) = find_claims("It is worth $3 billion.", "en", source="a news page").untied
        >>> untied.mention.surface, untied.reason
        ('$3 billion', <Reason.SUBJECT: 'subject'>)
    """

    mention: Mention
    reason: Reason


@final
@attrs.frozen(kw_only=True)
class FoundClaims:
    """The claims of a text, and the figures that make none; each figure is in one of the two.

    Attributes:
        found: The claims, in the order of the text.
        untied: The figures that are tied to nothing, in the order of the text.

    Example:
        >>> found = find_claims("Exports of Uzbekistan were $24.4 billion in 2023.", "en", source="a news page")
        >>> [(claim.about.alpha2, str(claim.subject), str(claim.period)) for claim in found.claims]
        [('UZ', 'exports', '2023')]
    """

    found: tuple[FoundClaim, ...]
    untied: tuple[Untied, ...]

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims alone."""
        return tuple(each.claim for each in self.found)


def find_claims(
    text: str, lang: str | None = None, *, source: Source | str, about: Country | str | None = None
) -> FoundClaims:
    """Find the claims that a text makes: its figures, tied to what they are of, to whose they are and when.

    A figure is tied by the words of its own sentence. In one paragraph, a sentence without a time goes on with that of
    the sentence before if it speaks of the same, and one that says "the country" or "its" with the country before.
    Nothing is guessed: what is not said is left out of the claim, and a figure without a country, a subject or a clear
    meaning is left untied, with the reason. So are plans, agreements and figures that others are only compared with.

    Units:
        A figure without a hedge is as exact as it is printed, 5.65 to 5.75 billion for "5.7 billion"; an amount
        without a scale is exact.

    Args:
        text: The text.
        lang: As in `find_mentions`.
        source: Who states it, as in `Claim`.
        about: The country of figures for which the text names none; None leaves them untied.

    Returns:
        The claims, and the figures that make none.

    Raises:
        UnknownCodeError: No language that is read, or no such country.
        WrongTypeError: No text.

    Example:
        >>> from centralasia.numbers import Estimate
        >>> page = "In 2023, migrants sent $5.7 billion from Russia to Tajikistan – nearly half of Tajikistan's GDP."
        >>> (claim,) = find_claims(page, "en", source="a news page").claims
        >>> print(claim.about, claim.counterpart, claim.subject, claim.period, claim.share, sep="; ")
        TJ; RU; remittances_received; 2023; nearly 0.5 (0.45 to under 0.5)
        >>> claim.amount.estimate == Estimate.printed("5.7") * 10**9
        True
    """
    reader = _Reader(source=as_source(source), default="" if about is None else country(about).alpha2)
    for sentence in read_sentences(text, find_mentions(text, lang), lang):
        reader.read(sentence)
    reader.untied.sort(key=lambda untied: untied.mention.start)
    return FoundClaims(found=tuple(reader.found), untied=tuple(reader.untied))


@final
@attrs.define(kw_only=True)
class _Memory:
    """What the sentences of a paragraph have said so far.

    Attributes:
        here: The country of the last figure that was tied in the sentence that is being read.
        about: The one country of which the last sentence spoke.
        subject: The subject of the last claim.
        receiver: Its country.
        counterpart: Its partner, blank for none.
        when: Its time.
    """

    here: str = ""
    about: str = ""
    subject: str = ""
    receiver: str = ""
    counterpart: str = ""
    when: When = attrs.field(factory=When)


class _Parties(NamedTuple):
    """Whose a figure is, and with whom.

    Attributes:
        subject: What it is, once the direction is known: a `centralasia.claims.Subject`.
        about: The country.
        counterpart: Its partner, blank for none.
        carried: Which of these an earlier sentence says.
    """

    subject: str
    about: str
    counterpart: str = ""
    carried: frozenset[str] = frozenset()


@final
@attrs.frozen(kw_only=True)
class _Tied:
    """A figure with all that ties it to others: what is alike in `key` makes one claim."""

    said: Said
    fact: Fact
    denominator: str
    parties: _Parties
    item: str
    when: When
    carried: frozenset[str]

    @property
    def key(self) -> tuple[object, ...]:
        return (*self.parties[:3], self.item, self.when.period)


@final
@attrs.define(kw_only=True)
class _Reader:
    """Reads sentence after sentence, and remembers what a paragraph has said."""

    source: Source
    default: str
    found: list[FoundClaim] = attrs.field(factory=list)
    untied: list[Untied] = attrs.field(factory=list)
    _memory: _Memory = attrs.field(factory=_Memory)
    _paragraph: int = -1

    def read(self, sentence: Sentence) -> None:
        """Read one sentence."""
        if sentence.paragraph != self._paragraph:
            self._memory, self._paragraph = _Memory(), sentence.paragraph
        figures = [said for said in sentence.said if not said.is_date]
        if not sentence.is_readable:
            self.untied += [Untied(mention=said.mention, reason=Reason.SENTENCE) for said in figures]
            return
        clauses = clauses_of(sentence)
        self._memory.here = ""
        groups: dict[tuple[object, ...], list[_Tied]] = {}
        for here, clause in enumerate(clauses):
            for said in clause.said:
                if not said.is_date:
                    tied = _tied(clauses, here, said=said, memory=self._memory, default=self.default)
                    self._place(groups, said, tied)
        for group in groups.values():
            self._build(sentence, group)
        self._remember(clauses, (tied for group in groups.values() for tied in group))

    def _place(self, groups: dict[tuple[object, ...], list[_Tied]], said: Said, tied: _Tied | Reason) -> None:
        """Put a figure beside those with which it makes one claim."""
        if isinstance(tied, _Tied):
            self._memory.here = tied.parties.about
            group = groups.setdefault(tied.key, [])
            if all(other.fact.field != tied.fact.field for other in group):
                group.append(tied)
                return
            tied = Reason.TWICE
        self.untied.append(Untied(mention=said.mention, reason=tied))

    def _build(self, sentence: Sentence, group: list[_Tied]) -> None:
        first = group[0]
        figures: dict[str, Any] = {tied.fact.field: tied.fact.value for tied in group}
        figures["denominator"] = next((tied.denominator for tied in group if tied.denominator), None)
        try:
            claim = Claim(
                about=first.parties.about,
                subject=first.parties.subject,
                item=first.item,
                period=first.when.period,
                counterpart=first.parties.counterpart or WORLD,
                source=self.source,
                **figures,
            )
        except CentralAsiaError:
            self.untied += [Untied(mention=tied.said.mention, reason=Reason.REFUSED) for tied in group]
            return
        mentions = {tied.said.mention.start: tied.said.mention for tied in group}
        mentions |= {when.start: when for tied in group if (when := tied.when.mention) is not None}
        self.found.append(
            FoundClaim(
                claim=claim,
                mentions=tuple(mentions[start] for start in sorted(mentions)),
                carried=frozenset[str]().union(*(tied.carried for tied in group)),
                start=sentence.start + sentence.offset,
                end=sentence.end + sentence.offset,
            )
        )
        memory = self._memory
        memory.subject, memory.receiver, memory.counterpart, _ = first.parties
        memory.when = first.when

    def _remember(self, clauses: Sequence[Clause], tied: Iterable[_Tied]) -> None:
        """Remember of which one country the sentence spoke; one that names none leaves it at that."""
        named = {each.parties.about for each in tied} or {
            place.code for clause in clauses for place in clause.places if place.role == "own"
        }
        if named:
            self._memory.about = named.pop() if len(named) == 1 else ""


def _tied(clauses: Sequence[Clause], here: int, *, said: Said, memory: _Memory, default: str) -> _Tied | Reason:
    """Tie a figure to what it is of, whose it is and when."""
    clause = clauses[here]
    fact = read_fact(clause, said)
    if isinstance(fact, Reason):
        return fact
    subject = subject_of(clauses, here, said=said, fact=fact, before=memory.subject)
    if isinstance(subject, Reason):
        return subject
    parties = _parties_of(clauses, here, said=said, subject=subject, memory=memory, default=default)
    if isinstance(parties, Reason):
        return parties
    when = when_of(clause, said, before=memory.when if memory.subject == parties.subject else When())
    if fact.field in {"growth", "fold"} and not is_yearly(clause, when):
        return Reason.SPAN
    carried = {"subject": subject.is_carried, "period": when.is_carried}
    return _Tied(
        said=said,
        fact=fact,
        denominator=subject.denominator,
        parties=parties,
        item=subject.item,
        when=when,
        carried=parties.carried | {name for name, is_carried in carried.items() if is_carried},
    )


def _parties_of(
    clauses: Sequence[Clause], here: int, *, said: Said, subject: Subject, memory: _Memory, default: str
) -> _Parties | Reason:
    """Find whose a figure is, and with whom."""
    topic = subject.topic
    part = None if subject.whole is None else _partner(clauses[here], subject.whole)
    if part is not None:
        return part
    roles = roles_of(clauses, here, said, topic)
    value, about, partner = _ends(clauses[here], topic, roles)
    owner = owner_of(clauses[here], said)
    carried: set[str] = set()
    if owner and not (roles["own"] or roles["to"]):
        about = [owner]
    if not about:
        about = _fallback(clauses[here].sentence, memory, default)
        carried = {"about"} if about and about[0] not in {memory.here, default} else carried
    if not about and topic.value == "remittances":
        value, about, partner = "remittances_sent", roles["from"], []
    if not about:
        return Reason.COUNTRY
    partner = [code for code in partner if code != about[0]]
    if len(about) > 1 or len(partner) > 1:
        return Reason.COUNTRIES
    needs_partner = subject.whole is not None or clauses[here].is_part
    if (owner and owner != about[0]) or (needs_partner and not partner):
        return Reason.WHOLE
    if not partner and _goes_on(clauses[here].sentence, about[0], value, memory):
        partner = [memory.counterpart]
        carried.add("counterpart")
    return _Parties(value, about[0], "".join(partner), frozenset(carried))


def _goes_on(sentence: Sentence, about: str, value: str, memory: _Memory) -> bool:
    """Tell whether a list of those who receive remittances from one country goes on."""
    is_next = value == memory.subject == "remittances_received" and about not in {memory.receiver, memory.counterpart}
    return is_next and bool(memory.counterpart) and not sentence.has_word("from_all")


def _partner(clause: Clause, whole: Topic) -> _Parties | None:
    """Find whose exports and the like they are of which a partner has a share, and the partner, if both are clear."""
    sentence = clause.sentence
    about = {
        place.code
        for place in clause.places
        if place.role in _OWNERS
        and (is_beside(sentence, place.end, whole.start) or is_beside(sentence, whole.end, place.start))
    }
    others = {place.code for place in clause.places if place.role in _PARTS} - about
    if len(about) != 1 or len(others) != 1 or whole.value == "remittances":
        return None
    return _Parties(whole.value, about.pop(), others.pop())


def _ends(clause: Clause, topic: Topic, roles: dict[str, list[str]]) -> tuple[str, list[str], list[str]]:
    """Give the subject, whose it can be, and who can be the partner."""
    own, inside, origin, target, beside = (roles[role] for role in ("own", "in", "from", "to", "with"))
    about, partner = own or inside, list[str]()
    match topic.value:
        case "remittances":
            return _remitted(clause, roles)
        case "exports":
            about, partner = about or origin, target or beside
        case "imports":
            about, partner = own or target or inside, origin or beside
        case "trade" if len(own) == 2 and not beside:  # noqa: PLR2004
            about, partner = own[:1], own[1:]
        case "trade":
            partner = beside
        case "investment" | "financing":
            receiver = target or inside
            about, partner = receiver or own, [*origin, *(own if receiver else [])]
        case "other":
            partner = [*origin, *target, *beside]
    return topic.value, about, partner


def _remitted(clause: Clause, roles: dict[str, list[str]]) -> tuple[str, list[str], list[str]]:
    """Tell who receives, unless only a sender is said: what is called somebody's remittances is what he receives."""
    own, origin, target = roles["own"], roles["from"], roles["to"]
    if target:
        return "remittances_received", target, origin or own
    is_sent = clause.has("sent") and not clause.has("received")
    if own and is_sent and not origin:
        return "remittances_sent", own, []
    return "remittances_received", own or roles["in"], origin


def _fallback(sentence: Sentence, memory: _Memory, default: str) -> list[str]:
    """Find whose a figure is, where the clause names nobody."""
    before = memory.about if sentence.has_word("back") else ""
    return [code for code in (memory.here, before, default) if code][:1]
