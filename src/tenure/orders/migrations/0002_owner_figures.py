"""The figures of each owner in a row of their own; those of the newest run move there from the run's one document."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def move_figures(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    runs, rows = apps.get_model("orders", "ScoreRun"), apps.get_model("orders", "OwnerFigures")
    newest = runs.objects.filter(state="done").order_by("-id").first()
    for run in runs.objects.filter(summary__has_key="owners"):
        owners = run.summary.pop("owners")
        run.save(update_fields=["summary"])
        if newest and run.pk == newest.pk:
            made = [rows(run_id=run.pk, scope=scope, figures=part) for scope, part in owners.items()]
            rows.objects.bulk_create(made, batch_size=100)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("orders", "0001_initial")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="OwnerFigures",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scope", models.CharField(max_length=24)),
                ("figures", models.JSONField()),
                (
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="orders.scorerun",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("run", "scope"), name="figures_once_per_scope")],
            },
        ),
        migrations.RunPython(move_figures, migrations.RunPython.noop, elidable=True),
    ]
