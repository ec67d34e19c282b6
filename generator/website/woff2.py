"""WOFF2 (W3C Recommendation of 8 August 2024) without its rearrangement of outlines.

fontTools can rearrange them too, which makes large fonts a tenth smaller and takes ten times as long: too long for
a build that packs fonts for nine languages.
"""

from __future__ import annotations

import struct

import brotli  # type: ignore[import-untyped]

QUALITY = 6
"""Of brotli, which knows 0 to 11: from here on each step takes twice as long for half a percent fewer bytes."""

_KNOWN_TAGS = (
    "cmap", "head", "hhea", "hmtx", "maxp", "name", "OS/2", "post", "cvt ", "fpgm", "glyf", "loca", "prep", "CFF ", "VORG",
    "EBDT", "EBLC", "gasp", "hdmx", "kern", "LTSH", "PCLT", "VDMX", "vhea", "vmtx", "BASE", "GDEF", "GPOS", "GSUB",
)  # fmt: skip
"""The first of the specification's list (5.1); a table that is not here would carry its own name."""
_OTHER_TAG = 63
_AS_IT_IS = {"glyf": 3 << 6, "loca": 3 << 6}
"""The number of the null transform: 0, but 3 for these two."""


def pack(font: bytes) -> bytes:
    """A TrueType font as WOFF2."""
    flavor, count = struct.unpack_from(">4sH", font)
    tables = {}
    for number in range(count):
        tag, _checksum, offset, length = struct.unpack_from(">4sIII", font, 12 + 16 * number)
        tables[tag.decode("ascii")] = font[offset : offset + length]
    order = sorted(tables, key=lambda tag: (tag in _AS_IT_IS, tag))  # loca must follow glyf at once
    directory = b"".join(_entry(tag, len(tables[tag])) for tag in order)
    stream: bytes = brotli.compress(b"".join(tables[tag] for tag in order), mode=brotli.MODE_FONT, quality=QUALITY)
    size = 48 + len(directory) + len(stream)
    unpacked = 12 + sum(16 + _padded(len(table)) for table in tables.values())
    header = struct.pack(">4s4sIHHIIHHIIIII", b"wOF2", flavor, _padded(size), count, 0, unpacked, len(stream), 1, 0, 0, 0, 0, 0, 0)
    return header + directory + stream + bytes(_padded(size) - size)


def _padded(length: int) -> int:
    return (length + 3) & ~3


def _entry(tag: str, length: int) -> bytes:
    """Flags, the name of a table that is not known, and its length."""
    known = _KNOWN_TAGS.index(tag) if tag in _KNOWN_TAGS else _OTHER_TAG
    name = tag.encode("ascii") if known == _OTHER_TAG else b""
    return bytes([known | _AS_IT_IS.get(tag, 0)]) + name + _base128(length)


def _base128(number: int) -> bytes:
    """Seven bits a byte, the highest first; every byte but the last has its top bit set."""
    digits = [number & 0x7F]
    while number := number >> 7:
        digits.append(number & 0x7F | 0x80)
    return bytes(reversed(digits))
