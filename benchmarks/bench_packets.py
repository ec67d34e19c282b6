"""Class packets: classes per second, and how many times faster than rendering each class by itself.

    .venv/bin/python benchmarks/bench_packets.py [CLASSES]

The roster is generated (invented schools, 12 classes each, 24 to 60 pupils, one class in four reads two languages).
Both ways make the same pages for a class: its leaflets and its sign-off grid.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from generator.content.load import load_content
from generator.content.model import Page
from generator.content.roster import Roster, SchoolClass
from generator.handouts import sheets, signoff
from generator.handouts.packets import prepare, school_packet
from generator.handouts.placing import schools
from generator.handouts.sheets import render_handout
from generator.handouts.signoff import sign_off_sheets
from generator.language.localise import Edition, make_edition
from generator.paper.render import Layout

ROOT = Path(__file__).resolve().parent.parent
SITE = "https://yingzhi.example/"
ALONE = 4


def sample(count: int) -> Roster:
    numbers = random.Random(1)
    classes = []
    for row in range(count):
        school, number = divmod(row, 12)
        pupils = numbers.randint(24, 60)
        languages = {"zh-CN": pupils - 12, "bo": 12} if row % 4 == 0 else {"zh-CN": pupils}
        name = f"样例{numbers.choice('东南西北中')}第{school + 1}中学"
        classes.append(
            SchoolClass("示例县", f"样例镇{school % 20}", name, f"高三（{number + 1}）班", "样例老师", pupils, languages, row + 2)
        )
        if number:
            classes[-1] = SchoolClass(**{**vars(classes[-1]), "school": classes[-2].school})
    return Roster(tuple(classes), Path("sample.csv"), {})


def seconds_alone(one: SchoolClass, editions: Mapping[str, Edition], leaflet: Page) -> float:
    """The renderer's time for the class's own pages. Type sizes are looked for beforehand: that is not counted."""
    pages: list[Callable[[], Layout]] = []
    for code in one.languages:
        with recording(sheets) as recorded:
            render_handout(leaflet, editions[code], root=ROOT, site_url=SITE)
        pages.append(next(render for layout, render in reversed(recorded) if layout.pages == 2))
    with recording(signoff) as recorded:
        sign_off_sheets(editions["zh-CN"], editions["zh-CN"], ROOT)
    pages.append(recorded[-1][1])
    start = time.perf_counter()
    for render in pages:
        render().to_pdf()
    return time.perf_counter() - start


@contextmanager
def recording(module: Any) -> Iterator[list[tuple[Layout, Callable[[], Layout]]]]:
    """What a module has laid out, and how to do it again."""
    lay_out, recorded = module.lay_out, []

    def record(html: str, **values: Any) -> Layout:
        layout = lay_out(html, **values)
        recorded.append((layout, lambda: lay_out(html, **values)))
        return layout

    module.lay_out = record
    try:
        yield recorded
    finally:
        module.lay_out = lay_out


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    content = load_content(ROOT)
    editions = {code: make_edition(content, ROOT, code, date(2026, 11, 22), None) for code in ("zh-CN", "bo")}
    leaflet = next(page for page in content.handouts if page.slug == "leaflet")
    roster = sample(count)

    start = time.perf_counter()
    packets = prepare(roster, editions, root=ROOT, handouts=[leaflet], site_url=SITE)
    prepared = time.perf_counter() - start
    sizes = []
    start = time.perf_counter()
    for school in schools(roster):
        sizes.append(len(school_packet(school, packets)))
    written = time.perf_counter() - start
    print(f"shared pages and checks: {prepared:.1f} s; {count} classes in {len(sizes)} packets: {written:.1f} s")
    print(f"{count / written:.0f} classes/s written, {count / (prepared + written):.0f} classes/s in all, {sum(sizes) / 1e6:.0f} MB")

    alone = ALONE / sum(seconds_alone(one, editions, leaflet) for one in roster.classes[:ALONE])
    print(f"each class by itself: {alone:.2f} classes/s; ratio {count / (prepared + written) / alone:.0f}")


if __name__ == "__main__":
    main()
