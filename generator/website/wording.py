"""The site's own words in templates: said in the reader's language, or in Chinese and marked as such."""

from __future__ import annotations

from markupsafe import Markup, escape

from generator.language.catalogs import INTERFACE
from generator.language.locales import SOURCE
from generator.language.localise import Edition


class Wording(str):
    """A string of the interface. `lang`: "" if it is in the reader's language."""

    lang = ""


def wording(edition: Edition, text: str, **values: object) -> Wording:
    said = Wording(edition.say(text, **values))
    if not edition.locale.is_source and edition.catalogs.find(INTERFACE, text) is None:
        said.lang = SOURCE
    return said


def markup(text: str, lang: str = "") -> Markup:
    """Text for the page: escaped, and within a marked span where it is Chinese on a page in another language."""
    lang = lang or getattr(text, "lang", "")
    if not lang:
        return escape(text)
    return Markup('<span lang="{}" dir="ltr">{}</span>').format(lang, str(text))
