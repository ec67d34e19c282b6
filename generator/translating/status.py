"""How far the translations of a locale are: by page, in strings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.language.catalogs import State, read_catalogs
from generator.language.locales import Locale
from generator.translating.template import Wanted


@dataclass(frozen=True)
class Row:
    """Strings of a page. What fails a guard counts as missing: it is not shown."""

    locale: str
    page: str
    total: int
    missing: int
    draft: int
    reviewed: int


def status(root: Path, locale: Locale, wanted: Mapping[str, tuple[Wanted, ...]]) -> list[Row]:
    catalogs = read_catalogs(root, locale, drafts=True)
    rows = []
    for page, strings in wanted.items():
        entries = [catalogs.find(page, each.msgid, each.context) for each in strings]
        counts = Counter(entry.state if entry else State.MISSING for entry in entries)
        rows.append(Row(locale.code, page, len(strings), counts[State.MISSING], counts[State.DRAFT], counts[State.REVIEWED]))
    return rows
