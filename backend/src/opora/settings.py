"""Settings: read from the environment (prefix `OPORA_`) once at start, frozen, handed on explicitly.

`get_settings()` is for the entry points only (command line, worker, server); everything else receives the
object it needs. Without `OPORA_DATABASE_URL` the program keeps a PostgreSQL server of its own in `data_dir`.
"""

import os
import re
import secrets
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from opora.refusal import Refusal

REPOSITORY = Path(__file__).parents[3]  # backend/src/opora/settings.py: holds migrations/ and frontend/
MIN_SECRET = 32
KNOWN_SECRETS = frozenset({"change-me", "changeme", "secret", "opora", "opora-secret"})
_SHIFT = re.compile(r"([+-]\d{1,5})([mhdw])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}

Words = Annotated[tuple[str, ...], NoDecode]


class SettingsError(Refusal):
    """The settings cannot be used; the message is one line that says which and what to do."""


class Settings(BaseSettings):
    """Everything an installation may decide. Unset, it is safe for one machine and nobody else."""

    model_config = SettingsConfigDict(env_prefix="OPORA_", frozen=True, env_ignore_empty=True)

    database_url: str | None = Field(None, repr=False)
    """The program's login (`opora_gate`), or an administrator's address for `opora run`; None: embedded."""
    owner_database_url: str | None = Field(None, repr=False)
    """The login `opora_owner`, for migrations and demo data; unset: derived from `database_url`."""
    admin_database_url: str | None = Field(None, repr=False)
    """An administrator of the server, for `opora bootstrap` only."""
    secret: SecretStr = SecretStr("")
    """The root of every derived key. Embedded and demo installations make a random one in `data_dir`."""
    owner_secret: SecretStr | None = None
    """Derives the owner's database password; give it to `bootstrap` and `migrate` only."""

    demo: bool = False
    clock_offset: str | None = None
    """Moves domain time, demo mode only: `+3d`, `-2h`, `+1w`, or the date that today shall be."""

    host: str = "127.0.0.1"
    port: int = Field(8000, ge=1, le=65535)
    public_url: str = ""
    """The address people type; it decides cookie flags, origins and links. Default: http://host:port."""
    allowed_hosts: Words = ()
    allowed_origins: Words = ()
    forwarded_allow_ips: str = "127.0.0.1"
    """The reverse proxies whose X-Forwarded-* headers are believed."""
    body_limit: int = Field(2_000_000, ge=1_000)

    smtp_url: SecretStr | None = None
    """Where letters go, `smtp://user:password@host:587` or `smtps://…`; unset, they are only recorded."""
    mail_from: str | None = None
    """The sender of letters; unset: opora@ and the host of `public_url`."""

    data_dir: Path = Path(".opora")
    web_dist: Path = REPOSITORY / "frontend" / "dist"

    pool_size: int = Field(8, ge=1, le=200)
    session_idle: timedelta = timedelta(hours=8)
    session_absolute: timedelta = timedelta(days=7)
    invitation_lifetime: timedelta = timedelta(days=7)
    token_lifetime: timedelta = Field(timedelta(minutes=10), gt=timedelta(0), le=timedelta(minutes=15))

    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @field_validator("allowed_hosts", "allowed_origins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """Lists are written with commas in the environment."""
        if isinstance(value, str):
            return tuple(word.strip() for word in value.split(",") if word.strip())
        return value

    @field_validator("data_dir", "web_dist")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.absolute()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.clock_offset is not None:
            if not self.demo:
                raise ValueError("OPORA_CLOCK_OFFSET moves time in demo mode only: unset it or set OPORA_DEMO=1")
            parse_shift(self.clock_offset, date.min)
        secret = self.secret.get_secret_value()
        if len(secret) < MIN_SECRET or secret.lower() in KNOWN_SECRETS:
            raise ValueError(
                f"OPORA_SECRET must be set to at least {MIN_SECRET} random characters, e.g. from `openssl rand -hex 32`"
            )
        return self

    @property
    def embedded(self) -> bool:
        """The program keeps its own PostgreSQL server."""
        return self.database_url is None

    @property
    def origin(self) -> str:
        """Scheme and host that people see, without a path."""
        parts = urlsplit(self.public_url or f"http://{self.host}:{self.port}")
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def origins(self) -> frozenset[str]:
        """Origins whose pages may call unsafe operations."""
        return frozenset({self.origin, *self.allowed_origins})

    @property
    def hosts(self) -> frozenset[str]:
        """Host names that requests may be addressed to; `*` allows all."""
        return frozenset({urlsplit(self.origin).hostname or "", "127.0.0.1", "localhost", *self.allowed_hosts})

    def clock_shift(self) -> timedelta:
        """How far domain time is from real time; zero outside the demo."""
        if self.clock_offset is None:
            return timedelta()
        return parse_shift(self.clock_offset, datetime.now(UTC).date())


def parse_shift(text: str, today: date) -> timedelta:
    """Read a clock offset: a signed amount with a unit (m h d w) or a date. Raises ValueError."""
    if match := _SHIFT.fullmatch(text):
        return timedelta(**{_UNITS[match[2]]: int(match[1])})
    try:
        return date.fromisoformat(text) - today
    except ValueError:
        raise ValueError(f"clock offset {text!r} is neither like +3d nor a date like 2027-05-12") from None


def stored_secret(data_dir: Path) -> str:
    """The installation's random secret, made at first use in a file that only its owner can read."""
    path = data_dir / "secret"
    data_dir.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    text = path.read_text().strip()
    if len(text) < MIN_SECRET:
        raise SettingsError(f"{path} is damaged: restore it, or remove it (sign-ins and passwords derived from it end)")
    return text


class _First(BaseSettings):
    """What must be known before the secret is: where it may come from."""

    model_config = SettingsConfigDict(env_prefix="OPORA_", env_ignore_empty=True)
    database_url: str | None = None
    secret: str = ""
    demo: bool = False
    data_dir: Path = Path(".opora")


def load_settings() -> Settings:
    """Read the environment. Raises SettingsError with one line for whatever is missing or wrong."""
    try:
        first = _First()
        if not first.secret and (first.demo or first.database_url is None):
            return Settings(secret=SecretStr(stored_secret(first.data_dir)))
        return Settings()
    except ValidationError as error:
        raise SettingsError("; ".join(_line(e["loc"], e["msg"]) for e in error.errors())) from None
    except OSError as error:
        raise SettingsError(f"cannot keep data in OPORA_DATA_DIR: {error}") from None


def _line(where: tuple[int | str, ...], message: str) -> str:
    name = f"OPORA_{str(where[0]).upper()}: " if where else ""
    return name + message.removeprefix("Value error, ")


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The settings of this process, read once."""
    return load_settings()
