"""The theme's own words: Material keeps them as a literal mapping in a template per language."""

from __future__ import annotations

import ast
import importlib.util
import re
from pathlib import Path

UNUSED = re.compile(r"language|direction|search|source|consent|blog|meta\.|rss|readtime|tag|annotation|post|action\.(edit|view)|clipboard")
"""Keys that no reader sees here: our search has words of its own, and there is no blog."""


def theme_folder() -> Path:
    spec = importlib.util.find_spec("material")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("material")
    return Path(spec.origin).parent / "templates"


def theme_strings(language: str) -> dict[str, str]:
    """Material's strings by key; empty where it does not know the language."""
    path = theme_folder() / "partials" / "languages" / f"{language}.html"
    if not path.exists():
        return {}
    match = re.search(r"\{\{\s*(\{.*?\})\s*\[", path.read_text(encoding="utf-8"), re.S)
    strings: dict[str, str] = ast.literal_eval(match[1]) if match else {}
    return strings


def interface_strings() -> dict[str, str]:
    """The Chinese strings that a reader may see and that a translator translates, by key."""
    return {key: text for key, text in theme_strings("zh").items() if not UNUSED.match(key)}
