"""Telling languages: by sentences of every kind, on pages that mix them, and whatever the text."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.languages import LANGUAGES
from centralasia.languages.detection import detect_language, split_by_language

SENTENCES = {
    "en": [
        "Prices rose again.",
        "The budget is in deficit.",
        "No decision was made.",
        "Exports of copper grew by 14 percent in March.",
        "Remittances to Tajikistan reached $5.7 billion last year, according to the central bank.",
        "Almaty and Tashkent will be linked by a new power line.",
        "Who pays for the pipeline?",
        "The som lost 0.4% against the dollar on Tuesday.",
        "Kazakhstan, Uzbekistan and Turkmenistan agreed to share the cost of the canal equally among themselves.",
        "Farmers sold their cotton at 12 million soum per tonne, which is far below what they had hoped for in spring.",
        "Inflation slowed for the third month in a row.",
        "Manat, tenge and somoni held steady.",
        "This may change soon.",
        "Bishkek's trade with China doubled over two years.",
        "Loans worth 300 million euros were signed by both governments at the end of the visit to Ashgabat.",
        "Gas deliveries via Bukhara stopped overnight.",
    ],
    "ru": [
        "Цены снова выросли.",
        "Решение пока не принято.",
        "Бюджет исполнен с дефицитом.",
        "Экспорт меди вырос на 14 процентов за март.",
        "Кто платит за газопровод?",
        "Переводы мигрантов в Таджикистан достигли 5,7 млрд долларов, сообщили в центральном банке.",
        "Астана и Ташкент договорились о поставках зерна.",
        "Сом ослаб на 0,4 процента.",
        "Казахстан, Узбекистан и Туркменистан поровну разделят расходы на канал.",
        "Хлопок продавали по 12 млн сумов за тонну, что намного ниже весенних ожиданий фермеров и переработчиков.",
        "Инфляция замедляется третий месяц подряд.",
        "Теперь очередь за банками.",
        "Торговля с Китаем удвоилась.",
        "Кредит на 300 млн евро подписан в Ашхабаде.",
        "Газ через Бухару не идет с ночи.",
        "Тарифы для населения останутся прежними до конца года, а для бизнеса их поднимут в два этапа.",
    ],
    "kk": [
        "Баға тағы өсті.",
        "Шешім әлі қабылданған жоқ.",
        "Бюджет тапшылығы артып отыр.",
        "Наурызда мыс экспорты 14 пайызға көбейді.",
        "Құбырдың ақысын кім төлейді?",
        "Орталық банктің дерегінше, Тәжікстанға жіберілген ақша аударымдары 5,7 млрд долларға жетті.",
        "Астана мен Ташкент астық жеткізу туралы келісті.",
        "Теңге долларға шаққанда арзандады.",
        "Канал салуға кететін шығынды Қазақстан, Өзбекстан және Түрікменстан тең бөлісетін болды.",
        "Банктер несие бере бастады.",
        "Инфляция үшінші ай қатарынан баяулап келеді.",
        "Сауда екі есе артты.",
        "Келесі жылы жаңа зауыт іске қосылады деп күтілуде.",
        "Мектеп салуға 3 миллиард теңге бөлінді.",
        "Мұнай бағасы бір аптада баррелі 58 доллардан 61 долларға дейін көтерілді, бірақ сарапшылар оны уақытша дейді.",
        "Тарифтер жыл соңына дейін сол күйінде сақталады.",
    ],
    "ky": [
        "Баалар кайра көтөрүлдү.",
        "Чечим али кабыл алына элек.",
        "Бюджетте каражат жетишсиз болуп жатат.",
        "Март айында жез экспорту 14 пайызга көбөйдү.",
        "Газ түтүгүнүн акысын ким төлөйт?",
        "Борбордук банктын маалыматына ылайык, Тажикстанга жөнөтүлгөн акча которуулар 5,7 млрд долларга жетти.",
        "Бишкек менен Ташкент дан жеткирүү боюнча макулдашты.",
        "Сомдун курсу бир аз төмөндөдү.",
        "Каналды курууга кеткен чыгымды үч өлкө тең бөлүшөт.",
        "Банктар насыя бере баштады.",
        "Инфляция үчүнчү ай катары менен басаңдап жатат.",
        "Соода эки эсе өстү.",
        "Кийинки жылы жаңы завод ишке кирет деп күтүлүүдө.",
        "Мектеп курууга 300 миллион сом бөлүндү.",
        "Кытай менен соода жүгүртүү акыркы эки жылда эки эсеге көбөйүп, болжол менен 12 миллиард долларды түздү.",
        "Бул акча бюджеттен эмес, донорлордон келген.",
    ],
    "uz-Latn": [
        "Narxlar yana oshdi.",
        "Qaror hali qabul qilinmagan.",
        "Byudjet taqchilligi ortib bormoqda.",
        "Mart oyida mis eksporti 14 foizga ko‘paydi.",
        "Quvur uchun kim to'laydi?",
        "Markaziy bank ma’lumotiga ko‘ra, Tojikistonga yuborilgan pul o‘tkazmalari 5,7 mlrd dollarga yetdi.",
        "Toshkent va Ostona don yetkazib berish haqida kelishdi.",
        "Dollar kursi bir oz pasaydi.",
        "Kanal qurish xarajatlarini uch davlat teng bo`lishadi.",
        "Banklar kredit berishni boshladi.",
        "Inflyatsiya uchinchi oy ketma-ket sekinlashmoqda.",
        "Savdo ikki baravar oshgan.",
        "Kelasi yili yangi zavod ishga tushadi.",
        "Maktab uchun 3 milliard soʻm ajratildi.",
        "Fermerlar paxtani tonnasini 12 million soʼmdan sotishdi, bu esa bahordagi kutilganidan ancha past narx edi.",
        "Bu mablag' byudjetdan emas, donorlardan keldi.",
    ],
    "uz-Cyrl": [
        "Нархлар яна ошди.",
        "Қарор ҳали қабул қилинмаган.",
        "Бюджет тақчиллиги ортиб бормоқда.",
        "Март ойида мис экспорти 14 фоизга кўпайди.",
        "Қувур учун ким тўлайди?",
        "Марказий банк маълумотига кўра, Тожикистонга юборилган пул ўтказмалари 5,7 млрд долларга етди.",
        "Тошкент билан Остона дон етказиб бериш ҳақида келишди.",
        "Доллар курси бир оз пасайди.",
        "Канал қуриш харажатларини уч давлат тенг бўлишади.",
        "Банклар кредит беришни бошлади.",
        "Инфляция учинчи ой кетма-кет секинлашмоқда.",
        "Савдо икки баравар ошган.",
        "Келаси йили янги завод ишга тушади.",
        "Мактаб учун 3 миллиард сўм ажратилди.",
        "Фермерлар пахтанинг тоннасини 12 миллион сўмдан сотишди, бу эса баҳордаги кутилганидан анча паст нарх эди.",
        "Бу маблағ бюджетдан эмас, донорлардан келди.",
    ],
    "tg": [
        "Нархҳо боз боло рафтанд.",
        "Қарор ҳоло қабул нашудааст.",
        "Касри буҷет меафзояд.",
        "Дар моҳи март содироти мис 14 фоиз афзуд.",
        "Пули лӯлаи газро кӣ медиҳад?",
        "Тибқи маълумоти бонки марказӣ, интиқоли пул ба Тоҷикистон ба 5,7 млрд доллар расид.",
        "Душанбе ва Тошканд дар бораи таҳвили ғалла розӣ шуданд.",
        "Қурби сомонӣ андаке паст шуд.",
        "Хароҷоти сохтмони каналро се кишвар баробар мепардозанд.",
        "Бонк ба деҳқонон қарз дод.",
        "Таваррум моҳи сеюм пайиҳам суст мешавад.",
        "Савдо ду баробар зиёд шуд.",
        "Соли оянда корхонаи нав ба кор медарояд.",
        "Барои мактаб 3 миллион сомонӣ ҷудо карданд.",
        "Пахтакорон ҳар тонна пахтаро ба маблағи 12 ҳазор сомонӣ фурӯхтанд, ки ин аз нархи баҳор хеле камтар аст.",
        "Ин маблаг аз буча не, аз донорон омад.",
    ],
    "tk": [
        "Bahalar ýene galdy.",
        "Karar geçen ýyl kabul edildi.",
        "Býujetde serişde ýetmezçilik edýär.",
        "Mart aýynda mis eksporty 14 göterim artdy.",
        "Gaz geçiriji üçin kim töleýär?",
        "Merkezi bankyň maglumatyna görä, Täjigistana iberilen pul geçirimleri 5,7 mlrd dollara ýetdi.",
        "Aşgabat bilen Daşkent galla üpjünçiligi barada ylalaşdy.",
        "Manadyň hümmeti birneme peseldi.",
        "Kanal gurmagyň çykdajysyny üç döwlet deň paýlaşar.",
        "Banklar karz berip başlady.",
        "Inflýasiýa üçünji aý yzly-yzyna haýallaýar.",
        "Söwda iki esse artdy.",
        "Geljek ýylda täze zawod işe giriziler.",
        "Mekdep gurmaga 3 million manat berildi.",
        "Daýhanlar pagtanyň tonnasyny 12 müň manatdan satdylar, bu bolsa ýazda garaşylan bahadan ep-esli arzan boldy.",
        "Olar bu pul bilen karz berdi.",
    ],
}


APOSTROPHES = "'`´‘’ʻʼ"
SAYS_NOTHING = [
    "",
    " \n\t",
    "12,5 – 14%",
    "$1,250 (USD)",
    "1 EUR = 610 KZT",
    "增长5.5倍",
    "ლარი 2,7",
    "دلار",
    "?!…",
    "ў" * 100,
]

WORDS = (
    "банк",
    "теңге",
    "сўм",
    "ва",
    "the",
    "bilen",
    "өстү",
    "ҷумҳурӣ",
    "USD",
    "5,2",
    "млрд.",
    "г.",
    "А.",
    "so‘m",
    "ýyl",
)
words = st.sampled_from(WORDS)
marks = st.sampled_from([" ", " ", ". ", ".", "\n", "\n\n", "! ", "… ", " — ", "\u2028", "\r\n", "'"])
texts = st.one_of(st.text(), st.lists(st.one_of(words, marks), max_size=60).map("".join))


def pieces(text: str) -> list[tuple[str, str]]:
    """What a text is parted into, with the languages."""
    return [(text[start:end].strip(), tag) for start, end, tag in split_by_language(text)]


@pytest.mark.parametrize(("tag", "text"), [(tag, text) for tag, texts in SENTENCES.items() for text in texts])
class TestASentence:
    def test_is_in_its_language(self, tag: str, text: str) -> None:
        assert detect_language(text) == tag
        assert split_by_language(text) == [(0, len(text), tag)]

    def test_may_be_in_capitals(self, tag: str, text: str) -> None:
        assert detect_language(text.upper()) == tag

    def test_may_be_broken_into_lines(self, tag: str, text: str) -> None:
        broken = text.replace(" ", "\n")
        assert split_by_language(broken) == [(0, len(broken), tag)]


def test_there_are_sentences_of_every_length_in_every_language() -> None:
    assert SENTENCES.keys() == set(LANGUAGES)
    for texts_of_one in SENTENCES.values():
        assert len(texts_of_one) >= 15
        lengths = {len(text.split()) for text in texts_of_one}
        assert min(lengths) <= 4
        assert max(lengths) >= 14


@pytest.mark.parametrize("mark", APOSTROPHES)
def test_an_uzbek_apostrophe_may_be_any(mark: str) -> None:
    assert detect_language(f"So{mark}m kursi o{mark}zgarmadi.") == "uz-Latn"


@pytest.mark.parametrize("text", SAYS_NOTHING)
def test_what_says_nothing_has_no_language_and_is_read_as_english(text: str) -> None:
    assert detect_language(text) is None
    assert split_by_language(text) == [(0, len(text), "en")]


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Компания Baker Hughes выиграла тендер.", "ru"),
        ("Visa мен Mastercard карталары қайта жұмыс істейді.", "kk"),
        ("Brent нефти 63 долларга чейин арзандады.", "ky"),
        ("Air Astana ва Uzbekistan Airways парвозларни кўпайтиради.", "uz-Cyrl"),
        ("The tenge (теңге) and the som (сом) are both floating.", "en"),
        ("Қazaqstan", "kk"),
        ("бiр жыл iшiнде", "kk"),  # with the Latin i of old keyboards
        ("ВВП", "ru"),
    ],
)
def test_names_of_the_other_script_change_nothing(text: str, tag: str) -> None:
    assert detect_language(text) == tag


class TestAPage:
    def test_is_parted_between_sentences(self) -> None:
        text = "Ставка снижена до 14 процентов. Мөлшерлеме 14 пайызға төмендеді. Жаңа болжам тамызда жарияланады."
        assert pieces(text) == [
            ("Ставка снижена до 14 процентов.", "ru"),
            ("Мөлшерлеме 14 пайызға төмендеді. Жаңа болжам тамызда жарияланады.", "kk"),
        ]

    def test_may_hold_all_languages(self) -> None:
        for separator in (" ", "\n", "\n\n"):
            longest = [(max(of_one, key=len), tag) for tag, of_one in SENTENCES.items()]
            assert pieces(separator.join(text for text, _ in longest)) == longest

    def test_gives_its_language_to_a_headline(self) -> None:
        text = "Экономика\n\nҮкімет биылғы өсімді 5,4 пайыз деп болжап отыр. Бұл былтырғыдан жоғары."
        assert pieces(text) == [(text, "kk")]

    def test_gives_its_language_to_figures(self) -> None:
        text = "1 250,5 – 3,2%.\n\nЦены на хлеб выросли за год.\n\n5 120. 14,2."
        assert pieces(text) == [(text, "ru")]

    def test_gives_the_language_of_a_paragraph_to_what_it_may_be_in(self) -> None:
        kazakh = "Банк 5 млрд. Теңге бағамы өзгерген жоқ, ал мұнай қымбаттады."
        russian = "Правительство не будет повышать тарифы до конца года."
        assert pieces(f"{russian}\n\n{kazakh}\n\n{russian}") == [(russian, "ru"), (kazakh, "kk"), (russian, "ru")]

    def test_never_gives_a_language_of_another_script(self) -> None:
        text = "Банк.\n\nThe government will not raise tariffs before the end of the year."
        assert [tag for _, tag in pieces(text)] == ["ru", "en"]

    def test_is_decided_by_the_neighbours_where_a_paragraph_says_nothing(self) -> None:
        text = "Инфляция 8,6%\n\nБаалар кайра көтөрүлүп, сом арзандады.\n\nБанк 14%"
        assert pieces(text) == [(text, "ky")]

    def test_is_decided_by_all_of_it_where_nothing_is_clear(self) -> None:
        text = "Банк насыя.\n\nСоода.\n\nЭкспорт, импорт.\n\nКурс\n\nСомдор"
        assert len(pieces(text)) == 1


class TestASentenceIsNotParted:
    @pytest.mark.parametrize(
        "text",
        [
            "В г. Алматы открыли завод мощностью 2,5 млн. Тонн там пока нет.",
            "Рост на 1.5 млрд. Тенге укрепился, сообщил А. К. Смирнов.",
            "Поставки с 1 янв. Казахстан увеличит вдвое.",
            "Mr. Smith of Acme Ltd. Said so on Jan. 5 in St. Petersburg.",
            "Договор подписан с\nBank of Chinа о кредите для\nТашкента.",
            "Компания т. е. John Deere (США) вложит 5 млн.",
        ],
    )
    def test_at_an_abbreviation_or_the_end_of_a_line(self, text: str) -> None:
        assert len(split_by_language(text)) == 1

    def test_but_after_an_abbreviation_another_language_may_begin(self) -> None:
        russian = "Завод будет выпускать за год 3 млн т."
        kazakh = "Зауыт жылына үш миллион тонна өнім шығарады."
        assert pieces(f"{russian} {kazakh}") == [(russian, "ru"), (kazakh, "kk")]

    def test_and_so_after_a_headline_without_a_point(self) -> None:
        assert pieces("Цены на топливо снова выросли\nЖанармай бағасы тағы да көтерілді") == [
            ("Цены на топливо снова выросли", "ru"),
            ("Жанармай бағасы тағы да көтерілді", "kk"),
        ]


class TestLaws:
    @given(texts)
    def test_stretches_cover_the_text_and_differ_from_their_neighbours(self, text: str) -> None:
        stretches = split_by_language(text)
        assert stretches[0][0] == 0
        assert stretches[-1][1] == len(text)
        for (_, end, tag), (start, _, following) in pairwise(stretches):
            assert end == start
            assert tag != following
        assert all(start < end and tag in LANGUAGES for start, end, tag in stretches) or not text

    @given(texts)
    def test_a_stretch_starts_after_white_space(self, text: str) -> None:
        assert all(text[start - 1].isspace() for start, _, _ in split_by_language(text)[1:])

    @given(texts)
    def test_a_text_written_twice_has_the_same_language(self, text: str) -> None:
        assert detect_language(f"{text}\n\n{text}") == detect_language(text)

    @given(texts)
    def test_the_language_of_the_text_is_among_those_of_its_stretches(self, text: str) -> None:
        language = detect_language(text)
        assert language is None or language in {tag for _, _, tag in split_by_language(text)}

    @given(texts)
    def test_the_same_text_has_the_same_stretches(self, text: str) -> None:
        assert split_by_language(text) == split_by_language(text)


@pytest.mark.parametrize("unit", ["ө", ".", "\n", " ", "'", ". A", '."', "ө'", "өa ", "1,2 ", "Сом. Теңге\n", "А\n"])
def test_time_grows_with_the_length_and_no_faster(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        started = time.process_time()  # what others do on the machine does not count
        split_by_language(text)
        return time.process_time() - started

    assert min(seconds(80_000) for _ in range(3)) < 24 * min(seconds(10_000) for _ in range(3)) + 0.05
