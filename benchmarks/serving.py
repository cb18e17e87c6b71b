"""What `tenure serve` costs: seconds until the first page, memory, and list pages a second with 8 visitors at once."""

import http.client
import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

PASSWORD = "Plenty of rain 1907"


@dataclass(frozen=True)
class Served:
    """first_page: seconds from the command to the first answer; pss_mib: all processes together, shared pages once."""

    first_page_seconds: float
    pss_mib: float
    pages_per_second: float
    cpu_ms_per_page: float


def measure_serving(home: Path, *, visitors: int = 8, seconds: float = 10.0, path: str = "/clients/") -> Served:
    """Serve the company in `home`, sign in as its administrator and fetch one page again and again."""
    port = _free_port()
    began = time.perf_counter()
    with _serving(home, port) as server:
        _wait(port)
        first = time.perf_counter() - began
        cookie = _sign_in(port)
        _fetch_for(port, path, cookie, visitors, 2.0)  # every process has answered before memory is looked at
        before = _cpu_seconds(server.pid)
        pages = _fetch_for(port, path, cookie, visitors, seconds)
        cpu = _cpu_seconds(server.pid) - before
        return Served(first, _pss_mib(server.pid), pages / seconds, 1000 * cpu / pages)


@contextmanager
def _serving(home: Path, port: int, *, demo: bool = False) -> Iterator[subprocess.Popen[bytes]]:
    environment = os.environ | {"TENURE_HOME": str(home), "TENURE_DEMO": str(int(demo))}
    server = subprocess.Popen([sys.executable, "-m", "tenure", "serve", "--port", str(port)], env=environment)
    try:
        yield server
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(60)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    for _ in range(3000):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", "/sign-in/")
            if connection.getresponse().status == http.HTTPStatus.OK:
                return
        except OSError:
            time.sleep(0.01)
    raise SystemExit("tenure serve does not answer")


def _sign_in(port: int, email: str = "ana@example.com", password: str = PASSWORD) -> str:
    """The session cookie of the administrator."""
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    address = f"http://127.0.0.1:{port}/sign-in/"
    page = browser.open(address).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token, "the sign-in page has no token"
    form = {"csrfmiddlewaretoken": token[1], "email": email, "password": password}
    browser.open(address, urllib.parse.urlencode(form).encode()).read()
    cookies = {cookie.name: cookie.value for cookie in jar}
    assert "sessionid" in cookies, "signing in failed"
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def _fetch_for(port: int, path: str, cookie: str, visitors: int, seconds: float) -> int:
    """How many times `visitors` at once could fetch the page."""
    until = time.perf_counter() + seconds
    counts = [0] * visitors

    def visit(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.perf_counter() < until:
            connection.request("GET", path, headers={"Cookie": cookie})
            answer = connection.getresponse()
            answer.read()
            if answer.status != http.HTTPStatus.OK:
                raise SystemExit(f"{path} answered {answer.status}")
            counts[number] += 1

    threads = [threading.Thread(target=visit, args=(number,)) for number in range(visitors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts)


def _family(pid: int) -> list[psutil.Process]:
    parent = psutil.Process(pid)
    return [parent, *parent.children(recursive=True)]


def _pss_mib(pid: int) -> float:
    return sum(process.memory_full_info().pss for process in _family(pid)) / 2**20


def _cpu_seconds(pid: int) -> float:
    return sum(sum(process.cpu_times()[:2]) for process in _family(pid))
