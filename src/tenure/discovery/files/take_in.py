"""Making a venture from its file: all of it in one transaction, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import DatabaseError, transaction
from django.db.models import Model

from tenure.discovery.files.circles import check_circles, check_company
from tenure.discovery.files.coders import outside_coders
from tenure.discovery.files.export import STAYS, here_only
from tenure.discovery.files.merges import settle_merges
from tenure.discovery.files.proving import check_decisions, check_tests
from tenure.discovery.files.reading import Row, content_of, rows_of, staff_of
from tenure.discovery.files.settling import New, count_anew, free_of_base, settle_evidence, settle_surveys
from tenure.discovery.files.shape import LOOSE, Link, Table, table_of_kind, tables
from tenure.discovery.models import Survey, Venture, VentureEvent
from tenure.discovery.surveys.surveys import new_token
from tenure.discovery.testing.verdicts import EDITION
from tenure.discovery.timeline import record_step
from tenure.discovery.ventures.ventures import LONGEST_NAME
from tenure.discovery.writing import line
from tenure.kernel.errors import BadInput
from tenure.privacy.models import User
from tenure.privacy.rights import Right, require
from tenure.privacy.workspace import current_workspace

# What is made anew: the address of a public form.
FRESH = {"Survey": {"token": new_token}}


@dataclass(frozen=True)
class VentureFileCheck:
    """What would come in. rows: table -> how many; made_on: as the file says; locked: tests whose lock was proved; decided:
    decisions at gates, each with the numbers it was taken on; strangers: people of the file without an account here; coders:
    those of them who put themes on quotes, which stay under their names; twin: a venture of this name is here already;
    reopened: forms that were open there and wait to be opened here; earlier: verdicts of tests by an earlier edition of the
    rules, believed by their seal."""

    name: str
    made_on: date | None
    people: bool
    rows: Mapping[str, int]
    locked: int
    decided: int
    strangers: int
    coders: int
    twin: bool
    reopened: int
    earlier: int = 0


def check_venture_file(*, actor: User, raw: bytes) -> VentureFileCheck:
    """Take the file in and let go of it again: what is told here is what would be. Nothing stays written.

    Raises BadInput naming table, row and column of the first thing wrong.
    """
    read = _Read(actor, raw)
    name = read.rows["Venture"][0].get("name", "")
    twin = Venture.objects.filter(name=name).exists()
    reopened = sum(row.get("state") == Survey.State.OPEN for row in read.rows["Survey"])
    with transaction.atomic():
        _make(actor, read)
        transaction.set_rollback(True)
    return VentureFileCheck(
        name=name, made_on=_day(read.content.get("made_at")),
        people=read.content.get("people") is not False, rows={name: len(rows) for name, rows in read.rows.items()},
        locked=sum(bool(row.get("locked_text")) for row in read.rows["TestCard"]), decided=len(read.rows["GateDecision"]),
        strangers=sum(one.email not in read.accounts for one in read.staff.values()), coders=len(read.coders), twin=twin,
        reopened=reopened, earlier=sum((row.get("rules_edition") or EDITION) < EDITION for row in read.rows["TestCard"]),
    )  # fmt: skip


def checked_name(name: str) -> str:
    """The name a venture is to have here instead of the file's; empty: the file's. Raises InvalidValue."""
    return line(name, "name", LONGEST_NAME)


def take_in_venture(*, actor: User, raw: bytes, key: str = "", name: str = "") -> int:
    """A new venture of the actor, with everything the file holds; returns its number.

    name: instead of the file's, where it is given; key: of the form it was confirmed on; sent twice, it is one venture.
    Authors are the accounts of the same e-mail, else the actor; who put themes on quotes without an account here stays
    under their own name, so that two coders remain two. Links to the client base of the other
    installation are not taken over. Raises BadInput naming table, row and column of the first thing wrong.
    """
    called = checked_name(name)
    read = _Read(actor, raw)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=actor.pk)
        done = VentureEvent.objects.filter(kind="take_in_venture", actor=actor, details__key=key) if key else None
        if done is not None and (before := done.order_by("-pk").first()) is not None:
            return before.venture_id
        made = _make(actor, read, key, called)
    return next(iter(made["Venture"].values())).pk


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None


class _Read:
    """A file that can be read, with the accounts of its authors."""

    def __init__(self, actor: User, raw: bytes) -> None:
        require(actor, Right.START_VENTURES)
        workspace = current_workspace()
        self.content = content_of(raw, currency=workspace.currency if workspace else "")
        self.rows, self.staff = rows_of(self.content), staff_of(self.content)
        check_circles(self.rows)
        check_company(self.rows)
        self.accounts = {user.email.lower(): user for user in User.objects.all()}
        self.authors = {number: self.accounts.get(one.email, actor) for number, one in self.staff.items()}
        here = {number for number, one in self.staff.items() if one.email in self.accounts}
        self.coders = outside_coders(self.rows["Coding"], self.staff, here)


def _make(actor: User, read: _Read, key: str = "", called: str = "") -> New:
    """Write it all, see that it holds together, and say so in the timeline. Call inside a transaction."""
    made: New = {}
    written = [table for table in tables() if table.name not in STAYS]
    for table in written:
        made[table.name] = _write(table, read, made, actor)
    for table in written:
        _late_links(table, read.rows[table.name], made)
    settle_merges(made, read.authors, actor)
    settle_surveys(made)
    settle_evidence(made)
    check_tests(made)
    check_decisions(made)
    free_of_base(made)
    count_anew(made)
    venture = Venture.objects.get(pk=next(iter(made["Venture"].values())).pk)
    told = {"key": key} if key else {}
    if called and called != venture.name:
        told["before"], venture.name = venture.name, called
        venture.save(update_fields=["name"])
    _welcome(venture, actor, sum(len(rows) for rows in read.rows.values()), told)
    return made


def _write(table: Table, read: _Read, made: New, actor: User) -> dict[int, Model]:
    """Write the rows of one table with their links to the tables before it."""
    early = [link for link in _links(table) if link.table in made]
    new = {}
    for place, row in enumerate(read.rows[table.name], 1):
        values = {name: row[name] for name in table.plain if name in row}
        values |= {link.name: _target(table, row, place, link, made) for link in early}
        values |= {name: make() for name, make in FRESH.get(table.name, {}).items()}
        values |= {name: _author(table, row, name, read.authors, actor) for name in table.staff}
        if table.name == "Coding" and row["coder"] in read.coders:
            values |= {"coder": None, "outside": read.coders[row["coder"]]}
        new[row["id"]] = table.model(**values)
    try:
        with transaction.atomic():
            table.model._default_manager.bulk_create(new.values(), batch_size=500)
    except DatabaseError as error:
        raise BadInput("venture_file_refused", table=table.name) from error
    return new


def _late_links(table: Table, rows: list[Row], made: New) -> None:
    """Links to rows that were not there yet: of the same table, of a later one, and those told by a kind."""
    written = [other.name for other in tables()]
    late = [link for link in _links(table) if written.index(link.table) >= written.index(table.name)]
    kind, number = LOOSE.get(table.name, ("", ""))
    if not (late or number):
        return
    own = made[table.name]
    for place, row in enumerate(rows, 1):
        for link in late:
            setattr(own[row["id"]], link.name, _target(table, row, place, link, made))
        if number:
            target = made.get(table_of_kind(row.get(kind) or "") or "", {}).get(row.get(number) or 0)
            setattr(own[row["id"]], number, target.pk if target else None)
    columns = [*(link.name for link in late), *([number] if number else [])]
    table.model._default_manager.bulk_update(own.values(), columns, batch_size=500)


def _links(table: Table) -> list[Link]:
    return [link for link in table.links if link.name not in here_only(table)]


def _target(table: Table, row: Row, place: int, link: Link, made: New) -> Model | None:
    number = row[link.name]
    if number is None and not link.required:
        return None
    target = made[link.table].get(number) if number is not None else None
    if target is None:
        raise BadInput(
            "venture_file_link", table=table.name, row=place, column=link.name, other=link.table, number=str(number)
        )
    return target


def _author(table: Table, row: Row, name: str, authors: dict[int, User], actor: User) -> User | None:
    """The account of the same e-mail; the one who reads the file where somebody must stand, and as owner always."""
    if table.name == "Venture":
        return actor
    if row[name] is None and table.model._meta.get_field(name).null:
        return None
    return authors.get(row[name], actor)


def _welcome(venture: Venture, actor: User, rows: int, told: Mapping[str, str]) -> None:
    loop = venture.loops.order_by("-number").first()
    if loop is None:
        raise BadInput("venture_file_loop")
    record_step(
        actor=actor, venture=venture, loop=loop.number, action="take_in_venture", subject_kind="venture",
        subject_id=venture.pk, name=venture.name, rows=rows, **told,
    )  # fmt: skip
