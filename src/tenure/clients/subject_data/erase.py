"""Taking away what the room of clients holds on a person or on a client that is one person."""

from typing import Any

from django.db.models import F, Q, QuerySet

from tenure.clients.matching.names import fold
from tenure.clients.models import (
    Alias,
    Channel,
    Client,
    Company,
    CompanyTie,
    Consent,
    DecisionUnit,
    DoubtfulPair,
    Fact,
    Note,
    Person,
    Phone,
    Post,
    UnitMember,
)
from tenure.clients.search.find_words import forget_words
from tenure.kernel import clock
from tenure.privacy.subjects import GONE, DataSubject


def erase_clients(subject: DataSubject) -> dict[str, int]:
    """Names become anonymous, the rest goes; how much of what. Part of the transaction of `erase_subject`."""
    people = subject.person_ids
    names = [*Person.objects.filter(pk__in=people).values_list("name", flat=True),
             *Client.objects.filter(pk__in=subject.client_ids).values_list("name", flat=True)]  # fmt: skip
    about = Q(person__in=people) | Q(client__in=subject.client_ids)
    counts = {
        "channels": _delete(Channel.objects.filter(person__in=people)),
        "decisions": _delete(UnitMember.objects.filter(person__in=people)),
        "facts": _delete(Fact.objects.filter(about)),
        "posts": _delete(Post.objects.filter(Q(person__in=people) | Q(client__in=subject.client_ids))),
        # A consent stays as proof of what was allowed and when; the words of the proof go.
        "consents": Consent.objects.filter(person__in=people).update(proof=""),
        "people": _anonymise_people(people),
    }
    Post.objects.filter(reports_to__in=people).update(reports_to=None)
    Fact.objects.filter(source_person__in=people).update(source_person=None)
    if subject.client_ids:
        counts |= _erase_clients(subject.client_ids)
    forget_words(map(fold, names))
    return counts


def _anonymise_people(ids: frozenset[int]) -> int:
    for person_id in ids:
        Person.objects.filter(pk=person_id).update(
            name=f"{GONE} {person_id}", normal_name="", search_text="", language="", moved={},
            erased_at=clock.now(), version=F("version") + 1,
        )  # fmt: skip
    return len(ids)


def _erase_clients(ids: frozenset[int]) -> dict[str, int]:
    counts = {
        "notes": _delete(Note.objects.filter(client__in=ids)),
        "other_names": _delete(Alias.objects.filter(client__in=ids)),
        "companies": _delete(CompanyTie.objects.filter(client__in=ids)),
        "decision_units": _delete(DecisionUnit.objects.filter(client__in=ids)),
    }
    Phone.objects.filter(client__in=ids).delete()
    DoubtfulPair.objects.filter(Q(first__in=ids) | Q(second__in=ids)).delete()
    for company in Company.objects.filter(client__in=ids):
        gone = f"{GONE} {company.pk}"
        Company.objects.filter(pk=company.pk).update(
            name=gone, normal_name=gone, search_text="", note="", moved={}, client=None
        )
    for client_id in ids:
        gone = f"{GONE} {client_id}"
        Client.objects.filter(pk=client_id).update(
            name=gone, normal_name=gone, search_text="", external_id=None, email="", tax_id="", phone="", country=""
        )
    return counts | {"clients": len(ids)}


def _delete(rows: QuerySet[Any]) -> int:
    """How many of these went; what hangs on them goes too and is not counted."""
    count = rows.count()
    rows.delete()
    return count
