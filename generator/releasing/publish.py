"""Output is swapped in whole or not at all: built beside the old, then exchanged in one rename."""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Callable
from pathlib import Path

AT_FDCWD = -100
RENAME_EXCHANGE = 2


def publish(out: Path, fill: Callable[[Path], None]) -> None:
    """Let `fill` write into an empty folder beside `out`, then put that in its place. A failure leaves `out` as it was."""
    new = out.with_name(f".{out.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    try:
        fill(new)
        if out.exists():
            _exchange(new, out)
        else:
            new.rename(out)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _exchange(one: Path, other: Path) -> None:
    """Exchange two folders; where the system cannot do it at once (not Linux), in two renames."""
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        done = libc.renameat2(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0
    except (AttributeError, OSError):
        done = False
    if not done:
        aside = other.with_name(f".{other.name}.old")
        shutil.rmtree(aside, ignore_errors=True)
        other.rename(aside)
        one.rename(other)
        aside.rename(one)
