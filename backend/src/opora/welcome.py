"""What `opora run` asks its own API, and what it then tells the person who started it."""

import http.client
import json
from typing import Any

from opora.settings import Settings


def reach(host: str) -> str:
    """The address at which this machine reaches a server that listens on `host`."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 -- the reverse of binding


def get(settings: Settings, path: str) -> Any:
    """The JSON of a 200, or None."""
    connection = http.client.HTTPConnection(reach(settings.host), settings.port, timeout=5)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        return json.loads(body) if answer.status == 200 else None
    except (OSError, http.client.HTTPException, ValueError):
        return None
    finally:
        connection.close()


def welcome(settings: Settings, dev: bool) -> str:
    """The text a person sees: where Opora is, and with which accounts to try it."""
    address = "http://127.0.0.1:5173 (reloads as you edit)" if dev else settings.origin
    lines = ["", f"  Opora is running: {address}", f"  API reference:    {settings.origin}/docs", ""]
    accounts = (get(settings, "/api/v1/auth/demo-accounts") or {}).get("items", []) if settings.demo else []
    if accounts:
        width = max(len(a["login"]) for a in accounts)
        lines.append(f"  Demo accounts, password for all: {accounts[0]['password']}")
        for account in accounts:
            role = ", ".join(filter(None, (account["title"], account["scope_name"])))
            lines.append(f"    {account['login']:<{width}}  {role}")
        lines.append("")
    return "\n".join([*lines, "  Ctrl-C stops it.", ""])
