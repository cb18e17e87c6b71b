"""One line of the facts of a card, written here and not in a template: a card has two hundred, and they made it slow."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from tenure.clients.facts.facts import KnownFact
from tenure.journeys.cards.facts_block import FactLine
from tenure.web.clients.fact_words import FactTalk
from tenure.web.marks import icon


def fact_line(one: FactLine, talk: FactTalk, csrf_input: object = "") -> Markup:
    """Name, value, marks, what is left of it and where it came from. Of a kind something is known of."""
    fact, clash = one.facts[0], len(one.facts) > 1
    begin = (
        f'<div class="fact{" stale" if fact.stale else ""}{" hush" if fact.not_to_be_shown else ""}" id="{one.id}">'
        f"<dt>{talk.label(one.kind)}</dt><dd>{_value(fact, talk, one.facts if clash else (), csrf_input)}"
    )
    parts = [begin]
    if one.kind.value_kind == "file" and fact.value:
        save = escape(_("Save the file"))
        parts.append(f'<a class="btn tiny" href="{talk.root}{fact.id}/file/">{icon("download", "s")}{save}</a>')
    if clash:
        claims = f"{talk.root}{fact.id}/claims/"
        parts.append(
            f'<a class="chip warn" href="{claims}" hx-get="{claims}" hx-target="#fact-dialog" hx-swap="innerHTML">'
            f"{escape(_('conflict, resolve'))}</a>"
        )
    if fact.stale:
        parts.append(f'<span class="chip dotted">{escape(_("ask again"))}</span>')
    if fact.not_to_be_shown:
        parts.append(f'<span class="chip hollow">{escape(_("not to be shown"))}</span>')
    if not fact.withheld:
        source = escape(talk.came_from(fact))
        parts.append(f'<span class="prov">{talk.bar(fact)}<span class="clip">{source}</span></span>')
    return Markup("".join([*parts, "</dd></div>"]))  # noqa: S704 our own marks; every text was escaped


def _value(fact: KnownFact, talk: FactTalk, claims: Sequence[KnownFact], csrf_input: object) -> str:
    """The value, several that contradict each other, or why it is not shown; escaped."""
    if fact.withheld:
        return f'<span class="val muted">{icon("lock", "s")} {escape(_("not shown to your role"))}</span>'
    if fact.sealed:
        return f'<span class="val">{icon("lock", "s")} {escape(_("Held back"))}</span>' + _open(fact, talk, csrf_input)
    if fact.companies and not claims:
        return _companies(fact, talk)
    text = f" {_('or')} ".join(claim.shown for claim in claims) if claims else talk.value(fact)
    shown = f"{icon('eye-off', 's')} {escape(text)}" if fact.not_to_be_shown else escape(text)
    if not talk.may_work:
        return f'<span class="val">{shown}</span>'
    address = f"{talk.root}{fact.id}/"
    return f'<a class="val" href="{address}" hx-get="{address}">{shown}</a>'


def _companies(fact: KnownFact, talk: FactTalk) -> str:
    """Companies by name, each leading to its page, where one reads who else has to do with it."""
    names = ", ".join(
        f'<a href="{talk.company_root}{company}/">{escape(name)}</a>' if company else str(escape(name))
        for company, name in fact.companies
    )
    shown = f'<span class="val">{icon("eye-off", "s") + " " if fact.not_to_be_shown else ""}{names}</span>'
    if not talk.may_work:
        return shown
    address, said = f"{talk.root}{fact.id}/", escape(_("Edit %(what)s") % {"what": fact.shown})
    return f'{shown}<a class="btn quiet tiny" href="{address}" hx-get="{address}" aria-label="{said}">{icon("pencil", "s")}</a>'


def _open(fact: KnownFact, talk: FactTalk, csrf_input: object) -> str:
    if not talk.opens:
        return ""
    address = f"{talk.root}{fact.id}/open/"
    return (
        f'<form method="post" action="{address}" hx-post="{address}" hx-target="closest .fact" hx-swap="outerHTML" '
        f'class="inline">{escape(csrf_input)}<button class="btn tiny">{escape(_("Open, it is recorded"))}</button></form>'
    )
