"""A real Chromium for the tests of the website, and fonts as a shaper sees them."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uharfbuzz
from fontTools.ttLib import TTFont
from playwright.sync_api import Browser, sync_playwright

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def chromium_path() -> str | None:
    """The system's Chromium; None where Playwright's own is installed."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def unpacked(web_font: Path) -> bytes:
    """A WOFF2 file as the plain font that is in it."""
    font, plain = TTFont(web_font), io.BytesIO()
    font.flavor = None
    font.save(plain)
    return plain.getvalue()


def shaped(data: bytes, text: str) -> list[tuple[int, int, int]]:
    """Advance and offsets of each glyph that a text becomes."""
    font, buffer = uharfbuzz.Font(uharfbuzz.Face(data)), uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer)
    assert all(info.codepoint for info in buffer.glyph_infos), "a box stands for a letter"
    return [(place.x_advance, place.x_offset, place.y_offset) for place in buffer.glyph_positions]
