"""File names of packets: good on Windows too, each only once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import chain, count

_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def file_names(keys: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str, str], str]:
    """(county, township, school) → the school's name as a file name, with as much before it as tells it from others."""
    names: dict[tuple[str, str, str], str] = {}
    taken: set[str] = set()
    for key in keys:
        county, township, school = map(_file_name, key)
        forms = [school, f"{township}-{school}", f"{county}-{township}-{school}"]
        numbered = (f"{forms[-1]}-{number}" for number in count(2))
        names[key] = next(f"{form}.pdf" for form in chain(forms, numbered) if form.casefold() not in taken)
        taken.add(names[key].removesuffix(".pdf").casefold())
    return names


def _file_name(text: str) -> str:
    """Without what Windows forbids; at most 60 characters, so that three of them stay within 255 bytes of UTF-8."""
    plain = re.sub(r'[<>:"/\\|?*\x00-\x1f]', "_", unicodedata.normalize("NFC", text))[:24].rstrip(" .") or "_"
    return f"_{plain}" if _RESERVED.fullmatch(plain) else plain
