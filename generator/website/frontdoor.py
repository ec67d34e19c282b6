"""The first page: every language by its own name; and the page for addresses that lead nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from jinja2 import Environment, FileSystemLoader

from generator.language.locales import Locale


def site_path(root: Path) -> str:
    """The path of `site_url` in mkdocs.yml, with a slash at its end: a lost reader can be anywhere below it."""
    for line in (root / "mkdocs.yml").read_text(encoding="utf-8").splitlines():
        if line.startswith("site_url:"):  # the file holds tags that plain YAML does not know
            return urlsplit(str(yaml.safe_load(line)["site_url"])).path.rstrip("/") + "/"
    return "/"


def write_front_door(root: Path, site: Path, menu: Sequence[Locale]) -> list[Path]:
    templates = Environment(loader=FileSystemLoader(root / "templates/site"), autoescape=True)
    written = []
    for name, base in (("index.html", ""), ("404.html", site_path(root))):
        page = templates.get_template(f"root/{name}").render(menu=menu, base=base)
        (site / name).write_text(page + "\n", encoding="utf-8")
        written.append(site / name)
    return written
