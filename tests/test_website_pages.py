"""The pages as readers get them: in a real Chromium, from the disk, in nine languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.website_browser import chromium
from tests.website_samples import LOCALES, OTHERS, SAMPLES, build, texts, write_project

NAMES = ("index", "guide", "materials")
RTL = {"ug", "kk-Arab"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    return build(write_project(folder / "project"), folder / "out")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test on any error of a script."""
    opened = browser.new_page(viewport={"width": 1280, "height": 800})
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield opened
    opened.close()
    assert not errors


def visit(page: Page, site: Path, address: str) -> None:
    page.goto(f"{site.as_uri()}/{address}")


@pytest.mark.parametrize("locale", LOCALES)
def test_language_and_direction_stand_on_the_page_and_on_every_chinese_block(page: Page, site: Path, locale: str) -> None:
    visit(page, site, f"{locale}/guide.html")
    assert page.evaluate("document.documentElement.lang") == locale
    assert page.evaluate("document.body.dir") == ("rtl" if locale in RTL else "ltr")
    if locale in OTHERS:
        fallback = page.locator("#rate ~ p").first  # the section about rates is translated nowhere but in Chinese
        assert "利率按同期" in (fallback.text_content() or "")
        assert fallback.get_attribute("lang") == "zh-CN" and fallback.get_attribute("dir") == "ltr"
        translated = page.locator("#loan ~ p").first
        assert translated.text_content() == texts(locale)["loan"][1]
        assert translated.get_attribute("lang") is None


@pytest.mark.parametrize("locale", OTHERS)
def test_the_notice_speaks_the_readers_language(page: Page, site: Path, locale: str) -> None:
    visit(page, site, f"{locale}/guide.html")
    notice = page.locator(".yz-notice")
    assert f"{locale} draft" in notice.inner_text()
    missing = int(notice.inner_text().split(" missing")[0].split()[-1])
    assert missing == page.evaluate("document.querySelectorAll('article [lang=\"zh-CN\"]:not(.yz-notice *, .yz-sources *, .yz-marks *, .yz-downloads *)').length")


def test_chinese_pages_have_no_notice(page: Page, site: Path) -> None:
    visit(page, site, "zh-CN/guide.html")
    assert page.locator(".yz-notice").count() == 0


def test_the_switcher_keeps_the_page_and_the_section(page: Page, site: Path) -> None:
    visit(page, site, "ug/guide.html#repay")
    page.click("[data-yz-languages] summary")
    links = page.locator("[data-yz-languages] a")
    assert links.evaluate_all("all => all.map(a => [a.lang, a.dir, a.textContent])")[2:5] == [
        ["bo", "ltr", "བོད་ཡིག"], ["ug", "rtl", "ئۇيغۇرچە"], ["kk-Arab", "rtl", "قازاقشا"],
    ]  # fmt: skip
    page.click("[data-yz-languages] a[hreflang=bo]")
    assert page.url == f"{site.as_uri()}/bo/guide.html#repay"
    assert page.locator("#repay").text_content().startswith(texts("bo")["repay"][0])  # type: ignore[union-attr]


def test_the_switcher_works_without_script(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    visit(page, site, "zh-CN/guide.html")
    assert not page.locator("[data-yz-search]").is_visible(), "what cannot work is not offered"
    page.click("[data-yz-languages] summary")
    page.click("[data-yz-languages] a[hreflang=ko]")
    assert page.url.endswith("/ko/guide.html")
    context.close()


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_asks_another_host_or_is_wider_than_the_screen(browser: Browser, site: Path, locale: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 740})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for name in NAMES:
        visit(page, site, f"{locale}/{name}.html")
        page.evaluate("document.fonts.ready")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.press("/")
    page.fill("#search-query", "1")
    page.wait_for_function("document.getElementById('search-status').textContent")
    assert asked and all(url.startswith(site.as_uri()) for url in asked)
    assert any(url.endswith("search-index.js") for url in asked)
    page.close()


def test_no_file_of_the_site_names_another_host(site: Path) -> None:
    allowed = ("https://yingzhi.example/", "http://www.w3.org/", "https://fontawesome.com")  # names, and a licence
    for path in site.rglob("*"):
        if path.suffix in (".html", ".css", ".js", ".svg"):
            text = path.read_text(encoding="utf-8")
            for start in ("http://", "https://"):
                for part in text.split(start)[1:]:
                    assert (start + part).startswith(allowed), f"{path.name}: {start}{part[:40]}"


@pytest.mark.parametrize("locale", RTL)
def test_right_to_left(page: Page, site: Path, locale: str) -> None:
    visit(page, site, f"{locale}/guide.html")
    first = page.locator("#loan ~ p").first
    assert first.evaluate("e => getComputedStyle(e).direction") == "rtl"
    navigation, text = page.locator(".md-sidebar--primary").bounding_box(), page.locator("article").bounding_box()
    assert navigation and text and navigation["x"] > text["x"], "navigation stands at the right"


def test_mongolian_runs_down_in_columns_from_left_to_right(page: Page, site: Path) -> None:
    visit(page, site, "mn-Mong/guide.html")
    heading, first, second = (page.locator(selector).first.bounding_box() for selector in ("#loan", "#loan ~ p", "#apply"))
    assert heading and first and second
    assert heading["x"] + heading["width"] <= first["x"] and first["x"] + first["width"] <= second["x"]
    assert first["height"] > first["width"]
    assert page.locator("#loan ~ p").first.evaluate("e => getComputedStyle(e).writingMode") == "vertical-lr"
    assert page.evaluate("document.documentElement.scrollHeight") <= 800, "only sideways"


def test_mongolian_pages_are_read_by_wheel_keys_and_addresses(page: Page, site: Path) -> None:
    visit(page, site, "mn-Mong/guide.html")
    position = "document.querySelector('.md-container').scrollLeft"
    page.mouse.move(900, 400)
    page.mouse.wheel(0, 300)
    page.wait_for_function(f"{position} === 300")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(position) == 240
    page.keyboard.press("End")
    end = page.evaluate(position)
    page.keyboard.press("Home")
    assert page.evaluate(position) == 0 < end
    visit(page, site, "mn-Mong/guide.html#fraud")
    page.wait_for_function(f"{position} > 0")
    target = page.locator("#fraud").bounding_box()
    assert target and 0 <= target["x"] < 1280


@pytest.mark.parametrize(("locale", "family", "text"), [
    ("bo", "YZ Tibetan", "བུ་ལོན"), ("ug", "YZ Arabic", "قەرز"), ("kk-Arab", "YZ Arabic", "قارىز"),
    ("mn-Mong", "YZ Mongolian", "ᠵᠡᠭᠡᠯᠢ"), ("ii", "YZ Yi", "ꌶꉘ"), ("za", "YZ Latin", "Daikvanj"),
])  # fmt: skip
def test_our_fonts_are_loaded_and_used(page: Page, site: Path, locale: str, family: str, text: str) -> None:
    visit(page, site, f"{locale}/guide.html")
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family.replace(/\"/g, ''))")
    assert family in loaded
    assert page.evaluate("([family, text]) => document.fonts.check(`16px '${family}'`, text)", [family, text])


def test_a_phone_with_a_chinese_font_downloads_none(page: Page, site: Path) -> None:
    """The test machine has Noto Sans CJK SC, which stands before ours."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    visit(page, site, "zh-CN/guide.html")
    page.evaluate("document.fonts.ready")
    assert any("latin-regular" in url for url in asked)
    assert not any("/han-" in url for url in asked)


@pytest.mark.parametrize("locale", LOCALES)
def test_no_text_is_smaller_than_16_pixels(page: Page, site: Path, locale: str) -> None:
    for name in NAMES:
        visit(page, site, f"{locale}/{name}.html")
        small = page.evaluate("""() => [...document.querySelectorAll('body *')].filter((e) =>
            [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) && e.checkVisibility() && !e.closest('sup, script')
            && parseFloat(getComputedStyle(e).fontSize) < 16).map((e) => e.outerHTML.slice(0, 80))""")
        assert not small


@pytest.mark.parametrize("locale", LOCALES)
def test_search_finds_the_known_words_on_the_built_site(page: Page, site: Path, locale: str) -> None:
    visit(page, site, f"{locale}/index.html")
    page.click("[data-yz-search]")
    for query, expected in SAMPLES[locale]["queries"].items():
        if expected not in texts("zh-CN"):
            continue
        page.fill("#search-query", "")
        page.wait_for_function("!document.getElementById('search-status').textContent")
        page.fill("#search-query", str(query))
        page.wait_for_function("document.getElementById('search-status').textContent")
        first = page.locator("#search-results a").first
        assert first.get_attribute("href") == f"guide.html#{expected}", query


def test_the_list_of_contents_follows_the_reader(page: Page, site: Path) -> None:
    visit(page, site, "zh-CN/guide.html#fraud")
    page.wait_for_function("document.querySelector('.md-nav--secondary [aria-current]').hash === '#fraud'")
    assert page.locator(".md-nav--secondary [aria-current]").count() == 1


def test_search_by_keyboard_alone(page: Page, site: Path) -> None:
    visit(page, site, "zh-CN/index.html")
    page.keyboard.press("/")
    page.keyboard.insert_text("诈骗")  # as an input method does it: no key goes up
    page.wait_for_selector("#search-results a")
    assert page.locator("#search-results mark").first.text_content() == "诈骗"
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "guide.html#fraud"
    page.keyboard.press("Enter")
    page.wait_for_url("**/guide.html#fraud")
    assert not page.locator("#search").is_visible()


def test_the_home_page_shows_the_figures_and_the_doors(page: Page, site: Path) -> None:
    visit(page, site, "zh-CN/index.html")
    assert page.locator(".yz-figures dd").all_inner_texts() == ["18,000元"]
    size = page.locator(".yz-figures .fact").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    assert size >= 30
    assert page.locator(".yz-doors li > strong").all_inner_texts() == ["要上大学", "要还款"]
    page.click(".yz-doors a >> nth=1")
    assert page.url.endswith("/guide.html#repay")


def test_the_documents_behind_a_page_and_what_they_support(page: Page, site: Path) -> None:
    visit(page, site, "zh-CN/guide.html")
    page.click(".yz-sources summary")
    assert page.locator(".yz-sources li").inner_text().split("\n") == ["某通知 某〔2024〕1号 · 某部 · 2024-10-31", "还款日"]
    assert "以当地县级学生资助管理中心答复为准" in page.locator(".yz-marks").inner_text()
    assert page.locator("article sup.mark").first.inner_text() == "※"


def test_the_drawer_opens_by_keyboard_on_a_phone(browser: Browser, site: Path) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    visit(page, site, "zh-CN/guide.html")
    page.focus("[data-yz-drawer]")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('.md-sidebar--primary').getBoundingClientRect().left === 0")
    assert page.get_attribute("[data-yz-drawer]", "aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert page.get_attribute("[data-yz-drawer]", "aria-expanded") == "false"
    page.close()
