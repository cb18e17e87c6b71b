"""Who may do what. One table, asked by every writer and reader; a record out of sight does not exist (404)."""

from enum import StrEnum

from tenure.kernel.errors import NotAllowed
from tenure.privacy.models import Role, User


class Right(StrEnum):
    """One verb each; a role holds a set of them."""

    SEE_ALL_CLIENTS = "see_all_clients"
    SEE_PERSONAL_CONTACTS = "see_personal_contacts"
    WORK_WITH_CLIENTS = "work_with_clients"  # tasks, notes, own clients
    ASSIGN_CLIENTS = "assign_clients"
    IMPORT_ORDERS = "import_orders"
    MERGE_CLIENTS = "merge_clients"
    RECOMPUTE_SCORES = "recompute_scores"
    EXPORT_CLIENTS = "export_clients"
    START_VENTURES = "start_ventures"
    SEE_ALL_VENTURES = "see_all_ventures"  # others see those they are members of
    WORK_WITH_ALL_VENTURES = "work_with_all_ventures"
    EDIT_LIBRARY = "edit_library"  # shared scripts, objections, techniques
    MANAGE_FACT_CATALOGUE = "manage_fact_catalogue"
    MANAGE_USERS = "manage_users"
    MANAGE_WORKSPACE = "manage_workspace"
    SEE_AUDIT = "see_audit"
    MANAGE_PRIVACY = "manage_privacy"  # subject requests, sensitive facts, storage periods


RIGHTS: dict[str, frozenset[Right]] = {
    Role.SALESPERSON: frozenset({Right.SEE_PERSONAL_CONTACTS, Right.WORK_WITH_CLIENTS, Right.EXPORT_CLIENTS}),
    Role.HEAD_OF_SALES: frozenset(
        {
            Right.SEE_ALL_CLIENTS,
            Right.SEE_PERSONAL_CONTACTS,
            Right.WORK_WITH_CLIENTS,
            Right.ASSIGN_CLIENTS,
            Right.IMPORT_ORDERS,
            Right.MERGE_CLIENTS,
            Right.RECOMPUTE_SCORES,
            Right.EXPORT_CLIENTS,
            Right.EDIT_LIBRARY,
            Right.START_VENTURES,
            Right.SEE_ALL_VENTURES,
            Right.WORK_WITH_ALL_VENTURES,
            Right.MANAGE_FACT_CATALOGUE,
        }
    ),
    Role.ANALYST: frozenset(
        {Right.SEE_ALL_CLIENTS, Right.EXPORT_CLIENTS, Right.RECOMPUTE_SCORES, Right.SEE_ALL_VENTURES}
    ),
    Role.ADMINISTRATOR: frozenset(Right),
}


def may(user: User, right: Right) -> bool:
    """Whether an active user holds the right."""
    return user.is_active and right in RIGHTS[user.role]


def require(user: User, right: Right) -> None:
    """Raise NotAllowed unless the user holds the right."""
    if not may(user, right):
        raise NotAllowed(f"{user.role} lacks {right}")


def sees_sensitive(user: User) -> bool:
    """Whether an administrator has opened sealed facts to this user; no role brings it."""
    return user.is_active and user.may_see_sensitive
