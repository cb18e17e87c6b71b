"""`tenure serve` starts quickly, serves, refuses what is not safe, and stops with everything it started."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tests.cli.processes import environment, prepared, tenure


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(home: Path, port: int, *program: str) -> Iterator[subprocess.Popen[str]]:
    server = subprocess.Popen(
        [sys.executable, *(program or ("-m", "tenure", "serve", "--port")), str(port)],
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield server
    finally:
        if server.poll() is None:
            server.kill()
        server.wait()


def answer_of(port: int, path: str = "/sign-in/") -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def first_answer(server: subprocess.Popen[str], port: int) -> int:
    """The answer once there is one; how long a start takes is for the benchmarks to tell, that it ends is told here."""
    give_up = time.monotonic() + 300
    while server.poll() is None:
        try:
            return answer_of(port)
        except OSError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.05)
    said, _none = server.communicate()
    raise AssertionError(f"It ended with {server.returncode} before any page was answered: {said}")


def test_pages_are_served_and_everything_stops_together(tmp_path: Path) -> None:
    home, port = prepared(tmp_path / "home"), free_port()
    with serving(home, port) as server:
        assert first_answer(server, port) == 200
        family = psutil.Process(server.pid).children(recursive=True)
        assert [child.name() for child in family].count("tenure work") == 1
        server.send_signal(signal.SIGTERM)
        assert server.wait(300) == 0
        _gone, alive = psutil.wait_procs(family, timeout=60)
        assert alive == []


def test_a_killed_web_process_is_replaced(tmp_path: Path) -> None:
    home, port = prepared(tmp_path / "home"), free_port()
    with serving(home, port) as server:
        first_answer(server, port)
        for child in psutil.Process(server.pid).children():
            if child.name() != "tenure work":
                os.kill(child.pid, signal.SIGKILL)
        time.sleep(0.2)
        assert first_answer(server, port) == 200


SOON_GROWN = """
import sys
from tenure.config import entry
entry.prepare_django()
from tenure.cli import serve
serve.MOST_OWN_MIB, serve.SECONDS_BETWEEN_LOOKS, serve.SECONDS_FOR_PAGES = 1, 0.5, 1
entry.run(["serve", "--port", sys.argv[1]])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only there the system tells what is a process's own")
def test_a_grown_web_process_is_replaced_while_pages_are_answered(tmp_path: Path) -> None:
    home, port = prepared(tmp_path / "home"), free_port()
    with serving(home, port, "-c", SOON_GROWN) as server:
        assert first_answer(server, port) == 200
        first, most = web_processes(server.pid), 0
        give_up = time.monotonic() + 300
        while first & web_processes(server.pid) and time.monotonic() < give_up:
            assert answer_of(port) == 200
            most = max(most, len(web_processes(server.pid)))
        assert not first & web_processes(server.pid)
        assert most == 3, "a new one is there before an old one goes, and only one is changed at a time"


HALF_A_FORM = (
    "POST /sign-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 4\r\n"
    f"Cookie: csrftoken={'a' * 32}\r\n\r\na="
).encode()


@pytest.mark.skipif(sys.platform != "linux", reason="only there the system tells what is a process's own")
def test_a_long_upload_is_finished_by_the_process_that_began_it(tmp_path: Path) -> None:
    home, port = prepared(tmp_path / "home"), free_port()
    with serving(home, port, "-c", SOON_GROWN) as server:
        assert first_answer(server, port) == 200
        with socket.create_connection(("127.0.0.1", port), timeout=60) as upload:
            upload.sendall(HALF_A_FORM)
            give_up = time.monotonic() + 300
            while not asked_to_go(server.pid, upload) and time.monotonic() < give_up:
                answer_of(port)
            assert asked_to_go(server.pid, upload)
            time.sleep(6)  # pages of everything that stops are given one second
            assert asked_to_go(server.pid, upload)
            upload.sendall(b"bc")
            assert upload.recv(12) == b"HTTP/1.1 403"  # without the mark of a form; but answered


def asked_to_go(server: int, upload: socket.socket) -> bool:
    """Whether the web process that took the upload is there, and is the one that goes: of three it is the oldest."""
    there = sorted(map(psutil.Process, web_processes(server)), key=lambda process: process.create_time())
    ends = [one.raddr.port for one in there[0].net_connections("tcp") if one.raddr]
    return len(there) == 3 and upload.getsockname()[1] in ends


def web_processes(server: int) -> set[int]:
    return {child.pid for child in psutil.Process(server).children() if child.name() != "tenure work"}


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    home = prepared(tmp_path / "home")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        answer = tenure(home, "serve", "--port", port)
    assert answer.returncode == 2
    assert port in answer.stderr


def test_an_unprepared_home_is_not_served(tmp_path: Path) -> None:
    answer = tenure(tmp_path / "home", "serve", "--port", str(free_port()))
    assert answer.returncode == 2
    assert "tenure init" in answer.stderr


def test_public_sign_ins_are_served_only_as_a_demo(tmp_path: Path) -> None:
    home = prepared(tmp_path / "home")
    public = "look around freely"
    tenure(home, "user", "add", "ana@demo.example", "--name", "Ana", "--password", public)
    refused = tenure(home, "serve", "--port", str(free_port()))
    assert refused.returncode == 2
    assert "ana@demo.example" in refused.stderr
    outside = tenure(home, "serve", "--port", str(free_port()), "--host", "0.0.0.0", TENURE_DEMO="1")
    assert outside.returncode == 2
    assert "0.0.0.0" in outside.stderr


def test_the_demo_must_be_asked_for(tmp_path: Path) -> None:
    answer = tenure(tmp_path / "home", "demo")
    assert answer.returncode == 2
    assert "TENURE_DEMO=1" in answer.stderr
    assert not (tmp_path / "home" / "tenure.sqlite3").exists()


def test_the_demo_is_never_mixed_into_a_company(tmp_path: Path) -> None:
    home = prepared(tmp_path / "home")
    answer = tenure(home, "demo", TENURE_DEMO="1")
    assert answer.returncode == 2
    assert "TENURE_HOME" in answer.stderr
