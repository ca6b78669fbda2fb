"""Settings come from the environment, and secrets from files as well."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import LONGEST_SECRET, Settings

SECRET = "pa55-word-0f-the-app"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    written = tmp_path / "hidden-name"
    written.write_text(f"{SECRET}\n", "utf-8")
    return written


def test_a_secret_is_read_from_the_file_that_is_named(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("APP_PASSWORD", "METRICS_TOKEN", "DATABASE_URL"):
        monkeypatch.setenv(f"SIGHTLINE_{name}_FILE", str(file))

    settings = Settings()

    assert settings.app_password.get_secret_value() == SECRET
    assert settings.metrics_token.get_secret_value() == SECRET
    assert settings.database_url == SECRET


def test_no_setting_that_is_secret_is_shown(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGHTLINE_APP_PASSWORD", SECRET)
    monkeypatch.setenv("SIGHTLINE_METRICS_TOKEN", SECRET)
    monkeypatch.setenv("SIGHTLINE_DATABASE_URL", f"postgresql://sightline:{SECRET}@db/sightline")

    settings = Settings()

    assert SECRET not in repr(settings) + str(settings)


@pytest.mark.parametrize(
    "content",
    [None, b"", b"\n", b"\xff\xfe", b"first\nsecond\n", b"x" * (LONGEST_SECRET + 1)],
    ids=["none", "empty", "a line", "no text", "two lines", "large"],
)
def test_a_file_that_holds_no_secret_is_named_by_its_setting_alone(
    file: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    file.unlink() if content is None else file.write_bytes(content)
    monkeypatch.setenv("SIGHTLINE_APP_PASSWORD_FILE", str(file))

    with pytest.raises(ValidationError, match="SIGHTLINE_APP_PASSWORD_FILE names no file") as wrong:
        Settings()
    assert "hidden-name" not in str(wrong.value)


def test_a_secret_is_given_once(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGHTLINE_APP_PASSWORD_FILE", str(file))
    monkeypatch.setenv("SIGHTLINE_APP_PASSWORD", "another")

    with pytest.raises(ValidationError, match="are both set") as wrong:
        Settings()
    assert "another" not in str(wrong.value)


def test_what_is_empty_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("APP_PASSWORD_FILE", "APP_CERTIFICATE_FILE", "DATABASE_URL", "APP_TYPE"):
        monkeypatch.setenv(f"SIGHTLINE_{name}", "")

    settings = Settings()

    assert settings.app_password_file is None
    assert settings.app_certificate_file is None
    assert settings.database_url == "sqlite+aiosqlite:///var/sightline.db"
    assert settings.app_type == "SingleTenant"


@pytest.mark.parametrize("url", ["http://login.example", "ftp://127.0.0.1", "login", "http://["])
def test_keys_are_fetched_over_https_or_from_this_machine(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("SIGHTLINE_OPENID_METADATA_URL", url)
    with pytest.raises(ValidationError, match="must be https"):
        Settings()
