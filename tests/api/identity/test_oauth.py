"""Systems: a token by client credentials, and what it opens."""

import base64
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from fastapi import FastAPI

from opora.identity.tokens import Tokens
from tests.api.identity.conftest import Browser, as_owner
from tests.conftest import Login
from tests.support.world import CLIENT_SECRET, id_
from tests.unit.identity.test_tokens import HOSTILE

URL, FORM = "/oauth2/token", "application/x-www-form-urlencoded"
CLIENT = str(id_("client.client.a@test"))
GOOD = {"grant_type": "client_credentials", "client_id": CLIENT, "client_secret": CLIENT_SECRET}


def basic(name: str = CLIENT, secret: str = CLIENT_SECRET) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()}


async def token_of(client: httpx.AsyncClient, scope: str | None = None) -> dict[str, str]:
    answer = await client.post(URL, data=GOOD | ({"scope": scope} if scope else {}))
    assert answer.status_code == 200, answer.text
    return {"authorization": f"Bearer {answer.json()['access_token']}"}


@pytest.mark.parametrize("way", ["post", "basic"])
async def test_a_client_gets_a_token_for_ten_minutes(app: FastAPI, browser: Browser, way: str) -> None:
    form = GOOD if way == "post" else {"grant_type": "client_credentials"}
    answer = await browser(app).post(URL, data=form, headers=basic() if way == "basic" else {})
    assert answer.status_code == 200
    body = answer.json()
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 600)
    assert body["scope"] == "deficits:read events:read orgs:read programs:read"
    assert answer.headers["cache-control"] == "no-store"
    me = await browser(app).get("/api/v1/me", headers={"authorization": f"Bearer {body['access_token']}"})
    assert me.status_code == 200
    assert me.json()["assignment"]["role"] == "client"
    assert me.json()["person"] is None


async def test_a_token_opens_what_its_scopes_say_in_the_clients_own_municipality(
    app: FastAPI, browser: Browser
) -> None:
    client = browser(app)
    wide, narrow = await token_of(client), await token_of(client, "programs:read")
    schools = await client.get("/api/v1/schools", headers=wide)
    assert schools.status_code == 200
    assert len(schools.json()["items"]) == 4
    assert "CANARY_B" not in schools.text
    assert (await client.get("/api/v1/programs", headers=narrow)).status_code == 200
    assert (await client.get("/api/v1/schools", headers=narrow)).status_code == 403
    for url in ("/api/v1/deficits", "/api/v1/accounts", "/api/v1/me/sessions"):
        assert (await client.get(url, headers=wide)).status_code == 403


async def test_a_token_needs_no_browsers_header(app: FastAPI, browser: Browser) -> None:
    client = browser(app)
    del client.headers["X-Opora-Client"]
    answer = await client.post("/api/v1/me/sessions/end-others", headers=await token_of(client))
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")  # the role, not CSRF


@pytest.mark.parametrize(
    ("form", "headers", "status", "error"),
    [
        (GOOD | {"scope": "orgs:read everything"}, {}, 400, "invalid_scope"),
        (GOOD | {"scope": "ties:read"}, {}, 400, "invalid_scope"),
        (GOOD | {"grant_type": "password"}, {}, 400, "unsupported_grant_type"),
        (GOOD | {"grant_type": ""}, {}, 400, "unsupported_grant_type"),
        ({"client_id": CLIENT, "client_secret": CLIENT_SECRET}, {}, 400, "invalid_request"),
        (GOOD, basic(), 400, "invalid_request"),
        (GOOD | {"client_secret": "wrong"}, {}, 401, "invalid_client"),
        (GOOD | {"client_secret": ""}, {}, 401, "invalid_client"),
        (GOOD | {"client_id": str(id_("account.client.a@test"))}, {}, 401, "invalid_client"),
        (GOOD | {"client_id": "admin"}, {}, 401, "invalid_client"),
        (GOOD | {"client_id": "' or 1=1 --"}, {}, 401, "invalid_client"),
        ({"grant_type": "client_credentials"}, {}, 401, "invalid_client"),
        ({"grant_type": "client_credentials"}, basic(secret="wrong"), 401, "invalid_client"),
        ({"grant_type": "client_credentials"}, {"authorization": "Basic %%%"}, 401, "invalid_client"),
        ({"grant_type": "client_credentials"}, {"authorization": "Basic bm9jb2xvbg=="}, 401, "invalid_client"),
        ({"grant_type": "client_credentials"}, {"authorization": "Basic /////w=="}, 401, "invalid_client"),
        ({"grant_type": "client_credentials"}, {"authorization": "Bearer x"}, 401, "invalid_client"),
    ],
)
async def test_a_refusal_has_the_form_of_rfc_6749(
    app: FastAPI, browser: Browser, form: dict[str, str], headers: dict[str, str], status: int, error: str
) -> None:
    answer = await browser(app).post(URL, data=form, headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer.json()["error_description"]
    assert answer.headers["cache-control"] == "no-store"
    assert ("www-authenticate" in answer.headers) is (status == 401)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b'{"grant_type": "client_credentials"}', "application/json"),
        (b"", FORM),
        (b"\xff\xfe=%ff&grant_type=x", FORM),
        (b"grant_type=%ff%fe", FORM),
        (b"grant_type=client_credentials&grant_type=client_credentials", FORM),
        (b"&".join(b"a%d=1" % n for n in range(30)), FORM),
        (f"grant_type=client_credentials&client_id={CLIENT}&client_secret={CLIENT_SECRET}".encode(), "text/plain"),
    ],
)
async def test_what_is_no_form_is_an_invalid_request(app: FastAPI, browser: Browser, content: bytes, kind: str) -> None:
    answer = await browser(app).post(URL, content=content, headers={"content-type": kind})
    assert answer.status_code in (400, 401)
    assert answer.json()["error"] in ("invalid_request", "invalid_client")


async def test_basic_credentials_are_percent_decoded(app: FastAPI, browser: Browser) -> None:
    headers = basic(quote(CLIENT, safe="").replace("-", "%2D"), CLIENT_SECRET.replace("-", "%2D"))
    answer = await browser(app).post(URL, data={"grant_type": "client_credentials"}, headers=headers)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "over",
    [
        "update api_client set revoked_at = now()",
        "update account set disabled_at = now() where kind = 'client'",
        "update role_assignment set valid_to = now() where role = 'client'",
    ],
)
async def test_a_withdrawn_client_gets_no_token_and_its_tokens_stop(
    committed: Callable[[int], Any], browser: Browser, over: str
) -> None:
    async with committed(2) as app:
        client = browser(app)
        held = await token_of(client)
        assert (await client.get("/api/v1/schools", headers=held)).status_code == 200
        await as_owner(app, f"select set_config('opora.account', '{id_('account.system')}', false)", over)
        assert (await client.post(URL, data=GOOD)).status_code == 401
        assert (await client.get("/api/v1/schools", headers=held)).status_code == (200 if "revoked" in over else 401)


async def test_every_hostile_token_is_401(app: FastAPI, browser: Browser) -> None:
    client = browser(app)
    for name, make in HOSTILE.items():
        value = f"Bearer {make()}".replace("\n", " ").encode()
        answer = await client.get("/api/v1/me", headers={"authorization": value})  # type: ignore[dict-item]
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer"), name
        assert answer.headers["content-type"] == "application/problem+json", name


@pytest.mark.parametrize("scheme", ["", "Basic", "Digest", "bearer2", "Token"])
async def test_a_foreign_scheme_is_401_even_beside_a_good_cookie(app: FastAPI, login: Login, scheme: str) -> None:
    answer = await login(app, "mc.a@test").get("/api/v1/me", headers={"authorization": f"{scheme} x"})
    assert answer.status_code == 401


async def test_a_genuine_token_of_an_assignment_that_is_none_opens_nothing(app: FastAPI, browser: Browser) -> None:
    token = Tokens(app.state.settings).issue(id_("nothing"), id_("nobody"), frozenset({"orgs:read"}))
    answer = await browser(app).get("/api/v1/schools", headers={"authorization": f"Bearer {token}"})
    assert answer.status_code == 401
