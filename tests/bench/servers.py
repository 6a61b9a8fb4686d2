"""Both applications as processes of one worker each. Ours is started exactly as `opora run` starts it."""

import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from opora.refusal import Refusal
from opora.serving import listen
from tests.bench.database import ROOT, SECRET, Filled

_MODULES = {"ours": ["opora.serving", "api"], "limit": ["tests.bench.limit"]}
_PATIENCE = 30.0


@dataclass(frozen=True)
class Server:
    """A running application."""

    kind: str
    port: int
    pid: int


@contextmanager
def serving(kind: str, filled: Filled) -> Iterator[Server]:
    """Run `ours` or the `limit` on a free port until the block ends."""
    sock = listen("127.0.0.1", 0)
    port: int = sock.getsockname()[1]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("OPORA_")}
    environment |= {
        "OPORA_SECRET": SECRET, "OPORA_PORT": str(port), "OPORA_WEB_DIST": "/nonexistent",
        "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))),
    }  # fmt: skip
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", *_MODULES[kind], str(sock.fileno())], env=environment, cwd=ROOT, pass_fds=[sock.fileno()],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=errors,
        )  # fmt: skip
        sock.close()
        assert process.stdin
        try:
            url = filled.gate if kind == "ours" else filled.admin
            process.stdin.write(json.dumps({"database_url": url}).encode() + b"\n")
            process.stdin.flush()
            if not _answers(port, process):
                errors.seek(0)
                raise Refusal(f"the application of the bench ({kind}) does not start: {errors.read().decode()[-2000:]}")
            yield Server(kind, port, process.pid)
        finally:
            process.stdin.close()  # its life line
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _answers(port: int, process: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return True
        except OSError:
            time.sleep(0.05)
    return False
