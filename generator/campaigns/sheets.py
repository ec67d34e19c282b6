"""The printed parts of a pack: Jinja2 templates of templates/packs → PDF bytes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from generator.campaigns.lesson import LESSON, Step, read_steps
from generator.campaigns.messages import main_script
from generator.campaigns.quiz import read_questions
from generator.content.addresses import page_url
from generator.content.model import Campaign, Page
from generator.errors import Problem, ProblemsFound
from generator.language.catalogs import EMPTY
from generator.language.formats import format_monthday
from generator.language.locales import SOURCE, load_locales
from generator.language.localise import Document, Edition
from generator.messages import _
from generator.paper.qr import qr_svg
from generator.paper.render import Layout, lay_out

LETTERS = "ABCDEFGH"

POSTER_SCALES = (1.32, 1.26, 1.2, 1.14, 1.08, 1.02, 0.96, 0.9, 0.84, 0.78, 0.72, 0.66, 0.6)
"""1 is 20 pt; 12 pt is the least that is read from a wall."""

PLEDGE_SCALES = (1.15, 1.1, 1.05, 1.0, 0.95, 0.9, 0.85, 0.8)
"""1 is 13.5 pt; the least is 10.8."""

QUIZ_SCALES = (1.42, 1.36, 1.3, 1.24, 1.18, 1.12, 1.06, 1.0)
"""1 is 10.5 pt, the least for running text."""

_CLAUSE = re.compile("[，。、；：！？]")


def source_edition(edition: Edition, root: Path) -> Edition:
    """The same day and office in Chinese."""
    return replace(edition, locale=load_locales(root)[SOURCE], catalogs=EMPTY)


@dataclass(frozen=True)
class Press:
    """What the sheets of one pack share."""

    campaign: Campaign
    edition: Edition
    root: Path
    site_url: str

    @property
    def name(self) -> str:
        """The campaign's name; a string of the interface, as campaign.yml has no catalogue of its own."""
        return self.edition.say(self.campaign.name)

    @property
    def season(self) -> str:
        """5月1日至6月30日, as the locale writes it."""
        locale = self.edition.locale
        start, end = (format_monthday(locale, *map(int, day.split("-"))) for day in self.campaign.season)
        return locale.dates["window"].format(start=start, end=end)

    @cached_property
    def templates(self) -> Environment:
        loader = FileSystemLoader(self.root / "templates")
        environment = Environment(loader=loader, autoescape=select_autoescape(["html"]), undefined=StrictUndefined, trim_blocks=True)
        environment.globals["_"] = self.edition.say
        environment.tests["foreign"] = self.is_foreign
        return environment

    @cached_property
    def in_file_names(self) -> Press:
        """The press whose language file names are in: Chinese where a file manager would show a name out of order."""
        locale = self.edition.locale
        if not locale.rtl and not locale.vertical:
            return self
        return replace(self, edition=source_edition(self.edition, self.root))

    def part_name(self, part: str) -> str:
        """海报, 教案 …: a part of the pack by its name in templates/packs/parts.txt."""
        module: Any = self.templates.get_template("packs/parts.txt").make_module()
        return str(module.name(part))

    def is_foreign(self, text: str) -> bool:
        """Whether a title has stayed Chinese in an edition of another language."""
        return not self.edition.locale.is_source and main_script(text) == "Han"

    def fill(self, template: str, **values: Any) -> str:
        """A template with what all of them want, and `values`."""
        return self.templates.get_template(f"packs/{template}").render(
            edition=self.edition, locale=self.edition.locale, campaign=self.name, season=self.season, letters=LETTERS, **values
        )

    def lay_out(self, template: str, page: Page, document: Document, **values: Any) -> Layout:
        html = self.fill(template, document=document, **values)
        return lay_out(html, locale=self.edition.locale, root=self.root, title=document.title, where=page.where)


def poster(press: Press, page: Page, document: Document) -> bytes:
    """One page of A3, set as large as it will fit. Raises ProblemsFound: `sheet-too-long`."""
    *things, ask = document.sections.values()
    address = page_url(press.site_url, press.edition.locale.code, str(page.front.get("topic", "index")))
    code = qr_svg(address, press.edition.say("扫码看政策全文"))
    cells = title_cells(document.title, longest=4)

    def lay_out_at(scale: float, anchored: bool = False) -> Layout:
        return press.lay_out(
            "poster.html", page, document, things=things, ask=ask, qr=code, cells=cells, scale=scale, anchored=anchored
        )  # fmt: skip

    scale, layout = _largest(POSTER_SCALES, 1, lay_out_at)
    _stop_on_overflow(layout, page)
    # Now that it is known to fit: the part below goes to the foot of the sheet, whatever its height.
    return lay_out_at(scale, anchored=True).to_pdf()


def _stop_on_overflow(layout: Layout, page: Page) -> None:
    if layout.pages > 1:
        message = _("this does not fit one page in {locale}").format(locale=layout.locale.code)
        raise ProblemsFound([Problem(page.where, "sheet-too-long", message, _("say it in fewer words"))])


def _largest(scales: tuple[float, ...], pages: int, lay_out_at: Callable[[float], Layout]) -> tuple[float, Layout]:
    """The first of the scales that fits the pages, with its layout; the last if none does. `scales` fall."""
    layouts: dict[float, Layout] = {}

    def fits(scale: float) -> bool:
        layouts[scale] = lay_out_at(scale)
        return layouts[scale].pages <= pages

    chosen = scales[bisect_left(scales[:-1], True, key=fits)]
    return chosen, layouts.get(chosen) or lay_out_at(chosen)


def title_cells(title: str, longest: int) -> list[str]:
    """The clauses of a Chinese title, to stand one character to a square; none if they would not make a block."""
    rows = [row for row in _CLAUSE.split(title) if row]
    even = len({len(row) for row in rows}) == 1 and len(rows) <= 2 and len(rows[0]) <= longest
    return rows if even and all(main_script(char) == "Han" for row in rows for char in row) else []


@dataclass(frozen=True)
class Minute:
    """A cell of the plan: the step it belongs to, and whether it is that step's first."""

    step: int
    first: bool


def lesson(press: Press, page: Page, document: Document) -> bytes:
    steps = read_steps(page, document)
    names = list(document.sections)
    first, last = names.index(steps[0].id), names.index(steps[-1].id)
    sections = list(document.sections.values())
    return press.lay_out(
        "lesson.html", page, document, steps=steps, minutes=minute_rows(steps), before=sections[:first], after=sections[last + 1 :]
    ).to_pdf()  # fmt: skip


def minute_rows(steps: tuple[Step, ...]) -> list[list[Minute]]:
    """The lesson as five rows of nine minutes."""
    cells = [Minute(step.number, minute == 0) for step in steps for minute in range(step.minutes)]
    return [cells[start : start + 9] for start in range(0, LESSON, 9)]


def pledge(press: Press, page: Page, document: Document) -> bytes:
    """One page of A4. Raises ProblemsFound: `sheet-too-long`."""
    promise, sign = document.sections.values()
    cells = title_cells(document.title, longest=6)
    _scale, layout = _largest(
        PLEDGE_SCALES, 1, lambda scale: press.lay_out("pledge.html", page, document, promise=promise, sign=sign, cells=cells, scale=scale)
    )  # fmt: skip
    _stop_on_overflow(layout, page)
    return layout.to_pdf()


def quiz(press: Press, page: Page, document: Document) -> bytes:
    """The sheet for pupils, no answers and no explanations: both sides of a leaf, or more if a language needs it."""
    questions = read_questions(document)
    _scale, layout = _largest(QUIZ_SCALES, 2, lambda scale: press.lay_out("quiz.html", page, document, questions=questions, scale=scale))
    return layout.to_pdf()


def key(press: Press, page: Page, document: Document) -> bytes:
    """The teacher's sheet: the right letters at a glance, then each with its reason and the documents."""
    return press.lay_out("key.html", page, document, questions=read_questions(document)).to_pdf()


Sheet = Callable[[Press, Page, Document], bytes]
