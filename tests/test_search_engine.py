"""The search engine, in a real browser, with sections and queries in nine scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Page

from generator.website.search import PageTexts, Passage, index_script, search_rules
from tests.website_browser import chromium, write

ROOT = Path(__file__).parents[1]
SAMPLES: dict[str, Any] = yaml.safe_load((ROOT / "tests/data/search_samples.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Page]]:
    """One open page per locale with the engine and that locale's index, loaded from file://."""
    folder = tmp_path_factory.mktemp("search")
    engine = (ROOT / "templates/site/assets/js/search-engine.js").as_uri()
    with chromium() as browser:
        opened = {}
        for locale, sample in SAMPLES.items():
            passages = tuple(Passage(id, *text.split(" | ")) for id, text in sample["sections"].items())
            index = index_script([PageTexts("p.html", "", passages)], search_rules()[locale], pinyin=locale == "zh-CN")
            write(folder / f"{locale}.js", index)
            html = f'<script src="{engine}"></script><script src="{locale}.js"></script>'
            page = browser.new_page()
            page.goto(write(folder / f"{locale}.html", f"<!doctype html><meta charset=utf-8>{html}").as_uri())
            page.evaluate("() => { self.ask = YingzhiSearch.create(YINGZHI_SEARCH_INDEX) }")
            opened[locale] = page
        yield opened


def search(page: Page, query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate("query => ask(query)", query)
    return found


@pytest.mark.parametrize(
    ("locale", "query", "expected"),
    [(locale, str(q), id) for locale, sample in SAMPLES.items() for q, id in sample["queries"].items()],
)
def test_the_section_that_answers_stands_first(pages: dict[str, Page], locale: str, query: str, expected: str) -> None:
    assert [hit["id"] for hit in search(pages[locale], query)][:1] == [expected]


@pytest.mark.parametrize("locale", SAMPLES)
def test_nothing_is_found_for_what_is_not_there(pages: dict[str, Page], locale: str) -> None:
    for query in ("", "  ", "。，", "qqqxyz", "鱻鱻", "98765"):
        assert search(pages[locale], query) == []


@pytest.mark.parametrize(("locale", "query", "marked"), [
    ("zh-CN", "20000", "20,000"), ("zh-CN", "25000", "2.5万"), ("bo", "20000", "༢༠༠༠༠"), ("ko", "담보를", "담보"),
    ("mn-Mong", "ᠰᠢᠰᠲᠧᠮ", "ᠰᠢᠰᠲ᠋ᠧᠮ"), ("kk-Arab", "وتىنىش", "وتىنىش"), ("zh-CN", "weiyuejin", "违约金"),
])  # fmt: skip
def test_marks_lie_on_the_original_text(pages: dict[str, Page], locale: str, query: str, marked: str) -> None:
    hit = search(pages[locale], query)[0]
    assert marked in [hit["excerpt"][start:end] for start, end in hit["excerptMarks"]]


def test_a_long_text_is_cut_around_the_hit_and_not_inside_a_word(pages: dict[str, Page], tmp_path: Path) -> None:
    words = " ".join(f"word{n:03d}" for n in range(200))
    passages = (Passage("a", "Long", words.replace("word100", "needle")),)
    script = index_script([PageTexts("p.html", "P", passages)], search_rules()["en"])
    page = pages["en"]
    excerpt = page.evaluate(
        "script => { eval(script); return YingzhiSearch.create(YINGZHI_SEARCH_INDEX)('needle')[0].excerpt }", script
    )
    cut = excerpt.removeprefix("… ").removesuffix(" …")
    assert excerpt != cut and "needle" in cut and len(cut) < 200
    assert set(cut.split()) <= {*words.split(), "needle"}


def test_a_large_site_is_searched_in_a_moment(pages: dict[str, Page]) -> None:
    """40 pages of 4,500 Chinese characters: 180,000 in all."""
    took = pages["zh-CN"].evaluate("""() => {
        const text = YINGZHI_SEARCH_INDEX.sections.map((s) => s[3]).join("");
        const sections = Array.from({length: 400}, (_, n) => [0, "s" + n, "题" + n, text.repeat(3).slice(n % 7)]);
        const large = YingzhiSearch.create({rules: YINGZHI_SEARCH_INDEX.rules, pages: [["p", "页"]], sections});
        const start = performance.now();
        large("还款");
        return performance.now() - start;
    }""")
    assert took < 200
