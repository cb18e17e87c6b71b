"""Companies and people that facts name: found in the register by name, and tied to the client the fact is about.

Whoever writes down a supplier as a fact need not write it among the companies a second time: the tie follows the fact,
and ends with it. A fact that may not be shown makes no tie, for ties are shown.
"""

from collections.abc import Iterable
from typing import Any

from tenure.clients.companies.companies import add_company, visible_companies
from tenure.clients.companies.holdings import refuse_circle
from tenure.clients.fact_catalogue import BUILT_IN, FactKind, fact_kinds
from tenure.clients.facts.fact_rows import ids_named
from tenure.clients.facts.fact_subjects import Subject, home_client
from tenure.clients.matching.names import normal_name, plain_words
from tenure.clients.models import Company, CompanyTie, Fact, Post
from tenure.kernel import clock
from tenure.kernel.errors import InvalidValue
from tenure.privacy.audit import record_change
from tenure.privacy.models import User

LONGEST_NEW, MOST_WORDS = 120, 10


def named(*, actor: User, subject: Subject, kind: FactKind, value: Any) -> Any:
    """The stored value with every name that is known as its id: a company of the register, a person of the client."""
    if kind.value_kind == "company":
        return _each(value, lambda one: _company(actor, kind, one))
    if kind.value_kind == "person":
        return _each(value, lambda one: _person(actor, subject, one))
    return value


def joined(*, actor: User, kind: FactKind, value: Any) -> Any:
    """The same with new names added to the register; a sentence typed where a name belongs stays a sentence."""
    if kind.value_kind != "company" or kind.special:
        return value
    return _each(value, lambda one: {"id": add_company(actor=actor, name=one["name"])} if _is_new(one) else one)


def follow_companies(*, actor: User, subject: Subject, code: str) -> None:
    """Let the ties of a client say what its current facts of this kind say. Part of the transaction that changes them."""
    kind = BUILT_IN.get(code) or fact_kinds().get(code)
    if subject.kind != "client" or kind is None or not kind.tie:
        return
    alike = [one.code for one in fact_kinds().values() if one.tie == kind.tie]
    wanted = {one.pk: one for one in _named_by(subject.id, alike) if one.client_id != subject.id}
    open_ties = CompanyTie.objects.filter(client_id=subject.id, kind=kind.tie, until=None)
    ties = {tie.company_id: tie for tie in open_ties}
    for company_id in wanted.keys() - ties.keys():
        _tie(actor, subject.id, wanted[company_id], kind.tie)
    for company_id in ties.keys() - wanted.keys():
        if ties[company_id].from_fact:
            _untie(actor, ties[company_id])


def _each(value: Any, change: Any) -> Any:
    """The value, or each of its list once, changed; what carries an id already, or is words of old, comes back."""
    if not isinstance(value, list):
        return change(value) if isinstance(value, dict) else value
    found = [change(one) if isinstance(one, dict) else one for one in value]
    return [one for place, one in enumerate(found) if one not in found[:place]]


def _company(actor: User, kind: FactKind, one: dict[str, Any]) -> dict[str, Any]:
    rows = Company.objects.select_related("merged_into")
    if "id" in one:
        row = rows.filter(pk=one["id"]).first()
        if row is None:
            raise InvalidValue("fact_company_unknown", field="value", name=str(kind.label))
    else:
        ours = visible_companies(actor).filter(normal_name=normal_name(one["name"])).order_by("pk").first()
        gone = rows.filter(normal_name=normal_name(one["name"])).order_by("pk").first()
        row = ours or gone
        if row is None:
            return one
    while row.merged_into is not None:
        row = row.merged_into
    return {"id": row.pk}


def _person(actor: User, subject: Subject, one: dict[str, Any]) -> dict[str, Any]:
    """The one person of that name who has a post at the client; of several of one name nobody."""
    client_id = home_client(actor, subject)
    if "name" not in one or client_id is None:
        return one
    here = Post.objects.filter(client_id=client_id, person__merged_into=None, person__erased_at=None)
    same = here.filter(person__normal_name=plain_words(one["name"])).values_list("person_id", flat=True).distinct()
    found = list(same[:2])
    return {"id": found[0]} if len(found) == 1 else one


def _is_new(one: Any) -> bool:
    name = one.get("name", "") if isinstance(one, dict) else ""
    words = name.split()
    short = len(name) <= LONGEST_NEW and len(words) <= MOST_WORDS
    return short and any(sign.isalpha() for sign in name)


def _named_by(client_id: int, codes: Iterable[str]) -> list[Company]:
    """The companies that current facts of these kinds about the client name and that may be known to be known."""
    facts = Fact.objects.filter(client_id=client_id, type_code__in=list(codes), superseded_at=None)
    values = facts.filter(not_to_be_shown=False, sealed=None).values_list("value", flat=True)
    ids = {id for value in values for id in ids_named(value)}
    found = list(Company.objects.filter(pk__in=ids).select_related("merged_into"))
    return [row.merged_into or row for row in found]


def _tie(actor: User, client_id: int, company: Company, kind: str) -> None:
    try:
        refuse_circle(actor, client_id, company, kind)
    except InvalidValue as refused:
        raise InvalidValue(refused.problem.code, **(dict(refused.problem.data) | {"field": "value"})) from None
    CompanyTie.objects.create(client_id=client_id, company=company, kind=kind, created_at=clock.now(), from_fact=True)
    _audit(actor, "tie_company", client_id, company.pk, kind)


def _untie(actor: User, tie: CompanyTie) -> None:
    """One written today was a slip and leaves no trace; an older one held until today."""
    today = clock.today()
    if clock.day_of(tie.created_at) == today:
        tie.delete()
        _audit(actor, "remove_company_tie", tie.client_id, tie.company_id, tie.kind)
        return
    tie.until = today
    tie.save(update_fields=["until"])
    _audit(actor, "change_company_tie", tie.client_id, tie.company_id, tie.kind)


def _audit(actor: User, action: str, client_id: int, company_id: int, kind: str) -> None:
    record_change(
        actor=actor, action=action, subject_kind="client", subject_id=client_id, company=company_id, kind=kind
    )
