"""Class packets: one PDF per school with, for each class, its leaflets in each language and its sign-off grid.

prepare (render what classes share, check every class) → school_packet (place and write one school's pages). The
second takes and gives values that can be sent to another process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from pathlib import Path

from generator.content.model import Page
from generator.content.roster import LANGUAGES, Roster, no_glyph
from generator.errors import Problem, stop_on
from generator.handouts.assembly import LEAST_SIZE, Stacks, assemble, size_for
from generator.handouts.placing import (
    FIRST,
    Packets,
    School,
    leaflet,
    school_pages,
    schools,
    sheet_language,
    signoff,
)
from generator.handouts.shaping import FontStack
from generator.handouts.shared import share
from generator.handouts.sheets import render_handout
from generator.handouts.signoff import TITLE, first_pages, sign_off_sheets
from generator.language.fonts import FOLDER, VERTICAL_PRINT, font_files
from generator.language.locales import SOURCE
from generator.language.localise import Edition
from generator.messages import _

LEVEL = ("YZ Latin", "YZ Han", "YZ Tibetan", "YZ Arabic", "YZ Mongolian", "YZ Hangul", "YZ Yi")


def make_packets(
    roster: Roster, editions: Mapping[str, Edition], *, root: Path, handouts: Sequence[Page], site_url: str
) -> dict[str, bytes]:
    """File name → PDF, for every school. `editions` by locale code; the Chinese one is needed in any case.

    Raises ProblemsFound with everything that keeps the roster from being printed: `packet-language` (no edition),
    `glyph-missing` (a character that no font has), `field-too-long`; and what the renderer finds in the texts.
    """
    packets = prepare(roster, editions, root=root, handouts=handouts, site_url=site_url)
    return {school.file: school_packet(school, packets) for school in schools(roster)}


def prepare(
    roster: Roster, editions: Mapping[str, Edition], *, root: Path, handouts: Sequence[Page], site_url: str
) -> Packets:
    """Render what classes share, and check that every class can be printed. Raises as make_packets does."""
    stop_on(
        Problem(
            roster.where(one.row, "languages"),
            "packet-language",
            _("there is no edition in {code}").format(code=code),
            _("there are: {codes}").format(codes=", ".join(editions)),
        )
        for one in roster.classes
        for code in one.languages
        if code not in editions
    )
    chinese = editions.get(SOURCE) or next(iter(editions.values()))
    codes = [code for code in LANGUAGES if any(code in one.languages for one in roster.classes)]
    documents = {
        leaflet(page.slug, code): share(
            render_handout(page, editions[code], root=root, site_url=site_url), editions[code].locale
        )
        for page in handouts
        for code in codes
    }
    spoken = tuple(code for code in codes if editions[code].say(TITLE) != chinese.say(TITLE))
    for code in dict.fromkeys(sheet_language(one, spoken) for one in roster.classes):
        documents[signoff(code)] = sign_off_sheets(editions.get(code, chinese), chinese, root)
    counts = [len(school.classes) for school in schools(roster)]
    documents[FIRST], lists = first_pages(counts, chinese, [page.title for page in handouts], root)
    packets = Packets(root, tuple(page.slug for page in handouts), documents, lists, spoken)
    stop_on(chain.from_iterable(_unprintable(school, roster, packets) for school in schools(roster)))
    return packets


def school_packet(school: School, packets: Packets) -> bytes:
    """The PDF of one school: its list of classes, then class by class, each on a new sheet of paper."""
    return assemble(list(school_pages(school, packets)), packets.documents, stacks(packets.root), f"{school.name} · 班级材料包")


@cache
def stacks(root: Path) -> Stacks:
    """Fonts of the fields: every script we have, for pages read across and for pages read downwards."""
    paths = {font.family: root / FOLDER / font.file for font in font_files(root) if font.weight == 400}
    level = [paths[family] for family in LEVEL]
    turned = [paths[VERTICAL_PRINT[family]] for family in LEVEL if family in VERTICAL_PRINT]
    return Stacks(FontStack(level), FontStack([*turned, *level]))


def missing_characters(root: Path) -> Callable[[str], list[str]]:
    """For read_roster: which characters of a text have no glyph in any of the fields' fonts."""
    return stacks(root).level.missing


# ---- what cannot be printed


def _unprintable(school: School, roster: Roster, packets: Packets) -> Iterator[Problem]:
    """Characters that no font has, texts that are too long for their place, wherever they are to be printed."""
    for page in school_pages(school, packets):
        for name, text in (page.texts or {}).items():
            shared = packets.documents[page.shared]
            stack = stacks(packets.root).of(shared)
            where = roster.where(text.row, text.column)
            yield from (no_glyph(where, text.column, character) for character in stack.missing(text.text))
            rect = shared.fields[page.number][name]
            if size_for(stack.shape(text.text), rect, shared.vertical, text.size) < LEAST_SIZE:
                message = _("column {name}: too long for its place on paper").format(name=text.column)
                yield Problem(where, "field-too-long", message, _("use a shorter form of the name"))
