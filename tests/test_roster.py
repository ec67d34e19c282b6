"""Rosters: whatever Excel writes in a Chinese office is read alike, and every bad row is named in one run."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.content.roster import LANGUAGES, Roster, read_roster
from generator.content.tables import letters
from generator.errors import Problem, ProblemsFound

SAMPLE = Path(__file__).parent.parent / "content" / "rosters"
HEADING = "county,township,school,class,teacher,pupils,languages"
CHINESE = "县区,乡镇,学校,班级,班主任,人数,语言"


@pytest.fixture
def table(tmp_path: Path):
    def write(text: str | bytes, encoding: str = "utf-8") -> Path:
        path = tmp_path / "roster.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return write


def workbook(path: Path, rows: list[list[object]], **more: list[list[object]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        for name, lines in {"名册": rows, **more}.items():
            sheet = book.add_worksheet(name)
            for number, line in enumerate(lines):
                sheet.write_row(number, 0, line)
    return path


def problems(path: Path) -> list[Problem]:
    with pytest.raises(ProblemsFound) as caught:
        read_roster(path)
    return list(caught.value.problems)


def found(path: Path) -> set[tuple[int, int, str]]:
    return {(one.where.line, one.where.column, one.id) for one in problems(path)}


def facts(roster: Roster) -> list[tuple[object, ...]]:
    """Everything but the place in the file."""
    return [
        (c.county, c.township, c.school, c.name, c.teacher, c.pupils, dict(c.languages)) for c in roster.classes
    ]


# ---- what is read


def test_the_sample_has_three_schools_and_twenty_classes_in_both_files() -> None:
    csv, xlsx = read_roster(SAMPLE / "sample.csv"), read_roster(SAMPLE / "sample.xlsx")
    assert len(csv.classes) == 20 and len({one.school for one in csv.classes}) == 3
    assert facts(csv) == facts(xlsx)
    assert [one.row for one in csv.classes] == list(range(2, 22))
    assert [one.row for one in xlsx.classes] == list(range(3, 23)), "a title row stands above the heading"
    assert all(sum(one.languages.values()) == one.pupils for one in csv.classes)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("heading", [HEADING, CHINESE])
def test_encodings_and_languages_of_the_heading_make_no_difference(table, encoding: str, heading: str) -> None:
    text = (SAMPLE / "sample.csv").read_text("utf-8-sig").replace(HEADING, heading)
    assert facts(read_roster(table(text, encoding))) == facts(read_roster(SAMPLE / "sample.xlsx"))


def test_loose_writing_is_understood(table) -> None:
    text = f"虚构样例,,,,,,\r\n{CHINESE}\r\n\r\n甲县 , 乙镇,　丙中学　,高三（1）班,丁,４５人,汉语：30；维语:15人\r\n,,,,,,\r\n"
    (one,) = read_roster(table(text)).classes
    assert (one.county, one.school, one.pupils, one.row) == ("甲县", "丙中学", 45, 4)
    assert one.languages == {"zh-CN": 30, "ug": 15}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {"zh-CN": 40}),
        ("ug", {"ug": 40}),
        ("哈萨克文", {"kk-Arab": 40}),
        ("KK-ARAB：40", {"kk-Arab": 40}),
        ("ug:15; zh-CN:25", {"zh-CN": 25, "ug": 15}),
        ("汉语25 蒙古语15", {"zh-CN": 25, "mn-Mong": 15}),
        ("汉语=40、藏语=0", {"zh-CN": 40}),
        ("英语:1,彝语:9,壮语:10,朝鲜语:20", {"en": 1, "ko": 20, "ii": 9, "za": 10}),
    ],
)
def test_languages(table, text: str, expected: dict[str, int]) -> None:
    (one,) = read_roster(table(f'{HEADING}\nA,B,C,D,E,40,"{text}"\n')).classes
    assert one.languages == expected
    assert list(one.languages) == [code for code in LANGUAGES if code in expected], "in the registry's order"


def test_cells_with_line_breaks_keep_the_line_numbers_right(table) -> None:
    path = table(f'{HEADING}\nA,B,"C\nC",1,E,40,\nA,B,C,2,E,0,\n')
    assert found(path) == {(4, 6, "roster-pupils")}


def test_a_school_merged_over_its_classes_counts_for_each(tmp_path: Path) -> None:
    path = tmp_path / "merged.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, CHINESE.split(","))
        for row in (1, 2):
            sheet.write_row(row, 0, ["甲县", "乙镇", "", f"{row}班", "", 40.0, ""])
        sheet.merge_range(1, 2, 2, 2, "丙中学")
    assert [(one.school, one.name, one.pupils) for one in read_roster(path).classes] == [
        ("丙中学", "1班", 40),
        ("丙中学", "2班", 40),
    ]


def test_the_sheet_with_the_heading_is_the_roster(tmp_path: Path) -> None:
    row = ["甲县", "乙镇", "丙中学", "1班", "", 40, ""]
    path = workbook(tmp_path / "a.xlsx", [["说明"], ["请按格式填写"]], 数据=[CHINESE.split(","), row])
    assert len(read_roster(path).classes) == 1
    two = workbook(tmp_path / "b.xlsx", [CHINESE.split(","), row], 数据=[CHINESE.split(","), row])
    assert [one.id for one in problems(two)] == ["roster-sheets"]


# ---- what is refused


def test_every_bad_row_is_named_in_one_run(table) -> None:
    rows = [
        "A,B,C,1,E,0,",
        "A,B,C,2,E,-3,",
        "A,B,C,3,E,45.5,",
        "A,B,C,4,E,450,",
        "A,B,C,5,E,四十五,",
        "A,B,C,6,E,,",
        "A,B,,7,E,40,",
        "A,B,C,,E,40,",
        "A,B,C,9,E,40,俄语",
        "A,B,C,10,E,40,zh-CN:30; ug:15",
        "A,B,C,11,E,40,zh-CN; ug:15",
        "A,B,C,12,E,40,ug:20; 维语:20",
        "A,B,C,13,E,40,",
        "A,B,C,１３,E,40,",
        "合 计,,,,,900,",
        "A,B,C,16,E,40,zh-CN:30,ug:10",
        "A,B,C,1,E,40,",
    ]
    assert found(table("\n".join([HEADING, *rows]))) == {
        *((line, 6, "roster-pupils") for line in range(2, 8)),
        (8, 3, "roster-cell-empty"),
        (9, 4, "roster-cell-empty"),
        (10, 7, "roster-language-unknown"),
        (11, 7, "roster-language-sum"),
        (12, 7, "roster-language-sum"),
        (13, 7, "roster-language-twice"),
        (15, 4, "roster-class-twice"),
        (16, 0, "roster-total-row"),
        (17, 0, "roster-extra-cells"),
        (18, 4, "roster-class-twice"),
    }


def test_the_same_class_name_in_another_school_is_fine(table) -> None:
    assert len(read_roster(table(f"{HEADING}\nA,B,C,1,E,40,\nA,B,D,1,E,40,\nA,X,C,1,E,40,\n")).classes) == 3


def test_missing_columns_are_named_with_those_that_were_found_and_rows_are_checked_all_the_same(table) -> None:
    one, two = problems(table("学校,班级,乡镇,人数,备注\nC,1,B,0,x\n"))
    assert (one.where.line, one.id) == (1, "roster-columns-missing")
    assert all(name in one.message for name in ("county", "teacher", "languages", "学校, 班级, 乡镇, 人数, 备注"))
    assert "pupils" not in one.message.split(";")[0]
    assert (two.where.line, two.where.column, two.id) == (2, 4, "roster-pupils")


def test_a_roster_without_a_heading_does_not_give_away_a_name(table) -> None:
    (one,) = problems(table("甲县,乙镇,丙中学,1班,李某某,40,\n"))
    assert one.id == "roster-columns-missing" and "李某某" not in str(one)


def test_no_message_names_a_teacher(table) -> None:
    rows = ["A,B,,1,李某某,0,x", "A,B,C,2,李某某,多,x,y", "A,B,C,3,40,李某某,", "合计,,,,李某某,,"]
    assert not [one for one in problems(table("\n".join([HEADING, *rows]))) if "李某某" in str(one)]


def test_a_column_that_stands_twice(table) -> None:
    assert (1, 8, "roster-column-twice") in found(table(f"{HEADING},人数\nA,B,C,1,E,40,,41\n"))


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (f"{HEADING}\nA,B,".encode() + b"\xff\xfe,1,E,40,\n", 2, 3),
        ("\ufeff".encode() + f"{HEADING}\nA,".encode() + "乙".encode("gb18030") + b",C,1,E,40,\n", 2, 2),
        (f"{HEADING}\n甲县,乙镇,丙中学,1,E,40,\n甲县,".encode() + "乙镇".encode()[:-1] + b",C,1,E,40,\n", 3, 2),
        (f"{HEADING}\nA,B,C,1,E,40,\n".encode("utf-16"), 1, 1),
        (f"{HEADING}\nA,B,C,1,E,40,\n".encode("utf-16-le"), 1, 1),
    ],
    ids=["neither", "mark of UTF-8, text of GB18030", "UTF-8 cut short", "UTF-16", "UTF-16 without mark"],
)
def test_unknown_bytes_have_a_place(table, data: bytes, line: int, column: int) -> None:
    (one,) = problems(table(data))
    assert (one.id, one.where.line, one.where.column) == ("encoding-unknown", line, column)


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_chinese_in_gb18030_is_read_back_or_reported_never_garbled(tmp_path_factory, name: str) -> None:
    path = tmp_path_factory.mktemp("gb") / "roster.csv"
    path.write_bytes(f"{CHINESE}\n某县,某镇,{name},1班,某,40,\n".encode("gb18030"))
    assert read_roster(path).classes[0].school == name


def test_what_is_not_a_table(tmp_path: Path, table) -> None:
    zip_file = tmp_path / "damaged.xlsx"
    zip_file.write_bytes((SAMPLE / "sample.xlsx").read_bytes()[:3000])
    old = tmp_path / "old.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    assert [one.id for one in problems(zip_file) + problems(old)] == ["table-format", "table-format"]
    assert [one.id for one in problems(tmp_path / "nowhere.csv") + problems(tmp_path)] == ["table-unreadable"] * 2
    assert [one.id for one in problems(table(""))] == ["table-empty"]
    assert found(table(HEADING + "\n")) == {(1, 0, "roster-empty")}
    assert found(table(f'{HEADING}\nA,B,C,1,E,40,\nA,B,"C,1,E,40,\n')) == {(3, 0, "table-format")}


def test_xlsx_messages_have_row_and_column_letter_and_dates_are_caught(tmp_path: Path) -> None:
    path = tmp_path / "dates.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, CHINESE.split(","))
        sheet.write_row(4, 0, ["甲县", "乙镇", "丙中学", 45720, "", 0, ""])
        sheet.write_number(4, 3, 45720, book.add_format({"num_format": "m-d"}))
    date, pupils = problems(path)
    assert (date.where.line, date.where.column, date.id) == (5, 4, "roster-cell-date")
    assert (pupils.where.line, pupils.where.column) == (5, 6) and " F " in pupils.message


def test_column_letters() -> None:
    assert [letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
