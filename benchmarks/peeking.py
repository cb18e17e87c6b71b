"""What looking at every answer does to a test, through the decisions of the product itself: `python -m benchmarks.peeking`.

A true share exactly at the threshold, 0.4, must hardly ever be called "proven"; one of 0.65 should be. Answers are drawn
and handed to `running_view`, the function every page and every verdict uses, with a look after each, up to 60. The exact
test is handed over as people misuse it: planned anew at every look, so that each look is its last answer.
"""

import resource
import time
from datetime import date

import numpy as np

from tenure.discovery.testing.plan import BAYES, E_PROCESS, EXACT, SUPPORTED, Answer, Plan
from tenure.discovery.testing.verdicts import running_view
from tenure.engine.evidence import designs, peeking

DAY = date(2026, 5, 12)
P0, P1, MOST, RUNS = 0.4, 0.65, 60, 20_000
MANY, LIMIT_MS = 10_000, 50.0
# Method 2.15: rate, how far the simulation may lie off.
PROMISED = {
    "exact test, looked at once": (0.0445, 0.006),
    "exact test, looked at after every answer": (0.174, 0.012),
    "probability 95 %, looked at from 10 on": (0.201, 0.012),
    "e-process, looked at after every answer": (0.0282, 0.006),
    "e-process, true share 0.65": (0.903, 0.01),
}


def answers(wins: np.ndarray) -> list[Answer]:
    return [Answer(place, bool(won), DAY) for place, won in enumerate(wins, 1)]


def counted(n: int, s: int) -> list[Answer]:
    return answers(np.arange(n) < s)


def mark(n: int) -> int:
    """Fewest successes of n that share P0 brings with 5 % at most."""
    return next(k for k in range(n + 2) if designs.at_least(k, n, P0) <= 0.05)


def table(plan_of_size, least: int = 1) -> peeking.Rule:  # type: ignore[no-untyped-def]
    """[n, s]: whether the product says "supported" when the test is planned for n and s of n came."""
    rule = np.zeros((MOST + 1, MOST + 1), dtype=bool)
    for n in range(least, MOST + 1):
        for s in range(n + 1):
            rule[n, s] = running_view(plan_of_size(n), counted(n, s), today=DAY).verdict == SUPPORTED
    return rule


def exact(n: int) -> Plan:
    return Plan(EXACT, n, P0, pass_mark=min(mark(n), n + 1))


def simulated(share: float, rng: np.random.Generator) -> tuple[float, float]:
    """Runs of the e-process called "supported", and answers on average, one run after another through the product."""
    plan, yes, total = Plan(E_PROCESS, MOST, P0), 0, 0
    for _run in range(RUNS):
        view = running_view(plan, answers(rng.random(MOST) < share), today=DAY)
        yes += view.verdict == SUPPORTED
        total += view.stopped_at if view.verdict == SUPPORTED and view.stopped_at else MOST
    return yes / RUNS, total / RUNS


def found() -> dict[str, tuple[float, float]]:
    """Rate of "supported" and answers on average, by the name of what was done."""
    rng = np.random.default_rng(20260101)
    at_every_look = table(exact)
    once = np.zeros_like(at_every_look)
    once[MOST] = at_every_look[MOST]
    bayes = table(lambda n: Plan(BAYES, n, P0, sure=0.95), least=10)
    rules = {
        "exact test, looked at once": once,
        "exact test, looked at after every answer": at_every_look,
        "probability 95 %, looked at from 10 on": bayes,
    }
    rows = {}
    for name, rule in rules.items():
        drawn = peeking.simulated(rule, P0, runs=RUNS, rng=rng)
        rows[name] = drawn.go, drawn.mean_stop
    rows["e-process, looked at after every answer"] = simulated(P0, rng)
    rows["e-process, true share 0.65"] = simulated(P1, rng)
    return rows


def speed() -> float:
    """Milliseconds of processor time for e-process, its mirror and the confidence sequence of 10,000 observations."""
    rng = np.random.default_rng(1)
    rows = answers(rng.random(MANY) < P0)
    plan = Plan(E_PROCESS, 2 * MANY, P0)
    best = float("inf")
    for _again in range(5):
        begun = time.process_time()
        running_view(plan, rows, today=DAY)
        best = min(best, time.process_time() - begun)
    return 1000 * best


def main() -> None:
    print(f"{RUNS:,} runs, at most {MOST} answers, threshold {P0}; each through tenure.discovery.testing.verdicts")
    for name, (rate, mean) in found().items():
        promised, off = PROMISED[name]
        verdict = "" if abs(rate - promised) <= off else "  OFF"
        print(f"{name:<44}{100 * rate:6.2f} %, promised {100 * promised:5.1f} %; stops after {mean:5.1f}{verdict}")
    spent = speed()
    over = "  OVER" if spent > LIMIT_MS else ""
    print(f"e-process and confidence sequence of {MANY:,} observations: {spent:.1f} ms CPU, limit {LIMIT_MS:.0f}{over}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")


if __name__ == "__main__":
    main()
