"""The numbers a decision was taken on, as they were: kept with it as JSON and never read again from anywhere else."""

import hashlib
import json
from typing import Any

from tenure.discovery.gates.changes import changes_in
from tenure.discovery.gates.view import GateView
from tenure.discovery.models import Evidence, GateDecision, Hypothesis, Venture
from tenure.kernel import clock

FORMULA = "gate-1"


def snapshot_of(venture: Venture, view: GateView) -> dict[str, Any]:
    """criteria: code, need, state, what was found and by whom it was decided; hypotheses: every one on the canvas with
    its probability; evidence: how many pieces at each level; changes: of what the gate asks for. Three queries."""
    return {
        "formula": FORMULA, "at": clock.now().isoformat(), "phase": view.phase, "state": view.state,
        "criteria": [
            {
                "code": line.criterion.code, "title": line.criterion.title, "need": line.criterion.need,
                "rule": line.criterion.rule, "marks": dict(line.criterion.marks), "state": line.state,
                "found": line.finding.code, "data": {name: _stored(value) for name, value in line.finding.data.items()},
                "decided": _decided(line.criterion.decided),
            }
            for line in view.lines
        ],
        "hypotheses": [
            {
                "number": one.number, "title": one.title, "block": one.block, "state": one.state,
                "probability": one.probability, "low": one.low, "high": one.high, "prior": one.prior,
                "evidence": one.evidence_count, "critical": one.critical,
            }
            for one in Hypothesis.objects.filter(venture=venture, removed_at=None).order_by("number")
        ],
        "evidence": _levels(venture),
        "changes": [
            {
                "code": one.code, "kind": one.kind, "title": one.title, "before": dict(one.before), "after": dict(one.after),
                "reason": one.reason, "softer": one.softer, "after_data": one.after_data, "author": one.author,
                "at": one.at.isoformat(),
            }
            for one in changes_in(venture, view.phase)
        ],
    }  # fmt: skip


def _decided(found: Any) -> dict[str, Any] | None:
    if found is None:
        return None
    return {"met": found.met, "reason": found.reason, "author": found.author, "at": found.at.isoformat()}


def _stored(value: Any) -> Any:
    """A number as every database gives it back: there is no zero below zero."""
    return value + 0.0 if isinstance(value, float) else value


def _levels(venture: Venture) -> dict[str, int]:
    found: dict[str, int] = {}
    rows = Evidence.objects.filter(hypothesis__venture=venture, hypothesis__removed_at=None, withdrawn_at=None)
    for level in rows.values_list("level", flat=True):
        found[str(level)] = found.get(str(level), 0) + 1
    return found


def hash_of(snapshot: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON."""
    text = json.dumps(snapshot, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def note_hidden_snapshot(decision_id: int, before: dict[str, Any]) -> None:
    """An erasure has changed words in the snapshot that was `before`: say so with the day, and seal what it left, if until
    then it was what was decided on."""
    row = GateDecision.objects.filter(pk=decision_id).first()
    if row is None or hash_of(before) != row.snapshot_hash:
        return
    row.snapshot = {**row.snapshot, "hidden": clock.today().isoformat()}
    row.snapshot_hash = hash_of(row.snapshot)
    row.save(update_fields=["snapshot", "snapshot_hash"])
