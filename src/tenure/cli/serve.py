"""`tenure serve`: the web processes and the job worker, started and stopped together."""

import gc
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import numpy.ma  # noqa: F401 NumPy's quantiles load it when first asked for, 4 MiB in each web process
import typer
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.urls import get_resolver
from django.utils import translation
from django.utils.translation import gettext as _
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

from tenure.cli import scipy_alone  # noqa: F401 before anything else loads SciPy
from tenure.cli.job_worker import JobWorker
from tenure.cli.shared_memory import keep_together, own_mib, spare
from tenure.cli.work import work
from tenure.kernel import formats
from tenure.kernel.errors import BadInput
from tenure.privacy.public_sign_ins import has_demo_accounts, public_sign_ins

app = typer.Typer(add_completion=False)
EXAMPLE = """Example:

    tenure serve --port 8000

Stop with Ctrl+C or SIGTERM: pages in flight and the running job are finished first.
"""
LOOPBACK = ("127.0.0.1", "localhost", "::1")
SECONDS_FOR_PAGES = 20  # in flight when everything stops
SECONDS_FOR_AN_UPLOAD = 3600  # in flight when only its process is replaced
SECONDS_FOR_JOB_TO_STOP = 20
SECONDS_BETWEEN_STARTS = 5
SECONDS_BETWEEN_LOOKS = 5
MOST_OWN_MIB = 46  # of a web process beyond what all share: the list takes 35, a day of every kind of page 70
GARBAGE = 10_000  # objects made before those in a ring are looked for; a page makes thousands and leaves hardly any


@app.command(epilog=EXAMPLE)
def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    host: Annotated[str, typer.Option(help="Address to listen on; keep 127.0.0.1 behind a proxy.")] = "127.0.0.1",
) -> None:
    """Serve the pages and run the jobs."""
    require_safe_to_serve(host)
    require_free(host, port)
    connections.close_all()  # the web processes are forked from this one and open their own
    print(_("Tenure is at http://%(host)s:%(port)s/  Stop with Ctrl+C.") % {"host": host, "port": port}, flush=True)
    House(Server(f"{_bracketed(host)}:{port}")).run()


def require_safe_to_serve(host: str) -> None:
    """Raise BadInput when pages are not built, or when everybody knows a sign-in of this installation."""
    if not (Path(settings.STATIC_ROOT) / "manifest.json").is_file():
        raise BadInput("assets_not_built")
    if settings.TENURE_DEMO:
        if host not in LOOPBACK:
            raise BadInput("demo_not_for_network", host=host)
        return
    if has_demo_accounts():
        known = public_sign_ins()
        if known:
            raise BadInput("demo_sign_ins_known", email=known[0])


def require_free(host: str, port: int) -> None:
    """Raise BadInput when the port cannot be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise BadInput("port_taken", host=host, port=port, reason=error.strerror or str(error)) from None


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


class Server(BaseApplication):
    """Gunicorn with our settings: the application is loaded once and shared by all web processes."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__()

    def load_config(self) -> None:
        wanted: dict[str, Any] = {
            "bind": self.address,
            "workers": settings.TENURE_WEB_WORKERS,
            "worker_class": "gthread",
            "threads": 2,
            "preload_app": True,
            "timeout": 60,
            "graceful_timeout": SECONDS_FOR_PAGES,
            "post_fork": be_patient,
            "keepalive": 5,
            "loglevel": "warning",
            "proc_name": "tenure",
            "control_socket_disable": True,
        }
        for name, value in wanted.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Callable[..., Any]:
        application = get_wsgi_application()
        spare(connections.settings["default"])
        load_pages()
        keep_together()
        gc.set_threshold(GARBAGE, 10, 10)
        return application


def be_patient(_house: Arbiter, worker: Worker) -> None:
    """Let a web process that is replaced finish its longest page; when everything stops, the master does not wait so long."""
    worker.cfg.set("graceful_timeout", SECONDS_FOR_AN_UPLOAD)


def load_pages() -> None:
    """Load all pages, templates and texts here, once, and not in each process at its first visitor."""
    get_resolver().url_patterns  # noqa: B018 reading it imports the pages
    pages = next(engine.env for engine in engines.all() if isinstance(engine, Jinja2))
    for name in pages.list_templates(extensions=["html"]):
        pages.get_template(name)
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            _("Today")
    formats.load()


class House(Arbiter):
    """Gunicorn's master, which also keeps the job worker running, and web processes from growing."""

    job_worker: JobWorker | None = None
    job_worker_started = float("-inf")
    looked = float("-inf")
    stopping = False

    def manage_workers(self) -> None:
        """Called about once a second: whoever is missing is started, the job worker before the first page is answered."""
        running = self.job_worker is not None and self.job_worker.is_running()
        just_started = time.monotonic() - self.job_worker_started < SECONDS_BETWEEN_STARTS
        if not (running or self.stopping or just_started):
            connections.close_all()  # a child opens its own
            self.job_worker = JobWorker(work)
            self.job_worker_started = time.monotonic()
        if self.has_grown():
            connections.close_all()
            self.spawn_worker()
        super().manage_workers()  # where there is one too many, it lets the oldest finish its pages and end

    def has_grown(self) -> bool:
        """Whether a web process has copied so much of what it shared that a new one costs less than it.

        A page counts what it uses, and so copies it; what it opened once stays copied, whether it is asked for again or
        not. One process is changed at a time, and the new one is there before the old one goes.
        """
        just_looked = time.monotonic() - self.looked < SECONDS_BETWEEN_LOOKS
        if self.stopping or just_looked or len(self.WORKERS) != self.num_workers:
            return False
        self.looked = time.monotonic()
        return any(own_mib(pid) > MOST_OWN_MIB for pid in self.WORKERS)

    def stop(self, graceful: bool = True) -> None:
        """Ask the job worker to finish while the pages in flight are answered."""
        self.stopping = True
        if self.job_worker:
            self.job_worker.ask_to_stop()
        super().stop(graceful)
        if self.job_worker:
            self.job_worker.end(SECONDS_FOR_JOB_TO_STOP)
