"""Texts to paste into an SMS, a group or Moments: how long they are, and whether that is too long.

Limits stand in the front matter and count Chinese characters: `limits: {sms: 55, group: 260}`, by section id. Other
scripts need more letters for the same words; FACTORS says how many may stand for one Chinese character.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from generator.campaigns.markup import plain_text
from generator.content import text
from generator.content.model import Page
from generator.errors import Problem, Severity, Where
from generator.language.locales import Locale
from generator.language.localise import Document
from generator.messages import _

FACTORS = {"Han": 1, "Yi": 2, "Hangul": 2, "Arabic": 3, "Latin": 4, "Mongolian": 4, "Tibetan": 4}
"""Characters of a script that say about as much as one Chinese character: English needs 3.5, rounded up; the others by the same rule."""

SMS = "sms"
"""The section that is sent as SMS, and billed by parts."""

SIGNATURE = 12
"""Characters kept free for 【the sender's name】, which the sending platform puts before every SMS."""

_SCRIPTS = {"CJK": "Han", "YI": "Yi", "HANGUL": "Hangul", "ARABIC": "Arabic", "LATIN": "Latin", "MONGOLIAN": "Mongolian", "TIBETAN": "Tibetan"}


@dataclass(frozen=True)
class Message:
    """`text` as it is sent; `limit` in characters of the script it is mostly written in."""

    id: str
    title: str
    text: str
    limit: int

    @property
    def length(self) -> int:
        """Characters as a person counts them on a phone: combining signs and isolates count too, being sent too."""
        return len(self.text)

    @property
    def parts(self) -> int:
        return sms_parts(self.text)


def main_script(words: str) -> str:
    """The script of most letters; Latin if there are none."""
    found = Counter(script for char in words if (script := _script(char)))
    return max(found, key=lambda script: (found[script], script), default="Latin")


def _script(char: str) -> str:
    if not unicodedata.category(char).startswith("L"):
        return ""
    return _SCRIPTS.get(unicodedata.name(char, "").partition(" ")[0], "")


def sms_parts(words: str) -> int:
    """Parts that an SMS is sent and billed as. Its signature is Chinese, so all of it is UCS-2: 70 units, or 67 a part."""
    units = SIGNATURE + len(words.encode("utf-16-le")) // 2
    return 1 if units <= 70 else -(-units // 67)


def read_messages(page: Page, document: Document) -> tuple[Message, ...]:
    """The messages in their order. The page must have passed `limit_problems`."""
    messages = []
    for section in document.sections.values():
        words = plain_text(section.html)
        limit = int(page.front["limits"][section.id]) * FACTORS[main_script(words)]
        messages.append(Message(section.id, section.title, words, limit))
    return tuple(messages)


def limit_problems(page: Page) -> Iterator[Problem]:
    """Sections without a limit, limits without a section."""
    limits = page.front.get("limits")
    if not isinstance(limits, dict) or not all(type(limit) is int and limit > 0 for limit in limits.values()):
        yield Problem(page.where, "message-limit", _("the front matter gives no limits"), _("write it like this: limits: {sms: 55, group: 260}"))
        return
    lines = _lines(page)
    for id_, line in lines.items():
        if id_ not in limits:
            yield Problem(Where(page.where.path, line), "message-limit", _("the message {id} has no limit").format(id=id_), _("add it to `limits` in the front matter"))
    for id_ in limits.keys() - lines.keys():
        yield Problem(page.where, "message-limit", _("there is no message {id}").format(id=id_))


def length_problems(page: Page, document: Document, locale: Locale) -> Iterator[Problem]:
    """What is too long: an error in the source; a warning in a translation, which is still sent, in more parts.

    A message has no room for the note that a weak fact needs, so facts of grade C and D are refused."""
    lines = _lines(page)
    severity: Severity = "error" if locale.is_source else "warning"
    for message in read_messages(page, document):
        if message.length > message.limit:
            yield Problem(
                Where(page.where.path, lines[message.id]),
                "message-too-long",
                _("{id} has {length} characters in {locale}, the limit is {limit}").format(id=message.id, length=message.length, locale=locale.code, limit=message.limit),
                severity=severity,
            )
    if document.marks:
        yield Problem(page.where, "message-unsure", _("a message carries a fact that needs a note (grade C or D)"), _("say it where the note fits; a message states only what is sure"))


def source_titles(page: Page) -> dict[str, str]:
    """The messages' Chinese titles by section id."""
    lines, _problems = text.read_lines(page.body, page.body_line, page.where.path)
    return {heading.id: heading.title for heading in text.headings(lines)}


def _lines(page: Page) -> dict[str, int]:
    lines, _problems = text.read_lines(page.body, page.body_line, page.where.path)
    return {heading.id: heading.number for heading in text.headings(lines)}
