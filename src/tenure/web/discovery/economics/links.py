"""The form that says what the numbers of a scenario are counted from, and the button that counts them again."""

from collections.abc import Mapping
from datetime import date

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tenure.clients.views import View, saved_views
from tenure.discovery.economics import words
from tenure.discovery.economics.link_values import OF_BASE, OF_SERVICE, SOURCES, LinkRow, Wanted
from tenure.discovery.economics.link_words import link_told, source_choices
from tenure.discovery.economics.scenarios import Scenario
from tenure.discovery.offers.manual_service import services_of
from tenure.journeys.ventures.link_economics import count_again, counted_links, link_economics
from tenure.kernel import clock
from tenure.kernel.errors import BadInput, Conflict, InvalidValue, Wrongs
from tenure.web.discovery.economics.edits import changed, for_work, form_page, on_page
from tenure.web.form import Form, refused, typed
from tenure.web.form_values import day_or_none, id_or_none
from tenure.web.page import go_to
from tenure.web.visit import Visit

KEPT = "kept"
FIELDS = (*(f"{metric}_from" for metric in SOURCES), "view", "product", "since", "until", "version")


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: Visit, scenario_id: int) -> HttpResponse:
    """What each number is counted from; posted: counted and kept."""
    found = for_work(request, scenario_id)
    views = saved_views(request.user)
    if request.method != "POST":
        return _page(request, found, views, Form(_typed(found, views)))
    values = typed(request.POST, *FIELDS)
    try:
        wrongs = Wrongs()
        wanted = _wanted(values, found, views, wrongs)
        if wrongs.found:
            with wrongs:  # what the rest of the form asks for is counted too, to tell what cannot be
                counted_links(
                    actor=request.user, scenario_id=scenario_id, today=clock.today(),
                    currency=request.workspace.currency, wanted=wanted,
                )  # fmt: skip
        wrongs.tell()
        link_economics(
            actor=request.user, scenario_id=scenario_id, today=clock.today(), currency=request.workspace.currency,
            wanted=wanted, typed=tuple(metric for metric in found.links if metric not in wanted),
            version=id_or_none(values["version"]) or 0,
        )  # fmt: skip
    except Conflict:
        return _page(request, found, views, Form(values, "", changed()), 422)
    except BadInput as error:
        return _page(request, found, views, refused(values, error), 422, values["version"])
    return go_to(request, "scenario", scenario_id=scenario_id)


@require_POST
def count(request: Visit, scenario_id: int) -> HttpResponse:
    """Count again everything that is linked."""
    return on_page(
        request, scenario_id, "general", {},
        lambda: count_again(
            actor=request.user, scenario_id=scenario_id, today=clock.today(), currency=request.workspace.currency
        ),
    )  # fmt: skip


def _wanted(values: Mapping[str, str], found: Scenario, views: list[View], wrongs: Wrongs) -> dict[str, Wanted]:
    """What the form asks for by metric; what cannot be read of it is gathered."""
    days: dict[str, date | None] = {"since": None, "until": None}
    for name in days:
        with wrongs:
            days[name] = day_or_none(values[name], name)
    chosen: tuple[str, Mapping[str, str]] = ("", {})
    with wrongs:
        chosen = _view(values["view"], found, views)
    wanted = {}
    for metric in SOURCES:
        source, _colon, service = values[f"{metric}_from"].partition(":")
        if source in OF_BASE:
            product = " ".join(values["product"].split())
            wanted[metric] = Wanted(source, None, chosen[1], chosen[0], product, **days)
        elif source:
            wanted[metric] = Wanted(source, id_or_none(service) if source in OF_SERVICE else None)
    return wanted


def _view(chosen: str, found: Scenario, views: list[View]) -> tuple[str, Mapping[str, str]]:
    """The saved view meant, one's own or the one kept; its name and filters."""
    if not chosen:
        return "", {}
    kept = _kept(found)
    if chosen == KEPT and kept is not None:
        return kept.wanted.view, kept.wanted.filters
    own = next((one for one in views if str(one.id) == chosen), None)
    if own is None:
        raise InvalidValue("choice_unknown", field="view", value=chosen[:40])
    return own.name, own.filters


def _kept(found: Scenario) -> LinkRow | None:
    """A link to the base, by which the form is filled in."""
    return next((row for row in found.links.values() if row.wanted.source in OF_BASE), None)


def _typed(found: Scenario, views: list[View]) -> dict[str, str]:
    values = dict.fromkeys(FIELDS, "")
    for metric, row in found.links.items():
        service = f":{row.wanted.service_id}" if row.wanted.service_id else ""
        values[f"{metric}_from"] = f"{row.wanted.source}{service}"
    kept = _kept(found)
    if kept is not None:
        wanted = kept.wanted
        same = [one for one in views if (one.name, dict(one.filters)) == (wanted.view, dict(wanted.filters))]
        values["view"] = "" if not wanted.view else str(same[0].id) if same else KEPT
        values["product"] = wanted.product
        values |= {name: day.isoformat() for name in ("since", "until") if (day := getattr(wanted, name))}
    return values


def _page(
    request: Visit, found: Scenario, views: list[View], form: Form, status: int = 200, version: str = ""
) -> HttpResponse:
    services = [(one.id, one.name) for one in services_of(actor=request.user, venture_id=found.venture_id)]
    kept = _kept(found)
    choices = [("", _("all clients in your sight")), *((str(one.id), one.name) for one in views)]
    if form.values["view"] == KEPT and kept is not None:
        choices.append((KEPT, _("%(name)s, as it was when linked") % {"name": kept.wanted.view}))
    lines = [
        (f"{metric}_from", words.metric_title(metric), source_choices(metric, services),
         link_told(found.links[metric], request.workspace.currency) if metric in found.links else "")
        for metric in SOURCES
    ]  # fmt: skip
    context = {
        "scenario": found, "form": form, "version": version or found.version, "lines": lines, "views": choices,
    }  # fmt: skip
    return form_page(request, found, "discovery/economics/links.html", context, status)
