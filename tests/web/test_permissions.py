"""Every address x every role x somebody else's record, generated from the addresses themselves.

A new address with a record in it needs a maker in RECORDS; a new page needs a line in OPEN_TO. Both fail until written.
"""

import io
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pypdf
import pytest
from django.apps import apps
from django.test import Client as Browser
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tenure.clients.models import Client, DecisionUnit, DoubtfulPair, SavedView, UnitMember
from tenure.discovery.models import ManualService, OfferedProduct, Segment
from tenure.kernel import clock
from tenure.orders.models import AmountDecision
from tenure.privacy.models import User, Workspace
from tests import economics_factories, factories, venture_factories

pytestmark = pytest.mark.django_db
EVERYBODY = {"salesperson", "head_of_sales", "analyst", "administrator"}
HEADS = {"head_of_sales", "administrator"}
NO_SIGN_IN_NEEDED = {
    "sign_in", "health", "first_start", "calendar", "visit_worker", "manifest", "public_survey", "public_survey_thanks",
}  # fmt: skip
# Pages without a record in their address: who may open them. "act" marks those that only take POST.
OPEN_TO: dict[str, set[str]] = {
    "today": EVERYBODY,
    "base": EVERYBODY,
    "clients": EVERYBODY,
    "settings": EVERYBODY,
    "find": EVERYBODY,
    "occasions": EVERYBODY,
    "visit": {"salesperson", *HEADS},
    "new_client": {"salesperson", *HEADS},
    "companies": EVERYBODY,
    "people_twins": HEADS,
    "company_twins": HEADS,
    "new_company": {"salesperson", *HEADS},
    "imports": HEADS,
    "imports_older": HEADS,
    "upload_orders": HEADS,
    "suspected_amounts": HEADS,
    "duplicates": HEADS,
    "company": {"administrator"},
    "fact_catalogue": HEADS,
    "fact_type": HEADS,
    "minimal_profiles": HEADS,
    "company_names": EVERYBODY,
    "client_names": EVERYBODY,
    "users": {"administrator"},
    "new_user": {"administrator"},
    "privacy": {"administrator"},
    "sensitive": {"administrator"},
    "storage": {"administrator"},
    "audit": {"administrator"},
    "scripts": EVERYBODY,
    "new_script": {"salesperson", *HEADS},
    "objections": EVERYBODY,
    "new_objection": {"salesperson", *HEADS},
    "techniques": EVERYBODY,
    "ways": EVERYBODY,
    "ventures": EVERYBODY,
    "new_venture": HEADS,
    "import_venture": HEADS,
    "ladder": EVERYBODY,
}
ONLY_POST = {
    "add_task", "assign_clients", "export_clients", "save_view", "save_own_settings", "save_own_password", "sign_out", "rescore",
    "make_calendar", "revoke_calendar",
    "lint_text", "load_starter", "check_guide",
    "switch_special",
    "merge_people_twins", "undo_people_twins", "different_people",
    "merge_company_twins", "undo_company_twins", "different_companies", "adopt_ladder",
}  # fmt: skip
# What a form of any of the pages might send; the forms take what they know.
FORM = {
    "version": "1", "text": "Mine now", "name": "Mine now", "title": "Mine now", "minutes": "5", "reason": "other",
    "note": "Mine now", "email": "mine@example.com", "role": "administrator", "is_active": "on", "is_staff": "on",
    "password": "Plenty of rain 1907", "stamp": "", "phone": "1", "country": "X", "language": "ru", "theme": "dark",
}  # fmt: skip


def patterns(found: list[Any] | None = None) -> Iterator[URLPattern]:
    for pattern in get_resolver().url_patterns if found is None else found:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern.url_patterns)
        else:
            yield pattern


def records_of(pattern: URLPattern) -> list[str]:
    return list(pattern.pattern.converters)


ALL = {str(pattern.name): records_of(pattern) for pattern in patterns()}
WITH_RECORDS = sorted(name for name, kinds in ALL.items() if kinds and name not in NO_SIGN_IN_NEEDED)
PAGES = sorted(name for name, kinds in ALL.items() if not kinds and name not in NO_SIGN_IN_NEEDED | ONLY_POST)


class Theirs:
    """Records of one salesperson, made when an address asks for them."""

    def __init__(self, owner: User) -> None:
        self.owner = owner
        self.client = factories.make_client(
            "Theirs SRL", owner=owner, email="secret@theirs.example", phone="+373 00 000001"
        )
        self.order = factories.make_order(self.client, date(2026, 3, 2))
        self.person = factories.make_person("Theirs", self.client)
        self.run = factories.make_run()
        factories.make_score(self.client, self.run)
        self.venture = venture_factories.make_venture(owner, "Theirs")
        self.scenario = economics_factories.make_scenario(self.venture, "Theirs")
        self.hypothesis = venture_factories.make_hypothesis(self.venture, "Theirs")
        self.test = venture_factories.make_ready_test(self.hypothesis, name="Theirs")

    def make(self, kind: str) -> int:
        return int(RECORDS[kind](self).pk)


def a_pair(theirs: Theirs) -> DoubtfulPair:
    other = factories.make_client("Theirs S.R.L.", owner=theirs.owner)
    return DoubtfulPair.objects.create(first=theirs.client, second=other, similarity=0.95, reason="name")


def a_segment(theirs: Theirs) -> Segment:
    return venture_factories.make_segment(theirs.venture, f"Theirs {Segment.objects.count()}")


def a_product(theirs: Theirs) -> OfferedProduct:
    return venture_factories.make_product(theirs.venture, f"Theirs {OfferedProduct.objects.count()}")


def a_service(theirs: Theirs) -> ManualService:
    return venture_factories.make_service(theirs.venture, f"Theirs {ManualService.objects.count()}")


def a_unit(theirs: Theirs) -> UnitMember:
    return factories.make_member(
        factories.make_unit(theirs.client, title=f"Theirs {DecisionUnit.objects.count()}"), "Theirs Person"
    )


RECORDS: dict[str, Callable[[Theirs], Any]] = {
    "client_id": lambda theirs: theirs.client,
    "order_id": lambda theirs: theirs.order,
    "task_id": lambda theirs: factories.make_task(theirs.client, kind="silence"),
    "note_id": lambda theirs: factories.make_note(theirs.client, theirs.owner),
    "interaction_id": lambda theirs: factories.make_interaction(theirs.client, theirs.owner),
    "view_id": lambda theirs: SavedView.objects.create(owner=theirs.owner, name="Theirs", created_at=clock.now()),
    "unit_id": lambda theirs: a_unit(theirs).unit,
    "member_id": a_unit,
    "tie_id": lambda theirs: factories.make_tie(one := a_unit(theirs), factories.make_member(one.unit)),
    "argument_id": lambda theirs: a_unit(theirs).unit.arguments.create(text="Theirs", proof={}),
    "user_id": lambda theirs: theirs.owner,
    "scenario_id": lambda theirs: theirs.scenario,
    "override_id": lambda theirs: theirs.venture.overrides.create(
        phase="discovery", reason="Theirs", author=theirs.owner, at=clock.now(), until=clock.today()
    ),
    "gate_decision_id": lambda theirs: theirs.venture.gate_decisions.create(
        phase="discovery",
        loop=1,
        choice="iterate",
        reasons="Theirs",
        author=theirs.owner,
        at=clock.now(),
        snapshot={"criteria": [], "hypotheses": []},
        snapshot_hash="",
    ),
    "correlation_id": lambda theirs: theirs.scenario.correlations.get_or_create(
        first="conversion", second="price", defaults={"rank": 0.1}
    )[0],
    "acquisition_channel_id": lambda theirs: theirs.scenario.channels.get_or_create(name="Theirs")[0],
    "fixed_cost_id": lambda theirs: theirs.scenario.fixed_costs.get_or_create(name="Theirs", amount_minor=1)[0],
    "amount_decision_id": lambda theirs: AmountDecision.objects.create(
        kind="right", reason="Theirs", actor=theirs.owner, at=clock.now()
    ),
    "batch_id": lambda theirs: factories.make_batch(actor=theirs.owner, state="checked"),
    "pair_id": a_pair,
    "run_id": lambda theirs: theirs.run,
    "person_id": lambda theirs: theirs.person,
    "post_id": lambda theirs: theirs.person.posts.get(),
    "channel_id": lambda theirs: factories.make_channel(theirs.person, "+373 00 000001"),
    "company_id": lambda theirs: factories.make_company_tie(theirs.client, factories.make_company("Lactis")).company,
    "company_tie_id": lambda theirs: factories.make_company_tie(theirs.client, factories.make_company("Lactis")),
    "fact_id": lambda theirs: factories.make_fact(theirs.client, theirs.owner, "Theirs"),
    "script_id": lambda theirs: factories.make_script(theirs.owner, title="Theirs"),
    "objection_id": lambda theirs: factories.make_objection(theirs.owner, text="Theirs"),
    "answer_id": lambda theirs: factories.make_answer(factories.make_objection(theirs.owner, text="Theirs")),
    "technique_id": lambda theirs: factories.make_technique(title="Theirs"),
    "venture_id": lambda theirs: theirs.venture,
    "test_id": lambda theirs: theirs.test,
    "observation_id": lambda theirs: venture_factories.make_observation(theirs.test, theirs.owner),
    "hypothesis_id": lambda theirs: theirs.hypothesis,
    "profile_item_id": lambda theirs: venture_factories.make_profile_item(a_segment(theirs), "Theirs"),
    "proposition_id": lambda theirs: venture_factories.make_proposition(a_segment(theirs), "Theirs"),
    "value_item_id": lambda theirs: venture_factories.make_value_item(a_segment(theirs), "Theirs"),
    "product_id": a_product,
    "solution_id": lambda theirs: venture_factories.make_product(theirs.venture, "Theirs fitted").solutions.create(
        segment=a_segment(theirs)
    ),
    "mvp_version_id": lambda theirs: venture_factories.make_mvp(a_product(theirs), does="Theirs"),
    "mvp_showing_id": lambda theirs: venture_factories.make_showing(
        venture_factories.make_mvp(a_product(theirs)), "Theirs"
    ),
    "mvp_change_id": lambda theirs: a_product(theirs).mvp_changes.create(text="Theirs"),
    "presale_id": lambda theirs: venture_factories.make_presale(theirs.venture, "Theirs"),
    "roadmap_stage_id": lambda theirs: venture_factories.make_stage(theirs.venture, "Theirs"),
    "service_id": a_service,
    "manual_step_id": lambda theirs: a_service(theirs).steps.first(),
    "manual_run_id": lambda theirs: venture_factories.make_run(a_service(theirs), note="Theirs"),
    "survey_id": lambda theirs: venture_factories.make_survey(theirs.venture, "Theirs"),
    "survey_question_id": lambda theirs: venture_factories.make_survey(theirs.venture, "Theirs").questions.get(),
    "survey_answer_id": lambda theirs: venture_factories.make_survey_answer(
        venture_factories.make_survey(theirs.venture, "Theirs"), [None], who="Theirs"
    ),
    "sales_period_id": lambda theirs: venture_factories.make_sales_period(theirs.venture),
    "evidence_id": lambda theirs: venture_factories.make_evidence(theirs.hypothesis, theirs.owner, "Theirs"),
    "checklist_item_id": lambda theirs: theirs.venture.checklist.create(phase="discovery", title="Theirs"),
    "segment_id": lambda theirs: venture_factories.make_segment(theirs.venture, "Theirs"),
    "problem_id": lambda theirs: venture_factories.make_problem(theirs.venture, "Theirs"),
    "problem_merge_id": lambda theirs: venture_factories.make_problem_merge(theirs.venture, "Theirs too"),
    "plan_id": lambda theirs: venture_factories.make_plan(theirs.venture, "Theirs"),
    "candidate_id": lambda theirs: venture_factories.make_candidate(theirs.venture, "Theirs"),
    "interview_id": lambda theirs: venture_factories.make_interview(theirs.venture, name="Theirs"),
    "quote_id": lambda theirs: venture_factories.make_quote(theirs.venture, "Theirs"),
    "consent_id": lambda theirs: factories.make_consent(
        factories.make_person("Theirs Person", client=theirs.client), theirs.owner
    ),
}


@pytest.fixture
def theirs(other_salesperson: User, workspace: Workspace) -> Theirs:
    return Theirs(other_salesperson)


def address(name: str, theirs: Theirs) -> str:
    return reverse(name, kwargs={kind: theirs.make(kind) for kind in ALL[name]})


def everything_stored() -> dict[str, list[tuple]]:
    """All rows of all rooms: what a refused request must leave as it was."""
    rooms = ("privacy", "clients", "agenda", "orders", "conversations", "discovery")
    return {
        model.__name__: list(model._default_manager.order_by("pk").values_list())
        for room in rooms
        for model in apps.get_app_config(room).get_models()
    }


def form(theirs: Theirs) -> dict[str, str]:
    later = (clock.today() + timedelta(days=3)).isoformat()
    return FORM | {
        "until": later,
        "due_on": later,
        "owner": str(theirs.owner.pk),
        "client": str(theirs.client.pk),
        "keep": str(theirs.client.pk),
    }


def test_every_record_in_an_address_has_a_maker() -> None:
    assert {kind for name in WITH_RECORDS for kind in ALL[name]} <= set(RECORDS)


def test_every_page_says_whom_it_is_for() -> None:
    assert set(PAGES) <= set(OPEN_TO)


@pytest.mark.parametrize("name", sorted(set(ALL) - NO_SIGN_IN_NEEDED))
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_only_sees_the_sign_in(
    theirs: Theirs, visit: Callable[..., Browser], name: str, method: str
) -> None:
    target = address(name, theirs)
    before = everything_stored()
    answer = getattr(visit(), method)(target, form(theirs) if method == "post" else None)
    assert answer.status_code in {302, 401, 403}
    if answer.status_code == 302:
        assert answer["Location"].startswith(reverse("sign_in"))
    assert b"Theirs" not in answer.content
    assert everything_stored() == before


@pytest.mark.parametrize("name", WITH_RECORDS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_somebody_elses_record_does_not_exist(
    theirs: Theirs, salesperson: User, visit: Callable[..., Browser], name: str, method: str
) -> None:
    browser = visit(salesperson)
    target = address(name, theirs)
    before = everything_stored()
    answer = getattr(browser, method)(target, form(theirs) if method == "post" else None)
    assert b"Theirs" not in answer.content
    assert b"secret@theirs.example" not in answer.content
    if shared_by_all(name):
        return
    # 405: the address takes the other method only; 403: the whole area is closed to salespeople, whatever the record.
    assert answer.status_code in {404, 405} or (answer.status_code == 403 and closed_to_salespeople(name))
    assert everything_stored() == before


def shared_by_all(name: str) -> bool:
    """The register of companies is one for all; only the ties with clients are somebody’s."""
    return ALL[name] == ["company_id"]


def closed_to_salespeople(name: str) -> bool:
    whole_areas = {"user_id", "batch_id", "pair_id", "run_id", "technique_id", "amount_decision_id"} & set(ALL[name])
    return bool(whole_areas) or name == "client_owner" or name.startswith("privacy_")


@pytest.mark.parametrize("name", WITH_RECORDS)
def test_an_analyst_changes_nothing(theirs: Theirs, analyst: User, visit: Callable[..., Browser], name: str) -> None:
    browser = visit(analyst)
    target = address(name, theirs)
    before = everything_stored()
    answer = browser.post(target, form(theirs))
    assert answer.status_code in {403, 404, 405}
    assert everything_stored() == before


@pytest.mark.parametrize("name", WITH_RECORDS)
def test_an_analyst_sees_no_personal_contacts(
    theirs: Theirs, analyst: User, visit: Callable[..., Browser], name: str
) -> None:
    content = said(visit(analyst).get(address(name, theirs)))
    assert b"secret@theirs.example" not in content
    assert b"000001" not in content


def said(answer: Any) -> bytes:
    """What a reader sees: of a PDF its text, for its bytes are packed and its own numbers are nobody's phone."""
    if answer.status_code != 200 or answer["Content-Type"] != "application/pdf":
        return answer.content
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages).encode()


@pytest.mark.parametrize("role", sorted(EVERYBODY))
@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_for_its_roles_and_no_others(
    theirs: Theirs, visit: Callable[..., Browser], name: str, role: str
) -> None:
    answer = visit(factories.make_user(role=role)).get(reverse(name))
    if role in OPEN_TO[name]:
        assert answer.status_code == 200
    else:
        assert answer.status_code in {403, 404}
        assert b"Theirs" not in answer.content


@pytest.mark.parametrize("name", sorted(set(ALL) - NO_SIGN_IN_NEEDED))
def test_looking_changes_nothing(theirs: Theirs, administrator: User, visit: Callable[..., Browser], name: str) -> None:
    browser = visit(administrator)
    target = address(name, theirs)
    before = everything_stored()
    assert browser.get(target).status_code in {200, 302, 404, 405}
    after = everything_stored()
    for changed in ("AuditRow",):  # reading may be noted, never more
        before.pop(changed), after.pop(changed)
    assert after == before


@pytest.mark.parametrize("name", sorted(set(ALL) - NO_SIGN_IN_NEEDED))
def test_nothing_is_posted_without_the_token_of_the_page(theirs: Theirs, administrator: User, name: str) -> None:
    browser = factories.signed_in(administrator, enforce_csrf_checks=True)
    target = address(name, theirs)
    before = everything_stored()
    assert browser.post(target, form(theirs)).status_code in {403, 405}
    assert everything_stored() == before


def test_the_owner_may_do_what_others_may_not(theirs: Theirs, visit: Callable[..., Browser]) -> None:
    """The other tests would also pass if these requests never changed anything; here they do."""
    browser = visit(theirs.owner)
    for name in ("task_done", "client_notes"):
        before = everything_stored()
        answer = browser.post(address(name, theirs), form(theirs))
        assert answer.status_code < 400, name
        assert everything_stored() != before, name


def test_a_salesperson_cannot_take_a_client_over(
    theirs: Theirs, salesperson: User, visit: Callable[..., Browser]
) -> None:
    browser = visit(salesperson)
    chosen = {"clients": [str(theirs.client.pk)], "client": str(theirs.client.pk), "owner": str(salesperson.pk)}
    assert browser.post(reverse("assign_clients"), chosen).status_code in {403, 404}
    assert Client.objects.get(pk=theirs.client.pk).owner_id == theirs.owner.pk


def test_posting_a_role_among_ones_own_settings_changes_no_role(
    salesperson: User, visit: Callable[..., Browser]
) -> None:
    visit(salesperson).post(reverse("save_own_settings"), FORM | {"day_minutes": "240", "single_keys": "on"})
    assert User.objects.get(pk=salesperson.pk).role == "salesperson"
