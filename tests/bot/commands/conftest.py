import os
from pathlib import Path

import pytest

from tests.bot.commands.line import Line


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Line:
    """A command line of its own: no setting of whoever runs the tests reaches it."""
    for name in [name for name in os.environ if name.startswith("SIGHTLINE_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIGHTLINE_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/sightline.db")
    return Line(tmp_path)
