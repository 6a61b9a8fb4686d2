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
row("get_event_calendar", READ, event_id=EVENT + "ahead")
row("get_event_calendar", "404 404 404 404 404 404 403 404 403 404", "a draft", event_id=EVENT + "draft")
SUBSCRIBES = "200 200 200 200 200 200 403 200 403 403"
row("list_calendar_feeds", SUBSCRIBES)
row("create_calendar_feed", SUBSCRIBES.replace("200", "201"), body={"selection": "own"})
row("end_calendar_feed", "204/404 204/404 204/404 204/404/404 204/404/404 204/404/404 403 204/404 403 403",
    feed_id="@feed.{login}")
row("get_calendar_feed", "404", token="no-such-feed-0123456789", nobody=404)
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

# -- registrations: a school its staff, a teacher the own; the region knows figures only (3.10, «Registration / attendance»)
SEAT = "@registration.{s}."
OF_STAFF = "403 200/404 200/404 200/404/404 200/404/404 404 403 403 403 403"
SEATS = "403 200 200 200 200 200 403 403 403 403"
row("list_registrations", SEATS)
row("list_registrations", SEATS, "csv", headers=CSV)
row("list_registrations", SEATS, "of an event", query={"event_id": EVENT + "ahead"})
row("list_registrations", SEATS, "mine", query={"mine": "true"})
OF_EVENT = "403 200/404 200/404 200/200/404 200/200/404 200/200/404 403 403 403 403"
row("list_event_registrations", OF_EVENT, event_id=EVENT + "ahead")
row("list_event_registrations", OF_EVENT, "csv", event_id=EVENT + "ahead", headers=CSV)
row("get_registration", OF_STAFF, registration_id=SEAT + "ahead.teacher2")
row("get_registration", "403 200/404 200/404 200/404/404 200/404/404 200/404/404 403 403 403 403", "of a teacher",
    registration_id=SEAT + "asks.teacher")

# -- oneself: TE, SH, SC, ME; a school its staff, a methodologist anybody of the municipality (3.4)
row("register", "403 403 201/404 201/201/404 201/201/404 201/201/404 403 403 403 403", event_id=EVENT + "ahead", body={})
row("register_many", "403 403 201/404 201/422/404 201/422/404 403 403 403 403 403", event_id=EVENT + "ahead",
    body={"person_ids": ["@person.teacher.{s}@test"]})


def answer(event: str, state: str, cells: str, label: str = "") -> None:
    row("transition_registration", cells, label or event, registration_id=SEAT + state,
        body={"event": event, "comment": "Причина"})


HEADS = "200/404/404 200/404/404"
answer("approve", "asks.teacher2", f"403 403 403/404 {HEADS} 404 403 403 403 403")
answer("reject", "asks.teacher2", f"403 403 403/404 {HEADS} 404 403 403 403 403")
answer("cancel", "ahead.teacher2", f"403 403 200/404 {HEADS} 404 403 403 403 403")
answer("cancel", "asks.teacher", f"403 403 200/404 {HEADS} 200/404/404 403 403 403 403", "cancel the own")
answer("approve", "asks.teacher", f"403 403 403/404 {HEADS} 403/404/404 403 403 403 403", "approve the own")


# -- attendance: a methodologist and the session's leader mark, anybody with a seat checks in by the code (3.4)
row("get_attendance_sheet", OF_EVENT, event_id=EVENT + "begun")
row("get_attendance_sheet", OF_EVENT, "csv", event_id=EVENT + "begun", headers=CSV)
row("record_attendance", "403 403 201/404 403 403 403/403/404 403 403 403 403", event_id=EVENT + "begun",
    body={"entries": [{"registration_id": SEAT + "begun.teacher2", "present": True}]})
answer("mark_attended", "begun.teacher2", "403 403 200/404 403/404/404 403/404/404 404 403 403 403 403")
answer("mark_absent", "over.teacher", "403 403 200/404 403/404/404 403/404/404 403/404/404 403 403 403 403")
row("get_session_code", "403 403 200/404 403 403 403/403/404 403 403 403 403", event_id=EVENT + "begun")
row("check_in", "403 403 409/404 409/409/404 409/409/404 409/409/404 403 403 403 403", event_id=EVENT + "begun",
    body={"code": "000000"}, counts_tries=True)  # a wrong code; the right one is tried in tests/api/events

# -- head-counts of students and parents: a school its own, a methodologist any (3.4)
row("list_attendance_counts", "200 200/404 200/404 200/200/404 200/200/404 403 403 403 403 403", event_id=EVENT + "over")
row("put_attendance_count", "403 403 201/404 201/403/404 201/403/404 403 403 403 403 403", event_id=EVENT + "over",
    body={"school_id": "@school.{s}", "audience": "parents", "count": 15, "reason": "Пересчитали"})

# -- feedback: whoever came, once; read as figures; a teacher's own events only (3.4, 3.10 «Surveys»)
row("get_event_feedback", "200 200/404 200/404 200/200/404 200/200/404 403/403/404 403 200/404 403 403", event_id=EVENT + "over")
row("give_event_feedback", "403 403 409/404 409/409/404 409/409/404 204/409/404 403 403 403 403", event_id=EVENT + "over",
    body={"rating": 5, "comment": "Спасибо"})
row("get_feedback_link", "403 200/404 200/404 403 403 403/403/404 403 403 403 403", event_id=EVENT + "over")
row("get_guest_event", "404", token="0" * 64, nobody=404)
row("give_guest_feedback", "404", token="0" * 64, nobody=404, body={"id": "@answer", "audience": "parents", "rating": 5})
