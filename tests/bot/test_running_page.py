"""docs/running.md says what there is: metrics, the doctor's lines, settings, commands."""

import json
import logging
import re
from datetime import timedelta
from pathlib import Path

import click
import pytest
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from bot.cli import sightline
from bot.doctor.backups import EVERY
from bot.logs import JsonLines
from bot.server import REQUESTS_FINISH_IN
from bot.settings import Settings
from bot.telemetry import FIELDS, REGISTRY
from bot.wiring import AT_RISK, SENDS_FINISH_IN
from tests.bot.commands.test_doctor import lines, settings
from tests.bot.test_metrics import get, page
from tests.links import ROOT

PAGE = (ROOT / "docs" / "running.md").read_text("utf-8")


def test_every_metric_stands_in_the_table() -> None:
    families = text_string_to_metric_families(generate_latest(REGISTRY).decode())
    ours = {
        f"{family.name}_total" if family.type == "counter" else family.name
        for family in families
        if family.name.startswith("sightline_")
    }
    told = set(re.findall(r"`(sightline_\w+)`", PAGE))
    told.discard("sightline_build_info")
    ours.discard("sightline_build_info")
    assert ours <= told


async def test_so_does_what_is_read_from_the_database() -> None:
    async with page() as url:
        _, text = await get(url)
    told = set(re.findall(r"`(sightline_\w+)`", PAGE))
    shown = set(re.findall(r"^(sightline_\w+)", text, re.MULTILINE))
    plain = {name for name in shown if not re.search(r"_(bucket|sum|count)$", name)}
    assert plain <= told
    assert told <= shown | set(re.findall(r"^# HELP (sightline_\w+)", text, re.MULTILINE))


@pytest.mark.parametrize("outcome", ["held_back", "edit_retrying", "out_of_date", "stranger"])
def test_outcomes_are_explained(outcome: str) -> None:
    assert f"`{outcome}`" in PAGE


async def test_every_line_of_the_doctors_is_explained(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("none")
    found = await lines(
        settings(
            database_url=f"sqlite+aiosqlite:///{folder}/none.db",
            openid_metadata_url="http://127.0.0.1:1/",
            port=1,
        )
    )
    told = set(re.findall(r"^\| ([a-z -]+) \| ", PAGE, re.MULTILINE))
    assert set(found) <= told


def test_the_services_database_stands_where_the_service_may_write() -> None:
    (state,) = re.findall(r"^StateDirectory=(\w+)$", PAGE, re.MULTILINE)
    (file,) = re.findall(r"^SIGHTLINE_DATABASE_URL=sqlite\+aiosqlite:///(.+)$", PAGE, re.MULTILINE)
    assert Path(file).parent == Path("/var/lib") / state
    assert "ReadWritePaths" not in PAGE


def test_the_page_names_the_command_that_backs_up() -> None:
    backups = PAGE.partition("## Backups")[2].partition("\n## ")[0]
    assert re.search(r"^sightline backup /", backups, re.MULTILINE)
    assert "(backup.md)" in backups


def test_the_page_says_what_the_doctor_takes_for_a_backup_of_the_day() -> None:
    hours = EVERY // timedelta(hours=1)
    assert f"is {hours} hours old at most" in PAGE


def test_the_page_says_how_much_a_kill_may_send_again() -> None:
    assert f"at most {AT_RISK} messages of each council" in " ".join(PAGE.split())


def test_every_setting_of_the_page_is_one_of_sightlines() -> None:
    named = {name.lower() for name in re.findall(r"SIGHTLINE_([A-Z_]+)", PAGE)}
    assert named <= set(Settings.model_fields)


def test_every_command_of_the_page_can_be_typed() -> None:
    typed = re.findall(r"^sightline ([a-z]+)|`sightline ([a-z]+)", PAGE, re.MULTILINE)
    assert typed
    for words in typed:
        name = "".join(words)
        assert isinstance(sightline.commands[name], click.Command)


def test_the_log_line_of_the_page_has_the_names_of_the_logs() -> None:
    (line,) = re.findall(r"```json\n(.*)\n```", PAGE)
    record = logging.LogRecord("bot.x", logging.INFO, __file__, 1, "Said.", (), None)
    setattr(record, FIELDS, {"kind": "allocation", "council": "one"})
    assert list(json.loads(line)) == list(json.loads(JsonLines().format(record)))


def test_the_page_says_how_long_an_end_may_take() -> None:
    most = REQUESTS_FINISH_IN + SENDS_FINISH_IN
    assert f"within {most:.0f} at most ({REQUESTS_FINISH_IN:.0f} for" in " ".join(PAGE.split())
    assert f"{SENDS_FINISH_IN:.0f} for sends" in PAGE
