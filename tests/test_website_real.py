"""The real site in its nine languages: every page is found by its own title, and every address leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from generator.website.search import plain_text
from tests.conftest import ROOT
from tests.website_browser import chromium, shaped, unpacked
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


@pytest.mark.parametrize(("locale", "stem", "letters"), [
    ("bo", "tibetan", "\u0f00-\u0fff"), ("ug", "arabic", "\u0600-\u06ff"), ("kk-Arab", "arabic", "\u0600-\u06ff"),
    ("mn-Mong", "mongolian", "\u1800-\u18af\u202f"), ("ko", "hangul", "\uac00-\ud7a3"), ("ii", "yi", "\ua000-\ua4cf"),
])  # fmt: skip
@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_every_word_looks_as_in_the_whole_font(site: Path, locale: str, stem: str, letters: str, weight: str) -> None:
    (web,) = (site / locale / "assets/fonts").glob(f"{stem}-{weight.lower()}.*.woff2")
    text = "".join(plain_text(path.read_text(encoding="utf-8")) for path in (site / locale).glob("*.html"))
    cut, whole = unpacked(web), (ROOT / f"templates/fonts/{stem}-{weight}.ttf").read_bytes()
    words = set(re.findall(f"[{letters}]+", text))
    assert words and not [word for word in words if shaped(cut, word) != shaped(whole, word)]


def test_no_character_lacks_a_font(site: Path) -> None:
    from generator.language.fonts import missing
    from generator.website.webfonts import screen_faces

    families = {face.family for face in screen_faces(ROOT)}
    assert missing("".join(path.read_text(encoding="utf-8") for path in site.glob("*/*.html")), families, ROOT) == []
