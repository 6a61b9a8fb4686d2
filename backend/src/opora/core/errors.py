"""One place where every refusal becomes RFC 9457 JSON: problems, named constraints, validation, framework
errors, crashes.
"""

import asyncio
import re
import traceback
from collections.abc import Mapping, Sequence
from typing import Any

import asyncpg
import orjson
import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from starlette.exceptions import HTTPException
from starlette.routing import Match, Mount

from opora.core.problems import (
    BodyTooLarge,
    Conflict,
    Forbidden,
    Invalid,
    MethodNotAllowed,
    NotFound,
    Problem,
    Stale,
    Unauthenticated,
    Unavailable,
)
from opora.core.texts import Language, Text, language_of

log = structlog.get_logger()
TYPE_BASE = "urn:opora:problem:"
CONSTRAINTS: dict[str, type[Problem]] = {}
"""Constraint name → refusal; filled by each context's `errors.py` through `refuse_by`."""

_BY_STATUS: dict[int, type[Problem]] = {
    401: Unauthenticated,
    403: Forbidden,
    404: NotFound,
    405: MethodNotAllowed,
    413: BodyTooLarge,
    503: Unavailable,
}
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
_BUSY = ("55P03", "57014", "40P01", "40001", "53300", "57P01", "57P02", "57P03")


class InternalError(Problem):
    status, code = 500, "internal-error"
    title = Text("Ошибка на нашей стороне", "Our fault")
    detail = Text(
        "Действие не выполнено, данные не изменены. Повторите; если не поможет, сообщите номер запроса.",
        "Nothing was done and nothing changed. Try again; if it persists, report the request number.",
    )


class BadRequest(Problem):
    status, code = 400, "bad-request"


class Busy(Problem):
    status, code = 409, "busy"
    title = Text("Запись сейчас изменяется", "The record is being changed")
    detail = Text("Кто-то меняет её прямо сейчас. Повторите через несколько секунд.", "Try again in a few seconds.")


def refuse_by(**constraints: type[Problem]) -> None:
    """Declare which refusal a violated constraint means."""
    CONSTRAINTS.update(constraints)


_MESSAGES: dict[str, Text] = {
    "missing": Text("Обязательное поле", "Required"),
    "extra_forbidden": Text("Неизвестное поле", "Unknown field"),
    "empty": Text("Заполните поле", "Fill in this field"),
    "string_too_short": Text("Не короче {min_length} симв.", "At least {min_length} characters"),
    "string_too_long": Text("Не длиннее {max_length} симв.", "At most {max_length} characters"),
    "greater_than_equal": Text("Не меньше {ge}", "At least {ge}"),
    "less_than_equal": Text("Не больше {le}", "At most {le}"),
    "greater_than": Text("Больше {gt}", "More than {gt}"),
    "literal_error": Text("Одно из: {expected}", "One of: {expected}"),
    "enum": Text("Одно из: {expected}", "One of: {expected}"),
    "uuid_parsing": Text("Неверный идентификатор", "Not a valid identifier"),
    "uuid_type": Text("Неверный идентификатор", "Not a valid identifier"),
    "too_long": Text("Не больше {max_length} элементов", "At most {max_length} items"),
    "too_short": Text("Не меньше {min_length} элементов", "At least {min_length} items"),
    "json_invalid": Text("Тело запроса не является JSON", "The body is not JSON"),
    "string_pattern_mismatch": Text("Недопустимые символы", "Characters not allowed here"),
    "date_from_text": Text("Дата в виде ГГГГ-ММ-ДД", "A date as YYYY-MM-DD"),
    "date_range": Text("Год от 1990 до 2100", "A year from 1990 to 2100"),
    "instant_from_text": Text(
        "Дата и время со смещением, например 2026-12-10T15:00:00+03:00",
        "Date and time with an offset, as 2026-12-10T15:00:00+03:00",
    ),
    "repeated": Text("Значения повторяются", "Values repeat"),
    "one_of_two": Text("Укажите ровно одно из двух", "Give exactly one of the two"),
    "float_parsing": Text("Введите число", "Enter a number"),
    "finite_number": Text("Введите число", "Enter a number"),
    "value_or_note": Text("Укажите значение или опишите наблюдение", "Give a value or describe what was seen"),
    "first_of_month": Text("Укажите первый день месяца", "Give the first day of the month"),
    "time_of_day": Text("Время в виде ЧЧ:ММ", "A time as HH:MM"),
    "slot_order": Text("Окончание должно быть позже начала", "The end comes after the start"),
    "slots_overlap": Text("Окна времени пересекаются", "Slots overlap"),
    "unprintable": Text("Недопустимые символы", "Characters not allowed here"),
}
_OTHER = Text("Недопустимое значение", "Not a valid value")


def _message(error: Mapping[str, Any], language: Language) -> tuple[str, str]:
    kind = error["type"]
    if kind == "value_error":
        kind = str(error.get("ctx", {}).get("error", ""))
    elif kind.startswith("date"):
        kind = "date_from_text"
    shown = "empty" if error.get("input") == "" and kind in _EMPTY else kind
    try:
        return kind, _MESSAGES[shown].of(language, **{k: _figure(v) for k, v in error.get("ctx", {}).items()})
    except KeyError:
        return re.sub(r"[^a-z_]", "", kind)[:40] or "invalid", _OTHER.of(language)


_EMPTY = ("string_too_short", "string_pattern_mismatch", "uuid_parsing", "date_from_text", "float_parsing")
"""What an empty field is refused as: its reader left it empty and knows no pattern."""
_FIELD = {"value_or_note": "value"}
"""Rules of several fields, and the one beside which they are shown."""


def _figure(value: Any) -> Any:
    return f"{value:.12g}" if isinstance(value, float) else value


def _pointer(location: Sequence[Any]) -> str:
    """`/field/0/name` in the body; `query/limit`, `path/id`, `header/…` elsewhere."""
    place, *rest = location or ("body",)
    path = "/".join(str(step).replace("~", "~0").replace("/", "~1") for step in rest)
    return f"/{path}" if place == "body" else f"{place}/{path}"


def respond(request: Request, problem: Problem, errors: Sequence[Mapping[str, Any]] | None = None) -> Response:
    """The problem document, in the language the client asked for."""
    language = language_of(request.headers.get("accept-language"))
    body: dict[str, Any] = {
        "type": TYPE_BASE + problem.code,
        "title": problem.title.of(language),
        "status": problem.status,
        "code": problem.code,
        "detail": problem.detail.of(language, **problem.members) if problem.detail else None,
        "instance": request.scope.get("state", {}).get("request_id"),
        "errors": list(errors or ()),
    }
    for key, value in problem.members.items():
        body.setdefault(key, value.of(language) if isinstance(value, Text) else value)
    if isinstance(problem, Invalid) and problem.errors:
        body["errors"] = [{"pointer": p, "code": c, "detail": t.of(language)} for p, c, t in problem.errors]
    headers = {"content-language": language, "cache-control": "no-store", **problem.headers}
    if problem.status == 401:
        headers.setdefault("www-authenticate", "Bearer")
    return Response(orjson.dumps(body, default=str), problem.status, headers, "application/problem+json")


async def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return respond(request, error)


async def _validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    language = language_of(request.headers.get("accept-language"))
    errors = []
    for item in error.errors()[:50]:
        code, detail = _message(item, language)
        where = (*item["loc"], _FIELD[code]) if code in _FIELD else item["loc"]
        errors.append({"pointer": _pointer(where), "code": code, "detail": detail})
    return respond(request, Invalid(), errors)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status, headers = error.status_code, {k.lower(): v for k, v in (error.headers or {}).items()}
    if status in (404, 405) and (methods := _methods_of(request)) and request.method not in methods:
        status, headers = 405, {"allow": ", ".join(methods)}
    elif status == 404:
        headers.pop("allow", None)
    kind = _BY_STATUS.get(status, BadRequest if status < 500 else InternalError)
    return respond(request, kind(headers=headers))


def _methods_of(request: Request) -> list[str]:
    """Every method of an address of the API: the framework names those of the first route that fits, and none of them
    beside the web application, which fits everywhere."""
    routes = [route for route in request.app.routes if not isinstance(route, Mount)]
    scopes = {method: {**request.scope, "method": method} for method in _METHODS}
    return [m for m, scope in scopes.items() if any(r.matches(scope)[0] is Match.FULL for r in routes)]


def _from_database(error: BaseException) -> Problem:
    """What a driver's error means for the user."""
    cause = _cause(error)
    if isinstance(cause, asyncpg.PostgresError):
        name = getattr(cause, "constraint_name", None)
        if name in CONSTRAINTS:
            return CONSTRAINTS[name]()
        if cause.sqlstate in _BUSY:
            return (
                Busy() if cause.sqlstate in ("55P03", "40P01", "40001") else Unavailable(headers={"retry-after": "5"})
            )
        if cause.sqlstate.startswith("23"):
            return Conflict()
        if cause.sqlstate.startswith("22"):  # what the forms let through and a column does not take
            return Invalid()
        if cause.sqlstate == "42501" and cause.server_source_function == "ExecWithCheckOptions":
            return NotFound()  # row security refused the row: for this actor it does not exist
        if cause.sqlstate.startswith(("08", "53", "57")):
            return Unavailable(headers={"retry-after": "5"})
    if isinstance(cause, OSError | asyncpg.InterfaceError | PoolTimeout | asyncio.TimeoutError):
        return Unavailable(headers={"retry-after": "5"})
    return InternalError()


async def _database(request: Request, error: Exception) -> Response:
    problem: Problem = Stale() if isinstance(error, StaleDataError) else _from_database(error)
    if problem.status >= 500 or problem.code in ("not-found", "conflict"):
        # a driver's message may quote a row: the log gets its kind and its place only
        log.warning("database_refused", error=type(_cause(error)).__name__, answer=problem.code, at=_place(error))
    return respond(request, problem)


def _cause(error: BaseException) -> BaseException:
    return getattr(getattr(error, "orig", None), "__cause__", None) or error


def _place(error: BaseException) -> str:
    """The last line of ours on the way to the error."""
    ours = [
        f for f in traceback.extract_tb(error.__traceback__) if "/opora/" in f.filename and "/core/" not in f.filename
    ]
    return f"{ours[-1].filename.rpartition('/opora/')[2]}:{ours[-1].lineno}" if ours else "-"


async def crash(request: Request, error: Exception) -> Response:
    """The answer to what nobody foresaw. The log gets the kind and the way there: a message may quote somebody's data."""
    trace = "".join(traceback.format_tb(error.__traceback__)[-8:])
    log.error("crash", error=type(error).__name__, route=getattr(request.scope.get("route"), "path", None), trace=trace)
    return respond(request, InternalError())


def install_error_handlers(app: FastAPI) -> None:
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _http)
    for kind in (DBAPIError, StaleDataError, PoolTimeout, asyncpg.PostgresError):
        app.add_exception_handler(kind, _database)
    for kind in (asyncpg.InterfaceError, OSError, asyncio.TimeoutError):
        app.add_exception_handler(kind, _database)
    app.add_exception_handler(Exception, crash)
