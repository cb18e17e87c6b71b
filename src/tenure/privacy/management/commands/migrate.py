"""Django's `migrate`, which lays out a new database in one go: for `tenure init` and for the databases of tests alike."""

from typing import Any

from django.core.management.commands import migrate

from tenure.kernel.new_tables import is_new, lay_out_new

# Whoever asks for less than all tables, or only wants to look, gets the steps one by one.
_LESS_THAN_ALL = ("app_label", "plan", "check_unapplied", "fake", "fake_initial", "prune")


class Command(migrate.Command):
    """What Django does follows: on a new database it finds nothing left to make."""

    def handle(self, *arguments: Any, **options: Any) -> None:
        if not any(options[name] for name in _LESS_THAN_ALL) and is_new():
            lay_out_new()
        super().handle(*arguments, **options)
