from decimal import Decimal

import pytest

import centralasia as ca
from centralasia.grammar.figures import read_figure
from centralasia.grammar.hedges import case_at, changes, qualify
from centralasia.grammar.tokens import tokenize
from centralasia.languages import lexicon


def _hedges(lang: str, text: str) -> list[tuple[str, str]]:
    return [(found.qualifier, found.surface) for found in ca.text.find_mentions(text, lang)]


@pytest.mark.parametrize(
    ("lang", "text", "hedge", "surface"),
    [
        ("en", "Exports exceeded $2 bn.", "over", "exceeded $2 bn"),
        ("en", "Some 40% of it", "approx", "Some 40%"),
        ("en", "No more than 6% went", "at_most", "No more than 6%"),
        ("en", "About a 5% rise", "approx", "About a 5%"),
        ("en", "Lending of ≥ 5% is", "at_least", "≥ 5%"),
        ("en", "Lending of <5% is", "under", "<5%"),
        ("en", "Lending of 10%+ is", "at_least", "10%+"),
        ("ru", "Резервы превысили 20 млрд долларов.", "over", "превысили 20 млрд долларов"),
        ("ru", "Ставка не превышает 5%.", "at_most", "не превышает 5%"),
        ("ru", "Рост более чем на 5%.", "over", "более чем на 5%"),
        ("ru", "Инвестиции от 40 млн долларов.", "at_least", "от 40 млн долларов"),
        ("kk", "Кемінде 40 млн теңге.", "at_least", "Кемінде 40 млн теңге"),
        ("kk", "5 млрд теңгедей қаржы.", "approx", "5 млрд теңгедей"),
        ("ky", "Экспорт 5 млрд доллардан ашты.", "over", "5 млрд доллардан ашты"),
        ("uz-Latn", "Eksport 5 mlrd dollardan oshdi.", "over", "5 mlrd dollardan oshdi"),
        ("uz-Cyrl", "5 млрд доллардан ортиқ.", "over", "5 млрд доллардан ортиқ"),
        ("tg", "Содирот аз 5 миллиард доллар зиёд буд.", "over", "аз 5 миллиард доллар зиёд"),
        ("tg", "На кам аз 40 фоиз.", "at_least", "На кам аз 40 фоиз"),
        ("tk", "5 göterimden artyk.", "over", "5 göterimden artyk"),
    ],
)
def test_hedges_before_and_after_belong_to_the_figure(lang: str, text: str, hedge: str, surface: str) -> None:
    assert _hedges(lang, text) == [(hedge, surface)]


@pytest.mark.parametrize(
    ("lang", "text", "hedge", "surface"),
    [
        ("en", "The tax is up to 7%.", "at_most", "up to 7%"),
        ("ru", "Выплаты до 7 млн тенге.", "at_most", "до 7 млн тенге"),
        ("ru", "Доход размером до 5% снизился.", "at_most", "до 5%"),
        ("ru", "Снижение цен; до 5% скидки.", "at_most", "до 5%"),
        ("kk", "Айыппұл 5 млн теңгеге дейін.", "at_most", "5 млн теңгеге дейін"),
        ("kk", "Айыппұл 5 млн теңгеге дейін (өсті).", "at_most", "5 млн теңгеге дейін"),
        ("ky", "100 миң сомго чейин.", "at_most", "100 миң сомго чейин"),
        ("uz-Latn", "100 ming so'mgacha kredit beriladi.", "at_most", "100 ming so'mgacha"),
        ("uz-Cyrl", "100 минг сўмгача кредит.", "at_most", "100 минг сўмгача"),
        ("tg", "То 100 ҳазор сомонӣ қарз.", "at_most", "То 100 ҳазор сомонӣ"),
        ("tk", "100 müň manada çenli karz.", "at_most", "100 müň manada çenli"),
    ],
)
def test_up_to_is_a_ceiling(lang: str, text: str, hedge: str, surface: str) -> None:
    assert _hedges(lang, text) == [(hedge, surface)]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Exports rose to 7%."),
        ("en", "The rate went up to 7%."),
        ("en", "The rate rose up to 7%."),
        ("ru", "Ставка выросла до 7%."),
        ("kk", "Экспорт 5 млрд долларға дейін өсті."),
        ("ky", "Экспорт 5 млрд долларга чейин өстү."),
        ("uz-Latn", "Foiz 100 ming so'mgacha ko'tarildi."),
        ("uz-Cyrl", "Фоиз 100 минг сўмгача кўтарилди."),
        ("tg", "Содирот то 100 ҳазор сомонӣ афзуд."),
        ("tk", "5 göterime çenli ösdi."),
    ],
)
def test_to_after_a_change_is_the_point_reached(lang: str, text: str) -> None:
    assert [hedge for hedge, _ in _hedges(lang, text)] == ["exact"]


@pytest.mark.parametrize(
    ("lang", "text", "hedges"),
    [
        ("en", "About 7-9% of it", ["range"]),
        ("en", "It rose from 7 to 9%.", ["exact", "exact"]),
        ("kk", "Өсім шамамен 7-ден 9 пайызға дейін", ["range"]),
    ],
)
def test_a_hedge_adds_nothing_to_a_range_nor_to_the_points_of_a_change(lang: str, text: str, hedges: list[str]) -> None:
    assert [hedge for hedge, _ in _hedges(lang, text)] == hedges


@pytest.mark.parametrize("text", ["It said more.\n\n5% of it", "It is more than that. 5% of it", "Lots more than 5"])
def test_no_hedge_comes_from_beyond_a_sentence(text: str) -> None:
    assert all(hedge == "exact" for hedge, _ in _hedges("en", text))


def test_the_hedge_of_the_next_figure_is_not_of_this_one() -> None:
    assert _hedges("en", "5% about 7%") == [("exact", "5%"), ("approx", "about 7%")]


def test_what_follows_a_break_is_no_hedge() -> None:
    assert _hedges("kk", "5 пайыздан\n\nастам") == [("exact", "5 пайыздан")]


def test_a_point_of_a_change_takes_no_hedge() -> None:
    tokens = tokenize("about 5%", lexicon("en"))
    figure = read_figure(tokens, 1, -1)
    assert figure is not None
    figure.fixed = True
    qualify(tokens, figure, after=-1, before=len(tokens), tag="en")
    assert (figure.first, figure.hedge, figure.value) == (1, "", Decimal(5))


def test_a_case_beyond_the_text_is_blank() -> None:
    assert case_at([], 0) == ""
    assert case_at(tokenize("100 теңгеге", lexicon("kk")), 1) == "dat"


@pytest.mark.parametrize(
    ("lang", "text", "place", "told"),
    [
        ("en", "exports rose 5", 2, True),
        ("en", "exports rose. Then 5", 3, False),
        ("en", "5", 0, False),
        ("ru", "рост размером 5", 2, False),
        ("kk", "5 өсті", 0, True),
        ("kk", "5 теңге. Ол өсті", 0, False),
        ("kk", "5 ; өсті", 0, False),
        ("kk", "5 \n\n өсті", 0, False),
    ],
)
def test_a_change_governs_within_its_clause(lang: str, text: str, place: int, *, told: bool) -> None:
    assert changes(tokenize(text, lexicon(lang)), place, place, lang) is told


def test_many_hedges_are_read_in_proportion() -> None:
    assert len(_hedges("en", "about " * 4000 + "5%")) == 1
