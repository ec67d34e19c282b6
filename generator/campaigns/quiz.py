"""The quiz: questions with one right answer each, read from the localised page; the Chinese source is checked.

A section is a question: its heading is the question, its task list the options, the rest the explanation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.campaigns.markup import Item, split_list
from generator.content import text
from generator.content.model import Page
from generator.errors import Problem, Where
from generator.language.localise import Document
from generator.messages import _

_OPTION = re.compile(r"- \[(?P<box>[ x])\] \S")
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s")


@dataclass(frozen=True)
class Question:
    """All texts are HTML. A question with two options is a true-or-false one."""

    id: str
    title: str
    options: tuple[Item, ...]
    explanation: str

    @property
    def judgement(self) -> bool:
        return len(self.options) == 2

    @property
    def right(self) -> int:
        """Index of the right option."""
        return next(number for number, option in enumerate(self.options) if option.ticked)


def read_questions(document: Document) -> tuple[Question, ...]:
    """The questions in their order. The page's source must have passed `quiz_problems`.

    The ticks come from the source: the box is no part of what a translator writes."""
    return tuple(_question(id_, section.title, section.html) for id_, section in document.sections.items())


def _question(id_: str, title: str, html: str) -> Question:
    before, options, after = split_list(html)
    return Question(id_, title, options, before + after)


def quiz_problems(page: Page) -> Iterator[Problem]:
    """What would make a question unanswerable, by line of the Chinese source."""
    lines, _problems = text.read_lines(page.body, page.body_line, page.where.path)
    starts = [heading for heading in text.headings(lines) if heading.level == 2]
    if not starts:
        yield Problem(page.where, "quiz-empty", _("there is no question in this quiz"), _("write it like this: ## Question {#id}"))
    ends = [heading.number for heading in starts[1:]] + [page.body_line + len(page.body)]
    for heading, end in zip(starts, ends, strict=True):
        block = [line for line in lines if heading.number <= line.number < end]
        yield from _question_problems(block[0], block[1:], page.where.path)


def _question_problems(heading: text.Line, lines: list[text.Line], path: str) -> Iterator[Problem]:
    where = Where(path, heading.number)
    right: list[text.Line] = []
    options = 0
    for line in lines:
        if option := _OPTION.match(line.text):
            options += 1
            if option["box"] == "x":
                right.append(line)
            if line.when != heading.when:
                yield Problem(Where(path, line.number), "quiz-choice", _("an option cannot depend on the day alone"), _("put the whole question between <!-- if --> and <!-- endif -->"))
        elif _ITEM.match(line.text):
            yield Problem(Where(path, line.number), "quiz-option", _("this item is no option"), _("write it like this: - [ ] wrong, or - [x] right"))
    if options < 2:
        yield Problem(where, "quiz-options", _("a question needs at least two options; this one has {count}").format(count=options))
    elif not right:
        yield Problem(where, "quiz-no-answer", _("no option is marked as right"), _("mark it like this: - [x] right"))
    for line in right[1:]:
        yield Problem(Where(path, line.number), "quiz-two-answers", _("a second option is marked as right"), _("exactly one is; the first stands in line {line}").format(line=right[0].number))
    if not any(line.text.strip() and not _ITEM.match(line.text) for line in lines):
        yield Problem(where, "quiz-explanation", _("the answer is not explained"), _("add a sentence below the options; end it with {{ fact:cite }}"))
