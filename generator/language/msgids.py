"""From a block's Markdown to its msgid and back: what a translator sees of line breaks, attributes and markers."""

from __future__ import annotations

import re
import unicodedata

from markdown.util import ETX, STX

from generator.content.text import PLACEHOLDER

ATTRIBUTES = ("title", "alt", "aria-label", "placeholder", "data-toc-label", "summary", "label")
"""Attributes whose values are words."""

STASHED = re.compile(re.escape(STX) + r"wzxhzdk:\d+" + re.escape(ETX))
"""A block of HTML or code that Python-Markdown keeps aside."""

_CJK = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\U00020000-\U0003ffff"
_BETWEEN_CJK = re.compile(rf"(?<=[{_CJK}])[ \t]*(?<!<br>)\n[ \t]*(?=[{_CJK}])")
_NOT_WORDS = re.compile(r"`[^`]*`|<[^>]*>|https?://\S+|:[a-z0-9_-]+:|&#?\w+;")


def has_words(text: str) -> bool:
    """Whether a letter stands outside code, tags, addresses, icons and placeholders, or a Chinese stop or comma."""
    rest = _NOT_WORDS.sub("", PLACEHOLDER.sub("", STASHED.sub("", text)))
    return any(unicodedata.category(char).startswith("L") or char in "，。、；：！？（）" for char in rest)


def to_msgid(text: str) -> str:
    """Soft line breaks vanish (without a space between CJK characters); hard ones become a visible <br>."""
    text = re.sub(r" {2,}\n\s*", "<br>\n", text.strip())
    text = _BETWEEN_CJK.sub("", text)
    return re.sub(r"(?<!<br>)[ \t]*\n[ \t]*", " ", text)


def from_msgstr(text: str) -> str:
    """One line, so that no block syntax can arise; <br> is a hard break again; stash marks cannot be forged."""
    text = text.replace(STX, "").replace(ETX, "")
    text = re.sub(r"(?<!<br>)\n", " ", text.strip())
    return re.sub(r"<br */?>\n?", "  \n", text)


def spaces_around(text: str) -> tuple[str, str, str]:
    """(white space before, text, white space after)."""
    stripped = text.strip()
    if not stripped:
        return text, "", ""
    start = text.index(stripped)
    return text[:start], stripped, text[start + len(stripped) :]


_NUMBER_RUN = re.compile(
    r"(`+[^`]*`+|\]\([^)]*\)|<[^>]*>|\{[^}]*\}|\[\^[^\]]*\]|https?://\S+)"
    r"|(?<![\w\u2066])(\d[\d.,:/\u2013\u2212\u00a0 -]*\d%?)(?![\w\u2069])"
)


def isolate_numbers(text: str) -> str:
    """In right-to-left text 0991-1234567 and 9:00-17:00 would be turned round (UAX 9, W2): isolates keep them."""

    def isolate(match: re.Match[str]) -> str:
        if match[1] or match[2].isdecimal():
            return match[0]
        return f"\u2066{match[2]}\u2069"

    return _NUMBER_RUN.sub(isolate, text)
