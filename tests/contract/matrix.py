"""The role matrix as data: what every operation answers to every role, for an object of one's own and of others.

Written from domain.md 3.1, 3.10 and 3.11 and the decisions noted beside a row, never from the permission table of the program.

A cell is `own/foreign`, or `own/neighbour/foreign` where a role is bound to a school (SH, SC, TE); one figure stands for all.
*Own* is school a1 and municipality A for somebody of A, b1 and B for somebody of B; *neighbour* is a2; *foreign* the other
municipality. Who has no municipality (RC, EX, AD) has A for own and B for foreign. 401 without a session, unless `nobody` says.

In templates `{s}` is the object's school, `{m}` its municipality, `{login}` the account it belongs to; `@name` is the id of the
world's thing of that name.
"""

from dataclasses import dataclass, field
from typing import Any

ROLES = ("RC", "MC", "ME", "SH", "SC", "TE", "EX", "OB", "AD", "IC")
# fmt: off
ACCOUNTS_OF = {
    "RC": ("rc@test",), "MC": ("mc.a@test", "mc.b@test"), "ME": ("me.a@test", "me.b@test"),
    "SH": ("head.a1@test", "head.b1@test"), "SC": ("curator.a1@test",), "TE": ("teacher.a1@test", "teacher.b1@test"),
    "EX": ("expert@test",), "OB": ("observer.a@test",), "AD": ("admin@test",), "IC": ("client.a@test",),
}
# fmt: on
BOUND_TO_SCHOOL = ("SH", "SC", "TE")
V1 = {"If-Match": '"1"'}


@dataclass(frozen=True)
class Case:
    """One row: the operation, what is sent, and the status for each role."""

    operation: str
    cells: tuple[str, ...]
    label: str = ""
    path: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    body: dict[str, Any] | None = None
    form: dict[str, str] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    nobody: int = 401
    counts_tries: bool = False
    changes_nothing: bool = False

    def __str__(self) -> str:
        return f"{self.operation}-{self.label}" if self.label else self.operation

    def expected(self, role: str, relation: str) -> int:
        """The status for `role`; relation is own, near or foreign."""
        parts = [int(part) for part in self.cells[ROLES.index(role)].split("/")]
        where = {1: {}, 2: {"foreign": 1}, 3: {"near": 1, "foreign": 2}}[len(parts)]
        return parts[where.get(relation, 0)]


CASES: list[Case] = []


def row(operation: str, cells: str, label: str = "", **more: Any) -> None:
    given = tuple(cells.split())
    assert len(given) in (1, len(ROLES)), f"{operation}: {len(given)} cells"
    known = {"query", "body", "form", "headers", "nobody", "counts_tries", "changes_nothing"}
    path = {name: more.pop(name) for name in list(more) if name not in known}
    CASES.append(Case(operation, given * len(ROLES) if len(given) == 1 else given, label, path, **more))


# fmt: off
CSV = {"Accept": "text/csv"}
SEEN_SCHOOL = "200/200 200/404 200/404 200/200/404 200/200/404 200/404/404 404 200/404 200/200 200/404"  # a teacher: the own
SEEN = "200/200 200/404 200/404 200/200/404 200/200/404 200/200/404 404 200/404 200/200 200/404"

# ------------------------------ RC      MC      ME      SH          SC          TE          EX      OB      AD      IC

# -- probes and the own account
row("health", "200", nobody=200)
row("ready", "200", nobody=200)
row("log_in", "401", body={"login": "{login}", "password": "a wrong password"}, counts_tries=True)
row("log_out", "204 204 204 204 204 204 204 204 204 403")
row("switch_assignment", "200/404 200/404 200/404 200/404/404 200/404/404 200/404/404 200/404 200/404 200/404 403",
    body={"assignment_id": "@assignment.{login}"})
row("list_demo_accounts", "404", nobody=404)  # only a demonstration has them
row("get_invitation", "404", token="no-such-invitation-0123456789", nobody=404)
row("accept_invitation", "404", token="no-such-invitation-0123456789", body={"password": "a long new password"}, nobody=404)
row("get_me", "200")
row("list_my_sessions", "200 200 200 200 200 200 200 200 200 403")
row("end_my_session", "204/404 204/404 204/404 204/404/404 204/404/404 204/404/404 204/404 204/404 204/404 403",
    session_id="@session.{login}")
row("end_my_other_sessions", "204 204 204 204 204 204 204 204 204 403", changes_nothing=True)  # none has another
row("change_my_password", "409 409 409 409 409 409 409 409 409 403", counts_tries=True,
    body={"current_password": "a wrong password", "new_password": "a long new password"})
row("issue_token", "401 401 401 401 401 401 401 401 401 400",  # a client that has a token already names itself twice
    form={"grant_type": "client_credentials", "client_id": "@client.client.a@test", "client_secret": "no"})

# -- accounts: a role grants the roles below it in its own territory (3.10, «Accounts, roles»)
MANAGED = "403 403/404 403 200/404/404 403 403 403 403 200 403"  # a teacher's account: the school's and the administrator's
row("list_accounts", "200 200 403 200 403 403 403 403 200 403")
row("get_account", "200 200/404 403 200/404/404 403 403 403 403 200 403", account_id="@account.teacher.{s}@test")
row("invite_account", "403 201/404 403 403/404/404 403 403 403 403 201 403",
    account_id="@account.teacher.{s}@test", body={"purpose": "reset"})
row("invite_account", "403 201/404 403 409/404/404 403 403 403 403 201 403", "a head",
    account_id="@account.head.{s}@test", body={"purpose": "reset"})
row("change_account_state", MANAGED, account_id="@account.teacher.{s}@test", body={"event": "disable"})
row("grant_role", "201 201/404 403 403/404/404 403 403 403 403 201 403", "an expert", account_id="@account.teacher.{s}@test",
    body={"role": "expert", "municipality_id": "@municipality.{m}"})
row("grant_role", "403 403/404 403 201/404/404 403 403 403 403 201 403", "a curator", account_id="@account.teacher.{s}@test",
    body={"role": "school_curator", "school_id": "@school.{s}"})
row("end_assignment", MANAGED, account_id="@account.teacher.{s}@test", assignment_id="@assignment.teacher.{s}@test", body={})

NAMES = {"login": "new.person@test", "last_name": "Новая", "first_name": "Вера"}
OF_SCHOOL, OF_MUNICIPALITY = {"school_id": "@school.{s}"}, {"municipality_id": "@municipality.{m}"}
row("create_account", "201 403 403 403 403 403 403 403 201 403", "a coordinator",
    body=NAMES | OF_MUNICIPALITY | {"role": "municipal_coordinator"})
row("create_account", "403 201/403 403 403 403 403 403 403 201 403", "a methodologist",
    body=NAMES | OF_MUNICIPALITY | {"role": "methodologist"})
row("create_account", "403 201/422 403 403 403 403 403 403 201 403", "a head",
    body=NAMES | OF_SCHOOL | {"role": "school_head"})
row("create_account", "403 403 403 201/403/422 403 403 403 403 201 403", "a teacher",
    body=NAMES | OF_SCHOOL | {"role": "teacher"})
row("create_account", "403 403 403 403 403 403 403 403 201 403", "an administrator", body=NAMES | {"role": "administrator"})

# -- territory: the register of municipalities is open, schools are seen in one's municipality
for operation in ("list_regions", "list_okrugs", "list_municipalities", "list_organizations", "list_governance_bodies"):
    row(operation, "200")
row("get_municipality", "200", municipality_id="@municipality.{m}")
row("create_municipality", "201 403 403 403 403 403 403 403 201 403",  # the region's register; 3.10 gives it to RC and AD
    body={"code": "new", "name": "Новый муниципальный округ", "type": "municipal_okrug"})
row("list_schools", "200")
row("list_schools", "200", "csv", headers=CSV)
row("list_schools", "200", "search", query={"q": "canary"})
row("get_school", SEEN_SCHOOL, school_id="@school.{s}")
row("create_school", "201 403 403 403 403 403 403 403 201 403",
    body={"municipality_id": "@municipality.{m}", "full_name": "Новая школа", "short_name": "Новая", "type": "sosh"})
CHANGED = "200 200/404 200/404 200/403/404 200/403/404 403 403 403 200 403"
ADDED = CHANGED.replace("200", "201")
row("update_school", CHANGED, school_id="@school.{s}", body={"short_name": "Школа у реки"}, headers=V1)
row("add_alias", ADDED, school_id="@school.{s}", body={"text": "Школа у реки"})
row("remove_alias", CHANGED, school_id="@school.{s}", alias_id="@alias.{s}", headers=V1)
row("add_identifier", ADDED, school_id="@school.{s}", body={"system": "netschool_id", "value": "77"})
row("add_status", "201 201/404 403 403 403 403 403 403 403 403", school_id="@school.{s}",
    body={"status": "adverse_social", "valid_from": "2026-10-01", "basis": "Приказ №1"})
row("end_status", "200 200/404 403 403 403 403 403 403 403 403", school_id="@school.{s}", status_id="@status.{s}",
    body={"valid_to": "2026-11-01", "basis": "Приказ №2"})

# -- people
PEOPLE = "200 200 200 200 200 200 403 403 200 403"
row("list_people", PEOPLE)
row("list_people", PEOPLE, "csv", headers=CSV)
row("list_people", PEOPLE, "search", query={"q": "canary"})
row("get_person", "200 200/404 200/404 200/404/404 200/404/404 200/404/404 403 403 200 403", person_id="@person.teacher.{s}@test")
row("create_person", "201 201/422 201/422 201/403/422 201/403/422 403 403 403 201 403",
    body={"last_name": "Новая", "first_name": "Вера", "school_id": "@school.{s}", "capacity": "teacher"})
row("update_person", "200 200/404 200/404 200/404/404 200/404/404 403 403 403 200 403", person_id="@person.teacher.{s}@test",
    body={"first_name": "Вера"}, headers=V1)
row("end_position", "200 200/404 200/404 200/404/404 200/404/404 403 403 403 200 403", person_id="@person.teacher.{s}@test",
    position_id="@employment.teacher.{s}@test", body={})
row("list_consents", "200 200/404 200/404 200/404/404 403 200/404/404 403 403 200 403", person_id="@person.teacher.{s}@test")
row("give_consent", "403 201/404 201/404 201/404/404 403 201/404/404 403 403 403 403", person_id="@person.teacher.{s}@test",
    body={"purpose": "publication", "text_version": "1", "given_on": "2026-09-02", "method": "paper"})
row("withdraw_consent", "403 200/404 200/404 200/404/404 403 200/404/404 403 403 403 403",
    person_id="@person.teacher.{s}@test", consent_id="@consent.teacher.{s}@test")

# -- programmes: participants are shown to staff, schools and experts (3.10, «School status»); a client needs `status:read`
row("list_programs", "200")
row("get_program", SEEN, program_id="@program.{m}")
row("get_program", "200", "of the region", program_id="@program.r")
PERIOD = {"title": "Новая программа", "declared_from": "2026-09-01", "declared_to": "2027-08-31"}
row("create_program", "201 403 403 403 403 403 403 403 403 403", "of the region", body=PERIOD | {"kind": "regional_innovation"})
row("create_program", "409 409/403 403 403 403 403 403 403 403 403", "beside the active project",
    body=PERIOD | {"kind": "municipal_project", "municipality_id": "@municipality.{m}"})
row("update_program", "403 200/404 403 403 403 403 403 403 403 403", program_id="@program.{m}",
    body={"common_threshold": 0.5}, headers=V1)
PARTICIPANTS = "200 200/404 200/404 200/200/404 200/200/404 403 403 403 403 403"
MANAGE = "403 200/404 200/404 403 403 403 403 403 403 403"
row("list_participants", PARTICIPANTS, program_id="@program.{m}")
row("list_participations", PARTICIPANTS, school_id="@school.{s}")
JOINING = {"school_id": "@school.{m}9", "category": "low_results", "joined_on": "2026-09-02", "consent_on": "2026-09-02"}
row("add_participant", MANAGE.replace("200", "201"), program_id="@program.{m}", body=JOINING)
row("add_participant", MANAGE.replace("200/404", "201/422"), "into the own programme", program_id="@program.{own}", body=JOINING)
row("change_participant", MANAGE, program_id="@program.{m}", participant_id="@participant.{s}", headers=V1,
    body={"mentor_level": None}, changes_nothing=True)
row("leave_program", MANAGE, program_id="@program.{m}", participant_id="@participant.{s}", body={"left_on": "2026-10-01"})

# -- the own inbox; letters are shown by a demonstration only
OWN = "200 200 200 200 200 200 200 200 200 403"
row("list_notices", OWN)
row("list_notices", OWN, "unread", query={"unread": "true"})
row("count_unread_notices", OWN)
row("read_all_notices", OWN)
row("read_notice", "200/404 200/404 200/404 200/404/404 200/404/404 200/404/404 200/404 200/404 200/404 403",
    notice_id="@notice.{login}")
row("list_notice_preferences", OWN)
row("choose_notice_preference", OWN, body={"kind": "action_owner", "by_email": False})
row("list_letters", "403 403 403 403 403 403 403 403 404 403")

# -- across all contexts
row("get_home", "200 200 200 200 200 200 200 200 200 403")
row("search_everything", "200", query={"q": "canary"})
row("list_audit", "200 200 403 403 403 403 403 403 200 403")
