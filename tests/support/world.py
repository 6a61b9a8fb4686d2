"""A small world of two municipalities, A and B, that know nothing of each other.

Every text of A holds CANARY_A, every text of B CANARY_B: an answer to somebody of one that contains the other's canary is a
leak. Names here are used all over the tests: `id_("school.a1")`, logins `mc.a@test`.

A: schools a1, a2, a3 (low results), a4 (high results). B: b1, b2 (low), b3 (high). Programme `program.a` is concentrated, strict,
threshold 1; `program.b` mixed, advisory. Types t1 … t5 of schools, th of heads, tt of teachers.
Deficits of A: t1 of a1, a2, a3 identified with baselines; t2 of a1, a2 identified; t3 of a1 draft without a baseline;
th of a1's head draft with a baseline; tt of teacher.a1 (personal) and tt2 of teacher2.a1 (shared with the head), both scoped.
B: t1 of b1 identified, t2 of b2 draft, tt of teacher.b1 personal.
"""

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from opora.core.models import Base
from opora.core.sorting import normal_form, sort_key
from opora.deficits.models import Deficit, DeficitMeasurement, DeficitType
from opora.identity.models import Account, ApiClient, BrowserSession, Credential, RoleAssignment
from opora.people.models import Employment, Person, PersonalDataConsent
from opora.programs.models import Program, ProgramParticipant
from opora.territory.models import (
    GovernanceBody,
    Municipality,
    MunicipalityVersion,
    Okrug,
    Organization,
    Region,
    School,
    SchoolAlias,
    SchoolIdentifier,
    SchoolStatus,
)

PASSWORD = "correct horse battery"
CLIENT_SECRET = "client-secret-of-the-tests-0123456789"
START = datetime(2026, 9, 1, 8, tzinfo=UTC)
DAY = date(2026, 9, 1)
SCHOOLS = {"a1": "low", "a2": "low", "a3": "low", "a4": "high", "b1": "low", "b2": "low", "b3": "high"}
ACCOUNTS: dict[str, tuple[str, str, str | None, str | None]] = {  # login: role, scope, municipality, school
    "rc@test": ("regional_coordinator", "region", None, None),
    "mc.a@test": ("municipal_coordinator", "municipality", "a", None),
    "mc.b@test": ("municipal_coordinator", "municipality", "b", None),
    "me.a@test": ("methodologist", "municipality", "a", None),
    "me.b@test": ("methodologist", "municipality", "b", None),
    "head.a1@test": ("school_head", "school", "a", "a1"),
    "head.a2@test": ("school_head", "school", "a", "a2"),
    "head.b1@test": ("school_head", "school", "b", "b1"),
    "curator.a1@test": ("school_curator", "school", "a", "a1"),
    "teacher.a1@test": ("teacher", "person", "a", "a1"),
    "teacher2.a1@test": ("teacher", "person", "a", "a1"),
    "teacher.b1@test": ("teacher", "person", "b", "b1"),
    "expert@test": ("expert", "person", None, None),
    "observer.a@test": ("observer", "municipality", "a", None),
    "admin@test": ("administrator", "admin", None, None),
    "client.a@test": ("client", "municipality", "a", None),
}
CLIENT_SCOPES = ["orgs:read", "programs:read", "deficits:read", "events:read"]


def id_(name: str) -> UUID:
    """The identifier of a thing of the world: a UUIDv7 in form, made from its name."""
    digest = hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()
    return UUID(digest[:12] + "7" + digest[13:16] + "8" + digest[17:])


def secret_of(login: str) -> str:
    """The cookie of the session every account of the world holds."""
    return hashlib.sha256(f"cookie of {login}".encode()).hexdigest()


def canary(municipality: str | None, words: str) -> str:
    return f"{words} CANARY_{municipality.upper()}" if municipality else words


def _register() -> Iterator[Base]:
    yield Region(id=id_("region"), code="r", name="Тестовая область", oktmo="41000000", timezone="Europe/Moscow")
    yield Okrug(id=id_("okrug"), region_id=id_("region"), code="okrug-1", name=None)
    for m in "ab":
        name = f"Муниципальный район {m.upper()}"  # the register of municipalities is open to all: no canary
        yield Municipality(
            id=id_(f"municipality.{m}"), region_id=id_("region"), okrug_id=None, code=m, name=name, type="municipal_district",
            oktmo=None, network_model=None, sort_key=sort_key(name),
        )  # fmt: skip
        yield MunicipalityVersion(
            id=id_(f"version.{m}"), municipality_id=id_(f"municipality.{m}"), name=name, type="municipal_district",
            oktmo=None, valid_from=None, valid_to=None, note=None,
        )  # fmt: skip
        place = {"region_id": id_("region"), "municipality_id": id_(f"municipality.{m}")}
        name = canary(m, "Комитет образования")
        yield Organization(
            id=id_(f"organization.{m}"), **place, parent_id=None, code=f"committee-{m}", kind="municipal_authority",
            name=name, short_name=None, inn=None, ogrn=None, sort_key=sort_key(name),
        )  # fmt: skip
        name = canary(m, "РМО учителей математики")
        yield GovernanceBody(
            id=id_(f"body.{m}"), **place, code=f"rmo-{m}", kind="subject_association", level="municipality", name=name,
            association="mathematics", sort_key=sort_key(name),
        )  # fmt: skip
    for code, level in SCHOOLS.items():
        m = code[0]
        owner = {
            "region_id": id_("region"),
            "municipality_id": id_(f"municipality.{m}"),
            "school_id": id_(f"school.{code}"),
        }
        place = {k: v for k, v in owner.items() if k != "school_id"}
        short = canary(m, f"Школа {code.upper()}")
        yield School(
            id=id_(f"school.{code}"), **place, code=f"school-{code}", full_name=f"МБОУ «{short}»", short_name=short,
            type="sosh", sort_key=sort_key(short),
        )  # fmt: skip
        alias = canary(m, f"Средняя {code}")
        yield SchoolAlias(id=id_(f"alias.{code}"), **owner, text=alias, normalized=normal_form(alias))
        yield SchoolIdentifier(
            id=id_(f"identifier.{code}"),
            **owner,
            system="regional_code",
            value=canary(m, code),
            valid_from=None,
            valid_to=None,
        )
        yield SchoolStatus(
            id=id_(f"status.{code}"), **owner, status=f"{level}_results", valid_from=DAY, valid_to=None,
            basis=canary(m, "список"), confirmed_by=None,
        )  # fmt: skip


def _people() -> Iterator[Base]:
    for login, (role, _, m, code) in ACCOUNTS.items():
        if role == "client":
            continue
        place = _place(m, code)
        last = canary(m, login.split("@")[0].replace(".", "-").title())
        yield Person(
            id=id_(f"person.{login}"), **place, last_name=last, first_name="Анна", patronymic="Петровна",
            name=f"{last} Анна Петровна", email=f"{login}.example", phone=None, is_fictional=True, sort_key=sort_key(last),
        )  # fmt: skip
        if code:
            yield Employment(
                id=id_(f"employment.{login}"), **place, organization_id=None, person_id=id_(f"person.{login}"),
                capacity="school_director" if role == "school_head" else "teacher", subject=None, valid_from=None, valid_to=None,
            )  # fmt: skip
            yield PersonalDataConsent(
                id=id_(f"consent.{login}"), **place, person_id=id_(f"person.{login}"), purpose="account",
                text_version="1", given_on=DAY, method="paper", withdrawn_at=None,
            )  # fmt: skip


def _place(m: str | None, code: str | None) -> dict[str, Any]:
    return {
        "region_id": id_("region"),
        "municipality_id": id_(f"municipality.{m}") if m else None,
        "school_id": id_(f"school.{code}") if code else None,
    }


def _accounts() -> Iterator[Base]:
    hashed = Argon2Hasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    yield Account(
        id=id_("account.system"), region_id=id_("region"), kind="system", login="system.test", activated_at=START
    )
    yield RoleAssignment(
        id=id_("assignment.system"), account_id=id_("account.system"), role="system", scope="job", region_id=id_("region"),
        valid_from=START, granted_by=id_("account.system"),
    )  # fmt: skip
    for login, (role, scope, m, code) in ACCOUNTS.items():
        client, place = role == "client", _place(m, code)
        person = None if client else id_(f"person.{login}")
        yield Account(
            id=id_(f"account.{login}"), **place, person_id=person, kind="client" if client else "person", login=login,
            activated_at=START, disabled_at=None, last_login_at=None,
        )  # fmt: skip
        if not client:
            yield Credential(account_id=id_(f"account.{login}"), password_hash=hashed, changed_at=START)
        yield RoleAssignment(
            id=id_(f"assignment.{login}"), account_id=id_(f"account.{login}"), role=role, scope=scope, **place,
            person_id=person if scope == "person" else None, valid_from=START, valid_to=None, granted_by=None,
        )  # fmt: skip
        if client:
            yield ApiClient(
                id=id_(f"client.{login}"), account_id=id_(f"account.{login}"), assignment_id=id_(f"assignment.{login}"),
                name=canary(m, "Система"), secret_hash=hashlib.sha256(CLIENT_SECRET.encode()).digest(), scopes=CLIENT_SCOPES,
                revoked_at=None,
            )  # fmt: skip
        yield BrowserSession(
            id=id_(f"session.{login}"), hash=hashlib.sha256(secret_of(login).encode()).digest(),
            account_id=id_(f"account.{login}"), assignment_id=id_(f"assignment.{login}"), created_at=START, last_seen_at=START,
            idle_until=datetime(2099, 1, 1, tzinfo=UTC), expires_at=datetime(2099, 1, 1, tzinfo=UTC), ended_at=None,
            user_agent="tests",
        )  # fmt: skip


def _programs() -> Iterator[Base]:
    common = {
        "region_id": id_("region"), "school_id": None, "status": "active", "declared_from": DAY,
        "declared_to": date(2099, 8, 31), "individual_route_statuses": ["high_results"], "lead_statuses": ["high_results"],
    }  # fmt: skip
    yield Program(
        id=id_("program.r"), **common, municipality_id=None, parent_id=None, code="regional", kind="regional_innovation",
        level="region", title="Региональная программа", model=None, deficit_routing="advisory", sort_key="0",
    )  # fmt: skip
    for m, model, routing in (("a", "concentrated", "strict"), ("b", "mixed", "advisory")):
        title = canary(m, "Муниципальный проект")
        yield Program(
            id=id_(f"program.{m}"), **common, municipality_id=id_(f"municipality.{m}"), parent_id=id_("program.r"), code=f"p-{m}",
            kind="municipal_project", level="municipality", title=title, model=model, deficit_routing=routing,
            sort_key=sort_key(title),
        )  # fmt: skip
    for code, level in SCHOOLS.items():
        yield ProgramParticipant(
            id=id_(f"participant.{code}"), **_place(code[0], code), program_id=id_(f"program.{code[0]}"),
            category=f"{level}_results", mentor_level=None, level_basis=None, joined_on=DAY, left_on=None, consent_on=DAY,
        )  # fmt: skip


def _types() -> Iterator[Base]:
    kinds = {f"t{n}": (["school"], "educational", "results") for n in range(1, 6)} | {
        "th": (["head"], "managerial", "management"),
        "tt": (["teacher"], "professional", "process"),
        "tt2": (["teacher"], "professional", "process"),
    }
    for code, (bearers, nature, component) in kinds.items():
        yield DeficitType(
            id=id_(f"type.{code}"), code=code, title=f"Вид {code}", framework="transition_components", framework_version="1",
            component=component, nature=nature, bearer_kinds=bearers, subject=None, is_sample=True, note=None,
            sort_key=sort_key(code),
        )  # fmt: skip


def deficit(name: str, school: str, type_: str, status: str, *, person: str | None = None, **more: Any) -> Deficit:
    """A deficit of the world; `name` gives its id."""
    kind = {"th": "head", "tt": "teacher", "tt2": "teacher"}.get(type_, "school")
    values: dict[str, Any] = {
        "id": id_(f"deficit.{name}"), **_place(school[0], school), "program_id": id_(f"program.{school[0]}"),
        "type_id": id_(f"type.{type_}"), "bearer_kind": kind, "person_id": id_(f"person.{person}") if person else None,
        "visibility": "personal" if kind == "teacher" else "school", "component": "results", "nature": "educational",
        "severity": 2, "status": status, "status_since": START, "opened_on": DAY, "description": canary(school[0], "Описание"),
        "created_by": id_(f"account.mc.{school[0]}@test"), "created_at": START, "updated_at": START,
        "scope": "individual" if status == "scoped" else None,
    }  # fmt: skip
    return Deficit(**(values | more))


def baseline(of: Deficit) -> DeficitMeasurement:
    columns = ("region_id", "municipality_id", "school_id", "visibility", "person_id")
    return DeficitMeasurement(
        **{name: getattr(of, name) for name in columns}, deficit_id=of.id, kind="baseline", measured_on=DAY, value=Decimal(40),
        scale="%", target=Decimal(60), direction="higher", source=None, note=None, measured_by=id_("account.me.a@test"),
    )  # fmt: skip


def _deficits() -> Iterator[Deficit]:
    for code in ("a1", "a2", "a3"):
        yield deficit(f"{code}.t1", code, "t1", "identified")
    for code in ("a1", "a2"):
        yield deficit(f"{code}.t2", code, "t2", "identified")
    yield deficit("a1.t3", "a1", "t3", "draft")
    yield deficit("a1.th", "a1", "th", "draft", person="head.a1@test")
    yield deficit("a1.tt", "a1", "tt", "scoped", person="teacher.a1@test")
    yield deficit("a1.tt2", "a1", "tt2", "scoped", person="teacher2.a1@test", visibility="shared")
    yield deficit("b1.t1", "b1", "t1", "identified")
    yield deficit("b2.t2", "b2", "t2", "draft")
    yield deficit("b1.tt", "b1", "tt", "scoped", person="teacher.b1@test")


async def populate(owner_url: str) -> None:
    """Commit the world to a migrated database, as its owner."""
    engine = create_async_engine(owner_url.replace("postgresql://", "postgresql+asyncpg://"))
    async with AsyncSession(engine) as session, session.begin():
        system = id_("account.system")
        await session.execute(text(f"select set_config('opora.account', '{system}', true)"))
        for part in (_register, _people, _accounts, _programs, _types):
            for row in part():
                session.add(row)
                await session.flush()
        for row in _deficits():
            session.add(row)
            await session.flush()
            if row.id != id_("deficit.a1.t3"):
                session.add(baseline(row))
    await engine.dispose()
