"""Claims in texts: sentences of eight languages with what they claim, and what holds for every text."""

import time
from decimal import Decimal
from fractions import Fraction
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from centralasia.claims import Claim, check_claim
from centralasia.claims.figures import percent, said
from centralasia.datasets import farm_statements, remittance_statements
from centralasia.errors import UnknownCodeError, WrongTypeError
from centralasia.languages import LANGUAGES, as_language, lexicon
from centralasia.languages.lexicons import words_of
from centralasia.money import Money, MoneyEstimate
from centralasia.numbers import Estimate
from centralasia.quantities import Quantity
from centralasia.text import find_mentions
from centralasia.text.linking import FoundClaim, FoundClaims, Reason, find_claims
from centralasia.text.sentences import read_sentences

PAGE: Final = """
An official said on Monday that in 2023 migrant workers sent $5.7 billion from Russia to Tajikistan – nearly half of
Tajikistan’s GDP. Kyrgyzstan received remittances of about one-third of its GDP, and Uzbekistan received over $14.5
billion, or 12-15% of its GDP. Further recipients were Georgia (over $2 billion), Armenia (over $3 billion) and Belarus.

Companies of Kazakhstan signed contracts of $1 billion with China.

In 2023, grain exports of Kazakhstan to China rose 5.5-fold to 1.4 million tons. From January to September 2024, the
country exported 1.1 million tons of grain to China. The two governments want to reach 2 million tons.

Kazakhstan produces about $20 billion in farm goods a year. In five years, farm exports have nearly doubled to $5.4
billion. The ministry expects them to reach $10 billion by 2028.
"""

# What a text claims: the country, the subject, [the goods], the partner, the time and (what an earlier sentence says),
# its figures below; and the figures that are tied to nothing, with the reason.
CASES: Final = """\
en: Exports of Uzbekistan to China reached $2.5 billion in 2023, and imports from China were $11.3 billion.
+ UZ exports CN 2023
  amount 2.5 (2.45 to 2.55) bn USD
+ UZ imports CN 2023
  amount 11.3 (11.25 to 11.35) bn USD

en: Kazakhstan's trade with Russia fell by 3% to $26 billion in 2023.
+ KZ trade RU 2023
  amount 26 (25.5 to 26.5) bn USD
  growth -3 (-3.5 to -2.5) %

en: Remittances from Russia to Tajikistan rose from $5.3 billion in 2022 to $5.7 billion in 2023.
+ TJ remittances_received RU 2023
  amount 5.7 (5.65 to 5.75) bn USD
- $5.3 billion: earlier

en: Russia accounted for 87% of remittances to Uzbekistan in 2022.
+ UZ remittances_received RU 2022
  share 87 (86.5 to 87.5) % of total_inflow

en: China accounts for 30% of Kazakhstan's exports.
+ KZ exports CN -
  share 30 (29.5 to 30.5) % of total_inflow

en: Kazakhstan exported 1.1 million tons of wheat and 0.3 million tons of barley worth $500 million in 2023.
+ KZ exports [wheat] W0 2023
  quantity 1100000 (1050000 to 1150000) t
+ KZ exports [barley] W0 2023
  quantity 300000 (250000 to 350000) t
- $500 million: subject

en: Kazakhstan is a large country. Its GDP grew by 5.1% in 2023.
+ KZ gdp W0 2023 (about)
  growth 5.1 (5.05 to 5.15) %

en: Chinese investment in Kazakhstan reached $1.8 billion in 2023.
+ KZ investment CN 2023
  amount 1.8 (1.75 to 1.85) bn USD

en: Kazakh-Chinese trade reached $41 billion in 2023.
- $41 billion: country

en: The population of Uzbekistan reached 37.5 million people in 2024.
+ UZ population W0 2024
  quantity 37500000 (37450000 to 37550000) person

en: In March 2024 exports of Kazakhstan rose 5%.
- 5%: span

en: In March 2024 exports of Kazakhstan rose 5% year on year.
+ KZ exports W0 2024-03
  growth 5 (4.5 to 5.5) %

en: Kazakhstan produced 90 million tons of oil in 2023, up 6.9% from 2022.
+ KZ output [oil] W0 2023
  quantity 90000000 (89500000 to 90500000) t
  growth 6.9 (6.85 to 6.95) %

en: By 2014 exports of Kazakhstan reached $80 billion.
+ KZ exports W0 -
  amount 80 (79.5 to 80.5) bn USD

en: Since 2014 the EIB has lent 112 million euros to Kyrgyzstan.
+ KG financing W0 -
  amount 112 (111.5 to 112.5) mn EUR

en: GDP per capita in Kazakhstan is $13,000.
- $13,000: kind

en: Kazakhstan's trade deficit with China reached $2 billion in 2023.
+ KZ other [trade deficit] CN 2023
  amount 2 (1.5 to 2.5) bn USD

en: Remittances from Kazakhstan reached $300 million in 2023.
+ KZ remittances_sent W0 2023
  amount 300 (299.5 to 300.5) mn USD

en: Uzbekistan's remittances grew 5.2% in 2023.
+ UZ remittances_received W0 2023
  growth 5.2 (5.15 to 5.25) %

en: Trade turnover between Uzbekistan and China doubled in 2023, reaching $13.7 billion.
+ UZ trade CN 2023
  amount 13.7 (13.65 to 13.75) bn USD
  fold 2

en: Economic growth in Kazakhstan slowed to 4.8% in 2024.
+ KZ gdp W0 2024
  growth 4.8 (4.75 to 4.85) %

en: Kazakhstan's GDP growth slowed to 4.8% in 2024.
+ KZ gdp W0 2024
  growth 4.8 (4.75 to 4.85) %

en: Kazakhstan lent $100 million to Kyrgyzstan in 2023.
+ KG financing KZ 2023
  amount 100 (99.5 to 100.5) mn USD

en: Half of Uzbekistan's exports go to Russia.
+ UZ exports RU -
  share 50 % of total_inflow

en: Oil accounts for 55% of exports of Kazakhstan.
- 55%: whole

en: Exports were 40% of GDP in Kazakhstan in 2022.
+ KZ exports W0 2022
  share 40 (39.5 to 40.5) % of gdp

en: Kazakhstan received 5 billion dollars in foreign direct investment in 2023, or 2% of GDP.
+ KZ investment W0 2023
  amount 5 (4.5 to 5.5) bn USD
  share 2 (1.5 to 2.5) % of gdp

en: In 2024, Kazakhstan spent 1.2 trillion tenge on schools.
- 1.2 trillion tenge: subject

en: In Kazakhstan, Russia's exports reached $5 billion in 2023.
+ RU exports W0 2023
  amount 5 (4.5 to 5.5) bn USD

en: Kazakhstan, Uzbekistan and Tajikistan exported $10 billion in 2023.
- $10 billion: countries

en: According to Russia, Kazakhstan exported 5 million tons of oil to China in 2023.
+ KZ exports [oil] CN 2023
  quantity 5000000 (4500000 to 5500000) t

en: Exports to China reached $5 billion in 2023 and to Russia $7 billion, Kazakhstan said.
+ KZ exports RU 2023
  amount 7 (6.5 to 7.5) bn USD
- $5 billion: country

en: Kazakhstan exported 1.1 million tons to China and 0.5 million tons to Uzbekistan in 2023.
+ KZ exports CN 2023
  quantity 1100000 (1050000 to 1150000) t
+ KZ exports UZ 2023
  quantity 500000 (450000 to 550000) t

en: In 2022, Kazakhstan's exports were $84 billion. A year earlier they were $60 billion.
+ KZ exports W0 2022
  amount 84 (83.5 to 84.5) bn USD
- $60 billion: country

en: In 2023 Tajikistan received $5.7 billion in remittances. This year the country received $6 billion.
+ TJ remittances_received W0 2023
  amount 5.7 (5.65 to 5.75) bn USD
+ TJ remittances_received W0 - (about) (subject)
  amount 6 (5.5 to 6.5) bn USD

en: Kazakhstan's exports in 2023 were $78.7 billion against $84.6 billion in 2022.
+ KZ exports W0 2023
  amount 78.7 (78.65 to 78.75) bn USD
- $84.6 billion: earlier

en: Kazakhstan's inflation reached 9.8% in 2023.
- 9.8%: change

en: Kazakhstan's GDP reached $261 billion in 2023, while Uzbekistan's GDP reached $102.6 billion.
+ KZ gdp W0 2023
  amount 261 (260.5 to 261.5) bn USD
+ UZ gdp W0 2023
  amount 102.6 (102.55 to 102.65) bn USD

en: GDP of Kazakhstan was $261.4 billion in 2023; that of Uzbekistan $102.6 billion.
+ KZ gdp W0 2023
  amount 261.4 (261.35 to 261.45) bn USD
+ UZ gdp W0 2023
  amount 102.6 (102.55 to 102.65) bn USD

en: If exports of Kazakhstan reach $100 billion, the tenge will rise.
- $100 billion: plan

en: Uzbekistan attracted $2 billion in investment from China in the first half of 2024.
+ UZ investment CN 2024-S1
  amount 2 (1.5 to 2.5) bn USD

en: In the first half of 2024 exports of Uzbekistan rose by 4.6%.
+ UZ exports W0 2024-S1
  growth 4.6 (4.55 to 4.65) %

en: In the first quarter of 2024 exports of Uzbekistan rose by 4.6%.
- 4.6%: span

en: Total remittances to Uzbekistan were $11.4 billion in 2023, 78% of them from Russia.
+ UZ remittances_received W0 2023
  amount 11.4 (11.35 to 11.45) bn USD
- 78%: change

en: Remittances from Russia to Tajikistan were $5.7 billion in 2023. Uzbekistan received remittances of $11.4 billion
    in total.
+ TJ remittances_received RU 2023
  amount 5.7 (5.65 to 5.75) bn USD
+ UZ remittances_received W0 2023 (period)
  amount 11.4 (11.35 to 11.45) bn USD

en: Uzbekistan imported 2.8 bcm of gas from Russia in 2023.
+ UZ imports [gas] RU 2023
  quantity 2800000000 (2750000000 to 2850000000) m3

en: Kazakhstan has a power plant of 1,200 MW.
- 1,200 MW: subject

en: Kazakhstan's wheat exports to Uzbekistan reached 3.5 million tonnes, worth $900 million, in 2023.
+ KZ exports [wheat] UZ 2023
  amount 900 (899.5 to 900.5) mn USD
  quantity 3500000 (3450000 to 3550000) t

en: Kazakhstan's grain exports fell 2-fold in 2023.
- 2-fold: change

en: Kazakhstan sent $300 million in remittances to Uzbekistan in 2023.
+ UZ remittances_received KZ 2023
  amount 300 (299.5 to 300.5) mn USD

en: Over the past five years, Kazakhstan's agricultural exports have nearly doubled, reaching $5.4 billion.
+ KZ exports [agricultural] W0 -
  amount 5.4 (5.35 to 5.45) bn USD
- nearly doubled: span

en: The EU invested €160 billion in Kazakhstan.
+ KZ investment EU -
  amount 160 (159.5 to 160.5) bn EUR

en: On 30 November 2024 Kazakhstan exported $1 billion of goods.
+ KZ exports W0 -
  amount 1 (0.5 to 1.5) bn USD

en: Kazakhstan: exports $78.7 billion; imports $61.2 billion (2023).
+ KZ exports W0 2023
  amount 78.7 (78.65 to 78.75) bn USD
+ KZ imports W0 2023
  amount 61.2 (61.15 to 61.25) bn USD

en: Kazakhstan exported $2 billion of grain to China, Uzbekistan and Iran in 2023.
- $2 billion: countries

en: Trade of Kazakhstan with Russia and China reached $60 billion in 2023.
- $60 billion: countries

en: Remittances to Tajikistan and Uzbekistan reached $17 billion in 2023.
- $17 billion: countries

en: Russia sent $5.7 billion in remittances to Tajikistan in 2023.
+ TJ remittances_received RU 2023
  amount 5.7 (5.65 to 5.75) bn USD

en: Remittance outflows from Kazakhstan reached $300 million in 2023.
+ KZ remittances_sent W0 2023
  amount 300 (299.5 to 300.5) mn USD

en: Kazakhstan remitted $300 million in 2023.
+ KZ remittances_sent W0 2023
  amount 300 (299.5 to 300.5) mn USD

en: Kazakhstan's remittances were 0.1% of Tajikistan's GDP in 2023.
- 0.1% of Tajikistan's GDP: whole

en: Remittances were 48% of GDP of Tajikistan in 2023.
+ TJ remittances_received W0 2023
  share 48 (47.5 to 48.5) % of gdp

en: Remittances were equal to 40% of exports of Tajikistan in 2023.
+ TJ remittances_received W0 2023
  share 40 (39.5 to 40.5) % of exports

en: Investment equal to a third of Kazakhstan's population came in 2023.
- a third: whole

en: Half of Uzbekistan's exports are raw materials.
- Half: whole

en: About 300% of Tajikistan's GDP came as remittances in 2023.
- About 300% of Tajikistan's GDP: refused

en: In 2023, Kazakhstan's exports were $78.7 billion. They were $84.6 billion the year before.
+ KZ exports W0 2023
  amount 78.7 (78.65 to 78.75) bn USD
- $84.6 billion: subject

en: Kazakhstan's exports rose by 5% in 2023 and 2021.
- 5%: span

en: Exports of Kazakhstan rose by 5% year on year.
+ KZ exports W0 -
  growth 5 (4.5 to 5.5) %

en: Exports of Kazakhstan grew from January 2023 to March 2024 by 5%.
- 5%: span

en: Kazakhstan's exports reached 2 billion dollars in 2023.
+ KZ exports W0 2023
  amount 2 (1.5 to 2.5) bn USD

en: Kazakhstan's exports reached $640.25 in 2023.
+ KZ exports W0 2023
  amount 640.25 USD

en: Kazakhstan's exports reached 5 trn 120 bn tenge in 2023.
+ KZ exports W0 2023
  amount 5.12 trn KZT

en: Kazakhstan's exports reached about $80 billion in 2023, up about 5% from 2022.
+ KZ exports W0 2023
  amount about 80 (72 to 88) bn USD
  growth about 5 (4.5 to 5.5) %

en: In 2023 exports of Kazakhstan rose twofold.
+ KZ exports W0 2023
  fold 2

en: Oil exports of Kazakhstan doubled in 2023.
+ KZ exports [oil] W0 2023
  fold 2

en: Remittances from Russia to Tajikistan were $5.7 billion in 2023. Remittances were 48% of its GDP.
+ TJ remittances_received RU 2023
  amount 5.7 (5.65 to 5.75) bn USD
+ TJ remittances_received W0 2023 (about) (period)
  share 48 (47.5 to 48.5) % of gdp

en: Kazakhstan and China trade grain. In 2023 the country exported $80 billion.
- $80 billion: country

en: In 2023 Kazakhstan exported $80 billion of goods (including $15 billion of oil).
+ KZ exports W0 2023
  amount 80 (79.5 to 80.5) bn USD
- $15 billion: whole

en: Exports reached 2 million tons, $500 million and 7% of GDP in Kazakhstan.
+ KZ exports W0 -
  share 7 (6.5 to 7.5) % of gdp
- 2 million tons: country
- $500 million: country

en: The rate in Kazakhstan is 450 tenge per dollar, and inflation is up 2 percentage points.
- 450 tenge per dollar: kind
- 2 percentage points: kind

en: In 2023 exports of Kazakhstan were 5 million shares.
- 5 million shares: kind

en: A third of Kazakhstan's population lives on farming.
- A third: whole

en: In Kazakhstan the budget deficit was 3% of GDP in 2023.
+ KZ other [budget deficit] W0 2023
  share 3 (2.5 to 3.5) % of gdp

en: Kazakhstan's exports were $78 billion, $80 billion by other counts, in 2023.
+ KZ exports W0 2023
  amount 78 (77.5 to 78.5) bn USD
- $80 billion: twice

en: Kazakhstan issued export licences worth $1 billion in 2023.
+ KZ other [licences] W0 2023
  amount 1 (0.5 to 1.5) bn USD

en: Including oil, exports of Kazakhstan were 5 billion Kazakh KZT in 2023.
+ KZ exports W0 2023
  amount 5 (4.5 to 5.5) bn KZT

en: Between 29 February 2024 and 5 March 2024 exports of Kazakhstan rose by 5%.
- 5%: span

en: Remittances were 48% of GDP in Tajikistan, and 14% in Uzbekistan.
+ TJ remittances_received W0 -
  share 48 (47.5 to 48.5) % of gdp
- 14%: change

en: Kazakhstan bought 5 billion Uzbek soums of imports in 2023.
+ KZ imports W0 2023
  amount 5 (4.5 to 5.5) bn UZS

en: Exports of Turkmenistan to Azerbaijan reached 5 billion manat in 2023.
- 5 billion manat: currency

en: Exports of Turkmenistan to Uzbekistan reached 5 billion manat in 2023.
+ TM exports UZ 2023
  amount 5 (4.5 to 5.5) bn TMT

en: Exports reached $24.4 billion in 2023, and imports from China were $11.3 billion.
- $24.4 billion: country
- $11.3 billion: country

en: Trade of Kazakhstan with China: exports were $14.7 billion and imports $16.8 billion in 2023.
+ KZ exports CN 2023
  amount 14.7 (14.65 to 14.75) bn USD
+ KZ imports CN 2023
  amount 16.8 (16.75 to 16.85) bn USD

en: Kazakhstan's remittances were $300 million, and exports to China $14.7 billion in 2023.
+ KZ remittances_received W0 2023
  amount 300 (299.5 to 300.5) mn USD
+ KZ exports CN 2023
  amount 14.7 (14.65 to 14.75) bn USD

ru: В 2023 году экспорт зерна из Казахстана в Китай вырос в 5,5 раза, до 1,4 млн тонн.
+ KZ exports [зерна] CN 2023
  quantity 1400000 (1350000 to 1450000) t
  fold 5.5 (5.45 to 5.55)

ru: По данным банка, в 2023 году трудовые мигранты перевели из России в Таджикистан 5,7 млрд долларов – почти половину
    ВВП страны.
+ TJ remittances_received RU 2023
  amount 5.7 (5.65 to 5.75) bn USD
  share nearly 50 (45 to under 50) % of gdp

ru: Кыргызстан в 2023 году получил денежных переводов на 2,85 млрд долларов, что составило около 19% ВВП, а Узбекистан
    получил более 14,5 млрд долларов, или 12-15% ВВП.
+ KG remittances_received W0 2023
  amount 2.85 (2.845 to 2.855) bn USD
  share about 19 (17.1 to 20.9) % of gdp
+ UZ remittances_received W0 2023
  amount over 14.5 bn USD
  share 12 to 15 % of gdp

ru: ВВП Казахстана в 2023 году вырос на 5,1%.
+ KZ gdp W0 2023
  growth 5.1 (5.05 to 5.15) %

ru: Импорт Узбекистана из Китая в 2023 году составил 11,3 млрд долларов.
+ UZ imports CN 2023
  amount 11.3 (11.25 to 11.35) bn USD

ru: Товарооборот между Казахстаном и Китаем в 2023 году достиг 41 млрд долларов.
+ KZ trade CN 2023
  amount 41 (40.5 to 41.5) bn USD

ru: Дефицит бюджета Казахстана в 2024 году составил 2,7% ВВП.
+ KZ other [дефицит бюджета] W0 2024
  share 2.7 (2.65 to 2.75) % of gdp

ru: К 2030 году Казахстан планирует увеличить экспорт до 200 млрд долларов.
- 200 млрд долларов: plan

ru: Экспорт Кыргызстана в 2024 году увеличился на 300 млн долларов.
- 300 млн долларов: change

ru: Китай в 2023 году инвестировал в Казахстан 1,8 млрд долларов.
+ KZ investment CN 2023
  amount 1.8 (1.75 to 1.85) bn USD

ru: На Россию приходится 30% экспорта Кыргызстана.
+ KG exports RU -
  share 30 (29.5 to 30.5) % of total_inflow

ru: За январь-сентябрь 2024 года Казахстан экспортировал в Китай 1,1 млн тонн зерна.
+ KZ exports [зерна] CN 2024-01/2024-09
  quantity 1100000 (1050000 to 1150000) t

ru: Казахстан – крупный поставщик зерна. В 2023 году страна вывезла в Китай 1,4 млн тонн пшеницы.
+ KZ exports [пшеницы] CN 2023 (about)
  quantity 1400000 (1350000 to 1450000) t

ru: Экспорт Казахстана снизился с 84,6 млрд долларов в 2022 году до 78,7 млрд долларов в 2023 году.
+ KZ exports W0 2023
  amount 78.7 (78.65 to 78.75) bn USD
- 84,6 млрд долларов: earlier

ru: В 2023 году население Узбекистана достигло 36 млн человек.
+ UZ population W0 2023
  quantity 36000000 (35500000 to 36500000) person

ru: В марте 2024 года экспорт Казахстана вырос на 5%.
- 5%: span

ru: В январе-марте 2024 года экспорт Казахстана вырос на 5% по сравнению с аналогичным периодом прошлого года.
+ KZ exports W0 2024-Q1
  growth 5 (4.5 to 5.5) %

ru: ЕБРР предоставил Кыргызстану кредит на 50 млн евро в 2023 году.
+ KG financing W0 2023
  amount 50 (49.5 to 50.5) mn EUR

ru: Торговый оборот Казахстана с Россией в 2023 году составил 26 млрд долларов, с Китаем – 41 млрд долларов.
+ KZ trade RU 2023
  amount 26 (25.5 to 26.5) bn USD
+ KZ trade CN 2023
  amount 41 (40.5 to 41.5) bn USD

ru: Экспорт в Россию и Китай составил 26 млрд долларов.
- 26 млрд долларов: country

ru: Денежные переводы из Казахстана в 2023 году составили 300 млн долларов.
+ KZ remittances_sent W0 2023
  amount 300 (299.5 to 300.5) mn USD

ru: ВВП на душу населения в Казахстане в 2023 году составил 13 тыс. долларов.
- 13 тыс. долларов: kind

ru: В 2023 г. Казахстан экспортировал 10,5 млн тонн зерна, что на 15% больше, чем в 2022 г.
+ KZ exports [зерна] W0 2023
  quantity 10500000 (10450000 to 10550000) t
  growth 15 (14.5 to 15.5) %

ru: Доля России в экспорте Казахстана составила 12% в 2023 году.
- 12%: change

ru: Объём денежных переводов в Узбекистан за 2023 год достиг $11,4 млрд, снизившись на 32% по сравнению с 2022 годом.
+ UZ remittances_received W0 2023
  amount 11.4 (11.35 to 11.45) bn USD
  growth -32 (-32.5 to -31.5) %

ru: Инвестиции в основной капитал Казахстана за январь–июнь 2024 года выросли на 3,3%.
+ KZ investment W0 2024-S1
  growth 3.3 (3.25 to 3.35) %

ru: Казахстанский экспорт в Китай в 2023 году составил 14,7 млрд долларов.
+ KZ exports CN 2023
  amount 14.7 (14.65 to 14.75) bn USD

ru: Узбекистан закупил у Казахстана 3 млн тонн пшеницы в 2023 году.
- 3 млн тонн: subject

ru: Экспорт товаров из Казахстана вырос с 3 до 5 млрд долларов в 2023 году.
+ KZ exports W0 2023
  amount 5 (4.5 to 5.5) bn USD
- 3: earlier

ru: Казахстан и Узбекистан увеличили товарооборот до 4,4 млрд долларов в 2023 году.
+ KZ trade UZ 2023
  amount 4.4 (4.35 to 4.45) bn USD

ru: Половина экспорта Узбекистана приходится на Россию.
+ UZ exports RU -
  share 50 % of total_inflow

ru: В Казахстане в 2023 году произведено 90 млн тонн нефти.
+ KZ output [нефти] W0 2023
  quantity 90000000 (89500000 to 90500000) t

ru: Инвестиции Китая в Казахстане достигли 1,8 млрд долларов в 2023 году.
+ KZ investment CN 2023
  amount 1.8 (1.75 to 1.85) bn USD

ru: В 2023 году экспорт Казахстана в Китай составил 14,7 млрд долларов, импорт из России – 16 млрд долларов.
+ KZ exports CN 2023
  amount 14.7 (14.65 to 14.75) bn USD
+ KZ imports RU 2023
  amount 16 (15.5 to 16.5) bn USD

kk: 2023 жылы Қазақстанның Қытайға астық экспорты 5,5 есе өсіп, 1,4 млн тоннаға жетті.
+ KZ exports [астық] CN 2023
  quantity 1400000 (1350000 to 1450000) t
  fold 5.5 (5.45 to 5.55)

kk: 2023 жылы Тәжікстанға Ресейден 5,7 млрд доллар ақша аударымы түсті, бұл елдің ЖІӨ-сінің жартысына жуығы.
+ TJ remittances_received RU 2023
  amount 5.7 (5.65 to 5.75) bn USD
  share nearly 50 (45 to under 50) % of gdp

kk: 2023 жылы Қазақстан мен Қытай арасындағы сауда айналымы 41 млрд долларға жетті.
+ KZ trade CN 2023
  amount 41 (40.5 to 41.5) bn USD

kk: Қазақстан 2030 жылға қарай экспортты 200 млрд долларға дейін арттыруды жоспарлап отыр.
- 200 млрд долларға: plan

kk: Былтыр елдің экспорты 78 млрд долларды құрады.
- 78 млрд долларды: country

kk: Қырғызстан 2023 жылы 2,85 млрд доллар ақша аударымын алды, ал Өзбекстан 14,5 млрд доллардан астам алды.
+ KG remittances_received W0 2023
  amount 2.85 (2.845 to 2.855) bn USD
+ UZ remittances_received W0 2023
  amount over 14.5 bn USD

kk: 2023 жылы Қазақстан Қытайға 1,1 млн тонна астық экспорттады.
+ KZ exports [астық] CN 2023
  quantity 1100000 (1050000 to 1150000) t

kk: Қазақстан экспортының 30 пайызы Қытайға тиесілі.
+ KZ exports CN -
  share 30 (29.5 to 30.5) % of total_inflow

kk: 2023 жылы Қазақстанға 23 млрд доллар тікелей шетелдік инвестиция тартылды.
+ KZ investment W0 2023
  amount 23 (22.5 to 23.5) bn USD

kk: 2024 жылы Қазақстанда 25 млн тонна астық өндірілді.
+ KZ output [астық] W0 2024
  quantity 25000000 (24500000 to 25500000) t

kk: 2024 жылы Қазақстанда 25 млн тонна астық жиналып, 150 млрд теңге салық жиналды.
+ KZ output [астық] W0 2024
  quantity 25000000 (24500000 to 25500000) t
- 150 млрд теңге: subject

kk: 2023 жылы Қазақстан 90 млн тонна мұнай өндірді.
+ KZ output [мұнай] W0 2023
  quantity 90000000 (89500000 to 90500000) t

ky: 2023-жылы Кыргызстанда 1,8 млн тонна буудай жыйналды.
+ KG output [буудай] W0 2023
  quantity 1800000 (1750000 to 1850000) t

uz-Latn: 2023-yilda O‘zbekistonda 8 mln tonna g‘alla yig‘ib olindi.
+ UZ output [g'alla] W0 2023
  quantity 8000000 (7500000 to 8500000) t

kk: 2023 жылы Қазақстан экспорты 78,7 млрд доллар болды, бұл 2022 жылмен салыстырғанда 6,9%-ға аз.
+ KZ exports W0 2023
  amount 78.7 (78.65 to 78.75) bn USD
- 6,9%-ға: change

kk: Қазақстан – ірі экспорттаушы. 2023 жылы елдің импорты 61 млрд долларға жетті.
+ KZ imports W0 2023 (about)
  amount 61 (60.5 to 61.5) bn USD

kk: 2023 жылы Қазақстанның экспорты 2022 жылмен салыстырғанда 7%-ға төмендеді.
+ KZ exports W0 2023
  growth -7 (-7.5 to -6.5) %

kk: Қазақстан халқының саны 2023 жылы 20 млн адамға жетті.
+ KZ population W0 2023
  quantity 20000000 (19500000 to 20500000) person

kk: Қазақстанның 2023 жылғы экспорты 78,7 млрд долларды құрады, оның 14,7 млрд доллары Қытайға тиесілі.
+ KZ exports W0 2023
  amount 78.7 (78.65 to 78.75) bn USD
+ KZ exports CN 2023
  amount 14.7 (14.65 to 14.75) bn USD

kk: 2023 жылы Қазақстан экспорты 84 млрд доллармен салыстырғанда 78 млрд доллар болды.
+ KZ exports W0 2023
  amount 78 (77.5 to 78.5) bn USD
- 84 млрд доллармен: earlier

kk: Қазақстанның Қытаймен саудасы 2023 жылы 41 млрд долларға жетті.
+ KZ trade CN 2023
  amount 41 (40.5 to 41.5) bn USD

kk: 2023 жылы Қазақстанның Қытайға экспорты 14,7 млрд доллар, Ресейден импорты 16 млрд доллар болды.
+ KZ exports CN 2023
  amount 14.7 (14.65 to 14.75) bn USD
+ KZ imports RU 2023
  amount 16 (15.5 to 16.5) bn USD

ky: 2023-жылы Кыргызстанга Россиядан 2,6 млрд доллар акча которуу келди.
+ KG remittances_received RU 2023
  amount 2.6 (2.55 to 2.65) bn USD

ky: 2023-жылы Кыргызстандын экспорту 3,3 млрд долларды түздү.
+ KG exports W0 2023
  amount 3.3 (3.25 to 3.35) bn USD

ky: 2023-жылы Кыргызстандын Кытайдан импорту 5,5 млрд доллар болду.
+ KG imports CN 2023
  amount 5.5 (5.45 to 5.55) bn USD

ky: Мигранттар 2023-жылы Россиядан Кыргызстанга 2,6 млрд доллар которушту, бул өлкөнүн ИДПсынын 19 пайызы.
+ KG remittances_received RU 2023
  amount 2.6 (2.55 to 2.65) bn USD
  share 19 (18.5 to 19.5) % of gdp

ky: 2023-жылы Кыргызстан менен Кытайдын ортосундагы соода жүгүртүү 19,8 млрд долларга жетти.
+ KG trade CN 2023
  amount 19.8 (19.75 to 19.85) bn USD

ky: Кыргызстан – тоолуу өлкө. 2023-жылы өлкөнүн экспорту 3,3 млрд доллар болду.
+ KG exports W0 2023 (about)
  amount 3.3 (3.25 to 3.35) bn USD

ky: 2030-жылга чейин Кыргызстандын экспортун 6 млрд долларга жеткирүү пландалууда.
- 6 млрд долларга: plan

ky: 2023-жылы Кыргызстандын экспорту 2022-жылга салыштырмалуу 46 пайызга өстү.
+ KG exports W0 2023
  growth 46 (45.5 to 46.5) %

ky: Кыргызстанда 2023-жылы калктын саны 7,1 млн адамга жетти.
+ KG population W0 2023
  quantity 7100000 (7050000 to 7150000) person

ky: Кыргызстандын Кытай менен соодасы 2023-жылы 19,8 млрд доллар болду.
+ KG trade CN 2023
  amount 19.8 (19.75 to 19.85) bn USD

uz-Latn: 2023-yilda Oʻzbekistonga Rossiyadan 8,9 mlrd dollar pul oʻtkazmalari kelib tushdi.
+ UZ remittances_received RU 2023
  amount 8.9 (8.85 to 8.95) bn USD

uz-Latn: 2023-yilda Oʻzbekistonning Xitoyga eksporti 2,5 mlrd dollarni tashkil etdi.
+ UZ exports CN 2023
  amount 2.5 (2.45 to 2.55) bn USD

uz-Latn: Pul oʻtkazmalari Oʻzbekiston YaIMning 14 foizini tashkil etdi.
+ UZ remittances_received W0 -
  share 14 (13.5 to 14.5) % of gdp

uz-Latn: 2023-yilda O'zbekistonning tashqi savdo aylanmasi 62,6 mlrd dollarga yetdi va 2022-yilga nisbatan 23,8 foizga
    oshdi.
+ UZ trade W0 2023
  amount 62.6 (62.55 to 62.65) bn USD
  growth 23.8 (23.75 to 23.85) %

uz-Latn: O'zbekiston 2024-yilda Xitoyga 1,2 mln tonna meva eksport qildi.
+ UZ exports [meva] CN 2024
  quantity 1200000 (1150000 to 1250000) t

uz-Latn: O'zbekiston va Xitoy o'rtasidagi savdo aylanmasi 2023-yilda 13,7 mlrd dollarni tashkil etdi.
+ UZ trade CN 2023
  amount 13.7 (13.65 to 13.75) bn USD

uz-Latn: 2024-yil boshiga O'zbekiston aholisi 36,8 mln kishiga yetdi.
+ UZ population W0 -
  quantity 36800000 (36750000 to 36850000) person

uz-Latn: 2030-yilga borib O'zbekiston eksportni 45 mlrd dollarga yetkazish rejalashtirilgan.
- 45 mlrd dollarga: plan

uz-Latn: O'zbekiston – yirik davlat. Mamlakat importi 2023-yilda 38 mlrd dollarni tashkil etdi.
+ UZ imports W0 2023 (about)
  amount 38 (37.5 to 38.5) bn USD

uz-Latn: 2023-yilda O'zbekistonning eksporti 24,4 mlrd dollar bo'ldi, shundan 2,5 mlrd dollari Xitoyga to'g'ri keldi.
+ UZ exports W0 2023
  amount 24.4 (24.35 to 24.45) bn USD
+ UZ exports CN 2023
  amount 2.5 (2.45 to 2.55) bn USD

uz-Latn: Mehnat muhojirlari 2023-yilda Rossiyadan O'zbekistonga 8,9 milliard dollar yuborishdi, bu YaIMning 9 foizi.
+ UZ remittances_received RU 2023
  amount 8.9 (8.85 to 8.95) bn USD
  share 9 (8.5 to 9.5) % of gdp

uz-Latn: O'zbekistonning Xitoy bilan savdosi 2023-yilda 13,7 mlrd dollar bo'ldi.
+ UZ trade CN 2023
  amount 13.7 (13.65 to 13.75) bn USD

uz-Cyrl: 2023 йилда Ўзбекистонга Россиядан 8,9 млрд доллар пул ўтказмалари келиб тушди.
+ UZ remittances_received RU 2023
  amount 8.9 (8.85 to 8.95) bn USD

uz-Cyrl: 2023 йилда Ўзбекистоннинг Хитойга экспорти 2,5 млрд долларни ташкил этди.
+ UZ exports CN 2023
  amount 2.5 (2.45 to 2.55) bn USD

uz-Cyrl: 2023 йилда Ўзбекистоннинг пахта экспорти 1,3 млрд доллар бўлди.
+ UZ exports [пахта] W0 2023
  amount 1.3 (1.25 to 1.35) bn USD

uz-Cyrl: Муҳожирлар 2023 йилда Россиядан Ўзбекистонга 8,9 млрд доллар юборди.
+ UZ remittances_received RU 2023
  amount 8.9 (8.85 to 8.95) bn USD

uz-Cyrl: Ўзбекистонда 2023 йилда 4,2 млн тонна пахта ҳосили етиштирилди.
+ UZ output [пахта] W0 2023
  quantity 4200000 (4150000 to 4250000) t

uz-Cyrl: 2023 йилда Ўзбекистоннинг экспорти 2022 йилга нисбатан 24 фоизга ошди.
+ UZ exports W0 2023
  growth 24 (23.5 to 24.5) %

uz-Cyrl: 2030 йилгача Ўзбекистон экспортини 45 млрд долларга етказиш режалаштирилган.
- 45 млрд долларга: plan

uz-Cyrl: Ўзбекистон – аҳолиси кўп давлат. Мамлакат экспорти 2023 йилда 24,4 млрд доллар бўлди.
+ UZ exports W0 2023 (about)
  amount 24.4 (24.35 to 24.45) bn USD

uz-Cyrl: 2023 йилда пул ўтказмалари Ўзбекистон ЯИМнинг 12-15 фоизини ташкил этди.
+ UZ remittances_received W0 2023
  share 12 to 15 % of gdp

tg: Дар соли 2023 ба Тоҷикистон аз Россия 5,7 млрд доллар интиқоли пул ворид шуд, ки қариб нисфи ММД-и кишвар аст.
+ TJ remittances_received RU 2023
  amount 5.7 (5.65 to 5.75) bn USD
  share nearly 50 (45 to under 50) % of gdp

tg: Дар соли 2023 содироти Тоҷикистон ба Чин 250 млн долларро ташкил дод.
+ TJ exports CN 2023
  amount 250 (249.5 to 250.5) mn USD

tg: Дар соли 2023 ММД-и Тоҷикистон 8,3 фоиз афзоиш ёфт.
+ TJ gdp W0 2023
  growth 8.3 (8.25 to 8.35) %

tg: Дар соли 2023 воридоти Тоҷикистон аз Чин 2,6 млрд доллар буд.
+ TJ imports CN 2023
  amount 2.6 (2.55 to 2.65) bn USD

tg: Муҳоҷирон дар соли 2023 аз Россия ба Тоҷикистон 5,7 млрд доллар фиристоданд.
+ TJ remittances_received RU 2023
  amount 5.7 (5.65 to 5.75) bn USD

tg: Содироти пахтаи Тоҷикистон дар соли 2023 ба 180 млн доллар расид.
+ TJ exports [пахта] W0 2023
  amount 180 (179.5 to 180.5) mn USD

tg: Савдои хориҷии Тоҷикистон бо Чин дар соли 2023 1,5 млрд долларро ташкил дод.
+ TJ trade CN 2023
  amount 1.5 (1.45 to 1.55) bn USD

tg: Дар соли 2030 содироти Тоҷикистон бояд ба 5 млрд доллар расад.
- 5 млрд доллар: plan

tg: Тоҷикистон дар соли 2023 ба Чин 250 ҳазор тонна ангишт содир кард.
+ TJ exports [ангишт] CN 2023
  quantity 250000 (249500 to 250500) t

tg: Дар соли 2023 содироти Тоҷикистон нисбат ба соли 2022 14 фоиз афзоиш ёфт.
+ TJ exports W0 2023
  growth 14 (13.5 to 14.5) %

tg: Тоҷикистон кишвари кӯҳӣ аст. Дар соли 2023 воридоти кишвар 5,9 млрд долларро ташкил дод.
+ TJ imports W0 2023 (about)
  amount 5.9 (5.85 to 5.95) bn USD

tg: Аҳолии Тоҷикистон дар соли 2023 ба 10,1 млн нафар расид.
+ TJ population W0 2023
  quantity 10100000 (10050000 to 10150000) person

tg: Соли 2023 ҳаҷми интиқоли пулӣ аз Россия ба Тоҷикистон 5,7 миллиард доллар буд.
+ TJ remittances_received RU 2023
  amount 5.7 (5.65 to 5.75) bn USD

tg: Дар соли 2023 савдо байни Тоҷикистон ва Чин 1,5 млрд доллар буд.
+ TJ trade CN 2023
  amount 1.5 (1.45 to 1.55) bn USD

tk: 2023-nji ýylda Türkmenistanyň Hytaýa eksporty 9,6 mlrd dollara ýetdi.
+ TM exports CN 2023
  amount 9.6 (9.55 to 9.65) bn USD

tk: 2023-nji ýylda Täjigistana Russiýadan 5,7 mlrd dollar pul geçirimleri gowuşdy.
+ TJ remittances_received RU 2023
  amount 5.7 (5.65 to 5.75) bn USD

tk: 2023-nji ýylda Türkmenistan bilen Hytaýyň arasyndaky söwda dolanyşygy 10,6 mlrd dollara ýetdi.
+ TM trade CN 2023
  amount 10.6 (10.55 to 10.65) bn USD

tk: 2023-nji ýylda Türkmenistanyň pagta eksporty 300 mln dollar boldy.
+ TM exports [pagta] W0 2023
  amount 300 (299.5 to 300.5) mn USD

tk: 2030-njy ýyla çenli Türkmenistanyň eksporty 20 mlrd dollara ýeter.
- 20 mlrd dollara: plan

tk: Türkmenistan gaza baý ýurt. 2023-nji ýylda ýurduň eksporty 13 mlrd dollar boldy.
+ TM exports W0 2023 (about)
  amount 13 (12.5 to 13.5) bn USD

tk: 2023-nji ýylda Türkmenistanyň importy 2022-nji ýyla görä 5 göterim artdy.
+ TM imports W0 2023
  growth 5 (4.5 to 5.5) %

tk: 2023-nji ýylda Özbegistana Russiýadan gelen pul geçirimleri JIÖ-niň 9 göterimine deň boldy.
+ UZ remittances_received RU 2023
  share 9 (8.5 to 9.5) % of gdp

en: Tajikistan did not receive $6 billion of remittances in 2024.
- $6 billion: denied

en: Kazakhstan never exported 5 million tonnes of coal in 2023.
- 5 million tonnes: denied

en: Exports of Kazakhstan of $80 billion weren't reached in 2023.
- $80 billion: denied

en: In 2023 Kazakhstan not only exported 5 million tonnes of coal.
+ KZ exports [coal] W0 2023
  quantity 5000000 (4500000 to 5500000) t

en: Kazakhstan, which is not a member of OPEC, exported 60.5 million tonnes of oil in 2023.
+ KZ exports [oil] W0 2023
  quantity 60500000 (60450000 to 60550000) t

en: Exports of Kazakhstan did not exceed $80 billion in 2023, and were no less than in 2022.
+ KZ exports W0 2023
  amount at most 80 bn USD

ru: Таджикистан не получил 6 млрд долларов переводов в 2024 году.
- 6 млрд долларов: denied

ru: 6 млрд долларов переводов Таджикистан не получил.
- 6 млрд долларов: denied

ru: В 2023 году экспорт Казахстана составил не менее 80 млрд долларов.
+ KZ exports W0 2023
  amount at least 80 bn USD

kk: Тәжікстан 2024 жылы 6 млрд доллар ақша аударымын алған жоқ.
- 6 млрд доллар: denied

kk: Қазақстан 2024 жылы 5 млн тонна көмір экспорттамады.
- 5 млн тонна: denied

ky: Тажикстан 2024-жылы 6 млрд доллар акча которууларын алган эмес.
- 6 млрд доллар: denied

ky: Тажикстан 2024-жылы 6 млрд доллар акча которууларын албады.
- 6 млрд доллар: denied

uz: O‘zbekiston 2024-yilda 6 mlrd dollar pul o‘tkazmalarini olmadi.
- 6 mlrd dollar: denied

uz-Cyrl: Ўзбекистон 2024 йилда 6 млрд доллар пул ўтказмаларини олмаган.
- 6 млрд доллар: denied

tg: Тоҷикистон дар соли 2024 6 млрд доллар интиқоли пулӣ нагирифт.
- 6 млрд доллар: denied

tk: Türkmenistan 2024-nji ýylda 6 mlrd dollar pul geçirimlerini almady.
- 6 mlrd dollar: denied

en: In 2023 Turkmenistan exported gas worth $9.6 billion to China.
+ TM exports [gas] CN 2023
  amount 9.6 (9.55 to 9.65) bn USD

en: In 2023 Kazakhstan exported mainly crude oil, worth $42.5 billion.
+ KZ exports [crude oil] W0 2023
  amount 42.5 (42.45 to 42.55) bn USD

en: In 2023 Kazakhstan exported goods worth $78.7 billion.
+ KZ exports W0 2023
  amount 78.7 (78.65 to 78.75) bn USD

en: Kazakhstan exported oil and metals worth $42 billion; its exports of wheat, barley and flour were $2 billion.
- $42 billion: subject
- $2 billion: subject

en: In 2023 Kazakhstan exported wheat and barley: 5.5 million tonnes of wheat.
+ KZ exports [wheat] W0 2023
  quantity 5500000 (5450000 to 5550000) t

en: China accounts for 30% of Kazakhstan's exports of wheat and barley.
- 30%: subject

en: Kazakhstan's wheat harvest was 25.2 million tonnes in 2023.
+ KZ output [wheat] W0 2023
  quantity 25200000 (25150000 to 25250000) t

ru: Казахстан экспортировал пшеницу и ячмень на 2 млрд долларов.
- 2 млрд долларов: subject

uz: Qozog‘istonning g‘alla hosili 2023-yilda 20,5 mln tonna bo‘ldi.
+ KZ output [g'alla] W0 2023
  quantity 20500000 (20450000 to 20550000) t

en: Russia sent $5 billion to Uzbekistan in 2023.
- $5 billion: subject

ru: Правительство Казахстана выделило 5 млрд долларов в 2023 году.
- 5 млрд долларов: subject

en: In mid-2024, exports of Kazakhstan were $80.5 billion.
+ KZ exports W0 -
  amount 80.5 (80.45 to 80.55) bn USD

ru: Осенью 2023 года экспорт Казахстана составил 5,5 млрд долларов.
+ KZ exports W0 -
  amount 5.5 (5.45 to 5.55) bn USD

kk: Қазақстан экспорты 2023 жылдың күзінде 5,5 млрд доллар болды.
+ KZ exports W0 -
  amount 5.5 (5.45 to 5.55) bn USD

tk: 2023-nji ýylda Türkmenistanyň Hytaý bilen söwdasy 10,6 mlrd dollar boldy.
+ TM trade CN 2023
  amount 10.6 (10.55 to 10.65) bn USD
"""


def cases() -> list[tuple[str, str, str]]:
    found = []
    for block in CASES.strip().split("\n\n"):
        lines = block.replace("\n    ", " ").split("\n")
        tag, _, text = lines[0].partition(": ")
        found.append((tag, text, "\n".join(lines[1:])))
    return found


def told(found: FoundClaims) -> str:
    lines = [line for each in found.found for line in lines_of(each)]
    return "\n".join([*lines, *(f"- {untied.mention.surface}: {untied.reason}" for untied in found.untied)])


def lines_of(found: FoundClaim) -> list[str]:
    claim = found.claim
    carried = [f"({field})" for field in sorted(found.carried)]
    item = [f"[{claim.item}]"] if claim.item else []
    head = (claim.about, claim.subject, *item, claim.counterpart, claim.period or "-", *carried)
    figures = [("amount", claim.amount, ""), ("quantity", claim.quantity, "")]
    parts = [("share", claim.share, f" of {claim.denominator}"), ("growth", claim.growth, "")]
    lines = [f"  {name} {said(figure)}{after}" for name, figure, after in figures if figure is not None]
    lines += [f"  {name} {percent(part)}{after}" for name, part, after in parts if part is not None]
    return [f"+ {' '.join(map(str, head))}", *lines, *([f"  fold {said(claim.fold)}"] if claim.fold else [])]


def claims_in(text: str, lang: str | None = "en", about: str | None = None) -> tuple[Claim, ...]:
    return find_claims(text, lang, source="a news page", about=about).claims


@pytest.mark.parametrize(("tag", "text", "expected"), cases(), ids=[f"{tag}-{text[:40]}" for tag, text, _ in cases()])
def test_a_sentence_gives_what_it_claims(tag: str, text: str, expected: str) -> None:
    assert told(find_claims(text, tag, source="a news page")) == expected


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_language_has_claims_and_plans_in_the_table(tag: str) -> None:
    own = [expected for lang, _, expected in cases() if lang == tag]
    for wanted in ("exports", "remittances_received", "growth", "plan", "(about)"):
        assert any(wanted in expected for expected in own), wanted


def ends(quantity: Quantity | None) -> tuple[Decimal, Decimal]:
    assert quantity is not None
    return quantity.estimate.low, quantity.estimate.high


class TestThePage:
    """What a page of the news says of remittances and farm trade, written anew."""

    FOUND: Final = find_claims(PAGE, "en", source="S-TCA1")

    @pytest.mark.parametrize("about", ["TJ", "KG", "UZ", "GE", "AM"])
    def test_remittances_are_judged_as_the_statements_that_ship(self, about: str) -> None:
        (claim,) = (claim for claim in self.FOUND.claims if claim.about.alpha2 == about)
        (shipped,) = (each for each in remittance_statements() if each.about.alpha2 == about)
        assert (claim.subject, claim.counterpart, claim.period) == (
            shipped.subject,
            shipped.counterpart,
            shipped.period,
        )
        assert (claim.amount, claim.denominator) == (shipped.amount, shipped.denominator)
        for years in (3, 6):
            assert check_claim(claim, years_around=years).facts == check_claim(shipped, years_around=years).facts

    def test_grain_is_as_in_the_statements_that_ship(self) -> None:
        grain = [claim for claim in self.FOUND.claims if claim.item == "grain"]
        shipped = [each for each in farm_statements() if each.item == "grain"]
        assert [(each.about, each.counterpart, each.period, each.fold) for each in grain] == [
            (each.about, each.counterpart, each.period, each.fold) for each in shipped
        ]
        for claim, each in zip(grain, shipped, strict=True):
            assert ends(claim.quantity and claim.quantity.to("Mt")) == ends(each.quantity)

    def test_the_share_of_tajikistan_fits_and_its_amount_does_not(self) -> None:
        facts = check_claim(self.FOUND.claims[0]).facts
        assert (facts["share"], facts["amount"]) == ("consistent", "inconsistent")

    def test_what_another_sentence_says_is_told(self) -> None:
        carried = [sorted(each.carried) for each in self.FOUND.found]
        assert carried[:4] == [
            [],
            ["counterpart", "period"],
            ["counterpart", "period"],
            ["counterpart", "period", "subject"],
        ]

    def test_contracts_goals_and_figures_of_nobody_are_untied(self) -> None:
        assert [(untied.mention.surface, untied.reason) for untied in self.FOUND.untied] == [
            ("$1 billion", Reason.PLAN),
            ("2 million tons", Reason.PLAN),
            ("nearly doubled", Reason.COUNTRY),
            ("$5.4\nbillion", Reason.COUNTRY),
            ("$10 billion", Reason.PLAN),
        ]

    def test_a_claim_says_where_it_stands(self) -> None:
        first = self.FOUND.found[0]
        assert PAGE[first.start : first.end].startswith("An official")
        assert PAGE[first.start : first.end].removesuffix(".").endswith("GDP")
        assert [mention.surface for mention in first.mentions] == ["2023", "$5.7 billion", "nearly half"]


class TestPrecision:
    """How exact a figure is."""

    @pytest.mark.parametrize(
        ("text", "amount"),
        [
            ("$5.70 billion", MoneyEstimate.of(Estimate.printed("5.70") * 10**9, "USD")),
            ("$5 billion", MoneyEstimate.of(Estimate.printed("5") * 10**9, "USD")),
            ("100 million euros", MoneyEstimate.of(Estimate.printed("100") * 10**6, "EUR")),
            ("a hundred million euros", MoneyEstimate.of(Estimate.printed("100") * 10**6, "EUR")),
            ("two and a half billion dollars", MoneyEstimate.of(Estimate.printed("2.5") * 10**9, "USD")),
            ("$640.25", Money.of("640.25", "USD")),
            ("ten dollars", Money.of(10, "USD")),
            ("5 trn 120 bn tenge", Money.of(5_120 * 10**9, "KZT")),
            ("over $14.5 billion", MoneyEstimate.of(Estimate.over(14_500_000_000), "USD")),
            ("$2-3 billion", MoneyEstimate.of(Estimate.between(2 * 10**9, 3 * 10**9), "USD")),
        ],
    )
    def test_an_amount_with_a_scale_is_as_exact_as_it_is_printed(self, text: str, amount: object) -> None:
        (claim,) = claims_in(f"Exports of Kazakhstan were {text} in 2023.")
        assert claim.amount == amount

    @pytest.mark.parametrize(
        ("text", "share"),
        [
            ("48.2% of GDP", Estimate.printed("0.482")),
            ("nearly half of GDP", Estimate.nearly("0.5")),
            ("a third of GDP", Estimate.spanning(Fraction(1, 3), Fraction(1, 3), best=Fraction(1, 3))),
            ("about 20% of GDP", Estimate.about("0.20")),
            ("12-15% of GDP", Estimate.between("0.12", "0.15")),
            ("over 40% of GDP", Estimate.over("0.4")),
        ],
    )
    def test_a_share_is_a_fraction(self, text: str, share: Estimate) -> None:
        (claim,) = claims_in(f"Remittances were {text} in Tajikistan in 2023.")
        assert claim.share is not None
        assert (claim.share.low, claim.share.high) == (share.low, share.high)
        assert (claim.share.low_open, claim.share.high_open) == (share.low_open, share.high_open)


class TestAbout:
    """The country of figures for which the text names none."""

    def test_it_is_that_of_the_caller(self) -> None:
        (claim,) = claims_in("Remittances from Russia reached $5.7 billion in 2023.", about="TJ")
        assert (claim.about.alpha2, claim.counterpart.alpha2) == ("TJ", "RU")

    def test_a_country_that_is_named_comes_first(self) -> None:
        (claim,) = claims_in("Exports of Kazakhstan reached $80 billion in 2023.", about="TJ")
        assert claim.about.alpha2 == "KZ"

    def test_without_it_remittances_from_a_country_are_sent(self) -> None:
        (claim,) = claims_in("Remittances from Russia reached $5.7 billion in 2023.")
        assert (claim.about.alpha2, str(claim.subject)) == ("RU", "remittances_sent")


class TestLimits:
    """Where reading ends."""

    def test_no_sentence_is_as_long(self) -> None:
        found = find_claims("exports of Kazakhstan and " * 80 + "were $5 billion", "en", source="a news page")
        assert [untied.reason for untied in found.untied] == [Reason.SENTENCE]

    def test_a_paragraph_forgets_the_one_before(self) -> None:
        text = "Kazakhstan is large.\n\nIts GDP was $261 billion in 2023."
        assert claims_in(text) == ()
        assert len(claims_in(text.replace("\n\n", " "))) == 1

    def test_a_language_is_found_out(self) -> None:
        text = (
            "В 2023 году экспорт Казахстана составил 78,7 млрд долларов. In 2023 GDP of Uzbekistan was $102.6 billion."
        )
        assert [claim.about.alpha2 for claim in claims_in(text, None)] == ["KZ", "UZ"]

    def test_a_language_that_is_not_read(self) -> None:
        with pytest.raises(UnknownCodeError):
            find_claims("5 kr", "sv", source="a news page")

    def test_a_country_that_is_none(self) -> None:
        with pytest.raises(UnknownCodeError):
            find_claims("$5", "en", source="a news page", about="QQ")

    def test_no_text(self) -> None:
        with pytest.raises(WrongTypeError):
            find_claims(5, source="a news page")  # type: ignore[arg-type]


def found_words(tag: str, role: str, text: str) -> list[str]:
    """The words of a role in a sentence."""
    (sentence,) = read_sentences(text, [], tag)
    return [text[start:end].lower() for start, end in sentence.find(role)]


class TestWords:
    """The words that tie figures, in the tables of the languages."""

    NEEDED: Final = {
        f"claim_{role}"
        for role in (
            "back",
            "down",
            "elsewhen",
            "open_end",
            "part",
            "per_head",
            "plan",
            "received",
            "sender",
            "sent",
            "up",
        )
    }

    @pytest.mark.parametrize("tag", LANGUAGES)
    def test_every_language_has_what_its_grammar_needs(self, tag: str) -> None:
        roles = {sense.role for sense, _, _ in words_of(tag)}
        assert roles >= self.NEEDED
        assert roles & {"claim_base", "claim_base_after"}
        assert roles & {"claim_not_when", "claim_not_when_after"}

    @pytest.mark.parametrize("tag", LANGUAGES)
    def test_they_alone_have_a_mark_and_play_no_part_in_figures(self, tag: str) -> None:
        for sense, _, forms in words_of(tag):
            assert all(form.startswith("@") is sense.role.startswith("claim_") for form in forms)
        assert not any(key.startswith("claim_") for key in lexicon(tag).senses("жоғарылады"))

    @pytest.mark.parametrize(
        ("tag", "role", "text", "expected"),
        [
            ("kk", "up", "Экспорт көбейді, импорт көбейгенін жазды, көбейіңіз", ["көбейді", "көбейгенін"]),
            ("kk", "down", "Төменде айтылғандай, баға төмендеді", ["төмендеді"]),
            ("kk", "plan", "Жоспарланған келісімдер бойынша келісу", ["жоспарланған", "келісімдер"]),
            ("kk", "output", "Биыл 17 млн тонна астық жиналды, жиналыс өтті", ["жиналды"]),
            ("ky", "down", "Төмөндөгү маалымат: баа төмөндөдү", ["төмөндөдү"]),
            ("ky", "year_on_year", "Өткөн жылдын ушул эле мезгилине", ["өткөн жылдын", "ушул эле мезгилине"]),
            ("uz", "plan", "Kelishi kutilmoqda, kelishuvga erishildi", ["kutilmoqda", "kelishuvga"]),
            ("uz_Cyrl", "up", "Экспорт кўпайди", ["кўпайди"]),
            ("tg", "sender", "Муҳоҷирони меҳнатӣ аз муҳоҷират", ["муҳоҷирони"]),
            ("tg", "received", "Ба кишвар маблағ ворид гардидааст", ["ворид гардидааст"]),
            ("tk", "elsewhen", "Häzirki wagtda, geljek ýylda", ["häzirki", "geljek ýylda"]),
            ("ru", "up", "Возраст вкладчика вырос, вклады возросли", ["вырос", "возросли"]),
            ("ru", "received", "Страна получила доход, поступок поступлений", ["получила", "поступлений"]),
            ("en", "back", "The country saw the countryside of the country's north", ["the country", "the country's"]),
            (
                "en",
                "year_on_year",
                "Up 5% year-on-year, y/y and a year earlier",
                ["year-on-year", "y/y", "a year earlier"],
            ),
            ("en", "per_head", "It is so per, head, and per", []),
            ("en", "no such role", "It is so", []),
        ],
    )
    def test_no_word_is_found_by_how_it_begins(self, tag: str, role: str, text: str, expected: list[str]) -> None:
        assert found_words(as_language(tag), role, text) == expected

    def test_the_longest_words_of_a_role_count(self) -> None:
        assert found_words("ru", "base", "по сравнению с прошлым") == ["по сравнению с"]
        assert found_words("ru", "base", "с") == ["с"]


WORDS: Final = sorted({word for _, text, _ in cases() for word in text.split()})
MARKS: Final = [
    "\n\n",
    "\n",
    ".",
    ";",
    ",",
    "(",
    "-",
    "$0",
    "-5%",
    "300% of GDP",
    "1e400",
    "9" * 60,
    "of them",
    "%",
    "0",
]
PIECES: Final = st.sampled_from(WORDS) | st.sampled_from(MARKS) | st.text(max_size=3)
TAGS: Final = st.sampled_from([*LANGUAGES, None])


class TestLaws:
    """What holds for every text."""

    @given(st.lists(PIECES, max_size=40).map(" ".join), TAGS, st.sampled_from([None, "TJ"]))
    @example("In 2023 exports of Kazakhstan were $5 billion.", None, None)
    def test_each_figure_is_tied_or_untied_and_a_mention_of_the_text(
        self, text: str, tag: str | None, about: str | None
    ) -> None:
        found = find_claims(text, tag, source="a news page", about=about)
        mentions = find_mentions(text, tag)
        tied = [mention for each in found.found for mention in each.mentions]
        assert all(mention in mentions for mention in tied)
        figures = [mention for mention in tied if mention.kind != "date_period"]
        figures += [untied.mention for untied in found.untied]
        assert sorted(mention.start for mention in figures) == [
            mention.start for mention in mentions if mention.kind != "date_period"
        ]
        assert all(0 <= each.start < each.end <= len(text) for each in found.found)

    @given(st.text(max_size=200), TAGS)
    def test_anything_can_be_read(self, text: str, tag: str | None) -> None:
        assert find_claims(text, tag, source="a news page").claims is not None

    @given(st.sampled_from(cases()), st.sampled_from(cases()))
    def test_paragraphs_do_not_know_each_other(self, one: tuple[str, str, str], other: tuple[str, str, str]) -> None:
        (tag, first, told_first), (lang, second, _) = one, other
        if tag == lang:
            both = find_claims(f"{first}\n\n{second}", tag, source="a news page")
            mine = [each for each in both.found if each.end <= len(first)]
            rest = [each for each in both.untied if each.mention.end <= len(first)]
            assert told(FoundClaims(found=tuple(mine), untied=tuple(rest))) == told_first

    @pytest.mark.parametrize(
        "piece",
        [
            "Exports of Kazakhstan were $5 billion. ",
            "exports of Kazakhstan $5 ",
            "of which ",
            "Kazakhstan, ",
            "экспорт баланс",
            "5% ",
        ],
    )
    def test_four_times_the_text_takes_about_four_times_as_long(self, piece: str) -> None:
        short = seconds(piece * 200) + 0.01
        assert min(seconds(piece * 800) for _ in range(3)) < 16 * short  # the least: garbage may be collected


def seconds(text: str) -> float:
    before = time.process_time()
    find_claims(text, "en", source="a news page")
    return time.process_time() - before
