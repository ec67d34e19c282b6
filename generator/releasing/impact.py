"""Where a fact is used: so that an officer sees what next year's notice will change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.content import text
from generator.content.model import Content
from generator.errors import Problem, ProblemsFound, Where
from generator.messages import _


def impact_of(content: Content, root: Path, key: str) -> list[Where]:
    """Every place in the content and in the translations that carries the fact. Raises ProblemsFound if there is none such."""
    if key not in content.facts:
        raise ProblemsFound([Problem(Where("content/facts.yml"), "fact-unknown", _("there is no fact {key}").format(key=key))])
    paths = [page.path for page in content.pages()] + sorted((root / "locales").glob("*/*.po"))
    return [where for path in paths for where in _places(path, root, key)]


def _places(path: Path, root: Path, key: str) -> Iterator[Where]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith(("msgid", "#")):
            continue
        columns = [column for column, found, _form in text.placeholders(line) if found == key]
        if text.choice_key(line) == key:
            columns.append(1)
        for column in columns:
            yield Where(path.relative_to(root).as_posix(), number, column)
