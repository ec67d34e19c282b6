"""Small readings of localised HTML: the first list of a section, and a section as plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

_VOID = frozenset({"br", "hr", "img", "input", "wbr"})
_BLOCKS = frozenset({"p", "ol", "ul", "li", "blockquote", "div", "table", "tr"})


@dataclass(frozen=True)
class Item:
    """An item of a task list: its HTML without the box, and whether the box is ticked."""

    html: str
    ticked: bool


def split_list(html: str) -> tuple[str, tuple[Item, ...], str]:
    """(HTML before the first list, its items, HTML after it). Without a list everything stands before it.

    An item that is shown in another language than the page keeps its lang and dir on a span of its own."""
    splitter = _Splitter()
    splitter.feed(html)
    splitter.close()
    items = tuple(item.finished() for item in splitter.items)
    return "".join(splitter.before).strip(), items, "".join(splitter.after).strip()


@dataclass
class _Open:
    """An item while it is read. `language`: its lang and dir, as they stood in the tag."""

    language: str
    parts: list[str] = field(default_factory=list)
    ticked: bool = False

    def finished(self) -> Item:
        html = "".join(self.parts).strip()
        return Item(f"<span{self.language}>{html}</span>" if self.language else html, self.ticked)


class _Splitter(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.before: list[str] = []
        self.after: list[str] = []
        self.items: list[_Open] = []
        self.depth = 0  # open elements, counted from the first list on
        self.closed = False

    def write(self, text: str) -> None:
        if self.closed:
            self.after.append(text)
        elif not self.depth:
            self.before.append(text)
        elif self.depth > 1 and self.items:
            self.items[-1].parts.append(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        text = self.get_starttag_text() or ""
        if self.closed or (not self.depth and tag not in ("ul", "ol")):
            self.write(text)
        elif self.depth == 2 and tag == "input":
            self.items[-1].ticked = "checked" in dict(attrs)
        elif tag in _VOID:
            self.write(text)
        else:
            self.depth += 1
            if self.depth == 2:
                language = "".join(f' {name}="{escape(value or "")}"' for name, value in attrs if name in ("lang", "dir"))
                self.items.append(_Open(language))
            elif self.depth > 2:
                self.write(text)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self.closed or not self.depth:
            self.write(f"</{tag}>")
        elif tag not in _VOID:
            if self.depth > 2:
                self.write(f"</{tag}>")
            self.depth -= 1
            self.closed = not self.depth

    def handle_data(self, data: str) -> None:
        self.write(data)

    def handle_entityref(self, name: str) -> None:
        self.write(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.write(f"&#{name};")


def plain_text(html: str) -> str:
    """HTML as text to paste into a message: paragraphs apart by an empty line, items numbered as they are shown.

    `bdi` becomes the isolates U+2066 … U+2069, so that a phone number is not turned round in right-to-left text."""
    writer = _Plain()
    writer.feed(html)
    writer.close()
    text = re.sub(r"[ \t]*\n[ \t]*", "\n", "".join(writer.parts))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


class _Plain(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.lists: list[int | None] = []  # per open list: the last number, None for bullets

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("ol", "ul"):
            self.lists.append(0 if tag == "ol" else None)
            self.parts.append("\n\n")
        elif tag == "li" and self.lists:
            number = self.lists[-1]
            self.lists[-1] = None if number is None else number + 1
            self.parts.append("\n" + ("· " if number is None else f"{number + 1}. "))
        elif tag == "br":
            self.parts.append("\n")
        elif tag == "bdi":
            self.parts.append("\u2066" if dict(attrs).get("dir") == "ltr" else "\u2068")
        elif tag in _BLOCKS:
            self.parts.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "bdi":
            self.parts.append("\u2069")
        elif tag in ("ol", "ul"):
            self.lists.pop()
            self.parts.append("\n\n")
        elif tag in _BLOCKS and tag != "li":
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(re.sub(r"\s+", " ", data) if data.strip() else ("" if "\n" in data else data))
