"""Web fonts: our own fonts cut down to the characters that a locale's pages use.

Families are tried in the locale's order, so each character belongs to the first family that has it. Phones that
have a font for Chinese or Korean download none: the system's names stand before ours.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from types import SimpleNamespace

import brotli  # type: ignore[import-untyped]
import uharfbuzz
from fontTools.ttLib import TTFont, woff2

from generator.language.fonts import FOLDER, VERTICAL_PRINT, FontFile, font_files, missing
from generator.website.fingerprint import recipe_fingerprint
from generator.website.store import write_whole

HAN, HANGUL = "YZ Han", "YZ Hangul"
CHINESE_STACK = ("YZ Latin", HAN)
"""The families of Chinese text in every locale: its curly quotes are full width."""

SYSTEM_FAMILIES: Mapping[str, tuple[str, ...]] = {
    HAN: ("PingFang SC", "Microsoft YaHei", "HarmonyOS Sans SC", "MiSans", "Noto Sans CJK SC", "Source Han Sans SC"),
    HANGUL: ("Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans CJK KR", "Source Han Sans K"),
}

# A third of the time of fontTools' own choice (quality 11) for files that are 3 % larger
woff2.brotli = SimpleNamespace(MODE_FONT=brotli.MODE_FONT, compress=partial(brotli.compress, quality=9), decompress=brotli.decompress)

SHARED_FROM = 200
"""From so many Chinese characters on, a locale takes the subset that all such locales share: one file is made, not nine."""

PLAIN_FROM = 100_000
"""From so many bytes on outlines are packed without WOFF2's rearrangement: a tenth of the time for a tenth more bytes
(Tibetan) or a fifth (Chinese, which hardly anybody fetches)."""


@dataclass(frozen=True)
class WebFonts:
    """`files`: WOFF2 by file name; `css`: the rules that use them; `missing`: characters that no family has."""

    files: Mapping[str, bytes]
    css: str
    missing: tuple[str, ...]


def screen_faces(root: Path) -> tuple[FontFile, ...]:
    """Every committed font but those that exist for vertical print only."""
    return tuple(font for font in font_files(root) if font.family not in VERTICAL_PRINT.values())


@cache
def _font(path: Path) -> uharfbuzz.Face:
    return uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))


def coverage(faces: Sequence[FontFile], root: Path) -> dict[str, frozenset[str]]:
    """The characters that each family has, in the order of the faces. HarfBuzz reads them 40 times faster than fontTools."""
    covered: dict[str, frozenset[str]] = {}
    for face in faces:
        chars = frozenset(map(chr, _font(root / FOLDER / face.file).unicodes))
        covered[face.family] = covered.get(face.family, chars) & chars
    return covered


def assign(chars: AbstractSet[str], stacks: Iterable[Sequence[str]], covered: Mapping[str, AbstractSet[str]]) -> dict[str, set[str]]:
    """Characters by family. In each stack a character goes to the first family that has it."""
    families: dict[str, set[str]] = {}
    for stack in stacks:
        left = set(chars)
        for family in stack:
            families.setdefault(family, set()).update(left & covered[family])
            left -= covered[family]
    return families


def subset(path: Path, chars: Iterable[str], cache_folder: Path) -> bytes:
    """The font with these characters only, as WOFF2. Kept on disk under a name made from all it rests on."""
    wanted = "".join(sorted(chars))
    recipe = recipe_fingerprint("webfonts").encode() + _digest(path)
    key = hashlib.sha256(recipe + wanted.encode("utf-32-le", "surrogatepass")).hexdigest()
    kept = cache_folder / f"{key}.woff2"
    if kept.exists():
        kept.touch()
        return kept.read_bytes()
    choice = uharfbuzz.SubsetInput()
    choice.flags = uharfbuzz.SubsetFlags.NO_HINTING
    choice.layout_feature_tag_set.clear()
    choice.layout_feature_tag_set.invert()  # an empty set, inverted: every feature, or letters would not join
    choice.unicode_set.update(ord(char) for char in wanted)
    plain = uharfbuzz.subset(_font(path), choice).blob.data
    font = TTFont(io.BytesIO(plain), recalcTimestamp=False)
    font.flavor = "woff2"
    if len(plain) > PLAIN_FROM:
        font.flavorData = woff2.WOFF2FlavorData(transformedTables=())
    buffer = io.BytesIO()
    font.save(buffer, reorderTables=False)
    write_whole(kept, buffer.getvalue())
    return buffer.getvalue()


@cache
def _digest(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest()


def _ranges(chars: Iterable[str]) -> str:
    """CSS `unicode-range` in whole blocks of 256: it only decides whether the file is fetched."""
    blocks = sorted({ord(char) >> 8 for char in chars})
    runs: list[list[int]] = []
    for block in blocks:
        if runs and block == runs[-1][1] + 1:
            runs[-1][1] = block
        else:
            runs.append([block, block])
    return ",".join(f"U+{first << 8:X}-{(last << 8) + 255:X}" for first, last in runs)


def _names(families: Iterable[str]) -> str:
    """A CSS font list: before our Chinese and Korean the system's."""
    listed = [name for family in families for name in (*SYSTEM_FAMILIES.get(family, ()), family)]
    return ", ".join(f'"{name}"' for name in listed)


def make_webfonts(text: str, own: Sequence[str], shared_han: AbstractSet[str], root: Path, cache_folder: Path) -> WebFonts:
    """Fonts for a locale whose pages hold `text` and whose families are `own`.

    Other families follow behind: the menu shows every language in its own script. `shared_han` are the Chinese
    characters of the content, see SHARED_FROM."""
    faces = screen_faces(root)
    covered = coverage(faces, root)
    every = tuple(dict.fromkeys((*own, *covered)))
    families = assign(set(text), [every, CHINESE_STACK], covered)
    if len(families[HAN]) > SHARED_FROM:
        families[HAN] |= shared_han & covered[HAN]
    files: dict[str, bytes] = {}
    rules = []
    for face in faces:
        chars = families.get(face.family)
        if not chars:
            continue
        data = subset(root / FOLDER / face.file, chars, cache_folder)
        name = f"{Path(face.file).stem.lower()}.{hashlib.sha256(data).hexdigest()[:8]}.woff2"
        files[name] = data
        rules.append(
            f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};font-display:swap;'
            f'src:url(fonts/{name}) format("woff2");unicode-range:{_ranges(chars)}}}'
        )
    rules.append(f":root{{--yz-text:{_names(every)}, sans-serif;--yz-chinese:{_names(CHINESE_STACK)}, sans-serif}}")
    left = "".join(sorted(char for char in set(text).difference(*covered.values()) if char.isprintable()))
    return WebFonts(files, "\n".join(rules), tuple(missing(left, every, root)) if left else ())
