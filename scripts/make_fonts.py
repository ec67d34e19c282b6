"""Makes templates/fonts/*.ttf and fonts.yml anew: small static TrueType fonts of our own.

    apt-get install fontconfig fonts-noto-core fonts-noto-cjk     # the source fonts
    .venv/bin/python scripts/make_fonts.py [-o DIR]               # about three minutes

Why fonts of our own: print and web then no longer depend on the machine, a character has one owner (a
family holds its own script and nothing else), and WeasyPrint reads a 2 MB glyf font faster than a 19 MB
collection.  All families share one em, one ascent and one descent, so a line keeps its height and its
baseline whichever scripts stand in it.  The same packages give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from fontTools import subset
from fontTools.misc.transform import Identity, Transform
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.scaleUpem import scale_upem
from outlines import Part, add_composed, redraw, thicken

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "templates" / "fonts"

EM = 1000
MIDDLE = 380  # middle line of the ideographic em square, in font units: what columns centre on
PAGE = (1060, -300)  # ascent and descent of every horizontal family, about MIDDLE
COLUMN = (880, -120)  # the same for vertical print: exactly the ideographic em square
TURNED = Transform(0, 1, -1, 0, *COLUMN)  # a quarter turn to the left about the middle of that square


def span(*ranges: tuple[int, int]) -> str:
    """The characters of inclusive code point ranges."""
    return "".join(chr(code) for first, last in ranges for code in range(first, last + 1))


def double_byte(encoding: str, first: int, last: int) -> str:
    """The characters of rows `first`…`last` (lead bytes) of a 94 by 94 character set."""
    cells = (bytes((high, low)) for high in range(first, last + 1) for low in range(0xA1, 0xFF))
    return "".join(cell.decode(encoding, "ignore") for cell in cells)


def listed(path: Path) -> str:
    """The characters of a file with one a line and comments after #."""
    return "".join(line for line in path.read_text(encoding="utf-8").split("\n") if not line.startswith("#"))


HANZI = listed(FOLDER / "hanzi.txt")  # 通用规范汉字表, 8,105 in its own order
ASCII = span((0x20, 0x7E))
WIDE_IN_CHINESE = "“”‘’…—·"  # full width in Chinese, narrow elsewhere: never in YZ Latin
SYMBOLS = WIDE_IN_CHINESE + double_byte("gb2312", 0xA1, 0xA9) + span(
    (0x2010, 0x2027), (0x2030, 0x203B), (0x2190, 0x22FF), (0x2460, 0x24FF), (0x25A0, 0x27BF), (0x3000, 0x303F),
    (0x3220, 0x3243), (0x338E, 0x33A1), (0xFE10, 0xFE19), (0xFE30, 0xFE4F), (0xFF01, 0xFF5E), (0xFFE0, 0xFFE5),
)  # fmt: skip
HAN = ASCII + "\u00a0" + SYMBOLS + double_byte("gb2312", 0xB0, 0xF7) + HANZI
COLUMN_HAN = " \u00a0" + SYMBOLS + double_byte("gb2312", 0xB0, 0xD7) + HANZI[:3500]
OLD_ZHUANG = "ƂƃƋƌƏəƐɛƜɯƟɵƧƨƼƽƄƅŊŋЗзЧчӨөƷʒɣ"  # letters of 1957 to 1982, tone letters among them
PINYIN = "ǍǎǏǐǑǒǓǔǕǖǗǘǙǚǛǜǸǹḾḿɑɡẼẽ"
LATIN = "".join(
    sorted(
        set(ASCII + span((0xA0, 0x17F), (0x2002, 0x200A), (0x2070, 0x2070), (0x2074, 0x2079)) + OLD_ZHUANG + PINYIN
            + "‐‑–−†‡•‰′″‹›€₩™№\u202f\u0304\u030c\u0301\u0300") - set(WIDE_IN_CHINESE) - {"\u00ad"}
    )
)  # fmt: skip
LATIN_QUOTES = " " + WIDE_IN_CHINESE + "‚„"
TIBETAN = " \u200c\u200d\u25cc" + span((0x0F00, 0x0FDA))
ARABIC = " \u00a0\u200c\u200d\u25cc" + span(
    (0x0600, 0x06FF), (0x0750, 0x077F), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC)
)
MONGOLIAN = " \u00a0\u200c\u200d\u202f\u2048\u2049" + span((0x1800, 0x18AF))
# KS X 1001, and every syllable without a final consonant or with a usual one (ㄱㄴㄷㄹㅁㅂㅅㅆㅇ): all 11,172 weigh 2 MB.
FINALS = (0, 1, 4, 7, 8, 16, 17, 19, 20, 21)
SYLLABLES = "".join(chr(0xAC00 + first + final) for first in range(0, 11172, 28) for final in FINALS)
HANGUL = (
    " \u00a0"
    + double_byte("euc_kr", 0xB0, 0xC8)
    + SYLLABLES
    + span((0x3131, 0x318E), (0x3001, 0x3003), (0x3008, 0x3011))
)
YI = " \u00a0" + span((0xA000, 0xA4CF))


@dataclass(frozen=True)
class Recipe:
    """One family.

    `scale` evens out how large the scripts look at one size; `middle` is the source's own middle line, which
    moves to MIDDLE; `bolder`: units by which Bold is thickened where the source has one weight only."""

    stem: str
    family: str
    source: str
    characters: str
    features: tuple[str, ...] = ()
    scale: float = 1.0
    middle: int = MIDDLE
    metrics: tuple[int, int] = PAGE
    turned: bool = False
    bolder: int = 0


STEM = 404  # the line along which Noto Sans Mongolian joins its letters
RECIPES = (
    Recipe("han", "YZ Han", "Noto Sans CJK SC", HAN, ("vert",)),
    Recipe("latin", "YZ Latin", "Noto Sans", LATIN, ("kern", "mark", "ccmp")),
    Recipe("latinquotes", "YZ Latin Quotes", "Noto Sans", LATIN_QUOTES, ("kern",)),
    Recipe("tibetan", "YZ Tibetan", "Noto Serif Tibetan", TIBETAN, ("*",), scale=1.05),
    Recipe("arabic", "YZ Arabic", "Noto Naskh Arabic", ARABIC, ("*",), scale=1.12),
    Recipe("hangul", "YZ Hangul", "Noto Sans CJK KR", HANGUL),
    Recipe("mongolian", "YZ Mongolian", "Noto Sans Mongolian", MONGOLIAN, ("*",), 1.15, STEM, bolder=44),
    Recipe("yi", "YZ Yi", "Noto Sans Yi", YI, scale=1.15, middle=357, bolder=50),
    Recipe("vertical-han", "YZV Han", "Noto Sans CJK SC", COLUMN_HAN, ("vert",), metrics=COLUMN, turned=True),
    Recipe("vertical-latin", "YZV Latin", "Noto Sans", LATIN, ("kern", "mark", "ccmp"), middle=357, metrics=COLUMN),
    Recipe("vertical-mongolian", "YZV Mongolian", "Noto Sans Mongolian", MONGOLIAN, ("*",), 1.15, STEM, COLUMN,
           bolder=44),
)  # fmt: skip


# ---- the source fonts


def output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def find(family: str, style: str) -> tuple[Path, int]:
    """Path and number within the collection, by fontconfig."""
    found = output(
        "fc-match", "--format", "%{file}\t%{index}\t%{family}\t%{style}", f"{family}:style={style}"
    )
    path, index, families, styles = found.split("\t")
    if family not in families.split(",") or style not in styles.split(","):
        raise SystemExit(f"{family} {style} is not installed (fontconfig offers {families} {styles})")
    return Path(path), int(index) & 0xFFFF


def package_of(path: Path) -> tuple[str, str]:
    """Name and version of the Debian package that a file belongs to."""
    name = output("dpkg-query", "--search", str(path)).partition(":")[0]
    return name, output("dpkg-query", "--show", "--showformat", "${Version}", name)


# ---- what becomes of the glyphs


def set_in_columns(font: TTFont) -> None:
    """Lets every character that has an alternate for columns (brackets, commas, full stops) use it, but for ―."""
    table = font["GSUB"].table
    lookups = {
        number
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == "vert"
        for number in record.Feature.LookupListIndex
    }
    subtables = [part for number in sorted(lookups) for part in table.LookupList.Lookup[number].SubTable]
    mappings = [getattr(part, "ExtSubTable", part).mapping for part in subtables]
    alternates = {old: new for mapping in mappings for old, new in mapping.items()}
    for encoding in font["cmap"].tables:
        encoding.cmap = {
            code: glyph if code == ord("―") else alternates.get(glyph, glyph)
            for code, glyph in encoding.cmap.items()
        }
    del font["GSUB"]


def chinese_extras(font: TTFont) -> dict[int, list[Part]]:
    """What Noto Sans CJK SC lacks or has too narrow: ☐ and ☑ from □ and ✓, a dash that joins its like, a wide ✓."""
    box, tick, dash = (font.getBestCmap()[ord(char)] for char in "□✓―")
    centred = Transform().translate((EM - font["hmtx"][tick][0]) / 2, 0)
    small = Transform().translate(EM / 2, MIDDLE).scale(0.72).translate(-EM / 2, -MIDDLE).transform(centred)
    left = font["hmtx"][dash][1]
    whole = Transform().translate(EM / 2, 0).scale((EM + 20) / (EM - 2 * left), 1).translate(-EM / 2, 0)
    return {
        ord("☐"): [(box, Identity)],
        ord("☑"): [(box, Identity), (tick, small)],
        ord("✓"): [(tick, centred)],
        ord("—"): [(dash, whole)],
    }


def draw(font: TTFont, recipe: Recipe) -> None:
    """Moves the glyphs to our middle line, or turns them for columns."""
    chinese = recipe.source == "Noto Sans CJK SC"
    composed = add_composed(font, chinese_extras(font), EM) if chinese else {}
    lying = {font.getBestCmap().get(code) for code in (ord("—"), ord("―"), *range(0x2190, 0x2200))}
    shift = Transform().translate(0, MIDDLE - round(recipe.middle * recipe.scale))

    def place(name: str) -> Transform:
        # Full-width glyphs stand upright in a column; narrow ones, dashes and arrows lie along it, as Latin does.
        return TURNED if recipe.turned and font["hmtx"][name][0] == EM and name not in lying else shift

    redraw(font, place, composed)


# ---- whole fonts


def cut(font: TTFont, recipe: Recipe) -> None:
    """Leaves only the recipe's characters and layout features."""
    options = subset.Options()
    options.layout_features = list(recipe.features)
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [0, 5, 13, 14]  # copyright, version, licence, its address: these stay with the font
    options.drop_tables += ["vhea", "vmtx", "BASE", "DSIG"]
    if not recipe.features:
        options.drop_tables += ["GSUB", "GPOS", "GDEF"]
    cutter = subset.Subsetter(options)
    cutter.populate(text=recipe.characters)
    cutter.subset(font)


def set_column_metrics(font: TTFont) -> None:
    """How upright glyphs follow each other in a browser's columns (`writing-mode`): one em each, from the em square's top."""
    vhea, vmtx = newTable("vhea"), newTable("vmtx")
    vhea.tableVersion, vhea.ascent, vhea.descent, vhea.lineGap = 0x00011000, EM // 2, -EM // 2, 0
    vhea.caretSlopeRise, vhea.caretSlopeRun, vhea.caretOffset, vhea.metricDataFormat = 0, 1, 0, 0
    vhea.reserved1 = vhea.reserved2 = vhea.reserved3 = vhea.reserved4 = 0
    glyf = font["glyf"]
    vmtx.metrics = {name: (EM, COLUMN[0] - getattr(glyf[name], "yMax", 0)) for name in font.getGlyphOrder()}
    font["vhea"], font["vmtx"] = vhea, vmtx


def set_names(font: TTFont, recipe: Recipe, style: str, source: str) -> None:
    """Our own names beside the records of the licence (the OFL forbids reserved names to changed fonts)."""
    name = f"{recipe.family} {style}"
    postscript = f"{recipe.family.replace(' ', '')}-{style}"
    own = {
        1: recipe.family,
        2: style,
        3: f"{name}; {source}",
        4: name,
        6: postscript,
        10: f"Modified subset of {source}",
    }
    for number, text in own.items():
        font["name"].setName(text, number, 3, 1, 0x409)


def set_metrics(font: TTFont, recipe: Recipe, style: str) -> None:
    """One ascent and descent for all families, whichever table a program reads; weight; no time of making."""
    line, os2, head = font["hhea"], font["OS/2"], font["head"]
    ascent, descent = recipe.metrics
    line.ascent, line.descent, line.lineGap = ascent, descent, 0
    os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = ascent, descent, 0
    os2.usWinAscent, os2.usWinDescent = ascent, -descent
    bold = style == "Bold"
    os2.version = max(os2.version, 4)
    os2.usWeightClass = 700 if bold else 400
    os2.fsSelection = 1 << 7 | (1 << 5 if bold else 1 << 6)  # bit 7: use the typo metrics
    head.macStyle = int(bold)
    head.modified = head.created
    font["post"].formatType = 3.0  # no glyph names


def make(recipe: Recipe, style: str, folder: Path) -> dict[str, Any]:
    """Writes one font; gives its entry in fonts.yml."""
    drawn_by_us = style == "Bold" and recipe.bolder > 0
    cut_from = "Regular" if drawn_by_us else style
    path, index = find(recipe.source, cut_from)
    package, version = package_of(path)
    font = TTFont(path, fontNumber=index, recalcTimestamp=False)
    if font["head"].unitsPerEm != EM:
        raise SystemExit(f"{path}: {font['head'].unitsPerEm} units per em, {EM} expected")
    cut(font, recipe)
    if recipe.turned:
        set_in_columns(font)
    if recipe.scale != 1:
        scale_upem(font, round(EM * recipe.scale))
        font["head"].unitsPerEm = EM
    if "CFF " in font or recipe.middle != MIDDLE:
        draw(font, recipe)
    if drawn_by_us:
        thicken(font, recipe.bolder)
    if "vert" in recipe.features and not recipe.turned:
        set_column_metrics(font)
    set_names(font, recipe, style, f"{recipe.source} {cut_from}, {package} {version}")
    set_metrics(font, recipe, style)
    target = folder / f"{recipe.stem}-{style}.ttf"
    font.save(target)
    return {
        "file": target.name,
        "family": recipe.family,
        "weight": font["OS/2"].usWeightClass,
        "style": "normal",
        "sha256": hashlib.sha256(target.read_bytes()).hexdigest(),
        "source": f"{recipe.source} {cut_from}",
        "package": package,
        "version": version,
        "licence": "OFL-1.1",
    }


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument(
        "-o", "--output", type=Path, default=FOLDER, help="folder (default: templates/fonts)"
    )
    folder = arguments.parse_args().output
    folder.mkdir(parents=True, exist_ok=True)
    entries = [make(recipe, style, folder) for recipe in RECIPES for style in ("Regular", "Bold")]
    head = "# Written by scripts/make_fonts.py. Every font is a modified subset under OFL-1.1 (OFL.txt).\n"
    listing = yaml.safe_dump({"fonts": entries}, sort_keys=False, allow_unicode=True, width=200)
    (folder / "fonts.yml").write_text(head + listing, encoding="utf-8")


if __name__ == "__main__":
    main()
