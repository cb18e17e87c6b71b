"""A field visit in good time: whoever asked to be reminded gets the client nobody has visited for longest as a task."""

from datetime import date, datetime, timedelta

from django.db.models import F, Max, Q
from django.utils.translation import gettext as _

from tenure.agenda.models import Task
from tenure.clients.clients import visible_clients
from tenure.conversations.models import Interaction
from tenure.kernel import clock, formats
from tenure.privacy.audit import record_change
from tenure.privacy.models import User
from tenure.privacy.rights import Right, may

MINUTES = 90
EPISODE = "visit:"


def remind_of_visits(*, today: date) -> int:
    """A task for everyone whose period has passed since their last visit and who has none waiting. How many."""
    asked = User.objects.filter(is_active=True).exclude(visit_every_days=None).order_by("pk")
    return sum(_remind(user, today) for user in asked if may(user, Right.WORK_WITH_CLIENTS))


def _remind(user: User, today: date) -> int:
    since = today - timedelta(days=user.visit_every_days or 0)
    begin = clock.beginning(since + timedelta(days=1))
    ours = Task.objects.filter(kind=Task.Kind.PLAIN, owner=user, episode__startswith=EPISODE)
    recent = ours.filter(Q(state=Task.State.OPEN) | Q(created_at__gte=begin))
    if recent.exists() or Interaction.objects.filter(author=user, kind="visit", at__gte=begin).exists():
        return 0
    found = _longest_unvisited(user)
    if found is None:
        return 0
    client_id, name, visited = found
    with formats.speaking(user.language):
        if visited is None:
            title = _("Visit %(client)s: nobody of us has been there yet") % {"client": name[:80]}
        else:
            day = formats.table_day(clock.day_of(visited))
            title = _("Visit %(client)s: the last visit was on %(day)s") % {"client": name[:80], "day": day}
    task = Task.objects.create(
        kind=Task.Kind.PLAIN, owner=user, client_id=client_id, episode=f"{EPISODE}{today.isoformat()}",
        title=title[:200], minutes=MINUTES, due_on=today, show_from=today, created_at=clock.now(),
    )  # fmt: skip
    record_change(actor=None, action="add_task", subject_kind="task", subject_id=task.pk, client=client_id)
    return 1


def _longest_unvisited(user: User) -> tuple[int, str, datetime | None] | None:
    """Of their own clients, or of all in sight for who has none; the one that orders most among those never visited."""
    seen = visible_clients(user)
    own = seen.filter(owner=user)
    visits = Max("interactions__at", filter=Q(interactions__kind="visit"))
    rows = (own if own.exists() else seen).annotate(visited=visits)
    worth = F("score__value_12m_minor").desc(nulls_last=True)
    return rows.order_by(F("visited").asc(nulls_first=True), worth, "pk").values_list("pk", "name", "visited").first()
