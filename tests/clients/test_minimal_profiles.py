"""Where a type applies, segments of one's own, and the least worth knowing of each sort of clients."""

import pytest

from tenure.clients.fact_catalogue import BUILT_IN, ClientSort, fact_kinds
from tenure.clients.fact_catalogue.profiles import BUILT_IN_PROFILES, USUAL_PROFILE, profile_for
from tenure.clients.facts.fact_types import Estimates, change_fact_type, name_segments
from tenure.clients.facts.facts import Source, Subject, facts_of, record_fact
from tenure.clients.facts.minimal_profiles import change_profile, minimal_profiles
from tenure.clients.models import Client, FactType, MinimalProfile
from tenure.journeys.cards.facts_block import unknown_lines
from tenure.journeys.learning.learn_next import learn_next
from tenure.kernel.errors import InvalidValue, NotAllowed, NotFound
from tenure.privacy.models import User
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(salesperson: User) -> Client:
    factories.make_workspace()
    client = factories.make_client("Moldpak SRL", owner=salesperson)
    factories.make_score(client, abc_class="B", value_12m_minor=50_000_00, p_active=0.5)
    return client


def know(actor: User, client: Client, kind: str, value: object) -> None:
    record_fact(actor=actor, subject=Subject("client", client.pk), kind=kind, value=value, source=Source())


def estimates(code: str, **applies: tuple[str, ...]) -> Estimates:
    kind = BUILT_IN[code]
    return Estimates(kind.minutes, kind.half_life_days, kind.lift_class, applies=applies)


def asked_codes(actor: User, client: Client) -> set[str]:
    chosen = learn_next(actor=actor, client_id=client.pk).chosen
    return {one.kind.code for one in (*chosen.asked, *chosen.left)}


def card_codes(actor: User, client: Client) -> set[str]:
    return {line.kind.code for line in unknown_lines(actor=actor, subject=Subject("client", client.pk))}


@pytest.mark.parametrize(
    ("name", "right", "wrong", "fact"),
    [
        ("segments", ("key",), ("growing",), ("segment", ["key"])),
        ("client_kinds", ("firm",), ("chain",), ("client_kind", "firm")),
        ("industries", ("food", "retail"), ("public",), ("industry", "food")),
        ("value_classes", ("A", "B"), ("C",), None),
    ],
)
def test_a_type_is_offered_and_asked_only_where_it_applies(
    salesperson: User, head_of_sales: User, client: Client, name: str, right: tuple[str, ...], wrong: tuple[str, ...],
    fact: tuple[str, object] | None,
) -> None:  # fmt: skip
    change_fact_type(actor=head_of_sales, code="reputation", wanted=estimates("reputation", **{name: wrong}))
    if fact is not None:
        assert "reputation" in card_codes(salesperson, client)  # what is not known excludes nothing
        know(salesperson, client, *fact)
    assert "reputation" not in card_codes(salesperson, client)
    assert "reputation" not in asked_codes(salesperson, client)
    change_fact_type(actor=head_of_sales, code="reputation", wanted=estimates("reputation", **{name: right}))
    assert "reputation" in card_codes(salesperson, client)
    assert "reputation" in asked_codes(salesperson, client)


def test_completeness_does_not_count_what_is_not_for_such_a_client(
    salesperson: User, head_of_sales: User, client: Client
) -> None:
    know(salesperson, client, "segment", ["key"])
    before = learn_next(actor=salesperson, client_id=client.pk).chosen.completeness
    know(salesperson, client, "purchase_volume", "12000")
    known = learn_next(actor=salesperson, client_id=client.pk).chosen.completeness
    assert before.weighted is not None
    assert known.weighted is not None
    assert known.weighted > before.weighted
    change_fact_type(
        actor=head_of_sales, code="selection_criteria", wanted=estimates("selection_criteria", segments=("growing",))
    )
    narrower = learn_next(actor=salesperson, client_id=client.pk).chosen.completeness
    assert narrower.weighted is not None
    assert narrower.weighted > known.weighted


def test_where_a_type_of_the_catalogue_applies_can_be_widened_to_all(head_of_sales: User) -> None:
    assert not BUILT_IN["demand_mix"].applies_to("", "construction")
    change_fact_type(actor=head_of_sales, code="demand_mix", wanted=estimates("demand_mix"))
    assert fact_kinds()["demand_mix"].applies_to("", "construction")
    with_minutes = Estimates(99, 365, "need")  # says nothing of where it applies
    assert change_fact_type(actor=head_of_sales, code="demand_mix", wanted=with_minutes).applies_to("", "construction")


@pytest.mark.parametrize("applies", [{"industries": ("x",)}, {"value_classes": ("D",)}, {"segments": ("x" * 81,)}])
def test_a_type_applies_only_to_what_there_is(head_of_sales: User, applies: dict[str, tuple[str, ...]]) -> None:
    with pytest.raises(InvalidValue):
        change_fact_type(actor=head_of_sales, code="reputation", wanted=estimates("reputation", **applies))
    assert not FactType.objects.exists()


def test_a_company_names_its_own_segments(salesperson: User, head_of_sales: User, client: Client) -> None:
    name_segments(actor=head_of_sales, names=["Bakeries", " Shops ", "Bakeries", ""])
    assert fact_kinds()["segment"].choices == (("Bakeries", "Bakeries"), ("Shops", "Shops"))
    know(salesperson, client, "segment", ["Bakeries", "Shops"])
    name_segments(actor=head_of_sales, names=[])
    assert fact_kinds()["segment"].choices == BUILT_IN["segment"].choices
    subject = Subject("client", client.pk)
    assert facts_of(actor=salesperson, subjects=[subject])[subject][0].shown == "Bakeries, Shops"
    kept = name_segments(actor=head_of_sales, names=["key clients", "Bakeries"]).choices
    assert [code for code, _label in kept] == ["key", "Bakeries"]  # facts that hold it stay right
    with pytest.raises(NotAllowed):
        name_segments(actor=salesperson, names=["Mine"])
    with pytest.raises(InvalidValue):
        name_segments(actor=head_of_sales, names=["x" * 81])


def test_two_facts_are_asked_of_a_small_contractor(salesperson: User, client: Client) -> None:
    know(salesperson, client, "client_kind", "small_contractor")
    assert asked_codes(salesperson, client) == {"wants_more_income", "wants_to_lead"}
    least = learn_next(actor=salesperson, client_id=client.pk).least
    assert (least.known, least.wanted, least.only) == (0, 2, True)


def test_a_segment_has_a_least_profile_of_its_own(salesperson: User, head_of_sales: User, client: Client) -> None:
    know(salesperson, client, "client_kind", "small_contractor")
    know(salesperson, client, "segment", ["growing"])
    change_profile(actor=head_of_sales, sort="segment:growing", codes=["activity", "employees", "nothing"], only=True)
    know(salesperson, client, "activity", "bakes bread")
    assert asked_codes(salesperson, client) == {"activity", "employees"}
    least = learn_next(actor=salesperson, client_id=client.pk).least
    assert (least.known, [kind.code for kind in least.missing]) == (1, ["employees"])
    change_profile(actor=head_of_sales, sort="segment:growing", codes=[], only=False)
    assert not MinimalProfile.objects.exists()
    assert asked_codes(salesperson, client) == {"wants_more_income", "wants_to_lead"}


def test_a_least_profile_is_changed_by_heads_and_only_of_sorts_there_are(
    salesperson: User, head_of_sales: User
) -> None:
    with pytest.raises(NotAllowed):
        change_profile(actor=salesperson, sort="value_class:A", codes=["activity"], only=False)
    with pytest.raises(NotFound):
        change_profile(actor=head_of_sales, sort="value_class:D", codes=["activity"], only=False)
    change_profile(actor=head_of_sales, sort="value_class:A", codes=["activity", "religion"], only=False)
    assert minimal_profiles()["value_class:A"].codes == ("activity",)  # sensitive ones are never asked for


def test_segment_comes_before_kind_and_kind_before_value_class() -> None:
    found = dict(BUILT_IN_PROFILES) | {"value_class:A": USUAL_PROFILE}
    assert profile_for(ClientSort(value_class="A"), found) is USUAL_PROFILE
    assert profile_for(ClientSort("chain", value_class="A"), found).sort == "client_kind:chain"
    own = {"segment:x": USUAL_PROFILE} | found
    assert profile_for(ClientSort("chain", segments=("y", "x")), own) is USUAL_PROFILE
    assert profile_for(ClientSort(), found) is USUAL_PROFILE
