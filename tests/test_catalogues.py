"""PO files: quiet updates, states, and what real PO tools say of them."""

from __future__ import annotations

import difflib
import shutil
import subprocess
from datetime import date
from pathlib import Path

import polib
import pytest

from generator.content.load import load_content
from generator.content.model import Content
from generator.language.catalogs import State, read_catalogs
from generator.language.locales import load_locales
from generator.language.localise import localise, make_edition
from generator.translating.sync import sync
from generator.translating.template import Wanted, template
from tests.conftest import ROOT, TODAY


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("content", "locales"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def texts(project: Path, *strings: str, page: str = "index") -> dict[str, tuple[Wanted, ...]]:
    return {page: tuple(Wanted(text, None, "paragraph", (f"{page}.md",)) for text in strings)}


def entries(project: Path, page: str = "index") -> dict[str, polib.POEntry]:
    return {entry.msgid: entry for entry in polib.pofile(str(project / "locales" / "en" / f"{page}.po"))}


def translate(project: Path, page: str = "index", **strings: str) -> None:
    path = project / "locales" / "en" / f"{page}.po"
    file = polib.pofile(str(path), wrapwidth=0)
    for entry in file:
        entry.msgstr = strings.get(entry.msgid, entry.msgstr)
    file.save(str(path))


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    (tmp_path / "locales").mkdir()
    shutil.copy(ROOT / "locales" / "locales.yml", tmp_path / "locales")
    return tmp_path


def test_a_second_sync_changes_nothing(project: Path) -> None:
    locale = load_locales(project)["en"]
    wanted = template(load_content(project), ROOT)
    sync(project, locale, wanted)
    assert sync(project, locale, wanted) == []


def test_near_text_is_offered_and_not_shown(empty: Path) -> None:
    english = load_locales(empty)["en"]
    sync(empty, english, texts(empty, "学生可以提前还款。", "利息由国家付。"))
    translate(empty, **{"学生可以提前还款。": "Students may repay early.", "利息由国家付。": "The state pays the interest."})
    sync(empty, english, texts(empty, "学生不可以提前还款。", "利息由国家付。"))
    changed = entries(empty)["学生不可以提前还款。"]
    assert changed.fuzzy and changed.previous_msgid == "学生可以提前还款。" and changed.msgstr == "Students may repay early."
    catalogs = read_catalogs(empty, english, drafts=True)
    assert catalogs.find("index", "学生不可以提前还款。") is None
    assert catalogs.find("index", "利息由国家付。")


def test_a_review_ends_with_the_text_it_was_of(empty: Path) -> None:
    english = load_locales(empty)["en"]
    sync(empty, english, texts(empty, "学生可以提前还款，也可以照常还。"))
    path = empty / "locales" / "en" / "index.po"
    file = polib.pofile(str(path), wrapwidth=0)
    file[0].msgstr, file[0].tcomment = "Students may repay early or as usual.", "translated-by: Ann\nreviewed-by: Bo"
    file.save(str(path))
    sync(empty, english, texts(empty, "学生不可以提前还款，也可以照常还。"))
    changed = entries(empty)["学生不可以提前还款，也可以照常还。"]
    assert changed.fuzzy and changed.tcomment == "translated-by: Ann"


def test_removed_text_is_kept_and_found_again(empty: Path) -> None:
    english = load_locales(empty)["en"]
    sync(empty, english, texts(empty, "甲方的话", "乙"))
    translate(empty, 甲方的话="A")
    sync(empty, english, texts(empty, "乙"))
    assert entries(empty)["甲方的话"].obsolete
    sync(empty, english, texts(empty, "乙", "甲方的话"))
    assert not entries(empty)["甲方的话"].obsolete and entries(empty)["甲方的话"].msgstr == "A"


def test_moved_text_is_found_on_its_new_page(empty: Path) -> None:
    english = load_locales(empty)["en"]
    sync(empty, english, texts(empty, "甲方的话"))
    translate(empty, 甲方的话="A")
    sync(empty, english, texts(empty) | texts(empty, "甲方的话", page="what"))
    moved = entries(empty, "what")["甲方的话"]
    assert moved.msgstr == "A" and not moved.fuzzy


def test_one_new_paragraph_changes_few_lines(empty: Path) -> None:
    english = load_locales(empty)["en"]
    strings = [f"第{number}段话说的是一件事" for number in range(50)]
    sync(empty, english, texts(empty, *strings))
    before = (empty / "locales" / "en" / "index.po").read_text().splitlines()
    sync(empty, english, texts(empty, *strings[:20], "完全不同的新内容", *strings[20:]))
    after = (empty / "locales" / "en" / "index.po").read_text().splitlines()
    changed = [line for line in difflib.unified_diff(before, after, n=0) if line.startswith(("+", "-"))][2:]
    assert 0 < len(changed) < 10
    assert not [line for line in changed if line.startswith("-")]


def test_states_need_a_second_person(empty: Path) -> None:
    folder = empty / "locales" / "en"
    folder.mkdir()
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    (folder / "index.po").write_text(
        header
        + '# translated-by: Ann\n# reviewed-by: Bo\nmsgid "甲"\nmsgstr "a"\n\n'
        + '# translated-by: Ann\n# reviewed-by: Ann\nmsgid "乙"\nmsgstr "b"\n\n'
        + 'msgid "丙"\nmsgstr "c"\n',
        encoding="utf-8",
    )
    catalogs = read_catalogs(empty, load_locales(empty)["en"], drafts=True)
    states = {msgid: entry.state for (_, msgid), entry in catalogs.pages["index"].items()}
    assert states == {"甲": State.REVIEWED, "乙": State.DRAFT, "丙": State.DRAFT}
    reviewed = read_catalogs(empty, load_locales(empty)["en"], drafts=False)
    assert set(reviewed.pages["index"]) == {(None, "甲")}


@pytest.mark.parametrize("locale", [code for code, locale in load_locales(ROOT).items() if not locale.is_source])
def test_our_catalogues_pass_gettext_and_the_guards(locale: str, content: Content) -> None:
    files = sorted((ROOT / "locales" / locale).glob("*.po"))
    assert {file.stem for file in files} == set(template(content, ROOT))
    for file in files:
        run = subprocess.run(["msgfmt", "-c", "-o", "/dev/null", str(file)], capture_output=True, text=True)
        assert run.returncode == 0, run.stderr
    assert read_catalogs(ROOT, load_locales(ROOT)[locale], drafts=True).problems == ()


@pytest.mark.parametrize("locale", [code for code, locale in load_locales(ROOT).items() if not locale.is_source])
def test_our_catalogues_are_up_to_date(locale: str, content: Content, project: Path) -> None:
    assert sync(project, load_locales(project)[locale], template(content, ROOT)) == []


def test_gettext_and_polib_keep_a_file_as_it_is(project: Path) -> None:
    path = project / "locales" / "ug" / "index.po"
    before = {entry.msgid: entry.msgstr for entry in polib.pofile(str(path))}
    subprocess.run(["msgattrib", "--no-wrap", "-o", str(path), str(path)], check=True)
    assert {entry.msgid: entry.msgstr for entry in polib.pofile(str(path))} == before


def test_the_same_translation_shows_the_figures_of_the_day(content: Content) -> None:
    page = next(page for page in content.topics if page.slug == "index")
    shown = {day: localise(page, make_edition(content, ROOT, "en", day, "shili")).html for day in (date(2024, 3, 1), TODAY)}
    assert "¥16,000" in shown[date(2024, 3, 1)] and "¥20,000" in shown[date(2024, 3, 1)]
    assert "¥20,000" in shown[TODAY] and "¥25,000" in shown[TODAY] and "¥16,000" not in shown[TODAY]


def test_a_page_lists_the_documents_it_rests_on(content: Content) -> None:
    page = next(page for page in content.topics if page.slug == "amount")
    document = localise(page, make_edition(content, ROOT, "zh-CN", TODAY, "shili"))
    assert "财教〔2024〕188号" in {cited.source.number for cited in document.sources}
    assert document.marks == {"※", "†"} or document.marks == {"†"}
    assert all(cited.labels for cited in document.sources)
