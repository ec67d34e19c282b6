"""Where everything goes: which shared pages make up a school's packet, in which order, with what in their fields."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.content.roster import LANGUAGES, Roster, SchoolClass
from generator.handouts.assembly import Placed, Text
from generator.handouts.filenames import file_names
from generator.handouts.shared import Shared
from generator.handouts.signoff import ROWS, grid_of, split
from generator.language.locales import SOURCE

FIRST = "first"


@dataclass(frozen=True)
class School:
    """Classes in the order of the roster. `file`: its packet's name, different from all others and good on Windows."""

    county: str
    township: str
    name: str
    classes: tuple[SchoolClass, ...]
    file: str


@dataclass(frozen=True)
class Packets:
    """What the classes of a roster share. Documents: "first", "signoff/LOCALE" and "HANDOUT/LOCALE".

    `lists`: for each number of classes that a school may have, the pages of "first".
    `spoken`: languages besides Chinese that there is a sign-off sheet in.
    """

    root: Path
    handouts: tuple[str, ...]
    documents: Mapping[str, Shared]
    lists: Mapping[int, range]
    spoken: tuple[str, ...]


def schools(roster: Roster) -> tuple[School, ...]:
    """Schools in the order of the roster."""
    found: dict[tuple[str, str, str], list[SchoolClass]] = {}
    for one in roster.classes:
        found.setdefault((one.county, one.township, one.school), []).append(one)
    names = file_names(found)
    return tuple(School(*key, tuple(classes), names[key]) for key, classes in found.items())


def sheet_language(one: SchoolClass, spoken: Collection[str]) -> str:
    """The language that stands beside Chinese on a class's sign-off sheet: of those that the sheet is translated
    into, the one that most read."""
    others = {code: count for code, count in one.languages.items() if code in spoken}
    return max(others, key=lambda code: others[code]) if others else SOURCE


def school_pages(school: School, packets: Packets) -> Iterator[Placed]:
    first = packets.lists[len(school.classes)]
    blocks = [class_pages(one, packets) for one in school.classes]
    starts = []
    page = len(_to_whole_sheets([Placed(FIRST, number) for number in first])) + 1
    for block in blocks:
        starts.append(page)
        page += len(block)
    yield from _to_whole_sheets(list_pages(school, packets, starts))
    for block in blocks:
        yield from block


def _to_whole_sheets(pages: list[Placed]) -> list[Placed]:
    """With a blank page behind an odd number, so that what follows starts on a new sheet of paper."""
    return [*pages, Placed("")] if len(pages) % 2 else pages


def class_pages(one: SchoolClass, packets: Packets) -> list[Placed]:
    """Leaflets by language with the number of copies on the first side, then the sign-off grid."""
    pages = []
    name = {
        "school": Text(one.school, row=one.row, column="school"),
        "class": Text(one.name, row=one.row, column="class"),
    }
    for handout in packets.handouts:
        for code, copies in one.languages.items():
            document = leaflet(handout, code)
            texts = {**name, "count": Text(str(copies), align="center")}
            for number, fields in enumerate(packets.documents[document].fields):
                pages.append(Placed(document, number, {field: texts[field] for field in fields}))
    document = signoff(sheet_language(one, packets.spoken))
    texts = {
        **name,
        "count": Text(str(one.pupils), align="center"),
        "languages": Text(languages(one)),
        "teacher": Text(one.teacher, row=one.row, column="teacher"),
    }
    parts = split(one.pupils, grid_of(packets.documents[document].vertical).most)
    for number, (first, last) in enumerate(parts, 1):
        end = {"due": texts["count"]} if last == one.pupils else {}
        part = {"part": Text(f"{number} / {len(parts)}", align="center")} if len(parts) > 1 else {}
        seats = range(first, last + 1)
        pages.append(Placed(document, 0 if end else 1, {**texts, **part, **end}, seats))
    return _to_whole_sheets([replace(pages[0], bookmark=one.name), *pages[1:]])


def list_pages(school: School, packets: Packets, starts: Sequence[int]) -> list[Placed]:
    """The list of classes. Copies are those of one handout; cells are counted on the sheets that are really placed."""
    numbers = packets.lists[len(school.classes)]
    top = school.classes[0].row
    pages = []
    for number, (first, last) in zip(numbers, split(len(school.classes), ROWS), strict=True):
        texts = {
            "school": Text(school.name, row=top, column="school", size=22),
            "place": Text(" ".join(filter(None, (school.county, school.township))), row=top, column="township", size=12),
        }
        for row, index in enumerate(range(first - 1, last)):
            one = school.classes[index]
            cells = {
                "class": Text(one.name, "center", one.row, "class"),
                "count": Text(str(one.pupils), "center"),
                "languages": Text(languages(one), "center"),
                "copies": Text(str(sum(one.languages.values())), "center"),
                "cells": Text(str(one.pupils), "center"),
                "page": Text(str(starts[index]), "center"),
            }
            texts |= {f"{name}-{row}": text for name, text in cells.items()}
        if last == len(school.classes):
            copies = sum(count for one in school.classes for count in one.languages.values())
            pupils = sum(one.pupils for one in school.classes)
            for name, total in (("count", pupils), ("copies", copies), ("cells", pupils)):
                texts[f"{name}-sum"] = Text(str(total), "center")
        pages.append(Placed(FIRST, number, texts))
    return pages


def languages(one: SchoolClass) -> str:
    """汉语 22，维吾尔语 20. Many languages are only counted: each leaflet says how many copies it wants."""
    if len(one.languages) > 3:
        return f"{len(one.languages)}种语言 {one.pupils}"
    return "，".join(f"{LANGUAGES[code][0]}语 {count}" for code, count in one.languages.items())


def leaflet(handout: str, code: str) -> str:
    return f"{handout}/{code}"


def signoff(code: str) -> str:
    return f"signoff/{code}"
