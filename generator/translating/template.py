"""What there is to translate: every string of the pages, the facts and the interface, in a stable order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.extract import extract_from_dir

from generator.content.model import Content, Page
from generator.content.text import placeholders
from generator.language.blocks import Block
from generator.language.catalogs import FACTS, INTERFACE, Key
from generator.language.localise import ASK_LOCALLY, extract
from generator.language.msgids import has_words
from generator.website.material import interface_strings

_TEMPLATES = [("**.html", "jinja2.ext:babel_extract"), ("**.txt", "jinja2.ext:babel_extract")]
_PYTHON = [("**.py", "python")]


@dataclass(frozen=True)
class Wanted:
    """A string to translate: `note` tells the translator what kind of text it is; `references` where it stands."""

    msgid: str
    context: str | None
    note: str
    references: tuple[str, ...]

    @property
    def key(self) -> Key:
        return self.context, self.msgid


def template(content: Content, root: Path) -> dict[str, tuple[Wanted, ...]]:
    """Catalogue name → its strings."""
    catalogues = {page.slug: _merge(_page(page)) for page in content.pages()}
    catalogues[FACTS] = _merge(_facts(content))
    catalogues[INTERFACE] = _merge([*_interface(root), *_campaigns(content)])
    return catalogues


def _merge(found: Iterable[Wanted]) -> tuple[Wanted, ...]:
    """One entry per key, in order of first sight, with all notes and references."""
    merged: dict[Key, Wanted] = {}
    for wanted in found:
        if known := merged.get(wanted.key):
            notes = [known.note] + ([wanted.note] if wanted.note not in known.note.split(", ") else [])
            references = dict.fromkeys((*known.references, *wanted.references))
            wanted = Wanted(wanted.msgid, wanted.context, ", ".join(notes), tuple(references))
        merged[wanted.key] = wanted
    return tuple(merged.values())


def _page(page: Page) -> list[Wanted]:
    found: list[Wanted] = []

    def visit(block: Block) -> None:
        if has_words(block.msgid):
            reference = page.where.path + (f"#{block.anchor}" if block.anchor else "")
            found.append(Wanted(block.msgid, block.context, block.kind, (reference,)))

    extract(page, visit)
    return found


def _facts(content: Content) -> Iterator[Wanted]:
    """Labels of the facts that pages rest on, and values that are words."""
    path = "content/facts.yml"
    used = {key for page in content.pages() for text in (page.title, page.summary, page.body) for _, key, _ in placeholders(text)}
    for fact in (fact for key, fact in content.facts.items() if key in used):
        yield Wanted(fact.label, None, "label", (f"{path}#{fact.key}",))
        if fact.unit == "text":
            for value in fact.values:
                yield Wanted(value.value, None, "value", (f"{path}#{fact.key}",))


def _interface(root: Path) -> Iterator[Wanted]:
    """Strings of templates and of `say(…)` calls; then those of the theme, each in a context of its own."""
    yield from _extracted(root, "templates", _TEMPLATES, "_", "interface")
    yield from _extracted(root, "generator", _PYTHON, "say", "interface")
    yield Wanted(ASK_LOCALLY, None, "interface", ("generator/language/localise.py",))
    for key, text in interface_strings().items():
        yield Wanted(text, f"material:{key}", "interface of the website", ("material",))


def _campaigns(content: Content) -> Iterator[Wanted]:
    for campaign in content.campaigns:
        yield Wanted(campaign.name, None, "campaign name", (campaign.where.path,))


def program(root: Path) -> tuple[Wanted, ...]:
    """The program's own messages, which are written in English and translated into Chinese."""
    return _merge(_extracted(root, "generator", _PYTHON, "_", "message"))


def _extracted(root: Path, folder: str, methods: list[tuple[str, str]], keyword: str, note: str) -> Iterator[Wanted]:
    found = extract_from_dir(root / folder, methods, {}, keywords={keyword: None}, comment_tags=("NOTE:",))
    rows = sorted((Path(file).as_posix(), line, message, tuple(comments)) for file, line, message, comments, _ in found if isinstance(message, str))
    for file, _line, message, comments in rows:
        yield Wanted(message, None, " ".join(comments) or note, (f"{folder}/{file}",))
