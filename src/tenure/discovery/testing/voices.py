"""The companies and people that answer within a test, by number: one voice each, under whatever name they come."""

from collections.abc import Iterable

from tenure.discovery.models import Interview, Observation, TestCard
from tenure.discovery.voices import cluster_of, same_company

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
        self._client_of: dict[str, str] = {}
        self._names_of: dict[str, set[str]] = {}
        heard_so_far: list[tuple[Names, int]] = []
        for voice, cluster, client_id, talk, heard, company, person_id in rows:
            self.last = voice
            if talk is None:
                heard_so_far.append((keys_typed(cluster, client_id), voice))
            elif talk != without:
                heard_so_far.append((_keys_heard(heard, company, person_id), voice))
        self.meet(key for keys, _voice in heard_so_far for key in keys)
        for keys, voice in heard_so_far:
            self._learn(self._every(keys), voice)

    def meet(self, keys: Iterable[str]) -> None:
        """Get to know the clients among those to be numbered, so that each is known by its name too. One query, none without
        a client."""
        for name, client in same_company(keys).items():
            if self._client_of.setdefault(name, client) == client:
                self._names_of.setdefault(client, set()).add(name)

    def of(self, keys: Names) -> int:
        """The number of whoever answers to one of these names, a new one for somebody new; 0 without a name."""
        if not keys:
            return 0
        keys = self._every(keys)
        voice = min((self.known[key] for key in keys if key in self.known), default=0)
        if not voice:
            self.last += 1
            voice = self.last
        self._learn(keys, voice)
        return voice

    def _every(self, keys: Names) -> Names:
        """With all names of the clients these are."""
        clients = {self._client_of.get(key, key) for key in keys}
        return keys.union(clients, *(self._names_of.get(client, ()) for client in clients))

    def _learn(self, keys: Names, voice: int) -> None:
        for key in keys:
            self.known.setdefault(key, voice)
