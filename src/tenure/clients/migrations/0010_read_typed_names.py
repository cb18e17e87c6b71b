"""Names typed as facts before companies and people could be picked become the ones they name, where that is certain."""

import re
from typing import Any

from django.db import migrations

from tenure.clients.matching.names import normal_name, plain_words

# kind of fact -> what the company it names is to the client
COMPANIES = {"main_suppliers": "supplier", "their_competitors": "competitor", "holding": "parent"}
MANY = ("main_suppliers", "their_competitors")
PEOPLE = ("opinion_leader", "ally", "opponent")


def read_names(apps: Any, schema_editor: Any) -> None:
    """Facts keep what was typed wherever no company or person of that name is known."""
    fact_types = apps.get_model("clients", "FactType")
    for row in fact_types.objects.exclude(applies={}):
        fact_types.objects.filter(pk=row.pk).update(applies_changed=True)
    facts = apps.get_model("clients", "Fact").objects.filter(sealed=None).exclude(value=None)
    for fact in facts.filter(type_code__in=COMPANIES).iterator(500):
        _companies(apps, fact)
    for fact in facts.filter(type_code__in=PEOPLE, client__isnull=False).iterator(500):
        _person(apps, fact)


def _typed(value: Any, many: bool) -> list[str]:
    text = value.get("name", "") if isinstance(value, dict) else value
    if not isinstance(text, str):
        return []
    parts = re.split(r"[,;\n]", text) if many else [text]
    return [" ".join(part.split()) for part in parts if part.strip()]


def _companies(apps: Any, fact: Any) -> None:
    named = _typed(fact.value, fact.type_code in MANY)
    found = [_company(apps, name) for name in named]
    if not any(found):
        return
    each = [
        {"id": company.pk} if company else {"name": name[:250]} for name, company in zip(named, found, strict=True)
    ]
    value = each if fact.type_code in MANY else each[0]
    type(fact).objects.filter(pk=fact.pk).update(value=value)
    if fact.client_id is None or fact.superseded_at is not None or fact.not_to_be_shown:
        return
    kind = COMPANIES[fact.type_code]
    if kind == "parent":  # a circle of owners is for a person to judge
        return
    ties = apps.get_model("clients", "CompanyTie").objects
    for company in found:
        if company is not None and company.client_id != fact.client_id:
            same = {"client_id": fact.client_id, "company_id": company.pk, "kind": kind}
            if not ties.filter(until=None, **same).exists():
                ties.create(created_at=fact.recorded_at, from_fact=True, **same)


def _company(apps: Any, name: str) -> Any:
    rows = apps.get_model("clients", "Company").objects.filter(normal_name=normal_name(name)).order_by("pk")
    row = rows.filter(merged_into=None).first() or rows.first()
    while row is not None and row.merged_into is not None:
        row = row.merged_into
    return row


def _person(apps: Any, fact: Any) -> None:
    posts = apps.get_model("clients", "Post").objects.filter(client_id=fact.client_id, person__merged_into=None)
    for name in _typed(fact.value, many=False):
        same = posts.filter(person__normal_name=plain_words(name)).values_list("person_id", flat=True).distinct()
        found = list(same[:2])
        if len(found) == 1:
            type(fact).objects.filter(pk=fact.pk).update(value={"id": found[0]})


class Migration(migrations.Migration):
    dependencies = [("clients", "0009_facts_name_companies")]

    operations = [migrations.RunPython(read_names, migrations.RunPython.noop, elidable=True)]
