"""Outlines for make_fonts.py: any font to TrueType outlines, moved, turned, put together, or thickened."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from fontTools.misc.transform import Identity, Transform
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

Part = tuple[str, Transform]  # a source glyph and where it goes
Point = tuple[float, float]

MAXP = (
    "Points", "Contours", "CompositePoints", "CompositeContours", "TwilightPoints", "Storage", "FunctionDefs",
    "InstructionDefs", "StackElements", "SizeOfInstructions", "ComponentElements", "ComponentDepth",
)  # fmt: skip


def add_composed(
    font: TTFont, composed: Mapping[int, Sequence[Part]], advance: int
) -> dict[str, Sequence[Part]]:
    """Makes room for new glyphs put together from others: code point to parts in, glyph name to parts out."""
    named = {f"u{code:04X}": parts for code, parts in composed.items()}
    font.setGlyphOrder([*font.getGlyphOrder(), *named])
    for code, name in zip(composed, named, strict=True):
        font["hmtx"][name] = (advance, 0)
        for table in font["cmap"].tables:
            table.cmap[code] = name
    return named


def redraw(font: TTFont, place: Callable[[str], Transform], composed: Mapping[str, Sequence[Part]]) -> None:
    """Gives every glyph quadratic outlines without components, moved by what `place` says of its name."""
    glyphs, cubic = font.getGlyphSet(), "CFF " in font
    drawn = {}
    for name in font.getGlyphOrder():
        pen = TTGlyphPen(None)
        for source, transform in composed.get(name, [(name, Identity)]):
            recording = DecomposingRecordingPen(glyphs)
            glyphs[source].draw(recording)
            quadratic = Cu2QuPen(pen, max_err=1.0, reverse_direction=cubic)  # CFF contours run the other way
            recording.replay(TransformPen(quadratic, place(name).transform(transform)))
        drawn[name] = pen.glyph()
    _replace(font, drawn)


def _replace(font: TTFont, drawn: dict[str, Any]) -> None:
    glyf, maxp = newTable("glyf"), newTable("maxp")
    glyf.glyphOrder, glyf.glyphs = font.getGlyphOrder(), drawn
    maxp.tableVersion, maxp.numGlyphs, maxp.maxZones = 0x00010000, len(drawn), 1
    for field in MAXP:
        setattr(maxp, f"max{field}", 0)  # those that count outlines are counted anew on saving
    for tag in ("CFF ", "VORG"):
        if tag in font:
            del font[tag]
    font["glyf"], font["loca"], font["maxp"] = glyf, newTable("loca"), maxp
    font["head"].glyphDataFormat = 0
    font.sfntVersion = "\x00\x01\x00\x00"
    set_bearings(font)


def set_bearings(font: TTFont) -> None:
    """Bounding boxes and left side bearings, after outlines changed."""
    glyf = font["glyf"]
    for name in font.getGlyphOrder():
        glyf[name].recalcBounds(glyf)
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(glyf[name], "xMin", 0))


def thicken(font: TTFont, strength: float) -> None:
    """Makes strokes heavier by `strength` units; advances stay, so joined letters still meet.

    For sources with one weight only.  Every point moves outwards along the mitre of its two edges, as
    FreeType's emboldening does."""
    glyf = font["glyf"]
    for name in font.getGlyphOrder():
        glyph = glyf[name]
        if glyph.numberOfContours <= 0:
            continue
        first = 0
        for last in glyph.endPtsOfContours:
            contour = [glyph.coordinates[index] for index in range(first, last + 1)]
            for index, point in enumerate(_grown(contour, strength / 2), first):
                glyph.coordinates[index] = point
            first = last + 1
        glyph.coordinates.toInt()
    set_bearings(font)


def _direction(start: Point, end: Point) -> Point:
    length = math.hypot(end[0] - start[0], end[1] - start[1])
    return ((end[0] - start[0]) / length, (end[1] - start[1]) / length)


def _grown(contour: Sequence[Point], distance: float) -> Iterator[Point]:
    """The contour's points moved to its left, which is outside: TrueType fills what lies to the right."""
    count = len(contour)
    for index, point in enumerate(contour):
        others = [contour[(index + step) % count] for step in range(1, count)]
        after = next((other for other in others if other != point), None)
        before = next((other for other in reversed(others) if other != point), None)
        if before is None or after is None:
            yield point
            continue
        (ax, ay), (bx, by) = _direction(before, point), _direction(point, after)
        mitre = max(1 + ax * bx + ay * by, 0.5)  # sharp corners grow no spikes
        yield point[0] - (ay + by) * distance / mitre, point[1] + (ax + bx) * distance / mitre
