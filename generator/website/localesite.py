"""What one locale's site is made from, whoever builds it: `mkdocs build`, `mkdocs serve` or build.py."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from generator.content.load import day_problems, load_content
from generator.content.model import Content
from generator.errors import stop_on
from generator.language.locales import SOURCE, Locale, load_locales
from generator.language.localise import Edition, make_edition
from generator.website.catalogues import read_changed
from generator.website.downloads import Download, find_downloads
from generator.website.fingerprint import program_fingerprint, under_pages_fingerprint

_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class Options:
    """What the person at the keyboard chose. `locales`: those that the language menu offers, in its order."""

    locales: tuple[str, ...]
    day: date
    office: str | None
    drafts: bool


@dataclass(frozen=True)
class Project:
    """What all locales share, read once. `edition` is that of the source language."""

    root: Path
    content: Content
    locales: Mapping[str, Locale]
    edition: Edition
    options: Options
    program: str

    @property
    def cache(self) -> Path:
        return cache_folder(self.root)

    @cached_property
    def han(self) -> frozenset[str]:
        """The Chinese characters of everything that may be shown where a translation is missing."""
        paths = [*(self.root / "content/topics").glob("*.md"), self.root / "content/facts.yml", self.root / "content/sources.yml"]
        return frozenset(_HAN.findall("".join(path.read_text(encoding="utf-8") for path in paths)))


@dataclass(frozen=True)
class LocaleSite:
    """`common` stands for what all pages rest on, see pages.py."""

    project: Project
    edition: Edition
    downloads: tuple[Download, ...]
    common: str

    @property
    def root(self) -> Path:
        return self.project.root

    @property
    def cache(self) -> Path:
        return self.project.cache

    @property
    def menu(self) -> tuple[Locale, ...]:
        return tuple(self.project.locales[code] for code in self.project.options.locales)


def cache_folder(root: Path) -> Path:
    """May be emptied at any time."""
    return root / ".cache" / "yingzhi"


def read_project(root: Path, options: Options) -> Project:
    """Everything but the catalogues, sound for the day. Raises ProblemsFound."""
    content = load_content(root)
    edition = make_edition(content, root, SOURCE, options.day, options.office, options.drafts)
    stop_on(day_problems(content, edition.facts))
    return Project(root, content, load_locales(root), edition, options, program_fingerprint())


def prepare(project: Project, locale: str, out: Path | None = None) -> LocaleSite:
    """The site of one locale. `out`: where sheets and packs may lie."""
    edition, options = project.edition, project.options
    if locale != SOURCE:
        own = project.locales[locale]
        catalogs = read_changed(project.root, own, options.drafts, project.program, project.cache / "catalogues" / f"{locale}.pickle")
        edition = replace(edition, locale=own, catalogs=catalogs)
    return LocaleSite(
        project=project,
        edition=edition,
        downloads=find_downloads(out, project.content, edition) if out else (),
        common=f"{project.program} {under_pages_fingerprint(project.root, locale)} {options.day} {options.office} {options.drafts}",
    )

