"""A result of a survey made evidence for a hypothesis. What people state is level 2 at most, whatever the numbers."""

from django.db import transaction
from django.utils.translation import gettext as _

from tenure.discovery.hypotheses.evidence import add_evidence, withdraw_evidence_of
from tenure.discovery.loops import loop_number
from tenure.discovery.surveys.surveys import survey_for_work
from tenure.discovery.timeline import record_step
from tenure.discovery.writing import paragraph
from tenure.kernel import clock
from tenure.kernel.errors import InvalidValue
from tenure.privacy.models import User

LEVEL, SOURCE = 2, "survey"


def attach_result(*, actor: User, survey_id: int, hypothesis_id: int, supports: bool, text: str) -> int:
    """Make what the survey says evidence for or against a hypothesis; an earlier one of the same survey is withdrawn.

    Returns the evidence. Raises InvalidValue while no answer counts.
    """
    with transaction.atomic():
        survey = survey_for_work(actor, survey_id)
        if not survey.venture.hypotheses.filter(pk=hypothesis_id).exists():
            raise InvalidValue("offer_record_unknown", field="hypothesis")
        counted = survey.answers.filter(aside="").count()
        if not counted:
            raise InvalidValue("survey_answer_empty", field="")
        words = paragraph(text, "text", 2000) or survey.name
        withdraw_evidence_of(
            actor=actor, source=SOURCE, source_id=survey.pk, reason=_("Replaced by a newer result of the same survey.")
        )
        evidence_id = add_evidence(
            actor=actor, hypothesis_id=hypothesis_id, supports=supports, level=LEVEL, text=words,
            observed_on=clock.today(), source=SOURCE, source_id=survey.pk, cluster=f"survey {survey.pk}",
        )  # fmt: skip
        record_step(
            actor=actor, venture=survey.venture, loop=loop_number(survey.venture), action="attach_result",
            subject_kind="survey", subject_id=survey.pk, name=survey.name, answers=counted,
        )  # fmt: skip
    return evidence_id
