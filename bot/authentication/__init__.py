"""Who may speak to the bot, and how the bot says who it is."""

from bot.authentication.addresses import is_loopback, is_loopback_url
from bot.authentication.authenticator import Authentication, Authenticator, NoAuthentication
from bot.authentication.claims import Claims
from bot.authentication.outbound import (
    FixedToken,
    MsalToken,
    NoTokenYet,
    TokenSource,
    client_secret,
)
from bot.authentication.refusals import AuthenticationUnavailable, Forbidden, Unauthenticated

__all__ = [
    "Authentication",
    "AuthenticationUnavailable",
    "Authenticator",
    "Claims",
    "FixedToken",
    "Forbidden",
    "MsalToken",
    "NoAuthentication",
    "NoTokenYet",
    "TokenSource",
    "Unauthenticated",
    "client_secret",
    "is_loopback",
    "is_loopback_url",
]
