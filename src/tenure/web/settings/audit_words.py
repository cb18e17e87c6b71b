"""The log's codes in words."""

from django.utils.translation import gettext as _

Choices = list[tuple[str, str]]


def actions() -> Choices:
    """Every action a writer records."""
    return [
        ("start_workspace", _("First start")),
        ("change_workspace", _("Company changed")),
        ("add_user", _("User added")),
        ("change_user", _("User changed")),
        ("set_password", _("Password set by an administrator")),
        ("change_own_password", _("Own password changed")),
        ("change_own_settings", _("Own settings changed")),
        ("sign_in", _("Signed in")),
        ("create", _("Added")),
        ("edit", _("Changed")),
        ("assign", _("Responsible person set")),
        ("save_view", _("View saved")),
        ("delete_view", _("View deleted")),
        ("add_task", _("Task added")),
        ("finish_task", _("Task done")),
        ("postpone_task", _("Task postponed")),
        ("mark_not_useful", _("Task not useful")),
        ("reopen_task", _("Task taken back")),
        ("renew_tasks", _("Tasks renewed")),
        ("request_rescore", _("New scores asked for")),
    ]


def subjects() -> Choices:
    """Every kind of thing that is changed."""
    return [
        ("client", _("Client")),
        ("note", _("Note")),
        ("task", _("Task")),
        ("saved_view", _("Saved view")),
        ("import_batch", _("Import")),
        ("score_run", _("Scores")),
        ("user", _("User")),
        ("workspace", _("Company")),
    ]


def subject_word(kind: str) -> str:
    """The kind in words; one without words stays as it is stored."""
    return dict(subjects()).get(kind, kind)
