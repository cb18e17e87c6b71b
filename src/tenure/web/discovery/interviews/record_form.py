"""The form of a talk: fields both ways, and the repeated lines of problems, commitments, quotes and hypotheses."""

import re
import uuid
from collections.abc import Mapping
from datetime import date

from django.http import QueryDict

from tenure.clients.typed_numbers import in_field, money_in_field
from tenure.discovery.interviews.kinds import BIASES
from tenure.discovery.interviews.reading import InterviewView
from tenure.discovery.interviews.recording import InterviewText, checked_talk
from tenure.discovery.interviews.said import CommitmentSaid, ProblemSaid
from tenure.discovery.testing.from_talks import Met
from tenure.journeys.ventures.hold_interview import Heard
from tenure.kernel.errors import InvalidValue, Wrongs
from tenure.web.discovery.interviews.typed import fields_of, money, number, whole
from tenure.web.form_values import day_or_none, id_or_none

# Of each running test: whether its criterion was met, and in which of two variants.
OF_TEST, MOST_TESTS = re.compile(r"test-[1-9][0-9]{0,17}"), 20
MET = {"yes": (True, 0), "no": (False, 0), "yes-b": (True, 1), "no-b": (False, 1)}
PROBLEMS, COMMITMENTS = tuple(range(1, 7)), tuple(range(1, 5))
OF_PROBLEM = ("id", "name", "prompted", "severity", "frequency", "alternative", "cost", "hours")
OF_COMMITMENT = ("kind", "text", "amount")
PLAIN = (
    "kind", "side", "plan", "candidate", "segment", "client", "person", "name", "company", "acquaintance", "held_on",
    "minutes", "interviewer", "note_taker", "consent", "consent_text", "notes", "transcript", "evangelist", "decides",
    "referrals", "quotes", "ideas", "block", "key",
)  # fmt: skip
NAMES = (
    *PLAIN,
    *(f"bias-{code}" for code in BIASES),
    *(f"p-{line}-{name}" for line in PROBLEMS for name in OF_PROBLEM),
    *(f"c-{line}-{name}" for line in COMMITMENTS for name in OF_COMMITMENT),
)


def sent(post: QueryDict) -> dict[str, str]:
    """Every field as typed, absent ones empty; of tests those about which something was said."""
    typed = fields_of(post)
    tests = [name for name in typed if OF_TEST.fullmatch(name) and typed[name]][:MOST_TESTS]
    return dict.fromkeys(NAMES, "") | {name: typed[name] for name in typed if name in NAMES or name in tests}


def blank(today: date) -> dict[str, str]:
    """A new talk, today, with a customer who is a stranger and allowed notes."""
    return dict.fromkeys(NAMES, "") | {
        "kind": "problem", "side": "consumer", "acquaintance": "cold", "consent": "notes", "held_on": today.isoformat(),
        "key": str(uuid.uuid4()),
    }  # fmt: skip


def text_from(values: dict[str, str], currency: str, today: date) -> InterviewText:
    """The typed talk. Raises InvalidValue naming every field that cannot be read or stored."""
    wrongs = Wrongs()
    text = InterviewText(
        kind=values["kind"], held_on=wrongs.got(_day, values["held_on"]) or today,
        side=values["side"] or "consumer", plan_id=id_or_none(values["plan"]),
        candidate_id=id_or_none(values["candidate"]), segment_id=id_or_none(values["segment"]),
        client_id=id_or_none(values["client"]), person_id=id_or_none(values["person"]), name=values["name"],
        company=values["company"], acquaintance=values["acquaintance"], minutes=wrongs.got(whole, values["minutes"], "minutes"),
        interviewer_id=id_or_none(values["interviewer"]), note_taker_id=id_or_none(values["note_taker"]),
        consent=values["consent"], consent_text=values["consent_text"], notes=values["notes"],
        transcript=values["transcript"], evangelist=id_or_none(values["evangelist"]), decides=values["decides"],
        referrals=values["referrals"], biases=tuple(code for code in BIASES if values[f"bias-{code}"]),
        problems=tuple(one for line in PROBLEMS if (one := _problem(values, line, currency, wrongs))),
        commitments=tuple(given for line in COMMITMENTS if (given := _commitment(values, line, currency, wrongs))),
    )  # fmt: skip
    wrongs.got(checked_talk, text, today)
    wrongs.tell()
    return text


def _day(text: str) -> date:
    found = day_or_none(text, "held_on")
    if found is None:
        raise InvalidValue("day_unreadable", field="held_on", value="")
    return found


def heard_from(values: dict[str, str]) -> Heard:
    """Quotes are parted by empty lines, since their words may run over several; hypotheses stand one a line."""
    quotes = [part.strip() for part in values["quotes"].replace("\r\n", "\n").split("\n\n")]
    ideas = [line.strip() for line in values["ideas"].splitlines()]
    return Heard(
        tuple(one for one in quotes if one), tuple(one for one in ideas if one), values["block"], met_in(values)
    )


def met_in(values: Mapping[str, str]) -> tuple[Met, ...]:
    """What is said of the criteria of tests: fields `test-<number>` with a word of MET; others say nothing."""
    return tuple(
        Met(int(name.partition("-")[2]), *MET[text])
        for name, text in values.items()
        if OF_TEST.fullmatch(name) and text in MET
    )


def key_of(values: dict[str, str]) -> uuid.UUID | None:
    """The mark of the submission, when it is one of ours."""
    try:
        return uuid.UUID(values["key"])
    except ValueError:
        return None


def written(talk: InterviewView, currency: str) -> dict[str, str]:
    """A stored talk as its form shows it."""
    values = dict.fromkeys(NAMES, "") | {
        "kind": talk.kind, "side": talk.side, "plan": str(talk.plan_id or ""), "segment": str(talk.segment_id or ""),
        "client": str(talk.client_id or ""), "person": str(talk.person_id or ""), "name": talk.name,
        "company": talk.company, "acquaintance": talk.acquaintance, "held_on": talk.held_on.isoformat(),
        "minutes": in_field(talk.minutes), "interviewer": str(talk.interviewer_id),
        "note_taker": str(talk.note_taker_id or ""), "consent": talk.consent, "consent_text": talk.consent_text,
        "notes": talk.notes, "transcript": talk.transcript, "evangelist": str(talk.evangelist or ""),
        "decides": talk.decides, "referrals": talk.referrals,
    }  # fmt: skip
    values |= {f"bias-{code}": "on" for code in talk.biases}
    for line, said in zip(PROBLEMS, talk.problems, strict=False):
        at = f"p-{line}-"
        values |= {
            f"{at}id": str(said.problem_id), f"{at}prompted": "" if said.unprompted else "on",
            f"{at}severity": in_field(said.severity), f"{at}frequency": said.frequency,
            f"{at}alternative": said.alternative, f"{at}cost": money_in_field(said.cost_minor, currency),
            f"{at}hours": in_field(said.hours),
        }  # fmt: skip
    for line, given in zip(COMMITMENTS, talk.commitments, strict=False):
        at = f"c-{line}-"
        values |= {
            f"{at}kind": given.kind,
            f"{at}text": given.text,
            f"{at}amount": money_in_field(given.amount_minor, currency),
        }
    return values


def _problem(values: dict[str, str], line: int, currency: str, wrongs: Wrongs) -> ProblemSaid | None:
    """A line in which something stands; a tick alone is none."""
    at = f"p-{line}-"
    if not any(values[at + name].strip() for name in OF_PROBLEM if name != "prompted"):
        return None
    return ProblemSaid(
        problem_id=id_or_none(values[at + "id"]), name=values[at + "name"], unprompted=not values[at + "prompted"],
        severity=wrongs.got(whole, values[at + "severity"], at + "severity"), frequency=values[at + "frequency"],
        alternative=values[at + "alternative"],
        cost_minor=wrongs.got(money, values[at + "cost"], at + "cost", currency),
        hours=wrongs.got(number, values[at + "hours"], at + "hours"), prefix=at,
    )  # fmt: skip


def _commitment(values: dict[str, str], line: int, currency: str, wrongs: Wrongs) -> CommitmentSaid | None:
    at = f"c-{line}-"
    if not (values[at + "text"].strip() or values[at + "amount"].strip()):
        return None
    amount = wrongs.got(money, values[at + "amount"], at + "amount", currency)
    return CommitmentSaid(values[at + "kind"] or "time", values[at + "text"], amount, at)
