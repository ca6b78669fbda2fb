"""`sightline framework`."""

import pytest

from bot.demo_council import TENANT_ID
from programme.frameworks.load import read_shipped, shipped
from tests.bot.commands.line import Line
from tests.bot.imports.files import write_text


@pytest.mark.parametrize("framework_id", shipped())
def test_every_shipped_framework_is_shown_and_sound(line: Line, framework_id: str) -> None:
    assert "WHO AUDITS WHAT" in line.done("framework", "show", framework_id)
    own = write_text(line.folder / "own.toml", read_shipped(framework_id))
    assert line.done("framework", "check", str(own)).startswith("own.toml is sound: ")
    shown = line.done("framework", "show", str(own))
    assert shown == line.done("framework", "show", framework_id)


def test_a_file_that_is_not_sound_is_refused_in_one_sentence(line: Line) -> None:
    rules = read_shipped("worcestershire").replace("weeks = 8", "weeks = 80")
    own = write_text(line.folder / "own.toml", rules)
    for verb in ("check", "show"):
        sentence = line.refused("framework", verb, str(own))
        assert sentence == "own.toml: loop_check.weeks is from 1 to 52, not 80."


def test_what_is_not_there_is_told(line: Line) -> None:
    assert "can't be read" in line.refused("framework", "check", "none.toml")
    assert "can't be read" in line.refused("framework", "show", "none.toml")
    assert "There is no framework “atlantis”" in line.refused("framework", "show", "atlantis")


def test_a_council_adopts_the_next_version_of_its_framework(line: Line) -> None:
    line.add_council()
    later = read_shipped("worcestershire").replace('version = "2022-02"', 'version = "2999"')
    own = write_text(line.folder / "own.toml", later)
    adopt = ("framework", "adopt", str(own), "--tenant", TENANT_ID)
    assert "which has come already" in line.refused(*adopt)
    write_text(own, later.replace("holds_from = 2022-02-01", "holds_from = 2999-04-01"))
    assert "has version 2999 from Monday 1 April 2999" in line.done(*adopt)
    assert line.done(*adopt) == line.done(*adopt)
    elsewhere = ("--tenant", "99999999-0000-4000-8000-000000000000")
    assert "No council has this tenant id" in line.refused(*adopt[:3], *elsewhere)
