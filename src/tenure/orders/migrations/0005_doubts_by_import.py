from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0004_amounts_in_doubt'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='orderline',
            index=models.Index(condition=models.Q(('damage__in', ('thousandfold', 'lost_decimal'))), fields=['batch', 'damage', 'id'], name='line_suspected_of_import'),
        ),
    ]
