"""The companies and people that answer within a test, by number: one voice each, under whatever name they come."""

from tenure.discovery.models import Interview, Observation, TestCard
from tenure.discovery.voices import cluster_of

Names = frozenset[str]


def keys_typed(cluster: str, client_id: int | None) -> Names:
    """Under which names an answer that was typed is known; none: on its own."""
    named = cluster_of(None, cluster) or (f"text:{cluster.casefold()}" if cluster else "")
    return frozenset({named, f"client:{client_id}" if client_id is not None else ""} - {""})


def keys_of_talk(talk: Interview) -> Names:
    """Under which names an answer from an interview is known: its company and its person."""
    return _keys_heard(talk.cluster, talk.company, talk.person_id)


def _keys_heard(cluster: str, company: str, person_id: int | None) -> Names:
    person = f"person:{person_id}" if person_id else ""
    return frozenset({cluster, cluster_of(None, company), person} - {""})


class Voices:
    """The numbers given within a test so far; without: an interview whose own answers lend their names to nobody."""

    def __init__(self, card: TestCard, *, without: int | None = None) -> None:
        columns = (
            "voice", "cluster", "client_id", "interview_id", "interview__cluster", "interview__company",
            "interview__person_id",
        )  # fmt: skip
        rows = Observation.objects.filter(test=card).exclude(voice=0).order_by("voice").values_list(*columns).distinct()
        self.known: dict[str, int] = {}
        self.last = 0
        for voice, cluster, client_id, talk, heard, company, person_id in rows:
            self.last = voice
            if talk is None:
                self._learn(keys_typed(cluster, client_id), voice)
            elif talk != without:
                self._learn(_keys_heard(heard, company, person_id), voice)

    def of(self, keys: Names) -> int:
        """The number of whoever answers to one of these names, a new one for somebody new; 0 without a name."""
        if not keys:
            return 0
        voice = min((self.known[key] for key in keys if key in self.known), default=0)
        if not voice:
            self.last += 1
            voice = self.last
        self._learn(keys, voice)
        return voice

    def _learn(self, keys: Names, voice: int) -> None:
        for key in keys:
            self.known.setdefault(key, voice)
