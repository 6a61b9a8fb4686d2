"""The data files of the demonstration."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def source(name: str) -> dict[str, Any]:
    """The content of `data/<name>.yaml`. It is shared: callers only read it."""
    text = files("opora.demo").joinpath("data", f"{name}.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content: dict[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506 - both are safe loaders
    return content
