"""What every test stands on: the real content of the repository, read once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generator.content.load import load_content
from generator.content.model import Content

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 22)
"""The tests' day: facts expire, tests must not."""


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def content() -> Content:
    return load_content(ROOT)
