"""Refusals about programmes and participation, each with its rule and the way out."""

from opora.core.errors import refuse_by
from opora.core.problems import Conflict, Forbidden
from opora.core.texts import Text


class OwnProgramOnly(Forbidden):
    code = "own-program-only"
    title = Text("Программа другого уровня", "A programme of another level")
    detail = Text(
        "Муниципалитет ведёт только собственные программы. Изменить эту программу может её координатор.",
        "A municipality runs its own programmes only. This one is changed by its coordinator.",
    )


class ProgramFinished(Conflict):
    code = "program-finished"
    title = Text("Программа завершена", "The programme is finished")
    detail = Text(
        "Завершённую или отклонённую программу не изменяют. Чтобы продолжить её, нужна новая редакция.",
        "A completed or rejected programme is not changed. A new revision is needed to continue it.",
    )


class ProgramOver(Conflict):
    code = "program-over"
    title = Text("Срок программы закончился", "The programme is over")
    detail = Text(
        "Последний день программы — {ends}. Новую работу начинают в действующей программе; если эту продлевают, внесите "
        "её новую редакцию.",
        "The programme's last day was {ends}. New work begins in a current programme; if this one is extended, record its "
        "revision.",
    )


class ActiveProjectExists(Conflict):
    """INV-12."""

    code = "active-project-exists"
    title = Text("Действующий проект уже есть", "There is an active project")
    detail = Text(
        "В муниципалитете действует только один муниципальный проект. Найдите его в списке программ и продолжайте в нём.",
        "A municipality runs one active municipal project. Find it in the list of programmes and go on with it.",
    )


class ActiveProjectOf(ActiveProjectExists):
    """INV-12, found by our own check, which knows the project in the way."""

    detail = Text(
        "В муниципалитете уже действует проект «{project}», а действовать может только один. Продолжайте в нём: "
        "добавьте школы и настройте правила.",
        "The municipality already runs the project «{project}», and it runs one at a time. Go on with that one: "
        "add schools and set its policy.",
    )


class OwnProjectOnly(Forbidden):
    code = "own-project-only"
    title = Text("Программа другого уровня", "A programme of another level")
    detail = Text(
        "Муниципалитет создаёт только собственный муниципальный проект. Региональную программу и проекты других "
        "муниципалитетов создаёт региональный координатор.",
        "A municipality creates its own municipal project only. The regional programme and projects of other "
        "municipalities are created by the regional coordinator.",
    )


class RegionalProgramMissing(Conflict):
    """INV-11."""

    code = "regional-program-missing"
    title = Text("Нет региональной программы", "There is no regional programme")
    detail = Text(
        "Муниципальный проект входит в региональную программу, а её ещё нет. Её создаёт региональный координатор.",
        "A municipal project is part of the regional programme, and there is none yet. The regional coordinator creates it.",
    )


class SchoolOfOtherMunicipality(Conflict):
    """INV-14."""

    code = "school-of-other-municipality"
    title = Text("Школа другого муниципалитета", "A school of another municipality")
    detail = Text(
        "В муниципальном проекте участвуют школы этого муниципалитета. Выберите школу своей территории.",
        "A municipal project has schools of its own municipality. Choose a school of your territory.",
    )


class AlreadyParticipates(Conflict):
    code = "already-participates"
    title = Text("Школа уже участвует", "The school takes part already")
    detail = Text(
        "Школа уже участвует в программе. Измените её категорию или уровень либо сначала завершите участие.",
        "The school takes part in the programme. Change its category or level, or end its participation first.",
    )


class CategoryWithoutStatus(Conflict):
    code = "category-without-status"
    title = Text("У школы нет такого статуса", "The school holds no such status")
    detail = Text(
        "Категория участника — его статус на день вступления, а у школы «{school}» на {day} нет статуса «{category}». "
        "Выберите другую категорию или сначала внесите статус в карточку школы.",
        "A participant's category is its status on the day of joining, but «{school}» holds no «{category}» on {day}. "
        "Choose another category or record the status of the school first.",
    )


class ParticipationEnded(Conflict):
    code = "participation-ended"
    title = Text("Участие завершено", "The participation has ended")
    detail = Text(
        "Школа вышла из программы {left_on}. Прошлое не переписывают; чтобы вернуть школу, добавьте её снова.",
        "The school left the programme on {left_on}. The past is not rewritten; add the school anew to bring it back.",
    )


refuse_by(program_one_active_project=ActiveProjectExists, program_participant_active=AlreadyParticipates)
