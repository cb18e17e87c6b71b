"""Every page of the product, so that none escapes the eyes: name -> address."""

from django.urls import get_resolver

from tests.browser.site import Site

ADDRESSES = {name for name in get_resolver().reverse_dict if isinstance(name, str)}

# Addresses that are no page to look at: answers to forms, fragments, files, and pages that need no sign-in.
NOT_PAGES = {
    "sign_out", "save_own_settings", "save_own_password", "user_password", "health", "first_start", "sign_in",
    "assign_clients", "client_owner", "delete_note", "delete_view", "export_clients", "save_view",
    "task_done", "task_explain", "task_not_useful", "task_undo",
}  # fmt: skip


def addresses(site: Site) -> dict[str, str]:
    """What the administrator sees."""
    return {
        "today": "/",
        "base": "/base/",
        "clients": "/clients/",
        "client": f"/clients/{site.client}/",
        "edit_client": f"/clients/{site.client}/edit/",
        "new_client": "/clients/new/",
        "add_task": "/today/new/",
        "imports": "/import/",
        "find": "/find/?q=a",
        "settings": "/settings/",
        "company": "/settings/company/",
        "users": "/settings/users/",
        "new_user": "/settings/users/new/",
        "user": "/settings/users/2/",
        "audit": "/settings/audit/",
    }


NAMES = tuple(addresses(Site("", None, 1, "", None)))  # type: ignore[arg-type]
