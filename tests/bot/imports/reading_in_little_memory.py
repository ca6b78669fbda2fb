"""Reads files in a process of its own, which may have only so much memory, and says how each ends.

python -m tests.bot.imports.reading_in_little_memory BYTES FILE...
"""

import json
import resource
import sys
from pathlib import Path

from bot.imports.case_file import read_case_file
from bot.imports.staff_file import read_staff_file
from programme.errors import SightlineError
from tests.bot.imports.files import no_progress


def _ends(path: Path) -> str:
    try:
        read_case_file(path, teams=["Ash"], progress=no_progress)
        read_staff_file(path, ids_from="a", progress=no_progress)
    except SightlineError as refusal:
        return str(refusal)
    except Exception as fault:  # noqa: BLE001 - whatever it is, it is no refusal
        return f"a fault of ours: {type(fault).__name__}"
    return "read"


def main() -> None:
    most, *files = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_AS, (int(most), int(most)))
    for file in files:
        print(json.dumps([file, _ends(Path(file))]), flush=True)  # noqa: T201 - what it is for


if __name__ == "__main__":
    main()
