"""One observation, to be corrected."""

from tenure.discovery.models import Observation, TestCard
from tenure.discovery.sight import visible_ventures
from tenure.kernel.errors import NotFound
from tenure.privacy.models import User


def seen_observation(actor: User, observation_id: int) -> tuple[Observation, TestCard]:
    """An observation of a venture in sight, with its test. One query. Raises NotFound."""
    row = (
        Observation.objects.filter(pk=observation_id, test__venture__in=visible_ventures(actor))
        .select_related("test__hypothesis", "test__venture")
        .first()
    )
    if row is None:
        raise NotFound
    return row, row.test
