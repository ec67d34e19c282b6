"""The whole build: gather everything, make it beside the old output, check it, swap it in."""

from __future__ import annotations

import json
import multiprocessing
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from pkgutil import resolve_name

from generator import jobs
from generator.content.facts import FactBook
from generator.content.fingerprint import GENERATOR, fingerprint
from generator.content.load import day_problems
from generator.content.model import Content
from generator.errors import Problem, stop_on
from generator.language.catalogs import broken
from generator.language.locales import load_locales
from generator.messages import _
from generator.releasing.manifest import NAME, write_manifest
from generator.releasing.publish import publish
from generator.settings import Settings, content_of

INPUTS = ("content", "locales", "templates", "mkdocs.yml", "requirements.lock")
"""Everything in the project that the output depends on, beside the settings and the program."""


@dataclass(frozen=True)
class Report:
    """What a build did. `files` counts those in the output; `changed` False: it was there already."""

    files: int
    changed: bool
    warnings: tuple[Problem, ...] = ()


Say = Callable[[str, int, int], None]
"""Progress: (what is being made, done, of how many)."""


def checked_content(settings: Settings) -> Content:
    """The content, sound for the day, with catalogues that can be read. Raises ProblemsFound: all there are."""
    content = content_of(settings.root)
    problems = day_problems(content, FactBook(content.facts).on(settings.day))
    locales = load_locales(settings.root)
    for code in settings.locales:
        problems += broken(settings.root, locales[code])
    stop_on(problems)
    return content


def build(settings: Settings, say: Say) -> Report:
    """Everything into settings.out. Raises ProblemsFound; then the old output stands untouched."""
    state = settings.cache / f"state-{fingerprint(settings.root, [], settings.out)}.json"
    word = fingerprint(settings.root, [settings.root / name for name in INPUTS], fingerprint(GENERATOR, [GENERATOR]), settings)
    if count := _built_already(settings.out, state, word):
        return Report(count, changed=False)
    content = checked_content(settings)
    state.unlink(missing_ok=True)
    warnings: list[Problem] = []
    publish(settings.out, lambda folder: warnings.extend(_fill(folder, content, settings, say)))
    files = json.loads((settings.out / NAME).read_text(encoding="utf-8"))["files"]
    state.parent.mkdir(parents=True, exist_ok=True)
    state.write_text(json.dumps({"word": word}), encoding="utf-8")
    return Report(len(files), True, tuple(warnings))


def _fill(folder: Path, content: Content, settings: Settings, say: Say) -> tuple[Problem, ...]:
    planned = jobs.plan(settings, content)
    done = 0

    def count(job: jobs.Job) -> None:
        nonlocal done
        done += 1
        say(f"{job.kind} {job.name} {job.locale}".rstrip(), done, len(planned))

    # Fresh workers after some jobs: WeasyPrint's memory grows. Spawned: a fork of a process with threads may hang.
    with ProcessPoolExecutor(settings.workers, mp_context=multiprocessing.get_context("spawn"), max_tasks_per_child=12) as executor:
        made = jobs.run_all(planned, settings, executor, count)
        for artefact in made.artefacts:
            target = folder / artefact.path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(artefact.file, target)
    build_site(folder, settings)
    write_manifest(folder, settings)
    return (*_office_warnings(content, settings), *made.warnings)


def _office_warnings(content: Content, settings: Settings) -> Iterator[Problem]:
    """An invented office must not go out by oversight."""
    office = content.offices.get(settings.office or "")
    if office and office.sample:
        hint = _("copy the file, fill in your own office and build with --office NAME")
        yield Problem(office.where, "office-sample", _("{name} is invented: do not publish this").format(name=office.name), hint, "warning")


def build_site(folder: Path, settings: Settings) -> None:
    """The website of every locale into folder/site."""
    make = resolve_name("generator.website.build:build_site")
    make(settings.root, folder, settings.locales, day=settings.day, office=settings.office, drafts=settings.drafts, workers=settings.workers)


def _built_already(out: Path, state: Path, word: str) -> int:
    """How many files the output holds, if it is whole and from the same inputs; else 0."""
    try:
        if json.loads(state.read_text(encoding="utf-8"))["word"] != word:
            return 0
        files = json.loads((out / NAME).read_text(encoding="utf-8"))["files"]
        whole = all((out / file["path"]).stat().st_size == file["size"] for file in files)
    except (OSError, ValueError, KeyError):
        return 0
    return len(files) if whole else 0
