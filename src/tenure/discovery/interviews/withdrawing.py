"""An interview recorded by mistake: withdrawn with a reason it stays readable and counts nowhere; undone, it counts again.

What it gave is withdrawn the way each thing is: evidence of its quotes, its answers in tests by a later row, the person who
was to be talked to. Taking consent back is another matter, see `forgetting`.
"""

from django.db import transaction

from tenure.discovery.hypotheses.evidence import restore_evidence_of, withdraw_evidence_of
from tenure.discovery.interviews.interview_tasks import renew_task
from tenure.discovery.interviews.recording import interview_for_work
from tenure.discovery.interviews.texts import line, needed
from tenure.discovery.models import Candidate, Evidence, Interview, Quote
from tenure.discovery.testing.from_talks import leave_tests, return_to_tests
from tenure.discovery.timeline import record_step
from tenure.kernel import clock
from tenure.privacy.models import User

LONGEST_REASON = 250
QUOTE = Evidence.Source.QUOTE


def withdraw_talk(*, actor: User, interview_id: int, reason: str) -> bool:
    """Let an interview count nowhere any more. Returns False where it was withdrawn already, and nothing changes.

    Raises InvalidValue without a reason, NotFound out of sight, NotAllowed to readers.
    """
    why = needed(line(reason, "reason", LONGEST_REASON), "reason", "interview_withdrawal_reason")
    with transaction.atomic():
        row = interview_for_work(actor, interview_id, withdrawn=True)
        if row.withdrawn_at is not None:
            return False
        row.withdrawn_at, row.withdrawn_by, row.withdrawn_reason = clock.now(), actor, why
        _store(row)
        quotes = _quotes(row)
        proofs = sum(withdraw_evidence_of(actor=actor, source=QUOTE, source_id=one, reason=why) for one in quotes)
        _candidate(row, Candidate.State.HELD, Candidate.State.AGREED)
        _step(actor, row, "withdraw_talk", proofs, leave_tests(actor, row, why))
    return True


def restore_talk(*, actor: User, interview_id: int) -> bool:
    """Let a withdrawn interview count again, with the evidence and the answers it took along. False where it counts already."""
    with transaction.atomic():
        row = interview_for_work(actor, interview_id, withdrawn=True)
        since, why = row.withdrawn_at, row.withdrawn_reason
        if since is None:
            return False
        row.withdrawn_at, row.withdrawn_by, row.withdrawn_reason = None, None, ""
        _store(row)
        quotes = _quotes(row)
        proofs = sum(restore_evidence_of(actor=actor, source=QUOTE, source_id=one, since=since) for one in quotes)
        _candidate(row, Candidate.State.AGREED, Candidate.State.HELD)
        _step(actor, row, "restore_talk", proofs, return_to_tests(actor, row, why, since))
    return True


def _store(row: Interview) -> None:
    row.version += 1
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason", "version"])
    if row.plan is not None:
        renew_task(row.plan)


def _quotes(row: Interview) -> list[int]:
    return list(Quote.objects.filter(interview=row).order_by("pk").values_list("pk", flat=True))


def _candidate(row: Interview, before: str, after: str) -> None:
    """Whom the talk was planned with is to be talked to again, or has been talked to after all."""
    if row.candidate_id is not None:
        Candidate.objects.filter(pk=row.candidate_id, state=before).update(state=after, changed_at=clock.now())


def _step(actor: User, row: Interview, action: str, proofs: int, tests: int) -> None:
    """What was done; the reason stands at the talk alone, for it may name people."""
    record_step(
        actor=actor, venture=row.venture, loop=row.loop, action=action, subject_kind="interview", subject_id=row.pk,
        evidence=proofs, tests=tests,
    )  # fmt: skip
