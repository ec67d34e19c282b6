"""Readings of Chinese characters without tones, for searching by pinyin."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from generator.website.store import write_whole

READINGS_KEPT = 3
"""The commonest come first in pypinyin's lists; the rare ones would only add false hits."""


def _toneless(reading: str) -> str:
    """lǜ → lv, as it is typed; děng → deng."""
    decomposed = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(char for char in decomposed if char.isascii() and char.isalpha())


def load_readings(cache: Path) -> Mapping[str, Sequence[str]]:
    """`{"还": ["hai", "huan", "fu"]}`, kept on disk: importing pypinyin takes as long as building a locale."""
    path = cache / f"pinyin-{version('pypinyin')}.json"
    if path.exists():
        kept: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8"))
        return kept
    from pypinyin.pinyin_dict import pinyin_dict

    readings = {
        chr(code): list(dict.fromkeys(map(_toneless, spelt.split(",")[:READINGS_KEPT])))
        for code, spelt in pinyin_dict.items()
        if 0x3400 <= code <= 0x9FFF
    }
    write_whole(path, json.dumps(readings, ensure_ascii=False, separators=(",", ":")).encode())
    return readings
