"""Who speaks with one voice: a client of the base, a company under any spelling, a person; else a talk by itself."""

import hashlib
import re

from tenure.clients.matching.names import normal_name
from tenure.discovery.models import Interview

KEY = re.compile(r"(client|person|interview):[0-9]+|company:[0-9a-f]{24}")


def cluster_of(client_id: int | None, company: str) -> str:
    """Pure: who speaks with one voice: a client of the base, a company by its name without its legal form, or nobody."""
    if client_id is not None:
        return f"client:{client_id}"
    normal = normal_name(company)
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
