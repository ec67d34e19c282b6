"""One short word for the state of files and values: equal words mean that nothing changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

GENERATOR = Path(__file__).resolve().parents[1]
"""The program's own code, wherever it is installed."""


def fingerprint(root: Path, paths: Iterable[Path], *values: object) -> str:
    """Over the names and bytes of files (folders: all files below, but caches) and the values' repr. 32 hex digits."""
    digest = hashlib.sha256()
    for path in paths:
        files = sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
        for file in files:
            if file.suffix in (".pyc", ".tmp") or not file.exists():
                continue
            digest.update(file.relative_to(root).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    digest.update(repr(values).encode())
    return digest.hexdigest()[:32]
