"""The loop of an MVP: its versions drawn on a line with who would use each, the changes asked for, and every showing."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from tenure.discovery.offers import words as offer_words
from tenure.discovery.offers.mvp import MvpLoop, Version, mvp_loop
from tenure.discovery.ventures.frame import frame_of
from tenure.engine.evidence.proportions import SURE
from tenure.web.discovery.frame import venture_page
from tenure.web.visit import Visit

HERE = "products"
TOP, FLOOR = 26.0, 138.0
IN_A_ROW, MOST_DOTS, APART = 12, 36, 8.5


@dataclass(frozen=True)
class Column:
    """A version as it is drawn; heights in pixels from above. high, low, mark: ends of the interval and the share, None: shown to
    nobody; before, after: where the line to its neighbours crosses the edge; dots: across from the middle, down, verdict, who."""

    version: Version
    high: float | None
    low: float | None
    mark: float | None
    before: float | None
    after: float | None
    dots: tuple[tuple[float, float, str, str], ...]


@require_safe
def mvp(request: Visit, product_id: int) -> HttpResponse:
    """The page of a product's loop."""
    loop = mvp_loop(actor=request.user, product_id=product_id)
    frame = frame_of(actor=request.user, venture_id=loop.venture_id)
    context = {
        "mvp": loop,
        "columns": columns_of(loop),
        "change_text": {one.id: one.text for one in loop.told},
        "answers": {one.number: loop.to_answer(one.number) for one in loop.versions},
        "quotes": quotes_of(loop),
        "sure": SURE,
        "verdict_words": offer_words.mvp_verdicts(),
        "state_words": offer_words.mvp_changes(),
    }
    return venture_page(request, "discovery/offers/mvp.html", frame, context, here=HERE)


def columns_of(loop: MvpLoop) -> tuple[Column, ...]:
    """A column for each version, the line between those that were shown. Pure."""
    marks = [_y(one.would.k / one.would.n) if one.would.n else None for one in loop.versions]
    return tuple(
        Column(
            one, _y(one.would.high) if one.would.n else None, _y(one.would.low) if one.would.n else None, marks[place],
            _between(marks[place - 1], marks[place]) if place else None,
            _between(marks[place], marks[place + 1]) if place + 1 < len(marks) else None, _dots(one),
        )
        for place, one in enumerate(loop.versions)
    )  # fmt: skip


def quotes_of(loop: MvpLoop) -> dict[int, list[str]]:
    """By change, what they said who asked for it, the newest first."""
    found: dict[int, list[str]] = {}
    for version in reversed(loop.versions):
        for shown in reversed(version.heard):
            for change in shown.asked if shown.said else ():
                found.setdefault(change, []).append(shown.said)
    return found


def _dots(version: Version) -> tuple[tuple[float, float, str, str], ...]:
    """One for each voice, those who would use it first; none where they are too many to be seen apart."""
    order = list(offer_words.mvp_verdicts())
    heard = sorted(version.heard, key=lambda one: order.index(one.verdict) if one.verdict in order else len(order))
    if len(heard) > MOST_DOTS:
        return ()
    dots = []
    for place, one in enumerate(heard):
        row, across = divmod(place, IN_A_ROW)
        length = min(IN_A_ROW, len(heard) - row * IN_A_ROW)
        dots.append(((across - (length - 1) / 2) * APART, FLOOR + 16 + row * APART, one.verdict, one.who))
    return tuple(dots)


def _between(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else round((one + other) / 2, 1)


def _y(share: float) -> float:
    return round(FLOOR - (FLOOR - TOP) * share, 1)
