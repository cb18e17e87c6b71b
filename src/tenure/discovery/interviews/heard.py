"""What may be passed on of interviews without saying who: words of people, and the names that must not stand in them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tenure.discovery.models import Candidate, Interview, Presale, Quote
from tenure.discovery.sight import seen_venture
from tenure.discovery.testing.observed import observed_in
from tenure.kernel.compiled_query import Query, compiled_once
from tenure.privacy.models import User

FEW = 4


@dataclass(frozen=True)
class Heard:
    """Exact words, and of which segment the person is; empty: of none."""

    text: str
    segment: str


@dataclass(frozen=True)
class Named:
    """Everybody and every company a venture has talked to or sold to, as they were written down. talked: the people of
    interviews and plans alone, whose names are names and not a description of a buyer."""

    people: frozenset[str]
    talked: frozenset[str]
    companies: frozenset[str]

    def also(self, names: Iterable[str]) -> "Named":
        """With these, who may be people or companies, as buyers are."""
        more = frozenset(filter(None, names))
        return replace(self, people=self.people | more, companies=self.companies | more)


def heard_of(*, actor: User, venture_id: int) -> tuple[Heard, ...]:
    """The newest quote about each of a few problems, of people who agreed to notes. Two queries."""
    venture = seen_venture(actor, venture_id)
    found: dict[int, Heard] = {}
    for problem, text, segment in _quotes(venture.pk):
        found.setdefault(problem, Heard(text, segment or ""))
    return tuple(found.values())[:FEW]


@compiled_once
def _quotes(venture_id: int) -> Query:
    rows = Quote.objects.filter(
        interview__venture=venture_id, interview__forgotten_at=None, interview__withdrawn_at=None, problem__isnull=False
    ).exclude(interview__consent=Interview.Consent.NONE)
    return rows.order_by("-pk").values_list("problem_id", "text", "interview__segment__name")[: 20 * FEW]


def named_in(*, actor: User, venture_id: int) -> Named:
    """Names that a paper for others must not hold. Four queries."""
    venture = seen_venture(actor, venture_id)
    met, bought, observed = _met(venture.pk), _bought(venture.pk), observed_in(venture)
    names, firms = {one for name, _firm, person in met for one in (name, person)}, {firm for _, firm, _ in met}
    buyers = {who for who, _client in bought} | {row.who for row in observed}
    clients = {client for _who, client in bought} | {row.client for row in observed}
    talked = frozenset(filter(None, names))
    return Named(talked | set(filter(None, buyers)), talked, frozenset(filter(None, firms | buyers | clients)))


@compiled_once
def _met(venture_id: int) -> Query:
    columns = ("name", "company", "person__name")
    heard = Interview.objects.filter(venture=venture_id).order_by().values_list(*columns)
    return heard.union(Candidate.objects.filter(plan__venture=venture_id).order_by().values_list(*columns))


@compiled_once
def _bought(venture_id: int) -> Query:
    return Presale.objects.filter(venture=venture_id).values_list("who", "client__name")
