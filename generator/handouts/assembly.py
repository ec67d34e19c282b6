"""Puts shared pages and fields together into one PDF.

A page of the result refers to the shared page's content and resources and adds one short stream with its own text:
what is the same for all classes stands in the file once.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import pikepdf
from pikepdf import Array, Dictionary, Name

from generator.handouts.fieldfont import Align, FieldFonts
from generator.handouts.grid import Frame, draw_grid
from generator.handouts.shaping import FontStack, Line
from generator.handouts.shared import Shared
from generator.handouts.signoff import grid_of
from generator.handouts.stamp import Rect

SIZE, LEAST_SIZE = 11.5, 8.0
"""Points. A text too long for its field is set smaller, down to the second; then it is an error."""
SEAT_SIZE = 9.5
PADDING = 2.0
A4 = (0, 0, 595.28, 841.89)
NODE = 100
"""Pages in a node of the page tree: flat trees of thousands are slow to open."""


@dataclass(frozen=True)
class Text:
    """What stands in a field. `start`: at the beginning of the line as the page is read.

    `row`, `column`: where it stands in the roster; nowhere if the program says it.
    """

    text: str
    align: Literal["start", "center"] = "start"
    row: int = 0
    column: str = ""
    size: float = SIZE


@dataclass(frozen=True)
class Placed:
    """A page of the result: page `number` of a shared document with its fields. No document: a blank page.

    `seats`: the numbers of the cells in the field "grid". `bookmark`: the entry of the viewer's outline that begins here.
    """

    shared: str
    number: int = 0
    texts: Mapping[str, Text] | None = None
    seats: range = range(0)
    bookmark: str = ""


@dataclass(frozen=True)
class Stacks:
    """The fonts of fields in pages that are read across, and in those that are read downwards."""

    level: FontStack
    vertical: FontStack

    def of(self, shared: Shared) -> FontStack:
        return self.vertical if shared.vertical else self.level


def size_for(line: Line, rect: Rect, vertical: bool, size: float) -> float:
    """The size at which the line fits, at most `size`. It may be less than LEAST_SIZE: then it does not fit."""
    room = (rect.y1 - rect.y0 if vertical else rect.x1 - rect.x0) - 2 * PADDING
    return min(size, room / line.width * 1000) if line.width else size


def assemble(pages: Iterable[Placed], documents: Mapping[str, Shared], stacks: Stacks, title: str) -> bytes:
    """The PDF, the same bytes for the same pages. Every character must be in the fonts, every text fit."""
    book = _Book(documents, stacks)
    for page in pages:
        book.add(page)
    return book.finish(title)


class _Book:
    def __init__(self, documents: Mapping[str, Shared], stacks: Stacks) -> None:
        self._documents, self._stacks = documents, stacks
        self._pdf = pikepdf.new()
        self._fonts = (FieldFonts(self._pdf, stacks.level, "L"), FieldFonts(self._pdf, stacks.vertical, "V"))
        self._sources: dict[str, pikepdf.Pdf] = {}
        self._copies: dict[tuple[str, int], Dictionary] = {}
        self._pages: list[Dictionary] = []
        self._bookmarks: list[tuple[str, Dictionary]] = []

    def add(self, page: Placed) -> None:
        if page.shared:
            made = self._written(page, self._documents[page.shared])
        else:
            made = self._pdf.make_indirect(Dictionary(Type=Name.Page, MediaBox=Array(A4), Resources=Dictionary()))
        self._pages.append(made)
        if page.bookmark:
            self._bookmarks.append((page.bookmark, made))

    def _written(self, page: Placed, shared: Shared) -> Dictionary:
        copy = self._copy(page.shared, page.number)
        fields = shared.fields[page.number]
        operators = "".join(self._operators(text, fields[name], shared) for name, text in (page.texts or {}).items())
        if page.seats:
            operators += self._grid(page.seats, fields["grid"], shared)
        contents = Array([copy.Contents, self._pdf.make_stream(operators.encode())]) if operators else copy.Contents
        return self._pdf.make_indirect(
            Dictionary(Type=Name.Page, MediaBox=copy.MediaBox, Resources=copy.Resources, Contents=contents)
        )

    def _operators(self, text: Text, rect: Rect, shared: Shared) -> str:
        line = self._stacks.of(shared).shape(text.text)
        size = size_for(line, rect, shared.vertical, text.size)
        align: Align = "center" if text.align == "center" else "right" if shared.rtl else "left"
        inner = Rect(rect.x0 + PADDING, rect.y0 + PADDING, rect.x1 - PADDING, rect.y1 - PADDING)
        return self._fonts[shared.vertical].draw(line, inner, size, align, shared.vertical)

    def _grid(self, seats: range, area: Rect, shared: Shared) -> str:
        align: Align = "right" if shared.rtl else "left"

        def write(text: str, rect: Rect) -> str:
            line = self._stacks.of(shared).shape(text)
            return self._fonts[shared.vertical].draw(line, rect, SEAT_SIZE, align, shared.vertical)

        return draw_grid(Frame(area, shared.rtl, shared.vertical), seats, grid_of(shared.vertical).columns, write)

    def _copy(self, shared: str, number: int) -> Dictionary:
        """A page of a shared document as an object of this PDF; what its pages have in common is copied once."""
        if (shared, number) not in self._copies:
            if shared not in self._sources:
                self._sources[shared] = pikepdf.open(io.BytesIO(self._documents[shared].pdf))
            page = self._sources[shared].pages[number]
            resources = self._pdf.copy_foreign(self._sources[shared].make_indirect(page.Resources))
            if "/Font" not in resources:
                resources.Font = Dictionary()
            self._copies[shared, number] = Dictionary(
                MediaBox=Array(list(page.mediabox)), Resources=resources, Contents=self._pdf.copy_foreign(page.Contents)
            )
        return self._copies[shared, number]

    def finish(self, title: str) -> bytes:
        for fonts in self._fonts:
            fonts.embed()
            for copy in self._copies.values():
                for name, font in fonts.resources().items():
                    copy.Resources.Font[f"/{name}"] = font
        self._plant()
        root = self._pdf.Root
        root.Lang = pikepdf.String("zh-CN")
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True, Duplex=Name.DuplexFlipLongEdge)
        root.PageMode = Name.UseOutlines
        self._pdf.docinfo.Title = pikepdf.String(title)
        with self._pdf.open_outline() as outline:
            for text, page in self._bookmarks:
                outline.root.append(pikepdf.OutlineItem(text, Array([page, Name.Fit])))
        target = io.BytesIO()
        self._pdf.save(
            target,
            min_version="1.7",
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
        for source in self._sources.values():
            source.close()
        return target.getvalue()

    def _plant(self) -> None:
        """The page tree: a root, nodes, pages."""
        root = self._pdf.make_indirect(Dictionary(Type=Name.Pages, Count=len(self._pages)))
        nodes = []
        for start in range(0, len(self._pages), NODE):
            kids = self._pages[start : start + NODE]
            node = self._pdf.make_indirect(Dictionary(Type=Name.Pages, Parent=root, Kids=Array(kids), Count=len(kids)))
            for page in kids:
                page.Parent = node
            nodes.append(node)
        root.Kids = Array(nodes)
        self._pdf.Root.Pages = root
