"""A new company: its settings, its administrator, and the starter library of scripts and objections."""

from django.db import transaction

from tenure.conversations.starter_library import load_starter
from tenure.privacy.models import User
from tenure.privacy.workspace import FirstAdministrator, WorkspaceView, start_workspace


def start_company(*, wanted: WorkspaceView, administrator: FirstAdministrator) -> int:
    """Make the company ready to work; returns the administrator's id. Raises what `start_workspace` raises."""
    with transaction.atomic():
        user_id = start_workspace(wanted=wanted, administrator=administrator)
        load_starter(actor=User.objects.get(pk=user_id))
    return user_id
