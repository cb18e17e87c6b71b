"""The product-market-fit board: every measure with its verdict, "not decided" when it is not, and what would decide it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tenure.discovery.fit.readings import Reading, newest_reading
from tenure.discovery.fit.sales import SLOWLY, UNKNOWN, VOLUME, SalesCurve, sales_curve
from tenure.discovery.fit.settings import FitChoices, choices_for, ellis_mark_at
from tenure.discovery.models import Survey, SurveyQuestion, Venture
from tenure.discovery.offers.presale_sums import PresaleSums, presale_sums
from tenure.discovery.reading_once import remembered
from tenure.discovery.sight import seen_venture, works_in
from tenure.discovery.surveys import kinds
from tenure.discovery.surveys.questions import answered_questions, view_of
from tenure.discovery.surveys.results import EllisCount, Given, ellis_count, given_of, nps_of
from tenure.engine.market_fit import FEWEST, SURE, Nps, answers_needed
from tenure.privacy.models import User

FIT, NO_FIT, NOT_DECIDED, NO_DATA = "fit", "no_fit", "not_decided", "no_data"
# Ten points of NPS are worth telling apart; more noise than this and the score says nothing.
QUIET_NPS = 10.0
REPEATS = 1


@dataclass(frozen=True)
class EllisBoard:
    """The question of Ellis. decides: the group it is decided on, the segment declared best before the answers, else all;
    declared: whether such a segment was; mark: the share asked for when the survey opened; others: the rest, which decide
    nothing; needed: more answers that would decide if the share stays, None when no number of them would; short: answers
    missing to the fewest that can decide."""

    survey_id: int
    survey: str
    decides: EllisCount
    declared: bool
    mark: float
    others: tuple[EllisCount, ...]
    verdict: str
    needed: int | None
    short: int


@dataclass(frozen=True)
class FitBoard:
    """All that is known of the fit. verdict: "fit" when the answers or the orders say so and neither denies it, "no_fit"
    when both deny or the only one known does, else "not_decided"; nps_answers: how many; clients_needed: more clients
    that would decide the plateau if the curve stays."""

    venture_id: int
    verdict: str
    ellis: EllisBoard | None
    reading: Reading
    reading_verdict: str
    clients_needed: int | None
    nps: Nps | None
    nps_answers: int
    nps_quiet: bool
    sales: PresaleSums
    sales_verdict: str
    curve: SalesCurve
    curve_verdict: str
    choices: FitChoices
    may_work: bool


def fit_board(*, actor: User, venture_id: int) -> FitBoard:
    """The board of a venture in sight. Nineteen queries at most."""
    return board_for(actor, seen_venture(actor, venture_id))


@remembered
def board_for(actor: User, venture: Venture) -> FitBoard:
    """As `fit_board`, for a venture already found to be in sight."""
    choices = choices_for(actor, venture)
    reading = newest_reading(venture)
    sums = presale_sums(venture)
    curve = sales_curve(venture, choices.rep_cost_minor)
    found, answers = _asked(venture)
    score = nps_of(answers)
    reading_verdict = reading.verdict or NO_DATA
    curve_verdict = {UNKNOWN: NO_DATA, SLOWLY: FIT, VOLUME: FIT}.get(curve.hiring, NO_FIT)
    return FitBoard(
        venture.pk, verdict_of(found.verdict if found else NO_DATA, reading_verdict), found, reading, reading_verdict,
        clients_needed(reading), score, len(answers), bool(score and score.high - score.low <= 2 * QUIET_NPS), sums,
        sales_verdict(sums), curve, curve_verdict, choices, works_in(actor, venture),
    )  # fmt: skip


def verdict_of(ellis: str, orders: str) -> str:
    """Whether there is a fit, by the answers and the orders together (method V3). Pure."""
    said = {ellis, orders} - {NO_DATA}
    if FIT in said and NO_FIT not in said:
        return FIT
    return NO_FIT if said == {NO_FIT} else NOT_DECIDED


def sales_verdict(sums: PresaleSums) -> str:
    """Whether others than the founder sell, and again, to the same buyers. Pure."""
    if not sums.buyers:
        return NO_DATA
    return FIT if sums.repeat_without_founder >= REPEATS else NOT_DECIDED


def clients_needed(reading: Reading) -> int | None:
    """How many more clients would decide the plateau if the curve stays as it is: an interval narrows with the square
    root of their number. Pure."""
    if reading.verdict != NOT_DECIDED or reading.level is None or reading.low is None or reading.high is None:
        return None
    half = reading.level - reading.low if reading.level > reading.mark else reading.high - reading.level
    apart = abs(reading.level - reading.mark)
    if apart < 1e-3 or half <= apart:
        return None
    return math.ceil(round(reading.clients * ((half / apart) ** 2 - 1), 6))


def ellis_board(
    survey_id: int, survey: str, values: Sequence[tuple[dict[str, object], int | None]], best: int | None, given: Given,
    mark: float,
) -> EllisBoard:  # fmt: skip
    """The question decided on the segment declared best, or on everybody where none was. Pure."""
    everybody = ellis_count("", None, [value for value, _one in values], mark)
    parts = [
        ellis_count(given.names.get(one, ""), one, [value for value, of in values if of == one], mark)
        for one in sorted({one for _value, one in values if one is not None} | ({best} if best else set()))
    ]
    decides = next((one for one in parts if one.segment_id == best), everybody) if best else everybody
    verdict = decides.found.verdict if decides.found else NO_DATA
    needed = answers_needed(decides.very, decides.used, mark=mark, sure=SURE) if decides.found else None
    # Where everybody who used it is of the deciding segment, "everybody" would only say the same again.
    rest = parts if everybody.used == decides.used else (everybody, *parts)
    others = tuple(one for one in rest if one is not decides and one.used)
    return EllisBoard(
        survey_id, survey, decides, best is not None, mark, others if len(parts) > 1 or best else (), verdict, needed,
        max(0, FEWEST - decides.used),
    )  # fmt: skip


def _asked(venture: Venture) -> tuple[EllisBoard | None, list[int]]:
    """The newest survey with answers to the fit question, and the answers of the newest with the other one."""
    newest: dict[str, SurveyQuestion] = {}
    for row in answered_questions(venture):
        if row.kind in (kinds.ELLIS, kinds.NPS):
            newest.setdefault(row.kind, row)
    given: dict[int, Given] = {
        one: given_of(one, venture.pk) for one in sorted({row.survey_id for row in newest.values()})
    }
    found, answers = None, []
    if asked := newest.get(kinds.ELLIS):
        values = given[asked.survey_id].of(view_of(asked))
        mark = ellis_mark_at(venture.pk, asked.survey.opened_at)
        found = ellis_board(
            asked.survey_id, asked.survey.name, values, _best(asked.survey), given[asked.survey_id], mark
        )
    if asked := newest.get(kinds.NPS):
        answers = [int(value) for value, _one in given[asked.survey_id].of(view_of(asked))]
    return found, answers


def _best(survey: Survey) -> int | None:
    return survey.best_segment_id
