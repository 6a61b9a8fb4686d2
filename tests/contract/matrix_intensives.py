"""The role matrix of Days (domain.md 3.3, 3.10). Columns and templates as in `matrix`."""

from tests.contract.matrix import CSV, V1, row

# fmt: off
DAY = "@day.{m}."
NEW = {"program_id": "@program.{m}", "month": "2099-05-01"}

# ------------------------------ RC      MC      ME      SH          SC          TE          EX      OB      AD      IC

# -- announced Days are open to the municipality, drafts to who prepares them and the region (3.10)
LIST = "200 200 200 200 200 200 403 200 403 200"
READ = "200 200/404 200/404 200/200/404 200/200/404 200/200/404 403 200/404 403 200/404"
DRAFT = "200 200/404 200/404 404 404 404 403 404 403 404"
row("list_intensive_days", LIST)
row("list_intensive_days", LIST, "csv", headers=CSV)
row("list_intensive_days", LIST, "of a year", query={"from_month": "2099-01-01", "to_month": "2099-12-01"})
row("get_intensive_day", READ, day_id=DAY + "ahead")
row("get_intensive_day", DRAFT, "a draft", day_id=DAY + "draft")
row("list_intensive_day_transitions", READ, day_id=DAY + "ahead")
row("get_agenda", READ, day_id=DAY + "ahead")
row("get_agenda", DRAFT, "of a draft", day_id=DAY + "draft")
row("get_missed_months", READ, program_id="@program.{m}")

# -- coordinator and methodologist prepare them
MAKE = "403 200/404 200/404 403 403 403 403 403 403 403"
MADE = MAKE.replace("200", "201")
row("create_intensive_day", "403 201/422 201/422 403 403 403 403 403 403 403", body=NEW)
row("update_intensive_day", MAKE, day_id=DAY + "draft", body={"theme": "Другая тема"}, headers=V1)
row("propose_agenda", MADE, day_id=DAY + "draft")
row("add_day_session", MADE, day_id=DAY + "draft",
    body={"kind": "seminar", "title": "Открытие", "audience": ["teachers"], "slot": 2, "deficit_type_ids": ["@type.common"]})
row("accept_agenda", MAKE, day_id=DAY + "draft")
for event in ("accept", "drop", "pin"):
    row("transition_agenda_item", MAKE, event, day_id=DAY + "draft", item_id="@item.{m}", body={"event": event})
row("transition_agenda_item", MAKE, "move", day_id=DAY + "draft", item_id="@item.{m}",
    body={"event": "move", "payload": {"slot": 2}})


# -- who moves a Day along: the methodologist leads it, the coordinator publishes, moves, cancels and closes (3.3)
def move(event: str, state: str, coordinator: str, methodologist: str, **payload: str) -> None:
    body = {"event": event, "comment": "Причина", "payload": payload}
    cells = f"403 {coordinator}/404 {methodologist}/404 403 403 403 403 403 403 403"
    row("transition_intensive_day", cells, event, day_id=DAY + state, body=body)


move("build", "draft", "403", "409")  # nothing accepted
move("publish", "built", "200", "403")
move("close_registration", "ahead", "403", "200")
move("start", "ahead", "403", "409")  # before its day
move("finish", "ahead", "403", "409")
move("report", "over", "403", "200")  # no session, nothing to count
move("close", "told", "200", "403")
move("move", "ahead", "200", "403", held_on="2099-04-09")
move("cancel", "ahead", "200", "403")

# -- whom a Day missed: the staff of the municipality, a school its own; what serves a deficit: whoever sees the deficit
row("list_missed", "403 200/404 200/404 200/200/404 200/200/404 403 403 403 403 403", day_id=DAY + "over")
row("list_serving_sessions", "200 200/404 200/404 200/404/404 200/404/404 404 403 403 403 403", deficit_id="@deficit.{s}.common")

# -- papers: the municipality's staff asks and reads, the region reads; a certificate also who it names (3.10, «Documents»)
PAPER = "202/404 202/404"
row("request_day_paper", f"403 {PAPER} 403 403 403 403 403 403 403", day_id=DAY + "over", body={"kind": "attendance_sheet"})
row("request_day_paper", "403 409/404 409/404 403 403 403 403 403 403 403", "before the Day", day_id=DAY + "ahead",
    body={"kind": "day_protocol"})
PAPERS = "200 200/404 200/404 403 403 403 403 403 403 403"
row("list_documents", PAPERS.replace("/404", ""))
row("list_documents", PAPERS.replace("/404", ""), "csv", headers=CSV)
row("get_document", PAPERS, document_id="@document.{m}")
row("download_file", PAPERS, document_id="@document.{m}", file_id="@file.{m}")
NAMED = "200 200 200 403 403 200 403 403 403 403"
row("list_certificates", NAMED)
row("list_certificates", NAMED, "csv", headers=CSV)
row("revoke_certificate", "403 200/404 403 403 403 403 403 403 403 403", certificate_id="@certificate.{m}",
    body={"comment": "Выдан по ошибке"})
row("verify_certificate", "404", code="ABCD-EFGH-JKLM", nobody=404, counts_tries=True)
