"""The tables of a new database in one go, as the last step of the layout (migration) leaves them; all count as made.

Made one after another on tables that hold nothing, the steps take twenty seconds: at each, Django builds most models of
that day anew (docs/adr/0021). A step that says more than what the models are is taken all the same: RunPython and
RunSQL, unless they only change rows and say so by `elidable=True`.
"""

from django.apps import apps
from django.db import connection
from django.db.migrations import Migration, RunPython, RunSQL
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder


def is_new() -> bool:
    """Whether no step of ours was ever made here."""
    ours = _our_apps()
    return not any(app in ours for app, _ in MigrationRecorder(connection).applied_migrations())


def lay_out_new() -> None:
    """Make all tables of a database that `is_new`. All of ours or none; those of Django and axes come by their steps."""
    ours, executor = _our_apps(), MigrationExecutor(connection)
    last = executor.loader.graph.leaf_nodes()
    steps = [step for step, _ in executor.migration_plan(last) if step.app_label in ours]
    executor.migrate([(app, step) for app, step in last if app not in ours])
    state = executor.loader.project_state()
    with connection.schema_editor() as editor:
        for model in state.apps.get_models():
            if model._meta.app_label in ours and model._meta.can_migrate(connection):
                editor.create_model(model)
        for step in steps:
            for operation in _beside_the_models(step):
                operation.database_forwards(step.app_label, editor, state, state)
            executor.recorder.record_applied(step.app_label, step.name)


def lay_out_as_of(last: list[tuple[str, str]]) -> None:
    """Make the tables of a database without any as they were when these steps were the last of their apps."""
    executor = MigrationExecutor(connection)
    if set(last) == set(executor.loader.graph.leaf_nodes()):
        lay_out_new()
    else:
        executor.migrate(last)


def _our_apps() -> set[str]:
    return {config.label for config in apps.get_app_configs() if config.name.startswith("tenure.")}


def _beside_the_models(step: Migration) -> list[RunPython | RunSQL]:
    return [one for one in step.operations if isinstance(one, RunPython | RunSQL) and not one.elidable]
