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


SEAL = ".sealed"


def _state(folder: Path) -> str:
    """Names, sizes and times of all files below."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != SEAL)
    return "\n".join(f"{path.relative_to(folder)} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files)


def seal(folder: Path) -> None:
    """Note down the state of a folder that is to be kept."""
    folder.chmod(0o755)
    (folder / SEAL).write_text(_state(folder), encoding="utf-8")


def is_whole(folder: Path) -> bool:
    """Whether a kept folder is there and nobody has changed it, be it through a link."""
    try:
        return (folder / SEAL).read_text(encoding="utf-8") == _state(folder)
    except OSError:
        return False


def share_tree(folder: Path, target: Path) -> None:
    """A second tree with the same files: hard links, or copies where the file system has none."""

    def share(source: str, copy: str) -> None:
        try:
            os.link(source, copy)
        except OSError:
            shutil.copyfile(source, copy)

    shutil.copytree(folder, target, copy_function=share, ignore=shutil.ignore_patterns(SEAL))


def forget(folder: Path, days: int) -> None:
    """Delete what nobody has used for so long, so that a cache does not grow for ever."""
    limit = time.time() - days * 86400
    for path in folder.glob("*"):
        if path.stat().st_mtime < limit:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
