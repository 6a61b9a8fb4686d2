"""The role matrix of events (domain.md 3.3, 3.4, 3.10). Columns and templates as in `matrix`."""

from typing import Any

from tests.contract.matrix import CSV, V1, row

# fmt: off
EVENT = "@event.{s}."
NEW: dict[str, Any] = {
    "program_id": "@program.{m}", "kind": "open_lesson", "title": "Открытый урок", "audience": ["teachers"],
    "starts_at": "2099-02-01T10:00:00+03:00", "ends_at": "2099-02-01T11:00:00+03:00", "place": "Актовый зал",
    "organizer_school_id": "@school.{s}"}

# ------------------------------ RC      MC      ME      SH          SC          TE          EX      OB      AD      IC

# -- what is announced is open to the municipality: schools and teachers, observers and systems; drafts to who makes them
READ = "200 200/404 200/404 200/200/404 200/200/404 200/200/404 403 200/404 403 200/404"
DRAFT = "200 200/404 200/404 404 404 404 403 404 403 404"
LIST = "200 200 200 200 200 200 403 200 403 200"
row("list_events", LIST)
row("list_events", LIST, "csv", headers=CSV)
row("list_events", LIST, "of a month", query={"from_day": "2099-01-01", "to_day": "2099-01-31"})
row("list_events", LIST, "ahead", query={"ahead": "true", "sort": "-starts_at"})
row("get_event", READ, event_id=EVENT + "ahead")
row("get_event", DRAFT, "a draft", event_id=EVENT + "draft")
row("list_event_transitions", READ, event_id=EVENT + "ahead")
row("get_event_board", READ, event_id=EVENT + "ahead")

# -- coordinator and methodologist make and move them (3.10, «Intensives Day, sessions»)
MAKE = "403 200/404 200/404 403 403 403 403 403 403 403"
row("create_event", "403 201/422 201/422 403 403 403 403 403 403 403", body=NEW)
row("create_event", "403 422 422 403 403 403 403 403 403 403", "of the other programme",
    body=NEW | {"program_id": "@program.{other}"})
row("update_event", MAKE, event_id=EVENT + "draft", body={"title": "Другое название"}, headers=V1)


def move(event: str, state: str, cells: str = MAKE, **payload: str) -> None:
    body = {"event": event, "comment": "Причина", "payload": payload}
    row("transition_event", cells, event, event_id=EVENT + state, body=body)


move("publish", "draft")
move("start", "ahead", MAKE.replace("200", "409"))  # before its time (INV-28)
move("finish", "begun")
move("move", "ahead", starts_at="2099-02-01T10:00:00+03:00", ends_at="2099-02-01T11:00:00+03:00")
move("cancel", "ahead")
