"""The sheets around a class's leaflets: sign-off grids for every class size, first pages for every number of classes.

Both are rendered once for all schools, in one run of the renderer; what differs from class to class is a field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
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
    """How the cells of one sheet are arranged: columns, most cells, the height that all rows share (mm)."""

    columns: int
    most: int
    room: float

    def height(self, cells: int) -> float:
        """Of a row, in mm: generous for a small class; a signature still fits into the fullest sheet."""
        return round(min(21.0, self.room / -(-cells // self.columns)), 2)


UPRIGHT, COLUMNS = Grid(5, 70, 192.0), Grid(8, 64, 104.0)
"""For sheets that are read across, and for those of vertical scripts, which are turned."""

STEPS = (1.0, 0.94, 0.88, 0.82, 0.76)
"""Of the room: longer languages take more of the page for words."""


def split(count: int, most: int) -> list[tuple[int, int]]:
    """1…count in as few equal parts of at most `most` as will do: [(first, last)]."""
    parts = -(-count // most)
    edges = [count * part // parts for part in range(parts + 1)]
    return [(first + 1, last) for first, last in zip(edges, edges[1:], strict=False)]


def sign_off_sheets(
    sizes: Iterable[int], edition: Edition, chinese: Edition, root: Path
) -> tuple[Shared, Mapping[int, range]]:
    """Grids in the edition's language and Chinese, and which pages are those of a class of so many pupils.

    Fields: school, class, count, languages, teacher. Cells are numbered from 1; there are as many as pupils.
    """
    page = _Page("signoff.html", edition, chinese, root)
    grid = _roomiest(page, COLUMNS if edition.locale.vertical else UPRIGHT)
    sheets: list[Sheet] = []
    pages: dict[int, range] = {}
    for size in sorted(set(sizes)):
        parts = _sheets(size, grid)
        pages[size] = range(len(sheets), len(sheets) + len(parts))
        sheets += parts
    return page.share(len(sheets), sheets=sheets, columns=grid.columns), pages


Sheet = Mapping[str, float]


def _sheets(size: int, grid: Grid) -> list[Sheet]:
    parts = split(size, grid.most)
    height = grid.height(max(last - first + 1 for first, last in parts))
    return [
        {"size": size, "first": first, "last": last, "number": number, "of": len(parts), "height": height}
        for number, (first, last) in enumerate(parts, 1)
    ]


def _roomiest(page: _Page, grid: Grid) -> Grid:
    """The grid with as much room as a full sheet has in this language."""
    for step in STEPS:
        tried = replace(grid, room=grid.room * step)
        if page.lay_out(sheets=_sheets(grid.most, tried), columns=grid.columns).pages == 1:
            return tried
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
    return page.share(len(sheets), pages=sheets, handouts=handouts), pages


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

    def share(self, count: int, **values: object) -> Shared:
        """The pages; there must be `count`, or one of them has run over."""
        layout = self.lay_out(**values)
        if layout.pages != count:
            raise self.too_long()
        return share(layout.to_pdf(), self.edition.locale)

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
