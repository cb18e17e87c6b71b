"""Whose words a transcript holds: who asks should be heard less than a third of the time. Pure."""

import re
from dataclasses import dataclass

from tenure.engine.speech.sentences import words

TARGET = 0.3  # method 2.6: the interviewer's share at most
LEAST_WORDS = 30  # fewer tell nothing about who talked
_TURN = re.compile(r"^\s*(?:[\[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?\s*)?([^\W\d_][^:：\n]{0,39}?)\s*[:：](?:\s+|$)(.*)$")
_ASKERS = frozenset(
    "i q me we interviewer я в мы интервьюер вопрос eu noi î intervievator intervievatorul întrebare".split()
)


@dataclass(frozen=True)
class TalkShare:
    """share: of all words those of the interviewer, 0..1; theirs, ours: words; asker: the name before the colon."""

    share: float
    ours: int
    theirs: int
    asker: str

    @property
    def too_much(self) -> bool:
        return self.share > TARGET


def talk_share(transcript: str, interviewer: str = "") -> TalkShare | None:
    """From a transcript of lines "Name: words"; None when it does not tell two speakers apart or is too short.

    Who asks is told by the name, else by a usual mark such as Q or I, else it is who speaks first.
    """
    spoken: dict[str, int] = {}
    who = ""
    for line in transcript.splitlines():
        turn = _TURN.match(line)
        who = turn.group(1).strip().casefold() if turn else who
        if who:
            spoken[who] = spoken.get(who, 0) + len(words(turn.group(2) if turn else line))
    total = sum(spoken.values())
    if len(spoken) < 2 or total < LEAST_WORDS:
        return None
    asker = _asker(list(spoken), interviewer)
    return TalkShare(spoken[asker] / total, spoken[asker], total - spoken[asker], asker)


def _asker(speakers: list[str], interviewer: str) -> str:
    own = set(interviewer.casefold().split())
    named = [who for who in speakers if own & set(who.split())]
    marked = [who for who in speakers if who in _ASKERS]
    return (named or marked or speakers)[0]
