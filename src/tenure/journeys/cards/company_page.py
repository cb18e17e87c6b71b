"""The page of one company around our clients: who has to do with it, what is known of it, what visits showed."""

from dataclasses import dataclass

from tenure.clients.companies.companies import CompanyCard, TiedClient, company_card, tied_clients
from tenure.clients.facts.facts import Subject
from tenure.conversations.talks_with import TalkLine, visits_to_company
from tenure.journeys.cards.facts_block import FactGroup, facts_about
from tenure.privacy.models import User
from tenure.privacy.rights import Right, may


@dataclass(frozen=True)
class CompanyPage:
    """Everything the page shows this viewer."""

    card: CompanyCard
    ties: tuple[TiedClient, ...]
    known: FactGroup
    visits: tuple[TalkLine, ...]
    may_work: bool


def company_page(*, actor: User, company_id: int) -> CompanyPage:
    """The page of a company of the register; NotFound otherwise. A known number of queries, however much there is."""
    return CompanyPage(
        card=company_card(actor=actor, company_id=company_id),
        ties=tied_clients(actor=actor, company_id=company_id),
        known=facts_about(actor=actor, subject=Subject("company", company_id)),
        visits=visits_to_company(company_id=company_id),
        may_work=may(actor, Right.WORK_WITH_CLIENTS),
    )
