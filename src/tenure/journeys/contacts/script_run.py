"""A script followed during a talk: where it stands, what to say with the gaps filled, what is at hand."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import translation

from tenure.clients.clients import client_facts
from tenure.clients.people.contact_person import contact_name
from tenure.conversations.likely_objections import LikelyObjection, objections_for
from tenure.conversations.objections import ObjectionFilter, ObjectionView, objections_list
from tenure.conversations.placeholders import Piece, filled
from tenure.conversations.script_steps import Passed, Step, StepAnswer, follow
from tenure.conversations.scripts import ScriptView, script_in_sight
from tenure.conversations.techniques import TechniqueCard, technique_beside, technique_cards
from tenure.kernel import formats
from tenure.orders.scores import client_scores
from tenure.privacy.models import User
from tenure.privacy.rights import Right, require
from tenure.privacy.workspace import WorkspaceView

OBJECTIONS_SHOWN = 30


@dataclass(frozen=True)
class ClientBeside:
    """The client the talk is with."""

    id: int
    name: str
    dial: str
    phone: str


@dataclass(frozen=True)
class ScriptRun:
    """The talk as it stands. at: number of the step, 0 at the end; said: its words with the gaps filled; technique: one
    card at most; likely: objections of this client; others: the rest of the library in the language of the script."""

    script: ScriptView
    client: ClientBeside | None
    passed: tuple[Passed, ...]
    at: int
    said: tuple[Piece, ...]
    answers: tuple[StepAnswer, ...]
    technique: TechniqueCard | None
    likely: tuple[LikelyObjection, ...]
    others: tuple[ObjectionView, ...]

    @property
    def step(self) -> Step | None:
        """The step the talk is at; None at the end."""
        return self.script.text.steps[self.at - 1] if self.at else None


def script_run(
    *, actor: User, workspace: WorkspaceView, script_id: int, client_id: int | None, choices: Sequence[int]
) -> ScriptRun:
    """The script in sight after these choices, with a client in sight or with none. A known number of queries."""
    script = script_in_sight(actor=actor, script_id=script_id)
    language = script.text.language
    client, values = None, _own_values(actor, workspace)
    likely: tuple[LikelyObjection, ...] = ()
    if client_id is not None:
        require(actor, Right.WORK_WITH_CLIENTS)
        client, more = _about(actor, client_id, language)
        values |= more
        likely = objections_for(actor=actor, client_id=client_id)
    passed, at = follow(script.text.steps, choices)
    step = script.text.steps[at - 1] if at else None
    said = filled(step.text, values) if step else ()
    card = technique_beside(technique_cards(language), step.kind, step.technique) if step else None
    known = {one.objection_id for one in likely}
    listed = objections_list(actor=actor, wanted=ObjectionFilter(language=language)).objections
    others = tuple(one for one in listed if one.id not in known)[:OBJECTIONS_SHOWN]
    return ScriptRun(script, client, passed, at, said, step.answers if step else (), card, likely, others)


def _own_values(actor: User, workspace: WorkspaceView) -> dict[str, str]:
    return {"me": actor.name, "our_company": workspace.name}


def _about(actor: User, client_id: int, language: str) -> tuple[ClientBeside, dict[str, str]]:
    """The client, and what may be said aloud of it: its name, its contact's name, the day of the last order. No facts."""
    facts = client_facts(actor=actor, client_id=client_id)
    scores = client_scores(client_id)
    values = {"company": facts.details.name, "name": contact_name(client_id)}
    if scores and scores.last_day:
        with translation.override(language):
            values["last_order"] = formats.day(scores.last_day)
    return ClientBeside(facts.id, facts.details.name, facts.details.dial, facts.details.phone), values
