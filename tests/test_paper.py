"""Paper: our own fonts or none, nothing from outside, the same bytes each time, Mongolian down the page."""

from __future__ import annotations

import base64
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import zxingcpp

from generator.errors import ProblemsFound, Where
from generator.language.locales import load_locales
from generator.paper import preflight
from generator.paper.qr import QUIET, qr_matrix, qr_svg
from generator.paper.render import font_configuration, lay_out, render_pdf

WHERE = Where("content/handouts/sample.md", 7)
MONGOLIAN = "ᠤᠯᠤᠰ ᠤᠨ ᠰᠤᠷᠤᠯᠭ᠎ᠠ ᠳᠡᠮᠵᠢᠬᠦ ᠵᠡᠭᠡᠯᠢ"
SIDEWAYS = "@page{size:297mm 210mm;margin:15mm}"


def html(body: str, css: str = "", lang: str = "zh-CN") -> str:
    return f'<!doctype html><html lang="{lang}"><head><title>t</title><style>{css}</style></head><body>{body}</body></html>'


@pytest.fixture(scope="session")
def paper(root: Path):
    locales = load_locales(root)

    def render(body: str, css: str = "", locale: str = "zh-CN") -> bytes:
        return render_pdf(html(body, css, locale), locale=locales[locale], root=root, title="标题", where=WHERE)

    return render


def problems_of(call) -> list:
    with pytest.raises(ProblemsFound) as found:
        call()
    return list(found.value.problems)


def instructions(pdf: bytes, page: int = 0) -> list:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [(list(operands), str(operator)) for operands, operator in pikepdf.parse_content_stream(document.pages[page])]


def texts_drawn(pdf: bytes) -> list[pikepdf.Matrix]:
    """The matrix from glyph space (1 em = 1) to the page of each piece of text, in order of drawing."""
    matrix, saved, text, size, rise, found = pikepdf.Matrix(), [], pikepdf.Matrix(), 1.0, 0.0, []
    for operands, operator in instructions(pdf):
        if operator == "q":
            saved.append((matrix, size, rise))
        elif operator == "Q":
            matrix, size, rise = saved.pop()
        elif operator == "cm":
            matrix = pikepdf.Matrix(*map(float, operands)) @ matrix
        elif operator == "Tf":
            size = float(operands[1])
        elif operator == "Ts":
            rise = float(operands[0])
        elif operator == "Tm":
            text = pikepdf.Matrix(*map(float, operands))
        elif operator == "TJ":
            found.append(pikepdf.Matrix(size, 0, 0, size, 0, rise) @ text @ matrix)
    return found


# ---- nothing from outside


@pytest.mark.parametrize(
    "address",
    ["https://example.com/a.png", "http://127.0.0.1:9/a.png", "//example.com/a.png", "ftp://example.com/a", "file:///etc/hostname", "../../../../etc/hostname"],
)
def test_only_files_of_the_project_are_opened(paper, address) -> None:
    (problem,) = problems_of(lambda: paper(f'<img alt="" src="{address}">'))
    assert problem.id == "print-resource"
    assert problem.where == WHERE


def test_a_missing_file_stops_the_sheet(paper) -> None:
    (problem,) = problems_of(lambda: paper('<img alt="" src="templates/print/none.svg">'))
    assert problem.id == "print-resource"
    assert "none.svg" in problem.message


def test_own_files_and_data_are_welcome(paper) -> None:
    pixel = base64.b64encode(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>').decode()
    assert paper(f'<img alt="格" src="templates/print/cell.svg"><img alt="点" src="data:image/svg+xml;base64,{pixel}">')


# ---- fonts


def test_a_character_without_a_glyph_is_named(paper) -> None:
    problems = problems_of(lambda: paper("<p>贷款<b>ก</b>和<i>𠀀</i></p>"))
    assert [problem.id for problem in problems] == ["glyph-missing"] * 2
    assert all(problem.where == WHERE for problem in problems)
    assert {"U+0E01", "U+20000"} == set(re.findall(r"U\+[0-9A-F]+", " ".join(problem.message for problem in problems)))


def test_generated_text_is_checked_too_and_no_system_font_helps(paper) -> None:
    (problem,) = problems_of(lambda: paper("<p>款</p>", "p::after{content:'ก'}"))
    assert problem.id == "glyph-missing"
    assert "U+0E01" in problem.message


def test_asking_for_a_font_of_the_system_is_in_vain(paper) -> None:
    pdf = paper("<p>Loan 贷款</p>", "p{font-family:'DejaVu Sans','Noto Sans CJK SC',serif}html *{font-size:12pt}")
    with pikepdf.open(io.BytesIO(pdf)) as document:
        names = {preflight.font_family(font) for page in document.pages for font in page.resources.Font.values()}
    assert names and all(name.startswith("YZ ") for name in names)


def test_one_font_configuration_for_the_process() -> None:
    assert font_configuration() is font_configuration()
    assert "yingzhi" not in os.environ.get("FONTCONFIG_FILE", "")


def test_css_without_effect_is_an_error(paper) -> None:
    (problem,) = problems_of(lambda: paper("<p>款</p>", "p{colour:red}"))
    assert problem.id == "print-warning"
    assert "colour" in problem.message


@pytest.mark.parametrize("locale", ["zh-CN", "mn-Mong", "ii", "bo", "ug"])
def test_bold_has_a_font_of_its_own(paper, locale) -> None:
    letters = {"zh-CN": "贷", "mn-Mong": "ᠵᠡᠭᠡᠯᠢ", "ii": "ꆈ", "bo": "བོ", "ug": "قەرز"}[locale]
    with pikepdf.open(io.BytesIO(paper(f"<p>{letters}<b>{letters}</b></p>", locale=locale))) as document:
        names = {preflight.font_family(font) for font in document.pages[0].resources.Font.values()}
    assert len(names) == 2
    assert {name.endswith(" Bold") for name in names} == {True, False}


# ---- the same bytes


SCRIPT = """
import hashlib, sys
from pathlib import Path
from generator.language.locales import load_locales
from generator.paper.render import render_pdf
root = Path(sys.argv[1])
for code, text in (("zh-CN", "贷款 20,000 元 Loan"), ("mn-Mong", "ᠵᠡᠭᠡᠯᠢ 贷款 2026")):
    page = f'<html lang="{code}"><title>t</title><body><h1>{text}</h1><p><a href="https://yingzhi.example/">{text}</a></p></body></html>'
    print(hashlib.sha256(render_pdf(page, locale=load_locales(root)[code], root=root, title="t")).hexdigest())
"""


def test_the_same_input_gives_the_same_bytes_in_every_process(root) -> None:
    runs = [
        subprocess.run(
            [sys.executable, "-c", SCRIPT, str(root)],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            cwd=root, capture_output=True, text=True, check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai"))
    ]  # fmt: skip
    assert runs[0] == runs[1]
    assert len(set(runs[0].split())) == 2


# ---- vertical Mongolian


@pytest.fixture(scope="session")
def column(paper) -> bytes:
    lines = "".join(f"<p>{MONGOLIAN} 贷款 {n} <b>ᠵᠡᠭᠡᠯᠢ</b></p>" for n in range(4))
    return paper(f'<h1 id="top">ᠵᠡᠭᠡᠯᠢ</h1>{lines}<p><a href="https://yingzhi.example/">95593</a> <a href="#top">ᠵᠡᠭᠡᠯᠢ</a></p>', SIDEWAYS, "mn-Mong")


def test_vertical_pages_are_a4_upright(column) -> None:
    with pikepdf.open(io.BytesIO(column)) as document:
        (page,) = document.pages
        assert [round(float(value)) for value in page.mediabox] == [0, 0, 595, 842]
        assert "/Rotate" not in page


def test_vertical_text_runs_down_in_columns_from_left_to_right(column) -> None:
    matrices = texts_drawn(column)
    assert len(matrices) > 10
    for matrix in matrices:
        assert abs(matrix.a) < 1e-6 and matrix.b < 0, "the line runs down"
        assert matrix.a * matrix.d - matrix.b * matrix.c > 0, "no glyph is mirrored"
        assert matrix.c > 0, "the top of a Latin or Mongolian letter lies to the right"
    columns = [matrix.e for matrix in matrices]
    assert columns[-1] > columns[0] + 40
    assert sorted(columns) == pytest.approx(columns, abs=2), "the next line is to the right"


def test_vertical_ink_is_where_a_reader_expects_it(column) -> None:
    page = pypdfium2.PdfDocument(column)[0]
    text = page.get_textpage()
    boxes = [text.get_charbox(index) for index in range(text.count_chars()) if text.get_text_range(index, 1).strip()]
    left, bottom, right, top = (f(values) for f, values in zip((min, min, max, max), zip(*boxes, strict=True), strict=True))
    assert 0 < left < 60 and top > 780, "it begins at the top left"
    assert right < 400 and bottom > 300, "and six short lines end well before the bottom right"


def test_links_follow_the_text_they_are_on(column) -> None:
    page = pypdfium2.PdfDocument(column)[0]
    text = page.get_textpage()
    place = text.search("95593").get_next()
    x0, y0, x1, y1 = text.get_charbox(place[0])
    with pikepdf.open(io.BytesIO(column)) as document:
        outer, inner = document.pages[0].Annots
        left, bottom, right, top = (float(value) for value in outer.Rect)
        assert left <= (x0 + x1) / 2 <= right and bottom <= (y0 + y1) / 2 <= top
        assert right - left < top - bottom, "a link on a vertical word is tall"
        assert "/URI" in outer.A
        names = document.Root.Names.Dests.Names
        destination = names[1]
        assert destination[1] == "/XYZ" and str(names[0]) in (str(inner.get("/Dest", "")), str(inner.get("/A", {}).get("/D", "")))
        heading = texts_drawn(column)[0]
        assert float(destination[2]) == pytest.approx(heading.e, abs=40)
        assert float(destination[3]) == pytest.approx(heading.f, abs=40)


def test_tags_survive_the_turning(column) -> None:
    marked = [operands[1].MCID for operands, operator in instructions(column) if operator == "BDC" and "/MCID" in operands[1]]
    with pikepdf.open(io.BytesIO(column)) as document:
        assert document.Root.MarkInfo.Marked
        parents = document.Root.StructTreeRoot.ParentTree.Nums[1]
        assert len(marked) == len(set(map(int, marked))) == len(parents)
        kinds = {str(item.S) for item in document.objects if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/StructElem"}
        assert {"/H1", "/P", "/Link"} <= kinds
    begun = [operator for _operands, operator in instructions(column) if operator in ("BDC", "BMC", "EMC", "q", "Q", "BT", "ET")]
    for opening, closing in (({"BDC", "BMC"}, "EMC"), ({"q"}, "Q"), ({"BT"}, "ET")):
        assert sum(operator in opening for operator in begun) == begun.count(closing)


def test_pictures_are_neither_mirrored_nor_turned(paper) -> None:
    data = "https://yingzhi.example/mn-Mong/index.html"
    pdf = paper(f"<p>ᠵᠡᠭᠡᠯᠢ</p><div>{qr_svg(data)}</div>", SIDEWAYS + ".qr{display:block;width:40mm;height:40mm}", "mn-Mong")
    with pikepdf.open(io.BytesIO(pdf)) as document:
        (figure,) = [item for item in document.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"]
        left, bottom, right, top = (float(value) for value in figure.A.BBox)
        height = float(document.pages[0].mediabox[3])
    scale = 4
    image = pypdfium2.PdfDocument(pdf)[0].render(scale=scale, grayscale=True).to_pil().convert("L")
    rows = qr_matrix(data)
    unit = (right - left) / (len(rows) + 2 * QUIET)
    assert right - left == pytest.approx(top - bottom) == pytest.approx(40 / 25.4 * 72, abs=0.1)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            px = image.getpixel((int((left + (x + QUIET + 0.5) * unit) * scale), int((height - top + (y + QUIET + 0.5) * unit) * scale)))
            assert (px < 128) == bool(dark), (x, y)


def test_repeated_backgrounds_stay_behind_their_box(paper) -> None:
    css = SIDEWAYS + "body{margin:0}div{width:60mm;height:20mm;background:url(templates/print/mark.svg) 0 0 / 5mm 5mm}"
    image = pypdfium2.PdfDocument(paper("<div></div><p>ᠵᠡᠭᠡᠯᠢ</p>", css, "mn-Mong"))[0].render(scale=2).to_pil().convert("L")
    left, top, right, bottom = (round(value / 2 / 72 * 25.4) for value in image.point(lambda v: 255 * (v < 200)).getbbox())
    assert (left, top, bottom) == (15, 15, 75), "20 mm wide, 60 mm tall, from the top left corner"
    blue = sum(1 for x in range(30) for y in range(30) if image.getpixel((int((16 + x * 0.6) / 25.4 * 144), int((20 + y) / 25.4 * 144))) < 120)
    assert blue > 300


# ---- codes


@pytest.mark.parametrize("data", ["https://yingzhi.example/zh-CN/index.html", "95593", "https://yingzhi.example/" + "a" * 200])
def test_codes_are_read_back(paper, data) -> None:
    pdf = paper(qr_svg(data), ".qr{width:40mm;height:40mm}")
    (code,) = zxingcpp.read_barcodes(pypdfium2.PdfDocument(pdf)[0].render(scale=3).to_pil())
    assert code.text == data
    assert code.ec_level == "M"


def test_a_code_has_its_quiet_zone_and_its_words() -> None:
    svg = qr_svg("95593", 'a < "b"')
    side = len(qr_matrix("95593"))
    assert f'viewBox="0 0 {side + 8} {side + 8}"' in svg
    assert "<title>a &lt; &quot;b&quot;</title>" in svg
    assert f'd="M{QUIET} {QUIET}h7v1h-7z' in svg


# ---- preflight


def test_a_good_sheet_passes(paper) -> None:
    assert preflight.check_pdf(paper("<p>贷款</p>"), where=WHERE, pages=1) == []


def test_preflight_names_what_is_wrong(paper) -> None:
    pdf = paper("<p>贷款</p><p style='font-size:8pt;break-before:page'>小字</p>")
    assert [problem.id for problem in preflight.check_pdf(pdf, where=WHERE, pages=1)] == ["page-count", "text-small"]


def test_preflight_knows_foreign_fonts_and_pages_without_tags() -> None:
    document = pikepdf.new()
    document.add_blank_page()
    document.pages[0].Resources = pikepdf.Dictionary(
        Font=pikepdf.Dictionary(F=pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica))
    )
    target = io.BytesIO()
    document.save(target)
    found = {problem.id for problem in preflight.check_pdf(target.getvalue(), where=WHERE, pages=1)}
    assert found == {"pdf-untagged", "pdf-language", "pdf-title", "font-foreign"}


@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed")
def test_qpdf_finds_nothing(column, tmp_path) -> None:
    path = tmp_path / "column.pdf"
    path.write_bytes(column)
    subprocess.run(["qpdf", "--check", str(path)], check=True, capture_output=True)


def test_pages_are_counted_before_the_pdf_is_written(root) -> None:
    layout = lay_out(html("<p>一</p><p style='break-before:page'>二</p>"), locale=load_locales(root)["zh-CN"], root=root, title="t")
    assert layout.pages == 2


def test_text_that_runs_off_the_last_page_is_not_dropped_in_silence(root, paper) -> None:
    lines = "<p>款</p>" * 80
    body = f'<div style="float:left">{lines}<div id="end-left"></div></div>'
    (problem,) = problems_of(lambda: paper(body))
    assert (problem.id, problem.where) == ("text-lost", WHERE)
    below = '<div style="position:absolute;top:400mm">款<div id="end-below"></div></div>'
    assert not lay_out(html(below), locale=load_locales(root)["zh-CN"], root=root, title="t").complete
    assert paper('<div style="float:left">款<div id="end-left"></div></div>')


# ---- colours


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_words_stand_out_from_every_ground(root) -> None:
    tokens = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", (root / "templates" / "tokens.css").read_text("utf-8")))
    for ink in ("ink-deep", "ink", "ink-soft", "accent", "text", "text-quiet"):
        for ground in ("ground", "ink-wash", "accent-wash"):
            dark, light = luminance(tokens[ink]), luminance(tokens[ground])
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, ground)
