"""The contract as a document: generated from the code, committed as `openapi/openapi.json`, served at `/openapi.json`.

What FastAPI does not know is added here: problem answers of every operation, how one signs in, what each
permission means.
"""

import json
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from opora import __version__

_TEXT = """The working system of a network of schools that help one another.

Lists answer `{items, next_cursor, total}`; pass `next_cursor` back as `cursor` with the same filters and sort. Single records
carry a strong `ETag`, which `PATCH` and `DELETE` want back in `If-Match`. A `POST` with an `Idempotency-Key`
happens once.
Every refusal is an `application/problem+json` document (RFC 9457) with a stable `code`.
"""
_TAGS = {
    "core": "Probes.",
    "identity": "Sign-in, sessions, accounts, roles, API clients.",
    "notices": "The account's inbox, what comes by e-mail, letters of a demonstration.",
    "territory": "Region, municipalities, organisations, schools with dated statuses.",
    "people": "Adults who work in the network and their consents.",
    "programs": "Network programmes, participants, policy for deficits.",
    "deficits": "Deficits from diagnosis to closing with evidence.",
    "events": "Dated practices: registration with a waiting list, attendance, feedback.",
    "wiring": "The first screen, global search, audit.",
}
_PROBLEM = {
    "type": "object",
    "description": "RFC 9457 problem; members beyond these belong to the code.",
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": ["string", "null"]},
        "instance": {"type": ["string", "null"], "description": "The request's number."},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/ProblemError"}},
    },
    "required": ["type", "title", "status", "code", "detail", "instance", "errors"],
}
_PROBLEM_ERROR = {
    "type": "object",
    "properties": {"pointer": {"type": "string"}, "code": {"type": "string"}, "detail": {"type": "string"}},
    "required": ["pointer", "code", "detail"],
}
_ANSWERS = {
    "400": "The request could not be read.",
    "401": "No live session or token.",
    "403": "The role does not include this.",
    "404": "Not there, or not visible.",
    "409": "The state forbids it, or the request repeats one in flight.",
    "412": "The version is stale.",
    "413": "The body is too large.",
    "422": "Malformed or inconsistent input.",
    "428": "If-Match is missing.",
    "429": "Too many attempts.",
    "503": "Temporarily unavailable.",
}
_BEFORE_ACTOR = ("400", "401", "403", "404", "409", "413", "422", "429", "503")


def describe(app: FastAPI) -> None:
    """Make `app` publish the complete document."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _complete(
                get_openapi(
                    title="Opora", version=__version__, description=_TEXT, routes=app.routes,
                    tags=[{"name": name, "description": text} for name, text in _TAGS.items()],
                )
            )  # fmt: skip
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def _complete(document: dict[str, Any]) -> dict[str, Any]:
    document["servers"] = [{"url": "/"}]
    document["info"]["license"] = {"name": "Proprietary", "identifier": "LicenseRef-Opora"}
    components = document.setdefault("components", {})
    components["securitySchemes"] = {
        "session": {"type": "apiKey", "in": "cookie", "name": "__Host-opora"},
        "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    }
    schemas = components.setdefault("schemas", {})
    schemas |= {"Problem": _PROBLEM, "ProblemError": _PROBLEM_ERROR}
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for path, methods in document["paths"].items():
        for operation in methods.values():
            _operation(path, operation)
    components["responses"] = {f"Problem{status}": _answer(text) for status, text in _ANSWERS.items()}
    return document


def _operation(path: str, operation: dict[str, Any]) -> None:
    operation.setdefault("security", [{"session": []}, {"bearer": []}])
    operation.setdefault("description", operation.get("summary", ""))
    responses = operation["responses"]
    for status in list(responses):
        if status == "422":
            del responses[status]
    if path.startswith("/oauth2/"):
        return
    wanted = _BEFORE_ACTOR if operation["security"] == [] else tuple(_ANSWERS)
    for status in wanted:
        responses.setdefault(status, {"$ref": f"#/components/responses/Problem{status}"})


def _answer(text: str) -> dict[str, Any]:
    return {
        "description": text,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def render() -> str:
    """The document as committed: sorted, indented, ending with a newline."""
    from pydantic import SecretStr

    from opora.main import create_app
    from opora.settings import Settings

    app = create_app(Settings(secret=SecretStr("0123456789" * 4), web_dist=Path("/nonexistent")), connect=False)
    return json.dumps(app.openapi(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def write(path: Path) -> None:
    path.write_text(render(), encoding="utf-8")
