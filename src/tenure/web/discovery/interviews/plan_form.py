"""The form of an interview plan: its fields both ways, and what the linter says of its guide."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tenure.discovery.interviews.guide_lint import LANGUAGES, Checked, check_guide, questions_of
from tenure.discovery.interviews.kinds import flag_words, missing_words
from tenure.discovery.interviews.plans import PlanRow, PlanText, checked_plan
from tenure.discovery.interviews.starter_guides import starter_guides
from tenure.kernel.errors import Wrongs
from tenure.web.discovery.interviews.typed import whole
from tenure.web.form_values import day_or_none, id_or_none
from tenure.web.page import render
from tenure.web.visit import Visit

FIELDS = ("kind", "goal", "audience", "side", "segment", "target", "strangers", "due_on", "language", "questions")
LONGEST = 20_000


@dataclass(frozen=True)
class FlagView:
    """A flag as shown: number of the question, the question, what is wrong, the remedy."""

    question: int
    text: str
    what: str
    remedy: str


@dataclass(frozen=True)
class GuideView:
    """What the linter says. rows: every question with its flags; missing: sentences; clean: questions without a flag."""

    rows: tuple[tuple[int, str, tuple[FlagView, ...]], ...]
    missing: tuple[str, ...]
    clean: int
    flagged: int


def plan_from(values: dict[str, str]) -> PlanText:
    """The typed plan. Raises InvalidValue naming every field that cannot be read or stored."""
    wrongs = Wrongs()
    plan = PlanText(
        kind=values["kind"], goal=values["goal"], audience=values["audience"], side=values["side"],
        segment_id=id_or_none(values["segment"]), target=wrongs.got(whole, values["target"], "target"),
        strangers=wrongs.got(whole, values["strangers"], "strangers"),
        due_on=wrongs.got(day_or_none, values["due_on"], "due_on"), language=values["language"],
        questions=values["questions"],
    )  # fmt: skip
    wrongs.got(checked_plan, plan)
    wrongs.tell()
    return plan


def blank(kind: str, language: str) -> dict[str, str]:
    """A new plan: the starter guide of its kind in the language of the talks."""
    guide = starter_guides(language)[kind]
    return dict.fromkeys(FIELDS, "") | {
        "kind": kind, "goal": guide.goal, "questions": guide.questions, "language": language,
        "side": "partner" if kind == "partner" else "expert" if kind == "expert" else "consumer",
        "target": "5" if kind in ("expert", "partner", "usability") else "15",
        "strangers": "0" if kind in ("expert", "retention", "leaving", "win_loss") else "5",
    }  # fmt: skip


def written(plan: PlanRow) -> dict[str, str]:
    """A stored plan as its form shows it."""
    due: date | None = plan.due_on
    return {
        "kind": plan.kind, "goal": plan.goal, "audience": plan.audience, "side": plan.side,
        "segment": str(plan.segment_id or ""), "target": str(plan.progress.target),
        "strangers": str(plan.progress.wanted_strangers), "due_on": due.isoformat() if due else "",
        "language": plan.language, "questions": plan.questions,
    }  # fmt: skip


def guide_view(text: str, language: str) -> GuideView:
    """The guide with the linter's advice in words."""
    spoken = language if language in LANGUAGES else "en"
    found: Checked = check_guide(text, spoken)
    words = missing_words()
    rows = []
    for number, question in enumerate(questions_of(text), 1):
        flags = tuple(FlagView(number, question, *flag_words(flag)) for flag in found.flags if flag.question == number)
        rows.append((number, question, flags))
    return GuideView(
        tuple(rows), tuple(words[kind] for kind in found.missing), found.clean, found.questions - found.clean
    )


def languages() -> list[tuple[str, str]]:
    """The languages a guide can be held in."""
    return [("en", _("English")), ("ru", _("Russian")), ("ro", _("Romanian"))]


@require_POST
def check(request: Visit) -> HttpResponse:
    """Advice on the guide as it stands in the form. Nothing is stored."""
    text = request.POST.get("questions", "").replace("\x00", "")[:LONGEST]
    view = guide_view(text, request.POST.get("language", ""))
    return render(request, "discovery/interviews/_advice.html", {"guide": view})
