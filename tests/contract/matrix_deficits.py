"""The role matrix of deficits (domain.md 3.1, 3.10, 3.11). Columns and templates as in `matrix`."""

from tests.contract.matrix import CSV, V1, row

# fmt: off
DEFICIT = "@deficit.{s}."
PROGRAM = {"program_id": "@program.{m}"}
DONE = {"on": "2026-10-01", "effect": "Освоили приём"}

# ------------------------------ RC      MC      ME      SH          SC          TE          EX      OB      AD      IC

# -- the catalogue is one for the region: readable to all signed in, kept by the regional coordinator
CATALOGUE = "200 403 403 403 403 403 403 403 403 403"
row("list_deficit_types", "200")
row("get_deficit_type", "200", type_id="@type.t1")
row("create_deficit_type", CATALOGUE.replace("200", "201"), body={
    "code": "own-1", "title": "Свой вид", "framework": "risk_profile", "framework_version": "1", "component": "results",
    "nature": "educational", "bearer_kinds": ["school"]})
row("update_deficit_type", CATALOGUE, type_id="@type.t1", body={"note": "Уточнено"}, headers=V1)

# -- deficits of schools: names for staff and the school itself; observers and clients get aggregates
READ = "200 200/404 200/404 200/404/404 200/404/404 404 403 403 403 403"
WRITE = "403 200/404 200/404 200/404/404 200/404/404 404 403 403 403 403"
STAFF = "200 200/404 200/404 403 403 403 403 403 403 403"
LIST = "200 200 200 200 200 200 403 403 403 403"
row("list_deficits", LIST)
row("list_deficits", LIST, "csv", headers=CSV)
row("list_deficits", LIST, "of a municipality", query={"municipality_id": "@municipality.{m}"})
row("list_deficits", LIST, "of a school", query={"school_id": "@school.{s}"})
row("get_deficit", READ, deficit_id=DEFICIT + "identified")
row("get_deficit_history", READ, deficit_id=DEFICIT + "identified")
row("list_deficit_transitions", READ, deficit_id=DEFICIT + "identified")
row("update_deficit", WRITE, deficit_id=DEFICIT + "draft", body={"severity": 3}, headers=V1)
row("add_deficit_action", WRITE.replace("200", "201"), deficit_id=DEFICIT + "under_way",
    body={"route": "network_tie", "title": "Вторая встреча"})
row("list_action_owners", WRITE, deficit_id=DEFICIT + "under_way")
row("measure_deficit", WRITE.replace("200", "201"), deficit_id=DEFICIT + "under_way",
    body={"kind": "interim", "measured_on": "2026-10-01", "value": 50})

# -- diagnosing: a head the own school, a teacher the own person, a coordinator schools and heads, a methodologist all
NEW = PROGRAM | {"school_id": "@school.{s}", "type_id": "@type.new", "severity": 2}
OF_TEACHER = {"type_id": "@type.new-teacher", "bearer_kind": "teacher", "person_id": "@person.teacher.{s}@test"}
row("diagnose_deficit", "403 201/422 201/422 201/403/403 201/403/403 403 403 403 403 403", body=NEW)
row("diagnose_deficit", "403 403 201/422 403 403 201/403/403 403 403 403 403", "of a teacher", body=NEW | OF_TEACHER)
row("diagnose_deficit", "403 422 422 422/403/403 422/403/403 403 403 403 403 403", "of the other programme",
    body=NEW | {"program_id": "@program.{other}"})

# -- a teacher's difficulty: the teacher and the methodologist; the school when the teacher shares it; nobody else
row("get_deficit", "404 404 200/404 404 404 200/404/404 403 403 403 403", "personal", deficit_id=DEFICIT + "personal")
row("get_deficit_history", "404 404 200/404 404 404 200/404/404 403 403 403 403", "personal", deficit_id=DEFICIT + "personal")
row("get_deficit", "404 404 200/404 200/404/404 200/404/404 404 403 403 403 403", "shared", deficit_id=DEFICIT + "shared")
row("list_action_owners", "403 404 200/404 404 404 200/404/404 403 403 403 403", "personal",
    deficit_id=DEFICIT + "personal")
row("update_deficit", "403 404 200/404 404 404 200/404/404 403 403 403 403", "personal", deficit_id=DEFICIT + "personal",
    body={"severity": 3}, headers=V1)
row("update_deficit", "403 404 403/404 404 404 200/404/404 403 403 403 403", "share", deficit_id=DEFICIT + "personal",
    body={"shared_with_head": True}, headers=V1)
row("measure_deficit", "403 404 201/404 404 404 201/404/404 403 403 403 403", "personal", deficit_id=DEFICIT + "personal",
    body={"kind": "baseline", "measured_on": "2026-10-01", "note": "Наблюдение уроков"})
row("update_deficit", "403 404 200/404 403/404/404 403/404/404 404 403 403 403 403", "shared", deficit_id=DEFICIT + "shared",
    body={"severity": 3}, headers=V1)
row("get_teacher_summary", "200 200 200 200 403 403 403 403 403 403", query=PROGRAM)

# -- transitions of 3.1 by role: 403 for who never runs the event, 404 for who does not see the deficit
HEADS = "200/404/404 200/404/404"
NOT_HEADS = "403/404/404 403/404/404"
REST = "403 403 403 403 403"
ACTION = {"route": "network_tie", "title": "Связка", "planned_on": "2026-12-01"}
DAY = ACTION | {"route": "intensive_day"}
FINAL = {"measured_on": "2026-10-10", "value": 65}


def move(event: str, state: str, mc: str, me: str, school: str, label: str = "", **payload: object) -> None:
    cells = f"403 {mc}/404 {me}/404 {school} {REST}"
    body = {"event": event, "comment": "Причина", "payload": payload}
    row("transition_deficit", cells, label or event, deficit_id=DEFICIT + state, body=body)


move("confirm", "draft", "403", "403", HEADS)
move("reject", "draft", "200", "200", HEADS)
move("set_scope", "identified", "200", "403", NOT_HEADS, scope="individual")
move("plan", "common", "200", "200", NOT_HEADS, "plan the common", action=DAY)
move("plan", "individual", "403", "403", HEADS, "plan the individual", action=ACTION)
move("start", "planned", "403", "200", HEADS)
move("measure_final", "under_way", "403", "200", HEADS, measurement=FINAL)
move("close", "measured", "200", "200", NOT_HEADS)
move("continue", "measured", "200", "200", HEADS, action=ACTION)
move("change_scope", "individual", "200", "403", NOT_HEADS, scope="common")
move("defer", "identified", "200", "403", NOT_HEADS, until="2099-01-01")
move("resume", "deferred", "200", "200", NOT_HEADS)
move("reopen", "closed", "200", "403", HEADS)
row("transition_deficit", "403 404 200/404 404 404 403 403 403 403 403", "confirm the personal",
    deficit_id=DEFICIT + "personal", body={"event": "confirm"})
row("transition_deficit", f"403 404 200/404 {HEADS} 403 403 403 403 403", "confirm the shared",
    deficit_id=DEFICIT + "shared", body={"event": "confirm"})
row("transition_deficit_action", WRITE, "complete", deficit_id=DEFICIT + "planned", action_id="@action.{planned}",
    body={"event": "complete", **DONE})
row("transition_deficit_action", WRITE, "cancel", deficit_id=DEFICIT + "planned", action_id="@action.{planned}",
    body={"event": "cancel"})

# -- the matrix and the decision: staff looks, coordinator and methodologist enter, the coordinator decides
ENTER = "403 201/404 201/404 403 403 403 403 403 403 403"
row("get_deficit_matrix", STAFF, query=PROGRAM)
row("get_deficit_matrix", STAFF, "csv", query=PROGRAM, headers=CSV)
CELLS = {"entries": [{"school_id": "@school.{s}", "type_id": "@type.new", "severity": 2}]}
row("enter_deficit_matrix", ENTER, body=PROGRAM | CELLS)
row("enter_deficit_matrix", "403 201/422 201/422 403 403 403 403 403 403 403", "into the own programme",
    body=CELLS | {"program_id": "@program.{own}"})
row("undo_deficit_matrix", "403 200/404 404 403 403 403 403 403 403 403", body={"batch_id": "@batch.{m}"})  # one's own entry
row("get_prevalence", "200 200/404 200/404 403 403 403 403 200/404 403 200/404", query=PROGRAM)
row("list_scope_decisions", "200 200 200 200 200 403 403 403 403 403", query=PROGRAM)
row("decide_scope", "403 201/404 403 403 403 403 403 403 403 403", body=PROGRAM | {
    "type_id": "@type.t1", "decided_scope": "common", "comment": "Так решили"})
