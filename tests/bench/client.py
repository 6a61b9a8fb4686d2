"""A load generator of our own: one thread, raw sockets, requests made beforehand. `python -m tests.bench.client` reads what to
send from standard input and writes what it measured.
"""

import json
import selectors
import socket
import sys
import time


class Connection:
    """One keep-alive connection with at most one request on its way."""

    def __init__(self, port: int) -> None:
        self.sock = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sent, self._got, self._length = 0.0, b"", 0

    def send(self, request: bytes) -> None:
        self.sent, self._got, self._length = time.perf_counter(), b"", 0
        self.sock.sendall(request)

    def done(self) -> bytes | None:
        """Read what is there; the whole answer, or None while more is to come."""
        part = self.sock.recv(262_144)
        if not part:
            raise ConnectionError("the server closed the connection")
        self._got += part
        if not self._length:
            end = self._got.find(b"\r\n\r\n")
            if end < 0:
                return None
            at = self._got.lower().find(b"content-length:", 0, end) + len(b"content-length:")
            self._length = end + 4 + int(self._got[at : self._got.find(b"\r", at)])
        return self._got if len(self._got) >= self._length else None

    def ask(self, request: bytes) -> tuple[float, bytes]:
        """Seconds and answer of one request."""
        self.send(request)
        while (answer := self.done()) is None:
            pass
        return time.perf_counter() - self.sent, answer


def run(port: int, requests: list[bytes], connections: int, seconds: float, count: int) -> dict[str, object]:
    """Send `requests` in turn until `seconds` are over or `count` were answered."""
    took: list[float] = []
    refused, sent, example = 0, 0, ""
    with selectors.DefaultSelector() as ready:
        for _ in range(min(connections, count)):
            ready.register((c := Connection(port)).sock, selectors.EVENT_READ, c)
            c.send(requests[sent % len(requests)])
            sent += 1
        started = time.perf_counter()
        end = started + seconds
        while len(took) < sent:
            for key, _ in ready.select(10):
                answer = key.data.done()
                if answer is None:
                    continue
                now = time.perf_counter()
                took.append(now - key.data.sent)
                if answer[9:10] != b"2":
                    refused, example = refused + 1, answer[:400].decode(errors="replace")
                if sent < count and now < end:
                    key.data.send(requests[sent % len(requests)])
                    sent += 1
        elapsed = time.perf_counter() - started
        for key in list(ready.get_map().values()):
            key.data.sock.close()
    took.sort()
    at = {share: took[min(len(took) - 1, int(len(took) * share))] * 1000 for share in (0.5, 0.95)}
    return {
        "count": len(took),
        "seconds": elapsed,
        "p50": at[0.5],
        "p95": at[0.95],
        "refused": refused,
        "example": example,
    }


def main() -> None:
    spec = json.load(sys.stdin)
    requests = [request.encode() for request in spec.pop("requests")]
    json.dump(run(requests=requests, **spec), sys.stdout)


if __name__ == "__main__":
    main()
