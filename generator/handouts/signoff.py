"""The sheets around a class's leaflets: sign-off sheets, and first pages for every number of classes.

Both are rendered once for all schools; what differs from class to class is a field, and the grid, which is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from generator.errors import Problem, ProblemsFound, Where
from generator.handouts.shared import Shared, share
from generator.language.locales import SOURCE
from generator.language.localise import Edition
from generator.messages import _
from generator.paper.render import Layout, lay_out

ROWS = 22
"""Classes on one first page."""

TITLE = "国家助学贷款政策告知签收表"
"""The sheet's heading. Where it has no translation the sheet is Chinese."""


@dataclass(frozen=True)
class Grid:
    """How cells are arranged: columns, the most on one sheet, the height of the whole (mm)."""

    columns: int
    most: int
    room: float


def grid_of(vertical: bool) -> Grid:
    """For sheets that are read across, and for those of vertical scripts, which are turned."""
    return Grid(8, 64, 104.0) if vertical else Grid(5, 70, 192.0)


STEPS = (1.0, 0.94, 0.88, 0.82, 0.76)
"""Of the grid's room: longer languages take more of the page for words."""


def split(count: int, most: int) -> list[tuple[int, int]]:
    """1…count in as few equal parts of at most `most` as will do: [(first, last)]."""
    parts = -(-count // most)
    edges = [count * part // parts for part in range(parts + 1)]
    return [(first + 1, last) for first, last in zip(edges, edges[1:], strict=False)]


def sign_off_sheets(edition: Edition, chinese: Edition, root: Path) -> Shared:
    """Two pages in the edition's language and Chinese: the last sheet of a class, and one that goes before it.

    Fields: school, class, count, languages, teacher, part, grid; due on the first page.
    """
    page = _Page("signoff.html", edition, chinese, root)
    room = grid_of(edition.locale.vertical).room
    for step in STEPS:
        layout = page.lay_out(room=round(room * step, 1))
        if layout.pages == 2:
            return share(layout.to_pdf(), edition.locale)
    raise page.too_long()


def first_pages(
    counts: Iterable[int], chinese: Edition, handouts: Sequence[str], root: Path
) -> tuple[Shared, Mapping[int, range]]:
    """Lists of a school's classes with their sums, and which pages are those of a school of so many classes.

    Fields: school, place; class-N, count-N, languages-N, copies-N, cells-N, page-N with N from 0 on each page;
    count-sum, copies-sum, cells-sum on the last. `handouts`: titles of what each class gets.
    """
    sheets: list[Mapping[str, Any]] = []
    pages: dict[int, range] = {}
    for count in sorted(set(counts)):
        parts = split(count, ROWS)
        pages[count] = range(len(sheets), len(sheets) + len(parts))
        sheets += [{"rows": last - first + 1, "last": last == count} for first, last in parts]
    page = _Page("packet.html", chinese, chinese, root)
    layout = page.lay_out(pages=sheets, handouts=handouts)
    if layout.pages != len(sheets):
        raise page.too_long()
    return share(layout.to_pdf(), chinese.locale), pages


@dataclass(frozen=True)
class _Page:
    """A template in an edition's language."""

    name: str
    edition: Edition
    chinese: Edition
    root: Path

    def lay_out(self, **values: object) -> Layout:
        html = _environment(self.root).get_template(self.name).render(
            values, _=both(self.edition, self.chinese), title=self.name, edition=self.edition, locale=self.edition.locale
        )
        return lay_out(html, locale=self.edition.locale, root=self.root, title=self.name)

    def too_long(self) -> ProblemsFound:
        where = Where(f"locales/{self.edition.locale.code}/interface.po")
        message = _("the words of templates/print/{name} do not fit on its page").format(name=self.name)
        return ProblemsFound([Problem(where, "page-count", message, _("shorten their translation"))])


def both(edition: Edition, chinese: Edition) -> Callable[[str], Markup]:
    """Says a string in Chinese and then in the edition's language, if that differs."""

    def say(text: str) -> Markup:
        first, second = chinese.say(text), edition.say(text)
        if first == second:
            return Markup('<span lang="{}" dir="ltr">{}</span>').format(SOURCE, first)
        return Markup('<span lang="{}" dir="ltr">{}</span><span class="also">{}</span>').format(SOURCE, first, escape(second))

    return say


@cache
def _environment(root: Path) -> Environment:
    folder = root / "templates" / "print"
    return Environment(
        loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
