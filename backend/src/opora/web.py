"""The web application, served as built files: hashed assets for ever, the page itself always fresh."""

from pathlib import Path

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_OURS = ("api/", "oauth2/", "assets/", "openapi.json", "healthz", "readyz")


class WebApplication(StaticFiles):
    """Files of the build; any other path of a page is the application itself, which knows its routes."""

    def __init__(self, dist: Path) -> None:
        super().__init__(directory=dist)
        self.page = dist / "index.html"

    async def get_response(self, path: str, scope: Scope) -> Response:
        if "\x00" in path:
            raise HTTPException(404)
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(404 if path.startswith(_OURS) else 405, headers={"allow": "GET, HEAD"})
        path = "docs/index.html" if path == "docs" else path
        try:
            response = await super().get_response(path, scope)
        except HTTPException as error:
            # a missing asset or endpoint must say so: an old page would run HTML as a script
            if error.status_code != 404 or path.startswith(_OURS):
                raise
            response = FileResponse(self.page)
        fresh = (
            "no-cache" if response.media_type == "text/html" or path in (".", "index.html") else "public, max-age=3600"
        )
        response.headers["cache-control"] = (
            "public, max-age=31536000, immutable" if path.startswith("assets/") else fresh
        )
        return response


def mount_web(app: FastAPI, dist: Path) -> None:
    """Serve `dist` below everything else; without a build only the API is there."""
    if (dist / "index.html").exists():
        app.mount("/", WebApplication(dist), name="web")
