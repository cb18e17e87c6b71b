"""Where the next unit of money brings more: acquiring clients or developing those there are (J11)."""

import numpy as np
from numpy.typing import ArrayLike

from tenure.engine.errors import BadInput
from tenure.engine.tuples import Floats, first_rows


def marginal_return(cost: ArrayLike, clients: ArrayLike, margin_per_client: ArrayLike) -> Floats:
    """Margin brought by each unit of cost: clients * margin_per_client / cost, for each of several ways to spend.

    cost: the additional money; clients: those it wins or reaches; margin_per_client: what one brings more (the lifetime
    value of a new one, the uplift of one developed), in the unit of the cost. Above 1 the money comes back. Raises
    BadInput for a cost that is not above zero and for values that are no numbers.
    """
    spent, reached, each = (np.asarray(values, dtype=np.float64) for values in (cost, clients, margin_per_client))
    wrong = ~(spent > 0) | ~np.isfinite(spent * reached * each) | (reached < 0)
    if wrong.any():
        raise BadInput("return_values", "A cost is not above zero or a value is no number", rows=first_rows(wrong))
    return np.asarray(reached * each / spent, dtype=np.float64)
