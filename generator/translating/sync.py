"""Bring the PO files up to date with what there is to translate: quiet diffs, nothing lost, twice changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import polib
from rapidfuzz import fuzz, process

from generator.errors import Problem, stop_on
from generator.language.catalogs import PROGRAM, Key, read_po
from generator.language.locales import Locale
from generator.translating.template import Wanted

CUT_OFF = 70
"""Per cent of likeness from which an old translation is offered as a fuzzy one."""


def sync(root: Path, locale: Locale, wanted: Mapping[str, tuple[Wanted, ...]]) -> list[Path]:
    """Write the POs of a locale that change, and say which. Raises ProblemsFound before anything is written."""
    folder = root / "locales" / locale.code
    problems: list[Problem] = []
    names = {*wanted, *(path.stem for path in folder.glob("*.po") if path.stem != PROGRAM)}
    old = {name: _read(folder / f"{name}.po", root, problems) for name in sorted(names)}
    stop_on(problems)
    elsewhere = {_key(entry): entry for file in old.values() for entry in file if entry.msgstr and not entry.fuzzy}
    written = []
    for name, file in old.items():
        path = folder / f"{name}.po"
        text = str(_updated(file, wanted.get(name, ()), elsewhere, locale))
        if name not in wanted and not any(entry.obsolete for entry in polib.pofile(text)):
            continue
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            written.append(path)
    return written


def _key(entry: polib.POEntry) -> Key:
    return entry.msgctxt, entry.msgid


def _read(path: Path, root: Path, problems: list[Problem]) -> polib.POFile:
    if not path.exists():
        return polib.POFile()
    before = len(problems)
    read_po(path, root, problems)
    return polib.pofile(path.read_text(encoding="utf-8-sig")) if len(problems) == before else polib.POFile()


def _updated(old: polib.POFile, wanted: Iterable[Wanted], elsewhere: Mapping[Key, polib.POEntry], locale: Locale) -> polib.POFile:
    wanted = tuple(wanted)
    new = polib.POFile(wrapwidth=0)
    new.header = old.header
    new.metadata = _header(old.metadata, locale)
    known = {_key(entry): entry for entry in old}
    live = {each.key for each in wanted}
    orphans = {_key(entry): entry for entry in old if _key(entry) not in live and entry.msgstr}
    choices = {key: key[1] for key in orphans}
    reused: set[Key] = set()
    for each in wanted:
        entry = polib.POEntry(
            msgid=each.msgid, msgctxt=each.context, comment=each.note, occurrences=[(reference, "") for reference in each.references])
        same = known.get(each.key)
        if same is not None and same.msgstr:
            _take(entry, same, fuzzy=same.fuzzy, previous=same.previous_msgid)
        elif each.key in elsewhere:
            _take(entry, elsewhere[each.key], fuzzy=False, previous=None)
        elif choices and (best := process.extractOne(each.msgid, choices, scorer=fuzz.ratio, score_cutoff=CUT_OFF)):
            _take(entry, orphans[best[2]], fuzzy=True, previous=best[0])
            reused.add(best[2])
        new.append(entry)
    for key, entry in orphans.items():
        if key not in reused:
            entry.obsolete, entry.occurrences, entry.comment = True, [], ""
            new.append(entry)
    return new


def _take(entry: polib.POEntry, old: polib.POEntry, fuzzy: bool, previous: str | None) -> None:
    # A review was of the text as it stood.
    comment = "\n".join(line for line in old.tcomment.splitlines() if not (fuzzy and line.startswith("reviewed-by:")))
    entry.msgstr, entry.tcomment, entry.previous_msgid = old.msgstr, comment, previous
    entry.flags = [flag for flag in old.flags if flag != "fuzzy"] + (["fuzzy"] if fuzzy else [])


def _header(old: Mapping[str, str], locale: Locale) -> dict[str, str]:
    """What translators' tools wrote stays; no dates of ours, so that a sync changes only what changed."""
    header = {
        "Project-Id-Version": "Yingzhi",
        "Report-Msgid-Bugs-To": "",
        "Last-Translator": "",
        "Language-Team": locale.code,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    header.update(old)
    return {**header, "Language": locale.code, "Plural-Forms": locale.plural}
