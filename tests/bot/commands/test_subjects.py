"""`sightline subject-data` and `sightline erase`."""

import json
import resource
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import wiring
from bot.commands import subjects
from bot.demo_council import TENANT_ID
from storage.engine import Engine
from tests.bot.commands.line import STAFF, Line

OF = ("--tenant", TENANT_ID)
LEFT = ("--person", "bob@c.example")


def _bytes(line: Line) -> bytes:
    """Every byte that SQLite left on the disk."""
    return b"".join(path.read_bytes() for path in sorted(line.folder.glob("sightline.db*")))


def test_what_is_held_on_a_case_is_written_down_and_an_event_says_so(line: Line) -> None:
    line.with_council()
    line.done(*line.allocate())
    said = line.done("subject-data", *OF, "--case", "MC-20", "-o", str(line.folder / "mc.json"))

    told = json.loads((line.folder / "mc.json").read_text("utf-8"))
    assert (line.folder / "mc.json").stat().st_mode & 0o77 == 0
    assert told["case"] == "MC-20"
    (case,) = told["held"]["cases"]
    assert (case["reference"], case["worker"], case["opened"]) == ("MC-20", "Flo Ray", "2026-03-02")
    assert said.startswith(f"Wrote {sum(map(len, told['held'].values()))} record")
    with sqlite3.connect(line.folder / "sightline.db") as local:
        (event,) = local.execute("SELECT * FROM events WHERE verb = 'give_subject_data'")
    local.close()
    assert "MC-20" not in str(event)


def test_where_there_is_no_room_no_half_of_it_is_left(line: Line) -> None:
    line.with_council()
    file = line.folder / "mc.json"
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("bot.commands.subjects._write", _with_room_for(10, before))
        told = line.refused("subject-data", *OF, "--case", "MC-20", "-o", str(file))
    assert told == "mc.json can't be written (File too large)."
    assert not file.exists()


def _with_room_for(most: int, before: tuple[int, int]) -> Callable[[Path, bytes], None]:
    def written(path: Path, told: bytes) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
        try:
            write(path, told)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

    write = subjects._write
    return written


def test_what_is_held_on_a_person_is_found_by_name_and_id_as_well(line: Line) -> None:
    line.with_council()
    line.done(*line.allocate())
    line.done("subject-data", *OF, "--person", "BOB@c.example", "-o", str(line.folder / "b.json"))
    held = json.loads((line.folder / "b.json").read_text("utf-8"))["held"]
    assert [one["name"] for one in held["people"]] == ["Bob Roy"]
    assert held["audits"], "those that he leads or peers"


def test_an_erased_case_is_nowhere_in_the_file_and_the_chain_is_whole(line: Line) -> None:
    line.with_council()
    line.done(*line.allocate())
    for number in range(20, 26):
        line.done("erase", *OF, "--case", f"mc-{number}", "--yes")
    assert b"MC-2" not in _bytes(line)
    assert b"MC-15" in _bytes(line), "the others are there still"
    assert "whole, head" in line.done("verify")
    assert "Nothing is held" in line.refused("erase", *OF, "--case", "MC-20", "--yes")


def test_an_erased_person_is_nowhere_in_the_file_and_the_chain_is_whole(line: Line) -> None:
    line.with_council()
    line.done(*line.allocate())
    assert "on the staff list" in line.refused("erase", *OF, *LEFT, "--yes")
    line.done(*line.staff(*(row for row in STAFF if "Bob" not in row)))
    assert b"Bob Roy" in _bytes(line)

    line.done("erase", *OF, *LEFT, "--yes")
    assert b"bob@c.example" not in _bytes(line).lower()
    assert b"Bob Roy" not in _bytes(line)
    assert "whole, head" in line.done("verify")
    assert "Nothing is held" in line.refused("erase", *OF, *LEFT, "--yes")


def test_what_was_erased_while_the_file_was_in_use_leaves_it_when_asked_again(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    swept: list[Engine] = []

    async def in_use(engine: Engine) -> bool:
        swept.append(engine)
        return False

    monkeypatch.setattr(wiring, "sweep", in_use)
    line.with_council()
    again = ("erase", *OF, "--case", "MC-20", "--yes")
    assert "erase it again when the service has stopped" in line.done(*again)
    assert "Nothing is held" in line.refused(*again)
    assert len(swept) == 2


def test_nothing_is_erased_without_a_yes(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    line.with_council()
    result = line.run("erase", *OF, "--case", "MC-20")
    assert result.exit_code != 0
    assert b"MC-20" in _bytes(line)


def test_where_nobody_can_answer_nothing_is_erased(line: Line) -> None:
    line.with_council()
    result = line.run("erase", "--tenant", TENANT_ID, "--case", "MC-10")
    assert result.exit_code == 2
    assert result.stderr.endswith("Nothing was erased: nobody said yes, and there is no --yes.\n")


def test_what_cannot_be_done_is_refused_with_a_sentence(line: Line) -> None:
    line.with_council()
    there = line.folder / "there.json"
    there.write_text("mine", "utf-8")
    assert "either a case" in line.refused("erase", *OF, "--yes")
    assert "either a case" in line.refused("erase", *OF, "--case", "MC-20", *LEFT, "--yes")
    give = ("subject-data", *OF, "--case")
    assert "Nothing is held" in line.refused(*give, "MC-99", "-o", str(line.folder / "x.json"))
    assert "there already" in line.refused(*give, "MC-20", "-o", str(there))
    assert there.read_text("utf-8") == "mine"
    assert "can't be written" in line.refused(*give, "MC-20", "-o", str(there / "x.json"))
