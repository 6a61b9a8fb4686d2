"""Database addresses: every spelling people write becomes one, `postgresql://…`, which all libraries read.

An address may be TCP or a socket directory (`?host=/dir`), with or without `+asyncpg`. The logins of the program
(`opora_gate`, `opora_owner`) may be written without a password: it is then derived from the installation's secret.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

OWNER = "opora_owner"
GATE = "opora_gate"
DEFAULT_DATABASE = "opora"
_MAINTENANCE = frozenset({"", "postgres", "template1"})


@dataclass(frozen=True, repr=False)
class Addresses:
    """Where the program and its owner log in. Never printed: both hold passwords."""

    gate: str
    owner: str


def native(url: str) -> str:
    """The address as asyncpg reads it. Raises ValueError when it is not PostgreSQL's."""
    scheme, separator, rest = url.partition("://")
    if not separator or scheme not in {"postgresql", "postgres", "postgresql+asyncpg"}:
        raise ValueError("a database address begins with postgresql://")
    return f"postgresql://{rest}"


def user_of(url: str) -> str:
    """The login an address names, or an empty string."""
    return unquote(urlsplit(native(url)).username or "")


def database_of(url: str) -> str:
    """The database meant: a maintenance database in an administrator's address stands for the default one."""
    name = unquote(urlsplit(native(url)).path.lstrip("/"))
    return DEFAULT_DATABASE if name in _MAINTENANCE else name


def with_database(url: str, database: str) -> str:
    """The same server and login, another database."""
    return _joined(urlsplit(native(url))._replace(path="/" + quote(database, safe="")))


def with_login(url: str, user: str, password: str) -> str:
    """The same server and database, another login."""
    parts = urlsplit(native(url))
    server = parts.netloc.rpartition("@")[2]
    query = [(key, value) for key, value in parse_qsl(parts.query) if key not in {"user", "password"}]
    login = f"{quote(user, safe='')}:{quote(password, safe='')}"
    return _joined(parts._replace(netloc=f"{login}@{server}", query=urlencode(query, safe="/")))


def derived_password(secret: str, login: str) -> str:
    """The password of a login of the program: one-way from the secret, the same on every machine that knows it."""
    digest = hmac.new(secret.encode(), f"opora database login {login}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def completed(url: str, secret: str) -> str:
    """Add the derived password to an address that names a login of the program without one."""
    if user_of(url) in {OWNER, GATE} and urlsplit(native(url)).password is None:
        return with_login(url, user_of(url), derived_password(secret, user_of(url)))
    return native(url)


def _joined(parts: SplitResult) -> str:
    """urlunsplit drops the `//` before an empty host, which is how a socket address looks."""
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{parts.netloc}{parts.path or '/'}{query}"
