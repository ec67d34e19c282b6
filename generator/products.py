"""What each kind of job makes: file names within the output, and bytes. Loaded only where something is to be made."""

from __future__ import annotations

from generator.campaigns.pack import build_pack, pack_name
from generator.content.roster import read_roster
from generator.handouts.packets import make_packets
from generator.handouts.sheets import render_handout
from generator.handouts.stamp import strip_fields
from generator.jobs import Job
from generator.settings import Settings, content_of, edition_of


def make_handout(job: Job, settings: Settings) -> dict[str, bytes]:
    page = next(page for page in content_of(settings.root).handouts if page.slug == job.name)
    edition = edition_of(settings, job.locale)
    pdf = strip_fields(render_handout(page, edition, root=settings.root, site_url=settings.site_url))
    return {f"handouts/{job.locale}/{page.slug}.pdf": pdf}


def make_pack(job: Job, settings: Settings) -> dict[str, bytes]:
    campaign = next(campaign for campaign in content_of(settings.root).campaigns if campaign.slug == job.name)
    edition = edition_of(settings, job.locale)
    year = settings.day.year
    data = build_pack(campaign, edition, root=settings.root, year=year, site_url=settings.site_url)
    return {f"packs/{pack_name(campaign, edition, year)}": data}


def make_sample_packets(job: Job, settings: Settings) -> dict[str, bytes]:
    """The packets of the invented roster, so that an officer sees what a real one will give."""
    content = content_of(settings.root)
    roster = read_roster(settings.root / "content" / "rosters" / f"{job.name}.xlsx")
    editions = {locale: edition_of(settings, locale) for locale in settings.locales}
    made = make_packets(roster, editions, root=settings.root, handouts=content.handouts[:1], site_url=settings.site_url)
    return {f"packets-{job.name}/{name}": data for name, data in made.items()}
