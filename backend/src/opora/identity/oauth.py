"""`/oauth2/token`: client credentials for systems (RFC 6749, sections 2.3, 4.4 and 5)."""

import base64
import binascii
from typing import Any
from urllib.parse import parse_qsl, unquote_plus
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from opora.access.actor import public
from opora.identity.gate import through_gate
from opora.identity.keys import digest
from opora.identity.schemas import TokenError, TokenRead
from opora.identity.tokens import Tokens

router = APIRouter(tags=["identity"])
_NO_STORE = {"cache-control": "no-store", "pragma": "no-cache"}
_FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {
                    "type": "object",
                    "required": ["grant_type"],
                    "properties": {
                        "grant_type": {"type": "string", "enum": ["client_credentials"]},
                        "scope": {"type": "string", "description": "Part of the client's scopes; absent: all of them."},
                        "client_id": {"type": "string"},
                        "client_secret": {"type": "string"},
                    },
                }
            }
        },
    }
}


class Refused(Exception):
    """An error of RFC 6749, section 5.2: answered in its form, not as a problem document."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(error)
        self.error, self.description = error, description


@router.post(
    "/oauth2/token",
    response_model=TokenRead,
    responses={
        400: {"model": TokenError, "description": "Refused."},
        401: {"model": TokenError, "description": "Who?"},
    },
    openapi_extra=public()["openapi_extra"] | _FORM,
)
async def issue_token(request: Request) -> JSONResponse:
    """An access token for ten minutes. The client names itself by HTTP Basic or in the form, not both."""
    try:
        return JSONResponse((await _issue(request)).model_dump(), headers=_NO_STORE)
    except Refused as refused:
        unknown = refused.error == "invalid_client"
        headers = _NO_STORE | ({"www-authenticate": 'Basic realm="opora"'} if unknown else {})
        body = {"error": refused.error, "error_description": refused.description}
        return JSONResponse(body, 401 if unknown else 400, headers)


async def _issue(request: Request) -> TokenRead:
    form = await _form(request)
    client, secret = _client(request, form)
    if "grant_type" not in form:
        raise Refused("invalid_request", "grant_type is missing")
    if form["grant_type"] != "client_credentials":
        raise Refused("unsupported_grant_type", "only client_credentials is supported")
    async with through_gate(request) as gate:
        found = await gate.fetchrow("select * from gate.client($1, $2)", client, digest(secret))
    if found["assignment_id"] is None:
        raise Refused("invalid_client", "unknown client, wrong secret, or access withdrawn")
    wanted, granted = frozenset(form.get("scope", "").split()), frozenset(found["scopes"])
    if not wanted <= granted:
        raise Refused("invalid_scope", "the client was not given all of these scopes")
    tokens = Tokens(request.app.state.settings)
    scopes = wanted or granted
    return TokenRead(
        access_token=tokens.issue(found["assignment_id"], client, scopes),
        token_type="Bearer",  # noqa: S106
        expires_in=int(tokens.lifetime.total_seconds()),
        scope=" ".join(sorted(scopes)),
    )


async def _form(request: Request) -> dict[str, str]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise Refused("invalid_request", "send the form as application/x-www-form-urlencoded")
    try:
        body = (await request.body()).decode()
        pairs = parse_qsl(body, keep_blank_values=True, errors="strict", max_num_fields=20)
    except ValueError:
        raise Refused("invalid_request", "the form cannot be read") from None
    form = dict(pairs)
    if len(form) != len(pairs):
        raise Refused("invalid_request", "a parameter is given twice")
    return form


def _client(request: Request, form: dict[str, str]) -> tuple[UUID, str]:
    """The client's id and secret as it names itself. Raises `Refused`."""
    authorization = request.headers.get("authorization")
    if authorization is not None:
        if "client_secret" in form:
            raise Refused("invalid_request", "use one way of client authentication")
        name, secret = _basic(authorization)
    else:
        name, secret = form.get("client_id", ""), form.get("client_secret", "")
    try:
        return UUID(name), secret.encode().decode()
    except ValueError:
        raise Refused("invalid_client", "unknown client, wrong secret, or access withdrawn") from None


def _basic(authorization: str) -> tuple[str, str]:
    scheme, _, value = authorization.partition(" ")
    try:
        if scheme.lower() != "basic":
            raise ValueError
        name, colon, secret = base64.b64decode(value.strip(), validate=True).decode().partition(":")
        if not colon:
            raise ValueError
        return unquote_plus(name, errors="strict"), unquote_plus(secret, errors="strict")
    except (ValueError, binascii.Error):
        raise Refused("invalid_client", "the Authorization header cannot be read") from None
