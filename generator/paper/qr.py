"""QR codes: the matrix, and an SVG that stays crisp at any size."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import Any

import zxingcpp

QUIET = 4
"""Light modules around the code; the standard asks for four."""


def qr_matrix(data: str) -> list[bytes]:
    """The code's rows without quiet zone, a byte per module: 1 dark, 0 light. Error correction M, best mask."""
    barcode = zxingcpp.create_barcode(data, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image: Any = barcode.to_image(scale=1, add_quiet_zones=False)
    view = memoryview(image)
    side = len(view)
    dark = view.tobytes().translate(bytes([1]) + bytes(255))  # 0 is black in the image
    return [dark[start : start + side] for start in range(0, side * side, side)]


def qr_svg(data: str, label: str = "") -> str:
    """An inline SVG with its quiet zone, one rectangle per run of dark modules.

    `label` says what the code is for to those who cannot see it; without one the data stand there.
    """
    matrix = qr_matrix(data)
    side = len(matrix) + 2 * QUIET
    path = []
    for y, row in enumerate(matrix, QUIET):
        x = QUIET
        for dark, run in groupby(row):
            width = len(list(run))
            if dark:
                path.append(f"M{x} {y}h{width}v1h-{width}z")
            x += width
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="qr" viewBox="0 0 {side} {side}" role="img"'
        f' shape-rendering="crispEdges"><title>{escape(label or data)}</title>'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path fill="#000" d="{"".join(path)}"/></svg>'
    )
