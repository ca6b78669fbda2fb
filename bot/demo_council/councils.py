"""The demo's councils, each with the two files that a real one would give us."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from bot.demo_council.council import COUNCIL_NAME, FRAMEWORK, TENANT_ID
from bot.demo_council.neighbours import NEIGHBOURS, Neighbour
from bot.demo_council.people import Colleague, colleagues
from bot.demo_council.workbook import annex_a_workbook

SEED = 2026


@dataclass(frozen=True, slots=True)
class DemoCouncil:
    """A council of the demo. `write_cases(folder, today)` writes its case list there and returns
    the file."""

    name: str
    tenant_id: str
    framework: str
    staff: Callable[[date], tuple[Colleague, ...]]
    write_cases: Callable[[Path, date], Path]


def _annex_a(folder: Path, today: date) -> Path:
    file = folder / "annex-a.xlsx"
    annex_a_workbook(file, today=today, seed=SEED)
    return file


def _plain(neighbour: Neighbour, folder: Path, today: date) -> Path:
    file = folder / f"{neighbour.framework}-cases.csv"
    file.write_text(neighbour.case_csv(today), "utf-8")
    return file


def _staff(neighbour: Neighbour, _today: date) -> tuple[Colleague, ...]:
    return neighbour.colleagues()


DEMO_COUNCILS = (
    DemoCouncil(COUNCIL_NAME, TENANT_ID, FRAMEWORK, colleagues, _annex_a),
    *(
        DemoCouncil(
            neighbour.name,
            neighbour.tenant_id,
            neighbour.framework,
            partial(_staff, neighbour),
            partial(_plain, neighbour),
        )
        for neighbour in NEIGHBOURS
    ),
)
