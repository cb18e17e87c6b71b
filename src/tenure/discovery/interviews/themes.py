"""The codebook: themes put on quotes by two people, each by themselves; where they differ somebody settles it."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Count, Q

from tenure.discovery.interviews.quotes import quote_for_work
from tenure.discovery.interviews.texts import line, needed, several
from tenure.discovery.loops import loop_number
from tenure.discovery.models import Coding, Quote, Theme
from tenure.discovery.sight import seen_venture, venture_for_work
from tenure.discovery.timeline import record_step
from tenure.kernel import clock
from tenure.kernel.errors import InvalidValue
from tenure.privacy.models import User

MOST_THEMES = 200
COUNTED = Q(quotes__interview__withdrawn_at=None)


@dataclass(frozen=True)
class ThemeRow:
    """A theme with the talks in which it was heard, by the quotes agreed on."""

    id: int
    name: str
    description: str
    quotes: int
    talks: int


def add_theme(*, actor: User, venture_id: int, name: str, description: str = "") -> int:
    """One more theme of the codebook."""
    clean = needed(line(name, "name", 120), "name", "theme_name_missing")
    with transaction.atomic():
        venture = venture_for_work(actor, venture_id)
        if Theme.objects.filter(venture=venture).count() >= MOST_THEMES:
            raise InvalidValue("themes_many", field="name", most=MOST_THEMES)
        try:
            with transaction.atomic():
                row = Theme.objects.create(
                    venture=venture, name=clean, description=several(description, "description", 2000)
                )
        except IntegrityError:
            raise InvalidValue("theme_name_taken", field="name", name=clean) from None
        record_step(
            actor=actor, venture=venture, loop=loop_number(venture), action="add_theme", subject_kind="theme",
            subject_id=row.pk,
        )  # fmt: skip
    return row.pk


def code_quote(*, actor: User, quote_id: int, theme_id: int | None) -> None:
    """Put one's own theme on a quote, or that none fits. With one coder it stands; two who differ unsettle it."""
    with transaction.atomic():
        quote = quote_for_work(actor, quote_id)
        _known_theme(quote, theme_id)
        Coding.objects.update_or_create(quote=quote, coder=actor, defaults={"theme_id": theme_id, "at": clock.now()})
        said = set(Coding.objects.filter(quote=quote).values_list("theme_id", flat=True))
        quote.theme_id, quote.settled_by, quote.settled_at = (said.pop() if len(said) == 1 else None), None, None
        quote.save(update_fields=["theme", "settled_by", "settled_at"])
        record_step(
            actor=actor, venture=quote.interview.venture, loop=quote.interview.loop, action="code_quote",
            subject_kind="interview", subject_id=quote.interview_id, quote=quote.pk, theme=theme_id,
        )  # fmt: skip


def settle_quote(*, actor: User, quote_id: int, theme_id: int | None) -> None:
    """After two coders differed: the theme they agreed on in the end. What each had said stays, and so does kappa."""
    with transaction.atomic():
        quote = quote_for_work(actor, quote_id)
        _known_theme(quote, theme_id)
        if Coding.objects.filter(quote=quote).values("theme_id").distinct().count() < 2:
            raise InvalidValue("quote_not_disputed", field="theme")
        quote.theme_id, quote.settled_by, quote.settled_at = theme_id, actor, clock.now()
        quote.save(update_fields=["theme", "settled_by", "settled_at"])
        record_step(
            actor=actor, venture=quote.interview.venture, loop=quote.interview.loop, action="settle_quote",
            subject_kind="interview", subject_id=quote.interview_id, quote=quote.pk, theme=theme_id,
        )  # fmt: skip


def themes_of(*, actor: User, venture_id: int) -> tuple[ThemeRow, ...]:
    """The codebook, the themes heard most first. Two queries."""
    seen_venture(actor, venture_id)
    rows = (
        Theme.objects.filter(venture=venture_id)
        .annotate(
            heard=Count("quotes", filter=COUNTED), talks=Count("quotes__interview", filter=COUNTED, distinct=True)
        )
        .order_by("-talks", "name")
    )
    return tuple(ThemeRow(row.pk, row.name, row.description, row.heard, row.talks) for row in rows)


def _known_theme(quote: Quote, theme_id: int | None) -> None:
    if theme_id is not None and not Theme.objects.filter(pk=theme_id, venture=quote.interview.venture).exists():
        raise InvalidValue("interview_theme_unknown", field="theme")
