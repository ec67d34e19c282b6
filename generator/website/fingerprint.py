"""What a built locale rests on, in one word: the same word means that the same bytes would come out."""

from __future__ import annotations

import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path

from generator.content.fingerprint import GENERATOR, fingerprint

_PROGRAM = ("errors.py", "messages.py", "content", "language", "website")
_INPUTS = ("content", "locales/locales.yml", "templates/site", "templates/tokens.css", "templates/fonts", "mkdocs.yml")
_UNDER_PAGES = ("content/facts.yml", "content/sources.yml", "content/offices", "locales/locales.yml")
_PACKAGES = (
    "babel", "brotli", "fonttools", "jinja2", "markdown", "mkdocs", "mkdocs-material", "nh3", "polib", "pymdown-extensions",
    "pypinyin", "pyyaml", "tinycss2", "uharfbuzz",
)  # fmt: skip


@cache
def program_fingerprint() -> str:
    """The generator's code and the versions of all that it calls."""
    return _code_fingerprint(_PROGRAM, _PACKAGES)


@cache
def recipe_fingerprint(*names: str) -> str:
    """The code of some modules of the website: for what depends on nothing else of the program. Of packages, those
    that make fonts and the theme count."""
    return _code_fingerprint(tuple(f"website/{name}.py" for name in names), ("brotli", "fonttools", "mkdocs-material", "tinycss2", "uharfbuzz"))


def _code_fingerprint(names: tuple[str, ...], packages: tuple[str, ...]) -> str:
    versions = [f"{package} {version(package)}" for package in packages]
    return fingerprint(GENERATOR, (GENERATOR / name for name in names), sys.version, versions)


def inputs_fingerprint(root: Path) -> str:
    """Everything on disk that all locales share."""
    return fingerprint(root, (root / name for name in _INPUTS))


def catalogues_fingerprint(root: Path, locale: str) -> str:
    """The PO files of one locale."""
    return fingerprint(root, [root / "locales" / locale])


def under_pages_fingerprint(root: Path, locale: str) -> str:
    """What every page of a locale rests on beside its own text and the catalogues' answers to it."""
    return fingerprint(root, [*(root / name for name in _UNDER_PAGES), root / "locales" / locale / "interface.po"])
