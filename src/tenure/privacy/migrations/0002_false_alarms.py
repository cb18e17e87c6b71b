"""The level of silence alarms becomes the share of alarms that may be false; what nobody had changed follows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_initial")]

    operations = [
        migrations.AlterField("workspace", "silence_level", models.FloatField(default=0.2)),
        migrations.RunSQL(
            "UPDATE privacy_workspace SET silence_level = 0.2 WHERE silence_level = 0.05",
            migrations.RunSQL.noop,
            elidable=True,
        ),
    ]
