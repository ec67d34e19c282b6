"""A campaign as a zip for one edition: what is printed, what is sent, a read-me, and a manifest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generator.campaigns import sheets
from generator.campaigns.archive import safe_name, zip_bytes
from generator.campaigns.checks import campaign_problems
from generator.campaigns.messages import length_problems, read_messages, source_titles
from generator.campaigns.sheets import Press, source_edition
from generator.content.model import Campaign, Page
from generator.errors import stop_on
from generator.language.localise import Document, Edition, localise

PRINT, SEND = "打印", "发送"
"""Folders: every teacher in China reads these two words, whatever the pack's language."""

README, MANIFEST = "读我.txt", "manifest.json"

PRINTED: Mapping[str, tuple[tuple[str, sheets.Sheet, str], ...]] = {
    "poster": (("poster", sheets.poster, "A3"),),
    "lesson": (("lesson", sheets.lesson, "A4"),),
    "pledge": (("pledge", sheets.pledge, "A4"),),
    "quiz": (("quiz", sheets.quiz, "A4"), ("key", sheets.key, "A4")),
}
"""By kind of text, the sheets that are made of it: part (see templates/packs/parts.txt), renderer, paper."""


@dataclass(frozen=True)
class Text:
    """A campaign's text in the pack's edition."""

    page: Page
    document: Document

    @property
    def kind(self) -> str:
        return str(self.page.front["kind"])


@dataclass(frozen=True)
class Entry:
    """A file of a pack, and the part it is: parts.txt says what to do with it."""

    path: str
    data: bytes
    part: str


def pack_name(campaign: Campaign, edition: Edition, year: int) -> str:
    """The file name of a pack: integrity-2027-bo.zip."""
    return f"{campaign.slug}-{year}-{edition.locale.code}.zip"


def build_pack(campaign: Campaign, edition: Edition, *, root: Path, year: int, site_url: str) -> bytes:
    """The zip of a campaign's pack: the same bytes for the same input.

    `root`: the project's folder; `year`: of the season; `site_url`: where the QR codes lead. Raises ProblemsFound:
    what is wrong with the Chinese texts (`campaign_problems`), a message that is too long, a sheet that cannot be set.
    """
    stop_on(campaign_problems(campaign))
    texts = [Text(page, localise(page, edition)) for page in campaign.texts]
    stop_on(problem for text in texts if text.kind == "messages" for problem in length_problems(text.page, text.document, edition.locale))
    press = Press(campaign, edition, root, site_url)
    entries = [*_printed(press, texts), *_sent(press, texts)]
    files = {README: _read_me(press, texts, entries, year), **{entry.path: entry.data for entry in entries}}
    return zip_bytes({**files, MANIFEST: _json(_manifest(press, texts, files, year))})


def _printed(press: Press, texts: list[Text]) -> Iterator[Entry]:
    sheets_of = [(text, *made) for text in texts for made in PRINTED.get(text.kind, ())]
    for number, (text, part, sheet, paper) in enumerate(sheets_of, 1):
        label = press.in_file_names.part_name(part)
        yield Entry(f"{PRINT}/{number}-{safe_name(label)}-{paper}.pdf", sheet(press, text.page, text.document), part)


def _sent(press: Press, texts: list[Text]) -> Iterator[Entry]:
    for text in texts:
        if text.kind == "messages":
            titles = source_titles(text.page)
            for number, message in enumerate(read_messages(text.page, text.document), 1):
                label = message.title if press.in_file_names is press else titles[message.id]
                note = press.fill("message.txt", message=message, document=text.document)
                yield Entry(f"{SEND}/{number}-{safe_name(label)}.txt", _windows_text(note), "message")


def _read_me(press: Press, texts: list[Text], entries: list[Entry], year: int) -> bytes:
    """In the pack's language, then in Chinese."""
    source = replace(press, edition=source_edition(press.edition, press.root))
    missing = sum(text.document.state.missing for text in texts)
    draft = sum(text.document.state.draft for text in texts)
    titles = [(press, texts[0].document.title)]
    if not press.edition.locale.is_source:
        titles.append((source, localise(texts[0].page, source.edition).title))
    parts = [each.fill("readme.txt", title=title, year=year, entries=entries, missing=missing, draft=draft) for each, title in titles]
    return _windows_text("\n\n".join(parts))


def _windows_text(text: str) -> bytes:
    """Notepad of older Windows knows UTF-8 by its BOM, and a line's end by CR LF."""
    return ("\ufeff" + text.strip() + "\n").replace("\n", "\r\n").encode()


def _manifest(press: Press, texts: list[Text], files: Mapping[str, bytes], year: int) -> dict[str, Any]:
    """What the pack is made of, for whoever has to tell one copy from another."""
    edition, campaign = press.edition, press.campaign
    start, end = campaign.season
    return {
        "campaign": campaign.slug,
        "name": campaign.name,
        "year": year,
        "season": {"from": f"{year}-{start}", "until": f"{year}-{end}"},
        "edition": {
            "locale": edition.locale.code,
            "as_of": edition.day.isoformat(),
            "office": edition.office.slug if edition.office else None,
        },
        "texts": [
            {"slug": text.page.slug, "strings": text.document.state.total, "missing": text.document.state.missing, "draft": text.document.state.draft}
            for text in texts
        ],
        "files": [{"path": path, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()} for path, data in files.items()],
    }  # fmt: skip


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"
