"""What spoils an interview guide, by language: the words the linter looks for. Patterns meet lower-case text.

After "The Mom Test" (Fitzpatrick): about their life and not our idea, the past and not opinions of the future.
"""

import re
from re import Pattern

Patterns = dict[str, Pattern[str]]


def _any(text: str) -> Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{text})", re.IGNORECASE)


# How much they would pay: a price asked of somebody who pays nothing.
PRICE: Patterns = {
    "en": _any(
        r"how much (?:would|could|will) you\b|what would you (?:be (?:ready|willing) to )?pay\b|would you (?:ever )?pay\b|"
        r"(?:willing|ready|prepared) to pay\b|(?:fair|reasonable|acceptable|right) price\b"
    ),
    "ru": _any(
        r"сколько (?:вы )?(?:бы )?(?:вы )?(?:готовы|заплатили|отдали|согласны)|(?:готовы|согласны)(?: ли)?(?: вы)? "
        r"(?:за)?платить|вы бы (?:за)?платили|(?:за)?платили бы|(?:справедлив|приемлем|разумн)\w+ цен"
    ),
    "ro": _any(
        r"cât (?:ați|ati) (?:plăti|plati|da)\b|cât (?:sunteți|sunteti) dispu[sșş]|dispu[sșş]\w* să (?:plăt|plat)|"
        r"(?:ați|ati) (?:plăti|plati)\b|preț (?:corect|rezonabil|acceptabil)|pret (?:corect|rezonabil|acceptabil)"
    ),
}
# Our idea, told before they have told us anything.
IDEA: Patterns = {
    "en": _any(
        r"if (?:we|i|somebody|someone) (?:built|build|made|make|created|launched|offered|developed|added)\b|"
        r"(?:our|my) (?:product|solution|idea|service|app|platform|tool)\b|"
        r"(?:we|i)(?:'re| are|'m| am) (?:building|making|developing|creating|launching)\b"
    ),
    "ru": _any(
        r"если (?:бы )?мы\b|наш(?:а|е|и|у|ей|его|ему|им|ем|их)? (?:продукт|решени|иде|сервис|приложени|услуг|платформ|"
        r"товар)|мо(?:я|ю|ей) иде|мы (?:делаем|разрабатываем|создаём|создаем|запускаем|строим)\b"
    ),
    "ro": _any(
        r"dacă (?:noi )?am (?:face|construi|crea|oferi|lansa|dezvolta|avea)\b|(?:produsul|serviciul) nostru|"
        r"(?:soluția|solutia|ideea|aplicația|aplicatia|platforma) (?:noastră|noastra|mea)|"
        r"(?:noi )?(?:construim|dezvoltăm|dezvoltam|creăm|cream o|lansăm|lansam)\b"
    ),
}
# What would be, if: everybody is generous in the future.
FUTURE: Patterns = {
    "en": _any(
        r"would (?:you|it|this|that|your|they)\b|wouldn't you\b|could you (?:imagine|see yourself)\b|what if\b|"
        r"if (?:there (?:was|were)|you (?:had|could|were)|it (?:was|were))\b|imagine\b|suppose\b|will you\b|"
        r"are you going to\b|do you (?:plan|intend|expect) to\b"
    ),
    "ru": _any(
        r"вы бы\b|(?<!могли )бы вы\b|вам бы\b|если бы\b|(?!мог)\w+(?:л|ла|ло|ли|лись|лось) бы\b|"
        r"представьте|допустим|что если\b|(?:будете|собираетесь|планируете|станете) ли\b|вы будете\b"
    ),
    "ro": _any(
        r"(?:ați|ati) (?:cumpăra|cumpara|folosi|vrea|dori|accepta|încerca|incerca|comanda|recomanda|alege|renunța|renunta|"
        r"prefera)\b|v-ar (?:plăcea|placea|interesa|ajuta|conveni|fi)\b|dacă (?:ați|ati|ar|s-ar)\b|daca (?:ati|ar|s-ar)\b|"
        r"imaginați|imaginati|să presupunem|sa presupunem|ce-ar fi\b|(?:veți|veti) \w+|(?:aveți|aveti) de gând"
    ),
}
# An opinion, which costs nothing.
OPINION: Patterns = {
    "en": _any(
        r"(?:what )?do you (?:think|believe|feel|suppose|reckon)\b|in your (?:opinion|view)\b|"
        r"how do you feel about\b|do(?:es)? (?:you|it|this) (?:like|love|enjoy|sound|look)\b|good idea\b|"
        r"what's your opinion\b|are you interested\b|how important is\b"
    ),
    "ru": _any(
        r"(?:как |что )?вы (?:об этом )?(?:думаете|считаете|полагаете)\b|как вы относитесь\b|по-вашему\b|"
        r"(?:на|по) ваш(?:ему)? (?:взгляд|мнени)|ваше мнение\b|нравится ли\b|вам (?:бы )?нрав|понравил|"
        r"хорош\w+ (?:ли )?(?:это )?иде|интересно ли\b|вам интересн|насколько (?:вам |для вас )?важ"
    ),
    "ro": _any(
        r"ce (?:părere|parere|opinie)|ce (?:credeți|credeti)\b|(?:credeți|credeti) (?:că|ca)\b|(?:considerați|considerati)\b|"
        r"după (?:părerea|parerea)|vă place\b|va place\b|v-a (?:plăcut|placut)|idee bună|idee buna|cum vi se pare|"
        r"vă interesează|va intereseaza|cât de important"
    ),
}
# Adjectives that say what to answer.
LOADED: Patterns = {
    "en": _any(
        r"(?:great|amazing|terrible|awful|annoying|frustrating|painful|convenient|inconvenient|innovative|perfect|"
        r"horrible|tedious|outdated|fantastic|wonderful|useful|useless|hard|difficult|easy|terribly|boring|bad|poor|"
        r"excellent|better)\b"
    ),
    "ru": _any(
        r"(?:не)?удобн\w+|ужасн\w+|отличн\w+|прекрасн\w+|замечательн\w+|раздража\w+|мучительн\w+|утомительн\w+|"
        r"инновационн\w+|идеальн\w+|устаревш\w+|(?:бес)?полезн\w+|плох(?:ой|ая|ое|ие|ого|ую|им|ими)\b|"
        r"(?:сложн|трудн|скучн|лучш|хорош)(?:ый|ий|ая|ое|ее|ые|ие|ого|его|ую|ой|ей|ыми|ими)\b"
    ),
    "ro": _any(
        r"(?:groaznic|oribil|minunat|excelent|enervant|plictisitor|frustrant|incomod|comod|inovator|perfect|învechit|"
        r"invechit|greoi|inutil|util|dificil|grozav|extraordinar|prost|proast)(?:ă|a|i|e|ele|ul|oare)?\b|mai bun\w*\b"
    ),
}
# Habits in general, where one case would tell more.
GENERAL: Patterns = {
    "en": _any(r"usually\b|always\b|never\b|typically\b|in general\b|generally\b|normally\b|do you ever\b"),
    "ru": _any(r"обычно\b|всегда\b|никогда\b|как правило\b|в целом\b|вообще\b"),
    "ro": _any(r"de obicei\b|întotdeauna\b|intotdeauna\b|mereu\b|niciodată\b|niciodata\b|în general\b|in general\b"),
}
# Two questions in one: the answer will be to one of them.
DOUBLE: Patterns = {
    "en": re.compile(
        r"\?.*\?|\b(?:and|or|and also) (?:how|why|what|when|who|where|which|do you|did you|does it|is it|are you|have you)\b",
        re.IGNORECASE,
    ),
    "ru": re.compile(
        r"\?.*\?|(?<![\w-])(?:и|или|а также) (?:как|почему|что|когда|кто|где|сколько|зачем|какой|какая|какие|какое)(?![\w-])",
        re.IGNORECASE,
    ),
    "ro": re.compile(
        r"\?.*\?|\b(?:și|si|sau|precum și) (?:cum|de ce|ce|când|cand|cine|unde|cât|cat|care|câți|câte)\b", re.IGNORECASE
    ),
}
# A tale asked for politely, whatever its verb looks like.
POLITE: Patterns = {
    "en": _any(r"(?:could|would|can) you (?:please )?(?:tell|show|describe|walk|explain|recall|name)\b"),
    "ru": _any(
        r"(?:не )?могли бы вы (?:рас|по|опис|объясн|вспомн|назв)\w+|можете (?:рас|по|опис|объясн|вспомн|назв)\w+"
    ),
    "ro": _any(r"(?:ați|ati) putea (?:să|sa)\b|puteți să\b|puteti sa\b"),
}
# What a good guide does somewhere: asks for one real case, for what it costs today, and who else to see.
PAST: Patterns = {
    "en": _any(r"last \w+|most recent\b|when did\b|did you\b|happened\b|have you\b"),
    "ru": _any(r"последн\w+|в прошл\w+|недавн\w+|когда вы\b|вспомните|случа\w+|пробовали|делали|сделали|было"),
    "ro": _any(r"ultim\w+|recent\w*|când (?:ați|ati)|s-a întâmplat|(?:ați|ati) (?:încercat|făcut|rezolvat)|caz\w*"),
}
COST: Patterns = {
    "en": _any(r"cost\w*|how much (?:did|do|does|time|money)\b|spen[dt]\w*|pay\b|paid\b|hours?\b|budget\b|how long\b"),
    "ru": _any(
        r"стои\w+|обошл\w+|обход\w+|сколько (?:времени|денег|уш|часов)|трат\w+|затрат\w+|плат\w+|бюджет\w*|часов"
    ),
    "ro": _any(r"cost\w*|cât (?:timp|v-a|plătiți|platiti|durează)|chelt\w+|plăt\w+|buget\w*|ore\b|a durat"),
}
ONWARD: Patterns = {
    "en": _any(r"who(?:m)? else\b|introduce\b|somebody else\b|someone else\b|whom else\b|talk to next\b"),
    "ru": _any(r"кто ещё|кто еще|с кем ещё|с кем еще|кого ещё|кого еще|познаком\w+|порекоменд\w+"),
    "ro": _any(r"cine (?:a |are |au |ar )?(?:mai|altcineva)\b|cu cine\b|pe cine|recomanda\w*|altcineva"),
}
