"""The plugin of MkDocs: hands our pages to Material. All that is said is said by the modules beside it."""

from __future__ import annotations

import html as html_module
import logging
import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from generator.errors import ProblemsFound
from generator.website.assets import write_assets
from generator.website.localesite import LocaleSite, Options, prepare, read_project
from generator.website.pages import make_views
from generator.website.theme import prepare_theme, theme_words
from generator.website.views import HOME, View
from generator.website.wording import Wording, markup, wording

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

MATERIALS = "materials"
"""Slug of the page with all sheets and packs: made by us, not written by anyone."""

_LOG = logging.getLogger("mkdocs.plugins.yingzhi")
_TEMPLATES = {HOME: "home.html", MATERIALS: "materials.html"}


class PluginOptions(Config):  # type: ignore[no-untyped-call]
    """Under `plugins: - yingzhi:` in mkdocs.yml; each can be given in the environment there."""

    locale = config_options.Type(str, default="zh-CN")
    """Code of the locale to build."""
    day = config_options.Optional(config_options.Type((str, date)))
    """Facts are those of this day (2026-11-22); default: SOURCE_DATE_EPOCH, else today."""
    office = config_options.Optional(config_options.Type(str))
    """Slug of an office."""
    drafts = config_options.Type(bool, default=True)
    """Whether translations are shown that nobody has reviewed."""


def given_day(day: object) -> date:
    if day:
        return date.fromisoformat(str(day))
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch else datetime.now().astimezone().date()


class YingzhiPlugin(BasePlugin[PluginOptions]):  # type: ignore[no-untyped-call]
    given: LocaleSite | None = None
    """Set by build.py, which reads the content once and builds several locales with one configuration."""

    base_url = ""
    """`site_url` as mkdocs.yml gives it."""

    site: LocaleSite
    views: dict[str, View]

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        try:
            self.site = self.given or self._prepare(Path(config.config_file_path).parent)
            edition, topics = self.site.edition, self.site.project.content.topics
            kept_in = self.site.cache / "pages" / f"{edition.locale.code}.pickle"
            self.views = {view.slug: view for view in make_views(topics, edition, kept_in, self.site.common)}
        except ProblemsFound as error:
            raise PluginError(str(error)) from error
        config.site_name = edition.say("应知 · 国家助学贷款")
        self.base_url = self.base_url or (config.site_url or "").rstrip("/")
        config.site_url = f"{self.base_url}/{edition.locale.code}/"
        custom = config.theme.dirs[0]
        config.theme.dirs = [custom, str(prepare_theme(self.site.cache, edition.locale.vertical))]
        config.theme.static_templates.clear()
        config.nav = [f"{slug}.md" for slug in (*self.views, MATERIALS)]
        return config

    def _prepare(self, root: Path) -> LocaleSite:
        options = Options((self.config.locale,), given_day(self.config.day), self.config.office, self.config.drafts)
        return prepare(read_project(root, options), self.config.locale)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        files.append(File.generated(config, f"{MATERIALS}.md", content=""))
        for file in files.css_files():
            if file.src_uri.startswith("css/"):  # parts of our one stylesheet
                files.remove(file)
        return files

    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str:
        return ""  # the text comes from the views, where it is localised

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        slug = page.file.name
        view = self.views.get(slug)
        title = view.title if view else self.site.edition.say("下载打印")
        page.meta = {"title": html_module.escape(title), "template": _TEMPLATES.get(slug, "main.html")}
        if slug == HOME:
            page.meta["hide"] = ["navigation", "toc"]
        return markdown

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        view = self.views.get(page.file.name)
        if view is None:
            return html
        page.toc = TableOfContents([AnchorLink(markup(heading.title, heading.lang), heading.id, 2) for heading in view.headings])
        return view.html

    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        edition = self.site.edition
        bytecode = self.site.cache / "jinja"
        bytecode.mkdir(parents=True, exist_ok=True)
        env.bytecode_cache = jinja2.FileSystemBytecodeCache(str(bytecode))
        words = theme_words(edition.locale, edition.catalogs)
        say: Callable[..., Wording] = lambda text, **values: wording(edition, text, **values)  # noqa: E731
        env.globals.update(_=say, edition=edition, locale=edition.locale, menu=self.site.menu, theme_word=words.get, downloads=self.site.downloads)
        env.filters["tagged"] = markup
        return env

    def on_page_context(self, context: Any, *, page: Page, config: MkDocsConfig, nav: Navigation) -> Any:
        view = self.views.get(page.file.name)
        context["view"] = view
        context["views"] = self.views
        return context

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        missing = write_assets(Path(config.site_dir), self.site, [view.texts for view in self.views.values()])
        if missing:
            _LOG.info("no font of ours has %s", ", ".join(f"U+{ord(char):04X}" for char in missing))

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., None]) -> LiveReloadServer:
        root = Path(config.config_file_path).parent
        for name in ("content", "locales", "templates"):
            server.watch(str(root / name))
        return server
