"""Refusals of this context, each with the rule and the way out."""

from opora.core.errors import refuse_by
from opora.core.problems import Conflict, NotFound
from opora.core.texts import Text


class DayNotFound(NotFound):
    code = "intensive-day-not-found"


class ItemNotFound(NotFound):
    code = "agenda-item-not-found"


class DayStateForbids(Conflict):
    """The state of the Day, or something it still lacks, forbids this (3.3)."""

    code = "intensive-day-state"
    title = Text("Сейчас это невозможно", "Not possible now")
    detail = Text("{reason}", "{reason}")


class DayFrozen(Conflict):
    code = "intensive-day-frozen"
    title = Text("Это уже не изменить", "This can no longer be changed")
    detail = Text(
        "О Дне уже объявлено: {fields}. Дату меняют переносом, занятия — на их страницах.",
        "The Day has been announced: {fields}. Its date changes by moving it, sessions on their own pages.",
    )


class MonthTaken(Conflict):
    """INV-46."""

    code = "month-taken"
    title = Text("День в этом месяце уже есть", "The month has its Day already")
    detail = Text(
        "Единый методический день один в месяц. Откройте его или отмените, чтобы создать другой.",
        "There is one Day a month. Open it, or cancel it to make another.",
    )


class ReasonNeeded(Conflict):
    code = "comment-needed"
    title = Text("Нужен комментарий", "A comment is needed")
    detail = Text("Объясните решение: его увидят участники.", "Explain the decision: participants will read it.")


class AgendaFixed(Conflict):
    """Only a Day that is being prepared has an agenda to change."""

    code = "agenda-fixed"
    title = Text("Программа уже объявлена", "The agenda has been announced")
    detail = Text(
        "Предложения меняют, пока День готовится. Объявленное занятие переносят или отменяют на его странице.",
        "Proposals change while the Day is prepared. An announced session is moved or cancelled on its own page.",
    )


class AgendaNotReady(Conflict):
    code = "agenda-not-ready"
    title = Text("Пока нечего составлять", "Nothing to plan yet")
    detail = Text("{reason}", "{reason}")


class ItemStateForbids(Conflict):
    code = "agenda-item-state"
    title = Text("Сейчас это невозможно", "Not possible now")
    detail = Text("{reason}", "{reason}")


class PlaceTaken(Conflict):
    """A session would clash with another of the Day."""

    code = "agenda-clash"
    title = Text("Место занято", "The place is taken")
    detail = Text("{reason}", "{reason}")


refuse_by(intensive_day_month=MonthTaken)
