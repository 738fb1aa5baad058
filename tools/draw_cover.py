"""Draw the show's cover, `media/omslag.png`: two doorways that overlap, and the show's name.

Run: `python tools/draw_cover.py`. Same name, same bytes. 3000 × 3000 pixels, RGB without alpha, as
podcast directories ask.
"""

import re
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parent.parent
FONT = ROOT / "overrides" / "assets" / "fonts" / "fraunces.woff2"
SIZE = 3000
SCALE = 2
"""Drawn larger and made smaller: smooth edges."""

NIGHT = (18, 58, 49)
CREAM = (247, 240, 226)
CLAY = (222, 128, 72)
SHADE = (122, 66, 40)
QUIET = (164, 199, 184)


def show_name() -> str:
    """Return the show's title, from `episodes/show.yml`."""
    text = (ROOT / "episodes" / "show.yml").read_text(encoding="utf-8")
    found = re.search(r"^title:\s*[\"']?(.+?)[\"']?\s*$", text, re.MULTILINE)
    if found is None:
        raise SystemExit("episodes/show.yml has no title")
    return found[1]


def arch(box: tuple[int, int, int, int]) -> Image.Image:
    """Return a mask with a doorway: a half circle on a rectangle."""
    mask = Image.new("L", (SIZE * SCALE, SIZE * SCALE), 0)
    draw = ImageDraw.Draw(mask)
    left, top, right, bottom = (n * SCALE for n in box)
    draw.rounded_rectangle(
        (left, top, right, bottom),
        (right - left) // 2,
        fill=255,
        corners=(True, True, False, False),
    )
    return mask


def font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    """Return the heading font."""
    made = ImageFont.truetype(str(FONT), size * SCALE)
    made.set_variation_by_axes([weight])
    return made


def fitting(name: str, width: int) -> ImageFont.FreeTypeFont:
    """Return the font in the largest size in which `name` is at most `width` pixels wide."""
    size = 420
    while font(size, 560).getlength(name) > width * SCALE:
        size -= 5
    return font(size, 560)


def draw(name: str) -> Image.Image:
    """Return the cover."""
    from PIL import ImageChops

    picture = Image.new("RGB", (SIZE * SCALE, SIZE * SCALE), NIGHT)
    tall, short = arch((690, 420, 1670, 2060)), arch((1330, 820, 2310, 2060))
    picture.paste(CREAM, mask=tall)
    picture.paste(CLAY, mask=short)
    picture.paste(SHADE, mask=ImageChops.darker(tall, short))
    pen = ImageDraw.Draw(picture)
    middle = SIZE * SCALE // 2
    pen.text((middle, 2500 * SCALE), name, CREAM, fitting(name, 2560), anchor="ms")
    line = "Kunskap om peer support"
    pen.text((middle, 2735 * SCALE), line, QUIET, font(128, 420), anchor="ms")
    return picture.resize((SIZE, SIZE), Image.Resampling.LANCZOS)


def main() -> None:
    """Write the file."""
    target = ROOT / "media" / "omslag.png"
    target.parent.mkdir(exist_ok=True)
    draw(show_name()).save(target, optimize=True)
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
