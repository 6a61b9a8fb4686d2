"""What the databases of the bench hold, by number: `seed.sql` makes the same identifiers."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

SCHOOLS = 40  # of a municipality
PARTICIPANTS = 12  # low-result schools of a municipality's programme
USERS = 5  # coordinators of a municipality
REGION_USERS = 10
_FREE = 20  # school types below this number are in use by open deficits, those from here on are free to be diagnosed


@dataclass(frozen=True)
class Size:
    """How much a database holds."""

    municipalities: int
    deficits: int

    @property
    def schools(self) -> int:
        return self.municipalities * SCHOOLS

    def users(self, scope: str) -> range:
        """Numbers of the users of a scope; user `n` of a municipality belongs to `n % municipalities`."""
        own = self.municipalities * USERS
        return range(own) if scope == "municipality" else range(own, own + REGION_USERS)


BIG = Size(60, 200_000)
SMALL = Size(20, 2_000)  # as many deficits of a municipality on a page's worth of blocks, or fewer rows would be read


def id_(kind: int, number: int) -> UUID:
    """As `pg_temp.id` of `seed.sql`."""
    return UUID(f"{kind:08x}-0000-7000-8000-{number:012x}")


REGION = id_(1, 0)


def municipality(number: int) -> UUID:
    return id_(2, number)


def program(number: int, *, low_results: bool = True) -> UUID:
    """A municipality's programme for its low-result schools, or the one for all others."""
    return id_(4, number * 2 + (0 if low_results else 1))


def account(user: int) -> UUID:
    return id_(7, user)


def secret(user: int) -> str:
    """The cookie of a user's browser session."""
    return f"bench-session-{user:032d}"


def get(path: str, cookie: str | None = None) -> bytes:
    """A request as it goes over the wire."""
    line = f"cookie: {cookie}\r\n" if cookie else ""
    return f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: application/json\r\n{line}\r\n".encode()


def creations(size: Size, cookie: str, begin: int, count: int, *, limit: bool) -> Iterator[bytes]:
    """Requests that diagnose deficits nobody has yet; the limit application gets the whole row and types of its own."""
    for number in range(begin, begin + count):
        where, rest = number % size.municipalities, number // size.municipalities
        place, kind = rest % SCHOOLS, rest // SCHOOLS + _FREE + (10 if limit else 0)
        assert kind < _FREE + (20 if limit else 10), "more creations than free types"
        deficit = {
            "program_id": str(program(where, low_results=place < PARTICIPANTS)),
            "school_id": str(id_(3, where * SCHOOLS + place)), "type_id": str(id_(5, kind)), "severity": 2,
            "description": "Низкая доля учеников, достигших базового уровня",
        }  # fmt: skip
        more = {
            "region_id": str(REGION),
            "municipality_id": str(municipality(where)),
            "account_id": str(account(where)),
        }
        body = json.dumps(deficit | (more if limit else {}), ensure_ascii=False).encode()
        headers = {
            "host": "127.0.0.1", "content-type": "application/json", "content-length": str(len(body)),
            "cookie": f"{cookie}={secret(where)}", "x-opora-client": "web", "idempotency-key": f"bench-{number:09d}",
        }  # fmt: skip
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        yield f"POST {'/deficits' if limit else '/api/v1/deficits'} HTTP/1.1\r\n{lines}\r\n".encode() + body
