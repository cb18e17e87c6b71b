"""One answer with the objection it belongs to."""

from tenure.conversations.library import in_sight
from tenure.conversations.models import Objection
from tenure.conversations.objections import AnswerView, ObjectionView, objection_views
from tenure.kernel.errors import NotFound
from tenure.privacy.models import User


def answer_in_sight(*, actor: User, answer_id: int) -> tuple[ObjectionView, AnswerView]:
    """The objection in sight that holds this answer, and the answer. Three queries."""
    found = objection_views(Objection.objects.filter(in_sight(actor), answers=answer_id), actor)
    if not found:
        raise NotFound
    return found[0], next(one for one in found[0].answers if one.id == answer_id)
