"""What can be known of a PostgreSQL server process from outside: whether it runs, answers, and why it did not."""

import contextlib
import signal
import subprocess
import time
from pathlib import Path

from opora.core.embedded_place import EmbeddedPostgresError

STOP_SECONDS = 20.0


def end(server: subprocess.Popen[bytes]) -> None:
    """Stop a server of ours: politely, then at the price of a recovery, then by force."""
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):  # fast, immediate, by force
        server.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(STOP_SECONDS)
            return


def tick(deadline: float, message: str, seconds: float = 0.02) -> None:
    """Wait a moment; past the deadline raise EmbeddedPostgresError."""
    if time.monotonic() > deadline:
        raise EmbeddedPostgresError(message)
    time.sleep(seconds)


def facts(data: Path) -> list[str]:
    """The lines of postmaster.pid: process, folder, start, port, socket folder, host, memory key, status."""
    try:
        return (data / "postmaster.pid").read_text().splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return []


def ready(data: Path, pid: int | None = None) -> bool:
    """Whether the server of this folder (with this process, if given) takes connections."""
    lines = facts(data)
    if len(lines) < 8 or lines[7].strip() != "ready":
        return False
    return lines[0] == str(pid) if pid else running(data) is not None


def running(data: Path) -> int | None:
    """The process of this folder's server. A number alone proves nothing: it may be another program's by now."""
    lines = facts(data)
    if not lines or not lines[0].strip().isdigit():
        return None
    pid = int(lines[0])
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    except OSError:
        if Path("/proc/self").exists():
            return None
        command = subprocess.run(
            ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
        ).stdout
    return pid if str(data) in command else None


def reason(output: str) -> str:
    """The line of a log that says why."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    telling = [line for line in lines if "FATAL" in line or "PANIC" in line or "error:" in line]
    return (telling or lines or ["no message"])[-1].rstrip(".")
