"""Which font serves which script: the committed fonts, the order in which a locale uses them, what they can show.

A family holds its own script and nothing else, so in a stack each character has one owner and the order
decides only about quotation marks, dashes and the like. What each family is cut from: templates/fonts/fonts.yml.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError

from generator.content import schemas
from generator.content.load import read_text
from generator.content.yamlfile import parse_yaml
from generator.errors import Problem, ProblemsFound, Where, stop_on
from generator.language.locales import Locale, load_locales
from generator.messages import _

ROOT = Path(__file__).resolve().parents[2]
FOLDER = "templates/fonts"
LISTING = f"{FOLDER}/fonts.yml"

VERTICAL_PRINT = {"YZ Mongolian": "YZV Mongolian", "YZ Latin": "YZV Latin", "YZ Han": "YZV Han"}
"""Families whose glyphs are turned for pages that are transposed after layout. A family without a counterpart
is left out of the stack: there the narrow quotation marks give way to the upright ones of YZV Han."""

_NEEDS_NO_GLYPH = frozenset({"Cc", "Cf", "Zl", "Zp"})
_VARIATION_SELECTORS = range(0xFE00, 0xFE10)

_TEXTS = ("file", "family", "style", "sha256", "source", "package", "version", "licence")
_SCHEMA = schemas.closed(
    ["fonts"],
    {
        "fonts": {
            "type": "array",
            "items": schemas.closed(
                [*_TEXTS, "weight"],
                {**dict.fromkeys(_TEXTS, schemas.TEXT), "weight": {"enum": [400, 700]}},
            ),
        }
    },
)


@dataclass(frozen=True)
class FontFile:
    """One file of templates/fonts. `source`, `package`, `version`: the font and Debian package it was cut from."""

    file: str
    family: str
    weight: int
    style: str
    sha256: str
    source: str
    package: str
    version: str
    licence: str


@cache
def font_files(root: Path = ROOT) -> tuple[FontFile, ...]:
    """Every committed font, in the order of fonts.yml. Raises ProblemsFound."""
    problems: list[Problem] = []
    text = read_text(root / LISTING, root, problems)
    stop_on(problems)
    document, problems = parse_yaml(text or "", LISTING, _SCHEMA)
    stop_on(problems)
    return tuple(FontFile(**entry) for entry in document.data["fonts"])


def stack(locale: Locale | str, vertical_print: bool = False, root: Path = ROOT) -> tuple[str, ...]:
    """Families for text of a locale, first wins for each character; a code is looked up in the registry.

    `vertical_print`: for a page that `paper` transposes, whatever the locale (Chinese blocks in Mongolian sheets)."""
    families = (load_locales(root)[locale] if isinstance(locale, str) else locale).fonts
    if not vertical_print:
        return families
    return tuple(VERTICAL_PRINT[family] for family in families if family in VERTICAL_PRINT)


@cache
def coverage(family: str, root: Path = ROOT) -> frozenset[int]:
    """Code points that every weight of the family has. Raises ProblemsFound for a family that we don't have."""
    return frozenset.intersection(*(_code_points(root / FOLDER / font.file) for font in _faces(family, root)))


def missing(text: str, families: Iterable[str], root: Path = ROOT) -> list[str]:
    """The characters, each once and in order, that need a glyph and have none in any of the families."""
    covered = frozenset[int]().union(*(coverage(family, root) for family in families))
    return [char for char in dict.fromkeys(text) if ord(char) not in covered and _needs_glyph(char)]


def font_face_css(families: Iterable[str], base_url: str, root: Path = ROOT) -> str:
    """One `@font-face` rule a line for each file of the families. `base_url`: the folder that the files are in."""
    base = base_url.rstrip("/")
    return "".join(
        f'@font-face{{font-family:"{font.family}";font-weight:{font.weight};font-style:{font.style};'
        f'src:url("{base}/{font.file}") format("truetype")}}\n'
        for family in dict.fromkeys(families)
        for font in _faces(family, root)
    )


def check_fonts(root: Path = ROOT) -> Iterator[Problem]:
    """Files that are not what fonts.yml says, and families of locales.yml that don't exist."""
    files = font_files(root)
    for font in files:
        path = root / FOLDER / font.file
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != font.sha256:
            yield _damaged(font.file)
    known = {font.family for font in files}
    for locale in load_locales(root).values():
        for family in locale.fonts:
            if family not in known:
                yield _unknown(family, Where("locales/locales.yml"))


def _faces(family: str, root: Path) -> tuple[FontFile, ...]:
    faces = tuple(font for font in font_files(root) if font.family == family)
    if not faces:
        raise ProblemsFound([_unknown(family, Where(LISTING))])
    return faces


def _code_points(path: Path) -> frozenset[int]:
    try:
        with TTFont(path, lazy=True) as font:
            return frozenset(font.getBestCmap())
    except (OSError, TTLibError) as error:
        raise ProblemsFound([_damaged(path.name)]) from error


def _unknown(family: str, where: Where) -> Problem:
    return Problem(where, "font-unknown", _("there is no font family {family}").format(family=family))


def _damaged(file: str) -> Problem:
    return Problem(
        Where(f"{FOLDER}/{file}"),
        "font-damaged",
        _("this font is missing or is not the one that fonts.yml lists"),
        _("restore templates/fonts from the repository, or run scripts/make_fonts.py"),
    )


def _needs_glyph(char: str) -> bool:
    return unicodedata.category(char) not in _NEEDS_NO_GLYPH and ord(char) not in _VARIATION_SELECTORS
