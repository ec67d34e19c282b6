"""What each kind of job makes: file names within the output, and bytes. Loaded only where something is to be made."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from generator.campaigns.pack import build_pack, pack_name
from generator.content.model import Page
from generator.content.roster import read_roster
from generator.errors import Problem, ProblemsFound
from generator.handouts.packets import make_packets
from generator.handouts.sheets import render_handout
from generator.handouts.stamp import strip_fields
from generator.jobs import Job, Made
from generator.language.localise import Edition
from generator.messages import _
from generator.settings import Settings, content_of, edition_of

TOO_LONG = frozenset({"page-count", "sheet-too-long"})
"""What a translation may bring about by its length alone."""


def in_chinese_where_too_long(make: Callable[[Edition], bytes], edition: Edition, pages: Iterable[Page]) -> tuple[bytes, tuple[Problem, ...]]:
    """Make a product; a text whose translation does not fit its paper stays Chinese, with a warning.

    No translator should fear for the build, and no teacher should get a sheet that is cut off."""
    slugs = {page.where.path: page.slug for page in pages}
    warnings: list[Problem] = []
    while True:
        try:
            return make(edition), tuple(warnings)
        except ProblemsFound as found:
            long = [problem for problem in found.problems if problem.id in TOO_LONG and problem.where.path in slugs]
            new = {slugs[problem.where.path] for problem in long} - edition.catalogs.hidden
            if edition.locale.is_source or len(long) < len(found.problems) or not new:
                raise
            for problem in long:
                where = replace(problem.where, path=f"locales/{edition.locale.code}/{slugs[problem.where.path]}.po")
                hint = _("the sheet is in Chinese until the translation is shorter")
                warnings.append(replace(problem, where=where, hint=hint, severity="warning"))
            edition = replace(edition, catalogs=edition.catalogs.without(new))


def make_handout(job: Job, settings: Settings) -> Made:
    page = next(page for page in content_of(settings.root).handouts if page.slug == job.name)


    def make(edition: Edition) -> bytes:
        return strip_fields(render_handout(page, edition, root=settings.root, site_url=settings.site_url))

    pdf, warnings = in_chinese_where_too_long(make, edition_of(settings, job.locale), [page])
    return Made({f"handouts/{job.locale}/{page.slug}.pdf": pdf}, warnings)


def make_pack(job: Job, settings: Settings) -> Made:
    campaign = next(campaign for campaign in content_of(settings.root).campaigns if campaign.slug == job.name)
    edition = edition_of(settings, job.locale)
    year = settings.day.year


    def make(edition: Edition) -> bytes:
        return build_pack(campaign, edition, root=settings.root, year=year, site_url=settings.site_url)

    data, warnings = in_chinese_where_too_long(make, edition, campaign.texts)
    return Made({f"packs/{pack_name(campaign, edition, year)}": data}, warnings)


def make_sample_packets(job: Job, settings: Settings) -> Made:
    """The packets of the invented roster, so that an officer sees what a real one will give."""
    content = content_of(settings.root)
    roster = read_roster(settings.root / "content" / "rosters" / f"{job.name}.xlsx")
    editions = {locale: edition_of(settings, locale) for locale in settings.locales}
    made = make_packets(roster, editions, root=settings.root, handouts=content.handouts[:1], site_url=settings.site_url)
    return Made({f"packets-{job.name}/{name}": data for name, data in made.items()})
