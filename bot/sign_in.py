"""How the settings say that the bot signs in to Entra."""

from bot.authentication import (
    Acquire,
    client_certificate,
    client_secret,
    managed_identity,
    read_certificate,
)
from bot.authentication.credentials import BOT_FRAMEWORK_TENANT
from bot.settings import Settings, read_secret
from programme.errors import CorrectAndRepeat

MANAGED_IDENTITY = "UserAssignedMSI"


def sign_in(settings: Settings) -> Acquire:
    """Where the bot's tokens come from: by a managed identity, a certificate, or a password.

    Raises CorrectAndRepeat for settings that don't say so, or say more than one.
    """
    password, file = settings.app_password.get_secret_value(), settings.app_password_file
    certificate = settings.app_certificate_file
    if settings.app_type == MANAGED_IDENTITY:
        return _of_the_machine(settings)
    if not settings.app_id or not (password or certificate):
        raise CorrectAndRepeat(
            "Sightline does not start unauthenticated: set SIGHTLINE_APP_ID, and "
            "SIGHTLINE_APP_PASSWORD or SIGHTLINE_APP_CERTIFICATE_FILE, or try it on this machine "
            "with “sightline demo”."
        )
    if password and certificate:
        raise CorrectAndRepeat(
            "Set SIGHTLINE_APP_PASSWORD or SIGHTLINE_APP_CERTIFICATE_FILE, and not both: the app "
            "signs in with one of them."
        )
    tenant = BOT_FRAMEWORK_TENANT
    if settings.app_type == "SingleTenant":
        tenant = settings.app_tenant_id
        if not tenant:
            raise CorrectAndRepeat(
                "A SingleTenant app needs SIGHTLINE_APP_TENANT_ID, the tenant it is registered in."
            )
    if certificate:
        read_certificate(certificate)
        return client_certificate(settings.app_id, lambda: read_certificate(certificate), tenant)
    if file:
        setting = "SIGHTLINE_APP_PASSWORD_FILE"
        return client_secret(settings.app_id, lambda: read_secret(file, setting), tenant)
    return client_secret(settings.app_id, lambda: password, tenant)


def _of_the_machine(settings: Settings) -> Acquire:
    if not settings.app_id:
        raise CorrectAndRepeat(
            "Sightline does not start unauthenticated: set SIGHTLINE_APP_ID to the client id of "
            "the managed identity."
        )
    if settings.app_password.get_secret_value() or settings.app_certificate_file:
        raise CorrectAndRepeat(
            "A managed identity signs in without a password or a certificate: take them out of "
            "the settings, or set SIGHTLINE_APP_TYPE to SingleTenant."
        )
    return managed_identity(settings.app_id)
