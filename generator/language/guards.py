"""A translation may change words only.

What is not words is counted on both sides and compared: placeholders, footnotes, tags, addresses, rendered links and
elements, numbers. `nh3` is a second wall that knows nothing of our rules. What fails is not built in: the source shows.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser

import nh3
from markdown import Markdown

from generator.content.text import PLACEHOLDER
from generator.language.dialect import make_markdown
from generator.language.locales import Locale
from generator.language.msgids import from_msgstr
from generator.language.numerals import difference, fold_digits

Finding = tuple[str, str]
"""(id of the check, what differs)."""

_FREE_ATTRIBUTES = {"title", "alt", "aria-label"}
_EMPHASIS = {"strong", "em"}  # another language may stress less, or elsewhere
_TAGS = {"a", "strong", "em", "code", "kbd", "mark", "sub", "sup", "del", "ins", "br", "img", "span", "abbr", "bdi", "small", "p"}
_TAG_ATTRIBUTES = {"a": {"href", "title", "class", "id"}, "*": {"class", "id", "title"}, "img": {"src", "alt", "title", "class"}}
_MARKUP = re.compile(r"[`*_{}\[\]<>&\\^~=|]|:[a-z]|https?:")


class _Parts(HTMLParser):
    """What a rendered string consists of."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: Counter[str] = Counter()
        self.links: Counter[str] = Counter()
        self.attributes: Counter[str] = Counter()
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        for name, value in attrs:
            if name in ("href", "src"):
                self.links[f"{tag} {name}={value}"] += 1
            elif name in _FREE_ATTRIBUTES:
                self.text += f" {value or ''} "
            else:
                self.attributes[f"{tag} {name}={value}"] += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.tags["!--"] += 1


@cache
def _markdown() -> Markdown:
    return make_markdown()


def _render(text: str) -> str:
    markdown = _markdown()
    markdown.reset()
    for key in re.findall(r"\]\[([^\]]+)\]", text):
        markdown.references[key.lower()] = (f"https://reference.invalid/{key}", "")
    return markdown.convert("\u2060" + from_msgstr(text))  # the word joiner keeps it from being a block construct


def _forbidden(page: str) -> Counter[str]:
    """What the allow-list would take away."""
    clean = nh3.clean(
        page, tags=_TAGS, attributes=_TAG_ATTRIBUTES, link_rel=None,
        url_schemes={"http", "https", "mailto", "tel"}, url_relative="pass_through")  # fmt: skip
    before, after = _Parts(page), _Parts(clean)
    return (before.tags + before.links + before.attributes) - (after.tags + after.links + after.attributes)


def _placeholders(text: str) -> Counter[str]:
    named = Counter(re.sub(r"\s", "", match) for match in re.findall(r"\{\{.*?\}\}|\{%.*?%\}", text))
    return named + Counter(re.findall(r"(?<!\{)\{\w+\}(?!\})", text))


def _attribute_lists(text: str) -> Counter[str]:
    return Counter(re.findall(r"(?<!\{)\{(?!\{)[^{}]*[#.=:][^{}]*\}(?!\})", text))


def _raw_tags(text: str) -> Counter[str]:
    names = (name.lower() for name in re.findall(r"<\s*(/?[A-Za-z!][\w:-]*)", text))
    return Counter(name for name in names if name not in ("http", "https", "mailto", "tel"))


def _addresses(text: str) -> Counter[str]:
    text = PLACEHOLDER.sub(" ", fold_digits(text))
    found = re.findall(r"(?:[a-z][a-z0-9+.-]*://|www\.)[^\s<>)\]\"'，。；）》]+|\b(?:[a-z0-9-]+\.)+[a-z]{2,}\b", text, re.I)
    return Counter(each.rstrip(".,;:)").lower() for each in found)


_SAME: dict[str, Callable[[str], Counter[str]]] = {
    "placeholder": _placeholders,
    "attribute-list": _attribute_lists,
    "footnote": lambda text: Counter(re.findall(r"\[\^[^\]]+\]", text)),
    "raw-html": _raw_tags,
    "address": _addresses,
}


def check(msgid: str, msgstr: str, locale: Locale) -> list[Finding]:
    """What a translation changes that is not words; empty if it may be built in."""
    return list(_findings(msgid, msgstr, locale))


def _findings(msgid: str, msgstr: str, locale: Locale) -> Iterator[Finding]:
    if control := [
        f"U+{ord(char):04X}" for char in msgstr
        if (unicodedata.category(char) in ("Cc", "Co", "Cs") and char != "\n") or char in "\u202a\u202b\u202d\u202e"
    ]:  # fmt: skip
        yield "control-character", " ".join(control)
    if sum(map(msgstr.count, "\u2066\u2067\u2068")) != msgstr.count("\u2069"):
        yield "bidi-isolate", "unbalanced"
    if re.match(r"\s*(\[[ xX]\]\s|\[TOC\]|///|#+\s|[-+*]\s|\d+[.)]\s|>|!!!|\?\?\?|===|:\s|\|)", msgstr) and not re.match(
        r"\s*(#+\s|[-+*]\s|\d+[.)]\s|>|\|)", msgid
    ):
        yield "block-marker", msgstr[:12]
    for id, extract in _SAME.items():
        yield from _compared(id, extract(msgid), extract(msgstr))
    source_text, target_text = msgid, msgstr
    if _MARKUP.search(PLACEHOLDER.sub("", msgid + msgstr)):
        source_page, target_page = _render(msgid), _render(msgstr)
        source, target = _Parts(source_page), _Parts(target_page)
        yield from _compared("link", source.links, target.links)
        yield from _compared("attribute", source.attributes, target.attributes)
        yield from _compared("element", _without(source.tags, _EMPHASIS), _without(target.tags, _EMPHASIS))
        if forbidden := _forbidden(target_page) - _forbidden(source_page):
            yield "forbidden-markup", ", ".join(forbidden)
        source_text, target_text = source.text, target.text
    missing, extra = difference(PLACEHOLDER.sub(" ", source_text), PLACEHOLDER.sub(" ", target_text), locale.cldr)
    if missing or extra:
        yield "number", _difference_text(missing, extra)


def _without(counts: Counter[str], names: set[str]) -> Counter[str]:
    return Counter({name: count for name, count in counts.items() if name not in names})


def _compared(id: str, source: Counter[str], target: Counter[str]) -> Iterator[Finding]:
    if source != target:
        yield id, _difference_text(source - target, target - source)


def _difference_text(missing: Counter[str], extra: Counter[str]) -> str:
    parts = [f"{word} {' '.join(sorted(counts))}" for word, counts in (("missing", missing), ("extra", extra)) if counts]
    return ", ".join(parts)
