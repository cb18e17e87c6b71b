"""Every probability counted so far is of the first edition of the rules; the worker counts it anew."""

from django.db import migrations, models


def first_edition(apps, _schema_editor):
    hypotheses = apps.get_model("discovery", "Hypothesis").objects
    hypotheses.exclude(evidence_count=0, state="untested").update(rules_edition=1)


class Migration(migrations.Migration):

    dependencies = [
        ('discovery', '0016_events_by_kind'),
    ]

    operations = [
        migrations.AddField(
            model_name='hypothesis',
            name='rules_edition',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.RunPython(first_edition, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name='hypothesis',
            index=models.Index(fields=['rules_edition', 'id'], name='hypothesis_edition'),
        ),
    ]
