"""What a client paid speaks with the voice of their talks and answers: `client:5`, where a presale had written `client 5`."""

import re

from django.db import migrations


def one_voice(apps, _schema_editor):
    evidence = apps.get_model("discovery", "Evidence")
    rows = evidence.objects.filter(source__in=("presale", "carried"), cluster__startswith="client ")
    for row in rows.iterator():
        number = re.fullmatch(r"client ([0-9]+)", row.cluster)
        if number:
            evidence.objects.filter(pk=row.pk).update(cluster=f"client:{number[1]}")


class Migration(migrations.Migration):

    dependencies = [
        ('discovery', '0009_outside_coders'),
    ]

    operations = [migrations.RunPython(one_voice, migrations.RunPython.noop, elidable=True)]
