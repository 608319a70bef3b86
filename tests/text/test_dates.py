"""Dates of texts: ‹surface=value› marks each of them in the tables, blank values mark what is time and no date."""

import re
import time
from datetime import date

import pytest
from babel.dates import get_month_names
from hypothesis import example, given
from hypothesis import strategies as st

from centralasia.grammar.tokens import tokenize
from centralasia.languages import LANGUAGES, lexicon
from centralasia.periods import period
from centralasia.text.dates import find_dates

_MARKED = re.compile(r"‹([^›=]*)=([^›]*)›")
_TABLES = {
    "en": """
        Output in ‹2023=2023› rose.
        the ‹2023=2023› budget
        from ‹2019 to 2023=2019/2023›
        between ‹2019 and 2023=2019/2023›
        in ‹2019-2023=2019/2023› and ‹2019–2023=2019/2023›
        in ‹2022=2022› and ‹2023=2023›
        in ‹2021=2021›, ‹2022=2022› and ‹2023=2023›
        ‹FY2024=2024› results, ‹fiscal year 2025=2025›
        in the year ‹2024=2024›
        by end ‹2027=2027›, since mid-‹2024=2024›
        at the end of ‹January 2024=2024-01›
        in early ‹November=XXXX-11›
        ‹April 15, 2023=2023-04-15›
        on ‹15 April=XXXX-04-15›
        the ‹15th of April 2023=2023-04-15›
        ‹April 15th, 2023=2023-04-15›,
        on ‹November 27-28=XXXX-11-27/XXXX-11-28›
        on ‹November 27-28, 2024=2024-11-27/2024-11-28›
        from ‹27 to 28 November 2024=2024-11-27/2024-11-28›
        ‹27 November - 3 December 2024=2024-11-27/2024-12-03›
        between ‹15 and 17 April=XXXX-04-15/XXXX-04-17›
        on ‹15=2025-04-15› and ‹17 April 2025=2025-04-17›
        ‹December 27, 2023 to January 3, 2024=2023-12-27/2024-01-03›
        due ‹15.04.2023=2023-04-15›
        on ‹2023-04-15=2023-04-15› and ‹15/04/2023=2023-04-15› and ‹04/15/2023=2023-04-15›
        on ‹04/05/2023=›
        ‹Jan–Sept. 2024=2024-01/2024-09›
        ‹Sept. 15, 2023=2023-09-15›
        ‹January–September 2024=2024-01/2024-09›
        from ‹January to September 2024=2024-01/2024-09›
        from ‹November 2023 to March 2024=2023-11/2024-03›
        in ‹April=2024-04› and ‹May 2024=2024-05›
        ‹Q3 2024=2024-Q3›, ‹2024-Q3=2024-Q3›, ‹3Q 2024=2024-Q3›, ‹3Q2024=2024-Q3›
        the ‹third quarter of 2023=2023-Q3›
        in the ‹third quarter=› profits
        the ‹second half of 2023=2023-H2›
        ‹H1 2024=2024-H1› and ‹1H2024=2024-H1›
        ‹Q1–Q3 2024=2024-01/2024-09›
        the ‹first nine months of 2024=2024-01/2024-09›
        ‹9 months of 2023=2023-01/2023-09›
        ‹9M 2024=2024-01/2024-09›
        the ‹first three quarters of 2024=2024-01/2024-09›
        the last ‹six months=› of ‹2024=2024›
        at ‹14:30=› on Monday
        a ratio of 2:5
        in the ‹2020s=› and the ‹1990s=›
        for ‹six months=›, a ‹15-year=› bond, ‹30 years=›, ‹2000 years=› ago
        ‹half a year=›
        2000 tonnes, 2023 km, 1,950 people, 2023%
        $2023 and USD 2024 and 2024 dollars
        more than 2000 firms; by about ‹2030=2030›
        No. 2019, law 2023, ISO 9001, resolution 1973
        Law of ‹2019=2019›
        Vision-2030, A2023, 2023b, 2023-based
        +7 727 250 2000
        8 (727) 250-20-00, 250-2000
        In ‹2024=2024› USD 3.6 bn and in ‹2024=2024› $5
        You may march on.
        May exports rose
        in ‹May=XXXX-05›, by ‹March=XXXX-03›, late ‹May=XXXX-05›
        ‹April–May=XXXX-04/XXXX-05›
        ‹30 February 2023=›, ‹31 April=›, ‹2023-13-01=›, ‹31.06.2023=›
        ‹29 February 2024=2024-02-29›, ‹29 February=XXXX-02-29›, ‹29 February 2023=›
        in 1899 or 2101
        rose 5% in ‹2024=2024›, 3% in ‹2023=2023›.
        in ‹April=XXXX-04› 15 million tonnes
        in ‹April=XXXX-04› 2000 tonnes were sold
        ‹2023/24=› and ‹2023/2024=›
        ‹2019-21=2019/2021›
        in ‹2023=2023›. ‹April=XXXX-04› was
        https://a.kz/2023/04/15/x
        fell to 1987 points
        as of ‹1 January 2025=2025-01-01› (‹2024=2024›)
        ‹10-15 years=›, ‹5 to 10 years=›
        ‹2023's=2023› budget
        open ‹10:00-18:00=›, at ‹9:30=›, a ratio of 10:15 or 1:10
        a total of 2000 was paid
        since ‹2000=2000›
        notes ‹1900=1900›, ‹2000=2000›
        from 2019 to 2023 tonnes; 1950-2050 km; 2022 and 2023 km
        ‹Q1=2024-Q1› and ‹Q2 2024=2024-Q2›
        ‹first=2024-Q1› and ‹second quarters of 2024=2024-Q2›
        ‹first=2024-Q1› and ‹fifth quarters of 2024=›
        three quarters of the population, a third of exports
        ‹Q5 2024=›, ‹Q3=› and half ‹H2=›, H3
        ‹Q1–H2 2024=›
        the first half million, the ‹first half=›
        ‹31 Dec.–2 Jan. 2025=›
        ‹November–February=XXXX-11/XXXX-02›
        between ‹April 15 and May 20, 2024=2024-04-15/2024-05-20›
        ‹5=2024-05-05›, ‹6=2024-05-06›, and ‹7 May 2024=2024-05-07›
        ‹April 15=2024-04-15› and ‹17, 2024=2024-04-17›
        ‹15 April=2024-04-15› and ‹20 May 2024=2024-05-20›
        ‹2023-2019=›, 2019-2020-2021
        ‹15.04–17.04.2023=2023-04-15/2023-04-17›, ‹15.04.23=›, ‹31.02–03.03.2023=›
        ‹2023-04-15/2023-04-17=2023-04-15/2023-04-17›, ‹2023/04/15=2023-04-15›, ‹2023-04=2023-04›, ‹2010-12=›
        0 ‹April=XXXX-04›, ‹April=XXXX-04› 0, ‹00/04/2023=›, ‹0=› and ‹5 May=XXXX-05-05›
        ‹April=XXXX-04› 45 firms
        ‹13 months=› of ‹2024=2024›, ‹second nine months=› of ‹2024=2024›
        a month of ‹2024=2024›; ‹1 month of 2024=2024-01›
        first five quarters of ‹2024=2024›
        ‹2024=2024› Q3/2024
        rose to 2010, until ‹2010=2010›
        more than 2023, up to 2030
        flight: 2024, tel. 2023, 45 2010
        ‹2024=2024› ‹2025=2025› ‹2026=2026›
        12345.678.9 2024.5 2023.html
        8pm–2024, -2024
        Dec sales
        ‹MAY 2024=2024-05›, May
        in ‹Dec=XXXX-12›, ‹5 Dec=XXXX-12-05›
        ‹May=XXXX-05› and ‹March=XXXX-03›
        25:00, 12:60, 12:5
        2023-4, 9M sales, 9m 5
        ‹March of 2024=2024-03›, a March of protest
        ‹2024s=›
        11.2023, 13.2023, 00.2023
    """,
    "ru": """
        в ‹2023 году=2023›
        в ‹2023-2025 годах=2023/2025›
        за ‹2023 г=2023›. и ‹2024г=2024›.
        ‹15 апреля 2023 года=2023-04-15›
        ‹15-го апреля 2023-го года=2023-04-15›
        ‹27 ноября – 3 декабря 2024=2024-11-27/2024-12-03›
        с ‹27 ноября по 3 декабря 2024 года=2024-11-27/2024-12-03›
        с ‹15 по 17 апреля=XXXX-04-15/XXXX-04-17›
        с ‹января по сентябрь 2024 года=2024-01/2024-09›
        с ‹ноября 2023 года по март 2024 года=2023-11/2024-03›
        в ‹январе–сентябре=XXXX-01/XXXX-09›
        с ‹2019 по 2023 год=2019/2023›
        с ‹2019 года по 2023 год=2019/2023›
        в ‹2022=2022›, ‹2023=2023› и ‹2024 годах=2024›
        в ‹III квартале 2024 г=2024-Q3›.
        в ‹3-м квартале 2024 года=2024-Q3›
        ‹1 кв. 2024 г=2024-Q1›.
        в ‹третьем квартале=›
        во ‹втором полугодии 2024 года=2024-H2›
        во ‹II полугодии 2024 года=2024-H2›
        в ‹первой половине 2024 года=2024-H1›
        за ‹9 месяцев 2023 года=2023-01/2023-09›
        за ‹первые девять месяцев 2023 года=2023-01/2023-09›
        за ‹9 мес. 2023 г=2023-01/2023-09›.
        в ‹1990-х годах=›, в ‹2020-е=›
        за ‹шесть месяцев=›, 5 лет, на ‹3 года=›
        № 2019-ЗРК, ЭКСПО-2017, закон 2019
        закон ‹2019 года=2019›
        постановление от ‹15.04.2023=2023-04-15› № 2023
        более 2000 человек
        2000 тонн, 2023 тенге, 1950 км, 2024 млн
        в ‹августе=XXXX-08› этого года, ‹8 марта=XXXX-03-08›, ‹марта=XXXX-03›
        в ‹апреле=2024-04› и ‹мае 2024 года=2024-05›
        тел. +7 727 250 2000
        ‹30 февраля 2023 года=›
        в ‹14:30=›
        5 кв. м и 2 кв. км
        между ‹2019 и 2023 годами=2019/2023›
        с ‹01.04.2023 по 15.04.2023=2023-04-01/2023-04-15›
        ‹15-17.04.2023=2023-04-15/2023-04-17›
        до ‹2030 года=2030›
        ‹04.2023=2023-04›
        курс 11.2023
        ‹I–III кварталах 2024 года=2024-01/2024-09›
        15 000 ‹мая=XXXX-05›
        ‹январь–март 2024-го=2024-01/2024-03›
        в ‹I=2024-Q1› и ‹II кварталах 2024 года=2024-Q2›
        за последние ‹шесть месяцев=› ‹2024 года=2024›
        в ‹2024/2025 маркетинговом году=›
        ‹полтора года=›, 3–5 лет
        с ‹5 мая 2023 г. до 10 июня 2024 г=2023-05-05/2024-06-10›.
        на ‹01.01.2025г=2025-01-01›., ‹12.05.2024 года=2024-05-12›
        Указ №2023, статья 2023, около 2000
        в ‹2024=2024› 15 компаний
        за ‹2023-24 годы=2023/2024›, ‹11.2023 года=2023-11›
        месяц ‹май=XXXX-05›
    """,
    "kk": """
        ‹2023 жылы=2023›, ‹2023-жылы=2023›, ‹2023 ж=2023›.
        ‹2023 жылдың=2023› басында
        ‹2024 жылғы 15 сәуір=2024-04-15›
        ‹2024 жылғы 15-17 сәуірде=2024-04-15/2024-04-17›
        ‹2024 жылдың қаңтар-қыркүйегінде=2024-01/2024-09›
        ‹2024 жылдың қаңтар–қыркүйек айларында=2024-01/2024-09›
        ‹2024 жылдың екінші тоқсаны=2024-Q2›
        ‹2024 жылғы II тоқсанда=2024-Q2›
        ‹2024 жылдың 1-тоқсанында=2024-Q1›
        ‹2024 жылдың 9 айында=2024-01/2024-09›
        ‹2024 жылдың тоғыз айында=2024-01/2024-09›
        ‹2024 жылдың бірінші жартыжылдығында=2024-H1›
        ‹2024 жылдың бірінші жартысында=2024-H1›
        ‹2019-2023 жылдары=2019/2023›
        ‹2019 жылдан 2023 жылға=2019/2023› дейін
        ‹2019 жылдан бастап 2023 жылға=2019/2023› дейін
        ‹2023 жылғы қарашадан 2024 жылғы ақпанға=2023-11/2024-02› дейін
        ‹15 сәуірден 20 сәуірге=XXXX-04-15/XXXX-04-20› дейін
        ‹10 жыл=›, ‹15 жылдық=›, ‹3 ай=›
        Қазанда өткен жиын; ‹қазан айында=XXXX-10›
        ‹2024 жылғы қазанда=2024-10›
        жылыту маусымы басталды, ‹5 маусымда=XXXX-06-05›
        ‹1990 жылдары=›
        ‹2022=2022›, ‹2023=2023› және ‹2024 жылдары=2024›
        ‹2024 жылғы 30 ақпан=›
        № 2019-ҚРЗ, 2023 теңге, 1950 км
        ‹2023 жылғы 27 қараша – 2024 жылғы 3 қаңтар=2023-11-27/2024-01-03›
        ‹2024 жылғы 27 қараша – 3 желтоқсан=2024-11-27/2024-12-03›
        ‹сәуірдің 15-інде=XXXX-04-15›
        ‹2023-жылғы=2023›, ‹2030 жылға=2030› дейін
        ‹2019 және 2023 жылдар=2019/2023› аралығында
        ‹2024 жылғы сәуір=2024-04› мен ‹мамырда=2024-05›
        ‹2024 ж. I тоқсан=2024-Q1›; ‹2024 жылдың алғашқы 9 айында=2024-01/2024-09›
        ‹2024 жылдың I–III тоқсандарында=2024-01/2024-09›
        ‹үшінші тоқсанда=›, сағат ‹14:30-да=›
        ‹1 қаңтар 2024 жыл=2024-01-01›, ‹2024-те=2024›
        ‹2024 жылдың 1 тоқсаны=2024-Q1› мен ‹2 тоқсаны=2024-Q2›
        ‹сәуірдің=XXXX-04› 15 адам
        ‹сәуірде=XXXX-04› ‹2024 жылғы=2024› бюджет
        ‹2019 жылдан=2019› ‹2023 жыл=2023›
        ‹2024 жылғы 27 қараша мен 3 желтоқсан=2024-11-27/2024-12-03› аралығында
    """,
    "ky": """
        ‹2023-жылы=2023›, ‹2023-жылдын=2023›, ‹2023-ж=2023›.
        ‹2024-жылдын 15-апрели=2024-04-15›
        ‹2024-жылдын 15-апрелинде=2024-04-15›
        ‹15-майда=XXXX-05-15›, ‹15-май=XXXX-05-15›
        майда жана орто бизнес; өсүмдүк майы
        ‹май айында=XXXX-05›
        ‹2024-жылдын январь-сентябрында=2024-01/2024-09›
        ‹2024-жылдын январь-сентябрь айларында=2024-01/2024-09›
        ‹2024-жылдын экинчи чейрегинде=2024-Q2›
        ‹2024-жылдын биринчи жарымында=2024-H1›
        ‹2024-жылдын 9 айында=2024-01/2024-09›
        ‹2019-2023-жылдары=2019/2023›
        ‹2019-жылдан 2023-жылга=2019/2023› чейин
        ‹1990-жылдары=›
        ‹10 жыл=›, ‹үч ай=›
        ‹30-февраль=›
        2023 сом, 2000 тонна, № 2019
        ‹2024-жылдын 12-14-сентябрында=2024-09-12/2024-09-14›
        ‹2024-жылдагы=2024› май өндүрүшү
        ‹апрель–май=XXXX-04/XXXX-05›, ‹2024-ж. 1-январь=2024-01-01›
    """,
    "uz-Latn": """
        ‹2024-yil=2024›, ‹2024-yilda=2024›, ‹2023-yilning=2023›
        ‹2024-yil 15-aprel=2024-04-15›
        ‹15-aprel=XXXX-04-15› kuni
        ‹yanvar-sentabr oylarida=XXXX-01/XXXX-09›
        ‹2024-yilning yanvar–sentyabr oylarida=2024-01/2024-09›
        ‹2019-yildan 2023-yilgacha=2019/2023›
        ‹2019-2023-yillarda=2019/2023›
        ‹2023-yil noyabrdan 2024-yil martgacha=2023-11/2024-03›
        ‹2024-yilning III choragida=2024-Q3›
        ‹2024-yil 1-chorak=2024-Q1›
        ‹2024-yilning birinchi yarim yilligida=2024-H1›
        ‹2024-yilning to‘qqiz oyida=2024-01/2024-09›
        mayda biznes, 15 mayda korxona
        ‹2024-yil mayda=2024-05›, ‹may oyida=XXXX-05›, ‹15-mayda=XXXX-05-15›
        ‹1990-yillarda=›
        ‹10 yil=›, ‹5 yillik=›, ‹olti oy=›
        ‹2024 y=2024›. ‹15.04.2024 y=2024-04-15›.
        2023 so‘m, 2000 tonna
        ‹15-apreldan 20-aprelgacha=XXXX-04-15/XXXX-04-20›
        ‹15-aprel 2024-yil=2024-04-15›
        ‹2022=2022› va ‹2023-yillarda=2023›
        PF-2019-son
        ‹2024-yil 15=2024-04-15› va ‹16-aprel=2024-04-16›
        ‹2024-yil aprel=2024-04› va ‹may oylarida=2024-05›
        ‹31-iyun=›
        ‹2024-yil 20-fevraldan 15-martgacha=2024-02-20/2024-03-15›
        sen 5 ming so‘m berding, ‹yan 2024=2024-01›
        ‹20-fevraldan=XXXX-02-20› boshlab, ‹2030-yilgacha=2030›
        ‹2024-yil yanvar–mart=2024-01/2024-03›
    """,
    "uz-Cyrl": """
        ‹2023 йилда=2023›, ‹2023-йил=2023›, ‹2023 й=2023›.
        ‹2024 йил 15 апрелда=2024-04-15›
        ‹2024 йилнинг январь-сентябрь ойларида=2024-01/2024-09›
        ‹2024 йилнинг учинчи чорагида=2024-Q3›
        ‹2024 йилнинг биринчи ярмида=2024-H1›
        ‹2024 йилнинг 9 ойида=2024-01/2024-09›
        ‹2019 йилдан 2023 йилгача=2019/2023›
        ‹2019-2023 йилларда=2019/2023›
        майда тадбиркорлик, ‹май ойида=XXXX-05›
        ‹10 йил=›
        2023 сўм
        ‹30 февраль=›
        ‹12-14 сентябрь=XXXX-09-12/XXXX-09-14› кунлари
        ‹2024 йил 1 январь=2024-01-01› ҳолатига, ‹3 ойда=›
    """,
    "tg": """
        ‹соли 2023=2023›, ‹соли 2023-юм=2023›
        ‹15 апрели соли 2024=2024-04-15›
        ‹15-уми апрели соли 2024=2024-04-15›
        ‹моҳи апрели соли 2024=2024-04›
        дар ‹моҳи апрел=XXXX-04›
        ‹январ–сентябри соли 2024=2024-01/2024-09›
        аз ‹январ то сентябри соли 2024=2024-01/2024-09›
        аз ‹соли 2019 то соли 2023=2019/2023›
        дар ‹солҳои 2019-2023=2019/2023›
        ‹семоҳаи сеюми соли 2024=2024-Q3›
        дар ‹семоҳаи 3-юми соли 2024=2024-Q3›
        ‹нимсолаи якуми соли 2024=2024-H1›
        дар ‹9 моҳи соли 2024=2024-01/2024-09›
        дар ‹нӯҳ моҳи аввали соли 2024=2024-01/2024-09›
        ‹10 сол=›, ‹шаш моҳ=›
        2023 сомонӣ, 2000 тонна
        майда, май
        ‹соли 2022=2022› ва ‹соли 2023=2023›
        ‹30 феврали соли 2023=›
        аз ‹15 то 17 апрели соли 2025=2025-04-15/2025-04-17›
        ‹майи соли 2024=2024-05›
        ‹15 май=XXXX-05-15›
        ‹солҳои 1990=›
        ‹солҳои 2022=2022›, ‹2023=2023› ва ‹2024=2024›
        ‹с. 2023=2023›; 500 с.
    """,
    "tk": """
        ‹2023-nji ýylda=2023›, ‹2023-nji ýylyň=2023›
        ‹2024-nji ýylyň 15-nji apreli=2024-04-15›
        ‹2024-nji ýylyň 15-nji aprelinde=2024-04-15›
        ‹2024-nji ýylyň ýanwar–sentýabr aýlarynda=2024-01/2024-09›
        ‹2024-nji ýylyň üçünji çärýeginde=2024-Q3›
        ‹2024-nji ýylyň birinji ýarymynda=2024-H1›
        ‹2024-nji ýylyň dokuz aýynda=2024-01/2024-09›
        ‹2019–2023-nji ýyllarda=2019/2023›
        ‹2019-njy ýyldan 2023-nji ýyla=2019/2023› çenli
        maýda söwda, ‹maý aýynda=XXXX-05›, ‹15-nji maýda=XXXX-05-15›
        ‹10 ýyl=›, ‹alty aý=›
        2023 manat, 2000 tonna
        ‹1990-njy ýyllarda=›
        ‹15-nji aprelden 20-nji aprele=XXXX-04-15/XXXX-04-20› çenli
        ‹30-njy fewral=›
        ‹2024-nji ýylyň apreli=2024-04›
        ‹12–14-nji sentýabrda=XXXX-09-12/XXXX-09-14›
    """,
}


def found_in(text: str, tag: str) -> list[tuple[int, int, str]]:
    tokens = tokenize(text, lexicon(tag))
    return [(tokens[each.first].start, tokens[each.last].end, each.value) for each in find_dates(tokens, tag)]


def marked(line: str) -> tuple[str, list[tuple[int, int, str]]]:
    """Take the marks out of a line of a table: the text, and where its dates stand."""
    text, wanted, here = "", [], 0
    for match in _MARKED.finditer(line):
        text += line[here : match.start()]
        wanted.append((len(text), len(text) + len(match[1]), match[2]))
        text, here = text + match[1], match.end()
    return text + line[here:], wanted


_ROWS = [(tag, line.strip()) for tag, table in _TABLES.items() for line in table.strip().splitlines()]


@pytest.mark.parametrize(("tag", "line"), _ROWS)
def test_dates_are_found_where_they_stand_and_nothing_else_is(tag: str, line: str) -> None:
    text, wanted = marked(line)
    assert found_in(text, tag) == wanted


@pytest.mark.parametrize("gap", ["\n\n", "\n\n- ", "\n• ", "\n- "])
def test_no_date_goes_on_beyond_an_empty_line_or_the_point_of_a_list(gap: str) -> None:
    text = f"in 2023{gap}2024{gap}5 April{gap}May 2024"
    assert [value for _, _, value in found_in(text, "en")] == ["2023", "2024", "XXXX-04-05", "2024-05"]


def test_every_language_has_a_table() -> None:
    assert set(_TABLES) == set(LANGUAGES)


# Round trips ----------------------------------------------------------------------------------------------------------

_DAYS = {
    "en": ("{d} {M} {y}", "{M} {d}, {y}", "{d} {M}, {y}"),
    "ru": ("{d} {M} {y} года", "{d} {M} {y} г", "{d}-го {M} {y}"),
    "kk": ("{y} жылғы {d} {M}", "{y} ж. {d} {M}", "{y}-жылғы {d} {M}"),
    "ky": ("{y}-жылдын {d}-{M}", "{y}-жылы {d}-{M}"),
    "uz-Latn": ("{y}-yil {d}-{M}", "{y} yil {d} {M}", "{y}-yilning {d}-{M}"),
    "uz-Cyrl": ("{y} йил {d} {M}", "{y}-йил {d}-{M}", "{y} йилнинг {d} {M}"),
    "tg": ("{d} {M}и соли {y}", "{d} {M} соли {y}", "{d}-уми {M}и соли {y}"),
    "tk": ("{y}-nji ýylyň {d}-nji {M}", "{y}-njy ýylyň {d}-njy {M}", "{d}-nji {M} {y}"),
}
_FIGURES = ("{d:02}.{m:02}.{y}", "{d}.{m}.{y}", "{y}-{m:02}-{d:02}")
_MONTHS = {
    "en": ("{M} {y}", "{M} of {y}", "{M}, {y}"),
    "ru": ("{M} {y} года", "{M} {y}", "{M} {y}-го"),
    "kk": ("{y} жылғы {M}", "{y} жылдың {M} айы"),
    "ky": ("{y}-жылдын {M} айы", "{y}-жылдын {M} айында"),
    "uz-Latn": ("{y}-yil {M}", "{y}-yilning {M} oyida"),
    "uz-Cyrl": ("{y} йил {M}", "{y} йилнинг {M} ойида"),
    "tg": ("моҳи {M}и соли {y}", "{M} соли {y}"),
    "tk": ("{y}-nji ýylyň {M}", "{y}-nji ýylyň {M} aýynda"),
}
_SPANS_OF_MONTHS = {
    "en": ("{M}–{N} {y}", "{M} to {N} {y}"),
    "ru": ("{M} - {N} {y} года", "{M} по {N} {y} года"),
    "kk": ("{y} жылғы {M}–{N}", "{y} жылдың {M}-{N} айларында"),
    "ky": ("{y}-жылдын {M}-{N} айларында",),
    "uz-Latn": ("{y}-yilning {M}–{N} oylarida", "{y}-yil {M}-{N}"),
    "uz-Cyrl": ("{y} йилнинг {M}-{N} ойларида",),
    "tg": ("{M}–{N}и соли {y}", "{M} то {N}и соли {y}"),
    "tk": ("{y}-nji ýylyň {M}–{N} aýlarynda",),
}
_SPANS_OF_YEARS = {
    "en": ("{y}-{z}", "{y}–{z}", "{y} to {z}"),
    "ru": ("{y}–{z} годах", "{y} по {z} год", "{y} года по {z} год"),
    "kk": ("{y}–{z} жылдары", "{y}-{z}-жылдарға"),
    "ky": ("{y}-{z}-жылдары",),
    "uz-Latn": ("{y}-{z}-yillarda", "{y}-yildan {z}-yilgacha"),
    "uz-Cyrl": ("{y}–{z} йилларда", "{y} йилдан {z} йилгача"),
    "tg": ("солҳои {y}-{z}", "соли {y} то соли {z}"),
    "tk": ("{y}–{z}-nji ýyllarda",),
}
_PARTS = {
    "en": ("Q{n} {y}", "{n}Q{y}", "{y}-Q{n}"),
    "ru": ("{n}-й квартал {y} года", "{n} кв. {y} г", "{n}-м квартале {y} года"),
    "kk": ("{y} жылдың {n}-тоқсанында", "{y} жылғы {n}-ші тоқсан"),
    "ky": ("{y}-жылдын {n}-чейрегинде", "{y}-жылдын {n}-чи чейреги"),
    "uz-Latn": ("{y}-yilning {n}-choragida", "{y}-yil {n}-chorak"),
    "uz-Cyrl": ("{y} йилнинг {n}-чорагида", "{y}-йил {n}-чорак"),
    "tg": ("семоҳаи {n}-юми соли {y}", "семоҳаи {n}-уми соли {y}"),
    "tk": ("{y}-nji ýylyň {n}-nji çärýeginde",),
}
_COUNTED = {
    "en": ("first {c} months of {y}", "{c} months of {y}"),
    "ru": ("{c} месяцев {y} года", "первые {c} мес. {y} г"),
    "kk": ("{y} жылдың {c} айында", "{y} жылғы {c} ай"),
    "ky": ("{y}-жылдын {c} айында",),
    "uz-Latn": ("{y}-yilning {c} oyida", "{y}-yilning dastlabki {c} oyida"),
    "uz-Cyrl": ("{y} йилнинг {c} ойида",),
    "tg": ("{c} моҳи соли {y}",),
    "tk": ("{y}-nji ýylyň {c} aýynda",),
}
_tags = st.sampled_from(LANGUAGES)
_years = st.integers(1900, 2100)
_months = st.integers(1, 12)


def month_name(tag: str, month: int) -> str:
    return str(get_month_names("wide", "format", tag.replace("-", "_"))[month])


def assert_read(text: str, tag: str, value: str) -> None:
    """Hold that a text is one date as a whole, also inside a sentence."""
    assert found_in(text, tag) == [(0, len(text), value)]
    assert found_in(f"({text}), {text}; «{text}»!", tag) == [
        (start, start + len(text), value) for start in (1, len(text) + 4, 2 * len(text) + 7)
    ]


@given(tag=_tags, day=st.dates(date(1900, 1, 1), date(2100, 12, 31)), data=st.data())
def test_a_day_reads_back(tag: str, day: date, data: st.DataObject) -> None:
    style = data.draw(st.sampled_from([*_DAYS[tag], *_FIGURES]))
    text = style.format(d=day.day, m=day.month, y=day.year, M=month_name(tag, day.month))
    assert_read(text, tag, day.isoformat())


@given(tag=_tags, day=st.dates(date(2023, 1, 1), date(2023, 12, 31)), data=st.data())
def test_a_day_that_the_calendar_has_not_is_no_date(tag: str, day: date, data: st.DataObject) -> None:
    style = data.draw(st.sampled_from([*_DAYS[tag], *_FIGURES]))
    text = style.format(d=30 if day.month == 2 else 32, m=day.month, y=day.year, M=month_name(tag, day.month))
    if not text.startswith(month_name(tag, day.month)):  # "April 32" may be thirty-two of something
        assert_read(text, tag, "")


@given(tag=_tags, year=_years, month=_months, data=st.data())
def test_a_month_reads_back(tag: str, year: int, month: int, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(_MONTHS[tag])).format(y=year, M=month_name(tag, month))
    assert_read(text, tag, f"{year}-{month:02}")


@given(tag=_tags, year=_years, months=st.sets(_months, min_size=2, max_size=2), data=st.data())
def test_a_span_of_months_reads_back(tag: str, year: int, months: set[int], data: st.DataObject) -> None:
    first, last = sorted(months)
    style = data.draw(st.sampled_from(_SPANS_OF_MONTHS[tag]))
    text = style.format(y=year, M=month_name(tag, first), N=month_name(tag, last))
    assert_read(text, tag, f"{year}-{first:02}/{year}-{last:02}")


@given(tag=_tags, years=st.sets(_years, min_size=2, max_size=2), data=st.data())
def test_a_span_of_years_reads_back(tag: str, years: set[int], data: st.DataObject) -> None:
    first, last = sorted(years)
    text = data.draw(st.sampled_from(_SPANS_OF_YEARS[tag])).format(y=first, z=last)
    assert_read(text, tag, f"{first}/{last}")


@given(tag=_tags, year=_years, quarter=st.integers(1, 4), data=st.data())
def test_a_quarter_reads_back(tag: str, year: int, quarter: int, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(_PARTS[tag])).format(y=year, n=quarter)
    assert_read(text, tag, f"{year}-Q{quarter}")


@given(tag=_tags, year=_years, count=st.integers(2, 12), data=st.data())
def test_months_counted_from_january_read_back(tag: str, year: int, count: int, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(_COUNTED[tag])).format(y=year, c=count)
    assert_read(text, tag, f"{year}-01/{year}-{count:02}")


# Laws -----------------------------------------------------------------------------------------------------------------

_WORDS = """
    2023 2024 15 3 9 31 1900 0 99 13 15.04.2023 15.04 04.2023 - – / , . : & ' $ % и and to from between of the a по с va
    va мен ва то April May Sept. апреля сәуір қазан май aprel may апрели maý Q H III q half first первый birinchi третий
    years year жыл yil йил соли ýyl nji ýylyň месяцев oyida months кв. s th го m 5 two on o‘n 2000 тонн USD
"""
_PIECES = st.sampled_from(_WORDS.split())


@given(tag=_tags, pieces=st.lists(_PIECES, max_size=14), gap=st.sampled_from(["", " ", "  "]))
@example(tag="en", pieces=["-", "May"], gap="")
@example(tag="en", pieces=["s", "2023", "'", "s"], gap="")
def test_values_are_periods_and_stretches_never_overlap(tag: str, pieces: list[str], gap: str) -> None:
    end = 0
    for start, stop, value in found_in(gap.join(pieces), tag):
        assert end <= start < stop
        end = stop
        if value and not value.startswith("X"):
            assert period(value.replace("-H", "-S")).start.year >= 1900


@pytest.mark.parametrize("unit", ["1", "-", "April "])
def test_a_megabyte_is_read_in_linear_time(unit: str) -> None:
    assert seconds(unit * (1_000_000 // len(unit)), "en") < 60


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("unit", ["1 ", "- ", "2023 ", "2023-", "15-", "15,", "15:", "2023, ", "MONTH-", "MONTH, "])
def test_four_times_the_text_takes_about_four_times_as_long(tag: str, unit: str) -> None:
    unit = unit.replace("MONTH", month_name(tag, 4))
    short = seconds(unit * 1_000, tag) + 0.01
    assert min(seconds(unit * 4_000, tag) for _ in range(3)) < 16 * short  # the least: garbage may be collected


def seconds(text: str, tag: str) -> float:
    """Measure how long the dates of a text take, without its tokens."""
    tokens = tokenize(text, lexicon(tag))
    before = time.process_time()
    find_dates(tokens, tag)
    return time.process_time() - before
