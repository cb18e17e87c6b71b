"""First days of the clients worth a call on an anniversary, found and counted without reading the scores."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("orders", "0002_owner_figures")]

    operations: ClassVar = [
        migrations.AddIndex(
            model_name="clientscore",
            index=models.Index(
                fields=["first_day"], condition=models.Q(abc_class__in=("A", "B")), name="score_first_day"
            ),
        ),
    ]
