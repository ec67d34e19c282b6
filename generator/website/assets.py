"""What a locale's pages load beside the theme: one stylesheet, the fonts, the search index."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from generator.language.locales import SOURCE
from generator.website.localesite import LocaleSite
from generator.website.search import PageTexts, index_script, search_rules
from generator.website.store import write_whole
from generator.website.vertical_css import transpose
from generator.website.webfonts import make_webfonts

STYLESHEET, SEARCH_INDEX = "assets/site.css", "assets/search-index.js"


def stylesheet(root: Path, vertical: bool) -> str:
    """Our own rules, over the theme's; for vertical columns transposed as those are, with their layout at the end."""
    folder = root / "templates/site/css"
    paths = [root / "templates/tokens.css", *(folder / f"{name}.css" for name in ("frame", "text", "home", "scripts"))]
    rules = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    return transpose(rules) + "\n" + (folder / "vertical.css").read_text(encoding="utf-8") if vertical else rules


def write_assets(folder: Path, site: LocaleSite, texts: Sequence[PageTexts]) -> tuple[str, ...]:
    """Write them into the built locale → the characters for which no font of ours has a glyph."""
    locale = site.edition.locale
    shown = "".join(sorted(set("".join(path.read_text(encoding="utf-8") for path in folder.glob("*.html")))))
    fonts = make_webfonts(shown, locale.fonts, site.project.han, site.root, site.cache / "fonts")
    for name, data in fonts.files.items():
        write_whole(folder / "assets/fonts" / name, data)
    write_whole(folder / STYLESHEET, f"{fonts.css}\n{stylesheet(site.root, locale.vertical)}".encode())
    index = index_script(texts, search_rules().get(locale.code, {}), pinyin=locale.code == SOURCE)
    write_whole(folder / SEARCH_INDEX, index.encode())
    return fonts.missing

