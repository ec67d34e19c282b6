"""What is taken from Material: its templates and its stylesheet, nothing else.

Its script (which can ask other hosts for polyfills), its search worker and its 14,000 icon files stay out, so that no
page can reach another host and no build has to list them.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from generator.language.catalogs import INTERFACE, Catalogs
from generator.language.locales import SOURCE, Locale
from generator.website.fingerprint import recipe_fingerprint
from generator.website.material import interface_strings, theme_folder, theme_strings
from generator.website.vertical_css import transpose
from generator.website.wording import Wording

ICONS = ("magnify", "menu", "translate", "download", "close", "check")
"""Material Design Icons that our templates include, under .icons/material/."""

_THEME_LANGUAGES = {"zh-CN": "zh"}
"""What the theme calls a locale where that differs from our tag."""


def prepare_theme(cache: Path, vertical: bool) -> Path:
    """A folder of templates and one stylesheet, made once for each version of the theme and of this program."""
    source = theme_folder()
    folder = cache / "theme" / f"{recipe_fingerprint('theme', 'vertical_css', 'material')}-{'vertical' if vertical else 'horizontal'}"
    if folder.exists():
        folder.touch()
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".theme-"))
    shutil.copy(source / "base.html", made)
    shutil.copytree(source / "partials", made / "partials", ignore=shutil.ignore_patterns("languages", "integrations"))
    (made / ".icons/material").mkdir(parents=True)
    for icon in ICONS:
        shutil.copy(source / f".icons/material/{icon}.svg", made / ".icons/material")
    for stylesheet in (source / "assets/stylesheets").glob("main.*.css"):
        text = stylesheet.read_text(encoding="utf-8").split("/*# sourceMappingURL", 1)[0]
        target = made / "assets/stylesheets" / stylesheet.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(transpose(text) if vertical else text, encoding="utf-8")
    try:
        made.rename(folder)
    except OSError:  # another worker was quicker
        shutil.rmtree(made)
    return folder


def theme_words(locale: Locale, catalogs: Catalogs) -> dict[str, Wording]:
    """The theme's own words by its keys: as Material ships them, else from the interface catalogue, else in Chinese."""
    own = theme_strings(_THEME_LANGUAGES.get(locale.code, locale.code))
    words = {key: Wording(text, "" if own else SOURCE) for key, text in {**theme_strings("zh"), **own}.items()}
    for key, text in interface_strings().items():
        entry = catalogs.find(INTERFACE, text, f"material:{key}")
        if entry and not own:
            words[key] = Wording(entry.msgstr)
    return {**words, "language": Wording(locale.code), "direction": Wording(locale.dir)}
