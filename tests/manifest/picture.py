"""Reads the pixels of a small PNG: what Teams will draw, whoever compressed it."""

import struct
import zlib
from dataclasses import dataclass

Pixel = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """Rows of RGBA pixels, as the header says how many."""

    width: int
    height: int
    rows: list[list[Pixel]]

    @property
    def pixels(self) -> set[Pixel]:
        """Every pixel that occurs."""
        return {pixel for row in self.rows for pixel in row}


def read_png(content: bytes) -> Picture:
    """The picture in a PNG of eight-bit RGBA whose lines are unfiltered."""
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height, depth, colours, _, _, interlaced = struct.unpack(">IIBBBBB", content[16:29])
    assert (depth, colours, interlaced) == (8, 6, 0)
    packed = b"".join(chunk for kind, chunk in _chunks(content) if kind == b"IDAT")
    raw, stride = zlib.decompress(packed), 1 + 4 * width
    assert len(raw) == height * stride
    lines = [raw[start : start + stride] for start in range(0, len(raw), stride)]
    assert all(line[0] == 0 for line in lines)
    rows = [[tuple(line[at : at + 4]) for at in range(1, stride, 4)] for line in lines]
    return Picture(width, height, rows)


def _chunks(content: bytes) -> list[tuple[bytes, bytes]]:
    found, at = [], 8
    while at < len(content):
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        body = content[at + 8 : at + 8 + length]
        assert struct.unpack(">I", content[at + 8 + length : at + 12 + length])[0] == zlib.crc32(
            kind + body
        )
        found.append((kind, body))
        at += 12 + length
    return found
