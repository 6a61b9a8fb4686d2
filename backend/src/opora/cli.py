"""The command line `opora`. Each command imports what it needs when it runs, so the others start fast."""

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from opora.refusal import Refusal

if TYPE_CHECKING:
    from opora.settings import Settings

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
demo = typer.Typer(no_args_is_help=True, help="Demonstration data.")
region = typer.Typer(no_args_is_help=True, help="The region this installation serves.")
user = typer.Typer(no_args_is_help=True, help="Accounts of people.")
client = typer.Typer(no_args_is_help=True, help="Accounts of other systems.")
app.add_typer(demo, name="demo")
app.add_typer(region, name="region")
app.add_typer(user, name="user")
app.add_typer(client, name="client")

AsOf = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day the data is made for; default today.")
]
People = Annotated[int | None, typer.Option(min=0, help="How many people to make up; default the domain's set.")]


def main() -> None:
    """Run a command. What a person can mend is one line on standard error and status 1."""
    try:
        app()
    except Refusal as error:
        print(f"opora: {error}", file=sys.stderr)
        sys.exit(1)


def _settings() -> "Settings":
    from opora.settings import get_settings

    return get_settings()


@app.command()
def run(
    dev: Annotated[bool, typer.Option(help="Reload on change and start the web development server.")] = False,
    follow: Annotated[bool, typer.Option(help="End also when the program that started this one has ended.")] = False,
) -> None:
    """Run everything: database, migrations, demo data, API, worker, web application."""
    from opora import supervisor

    os.environ.setdefault("OPORA_DEMO", "1")
    os.environ.setdefault("OPORA_LOG_LEVEL", "warning")
    supervisor.run(_settings(), dev=dev, follow=follow)


@app.command()
def serve() -> None:
    """Serve API and web application on a prepared database (login opora_gate)."""
    from opora import installation, serving
    from opora.core.bootstrap import check_login

    settings = _settings()
    url = installation.gate_url(settings)
    asyncio.run(check_login(url))
    serving.serve(settings.model_copy(update={"database_url": url}), serving.listen(settings.host, settings.port))


@app.command()
def worker() -> None:
    """Run jobs on a prepared database (login opora_gate)."""
    from opora import installation, serving
    from opora.core.bootstrap import check_login

    settings = _settings()
    url = installation.gate_url(settings)
    asyncio.run(check_login(url))
    serving.work(settings.model_copy(update={"database_url": url}))


@app.command()
def bootstrap() -> None:
    """Prepare a PostgreSQL server: roles, database, rights (OPORA_ADMIN_DATABASE_URL). May be repeated."""
    from opora import installation
    from opora.core import bootstrap as core
    from opora.core.addresses import database_of

    settings = _settings()
    url = settings.admin_database_url
    if url is None:
        raise core.BootstrapError("set OPORA_ADMIN_DATABASE_URL to an administrator's address of the server")
    asyncio.run(core.bootstrap(url, database_of(url), *installation.secrets_of(settings)))
    print("The server is ready: run `opora migrate`.")


@app.command()
def migrate() -> None:
    """Bring the schema to the newest version (OPORA_OWNER_DATABASE_URL, or the embedded server)."""
    from opora import installation

    async def upgraded() -> bool:
        async with installation.owned(_settings()) as url:
            return await installation.migrate(url)

    print("The schema was brought up to date." if asyncio.run(upgraded()) else "The schema is up to date.")


@app.command()
def check() -> None:
    """Check settings, login and schema; status 1 and one line when something is wrong."""
    from opora import installation
    from opora.core.bootstrap import check_login

    async def checked() -> None:
        async with installation.opened(_settings()) as (addresses, _):
            await check_login(addresses.gate)
            await installation.check_schema(addresses.gate)

    asyncio.run(checked())
    print("Settings, login, roles, row security and schema are in order.")


@app.command()
def openapi(
    out: Annotated[Path | None, typer.Option(help="Where to write it; default openapi/openapi.json.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Only tell whether the file is current.")] = False,
) -> None:
    """Write the OpenAPI document of the HTTP interface."""
    from tempfile import TemporaryDirectory

    from opora.openapi import write
    from opora.settings import REPOSITORY, SettingsError

    path = out or REPOSITORY / "openapi" / "openapi.json"
    if not check:
        write(path)
        return
    with TemporaryDirectory() as folder:
        fresh = Path(folder) / "openapi.json"
        write(fresh)
        if not path.exists() or path.read_bytes() != fresh.read_bytes():
            raise SettingsError(f"{path} is not current: run `make openapi` and commit the result")


@demo.command("load")
def demo_load(as_of: AsOf = None, people: People = None) -> None:
    """Load the demonstration data into a migrated, empty database."""
    _demo("load_demo", as_of, people)


@demo.command("reset")
def demo_reset(as_of: AsOf = None, people: People = None) -> None:
    """Throw the contents of the demonstration database away and load it afresh."""
    _demo("reset_demo", as_of, people)


def _demo(function: str, as_of: datetime | None, people: int | None) -> None:
    os.environ.setdefault("OPORA_DEMO", "1")
    from opora import installation
    from opora.demo import load

    settings = _settings()
    day = as_of.date() if as_of else (datetime.now(UTC) + settings.clock_shift()).date()

    async def loaded() -> None:
        async with installation.owned(settings) as url:
            await installation.migrate(url)
            if await getattr(load, function)(url, day, people):
                print("The demonstration data is loaded.")
            else:
                print("The database holds data already: nothing was loaded.")

    asyncio.run(loaded())


@region.command("create")
def region_create(
    code: Annotated[str, typer.Option(help="A short Latin name, e.g. lenobl")],
    name: Annotated[str, typer.Option(help='In quotes, e.g. "Ленинградская область"')],
    oktmo: Annotated[str, typer.Option(help="Its code of the register of territories, e.g. 41000000")],
    timezone: Annotated[str, typer.Option(help="In which its days begin and end.")] = "Europe/Moscow",
) -> None:
    """Create the region: the first step on a migrated, empty database. Prints JSON with its id."""
    from opora.territory.commands import create_region

    _create(create_region, code=code, name=name, oktmo=oktmo, timezone=timezone)


@user.command("create")
def user_create(
    login: Annotated[str, typer.Option(help="What the person types to sign in, usually an e-mail address.")],
    role: Annotated[str, typer.Option(help="e.g. administrator, regional_coordinator")],
    last_name: Annotated[str, typer.Option()],
    first_name: Annotated[str, typer.Option()],
    municipality: Annotated[str | None, typer.Option(help="Code of the municipality the role acts in.")] = None,
    school: Annotated[str | None, typer.Option(help="Code of the school the role acts in.")] = None,
) -> None:
    """Create an account; prints JSON with the invitation that lets the person choose a password."""
    from opora.identity.commands import create_user

    _create(
        create_user,
        login=login, role=role, last_name=last_name, first_name=first_name, municipality=municipality, school=school,
    )  # fmt: skip


@client.command("create")
def client_create(
    name: Annotated[str, typer.Option(help="What the system is called.")],
    scope: Annotated[list[str], typer.Option(help="A right, e.g. deficits:read; may be repeated.")],
    municipality: Annotated[
        str | None, typer.Option(help="Code of the one municipality it reads; default the region.")
    ] = None,
) -> None:
    """Create the account of another system; prints JSON with its id and secret, which is shown only now."""
    from opora.identity.commands import create_client

    _create(create_client, name=name, scopes=scope, municipality=municipality)


def _create(command: Callable[..., Awaitable[Any]], **arguments: Any) -> None:
    from opora import installation

    async def created() -> Any:
        async with installation.owned(_settings()) as url:
            return await command(url, **arguments)

    print(json.dumps(asyncio.run(created()), ensure_ascii=False, default=str))
