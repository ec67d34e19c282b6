"""The views of one locale's pages, each made again only when something it rests on has changed.

A page is kept with every question that was put to the catalogues while it was made. It is still right if its own
text, the facts and the program are the same, and the catalogues would answer each of those questions as before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.content.model import Page
from generator.language.catalogs import Catalogs, Entry
from generator.language.localise import Edition
from generator.website.store import keep, recall
from generator.website.views import View, make_view

Question = tuple[str, str, str | None]


@dataclass(frozen=True)
class AskedCatalogs(Catalogs):
    """Catalogues that take down what they were asked and answered."""

    asked: dict[Question, Entry | None] = field(default_factory=dict)

    def find(self, page: str, msgid: str, context: str | None = None) -> Entry | None:
        answer = super().find(page, msgid, context)
        self.asked[page, msgid, context] = answer
        return answer


@dataclass(frozen=True)
class Made:
    """A view and what the catalogues answered while it was made."""

    view: View
    answers: dict[Question, Entry | None]


def make_views(pages: Sequence[Page], edition: Edition, folder: Path, common: str) -> list[View]:
    """Views in the order of the pages. `common` stands for everything that all pages of the locale rest on."""
    catalogs = AskedCatalogs(edition.catalogs.pages, edition.catalogs.shared)
    asking = replace(edition, catalogs=catalogs)
    views = []
    for page in pages:
        path = folder / f"{page.slug}.pickle"
        key = hashlib.sha256(f"{common}\0{page.front}\0{page.body}".encode()).hexdigest()
        made = recall(path, key, Made)
        if made is None or any(edition.catalogs.find(*question) != answer for question, answer in made.answers.items()):
            catalogs.asked.clear()
            made = Made(make_view(page, asking), catalogs.asked.copy())
            keep(path, key, made)
        views.append(made.view)
    return views
