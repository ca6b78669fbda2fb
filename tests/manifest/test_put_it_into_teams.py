"""The administrator's page promises nothing that isn't there."""

import re
import shlex
from pathlib import Path

import click
import pytest

from bot.cli import sightline
from bot.settings import Settings
from dialogs.words import STRANGER, WORDS
from programme.use_cases import show_round

PAGE = (Path(__file__).parents[2] / "docs/put-it-into-teams.md").read_text("utf-8")


def commands() -> list[list[str]]:
    """What the page types after `sightline`, a line each."""
    shell = "\n".join(re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)).replace("\\\n", " ")
    return [shlex.split(line)[1:] for line in shell.splitlines() if "bin/sightline" in line]


def test_the_page_takes_the_whole_way() -> None:
    assert [command[0] for command in commands()] == [
        "council",
        "import",
        "import",
        "run",
        "package",
    ]


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_of_the_page_can_be_typed(words: list[str]) -> None:
    command: click.Command = sightline
    rest = list(words)
    while isinstance(command, click.Group):
        name = rest.pop(0)
        command = command.commands[name]
    assert command.make_context("sightline", rest).args == []


def test_every_setting_of_the_page_is_one_of_sightlines() -> None:
    named = {name.lower() for name in re.findall(r"SIGHTLINE_([A-Z_]+)", PAGE)}
    assert {"app_id", "app_password", "app_type", "app_tenant_id"} <= named
    assert named <= set(Settings.model_fields)


def test_what_the_page_tells_people_to_type_is_understood() -> None:
    known = {name for word in WORDS for name in word.names}
    typed = set(re.findall(r"types?\s+`([a-z ]+)`", PAGE))
    assert {"help", "programme", "hi"} <= typed
    assert typed <= known


def test_the_reasons_that_the_page_explains_are_those_of_the_card() -> None:
    table = PAGE.partition("| what the card says |")[2]
    reasons = [line.split("|")[1].strip() for line in table.splitlines()[2:4]]
    source = Path(show_round.__file__).read_text("utf-8")
    assert len(reasons) == 2
    assert all(f'"{reason}"' in source for reason in reasons)
    assert "I don't find you in the staff list" in PAGE.replace("\n", " ")
    assert "I don't find you in the staff list" in STRANGER


def test_the_proxy_lets_through_what_teams_and_its_readers_ask_for_and_logs_no_link() -> None:
    block = PAGE.partition("```nginx\n")[2].partition("```")[0]
    ways = dict(re.findall(r"location (?:=|~) (\S+) \{(.*?)\}", block, re.DOTALL))
    links = ways.pop("^/(case|action)/")
    assert "access_log off;" in links
    assert all("proxy_pass http://127.0.0.1:3978;" in way for way in (links, *ways.values()))
    assert set(ways) == {"/api/messages"}
