"""The sign-off grid: exactly as many cells as there are pupils, each with its number and a box for absence.

Drawn and not laid out: a table of 60 cells takes the renderer as long as the rest of a packet.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from generator.handouts.stamp import Rect

MM = 72 / 25.4
HIGHEST = 21 * MM
MARGIN, BOX, FIGURES = 1.4 * MM, 2.6 * MM, 14 * MM
INK, DARK = "0.122 0.227 0.431", "0.11 0.137 0.188"
"""--ink and --text of templates/tokens.css."""


@dataclass(frozen=True)
class Frame:
    """The room for a grid, and the way its page is read: `vertical` means in columns that run down, left to right."""

    area: Rect
    rtl: bool
    vertical: bool

    def place(self, along: float, down: float, length: float, depth: float) -> Rect:
        """A rectangle by its distance from where reading begins: along the line, and from line to line."""
        x0, y0, x1, y1 = self.area
        if self.vertical:
            return Rect(x0 + down, y1 - along - length, x0 + down + depth, y1 - along)
        left = x1 - along - length if self.rtl else x0 + along
        return Rect(left, y1 - down - depth, left + length, y1 - down)

    @property
    def length(self) -> float:
        return self.area.y1 - self.area.y0 if self.vertical else self.area.x1 - self.area.x0

    @property
    def depth(self) -> float:
        return self.area.x1 - self.area.x0 if self.vertical else self.area.y1 - self.area.y0


def draw_grid(frame: Frame, numbers: range, columns: int, write: Callable[[str, Rect], str]) -> str:
    """Operators for a cell for each of `numbers`. `write` gives those of a text in a rectangle."""
    rows = -(-len(numbers) // columns)
    length, depth = frame.length / columns, min(HIGHEST, frame.depth / rows)
    cells, boxes, figures = [], [], []
    for index, number in enumerate(numbers):
        row, column = divmod(index, columns)
        along, down = column * length, row * depth
        cells.append(_outline(frame.place(along, down, length, depth)))
        boxes.append(_outline(frame.place(along + length - MARGIN - BOX, down + MARGIN, BOX, BOX)))
        figures.append(write(str(number), frame.place(along + MARGIN, down + MARGIN, FIGURES, BOX)))
    return (
        f"q {INK} RG 0.9 w {' '.join(cells)} S {DARK} RG 0.7 w {' '.join(boxes)} S Q\n"
        f"q {INK} rg\n{''.join(figures)}Q\n"
    )


def _outline(rect: Rect) -> str:
    return f"{rect.x0:.2f} {rect.y0:.2f} {rect.x1 - rect.x0:.2f} {rect.y1 - rect.y0:.2f} re"
