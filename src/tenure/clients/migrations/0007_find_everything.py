"""Search over everything: entries with their trigram index, words for telling misspelt ones, what waits."""

from django.db import migrations, models

# The words in byte order, so that a beginning is a range on both databases.
SQLITE = (
    "CREATE INDEX search_word_begins ON clients_searchword (size, word)",
    "CREATE INDEX search_word_ends ON clients_searchword (size, backwards)",
    """CREATE VIRTUAL TABLE entry_search USING fts5(text, content='clients_searchentry', content_rowid='id',
        tokenize='trigram', detail=none)""",
)
POSTGRES = (
    'CREATE INDEX search_word_begins ON clients_searchword (size, word COLLATE "C")',
    'CREATE INDEX search_word_ends ON clients_searchword (size, backwards COLLATE "C")',
    "CREATE INDEX entry_search ON clients_searchentry USING gin (text gin_trgm_ops)",
)


def create(apps, editor):
    _run(editor, SQLITE if editor.connection.vendor == "sqlite" else POSTGRES)


def drop(apps, editor):
    sqlite = editor.connection.vendor == "sqlite"
    begins = ("DROP INDEX search_word_begins", "DROP INDEX search_word_ends")
    _run(editor, (*begins, "DROP TABLE entry_search" if sqlite else "DROP INDEX entry_search"))


def _run(editor, statements):
    with editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('clients', '0006_fact_file'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchProgress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('learnt_client', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=12)),
                ('record_id', models.BigIntegerField()),
                ('client_id', models.BigIntegerField(null=True)),
                ('code', models.CharField(blank=True, default='', max_length=60)),
                ('text', models.TextField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'record_id'), name='search_entry_once')],
            },
        ),
        migrations.CreateModel(
            name='SearchWaiting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=12)),
                ('record_id', models.BigIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'record_id'), name='search_waiting_once')],
            },
        ),
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('word', models.CharField(max_length=30, primary_key=True, serialize=False)),
                ('size', models.PositiveSmallIntegerField()),
                ('backwards', models.CharField(max_length=30)),
            ],
        ),
        migrations.RunPython(create, drop),
    ]
