"""Notes about clients and saved views of the list."""

import pytest

from tenure.clients.models import Note, SavedView
from tenure.clients.notes import LONGEST, add_note, delete_note, edit_note, notes_of
from tenure.clients.views import MOST_VIEWS, delete_view, save_view, saved_views
from tenure.kernel.errors import BadInput, InvalidValue, NotAllowed, NotFound
from tenure.privacy.models import AuditRow, User
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_note_is_read_by_all_in_sight_and_changed_by_its_author(salesperson: User, head_of_sales: User) -> None:
    client = factories.make_client(owner=salesperson)
    row = add_note(actor=salesperson, client_id=client.pk, text=" Calls after ten. ")
    notes, more = notes_of(actor=head_of_sales, client_id=client.pk)
    assert [(note.text, note.own) for note in notes] == [("Calls after ten.", False)]
    assert not more
    with pytest.raises(NotFound):
        edit_note(actor=head_of_sales, note_id=row.id, text="Mine now")
    with pytest.raises(NotFound):
        delete_note(actor=head_of_sales, note_id=row.id)
    edit_note(actor=salesperson, note_id=row.id, text="Calls after eleven.")
    assert Note.objects.get().text == "Calls after eleven."
    delete_note(actor=salesperson, note_id=row.id)
    assert not Note.objects.exists()
    assert [row.action for row in AuditRow.objects.order_by("id")] == ["add_note", "edit_note", "delete_note"]
    assert "eleven" not in str([row.details for row in AuditRow.objects.all()])


def test_nobody_writes_about_a_colleagues_client(salesperson: User, other_salesperson: User, analyst: User) -> None:
    client = factories.make_client(owner=other_salesperson)
    note = factories.make_note(client, salesperson)
    with pytest.raises(NotFound):
        add_note(actor=salesperson, client_id=client.pk, text="Hello")
    with pytest.raises(NotFound):
        notes_of(actor=salesperson, client_id=client.pk)
    with pytest.raises(NotFound):
        edit_note(actor=salesperson, note_id=note.pk, text="The client went to a colleague")
    with pytest.raises(NotAllowed):
        add_note(actor=analyst, client_id=client.pk, text="Hello")
    assert Note.objects.count() == 1


@pytest.mark.parametrize("text", ["", " \n ", "x" * (LONGEST + 1)])
def test_an_empty_or_endless_note_is_refused(salesperson: User, text: str) -> None:
    client = factories.make_client(owner=salesperson)
    with pytest.raises(InvalidValue):
        add_note(actor=salesperson, client_id=client.pk, text=text)


def test_notes_come_newest_first_page_by_page(salesperson: User) -> None:
    client = factories.make_client(owner=salesperson)
    for number in range(5):
        add_note(actor=salesperson, client_id=client.pk, text=str(number))
    first, more = notes_of(actor=salesperson, client_id=client.pk, limit=3)
    second, last = notes_of(actor=salesperson, client_id=client.pk, before=first[-1].id, limit=3)
    assert [note.text for note in first + second] == ["4", "3", "2", "1", "0"]
    assert more
    assert not last


def test_a_view_is_ones_own_and_its_name_replaces(salesperson: User, other_salesperson: User) -> None:
    save_view(actor=salesperson, name="Quiet ones", filters={"state": "silent"})
    view = save_view(actor=salesperson, name=" Quiet  ones ", filters={"state": "left"})
    assert [(one.name, one.filters) for one in saved_views(salesperson)] == [("Quiet ones", {"state": "left"})]
    assert saved_views(other_salesperson) == []
    with pytest.raises(NotFound):
        delete_view(actor=other_salesperson, view_id=view.id)
    delete_view(actor=salesperson, view_id=view.id)
    assert not SavedView.objects.exists()


def test_a_view_needs_a_name_and_there_is_a_most(salesperson: User) -> None:
    with pytest.raises(InvalidValue):
        save_view(actor=salesperson, name="  ", filters={})
    for number in range(MOST_VIEWS):
        save_view(actor=salesperson, name=f"View {number}", filters={})
    with pytest.raises(BadInput):
        save_view(actor=salesperson, name="One more", filters={})
    assert SavedView.objects.count() == MOST_VIEWS
