"""The heading of a roster: which sheet and row it is, and which column means what."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from generator.content.tables import Row, Table
from generator.errors import Problem, ProblemsFound, Where
from generator.messages import _

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "county": ("县区", "区县", "县", "县(区)", "县(市、区)", "县市区"),
    "township": ("乡镇", "乡镇街道", "乡镇(街道)"),
    "school": ("学校", "学校名称", "所在学校"),
    "class": ("班级", "班级名称", "班"),
    "teacher": ("班主任", "班主任姓名", "教师"),
    "pupils": ("人数", "学生人数", "学生数", "班级人数"),
    "languages": ("语言", "语种", "语言文字", "各语言人数"),
}
"""A column's name and what Chinese tables call it (compared after NFKC, without spaces)."""

_HEADERS = {alias: name for name, aliases in COLUMNS.items() for alias in (name, *aliases)}


def plain(text: str) -> str:
    """For comparing: NFKC, in lower case, without white space."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).casefold()


def find_heading(path: Path, tables: tuple[Table, ...]) -> tuple[Table, Row, dict[str, int], list[Problem]]:
    """The sheet and the row with the heading: titles may stand above it, other sheets beside it."""
    found = [(table, row) for table in tables if (row := _heading(table))]
    if len(found) > 1:
        names = ", ".join(table.name for table, _row in found)
        message = _("several sheets are rosters: {names}").format(names=names)
        raise ProblemsFound([Problem(Where(str(path)), "roster-sheets", message, _("put all classes on one sheet"))])
    table, row = found[0] if found else (tables[0], tables[0].rows[0])
    columns: dict[str, int] = {}
    problems: list[Problem] = []
    for index, cell in enumerate(row.cells):
        name = _HEADERS.get(plain(cell))
        if name in columns:
            message = _("the column {name} stands here twice").format(name=name)
            problems.append(Problem(Where(table.path, row.line, index + 1), "roster-column-twice", message))
        elif name:
            columns[name] = index
    missing = [f"{name} ({COLUMNS[name][0]})" for name in COLUMNS if name not in columns]
    if missing:
        # Without a heading the first row may be a class, with its teacher's name: then it is not quoted.
        seen = ", ".join(filter(None, row.cells)) if columns else _("none that is known")
        message = _("missing columns: {missing}; found: {seen}").format(missing=", ".join(missing), seen=seen)
        hint = _("the first row names the columns: {names}").format(names=", ".join(COLUMNS))
        problems.append(Problem(Where(table.path, row.line), "roster-columns-missing", message, hint))
    return table, row, columns, problems


def _heading(table: Table) -> Row | None:
    """The first row in which at least three known columns are named."""
    for row in table.rows[:10]:
        if len({_HEADERS[cell] for cell in map(plain, row.cells) if cell in _HEADERS}) >= 3:
            return row
    return None
