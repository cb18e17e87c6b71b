"""The machines that work on tables of any size: DuckDB inside this process, or a Spark that is running elsewhere."""

import importlib
import importlib.util
import os
import re
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import ibis
from ibis import BaseBackend

from tenure.kernel.errors import BadInput
from tenure.kernel.workbench import open_workbench

ENGINES = ("duckdb", "spark")
MASTER = re.compile(r"local(\[[0-9*]+\])?|local-cluster\[[0-9, ]+\]|spark://[^\s/]+|k8s://\S+|yarn")
WAIT_SECONDS = 5.0


@contextmanager
def table_engine(name: str, master: str) -> Iterator[BaseBackend]:
    """A connection to `name`, ended after; master: of Spark, this machine's cores when empty.

    Raises BadInput when there is no such engine, it is not installed or cannot be reached, or fails at its work.
    """
    if name not in ENGINES:
        raise BadInput("engines_unknown", value=name, engines=", ".join(ENGINES))
    if name == "duckdb":
        if master:
            raise BadInput("engines_master_unused", master=master)
        with _duckdb() as backend:
            yield backend
        return
    with _spark(master or "local[*]") as backend:
        yield backend


@contextmanager
def _duckdb() -> Iterator[BaseBackend]:
    with tempfile.TemporaryDirectory(prefix="tenure-table-") as folder:
        bench = open_workbench(Path(folder) / "bench.duckdb")
        try:
            yield ibis.duckdb.from_connection(bench)
        except duckdb.Error as error:
            raise BadInput("engines_failed", engine="DuckDB", message=_first_line(error)) from error
        finally:
            bench.close()


@contextmanager
def _spark(master: str) -> Iterator[BaseBackend]:
    """A session of its own. PySpark is an extra of the installation, so it is loaded here and nowhere else."""
    if not MASTER.fullmatch(master):
        raise BadInput("engines_master_form", value=master)
    if importlib.util.find_spec("pyspark") is None:
        raise BadInput("engines_no_spark")
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise BadInput("engines_no_java")
    _knock(master)
    errors: Any = importlib.import_module("pyspark.errors")
    java: Any = importlib.import_module("py4j.protocol")
    try:
        session = _session(master)
        session.sparkContext.setLogLevel("OFF")
        try:
            yield ibis.pyspark.connect(session)
        finally:
            session.stop()
    except (errors.PySparkException, java.Py4JError) as error:
        raise BadInput("engines_failed", engine="Spark", message=_first_line(error)) from error


def _session(master: str) -> Any:
    """A Spark session; what concerns the cluster itself is said in Spark's own settings."""
    sql: Any = importlib.import_module("pyspark.sql")
    builder = sql.SparkSession.builder.master(master).appName("tenure")
    settings = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
    if master.startswith("local") or "://127.0.0.1:" in master or "://localhost:" in master:
        settings |= {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def _knock(master: str) -> None:
    """Refuse a standalone master nobody answers at: Spark itself would wait for minutes."""
    if not master.startswith("spark://"):
        return
    for address in master.removeprefix("spark://").split(","):
        host, _, port = address.rpartition(":")
        try:
            socket.create_connection((host.strip("[]"), int(port)), timeout=WAIT_SECONDS).close()
        except (OSError, ValueError):
            continue
        return
    raise BadInput("engines_no_master", master=master)


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n", 1)[0][:300]
