"""The translations of one locale: PO files read whole, guarded, and looked up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

import polib

from generator.content.load import read_text
from generator.errors import Problem, Where
from generator.language import guards
from generator.language.locales import Locale
from generator.messages import _

INTERFACE, FACTS = "interface", "facts"
"""Catalogues beside those of the pages: templates and the generator's own words; text facts and labels."""

PROGRAM = "program"
"""The source language's one catalogue: messages to whoever runs the program. No reader sees it."""

Key = tuple[str | None, str]


class State(Enum):
    MISSING = "missing"
    DRAFT = "draft"
    REVIEWED = "reviewed"


@dataclass(frozen=True)
class Entry:
    msgstr: str
    state: State


@dataclass(frozen=True)
class Catalogs:
    """Entries by catalogue and (context, msgid). Holds only what may be shown."""

    pages: Mapping[str, Mapping[Key, Entry]]
    shared: Mapping[Key, Entry]
    problems: tuple[Problem, ...] = ()
    hidden: frozenset[str] = frozenset()

    def without(self, pages: Iterable[str]) -> Catalogs:
        """The same catalogues, with these pages left in the source language."""
        return replace(self, hidden=self.hidden | frozenset(pages))

    def find(self, page: str, msgid: str, context: str | None = None) -> Entry | None:
        """The page's own entry, else the same string's from any other page: it is translated once for all products."""
        key = (context, msgid)
        if page in self.hidden:
            return None
        return self.pages.get(page, {}).get(key) or self.shared.get(key)


EMPTY = Catalogs({}, {})

_CONFLICT = re.compile(r"^(<{7}|={7}|>{7}|\|{7})( |$)")
_LINE = re.compile(r'\s*(#.*|((msgctxt|msgid|msgid_plural|msgstr(\[\d+\])?)\s*)?"(?:[^"\\]|\\.)*"\s*)$')
_PO_HINT = _("open it in Poedit or run msgfmt -c to see more")
_BY = re.compile(r"(translated|reviewed)-by:\s*(.+)")


def read_catalogs(root: Path, locale: Locale, drafts: bool) -> Catalogs:
    """All POs of a locale. Without `drafts` only reviewed entries count. What is wrong stands in `problems`:
    a broken file is an error, an entry that fails a guard is a warning and is left out."""
    pages: dict[str, dict[Key, Entry]] = {}
    shared: dict[Key, Entry] = {}
    problems: list[Problem] = []
    for path in catalogue_files(root, locale):
        entries = pages[path.stem] = {}
        for entry in read_po(path, root, problems):
            state = state_of(entry)
            if state is State.MISSING or (state is State.DRAFT and not drafts):
                continue
            if findings := guards.check(entry.msgid, entry.msgstr, locale):
                where = Where(path.relative_to(root).as_posix(), entry.linenum or 0)
                problems.extend(Problem(where, f"po-{id}", f"{entry.msgid[:40]}: {what}", severity="warning") for id, what in findings)
                continue
            found = entries[entry.msgctxt, entry.msgid] = Entry(entry.msgstr, state)
            shared.setdefault((entry.msgctxt, entry.msgid), found)
    return Catalogs(pages, shared, tuple(problems))


def catalogue_files(root: Path, locale: Locale) -> list[Path]:
    return sorted(path for path in (root / "locales" / locale.code).glob("*.po") if path.stem != PROGRAM)


def broken(root: Path, locale: Locale) -> list[Problem]:
    """What keeps the POs of a locale from being read: syntax, conflicts, encodings, duplicates."""
    problems: list[Problem] = []
    for path in catalogue_files(root, locale):
        read_po(path, root, problems)
    return problems


def read_po(path: Path, root: Path, problems: list[Problem]) -> list[polib.POEntry]:
    """The live entries of a PO file; what cannot be read is a problem with its line, and then there are none."""
    name = path.relative_to(root).as_posix()
    source = read_text(path, root, problems)
    if source is None:
        return []
    conflicts = [number for number, line in enumerate(source.splitlines(), 1) if _CONFLICT.match(line)]
    if conflicts:
        problems.extend(Problem(Where(name, number), "po-conflict", _("a merge conflict is not resolved"), _("choose one side and delete the marks")) for number in conflicts)
        return []
    malformed = [number for number, line in enumerate(source.splitlines(), 1) if line.strip() and not _LINE.match(line)]
    if malformed:  # polib passes over a missing quotation mark in silence
        problems.extend(Problem(Where(name, number), "po-syntax", _("this line is not of a PO file"), _PO_HINT) for number in malformed)
        return []
    try:
        file = polib.pofile(source if source.strip() else "#\n", check_for_duplicates=False)
    except (OSError, ValueError) as error:
        match = re.search(r"\(line (\d+)\)(?::\s*(.*))?", str(error))
        line, what = (int(match[1]), match[2] or "syntax") if match else (0, str(error))
        problems.append(Problem(Where(name, line), "po-syntax", _("this is not a PO file: {what}").format(what=what), _PO_HINT))
        return []
    entries: list[polib.POEntry] = [entry for entry in file if not entry.obsolete]
    seen: dict[Key, int] = {}
    for entry in entries:
        key = (entry.msgctxt, entry.msgid)
        if key in seen:
            problems.append(Problem(Where(name, entry.linenum or 0), "po-duplicate", _("this string stands already in line {line}").format(line=seen[key])))
        seen.setdefault(key, entry.linenum or 0)
    return entries


def state_of(entry: polib.POEntry) -> State:
    """Fuzzy counts as missing. Reviewed: by someone other than the translator."""
    if not entry.msgstr or entry.fuzzy:
        return State.MISSING
    people: dict[str, set[str]] = {"translated": set(), "reviewed": set()}
    for role, person in _BY.findall(entry.tcomment or ""):
        people[role].add(person.strip())
    return State.REVIEWED if people["reviewed"] - people["translated"] else State.DRAFT
