"""Which objections to expect of a client, each with the answer that helps most surely and the path to take otherwise."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tenure.clients.units.said_objections import MemberObjection, member_objections, segments_of
from tenure.conversations.helped import Helped
from tenure.conversations.library import in_sight
from tenure.conversations.models import Interaction, Objection, ObjectionUse
from tenure.conversations.objections import AnswerView, ObjectionView, objection_views
from tenure.privacy.models import User

MEMBER, TALK, SEGMENT = "member", "talk", "segment"
RECENT_TALKS, RECENT_USES, MOST, MOST_OTHERS = 10, 20, 5, 100
STEM = 5  # letters of a word that stay when its ending changes
SAME, HEARD = 0.34, 0.6  # share of word stems in common: the same objection; an objection heard in a talk
WORD = re.compile(r"[^\W\d_]{3,}")
# Words of every objection, which tell none from another.
COMMON = frozenset(
    "the and you your our for not are with that this have has already from but too now can was will "
    "это как что для нас вас нам вам наш ваш мы вы уже или пока еще ещё при они его так все нет "
    "este sunt pentru noi dvs dumneavoastră nostru noastră avem deja prea acum din care mai sau dar nu".split()
)


@dataclass(frozen=True)
class LikelyObjection:
    """An objection to expect. said_by: the person, empty when it is not one's; source: "member" (noted on a card),
    "talk" (came up lately) or "segment"; objection_id: None when the library has no such objection."""

    text: str
    said_by: str
    source: str
    objection_id: int | None
    answer_id: int | None
    answer: str
    alternate: str
    proof: str
    helped: Helped


def objections_for(*, actor: User, client_id: int, most: int = MOST) -> tuple[LikelyObjection, ...]:
    """What a client in sight will likely say against: its people's words first, then recent talks, then its segment.

    Eight queries. Raises NotFound for a client out of sight.
    """
    return _likely_ones(actor, client_id, _library(actor), most)


def objections_to_record(
    *, actor: User, client_id: int
) -> tuple[tuple[LikelyObjection, ...], tuple[LikelyObjection, ...]]:
    """For the record of a talk: what was to be expected and has an answer; and the rest of the library, each once, those
    in the viewer's language first. As many queries."""
    library = _library(actor)
    likely = tuple(one for one in _likely_ones(actor, client_id, library, MOST) if one.answer_id is not None)
    taken = {one.objection_id for one in likely}
    taken_same = {one.same_as for one in library if one.id in taken}
    others: dict[str, LikelyObjection] = {}
    for one in sorted(library, key=lambda row: (row.text.language != actor.language, row.text.text)):
        row = _likely(one.text.text, "", SEGMENT, one)
        if one.same_as not in taken_same and row.answer_id is not None:
            others.setdefault(one.same_as, row)
    return likely, tuple(others.values())[:MOST_OTHERS]


def _library(actor: User) -> tuple[ObjectionView, ...]:
    return objection_views(Objection.objects.filter(in_sight(actor), retired_at=None).order_by("pk")[:500], actor)


def _likely_ones(
    actor: User, client_id: int, library: Sequence[ObjectionView], most: int
) -> tuple[LikelyObjection, ...]:
    said = member_objections(actor=actor, client_id=client_id)
    segments = segments_of(client_id)
    talks = Interaction.objects.filter(client_id=client_id).order_by("-at", "-pk")
    texts = [text for text in talks.values_list("text", flat=True)[:RECENT_TALKS] if text]
    uses = ObjectionUse.objects.filter(client_id=client_id).order_by("-at", "-pk")
    used = list(dict.fromkeys(uses.values_list("answer__objection_id", flat=True)[:RECENT_USES]))
    return expected(said, texts, used, segments, library, language=actor.language, most=most)


def expected(
    said: Sequence[MemberObjection],
    talks: Sequence[str],
    used: Sequence[int],
    segments: Sequence[str],
    library: Sequence[ObjectionView],
    *,
    language: str,
    most: int = MOST,
) -> tuple[LikelyObjection, ...]:
    """The likely objections of what was noted, heard and used; each objection of the library once. Pure."""
    ordered = sorted(library, key=lambda one: one.text.language != language)
    found: list[LikelyObjection] = []
    taken: set[str] = set()
    for one in said:
        match = closest(one.text, ordered)
        if match is None or match.same_as not in taken:
            found.append(_likely(one.text, one.person, MEMBER, match))
            taken |= {match.same_as} if match else set()
    heard = [stems(text) for text in talks]
    by_talk = [one for one in ordered if one.id in used or any(_heard(one, talk) for talk in heard)]
    wanted = stems(" ".join(segments))
    by_segment = [one for one in ordered if one.text.segment and stems(one.text.segment) & wanted]
    for source, objections in ((TALK, by_talk), (SEGMENT, by_segment)):
        for objection in objections:
            if objection.same_as not in taken:
                taken.add(objection.same_as)
                found.append(_likely(objection.text.text, "", source, objection))
    return tuple(found[:most])


def closest(text: str, library: Iterable[ObjectionView]) -> ObjectionView | None:
    """The objection of the library that says the same in other words, or None."""
    wanted = stems(text)
    best, score = None, SAME
    for one in library:
        likeness = max(_likeness(wanted, stems(words)) for words in one.text.all_wordings)
        if likeness > score:
            best, score = one, likeness
    return best


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """0..1: how much two sets of word beginnings share, seen from the shorter and from both together."""
    both = len(one & other)
    return both / min(len(one), len(other)) * 0.5 + both / len(one | other) * 0.5 if both else 0.0


def stems(text: str) -> frozenset[str]:
    """Beginnings of the words that carry meaning."""
    words = (word.lower().replace("ё", "е") for word in WORD.findall(text))
    return frozenset(word[:STEM] for word in words if word not in COMMON)


def _heard(objection: ObjectionView, talk: frozenset[str]) -> bool:
    for words in objection.text.all_wordings:
        theirs = stems(words)
        if len(theirs) >= 2 and len(theirs & talk) / len(theirs) >= HEARD:
            return True
    return False


def _likely(text: str, said_by: str, source: str, objection: ObjectionView | None) -> LikelyObjection:
    best = _best(objection)
    return LikelyObjection(
        text, said_by, source, objection.id if objection else None, best.id if best else None,
        best.text.text if best else "", best.text.alternate if best else "", best.text.proof if best else "",
        best.helped if best else Helped(),
    )  # fmt: skip


def _best(objection: ObjectionView | None) -> AnswerView | None:
    return next((one for one in objection.answers if not one.retired), None) if objection else None
