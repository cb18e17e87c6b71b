"""What may be passed on of interviews without saying who: words of people, and the names that must not stand in them."""

from dataclasses import dataclass

from tenure.discovery.models import Candidate, Interview, Observation, Presale, Quote
from tenure.discovery.sight import seen_venture
from tenure.privacy.models import User

FEW = 4


@dataclass(frozen=True)
class Heard:
    """Exact words, and of which segment the person is; empty: of none."""

    text: str
    segment: str


@dataclass(frozen=True)
class Named:
    """Everybody and every company a venture has talked to or sold to, as they were written down."""

    people: frozenset[str]
    companies: frozenset[str]


def heard_of(*, actor: User, venture_id: int) -> tuple[Heard, ...]:
    """The newest quote about each of a few problems, of people who agreed to notes. Two queries."""
    venture = seen_venture(actor, venture_id)
    rows = Quote.objects.filter(
        interview__venture=venture, interview__forgotten_at=None, problem__isnull=False
    ).exclude(interview__consent=Interview.Consent.NONE)
    found: dict[int, Heard] = {}
    for problem, text, segment in rows.order_by("-pk").values_list("problem_id", "text", "interview__segment__name")[
        : 20 * FEW
    ]:
        found.setdefault(problem, Heard(text, segment or ""))
    return tuple(found.values())[:FEW]


def named_in(*, actor: User, venture_id: int) -> Named:
    """Names that a paper for others must not hold. Five queries."""
    venture = seen_venture(actor, venture_id)
    people, companies = set(), set()
    for name, company, person in Interview.objects.filter(venture=venture).values_list(
        "name", "company", "person__name"
    ):
        people |= {name, person or ""}
        companies.add(company)
    for name, company, person in Candidate.objects.filter(plan__venture=venture).values_list(
        "name", "company", "person__name"
    ):
        people |= {name, person or ""}
        companies.add(company)
    for rows in (Presale.objects.filter(venture=venture), Observation.objects.filter(test__venture=venture)):
        for who, client in rows.exclude(who="", client=None).values_list("who", "client__name").distinct():
            people.add(who)
            companies |= {who, client or ""}
    return Named(frozenset(people - {""}), frozenset(companies - {""}))
