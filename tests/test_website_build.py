"""Building: nothing is stale, nothing is built twice, and MkDocs' own commands work."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from generator.errors import ProblemsFound
from tests.conftest import ROOT
from tests.website_samples import LOCALES, OTHERS, build, snapshot, texts, write_po, write_project


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_project(tmp_path / "project")


def kept(project: Path) -> dict[str, set[str]]:
    """The built locales in the cache."""
    folder = project / ".cache/yingzhi/sites"
    return {locale: {each.name for each in (folder / locale).glob("*")} for locale in LOCALES}


def built_from_nothing(project: Path, tmp_path: Path) -> dict[str, bytes]:
    fresh = tmp_path / "fresh"
    shutil.copytree(project, fresh, symlinks=True, ignore=shutil.ignore_patterns(".cache"))
    return snapshot(build(fresh, tmp_path / "fresh-out"))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_after_each_kind_of_change_the_output_is_what_an_empty_cache_gives(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(project, out)
    bo_title = texts("bo")["loan"][0]
    changes = [
        lambda: change(project / "locales/bo/guide.po", bo_title, "ཅི་ཡིན།"),
        lambda: change(project / "content/topics/guide.md", "不需要抵押", "不需要任何抵押"),
        lambda: change(project / "content/facts.yml", "18000", "30000"),
        lambda: write_po(project, "ug", "elsewhere", {"按合同定。": "توختام بويىچە."}),  # another page's catalogue serves this page too
        lambda: change(project / "locales/ko/interface.po", "ko draft", "초안"),
    ]
    for alter in changes:
        alter()
        assert snapshot(build(project, out)) == built_from_nothing(project, tmp_path)
        shutil.rmtree(tmp_path / "fresh")
        shutil.rmtree(tmp_path / "fresh-out")


def test_only_the_locale_that_changed_is_built_again(project: Path, tmp_path: Path) -> None:
    build(project, tmp_path / "out")
    before = kept(project)
    change(project / "locales/bo/guide.po", texts("bo")["loan"][0], "ཅི་ཡིན།")
    build(project, tmp_path / "out")
    after = kept(project)
    assert {locale for locale in LOCALES if after[locale] != before[locale]} == {"bo"}
    assert "ཅི་ཡིན།" in (tmp_path / "out/site/bo/guide.html").read_text(encoding="utf-8")


def test_when_nothing_has_changed_mkdocs_is_not_even_loaded(project: Path, tmp_path: Path) -> None:
    build(project, tmp_path / "out")
    code = (
        "import sys; from datetime import date; from pathlib import Path; from generator.website.build import build_site\n"
        f"build_site(Path({str(project)!r}), Path({str(tmp_path / 'out')!r}), {LOCALES!r}, day=date(2026, 11, 22), office=None, drafts=True)\n"
        "sys.exit('mkdocs' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_what_happens_to_the_output_does_not_come_back(project: Path, tmp_path: Path) -> None:
    site = build(project, tmp_path / "out")
    whole = snapshot(site)
    (site / "bo/guide.html").write_text("damaged")
    (site / "bo/left-over.html").write_text("old")
    assert snapshot(build(project, tmp_path / "out")) == whole


def test_a_day_without_a_fact_is_told_with_its_place(project: Path, tmp_path: Path) -> None:
    change(project / "content/facts.yml", 'value: "18000", ', 'value: "18000", until: 2025-12-31, ')
    with pytest.raises(ProblemsFound) as caught:
        build(project, tmp_path / "out")
    assert [problem.id for problem in caught.value.problems] == ["fact-expired"]


def mkdocs(*arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", *arguments],
        cwd=folder, env={**os.environ, "NO_MKDOCS_2_WARNING": "1", **environment}, capture_output=True, text=True,
    )  # fmt: skip


def test_mkdocs_build_makes_one_language(project: Path, tmp_path: Path) -> None:
    done = mkdocs("build", "-d", str(tmp_path / "site"), folder=project, YINGZHI_LOCALE="ug", YINGZHI_DAY="2026-11-22")
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "site/guide.html").read_text(encoding="utf-8")
    assert '<html lang="ug"' in page and 'dir="rtl"' in page
    assert "data-yz-languages" not in page, "other languages are not there to go to"


def test_mkdocs_build_works_on_the_real_content(tmp_path: Path) -> None:
    done = mkdocs("build", "-d", str(tmp_path / "site"), folder=ROOT, YINGZHI_DAY="2026-11-22")
    assert done.returncode == 0, done.stderr
    assert {path.stem for path in (ROOT / "content/topics").glob("*.md")} < {path.stem for path in (tmp_path / "site").glob("*.html")}


def test_mkdocs_shows_problems_without_a_traceback(project: Path, tmp_path: Path) -> None:
    change(project / "content/topics/index.md", "{{ loan.cap }}", "{{ loan.kap }}")
    done = mkdocs("build", "-d", str(tmp_path / "site"), folder=project)
    assert done.returncode == 1
    assert "content/topics/index.md:11" in done.stderr and "Traceback" not in done.stderr


def test_mkdocs_serve_follows_the_catalogues(project: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "YINGZHI_LOCALE": "bo", "YINGZHI_DAY": "2026-11-22"}
    server = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "serve", "-q", "--dev-addr", f"127.0.0.1:{port}"], cwd=project, env=environment
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/guide.html", texts("bo")["loan"][0])
        change(project / "locales/bo/guide.po", texts("bo")["loan"][0], "ཅི་ཡིན།")
        wait_for(f"http://127.0.0.1:{port}/guide.html", "ཅི་ཡིན།")
    finally:
        server.terminate()
        server.wait()


def wait_for(address: str, text: str) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            if text in urllib.request.urlopen(address, timeout=5).read().decode():
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise AssertionError(f"{text} did not appear at {address}")


def test_every_address_within_the_site_leads_somewhere(project: Path, tmp_path: Path) -> None:
    (tmp_path / "out/handouts/bo").mkdir(parents=True)
    (tmp_path / "out/handouts/bo/leaflet.pdf").write_bytes(b"%PDF-1.7")
    site = build(project, tmp_path / "out")
    broken = []
    for page in site.rglob("*.html"):
        if page.name == "404.html":
            continue
        for address in re.findall(r'(?:href|src)="([^"]*)"', page.read_text(encoding="utf-8")):
            if address.startswith("https://yingzhi.example/"):
                target, anchor = site / address.removeprefix("https://yingzhi.example/"), ""
            else:
                name, _, anchor = address.partition("#")
                target = page.parent / name if name else page
            if not target.exists() or (anchor and f'id="{anchor}"' not in target.read_text(encoding="utf-8")):
                broken.append(f"{page.relative_to(site)}: {address}")
    assert not broken


def test_sheets_and_packs_are_offered_where_they_belong(project: Path, tmp_path: Path) -> None:
    for path in ("handouts/bo/leaflet.pdf", "handouts/ug/leaflet.pdf"):
        (tmp_path / "out" / path).parent.mkdir(parents=True)
        (tmp_path / "out" / path).write_bytes(b"%PDF-1.7 " + b"x" * 4000)
    site = build(project, tmp_path / "out")
    for page in ("bo/guide.html", "bo/materials.html"):
        assert 'href="downloads/leaflet.pdf"' in (site / page).read_text(encoding="utf-8")
    assert "downloads" not in (site / "ko/guide.html").read_text(encoding="utf-8")
    assert (site / "ug/downloads/leaflet.pdf").stat().st_size == 4009


def test_the_front_door_offers_every_language_by_its_own_name(project: Path, tmp_path: Path) -> None:
    page = (build(project, tmp_path / "out") / "index.html").read_text(encoding="utf-8")
    offered = re.findall(r'<a href="([\w-]+)/index.html" hreflang="\1" lang="\1" dir="(\w+)">([^<]+)</a>', page)
    assert [code for code, _dir, _name in offered] == list(LOCALES)
    assert ("ug", "rtl", "ئۇيغۇرچە") in offered and len({name for _code, _dir, name in offered}) == 9
    assert set(OTHERS) < set(LOCALES)
