"""What rows mean beyond their columns, put right once a venture has been taken in."""

from typing import Any, cast

from django.db.models import Model

from tenure.discovery.economics.counted_draws import counts_of
from tenure.discovery.economics.inputs import BASIS_LONGEST
from tenure.discovery.economics.link_values import OF_BASE
from tenure.discovery.economics.scenarios import inputs_of, pairs_of
from tenure.discovery.economics.simulated import simulated
from tenure.discovery.hypotheses.belief import refresh_beliefs
from tenure.discovery.models import (
    EconomicsInput,
    EconomicsScenario,
    Evidence,
    Hypothesis,
    InputLink,
    Interview,
    Survey,
    SurveyAnswer,
    SurveyQuestion,
)
from tenure.discovery.offers.weighed_anew import weigh_presales_anew
from tenure.discovery.surveys.questions import view_of
from tenure.discovery.surveys.stored import is_answer
from tenure.discovery.voices import OF_CLIENT, cluster_of
from tenure.kernel import clock
from tenure.kernel.errors import BadInput, InvalidValue

# Table -> number in the file -> row.
New = dict[str, dict[int, Model]]


def settle_surveys(made: New) -> None:
    """Answers speak of the questions and segments taken in; a form that was open waits to be opened here."""
    questions = cast("dict[int, SurveyQuestion]", made["SurveyQuestion"])
    answers = cast("dict[int, SurveyAnswer]", made["SurveyAnswer"])
    for answer in answers.values():
        if not isinstance(answer.values, dict):
            raise BadInput("venture_file_answer", question=str(answer.values)[:20])
        answer.values = dict(_own(key, value, questions, made["Segment"]) for key, value in answer.values.items())
    SurveyAnswer.objects.bulk_update(answers.values(), ["values"], batch_size=500)
    surveys = [row.pk for row in made["Survey"].values()]
    Survey.objects.filter(pk__in=surveys, state=Survey.State.OPEN).update(state=Survey.State.CLOSED)


def settle_evidence(made: New) -> None:
    """Evidence of a record that the file does not hold was carried over from nowhere known: somebody's word, whatever it says
    it came from, and no note of ours, for it may be another's words."""
    written = (Evidence.Source.NOTE, Evidence.Source.CARRIED)
    rows = [row for row in cast("dict[int, Evidence]", made["Evidence"]).values() if row.source not in written]
    told = [row for row in rows if row.source_id is None]
    for row in told:
        row.source = Evidence.Source.CARRIED
    Evidence.objects.bulk_update(told, ["source"], batch_size=500)


def _own(key: str, value: Any, questions: dict[int, SurveyQuestion], segments: dict[int, Model]) -> tuple[str, Any]:
    question = questions.get(int(key)) if key.isascii() and key.isdigit() else None
    if question is None:
        raise BadInput("venture_file_answer", question=str(key)[:20])
    if question.kind == SurveyQuestion.Kind.SEGMENT:
        segment = segments.get(value) if isinstance(value, int) else None
        if segment is None:
            raise BadInput("venture_file_answer", question=str(key)[:20])
        value = segment.pk
    elif not _readable(question, value):
        raise BadInput("venture_file_answer_value", question=str(key)[:20])
    return str(question.pk), value


def _readable(question: SurveyQuestion, value: Any) -> bool:
    try:
        return is_answer(view_of(question).asked(), value)
    except (TypeError, ValueError, AttributeError):
        return False  # the options of the question are not what its kind has


def free_of_base(made: New) -> None:
    """Numbers counted from the base of another installation keep what they were counted from in words, and are linked no
    more: the same clients and orders are not here. Nor is a voice that of a client here who happens to have the number."""
    _free_voices(made)
    for link in cast("dict[int, InputLink]", made["InputLink"]).values():
        if link.source not in OF_BASE:
            continue
        days = " – ".join(day.isoformat() for day in (link.first, link.last) if day)
        told = "; ".join(part for part in (f"{link.counted} / {link.clients}", days, link.product, link.view) if part)
        rows = EconomicsInput.objects.filter(scenario=link.scenario_id, metric=link.metric)
        rows.filter(basis="").update(basis=told[:BASIS_LONGEST])
        link.delete()


def _free_voices(made: New) -> None:
    for name, model in (("Interview", Interview), ("Evidence", Evidence)):
        rows = [row for row in cast("dict[int, Any]", made[name]).values() if OF_CLIENT.fullmatch(row.cluster)]
        for row in rows:
            row.cluster = cluster_of(None, row.cluster)
        model._default_manager.bulk_update(rows, ["cluster"], batch_size=500)


def count_anew(made: New) -> None:
    """What the product computes is computed here, whatever the file says: beliefs from their evidence and tests, presales
    weighed as they are now, and the draws of unit economics from their inputs. Raises BadInput for inputs that cannot go
    together."""
    hypotheses = cast("dict[int, Hypothesis]", made["Hypothesis"]).values()
    weigh_presales_anew([one.pk for one in hypotheses])
    refresh_beliefs(hypotheses)
    scenarios = cast("dict[int, EconomicsScenario]", made["EconomicsScenario"])
    for place, row in enumerate(scenarios.values(), 1):
        try:
            row.result = simulated(inputs_of(row.inputs.select_related("author")), pairs_of(row), counts_of(row))
        except InvalidValue as error:
            raise BadInput("venture_file_row", table="EconomicsScenario", row=place, why=error.problem) from error
        row.result_at = (row.result_at or clock.now()) if row.result else None
        row.save(update_fields=["result", "result_at"])
