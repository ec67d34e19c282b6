"""HTML → PDF bytes: tagged, with our own fonts alone, the same bytes for the same input, nothing from the network."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import unquote, urlsplit

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from generator.errors import Problem, ProblemsFound, Where
from generator.language.fonts import FOLDER, font_face_css, stack
from generator.language.locales import SOURCE, Locale
from generator.messages import _
from generator.paper import preflight, vertical

VARIANT = "pdf/ua-1"

NO_SYSTEM_FONTS = b'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig/>'
"""A configuration without a folder: there is no font but those of @font-face."""

_NOTDEF = re.compile(r"\.notdef glyph.*\(U\+([0-9A-F]+)\)")


@dataclass(frozen=True)
class Layout:
    """A laid-out document: how many pages it takes is known before its PDF is written.

    `ends`: the ids beginning with `end-`. A template puts an empty element with such an id at the end of each text
    that floats or is positioned, for WeasyPrint drops the rest of a float that runs over the last page, in silence.
    """

    document: Any
    locale: Locale
    where: Where
    ends: frozenset[str]

    @property
    def pages(self) -> int:
        return len(self.document.pages)

    @property
    def complete(self) -> bool:
        """Whether every end is on a page, and not below its text."""
        found = set[str]()
        for page in self.document.pages:
            box = page._page_box  # the only way to learn where a page's text ends
            foot = box.content_box_y() + box.height + 1
            found |= {name for name, (_x, y, *_rest) in page.anchors.items() if y <= foot}
        return self.ends <= found

    def to_pdf(self) -> bytes:
        """Raises ProblemsFound: `text-lost` if it is not complete, and what only shows in drawing."""
        if not self.complete:
            raise ProblemsFound(
                [Problem(self.where, "text-lost", _("part of the text ran off the last page"))]
            )
        with _warnings_are_problems(self.where):
            raw: bytes = self.document.write_pdf(pdf_variant=VARIANT)
        return vertical.turn(raw) if self.locale.vertical else raw


def render_pdf(html: str, *, locale: Locale, root: Path, title: str, where: Where | None = None) -> bytes:
    """The PDF of a whole HTML document; addresses in it are relative to `root`, the project's folder.

    Lengths in its CSS are those of the page as read, except in vertical locales: there the CSS page is the paper
    turned on its side, lines run along the long edge. Raises ProblemsFound: `glyph-missing`, `print-resource`
    (a file that is absent, or anything not below `root`), `print-warning` (CSS that would have no effect).
    `where` is the text's own file, for the messages.
    """
    return lay_out(html, locale=locale, root=root, title=title, where=where).to_pdf()


def lay_out(html: str, *, locale: Locale, root: Path, title: str, where: Where | None = None) -> Layout:
    """As render_pdf, without writing the PDF."""
    where = where or Where(title)
    with _warnings_are_problems(where):
        source = HTML(string=html, base_url=root.as_uri() + "/", url_fetcher=LocalFiles(root))
        preflight.stop_on_missing_glyphs(source.etree_element, locale, root, where)
        fonts = font_configuration()
        css = font_css(locale, root) + (vertical.PICTURES if locale.vertical else "")
        sheet = CSS(string=css, base_url=root.as_uri() + "/", url_fetcher=LocalFiles(root), font_config=fonts)
        try:
            document = source.render(font_config=fonts, stylesheets=[sheet], pdf_variant=VARIANT)
        except FatalURLFetchingError as error:
            raise ProblemsFound([Problem(where, "print-resource", f"{error}: {error.__cause__}")]) from error
    document.metadata.title = title
    ends = frozenset(
        id for element in source.etree_element.iter() if (id := element.get("id", "")).startswith("end-")
    )
    return Layout(document, locale, where, ends)


def font_css(locale: Locale, root: Path) -> str:
    """The faces of a locale's sheets and who uses them: the page, and the Chinese blocks within it."""
    own, chinese = (stack(code, locale.vertical, root) for code in (locale, SOURCE))
    names, chinese_names = (",".join(f'"{family}"' for family in families) for families in (own, chinese))
    faces = font_face_css((*own, *chinese), FOLDER, root)
    return f"{faces}@page{{font-family:{names}}}html{{font-family:{names}}}:lang({SOURCE}){{font-family:{chinese_names}}}"


class LocalFiles(URLFetcher):  # type: ignore[misc]
    """Opens files below a folder and data: URIs; refuses everything else, and a refusal stops the rendering."""

    def __init__(self, root: Path) -> None:
        super().__init__(allowed_protocols=("file", "data"), allow_redirects=False, fail_on_errors=True)
        self._root = root.resolve()

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        parts = urlsplit(url)
        if parts.scheme == "file":
            path = Path(unquote(parts.path)).resolve()
            if parts.netloc or not path.is_relative_to(self._root):
                raise PermissionError(_("outside the project's folder"))
        return super().fetch(url, headers)


def font_configuration() -> FontConfiguration:
    """The one configuration of this process: making one per document costs more than a page's layout."""
    return _font_configuration(
        os.getpid()
    )  # after a fork the parent's must not be used: its files are the parent's


@cache
def _font_configuration(_process: int) -> FontConfiguration:
    before = os.environ.get("FONTCONFIG_FILE")
    with TemporaryDirectory() as folder:
        path = Path(folder, "fonts.conf")
        path.write_bytes(NO_SYSTEM_FONTS)
        os.environ["FONTCONFIG_FILE"] = str(path)  # fontconfig reads it whenever a configuration is made
        try:
            return FontConfiguration()
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before


@contextmanager
def _warnings_are_problems(where: Where) -> Iterator[None]:
    """What WeasyPrint would only have logged is raised, all of it, as ProblemsFound."""
    logger = logging.getLogger("weasyprint")
    found: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: found.append(record.getMessage())  # type: ignore[method-assign]
    before, propagate = logger.handlers, logger.propagate
    logger.handlers, logger.propagate = [handler], False
    try:
        yield
    finally:
        logger.handlers, logger.propagate = before, propagate
    if found:
        raise ProblemsFound(Problem(where, *_warning(text)) for text in found)


def _warning(text: str) -> tuple[str, str]:
    """(id, message) of a warning of WeasyPrint's."""
    if match := _NOTDEF.search(text):
        return "glyph-missing", _("no font has {char} (U+{code})").format(
            char=chr(int(match[1], 16)), code=match[1]
        )
    return "print-warning", text
