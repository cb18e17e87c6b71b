"""What is known about a client goes to the one it is merged into, and comes back: people, facts, ties, units, talks.

Where the client that stays has the same already (an open post of the same person, the same tie with a company), the
row waits at the client that went, and stands there again when the merge is taken back.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from tenure.clients.models import Client, Company, CompanyTie, DecisionUnit, Fact, Post
from tenure.conversations.models import Interaction, ObjectionUse
from tenure.discovery.hypotheses.one_voice import speak_as
from tenure.discovery.models import (
    Candidate,
    FitSettings,
    Interview,
    ManualRun,
    MvpShowing,
    Observation,
    Presale,
    SurveyAnswer,
)
from tenure.discovery.voices import cluster_of
from tenure.journeys.merging.moved_rows import give_back, hand_over

LONGEST_TITLE = 200
# What ventures hold about a client.
OF_VENTURES: dict[str, type[Any]] = {
    "candidates": Candidate, "interviews": Interview, "presales": Presale, "runs": ManualRun, "answers": SurveyAnswer,
    "observations": Observation, "showings": MvpShowing, "watched": FitSettings.clients.through,
}  # fmt: skip


def hand_over_knowledge(kept: Client, gone: Client) -> dict[str, Any]:
    """Move all of it; returns what was moved, as ids, for `give_back_knowledge`. Part of a merge's transaction, once the one
    client is merged into the other."""
    open_there = Post.objects.filter(client=kept, person=OuterRef("person"), until=None)
    posts = Post.objects.filter(client=gone).exclude(Exists(open_there), until=None)
    tied_there = CompanyTie.objects.filter(client=kept, company=OuterRef("company"), kind=OuterRef("kind"), until=None)
    ties = CompanyTie.objects.filter(client=gone).exclude(Exists(tied_there), until=None)
    moved: dict[str, Any] = {
        "posts": hand_over(posts, "client", kept),
        "facts": hand_over(Fact.objects.filter(client=gone), "client", kept),
        "ties": hand_over(ties, "client", kept),
        "interactions": hand_over(Interaction.objects.filter(client=gone), "client", kept),
        "objections": hand_over(ObjectionUse.objects.filter(client=gone), "client", kept),
        "units": _hand_over_units(kept, gone),
    }
    moved |= {name: hand_over(_movable(table, kept, gone), "client", kept) for name, table in OF_VENTURES.items()}
    _one_voice(moved["interviews"], moved["presales"], kept)
    if not Company.objects.filter(client=kept).exists():
        moved["company"] = hand_over(Company.objects.filter(client=gone), "client", kept)
    return moved


def give_back_knowledge(kept: Client, gone: Client, moved: dict[str, Any]) -> None:
    """Bring back what was moved and has not gone elsewhere since, once the clients are two again."""
    tables: dict[str, type[Any]] = {
        "posts": Post, "facts": Fact, "ties": CompanyTie, "interactions": Interaction, "objections": ObjectionUse,
        "company": Company,
    } | OF_VENTURES  # fmt: skip
    for name, table in tables.items():
        give_back(table, moved.get(name, ()), "client", kept, gone)
    _one_voice(moved.get("interviews", ()), moved.get("presales", ()), gone)
    for id, (before, given) in moved.get("units", {}).items():
        unit = DecisionUnit.objects.filter(pk=int(id), client=kept).first()
        if unit is not None:
            unit.client, unit.title = gone, before if unit.title == given else unit.title
            unit.save(update_fields=["client", "title"])


def _movable(table: type[Any], kept: Client, gone: Client) -> QuerySet[Any]:
    """Rows about the client that went; where orders are watched for the fit, a client stands once."""
    rows = table.objects.filter(client=gone)
    if table is not OF_VENTURES["watched"]:
        return rows
    watched = table.objects.filter(client=kept, fitsettings=OuterRef("fitsettings"))
    return rows.exclude(Exists(watched))


def _one_voice(interviews: Iterable[int], presales: Iterable[int], client: Client) -> None:
    """People of one client are one voice among many talks, and what they said and paid weighs as one."""
    voice = cluster_of(client.pk, "")
    talks = list(Interview.objects.filter(pk__in=list(interviews), client=client).values_list("pk", flat=True))
    Interview.objects.filter(pk__in=talks).update(cluster=voice)
    sold = list(Presale.objects.filter(pk__in=list(presales), client=client).values_list("pk", flat=True))
    speak_as(voice, interviews=talks, presales=sold)


def _hand_over_units(kept: Client, gone: Client) -> dict[str, tuple[str, str]]:
    """Two units of one title would be one: that of the client that went gets its name into the title."""
    titles = set(DecisionUnit.objects.filter(client=kept).values_list("title", flat=True))
    moved = {}
    for unit in DecisionUnit.objects.filter(client=gone).order_by("pk"):
        given = _free_title(unit.title, gone.name, titles)
        titles.add(given)
        moved[str(unit.pk)] = (unit.title, given)
        unit.client, unit.title = kept, given
        unit.save(update_fields=["client", "title"])
    return moved


def _free_title(title: str, name: str, taken: set[str]) -> str:
    if title not in taken:
        return title
    wanted = f"{title} ({name})" if title else name
    free, number = wanted[:LONGEST_TITLE], 1
    while free in taken:
        number += 1
        ending = f" {number}"
        free = wanted[: LONGEST_TITLE - len(ending)] + ending
    return free
