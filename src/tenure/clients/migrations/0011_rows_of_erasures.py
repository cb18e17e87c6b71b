"""Erasures made before rows were noted get theirs, so that a restored backup is erased again of them too."""

from typing import Any

from django.db import migrations

from tenure.privacy.erasure_ledger import mark_of


def note_rows(apps: Any, schema_editor: Any) -> None:
    """The row that was asked for; what was merged into it then is not known any more."""
    tables = {"client": apps.get_model("clients", "Client"), "person": apps.get_model("clients", "Person")}
    for erasure in apps.get_model("privacy", "Erasure").objects.filter(rows=[]):
        made = tables[erasure.subject_kind].objects.filter(pk=erasure.subject_id).values_list("created_at", flat=True)
        for created_at in made:
            erasure.rows = [
                [erasure.subject_kind, erasure.subject_id, mark_of(erasure.subject_kind, erasure.subject_id, created_at)]
            ]
            erasure.save(update_fields=["rows"])


class Migration(migrations.Migration):
    dependencies = [("clients", "0010_read_typed_names"), ("privacy", "0004_erasures_again")]

    operations = [migrations.RunPython(note_rows, migrations.RunPython.noop, elidable=True)]
