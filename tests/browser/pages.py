"""Every page of the product, so that none escapes the eyes: name -> who looks, address."""

from pathlib import Path

from django.urls import get_resolver

from tests.browser.site import Site

ADDRESSES = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
# Addresses that are no page to look at: answers to forms, fragments, files, and what test_every_page names itself.
NOT_PAGES = {
    "sign_out", "calendar", "make_calendar", "revoke_calendar",
    "save_own_settings", "save_own_password", "user_password", "health", "first_start", "sign_in",
    "visit_worker", "manifest",
    "assign_clients", "client_owner", "delete_note", "delete_view", "export_clients", "save_view",
    "task_done", "task_explain", "task_not_useful", "task_undo",
    "upload_orders", "import_progress", "import_columns", "confirm_import", "cancel_import", "undo_import",
    "fact_file", "confirm_fact", "restore_fact", "resolve_fact", "withdraw_fact", "open_fact",
    "rejected_lines", "rescore", "lint_text", "load_starter", "copy_script", "retire_script", "share_script",
    "client_brief_pdf", "client_brief_printed",
    "retire_objection",
    "add_objection_answer", "retire_objection_answer", "use_objection_answer",
    "merge_duplicate", "different_duplicate", "undo_duplicate",
    "switch_special", "withdraw_consent", "privacy_person_copy", "privacy_client_copy",
    "left_post", "remove_post", "remove_channel", "remove_company_tie",
    "unit_map", "close_unit", "reopen_unit", "place_unit_members", "set_tie", "remove_tie", "remove_unit_member",
    "remove_argument", "ask_from_table", "hear_table_answer", "take_back_table_answer",
    "merge_people_twins", "undo_people_twins", "different_people",
    "merge_company_twins", "undo_company_twins", "different_companies",
}  # fmt: skip


def pages(site: Site) -> dict[str, tuple[str, str]]:
    """Addresses a person can open, each with somebody who may."""
    client = f"/clients/{site.client}/"
    by_administrator = {
        "today": "/",
        "task_preview": f"/today/{site.task}/",
        "task_postpone": f"/today/{site.task}/postpone/",
        "add_task": "/today/new/",
        "base": "/base/",
        "clients": "/clients/",
        "duplicates": "/clients/similar/",
        "new_client": "/clients/new/",
        "client": client,
        "edit_client": f"{client}edit/",
        "client_orders": f"{client}orders/",
        "order_lines": f"{client}orders/{site.order}/",
        "client_notes": f"{client}notes/",
        "client_facts": f"{client}facts/",
        "add_client_fact": f"{client}facts/add/",
        "add_person_fact": "/people/1/facts/add/",
        "fact": "/facts/1/",
        "fact_history": "/facts/1/history/",
        "fact_claims": "/facts/1/claims/",
        "units": f"{client}units/",
        "unit": "/units/1/",
        "edit_unit": "/units/1/edit/",
        "decision_table": "/units/1/table/",
        "edit_decision_table": "/units/1/table/edit/",
        "decision_payoffs": "/units/1/table/payoffs/",
        "add_unit_member": "/units/1/people/",
        "unit_member": "/units/people/1/",
        "add_argument": "/units/1/arguments/",
        "argument": "/units/arguments/1/",
        "record": f"{client}record/?task={site.task}",
        "timeline": f"{client}timeline/",
        "interaction": "/interactions/1/",
        "fact_catalogue": "/settings/facts/",
        "fact_type": "/settings/facts/type/?code=activity",
        "client_brief": f"{client}brief/",
        "client_questions": f"{client}questions/",
        "visit": "/visit/",
        "imports": "/import/",
        "import": "/import/1/",
        "find": "/find/?q=a",
        "occasions": "/occasions/",
        "settings": "/settings/",
        "company": "/settings/company/",
        "users": "/settings/users/",
        "new_user": "/settings/users/new/",
        "user": "/settings/users/2/",
        "audit": "/settings/audit/",
        "scripts": "/scripts/",
        "new_script": "/scripts/new/",
        "script": "/scripts/1/",
        "edit_script": "/scripts/1/edit/",
        "run_script": f"/scripts/1/run/?client={site.client}",
        "objections": "/objections/",
        "new_objection": "/objections/new/",
        "objection": "/objections/1/",
        "edit_objection": "/objections/1/edit/",
        "edit_objection_answer": "/objections/answers/1/",
        "techniques": "/techniques/",
        "client_people": f"{client}people/",
        "new_person": f"{client}people/new/",
        "client_companies": f"{client}companies/",
        "new_company_tie": f"{client}companies/new/",
        "person": "/people/1/",
        "edit_person": "/people/1/edit/",
        "new_post": "/people/1/posts/new/",
        "new_channel": "/people/1/contacts/new/",
        "edit_post": "/people/posts/1/",
        "edit_channel": "/people/contacts/1/",
        "companies": "/companies/",
        "people_twins": "/people/similar/",
        "company_twins": "/companies/similar/",
        "new_company": "/companies/new/",
        "company_page": "/companies/1/",
        "add_company_fact": "/companies/1/facts/add/",
        "edit_company": "/companies/1/edit/",
        "change_company_tie": "/companies/ties/1/",
        "edit_technique": "/techniques/1/",
        "privacy": "/privacy/?q=a",
        "sensitive": "/privacy/sensitive/",
        "storage": "/privacy/storage/",
        "privacy_client": f"/privacy/clients/{site.client}/",
        "privacy_client_erase": f"/privacy/clients/{site.client}/erase/",
        "privacy_person": "/privacy/people/1/",
        "privacy_person_erase": "/privacy/people/1/erase/",
        "consents": "/privacy/people/1/consents/",
    }
    return {name: ("administrator", address) for name, address in by_administrator.items()} | {
        "edit_note": (site.author, f"/notes/{site.note}/")
    }


NAMES = tuple(pages(Site("", Path(), Path(), 1, 1, 1, 1, "")))
