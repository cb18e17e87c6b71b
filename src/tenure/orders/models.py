"""What clients bought, the files it came from, and the scores computed from it."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.functions import Coalesce
from django.db.models.sql.compiler import SQLCompiler

from tenure.clients.models import Client
from tenure.orders import facets


class ImportProfile(models.Model):
    """How a file with these headings was read last time, offered again for the next one."""

    signature = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=250)
    options = models.JSONField(default=dict)
    used_at = models.DateTimeField()


class ImportBatch(models.Model):
    """One file on its way in. The row is its own queue entry: a worker claims a `to_...` state by conditional UPDATE."""

    class State(models.TextChoices):
        TO_CHECK = "to_check"
        CHECKING = "checking"
        CHECKED = "checked"
        TO_IMPORT = "to_import"
        IMPORTING = "importing"
        DONE = "done"
        FAILED = "failed"
        TO_UNDO = "to_undo"
        UNDOING = "undoing"
        UNDONE = "undone"
        CANCELLED = "cancelled"

    file_name = models.CharField(max_length=250)
    stored_as = models.CharField(max_length=250, blank=True, default="")
    file_sha256 = models.CharField(max_length=64, blank=True, default="", db_index=True)
    file_bytes = models.BigIntegerField(default=0)
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    phase = models.CharField(max_length=30, blank=True, default="")
    rows_total = models.BigIntegerField(null=True)
    rows_done = models.BigIntegerField(default=0)
    report = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    error = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)


# What may be in doubt about the amount of a line; a doubtful margin alone keeps the amount.
SUSPICIONS = ("thousandfold", "lost_decimal")


class Product(models.Model):
    """What we sell, as the files name it."""

    key = models.CharField(max_length=250, unique=True)
    name = models.CharField(max_length=250)
    category = models.CharField(max_length=120, blank=True, default="")


class Order(models.Model):
    """One purchase, or one return, with a date and an amount in the workspace currency.

    The batch of an order, and the order, batch and product of a line, are not checked by the database: they are written
    in the same transaction as the row and go with it, and three checks a line would more than double the time
    PostgreSQL takes for an import.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="orders", db_index=False)
    number = models.CharField(max_length=120, blank=True, default="")
    day = models.DateField()
    amount_minor = models.BigIntegerField()
    margin_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    rate = models.FloatField(default=1.0)
    line_count = models.IntegerField(default=1)
    is_return = models.BooleanField(default=False)
    looks_damaged = models.BooleanField(default=False)
    batch = models.ForeignKey(
        ImportBatch, null=True, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["client", "day"], name="order_client_day")]


class OrderLine(models.Model):
    """One line of an order. `fingerprint` is what makes a line that comes again recognisable."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines", db_constraint=False)
    batch = models.ForeignKey(
        ImportBatch, null=True, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    product = models.ForeignKey(
        Product, null=True, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    quantity = models.FloatField(null=True)
    amount_minor = models.BigIntegerField()
    margin_minor = models.BigIntegerField(null=True)
    fingerprint = models.BigIntegerField()
    is_return = models.BooleanField(default=False)
    damage = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        # The few lines whose amount is in doubt, found without reading the many, and counted without reading themselves.
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=models.Q(damage__in=SUSPICIONS), name="line_suspected"),
            models.Index(
                fields=["batch", "damage", "id"],
                condition=models.Q(damage__in=SUSPICIONS),
                name="line_suspected_of_import",
            ),
        ]


class AmountDecision(models.Model):
    """A person's word on amounts that looked damaged: made right, or right as they stand; it can be taken back."""

    class Kind(models.TextChoices):
        DIVIDED = "divided"
        WRITTEN = "written"
        RIGHT = "right"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.CharField(max_length=250)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")


class AmountChange(models.Model):
    """One line of an order before such a decision and after it; goes with the line when its import is undone."""

    decision = models.ForeignKey(AmountDecision, on_delete=models.CASCADE, related_name="changes")
    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    damage = models.CharField(max_length=20)
    before_minor = models.BigIntegerField()
    after_minor = models.BigIntegerField()
    margin_before_minor = models.BigIntegerField(null=True)
    margin_after_minor = models.BigIntegerField(null=True)


class ScoreRun(models.Model):
    """One computation of all scores: when, to which date, by which model, with which parameters."""

    class State(models.TextChoices):
        TO_RUN = "to_run"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    state = models.CharField(max_length=10, choices=State.choices, db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    as_of = models.DateField(null=True)
    model_version = models.CharField(max_length=40, blank=True, default="")
    parameters = models.JSONField(default=dict)
    # Ready figures of the whole base (matrix cells, concentration, movement): pages read, never sum.
    summary = models.JSONField(default=dict)
    client_count = models.IntegerField(default=0)
    error = models.JSONField(default=dict)
    requested_at = models.DateTimeField()
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)


class OwnerFigures(models.Model):
    """The figures of one owner's clients, beside `ScoreRun.summary`; only those of the newest run are kept.

    A row each: a page that shows one scope must not unpack the figures of all others.
    """

    run = models.ForeignKey(ScoreRun, on_delete=models.CASCADE, related_name="+", db_index=False)
    # As `orders.summary.scope_of` writes it.
    scope = models.CharField(max_length=24)
    figures = models.JSONField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "scope"], name="figures_once_per_scope")]


class KnownUntil(models.Func):
    """The day a client's silence is counted to: the last order day and the days of silence after it."""

    output_field = models.DateField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        return self.as_sql(
            compiler, connection, template="date(%(expressions)s || ' days')", arg_joiner=", ", **context
        )

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        return self.as_sql(compiler, connection, template="(%(expressions)s)", arg_joiner=" + ", **context)


def facet(abc: str, xyz: str) -> models.GeneratedField:
    """A column the database computes from the classes and the state, as `orders.facets` says."""
    silent, falling = models.Q(is_silent=True), models.Q(is_falling=True)
    left = silent & models.Q(p_active__lt=facets.LEFT_BELOW)
    conditions = {"left_falling": left & falling, "left": left, "silent_falling": silent & falling, "silent": silent}
    due = models.Q(window_from__lte=KnownUntil("last_day", "silence_days"))
    conditions |= {"falling_due": falling & due, "falling": falling}
    conditions |= {name: models.Q(status=name) for name in facets.TOO_LITTLE} | {"due": due}
    state = models.Case(
        *[models.When(condition, then=facets.STATES.index(name)) for name, condition in conditions.items()], default=0
    )
    return models.GeneratedField(
        expression=state * 16 + _place(abc, facets.VALUE_CLASSES) * 4 + _place(xyz, facets.REGULARITIES),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )


def _place(column: str, letters: tuple[str, ...]) -> models.Case:
    known = [models.When(**{column: letter}, then=place) for place, letter in enumerate(letters) if letter]
    return models.Case(*known, default=letters.index(""))


class ClientScore(models.Model):
    """The newest scores of one client. Money in minor units; `status` says why a number is missing.

    Every client that is not merged away has a row, those without orders too (status "no_orders"), because the client
    list is read from here; `run` is empty until the first computation after the client was added by hand.
    """

    client = models.OneToOneField(Client, primary_key=True, on_delete=models.CASCADE, related_name="score")
    run = models.ForeignKey(ScoreRun, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    # The client's owner again, so that a salesperson's list is read in order from one index.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    status = models.CharField(max_length=20)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    order_days = models.IntegerField(default=0)
    tenure_days = models.IntegerField(null=True)
    silence_days = models.IntegerField(null=True)
    revenue_minor = models.BigIntegerField(default=0)
    revenue_12m_minor = models.BigIntegerField(default=0)
    margin_12m_minor = models.BigIntegerField(null=True)
    average_order_minor = models.BigIntegerField(null=True)
    interval_days = models.FloatField(null=True)
    interval_spread_days = models.FloatField(null=True)
    abc_class = models.CharField(max_length=1, blank=True, default="")
    abc_margin_class = models.CharField(max_length=1, blank=True, default="")
    abc_class_before = models.CharField(max_length=1, blank=True, default="")
    xyz_frequency_class = models.CharField(max_length=1, blank=True, default="")
    xyz_stability_class = models.CharField(max_length=1, blank=True, default="")
    demand_variation = models.FloatField(null=True)
    rfm_recency = models.SmallIntegerField(null=True)
    rfm_frequency = models.SmallIntegerField(null=True)
    rfm_money = models.SmallIntegerField(null=True)
    p_active = models.FloatField(null=True)
    p_active_before = models.FloatField(null=True)
    orders_12m = models.FloatField(null=True)
    orders_12m_low = models.FloatField(null=True)
    orders_12m_high = models.FloatField(null=True)
    value_12m_minor = models.BigIntegerField(null=True)
    value_12m_low_minor = models.BigIntegerField(null=True)
    value_12m_high_minor = models.BigIntegerField(null=True)
    window_from = models.DateField(null=True)
    window_to = models.DateField(null=True)
    silence_probability = models.FloatField(null=True)
    is_silent = models.BooleanField(default=False)
    volume_now_minor = models.BigIntegerField(null=True)
    volume_usual_minor = models.BigIntegerField(null=True)
    volume_drop_probability = models.FloatField(null=True)
    is_falling = models.BooleanField(default=False)
    # What filters ask for, as one small number each: a page of any combination begins at a place in an index.
    stability_facet = facet("abc_class", "xyz_stability_class")
    frequency_facet = facet("abc_class", "xyz_frequency_class")
    margin_facet = facet("abc_margin_class", "xyz_stability_class")
    rfm_cell = models.GeneratedField(
        expression=Coalesce(models.F("rfm_recency") * 10 + models.F("rfm_frequency"), 0),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )

    class Meta:
        indexes: ClassVar = [
            # One direction inside each index, so that a page begins with one row-value comparison even under ties.
            models.Index(fields=["-value_12m_minor", "-client"], name="score_value"),
            models.Index(fields=["last_day", "client"], name="score_day"),
            models.Index(fields=["owner", "-value_12m_minor", "-client"], name="score_owner_value"),
            models.Index(fields=["owner", "last_day", "client"], name="score_owner_day"),
            models.Index(fields=["stability_facet", "-value_12m_minor", "-client"], name="score_stability_value"),
            models.Index(fields=["stability_facet", "last_day", "client"], name="score_stability_day"),
            models.Index(fields=["frequency_facet", "-value_12m_minor", "-client"], name="score_frequency_value"),
            models.Index(fields=["frequency_facet", "last_day", "client"], name="score_frequency_day"),
            models.Index(fields=["margin_facet", "-value_12m_minor", "-client"], name="score_margin_value"),
            models.Index(fields=["margin_facet", "last_day", "client"], name="score_margin_day"),
            models.Index(fields=["rfm_cell", "-value_12m_minor", "-client"], name="score_rfm_value"),
            models.Index(fields=["rfm_cell", "last_day", "client"], name="score_rfm_day"),
            # Anniversaries: counted by day without reading a row. Only of those worth a call (first_orders.CLASSES).
            models.Index(fields=["first_day"], condition=models.Q(abc_class__in=("A", "B")), name="score_first_day"),
        ]


class ScoreSnapshot(models.Model):
    """A client's main scores as they stood at the end of a month: what trends and checks are made of."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+", db_index=False)
    month = models.DateField()
    as_of = models.DateField()
    model_version = models.CharField(max_length=40)
    abc_class = models.CharField(max_length=1, blank=True, default="")
    xyz_frequency_class = models.CharField(max_length=1, blank=True, default="")
    xyz_stability_class = models.CharField(max_length=1, blank=True, default="")
    p_active = models.FloatField(null=True)
    value_12m_minor = models.BigIntegerField(null=True)
    is_silent = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["client", "month"], name="snapshot_once_a_month")]
        indexes: ClassVar = [models.Index(fields=["month"], name="snapshot_month")]
