"""The order in which a line of mixed script is drawn: Unicode's bidirectional algorithm for one short line.

Explicit marks and isolates are left out (rosters are cleaned of them), bracket pairs too; the rest follows UAX #9:
P2–P3, W1–W7, N1–N2, I1–I2, L2.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import groupby

_STRONG = {"L": 0, "R": 1, "AL": 1}
_NUMBERS = ("EN", "AN")


def base_level(text: str) -> int:
    """0 for left to right, 1 for right to left: as the first letter with a direction says."""
    return next((_STRONG[kind] for kind in map(unicodedata.bidirectional, text) if kind in _STRONG), 0)


def levels(text: str) -> list[int]:
    """The embedding level of each character; odd runs from right to left."""
    base = base_level(text)
    kinds = _neutral(_weak([unicodedata.bidirectional(character) or "L" for character in text], base), base)
    return [base + _IMPLICIT[base][kind] for kind in kinds]


def visual_runs(text: str, cuts: Sequence[object]) -> list[tuple[int, int, bool]]:
    """Runs (start, end, right to left) in the order of drawing, from left to right.

    `cuts` gives each character a value: a run ends where it changes, besides where the level does.
    """
    runs = []
    start = 0
    for (level, _cut), group in groupby(zip(levels(text), cuts, strict=True)):
        end = start + len(list(group))
        runs.append((level, start, end))
        start = end
    for level in range(max((run[0] for run in runs), default=0), 0, -1):
        position = 0
        while position < len(runs):
            end = position
            while end < len(runs) and runs[end][0] >= level:
                end += 1
            runs[position:end] = runs[position:end][::-1]
            position = max(end, position + 1)
    return [(start, end, level % 2 == 1) for level, start, end in runs]


_IMPLICIT = ({"L": 0, "R": 1, "EN": 2, "AN": 2}, {"L": 1, "R": 0, "EN": 1, "AN": 1})


def _weak(kinds: list[str], base: int) -> list[str]:
    """W1–W7: marks follow their letter; numbers and what belongs to them are settled. Gives L, R, EN, AN and ON."""
    edge = "R" if base else "L"
    previous = strong = edge
    settled = []
    for kind in kinds:
        kind = previous if kind in ("NSM", "BN") else kind
        strong = kind if kind in _STRONG else strong
        if kind == "EN" and strong == "AL":
            kind = "AN"
        settled.append(kind)
        previous = kind
    kinds = ["R" if kind == "AL" else kind for kind in settled]
    for index in range(1, len(kinds) - 1):
        around = {kinds[index - 1], kinds[index + 1]}
        if len(around) == 1 and (kinds[index] == "CS" and around <= set(_NUMBERS) or kinds[index] == "ES" and around == {"EN"}):
            kinds[index] = kinds[index - 1]
    for indices in (range(1, len(kinds)), range(len(kinds) - 2, -1, -1)):
        for index in indices:
            if kinds[index] == "ET" and kinds[index - indices.step] == "EN":
                kinds[index] = "EN"
    strong = edge
    for index, kind in enumerate(kinds):
        strong = kind if kind in ("L", "R") else strong
        if kind == "EN" and strong == "L":
            kinds[index] = "L"
    return [kind if kind in ("L", "R", *_NUMBERS) else "ON" for kind in kinds]


def _neutral(kinds: list[str], base: int) -> list[str]:
    """N1–N2: what has no direction takes that of both neighbours where they agree, else the line's."""
    edge = "R" if base else "L"
    settled: list[str] = []
    runs = [(kind, len(list(group))) for kind, group in groupby(kinds)]
    for number, (kind, length) in enumerate(runs):
        if kind == "ON":
            neighbours = (runs[at][0] if 0 <= at < len(runs) else edge for at in (number - 1, number + 1))
            sides = {"R" if side in _NUMBERS else side for side in neighbours}
            kind = sides.pop() if len(sides) == 1 else edge
        settled += [kind] * length
    return settled
