"""One handout for one edition: Document → HTML by the template that the handout names → PDF."""

from __future__ import annotations

import html
import math
import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from functools import cache
from itertools import combinations, groupby, pairwise
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound
from markupsafe import Markup, escape

from generator.content.addresses import page_url
from generator.content.model import Page, Source
from generator.errors import Problem, ProblemsFound, Where
from generator.language.locales import SOURCE
from generator.language.localise import Document, Edition, Section, localise
from generator.messages import _
from generator.paper.qr import qr_svg
from generator.paper.render import Layout, lay_out

STEPS = 16
"""Steps of the type scale between roomy and tight. base.css says what each means, and its limits."""


def render_handout(page: Page, edition: Edition, *, root: Path, site_url: str) -> bytes:
    """The handout's PDF. Front matter: `template`; `pages` it must fill; `topic` whose page the QR code opens;
    `back`, the section that begins the second side.

    Text is set as large as fits on those pages: longer languages step down together in size, leading and space,
    never below 10.5 pt for text and 9 pt for notes. Raises ProblemsFound: `page-count` if it does not fit even so,
    `template-missing`, and what paper.render finds.
    """
    document = localise(page, edition)
    fill = _template(page, document, edition, root, site_url)
    title = document.title

    def lay(step: int) -> Layout:
        return lay_out(fill(step / STEPS), locale=edition.locale, root=root, title=title, where=page.where)

    return fit(lay, _pages(page), page.where).to_pdf()


def fit(lay: Callable[[int], Layout], pages: int, where: Where) -> Layout:
    """The roomiest of the layouts 0 (tight) … STEPS (roomy) that takes no more than `pages` pages."""
    best, least, most = None, 0, STEPS
    while least <= most:
        step = (least + most + 1) // 2
        layout = lay(step)
        if layout.pages <= pages and layout.complete:
            best, least = layout, step + 1
        else:
            most, count = step - 1, layout.pages + (not layout.complete)
    if best is None or best.pages != pages:
        found = best.pages if best else count
        raise ProblemsFound(
            [
                Problem(
                    where,
                    "page-count",
                    _("{count} pages instead of {pages}, even when set as tightly as is allowed").format(
                        count=found, pages=pages
                    ),
                    _("shorten the text, or its translation"),
                )
            ]
        )
    return best


def runs(sections: Sequence[Section], wide: Collection[str], columns: int = 2) -> list[list[list[Section]]]:
    """What follows each other down the page: [[section]] over the whole width, or one list for each column of the
    sections that stand between wide ones. They are dealt out by length, for WeasyPrint balances columns by trial,
    which takes fifty times as long as the rest of the page."""
    found: list[list[list[Section]]] = []
    for is_wide, group in groupby(sections, lambda section: section.id in wide):
        members = list(group)
        found += [[[section]] for section in members] if is_wide else [_deal(members, columns)]
    return found


def _deal(sections: Sequence[Section], columns: int) -> list[list[Section]]:
    """The sections in order, cut so that the longest column is as short as can be."""
    ends = range(1, len(sections))
    choices = (
        [list(sections[start:end]) for start, end in pairwise((0, *cuts, len(sections)))]
        for cuts in combinations(ends, min(columns, len(sections)) - 1)
    )
    return min(choices, key=lambda choice: max(map(_length, choice)))


LINE = 23
"""About how many em a line of a column holds."""


def _length(sections: Sequence[Section]) -> float:
    """About how many lines the sections take in a column."""
    return sum(2 + sum(map(_lines, _BLOCK_END.split(section.html))) for section in sections)


def _lines(block: str) -> float:
    text = " ".join(html.unescape(_TAG.sub("", block)).split())
    return math.ceil(sum(map(_width, text)) / LINE) + 0.2 if text else 0


def _width(char: str) -> float:
    """About how wide a character is, in em."""
    if unicodedata.combining(char):
        return 0
    if unicodedata.bidirectional(char) == "AL":
        return 0.42
    return 1 if unicodedata.east_asian_width(char) in "WF" else 0.5


_TAG, _BLOCK_END = re.compile(r"<[^>]+>"), re.compile(r"</(?:p|li|tr)>")


def deal_list(markup: str, columns: int) -> str:
    """An ordered list without lists inside it as several, side by side; each item is numbered, `data-step`."""
    per_column = -(-markup.count("<li") // columns)
    number = 0

    def item(match: re.Match[str]) -> str:
        nonlocal number
        number += 1
        cut = f'</ol>\n<ol start="{number}">\n' if number > 1 and (number - 1) % per_column == 0 else ""
        return f'{cut}<li data-step="{number}"'

    return re.sub(r"<li\b", item, markup)


def bind_marks(markup: str) -> str:
    """※ and † never begin a line: a word joiner ties each to the word before it."""
    return markup.replace('<sup class="mark">', '\u2060<sup class="mark">')


def citation(source: Source) -> str:
    """Title and number of a document; where it has no number and the title no year, its date."""
    year = source.date[:4]
    aside = source.number or (source.date if year.isdigit() and year not in source.title else "")
    return f"{source.title}（{aside}）" if aside else source.title


def _pages(page: Page) -> int:
    return int(page.front.get("pages", 1))


def _template(
    page: Page, document: Document, edition: Edition, root: Path, site_url: str
) -> Callable[[float], str]:
    """room between 0 and 1 → the HTML."""
    name = f"{page.front.get('template', page.slug)}.html"
    try:
        template = _environment(root).get_template(name)
    except TemplateNotFound as error:
        raise ProblemsFound(
            [
                Problem(
                    page.where, "template-missing", _("there is no templates/print/{name}").format(name=name)
                )
            ]
        ) from error
    url = page_url(site_url, edition.locale.code, str(page.front.get("topic", "index")))
    values = {
        "_": lambda text, **values: _phrase(edition, text, **values),
        "document": document,
        "edition": edition,
        "locale": edition.locale,
        "sides": _sides(page, document),
        "bind": bind_marks,
        "deal_list": deal_list,
        "citation": citation,
        "runs": runs,
        "url": url,
        "qr": Markup(qr_svg(url, edition.say("二维码：在网上看这一页"))),
    }
    return lambda room: template.render(values, room=f"{room:.4f}")


@cache
def _environment(root: Path) -> Environment:
    return Environment(
        loader=FileSystemLoader(root / "templates" / "print"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _phrase(edition: Edition, text: str, **values: object) -> Markup:
    """A string of the interface as HTML; one that has no translation yet is marked as the Chinese it is."""
    said = edition.say(text, **values)
    if edition.locale.is_source or edition.say(text) != text:
        return escape(said)
    return Markup('<span lang="{}" dir="ltr">{}</span>').format(SOURCE, said)


def _sides(page: Page, document: Document) -> list[list[Section]]:
    """The sections side by side of the paper: a new side begins with the section that `back` names."""
    sections, back = list(document.sections.values()), page.front.get("back")
    if back is None:
        return [sections]
    if back not in document.sections:
        raise ProblemsFound(
            [Problem(page.where, "handout-back", _("`back` names no section: {name}").format(name=back))]
        )
    cut = list(document.sections).index(str(back))
    return [sections[:cut], sections[cut:]]
