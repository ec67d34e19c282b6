"""Whatever a person gets wrong is named with its place, all of it in one run, and the old output stays."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

LINE = re.compile(r"^(?P<path>[^:\n]+)(?::(?P<line>\d+))?(?::(?P<column>\d+))?: (error|warning)\[(?P<id>[a-z0-9-]+)\]: ", re.M)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of this project to break."""
    for name in ("content", "locales", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name, copy_function=os.link)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    return tmp_path


def yingzhi(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "LANGUAGE": "en"}
    return subprocess.run(
        [sys.executable, "-m", "generator", *arguments], cwd=project, capture_output=True, text=True, env=environment | {"PYTHONPATH": str(ROOT)}
    )


def write(path: Path, text: str | bytes) -> None:
    """In place of the file: what is linked to the project's own must not be written through."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"the test must be brought up to date: {old!r} is not in {path.name}"
    write(path, text.replace(old, new, 1))


def found(run: subprocess.CompletedProcess[str]) -> set[tuple[str, str]]:
    assert "Traceback" not in run.stderr, run.stderr
    return {(match["path"], match["id"]) for match in LINE.finditer(run.stderr)}


TOPIC = "---\ntitle: 试\norder: 99\n---\n\n"


def test_every_problem_of_every_file_in_one_run_and_the_old_output_stays(project: Path) -> None:
    write(project / "dist" / "index.html", "old")
    write(project / "content" / "topics" / "one.md", TOPIC + "## 甲 {#a}\n\n{{ no.such.fact }} 和 {{ broken\n\n## 乙 {#a}\n\n## 丙\n")
    write(project / "content" / "topics" / "two.md", TOPIC + "## 甲 {#a}\n\n见[一](one.md#nowhere)和[二](none.md)。\n<!-- if loan.cap.undergraduate -->\n")
    write(project / "content" / "topics" / "three.md", "没有头\n")
    write(project / "content" / "topics" / "four.md", "---\ntitle: [\n---\n")
    write(project / "content" / "topics" / "five.md", "国".encode("gb18030"))
    write(project / "content" / "offices" / "bad.yml", "name: 某县\nregion: 某省\ncontacts: {phone: 1}\n")
    run = yingzhi(project, "build")
    assert run.returncode == 1
    assert found(run) >= {
        ("content/topics/one.md", "fact-unknown"),
        ("content/topics/one.md", "placeholder"),
        ("content/topics/one.md", "heading-duplicate"),
        ("content/topics/one.md", "heading-id"),
        ("content/topics/two.md", "link-section"),
        ("content/topics/two.md", "link-page"),
        ("content/topics/two.md", "choice-open"),
        ("content/topics/three.md", "front-matter"),
        ("content/topics/four.md", "yaml-syntax"),
        ("content/topics/five.md", "file-encoding"),
        ("content/offices/bad.yml", "yaml-unknown-key"),
    }
    assert "content/topics/one.md:8:1: error[fact-unknown]" in run.stderr
    assert "content/topics/two.md:8:6: error[link-section]" in run.stderr
    assert (project / "dist" / "index.html").read_text() == "old"
    assert not (project / ".dist.new").exists()


def test_an_expired_fact_names_page_line_and_key(project: Path) -> None:
    edit(project / "content" / "topics" / "index.md", "{{ loan.cap.undergraduate }}", "{{ waiver.interest }}")
    run = yingzhi(project, "check", "--as-of", "2026-11-22")
    assert run.returncode == 1
    assert re.search(r"content/topics/index\.md:\d+:\d+: error\[fact-expired\]: waiver\.interest has no value on 2026-11-22", run.stderr)


def test_a_fact_that_was_to_be_looked_at_again(project: Path) -> None:
    run = yingzhi(project, "check", "--as-of", "2040-01-01", "--locale", "zh-CN")
    assert run.returncode == 1
    assert ("content/topics/index.md", "fact-review") in found(run)


def test_broken_catalogues(project: Path) -> None:
    folder = project / "locales" / "ug"
    write(folder / "index.po", '<<<<<<< ours\nmsgid "甲"\n=======\nmsgid "乙"\n>>>>>>> theirs\n')
    write(folder / "what.po", 'msgid ""\nmsgstr "Language: ug\\n"\n\nmsgid "甲\nmsgstr ""\n')
    write(folder / "repay.po", 'msgid "甲"\nmsgstr "a"\n\nmsgid "甲"\nmsgstr "b"\n')
    write(folder / "safety.po", "国".encode("gb18030"))
    run = yingzhi(project, "build", "--locale", "ug")
    assert run.returncode == 1
    assert found(run) >= {
        ("locales/ug/index.po", "po-conflict"),
        ("locales/ug/what.po", "po-syntax"),
        ("locales/ug/repay.po", "po-duplicate"),
        ("locales/ug/safety.po", "file-encoding"),
    }
    assert {"1", "3", "5"} == {match["line"] for match in LINE.finditer(run.stderr) if match["id"] == "po-conflict"}


def test_a_character_that_no_font_has(project: Path) -> None:
    edit(project / "content" / "topics" / "index.md", "## 这是什么 {#start}", "## 这是什么 {#start}\n\n𠀋 和 𒀀。\n")
    run = yingzhi(project, "check", "--locale", "zh-CN", "--as-of", "2026-11-22")
    assert run.returncode == 1
    assert "U+12000" in run.stderr and "error[glyph-missing]" in run.stderr
    edit(project / "content" / "handouts" / "leaflet.md", "## 这是什么 {#what}", "## 这是什么 {#what}\n\n𒀀。\n")
    run = yingzhi(project, "build", "--locale", "zh-CN", "--as-of", "2026-11-22")
    assert run.returncode == 1
    assert "U+12000" in run.stderr
    assert not (project / "dist").exists()


ROSTER = "county,township,school,class,teacher,pupils,languages\n"


def test_a_bad_roster(project: Path) -> None:
    write(project / "r.csv", ROSTER + "示例县,甲乡,一中,1班,赵,0,\n示例县,甲乡,一中,2班,钱,-3,\n示例县,甲乡,一中,3班,𒀀,30,\n示例县,甲乡,一中,4班,孙,30,xx\n")
    run = yingzhi(project, "print", "r.csv", "--as-of", "2026-11-22")
    assert run.returncode == 1
    lines = {(match["path"], match["line"]) for match in LINE.finditer(run.stderr)}
    assert {("r.csv", "2"), ("r.csv", "3"), ("r.csv", "5")} <= lines, run.stderr
    assert "赵" not in run.stderr
    write(project / "r.csv", "school,class\n一中,1班\n")
    run = yingzhi(project, "print", "r.csv")
    assert run.returncode == 1 and found(run)
    write(project / "r.csv", b"\xff\xfe\x00\xd8\x81")
    run = yingzhi(project, "print", "r.csv")
    assert run.returncode == 1 and found(run)
    write(project / "r.csv", ROSTER + "示例县,甲乡,一中,1班,𒀀,30,\n")
    run = yingzhi(project, "print", "r.csv", "--as-of", "2026-11-22")
    assert run.returncode == 1 and "U+12000" in run.stderr
    assert not (project / "packets").exists()


def test_wrong_usage_is_two(project: Path) -> None:
    for arguments in (["build", "--locale", "xx"], ["build", "--as-of", "yesterday"], ["print", "r.csv", "--handout", "none"], ["no-such-command"]):
        run = yingzhi(project, *arguments)
        assert run.returncode == 2, (arguments, run.stderr)
        assert "Traceback" not in run.stderr
    outside = yingzhi(project / "content" / "topics", "check")
    assert outside.returncode in (0, 1)  # a folder below the project is as good
    assert yingzhi(project.parent.parent, "check").returncode == 2


def test_findings_as_json(project: Path) -> None:
    edit(project / "content" / "topics" / "index.md", "{{ loan.cap.undergraduate }}", "{{ loan.cap.undergraduat }}")
    run = yingzhi(project, "check", "--json")
    assert run.returncode == 1
    (finding,) = json.loads(run.stdout)
    assert finding["id"] == "fact-unknown" and finding["path"] == "content/topics/index.md" and finding["line"] > 1


def test_unknown_office(project: Path) -> None:
    run = yingzhi(project, "build", "--office", "nowhere")
    assert run.returncode == 1
    assert found(run) == {("content/offices", "office-unknown")}


def test_a_po_file_on_its_own(project: Path) -> None:
    head = 'msgid ""\nmsgstr ""\n"Language: {}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    write(project / "a.po", head.format("en") + 'msgid "拨打95593"\nmsgstr "call 95539"\n\nmsgid "甲"\nmsgstr "a"\n')
    write(project / "b.po", head.format("xx") + 'msgid "甲"\nmsgstr "a"\n')
    run = yingzhi(project, "i18n", "check", "a.po", "b.po")
    assert run.returncode == 1
    assert found(run) == {("a.po", "po-number"), ("b.po", "po-language")}
    assert "a.po:6: error[po-number]" in run.stderr
    assert yingzhi(project, "i18n", "check", "locales/en/index.po").returncode == 0
