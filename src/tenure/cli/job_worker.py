"""The job worker beside the web processes: forked from the process that has loaded everything, and sharing it with them.

An interpreter of its own would hold Django, NumPy and our code a second time, 60 MiB for a process that mostly waits.
"""

import contextlib
import ctypes
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable

NAME = "tenure work"
# What the master answers to and its children must not.
SIGNALS = ("HUP", "INT", "TERM", "QUIT", "USR1", "USR2", "TTIN", "TTOU", "WINCH", "CHLD")
SECONDS_BETWEEN_LOOKS = 0.05


class JobWorker:
    """A forked process that carries out `work` until it is asked to stop."""

    def __init__(self, work: Callable[[], None]) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        self.pid = os.fork()
        if self.pid == 0:
            _live(work)

    def is_running(self) -> bool:
        """Whether it lives; whoever else waits for children here may have seen it end first."""
        try:
            return os.waitpid(self.pid, os.WNOHANG)[0] == 0
        except ChildProcessError:
            return False

    def ask_to_stop(self) -> None:
        self._send(signal.SIGTERM)

    def end(self, patience: float) -> None:
        """Wait so many seconds for it to stop, then kill it: its job goes back to the queue when its heartbeat grows old."""
        give_up = time.monotonic() + patience
        while self.is_running():
            if time.monotonic() > give_up:
                self._send(signal.SIGKILL)
                return
            time.sleep(SECONDS_BETWEEN_LOOKS)

    def _send(self, number: signal.Signals) -> None:
        if self.is_running():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)


def _live(work: Callable[[], None]) -> None:
    """In the new process: nothing of the master's but what it loaded; ends without returning."""
    code = 1
    try:
        for name in SIGNALS:
            signal.signal(getattr(signal, f"SIG{name}"), signal.SIG_DFL)
        os.setsid()  # away from Ctrl+C
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))  # the port above all: it is free once the master has gone
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        if sys.platform == "linux":
            _end_with_parent()
        work()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _end_with_parent() -> None:
    """Let the kernel end this process with the master, and call it by its name."""
    set_parent_death_signal, set_name = 1, 15
    libc = ctypes.CDLL(None)
    libc.prctl(set_name, NAME.encode())
    libc.prctl(set_parent_death_signal, signal.SIGTERM)
    if os.getppid() == 1:
        os._exit(0)
