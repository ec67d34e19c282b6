"""Printed sheets and packs that stand beside the site's pages."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from generator.content.model import Content, Page
from generator.language.locales import SOURCE
from generator.language.localise import Edition, localise

FOLDER = "downloads"
"""Within a locale's folder, so that the site can be carried away whole."""


@dataclass(frozen=True)
class Download:
    """`topic`: slug of the page it belongs to; `size` in bytes; `*_lang` set where a text is Chinese in another language."""

    path: Path
    kind: str
    topic: str
    title: str
    title_lang: str
    summary: str
    summary_lang: str
    size: int

    @property
    def href(self) -> str:
        return f"{FOLDER}/{self.path.name}"

    @property
    def readable_size(self) -> str:
        return f"{self.size / 1e6:.1f} MB" if self.size >= 1e6 else f"{max(1, round(self.size / 1e3))} kB"


def offered_files(out: Path, locale: str) -> list[Path]:
    """The locale's sheets and packs that lie in `out`."""
    return sorted((out / "handouts" / locale).glob("*.pdf")) + sorted((out / "packs").glob(f"*-{locale}.zip"))


def find_downloads(out: Path, content: Content, edition: Edition) -> tuple[Download, ...]:
    """The same with what the pages say of them: first the sheets, each kind in the order of the content."""
    files = offered_files(out, edition.locale.code)
    found = []
    for page in content.handouts:
        for path in files:
            if path.name == f"{page.slug}.pdf":
                found.append(_download(path, "handout", str(page.front.get("topic", "")), page, edition))
    for campaign in content.campaigns:
        for path in files:
            if re.fullmatch(re.escape(campaign.slug) + r"-\d{4}-" + re.escape(edition.locale.code) + r"\.zip", path.name):
                title, lang = _said(edition, campaign.slug, campaign.name)
                found.append(Download(path, "pack", "", title, lang, "", "", path.stat().st_size))
    return tuple(found)


def _download(path: Path, kind: str, topic: str, page: Page, edition: Edition) -> Download:
    document = localise(page, edition)  # a title may hold a fact
    langs = [_said(edition, page.slug, text)[1] for text in (page.title, page.summary)]
    return Download(path, kind, topic, document.title, langs[0], document.summary, langs[1], path.stat().st_size)


def _said(edition: Edition, slug: str, text: str) -> tuple[str, str]:
    entry = None if edition.locale.is_source else edition.catalogs.find(slug, text)
    if entry:
        return entry.msgstr, ""
    return text, "" if edition.locale.is_source else SOURCE


def add_downloads(folder: Path, files: Iterable[Path]) -> None:
    """Put the files into a locale's folder, without a second copy where the file system allows."""
    for path in files:
        target = folder / FOLDER / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            target.hardlink_to(path)
        except OSError:
            shutil.copyfile(path, target)
