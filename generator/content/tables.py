"""Tables that offices send, CSV or XLSX, as rows of text. What a cell means is for others to say.

CSV may be UTF-8 (with or without a byte order mark) or GB18030, which is what Excel writes in Chinese. The kind of
file is told from its first bytes, not from its name.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import python_calamine

from generator.errors import Problem, ProblemsFound, Where
from generator.messages import _

ZIP, OLE, BOM = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\xef\xbb\xbf"

# Marks without a picture that come along when text is pasted. Joiners (U+200C, U+200D) belong to the scripts: they stay.
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


@dataclass(frozen=True)
class Row:
    """`line` counts from 1 in the file (XLSX: the row's number). `dates`: indices of cells that Excel made a date."""

    line: int
    cells: tuple[str, ...]
    dates: frozenset[int] = frozenset()

    def blank(self) -> bool:
        return not any(self.cells)


@dataclass(frozen=True)
class Table:
    """One sheet. `name` is empty for CSV. Rows without any text are left out."""

    path: str
    name: str
    rows: tuple[Row, ...]

    def column_name(self, index: int) -> str:
        """How the user's program calls a column: a letter in a spreadsheet, a number in CSV. `index` from 0."""
        return letters(index) if self.name else str(index + 1)


def read_tables(path: Path) -> tuple[Table, ...]:
    """Every visible sheet with any text. Raises ProblemsFound where the file is not a table at all."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _failure(path, "table-unreadable", _("this file cannot be read: {why}").format(why=error.strerror)) from None
    if data.startswith(OLE):
        hint = _("open it in a spreadsheet program and save it as XLSX, without a password")
        raise _failure(path, "table-format", _("this is an old or a protected workbook"), hint)
    tables = _sheets(path, data) if data.startswith(ZIP) else (Table(str(path), "", tuple(_csv_rows(path, data))),)
    tables = tuple(table for table in tables if table.rows)
    if not tables:
        raise _failure(path, "table-empty", _("this table has no rows"))
    return tables


def letters(index: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    text = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def clean(text: str) -> str:
    """Without invisible marks; runs of white space and control characters become one space."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", _INVISIBLE.sub("", text)).split())


def _failure(path: Path, check: str, message: str, hint: str = "", line: int = 0, column: int = 0) -> ProblemsFound:
    return ProblemsFound([Problem(Where(str(path), line, column), check, message, hint)])


# ---- CSV


def _csv_rows(path: Path, data: bytes) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(_decode(path, data), newline=""), strict=True)
    line = 1
    try:
        for record in reader:
            row = Row(line, tuple(map(clean, record)))
            line = reader.line_num + 1
            if not row.blank():
                yield row
    except csv.Error:
        message = _("a quotation mark opens here that is not closed properly")
        raise _failure(path, "table-format", message, line=line) from None


def _decode(path: Path, data: bytes) -> str:
    """UTF-8 if it is; GB18030 if it is and is not merely broken UTF-8; else the place of the first byte that fits neither."""
    failures: list[UnicodeDecodeError] = []
    for encoding in ("utf-8-sig",) if data.startswith(BOM) or _mostly_utf8(data) else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            failures.append(error)
            continue
        if "\0" not in text:
            return text
        failures.append(UnicodeDecodeError(encoding, data, data.index(0), data.index(0) + 1, "NUL"))
    # The decoder counts from behind a byte order mark that it took off.
    end = max(failure.start + len(data) - len(failure.object) for failure in failures)
    line_start = data.rfind(b"\n", 0, end) + 1
    raise _failure(
        path,
        "encoding-unknown",
        _("byte 0x{byte:02X} is neither UTF-8 nor GB18030").format(byte=data[end]),
        _("save the table as XLSX, or as CSV in UTF-8"),
        line=data.count(b"\n", 0, end) + 1,
        column=data.count(b",", line_start, end) + 1,
    )


def _mostly_utf8(data: bytes) -> bool:
    """Whether three-byte characters of UTF-8 outnumber the bytes that break it: then GB18030 would read rubbish."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return sum(character > "\u07ff" for character in text) - broken > 2 * broken


# ---- XLSX


def _sheets(path: Path, data: bytes) -> tuple[Table, ...]:
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        visible = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.visible == python_calamine.SheetVisibleEnum.Visible
            and sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
        return tuple(Table(str(path), name, tuple(_sheet_rows(book.get_sheet_by_name(name)))) for name in visible)
    except (python_calamine.CalamineError, OSError, ValueError):
        raise _failure(path, "table-format", _("this workbook is damaged or is not an XLSX file")) from None


def _sheet_rows(sheet: python_calamine.CalamineSheet) -> Iterator[Row]:
    grid = sheet.to_python(skip_empty_area=False)
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        # A school's name written once over all its classes holds for each of them.
        for number in range(top, min(bottom + 1, len(grid))):
            grid[number][left : right + 1] = [grid[top][left]] * len(grid[number][left : right + 1])
    for number, cells in enumerate(grid):
        dates = frozenset(index for index, cell in enumerate(cells) if isinstance(cell, date | time | timedelta))
        row = Row(number + 1, tuple(_text(cell) for cell in cells), dates)
        if not row.blank():
            yield row


def _text(cell: Any) -> str:
    """What the spreadsheet shows, as near as can be: whole numbers without a decimal point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return clean(str(cell))


