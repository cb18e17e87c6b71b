"""Which clients of a salesperson get which card: the dearest on their list are known well, others a little."""

from datetime import date

from tenure.clients.clients import visible_clients
from tenure.clients.people.people import add_person
from tenure.journeys.demo.demo_cards.build import know, tell
from tenure.journeys.demo.demo_cards.english import ENGLISH
from tenure.journeys.demo.demo_cards.romanian import ROMANIAN
from tenure.journeys.demo.demo_cards.russian import RUSSIAN
from tenure.journeys.demo.demo_cards.story import Language
from tenure.journeys.today.today import todays_list
from tenure.kernel import clock
from tenure.privacy.models import User
from tenure.privacy.workspace import current_workspace

CARDS = {"en": ENGLISH, "ru": RUSSIAN, "ro": ROMANIAN}
KNOWN_A_LITTLE = 40


def fill_cards(person: User) -> None:
    """Stories for the dearest clients on the person's list, a contact person and some facts for others."""
    workspace = current_workspace()
    if workspace is None:
        return
    cards = CARDS[person.language]
    today = clock.today()
    rows = [row for row in todays_list(person, workspace).rows if row.client is not None]
    rows.sort(key=lambda row: -(row.stake or 0))
    dearest = list(dict.fromkeys(row.client.id for row in rows if row.client))
    for client_id, story in zip(dearest, cards.stories, strict=False):
        tell(actor=person, client_id=client_id, story=story, today=today)
    told = dearest[: len(cards.stories)]
    others = visible_clients(person).exclude(pk__in=told).order_by("pk").values_list("pk", flat=True)
    for number, client_id in enumerate([*dearest[len(told) :], *others][:KNOWN_A_LITTLE]):
        _a_little(person, client_id, cards, number, today)


def _a_little(person: User, client_id: int, cards: Language, number: int, today: date) -> None:
    """Somebody who answers the telephone and one fact, as most cards begin."""
    name, post = cards.contacts[number % len(cards.contacts)]
    add_person(
        actor=person, client_id=client_id, name=name, title=post, phone=f"+37369{300_000 + client_id}", is_contact=True,
        language="ru" if person.language == "ru" else "ro",
    )  # fmt: skip
    fact = cards.plain_facts[number % len(cards.plain_facts)]
    know(actor=person, client_id=client_id, fact=fact, people={}, today=today)
