"""Which model of orders a base is scored with: the one that foretold best what a part of its clients did of late."""

from dataclasses import dataclass
from typing import Any

from tenure.engine import order_values
from tenure.engine.alarms.days import OrderDays
from tenure.engine.backtest.ahead import log_scores
from tenure.engine.backtest.ledger import Ledger, counts_between, known_at
from tenure.engine.backtest.origins import plan
from tenure.engine.errors import EngineError, NotEnoughData
from tenure.engine.models.choice import MODELS, Choice, choose, model_named
from tenure.engine.models.gamma_gamma import GammaGammaParameters
from tenure.engine.models.shape import OrdersModel
from tenure.engine.tuples import Floats, Histories

CLIENTS = 10_000
# Taken where nothing can be held out: it knows that a client may leave after the first order too.
UNCOMPARED = "mbg-nbd"


def choose_model(days: OrderDays, *, until: int) -> Choice | None:
    """The comparison of all models on one past day, a horizon before epoch day `until`; None when it cannot be made.

    days: a part of the clients is enough (about CLIENTS). The horizon is that of `backtest.origins.usual_horizon`: a
    year where there are three, else a third of what there is.
    """
    base = Ledger(days, until, days.clients)
    try:
        times = plan(int(days.day.min()), until, horizon_days=None, origins=1)
    except NotEnoughData:
        return None
    known = known_at(base, times.days[0], unit="day")
    histories = known.histories()
    actual = counts_between(base, known.day, known.day + times.horizon_days, who=known.who).astype(float)
    scores: dict[str, Floats] = {}
    failed: dict[str, str] = {}
    for name, model in MODELS.items():
        try:
            fitted = model.fit(histories)
            told = log_scores(model, fitted, (known.x, known.t_x, known.T), actual, horizon=times.horizon_days)
        except EngineError as error:
            failed[name] = error.code
        else:
            scores[name] = told
    return choose(scores, failed=failed) if scores else None


@dataclass(frozen=True)
class Fitted:
    """A model and its parameters for the whole base. may_leave_at_once: whether it lets a client leave after the first
    order already."""

    name: str
    model: OrdersModel[Any]
    parameters: Any

    @property
    def may_leave_at_once(self) -> bool:
        return getattr(self.parameters, "leaves_at_start", True)


@dataclass(frozen=True)
class Taught:
    """What the base taught: the distinct histories, how a model was chosen, both models where they could be fitted, and
    the codes of how that came out."""

    histories: Histories
    choice: Choice | None
    orders: Fitted | None
    verdict: str
    values: GammaGammaParameters | None
    value_verdict: str


def learn_models(
    histories: Histories, part: OrderDays, sold: Floats, total: Floats, logs: Floats, *, until: int
) -> Taught:
    """Both models of a base. part: order days of some of its clients; sold, total, logs: see `order_values.fit_values`."""
    choice = choose_model(part, until=until)
    values, value_verdict = order_values.fit_values(sold, total, logs)
    try:
        fitted = fit_chosen(histories, choice)
    except EngineError as error:
        return Taught(histories, choice, None, error.code, values, value_verdict)
    return Taught(histories, choice, fitted, fitted.parameters.verdict, values, value_verdict)


def fit_chosen(histories: Histories, choice: Choice | None) -> Fitted:
    """The chosen model fitted to the whole base, or the simplest that can be where it cannot.

    Raises the error of the chosen model when none can.
    """
    wanted = choice.model if choice else UNCOMPARED
    problem: EngineError | None = None
    for name in (wanted, *(name for name in MODELS if name != wanted)):
        model = model_named(name)
        try:
            return Fitted(name, model, model.fit(histories))
        except EngineError as error:
            problem = problem or error
    raise problem or NotEnoughData("no_model", "No model could be fitted")
