"""What one locale's site is made from, whoever builds it: `mkdocs build`, `mkdocs serve` or build.py."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from generator.content.load import day_problems
from generator.content.model import Content
from generator.errors import stop_on
from generator.language.catalogs import Catalogs, read_catalogs
from generator.language.locales import SOURCE, Locale, load_locales
from generator.language.localise import Edition, make_edition
from generator.website.downloads import Download, find_downloads
from generator.website.fingerprint import catalogues_fingerprint, program_fingerprint, under_pages_fingerprint
from generator.website.store import keep, recall


@dataclass(frozen=True)
class Options:
    """What the person at the keyboard chose. `locales`: those that the language menu offers, in its order."""

    locales: tuple[str, ...]
    day: date
    office: str | None
    drafts: bool


@dataclass(frozen=True)
class LocaleSite:
    """`common` stands for what all pages rest on (see pages.py); `cache` may be emptied at any time."""

    root: Path
    cache: Path
    content: Content
    edition: Edition
    menu: tuple[Locale, ...]
    downloads: tuple[Download, ...]
    common: str


def cache_folder(root: Path) -> Path:
    return root / ".cache" / "yingzhi"


def prepare(root: Path, content: Content, locale: str, options: Options, out: Path | None = None) -> LocaleSite:
    """The site of one locale. `out`: where sheets and packs may lie. Raises ProblemsFound."""
    cache = cache_folder(root)
    locales = load_locales(root)
    edition = make_edition(content, root, SOURCE, options.day, options.office, options.drafts)
    stop_on(day_problems(content, edition.facts))
    program = program_fingerprint()
    if locale != SOURCE:
        catalogs = _catalogs(root, locales[locale], options.drafts, program, cache)
        edition = replace(edition, locale=locales[locale], catalogs=catalogs)
    return LocaleSite(
        root=root,
        cache=cache,
        content=content,
        edition=edition,
        menu=tuple(locales[code] for code in options.locales),
        downloads=find_downloads(out, content, edition) if out else (),
        common=f"{program} {under_pages_fingerprint(root, locale)} {options.day} {options.office} {options.drafts}",
    )


def _catalogs(root: Path, locale: Locale, drafts: bool, program: str, cache: Path) -> Catalogs:
    """The locale's catalogues, kept on disk: reading and guarding them takes as long as all the rest."""
    key = f"{program} {catalogues_fingerprint(root, locale.code)} {drafts}"
    path = cache / "catalogues" / f"{locale.code}.pickle"
    catalogs = recall(path, key, Catalogs)
    if catalogs is None:
        catalogs = read_catalogs(root, locale, drafts)
        keep(path, key, catalogs)
    return catalogs
