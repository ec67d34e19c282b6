"""The web fonts hold what the pages need, and no more."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from generator.language.fonts import coverage
from generator.website.webfonts import HAN, SHARED_FROM, WebFonts, make_webfonts, subset
from tests.website_browser import shaped, unpacked

ROOT = Path(__file__).parents[1]
TIBETAN = ("YZ Tibetan", "YZ Latin Quotes", "YZ Latin", "YZ Han")


def characters(fonts: WebFonts, stem: str) -> set[str]:
    (data,) = (data for name, data in fonts.files.items() if name.startswith(stem))
    font = TTFont(io.BytesIO(data))
    assert font.flavor == "woff2"
    return set(map(chr, font.getBestCmap()))


@pytest.fixture
def made(tmp_path: Path) -> WebFonts:
    return make_webfonts("Loan“20元” བུ་ལོན། 贷款", TIBETAN, frozenset(), ROOT, tmp_path)


def test_each_character_comes_from_the_first_family_that_has_it(made: WebFonts) -> None:
    assert characters(made, "latin-regular") >= set("Loan20")
    assert characters(made, "tibetan-bold") >= set("བུ་ལོན།")
    assert characters(made, "latinquotes-regular") >= set("“”")
    assert not characters(made, "latin-regular") & set("贷款“”")


def test_chinese_text_keeps_its_full_width_quotes_in_every_language(made: WebFonts) -> None:
    assert characters(made, "han-regular") == set("元贷款“”")


@pytest.mark.parametrize(("stem", "text"), [
    ("tibetan", "རྒྱལ་ཁབ་སློབ་གྲོགས་བུ་ལོན།"), ("arabic", "دۆلەت ئوقۇش قەرزى"), ("mongolian", "ᠰᠤᠷᠤᠯᠭ᠎ᠠ ᠵᠡᠭᠡᠯᠢ\u202fᠶᠢᠨ"),
])  # fmt: skip
def test_letters_join_and_stack_as_in_the_whole_font(tmp_path: Path, stem: str, text: str) -> None:
    whole = ROOT / f"templates/fonts/{stem}-Regular.ttf"
    (tmp_path / "cut.woff2").write_bytes(subset(whole, set(text), tmp_path))
    cut = unpacked(tmp_path / "cut.woff2")
    for word in text.split(" "):
        assert shaped(cut, word) == shaped(whole.read_bytes(), word)
        assert shaped(cut, word) != [shaped(cut, char)[0] for char in word]


def test_only_what_is_used_is_there(made: WebFonts) -> None:
    assert not any(name.startswith(("hangul", "yi", "arabic", "mongolian")) for name in made.files)
    assert sum(map(len, made.files.values())) < 60_000


def test_the_stylesheet_names_every_file_and_the_system_first(made: WebFonts) -> None:
    for name in made.files:
        assert f"url(fonts/{name})" in made.css
    stack = made.css.split("--yz-text:")[1]
    assert stack.index("YZ Tibetan") < stack.index("PingFang SC") < stack.index('"YZ Han"')
    assert "http" not in made.css


def test_the_second_time_the_cache_answers_with_the_same_bytes(made: WebFonts, tmp_path: Path) -> None:
    kept = sorted(tmp_path.iterdir())
    again = make_webfonts("Loan“20元” བུ་ལོན། 贷款", TIBETAN, frozenset(), ROOT, tmp_path)
    assert again == made and sorted(tmp_path.iterdir()) == kept


def test_characters_without_a_font_are_named(tmp_path: Path) -> None:
    assert make_webfonts("a\u0c05 \n", ("YZ Latin",), frozenset(), ROOT, tmp_path).missing == ("\u0c05",)


def test_much_chinese_shares_one_subset(tmp_path: Path) -> None:
    have = [chr(code) for code in sorted(coverage(HAN, ROOT)) if code > 0x4E00]
    shared = frozenset(have[:600])
    few = make_webfonts("".join(have[:SHARED_FROM]), ("YZ Latin", HAN), shared, ROOT, tmp_path)
    many = make_webfonts("".join(have[: SHARED_FROM + 1]), ("YZ Latin", HAN), shared, ROOT, tmp_path)
    assert len(characters(few, "han-regular")) == SHARED_FROM
    assert characters(many, "han-regular") == shared
