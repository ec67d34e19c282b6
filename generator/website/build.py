"""The websites of many locales: only those that have changed are built, several at a time.

A built locale is kept under the fingerprint of everything it rests on. The output shares the files of what is kept
(hard links); what was changed there by other hands is noticed and built again.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from generator.content.fingerprint import fingerprint
from generator.errors import YingzhiError
from generator.language.locales import Locale, load_locales
from generator.website.downloads import add_downloads, offered_files
from generator.website.fingerprint import catalogues_fingerprint, inputs_fingerprint, program_fingerprint
from generator.website.frontdoor import write_front_door
from generator.website.localesite import Options, Project, cache_folder, prepare, read_project
from generator.website.store import forget, is_whole, seal, share_tree

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

KEPT_DAYS = 30


class SiteNotBuilt(YingzhiError):
    """MkDocs refused; its own words say why."""


def build_site(
    root: Path, out: Path, locales: Sequence[str], *, day: date, office: str | None, drafts: bool, workers: int = 2
) -> list[Path]:
    """Write out/site/<locale>/… for each locale, the chooser out/site/index.html and 404.html → what was written.

    Sheets in out/handouts and packs in out/packs are offered for download, so they must be there before. Raises
    ProblemsFound and SiteNotBuilt."""
    options = Options(tuple(locales), day, office, drafts)
    kept = dict(zip(locales, _kept_folders(root, out, options), strict=True))
    stale = {locale: folder for locale, folder in kept.items() if not is_whole(folder)}
    if stale:
        _build_all(root, out, stale, options, workers)
    written = []
    for locale, folder in kept.items():
        os.utime(folder)
        target = out / "site" / locale
        shutil.rmtree(target, ignore_errors=True)
        share_tree(folder, target)
        add_downloads(target, offered_files(out, locale))
        written.append(target)
        forget(folder.parent, KEPT_DAYS)
    for name in ("fonts", "theme", "jinja"):
        forget(cache_folder(root) / name, KEPT_DAYS)
    registry = load_locales(root)
    return [*written, *write_front_door(root, out / "site", [registry[locale] for locale in locales])]


def _kept_folders(root: Path, out: Path, options: Options) -> Iterator[Path]:
    """Where each locale lies if it has been built from the same things before."""
    shared = f"{program_fingerprint()} {inputs_fingerprint(root)} {options}"
    for locale in options.locales:
        offered = [(path.name, path.stat().st_size) for path in offered_files(out, locale)]
        word = fingerprint(root, (), shared, catalogues_fingerprint(root, locale), offered)
        yield cache_folder(root) / "sites" / locale / word


@dataclass(frozen=True)
class _Work:
    """What every worker needs. Workers are forked, so it is read once and handed to none of them."""

    project: Project
    out: Path
    config: MkDocsConfig
    folders: Mapping[str, Path]


_work: _Work | None = None


def _build_all(root: Path, out: Path, folders: Mapping[str, Path], options: Options, workers: int) -> None:
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    from mkdocs.config import load_config
    from mkdocs.exceptions import ConfigurationError

    project = read_project(root, options)
    try:
        config = load_config(str(root / "mkdocs.yml"))
    except ConfigurationError as error:
        raise SiteNotBuilt(str(error)) from error
    config.plugins.on_startup(command="build", dirty=False)
    global _work
    _work = _Work(project, out, config, folders)
    workers = min(workers, len(folders))
    if workers < 2 or "fork" not in multiprocessing.get_all_start_methods():
        for locale in folders:
            _build_locale(locale)
        return
    gc.freeze()  # what is here already stays out of the workers' collections, so its pages stay shared
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork")) as executor:
        list(executor.map(_build_locale, sorted(folders, key=lambda locale: not _takes_long(project.locales[locale]))))


def _takes_long(locale: Locale) -> bool:
    """Chinese has most glyphs to pack, vertical columns a stylesheet of their own: they go first, so that all end together."""
    return locale.is_source or locale.vertical


def _build_locale(locale: str) -> None:
    """Build one locale beside its folder, then move it there."""
    from mkdocs.commands.build import build
    from mkdocs.exceptions import Abort

    from generator.website.plugin import YingzhiPlugin

    assert _work is not None
    folder, plugin = _work.folders[locale], _work.config.plugins["yingzhi"]
    assert isinstance(plugin, YingzhiPlugin)
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".building-"))
    try:
        plugin.given = prepare(_work.project, locale, _work.out)
        _work.config.site_dir = str(made)
        build(_work.config)
        seal(made)
        shutil.rmtree(folder, ignore_errors=True)
        made.rename(folder)
    except Abort as error:
        raise SiteNotBuilt(f"{locale}: {error.__context__ or error}") from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
