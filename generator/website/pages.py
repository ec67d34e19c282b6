"""The views of one locale's pages, each made again only when something it rests on has changed.

A page is kept with every question that was put to the catalogues while it was made. It is still right if its own
text, the facts and the program are the same, and the catalogues would answer each of those questions as before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
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
    """A view, what its page was, and what the catalogues answered while it was made."""

    page: str
    answers: Mapping[Question, Entry | None]
    view: View


def make_views(pages: Sequence[Page], edition: Edition, kept_in: Path, common: str) -> list[View]:
    """Views in the order of the pages. `common` stands for everything that all pages of the locale rest on; `kept_in`
    is the file where they are kept."""
    kept: Mapping[str, Made] = recall(kept_in, common, dict) or {}
    catalogs = AskedCatalogs(edition.catalogs.pages, edition.catalogs.shared)
    asking = replace(edition, catalogs=catalogs)
    made = {}
    for page in pages:
        word, old = hashlib.sha256(f"{page.front}\0{page.body}".encode()).hexdigest(), kept.get(page.slug)
        if old and old.page == word and all(edition.catalogs.find(*question) == answer for question, answer in old.answers.items()):
            made[page.slug] = old
            continue
        catalogs.asked.clear()
        view = make_view(page, asking)
        made[page.slug] = Made(word, catalogs.asked.copy(), view)
    if made.keys() != kept.keys() or any(made[slug] is not kept[slug] for slug in made):
        keep(kept_in, common, made)
    return [each.view for each in made.values()]
