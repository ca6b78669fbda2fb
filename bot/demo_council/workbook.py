"""The Annex A workbook as a council really exports it, with all that makes it hard to read.

Sheets are named without a system, headers differ in case, spacing and line breaks, a title may
stand above them, dates are dates here and dd/mm/yyyy text there, and rows may be blank or hold a
total (platform notes: Annex A).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from pathlib import Path

from openpyxl import Workbook

from bot.demo_council.annex_list import AnnexList, Cell, Row
from bot.demo_council.children import children
from bot.demo_council.council import COUNCIL_NAME
from bot.demo_council.lists import annex_a


class _Dates(Enum):
    AS_DATES = auto()
    AS_TEXT = auto()
    MIXED = auto()


def _as_is(header: str) -> str:
    return header


def _wrapped(header: str) -> str:
    """Broken before the last word, as a narrow column is."""
    head, _, tail = header.rpartition(" ")
    return f"{head}\n{tail}" if head else tail


def _loose(header: str) -> str:
    return f"{header.title().replace(' ', '  ', 1)} "


@dataclass(frozen=True, slots=True)
class _Sheet:
    """How one list is laid out; `total` is the first cell of the last row."""

    name: str
    header: Callable[[str], str] = _as_is
    dates: _Dates = _Dates.AS_DATES
    title: str | None = None
    total: str | None = None
    blank_halfway: bool = False


_SHEETS = (
    _Sheet("List 1 - Contacts", title="Annex A, list 1: contacts"),
    _Sheet("Early Help", _loose, _Dates.AS_TEXT),
    _Sheet("Referrals", _wrapped, _Dates.AS_TEXT, total="Total"),
    _Sheet("List 4", str.upper, _Dates.MIXED),
    _Sheet("S47 & ICPC", _wrapped),
    _Sheet(
        "List 6 - CIN",
        _wrapped,
        _Dates.MIXED,
        title="Annex A, list 6: children in need",
        total="Total",
        blank_halfway=True,
    ),
    _Sheet("child protection ", _loose, _Dates.AS_TEXT, blank_halfway=True),
    _Sheet("List 8 CLA", str.upper, title="Annex A, list 8", total="Grand total"),
    _Sheet("Care leavers (list 9)", _wrapped, _Dates.MIXED, total="TOTAL:"),
    _Sheet("List_10_Adoption", str.lower, _Dates.AS_TEXT),
    _Sheet("PAR", _loose),
)


def annex_a_workbook(path: Path, *, today: date, seed: int) -> None:
    """Write the council's Annex A of `today` to `path`. The same day and seed give the same
    cells, though not the same bytes: a workbook holds the time when it was saved."""
    workbook = Workbook(write_only=True)
    workbook.properties.creator = COUNCIL_NAME
    lists = annex_a(children(today, seed), today, seed)
    for sheet, annex_list in zip(_SHEETS, lists, strict=True):
        page = workbook.create_sheet(sheet.name)
        for row in _laid_out(sheet, annex_list, today):
            page.append(row)
    workbook.save(path)


def _laid_out(sheet: _Sheet, annex_list: AnnexList, today: date) -> Iterator[Row]:
    if sheet.title:
        yield (f"{sheet.title} as at {today:%d/%m/%Y}",)
        yield ()
    yield tuple(sheet.header(header) for header in annex_list.headers)
    for number, row in enumerate(annex_list.rows):
        if sheet.blank_halfway and number == len(annex_list.rows) // 2:
            yield ()
        yield tuple(_shown(cell, sheet.dates, number) for cell in row)
    if sheet.total:
        yield (sheet.total, len(annex_list.rows))


def _shown(cell: Cell, dates: _Dates, row: int) -> Cell:
    as_text = dates is _Dates.AS_TEXT or (dates is _Dates.MIXED and row % 3 == 0)
    return f"{cell:%d/%m/%Y}" if as_text and isinstance(cell, date) else cell
