"""Phone numbers in the form in which they are compared."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clients", "0002_search")]

    operations = [
        migrations.CreateModel(
            name="Phone",
            fields=[
                (
                    "client",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="clients.client",
                    ),
                ),
                ("normal", models.CharField(db_index=True, max_length=20)),
            ],
        ),
    ]
