"""What an administrator should know about this installation: each finding with its remedy."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.journeys.find_everything import not_indexed
from tenure.journeys.keeping.sealing_keys import sealing_state
from tenure.kernel import clock
from tenure.kernel.database import describe, require_prepared, soundness
from tenure.kernel.errors import BadInput, TenureError
from tenure.kernel.formats import number
from tenure.kernel.problems import sentence
from tenure.kernel.workbench import EXTENSIONS, load_extension, open_workbench
from tenure.orders.progress import is_alive
from tenure.orders.waiting import waiting_since
from tenure.privacy.audit import last_change
from tenure.privacy.public_sign_ins import has_demo_accounts, public_sign_ins
from tenure.privacy.workspace import current_workspace, in_time_of

LEAST_FREE_BYTES = 1 << 30
OLDEST_BACKUP = timedelta(days=7)
LONGEST_WAIT = timedelta(minutes=2)
SQLITE_WITH_TRIGRAMS = (3, 34, 0)


@dataclass(frozen=True)
class Finding:
    """One thing looked at. state: "good", "notice" (worth knowing) or "bad" (to be mended); text says why."""

    name: str
    state: str
    text: str


def check_installation() -> Iterator[Finding]:
    """Look at everything, the quick things first. Without a usable database the checks that need one are left out."""
    yield from map(_safely, (_home, _disk, _assets, _translations, _analytics))
    database = _safely(_database)
    yield database
    if database.state != "bad":
        yield from map(_safely, (_content, _search, _worker, _clock, _sign_ins, _sealing, _backup))


def _safely(check: Callable[[], Finding]) -> Finding:
    """A check that fails is a finding too."""
    name = check.__name__.strip("_")
    try:
        return check()
    except TenureError as error:
        return Finding(name, "bad", sentence(error))
    except OSError as error:
        return Finding(name, "bad", f"{error.filename or ''} {error.strerror or error}".strip())


def _home() -> Finding:
    home: Path = settings.TENURE_HOME
    probe = home / ".doctor"
    probe.write_text("")
    probe.unlink()
    if home.stat().st_mode & 0o077:
        text = _("Other accounts of this machine can look into %(home)s. Run: chmod 700 %(home)s") % {"home": home}
        return Finding("home", "notice", text)
    return Finding("home", "good", str(home))


def _disk() -> Finding:
    free = shutil.disk_usage(settings.TENURE_HOME).free
    if free < LEAST_FREE_BYTES:
        text = _("Only %(free)s MB are free; imports and backups need room. Free at least 1 GB.")
        return Finding("disk", "bad", text % {"free": number(free / 1e6)})
    return Finding("disk", "good", _("%(free)s GB free") % {"free": number(free / 1e9)})


def _assets() -> Finding:
    if not (Path(settings.STATIC_ROOT) / "manifest.json").is_file():
        raise BadInput("assets_not_built")
    return Finding("assets", "good", _("built"))


def _translations() -> Finding:
    languages = [code for code, _name in settings.LANGUAGES if code != "en"]
    folder = Path(settings.LOCALE_PATHS[0])
    absent = [code for code in languages if not (folder / code / "LC_MESSAGES" / "django.mo").is_file()]
    if absent:
        text = _("No texts for: %(languages)s. Install Tenure again with pip, or run: python hatch_build.py")
        return Finding("translations", "bad", text % {"languages": ", ".join(absent)})
    return Finding("translations", "good", ", ".join(["en", *languages]))


def _analytics() -> Finding:
    """DuckDB and the extension that reads our database load without a network."""
    name = "sqlite_scanner" if connection.vendor == "sqlite" else "postgres_scanner"
    with open_workbench(Path(":memory:")) as bench:
        load_extension(bench, name)
    return Finding("analytics", "good", f"DuckDB, {name} ({len(EXTENSIONS)})")


def _database() -> Finding:
    if connection.vendor == "sqlite" and sqlite3.sqlite_version_info < SQLITE_WITH_TRIGRAMS:
        text = _("SQLite %(version)s cannot search; 3.34 or newer is needed. Install a newer Python.")
        return Finding("database", "bad", text % {"version": sqlite3.sqlite_version})
    require_prepared()
    return Finding("database", "good", describe())


def _content() -> Finding:
    found = soundness()
    if found:
        raise BadInput("database_damaged", reason=found[0])
    return Finding("content", "good", _("whole, and every link leads somewhere"))


def _worker() -> Finding:
    since = waiting_since()
    if since is not None and clock.now() - since > LONGEST_WAIT and not is_alive("worker"):
        text = _("Work has been waiting since %(since)s and nobody takes it. Start: tenure serve (or tenure work)")
        return Finding("worker", "bad", text % {"since": _local(since)})
    if not is_alive("worker"):
        return Finding(
            "worker", "notice", _("Nothing is waiting; the job worker is not running. tenure serve starts it.")
        )
    return Finding("worker", "good", _("running"))


def _search() -> Finding:
    missing = not_indexed()
    if missing:
        text = ngettext(
            "%(n)s record cannot be found by searching. Run: tenure init",
            "%(n)s records cannot be found by searching. Run: tenure init",
            missing,
        )
        return Finding("search", "bad", text % {"n": number(missing)})
    return Finding("search", "good", _("everything written can be found"))


def _clock() -> Finding:
    last = last_change()
    if last is not None and last > clock.now() + timedelta(minutes=5):
        text = _(
            "The clock of this machine is behind what is stored (%(last)s). Set it right: silence is counted in days."
        )
        return Finding("clock", "bad", text % {"last": _local(last)})
    return Finding("clock", "good", _local(clock.now()))


def _local(moment: datetime) -> str:
    """2026-05-12 09:40+03:00, in the company's time zone."""
    with in_time_of(current_workspace()):
        return timezone.localtime(moment).isoformat(" ", "minutes")


def _sign_ins() -> Finding:
    known = public_sign_ins() if has_demo_accounts() and not settings.TENURE_DEMO else []
    if known:
        raise BadInput("demo_sign_ins_known", email=known[0])
    return Finding(
        "sign-ins",
        "notice" if settings.TENURE_DEMO else "good",
        _("demo") if settings.TENURE_DEMO else _("none public"),
    )


def _sealing() -> Finding:
    """Sealed facts open; a key that is not there yet is no fault while nothing is sealed."""
    state = sealing_state()
    if state.not_opening:
        text = ngettext(
            "%(count)s sensitive fact cannot be opened: its key is not here. Put the file back: %(file)s",
            "%(count)s sensitive facts cannot be opened: their key is not here. Put the file back: %(file)s",
            state.not_opening,
        )
        return Finding("sealing", "bad", text % {"count": state.not_opening, "file": state.place})
    if not state.has_keys:
        text = _("There is no key to seal sensitive facts with yet. Run: tenure init")
        return Finding("sealing", "notice", text)
    if state.readable_by_others:
        text = _("Other accounts of this machine can read %(file)s. Run: chmod 600 %(file)s") % {"file": state.place}
        return Finding("sealing", "notice", text)
    text = ngettext("%(count)s sensitive fact, opens", "%(count)s sensitive facts, all open", state.sealed)
    return Finding("sealing", "good", text % {"count": number(state.sealed)})


def _backup() -> Finding:
    last = last_change("back_up")
    if last is None:
        return Finding("backup", "notice", _("There has been no backup yet. Run: tenure backup"))
    days = (clock.now() - last).days
    text = ngettext("The last backup is %(days)s day old.", "The last backup is %(days)s days old.", days) % {
        "days": days
    }
    return Finding("backup", "good" if clock.now() - last < OLDEST_BACKUP else "notice", text)
