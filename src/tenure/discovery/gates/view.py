"""The gate of the phase a venture is in: each criterion with what was found, what is missing, the next best step."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tenure.discovery.fit.readings import BaseNumbers
from tenure.discovery.gates.criteria import Criterion, criteria_of
from tenure.discovery.gates.finding import MET, MISSING, OPEN, Finding
from tenure.discovery.gates.numbers import BASED, GateNumbers, gate_numbers
from tenure.discovery.gates.one_market import CHOOSING, OF_ONE_MARKET, one_market
from tenure.discovery.gates.rules import find
from tenure.discovery.gates.standard import MUST, PHASES, next_phase
from tenure.discovery.gates.standing import Standings, standings_of
from tenure.discovery.models import Venture
from tenure.discovery.reading_once import this_workspace
from tenure.discovery.sight import seen_venture, works_in
from tenure.kernel import clock
from tenure.kernel.errors import NotFound
from tenure.privacy.models import User


@dataclass(frozen=True)
class GateLine:
    """A criterion with its finding; state: met, open or missing, by the numbers or by the person who decided."""

    criterion: Criterion
    finding: Finding
    state: str

    @property
    def by_word(self) -> bool:
        """Whether a person's word decides it."""
        decided = self.criterion.decided
        return decided is not None and not decided.gone and self.finding.state == OPEN


@dataclass(frozen=True)
class GateView:
    """state: of the phase; lines: in their order; fallen_on: the day its override ended, None otherwise; step: the line
    whose next step comes first; leads_to: the phase after, None after the last; base: as read last, where a criterion
    reads it."""

    venture_id: int
    phase: str
    state: str
    lines: tuple[GateLine, ...]
    standings: Standings
    fallen_on: date | None
    leads_to: str | None
    may_work: bool
    today: date
    base: BaseNumbers | None = None

    @property
    def musts(self) -> tuple[GateLine, ...]:
        return tuple(line for line in self.lines if line.criterion.need == MUST)

    @property
    def unmet(self) -> tuple[GateLine, ...]:
        """Musts that are not met."""
        return tuple(line for line in self.musts if line.state != MET)

    @property
    def market(self) -> tuple[str, ...]:
        """Of which segment, and of which problem where one is known, the criteria of a market are judged."""
        told = [line.finding.data for line in self.lines if line.criterion.rule in OF_ONE_MARKET]
        named = [next((str(data[name]) for data in told if name in data), "") for name in ("segment", "problem")]
        return tuple(name for name in named if name)

    @property
    def open(self) -> bool:
        """Every must is met; a gate without a must stays shut, as nothing proven passes nothing."""
        return bool(self.musts) and not self.unmet

    @property
    def step(self) -> GateLine | None:
        """The first must with something to do: what is decided against comes after what is only open."""
        waiting = [line for line in self.unmet if line.finding.step]
        return min(waiting, key=lambda line: line.state == MISSING, default=None)


def gate_of(*, actor: User, venture_id: int, phase: str = "") -> GateView:
    """The gate of a venture in sight: of its phase, or of another. Raises NotFound."""
    venture = seen_venture(actor, venture_id)
    if phase and phase not in PHASES:
        raise NotFound
    return gate_for(actor, venture, phase)


def gate_for(actor: User, venture: Venture, phase: str = "") -> GateView:
    """As `gate_of`, for a venture already found to be in sight."""
    workspace = this_workspace()
    today = clock.today()
    standings = standings_of(venture, today)
    asked = phase or effective_phase(venture.phase, standings)
    criteria = criteria_of(venture, asked)
    currency = workspace.currency if workspace else "EUR"
    rules = [one.rule for one in criteria]
    numbers = gate_numbers(actor=actor, venture=venture, currency=currency, rules=rules, today=today)
    return GateView(
        venture_id=venture.pk, phase=asked, state=standings.by_phase[asked], lines=judged(criteria, numbers),
        standings=standings, fallen_on=standings.fallen.get(asked), leads_to=next_phase(asked),
        may_work=works_in(actor, venture), today=today, base=numbers.base if BASED & set(rules) else None,
    )  # fmt: skip


def effective_phase(phase: str, standings: Standings) -> str:
    """The phase whose gate is to be decided: a fallen one comes before the one the venture is in."""
    return min([phase, *standings.fallen], key=PHASES.index)


def judged(criteria: tuple[Criterion, ...], numbers: GateNumbers) -> tuple[GateLine, ...]:
    """Each criterion by its rule, or by the person who decided where the rule leaves it to one. What is asked of a market is
    asked of one and the same."""
    lines, market = [], one_market(criteria, numbers)
    for criterion in criteria:
        finding = find(criterion.rule, criterion.marks, market if criterion.rule in CHOOSING else numbers)
        state = finding.state
        # A word fills what the numbers leave open; it does not speak against them.
        decided = criterion.decided
        if state == OPEN and criterion.by_hand and decided is not None:
            if decided.gone:
                finding = Finding(OPEN, "word_gone", {"reason": decided.gone_reason}, "decide")
            else:
                state = MET if decided.met else MISSING
        lines.append(GateLine(criterion, finding, state))
    return tuple(lines)


def counts(lines: tuple[GateLine, ...]) -> Mapping[str, int]:
    """How many lines stand where."""
    return {state: sum(line.state == state for line in lines) for state in (MET, OPEN, MISSING)}
