"""The pictures of README and docs, made from what was really built: run `make build` and `make test`'s set-up first.

usage: .venv/bin/python scripts/make_pictures.py [DIST]     writes docs/pictures/*.png

Pages are shown in a real Chromium at 360 and 1280 px, PDFs are drawn by pdfium.
"""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Browser, sync_playwright

from generator.language.locales import Locale, load_locales

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "docs" / "pictures"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
PAPER, LINE = "#ffffff", "#c8ccd4"
GAP = 16


def screenshot(browser: Browser, page: Path, width: int, height: int) -> Image.Image:
    tab = browser.new_page(viewport={"width": width, "height": height})
    tab.goto(page.as_uri())
    tab.wait_for_function("document.fonts.status === 'loaded'")
    tab.wait_for_timeout(300)
    picture = Image.open(io.BytesIO(tab.screenshot())).convert("RGB")
    tab.close()
    return picture


def sheet(pdf: Path | bytes, page: int, width: int) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    return document[page].render(scale=width / document[page].get_width()).to_pil().convert("RGB")


def grid(pictures: list[tuple[str, Image.Image]], columns: int, width: int) -> Image.Image:
    """Pictures of one width in rows, each with its label and a thin frame."""
    font = ImageFont.truetype(ROOT / "templates" / "fonts" / "latin-Regular.ttf", 15)
    scaled = [(label, each.resize((width, round(each.height * width / each.width)), Image.Resampling.LANCZOS)) for label, each in pictures]
    cell = max(each.height for _, each in scaled) + 28
    rows = -(-len(scaled) // columns)
    board = Image.new("RGB", (columns * (width + GAP) + GAP, rows * (cell + GAP) + GAP), PAPER)
    draw = ImageDraw.Draw(board)
    for number, (label, each) in enumerate(scaled):
        x, y = GAP + number % columns * (width + GAP), GAP + number // columns * (cell + GAP)
        draw.text((x, y), label, fill="#333333", font=font)
        board.paste(each, (x, y + 24))
        draw.rectangle((x - 1, y + 23, x + width, y + 24 + each.height), outline=LINE)
    return board


def save(name: str, picture: Image.Image) -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    picture.quantize(128, dither=Image.Dither.NONE).save(OUT / name, optimize=True)


def from_pack(path: Path, word: str) -> bytes:
    """The PDF of a pack whose name holds `word`."""
    with zipfile.ZipFile(path) as pack:
        return pack.read(next(name for name in pack.namelist() if word in name and name.endswith(".pdf")))


def main(dist: Path) -> None:
    locales: dict[str, Locale] = load_locales(ROOT)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        homes = [(code, screenshot(browser, dist / "site" / code / "index.html", 360, 720)) for code in locales]
        save("contact-phone.png", grid(homes, 9, 216))
        wide = [(code, screenshot(browser, dist / "site" / code / "repay.html", 1280, 800)) for code in locales]
        save("contact-desktop.png", grid(wide, 3, 600))
        save("site.png", screenshot(browser, dist / "site" / "zh-CN" / "index.html", 1280, 860))
        browser.close()
    leaflets = [dist / "handouts" / code / "leaflet.pdf" for code in locales]
    save("contact-leaflet.png", grid([(path.parent.name, sheet(path, 0, 480)) for path in leaflets], 5, 360))
    save("contact-leaflet-back.png", grid([(path.parent.name, sheet(path, 1, 480)) for path in leaflets], 5, 360))
    save("leaflet.png", grid([("1", sheet(leaflets[0], 0, 700)), ("2", sheet(leaflets[0], 1, 700))], 2, 520))
    packet = sorted((dist / "packets-sample").glob("*.pdf"))[0]
    save("packet.png", grid([(str(number + 1), sheet(packet, number, 700)) for number in range(4)], 4, 360))
    packs = sorted((dist / "packs").glob("integrity-*-zh-CN.zip"))
    with zipfile.ZipFile(packs[0]) as pack:
        printed = [name for name in pack.namelist() if name.endswith(".pdf")]
        save("pack.png", grid([(str(number), sheet(pack.read(name), 0, 700)) for number, name in enumerate(printed, 1)], 5, 300))
    posters = [(code, next((dist / "packs").glob(f"integrity-*-{code}.zip"))) for code in locales]
    save("contact-poster.png", grid([(code, sheet(from_pack(path, "A3"), 0, 480)) for code, path in posters], 5, 360))


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "dist").resolve())
