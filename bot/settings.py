"""Settings, from the environment and from `.env`."""

from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

BOT_FRAMEWORK_METADATA = "https://login.botframework.com/v1/.well-known/openidconfiguration"


class Settings(BaseSettings):
    """Every setting of Sightline; each is described in README.md."""

    model_config = SettingsConfigDict(env_prefix="SIGHTLINE_", env_file=".env", extra="ignore")

    database_url: str = "sqlite+aiosqlite:///var/sightline.db"
    host: str = "127.0.0.1"
    port: int = Field(default=3978, ge=0, le=65535)
    app_id: str = ""
    app_password: SecretStr = SecretStr("")
    app_type: Literal["MultiTenant", "SingleTenant"] = "SingleTenant"
    app_tenant_id: str = ""
    openid_metadata_url: str = BOT_FRAMEWORK_METADATA
    sends_a_second: int = Field(default=50, ge=1)
