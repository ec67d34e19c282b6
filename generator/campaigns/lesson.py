"""The class meeting: sections `step-1`, `step-2` … with the minutes of the front matter; they fill one lesson."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.content import text
from generator.content.model import Page
from generator.errors import Problem, Where
from generator.language.localise import Document
from generator.messages import _

LESSON = 45
"""Minutes of a lesson in Chinese schools."""

_STEP = re.compile(r"step-(\d+)")


@dataclass(frozen=True)
class Step:
    """`title` and `html` are HTML; `start` and `minutes` count minutes from the beginning of the lesson."""

    id: str
    number: int
    title: str
    html: str
    start: int
    minutes: int


def read_steps(page: Page, document: Document) -> tuple[Step, ...]:
    """The steps in their order. The page must have passed `lesson_problems`."""
    steps, start = [], 0
    sections = (section for id_, section in document.sections.items() if _STEP.fullmatch(id_))
    for number, (section, minutes) in enumerate(zip(sections, page.front["minutes"], strict=True), 1):
        steps.append(Step(section.id, number, section.title, section.html, start, minutes))
        start += minutes
    return tuple(steps)


def lesson_problems(page: Page) -> Iterator[Problem]:
    """Steps that are not numbered 1, 2, 3 …, or minutes that do not fill the lesson."""
    minutes = page.front.get("minutes")
    if not isinstance(minutes, list) or not all(type(each) is int and each > 0 for each in minutes):
        yield Problem(page.where, "lesson-minutes", _("the front matter does not say how many minutes each step takes"), _("write it like this: minutes: [5, 15, 20, 5]"))
        return
    lines, _problems = text.read_lines(page.body, page.body_line, page.where.path)
    steps = [heading for heading in text.headings(lines) if _STEP.fullmatch(heading.id)]
    for number, heading in enumerate(steps, 1):
        if heading.id != f"step-{number}":
            yield Problem(Where(page.where.path, heading.number), "lesson-order", _("this is step {number}, its id is {id}").format(number=number, id=heading.id))
    if len(minutes) != len(steps):
        yield Problem(page.where, "lesson-minutes", _("{minutes} numbers of minutes stand for {steps} steps").format(minutes=len(minutes), steps=len(steps)))
    elif sum(minutes) != LESSON:
        yield Problem(page.where, "lesson-minutes", _("the minutes add up to {sum}, a lesson has {lesson}").format(sum=sum(minutes), lesson=LESSON))
