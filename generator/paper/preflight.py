"""What is checked of paper: that every character has a glyph before it is set, and what became of the sheet after."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pikepdf

from generator.errors import Problem, Where, stop_on
from generator.language.fonts import missing, stack
from generator.language.locales import Locale
from generator.messages import _

SMALLEST = 9.0
"""Points: notes and sources. Running text has 10.5 in the style sheets."""

_UNPRINTED = frozenset({"head", "script", "style", "title", "template"})


def stop_on_missing_glyphs(document: Element, locale: Locale, root: Path, where: Where) -> None:
    """Raises ProblemsFound with one `glyph-missing` for each character that the locale's fonts lack."""
    families = stack(locale, locale.vertical, root)
    problems: dict[str, Problem] = {}
    for text in _texts(document):
        for char in missing(text, families, root):
            problems.setdefault(
                char,
                Problem(
                    where,
                    "glyph-missing",
                    _("no font of {locale} has {char} (U+{code:04X}), which stands in “{text}”").format(
                        locale=locale.code, char=char, code=ord(char), text=_around(text, char)
                    ),
                    _("write it in another way, or add it to templates/fonts"),
                ),
            )
    stop_on(problems.values())


def _texts(element: Element) -> Iterator[str]:
    if isinstance(element.tag, str) and element.tag.rpartition("}")[2] not in _UNPRINTED:
        if element.text:
            yield element.text
        for child in element:
            yield from _texts(child)
    if element.tail:
        yield element.tail


def _around(text: str, char: str, width: int = 12) -> str:
    place = text.index(char)
    return " ".join(text[max(0, place - width) : place + width].split())


def check_pdf(pdf: bytes, *, where: Where, pages: int | None = None, prefix: str = "YZ") -> list[Problem]:
    """What is wrong with a finished sheet: page count, tags, language, title, fonts, size of the smallest text."""
    problems = []

    def report(id: str, message: str) -> None:
        problems.append(Problem(where, id, message))

    with pikepdf.open(io.BytesIO(pdf)) as document:
        count = len(document.pages)
        if pages is not None and count != pages:
            report("page-count", _("{count} pages instead of {pages}").format(count=count, pages=pages))
        root: Any = document.Root
        if not root.get("/MarkInfo", pikepdf.Dictionary()).get("/Marked") or "/StructTreeRoot" not in root:
            report("pdf-untagged", _("the PDF has no tags: readers of the screen cannot follow it"))
        if not str(root.get("/Lang", "")):
            report("pdf-language", _("the PDF does not say its language"))
        if not document.docinfo.get("/Title"):
            report("pdf-title", _("the PDF has no title"))
        fonts, sizes = set[str](), set[float]()
        for page in document.pages:
            fonts |= {font_family(font) for font in (page.resources.get("/Font") or {}).values()}
            sizes |= set(text_sizes(page))
        for name in sorted(fonts):
            if not name.startswith(prefix):
                report("font-foreign", _("{name} is not one of our fonts").format(name=name))
        if sizes and min(sizes) < SMALLEST - 0.01:
            report(
                "text-small",
                _("text of {size:.1f} pt; {least:g} pt is the least").format(size=min(sizes), least=SMALLEST),
            )
    return problems


def font_family(font: Any) -> str:
    """The family of an embedded font; an empty one if its file is not in the PDF."""
    descriptor = (
        font.DescendantFonts[0].FontDescriptor
        if "/DescendantFonts" in font
        else font.get("/FontDescriptor", {})
    )
    embedded = any(f"/FontFile{kind}" in descriptor for kind in ("", "2", "3"))
    return str(font.BaseFont).partition("+")[2].replace("-", " ") if embedded else ""


def text_sizes(page: pikepdf.Page) -> Iterator[float]:
    """The sizes in points in which a page's own content shows text."""
    matrix, saved = pikepdf.Matrix(), []
    size, text = 0.0, pikepdf.Matrix()
    instructions: Iterable[Any] = pikepdf.parse_content_stream(page)
    for operands, operator in instructions:
        match str(operator):
            case "q":
                saved.append((matrix, size))
            case "Q":
                matrix, size = saved.pop()
            case "cm":
                matrix = pikepdf.Matrix(*map(float, operands)) @ matrix
            case "Tf":
                size = float(operands[1])
            case "Tm":
                text = pikepdf.Matrix(*map(float, operands))
            case "Tj" | "TJ":
                whole = text @ matrix
                yield round(size * abs(whole.a * whole.d - whole.b * whole.c) ** 0.5, 2)
