"""Draws the two icons: `python -m manifest.draw_icons` writes them into manifest/icons.

The eye is that of local Teams' page (bot/local_teams/page/icon.svg). The one in colour fills its
square, since Teams rounds the corners itself, and the eye keeps to the middle 120 of its 192
pixels, as Microsoft asks; the outline is white on nothing.
"""

import struct
import zlib
from math import hypot
from pathlib import Path

Point = tuple[float, float]
Pixel = tuple[int, int, int, int]

# A quarter of the lid, from the middle of the eye, in units of a 32 by 32 drawing: the eye is the
# same above and below, left and right, so a quarter is enough to measure from.
LID: tuple[Point, Point, Point, Point] = ((0.0, 7.0), (7.0, 7.0), (11.5, 0.0), (11.5, 0.0))
STROKE = 2.2
PUPIL = 3.6
STEPS = 48

PURPLE = (0x5B, 0x5F, 0xC7)
WHITE = (255, 255, 255)
COLOUR_SIZE, COLOUR_SCALE = 192, 4.75
OUTLINE_SIZE, OUTLINE_SCALE = 32, 1.0


def colour_icon() -> list[list[Pixel]]:
    """Rows of 192 RGBA pixels: a white eye on purple, opaque."""
    return [[_mixed(covered) for covered in row] for row in _coverage(COLOUR_SIZE, COLOUR_SCALE)]


def outline_icon() -> list[list[Pixel]]:
    """Rows of 32 RGBA pixels: a white eye, transparent around it."""
    return [
        [(*WHITE, round(255 * covered)) for covered in row]
        for row in _coverage(OUTLINE_SIZE, OUTLINE_SCALE)
    ]


def png(rows: list[list[Pixel]]) -> bytes:
    """A PNG of eight bits a channel, red, green, blue and alpha."""
    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 6, 0, 0, 0)
    lines = b"".join(b"\0" + bytes(value for pixel in row for value in pixel) for row in rows)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", header),
            _chunk(b"IDAT", zlib.compress(lines, 9)),
            _chunk(b"IEND", b""),
        )
    )


def _coverage(size: int, scale: float) -> list[list[float]]:
    """How much of each pixel is eye, from 0 to 1, measured at the pixel's middle."""
    lid = [_on_lid(step / STEPS) for step in range(STEPS + 1)]
    half = [abs(index + 0.5 - size / 2) / scale for index in range(size)]
    return [[_covered((x, y), lid, scale) for x in half] for y in half]


def _covered(point: Point, lid: list[Point], scale: float) -> float:
    to_lid = min(map(_distance, [point] * STEPS, lid, lid[1:]))
    inside = max(STROKE / 2 - to_lid, PUPIL - hypot(*point))
    return min(1.0, max(0.0, inside * scale + 0.5))


def _on_lid(t: float) -> Point:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
    along = list(zip(weights, LID, strict=True))
    return sum(w * x for w, (x, _) in along), sum(w * y for w, (_, y) in along)


def _distance(point: Point, start: Point, end: Point) -> float:
    """How far `point` is from the line between the two ends."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    dx, dy = x2 - x1, y2 - y1
    along = ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy)
    held = min(1.0, max(0.0, along))
    return hypot(x - x1 - held * dx, y - y1 - held * dy)


def _mixed(covered: float) -> Pixel:
    red, green, blue = (
        round(under + covered * (over - under)) for under, over in zip(PURPLE, WHITE, strict=True)
    )
    return red, green, blue, 255


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


def main() -> None:
    """Writes both icons."""
    folder = Path(__file__).parent / "icons"
    (folder / "colour.png").write_bytes(png(colour_icon()))
    (folder / "outline.png").write_bytes(png(outline_icon()))


if __name__ == "__main__":
    main()
