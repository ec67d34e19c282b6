"""Write content/rosters/sample.csv and sample.xlsx: an invented county with 3 schools and 20 classes.

No school, class or person in it exists. Run again after a change here; both files say the same.
"""

from __future__ import annotations

import csv
import io
import random
from datetime import datetime
from pathlib import Path

import xlsxwriter

from generator.content.rosterheading import COLUMNS

TARGET = Path(__file__).resolve().parent.parent / "content" / "rosters"
NOTE = "本表为虚构样例：示例县不存在，学校、班级、教师和人数均为编造，仅用于演示。"
SCHOOLS: tuple[tuple[str, str, tuple[tuple[int, str], ...]], ...] = (
    (
        "城关镇",
        "示例县第一中学",
        ((52, ""), (50, ""), (54, ""), (48, ""), (49, "汉语"), (51, ""), (45, "zh-CN:44; en:1"), (47, "")),
    ),
    (
        "东河乡",
        "示例县民族中学",
        (
            (42, "zh-CN:22; ug:20"),
            (38, "ug"),
            (40, "zh-CN:25; kk-Arab:15"),
            (36, "藏语"),
            (44, "汉语：24；藏语：20"),
            (35, "zh-CN:20; mn-Mong:15"),
            (30, "mn-Mong"),
        ),
    ),
    (
        "西山镇",
        "示例县职业高级中学",
        ((46, "zh-CN:34; ko:12"), (41, "zh-CN:26; ii:15"), (43, "zh-CN:20; za:23"), (39, ""), (60, "")),
    ),
)


def rows() -> list[list[str | int]]:
    numbers = random.Random(20)
    return [
        ["示例县", township, school, f"高三（{number}）班", f"样例{numbers.choice('甲乙丙丁戊己庚辛')}老师", pupils, languages]
        for township, school, classes in SCHOOLS
        for number, (pupils, languages) in enumerate(classes, 1)
    ]


def write_csv(path: Path) -> None:
    """UTF-8 with a byte order mark, so that a double click in Excel shows Chinese."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([list(COLUMNS), *rows()])
    path.write_bytes(text.getvalue().encode("utf-8-sig"))


def write_xlsx(path: Path) -> None:
    """Headings in Chinese, the note above them, as offices send it."""
    with xlsxwriter.Workbook(path, {"in_memory": True}) as book:
        book.set_properties({"title": "班级名册（虚构样例）", "created": datetime(2026, 9, 1)})
        sheet = book.add_worksheet("名册")
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet.merge_range(0, 0, 0, len(COLUMNS) - 1, NOTE)
        for column, aliases in enumerate(COLUMNS.values()):
            sheet.write(1, column, aliases[0], bold)
        for number, row in enumerate(rows(), 2):
            sheet.write_row(number, 0, row)
        sheet.set_column(0, 1, 10)
        sheet.set_column(2, 2, 22)
        sheet.set_column(3, 4, 14)
        sheet.set_column(6, 6, 26)
        sheet.freeze_panes(2, 0)


if __name__ == "__main__":
    TARGET.mkdir(parents=True, exist_ok=True)
    write_csv(TARGET / "sample.csv")
    write_xlsx(TARGET / "sample.xlsx")
