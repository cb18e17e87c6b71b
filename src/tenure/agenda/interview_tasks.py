"""The task of an interview plan that lacks talks: one row on Today, renewed with every talk that is recorded."""

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.agenda.models import Task
from tenure.agenda.sentences import Reason, Sentence, marked
from tenure.kernel import clock, formats

MINUTES = 45


def keep_interview_task(*, plan_id: int, owner_id: int, due_on: date | None, lacking: Reason) -> None:
    """Make or renew the plan's task; part of the writer that changed the plan, inside its transaction.

    lacking: "venture" (its name), "held", "target", "more" talks and "strangers" among them. A task somebody ended for
    this many talks is not brought back.
    """
    episode = f"{_of(plan_id)}{lacking['held']}"
    values = {
        "owner_id": owner_id, "episode": episode, "due_on": due_on, "show_from": None,
        "reason": {"code": "interview", "plan": plan_id, **lacking},
    }  # fmt: skip
    task = _open(plan_id).first()
    if task is not None:
        Task.objects.filter(pk=task.pk).update(**values, version=task.version + 1)
    elif not Task.objects.filter(kind=Task.Kind.INTERVIEW, episode=episode).exists():
        Task.objects.create(kind=Task.Kind.INTERVIEW, minutes=MINUTES, created_at=clock.now(), **values)


def end_interview_task(*, plan_id: int) -> None:
    """Enough talks were held, or the plan is closed."""
    _open(plan_id).update(state=Task.State.EXPIRED, closed_at=clock.now())


def title(reason: Reason) -> str:
    """What to do."""
    return _("Hold an interview: %(venture)s") % {"venture": reason.get("venture", "")}


def sentence(reason: Reason, _currency: str) -> Sentence:
    """How many are held, and how many more the plan asks for."""
    more, strangers = int(reason["more"]), int(reason.get("strangers", 0))
    values = {name: formats.number(int(reason[name])) for name in ("held", "target", "more")}
    first = marked(
        ngettext(
            "**%(held)s of %(target)s** interviews held; **%(more)s** more and the plan is kept.",
            "**%(held)s of %(target)s** interviews held; **%(more)s** more and the plan is kept.",
            more,
        ),
        values,
    )
    if not strangers:
        return first
    rest = ngettext(
        "At least **%(n)s** of them with a stranger.", "At least **%(n)s** of them with strangers.", strangers
    )
    return (*first, *marked(" " + rest, {"n": formats.number(strangers)}))


def _open(plan_id: int) -> QuerySet[Task]:
    return Task.objects.filter(kind=Task.Kind.INTERVIEW, state=Task.State.OPEN, episode__startswith=_of(plan_id))


def _of(plan_id: int) -> str:
    return f"plan:{plan_id}:"
