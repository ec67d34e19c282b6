"""Packets on the real thing: what is read back from the finished PDFs is what stands in the roster."""

from __future__ import annotations

import io
import pickle
import re
import subprocess
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.content.model import Page
from generator.content.roster import Roster, read_roster
from generator.errors import ProblemsFound
from generator.handouts.bidi import visual_runs
from generator.handouts.filenames import file_names
from generator.handouts.grid import Frame, draw_grid
from generator.handouts.packets import make_packets, missing_characters, prepare, school_packet, stacks
from generator.handouts.placing import Packets, School, school_pages, schools
from generator.handouts.sheets import render_handout
from generator.handouts.stamp import Rect, strip_fields
from generator.language.locales import load_locales
from generator.language.localise import Edition, make_edition
from tests.conftest import TODAY

ROOT = Path(__file__).parent.parent
SITE = "https://yingzhi.example/"
HEADING = "county,township,school,class,teacher,pupils,languages"


@pytest.fixture(scope="module")
def editions(content) -> dict[str, Edition]:
    office = next(iter(content.offices))
    return {code: make_edition(content, ROOT, code, TODAY, office) for code in load_locales(ROOT)}


@pytest.fixture(scope="module")
def leaflet(content) -> Page:
    return next(page for page in content.handouts if page.slug == "leaflet")


@pytest.fixture(scope="module")
def roster() -> Roster:
    return read_roster(ROOT / "content" / "rosters" / "sample.xlsx")


@pytest.fixture(scope="module")
def packets(roster: Roster, editions: dict[str, Edition], leaflet: Page) -> Packets:
    return prepare(roster, editions, root=ROOT, handouts=[leaflet], site_url=SITE)


@pytest.fixture(scope="module")
def made(roster: Roster, packets: Packets) -> dict[School, bytes]:
    return {school.file: (school, school_packet(school, packets)) for school in schools(roster)}


def rows(tmp_path: Path, *lines: str) -> Roster:
    path = tmp_path / "roster.csv"
    path.write_text("\n".join([HEADING, *lines]), "utf-8")
    return read_roster(path)


def read_back(pdf: bytes, school: School, packets: Packets) -> Iterator[tuple[str, int, dict[str, str]]]:
    """Document, page number in the packet and, by name, the text that is found where each field is."""
    document = pypdfium2.PdfDocument(pdf)
    placed = list(school_pages(school, packets))
    assert len(document) == len(placed)
    for number, page in enumerate(placed):
        fields = packets.documents[page.shared].fields[page.number] if page.shared else {}
        text = document[number].get_textpage()
        yield page.shared, number + 1, {name: _text_in(text, rect, name == "grid") for name, rect in fields.items()}


def _text_in(text: pypdfium2.PdfTextPage, rect: Rect, several_lines: bool) -> str:
    found: str = text.get_text_bounded(rect.x0 - 1, rect.y0 - 1, rect.x1 + 1, rect.y1 + 1).strip()
    # Where a line runs down, pdfium takes a bracket on its side for the end of it.
    return found if several_lines else re.sub(r"[\r\n]", "", found)


# ---- the sample


def test_one_packet_for_each_school(made) -> None:
    assert sorted(made) == ["示例县民族中学.pdf", "示例县第一中学.pdf", "示例县职业高级中学.pdf"]
    assert sum(len(school.classes) for school, _pdf in made.values()) == 20


def test_every_class_has_its_leaflets_and_exactly_as_many_cells_as_pupils(made, packets: Packets) -> None:
    for school, pdf in made.values():
        copies: dict[tuple[str, str], int] = {}
        signed: dict[str, str] = {}
        for document, _number, fields in read_back(pdf, school, packets):
            if document.startswith("leaflet/") and fields:
                assert fields["school"] == school.name
                copies[fields["class"], document.removeprefix("leaflet/")] = int(fields["count"])
            elif document.startswith("signoff/"):
                one = next(one for one in school.classes if one.name == fields["class"])
                assert (fields["school"], fields["count"]) == (school.name, str(one.pupils))
                assert fields["teacher"] == one.teacher
                signed[one.name] = signed.get(one.name, "") + re.sub(r"\s", "", fields["grid"])
        assert copies == {(one.name, code): n for one in school.classes for code, n in one.languages.items()}
        assert {name: sorted(figures) for name, figures in signed.items()} == {
            one.name: sorted("".join(map(str, range(1, one.pupils + 1)))) for one in school.classes
        }


def test_the_first_page_proves_that_the_sums_agree(made, packets: Packets) -> None:
    for school, pdf in made.values():
        total = str(sum(one.pupils for one in school.classes))
        pages = list(read_back(pdf, school, packets))
        first = pages[0][2]
        assert (first["count-sum"], first["copies-sum"], first["cells-sum"]) == (total, total, total)
        assert first["school"] == school.name
        for row, one in enumerate(school.classes):
            assert (first[f"class-{row}"], first[f"count-{row}"]) == (one.name, str(one.pupils))
            start = int(first[f"page-{row}"])
            assert start % 2 == 1, "a class begins on a new sheet of paper"
            assert pages[start - 1][2]["class"] == one.name


def test_packets_are_sound_pdfs_with_a_bookmark_for_each_class(made, tmp_path: Path) -> None:
    for name, (school, pdf) in made.items():
        path = tmp_path / name
        path.write_bytes(pdf)
        assert subprocess.run(["qpdf", "--check", str(path)], capture_output=True).returncode == 0
        assert b"field.invalid" not in pdf
        with pikepdf.open(io.BytesIO(pdf)) as document, document.open_outline() as outline:
            assert [item.title for item in outline.root] == [one.name for one in school.classes]
            assert not [page for page in document.pages if "/Annots" in page]


def test_what_classes_share_stands_in_the_file_once(made) -> None:
    sizes = {name: len(pdf) for name, (_school, pdf) in made.items()}
    assert max(sizes.values()) < 1_500_000, sizes


def test_fields_are_drawn_and_not_only_hidden_text(made, packets: Packets) -> None:
    for school, pdf in made.values():
        document = pypdfium2.PdfDocument(pdf)
        for number, page in enumerate(school_pages(school, packets)):
            if not page.texts:
                continue
            image = document[number].render(scale=1, grayscale=True).to_pil().convert("L")
            for name in page.texts:
                x0, y0, x1, y1 = packets.documents[page.shared].fields[page.number][name]
                # without the ruled line, which may stand on any side of a field
                box = image.crop((int(x0) + 3, int(842 - y1) + 3, int(x1) - 3, int(842 - y0) - 3))
                assert box.getextrema()[0] < 128, (school.name, number, name)


def test_the_same_bytes_each_time_and_in_another_process(roster: Roster, packets: Packets, made) -> None:
    school, pdf = made["示例县民族中学.pdf"]
    assert school_packet(school, pickle.loads(pickle.dumps(packets))) == pdf
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert pool.submit(school_packet, school, packets).result() == pdf


# ---- names in every script


@pytest.mark.parametrize(
    "name",
    [
        "شىنجاڭ ئۇيغۇر 1-ئوتتۇرا مەكتەپ",
        "قازاق ورتا مەكتەبى",
        "བོད་ལྗོངས་སློབ་གྲྭ་ཆེན་མོ",
        "ᠮᠣᠩᠭᠣᠯ ᠳᠤᠮᠳᠠ ᠰᠤᠷᠭᠠᠭᠤᠯᠢ",
        "조선족 제1중학교",
        "ꆈꌠꁱꂷ",
        "Vuengzsawj Cunghyoz",
        "鄄城县第一中学（东校区）",
    ],
)
def test_a_school_in_any_script_can_be_copied_out_again(tmp_path: Path, editions, name: str) -> None:
    roster = rows(tmp_path, f"甲县,乙镇,{name},1班,,3,")
    (pdf,) = make_packets(roster, editions, root=ROOT, handouts=[], site_url=SITE).values()
    text = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    found = re.sub("[\u202a-\u202e\u200e\u200f\u2066-\u2069]", "", text)
    # Where figures stand among Arabic letters, viewers put the runs of a line in an order of their own.
    parts = re.findall(r"[\u0600-\u06ff]+(?: [\u0600-\u06ff]+)*|[0-9]+", name) if "1-" in name else [name]
    assert all(part in found for part in parts)


def test_joined_letters_are_shaped_and_not_only_lined_up() -> None:
    stack = stacks(ROOT).level
    for word in ("مەكتەپ", "ᠮᠣᠩᠭᠣᠯ", "བསྒྲུབས"):
        together = [glyph.id for glyph in stack.shape(word).glyphs]
        alone = [glyph.id for letter in word for glyph in stack.shape(letter).glyphs]
        assert sorted(together) != sorted(alone), word


def test_lines_of_mixed_direction_are_drawn_in_the_order_of_the_standard() -> None:
    def drawn(text: str) -> str:
        return "".join(
            text[start:end][::-1] if rtl else text[start:end] for start, end, rtl in visual_runs(text, [0] * len(text))
        )

    # expected: what GNU FriBidi gives (python-bidi agrees on 20,000 random lines)
    assert drawn("高三(1)班") == "高三(1)班"
    assert drawn("ابج 12-دھ") == "ھد-12 جبا"
    assert drawn("ابج abc 12") == "12 abc جبا" or drawn("ابج abc 12") == "abc 12 جبا"
    assert drawn("第1中学 ابج دھ") == "第1中学 ھد جبا"
    assert drawn("ا 50% ب") == "ب %50 ا"


@given(st.text("ابۇ中a1-、 %.+", max_size=20))
def test_every_character_is_drawn_once(text: str) -> None:
    runs = visual_runs(text, [0] * len(text))
    assert sorted(index for start, end, _rtl in runs for index in range(start, end)) == list(range(len(text)))


# ---- what cannot be printed


def test_characters_without_a_glyph_are_found_while_reading_together_with_everything_else(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(f"{HEADING}\n甲县,乙镇,丙中学\U00020089,1班,,0,\n甲县,乙镇,丙中学,2班🙂,李\U00020087,40,\n", "utf-8")
    with pytest.raises(ProblemsFound) as caught:
        read_roster(path, missing_characters(ROOT))
    found = [(one.where.line, one.where.column, one.id) for one in caught.value.problems]
    assert found == [(2, 3, "glyph-missing"), (2, 6, "roster-pupils"), (3, 4, "glyph-missing"), (3, 5, "glyph-missing")]
    assert "\U00020089" in str(caught.value) and "U+20089" in str(caught.value)
    assert "U+20087" in str(caught.value) and "\U00020087" not in str(caught.value), "part of a teacher's name"


def test_every_class_that_cannot_be_printed_is_named_in_one_run(tmp_path: Path, editions) -> None:
    roster = rows(
        tmp_path,
        "甲县,乙镇,丙中学,1班🙂,,40,",
        f"甲县,乙镇,{'丙' * 40}中学,2班,,40,",
        f"甲县,乙镇,丙中学,{'二' * 30}班,{'李' * 20},40,",
        "甲县,乙镇,丙中学,4班,,40,",
    )
    with pytest.raises(ProblemsFound) as caught:
        make_packets(roster, editions, root=ROOT, handouts=[], site_url=SITE)
    assert [(one.where.line, one.where.column, one.id) for one in caught.value.problems] == [
        (2, 4, "glyph-missing"),
        (3, 3, "field-too-long"),
        (4, 4, "field-too-long"),
        (4, 5, "field-too-long"),
    ]
    assert "李" not in str(caught.value)


def test_a_language_that_is_not_being_made_is_named(tmp_path: Path, editions) -> None:
    roster = rows(tmp_path, "甲县,乙镇,丙中学,1班,,40,", "甲县,乙镇,丙中学,2班,,40,zh-CN:30; bo:10")
    with pytest.raises(ProblemsFound) as caught:
        make_packets(roster, {"zh-CN": editions["zh-CN"]}, root=ROOT, handouts=[], site_url=SITE)
    (one,) = caught.value.problems
    assert (one.where.line, one.where.column, one.id) == (3, 7, "packet-language") and "bo" in one.message


# ---- sizes, names of files, marks


@pytest.mark.parametrize("code", ["zh-CN", "ug", "mn-Mong"])
def test_grids_of_every_size_have_exactly_their_cells(tmp_path: Path, editions, code: str) -> None:
    sizes = [1, 5, 41, 64, 65, 70, 71, 140, 200]
    roster = rows(tmp_path, *(f"甲县,乙镇,丙中学,{size}人班,,{size},{code}" for size in sizes))
    packets = prepare(roster, editions, root=ROOT, handouts=[], site_url=SITE)
    (school,) = schools(roster)
    pdf = school_packet(school, packets)
    found: dict[str, list[str]] = {}
    for document, _number, fields in read_back(pdf, school, packets):
        if document.startswith("signoff/"):
            found.setdefault(fields["class"], []).extend(fields["grid"].split())
            assert fields["count"] == fields["class"].removesuffix("人班")
    for size in sizes:
        expected = [str(number) for number in range(1, size + 1)]
        if code == "mn-Mong":  # between columns that run down pdfium puts no space
            assert "".join(found[f"{size}人班"]) == "".join(expected)
        else:
            assert sorted(found[f"{size}人班"], key=int) == expected


@pytest.mark.parametrize(("rtl", "vertical"), [(False, False), (True, False), (False, True)])
@given(count=st.integers(1, 70), columns=st.integers(5, 8))
def test_cells_are_alike_lie_in_the_area_and_do_not_overlap(rtl: bool, vertical: bool, count: int, columns: int) -> None:
    written: list[tuple[str, Rect]] = []
    area = Rect(40, 50, 540, 590)
    operators = draw_grid(
        Frame(area, rtl, vertical), range(1, count + 1), columns, lambda text, rect: written.append((text, rect)) or ""
    )
    drawn = [tuple(map(float, found)) for found in re.findall(r"([\d.-]+) ([\d.-]+) ([\d.-]+) ([\d.-]+) re", operators)]
    cells, boxes = drawn[:count], drawn[count:]
    assert len(boxes) == len(written) == count and [text for text, _rect in written] == [str(n + 1) for n in range(count)]
    assert len({(x, y) for x, y, _w, _h in cells}) == count
    assert max(w for _x, _y, w, _h in cells) - min(w for _x, _y, w, _h in cells) < 0.02
    for (x, y, w, h), (_text, rect), (bx, by, bw, bh) in zip(cells, written, boxes, strict=True):
        assert area.x0 - 0.02 <= x and x + w <= area.x1 + 0.02 and area.y0 - 0.02 <= y and y + h <= area.y1 + 0.02
        assert x <= bx and bx + bw <= x + w + 0.02 and y <= by and by + bh <= y + h + 0.02
        assert x <= rect.x0 + 0.02 and y <= rect.y0 + 0.02
    first, second = cells[0], cells[min(1, count - 1)]
    if count > 1:
        assert second[1] < first[1] if vertical else second[0] < first[0] if rtl else second[0] > first[0]


def test_file_names_are_unique_and_good_on_windows() -> None:
    keys = [
        ("甲县", "乙镇", "中心学校"),
        ("甲县", "丙镇", "中心学校"),
        ("甲县", "丙镇", "中心/学校:*?"),
        ("甲县", "丙镇", "中心_学校___"),
        ("甲县", "丁镇", "CON"),
        ("甲县", "丁镇", "con"),
        ("甲县", "丁镇", "学校. "),
        ("甲县", "丁镇", "长" * 100),
        ("甲县", "丁镇", "长" * 101),
    ]
    names = file_names(keys)
    assert len({name.casefold() for name in names.values()}) == len(keys)
    for name in names.values():
        stem = name.removesuffix(".pdf")
        assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', name) and not stem.endswith((" ", "."))
        assert stem.casefold() not in ("con", "aux", "nul") and len(name.encode()) <= 255
    assert names[keys[0]] == "中心学校.pdf" and names[keys[1]] == "丙镇-中心学校.pdf"


@pytest.mark.parametrize("code", ["zh-CN", "mn-Mong"])
def test_a_public_sheet_has_no_marks_left_and_is_otherwise_the_same(editions, leaflet, code: str, tmp_path: Path) -> None:
    marked = render_handout(leaflet, editions[code], root=ROOT, site_url=SITE)
    plain = strip_fields(marked)
    assert strip_fields(plain) == plain
    path = tmp_path / "plain.pdf"
    path.write_bytes(plain)
    assert subprocess.run(["qpdf", "--check", str(path)], capture_output=True).returncode == 0
    with pikepdf.open(path) as document:
        objects = [item for item in document.objects if isinstance(item, pikepdf.Dictionary)]
        assert not [item for item in objects if "field.invalid" in str(item.get("/URI", ""))]
        links = [item for item in objects if item.get("/S") == "/Link"]
        assert all("/K" in link and len(link.K) for link in links), "no link element without a link"
        assert "/StructTreeRoot" in document.Root
    texts = [[page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)] for pdf in (marked, plain)]
    assert texts[0] == texts[1]
