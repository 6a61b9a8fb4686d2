"""Accounts of the demonstration with their roles. One password for all; it works only where the demonstration is loaded."""

import hashlib
from datetime import UTC, datetime
from functools import cache
from typing import Any

from pwdlib.hashers.argon2 import Argon2Hasher

from opora.demo.ids import SYSTEM_ACCOUNT, stable_id
from opora.demo.people import DOMAIN
from opora.demo.sources import source
from opora.demo.world import Account, Human, World
from opora.identity import models
from opora.people.models import PersonalDataConsent

PASSWORD = "opora-demo"  # noqa: S105 - shown on the login page of a demonstration
SINCE = datetime(2020, 9, 1, tzinfo=UTC)
"""Roles are valid since a day that is past on every machine, whatever day the demonstration is made for."""


@cache
def password_hash() -> str:
    """The argon2 hash that all accounts share; its salt is fixed, so that two loads give the same rows."""
    return Argon2Hasher().hash(PASSWORD, salt=hashlib.sha256(b"opora demo").digest()[:16])


def add_accounts(world: World, more: int = 0) -> None:
    """The accounts that the login page offers, and those of the `more` teachers."""
    _add_system(world)
    data = source("people")
    teacher = {"role": "teacher", "scope": "person"}
    for login in data["login_order"]:
        if login == "heads":
            for school in world.schools.values():
                head = f"head.{school.code}"
                _add_account(world, head, world.people[head], [{"role": "school_head", "scope": "school"}, teacher])
        elif login in data["teacher_logins"]:
            _add_account(world, login, world.people[data["teacher_logins"][login]], [teacher])
        else:
            _add_account(world, login, world.people[login], data["accounts"][login])
    for n in range(1, more + 1):
        _add_account(world, f"u{n:04d}", world.people[f"u{n:04d}"], [teacher])


def _add_system(world: World) -> None:
    account = Account(SYSTEM_ACCOUNT, stable_id("role_assignment", "system.demo"))
    world.rows.add(
        models.Account, id=account.id, region_id=world.region_id, kind="system", login="system.demo", activated_at=SINCE
    )
    world.rows.add(
        models.RoleAssignment,
        id=account.assignment_id,
        account_id=account.id,
        role="system",
        scope="job",
        region_id=world.region_id,
        valid_from=SINCE,
    )


def _add_account(world: World, name: str, human: Human, assignments: list[dict[str, Any]]) -> None:
    id_ = stable_id("account", name, len(world.accounts))  # the login page lists them in the order of their ids
    scope = {
        "region_id": world.region_id,
        "municipality_id": human.municipality_id,
        "school_id": human.school.id if human.school else None,
    }
    world.rows.add(
        models.Account,
        id=id_,
        **scope,
        person_id=human.id,
        kind="person",
        login=f"{name}@{DOMAIN}",
        activated_at=world.timeline.born,
    )
    world.rows.add(models.Credential, account_id=id_, password_hash=password_hash(), changed_at=world.timeline.born)
    world.rows.add(
        PersonalDataConsent,
        id=stable_id("consent", name),
        **scope,
        person_id=human.id,
        purpose="account",
        text_version="demo-1",
        given_on=world.timeline.born.date(),
        method="electronic",
    )
    ids = [stable_id("role_assignment", f"{name}/{number}", number) for number in range(len(assignments))]
    for assignment_id, item in zip(ids, assignments, strict=True):
        _assign(world, assignment_id, id_, human, item)
    world.accounts[human.code] = Account(id_, ids[0])


def _assign(world: World, id_: Any, account_id: Any, human: Human, item: dict[str, Any]) -> None:
    """A role in the territory of its scope; a role of a person knows that person's municipality and school."""
    wide = item["scope"] in {"region", "admin"}
    narrow = item["scope"] in {"school", "person"}
    world.rows.add(
        models.RoleAssignment,
        id=id_,
        account_id=account_id,
        role=item["role"],
        scope=item["scope"],
        region_id=world.region_id,
        municipality_id=None if wide else human.municipality_id,
        school_id=human.school.id if narrow and human.school else None,
        person_id=human.id if item["scope"] == "person" else None,
        valid_from=SINCE,
        granted_by=SYSTEM_ACCOUNT,
    )
