"""The site's own words in templates: said in the reader's language, or in Chinese and marked as such."""

from __future__ import annotations

from markupsafe import Markup, escape

from generator.language.catalogs import INTERFACE
from generator.language.locales import SOURCE
from generator.language.localise import Edition


class Wording(str):
    """A string of the interface. `lang`: "" if it is in the reader's language."""

    lang: str

    def __new__(cls, text: str, lang: str = "") -> Wording:
        wording = super().__new__(cls, text)
        wording.lang = lang
        return wording


def wording(edition: Edition, text: str, **values: object) -> Wording:
    known = edition.locale.is_source or edition.catalogs.find(INTERFACE, text) is not None
    return Wording(edition.say(text, **values), "" if known else SOURCE)


def markup(text: str, lang: str = "") -> Markup:
    """Text for the page: escaped, and within a marked span where it is Chinese on a page in another language."""
    lang = lang or getattr(text, "lang", "")
    if not lang:
        return escape(text)
    return Markup('<span lang="{}" dir="ltr">{}</span>').format(lang, str(text))
