"""Indexes for the few tasks that have a day or wait for one."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("agenda", "0001_initial")]

    operations: ClassVar = [
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("due_on__isnull", False)), fields=["state", "due_on", "id"], name="task_due"
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("show_from__isnull", False)),
                fields=["state", "show_from", "id"],
                name="task_waiting",
            ),
        ),
    ]
