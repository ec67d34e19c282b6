"""Placeholders become values: after translation, so that one msgid serves every value, and never as Markdown."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass

from generator.content.text import PLACEHOLDER


@dataclass(frozen=True)
class Inserted:
    """A value as its locale writes it. `mark`: "", ※ (ask the county centre) or † (worked example).

    `short` values stay on one line; `lang` is set where the value is not in the page's language."""

    text: str
    mark: str = ""
    short: bool = True
    lang: str = ""


Insert = Callable[[str, str], Inserted]
"""(key, form) → value; form is "" for the usual one."""

_VERBATIM = re.compile(r"(`+[^`]*`+|\]\([^)]*\)|<[^>]*>)")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!.|~=-])")
_CITE = re.compile(r"\s*(" + PLACEHOLDER.pattern.replace("(?::(?P<form>[a-z]+))?", ":(?P<form>cite)") + ")")


def _escape(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", html.escape(text, quote=False))


def _mark(mark: str) -> str:
    return f'<sup class="mark">{mark}</sup>' if mark else ""


def insert_markdown(text: str, insert: Insert, rtl: bool) -> str:
    """Fill the placeholders of a block's Markdown. In code and addresses the bare value stands, elsewhere it is marked up."""
    text = _CITE.sub(lambda match: _mark(insert(match["key"], "cite").mark), text)

    def value(match: re.Match[str]) -> str:
        inserted = insert(match["key"], match["form"] or "")
        tag = "bdi" if rtl else "span"
        attributes = ' class="fact"' if inserted.short else ""
        if inserted.lang:
            attributes += f' lang="{inserted.lang}"'
        body = _escape(inserted.text)
        if attributes or rtl:
            body = f"<{tag}{attributes}>{body}</{tag}>"
        return body + _mark(inserted.mark)

    parts = _VERBATIM.split(text)
    for number, part in enumerate(parts):
        if number % 2:
            parts[number] = PLACEHOLDER.sub(lambda match: insert(match["key"], match["form"] or "").text, part)
        else:
            parts[number] = PLACEHOLDER.sub(value, part)
    return "".join(parts)


def insert_plain(text: str, insert: Insert, rtl: bool) -> str:
    """Fill the placeholders of a string without markup: a title, an attribute, a message."""

    def value(match: re.Match[str]) -> str:
        inserted = insert(match["key"], match["form"] or "")
        body = f"\u2068{inserted.text}\u2069" if rtl and inserted.text else inserted.text
        return body + inserted.mark

    text = _CITE.sub(lambda match: insert(match["key"], "cite").mark, text)
    return PLACEHOLDER.sub(value, text)
