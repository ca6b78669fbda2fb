"""docs/settings.md says what the settings are, and nothing else."""

import re
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.settings import Settings
from tests.links import ROOT

PAGE = (ROOT / "docs" / "settings.md").read_text("utf-8")
ROW = re.compile(r"^\| `SIGHTLINE_(\w+)` \| (.+?) \| (.+) \| (yes|no) \|$", re.MULTILINE)
ROWS = {name.lower(): (default, what, secret) for name, default, what, secret in ROW.findall(PAGE)}


def test_every_setting_is_in_the_one_table_and_nothing_else() -> None:
    assert [*ROWS] == [*Settings.model_fields]
    assert (
        len(ROW.findall(PAGE))
        == len(ROWS)
        == len(re.findall(r"^\| `SIGHTLINE", PAGE, re.MULTILINE))
    )


@pytest.mark.parametrize("name", Settings.model_fields)
def test_the_table_gives_the_default(name: str) -> None:
    default = Settings.model_fields[name].default
    if isinstance(default, SecretStr):
        default = default.get_secret_value()
    assert ROWS[name][0] == (f"`{default}`" if default not in ("", None) else "none")


@pytest.mark.parametrize("name", Settings.model_fields)
def test_the_table_says_what_is_secret(name: str) -> None:
    field = Settings.model_fields[name]
    hidden = field.annotation is SecretStr or not field.repr
    assert ROWS[name][2] == ("yes" if hidden else "no")


def test_every_choice_stands_in_the_table() -> None:
    for name, field in Settings.model_fields.items():
        for choice in getattr(field.annotation, "__args__", ()):
            if isinstance(choice, str):
                assert f"`{choice}`" in "".join(ROWS[name][:2])


def test_every_secret_has_a_file() -> None:
    secrets = [name for name, (_, _, secret) in ROWS.items() if secret == "yes"]
    assert secrets
    assert all(Settings.model_fields[f"{name}_file"].annotation == Path | None for name in secrets)
