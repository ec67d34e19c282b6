"""The websites of many locales: only those that have changed are built, each in a process of its own.

A built locale is kept under the fingerprint of everything it rests on. The output is always a copy of what is
kept, so nothing that happens to it can come back in a later build.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

from generator.content.fingerprint import fingerprint
from generator.content.load import load_content
from generator.content.model import Content
from generator.errors import YingzhiError
from generator.language.locales import load_locales
from generator.website.downloads import add_downloads, offered_files
from generator.website.fingerprint import catalogues_fingerprint, inputs_fingerprint, program_fingerprint
from generator.website.frontdoor import write_front_door
from generator.website.localesite import Options, cache_folder, prepare
from generator.website.store import forget

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
    stale = [locale for locale, folder in kept.items() if not folder.exists()]
    if stale:
        _build_all(root, out, {locale: kept[locale] for locale in stale}, options, workers)
    written = []
    for locale, folder in kept.items():
        os.utime(folder)
        target = out / "site" / locale
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(folder, target, copy_function=shutil.copyfile)
        add_downloads(target, offered_files(out, locale))
        written.append(target)
        forget(folder.parent, KEPT_DAYS)
    forget(cache_folder(root) / "fonts", KEPT_DAYS)
    registry = load_locales(root)
    return [*written, *write_front_door(root, out / "site", [registry[locale] for locale in locales])]


def _kept_folders(root: Path, out: Path, options: Options) -> Iterator[Path]:
    """Where each locale lies if it has been built from the same things before."""
    shared = f"{program_fingerprint()} {inputs_fingerprint(root)} {options}"
    for locale in options.locales:
        offered = [(path.name, path.stat().st_size) for path in offered_files(out, locale)]
        word = fingerprint(root, (), shared, catalogues_fingerprint(root, locale), offered)
        yield cache_folder(root) / "sites" / locale / word


def _build_all(root: Path, out: Path, folders: dict[str, Path], options: Options, workers: int) -> None:
    """One task for each locale. Workers are forked, so that content and libraries are read once for all."""
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    content = load_content(root)
    arguments = [(root, out, content, locale, folder, options) for locale, folder in folders.items()]
    if min(workers, len(folders)) < 2 or "fork" not in multiprocessing.get_all_start_methods():
        for each in arguments:
            _build_locale(*each)
        return
    import mkdocs.commands.build  # noqa: F401 - before the fork, so that no worker has to

    import generator.website.plugin  # noqa: F401

    global _inherited
    _inherited = arguments
    with ProcessPoolExecutor(min(workers, len(folders)), mp_context=multiprocessing.get_context("fork")) as executor:
        list(executor.map(_build_inherited, range(len(arguments))))


_inherited: list[tuple[Path, Path, Content, str, Path, Options]] = []


def _build_inherited(number: int) -> None:
    _build_locale(*_inherited[number])


def _build_locale(root: Path, out: Path, content: Content, locale: str, folder: Path, options: Options) -> None:
    """Build one locale beside `folder`, then move it there."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort, ConfigurationError

    from generator.website.plugin import YingzhiPlugin

    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".building-"))
    try:
        config = load_config(str(root / "mkdocs.yml"), site_dir=str(made))
        plugin = config.plugins["yingzhi"]
        assert isinstance(plugin, YingzhiPlugin)
        plugin.given = prepare(root, content, locale, options, out)
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        made.chmod(0o755)
        made.rename(folder)
    except (Abort, ConfigurationError) as error:
        raise SiteNotBuilt(f"{locale}: {error.__context__ or error}") from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
