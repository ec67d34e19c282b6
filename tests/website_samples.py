"""A small project in nine languages, made from the sample texts: what the tests of the website build."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import polib
import yaml

from generator.website.build import build_site
from tests.conftest import ROOT, TODAY
from tests.website_browser import write

SAMPLES: dict[str, Any] = yaml.safe_load((ROOT / "tests/data/search_samples.yml").read_text(encoding="utf-8"))
LOCALES = tuple(yaml.safe_load((ROOT / "locales/locales.yml").read_text(encoding="utf-8")))
OTHERS = tuple(locale for locale in LOCALES if locale != "zh-CN")

DRAFT, MISSING = "本页译文是草稿，还没有审校，以中文为准。", "本页有{n}处还没有译文，先显示中文。"
HOME = """---
title: 一看就懂
summary: 先看这里
order: 1
---

## 要紧的数 {#numbers}

| 事 | 数 |
| --- | --- |
| 最多借 | {{ loan.cap }} |

按合同定。

## 你是哪一种 {#doors}

- **要上大学**：看[怎样申请](guide.md#apply)。
- **要还款**：看[怎样还款](guide.md#repay)。
"""
FACTS = """loan.cap:
  label: 最多借
  unit: yuan
  values: [{value: "18000", source: notice, grade: A}]
repay.day:
  label: 还款日
  unit: monthday
  values: [{value: "12-20", source: notice, grade: C}]
"""


def texts(locale: str) -> dict[str, tuple[str, str]]:
    """(title, text) by id."""
    return {id: tuple(text.split(" | ")) for id, text in SAMPLES[locale]["sections"].items()}


def write_project(root: Path) -> Path:
    """Content, catalogues and configuration; templates are the real ones."""
    sections = "\n\n".join(f"## {title} {{#{id}}}\n\n{text}" for id, (title, text) in texts("zh-CN").items())
    day = "\n\n## 哪天还 {#day}\n\n[还款日](index.md#numbers)：{{ repay.day }}。\n"
    write(root / "content/topics/index.md", HOME)
    write(root / "content/topics/guide.md", f"---\ntitle: 指南\nsummary: 全部内容\norder: 2\n---\n\n{sections}{day}")
    write(root / "content/facts.yml", FACTS)
    write(root / "content/sources.yml", 'notice: {title: 某通知, number: "某〔2024〕1号", issuers: [某部], date: "2024-10-31"}\n')
    write(root / "content/handouts/leaflet.md", "---\ntitle: 传单\nsummary: 一张纸\ntemplate: leaflet\npages: 2\ntopic: guide\n---\n\n## 一 {#one}\n\n借钱。\n")
    write(root / "locales/locales.yml", (ROOT / "locales/locales.yml").read_text(encoding="utf-8"))
    for locale in OTHERS:
        own, source = texts(locale), texts("zh-CN")
        pairs = {source[id][n]: own[id][n] for id in source if id in own for n in (0, 1)}
        write_po(root, locale, "guide", pairs)
        write_po(root, locale, "interface", {DRAFT: f"{locale} draft", MISSING: f"{locale} {{n}} missing", "搜索": f"{locale} search"})
    shutil.copy(ROOT / "mkdocs.yml", root)
    (root / "templates").symlink_to(ROOT / "templates")
    return root


def write_po(root: Path, locale: str, name: str, pairs: dict[str, str]) -> Path:
    file = polib.POFile()
    file.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Language": locale}
    file.extend(polib.POEntry(msgid=msgid, msgstr=msgstr) for msgid, msgstr in pairs.items())
    return write(root / "locales" / locale / f"{name}.po", str(file))


def build(root: Path, out: Path, locales: tuple[str, ...] = LOCALES) -> Path:
    build_site(root, out, locales, day=TODAY, office=None, drafts=True)
    return out / "site"


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
