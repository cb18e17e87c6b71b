"""The decision table of a deal: its page, its two forms, and what is done with a question of it."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenure.clients.fact_catalogue import fact_kinds
from tenure.clients.units.decision_tables import save_table, table_of, unhear
from tenure.clients.units.decision_units import Unit, unit_of
from tenure.clients.units.table_entries import ATTITUDE, MOST_CASES, MOST_UNKNOWNS, Payoff, Table, linkable
from tenure.journeys.units.decision_table import decision_page, hear_answer, plan_question
from tenure.kernel import clock
from tenure.kernel.errors import BadInput, Conflict
from tenure.privacy.rights import Right, require
from tenure.web.form import Form, refused, typed
from tenure.web.page import go_to, render
from tenure.web.units import table_form, table_words
from tenure.web.units.reading import record
from tenure.web.visit import Visit

# icons: table list-check arrow-back-up ear


@require_safe
def page(request: Visit, unit_id: int) -> HttpResponse:
    """What to do now, what knowing would be worth, and what to ask first."""
    found = decision_page(actor=request.user, unit_id=unit_id)
    currency = request.workspace.currency
    context = {
        "page": found,
        "head": found.head,
        "table": found.table,
        "currency": currency,
        "lead": table_words.lead(found, currency),
        "turns": table_words.turns(found),
        "cases": table_words.cases(found, currency),
        "labels": _labels(found.unit),
        "said": table_words.said(request.GET.get("said", "")),
    }
    return render(request, "units/table.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Visit, unit_id: int) -> HttpResponse:
    """Tactics and unknowns. Changed meanwhile by another: what was typed stays, beside what stands now."""
    unit, table = unit_of(actor=request.user, unit_id=unit_id), table_of(actor=request.user, unit_id=unit_id)
    require(request.user, Right.WORK_WITH_CLIENTS)
    currency = request.workspace.currency
    if request.method != "POST":
        lines = table_form.lines_of(table, currency) if table.version else table_form.suggested(unit)
        return _edit(request, unit, lines, Form(), table.version)
    lines, version = table_form.typed_lines(request.POST), record(request.POST.get("version", ""))
    try:
        wanted = table_form.table_from(lines, table, unit, currency)
        if version != table.version:
            raise Conflict(f"decision table {unit_id}")
        kept = save_table(actor=request.user, table=wanted)
    except Conflict:
        now = table_of(actor=request.user, unit_id=unit_id)
        return _edit(request, unit, lines, Form(text=_changed()), now.version, theirs=now, status=422)
    except BadInput as error:
        return _edit(request, unit, lines, _beside(error), version, status=422)
    if kept.ready and kept.missing:
        return go_to(request, "decision_payoffs", unit_id=unit_id)
    return go_to(request, "decision_table", unit_id=unit_id, query={"said": "saved"})


@require_http_methods(["GET", "HEAD", "POST"])
def payoffs(request: Visit, unit_id: int) -> HttpResponse:
    """What each tactic brings in each case."""
    unit, table = unit_of(actor=request.user, unit_id=unit_id), table_of(actor=request.user, unit_id=unit_id)
    require(request.user, Right.WORK_WITH_CLIENTS)
    currency = request.workspace.currency
    if request.method != "POST":
        shown = {
            table_form.payoff_name(tactic, case): table_form.payoff_text(payoff, currency)
            for (tactic, case), payoff in table.payoffs.items()
        }
        return _payoffs(request, unit, table, Form(shown), table.version)
    values = typed(request.POST, *(name for name in request.POST if name.startswith("pay-")))
    version = record(request.POST.get("version", ""))
    try:
        if version != table.version:
            raise Conflict(f"decision table {unit_id}")
        save_table(actor=request.user, table=table_form.payoffs_from(values, table, currency))
    except Conflict:
        now = table_of(actor=request.user, unit_id=unit_id)
        return _payoffs(request, unit, now, Form(values, "", _changed()), now.version, theirs=now, status=422)
    except BadInput as error:
        return _payoffs(request, unit, table, refused(values, error), version, status=422)
    return go_to(request, "decision_table", unit_id=unit_id, query={"said": "saved"})


@require_POST
def ask(request: Visit, unit_id: int) -> HttpResponse:
    """Put a question of the table on one's own list."""
    plan_question(actor=request.user, unit_id=unit_id, unknown=request.POST.get("unknown", ""))
    return go_to(request, "decision_table", unit_id=unit_id, query={"said": "planned"})


@require_POST
def heard(request: Visit, unit_id: int) -> HttpResponse:
    """An answer came."""
    hear_answer(
        actor=request.user, unit_id=unit_id, version=record(request.POST.get("version", "")),
        unknown=request.POST.get("unknown", ""), answer=request.POST.get("answer", ""),
        on=clock.today(),
    )  # fmt: skip
    return go_to(request, "decision_table", unit_id=unit_id, query={"said": "heard"})


@require_POST
def take_back(request: Visit, unit_id: int) -> HttpResponse:
    """The newest answer was none."""
    unhear(actor=request.user, unit_id=unit_id, version=record(request.POST.get("version", "")))
    return go_to(request, "decision_table", unit_id=unit_id, query={"said": "back"})


def _changed() -> str:
    return _("Somebody changed this meanwhile. What you typed is kept: compare and save again.")


def _beside(error: BadInput) -> Form:
    """The sentence of the error beside the field it names, whichever line that is in."""
    form = refused({}, error)
    return Form({}, str(error.problem.data.get("field", "")), form.text)


def _edit(
    request: Visit, unit: Unit, lines: table_form.Typed, form: Form, version: int, *, theirs: Table | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    context = {
        "unit": unit,
        "head": unit.head,
        "typed": table_form.with_room(lines),
        "form": form,
        "version": version,
        "theirs": table_form.lines_of(theirs, request.workspace.currency) if theirs else None,
        "about": [("", _("the client")), *((str(one.id), one.name) for one in unit.members)],
        "links": _links(),
        "most_unknowns": MOST_UNKNOWNS,
        "most_cases": MOST_CASES,
        "currency": request.workspace.currency,
    }
    return render(request, "units/table_edit.html", context, status=status)


def _payoffs(
    request: Visit, unit: Unit, table: Table, form: Form, version: int, *, theirs: Table | None = None, status: int = 200
) -> HttpResponse:  # fmt: skip
    currency = request.workspace.currency
    names = {unknown.key: {answer.key: answer.name for answer in unknown.answers} for unknown in table.unknowns}
    rows = [
        (
            [(unknown.text, names[unknown.key][key]) for unknown, key in zip(table.unknowns, case, strict=True)],
            [table_form.payoff_name(tactic.key, case) for tactic in table.tactics],
            [table_form.payoff_text(theirs.payoffs.get((tactic.key, case), Payoff()), currency) if theirs else ""
             for tactic in table.tactics],
        )
        for case in table.cases
    ]  # fmt: skip
    context = {
        "head": unit.head, "table": table, "rows": rows, "form": form, "version": version, "currency": currency,
        "theirs": theirs is not None,
    }  # fmt: skip
    return render(request, "units/table_payoffs.html", context, status=status)


def _links() -> list[tuple[str, list[tuple[str, str]]]]:
    """What a question may be linked to, in groups for the list."""
    kinds = fact_kinds()
    sets = [linkable(kinds, about_person=person) for person in (True, False)]
    person, client = (
        sorted(((code, str(kind.label)) for code, kind in one.items()), key=lambda row: row[1]) for one in sets
    )
    return [
        (
            _("About a person"),
            [(ATTITUDE, _("attitude to us")), *((code, label) for code, label in person if code != ATTITUDE)],
        ),
        (_("About the client"), client),
    ]


def _labels(unit: Unit) -> dict[str, str]:
    """What the linked facts are called."""
    return {code: str(kind.label) for code, kind in fact_kinds().items()} | {ATTITUDE: _("attitude to us")}
