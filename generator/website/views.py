"""A document as the website shows it: links between pages, permalinks, the figures of the home page, texts to search."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.content.addresses import page_file
from generator.content.model import Page
from generator.language.locales import SOURCE
from generator.language.localise import Cited, Counts, Document, Edition, localise
from generator.website.search import PageTexts, Passage, plain_text

HOME = "index"
FIGURES = "numbers"
"""The section of the home page whose table is set large."""
DOORS = "doors"
"""The section of the home page whose list becomes cards."""

_PAGE_LINK = re.compile(r'(<a\b[^>]*\bhref=")([\w-]+)\.md(?=[#"])')
_HEADING = re.compile(r'(<h[23]\b[^>]*\bid="([^"]*)"[^>]*>)(.*?)(</h[23]>)', re.S)
_CHINESE_HEADING = re.compile(rf'<h2\b(?=[^>]*\blang="{SOURCE}")[^>]*\bid="([^"]*)"')
_TABLE = re.compile(r"<table>.*?</table>", re.S)
_SECTION = r'<h2\b[^>]*\bid="{}".*?(?=<h2\b|\Z)'
_ROW = re.compile(r"<tr>\s*<td([^>]*)>(.*?)</td>\s*<td([^>]*)>(.*?)</td>\s*</tr>", re.S)
_DOOR = re.compile(r"(<li\b[^>]*>)\s*(<strong>.*?</strong>)\s*[：:᠄؛;，,]?\s*(.*?)(</li>)", re.S)
_TAG = re.compile(r"(<[^>]*>)")
_SHORT_NUMBER = re.compile(r"(?<![\w.,:/%–-])([0-9]{1,2})(?![\w.,:/%–-])")


@dataclass(frozen=True)
class Figure:
    """A number that matters. Both are HTML; the attributes say where one is not in the reader's language."""

    label: str
    label_attributes: str
    value: str
    value_attributes: str


@dataclass(frozen=True)
class Heading:
    """A section for the list of contents; `lang` is set where its title is not in the page's language."""

    id: str
    title: str
    lang: str


@dataclass(frozen=True)
class View:
    """`html` is the body; `*_lang` is set where a text is not in the page's language."""

    slug: str
    title: str
    title_lang: str
    summary: str
    summary_lang: str
    html: str
    headings: tuple[Heading, ...]
    figures: tuple[Figure, ...]
    under_figures: str
    texts: PageTexts
    sources: tuple[Cited, ...]
    marks: frozenset[str]
    state: Counts


def make_view(page: Page, edition: Edition) -> View:
    document = localise(page, edition)
    body, figures, under = document.html, tuple[Figure, ...](), ""
    chinese = set(_CHINESE_HEADING.findall(document.html))
    headings = tuple(Heading(id, section.title, SOURCE if id in chinese else "") for id, section in document.sections.items())
    if page.slug == HOME and FIGURES in document.sections:
        figures, under = home_figures(document.sections[FIGURES].html)
        if figures:
            body = re.sub(_SECTION.format(FIGURES), "", body, flags=re.S)
            headings = tuple(heading for heading in headings if heading.id != FIGURES)
    if page.slug == HOME:
        body = re.sub(_SECTION.format(DOORS), lambda match: as_doors(match[0]), body, flags=re.S)
    translated = edition.locale.is_source or edition.catalogs.find(page.slug, page.summary) is not None
    return View(
        slug=page.slug,
        title=document.title,
        title_lang="" if document.title_translated else SOURCE,
        summary=document.summary,
        summary_lang="" if translated else SOURCE,
        html=dress(body, edition),
        headings=headings,
        figures=figures,
        under_figures=dress(under, edition),
        texts=page_texts(document),
        sources=document.sources,
        marks=document.marks,
        state=document.state,
    )


def dress(html: str, edition: Edition) -> str:
    """Body HTML for the site: addresses of pages, permalinks, tables that scroll by themselves, upright digits."""
    html = _PAGE_LINK.sub(lambda match: match[1] + page_file(match[2]), html)
    label = edition.say("本节链接")
    html = _HEADING.sub(rf'\1\3<a class="headerlink" href="#\2" title="{label}" aria-label="{label}">#</a>\4', html)
    html = _TABLE.sub(r'<div class="md-typeset__scrollwrap"><div class="md-typeset__table">\g<0></div></div>', html)
    return upright_digits(html) if edition.locale.vertical else html


def upright_digits(html: str) -> str:
    """In vertical columns one or two digits stand upright; longer numbers lie on their side, as Latin words do."""
    parts = _TAG.split(html)
    parts[::2] = [_SHORT_NUMBER.sub(r'<span class="upright">\1</span>', text) for text in parts[::2]]
    return "".join(parts)


def home_figures(section: str) -> tuple[tuple[Figure, ...], str]:
    """(the rows of the section's table, what stands around the table)."""
    figures = tuple(Figure(match[2], match[1], match[4], match[3]) for match in _ROW.finditer(section))
    return figures, _TABLE.sub("", section, count=1).strip()


def as_doors(section: str) -> str:
    """`**Who you are**: what to read` as a card: the first words are its title, without the colon after them."""
    section = _DOOR.sub(r"\1\2 <span>\3</span>\4", section)
    return section.replace("<ul>", '<ul class="yz-doors">', 1)


def page_texts(document: Document) -> PageTexts:
    """What can be found of a page: its beginning with title and summary, and each section."""
    passages = [Passage("", document.title, f"{document.summary} {plain_text(document.intro)}".strip())]
    passages += [Passage(section.id, section.title, plain_text(section.html)) for section in document.sections.values()]
    return PageTexts(page_file(document.slug), document.title, tuple(passages))
