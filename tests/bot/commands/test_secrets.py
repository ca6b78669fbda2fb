"""Whatever is typed and however it fails, nothing that is written holds a secret."""

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from sqlalchemy import select

from bot.cli import sightline
from bot.demo_council import TENANT_ID
from storage.outbox_table import outbox
from tests.bot.chats import free_port
from tests.bot.child import Child, child
from tests.bot.commands.line import Line

SECRET = "pa55-word-0f-the-app"
FOR_EVER = ("demo", "run")
"""They go on until they are stopped, where nothing is wrong."""

SEEN_ALONE = ("simulate",)
"""It has a database of its own, and takes long."""


def leaves(command: click.Command, *path: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command that can be typed."""
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from leaves(inner, *path, name)
    else:
        yield path, command


COMMANDS = dict(leaves(sightline))


def typed(path: tuple[str, ...], folder: Path) -> list[str]:
    """The command with everything that it needs."""
    words = [*path]
    for each in COMMANDS[path].params:
        if each.required:
            value = _value(each, folder)
            words += [value] if isinstance(each, click.Argument) else [each.opts[0], value]
    return words


def _value(each: click.Parameter, folder: Path) -> str:
    named = {"tenant": TENANT_ID, "framework": "kent", "month": "2026-12"}
    if isinstance(each.type, click.Path | click.File):
        file = folder / "a.csv"
        file.write_text("Name\nAnn\n", "utf-8")
        return str(file)
    if isinstance(each.type, click.DateTime):
        return "2026-12-01"
    if isinstance(each.type, click.Choice):
        return str(each.type.choices[0])
    return named.get(each.name or "", "1")


@pytest.fixture
def secret(line: Line, monkeypatch: pytest.MonkeyPatch) -> Line:
    """A command line whose every secret is SECRET, and which reaches nothing."""
    monkeypatch.setenv("SIGHTLINE_APP_ID", "an-app")
    monkeypatch.setenv("SIGHTLINE_APP_TYPE", "MultiTenant")
    monkeypatch.setenv("SIGHTLINE_APP_PASSWORD", SECRET)
    monkeypatch.setenv("SIGHTLINE_METRICS_TOKEN", SECRET)
    monkeypatch.setenv("SIGHTLINE_OPENID_METADATA_URL", f"http://127.0.0.1:{free_port()}/")
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{free_port()}")
    return line


def written(line: Line, words: list[str], caplog: pytest.LogCaptureFixture) -> str:
    with caplog.at_level(logging.DEBUG):
        result = line.run(*words)
    fault = result.exception
    # The last word of the command line: see bot.cli.main.
    if fault is not None and not isinstance(fault, SystemExit):
        return f"{result.output} {caplog.text}"
    return f"{result.output} {caplog.text} {fault}"


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_a_database_that_is_not_there_is_not_named_with_its_password(
    secret: Line,
    path: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    nowhere = f"postgresql://sightline:{SECRET}@127.0.0.1:{free_port()}/sightline"
    monkeypatch.setenv("SIGHTLINE_DATABASE_URL", nowhere)
    monkeypatch.setenv("SIGHTLINE_PORT", str(free_port()))
    words = [*path, "--help"] if path[0] in SEEN_ALONE else typed(path, secret.folder)
    assert SECRET not in written(secret, words, caplog)


@pytest.mark.parametrize(
    "path", [path for path in COMMANDS if path[0] not in FOR_EVER + SEEN_ALONE], ids=" ".join
)
def test_nor_does_a_command_say_a_secret_where_all_is_well(
    secret: Line, path: tuple[str, ...], caplog: pytest.LogCaptureFixture
) -> None:
    secret.add_council()
    assert SECRET not in written(secret, typed(path, secret.folder), caplog)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", SECRET),
        ("APP_TYPE", SECRET),
        ("LOG_LEVEL", SECRET),
        ("OPENID_METADATA_URL", SECRET),
        ("APP_PASSWORD_FILE", SECRET),
        ("APP_CERTIFICATE_FILE", SECRET),
        ("DATABASE_URL", SECRET),
        ("DATABASE_URL", f"mysql://sightline:{SECRET}@db/sightline"),
        ("DATABASE_URL", f"postgresql://db:{SECRET}/sightline"),
        ("DATABASE_URL", f"postgresql://sightline:{SECRET}@127.0.0.1:1/sightline"),
    ],
)
def test_a_setting_that_will_not_do_is_not_repeated(
    line: Line, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv("SIGHTLINE_APP_ID", "an-app")
    monkeypatch.setenv("SIGHTLINE_APP_TYPE", "MultiTenant")
    if name != "APP_CERTIFICATE_FILE":
        monkeypatch.setenv("SIGHTLINE_APP_PASSWORD", "another")
    if name == "APP_PASSWORD_FILE":
        monkeypatch.delenv("SIGHTLINE_APP_PASSWORD")
    monkeypatch.setenv(f"SIGHTLINE_{name}", value)
    said = line.refused("run")
    assert said
    assert SECRET not in said


async def test_the_services_log_holds_neither_its_password_nor_its_token(tmp_path: Path) -> None:
    async with (
        child(
            tmp_path,
            SIGHTLINE_APP_TYPE="MultiTenant",
            SIGHTLINE_APP_PASSWORD=SECRET,
            SIGHTLINE_METRICS_TOKEN=SECRET,
            HTTPS_PROXY=f"http://127.0.0.1:{free_port()}",
        ) as service,
        asyncio.timeout(120),
    ):
        await service.greet()
        while not await _tried(service):  # noqa: ASYNC110 - another process tells nobody of it
            await asyncio.sleep(0.05)
        code, told = await service.stop()
    assert code == 0
    assert "no token for the Bot Connector" in told
    assert SECRET not in told


async def _tried(service: Child) -> bool:
    """Whether a push has been tried, for which there was no token."""
    async with service.council.engine.connect() as connection:
        return any(row.attempts for row in await connection.execute(select(outbox)))
