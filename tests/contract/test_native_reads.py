"""Native reads are found by their path before the patterns are tried; what is found must be what the routers would find."""

from fastapi.routing import APIRoute
from starlette.routing import Match

from opora.access.routing import NativeReads, OporaRoute
from opora.main import ROUTERS

READS = NativeReads(ROUTERS)
ROUTES = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
NATIVE = [
    route for route in ROUTES if isinstance(route, OporaRoute) and route.read is not None and "{" not in route.path
]


def scope(path: str, method: str = "GET") -> dict[str, object]:
    return {"type": "http", "method": method, "path": path, "root_path": "", "path_params": {}, "headers": []}


def test_every_list_is_found_at_the_first_look_as_the_routers_would_find_it() -> None:
    assert {"/api/v1/deficits", "/api/v1/schools", "/api/v1/people", "/api/v1/programs"} <= {r.path for r in NATIVE}
    for route in NATIVE:
        first = next(r for r in ROUTES if r.matches(scope(route.path))[0] is Match.FULL)
        match, child = READS.matches(scope(route.path))
        assert (match, child["route"]) == (Match.FULL, first)


def test_another_method_or_an_identifier_goes_on_to_the_routers() -> None:
    for asked in (
        scope("/api/v1/deficits", "POST"),
        scope("/api/v1/deficits/1"),
        scope("/"),
        {"type": "websocket", "path": "/"},
    ):
        assert READS.matches(asked)[0] is Match.NONE
