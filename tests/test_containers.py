"""The Dockerfile, compose.yaml and .dockerignore fit the settings, the commands and each other."""

import asyncio
import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from typing import Any

import pytest
import yaml
from aiohttp import web

from bot.cli import sightline
from bot.server import REQUESTS_FINISH_IN
from bot.settings import Settings
from bot.wiring import SENDS_FINISH_IN
from tests.bot.serving import serving
from tests.links import ROOT

FIELDS = {f"SIGHTLINE_{name.upper()}" for name in Settings.model_fields}
SECRET = ("SIGHTLINE_DATABASE_URL", "SIGHTLINE_APP_PASSWORD", "SIGHTLINE_METRICS_TOKEN")
PLAIN_IMAGE = re.compile(r"[a-z]+:[0-9a-z.-]+")
IGNORED = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
SERVICE: dict[str, Any] = COMPOSE["services"]["sightline"]


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's, each with its words in one line."""
    text = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(line.split()[0], line.split(maxsplit=1)[1]) for line in lines]


def of(name: str) -> list[str]:
    return [words for instruction, words in instructions() if instruction == name]


def last_stage() -> list[tuple[str, str]]:
    told = instructions()
    begins = max(n for n, (name, _) in enumerate(told) if name == "FROM")
    return told[begins:]


def environment() -> dict[str, str]:
    pairs = (pair.partition("=") for words in of("ENV") for pair in shlex.split(words))
    return {name: value for name, _, value in pairs}


def included(path: str) -> bool:
    """Whether the path is among what the image is built from: the last line that fits decides."""
    found = True
    for line in IGNORED:
        pattern = line.removeprefix("!")
        if not line or line.startswith("#"):
            continue
        bare = pattern.removeprefix("**/")
        fits = fnmatch(path, pattern) or path.startswith(f"{pattern}/")
        if fits or (bare != pattern and any(fnmatch(part, bare) for part in path.split("/"))):
            found = line.startswith("!")
    return found


def test_images_are_named_plainly_and_with_a_version() -> None:
    images = [words.split()[0] for words in of("FROM")]
    images += [each["image"] for each in COMPOSE["services"].values() if "build" not in each]
    assert len(images) == 3
    assert all(PLAIN_IMAGE.fullmatch(image) for image in images)


def test_the_packages_of_the_project_are_what_is_copied() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    packages = {
        name.rstrip("*") for name in project["tool"]["setuptools"]["packages"]["find"]["include"]
    }
    copied = {word for words in of("COPY") if "--from" not in words for word in words.split()[:-1]}
    assert copied == packages | {"pyproject.toml", "constraints.txt", "README.md"}
    assert all(included(path) and (ROOT / path).exists() for path in copied)
    python = re.search(r"python:(\d+)\.(\d+)", of("FROM")[-1])
    least = re.search(r">=(\d+)\.(\d+)", project["project"]["requires-python"])
    assert python is not None
    assert least is not None
    assert tuple(map(int, python.groups())) >= tuple(map(int, least.groups()))


def test_what_is_private_never_reaches_the_image() -> None:
    for path in (".env", ".git/config", "secrets/app_password", "var/sightline.db", "bot/.env"):
        assert not included(path)
    assert not included("bot/key.pem")
    ignored = subprocess.run(
        ["git", "check-ignore", ".env", "secrets/app_password", "var/sightline.db"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert len(ignored.stdout.split()) == 3


def test_it_runs_as_a_user_without_rights() -> None:
    users = [words for name, words in last_stage() if name == "USER"]
    assert users == ["sightline"]
    after = [name for name, _ in last_stage()][[n for n, _ in last_stage()].index("USER") :]
    assert "RUN" not in after
    assert {"read_only", "cap_drop", "security_opt"} <= set(SERVICE)


def test_it_runs_a_command_that_there_is() -> None:
    assert [json.loads(words) for words in of("ENTRYPOINT")] == [["sightline"]]
    (command,) = (json.loads(words) for words in of("CMD"))
    assert set(command) <= set(sightline.commands)
    assert of("STOPSIGNAL") == ["SIGTERM"]


def test_every_variable_is_a_setting_and_no_secret_stands_in_a_file() -> None:
    stated = {**environment(), **SERVICE["environment"]}
    ours = {name for name in stated if name.startswith("SIGHTLINE_")}
    assert ours <= FIELDS
    assert not {name for name in SECRET if SERVICE["environment"].get(name)}
    assert not {"SIGHTLINE_APP_PASSWORD", "SIGHTLINE_METRICS_TOKEN"} & set(environment())


def test_the_images_settings_are_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment().items():
        if name.startswith("SIGHTLINE_"):
            monkeypatch.setenv(name, value)
    settings = Settings(_env_file=None)  # type: ignore[call-arg]  # pydantic-settings' own argument
    assert of("EXPOSE") == [str(settings.port)]
    assert f"127.0.0.1:{settings.port}'" in of("HEALTHCHECK")[0]
    assert SERVICE["ports"] == [f"127.0.0.1:{settings.port}:{settings.port}"]
    assert settings.host == "0.0.0.0"
    folder = of("VOLUME")[0]
    assert settings.database_url.endswith(f"/{folder}/sightline.db")


def test_every_secret_is_a_file_that_the_service_is_given() -> None:
    files = {name: SERVICE["environment"][f"{name}_FILE"] for name in SECRET}
    assert {path.removeprefix("/run/secrets/") for path in files.values()} == set(
        SERVICE["secrets"]
    )
    used = {name for each in COMPOSE["services"].values() for name in each["secrets"]}
    assert used == set(COMPOSE["secrets"])
    for name, secret in COMPOSE["secrets"].items():
        assert secret == {"file": f"secrets/{name}"}


def test_there_is_time_to_finish_what_is_in_flight() -> None:
    assert (
        int(SERVICE["stop_grace_period"].removesuffix("s")) > REQUESTS_FINISH_IN + SENDS_FINISH_IN
    )


def test_the_service_waits_for_its_database() -> None:
    assert SERVICE["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert "pg_isready" in COMPOSE["services"]["database"]["healthcheck"]["test"][1]


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1)])
async def test_its_health_is_asked_of_itself_whatever_proxy_it_is_given(
    status: int, code: int
) -> None:
    async def ready(_: web.Request) -> web.Response:
        return web.Response(status=status)

    app = web.Application()
    app.router.add_get("/readyz", ready)
    async with serving(app) as url:
        command = json.loads(of("HEALTHCHECK")[0].partition(" CMD ")[2])
        asked = command[2].replace("3978", url.rpartition(":")[2])
        # Docker gives each container the proxies of whoever starts it.
        proxied = {**os.environ, "HTTP_PROXY": "http://127.0.0.1:9", "NO_PROXY": ""}
        proxied["http_proxy"] = proxied["HTTP_PROXY"]
        child = await asyncio.create_subprocess_exec(
            sys.executable, command[1], asked, env=proxied, stderr=asyncio.subprocess.DEVNULL
        )
        assert await child.wait() == code


def test_what_docker_keeps_of_the_logs_is_bounded() -> None:
    for each in COMPOSE["services"].values():
        assert set(each["logging"]["options"]) == {"max-size", "max-file"}


def test_lists_come_in_and_backups_go_out_by_folders_of_the_host() -> None:
    page = (ROOT / "docs" / "running.md").read_text("utf-8")
    runs = re.findall(r"docker compose run --rm --volume \S+:(/\w+)\S* sightline ([^\n]+)", page)
    assert {words.split()[0] for _, words in runs} >= {"import", "backup"}
    assert all(folder in words for folder, words in runs)
