"""The real site in its nine languages: every page is found by its own title, and every address leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.conftest import ROOT
from tests.website_browser import chromium
from tests.website_samples import LOCALES, build


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, tmp_path_factory.mktemp("real"))


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with chromium() as browser:
        yield browser.new_page(viewport={"width": 360, "height": 740})


@pytest.mark.parametrize("locale", LOCALES)
def test_each_page_is_found_by_its_title_and_its_headings(page: Page, site: Path, locale: str) -> None:
    page.goto(f"{site.as_uri()}/{locale}/index.html")
    page.click("[data-yz-search]")
    page.wait_for_function("self.YingzhiSearch && self.YINGZHI_SEARCH_INDEX")
    wanted = page.evaluate("""() => YINGZHI_SEARCH_INDEX.sections.map(([page, id, title]) =>
        [title, YINGZHI_SEARCH_INDEX.pages[page][0] + (id ? '#' + id : '')])""")
    assert len(wanted) > 50
    found = page.evaluate("""titles => { const ask = YingzhiSearch.create(YINGZHI_SEARCH_INDEX);
        return titles.map((title) => ask(title).map((hit) => hit.address)); }""", [title for title, _ in wanted])  # fmt: skip
    titles = [title for title, _ in wanted]
    lost = [f"{title}: {address}" for (title, address), hits in zip(wanted, found, strict=True) if address not in hits[: 2 + titles.count(title)]]
    assert not lost


@pytest.mark.parametrize("locale", LOCALES)
def test_nothing_is_wider_than_a_small_phone(page: Page, site: Path, locale: str) -> None:
    for path in sorted((site / locale).glob("*.html")):
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path.name


def test_links_between_pages_and_sections_exist(site: Path) -> None:
    broken = []
    for path in site.glob("*/*.html"):
        for name, anchor in re.findall(r'href="([\w./-]*\.html)?(?:#([^"]*))?"', path.read_text(encoding="utf-8")):
            target = path.parent / name if name else path
            if not target.exists() or (anchor and f'id="{anchor}"' not in target.read_text(encoding="utf-8")):
                broken.append(f"{path.parent.name}/{path.name}: {name}#{anchor}")
    assert not broken


def test_no_character_lacks_a_font(site: Path) -> None:
    from generator.language.fonts import missing
    from generator.website.webfonts import screen_faces

    families = {face.family for face in screen_faces(ROOT)}
    assert missing("".join(path.read_text(encoding="utf-8") for path in site.glob("*/*.html")), families, ROOT) == []
