"""manifest.json and SHA256SUMS: what was built, for which day and office, and how to prove that a file is whole."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from generator import __version__
from generator.settings import Settings

NAME, SUMS = "manifest.json", "SHA256SUMS"


def write_manifest(folder: Path, settings: Settings) -> None:
    """Name every file below `folder` with its SHA-256, size and locale; sums in the form of sha256sum."""
    edition = {
        "as_of": settings.day.isoformat(),
        "office": settings.office,
        "drafts": settings.drafts,
        "site_url": settings.site_url,
        "generator": __version__,
    }
    files = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        data = path.read_bytes()
        locale = next((locale for locale in settings.locales if f"/{locale}/" in f"/{name}" or name.endswith(f"-{locale}.zip")), None)
        files.append({"path": name, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "locale": locale})
    manifest = {"edition": edition, "files": files}
    (folder / NAME).write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    sums = "".join(f"{file['sha256']}  {file['path']}\n" for file in files)
    (folder / SUMS).write_text(sums, encoding="utf-8")
