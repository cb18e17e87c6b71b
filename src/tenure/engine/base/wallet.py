"""Share of wallet, headroom and the degree of development of clients (J4)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tenure.engine.errors import BadInput
from tenure.engine.tuples import Floats, first_rows


@dataclass(frozen=True)
class Wallet:
    """share_of_wallet: our sales over all the client buys in our categories; headroom: what is left, in the unit given.

    degree: all sales over all potential. A client known to buy more from us than its potential says has a share above 1
    and a headroom below 0: the potential is then out of date. Where the potential is unknown (nan), so are both.
    """

    share_of_wallet: Floats
    headroom: Floats
    degree: float | None


def wallet(now: ArrayLike, potential: ArrayLike) -> Wallet:
    """Shares of our sales `now` in the `potential` of each client; nan in potential: not known, left out of the degree.

    Raises BadInput for a negative potential, for sales that are no numbers and for lists of different length.
    """
    sales, whole = np.asarray(now, dtype=np.float64), np.asarray(potential, dtype=np.float64)
    if sales.shape != whole.shape:
        raise BadInput("wallet_lengths", "Sales and potential must be lists of one length")
    wrong = ~np.isfinite(sales) | np.isinf(whole) | (whole < 0)
    if wrong.any():
        raise BadInput("wallet_values", "Sales or potential is not a possible amount", rows=first_rows(wrong))
    known = np.where(whole > 0, whole, np.nan)
    total = float(np.nansum(whole))
    degree = float(sales[~np.isnan(whole)].sum()) / total if total > 0 else None
    return Wallet(sales / known, whole - sales, degree)
