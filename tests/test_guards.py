"""A translation may change words only."""

from __future__ import annotations

import pytest

from generator.language.guards import check
from generator.language.locales import load_locales
from tests.conftest import ROOT

LOCALES = load_locales(ROOT)

GOOD = [
    ("en", "拨打 **95593** 热线", "Call the hotline **95593**"),
    ("en", "每年 {{ loan.cap }}，先问学校", "Ask your school first; {{loan.cap}} a year"),
    ("bo", "每年最多 20,000 元", "ལོ་རེར་སྒོར་༢༠༠༠༠"),
    ("ug", "每年最多20000元", "يىلىغا ئەڭ كۆپ ٢٠٬٠٠٠ يۈەن"),
    ("en", "两年以内", "within two years"),
    ("en", "两年以内", "within 2 years"),
    ("en", "三万元", "30,000 yuan"),
    ("en", "3万元", "30,000 yuan"),
    ("en", "12月20日以前", "before 20 December"),
    ("en", "千万不要转账", "never transfer money"),
    ("en", "见[还款](repay.md#when)", "see [repaying](repay.md#when)"),
    ("en", "**先问**，后办", "ask first"),
    ("en", "脚注[^1]", "a note[^1]"),
    ("en", "甲<br>乙", "a<br>b"),
    ("en", "`code` 不变", "`code` stays"),
    ("en", "第{n}页", "page {n}"),
    ("en", "利率是3.50%", "the rate is 3.5%"),
    ("mn-Mong", "你好", "ᠰᠠᠢᠨ\u180e\u202f ᠪᠠᠢᠨ᠎ᠠ"),
]

HOSTILE = [
    ("number", "拨打95593", "call 95539"),
    ("number", "20,000元", "2,000 yuan"),
    ("number", "12月20日", "21 December"),
    ("number", "两年以内", "within 3 years"),
    ("number", "不收费", "pays 100 yuan"),
    ("number", "3万元", "3,000 yuan"),
    ("number", "20000元", "སྒོར་༢༠༠༠"),
    ("placeholder", "每年{{ loan.cap }}", "a year 20"),
    ("placeholder", "每年", "a year {{ loan.cap }}"),
    ("placeholder", "每年{{ loan.cap }}", "a year {{ loan.cap:abs }}"),
    ("placeholder", "第{n}页", "page {m}"),
    ("placeholder", "第{n}页", "page {n} {n}"),
    ("link", "见[还款](repay.md)", "see [repaying](waiver.md)"),
    ("link", "见还款", "see [repaying](repay.md)"),
    ("link", "见[还款](repay.md)", "see [repaying](javascript:alert)"),
    ("link", "见[还款](repay.md)", "see repaying"),
    ("address", "见官网", "see evil.example.com"),
    ("address", "见官网", "see https://evil.example/"),
    ("raw-html", "甲", "<script>alert</script>"),
    ("raw-html", "甲", "<img src=x onerror=alert>"),
    ("raw-html", "甲", "a <!-- b -->"),
    ("attribute-list", "**甲**", "**a**{ onclick=alert }"),
    ("attribute-list", "标题", "Title {#evil}"),
    ("attribute-list", "标题", "Title {: .evil }"),
    ("footnote", "脚注[^1]", "a note"),
    ("footnote", "脚注[^1]", "a note[^2]"),
    ("control-character", "甲", "a\u202eb"),
    ("control-character", "甲", "a\x02wzxhzdk:0\x03"),
    ("bidi-isolate", "甲", "a\u2067b"),
    ("block-marker", "项", "[x] item"),
    ("block-marker", "段", "[TOC]"),
    ("block-marker", "段", "/// html | div"),
    ("block-marker", "段", "# heading"),
    ("block-marker", "段", "- item"),
    ("block-marker", "段", "> quote"),
    ("element", "甲", "`a`"),
    ("element", "`甲`", "a"),
    ("element", "甲", "![a](b.png)"),
]


@pytest.mark.parametrize(("locale", "msgid", "msgstr"), GOOD)
def test_a_true_translation_passes(locale: str, msgid: str, msgstr: str) -> None:
    assert check(msgid, msgstr, LOCALES[locale]) == []


@pytest.mark.parametrize(("id", "msgid", "msgstr"), HOSTILE)
def test_a_false_one_does_not(id: str, msgid: str, msgstr: str) -> None:
    assert id in {found for found, _ in check(msgid, msgstr, LOCALES["en"])}
