"""The command as it is installed: exit codes, and what goes to which stream."""

import os
import pty
import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from bot.cli import sightline
from bot.commands.stopped import STOPPED
from bot.demo_council import TENANT_ID
from tests.bot.chats import free_port
from tests.bot.commands.line import STAFF, Line

ROOT = Path(__file__).resolve().parents[3]


def command(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """`python -m bot` as a process of its own, in the folder of the test."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **settings}
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_command_that_is_done_exits_with_0_and_speaks_on_standard_output(line: Line) -> None:
    done = command("council", "add", "--framework", "worcestershire", "--tenant", TENANT_ID)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Next: sightline import staff FILE." in done.stdout


def test_a_command_that_is_refused_exits_with_2_and_one_sentence(line: Line) -> None:
    done = command("import", "staff", "nowhere.csv", "--tenant", TENANT_ID)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "No council has this tenant id; add it first with “sightline council add”.\n"
    )


def test_a_fault_of_ours_exits_with_1_and_names_its_place_alone(line: Line) -> None:
    line.add_council()
    with closing(sqlite3.connect(line.folder / "sightline.db")) as database:
        database.execute("DROP TABLE councils")
    done = command("tick", "--tenant", TENANT_ID)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Sightline failed (")
    assert done.stderr.count("\n") == 1
    assert str(line.folder) not in done.stderr


def interrupt(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_ctrl_c_in_a_command_is_answered_with_a_sentence(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.commands.framework.framework_in_words", interrupt)
    result = line.run("framework", "show", "kent")
    assert (result.exit_code, result.stdout, result.stderr) == (130, "", f"\n{STOPPED}\n")


def test_ctrl_c_before_a_command_has_begun_is_answered_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("bot.cli.main", interrupt)
    with pytest.raises(SystemExit) as ended:
        main()
    assert (ended.value.code, *capsys.readouterr()) == (130, "", f"\n{STOPPED}\n")
    ready = "import sys, bot.__main__; print('bot.cli' in sys.modules or 'click' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", ready], capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n", "what takes long is imported once Ctrl+C is answered"


FULL = Path("/dev/full")


ALL = [
    ("verify",),
    ("tick", "--tenant", TENANT_ID),
    ("backup", "new.backup"),
    ("import", "staff", "staff.csv", "--tenant", TENANT_ID),
    ("allocate", "--tenant", TENANT_ID, "--month", "2027-01"),
    ("council", "add", "--framework", "kent", "--tenant", TENANT_ID),
    ("subject-data", "--tenant", TENANT_ID, "--case", "MC-10", "-o", "held.json"),
    ("erase", "--tenant", TENANT_ID, "--case", "MC-10", "--yes"),
]
"""A command of each kind that opens the database."""


@pytest.mark.parametrize("words", ALL, ids=lambda words: words[0])
def test_a_url_that_names_no_database_is_told_in_a_sentence_and_touches_nothing(
    line: Line, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    list_of_staff = line.folder / "staff.csv"
    list_of_staff.write_text("Name,E-mail\n" * 100)
    sqlite = "sqlite+aiosqlite:///"
    for url, said in {
        f"{sqlite}{list_of_staff}": "no SQLite database|The database is damaged",
        f"{sqlite}{line.folder}": "names a folder; name a file in it",
        f"{sqlite}{line.folder}/new.db?mode=ro": "takes no options",
        "postgresql://a:b@127.0.0.1:99999/sightline": "is not understood",
    }.items():
        monkeypatch.setenv("SIGHTLINE_DATABASE_URL", url)
        assert re.search(said, line.refused(*words))
    assert [each.name for each in line.folder.iterdir()] == ["staff.csv"]
    assert list_of_staff.read_text() == "Name,E-mail\n" * 100


def test_a_full_disk_is_told_in_a_sentence_and_nothing_is_half_done(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    line.add_council()

    def small(path: str, **how: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(path, **how)
        connection.execute("PRAGMA max_page_count=1")  # no page is given beyond those there are
        return connection

    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", small)
    many = [f"Ann Lee {n},a{n}@c.example,Social worker,,Locality," for n in range(2_000)]
    assert line.refused(*line.staff(STAFF[0], *many)).startswith(
        "The database can't be written, for its disk is full, or fails. Nothing is half done"
    )
    monkeypatch.setattr(sqlite3, "connect", connect)
    assert "4 added" in line.done(*line.staff())


@pytest.mark.skipif(not FULL.exists(), reason="the machine has no device that is always full")
def test_where_the_output_cannot_be_written_it_is_said_that_the_work_is_done(line: Line) -> None:
    line.add_council()
    with FULL.open("w") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "bot", *line.staff()],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=120,
            check=False,
        )
    assert (ran.returncode, ran.stderr.count("\n")) == (2, 1)
    assert "(No space left on device). What the command changes is kept" in ran.stderr
    assert "4 unchanged" in line.done(*line.staff())


def test_an_old_code_page_costs_a_letter_and_not_the_command(line: Line) -> None:
    done = command("framework", "show", "kent", PYTHONIOENCODING="latin-1")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Kent" in done.stdout


def test_all_rounds_are_drawn_although_nobody_reads_to_the_end(line: Line) -> None:
    line.with_council()
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run(
        [sys.executable, "-m", "bot", *line.allocate()],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=writing,
        stderr=subprocess.PIPE,
        timeout=120,
        check=False,
    )
    os.close(writing)
    assert ran.returncode == 1
    assert "are already allocated" in line.refused(*line.allocate())


LONG = (("import", "cases"), ("simulate", "--months", "1"), ("verify",), ("backup", "b.backup"))
"""The commands that show how far they are."""


@pytest.mark.parametrize("words", LONG, ids=lambda words: words[0])
def test_how_far_a_command_is_stands_in_no_file(
    line: Line, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    line.with_council()
    if words[0] == "import":
        words = line.cases()
    if words[0] == "simulate":
        words = (*words, "--framework", "kent", "--from", "2027-01-01", "--people", "20")
    result = line.run(*words)
    assert (result.exit_code, result.stderr) == (0, ""), result.output


def test_how_far_a_command_is_is_shown_to_whoever_is_at_a_terminal(line: Line) -> None:
    line.with_council()
    terminal, theirs = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "bot", *line.cases()],
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"},
        stdout=subprocess.PIPE,
        stderr=theirs,
        timeout=120,
        check=True,
    )
    assert b"Reading" not in done.stdout
    assert b"Reading the case list" in os.read(terminal, 65_536)
    os.close(theirs)
    os.close(terminal)


def test_the_demo_says_what_to_try_first_and_ends_at_a_signal(line: Line) -> None:
    port = str(free_port())
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SIGHTLINE_PORT": port}
    words = ["demo", "--date", "2026-12-01", "--folder", str(line.folder / "var")]
    with subprocess.Popen(
        [sys.executable, "-m", "bot", *words],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == f"Sightline is up at http://127.0.0.1:{port}\n"
        running.send_signal(signal.SIGTERM)
        told = running.stdout.read()
    assert running.returncode == 0
    assert "Marlshire's people are on the left" in told
    assert "Choose a team manager: their audits of the month have come." in told


@pytest.mark.parametrize("name", [None, *sightline.commands])
def test_every_command_explains_itself(line: Line, name: str | None) -> None:
    told = line.done(*([name] if name else []), "--help")
    assert told.startswith("Usage: sightline")
    assert "…" not in told
