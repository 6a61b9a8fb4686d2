"""Refusals. A `Problem` says what rule stood in the way and what to do next; one handler turns it into RFC
9457 JSON.
"""

from typing import Any, ClassVar

from opora.core.texts import Text


class Problem(Exception):
    """A refusal a user can act on.

    Subclasses name the case: `status`, a stable `code`, a short `title` and a `detail` with the rule and the way out.
    Keyword arguments fill the placeholders of both texts and appear as members of the problem document.
    """

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad-request"
    title: ClassVar[Text] = Text("Запрос не принят", "The request was not accepted")
    detail: ClassVar[Text | None] = None

    def __init__(self, *, headers: dict[str, str] | None = None, **members: Any) -> None:
        super().__init__(self.code)
        self.headers = headers or {}
        self.members = members


class Unauthenticated(Problem):
    status, code = 401, "unauthenticated"
    title = Text("Войдите в систему", "Sign in")
    detail = Text("Сеанс не начат или уже завершён. Войдите снова.", "There is no live session. Sign in again.")


class Forbidden(Problem):
    status, code = 403, "forbidden"
    title = Text("Недостаточно прав", "Not allowed")
    detail = Text(
        "Ваша роль не предусматривает этого действия. Смените роль или обратитесь к координатору.",
        "Your role does not include this action. Switch the role or ask your coordinator.",
    )


class NotFound(Problem):
    status, code = 404, "not-found"
    title = Text("Не найдено", "Not found")
    detail = Text(
        "Такой записи нет, или она не относится к вашей территории.",
        "There is no such record, or it lies outside your territory.",
    )


class UnknownHost(Problem):
    status, code = 400, "unknown-host"
    title = Text("Неизвестный адрес сайта", "Unknown host")
    detail = Text(
        "Сайт не обслуживает этот адрес. Откройте его по адресу, который вам сообщили; администратор добавляет адреса"
        " в OPORA_ALLOWED_HOSTS.",
        "The site does not serve this host. Open it by the address you were given; an administrator adds hosts to"
        " OPORA_ALLOWED_HOSTS.",
    )


class MethodNotAllowed(Problem):
    status, code = 405, "method-not-allowed"
    title = Text("Действие не поддерживается", "Method not allowed")


class Conflict(Problem):
    status, code = 409, "conflict"
    title = Text("Противоречие данных", "Conflict")
    detail = Text(
        "Запись противоречит уже имеющимся данным. Обновите страницу и проверьте введённое.",
        "The record contradicts existing data. Reload and check what you entered.",
    )


class Stale(Problem):
    status, code = 412, "stale-version"
    title = Text("Запись изменилась", "The record has changed")
    detail = Text(
        "Пока вы работали, запись изменил кто-то другой. Загрузите её снова и повторите правку.",
        "Somebody else changed the record meanwhile. Load it again and repeat the edit.",
    )


class IfMatchRequired(Problem):
    status, code = 428, "if-match-required"
    title = Text("Нужна версия записи", "If-Match required")
    detail = Text(
        "Передайте заголовок If-Match с версией, которую вы видели.", "Send If-Match with the version you saw."
    )


class BodyTooLarge(Problem):
    status, code = 413, "body-too-large"
    title = Text("Слишком большой запрос", "Request body too large")


class Invalid(Problem):
    """Malformed input found by our own check; `errors` are `(pointer, Text)` pairs."""

    status, code = 422, "invalid"
    title = Text("Проверьте введённые данные", "Check the data entered")

    def __init__(self, *errors: tuple[str, str, Text], **members: Any) -> None:
        super().__init__(**members)
        self.errors = errors


class BadCursor(Problem):
    status, code = 422, "bad-cursor"
    title = Text("Продолжение списка устарело", "The cursor belongs to another list")
    detail = Text("Загрузите список с начала.", "Load the list from its beginning.")


class TooManyRows(Problem):
    status, code = 422, "too-many-rows"
    title = Text("Слишком большая выгрузка", "Too many rows to export")
    detail = Text(
        "В таблице больше {limit} строк. Сузьте отбор и выгрузите по частям.",
        "The table has more than {limit} rows. Narrow the filters and export it in parts.",
    )


class Unavailable(Problem):
    status, code = 503, "unavailable"
    title = Text("Система временно недоступна", "Temporarily unavailable")
    detail = Text("Повторите через несколько секунд.", "Try again in a few seconds.")
