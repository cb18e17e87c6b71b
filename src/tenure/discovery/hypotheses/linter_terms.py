"""Words by which the linter knows a claim that cannot be tested, in English, Russian and Romanian.

The three are looked for together: people mix them, and a false friend is rarer than a missed one.
"""

import re


def _any(*words: str) -> re.Pattern[str]:
    """Any of the words, whole and in either case; the strings hold alternatives of regular expressions."""
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


VAGUE = _any(
    r"many|most|some|few|often|sometimes|quickly|easily|better|improve\w*|significant\w*|enough|everyone|everybody",
    r"многи[ех]|большинств\w+|некоторы\w+|часто|иногда|быстр\w+|легко|лучше|удобн\w+|значительн\w+|достаточно",
    r"mulți|multe|majoritatea|unii|unele|adesea|deseori|uneori|repede|ușor|mai bine|semnificativ|suficient",
    r"people in general|все люди|toată lumea",
)
OPINION = _any(
    r"would (?:buy|pay|use|like|love|want|recommend)|will (?:like|love|enjoy|appreciate)|think that|be interested",
    r"(?:купил|заплатил|использовал|хотел|пользовал)\w* бы|понрав\w+|будет интересно|заинтересу\w+|думают|считают нужн\w+",
    r"ar (?:cumpăra|plăti|folosi|vrea|dori)|(?:le|li|îi) (?:va|vor|ar) plăcea|vor fi interesați|cred că ar|consideră",
)
FEATURE = _any(
    r"features?|buttons?|dashboards?|integrat\w+|we (?:should|must|will) (?:add|build|make)|needs? an? app",
    r"функци(?:я|ю|и|онал\w*)|кнопк\w+|интеграци\w+|дашборд\w*|добавить|(?:нужно|надо|должны) (?:сделать|добавить)",
    r"funcți(?:e|a|i|ile|onalit\w+)|buton\w*|integrar\w+|tablou de bord",
    r"нужно приложение|(?:trebuie|ar trebui) să (?:adăugăm|facem|construim)",
)
JOINED = re.compile(
    r";|\band (?:they|also|will|are|have|do|does|pay|buy|use)\b|\bas well as\b"
    r"|\bа также\b|\bи (?:они|будут|готовы|смогут|имеют|плат\w+|покупа\w+|польз\w+)\b"
    r"|\bprecum și\b|\bși (?:ei|vor|sunt|au|plătesc|cumpără|folosesc)\b",
    re.IGNORECASE,
)
MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "январ[ьея]|феврал[ьея]|март[ае]?|апрел[ьея]|ма[йея]|июн[ьея]|июл[ьея]|август[ае]?|сентябр[ьея]|октябр[ьея]|"
    "ноябр[ьея]|декабр[ьея]|ianuarie|februarie|martie|aprilie|mai|iunie|iulie|septembrie|octombrie|noiembrie|decembrie"
)
FEW_EN = "(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|the next|the first|half a)"
FEW_RU = (
    "(?:одн\\w+|два|две|двух|три|тр[её]х|четыре|четыр[её]х|пят[ьи]|шест[ьи]|сем[ьи]|восемь|восьми|девят[ьи]|десят[ьи]|"
    "полтора|полутора|ближайш\\w+|перв\\w+)"
)
FEW_RO = "(?:o|un|două|doi|trei|patru|cinci|șase|șapte|opt|nouă|zece|următoar\\w+|prim\\w+)"
BY_WHEN = re.compile(
    r"\b(?:by|within|until|before|in|per|a|each) (?:the end\b|\d+ (?:day|week|month|year)|(?:day|week|month|quarter|year)\b)"
    rf"|\b(?:within|in) {FEW_EN} (?:\w+ )?(?:days?|weeks?|months?|quarters?|years?)\b"
    rf"|\b(?:до|за|к|в|через|в течение) {FEW_RU} (?:\w+ )?(?:дн\w+|ден\w*|недел\w+|месяц\w*|квартал\w*|год\w*|лет)\b"
    rf"|\b(?:până|în|pe|peste) {FEW_RO} (?:\w+ )?(?:zile?|săptămân\w+|lun\w+|trimestr\w*|an\w*)\b"
    r"|\b(?:monthly|weekly|daily|yearly|last month|first month)\b"
    r"|\b(?:до|за|к|в|через|каждый|каждую) (?:конц\w+|\d+ (?:дн|ден|нед|мес|год|лет)\w*|день|недел\w+|месяц\w*|квартал\w*|год\w*)"
    r"|\b(?:ежемесячно|еженедельно|ежедневно|помесячно)\b"
    r"|\b(?:până|în|pe|la fiecare|în fiecare) (?:la sfârșit\w*|\d+ (?:de )?(?:zi|săptămân|lun|an)\w*|zi\b)"
    r"|\b(?:până|în|pe|la fiecare|în fiecare) (?:săptămân\w+|lun\w+|trimestr\w*|an\b)"
    r"|\b(?:lunar|săptămânal|zilnic|anual)\b"
    rf"|\b(?:by|until|до|к|în|până în|until the end of)(?: \d{{1,2}})? (?:{MONTHS})\b|\b\d{{1,2}} (?:{MONTHS})\b"
    r"|\b\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?\b|\b20\d\d\b",
    re.IGNORECASE,
)
NUMBER = re.compile(r"\d")
# A number before a per cent sign or its word; spaces part thousands, while 1.500 and 1,500 may as well be one and a half.
PERCENT = re.compile(
    r"(?<![\d.,+])(?P<whole>\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+)(?P<part>[.,]\d+)?"
    r"[\s\u00a0\u202f]*(?:%|per ?cent\b|процент\w*|(?:de )?procente?\b|la sut[ăa]\b)",
    re.IGNORECASE,
)
# What may well pass 100 %: something that grows or comes back, by it or to it.
GROWS = _any(
    r"grow\w*|grew|increas\w+|ris(?:e|es|en|ing)|rose|climb\w*|jump\w*|roi|nrr|return on|mark-?ups?|net revenue retention",
    r"раст[её]т|раст(?:и|ут)|вырас\w+|рост\w*|увелич\w+|прирост\w*|повы[сш]\w+|подн[ия]м\w+|окупаем\w+|наценк\w+|рентабельн\w+",
    r"cre[sș][tc]\w*|cresc\w*|măr(?:i|esc|ește|ire)\w*|major\w+|spor(?:i|esc|ește|ire)\w*|randament\w*|adaos\w*",
)
BY_SO_MUCH = re.compile(
    r"\b(?:by|up|на|cu)\s+"
    r"(?:(?:at least|about|over|more than|не менее|не меньше(?: чем)?|примерно|более чем|cel puțin|circa|peste)\s+)?$",
    re.IGNORECASE,
)
SO_MUCH_MORE = re.compile(
    r"[\s\u00a0]*(?:more|higher|larger|greater|faster|longer|growth|больше|выше|быстрее|дольше|роста|прироста|mai)\b"
    r"|[\s\u00a0]*(?:of|от|din) (?:\w+ ){0,3}(?:price|cost|plan|target|goal|level|norm|revenue|turnover|budget)s?\b"
    r"|[\s\u00a0]*(?:от )?(?:\w+ ){0,2}(?:цен[ыеу]|план[аеу]?|стоимост[ьи]|норм[ыеу]|уровн[яе]|выручки|оборота|бюджета)\b"
    r"|[\s\u00a0]*(?:din|față de) (?:\w+ ){0,2}(?:preț|plan|cost|nivel|valoare|cifr|venit|buget)\w*",
    re.IGNORECASE,
)
