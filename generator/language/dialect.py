"""The one dialect of Markdown: what the website and the printed sheets both understand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pymdownx.slugs
from markdown import Markdown
from markdown.extensions import Extension

EXTENSIONS = (
    "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "abbr", "toc", "pymdownx.details",
    "pymdownx.superfences", "pymdownx.tabbed", "pymdownx.highlight", "pymdownx.inlinehilite", "pymdownx.tasklist",
    "pymdownx.mark", "pymdownx.tilde", "pymdownx.keys",
    "pymdownx.blocks.details", "pymdownx.blocks.caption", "pymdownx.blocks.admonition", "pymdownx.blocks.tab",
    "pymdownx.blocks.html",
)  # fmt: skip


def make_markdown(*extra: Extension, say: Callable[[str], str] = str, permalink: bool = False) -> Markdown:
    """A converter for many pages (call `reset()` between them). `say` translates the few words of its own."""
    configs: dict[str, dict[str, Any]] = {
        "toc": {
            "permalink": permalink,
            "permalink_title": say("本节链接"),
            "slugify": pymdownx.slugs.slugify(case="lower"),
        },
        "footnotes": {"BACKLINK_TITLE": say("回到正文中的脚注 {}")},
        "pymdownx.tabbed": {"alternate_style": True},
    }
    return Markdown(extensions=[*EXTENSIONS, *extra], extension_configs=configs)
