#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the pictures of Sources/Extracting/README.md from the sample corpus.

  Scripts/draw-extraction.py [.build/release/syntop]

Pages of PDFs are drawn by `syntop extract --image` and brought to 48 colours by ImageMagick (Debian: imagemagick); the
blocks of an HTML page are written as SVG from what `syntop extract` prints.
"""
import json
import pathlib
import subprocess
import sys
from xml.sax.saxutils import escape

ROOT = pathlib.Path(__file__).resolve().parent.parent
PICTURES = ROOT / "Sources" / "Extracting" / "Pictures"
PAGES = [("who-could-stop-it", 1), ("eighteen-branches", 2)]
HTML = "council-home-library"
COLOURS = {
    "title": "#cc1a1a", "heading": "#cc1a1a", "paragraph": "#1a59cc", "list-item": "#0d8ca6", "table": "#8033b3",
    "caption": "#1a8c26", "quote": "#1a8c26", "furniture": "#737373", "comment": "#737373",
}


def page(program, name, number):
    picture = PICTURES / f"{name}.png"
    subprocess.run(
        [program, "extract", "--image", str(number), "--resolution", "100", "--output", picture,
         ROOT / "Corpus" / "pdf" / f"{name}.pdf"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(
        ["convert", picture, "-strip", "+dither", "-colors", "48", "-define", "png:compression-level=9",
         f"PNG8:{picture}"],
        check=True)


def blocks(program, name):
    """A line for each block: its kind in colour, its first words, grey where it is not body."""
    printed = subprocess.run(
        [program, "extract", "--include", "furniture,comment", ROOT / "Corpus" / "html" / f"{name}.html"],
        check=True, capture_output=True, text=True).stdout
    rows = []
    for number, block in enumerate(json.loads(printed)["blocks"]):
        top, colour = 14 * number, COLOURS[block["kind"]]
        text = " ".join(block["text"].split())
        text = text if len(text) <= 92 else text[:91] + "…"
        ink = "#999" if block["kind"] in ("furniture", "comment") else "#111"
        rows.append(
            f'<rect x="0" y="{top + 1}" width="66" height="12" fill="{colour}"/>'
            f'<text x="4" y="{top + 10.5}" fill="#fff">{block["kind"]}</text>'
            f'<text x="72" y="{top + 10.5}" fill="{ink}">{escape(text)}</text>')
    height = 14 * len(rows) + 2
    (PICTURES / f"{name}.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 {height}" width="640" height="{height}" '
        f'font-family="sans-serif" font-size="10"><rect width="640" height="{height}" fill="#fff"/>\n'
        + "\n".join(rows) + "\n</svg>\n", encoding="utf-8")


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / ".build" / "release" / "syntop")
    PICTURES.mkdir(exist_ok=True)
    for name, number in PAGES:
        page(program, name, number)
    blocks(program, HTML)
    for picture in sorted(PICTURES.iterdir()):
        print(picture.relative_to(ROOT), picture.stat().st_size)


if __name__ == "__main__":
    main()
