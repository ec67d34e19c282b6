"""A line of text as glyphs: the font is chosen run by run from a stack, HarfBuzz shapes, bidi sets the order.

Knows fonts and text, not PDF. Lengths are in thousandths of the font size.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path

import uharfbuzz as hb
from fontTools.unicodedata import script

from generator.handouts.bidi import base_level, visual_runs

_NEUTRAL = ("Zyyy", "Zinh", "Zzzz")


@dataclass(frozen=True)
class Glyph:
    """`text`: what a reader should find here when copying; empty on all but one glyph of a cluster."""

    font: int
    id: int
    advance: float
    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Line:
    """Glyphs from left to right. `rtl`: the line reads from right to left."""

    glyphs: tuple[Glyph, ...]
    rtl: bool

    @cached_property
    def width(self) -> float:
        return sum(glyph.advance for glyph in self.glyphs)


class FontStack:
    """Font files in order of preference. For each character the first that has it wins."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.paths = tuple(paths)
        self.faces = [hb.Face(hb.Blob.from_file_path(str(path))) for path in self.paths]
        self._fonts = [hb.Font(face) for face in self.faces]
        self._covers = [frozenset(face.unicodes) for face in self.faces]
        self.shape = lru_cache(maxsize=4096)(self._shape)

    def width(self, font: int, glyph: int) -> float:
        """The advance that the font itself gives a glyph."""
        units: int = self._fonts[font].get_glyph_h_advance(glyph)
        upem: int = self.faces[font].upem
        return units * 1000 / upem

    def missing(self, text: str) -> list[str]:
        """Characters of `text` that no font of the stack has, in order, each once."""
        return list(dict.fromkeys(c for c in _normal(text) if not self._any_has(c)))

    def _any_has(self, character: str) -> bool:
        return _ignorable(character) or any(ord(character) in cover for cover in self._covers)

    def _shape(self, text: str) -> Line:
        """The line. Characters that no font has are left out: ask `missing` first."""
        text = "".join(character for character in _normal(text) if self._any_has(character))
        fonts, scripts = self._choose(text), _scripts(text)
        cuts = list(zip(fonts, scripts, strict=True))
        glyphs = [
            glyph
            for start, end, rtl in visual_runs(text, cuts)
            for glyph in self._run(text[start:end], fonts[start], scripts[start], rtl)
        ]
        return Line(tuple(glyphs), base_level(text) == 1)

    def _choose(self, text: str) -> list[int]:
        """A font for each character. Marks and joiners go with their letter, spaces with what stands before."""
        chosen: list[int] = []
        for cluster in _clusters(text):
            needed = {ord(character) for character in cluster if not _ignorable(character)}
            order = list(range(len(self._covers)))
            if chosen and (cluster.isspace() or not needed):
                order.insert(0, chosen[-1])
            whole = next((font for font in order if needed <= self._covers[font]), None)
            for character in cluster:
                own = next((font for font in order if ord(character) in self._covers[font]), chosen[-1] if chosen else 0)
                chosen.append(own if whole is None else whole)
        return chosen

    def _run(self, text: str, font: int, name: str, rtl: bool) -> list[Glyph]:
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.direction = "rtl" if rtl else "ltr"
        buffer.script = name
        hb.shape(self._fonts[font], buffer)
        scale = 1000 / self.faces[font].upem
        clusters = [info.cluster for info in buffer.glyph_infos]
        ends = dict(pairwise([*sorted(set(clusters)), len(text)]))
        glyphs = []
        given: set[int] = set()
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            own = "" if info.cluster in given else text[info.cluster : ends[info.cluster]]
            given.add(info.cluster)
            glyphs.append(
                Glyph(font, info.codepoint, place.x_advance * scale, place.x_offset * scale, place.y_offset * scale, own)
            )
        return glyphs


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _ignorable(character: str) -> bool:
    """Joiners and variation selectors: HarfBuzz needs no glyph for them."""
    code = ord(character)
    return (
        code in (0x00AD, 0x034F, 0x061C, 0x180E, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF)
        or 0x180B <= code <= 0x180F
        or 0xFE00 <= code <= 0xFE0F
        or 0xE0100 <= code <= 0xE01EF
    )


def _clusters(text: str) -> list[str]:
    """Letters with their marks."""
    clusters: list[str] = []
    for character in text:
        if clusters and (unicodedata.category(character).startswith("M") or _ignorable(character)):
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters


def _scripts(text: str) -> list[str]:
    """The script of each character; what belongs to none takes that of what stands before it, else behind it."""
    names = [script(character) for character in text]
    for sequence in (range(1, len(names)), range(len(names) - 2, -1, -1)):
        for index in sequence:
            if names[index] in _NEUTRAL:
                names[index] = names[index - sequence.step]
    return ["Latn" if name in _NEUTRAL else name for name in names]
