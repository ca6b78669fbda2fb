"""What the bot signs in to Entra with: a password, a certificate, or a managed identity.

Each gives an Acquire for MsalToken, which blocks, and keeps nothing: MsalToken keeps the token for
its hour. The credential is read whenever a token is asked for, so that a file with a new
certificate or password needs no restart.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import msal
import requests

from bot.authentication.certificate import Certificate
from bot.authentication.outbound import Acquire

RESOURCE: Final = "https://api.botframework.com"
SCOPE: Final = f"{RESOURCE}/.default"
LOGIN: Final = "https://login.microsoftonline.com"
BOT_FRAMEWORK_TENANT: Final = "botframework.com"
"""The tenant that issues tokens to bots of the type MultiTenant."""

ENTRA_TIMEOUT_SECONDS: Final = 10

Credential = str | Mapping[str, str]
"""MSAL's `client_credential`."""


def client_secret(
    app_id: str,
    password: Callable[[], str],
    tenant_id: str = BOT_FRAMEWORK_TENANT,
    *,
    login: str = LOGIN,
) -> Acquire:
    """Tokens for an app that signs in by a password.

    `tenant_id` is the app's own for the type SingleTenant.
    """
    return _confidential(app_id, password, tenant_id, login)


def client_certificate(
    app_id: str,
    certificate: Callable[[], Certificate],
    tenant_id: str = BOT_FRAMEWORK_TENANT,
    *,
    login: str = LOGIN,
) -> Acquire:
    """Tokens for an app that signs in by an assertion, signed with a certificate's private key."""

    def credential() -> Credential:
        stated = certificate()
        return {"private_key": stated.private_key, "public_certificate": stated.certificate}

    return _confidential(app_id, credential, tenant_id, login)


def managed_identity(client_id: str) -> Acquire:
    """Tokens for a user-assigned identity of the machine or the App Service that this runs on.

    MSAL finds out where it runs by the variables that Azure sets.
    """

    def acquire() -> Mapping[str, object]:
        with _Session() as session:
            session.trust_env = False  # the endpoint is this machine's: no proxy is asked
            identity = msal.UserAssignedManagedIdentity(client_id=client_id)
            client = msal.ManagedIdentityClient(identity, http_client=session)
            answer: Mapping[str, object] = client.acquire_token_for_client(resource=RESOURCE)
        return answer

    return acquire


class _Session(requests.Session):
    """One that doesn't wait for ever."""

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:  # noqa: ANN401 - as requests has it
        options["timeout"] = ENTRA_TIMEOUT_SECONDS
        return super().send(request, **options)


def _confidential(
    app_id: str, credential: Callable[[], Credential], tenant_id: str, login: str
) -> Acquire:
    def acquire() -> Mapping[str, object]:
        with _Session() as session:
            app = msal.ConfidentialClientApplication(
                app_id,
                client_credential=credential(),
                authority=f"{login}/{tenant_id}",
                http_client=session,
            )
            answer: Mapping[str, object] = app.acquire_token_for_client(scopes=[SCOPE])
        return answer

    return acquire
