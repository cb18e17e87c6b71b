"""The one integral behind the Pareto/NBD likelihood, exact in every corner of its parameters.

    J(p, q; alpha, beta, t) = integral over y from t to infinity of (alpha + y)^-p (beta + y)^-q

It equals (B + t)^-P (S + t)^(1-Q) F(P, 1; p+q; z) / (p+q-1) with B the larger of alpha and beta, S the smaller, P and Q
their exponents and z = (B - S) / (B + t): Gauss's 2F1 after Euler's transformation, whose series has positive terms
alone. Where the series is slow (z near 1) the head of the integral is summed over panels and the series does the tail.
Every term is positive, so that nothing cancels: no scale of alpha and beta and no number of orders loses digits.
"""

import math

import numpy as np

from tenure.engine.compiled import compiled

NODES, WEIGHTS = np.polynomial.legendre.leggauss(12)
SLOW = 0.8
EXACT = 1e-17
TERMS = 100_000


@compiled
def gauss_one(b, c, z):  # type: ignore[no-untyped-def]
    """ln F(b, 1; c; z) for 0 < b < c, 0 <= z < 1, and its derivatives over b, c and z, by the series."""
    term = total = 1.0
    by_b = by_c = by_z = 0.0
    risen_b = risen_c = 0.0
    for n in range(TERMS):
        upper, lower = 1.0 / (b + n), 1.0 / (c + n)
        risen_b += upper
        risen_c += lower
        term *= z * (b + n) * lower
        total += term
        by_b += term * risen_b
        by_c -= term * risen_c
        by_z += term * (n + 1.0)
        if term * (n + 2.0) < EXACT * total:
            break
    slope = by_z / (total * z) if z > 0.0 else b / c
    return math.log(total), by_b / total, by_c / total, slope


@compiled
def _ordered(P, Q, B, S, t):  # type: ignore[no-untyped-def]
    """ln J and its derivatives over P, Q, B, S for B >= S and z small enough for the series."""
    m = P + Q - 1.0
    ln_big, ln_small = math.log(B + t), math.log(S + t)
    ln_f, by_b, by_c, by_z = gauss_one(P, m + 1.0, (B - S) / (B + t))
    value = ln_f - P * ln_big + (1.0 - Q) * ln_small - math.log(m)
    by_P = by_b + by_c - ln_big - 1.0 / m
    by_Q = by_c - ln_small - 1.0 / m
    by_B = by_z * (S + t) / ((B + t) * (B + t)) - P / (B + t)
    by_S = (1.0 - Q) / (S + t) - by_z / (B + t)
    return value, by_P, by_Q, by_B, by_S


@compiled
def _headed(P, Q, B, S, t):  # type: ignore[no-untyped-def]
    """The same for z near 1: panels in ln(S + y) up to where the series is quick, then the series."""
    gap = B - S
    turn = gap * (1.0 / SLOW - 1.0)
    value, by_P, by_Q, by_B, by_S = _ordered(P, Q, B, S, turn - S)
    low, top = math.log(S + t), math.log(turn)
    start = low * (1.0 - Q) - P * math.log(B + t)
    total = in_P = in_Q = in_B = in_S = 0.0
    while low < top:
        near = math.exp(low)
        length = min(1.0, 8.0 / (1.0 + Q + math.e * P * near / (near + gap)), top - low)
        before = total
        for k in range(NODES.size):
            w = low + 0.5 * length * (NODES[k] + 1.0)
            small = math.exp(w)
            big = small + gap
            ln_big = math.log(big)
            part = 0.5 * length * WEIGHTS[k] * math.exp(w * (1.0 - Q) - P * ln_big - start)
            total += part
            in_P += part * ln_big
            in_Q += part * w
            in_B += part / big
            in_S += part / small
        low += length
        if Q > 1.0 and total - before < EXACT * total:
            break
    head = start + math.log(total)
    most = max(head, value)
    whole = most + math.log(math.exp(head - most) + math.exp(value - most))
    tail, inside = math.exp(value - whole), math.exp(head - whole) / total
    by_P = tail * by_P - inside * in_P
    by_Q = tail * by_Q - inside * in_Q
    return whole, by_P, by_Q, tail * by_B - P * inside * in_B, tail * by_S - Q * inside * in_S


@compiled
def integral(p, q, alpha, beta, t):  # type: ignore[no-untyped-def]
    """ln J(p, q; alpha, beta, t) and its derivatives over p, q, alpha, beta; p, q > 0, p + q > 1 and t >= 0."""
    if alpha >= beta:
        if alpha - beta <= SLOW * (alpha + t):
            return _ordered(p, q, alpha, beta, t)
        return _headed(p, q, alpha, beta, t)
    if beta - alpha <= SLOW * (beta + t):
        value, by_q, by_p, by_beta, by_alpha = _ordered(q, p, beta, alpha, t)
    else:
        value, by_q, by_p, by_beta, by_alpha = _headed(q, p, beta, alpha, t)
    return value, by_p, by_q, by_alpha, by_beta


@compiled
def integrals(p, q, alpha, beta, t, out):  # type: ignore[no-untyped-def]
    """`integral` of each row of equally long arrays; `out` has five rows: ln J and the four derivatives."""
    for i in range(p.size):
        out[0, i], out[1, i], out[2, i], out[3, i], out[4, i] = integral(p[i], q[i], alpha[i], beta[i], t[i])
