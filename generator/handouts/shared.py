"""Pages that many classes share: rendered once, their fields known, ready to be put into any number of packets."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass

import pikepdf

from generator.handouts.stamp import Rect, take_fields
from generator.language.locales import Locale


@dataclass(frozen=True)
class Shared:
    """`pdf` has neither marks nor structure tree; `fields` holds those of each page. It can be sent to other processes.

    A page's own graphics state is closed, so that what is written after it starts afresh.
    """

    pdf: bytes
    fields: tuple[Mapping[str, Rect], ...]
    rtl: bool
    vertical: bool


def share(pdf: bytes, locale: Locale) -> Shared:
    """Take the marks off a rendered PDF. Links go too: these pages are for paper."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fields = tuple(take_fields(page) for page in document.pages)
        for page in document.pages:
            for key in ("/Annots", "/StructParents", "/Tabs"):
                if key in page:
                    del page[key]
            page.contents_add(b"q\n", prepend=True)
            page.contents_add(b"\nQ\n")
            page.contents_coalesce()
        for key in ("/StructTreeRoot", "/MarkInfo", "/Names", "/Outlines", "/Metadata"):
            if key in document.Root:
                del document.Root[key]
        document.remove_unreferenced_resources()  # the renderer gives every page what any page needs
        target = io.BytesIO()
        document.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return Shared(target.getvalue(), fields, locale.rtl, locale.vertical)
