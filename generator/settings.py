"""What a person asks for, as one value: passed down, never changed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import yaml

from generator.content.load import load_content
from generator.content.model import Content
from generator.errors import Problem, ProblemsFound, Where
from generator.language.localise import Edition, make_edition
from generator.messages import _


@dataclass(frozen=True)
class Settings:
    """`day`: the facts are those of this day. `office`: slug, or None for no office. `drafts`: show unreviewed text."""

    root: Path
    out: Path
    day: date
    office: str | None
    locales: tuple[str, ...]
    drafts: bool
    site_url: str
    workers: int

    @property
    def cache(self) -> Path:
        return self.root / ".cache" / "yingzhi"


def today() -> date:
    """The day of SOURCE_DATE_EPOCH where that is set, so that a build can be repeated; else today."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch else datetime.now().astimezone().date()


def site_url(root: Path) -> str:
    """`site_url` of mkdocs.yml: the address that QR codes lead to. Raises ProblemsFound."""
    path = root / "mkdocs.yml"
    url = None
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("site_url:"):  # the file holds tags that plain YAML does not know
                url = yaml.safe_load(line)["site_url"]
    if not url:
        raise ProblemsFound([Problem(Where("mkdocs.yml"), "site-url", _("site_url is missing"), _("printed QR codes lead there"))])
    return str(url)


@cache
def content_of(root: Path) -> Content:
    """The content, read once per process."""
    return load_content(root)


@cache
def edition_of(settings: Settings, locale: str) -> Edition:
    """The edition of a locale, made once per process."""
    return make_edition(content_of(settings.root), settings.root, locale, settings.day, settings.office, settings.drafts)
