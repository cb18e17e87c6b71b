"""The demo company: made-up orders go through the real import and the real scoring, then people work a morning."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import numpy as np
from django.conf import settings

from tenure.agenda.tasks import add_task, finish_task, mark_not_useful, postpone_task
from tenure.clients.clients import assign_owner, visible_clients
from tenure.clients.notes import add_note
from tenure.journeys.demo.demo_answers import try_answers
from tenure.journeys.demo.demo_cards.fill import fill_cards
from tenure.journeys.demo.demo_files import write_csv
from tenure.journeys.demo.demo_nights import with_nights
from tenure.journeys.demo.demo_orders import Base, Lines, generate
from tenure.journeys.demo.demo_venture.fill import fill_ventures
from tenure.journeys.find_everything import index_everything
from tenure.journeys.imports.import_orders import import_orders
from tenure.journeys.imports.read_orders_file import Wishes, check_orders, wished_options
from tenure.journeys.keeping.sealing_keys import prepare_sealing
from tenure.journeys.learning.talk_worth import value_talks
from tenure.journeys.new_company import start_company
from tenure.journeys.scoring.rescore import rescore
from tenure.journeys.today.occasions import renew_all_occasions
from tenure.journeys.today.today import todays_list
from tenure.kernel import clock
from tenure.kernel.database import prepare
from tenure.kernel.errors import BadInput
from tenure.orders.files.shape import inspect_file
from tenure.privacy.models import User
from tenure.privacy.public_sign_ins import PEOPLE, PUBLIC_PASSWORD, has_demo_accounts
from tenure.privacy.users import active_user, add_user, users_exist
from tenure.privacy.workspace import FirstAdministrator, WorkspaceView, current_workspace, in_time_of

COMPANY = WorkspaceView(
    name="Codru Pack SRL", currency="EUR", language="en", time_zone="Europe/Chisinau", hour_cost_minor=1800
)
HELD_BACK_DAYS = 2
Progress = Callable[[str], None]

# What the salespeople wrote, each in their own language.
NOTES = {
    "en": (
        "Deliveries only before ten.",
        "New warehouse manager since spring; ask for Natalia.",
        "Pays late in winter.",
    ),
    "ru": ("Звонить после двух.", "Просят накладные на двух языках.", "Хотят попробовать этикетки."),
    "ro": ("Preferă apelul dimineața.", "Au deschis al doilea depozit la Orhei.", "Întreabă mereu de reduceri."),
}
PLAIN_TASKS = {
    "en": ("Send the new price list", "Prepare the visit to Bălți"),
    "ru": ("Отправить новый прайс-лист", "Подготовить поездку в Бельцы"),
    "ro": ("De trimis lista nouă de prețuri", "De pregătit vizita la Bălți"),
}
OUTCOMES = {
    "en": ("They ordered again.", "Nobody answered; tried twice.", "They wait for a new price."),
    "ru": ("Сделали заказ.", "Никто не ответил.", "Ждут новую цену."),
    "ro": ("Au comandat din nou.", "Nu a răspuns nimeni.", "Așteaptă prețul nou."),
}
LATER = {"en": "Back from holiday next week", "ru": "Вернётся из отпуска", "ro": "Se întoarce din concediu"}


@dataclass(frozen=True)
class DemoReport:
    """What was made, or that it was there already. next_file: orders of the last days, to try an import with."""

    made: bool
    lines: int
    clients: int
    next_file: Path


def create_demo_company(*, progress: Progress) -> DemoReport:
    """Make the demo company in an empty TENURE_HOME; the second time nothing changes.

    Raises BadInput when the database belongs to somebody else's company.
    """
    prepare()
    prepare_sealing()
    next_file = settings.TENURE_HOME / "demo" / "orders-of-the-last-days.csv"
    ready = next_file.with_name("ready")
    if users_exist():
        if not has_demo_accounts():
            raise BadInput("demo_not_empty")
        if not ready.exists():
            raise BadInput("demo_unfinished", home=str(settings.TENURE_HOME))
        return DemoReport(False, 0, 0, next_file)
    with in_time_of(COMPANY):
        lines, clients = _tell(next_file, progress)
    ready.touch()
    return DemoReport(True, lines, clients, next_file)


def _tell(next_file: Path, progress: Progress) -> tuple[int, int]:
    """From the orders of three years to the work of this morning. Order lines imported, and clients."""
    progress("generating")
    base = with_nights(_with_twins(generate(until=clock.today(), leaving_now=0.09)), today=clock.today())
    recent = base.lines.day > np.datetime64(clock.today()) - HELD_BACK_DAYS
    next_file.parent.mkdir(parents=True, exist_ok=True)
    write_csv(_only(base, recent), next_file)
    people = _hire()
    lines = _import(_only(base, ~recent), people[1], progress)
    progress("assigning")
    clients = _share_out(people)
    progress("scoring")
    rescore(actor=people[1])
    progress("working")
    for person in people[2:5]:
        _work_a_morning(person)
    try_answers(people[2:5])
    progress("knowing")
    for person in people[2:5]:
        fill_cards(person)
    progress("searching")
    fill_ventures(founder=people[1], seller=people[2])
    index_everything()
    renew_all_occasions(today=clock.today())
    value_talks()
    return lines, clients


def _with_twins(base: Base) -> Base:
    """A few companies came back under another spelling and a new number: for the list of possible duplicates."""
    names = base.clients.name.copy()
    buyers = np.unique(base.lines.client)
    stayed = np.isnat(base.clients.left_on[buyers])
    for old, new in zip(buyers[~stayed][:3], buyers[stayed][-3:], strict=True):
        names[new] = names[old].replace("SRL", "S.R.L.").upper()
    return replace(base, clients=replace(base.clients, name=names))


def _only(base: Base, chosen: np.ndarray) -> Base:
    return replace(base, lines=Lines(*(getattr(base.lines, name)[chosen] for name in Lines.__annotations__)))


def _hire() -> list[User]:
    """The accounts, in the order of PEOPLE; the first is the administrator."""
    first, *others = PEOPLE
    start_company(wanted=COMPANY, administrator=FirstAdministrator(first.name, first.email, PUBLIC_PASSWORD))
    administrator = active_user(first.email)
    for person in others:
        add_user(
            actor=administrator,
            email=person.email,
            name=person.name,
            role=person.role,
            language=person.language,
            password=PUBLIC_PASSWORD,
        )
    return [active_user(person.email) for person in PEOPLE]


def _import(base: Base, head: User, progress: Progress) -> int:
    work = settings.TENURE_HOME / "work"
    work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="demo-", dir=work) as name:
        workdir = Path(name)
        file = workdir / "orders.csv"
        write_csv(base, file)
        progress("importing")
        shape = inspect_file(file)
        checked = check_orders(shape, wished_options(shape, Wishes()), workdir=workdir, progress=_quiet)
        result = import_orders(actor=head, checked=checked, workdir=workdir, skip_bad=False, progress=_quiet)
    return result.lines_written


def _quiet(_phase: str, _done: int, _total: int | None) -> None:
    """The demo's import is over before a bar could be read."""


def _share_out(people: list[User]) -> int:
    """Every salesperson answers for about a third of the clients; one in twelve waits for somebody."""
    ids = list(visible_clients(people[1]).order_by("pk").values_list("pk", flat=True))
    sellers = [*people[2:5], None]
    turn = np.random.default_rng(5).choice(4, size=len(ids), p=[0.32, 0.31, 0.29, 0.08])
    for which, seller in enumerate(sellers):
        mine = [client for client, at in zip(ids, turn, strict=True) if at == which]
        if seller is not None:
            assign_owner(actor=people[1], client_ids=mine, owner_id=seller.pk)
    return len(ids)


def _work_a_morning(person: User) -> None:
    """Some tasks done, one put off, one of no use, two of one's own for later, and notes on the clients spoken to."""
    workspace = current_workspace() or COMPANY
    today = clock.today()
    rows = todays_list(person, workspace).rows
    for row, outcome in zip(rows[1::3], OUTCOMES[person.language], strict=False):
        finish_task(actor=person, task_id=row.id, version=row.version, note=outcome)
    for row in rows[2:3]:
        until = today + timedelta(days=4)
        why = LATER[person.language]
        postpone_task(actor=person, task_id=row.id, version=row.version, until=until, reason=why, today=today)
    for row in rows[5:6]:
        mark_not_useful(actor=person, task_id=row.id, version=row.version)
    for row, text in zip(rows[::3], NOTES[person.language], strict=False):
        if row.client is not None:
            add_note(actor=person, client_id=row.client.id, text=text)
    for title, days in zip(PLAIN_TASKS[person.language], (1, 3), strict=True):
        add_task(actor=person, title=title, minutes=15, due_on=today + timedelta(days=days), today=today)
