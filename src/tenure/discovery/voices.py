"""Who speaks with one voice: a client of the base, a company under any spelling, a person; else a talk by itself."""

import hashlib
import re
from collections.abc import Iterable

from django.db.models import Q

from tenure.clients.matching.names import normal_name
from tenure.clients.models import Client
from tenure.discovery.models import Interview
from tenure.discovery.reading_once import remembered
from tenure.privacy.subjects import GONE

CLIENT = "client:"
_Client = tuple[int, str, int | None, str | None]  # number, name; into whom it is merged, and the name of that
AT_ONCE = 5000  # clients asked for in one query
OF_CLIENT = re.compile(r"client:([0-9]{1,18})")
KEY = re.compile(r"(client|person|interview):[0-9]+|company:[0-9a-f]{24}")


def cluster_of(client_id: int | None, company: str) -> str:
    """Pure: who speaks with one voice: a client of the base, a company by its name without its legal form, or nobody."""
    if client_id is not None:
        return f"{CLIENT}{client_id}"
    return _company(normal_name(company))


def _company(normal: str) -> str:
    return f"company:{hashlib.sha256(normal.encode()).hexdigest()[:24]}" if normal else ""


def voice_of(interview: Interview) -> str:
    """Whose voice a talk is: the company's, else the person's, else this talk's alone."""
    return voice_heard(interview.pk, interview.cluster, interview.person_id)


def voice_heard(interview_id: int, cluster: str, person_id: int | None) -> str:
    """As `voice_of`, by the columns of the talk."""
    return cluster or (f"person:{person_id}" if person_id else f"interview:{interview_id}")


def voice_of_evidence(cluster: str) -> str:
    """Pure: whose voice a piece of evidence is by its stored words: a key of ours as it stands, else the company of that
    name, however it was spelt; empty: on its own."""
    return cluster if KEY.fullmatch(cluster) else cluster_of(None, cluster) or cluster


def same_company(voices: Iterable[str]) -> dict[str, str]:
    """By voice, the client of the base it is one with: a company typed by hand that is called like one of the clients among
    these voices, or like one merged into it. What is missing is a voice of its own.

    Two clients of one name stay two until somebody merges them; the company typed by hand is the one known longest. One query for
    all clients among the voices, none without.
    """
    called: dict[str, str] = {}
    earlier: dict[str, str] = {}
    for pk, name, kept, kept_name in _clients(voices):
        client = f"{CLIENT}{kept or pk}"
        called.setdefault(_called(kept_name or name), client)
        if kept:
            earlier[f"{CLIENT}{pk}"] = client
            earlier.setdefault(_called(name), client)
    return {voice: client for voice, client in (earlier | called).items() if voice}


def by_name(voices: Iterable[str]) -> dict[str, str]:
    """By client among these voices, the company of that name: for a file that is read where the number is somebody else's. One
    query, none without a client."""
    return {f"{CLIENT}{pk}": _called(kept_name or name) for pk, name, _kept, kept_name in _clients(voices)}


def _called(stored: str) -> str:
    """The company of a stored name; one that was erased is stored as it is shown, and compared as if typed by hand."""
    return _company(normal_name(stored) if stored.startswith(GONE) else stored)


def _clients(voices: Iterable[str]) -> list[_Client]:
    """The clients among the voices and those merged into them, known longest first. Within one long reading none is asked for
    twice."""
    known, ids = _known(), {int(key[1]) for voice in voices if (key := OF_CLIENT.fullmatch(voice))}
    missing = sorted(ids - known.keys())
    for start in range(0, len(missing), AT_ONCE):
        some = {one: list[_Client]() for one in missing[start : start + AT_ONCE]}
        rows = Client.objects.filter(Q(pk__in=some) | Q(merged_into__in=some))
        for row in rows.values_list("pk", "normal_name", "merged_into_id", "merged_into__normal_name"):
            for one in {row[0], row[2]} & some.keys():
                some[one].append(row)
        known |= some
    return sorted({row for one in ids for row in known[one]})


@remembered
def _known() -> dict[int, list[_Client]]:
    """By client, the rows about it that were read before in a long reading; empty outside one."""
    return {}
