"""What a PostgreSQL server must hold before migrations: the program's roles, its database, and nobody else's rights.

`bootstrap` needs an administrator's address (a superuser, or a login with CREATEROLE and CREATEDB), may be repeated at
any time and changes only what differs. Roles belong to the whole server, so all databases of Opora on one server must
share one secret. The program itself logs in as `opora_gate`, which may become a scope role and may do nothing else.
"""

import asyncio
import base64
import hashlib
import hmac
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from opora.core.addresses import (
    GATE,
    OWNER,
    Addresses,
    database_of,
    derived_password,
    native,
    user_of,
    with_database,
    with_login,
)
from opora.refusal import Refusal

SCOPES = ("auth", "region", "municipality", "school", "person", "admin", "job")
SCOPE_ROLES = tuple(f"opora_{scope}" for scope in SCOPES)
EXTENSIONS = ("btree_gist", "pg_trgm")
OLDEST = 15
GATE_SETTINGS = {  # settings follow a login, not SET ROLE
    "max_parallel_workers_per_gather": "0",
    "statement_timeout": "10s",
    "lock_timeout": "3s",
    "idle_in_transaction_session_timeout": "15s",
    "jit": "off",
}
_LOCK = 0x6F706F7261  # "opora"


class BootstrapError(Refusal):
    """The server cannot be prepared or used; the message is one line that says what to do."""


async def bootstrap(admin_url: str, database: str, secret: str, owner_secret: str | None = None) -> Addresses:
    """Prepare server and database; return the addresses of the program and of the owner of its tables."""
    passwords = {OWNER: derived_password(owner_secret or secret, OWNER), GATE: derived_password(secret, GATE)}
    async with connected(with_database(admin_url, "postgres")) as c:
        version = int(await c.fetchval("show server_version_num")) // 10_000
        if version < OLDEST:
            raise BootstrapError(f"the server is PostgreSQL {version}; Opora needs {OLDEST} or newer")
        await c.execute("select pg_advisory_lock($1)", _LOCK)  # the connection's end releases it
        try:
            await _refuse_to_lock_out(c, database, passwords)
            await _roles(c, version, passwords)
            await _database(c, version, database)
        except asyncpg.InsufficientPrivilegeError as error:
            raise BootstrapError(
                f"{user_of(admin_url) or 'the login'} may not prepare the server ({error}):"
                " use an administrator's address"
            ) from None
        async with connected(with_database(admin_url, database)) as inside:
            await _inside(inside, database)
    server = with_database(admin_url, database)
    return Addresses(
        **{name: with_login(server, f"opora_{name}", passwords[f"opora_{name}"]) for name in ("gate", "owner")}
    )


async def check_login(url: str) -> None:
    """Refuse to serve with a login that row security would not hold. Raises BootstrapError."""
    async with connected(url) as c:
        role = await c.fetchrow(
            "select rolname, rolsuper, rolbypassrls, rolinherit,"
            " exists (select from pg_class where relowner = r.oid) as owns,"
            " pg_has_role(rolname, (select oid from pg_roles where rolname = 'opora_owner'), 'member') as becomes_owner,"
            " pg_has_role(rolname, 'opora_region', 'member') as gate from pg_roles r where rolname = session_user"
            " and exists (select from pg_roles where rolname = 'opora_region')"
        )
    if role is None:
        raise BootstrapError("the server has no roles of Opora: run `opora bootstrap` with an administrator's address")
    faults = [
        text
        for fault, text in {
            "rolsuper": "is a superuser",
            "rolbypassrls": "bypasses row security",
            "rolinherit": "inherits rights",
            "owns": "owns tables",
            "becomes_owner": "may become the owner",
        }.items()
        if role[fault]
    ]
    if not role["gate"]:
        faults.append("may not become the roles of Opora")
    if faults:
        raise BootstrapError(
            f"the login {role['rolname']} {', '.join(faults)}:"
            f" OPORA_DATABASE_URL must name {GATE} (see `opora bootstrap`)"
        )


async def is_administrator(url: str) -> bool:
    """Whether the address may prepare a server. Raises BootstrapError when it cannot be reached."""
    if user_of(url) in {GATE, OWNER}:
        return False
    async with connected(url) as c:
        sql = "select rolsuper or (rolcreaterole and rolcreatedb) from pg_roles where rolname = session_user"
        return bool(await c.fetchval(sql))


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Any]:
    """A connection, or BootstrapError with one line. A database that does not exist yet falls back to `postgres`."""
    try:
        try:
            connection = await asyncpg.connect(native(url), timeout=10)
        except asyncpg.InvalidCatalogNameError:
            if user_of(url) in {GATE, OWNER}:
                raise
            connection = await asyncpg.connect(with_database(url, "postgres"), timeout=10)
    except asyncpg.InvalidCatalogNameError:
        raise BootstrapError(f"the database {database_of(url)} does not exist: run `opora bootstrap`") from None
    except (asyncpg.InvalidPasswordError, asyncpg.InvalidAuthorizationSpecificationError) as error:
        raise BootstrapError(f"the database refuses the login: {error}; check the address and OPORA_SECRET") from None
    except (OSError, TimeoutError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        text = str(error) or type(error).__name__
        raise BootstrapError(
            f"the database cannot be reached: {text}; check the address and that the server runs"
        ) from None
    try:
        yield connection
    finally:
        await asyncio.shield(connection.close())


async def _refuse_to_lock_out(c: Any, database: str, passwords: dict[str, str]) -> None:
    """Another installation on this server has the same roles: a new password would lock it out. Tests' databases do not count."""
    others = await c.fetchval(
        "select string_agg(datname, ', ') from pg_database where datname <> $1 and not starts_with(datname, 'opora_test_')"
        " and datdba = (select oid from pg_roles where rolname = $2)",
        database,
        OWNER,
    )
    if others and await _has_password(c, GATE, passwords[GATE]) is False:
        raise BootstrapError(
            f"the server holds another installation ({others}) with another OPORA_SECRET: use a server of its own, or that secret"
        )


async def _roles(c: Any, version: int, passwords: dict[str, str]) -> None:
    have = {role["rolname"]: role for role in await c.fetch("select * from pg_roles where rolname like 'opora\\_%'")}
    for name in (OWNER, GATE, *SCOPE_ROLES):
        login = name in passwords
        inherit = name == OWNER
        if name not in have:
            await c.execute(
                f"create role {name} {'login' if login else 'nologin'} {'inherit' if inherit else 'noinherit'}"
            )
        elif (have[name]["rolcanlogin"], have[name]["rolinherit"]) != (login, inherit):
            await c.execute(
                f"alter role {name} {'login' if login else 'nologin'} {'inherit' if inherit else 'noinherit'}"
            )
        if name in have and (have[name]["rolsuper"] or have[name]["rolbypassrls"]):
            await c.execute(f"alter role {name} nosuperuser nobypassrls")
        if login:
            await _password(c, name, passwords[name])
    members = "select 1 from pg_auth_members m join pg_roles r on r.oid = m.roleid join pg_roles g on g.oid = m.member"
    wanted = " and not m.inherit_option and m.set_option" if version >= 16 else ""
    for name in SCOPE_ROLES:
        if not await c.fetchval(f"{members} where r.rolname = $1 and g.rolname = $2{wanted}", name, GATE):
            options = " with inherit false, set true" if version >= 16 else ""
            await c.execute(f"grant {name} to {GATE}{options}")
    sql = (
        "select unnest(s.setconfig) from pg_db_role_setting s join pg_roles r on r.oid = s.setrole"
        " where s.setdatabase = 0 and rolname = $1"
    )
    settings = {row[0] for row in await c.fetch(sql, GATE)}
    for key, value in GATE_SETTINGS.items():
        if f"{key}={value}" not in settings:
            await c.execute(f"alter role {GATE} set {key} = '{value}'")
    if not await c.fetchval("select rolsuper from pg_roles where rolname = current_user"):
        await c.execute(f"grant {OWNER} to current_user")  # a database can only be given to a role one is a member of


async def _password(c: Any, login: str, password: str) -> None:
    """Set a password as its verifier, so that it reaches neither the server nor its log; leave one that is right."""
    if await _has_password(c, login, password) is not True:
        await c.execute(f"alter role {login} password '{_verifier(password, secrets.token_bytes(16), 4096)}'")


async def _has_password(c: Any, login: str, password: str) -> bool | None:
    """Whether the stored verifier is that of `password`; None when only a superuser may tell."""
    try:
        stored = await c.fetchval("select rolpassword from pg_authid where rolname = $1", login) or ""
    except asyncpg.InsufficientPrivilegeError:
        return None
    kept = stored.removeprefix("SCRAM-SHA-256$").split("$")[0].split(":")
    if not stored or len(kept) != 2 or not kept[0].isdigit():
        return False
    return hmac.compare_digest(stored, _verifier(password, base64.b64decode(kept[1]), int(kept[0])))


def _verifier(password: str, salt: bytes, rounds: int) -> str:
    """RFC 5802, as PostgreSQL stores it."""
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, rounds)
    client = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    parts = [base64.b64encode(value).decode() for value in (salt, client, server)]
    return f"SCRAM-SHA-256${rounds}:{parts[0]}${parts[1]}:{parts[2]}"


async def _database(c: Any, version: int, database: str) -> None:
    name = await c.fetchval("select quote_ident($1)", database)
    if not await c.fetchval("select 1 from pg_database where datname = $1", database):
        # pg_trgm asks the C library what a letter is, whatever the provider: with lc_ctype C no Cyrillic word has trigrams
        builtin = "locale_provider builtin builtin_locale 'C.UTF-8' lc_collate 'C' lc_ctype 'C.UTF-8'"
        locale = builtin if version >= 17 else "locale 'C.UTF-8'"
        await c.execute(f"create database {name} owner {OWNER} template template0 encoding 'UTF8' {locale}")
    elif await c.fetchval("select pg_get_userbyid(datdba) from pg_database where datname = $1", database) != OWNER:
        await c.execute(f"alter database {name} owner to {OWNER}")
    await c.execute(f"revoke all on database {name} from public; grant connect on database {name} to {GATE}")


async def _inside(c: Any, database: str) -> None:
    if await c.fetchval("select current_database()") != database:  # `connected` fell back
        raise BootstrapError(f"the database {database} could not be opened after it was made: try again")
    if not await c.fetchval(
        "select pg_encoding_to_char(encoding) = 'UTF8' and lower('Ж') = 'ж' from pg_database where datname = $1",
        database,
    ):
        raise BootstrapError(
            f"the database {database} cannot lower-case Cyrillic letters: make it with UTF8 and the locale C.UTF-8"
        )
    for extension in EXTENSIONS:
        if not await c.fetchval("select 1 from pg_extension where extname = $1", extension):
            await c.execute(f"create extension if not exists {extension} with schema public")
    if not await c.fetchval("select cardinality(show_trgm('Ж')) > 0"):
        raise BootstrapError(
            f"the database {database} finds no trigrams in Cyrillic words: make it with lc_ctype C.UTF-8"
        )
    await c.execute(f"revoke all on schema public from public; grant usage, create on schema public to {OWNER}")
