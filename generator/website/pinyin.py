"""Readings of Chinese characters without tones, for searching by pinyin."""

from __future__ import annotations

import importlib.util
import json
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

READINGS_KEPT = 3
"""The commonest come first in pypinyin's lists; the rare ones would only add false hits."""


def _toneless(reading: str) -> str:
    """lǜ → lv, as it is typed; děng → deng."""
    decomposed = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(char for char in decomposed if char.isascii() and char.isalpha())


@cache
def _dictionary() -> Mapping[str, str]:
    """pypinyin's data by code point. Read as a file: importing the package takes as long as building a locale."""
    spec = importlib.util.find_spec("pypinyin")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("pypinyin")
    data: Mapping[str, str] = json.loads(Path(spec.origin).with_name("pinyin_dict.json").read_text(encoding="utf-8"))
    return data


def readings(chars: str) -> dict[str, Sequence[str]]:
    """`{"还": ["hai", "huan", "fu"]}` for those characters that have any."""
    spelt = {char: _dictionary().get(str(ord(char)), "") for char in set(chars)}
    return {char: list(dict.fromkeys(map(_toneless, text.split(",")[:READINGS_KEPT]))) for char, text in spelt.items() if text}
