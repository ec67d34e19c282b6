"""The registry of locales: own name, direction, writing mode, fonts, units (locales/locales.yml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from babel import Locale as Cldr
from babel import UnknownLocaleError

from generator.content import schemas
from generator.content.load import read_text
from generator.content.yamlfile import parse_yaml, strings
from generator.errors import Problem, stop_on
from generator.messages import _

SOURCE = "zh-CN"
"""The language that content is written in. Always this tag: `zh` alone picks Japanese glyphs."""


@dataclass(frozen=True)
class Locale:
    code: str
    name: str
    dir: str
    vertical: bool
    babel: str
    plural: str
    fonts: tuple[str, ...]
    units: Mapping[str, str]
    dates: Mapping[str, str]

    @property
    def rtl(self) -> bool:
        return self.dir == "rtl"

    @property
    def is_source(self) -> bool:
        return self.code == SOURCE

    @cached_property
    def cldr(self) -> Cldr:
        return Cldr.parse(self.babel)


def load_locales(root: Path) -> dict[str, Locale]:
    """Locales by code, in the order of the menu. Raises ProblemsFound."""
    problems: list[Problem] = []
    path = root / "locales" / "locales.yml"
    text = read_text(path, root, problems)
    stop_on(problems)
    document, problems = parse_yaml(text or "", path.relative_to(root).as_posix(), schemas.LOCALES)
    stop_on(problems)
    locales = {}
    for code, entry in document.data.items():
        try:
            Cldr.parse(entry["babel"])
        except (UnknownLocaleError, ValueError):
            problems.append(Problem(document.where(code, "babel"), "locale-babel", _("Babel knows no locale {name}").format(name=entry["babel"])))
        locales[code] = Locale(
            code=code,
            name=entry["name"],
            dir=entry["dir"],
            vertical=entry.get("vertical", False),
            babel=entry["babel"],
            plural=entry["plural"],
            fonts=strings(entry["fonts"]),
            units=entry["units"],
            dates=entry.get("dates", {}),
        )
    stop_on(problems)
    return locales
