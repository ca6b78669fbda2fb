"""`sightline doctor`, over real HTTP and on real databases."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.authentication import Acquire
from bot.clock import system_clock
from bot.doctor import examine as examining
from bot.doctor.examine import examine
from bot.doctor.line import Line, Verdict
from bot.local_teams.issuer import Issuer
from bot.settings import Settings
from bot.wiring import open_as_it_is
from tests.bot.chats import free_port
from tests.bot.commands.line import Line as CommandLine
from tests.bot.entra import certificate, key, pem
from tests.bot.serving import APP_ID, serving
from tests.postgres import PostgresForTests

PASSWORD = "pa55-word-0f-the-app"


def settings(**stated: object) -> Settings:
    return Settings(_env_file=None, **stated)  # type: ignore[call-arg, arg-type]  # pydantic-settings' own argument


def gives_a_token(_: Settings) -> Acquire:
    return lambda: {"access_token": "a token", "expires_in": 3600}


@asynccontextmanager
async def login(*, out_by: timedelta = timedelta()) -> AsyncIterator[str]:
    """Where keys come from, with a clock of its own."""
    issuer = Issuer(APP_ID, "http://127.0.0.1")

    async def metadata(request: web.Request) -> web.Response:
        found = {**issuer.openid_metadata(), "jwks_uri": f"http://{request.host}/keys"}
        there = datetime.now(UTC) + out_by
        return web.json_response(found, headers={"Date": f"{there:%a, %d %b %Y %H:%M:%S} GMT"})

    async def keys(_: web.Request) -> web.Response:
        return web.json_response(issuer.keys())

    app = web.Application()
    app.router.add_get("/metadata", metadata)
    app.router.add_get("/keys", keys)
    async with serving(app) as url:
        yield f"{url}/metadata"


async def lines(stated: Settings) -> dict[str, Line]:
    """What is said, by what it is about; of several lines about one thing, the worst."""
    found: dict[str, Line] = {}
    async with aiohttp.ClientSession() as session:
        async for line in examine(stated, session, system_clock, open_as_it_is):
            before = found.get(line.about)
            if before is None or before.verdict is Verdict.OK:
                found[line.about] = line
    return found


async def test_a_council_that_is_as_it_must_be_is_ok_from_end_to_end(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examining, "sign_in", gives_a_token)
    file, backups = tmp_path / "app.pem", tmp_path / "backups"
    _keep(file, backups)

    async def ready(_: web.Request) -> web.Response:
        return web.Response()

    app = web.Application()
    app.router.add_get("/readyz", ready)
    async with login() as metadata, serving(app) as service:
        found = await lines(
            settings(
                database_url=url,
                openid_metadata_url=metadata,
                app_certificate_file=file,
                backup_folder=backups,
                port=int(service.rpartition(":")[2]),
            )
        )

    wrong = {about for about, line in found.items() if line.verdict is not Verdict.OK}
    assert wrong == {"councils"}
    assert "None was added" in found["councils"].sentence
    assert {"clock", "database", "schema", "certificate", "sign-in", "backups"} <= set(found)


def _keep(file: Path, backups: Path) -> None:
    file.write_bytes(pem(key(), certificate(key())))
    backups.mkdir()
    (backups / "latest").touch()


async def test_a_machine_whose_clock_is_off_is_told_by_the_keys_host(tmp_path: Path) -> None:
    async with login(out_by=timedelta(minutes=5)) as metadata:
        found = await lines(
            settings(
                openid_metadata_url=metadata,
                database_url=f"sqlite+aiosqlite:///{tmp_path}/none.db",
                port=free_port(),
            )
        )
    assert "minutes behind" in found["clock"].sentence
    assert "There is no database yet" in found["database"].sentence
    assert not (tmp_path / "none.db").exists()


async def test_a_server_that_is_not_there_is_a_line_like_the_others(
    postgres: PostgresForTests,
) -> None:
    url = f"postgresql://sightline:{PASSWORD}@127.0.0.1:{free_port()}/sightline"
    without_tables = await postgres.a_database_without_tables()
    nowhere = f"http://127.0.0.1:{free_port()}/metadata"
    stated = {"openid_metadata_url": nowhere, "port": free_port()}
    found = await lines(settings(database_url=url, **stated))
    empty = await lines(settings(database_url=without_tables, **stated))

    assert "doesn't answer" in found["database"].sentence
    assert PASSWORD not in str(found)
    assert found["keys"].verdict is Verdict.MEND
    assert found["service"].verdict is Verdict.LOOK
    assert "no tables" in empty["schema"].sentence
    assert "councils" not in empty


async def test_a_service_that_is_not_ready_is_told(tmp_path: Path) -> None:
    async def unready(_: web.Request) -> web.Response:
        return web.Response(status=503)

    app = web.Application()
    app.router.add_get("/readyz", unready)
    async with login() as metadata, serving(app) as url:
        found = await lines(
            settings(
                openid_metadata_url=metadata,
                port=int(url.rpartition(":")[2]),
                database_url=f"sqlite+aiosqlite:///{tmp_path}/none.db",
                backup_folder=tmp_path / "nowhere",
            )
        )
    assert "with 503" in found["service"].sentence
    assert found["backups"].verdict is Verdict.MEND


def test_a_file_that_is_no_database_is_told(offline: CommandLine) -> None:
    (offline.folder / "sightline.db").write_bytes(b"minutes of the meeting" * 100)
    said = offline.run("doctor").stdout
    assert "mend  database     The file that SIGHTLINE_DATABASE_URL names is no SQLite" in said


def test_what_a_killed_backup_leaves_is_not_taken_for_one(
    offline: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGHTLINE_BACKUP_FOLDER", str(offline.folder))
    (offline.folder / ".council.backup.x7k2").touch()
    assert "There is none in SIGHTLINE_BACKUP_FOLDER" in offline.run("doctor").stdout


@pytest.fixture
def offline(line: CommandLine, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """A command line whose settings name nothing beyond this machine."""
    monkeypatch.setenv("SIGHTLINE_OPENID_METADATA_URL", f"http://127.0.0.1:{free_port()}/")
    monkeypatch.setenv("SIGHTLINE_PORT", str(free_port()))
    return line


def test_the_command_exits_with_2_when_something_must_be_mended(offline: CommandLine) -> None:
    offline.with_council()
    (offline.folder / "sightline.db").touch()

    result = offline.run("doctor")

    assert result.exit_code == 2
    said = result.stdout.splitlines()
    assert all(re.match(r"(ok|look|mend) +\S", each) for each in said)
    assert any(each.startswith("mend  settings") for each in said)
    assert any("can't be reached" in each and "4 people of 4" in each for each in said)
    for name in ("Kay", "Ann Lee", "Bob", "c.example", "MC-1", "Ed Fox"):
        assert name not in result.output


def test_the_command_exits_with_0_when_nothing_must(
    offline: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(*_: object) -> AsyncIterator[Line]:
        yield Line(Verdict.LOOK, "people", "One to look at.")

    monkeypatch.setattr("bot.commands.doctor.examine", nothing)
    assert offline.done("doctor") == "look  people       One to look at.\n"


def test_a_database_file_that_everybody_may_read_is_told(offline: CommandLine) -> None:
    offline.with_council()
    offline.folder.chmod(0o755)
    said = offline.run("doctor").stdout
    (offline.folder / "sightline.db").chmod(0o644)

    assert "chmod 600" not in said
    assert "chmod 600" in offline.run("doctor").stdout


def test_a_folder_that_this_account_may_not_look_into_is_told(
    offline: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(file: Path) -> bool:
        if file.suffix == ".db":
            raise PermissionError
        return file.exists()

    monkeypatch.setattr(Path, "is_file", denied)
    assert "run the command as the account that runs Sightline" in offline.run("doctor").stdout


def test_a_setting_that_is_misspelt_is_named_without_its_value(
    offline: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Nothing reads" not in offline.run("doctor").stdout
    monkeypatch.setenv("SIGHTLINE_APP_PASWORD", PASSWORD)
    (offline.folder / ".env").write_text("SIGHTLINE_DATABSE_URL=sqlite:///a.db\nOTHER=1\n", "utf-8")
    said = offline.run("doctor").stdout
    assert "Nothing reads SIGHTLINE_APP_PASWORD, SIGHTLINE_DATABSE_URL; docs/settings.md" in said
    assert PASSWORD not in said
    assert "OTHER" not in said
