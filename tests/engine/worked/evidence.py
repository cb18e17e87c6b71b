"""Worked examples of evidence: from the inputs of an example to the calculations of `engine.evidence`."""

from typing import Any

import numpy as np

from tenure.engine.evidence import agreement, designs, peeking, pooling, proportions, saturation, sequential
from tenure.engine.evidence import value_of_information as voi
from tests.engine.worked import Calculation


def beta(share: proportions.Posterior, threshold: float) -> dict[str, Any]:
    return {
        "alpha": share.alpha,
        "beta": share.beta,
        "mean": share.mean,
        "ci95": list(share.interval()),
        "prob_above": share.above(threshold),
    }


def success_rate(inputs: dict[str, Any]) -> dict[str, Any]:
    share = proportions.posterior(inputs["s"], inputs["n"], a0=inputs["a0"], b0=inputs["b0"])
    return beta(share, inputs["threshold"]) | {"sd": share.sd}


def which_is_larger(inputs: dict[str, Any]) -> dict[str, Any]:
    a, b = (proportions.Posterior(*inputs[arm]) for arm in "AB")
    return {"prob_B_gt_A": proportions.greater(b, a)}


def directional(inputs: dict[str, Any]) -> dict[str, Any]:
    prior = {"a0": inputs["a0"], "b0": inputs["b0"]}
    return {
        "prior_prob": proportions.Posterior(inputs["a0"], inputs["b0"]).above(inputs["t"]),
        "post_prob": proportions.posterior(inputs["s"], inputs["n"], **prior).above(inputs["t"]),
        "bf10": proportions.bayes_factor_above(inputs["s"], inputs["n"], inputs["t"], **prior),
    }


def point(inputs: dict[str, Any]) -> dict[str, Any]:
    return {"bf10": proportions.bayes_factor_point(**inputs)}


def ahead(inputs: dict[str, Any]) -> dict[str, Any]:
    chance = proportions.predictive(inputs["m"], proportions.Posterior(inputs["a"], inputs["b"]))
    k = np.arange(chance.size)
    mean = float(k @ chance)
    sd = float(np.sqrt((k - mean) ** 2 @ chance))
    return {"p_at_least_k": float(chance[inputs["k"] :].sum()), "mean": mean, "sd": sd}


def sample_size(inputs: dict[str, Any]) -> dict[str, Any]:
    found = designs.exact_design(inputs["p0"], inputs["p1"], alpha=inputs["alpha"], power=inputs["power"])
    names = ("n", "min_successes")
    return {name: getattr(found, name) for name in names} | {"alpha_actual": found.alpha, "power_actual": found.power}


def assurance(inputs: dict[str, Any]) -> dict[str, Any]:
    found = designs.pass_mark(
        inputs["n"],
        inputs["t"],
        prior=proportions.Posterior(inputs["a"], inputs["b"]),
        design=proportions.Posterior(inputs["a_design"], inputs["b_design"]),
        sure=inputs["conf"],
    )
    mark, false_go, chance = found.min_successes, found.false_go, found.assurance
    return {"min_successes": mark, "type1_at_t": false_go, "assurance_design_prior": chance}


def three_intervals(inputs: dict[str, Any]) -> dict[str, Any]:
    found = proportions.intervals(inputs["s"], inputs["n"])
    return {name: list(getattr(found, name)) for name in ("wilson", "clopper_pearson", "jeffreys")}


def nothing_seen(inputs: dict[str, Any]) -> dict[str, Any]:
    exact, three = proportions.none_seen(inputs["n"], alpha=inputs["alpha"])
    return {"exact": exact, "rule_of_three": three}


def themes(inputs: dict[str, Any]) -> dict[str, Any]:
    found = saturation.saturation(inputs["theme_mentions"])
    return {
        "observed": found.observed,
        "coverage": found.coverage,
        "chao1_bias_corrected": found.expected,
        "missing": found.missing,
    }


def coders(inputs: dict[str, Any]) -> dict[str, Any]:
    found = agreement.agreement(inputs["confusion"])
    return {"po": found.observed, "pe": found.by_chance, "kappa": found.kappa}


def wald(inputs: dict[str, Any]) -> dict[str, Any]:
    found = sequential.sprt(inputs["x"], inputs["p0"], inputs["p1"], alpha=inputs["alpha"], beta=inputs["beta"])
    names = ("upper", "lower", "decision", "stopped_at")
    return {name: getattr(found, name) for name in names} | {"path": found.path.tolist()}


def wald_expected(inputs: dict[str, Any]) -> dict[str, Any]:
    low, high = sequential.sprt_expected(**inputs)
    return {"asn_H0": low, "asn_H1": high}


def always_valid(inputs: dict[str, Any]) -> dict[str, Any]:
    found = sequential.e_processes(inputs["x"], inputs["p0"], alpha=inputs["alpha"])[0]
    return {"e_path": found.path.tolist(), "first_reject": found.first_reject, "anytime_p": found.anytime_p}


def invalidate(inputs: dict[str, Any]) -> dict[str, Any]:
    e = float(np.exp(sequential.log_e_values(inputs["s"], inputs["f"], inputs["t"])[1][0]))
    return {"e": e, "reject": e >= 1 / inputs["alpha"]}


def robbins(inputs: dict[str, Any]) -> dict[str, Any]:
    s, n = zip(*inputs["cases"], strict=True)
    low, high = sequential.confidence_sequence(s, n, alpha=inputs["alpha"], a=inputs["a"], b=inputs["b"])
    return {
        "intervals": [list(ends) for ends in zip(low.tolist(), high.tolist(), strict=True)],
        "wilson_14_20": list(proportions.intervals(14, 20).wilson),
    }


def e_values(inputs: dict[str, Any]) -> dict[str, Any]:
    found = sequential.combine(inputs["e"])
    return {name: getattr(found, name) for name in ("product", "mean", "p_product", "p_mean")}


def peeked(inputs: dict[str, Any]) -> dict[str, Any]:
    p0, most, alpha = inputs["p0"], inputs["nmax"], inputs["alpha"]
    valid = peeking.e_value(p0, most, alpha=alpha)
    at_p1 = peeking.behaviour(valid, inputs["p1"])
    fixed, each = (peeking.exact_test(p0, most, alpha=alpha, only_at_end=end) for end in (True, False))
    return {
        "false_positive_fixed_n": peeking.behaviour(fixed, p0).go,
        "false_positive_peek_exact_test": peeking.behaviour(each, p0).go,
        "false_positive_eprocess": peeking.behaviour(valid, p0).go,
        "eprocess_power": at_p1.go,
        "eprocess_mean_stop": at_p1.mean_stop,
    }


def peeked_bayes(inputs: dict[str, Any]) -> dict[str, Any]:
    def go(*, only_at_end: bool) -> float:
        rule = peeking.bayes(
            inputs["t"], inputs["nmax"], sure=inputs["conf"], least=inputs["nmin"], only_at_end=only_at_end
        )
        return peeking.behaviour(rule, inputs["t"]).go

    return {"false_go_peek": go(only_at_end=False), "false_go_end_only": go(only_at_end=True)}


def futility(inputs: dict[str, Any]) -> dict[str, Any]:
    s, n, planned, mark, a, b = (inputs[name] for name in ("s", "n", "N", "r", "a", "b"))
    return {"ppos": sequential.still_passing(s, n, planned, mark, a=a, b=b)}


def kinds(inputs: dict[str, Any]) -> dict[str, Any]:
    items = [pooling.Item(row["sens"], row["spec"], row["positive"], row["w"]) for row in inputs["items"]]
    found = pooling.weigh(inputs["prior"], items)
    return {"logodds": found.log_odds, "prob": found.probability}


def power_prior(inputs: dict[str, Any]) -> dict[str, Any]:
    s, n, w = zip(*inputs["evidence_s_n_w"], strict=True)
    return beta(pooling.discounted(s, n, w, a0=inputs["a0"], b0=inputs["b0"]), inputs["threshold"])


def pooled(found: pooling.Pooled) -> dict[str, Any]:
    return {
        "fixed": found.fixed,
        "Q": found.q,
        "p_heterogeneity": found.p_heterogeneity,
        "I2": found.i2,
        "tau2": found.tau2,
        "random": found.random,
        "se": found.se,
        "ci95": [found.low, found.high],
    }


def populations(inputs: dict[str, Any]) -> dict[str, Any]:
    s, n = zip(*inputs["s_n"], strict=True)
    found = pooling.pool_shares(s, n)
    return pooled(found) | {"random_prob": 1 / (1 + np.exp(-found.random))}


def clusters(inputs: dict[str, Any]) -> dict[str, Any]:
    effect, effective = pooling.clustered(inputs["n"], inputs["m"], inputs["rho"])
    return {"deff": effect, "n_eff": effective}


def survives(inputs: dict[str, Any]) -> dict[str, Any]:
    found = pooling.all_hold(inputs["p"])
    ends = {"frechet_low": found.low, "frechet_high": found.high}
    return {"product": found.product, "weakest": found.weakest} | ends


def risk(inputs: dict[str, Any]) -> dict[str, Any]:
    names, impact, p = zip(*inputs["hyp"], strict=True)
    rank = voi.priority(impact, p)
    order = [names[row] for row in np.argsort(-rank, kind="stable")]
    return {"entropy": voi.entropy(p).tolist(), "priority": rank.tolist(), "order": order}


def one_test(inputs: dict[str, Any]) -> dict[str, Any]:
    stake = voi.Stake(inputs["p"], inputs["G"], inputs["L"])
    found = voi.value(stake, voi.Experiment("", inputs["sens"], inputs["spec"], inputs["cost"]))
    return {
        "ev_go": stake.go,
        "ev_now": stake.now,
        "evpi": stake.evpi,
        "p_pos": found.p_positive,
        "post_pos": found.if_positive,
        "post_neg": found.if_negative,
        "evsi": found.evsi,
        "engs": found.engs,
        "per_cost": found.per_cost,
    }


def several_tests(inputs: dict[str, Any]) -> dict[str, Any]:
    tests = [
        voi.Experiment(row["name"], row["sens"], row["spec"], row["cost"], row["days"]) for row in inputs["experiments"]
    ]
    found = voi.next_test(voi.Stake(inputs["p"], inputs["G"], inputs["L"]), tests)
    table = [
        {name: getattr(row, name) for name in ("name", "evsi", "engs", "per_cost")} | {"engs_per_day": row.per_day}
        for row in found.table
    ]
    best = {"best_engs": found.best, "best_ratio": found.best_per_cost, "best_per_day": found.best_per_day}
    return {"table": table} | best


def trials(inputs: dict[str, Any]) -> dict[str, Any]:
    venture = voi.Venture(proportions.Posterior(inputs["a"], inputs["b"]), inputs["val"], inputs["K"])
    cost = {"fixed_cost": inputs["fixed_cost"], "unit_cost": inputs["unit_cost"]}
    shown = [int(size) for size in inputs["sizes"]]
    best, brings = venture.best_size(**cost)
    return {
        "evpi": venture.evpi,
        "evsi": {str(n): venture.evsi(n) for n in shown},
        "engs": {str(n): venture.engs(n, **cost) for n in shown},
        "best_n": best,
        "best_engs": brings,
    }


CALCULATIONS: dict[str, Calculation] = {
    "A1": success_rate,
    "A1b": success_rate,
    "A1c": success_rate,
    "A2": which_is_larger,
    "A3": directional,
    "A3b": point,
    "A4": ahead,
    "A5": sample_size,
    "A6": assurance,
    "A7": three_intervals,
    "A8": lambda inputs: {"n": [designs.interviews_needed(*case) for case in inputs["cases"]]},
    "A9": nothing_seen,
    "A10": themes,
    "A11": coders,
    "B1": wald,
    "B1b": wald_expected,
    "B2": always_valid,
    "B2b": invalidate,
    "B3": robbins,
    "B4": e_values,
    "B5": peeked,
    "B6": peeked_bayes,
    "B7": futility,
    "C1": kinds,
    "C2": power_prior,
    "C3": populations,
    "C4": lambda inputs: {"fisher": pooling.fisher(inputs["p"]), "stouffer": pooling.stouffer(inputs["p"])},
    "C5": clusters,
    "C6": survives,
    "D1": risk,
    "D2": one_test,
    "D3": several_tests,
    "D4": trials,
    "M3": lambda inputs: {"n_per_arm": designs.per_arm(**inputs)},
}
