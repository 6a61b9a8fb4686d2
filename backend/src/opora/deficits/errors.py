"""Refusals of this context, each with the rule and the way out."""

from opora.core.errors import refuse_by
from opora.core.problems import Conflict, Forbidden, NotFound
from opora.core.texts import Text


class DeficitNotFound(NotFound):
    code = "deficit-not-found"


class DeficitTypeNotFound(NotFound):
    code = "deficit-type-not-found"


class TransitionNotAllowed(Conflict):
    """The state forbids the event (3.1)."""

    code = "transition-not-allowed"
    title = Text("Сейчас это невозможно", "Not possible now")
    detail = Text("{reason}", "{reason}")


class DeficitNotClosable(Conflict):
    """Closing lacks evidence or a second person (domain.md 2.3 p. 5)."""

    code = "deficit-not-closable"
    title = Text("Дефицит пока нельзя закрыть", "The deficit cannot be closed yet")
    detail = Text("{reason}", "{reason}")


class RouteNotAllowed(Conflict):
    """INV-30 and INV-31: under strict routing the scope decides the route."""

    code = "route-not-allowed"
    title = Text("Этот путь не подходит", "This route does not fit")
    detail = Text("{reason}", "{reason}")


class ClosingNotYours(Forbidden):
    """Row `plan` of 3.1: the municipality plans what closes a common deficit."""

    code = "closing-not-yours"
    title = Text("Закрывающее действие планирует муниципалитет", "The municipality plans the closing action")
    detail = Text(
        "Общий дефицит закрывают на Дне образовательных интенсивов, его планирует методист или координатор. Школа может "
        "добавить поддерживающее действие.",
        "A common deficit is closed at the Day of Educational Intensives, planned by the methodologist or the coordinator. "
        "A school may add a supporting action.",
    )


class BaselineMissing(Conflict):
    code = "baseline-missing"
    title = Text("Нет исходного измерения", "No baseline")
    detail = Text(
        "Подтвердить можно после исходного измерения. Внесите его или отметьте дефицит как качественный.",
        "Record the baseline first, or mark the deficit as qualitative, then confirm.",
    )


class DeficitAlreadyOpen(Conflict):
    """INV-29."""

    code = "deficit-already-open"
    title = Text("Такой дефицит уже открыт", "Such a deficit is already open")
    detail = Text(
        "У этой школы (руководителя, педагога) уже есть открытый дефицит этого вида в программе. Дополните его.",
        "This bearer already has an open deficit of the type in the programme. Add to that one.",
    )


class BaselineAlreadyRecorded(Conflict):
    code = "baseline-already-recorded"
    title = Text("Исходное измерение уже есть", "The baseline is already recorded")
    detail = Text(
        "Исходное измерение одно и не меняется. Новое значение внесите как промежуточное.",
        "There is one baseline and it stays. Record the new value as an interim measurement.",
    )


class DeficitTypeCodeTaken(Conflict):
    code = "deficit-type-code-taken"
    title = Text("Код уже занят", "The code is taken")
    detail = Text("Вид с таким кодом уже есть в каталоге.", "The catalogue already has a type with this code.")


class DeficitFinished(Conflict):
    code = "deficit-finished"
    title = Text("Дефицит завершён", "The deficit is finished")
    detail = Text(
        "Закрытый или отклонённый дефицит не меняют. Закрытый можно возобновить с новым основанием.",
        "A closed or rejected deficit does not change. A closed one can be reopened with new evidence.",
    )


class CommentNeeded(Conflict):
    code = "comment-needed"
    title = Text("Нужен комментарий", "A comment is needed")
    detail = Text("Объясните решение: оно сохранится в истории.", "Explain the decision: it stays in the history.")


class DecisionUnchanged(Conflict):
    code = "decision-unchanged"
    title = Text("Такое решение уже действует", "This decision is already in force")
    detail = Text(
        "Для этого вида уже принято такое решение, и дефицитов, ожидающих его, нет.",
        "The type has this decision already and no deficit waits for it.",
    )


refuse_by(
    deficit_open_once=DeficitAlreadyOpen,
    deficit_measurement_one_baseline=BaselineAlreadyRecorded,
    deficit_type_code_key=DeficitTypeCodeTaken,
    deficit_scope_decision_current=DecisionUnchanged,
)
