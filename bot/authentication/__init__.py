"""Who may speak to the bot, and how the bot says who it is."""

from bot.authentication.addresses import is_loopback, is_loopback_url
from bot.authentication.authenticator import Authentication, Authenticator
from bot.authentication.certificate import Certificate, read_certificate
from bot.authentication.claims import Claims
from bot.authentication.credentials import client_certificate, client_secret, managed_identity
from bot.authentication.outbound import (
    Acquire,
    FixedToken,
    MsalToken,
    NoTokenYet,
    TokenSource,
    ask_for_token,
)
from bot.authentication.refusals import AuthenticationUnavailable, Forbidden, Unauthenticated

__all__ = [
    "Acquire",
    "Authentication",
    "AuthenticationUnavailable",
    "Authenticator",
    "Certificate",
    "Claims",
    "FixedToken",
    "Forbidden",
    "MsalToken",
    "NoTokenYet",
    "TokenSource",
    "Unauthenticated",
    "ask_for_token",
    "client_certificate",
    "client_secret",
    "is_loopback",
    "is_loopback_url",
    "managed_identity",
    "read_certificate",
]
