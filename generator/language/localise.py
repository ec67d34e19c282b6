"""A page for one edition: the day's facts chosen, blocks through the catalogue, values inserted → a Document."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from markdown import Markdown

from generator.content.facts import FactBook, Facts
from generator.content.model import Content, Fact, Grade, Office, Page, Source, Value
from generator.content.text import branches, choose
from generator.errors import Problem, ProblemsFound, Where
from generator.language import catalogs as po
from generator.language.blocks import Block, BlockText
from generator.language.catalogs import Catalogs, State
from generator.language.dialect import make_markdown
from generator.language.formats import format_date, format_value
from generator.language.insert import Inserted, insert_plain
from generator.language.locales import SOURCE, Locale, load_locales
from generator.language.msgids import has_words
from generator.messages import _

MARKS: dict[Grade, str] = {"C": "※", "D": "†"}
"""Grades that a reader must know of: ask the county centre; a worked example."""

ASK_LOCALLY = "请问学校或县级学生资助管理中心"
"""What stands where an office has not said: a msgid of the interface."""

_FORMAT_FIELD = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Edition:
    """What makes two renditions of a page differ."""

    locale: Locale
    source: Locale
    day: date
    office: Office | None
    facts: Facts
    sources: dict[str, Source]
    catalogs: Catalogs
    drafts: bool

    def say(self, text: str, **values: object) -> str:
        """A string of the interface in the reader's language, else in Chinese. Fills {names}, and nothing else in braces."""
        entry = None if self.locale.is_source else self.catalogs.find(po.INTERFACE, text)
        said = entry.msgstr if entry else text
        return _FORMAT_FIELD.sub(lambda match: str(values.get(match[1], match[0])), said)

    def holds(self, key: str) -> bool:
        """Whether a choice of a page's text holds: the fact has a value on the day, the office has said."""
        group, _dot, name = key.partition(".")
        if group == "office":
            return self.office is not None and bool(office_value(self.office, name))
        return self.facts.has(key)

    def __getstate__(self) -> dict[str, object]:
        """Without the converter: an edition goes to worker processes, its Markdown does not."""
        return {name: value for name, value in self.__dict__.items() if name != "markdown"}

    @property
    def stamp(self) -> str:
        """The edition line: as-of day and office."""
        line = self.say("{date}版", date=format_date(self.locale, self.day))
        return f"{line} · {self.office.name}" if self.office else line

    @cached_property
    def markdown(self) -> tuple[Markdown, BlockText]:
        """One converter for all pages of the edition: making one takes longer than a short page."""
        source = None if self.locale.is_source else (SOURCE, "ltr")
        walk = BlockText(lambda block: None, rtl=self.locale.rtl, source=source)
        return make_markdown(walk, say=self.say), walk


@dataclass(frozen=True)
class Section:
    """A part of a page from one second-level heading to the next. `html` is without the heading.

    `translated`: whether the title is in the reader's language."""

    id: str
    title: str
    html: str
    translated: bool = True


@dataclass(frozen=True)
class Cited:
    """A document that a page rests on, and what it supports (labels of facts in the reader's language)."""

    source: Source
    labels: tuple[str, ...]
    grades: frozenset[Grade]


@dataclass(frozen=True)
class Counts:
    """Strings of a page: all, without a translation, and with one that is not reviewed."""

    total: int = 0
    missing: int = 0
    draft: int = 0


@dataclass(frozen=True)
class Document:
    slug: str
    title: str
    title_translated: bool
    summary: str
    html: str
    intro: str
    sections: dict[str, Section]
    sources: tuple[Cited, ...]
    marks: frozenset[str]
    state: Counts
    lint: tuple[str, ...] = ()


@dataclass
class _Notes:
    """What one walk over one page learns on its way."""

    edition: Edition
    slug: str
    total: set[po.Key] = field(default_factory=set)
    missing: set[po.Key] = field(default_factory=set)
    draft: set[po.Key] = field(default_factory=set)
    used: dict[str, dict[str, Fact]] = field(default_factory=dict)  # source id → label → fact
    grades: dict[str, set[Grade]] = field(default_factory=dict)

    def translate(self, msgid: str, context: str | None = None) -> str | None:
        """The translation, noting the string's state; the source language answers None."""
        key = (context, msgid)
        self.total.add(key)
        if self.edition.locale.is_source:
            return None
        entry = self.edition.catalogs.find(self.slug, msgid, context)
        if entry is None:
            self.missing.add(key)
            return None
        if entry.state is State.DRAFT:
            self.draft.add(key)
        return entry.msgstr

    def insert(self, key: str, form: str) -> Inserted:
        return self.insert_for(self.edition.locale, key, form)

    def insert_source(self, key: str, form: str) -> Inserted:
        """For a block that stays Chinese: its values are Chinese too."""
        return self.insert_for(self.edition.source, key, form)

    def insert_for(self, locale: Locale, key: str, form: str) -> Inserted:
        group, _dot, name = key.partition(".")
        if group == "office":
            return self.insert_office(locale, name)
        fact, value = self.edition.facts.get(key)
        self.used.setdefault(value.source, {})[fact.label] = fact
        self.grades.setdefault(value.source, set()).add(value.grade)
        mark = MARKS.get(value.grade, "")
        if form == "cite":
            return Inserted("", mark)
        return self.insert_value(locale, fact, value, form, mark)

    def insert_value(self, locale: Locale, fact: Fact, value: Value, form: str, mark: str) -> Inserted:
        if fact.unit == "text":
            entry = None if locale.is_source else self.edition.catalogs.find(po.FACTS, value.value)
            text = entry.msgstr if entry else value.value
            return Inserted(text, mark, short=False, lang="" if entry or locale.is_source else SOURCE)
        text = format_value(locale, fact, value, form)
        foreign = fact.unit == "name" and not locale.is_source
        return Inserted(text, mark, short=len(text) <= 24, lang=SOURCE if foreign else "")

    def insert_office(self, locale: Locale, name: str) -> Inserted:
        office = self.edition.office
        text = office_value(office, name) if office else ""
        if not text:
            return Inserted(ASK_LOCALLY if locale.is_source else self.edition.say(ASK_LOCALLY), short=False)
        foreign = has_words(text) and not locale.is_source
        return Inserted(text, short=len(text) <= 24, lang=SOURCE if foreign else "")

    def cited(self) -> tuple[Cited, ...]:
        sources = [self.edition.sources[id] for id in self.used]
        return tuple(
            Cited(source, tuple(self.label(label) for label in self.used[source.id]), frozenset(self.grades[source.id]))
            for source in sorted(sources, key=lambda source: (source.date, source.id))
        )

    def label(self, label: str) -> str:
        entry = None if self.edition.locale.is_source else self.edition.catalogs.find(po.FACTS, label)
        return entry.msgstr if entry else label


def office_value(office: Office, name: str) -> str:
    """A field of {{ office.… }}; "" where the office has not said."""
    if name in ("name", "region"):
        return str(getattr(office, name))
    if name in ("address", "hours"):
        return office.counters[0].get(name, "") if office.counters else ""
    if name in ("preapply_dates", "accept_dates"):
        return office.dates.get(name.removesuffix("_dates"), "")
    return office.contacts.get(name, "")


def make_edition(content: Content, root: Path, locale: str, day: date, office: str | None, drafts: bool = True) -> Edition:
    """The edition of a locale (by code), day and office (by slug; None: none). Raises ProblemsFound."""
    locales = load_locales(root)
    if locale not in locales:
        raise ProblemsFound([Problem(Where("locales/locales.yml"), "locale-unknown", _("there is no locale {code}").format(code=locale), ", ".join(locales))])
    if office is not None and office not in content.offices:
        raise ProblemsFound([Problem(Where("content/offices"), "office-unknown", _("there is no office {name}").format(name=office), ", ".join(content.offices))])
    chosen = locales[locale]
    return Edition(
        locale=chosen,
        source=locales[SOURCE],
        day=day,
        office=content.offices[office] if office else None,
        facts=FactBook(content.facts).on(day),
        sources=dict(content.sources),
        catalogs=po.EMPTY if chosen.is_source else po.read_catalogs(root, chosen, drafts),
        drafts=drafts,
    )


_SECTION = re.compile(r'(?=<h2\b[^>]*\bid=")')
_SECTION_HEAD = re.compile(r'<h2\b[^>]*\bid="([^"]*)"[^>]*>(.*?)</h2>\s*', re.S)


def localise(page: Page, edition: Edition) -> Document:
    """The page in the edition's language. The facts it needs must hold on the day: see load.day_problems."""
    notes = _Notes(edition, page.slug)
    markdown, walk = edition.markdown
    walk.lookup = lambda block: notes.translate(block.msgid, block.context)
    walk.insert, walk.insert_source = notes.insert, None if edition.locale.is_source else notes.insert_source
    body = markdown.reset().convert(choose(page.body, edition.holds))
    title, title_translated = _plain(page.title, notes)
    summary, _summary_translated = _plain(page.summary, notes)
    intro, *parts = _SECTION.split(body)
    return Document(
        slug=page.slug,
        title=title,
        title_translated=title_translated,
        summary=summary,
        html=body,
        intro=intro,
        sections={section.id: section for section in map(_section, parts)},
        sources=notes.cited(),
        marks=frozenset(MARKS[grade] for grades in notes.grades.values() for grade in grades if grade in MARKS),
        state=Counts(len(notes.total), len(notes.missing), len(notes.draft)),
        lint=tuple(walk.lint),
    )


def _plain(text: str, notes: _Notes) -> tuple[str, bool]:
    """(a string of the front matter for the edition, whether it is in the reader's language)."""
    if not text:
        return "", True
    found = notes.translate(text)
    translated = found is not None or notes.edition.locale.is_source
    insert = notes.insert if translated else notes.insert_source
    return insert_plain(found or text, insert, notes.edition.locale.rtl and translated), translated


def _section(part: str) -> Section:
    head = _SECTION_HEAD.match(part)
    if head is None:  # cannot be: the parts are split where this pattern begins
        raise ValueError(part[:80])
    title = html.unescape(re.sub(r"<[^>]+>", "", head[2])).strip()
    return Section(head[1], title, part[head.end() :], f'lang="{SOURCE}"' not in head[0].partition(">")[0])


def extract(page: Page, visit: Callable[[Block], None]) -> tuple[str, ...]:
    """Every string of a page, over all branches of its choices, in reading order → the lint of its raw HTML."""
    for text, kind in ((page.title, "title"), (page.summary, "summary")):
        if text:
            visit(Block(text, None, "", kind))

    def take_note(block: Block) -> None:
        visit(block)

    walk = BlockText(take_note)
    markdown = make_markdown(walk)
    lint: list[str] = []
    for body in branches(page.body):
        markdown.reset().convert(body)
        lint += walk.lint
    return tuple(dict.fromkeys(lint))


def edition_text(document: Document) -> str:
    """All that a reader sees of a document, as plain text."""
    return html.unescape(re.sub(r"<[^>]+>", " ", f"{document.title} {document.summary} {document.html}"))
