"""The printed products as jobs: each makes one file (or a few), is known by what it depends on, and may run anywhere.

`plan` says what there is to make; `run` makes it, unless the same has been made before. Any
`concurrent.futures.Executor` will do.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from concurrent.futures import Executor, as_completed
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from pkgutil import resolve_name
from typing import Protocol

from generator.content.fingerprint import GENERATOR, fingerprint
from generator.content.model import Content
from generator.errors import Problem, ProblemsFound, Where
from generator.settings import Settings

MAKERS = {
    "handout": "generator.products:make_handout",
    "pack": "generator.products:make_pack",
    "packets": "generator.products:make_sample_packets",
}
"""Resolved when a job runs: a build with nothing to do need not load WeasyPrint."""

FILES, WARNINGS = "files", "warnings.json"
"""What lies in a job's folder of the cache."""


@dataclass(frozen=True)
class Job:
    """`key` names everything the result depends on."""

    kind: str
    locale: str
    name: str
    key: str


@dataclass(frozen=True)
class Artefact:
    """A file made: its place in the output, and where it lies."""

    path: str
    file: Path


@dataclass(frozen=True)
class Made:
    """What a maker gives back: files by their place in the output, and what a person should know of them."""

    files: Mapping[str, bytes]
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Done:
    artefacts: tuple[Artefact, ...]
    warnings: tuple[Problem, ...]


class Watch(Protocol):
    """Told of each job that is done."""

    def __call__(self, job: Job) -> None: ...


def plan(settings: Settings, content: Content) -> tuple[Job, ...]:
    """Every handout and pack in every locale, and the sample roster's packets."""
    wanted = [("handout", page.slug) for page in content.handouts] + [("pack", campaign.slug) for campaign in content.campaigns]
    jobs = [Job(kind, locale, name, _key(settings, kind, locale, name)) for kind, name in wanted for locale in settings.locales]
    roster = settings.root / "content" / "rosters" / "sample.xlsx"
    if roster.exists() and set(settings.locales) == set(_all_locales(settings.root)):
        jobs.append(Job("packets", "", roster.stem, _key(settings, "packets", "", roster.stem)))
    return tuple(jobs)


@cache
def _all_locales(root: Path) -> tuple[str, ...]:
    from_files = resolve_name("generator.language.locales:load_locales")
    return tuple(from_files(root))


@cache
def _common(settings: Settings) -> str:
    root = settings.root
    paths = [root / "content", root / "templates", root / "requirements.lock", root / "locales" / "locales.yml"]
    return fingerprint(root, paths, fingerprint(GENERATOR, [GENERATOR]), settings.day, settings.office, settings.drafts, settings.site_url)


@cache
def _translations(root: Path, locale: str) -> str:
    return fingerprint(root, [root / "locales" / locale])


def _key(settings: Settings, kind: str, locale: str, name: str) -> str:
    return fingerprint(settings.root, [], _common(settings), _translations(settings.root, locale), kind, locale, name)


def run(job: Job, settings: Settings) -> Done:
    """Make the job's files, or find them made. Raises ProblemsFound. Each file appears whole or not at all."""
    folder = settings.cache / "made" / job.key
    if not folder.exists():
        made: Made = resolve_name(MAKERS[job.kind])(job, settings)
        partial = folder.with_name(f"{job.key}.tmp")
        for path, data in made.files.items():
            target = partial / FILES / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        (partial / WARNINGS).write_text(json.dumps([asdict(warning) for warning in made.warnings]), encoding="utf-8")
        partial.rename(folder)
    files = sorted(path for path in (folder / FILES).rglob("*") if path.is_file())
    warnings = json.loads((folder / WARNINGS).read_text(encoding="utf-8"))
    return Done(
        tuple(Artefact(path.relative_to(folder / FILES).as_posix(), path) for path in files),
        tuple(Problem(**{**warning, "where": Where(**warning["where"])}) for warning in warnings),
    )


def run_all(jobs: Iterable[Job], settings: Settings, executor: Executor, watch: Watch) -> Done:
    """All jobs; the problems of all of them together, if any has one."""
    futures = {executor.submit(run, job, settings): job for job in jobs}
    artefacts: list[Artefact] = []
    warnings: list[Problem] = []
    problems: list[Problem] = []
    for future in as_completed(futures):
        try:
            done = future.result()
            artefacts.extend(done.artefacts)
            warnings.extend(done.warnings)
        except ProblemsFound as found:
            problems.extend(found.problems)
        watch(futures[future])
    if problems:
        raise ProblemsFound(problems)
    return Done(tuple(sorted(artefacts, key=lambda artefact: artefact.path)), tuple(sorted(set(warnings))))
