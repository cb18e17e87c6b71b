"""Memory of `tenure serve` after every kind of page: `python -m benchmarks.every_page HOME [--demo]`.

The pages are those an administrator reaches by links, two of each kind; 8 visitors open each of them twice. Printed are the
proportional shares (PSS, MiB) of each process by what is mapped, after the client list alone and after every kind of page,
and what all took together meanwhile.
"""

import argparse
import http.client
import random
import re
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

import psutil

from benchmarks import serving

LINK = re.compile(r'href="([^"]+)"')
OF_EACH_KIND = 2
VISITORS = 8
DEMO_SIGN_IN = ("ana@demo.example", "look around freely")
PARTS = ("heap", "anonymous", "libraries", "database", "other")


def kind_of(address: str) -> tuple[str, ...]:
    """The same for pages that differ only in numbers and in what was asked for: /clients/1/?page=2 is /clients/N/ page."""
    parts = urlsplit(address)
    return re.sub(r"\d+", "N", parts.path), *sorted({name for name, _value in parse_qsl(parts.query)})


def find_pages(port: int, cookie: str) -> list[str]:
    """Addresses reached by links from the first page, the first few of each kind."""
    seen, found = Counter[tuple[str, ...]](), []
    waiting, known = deque(["/"]), {"/"}
    while waiting:
        address = waiting.popleft()
        kind = kind_of(address)
        if seen[kind] == OF_EACH_KIND:
            continue
        status, text = fetch(port, address, cookie)
        if status != http.HTTPStatus.OK:
            continue
        seen[kind] += 1
        found.append(address)
        for link in LINK.findall(text):
            target = urldefrag(urljoin(address, unescape(link)))[0]
            if target.startswith("/") and not target.startswith(("/static/", "/sign-out/")) and target not in known:
                known.add(target)
                waiting.append(target)
    return found


def fetch(port: int, address: str, cookie: str) -> tuple[int, str]:
    """Status and text of one page; a file's text is left out."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", address, headers={"Cookie": cookie})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body.decode() if "text/html" in answer.headers.get("Content-Type", "") else ""


def visit_all(port: int, cookie: str, addresses: list[str]) -> None:
    """Each address twice, by all visitors together, in an order that is the same every time."""
    waiting = addresses * 2
    random.Random(7).shuffle(waiting)

    def visit() -> None:
        while waiting:
            fetch(port, waiting.pop(), cookie)

    threads = [threading.Thread(target=visit) for _ in range(VISITORS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@contextmanager
def watched(server: int) -> Iterator[list[tuple[float, set[int]]]]:
    """PSS of the whole server once a second, and its processes: web processes that have grown are replaced meanwhile."""
    seen: list[tuple[float, set[int]]] = []
    done = threading.Event()

    def look() -> None:
        while not done.wait(1.0):
            with suppress(psutil.NoSuchProcess):  # one has just ended
                seen.append((serving._pss_mib(server), {process.pid for process in serving._family(server)}))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        done.set()
        thread.join()


def part_of(path: str, home: Path) -> str:
    """What a mapping belongs to."""
    if path == "[heap]":
        return "heap"
    if not path or path.startswith("[anon"):
        return "anonymous"
    if path.startswith(str(home)):
        return "database"
    return "libraries" if ".so" in path or "python" in path else "other"


def shares(process: psutil.Process, home: Path) -> dict[str, float]:
    """PSS in MiB by part, and "private": what no other process has."""
    found: dict[str, float] = dict.fromkeys((*PARTS, "private"), 0.0)
    part = ""
    for line in Path(f"/proc/{process.pid}/smaps").read_text().splitlines():
        name, _space, rest = line.partition(" ")
        if not name.endswith(":"):
            part = part_of("".join(line.split(maxsplit=5)[5:]), home)
        elif name == "Pss:":
            found[part] += int(rest.split()[0]) / 1024
        elif name in {"Private_Clean:", "Private_Dirty:"}:
            found["private"] += int(rest.split()[0]) / 1024
    return found


def table(server: int, home: Path) -> str:
    """Processes of the server by line, the whole last."""
    family = serving._family(server)
    lines = [f"{'process':<12}{'PSS':>8}{'private':>9}" + "".join(f"{part:>11}" for part in PARTS)]
    whole = dict.fromkeys((*PARTS, "private"), 0.0)
    names = ["master", *("" for _ in family[1:])]
    for process, known in zip(family, names, strict=True):
        name = known or ("job worker" if process.name().startswith("tenure work") else "web")
        found = shares(process, home)
        whole = {part: whole[part] + mib for part, mib in found.items()}
        lines.append(_line(name, found))
    return "\n".join([*lines, _line("together", whole)])


def _line(name: str, found: dict[str, float]) -> str:
    pss = sum(found[part] for part in PARTS)
    return f"{name:<12}{pss:>8.1f}{found['private']:>9.1f}" + "".join(f"{found[part]:>11.1f}" for part in PARTS)


def main() -> None:
    """Serve the company, open its pages and print what is held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("--demo", action="store_true", help="it is the demo company")
    given = parser.parse_args()
    home, port = given.home.resolve(), serving._free_port()
    with serving._serving(home, port, demo=given.demo) as server:
        serving._wait(port)
        cookie = serving._sign_in(port, *(DEMO_SIGN_IN if given.demo else ()))
        serving._fetch_for(port, "/clients/", cookie, VISITORS, 5.0)
        print(f"client list alone\n{table(server.pid, home)}\n", flush=True)
        with watched(server.pid) as seen:
            addresses = find_pages(port, cookie)
            visit_all(port, cookie, addresses)
        time.sleep(2)
        kinds = len({kind_of(address) for address in addresses})
        print(f"{len(addresses)} pages of {kinds} kinds, twice\n{table(server.pid, home)}\n")
        sums = sorted(mib for mib, _pids in seen)
        print(f"while they were opened: median {sums[len(sums) // 2]:.0f} MiB, most {sums[-1]:.0f} MiB,")
        print(f"{len(set().union(*(pids for _mib, pids in seen)))} processes in all")


if __name__ == "__main__":
    main()
