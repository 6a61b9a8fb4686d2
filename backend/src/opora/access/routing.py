"""The route class of the API: models become versioned JSON, and a POST with an Idempotency-Key happens once.

The key, the request's hash and the answer are stored in the transaction of the effect itself: a refused or failed request
leaves no key behind, a repeated one replays the stored answer, a concurrent twin waits and then replays.
"""

import hashlib
import inspect
from collections.abc import Awaitable, Callable, Iterable
from functools import cached_property, wraps
from typing import Annotated, Any, get_args, get_origin

from fastapi import APIRouter, Header, Request, Response, params
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError
from sqlalchemy import func, literal_column, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send

from opora.access.actor import Actor, ActorDep, current_actor
from opora.access.sessions import ReaderDep, SessionDep
from opora.core.database import Session
from opora.core.problems import Conflict, IfMatchRequired, Problem, Stale
from opora.core.tables import IdempotencyKey
from opora.core.texts import Text

LOCK_TIMEOUT = "55P03"
PREFIX = "/api/v1"
Endpoint = Callable[..., Awaitable[Any]]
KeyHeader = Annotated[
    str | None, Header(alias="Idempotency-Key", min_length=1, max_length=200, pattern=r"^[\x21-\x7e]+$")
]
IfMatch = Annotated[str | None, Header(alias="If-Match", max_length=40)]


class KeyReused(Problem):
    status, code = 422, "idempotency-key-reused"
    title = Text("Ключ уже использован", "The key was used before")
    detail = Text(
        "С этим Idempotency-Key уже выполнен другой запрос. Для нового действия создайте новый ключ.",
        "Another request was made with this Idempotency-Key. Make a new key for a new action.",
    )


class KeyInFlight(Conflict):
    status, code = 409, "idempotency-key-in-flight"
    title = Text("Такой запрос ещё выполняется", "The same request is still running")
    detail = Text(
        "Повторите через несколько секунд: ответ будет тот же.",
        "Try again in a few seconds: the answer will be the same.",
    )


def answer(result: Any, status: int) -> Response:
    """A model as JSON; its `version`, if any, as strong ETag. None is an empty answer; a Response passes."""
    if isinstance(result, Response):
        return result
    if result is None:
        return Response(status_code=status)
    headers = {"cache-control": "private, no-store"}
    if (version := getattr(result, "version", None)) is not None:
        headers["etag"] = f'"{version}"'
    return Response(result.model_dump_json(), status, headers, "application/json")


def check_version(row: Any, if_match: str | None, *, required: bool = True) -> None:
    """Compare If-Match with the version of the aggregate. Raises `IfMatchRequired` (428) or `Stale` (412)."""
    if if_match is None:
        if required:
            raise IfMatchRequired
    elif if_match.strip() not in (f'"{row.version}"', "*"):
        raise Stale


async def _once(
    session: Session, request: Request, actor: Actor, key: str, work: Callable[[], Awaitable[Response]]
) -> Response:
    """A key belongs to the account and to the role it acted in: another role is another request."""
    account = actor.account_id
    table, route = IdempotencyKey, f"{request.method} {request.scope['route'].path}"
    digest = hashlib.sha256(
        f"{actor.assignment_id} {request.url.path}?{request.url.query}\n".encode() + await request.body()
    ).digest()
    mine = (table.account_id == account) & (table.route == route) & (table.key == key)
    claim = insert(table).values(account_id=account, route=route, key=key, request_hash=digest, at=func.now())
    try:
        claimed = await session.scalar(claim.on_conflict_do_nothing().returning(literal_column("1")))
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == LOCK_TIMEOUT:  # the twin is still at work
            raise KeyInFlight from None
        raise
    if claimed is None:
        old = (await session.execute(select(table).where(mine))).scalar_one_or_none()
        if old is None or old.status is None:
            raise KeyInFlight
        if old.request_hash != digest:
            raise KeyReused
        headers = {"idempotent-replay": "true", "cache-control": "private, no-store"} | (
            {"etag": old.etag} if old.etag else {}
        )
        return Response(old.body, old.status, headers, "application/json" if old.body else None)
    response = await work()
    stored = {
        "status": response.status_code,
        "body": bytes(response.body).decode(),
        "etag": response.headers.get("etag"),
    }
    await session.execute(update(table).where(mine).values(**stored))
    return response


class OporaRoute(APIRoute):
    """Wraps the endpoint once, when the route is declared; a route marked secret or public is not replayed."""

    def __init__(self, path: str, endpoint: Endpoint, **options: Any) -> None:
        methods, status = options.get("methods") or ["GET"], options.get("status_code") or 200
        wrap = _idempotent if "POST" in methods and not (options.get("openapi_extra") or {}).get("x-secret") else _plain
        super().__init__(path, wrap(endpoint, status), **options)

        self.read = _native(self.endpoint)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.read is not None and scope["method"] == "GET":
            await self.read(scope, receive, send)
        else:
            await super().handle(scope, receive, send)


class NativeReads(BaseRoute):
    """The native reads of all contexts by their paths, found in one look instead of by trying patterns, which cost a
    tenth of a list. Everything else (a path with an identifier, another method) goes on to the routers as usual.
    """

    def __init__(self, routers: Iterable[APIRouter]) -> None:
        routes = (route for router in routers for route in router.routes if isinstance(route, OporaRoute))
        self._routes = {route.path: route for route in routes if route.read is not None and "{" not in route.path}

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        read = scope["type"] == "http" and scope["method"] == "GET" and not scope.get("root_path")
        if read and (route := self._routes.get(scope["path"])) is not None:
            return Match.FULL, {"route": route, "endpoint": route.endpoint, "path_params": {}}
        return Match.NONE, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        await scope["route"].handle(scope, receive, send)


def _native(endpoint: Endpoint) -> ASGIApp | None:
    """A native read: an endpoint that takes an actor and nothing but the reader, the request, a query and the Accept header.

    It has no dependency to solve or to close, and doing so regardless would cost as much as the read itself. FastAPI
    documents it as any other; what it raises goes to the same handlers. The actor comes first, as dependencies do: 401
    and 403 before 422.
    """
    actor, sources = "", dict[str, Callable[[Request], Any]]()
    for name, parameter in inspect.signature(endpoint, eval_str=True).parameters.items():
        if parameter.annotation == ActorDep:
            actor = name
        elif (source := _source(parameter.annotation)) is not None:
            sources[name] = source
        else:
            return None

    async def read(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive, send)
        values: dict[str, Any] = {actor: await current_actor(request)}
        for name, source in sources.items():
            values[name] = source(request)
        await (await endpoint(**values))(scope, receive, send)

    return read if actor else None


def _source(annotation: Any) -> Callable[[Request], Any] | None:
    kind, *how = get_args(annotation) if get_origin(annotation) is Annotated else (annotation,)
    if annotation is Request:
        return lambda request: request
    if annotation == ReaderDep:
        return lambda request: request.app.state.reader
    if any(isinstance(part, params.Header) and part.alias == "Accept" for part in how):
        return lambda request: request.headers.get("accept")
    if any(isinstance(part, params.Query) for part in how) and inspect.isclass(kind) and issubclass(kind, BaseModel):
        many = any(get_origin(field.annotation) is list for field in kind.model_fields.values())
        return None if many else lambda request: _query(kind, request)
    return None


def _query(model: type[BaseModel], request: Request) -> BaseModel:
    try:
        return model.model_validate(dict(request.query_params))
    except ValidationError as error:
        errors = error.errors(include_url=False)
        raise RequestValidationError([{**item, "loc": ("query", *item["loc"])} for item in errors]) from None


def _plain(endpoint: Endpoint, status: int) -> Endpoint:
    @wraps(endpoint)
    async def run(**values: Any) -> Response:
        return answer(await endpoint(**values), status)

    return run


def _idempotent(endpoint: Endpoint, status: int) -> Endpoint:
    @wraps(endpoint)
    async def run(
        *, once_request: Request, once_session: Session, once_actor: Any, once_key: str | None, **values: Any
    ) -> Response:
        async def work() -> Response:
            return answer(await endpoint(**values), status)

        if once_key is None:
            return await work()
        return await _once(once_session, once_request, once_actor, once_key, work)

    signature = inspect.signature(endpoint, eval_str=True)
    extra = {"once_request": Request, "once_session": SessionDep, "once_actor": ActorDep, "once_key": KeyHeader}
    added = [
        inspect.Parameter(
            n,
            inspect.Parameter.KEYWORD_ONLY,
            annotation=a,
            default=None if n == "once_key" else inspect.Parameter.empty,
        )
        for n, a in extra.items()
    ]
    kept = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in signature.parameters.values()]
    run.__signature__ = signature.replace(parameters=kept + added)  # type: ignore[attr-defined]
    return run


class ContextRouter(APIRouter):
    """Knows the resources its paths begin with: a request for another context's passes without trying every route."""

    @cached_property
    def _resources(self) -> frozenset[str]:
        return frozenset(_resource(route.path) for route in self.routes if isinstance(route, APIRoute))

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if not scope.get("root_path") and _resource(scope["path"]) not in self._resources:
            return Match.NONE, {}
        return super().matches(scope)


def _resource(path: str) -> str:
    """`deficits` of `/api/v1/deficits/{deficit_id}`."""
    return path.removeprefix(PREFIX).lstrip("/").partition("/")[0]


def context_router(tag: str) -> APIRouter:
    """The router of a context: the tag is the context's name."""
    return ContextRouter(prefix=PREFIX, tags=[tag], route_class=OporaRoute)
