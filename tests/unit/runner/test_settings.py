"""Settings: safe or refused, and what is refused says which variable and what to do."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from opora.core.addresses import completed, database_of, native, user_of, with_database, with_login
from opora.installation import MIGRATIONS, heads
from opora.settings import SettingsError, load_settings, parse_shift

SECRET = "0123456789abcdef" * 2


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (
        "DATABASE_URL",
        "OWNER_DATABASE_URL",
        "SECRET",
        "DEMO",
        "CLOCK_OFFSET",
        "PORT",
        "PUBLIC_URL",
        "WEB_DIST",
    ):
        monkeypatch.delenv(f"OPORA_{name}", raising=False)
    monkeypatch.setenv("OPORA_DATA_DIR", str(tmp_path / "data"))


def test_embedded_makes_a_secret_that_only_its_owner_reads_and_keeps_it(tmp_path: Path) -> None:
    first = load_settings()
    file = tmp_path / "data" / "secret"
    assert file.stat().st_mode & 0o777 == 0o600
    assert load_settings().secret.get_secret_value() == first.secret.get_secret_value() == file.read_text()
    assert first.embedded


@pytest.mark.parametrize("secret", ["", "short", "opora-secret"])
def test_a_real_installation_refuses_a_missing_or_weak_secret(monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    monkeypatch.setenv("OPORA_DATABASE_URL", "postgresql://opora_gate@db/opora")
    monkeypatch.setenv("OPORA_SECRET", secret)
    with pytest.raises(SettingsError, match="OPORA_SECRET must be set") as caught:
        load_settings()
    assert "\n" not in str(caught.value)


def test_time_moves_in_the_demonstration_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPORA_CLOCK_OFFSET", "+3d")
    with pytest.raises(SettingsError, match="demo mode only"):
        load_settings()
    monkeypatch.setenv("OPORA_DEMO", "1")
    assert load_settings().clock_shift() == timedelta(days=3)


@pytest.mark.parametrize(
    ("text", "shift"),
    [("+3d", timedelta(3)), ("-2h", timedelta(hours=-2)), ("+1w", timedelta(7)), ("2027-05-12", timedelta(1))],
)
def test_offsets(text: str, shift: timedelta) -> None:
    assert parse_shift(text, date(2027, 5, 11)) == shift


@pytest.mark.parametrize("text", ["tomorrow", "3d", "+3y", "2027-13-01"])
def test_an_unreadable_offset_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="neither like"):
        parse_shift(text, date(2027, 5, 11))


def test_a_wrong_value_names_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPORA_PORT", "eight")
    with pytest.raises(SettingsError, match="OPORA_PORT"):
        load_settings()


def test_lists_are_written_with_commas_and_the_public_address_is_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPORA_PUBLIC_URL", "https://opora.example.org/")
    monkeypatch.setenv("OPORA_ALLOWED_HOSTS", "a.example.org, b.example.org")
    settings = load_settings()
    assert settings.origin == "https://opora.example.org"
    assert settings.hosts == {"opora.example.org", "a.example.org", "b.example.org", "127.0.0.1", "localhost"}
    assert settings.origins == {"https://opora.example.org"}


def test_addresses_keep_socket_folders_and_drop_the_driver() -> None:
    url = native("postgresql+asyncpg://root@/postgres?host=/run/pg")
    assert (user_of(url), database_of(url)) == ("root", "opora")
    assert with_database("postgresql:///x?host=/run/pg", "opora") == "postgresql:///opora?host=/run/pg"
    assert with_login(url, "me", "p@ss") == "postgresql://me:p%40ss@/postgres?host=/run/pg"
    with pytest.raises(ValueError, match="begins with postgresql"):
        native("mysql://x/y")


def test_only_the_program_s_logins_get_a_derived_password() -> None:
    assert completed("postgresql://opora_gate@db:5432/opora", SECRET).startswith("postgresql://opora_gate:")
    assert completed("postgresql://opora_gate:own@db/opora", SECRET) == "postgresql://opora_gate:own@db/opora"
    assert completed("postgresql://postgres@db/opora", SECRET) == "postgresql://postgres@db/opora"


def test_heads_are_read_from_the_files(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text('revision = "a"\ndown_revision = None\n')
    (tmp_path / "b.py").write_text('revision: str = "b"\ndown_revision: str | None = "a"\n')
    (tmp_path / "c.py").write_text('revision = "c"\ndown_revision = ("a", "b")\n')
    assert heads(tmp_path) == {"c"}


def test_the_reading_of_files_agrees_with_alembic() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert heads() == set(ScriptDirectory.from_config(config).get_heads())
