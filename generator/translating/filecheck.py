"""One PO file on its own, from anywhere: its syntax, and every guard on every entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import polib

from generator.errors import Problem, Where
from generator.language import guards
from generator.language.catalogs import read_po
from generator.language.locales import Locale
from generator.messages import _


def check_file(path: Path, locales: Mapping[str, Locale]) -> list[Problem]:
    """All that is wrong with a file, the locale being that of its header. Here a failed guard is an error."""
    problems: list[Problem] = []
    folder = path.absolute().parent
    entries = read_po(path.absolute(), folder, problems)
    if not problems:
        code = polib.pofile(str(path)).metadata.get("Language", "")
        if code not in locales:
            hint = _("the header's Language is one of: {known}").format(known=", ".join(locales))
            return [Problem(Where(str(path), 1), "po-language", _("the header names no locale of ours: {code}").format(code=code or "–"), hint)]
        for entry in entries:
            problems.extend(_entry_problems(entry, locales[code]))
    return sorted(replace(problem, where=replace(problem.where, path=str(path))) for problem in problems)


def _entry_problems(entry: polib.POEntry, locale: Locale) -> Iterator[Problem]:
    if entry.msgstr:
        for id, what in guards.check(entry.msgid, entry.msgstr, locale):
            yield Problem(Where("", entry.linenum or 0), f"po-{id}", f"{entry.msgid[:40]}: {what}")
