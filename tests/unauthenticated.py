"""A way in without authentication, on this machine alone: for tests, benchmarks and the playground.

Nothing that is installed can be started so.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.authentication import Claims, Forbidden, Unauthenticated
from bot.authentication.addresses import is_loopback, is_loopback_url


class NoAuthentication:
    """Takes anyone on this machine for whoever they say they are."""

    def __init__(self, host: str) -> None:
        """`host` is what the service binds to.

        Raises:
            ValueError: others than this machine could reach it there.
        """
        if not is_loopback(host):
            raise ValueError(
                "Without authentication Sightline only starts on loopback: give an app id, "
                "or bind to 127.0.0.1."
            )

    async def verify(self, header: str | None) -> Claims:
        """See Authentication.verify; it never refuses."""
        return LoopbackClaims()


@dataclass(frozen=True, slots=True)
class LoopbackClaims:
    """What is known of a caller without authentication: that it is on this machine."""

    def admit(self, activity: Mapping[str, object]) -> None:
        if not isinstance(activity.get("channelId"), str):
            raise Unauthenticated("The activity names no channel.")
        service_url = activity.get("serviceUrl")
        # Unchecked, the body would choose where the bot posts its answers to.
        if not isinstance(service_url, str) or not is_loopback_url(service_url):
            raise Forbidden("Without authentication only a service on loopback is answered.")
