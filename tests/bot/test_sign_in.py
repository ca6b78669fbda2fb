"""The settings say how the bot signs in, or are refused with what to set."""

from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings
from bot.sign_in import sign_in
from programme.errors import CorrectAndRepeat
from tests.bot.entra import TENANT, key, pem

SECRET = "pa55-word-0f-the-app"
APP: dict[str, Any] = {"app_id": "an-app", "app_tenant_id": TENANT}


def settings(**stated: Any) -> Settings:
    return Settings(_env_file=None, **stated)  # type: ignore[call-arg]  # pydantic-settings' own argument


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({}, "does not start unauthenticated"),
        ({"app_password": SECRET}, "SIGHTLINE_APP_ID"),
        (APP, "SIGHTLINE_APP_PASSWORD or SIGHTLINE_APP_CERTIFICATE_FILE"),
        ({"app_id": "an-app", "app_password": SECRET}, "SIGHTLINE_APP_TENANT_ID"),
        ({**APP, "app_password": SECRET, "app_certificate_file": "x.pem"}, "and not both"),
        ({**APP, "app_certificate_file": "nowhere.pem"}, "names no file that can be read"),
        ({"app_type": "UserAssignedMSI"}, "client id of the managed identity"),
        ({**APP, "app_type": "UserAssignedMSI", "app_password": SECRET}, "without a password"),
        (
            {**APP, "app_type": "UserAssignedMSI", "app_certificate_file": "x.pem"},
            "without a password or a certificate",
        ),
    ],
)
def test_what_does_not_sign_in_is_refused_with_what_to_set(
    stated: dict[str, Any], said: str
) -> None:
    with pytest.raises(CorrectAndRepeat, match=said) as refusal:
        sign_in(settings(**stated))
    assert SECRET not in str(refusal.value)


def test_each_way_to_sign_in_can_be_set(tmp_path: Path) -> None:
    file, password = tmp_path / "app.pem", tmp_path / "password"
    file.write_bytes(pem(key()))
    password.write_text(SECRET, "utf-8")

    for stated in (
        {**APP, "app_password": SECRET},
        {**APP, "app_password_file": password},
        {**APP, "app_certificate_file": file},
        {"app_id": "an-app", "app_type": "MultiTenant", "app_password": SECRET},
        {"app_id": "an-app", "app_type": "UserAssignedMSI"},
    ):
        assert callable(sign_in(settings(**stated)))
