"""Evidence for and against a hypothesis: added by people and by other features, withdrawn with a reason, never deleted."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tenure.discovery.hypotheses.belief import refresh_belief
from tenure.discovery.hypotheses.carried import carried_from_record, copies_of
from tenure.discovery.hypotheses.ladder import HIGHEST
from tenure.discovery.loops import loop_number
from tenure.discovery.models import Evidence, Hypothesis
from tenure.discovery.sight import venture_for_work, visible_ventures
from tenure.discovery.timeline import record_step
from tenure.discovery.writing import line, paragraph
from tenure.kernel import clock
from tenure.kernel.errors import InvalidValue, NotFound
from tenure.privacy.models import User

LONGEST_TEXT, LONGEST_CLUSTER, LONGEST_REASON = 4000, 80, 250


def add_evidence(
    *, actor: User, hypothesis_id: int, supports: bool, level: int, text: str, observed_on: date, source: str = "note",
    source_id: int | None = None, cluster: str = "", relevance: float = 1.0, reliability: float = 1.0,
    sensitivity: float | None = None, specificity: float | None = None,
) -> int:  # fmt: skip
    """Add one result and count the hypothesis anew. Returns the number of the row.

    What a pivot had carried over of the same record counts no more beside it: one result, one voice.
    Raises InvalidValue for an impossible level, weight, rate or day, NotFound out of sight, NotAllowed to readers.
    """
    _check(level, relevance, reliability, observed_on)
    _check_rates(sensitivity, specificity)
    words = paragraph(text, "text", LONGEST_TEXT)
    if not words and source == Evidence.Source.NOTE:
        raise InvalidValue("evidence_text_missing", field="text")
    with transaction.atomic():
        hypothesis = hypothesis_for_work(actor, hypothesis_id)
        for copy in carried_from_record(hypothesis, source, source_id):
            _withdraw(actor, hypothesis, copy, _("Counted here itself now, no longer as carried over."))
        row = Evidence.objects.create(
            hypothesis=hypothesis, supports=supports, level=level, text=words, observed_on=observed_on, source=source,
            source_id=source_id, cluster=line(cluster, "cluster", LONGEST_CLUSTER), relevance=relevance,
            reliability=reliability, sensitivity=sensitivity, specificity=specificity, author=actor,
            created_at=clock.now(),
        )  # fmt: skip
        _recount(actor, hypothesis, row, "add_evidence")
    return row.pk


def withdraw_evidence(*, actor: User, evidence_id: int, reason: str) -> int:
    """Let a row count no more, nor what pivots carried over of it; it stays readable with the reason. Returns its
    hypothesis."""
    why = line(reason, "reason", LONGEST_REASON)
    if not why:
        raise InvalidValue("evidence_reason_missing", field="reason")
    with transaction.atomic():
        row = Evidence.objects.filter(pk=evidence_id, hypothesis__venture__in=visible_ventures(actor)).first()
        if row is None:
            raise NotFound
        hypothesis = hypothesis_for_work(actor, row.hypothesis_id)
        row.refresh_from_db()
        if row.withdrawn_at is None:
            _withdraw(actor, hypothesis, row, why)
    return row.hypothesis_id


def withdraw_evidence_of(*, actor: User, source: str, source_id: int, reason: str) -> int:
    """Withdraw all that one record brought (a quote taken back, a test found wrong), carried over pivots or not. Returns
    how many rows of the record itself."""
    why = line(reason, "reason", LONGEST_REASON)
    with transaction.atomic():
        rows = list(Evidence.objects.filter(source=source, source_id=source_id, withdrawn_at=None).order_by("pk"))
        for row in rows:
            _withdraw(actor, hypothesis_for_work(actor, row.hypothesis_id), row, why)
    return len(rows)


def restore_evidence_of(*, actor: User, source: str, source_id: int, since: datetime) -> int:
    """Let count again what was withdrawn of one record at `since` or later, carried over pivots or not. Returns how many rows
    of the record itself."""
    with transaction.atomic():
        rows = list(Evidence.objects.filter(source=source, source_id=source_id, withdrawn_at__gte=since).order_by("pk"))
        for row in rows:
            _restore(actor, row, since)
    return len(rows)


def evidence_in_sight(*, actor: User, evidence_id: int) -> tuple[int, int]:
    """The hypothesis and the venture of a row in sight. Raises NotFound."""
    rows = Evidence.objects.filter(pk=evidence_id, hypothesis__venture__in=visible_ventures(actor))
    found = rows.values_list("hypothesis_id", "hypothesis__venture_id").first()
    if found is None:
        raise NotFound
    return found


def hypothesis_for_work(actor: User, hypothesis_id: int) -> Hypothesis:
    """A hypothesis the actor may change, locked with its venture. Call inside a transaction."""
    found = Hypothesis.objects.filter(pk=hypothesis_id).values_list("venture_id", flat=True).first()
    if found is None:
        raise NotFound
    venture_for_work(actor, found)
    return Hypothesis.objects.select_for_update(of=("self",)).select_related("venture").get(pk=hypothesis_id)


def _withdraw(actor: User, hypothesis: Hypothesis, row: Evidence, reason: str) -> None:
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_reason = clock.now(), actor, reason
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    _recount(actor, hypothesis, row, "withdraw_evidence")
    for copy in copies_of(row):
        _withdraw(actor, hypothesis_for_work(actor, copy.hypothesis_id), copy, reason)


def _restore(actor: User, row: Evidence, since: datetime) -> None:
    hypothesis = hypothesis_for_work(actor, row.hypothesis_id)
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_reason = None, None, ""
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    _recount(actor, hypothesis, row, "restore_evidence")
    copies = Evidence.objects.filter(source=Evidence.Source.CARRIED, source_id=row.pk, withdrawn_at__gte=since)
    for copy in copies.order_by("pk"):
        _restore(actor, copy, since)


def _recount(actor: User, hypothesis: Hypothesis, row: Evidence, action: str) -> None:
    before = hypothesis.probability if hypothesis.probability is not None else hypothesis.prior
    state = hypothesis.state
    refresh_belief(hypothesis)
    after = hypothesis.probability if hypothesis.probability is not None else hypothesis.prior
    told = {"state": hypothesis.state} if hypothesis.state != state else {}
    record_step(
        actor=actor, venture=hypothesis.venture, loop=loop_number(hypothesis.venture), action=action, subject_kind="hypothesis",
        subject_id=hypothesis.pk, hypothesis=hypothesis.number, title=hypothesis.title, supports=row.supports, level=row.level,
        before=round(before, 4), after=round(after, 4), **told,
    )  # fmt: skip


def _check(level: int, relevance: float, reliability: float, observed_on: date) -> None:
    if not 0 <= level <= HIGHEST:
        raise InvalidValue("evidence_level_wrong", field="level", value=level, highest=HIGHEST)
    for name, value in (("relevance", relevance), ("reliability", reliability)):
        if not 0 <= value <= 1:
            raise InvalidValue("share_outside", field=name, value=value)
    if observed_on > clock.today():
        raise InvalidValue("evidence_in_future", field="observed_on", day=observed_on.isoformat())


def _check_rates(sensitivity: float | None, specificity: float | None) -> None:
    if (sensitivity is None) != (specificity is None):
        missing = "sensitivity" if sensitivity is None else "specificity"
        raise InvalidValue("evidence_rates_half", field=missing)
    for name, value in (("sensitivity", sensitivity), ("specificity", specificity)):
        if value is not None and not 0 < value < 1:
            raise InvalidValue("rate_outside", field=name, value=value)
