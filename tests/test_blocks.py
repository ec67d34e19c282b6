"""The walk over blocks: extraction is translation, and without translations nothing changes."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.content.model import Content
from generator.content.text import branches, choose
from generator.language.blocks import Block, BlockText
from generator.language.catalogs import EMPTY
from generator.language.dialect import make_markdown
from generator.language.insert import Inserted
from generator.language.localise import extract, localise, make_edition
from tests.conftest import TODAY

FIXTURES = (Path(__file__).parent / "fixtures" / "blocks.md").read_text(encoding="utf-8")
CASES = [tuple(case.split("\n", 1)) for case in FIXTURES.split(".... ")[1:]]
NAMES = [name for name, _ in CASES]

UNTRANSLATED = {
    "autolinks and bare addresses": "addresses stay",
    "braces that are no placeholder": "an author's mistake that the loader reports",
    "HTML comment in a paragraph": "comments are not shown",
    "paragraph that is not to be translated": "says so",
    "fenced code with a title": "code stays",
    "indented code": "code stays",
    "keys and keyboard": "keys are named as the machine names them",
    "emphasis, code, mark, delete, subscript": "code stays",
    "fence within a tight list item": "code stays",
    "raw HTML without markdown": "the check reports it",
    "inline frame with a title": "the check reports it",
    "image of HTML within a paragraph": "attributes of raw HTML within a paragraph stay",
}

HAN = re.compile(r"(\]\([^)\s]+|\]\[[^\]]*\]|\{\{.*?\}\}|`[^`]*`|<[^>]*>)|([\u4e00-\u9fff]+)")


def pseudo(text: str) -> str:
    """Each Han character outside addresses, placeholders and code becomes two Latin letters."""
    return HAN.sub(lambda match: match[1] or "".join(chr(97 + ord(c) % 26) + chr(97 + ord(c) // 26 % 26) for c in match[2]), text)


def plain(source: str) -> str:
    return make_markdown().convert(source)


@pytest.mark.parametrize(("name", "source"), CASES, ids=NAMES)
def test_without_translation_the_page_is_plain_markdown(name: str, source: str) -> None:
    expected = plain(source)
    if "data-ctx" in source:
        expected = expected.replace(' data-ctx="动词"', "")  # our own attribute, which no reader needs
    assert make_markdown(BlockText(lambda block: None)).convert(source) == expected


@pytest.mark.parametrize(("name", "source"), CASES, ids=NAMES)
def test_what_is_extracted_is_what_is_translated(name: str, source: str) -> None:
    noted: list[Block] = []
    make_markdown(BlockText(lambda block: noted.append(block))).convert(source)
    asked: list[Block] = []

    def translate(block: Block) -> str:
        asked.append(block)
        return pseudo(block.msgid)

    page = make_markdown(BlockText(translate, insert=lambda key, form: Inserted("0991-1*2*<b>&")), say=pseudo).convert(source)
    assert [(b.msgid, b.context) for b in asked] == [(b.msgid, b.context) for b in noted]
    tags = re.compile(r"</?[a-z]\w*")
    expected_tags = [tag for tag in tags.findall(plain(source)) if tag not in ("<span", "</span")]
    assert [tag for tag in tags.findall(page) if tag not in ("<span", "</span")] == expected_tags
    left = re.findall(r"[\u4e00-\u9fff]+", re.sub(r'\b(id|href|src|for|name)="[^"]*"', "", page))
    assert not left or name in UNTRANSLATED, left


@pytest.mark.parametrize(("name", "source"), CASES, ids=NAMES)
def test_heading_ids_are_the_sources(name: str, source: str) -> None:
    ids = re.compile(r'<h\d[^>]*\bid="([^"]*)"')
    page = make_markdown(BlockText(lambda block: pseudo(block.msgid))).convert(source)
    assert ids.findall(page) == ids.findall(plain(source))


def test_all_content_without_translation_is_plain_markdown(content: Content) -> None:
    for page in content.pages():
        for body in branches(page.body):
            assert make_markdown(BlockText(lambda block: None)).convert(body) == plain(body), page.slug


def test_what_is_extracted_is_what_any_day_shows(content: Content) -> None:
    """No block is made of both branches of a choice, and none is missed."""
    for page in content.pages():
        extracted: set[str] = set()
        extract(page, lambda block, found=extracted: found.add(block.msgid))
        keys = [match[1] for match in re.finditer(r"<!-- if (\S+) -->", page.body)]
        shown: set[str] = {page.title, page.summary} - {""}
        for chosen in [set(keys), set(), *({key} for key in keys), *(set(keys) - {key} for key in keys)]:
            body = choose(page.body, chosen.__contains__)
            make_markdown(BlockText(lambda block, found=shown: found.add(block.msgid))).convert(body)
        assert extracted == shown, page.slug


def test_a_converter_serves_many_pages_alike(content: Content) -> None:
    markdown = make_markdown(BlockText(lambda block: None))
    for page in content.pages():
        for body in branches(page.body):
            assert markdown.reset().convert(body) == plain(body), page.slug


def test_content_holds_no_raw_html_that_nobody_can_translate(content: Content) -> None:
    assert {page.slug: extract(page, lambda block: None) for page in content.pages()} == {page.slug: () for page in content.pages()}


def test_untranslated_blocks_say_which_language_they_are() -> None:
    walk = BlockText(lambda block: None, source=("zh-CN", "ltr"))
    assert make_markdown(walk).convert("没有译文。") == '<p dir="ltr" lang="zh-CN">没有译文。</p>' or make_markdown(
        walk
    ).convert("没有译文。") == '<p lang="zh-CN" dir="ltr">没有译文。</p>'


def test_an_untranslated_tail_says_so_too() -> None:
    walk = BlockText(lambda block: None if "丙" in block.msgid else "x", source=("zh-CN", "ltr"))
    page = make_markdown(walk).convert("<div markdown>\n甲\n<div markdown>乙</div>\n丙\n</div>")
    assert re.search(r'<(p|span)[^>]*lang="zh-CN"[^>]*>\s*丙', page), page


def test_values_are_never_markdown_or_html() -> None:
    walk = BlockText(lambda block: None, insert=lambda key, form: Inserted("a*b*[c](d) <i> `e` {#f}", "※"))
    page = make_markdown(walk).convert("## 最高 {{ loan.cap }} {#cap}\n\n甲 {{ loan.cap }} 乙")
    assert "a*b*[c](d) &lt;i&gt; `e` {#f}" in page
    assert '<sup class="mark">※</sup>' in page
    assert '<h2 id="cap">' in page


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=12).map(str.strip).filter(bool))
def test_any_value_is_shown_as_it_is(value: str) -> None:
    walk = BlockText(lambda block: None, insert=lambda key, form: Inserted(value))
    page = make_markdown(walk).convert("甲 {{ loan.cap }} 乙")
    assert page == f'<p>甲 <span class="fact">{html.escape(value, quote=False)}</span> 乙</p>'


def test_a_cited_rule_prints_only_its_mark() -> None:
    walk = BlockText(lambda block: None, insert=lambda key, form: Inserted("", "※" if form == "cite" else "?"))
    assert make_markdown(walk).convert("父母可以。 {{ co.who:cite }}") == '<p>父母可以。<sup class="mark">※</sup></p>'


def test_right_to_left_numbers_are_isolated_and_tables_turn() -> None:
    walk = BlockText(lambda block: "تېلېفون 0991-1234567 {{ a.b }}", insert=lambda key, form: Inserted("9:00-17:00"), rtl=True)
    page = make_markdown(walk).convert("电话")
    assert "\u20660991-1234567\u2069" in page
    assert '<bdi class="fact">9:00-17:00</bdi>' in page
    table = make_markdown(BlockText(lambda block: None, rtl=True)).convert("| 甲 |\n|--:|\n| 乙 |")
    assert "text-align: end" in table


def test_a_translation_cannot_open_a_block() -> None:
    page = make_markdown(BlockText(lambda block: "a\n\n# b\n\n- c")).convert("甲")
    assert page.count("<") == 2


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([source for _, source in CASES]), min_size=1, max_size=6))
def test_the_invariant_holds_for_any_mixture(parts: list[str]) -> None:
    source = "\n\n".join(part for part in parts if "data-ctx" not in part)
    assert make_markdown(BlockText(lambda block: None)).convert(source) == plain(source)


def test_a_block_that_stays_chinese_has_its_values_in_chinese(content: Content) -> None:
    page = next(page for page in content.topics if page.slug == "index")
    edition = make_edition(content, content.root, "en", TODAY, "shili")
    document = localise(page, replace(edition, catalogs=EMPTY))
    assert "20,000元" in document.html and "¥" not in document.html
    assert not any(section.translated for section in document.sections.values())
    assert "¥20,000" in localise(page, edition).html
