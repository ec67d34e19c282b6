"""What stands in a page's Markdown besides words: placeholders, choices by date, headings, links."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator.errors import Problem, Where
from generator.messages import _

PLACEHOLDER = re.compile(r"\{\{ ?(?P<key>[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+)(?::(?P<form>[a-z]+))? ?\}\}")
FORMS = frozenset({"number", "abs", "cite"})
OFFICE_FIELDS = frozenset(
    {"name", "region", "hotline", "wechat", "qq", "complaint", "address", "hours", "preapply_dates", "accept_dates"}
)

_CHOICE = re.compile(r"\s*<!--\s*(if|else|endif)\b\s*([^>]*?)\s*-->\s*")
_HEADING = re.compile(r"(#{1,6})\s+(?P<title>.*?)\s*(?:\{:?\s*#(?P<id>[^\s}]+)[^}]*\})?\s*#*\s*$")
_ASCII_ID = re.compile(r"[a-z][a-z0-9-]*")
_LINK = re.compile(r"(?<!\\)\[(?P<text>(?:[^\[\]\\]|\\.)*)\]\((?P<target>[^()\s]*)(?:\s+\"[^\"]*\")?\)")
_CODE = re.compile(r"(`+).+?\1")
_FENCE = re.compile(r"\s*(```+|~~~+)")


@dataclass(frozen=True)
class Line:
    """A line of a page's body. `number` counts from 1 in the file; `when`: (key, wanted) if a choice holds it."""

    number: int
    text: str
    when: tuple[str, bool] | None


@dataclass(frozen=True)
class Heading:
    level: int
    title: str
    id: str
    number: int


def read_lines(body: str, first: int, path: str) -> tuple[list[Line], list[Problem]]:
    """The lines without those of the choices, and what is wrong with the choices."""
    lines: list[Line] = []
    problems: list[Problem] = []
    when: tuple[str, bool] | None = None
    opened = 0
    for number, text in enumerate(body.split("\n"), first):
        match = _CHOICE.fullmatch(text)
        if not match:
            lines.append(Line(number, text, when))
            continue
        word, key = match.groups()
        where = Where(path, number)
        if word == "if":
            if when:
                problems.append(Problem(where, "choice-nested", _("an `if` within the `if` of line {line}").format(line=opened)))
            if not key:
                problems.append(Problem(where, "choice-key", _("`if` names no fact")))
            when, opened = (key, True), number
        elif when is None:
            problems.append(Problem(where, "choice-open", _("`{word}` without an `if` before it").format(word=word)))
        else:
            when = (when[0], False) if word == "else" else None
    if when:
        problems.append(Problem(Where(path, opened), "choice-open", _("this `if` has no `endif`")))
    return lines, problems


def choice_key(line: str) -> str:
    """The fact that an `if` line asks for; "" for any other line."""
    match = _CHOICE.fullmatch(line)
    return match[2] if match and match[1] == "if" else ""


def choose(body: str, holds: Callable[[str], bool]) -> str:
    """The body for a day: lines whose choice does not hold are gone."""
    lines, _problems = read_lines(body, 1, "")
    return "\n".join(line.text for line in lines if line.when is None or holds(line.when[0]) is line.when[1])


def branches(body: str) -> tuple[str, ...]:
    """The body with every choice one way and then the other: between them they hold every line (extraction).

    Both branches at once would run into each other and make blocks that no day shows."""
    return tuple(dict.fromkeys((choose(body, lambda key: True), choose(body, lambda key: False))))


def placeholders(text: str) -> Iterator[tuple[int, str, str]]:
    """(column from 1, key, form) of each placeholder of a line."""
    for match in PLACEHOLDER.finditer(text):
        yield match.start() + 1, match["key"], match["form"] or ""


def broken_placeholders(text: str) -> Iterator[int]:
    """Columns of braces that look like a placeholder and are none."""
    rest = PLACEHOLDER.sub(lambda match: " " * len(match[0]), text)
    for match in re.finditer(r"\{\{|\}\}", rest):
        yield match.start() + 1


def prose(lines: list[Line]) -> Iterator[Line]:
    """Lines outside fenced code, with code spans blanked (columns stay)."""
    fence = ""
    for line in lines:
        match = _FENCE.match(line.text)
        if match and (not fence or match[1].startswith(fence)):
            fence = "" if fence else match[1][:3]
        elif not fence:
            yield Line(line.number, _CODE.sub(lambda found: " " * len(found[0]), line.text), line.when)


def headings(lines: list[Line]) -> Iterator[Heading]:
    for line in prose(lines):
        if match := _HEADING.match(line.text):
            yield Heading(len(match[1]), match["title"], match["id"] or "", line.number)


def heading_problems(lines: list[Line], path: str) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for heading in headings(lines):
        where = Where(path, heading.number)
        if not heading.id:
            yield Problem(where, "heading-id", _("the heading {title} has no id").format(title=heading.title), _("write it like this: ## {title} {{#ascii-id}}").format(title=heading.title))
        elif not _ASCII_ID.fullmatch(heading.id):
            yield Problem(where, "heading-id", _("the id {id} is not of the form a-z, 0-9, -").format(id=heading.id))
        elif heading.id in seen:
            yield Problem(where, "heading-duplicate", _("the id {id} stands already in line {line}").format(id=heading.id, line=seen[heading.id]))
        else:
            seen[heading.id] = heading.number


def links(lines: list[Line]) -> Iterator[tuple[int, int, str]]:
    """(line, column, target) of each inline link within the site."""
    for line in prose(lines):
        for match in _LINK.finditer(line.text):
            target = match["target"]
            if target and "{{" not in target and not re.match(r"[a-z][a-z0-9+.-]*:", target):
                yield line.number, match.start("target") + 1, target
