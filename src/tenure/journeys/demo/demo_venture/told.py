"""What every chapter does: lays stickers, holds talks, runs tests; through the product's own writers."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from tenure.discovery.canvas.versions import save_version
from tenure.discovery.fit.sales import save_period
from tenure.discovery.hypotheses.hypotheses import add_hypothesis
from tenure.discovery.hypotheses.links import link_hypotheses
from tenure.discovery.interviews.plans import PlanText, add_plan
from tenure.discovery.interviews.quote_evidence import quote_as_evidence
from tenure.discovery.interviews.quotes import add_quote
from tenure.discovery.interviews.recording import InterviewText, record_interview
from tenure.discovery.interviews.said import CommitmentSaid, ProblemSaid
from tenure.discovery.interviews.themes import add_theme, code_quote
from tenure.discovery.testing.card_text import CardText
from tenure.discovery.testing.cards import draft_test, seen_test
from tenure.discovery.testing.costs import record_work
from tenure.discovery.testing.decisions import decide_test
from tenure.discovery.testing.learning import LearningText, write_learning
from tenure.discovery.testing.lock import lock_test
from tenure.discovery.testing.observations import observe
from tenure.journeys.demo.demo_venture.cast import MINOR, Cast
from tenure.journeys.demo.demo_venture.stickers import Sticker
from tenure.journeys.demo.demo_venture.talks import Talk
from tenure.privacy.models import User


def lay(cast: Cast, stickers: Iterable[Sticker], *, ago: int, version: str = "") -> None:
    """Put stickers on the canvas, and keep the canvas as it then lies."""
    with cast.on(ago):
        for one in stickers:
            text = replace(
                one.text,
                segment_id=cast.segments.get(one.segment),
                problem_id=cast.problems.get(one.problem),
            )
            cast.hypotheses[one.key] = add_hypothesis(actor=cast.founder, venture_id=cast.venture, text=text)
            for parent in one.parents:
                link_hypotheses(
                    actor=cast.founder, child_id=cast.hypotheses[one.key], parent_id=cast.hypotheses[parent]
                )
        save_version(actor=cast.founder, venture_id=cast.venture, name=version)


GUIDE = (
    "When did this last happen, and what did you do then?",
    "What did it cost you, in money and in hours?",
    "How do you deal with it today?",
    "Who else has to agree when you change a supplier?",
    "Whom should we talk to next?",
)


def plan(cast: Cast, segment: str, goal: str, audience: str, *, ago: int, target: int, due: int) -> None:
    """Plan a round of talks with a segment; the questions ask about last time, not about opinions."""
    with cast.on(ago):
        cast.plans[segment] = add_plan(
            actor=cast.founder, venture_id=cast.venture,
            plan=PlanText(
                kind="problem", goal=goal, audience=audience, segment_id=cast.segments[segment], target=target,
                strangers=5, due_on=cast.day(due), questions="\n".join(GUIDE),
            ),
        )  # fmt: skip


def code(cast: Cast, themes: Mapping[str, tuple[str, ...]], *, ago: int) -> None:
    """Two people put quotes under themes, each by themselves; the last quote of each theme the seller sees otherwise."""
    with cast.on(ago, 16):
        ids = {
            name: add_theme(actor=cast.founder, venture_id=cast.venture, name=name, description="") for name in themes
        }
        names = list(themes)
        for place, (name, marks) in enumerate(themes.items()):
            found = [quote for words, quote in cast.quotes.items() if any(mark in words for mark in marks)]
            for quote in found:
                other = names[place - 1] if quote == found[-1] and len(found) > 2 else name
                code_quote(actor=cast.founder, quote_id=quote, theme_id=ids[name])
                code_quote(actor=cast.seller, quote_id=quote, theme_id=ids[other])


def hold(cast: Cast, talk: Talk, *, kind: str = "problem", side: str = "consumer") -> None:
    """Record one interview with what was quoted from it."""
    actor = cast.seller if talk.ago % 3 == 0 else cast.founder
    first = next(iter(cast.problems))
    severities = dict(zip(cast.problems, (talk.first, talk.second, talk.third), strict=False))
    said = tuple(
        ProblemSaid(
            problem_id=cast.problems[key], severity=severity, frequency="weekly",
            alternative=talk.alternative if key == first else "",
            cost_minor=talk.cost * MINOR if talk.cost is not None and key == first else None,
        )
        for key, severity in severities.items()
        if severity
    )  # fmt: skip
    given = (
        *((CommitmentSaid("money", "Deposit", talk.money * MINOR),) if talk.money is not None else ()),
        *((CommitmentSaid("time", talk.time),) if talk.time else ()),
    )
    with cast.on(talk.ago, 11) as day:
        recorded = record_interview(
            actor=actor, venture_id=cast.venture, today=day,
            text=InterviewText(
                kind=kind, held_on=day, side=side, segment_id=cast.segments.get(talk.segment), name=talk.name,
                plan_id=cast.plans.get(talk.segment), company=talk.company, acquaintance=talk.acquaintance,
                minutes=talk.minutes, evangelist=talk.evangelist, decides=talk.decides, problems=said, commitments=given,
            ),
        )  # fmt: skip
        for words, key, supports, weight in talk.quotes:
            quote = cast.quotes[words] = add_quote(actor=actor, interview_id=recorded.id, text=words)
            if key in cast.hypotheses:
                quote_as_evidence(
                    actor=actor, quote_id=quote, hypothesis_id=cast.hypotheses[key], supports=supports, weight=weight
                )


def run_test(cast: Cast, key: str, card: CardText, *, locked: int, results: str, first: int, last: int) -> None:
    """Write a card, lock it, observe one result after the other from day to day, and decide when its rule allows."""
    with cast.on(locked):
        test = draft_test(actor=cast.founder, hypothesis_id=cast.hypotheses[key], text=card)
        cast.tests[key] = test
        lock_test(actor=cast.founder, test_id=test, version=seen_test(cast.founder, test).version)
    for place, result in enumerate(results):
        ago = round(first + (last - first) * place / max(1, len(results) - 1))
        with cast.on(ago, 13) as day:
            observe(actor=cast.seller, test_id=test, success=result == "1", happened_on=day)


def decide(cast: Cast, key: str, *, ago: int) -> str:
    """Close a test by its own rule."""
    with cast.on(ago, 17):
        test = cast.tests[key]
        return decide_test(actor=cast.founder, test_id=test, version=seen_test(cast.founder, test).version)


def learn(cast: Cast, key: str, *, ago: int, text: LearningText) -> None:
    """Decide a test and write what was learnt from it."""
    decide(cast, key, ago=ago)
    with cast.on(ago, 18):
        write_learning(actor=cast.founder, test_id=cast.tests[key], text=text)


def worked(cast: Cast, key: str, *, ago: int, by: User, hours: int, euros: int, note: str) -> None:
    """Note what a test took, in hours and money."""
    with cast.on(ago) as day:
        record_work(
            actor=by, venture_id=cast.venture, on=day, minutes=hours * 60, money_minor=euros * MINOR,
            test_id=cast.tests[key], note=note,
        )  # fmt: skip


def sell(cast: Cast, periods: Iterable[tuple[int, float, int]]) -> None:
    """Note what sellers brought: how long ago the period began, how many there were, euros of each."""
    for ago, sellers, brought in periods:
        with cast.on(ago):
            save_period(
                actor=cast.founder, venture_id=cast.venture, starts_on=cast.day(ago).replace(day=1), sellers=sellers,
                yield_minor=brought * MINOR,
            )  # fmt: skip
