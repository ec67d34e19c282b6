"""The committed fonts are the ones listed, show every language of ours, shape it, and agree on where a line is."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
import uharfbuzz as hb
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

from generator.errors import ProblemsFound
from generator.language import fonts
from generator.language.locales import load_locales

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / fonts.FOLDER
FILES = fonts.font_files(ROOT)
WIDE_IN_CHINESE = "“”‘’…—·"


def span(first: int, last: int) -> str:
    return "".join(map(chr, range(first, last + 1)))


def double_byte(encoding: str, first: int, last: int) -> str:
    cells = (bytes((high, low)) for high in range(first, last + 1) for low in range(0xA1, 0xFF))
    return "".join(cell.decode(encoding, "ignore") for cell in cells)


def hanzi() -> list[str]:
    lines = (FOLDER / "hanzi.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


ALPHABETS = {
    "zh-CN": "".join(hanzi()) + double_byte("gb2312", 0xA1, 0xF7) + "，。、；：？！“”‘’（）《》〈〉【】「」『』…—·～％￥"
    "※①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳☐☑✓□■→←↑↓△○●★◇〔〕",
    "en": span(0x20, 0x7E) + "“”‘’…—–−×°¥€†‡•é",
    "bo": span(0x0F40, 0x0F47) + span(0x0F49, 0x0F6C) + span(0x0F71, 0x0F84) + span(0x0F90, 0x0F97)
    + span(0x0F99, 0x0FBC) + "༄༅་༌།༎༏༑༔༼༽༠༡༢༣༤༥༦༧༨༩",
    "ug": "ئا ئە ب پ ت ج چ خ د ر ز ژ س ش غ ف ق ك گ ڭ ل م ن ھ ئو ئۇ ئۆ ئۈ ۋ ئې ئى ي ، ؛ ؟ ـ « » ( )",
    "kk-Arab": "ا ٵ ب ۆ گ ع د ە ج ز ي ك ق ل م ن ڭ و ٶ پ ر س ت ۋ ۇ ٷ ف ح ھ چ ش ى ٸ ء ٴ ۅ ۉ ، ؛ ؟",
    "mn-Mong": span(0x1800, 0x180E) + span(0x1810, 0x1819) + span(0x1820, 0x1878) + span(0x1880, 0x18AA) + "\u202f《》",
    "ko": double_byte("euc_kr", 0xB0, 0xC8) + span(0x3131, 0x3163) + "똠됬뵜쌰믜「」『』《》“”‘’·…₩",
    "ii": span(0xA000, 0xA48C) + span(0xA490, 0xA4C6) + "，。“”",
    "za": span(0x20, 0x7E) + "ƂƃƋƌƏəŊŋƜɯƟɵƧƨƼƽƄƅЗзЧчӨө" + "“”‘’—",
}  # fmt: skip


def shape(file: str, text: str, direction: str = "") -> list[str]:
    """Numbers of the glyphs that a text becomes, from left to right or in the given direction."""
    face = hb.Face(hb.Blob.from_file_path(str(FOLDER / file)))
    font, buffer = hb.Font(face), hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = direction or buffer.direction
    hb.shape(font, buffer)
    return [str(info.codepoint) for info in buffer.glyph_infos]


def bounds(file: str, char: str) -> tuple[float, float, float, float]:
    font = TTFont(FOLDER / file)
    pen = BoundsPen(font.getGlyphSet())
    font.getGlyphSet()[font.getBestCmap()[ord(char)]].draw(pen)
    assert pen.bounds is not None
    return pen.bounds


def test_files_are_the_ones_listed_and_no_others() -> None:
    assert not list(fonts.check_fonts(ROOT))
    assert {font.file for font in FILES} == {path.name for path in FOLDER.glob("*.ttf")}
    assert {font.licence for font in FILES} == {"OFL-1.1"}


def test_every_family_has_two_weights_with_the_same_characters() -> None:
    for family in {font.family for font in FILES}:
        members = [font for font in FILES if font.family == family]
        assert [font.weight for font in members] == [400, 700]
        first, second = (set(TTFont(FOLDER / font.file).getBestCmap()) for font in members)
        assert first == second


def test_damaged_and_unknown_fonts_are_named(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / fonts.FOLDER)
    (tmp_path / "locales").mkdir()
    registry = (ROOT / "locales" / "locales.yml").read_text(encoding="utf-8")
    (tmp_path / "locales" / "locales.yml").write_text(registry.replace("YZ Yi", "YZ Yii"), encoding="utf-8")
    (tmp_path / fonts.FOLDER / "yi-Bold.ttf").unlink()
    (tmp_path / fonts.FOLDER / "latin-Bold.ttf").write_bytes(b"OTTO")
    found = {(problem.id, problem.where.path) for problem in fonts.check_fonts(tmp_path)}
    assert found == {
        ("font-damaged", "templates/fonts/yi-Bold.ttf"),
        ("font-damaged", "templates/fonts/latin-Bold.ttf"),
        ("font-unknown", "locales/locales.yml"),
    }
    for family in ("YZ Latin", "YZ Yi", "YZ Yii"):
        with pytest.raises(ProblemsFound):
            fonts.coverage(family, tmp_path)


@pytest.mark.parametrize("code", ALPHABETS)
def test_each_locale_can_be_written(code: str) -> None:
    assert fonts.missing(ALPHABETS[code], fonts.stack(code, root=ROOT), ROOT) == []


def test_every_locale_has_an_alphabet_here() -> None:
    assert set(ALPHABETS) == set(load_locales(ROOT))


def test_the_list_of_hanzi_is_whole() -> None:
    assert len(hanzi()) == len(set(hanzi())) == 8105
    assert {"㛃", "䶮", "𬭎"} <= set(hanzi())


def test_vertical_print_can_write_mongolian_with_common_chinese() -> None:
    text = ALPHABETS["mn-Mong"] + "".join(hanzi()[:3500]) + double_byte("gb2312", 0xB0, 0xD7)
    text += span(0x20, 0x7E) + "，。、；：？！“”‘’（）《》…—·※①⑳☐☑✓→"
    assert fonts.missing(text, fonts.stack("mn-Mong", vertical_print=True, root=ROOT), ROOT) == []


def test_stacks_follow_the_registry() -> None:
    assert fonts.stack("ug", root=ROOT) == ("YZ Arabic", "YZ Latin Quotes", "YZ Latin", "YZ Han")
    mongolian = load_locales(ROOT)["mn-Mong"]
    assert fonts.stack(mongolian, vertical_print=True) == ("YZV Mongolian", "YZV Latin", "YZV Han")
    assert fonts.stack("en", vertical_print=True, root=ROOT) == ("YZV Latin", "YZV Han")


def test_missing_tells_what_has_no_glyph_once_and_in_order() -> None:
    text = "贷款😀\u2066a\u2069\u200b\n\ufe0f𠮷😀\U000f0000"
    assert fonts.missing(text, ("YZ Latin", "YZ Han"), ROOT) == ["😀", "𠮷", "\U000f0000"]
    assert fonts.missing("ཀ", fonts.stack("zh-CN", root=ROOT), ROOT) == ["ཀ"]


def test_font_face_css_names_each_file_once() -> None:
    css = fonts.font_face_css(("YZ Yi", "YZ Latin", "YZ Yi"), "../fonts/", ROOT)
    assert css.count("@font-face") == 4
    assert '@font-face{font-family:"YZ Yi";font-weight:700;font-style:normal;src:url("../fonts/yi-Bold.ttf") format("truetype")}' in css


def test_scripts_do_not_take_each_others_characters() -> None:
    chinese = set(map(ord, span(0x3000, 0x303F) + span(0xFF00, 0xFFEF) + WIDE_IN_CHINESE))
    for family in ("YZ Mongolian", "YZV Mongolian", "YZ Tibetan", "YZ Arabic", "YZ Yi", "YZ Latin", "YZV Latin"):
        assert not fonts.coverage(family) & chinese, family
    letters = set(map(ord, span(0x21, 0x7E)))
    for family in ("YZ Mongolian", "YZ Tibetan", "YZ Arabic", "YZ Yi", "YZ Hangul", "YZ Latin Quotes", "YZV Han"):
        assert not fonts.coverage(family) & letters, family
    assert not [code for code in fonts.coverage("YZ Hangul") if 0x4E00 <= code <= 0x9FFF]


@pytest.mark.parametrize("style", ["Regular", "Bold"])
def test_quotes_and_dashes_are_wide_in_chinese_and_narrow_elsewhere(style: str) -> None:
    for char in WIDE_IN_CHINESE:
        widths = []
        for file in (f"han-{style}.ttf", f"latinquotes-{style}.ttf"):
            font = TTFont(FOLDER / file)
            widths.append(font["hmtx"][font.getBestCmap()[ord(char)]][0])
        assert widths[0] == 1000, char
        assert widths[1] < 1000 or char == "—", char
    left, _, right, _ = bounds(f"han-{style}.ttf", "—")
    assert left <= 0 and right >= 1000, "two dashes must join"


def test_licence_records_stay_and_the_name_is_ours() -> None:
    for entry in FILES:
        names = TTFont(FOLDER / entry.file)["name"]
        assert "Open Font License" in names.getDebugName(13), entry.file
        assert names.getDebugName(14) == "http://scripts.sil.org/OFL"
        assert names.getDebugName(0)
        assert names.getDebugName(1) == entry.family
        assert not {record.nameID for record in names.names if "Noto" in record.toUnicode()} - {3, 5, 10}
    assert "SIL OPEN FONT LICENSE" in (FOLDER / "OFL.txt").read_text(encoding="utf-8")


def test_all_families_share_one_em_and_one_line() -> None:
    for vertical, expected in ((False, (1060, -300)), (True, (880, -120))):
        for entry in FILES:
            if entry.family.startswith("YZV") != vertical:
                continue
            font = TTFont(FOLDER / entry.file)
            line, os2 = font["hhea"], font["OS/2"]
            assert (line.ascent, line.descent) == (os2.sTypoAscender, os2.sTypoDescender) == expected, entry.file
            assert (os2.usWinAscent, -os2.usWinDescent) == expected
            assert line.lineGap == os2.sTypoLineGap == 0
            assert font["head"].unitsPerEm == 1000
            assert "glyf" in font and "CFF " not in font and "fvar" not in font


@pytest.mark.parametrize("style", ["Regular", "Bold"])
def test_columns_share_their_middle(style: str) -> None:
    """田 and H stand about the middle line 380, and Mongolian letters are joined along it."""
    _, bottom, _, top = bounds(f"vertical-han-{style}.ttf", "田")
    assert abs((bottom + top) / 2 - 380) < 25
    _, bottom, _, top = bounds(f"vertical-latin-{style}.ttf", "H")
    assert abs((bottom + top) / 2 - 380) < 2
    file = f"vertical-mongolian-{style}.ttf"
    font = TTFont(FOLDER / file)
    glyph = font["glyf"][font.getGlyphOrder()[int(shape(file, "ᠮᠠᠨ")[1])]]
    joint = [y for x, y in glyph.coordinates if x <= glyph.xMin + 5]
    assert abs((min(joint) + max(joint)) / 2 - 380) < 15


def test_han_is_turned_for_columns_and_takes_the_alternates() -> None:
    left, bottom, right, top = bounds("vertical-han-Regular.ttf", "一")
    assert top - bottom > 5 * (right - left), "一 lies on its side"
    left, bottom, right, top = bounds("vertical-han-Regular.ttf", "（")
    assert top - bottom > right - left, "a bracket's alternate, turned, is upright again"
    for char in "—→":
        assert bounds("vertical-han-Regular.ttf", char) == bounds("han-Regular.ttf", char)


@pytest.mark.parametrize("style", ["Regular", "Bold"])
def test_han_can_stand_in_a_browsers_columns(style: str) -> None:
    file = f"han-{style}.ttf"
    font = TTFont(FOLDER / file)
    assert shape(file, "（，", "ttb") != shape(file, "（，"), "brackets and commas have forms of their own"
    for char in "国（，":
        glyph = font.getBestCmap()[ord(char)]
        advance, bearing = font["vmtx"][glyph]
        assert (advance, bearing + font["glyf"][glyph].yMax) == (1000, 880)


@pytest.mark.parametrize("style", ["Regular", "Bold"])
def test_letters_join_and_stack(style: str) -> None:
    arabic = f"arabic-{style}.ttf"
    forms = {shape(arabic, text)[index] for text, index in (("ھ", 0), ("ھھھ", 0), ("ھھھ", 1), ("ھھھ", 2))}
    assert len(forms) == 4, "isolated, initial, medial and final form"
    assert shape(arabic, "لا")[0] != shape(arabic, "ما")[0], "alef after lam has a form of its own"
    tibetan = f"tibetan-{style}.ttf"
    assert len(shape(tibetan, "བསྒྲུབས")) == 4, "སྒྲུ is one stack"
    mongolian = f"mongolian-{style}.ttf"
    forms = {shape(mongolian, text)[index] for text, index in (("ᠨ", 0), ("ᠨᠨᠨ", 0), ("ᠨᠨᠨ", 1), ("ᠨᠨᠨ", 2))}
    assert len(forms) >= 3
    assert shape(mongolian, "ᠪᠠᠢᠨ᠎ᠠ")[-1] != shape(mongolian, "ᠪᠠᠢᠨᠠ")[-1], "the vowel separator changes the last a"


def test_bold_is_bolder_even_where_the_source_has_one_weight() -> None:
    for stem, char in (("yi", "ꀀ"), ("mongolian", "ᠠ"), ("vertical-mongolian", "ᠠ"), ("han", "一")):
        regular, bold = (bounds(f"{stem}-{style}.ttf", char) for style in ("Regular", "Bold"))
        assert bold[3] - bold[1] > regular[3] - regular[1] + 20, stem


def test_the_script_still_makes_what_is_committed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = next(font for font in FILES if font.file == "mongolian-Bold.ttf")
    query = ["dpkg-query", "--show", "--showformat", "${Version}", entry.package]
    if not shutil.which("dpkg-query") or subprocess.run(query, capture_output=True, text=True).stdout != entry.version:
        pytest.skip(f"{entry.package} {entry.version} is not installed here")
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    import make_fonts

    recipe = next(recipe for recipe in make_fonts.RECIPES if recipe.family == entry.family)
    assert make_fonts.make(recipe, "Bold", tmp_path)["sha256"] == entry.sha256
