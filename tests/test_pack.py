"""Campaign packs: the real one of the repository, built and taken apart; and what is said of bad texts."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import zxingcpp

from generator.campaigns import sheets
from generator.campaigns.archive import safe_name, zip_bytes
from generator.campaigns.checks import campaign_problems
from generator.campaigns.lesson import LESSON, read_steps
from generator.campaigns.markup import plain_text, split_list
from generator.campaigns.messages import length_problems, main_script, read_messages, sms_parts
from generator.campaigns.pack import build_pack, pack_name
from generator.campaigns.quiz import read_questions
from generator.content.addresses import page_url
from generator.content.facts import FactBook
from generator.content.load import read_page
from generator.content.model import Campaign, Content, Page
from generator.content.text import placeholders
from generator.errors import Problem, ProblemsFound
from generator.language.catalogs import read_catalogs
from generator.language.localise import Edition, localise, make_edition

SITE = "https://yingzhi.example/"
DAY = date(2026, 5, 10)
LOCALES = ("zh-CN", "ug", "mn-Mong")
A3, A4 = (842, 1191), (595, 842)


@pytest.fixture(scope="module")
def campaign(content: Content) -> Campaign:
    return next(campaign for campaign in content.campaigns if campaign.slug == "integrity")


def text_of(campaign: Campaign, item: str) -> Page:
    return next(page for page in campaign.texts if page.slug == f"{campaign.slug}-{item}")


@pytest.fixture(scope="module")
def chinese(content: Content, root: Path) -> Edition:
    return make_edition(content, root, "zh-CN", DAY, "shili")


@pytest.fixture(scope="module", params=LOCALES)
def built(request: pytest.FixtureRequest, content: Content, root: Path, campaign: Campaign) -> tuple[str, bytes]:
    edition = make_edition(content, root, request.param, DAY, "shili")
    return request.param, build_pack(campaign, edition, root=root, year=2026, site_url=SITE)


def files_of(pack: bytes) -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(pack))
    return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def words_of(pdf: bytes) -> str:
    """The text of a PDF without white space, so that line breaks do not matter."""
    document = pypdfium2.PdfDocument(pdf)
    return re.sub(r"\s", "", "".join(page.get_textpage().get_text_range() for page in document))


def sheet_of(pack: bytes, number: int) -> bytes:
    return next(data for path, data in files_of(pack).items() if path.startswith(f"打印/{number}-"))


# ---- the content


def test_the_campaigns_of_the_repository_have_no_problem(content: Content) -> None:
    assert content.campaigns
    for campaign in content.campaigns:
        assert campaign_problems(campaign) == []


def test_the_minutes_of_the_lesson_add_up(campaign: Campaign, chinese: Edition) -> None:
    page = text_of(campaign, "lesson")
    steps = read_steps(page, localise(page, chinese))
    assert sum(step.minutes for step in steps) == LESSON == 45
    assert [step.start for step in steps] == [sum(page.front["minutes"][:n]) for n in range(len(steps))]


def test_every_question_has_one_right_answer_and_they_are_mixed(campaign: Campaign, chinese: Edition) -> None:
    questions = read_questions(localise(text_of(campaign, "quiz"), chinese))
    assert len(questions) >= 12
    assert all(sum(option.ticked for option in question.options) == 1 for question in questions)
    judgements = [question.right for question in questions if question.judgement]
    assert abs(judgements.count(0) - judgements.count(1)) <= 2, "a pupil who always says 对 must not pass"
    choices = {question.right for question in questions if not question.judgement}
    assert choices == {0, 1, 2}


def test_answers_that_rest_on_weak_facts_say_whom_to_ask(content: Content, campaign: Campaign) -> None:
    facts = FactBook(content.facts).on(DAY)
    weak = 0
    for line in text_of(campaign, "quiz").body.split("\n"):
        grades = {facts.get(key)[1].grade for _column, key, form in placeholders(line) if form == "cite"}
        if "C" in grades:
            weak += 1
            assert "以县级学生资助管理中心的答复为准" in line
    assert weak


def test_messages_hold_no_link_name_the_hotline_and_are_short(campaign: Campaign, chinese: Edition) -> None:
    page = text_of(campaign, "messages")
    messages = read_messages(page, localise(page, chinese))
    assert [message.id for message in messages] == ["sms", "group", "moments"]
    for message in messages:
        assert "95593" in message.text
        assert not re.search(r"https?:|www\.|\.com|\.cn|点击|链接：", message.text)
        assert message.length <= message.limit
    assert messages[0].length + 12 <= 67
    assert messages[0].parts == 1


# ---- the zip


def test_names_are_safe_everywhere_and_say_that_they_are_utf8(built: tuple[str, bytes]) -> None:
    reserved = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
    archive = zipfile.ZipFile(io.BytesIO(built[1]))
    assert archive.testzip() is None
    for entry in archive.infolist():
        assert unicodedata.is_normalized("NFC", entry.filename)
        assert entry.flag_bits & 0x800 or entry.filename.isascii()
        assert entry.date_time == (1980, 1, 1, 0, 0, 0)
        for name in entry.filename.split("/"):
            assert not re.search(r'[<>:"\\|?*\x00-\x1f]', name)
            assert name == name.strip(" .")
            assert not reserved.fullmatch(name)
            assert not any(unicodedata.category(char) == "Cf" for char in name)
    lowered = [name.lower() for name in archive.namelist()]
    assert len(set(lowered)) == len(lowered)


def test_the_manifest_agrees_with_the_files(built: tuple[str, bytes]) -> None:
    locale, pack = built
    files = files_of(pack)
    manifest = json.loads(files.pop("manifest.json"))
    assert {entry["path"] for entry in manifest["files"]} == set(files)
    for entry in manifest["files"]:
        assert entry["size"] == len(files[entry["path"]])
        assert entry["sha256"] == hashlib.sha256(files[entry["path"]]).hexdigest()
    assert manifest["edition"] == {"locale": locale, "as_of": "2026-05-10", "office": "shili"}
    assert manifest["season"] == {"from": "2026-05-01", "until": "2026-06-30"}
    assert all(text["strings"] for text in manifest["texts"])
    if locale == "zh-CN":
        assert not any(text["missing"] or text["draft"] for text in manifest["texts"])


def test_the_same_input_gives_the_same_bytes_in_another_process(built: tuple[str, bytes], root: Path) -> None:
    locale, pack = built
    script = """
import sys
from datetime import date
from pathlib import Path
from generator.campaigns.pack import build_pack
from generator.content.load import load_content
from generator.language.localise import make_edition
root = Path(sys.argv[1])
content = load_content(root)
edition = make_edition(content, root, sys.argv[2], date(2026, 5, 10), "shili")
sys.stdout.buffer.write(build_pack(content.campaigns[0], edition, root=root, year=2026, site_url=sys.argv[3]))
"""
    again = subprocess.run(
        [sys.executable, "-c", script, str(root), locale, SITE],
        capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Urumqi"},
    )  # fmt: skip
    assert again.stdout == pack


def test_sheets_are_sound_and_of_the_right_size(built: tuple[str, bytes], tmp_path: Path) -> None:
    pdfs = {path: data for path, data in files_of(built[1]).items() if path.endswith(".pdf")}
    assert len(pdfs) == 5
    for path, data in pdfs.items():
        file = tmp_path / "sheet.pdf"
        file.write_bytes(data)
        assert subprocess.run(["qpdf", "--check", file], capture_output=True).returncode == 0
        with pikepdf.open(file) as pdf:
            width, height = (round(float(side)) for side in pdf.pages[0].mediabox[2:])
            assert (width, height) == (A3 if path.endswith("-A3.pdf") else A4), path
            if path.startswith(("打印/1-", "打印/3-")):
                assert len(pdf.pages) == 1, "posters and pledges are one page in every language"


def test_the_read_me_lists_every_file_and_is_readable_by_notepad(built: tuple[str, bytes]) -> None:
    locale, pack = built
    files = files_of(pack)
    for path in (path for path in files if path.endswith(".txt")):
        assert files[path].startswith(b"\xef\xbb\xbf")
        assert b"\n" not in files[path].replace(b"\r\n", b"")
    read_me = files["读我.txt"].decode("utf-8-sig")
    for path in files.keys() - {"读我.txt", "manifest.json"}:
        assert read_me.count(path) == (1 if locale == "zh-CN" else 2), "once in the pack's language, once in Chinese"


def test_the_poster_shows_the_ledger_and_the_office(built: tuple[str, bytes]) -> None:
    words = words_of(sheet_of(built[1], 1))
    for shown in ("95593", "96110", "110", "0000-1234567"):
        assert shown in words


def test_the_code_on_the_poster_leads_to_a_page_of_the_site(built: tuple[str, bytes], content: Content) -> None:
    locale, pack = built
    page = pypdfium2.PdfDocument(sheet_of(pack, 1))[0]
    codes = zxingcpp.read_barcodes(page.render(scale=1.5).to_pil())
    assert [code.text for code in codes] == [page_url(SITE, locale, "index")]
    assert "index" in {topic.slug for topic in content.topics}


def test_the_pack_says_who_and_when_in_its_name(campaign: Campaign, content: Content, root: Path) -> None:
    assert pack_name(campaign, make_edition(content, root, "bo", DAY, None), 2027) == "integrity-2027-bo.zip"


# ---- the quiz and its key


def test_the_quiz_sheet_does_not_give_the_answers_away(campaign: Campaign, chinese: Edition, root: Path) -> None:
    """Other answers, other explanations: the very same sheet for pupils, and another key."""
    page = text_of(campaign, "quiz")
    swapped = page.body.replace("- [x]", "- [?]").replace("- [ ]", "- [x]").replace("- [?]", "- [ ]")
    swapped = re.sub(r"(?m)^(.*\{\{ [a-z_.0-9]+:cite \}\})$", "另一段解释。", swapped)
    press = sheets.Press(campaign, chinese, root, SITE)
    both = [replace(page, body=body) for body in (page.body, swapped)]
    pupils = {sheets.quiz(press, each, localise(each, chinese)) for each in both}
    teachers = {sheets.key(press, each, localise(each, chinese)) for each in both}
    assert len(pupils) == 1
    assert len(teachers) == 2


def test_the_key_holds_every_right_answer_and_its_reason(campaign: Campaign, chinese: Edition, root: Path) -> None:
    page = text_of(campaign, "quiz")
    document = localise(page, chinese)
    key = words_of(sheets.key(sheets.Press(campaign, chinese, root, SITE), page, document))
    for question in read_questions(document):
        for html in (question.options[question.right].html, question.explanation):
            assert re.sub(r"\s", "", plain_text(html)).rstrip("※") in key
    assert "征信业管理条例" in key


def test_a_translation_keeps_the_right_answer_of_the_source(content: Content, campaign: Campaign, root: Path, tmp_path: Path) -> None:
    catalogue = tmp_path / "locales" / "en" / "integrity-quiz.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "对"\nmsgstr "True"\n', encoding="utf-8")
    edition = make_edition(content, root, "en", DAY, None)
    edition = replace(edition, catalogs=read_catalogs(tmp_path, edition.locale, drafts=True))
    first = read_questions(localise(text_of(campaign, "quiz"), edition))[0]
    assert [(option.html, option.ticked) for option in first.options] == [
        ("True", False),
        ('<span dir="ltr" lang="zh-CN">错</span>', True),
    ]


# ---- what is said of bad texts

Write = Callable[[str, str], Campaign]


@pytest.fixture
def write(tmp_path: Path, campaign: Campaign) -> Write:
    def write(kind: str, text: str) -> Campaign:
        path = tmp_path / f"{kind}.md"
        path.write_text(text, encoding="utf-8")
        problems: list[Problem] = []
        page = read_page(path, tmp_path, "campaign", f"bad-{kind}", problems)
        assert page and not problems
        return replace(campaign, texts=(page,))

    return write


def said(campaign: Campaign) -> list[tuple[str, str]]:
    return [(str(problem.where), problem.id) for problem in sorted(campaign_problems(campaign))]


def test_questions_that_cannot_be_answered_are_named_by_line(write: Write) -> None:
    campaign = write("quiz", """---
title: 测验
kind: quiz
---

## 没有对的？ {#none}

- [ ] 甲
- [ ] 乙

解释。

## 两个对的？ {#two}

- [x] 甲
- [x] 乙

## 只有一个？ {#one}

- [x] 甲
- 乙

解释。
""")  # fmt: skip
    assert said(campaign) == [
        ("quiz.md:6", "quiz-no-answer"),
        ("quiz.md:13", "quiz-explanation"),
        ("quiz.md:16", "quiz-two-answers"),
        ("quiz.md:18", "quiz-options"),
        ("quiz.md:21", "quiz-option"),
    ]


def test_an_option_that_comes_and_goes_with_the_day_is_refused(write: Write) -> None:
    campaign = write("quiz", """---
title: 测验
kind: quiz
---

## 问 {#ask}

- [x] 甲
<!-- if waiver.interest.2025 -->
- [ ] 乙
<!-- endif -->
- [ ] 丙

解释。
""")  # fmt: skip
    assert said(campaign) == [("quiz.md:10", "quiz-choice")]


@pytest.mark.parametrize(
    ("minutes", "headings", "expected"),
    [
        ("[20, 20]", "## 一 {#step-1}\n\n## 二 {#step-2}\n", [("lesson.md", "lesson-minutes")]),
        ("[20, 25, 5]", "## 一 {#step-1}\n\n## 二 {#step-2}\n", [("lesson.md", "lesson-minutes")]),
        ("[20, 25]", "## 一 {#step-1}\n\n## 二 {#step-3}\n", [("lesson.md:9", "lesson-order")]),
        ("[20, 25]", "## 一 {#step-1}\n\n## 二 {#step-2}\n", []),
    ],
)
def test_a_lesson_must_fill_its_minutes(write: Write, minutes: str, headings: str, expected: list[tuple[str, str]]) -> None:
    assert said(write("lesson", f"---\ntitle: 课\nkind: lesson\nminutes: {minutes}\n---\n\n{headings}")) == expected


def test_minutes_are_numbers(tmp_path: Path) -> None:
    problems: list[Problem] = []
    (tmp_path / "lesson.md").write_text("---\ntitle: 课\nkind: lesson\nminutes: 很久\n---\n\n", encoding="utf-8")
    assert read_page(tmp_path / "lesson.md", tmp_path, "campaign", "bad-lesson", problems) is None
    assert [(str(problem.where), problem.id) for problem in problems] == [("lesson.md:4:1", "yaml-schema")]


def test_messages_need_limits_and_keep_them(write: Write, chinese: Edition, content: Content, root: Path, campaign: Campaign) -> None:
    head = "---\ntitle: 文字\nkind: messages\nlimits: {limits}\n---\n\n"
    body = "## 短信 {#sms}\n\n" + "一二三四五六七八九十" * 6 + "\n\n## 群 {#group}\n\n你好。\n"
    assert said(write("messages", head.replace("{limits}", "{sms: 55, moments: 9}") + body)) == [
        ("messages.md", "message-limit"),
        ("messages.md:11", "message-limit"),
    ]
    page = write("messages", head.replace("{limits}", "{sms: 55, group: 9}") + body).texts[0]
    assert [str(problem).split(":", 3)[:3] for problem in length_problems(page, localise(page, chinese), chinese.locale)] == [
        ["messages.md", "7", " error[message-too-long]"]
    ]
    with pytest.raises(ProblemsFound) as found:
        build_pack(replace(campaign, texts=(page,)), chinese, root=root, year=2026, site_url=SITE)
    assert [problem.id for problem in found.value.problems] == ["message-too-long"]
    english = make_edition(content, root, "en", DAY, None).locale
    assert [problem.severity for problem in length_problems(page, localise(page, chinese), english)] == ["warning"]


def test_a_message_refuses_facts_that_need_a_note(write: Write, chinese: Edition) -> None:
    page = write("messages", "---\ntitle: 文字\nkind: messages\nlimits: {sms: 55}\n---\n\n## 短信 {#sms}\n\n{{ repay.due_day }}还款。\n").texts[0]
    assert [problem.id for problem in length_problems(page, localise(page, chinese), chinese.locale)] == ["message-unsure"]


def test_an_unknown_kind_is_named(write: Write) -> None:
    assert said(write("opera", "---\ntitle: 戏\nkind: opera\n---\n\n词。\n")) == [("opera.md", "campaign-kind")]


def test_a_poster_that_cannot_fit_is_refused(write: Write, chinese: Edition, root: Path) -> None:
    long = "这一句要说很多遍，直到纸上写不下为止。" * 34
    sections = "".join(f"## 第{n}件 {{#n{n}}}\n\n{long}\n\n" for n in range(4))
    campaign = write("poster", f"---\ntitle: 太长\nkind: poster\n---\n\n{sections}")
    with pytest.raises(ProblemsFound) as found:
        build_pack(campaign, chinese, root=root, year=2026, site_url=SITE)
    assert [(problem.where.path, problem.id) for problem in found.value.problems] == [("poster.md", "sheet-too-long")]


# ---- small things


def test_split_list_takes_the_first_list_apart() -> None:
    html = '<p>甲</p>\n<ul class="task-list"><li><input type="checkbox" disabled checked/> a &lt; <b>b</b></li>'
    html += '<li lang="zh-CN" dir="ltr"><input type="checkbox"> 丙<br></li></ul><p>乙</p><ul><li>x</li></ul>'
    before, items, after = split_list(html)
    assert before == "<p>甲</p>"
    assert [(item.html, item.ticked) for item in items] == [("a &lt; <b>b</b>", True), ('<span lang="zh-CN" dir="ltr">丙<br></span>', False)]
    assert after == "<p>乙</p><ul><li>x</li></ul>"
    assert split_list("<p>甲</p>") == ("<p>甲</p>", (), "")


def test_plain_text_keeps_paragraphs_numbers_and_isolates() -> None:
    html = '<p>甲&amp;<sup class="mark">※</sup>\n乙</p>\n<ol>\n<li>一</li>\n<li>二</li>\n</ol>\n<p>拨<bdi class="fact">0991-1</bdi>。</p>'
    assert plain_text(html) == "甲&※ 乙\n\n1. 一\n2. 二\n\n拨\u20680991-1\u2069。"


@pytest.mark.parametrize(
    ("words", "script"),
    [("贷款 loan", "Latin"), ("国家助学贷款 ABC", "Han"), ("སློབ་", "Tibetan"), ("ᠮᠣᠩᠭᠣᠯ", "Mongolian"), ("조선말", "Hangul"), ("ꆈꌠ", "Yi"), ("ئۇيغۇر", "Arabic"), ("95593", "Latin")],
)
def test_main_script(words: str, script: str) -> None:
    assert main_script(words) == script


@pytest.mark.parametrize(("length", "parts"), [(1, 1), (58, 1), (59, 2), (122, 2), (123, 3)])
def test_sms_parts_leave_room_for_the_signature(length: int, parts: int) -> None:
    assert sms_parts("字" * length) == parts


@pytest.mark.parametrize(("name", "safe"), [("问/答: 好?", "问 答 好"), ("a\u200eb.", "ab"), ("  长   名 ", "长 名"), ("e\u0301", "\u00e9")])
def test_safe_name(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_zip_keeps_order_and_bytes() -> None:
    files = {"乙.txt": b"2", "甲/丙.txt": b"1"}
    assert list(files_of(zip_bytes(files)).items()) == list(files.items())
    assert zip_bytes(files) == zip_bytes(dict(files))
