"""The integral behind the Pareto/NBD likelihood against forty-digit arithmetic, in every corner of its parameters."""

import mpmath
import numpy as np
import pytest

from tenure.engine.models.pareto.integral import gauss_one, integral

CORNERS = [
    # p, q, alpha, beta, t
    (1.55, 1.6, 10.6, 11.7, 30.0),
    (0.55, 1.6, 10.6, 11.7, 0.0),
    (0.05, 1.05, 0.05, 80.0, 0.0),
    (1.05, 0.05, 0.05, 80.0, 38.86),
    (12.0, 1.6, 0.05, 80.0, 30.0),
    (400.5, 1.01, 900.0, 0.02, 1.0),
    (0.02, 30.0, 2000.0, 0.01, 0.0),
    (30.0, 0.3, 2000.0, 0.01, 0.5),
    (5000.5, 1.6, 10.6, 11.7, 2000.0),
    (300.5, 1.6, 1e-3, 3e3, 900.0),
    (2.0, 3.0, 5.0, 5.0, 4.0),
    (0.01, 1.005, 1e4, 1e-3, 0.0),
]


def exact(p: float, q: float, alpha: float, beta: float, t: float) -> mpmath.mpf:
    """ln J by Gauss's function as published, each side in its own form."""
    p, q, alpha, beta, t = map(mpmath.mpf, (p, q, alpha, beta, t))
    if alpha < beta:
        p, q, alpha, beta = q, p, beta, alpha
    m = p + q - 1
    return mpmath.log(mpmath.hyp2f1(q, m, m + 1, (alpha - beta) / (alpha + t)) / m) - m * mpmath.log(alpha + t)


@pytest.mark.parametrize("corner", CORNERS, ids=str)
def test_value_and_slopes_are_exact(corner: tuple[float, ...]) -> None:
    with mpmath.workdps(40):
        value, *slopes = integral(*corner)
        assert value == pytest.approx(float(exact(*corner)), rel=1e-13, abs=1e-13)
        for place, slope in enumerate(slopes):
            step = mpmath.mpf(corner[place]) * mpmath.mpf(10) ** -12
            sides = []
            for sign in (1, -1):
                shifted = [mpmath.mpf(part) for part in corner]
                shifted[place] += sign * step
                sides.append(exact(*shifted))
            assert slope == pytest.approx(float((sides[0] - sides[1]) / (2 * step)), rel=1e-9)


def test_a_rule_of_24_nodes_would_be_off_where_the_scales_lie_far_apart() -> None:
    """Why the integral is not a plain quadrature: a fixed rule over (0, 1) misses the corner near alpha = 0."""
    p, q, alpha, beta, t = 1.5, 1.6, 0.05, 80.0, 0.0
    nodes, weights = np.polynomial.legendre.leggauss(24)
    u = (nodes + 1) / 2
    y = u / (1 - u) * beta
    fixed = np.log((weights / 2 * (alpha + y) ** -p * (beta + y) ** -q * beta / (1 - u) ** 2).sum())
    truth = float(exact(p, q, alpha, beta, t))
    assert abs(fixed - truth) > 0.3
    assert integral(p, q, alpha, beta, t)[0] == pytest.approx(truth, abs=1e-13)


@pytest.mark.parametrize(("b", "c", "z"), [(1.5, 2.5, 0.0), (0.2, 3.0, 0.5), (40.0, 41.0, 0.79), (1e-3, 5.0, 0.8)])
def test_the_series_is_gauss_function(b: float, c: float, z: float) -> None:
    value, by_b, by_c, by_z = gauss_one(b, c, z)
    assert value == pytest.approx(float(mpmath.log(mpmath.hyp2f1(b, 1, c, z))), rel=1e-13, abs=1e-14)
    with mpmath.workdps(30):
        slopes = [mpmath.diff(f, at) for f, at in (
            (lambda b_: mpmath.log(mpmath.hyp2f1(b_, 1, c, z)), b),
            (lambda c_: mpmath.log(mpmath.hyp2f1(b, 1, c_, z)), c),
            (lambda z_: mpmath.log(mpmath.hyp2f1(b, 1, c, z_)), z),
        )]  # fmt: skip
    assert (by_b, by_c, by_z) == pytest.approx(tuple(map(float, slopes)), rel=1e-9, abs=1e-12)
