"""Every form of a venture filled in by somebody who means harm: any text in any field, records of other ventures.

The forms are read off the pages, and the pages off the addresses, so that a new one is attacked from its first day.
"""

import math
from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

import pytest
from django.db import transaction
from django.db.models.signals import post_save
from django.test import Client as Browser
from django.urls import ResolverMatch, resolve, reverse

from tenure.discovery.files.shape import tables
from tenure.kernel import clock
from tenure.privacy.models import User, Workspace
from tests.web.test_hostile_forms import EVIL, FINE, FREE, TEXTS, Form, Forms
from tests.web.test_permissions import ALL, RECORDS, Theirs, patterns

pytestmark = pytest.mark.django_db
NUMBERS = {"not a number": "NaN", "endless": "1e400", "infinite": "inf", "below zero": "-7", "too many": "101"}
DAYS = ("0001-01-01", "9999-12-31", "2026-02-30")
# Fields that name a record, and the maker of such a record of somebody else's.
FIELDS = {
    "segment": "segment_id", "problem": "problem_id", "client": "client_id", "hypothesis": "hypothesis_id",
    "parent": "hypothesis_id", "product": "product_id", "evidence": "evidence_id", "assigned": "user_id",
    "plan": "plan_id", "candidate": "candidate_id", "person": "person_id", "presale": "presale_id",
    "question": "survey_question_id", "profile": "profile_item_id", "clients": "client_id", "theme": "segment_id",
    "people": "person_id", "scenario": "scenario_id", "test": "test_id", "interviewer": "user_id",
    "note_taker": "user_id", "owner": "user_id", "quote": "quote_id",
}  # fmt: skip
SHARES = {
    "prior", "probability", "alpha", "power", "sure", "futility", "sensitivity", "specificity", "prediction", "relevance",
    "reliability", "weight", "carried_weight", "prevalence_low", "prevalence_high", "willing_low", "willing_high",
    "retention", "discount", "talk_share", "plateau_mark", "ellis_mark",
}  # fmt: skip
ENOUGH = 35  # of the forms must be taken, or the attack has not come through the first door
WORST = ("markup", "huge number")
OURS = [
    str(pattern.name)
    for pattern in patterns()
    if pattern.callback.__module__.startswith("tenure.web.discovery") and not pattern.name.startswith("public_")
]


@pytest.fixture
def mine(workspace: Workspace, salesperson: User) -> Theirs:
    return Theirs(salesperson)


def forms_of(browser: Browser, made: dict[str, int]) -> Iterator[Form]:
    """Every form of every page of ventures once."""
    known = set()
    for name in OURS:
        address = reverse(name, kwargs={kind: made[kind] for kind in ALL[name]})
        answer = browser.get(address)
        if answer.status_code != 200 or "html" not in answer["Content-Type"]:
            continue
        for form in Forms(answer.content.decode()).found:
            form.values.pop("csrfmiddlewaretoken", None)
            form.action = form.action or address
            target = target_of(form)
            key = (target.url_name, tuple(sorted(form.kinds)))
            if key not in known and target.func.__module__.startswith("tenure.web.discovery"):
                known.add(key)
                yield form


def target_of(form: Form) -> ResolverMatch:
    return resolve(form.action.split("?")[0].split("#")[0])


class Attack:
    """Posts forms and has everything as it was again; what did harm stands in `faults`."""

    def __init__(self, browser: Browser, check: Callable[[], Iterator[str]] | None = None) -> None:
        self.browser, self.check, self.faults, self.taken = browser, check, set[str](), set[str]()

    def post(self, form: Form, values: dict[str, Any], what: str) -> None:
        place = f"{target_of(form).url_name}, {what}"
        with transaction.atomic():
            try:
                answer = self._look(self.browser.post(form.action, values), place)
                if answer.status_code in {302, 303}:
                    self.taken.add(str(target_of(form).url_name))
                    self._look(self.browser.get(answer["Location"]), f"{place}, then {answer['Location']}")
                if self.check is not None and answer.status_code in {200, 204, 302, 303}:
                    self.faults |= {f"{place}: {crossing}" for crossing in self.check()}
            except Exception as error:  # whatever it is, it would have been a page about our fault
                self.faults.add(f"{place}: {error!r:.200}")
            transaction.set_rollback(True)

    def _look(self, answer: Any, place: str) -> Any:
        if answer.status_code not in FINE:
            self.faults.add(f"{place}: {answer.status_code}")
        page = b"".join(answer) if answer.streaming else answer.content
        if EVIL.encode() in page or b"<script>alert(1)" in page:
            self.faults.add(f"{place}: the markup stands in the page")
        return answer


def filled(form: Form) -> dict[str, Any]:
    """The form with something in every field that asks for it."""
    today = clock.today().isoformat()
    return {
        name: form.values.get(name)
        or ("" if kind in {"checkbox", "radio", "file"} else today if kind == "date" else "1")
        for name, kind in form.kinds.items()
        if kind not in {"checkbox", "radio", "file"} or form.values.get(name)
    }


def made_by(owner: Theirs) -> dict[str, int]:
    return {kind: owner.make(kind) for kind in {kind for name in OURS for kind in ALL[name]} | set(FIELDS.values())}


def test_any_text_in_every_field_of_a_venture_is_kept_or_refused_in_a_sentence(
    mine: Theirs, visit: Callable[..., Browser]
) -> None:
    attack = Attack(visit(mine.owner))
    for form in list(forms_of(attack.browser, made_by(mine))):
        good = filled(form)
        free = {key for key, kind in form.kinds.items() if kind in FREE - {"hidden", "date"}}
        days = {key for key, kind in form.kinds.items() if kind == "date"}
        for name in WORST:
            attack.post(form, good | dict.fromkeys(free, TEXTS[name]), name)
        attack.post(form, dict.fromkeys(form.kinds, TEXTS["nul and controls"]), "every field")
        for day in DAYS if days else ():
            attack.post(form, good | dict.fromkeys(days, day), day)
    assert attack.faults == set()
    assert len(attack.taken) >= ENOUGH, sorted(attack.taken)


def test_each_number_of_a_venture_that_cannot_be_is_refused_in_its_field(
    mine: Theirs, visit: Callable[..., Browser]
) -> None:
    attack, stored = Attack(visit(mine.owner)), set[str]()

    def look(instance: Any, **_more: Any) -> None:
        stored.update(impossible(instance))

    made, turns = made_by(mine), cycle(NUMBERS.items())
    post_save.connect(look, weak=True)
    for form in list(forms_of(attack.browser, made)):
        good = filled(form)
        for name, kind in form.kinds.items():
            if kind in FREE - {"date", "textarea", "hidden"}:
                what, text = next(turns)
                attack.post(form, good | {name: text}, f"{name} {what}")
    post_save.disconnect(look)
    assert attack.faults | stored == set()
    assert len(attack.taken) >= ENOUGH, sorted(attack.taken)


def impossible(row: Any) -> Iterator[str]:
    """What no row of a venture may hold: no number, a share that is none, money below zero."""
    for field in row._meta.concrete_fields if row._meta.app_label == "discovery" else ():
        value = getattr(row, field.attname)
        if isinstance(value, float) and not math.isfinite(value):
            yield f"{row._meta.label}.{field.name} = {value}"
        if isinstance(value, float) and field.name in SHARES and not 0 <= value <= 1:
            yield f"{row._meta.label}.{field.name} = {value}"
        if isinstance(value, int) and field.name.endswith("_minor") and value < 0:
            yield f"{row._meta.label}.{field.name} = {value}"


def test_records_of_another_venture_are_never_tied_to_ones_own(
    mine: Theirs, other_salesperson: User, visit: Callable[..., Browser]
) -> None:
    own, strange = made_by(mine), made_by(Theirs(other_salesperson))
    attack = Attack(visit(mine.owner), lambda: crossings(mine))
    control = Attack(attack.browser)
    for form in list(forms_of(attack.browser, own)):
        good = filled(form)
        for name in form.kinds:
            kind = FIELDS.get(name.split("-")[0].split("_")[0]) or FIELDS.get(name)
            if kind is not None:
                for value in (str(strange[kind]), [own[kind], strange[kind]]):
                    attack.post(form, good | {name: value}, f"{name} of another")
                control.post(form, good | {name: str(own[kind])}, f"{name} of one's own")
    assert attack.faults | control.faults == set()
    assert control.taken > attack.taken, "one's own are taken where those of others are not"


def crossings(mine: Theirs) -> Iterator[str]:
    """Rows of one's own venture that lead into another, or to a client out of sight."""
    ways = {table.name: table.way for table in tables()}
    for table in tables():
        own = table.model._default_manager.filter(**{table.way or "pk": mine.venture.pk})
        for link in table.links:
            way = f"{link.name}__{ways[link.table]}" if ways[link.table] else link.name
            if own.exclude(**{link.name: None}).exclude(**{way: mine.venture.pk}).exists():
                yield f"{table.name}.{link.name}"
        for name in table.outside:
            if name == "client" and own.exclude(client=None).exclude(client__owner=mine.owner).exists():
                yield f"{table.name}.{name}"


def test_every_record_kind_named_here_has_a_maker() -> None:
    assert set(FIELDS.values()) <= set(RECORDS)
