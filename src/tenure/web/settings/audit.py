"""The audit log: who changed what and when; read only."""

from datetime import date, datetime
from functools import partial
from typing import Any, cast

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from tenure.kernel import formats
from tenure.privacy.audit import AuditEntry, AuditFilter, audit_page
from tenure.privacy.rights import Right, require
from tenure.privacy.users import accounts
from tenure.web.form import typed
from tenure.web.page import render
from tenure.web.settings.audit_values import kind_name, said_code
from tenure.web.settings.audit_words import actions, detail_words, subject_word, subjects
from tenure.web.settings.sections import sections_of
from tenure.web.visit import Visit

FIELDS = ("actor", "action", "kind", "first", "last")
# Numbers of rows in the database, which tell a reader nothing; the import's own stands under what was changed.
BARE_NUMBERS = {
    "batch", "pair", "consent", "fact", "quote", "post", "theme", "company", "candidate", "other_company", "other_person",
}  # fmt: skip
MONEY = {"amount_minor", "hour_cost_minor", "amount", "back", "money"}
DAYS = {"until", "as_of", "made_at", "due_on", "starts_on", "finished_at"}
SHARES, LONGEST_HASH = {"silence_level", "sure"}, 16
# Numbers that name a row and count nothing.
NAMES = {"note", "client", "other", "owner", "hypothesis", "test", "parent", "number", "venture", "conversation"}


@require_safe
def audit_log(request: Visit) -> HttpResponse:
    """A page of the log; every filter stands in the address."""
    require(request.user, Right.SEE_AUDIT)
    chosen = typed(request.GET, *FIELDS)
    page = audit_page(request.user, _wanted(chosen, request), before=_number(request.GET.get("before", "")))
    people = {str(person.id): person.name for person in accounts(request.user)}
    kept = {name: value for name, value in chosen.items() if value}
    context = {
        "sections": sections_of(request, "audit"),
        "entries": page.entries,
        "older": reverse("audit", query=kept | {"before": page.older}) if page.older else "",
        "newest": reverse("audit", query=kept) if request.GET.get("before") else "",
        "chosen": chosen,
        "people": list(people.items()),
        "actions": actions(),
        "action_words": dict(actions()),
        "kinds": subjects(),
        "subject_word": subject_word,
        "address_of": _address_of,
        "shown": partial(_shown, people=people, currency=request.workspace.currency),
    }
    return render(request, "settings/audit.html", context)


def _wanted(chosen: dict[str, str], request: Visit) -> AuditFilter:
    return AuditFilter(
        actor_id=_number(chosen["actor"]),
        action=chosen["action"][:40],
        subject_kind=chosen["kind"][:30],
        subject_id=_number(request.GET.get("id", "")),
        first_day=_day(chosen["first"]),
        last_day=_day(chosen["last"]),
    )


def _number(text: str) -> int | None:
    """A whole number of the database's size; anything else filters nothing."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1900 < day.year < 9000 else None


def _address_of(entry: AuditEntry) -> str:
    """Where the changed thing can be looked at."""
    if entry.subject_id is None:
        return ""
    if entry.subject_kind == "client":
        return reverse("client", kwargs={"client_id": entry.subject_id})
    if entry.subject_kind == "user":
        return reverse("user", kwargs={"user_id": entry.subject_id})
    return ""


def _shown(details: dict[str, Any], people: dict[str, str], currency: str, action: str = "") -> list[tuple[str, str]]:
    """Details as pairs of short texts; what changed stands as before → after, one of our people by name."""
    words = detail_words() | {"kind": kind_name(action)}
    before, after = details.get("before"), details.get("after")
    rest = {key: value for key, value in details.items() if key not in {"before", "after"}}
    if isinstance(after, dict):
        old = before if isinstance(before, dict) else {}
        rest |= {
            key: f"{_said(key, old[key], currency, action)} → {_said(key, new, currency, action)}"
            if key in old
            else new
            for key, new in after.items()
        }
    elif isinstance(after, float) and isinstance(before, int | float):
        rest["probability"] = f"{formats.percent(before)} → {formats.percent(after)}"
    elif "after" in details:
        rest["owner"] = f"{_person(before, people)} → {_person(after, people)}"
    return [
        (words.get(key, key.replace("_", " ")), _said(key, value, currency, action))
        for key, value in rest.items()
        if key not in BARE_NUMBERS and value not in ("", None)
    ]


def _person(user_id: object, people: dict[str, str]) -> str:
    return people.get(str(user_id), "–")


def _said(key: str, value: object, currency: str, action: str = "") -> str:
    """A stored value as people read it: money with its sign, sizes, days and numbers in the reader's language."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    if whole or isinstance(value, float):
        return str(value) if key in NAMES else _number_said(key, cast("float", value), currency)
    if key in DAYS and isinstance(value, str):
        try:
            read = datetime.fromisoformat(value)
            return formats.table_day(read if read.tzinfo else read.date())
        except ValueError:
            return _short(value)
    if isinstance(value, list):
        return _short([said_code(key, str(one), action) for one in value])
    if key == "hash":
        return str(value)[:LONGEST_HASH] + "…"
    return _short(said_code(key, value, action) if isinstance(value, str) else value)


def _number_said(key: str, value: float, currency: str) -> str:
    if key in MONEY:
        return formats.money(round(value), currency, exact=True)
    if key == "bytes":
        return formats.file_size(round(value))
    if key == "seconds":
        return formats.seconds(value)
    return formats.percent(value, 1) if key in SHARES else formats.number(value, 2)


def _short(value: object) -> str:
    if isinstance(value, bool):
        return "✓" if value else "–"
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value if value is not None else "–")
    return text if len(text) <= 80 else f"{text[:79]}…"
