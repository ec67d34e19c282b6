"""The catalogues of a locale, each PO file read and guarded again only when it has changed."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from generator.language.catalogs import Catalogs, Entry, Key, catalogue_files, read_catalogs
from generator.language.locales import Locale
from generator.website.store import keep, recall

Entries = Mapping[Key, Entry]


def read_changed(root: Path, locale: Locale, drafts: bool, program: str, kept_in: Path) -> Catalogs:
    """The same as `read_catalogs`, but for its problems, which `check` reports. `kept_in`: a file for what has been read."""
    key = f"{program} {drafts}"
    kept: dict[str, tuple[str, Entries]] = recall(kept_in, key, dict) or {}
    files = {path.stem: path for path in catalogue_files(root, locale)}
    words = {name: sha256(path.read_bytes()).hexdigest() for name, path in files.items()}
    stale = [name for name in files if name not in kept or kept[name][0] != words[name]]
    if stale or len(kept) != len(files):
        fresh = _read({name: files[name] for name in stale}, locale, drafts)
        kept = {name: (word, fresh.get(name, {}) if name in stale else kept[name][1]) for name, word in words.items()}
        keep(kept_in, key, kept)
    shared: dict[Key, Entry] = {}
    for _word, entries in kept.values():
        for string, entry in entries.items():
            shared.setdefault(string, entry)
    return Catalogs({name: entries for name, (_word, entries) in kept.items()}, shared)


def _read(files: Mapping[str, Path], locale: Locale, drafts: bool) -> Mapping[str, Entries]:
    """These files only: they are shown to the reader in a folder of their own."""
    with tempfile.TemporaryDirectory() as folder:
        shown = Path(folder) / "locales" / locale.code
        shown.mkdir(parents=True)
        for path in files.values():
            (shown / path.name).write_bytes(path.read_bytes())
        return read_catalogs(Path(folder), locale, drafts).pages
