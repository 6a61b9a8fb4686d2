"""The embedded server: whatever happened to whoever started it, the next start works and nothing is left running."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import pytest

from opora.core import embedded_place
from opora.core.embedded import EmbeddedPostgres, EmbeddedPostgresError
from opora.core.embedded_place import Account, programs, reachable, server_account, settled

OWNER = """
import sys, time
from pathlib import Path
from opora.core.embedded import EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]), fast=True)
server.start()
print(server.pid, server._guard.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """One initialised home for the module; the class's own way to a folder that an unprivileged user can reach."""
    server = EmbeddedPostgres.temporary()
    server._temporary = False
    with server:
        pass
    yield server._home
    server._temporary = True
    with server:
        pass


def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "condition not met in time"
        time.sleep(0.02)


def alive(pid: int) -> bool:
    """Runs, and is no zombie that its new parent has not buried yet."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def foreign_owner(home: Path) -> tuple[subprocess.Popen[str], int, int]:
    owner = subprocess.Popen([sys.executable, "-c", OWNER, str(home)], stdout=subprocess.PIPE, text=True)
    assert owner.stdout
    server, guard = map(int, owner.stdout.readline().split())
    return owner, server, guard


def end(owner: subprocess.Popen[str], *also: int) -> None:
    for pid in (owner.pid, *also):
        os.kill(pid, signal.SIGKILL)
    owner.wait()
    assert owner.stdout
    owner.stdout.close()


async def test_listens_on_a_socket_only_and_asks_everybody_for_a_password(home: Path) -> None:
    with EmbeddedPostgres(home, fast=True) as server:
        connection = await asyncpg.connect(server.url())
        row = await connection.fetchrow("select lower('ЁЖ') as low, current_setting('listen_addresses') as tcp")
        await connection.close()
        assert (row["low"], row["tcp"]) == ("ёж", "")
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(server.url().replace("postgres:", "postgres:not", 1))
    assert not server.alive


def test_a_second_start_joins_as_a_guest_and_leaves_the_server_running(home: Path) -> None:
    with EmbeddedPostgres(home, fast=True) as owner:
        with EmbeddedPostgres(home) as guest:
            assert not guest.owned
            assert guest.url() == owner.url()
        assert owner.alive


def test_a_killed_owner_leaves_no_server(home: Path) -> None:
    owner, server, guard = foreign_owner(home)
    end(owner)
    until(lambda: not alive(server) and not alive(guard))


def test_a_start_right_after_the_owner_was_killed_works(home: Path) -> None:
    owner, server, _ = foreign_owner(home)
    end(owner)
    with EmbeddedPostgres(home, fast=True) as again:
        assert again.owned
        assert not alive(server)


def test_a_server_whose_owner_and_guard_were_killed_is_ended_by_the_next_start(home: Path) -> None:
    owner, server, guard = foreign_owner(home)
    end(owner, guard)
    assert alive(server)
    with EmbeddedPostgres(home, fast=True) as again:
        assert again.owned
        assert not alive(server)


def test_a_killed_server_recovers_at_the_next_start(home: Path) -> None:
    with EmbeddedPostgres(home, fast=True) as server:
        assert server.pid
        os.kill(server.pid, signal.SIGKILL)
        until(lambda: not server.alive)
    with EmbeddedPostgres(home, fast=True) as again:
        assert again.alive


def test_a_process_number_that_belongs_to_another_program_by_now_stops_nothing(home: Path) -> None:
    (home / "data" / "postmaster.pid").write_text(f"{os.getpid()}\n{home}/data\n1\n5432\n/tmp\n\n1 1\nready\n")
    with EmbeddedPostgres(home, fast=True) as server:
        assert server.pid != os.getpid()


def test_a_temporary_server_takes_its_folder_with_it() -> None:
    with EmbeddedPostgres.temporary() as server:
        folder = server._home
        assert folder.exists()
    assert not folder.exists()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("PG_VERSION", b"17\n", "was made by PostgreSQL 17"),
        ("PG_VERSION", None, "holds no PostgreSQL database"),
        ("global/pg_control", b"garbage", "does not start"),
    ],
)
def test_a_broken_data_folder_is_one_line_that_says_what_to_do(
    home: Path, name: str, content: bytes | None, says: str
) -> None:
    file = home / "data" / name
    kept = file.read_bytes()
    mode = file.stat()
    try:
        if content is None:
            file.unlink()
        else:
            file.write_bytes(content)
        with pytest.raises(EmbeddedPostgresError, match=says) as caught:
            EmbeddedPostgres(home, fast=True).start()
        assert "\n" not in str(caught.value)
        assert "move" in str(caught.value)
    finally:
        file.write_bytes(kept)
        os.chown(file, mode.st_uid, mode.st_gid)
        file.chmod(mode.st_mode & 0o777)


def test_behind_a_closed_folder_an_unprivileged_server_gets_a_reachable_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setattr(embedded_place, "STATE", tmp_path / "state")
    account = Account(uid=65534, gid=65534, switch=True)
    assert not reachable(closed, account)
    assert reachable(Path("/usr/bin"), account)
    ourselves = Account(os.geteuid(), os.getegid(), switch=False)
    assert settled(closed / "pg", ourselves) == (closed / "pg").resolve()
    assert (server_account(closed / "none").switch) is (os.geteuid() == 0)


def test_the_programs_can_be_copied_out_of_a_closed_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded_place, "STATE", tmp_path)
    monkeypatch.setattr(embedded_place, "reachable", lambda *_: False)
    account = Account(os.geteuid(), os.getegid(), switch=False)
    copied = programs(account)
    assert copied.is_relative_to(tmp_path)
    assert copied == programs(account)
    for name in ("postgres", "initdb"):
        version = subprocess.run([copied / name, "--version"], capture_output=True, text=True, check=True).stdout
        assert " 18." in version


def test_a_link_to_a_place_that_is_gone_is_not_filled_silently(tmp_path: Path) -> None:
    (tmp_path / "pg").symlink_to(tmp_path / "gone")
    with pytest.raises(EmbeddedPostgresError, match="which is gone"):
        EmbeddedPostgres(tmp_path / "pg").start()
