"""`sightline backup` and `sightline restore`."""

import asyncio
import re
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from bot.demo_council import TENANT_ID
from programme.use_cases.tick import JOBS, Job
from tests.bot.chats import free_port
from tests.bot.commands.line import Line


@pytest.fixture
def kept(line: Line) -> Path:
    """A backup of a council with its lists."""
    line.with_council()
    file = line.folder / "council.backup"
    assert line.done("backup", str(file)).startswith("Backed up ")
    return file


def _into_another(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGHTLINE_DATABASE_URL", f"sqlite+aiosqlite:///{line.folder}/another.db")


def test_what_was_backed_up_is_there_again(
    line: Line, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = line.done(*line.allocate("--seed", "7", "--dry-run"))
    _into_another(line, monkeypatch)
    told = line.done("restore", str(kept))
    assert told.startswith("Restored ")
    assert told.endswith("Next: sightline run.\n")
    assert (line.folder / "another.db").stat().st_mode & 0o077 == 0
    assert line.done(*line.allocate("--seed", "7", "--dry-run")) == drawn


def test_a_backup_that_is_there_is_kept_unless_it_is_forced(line: Line, kept: Path) -> None:
    before = kept.read_bytes()
    assert line.refused("backup", str(kept)) == (
        "That file is there already; choose another name, or replace it with --force."
    )
    assert kept.read_bytes() == before
    line.done("backup", str(kept), "--force")
    assert kept.read_bytes() != before, "the time at which it was taken is another"


def test_a_council_is_not_restored_over_another(line: Line, kept: Path) -> None:
    assert line.refused("restore", str(kept)) == (
        "This database holds something already, and a backup is restored only into an empty one; "
        "name another in SIGHTLINE_DATABASE_URL."
    )


def test_what_is_no_backup_is_refused(line: Line) -> None:
    (line.folder / "minutes.docx").write_bytes(b"PK")
    assert line.refused("restore", str(line.folder / "minutes.docx")) == (
        "This file is no backup of Sightline; choose one that “sightline backup” has written."
    )
    assert "no such file" in line.refused("restore", str(line.folder / "none.backup"))


def test_the_service_cannot_have_stopped_in_the_future(line: Line, kept: Path) -> None:
    assert line.refused("restore", str(kept), "--stopped-at", "2999-01-01T09:00") == (
        "--stopped-at lies in the future; give when the service stopped."
    )


def test_without_a_database_there_is_nothing_to_back_up(line: Line) -> None:
    refused = line.refused("backup", str(line.folder / "council.backup"))
    assert refused.startswith("The database that SIGHTLINE_DATABASE_URL names has nothing")
    assert not (line.folder / "council.backup").exists()


def test_what_was_due_and_may_have_been_sent_is_held_back_and_said(
    line: Line, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A month that is long over: the QA officer was told then that it had not been drawn.
    line.done("tick", "--tenant", TENANT_ID, "--now", "2026-01-01T09:00")
    line.done("backup", str(kept), "--force")
    _into_another(line, monkeypatch)
    told = line.done("restore", str(kept))
    assert "and may have been sent (" in told
    # And of this month's, where the council is open at this moment: that is told only now.
    assert re.search(r"\bnot_drawn: [12]\b", told)


def test_a_council_whose_tick_fails_leaves_no_other_to_send_again(
    line: Line, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = TENANT_ID.replace("1", "2")
    line.done("council", "add", "--framework", "kent", "--tenant", other)
    line.done("backup", str(kept), "--force")
    _into_another(line, monkeypatch)

    async def fail(*_: object, **__: object) -> int:
        raise RuntimeError("broken")

    monkeypatch.setitem(cast("dict[str, Job]", JOBS), "digests of actions", fail)
    result = line.run("restore", str(kept))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "don't start the service on this database; empty it and restore" in result.stderr
    assert "RuntimeError at " in result.stderr
    local = sqlite3.connect(line.folder / "another.db")
    settled = local.execute("SELECT tenant_id FROM events WHERE verb = 'restore'").fetchall()
    local.close()
    assert {tenant for (tenant,) in settled} == {TENANT_ID, other}


@pytest.fixture
def ctrl_c_heard() -> Iterator[None]:
    """Ctrl+C stops a command even where the tests run in the background, which ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("ctrl_c_heard")
def test_ctrl_c_before_all_is_held_back_says_not_to_start_the_service(
    line: Line, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _into_another(line, monkeypatch)

    async def stopped(*_: object, **__: object) -> None:
        signal.raise_signal(signal.SIGINT)
        await asyncio.sleep(60)

    monkeypatch.setattr("bot.commands.backup.settle_restored", stopped)
    result = line.run("restore", str(kept))
    assert (result.exit_code, result.stdout) == (130, "")
    assert result.stderr.startswith("Stopped when everything was restored, but not yet all held")
    assert "don't start the service on this database; empty it and restore" in result.stderr


def test_what_nobody_can_have_sent_is_not_held_back(
    line: Line, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line.done("tick", "--tenant", TENANT_ID, "--now", "2026-01-01T09:00")
    line.done("backup", str(kept), "--force")
    _into_another(line, monkeypatch)
    told = line.done("restore", str(kept), "--stopped-at", "2026-01-01T10:00")
    assert "Held back" not in told


def test_of_the_hour_that_comes_twice_the_second_is_meant(
    line: Line, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _into_another(line, monkeypatch)
    line.done("restore", str(kept), "--stopped-at", "2025-10-26T01:30")
    local = sqlite3.connect(line.folder / "another.db")
    (detail,) = local.execute("SELECT detail FROM events WHERE verb = 'restore'").fetchone()
    local.close()
    assert "2025-10-26T01:30:00+00:00" in detail


@pytest.mark.parametrize("ending", ["", "?application_name=backups"], ids=["down", "parameter"])
@pytest.mark.parametrize("command", ["backup", "restore", "verify"])
def test_a_server_that_is_not_there_is_told_in_a_sentence(
    line: Line, kept: Path, monkeypatch: pytest.MonkeyPatch, command: str, ending: str
) -> None:
    nowhere = f"postgresql://sightline@127.0.0.1:{free_port()}/sightline{ending}"
    monkeypatch.setenv("SIGHTLINE_DATABASE_URL", nowhere)
    words = {"backup": ["new.backup"], "restore": [str(kept)], "verify": []}
    assert line.refused(command, *words[command]).startswith("The database doesn't answer")
    assert not Path("new.backup").exists()
