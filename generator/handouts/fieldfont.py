"""Writes shaped lines into a PDF: operators for a page's content, and at the end the fonts they need, cut to size.

A code in the text stands for a glyph together with the letters it shows, so that what is copied out of the PDF is
what stood in the roster, in every script.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

import pikepdf
import uharfbuzz as hb
from pikepdf import Array, Dictionary, Name, String

from generator.handouts.shaping import FontStack, Glyph, Line
from generator.handouts.stamp import Rect

Align = Literal["left", "center", "right"]
ALIGN: dict[Align, float] = {"left": 0, "center": 0.5, "right": 1}
MIDDLE = 0.38
"""The middle of a line above its baseline, in em; our fonts agree on it (ascent and descent, halved)."""

_DROPPED = ["GSUB", "GPOS", "GDEF", "BASE", "kern", "OS/2", "name", "cmap", "post", "vhea", "vmtx", "VORG"]


@dataclass
class _Used:
    """One font of the stack in this PDF. `codes`: those given so far, (glyph, letters) → code, from 1."""

    name: str
    object: Dictionary
    codes: dict[tuple[int, str], int] = field(default_factory=dict)


class FieldFonts:
    """The fonts that the fields of one PDF are written with. Draw everything, then `embed` once."""

    def __init__(self, pdf: pikepdf.Pdf, stack: FontStack, prefix: str) -> None:
        self._pdf, self._stack, self._prefix = pdf, stack, prefix
        self._used: dict[int, _Used] = {}

    def resources(self) -> dict[str, Dictionary]:
        """Name → font, for the /Font resources of every page that was drawn on."""
        return {used.name: used.object for used in self._used.values()}

    def draw(self, line: Line, rect: Rect, size: float, align: Align, vertical: bool) -> str:
        """Operators that write the line on the middle of the rectangle. Vertical: downwards, left is the top."""
        room = rect.y1 - rect.y0 if vertical else rect.x1 - rect.x0
        shift = (room - line.width / 1000 * size) * ALIGN[align]
        across = (rect.x0 + rect.x1 if vertical else rect.y0 + rect.y1) / 2 - MIDDLE * size
        if vertical:
            matrix = f"0 -1 1 0 {across:.2f} {rect.y1 - shift:.2f}"
        else:
            matrix = f"1 0 0 1 {rect.x0 + shift:.2f} {across:.2f}"
        return f"BT {matrix} Tm {self._show(line, size)}ET\n"

    def _show(self, line: Line, size: float) -> str:
        """TJ operators. A number in them moves back by thousandths of the size: it makes up for kerning and marks."""
        parts = []
        pen = drawn = 0.0  # where the next glyph belongs, and where the viewer would put it
        for (font, y), glyphs in groupby(line.glyphs, key=lambda glyph: (glyph.font, round(glyph.y))):
            used = self._font(font)
            items = []
            for glyph in glyphs:
                back = round(drawn - pen - glyph.x)
                items.append(f"{back}" if back else "")
                items.append(f"<{self._code(used, glyph):04x}>")
                drawn += self._width(font, glyph.id) - back
                pen += glyph.advance
            rise = f"{y * size / 1000:.2f} Ts "
            parts.append(f"/{used.name} {size:.2f} Tf {rise}[{''.join(items)}] TJ ".replace("><", ""))
        return "".join(parts)

    def _font(self, font: int) -> _Used:
        if font not in self._used:
            self._used[font] = _Used(f"{self._prefix}{font}", self._pdf.make_indirect(Dictionary()))
        return self._used[font]

    def _code(self, used: _Used, glyph: Glyph) -> int:
        return used.codes.setdefault((glyph.id, glyph.text), len(used.codes) + 1)

    def _width(self, font: int, glyph: int) -> float:
        return self._stack.width(font, glyph)

    def embed(self) -> None:
        """Write the fonts, each with the glyphs that were drawn and no others."""
        for number, used in self._used.items():
            self._write(number, used)

    def _write(self, number: int, used: _Used) -> None:
        face, new = self._stack.faces[number], self._pdf.make_indirect
        program, renumbered = subset(face, {glyph for glyph, _text in used.codes})
        tag = "".join(chr(ord("A") + byte % 26) for byte in hashlib.sha256(program).digest()[:6])
        name = Name(f"/{tag}+{self._stack.paths[number].stem}")
        scale = 1000 / face.upem
        extents = hb.Font(face).get_font_extents("ltr")
        up, down = round(extents.ascender * scale), round(extents.descender * scale)
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=name,
            Flags=4,
            FontBBox=[-1000, down, 2000, up],
            ItalicAngle=0,
            Ascent=up,
            Descent=down,
            CapHeight=700,
            StemV=80,
            FontFile2=self._pdf.make_stream(program, Length1=len(program)),
        )
        glyphs = [glyph for glyph, _text in used.codes]  # in the order of their codes, from 1
        table = b"\0\0" + b"".join(renumbered[glyph].to_bytes(2) for glyph in glyphs)
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=name,
            CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
            FontDescriptor=new(descriptor),
            DW=1000,
            W=Array([1, Array([round(self._width(number, glyph), 2) for glyph in glyphs])]),
            CIDToGIDMap=self._pdf.make_stream(table),
        )
        used.object.update(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=name,
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([new(descendant)]),
                ToUnicode=self._pdf.make_stream(to_unicode([text for _glyph, text in used.codes])),
            )
        )


def subset(face: hb.Face, glyphs: set[int]) -> tuple[bytes, dict[int, int]]:
    """The font with these glyphs alone, and their new numbers."""
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(glyphs)
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.NO_LAYOUT_CLOSURE
    wanted.drop_table_tag_set.update(int.from_bytes(tag.ljust(4).encode()) for tag in _DROPPED)
    plan = hb.SubsetPlan(face, wanted)
    renumbered = {old: new for old, new in plan.old_to_new_glyph_mapping.items() if old in glyphs}
    return plan.execute().blob.data, renumbered


def to_unicode(texts: Sequence[str]) -> bytes:
    """A CMap that says what each code shows; codes count from 1. A code of no text is left out."""
    pairs = [(code, text) for code, text in enumerate(texts, 1) if text]
    blocks = []
    for start in range(0, len(pairs), 100):  # the format allows 100 in a block
        block = pairs[start : start + 100]
        lines = "".join(f"<{code:04X}> <{text.encode('utf-16-be').hex()}>\n" for code, text in block)
        blocks.append(f"{len(block)} beginbfchar\n{lines}endbfchar\n")
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CMapName /Fields def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{''.join(blocks)}endcmap\nend\nend\n"
    ).encode()
