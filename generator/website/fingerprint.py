"""What a built locale rests on, in one word: the same word means that the same bytes would come out."""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path

from generator.content.fingerprint import GENERATOR, fingerprint

_PROGRAM = ("errors.py", "messages.py", "content", "language", "website")
_INPUTS = ("content", "locales/locales.yml", "templates/site", "templates/tokens.css", "templates/fonts", "mkdocs.yml")
_UNDER_PAGES = ("content/facts.yml", "content/sources.yml", "content/offices", "locales/locales.yml")
_PACKAGES = (
    "babel", "fonttools", "jinja2", "markdown", "mkdocs", "mkdocs-material", "nh3", "polib", "pymdown-extensions",
    "pypinyin", "pyyaml", "tinycss2", "uharfbuzz",
)  # fmt: skip


def program_fingerprint() -> str:
    """The generator's code and the versions of all that it calls."""
    versions = [f"{name} {version(name)}" for name in _PACKAGES]
    return fingerprint(GENERATOR, (GENERATOR / name for name in _PROGRAM), sys.version, versions)


def inputs_fingerprint(root: Path) -> str:
    """Everything on disk that all locales share."""
    return fingerprint(root, (root / name for name in _INPUTS))


def catalogues_fingerprint(root: Path, locale: str) -> str:
    """The PO files of one locale."""
    return fingerprint(root, [root / "locales" / locale])


def under_pages_fingerprint(root: Path, locale: str) -> str:
    """What every page of a locale rests on beside its own text and the catalogues' answers to it."""
    return fingerprint(root, [*(root / name for name in _UNDER_PAGES), root / "locales" / locale / "interface.po"])
