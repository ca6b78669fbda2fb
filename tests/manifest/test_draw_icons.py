from pathlib import Path

from manifest.draw_icons import colour_icon, outline_icon, png
from tests.manifest.picture import Picture, read_png

ICONS = Path(__file__).parents[2] / "manifest/icons"
PURPLE = (0x5B, 0x5F, 0xC7, 255)
WHITE = (255, 255, 255, 255)


def icon(name: str) -> Picture:
    return read_png((ICONS / name).read_bytes())


def test_the_colour_icon_is_192_pixels_square_and_filled_to_its_corners() -> None:
    picture = icon("colour.png")
    assert (picture.width, picture.height) == (192, 192)
    assert {alpha for *_, alpha in picture.pixels} == {255}
    corners = {picture.rows[y][x] for y in (0, -1) for x in (0, -1)}
    assert corners == {PURPLE}
    assert picture.rows[96][96] == WHITE


def test_the_eye_keeps_to_the_middle_120_pixels_of_the_colour_icon() -> None:
    rows = icon("colour.png").rows
    outside = {
        pixel
        for y, row in enumerate(rows)
        for x, pixel in enumerate(row)
        if not (36 <= x < 156 and 36 <= y < 156)
    }
    assert outside == {PURPLE}


def test_the_outline_icon_is_32_pixels_square_and_white_on_nothing() -> None:
    picture = icon("outline.png")
    assert (picture.width, picture.height) == (32, 32)
    assert {pixel[:3] for pixel in picture.pixels} == {(255, 255, 255)}
    assert {picture.rows[y][x][3] for y in (0, -1) for x in (0, -1)} == {0}
    assert picture.rows[16][16] == WHITE
    assert picture.rows[16][10][3] == 0


def test_the_icons_are_what_the_script_draws() -> None:
    assert icon("colour.png") == read_png(png(colour_icon()))
    assert icon("outline.png") == read_png(png(outline_icon()))
