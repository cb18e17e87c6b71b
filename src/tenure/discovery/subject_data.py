"""What ventures hold about a client that is one person, and taking it away."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from tenure.clients.matching.names import normal_name
from tenure.clients.models import Client
from tenure.discovery.interviews.subject_data import erase_interviews, export_interviews
from tenure.discovery.models import Evidence, Interview, MvpShowing, Observation, Presale, SurveyAnswer
from tenure.discovery.offers.subject_data import erase_offers, export_offers
from tenure.discovery.voices import CLIENT, cluster_of
from tenure.privacy.subjects import GONE, Copy, DataSubject, Held

# Where somebody without a number in the base is told by a name typed by hand, which is a voice.
UNKNOWN = Q(client=None)
WRITTEN = ~Q(cluster__contains=":")  # with a colon it is a key of ours
TYPED: tuple[tuple[type[Any], str, Q], ...] = (
    (Observation, "cluster", UNKNOWN), (Presale, "who", UNKNOWN), (SurveyAnswer, "who", UNKNOWN),
    (MvpShowing, "who", UNKNOWN), (Interview, "company", UNKNOWN), (Evidence, "cluster", WRITTEN),
    (Evidence, "text", Q(source=Evidence.Source.PRESALE)),
)  # fmt: skip


def export_ventures(subject: DataSubject, copy: Copy) -> Held:
    """Results of tests that came from the subject, and talks held with them. A query for
    each table, and one for their name."""
    rows = Observation.objects.filter(client__in=subject.client_ids).order_by("pk")
    columns = ("test__name", "happened_on", "success", "who", "cluster", "note")
    return (
        {"observations": [dict(row) for row in rows.values(*columns)]}
        | export_offers(subject)
        | export_interviews(subject)
        | {"typed_by_hand": [{"text": getattr(row, column)} for row, column in _typed(subject)]}
    )


def erase_ventures(subject: DataSubject) -> dict[str, int]:
    """The result stays counted, and of one voice, without the one it came from; also where they were typed by hand."""
    gone = f"{GONE} {subject.id}"
    typed = 0
    for row, column in list(_typed(subject)):
        type(row)._default_manager.filter(pk=row.pk).update(**{column: gone})
        typed += 1
    _called_by_number(subject)
    rows = Observation.objects.filter(client__in=subject.client_ids)
    count = rows.count()
    rows.update(client=None, who="", note="", cluster=gone)
    return {"typed_by_hand": typed, "observations": count} | erase_offers(subject) | erase_interviews(subject)


def _names(subject: DataSubject) -> frozenset[str]:
    """What the client and those merged into it are called, unless another client is called so too."""
    ids = subject.client_ids
    own = set(Client.objects.filter(pk__in=ids).values_list("normal_name", flat=True)) - {""}
    shared = Client.objects.filter(normal_name__in=own).exclude(pk__in=ids).values_list("normal_name", flat=True)
    return frozenset(own - set(shared)) if ids else frozenset()


def _typed(subject: DataSubject) -> Iterator[tuple[Any, str]]:
    """Rows that name nobody of the base by number and the subject by its whole name, however it is spelt; and the column."""
    names = _names(subject)
    for table, column, nobody in TYPED if names else ():
        rows = table._default_manager.filter(nobody).exclude(**{column: ""}).only("pk", column)
        for row in rows.order_by("pk").iterator():
            if normal_name(getattr(row, column)) in names:
                yield row, column


def _called_by_number(subject: DataSubject) -> None:
    """What was kept under a sign made of the name is kept under the client's number, which says no name."""
    signs = {cluster_of(None, name) for name in _names(subject)}
    for table in (Evidence, Interview):
        table._default_manager.filter(cluster__in=signs).update(cluster=f"{CLIENT}{subject.id}")
