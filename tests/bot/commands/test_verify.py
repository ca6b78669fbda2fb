"""`sightline verify`."""

import re
import sqlite3

from bot.demo_council import TENANT_ID
from tests.bot.commands.line import Line

VERIFY = ("verify", "--tenant", TENANT_ID)
OTHER = "22222222-2222-4222-8222-222222222222"


def _head(said: str) -> str:
    found = re.search(r"\d+:[0-9a-f]{64}$", said.strip())
    assert found, said
    return found[0]


def test_a_whole_record_is_said_to_be_whole_with_its_head(line: Line) -> None:
    line.with_council()
    said = line.done("verify")
    assert re.fullmatch(rf"Council {TENANT_ID}: 2 entries, whole, head 2:[0-9a-f]{{64}}\n", said)
    line.done(*line.allocate())
    assert "5 entries" in line.done(*VERIFY, "--head", _head(said))


def test_a_record_that_was_tampered_with_is_refused_by_number(line: Line) -> None:
    line.with_council()
    line.done("council", "add", "--framework", "kent", "--tenant", OTHER)
    kept = _head(line.done(*VERIFY))
    with sqlite3.connect(line.folder / "sightline.db") as local:
        local.execute("DROP TRIGGER events_refuse_update")
        local.execute("UPDATE events SET who = 'somebody else' WHERE number = 2")
    local.close()

    ran = line.run("verify")
    assert ran.exit_code == 2
    assert ran.stderr.startswith(f"Council {TENANT_ID}: Entry 2 isn't what was recorded")
    assert f"Council {OTHER}: 0 entries, whole, head 0:" in ran.stdout, "the others are read too"
    assert line.run(*VERIFY, "--head", kept).exit_code == 2


def test_what_cannot_be_verified_is_refused_with_a_sentence(line: Line) -> None:
    assert "no such council" in line.refused("verify")
    line.with_council()
    assert "no such council" in line.refused("verify", "--tenant", OTHER)
    assert "not a head" in line.refused(*VERIFY, "--head", "7")
    assert "--tenant" in line.refused("verify", "--head", f"1:{'a' * 64}")
