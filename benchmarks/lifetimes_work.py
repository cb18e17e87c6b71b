"""The work of `benchmarks.engine` done by `lifetimes`, in its own environment; knows nothing of Tenure.

    python lifetimes_work.py summary|bg_nbd|pareto_nbd|predict FILE [CLIENTS]

Prints one line of JSON: processor seconds of the work without imports, peak memory of the process, and the result.
"""

import json
import resource
import sys
import time
import warnings

import pandas as pd  # type: ignore[import-untyped]
from lifetimes import BetaGeoFitter, GammaGammaFitter, ParetoNBDFitter
from lifetimes.utils import summary_data_from_transaction_data

warnings.filterwarnings("ignore")
WEEKS, MONTHLY_RATE = 52, 0.01
SHORT, MOST_RUNS = 2.0, 5


def summary(path: str) -> dict:
    orders = pd.read_parquet(path, columns=["client", "day", "amount"])
    orders["day"] = pd.to_datetime(orders["day"])
    table = summary_data_from_transaction_data(orders, "client", "day", "amount", observation_period_end="2023-12-31")
    return {"clients": len(table), "orders": int(table["frequency"].sum())}


def bg_nbd(clients: pd.DataFrame) -> dict:
    return dict(BetaGeoFitter().fit(clients["x"], clients["t_x"], clients["T"]).params_)


def pareto_nbd(clients: pd.DataFrame) -> dict:
    return dict(ParetoNBDFitter().fit(clients["x"], clients["t_x"], clients["T"]).params_)


def predict(clients: pd.DataFrame) -> dict:
    orders, values = given_models()
    history = clients["x"], clients["t_x"], clients["T"]
    alive = orders.conditional_probability_alive(*history)
    ahead = orders.conditional_expected_number_of_purchases_up_to_time(WEEKS, *history)
    worth = values.customer_lifetime_value(
        orders, *history, clients["value_mean"], time=12, discount_rate=MONTHLY_RATE, freq="W"
    )
    return {"alive": float(alive.sum()), "ahead": float(ahead.sum()), "worth": float(worth.sum())}


def given_models() -> tuple[BetaGeoFitter, GammaGammaFitter]:
    """Models with the published parameters of CDNOW."""
    orders, values = BetaGeoFitter(), GammaGammaFitter()
    orders.params_ = pd.Series({"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426})
    orders.predict = orders.conditional_expected_number_of_purchases_up_to_time
    values.params_ = pd.Series({"p": 6.25, "q": 3.74, "v": 15.44})
    return orders, values


def main(task: str, path: str, most: str = "") -> None:
    work = {"summary": summary, "bg_nbd": bg_nbd, "pareto_nbd": pareto_nbd, "predict": predict}[task]
    given = path if task == "summary" else pd.read_parquet(path)
    given = given[: int(most)] if most else given
    spent: list[float] = []
    while not spent or (len(spent) < MOST_RUNS and spent[0] < SHORT):
        began = time.process_time()
        found = work(given)
        spent.append(time.process_time() - began)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"cpu_seconds": min(spent), "peak_mib": peak, "result": {k: float(v) for k, v in found.items()}}))


if __name__ == "__main__":
    main(*sys.argv[1:])
