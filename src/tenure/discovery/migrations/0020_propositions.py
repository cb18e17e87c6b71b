"""What is offered to a segment becomes its first proposition, beside which others may stand."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def first_propositions(apps, schema_editor):
    items = apps.get_model("discovery", "ValueItem").objects
    made = apps.get_model("discovery", "Proposition").objects
    for venture, segment in items.order_by("segment").values_list("venture", "segment").distinct():
        first = made.create(venture_id=venture, segment_id=segment)
        items.filter(segment=segment).update(proposition=first)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks still to be made cannot be altered


class Migration(migrations.Migration):
    dependencies = [
        ("discovery", "0019_sales_roadmap"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Proposition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(blank=True, default="", max_length=160)),
                ("aside_on", models.DateField(null=True)),
                ("aside_reason", models.TextField(blank=True, default="")),
                ("version", models.PositiveIntegerField(default=1)),
                ("aside_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("hypothesis", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="discovery.hypothesis")),
                ("segment", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="propositions", to="discovery.segment")),
                ("venture", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="propositions", to="discovery.venture")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("segment", "name"), name="proposition_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("aside_by", None), ("aside_on", None), ("aside_reason", "")),
                            models.Q(("aside_on__isnull", False), models.Q(("aside_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="proposition_aside",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="valueitem",
            name="proposition",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="items", to="discovery.proposition"),
        ),
        migrations.RunPython(first_propositions, elidable=True),
        migrations.AlterField(
            model_name="valueitem",
            name="proposition",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="items", to="discovery.proposition"),
        ),
        migrations.RemoveField(model_name="valueitem", name="segment"),
    ]
