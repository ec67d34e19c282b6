"""Nine locales of 40 pages: our builds against mkdocs-material with mkdocs-static-i18n on the same Markdown, in one run.

    python benchmarks/bench_site.py [--pages 40] [--rounds 3]

Both read the same dialect of Markdown (the same extensions) and make a search index. Both are timed as a person starts
them, in a process of their own, imports included; the median of the rounds counts.
Exit status 1 if a ratio is above its limit.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import polib
import yaml

from generator.language.dialect import EXTENSIONS

ROOT = Path(__file__).resolve().parent.parent
LOCALES: dict[str, dict[str, object]] = yaml.safe_load((ROOT / "locales/locales.yml").read_text(encoding="utf-8"))
SAMPLES = yaml.safe_load((ROOT / "tests/data/search_samples.yml").read_text(encoding="utf-8"))
CHINESE = sorted(
    {sentence for path in (ROOT / "content/topics").glob("*.md") for sentence in re.findall(r"[\u4e00-\u9fff，、]{8,40}。", path.read_text(encoding="utf-8"))}
)
LIMITS = {"clean build": 0.5, "one translation changed": 0.15, "one Chinese paragraph changed": 0.35}
THEME_LANGUAGE = {"zh-CN": "zh", "ko": "ko"}  # what Material ships; the others get its English

PEER = """site_name: 应知
site_url: https://yingzhi.example/
docs_dir: docs
theme: {name: material, language: zh, font: false, features: [navigation.footer]}
markdown_extensions:
EXTENSIONS
plugins:
  - search
  - i18n:
      docs_structure: folder
      reconfigure_material: true
      languages:
"""


class Corpus:
    """The pages, and what each string of them is in each language."""

    def __init__(self, pages: int) -> None:
        self.words = {locale: re.findall(r"[^\s\d|.,;，。、]{2,}", " ".join(SAMPLES[locale]["sections"].values())) for locale in LOCALES}
        self.pages = {f"p{number:02d}" if number else "index": self.make_page(number) for number in range(pages)}

    def make_page(self, number: int) -> list[tuple[str, str]]:
        """Blocks as (Markdown with {} for the text, Chinese text): as many of each kind as the real pages have, on average."""
        choose = random.Random(number)

        def text(sentences: int) -> str:
            return "".join(choose.choices(CHINESE, k=sentences)) or choose.choice(CHINESE)[:6].strip("，、。")

        blocks = [("title: {}\n", f"{text(0)}{number}"), ("summary: {}\n", text(1))]
        for section in range(8):
            blocks.append((f"## {{}} {{{{#s{section}}}}}\n\n", text(0)))
            blocks += [("{}\n\n", text(choose.randrange(1, 4))) for _ in range(2)]
            if section % 2:
                blocks += [("- {}\n" + "\n" * (item == 3), text(1)) for item in range(4)]
            elif section % 4:
                blocks += [("| {} ", text(0)), ("| {} |\n|---|---|\n", text(0))]
                blocks += [("| {} ", text(0)) if cell % 2 == 0 else ("| {} |\n" + "\n" * (cell == 5), text(0)) for cell in range(6)]
        return [*blocks, ('!!! note "{}"\n', text(0)), ("    {}\n\n", text(2))]

    def translate(self, text: str, locale: str) -> str:
        if locale == "zh-CN":
            return text
        choose = random.Random(locale + text)
        words = " ".join(choose.choices(self.words[locale], k=max(2, len(text) // 3)))
        return " ".join([words, *re.findall(r"\d+", text)])

    def markdown(self, page: str, locale: str) -> str:
        blocks = [pattern.format(self.translate(text, locale)) for pattern, text in self.pages[page]]
        return "---\n" + "".join(blocks[:2]) + "---\n\n" + "".join(blocks[2:])


def write_ours(corpus: Corpus, root: Path) -> None:
    """Chinese pages and catalogues, under the repository's own templates."""
    topics = root / "content/topics"
    topics.mkdir(parents=True)
    for ledger in ("facts", "sources"):
        (root / f"content/{ledger}.yml").write_text("{}\n")
    shutil.copy(ROOT / "mkdocs.yml", root)
    (root / "templates").symlink_to(ROOT / "templates")
    for locale in LOCALES:
        (root / "locales" / locale).mkdir(parents=True)
        if (ROOT / f"locales/{locale}/interface.po").exists():
            shutil.copy(ROOT / f"locales/{locale}/interface.po", root / "locales" / locale)
    shutil.copy(ROOT / "locales/locales.yml", root / "locales")
    for page, blocks in corpus.pages.items():
        (topics / f"{page}.md").write_text(corpus.markdown(page, "zh-CN"), encoding="utf-8")
        for locale in LOCALES:
            if locale != "zh-CN":
                catalogue = polib.POFile()
                catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Language": locale}
                catalogue.extend(polib.POEntry(msgid=text, msgstr=corpus.translate(text, locale)) for text in dict.fromkeys(text for _, text in blocks))
                catalogue.save(str(root / "locales" / locale / f"{page}.po"))


def write_peer(corpus: Corpus, root: Path) -> None:
    """The same pages as Markdown in each language, in one folder per language."""
    config = PEER.replace("EXTENSIONS", "\n".join(f"  - {name}" for name in EXTENSIONS))
    for locale, entry in LOCALES.items():
        folder = root / "docs" / locale
        folder.mkdir(parents=True)
        for page in corpus.pages:
            (folder / f"{page}.md").write_text(corpus.markdown(page, locale), encoding="utf-8")
        theme = f"{{language: {THEME_LANGUAGE.get(locale, 'en')}, direction: {entry['dir']}}}"
        config += f"        - {{locale: {locale}, name: {locale}, build: true, default: {str(locale == 'zh-CN').lower()}, theme: {theme}}}\n"
    (root / "mkdocs.yml").write_text(config, encoding="utf-8")


def timed(command: list[str], folder: Path) -> float:
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def change(path: Path, corpus: Corpus, locale: str, number: int) -> str:
    """Alter one paragraph (or its translation) so that it has not been seen before → a word that must come out."""
    text = corpus.pages["p05"][3][1]
    old = text if locale == "zh-CN" else corpus.translate(text, locale)
    source = path.read_text(encoding="utf-8")
    word = "".join(random.Random(number).choices(CHINESE[number] if locale == "zh-CN" else corpus.words[locale], k=6))
    line = next(line for line in re.findall(r'^(?:msgstr ".*"|[^"\n]+)$', source, re.M) if old[:20] in line)
    path.write_text(source.replace(line, line.replace(old[:20], word + old[:20])), encoding="utf-8")
    return word


def measure(pages: int, rounds: int, folder: Path) -> dict[str, tuple[float, float]]:
    """(our seconds, the peer's seconds) for each kind of build."""
    corpus = Corpus(pages)
    ours, peer = folder / "ours", folder / "peer"
    write_ours(corpus, ours)
    write_peer(corpus, peer)
    build = (
        "from datetime import date; from pathlib import Path; from generator.website.build import build_site; "
        f"build_site(Path('.').resolve(), Path('out').resolve(), {tuple(LOCALES)!r}, day=date(2026, 11, 22), office=None, drafts=True, workers=2)"
    )
    our_command, peer_command = [sys.executable, "-c", build], [sys.executable, "-m", "mkdocs", "build", "-q"]
    times: dict[str, list[float]] = {name: [] for name in LIMITS}
    peers: list[float] = []

    def altered(path: Path, locale: str, number: int, out: Path) -> float:
        word = change(path, corpus, locale, number)
        seconds = timed(our_command, ours)
        assert word in out.read_text(encoding="utf-8"), f"{word} is missing in {out}"
        return seconds

    for number in range(rounds):
        shutil.rmtree(peer / "site", ignore_errors=True)
        peers.append(timed(peer_command, peer))
        for each in (".cache", "out"):
            shutil.rmtree(ours / each, ignore_errors=True)
        times["clean build"].append(timed(our_command, ours))
        built = {path.relative_to(ours / "out/site") for path in (ours / "out/site").glob("*/*.html")}
        assert len([path for path in built if path.stem != "materials"]) == pages * len(LOCALES)
        times["one translation changed"].append(altered(ours / "locales/bo/p05.po", "bo", number, ours / "out/site/bo/p05.html"))
        chinese = ours / "content/topics/p05.md"
        times["one Chinese paragraph changed"].append(altered(chinese, "zh-CN", number, ours / "out/site/za/p05.html"))
    middle: Callable[[list[float]], float] = statistics.median
    return {name: (middle(values), middle(peers)) for name, values in times.items()}


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--pages", type=int, default=40)
    arguments.add_argument("--rounds", type=int, default=3)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        results = measure(options.pages, options.rounds, Path(folder))
    print(f"{len(LOCALES)} locales x {options.pages} pages against mkdocs-material with mkdocs-static-i18n:")
    failed = False
    for name, (ours, peer) in results.items():
        ratio = ours / peer
        failed |= ratio > LIMITS[name]
        print(f"  {name:30} {ours:6.2f} s / {peer:.2f} s = {ratio:.2f}  (limit {LIMITS[name]:.2f}) {'ok' if ratio <= LIMITS[name] else 'TOO SLOW'}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
