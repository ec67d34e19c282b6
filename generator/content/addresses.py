"""The public addresses of what is built: one place, so that a QR code and a link can never differ."""

from __future__ import annotations


def page_file(slug: str) -> str:
    """A page's file within its locale's folder. Plain files, not directories: the site also opens from a disk."""
    return f"{slug}.html"


def page_url(site_url: str, locale: str, slug: str, anchor: str = "") -> str:
    """The address printed in QR codes."""
    return f"{site_url.rstrip('/')}/{locale}/{page_file(slug)}" + (f"#{anchor}" if anchor else "")
