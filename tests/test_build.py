"""The main job, end to end, by the command that people run: one source → website, sheets, packets and packs."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import polib
import pypdfium2
import pytest

from generator.language.locales import load_locales
from tests.conftest import ROOT

LOCALES = tuple(load_locales(ROOT))


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "generator", *arguments]


def yingzhi(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"LANGUAGE": "en", "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT)}
    return subprocess.run(command(*arguments), cwd=cwd, capture_output=True, text=True, env=environment)


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("build") / "dist"
    run = yingzhi("build", "--as-of", "2026-11-22", "-o", str(out))
    assert run.returncode == 0, run.stderr
    return out


@pytest.fixture(scope="session")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("old") / "dist"
    run = yingzhi("build", "--as-of", "2024-03-01", "--locale", "zh-CN", "--locale", "en", "-o", str(out))
    assert run.returncode == 0, run.stderr
    return out


def words(pdf: Path | bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(page.get_textpage().get_text_range() for page in document)


def plain(html: Path) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html.read_text(encoding="utf-8")))


def test_every_product_in_every_locale(dist: Path) -> None:
    for locale in LOCALES:
        assert (dist / "site" / locale / "index.html").is_file()
        assert (dist / "site" / locale / "repay.html").is_file()
        assert (dist / "handouts" / locale / "leaflet.pdf").read_bytes().startswith(b"%PDF")
        with zipfile.ZipFile(dist / "packs" / f"integrity-2026-{locale}.zip") as pack:
            assert pack.testzip() is None and len(pack.namelist()) >= 10
    assert len(list((dist / "packets-sample").glob("*.pdf"))) == 3


def test_the_manifest_names_every_file(dist: Path) -> None:
    manifest = json.loads((dist / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["edition"]["as_of"] == "2026-11-22"
    named = {file["path"]: file for file in manifest["files"]}
    there = {path.relative_to(dist).as_posix() for path in dist.rglob("*") if path.is_file()}
    assert set(named) == there - {"manifest.json", "SHA256SUMS"}
    for name, file in named.items():
        assert hashlib.sha256((dist / name).read_bytes()).hexdigest() == file["sha256"], name
    assert named["handouts/bo/leaflet.pdf"]["locale"] == named["packs/integrity-2026-bo.zip"]["locale"] == "bo"
    check = subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=dist, capture_output=True, text=True)
    assert check.returncode == 0, check.stdout


def test_a_second_build_has_nothing_to_do(dist: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in dist.rglob("*")}
    run = yingzhi("build", "--as-of", "2026-11-22", "-o", str(dist))
    assert run.returncode == 0 and "nothing has changed" in run.stdout
    assert {path: path.stat().st_mtime_ns for path in dist.rglob("*")} == before


def test_the_figures_of_the_day_are_everywhere(dist: Path, old: Path) -> None:
    for out, new_cap, old_cap, spread in ((dist, "25,000", "16,000", "70"), (old, "16,000", "25,000", "60")):
        for locale, unit in (("zh-CN", "个基点"), ("en", "basis points")):
            leaflet = words(out / "handouts" / locale / "leaflet.pdf").replace("\n", "")
            assert new_cap in leaflet and "20,000" in leaflet and old_cap not in leaflet, (out, locale)
            amount = plain(out / "site" / locale / "amount.html")
            assert re.search(rf"{spread} ?{unit}", amount), (out, locale)
            assert new_cap in plain(out / "site" / locale / "index.html")
            assert old_cap not in plain(out / "site" / locale / "index.html")


def test_the_waiver_of_2024_is_told_in_2024_only(dist: Path, old: Path) -> None:
    assert "今年的通知，我们还没有收到" in words(dist / "handouts" / "zh-CN" / "leaflet.pdf").replace("\r\n", "").replace("\n", "")
    leaflet = words(old / "handouts" / "zh-CN" / "leaflet.pdf").replace("\r\n", "").replace("\n", "")
    assert "今年的通知，我们还没有收到" not in leaflet and "2024年" in leaflet


def test_pages_and_sheets_list_their_documents(dist: Path) -> None:
    for locale in LOCALES:
        assert "财教〔2024〕188号" in plain(dist / "site" / locale / "amount.html"), locale
        assert "188" in words(dist / "handouts" / locale / "leaflet.pdf"), locale
    page = plain(dist / "site" / "zh-CN" / "repay.html")
    assert "※" in page and "县级学生资助管理中心" in page


def test_nobody_who_is_named_in_a_roster_is_in_the_site_or_a_pack(dist: Path) -> None:
    teachers = {line.split(",")[4] for line in (ROOT / "content" / "rosters" / "sample.csv").read_text(encoding="utf-8-sig").splitlines()[1:]}
    for path in (dist / "site").rglob("*"):
        if path.suffix in (".html", ".js", ".json"):
            text = path.read_text(encoding="utf-8")
            assert not {teacher for teacher in teachers if len(teacher) > 2 and teacher in text}, path
    for file in (dist / "manifest.json", dist / "SHA256SUMS"):
        assert not {teacher for teacher in teachers if len(teacher) > 2 and teacher in file.read_text(encoding="utf-8")}


def test_a_killed_build_leaves_the_old_output(tmp_path: Path) -> None:
    for name in ("content", "locales", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name, copy_function=os.link)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "index.html").write_text("old")
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    build = subprocess.Popen(command("build", "--locale", "zh-CN"), cwd=tmp_path, env=environment, start_new_session=True, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not (tmp_path / ".dist.new").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(build.pid, signal.SIGKILL)
    build.wait()
    assert [path.name for path in (tmp_path / "dist").iterdir()] == ["index.html"]
    assert yingzhi("build", "--locale", "zh-CN", "--as-of", "2026-11-22", cwd=tmp_path).returncode == 0
    assert (tmp_path / "dist" / "manifest.json").is_file()
    assert not (tmp_path / ".dist.new").exists()


def test_a_translation_that_is_too_long_stays_chinese_and_stops_nobody(tmp_path: Path) -> None:
    for name in ("content", "locales", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    for page in ("leaflet", "integrity-pledge"):
        path = tmp_path / "locales" / "en" / f"{page}.po"
        file = polib.pofile(str(path), wrapwidth=0)
        for entry in file:
            entry.msgstr = entry.msgstr + " and so on and on" * 12
        file.save(str(path))
    run = yingzhi("build", "--locale", "en", "--as-of", "2026-11-22", cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert "locales/en/leaflet.po: warning[page-count]" in run.stderr
    assert "locales/en/integrity-pledge.po: warning[sheet-too-long]" in run.stderr
    leaflet = pypdfium2.PdfDocument(tmp_path / "dist" / "handouts" / "en" / "leaflet.pdf")
    assert len(leaflet) == 2 and "谁可以借" in words(tmp_path / "dist" / "handouts" / "en" / "leaflet.pdf")
    with zipfile.ZipFile(tmp_path / "dist" / "packs" / "integrity-2026-en.zip") as pack:
        pages = {name: words(pack.read(name)) for name in pack.namelist() if name.endswith(".pdf")}
    assert any("Borrow wisely" in text for text in pages.values()) and any("我的诚信承诺" in re.sub(r"\s", "", text) for text in pages.values())


def test_an_invented_office_is_not_published_by_oversight(dist: Path, tmp_path: Path) -> None:
    run = yingzhi("build", "--as-of", "2026-11-22", "--locale", "zh-CN", "-o", str(tmp_path / "dist"))
    assert run.returncode == 0 and "warning[office-sample]" in run.stderr


def test_help_in_the_language_of_the_system() -> None:
    for language, word in (("zh_CN.UTF-8", "网站"), ("en_GB.UTF-8", "website")):
        run = subprocess.run(command("--help"), cwd=ROOT, capture_output=True, text=True, env={**os.environ, "LANG": language, "LC_ALL": language, "LANGUAGE": ""})
        assert run.returncode == 0 and word in run.stdout, run.stdout


def test_impact_names_every_place_of_a_fact() -> None:
    run = yingzhi("impact", "loan.cap.undergraduate")
    assert run.returncode == 0
    for place in ("content/topics/amount.md", "content/handouts/leaflet.md", "locales/en/index.po"):
        assert place in run.stdout
    assert yingzhi("impact", "no.such").returncode == 1


def test_an_office_may_be_left_out(tmp_path: Path) -> None:
    run = yingzhi("build", "--office", "none", "--as-of", "2026-11-22", "-o", str(tmp_path / "dist"), "--locale", "zh-CN", "--locale", "ug")
    assert run.returncode == 0, run.stderr
    assert "请问学校或县级学生资助管理中心" in plain(tmp_path / "dist" / "site" / "zh-CN" / "contact.html")
