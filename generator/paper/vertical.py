"""Vertical Mongolian (columns that run down, from left to right) out of pages laid out on their side.

WeasyPrint knows no writing-mode. So the text is laid out in lines on a page turned on its side, and the whole page
is transposed: the line's direction (right) becomes down, the next line (down) becomes right. Transposing mirrors,
so each glyph is mirrored back in its text matrix. Mongolian and Latin end up turned clockwise, as they should;
Han glyphs stand upright because the YZV fonts hold them turned. Pictures are transposed beforehand (PICTURES).

Content marks, structure tree and link targets stay what they were; only coordinates change.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Operator

PICTURES = "img, svg { transform: matrix(0, 1, 1, 0, 0, 0) }"
"""CSS for vertical sheets: pictures are square, so transposing them about their middle keeps their place."""

_PX = 0.75
"""Points per CSS pixel: the structure tree's boxes are in pixels from the top left corner."""

Instruction = tuple[Any, Operator]


def turn(pdf: bytes) -> bytes:
    """The pages transposed: landscape becomes portrait."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        sizes = {}
        for page in document.pages:
            _x, _y, width, height = (float(value) for value in page.mediabox)
            sizes[page.objgen] = (width, height)
            _turn_content(document, page, width, height)
            for box in ("/TrimBox", "/BleedBox", "/CropBox", "/ArtBox"):
                if box in page:
                    del page[box]
            page.mediabox = Array([0, 0, height, width])
            for annotation in page.get("/Annots", []):
                _turn_annotation(annotation, width, height)
        for destination in _destinations(document):
            size = sizes.get(destination[0].objgen)
            if size and destination[1] == "/XYZ":
                left, top = (float(value) for value in list(destination)[2:4])
                destination[2], destination[3] = size[1] - top, size[0] - left
        for element in _figures(document):
            width, height = sizes[element.Pg.objgen]
            x0, y0, x1, y1 = (float(value) * _PX for value in element.A.BBox)
            element.A.BBox = Array([y0, width - x1, y1, width - x0])
        target = io.BytesIO()
        document.save(
            target,
            deterministic_id=True,
            fix_metadata_version=False,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
        return target.getvalue()


# ---- content


def _mirror_glyphs(instructions: Any, middles: dict[str, float]) -> Iterator[Instruction]:
    """The instructions with every glyph mirrored about the middle of its line. `middles`: by font, in em.

    Negating c and d of the text matrix mirrors a glyph about the baseline; a text rise of -2 x middle then
    brings its middle back to where it was.
    """
    shift, saved = 0.0, []
    for operands, operator in instructions:
        match str(operator):
            case "q":
                saved.append(shift)
            case "Q":
                shift = saved.pop()
            case "Tm":
                a, b, c, d, x, y = operands
                operands = [a, b, -c, -d, x, y]
            case "Ts":
                operands = [round(float(operands[0]) + shift, 4)]
        yield operands, operator
        if str(operator) == "Tf":
            name, size = operands
            shift = -2 * middles[str(name)] * float(size)
            yield [round(shift, 4)], Operator("Ts")


def _turn_content(document: pikepdf.Pdf, page: pikepdf.Page, width: float, height: float) -> None:
    """The page's content and that of the forms it draws; `width` and `height` are those before the turning."""
    turn = f"q 0 -1 -1 0 {height:.4f} {width:.4f} cm\n".encode()
    page.Contents = document.make_stream(turn + _mirrored(page, page.resources) + b"\nQ")
    for form in _forms(page.resources, set()):
        form.write(_mirrored(form, form.get("/Resources", page.resources)))
    for pattern in (
        page.resources.get("/Pattern") or {}
    ).values():  # these hang on the page, not on its matrix
        matrix = pikepdf.Matrix(pattern.get("/Matrix", Array([1, 0, 0, 1, 0, 0])))
        pattern.Matrix = Array((matrix @ pikepdf.Matrix(0, -1, -1, 0, height, width)).shorthand)


def _mirrored(stream: Any, resources: Any) -> bytes:
    middles = {name: _middle(font) for name, font in (resources.get("/Font") or {}).items()}
    instructions = list(_mirror_glyphs(pikepdf.parse_content_stream(stream), middles))
    return bytes(pikepdf.unparse_content_stream(instructions))


def _middle(font: Any) -> float:
    """Half-way between ascent and descent: all fonts for vertical print share it (templates/fonts)."""
    descriptor = font.DescendantFonts[0].FontDescriptor
    return (float(descriptor.Ascent) + float(descriptor.Descent)) / 2000


def _forms(resources: Any, seen: set[tuple[int, int]]) -> Iterator[Any]:
    for form in (resources.get("/XObject") or {}).values():
        if form.get("/Subtype") == "/Form" and form.objgen not in seen:
            seen.add(form.objgen)
            yield form
            yield from _forms(form.get("/Resources", {}), seen)


# ---- what else has coordinates


def _turn_annotation(annotation: Any, width: float, height: float) -> None:
    x0, y0, x1, y1 = (float(value) for value in annotation.Rect)
    annotation.Rect = Array(
        [height - max(y0, y1), width - max(x0, x1), height - min(y0, y1), width - min(x0, x1)]
    )
    if "/QuadPoints" in annotation:
        numbers = [float(value) for value in annotation.QuadPoints]
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        annotation.QuadPoints = Array([value for x, y in pairs for value in (height - y, width - x)])


def _destinations(document: pikepdf.Pdf) -> Iterator[Any]:
    """Every explicit destination, [page /XYZ left top zoom], of names, bookmarks and links."""
    for item in document.objects:
        for value in _within(item):
            if isinstance(value, Array) and len(value) >= 4 and isinstance(value[0], pikepdf.Dictionary):
                yield value


def _within(value: Any) -> Iterator[Any]:
    """A dictionary or array and those written inside it; what it only refers to comes up by itself."""
    if isinstance(value, pikepdf.Dictionary | Array):
        yield value
        for child in value.values() if isinstance(value, pikepdf.Dictionary) else list(value):
            if isinstance(child, pikepdf.Dictionary | Array) and not child.is_indirect:
                yield from _within(child)


def _figures(document: pikepdf.Pdf) -> Iterator[Any]:
    for item in document.objects:
        if (
            isinstance(item, pikepdf.Dictionary)
            and item.get("/S") == "/Figure"
            and "/BBox" in item.get("/A", {})
        ):
            yield item
