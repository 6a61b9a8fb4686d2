"""What must hold in the demonstration: each statement finds the rows that break its rule, and finds none."""

from typing import Any

import pytest

from opora.access.permissions import Role
from opora.deficits.lifecycle import BY_EVENT, roles_of
from opora.deficits.models import Deficit
from tests.api.demo.conftest import DAY, owner

BROKEN = {
    "a type that is not for the bearer": """
        select d.id from deficit d join deficit_type t on t.id = d.type_id
         where not d.bearer_kind = any (t.bearer_kinds) or d.component <> t.component or d.nature <> t.nature""",
    "a bearer of another school": """
        select d.id from deficit d join person p on p.id = d.person_id where p.school_id <> d.school_id""",
    "a head's deficit that is not the director's": """
        select d.id from deficit d where d.bearer_kind = 'head' and not exists (
          select from employment e where e.person_id = d.person_id and e.capacity = 'school_director')""",
    "a school outside the programme": """
        select d.id from deficit d where not exists (select from program_participant p
         where p.program_id = d.program_id and p.school_id = d.school_id and p.left_on is null)""",
    "confirmed without a baseline": """
        select d.id from deficit d where status not in ('draft', 'rejected') and not qualitative and not exists (
          select from deficit_measurement m where m.deficit_id = d.id and m.kind = 'baseline')""",
    "a baseline that meets its target already": """
        select deficit_id from deficit_measurement where kind = 'baseline'
           and (direction = 'higher') = (value >= target)""",
    "scoped without a scope, or a scope too early": """
        select id from deficit
         where (scope is null) <> (coalesce(resume_status, status) in ('draft', 'identified', 'rejected'))""",
    "a school's scope without a decision": """
        select d.id from deficit d where d.bearer_kind = 'school' and d.scope is not null and not exists (
          select from deficit_scope_decision s where s.program_id = d.program_id and s.type_id = d.type_id
             and s.revised_at is null and s.decided_scope = d.scope)""",
    "identified although its type is decided": """
        select d.id from deficit d join deficit_scope_decision s using (program_id, type_id)
         where d.status = 'identified' and s.revised_at is null""",
    "a decision with wrong figures": """
        select s.id from deficit_scope_decision s where participants <> (
          select count(*) from program_participant p join school_status t using (school_id)
           where p.program_id = s.program_id and t.status = 'low_results' and p.left_on is null)
        or holders <> (select count(*) from deficit d join school_status t using (school_id)
           where d.program_id = s.program_id and d.type_id = s.type_id and t.status = 'low_results' and d.scope is not null)
        or coalesce(proposed_scope, decided_scope) <> decided_scope""",
    "planned without an action": """
        select d.id from deficit d where coalesce(resume_status, status) in ('planned', 'in_progress', 'measured', 'closed')
           and not exists (select from deficit_action a where a.deficit_id = d.id and a.purpose = 'closing')""",
    "started without a done action": """
        select d.id from deficit d where status in ('in_progress', 'measured', 'closed')
           and not exists (select from deficit_action a where a.deficit_id = d.id and a.state = 'done')""",
    "a strict programme with a wrong route": """
        select a.id from deficit_action a join deficit d on d.id = a.deficit_id join program p on p.id = d.program_id
         where p.deficit_routing = 'strict' and a.purpose = 'closing'
           and a.route <> case d.scope when 'common' then 'intensive_day' else 'network_tie' end""",
    "a route that is not the action's": """
        select d.id from deficit d where route is distinct from
          (select a.route from deficit_action a where a.deficit_id = d.id and a.purpose = 'closing')""",
    "measured without a final measurement": """
        select d.id from deficit d where (status in ('measured', 'closed')) <> exists (
          select from deficit_measurement m where m.deficit_id = d.id and m.kind = 'final')""",
    "closed without reaching the target": """
        select d.id from deficit d join deficit_measurement m on m.deficit_id = d.id and m.kind = 'final'
         where d.status = 'closed'
           and not case m.direction when 'higher' then m.value >= m.target else m.value <= m.target end""",
    "closed by the owner of the action": """
        select d.id from deficit d join deficit_action a on a.deficit_id = d.id join change c on c.entity_id = d.id
         where c.type = 'deficit.close' and c.account_id = a.owner_id""",
    "a status that its history does not end with": """
        select d.id from deficit d where status <> (select c.data ->> 'to' from change c
         where c.entity_id = d.id and c.data ? 'to' order by c.seq desc limit 1)""",
    "a history with a gap": """
        select * from (select data ->> 'from' as before,
                              lag(data ->> 'to') over (partition by entity_id order by seq) as last
          from change where type like 'deficit.%' and data ? 'to') x where before is distinct from last""",
    "a history out of order": """
        select * from (select at, lag(at) over (order by seq) as earlier from change) x where earlier > at""",
    "a fact that its owner could not read": """
        select c.seq from change c join deficit d on d.id = c.entity_id
         where (c.visibility, c.person_id, c.school_id) is distinct from (d.visibility, d.person_id, d.school_id)""",
    "an actor without the assignment": """
        select c.seq from change c where not exists (select from role_assignment a
         where a.id = c.assignment_id and a.account_id = c.account_id)""",
    "an account that is nobody's": """
        select id from account where kind = 'person' and (person_id is null or not exists (
          select from credential where account_id = account.id))""",
    "a deed of nobody": """
        select created_by from deficit union select owner_id from deficit_action union select measured_by
          from deficit_measurement union select decided_by from deficit_scope_decision except select id from account""",
    "somebody real": "select id from person where not is_fictional",
    "a deficit that does not say it is made up": "select id from deficit where batch_id is null",
    "a school that the search cannot find": "select id from school where search_text = ''",
}  # fmt: skip


@pytest.mark.parametrize("rule", list(BROKEN))
async def test_no_row_breaks_the_rule(loaded: str, rule: str) -> None:
    async with owner(loaded) as connection:
        assert await connection.fetch(BROKEN[rule]) == []


async def rows(url: str, sql: str, *args: Any) -> list[Any]:
    async with owner(url) as connection:
        return list(await connection.fetch(sql, *args))


async def test_everybody_did_only_what_the_role_may(loaded: str) -> None:
    """Every event in the history is one that the table of transitions gives to the role that did it."""
    found = await rows(
        loaded,
        "select c.type, a.role, d.bearer_kind, d.scope, d.status, d.resume_status, d.qualitative from change c"
        " join role_assignment a on a.id = c.assignment_id join deficit d on d.id = c.entity_id",
    )
    seen = set()
    for row in found:
        event = row["type"].removeprefix("deficit.")
        if rule := BY_EVENT.get(event):
            deficit = Deficit(
                **{name: row[name] for name in ("bearer_kind", "scope", "status", "resume_status", "qualitative")}
            )
            assert Role(row["role"]) in roles_of(rule, deficit), (event, row["role"], row["bearer_kind"])
            seen.add(event)
    assert seen == {"confirm", "reject", "set_scope", "plan", "start", "measure_final", "close", "defer"}


async def test_gatchina_has_two_common_types_and_one_of_nine(loaded: str) -> None:
    found = await rows(
        loaded,
        "select t.code, count(*) as n from deficit d join deficit_type t on t.id = d.type_id"
        " join program p on p.id = d.program_id where p.code = 'gatchina-concentrated'"
        " and d.status = 'identified' and d.bearer_kind = 'school' group by 1"
        " having count(*) > 1 order by 2, 1",
    )
    assert [(row["code"], row["n"]) for row in found] == [
        ("management.data-analysis", 9), ("process.formative-assessment", 12), ("results.functional-literacy", 12),
    ]  # fmt: skip


async def test_twelve_individual_deficits_stand_in_every_status(loaded: str) -> None:
    found = await rows(
        loaded,
        "select d.status, d.component from deficit d join program p on p.id = d.program_id"
        " where p.code = 'gatchina-concentrated' and d.bearer_kind = 'school'"
        " and (select count(*) from deficit o where o.type_id = d.type_id and o.program_id = d.program_id) = 1",
    )
    assert len(found) == 12
    assert {row["status"] for row in found} == {
        "draft", "identified", "scoped", "planned", "in_progress", "measured", "closed", "rejected", "deferred",
    }  # fmt: skip
    assert {row["component"] for row in found} == {"results", "process", "environment", "management"}


async def test_susanino_has_a_draft_to_measure_and_something_is_overdue(loaded: str) -> None:
    drafts = await rows(
        loaded,
        "select d.id from deficit d join school s on s.id = d.school_id where s.code = 'gat-susanino' and d.status = 'draft'"
        " and d.bearer_kind = 'school' and not exists (select from deficit_measurement m where m.deficit_id = d.id)",
    )
    assert len(drafts) == 1
    overdue = await rows(
        loaded,
        "select municipality_id from deficit where target_date < $1 and status not in ('closed', 'rejected')",
        DAY,
    )
    assert len({row["municipality_id"] for row in overdue}) == 2


async def test_the_municipalities_share_no_school_type(loaded: str) -> None:
    found = await rows(
        loaded,
        "select type_id from deficit where bearer_kind = 'school' group by 1 having count(distinct municipality_id) > 1",
    )
    assert found == []


async def test_the_accounts_are_those_of_the_design(loaded: str) -> None:
    found = await rows(
        loaded,
        "select c.login, a.role, a.scope from account c join role_assignment a on a.account_id = c.id where c.kind = 'person'"
        " order by c.id, a.id",
    )
    logins = list(dict.fromkeys(row["login"].removesuffix("@demo.opora") for row in found))
    assert logins[:5] == ["region", "gatchina", "podporozhye", "imc", "ims"]
    assert logins[-6:] == ["mentor", "mentee", "teacher", "expert", "observer", "admin"]
    assert sum(login.startswith("head.") for login in logins) == 26
    first = {row["login"]: row["role"] for row in reversed(found)}
    assert first["gatchina@demo.opora"] == "municipal_coordinator"
    assert first["head.gat-susanino@demo.opora"] == "school_head"
    assert len(logins) == 37
    assert sum(row["login"].startswith("gatchina@") for row in found) == 2
