"""The page of one person: where they work and worked, how to reach them, above and below whom they stand."""

from dataclasses import dataclass

from tenure.clients.facts.facts import Subject
from tenure.clients.people.channels import ChannelHere, channels_of_people
from tenure.clients.people.people import person_seen
from tenure.clients.people.person_places import Named, PersonUnit, people_under, units_of_person
from tenure.clients.people.posts import PostHere, posts_of
from tenure.conversations.talks_with import TalkLine, talks_with_person
from tenure.journeys.cards.facts_block import FactGroup, facts_about
from tenure.privacy.models import User
from tenure.privacy.rights import Right, may


@dataclass(frozen=True)
class PersonPage:
    """Everything the page shows this viewer. under: who reports to the person, by client."""

    id: int
    name: str
    language: str
    version: int
    posts: tuple[PostHere, ...]
    channels: tuple[ChannelHere, ...]
    under: dict[int, tuple[Named, ...]]
    units: tuple[PersonUnit, ...]
    known: FactGroup
    talks: tuple[TalkLine, ...]
    contacts_visible: bool
    may_work: bool

    @property
    def here(self) -> tuple[PostHere, ...]:
        """Posts they hold today."""
        return tuple(post for post in self.posts if post.details.until is None)


def person_page(*, actor: User, person_id: int) -> PersonPage:
    """The page of a person in sight; NotFound otherwise. A known number of queries, however much there is."""
    person = person_seen(actor=actor, person_id=person_id)
    return PersonPage(
        id=person.pk,
        name=person.name,
        language=person.language,
        version=person.version,
        posts=posts_of(actor=actor, person_id=person_id),
        channels=channels_of_people(actor=actor, person_ids=[person_id])[person_id],
        under=people_under(actor=actor, person_id=person_id),
        units=units_of_person(actor=actor, person_id=person_id),
        known=facts_about(actor=actor, subject=Subject("person", person_id)),
        talks=talks_with_person(actor=actor, person_id=person_id),
        contacts_visible=may(actor, Right.SEE_PERSONAL_CONTACTS),
        may_work=may(actor, Right.WORK_WITH_CLIENTS),
    )
