"""One walk over a page's blocks that both extracts and translates.

A Python-Markdown tree processor that runs when the blocks are parsed and inline syntax is not: each block's text is
still what the author wrote, and the translation goes through the same inline patterns. Extraction is the same
walk with a lookup that only takes notes, so the two cannot differ. Without translations the page comes out byte by
byte as plain Markdown makes it.
"""

from __future__ import annotations

import copy
import html
import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX, AtomicString

from generator.language.insert import Insert, insert_markdown, insert_plain
from generator.language.msgids import (
    ATTRIBUTES,
    STASHED,
    from_msgstr,
    has_words,
    isolate_numbers,
    spaces_around,
    to_msgid,
)

PRIORITY = 45
"""After footnotes (50); before inline-hilite (30), task lists (25) and inline (20)."""

_SKIPPED = {"pre", "code", "script", "style", "textarea", "svg", "math", "kbd", "samp"}
_KINDS = {
    "p": "paragraph", "li": "list item", "td": "table cell", "th": "table header", "dt": "term", "dd": "definition",
    "summary": "details title", "label": "tab title", "figcaption": "caption",
}  # fmt: skip
_HEADING = re.compile("h[1-6]")
_FOOTNOTE_SPACE = re.compile("(?:" + STX + "qq3936677670287331zz" + ETX + ")+$")  # stands before a footnote's way back
_ATTRIBUTE_LIST = re.compile(r"(?:(?<=[ \n])|^)\{:?[ ]*(?!\{)[^{}\n]*\}[ ]*$")  # never {{ a.placeholder }}
_CHECKBOX = re.compile(r"^\[[ xX]\](?=\s)\s*")
_MARKERS = {"[TOC]", "///Footnotes Go Here///"}
_SHORT_REFERENCE = re.compile(r"(?<![\]\\])(!?)\[([^\[\]^]+)\](?:\[\])?(?![\[(:])")


@dataclass(frozen=True)
class Block:
    """A string to translate. `anchor`: id of the heading it stands under; `kind`: a word for the translator."""

    msgid: str
    context: str | None
    anchor: str
    kind: str


Lookup = Callable[[Block], str | None]
"""Answers a translation, or None: then the source is shown."""


class BlockText(Extension):
    """The walk as a Markdown extension.

    `lookup` and the two `insert` may be exchanged between two pages; `insert_source` fills what stays untranslated
    (by default `insert` does); `source` is (lang, dir) of the source language and is set on what stays untranslated;
    `lint` collects raw HTML whose words nobody can translate."""

    def __init__(self, lookup: Lookup, insert: Insert | None = None, rtl: bool = False, source: tuple[str, str] | None = None) -> None:
        super().__init__()
        self.lookup, self.insert, self.rtl, self.source = lookup, insert, rtl, source
        self.insert_source: Insert | None = None
        self.lint: list[str] = []

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(_Walk(md, self), "block-text", PRIORITY)


class _Walk(Treeprocessor):
    md: Markdown

    def __init__(self, md: Markdown, extension: BlockText) -> None:
        super().__init__(md)
        self.extension = extension
        self.anchor = ""
        self.missed = False  # whether a string of the present element has no translation

    def run(self, root: etree.Element) -> None:
        self.anchor = ""
        self.extension.lint.clear()
        for key, (address, title) in list(self.md.references.items()):
            if title:
                self.md.references[key] = (address, self.look_up(title, "link title"))
        self.walk(root, iter(self.heading_ids(root)))
        self.translate_abbreviations()
        self.translate_stash()

    def heading_ids(self, root: etree.Element) -> list[str]:
        """The ids that the headings get in the source language: toc's own code, run on copies.

        Inline patterns on the copies count footnotes twice, so the footnotes' counters are put back."""
        if "toc" not in self.md.treeprocessors:
            return []
        probe = etree.Element("div")
        for element in root.iter():
            if _is_heading(element):
                probe.append(copy.deepcopy(element))
            elif element.get("id"):
                etree.SubElement(probe, "i", {"id": element.get("id", "")})
        notes = next((each for each in self.md.registeredExtensions if hasattr(each, "found_refs")), None)
        saved = {name: copy.copy(value) for name, value in vars(notes).items() if isinstance(value, list | dict | set)} if notes else {}
        for name in ("inline", "attr_list", "toc"):
            if name in self.md.treeprocessors:
                self.md.treeprocessors[name].run(probe)
        for name, value in saved.items():
            setattr(notes, name, value)
        return [element.get("id", "") for element in probe.iter() if _is_heading(element)]

    def walk(self, parent: etree.Element, ids: Iterator[str]) -> None:
        for element in list(parent):
            tag = element.tag if isinstance(element.tag, str) else ""
            kind = _KINDS.get(tag, tag)
            if _is_heading(element):
                kind = f"heading {tag}"
                self.anchor = next(ids, "")
                if self.anchor:
                    element.set("id", self.anchor)
            elif "admonition-title" in element.get("class", ""):
                kind = "admonition title"
            if tag not in _SKIPPED and "footnote-backref" not in element.get("class", ""):
                for name in ATTRIBUTES:
                    if value := element.get(name):
                        element.set(name, self.look_up(value, f"attribute {name}"))
                self.missed = False
                if element.text:
                    element.text = self.translate(element.text, kind)
                if self.missed:
                    self.mark_source(element)
                self.walk(element, ids)
            if self.extension.rtl and "text-align" in (style := element.get("style", "")):
                element.set("style", style.replace("left", "start").replace("right", "end"))
            if element.tail and element.tail.strip():
                self.translate_tail(parent, element)

    def translate_tail(self, parent: etree.Element, element: etree.Element) -> None:
        self.missed = False
        tail = self.translate(element.tail or "", _KINDS.get(parent.tag, str(parent.tag)) + " (continued)")
        if self.missed and self.extension.source:
            span = etree.Element("span")
            span.text, element.tail = tail, ""
            self.mark_source(span)
            parent.insert(list(parent).index(element) + 1, span)
        else:
            element.tail = tail

    def mark_source(self, element: etree.Element) -> None:
        """Say which language is shown: for screen readers, fonts and line breaking."""
        if self.extension.source:
            language, direction = self.extension.source
            element.set("lang", language)
            element.set("dir", direction)

    def translate(self, raw: str, kind: str) -> str:
        """A text of the tree: take off what is not words, translate the rest, put it together again."""
        if not raw.strip() or raw.strip() in _MARKERS:
            return raw
        if isinstance(raw, AtomicString):  # within HTML that has no markdown attribute: plain text
            before, text, after = spaces_around(raw)
            return AtomicString(before + self.plain(self.look_up(to_msgid(text), kind)) + after)
        tail = _FOOTNOTE_SPACE.search(raw)
        before, text, after = spaces_around(raw[: tail.start()] if tail else raw)
        after += tail[0] if tail else ""
        if checkbox := _CHECKBOX.match(text):
            before, text = before + checkbox[0], text[checkbox.end() :]
        if STASHED.search(text):  # a fence or raw HTML within a tight list item: translate around it
            return before + "".join(self.translate_piece(piece, kind) for piece in re.split(f"({STASHED.pattern})", text)) + after
        text, attributes = self.split_attribute_list(text, kind)
        if re.search(r'translate="?no\b', attributes):
            return before + self.filled(text) + attributes + after
        context = re.search(r'\s*data-ctx="([^"]*)"', attributes)
        if context:
            attributes = attributes.replace(context[0], "")
            if re.fullmatch(r"\s*\{:?\s*\}", attributes):
                attributes = ""
        return before + self.translate_words(text, kind, context[1] if context else None) + attributes + after

    def translate_piece(self, piece: str, kind: str) -> str:
        if not piece.strip() or STASHED.fullmatch(piece):
            return piece
        before, text, after = spaces_around(piece)
        return before + self.translate_words(text, kind) + after

    def split_attribute_list(self, text: str, kind: str) -> tuple[str, str]:
        """`text { .class }` → (text, ` { .class }`) where attr_list will read it as such."""
        match = _ATTRIBUTE_LIST.search(text) if "attr_list" in self.md.treeprocessors else None
        if not match or not (kind.startswith(("heading", "table", "term")) or text[: match.start()].endswith("\n")):
            return text, ""
        head = text[: match.start()]
        closing = re.search(r"\s*(?:#+\s*)?$" if kind.startswith("heading") else r"\s*$", head)
        end = closing.start() if closing else len(head)
        attributes = re.sub(rf'\b({"|".join(ATTRIBUTES)})="([^"]*)"', self.translate_attribute, match[0])
        return head[:end], head[end:] + attributes

    def translate_attribute(self, match: re.Match[str]) -> str:
        return f'{match[1]}="{html.escape(self.look_up(match[2], f"attribute {match[1]}"))}"'

    def translate_words(self, text: str, kind: str, context: str | None = None) -> str:
        if not has_words(text):
            return self.filled(text)
        text = self.name_references(text)
        found = self.extension.lookup(Block(to_msgid(text), context, self.anchor, kind))
        if found is None:
            self.missed = True
            return self.filled(text, source=True)
        text = from_msgstr(found)
        if self.extension.rtl:
            text = isolate_numbers(text)
        return self.filled(text)

    def look_up(self, text: str, kind: str) -> str:
        """A string without Markdown: attribute, title, abbreviation."""
        if not has_words(text):
            return text
        return self.extension.lookup(Block(text, None, self.anchor, kind)) or text

    def name_references(self, text: str) -> str:
        """[text] and [text][] → [text][key]: the address survives the translation of the text."""

        def name(match: re.Match[str]) -> str:
            key = match[2].strip().lower()
            return f"{match[1]}[{match[2]}][{key}]" if key in self.md.references else match[0]

        return _SHORT_REFERENCE.sub(name, text)

    def filled(self, text: str, source: bool = False) -> str:
        """The text with its values, written as the language of the text writes them."""
        walk = self.extension
        if source and walk.insert_source:
            return insert_markdown(text, walk.insert_source, rtl=False)
        return insert_markdown(text, walk.insert, walk.rtl) if walk.insert else text

    def plain(self, text: str) -> str:
        insert = self.extension.insert
        return insert_plain(text, insert, self.extension.rtl) if insert else text

    def translate_abbreviations(self) -> None:
        if "abbr" not in self.md.treeprocessors:
            return
        abbreviations: dict[str, str] = vars(self.md.treeprocessors["abbr"])["abbrs"]
        for short, long in list(abbreviations.items()):
            translated = self.look_up(long, f"abbreviation of {short}")
            abbreviations[short] = abbreviations[self.look_up(short, "abbreviation")] = translated

    def translate_stash(self) -> None:
        """Titles of code fences lie in the stash; words of raw HTML there can only be reported."""
        blocks = self.md.htmlStash.rawHtmlBlocks
        for number, raw in enumerate(blocks):
            if not isinstance(raw, str):
                continue
            blocks[number] = re.sub(
                r'(<span class="filename">)(.*?)(</span>)',
                lambda match: match[1] + html.escape(self.look_up(html.unescape(match[2]), "code title")) + match[3], raw)  # fmt: skip
            words = re.sub(r"<!--.*?-->|<pre.*?</pre>|<[^>]+>", "", raw, flags=re.S)
            words += " ".join(re.findall(r'\b(?:title|alt|aria-label|placeholder)="([^"]*)"', raw))
            if has_words(words) and "highlight" not in raw:
                self.extension.lint.append(words.strip())


def _is_heading(element: etree.Element) -> bool:
    return isinstance(element.tag, str) and _HEADING.fullmatch(element.tag) is not None
