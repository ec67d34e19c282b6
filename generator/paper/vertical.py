"""Vertical Mongolian (columns that run down, from left to right) out of pages laid out on their side.

WeasyPrint knows no writing-mode. So the text is laid out in lines on a page turned on its side, and the whole page
is transposed: the line's direction (right) becomes down, the next line (down) becomes right. Transposing mirrors,
so each glyph is mirrored back in its text matrix. Mongolian and Latin end up turned clockwise, as they should;
Han glyphs stand upright because the YZV fonts hold them turned. Pictures are transposed beforehand (PICTURES).

Content marks, structure tree and link targets stay what they were; only coordinates change.
Families without a bold file get their bold by stroking the outlines, in horizontal pages too.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Operator

PICTURES = "img, svg { transform: matrix(0, 1, 1, 0, 0, 0) }"
"""CSS for vertical sheets: pictures are square, so transposing them about their middle keeps their place."""

BOLD_STROKE = 0.035
"""Width of the stroke that makes a bold, in em."""

_STROKE_OF_FILL = {"g": "G", "rg": "RG", "k": "K", "cs": "CS", "sc": "SC", "scn": "SCN"}
_PX = 0.75
"""Points per CSS pixel: the structure tree's boxes are in pixels from the top left corner."""

Instruction = tuple[Any, Operator]


def turn(pdf: bytes, light: frozenset[str]) -> bytes:
    """The pages transposed. `light`: families that have no bold file."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        heights = {}
        for page in document.pages:
            _x, _y, width, height = (float(value) for value in page.mediabox)
            heights[page.objgen] = (width, height)
            _rewrite_page(document, page, light, mirror=True, frame=(width, height))
            for box in ("/TrimBox", "/BleedBox", "/CropBox", "/ArtBox"):
                if box in page:
                    del page[box]
            page.mediabox = Array([0, 0, height, width])
            for annotation in page.get("/Annots", []):
                _turn_annotation(annotation, width, height)
        for destination in _destinations(document):
            size = heights.get(destination[0].objgen)
            if size and destination[1] == "/XYZ":
                left, top = (float(value) for value in list(destination)[2:4])
                destination[2], destination[3] = size[1] - top, size[0] - left
        for element in _figures(document):
            width, height = heights[element.Pg.objgen]
            x0, y0, x1, y1 = (float(value) * _PX for value in element.A.BBox)
            element.A.BBox = Array([y0, width - x1, y1, width - x0])
        return _save(document)


def embolden(pdf: bytes, light: frozenset[str]) -> bytes:
    """Bold for families that have no bold file; other PDFs come back byte by byte."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        if not any(
            _is_faux_bold(font, light) for page in document.pages for font in _fonts(page.resources).values()
        ):
            return pdf
        for page in document.pages:
            _rewrite_page(document, page, light, mirror=False, frame=None)
        return _save(document)


def _save(document: pikepdf.Pdf) -> bytes:
    target = io.BytesIO()
    document.save(
        target,
        deterministic_id=True,
        fix_metadata_version=False,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    return target.getvalue()


# ---- text


@dataclass
class _State:
    """The part of the graphics state that text depends on."""

    font: Instruction | None = None
    fill: dict[str, Instruction] = field(default_factory=dict)

    def copy(self) -> _State:
        return _State(self.font, dict(self.fill))

    def note_fill(self, name: str, instruction: Instruction) -> None:
        if name not in ("sc", "scn"):
            self.fill.clear()  # a new colour space or device colour replaces the old
        self.fill[name] = instruction


@dataclass(frozen=True)
class _Face:
    """A font as the page's resources name it: the middle line of its glyphs in em, and whether bold is to be made."""

    middle: float
    faux_bold: bool


def _rewrite(instructions: Any, faces: dict[str, _Face], mirror: bool) -> Iterator[Instruction]:
    """The instructions with every glyph mirrored about the middle of its line, and bold where it has to be made.

    Negating c and d of the text matrix mirrors a glyph about the baseline; a text rise of -2 x middle then
    brings its middle back. Each text object is put between q and Q, so that nothing of this leaks out: since the
    font would be lost with it, it is set anew in each.
    """
    state, saved = _State(), []
    shift = 0.0

    def set_font() -> Iterator[Instruction]:
        nonlocal shift
        if state.font is None:
            return
        yield state.font
        (name, size), _operator = state.font
        face = faces[str(name)]
        if mirror:
            shift = -2 * face.middle * float(size)
            yield [round(shift, 4)], Operator("Ts")
        if face.faux_bold:
            for key, (operands, _operator) in state.fill.items():
                yield operands, Operator(_STROKE_OF_FILL[key])
            yield [round(float(size) * BOLD_STROKE, 3)], Operator("w")
        yield [2 if face.faux_bold else 0], Operator("Tr")

    for operands, operator in instructions:
        name = str(operator)
        if name == "q":
            saved.append(state.copy())
        elif name == "Q":
            state = saved.pop()
        elif name in _STROKE_OF_FILL:
            state.note_fill(name, (operands, operator))
        elif name == "BT":
            yield [], Operator("q")
            yield operands, operator
            yield from set_font()
            continue
        elif name == "ET":
            yield operands, operator
            yield [], Operator("Q")
            continue
        elif name == "Tf":
            state.font = (operands, operator)
            yield from set_font()
            continue
        elif mirror and name == "Tm":
            a, b, c, d, x, y = operands
            operands = [a, b, -c, -d, x, y]
        elif mirror and name == "Ts":
            operands = [round(float(operands[0]) + shift, 4)]
        yield operands, operator


# ---- pages


def _rewrite_page(
    document: pikepdf.Pdf,
    page: pikepdf.Page,
    light: frozenset[str],
    *,
    mirror: bool,
    frame: tuple[float, float] | None,
) -> None:
    """The page's content and that of the forms it draws. `frame`: width and height of a page to be transposed."""
    content = _rewritten(page, page.resources, light, mirror)
    if frame:
        width, height = frame
        content = f"q 0 -1 -1 0 {height:.4f} {width:.4f} cm\n".encode() + content + b"\nQ"
        for pattern in (
            page.resources.get("/Pattern") or {}
        ).values():  # these hang on the page, not on its matrix
            matrix = pikepdf.Matrix(pattern.get("/Matrix", Array([1, 0, 0, 1, 0, 0])))
            pattern.Matrix = Array((matrix @ pikepdf.Matrix(0, -1, -1, 0, height, width)).shorthand)
    page.Contents = document.make_stream(content)
    for form in _forms(page.resources, set()):
        form.write(_rewritten(form, form.get("/Resources", page.resources), light, mirror))


def _rewritten(stream: Any, resources: Any, light: frozenset[str], mirror: bool) -> bytes:
    faces = {
        name: _Face(_middle(font), _is_faux_bold(font, light)) for name, font in _fonts(resources).items()
    }
    return bytes(
        pikepdf.unparse_content_stream(list(_rewrite(pikepdf.parse_content_stream(stream), faces, mirror)))
    )


def _forms(resources: Any, seen: set[tuple[int, int]]) -> Iterator[Any]:
    for form in (resources.get("/XObject") or {}).values():
        if form.get("/Subtype") == "/Form" and form.objgen not in seen:
            seen.add(form.objgen)
            yield form
            yield from _forms(form.get("/Resources", {}), seen)


def _fonts(resources: Any) -> dict[str, Any]:
    return dict((resources.get("/Font") or {}).items())


def _descriptor(font: Any) -> Any:
    return font.DescendantFonts[0].FontDescriptor


def _middle(font: Any) -> float:
    descriptor = _descriptor(font)
    return (float(descriptor.Ascent) + float(descriptor.Descent)) / 2000


def _is_faux_bold(font: Any, light: frozenset[str]) -> bool:
    name = str(font.BaseFont).partition("+")[2]
    return name.endswith("-Bold") and name.removesuffix("-Bold").replace("-", " ") in light


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
    seen = set()
    for item in document.objects:
        candidates: list[Any] = [item] if isinstance(item, Array) else []
        if isinstance(item, pikepdf.Dictionary):
            names = item.get("/Names", ())
            candidates = [item.get("/Dest"), item.get("/D"), *(names if isinstance(names, Array) else ())]
            action = item.get("/A")
            if isinstance(action, pikepdf.Dictionary):
                candidates.append(action.get("/D"))
        for value in candidates:
            if isinstance(value, Array) and len(value) >= 4 and isinstance(value[0], pikepdf.Dictionary):
                if value.is_indirect and value.objgen in seen:
                    continue
                seen.add(value.objgen)
                yield value


def _figures(document: pikepdf.Pdf) -> Iterator[Any]:
    for item in document.objects:
        if (
            isinstance(item, pikepdf.Dictionary)
            and item.get("/S") == "/Figure"
            and "/BBox" in item.get("/A", {})
        ):
            yield item
