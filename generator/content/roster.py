"""The roster: which classes there are, how many pupils, who reads which language. No pupil's name is wanted.

Every bad row is found in one run. Messages quote what a cell says except where it may name a person.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.content.rosterheading import COLUMNS, find_heading, plain
from generator.content.tables import Row, Table, read_tables
from generator.errors import Problem, Where, stop_on
from generator.messages import _

MOST_PUPILS = 200
"""A class cannot be larger: 450 is a slip for 45, and would be printed."""

PRINTED = ("county", "township", "school", "class", "teacher")
"""Columns whose text is printed as it stands."""

LANGUAGES: Mapping[str, tuple[str, ...]] = {
    "zh-CN": ("汉", "中", "国家通用"),
    "en": ("英",),
    "bo": ("藏",),
    "ug": ("维吾尔", "维"),
    "kk-Arab": ("哈萨克", "哈"),
    "mn-Mong": ("蒙古", "蒙"),
    "ko": ("朝鲜", "朝"),
    "ii": ("彝",),
    "za": ("壮",),
}
"""Locale codes, and what stands before 语, 文 or 语言 in their Chinese names."""

_ENDINGS = ("语", "文", "语言", "语言文字")
_CODES = {code.casefold(): code for code in LANGUAGES} | {
    name + ending: code for code, names in LANGUAGES.items() for name in names for ending in _ENDINGS
}
_TOTAL = re.compile(r"(合计|总计|小计|共计|总数|总人数|汇总|(grand|sub)?total|sum)[:.。]?", re.IGNORECASE)
_SHARE = re.compile(r"(?P<name>.*?)[:=]?(?P<count>[-+]?\d+)?[人名]?")


@dataclass(frozen=True)
class SchoolClass:
    """A class. `languages`: pupils per locale code in the registry's order, together `pupils`. `row`: line in the file."""

    county: str
    township: str
    school: str
    name: str
    teacher: str
    pupils: int
    languages: Mapping[str, int]
    row: int


@dataclass(frozen=True)
class Roster:
    """Classes in the order of the file; `columns`: number of each column, from 1."""

    classes: tuple[SchoolClass, ...]
    path: Path
    columns: Mapping[str, int]

    def where(self, row: int, column: str) -> Where:
        return Where(str(self.path), row, self.columns.get(column, 0))


Missing = Callable[[str], Iterable[str]]
"""The characters of a text that cannot be printed."""


def read_roster(path: Path, missing: Missing = lambda text: ()) -> Roster:
    """Read CSV or XLSX. Raises ProblemsFound with everything that is wrong, each with row and column.

    `missing`: for rosters that are to be printed (handouts.packets.missing_characters), so that a name that no font
    can write is found in the same run.
    """
    table, header, columns, problems = find_heading(path, read_tables(path))
    body = [row for row in table.rows if row.line > header.line]
    if columns and not body:
        problems.append(Problem(Where(str(path), header.line), "roster-empty", _("no class stands below the heading")))
    reader = _Reader(table, len(header.cells), columns, missing, problems, {})
    classes = [made for row in body if (made := reader.school_class(row))]
    stop_on(problems)
    return Roster(tuple(classes), path, {name: index + 1 for name, index in columns.items()})


def no_glyph(where: Where, column: str, character: str) -> Problem:
    """A character that no font has. One of a teacher's name is given by its number alone."""
    shown = f"U+{ord(character):04X}" if column == "teacher" else f"“{character}” (U+{ord(character):04X})"
    message = _("column {name}: no font has {character}").format(name=column, character=shown)
    return Problem(where, "glyph-missing", message, _("write the name with another form of the character"))


# ---- the classes


@dataclass(frozen=True)
class _Reader:
    """Turns rows into classes. `width`: cells in the heading. `problems` and `seen` (class → line) grow with the rows."""

    table: Table
    width: int
    columns: Mapping[str, int]
    missing: Missing
    problems: list[Problem]
    seen: dict[tuple[str, ...], int]

    def school_class(self, row: Row) -> SchoolClass | None:
        """The class of a row, or None where something is wrong with it."""
        before = len(self.problems)
        cell = {name: row.cells[index] if index < len(row.cells) else "" for name, index in self.columns.items()}
        if any(_TOTAL.fullmatch(plain(text)) for text in cell.values()):
            self._report(row, "", "roster-total-row", _("this row is a total, not a class"), _("delete the row"))
            return None
        if any(row.cells[self.width :]):
            message = _("{count} cells, but the heading has {width} columns").format(count=len(row.cells), width=self.width)
            self._report(row, "", "roster-extra-cells", message, _("a text with a comma in it needs quotation marks"))
            return None
        for name in [name for name in ("school", "class") if name in cell]:
            if not cell[name]:
                hint = _("write it in every row; a formula without a saved result counts as empty")
                self._report(row, name, "roster-cell-empty", _("nothing is written here"), hint)
            elif self.columns[name] in row.dates:
                hint = _("format the column as text and write the name again")
                self._report(row, name, "roster-cell-date", _("the spreadsheet has turned this name into a date"), hint)
        self._compare(row, cell)
        for column in [name for name in PRINTED if name in cell]:
            where = Where(self.table.path, row.line, self.columns[column] + 1)
            self.problems.extend(no_glyph(where, column, character) for character in self.missing(cell[column]))
        pupils = self._pupils(row, cell["pupils"]) if "pupils" in cell else None
        languages = self._languages(row, cell["languages"], pupils) if "languages" in cell else {}
        if len(self.problems) > before or pupils is None or self.columns.keys() != COLUMNS.keys():
            return None
        names = (cell["county"], cell["township"], cell["school"], cell["class"], cell["teacher"])
        return SchoolClass(*names, pupils=pupils, languages=languages, row=row.line)

    def _report(self, row: Row, name: str, check: str, message: str, hint: str = "") -> None:
        column = self.columns[name] if name else -1
        if name:
            place = _("column {column} ({name})").format(column=self.table.column_name(column), name=name)
            message = f"{place}: {message}"
        self.problems.append(Problem(Where(self.table.path, row.line, column + 1), check, message, hint))

    def _compare(self, row: Row, cell: Mapping[str, str]) -> None:
        """Report a class that its school has already."""
        if not cell.get("school") or not cell.get("class"):
            return
        key = tuple(plain(cell.get(name, "")) for name in ("county", "township", "school", "class"))
        line = self.seen.setdefault(key, row.line)
        if line != row.line:
            message = _("“{name}” of this school stands in row {line} already").format(name=cell["class"], line=line)
            self._report(row, "class", "roster-class-twice", message)

    def _pupils(self, row: Row, text: str) -> int | None:
        digits = plain(text).removesuffix("人").removesuffix("名")
        number = int(digits) if re.fullmatch(r"[-+]?\d{1,9}", digits) else None
        if not text:
            message = _("nothing is written here")
        elif number is None:
            # In a row that has slipped this may be the teacher's name: only what has a digit is quoted.
            shown = f"“{text}”" if re.search(r"\d", text) else _("this")
            message = _("{shown} is not a whole number of pupils").format(shown=shown)
        elif number < 1:
            message = _("a class has at least one pupil, not {number}").format(number=number)
        elif number > MOST_PUPILS:
            message = _("{number} pupils are more than a class can have ({most})").format(number=number, most=MOST_PUPILS)
        else:
            return number
        self._report(row, "pupils", "roster-pupils", message)
        return None

    def _languages(self, row: Row, text: str, pupils: int | None) -> dict[str, int]:
        """Pupils per language. `zh-CN:30; ug:15`; one language alone means all pupils; nothing means Chinese."""
        counts: dict[str, int | None] = {}
        before = len(self.problems)
        for part in filter(None, map(plain, re.split(r"[;,、/|]|(?<=\d)\s+(?=\D)", unicodedata.normalize("NFKC", text)))):
            match = _SHARE.fullmatch(part)
            name, count = (match["name"], match["count"]) if match else (part, None)
            code = _CODES.get(name)
            if code is None:
                message = _("“{name}” is not a language of these materials").format(name=name)
                self._report(row, "languages", "roster-language-unknown", message, _known())
            elif code in counts:
                message = _("{code} stands here twice").format(code=code)
                self._report(row, "languages", "roster-language-twice", message)
            else:
                counts[code] = int(count) if count else None
        if not text:
            counts = {"zh-CN": None}
        if pupils is None or not counts or len(self.problems) > before:
            return {}
        if len(counts) == 1:
            counts = {code: pupils if count is None else count for code, count in counts.items()}
        shares = {code: counts[code] or 0 for code in LANGUAGES if code in counts}
        if None in counts.values() or min(shares.values()) < 0 or sum(shares.values()) != pupils:
            given = "; ".join(code if counts[code] is None else f"{code}:{counts[code]}" for code in shares)
            message = _("{given} does not add up to {pupils} pupils").format(given=given, pupils=pupils)
            self._report(row, "languages", "roster-language-sum", message, _("write it like this: zh-CN:30; ug:15"))
        return {code: count for code, count in shares.items() if count}


def _known() -> str:
    return _("known are: {names}").format(names=", ".join(f"{code} {names[0]}语" for code, names in LANGUAGES.items()))

