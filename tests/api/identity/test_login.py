"""Signing in."""

from tests.support.world import PASSWORD


async def test_smoke(app, login):
    c = login(app)
    r = await c.post("/api/v1/auth/login", json={"login": "mc.a@test", "password": PASSWORD})
    print(r.status_code, r.text, r.headers)
    assert r.status_code == 200
    r = await c.get("/api/v1/me")
    assert r.status_code == 200
    r = await c.get("/api/v1/accounts")
    print(r.text)
    assert r.status_code == 200
    r = await c.get("/api/v1/me/sessions")
    print(r.text)
    assert r.status_code == 200
