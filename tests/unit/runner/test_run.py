"""`opora run` from outside: it comes up, and however it ends nothing is left and the next start works."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from opora.serving import PortBusy, listen

Run = Callable[[], subprocess.Popen[str]]


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A data folder that the server's unprivileged user can reach when the tests run as root."""
    with tempfile.TemporaryDirectory(prefix="opora-run-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@pytest.fixture
def run(place: Path, port: int) -> Iterator[Run]:
    """Start `opora run` in the place; what a failed test left running is killed, and its guard ends the rest."""
    started: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        started.append(start_run(place, port))
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def start_run(place: Path, port: int) -> subprocess.Popen[str]:
    wanted = {"OPORA_DATA_DIR": str(place / "data"), "OPORA_PORT": str(port)}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OPORA_")}
    return subprocess.Popen(
        [sys.executable, "-m", "opora", "run"],
        env=kept | wanted | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path.endswith("src"))},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def ready(process: subprocess.Popen[str], port: int) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        assert process.poll() is None, process.communicate()[0]
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        with suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                connection.close()
                return
        connection.close()
        time.sleep(0.05)
    raise AssertionError("not ready in time")


def processes(place: Path, parent: int) -> set[int]:
    """What belongs to a run: its children, and whatever names its folder."""
    found = set()
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, IndexError):
            stat = (entry / "stat").read_text().rpartition(")")[2].split()
            command = (entry / "cmdline").read_bytes().decode(errors="replace")
            if stat[0] != "Z" and (int(stat[1]) == parent or str(place) in command):
                found.add(int(entry.name))
    return found


def complete(place: Path, parent: int) -> set[int]:
    """Every process of a run that is up: API, worker, guard, PostgreSQL."""
    deadline = time.monotonic() + 30
    while len(pids := processes(place, parent)) < 4:
        assert time.monotonic() < deadline, "the run never became complete"
        time.sleep(0.05)
    return pids


def gone(pids: set[int], place: Path) -> None:
    deadline = time.monotonic() + 20
    while left := {pid for pid in pids if Path(f"/proc/{pid}").exists()} | processes(place, -1):
        assert time.monotonic() < deadline, f"still running: {left}"
        time.sleep(0.05)


def test_run_survives_every_way_of_ending(place: Path, port: int, run: Run) -> None:
    for ending, status in ((signal.SIGTERM, 0), (signal.SIGKILL, -9), (signal.SIGINT, 0)):
        process = run()
        ready(process, port)
        pids = complete(place, process.pid)
        process.send_signal(ending)
        output = process.communicate(timeout=40)[0]
        assert process.returncode == status, output
        gone(pids, place)


def test_the_end_of_a_part_ends_all_with_one_line(place: Path, port: int, run: Run) -> None:
    process = run()
    ready(process, port)
    pids = complete(place, process.pid)
    commands = {pid: Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0") for pid in pids}
    worker = next(pid for pid, words in commands.items() if b"worker" in words)
    os.kill(worker, signal.SIGKILL)
    output = process.communicate(timeout=40)[0]
    assert process.returncode == 1
    assert output.splitlines()[-1].startswith("opora: the worker process ended")
    gone(pids, place)


def test_a_busy_port_is_one_line_before_anything_is_started(port: int, run: Run) -> None:
    with socket.create_server(("127.0.0.1", port)):
        process = run()
        output = process.communicate(timeout=30)[0]
        assert process.returncode == 1
        assert output.startswith(f"opora: port {port} of 127.0.0.1 is in use")
        assert len(output.splitlines()) == 1
        with pytest.raises(PortBusy, match=f"OPORA_PORT={port + 1}"):
            listen("127.0.0.1", port)
