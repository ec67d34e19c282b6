"""The command line: the only module that prints or exits.

Exit status: 0 clean, 1 findings or a failed build, 2 wrong usage, 70 a bug of ours.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

import click
from rich.console import Console
from rich.progress import Progress

from generator import __version__
from generator.errors import Problem, ProblemsFound, YingzhiError
from generator.messages import CATALOGUE, _
from generator.settings import Settings, site_url, today

BUG = 70
HTTP_PORT = 8000


class Day(click.ParamType[date]):
    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return datetime.strptime(value, "%Y-%m-%d").date()
        except ValueError:
            self.fail(_("{value} is no day; write it like 2026-05-31").format(value=value), param, ctx)


def _locale_codes(root: Path) -> tuple[str, ...]:
    from generator.language.locales import load_locales  # loads Babel: not for --help

    return tuple(load_locales(root))


def common(command: Callable[..., None]) -> Callable[..., None]:
    """The options of every command that renders something."""
    options = (
        click.option("--locale", "-l", "locales", multiple=True, metavar="L", help=_("Only this locale (may be given more than once).")),
        click.option("--office", metavar="O", default="shili", show_default=True, help=_("The office whose contacts are shown; `none` for none.")),
        click.option("--as-of", "day", type=Day(), default=today, help=_("The facts of this day; today if not given.")),
        click.option("--reviewed-only", is_flag=True, help=_("Show no draft translations.")),
        click.option("--workers", "-j", type=click.IntRange(1), default=lambda: os.cpu_count() or 1, help=_("Processes at a time.")),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _settings(out: Path, locales: Sequence[str], office: str, day: Any, reviewed_only: bool, workers: int) -> Settings:
    root = _root()
    known = _locale_codes(root)
    for locale in locales:
        if locale not in known:
            raise click.BadParameter(_("there is no locale {code}; there are {known}").format(code=locale, known=", ".join(known)), param_hint="--locale")
    return Settings(
        root=root,
        out=out.absolute(),
        day=day,
        office=None if office == "none" else office,
        locales=tuple(locale for locale in known if not locales or locale in locales),
        drafts=not reviewed_only,
        site_url=site_url(root),
        workers=workers,
    )


def _root() -> Path:
    """The project: this folder or the nearest one above that holds content/ and locales/."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "content").is_dir() and (folder / "locales").is_dir():
            return folder
    raise click.UsageError(_("no project here: run this where content/ and locales/ are"))


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, help=_("Yingzhi: policy written once becomes a website, class materials and campaign packs."))
@click.version_option(__version__, prog_name="yingzhi")
def cli() -> None:
    pass


@cli.command(name="build", help=_("Build everything: site, handouts, this year's packs."))
@common
@click.option("-o", "--out", type=click.Path(path_type=Path), default=Path("dist"), show_default=True)
def build_command(out: Path, **options: Any) -> None:
    from generator.build import build

    settings = _settings(out, **options)
    begun = time.monotonic()
    with progress() as say:
        result = build(settings, say)
    took = time.monotonic() - begun
    show(result.warnings)
    if result.changed:
        click.echo(_("{files} files in {out}, {seconds:.1f} s").format(files=result.files, out=out, seconds=took))
    else:
        click.echo(_("nothing has changed: {files} files in {out}").format(files=result.files, out=out))


@cli.command(help=_("Build the website alone."))
@common
@click.option("-o", "--out", type=click.Path(path_type=Path), default=Path("dist-site"), show_default=True)
def site(out: Path, **options: Any) -> None:
    from generator.build import build_site, checked_content
    from generator.releasing.publish import publish

    settings = _settings(out, **options)
    checked_content(settings)
    publish(settings.out, lambda folder: build_site(folder, settings))
    click.echo(_("the website is in {out}").format(out=out / "site"))


@cli.command(help=_("Preview the website as you write; follows content, PO files and templates."))
@click.option("--locale", "-l", default="zh-CN", show_default=True, metavar="L", help=_("The locale to preview."))
@click.option("--office", metavar="O", default="shili", show_default=True, help=_("The office whose contacts are shown; `none` for none."))
@click.option("--port", type=click.IntRange(1, 65535), default=HTTP_PORT, show_default=True)
def serve(locale: str, office: str, port: int) -> None:
    root = _root()
    if locale not in _locale_codes(root):
        raise click.BadParameter(_("there is no locale {code}; there are {known}").format(code=locale, known=", ".join(_locale_codes(root))), param_hint="--locale")
    os.environ.update(YINGZHI_LOCALE=locale, YINGZHI_OFFICE="" if office == "none" else office, NO_MKDOCS_2_WARNING="1")
    os.chdir(root)
    os.execv(sys.executable, [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"])


@cli.command(name="print", help=_("Class packets from a roster (CSV or XLSX): one PDF for each school."))
@click.argument("roster", type=click.Path(path_type=Path, dir_okay=False))
@common
@click.option("--handout", "-H", "handouts", multiple=True, metavar="H", default=("leaflet",), show_default=True, help=_("A handout to print for each class."))
@click.option("-o", "--out", type=click.Path(path_type=Path), default=Path("packets"), show_default=True)
def print_command(roster: Path, handouts: tuple[str, ...], out: Path, **options: Any) -> None:
    from generator.build import checked_content
    from generator.content.roster import read_roster
    from generator.handouts.packets import make_packets, missing_characters
    from generator.releasing.publish import publish
    from generator.settings import edition_of

    settings = _settings(out, **options)
    content = checked_content(settings)
    known = {page.slug: page for page in content.handouts}
    for handout in handouts:
        if handout not in known:
            raise click.BadParameter(_("there is no handout {name}; there are {known}").format(name=handout, known=", ".join(known)), param_hint="--handout")
    classes = read_roster(roster, missing_characters(settings.root))
    editions = {locale: edition_of(settings, locale) for locale in settings.locales}
    packets = make_packets(classes, editions, root=settings.root, handouts=[known[handout] for handout in handouts], site_url=settings.site_url)
    publish(settings.out, lambda folder: _write_all(folder, packets))
    click.echo(_("{count} school packets in {out}").format(count=len(packets), out=out))


@cli.command(help=_("Campaign packs as zip files; with no name, those in season."))
@click.argument("campaigns", nargs=-1, metavar="[CAMPAIGN]...")
@common
@click.option("--year", type=click.IntRange(2000, 2100), help=_("The year of the campaign; that of --as-of if not given."))
@click.option("-o", "--out", type=click.Path(path_type=Path), default=Path("packs"), show_default=True)
def pack(campaigns: tuple[str, ...], year: int | None, out: Path, **options: Any) -> None:
    from generator.build import checked_content
    from generator.campaigns.pack import build_pack, pack_name
    from generator.releasing.publish import publish
    from generator.settings import edition_of

    settings = _settings(out, **options)
    content = checked_content(settings)
    known = {campaign.slug: campaign for campaign in content.campaigns}
    for name in campaigns:
        if name not in known:
            raise click.BadParameter(_("there is no campaign {name}; there are {known}").format(name=name, known=", ".join(known)))
    day = settings.day.strftime("%m-%d")
    chosen = [known[name] for name in campaigns] or [campaign for campaign in known.values() if campaign.season[0] <= day <= campaign.season[1]]
    if not chosen:
        click.echo(_("no campaign is in season on {day}; name one of {known}").format(day=settings.day, known=", ".join(known)))
        return
    packs = {}
    for campaign in chosen:
        for edition in (edition_of(settings, locale) for locale in settings.locales):
            name = pack_name(campaign, edition, year or settings.day.year)
            packs[name] = build_pack(campaign, edition, root=settings.root, year=year or settings.day.year, site_url=settings.site_url)
    publish(settings.out, lambda folder: _write_all(folder, packs))
    click.echo(_("{count} packs in {out}").format(count=len(packs), out=out))


def _write_all(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


@cli.command(name="check", help=_("Every check over content, facts, translations, fonts and links."))
@common
@click.option("--json", "as_json", is_flag=True, help=_("Print the findings as JSON."))
def check_command(as_json: bool, **options: Any) -> None:
    from generator.checking import check

    report(check(_settings(Path("dist"), **options)), as_json)


def _as_dict(problem: Problem) -> dict[str, Any]:
    where = problem.where
    return {
        "path": where.path, "line": where.line, "column": where.column, "severity": problem.severity,
        "id": problem.id, "message": problem.message, "hint": problem.hint,
    }  # fmt: skip


@cli.command(help=_("Every page, block and language that carries a fact."))
@click.argument("fact")
@click.option("--json", "as_json", is_flag=True, help=_("Print as JSON."))
def impact(fact: str, as_json: bool) -> None:
    from generator.content.load import load_content
    from generator.releasing.impact import impact_of

    root = _root()
    places = impact_of(load_content(root), root, fact)
    if as_json:
        click.echo(json.dumps([{"path": place.path, "line": place.line} for place in places], indent=1))
    else:
        for place in places:
            click.echo(str(place))


@cli.group(name="i18n", help=_("The translators' commands."))
def translators() -> None:
    pass


@translators.command(name="sync", help=_("Bring the PO files up to date with the content."))
@click.argument("locales", nargs=-1, metavar="[LOCALE]...")
def sync_command(locales: tuple[str, ...]) -> None:
    from generator.content.load import load_content
    from generator.language.locales import load_locales
    from generator.translating.sync import sync
    from generator.translating.template import program, template

    root = _root()
    known = load_locales(root)
    for code in locales:
        if code not in known:
            raise click.BadParameter(_("there is no locale {code}; there are {known}").format(code=code, known=", ".join(known)))
    wanted = template(load_content(root), root)
    for code, locale in known.items():
        if not locales or code in locales:
            # The source language has one catalogue: the program's own messages, which are written in English.
            for path in sync(root, locale, {CATALOGUE.stem: program(root)} if locale.is_source else wanted):
                click.echo(path.relative_to(root))


@translators.command(name="status", help=_("How much of each page is translated and reviewed."))
@click.argument("locales", nargs=-1, metavar="[LOCALE]...")
@click.option("--json", "as_json", is_flag=True, help=_("Print as JSON."))
def status_command(locales: tuple[str, ...], as_json: bool) -> None:
    from generator.content.load import load_content
    from generator.language.locales import load_locales
    from generator.translating.status import status
    from generator.translating.template import template

    root = _root()
    wanted = template(load_content(root), root)
    chosen = [locale for code, locale in load_locales(root).items() if not locale.is_source and (not locales or code in locales)]
    rows = [row for locale in chosen for row in status(root, locale, wanted)]
    if as_json:
        click.echo(json.dumps([vars(row) for row in rows], ensure_ascii=False, indent=1))
        return
    click.echo(_("locale    page                  total  missing  draft  reviewed"))
    for row in rows:
        click.echo(f"{row.locale:9} {row.page:20} {row.total:6} {row.missing:8} {row.draft:6} {row.reviewed:9}")


@translators.command(name="check", help=_("Check PO files on their own; the locale is that of the header."))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help=_("Print the findings as JSON."))
def check_files(files: tuple[Path, ...], as_json: bool) -> None:
    from generator.language.locales import load_locales
    from generator.translating.filecheck import check_file

    locales = load_locales(_root())
    report([problem for file in files for problem in check_file(file, locales)], as_json)


def report(problems: list[Problem], as_json: bool) -> NoReturn:
    """Findings as people or as programs read them; status 1 if there is one."""
    if as_json:
        click.echo(json.dumps([_as_dict(problem) for problem in problems], ensure_ascii=False, indent=1))
    else:
        show(problems)
        click.echo(_("{errors} errors, {warnings} warnings").format(
            errors=sum(problem.severity == "error" for problem in problems),
            warnings=sum(problem.severity == "warning" for problem in problems)))  # fmt: skip
    sys.exit(1 if problems else 0)


@contextmanager
def progress() -> Any:
    """A bar where a person watches, plain lines elsewhere; both on standard error."""
    if not sys.stderr.isatty():
        yield lambda what, done, total: click.echo(f"[{done}/{total}] {what}", err=True)
        return
    console = Console(stderr=True)
    with Progress(console=console) as bar:
        task = bar.add_task("", total=None)
        yield lambda what, done, total: bar.update(task, description=what, completed=done, total=total)


def show(problems: Iterable[Problem]) -> None:
    """Problems on standard error, in colour where a person watches and NO_COLOR is not set."""
    for problem in problems:
        colour = "red" if problem.severity == "error" else "yellow"
        text = str(problem)
        if sys.stderr.isatty() and not os.environ.get("NO_COLOR"):
            text = text.replace(f"{problem.severity}[", click.style(problem.severity, fg=colour, bold=True) + "[", 1)
        click.echo(text, err=True)


def main() -> NoReturn:
    """Run the command line and exit. A user's mistake never shows a traceback; a bug of ours exits with 70."""
    try:
        cli(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except ProblemsFound as found:
        show(found.problems)
        sys.exit(1)
    except YingzhiError as error:
        click.echo(f"yingzhi: {error}", err=True)
        sys.exit(1)
    except Exception as error:
        # Where, not what: an exception's words may hold a pupil's data.
        frames = traceback.extract_tb(error.__traceback__)[-3:]
        trail = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))
        click.echo(_("a bug of ours: {kind} at {trail}").format(kind=type(error).__name__, trail=trail), err=True)
        if os.environ.get("YINGZHI_DEBUG"):
            traceback.print_exc()
        sys.exit(BUG)
    sys.exit(0)
