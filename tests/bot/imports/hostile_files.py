"""Files that somebody made to exhaust whoever reads them, small on disk and quickly made."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from openpyxl import Workbook

MB = 1024 * 1024
SHEET = "xl/worksheets/sheet1.xml"
HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
FOOT = b"</sheetData></worksheet>"
Made = Callable[[Path], Path]


def _workbook(folder: Path, parts: Mapping[str, Iterator[bytes]], name: str = "cases.xlsx") -> Path:
    """A sound workbook with some of its parts exchanged, or others added."""
    sound = folder / "sound.xlsx"
    workbook = Workbook()
    workbook.active.append(["Reference", "Cohort", "Team"])  # type: ignore[union-attr]  # a new one has a sheet
    workbook.save(sound)
    path = folder / name
    with ZipFile(sound) as old, ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as new:
        for part in old.namelist():
            if part not in parts:
                new.writestr(part, old.read(part))
        for part, pieces in parts.items():
            with new.open(part, "w", force_zip64=False) as stream:
                for piece in pieces:
                    stream.write(piece)
    sound.unlink()
    return path


def _sheet(folder: Path, pieces: Iterator[bytes]) -> Path:
    def whole() -> Iterator[bytes]:
        yield HEAD
        yield from pieces
        yield FOOT

    return _workbook(folder, {SHEET: whole()})


def _times(piece: bytes, megabytes: int) -> Iterator[bytes]:
    block = piece * (MB // len(piece))
    for _ in range(megabytes):
        yield block


def _texts(folder: Path, pieces: Iterator[bytes]) -> Path:
    def whole() -> Iterator[bytes]:
        yield b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        yield from pieces
        yield b"</sst>"

    return _workbook(folder, {"xl/sharedStrings.xml": whole()})


def zip_bomb(folder: Path) -> Path:
    return _workbook(folder, {"xl/media/image1.bmp": _times(b"\0", 450)})


def bomb_that_lies_about_its_size(folder: Path) -> Path:
    path = ten_million_rows(folder)
    content = bytearray(path.read_bytes())
    for mark, at in ((b"PK\1\2", 24), (b"PK\3\4", 22)):
        start = content.find(mark)
        while start >= 0:
            content[start + at : start + at + 4] = (1000).to_bytes(4, "little")
            start = content.find(mark, start + 4)
    path.write_bytes(content)
    return path


def million_parts(folder: Path) -> Path:
    path = folder / "cases.xlsx"
    with ZipFile(path, "w", ZIP_STORED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for number in range(25_000):
            archive.writestr(ZipInfo(f"xl/{number}"), b"")
    return path


def billion_laughs(folder: Path) -> Path:
    entities = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "ha">' for n in range(10)
    )
    bomb = f"<!DOCTYPE x [{entities}]><worksheet><sheetData>&l9;</sheetData></worksheet>"
    return _workbook(folder, {SHEET: iter([bomb.encode()])})


def entity_of_a_file(folder: Path) -> Path:
    bomb = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><sst><si><t>&f;</t></si></sst>'
    return _workbook(folder, {"xl/sharedStrings.xml": iter([bomb])})


def entities_in_the_list_of_sheets(folder: Path) -> Path:
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha">]><workbook>&a;</workbook>'
    return _workbook(folder, {"xl/workbook.xml": iter([bomb])})


def ten_million_rows(folder: Path) -> Path:
    return _sheet(folder, _times(b"<row/>", 60))


def row_two_thousand_million(folder: Path) -> Path:
    return _sheet(folder, iter([b'<row r="2000000000"><c><v>1</v></c></row>']))


def columns_without_end(folder: Path) -> Path:
    return _sheet(folder, _times(b'<row><c r="ZZZ1"/></row>', 3))


def absurd_dimensions(folder: Path) -> Path:
    return _sheet(folder, iter([b'<row r="99999999999999999999"><c r="AAAAAAAAA1"/></row>']))


def row_without_end(folder: Path) -> Path:
    return _sheet(folder, _times(b"<c><v>1</v></c>", 60))


def row_whose_end_is_a_comment(folder: Path) -> Path:
    return _sheet(folder, _times(b"<c><v>1</v></c><!--</row>-->", 60))


def huge_cell(folder: Path) -> Path:
    def cell() -> Iterator[bytes]:
        yield b'<row><c t="inlineStr"><is><t>'
        yield from _times(b"x", 300)
        yield b"</t></is></c></row>"

    return _sheet(folder, cell())


def cell_of_many_pieces(folder: Path) -> Path:
    return _sheet(folder, _times(b"<r><t>x</t></r>", 60))


def texts_without_end(folder: Path) -> Path:
    return _texts(folder, _times(b"<si><t>a</t></si>", 100))


def text_of_many_pieces(folder: Path) -> Path:
    return _texts(folder, _times(b"<r><t>x</t></r>", 30))


def endless_formats(folder: Path) -> Path:
    return _workbook(folder, {"xl/styles.xml": _times(b"<xf/>", 60)})


def deep_formats(folder: Path) -> Path:
    return _workbook(folder, {"xl/styles.xml": _times(b"<a>", 3)})


def many_sheets(folder: Path) -> Path:
    path = folder / "cases.xlsx"
    workbook = Workbook(write_only=True)
    for number in range(250):
        workbook.create_sheet(f"Sheet {number}")
    workbook.save(path)
    return path


def formula_that_never_ends(folder: Path) -> Path:
    return _sheet(folder, _times(b"<row><c><f a</row>", 3))


def endless_line(folder: Path) -> Path:
    path = folder / "cases.csv"
    path.write_bytes(b"Reference,Cohort,Team" + b"," * (40 * MB))
    return path


def endless_row_of_short_lines(folder: Path) -> Path:
    path = folder / "cases.csv"
    path.write_bytes(b'"a\n",' * (6 * MB))
    return path


def ten_million_lines(folder: Path) -> Path:
    path = folder / "cases.csv"
    path.write_bytes(b"Reference,Cohort,Team\n" + b"C,1,A\n" * 8_000_000)
    return path


def endless_quotation(folder: Path) -> Path:
    path = folder / "cases.csv"
    path.write_bytes(b'Reference,Cohort,Team\n"' + b"x" * (40 * MB))
    return path


def nuls(folder: Path) -> Path:
    path = folder / "cases.csv"
    path.write_bytes(b"Reference,Cohort,Team\nC-1\0,child in need,Ash\n")
    return path


def utf_16(folder: Path) -> Path:
    path = folder / "cases.csv"
    path.write_bytes("Reference,Cohort,Team\n".encode("utf-16"))
    return path


def utf_16_without_a_mark(folder: Path) -> Path:
    path = folder / "cases.csv"
    path.write_bytes("Reference,Cohort,Team\n".encode("utf-16-le"))
    return path


def two_marks(folder: Path) -> Path:
    path = folder / "cases.csv"
    path.write_bytes(b"\xef\xbb\xbf\xef\xbb\xbfReference\nC-1\n")
    return path


def old_format_renamed(folder: Path) -> Path:
    path = folder / "cases.xlsx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4096))
    return path


def encrypted(folder: Path) -> Path:
    path = folder / "cases.xlsx"
    stream = "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4096) + stream + bytes(4096))
    return path


HOSTILE: Mapping[str, Made] = {
    made.__name__.replace("_", " "): made
    for made in (
        zip_bomb,
        bomb_that_lies_about_its_size,
        million_parts,
        billion_laughs,
        entity_of_a_file,
        entities_in_the_list_of_sheets,
        ten_million_rows,
        row_two_thousand_million,
        columns_without_end,
        absurd_dimensions,
        row_without_end,
        row_whose_end_is_a_comment,
        huge_cell,
        cell_of_many_pieces,
        texts_without_end,
        text_of_many_pieces,
        endless_formats,
        deep_formats,
        many_sheets,
        formula_that_never_ends,
        endless_line,
        endless_row_of_short_lines,
        ten_million_lines,
        endless_quotation,
        nuls,
        utf_16,
        utf_16_without_a_mark,
        two_marks,
        old_format_renamed,
        encrypted,
    )
}
