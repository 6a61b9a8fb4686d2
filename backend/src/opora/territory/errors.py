"""Refusals of the register, each with its rule and the way out."""

from opora.core.errors import refuse_by
from opora.core.problems import Conflict, Forbidden, Invalid
from opora.core.texts import Text


class OwnSchoolOnly(Forbidden):
    code = "own-school-only"
    title = Text("Чужая школа", "Not your school")
    detail = Text(
        "Школу изменяют её директор и координаторы её муниципалитета. Обратитесь к координатору.",
        "A school is changed by its head and by the coordinators of its municipality. Ask the coordinator.",
    )


class HeadChangesShortName(Forbidden):
    code = "head-changes-short-name"
    title = Text("Это меняет координатор", "The coordinator changes this")
    detail = Text(
        "Директор школы меняет только краткое название. Остальное по вашей просьбе исправит муниципальный координатор.",
        "A school head changes the short name only. Ask the municipal coordinator to correct the rest.",
    )


class NameTaken(Conflict):
    """INV-02, found by the database."""

    code = "name-taken"
    title = Text("Название уже занято", "The name is taken")
    detail = Text(
        "Так уже называется школа этого муниципалитета. Найдите её в реестре или уточните название.",
        "A school of this municipality is already called so. Find it in the register or make the name more exact.",
    )


class NameOfOther(NameTaken):
    """INV-02, found by our own check, which knows whose name it is."""

    detail = Text(
        "В этом муниципалитете так уже называется «{school}» (регистр, кавычки и тире не различают названия). "
        "Уточните название или измените его у той школы.",
        "In this municipality «{school}» is already called so (case, quotes and dashes make no difference). "
        "Make the name more exact or change it there.",
    )


class IdentifierTaken(Conflict):
    """INV-03: one owner per system and value."""

    code = "identifier-taken"
    title = Text("Номер уже занят", "The number is taken")
    detail = Text(
        "Этот номер уже записан за школой и действует. Сверьте его с документами школы.",
        "A school already holds this number. Compare it with the school's papers.",
    )


class StatusesExclude(Conflict):
    """INV-04 to INV-06, found by the database."""

    code = "statuses-exclude"
    title = Text("Статусы несовместимы", "The statuses exclude each other")
    detail = Text(
        "В это время у школы уже есть статус, с которым новый несовместим. Сначала завершите прежний статус.",
        "At that time the school already holds a status that excludes the new one. End that status first.",
    )


class StatusConflicts(StatusesExclude):
    """INV-04 to INV-06, found by our own check, which knows what stands in the way."""

    detail = Text(
        "У школы есть статус «{held}» ({period}); «{wanted}» в то же время невозможен. "
        "Сначала завершите статус «{held}» или измените дату начала нового.",
        "The school holds the status «{held}» ({period}); «{wanted}» cannot hold at the same time. "
        "End «{held}» first or change the beginning of the new one.",
    )


class StatusRepeats(StatusesExclude):
    """The same status twice at one time."""

    detail = Text(
        "Статус «{held}» у школы уже есть ({period}). Чтобы записать его с другой датой, сначала завершите прежний.",
        "The school already holds the status «{held}» ({period}). To record it with another date, end that one first.",
    )


class StatusEnded(Conflict):
    code = "status-ended"
    title = Text("Статус уже завершён", "The status has ended")
    detail = Text(
        "Статус «{held}» завершён с {valid_to}. Прошлое не переписывают; если статус вернулся, добавьте новую запись.",
        "The status «{held}» ended on {valid_to}. The past is not rewritten; if the status is back, add a new record.",
    )


class HistoryKept(Conflict):
    code = "history-kept"
    title = Text("Историю не переписывают", "History is kept")
    detail = Text(
        "Записанный статус можно только завершить. Завершите его и добавьте новый.",
        "A recorded status can only be ended. End it and add a new one.",
    )


class MunicipalityCodeTaken(Conflict):
    code = "municipality-code-taken"
    title = Text("Код уже занят", "The code is taken")
    detail = Text(
        "С таким кодом уже есть муниципалитет. Найдите его в реестре или выберите другой код.",
        "A municipality already has this code. Find it in the register or choose another code.",
    )


class VersionsOverlap(Conflict):
    """INV-01."""

    code = "versions-overlap"
    title = Text("Названия пересекаются во времени", "The names overlap in time")
    detail = Text(
        "У муниципалитета в одно время может быть только одно название. Сначала завершите прежнее.",
        "A municipality has one name at a time. End the former one first.",
    )


refuse_by(
    school_alias_unique=NameTaken,
    school_identifier_unique=IdentifierTaken,
    school_status_low_or_high=StatusesExclude,
    school_status_low_or_risk=StatusesExclude,
    school_status_high_or_resilient=StatusesExclude,
    school_status_adverse_once=StatusesExclude,
    school_status_only_ends=HistoryKept,
    municipality_code_key=MunicipalityCodeTaken,
    municipality_version_overlap=VersionsOverlap,
)


def unknown_reference(pointer: str) -> Invalid:
    """422: the body names a record that does not exist or that the actor does not see."""
    text = Text(
        "Такой записи нет, или она вне вашей территории. Выберите другую.",
        "There is no such record, or it lies outside your territory. Choose another one.",
    )
    return Invalid((pointer, "unknown-reference", text))
