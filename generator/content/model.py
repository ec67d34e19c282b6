"""The values that the rest of the program works on. Frozen: a stage makes new ones, it never changes these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

from generator.errors import Where

Grade = Literal["A", "B", "C", "D", "G"]
"""How sure a fact is: A text read, B secondary copy, C ask the county centre, D worked example, G the guidance."""

Unit = Literal[
    "yuan", "percent", "bp", "years", "days", "hours", "months", "times", "age", "number",
    "phone", "host", "name", "date", "monthday", "window", "text", "rule",
]  # fmt: skip


@dataclass(frozen=True)
class Source:
    """A document. `number` (文号) is empty where it is not known for certain."""

    id: str
    title: str
    number: str
    issuers: tuple[str, ...]
    date: str
    where: Where


@dataclass(frozen=True)
class Value:
    """One dated version of a fact. `start` None: since before anyone asks; `end` None: no end is known."""

    value: str
    start: date | None
    end: date | None
    source: str
    grade: Grade
    review_by: date | None
    where: Where


@dataclass(frozen=True)
class Fact:
    key: str
    label: str
    unit: Unit
    values: tuple[Value, ...]
    where: Where


@dataclass(frozen=True)
class Page:
    """A Markdown file with front matter: a topic, a handout, or a text of a campaign.

    `slug` is unique over all kinds and names the PO file. `body` is Markdown from `body_line` on (counted from 1).
    """

    kind: Literal["topic", "handout", "campaign"]
    slug: str
    title: str
    summary: str
    front: Mapping[str, Any]
    body: str
    body_line: int
    path: Path
    where: Where
    title_where: Where


@dataclass(frozen=True)
class Office:
    """A county centre's own data: contacts and local dates, never a core fact."""

    slug: str
    name: str
    region: str
    contacts: Mapping[str, str]
    counters: tuple[Mapping[str, str], ...]
    dates: Mapping[str, str]
    sample: bool
    where: Where


@dataclass(frozen=True)
class Campaign:
    """A season's work. `texts` are its Markdown pages in the order of `items`."""

    slug: str
    name: str
    goals: tuple[str, ...]
    audience: tuple[str, ...]
    season: tuple[str, str]
    items: tuple[str, ...]
    texts: tuple[Page, ...]
    front: Mapping[str, Any]
    where: Where


@dataclass(frozen=True)
class Content:
    """Everything under content/, validated."""

    root: Path
    sources: Mapping[str, Source]
    facts: Mapping[str, Fact]
    topics: tuple[Page, ...]
    handouts: tuple[Page, ...]
    campaigns: tuple[Campaign, ...]
    offices: Mapping[str, Office] = field(default_factory=dict)

    def pages(self) -> tuple[Page, ...]:
        """Every page with text of its own, in a fixed order: topics, handouts, campaign texts."""
        return (*self.topics, *self.handouts, *(page for campaign in self.campaigns for page in campaign.texts))
