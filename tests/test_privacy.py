"""What identifies a child never reaches the database."""

import re
from datetime import date, datetime
from pathlib import Path

from click.testing import CliRunner
from openpyxl import load_workbook

from bot.cli import sightline
from bot.demo_council import FRAMEWORK, TENANT_ID, annex_a_workbook, colleagues, staff_csv
from bot.demo_council.names import CHILD_SURNAMES

TODAY = date(2026, 11, 26)
IDENTIFYING = re.compile(
    r"\b(gender|ethnicity|date of birth|name|age|address|postcode|upn)\b", re.IGNORECASE
)
SHORTEST = 4
"""Shorter cells (a code, an age) may stand in a database file by chance."""


def test_no_identifying_cell_of_an_annex_a_workbook_is_in_the_database_file(
    tmp_path: Path,
) -> None:
    database = _imported(tmp_path)
    identifying = _identifying_cells(tmp_path / "annex-a.xlsx")
    assert len(identifying) > 1_500
    assert {text for text in identifying if text.encode() in database} == set()
    assert b"MC-1" in database, "the references themselves are kept"


def _imported(folder: Path) -> bytes:
    """Every byte that SQLite left on the disk."""
    (folder / "staff.csv").write_text(staff_csv(colleagues(TODAY)), "utf-8")
    annex_a_workbook(folder / "annex-a.xlsx", today=TODAY, seed=7)
    settings = {"SIGHTLINE_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/sightline.db"}
    for command in (
        ["council", "add", "--framework", FRAMEWORK, "--tenant", TENANT_ID],
        ["import", "staff", str(folder / "staff.csv"), "--tenant", TENANT_ID],
        ["import", "cases", str(folder / "annex-a.xlsx"), "--tenant", TENANT_ID],
    ):
        ran = CliRunner().invoke(sightline, command, env=settings)
        assert ran.exit_code == 0, ran.output
    return b"".join(path.read_bytes() for path in sorted(folder.glob("sightline.db*")))


def _identifying_cells(workbook: Path) -> set[str]:
    found = set(CHILD_SURNAMES)
    for sheet in load_workbook(workbook, read_only=True):
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        head = max(range(min(6, len(rows))), key=lambda n: sum(c is not None for c in rows[n]))
        columns = [
            at
            for at, title in enumerate(rows[head])
            if IDENTIFYING.search(" ".join(str(title).split()))
        ]
        for row in rows[head + 1 :]:
            for at in columns:
                found |= _written(row[at] if at < len(row) else None)
    return {text for text in found if len(text) >= SHORTEST}


def _written(cell: object) -> set[str]:
    """The ways in which a cell might have been written down."""
    if isinstance(cell, datetime | date):
        return {f"{cell:%Y-%m-%d}", f"{cell:%d/%m/%Y}"}
    return {str(cell).strip()} if cell is not None else set()
