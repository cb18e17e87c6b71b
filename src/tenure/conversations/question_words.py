"""How questions begin, end and lead, by language: what the speech linter looks for. Patterns meet lower-case text."""

import re


def _words(text: str) -> str:
    return rf"(?<![\w-])(?:{'|'.join(text.split('|'))})(?![\w-])"


# A word that makes a question open.
OPEN = {
    "en": re.compile(_words("who|whom|whose|what|how|where|when|why|which|what's|who's|how's|where's")),
    "ru": re.compile(
        _words(
            "кто|кого|кому|кем|ком|что|чего|чему|чем|чём|как|где|куда|откуда|когда|почему|зачем|сколько|скольких|"
            "насколько|какой|какая|какое|какие|каких|каким|какими|какую|какого|каком|какому|каков|какова|каковы|"
            "который|которая|которое|которые|чей|чья|чьё|чьи|отчего|докуда"
        )
    ),
    "ro": re.compile(
        _words(
            "cine|cui|ce|cum|unde|când|cand|cât|câtă|câți|câte|cat|cati|cate|care|cărui|cărei|căror|"
            "încotro|dincotro|oricare"
        )
    ),
}
# A beginning that makes a question closed whatever follows: "Do you know what ...?"
CLOSED = {
    "en": re.compile(
        r"^(?:and |so |but |well |then )?(?:do|does|did|is|are|am|was|were|can|could|will|would|shall|should|have|has|"
        r"had|may|might|don't|doesn't|didn't|isn't|aren't|wasn't|weren't|can't|couldn't|won't|wouldn't|haven't|hasn't)\b"
    ),
    "ru": re.compile(
        r"^(?:а |и |но |тогда )?(?:вы |вам |вас )?(?:уже )?(?:знаете|думаете|считаете|видели|слышали|помните|уверены|"
        r"согласны|хотите|заметили|понимаете|говорили|есть ли)\b|(?<![\w-])ли(?![\w-])"
    ),
    "ro": re.compile(
        r"^(?:și |si |dar |deci |atunci )?(?:ați |ati |v-ați |știți|stiti|credeți|credeti|vreți|vreti|doriți|doriti|"
        r"puteți|puteti|aveți|aveti|sunteți|sunteti|este |e |există|considerați|țineți minte)"
    ),
}
# A polite opening that asks for a tale: the question behind it is open. "Could you tell me how ...?"
INVITING = {
    "en": re.compile(r"\b(?:tell|say|describe|explain|show|walk|share|help me understand)\b"),
    "ru": re.compile(
        r"\b(?:скажите|расскажите|расскажете|подскажите|подскажете|поясните|опишите|объясните|уточните)\b"
    ),
    "ro": re.compile(r"(?:spune|povesti|explica|descrie|arăta|arata|lămuri|detalia)"),
}
# Closed questions that are in their place: permission, time for a talk, an agreement put into words.
IN_PLACE = {
    "en": re.compile(
        r"\b(?:a (?:good|bad|convenient) (?:time|moment)|have (?:a|two|five|three|ten) minutes?|may i|shall i|shall we|"
        r"can i|could i|suits? you|did i (?:get|understand|hear)|do i understand|have i understood|is that right)\b"
    ),
    "ru": re.compile(
        r"(?:удобно|есть (?:две|пять|три|десять|пара|пару)? ?минут|можно|могу|разрешите|позволите|прислать|отправить|"
        r"записать|перезвонить|договорились|подойд[её]т|правильно ли я|верно ли я|я правильно|так ли я)"
    ),
    "ro": re.compile(
        r"(?:aveți (?:un|două|cinci|trei|zece)? ?minute?|aveți un minut|pot să|aș putea|îmi permiteți|să vă trimit|"
        r"să vă sun|să notez|vă convine|vă este comod|ne-am înțeles|am înțeles (?:corect|bine)|este un moment)"
    ),
}
# A question that carries its answer.
LEADING = {
    "en": re.compile(
        r"(?:don't|do not|wouldn't|won't|isn't|aren't|can't|couldn't|shouldn't|doesn't|didn't|haven't|hasn't) "
        r"(?:you|it|that|this|we|they|your)\b|\byou (?:would |will |'d )?(?:surely |certainly )?agree\b|"
        r"\b(?:surely|obviously|of course|naturally)\b|, (?:right|correct|yes|no|okay|ok)\s*\?"
        r"|\bwould you agree\b|\bdo you agree\b"
    ),
    "ru": re.compile(
        r"не правда ли|не так ли|согласитесь|вы (?:же|ведь)\b|\bведь\b|\bразве\b|\bнеужели\b|не кажется ли|"
        r"не думаете ли|вы не думаете|вы не считаете|не считаете ли|\bочевидно\b|\bконечно\b|\bразумеется\b|"
        r", (?:да|так|правда|верно|правильно|согласны|нет)\s*\?"
    ),
    "ro": re.compile(
        r"nu-i așa|nu-i asa|nu este așa|nu credeți|nu credeti|nu vi se pare|nu considerați|nu-i adevărat|oare nu|"
        r"\bdesigur\b|\bevident\b|\bbineînțeles\b|sunteți de acord|sigur că|"
        r", (?:da|corect|așa|asa|nu|adevărat|de acord)\s*\?"
    ),
}
# After a comma these join two halves and ask nothing: "Вы думаете, что это дорого?"
JOINING = {
    "en": re.compile(r",\s*(?:which|who|when|where)\b"),
    "ru": re.compile(r",\s*(?:что|как|когда|который|которая|которое|которые|где|чем)\b"),
    "ro": re.compile(r",\s*(?:care|ce|când|unde|cum)\b"),
}
# Halves before a comma behind which the joining word does ask: a condition or a call.
BEFORE = {
    "en": re.compile(r"^(?:if|when|once|after|before|besides|apart|looking|today|and|so|then|thank|please|as)\b"),
    "ru": re.compile(r"^(?:если|когда|после|до|перед|кроме|помимо|сегодня|тогда|спасибо|а|и|по-вашему|пожалуйста|раз)\b"),
    "ro": re.compile(r"^(?:dacă|daca|când|cand|după|dupa|înainte|inainte|pe lângă|în afară|astăzi|azi|atunci|mulțumesc|vă rog)"),
}  # fmt: skip
