"""Settings, from the environment, from `.env`, and secrets from files of their own."""

from pathlib import Path
from typing import Final, Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.authentication.addresses import https_or_loopback

BOT_FRAMEWORK_METADATA = "https://login.botframework.com/v1/.well-known/openidconfiguration"
ENV_FILE: Final = ".env"
LONGEST_SECRET: Final = 64 * 1024
"""Bytes in a file that holds one secret."""


class Settings(BaseSettings):
    """Every setting of Sightline; each is described in docs/settings.md.

    What is empty counts as not set. A secret comes from its own setting, or from the file that the
    setting of the same name and `_file` names, as containers are given them.
    """

    model_config = SettingsConfigDict(
        env_prefix="SIGHTLINE_",
        env_file=ENV_FILE,
        env_ignore_empty=True,
        extra="ignore",
        hide_input_in_errors=True,
    )

    # Its password is in it, and so it is not shown with the other settings.
    database_url: str = Field(default="sqlite+aiosqlite:///var/sightline.db", repr=False)
    database_url_file: Path | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=3978, ge=0, le=65535)
    app_id: str = ""
    app_type: Literal["MultiTenant", "SingleTenant", "UserAssignedMSI"] = "SingleTenant"
    app_tenant_id: str = ""
    app_password: SecretStr = SecretStr("")
    app_password_file: Path | None = None
    app_certificate_file: Path | None = None
    openid_metadata_url: str = BOT_FRAMEWORK_METADATA
    sends_a_second: int = Field(default=50, ge=1)
    metrics_token: SecretStr = SecretStr("")
    metrics_token_file: Path | None = None
    backup_folder: Path | None = None
    log_format: Literal["text", "json"] = "text"
    log_level: Literal["info", "warning", "error"] = "info"

    @field_validator("openid_metadata_url")
    @classmethod
    def _trusted(cls, url: str) -> str:
        try:
            return https_or_loopback(url, "it")
        except ValueError:
            raise PydanticCustomError("url", "It must be https, or http on loopback") from None

    @model_validator(mode="after")
    def _read_secrets(self) -> Self:
        for name in ("database_url", "app_password", "metrics_token"):
            path: Path | None = getattr(self, f"{name}_file")
            if path is None:
                continue
            if name in self.model_fields_set:
                raise _wrong(f"SIGHTLINE_{name.upper()} and SIGHTLINE_{name.upper()}_FILE are both")
            secret = read_secret(path, f"SIGHTLINE_{name.upper()}_FILE")
            kind = type(getattr(self, name))
            setattr(self, name, kind(secret))
        return self


def read_secret(path: Path, setting: str) -> str:
    """The secret that a file holds, without the line's end. A sentence names the `setting` alone.

    Raises:
        ValueError: the file can't be read, is empty, or holds more than a secret.
    """
    try:
        with path.open("rb") as file:
            secret = file.read(LONGEST_SECRET + 1).decode().rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        secret = ""
    if not secret or len(secret) > LONGEST_SECRET or "\n" in secret:
        raise PydanticCustomError(
            "secret", "{setting} names no file that holds one secret", {"setting": setting}
        )
    return secret


def _wrong(both: str) -> PydanticCustomError:
    return PydanticCustomError("both", "{both} set: one of them is enough", {"both": both})
