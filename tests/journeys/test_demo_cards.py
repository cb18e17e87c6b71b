"""The cards of the demo company are written by the product's own writers, each story whole."""

from datetime import date

import pytest

from tenure.agenda.promises import promises_of
from tenure.clients.companies.companies import companies_of
from tenure.clients.facts.facts import Subject, facts_of
from tenure.clients.people.people import people_of
from tenure.clients.units.decision_units import unit_of, units_of
from tenure.conversations.interactions import timeline_of
from tenure.journeys.demo.demo_cards.build import tell
from tenure.journeys.demo.demo_cards.fill import CARDS
from tenure.journeys.demo.demo_cards.story import Story
from tenure.journeys.units.unit_outlook import unit_outlook
from tenure.kernel import clock
from tenure.privacy.models import User, Workspace
from tests import factories

pytestmark = pytest.mark.django_db
STORIES = [
    pytest.param(story, id=f"{language}-{story.value}") for language, card in CARDS.items() for story in card.stories
]


def told(story: Story, seller: User) -> tuple[int, date]:
    client, today = factories.make_client(owner=seller), clock.today()
    tell(actor=seller, client_id=client.pk, story=story, today=today)
    return client.pk, today


@pytest.mark.parametrize("story", STORIES)
def test_a_story_is_told_whole(story: Story, workspace: Workspace, salesperson: User) -> None:
    client, _today = told(story, salesperson)
    people = people_of(actor=salesperson, client_id=client)
    subjects = [Subject("client", client), *(Subject("person", one.id) for one in people)]
    facts = facts_of(actor=salesperson, subjects=subjects)
    promises = promises_of(actor=salesperson, client_id=client)
    unit = unit_of(actor=salesperson, unit_id=units_of(actor=salesperson, client_id=client)[0].id)
    reports = sum(bool(one.reports_to) for one in story.people)
    assert {one.name for one in people} == {one.name for one in story.people}
    assert sum(len(known) for known in facts.values()) == len(story.facts)
    assert len(promises.waiting) + len(promises.ended) == len(story.words)
    assert len(timeline_of(actor=salesperson, client_id=client).rows) == len(story.talks)
    assert len(companies_of(actor=salesperson, client_id=client)) == 1 + len(story.companies)
    assert len(unit.members) == len(story.people)
    assert len(unit.ties) == len(story.listens) + len(story.conflicts) + reports


@pytest.mark.parametrize("story", STORIES)
def test_the_people_of_a_story_decide_something(story: Story, workspace: Workspace, salesperson: User) -> None:
    client, _today = told(story, salesperson)
    outlook = unit_outlook(actor=salesperson, unit_id=units_of(actor=salesperson, client_id=client)[0].id)
    assert sum(member.share for member in outlook.members) == pytest.approx(1)
    low, win, high = (float(value or 0) for value in (outlook.win_low, outlook.win, outlook.win_high))
    assert 0 < low <= win <= high < 1
