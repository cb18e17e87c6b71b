"""Whose answers stand inside a test or a survey already: their words and their money beside it are one voice said twice.

A test is counted whole, for its rule was locked, and so is a survey; what is shared is the weight of what the same voice
said or paid beside it. Where a client's answer stands in one of these, each of m results of that voice, the answer among
them, weighs 1/m (method 2.15, independence). What a pivot carried over is the same test or survey still.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tenure.discovery.models import Evidence, Observation, SurveyAnswer
from tenure.discovery.voices import cluster_of, same_company, voice_heard, voice_of_evidence

COLUMNS = (
    "pk", "test_id", "corrects_id", "exploratory", "excluded", "cluster", "client_id", "interview_id",
    "interview__cluster", "interview__person_id",
)  # fmt: skip
MANY = frozenset({str(Evidence.Source.TEST), str(Evidence.Source.SURVEY)})
Record = tuple[str, int]  # a source of evidence and the number of what it came from
Voice = tuple[int, str]  # heard in the test or survey of this number


@dataclass(frozen=True)
class HeardAmongMany:
    """By voice, in how many of the tests and of the surveys behind a hypothesis its answer counted; client_of: the client
    of the base that a voice under another name is (`same_company`)."""

    tests: Counter[str] = field(default_factory=Counter)
    surveys: Counter[str] = field(default_factory=Counter)
    client_of: Mapping[str, str] = field(default_factory=dict)

    @property
    def both(self) -> Counter[str]:
        return self.tests + self.surveys

    def voice(self, cluster: str) -> str:
        """Whose voice a piece of evidence is by its stored words; empty: on its own."""
        voice = voice_of_evidence(cluster)
        return self.client_of.get(voice, voice)


def heard_among_many(rows: Sequence[Evidence]) -> HeardAmongMany:
    """For the voices that speak beside tests and surveys in this evidence. A query each for tests and surveys, none without
    them or without such a voice, one for every pivot that something was carried over, and one for clients of the base."""
    spoken = {voice_of_evidence(row.cluster) for row in rows if row.cluster}
    if not spoken:
        return HeardAmongMany()
    records = _records(rows)
    tests = _voices_of_tests({number for source, number in records if source == Evidence.Source.TEST})
    surveys = _voices_of_surveys({number for source, number in records if source == Evidence.Source.SURVEY})
    client_of = same_company(spoken | {voice for _number, voice in tests | surveys})
    wanted = {client_of.get(voice, voice) for voice in spoken}
    return HeardAmongMany(_counted(tests, client_of, wanted), _counted(surveys, client_of, wanted), client_of)


def _counted(heard: set[Voice], client_of: Mapping[str, str], wanted: set[str]) -> Counter[str]:
    """In how many tests or surveys each company was heard, under whatever name."""
    voices = {(number, client_of.get(voice, voice)) for number, voice in heard}
    return Counter(voice for _number, voice in voices if voice in wanted)


def _records(rows: Sequence[Evidence]) -> set[Record]:
    """The tests and surveys behind evidence, of what pivots carried over those it was first written from."""
    found = {(row.source, row.source_id) for row in rows if row.source in MANY and row.source_id is not None}
    carried = {row.source_id for row in rows if row.source == Evidence.Source.CARRIED and row.source_id is not None}
    seen: set[int] = set()
    while carried:  # however a file was forged, no piece is gone through twice
        seen |= carried
        behind = list(Evidence.objects.filter(pk__in=carried).order_by().values_list("source", "source_id"))
        found |= {(source, number) for source, number in behind if source in MANY and number is not None}
        carried = {number for source, number in behind if source == Evidence.Source.CARRIED and number} - seen
    return found


def _voices_of_tests(tests: set[int]) -> set[Voice]:
    if not tests:
        return set()
    answers = list(
        Observation.objects.filter(test__in=tests).exclude(voice=0, interview=None).order_by().values_list(*COLUMNS)
    )
    # A correction made before the verdict stands in for what it corrects; a later one is noted and changes nothing.
    replaced = {corrects for _pk, _test, corrects, loose, *_rest in answers if corrects is not None and not loose}
    heard = {
        (test, cluster, client, talk, of_talk, person)
        for pk, test, _corrects, loose, out, cluster, client, talk, of_talk, person in answers
        if not (loose or out or pk in replaced)
    }
    return {
        (test, cluster_of(client, cluster) if talk is None else voice_heard(talk, of_talk, person))
        for test, cluster, client, talk, of_talk, person in heard
    }


def _voices_of_surveys(surveys: set[int]) -> set[Voice]:
    if not surveys:
        return set()
    named = SurveyAnswer.objects.filter(survey__in=surveys, aside="").exclude(client=None, who="").order_by()
    return {(survey, cluster_of(client, who)) for survey, client, who in named.values_list(
        "survey_id", "client_id", "who"
    )}  # fmt: skip
