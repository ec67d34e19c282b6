"""A zip that is the same bytes whenever its files are, and that Windows, macOS and Linux unpack alike."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Mapping

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the zip format begins here; a file's day stands in the manifest
_UNIX = 3


def safe_name(name: str) -> str:
    """A name for one file or folder that Windows accepts: NFC, no reserved or invisible character, no dot at the end."""
    name = _INVISIBLE.sub("", unicodedata.normalize("NFC", name))
    return " ".join(_FORBIDDEN.sub(" ", name).split()).rstrip(". ")


def zip_bytes(files: Mapping[str, bytes]) -> bytes:
    """The files in their order, by path within the zip. Stored, not deflated: what fills a pack is compressed already,
    and deflate makes other bytes with another zlib. Names that are not ASCII carry the UTF-8 flag."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for path, data in files.items():
            entry = zipfile.ZipInfo(path, _EPOCH)
            entry.create_system = _UNIX
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return target.getvalue()
