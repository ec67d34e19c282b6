"""Texts to paste into an SMS, a group or Moments: how long they are, and whether that is too long.

Limits stand in the front matter and count Chinese characters: `limits: {sms: 67, group: 260}`, by section id. Other
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
from generator.language.localise import Document, Edition
from generator.messages import _

FACTORS = {"Han": 1, "Yi": 2, "Hangul": 2, "Arabic": 3, "Latin": 4, "Mongolian": 4, "Tibetan": 4}
"""Characters of a script that say about as much as one Chinese character: measured on our own translations, rounded up."""

SMS = "sms"
"""The section that is sent as SMS: it bears the office's signature, and it is billed by parts."""

_SCRIPTS = {"CJK": "Han", "YI": "Yi", "HANGUL": "Hangul", "ARABIC": "Arabic", "LATIN": "Latin", "MONGOLIAN": "Mongolian", "TIBETAN": "Tibetan"}
_GSM = frozenset("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà")
_GSM_DOUBLE = frozenset("^{}\\[~]|€")


@dataclass(frozen=True)
class Message:
    """`text` as it is sent; `limit` in characters of its own main script."""

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
    """Parts that a text is sent and billed as (GSM 03.38: 160 or 153 septets; anything else UCS-2: 70 or 67 units)."""
    if all(char in _GSM or char in _GSM_DOUBLE for char in words):
        units, single, several = sum(2 if char in _GSM_DOUBLE else 1 for char in words), 160, 153
    else:
        units, single, several = len(words.encode("utf-16-le")) // 2, 70, 67
    return 1 if units <= single else -(-units // several)


def read_messages(page: Page, document: Document, edition: Edition) -> tuple[Message, ...]:
    """The messages in their order, the SMS signed 【office】. The page must have passed `limit_problems`."""
    messages = []
    for section in document.sections.values():
        words = plain_text(section.html)
        if section.id == SMS and edition.office:
            words = f"【{edition.office.name}】{words}"
        limit = int(page.front["limits"][section.id]) * FACTORS[main_script(words)]
        messages.append(Message(section.id, plain_text(section.title), words, limit))
    return tuple(messages)


def limit_problems(page: Page) -> Iterator[Problem]:
    """Sections without a limit, limits without a section."""
    limits = page.front.get("limits")
    if not isinstance(limits, dict) or not all(type(limit) is int and limit > 0 for limit in limits.values()):
        yield Problem(page.where, "message-limit", _("the front matter gives no limits"), _("write it like this: limits: {sms: 67, group: 260}"))
        return
    lines = _lines(page)
    for id_, line in lines.items():
        if id_ not in limits:
            yield Problem(Where(page.where.path, line), "message-limit", _("the message {id} has no limit").format(id=id_), _("add it to `limits` in the front matter"))
    for id_ in limits.keys() - lines.keys():
        yield Problem(page.where, "message-limit", _("there is no message {id}").format(id=id_))


def length_problems(page: Page, document: Document, edition: Edition) -> Iterator[Problem]:
    """What is too long: an error in the source; a warning in a translation, which is still sent, in more parts.

    A message has no room for the note that a weak fact needs, so facts of grade C and D are refused."""
    lines = _lines(page)
    severity: Severity = "error" if edition.locale.is_source else "warning"
    for message in read_messages(page, document, edition):
        if message.length > message.limit:
            yield Problem(
                Where(page.where.path, lines[message.id]),
                "message-too-long",
                _("{id} has {length} characters in {locale}, the limit is {limit}").format(id=message.id, length=message.length, locale=edition.locale.code, limit=message.limit),
                _("the signature 【…】 of an SMS counts too") if message.id == SMS else "",
                severity,
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
