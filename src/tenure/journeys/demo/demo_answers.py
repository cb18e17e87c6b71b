"""Talks of the demo company in which prepared answers were tried: some helped more often than others."""

from collections.abc import Sequence

import numpy as np

from tenure.clients.clients import visible_clients
from tenure.conversations.objection_answers import record_use
from tenure.conversations.objections import ObjectionFilter, objections_list
from tenure.privacy.models import User

LEFT_UNTRIED = 4


def try_answers(people: Sequence[User]) -> None:
    """Each person notes a few uses of the answers in their language, with clients of theirs."""
    chance = np.random.default_rng(17)
    for person in people:
        clients = list(visible_clients(person).order_by("pk").values_list("pk", flat=True)[:40])
        found = objections_list(actor=person, wanted=ObjectionFilter(language=person.language)).objections
        for objection in found[:-LEFT_UNTRIED]:
            for at, answer in enumerate(objection.answers):
                for helped in chance.random(chance.integers(2, 9)) < (0.62 if at else 0.4):
                    record_use(
                        actor=person, answer_id=answer.id, helped=bool(helped), client_id=int(chance.choice(clients))
                    )
