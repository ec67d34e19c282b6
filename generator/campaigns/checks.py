"""What can be said of a campaign's texts before any is rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from generator.campaigns.lesson import lesson_problems
from generator.campaigns.messages import limit_problems
from generator.campaigns.quiz import quiz_problems
from generator.content.model import Campaign, Page
from generator.errors import Problem
from generator.messages import _

CHECKS: Mapping[str, Callable[[Page], Iterator[Problem]]] = {
    "poster": lambda _page: iter(()),
    "lesson": lesson_problems,
    "pledge": lambda _page: iter(()),
    "quiz": quiz_problems,
    "messages": limit_problems,
}
"""By `kind` of the front matter: the kinds of text that a pack can hold."""


def campaign_problems(campaign: Campaign) -> list[Problem]:
    """Every problem of the Chinese source, with file and line."""
    problems: list[Problem] = []
    for page in campaign.texts:
        kind = page.front.get("kind", "")
        if kind in CHECKS:
            problems.extend(CHECKS[kind](page))
        else:
            problems.append(Problem(page.where, "campaign-kind", _("a pack cannot make {kind}").format(kind=kind or "?"), _("`kind` is one of: {kinds}").format(kinds=", ".join(CHECKS))))
    return problems
