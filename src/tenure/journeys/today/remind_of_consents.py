"""Consents about to end become a task of whoever recorded them, in good time."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils.translation import gettext as _

from tenure.agenda.models import Task
from tenure.clients.fact_catalogue import FactKind, fact_kinds
from tenure.clients.models import Consent
from tenure.clients.people.consent_words import purpose_name
from tenure.kernel import clock, formats
from tenure.privacy.audit import record_change

DAYS_AHEAD = 14
MINUTES = 10


def remind_of_consents(*, today: date) -> int:
    """A task for each consent that ends within two weeks and that no longer one replaces; once each. How many."""
    last = today + timedelta(days=DAYS_AHEAD)
    ending = Consent.objects.filter(
        withdrawn_on=None, expires_on__gte=today, expires_on__lte=last, person__erased_at=None, person__merged_into=None
    ).select_related("person", "recorded_by")
    kinds = fact_kinds()
    written = 0
    for consent in ending.order_by("pk"):
        written += _write(consent, last, kinds)
    return written


def _write(consent: Consent, last: date, kinds: Mapping[str, FactKind]) -> int:
    episode = f"consent:{consent.pk}"
    if Task.objects.filter(kind=Task.Kind.PLAIN, person=consent.person, episode=episode).exists():
        return 0
    others = Consent.objects.filter(person=consent.person, purpose=consent.purpose, withdrawn_on=None).exclude(
        pk=consent.pk
    )
    if any(other.expires_on is None or other.expires_on > last for other in others):
        return 0
    post = consent.person.posts.filter(until=None).select_related("client__owner").order_by("pk").first()
    owner = consent.recorded_by if consent.recorded_by.is_active else post.client.owner if post else None
    with formats.speaking(owner.language if owner else formats.language()):
        title = _("Ask %(name)s again: the consent “%(purpose)s” ends on %(day)s") % {
            "name": consent.person.name[:80],
            "purpose": purpose_name(consent.purpose, kinds),
            "day": formats.table_day(consent.expires_on or last),
        }
    task = Task.objects.create(
        kind=Task.Kind.PLAIN, owner=owner, client=post.client if post else None, person=consent.person,
        episode=episode, title=title[:200], minutes=MINUTES, due_on=consent.expires_on, show_from=None,
        created_at=clock.now(),
    )  # fmt: skip
    record_change(actor=None, action="add_task", subject_kind="task", subject_id=task.pk, client=task.client_id)
    return 1
