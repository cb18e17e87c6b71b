"""A real Spark on this machine: a standalone master and two workers on the loopback, each a process of its own."""

import importlib.util
import json
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil

WAIT_SECONDS = 180.0
WORKERS = 2


def missing() -> str:
    """Why there can be no Spark here; empty when there can."""
    if importlib.util.find_spec("pyspark") is None:
        return "pyspark is not installed: pip install '.[spark]'"
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        return "there is no Java: install Java 17, or set JAVA_HOME"
    return ""


@contextmanager
def cluster(folder: Path, *, memory: str = "1g") -> Iterator[tuple[str, list[psutil.Process]]]:
    """(address of the master, processes of master and workers); all are ended after. folder: for logs and work."""
    port, page = _free_port(), _free_port()
    master = f"spark://127.0.0.1:{port}"
    with ExitStack() as stack:
        started = [
            stack.enter_context(_process(folder, "master.Master", "--port", str(port), "--webui-port", str(page)))
        ]
        _wait_until(lambda: _listening(port), "the Spark master")
        for number in range(WORKERS):
            words = (
                "--cores",
                "1",
                "--memory",
                memory,
                "--webui-port",
                "0",
                "-d",
                str(folder / f"work{number}"),
                master,
            )
            started.append(stack.enter_context(_process(folder, "worker.Worker", *words)))
        _wait_until(lambda: _workers(page) == WORKERS, "the Spark workers")
        yield master, started


def cpu_seconds(processes: list[psutil.Process]) -> float:
    """Processor time of these processes and of the children they have had."""
    found = 0.0
    for process in processes:
        own = process.cpu_times()
        found += own.user + own.system + own.children_user + own.children_system
        found += sum(sum(child.cpu_times()[:2]) for child in process.children(recursive=True))
    return found


@contextmanager
def _process(folder: Path, name: str, *words: str) -> Iterator[psutil.Process]:
    """One part of Spark, ended with its children when no longer needed."""
    home = Path(str(importlib.util.find_spec("pyspark").origin)).parent
    command = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}", "--host", "127.0.0.1", *words]
    environment = os.environ | {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1"}
    with (folder / "spark.log").open("ab") as log:
        child = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        process = psutil.Process(child.pid)
        try:
            yield process
        finally:
            family = [process, *process.children(recursive=True)]
            child.terminate()
            child.wait(60)
            for one in family[1:]:
                if one.is_running():
                    one.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _workers(page: int) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{page}/json/", timeout=10) as answer:
            return int(json.load(answer)["aliveworkers"])
    except OSError:
        return 0


def _wait_until(ready, what: str) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError(f"{what} did not come up within {WAIT_SECONDS:.0f} s")
        time.sleep(0.25)
