"""Every check over content, facts, translations and fonts, as one list of problems."""

from __future__ import annotations

from collections.abc import Iterator

from generator.campaigns.checks import campaign_problems
from generator.content.facts import FactBook
from generator.content.load import day_problems
from generator.errors import Problem, ProblemsFound, Where
from generator.language.catalogs import read_catalogs
from generator.language.fonts import check_fonts, missing
from generator.language.locales import load_locales
from generator.language.localise import edition_text, extract, localise
from generator.messages import _
from generator.settings import Settings, content_of, edition_of


def check(settings: Settings) -> list[Problem]:
    """All problems, errors and warnings. Never raises ProblemsFound: it answers them."""
    try:
        content = content_of(settings.root)
        locales = load_locales(settings.root)
    except ProblemsFound as found:
        return list(found.problems)
    problems = day_problems(content, FactBook(content.facts).on(settings.day))
    for page in content.pages():
        problems.extend(
            Problem(page.where, "raw-html", _("nobody can translate this HTML: {text}").format(text=text[:60]), _("add a markdown attribute to it"))
            for text in extract(page, lambda block: None)
        )
    for campaign in content.campaigns:
        problems.extend(campaign_problems(campaign))
    problems.extend(check_fonts(settings.root))
    for code in settings.locales:
        problems.extend(read_catalogs(settings.root, locales[code], drafts=True).problems)
    if not any(problem.severity == "error" for problem in problems):
        problems.extend(_glyph_problems(settings))
    return sorted(set(problems))


def _glyph_problems(settings: Settings) -> Iterator[Problem]:
    """Characters that no font of their locale has: they would be boxes."""
    for code in settings.locales:
        edition = edition_of(settings, code)
        for page in content_of(settings.root).pages():
            text = edition_text(localise(page, edition))
            for character in missing(text, edition.locale.fonts):
                name = page.where.path if edition.locale.is_source else f"locales/{code}/{page.slug}.po"
                yield Problem(Where(name), "glyph-missing", _("no font of {locale} has {character} (U+{code:04X})").format(locale=code, character=character, code=ord(character)))
