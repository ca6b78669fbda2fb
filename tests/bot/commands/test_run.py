"""`sightline run` starts authenticated or not at all."""

import pytest

from bot.commands.running import read_settings
from storage.sole_service import sole_service
from tests.bot.commands.line import Line


def test_it_does_not_start_without_an_app_id_and_a_password(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "does not start unauthenticated" in line.refused("run")
    monkeypatch.setenv("SIGHTLINE_APP_ID", "an-app")
    assert "does not start unauthenticated" in line.refused("run")
    monkeypatch.setenv("SIGHTLINE_APP_PASSWORD", "")
    assert "SIGHTLINE_APP_PASSWORD" in line.refused("run")


def test_an_app_of_one_tenant_needs_the_tenant(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGHTLINE_APP_ID", "an-app")
    monkeypatch.setenv("SIGHTLINE_APP_PASSWORD", "a-password")
    monkeypatch.setenv("SIGHTLINE_APP_TYPE", "SingleTenant")
    assert "SIGHTLINE_APP_TENANT_ID" in line.refused("run")


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "many"), ("PORT", "70000"), ("APP_TYPE", "Guess"), ("SENDS_A_SECOND", "0")],
)
def test_a_setting_that_will_not_do_is_named(
    line: Line, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"SIGHTLINE_{name}", value)
    sentence = line.refused("run")
    assert f"SIGHTLINE_{name}" in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize("written", [b"SIGHTLINE_PORT=\xe9\n", b"\xff\xfeS\0"], ids=["1252", "16"])
def test_a_file_of_settings_that_is_no_utf_8_is_told(line: Line, written: bytes) -> None:
    (line.folder / ".env").write_bytes(written)
    assert line.refused("verify").startswith("The file .env can't be read here")


def test_a_file_of_settings_that_this_account_may_not_read_is_told(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr("pydantic_settings.main.BaseSettings.__init__", denied)
    assert "as the account that runs Sightline" in line.refused("verify")


@pytest.mark.parametrize(
    "wrong", ["SIGHTLINE_DATABASE_URL postgresql://u:pass@server/x", 'SIGHTLINE_APP_PASSWORD="pass']
)
def test_a_line_of_the_settings_that_is_not_understood_is_not_passed_over(
    line: Line, wrong: str
) -> None:
    (line.folder / ".env").write_text(f"# Ours\nSIGHTLINE_PORT=4000\n{wrong}\n", "utf-8")
    for words in (("verify",), ("doctor",), ("run",)):
        told = line.refused(*words)
        assert told.startswith("The file .env can't be understood at line 3; write each setting as")
        assert "pass" not in told


def test_a_file_of_settings_as_windows_saves_it_is_read_from_its_first_line(line: Line) -> None:
    (line.folder / ".env").write_bytes(b"\xef\xbb\xbfSIGHTLINE_PORT=none\r\n")
    assert "SIGHTLINE_PORT won't do" in line.refused("verify")


@pytest.mark.parametrize("command", ["run", "demo"])
def test_on_one_sqlite_file_there_is_one_service(
    line: Line, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("SIGHTLINE_APP_ID", "an-app")
    monkeypatch.setenv("SIGHTLINE_APP_PASSWORD", "a-password")
    monkeypatch.setenv("SIGHTLINE_APP_TENANT_ID", "a-tenant")
    with sole_service(read_settings().database_url):
        assert line.refused(command).startswith("Sightline serves from this SQLite file already")
        line.add_council()  # what isn't a service may use the file meanwhile
