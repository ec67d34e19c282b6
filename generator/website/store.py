"""Files that several workers may write at the same time: each appears whole or not at all."""

from __future__ import annotations

import os
import pickle
import shutil
import tempfile
import time
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


def write_whole(path: Path, data: bytes) -> None:
    """Write beside `path`, then rename."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def keep(path: Path, key: str, value: object) -> None:
    """Keep a value under a key, for `recall`."""
    write_whole(path, pickle.dumps((key, value)))


def recall(path: Path, key: str, kind: type[T]) -> T | None:
    """The value that was kept there under this key; None where there is none, or it cannot be read any more."""
    try:
        kept, value = pickle.loads(path.read_bytes())
    except Exception:  # an older program's classes can fail to load in any way; it is only a cache
        return None
    return value if kept == key and isinstance(value, kind) else None


def forget(folder: Path, days: int) -> None:
    """Delete what nobody has used for so long, so that a cache does not grow for ever."""
    limit = time.time() - days * 86400
    for path in folder.glob("*"):
        if path.stat().st_mtime < limit:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
