"""The log's codes in words."""

from django.utils.translation import gettext as _

from tenure.web.settings.audit_values import venture_numbers
from tenure.web.settings.audit_words_of_ventures import of_ventures, venture_details, venture_subjects

Choices = list[tuple[str, str]]


def actions() -> Choices:
    """Every action a writer records, by area."""
    return [
        *_of_accounts(),
        *_of_clients(),
        *_of_people(),
        *_of_units(),
        *_of_facts(),
        *_of_privacy(),
        *_of_conversations(),
        *_of_the_library(),
        *_of_tasks(),
        *_of_orders(),
        *of_ventures(),
    ]


def _of_accounts() -> Choices:
    return [
        ("start_workspace", _("First start")),
        ("change_workspace", _("Company changed")),
        ("add_user", _("User added")),
        ("change_user", _("User changed")),
        ("set_password", _("Password set by an administrator")),
        ("change_own_password", _("Own password changed")),
        ("change_own_settings", _("Own settings changed")),
        ("sign_in", _("Signed in")),
        ("back_up", _("Backup made")),
        ("restore", _("Backup restored")),
    ]


def _of_clients() -> Choices:
    return [
        ("print_brief", _("Brief printed")),
        ("hand_out_brief", _("Brief printed to hand out")),
        ("create", _("Added")),
        ("edit", _("Changed")),
        ("assign", _("Responsible person set")),
        ("add_note", _("Note added")),
        ("edit_note", _("Note changed")),
        ("delete_note", _("Note deleted")),
        ("merge", _("Clients merged")),
        ("undo_merge", _("Merge taken back")),
        ("call_different", _("Found to be different clients")),
        ("ask_again", _("Similar clients asked about again")),
        ("export", _("List exported")),
        ("save_view", _("View saved")),
        ("delete_view", _("View deleted")),
        ("mark_not_useful", _("Task not useful")),
    ]


def _of_units() -> Choices:
    return [
        ("add_unit", _("Decision unit added")),
        ("edit_unit", _("Decision unit changed")),
        ("close_unit", _("Deal closed")),
        ("reopen_unit", _("Deal opened again")),
        ("add_unit_member", _("Person added to a decision unit")),
        ("edit_unit_member", _("Person of a decision unit changed")),
        ("remove_unit_member", _("Person removed from a decision unit")),
        ("place_unit_members", _("People moved on the map")),
        ("set_tie", _("Tie drawn")),
        ("remove_tie", _("Tie removed")),
        ("add_argument", _("Argument added")),
        ("edit_argument", _("Argument changed")),
        ("remove_argument", _("Argument removed")),
        ("edit_table", _("Decision table changed")),
        ("hear_table_answer", _("Answer counted into a decision table")),
        ("take_back_table_answer", _("Answer taken out of a decision table")),
    ]


def _of_facts() -> Choices:
    return [
        ("record_fact", _("Fact recorded")),
        ("confirm_fact", _("Fact confirmed")),
        ("restore_fact", _("Fact restored from its history")),
        ("resolve_fact", _("Contradiction between facts resolved")),
        ("withdraw_fact", _("Fact withdrawn")),
        ("add_fact_type", _("Fact type added")),
        ("change_fact_type", _("Fact type changed")),
        ("change_profile", _("Least worth knowing changed")),
    ]


def _of_people() -> Choices:
    """People at clients and the companies around them."""
    return [
        ("add_person", _("Person added")),
        ("edit_person", _("Person changed")),
        ("add_post", _("Post added")),
        ("edit_post", _("Post changed")),
        ("end_post", _("Person left a post")),
        ("remove_post", _("Post removed")),
        ("add_channel", _("Contact of a person added")),
        ("edit_channel", _("Contact of a person changed")),
        ("remove_channel", _("Contact of a person removed")),
        ("add_company", _("Company of the register added")),
        ("edit_company", _("Company of the register changed")),
        ("tie_company", _("Company tied to a client")),
        ("change_company_tie", _("Tie with a company changed")),
        ("remove_company_tie", _("Tie with a company removed")),
        ("merge_people", _("People merged")),
        ("undo_merge_people", _("Merge of people taken back")),
        ("merge_companies", _("Companies merged")),
        ("undo_merge_companies", _("Merge of companies taken back")),
        ("call_twins_different", _("Found to be different")),
        ("ask_about_twins_again", _("Asked about again")),
    ]


def _of_privacy() -> Choices:
    return [
        ("record_consent", _("Consent recorded")),
        ("withdraw_consent", _("Consent withdrawn")),
        ("destroy_sealed", _("Sensitive fact destroyed")),
        ("reseal", _("Sensitive facts sealed with a new key")),
        ("switch_special", _("Kind of sensitive fact switched on or off")),
        ("set_storage_periods", _("Storage periods set")),
        ("let_go", _("Data past their storage period deleted")),
        ("export_subject", _("A copy of personal data made")),
        ("erase_again", _("Erased again in a restored backup")),
        ("erase_subject", _("Personal data erased")),
    ]


def _of_conversations() -> Choices:
    """What is done with conversations and with what came of them."""
    return [
        ("record_interaction", _("Conversation recorded")),
        ("edit_interaction", _("Conversation corrected")),
        ("add_promise", _("Promise written down")),
        ("add_answer", _("Answer owed")),
        ("set_next_contact", _("Next talk set")),
    ]


def _of_tasks() -> Choices:
    return [
        ("add_task", _("Task added")),
        ("finish_task", _("Task done")),
        ("postpone_task", _("Task postponed")),
        ("reopen_task", _("Task taken back")),
        ("explain_task", _("Reason written to a task")),
        ("renew_tasks", _("Tasks renewed")),
        ("renew_occasions", _("Occasions renewed")),
        ("make_feed", _("Calendar address made")),
        ("revoke_feed", _("Calendar address revoked")),
    ]


def _of_orders() -> Choices:
    return [
        ("upload_orders", _("File of orders uploaded")),
        ("choose_columns", _("Columns of a file chosen")),
        ("check_again", _("Check of a file of orders asked for again")),
        ("check_orders", _("File of orders checked")),
        ("confirm_import", _("Import confirmed")),
        ("import_orders", _("Orders imported")),
        ("cancel_import", _("Import cancelled")),
        ("request_undo", _("Undo of an import asked for")),
        ("undo_import", _("Import undone")),
        ("settle_amounts", _("Amounts in doubt settled")),
        ("take_back_amounts", _("Word on amounts taken back")),
        ("request_rescore", _("New scores asked for")),
        ("rescore", _("Scores computed")),
    ]


def _of_the_library() -> Choices:
    """Those on scripts, objections and techniques."""
    return [
        ("load_starter", _("Starter library loaded")),
        ("add_script", _("Script added")),
        ("edit_script", _("Script changed")),
        ("retire_script", _("Script no longer offered")),
        ("restore_script", _("Script offered again")),
        ("share_script", _("Script shared with all")),
        ("add_objection", _("Objection added")),
        ("edit_objection", _("Objection changed")),
        ("retire_objection", _("Objection no longer offered")),
        ("restore_objection", _("Objection offered again")),
        ("add_answer", _("Answer to an objection added")),
        ("edit_answer", _("Answer to an objection changed")),
        ("retire_answer", _("Answer no longer offered")),
        ("restore_answer", _("Answer offered again")),
        ("use_answer", _("Answer used in a talk")),
        ("edit_technique", _("Technique card changed")),
    ]


def subjects() -> Choices:
    """Every kind of thing that is changed."""
    return [
        ("client", _("Client")),
        ("person", _("Person")),
        ("company", _("Company around our clients")),
        ("fact_type", _("Fact type")),
        ("doubtful_pair", _("Two similar clients")),
        ("task", _("Task")),
        ("decision_unit", _("Decision unit")),
        ("saved_view", _("Saved view")),
        ("import", _("Import")),
        ("import_check", _("Check of a file")),
        ("amounts", _("Amounts in doubt")),
        ("score_run", _("Scores")),
        ("script", _("Script")),
        ("objection", _("Objection")),
        ("technique", _("Technique")),
        ("backup", _("Backup")),
        ("user", _("User")),
        ("workspace", _("Company")),
        *venture_subjects(),
    ]


def subject_word(kind: str) -> str:
    """The kind in words; one without words stays as it is stored."""
    return dict(subjects()).get(kind, kind)


def detail_words() -> dict[str, str]:
    """Names of what a row of the log tells besides; a name without words is shown as it is stored."""
    return (
        venture_numbers()
        | {
            "name": _("name"),
            "minutes": _("minutes"),
            "half_life_days": _("half-life, days"),
            "lift_class": _("worth"),
            "hidden": _("hidden"),
            "email": _("e-mail"),
            "role": _("role"),
            "language": _("language"),
            "theme": _("look"),
            "single_keys": _("single keys"),
            "day_minutes": _("minutes a day"),
            "visit_every_days": _("days between field visits"),
            "is_active": _("may sign in"),
            "time_zone": _("time zone"),
            "hour_cost_minor": _("cost of an hour"),
            "silence_level": _("false alarms allowed"),
            "owner": _("responsible"),
            "phone": _("phone"),
            "tax_id": _("tax number"),
            "country": _("country"),
            "client": _("client"),
            "clients": _("clients"),
            "note": _("note"),
            "letters": _("letters"),
            "reason": _("reason"),
            "until": _("until"),
            "file": _("file"),
            "bytes": _("size"),
            "format": _("format"),
            "filters": _("filters"),
            "created": _("created"),
            "renewed": _("renewed"),
            "expired": _("expired"),
            "as_of": _("known until"),
            "model": _("model"),
            "other": _("the other client"),
            "changed": _("changed"),
            "made_at": _("made at"),
        }
        | _card_words()
        | _conversation_words()
        | _library_words()
        | venture_details()
        | _counts()
    )


def _card_words() -> dict[str, str]:
    """What a row about people, facts and those who decide tells."""
    return {
        "person": _("person"),
        "fields": _("fields"),
        "tie": _("tie"),
        "count": _("how many"),
        "state": _("state"),
        "argument": _("argument"),
        "tactics": _("tactics"),
        "unknowns": _("questions"),
        "unknown": _("question"),
        "may_see_sensitive": _("may open sensitive facts"),
        "purpose": _("purpose"),
        "basis": _("lawful basis"),
        "type": _("fact type"),
        "values": _("values"),
        "why": _("why"),
    }


def _conversation_words() -> dict[str, str]:
    """What a row about a conversation, or what came of it, tells."""
    return {
        "conversation": _("conversation"),
        "people": _("people"),
        "theirs": _("theirs"),
        "due_on": _("due on"),
    }


def _library_words() -> dict[str, str]:
    """What a row about a script, an objection or a technique tells."""
    return {
        "title": _("title"),
        "text": _("text"),
        "steps": _("steps"),
        "answer": _("answer"),
        "answers": _("answers"),
        "helped": _("helped"),
        "scripts": _("scripts"),
        "objections": _("objections"),
        "techniques": _("techniques"),
    }


def _counts() -> dict[str, str]:
    """What an import, its undoing or a merge counted."""
    return {
        "rows_read": _("lines read"),
        "orders_written": _("orders written"),
        "clients_created": _("clients added"),
        "clients_matched": _("clients known"),
        "rejected": _("lines rejected"),
        "duplicates": _("lines known before"),
        "returns": _("returns"),
        "seconds": _("time taken"),
        "lines_written": _("lines written"),
        "orders_extended": _("orders with new lines"),
        "clients_similar": _("similar clients"),
        "already_imported": _("lines imported before"),
        "damaged": _("doubtful amounts"),
        "amount_minor": _("amount"),
        "lines": _("lines"),
        "orders": _("orders"),
        "products": _("products"),
        "notes": _("notes"),
        "tasks": _("tasks"),
        "aliases": _("earlier names"),
    }
