"""The search index of one locale: the texts of its sections, and what the engine must know about the language.

The result is a classic script, because pages opened from file:// may load scripts but may not fetch data.
Texts are not normalised here: the engine (templates/site/assets/js/search-engine.js) does that for texts and queries alike.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from generator.website.pinyin import readings

_DROPPED = re.compile(r"<(script|style|svg|sup)\b.*?</\1>|<a [^>]*class=\"headerlink\".*?</a>", re.S)
_ISOLATE = re.compile(r"<bdi\b[^>]*>(.*?)</bdi>", re.S)
_INLINE = re.compile(r"</?(?:a|abbr|b|bdi|code|em|i|ins|kbd|mark|s|small|span|strong|sub|u)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_SPACES = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True)
class Passage:
    """What one search result points at: a section, or (with empty `id`) the beginning of a page."""

    id: str
    title: str
    text: str


@dataclass(frozen=True)
class PageTexts:
    """`address` is relative to the root of the locale."""

    address: str
    title: str
    passages: tuple[Passage, ...]


def plain_text(markup: str) -> str:
    """Text of HTML as this program writes it, on one line. Isolated runs keep their isolates, so that numbers in
    right-to-left excerpts do not fall apart; what is not text (permalinks, marks, icons) is left out."""
    markup = _DROPPED.sub("", markup)
    markup = _ISOLATE.sub("\u2066\\1\u2069", markup)
    markup = _TAG.sub(" ", _INLINE.sub("", markup))
    return _SPACES.sub(" ", html.unescape(markup)).strip(" ")


@cache
def search_rules() -> Mapping[str, Mapping[str, Any]]:
    """The rules of each locale by its code, as written in search_rules.yml."""
    text = Path(__file__).with_name("search_rules.yml").read_text(encoding="utf-8")
    rules: Mapping[str, Mapping[str, Any]] = yaml.safe_load(text)
    return rules


def pinyin_table(texts: Iterable[str]) -> dict[str, str]:
    """`{"dai": "贷代带"}` for the characters that occur in `texts`; a character stands under each of its readings."""
    table: dict[str, list[str]] = {}
    for char, spelt in sorted(readings("".join(texts)).items()):
        for reading in spelt:
            table.setdefault(reading, []).append(char)
    return {reading: "".join(table[reading]) for reading in sorted(table)}


def index_script(pages: Sequence[PageTexts], rules: Mapping[str, Any], pinyin: bool = False) -> str:
    """The index as a script. `pinyin`: whether the readers type Chinese by its sound."""
    passages = [(number, passage) for number, page in enumerate(pages) for passage in page.passages]
    index: dict[str, Any] = {
        "rules": rules,
        "pages": [[page.address, page.title] for page in pages],
        "sections": [[number, p.id, p.title, p.text] for number, p in passages if p.text or p.title],
    }
    if pinyin:
        index["pinyin"] = pinyin_table(p.title + p.text for _, p in passages)
    data = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    for dangerous, escaped in (("</", "<\\/"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029")):
        data = data.replace(dangerous, escaped)
    return f"self.YINGZHI_SEARCH_INDEX = {data};\n"
