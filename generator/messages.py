"""The program's own words: written in English, shown in Chinese where the system's language is Chinese.

The catalogue is locales/zh-CN/program.po beside the package's checkout; without it English is shown.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import polib

CATALOGUE = Path(__file__).resolve().parent.parent / "locales" / "zh-CN" / "program.po"


def speaks_chinese() -> bool:
    """Whether the system's language is Chinese, by gettext's own order of variables."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return value.lower().startswith("zh")
    return False


@cache
def _chinese() -> dict[str, str]:
    if not CATALOGUE.exists():
        return {}
    return {entry.msgid: entry.msgstr for entry in polib.pofile(str(CATALOGUE)) if entry.msgstr}


def _(message: str) -> str:
    """The message in the language of the person at the keyboard; fill its {names} afterwards."""
    return _chinese().get(message, message) if speaks_chinese() else message
